"""Remember what was made, by the hash of everything that it was made of.

Entries are JSON with a hash of their own: one that is broken is as if it were not there. The folder
is the user's own; where another user could have written it, nothing in it is believed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import stat
import sys
import tempfile
import time
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_KEEP = 60 * 24 * 3600


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def files(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each plain file in a folder by its name there; a pipe is never read."""
    return {
        path.relative_to(folder).as_posix(): digest(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def fingerprint(*folders: Path) -> str:
    """Return a hash of the package, of what is installed beside it, and of some folders."""
    installed = {name.name for place in sys.path for name in Path(place or ".").glob("*.dist-info")}
    about = [platform.python_version(), platform.machine(), sorted(installed)]
    return digest(json.dumps([about, *map(files, (_PACKAGE, *folders))]))


class Memory:
    """Texts by key, kept between runs.

    Parameters
    ----------
    folder : pathlib.Path or None
        Where to keep them; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str) -> str | None:
        """Return the text under `key`; None where there is none, or not whole."""
        if self.folder is None:
            return None
        path = self.folder / f"{key}.json"
        try:
            # A pipe would never end.
            told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
            text = str(told["text"])
            os.utime(path)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return text if digest(text) == told.get("sha256") else None

    def put(self, key: str, text: str) -> None:
        """Keep a text; a full disk or a vanished folder costs the memory only."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            told = json.dumps({"sha256": digest(text), "text": text}, ensure_ascii=False)
            unfinished = self.folder / f"{key}.{os.getpid()}"
            unfinished.write_text(told, encoding="utf-8")
            unfinished.replace(self.folder / f"{key}.json")

    def tidy(self) -> None:
        """Forget what has not been asked for in a long time."""
        for path in self.folder.iterdir() if self.folder else ():
            with contextlib.suppress(OSError):
                if path.is_file() and path.stat().st_mtime < time.time() - _KEEP:
                    path.unlink()


def users_memory(warn: bool = True) -> Memory:
    """Return what this user's earlier runs have made; nothing where that cannot be kept safely."""
    import platformdirs

    folder = platformdirs.user_cache_path("jilin-analysis") / "results"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return Memory(None)
    if _is_own(folder):
        return Memory(folder)
    if warn:
        print(
            f"{folder} belongs to another user, or another user may write there: what is "
            "remembered in it is not used, and every notebook is run.",
            file=sys.stderr,
        )
    return Memory(None)


def _is_own(folder: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    places = [folder.resolve(), *folder.resolve().parents]
    abouts = [place.stat() for place in places]
    owned = (
        all(one.st_uid in (0, os.getuid()) for one in abouts) and abouts[0].st_uid == os.getuid()
    )
    # In a sticky folder, such as the one for temporary files, everyone may add and none replace.
    shut = (one.st_mode & stat.S_ISVTX or not one.st_mode & stat.S_IWOTH for one in abouts)
    return owned and all(shut) and not abouts[0].st_mode & (stat.S_IWGRP | stat.S_IWOTH)
