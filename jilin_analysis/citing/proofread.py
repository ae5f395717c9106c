"""Proofreading: whether a draft says of each figure what was reported, or worked out from it.

It proposes, people decide. An error is only where entity, metric, period and kind all fit and the
intervals exclude each other; what is weaker is a warning or worth a check, and what it does not
know it says it does not know.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..console import complain, say
from ..contract import judge
from ..errors import AnalysisError
from ..folder import Folder, readable_folder
from ..sources import date_of, grade, publisher
from .drafts import Draft, read_draft
from .facts import Fact, facts_of
from .names import Names, same_time
from .reader import Figure, read_figures
from .remarks import LEVELS, Remark, as_json, as_sarif, as_text
from .subjects import Sentence, Subject, Subjects, near_time

if TYPE_CHECKING:
    from .catalogue import Exhibit

_RANGE = re.compile(
    r"\s?[%％]?\s*[(（]\s*([-+−]?\d[\d,]*(?:\.\d+)?)\s?[%％]?\s*(?:to|–|-|—|至|到)\s*([-+−]?\d[\d,]*(?:\.\d+)?)\s?[%％]?"
    r"[^()（）]{0,40}[)）]"
)
_POINTS = re.compile(r"(\d[\d.]*) points?")
_REPOST = re.compile(
    r"re-?post|reprint|republish|mirror|\ba copy\b|via\b|转载|轉載|转引", re.IGNORECASE
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
# A fact, and how the figure at hand stands to it.
_Held = tuple[Fact, str]


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
        self.names = Names(folder, self.facts, self.focus)
        self.subjects = Subjects(self.names, self.facts, self.focus)
        self.keys = now | {fact.key.rpartition("/")[2]: fact for fact in self.facts} | now

    def read(self, draft: Draft) -> list[Remark]:
        """Return a finding for every figure of a draft, and those on its sources."""
        found = list(self._figures(draft))
        return found + list(self._sources(draft, found))

    def _figures(self, draft: Draft) -> Iterator[Remark]:
        for start, sentence in self.subjects.sentences(list(draft.sentences()), draft.text):
            for figure in read_figures(sentence.text):
                at = draft.at[start + figure.start]
                if not any(a <= at < b for a, b in draft.ignored):
                    yield self._remark(draft, start, sentence, figure)

    def _remark(self, draft: Draft, start: int, sentence: Sentence, figure: Figure) -> Remark:
        line, column = draft.place(start + figure.start)
        words = sentence.text[figure.start : figure.stop]

        def told(verdict: str, level: str, rule: str, key: str, message: str) -> Remark:
            return Remark(
                draft.file, line, column, words, verdict, level, rule, key, f"“{words}” {message}"
            )

        if figure.refusal:
            return self._refused(sentence, figure, told)
        if figure.bound == "=" and not re.search(r"\d|percent|百分之", words):
            # A third, a tenth, 一成: nobody means it to the digit.
            figure = replace(figure, bound="~")
        key = draft.key_at(start + figure.start, start + figure.stop)
        if not key:
            found = self._judged(sentence, figure, told)
            if found.key and found.verdict in ("agrees", "condition-missing"):
                sentence.confirmed.append(self.keys[found.key])
                sentence.last = figure.start
            return found
        fact = self.keys.get(key)
        if fact is None:
            message = f"links to {key}, which is no figure"
            return told("differs", "error", "key-unknown", key, message)
        how = _compare(figure, fact)
        if how == "same":
            return told("agrees", "ok", "", fact.key, f"is {fact.about}")
        return _differs(told, how, fact, True)

    def _refused(self, sentence: Sentence, figure: Figure, told: _Say) -> Remark:
        points = _POINTS.fullmatch(sentence.text, figure.start, figure.stop)
        if points:
            # Of an index, or percentage points: where we know such a change, it is that.
            half = 0.5 / 10 ** (2 + len(points[1].partition(".")[2]))
            for size in (float(points[1]) / 100, -float(points[1]) / 100):
                ends = {"value": size, "low": size - half, "high": size + half}
                one = Figure(figure.start, figure.stop, "points", "percentage_point", **ends)
                found = self._judged(sentence, one, told)
                if found.verdict == "agrees":
                    return found
        # What stands beside no name of a metric, such as “12 canteens”, is nobody's loss.
        begin, end = sentence.clause(figure.start, figure.stop)
        beside = any(begin <= one.start < end for one in sentence.metrics)
        level, rule = ("check", "unreadable") if beside else ("ok", "")
        return told("unreadable", level, rule, "", f"cannot be read: {figure.refusal}")

    def _judged(self, sentence: Sentence, figure: Figure, told: _Say) -> Remark:
        facts = [fact for fact in self.facts if _same_kind(figure, fact)]
        about = self.subjects.of_figure(sentence, figure, {fact.metric for fact in facts})
        if about.is_of_no_year:
            facts = [fact for fact in facts if fact.derived or fact.kind != "growth"]
        known = [(fact, about.turned(_compare(figure, fact), fact)) for fact in facts]
        here = about.best(known)
        if about.plainly != about.metrics and "same" not in {how for _, how in here}:
            # “Earnings per tonne” may still be followed by the earnings.
            plain = replace(about, metrics=about.plainly, sure=False)
            if "same" in {how for _, how in plain.best(known)} or not here:
                here, about = plain.best(known), plain
        for weaker in about.weaker() if not here else ():
            if here := weaker.best(known):
                about = weaker
                break
        same = [fact for fact, how in known if how == "same" and not fact.superseded]
        right = [fact for fact, how in here if how == "same" and not fact.superseded]
        if right:
            return _agreed(told, about, [*right, *(one for one in same if one.derived)])
        for fact in (*self.older, *(fact for fact, _ in here if fact.superseded)):
            if about.fits(fact) and _compare(figure, fact) == "same":
                new = self.keys.get(fact.key, fact)
                today = "has been withdrawn" if new is fact else f"is {new.shown} in {new.release}"
                message = f"was {fact.about} in release {fact.release}; it {today}"
                return told("stale", "warning", "stale", fact.key, message)
        for fact in sentence.confirmed if about.ends_range else ():
            ends = [abs(abs(figure.value) - abs(one)) for one in (fact.low, fact.high)]
            if fact.unit == figure.unit and min(ends) < figure.high - figure.low:
                return told("agrees", "ok", "", fact.key, f"ends the range of {fact.about}")
        # The value may be that of another metric that is named near.
        near = [
            fact
            for fact in same
            if fact.metric in about.around
            and fact.entity in sentence.named | {""}
            and (not about.period or near_time(fact.period, about.period))
        ]
        if found := self._otherwise(about, here, near, same):
            return _agreed(told, about, found)
        if about.unsaid:
            return told("not-ours", "ok", "", "", "is what the words deny, or plan")
        return _doubted(told, about, here, near, same)

    def _otherwise(
        self, about: Subject, here: list[_Held], near: list[Fact], same: list[Fact]
    ) -> list[Fact]:
        """Return the facts with which a figure agrees though its nearest words name no such."""
        figure, accused = about.figure, bool(here and about.accused)
        derived = [
            fact
            for fact in same
            if fact.derived
            and (
                about.worked_out
                or (figure.bound in "=~" and self.names.speaks_of(fact, about.sentence.neighbours))
            )
        ]
        if derived and (about.worked_out or about.conditional or not (here or near)):
            return derived
        if near and not accused:
            return near
        wide = replace(about, metrics=about.wider)
        if not here and (found := [fact for fact in same if wide.fits(fact)]):
            return found
        if about.unnamed and about.period:
            who = about.entity or self.focus
            found = [one for one in same if one.entity == who]
            if found := [one for one in found if same_time(one.period, about.period)]:
                return found
        if figure.kind == "level" and figure.high - figure.low < figure.value / 99:
            # Nobody hits upon three digits of an amount by chance.
            found = [fact for fact in same if fact.entity in about.sentence.named]
            if found and (found[0].derived or not accused):
                return found
        return []

    def _sources(self, draft: Draft, found: Sequence[Remark]) -> Iterator[Remark]:
        facts = {fact.key: fact for fact in self.facts}
        used = {
            facts[one.key].source for one in found if one.verdict == "agrees" and one.key in facts
        } - {""}
        cited = False
        for key, source in self.folder.sources.items():
            custom, who = source.get("custom"), publisher(source)
            other = custom.get("title-en", "") if isinstance(custom, dict) else ""
            address = str(source.get("URL", ""))
            title, host = str(source.get("title", key)), urlsplit(address).netloc
            names = [address, title, str(other), key, host]
            # Many works are of one publisher: its name is of this one where a figure is.
            names += [who] if key in used and len(who) > 2 else []
            places = [draft.raw.find(name) for name in names if len(name) > 5 or name == who]
            at = min((one for one in places if one >= 0), default=-1)
            cited = cited or at >= 0 or (len(who) > 2 and who in draft.raw)
            around = draft.raw[max(0, draft.raw.rfind("\n\n", 0, at)) : at + 300]
            if at >= 0 and grade(source) == "repost" and not _REPOST.search(around):
                row, begin = draft.raw.count("\n", 0, at) + 1, draft.raw.rfind("\n", 0, at)
                rule = "repost-as-original"
                row = draft.lines[row - 1] if draft.lines else row
                message = f"“{title}” is a repost ({who}, {date_of(source)}); say so"
                yield Remark(
                    draft.file, row, at - begin, title, rule, "warning", rule, key, message
                )
        if used and not cited and not re.search(r"jilin[- ]analysis", draft.raw, re.IGNORECASE):
            whose = ", ".join(publisher(self.folder.sources[key]) for key in sorted(used))
            message = f"no source is named for figures that come from {whose}"
            yield Remark(
                draft.file, 1, 1, "", "source-missing", "check", "source-missing", "", message
            )


def _doubted(
    told: _Say, about: Subject, here: list[_Held], near: list[Fact], same: list[Fact]
) -> Remark:
    """Say what is doubtful in a figure that agrees with nothing, or that it is not ours."""
    slight = [one for one in here if one[1] in ("precise", "bound", "turned", "points")]
    if near and not (slight and about.full):
        other = here[0][0]
        message = f"is {near[0].about}; the words nearest name {other.about}, {other.shown}"
        return told("differs", "check", "other-metric", near[0].key, message)
    known = {fact.key for fact in about.sentence.confirmed}
    if not about.accused or (here and {fact.key for fact, _ in here} <= known):
        return told("not-ours", "ok", "", "", "is not in the record")
    if about.figure.kind == "multiple" and not about.full:
        return told("not-ours", "ok", "", "", "is not in the record")
    if slight:
        return _differs(told, slight[0][1], slight[0][0], about.sure)
    if here:
        fact, how = min(here, key=lambda one: abs(one[0].value - about.figure.value))
        if how == "within":
            return _agreed(told, about, [fact])
        there = [one for one in same if one.entity == about.entity and not one.derived]
        if there := [one for one in there if near_time(one.period, about.period)]:
            message = f"is {there[0].about}; {fact.about}, is {fact.shown}"
            return told("differs", "warning", "other-metric", there[0].key, message)
        sure = about.sure and same_time(fact.period, about.period) and len(about.metrics) < 3
        return _differs(told, how, fact, sure and all(one.metric != fact.metric for one in same))
    there = [fact for fact in same if fact.metric in about.metrics]
    fine = [fact for fact in there if fact.entity == about.entity]
    if about.when:
        fine = [fact for fact in fine if near_time(fact.period, about.when)]
    if there and not fine:
        other_thing = "time" if there[0].entity == about.entity else "name"
        message = f"is {there[0].about}; the words give another {other_thing}"
        return told("differs", "check", "other-metric", there[0].key, message)
    if fine:
        return _agreed(told, about, fine)
    return told("not-ours", "ok", "", "", "is not in the record")


def _agreed(told: _Say, about: Subject, facts: Sequence[Fact]) -> Remark:
    fact, text, figure = facts[0], about.sentence.text, about.figure
    if fact.derived:
        # Of several that come to the same, the one that says what it rests on.
        fact = next((one for one in facts if one.derived and one.premises), fact)
    if bracket := _RANGE.match(text, figure.stop):
        agreeing = [one for one in facts if _bracket_agrees(bracket, text, figure, one)]
        if not agreeing:
            message = f"has a range that differs: {fact.about}, is {fact.shown}"
            return told("differs", "warning", "value-differs", fact.key, message)
        fact = agreeing[0]
    if fact.premises and not about.conditional:
        message = f"holds only so: {fact.premises.rstrip('.')}"
        return told("condition-missing", "warning", "condition-missing", fact.key, message)
    return told("agrees", "ok", "", fact.key, f"is {fact.about}")


def _same_kind(figure: Figure, fact: Fact) -> int:
    """Return 2 where a figure and a fact are of one kind, 1 where they may be, else 0."""
    ratio = figure.unit in ("ratio", "percentage_point")
    if not ratio:
        return 2 * (figure.unit == fact.unit and fact.kind in ("", "level"))
    if fact.unit not in ("ratio", "percentage_point", ""):
        return 0
    if fact.kind in ("", figure.kind):
        return 2
    return int({figure.kind, fact.kind} <= {"growth", "share", "points", "multiple", "index"})


def _compare(figure: Figure, fact: Fact) -> str:
    """Return how a figure stands to a fact of its kind.

    `same`; `within` (less exact, or inside the range); `precise` (digits that were not printed);
    `bound` (words that limit it); `turned` (the sign); `points`; `differs`.
    """
    value, low, high = figure.value, figure.low, figure.high
    if figure.kind == "growth" and fact.kind == "index":
        value, low, high = value + 1, low + 1, high + 1
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
        if contains and figure.bound.strip("=~") != fact.bound.strip("=~") and not fact.derived:
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
            return "same" if fact.derived and low <= fact.value <= high else "bound"
    if figure.kind == "growth" and -high - small <= fact.value <= -low + small:
        return "turned"
    return "differs"


def _differs(told: _Say, how: str, fact: Fact, sure: bool) -> Remark:
    rule, words = _DIFFERENCES.get(how, _DIFFERENCES["differs"])
    level = "warning" if how in ("precise", "bound") else "error" if sure else "check"
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
