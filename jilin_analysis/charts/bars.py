"""Charts with one row a figure: rates beside others, a product taken apart, what stays in doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

import pandas as pd

from .numbers import Ends, ends, estimates, finite, said, steps, tick
from .sheet import Scale, Sheet, Words, sheet, wide, wrap
from .style import EDGE, PHONE, WIDE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ROOM = 1450  # px for rows, so that with any title and foot a figure stays below 2,000
# Ticks of a ratio scale, the more telling first, and what a fall by all is drawn as.
_RATIOS = (0, 1, -0.5, 9, -0.9, 0.5, 3, -0.2, 0.2, -0.1, 0.1, -0.3, 0.3, 99, 0.05, -0.05, 19)
_LEAST = -0.9


class _Row(NamedTuple):
    group: str
    growth: Ends
    own: bool
    lines: list[str]
    tall: float


def rates(rows: pd.DataFrame, **words: Unpack[Words]) -> Figure:
    """Draw growth rates in groups around nought: values, ranges, bounds and what is not reported.

    Parameters
    ----------
    rows : pandas.DataFrame
        `label`, `value`, `low`, `high` (ratios; missing where unknown, infinite where open), and
        if wanted `group` and `own` (else the first group is the firm's own). Groups keep their
        order; within one, the highest rate comes first. At most 20 are drawn, some of the own
        first, then in the given order.
    **words
        Title, subtitle, foot, width and dark: see `sheet.Words`.
    """
    width = words.get("width", WIDE)
    phone = width <= PHONE
    table, left_out = _laid(rows, width)
    column = 14 + max((_long(row) for row in table), default=0.0)
    start = EDGE if phone else EDGE + min(300.0, column)
    heads, tops, y = [], [], 30.0
    for n, row in enumerate(table):
        if row.group and (n == 0 or row.group != table[n - 1].group):
            y += 14 * (n > 0) + 22
            heads.append((y - 9, row.group))
        tops.append(y)
        y += row.tall
    page = sheet(max(y, 44), words, (left_out, "rate"))
    if not table:
        page.say("no rate is reported")
        return page.figure
    marks = [0.0, *(end for row in table for end in finite(row.growth))]
    labels = [(mark, "left", 5.0) for mark in marks] + [_label(row) for row in table]
    scale = Scale.fitting(start, width - EDGE, labels)
    _axis(page, scale, y, min(marks), max(marks))
    for at, group in heads:
        page.text(EDGE, at, group, "axis", weight=600, tone="soft", halo="paper")
    for at, row in zip(tops, table, strict=True):
        for n, line in enumerate(row.lines):
            page.text(EDGE, at + 18 + 18 * n, line, weight=600 if row.own else 400, halo="paper")
        lines = 18 * len(row.lines)
        _rate(page, scale, at + (lines + 16 if phone else max(13.0, lines / 2 + 4)), row)
    return page.figure


def _laid(rows: pd.DataFrame, width: int, most: int = 20) -> tuple[list[_Row], int]:
    """Return the rows to draw, with their lines and heights, and how many are left out."""
    rows = rows.reset_index(drop=True)
    groups = rows["group"].fillna("").astype(str) if "group" in rows else pd.Series("", rows.index)
    own = rows["own"].astype(bool) if "own" in rows else groups.eq(groups.iloc[:1].sum() or "")
    firms, others = own.index[own], own.index[~own]
    firms = firms[: max(most - len(others), 2 * most // 3)]
    kept = rows.loc[[*firms, *others[: most - len(firms)]]]
    phone, room = width <= PHONE, float(_ROOM)
    made: list[_Row] = []
    for at, growth in zip(kept.index, estimates(kept), strict=True):
        column = width - 2 * EDGE if phone else 288
        lines = wrap(str(kept.at[at, "label"]), column, 14, 600 if own[at] else 400, 3)
        tall = 18 * len(lines) + 28.0 if phone else max(26.0, 18.0 * len(lines) + 8)
        room -= tall + 36 * (groups[at] not in {row.group for row in made})
        if room < 0:
            break
        made.append(_Row(groups[at], growth, bool(own[at]), lines, tall))
    ranks = {group: n for n, group in enumerate(dict.fromkeys(groups))}
    made.sort(key=lambda row: (ranks[row.group], -row.growth.anchor))
    return made, len(rows) - len(made)


def _long(row: _Row) -> float:
    return max(wide(line, 14, 600 if row.own else 400) for line in row.lines)


def _label(row: _Row) -> tuple[float, str, float]:
    """Return where the label of a row begins, to which side, and how much room it needs."""
    known = [0.0, *finite(row.growth)]
    left = max(known) <= 0 and min(known) < 0
    arrow = 24 * (math.isinf(row.growth.low) != math.isinf(row.growth.high))
    room = 14 + arrow + wide(said(row.growth), 14, 600)
    return (min(known), "left", room) if left else (max(known), "right", room)


def _rate(page: Sheet, scale: Scale, y: float, row: _Row) -> None:
    tone, zero, (at, side, _) = "own" if row.own else "other", scale(0), _label(row)
    value, low, high = growth = row.growth
    page.line((zero, zero), (y - 13, y + 13))
    if not growth.known:
        page.text(zero + 9, y + 5, said(growth), tone="soft", slant=True, halo="paper")
        return
    # The stem reaches the value; without one, the nearer end of the range, if nought is outside.
    near, far = (find(finite(growth), key=abs) for find in (min, max))
    stem = value if growth.drawn else near if near * far > 0 else 0
    page.line((zero, scale(stem)), (y, y), tone, 2)
    edge = scale(at)
    if math.isinf(low) or math.isinf(high):
        way = -1 if math.isinf(low) else 1
        bound = scale(high if way < 0 else low)
        page.line((bound, bound + 18 * way), (y, y), tone, 2)
        page.line((bound, bound), (y - 6, y + 6), tone, 2)
        page.dot(bound + 19 * way, y, tone, 8, "<" if way < 0 else ">")
        edge += 22 * way * ((way > 0) == (side == "right"))
    else:
        page.bar(scale(low), scale(high), y, 7, tone, alpha=0.4)
    if growth.drawn:
        page.dot(scale(value), y, tone)
    x = edge + (10 if side == "right" else -10)
    weight = 600 if row.own else 400
    page.text(x, y + 4.8, said(growth), weight=weight, tone=tone, side=side, halo="paper")


def _axis(page: Sheet, scale: Scale, bottom: float, low: float, high: float) -> None:
    """Write the ticks on top, as many as have room, with hairlines through."""
    marks: list[tuple[float, str]] = []
    for most in range(4 if page.phone else 6, 0, -1):
        marks = [(scale(mark), tick(mark)) for mark in steps(low, high, most)]
        apart = [
            b[0] - a[0] - (wide(a[1], 12.5) + wide(b[1], 12.5)) / 2 for a, b in pairwise(marks)
        ]
        if all(gap > 8 for gap in apart):
            break
    for x, words in marks:
        _tick(page, x, words, bottom)


def _tick(page: Sheet, x: float, words: str, bottom: float) -> None:
    """Write one tick; nought is in ink all the way down, on a phone beside the rows only."""
    ink = words == "0" and not page.phone
    page.line((x, x), (21, bottom), "ink" if ink else "grid", zorder=2 if ink else 1)
    half = wide(words, 12.5) / 2
    x = min(max(x, EDGE + half), page.width - EDGE - half)
    page.text(x, 16, words, "axis", tone="soft", side="center")


def output(panels: Mapping[str, Sequence[tuple[str, str, Any]]], **words: Unpack[Words]) -> Figure:
    """Draw rates that multiply, on a ratio scale: two bars that add up to the third.

    Parameters
    ----------
    panels : mapping
        From a heading (the own first) to three steps: label, note and growth (an estimate); the
        second follows from the others and is hatched. At most four panels are drawn.
    **words
        As of `rates`.
    """
    width, kept = words.get("width", WIDE), [*panels.items()][:4]
    phone = width <= PHONE
    tall = 62 if phone else 46
    column = max(_column(label, note) for _, three in kept for label, note, _ in three)
    start = EDGE if phone else EDGE + column
    height = 24 + sum(40 + tall * len(three) for _, three in kept)
    page = sheet(height, words, (len(panels) - len(kept), "comparison"))
    reaches = [_reaches([ends(growth) for *_, growth in three]) for _, three in kept]
    labels = [(0.0, side, 8.0) for side in ("left", "right")]
    for (_, three), reach in zip(kept, reaches, strict=True):
        for (*_, growth), (begin, end) in zip(three, reach, strict=True):
            room = 14 + wide(said(growth), 14, 700) + 18 * (not _whole(ends(growth)))
            tips = _tips(ends(growth), end)
            labels += [(tips[0], "left", 8), (tips[1], "right", 8)]
            labels.append((tips[0], "left", room) if end < begin else (tips[1], "right", room))
    scale = Scale.fitting(start, width - EDGE, labels, 8)
    for ratio in _RATIOS:
        x, words_ = scale(math.log1p(ratio)), tick(ratio)
        inside = scale.low - 1e-9 <= math.log1p(ratio) <= scale.high + 1e-9
        if inside and page.is_free(page.box(x, 16, words_, "axis", side="center"), 12):
            _tick(page, x, words_, height - 14)
    y = 24.0
    for n, ((heading, three), reach) in enumerate(zip(kept, reaches, strict=True)):
        line = wrap(heading, width - 2 * EDGE, 12.5, 600, 1)[0]
        page.text(EDGE, y + 18, line, "axis", weight=600, tone="soft", halo="paper")
        y += 30
        tone, chained = "own" if n == 0 else "other", all(_whole(ends(one[2])) for one in three)
        for k, ((label, note, growth), (begin, end)) in enumerate(zip(three, reach, strict=True)):
            mid = y + (38 if phone else 16)
            _labelled(page, y, label, note, start, beside=phone)
            _step(page, scale, mid, begin, end, ends(growth), tone, follows=k == 1)
            if chained and k < len(three) - 1:
                # On a phone a label stands between two bars, and no line goes through it.
                cut = 9 if phone else (tall - 18) / 2
                for ahead in (mid + 9, mid + tall - 9 - cut):
                    page.line([scale(end)] * 2, (ahead, ahead + cut), tone, ls=":")
            y += tall
        y += 10
    return page.figure


def _whole(growth: Ends) -> bool:
    """Whether a growth can be drawn on a ratio scale, which has no place for a fall by all."""
    return growth.drawn and growth.low > _LEAST


def _log(ratio: float) -> float:
    return math.log1p(max(ratio, _LEAST))


def _tips(growth: Ends, end: float) -> tuple[float, float]:
    """Return between which ends of a bar its rounding lies."""
    if not _whole(growth):
        return end, end
    shift = end - _log(growth.anchor)
    return shift + _log(growth.low), shift + _log(growth.high)


def _reaches(growths: Sequence[Ends]) -> list[tuple[float, float]]:
    """Return where each bar begins and ends: one after the other, the last from nought."""
    chained, at, made = all(_whole(growth) for growth in growths), 0.0, []
    for k, growth in enumerate(growths):
        begin = at if chained and k < len(growths) - 1 else 0.0
        at = begin + (_log(growth.anchor) if growth.known else 0.0)
        made.append((begin, at))
    return made


def _column(label: str, note: str) -> float:
    """Return how wide the column of labels must be, within bounds."""
    return min(280.0, 24 + max(wide(label, 14, 600), wide(note, 12.5)))


def _labelled(
    page: Sheet, y: float, label: str, note: str, start: float, *, beside: bool
) -> None:  # fmt: skip
    """Write a label and, smaller, its note: below it, or beside it."""
    room = page.width - 2 * EDGE if page.phone else start - EDGE - 12
    line = wrap(label, room, 14, 600, 1)[0]
    page.text(EDGE, y + 13, line, weight=600, halo="paper")
    left, y = (wide(line, 14, 600) + 8, y + 13) if beside else (0, y + 30)
    if note and room - left > 40:
        line = wrap(note, room - left, 12.5, 400, 1)[0]
        page.text(EDGE + left, y, line, "axis", tone="soft", halo="paper")


def _step(
    page: Sheet, scale: Scale, y: float, begin: float, end: float, growth: Ends, tone: str,
    *, follows: bool,
) -> None:  # fmt: skip
    zero, tip = scale(0), scale(end)
    page.line((zero, zero), (y - 15, y + 15), zorder=3)
    if not growth.known:
        page.text(zero + 8, y + 5, said(growth), tone="soft", slant=True, halo="paper")
        return
    colour = page.colours[tone]
    hatched = {"color": page.colours["paper"], "hatch": "//////"} if follows else {}
    page.bar(scale(begin), tip, y, 18, tone, **({"ec": colour, "lw": 1.5} | hatched))
    way = 1 if end > begin or (end == begin and growth.anchor >= 0) else -1
    beyond = 8.0
    if _whole(growth):
        # The rounding, as a bracket on the end of the bar.
        tips = [scale(each) for each in _tips(growth, end)]
        if tips[1] - tips[0] > 3:
            page.line(tips, (y, y), lw=1.2, zorder=4)
            for each in tips:
                page.line((each, each), (y - 3, y + 3), lw=1.2, zorder=4)
        beyond = max(8.0, 6 + max((each - tip) * way for each in tips))
    else:
        page.dot(tip + 8 * way, y, tone, 8, ">" if way > 0 else "<")
        beyond = 18
    side = "right" if way > 0 else "left"
    page.text(
        tip + beyond * way, y + 4.8, said(growth), weight=700, tone=tone, side=side, halo="paper"
    )


def doubts(rows: pd.DataFrame, first: Any, **words: Unpack[Words]) -> Figure:
    """Draw how far each open question moves an answer: the widest bar first.

    Parameters
    ----------
    rows : pandas.DataFrame
        `question`, `readings`, `low` and `high` (ratios); both missing where a reading leaves no
        answer at all. At most 12 are drawn.
    first : Estimate or float
        The first reading, as a line.
    **words
        As of `rates`.
    """
    width, value = words.get("width", WIDE), ends(first).value
    phone = width <= PHONE
    told = [*zip(rows["question"].astype(str), rows["readings"].astype(str),
                 estimates(rows.assign(value=None)), strict=True)]  # fmt: skip
    told.sort(key=lambda each: each[2].low - each[2].high)
    kept, tall = told[:12], 76 if phone else 48
    column = max((_column(question, readings) for question, readings, _ in kept), default=0.0)
    start = EDGE if phone else EDGE + column
    bottom = 30.0 + tall * len(kept)
    page = sheet(max(bottom, 44), words, (len(told) - len(kept), "question"))
    if not kept:
        page.say("no question is left open")
        return page.figure
    known = [one for *_, one in kept if one.known]
    marks = [*finite([value, *(end for one in known for end in one)])] or [0.0]
    low, high = min(marks), max(marks)
    labels = [(mark, side, 8.0) for mark in marks for side in ("left", "right")]
    labels += [(min(one.high, high), "right", 24 + wide(said(one), 13, 600)) for one in known]
    scale = Scale.fitting(start, width - EDGE, labels, 8)
    _axis(page, scale, bottom - 8, low, high)
    for n, (question, readings, one) in enumerate(kept):
        y = 30.0 + tall * n
        mid = y + (48 if phone else 16)
        _labelled(page, y, question, readings, start, beside=False)
        if not one.known:
            page.bar(start, width - EDGE, mid, 22, "veil", zorder=5)
            middle = (start + width - EDGE) / 2
            page.text(middle, mid + 5, "no answer at all", slant=True, side="center")
            continue
        if phone and low <= 0 <= high:
            page.line([scale(0)] * 2, (mid - 14, mid + 14), zorder=3)
        if value is not None:
            page.line([scale(value)] * 2, (mid - 14, mid + 14), "warm", 2, zorder=4)
        left, right = scale(max(one.low, low)), scale(min(one.high, high))
        page.bar(left, max(right, left + 2), mid, 18, "own")
        for end, tip, arrow in ((one.low, left - 4, "<"), (one.high, right + 4, ">")):
            if math.isinf(end):
                page.dot(tip, mid, "own", 16, arrow)
        x = right + 8 + 6 * math.isinf(one.high)
        page.text(x, mid + 4.5, said(one), "note", weight=600, tone="own", halo="paper")
    return page.figure
