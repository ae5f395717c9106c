"""Figures that do not begin with a numeral: $5, 百分之五, 翻两番, a billion; heads of tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from .checks import check_number
from .kinds import K, S, pattern
from .numbers import BOUND, Figure, parts_of, power_of, read_number, scale_power, take_scales
from .reading import UnreadableError, reasons
from .units import LONGEST_CODE, priced

if TYPE_CHECKING:
    from .assembly import Assembly

# What "flat" is said of: a rate, in its sentence; what is compared, in its clause.
_RATED: Final = pattern(
    "(?:(?=IN_CLAUSE*CMP)IN_CLAUSE|(?!IN_CLAUSE*CMP)SENTENCE)*(?:noun|RATES)"
    "|(?:CLOSED|SMALL|CMP|than|last_month|last_year)*percent(?=SENTENCE*index)"
).match
# little changed from a 5.7 percent rise
_WITH_RATE: Final = pattern("(?:from_weak|from|than)(?:article|the)?digits percent").match
_COMPARED: Final = pattern("IN_CLAUSE*(?:CMP|last_year)").match
_REACH: Final = 20
_LED: Final = re.compile(r".*\W\.\d+").fullmatch
# A currency that belongs to the number after it: EUR250m USD332m
_AMOUNT: Final = pattern("currency DASHES?(?:digits|year|year_ago)").match
_REFUSED: Final = reasons("where")
_HEADING: Final = pattern(
    "head(?:colon|open){0,2}currency?HEAD_SCALES*of?(?:currency|unit)?"
    "|(?:(?<=^in)|(?<=(?:open|stop|currency)in))scale of?currency?(?=HEAD_ENDS)"
    "|currency(?:scale(?=close|digits|colon)|broken_mark digits)"
).match


def _currency(a: Assembly, index: int) -> int:
    """Read RMB52.86 billion, $5-6 billion, EUR 105.8 (83.4) million, -$1.2 million."""
    tokens, kinds, values = a.tokens, a.tokens.kinds, a.tokens.values
    unit, *power, candidates = values[index]
    stop, before = index + 1, kinds[index - 1]
    if before is K.WORD and tokens.glued(index) and not tokens.latin(index):
        raise UnreadableError("unknown", index - 1, index)  # the dollar of XY$5
    if kinds[index] is K.PREFIX and not tokens.glued(stop):
        return stop
    if _HEADING(tokens.codes, index):
        return _heading(a, index)
    if kinds[stop] is K.CURRENCY and values[stop][0] == unit:
        if tokens.same(stop, index):
            raise UnreadableError("twice", index, stop)
        stop += 1
    opened = kinds[stop] is K.OPEN and kinds[stop + 1] is K.STOP
    point = stop + opened
    led = kinds[point] is K.STOP and _LED(tokens.printed(index, point + 2)) is not None
    stop = point + led  # $.08, $(.02)
    bound, minus = "=", kinds[stop] is K.NEGATIVE
    stop += minus  # euro minus 3.1 million
    if kinds[stop] in S.BOUNDS + S.PARTICLE and kinds[stop + 1] in K.DIGITS + K.NUMERAL:
        bound = BOUND.get(kinds[stop], "=")  # 人民币约100亿元
        stop += 1
    mark = kinds[stop] if kinds[stop + 1] is K.DIGITS and tokens.glued(stop + 1) else K.END
    spelt = tokens.latin(index) and tokens.ends[index] - tokens.starts[index] > LONGEST_CODE
    if mark is K.OPEN and spelt:
        return stop  # 5 million of some dollars (3 million U.S. dollars)
    stop += mark in S.DASHES + K.OPEN + K.PLUS
    mark = K.OPEN if opened else mark
    figure = read_number(tokens, stop) if kinds[stop] in K.DIGITS + K.NUMERAL + K.GLYPH else None
    if figure is None:  # a word, or an amount that lost its number
        if before in S.BOUNDS and tokens.glued(index) and kinds[stop] not in S.NUMERALS:
            raise UnreadableError("lone_unit", index, index)
        return _refuse(a, index)
    percent = kinds[figure.stop] in K.PERCENT + K.POINTS
    if figure.bare or (percent and not tokens.glued(index + 1)):
        return index + 1  # in dollars -8.8%
    if percent:
        raise UnreadableError("together", index, figure.stop)
    check_number(a, figure)
    figure.power -= led * len(values[stop])
    figure.scale_by(power[0] if power else 0, figure.stop)  # MSEK 1,341.3
    closed = kinds[figure.stop] is K.CLOSE
    wrapped = closed and before is K.OPEN and kinds[figure.stop + 1] in S.SCALES  # ($3.4) million
    end = figure.stop + (wrapped or (closed and mark is K.OPEN))
    if kinds[end] is K.PLUS and kinds[end + 1] in S.SCALES:
        bound, end = ">", end + 1  # $15+ million
    if not figure.scale and kinds[end] in S.SCALES + K.MINOR:  # HK2.3 cents
        figure.scale_by(power_of(tokens, end), end)
        end += 1
    elif mark is K.OPEN and kinds[end] is K.NUMERAL:
        raise UnreadableError("brackets", index, end)
    if kinds[end] is K.MORE or (kinds[end] is K.PLUS and tokens.glued(end)):
        bound, end = ">", end + 1
    figure.candidates = tuple(filter(None, candidates))
    if kinds[end] is K.CURRENCY and not _AMOUNT(tokens.codes, end):
        other, names = values[end]
        if other != unit and names != ("",):
            if other not in candidates:
                raise UnreadableError("twice", index, end)  # $3亿元人民币
            unit, figure.candidates = other, names  # says which dollars
        end += 1
        again = kinds[end] is K.CURRENCY and not _AMOUNT(tokens.codes, end)
        if again or tokens.same(index, end - 1):
            raise UnreadableError("twice", index, end - 1)
    figure.measure(K.UNIT, end, unit)
    figure.first = index
    figure.bound = figure.bound if bound == "=" else bound
    if minus or wrapped or mark in S.DASHES + K.OPEN:
        figure.negate(index - wrapped, end)
    return a.keep(priced(a, figure))


def _heading(a: Assembly, index: int) -> int:
    """Keep the scale and the unit that a table gives to its numbers; return where to go on.

    单位:万元; Unit: 100 million yuan; (in thousands of dollars); RMB million; RMB'000.
    """
    tokens, kinds, values = a.tokens, a.tokens.kinds, a.tokens.values
    power, unit = 0, ""
    found = _HEADING(tokens.codes, index)
    for place in range(*found.span()) if found else ():
        kind, value = kinds[place], values[place]
        if kind is K.CURRENCY or (kind is K.UNIT and value[1] == 1):
            unit = value[0]
            power += value[2] if kind is K.UNIT else 0
        elif kind is K.DIGITS and value.strip("0") not in ("", "1"):
            return index + 1
        elif kind in S.HEAD_SCALES:
            zeros = value.count("0") if kind is K.DIGITS else 0
            power += value if kind is K.SCALE else zeros or scale_power(tokens, value) or 0
            a.named[place] = "heading"
    if not found or (kinds[index] is K.HEAD and not unit):
        return index + 1
    a.head = (power, unit)
    return found.end()


def _stop(a: Assembly, index: int) -> int:
    """End a table's heading with its paragraph."""
    if a.head and a.tokens.values[index] == "\n":
        a.head = None
    return index + 1


def _scale(a: Assembly, index: int) -> int:
    """Read "a billion yuan" and "(in thousands)"; otherwise a number is missing."""
    kinds = a.tokens.kinds
    if kinds[index - 1] is K.ARTICLE:
        figure = Figure(index - 1, index, 1)
        take_scales(a.tokens, figure)
        return a.measured(figure)
    return (_heading if _HEADING(a.tokens.codes, index) else _refuse)(a, index)


def _percent_before(a: Assembly, index: int) -> int:
    """Read 百分之八十六, which says the unit before the number."""
    kinds, stop = a.tokens.kinds, index + 1
    figure = read_number(a.tokens, stop) if kinds[stop] in S.NUMERALS else None
    if figure is None:
        raise UnreadableError("lone_percent", index, stop - (kinds[stop] is K.END))
    end, whole = figure.stop, figure.bare and figure.power == 2
    if kinds[end] in S.AFTER_PERCENT or (figure.bare and not whole):
        raise UnreadableError("two_percent", index, end)
    if whole:  # 百分之百 is said of the whole, to the percent.
        figure.coefficient, figure.power, figure.printed = 100, 0, True
    if kinds[end] is K.MORE:
        figure.bound, end = ">", end + 1
    figure.first = index
    return a.keep(figure.measure(K.PERCENT, end, power=a.tokens.values[index]))


def _points(a: Assembly, index: int) -> int:
    """Read "rose a percentage point", "a penny better": the article counts one; 半个百分点."""
    kinds = a.tokens.kinds
    before = kinds[index - 2]
    if kinds[index] is K.POINTS and kinds[index - 1] is K.HALF_AFTER and before not in S.NUMERALS:
        return _part_of_unit(a, index - 1, index, 1, 2)
    if kinds[index - 1] is K.ARTICLE and (
        before in S.CHANGES + S.BOUNDS + K.BY
        or (before is K.OF and kinds[index - 3] in S.noun)
        or kinds[index + 1] in S.adj + S.of_adj + S.BEYOND
    ):
        return a.measured(Figure(index - 1, index, 1))
    return _refuse(a, index)


def _refuse(a: Assembly, index: int) -> int:
    """Refuse what only looks like a figure, where `reasons.csv` says that it does.

    NaN percent; XX5,400 million; XX5 million yuan; ⑩%; rose by percent; by billion yuan.
    """
    if found := _REFUSED(a.tokens.codes, index):
        key = str(found.lastgroup)
        raise UnreadableError(key, index - (key == "twice"), found.end() - 1)
    return index + 1


def _multiple(a: Assembly, index: int) -> int:
    """Read doubled and ninefold, which print no digit; "twice" only where something is compared."""
    kinds, value = a.tokens.kinds, a.tokens.values[index]
    kind, before, after = kinds[index], kinds[index - 1], kinds[index + 1]
    compared = before in S.BOUNDS + K.TO + K.WILL or after in S.AFTER_DOUBLE
    if kind is K.FOLD:
        a.figures.append(parts_of(kind, index, index + 1, value, 1))
    elif after is not K.DASH and (kind is K.MULTIPLE or compared):
        a.figures.append(parts_of(K.MULTIPLE, index, index + 1, *value[:2]))
    return index + 1


def _turns(a: Assembly, index: int) -> int:
    """Read 翻两番: each 番 doubles, so two of them quadruple."""
    kinds, place, bound = a.tokens.kinds, index + 1, "="
    while kinds[place] in S.BOUNDS + S.PARTICLE + K.TEXT and place < index + 4:
        bound = BOUND.get(kinds[place], bound)
        place += 1
    number = read_number(a.tokens, place) if kinds[place] in S.NUMERALS else None
    if number is None or kinds[number.stop] is not K.FAN or number.power:
        return index + 1
    if not 0 < number.coefficient <= 9:
        return index + 1
    more = kinds[number.stop + 1] is K.MORE
    stop = number.stop + 1 + more
    a.figures.append(parts_of(K.MULTIPLE, index, stop, 2**number.coefficient, 1))
    a.figures[-1].bound = ">" if more else bound
    return stop


def _fraction(a: Assembly, index: int) -> int:
    """Read half of, a third, 一半; "first half" and "a quarter" without "of" are times."""
    tokens, kinds = a.tokens, a.tokens.kinds
    part, whole, more = tokens.values[index]
    before, after = kinds[index - 1], kinds[index + 1]
    unit = index + 1 + (after is K.OF)
    unit += kinds[unit] in S.SMALL + K.NUMBER + K.DASH
    if kinds[unit] in K.POINT + K.INDEX_POINTS:  # cut the rate by half a point
        if kinds[unit + 1] in S.noun + S.verb or a.nearest(index, S.RATES + K.NOUN_UP) >= 0:
            return _part_of_unit(a, index, unit, part, whole)
    if kinds[unit] is K.POINTS or (kinds[unit] is K.PERCENT and unit > index + 1):
        return _part_of_unit(a, index, unit, part, whole)
    if kinds[unit] is K.SCALE and 1000 * part % whole == 0:
        # Half a million is a number, and its article belongs to it.
        figure = Figure(index, index, 10 * part // whole, -1)
        if whole != 2:  # a quarter of a million
            figure = Figure(index, index, 1000 * part // whole, -3)
            figure.printed = False
        figure.scale_by(tokens.values[unit], unit + 1)
        return a.measured(figure)
    clear = after in S.AFTER_FRACTION or before in S.BEFORE_FRACTION
    clear = clear or (before is K.OF and kinds[index - 2] in S.CHANGES)
    if tokens.latin(index) and part == 1 and not clear:
        if whole != 2 or after not in S.PARTICLE:
            return index + 1
    if before not in K.ORDINAL + K.LABEL and after is not K.DASH:
        a.figures.append(parts_of(K.FRACTION, index, index + 1, part, whole))
        a.figures[-1].bound = ">" if more else "="
    return index + 1


def _part_of_unit(a: Assembly, index: int, unit: int, part: int, whole: int) -> int:
    """Read half a percentage point, a third of one percent, 半个百分点."""
    tenth = 10 ** -(a.tokens.values[unit] or -2)
    shape = K.PERCENT if a.tokens.kinds[unit] is K.PERCENT else K.POINTS
    figure = parts_of(shape, index, unit + 1, part, whole * tenth)
    figure.unit = "ratio" if shape is K.PERCENT else "percentage_point"
    a.figures.append(figure)
    return unit + 1


def _flat(a: Assembly, index: int) -> int:
    """Read "was flat year on year" and 同比持平; of a rate, or uncompared, it is passed."""
    left = a.tokens.codes[max(0, index - _REACH) : index][::-1]
    after = a.tokens.kinds[index + 1] in S.CMP + K.LAST_YEAR + K.FROM_WEAK + K.THAN + K.TO
    if (after or _COMPARED(left)) and not (_RATED(left) or _WITH_RATE(a.tokens.codes, index + 1)):
        a.figures.append(parts_of(K.FLAT, index, index + 1, 0, 1))
        a.figures[-1].bound = a.tokens.values[index] or "="
    return index + 1


def _strange(a: Assembly, index: int) -> int:
    """Refuse ⑩5%, whose digits are of two scripts."""
    if a.tokens.kinds[index + 1] in S.NUMERALS and a.tokens.glued(index + 1):
        raise UnreadableError("scripts", index, index + 1)
    return _refuse(a, index)


def _unknown(a: Assembly, index: int) -> int:
    """Refuse kr 3.4 billion, whose currency is not known."""
    tokens, kinds = a.tokens, a.tokens.kinds
    if kinds[index + 1] is K.DIGITS and kinds[index - 1] not in S.NUMERALS:
        word = f"{tokens.printed(index, index + 1)}”: “{tokens.values[index]}"
        scaled = kinds[index + 2] is K.SCALE
        raise UnreadableError("ambiguous", index, index + 1 + scaled, word)
    return index + 1


OPENERS: Final[dict[str, Callable[[Assembly, int], int]]] = {
    **dict.fromkeys(S.BEFORE_AMOUNT, _currency),
    K.HEAD: _heading,
    K.STOP: _stop,
    K.SCALE: _scale,
    **dict.fromkeys((K.PERCENT_BEFORE, K.TENTHS_BEFORE), _percent_before),
    **dict.fromkeys((K.POINTS, K.MINOR), _points),
    **dict.fromkeys((K.PERCENT, K.TIMES, K.NONNUMBER, K.GLUED, K.CODE), _refuse),
    **dict.fromkeys((K.FOLD, K.MULTIPLE, K.MAYBE_MULTIPLE), _multiple),
    K.TURN: _turns,
    K.FRACTION: _fraction,
    K.FLAT: _flat,
    K.STRANGE: _strange,
    K.UNKNOWN_UNIT: _unknown,
}
