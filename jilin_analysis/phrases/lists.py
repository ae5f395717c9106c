"""Numbers that belong together: ranges, lists with one unit, parts of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .checks import take_sign
from .kinds import K, S
from .numbers import Figure, exact, is_year, parts_of, read_number
from .reading import UnreadableError
from .units import counted

if TYPE_CHECKING:
    from .assembly import Assembly

# From here on a number beside a percentage counts something.
_COUNTED: Final = 1000
# A number of millions so many times as large as one in digits is of another thing.
_UNLIKE: Final = 50
# How far before a range the verb may stand that makes a move of it.
_AS_FAR: Final = 11
# Tokens between a whole and its part: of the 41 sectors monitored by the bureau, 13.
_MOST_BETWEEN: Final = 7


def fill(a: Assembly, figure: Figure) -> None:
    """Give the unit of `figure` to the numbers before it: 5 to 8 percent, 5.1、3.2个百分点."""
    kinds = a.tokens.kinds
    chain: list[Figure] = []
    first, ended = figure.first, False
    while figure.shape is K.POINTS and a.figures and a.linked(a.figures[-1].stop, first):
        if kinds[a.figures[-1].stop - 1] is not K.GENERAL:
            break  # 0.3个、0.5个和1.2个百分点: the 个 belongs to the unit
        a.waiting.insert(0, a.figures.pop())
        first = a.waiting[0].first
    first = figure.first
    while a.waiting:
        earlier = a.waiting[-1]
        between = kinds[earlier.stop : first]
        # A comma parts list members only where an "and" closes the list.
        alone = between == [K.COMMA] and not chain and not ended
        alone = alone and K.EACH not in kinds[max(0, a.waiting[0].first - _MOST_BETWEEN) : first]
        signed = kinds[first] is K.PLUS and kinds[earlier.first - 1] is not K.PLUS  # 40.4 / +23 %
        if alone or signed or not a.linked(earlier.stop, first):
            break
        if figure.shape is K.PERCENT and earlier.size >= _COUNTED > figure.size:
            break  # down 2,900 or 0.5 percent
        if earlier.scale > 0 == figure.scale and earlier.size > _UNLIKE * figure.size:
            break  # traffic and cargo of 13.85 million and 151,000 tons
        chain.append(a.waiting.pop())
        ended = ended or K.AND in between
        first = earlier.first
    a.settle_waiting()
    for earlier in reversed(chain):
        # By 78,500 to 2.8 million: only what is near the other has its scale too.
        near = 8 * exact(figure.coefficient, figure.power - figure.unit_power - figure.scale)
        link, before = kinds[earlier.stop], kinds[earlier.first - 1]
        ends = K.TO + K.DASH + K.AND * (before is K.FROM)
        apart = figure.scale > 0 == earlier.scale and earlier.size > near and link in ends
        earlier.scale_by(0 if earlier.scale or apart else figure.scale, earlier.stop)
        if link is K.DASH and 1000 * earlier.size <= figure.size < 2000 * earlier.size:
            earlier.scale_by(3, earlier.stop)  # 685-720,000 tonnes
        unit = figure.unit, figure.unit_power, figure.factor
        earlier.measure(figure.shape, earlier.stop, *unit)
        earlier.filled, earlier.candidates = figure, figure.candidates
        # fell from 5 to 3 %, rose by 3 % in May from 5 to 8 tonnes; but a fall of from 3 to 5 %
        led = before in S.BASES and kinds[earlier.first - 2] not in K.BY + K.OF
        moved = led and kinds[a.nearest(earlier.first, S.CHANGES + K.COMMA, _AS_FAR)] in S.CHANGES
        if link in ends and not (apart or moved) and (link is K.AND or len(chain) == 1):
            earlier.range, figure.range = "low", "high"
        take_sign(a, earlier)
        a.figures.append(earlier)


def mark_range(a: Assembly, figure: Figure) -> None:
    """Mark the two ends of a printed range: 5% to 6%, $20-$25 million."""
    kinds, lower = a.tokens.kinds, a.figures[-1]
    link = kinds[lower.stop]
    if figure.first - lower.stop != 1:
        return
    if link is K.TO and {lower.shape, figure.shape} == {K.PERCENT, K.UNIT}:
        if kinds[lower.first - 1] in S.BASES:
            raise UnreadableError("range", lower.first, figure.stop - 1)  # from 8 % to 3 tonnes
    if lower.unit != figure.unit or lower.shape != figure.shape:
        return
    place = lower.first - 1
    if link is K.TO and lower.signed > figure.signed and (lower.sign > 0 or kinds[place] is K.OPEN):
        return  # occupancy (+1.8% to 66%)
    while kinds[place] in S.BOUND + S.SMALL:  # by about 2,300 tonnes to 41,250 tonnes
        place -= 1
    before = kinds[place]
    moved = before in S.CHANGES + K.BY + K.OR
    paired = link is K.DASH or (not moved and link in K.TO + K.AND * (before in S.BASES))
    priced = K.CURRENCY in kinds[figure.first : figure.first + 2]  # also "negative $60 million"
    if paired and priced and figure.scale and not lower.scale:
        if lower.size < 8 * exact(figure.coefficient, figure.power - figure.scale):
            lower.scale_by(figure.scale, lower.stop)  # between $5 and $6 million
    # a rise of $5 million to $90 million; fell in May, $5 to $90
    led = before is K.OF or a.nearest(lower.first, S.VERBS, _MOST_BETWEEN) >= 0
    far = led and figure.size > 8 * lower.size
    moved |= far
    between = link is K.AND and before is K.FROM
    if not (between or link is K.DASH) and (
        link is not K.TO
        or before in S.BASES
        or (moved and (far or figure.shape is K.UNIT or a.nearest(lower.first, S.RATES) >= 0))
    ):
        return
    lower.range, figure.range = "low", "high"


def part_of_whole(a: Assembly, part: Figure, stop: int) -> Figure | None:
    """Read 6 of the 34 key projects: a share, whose whole is no figure of its own."""
    tokens, kinds = a.tokens, a.tokens.kinds
    place = stop + 1
    worded = part.written is kinds[place] is K.NUMBER
    if kinds[stop] is K.IN and not worded:  # 1 in 5 guests, but not "rose 2 in 5 cities"
        if part.size != 1 or kinds[part.first - 1] in S.VERBS:
            return None
    while kinds[place] in S.SMALL:
        place += 1
    place += place > stop + 1 and kinds[place] in K.WORD + K.LABEL  # of the top 25 markets
    if kinds[place] not in S.NUMERALS or kinds[part.first - 1] in K.LABEL + K.MONTH:
        return None
    whole = read_number(tokens, place)
    if whole is None or not _fits(part, whole):
        return None
    end = counted(a, whole, whole.stop)
    noun = kinds[whole.stop]
    if noun in S.NOUNS or (noun is K.WORD and tokens.words.plural(tokens.values[whole.stop])):
        # seven of nine sectors, whatever they are; but two of 2019 events
        end = end or (0 if is_year(tokens.values[place]) else whole.stop + 1)
    known = worded if kinds[stop] is K.IN else place > stop + 1
    if not (end or known):
        return None
    return parts_of(K.PART, part.first, end or whole.stop, part.coefficient, whole.coefficient)


def takes_part(a: Assembly, part: Figure, stop: int) -> bool:
    """Read "of the 41 sectors, 25 grew", which counts the part without naming it again."""
    kinds, whole = a.tokens.kinds, a.figures[-1] if a.figures else part
    before = kinds[max(0, whole.first - 5) : whole.first]
    led = K.OF_WHOLE in before or K.OF in before[-3:]
    led = led and whole.unit == "count"
    near = kinds[part.first - 1] is K.COMMA and part.first - whole.stop <= _MOST_BETWEEN
    if not (led and near and _fits(part, whole)) or kinds[stop] in S.UNITS:
        return False
    a.figures[-1] = parts_of(K.PART, whole.first, stop, part.coefficient, whole.coefficient)
    return True


def merge(a: Assembly, figure: Figure) -> bool:
    """Read "38 of 41" and 41个…中有16个 as one share; the whole is no figure of its own."""
    if not figure.unit == a.figures[-1].unit == "count":
        return False
    kinds, part = a.tokens.kinds, a.figures[-1]
    gap = [kind for kind in kinds[part.stop : figure.first] if kind not in S.SMALL]
    before = figure.first - 1 - (kinds[figure.first - 1] in S.BEFORE_WHOLE)
    whole = figure
    if kinds[before] is K.WHOLE_BEFORE:
        whole, part = part, figure
    elif gap != [K.OF_WHOLE] and (gap != [K.OF] or part.stop == figure.first - 1):
        return False  # "38 plants of 41 firms" is no share; of the 41 is
    if not _fits(part, whole):
        return False
    first = min(part.first, whole.first)
    share = parts_of(K.PART, first, figure.stop, part.coefficient, whole.coefficient)
    share.bound = a.figures[-1].bound
    a.figures[-1] = share
    return True


def _fits(part: Figure, whole: Figure) -> bool:
    return part.power == whole.power == 0 and 0 < part.coefficient <= whole.coefficient


def fraction_of(a: Assembly, number: Figure, stop: int) -> Figure | None:
    """Read 三分之一 and 1/4; a slash between other numbers is a date or a code."""
    tokens, kinds, index = a.tokens, a.tokens.kinds, number.first
    named = kinds[stop] is K.PARTS_OF
    other = read_number(tokens, stop + 1) if kinds[stop + 1] in S.NUMERALS else None
    if other is None and named:
        raise UnreadableError("parts", index, stop)
    if other is None or number.power < 0 or other.power < 0:
        return None
    part, whole = (other, number) if named else (number, other)
    if not named:
        if not (tokens.glued(stop) and tokens.glued(stop + 1)):
            return None
        after, before = kinds[other.stop], kinds[index - 1]
        if after in S.MEASURES and before not in S.UNITS and not is_year(tokens.values[index]):
            raise UnreadableError("slash", index, other.stop)
        cued = after is K.OF or before in S.CUES
        numbered = is_year(tokens.values[stop + 1]) or before is K.LABEL  # No 98/2013 of
        if not cued or numbered or part.size >= whole.size > 0:
            return None
    if whole.size == 0:
        raise UnreadableError("nothing", index, stop + 1)
    return parts_of(K.FRACTION, index, other.stop, int(part.size), int(whole.size))
