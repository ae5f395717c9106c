"""Estimates in words: what a sentence may say, and no more than the interval bears.

A function that makes part of a sentence raises `ValueError` where nothing is known: there is no
sentence then. One that fills a box of a table (`rate`, `share`, `factor`, `amount`) says
`not reported` there, or why nothing is known. Brackets are rounding and what follows from it, and
no measure of error: `named=True` says so, once in an exhibit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import partial

from .estimates import BOUND, NOT_REPORTED, Estimate, in_figures
from .estimates.digits import SPACE, write

_VERBS = {1: "rose", 0: "did not change", -1: "fell"}
UNSURE = ", so the direction cannot be told"
_AMBIGUOUS = ", as the words can be read in two ways"


def percent(ratio: Fraction | float, sign: bool = False, digits: int = 1) -> str:
    """Return a ratio as a percentage, whole where it is whole: `77 %`, `−27.7 %`, `1,250 %`."""
    exact = 100 * (Fraction(str(ratio)) if isinstance(ratio, float) else ratio)
    # Noughts go only where the figure has no more digits: they would claim a precision.
    steps = range(-digits, 1)
    step = max((one for one in steps if exact == round(exact, -one)), default=-digits)
    return write(exact, step, sign) + SPACE + "%"


# What fills a box of a table: `+77 % (+76.5 to +77.5)`, `62.1 % (61.6 to 62.7)`,
# `1.609 (1.597 to 1.622)`, `13,560 tonnes (13,230 to 13,890)`.
rate = in_figures
share, factor, amount = (partial(in_figures, kind=kind) for kind in ("share", "index", "level"))


def change(growth: Estimate) -> str:
    """Return what a sentence may say of a growth rate: `fell by 27.7 % (27.1 to 28.2)`.

    Of a bound it says the bound, of a range or several readings both ends, and where the interval
    holds both signs, that it does.
    """
    _known(growth)
    way = direction(growth)
    told = _AMBIGUOUS if growth.ambiguous else ""
    if way is not None:
        return f"{_VERBS[way]} {_by(_size(growth, way))}{told}" if way else _VERBS[way]
    if growth.value != 0 and (growth.low == 0 or growth.high == 0):
        way = 1 if growth.low == 0 else -1
        size = _size(growth, way)
        if size.high == math.inf:
            return f"did not {'fall' if way > 0 else 'rise'}{told}"
        return f"{_VERBS[way]} {_by(size)}, if at all{told}"
    if growth.value is None and growth.low <= -1 and growth.high > 0:
        return f"fell, stood still or rose {_by(_up_to(growth))}{told}"
    if growth.value is None and growth.high == math.inf and growth.low < 0:
        return f"rose, stood still or fell {_by(_up_to(_size(growth, -1)))}{told}"
    return f"changed by {rate(growth)}{UNSURE}{told}"


def relate(name: str, one: Estimate, other_name: str, other: Estimate) -> str:
    """Return a sentence's core on two growth rates: `exports rose at a higher rate than output`.

    Where both fell, it is told which fell less; where their signs differ, both are told. The
    names are plain nouns without a full stop; rates are compared, never amounts.
    """
    above = _known(one).is_above(_known(other))
    ways = direction(one), direction(other)
    if ways == (0, 0):
        return f"neither {name} nor {other_name} changed"
    if one.low == one.high == other.low == other.high:
        return f"{name} and {other_name} {_VERBS[1 if one.low > 0 else -1]} at the same rate"
    if None not in ways and ways[0] != ways[1]:
        first, second = (_VERBS[way] for way in ways if way is not None)
        return f"{name} {first} while {other_name} {second}"
    if above is None:
        return f"the rates of {name} and {other_name} cannot be told apart"
    if ways == (1, 1):
        return f"{name} rose at a {'higher' if above else 'lower'} rate than {other_name}"
    if ways == (-1, -1):
        return f"{name} fell {'less' if above else 'at a higher rate'} than {other_name}"
    return f"the rate of {name} was {'above' if above else 'below'} that of {other_name}"


def listing(words: Iterable[str], last: str = "and") -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    *most, end = list(words) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def _known(one: Estimate) -> Estimate:
    if one.kind in ("level", "share", "index"):
        raise ValueError(f"expected a growth rate, found {one}, which is of kind {one.kind}")
    if not one.known:
        raise ValueError(f"there is nothing to say: {one.why or NOT_REPORTED}")
    return one


def direction(growth: Estimate) -> int | None:
    """Return the sign that every number of the interval has; None where it holds two signs."""
    if growth.low == growth.high == 0:
        return 0
    if growth.low > 0 or (growth.low == 0 and growth.open_low):
        return 1
    if growth.high < 0 or (growth.high == 0 and growth.open_high):
        return -1
    return None


def _size(growth: Estimate, way: int) -> Estimate:
    """Return the size of a change of one sign; a fall by more than so much has no other end."""
    if way > 0:
        return growth
    endless = growth.value is None and growth.low == -1 and growth.origin == BOUND
    return replace(-growth, high=math.inf) if endless else -growth


def _up_to(size: Estimate) -> Estimate:
    """Return the size of a change that may as well have gone the other way."""
    return replace(size, low=Fraction(0), open_low=True)


def _by(size: Estimate) -> str:
    if size.value is None and size.low == 0 and isinstance(size.high, Fraction):
        size = replace(size, low=-math.inf)
    return f"by {in_figures(size, False, 'points' if size.kind == 'points' else 'share', False)}"
