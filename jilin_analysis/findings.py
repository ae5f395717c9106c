"""What may be said of a data folder: one function an analysis, over relations that it declares.

A finding holds no more than the data bear. Its sentence knows falls from rises, one source from
two, declared units from supposed ones, and what nobody reported from what cannot be. Where nothing
is known it has no sentence, and says why.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import Any

from . import growth
from .dataset import Dataset
from .estimates import Estimate, rests_on
from .names import is_plural
from .periods import in_short, in_words, noun, span, year_before
from .sources import date_of, grade, publisher
from .wording import amount, change, factor, listing, percent, rate, relate, share

__all__ = ["Finding", "Verdict", "all_findings"]

_UNITS = {"count": "unit", "CNY": "yuan", "USD": "dollar", "EUR": "euro", "GBP": "pound"}
_PLURALS = {"CNY": "yuan", "JPY": "yen", "mu": "mu"}
_QUANTITIES = ("volume", "count")
_WEAK = ("repost", "machine translation")
# What a metric is if it is neither a quantity nor money.
_IS = {
    "value": "money",
    "profit": "a profit, which may turn into a loss",
    "capacity": "a capacity, not what was made or sold",
    "ratio": "a ratio",
    "rank": "a rank",
    "volume": "a quantity",
    "count": "a number of things",
}
_COMPARISONS = {
    "yoy": ", year on year",
    "qoq": ", quarter on quarter",
    "mom": ", month on month",
}
_MOST_TOLD, _MOST_FITS = 8, 3
_MOST_WORDS = 15  # of a short form
# A change that may have gone either way.
_EITHER = re.compile(
    r"changed by [−+\d][^()]*\([^()]*\)(?:,[\w ]+)?|changed by −[\d.,]+ to \+[\d.,]+\s%"
)
_BRACKET = re.compile(r" \([−+\d][^()]*\)")
# Beyond, nobody reads the list, and it takes minutes to make.
_MOST_METRICS = 100


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


def capital(words: str) -> str:
    """Return words with a capital at their head."""
    return words[:1].upper() + words[1:]


def _brief(words: str) -> str:
    """Return words as a short form, without the intervals in them; nothing if they are many."""
    told = capital(_BRACKET.sub("", _EITHER.sub("may have risen or fallen", words)))
    return f"{told}." if len(told.split()) <= _MOST_WORDS else ""


def _spoken(dataset: Dataset, metric: str) -> str:
    """Return the label of a metric for a sentence: a qualifier after a comma goes in brackets."""
    head, _, qualifier = dataset.label(metric).partition(", ")
    return f"{head} ({qualifier})" if qualifier else head


def _it(label: str) -> str:
    return "they" if is_plural(label) else "it"


def attributed(dataset: Dataset, *estimates: Estimate) -> str:
    """Return who reported the figures, weak sources by their weakness: `an undated repost`."""
    keys = dataset.sources_of(sorted(rests_on(*estimates)))
    return listing(dict.fromkeys(_named(dataset.sources[key]) for key in keys))


def _named(source: dict[str, object]) -> str:
    day = date_of(source)
    if (weak := grade(source)) in _WEAK:
        return f"a {weak} of {day[:4]}" if day else f"an undated {weak}"
    return publisher(source) or str(source["title"])


def moved(found: Estimate) -> str:
    """Return what a reported or computed rate did, in words that hold for its whole interval."""
    said = replace(found, ambiguous=False)
    two = " (by words that can be read in two ways)" if found.ambiguous else ""
    if _is_open(found, -1):
        return "changed at a rate that the reports leave open"
    endless = isinstance(found.low, float) or isinstance(found.high, float)
    if not found.low < 0 < found.high or (found.value is None and (endless or found.low == -1)):
        return change(said) + two
    if found.value == 0 and found.low == -found.high and isinstance(found.high, Fraction):
        return f"changed by at most {percent(found.high, digits=4)} either way{two}"
    return f"changed by {rate(said)}{two}"


def _is_open(found: Estimate, floor: int) -> bool:
    """Tell whether a number may be anything that such a number can be."""
    return not found.known or (found.low <= floor and isinstance(found.high, float))


def _concluded(found: Estimate) -> str:
    """Return the same at the end of a sentence, with a word on a direction that is not known."""
    words = moved(found)
    return words + (
        ", up or down" if words.startswith("changed by") and "either" not in words else ""
    )


def other_reports(dataset: Dataset, metric: str, period: str, comparison: str = "yoy") -> str:
    """Return a sentence on the reports of a figure that do not answer for it; else nothing."""
    rows = {row: dataset.figure(row) for row in dataset.reports(metric, None, period, comparison)}
    label = _spoken(dataset, metric)
    what = {"": "level", "points": "change"}.get(comparison, "growth")
    status = [row["status"] for row in rows.values()]
    if len(rows) == 1 and status[0] in ("preliminary", "revised"):
        return f"The {what} of {label} is a {status[0]} figure."
    if len(rows) < 2:
        return ""
    told = [_report(dataset, name, row) for name, row in rows.items()]
    times = "twice" if len(rows) == 2 else f"{len(rows)} times"
    lead = f"The {what} of {label} is reported {times}"
    if dataset.disagree(name for name, row in rows.items() if row["in_force"]):
        lead = f"Reports on the {what} of {label} disagree, and the interval holds them all"
    return f"{lead}: {'; '.join(told)}."


def _report(dataset: Dataset, name: str, row: Mapping[str, Any]) -> str:
    who = _named(dataset.sources[row["source"]])
    undated = "" if who.startswith("an undated") else "undated"
    superseded = "" if row["in_force"] or row["status"] == "withdrawn" else "superseded"
    marks = ", ".join(filter(None, (row["issued"] or undated, row["status"], superseded)))
    words = f"“{row['as_reported']}”" if row["as_reported"] else str(dataset.estimate(name))
    return f"{who}{f' ({marks})' if marks else ''}, {words}"


def _is_money(unit: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{3}", unit)) and unit not in ("TEU", "DWT")


def _singular(unit: str) -> str:
    return _UNITS.get(unit, unit.replace("_", " ")) or "unit"


def _plural(unit: str) -> str:
    words = _singular(unit)
    return _PLURALS.get(unit) or (words if words != words.lower() else f"{words}s")


class _Asked:
    """One question on one dataset: gathers what a finding needs on its way."""

    def __init__(
        self, dataset: Dataset, name: str, title: str, period: str, when: str = ""
    ) -> None:
        self.dataset, self.name = dataset, name
        self.period = period
        self.title = f"{capital(title)}, {when or in_short(period)}"
        self.estimates: dict[str, Estimate] = {}
        self.premises: list[str] = []
        self.caveats: list[str] = []
        self.rows: set[str] = set()

    def growth(self, metric: str) -> Estimate:
        """Return a reported growth rate, and keep it among the finding's numbers."""
        found = self.dataset.growth(metric, None, self.period)
        if found.known:
            self.estimates[metric] = found
            self.doubt(metric, found, self.period, "yoy")
        return found

    def doubt(self, metric: str, found: Estimate, period: str, comparison: str) -> None:
        """Tell that there are other reports of a figure, or other readings of its words."""
        told = other_reports(self.dataset, metric, period, comparison)
        self.caveats += [told] if told else []
        if found.about:
            label = self.label(metric)
            self.caveats.append(f"The words on {label} say “about”: so is all that follows.")
        if found.ambiguous:
            words = [str(self.dataset.table.at[row, "as_reported"]) for row in found.rests_on]
            quoted = listing(f"“{one}”" for one in sorted(words))
            self.caveats.append(f"The words on {self.label(metric)}, {quoted}, have two readings.")

    def level(self, metric: str, key: str, period: str = "") -> Estimate:
        """Return a reported level, and keep it among the finding's numbers."""
        found = self.dataset.level(metric, None, period or self.period)
        if found.known:
            self.estimates[key] = found
            self.doubt(metric, found, period or self.period, "")
        return found

    def label(self, metric: str) -> str:
        return _spoken(self.dataset, metric)

    def rated(self, *metrics: str) -> str:
        """Return metrics with their growth, in words: `output rose by 10 % and … fell by 3 %`."""
        label = self.label
        return listing(f"{label(one)} {moved(self.estimates[one])}" for one in metrics)

    def in_time(self) -> str:
        return f"In {in_words(self.period)}, year on year"

    def by(self, *metrics: str) -> str:
        """Return who reported what, where it was more than one or a weak source; else nothing."""
        names = [attributed(self.dataset, self.estimates[one]) for one in metrics]
        if len(set(names)) == 1:
            weak = re.match(rf"an? (?:undated )?(?:{'|'.join(_WEAK)})\b", names[0])
            keys = self.dataset.sources_of(self.estimates[metrics[0]].rests_on)
            several = len({_named(self.dataset.sources[key]) for key in keys}) > 1
            return f", according to {names[0]}" if weak or several else ""
        parts = zip(metrics, names, strict=True)
        told = [f"{self.label(one)} according to {name}" for one, name in parts]
        return f" ({'; '.join(told)})"

    def no(self, why: str, verdict: Verdict = Verdict.CANNOT_BE_TOLD) -> Finding:
        return Finding(self.name, self.title, verdict, why_not=why, estimates=self.estimates)

    def yes(
        self, sentence: str, short: str, derivation: str, verdict: Verdict = Verdict.HOLDS
    ) -> Finding:
        ids = self.rows.union(*(one.rests_on for one in self.estimates.values()))
        return Finding(
            name=self.name,
            title=self.title,
            verdict=verdict,
            sentence=sentence,
            short=_brief(short),
            estimates=self.estimates,
            premises=tuple(self.premises),
            caveat=" ".join(dict.fromkeys(self.caveats)),
            derivation=derivation,
            sources=tuple(self.dataset.sources_of(sorted(ids))),
        )

    def missing(self, *metrics: str) -> str:
        """Return why an analysis cannot be made of these metrics; nothing where it can."""
        lacking = [one for one in metrics if one not in self.estimates]
        labels = listing(map(self.label, lacking), "or")
        why = f"the data hold no growth rate of {labels} year on year" if lacking else ""
        return _withdrawn(self.dataset, lacking, self.period, "yoy") or why

    def measure(self, metric: str) -> str:
        return str(self.dataset.metrics.at[metric, "measure"])

    def unit(self, metric: str) -> str:
        """Return the unit that is declared of a metric, else the one its levels are printed in."""
        levels = self.dataset.asked_of(metric).get("", ())
        printed = (self.dataset.level(metric, period=one) for one in levels)
        units = (one.unit for one in printed if one.known and one.kind == "level")
        return str(self.dataset.metrics.at[metric, "unit"]) or next(units, "")

    def basis(self, metric: str) -> str:
        return str(self.dataset.metrics.at[metric, "price_basis"])

    def is_value(self, metric: str) -> bool:
        return self.measure(metric) == "value" or _is_money(self.unit(metric))

    def is_at(self, basis: str, metric: str) -> bool:
        """Tell whether a metric is at these prices, or no money at all."""
        return not self.is_value(metric) or self.basis(metric) == basis

    def no_quantity(self, metric: str) -> str:
        """Suppose that a metric is a quantity, if the data do not say; tell why it cannot be."""
        measure, unit = self.measure(metric), self.unit(metric)
        if measure not in (*_QUANTITIES, "unknown"):
            return f"{self.be(metric)} {_IS.get(measure, measure)}, and no quantity"
        if _is_money(unit):
            return f"{self.be(metric)} in {_plural(unit)}, which are money"
        counted = self.counted_in(metric)
        if not unit and counted:
            self.premises.append(f"{self.be(metric)} counted in {_plural(counted)}")
        elif not unit and measure == "unknown":
            self.premises.append(f"{self.be(metric)} measured as a quantity")
        return ""

    def no_value(self, metric: str) -> str:
        """Suppose that a metric is money, if the data do not say; tell why it cannot be."""
        measure, unit = self.measure(metric), self.unit(metric)
        if measure == "unknown" and not unit:
            self.premises.append(f"{self.be(metric)} money")
        elif measure not in ("value", "unknown"):
            return f"{self.be(metric)} {_IS.get(measure, measure)}, and no amount of money"
        elif unit and not _is_money(unit):
            return f"{self.be(metric)} counted in {_plural(unit)}, which are no money"
        return ""

    def be(self, metric: str, singular: str = "is", plural: str = "are") -> str:
        """Return a metric with its verb: `output is`, `direct fiber exports are`."""
        label = self.label(metric)
        return f"{label} {plural if is_plural(label) else singular}"

    def counted_in(self, metric: str) -> str:
        """Return the unit of a quantity, or of the metric that gives it as a weight or number."""
        volumes = self.dataset.related("volume_of", metric)
        return self.unit(metric) or (self.unit(volumes[0]) if volumes else "")

    def given(self, words: str) -> str:
        """Return a sentence with its premises before it."""
        return f"If {listing(self.premises)}, {words}" if self.premises else capital(words)


def _withdrawn(dataset: Dataset, metrics: list[str], period: str, comparison: str) -> str:
    """Say of which of these metrics all that was reported was withdrawn, and by whom."""
    told = []
    for metric in metrics:
        rows = dataset.reports(metric, None, period, comparison)
        if rows and not any(dataset.figure(row)["in_force"] for row in rows):
            label = _spoken(dataset, metric)
            told.append(f"what {_reporters(dataset, rows)} reported of {label} was withdrawn")
    return listing(told)


def _reporters(dataset: Dataset, rows: Iterable[str]) -> str:
    return listing(dict.fromkeys(_named(dataset.sources[dataset.source_of[row]]) for row in rows))


def reported(dataset: Dataset, name: str = "reported-answer") -> Finding:
    """Say what was reported of the headline metrics, and by whom.

    Of each metric it is the growth year on year, else the growth over a month or quarter, else the
    level. A profit is told in the words of its source: no percentage tells whether it is a loss.
    """
    title = f"what was reported of {dataset.entity}"
    asked = _Asked(dataset, name, title, dataset.period)
    told: dict[str, dict[str, list[str]]] = {}
    metrics = [one for one in dataset.headline if asked.measure(one) != "rank"]
    spoken: dict[str, str] = {}
    for metric in metrics:
        if len(spoken) == _MOST_TOLD:
            break
        if answer := _figure(asked, metric):
            comparison, who, words = answer
            told.setdefault(comparison, {}).setdefault(who, []).append(words)
            spoken[metric] = words
    if not told:
        why = _withdrawn(dataset, metrics, dataset.period, "yoy")
        labels = listing(map(asked.label, metrics), "or")
        return asked.no(why or f"the data hold no figure of {labels} that can be told")
    if more := len(metrics) - len(spoken):
        others = "1 other metric is" if more == 1 else f"{more} other metrics are"
        asked.caveats.append(f"{others.capitalize()} not told here.")
    parts = []
    for comparison, by in told.items():
        lead = (
            f"For {dataset.entity} in {in_words(dataset.period)}{_COMPARISONS.get(comparison, '')}"
        )
        if len(by) == 1:
            ((who, figures),) = by.items()
            parts.append(f"{lead}, {listing(figures)}, according to {who}.")
        else:
            said = "; ".join(f"according to {who}, {listing(one)}" for who, one in by.items())
            parts.append(f"{lead}: {said}.")
    rates = [(asked.estimates[one], one) for one in spoken if one in asked.estimates]
    sizes = {one: abs(found.value) for found, one in rates if found.value is not None}
    most = max(sizes, key=lambda one: sizes[one], default=next(iter(spoken)))
    up = len(rates) == len(metrics) > 1 and all(found.low > 0 for found, _ in rates)
    short = f"{'all are up; ' if up else ''}{spoken[most]}"
    return asked.yes(" ".join(parts), short, "Read from the words of the sources.")


def _figure(asked: _Asked, metric: str) -> tuple[str, str, str] | None:
    """Return comparison, source and words of the figure that answers for a metric."""
    dataset, period = asked.dataset, asked.period
    label = _spoken(dataset, metric)
    for against in ("yoy", "qoq", "mom", "", "points"):
        rows = [dataset.figure(row) for row in dataset.reports(metric, None, period, against)]
        rows = [row for row in rows if row["in_force"]]
        if not rows:
            continue
        comparison = rows[0]["comparison"] if against else ""
        if asked.measure(metric) == "profit" and comparison:
            ids = [row["id"] for row in rows]
            asked.doubt(metric, Estimate.unknown(), period, against)
            asked.rows |= set(ids)
            told = [
                f"“{row['as_reported']}”"
                if row["as_reported"]
                else rate(dataset.estimate(row["id"]))
                for row in rows
            ]
            verb = "are" if is_plural(label) else "is"
            words = f"{label} {verb} reported as {listing(told)}"
            return comparison, _reporters(dataset, ids), words
        found = dataset.growth(metric, comparison=against)
        if comparison:
            words = f"{label} {moved(found)}"
        else:
            size = "of any amount" if _is_open(found, 0) else amount(found)
            words = f"{asked.be(metric, 'was', 'were')} {size}"
        asked.doubt(metric, found, period, against)
        key = metric + {"yoy": "", "": "-level"}.get(against, f"-{against}")
        asked.estimates[key] = found
        return comparison, attributed(dataset, found), words
    return None


def unit_value(dataset: Dataset, value: str, volume: str, name: str = "") -> Finding:
    """Say what became of the worth of a unit: value index over volume index, less one."""
    label = _spoken(dataset, value)
    asked = _Asked(dataset, name or f"{value}-unit-value", f"{label} per unit", dataset.period)
    counted = asked.counted_in(volume)
    unit = "unit" if _is_money(counted) else _singular(counted)
    asked.title = f"{capital(label)} per {unit}, {in_short(dataset.period)}"
    v, q = asked.growth(value), asked.growth(volume)
    if why := asked.no_quantity(volume) or asked.no_value(value):
        return asked.no(why, Verdict.CANNOT_BE)
    if why := asked.missing(value, volume):
        return asked.no(why)
    asked.premises.insert(0, "both cover the same goods and firms")
    worth = growth.implied_unit_value(v, q)
    if _is_open(worth, -1):
        return asked.no(_gone(asked.label(volume), worth))
    asked.estimates["unit-value"] = worth
    asked.caveats.append(
        {
            "comparable": "The value is at comparable prices, so the change is one of mix alone.",
            "current": "A unit value moves with prices and with the mix of goods alike.",
        }.get(
            asked.basis(value),
            "A unit value moves with the mix of goods, and with prices if the value is at current "
            "ones, which the data do not say.",
        )
    )
    sentence = (
        f"{asked.in_time()}, {asked.rated(value, volume)}{asked.by(value, volume)}. "
        f"{asked.given(f'{label} per {unit} {_concluded(worth)}')}."
    )
    short = f"{label} per {unit} {_concluded(worth)}"
    return asked.yes(sentence, short, "Value index divided by volume index, less one.")


def _gone(label: str, found: Estimate) -> str:
    """Return why a formula has no result: most often it divides by what may be nothing."""
    if found.known:
        return "what was reported allows any number"
    return f"{label} may have fallen to nothing" if "divides" in found.why else found.why


def part_of_whole(dataset: Dataset, part: str, whole: str, name: str = "") -> Finding:
    """Say whether a part grew faster than its whole, and what that does to its share."""
    label = partial(_spoken, dataset)
    title = f"share of {label(part)} in {label(whole)}"
    asked = _Asked(dataset, name or f"{part}-share", title, dataset.period)
    p, w = asked.growth(part), asked.growth(whole)
    if why := _unlike(asked, part, whole):
        return asked.no(why, Verdict.CANNOT_BE)
    if why := asked.missing(part, whole):
        return asked.no(why)
    if _exceeds(dataset, part, whole):
        them = "them" if is_plural(label(whole)) else "it"
        why = f"{asked.be(part, 'was', 'were')} above {label(whole)}, and cannot be part of {them}"
        return asked.no(why, Verdict.CANNOT_BE)
    index = growth.share_index(p, w)
    if _is_open(index, 0):
        return asked.no(_gone(label(whole), index))
    asked.estimates["share-index"] = index
    same = f"the same {noun(dataset.period)}{'’' if dataset.period.count('/') else '’s'}"
    asked.premises.append(f"{asked.be(part, 'was', 'were')} part of {same} {label(whole)}")
    short = f"the share of {label(part)} in {label(whole)} {_multiplied(index)}"
    told = [
        f"{asked.in_time()}, {relate(label(part), p, label(whole), w)}{asked.by(part, whole)}",
        asked.given(short),
    ]
    rose = growth.rest_rose(p, w)
    if rose is not None:
        told.append(f"all the rest {'rose' if rose else 'fell'}, whatever that share was")
    else:
        even = growth.break_even_share(p, w)
        if even.known:
            asked.estimates["break-even"] = even
            less, more = ("rose", "fell") if p.is_above(0) else ("fell", "rose")
            told.append(
                f"the share a year before at which all the rest stood still is {share(even)}: "
                f"with less the rest {less}, with more it {more}"
            )
    ceiling = growth.ceiling_share(p, w)
    if ceiling.known and ceiling.high < 1:
        asked.estimates["ceiling"] = ceiling
    return asked.yes(
        f"{told[0]}. {'; '.join(told[1:])}.",
        short,
        "Share index: part index over whole index. Break-even: growth of the whole over growth of "
        "the part.",
    )


def _exceeds(dataset: Dataset, part: str, whole: str) -> bool:
    """Tell whether the levels reported of a part and of its whole belie that it is one."""
    one, other = dataset.level(part), dataset.level(whole)
    return one.known and other.known and one.unit == other.unit and one.is_above(other) is True


def _unlike(asked: _Asked, part: str, whole: str) -> str:
    """Suppose that part and whole are measured alike, if the data do not say; tell why not."""
    for one in (part, whole):
        if asked.measure(one) in ("profit", "ratio", "rank"):
            return f"{asked.be(one)} {_IS[asked.measure(one)]}: no share of it can be taken"
    units = {asked.unit(one) for one in (part, whole)} - {""}
    measures = {asked.measure(one) for one in (part, whole)} - {"unknown"}
    money = {asked.is_value(one) for one in (part, whole) if asked.unit(one) or measures}
    labels = f"{asked.label(part)} and {asked.label(whole)}"
    if len(units) > 1:
        return f"{labels} are counted in unlike units ({listing(sorted(map(_plural, units)))})"
    if len(measures) > 1 and "unknown" not in map(asked.measure, (part, whole)):
        return f"{labels} are not measured alike: {listing(sorted(measures))}"
    both = all(asked.unit(one) for one in (part, whole))
    if not both:
        asked.premises.append("both are counted in one unit")
    bases = {asked.basis(one) for one in (part, whole)} - {"", "unknown"}
    if len(bases) > 1:
        return f"{labels} are at unlike prices"
    if money == {True} and not all(asked.basis(one) in bases for one in (part, whole)):
        asked.premises.append("both are at prices of one kind")
    return ""


def _multiplied(index: Estimate) -> str:
    if index.value == 1 and index.low == index.high:
        return "did not change"
    if index.high == 0:
        return "fell to nothing"
    return f"was multiplied by {factor(index)}"


def coverage(dataset: Dataset, value: str, volume: str, name: str = "") -> Finding:
    """Say how much of the value a quantity must have brought for its unit value to have fallen.

    With the share d of the value in the base period, the rest of the value is free: the unit value
    index is at most (1 + value growth) / (d (1 + volume growth)).
    """
    label = partial(_spoken, dataset)
    asked = _Asked(
        dataset, name or f"{value}-coverage", f"what {label(volume)} brought", dataset.period
    )
    v, q = asked.growth(value), asked.growth(volume)
    if not _is_part(dataset, volume):
        return asked.no(f"{asked.be(value)} declared to cover all of {label(volume)}")
    if why := asked.no_quantity(volume) or asked.no_value(value):
        return asked.no(why, Verdict.CANNOT_BE)
    if why := asked.missing(value, volume):
        return asked.no(why)
    sure = growth.share_index(v, q)
    if not sure.known or sure.high >= 1:
        lower = f"{label(value)} did not grow at a lower rate than {label(volume)}"
        if sure.known and sure.low >= 1:
            return asked.no(lower, Verdict.DOES_NOT_HOLD)
        return asked.no(f"perhaps {lower}")
    unit = _singular(asked.counted_in(volume))
    asked.estimates["sure"] = sure
    most = (
        share(sure)
        if sure.value is not None
        else percent(Fraction(math.ceil(1000 * Fraction(sure.high)), 1000))
    )
    sentence = (
        f"a {unit} of {label(volume)} is sure to have brought less than a year before only if "
        f"in that earlier period {label(volume)} brought more than {most} of {label(value)}"
    )
    even = growth.break_even_share(q, v)
    if even.known and even.value is not None:
        asked.estimates["none"] = even
        sentence += (
            f"; if they brought {share(even)}"
            if is_plural(label(volume))
            else f"; if it brought {share(even)}"
        )
        sentence += f", and all other {label(value)} stood still, a {unit} brought the same"
    return asked.yes(
        f"{asked.in_time()}, {asked.rated(value, volume)}{asked.by(value, volume)}. "
        f"{asked.given(sentence)}.",
        f"{label(value)} per {unit} surely fell only if {label(volume)} brought over {most}",
        "Ceiling: value index over volume index. Break-even: value growth over volume growth.",
    )


def _is_part(dataset: Dataset, metric: str) -> bool:
    """Tell whether a metric is declared to be part of another."""
    cells = dataset.metrics["part_of"]
    if cells.any() or "metrics" in dataset.package["focus"]:
        return bool(cells[metric])
    return any((one.kind, one.one) == ("part_of", metric) for one in dataset.relations)


def base_level(dataset: Dataset, volume: str, of: str, name: str = "") -> Finding:
    """Say what the level of the year before was: level / (1 + growth)."""
    label = partial(_spoken, dataset)
    asked = _Asked(dataset, name or f"{of}-base", f"{label(of)} a year before", dataset.period)
    rate_ = asked.growth(of)
    level = asked.level(volume, f"{volume}-level")
    if "profit" in (asked.measure(of), asked.measure(volume)):
        return asked.no(
            f"{asked.be(of)} a profit, and no percentage leads back to one that may have been a "
            "loss",
            Verdict.CANNOT_BE,
        )
    if volume != of and asked.is_value(of):
        return asked.no(f"{asked.be(of)} money, and no quantity", Verdict.CANNOT_BE)
    if not rate_.known:
        return asked.no(asked.missing(of))
    if not level.known:
        why = _withdrawn(dataset, [volume], dataset.period, "")
        return asked.no(why or f"the data hold no level of {label(volume)}")
    base = growth.implied_base_level(level, rate_)
    if _is_open(base, 0):
        return asked.no(_gone(label(of), base))
    asked.estimates["base"] = base
    by_rate, by_level = attributed(dataset, rate_), attributed(dataset, level)
    if volume != of:
        whose = f" from {by_level}" if by_level != by_rate else ""
        asked.premises.append(f"the level of {amount(level)}{whose} measures the same thing")
        by = asked.by(of) or (f", according to {by_rate}" if whose else "")
        lead, then = f"{label(of)} {moved(rate_)}{by}", "the level"
        verb = "was"
    else:
        verb = "were" if is_plural(label(of)) else "was"
        by = (
            asked.by(of)
            if by_level == by_rate
            else f" (the rate according to {by_rate}; the level according to {by_level})"
        )
        lead, then = f"{label(of)} {moved(rate_)} and {verb} {amount(level)}{by}", _it(label(of))
    if not asked.is_at("current", of):
        asked.premises.append("the rate and the level are at the same prices")
    words = f"{then} {verb} {amount(base)} a year before"
    short = f"{asked.be(of, 'was', 'were')} {amount(base)} a year before"
    sentence = f"{asked.in_time()}, {lead}. {asked.given(words)}."
    return asked.yes(sentence, short, "Level divided by growth index.")


def fit(dataset: Dataset, metric: str, period: str, name: str = "") -> Finding:
    """Say whether a growth rate and the levels at both of its ends agree: a test that can fail."""
    label, before = _spoken(dataset, metric), year_before(period)
    asked = _Asked(
        dataset,
        name or f"{metric}-{period.lower().replace('/', '-')}-fit",
        f"whether the reports of {label} fit together",
        period,
    )
    rate_ = asked.growth(metric)
    level, base = (asked.level(metric, k, p) for k, p in (("level", period), ("base", before)))
    if not (rate_.known and level.known and base.known):
        return asked.no(f"the data hold no rate of {label} with the levels at both of its ends")
    implied = growth.implied_growth(level, base)
    if _is_open(implied, -1) or _is_open(rate_, -1):
        return asked.no(_gone(label, implied))
    if asked.measure(metric) == "profit" and level.low < 0:
        return asked.no(f"{label} turned, and no percentage tells that", Verdict.CANNOT_BE)
    asked.estimates["implied"] = implied
    if asked.measure(metric) != "profit" and not asked.is_at("current", metric):
        asked.caveats.append("A rate at comparable prices need not be that of levels as printed.")
    fits = implied.agrees_with(rate_)
    sentence = (
        f"The levels of {label} in {in_words(before)} and {in_words(period)} make a growth of "
        f"{rate(implied)}; the rate reported is {rate(rate_)}. "
        f"{'They agree' if fits else 'They do not agree'}."
    )
    verdict = Verdict.HOLDS if fits else Verdict.DOES_NOT_HOLD
    short = f"the levels and the rate of {label} {'agree' if fits else 'do not agree'}"
    derivation = "Level over level, less one, beside the rate reported."
    return asked.yes(sentence, short, derivation, verdict)


def trend(dataset: Dataset, metric: str, name: str = "") -> Finding:
    """Say how a level moved from the first to the last like period."""
    label = _spoken(dataset, metric)
    groups: dict[tuple[int, int], list[str]] = {}
    for period in dataset.periods(metric, ""):
        first, last = span(period)
        groups.setdefault((first % 12, last - first), []).append(period)
    like = max(groups.values(), key=len, default=[dataset.period])
    earliest, latest = like[0], like[-1]
    when = f"{in_short(earliest)} to {in_short(latest)}" if len(like) > 1 else "over time"
    asked = _Asked(dataset, name or f"{metric}-trend", label, dataset.period, when)
    if len(like) < 2:
        return asked.no(f"the levels of {label} are of no two like periods")
    base, level = (asked.level(metric, k, p) for k, p in (("first", earliest), ("last", latest)))
    if not asked.is_at("comparable", metric):
        asked.caveats.append("Amounts at the prices of each time move with prices as well.")
    was = "were" if is_plural(label) else "was"
    if asked.measure(metric) == "profit" and (base.low <= 0 or level.low < 0):
        sentence = (
            f"{capital(label)} of {dataset.entity} {was} {amount(base)} in {in_words(earliest)} "
            f"and {amount(level)} in {in_words(latest)}."
        )
        short = f"{label} {was} {amount(level)} in {in_short(latest)}"
        return asked.yes(sentence, short, "First and last level; no percentage tells a turn.")
    change_ = growth.implied_growth(level, base)
    if _is_open(change_, -1):
        return asked.no(_gone(label, change_))
    asked.estimates["change"] = change_
    since, until = (in_words(one).replace(" to ", "–") for one in (earliest, latest))
    sentence = (
        f"From {since} to {until}, {label} of {dataset.entity} "
        f"{moved(change_)}: {_it(label)} {was} {amount(base)} at first and {amount(level)} in the "
        "end."
    )
    short = f"{label} {moved(change_)} from {in_short(earliest)} to {in_short(latest)}"
    return asked.yes(sentence, short, "Last level over first, less one; like periods only.")


def in_yuan(dataset: Dataset, metric: str, currency: str = "USD", name: str = "") -> Finding:
    """Say what growth in one currency is in yuan, at the mean rates of both periods."""
    label = _spoken(dataset, metric)
    asked = _Asked(dataset, name or f"{metric}-in-yuan", f"{label} in yuan", dataset.period)
    found = asked.growth(metric)
    unit, dollars = asked.unit(metric), _plural(currency)
    if unit not in ("", currency) or asked.measure(metric) not in ("value", "unknown"):
        return asked.no(f"{asked.be(metric)} not in {dollars}", Verdict.CANNOT_BE)
    if asked.basis(metric) == "comparable":
        why = f"the rate of {label} is at comparable prices, which no exchange rate turns"
        return asked.no(why, Verdict.CANNOT_BE)
    if not found.known:
        return asked.no(asked.missing(metric))
    now, then = (
        dataset.exchange_rate(one, currency) for one in (dataset.period, dataset.base_period)
    )
    if not (now.known and then.known):
        periods = f"{in_words(dataset.period)} and the year before"
        return asked.no(f"the data hold no exchange rates of {dollars} for {periods}")
    if not unit:
        asked.premises.append(f"{asked.be(metric, 'was', 'were')} recorded in {dollars}")
    asked.estimates["exchange-rate"] = turned = growth.implied_growth(now, then)
    asked.estimates["in-yuan"] = yuan = growth.convert_currency(found, turned)
    words = f"{_it(label)} {_concluded(yuan)} in yuan"
    if yuan.low < 0 < yuan.high:
        words = f"in yuan {_it(label)} {_concluded(yuan)}"
    sentence = f"{asked.in_time()}, {label} {moved(found)}{asked.by(metric)}. {asked.given(words)}."
    asked.caveats.append("At the mean of daily rates; books are kept at other rates.")
    short = f"in yuan, {label} {moved(yuan)}"
    return asked.yes(sentence, short, "(1 + growth) × (1 + growth of yuan per unit) − 1.")


def daily(dataset: Dataset, metric: str, name: str = "") -> Finding:
    """Say what growth is per day, where this period is longer or shorter than the last."""
    label = _spoken(dataset, metric)
    asked = _Asked(dataset, name or f"{metric}-per-day", f"{label} per day", dataset.period)
    found = asked.growth(metric)
    if asked.measure(metric) not in ("volume", "value", "count", "unknown"):
        why = f"{asked.be(metric)} {_IS[asked.measure(metric)]}: it comes from no number of days"
        return asked.no(why, Verdict.CANNOT_BE)
    if not found.known:
        return asked.no(asked.missing(metric))
    told = []
    lengths = "the data do not hold the days of both periods"
    for kind, words in (("calendar_days", "calendar day"), ("working_days", "working day")):
        now, then = (dataset.days(one, kind) for one in (dataset.period, dataset.base_period))
        if now.known and then.known:
            lengths = "both periods had the same number of days"
            if now.value != then.value:
                key = kind.replace("_days", "-day")
                asked.estimates[key] = per = growth.per_day(found, now, then)
                told.append(f"per {words} {_it(label)} {moved(per)}")
                short = f"per {words}, {label} {moved(per)}"
                for key in dataset.sources_of(sorted(now.rests_on)):
                    asked.caveats.append(f"Days as counted in “{dataset.sources[key]['title']}”.")
    if not told:
        return asked.no(lengths)
    sentence = f"{asked.in_time()}, {label} {moved(found)}{asked.by(metric)}; {listing(told)}."
    return asked.yes(sentence, short, "(1 + growth) × days before ÷ days now − 1.")


def all_findings(dataset: Dataset) -> list[Finding]:
    """Return every finding that the relations and figures of a dataset give rise to.

    Those that cannot be made are among them, with the reason: `check` tells it. A relation of
    metrics of which the focus reports nothing, and an analysis that has no meaning for what is
    declared of its metrics, gives no line.
    """
    here = dataset.period
    asked = [str(name) for name in dataset.metrics.index if dataset.asked_of(str(name))]
    rated = {one for one in asked if here in dataset.asked_of(one).get("yoy", ())}
    levelled = {one for one in asked if here in dataset.periods(one, "")}
    parts = {one.one for one in dataset.relations if one.kind == "part_of"}
    kinds: dict[str, tuple[Callable[..., Finding], ...]] = {
        "value_of": (unit_value, coverage),
        "part_of": (part_of_whole,),
        "volume_of": (base_level,),
    }
    found = [reported(dataset)]
    related = [one for one in dataset.relations if {one.one, one.other} & rated]
    for one in related[:_MOST_METRICS]:
        for make in kinds[one.kind]:
            if make is coverage and one.other not in parts:
                continue
            if make is base_level and one.other in levelled:
                continue
            found.append(make(dataset, one.one, one.other))
    for metric in asked[:_MOST_METRICS]:
        found += _of_metric(dataset, metric)
    return found


def _of_metric(dataset: Dataset, metric: str) -> Iterator[Finding]:
    about = dataset.metrics.loc[metric]
    levels, rates = (dataset.periods(metric, against) for against in ("", "yoy"))
    if dataset.period in rates and about["measure"] in ("volume", "value", "count", "unknown"):
        if dataset.period in levels:
            yield base_level(dataset, metric, metric)
        if not about["value_of"] and dataset.reference.get("working-days.csv"):
            yield daily(dataset, metric)
        money = about["unit"] == "USD" or (about["value_of"] and not about["unit"])
        if money and about["price_basis"] != "comparable":
            yield in_yuan(dataset, metric)
    told = [one for one in rates if one in levels and year_before(one) in levels]
    for period in told[-_MOST_FITS:]:
        yield fit(dataset, metric, period)
    if len(levels) > 1 and dataset.level(metric, period=levels[0]).kind == "level":
        yield trend(dataset, metric)
