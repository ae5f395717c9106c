"""Numbers as printed: a whole coefficient and a power of ten.

The power is that of the last printed digit, so the precision of the print is never lost:
2.40 is (240, -2), 482 thousand is (482, 3). Integers keep all arithmetic exact.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from itertools import pairwise
from typing import Final

from .kinds import Kind
from .refusals import Unreadable
from .tokens import Tokens

# The longest figure of any statistic is far shorter.
MAX_DIGITS: Final = 20
_GROUPED: Final = re.compile(
    r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?"
    r"|[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?"
).fullmatch
_NO_NUMBER: Final = "characters that make no number"
# Wide enough that no product or sum of a readable number is ever rounded.
_EXACT: Final = Context(prec=120)
_multiply, _add, _subtract = _EXACT.multiply, _EXACT.add, _EXACT.subtract
_TENS: Final = {n: Decimal(10**n) if n > 0 else Decimal(f"1E{n}") for n in range(-80, 81)}
_RATIO: Final = Context(prec=28)
_SCALED: Final = (Kind.SCALE, Kind.NUMERAL)


class Number:
    """A number as read: `coefficient` × 10 ** `power`, ending before token `stop`."""

    scale = 0  # the power that its scale words add
    more = False  # 多 or 余 stands inside it
    bare = False  # a scale word alone (百亿): a size, and a figure only after a bound
    half = False  # a half was added: ½ prints no digit that could have been rounded

    def __init__(self, coefficient: int, power: int, stop: int, written: Kind) -> None:
        self.coefficient = coefficient
        self.power = power
        self.stop = stop
        self.written = written  # DIGITS, NUMERAL or NUMBER

    def scale_by(self, power: int, stop: int) -> None:
        """Take in a scale word, which ends before token `stop`."""
        self.power += power
        self.scale += power
        self.stop = stop

    def add(self, coefficient: int, power: int) -> None:
        """Add a number whose last printed digit stands lower."""
        low = min(self.power, power)
        self.coefficient = self.coefficient * 10 ** (self.power - low)
        self.coefficient += coefficient * 10 ** (power - low)
        self.power = low

    @property
    def size(self) -> int:
        """The number, without its decimals."""
        return self.coefficient * 10**self.power if self.power >= 0 else self.coefficient


def exact(coefficient: int, power: int) -> Decimal:
    """Return coefficient × 10 ** power, untouched by the caller's decimal context."""
    return _multiply(coefficient, _TENS[power])


def interval(value: Decimal, factor: int, power: int) -> tuple[Decimal, Decimal]:
    """Return what was rounded to `value`: half a unit of the last printed digit either way."""
    half = _multiply(5 * factor, _TENS[power - 1])
    return _subtract(value, half), _add(value, half)


def ratio(part: int, whole: int) -> Decimal:
    """Return part ÷ whole to 28 digits, untouched by the caller's decimal context."""
    return _RATIO.divide(Decimal(part), Decimal(whole))


def is_year(word: object) -> bool:
    """Tell whether four digits are a year of the records that are read here."""
    return isinstance(word, str) and len(word) == 4 and word[:2] in ("19", "20") and word.isdigit()


def read_number(tokens: Tokens, index: int) -> Number | None:
    """Read the number that begins at token `index`, with its scale words.

    Returns None where no number begins there.

    Raises
    ------
    Unreadable
        What stands there is no number, or one of more digits than any statistic has.
    """
    kind = tokens.kinds[index]
    if kind is Kind.DIGITS:
        coefficient, power = _digits(tokens, index)
        number = Number(coefficient, power, index + 1, kind)
    elif kind is Kind.NUMERAL:
        parsed = parse_numeral(tokens, tokens.values[index])
        if parsed is None or len(tokens.values[index]) > MAX_DIGITS:
            raise Unreadable(_NO_NUMBER, index, index)
        number = Number(*parsed, index + 1, kind)
        number.bare = tokens.values[index][0] in tokens.words.places and parsed[1] > 1
        number.scale = parsed[1] if parsed[1] >= 4 else 0
    elif kind is Kind.NUMBER:
        return _words(tokens, index)
    elif kind is Kind.GLYPH:
        part, whole, _ = tokens.values[index]
        number = Number(part * 1000 // whole, -3, index + 1, Kind.DIGITS)
        number.half = True
        return number if part * 1000 % whole == 0 else None
    else:
        return None
    if tokens.kinds[number.stop] is Kind.GLYPH and tokens.glued(number.stop):
        _glyph(tokens, number)
    _scales(tokens, number)
    return number


def _glyph(tokens: Tokens, number: Number) -> None:
    part, whole, _ = tokens.values[number.stop]
    if part * 1000 % whole or number.power < 0:
        raise Unreadable("a fraction that has no decimal digits here", number.stop - 1, number.stop)
    number.add(part * 1000 // whole, -3)
    number.half = True
    number.stop += 1


def _digits(tokens: Tokens, index: int) -> tuple[int, int]:
    """Read digits with their separators."""
    word: str = tokens.values[index]
    if word.startswith("00") or len(word) > MAX_DIGITS + 8:
        reason = f"a number of more than {MAX_DIGITS} digits" if word[:2] != "00" else ""
        raise Unreadable(reason or "separators that fit no number", index, index)
    if word.isdigit():
        coefficient, power = int(word), 0
    else:
        if "," in word or " " in word:
            if not _GROUPED(word):
                raise Unreadable("separators that fit no number", index, index)
            word = word.replace(",", "").replace(" ", "")
        whole, _, part = word.partition(".")
        if "." in part:
            raise Unreadable("separators that fit no number", index, index)
        coefficient, power = int(whole + part), -len(part)
    if len(word) - (power < 0) > MAX_DIGITS:
        raise Unreadable(f"a number of more than {MAX_DIGITS} digits", index, index)
    return coefficient, power


def _words(tokens: Tokens, index: int) -> Number:
    """Read a number in words: two, twenty-five, two thousand four hundred, one point two million."""
    kinds, values = tokens.kinds, tokens.values
    total = section = 0
    place = index
    last = 10**30  # the least scale so far
    decimals: list[int] = []
    power = 0
    scaled = 0
    while True:
        if kinds[place] is Kind.NUMBER:
            value: int = values[place]
            ones = section % 100
            if section and not (
                (value < 100 and section % 100 == 0 and section >= 100)
                or (0 < value < 10 and ones >= 20 and ones % 10 == 0)
            ):
                raise Unreadable("two numbers before one unit", index, place)
            section += value
            place += 1
        elif kinds[place] is Kind.SCALE and place > index:
            scale: int = values[place]
            if scale == 2 and 0 < section < 10:
                section *= 100
                scaled = 2 if section % 1000 == 0 or place + 1 else scaled
            elif scale >= 3 and section and 10**scale < last and scale % 3 == 0:
                total += section * 10**scale
                section, last = 0, 10**scale
                scaled = scale
            else:
                break
            place += 1
            if decimals:
                break
        else:
            break
        if kinds[place] is Kind.POINT and kinds[place + 1] is Kind.NUMBER:
            if not decimals and scaled < 3:
                place += 1
                while kinds[place] is Kind.NUMBER and values[place] < 10:
                    decimals.append(values[place])
                    place += 1
                break
        joined = place + (kinds[place] in (Kind.DASH, Kind.AND))
        if kinds[joined] is Kind.NUMBER and (
            joined == place
            or (kinds[place] is Kind.DASH and section % 100 >= 20 and values[joined] < 10)
            or (
                kinds[place] is Kind.AND
                and (section >= 100 and section % 100 == 0)
                and kinds[joined + 1] not in _SCALED
            )
        ):
            if kinds[place] is Kind.DASH and section % 10:
                break
            place = joined
        elif kinds[place] is Kind.DASH and kinds[place + 1] is Kind.SCALE:
            place += 1
    value = total + section
    if decimals:
        value = value * 10 ** len(decimals) + int("".join(map(str, decimals)))
        power = -len(decimals)
    number = Number(value, power, place, Kind.NUMBER)
    if total and not decimals:
        # The last printed digit is that of the lowest scale: 51 million, 2,400 to the hundred.
        lowest = 0
        while number.coefficient % 10 == 0 and lowest < _printed_power(tokens, index, place):
            number.coefficient //= 10
            lowest += 1
        number.power, number.scale = lowest, lowest
    elif not decimals and kinds[place - 1] is Kind.SCALE and value % 100 == 0:
        number.coefficient, number.power, number.scale = value // 100, 2, 2
    if kinds[place] is Kind.SCALE or (
        kinds[place] is Kind.DASH and kinds[place + 1] is Kind.SCALE and place > index
    ):
        _scales(tokens, number)
    return number


def _printed_power(tokens: Tokens, index: int, stop: int) -> int:
    """Return the power of the last scale word of a number in words, zero where digits follow it."""
    place = stop - 1
    power = 0
    while place >= index and tokens.kinds[place] is Kind.SCALE:
        power += tokens.values[place]
        place -= 1
    return power


def _scales(tokens: Tokens, number: Number) -> None:
    kinds = tokens.kinds
    stop = number.stop
    kind = kinds[stop]
    if kind is Kind.MORE:
        if kinds[stop + 1] is Kind.NUMERAL:
            # 70多亿, 3千多万: the bound stands before the scale.
            number.more = True
            stop += 1
            kind = Kind.NUMERAL
        elif kinds[stop + 1] is Kind.GENERAL and kinds[stop + 2] is Kind.NUMERAL:
            number.more = True
            stop += 2
            kind = Kind.NUMERAL
    elif kind is Kind.GENERAL and kinds[stop + 1] is Kind.NUMERAL and tokens.glued(stop + 1):
        if scale_power(tokens, tokens.values[stop + 1]) in (8, 12):
            stop += 1  # 3个亿
            kind = Kind.NUMERAL
    elif kind is Kind.DASH and kinds[stop + 1] is Kind.SCALE:
        # 8-million-ton: a compound is hyphenated throughout.
        stop += 1
        kind = Kind.SCALE
    if kind is Kind.SCALE:
        _word_scale(tokens, number, stop)
    elif kind is Kind.NUMERAL and (number.written is Kind.DIGITS or stop > number.stop):
        _character_scale(tokens, number, stop)


def _word_scale(tokens: Tokens, number: Number, index: int) -> None:
    power: int = tokens.values[index]
    number.scale_by(power, index + 1)
    if tokens.kinds[index + 1] is Kind.SCALE:
        # "Hundred thousand" and "thousand billion" rise; nothing else is said.
        following: int = tokens.values[index + 1]
        if following <= power or power > 3:
            raise Unreadable("scale words that make no number", index, index + 1)
        number.scale_by(following, index + 2)


def _character_scale(tokens: Tokens, number: Number, index: int) -> None:
    kinds, values = tokens.kinds, tokens.values
    power = scale_power(tokens, values[index])
    if power is None:
        raise Unreadable(_NO_NUMBER, number.stop - 1, index)
    number.scale_by(power, index + 1)
    following = index + 1
    if kinds[following] is Kind.MORE and kinds[following + 1] is Kind.NUMERAL:
        higher = scale_power(tokens, values[following + 1])
        if higher == 8 and power == 4:  # 4万多亿
            number.more = True
            number.scale_by(higher, following + 2)
        return
    if kinds[following] is not Kind.DIGITS or not tokens.glued(following):
        return
    # 1亿2000万, 3万5千, 1261万3700: a lower scale goes on from where the higher one ended.
    coefficient, decimals = _digits(tokens, following)
    stop = following + 1
    more = kinds[stop] is Kind.MORE and kinds[stop + 1] is Kind.NUMERAL
    lower = values[stop + more] if kinds[stop + more] is Kind.NUMERAL else ""
    if lower and not more and kinds[stop + 1] is Kind.MORE and kinds[stop + 2] is Kind.NUMERAL:
        lower += values[stop + 2]  # 1亿3千多万
        stop += 1
        more = True
    low_power = scale_power(tokens, lower) if lower else 0
    if low_power is not None and low_power + len(str(coefficient)) + decimals <= power:
        last = decimals + low_power
        number.add(coefficient, last)
        number.more = number.more or more
        number.stop = stop + (more + 1 if lower else 0)
    elif not (lower and low_power is not None and low_power >= power):
        raise Unreadable(_NO_NUMBER, index - 1, following)
    else:
        raise Unreadable(_NO_NUMBER, index - 1, stop)
    if kinds[number.stop] is Kind.DIGITS and tokens.glued(number.stop) and lower:
        raise Unreadable(_NO_NUMBER, index - 1, number.stop)


def parse_numeral(tokens: Tokens, word: str) -> tuple[int, int] | None:
    """Read a numeral as coefficient and power of its last digit: 三千五百 is (35, 2).

    Returns None where the characters make none: 三四, 亿万, 百十千.
    """
    digits, places = tokens.words.digits, tokens.words.places
    point = next((i for i, c in enumerate(word) if c not in digits and c not in places), -1)
    if point >= 0:
        return _pointed(tokens, word[:point], word[point + 1 :])
    value = _value(word, digits, places)
    if value is None:
        return None
    power = 0
    for char in reversed(word):
        if places.get(char, 0) < 2:
            break
        power += places[char]
    return value // 10**power, power


def _value(
    word: str, digits: dict[str, int], places: dict[str, int], *, pointed: bool = False
) -> int | None:
    total = section = 0
    digit: int | None = None
    place, closed = 4, 0
    head = word.rstrip("".join(c for c in places if places[c] >= 4))
    if len(head) > 2 and all(char in digits for char in head):
        if len(head) == len(word) and not pointed:
            return None
        # 三〇八二亿: digit by digit before a scale or a point
        power = sum(places[char] for char in word[len(head) :])
        return int("".join(str(digits[char]) for char in head)) * int(10**power)
    for index, char in enumerate(word):
        if char in digits:
            if digit:
                return None  # two digits side by side
            digit = digits[char]
        elif places[char] < 4:
            # Places only fall within a section, and only its first may go without a digit (十五).
            if places[char] >= place or (section and not digit and digit != 0):
                return None
            place = places[char]
            section += (digit or 1) * 10**place
            digit = None
        else:
            section += digit or 0
            power = places[char]
            if index and not section and not (power > closed > 0):
                return None
            if closed and power > closed:
                total = (total + section) * 10**power  # 三万亿: 亿 counts the whole before it
            elif closed and power == closed:
                return None
            else:
                total += (section or 1) * 10**power
            section, digit, place, closed = 0, None, 4, power
    if digit and len(word) > 1 and places.get(word[-2], 0) > 1:
        # 两万五 is 25 000: a last digit without 零 counts the next lower place.
        digit *= 10 ** (places[word[-2]] - 1)
    return total + section + (digit or 0)


def _pointed(tokens: Tokens, head: str, tail: str) -> tuple[int, int] | None:
    """Read 四点三 and 一点五亿: after the point, digits one by one, then a scale."""
    digits, places = tokens.words.digits, tokens.words.places
    fraction = tail.rstrip("".join(places))
    scale = scale_power(tokens, tail[len(fraction) :]) if len(fraction) < len(tail) else 0
    whole = _value(head, digits, places, pointed=True)
    if whole is None or scale is None or not all(c in digits for c in fraction):
        return None
    decimals = "".join(str(digits[c]) for c in fraction)
    return int(f"{whole}{decimals}"), scale - len(decimals)


def scale_power(tokens: Tokens, word: str) -> int | None:
    """Return the power of scale words alone (万亿, 百万); None where they make none (亿万)."""
    places = tokens.words.places
    powers = [places.get(char, 0) for char in word]
    if 0 in powers or len(powers) > 3 or any(low >= high for low, high in pairwise(powers)):
        return None
    return sum(powers)
