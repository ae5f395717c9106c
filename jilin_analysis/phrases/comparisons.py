"""What a change is measured from: a year earlier, the month before, 2019, the national average."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from .kinds import K, S

NAMES: Final[dict[str, str]] = {
    **dict.fromkeys(S.CMP + S.PERIOD, "other"),
    **dict.fromkeys((K.YOY, K.YOY_VERB_UP, K.YOY_VERB_DOWN, K.LAST_YEAR), "yoy"),
    **dict.fromkeys((K.MOM, K.MOM_VERB_UP, K.MOM_VERB_DOWN, K.LAST_MONTH), "mom"),
    **dict.fromkeys((K.QOQ, K.LAST_QUARTER), "qoq"),
}
PERIODS, YEARS = S.PERIOD, K.YEAR + K.YEAR_AGO
_VERBS: Final = K.YOY_VERB_UP + K.YOY_VERB_DOWN + K.MOM_VERB_UP + K.MOM_VERB_DOWN
_STATED: Final = S.CMP + _VERBS
_STRONG: Final = K.THAN + S.exceeds
_BEYOND: Final = K.BOUND_OVER + K.BOUND_UNDER + S.beyond
_WEAK: Final = S.BASES + _BEYOND
_BREAKS: Final = K.COMMA + K.STOP + K.AND + K.OPEN
_ENDS: Final = K.COMMA + K.STOP + K.END + K.AND + K.CLAUSE
_NO_PERIOD: Final = K.COMMA + K.STOP + K.AND + S.DIRECTED + S.speed
_SMALL: Final = K.FUNCTION + K.FROM_WEAK + K.ARTICLE + K.PARTICLE
# How far behind "than" or "from" the period may stand: than that of the same period last year.
_REACH, _REACH_WEAK = 7, 5


def said_before(gap: str, *, first: bool) -> str | None:
    """Return the comparison nearest before a figure, in the words since the figure before it."""
    # Up to the first break, the words still belong to the figure before.
    start = 0 if first else next((i for i, code in enumerate(gap) if code in _BREAKS), 0)
    found: str | None = None
    for place in range(start, len(gap)):
        found = None if gap[place] == K.STOP else _at(gap, place, before=True) or found
    if found == "mom" and K.QUARTER in gap and K.MONTH not in gap:
        return "qoq"  # 二季度环比
    return found


@lru_cache(maxsize=4096)
def said_after(gap: str) -> str | None:
    """Return the first comparison after a figure, up to the next one."""
    for place, code in enumerate(gap):
        if code == K.COMMA and place < 4:
            return _set_off(gap[place + 1 :])
        if code in _BREAKS[:3] + K.TO + K.COLON:
            return None
        if (found := _at(gap, place, before=False)) is not None:
            return found
        if place == 0 and code in _BEYOND and len(gap) > 1:
            return "other"  # 20 percent above the 2019 level
    return None


def _set_off(gap: str) -> str | None:
    """Return a comparison that a comma sets off: 20.9 percent down, year on year."""
    gap = gap.lstrip(_SMALL)
    if gap and gap[0] in S.CMP:
        return NAMES[gap[0]] if gap[1:2] in _ENDS else None
    return period_in(gap[1:_REACH]) if gap[:1] == K.THAN else None


def pair(gap: str) -> tuple[str, ...]:
    """Return both comparisons of 同比、环比分别 and of "year on year and month on month"."""
    for place in range(len(gap) - 2):
        if (
            gap[place] in _STATED
            and gap[place + 1] in K.AND + K.SLASH
            and gap[place + 2] in _STATED + PERIODS
        ):
            return NAMES[gap[place]], NAMES[gap[place + 2]]
    return ()


def _at(gap: str, place: int, *, before: bool) -> str | None:
    """Return the comparison that begins at a place, if one does."""
    code = gap[place]
    if code in _STATED:
        dated = code == K.YOY and gap[place + 1 : place + 3] == K.DIGITS + K.MONTH
        return "other" if dated else NAMES[code]  # 比去年12月
    if code == K.ANNUAL:
        return "yoy" if place + 1 < len(gap) and gap[place + 1] in S.noun else None
    if code in _STRONG:
        if place + 1 >= len(gap) and (before or code != K.THAN):
            return None
        return period_in(gap[place + 1 : place + _REACH]) or "other"
    if code not in _WEAK:
        return None
    following = gap[place + 1 : place + _REACH_WEAK]
    if following and code in S.BASES:
        near = following[1:] if following[0] in S.SMALL else following
        if near[:1] == K.MONTH and (near != following or near[1:2] not in (K.TO, K.DASH)):
            return "other"
        if following[0] in YEARS:
            return None if following[1:2] == K.TO else "other"
    return period_in(following)


def period_in(gap: str) -> str | None:
    """Return the comparison of the period that stands in some words, if one does."""
    dated = False
    for place, code in enumerate(gap):
        if code in PERIODS:
            # The same period of 2019 is a year ago only in 2020, and the text need not say.
            after = gap[place + 1 : place + 3].lstrip(K.OF + K.FUNCTION + K.IN)
            return "other" if dated or after[:1] == K.YEAR else NAMES[code]
        if code == K.YEAR_AGO and gap[place + 1 : place + 2] == K.TIME:
            dated = dated or gap[place + 2 : place + 3] != K.LAST_YEAR
        dated = dated or code == K.YEAR
        if code in _NO_PERIOD:
            break
    return None
