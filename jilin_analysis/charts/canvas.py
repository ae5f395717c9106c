"""The empty canvas of every chart: size, type, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import seaborn as sns

from ..wording import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 4.5
INK = "#222222"
SOFT = "#6b6b6b"
GRID = "#dddddd"
# From the palette of Okabe and Ito, which stays distinct under colour blindness.
BLUE, ORANGE, GREEN = "#0072B2", "#C44E00", "#007A5A"


def canvas(height: float) -> tuple[Figure, Axes]:
    """Return a figure as wide as a phone shows it, and its axes."""
    sns.set_theme(style="white")
    # seaborn asks for Arial, which would draw other widths on a machine that has it.
    mpl.rcParams.update(
        {
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
    figure, axes = plt.subplots(figsize=(WIDTH, height), layout="constrained")
    # A notebook would show an open figure once more, without its description.
    plt.close(figure)
    return figure, axes


def percent_axis(axis: Any, sign: bool = True) -> None:
    """Print the ratios of an axis as percentages."""
    axis.set_major_formatter(lambda x, _: percent(round(x, 6), sign=sign))
