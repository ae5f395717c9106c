"""Numbers that belong together: ranges and lists with one unit, parts of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .checks import take_sign
from .counting import counted
from .figure import Figure, Shape, parts_of
from .kinds import K, S
from .numbers import Number, exact, is_year, read_number
from .reading import UnreadableError

if TYPE_CHECKING:
    from .assembly import Assembly

# From here on a number beside a percentage counts something.
_COUNTED: Final = 1000


def linked(a: Assembly, first: int, stop: int) -> bool:
    """Tell whether only a link of a list stands between two places."""
    between = a.tokens.kinds[first:stop]
    return 0 < len(between) <= 3 and all(kind in S.LINKING for kind in between)


def splits_unit(a: Assembly, place: int) -> bool:
    """Tell the 个 in 0.3个、0.5个和1.2个百分点 from a count: it belongs to the unit."""
    kinds = a.tokens.kinds
    for _ in range(5):
        if kinds[place] is not K.GENERAL or kinds[place + 1] not in S.LINKS:
            break
        number = read_number(a.tokens, place + 2)
        if number is None:
            return False
        place = number.stop
    return kinds[place] is K.POINTS


def fill(a: Assembly, figure: Figure, number: Number) -> None:
    """Give the unit of `figure` to the numbers before it: 5 to 8 percent, 5.1、3.2个百分点."""
    kinds = a.tokens.kinds
    chain: list[Figure] = []
    first, ended = figure.first, False
    while a.waiting:
        earlier = a.waiting[-1][0]
        between = kinds[earlier.stop : first]
        # A comma parts list members only where an "and" closes the list.
        alone = between == [K.COMMA] and not chain and not ended
        if alone or not linked(a, earlier.stop, first):
            break
        if figure.shape is Shape.PERCENT and earlier.size >= _COUNTED > figure.size:
            break  # down 2,900 or 0.5 percent
        a.waiting.pop()
        ended = ended or K.AND in between
        chain.append(earlier)
        first = earlier.first
    a.settle_waiting()
    for earlier in reversed(chain):
        earlier.filled, earlier.shape, earlier.unit = figure, figure.shape, figure.unit
        earlier.factor, earlier.candidates = figure.factor, figure.candidates
        # By 78,500 to 2.8 million: only what rises to the other has its scale too.
        own = exact(figure.coefficient, figure.power - figure.unit_power - number.scale)
        apart = bool(number.scale) and not earlier.scale and earlier.size > own
        earlier.power += figure.unit_power + (0 if earlier.scale or apart else number.scale)
        link, before = kinds[earlier.stop], kinds[earlier.first - 1]
        if (link in K.DASH + K.TO and len(chain) == 1 and before is not K.FROM) or (
            link is K.AND and before is K.FROM
        ):
            if not apart:
                earlier.range, figure.range = "low", "high"
        take_sign(a, earlier)
        a.figures.append(earlier)


def mark_range(a: Assembly, figure: Figure) -> None:
    """Mark the two ends of a printed range: 5% to 6%, $20-$25 million."""
    if not a.figures:
        return
    kinds, lower = a.tokens.kinds, a.figures[-1]
    link = kinds[lower.stop]
    if figure.first - lower.stop != 1 or lower.unit != figure.unit or lower.shape != figure.shape:
        return
    before = kinds[lower.first - 1]
    moved = before is K.BY or before in S.CHANGES
    if link is not K.DASH and (
        link is not K.TO
        or before in K.FROM + K.FROM_WEAK
        or (moved and (figure.shape is Shape.LEVEL or a.says(lower.first, S.RATES)))
    ):
        return
    lower.range, figure.range = "low", "high"
    if kinds[figure.first] is K.CURRENCY and figure.scale and not lower.scale:
        if lower.size < exact(figure.coefficient, figure.power - figure.scale):
            lower.power += figure.scale
            lower.scale = figure.scale


def part_of_whole(a: Assembly, index: int, number: Number, stop: int) -> Figure | None:
    """Read 6 of the 34 key projects: a share, whose whole is no figure of its own."""
    tokens, kinds = a.tokens, a.tokens.kinds
    place = stop + 1
    if kinds[stop] is K.IN and not (number.written is kinds[place] is K.NUMBER):
        return None
    while kinds[place] in S.SMALL:
        place += 1
    if kinds[place] not in S.NUMERALS or kinds[index - 1] in K.LABEL + K.MONTH:
        return None
    whole = read_number(tokens, place)
    if whole is None or whole.power or number.power:
        return None
    end = counted(tokens, place, whole, whole.stop)
    if end is None and place == stop + 1 and kinds[stop] is K.OF:
        return None
    if not 0 < number.coefficient <= whole.coefficient:
        return None
    return parts_of(Shape.SHARE, index, end or whole.stop, number.coefficient, whole.coefficient)


def takes_part(a: Assembly, number: Number, index: int, stop: int) -> bool:
    """Read "of the 41 sectors, 25 grew", which counts the part without naming it again."""
    kinds = a.tokens.kinds
    if not a.figures or kinds[index - 1] is not K.COMMA or kinds[number.stop] in S.UNITS:
        return False
    whole = a.figures[-1]
    before = whole.first - 1
    while before > 0 and kinds[before] in S.SMALL:
        before -= 1
    if kinds[before] is not K.OF or whole.unit != "count" or whole.shape is not Shape.LEVEL:
        return False
    if index - whole.stop > 7 or not _fits(number, whole):
        return False
    whole.make_share(number.coefficient, whole.coefficient, whole.first, stop)
    return True


def merge(a: Assembly, figure: Figure) -> bool:
    """Read "38 of 41" and 41个…中有16个 as one share; the whole is no figure of its own."""
    if not a.figures or figure.unit != "count" or figure.shape is not Shape.LEVEL:
        return False
    kinds, part = a.tokens.kinds, a.figures[-1]
    if part.unit != "count" or part.shape is not Shape.LEVEL:
        return False
    gap = [kind for kind in kinds[part.stop : figure.first] if kind not in S.SMALL]
    before = figure.first - 1
    before -= kinds[before] in K.COMMA + K.DE + K.REACH + K.BE + K.PARTICLE
    whole = figure
    if kinds[before] is K.WHOLE_BEFORE:
        whole, part = part, figure
    elif gap != [K.OF_WHOLE] and (gap != [K.OF] or part.stop == figure.first - 1):
        return False  # "38 plants of 41 firms" is no share; of the 41 is
    if not _fits(part, whole):
        return False
    first = min(part.first, whole.first)
    a.figures[-1].make_share(part.coefficient, whole.coefficient, first, figure.stop)
    return True


def _fits(part: Number | Figure, whole: Figure) -> bool:
    return part.power == whole.power == 0 and 0 < part.coefficient <= whole.coefficient


def fraction_of(a: Assembly, index: int, number: Number, stop: int) -> Figure | None:
    """Read 三分之一 and 1/4; a slash between other numbers is a date or a code."""
    tokens, kinds = a.tokens, a.tokens.kinds
    named = kinds[stop] is K.PARTS_OF
    if kinds[stop + 1] not in S.NUMERALS:
        if named:
            raise UnreadableError("parts", index, stop)
        return None
    other = read_number(tokens, stop + 1)
    if other is None or number.power < 0 or other.power < 0:
        return None
    part, whole = (other.size, number.size) if named else (number.size, other.size)
    if not named:
        glued = tokens.glued(stop) and tokens.glued(stop + 1)
        after, before = kinds[other.stop], kinds[index - 1]
        if (
            glued
            and after in S.MEASURES
            and before not in S.UNITS
            and not is_year(tokens.values[index])
        ):
            raise UnreadableError("slash", index, other.stop)
        cued = after is K.OF or (before in S.CUES and part < whole)
        if not cued or not glued or (part >= whole and whole):
            return None
    if whole == 0:
        raise UnreadableError("nothing", index, stop + 1)
    return parts_of(Shape.FRACTION, index, other.stop, part, whole)
