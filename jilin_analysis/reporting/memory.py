"""Remember what a notebook gave, by the content of everything it can read.

joblib.Memory keeps the entries: it writes each one whole or not at all, reads a broken one as if it
were not there, and is asked from an event loop. jupyter-cache, the other candidate, looks at the
code cells alone and so would not see that the data or the package had changed.
"""

from __future__ import annotations

import hashlib
import logging
import platform
import tempfile
import warnings
from collections.abc import Awaitable, Callable
from datetime import timedelta
from importlib import metadata
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_KEEP = timedelta(days=60)

Make = Callable[[], Awaitable[str]]


def cache_folder() -> Path | None:
    """Return the user's folder for caches, or None where nothing can be written there."""
    import platformdirs

    folder = platformdirs.user_cache_path("jilin-analysis")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


def fingerprint(data: Path) -> str:
    """Return a hash of all that notebooks share: package, data, and what is installed.

    Parameters
    ----------
    data : pathlib.Path
        The data folder.
    """
    parts = [f"{platform.python_version()} {platform.machine()}"]
    parts += sorted({f"{each.name} {each.version}" for each in metadata.distributions()})
    whole = hashlib.sha256("\n".join(parts).encode())
    for folder in (_PACKAGE, data):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                whole.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()


class Memory:
    """Texts by key, kept between runs.

    Parameters
    ----------
    folder : pathlib.Path or None
        Where to keep them; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        import joblib

        # A broken entry is made anew; joblib's long account of it is of no use to a reader.
        logging.getLogger("joblib").setLevel(logging.ERROR)
        self._store = joblib.Memory(folder, verbose=0)
        self._remembered = self._store.cache(_remembered, ignore=["make"])

    async def get(self, key: str, make: Make, fresh: bool = False) -> tuple[str, bool]:
        """Return the text under `key` and whether it was remembered.

        Parameters
        ----------
        key : str
            Hash of all that the text depends on.
        make : callable
            Makes the text when it is not there, or not whole.
        fresh : bool
            Make it anyway, and remember the new one.
        """
        if self._store.location is None:
            return await make(), False
        made = False

        async def noted() -> str:
            nonlocal made
            made = True
            return await make()

        if not fresh:
            # A full disk or a vanished cache costs the memory, not the report.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                text, digest = await self._remembered(key, noted)
            if digest == _digest(text):
                return text, not made
        (text, _), _ = await self._remembered.call(key, noted)
        return text, False

    def tidy(self) -> None:
        """Forget what has not been asked for in a long time."""
        if self._store.location is not None:
            self._store.reduce_size(age_limit=_KEEP)


async def _remembered(key: str, make: Make) -> tuple[str, str]:  # noqa: ARG001
    text = await make()
    return text, _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
