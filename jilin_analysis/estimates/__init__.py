"""Numbers that are known only as precisely as they were printed.

An `Estimate` is an interval, with a middle where a single figure was printed. Arithmetic keeps the
formula: what is computed is evaluated over the figures that it started from, so that a figure used
twice is one figure. What is divided and multiplied again has its printed interval back.
"""

from __future__ import annotations

import math
import operator
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from html import escape
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, cast

from ..paths import table
from . import intervals
from .digits import Form
from .intervals import End, Leaf, Node, Range

if TYPE_CHECKING:
    from ..phrases import Quantity

RATIO = "ratio"
NOT_REPORTED = "not reported"
Number = Fraction | int | Decimal | float | str
# Where an interval comes from, the more doubtful the later.
ROUNDING, READINGS, RANGE = "from rounding", "from two readings", "from a range"
BOUND, HULL = "from a bound", "over the readings"
ORIGINS = (ROUNDING, READINGS, RANGE, BOUND, HULL)
_Operator = Callable[["Estimate", "Estimate | Number"], "Estimate"]
# What Python's operators answer to what they cannot take.
_REFUSED = cast("Estimate", NotImplemented)
# What no volume or value falls below.
_FLOORS = {"growth": Fraction(-1), **dict.fromkeys(("level", "index", "share"), Fraction(0))}
_SUMS = (operator.add, operator.sub)
_NOTHING = "it divides by a figure that may be nothing"


def _operators(operation: intervals.Operation) -> tuple[_Operator, _Operator]:
    """Return the methods for an operation with an estimate on its left, and on its right."""
    return (
        lambda self, other: _compute(operation, self, other),
        lambda self, other: _compute(operation, other, self),
    )


def _comparison(sign: str, *wanted: int) -> Callable[[Estimate, Estimate | Number], bool]:
    """Return the method that tells whether the difference is sure to have one of these signs."""

    def compare(self: Estimate, other: Estimate | Number) -> bool:
        possible = _signs(self, other)
        if possible <= {*wanted} or not possible & {*wanted}:
            return possible <= {*wanted}
        raise ValueError(
            f"whether {self} {sign} {other} cannot be told: both are compatible with what is "
            "known (`is_above` answers None then)"
        )

    return compare


@dataclass(frozen=True, slots=True, repr=False)
class Estimate:
    """A number with the interval in which it must lie, given how it was printed.

    `==` tells whether two are written the same; `<` and its like tell how the numbers lie, and
    raise where that cannot be told. `float`, `round` and a format such as `.1%` take the single
    figure alone; so does `mean` of pandas: `sum(found) / len(found)` keeps the interval.

    Parameters
    ----------
    value : Fraction or None
        The single figure printed or computed; None where there is none: of a bound, a range, a
        hull of readings, or where nothing is known.
    low, high : Fraction or float
        The ends; minus and plus infinity where there is none.
    unit : str
        `ratio` for growth rates, shares and indices; else `tonne`, `CNY`, `CNY/tonne`, …
    rests_on : frozenset of str
        Ids of the reported figures it was computed from; arithmetic unites them.
    kind : str
        What a ratio is: `growth`, `share`, `index` (a multiple too) or `points`; `level` of all
        else; empty where it does not matter, and then written as growth.
    open_low, open_high : bool
        Whether the end itself is excluded: what rose by more than 77 % did not rise by 77 %.
    origin : str
        Where the interval comes from, one of `ORIGINS`; empty for what is exact.
    about : bool
        Whether a source said *about*, so that the digits claim more than it did.
    ambiguous : bool
        Whether the words of a source have two honest readings.
    why : str
        Why nothing is known, where nothing is.
    """

    value: Fraction | None
    low: End
    high: End
    unit: str = RATIO
    rests_on: frozenset[str] = frozenset()
    kind: str = ""
    open_low: bool = False
    open_high: bool = False
    origin: str = ""
    about: bool = False
    ambiguous: bool = False
    why: str = ""
    _node: Node = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a value outside its own interval; begin a formula with this figure."""
        ids = self.rests_on
        ids = frozenset(filter(None, [ids]) if isinstance(ids, str) else ids)
        object.__setattr__(self, "rests_on", ids)
        for name in ("value", "low", "high"):
            number = getattr(self, name)
            endless = isinstance(number, float) and math.isinf(number)
            if not endless and not isinstance(number, Fraction | None):
                object.__setattr__(self, name, _fraction(number))
        if self.low > self.high:
            raise ValueError(f"the interval from {self.low} to {self.high} holds nothing")
        if self.value is not None and not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} does not lie between {self.low} and {self.high}")
        object.__setattr__(self, "open_low", self.open_low or self.low == -math.inf)
        object.__setattr__(self, "open_high", self.open_high or self.high == math.inf)
        if not self.origin and self.low < self.high:
            endless = isinstance(self.low, float) or isinstance(self.high, float)
            origin = BOUND if endless else RANGE if self.value is None else ROUNDING
            object.__setattr__(self, "origin", origin)
        if self.unit != RATIO and not self.kind:
            object.__setattr__(self, "kind", "level")
        exact = self.low == self.high and isinstance(self.low, Fraction)
        # A name that copies and other processes keep, and that no other figure has.
        self._hold(self.low if exact else Leaf(os.urandom(12), *self._range()))

    def _range(self) -> Range:
        return Range(self.low, self.high, self.open_low, self.open_high)

    def _hold(self, node: object) -> Estimate:
        object.__setattr__(self, "_node", node)
        return self

    def _is_printed(self) -> bool:
        """Tell whether this is a figure with half a unit of its last digit either way."""
        middle = self.value is not None and self.low + self.high == 2 * self.value
        return isinstance(self._node, Leaf) and self.origin == ROUNDING and middle

    @classmethod
    def between(
        cls,
        value: Number,
        low: Number,
        high: Number,
        unit: str = RATIO,
        rests_on: str = "",
        kind: str = "",
    ) -> Estimate:
        """Return an estimate from a printed value and the interval its precision allows.

        Where it rests on a row, it is that row's figure, and one figure wherever it is made again.

        Parameters
        ----------
        value, low, high : Fraction, int, Decimal, float or str
            0.77 for +77 %; a float is taken as it is written.
        unit, kind : str
            As of `Estimate`.
        rests_on : str
            The id of a row.

        Raises
        ------
        ValueError
            The value lies outside the interval, or one of them is no finite number.
        """
        value, low, high = map(_fraction, (value, low, high))
        made = cls(value, low, high, unit, frozenset({rests_on} - {""}), kind)
        return _named(made, rests_on)

    @classmethod
    def exact(
        cls, value: Number, unit: str = RATIO, rests_on: str = "", kind: str = ""
    ) -> Estimate:
        """Return an estimate without any doubt, such as a count of days.

        Parameters and errors are those of `between`.
        """
        return cls.between(value, value, value, unit, rests_on, kind)

    @classmethod
    def unknown(
        cls, unit: str = RATIO, why: str = NOT_REPORTED, rests_on: frozenset[str] = frozenset()
    ) -> Estimate:
        """Return the estimate of a figure of which nothing is known.

        `why` says why that is so; else as of `Estimate`. What is computed with it is unknown too.
        """
        return cls(None, -math.inf, math.inf, unit, rests_on, why=why)

    @property
    def known(self) -> bool:
        """Whether anything is: a value, or one end at least."""
        return isinstance(self.low, Fraction) or isinstance(self.high, Fraction)

    # Of one unit; a ratio of something, or a price times an amount; a ratio of amounts, or a price.
    __add__, __radd__ = _operators(operator.add)
    __sub__, __rsub__ = _operators(operator.sub)
    __mul__, __rmul__ = _operators(operator.mul)
    __truediv__, __rtruediv__ = _operators(operator.truediv)
    # Each raises where it cannot be told.
    __lt__, __le__ = _comparison("<", -1), _comparison("<=", -1, 0)
    __gt__, __ge__ = _comparison(">", 1), _comparison(">=", 0, 1)

    def __neg__(self) -> Estimate:
        """Return the same with the other sign."""
        return -1 * self

    def __abs__(self) -> Estimate:
        """Return the size; raises where the sign cannot be told."""
        return self if self >= 0 else -self

    def __round__(self, digits: int | None = None) -> float:
        """Return the single figure, rounded; raises where there is none."""
        return round(float(self), digits)

    def __format__(self, form: str) -> str:
        """Return the text; for a format of numbers, such as `.2f` or `.1%`, the single figure."""
        return format(float(self) if form.endswith(tuple("eEfFgG%")) else str(self), form)

    def __float__(self) -> float:
        """Return the single figure; raises where there is none."""
        if self.value is None:
            raise ValueError(f"there is no single figure to be had: {self}")
        return float(self.value)

    def is_above(self, other: Estimate | Number) -> bool | None:
        """Tell whether this is above the other; None where it may be either, or they are equal.

        Two printed figures whose intervals touch are apart: a half is rounded to one of them.
        """
        possible = _signs(self, other)
        return True if possible == {1} else False if possible == {-1} else None

    def agrees_with(self, other: Estimate | Number) -> bool:
        """Tell whether both could be reports of one and the same number."""
        return 0 in _signs(self, other)

    def __repr__(self) -> str:
        """Return value and interval, such as `−27.7 % (−28.2 to −27.1, from rounding)`."""
        return in_figures(self, named=True)

    __str__ = _repr_markdown_ = __repr__

    def _repr_html_(self) -> str:
        return f"<span>{escape(in_figures(self, named=True))}</span>"


def _fraction(number: Number) -> Fraction:
    """Return the number as it is written: 0.1 is a tenth, whatever a float holds."""
    if isinstance(number, Integral):
        return Fraction(int(number))
    if isinstance(number, Real) and not isinstance(number, Fraction):
        if not math.isfinite(number):
            raise ValueError(f"{number} is no number to compute with")
        return Fraction(str(number))
    return Fraction(number)


def _named(made: Estimate, row: str) -> Estimate:
    if row and made.low < made.high:
        made._hold(Leaf((row, made.value), *made._range()))
    return made


def _compute(
    operation: intervals.Operation, left: Estimate | Number, right: Estimate | Number
) -> Estimate:
    if isinstance(left, str) or isinstance(right, str):
        return _REFUSED
    try:
        a, b = (
            one if isinstance(one, Estimate) else Estimate.exact(one, kind="number")
            for one in (left, right)
        )
    except TypeError:
        return _REFUSED
    # Nothing is nothing in any unit: `sum` begins with it, and a weight is above it.
    if operation in _SUMS and right == 0:
        return a
    if operation in _SUMS and left == 0:
        return b if operation is operator.add else -b
    unit = _unit_of(operation, a.unit, b.unit)
    kind = _kind_of(operation, a, b) if unit == RATIO else "level"
    ids = a.rests_on | b.rests_on
    for part in (a, b):
        if not part.known:
            return Estimate.unknown(unit, part.why, ids)
    if operation is operator.truediv and (b.value == 0 or b.low < 0 < b.high):
        return Estimate.unknown(unit, _NOTHING, ids)
    node = intervals.join(operation, a._node, b._node)
    found = None if node is None else intervals.bounds(node)
    found = found or intervals.outer(operation, a._range(), b._range())
    value = None if a.value is None or b.value is None else operation(a.value, b.value)
    if isinstance(found.low, Fraction) and found.low == found.high:
        value = found.low
    origins = [one.origin for one in (a, b) if one.origin and found.low < found.high]
    origin = max(origins, key=ORIGINS.index, default="")
    why = _NOTHING if isinstance(found.low, float) and isinstance(found.high, float) else ""
    told = {"unit": unit, "kind": kind, "origin": origin, "why": why} | _united(a, b)
    made = Estimate(value, **found._asdict(), **told)
    return made if node is None else made._hold(node)


def _united(*parts: Estimate) -> dict[str, Any]:
    """Return what holds of a number as soon as it holds of one that it was made of."""
    doubts = {name: any(getattr(one, name) for one in parts) for name in ("about", "ambiguous")}
    return {"rests_on": rests_on(*parts), **doubts}


# What comes of two ratios; "one" is the number 1. A rate and 1 make an index, and lead back.
_KINDS = {
    (row["one"], row["operation"], row["other"]): row["kind"]
    for row in table("estimates/kinds.csv")
}


def _unit_of(operation: intervals.Operation, one: str, other: str) -> str:
    """Return the unit of a result; raises where the units do not go together."""
    if operation in _SUMS:
        if one == other:
            return one
        verb = "add" if operation is operator.add else "subtract"
        raise ValueError(f"cannot {verb} {one} and {other}")
    if other == RATIO:
        return one
    if operation is operator.mul:
        for price, amount in ((one, other), (other, one)):
            if price == RATIO:
                return amount
            if price.endswith(f"/{amount}"):
                return price.removesuffix(f"/{amount}")
        raise ValueError(f"cannot multiply {one} by {other}")
    if one == other:
        return RATIO
    if other.startswith(f"{one}/"):
        return other.removeprefix(f"{one}/")
    if one == RATIO or "/" in one + other:
        raise ValueError(f"cannot divide {one} by {other}")
    return f"{one}/{other}"


def _kind_of(operation: intervals.Operation, a: Estimate, b: Estimate) -> str:
    """Return the kind of the ratio that results; empty where it has no name."""
    one, other = ("one" if x.kind == "number" and x.value == 1 else x.kind for x in (a, b))
    numbers = ("one", "number")
    if operation in (operator.mul, operator.truediv) and other in numbers:
        return one if one not in numbers else ""
    if operation is operator.mul and one in numbers:
        return other
    return _KINDS.get((one or "growth", operation.__name__, other or "growth"), "")


def _signs(one: Estimate, other: Estimate | Number) -> set[int]:
    """Return the signs that the difference of two may have."""
    if isinstance(other, Estimate) and one.unit != other.unit:
        raise ValueError(f"cannot compare {one.unit} with {other.unit}")
    gap = one - other
    zero = gap.low < 0 < gap.high or (gap.low == gap.high == 0)
    if not zero and 0 in (gap.low, gap.high):
        rounded = isinstance(other, Estimate) and one._is_printed() and other._is_printed()
        zero = not rounded and not (gap.open_low if gap.low == 0 else gap.open_high)
    return {sign for sign, may in ((-1, gap.low < 0), (0, zero), (1, gap.high > 0)) if may}


def floats(*numbers: Any) -> list[float]:
    """Return numbers as a table has them: nan where there is none, and for what has no end."""
    told = (math.nan if one is None else float(one) for one in numbers)
    return [one if math.isfinite(one) else math.nan for one in told]


def only_estimates(*found: object) -> None:
    """Raise an error that says how an estimate is made, where one of these is none."""
    for one in found:
        if not isinstance(one, Estimate):
            raise TypeError(
                f"expected an Estimate, found {one!r}: `Estimate.exact` makes one of a number, "
                "`Estimate.between` one of a printed figure and what its digits allow"
            )


def rests_on(*estimates: Estimate) -> frozenset[str]:
    """Return the ids of all reported figures that the estimates rest on."""
    return frozenset[str]().union(*(one.rests_on for one in estimates))


def of_kind(kind: str, one: Estimate) -> Estimate:
    """Return the same number, told to be of this kind."""
    return replace(one, kind=kind)._hold(one._node)


def hull(*readings: Estimate) -> Estimate:
    """Return the smallest interval that holds every reading; it has no middle.

    Where all readings are one and the same, it is that. Unknown where a reading is.
    """
    only_estimates(*readings)
    if len({one.unit for one in readings}) != 1:
        raise ValueError("expected readings in one unit")
    first, ids = readings[0], rests_on(*readings)
    if all(one == first for one in readings):
        return first
    for one in readings:
        if not one.known:
            return Estimate.unknown(first.unit, one.why, ids)
    low, high = min(one.low for one in readings), max(one.high for one in readings)
    opens = {
        "open_low": all(one.open_low for one in readings if one.low == low),
        "open_high": all(one.open_high for one in readings if one.high == high),
    }
    told = {"unit": first.unit, "kind": first.kind, "origin": HULL} | opens | _united(*readings)
    return Estimate(None, low, high, **told)


def as_estimate(quantity: Quantity, row: str = "", measure: str = "") -> Estimate:
    """Return a figure as read from its phrase, as an estimate that rests on its row.

    The reader gives half a unit of the last printed digit either way. What that means is told here:

    - A bound has one end, and no single figure. It is said of the size, whose sign the verb fixes:
      what rose by nearly 28 % lies in (0, 28 %], what fell by more than 5 % in [−100 %, −5 %).
    - A range has both ends as printed, and no single figure.
    - A count below a hundred, or without noughts at its end, is exact; so is a rank, a ratio of two
      counts and the figure that a plant was built for (`measure="capacity"`), which is of a year.
    - Noughts that end a whole number are digits only where a unit such as 万 or million shows it:
      24,000 tonnes is 23,500 to 24,500, as 2.4万吨 is, and 2.40万吨 is 23,950 to 24,050.
    - No volume or value falls below nothing, by its level or its rate; a profit can
      (`measure="profit"`).
    - A number of times that can be read in two ways is any of both, and has no single figure.
    """
    kind = {"multiple": "index", "rank": "level"}.get(quantity.kind, quantity.kind)
    unit = RATIO if quantity.unit == "percentage_point" else str(quantity.unit)
    if measure == "capacity" and unit != RATIO and "/" not in unit:
        unit = f"{unit}/year"
    value = Fraction(quantity.value)
    ends, origin = _ends(quantity, value, measure)
    floor = _FLOORS.get(kind, -math.inf)
    if measure != "profit" and ends.low < floor <= value:
        ends = ends._replace(low=floor, open_low=False)
    if _has_two_readings(quantity):
        # Whichever it is, it rose.
        least, most = max(ends.low - 1, Fraction(0)), ends.high + 1
        ends = ends._replace(low=least) if kind == "growth" else ends._replace(high=most)
        origin = READINGS
    middle = value if origin in ("", ROUNDING) else None
    doubts = quantity.bound == "~", quantity.ambiguous
    ids = frozenset({row} - {""})
    made = Estimate(middle, *ends[:2], unit, ids, kind, *ends[2:], origin, *doubts)
    return _named(made, row)


def as_range(first: Quantity, last: Quantity, row: str = "", measure: str = "") -> Estimate:
    """Return a printed range (70 to 80 percent) as the interval that it gives: no single figure."""
    both = sorted((first, last), key=lambda one: one.value)
    found = replace(hull(*(as_estimate(one, row, measure) for one in both)), origin=RANGE)
    if not any(one.bound in (">", ">=", "<", "<=") for one in both):
        low, high = (Fraction(one.value) for one in both)
        found = replace(found, value=None, low=low, high=high)
    return _named(found, row)


def _ends(quantity: Quantity, value: Fraction, measure: str) -> tuple[Range, str]:
    """Return the interval of a figure, and where it comes from."""
    if quantity.bound in (">", ">=", "<", "<="):
        return _bound(quantity, value), BOUND
    exact = Range(value, value, False, False), ""
    if quantity.low is None or quantity.high is None or quantity.kind == "rank":
        return exact
    low, high = Fraction(quantity.low), Fraction(quantity.high)
    if quantity.kind == "level":
        noughts = _noughts(quantity.text, value)
        is_count = quantity.unit == "count" and high - value == Fraction(1, 2)
        if measure == "capacity" or (is_count and (abs(value) < 100 or not noughts)):
            return exact
        if noughts:
            low, high = value - noughts, value + noughts
    return Range(low, high, False, False), ROUNDING


def _bound(quantity: Quantity, value: Fraction) -> Range:
    """Return the interval of a bound, which is said of the size of a change or of a level."""
    more, strict = quantity.bound in (">", ">="), quantity.bound == ">"
    # Halved and doubled are verbs as well: their sign is that of the change.
    still = Fraction(quantity.kind == "multiple" and quantity.low is None)
    signed = still == 1 or quantity.kind in ("growth", "points") or value < 0
    if value >= still:
        return Range(value, math.inf, strict, True) if more else Range(still, value, signed, False)
    return Range(-math.inf, value, True, strict) if more else Range(value, still, False, signed)


def _noughts(text: str, value: Fraction) -> Fraction:
    """Return half a unit of the last digit before the noughts that end a whole number, or 0.

    Only of digits that spell the whole value: where a scale word stands, they do not.
    """
    spelt = re.search(r"\d[\d,，\s]*(?![.\d])", text)
    digits = re.sub(r"\D", "", spelt[0]) if spelt else ""
    if not digits or int(digits) != abs(value) or not value:
        return Fraction(0)
    ending = len(digits) - len(digits.rstrip("0"))
    return Fraction(10**ending, 2) if ending else Fraction(0)


def _has_two_readings(quantity: Quantity) -> bool:
    """Tell whether a number of times may count what was there before, or not."""
    readings = {*quantity.candidates} or {"growth", "multiple"}
    times = not re.search(r"[%％]|per\s?cent|百分", quantity.text)
    several = quantity.ambiguous and readings == {"growth", "multiple"}
    return several and times and quantity.value > 1


def in_figures(one: Estimate, named: bool = False, kind: str = "", signed: bool = True) -> str:
    """Return an estimate in figures: `+77 % (+76.5 to +77.5)`, `more than 8,000 tonnes`.

    Ends are rounded outward, at the decimals of the value, so that what is printed holds what is
    meant. `named` says what the interval is; growth and points have their sign if `signed`.
    """
    if not one.known:
        return one.why or NOT_REPORTED
    kind = kind or one.kind or "growth"
    # A limit that lies in the nature of a thing, such as a weight of nothing, tells nothing new.
    floor = _FLOORS.get(kind)
    endless = isinstance(one.low, float) or isinstance(one.high, float)
    middle = None if endless else one.value
    bare = not endless and middle is None and one.low == floor and one.origin == BOUND
    low = -math.inf if bare else one.low
    form = Form.of(middle, low, one.high, one.unit, kind, signed)
    about, unit, origin = "about " if one.about else "", form.unit, one.origin if named else ""
    if middle is not None:
        value = about + form.value(middle) + unit
        if one.low == one.high or one.about:
            return value
        name = f", {origin}" if origin else ""
        return f"{value} ({form.low(low)} to {form.high(one.high)}{name})"
    alone = f" ({origin})" if origin else ""
    if isinstance(one.high, float):
        words = "more than" if one.open_low and form.is_exact(low) else "at least"
        return f"{words} {form.low(low)}{unit}{alone}"
    if isinstance(low, float):
        words = "less than" if one.open_high and form.is_exact(one.high) else "at most"
        return f"{words} {form.high(one.high)}{unit}{alone}"
    return f"{about}{form.low(low)} to {form.high(one.high)}{unit}{alone}"
