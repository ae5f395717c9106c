"""Run notebooks in fresh kernels, so that the same notebook gives the same bytes anywhere."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from ..errors import AnalysisError
from .surroundings import Surroundings

CELL_TIMEOUT = 120
Result = TypeVar("Result")


class NotebookError(AnalysisError):
    """A notebook did not run to its end."""


def complete(work: Coroutine[Any, Any, Result]) -> Result:
    """Wait for `work` to end; Ctrl-C ends it and every kernel of it."""
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        return runner.run(work)


def _new_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.SelectorEventLoop()
    # nbclient would take Ctrl-C for itself, stop one kernel and go on with the others.
    loop.add_signal_handler = _refuse  # type: ignore[method-assign, assignment]
    return loop


def _refuse(*_: Any) -> None:
    raise RuntimeError


def read(path: Path) -> Any:
    """Read a notebook without its outputs."""
    import nbformat

    reads: Any = nbformat.read
    try:
        notebook = reads(path, as_version=4)
    except Exception as problem:
        raise NotebookError(f"{path} cannot be read as a notebook: {problem}") from None
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


async def run_notebook(
    notebook: Any,
    path: Path,
    around: Surroundings,
    timeout: int = CELL_TIMEOUT,
    on_cell: Callable[[], None] = lambda: None,
) -> Any:
    """Run the cells of `notebook` in the folder of `path`.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As `read` returns it; its outputs are filled in.
    path : pathlib.Path
        Where the notebook is: its folder is where the kernel runs.
    around : Surroundings
        From `surroundings`.
    timeout : int
        Seconds that one cell may take.
    on_cell : callable
        Called after every cell.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    at = 0

    def starts(cell_index: int, **_: Any) -> None:
        nonlocal at
        at = cell_index

    def ends(**_: Any) -> None:
        on_cell()

    log = around.runtime / f"{path.stem}.log"
    manager = AsyncKernelManager(
        # With no folders to look in, only this very Python's kernel is found.
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        kernel_name="python3",
        connection_file=str(around.runtime / f"{path.stem}.json"),
        # Sockets in a private folder need no network and cannot meet another kernel's port.
        transport="tcp" if sys.platform == "win32" else "ipc",
    )
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=timeout,
        record_timing=False,
        coalesce_streams=True,
        shutdown_kernel="immediate",
        on_cell_start=starts,
        on_cell_complete=ends,
        resources={"metadata": {"path": str(path.parent)}},
    )

    def failed(what: str, mend: str) -> NotebookError:
        first = (notebook.cells[at].source.splitlines() or [""])[0]
        return NotebookError(
            f"{path.stem}, cell {at + 1} of {len(notebook.cells)} ({first!r}): {what}\n{mend}"
        )

    look = f"Open {path} in JupyterLab (`make lab`) and run it up to that cell."
    with log.open("wb") as words:
        try:
            await client.async_execute(
                cleanup_kc=True, env=around.environment, stdout=words, stderr=words
            )
        except CellTimeoutError:
            raise failed(f"still running after {timeout} seconds and was stopped.", look) from None
        except CellExecutionError as problem:
            raise failed(f"{problem.ename}: {problem.evalue}", look) from None
        except (DeadKernelError, RuntimeError) as problem:
            last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            said = f" Its last words: {last[0]}" if last else f" ({problem})"
            # Where a kernel never started, nbclient forgets it and stumbles over that at exit.
            client.km = manager
            raise failed(f"the kernel died.{said}", f"If there is memory enough: {look}") from None
    # The patch number of Python is the one thing here that differs between machines.
    notebook.metadata.language_info.pop("version", None)
    return notebook
