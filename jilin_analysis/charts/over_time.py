"""Charts of time: what has been reported of each metric, and whole series with their vintages."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

import pandas as pd

from ..periods import span
from .numbers import Ends, estimates, finite, said, steps, tick
from .sheet import Box, Scale, Sheet, Words, sheet, wide, wrap
from .style import EDGE, WIDE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MARGIN = 44
# What is implied, and was not printed, is dashed.
_DASHES: tuple[dict[str, Any], ...] = ({}, {"ls": (0, (2.4, 1.2))})
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
        factor, unit = _unit(_unit_of(own), (each.one for each in monthly))
        _heading(page, top, metric, f"{unit} a month".strip() if levels else "")
        area = (sx.start, top + 44.0, sx.stop, top + 18.0 + tall)
        if not levels + growths:
            continue
        ends = [0.0, *(end / factor for each in monthly for end in finite(each.one))]
        sy = Scale(min(ends), max(ends) or 1.0, area[3], area[1])
        zero = sy(0)
        _empty(page, sx, area, [*levels, *growths])
        if levels:
            _marks(page, sy, sx, _plain)
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


def _unit(unit: str, levels: Iterable[Ends]) -> tuple[float, str]:
    """Return by what to divide levels, and the words for their unit."""
    largest = max((abs(end) for one in levels for end in finite(one)), default=0.0)
    factor, word = next(((n, w) for n, w in _SCALES if largest >= n), (1.0, ""))
    return factor, f"{word} {_UNITS.get(unit, unit)}".strip()


def _unit_of(rows: pd.DataFrame) -> str:
    units = rows.loc[rows["kind"].eq("level"), "unit"].dropna().astype(str)
    return units.iloc[0] if len(units) else ""


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


def _marks(page: Sheet, sy: Scale, sx: Scale, words: Callable[[float], str]) -> None:
    """Write the vertical axis in the margin, with hairlines."""
    for mark in steps(sy.low, sy.high, 4):
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
        page.strokes(lines, "paper", 5, zorder=2 + over)
        page.strokes(lines, "own", 3 - implied / 2, zorder=2.001 + over, **_DASHES[implied])


def _labels(
    page: Sheet, sx: Scale, sy: Scale, levels: Sequence[_Figure], growths: Sequence[_Figure],
    factor: float, area: tuple[float, ...],
) -> int:  # fmt: skip
    """Write growth rates at their levels, or at the foot; return how many found no room."""
    lines = [(sx(e.start), sx(e.stop), sy(e.one.anchor / factor)) for e in levels]
    at = {(each.start, each.stop): sy(each.one.anchor / factor) for each in levels}
    dense = len(growths) > (8 if page.phone else 12)
    told = _telling(growths, lambda each: each.one.anchor) if dense else growths
    unsaid = len(growths) - len(told)
    for each in sorted(told, key=lambda each: each.start - each.stop):
        words, y = said(each.one), at.get((each.start, each.stop))
        half, tone = wide(words, 13, 600) / 2, "soft" if y is None else "own"
        middle = (sx(each.start) + sx(each.stop)) / 2
        if y is None:
            page.line((sx(each.start), sx(each.stop)), [area[3] - 3] * 2, "other", 2, zorder=4)
            y = area[3] - 4
        inside = sx(each.start) + half + 2
        spots = ((middle, y - 5), (middle, y + 17), (inside, y + 17))
        unsaid += not _write(page, sx, words, spots, lines, tone, area[3] + 1)
    return unsaid


def _telling(found: Sequence[Any], height: Callable[[Any], float]) -> list[Any]:
    """Return the last, the lowest and the highest of what is too dense to be labelled."""
    ranked = sorted(found, key=height)
    return list(dict.fromkeys((found[-1], ranked[0], ranked[-1])))


def _write(
    page: Sheet, sx: Scale, words: str, spots: Iterable[tuple[float, float]],
    lines: Sequence[tuple[float, float, float]], tone: str, floor: float = math.inf,
) -> bool:  # fmt: skip
    """Write a figure at the first spot where it collides with nothing; tell whether there is."""
    half = wide(words, 13, 600) / 2
    for x, base in spots:
        x = min(max(x, sx.start + half), sx.stop - half)
        box = page.box(x, base, words, "note", 600, "center")
        if page.is_free(box, 3, lines) and box[3] < floor:
            page.text(x, base, words, "note", weight=600, tone=tone, side="center")
            return True
    return False


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
    rows = rows[rows["metric"].astype(str).isin(metrics)]
    rows, others, earlier = _regular(rows, words.get("width", WIDE))
    sizes = []
    for metric in metrics:
        own = rows[rows["metric"].astype(str).eq(metric)]
        levels, growths = _figures(own, "level"), _figures(own, "growth")
        sizes.append((metric, own, levels, growths, 126 * bool(levels) + 102 * bool(growths)))
    height = max(44, sum(30 + max(40, size) + 26 for *_, size in sizes) - 8)
    cut = (others, "period of another length"), (earlier, "earlier period"), (left_out, "metric")
    page = sheet(height, words, *cut)
    if not metrics:
        page.say("nothing reported")
    sx, top = _months(rows, page.width), 0.0
    for metric, own, levels, growths, size in sizes:
        factor, unit = _unit(_unit_of(own), (each.one for each in levels))
        _heading(page, top, metric, unit)
        y = top + 24
        if not size:
            page.text(sx.start, y + 20, "nothing reported", "note", tone="soft", slant=True)
            y += 40
        if levels:
            _panel(page, sx, levels, (y, y + 104), factor, growth=False)
            y += 126
        if growths:
            page.text(EDGE, y + 8, "growth", "note", tone="soft")
            _panel(page, sx, growths, (y + 8, y + 84), 1, growth=True)
            y += 102
        if size:
            _years(page, sx, y - 18)
        top += 30 + max(40, size) + 26
    return page.figure


def _regular(rows: pd.DataFrame, width: int) -> tuple[pd.DataFrame, int, int]:
    """Return the rows of the commonest length of period, of the latest periods that fit.

    A year does not stand among quarters. How many periods are left out is told, for either reason.
    """
    periods = rows["period"].astype(str)
    spans = {period: span(period) for period in periods.unique()}
    if not spans:
        return rows, 0, 0
    common = periods.map(lambda period: spans[period][1] - spans[period][0]).mode().min()
    alike = {period: (start, stop) for period, (start, stop) in spans.items()
             if stop - start == common}  # fmt: skip
    room = int((width - 2 * EDGE - _MARGIN) / 5) * (common + 1)
    last = max(stop for _, stop in alike.values())
    kept = [period for period, (start, _) in alike.items() if start > last - room]
    return rows[periods.isin(kept)], len(spans) - len(alike), len(alike) - len(kept)


def _panel(
    page: Sheet, sx: Scale, found: Sequence[_Figure], reach: tuple[float, float], factor: float,
    growth: bool,
) -> None:  # fmt: skip
    """Draw one metric's levels or growth rates, with the last, highest and lowest labelled."""
    ends = [0.0, *(end / factor for each in found for end in finite(each.one))]
    low, high = min(ends), max(ends)
    pad = 0.0 if high > low else 1.0
    area = (sx.start, reach[0] + 20, sx.stop, reach[1] - 16 * (low < 0))
    sy = Scale(low, high + pad, area[3], area[1])
    _empty(page, sx, (area[0], reach[0] + 14, area[2], reach[1]), found)
    _marks(page, sy, sx, tick if growth else _plain)
    page.line((sx.start, sx.stop), [sy(0)] * 2, "ink", 1, zorder=4)
    slots: dict[tuple[int, int], list[_Figure]] = {}
    for each in found:
        slots.setdefault((each.start, each.stop), []).append(each)
    # Gathered, so that thousands of periods are drawn at once.
    grounds: list[Box] = []
    steps_: list[Box] = []
    bands: dict[str, list[Box]] = {}
    lines: dict[tuple[str, bool], list[Box]] = {}
    lasts: list[tuple[float, float, float, _Figure]] = []
    for (start, stop), versions in slots.items():
        step, y = (sx(stop) - sx(start)) / len(versions), 0.0
        inset = min(1.0, step / 8)
        for n, each in enumerate(versions):
            (value, low, high), before = each.one, y
            tone, y = "warm", float(sy(each.one.anchor / factor))
            edge = sx(start) + n * step
            left, right = edge + inset, edge + step - inset
            middle = (left + right) / 2
            if n:
                steps_.append((edge, before, edge, y))
            if n == len(versions) - 1:
                tone = "own"
                lasts.append((sx(start), sx(stop), y, each))
                grounds.append((middle, sy(0), middle, y) if growth else (left, y, right, sy(0)))
            endless = math.isinf(low) or math.isinf(high)
            if endless:
                way = 1 if math.isinf(high) else -1
                size, marker = min(8, right - left), "^" if way > 0 else "v"
                page.dot(middle, y - 7 * way, tone, size, marker)
            elif abs(sy(low / factor) - sy(high / factor)) > 1:
                band = (left, float(sy(high / factor)), right, float(sy(low / factor)))
                bands.setdefault(tone, []).append(band)
            if value is not None or endless:
                lines.setdefault((tone, each.implied), []).append((left, y, right, y))
    if growth:
        page.strokes(grounds, "own", 1.5)
    else:
        page.bars(grounds, "pale")
    for tone, boxes in bands.items():
        page.bars(boxes, tone, alpha=0.35, zorder=2)
    for (tone, implied), told in lines.items():
        page.strokes(told, tone, 2.5, zorder=3, **_DASHES[implied])
    page.strokes(steps_, "warm", 1.5, zorder=5)
    # The last, the highest and the lowest are labelled, where they do not collide.
    levels = [each[:3] for each in lasts] + [(sx.start, sx.stop, sy(0))]
    for left, right, y, each in _telling(lasts, lambda last: last[2]) if lasts else ():
        words = said(each.one) if growth else _amount(each.one, factor)
        bases = (y + 17, y + 31) if each.one.anchor < 0 else (y - 6, y - 20)
        spots = [((left + right) / 2, base) for base in bases]
        last = each is lasts[-1][3]
        _write(page, sx, words, spots if last else spots[:1], levels, "own")


def _amount(one: Ends, factor: float) -> str:
    """Return a level with no more digits than its interval bears."""
    at, width = one.anchor / factor, (one.high - one.low) / factor
    known = math.isfinite(width) and width > 0
    words = f"{at:,.{min(4, max(0, math.ceil(-math.log10(width))))}f}" if known else f"{at:,.4g}"
    mark = ">\u202f" if math.isinf(one.high) else "<\u202f" if math.isinf(one.low) else ""
    return mark + words.replace("-", "−")


def amount_in_words(one: Ends, unit: str) -> str:
    """Return a level with its unit: `2.837 billion yuan`."""
    factor, words = _unit(unit, [one])
    return f"{_amount(one, factor)} {words}".strip()
