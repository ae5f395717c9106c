"""From figures to what they mean: kind, sign, bound, comparison, ambiguity.

Kind and sign are said by the first row of `patterns.csv` that matches.
`left` is matched against the words before the figure, nearest first; `right` against those after
it, nearest first too. Both name kinds of tokens: `verb` stands for both of its signs, and one in
brackets gives its sign to a row that asks for it. Figures that are read already stand among the
words as what they turned out to be (`grew`, `part`, `amount`). Capitals are sets of `sets.csv`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from .comparisons import NAMES, PERIODS, YEARS, pair, period_in, said_after, said_before
from .kinds import CODES, K, S, class_of, table
from .numbers import BOUND, Figure
from .tokens import Tokens

# How many tokens before and after a figure can say what it means.
_BEFORE, _AFTER = 40, 24
_LINK, _DIRECTED = frozenset(S.LINK), frozenset(S.DIRECTED)
_CHAIN: Final = frozenset(S.CHAIN)
_AFTERS: Final = tuple(S.AFTERS)
_COMPARED: Final = (K.YOY, K.MOM, K.QOQ)
_QUIET: Final = S.SMALL + K.BY + K.OF + K.OPEN + K.DASH
_SKIPPED: Final = S.BOUNDS + S.SMALL
_DOWN: Final = frozenset(code for name, code in CODES.items() if name.endswith("_down")) | {
    K.SHRANK,
    K.BOUND_UNDER,
    K.DOWN_POINTS,
}
_COMPARING: Final = K.THAN + K.BOUND_OVER + S.beyond
_CHANGED: Final = K.GREW + K.SHRANK + K.CHANGE_UP + K.CHANGE_DOWN
_RETOLD: Final = re.compile(f"{K.COMMA}[{S.verb}]").fullmatch
_SAID: Final = frozenset((K.SHRANK, K.DOWN_POINTS, K.CHANGE_DOWN))
_ABOUT_A_PART: Final = re.compile(f"{K.DE}{class_of('NEAR')}{{1,6}}?{K.BOUND_ABOUT}").match
_IS_BASE: Final = re.compile(
    f"{K.COMMA}?[{K.FROM}{K.FROM_WEAK}{K.THAN}{K.BOUND_OVER}]{K.PARTICLE}?$"
).match
_READ: Final = {
    ("growth", 1): K.GREW, ("growth", -1): K.SHRANK, ("points", 1): K.UP_POINTS,
    ("points", -1): K.DOWN_POINTS, ("change", 1): K.CHANGE_UP, ("change", -1): K.CHANGE_DOWN,
}  # fmt: skip


class Meaning(NamedTuple):
    """A figure with all that the text says of it."""

    figure: Figure
    kind: str
    sign: int
    bound: str
    comparison: str | None
    candidates: tuple[str, ...]


class _Gap(NamedTuple):
    """What the words between two figures say, whatever the figures are."""

    before: str | None  # the comparison
    pair: tuple[str, ...]
    chained: bool  # only a link of a list
    joined: bool  # by "and" or "or"
    inherits: bool  # the comparison of the figure before
    own_last: bool  # its own comparison may stand behind it


@lru_cache(maxsize=8192)
def _between(gap: str, *, first: bool) -> _Gap:
    directed = not _DIRECTED.isdisjoint(gap)
    chained = not first and _CHAIN.issuperset(gap) and not _LINK.isdisjoint(gap)
    return _Gap(
        said_before(gap[-2 * _BEFORE :], first=first),
        pair(gap),
        chained,
        K.AND in gap or K.OR in gap,
        K.STOP not in gap and (chained or gap[:1] == K.AND or (K.AND in gap and not directed)),
        # Up 8.3 percent year on year but down 2.1 percent month on month.
        not first and gap[:1] in _COMPARED and directed,
    )


def interpret(tokens: Tokens, figures: list[Figure]) -> list[Meaning]:
    """Return the meaning of every figure, in order."""
    codes = tokens.codes
    meanings: list[Meaning] = []
    past = outside = ""  # what was read before, nearest first
    aside: str | None = None  # what stands before a figure in brackets
    floor, base, before = 0, None, None
    pairs: tuple[str, ...] = ()
    last: Meaning | None = None
    for place, figure in enumerate(figures):
        gap = codes[floor : figure.first]
        if gap == K.TO and figure.range == "high":
            gap = K.DASH
        elif aside is not None and gap[:1] == K.CLOSE:
            # 高于全省增速(16.8%)0.73个百分点: what stands in brackets is said by the way.
            gap, past = aside + gap[1:], outside
        left = (gap[::-1] + past)[:_BEFORE]
        stop = left.find(K.STOP)
        left = left if stop < 0 else left[:stop]
        kind, sign, candidates, bound = decide(
            figure.shape, figure.signed, left, _right(codes, figures, place)
        )
        if figure.bound != "=":
            bound = figure.bound
        elif last is not None and figure.range == "high" and bound == "=" and last.bound == "~":
            bound = "~"  # around 5% to 6%
        if figure.range == "high" and bound == "~" and meanings:
            meanings[-1] = meanings[-1]._replace(bound="~")  # 5~15元左右
        words = _between(gap, first=last is None)
        if aside is None:
            base = before
        before = words.before
        after = said_after(_own(codes, figures, place))
        pairs = words.pair or (pairs[1:] if words.chained else ())
        stated = after or before if words.own_last else before or after
        stated = pairs[0] if pairs else stated
        if kind == "level" and figure.shape is K.UNIT:
            stated = "level"
        elif stated is None:
            if last is not None and gap[:1] == K.COMMA and kind != "share":
                if last.comparison == "level":
                    stated = base  # 较上年之54亿元,减少24亿元
                elif _RETOLD(gap) and past[:1] in _CHANGED:
                    stated = last.comparison  # 比上年减少3万吨,下降0.8%
            if stated is None and kind not in ("growth", "points", "change"):
                stated = base_of(left)
            if stated is None and last is not None and words.inherits:
                same = last.figure.shape is figure.shape or (words.chained and K.OR in gap)
                stated = last.comparison if same and last.comparison != "level" else None
        if last is not None and words.chained:
            joined = words.joined or last.figure.shape is figure.shape
            if joined and stated and stated != "level":
                _share_back(meanings, stated)
            if last.figure.signed and figure.shape is K.PERCENT:
                sign = 1  # 增速分别为-11.6%、4.1%: each has its own sign
        if figure.signed and candidates == ("growth", "index"):
            candidates = ()  # a printed sign is one of growth
        if figure.signed:  # a printed sign is the figure's own, whatever is said before it
            told = next((code for code in left if code not in _QUIET), "")
            if figure.sign < 0 and told in _DOWN - _SAID and kind in ("growth", "points"):
                candidates = ("fall", "rise")  # "fell by -5 percent" tells a fall twice
            sign = figure.sign
        last = Meaning(
            figure, "level" if kind == "change" else kind, sign, bound, stated, candidates
        )
        meanings.append(last)
        if kind == "level":
            _give_base(meanings, gap, after, codes[figure.stop : figure.stop + 5])
        aside, outside = (gap[:-1], past) if gap[-1:] == K.OPEN else (None, "")
        part = K.AMOUNT if figure.shape is K.UNIT else K.PART
        read = K.MANIFOLD if kind == "multiple" else _READ.get((kind, sign), part)
        past, floor = read + left, figure.stop
    return meanings


def _own(codes: str, figures: list[Figure], place: int) -> str:
    """Return what stands between a figure's unit and the next figure, but one in brackets."""
    stop = (figures[place].filled or figures[place]).stop
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
    found, stop = "", figures[place].stop
    for figure in figures[place + 1 : place + 5]:
        gap = codes[stop : min(figure.first, stop + _AFTER)]
        if K.STOP in gap:
            break
        if gap == K.OPEN and codes[figure.stop] == K.CLOSE and not found:
            stop = figure.stop + 1  # 5 tonnes (7%) more than
            continue
        found += gap + figure.shape
        if len(gap) > 4 or not _CHAIN.issuperset(gap):
            return found
        stop = figure.stop
    rest = codes[stop : stop + _AFTER]
    end = rest.find(K.STOP)
    return found + (rest[: end + 1] if end >= 0 else rest)


@lru_cache(maxsize=16384)
def decide(
    shape: str,
    signed: bool,
    left: str,
    right: str,
) -> tuple[str, int, tuple[str, ...], str]:
    """Return kind, sign and candidates by the first row that matches, and the bound."""
    bound = _bound(left, right, points=shape is K.POINTS)
    row, one, two = row_for(shape, left, right)
    if row.sign in ("1", "-1"):
        kind = "growth" if signed and row.default and shape is K.PERCENT else row.kind
        return kind, int(row.sign), row.candidates, bound
    groups = (one if row.sign.endswith("left") else two).groups()
    caught = next(group for group in reversed(groups) if group is not None)
    sign = -1 if caught in _DOWN else 1
    return row.kind, -sign if row.sign[0] == "-" else sign, row.candidates, bound


class Row(NamedTuple):
    """One row: a figure of kind `kind` ("change" is an amount that changes), and its sign.

    `phrases` are the two that it is for; a test holds that they come to it.

    `sign` is "1", "-1", or the side whose bracketed word gives it, "-left" turned. `candidates` are
    the readings that are possible, where there are several; the one that is taken comes first.
    """

    left: re.Pattern[str]
    right: re.Pattern[str]
    kind: str
    sign: str
    candidates: tuple[str, ...]
    default: bool
    phrases: tuple[str, str]


def _compile(pattern: str, shape: str) -> re.Pattern[str]:
    for _ in range(2):  # a set may be a pattern of sets
        pattern = re.sub(
            "[A-Za-z_]+", lambda name: shape if name[0] == "SELF" else class_of(name[0]), pattern
        )
    return re.compile(pattern.replace(" ", ""))


@cache
def rows_of(shape: str) -> list[Row]:
    """Return the rows for a shape of figure, their patterns compiled at first use."""
    return [
        Row(
            _compile(row["left"], shape),
            _compile(row["right"], shape),
            row["kind"],
            row["sign"],
            tuple(filter(None, row["candidates"].split("|"))),
            not (row["left"] or row["right"]),
            (row["for"], row["and_for"]),
        )
        for row in table("patterns.csv")
        if shape in map(CODES.get, row["shape"].split())
    ]


def row_for(shape: str, left: str, right: str) -> tuple[Row, re.Match[str], re.Match[str]]:
    """Return the first row whose two sides match, and their matches; the last matches all."""
    for row in rows_of(shape):
        one, two = row.left.match(left), row.right.match(right)
        if one is not None and two is not None:
            return row, one, two
    raise AssertionError(shape)


def _bound(left: str, right: str, *, points: bool) -> str:
    """Return the bound before or after a figure, if one is printed."""
    for place, code in enumerate(left):
        if code in (K.EXCEEDS_UP, K.EXCEEDS_DOWN) and (place or points):
            break
        before = left[place + 1 + (left[place + 1 : place + 2] in S.adj) :].lstrip(K.COMMA)[:1]
        if code in _COMPARING and place + (code == K.THAN) and before in S.FIGURE and before:
            break  # an increase of 9 percent over the 1.7 million of June; 3%, lower than 4%
        if code in BOUND and code not in _AFTERS:
            return BOUND[code]
        if code == K.THAN and place == 0 and left[1:2] in (K.ADJ_UP, K.ADJ_DOWN):
            # "higher than 5 percent"; but "0.8 points lower than the 5-percent level" compares.
            return ">" if left[1] == K.ADJ_UP else "<"
        if code not in _QUIET or place > 3:
            break
    if right[:1] in _AFTERS or right[:1] == K.MORE:
        return BOUND.get(right[:1], ">")
    return "~" if _ABOUT_A_PART(left) else "="  # 约占全国的三成


@lru_cache(maxsize=4096)
def base_of(left: str) -> str | None:
    """Return what a multiple or a part is of: 是2015年的3.2倍, 去年同期的两倍."""
    rest = left.lstrip(_SKIPPED)
    if rest[:1] != K.DE:
        return None
    rest = rest[1:].lstrip(K.TIME + K.PARTICLE)
    if rest and rest[0] in PERIODS:
        return NAMES[rest[0]]
    return "other" if rest and rest[0] in YEARS else None


def _share_back(meanings: list[Meaning], comparison: str) -> None:
    """Give a comparison said at the end of a list to the members before it."""
    for place in range(len(meanings) - 1, max(-1, len(meanings) - 5), -1):
        if meanings[place].comparison is not None:
            return
        meanings[place] = meanings[place]._replace(comparison=comparison)


def _give_base(meanings: list[Meaning], gap: str, after: str | None, near: str) -> None:
    """Give a growth the comparison that stands after an amount.

    Rose 15 percent to $23 billion from a year earlier; up 90% from R35m a year earlier.
    """
    found = after if gap[:1] == K.TO else None
    if _IS_BASE(gap):
        found = period_in(near)
    for place in range(len(meanings) - 2, max(-1, len(meanings) - 4), -1):
        if found and meanings[place].kind == "growth":
            if meanings[place].comparison in ((None, "other") if found != after else (None,)):
                meanings[place] = meanings[place]._replace(comparison=found)
            return
