"""What a notebook's kernel finds around it, the same for every user."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..paths import DATA_VARIABLE, data_folder


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a kernel is started with.

    Attributes
    ----------
    runtime : pathlib.Path
        A private folder for connection files and logs.
    environment : dict
        The environment variables.
    """

    runtime: Path
    environment: dict[str, str]


@contextlib.contextmanager
def surroundings(data: Path | None = None, cache: Path | None = None) -> Iterator[Surroundings]:
    """Lend surroundings that do not depend on the user's own settings.

    Parameters
    ----------
    data : pathlib.Path, optional
        The data folder that the notebooks are to read.
    cache : pathlib.Path, optional
        A folder where matplotlib may keep its list of fonts.
    """
    with tempfile.TemporaryDirectory(prefix="jilin-") as name:
        runtime = Path(name)
        fonts = (cache or runtime) / "matplotlib"
        fonts.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            DATA_VARIABLE: str(data_folder(data).resolve()),
            "IPYTHONDIR": str(runtime / "ipython"),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "MPLCONFIGDIR": str(fonts),
        }
        # A reader's own settings must not draw other figures or add warnings to an output.
        for variable in ("MATPLOTLIBRC", "PYTHONWARNINGS", "PYTHONSTARTUP"):
            environment.pop(variable, None)
        if not any(fonts.glob("fontlist-*.json")):
            # Once here, or every kernel builds the list and, when slow, warns of it in an output.
            command = [sys.executable, "-c", "import matplotlib.font_manager"]
            subprocess.run(command, env=environment, check=False, capture_output=True)
        yield Surroundings(runtime, environment)
