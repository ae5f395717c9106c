"""Estimates in words: what a sentence may say, and no more than the interval bears."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

from .estimates import RATIO, Estimate

T = TypeVar("T")
SPACE = "\u00a0"
MINUS = "\u2212"
NOT_REPORTED = "not reported"
_MONEY = {"CNY": "yuan", "USD": "dollars"}
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def percent(ratio: Fraction | float, sign: bool = False, digits: int = 1) -> str:
    """Return a ratio as a percentage, whole where it is whole: `77 %`, `−27.7 %`."""
    return _points(ratio, sign, digits) + SPACE + "%"


def rate(growth: Estimate) -> str:
    """Return a growth rate with its sign and interval: `+77 % (+76.5 to +77.5)`."""
    if growth.value is None:
        return NOT_REPORTED
    return f"{percent(growth.value, True, _fine(growth))}{_interval(growth, sign=True)}"


def share(part: Estimate) -> str:
    """Return a share with its interval: `62.1 % (61.7 to 62.6)`."""
    if part.value is None:
        return NOT_REPORTED
    return f"{percent(part.value, False, _fine(part))}{_interval(part)}"


def change(growth: Estimate, rose: str = "rose", fell: str = "fell") -> str:
    """Return what a sentence may say of a growth rate: `fell by 27.7 % (27.2 to 28.2)`.

    Where the interval holds both signs, neither verb is used.
    """
    if growth.value is None:
        return f"changed at a rate that is {NOT_REPORTED}"
    if growth.low >= 0 and growth.value > 0:
        return f"{rose} by {percent(growth.value, False, _fine(growth))}{_interval(growth)}"
    if growth.high <= 0 and growth.value < 0:
        return (
            f"{fell} by {percent(-growth.value, False, _fine(growth))}{_interval(_mirror(growth))}"
        )
    return f"changed by {rate(growth)}, so its direction cannot be told"


def describe(estimate: Estimate) -> str:
    """Return an estimate as a noun phrase: `27.7 % fall (27.2 to 28.2)`, `13,560 tonnes (…)`."""
    if estimate.unit != RATIO:
        return amount(estimate)
    if estimate.value is None:
        return NOT_REPORTED
    if estimate.low >= 0 and estimate.value > 0:
        return f"{percent(estimate.value, False, _fine(estimate))} rise{_interval(estimate)}"
    if estimate.high <= 0 and estimate.value < 0:
        return (
            f"{percent(-estimate.value, False, _fine(estimate))} fall{_interval(_mirror(estimate))}"
        )
    return f"{rate(estimate)} change"


def amount(level: Estimate) -> str:
    """Return a level with its unit and interval: `13,560 tonnes (13,240 to 13,880)`.

    Digits stop at a hundredth of the interval's width: more would be no information.
    """
    if level.value is None:
        return NOT_REPORTED
    scale, name = _scale(level)
    unit = _MONEY.get(level.unit, {"tonne": "tonnes", "day": "days", "count": ""}.get(level.unit))
    words = SPACE.join(word for word in (name, level.unit if unit is None else unit) if word)
    value = f"{_trim(_digits(level.value, level, scale))}{SPACE if words else ''}{words}"
    if math.isinf(level.high):
        return f"more than {value}"
    if math.isinf(level.low):
        return f"less than {value}"
    if level.low == level.high:
        return value
    ends = (_digits(Fraction(end), level, scale) for end in (level.low, level.high))
    return f"{value} ({' to '.join(ends)})"


def compare(one: Estimate, other: Estimate) -> str:
    """Return how two estimates compare: `more than`, `less than`, `not distinguishably from`.

    Where one of them is not reported, they grew `not comparably with` one another.
    """
    if not (one.known and other.known):
        return "not comparably with"
    return {True: "more than", False: "less than", None: "not distinguishably from"}[
        one.is_above(other)
    ]


def factor(index: Estimate) -> str:
    """Return an index as a factor with its interval: `1.61 (1.60 to 1.62)`."""
    if index.value is None:
        return NOT_REPORTED
    return f"{float(index.value):.2f} ({float(index.low):.2f} to {float(index.high):.2f})"


def rate_list(rates: Mapping[str, Estimate]) -> str:
    """Return named growth rates as one line: `output +10 % (+9.5 to +10.5); exports …`."""
    return "; ".join(f"{name} {rate(one)}" for name, one in rates.items())


def pick(holds: bool | None, yes: T, no: T, unknown: T) -> T:
    """Return one of three wordings, by whether something holds or cannot be told."""
    return unknown if holds is None else yes if holds else no


def given(one: Estimate, text: str, otherwise: str) -> str:
    """Return a sentence that rests on an estimate, or what to say where that is unknown."""
    return text if one.known else otherwise


def listing(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: `1 metric`, `7 metrics`, `no metrics`."""
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _fine(estimate: Estimate) -> int:
    # Two decimals only where the interval is too narrow for one to show it.
    return 1 if estimate.low == estimate.high or estimate.high - estimate.low >= 0.001 else 2


def _points(ratio: Fraction | float, sign: bool, digits: int, trim: bool = True) -> str:
    exact = 100 * (Fraction(str(ratio)) if isinstance(ratio, float) else ratio)
    shown = f"{float(abs(round(exact, digits))):.{digits}f}"
    # Noughts go only where the figure has no more digits: they would claim a precision.
    if trim and exact == round(exact, digits):
        shown = _trim(shown)
    return (MINUS if exact < 0 else "+" if sign and exact > 0 else "") + shown


def _interval(estimate: Estimate, sign: bool = False) -> str:
    if math.isinf(estimate.low) or math.isinf(estimate.high):
        return " at the most" if math.isinf(estimate.low) else " at the least"
    digits = _fine(estimate)
    low, high = (_points(end, sign, digits, trim=False) for end in (estimate.low, estimate.high))
    return "" if low == high else f" ({low} to {high})"


def _mirror(growth: Estimate) -> Estimate:
    # Only its interval is printed.
    return Estimate(None, -growth.high, -growth.low)


def _scale(level: Estimate) -> tuple[int, str]:
    if level.unit in _MONEY and level.value is not None:
        for size, name in _SCALES:
            if abs(level.value) >= size:
                return size, name
    return 1, ""


def _digits(number: Fraction, level: Estimate, scale: int) -> str:
    width = (
        Fraction(level.high - level.low) if math.isfinite(level.high - level.low) else Fraction(0)
    )
    if not width:
        shown = number / scale
        return f"{float(shown):,.15g}" if shown.denominator == 1 else f"{float(shown):,.6g}"
    step = math.floor(math.log10(width / scale)) - 1
    rounded = round(number / scale, -step)
    return f"{float(rounded):,.{max(0, -step)}f}"


def _trim(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
