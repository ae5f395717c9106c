"""Replace a folder by a new one, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..errors import AnalysisError

MARK = ".jilin-analysis-report"
# Another report may end in the moment in which we ask.
_PATIENCE = 0.2


@contextlib.contextmanager
def replacing(out: str | os.PathLike[str]) -> Iterator[Path]:
    """Lend an empty folder to write in, and put it in the place of `out` if all goes well.

    It lies beside `out`, so on the same disk, and goes into its place by renaming. A program that
    is killed leaves `out` as it was or as it was meant to become. Only between the two renames
    there is none: the next run then puts the old one back. It also clears what was left.

    Parameters
    ----------
    out : path
        A folder that does not exist yet, is empty, or was written here before.

    Yields
    ------
    pathlib.Path
        The folder to write in; one beside it, `scratch`, goes away with it.

    Raises
    ------
    AnalysisError
        If `out` is something else, or if another run is writing it.
    """
    from filelock import FileLock, Timeout

    out = Path(out).resolve()
    if not out.name:
        raise AnalysisError(f"{out} is no folder for a report. Give a new one with --out.")
    check_ours(out)
    work = out.with_name(f".{out.name}.unfinished")
    work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(work / "lock", timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise AnalysisError(
            f"Another report is being written into {out}. "
            "Wait until it has ended, or give another folder with --out."
        ) from None
    new, old = work / "new", work / "old"
    try:
        if old.is_dir() and not out.exists():
            old.rename(out)
        check_ours(out)
        for left in (new, old, work / "scratch"):
            _remove(left)
        new.mkdir()
        yield new
        if out.exists():
            out.rename(old)
        try:
            new.rename(out)
        except OSError:
            if old.exists():
                old.rename(out)
            raise
    finally:
        # The lock file goes while it is held; who waits for it notices that, and asks again.
        _remove(work)
        lock.release()


def check_ours(out: Path) -> None:
    """Raise unless `out` is absent, empty, or a report."""
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not (out / MARK).is_file()):
        raise AnalysisError(
            f"{out} was not written by a report, so it is left alone. "
            "Give a new or an empty folder with --out."
        )


def _remove(folder: Path) -> None:
    # Folders copied from a read-only checkout are read-only too.
    for place, _, _ in os.walk(folder):
        with contextlib.suppress(OSError):
            Path(place).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
