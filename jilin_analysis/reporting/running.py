"""Run many notebooks beside one another, each only if something it reads has changed."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from ..errors import AnalysisError
from ..paths import data_folder, notebooks_folder
from .execution import NotebookError, complete, read, run_notebook
from .memory import Memory, cache_folder, fingerprint
from .progress import Progress
from .surroundings import surroundings


def refresh_notebooks(jobs: int | None = None) -> None:
    """Run the notebooks and write their new outputs into the notebooks themselves.

    Parameters
    ----------
    jobs : int, optional
        How many notebooks to run at once.
    """
    paths = notebook_paths()
    texts = run_notebooks(paths, data_folder().resolve(), jobs)
    for path, text in texts.items():
        if path.read_text(encoding="utf-8") != text:
            unfinished = path.with_suffix(".unfinished")
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(path)
            print(f"{path.name}: changed")


def notebook_paths() -> list[Path]:
    """Return the committed notebooks in order."""
    paths = sorted(notebooks_folder().glob("*.ipynb"))
    if not paths:
        raise AnalysisError(
            f"There is no notebook in {notebooks_folder()}. Restore it and try again."
        )
    return paths


def run_notebooks(
    paths: Sequence[Path],
    data: Path,
    jobs: int | None = None,
    memory: Memory | None = None,
    fresh: bool = False,
) -> dict[Path, str]:
    """Run notebooks beside one another and return each as the text of a notebook file.

    Parameters
    ----------
    paths : sequence of pathlib.Path
        The notebooks; the files are not changed.
    data : pathlib.Path
        The data folder that they are to read.
    jobs : int, optional
        How many to run at once; the default is one for each processor.
    memory : Memory, optional
        Knows the notebooks that need not be run again.
    fresh : bool
        Run those too, and remember the new result.

    Raises
    ------
    NotebookError
        Names every notebook that failed, and where, when all have ended.
    """
    memory = memory or Memory(None)
    if not data.is_dir():
        raise AnalysisError(f"There is no data folder {data}. Give an existing one with --data.")
    common = fingerprint(data)
    notebooks = {path: read(path) for path in paths}
    steps = sum(len(notebook.cells) for notebook in notebooks.values())
    with surroundings(data, cache_folder()) as around, closing(Progress(steps)) as progress:

        async def one(path: Path, turn: asyncio.Semaphore) -> str:
            notebook = notebooks[path]
            key = hashlib.sha256(f"{common} {path.stem} {_text(notebook)}".encode()).hexdigest()

            async def make() -> str:
                progress.start(path.stem)
                try:
                    done = await run_notebook(notebook, path, around, on_cell=progress.step)
                except BaseException:
                    progress.end(path.stem, "failed")
                    raise
                progress.end(path.stem, "done")
                return _text(done)

            async with turn:
                text, remembered = await memory.get(key, make, fresh)
            if remembered:
                progress.step(len(notebook.cells))
                progress.note(path.stem, "unchanged, not run again")
            return text

        async def every() -> list[str | BaseException]:
            turn = asyncio.Semaphore(jobs or _processors())
            return await asyncio.gather(*(one(p, turn) for p in paths), return_exceptions=True)

        results = complete(every())
    memory.tidy()
    failures = [result for result in results if isinstance(result, BaseException)]
    for failure in failures:
        if not isinstance(failure, NotebookError):
            raise failure
    if failures:
        raise NotebookError("\n".join(str(failure) for failure in failures))
    return {path: str(result) for path, result in zip(paths, results, strict=True)}


def _text(notebook: Any) -> str:
    import nbformat

    writes: Any = nbformat.writes
    return str(writes(notebook)) + "\n"


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
