"""What a change is measured from: a year earlier, the month before, 2019, the national average."""

from __future__ import annotations

from typing import Final

from .nouns import is_year
from .tokens import Tokens

COMPARING: Final = frozenset(
    ("comparison", "reference", "direction", "weak_reference", "from", "bound")
)
_WEAK: Final = frozenset(("weak_reference", "from", "bound"))
# How far behind "than" or "from" the period may stand: than that of the same period last year.
_REACH: Final = 7


def has_comparison(kinds: list[str], start: int, stop: int) -> bool:
    """Tell whether anything between two tokens may name a base of comparison."""
    return any(k in ("comparison", "reference", "years") for k in kinds[start:stop])


def last_comparison(tokens: Tokens, start: int, stop: int) -> str | None:
    """Return the comparison nearest before a figure, past commas but not past a full stop."""
    kinds = tokens.kinds
    found: str | None = None
    place = start
    if start:
        # Up to the first break, the words still belong to the figure before.
        while place < stop and kinds[place] not in ("soft", "stop", "and", "open"):
            place += 1
        place = start if place == stop else place
    while place < stop:
        kind = kinds[place]
        if kind == "stop":
            found = None
        elif kind == "years":
            found = "other"
        elif kind in COMPARING:
            found = comparison_at(tokens, place, stop) or found
        place += 1
    return found


def paired_comparison(tokens: Tokens, place: int, stop: int) -> tuple[str, ...]:
    """Return both comparisons of 同比、环比分别 and of "year on year and month on month"."""
    kinds, values = tokens.kinds, tokens.values
    for first in range(place, stop - 2):
        if kinds[first : first + 3] == ["comparison", "and", "comparison"]:
            return values[first], values[first + 2]
    return ()


def comparison_at(tokens: Tokens, place: int, stop: int) -> str | None:
    """Return the comparison that begins at token `place` and ends before `stop`, if one does."""
    kind = tokens.kinds[place]
    if kind == "comparison":
        value: str = tokens.values[place]
        return value
    if kind == "reference" or (kind == "direction" and tokens.values[place][1] == "than"):
        if place + 1 >= stop and kind == "direction":
            return None
        return _period_after(tokens, place, min(stop, place + _REACH)) or "other"
    if kind in _WEAK:
        following = tokens.kinds[place + 1]
        if kind != "bound":
            near = place + 1 + (following == "particle")
            month = tokens.kinds[near] == "label" and tokens.values[near] == "month"
            if month and (near > place + 1 or tokens.kinds[near + 1] not in ("to", "dash")):
                return "other"
        if following == "digits" and is_year(tokens.values[place + 1]) and kind != "bound":
            return None if tokens.kinds[place + 2] == "to" else "other"
        return _period_after(tokens, place, min(stop, place + 4))
    return None


def _period_after(tokens: Tokens, place: int, stop: int) -> str | None:
    dated = False
    for near in range(place + 1, stop):
        kind = tokens.kinds[near]
        if kind == "period":
            # The same period of 2019 is a year ago only in 2020, and the text need not say.
            after = near + 1 + (tokens.kinds[near + 1] in ("of", "function"))
            dated = dated or (tokens.kinds[after] == "digits" and is_year(tokens.values[after]))
            value: str = tokens.values[near]
            return "other" if dated else value
        if kind == "digits":
            dated = is_year(tokens.values[near])
        if kind in ("soft", "stop", "direction", "and"):
            return None
    return None
