"""What a figure of a draft is about: its metric, of whom and when, by the words around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from .drafts import CELL
from .facts import Fact
from .names import Name, Names, Place, is_other_time, same_time, times_in
from .reader import Figure, read_figures, simplified

_CLAUSE_END = re.compile(
    r"[,，、;；:：—]\s|[，、；：—]|\s–\s|\b(?:and|while|whereas|but|though|although)\b|而|但"
)
_FALL = re.compile(
    r"\b(?:f[ea]ll|drop|declin|decreas|shr[aiu]nk|contract|down|low|less|fewer|reduc|los[est]|minus|"
    r"slump|plung|slid|cut|sank|weak)|下降|减|下滑|回落|下跌|收缩|萎缩|降|跌",
    re.IGNORECASE,
)
_RISE = re.compile(
    r"\b(?:r[io]s|gr[eo]w|increas|up\b|high|more|gain|jump|surg|climb|boost|soar|expan|advanc|"
    r"improv|plus)|[+＋]|增|升|涨|提高|上扬",
    re.IGNORECASE,
)
_WAYS = (_RISE, _FALL)
_PLAN = re.compile(
    r"\b(?:plans?|planned|targets?|targeted|aims?|goals?|guidance|forecasts?|expects?|expected|will|"
    r"outlook)\b|计划|力争|目标|预计|将(?!近)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|nor|cannot)\b|n[’']t\b|并非|没有|不是|并未")
_UNTIL = re.compile(r"\s*[%％]?\s*(?:to|–|-|and|至|到)\s*[-+−]?\d[\d.]*\s?(?:[%％]|per\s?cent)")
_UNTIL_BEFORE = re.compile(r"\d\s*(?:[%％]|percent|per cent)?\s*(?:to|–|-|and|至|到)\s*[-+−]?$")
_MEASURES = [
    ({"USD"}, re.compile(r"\bdollars?\b|US\$|\bUSD\b|美元", re.IGNORECASE)),
    ({"CNY"}, re.compile(r"\byuan\b|\bRMB\b|\brenminbi\b|人民币", re.IGNORECASE)),
    ({"USD", "CNY"}, re.compile(r"\b(?:in|by) value\b|金额|价值", re.IGNORECASE)),
    ({"tonne"}, re.compile(r"\b(?:in|by) (?:weight|volume|tonn\w+)\b|数量|重量", re.IGNORECASE)),
]
_OTHER_QUANTITY = re.compile(
    r"\b(?:share|proportion|part|price|cost|quality|number|rest)s?\s+of\s+(?:the\s+|its\s+)?$|"
    r"\b(?:non-|average\s+)$",
    re.IGNORECASE,
)
_PER = re.compile(
    r"^(?:\s+(?:earned|value))?\s+(?:per|for each|for every|a)\s+\w+|^\s*的?单价", re.I
)
_CHANGE = (
    r"rise|increase|growth|gain|jump|surge|expansion|upturn|fall|drop|decline|decrease|decay|"
    r"reduction|slump|plunge|contraction|improvement|advance|change|boost|uptick|slide"
)
_AFTER = re.compile(
    rf"\s*(?:(?:year[- ]on[- ]year|annual)\s+)?(?:(?:(?P<noun>{_CHANGE})\s+)?(?:in|of|for)\s+|"
    r"(?P<more>more\s|less\s|fewer\s|higher\s|lower\s|[(（])\s*)(?:the\s+|its\s+)?"
    r"(?:[A-Z][\w ]{0,40}(?:'s|’s)\s+)?",
    re.IGNORECASE,
)
# Words between a clause's beginning and its figure that are no subject.
_NO_SUBJECT = re.compile(
    rf"(?:[\W_]|\b(?:{_CHANGE}|up|down|plus|minus|an?|the|or|by|of|at|to|with|than|in|on|it|they|this|"
    r"that|these|which|both|is|was|are|were|be|been|had|has|have|did|not|rose|rising|risen|fell|falling|"
    r"fallen|grew|grown|growing|(?:increas|decreas|declin|dropp|jump|surg|gain|plung|expand|"
    r"contract|reach|total|amount|stand|stood|climb|soar|slump)(?:ed|es|s|ing)?|came|come|more|"
    r"less|higher|lower|about|around|nearly|almost|some|just|only|over|under|roughly|"
    r"approximately|exactly|dollars?|yuan|rmb|terms|value|weight|volume|tonnes|year|yoy|y|respectively|still|even|also|then|there|result|figure|"
    r"answering|a|said|reported|percent|per|cent)\b|[年同环比增长减下降上升提高达到了为约近超过其该"
    r"均分别实现则仅仍也又共计至率幅])*",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|suppos\w*|assum\w*|provided|given that|as long as|whether|conditional\w*|premise|"
    r"would|should|holds?|under the)\b|若|如果|假设|假定|前提|倘若|的话",
    re.IGNORECASE,
)
_STRANGER = re.compile(
    r"(?<![.!?\n] )(?<!^)(?<![\w|])(?:[A-Z][\w&-]+\s)*[A-Z][\w&-]{2,}(?='s|’s|\s|$|,)|"
    r"[\u4e00-\u9fff]{2,8}(?:公司|集团|股份|企业|厂)"
)
# Somebody whom the record does not know, as the subject of a verb or the owner of a figure.
_SOMEBODY = re.compile(
    r"\b(?!(?:The|It|Its|In|At|For|By|From|Our|Their|This|That|These|And|But|While|Of|On)\b)"
    r"[A-Z][\w&-]+(?:\s[A-Z][\w&-]+){0,3}(?:(?:'s|’s)\s+(?=_)|\s+(?:(?:also|has|had)\s+)?"
    r"(?=(?:(?:raised|lifted|boosted|cut|increased|expanded|grew|saw|sold|produced|made|exported|"
    r"earned|posted)\b|(?:said|says|reported)\s(?:that\s)?its\s_)))|\b(?:World|Global)\s+(?=_)|"
    r"\bIn\s(?!Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[A-Z][a-z]+(?=,\s)|"
    r"[\u4e00-\u9fff]{2,6}(?:公司|集团|股份|企业|石化|化纤|科技|控股|实业)|"
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}[省市](?=_|\d)"
)
# The output of something is not that of the whole; of the group, or of all, it is.
_PARTLY = re.compile(
    r"\s+(?:of\s+(?:the\s|its\s|all\s)?(?!_|the\b|all\b|its\b|it\b|them\b|group|firm|company|enterprise|mill|"
    r"plant|maker|nation|country|province|quarter|year|period|first)[a-z]|to\s+(?:the\s)?[A-Z])"
)
# Somebody else who has no name.
_OTHERS = re.compile(
    r"\b(?:listed\s+(?:company|arm|unit|firm)|subsidiary|affiliate|parent\s+company|rival|competitor|"
    r"peer)s?\b|上市公司|子公司|母公司|同行|对手",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"\b(?:in|over|within)\s+(?:the\s+)?(?:two|three|four|five|\d+)\s+years\b", re.I
)
_PART = re.compile(r"\s+of\s+(?:the|its|all|what|their|our)?\b(?!\s*(?:19|20)\d\d)")


def blanked(text: str, *named: Sequence[tuple[Any, ...]]) -> str:
    """Return a text with a line in place of each name."""
    blank = list(text)
    for start, stop, *_ in (one for some in named for one in some):
        blank[start:stop] = "_" * (stop - start)
    return "".join(blank)


class Cell(NamedTuple):
    """What a cell in the head of a table names."""

    metrics: list[Name]
    entity: str
    period: str


@dataclass(slots=True)
class Sentence:
    """A sentence with what it names, and what those before it named.

    Attributes
    ----------
    neighbours : str
        The sentence with those of its paragraph on both sides.
    before : list of set
        The metrics of the sentences before it.
    entity, period : str
        Those that were named last.
    named : set of str
        All entities that the draft has named, and the one that the data are about.
    explicit : bool
        Whether the draft has named any.
    head : list of Cell
        The first row of the table that it is a row of.
    confirmed : list of Fact
        What its figures agree with so far; `last` is where the last of them stands.
    """

    text: str
    metrics: list[Name]
    entities: list[Place]
    times: list[Place]
    neighbours: str
    before: list[set[str]]
    entity: str
    named: set[str]
    period: str
    explicit: bool
    head: list[Cell]
    confirmed: list[Fact] = field(default_factory=list)
    last: int = -1
    blank: str = ""
    clauses: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Part the sentence into clauses; no name is parted."""
        self.blank = blanked(
            self.text, self.entities, self.times, [one[:2] for one in self.metrics]
        )
        ends = [one.span() for one in _CLAUSE_END.finditer(self.blank)]
        self.clauses = [(0, 0), *ends, (len(self.text), len(self.text))]

    def clause(self, start: int, stop: int) -> tuple[int, int]:
        """Return where the clause begins and ends in which a figure stands."""
        number = bisect_right(self.clauses, start, key=lambda one: one[1]) - 1
        end = next(one[0] for one in self.clauses[number + 1 :] if one[0] >= stop)
        return self.clauses[number][1], end


@dataclass(frozen=True, slots=True)
class Subject:
    """What the words around a figure say that it is about.

    Attributes
    ----------
    begin, end : int
        Its clause in the sentence.
    metrics, plainly, loosely, wider : set of str
        What its metric may be: by the name and what is worked out of it, by the name alone, as a
        part of a name, as one of the words of a name.
    entity, period : str
    when : str
        The time that the sentence itself names.
    full : bool
        The name is the metric's full name.
    accused : bool
        The name is so near that a difference is worth a word.
    sure : bool
        All is so plain that a difference is an error.
    unnamed : bool
        There is no name.
    worked_out : bool
        The words speak of what is worked out from such figures: per tonne, the share of.
    units : set of str
        The units that its clause names.
    directions : tuple of bool
        Whether the clause tells of a rise, of a fall; whether one before it does.
    """

    sentence: Sentence
    figure: Figure
    begin: int
    end: int
    metrics: set[str]
    plainly: set[str]
    loosely: set[str]
    wider: set[str]
    entity: str
    period: str
    when: str
    full: bool
    accused: bool
    sure: bool
    unnamed: bool
    worked_out: bool
    units: set[str]
    directions: tuple[bool, ...]

    @property
    def conditional(self) -> bool:
        """Whether a condition is told nearby."""
        return bool(_CONDITION.search(self.sentence.neighbours))

    @property
    def around(self) -> set[str]:
        """The metrics that are named nearby."""
        named = (one.metrics | one.loosely for one in self.sentence.metrics)
        return set().union(*named, *self.sentence.before)

    @property
    def unsaid(self) -> bool:
        """Whether the words deny the figure or plan it, and so do not report it."""
        text, before = self.sentence.text, max(self.begin - 2, 0)
        return bool(
            _DENIED.search(text, self.begin, self.figure.start)
            or _PLAN.search(text, self.sentence.clause(before, self.begin)[0], self.end)
        )

    @property
    def ends_range(self) -> bool:
        """Whether it is one end of a range of two figures: 27.1 % to 28.2 %."""
        text, figure = self.sentence.text, self.figure
        before = _UNTIL_BEFORE.search(text[max(0, figure.start - 20) : figure.start])
        return bool(before or _UNTIL.match(text, figure.stop))

    @property
    def is_of_no_year(self) -> bool:
        """Whether it is a change over years, or a part: nothing that is told of one year."""
        text, kind = self.sentence.text, self.figure.kind
        years = kind == "growth" and _YEARS.search(text)
        return bool(years or (kind == "share" and _PART.match(text, self.figure.stop)))

    def best(self, known: Sequence[tuple[Fact, str]]) -> list[tuple[Fact, str]]:
        """Return the facts that fit, of just the time and currency named where there are any."""
        facts = [one for one in known if self.fits(one[0])]
        exact = [one for one in facts if self.period and same_time(one[0].period, self.period)]
        facts = exact or facts
        return [one for one in facts if one[0].measured in self.units] or facts

    def fits(self, fact: Fact) -> bool:
        """Tell whether metric, entity and period of a fact can be those that the words name."""
        return (
            fact.metric in self.metrics
            and (fact.entity in ("", self.entity) or fact.derived)
            and (not (self.period and fact.period) or near_time(fact.period, self.period))
        )

    def weaker(self) -> Iterator[Subject]:
        """Yield what the words may mean as well: by part of a name, or of another time."""
        one = replace(self, sure=False)
        if one.period[:4] not in one.sentence.text:
            yield replace(one, period=re.sub(r"\d{4}", "?", one.period))
        yield replace(one, metrics=one.loosely)
        # A time that was named before need not be that of this sentence.
        if not one.when:
            yield replace(one, period="")
            yield replace(one, period="", metrics=one.loosely)

    def turned(self, how: str, fact: Fact) -> str:
        """Return how the figure stands to a fact by the direction that its clause tells.

        Where the clause tells none, as in “fell by 10 and by 8 percent”, one before it does.
        """
        if how == "turned" and not any(self.directions[:2]):
            return "same" if self.directions[2 + (fact.value < 0)] else how
        if how == "same" and self.figure.kind == "share" and fact.kind == "growth":
            rises, falls, *_ = self.directions
            return "turned" if rises != falls and rises == (fact.value < 0) else how
        return how


class Subjects:
    """Known figures, ready to find which of them the figures of a sentence may be."""

    def __init__(self, names: Names, facts: Sequence[Fact], focus: str) -> None:
        self.names, self.focus = names, focus
        self.facts = {fact.key: fact for fact in facts}
        self.measured = {fact.metric: fact.measured for fact in facts}
        self.of: dict[str, set[str]] = {}
        for fact in facts:
            self.of.setdefault(fact.entity, set()).add(fact.metric)

    def sentences(
        self, spans: Sequence[tuple[int, int, bool]], text: str
    ) -> Iterator[tuple[int, Sentence]]:
        """Yield the sentences of a draft with their places."""
        before: list[set[str]] = [set(), set()]
        entity, named, period, year = "", set[str](), "", "?"
        head: list[Cell] = []
        row = False
        explicit = bool(self.names.entities_in(text))
        for number, (start, stop, opens) in enumerate(spans):
            told = text[start:stop]
            before = [set(), set()] if opens else before
            entities, times = self.names.entities_in(told), []
            for a, b, time in times_in(told):
                year = time[:4] if time[0] != "?" else year
                times.append((a, b, time if year == "?" else time.replace("?", year)))
            near = spans[max(0, number - (not opens)) : number + 2]
            # What follows a heading belongs to it.
            near = [one for one in near if one[0] <= start or not one[2] or told[:1] == "#"]
            metrics = [
                one
                for one in self.names.metrics_in(told)
                if not any(a <= one.start and one.stop <= b for a, b, _ in entities)
            ]
            blank = blanked(told, entities, times, [one[:2] for one in metrics])
            strange = [(*one.span(), "?") for one in _SOMEBODY.finditer(blank)]
            entities = sorted([*entities, *strange])
            if CELL not in told:
                head = []
            elif not row:
                head = list(_head(told, metrics, entities, times))
            row = CELL in told
            known = {one[2] for one in entities} - {"?"}
            yield (
                start,
                Sentence(
                    told,
                    metrics,
                    entities,
                    times,
                    " ".join(text[a:b] for a, b, _ in near),
                    before,
                    entity,
                    named | known | {self.focus},
                    period,
                    explicit,
                    head,
                ),
            )
            about = set[str]().union(*(one.metrics for one in metrics))
            before = [about | self._worked_out(told, about) or before[0], before[0]]
            # A row of a table says nothing of the next one; its head does.
            if not (row and read_figures(told)):
                entity = entities[-1][2] if entities else entity
                gone = [time for a, b, time in times if not is_other_time(told, a, b)]
                period = gone[-1] if gone else period
            named = named | known

    def _worked_out(self, text: str, base: set[str]) -> set[str]:
        """Return the keys of what a text says to be worked out from some metrics, or from any."""
        spoken = (keys for aspect, keys in self.names.aspects.items() if aspect.search(text))
        return {key for keys in spoken for key in keys if not base or base & self.facts[key].base}

    def of_figure(self, sentence: Sentence, figure: Figure, fitting: set[str]) -> Subject:
        """Return what a figure is about, out of the metrics that have facts of its kind."""
        text = sentence.text
        cell = text.count(CELL, 0, figure.start)
        head = sentence.head[cell] if cell < len(sentence.head) else Cell([], "", "")
        # A weak name, such as “exports”, counts where it can be meant.
        metrics = [
            one for one in sentence.metrics if one.strength + bool(one.metrics & fitting) > 1
        ]
        begin, end = sentence.clause(figure.start, figure.stop)
        clause = sentence.blank[begin:end]
        pick, inside = _named(text, figure, metrics, begin, clause)
        last = sentence.confirmed[-1] if sentence.confirmed else None
        far = pick is not None and pick.stop <= begin
        apart = self.names.completed(text[: figure.start], begin, pick) if pick else set[str]()
        if pick and far:
            if apart and pick.words[-1].isascii():
                pick = pick._replace(metrics=apart, loosely=apart)
            elif last and pick.start < sentence.last:
                # It goes on about what was told last: 162,000 tonnes, 14 percent more.
                pick = pick._replace(metrics={last.metric} | pick.metrics)
        if pick is None and head.metrics:
            pick = head.metrics[-1]
        own = [one for one in sentence.entities if one[0] < end]
        own = [one for one in own if one[1] <= figure.start] or own
        told = [one[2] for one in reversed(own)] or [head.entity] * bool(head.entity)
        if _OTHERS.search(text, max((one[1] for one in own), default=begin), figure.start):
            told = ["?"]
        told = ["?"] if told[:1] == ["?"] else [one for one in told if one != "?"]
        likely = [sentence.entity, self.focus, *sorted(sentence.named)]
        units = _units(text[begin:end])
        chosen, wider, full, other, who = set[str](), set[str](), False, False, ""
        if pick:
            between = text[pick.stop : figure.start]
            other = bool(_OTHER_QUANTITY.search(text[: pick.start]) or _PER.match(between))
            other = other or bool(_PARTLY.match(sentence.blank, pick.stop))
            both = (pick.metrics & fitting, pick.loosely & fitting)
            # Whom the sentence names; else whom the last one named, if anything is known of that.
            # A full name counts before a part of one; one word is of whoever was spoken of last.
            first = [likely[:2]] if len(pick.words) > 1 else [likely[:1], likely[1:2]]
            groups = [told] if told else [*first, likely[2:]]
            pairs = ((a, b) for group in groups for b in both for a in group)
            found = ((one, names & self.of.get(one, set())) for one, names in pairs)
            who, chosen = next(((a, b) for a, b in found if b), ("", both[0] or both[1]))
            full = pick.strength == 2 and chosen <= pick.metrics
            wider = self.names.wider(pick.words) & fitting
            chosen = chosen | {one for one in wider if self.measured.get(one, "") in units}
        elif not metrics or last:
            chosen = ({last.metric} if last else sentence.before[0]) & fitting
        if not who:
            known = (one for one in likely if self.of.get(one, set()) & chosen)
            who = told[0] if told else next(known, "")
        when = _when(sentence, figure, begin, end, pick)
        period = when or head.period or sentence.period
        base = pick.metrics | pick.loosely if pick else set[str]()
        # Of the words since the figure before: in yuan, earnings rose by 32.4 percent.
        stops = [one.stop for one in read_figures(text) if one.stop <= figure.start]
        since = min(begin, max(stops, default=0))
        worked = self._worked_out(text[since:end], base)
        told_before = sentence.blank[max(0, figure.start - 300) : figure.start]
        # A name alone, without whom or when, is anybody's.
        accused = inside and not other and bool(sentence.explicit or (full and period))
        plain = CELL not in text and figure.kind != "share" and not _strangers(clause)
        plain = plain and sentence.entity != "?"
        loosely = (
            apart | pick.loosely | (wider if len(pick.words) > 1 else set()) if pick else set[str]()
        )
        return Subject(
            sentence,
            figure,
            begin,
            end,
            worked if other or worked else chosen,
            set() if other else chosen,
            loosely,
            set() if other else wider,
            who,
            period,
            when,
            full,
            accused or bool(worked),
            accused and full and plain and bool(period) and not worked,
            pick is None,
            bool(other or worked),
            units,
            tuple(bool(one.search(words)) for words in (clause, told_before) for one in _WAYS),
        )


def _head(
    text: str,
    metrics: Sequence[Name],
    entities: Sequence[Place],
    times: Sequence[Place],
) -> Iterator[Cell]:
    """Yield what each cell of a table's first row names."""
    begin = 0
    for cell in text.split(CELL):
        end = begin + len(cell)
        yield Cell(
            [one for one in metrics if begin <= one.start < end],
            next((one[2] for one in entities if begin <= one[0] < end), ""),
            next((one[2] for one in times if begin <= one[0] < end), ""),
        )
        begin = end + len(CELL)


def _named(
    text: str, figure: Figure, metrics: Sequence[Name], begin: int, clause: str
) -> tuple[Name | None, bool]:
    """Return the name of what a figure measures, and whether its clause is about that."""
    within = [one for one in metrics if one.start < figure.stop and figure.start < one.stop]
    if within or figure.unit == "count":
        return (within[-1] if within else None), bool(within)
    left = [one for one in metrics if one.stop <= figure.start]
    near = [one for one in left if one.start >= begin]
    after = _AFTER.match(text, figure.stop)
    behind = [one for one in metrics if after and one.start == after.end()]
    noun = bool(after and (after["noun"] or after["more"]))
    if not noun:
        # “By 18.8 percent in value” does not name what fell.
        behind = [one for one in behind if one.strength == 2]
    if pick := _respectively(text, figure, left):
        return pick, True
    if behind and (noun or not near):
        return behind[0], True
    if near:
        # “Capacity in use of chemical fiber” is about the capacity.
        return ([one for one in near if one.strength == 2] or near)[-1], True
    # A clause without a subject of its own goes on about the one before it.
    inside = bool(_NO_SUBJECT.fullmatch(simplified(clause[: figure.start - begin])))
    return (left[-1] if left else None), inside


def _when(sentence: Sentence, figure: Figure, begin: int, end: int, pick: Name | None) -> str:
    """Return the time that a figure is of: of its own clause first, then the last one named."""
    after = pick and pick.start >= figure.stop
    since = pick.stop if pick and after else figure.stop
    left = [one for one in sentence.times if one[1] <= figure.start + 2]
    ahead = [
        one
        for one in sentence.times
        if figure.stop <= one[0] < end + 40
        and not is_other_time(sentence.text, *one[:2])
        and not any(since <= name.start < one[0] for name in sentence.metrics)
    ]
    own = [one for one in left if one[0] >= begin][-1:]
    next_to = [one for one in ahead if one[0] < end][:1]
    ordered = (ahead[:1], own) if after else (own, next_to, left[-1:], ahead[:1])
    return next((one[0][2] for one in ordered if one), "")


def _units(clause: str) -> set[str]:
    """Return the units that a clause names, where they are those of one thing."""
    found = [units for units, words in _MEASURES if words.search(clause)]
    return set.intersection(*found) if found else set()


def _respectively(text: str, figure: Figure, left: list[Name]) -> Name | None:
    """Return the name that belongs to a figure of a list where both are listed in order."""
    if not re.search(r"respectively|分别|分別", text):
        return None
    figures = [one for one in read_figures(text) if one.kind not in ("", "level")]
    names = [one for one in left if one.stop <= figures[0].start] if figures else []
    places = [one.start for one in figures]
    if len(names) >= len(figures) > 1 and figure.start in places:
        return names[-len(figures) :][places.index(figure.start)]
    return None


def _strangers(clause: str) -> list[str]:
    found = [one[0] for one in _STRANGER.finditer(clause)]
    known = re.compile(
        r"(?:January|February|March|April|June|July|August|September|October|"
        r"November|December|Q[1-4]|H[12]|GDP|CNY|USD|RMB|The|In|It|Its|Group)\b"
    )
    return [one for one in found if not known.match(one)]


def near_time(known: str, told: str) -> bool:
    """Tell whether a time in a text is this period, or the year that it is in."""
    return same_time(known, told) or told == known[:4]
