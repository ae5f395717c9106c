"""The charts of a dataset, ready to show: each with its rows, its finding and its alt text."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from . import charts, findings, growth
from .charts import alts, titles
from .charts.fonts import glyphs_missing
from .charts.numbers import pct
from .dataset import Dataset
from .estimates import Estimate
from .exhibit import slug
from .findings import attributed, capital
from .periods import in_short, in_words
from .sources import publisher
from .wording import direction, listing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST_OTHERS = 10
_NAMED = 4
_COLUMNS = ["key", "label", "entity", "metric", "period", "kind", "unit", "value", "low", "high"]


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
    rows : pandas.DataFrame
        The numbers drawn, all of them.
    rests_on : frozenset of str
        Ids of reported figures.
    paint : callable
        Draws it, given `title`, `subtitle`, `foot`, `width` and `dark`.
    """

    name: str
    title: str
    headline: str
    caption: str
    rows: pd.DataFrame
    rests_on: frozenset[str]
    paint: Callable[..., Figure]
    credit: str = ""
    caveat: str = ""
    derivation: str = "Drawn from the rows of its data."
    unknown: str = "not reported"

    @property
    def alt(self) -> str:
        """The finding and its figures, for those who do not see the chart."""
        return alts.described(self.headline, self.rows, self.unknown)

    def draw(self, identity: str = "", width: int = 640, dark: bool = False) -> Figure:
        """Return the figure, with premises, sources and identity at its foot."""
        told = [self.caveat, self.credit, identity]
        if lost := glyphs_missing(
            "".join([self.headline, self.caption, *told, *self.rows["label"]])
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
    ends = [float(end) if math.isfinite(end) else math.nan for end in (one.low, one.high)]
    known = one.known
    return {
        "key": key,
        "label": label,
        "entity": dataset.entity,
        "metric": metric,
        "period": period or dataset.period,
        "kind": one.kind,
        "unit": one.unit,
        "value": math.nan if one.value is None else float(one.value),
        "low": ends[0] if known else math.nan,
        "high": ends[1] if known else math.nan,
    }


def _credits(dataset: Dataset, ids: frozenset[str]) -> str:
    keys = dataset.sources_of(sorted(ids))
    names = list(dict.fromkeys(publisher(dataset.sources[key]) for key in keys))
    more = len(names) - _NAMED
    told = "; ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"Sources: {told}." if len(names) > 1 else f"Source: {told}." if names else ""


def rates(dataset: Dataset) -> Picture:
    """Draw the headline rates beside those of others in the same months."""
    rows, found, groups = [], {}, []
    stated = dataset.package["focus"].get("metrics", [])
    # The rate of a profit may be that of a loss: its words tell, and no bar.
    gains = dataset.metrics.index[dataset.metrics["measure"] == "profit"]
    told = [one for one in dataset.headline if one not in gains]
    known = [metric for metric in told if dataset.growth(metric).known]
    # With nothing known, as when all was withdrawn, the chart says so of each.
    for metric in [one for one in told if one in {*known, *stated}] or [
        str(one) for one in dataset.metrics.index
    ]:
        one = Estimate.unknown() if metric in gains else dataset.growth(metric)
        found[metric] = one
        rows.append(_row(dataset, metric, capital(dataset.label(metric)), one, metric))
        groups.append(dataset.entity)
    for name in _others(dataset):
        about, one = dataset.figure(name), dataset.rate(name)
        found[name] = one
        same = about["period"] == dataset.period
        label = about["label"] + ("" if same else f", {in_short(about['period'])}")
        row = _row(dataset, name, capital(label), one, about["metric"], about["period"])
        rows.append(row | {"entity": about["entity"]})
        groups.append(about["entity"])
    whom = [dataset.entity, *(["others"] if {*groups} - {dataset.entity} else [])]
    table = pd.DataFrame(rows)
    drawn = table.assign(
        group=groups, own=[group == dataset.entity for group in groups],
        way=pd.Series([direction(one) for one in found.values()], dtype="float"),
        low=[float(one.low) if one.known else math.nan for one in found.values()],
        high=[float(one.high) if one.known else math.nan for one in found.values()],
    )  # fmt: skip
    ids = frozenset().union(*(one.rests_on for one in found.values()))
    return Picture(
        name="rates",
        title=f"Growth reported for {' and for '.join(whom)}, {in_short(dataset.period)}",
        headline=titles.rates(drawn),
        caption=f"Growth on the year before, {in_words(dataset.period)} unless other months are "
        "named.",
        caveat="Quantities, money and value added are unlike things: compare direction, not size.",
        rows=table,
        rests_on=ids,
        credit=_credits(dataset, ids),
        paint=partial(charts.rates, drawn),
    )


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
    """
    period = period or dataset.period
    rows = pd.DataFrame([_row(dataset, slug(k), k, one, "", period) for k, one in rates.items()])
    ids = frozenset().union(*(one.rests_on for one in rates.values()))
    told = {
        "name": "rates",
        "title": f"Growth compared, {in_short(period)}",
        "headline": titles.rates(rows),
        "caption": f"Growth on the year before, {in_words(period)}.",
    }
    return Picture(
        **(told | words), rows=rows, rests_on=ids, credit=_credits(dataset, ids),
        paint=partial(charts.rates, rows),
    )  # fmt: skip


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
    panels, rows, ids, follows = {}, [], frozenset[str](), []
    for where, asked in zip(("own", "beside"), filter(None, (here, beside)), strict=False):
        entity, period = asked[2:]
        steps = _steps(dataset, *asked)
        panels[f"{entity}, {in_short(period)}"] = steps
        follows.append(steps[1][2])
        for n, (label, _, one) in enumerate(steps, 1):
            ids |= one.rests_on
            row = _row(dataset, f"{where}-{n}", label, one, period=period)
            rows.append(row | {"entity": entity})
    table = pd.DataFrame(rows)
    return Picture(
        name="output-and-its-value",
        title=f"Output, its value and the value of a unit, {in_short(dataset.period)}",
        headline=titles.output(*follows),
        caption="Change on the year before, on a ratio scale: the first two bars add up to the "
        "third.",
        caveat=f"If {dataset.label(whole)} is a quantity and both reports cover the same firms.",
        rows=table,
        rests_on=ids,
        credit=_credits(dataset, ids),
        paint=partial(charts.output, panels),
    )


Steps = list[tuple[str, str, Estimate]]


def _steps(dataset: Dataset, whole: str, value: str, entity: str, period: str) -> Steps:
    made, worth = (dataset.growth(metric, entity, period) for metric in (whole, value))
    (first, by), (third, also) = (
        (capital(dataset.label(metric)), attributed(dataset, one) if one.known else "")
        for metric, one in ((whole, made), (value, worth))
    )
    between = growth.implied_unit_value(worth, made)
    return [(first, by, made), ("Value per unit", "follows", between), (third, also, worth)]


def exports_share(
    dataset: Dataset,
    clues: Mapping[str, Estimate],
    part: str = "direct-fiber-exports",
    whole: str = "output",
) -> Picture:
    """Draw how the rest of the whole moved, by the part's share, with what the clues allow."""
    p, w = dataset.growth(part), dataset.growth(whole)
    volumes = dataset.related("volume_of", part)
    weight = dataset.level(volumes[0]) if volumes else Estimate.unknown()
    anchors, rows, brought = [], [], []
    for name, level in clues.items():
        share = growth.base_share(weight / level, p, w)
        rest = growth.rest_growth(p, w, share)
        brought.append(growth.contribution(p, share) / w)
        anchors.append((capital(name), share, rest))
        rows += [_row(dataset, f"{name}-share", f"{name}: share", share),
                 _row(dataset, f"{name}-rest", f"{name}: growth of the rest", rest)]  # fmt: skip
    amount = float(weight.value) / 1000 if weight.value else None
    even = growth.break_even_share(p, w)
    rows.append(_row(dataset, "break-even", "share at which the rest stood still", even))
    ids = frozenset().union(p.rests_on, w.rests_on, *(share.rests_on for _, share, _ in anchors))
    return Picture(
        name="share-of-exports",
        title=f"What exports brought to the growth of output, {in_short(dataset.period)}",
        headline=titles.exports_share(p, w, brought),
        caption=f"Growth of all {dataset.label(whole)} that was not exported directly, "
        f"{in_words(dataset.period)}, by the share of direct exports a year before.",
        caveat="Orange: two scenarios, and no bounds. A province is not a firm; sales are not "
        "output.",
        rows=pd.DataFrame(rows),
        rests_on=ids,
        credit=_credits(dataset, ids),
        paint=partial(charts.exports_share, p, w, anchors=anchors, amount=amount),
    )


def frontier(dataset: Dataset, value: str, volume: str) -> Picture:
    """Draw the most that a unit can have earned, by the volume's part of the value."""
    v, q = dataset.growth(value), dataset.growth(volume)
    sure, none = growth.share_index(v, q), growth.break_even_share(q, v)
    rows = [
        _row(dataset, "sure", "part above which a unit earned less for certain", sure),
        _row(dataset, "none", "part at which nothing fell, all else unchanged", none),
        _row(dataset, "all", "change if the part was all", growth.relative_growth(v, q)),
    ]
    ids = v.rests_on | q.rests_on
    return Picture(
        name="frontier",
        title=f"The most that a tonne exported can have earned, {in_short(dataset.period)}",
        headline=titles.frontier(q, v),
        caption=f"What a tonne exported can have earned, change on {in_short(dataset.base_period)}"
        f", by the part of direct exports in {dataset.label(value)} then.",
        caveat="If exports are counted in tonnes. Below the dashed line other earnings grew.",
        rows=pd.DataFrame(rows),
        rests_on=ids,
        credit=_credits(dataset, ids),
        paint=partial(charts.frontier, q, v),
    )


def doubts(dataset: Dataset, value: str, volume: str, currency: str = "USD") -> Picture:
    """Draw how far each open question moves the change of a unit's worth."""
    v, q = dataset.growth(value), dataset.growth(volume)
    first = growth.implied_unit_value(v, q)
    now, then = (dataset.exchange_rate(p, currency) for p in (dataset.period, dataset.base_period))
    moved = now / then
    middle, label = first.value, dataset.label(value).rpartition(" ")[2]
    sure = float(growth.share_index(v, q).value or 1)
    asked: list[tuple[str, str, str, Any, Any]] = [
        ("measure", f"Are {dataset.label(volume)} tonnes or money?", "if money, there is no tonne",
         None, None),
        ("coverage", f"What part of the {label} was direct?", f"all, or {pct(sure, False, 0)}",
         middle, 0),
        ("currency", "In which currency were they kept?", "yuan or dollars",
         (1 + first) / moved - 1, (1 + first) * moved - 1),
        ("rounding", "How was it rounded?", "to the whole percent", first.low, first.high),
    ]  # fmt: skip
    rows = []
    for key, question, _, *ends in asked:
        ends = [one.value if isinstance(one, Estimate) else one for one in ends]
        low, high = (math.nan if end is None else float(end) for end in ends)
        about = _row(dataset, key, question, first, value)
        rows.append(about | {"value": math.nan, "low": low, "high": high, "kind": "growth"})
    table = pd.DataFrame(rows).rename(columns={"label": "question"})
    # Middles to their nearest digit, as the tables have them; what is rounded goes outward.
    table.loc[:2, ["low", "high"]] = table.loc[:2, ["low", "high"]].round(3)
    table["readings"] = [readings for _, _, readings, *_ in asked]
    ids = first.rests_on | moved.rests_on
    return Picture(
        name="doubts",
        title=f"What moves the earnings per tonne, {in_short(dataset.period)}",
        headline=titles.doubts(table, "How was it rounded?"),
        unknown="no answer",
        caption=f"Change in earnings per tonne exported, {in_words(dataset.period)} on the year "
        "before. Each bar turns one open question.",
        caveat="The line is the first reading: tonnes, direct exports earned everything, in "
        "dollars.",
        rows=pd.DataFrame(rows),
        rests_on=ids,
        credit=_credits(dataset, ids),
        paint=partial(charts.doubts, table, first),
    )


def timeline(dataset: Dataset, most: int = 3) -> Picture:
    """Draw what has been reported of the entity: levels of an average month, rates, gaps."""
    return _over_time(dataset, charts.timeline, "record-since", most)


def series(dataset: Dataset, most: int = 5) -> Picture:
    """Draw the entity's series: levels and growth with their intervals, gaps, vintages."""
    return _over_time(dataset, charts.series, "series", most)


def _over_time(dataset: Dataset, draw: Callable[..., Figure], name: str, most: int) -> Picture:
    table = dataset.table
    own = table[(table["entity"] == dataset.entity) & table["against"].isin(["", "yoy"])]
    own = own[((own["kind"] == "level") | (own["against"] == "yoy"))]
    own = own[~own["measure"].isin(["rank", "capacity"])]
    own = own[(own["measure"] != "profit") | (own["against"] == "")]
    counts = own["metric"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    kept = [str(metric) for metric in counts.index]
    rows, drawn, ids = [], [], set()
    of = {str(metric): mine for metric, mine in own.groupby("metric", sort=False)}
    for metric in kept:
        for row, about in of[metric].iterrows():
            one = dataset.rate(str(row))
            ids.add(str(row))
            label = f"{dataset.label(metric)}, {in_short(str(about['period']))}"
            rows.append(_row(dataset, str(row), label, one, metric, str(about["period"])))
            drawn.append(_drawn(dataset, metric, one, about) | {"issued": about["issued"] or None})
        drawn += _implied(dataset, metric, of[metric])
    frame = pd.DataFrame(drawn, columns=["metric", "kind", "unit", "period", "value", "low", "high",
                                         "implied", "issued"])  # fmt: skip
    headline = findings.trend(dataset, kept[0]).short if kept else "Nothing reported"
    credited = frozenset(ids)
    return Picture(
        name=name,
        title=f"What has been reported of {dataset.entity}",
        headline=headline.rstrip(".") or "Too few levels to compare",
        caption=f"{dataset.entity}: {listing(dataset.label(m) for m in kept[:most])}. "
        "Percentages: growth on the year before. Grey: nothing found.",
        caveat="Dashed: worked back from a later level and its growth rate.",
        rows=pd.DataFrame(rows, columns=_COLUMNS),
        rests_on=credited,
        credit=_credits(dataset, credited),
        paint=partial(draw, frame, most=most),
    )


def _drawn(dataset: Dataset, metric: str, one: Estimate, about: Any) -> dict[str, Any]:
    return {
        "metric": capital(dataset.label(metric)),
        "kind": "growth" if about["against"] else "level",
        "unit": one.unit,
        "period": str(about["period"]),
        "value": None if one.value is None else float(one.value),
        "low": float(one.low),
        "high": float(one.high),
        "implied": False,
    }


def _implied(dataset: Dataset, metric: str, mine: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the levels of the year before that level and growth imply, where none is reported."""
    from .periods import year_before

    levels = set(mine["period"][mine["against"] == ""])
    rates_ = set(mine["period"][mine["against"] == "yoy"])
    told = []
    for period in sorted(levels & rates_):
        before = year_before(str(period))
        if before in levels:
            continue
        base = growth.implied_base_level(
            dataset.level(metric, period=str(period)), dataset.growth(metric, period=str(period))
        )
        if base.known:
            about = {"against": "", "period": before}
            told.append(_drawn(dataset, metric, base, about) | {"implied": True, "issued": None})
    return told
