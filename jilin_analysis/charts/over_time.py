"""A chart of time: what has been reported of each metric, with its gaps and its vintages."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby, pairwise, permutations
from typing import NamedTuple, Unpack

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from ..estimates import RATIO, Estimate
from ..estimates.digits import Form
from ..periods import span
from .sheet import Scale, Sheet, Words, anchor, ends, said, steps, tick, wide, wrap
from .style import EDGE

_MARGIN = 44
_FEW = 8
_LENGTHS = {1: ", by month", 3: ", by quarter", 6: ", by half-year", 12: ", by year"}
_WAYS = [(0, -1), (0, 1), (0.5, -1), (0.5, 1)]
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


class _Figure(NamedTuple):
    """A figure of one period: months from `start` to `stop`, counted from year nought."""

    start: int
    stop: int
    one: Estimate
    implied: bool
    stands: bool  # neither withdrawn nor superseded


def series(rows: pd.DataFrame, *, most: int = 5, **words: Unpack[Words]) -> Figure:
    """Draw series: levels and growth with their intervals, gaps as gaps, vintages as steps.

    Bars are as wide as their time; where amounts are of unlike lengths, they are those of an
    average month. Where periods are too many for the width, the latest are drawn.

    Parameters
    ----------
    rows : pandas.DataFrame
        `metric` (a label), `kind` (`level` or `growth`), `period` (such as 2020-Q1), `estimate`
        (an `Estimate`), `implied` (worked back from a later figure: dashed), `issued` (an ISO date
        or nothing, which orders the vintages of one figure); perhaps `in_force`: those that are not
        are orange and have no label; perhaps `adds_up`: whether a level is an amount of its time,
        as no price, stock or ratio is.
    most : int
        How many metrics are drawn, in the given order.
    **words
        Title, subtitle, foot, width and dark: see `sheet.Words`.
    """
    page, metrics = Sheet(words), list(dict.fromkeys(rows["metric"]))
    if not metrics:
        return page.nothing("nothing reported")
    rows = rows[rows["metric"].isin(metrics[:most])]
    rows = rows.assign(in_force=rows.get("in_force", True), adds_up=rows.get("adds_up", False))
    first, last = (np.array(ends) for ends in zip(*rows["period"].map(span), strict=True))
    # The latest periods, as many as have room, in whole years.
    usual = pd.Series(last - first + 1).mode().min()
    room = int((page.width - 2 * EDGE - _MARGIN) / 5) * usual
    kept = first > last.max() - room
    earlier = rows["period"].nunique() - rows[kept]["period"].nunique()
    rows, months = rows[kept], (first[kept].min() // 12 * 12, -(-(last.max() + 1) // 12) * 12)
    sx, y = Scale(*months, EDGE + _MARGIN, page.width - EDGE), 0.0
    for metric in metrics[:most]:
        own = rows[rows["metric"] == metric]
        levels, growths = _figures(own)
        lengths = {each.stop - each.start for each in levels}
        per = _LENGTHS.get(max(lengths, default=0), "")
        if len(lengths) > 1:
            per = ", for periods of unlike length"
            if own["adds_up"].any() and _add_up(levels):
                per = " a month"
                levels = [each._replace(one=each.one / (each.stop - each.start)) for each in levels]
        levels = _headed(page, y, metric, levels, per)
        y += 24
        labels: list[tuple[tuple[float, float], str]] = []
        for found, tall, name in ((levels, 84, ""), (growths, 60, "growth")):
            if not found:
                continue
            page.text(EDGE, y + 8, name, "note", tone="soft")
            sy = _panel(page, sx, (y + 20, y + 20 + tall), found, name)
            for each in _telling(found, _FEW * bool(name)):
                spot = (sx(each.start) + sx(each.stop)) / 2, sy(anchor(each.one))
                labels.append((spot, said(each.one)))
            y += tall + 42
        if levels or growths:
            _years(page, sx, y - 18)
        else:
            page.text(sx.start, y + 20, "nothing reported", "note", tone="soft", slant=True)
            y += 40
        for spot, figure in labels:
            page.place(spot, [figure], "own", ways=_WAYS, gaps=(3, 17))
        y += 32
    return page.done(y - 8, {"earlier period{s}": earlier, "metric{s}": len(metrics[most:])})


def _figures(rows: pd.DataFrame) -> list[list[_Figure]]:
    """Return the known levels and growth rates of a metric by time, those in force last."""
    rows = rows.sort_values(["in_force", "issued"], kind="stable")
    columns = rows[["kind", "period", "estimate", "implied", "in_force"]]
    found: tuple[list[_Figure], list[_Figure]] = [], []
    for kind, period, one, *told in columns.itertuples(index=False, name=None):
        if one.known:
            first, last = span(period)
            found[kind == "growth"].append(_Figure(first, last + 1, one, *told))
    return [sorted(each, key=lambda one: one[:2]) for each in found]


def _add_up(levels: Sequence[_Figure]) -> bool:
    """Tell whether levels may be amounts of their time: each is above that of any part of it."""
    return all(
        whole.one.is_above(part.one)
        for whole, part in permutations(levels, 2)
        if whole.start <= part.start and part.stop <= whole.stop and whole[:2] != part[:2]
    )


def _headed(page: Sheet, top: float, metric: str, levels: list[_Figure], per: str) -> list[_Figure]:
    """Write what a metric is and in which unit; return its levels as numbers of that unit."""
    words = wrap(metric, page.width - 2 * EDGE, 14, 600, 1)[0]
    page.text(EDGE, top + 14, words, weight=600)
    if not levels:
        return []
    largest = max(abs(anchor(each.one)) for each in levels)
    factor, word = next(((n, w) for n, w in _SCALES if largest >= n), (1, ""))
    one = Fraction(1)
    unit = Form.of(one, one, one, levels[0].one.unit, "level", False).unit.strip()
    beside, unit = EDGE + wide(words, 14, 600) + 8, (f"{word} {unit}".strip() + per).strip(" ,")
    if beside + wide(unit, 13) < page.width - EDGE:
        page.text(beside, top + 14, unit, "note", tone="soft")
    if levels[0].one.unit == RATIO:
        return levels
    return [each._replace(one=replace(each.one / factor, unit="count")) for each in levels]


def _years(page: Sheet, sx: Scale, y: float) -> None:
    """Write the years below, each where there is room."""
    for year in range(int(sx.low) // 12, int(sx.high) // 12):
        words = str(year) if sx(12) - sx(0) > 34 else f"’{year % 100:02d}"
        page.line([sx(12 * year)] * 2, (y, y + 4), zorder=5)
        page.marks_across([(sx(12 * year + 6), [words])], y + 18)


def _panel(
    page: Sheet, sx: Scale, reach: tuple[float, float], found: Sequence[_Figure], name: str
) -> Scale:
    """Draw one metric's levels or growth rates, and grey where nothing was found.

    A level is as wide as its time, the longest behind; what is implied is dashed. What is not in
    force is orange.
    """
    known = [0.0, *(end for each in found for end in ends(each.one) if np.isfinite(end))]
    low, high = min(known), max(known)
    # Under falls there is room for their figures.
    bottom = reach[1] - 16 * (low < 0)
    sy = Scale(low, high if high > low else 1.0, bottom, reach[0])
    ratio = found[0].one.unit == RATIO
    marks = [
        (sy(at), tick(at, bool(name)) if ratio else f"{at:,.10g}".replace("-", "−"))
        for at in steps(low, sy.high, 3 if name else 4)
    ]
    page.marks_up(marks, sx.start, sx.stop)
    # Gathered, so that thousands of periods are drawn at once: the longest behind, but no line
    # behind what fills a shorter time, which would hide that it goes on.
    layers: dict[tuple[bool, int, str], list[tuple[float, float, float]]] = defaultdict(list)
    bands: dict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
    revised: list[tuple[float, float, float]] = []
    gaps, last = [], sx.low
    for (start, stop), same in groupby(found, lambda each: each[:2]):
        gaps.append((last, start))
        last, versions = max(last, stop), list(same)
        edges = np.linspace(sx(start), sx(stop), len(versions) + 1)
        inset = min(1.0, (edges[1] - edges[0]) / 8)
        before = None
        for each, (left, right) in zip(versions, pairwise(edges), strict=True):
            tone = "own" if each.stands else "warm"
            y, (low, high) = float(sy(anchor(each.one))), ends(each.one)
            if before is not None:
                revised.append((left, before, y))
            left, right, before = left + inset, right - inset, y
            layers[each.implied, start - stop, tone].append((left, y, right))
            page.avoid((left, right), (y, y), 1)
            if math.isinf(high - low):
                way, marker = (1, "^") if math.isinf(high) else (-1, "v")
                page.dot((left + right) / 2, y - 7 * way, tone, min(8, right - left), marker)
                page.avoid((left, right), (y - 7 * way, y - 7 * way), 6)
            elif (box := (left, sy(high), right, sy(low)))[3] > box[1] + 1:
                bands[tone].append(box)
                page.boxes.append(box)
    grey = [(sx(left), reach[0] - 6, sx(right), reach[1])
            for left, right in [*gaps, (last, sx.high)] if left < right]  # fmt: skip
    page.fill(grey, "veil", zorder=0)
    rim = {"edgecolors": page.colours["paper"], "linewidths": 1}
    for n, ((implied, _, tone), lines) in enumerate(sorted(layers.items())):
        behind, dashes = n / len(layers), {"ls": (0, (2.4, 1.2))} if implied else {}
        if tone == "own" and not implied:
            page.fill([(*line, sy(0)) for line in lines], "pale", zorder=2 + behind, **rim)
        left, y, right = np.array(lines).T
        for colour, lw, over in (("paper", 5, 3), (tone, 2.5, 3.2)):
            look = {"lw": lw, "zorder": over + behind / 5, **dashes}
            page.axes.hlines(y, left, right, page.colours[colour], **look)
    for tone, boxes in bands.items():
        page.fill(boxes, tone, alpha=0.35, zorder=3.5)
    if revised:
        page.axes.vlines(*zip(*revised, strict=True), page.colours["warm"], lw=1.5, zorder=5)
    page.line((sx.start, sx.stop), [sy(0)] * 2, zorder=4)
    page.avoid((sx.start, sx.stop), [sy(0)] * 2, 1)
    return sy


def _telling(figures: Iterable[_Figure], few: int) -> list[_Figure]:
    """Return the figures to label: the last, the highest and the lowest, of a few the rest too.

    The longest come first, so that no label of a part stands on the whole.
    """
    found = list({each[:2]: each for each in figures if each.stands}.values())
    if not found:
        return []
    ranked = sorted(found, key=lambda each: anchor(each.one))
    rest = found if len(found) <= few else []
    told = dict.fromkeys((found[-1], ranked[-1], ranked[0], *rest))
    return sorted(told, key=lambda each: each.start - each.stop)
