"""A sentence of a release as it is read: its figures, its clauses, and the times that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..naming import patterns
from ..naming.times import Mention, ago, mentions, resolve
from ..periods import span
from ..phrases import NormalizationError, Quantity, find_quantities, read, read_rank

CHANGES = ("growth", "points", "multiple")
# Where they are used, ¤ stands for a change and § for another figure.
P = patterns("entering/patterns.csv")
EDGES = ' \t,;:，；：、。.()（）"“”-–—•●▪'
LENGTH = {"month": 1, "quarter": 3, "half": 6, "year": 12, "six months": 6, "nine months": 9}
_HEADING = 80
_NUMBERS = ["first", "second", "third", "fourth"]


class Calendar:
    """What a text says of time: its focus, how it counts quarters, and what it sums up."""

    def __init__(self, text: str, focus: str) -> None:
        named = mentions(text)
        self.focus = focus
        # Where its year is a fiscal one, the quarters and halves that are named by their number.
        self.fiscal: set[tuple[int, int]] | None = None
        for one in named:
            number = P.numbered.search(text[max(0, one.start - 20) : one.start])
            if number and one.first != 3 * _NUMBERS.index(number[1].casefold()):
                self.fiscal = set()
        if self.fiscal is not None or P.fiscal.search(text):
            self.fiscal = {(one.first, one.length) for one in named if _is_ordinal(text, one)}
        # The one longer time up to the end of the focus, or a focus that begins with the year.
        sums = {self.resolve(text, one) for one in named if not one.is_base} - {""}
        to_now = {one for one in sums if focus and span(one)[1] == span(focus)[1]}
        longer = {one for one in to_now if months(one) > months(focus)}
        begun = focus if months(focus) > 1 and span(focus)[0] % 12 == 0 else ""
        self.summed = only(longer) if longer else begun

    def resolve(self, text: str, one: Mention) -> str:
        """Return a time as a period.

        Where the text speaks of a fiscal year, its one quarter (or half) is that of the focus, and
        of several none can be told.
        """
        if self.fiscal is None or not _is_ordinal(text, one):
            return resolve(one, self.focus)
        return self.focus if len(self.fiscal) == 1 and months(self.focus) == one.length else ""

    def lasting(self, unit: str) -> set[str]:
        """Return the time so long that ends with the focus: 'for the six months'."""
        length, last = LENGTH[unit], span(self.focus)[1] if self.focus else 0
        if length == months(self.focus) or (self.focus and unit.endswith("s")):
            now = Mention(0, 0, None, (last + 1 - length) % 12, length, is_base=False)
            return {resolve(now, self.focus)}
        return set()


class Figure(NamedTuple):
    """A figure of a sentence: its place, and its quantity; of a range two, of a rank none."""

    start: int
    stop: int
    told: list[Quantity]

    @property
    def kind(self) -> str:
        """That of its quantity, or a rank."""
        return self.told[0].kind if self.told else "rank"

    @property
    def comparison(self) -> str:
        """That of its quantity; of a rank, none."""
        return (self.told[0].comparison or "") if self.told else ""

    @property
    def is_increment(self) -> bool:
        """Whether it is an amount by which something changed."""
        return self.kind == "level" and self.comparison != "level" and self.unit != "ratio"

    @property
    def unit(self) -> str:
        """That of its quantity; of a rank, the same word."""
        return self.told[0].unit if self.told else "rank"


class Sentence:
    """A sentence; what is told of each of its figures is for others to say."""

    def __init__(self, text: str, locator: str, calendar: Calendar) -> None:
        self.text, self.locator, self.calendar = text, locator, calendar
        self.reading, named = read(text), mentions(text)
        self.figures, self.passed = self._read(named)
        self.clauses = self._parted(named)  # where what ends one begins and ends
        spans = [one.span() for one in P.aside.finditer(text)]
        self.times = [one for one in named if not any(a <= one.start < b for a, b in spans)]
        brackets = [one.span() for one in P.bracket.finditer(text)]
        # What tells a figure of another time: 'rose 5% (Q1 2020: 4%)'.
        self.asides = [one for one in brackets if self._is_aside(*one)]
        self.insertions = [one.span() for one in P.relative.finditer(text)]
        self.asides += self.insertions
        # No words of a figure end in a bracket, unless words stand beside a figure in it:
        # '8 TEU (boxes of 20 feet) in May', '8 tonnes (7 tonnes) in May'.
        brackets = [
            (a, b)
            for a, b in brackets
            if (a, b) in self.asides
            or not [f for f in self.figures if a < f.start < b and (a + 1, b - 1) != f[:2]]
        ]
        ends = [one for one, _ in self.clauses] + [one.start for one in self.figures]
        self.ends = [one for one in ends if not any(a <= one < b for a, b in brackets)]
        self.times = [one for one in self.times if not self.within(one.start)]
        self.bare = self._bare()

    def _read(self, named: Sequence[Mention]) -> tuple[list[Figure], list[tuple[str, str]]]:
        """Return the figures, and what is none with its kind."""
        text, figures = self.text, list[Figure]()
        for one in self.reading.figures:
            start, stop = one.span
            stop -= text[stop - 1] == "."
            if figures and one.range == "high":
                figures[-1] = Figure(figures[-1].start, stop, [figures[-1].told[0], one])
            else:
                figures.append(Figure(start, stop, [one]))
        ranks = [one for one in self.reading.passed if one.kind == "rank"]
        ranks = [one for one in ranks if not P.own.search(text[: one.start])]
        ranks = [one for one in ranks if not P.streak.match(text, one.start)]
        of_time = {one.start("of") for one in P.short_quarter.finditer(text)}
        ranks = [one for one in ranks if one.start not in of_time]
        figures += [Figure(one.start, one.end, []) for one in ranks]
        passed = [(one.text, one.kind) for one in self.reading.passed if one not in ranks]
        # The 'first' of 'first three quarters' is no rank, and the 1 of '1-4月' counts nothing.
        dated = [one for one in figures if any(t.start <= one.start < t.stop for t in named)]
        passed += [(text[one.start : one.stop], "date") for one in dated]
        return sorted([one for one in figures if one not in dated], key=lambda one: one[:2]), passed

    def _parted(self, named: Sequence[Mention]) -> list[tuple[int, int]]:
        clauses: list[tuple[int, int]] = []
        # 'In May and June' is one time, of which no clause has a part.
        inner = {one.stop + 1 for one in named} & {one.start - 4 for one in named}
        for edge in P.clause.finditer(P.short.sub(lambda one: "_" * len(one[0]), self.text)):
            # 'Old and new sales rose 5%' is one clause: nothing is told before the 'and'.
            opened = clauses[-1][1] if clauses else 0
            if edge[0] == "and" and edge.start() in inner:
                continue
            if edge[0] != "and" or any(opened <= f.stop <= edge.start() for f in self.figures):
                clauses.append(edge.span())
        return clauses

    def _bare(self) -> str:
        """Return the text without asides, and without a 'last month' that is the one reported."""
        bare, marked = self.text, list(self.text)
        for figure in self.figures:
            sign = "¤" if figure.kind in CHANGES else "§"
            marked[figure.start : figure.stop] = sign * (figure.stop - figure.start)
        # 'Last month' is no base where it is the month reported.
        for last in P.last.finditer("".join(marked)):
            if LENGTH[last["unit"].casefold()] == months(self.calendar.focus):
                bare = self.text[: last.end() - 1] + "_" + self.text[last.end() :]
        for start, stop in self.asides:
            bare = bare[: start + 1] + "_" * (stop - start - 2) + bare[stop - 1 :]
        return bare

    @property
    def marked(self) -> str:
        """The text with each figure between arrows."""
        text = self.text
        for start, stop, _ in reversed(self.figures):
            text = f"{text[:start]}→{text[start:stop]}←{text[stop:]}"
        return text

    @property
    def heads(self) -> bool:
        """Whether it is a heading, which speaks for the paragraphs below it."""
        text = self.text
        return not self.figures and len(text) <= _HEADING and text[-1] not in ".。!！?？:："

    def opened(self, place: int) -> int:
        """Return where the clause begins in which a place stands."""
        return max((one for _, one in self.clauses if one <= place), default=0)

    def clause(self, place: int) -> str:
        """Return the clause in which a place stands."""
        ends = [one for one, _ in self.clauses if one >= place]
        return self.text[self.opened(place) : min(ends, default=len(self.text))]

    def named(self, times: Sequence[Mention]) -> set[str]:
        """Return the periods that are named and are no base."""
        return {self.calendar.resolve(self.text, one) for one in times if not one.is_base}

    def compares(self, period: str) -> bool:
        """Whether it tells a base of its own, or a time before the period."""
        if P.compares.search(self.text) or ago(self.bare) or any(t.is_base for t in self.times):
            return True
        begins = span(period)[0] if period else 0
        return any(span(one)[1] < begins for one in self.named(self.times) - {""})

    def semicolon(self, place: int) -> int:
        """Return where the last semicolon before a place stands; -1 where none does."""
        return max(self.text.rfind(sign, 0, place) for sign in ";；")

    def leads(self, time: Mention) -> bool:
        """Whether a time stands before all figures of what a semicolon opens or parts."""
        opened = self.semicolon(time.start)
        return not any(opened < one.start < time.start for one in self.figures)

    def _is_aside(self, start: int, stop: int) -> bool:
        inside = self.text[start + 1 : stop]
        inner = [one for one in self.figures if start < one.start < stop]
        # A change may stand there beside its base: (up 5% from May 2019).
        changes = all(one.kind in CHANGES for one in inner)
        within = [one for one in self.times if start < one.start < stop]
        within = [one for one in within if not (changes and one.is_base)]
        # A year alone tells a time only in front of a figure: (2023: 5 tonnes).
        labels = [one for one in mentions(inside, notes=True) if one.start == 0]
        labels = [one for one in labels if inside[one.stop : one.stop + 1] in (":", "：")]
        within += labels
        other = {self.calendar.resolve(self.text, one) for one in within} - {self.calendar.focus}
        other |= ago(P.against.sub("", inside) if changes else inside)
        return bool(other and (inner or labels))

    def within(self, place: int) -> bool:
        """Tell whether a place stands in an aside."""
        return any(start < place < stop for start, stop in self.asides)

    def gap(self, number: int) -> str:
        """Return the words between a figure and the next; none behind the last."""
        start = [one.start for one in self.figures[number + 1 : number + 2]]
        return self.text[self.figures[number].stop : start[0]] if start else ""

    def link(self, number: int) -> str:
        """Tell what joins a figure to the next, so that the words behind are those of both.

        As in 'rose 3% and 4% in May', and in 'rose 3% to 5 tonnes in May'.
        """
        if not (gap := self.gap(number)):
            return ""
        one, other = self.figures[number : number + 2]
        if P.joins.fullmatch(gap) and [q.kind for q in one.told] == [q.kind for q in other.told]:
            return "list"
        timed = any(one.stop <= time.start < other.start for time in self.times)
        led = one.kind in CHANGES and P.to.fullmatch(gap)
        led = led and other.kind in ("level", "share" if one.kind == "points" else "")
        return "led" if led and not timed and not P.base.search(gap) else ""

    def of_the_base(self, number: int) -> tuple[list[Mention], str]:
        """Return times and words of the figure that a change starts from.

        As in 'up 3% to 6 tonnes from 5 tonnes in May'.
        """
        stop = self.figures[number].stop
        edge = min((one for one, _ in self.clauses if one >= stop), default=len(self.text))
        for later, other in enumerate(self.figures[number + 1 :], number + 1):
            if other.stop > edge or other.kind in CHANGES:
                break
            if P.base.search(self.text[stop : other.start]):
                if gap := self.gap(later):
                    edge = min(edge, other.stop + len(gap))
                near = [one for one in self.times if other.stop <= one.start and one.stop <= edge]
                return [one._replace(is_base=True) for one in near], self.bare[other.stop : edge]
        return [], ""

    def phrase(self, number: int) -> str:
        """Return the shortest clause that reads as this figure, its comparison in it if it can."""
        text, (start, stop, wanted) = self.text, self.figures[number]
        others = [(one.start, one.stop) for one in self.figures if one.start != start]
        clauses = [(0, 0), (len(text), len(text)), *self.clauses]
        words = [one.span() for one in P.word.finditer(text)]
        words += [(start, start), (stop, stop), *others]
        # A phrase that begins at another figure begins with its own words.
        ends = [*clauses, *others, *(one.span() for one in re.finditer("、", text))]
        # Behind another figure, the words before a comma are that one's.
        other = max((end for _, end in others if end <= start), default=0)
        edge = max(end for _, end in clauses if end <= start)
        floor = edge if edge > other > 0 else other
        parts_of = [(clauses, clauses), (clauses, ends), ([*clauses, *words], [*clauses, *words])]
        for begin, finish in parts_of:
            starts = sorted({end for _, end in begin if floor <= end <= start})
            stops = sorted({first for first, _ in finish if first >= stop})
            parts = {text[one:end].strip(EDGES) for one in starts[-8:] for end in stops[:8]}
            for _ in range(3):
                parts |= {P.dangling.sub("", part) for part in parts}
            parts = {re.sub(r"\s*\([^)]*$", "", part) for part in parts}
            good = ""
            # 'Up 3% compared to' is none, where 'up 3%' is.
            for part in sorted(filter(None, parts), key=_by_length):
                if good and P.dangling.search(part):
                    break
                if (told := _reads(part, wanted)) is None:
                    continue
                if wanted and told == (wanted[0].comparison or ""):
                    return part
                good = good or part
            if good:
                return good
        return ""


def only(names: set[str]) -> str:
    """Return the one of these; of none or of several, nothing."""
    return next(iter(names)) if len(names) == 1 else ""


def months(period: str) -> int:
    """Return how many months a period has; none where it is not known."""
    first, last = span(period) if period else (1, 0)
    return last - first + 1


def _is_ordinal(text: str, one: Mention) -> bool:
    """Tell whether a time is a quarter or half by its number: of a year that begins somewhere."""
    numbered = P.ordinal.search(text[one.start : one.stop])
    return bool(numbered) and not one.is_base and one.length in (3, 6)


def _by_length(part: str) -> tuple[bool, int, str]:
    return bool(P.dangling.search(part)), len(part), part


def _reads(part: str, wanted: list[Quantity]) -> str | None:
    """Return the comparison that a clause has where it reads as the figure; else None."""
    try:
        told = find_quantities(part) if wanted else [read_rank(part)]
    except NormalizationError:
        return None
    if wanted and [_size(one) for one in told] != [_size(one) for one in wanted]:
        return None
    return told[0].comparison or ""


def _size(one: Quantity) -> tuple[object, ...]:
    index = "index" in one.candidates
    return one.kind, one.value, one.unit, one.bound, one.low, one.high, one.range, index
