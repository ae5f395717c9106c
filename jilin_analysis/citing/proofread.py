"""Proofreading: whether a draft says of each figure what was reported, or worked out from it.

It proposes, people decide. An error is only where entity, metric, period and kind all fit and the
intervals exclude each other; what is weaker is a warning or worth a check, and what it does not
know it says it does not know.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from ..console import complain, say
from ..contract import judge
from ..errors import AnalysisError
from ..estimates import RATIO
from ..folder import Folder, readable_folder
from ..showing.exhibit import Exhibit
from ..sources import date_of, grade, publisher
from .catalogue import exhibits_of, of_one_work
from .drafts import Draft, read_draft
from .facts import Fact, Figure, P, compare, facts_of, of_one_kind, read_figures
from .remarks import LEVELS, RULES, VERDICTS, Remark, as_json, as_sarif, as_text
from .subjects import Sentence, Subject, Subjects, words

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Differences that leave no doubt which figure is meant.
_SLIGHT = {"direction-turned", "points-not-percent", "percent-not-points"}
_SLIGHT |= {"precision-added", "bound-added"}
# How well a fact must fit the words: to confirm a figure, and how nearly as well as the one that
# fits best; to call a difference worth a check; to call it an error.
_AGREES, _NEARLY, _CLAIMS, _SURE = 0.2, 0.65, 0.4, 0.75


# Rule (a verdict where all is well), level, key and message.
_Said = tuple[str, str, str, str]


class _Held(NamedTuple):
    """A fact, how the figure at hand stands to it, and how well it fits the words."""

    fact: Fact
    how: str
    fit: float


class _Case(NamedTuple):
    """A figure with the facts of its kind: of now, the same, of another base, and gone."""

    about: Subject
    now: list[_Held]  # the best first
    same: list[_Held]
    elsewhere: list[_Held]
    gone: list[_Held]
    best: float


def run(options: argparse.Namespace) -> int:
    """Proofread drafts; return 0, 1 for remarks of the level asked for, 2 where one cannot be."""
    from .commands import complain_of

    # Only with the data that they were made from do exhibits say what is right.
    folder = readable_folder(options.data)
    exhibits, stale = of_one_work(folder, exhibits_of(options.data, options.notebooks))
    complain_of(stale)
    older = [readable_folder(one) for one in options.older]
    proofreader = Proofreader(folder, exhibits, older)
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
    """Known figures, ready to be held against drafts: those of the data and of its exhibits.

    What only `older`, earlier releases of the data, have is stale now.
    """

    def __init__(
        self, folder: Folder, exhibits: Iterable[Exhibit] = (), older: Sequence[Folder] = ()
    ) -> None:
        self.folder = folder
        facts = facts_of(judge(folder), exhibits)
        self.subjects = Subjects(folder, facts)
        now = {fact.key: fact for fact in facts}
        self.keys = now | {fact.key.rpartition("/")[2]: fact for fact in facts} | now
        for fact in (fact for one in older for fact in facts_of(judge(one))):
            if fact.key not in now or fact.value != now[fact.key].value:
                facts.append(replace(fact, gone="earlier"))
        self.facts = [one for one in facts if one.kind in ("", "level")]
        self._alike = cache(lambda *kind: [one for one in facts if of_one_kind(one, *kind)])

    def read(self, draft: Draft) -> list[Remark]:
        """Return a finding for every figure of a draft, and those on its sources."""
        found = list(self._figures(draft))
        return found + list(self._sources(draft, found))

    def _figures(self, draft: Draft) -> Iterator[Remark]:
        for start, sentence in self.subjects.sentences(draft):
            figures, said = read_figures(sentence.text), dict[Figure, _Said]()
            # What is worth a check is plain once those beside it agree: it is judged again.
            for one in (*figures, *figures):
                again = one in said and said[one][1] == "check" and sentence.confirmed
                at = draft.at[start + one.start]
                if (one not in said or again) and not any(a <= at < b for a, b in draft.ignored):
                    key = draft.key_at(start + one.start, start + one.stop)
                    said[one] = self._said(sentence, one, key)
            for one, (rule, level, key, message) in said.items():
                words = " ".join(sentence.text[one.start : one.stop].split())
                told = words, rule if rule in VERDICTS else "differs", level
                place = draft.place(draft.at[start + one.start])
                rule = "" if level == "ok" else rule
                yield Remark(draft.file, *place, *told, rule, key, f"“{words}” {message}")

    def _said(self, sentence: Sentence, figure: Figure, key: str) -> _Said:
        counts = self._count(sentence, figure) if figure.kind == "no_unit" else None
        if figure.refusal and not counts:
            return _refused(sentence, figure)
        figure = counts or figure
        if key:
            return self._linked(key, figure)
        if figure.kind != "growth" and P.as_fast.match(sentence.text, figure.stop):
            return _not_ours()  # half as fast as sales
        said = self._judged(sentence, figure)
        if said[0] == "not-ours" and figure.kind == "multiple" and sentence.times:
            said = self._multiplied(sentence, figure) or said
        if said[0] in ("agrees", "condition-missing"):
            sentence.confirmed.append(self.keys[said[2]])
        return said

    def _multiplied(self, sentence: Sentence, figure: Figure) -> _Said | None:
        """Judge what doubled as a change by as much again; such words are too round for errors."""
        if not P.multiplied.search(sentence.text, figure.start, figure.stop):
            return None
        change = {end: getattr(figure, end) - 1 for end in ("value", "low", "high")}
        changed = replace(figure, kind="growth", **change)
        rule, level, key, message = self._judged(sentence, changed)
        above = figure.bound[0] == ">" and key and self.keys[key].low > changed.high
        if rule in ("value-differs", "bound-added") and above:
            return _agrees(self.keys[key])
        return rule, "check" if level == "error" else level, key, message

    def _count(self, sentence: Sentence, figure: Figure) -> Figure | None:
        """Return a large bare number as a count, where its clause names what is counted."""
        begin, end = sentence.clause(figure)
        named = {key for one in sentence.names if begin <= one.start < end for key in one.metrics}
        if not any(one.metric in named and one.unit == "count" for one in self.facts):
            return None
        words = P.count.match(sentence.text, figure.start)
        found = read_figures(f"{words[0]} people") if words and words.end() == figure.stop else ()
        return replace(found[0], start=figure.start, stop=figure.stop) if found else None

    def _linked(self, key: str, figure: Figure) -> _Said:
        fact = self.keys.get(key)
        if fact is None:
            return "key-unknown", "error", key, f"links to {key}, which is no figure"
        how = compare(figure, fact)
        return _agrees(fact) if how == "same" else _differs(how, fact, True)

    def _judged(self, sentence: Sentence, figure: Figure) -> _Said:
        case = self._case(Subject(sentence, figure))
        rules = (_right, _of_another_base, _end_of_a_range, self._stale, self._unclaimed, _wrong)
        said = next(filter(None, (rule(case) for rule in rules)))
        if said[0] == "agrees" and figure.kind == "level" and (way := case.about.moved()):
            return self._moved_otherwise(self.keys[said[2]], way) or said
        return said

    def _moved_otherwise(self, level: Fact, way: int) -> _Said | None:
        """Return that a level is told as risen to where it fell, or as fallen to where it rose."""
        of = level.entity, level.metric, level.period, "yoy"
        for one in self._alike("growth", RATIO):
            told = (one.entity, one.metric, one.period, one.against) == of and not one.gone
            if told and one.value * way < 0:
                return _differs("direction-turned", one, False)
        return None

    def _case(self, about: Subject) -> _Case:
        figure = about.figure
        held = [
            _Held(fact, compare(figure, fact, about.way), about.fit(fact))
            for fact in self._alike(figure.kind, figure.unit)
            if about.who(fact) and (about.each or fact.unit == figure.unit or "/" not in fact.unit)
            # An amount by which something rose is none that was reached.
            if not figure.is_increment or fact.derived or _is_increment(fact)
        ]
        elsewhere = [one for one in held if about.is_against_another(one.fact)]
        held = [one for one in held if one not in elsewhere]
        now = sorted((one for one in held if not one.fact.gone), key=lambda one: -one.fit)
        gone = [one for one in held if one.fact.gone]
        same = [one for one in now if one.how == "same"]
        return _Case(about, now, same, elsewhere, gone, now[0].fit if now else 0.0)

    def _stale(self, case: _Case) -> _Said | None:
        for fact, how, fit in case.gone:
            if how == "same" and fit > _CLAIMS:
                new = self.keys.get(fact.key, fact)
                today = f"is {new.shown} in {new.release}"
                today = today if new is not fact else f"has been {fact.gone}"
                message = f"was {fact.about} in release {fact.release}; it {today}"
                return "stale", "warning", fact.key, message
        return None

    def _unclaimed(self, case: _Case) -> _Said | None:
        about = case.about
        named = about.inside and not about.unsaid
        if named and case.best >= _CLAIMS:
            return None
        for fact, _, _ in case.same if named else ():
            if about.whatever_the_time(fact) > _CLAIMS:
                return _other(fact, "the words give another time")
        if named and (another := self._of_another(about)):
            return _other(another, "the words name another entity")
        if named and (other := self._of_its_digits(about)):
            turned = (other.unit, other.value) == (about.figure.unit, -about.figure.value)
            return _differs("direction-turned" if turned else "value-differs", other, False)
        return _not_ours()

    def _of_another(self, about: Subject) -> Fact | None:
        """Return the fact that the figure is, but of another entity than the known one named."""
        figure = about.figure
        exact = figure.kind == "level" and figure.is_exact
        others = (
            one
            for one in self._alike(figure.kind, figure.unit)
            if about.entities and not (about.who(one) or one.gone)
            if compare(figure, one, about.way) == "same"
            if about.metrics.get(one.metric, 0.0) * about.when(one) > _CLAIMS
            or (exact and one.worked_out)
        )
        return next(others, None)

    def _of_its_digits(self, about: Subject) -> Fact | None:
        """Return the fact of the words' metric with the same digits in another unit or scale."""
        digits = _digits(about.figure.value)
        fits = (
            (about.whatever_the_time(one), number)
            for number, one in enumerate(self.facts)
            if _digits(one.value) == digits and about.metrics.get(one.metric) and not one.gone
            if (one.value, one.unit) != (about.figure.value, about.figure.unit)
        )
        fit, number = max(fits, default=(0.0, 0))
        amount = about.figure.kind == "level" and len(digits) > 1
        return self.facts[number] if amount and fit > _AGREES else None

    def _sources(self, draft: Draft, found: Sequence[Remark]) -> Iterator[Remark]:
        used = {self.keys[one.key].source for one in found if one.verdict == "agrees"} - {""}
        cited = bool(re.search(r"jilin[- ]analysis", draft.raw, re.IGNORECASE))
        for key, source in self.folder.sources.items():
            custom, who = source.get("custom"), publisher(source)
            title, address = str(source.get("title", key)), str(source.get("URL", ""))
            other = str(custom.get("title-en", "")) if isinstance(custom, dict) else ""
            names = (address, title, other, key, urlsplit(address).netloc)
            # Many works are of one publisher: its name is of this one where a figure is.
            told = [one for one in names if one[5:]] + [who] * (key in used and len(who) > 2)
            at = min((one for one in map(draft.raw.find, told) if one >= 0), default=-1)
            cited = cited or at >= 0 or (len(who) > 2 and who in draft.raw)
            around = draft.raw[max(0, draft.raw.rfind("\n\n", 0, at)) : at + 300]
            if at >= 0 and grade(source) == "repost" and not words("repost")[""].search(around):
                rule, place = "repost-as-original", draft.place(at)
                message = f"“{title}” is a repost ({who}, {date_of(source)}); say so"
                yield Remark(draft.file, *place, title, rule, "warning", rule, key, message)
        if used and not cited:
            named = dict.fromkeys(publisher(self.folder.sources[key]) for key in sorted(used))
            whose = ", ".join(named)
            message = f"no source is named for figures that come from {whose}"
            rule = "source-missing"
            yield Remark(draft.file, 1, 1, "", rule, "check", rule, "", message)


def _right(case: _Case) -> _Said | None:
    about, figure, same = case.about, case.about.figure, case.same
    # A change of a part of one thing is no change of another.
    named = about.inside or (about.of_part and figure.kind != "level")
    vague = not named or not about.sentence.names
    # What is worked out is named in passing: it keeps no reported figure from agreeing.
    top = max((one.fit for one in case.now if not one.fact.derived), default=0.0)
    right = [one for one in same if one.fit >= max(_AGREES, 0 if vague else _NEARLY * top)]
    # Fiber sales are not those of carbon fiber, where both are known of that time.
    whole = {_of_what(one) for one in case.now if about.metrics.get(one.fact.metric, 0) >= 1}
    right = [
        one
        for one in right
        if about.metrics.get(one.fact.metric, 1) >= 1 or _of_what(one) not in whole
    ]
    if not right and figure.is_exact:
        amount = (vague or case.best > top) and figure.kind == "level"
        right = [one for one in same if amount or one.fact.worked_out]
    if right and about.denied:
        return _other(right[0].fact, "the words deny it")
    return _agreed(about, right) if right else None


def _of_what(one: _Held) -> tuple[str, str, str]:
    return one.fact.entity, one.fact.period, one.fact.kind


def _of_another_base(case: _Case) -> _Said | None:
    for fact, how, fit in case.elsewhere:
        fit = max(fit, case.about.of_its_base(fact) if fact.since else 0)
        if how == "same" and fit > _CLAIMS and not fact.gone:
            yearly = (one.fact for one in case.now if one.fact.metric in fact.base)
            yearly = (one for one in yearly if (one.period, one.against) == (fact.period, "yoy"))
            if fact.since and not case.about.unsaid and (rate := next(yearly, None)):
                words = f"is the change {fact.over}; in one year"
                return _differs("value-differs", rate, case.about.plain, words)
            return _other(fact, "the words compare it with another time")
    return None


def _end_of_a_range(case: _Case) -> _Said | None:
    sentence, figure = case.about.sentence, case.about.figure
    printed = _numbers(sentence.text[figure.start : figure.stop])[:1]
    for fact in sentence.confirmed:
        if {*printed} & {*_ends(fact)}:
            return _agrees(fact, f"ends the range of {fact.about}")
    return None


def _wrong(case: _Case) -> _Said:
    about, sentence, figure, same = case.about, case.about.sentence, case.about.figure, case.same
    claimed = [one for one in case.now if one.fit > 0.95 * case.best]
    nearest = min(claimed, key=lambda one: _distance(figure, one.fact))
    fact, how, fit = next((one for one in claimed if one.how in _SLIGHT), nearest)
    if how == "within":
        return _agreed(about, [_Held(fact, how, fit)])
    scaled = next(((one.fact, told) for one in claimed if (told := _scale(figure, one.fact))), None)
    if scaled:
        return _differs("value-differs", scaled[0], about.plain, scaled[1])
    if same and same[0].fit and how not in _SLIGHT:
        named = f"{fact.about}, {fact.shown}"
        times = {one.fact.period for one in claimed if one.fact.metric == fact.metric}
        if len(times) > 1 and not (about.time or sentence.time):
            named = f"{fact.name}, which several periods have"
        return _other(same[0].fact, f"the words nearest name {named}")
    # What agrees beside it leaves no doubt whose figures these are, and when.
    besides = sentence.confirmed + (sentence.before.confirmed if sentence.before else [])
    known = (fact.entity, fact.period) in {(one.entity, one.period) for one in besides}
    known = known or how == "direction-turned"  # the same digits are no chance
    # Of a loss, many words leave the sign to another word.
    unsigned = how == "direction-turned" and figure.kind == "level" and figure.value > 0
    sure = about.plain and not unsigned and case.best >= (_NEARLY if known else _SURE)
    return _differs(how, fact, sure)


def _refused(sentence: Sentence, figure: Figure) -> _Said:
    # What stands beside no name of a metric, such as “12 canteens”, is nobody's loss; nor is a
    # bare number, which may be one of a chapter.
    begin, end = sentence.clause(figure)
    beside = figure.kind != "no_unit" and any(begin <= one.start < end for one in sentence.names)
    return "unreadable", "check" if beside else "ok", "", f"cannot be read: {figure.refusal}"


def _agreed(about: Subject, held: Sequence[_Held]) -> _Said:
    # What was reported holds without conditions, whatever comes to the same.
    least = _NEARLY * held[0].fit
    held = [one for one in held if not one.fact.derived and one.fit >= least] or held
    facts = [one.fact for one in held]
    fact = facts[0]
    if fact.derived:
        # Of several that come to the same, the one that says what it rests on.
        fact = next((one for one in facts if one.derived and one.premises), fact)
    if bracket := P.range.match(about.sentence.text, about.figure.stop):
        agreeing = [one for one in facts if _same_range(bracket, one)]
        if not agreeing:
            message = f"has a range that differs: {fact.about}, is {fact.shown}"
            return "value-differs", "warning", fact.key, message
        fact = agreeing[0]
    if fact.premises and not about.conditional:
        message = f"holds only so: {fact.premises.rstrip('.')}"
        return "condition-missing", "warning", fact.key, message
    return _agrees(fact)


def _agrees(fact: Fact, message: str = "") -> _Said:
    return "agrees", "ok", fact.key, message or f"is {fact.about}"


def _not_ours() -> _Said:
    return "not-ours", "ok", "", "is not plainly a figure of the record"


def _other(fact: Fact, message: str) -> _Said:
    return "other-metric", "check", fact.key, f"is {fact.about}; {message}"


def _differs(rule: str, fact: Fact, sure: bool, words: str = "") -> _Said:
    rule = "value-differs" if rule == "within" else rule
    level = "warning" if rule.endswith("-added") else "error" if sure else "check"
    words = words or RULES[rule]["difference"]
    if rule == "direction-turned" and fact.kind == "growth":
        words = f"is told as a {'rise' if fact.value < 0 else 'fall'}"
    return rule, level, fact.key, f"{words}: {fact.about}, is {fact.told}"


def _distance(figure: Figure, fact: Fact) -> tuple[bool, float]:
    return (fact.kind == "points") != (figure.kind == "points"), abs(fact.value - figure.value)


def _is_increment(fact: Fact) -> bool:
    return fact.against not in ("", "level") or bool(words("increment")[""].search(fact.name))


def _scale(figure: Figure, fact: Fact) -> str:
    """Return how many times the amount that was reported the figure is, if it has its digits."""
    if {figure.kind, fact.kind} != {"level"} or fact.derived or len(_digits(fact.value)) < 2:
        return ""
    for times in (1_000, 10_000, 1_000_000, 100_000_000, 1_000_000_000):
        if math.isclose(figure.value, fact.value * times):
            return f"is {times:,} times what was reported"
        if math.isclose(figure.value * times, fact.value):
            return f"is a {times:,}th of what was reported"
    return ""


def _digits(value: float) -> str:
    """Return the digits of a number, whatever its sign and its scale."""
    return f"{abs(value):.12g}".partition("e")[0].replace(".", "").strip("0")


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
