"""Charts with one row a figure: rates beside others, a product taken apart, what stays in doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Unpack

import pandas as pd
from matplotlib.figure import Figure

from ..estimates import Estimate
from .sheet import Scale, Sheet, Words, anchor, ends, said, steps, tick, wide, wrap
from .style import EDGE, SIZE

_ROOM = 1450  # px for rows, so that with any title and foot a figure stays below 2,000
_MOST = 20
_LEAST = -0.9  # the deepest fall that a ratio scale shows


class _Row(NamedTuple):
    head: str
    own: bool
    label: str
    note: str
    one: Estimate
    rank: tuple[float, ...] = ()  # its place among those that have room
    side: int = 1  # of the bar, where its figure stands: -1 is on its left


_Laid = tuple[float, _Row]  # with the height of its bar


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
    own = rows["own"].astype(bool)
    firms, others = rows[own], rows[~own]
    firms = firms[: max(_MOST - len(others), 2 * _MOST // 3)]
    kept = pd.concat([firms, others[: _MOST - len(firms)]])
    groups = list(dict.fromkeys(rows["group"]))
    columns = kept[["group", "own", "label", "estimate"]].itertuples(index=False, name=None)
    table = [_Row(head, mine, label, "", one, (groups.index(head), -anchor(one)),
                  -1 if one.low < 0 >= one.high else 1)
             for head, mine, label, one in columns]  # fmt: skip
    return _around_nought(words, table, len(rows), "rate{s}", "no rate is reported")


def doubts(rows: pd.DataFrame, first: Estimate, **words: Unpack[Words]) -> Figure:
    """Draw how far each open question moves an answer: the widest bar first.

    Parameters
    ----------
    rows : pandas.DataFrame
        `question`, `readings` and `estimate` (an `Estimate` without a middle); unknown where a
        reading leaves no answer at all.
    first : Estimate
        The first reading, as a line; none where it is unknown.
    **words
        As of `rates`.
    """
    columns = rows[["question", "readings", "estimate"]].itertuples(index=False, name=None)
    table = [_Row("", True, label, note, one, (one.low - one.high,))
             for label, note, one in columns]  # fmt: skip
    none = "no question is left open"
    line = [anchor(first)] if first.known else []
    return _around_nought(words, table, len(rows), "question{s}", none, *line)


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
    logs = [_log(row.one) for _, row in laid]
    labels, begins = [(0.0, 8.0), (0.0, -8.0)], [0.0] * len(laid)
    for n, ((_, row), log) in enumerate(zip(laid, logs, strict=True)):
        # The second bar begins where the first ends, if all three can be drawn.
        if n % 3 == 1 and all(logs[n - 1 : n + 2]):
            begins[n] = logs[n - 1][0]
        room = 24 + wide(said(row.one), 14, 600)
        tips = [begins[n] + tip for tip in log] or [0.0]
        labels.append((min(tips), -room) if log and log[0] < 0 else (max(tips), room))
    scale = _axis(page, start, bottom, labels, 4, ratio=True)
    for n, ((y, row), log, begin) in enumerate(zip(laid, logs, begins, strict=True)):
        tone, side = "own" if row.own else "other", -1 if log and log[0] < 0 else 1
        end, left, right = (scale(begin + tip) for tip in log or (0, 0, 0))
        if log:
            hatched = {"facecolors": page.colours["paper"], "hatch": "//////"} if n % 3 == 1 else {}
            edge = {"edgecolors": page.colours[tone], "linewidths": 1.5}
            page.fill([(scale(begin), y - 9, end, y + 9)], tone, **edge, **hatched)
            if right - left > 3:  # the rounding, as a bracket on the end of the bar
                page.line([left, left, left, right, right, right],
                          [y - 3, y + 3, y, y, y + 3, y - 3], lw=1.2, zorder=4)  # fmt: skip
            if n % 3 < 2 and begins[n - n % 3 + 1]:
                page.line((end, end), (y + 9, laid[n + 1][0] - 9), tone, ls=":")
        _figure(page, (right if side > 0 else left) + 8 * side, y, row, side, bool(log))
    return page.done(bottom, {"rate{s}": len(table) - len(laid)})


def _log(one: Estimate) -> tuple[float, ...]:
    """Return value and ends of a growth rate on a ratio scale; nothing where one has no place."""
    if one.value is None or one.low <= _LEAST or math.isinf(one.high):
        return ()
    return tuple(math.log1p(end) for end in (anchor(one), *ends(one)))


def _laid(page: Sheet, rows: Sequence[_Row]) -> tuple[list[_Laid], float, float]:
    """Write what the rows are about, as many as have room, beside their bars or above them.

    Returns the rows, where bars may begin, and where all ends.
    """
    cut: list[tuple[_Row, list[tuple[str, str, int, str]], float]] = []
    left, heads = float(_ROOM), set[str]()
    column = page.width - 2 * EDGE if page.phone else 288
    for row in rows:
        weight = 600 if row.own or row.note else 400
        lines = [(line, "label", weight, "ink") for line in wrap(row.label, column, 14, weight, 3)]
        if row.note:
            lines.append((wrap(row.note, column, 12.5, 400, 1)[0], "axis", 400, "soft"))
        tall = 18.0 * len(lines) + (28 if page.phone else 8)
        left -= tall + 36 * (row.head not in heads)
        if left < 0:
            break
        heads.add(row.head)
        cut.append((row, lines, tall))
    cut.sort(key=lambda each: each[0].rank)
    long = max((wide(line, SIZE[size], weight) for _, lines, _ in cut
                for line, size, weight, _ in lines), default=0.0)  # fmt: skip
    y, head, laid = 30.0, "", list[_Laid]()
    for row, lines, tall in cut:
        if row.head != head:
            y += 22 + 14 * bool(laid)
            head = row.head
            line = wrap(head, page.width - 2 * EDGE, 12.5, 600, 1)[0]
            page.text(EDGE, y - 9, line, "axis", weight=600, tone="soft", halo=True)
        for k, (line, size, weight, tone) in enumerate(lines):
            page.text(EDGE, y + 18 + 18 * k, line, size, weight=weight, tone=tone, halo=True)
        laid.append((y + (18 * len(lines) + 16 if page.phone else 9 * len(lines) + 4), row))
        y += tall
    return laid, EDGE if page.phone else EDGE + 14 + long, y


def _axis(
    page: Sheet, start: float, bottom: float, labels: Sequence[tuple[float, float]], most: int,
    ratio: bool = False,
) -> Scale:  # fmt: skip
    """Draw an axis above bars with room for their labels, of ratios or of their logarithms."""
    scale = Scale.fitting(start, page.width - EDGE, labels)
    low, high = (math.expm1(end) if ratio else end for end in (scale.low, scale.high))
    marks = [(scale(math.log1p(at) if ratio else at), [tick(at)]) for at in steps(low, high, most)]
    page.marks_across(marks, 16, (21, bottom))
    return scale


def _around_nought(
    words: Words, table: Sequence[_Row], total: int, noun: str, none: str, *marks: float
) -> Figure:
    """Draw rates around nought; with a mark across each, those that may be anything are veiled."""
    page = Sheet(words)
    laid, start, bottom = _laid(page, table)
    if not laid:
        return page.nothing(none)
    labels = [(mark, room) for mark in (0.0, *marks) for room in (-6.0, 6.0)]
    for _, row in laid:
        tips = [end for end in ends(row.one) if math.isfinite(end)] or [0.0]
        labels += [(min(tips), -6.0), (max(tips), 6.0)]
        room = 14 + wide(said(row.one), 14, 600) + 24 * (len(tips) == 1 and row.one.known)
        labels.append((max(tips), room) if row.side > 0 else (min(tips), -room))
    scale, right = _axis(page, start, bottom, labels, 4 if page.phone else 6), page.width - EDGE
    for y, row in laid:
        if marks and not row.one.known:
            page.fill([(start, y - 11, right, y + 11)], "veil", zorder=5)
            page.text((start + right) / 2, y + 5, "no answer at all", slant=True, side="center")
            continue
        _interval(page, scale, y, row)
        for mark in marks:
            page.line([scale(mark)] * 2, (y - 14, y + 14), "warm", 2, zorder=4)
    return page.done(bottom, {noun: total - len(laid)})


def _interval(page: Sheet, scale: Scale, y: float, row: _Row) -> None:
    """Draw a rate: a value as a dot with its rounding, what has none as a bar, a bound's open."""
    one, tone, zero, (low, high) = row.one, "own" if row.own else "other", scale(0), ends(row.one)
    left = scale(low if math.isfinite(low) else 0 if math.isinf(high) else high)
    right = scale(high if math.isfinite(high) else 0 if math.isinf(low) else low)
    tip = left if row.side < 0 else right
    if one.known:
        left, right = left - 18 * math.isinf(low), right + 18 * math.isinf(high)
        if one.value is not None and math.isfinite(high - low):
            page.line((zero, scale(anchor(one))), (y, y), tone, 2)
            page.fill([(left, y - 3.5, right, y + 3.5)], tone, alpha=0.4)
            page.dot(scale(anchor(one)), y, tone)
        else:
            page.fill([(left, y - 6, max(right, left + 2), y + 6)], tone, zorder=2)
        for end, at, arrow in ((low, left - 4, "<"), (high, right + 4, ">")):
            if math.isinf(end):
                page.dot(at, y, tone, 12, arrow)
        if math.isinf(low if row.side < 0 else high):
            tip += 24 * row.side
    _figure(page, tip + 10 * row.side, y, row, row.side, one.known)


def _figure(page: Sheet, x: float, y: float, row: _Row, side: int, known: bool) -> None:
    """Write the figure of a row beside its bar."""
    page.text(
        x, y + 4.8, said(row.one), weight=600 if row.own and known else 400, slant=not known,
        tone=("own" if row.own else "other") if known else "soft", halo=True,
        side="right" if side > 0 else "left",
    )  # fmt: skip
