"""What may be said of a data folder: one function an analysis, over relations that it declares.

A finding holds no more than the data bear. Its sentence knows falls from rises, one source from
two, declared units from supposed ones, and what nobody reported from what cannot be. Where nothing
is known it has no sentence, and says why.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from .. import growth
from ..dataset import Dataset
from ..estimates import Estimate
from ..periods import in_short, in_words, noun, span, year_before
from ..wording import amount, listing, percent, rate, relate, share
from .question import COMPARISONS, Finding, Metric, Question, Verdict, withdrawn
from .words import (
    attributed,
    capital,
    concluded,
    is_open,
    moved,
    multiplied,
    plural,
    reporters,
    singular,
)

__all__ = ["Finding", "Verdict", "all_findings"]

_AMOUNTS = ("volume", "value", "count", "unknown")
_MOST_TOLD, _MOST_FITS = 12, 3
# Beyond, nobody reads the list, and it takes minutes to make.
_MOST_METRICS = 100


def reported(dataset: Dataset, name: str = "reported-answer") -> Finding:
    """Say what was reported of the headline metrics, and by whom.

    Of each metric it is every change, else the level. What a number would not tell is told in the
    words of its source.
    """
    asked = Question(dataset, "reported", name)
    told: dict[str, dict[str, list[str]]] = {}
    metrics = [Metric(dataset, one) for one in dataset.headline]
    metrics = [one for one in metrics if one.measure != "rank"]
    spoken: dict[str, str] = {}
    for metric in metrics:
        for comparison, who, words in _figures(asked, metric) if len(spoken) < _MOST_TOLD else ():
            told.setdefault(comparison, {}).setdefault(who, []).append(words)
            against = COMPARISONS.get(comparison, "") if comparison != "yoy" else ""
            spoken.setdefault(metric.name, words + against)
    if not told:
        why = f"the data hold no figure of {listing(map(str, metrics), 'or')} that can be told"
        gone = (withdrawn(dataset, metrics, dataset.period, against) for against in ("yoy", ""))
        return asked.no(next(filter(None, gone), why))
    if more := [str(one) for one in metrics if one.name not in spoken]:
        asked.caveats.append(f"Not told here: {listing(more)}.")
    parts = []
    for comparison, by in told.items():
        against = COMPARISONS.get(comparison, "")
        lead = f"For {dataset.entity} in {in_words(dataset.period)}{against}"
        if len(by) == 1:
            ((who, figures),) = by.items()
            parts.append(f"{lead}, {listing(figures)}, according to {who}.")
        else:
            said = "; ".join(f"according to {who}, {listing(one)}" for who, one in by.items())
            parts.append(f"{lead}: {said}.")
    rates = {one: asked.estimates[one] for one in spoken if one in asked.estimates}
    sizes = {one: abs(found.value) for one, found in rates.items() if found.value is not None}
    most = max(sizes, key=lambda one: sizes[one], default=next(iter(spoken)))
    up = len(rates) == len(metrics) > 1 and all(found.low > 0 for found in rates.values())
    short = f"{'all are up; ' if up else ''}{spoken[most]}"
    return asked.yes(" ".join(parts), short)


def _figures(asked: Question, metric: Metric) -> Iterator[tuple[str, str, str]]:
    """Yield comparison, source and words of the changes of a metric, or else of its level."""
    dataset, period, name = asked.dataset, asked.period, metric.name
    reports = {}
    for against in ("yoy", "points", "qoq", "points-qoq", "mom", "points-mom", ""):
        told = dataset.reports(name, None, period, against)
        if rows := [one for one in told if one.in_force]:
            reports[against] = rows
    level = reports.pop("", None)
    for against, rows in (reports or ({"": level} if level else {})).items():
        comparison = rows[0].comparison if against else ""
        found = dataset.growth(name, comparison=against)
        # Whether a profit is a loss, and what has parts but is no count, no number tells.
        is_part = found.unit == "count" and found.value is not None and found.value % 1
        if is_part or (metric.measure == "profit" and comparison):
            asked.doubt(metric, Estimate.unknown(), period, against)
            ids = [one.id for one in rows]
            asked.rows |= {*ids}
            quoted = [f"“{one.words}”" if one.words else rate(one.estimate) for one in rows]
            said = f"{metric.are} reported as {listing(quoted)}"
            yield comparison, reporters(dataset, ids), said
            continue
        asked.doubt(metric, found, period, against)
        asked.estimates[name + {"yoy": "", "": "-level"}.get(against, f"-{against}")] = found
        size = "of any amount" if is_open(found) else amount(found)
        said, used = f"{metric} {moved(found)}" if comparison else f"{metric.were} {size}", [found]
        if against.startswith("points") and level:
            used.append(asked.figure(metric, f"{name}-level"))
            said += f" to {amount(used[1])}"
        yield comparison, attributed(dataset, *used), said


def unit_value(dataset: Dataset, value: str, volume: str, name: str = "") -> Finding:
    """Say what became of the worth of a unit: value index over volume index, less one.

    Where both levels are reported, say what a unit was worth, be it all that can be told.
    """
    asked = Question(dataset, "unit-value", name, value, volume)
    v, q = asked.metrics
    if no := q.no_quantity(asked) or v.no_value(asked):
        return no
    asked.premises.insert(0, "both cover the same goods and firms")
    worth = growth.implied_unit_value(v.growth, q.growth)
    if no := asked.unreported() or asked.unknown("unit-value", worth):
        return asked.by_levels(no)
    unsaid = (
        "A unit value moves with the mix of goods, and with prices if the value is at current "
        "ones, which the data do not say."
    )
    by_basis = {
        "comparable": "The value is at comparable prices, so the change is one of mix alone.",
        "current": "A unit value moves with prices and with the mix of goods alike.",
    }
    asked.caveats.append(by_basis.get(v.basis, unsaid))
    words = f"{asked.title} {concluded(worth)}"
    return asked.yes(f"{asked.lead()}. {asked.given(words + asked.levels())}", words)


def part_of_whole(dataset: Dataset, part: str, whole: str, name: str = "") -> Finding:
    """Say whether a part grew faster than its whole, and what that does to its share.

    Where both levels are reported, say what the share was, be it all that can be told.
    """
    asked = Question(dataset, "share", name, part, whole)
    p, w = asked.metrics
    if no := _unlike(asked, p, w):
        return no
    one, other = dataset.level(part), dataset.level(whole)
    if one.unit == other.unit and one.is_above(other):
        return asked.cannot_be(f"{p.were} above {w}, and cannot be part of {w.them}")
    same = f"the same {noun(dataset.period)}{'’' if dataset.period.count('/') else '’s'}"
    asked.premises.append(f"{p.were} part of {same} {w}")
    index = growth.share_index(p.growth, w.growth)
    if no := asked.unreported() or asked.unknown("share-index", index):
        return asked.by_levels(no)
    short = f"the {asked.title} {multiplied(index)}"
    rose = growth.rest_rose(p.growth, w.growth)
    even = growth.break_even_share(p.growth, w.growth)
    rest = ""
    if rose is not None:
        rest = f"; all the rest {'rose' if rose else 'fell'}, whatever that share was"
    elif even.known:
        asked.estimates["break-even"] = even
        less, more = ("rose", "fell") if p.growth.is_above(0) else ("fell", "rose")
        rest = (
            f"; the share a year before at which all the rest stood still is {share(even)}: "
            f"with less the rest {less}, with more it {more}"
        )
    ceiling = growth.ceiling_share(p.growth, w.growth)
    if ceiling.known and ceiling.high < 1:
        asked.estimates["ceiling"] = ceiling
    related = relate(p.label, p.growth, w.label, w.growth)
    words = short + rest + asked.levels()
    return asked.yes(f"{asked.lead(related)}. {asked.given(words)}", short)


def _unlike(asked: Question, part: Metric, whole: Metric) -> Finding | None:
    """Suppose that part and whole are measured alike, if the data do not say; tell why not."""
    both = (part, whole)
    for one in both:
        if one.measure in ("profit", "ratio", "rank"):
            return asked.cannot_be(f"{one.is_called}: no share of it can be taken")
    units = {one.unit for one in both} - {""}
    measures = {one.measure for one in both} - {"unknown"}
    if len(units) > 1:
        counted = listing(sorted(map(plural, units)))
        return asked.cannot_be(f"{part} and {whole} are counted in unlike units ({counted})")
    if len(measures) > 1:
        told = listing(sorted(measures))
        return asked.cannot_be(f"{part} and {whole} are not measured alike: {told}")
    if not all(one.unit for one in both):
        asked.premises.append("both are counted in one unit")
    bases = {one.basis for one in both} - {"", "unknown"}
    if len(bases) > 1:
        return asked.cannot_be(f"{part} and {whole} are at unlike prices")
    money = {one.is_value for one in both if one.unit or measures}
    if money == {True} and not all(one.basis in bases for one in both):
        asked.premises.append("both are at prices of one kind")
    return None


def coverage(dataset: Dataset, value: str, volume: str, name: str = "") -> Finding:
    """Say how much of the value a quantity must have brought for its unit value to have fallen.

    With the share d of the value in the base period, the rest of the value is free: the unit value
    index is at most (1 + value growth) / (d (1 + volume growth)).
    """
    asked = Question(dataset, "coverage", name, value, volume)
    v, q = asked.metrics
    if ("part_of", volume) not in {one[:2] for one in dataset.relations}:
        return asked.no(f"{v.are} declared to cover all of {q}")
    if no := q.no_quantity(asked) or v.no_value(asked) or asked.unreported():
        return no
    sure = growth.share_index(v.growth, q.growth)
    if not sure.known or sure.high >= 1:
        lower = f"{v} did not grow at a lower rate than {q}"
        if sure.known and sure.low >= 1:
            return asked.no(lower, Verdict.DOES_NOT_HOLD)
        return asked.no(f"perhaps {lower}")
    unit = singular(q.counted_in)
    asked.estimates["sure"] = sure
    above = Fraction(math.ceil(1000 * Fraction(sure.high)), 1000)
    most = percent(above) if sure.value is None else share(sure)
    words = (
        f"a {unit} of {q} is sure to have brought less than a year before only if "
        f"in that earlier period {q} brought more than {most} of {v}"
    )
    even = growth.break_even_share(q.growth, v.growth)
    if even.value is not None:
        asked.estimates["none"] = even
        words += (
            f"; if {q.it} brought {share(even)}, and all other {v} stood still, "
            f"a {unit} brought the same"
        )
    short = f"with {q} over {most} of {v}, a {unit} surely brought less"
    return asked.yes(f"{asked.lead()}. {asked.given(words)}", short)


def base_level(dataset: Dataset, volume: str, of: str, name: str = "") -> Finding:
    """Say what the level of the year before was: level / (1 + growth)."""
    asked = Question(dataset, "base", name, of)
    (it,), levelled = asked.metrics, Metric(dataset, volume)
    level = asked.figure(levelled, f"{volume}-level")
    if "profit" in (it.measure, levelled.measure):
        return asked.cannot_be(
            f"{it.are} a profit, and no percentage leads back to one that may have been a loss"
        )
    if volume != of and it.is_value:
        return asked.cannot_be(f"{it.are} money, and no quantity")
    if no := asked.unreported():
        return no
    if not level.known:
        why = withdrawn(dataset, [levelled], dataset.period, "")
        return asked.no(why or f"the data hold no level of {levelled}")
    base = growth.implied_base_level(level, it.growth)
    if no := asked.unknown("base", base):
        return no
    lead, then, was = f"{it.moved} and {it.was} {amount(level)}", it.it, it.was
    reports: list[tuple[object, Estimate]] = [("the rate", it.growth), ("the level", level)]
    if volume != of:
        whose = f"the level of {amount(level)} from {attributed(dataset, level)}"
        asked.premises.append(f"{whose} measures the same thing")
        lead, then, was, reports = it.moved, "the level", "was", asked.rates()
    if not it.is_at("current"):
        asked.premises.append("the rate and the level are at the same prices")
    given = asked.given(f"{then} {was} {amount(base)} a year before")
    sentence = f"{asked.lead(lead, *reports)}. {given}"
    return asked.yes(sentence, f"{it.were} {amount(base)} a year before")


def fit(dataset: Dataset, metric: str, period: str, name: str = "") -> Finding:
    """Say whether a growth rate and the levels at both of its ends agree: a test that can fail."""
    name = name or f"{metric}-{period.lower().replace('/', '-')}-fit"
    asked, before = Question(dataset, "fit", name, metric, period=period), year_before(period)
    (it,) = asked.metrics
    level, base = asked.figure(it, "level"), asked.figure(it, "base", period=before)
    told, what = it.growth, "growth"
    if not told.known:
        told, what = asked.figure(it, "points", "points"), "change"
    if not (told.known and level.known and base.known):
        return asked.no(f"the data hold no rate of {it} with the levels at both of its ends")
    implied = growth.implied_growth(level, base) if what == "growth" else level - base
    if it.measure == "profit" and level.low < 0 and not (is_open(implied) or is_open(told)):
        return asked.cannot_be(f"{it} turned, and no percentage tells that")
    if no := asked.unknown("implied", implied) or asked.unknown(what, told):
        return no
    if it.measure != "profit" and not it.is_at("current"):
        asked.caveats.append("A rate at comparable prices need not be that of levels as printed.")
    fits = implied.agrees_with(told)
    agree = "agree" if fits else "do not agree"
    rated = "rate" if what == "growth" else what
    by = asked.by(("the first level", base), ("the last level", level), (f"the {rated}", told))
    return asked.yes(
        f"The levels of {it} of {dataset.entity} in {in_words(before)} and {in_words(period)} "
        f"make a {what} of {rate(implied)}; the {rated} reported is {rate(told)}{by}. "
        f"They {agree}.",
        f"the levels and the {rated} of {it} {agree}",
        Verdict.HOLDS if fits else Verdict.DOES_NOT_HOLD,
    )


def trend(dataset: Dataset, metric: str, name: str = "") -> Finding:
    """Say how a level moved from the first to the last like period."""
    asked = Question(dataset, "trend", name, metric)
    (it,) = asked.metrics
    groups: dict[tuple[int, int], list[str]] = {}
    for period in dataset.periods(metric, ""):
        first, last = span(period)
        groups.setdefault((first % 12, last - first), []).append(period)
    # Of as many like periods, those that reach the latest.
    longest = sorted(groups.values(), key=lambda each: (len(each), span(each[-1])))
    like = longest[-1] if longest else [dataset.period]
    earliest, latest = like[0], like[-1]
    since, until = in_short(earliest), in_short(latest)
    asked.when = f"{since} to {until}" if len(like) > 1 else "over time"
    if len(like) < 2:
        return asked.no(f"no two levels in force of {it} are of the same months of different years")
    base = asked.figure(it, "first", period=earliest)
    level = asked.figure(it, "last", period=latest)
    if it.is_value and it.basis != "comparable":
        prices = "Amounts at the prices of each time move with prices as well."
        unsaid = "At which prices the amounts are is not said: they may move with prices as well."
        asked.caveats.append(prices if it.basis == "current" else unsaid)
    by = asked.by(("the first level", base), ("the last level", level))
    if it.measure == "profit" and (base.low <= 0 or level.low < 0):
        sentence = (
            f"{capital(it.label)} of {dataset.entity} {it.was} {amount(base)} in "
            f"{in_words(earliest)} and {amount(level)} in {in_words(latest)}{by}."
        )
        asked.derivation = "First and last level; no percentage tells a turn."
        return asked.yes(sentence, f"{it.were} {amount(level)} in {until}")
    change_ = growth.implied_growth(level, base)
    if no := asked.unknown("change", change_):
        return no
    times = " to ".join(in_words(one).replace(" to ", "–") for one in (earliest, latest))
    return asked.yes(
        f"From {times}, {it} of {dataset.entity} {moved(change_)}: {it.it} {it.was} "
        f"{amount(base)} at the start and {amount(level)} at the end{by}.",
        f"{it} {moved(change_)} from {since} to {until}",
    )


def in_yuan(dataset: Dataset, metric: str, currency: str = "USD", name: str = "") -> Finding:
    """Say what growth in one currency is in yuan, at the mean rates of both periods."""
    asked = Question(dataset, "in-yuan", name, metric)
    (it,), dollars = asked.metrics, plural(currency)
    if it.unit not in ("", currency) or it.measure not in ("value", "unknown"):
        return asked.cannot_be(f"{it.are} not in {dollars}")
    if it.basis == "comparable":
        return asked.cannot_be(
            f"the rate of {it} is at comparable prices, which no exchange rate turns"
        )
    if no := asked.unreported():
        return no
    periods = (dataset.period, dataset.base_period)
    now, then = (dataset.exchange_rate(one, currency) for one in periods)
    if not (now.known and then.known):
        both = f"{in_words(dataset.period)} and the year before"
        return asked.no(f"the data hold no exchange rates of {dollars} for {both}")
    if not it.unit:
        asked.premises.append(f"{it.were} recorded in {dollars}")
    asked.estimates["exchange-rate"] = turned = growth.implied_growth(now, then)
    asked.estimates["in-yuan"] = yuan = growth.convert_currency(it.growth, turned)
    words = f"{it.it} {concluded(yuan)} in yuan"
    if yuan.low < 0 < yuan.high:
        words = f"in yuan {it.it} {concluded(yuan)}"
    asked.caveats.append("At the mean of daily rates; books are kept at other rates.")
    return asked.yes(f"{asked.lead()}. {asked.given(words)}", f"in yuan, {it} {moved(yuan)}")


def daily(dataset: Dataset, metric: str, name: str = "") -> Finding:
    """Say what growth is per day, where this period is longer or shorter than the last."""
    asked = Question(dataset, "per-day", name, metric)
    (it,) = asked.metrics
    if it.measure not in _AMOUNTS:
        return asked.cannot_be(f"{it.is_called}: it comes from no number of days")
    if no := asked.unreported():
        return no
    told, short = [], ""
    lengths = "the data do not hold the days of both periods"
    for kind in ("calendar", "working"):
        now, then = (dataset.days(p, f"{kind}_days") for p in (dataset.period, dataset.base_period))
        if now.known and then.known:
            lengths = "both periods had the same number of days"
            if now.value != then.value:
                asked.estimates[f"{kind}-day"] = per = growth.per_day(it.growth, now, then)
                told.append(f"per {kind} day {it.it} {moved(per)}")
                short = short or f"per {kind} day, {it} {moved(per)}"
                for key in dataset.sources_of(sorted(now.rests_on)):
                    asked.caveats.append(f"Days as counted in “{dataset.sources[key]['title']}”.")
    if not told:
        return asked.no(lengths)
    return asked.yes(f"{asked.lead()}; {listing(told)}.", short)


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
    found = [reported(dataset)]
    related = [
        each
        for each in dataset.relations
        if {each.one, each.other} & rated
        or (each.kind != "volume_of" and {each.one, each.other} <= levelled)
    ]
    for kind, one, other in related[:_MOST_METRICS]:
        if kind == "value_of":
            found.append(unit_value(dataset, one, other))
            if other in parts and {one, other} <= rated:
                found.append(coverage(dataset, one, other))
        elif kind == "part_of":
            found.append(part_of_whole(dataset, one, other))
        elif other not in levelled:
            found.append(base_level(dataset, one, other))
    for metric in asked[:_MOST_METRICS]:
        found += _of_metric(dataset, metric)
    return found


def _of_metric(dataset: Dataset, metric: str) -> Iterator[Finding]:
    about = dataset.metrics.loc[metric]
    levels, rates, points = (dataset.periods(metric, one) for one in ("", "yoy", "points"))
    if dataset.period in rates and about["measure"] in _AMOUNTS:
        if dataset.period in levels:
            yield base_level(dataset, metric, metric)
        if not about["value_of"] and dataset.folder.tables.get("working-days.csv"):
            yield daily(dataset, metric)
        money = about["unit"] == "USD" or (about["value_of"] and not about["unit"])
        # Only beside what is in yuan.
        money = money and "CNY" in {*dataset.metrics["unit"], *dataset.table["unit"]}
        if money and about["price_basis"] != "comparable":
            yield in_yuan(dataset, metric)
    told = sorted({*rates, *points} & {*levels}, key=span)
    told = [one for one in told if year_before(one) in levels]
    more = len(told) - _MOST_FITS
    for period in told[-_MOST_FITS:]:
        found = fit(dataset, metric, period)
        if more > 0:
            earlier = "1 earlier period is" if more == 1 else f"{more} earlier periods are"
            caveat = f"{found.caveat} {earlier} not compared here.".strip()
            found = replace(found, caveat=caveat)
        yield found
    if len(levels) > 1 and dataset.level(metric, period=levels[0]).kind == "level":
        yield trend(dataset, metric)
