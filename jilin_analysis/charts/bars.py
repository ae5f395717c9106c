"""Charts with one row a figure: rates beside others, a product taken apart, what stays in doubt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from .numbers import Ends, ends, estimates, finite, footed, said, steps, tick
from .style import EDGE, Scale, Sheet, sheet, wide, wrap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 30
_ROOM = 1450  # px for rows, so that with any title and foot a figure stays below 2,000
# Ticks of a ratio scale, the more telling first.
_RATIOS = (0, 1, -0.5, 9, -0.9, 0.5, 3, -0.2, 0.2, -0.1, 0.1, -0.3, 0.3, 99, -0.99, 0.05, -0.05)
_RATIOS += (19, 0.02, -0.02, 0.01, -0.01)


class _Row(NamedTuple):
    group: str
    label: str
    growth: Ends
    own: bool
    lines: list[str]
    tall: float


def rates(
    rows: pd.DataFrame, *, title: str, subtitle: str = "", foot: str = "", width: int = 640,
    dark: bool = False, most: int = MOST,
) -> Figure:  # fmt: skip
    """Draw growth rates in groups around nought: values, ranges, bounds and what is not reported.

    Parameters
    ----------
    rows : pandas.DataFrame
        `label`, `value`, `low`, `high` (ratios; missing where unknown, infinite where open), and
        if wanted `group` and `own` (else the first group is the firm's own). Groups keep their
        order; within one, the highest rate comes first.
    title, subtitle, foot : str
        The finding; what, unit and period; premises, sources and identity.
    width : int
        640 for a page, 358 for a phone.
    dark : bool
        Whether the page is dark.
    most : int
        How many rows are drawn, the own first, then in the given order; the foot tells the rest.
    """
    phone = width < 480
    table, left_out = _laid(rows, width, most)
    column = 0 if phone else min(300.0, 14 + max((_long(row) for row in table), default=0))
    start = EDGE + column
    places, y, last = [], 30.0, None
    for row in table:
        if row.group != last and row.group:
            y += 14 if places else 0
            places.append((y, row.group))
            y += 22
        last = row.group
        places.append((y, row))
        y += row.tall
    page = sheet(width, max(y, 44), title, subtitle, footed(foot, left_out, "rate"), dark=dark)
    if not table:
        page.say("no rate is reported")
        return page.figure
    ink = [0.0, *(end for row in table for end in finite(row.growth))]
    sides = [_label(row) for row in table]
    scale = Scale.fitting(start, width - EDGE, [(end, "left", 5) for end in ink] + sides)
    _axis(page, scale, 16, y, min(ink), max(ink))
    if phone:
        page.line([scale(0)] * 2, (20, y), "grid", 1, zorder=1)
    for y, row in places:
        if isinstance(row, str):
            page.text(EDGE, y + 13, row, "axis", weight=600, tone="soft", halo="paper")
            continue
        for n, line in enumerate(row.lines):
            weight = 600 if row.own else 400
            page.text(EDGE, y + 18 + 18 * n, line, weight=weight, halo="paper")
        beside = 18 * len(row.lines)
        _rate(page, scale, y + (beside + 16 if phone else 13 if beside < 19 else beside / 2 + 4), row)
    return page.figure


def _laid(rows: pd.DataFrame, width: int, most: int) -> tuple[list[_Row], int]:
    """Return the rows to draw, in order, with their lines and heights, and how many are left out."""
    rows = rows.reset_index(drop=True)
    groups = rows["group"].fillna("").astype(str) if "group" in rows else pd.Series("", rows.index)
    first = groups.iloc[0] if len(groups) else ""
    own = rows["own"].astype(bool) if "own" in rows else groups.eq(first)
    firms, others = own.index[own], own.index[~own]
    firms = firms[: max(most - len(others), 2 * most // 3)]
    kept = rows.loc[[*firms, *others[: most - len(firms)]]]
    phone, made, room = width < 480, [], float(_ROOM)
    for at, growth in zip(kept.index, estimates(kept), strict=True):
        label, weight = str(kept.at[at, "label"]), 600 if own[at] else 400
        room_for = width - 2 * EDGE if phone else 288
        lines = wrap(label, room_for, 14, weight, 3)
        tall = 18 * len(lines) + 28 if phone else max(26.0, 18.0 * len(lines) + 8)
        room -= tall + (36 if groups[at] not in {row.group for row in made} else 0)
        if room < 0:
            break
        made.append(_Row(groups[at], label, growth, bool(own[at]), lines, tall))
    ranks = {group: n for n, group in enumerate(dict.fromkeys(groups))}
    made.sort(key=lambda row: (ranks[row.group], -row.growth.anchor))
    return made, len(rows) - len(made)


def _long(row: _Row) -> float:
    return max(wide(line, 14, 600 if row.own else 400) for line in row.lines)


def _label(row: _Row) -> tuple[float, str, float]:
    """Return where the label of a row begins, to which side, and how much room it needs."""
    value, low, high = row.growth
    inner = [*finite((value, low, high))]
    left = bool(inner) and max(inner) <= 0 and min(inner) < 0
    arrow = 24 * (math.isinf(low) != math.isinf(high))
    at = 0.0 if not inner else min(inner) if left else max(inner)
    return at, "left" if left else "right", 14 + arrow + wide(said(row.growth), 14, 600)


def _rate(page: Sheet, scale: Scale, y: float, row: _Row) -> None:
    tone, weight = ("own", 600) if row.own else ("other", 400)
    zero, growth, (at, side, _) = scale(0), row.growth, _label(row)
    page.line((zero, zero), (y - 13, y + 13), "ink", 1)
    if not growth.known:
        page.text(zero + 9, y + 5, said(growth), tone="soft", slant=True, halo="paper")
        return
    _, low, high = growth
    marks = [scale(end) for end in finite(growth)]
    inner = min(marks, key=lambda mark: abs(mark - zero)) if min(marks) > zero or max(
        marks) < zero else zero
    if growth.drawn:
        inner = scale(growth.value)
    page.line((zero, inner), (y, y), tone, 2)
    edge = scale(at)
    if math.isinf(low) or math.isinf(high):
        way = -1 if math.isinf(low) else 1
        page.line((inner, edge + 18 * way), (y, y), tone, 2)
        page.line((edge, edge), (y - 6, y + 6), tone, 2)
        page.dot(edge + 19 * way, y, tone, 8, "<" if way < 0 else ">")
        edge += 22 * way if (way > 0) == (side == "right") else 0
    else:
        page.bar(scale(low), scale(high), y, 7, tone, alpha=0.4)
    if growth.drawn:
        page.dot(scale(growth.value), y, tone)
    shift = -10 if side == "left" else 10
    page.text(edge + shift, y + 4.8, said(growth), weight=weight, tone=tone,
              side="right" if side == "left" else "left", halo="paper")  # fmt: skip


def _axis(page: Sheet, scale: Scale, y: float, bottom: float, low: float, high: float) -> None:
    """Write the ticks on top, with hairlines through; nought is in ink, all the way down."""
    for most in range(4 if page.phone else 6, 0, -1):
        marks = [(scale(mark), tick(mark)) for mark in steps(low, high, most)]
        apart = [b[0] - a[0] - (wide(a[1], 12.5) + wide(b[1], 12.5)) / 2 for a, b in pairwise(marks)]
        if all(gap > 8 for gap in apart):
            break
    for x, words in marks:
        _tick(page, x, words, y, bottom)


def _tick(page: Sheet, x: float, words: str, y: float, bottom: float) -> None:
    if words == "0" and not page.phone:
        page.line((x, x), (y + 5, bottom), "ink", 1)
    else:
        page.line((x, x), (y + 5, bottom), "grid", 1, zorder=1)
    x = min(max(x, EDGE + wide(words, 12.5) / 2), page.width - EDGE - wide(words, 12.5) / 2)
    if page.is_free(page.box(x, y, words, "axis", side="center"), 8):
        page.text(x, y, words, "axis", tone="soft", side="center")


def output(
    panels: Mapping[str, Sequence[tuple[str, str, Any]]], *, title: str, subtitle: str = "",
    foot: str = "", width: int = 640, dark: bool = False,
) -> Figure:  # fmt: skip
    """Draw rates that multiply, on a ratio scale: two bars that add up to the third.

    Parameters
    ----------
    panels : mapping
        From a heading (the own first) to three steps: label, note and growth (an estimate); the
        second follows from the others and is hatched. At most four are drawn.
    title, subtitle, foot, width, dark
        As of `rates`.
    """
    phone, kept = width < 480, list(panels.items())[:4]
    rows = [(label, note, ends(growth)) for _, three in kept for label, note, growth in three]
    column = 0.0 if phone else min(280, 24 + max(_two(*row[:2]) for row in rows))
    start, tall = EDGE + column, 62 if phone else 46
    height = 24 + sum(40 + tall * len(three) for _, three in kept)
    foot = footed(foot, len(panels) - len(kept), "comparison")
    page = sheet(width, height, title, subtitle, foot, dark=dark)
    labels: list[tuple[float, str, float]] = [(0, "left", 8), (0, "right", 8)]
    drawn = []
    for n, (_, three) in enumerate(kept):
        growths = [ends(growth) for *_, growth in three]
        chained = all(_whole(growth) for growth in growths)
        begins, at = [], 0.0
        for k, growth in enumerate(growths):
            begin = at if chained and k < len(growths) - 1 else 0.0
            size = _log(growth.anchor) if growth.known else 0.0
            at = begin + size
            begins.append((begin, at, chained))
            way = "left" if size < 0 else "right"
            labels.append((at, way, 14 + wide(said(growth), 14, 700) + 18 * (not _whole(growth))))
        drawn.append((n, begins, growths))
    scale = Scale.fitting(start, width - EDGE, labels, 8)
    low, high = min(at for at, *_ in labels), max(at for at, *_ in labels)
    for ratio in _RATIOS:
        if low - 1e-9 <= math.log1p(ratio) <= high + 1e-9 or ratio == 0:
            x = scale(math.log1p(ratio))
            if page.is_free(page.box(x, 16, tick(ratio), "axis", side="center"), 12):
                _tick(page, x, tick(ratio), 16, height - 14)
    y = 24.0
    for (heading, three), (n, begins, growths) in zip(kept, drawn, strict=True):
        line = wrap(heading, width - 2 * EDGE, 12.5, 600, 1)[0]
        page.text(EDGE, y + 18, line, "axis", weight=600, tone="soft", halo="paper")
        y += 30
        for k, ((label, note, _), (begin, end, chained), growth) in enumerate(
            zip(three, begins, growths, strict=True)
        ):
            mid = y + (38 if phone else 16)
            _labelled(page, y, label, note, start)
            _step(page, scale, mid, (begin, end), growth, "own" if n == 0 else "other", k == 1)
            if chained and k < len(three) - 1:
                # On a phone a label stands between two bars, and no line goes through it.
                cut = 9 if phone else (tall - 18) / 2
                for ahead in ((mid + 9, mid + 9 + cut), (mid + tall - 9 - cut, mid + tall - 9)):
                    page.line([scale(end)] * 2, ahead, "own" if n == 0 else "other", 1, ls=":")
            y += tall
        y += 10
    return page.figure


def _whole(growth: Ends) -> bool:
    """Whether a growth can be drawn on a ratio scale, which has no place for a fall by all."""
    return growth.drawn and growth.low > -0.9


def _log(ratio: float) -> float:
    return math.log1p(max(ratio, -0.9))


def _two(label: str, note: str) -> float:
    return max(min(wide(label, 14, 600), 250), min(wide(note, 12.5), 250))


def _labelled(page: Sheet, y: float, label: str, note: str, start: float) -> None:
    """Write a label and, smaller, its note: below it, or beside it on a phone."""
    room = page.width - 2 * EDGE if page.phone else start - EDGE - 12
    words = wrap(label, room, 14, 600, 1)[0]
    page.text(EDGE, y + 13, words, weight=600, halo="paper")
    if not page.phone:
        page.text(EDGE, y + 30, wrap(note, room, 12.5, 400, 1)[0], "axis", tone="soft", halo="paper")
        return
    beside = EDGE + wide(words, 14, 600) + 8
    rest = page.width - EDGE - beside
    if note and rest > 40:
        line = wrap(note, rest, 12.5, 400, 1)[0]
        page.text(beside, y + 13, line, "axis", tone="soft", halo="paper")


def _step(
    page: Sheet, scale: Scale, y: float, reach: tuple[float, float], growth: Ends, tone: str,
    follows: bool,
) -> None:  # fmt: skip
    begin, end = scale(reach[0]), scale(reach[1])
    zero = scale(0)
    page.line((zero, zero), (y - 15, y + 15), "ink", 1, zorder=3)
    if not growth.known:
        page.text(zero + 8, y + 5, said(growth), tone="soft", slant=True, halo="paper")
        return
    colour, paper = page.colours[tone], page.colours["paper"]
    look = {"color": paper, "ec": colour, "lw": 1.5, "hatch": "//////"} if follows else {"lw": 1.5}
    page.bar(begin, end, y, 18, tone, **({"ec": colour} | look))
    way = 1 if reach[1] > reach[0] or (reach[1] == reach[0] and growth.anchor >= 0) else -1
    beyond = 8.0
    if _whole(growth):
        # The rounding, as a bracket on the end of the bar.
        tips = [end + scale(_log(tip)) - scale(_log(growth.anchor)) for tip in growth[1:]]
        if tips[1] - tips[0] > 3:
            page.line(tips, (y, y), "ink", 1.2, zorder=4)
            for tip in tips:
                page.line((tip, tip), (y - 3, y + 3), "ink", 1.2, zorder=4)
        beyond = max(8.0, (max(tips) - end if way > 0 else end - min(tips)) + 6)
    else:
        page.dot(end + 8 * way, y, tone, 8, ">" if way > 0 else "<")
        beyond = 18
    page.text(end + beyond * way, y + 4.8, said(growth), weight=700, tone=tone,
              side="left" if way > 0 else "right", halo="paper")  # fmt: skip


def doubts(
    rows: pd.DataFrame, first: Any, *, title: str, subtitle: str = "", foot: str = "",
    width: int = 640, dark: bool = False, most: int = 12,
) -> Figure:  # fmt: skip
    """Draw how far each open question moves an answer: the widest bar first.

    Parameters
    ----------
    rows : pandas.DataFrame
        `question`, `readings`, `low` and `high` (ratios); both missing where a reading leaves no
        answer at all.
    first : Estimate or float
        The first reading, as a line.
    title, subtitle, foot, width, dark, most
        As of `rates`.
    """
    phone, value = width < 480, ends(first).value
    doubt = estimates(rows.assign(value=None))
    order = sorted(range(len(doubt)), key=lambda n: -_breadth(doubt[n]))[:most]
    kept = [(str(rows["question"].iloc[n]), str(rows["readings"].iloc[n]), doubt[n]) for n in order]
    column = 0.0 if phone else min(280, 24 + max((_two(*row[:2]) for row in kept), default=0))
    start, tall = EDGE + column, 76 if phone else 48
    foot = footed(foot, len(rows) - len(kept), "question")
    page = sheet(width, 30 + tall * len(kept), title, subtitle, foot, dark=dark)
    known = [one for *_, one in kept if one.known]
    marks = [*finite(end for one in known for end in one), *finite([value])] or [0.0]
    labels = [(mark, side, 8.0) for mark in marks for side in ("left", "right")]
    for one in known:
        words = said(one)
        labels.append((min(one.high, max(marks)), "right", 10 + wide(words, 13, 600)))
    scale = Scale.fitting(start, width - EDGE, labels, 8)
    bottom = 30 + tall * len(kept) - 8
    _axis(page, scale, 16, bottom, min(marks), max(marks))
    for n, (question, readings, one) in enumerate(kept):
        y = 30.0 + tall * n
        mid = y + (48 if phone else 16)
        if phone:
            _stacked(page, y, question, readings)
        else:
            _labelled(page, y, question, readings, start)
        if phone and one.known and min(marks) <= 0 <= max(marks):
            page.line([scale(0)] * 2, (mid - 14, mid + 14), "ink", 1, zorder=3)
        if value is not None and one.known:
            page.line([scale(value)] * 2, (mid - 14, mid + 14), "warm", 2, zorder=4)
        if not one.known:
            page.bar(start, width - EDGE, mid, 22, "veil", zorder=5)
            page.text((start + width - EDGE) / 2, mid + 5, "no answer at all", slant=True,
                      side="center")  # fmt: skip
            continue
        left = scale(max(one.low, min(marks))) - 8 * math.isinf(one.low)
        right = scale(min(one.high, max(marks))) + 8 * math.isinf(one.high)
        page.bar(left, max(right, left + 2), mid, 18, "own")
        for end, tip, arrow in ((one.low, left, "<"), (one.high, right, ">")):
            if math.isinf(end):
                page.dot(tip, mid, "own", 16, arrow)
        page.text(right + 8 + 6 * math.isinf(one.high), mid + 4.5, said(one), "note", weight=600, tone="own",
                  halo="paper")  # fmt: skip
    return page.figure


def _stacked(page: Sheet, y: float, question: str, readings: str) -> None:
    room = page.width - 2 * EDGE
    page.text(EDGE, y + 13, wrap(question, room, 14, 600, 1)[0], weight=600, halo="paper")
    page.text(EDGE, y + 30, wrap(readings, room, 12.5, 400, 1)[0], "axis", tone="soft", halo="paper")


def _breadth(one: Ends) -> float:
    """Return how wide a doubt is; no answer at all is the widest."""
    return 1e300 if not one.known else min(1e200, one.high - one.low)
