"""Proofreading: whether a draft says of each figure what was reported, or worked out from it.

It proposes, people decide. An error is only where entity, metric, period and kind all fit and the
intervals exclude each other; what is weaker is a warning or worth a check, and what it does not
know it says it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..contract import judge
from ..folder import Folder
from ..sources import date_of, grade, publisher
from .drafts import Draft
from .facts import Fact, Name, Names, facts_of, same_time, times_in
from .reader import Figure, read_figures, simplified

if TYPE_CHECKING:
    from .catalogue import Exhibit

LEVELS = ("error", "warning", "check", "ok")
RULES = {
    "value-differs": "The figure is not the one that was reported.",
    "direction-turned": "A rise is told as a fall, or a fall as a rise.",
    "points-not-percent": "A change in percent is told in percentage points.",
    "precision-added": "The figure has digits that were not printed.",
    "bound-added": "The words limit the figure in a way that its source does not.",
    "other-metric": "The figure is known, but of another metric, time or entity.",
    "condition-missing": "The figure holds under a condition that is left out.",
    "source-missing": "Figures are used whose source is named nowhere.",
    "repost-as-original": "A repost is cited as if it were the original.",
    "stale": "The figure was right in an earlier release.",
    "key-unknown": "The link leads to no figure.",
    "unreadable": "The figure cannot be read.",
}
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
    rf"(?:[\W_]|\b(?:{_CHANGE}|up|down|plus|minus|an?|the|or|by|of|at|to|than|in|on|it|they|this|that|"
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
    r"\s?[%％]?\s*[(（]\s*([-+−]?[\d,.]+)\s?[%％]?\s*(?:to|–|-|—|至|到)\s*([-+−]?[\d,.]+)\s?[%％]?"
    r"[^()（）]{0,40}[)）]"
)
_STRANGER = re.compile(
    r"(?<![.!?\n] )(?<!^)(?<![\w|])(?:[A-Z][\w&-]+\s)*[A-Z][\w&-]{2,}(?='s|’s|\s|$|,)|"
    r"[\u4e00-\u9fff]{2,8}(?:公司|集团|股份|企业|厂)"
)
_REPOST = re.compile(r"repost|reprint|republish|mirror|via\b|转载|轉載", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of one figure of a draft; `--format json` shows it as it is."""

    file: str
    line: int
    column: int
    text: str
    verdict: str
    level: str
    rule: str
    key: str
    message: str


# Says of the figure at hand: verdict, level, rule, key, message.
_Say = Callable[[str, str, str, str, str], Finding]


@dataclass(frozen=True, slots=True)
class _Context:
    """What the words around a figure say that it is about."""

    metrics: frozenset[str]
    full: bool
    inside: bool
    around: frozenset[str]
    entity: str
    entities: frozenset[str]
    period: str
    conditional: bool
    unit_value: bool
    other_quantity: bool
    stranger: bool
    table: bool


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

    def read(self, draft: Draft) -> list[Finding]:
        """Return a finding for every figure of a draft, and those on its sources."""
        found = list(self._figures(draft))
        return found + list(self._sources(draft, found))

    def _figures(self, draft: Draft) -> Iterator[Finding]:
        before: list[set[str]] = [set(), set()]
        entity, entities, period, year = "", set[str](), "", "?"
        spans = list(draft.sentences())
        for number, (start, stop, opens) in enumerate(spans):
            text = draft.text[start:stop]
            if opens:
                before = [set(), set()]
            metrics = self.names.metrics_in(text)
            named = self.names.entities_in(text)
            times = []
            for a, b, time in times_in(text):
                year = time[:4] if time[0] != "?" else year
                times.append((a, b, time if year == "?" else time.replace("?", year)))
            if any(c.isdigit() or c in "成倍半" for c in text) or re.search(r"[a-z]", text):
                neighbours = " ".join(
                    draft.text[a:b]
                    for a, b, first in spans[max(0, number - 1) : number + 2]
                    if (a >= start or not opens) and (a <= start or not first)
                )
                surroundings = (metrics, named, times, before, entity, entities, period, neighbours)
                for figure in read_figures(text):
                    offset = start + figure.start
                    if any(a <= draft.at[offset] < b for a, b in draft.ignored):
                        continue
                    yield self._finding(draft, start, text, figure, surroundings)
            before = [set().union(*(one[2] for one in metrics)) or before[0], before[0]]
            if named:
                entity = named[-1][2]
                entities |= {one[2] for one in named}
            if times:
                period = times[-1][2]

    def _finding(
        self, draft: Draft, start: int, text: str, figure: Figure, surroundings: tuple[Any, ...]
    ) -> Finding:
        line, column = draft.place(start + figure.start)
        last = start + figure.stop
        words = draft.text[start + figure.start : last]

        def finding(verdict: str, level: str, rule: str, key: str, message: str) -> Finding:
            return Finding(
                draft.file, line, column, words, verdict, level, rule, key, f"“{words}” {message}"
            )

        if figure.refusal:
            return finding(
                "unreadable", "check", "unreadable", "", f"cannot be read: {figure.refusal}"
            )
        key = draft.key_at(start + figure.start, last)
        if key:
            fact = self.keys.get(key)
            if fact is None:
                return finding(
                    "differs", "error", "key-unknown", key, f"links to {key}, which is no figure"
                )
            how = _compare(figure, fact)
            if how == "same":
                return finding("agrees", "ok", "", fact.key, f"is {fact.about}")
            return _differs(finding, how, fact, sure=True)
        context = self._context(text, figure, *surroundings)
        found = _RANGE.match(text, figure.stop)
        return self._judged(figure, context, finding, found)

    def _context(
        self,
        text: str,
        figure: Figure,
        metrics: list[Name],
        named: list[tuple[int, int, str]],
        times: list[tuple[int, int, str]],
        before: list[set[str]],
        entity: str,
        entities: set[str],
        period: str,
        neighbours: str,
    ) -> _Context:
        fitting = {
            fact.metric for fact in self.facts if fact.metric and _same_kind(figure, fact) > 0
        }
        begin, end = _clause(text, figure)
        metrics = [
            one
            for one in metrics
            if (one[3] or one[2] & fitting)
            and not any(a <= one[0] and one[1] <= b for a, b, _ in named)
        ]
        plain = list(text)
        for a, b in [
            *((a, b) for a, b, _ in (*named, *times)),
            *(one[:2] for one in metrics),
        ]:
            plain[a:b] = "_" * (b - a)
        left = [m for m in metrics if m[1] <= figure.start]
        near = [m for m in left if m[0] >= begin]
        after = _AFTER.match(text, figure.stop)
        chain = [m for m in metrics if after and m[0] == after.end()]
        listed = _respectively(text, figure, left)
        pick: Name | None
        if listed:
            pick, inside = listed, True
        elif chain and after and (after["noun"] or not near):
            pick, inside = chain[0], True
        elif near:
            pick, inside = near[-1], True
        else:
            # A clause without a subject of its own goes on about the one before it.
            pick, inside = (
                (left[-1] if left else None),
                bool(_NO_SUBJECT.fullmatch(simplified("".join(plain[begin : figure.start])))),
            )
        chosen: set[str] = set()
        full = other = False
        if pick:
            chosen, full = pick[2] & fitting, pick[3]
            behind = text[pick[1] : figure.start] if pick[1] <= figure.start else ""
            other = bool(_OTHER_QUANTITY.search(text[: pick[0]]) or _PER.match(behind))
        elif not metrics:
            chosen = before[0] & fitting
        around = set().union(*(m[2] for m in metrics), *before)
        own = [one for one in named if one[1] <= figure.start] or named
        who = own[-1][2] if own else ""
        if not who:
            # Whom the last sentence named, if anything is known of that; else anybody named.
            known = {fact.entity for fact in self.facts if fact.metric in chosen}
            who = next((one for one in (entity, self.focus, *sorted(entities)) if one in known), "")
        when = [one for one in times if one[1] <= figure.start + 2]
        ahead = [one for one in times if one[0] >= figure.stop and one[0] < end + 40]
        time = (when[-1][2] if when else ahead[0][2] if ahead else period) or ""
        clause = text[begin:end]
        return _Context(
            metrics=frozenset(chosen),
            full=full,
            inside=inside,
            around=frozenset(around),
            entity=who,
            entities=frozenset(entities | {one[2] for one in named} | {self.focus}),
            period=time,
            conditional=bool(_CONDITION.search(neighbours)),
            unit_value=bool(_UNIT_VALUE.search(clause)),
            other_quantity=other,
            stranger=bool(_strangers("".join(plain[begin:end]))),
            table="|" in text,
        )

    def _judged(
        self, figure: Figure, context: _Context, finding: _Say, bracket: re.Match[str] | None
    ) -> Finding:
        known = [(fact, _compare(figure, fact)) for fact in self.facts if _same_kind(figure, fact)]
        here = [
            (fact, how)
            for fact, how in known
            if self._fits(fact, context) and not context.other_quantity
        ]
        right = [one for one in here if one[1] == "same" and not one[0].superseded]
        if right:
            return self._agreed(figure, right[0][0], context, finding, bracket)
        stale = [
            fact
            for fact in [*self.older, *(f for f, how in here if f.superseded and how == "same")]
            if self._fits(fact, context) and _compare(figure, fact) == "same"
        ]
        if stale:
            fact = stale[0]
            new = self.keys.get(fact.key)
            today = f"it is {new.shown} in {new.release}" if new and new != fact else "withdrawn"
            message = f"was {fact.about} in release {fact.release}; {today}"
            return finding("stale", "warning", "stale", fact.key, message)
        # Values that fit elsewhere: of another metric that is named near, another time or entity.
        same = [fact for fact, how in known if how == "same" and not fact.superseded]
        derived = [fact for fact in same if not fact.metric]
        other = context.unit_value or context.other_quantity or context.conditional or not here
        if derived and other and (context.around or context.unit_value):
            return self._agreed(figure, derived[0], context, finding, bracket)
        near = [
            fact
            for fact in same
            if fact.metric in context.around
            and fact.entity in context.entities
            and (not context.period or _near_time(fact.period, context.period))
        ]
        slight = [
            (fact, how) for fact, how in here if how in ("precise", "bound", "turned", "points")
        ]
        if near and not (slight and context.full):
            fact = near[0]
            if not here:
                return self._agreed(figure, fact, context, finding, bracket)
            told = here[0][0]
            message = f"is {fact.about}; the words nearest name {told.name}, {told.shown}"
            return finding("differs", "check", "other-metric", fact.key, message)
        accused = context.inside and not context.other_quantity
        sure = (
            accused
            and context.full
            and not context.stranger
            and not context.table
            and bool(context.period)
            and figure.kind != "share"
        )
        for fact, how in slight if accused else ():
            return _differs(finding, how, fact, sure)
        if here and accused:
            fact, how = min(here, key=lambda one: abs(one[0].value - figure.value))
            if how == "within":
                return self._agreed(figure, fact, context, finding, bracket)
            elsewhere = [
                one
                for one in same
                if one.entity == context.entity and _near_time(one.period, context.period)
            ]
            if elsewhere:
                one = elsewhere[0]
                message = f"is {one.about}; {fact.about}, is {fact.shown}"
                return finding("differs", "warning", "other-metric", one.key, message)
            exact = sure and same_time(fact.period, context.period) and len(context.metrics) < 3
            level = "error" if exact else "check"
            message = (
                f"differs: {fact.about}, {'is' if exact else 'may be meant, which is'} {fact.shown}"
            )
            return finding("differs", level, "value-differs", fact.key, message)
        if context.metrics and accused:
            elsewhere = [one for one in same if one.metric in context.metrics]
            if elsewhere:
                one = elsewhere[0]
                message = f"is {one.about}, of {one.entity}; the words name another time or entity"
                return finding("differs", "check", "other-metric", one.key, message)
        return finding("not-ours", "ok", "", "", "is not in the record")

    def _fits(self, fact: Fact, context: _Context) -> bool:
        if not fact.metric:
            return False
        return (
            fact.metric in context.metrics
            and fact.entity in ("", context.entity)
            and (not context.period or same_time(fact.period, context.period))
        )

    def _agreed(
        self,
        figure: Figure,
        fact: Fact,
        context: _Context,
        finding: _Say,
        bracket: re.Match[str] | None,
    ) -> Finding:
        if bracket and not _bracket_agrees(bracket, figure, fact):
            message = f"has a range that differs: {fact.about}, is {fact.shown}"
            return finding("differs", "warning", "value-differs", fact.key, message)
        if fact.premises and not context.conditional:
            message = f"holds only so: {fact.premises.rstrip('.')}"
            return finding("condition-missing", "warning", "condition-missing", fact.key, message)
        return finding("agrees", "ok", "", fact.key, f"is {fact.about}")

    def _sources(self, draft: Draft, found: Sequence[Finding]) -> Iterator[Finding]:
        facts = {fact.key: fact for fact in self.facts}
        used = {facts[one.key].source for one in found if one.key in facts} - {""}
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
                yield Finding(
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
            yield Finding(
                draft.file, 1, 1, "", "source-missing", "check", "source-missing", "", message
            )


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
            fine = bool(fact.metric) and high - low < 0.99 * ours and figure.bound == "="
            return "precise" if fine and ours > small else "same"
        if low - margin < fact.high - small and fact.low + small < high + margin:
            return "precise" if high - low < fact.high - fact.low and fact.metric else "within"
    elif value * fact.value > 0:
        less = figure.bound.startswith("<")
        said = abs(value)
        inside = 0.9 * said <= abs(fact.high if fact.value > 0 else fact.low) <= said
        outside = said <= abs(fact.low if fact.value > 0 else fact.high) <= 1.2 * said
        if (less and inside) or (not less and outside):
            return "same"
        if low <= fact.value <= high or abs(fact.value - value) < 0.1 * said:
            return "bound"
    turned = replace(figure, value=-figure.value, low=-figure.high, high=-figure.low)
    if figure.kind == "growth" and value * fact.value < 0:
        return "turned" if _compare(turned, fact) in ("same", "precise", "bound") else "differs"
    return "differs"


def _differs(finding: _Say, how: str, fact: Fact, sure: bool) -> Finding:
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
    return finding("differs", level, rule, fact.key, f"{words}: {fact.about}, is {fact.shown}")


def _bracket_agrees(found: re.Match[str], figure: Figure, fact: Fact) -> bool:
    texts = [text.replace(",", "").replace("−", "-") for text in found.groups()]
    try:
        ends = sorted(abs(float(text)) for text in texts)
    except ValueError:
        return True
    size = 100.0 if figure.unit in ("ratio", "percentage_point") else 1.0
    known = sorted(abs(end) * size for end in (fact.low, fact.high))
    digit = max(10.0 ** -len(text.partition(".")[2]) for text in texts)
    if max(ends) > 1000:
        digit = max(digit, 10.0 ** min(len(text) - len(text.rstrip("0")) for text in texts))
    return all(abs(a - b) <= 1.001 * digit for a, b in zip(ends, known, strict=True))
