"""Charts with one row a figure: rates beside others, a product taken apart, what stays in doubt."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Unpack

import pandas as pd

from ..estimates import Estimate
from .sheet import Scale, Sheet, Words, anchor, ends, said, steps, tick, wide, wrap
from .style import EDGE, SIZE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ROOM = 1450  # px for rows, so that with any title and foot a figure stays below 2,000
_LEAST = -0.9  # the deepest fall that a ratio scale shows


class _Row(NamedTuple):
    head: str
    own: bool
    label: str
    note: str
    one: Estimate
    side: int = 1  # of the bar, where its figure stands


def rates(rows: pd.DataFrame, **words: Unpack[Words]) -> Figure:
    """Draw growth rates in groups around nought: values, ranges, bounds and what is not reported.

    Parameters
    ----------
    rows : pandas.DataFrame
        `label`, `estimate` (an `Estimate`), `group` (a heading) and `own` (whether it is the
        firm's). Groups keep their order; within one, the highest rate comes first. At most 20 are
        drawn, some of the own first, then in the given order.
    **words
        Title, subtitle, foot, width and dark: see `sheet.Words`.
    """
    page, most = Sheet(words), 20
    own = rows["own"].astype(bool)
    firms, others = rows[own], rows[~own]
    firms = firms[: max(most - len(others), 2 * most // 3)]
    kept = pd.concat([firms, others[: most - len(firms)]])
    ranks = {group: n for n, group in enumerate(dict.fromkeys(rows["group"]))}
    columns = kept[["group", "own", "label", "estimate"]].itertuples(index=False, name=None)
    table = [_Row(head, mine, label, "", one, _side(one)) for head, mine, label, one in columns]
    laid, start, bottom = _laid(page, table, lambda row: (ranks[row.head], -anchor(row.one)))
    if not laid:
        return page.nothing("no rate is reported")
    scale = _scale(page, start, bottom, [row for _, row in laid])
    for y, row in laid:
        _interval(page, scale, y, row)
    return page.done(bottom, {"rate{s}": len(rows) - len(laid)})


def doubts(rows: pd.DataFrame, first: Estimate, **words: Unpack[Words]) -> Figure:
    """Draw how far each open question moves an answer: the widest bar first.

    Parameters
    ----------
    rows : pandas.DataFrame
        `question`, `readings` and `estimate` (an `Estimate` without a middle); unknown where a
        reading leaves no answer at all.
    first : Estimate
        The first reading, as a line.
    **words
        As of `rates`.
    """
    page = Sheet(words)
    table = [_Row("", True, *row) for row in
             zip(rows["question"], rows["readings"], rows["estimate"], strict=True)]  # fmt: skip
    laid, start, bottom = _laid(page, table, lambda row: row.one.low - row.one.high)
    if not laid:
        return page.nothing("no question is left open")
    scale = _scale(page, start, bottom, [row for _, row in laid], anchor(first))
    for y, row in laid:
        if row.one.known:
            _interval(page, scale, y, row)
            x = scale(anchor(first))
            page.line((x, x), (y - 14, y + 14), "warm", 2, zorder=4)
        else:
            page.block((start, y - 11, page.width - EDGE, y + 11), "veil", zorder=5)
            middle = (start + page.width - EDGE) / 2
            page.text(middle, y + 5, "no answer at all", slant=True, side="center")
    return page.done(bottom, {"question{s}": len(rows) - len(laid)})


def output(
    panels: Mapping[str, Sequence[tuple[str, str, Estimate]]], **words: Unpack[Words]
) -> Figure:
    """Draw rates that multiply, on a ratio scale: two bars that add up to the third.

    Parameters
    ----------
    panels : mapping
        From a heading (the own first) to three steps: label, note and growth; the second follows
        from the others and is hatched. Rates without a value, or too deep for the scale, are told
        in words.
    **words
        As of `rates`.
    """
    page = Sheet(words)
    table = [_Row(head, n == 0, *step) for n, (head, three) in enumerate(panels.items())
             for step in three]  # fmt: skip
    laid, start, bottom = _laid(page, table)
    reaches: list[tuple[float, float, bool]] = []
    for n in range(0, len(laid), 3):
        logs = [_log(row.one) for _, row in laid[n : n + 3]]
        by, chained = [each[0] if each else 0.0 for each in logs], all(logs)
        begin = by[0] if chained else 0.0
        reaches += [(0.0, by[0], chained), (begin, begin + by[1], chained), (0.0, by[-1], False)]
    labels = [(0.0, 8.0), (0.0, -8.0)]
    for (_, row), (begin, end, _) in zip(laid, reaches, strict=True):
        room, known = 24 + wide(said(row.one), 14, 700), _log(row.one)
        tips = [end, *(end + each - known[0] for each in known)]
        labels.append((min(tips), -room) if end < begin else (max(tips), room))
    scale = Scale.fitting(start, page.width - EDGE, labels)
    marks = steps(math.expm1(scale.low), math.expm1(scale.high), 4)
    ticks = [(scale(math.log1p(mark)), [tick(mark)]) for mark in sorted(marks, key=abs)]
    page.marks_across(ticks, 16, (21, bottom))
    for n, ((y, row), (begin, end, chained)) in enumerate(zip(laid, reaches, strict=True)):
        tone = "own" if row.own else "other"
        tip, way, known = scale(end), -1 if end < begin else 1, _log(row.one)
        if known:
            left, right = sorted((scale(begin), tip))
            look = {"facecolors": page.colours["paper"], "hatch": "//////"} if n % 3 == 1 else {}
            page.block((left, y - 9, right, y + 9), tone, edgecolors=page.colours[tone],
                       **{"linewidths": 1.5} | look)  # fmt: skip
            # The rounding, as a bracket on the end of the bar.
            low, high = (scale(end + each - known[0]) for each in known[1:])
            if high - low > 3:
                page.line([low, low, low, high, high, high],
                          [y - 3, y + 3, y, y, y + 3, y - 3], lw=1.2, zorder=4)  # fmt: skip
            tip = max(high, tip) if way > 0 else min(low, tip)
            if chained:
                page.line([scale(end)] * 2, (y + 9, laid[n + 1][0] - 9), tone, ls=":")
        page.text(
            tip + 8 * way, y + 4.8, said(row.one), weight=700 if known else 400, slant=not known,
            tone=tone if known else "soft", side="right" if way > 0 else "left", halo=True,
        )  # fmt: skip
    return page.done(bottom, {"rate{s}": len(table) - len(laid)})


def _log(one: Estimate) -> tuple[float, ...]:
    """Return value and ends of a growth rate on a ratio scale; nothing where one has no place."""
    if one.value is None or one.low <= _LEAST or math.isinf(one.high):
        return ()
    return tuple(math.log1p(end) for end in (anchor(one), *ends(one)))


def _laid(
    page: Sheet, rows: Sequence[_Row], order: Callable[[_Row], object] | None = None
) -> tuple[list[tuple[float, _Row]], float, float]:
    """Write what the rows are about, as many as have room, beside their bars or above them.

    Returns the rows with the heights of their bars, where bars may begin, and where all ends.
    """
    cut: list[tuple[_Row, list[tuple[str, float, int, str]], float]] = []
    left, heads = float(_ROOM), set[str]()
    column = page.width - 2 * EDGE if page.phone else 288
    for row in rows:
        weight = 600 if row.own or row.note else 400
        lines = [(line, 14.0, weight, "ink") for line in wrap(row.label, column, 14, weight, 3)]
        if row.note:
            under = wrap(row.note, column, 12.5, 400, 1)
            lines.append((under[0], SIZE["axis"], 400, "soft"))
        tall = 18.0 * len(lines) + (28 if page.phone else 8)
        left -= tall + 36 * (row.head not in heads)
        if left < 0:
            break
        heads.add(row.head)
        cut.append((row, lines, tall))
    if order:
        cut.sort(key=lambda each: order(each[0]))  # type: ignore[arg-type, return-value]
    long = max((wide(*line[:3]) for _, lines, _ in cut for line in lines), default=0.0)
    start, y, laid = EDGE if page.phone else EDGE + 14 + long, 30.0, []
    for n, (row, lines, tall) in enumerate(cut):
        if row.head and (n == 0 or row.head != cut[n - 1][0].head):
            y += 14 * (n > 0) + 22
            head = wrap(row.head, page.width - 2 * EDGE, 12.5, 600, 1)[0]
            page.text(EDGE, y - 9, head, "axis", weight=600, tone="soft", halo=True)
        for k, (line, size, weight, tone) in enumerate(lines):
            name = "label" if size == 14 else "axis"
            page.text(EDGE, y + 18 + 18 * k, line, name, weight=weight, tone=tone, halo=True)
        laid.append((y + (18 * len(lines) + 16 if page.phone else 9 * len(lines) + 4), row))
        y += tall
    return laid, start, y


def _side(one: Estimate) -> int:
    """Return on which side of a figure its label stands: -1 on the left of a fall."""
    known = [0.0, anchor(one), *filter(math.isfinite, ends(one))] if one.known else [0.0]
    return -1 if max(known) <= 0 and min(known) < 0 else 1


def _scale(
    page: Sheet, start: float, bottom: float, rows: Sequence[_Row], *marks: float
) -> Scale:  # fmt: skip
    """Draw the axis of all rates with room for their labels; return its scale."""
    found = [0.0, *marks, *(end for row in rows for end in ends(row.one) if math.isfinite(end))]
    labels = [(mark, room) for mark in (min(found), max(found)) for room in (-6.0, 6.0)]
    for row in rows:
        tips = [end for end in (0.0, *ends(row.one)) if math.isfinite(end)]
        room = 14 + wide(said(row.one), 14, 600) + 24 * (row.one.known and not _closed(row.one))
        labels.append((max(tips) if row.side > 0 else min(tips), row.side * room))
    scale = Scale.fitting(start, page.width - EDGE, labels)
    ticks = steps(min(found), max(found), 4 if page.phone else 6)
    page.marks_across([(scale(at), [tick(at)]) for at in ticks], 16, (21, bottom))
    return scale


def _closed(one: Estimate) -> bool:
    return math.isfinite(one.low) and math.isfinite(one.high)


def _interval(page: Sheet, scale: Scale, y: float, row: _Row) -> None:
    """Draw a rate: a value as a dot with its rounding, what has none as a bar, a bound's open."""
    one, tone, side = row.one, "own" if row.own else "other", row.side
    edge = zero = scale(0)
    if one.known:
        low, high = ends(one)
        left = scale(low) if math.isfinite(low) else scale(high) - 18
        right = scale(high) if math.isfinite(high) else scale(low) + 18
        if one.value is not None and _closed(one):
            page.line((zero, scale(anchor(one))), (y, y), tone, 2)
            page.block((left, y - 3.5, right, y + 3.5), tone, alpha=0.4)
            page.dot(scale(anchor(one)), y, tone)
        else:
            page.block((left, y - 6, max(right, left + 2), y + 6), tone, zorder=2)
        for end, tip, arrow in ((low, left - 4, "<"), (high, right + 4, ">")):
            if math.isinf(end):
                page.dot(tip, y, tone, 12, arrow)
        edge = min(left, zero) - 6 * math.isinf(low) if side < 0 else right + 6 * math.isinf(high)
    page.text(
        edge + 10 * side, y + 4.8, said(one), weight=600 if row.own and one.known else 400,
        tone=tone if one.known else "soft", side="right" if side > 0 else "left",
        slant=not one.known, halo=True,
    )  # fmt: skip
