"""Numbers that are known only as precisely as they were printed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .phrases import Quantity

RATIO = "ratio"
Number = Fraction | int | Decimal | str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with the interval in which it must lie, given how it was printed.

    Parameters
    ----------
    value : Fraction or None
        The best single figure; None where nothing is known.
    low, high : Fraction or float
        The bounds; minus and plus infinity where there is none.
    unit : str
        `ratio` for growth rates, shares and indices; else a unit such as `tonne` or `CNY`.
    rests_on : frozenset of str
        Ids of the reported figures it was computed from; arithmetic unites them.
    """

    value: Fraction | None
    low: Fraction | float
    high: Fraction | float
    unit: str = RATIO
    rests_on: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a value outside its own interval."""
        if self.value is not None and not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} does not lie between {self.low} and {self.high}")

    @classmethod
    def between(
        cls, value: Number, low: Number, high: Number, unit: str = RATIO, rests_on: str = ""
    ) -> Estimate:
        """Return an estimate from a printed value and the interval its precision allows."""
        ids = frozenset([rests_on]) if rests_on else frozenset()
        return cls(Fraction(value), Fraction(low), Fraction(high), unit, ids)

    @classmethod
    def exact(cls, value: Number, unit: str = RATIO, rests_on: str = "") -> Estimate:
        """Return an estimate without any doubt, such as a count of days."""
        return cls.between(value, value, value, unit, rests_on)

    @classmethod
    def unknown(cls, unit: str = RATIO) -> Estimate:
        """Return the estimate of a figure that nobody reported: it may be anything."""
        return cls(None, -math.inf, math.inf, unit)

    @property
    def known(self) -> bool:
        """Whether there is a figure at all."""
        return self.value is not None

    def is_above(self, other: Estimate | int) -> bool | None:
        """Tell whether this is certainly above the other; None where the intervals overlap."""
        low, high = (other.low, other.high) if isinstance(other, Estimate) else (other, other)
        if isinstance(other, Estimate) and other.unit != self.unit:
            raise ValueError(f"cannot compare {self.unit} with {other.unit}")
        if self.low > high or (self.low == high and self.high > self.low):
            return True
        if self.high < low or (self.high == low and self.high > self.low):
            return False
        return None

    def __str__(self) -> str:
        """Return value and interval in words, such as `27.7 % fall (27.2 to 28.2)`."""
        from .wording import describe

        return describe(self)

    def agrees_with(self, other: Estimate) -> bool:
        """Tell whether both could be reports of one and the same number."""
        return self.is_above(other) is None


def as_estimate(quantity: Quantity, row: str) -> Estimate:
    """Return a figure as read from its phrase, as an estimate that rests on its row.

    A bound such as `exceeding` moves the printed value to the edge of what is possible. It is said
    of the size: what fell by more than 5 percent grew by less than −5 percent.
    """
    value = Fraction(quantity.value)
    low: Fraction | float = value if quantity.low is None else Fraction(quantity.low)
    high: Fraction | float = value if quantity.high is None else Fraction(quantity.high)
    more, less = quantity.bound in (">", ">="), quantity.bound in ("<", "<=")
    if value < 0:
        more, less = less, more
    if more:
        low, high = value, math.inf
    elif less:
        low, high = -math.inf, value
    if quantity.kind == "growth":
        # What fell by all of itself cannot have fallen by the half digit more.
        low = max(low, Fraction(-1))
    unit = RATIO if quantity.unit == "percentage_point" else str(quantity.unit)
    return Estimate(value, low, high, unit, frozenset([row]))


def combine(formula: Callable[..., Fraction], *parts: Estimate, unit: str = RATIO) -> Estimate:
    """Apply a formula that is monotone in each part to all corners of their intervals.

    Returns an unknown estimate where a part is unknown, has no bound on one side, or where the
    formula divides by zero within the intervals.
    """
    ids = frozenset().union(*(part.rests_on for part in parts))
    try:
        value = formula(*(_fraction(part.value) for part in parts))
        ends = product(*({_fraction(part.low), _fraction(part.high)} for part in parts))
        corners = [formula(*corner) for corner in ends]
    except (ZeroDivisionError, _UnknownPartError):
        return replace(Estimate.unknown(unit), rests_on=ids)
    return Estimate(value, min(corners), max(corners), unit, ids)


class _UnknownPartError(Exception):
    pass


def _fraction(number: Fraction | float | None) -> Fraction:
    if number is None or (isinstance(number, float) and math.isinf(number)):
        raise _UnknownPartError
    return Fraction(number)


def rests_on(*estimates: Estimate) -> frozenset[str]:
    """Return the ids of all reported figures that the estimates rest on."""
    return frozenset().union(*(one.rests_on for one in estimates))
