"""Read a release: its sentences, figures marked, and rows for `reported.csv` from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import NamedTuple

from ..folder import Row
from ..naming import patterns
from ..naming.names import MetricNames, plain
from ..naming.times import AGO, LENGTHS, Mention, against, ago, mentions, resolve
from ..periods import span
from ..phrases import NormalizationError, Quantity, find_quantities, read, read_rank
from .documents import paragraphs, sentence_hash

_HEADING = 80
_CHANGES = ("growth", "points", "multiple")
# Where they are used, ¤ stands for a change and § for another figure.
P = patterns("entering/patterns.csv")
_EDGES = ' \t,;:，；：、。.()（）"“”-–—•●▪'
_NUMBERS = ["first", "second", "third", "fourth"]
_LENGTH = {"month": 1, "quarter": 3, "half": 6, "year": 12, "six months": 6, "nine months": 9}
_NO_CLAUSE = "no clause reads as this figure alone; it can be typed into series.csv"
_STARTS = "what a change starts from, in another period"


@dataclass(slots=True, frozen=True)
class Proposal:
    """A row for `reported.csv`, as far as the sentence tells it; what it leaves open is empty.

    A figure in a list, whose own words do not say what it is, is `typed`: a row for `series.csv`.
    """

    phrase: str
    kind: str
    unit: str
    comparison: str
    metric: str
    called: str
    period: str
    locator: str
    digest: str
    note: str = ""
    typed: Quantity | None = None

    @property
    def is_change(self) -> bool:
        """Whether it tells growth, and no amount."""
        return self.kind in _CHANGES

    def lacks(self) -> list[str]:
        """Return what somebody has to say before this is a row."""
        lacking = {
            "metric": not self.metric,
            "period": not self.period,
            "comparison": self.is_change and not self.comparison,
        }
        return [name for name, empty in lacking.items() if empty]


@dataclass(slots=True)
class Release:
    """A text as read: its sentences with marks, the rows proposed, and what makes no row."""

    shown: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)


def propose(
    text: str, metrics: Sequence[Row] = (), comparison: str = "", period: str = ""
) -> Release:
    """Return what a release says, a proposal for each figure and rank.

    Parameters
    ----------
    text : str
        The release; a line is a paragraph.
    metrics : sequence of dict
        Rows of `metrics.csv`, whose names are looked for.
    comparison : str
        What a change is against where its sentence does not say.
    period : str
        What a figure covers where its paragraph does not say.
    """
    found, said = Release(), set[str]()
    topic, lead, listed = period, "", ""
    calendar, known = _Calendar(text, period), MetricNames(metrics)
    for paragraph, sentences in enumerate(paragraphs(text), 1):
        # What ends in a colon speaks for the items of the list below it.
        lead = lead if P.item.search(sentences[0]) else ""
        # Behind a paragraph on another time, one that names none is of the one or of the other.
        topic = lead or (period if topic in (period, listed or period) else "")
        listed = lead
        own, rows = set[str](), list[Proposal]()
        for number, told in enumerate(sentences, 1):
            one = _Sentence(told, f"paragraph {paragraph}, sentence {number}", calendar)
            one.show(found)
            here = one.rows(found, topic, known, comparison)
            topic = one.goes_on(topic, here)
            rows += here
            own |= one.said
            named = _only(one.named(one.times))
            if number == 1 and one.heads and named:
                calendar.focus = period = topic = named
            if told.endswith((":", "：")) and named:
                lead = named
        found.proposals += [_based(row, own, "said in another sentence") for row in rows]
        said |= own
    for number, row in enumerate(found.proposals):
        row = _based(row, said, "said elsewhere in the text")
        long = {"yoy"} if _months(row.period) not in (0, 1, 3, 6) else set[str]()
        row = _based(row, long, "not said, and of so long a time hardly another")
        found.proposals[number] = row
    return found


class _Calendar:
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
        longer = {one for one in to_now if _months(one) > _months(focus)}
        begun = focus if _months(focus) > 1 and span(focus)[0] % 12 == 0 else ""
        self.summed = _only(longer) if longer else begun

    def resolve(self, text: str, one: Mention) -> str:
        """Return a time as a period.

        Where the text speaks of a fiscal year, its one quarter (or half) is that of the focus, and
        of several none can be told.
        """
        if self.fiscal is None or not _is_ordinal(text, one):
            return resolve(one, self.focus)
        return self.focus if len(self.fiscal) == 1 and _months(self.focus) == one.length else ""

    def lasting(self, unit: str) -> set[str]:
        """Return the time so long that ends with the focus: 'for the six months'."""
        length, last = _LENGTH[unit], span(self.focus)[1] if self.focus else 0
        if length == _months(self.focus) or (self.focus and unit.endswith("s")):
            now = Mention(0, 0, None, (last + 1 - length) % 12, length, is_base=False)
            return {resolve(now, self.focus)}
        return set()


class _Figure(NamedTuple):
    """A figure of a sentence: its place, and its quantity; of a range two, of a rank none."""

    start: int
    stop: int
    told: list[Quantity]

    @property
    def kind(self) -> str:
        return self.told[0].kind if self.told else "rank"

    @property
    def unit(self) -> str:
        return self.told[0].unit if self.told else "rank"


class _Sentence:
    """A sentence as it is read: its figures, its clauses, and the times that it names."""

    def __init__(self, text: str, locator: str, calendar: _Calendar) -> None:
        self.text, self.locator, self.calendar = text, locator, calendar
        self.reading, named = read(text), mentions(text)
        aside = [one.span() for one in P.aside.finditer(text)]
        self.times = [one for one in named if not any(a <= one.start < b for a, b in aside)]
        figures: list[_Figure] = []
        for one in self.reading.figures:
            start, stop = one.span
            stop -= text[stop - 1] == "."
            if figures and one.range == "high":
                figures[-1] = _Figure(figures[-1].start, stop, [figures[-1].told[0], one])
            else:
                figures.append(_Figure(start, stop, [one]))
        ranks = [one for one in self.reading.passed if one.kind == "rank"]
        ranks = [one for one in ranks if not P.own.search(text[: one.start])]
        figures += [_Figure(one.start, one.end, []) for one in ranks]
        self.passed = [(one.text, one.kind) for one in self.reading.passed if one not in ranks]
        # The 'first' of 'first three quarters' is no rank, and the 1 of '1-4月' counts nothing.
        dated = [one for one in figures if any(t.start <= one.start < t.stop for t in named)]
        self.passed += [(text[one.start : one.stop], "date") for one in dated]
        self.figures = sorted([one for one in figures if one not in dated], key=lambda one: one[:2])
        self.clauses: list[tuple[int, int]] = []
        for edge in P.clause.finditer(P.short.sub(lambda one: "_" * len(one[0]), text)):
            # 'Old and new sales rose 5%' is one clause: nothing is told before the 'and'.
            opened = self.clauses[-1][1] if self.clauses else 0
            if edge[0] != "and" or any(opened <= f.stop <= edge.start() for f in self.figures):
                self.clauses.append(edge.span())
        # A bracket ends no words of a figure, unless there are words beside a figure in it:
        # '8 TEU (boxes of 20 feet) in May', '8 tonnes (7 tonnes) in May'.
        brackets = [one.span() for one in P.bracket.finditer(text)]
        self.asides = [one for one in brackets if self._is_aside(*one)]
        brackets = [
            (a, b)
            for a, b in brackets
            if (a, b) in self.asides
            or not [f for f in self.figures if a < f.start < b and (a + 1, b - 1) != f[:2]]
        ]
        ends = [one for one, _ in self.clauses] + [one.start for one in self.figures]
        self.ends = [one for one in ends if not any(a <= one < b for a, b in brackets)]
        self.times = [one for one in self.times if not self._within(one.start)]
        marked = list(text)
        for figure in self.figures:
            sign = "¤" if figure.kind in _CHANGES else "§"
            marked[figure.start : figure.stop] = sign * (figure.stop - figure.start)
        # 'Last month' is no base where it is the month reported.
        self.bare = text
        for last in P.last.finditer("".join(marked)):
            if _LENGTH[last["unit"].casefold()] == _months(calendar.focus):
                self.bare = text[: last.end() - 1] + "_" + text[last.end() :]
        for start, stop in self.asides:
            self.bare = self.bare[: start + 1] + "_" * (stop - start - 2) + self.bare[stop - 1 :]
        told = [one.told[0] for one in self.figures if one.told and not self._within(one.start)]
        self.said = {one.comparison or "" for one in told} & {*AGO}
        # A heading speaks for the paragraphs below it.
        self.heads = not self.figures and len(text) <= _HEADING and text[-1] not in ".。!！?？:："
        # Where the last figure that a change starts from ends.
        self.based = 0

    def _is_aside(self, start: int, stop: int) -> bool:
        """Tell whether a bracket tells a figure of another time: 'rose 5% (Q1 2020: 4%)'."""
        within = [one for one in self.times if start < one.start < stop]
        other = {self.calendar.resolve(self.text, one) for one in within} - {self.calendar.focus}
        other |= ago(self.text[start:stop])
        return bool(other) and any(start < one.start < stop for one in self.figures)

    def _within(self, place: int) -> bool:
        return any(start < place < stop for start, stop in self.asides)

    def show(self, found: Release) -> None:
        """Say what stands here, each figure marked, and what is no figure."""
        text = self.text
        for start, stop, _ in reversed(self.figures):
            text = f"{text[:start]}→{text[start:stop]}←{text[stop:]}"
        found.shown.append(f"{self.locator}: {text}")
        found.refused += [
            f"{self.locator}: {one.text}: {one.reason}. {one.mend}" for one in self.reading.refusals
        ]
        found.passed += [f"{self.locator}: {words} ({kind})" for words, kind in self.passed]

    def rows(
        self, found: Release, topic: str, known: MetricNames, comparison: str
    ) -> list[Proposal]:
        """Return a row for each figure, and say why one makes none.

        A change is against what its sentence says of another, else what somebody told.
        """
        rows: list[Proposal] = []
        periods: list[str] = []
        last = 0
        for number, figure in enumerate(self.figures):
            if self._within(figure.start):
                words = self.text[figure.start : figure.stop]
                found.refused.append(f"{self.locator}: {words}: {_STARTS}")
                continue
            # A figure's own words reach from those of the one before to the end of its clause.
            # Of 'up 3% and 4% on the year', the words behind are those of both.
            with_ = next(n for n in count(number) if not self._link(n))
            until = self.figures[with_].stop
            begin, last = last, min((e for e in self.ends if e >= until), default=len(self.text))
            opens = max((one for _, one in self.clauses if one <= figure.start), default=0)
            before = self.bare[max(opens, self._stop(number - 1)) : figure.start]
            after = self.bare[until:last]
            listed = "list" in [self._link(n) for n in (number - 1, number) if n >= 0]
            apart = listed and P.respectively.search(self.text[opens:last])
            phrase = "" if apart else self._phrase(number)
            typed = None if phrase else _typed(figure.told)
            phrase = phrase or (typed.text if typed else "")
            times = [one for one in self.times if begin <= one.start and one.stop <= last]
            base_times, base_words = self._of_the_base(number)
            times += base_times
            named = self.named(times)
            if not named and P.cumulative.search(self.text[begin:last]):
                named = {self.calendar.summed}
            if not named and (this := P.this.search(self.text, begin, last)):
                named = self.calendar.lasting(this["unit"].casefold())
            period = _period(named, periods, bool(P.no_subject.match(phrase)), topic)
            told = ""
            reason = self._again(number) if phrase else _NO_CLAUSE
            if not reason and self._is_base(number, opens, before):
                reason = _STARTS
                self.based = figure.stop
                self.said |= ago(before + after)
            if figure.told and not reason:
                reason = self._unfit(figure, before, after)
            if figure.told and not reason:
                words = self.bare[max(opens, begin) : figure.start] + after + base_words
                told, reason = self._against(figure.told[0], times, period, words)
            if reason:
                words = self.text[figure.start : figure.stop]
                found.refused.append(f"{self.locator}: {words}: {reason}")
                continue
            notes = []
            if P.forecast.search(self.text[: figure.start]) or P.forecast.search(after):
                period, notes = "", ["A forecast or a plan."]
            if figure.told and figure.told[0].ambiguous:
                first, *others = figure.told[0].candidates
                notes += [f"Read as {first}; the wording allows {' or '.join(others)} too."]
            periods.append(period)
            subjects = self._subjects(phrase)
            metric = self._metric(subjects, figure.unit, figure.kind in _CHANGES, known)
            called = next(filter(None, map(_called, subjects)), "")
            if typed:
                metric, called, notes = "", "", [f"Printed in a list: {phrase}."]
            elif figure.kind == "level" and figure.told[0].comparison != "level":
                metric = called = ""
                notes.insert(0, "A change as an amount: it wants a metric of its own.")
            elif rows and not (metric or called) and P.no_subject.match(phrase):
                metric, called = rows[-1].metric, rows[-1].called
            about = (told, metric, called, period, self.locator, sentence_hash(self.text))
            rows.append(Proposal(phrase, figure.kind, figure.unit, *about, " ".join(notes), typed))
        rows = [_based(row, self.said, "said of another figure of the sentence") for row in rows]
        return [_based(row, {comparison} - {""}, "not said here") for row in rows]

    def goes_on(self, topic: str, rows: Sequence[Proposal]) -> str:
        """Return the time that the next sentence goes on with."""
        periods = {row.period for row in rows}
        if not self.times or not periods or periods == {topic}:
            return topic
        # Only what stands in front is what a paragraph goes on to speak of.
        first = self.times[0]
        opens = first.start <= len("In the financial ") and not first.is_base
        return _only(periods) if opens else ""

    def named(self, times: Sequence[Mention]) -> set[str]:
        """Return the periods that are named and are no base."""
        return {self.calendar.resolve(self.text, one) for one in times if not one.is_base}

    def _stop(self, number: int) -> int:
        return self.figures[number].stop if number >= 0 else 0

    def _gap(self, number: int) -> str:
        """Return the words between a figure and the next; none behind the last."""
        start = [one.start for one in self.figures[number + 1 : number + 2]]
        return self.text[self.figures[number].stop : start[0]] if start else ""

    def _link(self, number: int) -> str:
        """Tell what joins a figure to the next, so that the words behind are those of both.

        As in 'rose 3% and 4% in May', and in 'rose 3% to 5 tonnes in May'.
        """
        if not (gap := self._gap(number)):
            return ""
        one, other = self.figures[number : number + 2]
        if P.joins.fullmatch(gap) and [q.kind for q in one.told] == [q.kind for q in other.told]:
            return "list"
        timed = any(one.stop <= time.start < other.start for time in self.times)
        led = one.kind in _CHANGES and other.kind == "level" and P.to.fullmatch(gap)
        return "led" if led and not timed and not P.base.search(gap) else ""

    def _of_the_base(self, number: int) -> tuple[list[Mention], str]:
        """Return times and words of the figure that a change starts from.

        As in 'up 3% to 6 tonnes from 5 tonnes in May'.
        """
        stop = self.figures[number].stop
        edge = min((one for one, _ in self.clauses if one >= stop), default=len(self.text))
        for later, other in enumerate(self.figures[number + 1 :], number + 1):
            if other.stop > edge or other.kind in _CHANGES:
                break
            if P.base.search(self.text[stop : other.start]):
                if gap := self._gap(later):
                    edge = min(edge, other.stop + len(gap))
                near = [one for one in self.times if other.stop <= one.start and one.stop <= edge]
                return [one._replace(is_base=True) for one in near], self.bare[other.stop : edge]
        return [], ""

    def _phrase(self, number: int) -> str:
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
            parts = {text[one:end].strip(_EDGES) for one in starts[-8:] for end in stops[:8]}
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

    def _is_base(self, number: int, opens: int, before: str) -> bool:
        """Tell whether a figure is what a change starts from, in another period."""
        start, _, told = self.figures[number]
        if not told:
            return False
        # 'On the prior-year period (H1 2011: 8 tonnes)'.
        opened = self.text[: 1 + max(self.text.rfind(sign, 0, start) for sign in "(（")]
        within = told[0].kind not in _CHANGES and ")" not in self.text[len(opened) : start]
        opened = opened.rstrip(" (（") if within else ""
        bases = [time.stop for time in self.times if time.is_base]
        bases += [one.end() for pattern in AGO.values() for one in pattern.finditer(self.text)]
        beside = {len(opened), len(P.period.sub("", opened))} & {*bases}
        also = self.based and P.or_else.fullmatch(self.text[self.based : start])
        than = told[0].kind in _CHANGES and P.than.search(before)
        if beside or also or (P.base.search(before) and not than):
            return True
        if told[0].kind != "level" or told[0].comparison != "level":
            return False
        # '8 tonnes, or 2 each, a year ago': what is 'more than last year' is not of last year.
        while P.or_else.fullmatch(self._gap(number)):
            number += 1
        stops = [*(one.start for one in self.figures[number + 1 :]), len(self.text)]
        after = self.bare[self.figures[number].stop : stops[0]]
        own = before if before == self.bare[opens:start] else ""
        return any(
            pattern.search(own)
            or ((one := pattern.search(after)) and P.beside.fullmatch(after[: one.start()]))
            for pattern in AGO.values()
        )

    def _again(self, number: int) -> str:
        """Return why an amount in brackets right behind another makes no row."""
        if not number or not re.fullmatch(r"\s?[(（]", self._gap(number - 1)):
            return ""
        first, second = self.figures[number - 1 : number + 1]
        units = {first.unit, second.unit}
        if len(units) == 2 and all(re.fullmatch("(?!TEU)[A-Z]{3}", unit) for unit in units):
            return "the amount before it once more, in another currency"
        if first.kind == second.kind in ("level", "share") and len(units) == 1:
            return "an amount in brackets, as a rule of the time before; its words do not say"
        return ""

    def _unfit(self, figure: _Figure, before: str, after: str) -> str:
        """Return why a figure makes no row; nothing where it does."""
        words, one = self.text[figure.start : figure.stop], figure.told[0]
        if P.traded.search(before + after):
            return "a price of shares, which is of a day"
        if one.unit == "count" and (P.group.search(before) or P.members.search(words)):
            return "the members of a group, counted"
        if one.kind == "level" and re.search(r"(?:\d|illion)-[A-Za-z]", words):
            return "a size that names a class of things"
        if one.kind == "share" and one.low is not None and not P.share.search(f"{before}%{after}"):
            return "a percentage, and nothing beside it says whether of a whole or of change"
        if "index" in one.candidates:
            return "growth, or an index of the time before as 100: the words allow both"
        return ""

    def _against(
        self, one: Quantity, times: list[Mention], period: str, words: str
    ) -> tuple[str, str]:
        """Return what a change is against, and why it cannot be told."""
        if one.kind not in _CHANGES:
            return "", ""
        told = one.comparison or ""
        bases = [one for one in times if one.is_base and one.year != 0]
        bases = [one for one in bases if one.year or told not in AGO]
        if bases and period:
            base = self.text[bases[-1].start : bases[-1].stop]
            if not (named := against(period, bases[-1])) or (told in AGO and told != named):
                return "", f"compared with {base}, not the year, quarter or month before"
            self.said.add(named)
            return named, ""
        counted = ago(words)
        if told in AGO:
            if not _lasts(period, told):
                return told, f"{told}, and {period} is no {'month' if told == 'mom' else 'quarter'}"
            unsure = bool(counted) and told not in counted
            return told, "its words name two times to compare it with" if unsure else ""
        if told == "other" and not counted:
            return "", "compared with a time that is not the year, quarter or month before"
        if len(counted) != 1:
            return "", ""
        self.said |= counted
        return counted.pop(), ""

    def _subjects(self, phrase: str) -> list[str]:
        """Return the words that may name a metric: the phrase, or else what stands before it."""
        if not P.no_subject.match(phrase):
            return [phrase]
        before = self.text[: self.text.index(phrase)].rstrip(_EDGES)
        return [phrase, before[max((one.end() for one in P.clause.finditer(before)), default=0) :]]

    def _metric(self, subjects: list[str], unit: str, change: bool, known: MetricNames) -> str:
        """Return the metric that these words name last."""
        for words in subjects:
            for name in reversed(known.within(words)):
                for metric, row in known.rows.items():
                    own = row["unit"]
                    fits = (change or own in ("", unit)) and (unit == "rank") == (own == "rank")
                    if fits and name.metrics.get(metric) == 1:
                        return metric
        return ""


def _by_length(part: str) -> tuple[bool, int, str]:
    return bool(P.dangling.search(part)), len(part), part


def _called(words: str) -> str:
    """Return what the words before a figure or a verb call it, as far as that can be a name."""
    words = P.lead.sub("", words.strip(_EDGES))
    verb = P.verb.search(words)
    if verb and P.does.match(verb[0]):
        return ""
    words = words[: verb.start() if verb else None].strip(_EDGES)
    fits = len(plain(words)) > 1 and len(words) <= 40
    return words if fits and not P.nobody.fullmatch(words) else ""


def _period(named: set[str], before: list[str], inherits: bool, topic: str) -> str:
    """Return what a figure covers: the time it names, else the sentence's, else the paragraph's."""
    if named:
        return _only(named)
    if before and (inherits or len({*before}) == 1):
        return before[-1]
    return "" if before else topic


def _is_ordinal(text: str, one: Mention) -> bool:
    """Tell whether a time is a quarter or half by its number: of a year that begins somewhere."""
    numbered = P.ordinal.search(text[one.start : one.stop])
    return bool(numbered) and not one.is_base and one.length in (3, 6)


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _based(row: Proposal, bases: set[str], where: str) -> Proposal:
    """Give a change that names no base the one of these that it can have, and note it."""
    base = _only({one for one in bases if _lasts(row.period, one)})
    if not row.is_change or row.comparison or not base:
        return row
    note = f"What it is compared with ({base}) is {where}. {row.note}".strip()
    return replace(row, comparison=base, note=note)


def _months(period: str) -> int:
    """Return how many months a period has; none where it is not known."""
    first, last = span(period) if period else (1, 0)
    return last - first + 1


def _lasts(period: str, comparison: str) -> bool:
    """Return whether a period is as long as its comparison asks: a month, a quarter."""
    return not period or _months(period) == LENGTHS.get(comparison, _months(period))


def _typed(many: list[Quantity]) -> Quantity | None:
    """Return a figure of a list that is read with certainty, though no words of its own say so."""
    sure = len(many) == 1 and many[0].bound == "=" and many[0].low is not None
    sure = sure and many[0].unit in ("ratio", "tonne", "CNY", "USD") and not many[0].ambiguous
    grows = many[0].kind == "growth" and not many[0].comparison
    return many[0] if sure and (grows or many[0].comparison in (*AGO, "level")) else None


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
