"""Charts of what growth rates imply: curves over a quantity that nobody reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns

from ..estimates import Estimate
from ..wording import percent
from .canvas import BLUE, GRID, INK, ORANGE, SOFT, canvas, percent_axis

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def rest_of_output(curve: pd.DataFrame, break_even: Estimate, ceiling: Estimate) -> Figure:
    """Draw the growth of what was not exported against the base share of exports.

    Parameters
    ----------
    curve : pandas.DataFrame
        `share`, `value`, `low`, `high` (ratios).
    break_even, ceiling : Estimate
        The share at which the rest stood still, and the largest share there can have been.
    """
    figure, axes = canvas(3.7)
    axes.fill_between(curve["share"], curve["low"], curve["high"], color=BLUE, alpha=0.25, lw=0)
    sns.lineplot(x=curve["share"], y=curve["value"], color=BLUE, estimator=None, ax=axes)
    axes.axhline(0, color=SOFT, linewidth=0.8)
    axes.set_xlim(0, 1.06 * float(curve["share"].max()) if len(curve) else 1)
    if break_even.value is not None:
        at = float(break_even.value)
        axes.plot([at], [0], "o", color=ORANGE, markersize=7, zorder=4)
        axes.annotate(
            f"Break-even: {percent(break_even.value)} of base output",
            (at, 0),
            xytext=(9, 9),
            textcoords="offset points",
            color=ORANGE,
            fontweight="bold",
        )
    if ceiling.value is not None and float(ceiling.value) < 1:
        at = float(ceiling.value)
        axes.axvline(at, color=INK, linewidth=1, linestyle=(0, (4, 3)))
        axes.annotate(
            f"Ceiling: {percent(ceiling.value)}",
            (at, 0.78),
            xycoords=("data", "axes fraction"),
            xytext=(-7, 0),
            textcoords="offset points",
            ha="right",
        )
    percent_axis(axes.xaxis, sign=False)
    percent_axis(axes.yaxis)
    axes.set(xlabel="Exports' share of output in the base period", ylabel="")
    axes.set_title("Growth of everything not exported", loc="left", fontsize=9.5)
    axes.grid(axis="y", color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    sns.despine(ax=axes)
    return figure


def iso_earnings(
    volume: Estimate, price: Estimate, earnings: Estimate, levels: Sequence[float]
) -> Figure:
    """Draw curves of equal earnings growth over volume growth and unit value change.

    The box is where the reported rates allow the firm to stand, if the export rate is a volume.
    """
    figure, axes = canvas(4.1)
    known = volume.value is not None and price.value is not None
    x_end = max(1.0, 1.35 * float(volume.value)) if volume.value is not None else 1.0
    x_start = min(-0.2, _beyond(float(volume.value))) if volume.value is not None else -0.2
    grid = np.linspace(x_start, x_end, 200)
    bottom, top = (-0.5, 0.5)
    if price.value is not None:
        bottom, top = min(bottom, _beyond(float(price.value))), max(top, 1.4 * float(price.value))
    target = None if earnings.value is None else float(earnings.value)
    for level in [*levels, *([target] if target is not None else [])]:
        own = level == target
        curve = (1 + level) / (1 + grid) - 1
        sns.lineplot(
            x=grid,
            y=curve,
            color=BLUE if own else SOFT,
            linewidth=2.2 if own else 0.9,
            estimator=None,
            ax=axes,
        )
        inside = np.flatnonzero((curve > bottom + 0.04) & (curve < top - 0.1))
        if len(inside):
            at = inside[0]
            axes.annotate(
                percent(round(level, 6), sign=True),
                (grid[at], curve[at]),
                xytext=(5, 2),
                textcoords="offset points",
                color=BLUE if own else SOFT,
                fontweight="bold" if own else "normal",
                ha="left",
                va="bottom",
            )
    if known and price.value is not None and volume.value is not None:
        corner = (float(volume.low), float(price.low))
        size = (float(volume.high - volume.low), float(price.high - price.low))
        axes.add_patch(mpl.patches.Rectangle(corner, *size, color=ORANGE, zorder=4))
        # The box is true to scale, and so it is small: the ring helps to find it.
        axes.plot(float(volume.value), float(price.value), "o", ms=14, mfc="none", mec=ORANGE)
        axes.annotate(
            f"Here: volume {percent(volume.value, True)},\nunit value {percent(price.value, True)}",
            (0.99, float(price.value)),
            xycoords=("axes fraction", "data"),
            xytext=(0, 30),
            textcoords="offset points",
            color=ORANGE,
            fontweight="bold",
            ha="right",
        )
    axes.axhline(0, color=SOFT, linewidth=0.8)
    axes.axvline(0, color=SOFT, linewidth=0.8)
    axes.set(xlim=(x_start, x_end), ylim=(bottom, top), ylabel="")
    axes.set_xlabel("Growth of export volume")
    axes.set_title(
        "Change in unit value; curves join equal earnings growth", loc="left", fontsize=9.5
    )
    percent_axis(axes.xaxis)
    percent_axis(axes.yaxis)
    sns.despine(ax=axes)
    return figure


def _beyond(fall: float) -> float:
    """Return where an axis begins that shows a fall: nothing falls to −100 %."""
    return max(1.4 * fall, (fall - 1) / 2)
