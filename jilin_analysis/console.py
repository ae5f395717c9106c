"""What the command line says: in any locale, and so that no text can drive the terminal."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@cache
def commands() -> dict[str, dict[str, Any]]:
    """Return every command with its arguments, as `commands.toml` has them."""
    with Path(__file__).with_name("commands.toml").open("rb") as file:
        return tomllib.load(file)


def question(command: str, argument: str) -> str:
    """Return what somebody is asked who has left an argument out."""
    about = commands()[command][f"--{argument}"]
    return str(about["help"]) % {"choices": ", ".join(named(about.get("choices", [])))}


def named(thing: Any) -> Any:
    """Return what is named by its module in the package, as in `sources:GRADES`, else itself."""
    module, _, name = thing.partition(":") if isinstance(thing, str) else ("", "", "")
    return getattr(import_module(f".{module}", __package__), name) if name else thing


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
        # A command of ours within a message, which somebody is to type.
        ours = rf"\bjilin-analysis (?=(?:{'|'.join(commands())})\b)"
        shown = re.sub(ours, lambda _: f"{typed} ", shown)
    print(shown.removesuffix("\n"), file=stream or sys.stdout)


def complain(text: str) -> None:
    """Print what is wrong, under the program's name, to standard error."""
    say(f"jilin-analysis: {text}", sys.stderr)
