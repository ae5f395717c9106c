"""What a figure of a draft is about: how well a known figure fits the words around it.

Metric, entity and period each fit from 0 to 1: as the name that is nearest, one further off, or one
that was named before. Nothing is decided here; `proofread` holds the best against each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from ..estimates.digits import is_money
from ..folder import METRICS, Folder
from ..naming.names import MetricNames, Name
from ..naming.times import AGO, Mention, against, mentions
from ..paths import table
from ..periods import span
from ..phrases.kinds import CODES, K, S
from ..phrases.tokens import Tokens
from ..showing.exhibit import Work
from .drafts import CELL, Draft
from .facts import SHORT_OF_A_YEAR, Fact, Figure, P, read_figures, simplified

_CHANGE = ("verb", "noun", "rate", "pace", "speed", "drag", "short", "adj", "of_adj")
# What the lexicon of figures tells of a rise or a fall, and what can name a subject.
_RISE, _FALL = (
    "".join(CODES[f"{kind}_{way}"] for kind in _CHANGE) + sign
    for way, sign in (("up", K.PLUS), ("down", K.NEGATIVE))
)
_NAMING = K.WORD + K.TEXT + K.NAME + K.ONE_WORD + K.THING + K.ORDINAL + S.SHARES + S.NUMERALS


@cache
def words(kind: str) -> dict[str, re.Pattern[str]]:
    """Return what finds the words of a kind of `words.csv`, by what they mean."""
    return {
        row["meaning"]: re.compile(rf"\b(?:{row['en']})\b|{row['zh']}", re.IGNORECASE)
        for row in table("citing/words.csv")
        if row["kind"] == kind
    }


class Place(NamedTuple):
    """Where an entity is named, and which; `?` is one that the record does not know."""

    start: int
    stop: int
    entity: str


@dataclass(slots=True)
class Sentence:
    """A sentence with what it names, and what was named before it."""

    text: str
    names: list[Name]
    places: list[Place]
    times: list[Mention]
    neighbours: str  # it and those of its paragraph on both sides
    aspects: list[tuple[re.Pattern[str], re.Match[str] | None, list[Fact]]]
    before: Sentence | None  # in its paragraph
    head: Sentence | None  # the first row of the table that it is a row of
    # What was named last: whom, as how well each fits, when, in which year; and all named so far.
    entities: dict[str, float]
    time: Mention | None
    year: int | None
    named: set[str]
    confirmed: list[Fact] = field(default_factory=list)  # what its figures agree with so far
    bases: list[Mention] = field(default_factory=list)  # the times compared with
    blank: str = ""
    clauses: list[tuple[int, int]] = field(default_factory=list)
    tokens: Tokens | None = None

    def __post_init__(self) -> None:
        """Part the sentence into clauses; no name is parted."""
        blank = _blanked(self.text, [*self.names, *self.places, *self.times])
        self.blank = re.sub(r"(?<=_)['’]s\b", "__", blank)
        ends = [one.span() for one in P.clause_end.finditer(self.blank)]
        self.clauses = [(0, 0), *ends, (len(self.text), len(self.text))]

    def told(self, begin: int, end: int) -> list[tuple[str, str]]:
        """Return the kinds and the characters of the words between two places, names left out."""
        one = self.tokens = self.tokens or Tokens(self.blank)
        first, last = bisect_left(one.starts, begin), bisect_left(one.starts, end)
        return [(one.kinds[n], one.text[one.starts[n] : one.ends[n]]) for n in range(first, last)]

    def clause(self, figure: Figure) -> tuple[int, int]:
        """Return where the clause begins and ends in which a figure stands."""
        number = bisect_right(self.clauses, figure.start, key=lambda one: one[1]) - 1
        end = next(one[0] for one in self.clauses[number + 1 :] if one[0] >= figure.stop)
        return self.clauses[number][1], end


class Subject:
    """What the words around a figure say that it is about."""

    def __init__(self, sentence: Sentence, figure: Figure) -> None:
        self.sentence, self.figure, text = sentence, figure, sentence.text
        self.begin, self.end = sentence.clause(figure)
        # A name stands so that a difference is worth a word; so plainly that it is an error.
        self.inside, self.plain = True, CELL not in text
        self.of_part = False  # the name goes on with what it is a part of: output of our mills
        weights = self._weighted()
        self.metrics: dict[str, float] = {}  # how well each fits
        # The same words stand again and again: the heaviest of them tell how well they fit.
        alike = {one.words: (one, weight) for one, weight in sorted(weights, key=lambda it: it[1])}
        for name, weight in alike.values():
            for metric, part in name.metrics.items():
                fit = weight * (0.2 + 0.8 * part)
                self.metrics[metric] = max(self.metrics.get(metric, 0), fit)
        near = {metric for name, weight in weights if weight >= 0.7 for metric in name.metrics}
        top = max((self.metrics[one] for one in near), default=0)
        # Of the words since the figure before: in yuan, earnings rose by …
        told = [one for one in read_figures(text) if one.kind != "no_unit"]
        stops = [one.stop for one in told if one.stop <= figure.start]
        since = min(self.begin, max(stops, default=0))
        self.worked_out = False  # they speak of what is worked out from such figures: per tonne
        for aspect, around, facts in sentence.aspects:
            here = aspect.search(text, since, self.end)
            self.plain = self.plain and not here
            for fact in facts if here or around else ():
                base = self._base(fact)
                if base >= 0.7 * top:
                    # Where a name stands by the figure, a sentence beside it says less.
                    said = 0.5 if here else 0.3 * (top < 0.9)
                    self.metrics[fact.metric] = said + 0.5 * base
                    self.worked_out = self.worked_out or bool(here and base)
        over_years = figure.kind == "growth" and P.over_years.search(text)
        self.inside = (self.inside or self.worked_out) and not over_years
        self.plain = self.plain and figure.kind not in ("share", "multiple") and figure.bound != "~"
        # The units that the clause names, where they are those of one thing.
        kinds = words("unit").items()
        units = [{*told.split()} for told, one in kinds if one.search(text, self.begin, self.end)]
        if not units and (lead := P.led_by.match(text)):  # In yuan, exports fell by 5 percent
            units = [{*told.split()} for told, one in kinds if one.search(lead[0])]
        self.units = set[str].intersection(*units) if units else set[str]()
        gap = P.beside.match(text, figure.stop)
        self.next = gap.end() if gap else figure.stop  # where the words beside it begin
        self.entities, self.time, self.way = self._whose(), self._when(), self._way()
        ago = figure.kind in ("level", "share") and AGO["yoy"].match(text, self.next)
        # 6.6 percent, against 6.8 percent for China: of another, and not of a time before.
        other = any(0 < one.start - figure.stop <= len(" for the ") for one in sentence.places)
        led = P.base.search(text[: figure.start]) and not (self.dated or other)
        self.is_base = bool(ago or led)
        self.of_a_part = figure.kind == "share" and P.part.match(text, figure.stop)
        # What an amount of money is of: 31 yuan are a price where a tonne is named.
        self.each = words("aspect")["tonne unit"].search(text, self.begin, self.end)
        self.unsaid = words("unsaid")[""].search(text, self.begin, figure.start)
        opened = max(self.begin, text.rfind(":", 0, figure.start) + 1)
        self.denied = words("denied")[""].search(text, opened, figure.start)

    def is_against_another(self, fact: Fact) -> bool:
        """Tell whether it is a change against another time; 环比 is against either short one."""
        both, bases = {self.figure.against, fact.against}, self.sentence.bases
        if not (fact.against or fact.since) or self.figure.kind == "level":
            return False
        if self._spans(fact):
            return not fact.since or self._says("average")
        text = self.sentence.text
        near = [one for one in bases if self.figure.stop <= one.start < self.end]
        for one in near[:1] or [one for one in bases if one.stop <= self.begin][-1:]:
            if fact.since and one.year and 12 * one.year + one.first != span(fact.period)[0]:
                return span(fact.since)[0] != 12 * one.year + one.first
            if named := against(fact.period, one):
                return named != fact.against
            if one.year and fact.against and P.than.search(text, self.figure.stop, one.start):
                return True  # than in 2019
        if fact.since:
            return "yoy" in both or self._says("year")
        return "yoy" in both and bool(both & {*SHORT_OF_A_YEAR})

    def _spans(self, fact: Fact) -> bool:
        """Tell whether the words tell a change over years: those of a fact, if it has any."""
        named = (*self.sentence.times, *self.sentence.bases)
        begins = [12 * one.year + one.first for one in named if one.year]
        if fact.since and span(fact.since)[0] in begins:
            return self.figure.against != "yoy"
        clause = self.sentence.text, self.begin, self.end
        return bool(P.years.search(*clause) or P.over_years.search(*clause))

    def _says(self, kind: str) -> bool:
        """Tell whether its clause has a word of a kind."""
        return bool(words(kind)[""].search(self.sentence.text, self.begin, self.end))

    def fit(self, fact: Fact) -> float:
        """Return how well a fact fits the words, from 0 to 1."""
        return self.whatever_the_time(fact) * self.when(fact)

    def whatever_the_time(self, fact: Fact) -> float:
        """Return how well its metric and its entity fit."""
        if self.of_a_part and fact.kind == "growth" and not fact.worked_out:
            return 0.0
        if self.figure.kind == "growth" and fact.kind == "share" and fact.derived:
            return 0.0
        metric = self.metrics.get(fact.metric, 0.0)
        if fact.since and self._spans(fact):
            metric = max(metric, self._base(fact))
        if not fact.derived:
            # Of an amount without a name, any of the entity and the time may be meant.
            named = self.sentence.names or P.goes_on_about.match(self.sentence.text)
            metric = metric if named else max(metric, 0.25)
            metric *= 0.5 if self.worked_out else 1.0
            measured = {*fact.measured.split("/")}  # dollars per ounce are dollars
            if self.units and not measured & self.units:
                # In yuan is not in dollars; a ratio of either may be of them.
                money = any(map(is_money, measured)) and any(map(is_money, self.units))
                metric *= 0.0 if money and self.figure.kind != "level" else 0.5
        return metric * self.who(fact)

    def of_its_base(self, fact: Fact) -> float:
        """Return how well the metric fits that it was worked out from, and its entity."""
        return self._base(fact) * self.who(fact)

    def _base(self, fact: Fact) -> float:
        """Return how well the metric fits that it was worked out from."""
        return max((self.metrics.get(one, 0.0) for one in fact.base), default=0.0)

    def who(self, fact: Fact) -> float:
        """Return how well its entity fits; none does where somebody unknown is named."""
        passing = fact.worked_out and fact.kind != "level"
        if not fact.entity or (passing and fact.entity in self.sentence.named):
            return 0.9
        return self.entities.get(fact.entity, 0.0)

    def when(self, fact: Fact) -> float:
        """Return how well its period fits; a month or quarter is not the year that words name.

        It may be where the year was named before, and a capacity stands in a month.
        """
        told = self.time or self.sentence.time
        begins, ends = span(fact.period or "0000")
        if fact.period and self.is_base:
            return 0.0 if told and told.year and ends >= 12 * told.year + told.first else 0.6
        if not fact.period or not told:
            return 0.8
        year = (begins - told.first) // 12 if told.year is None else told.year
        first = 12 * year + told.first
        last = first + told.length - 1
        if told.year != 0 and (first, last) == (begins, ends):
            # A time without a year is of the last year that was named, if not of another.
            return 1.0 if (told.year or self.sentence.year) in (None, year) else 0.7
        if told.year and told.length == 12 and first <= begins and ends <= last:
            return 0.6 if not self.time or fact.measure == "capacity" else 0.0
        return 0.0 if self.time else 0.4

    @property
    def conditional(self) -> bool:
        """Whether a condition is told nearby."""
        return bool(words("condition")[""].search(self.sentence.neighbours))

    def _weighted(self) -> list[tuple[Name, float]]:
        """Return names by how near they are; find whether one is the figure's own."""
        sentence, figure = self.sentence, self.figure
        text, names = sentence.text, sentence.names
        bare = P.bare.fullmatch(text, figure.start, figure.stop)
        self.plain = self.plain and not (bare and figure.unit == "count")
        if figure.unit == "count" and not bare:
            # Two production lines: the name is in the figure.
            within = [one for one in names if one.start < figure.stop and figure.start < one.stop]
            # Ten lines are of anything.
            self.inside, self.plain = any(max(one.metrics.values()) > 0.5 for one in within), True
            return [(one, 1.0) for one in within]
        left = [one for one in names if one.stop <= figure.start]
        near = [one for one in left if one.start >= self.begin]
        weights = [(one, 0.3 if one not in left else 0.5 if one in near else 0.4) for one in names]
        after = P.after.match(text, figure.stop)
        behind = [one for one in names if after and one.start == after.end()]
        since = (word for kind, word in sentence.told(self.begin, figure.start) if kind in _NAMING)
        over = self._heads("names")
        if behind and after and (after["noun"] or not near):
            weights.append((behind[0], 1.0))
        elif near:
            nearest = near[-1]
            weights += [(one, 1.0) for one in self._told_of(nearest, left)]
            other = P.other_quantity.search(text[: nearest.start])
            self.of_part = bool(P.partly.match(sentence.blank, nearest.stop))
            self.inside = not (other or self.of_part)
            # 竹纤维产量 is not all of 产量.
            self.plain = self.plain and not any(one.stop == nearest.start for one in left)
        elif all(map(P.empty.fullmatch, since)):
            weights += [(one, 0.9) for one in self._told_of(left[-1], left)] if left else []
        else:
            self.inside = bool(over)
        weights += [(one, 0.8) for one in over]
        earlier = sentence.before.names if sentence.before else ()
        return weights + [(one, 0.4 if names else 0.7) for one in earlier]

    def _told_of(self, nearest: Name, left: list[Name]) -> list[Name]:
        """Return a name and those of its list; of figures told respectively, the one of this."""
        listed = [*_listed(self.sentence.text, left, nearest)][::-1]
        told = [one for one in read_figures(self.sentence.text) if one.start >= nearest.stop]
        if len(listed) == len(told) > 1 and P.each.search(self.sentence.text):
            return [listed[[one.start for one in told].index(self.figure.start)]]
        return listed

    def _heads(self, kind: str) -> list[Any]:
        """Return what of a kind stands over the figure's column in the head of its table."""
        head, column = self.sentence.head, self.sentence.text.count(CELL, 0, self.figure.start)
        named = getattr(head, kind, ())
        return [one for one in named if head and head.text.count(CELL, 0, one.start) == column]

    def _whose(self) -> dict[str, float]:
        own = [one for one in self.sentence.places if one.start < self.end]
        if not (own := own or self._heads("places")):
            return self.sentence.entities
        last = own[-1].entity
        return {} if last == "?" else {one.entity: 0.5 for one in own} | {last: 1.0}

    def _way(self) -> int:
        """Return 1 where the clause, or else what stands before, tells of a rise, -1 of a fall."""
        for begin, end in ((self.begin, self.end), (0, self.figure.start)):
            told = self.sentence.told(begin, end)
            if ways := [kind for kind, _ in told if kind in _RISE + _FALL]:
                return 1 if ways[-1] in _RISE else -1
        return 0

    def moved(self) -> int:
        """Return 1 where the figure is what something rose to, -1 where it fell to it."""
        told = [kind for kind, _ in self.sentence.told(self.begin, self.figure.start)]
        if not told or not {*told}.isdisjoint(S.BASES):
            return 0  # from where is for others to say
        if told[-1] in S.into:
            return 1 if told[-1] is K.INTO_UP else -1
        return self.way if told[-1] is K.TO else 0

    def _when(self) -> Mention | None:
        """Return the time that is told: beside it, then in its clause, then the last before it."""
        stop, names = self.figure.stop, self.sentence.names
        after = P.after.match(self.sentence.text, stop)
        own_name = after.end() if after else -1
        left = [one for one in self.sentence.times if one.stop <= self.figure.start + 2]
        ahead = [
            one
            for one in self.sentence.times
            if stop <= one.start < self.end
            and not one.is_base
            and not any(stop <= name.start < one.start for name in names if name.start != own_name)
        ]
        own = [one for one in left if one.start >= self.begin][-1:] or self._heads("times")
        beside = [one for one in ahead if one.start <= self.next]
        beside = [one for one in beside if self.sentence.text[one.stop : one.stop + 1] not in ":："]
        self.dated = bool(beside)
        # From one quarter to another, output rose from 5 tonnes to 8.
        text, pair = self.sentence.text, left[-2:]
        spans = len(pair) > 1 and P.span.fullmatch(text, pair[0].stop, pair[1].start)
        if spans and P.starts.search(text, pair[1].stop, self.figure.start):
            self.dated, own = True, pair[:1]
        return next(iter([*beside, *own, *ahead, *left[-1:]]), None)


class Subjects:
    """Known figures, ready to find which of them the figures of a draft may be."""

    def __init__(self, folder: Folder, facts: Sequence[Fact]) -> None:
        self.names = MetricNames(folder.tables.get(METRICS, []))
        self.fiscal_year = _fiscal_year(folder, facts)
        self.focus = Work.of(folder.package).entity
        self.entities = _entities(folder, {fact.entity for fact in facts} - {""}, self.focus)
        self._entity = _pattern(self.entities)
        pairs = {(fact.metric, fact.entity) for fact in facts if fact.entity}
        shared = Counter(metric for metric, _ in pairs)
        self.of_focus = {metric for metric, entity in pairs if entity == self.focus}
        self.only = {metric: entity for metric, entity in pairs if shared[metric] == 1}
        known = sorted({*self.entities.values()})
        # Of its group, the listed company has the name and a ticker.
        head = _folded(self.focus).rpartition(" ")[0]
        listed = [one for one in known if one[-1] == ")" and head and _folded(one).startswith(head)]
        self.listed = listed[0] if len(listed) == 1 else "?"
        # Newcomer Mining is Newcomer for short, where no other is.
        heads = Counter(one.split()[0] for one in known)
        of_two = [one.split() for one in known if one.count(" ") == 1]
        self.short = {one: f"{one} {last}" for one, last in of_two if heads[one] == 1}
        # What is worked out from figures: by words of its label, as texts say it.
        derived = [(one, f"{one.name} {one.key}".lower()) for one in facts if one.derived]
        labelled = [(one, {*re.findall(r"[a-z]{2,}", label)}) for one, label in derived]
        self.aspects = [
            (pattern, [one for one, label in labelled if label & {*meaning.split()}])
            for meaning, pattern in words("aspect").items()
        ]

    def _alone(self, name: Name) -> list[str]:
        """Return the metrics of one other entity that a name is the whole name of.

        Exports are none, where the focus has exports of its own.
        """
        if any(name.metrics.get(one, 0) >= 0.5 for one in self.of_focus):
            return []
        return [one for one, part in name.metrics.items() if part == 1 and one in self.only]

    def _named(self, name: str, behind: str) -> str:
        """Return the entity of a name: with a ticker behind it, that of the listed company."""
        entity = self.entities[name]
        if entity != self.focus and P.firm.match(behind):
            return "?"  # 中国石化 is not China
        return self.listed if entity == self.focus and P.ticker.match(behind) else entity

    def sentences(self, draft: Draft) -> Iterator[tuple[int, Sentence]]:
        """Yield the sentences of a draft with their places."""
        text, spans = draft.text, list(draft.sentences())
        before: Sentence | None = None
        head: Sentence | None = None
        entity, named, time, year = "", {self.focus}, None, None
        for number, (start, stop, opens) in enumerate(spans):
            told = text[start:stop]
            near = spans[max(0, number - (not opens)) : number + 2]
            told_times = mentions(told, True, self.fiscal_year)
            year = next((one.year for one in reversed(told_times) if one.year), year)
            times = [kept for one in told_times if (kept := _told(one, told))]
            around = " ".join(text[a:b] for a, b, _ in near)
            plain = simplified(told)
            known = [(one.span(), _folded(one[0])) for one in self._entity.finditer(plain)]
            places = [Place(*place, self._named(name, plain[place[1] :])) for place, name in known]
            within = self.names.within(_blanked(plain, [*places, *told_times]))
            names = [one for one in within if not _is_whom(one, plain)]
            blank = _blanked(told, [*places, *names, *times])
            listed = [one.span() for one in words("listed")[""].finditer(blank)]
            places += [Place(*one, self.listed) for one in listed]
            blank = _blanked(blank, listed)
            group = "?" if entity == "?" else self.focus
            told_of = {entity, *(one.entity for one in places)}
            firm = self.listed if self.listed in told_of else group
            whose_words = ((words("group")[""], group), (words("group")["firm"], firm))
            for pattern, whom in ((P.somebody, "?"), (words("other")[""], "?"), *whose_words):
                found = [
                    Place(one.start(), one.end(), self.short.get(P.own.sub("", one[0]), whom))
                    for one in pattern.finditer(blank)
                    # The works of the group are not the group.
                    if not any(blank[other.stop : one.start()].strip() == "of" for other in places)
                ]
                places, blank = places + found, _blanked(blank, found)
            named = named | ({one.entity for one in places} - {"?"})
            head = head if CELL in told else None
            spoken = [(aspect, aspect.search(around), facts) for aspect, facts in self.aspects]
            # What is known of one entity alone is of it, where nobody is named.
            only = {self.only[key]: 0.6 for one in names for key in self._alone(one)}
            whose = only | {self.focus: 0.85} | ({entity: 0.95} if entity else {})
            passed = (None if opens else before, head, whose, time, year, named)
            one = Sentence(told, names, sorted(places), times, around, spoken, *passed)
            one.bases = [base for base in told_times if base.is_base and base not in times]
            yield start, one
            before = one
            # A row of a table says nothing of the next one; its head does.
            if not head or all(one.kind == "no_unit" for one in read_figures(told)):
                entity = one.places[-1].entity if places else entity
                time = next((one for one in reversed(times) if not one.is_base), time)
            head = head or (one if CELL in told else None)


def _fiscal_year(folder: Folder, facts: Sequence[Fact]) -> dict[str, Any] | None:
    """Return when the years of the figures begin, if all do alike, and what names them."""
    spans = {span(fact.period) for fact in facts if fact.period}
    starts = {first % 12 + 1 for first, last in spans if last - first == 11}
    stated = folder.package.get("fiscal_year")
    by = stated.get("named_by") if isinstance(stated, dict) else "end"
    return {"starts": starts.pop(), "named_by": by} if len(starts) == 1 else None


def _listed(text: str, names: list[Name], last: Name) -> Iterator[Name]:
    """Yield a name and those that it stands in a list with: output, sales and exports."""
    for one in reversed(names):
        if one == last or (
            one.stop < last.start and P.listed.fullmatch(text, one.stop, last.start)
        ):
            yield one
            last = one
        elif one.stop < last.start:
            return


def _told(one: Mention, text: str) -> Mention | None:
    """Return a time that a figure may be of: not one compared with, nor when somebody wrote."""
    words, before, after = text[one.start : one.stop], text[: one.start], text[one.stop :]
    if one.length not in (0, 1, 3, 6, 12) or re.search(r"\bto\b|[-–—至到]", words):
        return one._replace(is_base=False)
    # Of a month alone somebody may have written: only right behind a figure it tells of that.
    behind = not one.year and any(
        P.behind.fullmatch(before, figure.stop) for figure in read_figures(text)
    )
    named = one.length and (one.year or one.length > 1 or not words.isascii() or behind)
    told = not one.is_base or re.search(r"\b[Bb]y\s$", before) or re.match(r",?\s+when\b", after)
    told = told or re.match(r"的?\s?\d", after)  # 从2020年的28亿元增至
    return one if named and told else None


def _is_whom(name: Name, text: str) -> bool:
    """Tell whether a name is but a word for whom: `group` in output value of the group."""
    stop = name.start + len(P.own.sub("", text[name.start : name.stop]))
    groups = (one for pattern in words("group").values() for one in pattern.finditer(text))
    return any(one.start() <= name.start and stop <= one.end() for one in groups)


def _blanked(text: str, named: Iterable[Any]) -> str:
    """Return a text with a line in place of each name."""
    blank = list(text)
    for start, stop, *_ in named:
        blank[start:stop] = "_" * (stop - start)
    return "".join(blank)


def _entities(folder: Folder, known: set[str], focus: str) -> dict[str, str]:
    """Return the entities by the names that texts have for them."""
    found = {_folded(name): name for name in known}
    for name in known:
        short, _, last = name.rpartition(" ")
        if short not in known and (short.count(" ") > 1 or last == "province"):
            found[_folded(short)] = name
        if " of " in name:
            short = name.partition(" of ")[0]
            found[_folded(short if " " in short else f"the {short}")] = name
    # People write of places in ways that no table of names has; these are the same for any data.
    for row in table("citing/words.csv"):
        if row["kind"] == "place" and row["meaning"] in known:
            others = "|".join((row["en"], row["zh"])).strip("|").split("|")
            found |= {_folded(other): row["meaning"] for other in others}
    # A keyword in another script that names no metric is what the focus is called there.
    keywords = folder.package.get("keywords")
    metrics = "".join(name for row in folder.tables.get(METRICS, []) for name in row.values())
    for name in map(simplified, map(str, keywords if isinstance(keywords, list) else ())):
        if focus and not name.isascii() and name not in metrics:
            found[name] = focus
    return found


def _folded(name: str) -> str:
    return " ".join(re.split(r"[\s-]+", name.lower().replace("fibre", "fiber")))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    forms = []
    for name in sorted(names, key=len, reverse=True):
        form = re.escape(name).replace(r"\ ", r"[\s-]+").replace("fiber", "fib(?:er|re)")
        forms.append(rf"\b{form}\b" if name.isascii() and name[-1].isalnum() else form)
    return re.compile("|".join(forms) or r"(?!)", re.IGNORECASE)
