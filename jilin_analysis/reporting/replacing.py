"""Replace a folder whole or not at all, however the program that writes it ends."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from ..errors import AnalysisError

MARK = ".jilin-analysis-report"
_MARK_TEXT = "Written by `jilin-analysis report`, which replaces this whole folder each time.\n"


@contextlib.contextmanager
def replacing(out: str | os.PathLike[str]) -> Iterator[Path]:
    """Lend an empty folder to write in, and put it in the place of `out` if all goes well.

    The folder is a sibling of `out`, so on the same disk, and the two change places in one step
    of the file system where it has one. A program killed at any moment leaves `out` as it was or
    as it was meant to become; what it left beside it is cleared by the next run.

    Parameters
    ----------
    out : path
        A folder that does not exist yet, is empty, or was written here before.

    Yields
    ------
    pathlib.Path
        The folder to write in.

    Raises
    ------
    AnalysisError
        If `out` is something else, or if another run is writing it.
    """
    out = Path(out).resolve()
    if not out.name:
        raise AnalysisError(f"{out} is no folder for a report. Give a new one with --out.")
    work = out.with_name(f".{out.name}.unfinished")
    with _locked(work, out):
        # A fault between the two renames of `_swap` is mended before anything is judged.
        if (work / "old").is_dir() and not out.exists():
            (work / "old").rename(out)
        _check_ours(out)
        try:
            _clear(work)
            new = work / "new"
            new.mkdir()
            (new / MARK).write_text(_MARK_TEXT, encoding="utf-8", newline="\n")
            yield new
            _swap(new, out, work / "old")
        finally:
            _clear(work)


def _check_ours(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not (out / MARK).is_file()):
        raise AnalysisError(
            f"{out} was not written by a report, so it is left alone. "
            "Give a new or an empty folder with --out."
        )


@contextlib.contextmanager
def _locked(work: Path, out: Path) -> Iterator[None]:
    work.parent.mkdir(parents=True, exist_ok=True)
    lock = work / "lock"
    handle = _take(lock)
    if handle is None:
        raise AnalysisError(
            f"Another report is being written into {out}. "
            "Wait until it has ended, or give another folder with --out."
        )
    try:
        yield
    finally:
        # The lock file goes while it is still held; `_take` notices a lock that has gone. Windows
        # removes no open file: there it stays until the next run.
        with contextlib.suppress(OSError):
            lock.unlink()
            work.rmdir()
        os.close(handle)


def _take(lock: Path) -> int | None:
    # The system drops such a lock when its holder ends in any way, so none is ever left behind.
    while True:
        lock.parent.mkdir(exist_ok=True)
        try:
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:
            continue
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            os.close(handle)
            return None
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        os.close(handle)


def _swap(new: Path, out: Path, old: Path) -> None:
    if out.exists():
        if _exchange(new, out):
            return
        # No one step here (Windows, some network disks): between the two renames `out` is missing,
        # and `replacing` puts it back if the program ends just there.
        out.rename(old)
    new.rename(out)


def _exchange(one: Path, other: Path) -> bool:
    if sys.platform == "win32":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    here, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE, which macOS calls RENAME_SWAP
    if hasattr(system, "renameat2"):
        failed = system.renameat2(here, names[0], here, names[1], swap)
    elif hasattr(system, "renamex_np"):
        failed = system.renamex_np(*names, swap)
    else:
        return False
    if failed and ctypes.get_errno() == errno.EBUSY:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(other))
    return not failed


def _clear(work: Path) -> None:
    for folder in (work / "new", work / "old"):
        # Folders copied from a read-only checkout are read-only too.
        for place, _, _ in os.walk(folder):
            with contextlib.suppress(OSError):
                Path(place).chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
