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
from typing import Final

from .comparisons import NAMES, REMEMBERED, period_in, said_after, said_before
from .kinds import CODES, K, S, pattern, table
from .numbers import BOUND, Figure
from .reading import UnreadableError

# How many tokens before and after a figure can say what it means.
_BEFORE, _AFTER = 40, 24
_LINK, _CHAIN, _DIRECTED = frozenset(S.LINK), frozenset(S.CHAIN), frozenset(S.DIRECTED)
_QUIET: Final = S.SMALL + K.BY + K.OF + K.OPEN + K.DASH
# What turns a sign: a word, or a figure that was read already.
_FALLS: Final = frozenset(code for name, code in CODES.items() if name.endswith("_down"))
_SHRUNK: Final = {K.SHRANK, K.DOWN_POINTS, K.CHANGE_DOWN}
_DOWN: Final = _FALLS | _SHRUNK | {K.BOUND_UNDER}
# Not of what it is compared with: an increase of 9 percent over the 1.7 million of June; 3%, lower
# than 4%; less than the 5 percent of May. What exceeds by points is no bound of them.
_BOUND_BEFORE: Final = [
    pattern(
        f"(BOUND|beyond{exceeds})|verb(bound_about|bound_from)|than(adj)(?!comma*FIGURE)"
        "|(?:particle|total|article|by|of|open|dash|per_before){1,4}"
        "(?!(?:bound_over|beyond)adj?comma*FIGURE)(BOUND|beyond)"
    ).match
    for exceeds in ("|exceeds", "")
]
_BOUNDS_AFTER: Final = S.AFTERS + K.MORE
_LOST: Final = pattern("QUIET*loss").match
_RETOLD: Final = pattern("comma verb").fullmatch
_ABOUT_A_PART: Final = pattern("de?(?:(?!digits|open)NEAR){1,9}?bound_about").match
_IS_BASE: Final = pattern("(?:comma|TIMING|noun)*(?:BASES|than|bound_over)SUBJECT*$").match
# 是2015年的3.2倍, 去年同期的两倍: what a multiple or a part is of
_PART_OF: Final = pattern("(?:BOUNDS|SMALL)*de(?:time|PARTICLE)*(PERIOD(?!time?YEARS)|YEARS)").match
# fell (without metals) by 3 tonnes; fell, on average, by 3 percent
_BY_THE_WAY: Final = pattern(
    "open(?:(?!open|close|FIGURE|digits)SENTENCE){1,8}close"
    "|comma(?=function|in|from_weak|CMP|PARTICLE)(?:(?!comma|digits)(?:PLAIN|from_weak|of)){1,5}comma"
    "(?=(?:by|function|BOUND|PARTICLE)*(?:article word{0,3})?$)"
).sub
_ASIDES = frozenset(K.OPEN + K.COMMA)
_TWICE: Final = "fall", "rise"
_SAID: Final = K.YOY, K.MOM, K.QOQ, K.CHAIN, K.ANNUAL, K.MONTHLY, K.QUARTERLY
_READ: Final = {
    ("growth", 1): K.GREW, ("growth", -1): K.SHRANK, ("points", 1): K.UP_POINTS,
    ("points", -1): K.DOWN_POINTS, ("change", 1): K.CHANGE_UP, ("change", -1): K.CHANGE_DOWN,
    ("multiple", 1): K.MANIFOLD,
}  # fmt: skip


def interpret(codes: str, figures: list[Figure]) -> list[UnreadableError]:
    """Give every figure, in order, the meaning that the words around it say; return the doubts."""
    walk = _Walk(codes, figures)
    for place, figure in enumerate(figures):
        walk.to(place, figure)
    return walk.doubts


class _Walk:
    """A walk along the figures of a text, that knows what was read before each.

    `past` is what the figures before turned out to be, among the words between them, nearest first;
    `aside` is what stands before a figure in brackets, and `outside` what was past before it.
    `before` is the comparison told before the last figure, `base` that outside the brackets, and
    `pairs` are those of a list that are not taken yet. `sentence` is the place of its first figure.
    """

    def __init__(self, codes: str, figures: list[Figure]) -> None:
        self.codes, self.figures = codes, figures
        self.doubts: list[UnreadableError] = []
        self.last: Figure | None = None
        self.past = self.outside = ""
        self.aside: str | None = None
        self.before: str | None = None
        self.base: str | None = None
        self.pairs: tuple[str, ...] = ()
        self.sentence = 0

    def to(self, place: int, figure: Figure) -> None:
        """Give the next figure its meaning and its comparison."""
        gap = self.codes[self.last.stop if self.last else 0 : figure.first]
        if figure.range == "high" and gap == K.TO:
            gap = K.DASH
        elif self.aside is not None and gap[:1] == K.CLOSE:
            # 高于全省增速(16.8%)0.73个百分点: what stands in brackets is said by the way.
            gap, self.past = self.aside + gap[1:], self.outside
        told = gap if _ASIDES.isdisjoint(gap) else _BY_THE_WAY("", gap)
        left = (told[::-1] + self.past)[:_BEFORE]
        if K.STOP in left:
            left = left[: left.index(K.STOP)]
        if K.STOP in gap or K.CLAUSE in gap:
            self.sentence = place
        chained = self.last and not _LINK.isdisjoint(gap) and _CHAIN.issuperset(gap)
        kind = self._mean(place, figure, left, bool(chained))
        self._compare(place, figure, kind, gap, left, bool(chained))
        self.aside, self.outside = (gap[:-1], self.past) if gap[-1:] == K.OPEN else (None, "")
        part = K.AMOUNT if figure.shape is K.UNIT else K.PART
        # What only its own sign says is no direction of the figures behind it: -4.9% and 2.4%.
        own = figure.signed and _FALLS.isdisjoint(left)
        found = "" if kind == "refused" else _READ.get((kind, 1 if own else figure.sign), part)
        self.past, self.last = found + left, figure

    def _mean(self, place: int, figure: Figure, left: str, chained: bool) -> str:
        """Give a figure its kind, sign, candidates and bound; return its kind in `patterns.csv`."""
        shape, last, right = figure.shape, self.last, _right(self.codes, self.figures, place)
        if right[:1] == K.THAN:  # 300 more stores than a year ago
            right = "".join(c for c in self.codes[figure.first : figure.stop] if c in S.adj) + right
        printed = figure.sign if figure.signed else 0
        kind, sign, candidates, bound = decide(shape, printed, left, right)
        counted = figure.unit == "count"
        class_of = kind == "level" and not (printed or _LOST(left))  # 亏损企业62家
        if counted and (class_of or K.BURDEN in right[:2] or left[:1] == K.DE):
            kind, sign = "level", 1  # 降低900多万户税负 lowers what they bear, 下跌的1384只 fell
        general = self.codes[figure.stop - 1] == K.GENERAL and right[:1] in S.ENDS
        lost = counted and general and figure.power < 0
        if lost or kind == "refused":  # 低0.19个和持平
            key = "no_unit" if lost else "direction"
            self.doubts.append(UnreadableError(key, figure.first, figure.stop - 1))
        if last and chained and last.signed and last.shape is shape in K.PERCENT + K.POINTS:
            if last.candidates != _TWICE:
                sign = figure.sign  # 增速分别为-11.6%、4.1%: each has its own sign
        figure.kind, figure.sign = "level" if kind == "change" else kind, sign
        figure.candidates = candidates or figure.candidates
        figure.bound = bound if figure.bound == "=" else figure.bound
        if last and figure.range == "high" and "~" in figure.bound + last.bound:
            figure.bound = last.bound = "~"  # around 5% to 6%, 5~15元左右
        return kind

    def _compare(
        self, place: int, figure: Figure, kind: str, gap: str, left: str, chained: bool
    ) -> None:
        """Give a figure its comparison, and those before it that have none of their own."""
        shape, last, own = figure.shape, self.last, _own(self.codes, self.figures, place)
        if self.aside is None:
            self.base = self.before
        self.before, both = said_before(gap[-2 * _BEFORE :], last is None)
        # flat last year; double the level of a year ago
        doubled = own[:1] == K.THE and self.codes[figure.stop - 1] == K.MAYBE_MULTIPLE
        based = shape is K.FLAT or doubled
        after = said_after(own) or (period_in(own) if based else None)
        self.pairs = both or (self.pairs[1:] if chained else ())
        follows = chained or gap[:1] == K.AND or (K.AND in gap and _DIRECTED.isdisjoint(gap))
        follows = follows and K.STOP not in gap
        if kind == "level" and shape is K.UNIT:
            stated: str | None = "level"
        elif self.pairs:
            stated = self.pairs[0]
        elif after and own[:1] in _SAID and not (len(own) == 2 and own[1] in S.CHANGES):
            # flat quarter on quarter and up 2.1 percent year on year; not 同比下降3% 环比下降23%
            stated = after
        else:
            stated = self.before or after
        goes_on = gap[:1] in S.FOLLOWING and kind != "share" and K.CLAUSE not in gap
        if not stated and last and goes_on:
            if last.comparison == "level":
                stated = self.base  # 较上年之54亿元,减少24亿元
            elif _RETOLD(gap) and self.past[:1] in S.CHANGED:
                stated = last.comparison  # 比上年减少3万吨,下降0.8%
        if not stated and kind not in ("growth", "points", "change"):
            stated = NAMES.get(whole[1], "other") if (whole := _PART_OF(left)) else None
        if not stated and last and follows and (chained or kind != "share"):
            same = last.shape is shape or (chained and any(code in gap for code in S.RETOLD))
            stated = last.comparison if same and last.comparison != "level" else None
        figure.comparison = stated
        if not last:
            return
        alike = (last.shape is shape or K.AND in gap or K.OR in gap) and K.BE not in gap
        if (follows or K.EACH in own) and alike and stated and stated != "level":
            for earlier in reversed(self.figures[max(self.sentence, place - 4) : place]):
                if earlier.comparison is not None or (earlier.kind == "share" != figure.kind):
                    break
                earlier.comparison = stated
        if figure.kind in ("level", "share"):
            near = self.codes[figure.stop : figure.stop + 5]
            _give_base(self.figures[max(self.sentence, place - 3) : place], gap, after, near)


def _own(codes: str, figures: list[Figure], place: int) -> str:
    """Return what stands between a figure's unit and the next figure, but one in brackets."""
    stop = (figures[place].filled or figures[place]).stop
    for figure in figures[place + 1 : place + 8]:
        if figure.first < stop:
            continue
        aside = codes[stop : figure.first].rstrip(S.ASIDE) == K.OPEN
        if aside and codes[figure.stop] == K.CLOSE:
            stop = figure.stop + 1  # 5 tonnes (7%) more than last year
            continue
        return _sentence(codes, stop, min(figure.first, stop + _AFTER))
    return _sentence(codes, stop, stop + _AFTER)


def _sentence(codes: str, begin: int, end: int) -> str:
    """Return codes from a place up to the first stop, with it."""
    return codes[begin : codes.find(K.STOP, begin, end) + 1 or end]


def _right(codes: str, figures: list[Figure], place: int) -> str:
    """Return what stands after a figure: up to the next, and past it where a list goes on."""
    found, stop = "", figures[place].stop
    for figure in figures[place + 1 : place + 5]:
        gap = codes[stop : min(figure.first, stop + _AFTER)]
        if K.STOP in gap:
            break
        if gap.rstrip(S.BOUND) == K.OPEN and codes[figure.stop] == K.CLOSE and not found:
            stop = figure.stop + 1  # 5 tonnes (7%) more than
            continue
        found += gap + figure.shape
        if len(gap) > 4 or not _CHAIN.issuperset(gap):
            return found
        stop = figure.stop
    return found + _sentence(codes, stop, stop + _AFTER)


@lru_cache(REMEMBERED)
def decide(
    shape: str, printed: int, left: str, right: str
) -> tuple[str, int, tuple[str, ...], str]:
    """Return kind, sign and candidates by the first row that matches, and the bound.

    `printed` is the sign that is printed, or 0.
    """
    row, caught = row_for(shape, left, right)
    kind, candidates = row["kind"], tuple(row["candidates"].split("|") if row["candidates"] else ())
    sign = -1 if (caught in _DOWN) != (row["sign"][0] == "-") else 1
    if printed:  # a printed sign is the figure's own, whatever is said before it
        sign = printed
        if shape is K.POINTS:
            kind = "points"
        elif shape is K.PERCENT:
            of_whole = right[:1] == K.OF  # a gap equivalent to -4.6 percent of output
            if kind == "refused" or printed > 0 or not (row["left"] + row["right"] or of_whole):
                kind = "growth"
        elif kind == "refused":
            kind = "level"  # lower prices (€-188m)
        told = next((code for code in left if code not in _QUIET), "")
        if printed < 0 and told in _DOWN - _SHRUNK and kind in ("growth", "points"):
            candidates = _TWICE  # "fell by -5 percent" tells a fall twice
        elif candidates == ("growth", "index"):
            candidates = ()  # a printed sign is one of growth
    return kind, sign, candidates, _bound(left, right, kind)


@cache
def rows_of(shape: str) -> tuple[re.Pattern[str], dict[int, dict[str, str]]]:
    """Return the rows for a shape of figure: one pattern of all, and each row by its groups.

    The pattern is matched against the words before a figure, a stop, and those after it. A row says
    the kind of the figure ("change" is an amount that changes), its sign ("1", "-1", or the side
    whose bracketed word gives it, "-left" turned), and the readings that are possible, the one that
    is taken first.
    """
    sides: list[str] = []
    rows: dict[int, dict[str, str]] = {}
    for row in table("patterns.csv"):
        if shape in map(CODES.get, row["shape"].split()):
            # Where a word gives the sign, it is the last group; else an empty one is.
            caught = "" if row["sign"].endswith(("left", "right")) else "()"
            sides.append(f"(?>{row['left']})SENTENCE*+stop(?:{row['right']}){caught}")
            for _ in re.findall(r"\((?!\?)", sides[-1]):
                rows[len(rows) + 1] = row
    return pattern("|".join(sides), shape), rows


def row_for(shape: str, left: str, right: str) -> tuple[dict[str, str], str]:
    """Return the first row whose two sides match, and the word that gives its sign."""
    every, rows = rows_of(shape)
    found = every.match(left + K.STOP + right)
    if found is None or found.lastindex is None:
        raise AssertionError(shape)  # the last row matches all
    return rows[found.lastindex], found[found.lastindex]


def _bound(left: str, right: str, kind: str) -> str:
    """Return the bound before or after a figure, if one is printed."""
    if found := _BOUND_BEFORE[kind == "points"](left):
        return BOUND[found[found.lastindex or 0]]
    if right and right[0] in _BOUNDS_AFTER:
        return BOUND.get(right[0], ">")
    return "~" if kind == "share" and _ABOUT_A_PART(left) else "="  # 约占全国的三成


def _give_base(figures: list[Figure], gap: str, after: str | None, near: str) -> None:
    """Give a growth the comparison that stands after an amount.

    Rose 15 percent to $23 billion from a year earlier; up 90% from R35m a year earlier.
    """
    based = _IS_BASE(gap) is not None
    found = period_in(near) if based else after if gap[:1] == K.TO else None
    for figure in reversed(figures) if found else ():
        if figure.kind in ("growth", "points"):
            if figure.comparison is None or (based and figure.comparison == "other"):
                figure.comparison = found
            return
