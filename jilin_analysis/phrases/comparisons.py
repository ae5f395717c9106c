"""What a change is measured from: a year earlier, the month before, 2019, the national average."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .kinds import K, S, pattern

# How many runs of words are kept with what they say: texts put figures alike again and again.
REMEMBERED: Final = 1 << 14
NAMES: Final[dict[str, str]] = {
    **dict.fromkeys(S.CMP + S.PERIOD, "other"),
    **dict.fromkeys(K.YOY + S.yoy_verb + S.yoy_noun + K.LAST_YEAR + K.ANNUAL, "yoy"),
    **dict.fromkeys(K.MOM + S.mom_verb + S.mom_noun + K.LAST_MONTH + K.MONTHLY + K.CHAIN, "mom"),
    **dict.fromkeys(K.QOQ + S.qoq_verb + K.LAST_QUARTER + K.QUARTERLY, "qoq"),
}
_BREAK: Final = pattern("comma|stop|and|open|clause").search
# 3 percent and 5 percent, respectively, from the previous year
_EACH: Final = pattern("comma?each comma?").match
_END: Final = pattern("(?:comma|stop|and(?!OWNED{1,3}(?:BASES|CMP))|to|colon|clause)|$").search
# The same period of 2019 is a year ago only in 2020, and the text need not say.
_UNDATED: Final = (
    "(?:TO_PERIOD|year_ago(?!time(?!last_year))){0,%d}(?P<%s>PERIOD)(?!(?:of|function|in)?year)"
)
_OVER: Final = pattern("bound_over(?P<period>last_year|last_month|last_quarter)").match
_DATED: Final = "AS_FAR_AS{0,%d}?PERIOD"
_PERIOD: Final = pattern(f"{_UNDATED % (5, 'period')}|{_DATED % 5}").match
# How far behind "than" or "from" the period may stand: than that of the same period last year.
_BASE: Final = pattern(
    "(?=yoy(?:digits month|rank(?:digits|numeral)text)"  # 比去年12月, 较去年第4季
    "|(?P<said>CMP|TIMED)"
    "|noun bound_over(?!$|TO_PERIOD{0,5}PERIOD|digits|currency)"
    "|(?P<periodic>PERIODIC)(?:noun|ENDS|close|function|in|$)"
    f"|(?:than|exceeds)(?:{_UNDATED % (5, 'than')}|.)"
    "|(?P<open>than)$"
    "|BASES(?:SMALL month(?!last_year)|the?(?:month|quarter)(?!last_year|(?:to|dash)(?!$))"
    "|the?(?:(?:name|quarter)of?|code)?YEARS(?!to(?!$))|digits?code(?:ENDS|close|to|function))"
    f"|(?:BASES|BEYOND)(?!year|year_ago)(?:{_UNDATED % (3, 'weak')}|{_DATED % 3}))"
)
_PAIR: Final = pattern("(CMP|TIMED)(?:and|slash)(CMP|TIMED|PERIOD)")
# How far behind a figure a comma may set its comparison off: a fall in May sales, year on year.
_AS_FAR: Final = 6
# What no comparison begins without.
_SILENT: Final = frozenset(
    S.CMP + S.TIMED + S.PERIODIC + K.THAN + S.exceeds + S.BASES + S.BEYOND
).isdisjoint


def _name(found: re.Match[str]) -> str:
    return NAMES.get(found[found.lastgroup], "other") if found.lastgroup else "other"


@lru_cache(REMEMBERED)
def said_before(gap: str, first: bool) -> tuple[str | None, tuple[str, ...]]:
    """Return the comparison nearest before a figure, in the words since the figure before it.

    And both of a pair: 同比、环比分别, or "year on year and month on month".
    """
    if _SILENT(gap):
        return None, ()
    both = _PAIR.search(gap)
    pair = (NAMES[both[1]], NAMES[both[2]]) if both else ()
    # Up to the first break, the words still belong to the figure before.
    begins = None if first else _BREAK(gap)
    start = max(gap.rfind(K.STOP) + 1, gap.rfind(K.CLAUSE), begins.start() if begins else 0)
    if not first and gap[:1] == K.COMMA and gap[2:3] in (K.COMMA, K.AND) and gap[1] in S.CMP:
        start = 2  # rose 41%, year over year, and 7%, quarter to quarter
    if gap[start : start + 1] == K.OPEN and not first:
        start = max(start, gap.find(K.CLOSE, start))  # 3.8% (mom) and 9.1% (yoy)
    found: str | None = None
    word = ""
    for one in _BASE.finditer(gap, start):
        if one.lastgroup != "open":
            found, word = _name(one), one["said"] or ""
    if word in (K.CHAIN, *S.mom_noun) and K.QUARTER in gap and K.MONTH not in gap:
        found = "qoq"  # 二季度环比
    return found, pair


@lru_cache(REMEMBERED)
def said_after(gap: str) -> str | None:
    """Return the first comparison after a figure, up to the next one."""
    if _SILENT(gap):
        return None
    if each := _EACH(gap):
        gap = gap[each.end() :]
    end = _END(gap)
    stop = end.start() if end else 0
    found = _BASE.search(gap)
    if gap[:1] and gap[0] in S.BEYOND and (not found or found.start()):
        return "other" if len(gap) > 1 else None  # 20 percent above the 2019 level
    if found and found.start() < stop:
        return _name(found)
    set_off = gap[stop + 1 : stop + 2] and gap[stop + 1] in S.CMP and stop <= _AS_FAR
    if gap[stop : stop + 1] != K.COMMA or not (set_off or stop <= 3):
        return None
    # A comparison that a comma sets off: 20.9 percent down, year on year.
    # And up $5 million, or 8 percent, from a year earlier.
    weak = K.FROM_WEAK in gap[stop + 1 : stop + 2]
    gap = gap[stop + 1 :].lstrip(S.SMALL + K.FUNCTION + K.FROM_WEAK)
    if gap[:1] and gap[0] in S.CMP + S.PERIOD * weak:
        dated = gap[0] is K.SINCE and gap[1:2] and gap[1] in S.YEARS  # 32%, since 1990
        ended = gap[1:2] and gap[1] in S.ENDS + K.FUNCTION + K.CLOSE
        return NAMES[gap[0]] if dated or ended else None
    based = _PERIOD(gap, 1) if gap[:1] == K.THAN else None
    based = based or _OVER(gap)  # 8 tonnes, or 5%, over the previous year
    if based and (gap + K.END)[based.end()] not in S.CHANGES:  # 51.3%,较期初增加
        return _name(based)
    return "other" if gap[:2] == K.THAN + K.YEAR else None


def period_in(gap: str) -> str | None:
    """Return the comparison of the period that stands in some words, if one does."""
    found = _PERIOD(gap)
    return _name(found) if found else None
