"""Estimates as numbers to draw and as the few words that stand beside a dot."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

SPACE = "\u202f"
MINUS = "\u2212"
UNKNOWN = "not reported"


class Ends(NamedTuple):
    """A value, or none, between two ends, or infinity."""

    value: float | None
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether anything is known."""
        return math.isfinite(self.low) or math.isfinite(self.high)

    @property
    def anchor(self) -> float:
        """The one number to sort by: the value, or the end that is known; unknown comes last."""
        finite = [end for end in (self.value, self.low, self.high) if _finite(end)]
        return float(finite[0]) if finite else -math.inf  # type: ignore[arg-type]

    @property
    def drawn(self) -> bool:
        """Whether there is a value with both ends."""
        return self.value is not None and math.isfinite(self.low) and math.isfinite(self.high)


def ends(estimate: Any) -> Ends:
    """Return value and ends of an estimate, a number, a triple of them, or nothing."""
    if hasattr(estimate, "low"):
        estimate = (getattr(estimate, "value", None), estimate.low, estimate.high)
    elif not isinstance(estimate, tuple | list):
        estimate = (estimate, None, None)
    value, low, high = (None if part is None or pd.isna(part) else float(part) for part in estimate)
    if value is not None and not math.isfinite(value):
        value = None
    low = (-math.inf if value is None else value) if low is None else low
    high = (math.inf if value is None else value) if high is None else high
    return Ends(value, low, high)


def pct(ratio: float, sign: bool = True, digits: int = 1, fixed: bool = False, way: int = 0) -> str:
    """Return a ratio as a percentage; `way` rounds an end outward (-1 down, 1 up)."""
    if abs(ratio) >= 1000:
        return f"×{1 + ratio:.3g}"
    points = round(ratio * 100, 9)
    if way:
        points = (math.floor if way < 0 else math.ceil)(points * 10**digits) / 10**digits
    text = f"{abs(points):,.{digits}f}"
    if digits and not fixed:
        text = text.rstrip("0").rstrip(".")
    if not text.strip("0.,"):
        return "0" + SPACE + "%"
    return (MINUS if points < 0 else "+" if sign else "") + text + SPACE + "%"


def said(estimate: Any, sign: bool = True) -> str:
    """Return what a label says: `+77 %`, `−12 to −8 %`, `> +77 %`, `not reported`."""
    value, low, high = one = ends(estimate)
    if not one.known:
        return UNKNOWN
    if math.isinf(high):
        return ">" + SPACE + pct(low, sign)
    if math.isinf(low):
        return "<" + SPACE + pct(high, sign)
    digits = _digits(low, high)
    if value is None:
        return span(low, high, sign, max(1, digits))
    return pct(value, sign, max(1, digits), fixed=digits > 1)


def span(low: float, high: float, sign: bool = True, digits: int = 1) -> str:
    """Return a range with its ends rounded outward: `−12 to −8 %`."""
    first, last = pct(low, sign, digits, way=-1), pct(high, sign, digits, way=1)
    return last if first == last else f"{first.removesuffix(SPACE + '%')} to {last}"


def whole(estimate: Any, sign: bool = True) -> str:
    """Return a value with its interval, as a sentence says it: `+2.1 % (+1.3 to +3 %)`."""
    one = ends(estimate)
    if not one.drawn or one.low == one.high:
        return said(estimate, sign)
    return f"{said(estimate, sign)} ({span(one.low, one.high, sign, max(1, _digits(*one[1:])))})"


def tick(ratio: float, sign: bool = True) -> str:
    """Return the label of a tick; nought needs no unit."""
    return "0" if abs(ratio) < 1e-9 else pct(ratio, sign)


def steps(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two ends, at most so many."""
    size = 10 ** math.floor(math.log10(max(high - low, 1e-9)))
    for step in (size / 10 * k for k in (1, 2, 2.5, 5, 10, 20, 25, 50, 100)):
        if step < 1e-4:
            continue
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            return [float(round(n * step, 12)) for n in range(first, last + 1)]
    return []


def estimates(rows: pd.DataFrame) -> list[Ends]:
    """Return the ends of each row of a table with `value`, `low` and `high`."""
    names = ("value", "low", "high")
    columns = [rows[name] if name in rows else [None] * len(rows) for name in names]
    return [ends(row) for row in zip(*columns, strict=True)]


def finite(numbers: Iterable[float | None]) -> Iterator[float]:
    """Leave out what is missing or infinite."""
    return (float(number) for number in numbers if number is not None and np.isfinite(number))


def _digits(low: float, high: float) -> int:
    """Digits that the width of an interval bears, in percent: none to two."""
    width = round((high - low) * 100, 9)
    return 0 if width <= 0 else min(2, max(0, math.ceil(-math.log10(width))))


def _finite(number: float | None) -> bool:
    return number is not None and math.isfinite(number)
