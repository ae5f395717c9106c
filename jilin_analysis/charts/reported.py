"""Charts of reported rates: direct labels, made for a phone, safe for colour-blind eyes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns

from ..wording import percent
from .canvas import BLUE, GRID, SOFT, canvas, percent_axis

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def rates(rows: pd.DataFrame) -> Figure:
    """Draw growth rates as dots with the whiskers of their printed precision.

    Parameters
    ----------
    rows : pandas.DataFrame
        One rate a row, from the top: `label`, `value`, `low`, `high` (ratios) and `group`; the
        first group is drawn in colour, the others in grey. Unknown rates are left out.
    """
    known = rows.dropna(subset=["value"]).reset_index(drop=True)
    figure, axes = canvas(0.7 + 0.47 * max(1, len(known)))
    ends = known[["low", "high"]].replace([np.inf, -np.inf], np.nan)
    own = known["group"].eq(rows["group"].iloc[0]) if len(rows) else known["group"].eq("")
    colours = [BLUE if mine else SOFT for mine in own]
    axes.vlines([0] * len(known), known.index - 0.15, known.index + 0.2, color=SOFT, linewidth=0.8)
    axes.hlines(known.index, ends["low"], ends["high"], colors=colours, linewidth=11, alpha=0.35)
    sns.scatterplot(
        x=known["value"], y=known.index, c=colours, marker="|", s=130, linewidth=2.2, ax=axes
    )
    left, right = min(0.0, known["value"].min()), max(0.0, known["value"].max())
    room = 0.2 * max(right - left, 0.01)
    axes.set_xlim(left - room * (left < 0), right + room * (0.1 + 0.9 * (right > 0)))
    edge = axes.get_xlim()[0]
    for place, (label, value, low, high, colour) in enumerate(
        zip(known["label"], known["value"], ends["low"], ends["high"], colours, strict=True)
    ):
        bold = "bold" if colour == BLUE else "normal"
        axes.text(edge, place - 0.27, label, color=colour, va="bottom", fontweight=bold)
        negative = value < 0
        axes.annotate(
            percent(value, sign=True),
            (np.nanmin([value, low]) if negative else np.nanmax([value, high]), place),
            xytext=(-6 if negative else 6, 0),
            textcoords="offset points",
            color=colour,
            ha="right" if negative else "left",
            va="center",
        )
    axes.set_ylim(len(known) - 0.6, -0.95)
    percent_axis(axes.xaxis)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(6))
    axes.set(xlabel="Growth year on year", ylabel="", yticks=[])
    sns.despine(ax=axes, left=True)
    return figure


def record_grid(cells: pd.DataFrame, rows: Mapping[str, str], columns: Sequence[str]) -> Figure:
    """Draw what has been reported by metric and year, with the gaps left empty.

    Parameters
    ----------
    cells : pandas.DataFrame
        `row`, `column`, `span`, `growth`: what to print; a pair may occur several times.
    rows : mapping
        From row key to its label, from the top.
    columns : sequence of str
        The columns, from the left.
    """
    texts = cells["span"] + "\n" + cells["growth"]
    found = texts.groupby([cells["row"], cells["column"]], sort=False).agg("\n".join)
    lines = {key: max([2, *(text.count("\n") + 1 for text in found.get(key, []))]) for key in rows}
    heights = [0.3 + 0.145 * lines[key] for key in rows]
    # Python 3.12 made sum() of floats more exact, which would move the picture by a bit.
    figure, axes = canvas(0.4 + math.fsum(heights))
    top = 0.0
    for (key, label), height in zip(rows.items(), heights, strict=True):
        axes.text(-0.47, top + 0.22, label, va="bottom", fontweight="bold")
        box = height - 0.3
        for left, column in enumerate(columns):
            text = found.get((key, column))
            look = {"facecolor": BLUE, "alpha": 0.14} if text else {"facecolor": "none"}
            patch = mpl.patches.Rectangle((left - 0.47, top + 0.25), 0.94, box, ec=GRID, **look)
            axes.add_patch(patch)
            if text:
                middle = top + 0.25 + box / 2
                axes.text(left, middle, text, ha="center", va="center_baseline", fontsize=7.5)
        top += height
    axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(top, 0), xlabel="", ylabel="")
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks([])
    axes.tick_params(length=0)
    sns.despine(ax=axes, left=True, bottom=True)
    return figure
