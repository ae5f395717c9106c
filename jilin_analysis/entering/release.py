"""Read a release: its sentences, figures marked, and rows for `reported.csv` from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from typing import NamedTuple

from ..estimates.digits import is_money
from ..folder import Row
from ..naming.names import MetricNames, is_planned, plain
from ..naming.times import AGO, LENGTHS, Mention, against, ago, bases, mentions
from ..phrases import Quantity, read
from .documents import paragraphs, sentence_hash
from .sentence import CHANGES, EDGES, Calendar, Figure, P, Sentence, months, only

_NO_CLAUSE = "no clause reads as this figure alone; it can be typed into series.csv"
_STARTS = "what a change starts from, in another period"
_BY_THE_WAY = "told by the way, of something that the sentence is not about"
_OF_WHEN = "a share, and its words do not say plainly of what period"


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
    status: str = ""
    note: str = ""
    typed: Quantity | None = None
    planned: bool = False

    @property
    def is_change(self) -> bool:
        """Whether it tells growth, and no amount."""
        return self.kind in CHANGES

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
    text: str,
    metrics: Sequence[Row] = (),
    comparison: str = "",
    period: str = "",
    told: bool = False,
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
    told : bool
        Whether somebody told that period of this very text, so that no paragraph begins open.
    """
    found, said = Release(), set[str]()
    topic, lead, listed = period, "", ""
    calendar, known = Calendar(text, period), MetricNames(metrics)
    states = list[tuple[set[str], str, str]]()
    # What a row may be against by words in front of its sentence, if that tells no base itself.
    lent = list[set[str] | None]()
    for paragraph, sentences in enumerate(paragraphs(text), 1):
        # What ends in a colon speaks for the items of the list below it.
        lead = lead if P.item.search(sentences[0]) else ""
        # Behind a paragraph on another time, one that names none is of the one or of the other.
        topic = lead or (period if told or topic in (period, listed or period) else "")
        listed = lead
        own, rows = set[str](), list[Proposal]()
        for number, words in enumerate(sentences, 1):
            one = Sentence(words, f"paragraph {paragraph}, sentence {number}", calendar)
            here = _Rows(one, topic, known, comparison)
            found.shown.append(f"{one.locator}: {one.marked}")
            found.passed += [f"{one.locator}: {text} ({kind})" for text, kind in one.passed]
            unread = [f"{no.text}: {no.reason}. {no.mend}" for no in one.reading.refusals]
            found.refused += [f"{one.locator}: {no}" for no in unread + here.refused]
            topic = _goes_on(topic, one, here.made)
            rows += here.made
            lent += [None if one.compares(row.period) else said | own for row in here.made]
            own |= here.said
            named = only(one.named(one.times))
            if number == 1 and one.heads and named:
                calendar.focus = period = topic = named
            if words.endswith((":", "：")) and named:
                lead = named
            if not one.figures and (status := _status(words, one.heads)):
                states.append((one.named(one.times), status, one.locator))
        near = zip(rows, lent[len(found.proposals) :], strict=True)
        found.proposals += [_based(*one, own, "said in another sentence") for one in near]
        said |= own
    for number, (row, earlier) in enumerate(zip(found.proposals, lent, strict=True)):
        row = _based(row, earlier, said, "said elsewhere in the text")
        if earlier is not None and months(row.period) not in (0, 1, 3, 6):
            year = {"yoy"}
            row = _based(row, year, year, "not said, and of so long a time hardly another")
        found.proposals[number] = _stated(row, states)
    return found


def _status(words: str, loose: bool) -> str:
    """Return what words say of figures: preliminary or revised; not strictly of all, if `loose`."""
    names = {"preliminary": (P.all_early, P.early), "revised": (P.all_late, P.late)}
    return only({name for name, told in names.items() if told[loose].search(words)})


def _stated(row: Proposal, states: list[tuple[set[str], str, str]]) -> Proposal:
    """Give a figure of which its sentence does not say it the status that the text says."""
    own = [one for one in states if not one[0] or row.period in one[0]]
    if row.status or not (status := only({one[1] for one in own})):
        return row
    note = f"That it is {status} is said in {own[0][2]}. {row.note}".strip()
    return replace(row, status=status, note=note)


def _goes_on(topic: str, one: Sentence, rows: Sequence[Proposal]) -> str:
    """Return the time of the sentence behind this one: none that is sure, if this tells another."""
    periods = {row.period for row in rows if not row.planned}
    told = not (one.times and one.figures) or (periods or one.named(one.times[:1])) == {topic}
    return topic if told else ""


class _Words(NamedTuple):
    """The words around a figure: of its clause before it, behind it, and where its own reach."""

    begin: int
    end: int
    before: str
    after: str


class _Rows:
    """The rows that a sentence makes, one figure after the other, and why a figure makes none.

    A change is against what its sentence says of another, else what somebody told.
    """

    def __init__(self, sentence: Sentence, topic: str, known: MetricNames, comparison: str) -> None:
        self.sentence, self.topic, self.known = sentence, topic, known
        self.made: list[Proposal] = []
        self.made_of: list[Figure] = []
        self.refused: list[str] = []
        figures = (one for one in sentence.figures if one.told and not sentence.within(one.start))
        # What the sentence compares with, said of any of its figures; what a rate is compared with
        # in points is not what it was worked out from.
        self.said = {one.comparison for one in figures if one.kind != "points"} & {*AGO}
        # Where the last figure that a change starts from ends.
        self.based = last = 0
        for number, figure in enumerate(sentence.figures):
            by_the_way = any(a <= figure.start < b for a, b in sentence.insertions)
            made: Proposal | str = _BY_THE_WAY if by_the_way else _STARTS
            if not sentence.within(figure.start):
                words = self._around(number, last)
                last = words.end
                made = self._row(number, words)
            if isinstance(made, Proposal):
                self.made.append(made)
                self.made_of.append(figure)
            else:
                self.refused.append(f"{sentence.text[figure.start : figure.stop]}: {made}")
        said = "said of another figure of the sentence"
        own = (
            one.comparison == "other" or P.compares.search(sentence.clause(one.start))
            for one in self.made_of
        )
        lent = (None if told else self.said for told in own)
        many = zip(self.made, lent, strict=True)
        rows = (_based(*one, self.said, said) for one in many)
        given = {comparison} - {""}
        self.made = [_based(row, given, given, "not said here") for row in rows]

    def _around(self, number: int, last: int) -> _Words:
        """Return the words around a figure, its own from those of the one before.

        They end with its clause. Of 'up 3% and 4% on the year', the words behind are those of both.
        """
        one, (start, _, _) = self.sentence, self.sentence.figures[number]
        until = one.figures[next(n for n in count(number) if not one.link(n))].stop
        end = min((e for e in one.ends if e >= until), default=len(one.text))
        stop = one.figures[number - 1].stop if number else 0
        return _Words(
            last, end, one.bare[max(one.opened(start), stop) : start], one.bare[until:end]
        )

    def _row(self, number: int, words: _Words) -> Proposal | str:
        """Return the row of a figure, or why it makes none."""
        one, figure = self.sentence, self.sentence.figures[number]
        text, opens, (begin, end, before, after) = one.text, one.opened(figure.start), words
        listed = "list" in [one.link(n) for n in (number - 1, number) if n >= 0]
        # It may be set off: up by 4% and 3% year on year, respectively.
        apart = listed and P.respectively.search(text[opens : end + len(", respectively")])
        phrase = "" if apart else one.phrase(number)
        typed = None if phrase else _typed(figure.told)
        phrase = phrase or (typed.text if typed else "")
        if reason := self._again(number) if phrase else _NO_CLAUSE:
            return reason
        if self._is_base(number, opens, before):
            self.based = figure.stop
            self.said |= ago(before + after)
            return _OF_WHEN if figure.kind == "share" else _STARTS
        base_times, base_words = one.of_the_base(number)
        times = [time for time in one.times if begin <= time.start and time.stop <= end]
        times += base_times
        inherits = P.no_subject.match(phrase)
        period = self._period(times, begin, end, inherits and not apart)
        if not period and LENGTHS.get(figure.comparison) == months(one.calendar.focus):
            period = one.calendar.focus  # on the quarter before: it is of a quarter
        told, notes = "", list[str]()
        if figure.told:
            against = one.bare[max(opens, begin) : figure.start] + after + base_words
            reason = self._unfit(number, before, after, period)
            told, reason = ("", reason) if reason else self._against(figure, times, period, against)
            if reason:
                return reason
        if planned := is_planned(text[: figure.start]) or is_planned(after):
            period, notes = "", ["A forecast or a plan."]
        status = _status(before + text[figure.start : figure.stop] + after, True)
        status = status or _status(P.amended.sub("", text), True)
        if figure.told and figure.told[0].ambiguous:
            first, *others = figure.told[0].candidates
            notes += [f"Read as {first}; the wording allows {' or '.join(others)} too."]
        part = number and P.of_which.search(one.gap(number - 1))
        subjects = self._subjects(phrase)
        metric = self._metric(subjects, figure.unit, figure.kind in CHANGES)
        called = next(filter(None, map(_called, subjects)), "")
        if not called and (counted := P.counted.search(text[figure.start : figure.stop])):
            called = _called(counted["noun"])
        if typed:
            metric, called, notes = "", "", [f"Printed in a list: {phrase}."]
            notes += [f"It is {status}."] if status else []
        elif figure.is_increment:
            metric = called = ""
            notes.insert(0, "A change as an amount: it wants a metric of its own.")
        elif not (metric or called or figure.kind == "share" or part) and inherits:
            last = [one for one in self.made if one.metric or one.called][-1:]
            metric, called = (last[0].metric, last[0].called) if last else ("", "")
        about = (told, metric, called, period, one.locator, sentence_hash(text))
        note = " ".join(notes)
        return Proposal(phrase, figure.kind, figure.unit, *about, status, note, typed, planned)

    def _period(self, times: list[Mention], begin: int, end: int, inherits: object) -> str:
        """Return what a figure covers: what it names, else the sentence, else the paragraph."""
        one, calendar = self.sentence, self.sentence.calendar
        named = one.named(times)
        if not named and P.cumulative.search(one.text[begin:end]):
            named = {calendar.summed}
        if not named and (this := P.this.search(one.text, begin, end)):
            named = calendar.lasting(this["unit"].casefold())
        if named:
            return only(named)
        head = one.named([time for time in one.times if one.leads(time) and time.start < end])
        before = [row.period for row in self.made]
        if not before:
            return only(head) if head else self.topic
        # A semicolon leads back to the head of the sentence, if it has but one.
        semicolon = one.semicolon(end)
        if self.made_of[-1].start < semicolon and only(head):
            return only(head)
        many = zip(before, self.made_of, strict=True)
        here = [row for row, figure in many if figure.start > semicolon]
        before, inherits = here or before, inherits and here
        if inherits or len({*before}) == 1:
            return before[-1]
        return ""

    def _is_base(self, number: int, opens: int, before: str) -> bool:
        """Tell whether a figure is what a change starts from, in another period."""
        sentence, text = self.sentence, self.sentence.text
        start, _, told = sentence.figures[number]
        if not told:
            return False
        # 'On the prior-year period (H1 2011: 8 tonnes)'.
        opened = text[: 1 + max(text.rfind(sign, 0, start) for sign in "(（")]
        within = told[0].kind not in CHANGES and ")" not in text[len(opened) : start]
        opened = opened.rstrip(" (（") if within else ""
        bases = [time.stop for time in sentence.times if time.is_base]
        bases += [one.end() for pattern in AGO.values() for one in pattern.finditer(text)]
        beside = {len(opened), len(P.period.sub("", opened))} & {*bases}
        also = self._joins_a_base(number)
        turned = any(one.start() < start < one.end() for one in P.turn.finditer(text))
        amount = told[0].kind == "level" and not sentence.figures[number].is_increment
        than = not amount and (P.than.search(before) or P.moved.search(before))
        if beside or also or turned or (P.base.search(before) and not than):
            return True
        if not amount:
            return False
        # '8 tonnes, or 2 each, a year ago': what is 'more than last year' is not of last year.
        while P.or_else.fullmatch(sentence.gap(number)):
            number += 1
        stops = [*(one.start for one in sentence.figures[number + 1 :]), len(text)]
        after = sentence.bare[sentence.figures[number].stop : stops[0]]
        own = before if before == sentence.bare[opens:start] else ""

        def is_its_time(one: re.Match[str] | None) -> bool:
            if not one or not P.beside.fullmatch(gap := after[: one.start()]):
                return False
            # Between a comma and another figure, a time is of that one.
            follows = stops[0] < len(text) and not re.search("[,，;；]", after[one.end() :])
            return not (follows and re.search("[,，]", gap))

        return any(
            pattern.search(own) or is_its_time(pattern.search(after)) for pattern in AGO.values()
        )

    def _joins_a_base(self, number: int) -> bool:
        """Tell whether a figure is joined to one that a change starts from: from 5 and 6 tonnes."""
        if not self.based or self.based != self.sentence.figures[number - 1].stop:
            return False
        one, other = self.sentence.figures[number - 1 : number + 1]
        gap, same = self.sentence.gap(number - 1), (one.kind, one.unit) == (other.kind, other.unit)
        return bool(P.or_else.fullmatch(gap) or (same and P.as_well.fullmatch(gap)))

    def _again(self, number: int) -> str:
        """Return why an amount in brackets right behind another makes no row."""
        if not number or not re.fullmatch(r"\s?[(（]", self.sentence.gap(number - 1)):
            return ""
        first, second = self.sentence.figures[number - 1 : number + 1]
        units = {first.unit, second.unit}
        if len(units) == 2 and all(map(is_money, units)):
            return "the amount before it once more, in another currency"
        if first.kind == second.kind in ("level", "share") and len(units) == 1:
            return "an amount in brackets, as a rule of the time before; its words do not say"
        return ""

    def _unfit(self, number: int, before: str, after: str, period: str) -> str:
        """Return why a figure makes no row; nothing where it does."""
        figure = self.sentence.figures[number]
        text, one = self.sentence.text, figure.told[0]
        words = text[figure.start : figure.stop]
        said = text[self.sentence.semicolon(figure.start) + 1 : figure.stop] + after
        if P.weeks.search(text[: figure.stop] + after) or P.one_day.search(said):
            return "of weeks or days, which are no period here"
        if P.traded.search(before + after):
            return "a price of shares, which is of a day"
        if one.unit == "count" and (P.group.search(before) or P.members.search(words)):
            return "the members of a group, counted"
        if one.kind == "level" and P.sized.search(words):
            return "a size that names a class of things"
        money = is_money(one.unit)
        if figure.is_increment and one.comparison == "other":
            return "a change as an amount, and its base is not the year, quarter or month before"
        if figure.is_increment and one.value < 0 and not money:
            return "a decrease as an amount, and none but of money makes a row"
        counted = number and self.sentence.figures[number - 1].unit == "count"
        if money and counted and P.priced.fullmatch(self.sentence.gap(number - 1)):
            return "a price of what is counted, or a threshold"
        if one.kind in CHANGES and P.inflation.search(before):
            return "the level of a rate, which is growth already"
        led = (text[: time.stop] for time in self.sentence.times if time.length == 2)
        if figure.comparison not in AGO and one.kind in CHANGES and any(map(P.stretch.search, led)):
            return "from one month to the next, or of both: the words allow both"
        rolls = any(P.rolling.match(text, time.start) for time in self.sentence.times)
        if one.kind in CHANGES and rolls and months(period) == 12:
            return "of twelve months, or of their last against a year before: the words allow both"
        shared = self.made and self.made[-1].kind == "share" and P.also_for.search(before)
        shared = shared or (number and self.sentence.link(number - 1) == "led")
        shared = shared or P.share.search(f"{before}%{after}")
        if one.kind == "share" and one.low is not None and not shared:
            return "a percentage, and nothing beside it says whether of a whole or of change"
        if "index" in one.candidates:
            return "growth, or an index of the time before as 100: the words allow both"
        return ""

    def _against(
        self, figure: Figure, times: list[Mention], period: str, words: str
    ) -> tuple[str, str]:
        """Return what a change is against, and why it cannot be told."""
        one, text = figure.told[0], self.sentence.text
        if one.kind not in CHANGES:
            return "", ""
        told = one.comparison or ""
        if told == "other" and not any(one.is_base for one in times):
            # Compared with April, exports rose 5% and imports rose 3%.
            times = [one for one in self.sentence.times if self.sentence.leads(one)]
        since = [one for one in times if one.is_base and one.year != 0]
        since = [one for one in since if one.year or told not in AGO]
        if since and not period:
            return "", ""  # somebody has to say of what time it is
        if since:
            base = text[since[-1].start : since[-1].stop]
            if not (named := against(period, since[-1])) or (told in AGO and told != named):
                return "", f"compared with {base}, not the year, quarter or month before"
            if one.kind != "points":
                self.said.add(named)
            return named, ""
        counted = ago(words)
        if told in AGO:
            if not _lasts(period, told):
                own = {one for one in bases(words, period) if _lasts(period, one)}
                base = "month" if told == "mom" else "quarter"
                return only(own), "" if own else f"{told}, and {period} is no {base}"
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
        before = self.sentence.text[: self.sentence.text.index(phrase)].rstrip(EDGES)
        return [phrase, before[max((one.end() for one in P.clause.finditer(before)), default=0) :]]

    def _metric(self, subjects: list[str], unit: str, change: bool) -> str:
        """Return the metric that these words name last."""
        for words in subjects:
            for name in reversed(self.known.within(words)):
                for metric, row in self.known.rows.items():
                    own = row["unit"]
                    fits = (change or own in ("", unit)) and (unit == "rank") == (own == "rank")
                    if fits and name.metrics.get(metric) == 1:
                        return metric
        return ""


def _called(words: str) -> str:
    """Return what the words before a figure or a verb call it, as far as that can be a name."""
    words = words.strip(EDGES)
    for time in mentions(words)[:1]:
        words = words[time.stop :] if P.when.fullmatch(words[: time.start]) else words
    words = P.lead.sub("", words.strip(EDGES))
    words = words[: min((time.start for time in mentions(words)), default=None)]
    verb = P.verb.search(words)
    if verb and P.does.match(verb[0]):
        return ""
    words = re.split("[(（]", words[: verb.start() if verb else None])[0].strip(EDGES)
    if not (verb and verb[0].isalpha()):  # Machinery accounted for 23%
        words = P.told.sub("", words)
    while (rest := P.dangling.sub("", words).strip(EDGES)) != words:
        words = rest
    while len(parts := words.split()) > 1 and _is_unit(parts[-1]):
        words = " ".join(parts[:-1])  # taxes CHF 5 million
    fits = len(plain(words)) > 1 and len(words) <= 40 and not P.nobody.fullmatch(words)
    names = (one for one in words.split() if not (P.joining.fullmatch(one) or _is_unit(one)))
    return words if fits and any(names) else ""


@cache
def _is_unit(word: str) -> bool:
    """Tell whether a word is a unit or a currency, which names nothing that is measured."""
    found = [one for text in (f"3 {word}", f"{word} 3") for one in read(text).figures]
    return any(one.unit not in ("count", "index") for one in found)


def _based(row: Proposal, lent: set[str] | None, bases: set[str], where: str) -> Proposal:
    """Give a change that names no base the one of these that it can have, if lent, and note it."""
    base = only({one for one in bases if _lasts(row.period, one)})
    if not row.is_change or row.comparison or base not in (lent or ()):
        return row
    note = f"What it is compared with ({base}) is {where}. {row.note}".strip()
    return replace(row, comparison=base, note=note)


def _lasts(period: str, comparison: str) -> bool:
    """Return whether a period is as long as its comparison asks: a month, a quarter."""
    return not period or months(period) == LENGTHS.get(comparison, months(period))


def _typed(many: list[Quantity]) -> Quantity | None:
    """Return a figure of a list that is read with certainty, though no words of its own say so."""
    sure = len(many) == 1 and many[0].bound == "=" and many[0].low is not None
    sure = sure and many[0].unit in ("ratio", "tonne", "CNY", "USD", "count")
    sure = sure and not many[0].ambiguous
    grows = many[0].kind == "growth" and not many[0].comparison
    return many[0] if sure and (grows or many[0].comparison in (*AGO, "level")) else None
