"""What may be said of a data folder: one function an analysis, over relations that it declares.

A finding holds no more than the data bear. Its sentence knows falls from rises, one source from
two, declared units from supposed ones, and what nobody reported from what cannot be. Where nothing
is known it has no sentence, and says why.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from . import growth
from .dataset import Dataset
from .estimates import Estimate
from .periods import in_short, in_words, span, year_before
from .sources import date_of, grade, publisher
from .wording import amount, change, factor, listing, percent, rate, relate, share

__all__ = ["Finding", "Verdict", "all_findings"]

_UNITS = {"tonne": "tonne", "count": "piece", "CNY": "yuan", "USD": "dollar"}
_PLURALS = {"tonne": "tonnes", "CNY": "yuan", "USD": "dollars", "EUR": "euros"}
_QUANTITIES = ("volume", "count")
_COUNTERFEIT = {"repost": "repost", "machine translation": "machine translation"}


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
    estimates: Mapping[str, Estimate] = field(default_factory=dict)
    premises: tuple[str, ...] = ()
    caveat: str = ""
    derivation: str = ""
    sources: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def rests_on(self) -> frozenset[str]:
        """Ids of the reported figures it was worked out from."""
        return frozenset().union(*(one.rests_on for one in self.estimates.values()))

    def _repr_markdown_(self) -> str:
        return self.sentence or f"*{capital(self.verdict)}: {self.why_not}.*"


def capital(words: str) -> str:
    """Return words with a capital at their head."""
    return words[:1].upper() + words[1:]


def is_plural(label: str) -> bool:
    """Tell whether the label of a metric is a plural: `direct fiber exports, weight`."""
    head = label.partition(",")[0].partition(" of ")[0]
    return head.endswith("s") and not head.endswith("ss")


def _it(label: str) -> str:
    return "they" if is_plural(label) else "it"


def attributed(dataset: Dataset, *estimates: Estimate) -> str:
    """Return who reported the figures, weak sources by their weakness: `an undated repost`."""
    ids = frozenset().union(*(one.rests_on for one in estimates))
    names = [_named(dataset.sources[key]) for key in dataset.sources_of(sorted(ids))]
    return listing(dict.fromkeys(names))


def _named(source: dict[str, object]) -> str:
    day = date_of(source)
    if weak := _COUNTERFEIT.get(grade(source)):
        return f"a {weak} of {day[:4]}" if day else f"an undated {weak}"
    return publisher(source) or str(source["title"])


def other_reports(dataset: Dataset, metric: str, period: str, comparison: str = "yoy") -> str:
    """Return a sentence on the reports of a figure that do not answer for it; else nothing."""
    rows = dataset.vintages(metric, period=period, comparison=comparison)
    if len(rows) < 2:
        return ""
    told = [
        f"{_named(dataset.sources[str(row['source'])])} ({row['issued'] or 'undated'}"
        f"{', ' + str(row['status']) if row['status'] else ''}): {row['as_reported']}"
        for _, row in rows.iterrows()
    ]
    return f"{capital(dataset.label(metric))} is reported {len(rows)} times: {'; '.join(told)}."


class _Asked:
    """One question on one dataset: gathers what a finding needs on its way."""

    def __init__(self, dataset: Dataset, name: str, title: str, period: str) -> None:
        self.dataset, self.name = dataset, name
        self.period = period
        self.title = f"{capital(title)}, {in_short(period)}"
        self.estimates: dict[str, Estimate] = {}
        self.premises: list[str] = []
        self.caveats: list[str] = []

    def growth(self, metric: str, entity: str | None = None) -> Estimate:
        """Return a reported growth rate, and keep it among the finding's numbers."""
        found = self.dataset.growth(metric, entity, self.period)
        if found.known:
            self.estimates[metric] = found
            if entity is None:
                self.caveats += filter(None, [other_reports(self.dataset, metric, self.period)])
        return found

    def rated(self, *metrics: str) -> str:
        """Return metrics with their growth, in words: `output rose by 10 % and … fell by 3 %`."""
        label = self.dataset.label
        return listing(f"{label(one)} {change(self.estimates[one])}" for one in metrics)

    def in_time(self) -> str:
        return f"In {in_words(self.period)}, year on year"

    def by(self, *metrics: str) -> str:
        """Return who reported what, where it was more than one or a weak source; else nothing."""
        names = [attributed(self.dataset, self.estimates[one]) for one in metrics]
        if len(set(names)) == 1:
            weak = names[0].startswith(("a ", "an "))
            return f", as {names[0]} has it" if weak else ""
        parts = zip(metrics, names, strict=True)
        told = listing(f"{self.dataset.label(one)} from {name}" for one, name in parts)
        return f" ({told})"

    def no(self, why: str, verdict: Verdict = Verdict.CANNOT_BE_TOLD) -> Finding:
        return Finding(self.name, self.title, verdict, why_not=why, estimates=self.estimates)

    def yes(self, sentence: str, derivation: str, verdict: Verdict = Verdict.HOLDS) -> Finding:
        ids = frozenset().union(*(one.rests_on for one in self.estimates.values()))
        return Finding(
            name=self.name,
            title=self.title,
            verdict=verdict,
            sentence=sentence,
            estimates=self.estimates,
            premises=tuple(self.premises),
            caveat=" ".join(dict.fromkeys(self.caveats)),
            derivation=derivation,
            sources=tuple(self.dataset.sources_of(sorted(ids))),
        )

    def missing(self, *metrics: str) -> str:
        """Return why an analysis cannot be made of these metrics; nothing where it can."""
        lacking = [self.dataset.label(one) for one in metrics if one not in self.estimates]
        return f"nobody reported the growth of {listing(lacking)}" if lacking else ""

    def measure(self, metric: str) -> str:
        return str(self.dataset.metrics.at[metric, "measure"])

    def unit(self, metric: str) -> str:
        return str(self.dataset.metrics.at[metric, "unit"])

    def suppose_quantity(self, metric: str) -> bool:
        """Suppose that a metric is a quantity, if the data do not say; tell whether it may be."""
        if self.measure(metric) in _QUANTITIES:
            return True
        if self.measure(metric) != "unknown":
            return False
        plural = _PLURALS.get(self.counted_in(metric), "a quantity")
        self.premises.append(f"{self.be(metric)} counted in {plural}")
        return True

    def suppose_value(self, metric: str) -> bool:
        if self.measure(metric) == "value":
            return True
        if self.measure(metric) == "unknown":
            self.premises.append(f"{self.be(metric)} money")
            return True
        return False

    def be(self, metric: str, singular: str = "is", plural: str = "are") -> str:
        """Return a metric with its verb: `output is`, `direct fiber exports are`."""
        label = self.dataset.label(metric)
        return f"{label} {plural if is_plural(label) else singular}"

    def counted_in(self, metric: str) -> str:
        """Return the unit of a quantity, or of the metric that gives it as a weight or number."""
        volumes = self.dataset.related("volume_of", metric)
        return self.unit(metric) or (self.unit(volumes[0]) if volumes else "")

    def given(self, words: str) -> str:
        """Return a sentence with its premises before it."""
        return f"If {listing(self.premises)}, {words}" if self.premises else capital(words)


def reported(dataset: Dataset, name: str = "reported-answer") -> Finding:
    """Say how much the headline metrics grew, and who said so."""
    asked = _Asked(dataset, name, f"growth reported for {dataset.entity}", dataset.period)
    told: dict[str, list[str]] = {}
    for metric in dataset.headline:
        found = asked.growth(metric)
        if found.known:
            told.setdefault(attributed(dataset, found), []).append(metric)
    if not told:
        return asked.no(f"no growth rate of {dataset.entity} in {in_words(dataset.period)}")
    parts = [f"{who}: {asked.rated(*metrics)}" for who, metrics in told.items()]
    sentence = f"{asked.in_time()}, for {dataset.entity}: "
    if len(told) == 1:
        ((who, metrics),) = told.items()
        sentence = (
            f"{asked.in_time()}, {asked.rated(*metrics)} at {dataset.entity}, as {who} has it."
        )
    else:
        sentence += f"{'; '.join(parts)}."
    return asked.yes(sentence, "Read from the words of the sources.")


def unit_value(dataset: Dataset, value: str, volume: str, name: str = "") -> Finding:
    """Say what became of the worth of a unit: value index over volume index, less one."""
    asked = _Asked(
        dataset, name or f"{value}-unit-value", f"{dataset.label(value)} per unit", dataset.period
    )
    v, q = asked.growth(value), asked.growth(volume)
    if why := asked.missing(value, volume):
        return asked.no(why)
    same = asked.counted_in(value) == asked.counted_in(volume) != ""
    if same or not (asked.suppose_quantity(volume) and asked.suppose_value(value)):
        wrong = value if same else volume
        return asked.no(f"{asked.be(wrong)} no quantity that has a price", Verdict.CANNOT_BE)
    asked.premises.insert(0, "both cover the same goods and firms")
    unit = _UNITS.get(asked.counted_in(volume), asked.counted_in(volume) or "unit")
    asked.title = f"{capital(dataset.label(value))} per {unit}, {in_short(dataset.period)}"
    worth = growth.implied_unit_value(v, q)
    if not worth.known:
        return asked.no(worth.why)
    asked.estimates["unit-value"] = worth
    basis = str(dataset.metrics.at[value, "price_basis"])
    asked.caveats.append(
        {
            "comparable": "The value is at comparable prices, so the change is one of mix alone.",
            "current": "A unit value moves with prices and with the mix of goods alike.",
        }.get(basis, "Whether prices or the mix of goods moved it, the data do not say.")
    )
    sentence = (
        f"{asked.in_time()}, {asked.rated(value, volume)}{asked.by(value, volume)}. "
        f"{asked.given(f'{dataset.label(value)} per {unit} {change(worth)}')}."
    )
    return asked.yes(sentence, "Value index divided by volume index, less one.")


def part_of_whole(dataset: Dataset, part: str, whole: str, name: str = "") -> Finding:
    """Say whether a part grew faster than its whole, and what that does to its share."""
    label = dataset.label
    title = f"share of {label(part)} in {label(whole)}"
    asked = _Asked(dataset, name or f"{part}-share", title, dataset.period)
    p, w = asked.growth(part), asked.growth(whole)
    if why := asked.missing(part, whole):
        return asked.no(why)
    measures = {asked.measure(one) for one in (part, whole)} - {"unknown"}
    if len(measures) == 2:
        return asked.no(
            f"{label(part)} and {label(whole)} are of unlike measure", Verdict.CANNOT_BE
        )
    if "unknown" in (asked.measure(part), asked.measure(whole)):
        asked.premises.append("both are counted in one unit")
    asked.premises.append(f"what counts as {label(part)} came out of {label(whole)}")
    index = growth.share_index(p, w)
    if not index.known:
        return asked.no(index.why)
    asked.estimates["share-index"] = index
    told = [
        f"{asked.in_time()}, {relate(label(part), p, label(whole), w)}{asked.by(part, whole)}",
        asked.given(f"the share of {label(part)} in {label(whole)} {_multiplied(index)}"),
    ]
    rose = growth.rest_rose(p, w)
    if rose is not None:
        told.append(f"all the rest {'rose' if rose else 'fell'}, whatever that share was")
    else:
        even = growth.break_even_share(p, w)
        if even.known:
            asked.estimates["break-even"] = even
            told.append(f"the share before at which all the rest stood still is {share(even)}")
    ceiling = growth.ceiling_share(p, w)
    if ceiling.known and ceiling.high < 1:
        asked.estimates["ceiling"] = ceiling
    return asked.yes(
        f"{told[0]}. {'; '.join(told[1:])}.",
        "Share index: part index over whole index. Break-even: growth of the whole over growth of "
        "the part.",
    )


def _multiplied(index: Estimate) -> str:
    if index.value == 1 and index.low == index.high:
        return "did not change"
    return f"was multiplied by {factor(index)}"


def coverage(dataset: Dataset, value: str, volume: str, name: str = "") -> Finding:
    """Say how much of the value a quantity must have brought for its unit value to have fallen.

    With the share d of the value in the base period, the rest of the value is free: the unit value
    index is at most (1 + value growth) / (d (1 + volume growth)).
    """
    label = dataset.label
    asked = _Asked(
        dataset, name or f"{value}-coverage", f"what {label(volume)} brought", dataset.period
    )
    v, q = asked.growth(value), asked.growth(volume)
    if not any((one.kind, one.one) == ("part_of", volume) for one in dataset.relations):
        return asked.no(f"{label(value)} are declared to cover {label(volume)} whole")
    if why := asked.missing(value, volume):
        return asked.no(why)
    if not asked.suppose_quantity(volume) or not asked.suppose_value(value):
        return asked.no(f"{asked.be(volume)} no quantity that has a price", Verdict.CANNOT_BE)
    sure = growth.share_index(v, q)
    if not (sure.high < 1 and sure.low > 0):
        return asked.no(
            f"{label(value)} did not grow less than {label(volume)} for certain",
            Verdict.DOES_NOT_HOLD,
        )
    unit = _UNITS.get(asked.counted_in(volume), "unit")
    asked.estimates["sure"] = sure
    most = (
        share(sure)
        if sure.value is not None
        else percent(Fraction(math.ceil(1000 * sure.high), 1000))
    )
    sentence = (
        f"a {unit} of {label(volume)} brought less for certain only where {_it(label(volume))} "
        f"brought more than {most} of {label(value)} a year before"
    )
    even = growth.break_even_share(q, v)
    if even.known and even.value is not None:
        asked.estimates["none"] = even
        sentence += f"; at {share(even)}, with all other {label(value)} unchanged, nothing fell"
    return asked.yes(
        f"{asked.given(sentence)}.",
        "Ceiling: value index over volume index. Break-even: value growth over volume growth.",
    )


def base_level(dataset: Dataset, volume: str, of: str, name: str = "") -> Finding:
    """Say what the level of the year before was: level / (1 + growth)."""
    label = dataset.label
    asked = _Asked(dataset, name or f"{of}-base", f"{label(of)} a year before", dataset.period)
    rate_ = asked.growth(of)
    level = dataset.level(volume)
    if not level.known or not rate_.known:
        lacking = "growth" if level.known else "level"
        return asked.no(f"nobody reported the {lacking} of {label(of)}")
    base = growth.implied_base_level(level, rate_)
    if not base.known:
        return asked.no(base.why)
    asked.estimates |= {f"{volume}-level": level, "base": base}
    sentence = f"{asked.in_time()}, {label(of)} {change(rate_)}{asked.by(of)}; "
    if volume != of:
        asked.premises.append(
            f"the {amount(level)} of {attributed(dataset, level)} are the same thing"
        )
        sentence += f"if {asked.premises[0]}, the level a year before was {amount(base)}."
    else:
        sentence += f"the level was {amount(level)}, so a year before it was {amount(base)}."
    return asked.yes(sentence, "Level divided by growth index.")


def fit(dataset: Dataset, metric: str, period: str, name: str = "") -> Finding:
    """Say whether a growth rate and the levels at both of its ends agree: a test that can fail."""
    label, before = dataset.label(metric), year_before(period)
    asked = _Asked(
        dataset,
        name or f"{metric}-{period.lower().replace('/', '-')}-fit",
        f"do the reports of {label} fit",
        period,
    )
    rate_ = asked.growth(metric)
    level, base = (dataset.level(metric, period=one) for one in (period, before))
    if not (rate_.known and level.known and base.known):
        return asked.no(f"not all of level, level a year before and growth of {label} are reported")
    asked.estimates |= {"level": level, "base": base}
    asked.estimates["implied"] = implied = growth.implied_growth(level, base)
    fits = implied.agrees_with(rate_)
    sentence = (
        f"The levels of {label} for {in_words(before)} and {in_words(period)} make a growth of "
        f"{rate(implied)}; the rate reported is {rate(rate_)}. "
        f"{'They agree' if fits else 'They do not agree'}."
    )
    verdict = Verdict.HOLDS if fits else Verdict.DOES_NOT_HOLD
    return asked.yes(sentence, "Level over level, less one, beside the rate reported.", verdict)


def trend(dataset: Dataset, metric: str, name: str = "") -> Finding:
    """Say how a level moved from the first to the last like period."""
    label = dataset.label(metric)
    asked = _Asked(dataset, name or f"{metric}-trend", f"{label} over time", dataset.period)
    own = dataset.table[
        (dataset.table["entity"] == dataset.entity)
        & (dataset.table["metric"] == metric)
        & (dataset.table["kind"] == "level")
        & dataset.table["in_force"]
    ]
    groups: dict[tuple[int, int], list[str]] = {}
    for period in dict.fromkeys(own["period"]):
        first, last = span(str(period))
        groups.setdefault((first % 12, last - first), []).append(str(period))
    like = max(groups.values(), key=len, default=[])
    if len(like) < 2:
        return asked.no(f"the levels of {label} are of no two like periods")
    earliest, latest = min(like, key=span), max(like, key=span)
    base, level = (dataset.level(metric, period=one) for one in (earliest, latest))
    if not (base.low > 0 and level.low >= 0):
        return asked.no(f"{label} was not above nothing all the time", Verdict.CANNOT_BE)
    asked.estimates |= {"first": base, "last": level}
    asked.estimates["change"] = moved = growth.implied_growth(level, base)
    sentence = (
        f"From {in_words(earliest)} to {in_words(latest)}, {label} of {dataset.entity} "
        f"{change(moved)}: from {amount(base)} to {amount(level)}."
    )
    return asked.yes(sentence, "Last level over first, less one; like periods only.")


def in_yuan(dataset: Dataset, metric: str, currency: str = "USD", name: str = "") -> Finding:
    """Say what growth in one currency is in yuan, at the mean rates of both periods."""
    label = dataset.label(metric)
    asked = _Asked(dataset, name or f"{metric}-in-yuan", f"{label} in yuan", dataset.period)
    found = asked.growth(metric)
    if not found.known:
        return asked.no(f"nobody reported the growth of {label}")
    unit = asked.unit(metric)
    if unit not in ("", currency) or asked.measure(metric) not in ("value", "unknown"):
        return asked.no(f"{label} is not in {currency}", Verdict.CANNOT_BE)
    now, then = (
        dataset.exchange_rate(one, currency) for one in (dataset.period, dataset.base_period)
    )
    if not (now.known and then.known):
        return asked.no(f"the data hold no exchange rate of {currency} for {dataset.period}")
    if not unit:
        asked.premises.append(f"{asked.be(metric, 'was', 'were')} recorded in {_PLURALS[currency]}")
    asked.estimates["exchange-rate"] = moved = growth.implied_growth(now, then)
    asked.estimates["in-yuan"] = yuan = growth.convert_currency(found, moved)
    sentence = (
        f"{asked.in_time()}, {label} {change(found)}{asked.by(metric)}. "
        f"{asked.given(f'{_it(label)} {change(yuan)} in yuan')}."
    )
    asked.caveats.append("At the mean of daily rates; books are kept at other rates.")
    return asked.yes(sentence, "(1 + growth) × (1 + growth of yuan per unit) − 1.")


def daily(dataset: Dataset, metric: str, name: str = "") -> Finding:
    """Say what growth is per day, where this period is longer or shorter than the last."""
    label = dataset.label(metric)
    asked = _Asked(dataset, name or f"{metric}-per-day", f"{label} per day", dataset.period)
    found = asked.growth(metric)
    if not found.known:
        return asked.no(f"nobody reported the growth of {label}")
    told = []
    for kind, words in (("calendar_days", "calendar day"), ("working_days", "working day")):
        now, then = (dataset.days(one, kind) for one in (dataset.period, dataset.base_period))
        if now.known and then.known and now.value != then.value:
            key = kind.replace("_days", "-day")
            asked.estimates[key] = per = growth.per_day(found, now, then)
            told.append(f"per {words} {_it(label)} {change(per)}")
    if not told:
        return asked.no(f"the data hold no days of {dataset.period}, or as many as a year before")
    sentence = f"{asked.in_time()}, {label} {change(found)}; {listing(told)}."
    return asked.yes(sentence, "(1 + growth) × days before ÷ days now − 1.")


def all_findings(dataset: Dataset) -> list[Finding]:
    """Return every finding that the relations and figures of a dataset give rise to.

    Those that cannot be made are among them, with the reason: `check` tells it.
    """
    found: list[Finding] = [reported(dataset)]
    kinds: dict[str, tuple[Callable[..., Finding], ...]] = {
        "value_of": (unit_value, coverage),
        "part_of": (part_of_whole,),
        "volume_of": (base_level,),
    }
    spoken = set(dataset.table["metric"][dataset.table["entity"] == dataset.entity])
    for one in dataset.relations:
        if {one.one, one.other} & spoken:
            found += [make(dataset, one.one, one.other) for make in kinds[one.kind]]
    for metric in [str(name) for name in dataset.metrics.index if name in spoken]:
        found += _of_metric(dataset, metric)
    return found


def _of_metric(dataset: Dataset, metric: str) -> Iterator[Finding]:
    focus = dataset.growth(metric).known
    if focus and dataset.metrics.at[metric, "measure"] in ("volume", "value", "unknown"):
        if dataset.level(metric).known:
            yield base_level(dataset, metric, metric)
        if not dataset.metrics.at[metric, "value_of"]:
            yield daily(dataset, metric)
        if dataset.metrics.at[metric, "unit"] == "USD" or dataset.metrics.at[metric, "value_of"]:
            yield in_yuan(dataset, metric)
    for period in _told(dataset, metric):
        yield fit(dataset, metric, period)
    own = dataset.table[dataset.table["entity"] == dataset.entity]
    if sum((own["metric"] == metric) & (own["kind"] == "level")) > 1:
        yield trend(dataset, metric)


def _told(dataset: Dataset, metric: str) -> Iterable[str]:
    """Return the periods whose level, base level and growth are all reported."""
    table = dataset.table
    own = table[(table["entity"] == dataset.entity) & (table["metric"] == metric)]
    levels = set(own["period"][own["against"] == ""])
    rates = set(own["period"][own["against"] == "yoy"])
    return sorted(one for one in levels & rates if year_before(str(one)) in levels)
