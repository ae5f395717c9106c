"""The charts of a dataset, ready to show: each with its rows, its finding and its alt text.

Each function returns a `Picture`, for `show`. A metric that the data do not have is an
`AnalysisError`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from .. import charts, findings, growth, paths
from ..charts.style import glyphs_missing
from ..dataset import Dataset
from ..errors import check_known
from ..estimates import Estimate, floats, in_figures, only_estimates, rests_on
from ..findings import Finding
from ..findings.words import attributed, capital
from ..periods import in_short, in_words, noun, year_before
from ..sources import grade, publisher
from ..wording import listing
from .exhibit import slug

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "Picture", "compare", "doubts", "exports_share", "frontier", "output", "rates", "series",
]  # fmt: skip
_MOST_OTHERS, _NAMED, _LONGEST_ALT = 10, 4, 299
_PARTS = ((1, "all"), (0.75, "three quarters"), (2 / 3, "two thirds"), (0.5, "half"))
_DASHED = "Dashed: worked back from a later level and its growth rate."
_UNLIKE = " Amounts of periods of unlike length: per month."
_SHORTER = " Left out: growth on the quarter or the month before."
# What each is called and says of itself.
_TOLD = {row.pop("picture"): row for row in paths.table("showing/pictures.csv")}
_COLUMNS = ["key", "label", "entity", "metric", "period", "kind", "unit"]


def __dir__() -> list[str]:
    return __all__


@dataclass(frozen=True)
class Picture:
    """A chart that can be shown, cited and drawn for a page, a phone or the dark.

    Attributes
    ----------
    name : str
        What it is cited by, unless another name is given.
    title : str
        What it is about, as a noun phrase.
    headline, caption, caveat : str
        The finding; what is drawn; what it does not show.
    numbers : pandas.DataFrame
        The numbers drawn, all of them, each as an `estimate` with what it is.
    rests_on : frozenset of str
        Ids of reported figures.
    paint : callable
        Draws it, given `title`, `subtitle`, `foot`, `width` and `dark`.
    """

    name: str
    title: str
    headline: str
    caption: str
    numbers: pd.DataFrame
    rests_on: frozenset[str]
    paint: Callable[..., Figure]
    credit: str = ""
    caveat: str = ""
    derivation: str = "Drawn from the rows of its data."
    unknown: str = "not reported"

    @property
    def rows(self) -> pd.DataFrame:
        """The numbers as a table has them: the value and both ends, empty where there is none."""
        told = self.numbers.reindex(columns=_COLUMNS)
        for name in ("value", "low", "high"):
            told[name] = floats(*(getattr(one, name) for one in self.numbers["estimate"]))
        return told

    @property
    def alt(self) -> str:
        """The finding and its figures, as many as there is room for, for those who do not see."""
        text, first = self.headline, self.numbers["entity"].iloc[:1].sum()
        columns = self.numbers[["estimate", "label", "kind", "entity"]]
        for n, (one, label, kind, entity) in enumerate(columns.itertuples(index=False, name=None)):
            whose = "" if entity == first else f"{entity}, "
            kind = kind if kind in ("growth", "level") else "share"
            told = in_figures(one, kind=kind).partition(" (")[0] if one.known else self.unknown
            part = f"{';' if n else ':'} {whose}{label} {told}"
            more = f"; and {len(columns) - n} more"
            if n and len(text + part + more * (n < len(columns) - 1)) >= _LONGEST_ALT:
                text += more
                break
            text += part
        return f"{text}." if len(text) < _LONGEST_ALT else f"{text[: _LONGEST_ALT - 1]}…"

    def draw(self, identity: str = "", width: int = 640, dark: bool = False) -> Figure:
        """Return the figure, with premises, sources and identity at its foot."""
        told = [self.caveat, self.credit, identity]
        if lost := glyphs_missing(
            "".join([self.headline, self.caption, *told, *self.numbers["label"]])
        ):
            told.insert(0, f"Characters without a font here: {len(lost)}; see the CSV.")
        foot = " ".join(filter(None, told))
        return self.paint(
            title=self.headline, subtitle=self.caption, foot=foot, width=width, dark=dark
        )

    @property
    def figure(self) -> Figure:
        """The figure as a page shows it."""
        return self.draw()


def _row(
    dataset: Dataset, key: str, label: str, one: Estimate, metric: str = "", period: str = ""
) -> dict[str, Any]:
    period = period or dataset.period
    told = (key, label, dataset.entity, metric, period, one.kind, one.unit)
    return dict(zip(_COLUMNS, told, strict=True)) | {"estimate": one}


def _picture(
    dataset: Dataset, kind: str, rows: pd.DataFrame | list[dict[str, Any]],
    headline: Finding | str, paint: Callable[..., Figure], **words: str,
) -> Picture:  # fmt: skip
    """Return a picture of what its rows rest on; `words` fill its texts.

    Its headline is the short form of a finding, beside others' numbers with whom it is about; where
    there is none, what the picture is about.
    """
    numbers, period = pd.DataFrame(rows), dataset.period
    about = {"period": in_short(period), "words": in_words(period), "entity": dataset.entity}
    told = {key: text.format(**about, **words) for key, text in _TOLD[kind].items()}
    if isinstance(headline, Finding):
        supposed = f"If {listing(headline.premises)}." if headline.premises else ""
        told["caveat"] = f"{supposed} {told['caveat']}".strip()
        under = " (premises below)" if supposed and headline.short else ""
        headline = headline.short.removesuffix(".") + under
        if headline and numbers["entity"].nunique() > 1:
            first = headline[0] if headline[1:2].isupper() else headline[0].lower()
            headline = f"{dataset.entity}: {first}{headline[1:]}"
    told["headline"] = headline or told["title"]
    ids = rests_on(*numbers["estimate"])
    keys = dataset.sources_of(sorted(ids))
    # The weakest first: what is cut off is none of them.
    told_by = (dataset.sources[key] for key in reversed(keys))
    names = list(dict.fromkeys(f"{publisher(one)} ({grade(one)})" for one in told_by))
    more = f" and {len(names) - _NAMED} more" * (len(names) > _NAMED)
    credit = f"Source{'s' * (len(names) > 1)}: {'; '.join(names[:_NAMED])}{more}." if names else ""
    return Picture(numbers=numbers, rests_on=ids, paint=paint, credit=credit, **told)


def rates(dataset: Dataset) -> Picture:
    """Draw the headline rates of a dataset beside those of others in the same months."""
    stated = dataset.package["focus"].get("metrics", [])
    # The rate of a profit may be that of a loss: its words tell, and no bar.
    gains = dataset.metrics.index[dataset.metrics["measure"] == "profit"]
    told = [one for one in dataset.headline if one not in gains]
    named = [one for one in told if one in stated or dataset.growth(one).known]
    rows = []
    # With nothing known, as when all was withdrawn, the chart says so of each.
    for metric in named or map(str, dataset.metrics.index):
        one = Estimate.unknown() if metric in gains else dataset.growth(metric)
        rows.append(_row(dataset, metric, capital(dataset.label(metric)), one, metric))
    is_known = any(row["estimate"].known for row in rows)
    for name in _others(dataset):
        about = dataset.figure(name)
        period, label = about["period"], capital(about["label"])
        label += "" if period == dataset.period else f", {in_short(period)}"
        row = _row(dataset, name, label, dataset.rate(name), about["metric"], period)
        rows.append(row | {"entity": about["entity"]})
    table = pd.DataFrame(rows)
    mine = table["entity"] == dataset.entity
    headline = findings.reported(dataset) if is_known else "None of the rates is reported"
    drawn = partial(charts.rates, table.assign(group=table["entity"], own=mine))
    whom = dataset.entity + ("" if mine.all() else " and for others")
    return _picture(dataset, "rates", table, headline, drawn, whom=whom)


def compare(
    dataset: Dataset, rates: Mapping[str, Estimate], period: str = "", **words: str
) -> Picture:
    """Draw growth rates of one's own choice, reported or worked out.

    Parameters
    ----------
    dataset : Dataset
        Whose figures they rest on.
    rates : mapping of str to Estimate
        Growth rates by what the chart is to call them.
    period : str, optional
        What they are of; without it, the period of the focus.
    **words
        `name`, `title`, `headline`, `caption`, `caveat`: see `Picture`. The rest is said for you.

    Raises
    ------
    AnalysisError
        There is no such word, and the message names the nearest; or it is no period.
    TypeError
        There are none, they have no names, or one is no estimate.
    """
    if not isinstance(rates, Mapping) or not rates:
        found = type(rates).__name__ if rates else "none"
        raise TypeError(f"expected growth rates by name, found {found}")
    only_estimates(*rates.values())
    for word in words:
        check_known("keyword", word, ("name", "title", "headline", "caption", "caveat"))
    dataset = dataset.at(period) if period else dataset
    rows = pd.DataFrame([_row(dataset, slug(name), name, one) for name, one in rates.items()])
    drawn = partial(charts.rates, rows.assign(group="", own=True))
    words["headline"] = words.get("headline") or words.get("title", "")
    picture = _picture(dataset, "compare", rows, words.pop("headline"), drawn)
    return replace(picture, **words)  # type: ignore[arg-type]


def _others(dataset: Dataset) -> list[str]:
    """Return the comparators that the data name, else those nearest to the period."""
    stated = dataset.package["focus"].get("comparators")
    known = dataset.comparators()
    if stated:
        return [name for name in stated if name in known]
    periods = dataset.table["period"]
    return sorted(known, key=lambda name: periods[name] != dataset.period)[:_MOST_OTHERS]


def output(
    dataset: Dataset,
    whole: str = "output",
    value: str = "output-value",
    beside: tuple[str, str, str, str] | None = None,
) -> Picture:
    """Draw how a quantity and its value leave a value per unit.

    Parameters
    ----------
    dataset : Dataset
    whole, value : str
        The two metrics of the entity and period of the focus.
    beside : tuple of str, optional
        Two metrics, the entity and the period to draw below them.
    """
    here = (whole, value, dataset.entity, dataset.period)
    panels, rows, follows = {}, [], []
    for where, asked in zip(("own", "beside"), filter(None, (here, beside)), strict=False):
        *metrics, entity, period = asked
        made, worth = (dataset.growth(metric, entity, period) for metric in metrics)
        follows.append(growth.implied_unit_value(worth, made))
        first, last = (
            (capital(dataset.label(metric)), attributed(dataset, one) if one.known else "", one)
            for metric, one in zip(metrics, (made, worth), strict=True)
        )
        steps = [first, (f"{last[0]} per unit", "follows", follows[-1]), last]
        panels[f"{entity}, {in_short(period)}"] = steps
        for n, (label, _, one) in enumerate(steps, 1):
            row = _row(dataset, f"{where}-{n}", label, one, period=period)
            rows.append(row | {"entity": entity})
    headline, drawn = findings.unit_value(dataset, value, whole), partial(charts.output, panels)
    return _picture(dataset, "output", rows, headline, drawn)


def exports_share(
    dataset: Dataset,
    clues: Mapping[str, Estimate],
    part: str = "direct-fiber-exports",
    whole: str = "output",
) -> Picture:
    """Draw how the rest of the whole moved, by the part's share, with what the clues allow.

    Parameters
    ----------
    dataset : Dataset
    clues : mapping of str to Estimate
        What the whole may have been, by where that is known from, in the unit of the metric that
        is `volume_of` the part.
    part, whole : str
        Two metrics of the entity and period of the focus.
    """
    p, w = dataset.growth(part), dataset.growth(whole)
    volumes = dataset.related("volume_of", part)
    weight = dataset.level(volumes[0]) if volumes else Estimate.unknown()
    anchors, rows, brought = [], [], []
    for name, level in clues.items():
        share = growth.base_share(weight / level, p, w)
        rest = growth.rest_growth(p, w, share)
        if p.is_above(0) and w.is_above(0):
            brought.append(growth.contribution(p, share) / w)
        anchors.append((capital(name), share, rest))
        rows += [_row(dataset, f"{name}-share", f"{name}: share", share),
                 _row(dataset, f"{name}-rest", f"{name}: growth of the rest", rest)]  # fmt: skip
    amount = float(weight.value) / 1000 if weight.value and weight.unit == "tonne" else None
    even = growth.break_even_share(p, w)
    rows.append(_row(dataset, "break-even", "share at which the rest stood still", even))
    headline = _brought(brought) or findings.part_of_whole(dataset, part, whole)
    drawn = partial(charts.exports_share, p, w, anchors=anchors, amount=amount)
    label, means = dataset.label(whole), ""
    if amount:
        given = f"if the exports are those of {attributed(dataset, weight)}"
        means = f" Under each share: {label} in thousand tonnes (kt), {given}."
    return _picture(dataset, "share", rows, headline, drawn, whole=label, means=means)


def _brought(parts: Sequence[Estimate]) -> str:
    """Say what part of the growth exports brought at least, on each of the clues to their share."""
    least = min((one.low for one in parts), default=-math.inf)
    # What rounds to a size but stays below it is "about" so much.
    for size, words in _PARTS:
        if least >= size - 0.005:
            clue = {1: "the one clue", 2: "either clue"}.get(len(parts), "any clue")
            about, more = "about " * (least < size), " or more" * (size < 1)
            return f"On {clue}, exports brought {about}{words} of the growth{more}"
    return ""


def frontier(dataset: Dataset, value: str, volume: str) -> Picture:
    """Draw the most that a unit can have earned, by the volume's part of the value.

    Parameters
    ----------
    dataset : Dataset
    value, volume : str
        Two metrics of the entity and period of the focus: money, and the quantity that earned it.
    """
    v, q = dataset.growth(value), dataset.growth(volume)
    sure, none = growth.share_index(v, q), growth.break_even_share(q, v)
    rows = [
        _row(dataset, "sure", "part above which a unit earned less for certain", sure),
        _row(dataset, "none", "part at which nothing fell, all else unchanged", none),
        _row(dataset, "all", "change if the part was all", growth.relative_growth(v, q)),
    ]
    headline, drawn = findings.coverage(dataset, value, volume), partial(charts.frontier, q, v)
    base = in_short(dataset.base_period)
    return _picture(
        dataset, "frontier", rows, headline, drawn, base=base, value=dataset.label(value)
    )


def doubts(dataset: Dataset, value: str, volume: str, currency: str = "USD") -> Picture:
    """Draw how far each open question moves the change of a unit's worth.

    Parameters
    ----------
    dataset : Dataset
    value, volume : str
        As of `frontier`.
    currency : str
        In which the value may have been counted: `USD`, `EUR`, `JPY` or `GBP`.
    """
    v, q = dataset.growth(value), dataset.growth(volume)
    first = growth.implied_unit_value(v, q)
    now, then = (dataset.exchange_rate(p, currency) for p in (dataset.period, dataset.base_period))
    moved = now / then
    label = dataset.label(value).rpartition(" ")[2]
    # Middles to their nearest digit, as the tables have them; what is rounded goes outward.
    turns = [None if one.value is None else round(one.value, 3)
             for one in (first, (1 + first) * moved - 1)]  # fmt: skip
    asked: list[tuple[str, str, str, list[Any]]] = [
        ("measure", f"Are {dataset.label(volume)} tonnes or money?", "if money, there is no tonne",
         [None]),
        # A part may have become any other: that moves the answer both ways, without bound.
        ("coverage", f"What part of the {label} was direct?", "any, before and now", [None]),
        ("currency", "In which currency were they kept?", "yuan or dollars", turns),
        ("rounding", "How was it rounded?", "to the whole percent", [first.low, first.high]),
    ]  # fmt: skip
    rows, ids = [], first.rests_on | moved.rests_on
    for key, question, readings, ends in asked:
        unsure = None in ends
        one = Estimate.unknown() if unsure else Estimate(None, min(ends), max(ends), rests_on=ids)
        about = {"kind": "growth", "question": question, "readings": readings}
        rows.append(_row(dataset, key, question, one, value) | about)
    table = pd.DataFrame(rows)
    *others, rounding = table["estimate"]
    drawn = partial(charts.doubts, table, first)
    return _picture(dataset, "doubts", table, _largest(rounding, others), drawn)


def _largest(rounding: Estimate, others: Sequence[Estimate]) -> str:
    """Say whether the rounding leaves more open than the answers to any other question."""
    widths = [one.high - one.low for one in others]
    if rounding.high - rounding.low > max(widths, default=-1):
        return "Rounding is the largest doubt"
    if math.inf in widths:
        return "What was counted matters more than how it was rounded"
    return "Rounding is not the largest doubt"


def series(dataset: Dataset, most: int = 5) -> Picture:
    """Draw what has been reported of the entity: levels and growth, gaps, vintages.

    Parameters
    ----------
    dataset : Dataset
    most : int
        How many metrics have a panel; its rows hold them all.
    """
    own = dataset.table[dataset.table["entity"] == dataset.entity]
    shorter = own["against"].isin(["qoq", "mom"]).any()
    rate, profit = own["against"] == "yoy", own["measure"] == "profit"
    level = (own["against"] == "") & own["kind"].isin(["level", "share"])
    own = own[(level | (rate & ~profit)) & ~own["measure"].isin(["rank", "capacity"])]
    counts = own["metric"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    kept = [str(metric) for metric in counts.index]
    own = own.sort_values("metric", key=lambda of: of.map(kept.index), kind="stable")
    columns, rows = own[["metric", "label", "period", "issued", "gone"]], []
    for row, metric, label, period, issued, why in columns.itertuples(name=None):
        words = f"{label}, {in_short(period)}{f' ({why})' if why else ''}"
        one = _row(dataset, row, words, dataset.rate(row), metric, period)
        rows.append(one | {"issued": issued or "", "in_force": not why})
    first = kept[:most]
    for metric in first:
        rows += _implied(dataset, metric, own[own["metric"] == metric])
    table = pd.DataFrame(rows, columns=[*_COLUMNS, "estimate", "issued", "in_force"])
    table["implied"] = table["key"] == ""
    # An amount is one of its time; a price, a ratio and what is counted at a moment are not.
    measures, is_price = dataset.metrics["measure"], table["unit"].str.contains("/")
    table["adds_up"] = table["metric"].map(measures).isin(["volume", "value"]) & ~is_price
    headings = table["metric"].map(lambda metric: capital(dataset.label(metric)))
    amounts = table[table["adds_up"] & (table["kind"] == "level") & table["metric"].isin(first)]
    kinds = amounts["period"].map(noun).groupby(amounts["metric"]).nunique()
    left = sorted({*own["gone"][own["metric"].isin(first)]} - {""}, reverse=True)
    return _picture(
        dataset,
        "series",
        table[~table["implied"]].reset_index(drop=True),
        findings.trend(dataset, kept[0]) if kept else "Nothing reported",
        partial(charts.series, table.assign(metric=headings), most=most),
        metrics=listing(map(dataset.label, first)),
        dashed=_DASHED if table["implied"].any() else "",
        unlike=_UNLIKE if (kinds > 1).any() else "",
        gone=f" Orange: {listing(left, 'or')}." if left else "",
        shorter=_SHORTER if shorter else "",
    )


def _implied(dataset: Dataset, metric: str, own: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the levels of the year before that level and growth imply, where none is reported."""
    levels, rated = (set(own["period"][own["against"] == one]) for one in ("", "yoy"))
    for period in sorted(levels & rated):
        if (before := year_before(period)) not in levels:
            level = dataset.level(metric, period=period)
            base = growth.implied_base_level(level, dataset.growth(metric, period=period))
            yield _row(dataset, "", "", base, metric, before) | {"issued": "", "in_force": True}
