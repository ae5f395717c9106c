"""One question on one dataset, on its way to a finding: what is asked, known and supposed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from ..dataset import Dataset, disagree
from ..estimates import Estimate, rests_on
from ..estimates.digits import is_money
from ..naming.names import is_plural
from ..paths import table
from ..periods import in_short, in_words
from ..reported import ReportedFigure
from ..sources import date_of
from ..wording import amount, listing, share
from .words import attributed, capital, is_open, moved, named, plural, reporters, singular

# What a metric is, where an analysis asks for something else.
_IS = {
    "value": "money",
    "profit": "a profit, which may turn into a loss",
    "capacity": "a capacity, not what was made or sold",
    "ratio": "a ratio",
    "rank": "a rank",
    "volume": "a quantity",
    "count": "a number of things",
}
COMPARISONS = {"yoy": ", year on year", "qoq": ", quarter on quarter", "mom": ", month on month"}
_MOST_WORDS = 15  # of a short form
# A change that may have gone either way.
_EITHER = re.compile(
    r"changed by [−+\d][^()]*\([^()]*\)(?:,[\w ]+)?|changed by −[\d.,]+ to \+[\d.,]+\s%"
)
_BRACKET = re.compile(r" \([−+\d][^()]*\)")
_ANALYSES = {row["analysis"]: row for row in table("findings/analyses.csv")}


class Verdict(StrEnum):
    """What became of a question."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does not hold"
    CANNOT_BE_TOLD = "cannot be told"
    CANNOT_BE = "cannot be"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question that the data may be asked.

    Attributes
    ----------
    name : str
        What it is cited by.
    title : str
        What it is about, as a noun phrase: `Earnings per exported tonne, Q1 2020`.
    verdict : Verdict
    sentence : str
        What may be said; empty where nothing may.
    short : str
        The same at a glance, in at most 15 words with one number at most, without premises and
        intervals; empty where that does not do.
    estimates : mapping of str to Estimate
        Its numbers, by the key that each is cited by: `earnings-answer/unit-value`.
    premises : tuple of str
        What must hold for the sentence to hold, each as it would follow "if".
    caveat, derivation : str
        What it does not show; how it was worked out.
    sources : tuple of str
        Keys of the works it rests on, best grade first.
    why_not : str
        Why there is no sentence.
    """

    name: str
    title: str
    verdict: Verdict
    sentence: str = ""
    short: str = ""
    estimates: Mapping[str, Estimate] = field(default_factory=dict)
    premises: tuple[str, ...] = ()
    caveat: str = ""
    derivation: str = ""
    sources: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def rests_on(self) -> frozenset[str]:
        """Ids of the reported figures it was worked out from."""
        return rests_on(*self.estimates.values())

    def _repr_markdown_(self) -> str:
        return self.sentence or f"*{capital(self.verdict)}: {self.why_not}.*"


def other_reports(dataset: Dataset, metric: Metric, period: str, comparison: str) -> str:
    """Return a sentence on the reports of a figure that do not answer for it; else nothing."""
    rows = dataset.reports(metric.name, None, period, comparison)
    kind, _, base = comparison.rpartition("-")
    against = f"{COMPARISONS[base]}," if base in ("qoq", "mom") else ""
    what = "change" if "points" in (kind, base) else "growth" if base else "level"
    what = f"{what} of {metric}{against}"
    if len(rows) == 1 and rows[0].status in ("preliminary", "revised"):
        return f"The {what} is a {rows[0].status} figure."
    if len(rows) < 2:
        return ""
    times = "twice" if len(rows) == 2 else f"{len(rows)} times"
    lead = f"The {what} is reported {times}"
    if disagree(rows):
        lead = f"Reports on the {what} disagree, and the interval holds them all"
    return f"{lead}: {'; '.join(map(_report, rows))}."


def _report(one: ReportedFigure) -> str:
    who = named(one.source)
    undated = "" if who.startswith("an undated") else "undated"
    stands = dict.fromkeys((one.status, one.gone))
    marks = ", ".join(filter(None, (date_of(one.source) or undated, *stands)))
    words = f"“{one.words}”" if one.words else str(one.estimate)
    return f"{who}{f' ({marks})' if marks else ''}, {words}"


class Metric:
    """A metric in a sentence: its name with its verb, what is declared of it, and its growth."""

    growth = Estimate.unknown()

    def __init__(self, dataset: Dataset, name: str) -> None:
        self.dataset, self.name = dataset, name
        # A qualifier after a comma goes in brackets.
        head, _, qualifier = dataset.label(name).partition(", ")
        self.label = f"{head} ({qualifier})" if qualifier else head
        several = is_plural(self.label)
        self.it, self.them = ("they", "them") if several else ("it", "it")
        self.was, is_ = ("were", "are") if several else ("was", "is")
        self.are, self.were = f"{self} {is_}", f"{self} {self.was}"
        self.is_called = f"{self.are} {_IS.get(self.measure, self.measure)}"
        self.basis = str(dataset.metrics.at[name, "price_basis"])

    def __str__(self) -> str:
        """Return its name as a sentence has it."""
        return self.label

    @property
    def moved(self) -> str:
        """The metric with what it did: `output rose by 10 %`."""
        return f"{self} {moved(self.growth)}"

    @property
    def measure(self) -> str:
        """What it measures, as `metrics.csv` declares it."""
        return str(self.dataset.metrics.at[self.name, "measure"])

    @cached_property
    def unit(self) -> str:
        """The unit that is declared of it, else the one its levels are printed in."""
        levels = self.dataset.asked_of(self.name).get("", ())
        printed = (self.dataset.level(self.name, period=one) for one in levels)
        units = (one.unit for one in printed if one.known and one.kind == "level")
        return str(self.dataset.metrics.at[self.name, "unit"]) or next(units, "")

    @property
    def counted_in(self) -> str:
        """The unit of a quantity, or of the metric that gives it as a weight or number."""
        volumes = self.dataset.related("volume_of", self.name)
        return self.unit or (Metric(self.dataset, volumes[0]).unit if volumes else "")

    @property
    def one_unit(self) -> str:
        """What the worth of one of it is per: `tonne`."""
        return "unit" if is_money(self.counted_in) else singular(self.counted_in)

    @property
    def is_value(self) -> bool:
        """Whether it is money."""
        return self.measure == "value" or is_money(self.unit)

    def is_at(self, basis: str) -> bool:
        """Tell whether it is at these prices, or no money at all."""
        return not self.is_value or self.basis == basis

    def no_quantity(self, asked: Question) -> Finding | None:
        """Suppose that it is a quantity, if the data do not say; tell why it cannot be."""
        if self.measure not in ("volume", "count", "unknown"):
            return asked.cannot_be(f"{self.is_called}, and no quantity")
        if is_money(self.unit):
            return asked.cannot_be(f"{self.are} in {plural(self.unit)}, which are money")
        if not self.unit and self.counted_in:
            asked.premises.append(f"{self.are} counted in {plural(self.counted_in)}")
        elif not self.unit and self.measure == "unknown":
            asked.premises.append(f"{self.are} measured as a quantity")
        return None

    def no_value(self, asked: Question) -> Finding | None:
        """Suppose that it is money, if the data do not say; tell why it cannot be."""
        if self.measure == "unknown" and not self.unit:
            asked.premises.append(f"{self.are} money")
        elif self.measure not in ("value", "unknown"):
            return asked.cannot_be(f"{self.is_called}, and no amount of money")
        elif self.unit and not is_money(self.unit):
            return asked.cannot_be(f"{self.are} counted in {plural(self.unit)}, which are no money")
        return None


class Question:
    """One question on one dataset: gathers what a finding needs on its way.

    What is reported of the growth of its metrics is kept among its numbers.
    """

    def __init__(
        self, dataset: Dataset, kind: str, name: str, *metrics: str, period: str = ""
    ) -> None:
        self.dataset, self.period = dataset, period or dataset.period
        self.name = name or f"{metrics[0]}-{kind}"
        self.when = in_short(self.period)
        self.estimates: dict[str, Estimate] = {}
        self.premises: list[str] = []
        self.caveats: list[str] = []
        self.rows: set[str] = set()
        self.metrics = [Metric(dataset, one) for one in metrics]
        for one in self.metrics if kind != "trend" else ():
            one.growth = self.figure(one, one.name, "yoy")
        self.title = _ANALYSES[kind]["title"].format(*self.metrics, entity=dataset.entity)
        self.derivation = _ANALYSES[kind]["derivation"]

    def figure(self, metric: Metric, key: str, comparison: str = "", period: str = "") -> Estimate:
        """Return a reported figure, and keep it, where there is one, among the numbers."""
        period = period or self.period
        found = self.dataset.growth(metric.name, None, period, comparison)
        if found.known:
            self.estimates[key] = found
            self.doubt(metric, found, period, comparison)
        return found

    def doubt(self, metric: Metric, found: Estimate, period: str, comparison: str) -> None:
        """Tell that there are other reports of a figure, or other readings of its words."""
        self.caveats += filter(None, [other_reports(self.dataset, metric, period, comparison)])
        if found.about:
            self.caveats.append(f"The words on {metric} say “about”: the range may be too narrow.")
        if found.ambiguous:
            words = [self.dataset.reported[row].words for row in found.rests_on]
            quoted = listing(f"“{one}”" for one in sorted(words))
            self.caveats.append(f"The words on {metric}, {quoted}, have two readings.")

    def lead(self, told: str = "", *reports: tuple[object, Estimate]) -> str:
        """Return what is known to begin with: whose growth, when, and who reported it."""
        told = told or listing(one.moved for one in self.metrics)
        by = self.by(*(reports or self.rates()))
        return f"For {self.dataset.entity} in {in_words(self.period)}, year on year, {told}{by}"

    def rates(self) -> list[tuple[object, Estimate]]:
        """Return each metric with its growth."""
        return [(one, one.growth) for one in self.metrics]

    def by(self, *figures: tuple[object, Estimate]) -> str:
        """Return who reported the figures, and which of them where they are several."""
        told: dict[str, list[str]] = {}
        for what, found in figures:
            told.setdefault(attributed(self.dataset, found), []).append(str(what))
        several = len(told) > 1
        who = (f"{one} ({listing(by)})" if several else one for one, by in told.items())
        return f", according to {listing(who)}"

    def given(self, words: str) -> str:
        """Return a sentence with its premises before it."""
        return f"If {listing(self.premises)}, {words}." if self.premises else f"{capital(words)}."

    def unreported(self) -> Finding | None:
        """Return why the growth of these metrics is not known; nothing where it is."""
        lacking = [one for one in self.metrics if one.name not in self.estimates]
        why = f"the data hold no growth rate of {listing(map(str, lacking), 'or')} year on year"
        gone = withdrawn(self.dataset, lacking, self.period, "yoy")
        return self.no(gone or why) if lacking else None

    def unknown(self, key: str, found: Estimate) -> Finding | None:
        """Return why a formula has no result: most often it divides by what may be nothing.

        A result is kept by its key.
        """
        if not is_open(found):
            self.estimates[key] = found
            return None
        gone = f"{self.metrics[-1]} may have fallen to nothing"
        why = gone if "divides" in found.why else found.why
        return self.no("what was reported allows any number" if found.known else why)

    def levels(self) -> str:
        """Return what both levels make, where they are reported, as the end of a sentence."""
        told, by, made = self._quotient() or ([], "", "")
        return f"; the levels reported, {listing(told)}{by}, make it {made}" if told else ""

    def by_levels(self, no: Finding) -> Finding:
        """Return what both levels make, where no more can be told; else that nothing can."""
        self.estimates, self.caveats = {}, []
        if not (found := self._quotient()):
            return no
        told, by, made = found
        levels = (f"{one.were} {level}" for one, level in zip(self.metrics, told, strict=True))
        lead = f"For {self.dataset.entity} in {in_words(self.period)}, {listing(levels)}{by}"
        self.caveats.append(f"How it changed cannot be told: {no.why_not}.")
        self.derivation = "Level over level."
        words = f"{'the ' * self.title.startswith('share of')}{self.title} was {made}"
        return self.yes(f"{lead}. {self.given(words)}", words)

    def _quotient(self) -> tuple[list[str], str, str] | None:
        """Return both levels in words, who reported them, and the first by the second."""
        one, other = (self.dataset.level(each.name) for each in self.metrics)
        if "/" in one.unit + other.unit or any(map(is_open, (one, other))) or is_open(one / other):
            return None
        reports = [(each, self.figure(each, f"{each.name}-level")) for each in self.metrics]
        self.estimates["level"] = made = one / other
        # A share, or money: what it is per is said before.
        words = share(made) if one.unit == other.unit else amount(replace(made, unit=one.unit))
        return [amount(one), amount(other)], self.by(*reports), words

    def no(self, why: str, verdict: Verdict = Verdict.CANNOT_BE_TOLD) -> Finding:
        """Return that nothing can be told, and why."""
        return self._finding(verdict, why_not=why)

    def cannot_be(self, why: str) -> Finding:
        """Return that the question has no meaning, and why."""
        return self.no(why, Verdict.CANNOT_BE)

    def yes(self, sentence: str, short: str, verdict: Verdict = Verdict.HOLDS) -> Finding:
        """Return the answer; its short form has no intervals, and there is none of many words."""
        ids = self.rows.union(*(one.rests_on for one in self.estimates.values()))
        short = capital(_BRACKET.sub("", _EITHER.sub("may have risen or fallen", short)))
        return self._finding(
            verdict,
            sentence=sentence,
            short=f"{short}." if len(short.split()) <= _MOST_WORDS else "",
            premises=tuple(self.premises),
            caveat=" ".join(dict.fromkeys(self.caveats)),
            derivation=self.derivation,
            sources=tuple(self.dataset.sources_of(sorted(ids))),
        )

    def _finding(self, verdict: Verdict, **told: Any) -> Finding:
        title = f"{capital(self.title)}, {self.when}"
        return Finding(self.name, title, verdict, estimates=self.estimates, **told)


def withdrawn(dataset: Dataset, metrics: list[Metric], period: str, comparison: str) -> str:
    """Say of which of these metrics no report answers: all were withdrawn, or came too early."""
    told = []
    for metric in metrics:
        rows = dataset.reports(metric.name, None, period, comparison)
        if rows and not any(one.in_force for one in rows):
            who = reporters(dataset, [one.id for one in rows])
            why = listing(dict.fromkeys(one.gone for one in rows))
            told.append(f"what {who} reported of {metric} was {why}")
    return listing(told)
