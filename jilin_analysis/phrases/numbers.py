"""Numbers as printed: a whole coefficient and a power of ten.

The power is that of the last printed digit, so the precision of the print is never lost:
2.40 is (240, -2), 482 thousand is (482, 3). Integers keep all arithmetic exact.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from itertools import pairwise
from typing import Final

from .kinds import K
from .reading import UnreadableError
from .tokens import Tokens

# The longest figure of any statistic is far shorter.
MAX_DIGITS: Final = 20
_GROUPED: Final = re.compile(
    r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.\d+)?|[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?"
).fullmatch
# Wide enough that no product or sum of a readable number is ever rounded.
_EXACT: Final = Context(prec=120)
_multiply, _add, _subtract = _EXACT.multiply, _EXACT.add, _EXACT.subtract
_TENS: Final = {n: Decimal(10**n) if n > 0 else Decimal(f"1E{n}") for n in range(-80, 81)}
_RATIO: Final = Context(prec=28)


class Number:
    """A number as read: `coefficient` × 10 ** `power`, ending before token `stop`."""

    scale = 0  # the power that its scale words add
    more = ""  # the bound that stands inside it: 多, 余, or so
    bare = False  # a scale word alone (百亿): a size, and a figure only after a bound
    half = False  # a half was added: ½ prints no digit that could have been rounded

    def __init__(self, coefficient: int, power: int, stop: int, written: str) -> None:
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
        self.coefficient *= 10 ** (self.power - low)
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
    return isinstance(word, str) and len(word) == 4 and word[:2] in "1920" and word.isdigit()


def read_number(tokens: Tokens, index: int) -> Number | None:
    """Read the number that begins at token `index`, with its scale words.

    Returns None where no number begins there.

    Raises
    ------
    UnreadableError
        What stands there is no number, or one of more digits than any statistic has.
    """
    kind = tokens.kinds[index]
    if kind is K.DIGITS:
        number = Number(*_digits(tokens, index), index + 1, kind)
    elif kind is K.NUMERAL:
        word = tokens.values[index]
        parsed = parse_numeral(tokens, word)
        if parsed is None or len(word) > MAX_DIGITS:
            raise UnreadableError("no_number", index, index)
        number = Number(*parsed, index + 1, kind)
        number.bare = tokens.words.places.get(word[0], 0) > 1
        number.scale = parsed[1] if parsed[1] >= 4 else 0
    elif kind is K.NUMBER:
        return _words(tokens, index)
    elif kind is K.GLYPH:
        number = Number(0, 0, index, K.DIGITS)
    else:
        return None
    stop = number.stop
    if tokens.kinds[stop] is K.GLYPH and (stop == index or tokens.glued(stop)):
        part, whole, _ = tokens.values[stop]
        if part * 1000 % whole or number.power < 0:
            raise UnreadableError("glyph", index, stop)
        number.add(part * 1000 // whole, -3)
        number.half, number.stop = True, stop + 1
    _scales(tokens, number)
    return number


def _digits(tokens: Tokens, index: int) -> tuple[int, int]:
    """Read digits with their separators."""
    word: str = tokens.values[index]
    if not word.isdigit() and ("," in word or " " in word):
        if not _GROUPED(word):
            raise UnreadableError("separators", index, index)
        word = word.replace(",", "").replace(" ", "")
    whole, _, part = word.partition(".")
    if word[:2] == "00" or "." in part:
        raise UnreadableError("separators", index, index)
    if len(whole) + len(part) > MAX_DIGITS:
        raise UnreadableError("long", index, index)
    return int(whole + part), -len(part)


def _words(tokens: Tokens, index: int) -> Number:
    """Read a number in words: twenty-five, two thousand four hundred, one point two million."""
    kinds, values = tokens.kinds, tokens.values
    total = section = 0
    place, last = index, 10**30
    while kinds[place] is K.NUMBER or (kinds[place] is K.SCALE and place > index):
        value: int = values[place]
        if kinds[place] is K.NUMBER:
            fits = section % 100 == 0 and value < 100
            fits = fits or (section % 100 >= 20 and section % 10 == 0 and 0 < value < 10)
            if section and not fits:
                raise UnreadableError("side_by_side", index, place)
            section += value
        elif value == 2 and 0 < section < 10:
            section *= 100
        elif value % 3 == 0 and section and 10**value < last:
            total += section * 10**value
            section, last = 0, 10**value
        else:
            break
        place += 1
        if kinds[place] is K.POINT and kinds[place + 1] is K.NUMBER and not total:
            return _pointed_words(tokens, place + 1, section)
        # Twenty-five, one hundred and fifty, eight-million-ton: small words join the parts.
        if (
            kinds[place] is K.DASH
            and section
            and section % 10 == 0
            and kinds[place + 1] is K.NUMBER
        ):
            place += 1
        elif kinds[place] is K.DASH and kinds[place + 1] is K.SCALE:
            place += 1
        elif kinds[place] is K.AND and section and section % 100 == 0:
            if kinds[place + 1] is K.NUMBER and kinds[place + 2] not in K.SCALE + K.NUMERAL:
                place += 1
    number = Number(total + section, 0, place, K.NUMBER)
    back, power = place - 1, 0
    while back >= index and kinds[back] is K.SCALE:
        power += values[back]
        back -= 1
    # The last printed digit is that of the lowest scale: 51 million, 2,400 to the hundred.
    while number.power < power and number.coefficient % 10 == 0:
        number.coefficient //= 10
        number.power += 1
    number.scale = number.power
    if kinds[place] is kinds[place - 1] is K.SCALE:
        if not values[place - 1] < values[place] > 3 >= values[place - 1]:
            raise UnreadableError("scales", place - 1, place)
    if kinds[place] in K.SCALE + K.HALF_AFTER + K.DASH:
        _scales(tokens, number)
    return number


def _pointed_words(tokens: Tokens, place: int, whole: int) -> Number:
    """Read the decimals of "one point two million", digit by digit, and its scale."""
    digits = str(whole)
    first = place
    while tokens.kinds[place] is K.NUMBER and tokens.values[place] < 10:
        digits += str(tokens.values[place])
        place += 1
    number = Number(int(digits), first - place, place, K.NUMBER)
    _scales(tokens, number)
    return number


def _scales(tokens: Tokens, number: Number) -> None:
    kinds = tokens.kinds
    stop = number.stop
    half = stop + (kinds[stop] is K.DASH)
    if kinds[half] is K.HALF_AFTER and kinds[half + 1] is K.SCALE:
        number.add(5, number.power - 1)  # one and a half million
        number.half, stop = True, half + 1
    elif kinds[stop] is K.MORE:
        # 70多亿, 200多个亿: the bound stands before the scale.
        skipped = stop + 1 + (kinds[stop + 1] is K.GENERAL)
        if kinds[skipped] is K.NUMERAL:
            number.more = ">"
            stop = skipped
    elif kinds[stop] is K.GENERAL and kinds[stop + 1] is K.NUMERAL and tokens.glued(stop + 1):
        if scale_power(tokens, tokens.values[stop + 1]) in (8, 12):
            stop += 1  # 3个亿
    elif kinds[stop] is K.DASH and kinds[stop + 1] is K.SCALE:
        stop += 1  # 8-million-ton: a compound is hyphenated throughout
    if kinds[stop] is K.SCALE:
        power: int = tokens.values[stop]
        number.scale_by(power, stop + 1)
        if kinds[stop + 1] is K.SCALE:
            # "Hundred thousand" and "thousand billion" rise; nothing else is said.
            if tokens.values[stop + 1] <= power or power > 3:
                raise UnreadableError("scales", stop, stop + 1)
            number.scale_by(tokens.values[stop + 1], stop + 2)
    elif kinds[stop] is K.NUMERAL and (number.written is K.DIGITS or stop > number.stop):
        _character_scale(tokens, number, stop)


def _character_scale(tokens: Tokens, number: Number, index: int) -> None:
    kinds, values = tokens.kinds, tokens.values
    power = scale_power(tokens, values[index])
    if power is None:
        raise UnreadableError("no_number", number.stop - 1, index)
    number.scale_by(power, index + 1)
    following = index + 1
    if kinds[following] is K.MORE and kinds[following + 1] is K.NUMERAL:
        if scale_power(tokens, values[following + 1]) == 8 and power == 4:  # 4万多亿
            number.more = ">"
            number.scale_by(8, following + 2)
        return
    if kinds[following] is not K.DIGITS or not tokens.glued(following):
        return
    # 1亿2000万, 3万5千, 1261万3700: a lower scale goes on from where the higher one ended.
    coefficient, decimals = _digits(tokens, following)
    stop, lower = following + 1, ""
    while kinds[stop] is K.NUMERAL or (kinds[stop] is K.MORE and kinds[stop + 1] is K.NUMERAL):
        if kinds[stop] is K.MORE:
            number.more = ">"  # 1亿3千多万
        else:
            lower += values[stop]
        stop += 1
    low_power = scale_power(tokens, lower) if lower else 0
    if low_power is None or low_power + len(str(coefficient)) + decimals > power:
        raise UnreadableError("no_number", index - 1, stop - 1)
    number.add(coefficient, decimals + low_power)
    number.stop = stop
    if lower and kinds[stop] is K.DIGITS and tokens.glued(stop):
        raise UnreadableError("no_number", index - 1, stop)


def parse_numeral(tokens: Tokens, word: str) -> tuple[int, int] | None:
    """Read a numeral as coefficient and power of its last digit: 三千五百 is (35, 2).

    Returns None where the characters make none: 三四, 亿万, 百十千.
    """
    digits, places = tokens.words.digits, tokens.words.places
    point = next((i for i, c in enumerate(word) if c not in digits and c not in places), -1)
    if point < 0:
        value = _value(word, digits, places, pointed=False)
        if value is None:
            return None
        power = 0
        for char in reversed(word):
            if places.get(char, 0) < 2:
                break
            power += places[char]
        return value // 10**power, power
    # 四点三 and 一点五亿: after the point, digits one by one, then a scale.
    tail = word[point + 1 :]
    fraction = tail.rstrip("".join(places))
    scale = scale_power(tokens, tail[len(fraction) :]) if len(fraction) < len(tail) else 0
    whole = _value(word[:point], digits, places, pointed=True)
    if whole is None or scale is None or not all(c in digits for c in fraction):
        return None
    decimals = "".join(str(digits[c]) for c in fraction)
    return int(f"{whole}{decimals}"), scale - len(decimals)


def _value(
    word: str, digits: dict[str, int], places: dict[str, int], *, pointed: bool
) -> int | None:
    head = word.rstrip("".join(c for c in places if places[c] >= 4))
    if len(head) > 2 and all(char in digits for char in head):
        if len(head) == len(word) and not pointed:
            return None
        # 三〇八二亿: digit by digit before a scale or a point
        power = sum(places[char] for char in word[len(head) :])
        return int("".join(str(digits[char]) for char in head)) * int(10**power)
    total = section = 0
    digit: int | None = None
    place, closed = 4, 0
    for index, char in enumerate(word):
        if char in digits:
            if digit:
                return None  # two digits side by side
            digit = digits[char]
        elif places[char] < 4:
            # Places only fall within a section, and only its first may go without a digit (十五).
            if places[char] >= place or (index and not digit and digit != 0):
                return None
            place = places[char]
            section += (digit or 1) * 10**place
            digit = None
        else:
            section += digit or 0
            power = places[char]
            if (index and not section and not power > closed > 0) or power == closed:
                return None
            if closed and power > closed:
                total = (total + section) * 10**power  # 三万亿: 亿 counts the whole before it
            else:
                total += (section or 1) * 10**power
            section, digit, place, closed = 0, None, 4, power
    if digit and len(word) > 1 and places.get(word[-2], 0) > 1:
        # 两万五 is 25 000: a last digit without 零 counts the next lower place.
        digit *= 10 ** (places[word[-2]] - 1)
    return total + section + (digit or 0)


def scale_power(tokens: Tokens, word: str) -> int | None:
    """Return the power of scale words alone (万亿, 百万); None where they make none (亿万)."""
    powers: list[int] = [tokens.words.places.get(char, 0) for char in word]
    if 0 in powers or len(powers) > 3 or any(low >= high for low, high in pairwise(powers)):
        return None
    return sum(powers)
