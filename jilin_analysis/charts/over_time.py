"""Charts of time: what has been reported of each metric, and whole series with their vintages."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

import pandas as pd

from ..periods import span
from .numbers import Ends, estimates, finite, said, steps, tick
from .sheet import Box, Scale, Sheet, Words, sheet, wide, wrap
from .style import EDGE, WIDE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MARGIN = 44
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
_UNITS = {"CNY": "yuan", "USD": "dollars", "tonne": "tonnes", "count": "", "day": "days"}


class _Figure(NamedTuple):
    """A figure of one period: months from `start` to `stop`, counted from year nought."""

    start: int
    stop: int
    one: Ends
    implied: bool
    issued: str


def timeline(rows: pd.DataFrame, *, most: int = 6, **words: Unpack[Words]) -> Figure:
    """Draw what has been reported: levels by average month, bars as wide as their time.

    Parameters
    ----------
    rows : pandas.DataFrame
        `metric` (a label), `kind` (`level` or `growth`), `unit`, `period` (such as 2020-Q1),
        `value`, `low`, `high`, and if wanted `implied` (worked back from a later figure: dashed).
    most : int
        How many metrics are drawn, in the given order.
    **words
        Title, subtitle, foot, width and dark: see `sheet.Words`.
    """
    figure, unsaid = _timeline(rows, most, words, 0)
    # Labels that found no room: draw again, and say so.
    return _timeline(rows, most, words, unsaid)[0] if unsaid else figure


def _timeline(rows: pd.DataFrame, most: int, words: Words, unsaid: int) -> tuple[Figure, int]:
    metrics = list(dict.fromkeys(rows["metric"].astype(str)))
    left_out, metrics = len(metrics) - len(metrics[:most]), metrics[:most]
    tall, gap = 116, 44
    height = max(44, (18 + tall + gap) * len(metrics) - 16)
    page = sheet(height, words, (left_out, "metric"), (unsaid, "rate"))
    if not metrics:
        page.say("nothing reported")
    sx, unsaid = _months(rows, page.width), 0
    for n, metric in enumerate(metrics):
        top = n * (18 + tall + gap)
        own = rows[rows["metric"].astype(str).eq(metric)]
        levels, growths = _figures(own, "level"), _figures(own, "growth")
        monthly = [_a_month(each) for each in levels]
        factor, unit = _unit(own, monthly)
        _heading(page, top, metric, f"{unit} a month".strip() if levels else "")
        area = (sx.start, top + 44.0, sx.stop, top + 18.0 + tall)
        if not levels + growths:
            continue
        ends = [0.0, *(end / factor for each in monthly for end in finite(each.one))]
        sy = Scale(min(ends), max(ends) or 1.0, area[3], area[1])
        zero = sy(0)
        _empty(page, sx, area, [*levels, *growths])
        if levels:
            _marks(page, sy, sx, _plain, 4)
        _bars(page, sx, sy, monthly, factor)
        unsaid += _labels(page, sx, sy, monthly, growths, factor, area)
        page.line((sx.start, sx.stop), (zero, zero), "ink", 1, zorder=5)
        _years(page, sx, area[3])
    return page.figure, unsaid


def _figures(rows: pd.DataFrame, kind: str) -> list[_Figure]:
    """Return the known figures of a kind, in order of time and issue."""
    rows = rows[rows["kind"].eq(kind)]
    implied = rows["implied"].fillna(False) if "implied" in rows else [False] * len(rows)
    issued = rows["issued"].fillna("").astype(str) if "issued" in rows else [""] * len(rows)
    made = [
        _Figure(span(period)[0], span(period)[1] + 1, one, bool(flag), date)
        for period, one, flag, date in zip(
            rows["period"].astype(str), estimates(rows), implied, issued, strict=True
        )
        if one.known
    ]
    return sorted(made, key=lambda each: (each.start, each.stop, each.issued))


def _a_month(each: _Figure) -> _Figure:
    value, low, high = each.one
    months = each.stop - each.start
    ends = Ends(None if value is None else value / months, low / months, high / months)
    return each._replace(one=ends)


def _unit(rows: pd.DataFrame, levels: Sequence[_Figure]) -> tuple[float, str]:
    """Return by what to divide levels, and the words for their unit."""
    largest = max((abs(end) for each in levels for end in finite(each.one)), default=0.0)
    factor, word = next(((n, w) for n, w in _SCALES if largest >= n), (1.0, ""))
    units = rows.loc[rows["kind"].eq("level"), "unit"].dropna().astype(str)
    unit = units.iloc[0] if len(units) else ""
    return factor, f"{word} {_UNITS.get(unit, unit)}".strip()


def _months(rows: pd.DataFrame, width: int) -> Scale:
    """Return the scale of time, in whole years."""
    spans = [span(period) for period in rows["period"].astype(str).unique()] if len(rows) else []
    first = min((start for start, _ in spans), default=24240) // 12 * 12
    last = -(-(max((stop for _, stop in spans), default=24251) + 1) // 12) * 12
    return Scale(first, last, EDGE + _MARGIN, width - EDGE)


def _heading(page: Sheet, top: float, metric: str, unit: str) -> None:
    words = wrap(metric, page.width - 2 * EDGE, 14, 600, 1)[0]
    page.text(EDGE, top + 14, words, weight=600)
    beside = EDGE + wide(words, 14, 600) + 8
    if unit and beside + wide(unit, 13) < page.width - EDGE:
        page.text(beside, top + 14, unit, "note", tone="soft")


def _empty(page: Sheet, sx: Scale, area: tuple[float, ...], found: Sequence[_Figure]) -> None:
    """Draw the months of which nothing was found as a grey ground."""
    last = sx.low
    for start, stop in [*sorted((each.start, each.stop) for each in found), (sx.high, sx.high)]:
        if start > last:
            middle, tall = (area[1] + area[3]) / 2, area[3] - area[1]
            page.bar(sx(last), sx(start), middle, tall, "veil", zorder=0)
        last = max(last, stop)


def _marks(page: Sheet, sy: Scale, sx: Scale, words: Callable[[float], str], most: int = 3) -> None:
    """Write the vertical axis in the margin, with hairlines."""
    for mark in steps(sy.low, sy.high, most):
        y = sy(mark)
        page.line((sx.start, sx.stop), (y, y), "grid", 1, zorder=0.5)
        if page.is_free(page.box(sx.start - 7, y + 4.4, words(mark), "axis", side="left")):
            page.text(sx.start - 7, y + 4.4, words(mark), "axis", tone="soft", side="left")


def _bars(page: Sheet, sx: Scale, sy: Scale, levels: Sequence[_Figure], factor: float) -> None:
    """Draw levels, the longest behind; what is implied is dashed and lies in front."""
    alike: dict[tuple[bool, int], list[Box]] = {}
    for each in levels:
        y = sy(each.one.anchor / factor)
        line = (sx(each.start), y, sx(each.stop), y)
        alike.setdefault((each.implied, each.start - each.stop), []).append(line)
    for n, ((implied, _), lines) in enumerate(sorted(alike.items())):
        over = n / (len(alike) + 1)
        if not implied:
            edges = {"edgecolors": page.colours["paper"], "linewidths": 1}
            page.bars([(*line[:3], sy(0)) for line in lines], "pale", zorder=1 + over, **edges)
        dashes = {"ls": (0, (2.4, 1.2))} if implied else {}
        page.strokes(lines, "paper", 5, zorder=2 + over)
        page.strokes(lines, "own", 2.5 if implied else 3, zorder=2.001 + over, **dashes)


def _labels(
    page: Sheet, sx: Scale, sy: Scale, levels: Sequence[_Figure], growths: Sequence[_Figure],
    factor: float, area: tuple[float, ...],
) -> int:  # fmt: skip
    """Write growth rates at their levels, or at the foot; return how many found no room."""
    lines = [(sx(e.start), sx(e.stop), sy(e.one.anchor / factor)) for e in levels]
    at = {(each.start, each.stop): sy(each.one.anchor / factor) for each in levels}
    unsaid, told = 0, growths
    if len(growths) > (8 if page.phone else 12):  # too dense: the last, highest and lowest only
        by_height = sorted(growths, key=lambda each: each.one.anchor)
        told = list(dict.fromkeys((growths[-1], by_height[0], by_height[-1])))
        unsaid = len(growths) - len(told)
    for each in sorted(told, key=lambda each: each.start - each.stop):
        words, y = said(each.one), at.get((each.start, each.stop))
        half, tone = wide(words, 13, 600) / 2, "soft" if y is None else "own"
        middle = (sx(each.start) + sx(each.stop)) / 2
        if y is None:
            page.line((sx(each.start), sx(each.stop)), [area[3] - 3] * 2, "other", 2, zorder=4)
            y = area[3] - 4
        inside = sx(each.start) + half + 2
        for x, base in ((middle, y - 5), (middle, y + 17), (inside, y + 17)):
            x = min(max(x, sx.start + half), sx.stop - half)
            box = page.box(x, base, words, "note", 600, "center")
            if page.is_free(box, 3, lines) and box[3] < area[3] + 1:
                page.text(x, base, words, "note", weight=600, tone=tone, side="center")
                break
        else:
            unsaid += 1
    return unsaid


def _plain(mark: float) -> str:
    return f"{mark:,.10g}".replace("-", "−")


def _years(page: Sheet, sx: Scale, y: float) -> None:
    """Write the years below, each where there is room."""
    for year in range(int(sx.low) // 12, int(sx.high) // 12):
        left, x = sx(12 * year), sx(12 * year + 6)
        words = str(year) if sx(12) - sx(0) > 34 else f"’{year % 100:02d}"
        page.line((left, left), (y, y + 4), "ink", 1, zorder=5)
        if page.is_free(page.box(x, y + 18, words, "axis", side="center"), 4):
            page.text(x, y + 18, words, "axis", tone="soft", side="center")


def series(rows: pd.DataFrame, *, most: int = 5, **words: Unpack[Words]) -> Figure:
    """Draw series: levels and growth with their intervals, gaps as gaps, vintages as steps.

    Parameters
    ----------
    rows : pandas.DataFrame
        As of `timeline`; `issued` (an ISO date) orders the vintages of one figure.
    most, **words
        As of `timeline`. Only the commonest length of period is drawn, and where periods are too
        many for the width, the latest.
    """
    metrics = list(dict.fromkeys(rows["metric"].astype(str)))
    left_out, metrics = len(metrics) - len(metrics[:most]), metrics[:most]
    rows, others = _alike(rows[rows["metric"].astype(str).isin(metrics)])
    rows, earlier = _latest(rows, words.get("width", WIDE))
    sizes = []
    for metric in metrics:
        own = rows[rows["metric"].astype(str).eq(metric)]
        levels, growths = _figures(own, "level"), _figures(own, "growth")
        sizes.append((metric, own, levels, growths, 150 * bool(levels) + 122 * bool(growths)))
    height = max(44, sum(30 + max(40, size) + 26 for *_, size in sizes) - 8)
    cut = (others, "period of another length"), (earlier, "earlier period"), (left_out, "metric")
    page = sheet(height, words, *cut)
    if not metrics:
        page.say("nothing reported")
    sx, top = _months(rows, page.width), 0.0
    for metric, own, levels, growths, size in sizes:
        factor, unit = _unit(own, levels)
        _heading(page, top, metric, unit)
        y = top + 24
        if not size:
            page.text(sx.start, y + 20, "nothing reported", "note", tone="soft", slant=True)
            y += 40
        if levels:
            _panel(page, sx, levels, (y, y + 128), factor, growth=False)
            y += 150
        if growths:
            page.text(EDGE, y + 8, "growth", "note", tone="soft")
            _panel(page, sx, growths, (y + 8, y + 104), 1, growth=True)
            y += 122
        if size:
            _years(page, sx, y - 18)
        top += 30 + max(40, size) + 26
    return page.figure


def _alike(rows: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return the rows of the commonest length of period: a year does not stand among quarters."""
    periods = rows["period"].astype(str)
    long = periods.map(lambda period: span(period)[1] - span(period)[0])
    if not len(rows):
        return rows, 0
    common = long.mode().min()
    return rows[long.eq(common)], int(periods[long.ne(common)].nunique())


def _latest(rows: pd.DataFrame, width: int) -> tuple[pd.DataFrame, int]:
    """Return the rows of the latest periods that fit, and how many periods are left out."""
    spans = {period: span(period) for period in rows["period"].astype(str).unique()}
    if not spans:
        return rows, 0
    shortest = min(stop - start + 1 for start, stop in spans.values())
    room = int((width - 2 * EDGE - _MARGIN) / 5) * shortest
    last = max(stop for _, stop in spans.values())
    kept = [period for period, (start, _) in spans.items() if start > last - room]
    return rows[rows["period"].astype(str).isin(kept)], len(spans) - len(kept)


def _panel(
    page: Sheet, sx: Scale, found: Sequence[_Figure], reach: tuple[float, float], factor: float,
    growth: bool,
) -> None:  # fmt: skip
    """Draw one metric's levels or growth rates, with the last, highest and lowest labelled."""
    words = tick if growth else (_plain)
    ends = [0.0, *(end / factor for each in found for end in finite(each.one))]
    low, high = min(ends), max(ends)
    pad = 0.0 if high > low else 1.0
    area = (sx.start, reach[0] + 20, sx.stop, reach[1] - 16 * (low < 0))
    sy = Scale(low, high + pad, area[3], area[1])
    _empty(page, sx, (area[0], reach[0] + 14, area[2], reach[1]), found)
    _marks(page, sy, sx, words, 4)
    page.line((sx.start, sx.stop), [sy(0)] * 2, "ink", 1, zorder=4)
    slots: dict[tuple[int, int], list[_Figure]] = {}
    for each in found:
        slots.setdefault((each.start, each.stop), []).append(each)
    marks = _Marks()
    for (start, stop), versions in slots.items():
        step = (sx(stop) - sx(start)) / len(versions)
        heights = []
        for n, each in enumerate(versions):
            left, last = sx(start) + n * step, n == len(versions) - 1
            heights.append(marks.add(sy, each, left, left + step, factor, growth, last))
            if n:
                marks.steps.append((left, heights[-2], left, heights[-1]))
        marks.lasts.append((sx(start), sx(stop), heights[-1], versions[-1]))
    marks.draw(page)
    _extremes(page, sx, sy, marks.lasts, factor, growth)


@dataclass
class _Marks:
    """What one panel draws, gathered so that thousands of periods are drawn at once."""

    pale: list[Box] = field(default_factory=list)
    bands: dict[str, list[Box]] = field(default_factory=dict)
    stems: list[Box] = field(default_factory=list)
    lines: dict[tuple[str, bool], list[Box]] = field(default_factory=dict)
    arrows: list[tuple[float, float, str, float, str]] = field(default_factory=list)
    steps: list[Box] = field(default_factory=list)
    lasts: list[tuple[float, float, float, _Figure]] = field(default_factory=list)

    def add(
        self, sy: Scale, each: _Figure, left: float, right: float, factor: float, growth: bool,
        last: bool,
    ) -> float:  # fmt: skip
        """Take in one figure in its slot of time; return its height."""
        value, low, high = each.one
        y, tone = float(sy(each.one.anchor / factor)), "own" if last else "warm"
        inset = min(1.0, (right - left) / 8)
        left, right = left + inset, right - inset
        middle, width = (left + right) / 2, right - left
        if last and growth:
            self.stems.append((middle, sy(0), middle, y))
        elif last:
            self.pale.append((left, y, right, sy(0)))
        if math.isinf(low) or math.isinf(high):
            way = 1 if math.isinf(high) else -1
            self.arrows.append((middle, y - 7 * way, tone, min(8, width), "^" if way > 0 else "v"))
        elif abs(sy(low / factor) - sy(high / factor)) > 1:
            band = (left, float(sy(high / factor)), right, float(sy(low / factor)))
            self.bands.setdefault(tone, []).append(band)
        if value is not None or math.isinf(low) or math.isinf(high):
            self.lines.setdefault((tone, each.implied), []).append((left, y, right, y))
        return y

    def draw(self, page: Sheet) -> None:
        """Draw it all."""
        page.bars(self.pale, "pale")
        page.strokes(self.stems, "own", 1.5)
        for tone, bands in self.bands.items():
            page.bars(bands, tone, alpha=0.35, zorder=2)
        for (tone, implied), lines in self.lines.items():
            dashes = {"ls": (0, (2.4, 1.2))} if implied else {}
            page.strokes(lines, tone, 2.5, zorder=3, **dashes)
        page.strokes(self.steps, "warm", 1.5, zorder=5)
        for x, y, tone, size, marker in self.arrows:
            page.dot(x, y, tone, size, marker)


def _extremes(
    page: Sheet, sx: Scale, sy: Scale, lasts: Sequence[Any], factor: float, growth: bool
) -> None:  # fmt: skip
    """Label the last, the highest and the lowest figure, where they do not collide."""
    if not lasts:
        return
    by_height = sorted(lasts, key=lambda each: each[2])
    lines = [each[:3] for each in lasts] + [(sx.start, sx.stop, sy(0))]
    told: list[Any] = []
    for left, right, y, each in (lasts[-1], by_height[0], by_height[-1]):
        if each in told:
            continue
        told.append(each)
        words = said(each.one) if growth else _amount(each.one, factor)
        half = wide(words, 13, 600) / 2
        x = min(max((left + right) / 2, sx.start + half), sx.stop - half)
        bases = (y + 17, y + 31) if each.one.anchor < 0 else (y - 6, y - 20)
        for base in bases if each is lasts[-1][3] else bases[:1]:
            box = page.box(x, base, words, "note", 600, "center")
            if page.is_free(box, 3, lines):
                page.text(x, base, words, "note", weight=600, tone="own", side="center")
                break


def _amount(one: Ends, factor: float) -> str:
    """Return a level with no more digits than its interval bears."""
    at, width = one.anchor / factor, (one.high - one.low) / factor
    known = math.isfinite(width) and width > 0
    words = f"{at:,.{min(4, max(0, math.ceil(-math.log10(width))))}f}" if known else f"{at:,.4g}"
    mark = ">\u202f" if math.isinf(one.high) else "<\u202f" if math.isinf(one.low) else ""
    return mark + words.replace("-", "−")


def amount_in_words(one: Ends, rows: pd.DataFrame) -> str:
    """Return a level with its unit: `2.837 billion yuan`."""
    factor, unit = _unit(rows, [_Figure(0, 1, one, False, "")])
    return f"{_amount(one, factor)} {unit}".strip()
