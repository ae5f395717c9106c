"""The cells of a notebook run in this process, which takes a fraction of the time of a kernel."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from integrity import code_cells, text_of

from jilin_analysis.places import DATA_VARIABLE


def shown(path: Path, data: Path) -> list[list[Any] | None]:
    """Run a notebook on a data folder, and return what each cell shows."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    os.chdir(path.parent)
    os.environ[DATA_VARIABLE] = str(data)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(config=Config(HistoryManager={"enabled": False}))
    cells = code_cells(json.loads(path.read_text(encoding="utf-8")))
    return [given(shell, text_of(cell["source"])) for cell in cells]


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
