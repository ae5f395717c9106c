"""A figure as printed: a number with its unit, before anything is said about its meaning."""

from __future__ import annotations

from .numbers import Number


class Figure:
    """A number with its unit and its place among the tokens (`first` up to `stop`)."""

    unit = "ratio"
    unit_power = 0  # the power of ten of the unit, which `power` includes
    factor = 1  # the rest of the unit
    scale = 0  # the power of ten of the scale words, which `power` includes
    sign = 1
    signed = False
    filled: Figure | None = None  # the later figure with which its unit is printed
    printed = True  # a last digit is printed, so there is an interval
    bound = "="
    parts: tuple[int, int] | None = None

    def __init__(self, kind: str, first: int, stop: int, coefficient: int, power: int) -> None:
        self.type = kind
        self.first = first
        self.stop = stop
        self.coefficient = coefficient
        self.power = power

    def make_share(self, part: int, whole: int, stop: int) -> None:
        """Turn the figure into part of whole."""
        self.type = "share"
        self.unit = "ratio"
        self.parts = (part, whole)
        self.stop = stop


def figure_of(
    kind: str,
    number: Number,
    first: int,
    stop: int,
    unit: str = "ratio",
    factor: int = 1,
    power: int = 0,
) -> Figure:
    """Return the figure of a number and its unit, where it has one of its own."""
    figure = Figure(kind, first, stop, number.coefficient, number.power + power)
    figure.unit = unit
    figure.unit_power = power
    figure.factor = factor
    figure.scale = number.scale
    if number.more:
        figure.bound = ">"
    # 百亿 alone prints no digit that could have been rounded.
    figure.printed = not number.bare
    return figure
