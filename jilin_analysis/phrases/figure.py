"""A figure as printed: a number with its unit, before anything is said about its meaning."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final

from .kinds import K, S
from .numbers import Number, exact


class Shape(StrEnum):
    """What a figure is printed as."""

    PERCENT = "percent"  # 5 percent, 三成
    POINTS = "points"  # 2 percentage points
    LEVEL = "level"  # money, mass, counted things
    TIMES = "times"  # 3 times, 1.2倍
    FOLD = "fold"  # threefold
    MULTIPLE = "multiple"  # doubled, 翻两番
    FRACTION = "fraction"  # a third, 三分之一
    SHARE = "share"  # 6 of 34
    FLAT = "flat"  # unchanged
    BARE = "bare"  # waits for the unit of a later member of its list


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
    candidates: tuple[str, ...] = ()
    range = ""  # "low" or "high" where it is one end of a printed range

    def __init__(self, shape: Shape, first: int, stop: int, coefficient: int, power: int) -> None:
        self.shape = shape
        self.first = first
        self.stop = stop
        self.coefficient = coefficient
        self.power = power

    @property
    def size(self) -> Decimal:
        """The number with its scale, without its unit."""
        return exact(self.coefficient, self.power - self.unit_power)

    def make_share(self, part: int, whole: int, first: int, stop: int) -> None:
        """Turn the figure into part of whole."""
        self.shape, self.unit, self.parts = Shape.SHARE, "ratio", (part, whole)
        self.first, self.stop = first, stop

    def negate(self, first: int, stop: int) -> None:
        """Take in a printed minus sign, or the brackets that stand for one."""
        self.first, self.stop, self.sign, self.signed = first, stop, -1, True


def figure_of(
    shape: Shape,
    number: Number,
    first: int,
    stop: int,
    unit: str = "ratio",
    power: int = 0,
    factor: int = 1,
) -> Figure:
    """Return the figure of a number and its unit, where it has one of its own."""
    figure = Figure(shape, first, stop, number.coefficient, number.power + power)
    figure.unit, figure.unit_power, figure.factor = unit, power, factor
    figure.scale = number.scale
    figure.bound = number.more or "="
    # 百亿 alone, and ½, print no digit that could have been rounded.
    figure.printed = not (number.bare or number.half)
    return figure


def parts_of(shape: Shape, first: int, stop: int, part: int, whole: int) -> Figure:
    """Return the figure of a fraction or a multiple, which prints no digit to be rounded."""
    figure = Figure(shape, first, stop, part, 0)
    figure.parts = (part, whole)
    return figure


_SIGNS: Final = (">", ">=", "<", "<=", "~")
BOUND: Final[dict[str, str]] = {
    **dict(zip(S.BOUND, _SIGNS, strict=True)),
    **dict(zip(S.AFTERS, (">", ">=", "<=", "~"), strict=True)),
    **dict(zip((K.EXCEEDS_UP, K.EXCEEDS_DOWN), "><", strict=True)),
    **dict(zip((K.BEYOND_UP, K.BEYOND_DOWN), "><", strict=True)),
}
