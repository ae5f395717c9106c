"""Reports without what has tests of its own and takes seconds: without Sphinx, without kernels."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from unittest import mock

from jilin_analysis import __main__
from jilin_analysis.dataset import Dataset
from jilin_analysis.paths import DATA_VARIABLE
from jilin_analysis.reporting import report, run, site

PROGRAM = """
    import sys
    sys.path.insert(0, {tests!r})
    from reports import *
    {before}
    main()
"""


class Done(NamedTuple):
    """What a report ended with."""

    returncode: int
    stdout: str
    stderr: str


def build_site(report: Path, *_: object) -> None:
    """Write a site of one page."""
    (report / "site").mkdir()
    told = "".join(path.read_text() for path in report.glob("notebooks/*.ipynb"))
    (report / "site" / "index.html").write_text(told)


def write(notebooks: Path, out: Path, *more: str) -> int:
    """Report on these notebooks by the command line, and return its exit code."""
    with (
        mock.patch.object(site, "build_site", build_site),
        mock.patch.object(run, "notebooks_folder", return_value=notebooks),
        mock.patch.object(report, "notebooks_folder", return_value=notebooks),
    ):
        return __main__.main(["report", "--out", str(out), *more])


def run_here(notebooks: Mapping[Path, Any], dataset: Dataset, *_: object) -> dict[Path, str]:
    """Run notebooks in this process, for `run._run`, which starts a kernel for each."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    from jilin_analysis.showing import show

    unkept = Config(HistoryManager={"enabled": False})
    with tempfile.TemporaryDirectory() as place:
        ours = {DATA_VARIABLE: str(dataset.folder.path), "IPYTHONDIR": place}
        with mock.patch.dict(os.environ, ours):
            for told in notebooks.values():
                shell = InteractiveShell.instance(user_module=ModuleType("told"), config=unkept)
                show._loaded.cache_clear()  # as in a process of its own
                run_cells(told, shell)
                show._loaded.cache_clear()
                InteractiveShell.clear_instance()
    return {path: run.text_of(told) for path, told in notebooks.items()}


def run_cells(told: Any, shell: Any) -> None:
    from IPython.utils.capture import capture_output

    for count, cell in enumerate((c for c in told.cells if c.cell_type == "code"), 1):
        with capture_output() as shown:
            done = shell.run_cell(cell.source)
        done.raise_error()
        outputs = [("display_data", one.data, one.metadata) for one in shown.outputs]
        if done.result is not None:
            outputs.append(("execute_result", *shell.display_formatter.format(done.result)))
        cell.outputs = [
            run.nbformat.v4.new_output(kind, data, metadata=about or {})
            for kind, data, about in outputs
        ]
        cell.execution_count = count


def main() -> None:
    """Report on the notebooks in argv[1] into argv[2]."""
    sys.exit(write(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))


def here(notebooks: Path, out: Path, *more: str) -> Done:
    """Report in this process."""
    with (
        contextlib.redirect_stdout(io.StringIO()) as told,
        contextlib.redirect_stderr(io.StringIO()) as said,
    ):
        code = write(notebooks, out, *more)
    return Done(code, told.getvalue(), said.getvalue())


def command(notebooks: Path, out: Path, *more: str, before: str = "") -> list[str]:
    """Return the command that reports in a process of its own, after some Python of the test's."""
    program = textwrap.dedent(PROGRAM).format(before=before, tests=str(Path(__file__).parent))
    return [sys.executable, "-c", program, str(notebooks), str(out), *more]


def apart(notebooks: Path, out: Path, before: str = "") -> Done:
    """Report in a process of its own."""
    asked = command(notebooks, out, before=before)
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr)
