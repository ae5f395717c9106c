"""What a number counts: the noun or measure word after it, and what makes a name of it instead."""

from __future__ import annotations

from typing import Final

from .numbers import Number
from .tokens import Tokens

# Words between a number and its noun: 5 newly built railway stations.
_MOST_ADJECTIVES: Final = 4
# Before a span of time these say that something was measured by it, not dated by it.
_MEASURING: Final = frozenset(("by", "of", "to", "direction", "reach", "bound"))


def is_year(word: str) -> bool:
    """Tell whether four digits are a year of the records this grammar reads."""
    return len(word) == 4 and word[:2] in ("19", "20") and word.isdigit()


def timed_span(tokens: Tokens, index: int) -> bool:
    """Tell 存货周转天数为16.9天 (a figure) from the first 16 days (a date)."""
    if tokens.kinds[index] == "digits" and "." in tokens.values[index]:
        return True
    before = tokens.kinds[index - 1]
    return before in _MEASURING or tokens.words(index - 1) in ("was", "were", "is")


def counted_noun(tokens: Tokens, index: int, number: Number, stop: int) -> int | None:
    """Return where the counted noun after a number ends, or None where nothing is counted."""
    kinds = tokens.kinds
    before = kinds[index - 1]
    if before in ("label", "moment", "slash", "code"):
        return None
    word = number.written == "number"
    if kinds[stop] == "count":
        one = (number.coefficient, number.power) == (1, 0) and number.written != "digits"
        # 一个 and "one company" are articles.
        return None if one else _years_apart(tokens, index, number, stop + 1)
    if not tokens.text[tokens.starts[stop] : tokens.ends[stop]].isascii():
        return None
    if number.written == "numeral" or (number.coefficient == 1 and word):
        return None
    if tokens.glued(stop) and kinds[stop] != "dash":
        # 5G, 3D: letters glued to a number make a name of both.
        return None
    place, limit = stop, stop + _MOST_ADJECTIVES
    while place <= limit:
        kind = kinds[place]
        if kind == "count":
            return _years_apart(tokens, index, number, place + 1)
        if kind == "dash" and tokens.glued(place) and tokens.glued(place + 1) and place > stop:
            limit += 2
        elif kind == "word":
            noun = tokens.values[place]
            if not word and len(noun) > 3 and noun[-1] == "s" and noun[-2] not in "su":
                return _years_apart(tokens, index, number, place + 1)
        elif kind == "digits" and kinds[place + 1] == "word" and tokens.glued(place + 1):
            # 5,600 5G base stations: a name among the adjectives.
            place += 1
        elif kinds[place - 1] == "dash" and place > stop:
            pass  # the second half of a compound adjective: provincial-level, high-growth
        elif kind != "name":
            return None
        place += 1
    return None


def _years_apart(tokens: Tokens, index: int, number: Number, stop: int) -> int | None:
    """Refuse "in 2020 companies …": a year is no count."""
    if number.written == "digits" and is_year(tokens.values[index]):
        return stop if tokens.words(stop - 1).isascii() is False and not number.scale else None
    return stop
