"""Charts of what two rates imply, over a share that nobody reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Unpack

import numpy as np
from matplotlib.figure import Figure

from ..estimates import Estimate, in_figures
from ..growth import break_even_share, relative_growth, share_index
from .sheet import Scale, Sheet, Words, anchor, ends, said, steps, tick, wrap
from .style import EDGE

_LEFT, _TOP = EDGE + 50, 4.0  # px, so that no label of the vertical axis lies on a curve
_NO_CURVE = "without two rates, each with its figure, there is no curve"


def exports_share(
    exports: Estimate, output: Estimate, *,
    anchors: Sequence[tuple[str, Estimate, Estimate]] = (), amount: float | None = None,
    unit: str = "kt", **words: Unpack[Words],
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
    page = Sheet(words)
    if exports.value is None or output.value is None or min(exports.low, output.low) <= -1:
        return page.nothing(_NO_CURVE)
    part, whole, bottom = anchor(exports), anchor(output), 312.0
    even = break_even_share(exports, output)
    known = [each for each in anchors[:3] if each[1].value is not None]
    shown = [anchor(one) for one in (even, *(share for _, share, _ in known)) if one.known]
    # More exports than output would be needed beyond this share.
    most = (1 + whole) / (1 + part)
    stop = min(max(0.05, 1.8 * max(shown, default=0.28)), most, 0.95)
    share = np.linspace(0, stop, 201)
    low, high, middle = (
        (w - share * p) / (1 - share)
        for w, p in zip((*ends(output), whole), (*ends(exports)[::-1], part), strict=True)
    )
    least, top = np.clip(low.min(), -1.5, 0), np.clip(high.max(), 0, 30)
    pad = 0.18 * max(top - least, 0.01)
    sx = Scale(0, stop, _LEFT, page.width - EDGE)
    sy = Scale(least - pad, top + pad, bottom, _TOP)
    page.fill([(sx.start, _TOP, sx.stop, sy(0))], "veil", zorder=0)
    page.axes.fill_between(sx(share), sy(low), sy(high), color=page.colours["pale"], lw=0, zorder=1)
    page.line(sx(share), sy(middle), "own", 2.5, zorder=3)
    page.avoid(sx(share), sy(low))
    page.avoid(sx(share), sy(high))
    page.avoid(sx(share[[0, -1]]), sy(np.zeros(2)))
    means = (lambda at: f"{amount * most / at:,.0f}\u202f{unit}") if amount else None
    _axes(page, sx, sy, bottom, means)
    if sy(0) - _TOP > 40:
        page.place((sx.stop, _TOP), ["the rest grew"], "soft", weight=400, ways=[(-1, 1)])
    if bottom - sy(0) > 40:
        page.place((sx.start, bottom), ["the rest shrank"], "soft", weight=400, ways=[(1, -1)])
    for _, one, rest in known:
        x, y = sx(anchor(one)), sy((whole - anchor(one) * part) / (1 - anchor(one)))
        page.line(sx(ends(one)), (y, y), "warm", 6, alpha=0.4, zorder=4)
        page.line((x, x), sy(ends(rest)), "warm", 6, alpha=0.4, zorder=4)
        page.dot(x, y, "warm", 10)
        page.avoid((x - 6, x + 6), (y, y), 6)
    if even.known:
        at = (sx(anchor(even)), sy(0))
        page.axes.plot(*at, "o", ms=8, mfc=page.colours["paper"], mec=page.colours["ink"],
                       mew=1.5, zorder=5)  # fmt: skip
        told = [f"no change at {said(even)}"]
        page.place(at, told, "ink", weight=400, lean=(0.8, -1), leader=True, gaps=(9, 24, 38, 52))
    for text, one, rest in known:
        at = (sx(anchor(one)), sy((whole - anchor(one) * part) / (1 - anchor(one))))
        up = -1 if anchor(rest) > 0 else 1
        tells = wrap(f"{text}:", 150 if page.phone else 230, 13, 600, 3)
        tells.append(f"rest {said(rest) if page.phone else in_figures(rest)}")
        page.place(at, tells, "warm", lean=(-0.6 * up, up), leader=True, gaps=(26, 38, 52, 70))
    return page.done(356, {"scenario{s}": len(anchors) - len(known)})


def frontier(exports: Estimate, earnings: Estimate, **words: Unpack[Words]) -> Figure:
    """Draw the most that a unit exported can have earned, against direct exports' part of earnings.

    Parameters
    ----------
    exports, earnings : Estimate
        Growth of an amount, and of a value that covers it at least.
    **words
        Title, subtitle, foot, width and dark: see `sheet.Words`.
    """
    page = Sheet(words)
    if exports.value is None or earnings.value is None or min(exports.low, earnings.low) <= -1:
        return page.nothing(_NO_CURVE)
    x, e, bottom = anchor(exports), anchor(earnings), 330.0
    all_direct = relative_growth(earnings, exports)
    unless = ["less, unless", "others shrank:"] if x > 0 else ["more, unless", "others grew:"]
    thresholds = ((break_even_share(exports, earnings), unless),
                  (share_index(earnings, exports), ["surely less"]))  # fmt: skip
    told = [(mark, lines) for mark, lines in thresholds if 0.05 < anchor(mark) < 1]
    start = max(0.05, min([0.4, *(round(0.55 * anchor(mark), 1) for mark, _ in told)]))
    at_one = anchor(all_direct)
    # The most there can have been for these goods, and earnings that stood still elsewhere.
    d = np.linspace(start, 1, 241)
    most, same = (1 + e) / ((1 + x) * d) - 1, np.maximum((1 + e / d) / (1 + x) - 1, -1)
    top = max(0.3, -2.2 * at_one, 1.5 * at_one + 0.25)
    floor = min(-0.1, at_one, max(-1.0, same.min()))
    sx = Scale(start, 1, _LEFT, page.width - EDGE)
    depth = 17.0 * max((len(lines) + 2 for _, lines in told), default=0)
    sy = Scale(floor, top, bottom - depth - 8, _TOP)
    upper, lower = sy(np.minimum(most, top)), sy(np.clip(same, floor, top))
    fill = page.axes.fill_between
    fill(sx(d), upper, _TOP, color=page.colours["veil"], lw=0, zorder=0)
    fill(sx(d), np.maximum(lower, upper), upper, color=page.colours["pale"], lw=0, zorder=0)
    _curve(page, sx(d), upper, most < top, lw=2.5)
    _curve(page, sx(d), lower, (same < top) & (same > floor), lw=1.5, ls=(0, (4, 2)))
    page.avoid((sx.start, sx.stop), (sy(0), sy(0)))
    _axes(page, sx, sy, bottom)
    # The one further right takes its place first, and keeps it.
    for mark, lines in sorted(told, key=lambda one: -anchor(one[0])):
        at = sx(anchor(mark))
        page.line(sx(np.clip(ends(mark), start, 1)), (sy(0), sy(0)), "warm", 6, alpha=0.4, zorder=4)
        page.dot(at, sy(0), "warm", 10)
        page.line((at, at), (sy(0), sy(floor) + 2), "warm", 1, ls=(0, (3, 2)), zorder=4)
        page.avoid((at, at), (sy(0), sy(floor)))
        value, _, interval = in_figures(mark, kind="share").partition(" (")
        page.place((at, sy(floor)), [*lines, f"above {value}", f"({interval}"], "warm", lean=(0, 1))
    end = ("" if page.phone else "all direct: ") + said(all_direct)
    page.place((sx.stop, sy(at_one)), [end], "own", lean=(-1, 1))
    # What cannot be must be called so, and nothing else.
    page.place((sx.stop, _TOP), ["impossible"], "soft", ways=[(-1, 1)], gaps=(4,))
    lines = ["at most"] if page.phone else ["at most: no other", "earnings left"]
    _name(page, sx, sy, lines, d[most < top], most[most < top])
    seen = (same > floor) & (same < top)
    _name(page, sx, sy, ["other earnings", "unchanged"], d[seen], same[seen], weight=400)
    return page.done(356)


def _axes(
    page: Sheet, sx: Scale, sy: Scale, bottom: float, means: Callable[[float], str] | None = None
) -> None:
    """Draw the axes of change and of shares, and what each share means."""
    page.marks_up([(sy(mark), tick(mark)) for mark in steps(sy.low, sy.high, 5)], sx.start, sx.stop)
    page.line((sx.start, sx.stop), (bottom, bottom), "grid")
    marks = [(sx(mark), [tick(mark, sign=False), *([means(mark)] if means and mark else [])])
             for mark in steps(sx.low, sx.high, 4 if page.phone else 6)]  # fmt: skip
    page.marks_across(marks, bottom + 18, (bottom, bottom + 4))


def _name(
    page: Sheet, sx: Scale, sy: Scale, lines: list[str], xs: Any, ys: Any, weight: int = 600
) -> None:
    """Name a curve on its right, where there is room."""
    for part in (0.15, 0.25, 0.35, 0.45) if len(xs) else ():
        at = sx(np.quantile(xs, part)), sy(np.interp(np.quantile(xs, part), xs, ys))
        if page.place(
            at, lines, "own", weight=weight, ways=[(1, 0), (1, -0.5), (1, -1)], gaps=(4, 10)
        ):
            return


def _curve(page: Sheet, xs: Any, ys: Any, seen: Any, **look: Any) -> None:
    page.line(xs[seen], ys[seen], "own", zorder=3, **look)
    page.avoid(xs, ys)
