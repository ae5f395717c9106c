"""Proofreading: whether a draft says of each figure what was reported, or worked out from it.

It proposes, people decide. An error is only where entity, metric, period and kind all fit and the
intervals exclude each other; what is weaker is a warning or worth a check, and what it does not
know it says it does not know.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..console import complain, say
from ..contract import judge
from ..errors import AnalysisError
from ..folder import Folder, readable_folder
from ..sources import date_of, grade, publisher
from .drafts import CELL, Draft, read_draft
from .facts import Fact, Name, Names, facts_of, same_time, times_in
from .reader import Figure, read_figures, simplified
from .remarks import LEVELS, Remark, as_json, as_sarif, as_text

if TYPE_CHECKING:
    from .catalogue import Exhibit

_CLAUSE_END = re.compile(
    r"[,，、;；:：—]\s|[，、；：—]|\s–\s|\b(?:and|while|whereas|but|though|although)\b|而|但"
)
_OTHER_QUANTITY = re.compile(
    r"\b(?:share|proportion|part|price|cost|quality|number|rest)s?\s+of\s+(?:the\s+|its\s+)?$|"
    r"\b(?:non-|average\s+)$",
    re.IGNORECASE,
)
_PER = re.compile(
    r"^(?:\s+(?:earned|value))?\s+(?:per|for each|for every|a)\s+\w+|^\s*的?单价", re.I
)
_UNIT_VALUE = re.compile(
    r"\bper\s+(?:exported\s+)?(?:tonne|ton|unit|working|calendar|official)|\bunit\s+value|"
    r"\b(?:a|each|every)\s+(?:exported\s+)?tonne|每吨|单位价值|单价|吨均",
    re.IGNORECASE,
)
_CHANGE = (
    r"rise|increase|growth|gain|jump|surge|expansion|upturn|fall|drop|decline|decrease|decay|"
    r"reduction|slump|plunge|contraction|improvement|advance|change|boost|uptick|slide"
)
_AFTER = re.compile(
    rf"\s*(?:(?:year[- ]on[- ]year|annual)\s+)?(?:(?P<noun>{_CHANGE})\s+)?(?:in|of|for)\s+"
    r"(?:the\s+|its\s+)?(?:[A-Z][\w ]{0,40}(?:'s|’s)\s+)?",
    re.IGNORECASE,
)
# Words between a clause's beginning and its figure that are no subject.
_NO_SUBJECT = re.compile(
    rf"(?:[\W_]|\b(?:{_CHANGE}|up|down|plus|minus|an?|the|or|by|of|at|to|with|than|in|on|it|they|this|that|"
    r"these|which|both|is|was|are|were|be|been|had|has|have|did|not|rose|rising|risen|fell|falling|"
    r"fallen|grew|grown|growing|(?:increas|decreas|declin|dropp|jump|surg|gain|plung|expand|"
    r"contract|reach|total|amount|stand|stood|climb|soar|slump)(?:ed|es|s|ing)?|came|come|more|"
    r"less|higher|lower|about|around|nearly|almost|some|just|only|over|under|roughly|"
    r"approximately|exactly|year|yoy|y|respectively|still|even|also|then|there|result|figure|"
    r"answering|a|said|reported|percent|per|cent)\b|[年同环比增长减下降上升提高达到了为约近超过其该"
    r"均分别实现则仅仍也又共计至率幅])*",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|suppos\w*|assum\w*|provided|given that|as long as|whether|conditional\w*|premise|"
    r"would|should|holds?|under the)\b|若|如果|假设|假定|前提|倘若|的话",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\s?[%％]?\s*[(（]\s*([-+−]?\d[\d,]*(?:\.\d+)?)\s?[%％]?\s*(?:to|–|-|—|至|到)\s*([-+−]?\d[\d,]*(?:\.\d+)?)\s?[%％]?"
    r"[^()（）]{0,40}[)）]"
)
_STRANGER = re.compile(
    r"(?<![.!?\n] )(?<!^)(?<![\w|])(?:[A-Z][\w&-]+\s)*[A-Z][\w&-]{2,}(?='s|’s|\s|$|,)|"
    r"[\u4e00-\u9fff]{2,8}(?:公司|集团|股份|企业|厂)"
)
_YEARS = re.compile(
    r"\b(?:in|over|within)\s+(?:the\s+)?(?:two|three|four|five|\d+)\s+years\b", re.I
)
_REPOST = re.compile(r"repost|reprint|republish|mirror|via\b|转载|轉載", re.IGNORECASE)


# Says of the figure at hand: verdict, level, rule, key, message.
_Say = Callable[[str, str, str, str, str], Remark]


@dataclass(slots=True)
class _Sentence:
    """A sentence with what it names, and what those before it named."""

    text: str
    metrics: list[Name]
    entities: list[tuple[int, int, str]]
    times: list[tuple[int, int, str]]
    neighbours: str
    before: list[set[str]]
    entity: str
    named: set[str]
    period: str
    explicit: bool
    confirmed: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the words around a figure say that it is about.

    `full`: by the metric's full name; `accused`: so near that a difference is worth a word;
    `sure`: so plain that it is an error.
    """

    metrics: set[str]
    around: set[str]
    entity: str
    entities: set[str]
    period: str
    full: bool
    accused: bool
    sure: bool
    worked_out: bool
    conditional: bool
    placed: bool
    confirmed: set[str]
    text: str
    around_text: str
    bracket: re.Match[str] | None


def run(options: argparse.Namespace) -> int:
    """Proofread drafts; return 0, 1 for remarks of the level asked for, 2 where one cannot be."""
    from .catalogue import read_catalogue

    # Only with the data that they were made from do exhibits say what is right.
    own = options.data is not None and options.notebooks is None
    exhibits = () if own else read_catalogue(options.notebooks).values()
    older = [readable_folder(one) for one in options.older]
    proofreader = Proofreader(readable_folder(options.data), exhibits, older)
    remarks: list[Remark] = []
    status = 0
    for name in options.drafts:
        try:
            remarks += proofreader.read(read_draft(name))
        except AnalysisError as fault:
            complain(str(fault))
            status = 2
    say({"text": as_text, "json": as_json, "sarif": as_sarif}[options.format](remarks))
    failing = LEVELS[: LEVELS.index(options.fail_on) + 1]
    return status or int(any(one.level in failing for one in remarks))


class Proofreader:
    """Known figures, ready to be held against drafts.

    Parameters
    ----------
    folder : Folder
        The data.
    exhibits : iterable of Exhibit
        What was worked out from them.
    older : sequence of Folder
        Earlier releases, whose figures are stale now.
    """

    def __init__(
        self, folder: Folder, exhibits: Iterable[Exhibit] = (), older: Sequence[Folder] = ()
    ) -> None:
        self.folder = folder
        self.facts = facts_of(folder, judge(folder).readings, exhibits)
        now = {fact.key: fact for fact in self.facts}
        self.older = [
            fact
            for one in older
            for fact in facts_of(one, judge(one).readings)
            if fact.key not in now or fact.value != now[fact.key].value
        ]
        self.names = Names(folder, self.facts)
        focus = folder.package.get("focus")
        self.focus = str(focus.get("entity", "")) if isinstance(focus, dict) else ""
        self.keys = now | {fact.key.rpartition("/")[2]: fact for fact in self.facts} | now

    def read(self, draft: Draft) -> list[Remark]:
        """Return a finding for every figure of a draft, and those on its sources."""
        found = list(self._figures(draft))
        return found + list(self._sources(draft, found))

    def _figures(self, draft: Draft) -> Iterator[Remark]:
        before: list[set[str]] = [set(), set()]
        entity, named, period, year = "", set[str](), "", "?"
        spans = list(draft.sentences())
        for number, (start, stop, opens) in enumerate(spans):
            text = draft.text[start:stop]
            before = [set(), set()] if opens else before
            entities, times = self.names.entities_in(text), []
            for a, b, time in times_in(text):
                year = time[:4] if time[0] != "?" else year
                times.append((a, b, time if year == "?" else time.replace("?", year)))
            near = spans[max(0, number - (not opens)) : number + 2]
            near = [one for at, one in enumerate(near) if one[0] <= start or not one[2]]
            sentence = _Sentence(
                text,
                [
                    one
                    for one in self.names.metrics_in(text)
                    if not any(a <= one[0] and one[1] <= b for a, b, _ in entities)
                ],
                entities,
                times,
                " ".join(draft.text[a:b] for a, b, _ in near),
                before,
                entity,
                named | {one[2] for one in entities} | {self.focus},
                period,
                bool(named or entities),
            )
            figures = read_figures(text)
            for figure in figures:
                at = draft.at[start + figure.start]
                if not any(a <= at < b for a, b in draft.ignored):
                    yield self._remark(draft, start, sentence, figure)
            before = [set().union(*(one[2] for one in sentence.metrics)) or before[0], before[0]]
            # A row of a table says nothing of the next one; its head does.
            if not (figures and CELL in text):
                entity = entities[-1][2] if entities else entity
                period = times[-1][2] if times else period
            named |= {one[2] for one in entities}

    def _remark(self, draft: Draft, start: int, sentence: _Sentence, figure: Figure) -> Remark:
        line, column = draft.place(start + figure.start)
        words = sentence.text[figure.start : figure.stop]

        def told(verdict: str, level: str, rule: str, key: str, message: str) -> Remark:
            return Remark(
                draft.file, line, column, words, verdict, level, rule, key, f"“{words}” {message}"
            )

        if figure.refusal:
            return told(
                "unreadable", "check", "unreadable", "", f"cannot be read: {figure.refusal}"
            )
        key = draft.key_at(start + figure.start, start + figure.stop)
        if not key:
            found = self._judged(figure, self._context(sentence, figure), told)
            if found.verdict == "agrees":
                sentence.confirmed.add(found.key)
            return found
        fact = self.keys.get(key)
        if fact is None:
            return told(
                "differs", "error", "key-unknown", key, f"links to {key}, which is no figure"
            )
        how = _compare(figure, fact)
        if how == "same":
            return told("agrees", "ok", "", fact.key, f"is {fact.about}")
        return _differs(told, how, fact, True)

    def _context(self, sentence: _Sentence, figure: Figure) -> _Context:
        text, times = sentence.text, sentence.times
        fitting = {fact.metric for fact in self.facts if _same_kind(figure, fact)}
        # A weak name, such as “exports”, counts where it can be meant.
        metrics = [one for one in sentence.metrics if one[3] + bool(one[2] & fitting) > 1]
        places = [(a, b) for a, b, _ in (*sentence.entities, *times)]
        blank = list(text)
        for a, b in [*places, *(one[:2] for one in metrics)]:
            blank[a:b] = "_" * (b - a)
        begin, end = _clause("".join(blank), figure)
        clause = "".join(blank[begin:end])
        left = [one for one in metrics if one[1] <= figure.start]
        near = [one for one in left if one[0] >= begin]
        after = _AFTER.match(text, figure.stop)
        behind = [one for one in metrics if after and one[0] == after.end()]
        pick = _respectively(text, figure, left)
        inside = True
        if pick is None and behind and after and (after["noun"] or not near):
            pick = behind[0]
        elif pick is None and near:
            pick = near[-1]
        elif pick is None:
            # A clause without a subject of its own goes on about the one before it.
            pick = left[-1] if left else None
            inside = bool(_NO_SUBJECT.fullmatch(simplified(clause[: figure.start - begin])))
        chosen, full, other = set[str](), False, False
        if pick:
            chosen, full = pick[2] & fitting, pick[3] == 2
            between = text[pick[1] : figure.start] if pick[1] <= figure.start else ""
            other = bool(_OTHER_QUANTITY.search(text[: pick[0]]) or _PER.match(between))
        elif not metrics:
            chosen = sentence.before[0] & fitting
        own = [one for one in sentence.entities if one[0] < end]
        own = [one for one in own if one[1] <= figure.start] or own
        known = {fact.entity for fact in self.facts if fact.metric in chosen}
        likely = (sentence.entity, self.focus, *sorted(sentence.named))
        # Whom the sentence names; else whom the last one named, if anything is known of that.
        who = own[-1][2] if own else next((one for one in likely if one in known), "")
        when = [one for one in times if one[1] <= figure.start + 2][-1:]
        ahead = [one for one in times if figure.stop <= one[0] < end + 40]
        if ahead and (not when or (pick and pick[0] >= figure.stop)):
            when = ahead
        period = when[0][2] if when else sentence.period
        # A name alone, without whom or when, is anybody's.
        accused = inside and not other and bool(sentence.explicit or (full and period))
        # A change over several years is none on the year before.
        plain = (
            CELL not in text
            and not _YEARS.search(text)
            and not _strangers(clause)
            and figure.kind != "share"
        )
        return _Context(
            metrics=set() if other else chosen,
            around=set().union(*(one[2] for one in sentence.metrics), *sentence.before),
            entity=who,
            entities=sentence.named,
            period=period,
            full=full,
            accused=accused,
            sure=accused and full and plain and bool(period),
            worked_out=other or bool(_UNIT_VALUE.search(text[begin:end])),
            conditional=bool(_CONDITION.search(sentence.neighbours)),
            placed=bool(own and when),
            confirmed=sentence.confirmed,
            text=text,
            around_text=sentence.neighbours,
            bracket=_RANGE.match(text, figure.stop),
        )

    def _judged(self, figure: Figure, context: _Context, told: _Say) -> Remark:
        known = [(fact, _compare(figure, fact)) for fact in self.facts if _same_kind(figure, fact)]
        here = [(fact, how) for fact, how in known if _fits(fact, context)]
        same = [fact for fact, how in known if how == "same" and not fact.superseded]
        right = [fact for fact in same if _fits(fact, context)]
        if right:
            return _agreed(told, figure, [*right, *(one for one in same if one.derived)], context)
        past = [*self.older, *(fact for fact, _ in here if fact.superseded)]
        for fact in past:
            if _fits(fact, context) and _compare(figure, fact) == "same":
                new = self.keys.get(fact.key, fact)
                today = "has been withdrawn" if new is fact else f"is {new.shown} in {new.release}"
                message = f"was {fact.about} in release {fact.release}; it {today}"
                return told("stale", "warning", "stale", fact.key, message)
        # The value may be that of another metric that is named near.
        near = [
            fact
            for fact in same
            if fact.metric in context.around
            and fact.entity in context.entities | {""}
            and (not context.period or _near_time(fact.period, context.period))
        ]
        slight = [one for one in here if one[1] in ("precise", "bound", "turned", "points")]
        derived = [
            fact
            for fact in same
            if fact.derived
            and (context.worked_out or self.names.speaks_of(fact, context.around_text))
        ]
        if derived and (context.worked_out or context.conditional or not (here or near)):
            return _agreed(told, figure, derived, context)
        if near and not (here and context.accused):
            return _agreed(told, figure, near, context)
        if near and not (slight and context.full):
            other = here[0][0]
            message = f"is {near[0].about}; the words nearest name {other.name}, {other.shown}"
            return told("differs", "check", "other-metric", near[0].key, message)
        if not context.accused or {fact.key for fact, _ in here} & context.confirmed:
            return told("not-ours", "ok", "", "", "is not in the record")
        if slight:
            return _differs(told, slight[0][1], slight[0][0], context.sure)
        if here:
            fact, how = min(here, key=lambda one: abs(one[0].value - figure.value))
            if how == "within":
                return _agreed(told, figure, [fact], context)
            there = [
                one
                for one in same
                if one.entity == context.entity and _near_time(one.period, context.period)
            ]
            if there:
                message = f"is {there[0].about}; {fact.about}, is {fact.shown}"
                return told("differs", "warning", "other-metric", there[0].key, message)
            sure = context.sure and same_time(fact.period, context.period)
            return _differs(told, how, fact, sure and len(context.metrics) < 3)
        there = [fact for fact in same if fact.metric in context.metrics]
        if there and context.placed:
            message = f"is {there[0].about}, of {there[0].entity}; the words name another time"
            return told("differs", "check", "other-metric", there[0].key, message)
        if there:
            return _agreed(told, figure, there, context)
        return told("not-ours", "ok", "", "", "is not in the record")

    def _sources(self, draft: Draft, found: Sequence[Remark]) -> Iterator[Remark]:
        facts = {fact.key: fact for fact in self.facts}
        used = {
            facts[one.key].source for one in found if one.verdict == "agrees" and one.key in facts
        } - {""}
        cited = False
        for key, source in self.folder.sources.items():
            needles = [str(source.get("URL", "")), str(source.get("title", "")), key]
            at = next((draft.raw.find(n) for n in needles if len(n) > 5 and n in draft.raw), -1)
            cited = (
                cited or at >= 0 or (len(publisher(source)) > 2 and publisher(source) in draft.raw)
            )
            line = draft.raw[max(0, draft.raw.rfind("\n\n", 0, at)) : at + 300]
            if at >= 0 and grade(source) == "repost" and not _REPOST.search(line):
                row = draft.raw.count("\n", 0, at) + 1
                title = str(source.get("title", key))
                message = f"“{title}” is a repost ({publisher(source)}, {date_of(source)}); say so"
                yield Remark(
                    draft.file,
                    draft.lines[row - 1] if draft.lines else row,
                    at - draft.raw.rfind("\n", 0, at),
                    title,
                    "repost-as-original",
                    "warning",
                    "repost-as-original",
                    key,
                    message,
                )
        if used and not cited and not re.search(r"jilin[- ]analysis", draft.raw, re.IGNORECASE):
            names = ", ".join(publisher(self.folder.sources[key]) for key in sorted(used))
            message = f"no source is named for figures that come from {names}"
            yield Remark(
                draft.file, 1, 1, "", "source-missing", "check", "source-missing", "", message
            )


def _fits(fact: Fact, context: _Context) -> bool:
    """Tell whether metric, entity and period of a fact are those that the words name."""
    return (
        fact.metric in context.metrics
        and fact.entity in ("", context.entity)
        and (not (context.period and fact.period) or same_time(fact.period, context.period))
    )


def _agreed(told: _Say, figure: Figure, facts: Sequence[Fact], context: _Context) -> Remark:
    fact = facts[0]
    if fact.derived:
        # Of several that come to the same, the one that says what it rests on.
        fact = next((one for one in facts if one.derived and one.premises), fact)
    if context.bracket:
        agreeing = [
            one for one in facts if _bracket_agrees(context.bracket, context.text, figure, one)
        ]
        if not agreeing:
            message = f"has a range that differs: {fact.about}, is {fact.shown}"
            return told("differs", "warning", "value-differs", fact.key, message)
        fact = agreeing[0]
    if fact.premises and not context.conditional:
        message = f"holds only so: {fact.premises.rstrip('.')}"
        return told("condition-missing", "warning", "condition-missing", fact.key, message)
    return told("agrees", "ok", "", fact.key, f"is {fact.about}")


def _clause(text: str, figure: Figure) -> tuple[int, int]:
    ends = list(_CLAUSE_END.finditer(text))
    begin = max((one.end() for one in ends if one.end() <= figure.start), default=0)
    end = min((one.start() for one in ends if one.start() >= figure.stop), default=len(text))
    return begin, end


def _respectively(text: str, figure: Figure, left: list[Name]) -> Name | None:
    """Return the name that belongs to a figure of a list where both are listed in order."""
    if not re.search(r"respectively|分别|分別", text):
        return None
    figures = [one for one in read_figures(text) if one.kind not in ("", "level")]
    names = [one for one in left if one[1] <= figures[0].start] if figures else []
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


def _near_time(known: str, told: str) -> bool:
    return same_time(known, told) or told == known[:4] or known == told[:4]


def _same_kind(figure: Figure, fact: Fact) -> int:
    """Return 2 where a figure and a fact are of one kind, 1 where they may be, else 0."""
    ratio = figure.unit in ("ratio", "percentage_point")
    if not ratio:
        return 2 * (figure.unit == fact.unit and fact.kind in ("", "level"))
    if fact.unit not in ("ratio", "percentage_point", ""):
        return 0
    if fact.kind in ("", figure.kind):
        return 2
    return int({figure.kind, fact.kind} <= {"growth", "share", "points", "multiple"})


def _compare(figure: Figure, fact: Fact) -> str:
    """Return how a figure stands to a fact of its kind.

    `same`; `within` (less exact, or inside the range); `precise` (digits that were not printed);
    `bound` (words that limit it); `turned` (the sign); `points`; `differs`.
    """
    value, low, high = figure.value, figure.low, figure.high
    if figure.kind == "multiple" and fact.kind == "growth":
        value, low, high = value - 1, low - 1, high - 1
    if figure.kind == "points" and fact.kind == "growth":
        return "points" if low <= abs(fact.value) <= high else "differs"
    small = 1e-9 * max(1.0, abs(value))
    if figure.kind == "share" and fact.kind == "growth" and fact.value < 0:
        value, low, high = -value, -high, -low
    if figure.kind == "level" and figure.bound == fact.bound and abs(fact.value - value) <= small:
        # Noughts at the end of an amount are not digits that somebody added.
        return "same"
    if figure.bound in ("=", "~") or abs(fact.value - value) <= small:
        margin = 0.05 * abs(value) if figure.bound == "~" else 0.0
        contains = low - margin - small <= fact.value <= high + margin + small
        if contains and figure.bound.strip("=~") != fact.bound.strip("=~"):
            return "bound"
        if contains:
            ours = fact.high - fact.low
            fine = not fact.derived and high - low < 0.99 * ours and figure.bound == "="
            return "precise" if fine and ours > small else "same"
        if low - margin < fact.high - small and fact.low + small < high + margin:
            return "precise" if high - low < fact.high - fact.low and not fact.derived else "within"
    elif value * fact.value > 0:
        less = figure.bound.startswith("<")
        said = abs(value)
        inside = 0.9 * said <= abs(fact.high if fact.value > 0 else fact.low) <= said
        outside = said <= abs(fact.low if fact.value > 0 else fact.high) <= 1.2 * said
        if (less and inside) or (not less and outside):
            return "same"
        if low <= fact.value <= high or abs(fact.value - value) < 0.1 * said:
            return "bound"
    if figure.kind == "growth" and -high - small <= fact.value <= -low + small:
        return "turned"
    return "differs"


def _differs(told: _Say, how: str, fact: Fact, sure: bool) -> Remark:
    rule = {
        "turned": "direction-turned",
        "points": "points-not-percent",
        "precise": "precision-added",
        "bound": "bound-added",
    }.get(how, "value-differs")
    words = {
        "turned": "is turned round",
        "points": "are points; it is percent",
        "precise": "is more exact than what was printed",
        "bound": "limits the figure otherwise than its source",
    }.get(how, "differs")
    level = "error" if sure and rule not in ("precision-added", "bound-added") else "check"
    level = "warning" if rule in ("precision-added", "bound-added") else level
    return told("differs", level, rule, fact.key, f"{words}: {fact.about}, is {fact.shown}")


def _bracket_agrees(found: re.Match[str], text: str, figure: Figure, fact: Fact) -> bool:
    """Tell whether a range in brackets behind a figure is that of a fact, as it is printed."""
    printed = re.search(r"\d[\d,]*(?:\.\d+)?", text[figure.start : figure.stop])
    ends = [abs(float(one.replace(",", "").lstrip("-+−") or 0)) for one in found.groups()]
    if not printed or not figure.value:
        return True
    size = float(printed[0].replace(",", "")) / abs(figure.value)
    decimals = [len(one.partition(".")[2]) for one in found.groups()]
    noughts = [len(one) - len(one.rstrip("0")) for one in found.groups()]
    digit = 10.0 ** (-max(decimals) if any(decimals) else min(noughts))
    known = sorted(abs(end) * size for end in (fact.low, fact.high))
    return all(abs(a - b) <= 1.001 * digit for a, b in zip(sorted(ends), known, strict=True))
