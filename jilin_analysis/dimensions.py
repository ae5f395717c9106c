"""In which unit the result of an operation is, and what kind of ratio it is."""

from __future__ import annotations

from operator import add, mul, sub, truediv

from .intervals import Operation

RATIO = "ratio"
# What comes of two ratios; "one" is the number 1. A rate and 1 make an index, and lead back.
_KINDS = {
    add: {
        ("one", "growth"): "index",
        ("growth", "one"): "index",
        ("growth", "points"): "growth",
        ("share", "points"): "share",
        ("points", "points"): "points",
        ("share", "share"): "share",
        ("level", "level"): "level",
    },
    sub: {
        ("index", "one"): "growth",
        ("one", "share"): "share",
        ("growth", "growth"): "points",
        ("share", "share"): "points",
        ("points", "points"): "points",
        ("growth", "points"): "growth",
        ("share", "points"): "share",
        ("level", "level"): "level",
    },
    mul: {
        ("share", "growth"): "points",
        ("growth", "share"): "points",
        ("index", "index"): "index",
        ("share", "share"): "share",
        ("share", "index"): "share",
        ("index", "share"): "share",
        ("level", "level"): "level",
    },
    truediv: {
        ("index", "index"): "index",
        ("share", "share"): "index",
        ("level", "level"): "index",
        ("one", "index"): "index",
        ("share", "index"): "share",
        ("growth", "growth"): "share",
        ("points", "growth"): "share",
    },
}


def unit_of(operation: Operation, one: str, other: str) -> str:
    """Return the unit of a result; raises where the units do not go together."""
    if operation in (add, sub):
        if one == other:
            return one
        verb = "add" if operation is add else "subtract"
        raise ValueError(f"cannot {verb} {one} and {other}")
    if other == RATIO:
        return one
    if operation is mul:
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


def kind_of(operation: Operation, one: str, other: str, unit: str) -> str:
    """Return the kind of a result in this unit; empty for a ratio that has no name."""
    if unit != RATIO:
        return "level"
    numbers = ("one", "number")
    if operation in (mul, truediv) and other in numbers:
        return one if one not in numbers else ""
    if operation is mul and one in numbers:
        return other
    return _KINDS[operation].get((one or "growth", other or "growth"), "")
