"""What a token can be: the kinds of `kinds.csv`, and sets of them in `sets.csv`.

Each kind is one character, so the kinds of a text are one string, which patterns are matched
against. `re` keeps a set of characters below 256 in 32 bytes, and of others in many times as much.
`K.UNIT` is a kind, `S.UNITS` a set, and `S.verb` both signs of the pair `verb_up` and `verb_down`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final


def table(path: str | Path) -> list[dict[str, str]]:
    """Return the rows of a table that stands beside the code."""
    with (Path(__file__).parent / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_ROWS: Final = [(name, row) for row in table("kinds.csv") for name in row["kind"].split()]
# Below 256, and none that means something in a pattern.
_SAFE: Final = [*range(0x80, 0x100), *range(1, 10), *range(11, 32), *b"0123456789!\"%&',/:;<=>@`"]
CODES: Final = {name: chr(_SAFE[number]) for number, (name, _) in enumerate(_ROWS)}
# What a numeral is that is no figure, by its own kind or by that of the label before it.
PASSED: Final = {CODES[name]: row["passed"] or "word" for name, row in _ROWS}
SETS: Final = {row["name"]: row["members"] for row in table("sets.csv")}
PAIRS: Final = [name.removesuffix("_up") for name in CODES if name.endswith("_up")]


@cache
def group(name: str) -> str:
    """Return the codes of a kind, of both signs of a pair, or of a set."""
    if name in CODES:
        return CODES[name]
    if name in SETS:
        return "".join(group(member) for member in SETS[name].split() if member != "^")
    pairs = [f"{of}{name}_{sign}" for of in ("", "yoy_", "mom_", "qoq_") for sign in _SIGNS]
    return "".join(CODES[pair] for pair in pairs if pair in CODES)


_SIGNS: Final = ("up", "down")


def pattern(text: str, itself: str = "") -> re.Pattern[str]:
    """Compile a pattern that names kinds, pairs and sets; SELF is the kind `itself`."""
    for _ in range(2):  # a set may be a pattern of sets
        text = re.sub(r"\?P<\w+>|[A-Za-z_]+", lambda name: _class_of(name[0], itself), text)
    return re.compile(text.replace(" ", "").replace("\n", ""))


def _class_of(name: str, itself: str) -> str:
    members = SETS.get(name, "")
    if name.startswith("?P<"):  # the name of a group
        return name
    if name == "SELF" or members.startswith("="):
        return members[1:] or itself
    return f"[{members[:1] * members.startswith('^')}{group(name)}]"


class _Codes:
    """Codes as attributes; the type checker takes every name, and a test holds each of them."""

    def __init__(self, codes: dict[str, str]) -> None:
        vars(self).update(codes)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> str: ...


K: Final = _Codes({name.upper(): code for name, code in CODES.items()})
S: Final = _Codes(
    {name: group(name) for name in (*SETS, *PAIRS) if not SETS.get(name, "").startswith("=")}
)
