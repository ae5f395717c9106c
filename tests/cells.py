"""The cells of a notebook run in this process, which takes a fraction of the time of a kernel."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any
from unittest.mock import patch

from integrity import code_cells, text_of

from jilin_analysis.paths import DATA_VARIABLE


def shown(path: Path, data: Path) -> list[list[Any] | None]:
    """Run a notebook on a data folder, and return what each cell shows."""
    shell = new_shell()
    cells = code_cells(json.loads(path.read_text(encoding="utf-8")))
    with contextlib.chdir(path.parent), patch.dict(os.environ, {DATA_VARIABLE: str(data)}):
        return [given(shell, text_of(cell["source"])) for cell in cells]


def new_shell() -> Any:
    """Return a shell with nothing in it, that writes no history."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    InteractiveShell.clear_instance()
    return InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))


def given(shell: Any, source: str) -> list[Any] | None:
    """Run one cell and return what it shows; None where it fails or prints."""
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        result = shell.run_cell(source)
    if not result.success or captured.stdout or captured.stderr:
        return None
    shown = [{"data": dict(o.data), "metadata": dict(o.metadata)} for o in captured.outputs]
    return list(json.loads(json.dumps(shown)))


def kept(outputs: list[Any]) -> list[Any]:
    """Return stored outputs in the form of `given`."""
    return [
        {
            "data": {kind: text_of(value) for kind, value in output["data"].items()},
            "metadata": output["metadata"],
        }
        for output in outputs
    ]
