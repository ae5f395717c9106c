"""Charts of what two rates imply, over a share that nobody reported."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from .numbers import SPACE, Ends, ends, finite, pct, said, span, steps, tick, whole
from .sheet import Scale, Sheet, Words, sheet, wide, wrap
from .style import EDGE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MARGIN = 50  # px for the labels of the vertical axis, so that they never lie on a curve


def exports_share(
    exports: Any, output: Any, *, anchors: Sequence[tuple[str, Any, Any]] = (),
    amount: float | None = None, unit: str = "kt", **words: Unpack[Words],
) -> Figure:  # fmt: skip
    """Draw how the rest of output grew, against the share of exports in the output before.

    Parameters
    ----------
    exports, output : Estimate
        Growth of a part and of the whole.
    anchors : sequence of tuple
        Scenarios: what is supposed, the share it means and the growth of the rest (estimates).
        At most three are drawn.
    amount : float, optional
        The exports of the period, in `unit`: each share then also says the output it means.
    **words
        Title, subtitle, foot, width and dark: see `sheet.Words`.
    """
    part, all_ = ends(exports), ends(output)
    page = sheet(356, words, (len(anchors) - len(anchors[:3]), "scenario"))
    area = (EDGE + _MARGIN, 4.0, page.width - EDGE, 312.0)
    if not (part.known and all_.known) or all_.anchor <= -1:
        page.say("a rate is not known, or nothing was left: no curve")
        return page.figure
    still = _still(part, all_)
    known = [(text, ends(share), ends(rest)) for text, share, rest in anchors[:3]]
    shown = [share.anchor for _, share, _ in known if share.known] + [*finite([still])]
    # More exports than output would be needed beyond this share.
    ceiling = (1 + all_.anchor) / (1 + part.anchor) if part.anchor > -1 else 1.0
    stop = min(max(0.05, 1.8 * max(shown)) if shown else 0.5, ceiling, 0.95)
    share = np.linspace(0, stop, 201)
    low, high = _rest(share, all_.low, part.high), _rest(share, all_.high, part.low)
    middle = _rest(share, all_.anchor, part.anchor)
    inside = [*finite([*middle, *low, *high, 0.0])]
    bottom, top = max(min(inside), -1.5), min(max(inside), 30.0)
    pad = 0.18 * max(top - bottom, 0.01)
    sx = Scale(0, stop, area[0], area[2])
    sy = Scale(bottom - pad, top + pad, area[3], area[1])
    if sy(0) > area[1]:
        page.bar(area[0], area[2], (area[1] + sy(0)) / 2, sy(0) - area[1], "veil", zorder=0)
    _ground(page, area, sy, bottom - pad, top + pad)
    band = np.clip([sy(low), sy(high)], area[1], area[3])
    page.axes.fill_between(sx(share), *band, color=page.colours["pale"], lw=0, zorder=1)
    if part.drawn and all_.drawn:
        page.line(sx(share), sy(middle), "own", 2.5, zorder=3)
    else:  # a bound has an edge and no middle
        for edge in (low, high):
            if np.isfinite(edge).all():
                page.line(sx(share), sy(edge), "own", 2, zorder=3)
    for curve in (*band, np.clip(sy(middle), area[1], area[3])):
        page.curves.append((sx(share), curve))
    page.curves.append((np.linspace(area[0], area[2], 201), np.full(201, sy(0))))
    _shares(page, sx, area[3], steps(0, stop, 4 if page.phone else 6), amount, unit, part, all_)
    _sides(page, area, sy(0))
    for _, one, rest in known:
        if one.known:
            _anchor(page, sx, sy, one, rest, _rest(one.anchor, all_.anchor, part.anchor))
    if still is not None and still < stop:
        page.axes.plot(
            [sx(still)], [sy(0)], "o", ms=8, mfc=page.colours["paper"], mec=page.colours["ink"],
            mew=1.5, zorder=5,
        )  # fmt: skip
        told = [f"no change at {pct(still, False)}"]
        page.note((sx(still), sy(0)), told, area, "ink", weight=400, lean=(0.8, -0.5), gap=9)
    for text, one, rest in known:
        if one.known:
            at = (sx(one.anchor), sy(_rest(one.anchor, all_.anchor, part.anchor)))
            up = -1 if rest.anchor > 0 else 1
            tells = wrap(f"{text}:", 150 if page.phone else 230, 13, 600, 3)
            tells.append(f"rest {whole(rest) if not page.phone else said(rest)}")
            page.note(at, tells, area, "warm", lean=(-0.6 * up, 0.6 * up), gap=26)
    return page.figure


def _rest(share: Any, whole: float, part: float) -> Any:
    with np.errstate(invalid="ignore"):
        return (whole - share * part) / (1 - np.asarray(share))


def _still(part: Ends, all_: Ends) -> float | None:
    """Return the share at which the rest stood still, where there is one."""
    if not (part.drawn and all_.drawn) or part.anchor == 0:
        return None
    share = all_.anchor / part.anchor
    return share if 0 < share < 1 else None


def _ground(
    page: Sheet, area: tuple[float, ...], sy: Scale, low: float, high: float
) -> None:  # fmt: skip
    """Draw hairlines with their labels in the margin, and nought in ink."""
    for mark in steps(low, high, 5):
        y = sy(mark)
        if area[1] + 4 < y < area[3] - 2 or not mark:
            tone, over = ("grid", 1) if mark else ("ink", 3)
            page.line((area[0], area[2]), (y, y), tone, zorder=over)
            page.text(area[0] - 8, y + 4.4, tick(mark), "axis", tone="soft", side="left")


def _shares(
    page: Sheet, sx: Scale, y: float, marks: Sequence[float], amount: float | None = None,
    unit: str = "", part: Ends | None = None, all_: Ends | None = None,
) -> None:  # fmt: skip
    """Write the shares below, and the output that each means."""
    page.line((sx.start, sx.stop), (y, y), "grid", 1, zorder=1)
    for mark in marks:
        lines = [tick(mark, False)]
        if amount and mark and part and all_ and part.drawn and all_.drawn and part.anchor > -1:
            lines.append(
                f"{amount * (1 + all_.anchor) / (1 + part.anchor) / mark:,.0f}{SPACE}{unit}"
            )
        x, half = sx(mark), max(wide(line, 12.5) for line in lines) / 2
        x = min(max(x, EDGE + half), page.width - EDGE - half)
        if not page.is_free((x - half, y + 4, x + half, y + 34), 6):
            continue
        page.line([sx(mark)] * 2, (y, y + 4), "soft", 1)
        for n, line in enumerate(lines):
            page.text(x, y + 18 + 16 * n, line, "axis", tone="soft", side="center")


def _sides(page: Sheet, area: tuple[float, ...], zero: float) -> None:
    """Say on which side of nought the rest grew, where there is room."""
    if zero - area[1] > 40:
        corner = (area[2], area[1] + 2)
        page.note(corner, ["the rest grew"], area, "soft", weight=400, leader=False, gap=0)
    if area[3] - zero > 40:
        corner = (area[0], area[3])
        page.note(corner, ["the rest shrank"], area, "soft", weight=400, leader=False, gap=0)


def _anchor(page: Sheet, sx: Scale, sy: Scale, one: Ends, rest: Ends, at: float) -> None:
    x, y = sx(one.anchor), sy(at)
    if one.drawn:
        page.line((sx(one.low), sx(one.high)), (y, y), "warm", 6, alpha=0.4, zorder=4)
    if rest.drawn:
        page.line((x, x), (sy(rest.low), sy(rest.high)), "warm", 6, alpha=0.4, zorder=4)
    page.dot(x, y, "warm", 10)
    # No label lies so near that a leader to another would have to cross it.
    page.curves.append(([x - 8, x, x + 8, x, x], [y, y, y, y - 26, y + 26]))


def frontier(exports: Any, earnings: Any, **words: Unpack[Words]) -> Figure:
    """Draw the most that a unit exported can have earned, against direct exports' part of earnings.

    Parameters
    ----------
    exports, earnings : Estimate
        Growth of an amount, and of a value that covers it at least.
    **words
        Title, subtitle, foot, width and dark: see `sheet.Words`.
    """
    part, value = ends(exports), ends(earnings)
    page = sheet(356, words)
    area = (EDGE + _MARGIN, 4.0, page.width - EDGE, 330.0)
    if not (part.drawn and value.drawn) or part.low <= -1:
        page.say("a rate is not known, or nothing was left: no curve")
        return page.figure
    x, e = part.anchor, value.anchor
    sure = Ends((1 + e) / (1 + x), *(1 + end for end in _unit_value(part, value)[1:]))
    none = Ends(None, -math.inf, math.inf)
    if part.low * part.high > 0:
        corners = [end / rate for end in value[1:] for rate in part[1:]]
        none = Ends(e / x, min(corners), max(corners))
    unless = ["less, unless", "others shrank:"] if x > 0 else ["more, unless", "others grew:"]
    told = [(none, unless), (sure, ["surely less"])]
    told = [(mark, lines) for mark, lines in told if 0.05 < mark.anchor < 1]
    start = max(0.05, min([0.4, *(round(0.55 * mark.anchor, 1) for mark, _ in told)]))
    at_one = sure.anchor - 1
    # Earnings that stood still elsewhere, and the most there can have been for these goods.
    d = np.linspace(start, 1, 241)
    most, same = (1 + e) / ((1 + x) * d) - 1, np.maximum((1 + e / d) / (1 + x) - 1, -1)
    top = max(0.3, -2.2 * at_one, 1.5 * at_one + 0.25)
    floor = min(-0.1, at_one, max(-1.0, same.min()))
    sx = Scale(start, 1, area[0], area[2])
    depth = 17.0 * max((len(lines) + 2 for _, lines in told), default=0)
    sy = Scale(floor, top, area[3] - depth - 8, area[1])
    upper, lower = sy(np.minimum(most, top)), sy(np.clip(same, floor, top))
    under = np.maximum(lower, upper)
    fill, colours = page.axes.fill_between, page.colours
    fill(sx(d), upper, area[1], color=colours["veil"], lw=0, zorder=0)
    fill(sx(d), under, upper, color=colours["pale"], lw=0, zorder=0)
    _ground(page, area, sy, max(floor, -1), top)
    page.line(sx(d[most < top]), sy(most[most < top]), "own", 2.5, zorder=3)
    seen = (same < top) & (same > floor)
    page.line(sx(d[seen]), sy(same[seen]), "own", 1.5, ls=(0, (4, 2)), zorder=3)
    page.curves += [(sx(d), upper), (sx(d), lower)]
    page.curves.append((np.linspace(area[0], area[2], 201), np.full(201, sy(0))))
    _shares(page, sx, area[3], steps(start, 1, 4 if page.phone else 6))
    for mark, _ in told:
        edges = sx(np.clip(mark[1:], start, 1))
        page.line(edges, (sy(0), sy(0)), "warm", 6, alpha=0.4, zorder=4)
        page.dot(sx(mark.anchor), sy(0), "warm", 10)
    below = (area[0], sy(floor), *area[2:])
    # The one further right takes its place first, and keeps it.
    for mark, lines in sorted(told, key=lambda one: -one[0].anchor):
        at = sx(mark.anchor)
        page.curves.append(([at] * 9, np.linspace(sy(0), sy(floor), 9)))
        page.line((at, at), (sy(0), sy(floor) + 2), "warm", 1, ls=(0, (3, 2)), zorder=4)
        said_ = [*lines, f"above {pct(mark.anchor, False)}"]
        if mark.low < mark.high:
            said_.append(f"({span(max(0, mark.low), min(1, mark.high), False)})")
        page.note((at, sy(floor)), said_, below, "warm", leader=False, gap=2)
    # What cannot be must be called so, and nothing else.
    page.note((area[2], area[1]), ["impossible"], area, "soft", leader=False, gap=4,
              where=lambda at, y: y < np.interp(at, sx(d), upper))  # fmt: skip
    end = ("" if page.phone else "all direct: ") + said(_unit_value(part, value))
    page.note((area[2], sy(at_one)), [end], area, "own", leader=False, lean=(-1, 1), gap=10)
    lines = ["at most"] if page.phone else ["at most: no other", "earnings left"]
    seat = _seat(d, most < top, 0.25)
    page.note((sx(seat), sy(np.interp(seat, d, most))), lines, area, "own", leader=False,
              lean=(1, -1), gap=10)  # fmt: skip
    seat = _seat(d, seen, 0.15)
    spot = (sx(seat), sy(np.interp(seat, d, same)))
    beside = (*area[:2], spot[0] + 130, area[3])
    page.note(
        spot, ["other earnings", "unchanged"], beside, "own", weight=400, leader=False,
        lean=(1, -1), gap=10, where=lambda at, y: y > np.interp(at, sx(d), upper),
    )  # fmt: skip
    return page.figure


def _seat(shares: Any, seen: Any, part: float) -> float:
    """Return a share at which a curve can be named: so far along what is seen of it."""
    inside = shares[seen] if seen.any() else shares
    return float(inside[0] + part * (inside[-1] - inside[0]))


def _unit_value(part: Ends, value: Ends) -> Ends:
    """Return how the value of a unit changed where all earnings are of these goods."""
    middle = (1 + value.anchor) / (1 + part.anchor) - 1
    return Ends(
        middle, (1 + value.low) / (1 + part.high) - 1, (1 + value.high) / (1 + part.low) - 1
    )
