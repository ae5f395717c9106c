"""Run notebooks beside one another, each in a fresh kernel.

The same notebook gives the same bytes anywhere: a kernel finds nothing of the user's own around it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..dataset import Dataset
from ..entering.starter import notebook
from ..errors import AnalysisError
from ..findings.words import capital
from ..paths import CHECKED_VARIABLE, DATA_VARIABLE, notebooks_folder, shipped_data
from ..periods import in_short, in_words, is_period, span

# jsonschema, which nbformat needs, would compile a grammar of web addresses for 1.6 s, and does
# without where there is none: None in a module's place reads as an ImportError.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
import nbformat  # noqa: E402

ANALYSES = Path(__file__).with_name("analyses")
# What a notebook of one period asks; `# %%` parts its cells.
_CODE = Path(__file__).with_name("period.txt")
CELL_TIMEOUT = 120  # seconds


def notebook_paths(data: Path) -> list[Path]:
    """Return the notebooks that are run on a data folder, in order.

    The committed ones tell of the shipped release. Other data get those that are true of any data,
    and the notebooks that lie in the data folder itself.
    """
    foreign = data.resolve() != shipped_data().resolve()
    folder = ANALYSES if foreign else notebooks_folder()
    paths = sorted(path for path in folder.glob("*.ipynb") if path.is_file())
    if not paths:
        raise AnalysisError(f"There is no notebook in {folder}. Restore it and try again.")
    return [*paths, *(sorted(data.glob("*.ipynb")) if foreign else ())]


def period_notebooks(dataset: Dataset, place: Path) -> list[Path]:
    """Write a notebook for each period of the entity but that of the focus; return their places."""
    rows = (one.row for one in dataset.reported.values())
    periods = {row["period"] for row in rows if row["entity"] == dataset.entity}
    cells = _CODE.read_text(encoding="utf-8").strip().split("\n\n# %%\n")
    paths = []
    for period in sorted(periods - {dataset.period}, key=span, reverse=True):
        # `is_of_period` knows it by its name.
        name = period.lower().replace("/", "-")
        code = (one.format(period=period, name=name, short=in_short(period)) for one in cells)
        text = notebook(f"# {capital(in_words(period))}", *code)
        paths.append(place / f"{name}.ipynb")
        paths[-1].write_text(text, encoding="utf-8", newline="\n")
    return paths


def is_of_period(name: str) -> bool:
    """Tell whether a notebook of this name is one of a period."""
    return is_period(re.sub(r"-(?=\d{4})", "/", name).upper())


def read(path: Path) -> Any:
    """Read a notebook without its outputs."""
    try:
        told = nbformat.read(path, as_version=4)
    except Exception as problem:
        raise AnalysisError(f"{path} cannot be read as a notebook: {problem}") from None
    for cell in told.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return told


def text_of(told: Any) -> str:
    """Return a notebook as the text of its file."""
    return f"{nbformat.writes(told)}\n"


def run_notebooks(paths: Sequence[Path], dataset: Dataset) -> dict[Path, str]:
    """Run notebooks beside one another and return each as the text of a notebook file.

    They read the folder of `dataset`, which no kernel checks again. The files are not changed.

    Raises
    ------
    AnalysisError
        Names every notebook that failed, and where, when all have ended.
    """
    from tqdm import tqdm

    notebooks = {path: read(path) for path in paths}
    steps = sum(cell.cell_type == "code" for one in notebooks.values() for cell in one.cells)
    shape = "{percentage:3.0f}% {bar:20} {elapsed}"
    # None: only a terminal is shown it.
    with tqdm(total=steps, file=sys.stderr, disable=None, leave=False, bar_format=shape) as bar:
        return _run(notebooks, dataset, bar)


class _Loop(asyncio.SelectorEventLoop):
    def add_signal_handler(self, *_: Any) -> None:  # type: ignore[override]
        """Refuse: nbclient would take Ctrl-C for itself, and stop one kernel of several."""
        raise RuntimeError


def _run(notebooks: Mapping[Path, Any], dataset: Dataset, bar: Any) -> dict[Path, str]:
    failures: list[AnalysisError] = []
    turn = asyncio.Semaphore(getattr(os, "process_cpu_count", os.cpu_count)() or 1)

    async def one(path: Path) -> None:
        async with turn:
            how = "stopped"
            try:
                await _execute(notebooks[path], path, place, environment, bar)
                how = "done"
            except AnalysisError as problem:
                how = "failed"
                failures.append(problem)
            finally:
                bar.write(f"{path.stem}: {how}", file=sys.stderr)

    async def every() -> None:
        await asyncio.gather(*map(one, notebooks))

    # A short name, as sockets need.
    with tempfile.TemporaryDirectory(prefix="jilin-", ignore_cleanup_errors=True) as made:
        place = Path(made)
        environment = _environment(place, dataset.folder.path)
        # Without what it has worked out since it was read.
        (place / "dataset").write_bytes(pickle.dumps(replace(dataset)))
        with asyncio.Runner(loop_factory=_Loop) as runner:
            runner.run(every())
    if failures:
        raise AnalysisError("\n".join(map(str, failures)))
    return {path: text_of(one) for path, one in notebooks.items()}


async def _execute(
    told: Any, path: Path, place: Path, environment: dict[str, str], bar: Any
) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    begun, log, kernel = [0], place / f"{path.stem}.log", _kernel(place, path)
    client = NotebookClient(
        told,
        km=kernel,
        timeout=CELL_TIMEOUT,
        record_timing=False,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        on_cell_start=lambda cell_index, **_: begun.append(cell_index),
        on_cell_complete=lambda **_: bar.update(),
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        with log.open("wb") as words:
            await client.async_execute(cleanup_kc=True, env=environment, stdout=words, stderr=words)
        # The patch number of Python is the one thing here that differs between machines.
        told.metadata.language_info.pop("version", None)
        return
    except CellTimeoutError:
        why = f"still running after {CELL_TIMEOUT} seconds and was stopped."
    except CellExecutionError as problem:
        why = f"{problem.ename}: {problem.evalue}"
    except RuntimeError as problem:
        # Where a kernel never started, nbclient forgets it and stumbles over that at exit.
        client.km = kernel
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        why = f"the kernel died. Its last words: {last[0] if last else problem}"
    first = (told.cells[begun[-1]].source.splitlines() or [""])[0]
    raise AnalysisError(
        f"{path.stem}, cell {begun[-1] + 1} of {len(told.cells)} ({first!r}): {why}\n"
        f"The notebook is {path}; its data are {environment[DATA_VARIABLE]}."
    )


def _kernel(place: Path, path: Path) -> Any:
    """Return what starts the kernel of a notebook; nothing of it lies outside the place."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    # Sockets in a private folder need no network and cannot meet another kernel's port; but
    # systems bound the length of their names.
    too_long = len(os.fsencode(place / f"{path.stem}-ipc-5")) > 100
    return AsyncKernelManager(
        # With no folders to look in, only this very Python's kernel is found.
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        kernel_name="python3",
        connection_file=str(place / f"{path.stem}.json"),
        transport="tcp" if sys.platform == "win32" or too_long else "ipc",
    )


def _environment(place: Path, data: Path) -> dict[str, str]:
    """Return a kernel's environment variables: a reader's own settings must not change a figure."""
    import platformdirs

    fonts = place
    with contextlib.suppress(OSError):
        fonts = platformdirs.user_cache_path("jilin-analysis", ensure_exists=True)
    ours = {
        DATA_VARIABLE: str(data),
        CHECKED_VARIABLE: str(place / "dataset"),
        "IPYTHONDIR": str(place / "ipython"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(fonts),
    }
    theirs = {"MATPLOTLIBRC", "PYTHONWARNINGS", "PYTHONSTARTUP"}
    environment = {name: one for name, one in os.environ.items() if name not in theirs} | ours
    if not any(fonts.glob("fontlist-*.json")):
        # Once here, or every kernel builds the list and, when slow, warns of it in an output.
        command = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(command, env=environment, check=False, capture_output=True)
    return environment
