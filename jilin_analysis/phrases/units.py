"""A number with its unit: percent, money, measures, counted things, 三成, 突破百亿."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .counting import counted
from .figure import Figure, Shape, figure_of
from .kinds import K, S
from .lists import linked
from .numbers import Number, is_year, read_number
from .reading import UnreadableError

if TYPE_CHECKING:
    from .assembly import Assembly

# ISO codes and signs, which stand on either side of a number; words stand behind it.
_LONGEST_CODE: Final = 4
# Below this, "mt" may be millions of tonnes.
_METRIC_TONS: Final = 1000
# From here on a whole number in brackets is an amount and no note.
_NO_NOTE: Final = 100
# How many times as large an amount may be as that of the year before it in brackets.
_ALIKE: Final = 5
# Words between a number and its unit: dry metric tonnes.
_MOST_WORDS: Final = 3
# How far before a price 每吨 may stand.
_REACH: Final = 9


def with_unit(a: Assembly, index: int, number: Number, stop: int, kind: str) -> Figure | None:
    """Return the figure that a number makes with the unit at token `stop`, if one stands there."""
    tokens, kinds = a.tokens, a.tokens.kinds
    value, before, after = tokens.values[stop], kinds[index - 1], kinds[stop + 1]
    if kind is K.PERCENT:
        return figure_of(Shape.PERCENT, number, index, stop + 1, "ratio", value)
    if kind is K.OF:  # fell 0.6 of a percentage point
        stop += 1 + (after in K.ARTICLE + K.NUMBER)
        kind, value = kinds[stop], tokens.values[stop]
        if kind != K.POINTS:
            return None
    if kind is K.POINTS:
        return figure_of(Shape.POINTS, number, index, stop + 1, "percentage_point", value)
    if number.bare and _is_class(a, index, number, stop):
        return None
    if kind in S.MONEY or (kind is K.PENNY and (tokens.glued(stop) or after is K.PER)):
        return _money(a, index, number, stop)
    if kind in S.MEASURED or (kind is K.SCALED_UNIT and number.scale >= 4):
        unit, factor, power = value
        if kind is K.CASED and not (power or number.scale) and number.size < _METRIC_TONS:
            raise UnreadableError("cased", index, stop, tokens.printed(stop, stop + 1))
        figure = figure_of(Shape.LEVEL, number, index, stop + 1, unit, power, factor)
        if after is K.PER:
            figure.unit += "/" + tokens.values[stop + 1]
            figure.stop += 1
        return figure
    if kind in K.INDEX_POINTS + K.POINT and number.written is K.DIGITS:
        said = a.says(index, K.INDEX + K.RATIO + K.SHARE + K.LEVEL)
        if said is K.INDEX:
            return figure_of(Shape.LEVEL, number, index, stop + 1, "index")
        if said and kind is K.INDEX_POINTS:  # the load factor slipped 0.4 points
            return figure_of(Shape.POINTS, number, index, stop + 1, "percentage_point", -2)
        if kind is K.INDEX_POINTS or number.power < 0:
            raise UnreadableError("index", index, stop)
    if kind is K.LETTER:
        return _letter(a, index, number, stop)
    if kind is K.TIMES:
        if tokens.glued(stop) and after is K.DIGITS:
            a.named[index] = "code"  # 7×24
            return None
        return figure_of(Shape.TIMES, number, index, stop + 1)
    if kind is K.OCCASIONS:
        # "3 times the 2015 level" is a multiple; "visited three times" is how often.
        weekly = after is K.ARTICLE and kinds[stop + 2] in K.TIME + K.SPAN
        compared = (
            after in S.AFTER_TIMES and not weekly
        ) or before in S.BOUNDS + K.TO + K.BY + K.BE + K.REACH
        if before in S.CHANGES and not compared and number.written is not K.DIGITS:
            raise UnreadableError("occasions", index, stop)
        if compared or before in S.CHANGES or number.power < 0:
            return figure_of(Shape.TIMES, number, index, stop + 1)
        a.named[index] = "word"
        return None
    if kind is K.TIMES_FOLD:
        return figure_of(Shape.FOLD, number, index, stop + 1)
    if kind is K.TENTHS and not number.scale and number.size <= 10:
        return _tenths(a, index, number, stop + 1)
    if kind is K.SPAN and (before in S.MEASURING or number.power < 0):
        # 存货周转天数为16.9天 is a figure; the first 16 days are a date
        return figure_of(Shape.LEVEL, number, index, stop + 1, value)
    if kind is K.UNKNOWN_UNIT:
        word = f"{tokens.printed(stop, stop + 1)}”: “{value}"
        raise UnreadableError("ambiguous", index, stop, word)
    if number.bare and kind in K.END + K.STOP + K.COMMA + K.CLOSE:
        # 产值突破百亿: of money, the unit goes without saying.
        return figure_of(Shape.LEVEL, number, index, stop, "CNY")
    end = counted(tokens, index, number, stop)
    if end is not None:
        return figure_of(Shape.LEVEL, number, index, end, "count")
    unit = stop
    while kinds[unit] in K.WORD + K.ADJ_UP + K.ADJ_DOWN and unit < stop + _MOST_WORDS:
        unit += 1
    if unit > stop and kinds[unit] is K.UNIT and not tokens.glued(stop):
        if not is_year(tokens.values[index]) or number.scale:  # 3.2 million dry tonnes
            return with_unit(a, index, number, unit, K.UNIT)
    return None


def names_class(a: Assembly, figure: Figure) -> bool:
    """Tell 超10亿元的项目 and 500万元以上项目, which name a class of things by its size."""
    kinds, stop = a.tokens.kinds, figure.stop
    after = kinds[stop] in K.AFTER_FROM + K.AFTER_UPTO
    if not (after or kinds[figure.first - 1] in K.BOUND_OVER + K.BOUND_FROM):
        return False
    stop += after
    for _ in range(3):
        stop += kinds[stop] in S.OPEN_NOUNS + K.PARTICLE
    return kinds[stop] is K.THING and not a.tokens.values[stop]


def _is_class(a: Assembly, index: int, number: Number, stop: int) -> bool:
    """Tell 亿元以上项目 and 超亿元企业, which name a class by its size, from 突破百亿."""
    kinds = a.tokens.kinds
    money = kinds[stop] is K.CURRENCY
    after = kinds[stop + 1]
    if kinds[index - 1] in S.BOUNDS + K.PARTICLE and not (money and after is K.THING):
        return False
    a.named[index] = "class"
    if money and after is K.NUMERAL and a.tokens.glued(stop + 1):
        raise UnreadableError("scale_only", index, stop + 1)
    if money and after is K.DIGITS:
        a.head = (number.power, a.tokens.values[stop][0])
        a.named[index] = "heading"
    return True


def _money(a: Assembly, index: int, number: Number, stop: int) -> Figure | None:
    """Read an amount whose currency follows: 5 million yuan, 28 cents, 22684元/吨."""
    tokens, kinds = a.tokens, a.tokens.kinds
    unit, *power, candidates = tokens.values[stop]
    ahead = stop + 1 + (kinds[stop + 1] in S.DASHES and tokens.glued(stop + 2))
    if kinds[ahead] is K.DIGITS and not tokens.glued(stop):
        if tokens.glued(stop + 1) or tokens.ends[stop] - tokens.starts[stop] <= _LONGEST_CODE:
            return None  # In 2019 $5 million: the currency belongs to what follows
    stop += 1
    if number.coefficient == 1 and kinds[stop] is K.PER:
        return None
    if kinds[stop] is K.CURRENCY and tokens.values[stop][0] == unit:
        if tokens.same(stop, stop - 1):
            raise UnreadableError("twice", stop - 1, stop)
        stop += 1
    figure = figure_of(Shape.LEVEL, number, index, stop, unit, *power)
    figure.candidates = tuple(filter(None, candidates))
    return per(a, headed(a, figure))


def headed(a: Assembly, figure: Figure) -> Figure:
    """Apply the scale that the head of a table gives to money that prints none."""
    if a.head and not figure.scale and not figure.unit_power:
        figure.power += a.head[0]
    return figure


def per(a: Assembly, figure: Figure) -> Figure:
    """Give a price its denominator: 元/吨, yuan per tonne; 每吨…元."""
    kinds, values = a.tokens.kinds, a.tokens.values
    if kinds[figure.stop] in S.PRICES:
        unit, first = figure.unit, figure.first
        while kinds[figure.stop] in S.PRICES and figure.unit.count("/") < 2:
            figure.unit += "/" + values[figure.stop]
            figure.stop += 1
        for earlier in reversed(a.figures[-4:]):  # said once of a whole list
            apart = K.OR in kinds[earlier.stop : first]
            if earlier.unit != unit or apart or not linked(a, earlier.stop, first):
                break  # $45.2M, or $0.67 per share
            earlier.unit, first = figure.unit, earlier.first
        return figure
    named = figure.stop + 1
    if kinds[figure.stop] is K.SLASH and a.tokens.glued(named) and kinds[named] in S.LETTERED:
        if kinds[named] is not K.UNIT or values[named][1:] != (1, 0):
            raise UnreadableError("unknown", figure.first, named)  # 2,150美元/XYZ
        figure.unit += "/" + values[named][0]
        figure.stop = named + 1
        return figure
    for place in range(figure.first - 1, max(-1, figure.first - _REACH), -1):
        kind = kinds[place]
        if kind is K.PER_BEFORE:
            figure.unit += "/" + values[place]
        elif kind is K.CURRENCY and a.figures:
            if a.figures[-1].unit.startswith(figure.unit + "/"):
                figure.unit = a.figures[-1].unit
        elif kind not in K.COMMA + K.STOP + K.PERCENT + K.END + K.OPEN + K.CLOSE:
            continue
        break
    return figure


def year_before(a: Assembly, figure: Figure) -> int:
    """Read the amount of the year before, in brackets: EUR 105.8 (83.4) million; 0 if none."""
    tokens, kinds = a.tokens, a.tokens.kinds
    first = figure.stop + 1
    colon = next((n for n in (first + 1, first + 2) if kinds[n] is K.COLON), 0)
    labelled = bool(colon) and is_year(tokens.values[colon - 1])  # 468 stores (2022: 463)
    first = colon + 1 if labelled else first
    negative = kinds[first] in S.DASHES
    first += negative
    if kinds[first : first + 2] != [K.DIGITS, K.CLOSE] or "/" in figure.unit:
        return 0
    number = read_number(tokens, first)
    if number is None or is_year(tokens.values[first]):
        return 0
    noted = number.power == 0 and not labelled  # a note has no decimals
    if number.power != figure.power - figure.scale - figure.unit_power:
        return 0
    stop, after = first + 2, kinds[first + 2]
    number.scale_by(figure.scale, stop)
    second = figure_of(figure.shape, number, figure.stop, stop, figure.unit, figure.unit_power)
    second.factor, second.candidates = figure.factor, figure.candidates
    if after in S.SCALES and not figure.scale:
        for one in (figure, second):
            one.scale = tokens.values[stop] if after is K.SCALE else tokens.values[stop][0]
            one.power += one.scale
        second.stop += 1
    elif noted and (
        number.coefficient < _NO_NOTE
        or not figure.size <= _ALIKE * second.size <= _ALIKE * _ALIKE * figure.size
    ):
        return 0
    if negative:
        second.negate(second.first, second.stop)
    if after is K.PER:
        figure.unit += "/" + tokens.values[stop]
        second.unit, second.stop = figure.unit, stop + 1
    a.figures.append(second)
    return second.stop


def _letter(a: Assembly, index: int, number: Number, stop: int) -> Figure | None:
    """Read 12m tonnes and 24k units: the letter is a scale where a unit follows it."""
    tokens, kinds = a.tokens, a.tokens.kinds
    power, alone = tokens.values[stop]
    following = kinds[stop + 1]
    if not tokens.glued(stop) and following not in S.MEASURES:
        small = tokens.original[tokens.starts[stop]].islower()
        return figure_of(Shape.LEVEL, number, index, stop + 1, alone) if alone and small else None
    unit = following in S.UNITS or kinds[stop + 2] in S.NOUNS
    if unit and not number.scale and following is not K.SCALE:
        end = number.stop
        number.scale_by(power, stop + 1)
        figure = with_unit(a, index, number, stop + 1, following)
        if figure is not None:
            return figure
        number.scale_by(-power, end)
    if a.head and a.head[1] and not number.scale:
        return None
    if alone:
        return figure_of(Shape.LEVEL, number, index, stop + 1, alone)
    if following in K.CODE + K.WORD:
        return None
    if following not in K.END + S.LINKS and a.tokens.hyphenless(stop + 1):
        a.named[index] = "name"  # 12K碳纤维
        return None
    raise UnreadableError("letter", index, stop, tokens.printed(stop, stop + 1))


def _tenths(a: Assembly, index: int, number: Number, stop: int) -> Figure:
    """Read 三成, 三成五 and 一成半: the last character counts hundredths."""
    tokens, kinds = a.tokens, a.tokens.kinds
    digit = tokens.words.digits.get(tokens.values[stop]) if kinds[stop] is K.NUMERAL else None
    if digit is not None and kinds[stop + 1] not in S.UNITS:
        number.add(digit, number.power - 1)
        return figure_of(Shape.PERCENT, number, index, stop + 1, "ratio", -1)
    if kinds[stop] is K.HALF_AFTER:
        number.add(5, number.power - 1)
        number.half = True
        stop += 1
    return figure_of(Shape.PERCENT, number, index, stop, "ratio", -1)
