"""Characters before words: fold widths, scripts and spaces, and mark what is never printed.

Every fold replaces one character by one, so that places in the folded text are places in the
original.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from .kinds import table

# What stands in the folded text for a character that is never printed, or cannot be seen.
HIDDEN: Final = "\ufffd"
# Lone surrogates and bidirectional controls: text around them may not say what it shows.
_NEVER: Final = re.compile("[\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff"
    "\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
)
# A line ends anywhere; only a paragraph ends what is said of a figure.
_BLANK: Final = re.compile(r"[^\S \n]|\n(?!\s*\n)")
# In full-width setting the comma between digits is full-width too: ８，０００吨.
_WIDE_GROUPS: Final = re.compile("，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")


@cache
def _folds() -> dict[int, int | str]:
    rows = table("lexicon/fold.csv")
    folds = str.maketrans(*("".join(row[name] for row in rows) for name in ("printed", "folded")))
    return {**folds, **dict.fromkeys(range(0x300, 0x370), HIDDEN)}  # combining marks


def translate(text: str) -> str:
    """Return `text` in half-width, lower-case, simplified characters, place by place."""
    return text.translate(_folds())


def fold(text: str) -> str:
    """Return `text` folded, with one space for each blank and HIDDEN for what cannot be seen."""
    if not isinstance(text, str):
        raise TypeError(f"expected text, found {type(text).__name__}")
    folded = text
    if not text.isprintable():
        folded = _BLANK.sub(" ", _UNSEEN.sub(HIDDEN, text))
    if text.isascii():
        return folded.lower()
    return translate(_WIDE_GROUPS.sub(",", folded))


def never_printed(text: str) -> list[tuple[int, int]]:
    """Return where characters stand that may turn what is shown into something else."""
    return [] if text.isprintable() else [found.span() for found in _NEVER.finditer(text)]
