"""Bounds: more than, nearly, at least, 超过, 近, 以上."""

from __future__ import annotations

from typing import Any

from .lexicon import BOUND_WORDS
from .tokens import Tokens


def bound_of(tokens: Tokens, first: int, stop: int, floor: int) -> str | None:
    """Return the bound before token `first` or after token `stop`, if one is printed."""
    place = first - 1
    while place >= floor:
        kind = tokens.kinds[place]
        value: Any = tokens.values[place]
        if kind == "bound":
            return str(value)
        if kind == "direction" and tokens.words(place) in BOUND_WORDS:
            return ">" if value[0] > 0 else "<"
        if kind == "reference" and place == first - 1 and tokens.kinds[place - 1] == "direction":
            # "higher than 5 percent"; but "0.8 points lower than the 5-percent level" compares.
            return ">" if tokens.values[place - 1][0] > 0 else "<"
        if kind not in ("particle", "by", "of", "open") or first - place > 3:
            break
        place -= 1
    if tokens.kinds[stop] == "after":
        return str(tokens.values[stop])
    if tokens.kinds[stop] == "more" and tokens.words(stop) != "来" and tokens.glued(stop):
        return ">"  # 两倍多
    return None
