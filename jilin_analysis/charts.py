"""The charts of the notebooks: direct labels, wide enough for a phone, safe for colour-blind eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns

from .estimates import Estimate
from .wording import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 4.5
INK = "#222222"
SOFT = "#6b6b6b"
GRID = "#dddddd"
# From the palette of Okabe and Ito, which stays distinct under colour blindness.
BLUE, ORANGE, GREEN = "#0072B2", "#C44E00", "#007A5A"


def _axes(height: float) -> tuple[Figure, Axes]:
    sns.set_theme(style="white")
    # seaborn asks for Arial, which would draw other widths on a machine that has it.
    mpl.rcParams.update(
        {
            "font.family": "sans-serif",
            "font.sans-serif": ["DejaVu Sans"],
            "font.size": 9.5,
            "axes.labelsize": 9.5,
            "xtick.labelsize": 9,
            "ytick.labelsize": 9,
            "text.color": INK,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
            "axes.edgecolor": SOFT,
            "axes.unicode_minus": True,
            "text.parse_math": False,
        }
    )
    figure, axes = mpl.pyplot.subplots(figsize=(WIDTH, height), layout="constrained")
    return figure, axes


def _percent_axis(axis: Any, sign: bool = True) -> None:
    axis.set_major_formatter(lambda x, _: percent(round(x, 6), sign=sign))


def rates(rows: pd.DataFrame) -> Figure:
    """Draw growth rates as dots with the whiskers of their printed precision.

    Parameters
    ----------
    rows : pandas.DataFrame
        One rate a row, from the top: `label`, `value`, `low`, `high` (ratios) and `group`; the
        first group is drawn in colour, the others in grey. Unknown rates are left out.
    """
    known = rows.dropna(subset=["value"]).reset_index(drop=True)
    figure, axes = _axes(0.7 + 0.47 * max(1, len(known)))
    ends = known[["low", "high"]].replace([np.inf, -np.inf], np.nan)
    first = known["group"].eq(rows["group"].iloc[0]) if len(rows) else pd.Series(dtype=bool)
    colours = [BLUE if own else SOFT for own in first]
    axes.axvline(0, color=SOFT, linewidth=0.8, zorder=0)
    axes.hlines(known.index, ends["low"], ends["high"], colors=colours, linewidth=5, alpha=0.35)
    sns.scatterplot(
        x=known["value"], y=known.index, c=colours, s=42, linewidth=0, ax=axes, zorder=3
    )
    left, right = min(0.0, known["value"].min()), max(0.0, known["value"].max())
    room = 0.22 * max(right - left, 0.01)
    axes.set_xlim(left - 0.06 * (right - left) - 0.005, right + room)
    for row in known.itertuples():
        colour = colours[int(row.Index)]
        axes.annotate(
            str(row.label),
            (axes.get_xlim()[0], row.Index - 0.27),
            color=colour,
            va="bottom",
            fontweight="bold" if colour == BLUE else "normal",
            annotation_clip=False,
        )
        axes.annotate(
            percent(row.value, sign=True),
            (max(row.value, row.high if np.isfinite(row.high) else row.value), row.Index),
            xytext=(6, 0),
            textcoords="offset points",
            color=colour,
            va="center",
        )
    axes.set_ylim(len(known) - 0.6, -0.95)
    _percent_axis(axes.xaxis)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6))
    axes.set(xlabel="Growth year on year", ylabel="", yticks=[])
    sns.despine(ax=axes, left=True)
    return figure


def rest_of_output(curve: pd.DataFrame, break_even: Estimate, ceiling: Estimate) -> Figure:
    """Draw the growth of what was not exported against the base share of exports.

    Parameters
    ----------
    curve : pandas.DataFrame
        `share`, `value`, `low`, `high` (ratios).
    break_even, ceiling : Estimate
        The share at which the rest stood still, and the largest share there can have been.
    """
    figure, axes = _axes(3.7)
    axes.fill_between(curve["share"], curve["low"], curve["high"], color=BLUE, alpha=0.25, lw=0)
    sns.lineplot(x=curve["share"], y=curve["value"], color=BLUE, estimator=None, ax=axes)
    axes.axhline(0, color=SOFT, linewidth=0.8)
    low = float(curve["low"].min())
    axes.set_xlim(0, float(curve["share"].max()) * 1.06)
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
            f"Ceiling\\n{percent(ceiling.value)}".replace("\\n", "\n"),
            (at, low),
            xytext=(-6, 2),
            textcoords="offset points",
            ha="right",
            va="bottom",
        )
    _percent_axis(axes.xaxis, sign=False)
    _percent_axis(axes.yaxis)
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
    figure, axes = _axes(4.1)
    known = volume.value is not None and price.value is not None
    x_end = max(1.0, 1.35 * float(volume.value)) if volume.value is not None else 1.0
    x_start = min(-0.2, 1.35 * float(volume.value)) if volume.value is not None else -0.2
    grid = np.linspace(x_start, x_end, 200)
    bottom, top = (-0.5, 0.5)
    if price.value is not None:
        bottom, top = min(bottom, 1.4 * float(price.value)), max(top, 1.4 * float(price.value))
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
            at = inside[-1]
            axes.annotate(
                percent(round(level, 6), sign=True),
                (grid[at], curve[at]),
                xytext=(2, 3),
                textcoords="offset points",
                color=BLUE if own else SOFT,
                fontweight="bold" if own else "normal",
                ha="right",
                va="bottom",
            )
    if known and price.value is not None and volume.value is not None:
        corner = (float(volume.low), float(price.low))
        size = (float(volume.high - volume.low), float(price.high - price.low))
        axes.add_patch(mpl.patches.Rectangle(corner, *size, color=ORANGE, zorder=4))
        axes.annotate(
            f"Here: volume {percent(volume.value, True)},\nunit value {percent(price.value, True)}",
            (float(volume.value), float(price.low)),
            xytext=(0, -8),
            textcoords="offset points",
            color=ORANGE,
            fontweight="bold",
            ha="center",
            va="top",
        )
    axes.axhline(0, color=SOFT, linewidth=0.8)
    axes.axvline(0, color=SOFT, linewidth=0.8)
    axes.set(xlim=(x_start, x_end), ylim=(bottom, top), ylabel="")
    axes.set_xlabel("Growth of export volume")
    axes.set_title(
        "Change in unit value; curves join equal earnings growth", loc="left", fontsize=9.5
    )
    _percent_axis(axes.xaxis)
    _percent_axis(axes.yaxis)
    sns.despine(ax=axes)
    return figure


def record_grid(cells: pd.DataFrame, rows: Mapping[str, str], columns: Sequence[str]) -> Figure:
    """Draw what has been reported by metric and year, with the gaps left empty.

    Parameters
    ----------
    cells : pandas.DataFrame
        `row`, `column`, `text`: what to print; a pair may occur several times.
    rows : mapping
        From row key to its label, from the top.
    columns : sequence of str
        The columns, from the left.
    """
    figure, axes = _axes(0.6 + 0.62 * len(rows))
    found = cells.groupby(["row", "column"], sort=False)["text"].agg("\n".join)
    for top, (key, label) in enumerate(rows.items()):
        axes.annotate(
            label, (-0.5, top - 0.24), va="bottom", fontweight="bold", annotation_clip=False
        )
        for left, column in enumerate(columns):
            text = found.get((key, column))
            box = (left - 0.47, top - 0.2)
            axes.add_patch(
                mpl.patches.Rectangle(
                    box,
                    0.94,
                    0.52,
                    facecolor=BLUE if text else "none",
                    edgecolor="none" if text else GRID,
                    alpha=0.14 if text else 1,
                )
            )
            if text:
                axes.text(left, top + 0.06, text, ha="center", va="center", fontsize=7.5)
    axes.set(
        xlim=(-0.55, len(columns) - 0.45), ylim=(len(rows) - 0.55, -0.65), xlabel="", ylabel=""
    )
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks([])
    axes.tick_params(length=0)
    sns.despine(ax=axes, left=True, bottom=True)
    return figure
