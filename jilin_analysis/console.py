"""What the command line says: in any locale, and so that no text can drive the terminal."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TextIO

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


# A command of ours within a message, which somebody is to type.
_COMMAND = re.compile(
    r"\bjilin-analysis "
    r"(?=(?:list|cite|figure|export|proofread|check|new|notebook|read|report|diff)\b)"
)


def set_up() -> None:
    """Let Chinese come out whatever the locale; what cannot is shown as an escape."""
    # Where a stream is closed, nobody listens: that is no fault.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a text of any origin; what would drive the terminal is made visible."""
    shown = _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text)
    typed = sys.argv[0]
    if Path(typed).name == "jilin-analysis" and not shutil.which("jilin-analysis"):
        shown = _COMMAND.sub(lambda _: f"{typed} ", shown)
    print(shown.removesuffix("\n"), file=stream or sys.stdout)


def complain(text: str) -> None:
    """Print what is wrong, under the program's name, to standard error."""
    say(f"jilin-analysis: {text}", sys.stderr)
