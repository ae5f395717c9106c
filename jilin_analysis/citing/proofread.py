"""Proofreading: whether a draft says of each figure what was reported, or worked out from it.

It proposes, people decide. An error is only where entity, metric, period and kind all fit and the
intervals exclude each other; what is weaker is a warning or worth a check, and what it does not
know it says it does not know.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from ..console import complain, say
from ..contract import judge
from ..errors import AnalysisError
from ..folder import Folder, readable_folder
from ..sources import date_of, grade, publisher
from .drafts import Draft, read_draft
from .facts import Fact, Figure, compare, facts_of, of_one_kind, read_figures
from .remarks import LEVELS, Remark, as_json, as_sarif, as_text
from .subjects import Sentence, Subject, Subjects, words

if TYPE_CHECKING:
    from ..showing.exhibit import Exhibit

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RANGE = re.compile(
    r"\s?[%％]?\s*[(（]\s*[-+−]?(\d[\d,.]*)\s?[%％]?\s*(?:to|–|-|—|至|到)\s*[-+−]?(\d[\d,.]*)[^()（）]{0,40}[)）]"
)
# What a difference is called: its rule, and the words for it.
_DIFFERENCES = {
    "turned": ("direction-turned", "is turned round"),
    "points": ("points-not-percent", "are points; it is percent"),
    "precise": ("precision-added", "is more exact than what was printed"),
    "bound": ("bound-added", "limits the figure otherwise than its source"),
    "differs": ("value-differs", "differs"),
}
# Says of the figure at hand: verdict, level, rule, key, message.
_Say = Callable[[str, str, str, str, str], Remark]
# How well a fact must fit the words: to confirm a figure, and how nearly as well as the one that
# fits best; to call a difference worth a check; to call it an error.
_AGREES, _NEARLY, _CLAIMS, _SURE = 0.2, 0.65, 0.4, 0.75


class _Held(NamedTuple):
    """A fact, how the figure at hand stands to it, and how well it fits the words."""

    fact: Fact
    how: str
    fit: float


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
        focus = folder.package.get("focus")
        self.focus = str(focus.get("entity", "")) if isinstance(focus, dict) else ""
        self.subjects = Subjects(folder, self.facts, self.focus)
        self._alike = cache(
            lambda kind, unit: [one for one in self.facts if of_one_kind(kind, unit, one)]
        )
        self.keys = now | {fact.key.rpartition("/")[2]: fact for fact in self.facts} | now

    def read(self, draft: Draft) -> list[Remark]:
        """Return a finding for every figure of a draft, and those on its sources."""
        found = list(self._figures(draft))
        return found + list(self._sources(draft, found))

    def _figures(self, draft: Draft) -> Iterator[Remark]:
        for start, sentence in self.subjects.sentences(draft):
            for figure in read_figures(sentence.text):
                at = draft.at[start + figure.start]
                if not any(a <= at < b for a, b in draft.ignored):
                    yield self._remark(draft, start, sentence, figure)

    def _remark(self, draft: Draft, start: int, sentence: Sentence, figure: Figure) -> Remark:
        line, column = draft.place(draft.at[start + figure.start])
        words = sentence.text[figure.start : figure.stop]

        def told(verdict: str, level: str, rule: str, key: str, message: str) -> Remark:
            return Remark(
                draft.file, line, column, words, verdict, level, rule, key, f"“{words}” {message}"
            )

        if figure.refusal:
            return self._refused(sentence, figure, told)
        key = draft.key_at(start + figure.start, start + figure.stop)
        if not key:
            found = self._judged(sentence, figure, told)
            if found.key and found.verdict in ("agrees", "condition-missing"):
                sentence.confirmed.append(self.keys[found.key])
            return found
        fact = self.keys.get(key)
        if fact is None:
            message = f"links to {key}, which is no figure"
            return told("differs", "error", "key-unknown", key, message)
        how = compare(figure, fact)
        if how == "same":
            return told("agrees", "ok", "", fact.key, f"is {fact.about}")
        return _differs(told, how, fact, True)

    def _refused(self, sentence: Sentence, figure: Figure, told: _Say) -> Remark:
        # What stands beside no name of a metric, such as “12 canteens”, is nobody's loss.
        begin, end = sentence.clause(figure.start, figure.stop)
        beside = any(begin <= one.start < end for one in sentence.names)
        level, rule = ("check", "unreadable") if beside else ("ok", "")
        return told("unreadable", level, rule, "", f"cannot be read: {figure.refusal}")

    def _judged(self, sentence: Sentence, figure: Figure, told: _Say) -> Remark:
        about = self.subjects.of_figure(sentence, figure)
        held = [
            _Held(fact, compare(figure, fact, about.way), about.fit(fact))
            for fact in self._alike(figure.kind, figure.unit)
            if about.who(fact)
        ]
        held.sort(key=lambda one: -one.fit)
        best = held[0].fit if held else 0.0
        now = [one for one in held if not one.fact.superseded]
        same = [one for one in now if one.how == "same"]
        vague = not about.inside or not sentence.names
        # What is worked out is named in passing: it keeps no reported figure from agreeing.
        top = max((one.fit for one in held if not one.fact.derived), default=0.0)
        right = [one for one in same if one.fit >= max(_AGREES, 0 if vague else _NEARLY * top)]
        if not right and figure.high - figure.low < abs(figure.value) / 99:
            # Nobody hits upon three digits by chance.
            amount = (vague or best > top) and figure.kind == "level"
            right = [one for one in same if amount or one.fact.derived]
        if right:
            return _agreed(told, about, figure, [one.fact for one in right])
        for fact in sentence.confirmed:
            printed = _numbers(sentence.text[figure.start : figure.stop])[:1]
            if {*printed} & {*_ends(fact)}:
                return told("agrees", "ok", "", fact.key, f"ends the range of {fact.about}")
        for fact in (*self.older, *(one.fact for one in held if one.fact.superseded)):
            if about.fit(fact) > _CLAIMS and compare(figure, fact, about.way) == "same":
                new = self.keys.get(fact.key, fact)
                today = "has been withdrawn" if new is fact else f"is {new.shown} in {new.release}"
                message = f"was {fact.about} in release {fact.release}; it {today}"
                return told("stale", "warning", "stale", fact.key, message)
        elsewhen = [one.fact for one in same if about.whatever_the_time(one.fact) > _CLAIMS]
        if about.inside and not about.unsaid and best < _CLAIMS and elsewhen:
            message = f"is {elsewhen[0].about}; the words give another time"
            return told("differs", "check", "other-metric", elsewhen[0].key, message)
        if not about.inside or about.unsaid or best < _CLAIMS:
            return told("not-ours", "ok", "", "", "is not in the record")
        claimed = [one for one in now if one.fit > 0.95 * best]
        nearest = min(claimed, key=lambda one: abs(one.fact.value - figure.value))
        slight = ("precise", "bound", "turned", "points")
        nearest = next((one for one in claimed if one.how in slight), nearest)
        if nearest.how == "within":
            return _agreed(told, about, figure, [nearest.fact])
        if same and same[0].fit and nearest.how not in slight:
            other, fact = same[0].fact, nearest.fact
            message = f"is {other.about}; the words nearest name {fact.about}, {fact.shown}"
            return told("differs", "check", "other-metric", other.key, message)
        return _differs(told, nearest.how, nearest.fact, best >= _SURE and about.plain)

    def _sources(self, draft: Draft, found: Sequence[Remark]) -> Iterator[Remark]:
        facts = {fact.key: fact for fact in self.facts}
        agree = (facts.get(one.key) for one in found if one.verdict == "agrees")
        used = {fact.source for fact in agree if fact} - {""}
        cited = bool(re.search(r"jilin[- ]analysis", draft.raw, re.IGNORECASE))
        for key, source in self.folder.sources.items():
            custom, who = source.get("custom"), publisher(source)
            title, address = str(source.get("title", key)), str(source.get("URL", ""))
            other = str(custom.get("title-en", "")) if isinstance(custom, dict) else ""
            names = [
                one for one in (address, title, other, key, urlsplit(address).netloc) if one[5:]
            ]
            # Many works are of one publisher: its name is of this one where a figure is.
            names += [who] if key in used and len(who) > 2 else []
            at = min((one for one in map(draft.raw.find, names) if one >= 0), default=-1)
            cited = cited or at >= 0 or (len(who) > 2 and who in draft.raw)
            around = draft.raw[max(0, draft.raw.rfind("\n\n", 0, at)) : at + 300]
            if at >= 0 and grade(source) == "repost" and not words("repost")[""].search(around):
                rule = "repost-as-original"
                message = f"“{title}” is a repost ({who}, {date_of(source)}); say so"
                place = draft.place(at)
                yield Remark(draft.file, *place, title, rule, "warning", rule, key, message)
        if used and not cited:
            whose = ", ".join(publisher(self.folder.sources[key]) for key in sorted(used))
            message = f"no source is named for figures that come from {whose}"
            rule = "source-missing"
            yield Remark(draft.file, 1, 1, "", rule, "check", rule, "", message)


def _agreed(told: _Say, about: Subject, figure: Figure, facts: Sequence[Fact]) -> Remark:
    fact, text = facts[0], about.sentence.text
    if fact.derived:
        # Of several that come to the same, the one that says what it rests on.
        fact = next((one for one in facts if one.derived and one.premises), fact)
    if bracket := _RANGE.match(text, figure.stop):
        agreeing = [one for one in facts if _same_range(bracket, one)]
        if not agreeing:
            message = f"has a range that differs: {fact.about}, is {fact.shown}"
            return told("differs", "warning", "value-differs", fact.key, message)
        fact = agreeing[0]
    if fact.premises and not about.conditional:
        message = f"holds only so: {fact.premises.rstrip('.')}"
        return told("condition-missing", "warning", "condition-missing", fact.key, message)
    return told("agrees", "ok", "", fact.key, f"is {fact.about}")


def _differs(told: _Say, how: str, fact: Fact, sure: bool) -> Remark:
    rule, words = _DIFFERENCES.get(how, _DIFFERENCES["differs"])
    level = "warning" if how in ("precise", "bound") else "error" if sure else "check"
    return told("differs", level, rule, fact.key, f"{words}: {fact.about}, is {fact.shown}")


def _same_range(bracket: re.Match[str], fact: Fact) -> bool:
    """Tell whether a range in brackets is that of a fact as it is shown, but for its last digit."""
    told, known = sorted(_numbers(bracket[0])[:2]), sorted(_ends(fact))
    digit = 10.0 ** -max(len(one.partition(".")[2]) for one in bracket.groups())
    return all(abs(a - b) <= 1.001 * digit for a, b in zip(told, known, strict=False))


def _ends(fact: Fact) -> list[float]:
    """Return the ends of the range of a fact as it is shown."""
    return _numbers(fact.shown.partition("(")[2])


def _numbers(text: str) -> list[float]:
    return [float(one) for one in _NUMBER.findall(text.replace(",", ""))]
