"""Numbers that belong together: ranges and lists with one unit, parts of a whole."""

from __future__ import annotations

from typing import Final

from .figure import Figure
from .nouns import counted_noun
from .numbers import Number, read_number
from .tokens import Tokens

# Between two numbers of one list or range; the first may leave its unit to the last.
CONNECTORS: Final = frozenset(("to", "dash", "and", "soft"))


def is_one_in(tokens: Tokens, number: Number) -> bool:
    """Tell one in five from 30 in May."""
    if number.written != "number" or tokens.words(number.stop) != "in":
        return False
    return tokens.kinds[number.stop + 1] == "number"


def part_of_whole(tokens: Tokens, index: int, number: Number, stop: int) -> Figure | None:
    """Read 6 of the 34 key projects: a share, whose whole is no figure of its own."""
    place = stop + 1
    while tokens.kinds[place] == "particle":
        place += 1
    whole = read_number(tokens, place)
    if whole is None or whole.power or number.power or tokens.kinds[index - 1] == "label":
        return None
    end = counted_noun(tokens, place, whole, whole.stop)
    if end is None and place == stop + 1 and tokens.words(stop) == "of":
        return None
    if not 0 < number.coefficient <= whole.coefficient:
        return None
    figure = Figure("share", index, end or whole.stop, number.coefficient, 0)
    figure.make_share(number.coefficient, whole.coefficient, figure.stop)
    return figure


def is_part(tokens: Tokens, number: Number, whole: Figure, comma: int) -> bool:
    """Tell "of the 41 sectors, 25 grew", which counts the part without naming it again."""
    before = whole.first - 1
    if before > 0 and tokens.kinds[before] == "particle":
        before -= 1
    return (
        before >= 0
        and tokens.kinds[before] == "of"
        and whole.unit == "count"
        and whole.type == "level"
        and comma - whole.stop <= 2
        and tokens.kinds[number.stop] in ("word", "direction", "function")
        and number.power == whole.power == 0
        and 0 < number.coefficient <= whole.coefficient
    )


def splits_unit(tokens: Tokens, place: int) -> bool:
    """Tell the 个 at `place` in 0.3个、0.5个和1.2个百分点 from a count: it belongs to the unit."""
    for _ in range(5):
        if tokens.words(place) != "个" or tokens.kinds[place + 1] not in CONNECTORS:
            break
        number = read_number(tokens, place + 2)
        if number is None:
            return False
        place = number.stop
    return tokens.words(place) == "个百分点"


def fill_waiting(
    tokens: Tokens, figure: Figure, number: Number, figures: list[Figure], waiting: list[Figure]
) -> None:
    """Give the unit of `figure` to the numbers before it: 5 to 8 percent, 5.1、3.2个百分点."""
    chain: list[Figure] = []
    first = figure.first
    while waiting:
        earlier = waiting.pop()
        between = tokens.kinds[earlier.stop : first]
        if not between or len(between) > 2 or not CONNECTORS.issuperset(between):
            break
        if "soft" in between and tokens.words(first - 1) in ",，:" and len(between) == 1:
            # A comma parts list members only where an "and" closes the list.
            if not chain:
                break
        chain.append(earlier)
        first = earlier.first
    waiting.clear()
    for earlier in reversed(chain):
        earlier.filled = figure
        earlier.type = figure.type
        earlier.unit = figure.unit
        earlier.factor = figure.factor
        earlier.power += figure.unit_power + (0 if earlier.scale else number.scale)
        figures.append(earlier)


def merge_parts(tokens: Tokens, figure: Figure, figures: list[Figure]) -> bool:
    """Read "38 of 41" and 41个…中有16个 as one share; the whole is no figure of its own."""
    part = figures[-1]
    if part.unit != "count" or part.type != "level":
        return False
    gap = [k for k in tokens.kinds[part.stop : figure.first] if k != "particle"]
    before = figure.first - 1
    if tokens.kinds[before] in ("soft", "de", "reach"):
        before -= 1
    if tokens.kinds[before] == "of" and tokens.words(before)[0] in "中里":
        whole = part
        part = figure
    elif gap == ["of"] and (part.stop < figure.first - 1 or tokens.words(part.stop) != "of"):
        # "38 plants of 41 firms" is no share; of the 41, out of 41 and within 41 are.
        whole = figure
    else:
        return False
    if not 0 < part.coefficient <= whole.coefficient or part.power or whole.power:
        return False
    figures[-1].make_share(part.coefficient, whole.coefficient, figure.stop)
    return True
