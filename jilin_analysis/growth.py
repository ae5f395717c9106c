"""Growth arithmetic, by the names of the index-number literature.

A unit value index is a value index divided by a volume index (IMF and others, *Export and Import
Price Index Manual*, 2009, ch. 2). The manual warns, and Silver measured (*IMF Staff Papers* 56,
2009; *Review of Income and Wealth* 56, 2010), that a unit value index of unlike goods is no price
index: it moves with their mix as well. The other formulas follow from the definitions of growth
and share. A share is a ratio between 0 and 1; part and whole are measured alike.

Rates, shares and indices are estimates of the unit `ratio`: 0.77 for +77 %. What follows is one
too, unknown where a part is. What is no estimate is a TypeError; a unit, a kind or a size that
cannot be meant is a ValueError. Both say what was expected.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import wraps
from inspect import cleandoc, signature
from typing import Any, ParamSpec

from .estimates import RATIO, Estimate, of_kind, only_estimates, rests_on
from .estimates import hull as hull

__all__ = [
    "base_share", "break_even_level", "break_even_share", "ceiling_share", "chain", "contribution",
    "convert_currency", "growth_from_multiple", "hull", "implied_base_level", "implied_growth",
    "implied_level", "implied_unit_value", "inverse_rate", "log_share", "marginal_value", "per_day",
    "relative_growth", "rest_growth", "rest_rose", "share_index",
]  # fmt: skip
_P = ParamSpec("_P")


def __dir__() -> list[str]:
    return __all__


def _ratios(*parts: Estimate) -> None:
    only_estimates(*parts)
    for part in parts:
        if part.unit != RATIO:
            raise ValueError(f"expected a growth rate or share (ratio), found {part.unit}")
        if part.known and part.low < -1:
            raise ValueError("a growth rate below -100 % has no meaning for a volume or value")


def _rates(*parts: Estimate) -> None:
    _ratios(*parts)
    for part in parts:
        if part.kind not in ("", "growth"):
            raise ValueError(
                f"expected a growth rate, found {part}, which is of kind {part.kind}: what was "
                "halved is -50 % (`growth_from_multiple`)"
            )


def _shares(*parts: Estimate) -> None:
    _ratios(*parts)
    for part in parts:
        # What one level is of another is an index, and a share where it is a part of it.
        if part.kind not in ("", "share", "index"):
            raise ValueError(f"expected a share, found {part}, which is of kind {part.kind}")
        if part.low > 1 or part.high < 0:
            raise ValueError(f"expected a share, a ratio from 0 to 1, found {part}")


# How each parameter is tested, and what it is: a name means the same in all formulas.
_PARAMETERS: dict[str, tuple[Callable[[Any], object], str]] = {
    "multiple": (_ratios, "An index, or a share of the base level."),
    "level": (only_estimates, "A level at the end, in any unit."),
    "base": (only_estimates, "A level in the base period, in any unit."),
    "growth": (_rates, "Growth since the base period."),
    "rate_growth": (_rates, "Growth of the price of its currency in the other."),
    "one": (_rates, "Growth of what is divided."),
    "other": (_rates, "Growth over the same time of what it is divided by."),
    "value_growth": (_rates, "Growth of what was earned, in money."),
    "volume_growth": (_rates, "Growth over the same time of the quantity that earned it."),
    "part": (_rates, "Growth of the part, or factor."),
    "whole": (_rates, "Growth over the same time of the whole, or product."),
    "end_share": (_shares, "The part's share at the end, from 0 to 1."),
    "base_share": (_shares, "The part's share in the base period, from 0 to 1."),
    "days": (only_estimates, "The length of the period, in the unit `day`."),
    "base_days": (only_estimates, "The length of the base period, in the unit `day`."),
    "capped": (bool, "Whether the result is 1 at the most."),
}


def _gives(kind: str) -> Callable[[Callable[_P, Estimate]], Callable[_P, Estimate]]:
    """Make a formula test what it is given and give this kind, or the one that comes of itself."""

    def made(formula: Callable[_P, Estimate]) -> Callable[_P, Estimate]:
        asked = signature(formula)

        @wraps(formula)
        def tested(*parts: _P.args, **named: _P.kwargs) -> Estimate:
            for name, one in asked.bind(*parts, **named).arguments.items():
                _PARAMETERS[name][0](one)
            found = formula(*parts, **named)
            return of_kind(kind, found) if kind else found

        tested.__doc__ = f"{cleandoc(formula.__doc__ or '')}\n\nParameters\n----------"
        for name, one in asked.parameters.items():
            tested.__doc__ += f"\n{name} : {one.annotation}\n    {_PARAMETERS[name][1]}"
        return tested

    return made


@_gives("growth")
def growth_from_multiple(multiple: Estimate) -> Estimate:
    """Return growth from a multiple or share of the base level: halved is −50 %, 85 % is −15 %."""
    return multiple - 1


@_gives("")
def implied_base_level(level: Estimate, growth: Estimate) -> Estimate:
    """Return the base-period level, in the unit of the level: level / (1 + growth)."""
    return level / (1 + growth)


@_gives("")
def implied_level(base: Estimate, growth: Estimate) -> Estimate:
    """Return the level that growth from a base gives, in its unit: base * (1 + growth)."""
    return base * (1 + growth)


@_gives("growth")
def implied_growth(level: Estimate, base: Estimate) -> Estimate:
    """Return the growth rate between two levels of one unit: level / base - 1.

    Unknown where the base may be negative or is nothing: no percentage tells such a change.
    """
    if level.unit != base.unit:
        raise ValueError(f"cannot divide {level.unit} by {base.unit}")
    if base.known and (base.low < 0 or base.high <= 0 or base.value == 0):
        why = "no percentage tells the change from a base that is negative or nothing"
        return Estimate.unknown(why=why, rests_on=rests_on(level, base))
    return level / base - 1


@_gives("growth")
def implied_unit_value(value_growth: Estimate, volume_growth: Estimate) -> Estimate:
    """Return the growth of the unit value: value index / volume index - 1.

    Of unlike goods this is no growth of prices: it moves with their mix as well.
    """
    return relative_growth(value_growth, volume_growth)


@_gives("growth")
def relative_growth(one: Estimate, other: Estimate) -> Estimate:
    """Return the growth of the ratio of two things that grew: (1 + one) / (1 + other) - 1."""
    return (1 + one) / (1 + other) - 1


@_gives("share")
def marginal_value(value_growth: Estimate, volume_growth: Estimate) -> Estimate:
    """Return what a further unit brought, as a share of what the average unit brought before.

    Growth of value / growth of volume, if what was sold before kept its price.
    """
    return value_growth / volume_growth


@_gives("index")
def share_index(part: Estimate, whole: Estimate) -> Estimate:
    """Return the index of a part's share in the whole: (1 + part) / (1 + whole)."""
    return (1 + part) / (1 + whole)


@_gives("share")
def base_share(end_share: Estimate, part: Estimate, whole: Estimate) -> Estimate:
    """Return the part's share in the base period, from its share at the end.

    End share * (1 + whole) / (1 + part).
    """
    return end_share * (1 + whole) / (1 + part)


@_gives("share")
def ceiling_share(part: Estimate, whole: Estimate, capped: bool = True) -> Estimate:
    """Return the base share with which the part ends as the whole: (1 + whole) / (1 + part).

    Capped at 1, it is the largest share that the part can have had in the base period, if it came
    out of the whole of its own period and not out of stock.
    """
    share = (1 + whole) / (1 + part)
    if not (capped and share.known and share.high > 1):
        return share
    value = None if share.value is None else min(share.value, Fraction(1))
    low, opens = min(share.low, Fraction(1)), share.open_low and share.low <= 1
    return replace(share, value=value, low=low, high=1, open_low=opens, open_high=False)


@_gives("share")
def break_even_share(part: Estimate, whole: Estimate) -> Estimate:
    """Return the base share of the part at which the rest neither grew nor fell: whole / part.

    From whole = share * part + (1 - share) * rest, with rest = 0. Where no share from 0 to 1 has
    that effect, `why` says so: that is a finding, not a gap in the record.
    """
    share, rose = whole / part, rest_rose(part, whole)
    is_one = rose is None and share.known and share.low >= 0 and share.high <= 1
    if is_one or not (part.known and whole.known):
        return share
    why = "whether any share from 0 to 1 has that effect cannot be told"
    if rose is not None:
        moved = "rose" if rose else "fell"
        why = f"no share from 0 to 1 has that effect: the rest {moved}, whatever the share"
    return Estimate.unknown(why=why, rests_on=rests_on(part, whole))


@_gives("")
def break_even_level(level: Estimate, part: Estimate, whole: Estimate) -> Estimate:
    """Return the level of the whole at which the rest neither grew nor fell, from the part's.

    In a larger whole the part's base share was smaller, and the rest moved more with the whole:
    level / ((1 + part) * break-even share) * (1 + whole).
    """
    even = break_even_share(part, whole)
    if not even.known:
        return Estimate.unknown(level.unit, even.why, rests_on(level, even))
    return level * (1 + whole) / (1 + part) / even


@_gives("growth")
def rest_growth(part: Estimate, whole: Estimate, base_share: Estimate) -> Estimate:
    """Return the growth of everything but the part, which had this share in the base period.

    (1 + whole - share * (1 + part)) / (1 - share) - 1. Where the share may be 1 there may be no
    rest.
    """
    return (1 + whole - base_share * (1 + part)) / (1 - base_share) - 1


def rest_rose(part: Estimate, whole: Estimate) -> bool | None:
    """Tell whether everything but the part rose, or fell, whatever share the part had.

    None where that depends on the share, or cannot be told. The sign of the rest is that of
    whole - share * part, for every share from 0 to less than 1.

    Parameters
    ----------
    part, whole : Estimate
        Their growth rates over the same time.
    """
    _rates(part, whole)
    up, ahead = whole.is_above(0), whole - part
    if up and ahead.low >= 0:
        return True
    return False if up is False and ahead.high <= 0 else None


@_gives("points")
def contribution(part: Estimate, base_share: Estimate) -> Estimate:
    """Return the part's contribution to the growth of the whole, in points: share * growth.

    As a ratio: 0.03 is 3 percentage points.
    """
    return base_share * part


@_gives("share")
def log_share(part: Estimate, whole: Estimate) -> Estimate:
    """Return a factor's share in the growth of a product: log(1 + part) / log(1 + whole).

    On a logarithmic scale the growth rates of the factors of a product add up.
    """
    return _log(part) / _log(whole)


def _log(rate: Estimate) -> Estimate:
    def log(one: Fraction | float) -> Fraction | float:
        found = math.log1p(one) if one > -1 else -math.inf
        return found if math.isinf(found) else Fraction(found)

    value = None if rate.value is None else Fraction(math.log1p(rate.value))
    return replace(rate, value=value, low=log(rate.low), high=log(rate.high))


@_gives("growth")
def convert_currency(growth: Estimate, rate_growth: Estimate) -> Estimate:
    """Return growth in another currency: (1 + growth) * (1 + rate growth) - 1."""
    return chain(growth, rate_growth)


@_gives("growth")
def per_day(growth: Estimate, days: Estimate, base_days: Estimate) -> Estimate:
    """Return growth per day: (1 + growth) * base days / days - 1."""
    if {days.unit, base_days.unit} != {"day"}:
        raise ValueError("expected both lengths in days")
    return (1 + growth) * (base_days / days) - 1


def chain(*rates: Estimate) -> Estimate:
    """Return the growth over consecutive periods: the product of (1 + rate), less one.

    Parameters
    ----------
    *rates : Estimate
        Growth rates, each on the period before.
    """
    _rates(*rates)
    return of_kind("growth", math.prod((1 + rate for rate in rates), start=Estimate.exact(1)) - 1)


@_gives("growth")
def inverse_rate(growth: Estimate) -> Estimate:
    """Return the rate that takes the new level back to the base: 1 / (1 + growth) - 1."""
    return 1 / (1 + growth) - 1
