"""Growth arithmetic, by the names of the index-number literature.

A unit value index is a value index divided by a volume index (IMF and others, *Export and Import
Price Index Manual*, 2009); the other formulas follow from the definitions of growth and share.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from .estimates import RATIO, Estimate, combine


def _growth_rates(*parts: Estimate) -> None:
    for part in parts:
        if part.unit != RATIO:
            raise ValueError(f"expected a growth rate or share (ratio), found {part.unit}")
        if part.known and part.low < -1:
            raise ValueError("a growth rate below -100 % has no meaning for a volume or value")


def implied_base_level(level: Estimate, growth: Estimate) -> Estimate:
    """Return the base-period level: level / (1 + growth), in the unit of the level."""
    _growth_rates(growth)
    return combine(lambda x, g: x / (1 + g), level, growth, unit=level.unit)


def implied_level(base: Estimate, growth: Estimate) -> Estimate:
    """Return the level that growth from a base gives: base * (1 + growth)."""
    _growth_rates(growth)
    return combine(lambda x, g: x * (1 + g), base, growth, unit=base.unit)


def implied_growth(level: Estimate, base: Estimate) -> Estimate:
    """Return the growth rate between two levels of one unit: level / base - 1."""
    if level.unit != base.unit:
        raise ValueError(f"cannot divide {level.unit} by {base.unit}")
    return combine(lambda x, b: x / b - 1, level, base)


def implied_unit_value(value_growth: Estimate, volume_growth: Estimate) -> Estimate:
    """Return the growth of the unit value: value index / volume index - 1."""
    return relative_growth(value_growth, volume_growth)


def relative_growth(one: Estimate, other: Estimate) -> Estimate:
    """Return the growth of the ratio of two things that grew: (1 + one) / (1 + other) - 1."""
    _growth_rates(one, other)
    return combine(lambda a, b: (1 + a) / (1 + b) - 1, one, other)


def share_index(part: Estimate, whole: Estimate) -> Estimate:
    """Return the index of a part's share in the whole: (1 + part) / (1 + whole)."""
    _growth_rates(part, whole)
    return combine(lambda p, w: (1 + p) / (1 + w), part, whole)


def ceiling_share(part: Estimate, whole: Estimate) -> Estimate:
    """Return the largest base share the part can have had: a share cannot end above one."""
    _growth_rates(part, whole)
    return combine(lambda p, w: min(Fraction(1), (1 + w) / (1 + p)), part, whole)


def break_even_share(part: Estimate, whole: Estimate) -> Estimate:
    """Return the base share of the part at which the rest neither grew nor fell: whole / part.

    From whole = share * part + (1 - share) * rest, with rest = 0. Unknown where no share between
    nothing and all has that effect.
    """
    _growth_rates(part, whole)
    if part.low <= 0 <= part.high:
        return replace(Estimate.unknown(), rests_on=part.rests_on | whole.rests_on)
    share = combine(lambda p, w: w / p, part, whole)
    if share.known and share.low >= 0 and share.high <= 1:
        return share
    return replace(Estimate.unknown(), rests_on=share.rests_on)


def rest_growth(part: Estimate, whole: Estimate, base_share: Estimate) -> Estimate:
    """Return the growth of everything but the part, which had this share in the base period.

    (1 + whole - share * (1 + part)) / (1 - share) - 1.
    """
    _growth_rates(part, whole, base_share)
    return combine(lambda p, w, s: (1 + w - s * (1 + p)) / (1 - s) - 1, part, whole, base_share)


def contribution(part: Estimate, base_share: Estimate) -> Estimate:
    """Return the part's contribution to the growth of the whole: share * growth."""
    _growth_rates(part, base_share)
    return combine(lambda p, s: p * s, part, base_share)


def convert_currency(growth: Estimate, rate_growth: Estimate) -> Estimate:
    """Return growth in another currency: (1 + growth) * (1 + rate growth) - 1.

    `rate_growth` is the growth of the price of the first currency in the second.
    """
    return chain(growth, rate_growth)


def per_day(growth: Estimate, days: Estimate, base_days: Estimate) -> Estimate:
    """Return growth per day: (1 + growth) * base days / days - 1."""
    _growth_rates(growth)
    if {days.unit, base_days.unit} != {"day"}:
        raise ValueError("expected both lengths in days")
    return combine(lambda g, d, b: (1 + g) * b / d - 1, growth, days, base_days)


def chain(*rates: Estimate) -> Estimate:
    """Return the growth over consecutive periods: the product of (1 + rate), less one."""
    _growth_rates(*rates)
    return combine(lambda *gs: math.prod((1 + g for g in gs), start=Fraction(1)) - 1, *rates)


def undo(growth: Estimate) -> Estimate:
    """Return the rate that takes the new level back to the base: 1 / (1 + growth) - 1."""
    _growth_rates(growth)
    return combine(lambda g: 1 / (1 + g) - 1, growth)


def hull(*readings: Estimate) -> Estimate:
    """Return the smallest interval that holds every reading; its value is the first reading's.

    Unknown where a reading is unknown: it could lie anywhere.
    """
    ids = frozenset().union(*(one.rests_on for one in readings))
    if len({one.unit for one in readings}) != 1:
        raise ValueError("expected readings in one unit")
    first = readings[0]
    if not all(one.known for one in readings):
        return replace(Estimate.unknown(first.unit), rests_on=ids)
    low, high = min(one.low for one in readings), max(one.high for one in readings)
    return Estimate(first.value, low, high, first.unit, ids)
