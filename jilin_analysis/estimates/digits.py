"""How many digits an interval bears: its ends rounded outward, at the decimals of the value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from .intervals import End

SPACE = "\u00a0"
MINUS = "\u2212"
_MONEY = {"CNY": "yuan", "USD": "dollars", "EUR": "euros", "GBP": "pounds"}
_WORDS = _MONEY | {"tonne": "tonnes", "day": "days", "count": "", "index": "", "rank": ""}
_LONG = re.compile(r"(?:[a-z]+ )?[a-z]{4,}(?<!celsius)$")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
# Decimals at which a figure is taken to be printed out; beyond, it is computed.
_PRINTED = 2


def is_money(unit: str) -> bool:
    """Tell whether a unit is that of an amount of money."""
    return bool(re.fullmatch(r"[A-Z]{3}", unit)) and unit not in ("TEU", "DWT")


class Form(NamedTuple):
    """How one estimate is written: in which unit, and to which power of ten.

    The ends of a figure as printed have a digit more than it; then its noughts are digits.
    """

    scale: Fraction
    unit: str
    step: int
    end_step: int
    signed: bool

    @classmethod
    def of(
        cls, value: Fraction | None, low: End, high: End, unit: str, kind: str, signed: bool
    ) -> Form:
        """Return the form for a value, if there is one, and the ends of its interval."""
        scale, words, default = _scale(value, low, high, unit, kind)
        ends = [Fraction(end) / scale for end in (low, high) if isinstance(end, Fraction)]
        middle = None if value is None else value / scale
        signed = signed and kind in ("growth", "points")
        if middle is not None and len(ends) == 2 and ends[0] < ends[1]:
            # Half a unit of the last printed digit either way.
            power = places(ends[1] - ends[0])
            unit_ = Fraction(10) ** power
            if ends == [middle - unit_ / 2, middle + unit_ / 2] and middle % unit_ == 0:
                return cls(scale, words, power, power - 1, signed)
        step = _step(middle, ends, default)
        return cls(scale, words, step, step, signed)

    def value(self, number: Fraction) -> str:
        """Write the value: to the nearest, and without noughts that it does not bear."""
        exact, is_printed = number / self.scale, self.end_step < self.step
        return write(exact, self.step if is_printed else _shortest(exact, self.step), self.signed)

    def low(self, number: End) -> str:
        """Write a lower end, rounded down."""
        return self._end(number, math.floor)

    def high(self, number: End) -> str:
        """Write an upper end, rounded up."""
        return self._end(number, math.ceil)

    def _end(self, number: End, rounded: Callable[[Fraction], int]) -> str:
        step = Fraction(10) ** self.end_step
        outward = rounded(Fraction(number) / self.scale / step) * step
        return write(outward, self.end_step, self.signed)

    def is_exact(self, number: End) -> bool:
        """Tell whether an end is written without rounding."""
        return (Fraction(number) / self.scale / Fraction(10) ** self.end_step).denominator == 1


def write(number: Fraction, step: int, signed: bool = False) -> str:
    """Write a number to a power of ten, a half away from nought: `13,560`, `−27.7`, `+8.60`."""
    count = math.floor(abs(number) / Fraction(10) ** step + Fraction(1, 2))
    if step < 0:
        whole, part = divmod(count, 10**-step)
        shown = f"{whole:,}.{part:0{-step}d}"
    else:
        shown = f"{count * 10**step:,}"
    sign = MINUS if number < 0 else "+" if signed else ""
    return (sign if count else "") + shown


def places(width: Fraction) -> int:
    """Return the largest power of ten of which a number holds at least one."""
    power = len(str(width.numerator)) - len(str(width.denominator))
    return power if width >= Fraction(10) ** power else power - 1


def _shortest(number: Fraction, step: int) -> int:
    """Return the power of ten to which a number need be written, where it has no more digits."""
    while step < 0 and (number / Fraction(10) ** (step + 1)).denominator == 1:
        step += 1
    return step


def _step(middle: Fraction | None, ends: list[Fraction], default: int | None) -> int:
    """Return the power of ten to which value and ends are written.

    `default` is that of a computed ratio; a level has two digits of its interval's width.
    """
    width = ends[1] - ends[0] if len(ends) == 2 else None
    if middle is None or not width:
        limit = -_PRINTED - (2 if default == -3 else 0) if default is not None else -6
        if all((one / Fraction(10) ** limit).denominator == 1 for one in ends):
            return min(_shortest(one, limit) for one in ends)
    if not width:
        largest = max(map(abs, ends)) or Fraction(1)
        # A bound that was computed has three digits: it is no closer than that.
        return places(largest) - (4 if len(ends) > 1 else 2) if default is None else default
    power = places(width)
    if default is not None:
        # One digit of the width at least, two at most; of two ends without a middle, no fewer
        # decimals than usual.
        return min(default if middle is None else max(default, power - 1), power)
    if middle is not None:
        return min(_shortest(one, power - 1) for one in (middle, *ends))
    # Of a wide interval the smaller end has three digits, or it would say too little.
    return min(power - 1, *(places(abs(one)) - 2 for one in ends if one))


def _scale(
    value: Fraction | None, low: End, high: End, unit: str, kind: str
) -> tuple[Fraction, str, int | None]:
    """Return the size of one, its unit in words, and the usual decimals of a computed ratio."""
    if unit == "ratio":
        if kind in ("index", "number"):
            return Fraction(1), "", -3
        words = " percentage points" if kind == "points" else f"{SPACE}%"
        return Fraction(1, 100), words.replace(" ", SPACE, 1), -1
    money, _, per = unit.partition("/")
    scale, name = Fraction(1), ""
    if money in _MONEY:
        numbers = [one for one in (value, low, high) if isinstance(one, Fraction)]
        size = max(map(abs, numbers if value is None else numbers[:1]))
        sized = ((Fraction(one), word) for one, word in _SCALES if size >= one)
        scale, name = next(sized, (scale, name))
    # Signs such as TEU, kWh and km have no plural.
    words = SPACE.join(filter(None, (name, _WORDS.get(money, _LONG.sub(r"\g<0>s", money)))))
    per = {"count": "unit"}.get(per, per)
    return scale, f"{SPACE if words else ''}{words}{f' per {per}' if per else ''}", None
