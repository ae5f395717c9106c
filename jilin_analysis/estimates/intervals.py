"""The range of a formula whose parts each lie in an interval.

A formula that is a ratio of two linear functions in each part, as those of growth and share are,
has its extremes at corners: where all parts are at an end. That holds whatever is used twice, so
long as nothing divides by zero within the intervals. Where it does not hold, and where there are
too many parts, the range is that of interval arithmetic (Moore): wider, never false.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any, NamedTuple

End = Fraction | float  # a float is minus or plus infinity
Operation = Callable[[Any, Any], Any]
# Corners double with each part, and each costs as many steps as the formula has.
_MOST_PARTS, _MOST_STEPS = 8, 80


class Leaf(NamedTuple):
    """A part: leaves of one name are one and the same number."""

    name: object
    low: End
    high: End
    open_low: bool
    open_high: bool


class Formula(NamedTuple):
    """An operation on two parts, and all leaves below it, each as often as it occurs."""

    operation: Operation
    left: Node
    right: Node
    leaves: tuple[Leaf, ...]


Node = Fraction | Leaf | Formula


class Range(NamedTuple):
    """The ends of a range, and whether each is excluded."""

    low: End
    high: End
    open_low: bool
    open_high: bool


def join(operation: Operation, left: Node, right: Node) -> Fraction | Formula | None:
    """Return the formula that joins two; None where it would be too long to evaluate."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return Fraction(operation(left, right))
    leaves = _leaves(left) + _leaves(right)
    if len(set(leaves)) > _MOST_PARTS or len(leaves) > _MOST_STEPS:
        return None
    return Formula(operation, left, right, leaves)


def bounds(node: Fraction | Formula) -> Range | None:
    """Return the exact range of a formula; None where its corners do not tell it."""
    if isinstance(node, Fraction):
        return Range(node, node, False, False)
    leaves = list(dict.fromkeys(node.leaves))
    try:
        if not all(node.leaves.count(leaf) == 1 or _is_simple(node, leaf) for leaf in leaves):
            return None
        found = {
            sides: _corner(
                node, {one: (one.low, one.high)[n] for one, n in zip(leaves, sides, strict=True)}
            )
            for sides in product((0, 1), repeat=len(leaves))
        }
    except ArithmeticError:
        return None
    low, high = min(found.values()), max(found.values())
    return Range(low, high, *(not _is_reached(end, found, leaves) for end in (low, high)))


def outer(operation: Operation, one: Range, other: Range) -> Range:
    """Return the range of an operation on two numbers of which nothing else is known."""
    low, high, a, b = one.low, one.high, other.low, other.high
    if operation is operator.add:
        opens = one.open_low or other.open_low, one.open_high or other.open_high
        return Range(low + a, high + b, *opens)
    if operation is operator.sub:
        return outer(operator.add, one, Range(-b, -a, other.open_high, other.open_low))
    if operation is operator.truediv:
        a, b = _inverse(b, -math.inf), _inverse(a, math.inf)
    # Nothing of what has no end is nothing, which Python calls no number.
    ends = [x * y if x and y else Fraction(0) for x in (low, high) for y in (a, b)]
    return Range(min(ends), max(ends), isinstance(min(ends), float), isinstance(max(ends), float))


def _leaves(node: Node) -> tuple[Leaf, ...]:
    if isinstance(node, Formula):
        return node.leaves
    return (node,) if isinstance(node, Leaf) else ()


def _evaluate(node: Node, at: Mapping[Leaf, End]) -> Fraction:
    if isinstance(node, Formula):
        return Fraction(node.operation(_evaluate(node.left, at), _evaluate(node.right, at)))
    return Fraction(at[node]) if isinstance(node, Leaf) else node


def _is_simple(node: Formula, leaf: Leaf) -> bool:
    """Tell whether the formula is a ratio of linear functions in a leaf that occurs repeatedly.

    Such functions, and no others, keep the cross ratio of any four numbers. It is tried at four
    that are drawn, by which a formula that is none has no chance worth naming to pass.
    """
    draw = Random(1)
    at = {one: Fraction(draw.randrange(1, 10**9), 997) for one in node.leaves}
    t, u, v, w = (Fraction(draw.randrange(1, 10**9), 991) for _ in range(4))
    p, q, r, s = (_evaluate(node, at | {leaf: point}) for point in (t, u, v, w))
    return (p - q) * (r - s) * (t - v) * (u - w) == (p - r) * (q - s) * (t - u) * (v - w)


def _corner(node: Formula, at: Mapping[Leaf, End]) -> End:
    """Return the value at a corner, leaf by leaf towards infinity where it has no end there.

    A ratio of linear functions is known by three of its values; so is where it tends to.
    """
    endless = [leaf for leaf, end in at.items() if isinstance(end, float)]
    if not endless:
        return _evaluate(node, at)
    leaf = endless[-1]
    sign = 1 if at[leaf] > 0 else -1
    near = leaf.low if sign > 0 else leaf.high
    start = near if isinstance(near, Fraction) else Fraction(0)
    a, b, c = (start + sign * step for step in (1, 2, 4))
    p, q, r = (_corner(node, {**at, leaf: point}) for point in (a, b, c))
    if p == q == r:
        return p
    if isinstance(p, float) or isinstance(q, float) or isinstance(r, float):
        raise ArithmeticError("the limit is another one on the way")
    ratio = (a - c) / (b - c)
    above, below = (p - r) * q - ratio * (q - r) * p, (p - r) - ratio * (q - r)
    return above / below if below else math.copysign(math.inf, q - p)


def _is_reached(end: End, found: dict[tuple[int, ...], End], leaves: list[Leaf]) -> bool:
    """Tell whether the formula takes this value, rather than come near it only.

    It does at a corner that belongs to the intervals, and where it stays the same from a corner
    that does not to the one beyond.
    """
    if isinstance(end, float):
        return False
    for sides in (sides for sides, value in found.items() if value == end):
        choices = [
            (0, 1) if (leaf.open_low, leaf.open_high)[side] else (side,)
            for leaf, side in zip(leaves, sides, strict=True)
        ]
        if all(found[other] == end for other in product(*choices)):
            return True
    return False


def _inverse(end: End, at_zero: float) -> End:
    if end == 0:
        return at_zero
    return Fraction(0) if isinstance(end, float) else 1 / end
