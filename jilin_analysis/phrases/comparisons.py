"""What a change is measured from: a year earlier, the month before, 2019, the national average."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from .kinds import Kind

K = Kind
NAMES: Final[dict[str, str]] = {
    K.YOY: "yoy", K.MOM: "mom", K.QOQ: "qoq", K.SINCE: "other", K.YEARS: "other",
    K.YOY_VERB_UP: "yoy", K.YOY_VERB_DOWN: "yoy", K.MOM_VERB_UP: "mom", K.MOM_VERB_DOWN: "mom",
    K.LAST_YEAR: "yoy", K.LAST_MONTH: "mom", K.LAST_QUARTER: "qoq", K.OTHER_BASE: "other",
}  # fmt: skip
_VERBS: Final = K.YOY_VERB_UP + K.YOY_VERB_DOWN + K.MOM_VERB_UP + K.MOM_VERB_DOWN
_STATED: Final = _VERBS + K.YOY + K.MOM + K.QOQ + K.SINCE + K.YEARS
_PERIODS: Final = K.LAST_YEAR + K.LAST_MONTH + K.LAST_QUARTER + K.OTHER_BASE
_STRONG: Final = K.THAN + K.EXCEEDS_UP + K.EXCEEDS_DOWN
_WEAK: Final = K.FROM_WEAK + K.FROM + K.BOUND_OVER + K.BOUND_UNDER
_BREAKS: Final = K.COMMA + K.STOP + K.AND + K.OPEN
_NO_PERIOD: Final = (
    K.COMMA + K.STOP + K.AND + K.VERB_UP + K.VERB_DOWN + K.NOUN_UP + K.NOUN_DOWN
    + K.PACE_UP + K.PACE_DOWN + K.SPEED_UP + K.SPEED_DOWN
)  # fmt: skip
# How far behind "than" or "from" the period may stand: than that of the same period last year.
_REACH: Final = 7
_REACH_WEAK: Final = 4


@lru_cache(maxsize=4096)
def said_before(gap: str, *, first: bool) -> str | None:
    """Return the comparison nearest before a figure, in the words since the figure before it."""
    place = 0
    if not first:
        # Up to the first break, the words still belong to the figure before.
        place = next((i for i, code in enumerate(gap) if code in _BREAKS), len(gap))
        place = 0 if place == len(gap) else place
    found: str | None = None
    while place < len(gap):
        if gap[place] == K.STOP:
            found = None
        else:
            found = _at(gap, place, before=True) or found
        place += 1
    if found == "mom" and K.QUARTER in gap and K.MONTH not in gap:
        return "qoq"  # 二季度环比
    return found


@lru_cache(maxsize=4096)
def said_after(gap: str) -> str | None:
    """Return the first comparison after a figure, up to the next one."""
    for place, code in enumerate(gap):
        if code == K.COMMA and place < 4:
            return _aside(gap[place + 1 :])
        if code in (K.COMMA, K.STOP, K.AND, K.TO, K.COLON):
            return None
        if (found := _at(gap, place, before=False)) is not None:
            return found
        if place == 0 and code in (K.BOUND_OVER, K.BOUND_UNDER) and len(gap) > 1:
            return "other"  # 20 percent above the 2019 level
    return None


def _aside(gap: str) -> str | None:
    """Return a comparison that a comma sets off: 20.9 percent down, year on year."""
    if gap[:1] and gap[0] in _STATED and gap[0] not in _VERBS:
        after = gap[1:2]
        return NAMES[gap[0]] if after in ("", K.COMMA, K.STOP, K.END, K.AND, K.CLOSE) else None
    if gap[:1] == K.THAN and (found := _period(gap[1:_REACH])):
        return found
    return None


@lru_cache(maxsize=1024)
def pair(gap: str) -> tuple[str, ...]:
    """Return both comparisons of 同比、环比分别 and of "year on year and month on month"."""
    for place in range(len(gap) - 2):
        first, link, second = gap[place : place + 3]
        if first in _STATED and link == K.AND and second in _STATED + _PERIODS:
            return NAMES[first], NAMES[second]
    return ()


def _at(gap: str, place: int, *, before: bool) -> str | None:
    """Return the comparison that begins at a place, if one does."""
    code = gap[place]
    if code in _STATED:
        if code == K.YOY and gap[place + 2 : place + 3] == K.MONTH and gap[place + 1] == K.DIGITS:
            return "other"  # 比去年12月
        return NAMES[code]
    if code in _STRONG:
        if place + 1 >= len(gap) and (before or code != K.THAN):
            return None
        return _period(gap[place + 1 : place + _REACH]) or "other"
    if code in _WEAK:
        following = gap[place + 1 : place + 1 + _REACH_WEAK]
        bound = code in (K.BOUND_OVER, K.BOUND_UNDER)
        if not bound and following:
            near = following[1:] if following[0] in (K.PARTICLE, K.ARTICLE) else following
            if near[:1] == K.MONTH and (near != following or near[1:2] not in (K.TO, K.DASH)):
                return "other"
            if following[0] in (K.YEAR, K.YEAR_AGO):
                return None if following[1:2] == K.TO else "other"
        return _period(following)
    return None


def _period(gap: str) -> str | None:
    dated = False
    for place, code in enumerate(gap):
        if code in _PERIODS:
            # The same period of 2019 is a year ago only in 2020, and the text need not say.
            after = gap[place + 1 : place + 3].lstrip(K.OF + K.FUNCTION + K.IN)
            return "other" if dated or after[:1] == K.YEAR else NAMES[code]
        dated = dated or code == K.YEAR
        if code == K.YEAR_AGO and gap[place + 1 : place + 2] == K.TIME:
            dated = dated or gap[place + 2 : place + 3] != K.LAST_YEAR
        if code in _NO_PERIOD:
            return None
    return None
