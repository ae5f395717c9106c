"""From figures to what they mean: kind, sign, bound, comparison, ambiguity."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from .comparisons import NAMES, pair, said_after, said_before
from .figure import BOUNDS, Figure, Shape
from .kinds import Kind
from .patterns import Row, rows_of
from .tokens import Tokens

K = Kind
# How many tokens before and after a figure can say what it means.
_BEFORE: Final = 40
_AFTER: Final = 24
_RAW: Final[dict[Shape, str]] = {
    Shape.PERCENT: K.PERCENT,
    Shape.POINTS: K.POINTS,
    Shape.TIMES: K.TIMES,
    Shape.FRACTION: K.FRACTION,
    Shape.MULTIPLE: K.MULTIPLE,
}
_LINK: Final = K.AND + K.OR + K.COMMA + K.DASH + K.TO + K.MINUS + K.OPEN
_CHAIN: Final = frozenset(
    _LINK + "".join(BOUNDS) + K.PARTICLE + K.ARTICLE + K.FUNCTION + K.YOY + K.MOM + K.QOQ
    + K.SINCE + K.BY + K.EACH + K.PLUS
)  # fmt: skip
_QUIET: Final = K.PARTICLE + K.ARTICLE + K.BY + K.OF + K.OPEN + K.DASH
_DOWN: Final = "".join(k for k in Kind if k.name.endswith("_DOWN")) + (
    K.SHRANK + K.BOUND_UNDER + K.DOWN_POINTS
)
_SKIPPED: Final = "".join(BOUNDS) + K.PARTICLE + K.ARTICLE
_YEARS: Final = (K.YEAR, K.YEAR_AGO)
_PERIODS: Final = (K.LAST_YEAR, K.LAST_MONTH, K.LAST_QUARTER, K.OTHER_BASE)
_DIRECTED: Final = (
    K.SHORT_UP
    + K.SHORT_DOWN
    + K.VERB_UP
    + K.VERB_DOWN
    + K.NOUN_UP
    + K.NOUN_DOWN
    + K.PACE_UP
    + K.PACE_DOWN
)


_IS_BASE: Final = re.compile(f"[{K.COMMA}]?[{K.FROM}{K.FROM_WEAK}{K.THAN}]$").match


class Meaning(NamedTuple):
    """A figure with all that the text says of it."""

    figure: Figure
    kind: str
    sign: int
    bound: str
    comparison: str | None
    candidates: tuple[str, ...]


def interpret(tokens: Tokens, figures: list[Figure]) -> list[Meaning]:
    """Return the meaning of every figure, in order."""
    codes = tokens.codes
    meanings: list[Meaning] = []
    past = before_aside = aside = ""  # what was read before, nearest first
    floor = 0
    stated_before: str | None = None
    pairs: tuple[str, ...] = ()
    for place, figure in enumerate(figures):
        gap = codes[floor : figure.first]
        if gap == K.TO and figure.range == "high":
            gap = K.DASH
        elif gap[:1] == K.CLOSE and aside:
            # 高于全省增速(16.8%)0.73个百分点: what stands in brackets is said by the way.
            gap, past = aside + gap[1:], before_aside
        left = gap[::-1] + past
        stop = left.find(K.STOP)
        left = left[: min(stop, _BEFORE) if stop >= 0 else _BEFORE]
        right = _right(codes, figures, place)
        row, sign = decide(figure.shape, figure.signed, left, right)
        bound = (
            figure.bound
            if figure.bound != "="
            else bound_of(left, right, points=figure.shape is Shape.POINTS)
        )
        if figure.range == "high" and bound == "=" and meanings and meanings[-1].bound == "~":
            bound = "~"  # around 5% to 6%
        unit = figure.filled or figure
        after = said_after(_own(codes, figures, place, unit))
        before = said_before(gap[-2 * _BEFORE :], first=not meanings)
        chained = bool(meanings) and bool(gap) and _CHAIN.issuperset(gap)
        chained = chained and any(code in _LINK for code in gap)
        stated = before or after
        if gap[:1] in (K.YOY, K.MOM, K.QOQ) and meanings and any(c in _DIRECTED for c in gap):
            # Up 8.3 percent year on year but down 2.1 percent month on month.
            stated = after or before
        pairs = pair(gap) or (pairs[1:] if chained else ())
        if pairs:
            stated = pairs[0]
        kind = row.kind
        if kind == "change":
            kind = "level"
        elif kind == "level" and figure.shape is Shape.LEVEL:
            stated = "level"
        elif stated is None and kind not in ("growth", "points"):
            stated = base_of(left)
        if stated is None and kind != "share" and gap[:1] == K.COMMA and meanings:
            if meanings[-1].comparison == "level" and stated_before != "level":
                stated = stated_before  # 较去年同期之54亿元,减少24亿元
        if stated is None and meanings:
            stated = _inherited(meanings[-1], figure, gap, chained=chained)
        same = chained and (
            K.AND in gap or K.OR in gap or meanings[-1].figure.shape is figure.shape
        )
        if same and stated and stated != "level":
            _share_back(meanings, stated)
        if chained and meanings[-1].figure.signed and figure.shape is Shape.PERCENT:
            sign = 1  # 增速分别为-11.6%、4.1%: each has its own sign
        # "Fell by -5 percent" is a fall, told twice.
        candidates = row.ambiguous
        if sign < 0 and figure.sign < 0 and kind != "level":
            candidates = ("fall", "rise")
        sign = min(sign, figure.sign)
        meanings.append(Meaning(figure, kind, sign, bound, stated, candidates))
        stated_before = before
        if gap[:1] == K.TO and kind == "level" and after and len(meanings) > 1:
            earlier = meanings[-2]
            if earlier.comparison is None and earlier.kind == "growth":
                # rose 15 percent to $23 billion from a year earlier
                meanings[-2] = earlier._replace(comparison=after)
        elif kind == "level" and _IS_BASE(gap):
            _base_named(meanings, codes[figure.stop : figure.stop + 3])
        aside, before_aside = (gap[:-1], past) if gap[-1:] == K.OPEN else ("", "")
        past = _code(row.kind, meanings[-1].sign, figure) + left
        floor = figure.stop
    return meanings


def _own(codes: str, figures: list[Figure], place: int, unit: Figure) -> str:
    """Return what stands between a figure's unit and the next figure, but one in brackets."""
    stop = unit.stop
    for figure in figures[place + 1 : place + 8]:
        if figure.first < stop:
            continue
        if figure.first == stop + 1 and codes[stop] == K.OPEN and codes[figure.stop] == K.CLOSE:
            stop = figure.stop + 1  # 5 tonnes (7%) more than last year
            continue
        return codes[stop : min(figure.first, stop + _AFTER)]
    return codes[stop : stop + _AFTER]


def _right(codes: str, figures: list[Figure], place: int) -> str:
    """Return what stands after a figure: up to the next, and past it where a list goes on."""
    found = ""
    stop = figures[place].stop
    for figure in figures[place + 1 : place + 5]:
        gap = codes[stop : min(figure.first, stop + _AFTER)]
        end = gap.find(K.STOP)
        if end >= 0:
            return found + gap[: end + 1]
        if gap == K.OPEN and codes[figure.stop] == K.CLOSE and not found:
            stop = figure.stop + 1  # 5 tonnes (7%) more than
            continue
        found += gap + _RAW.get(figure.shape, K.UNIT)
        if len(gap) > 4 or not _CHAIN.issuperset(gap):
            return found
        stop = figure.stop
    rest = codes[stop : stop + _AFTER]
    end = rest.find(K.STOP)
    return found + (rest[: end + 1] if end >= 0 else rest)


@lru_cache(maxsize=16384)
def decide(shape: Shape, signed: bool, left: str, right: str) -> tuple[Row, int]:  # noqa: FBT001
    """Return the first row of the table that matches, and the sign that it gives."""
    for before, after, row in rows_of(shape):
        if (one := before.match(left)) is None or (two := after.match(right)) is None:
            continue
        if not isinstance(row.sign, str):
            if signed and row.kind == "share" and row.left == row.right == "":
                return row._replace(kind="growth"), row.sign
            return row, row.sign
        found = one if row.sign.endswith("left") else two
        caught = next(g for g in reversed(found.groups()) if g is not None)
        sign = -1 if caught in _DOWN else 1
        return row, -sign if row.sign.startswith("-") else sign
    raise AssertionError(shape)


@lru_cache(maxsize=8192)
def bound_of(left: str, right: str, *, points: bool) -> str:
    """Return the bound before or after a figure, if one is printed."""
    for place, code in enumerate(left):
        if code in BOUNDS:
            if code in (K.EXCEEDS_UP, K.EXCEEDS_DOWN) and (place or points):
                break
            return BOUNDS[Kind(code)]
        if code == K.THAN and place == 0 and left[1:2] in (K.ADJ_UP, K.ADJ_DOWN):
            # "higher than 5 percent"; but "0.8 points lower than the 5-percent level" compares.
            return ">" if left[1] == K.ADJ_UP else "<"
        if code not in _QUIET or place > 3:
            break
    if right[:1] in BOUNDS and right[0] in K.AFTER_OVER + K.AFTER_FROM + K.AFTER_UPTO + (
        K.AFTER_ABOUT
    ):
        return BOUNDS[Kind(right[0])]
    return ">" if right[:1] == K.MORE else "="


@lru_cache(maxsize=4096)
def base_of(left: str) -> str | None:
    """Return what a multiple or a part is of: 是2015年的3.2倍, 去年同期的两倍."""
    rest = left.lstrip(_SKIPPED)
    if rest[:1] != K.DE:
        return None
    rest = rest[1:].lstrip(K.TIME + K.PARTICLE)
    return (
        NAMES.get(Kind(rest[0]))
        if rest[:1] in _PERIODS
        else "other"
        if rest[:1] in _YEARS
        else None
    )


def _inherited(previous: Meaning, figure: Figure, gap: str, *, chained: bool) -> str | None:
    """Return the comparison that the members of a list share, because it is said once."""
    same = previous.figure.shape is figure.shape or (chained and K.OR in gap)
    same = same and previous.comparison != "level"
    if not same or K.STOP in gap:
        return None
    if chained or gap[:1] == K.AND or (K.AND in gap and not any(c in _DIRECTED for c in gap)):
        return previous.comparison
    return None


def _base_named(meanings: list[Meaning], after: str) -> None:
    """Give a growth the comparison that stands after its base: up 90% from R35m a year earlier."""
    period = after[:1] if after[:1] in _PERIODS else after[1:2]
    if period not in _PERIODS or after[:1] in (K.COMMA, K.STOP):
        return
    for place in range(len(meanings) - 2, max(-1, len(meanings) - 4), -1):
        earlier = meanings[place]
        if earlier.kind == "growth" and earlier.comparison is None:
            meanings[place] = earlier._replace(comparison=NAMES[Kind(period)])
            return


def _share_back(meanings: list[Meaning], comparison: str) -> None:
    """Give a comparison said at the end of a list to the members before it."""
    for place in range(len(meanings) - 1, max(-1, len(meanings) - 5), -1):
        earlier = meanings[place]
        if earlier.comparison is not None:
            return
        meanings[place] = earlier._replace(comparison=comparison)


def _code(kind: str, sign: int, figure: Figure) -> str:
    up = sign > 0
    if kind == "growth":
        return K.GREW if up else K.SHRANK
    if kind == "points":
        return K.UP_POINTS if up else K.DOWN_POINTS
    if kind == "change":
        return K.CHANGE_UP if up else K.CHANGE_DOWN
    if kind == "multiple":
        return K.MANIFOLD
    return K.AMOUNT if figure.shape is Shape.LEVEL else K.PART
