"""Numerals of both languages, as printed: a whole coefficient and a power of ten.

The power is that of the last printed digit, so the precision of the print is never lost:
2.40 is (240, -2), 482 thousand is (482, 3), 三千五百 is (35, 2).
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Final

from .tokens import Tokens
from .units import SCALES
from .words_zh import NUMERALS, SMALL_SCALES

# The longest figure of any statistic is far shorter; Decimal stays exact well beyond this.
MAX_DIGITS: Final = 20
_TOO_LONG: Final = f"a number of more than {MAX_DIGITS} digits"
_NO_NUMBER: Final = "characters that make no number"
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:[, ]\d{3})+(?:\.\d+)?").fullmatch
_BIG: Final = {"万": 4, "亿": 8}
_divide: Final = Context(prec=28).divide


class Number:
    """A numeral as read: `coefficient` × 10 ** `power`, ending before token `stop`."""

    __slots__ = ("bare", "coefficient", "more", "power", "scale", "stop", "written")

    def __init__(self, coefficient: int, power: int, stop: int, written: str) -> None:
        self.coefficient = coefficient
        self.power = power
        self.stop = stop
        self.written = written  # "digits", "numeral" or "number": how it was printed
        self.scale = 0  # the power that its scale words add
        self.more = False  # 多 or 余 stands inside it
        self.bare = False  # a scale word alone (百亿): a size, and a figure only after a bound


def exact(coefficient: int, power: int) -> Decimal:
    """Return coefficient × 10 ** power, untouched by any decimal context."""
    if power >= 0:
        return Decimal(coefficient * 10**power)
    return Decimal(f"{coefficient}E{power}")


def ratio(part: int, whole: int) -> Decimal:
    """Return part ÷ whole to 28 digits, untouched by the caller's decimal context."""
    return _divide(Decimal(part), Decimal(whole))


def parse_digits(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read digits with their separators; None where the separators fit no grouping."""
    word: str = tokens.values[index]
    if word.isdigit():
        if len(word) > MAX_DIGITS:
            raise tokens.refusal(_TOO_LONG, index, index)
        return int(word), 0
    if "," in word or " " in word:
        if not _GROUPED(word):
            return None
        word = word.replace(",", "").replace(" ", "")
    whole, _, part = word.partition(".")
    if "." in part:
        return None
    if len(word) > MAX_DIGITS:
        raise tokens.refusal(_TOO_LONG, index, index)
    return int(whole + part), -len(part)


def parse_numeral(word: str) -> tuple[int, int] | None:
    """Read a Chinese numeral; None where its characters make none (三四, 亿万, 百十千)."""
    head, point, tail = word.partition("点")
    if point:
        return _parse_pointed(head, tail)
    total = section = 0
    digit: int | None = None
    small, big, zero = 4, 0, False
    for place, char in enumerate(word):
        if char in NUMERALS:
            if digit:
                return None
            digit = NUMERALS[char]
            zero = digit == 0
        elif char in SMALL_SCALES:
            power = SMALL_SCALES[char]
            # Places only fall within a section, and only the first may go without its digit.
            if power >= small or (digit is None and place and not zero and section):
                return None
            section += (1 if digit is None or zero else digit) * 10**power
            digit, small, zero = None, power, False
        else:
            section += digit or 0
            if section == 0 and place and not (char == "亿" and big == 4):
                return None
            power = _BIG[char]
            if char == "亿" and big == 4:
                total = (total + section) * 10**8
            elif big and power >= big:
                return None
            else:
                total += (section or 1) * 10**power
            section, digit, small, big, zero = 0, None, 4, power, False
    if digit and not zero and len(word) > 1 and word[-2] in "百千万亿":
        # 两万五 is 25 000: a last digit without 零 counts the next lower place.
        digit *= {"百": 10, "千": 100, "万": 1000, "亿": 10**7}[word[-2]]
    total += section + (digit or 0)
    power = 0
    for char in reversed(word):
        scale = _BIG.get(char) or (SMALL_SCALES[char] if char in "百千佰仟" else 0)
        if not scale:
            break
        power += scale
    return total // 10**power, power


def _parse_pointed(head: str, tail: str) -> tuple[int, int] | None:
    whole = parse_numeral(head) if head else None
    fraction = tail.rstrip("十百千万亿")
    scale = parse_numeral(tail[len(fraction) :]) if len(fraction) < len(tail) else (1, 0)
    if whole is None or scale is None or not fraction or len(fraction) > MAX_DIGITS:
        return None
    if any(c not in NUMERALS for c in fraction):
        return None
    digits = int("".join(str(NUMERALS[c]) for c in fraction))
    coefficient = whole[0] * 10 ** whole[1] * 10 ** len(fraction) + digits
    shift = scale[1] + (len(str(scale[0])) - 1)
    return coefficient, shift - len(fraction)


def read_number(tokens: Tokens, index: int) -> Number | None:
    """Read the numeral that begins at token `index`, with its scale words.

    Returns None where no numeral begins there, or where its characters make none.

    Raises
    ------
    NormalizationError
        The number has more digits than any statistic, or scale words that cannot follow each other.
    """
    kind = tokens.kinds[index]
    if kind == "digits":
        parsed = parse_digits(tokens, index)
    elif kind == "numeral":
        parsed = parse_numeral(tokens.values[index])
    elif kind == "number":
        return _read_words(tokens, index)
    else:
        return None
    if parsed is None:
        return None
    number = Number(parsed[0], parsed[1], index + 1, kind)
    if kind == "numeral":
        number.bare = tokens.values[index][0] in "百千万亿"
    _read_scales(tokens, number)
    return number


def _read_words(tokens: Tokens, index: int) -> Number:
    """Read an English number in words: twenty-five, three hundred and six, two."""
    kinds, values = tokens.kinds, tokens.values
    value: int = values[index]
    stop = index + 1
    if value >= 20:
        tens = stop + (kinds[stop] == "dash")
        if kinds[tens] == "number" and values[tens] < 10:
            value += values[tens]
            stop = tens + 1
    number = Number(value, 0, stop, "number")
    _read_scales(tokens, number)
    return number


def _read_scales(tokens: Tokens, number: Number) -> None:
    kinds = tokens.kinds
    stop = number.stop
    kind = kinds[stop]
    if kind == "more" and kinds[stop + 1] == "numeral":
        # 70多亿: the bound stands before the scale.
        number.more = True
        stop += 1
        kind = kinds[stop]
    elif kind == "dash" and kinds[stop + 1] == "scale":
        # 8-million-ton: a compound is hyphenated throughout.
        stop += 1
        kind = kinds[stop]
    if kind == "scale":
        _read_english_scale(tokens, number, stop)
    elif kind == "numeral" and number.written == "digits":
        _read_chinese_scale(tokens, number, stop)


def _read_english_scale(tokens: Tokens, number: Number, stop: int) -> None:
    power: int = tokens.values[stop]
    number.power += power
    number.scale += power
    number.stop = stop + 1
    if tokens.kinds[stop + 1] == "scale":
        # "hundred thousand" and "thousand billion" rise; nothing else is said.
        following = tokens.values[stop + 1]
        if following <= power or power > SCALES["thousand"]:
            raise tokens.refusal("scale words that make no number", stop, stop + 1)
        number.power += following
        number.scale += following
        number.stop += 1


_SCALE_ALONE: Final = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


def _scale_power(word: str) -> int | None:
    """Return the power of a run of scale characters (万亿, 百万), None where it is no such run."""
    powers = [_SCALE_ALONE.get(c, 0) for c in word]
    if 0 in powers:
        return None
    if len(powers) == 1:
        return powers[0]
    falls = any(b <= a for a, b in zip(powers, powers[1:], strict=False))
    return None if falls or len(powers) > 3 else sum(powers)


def _read_chinese_scale(tokens: Tokens, number: Number, stop: int) -> None:
    word = tokens.values[stop]
    power = _scale_power(word)
    if power is None:
        raise tokens.refusal(_NO_NUMBER, stop - 1, stop)
    number.power += power
    number.scale += power
    number.stop = stop + 1
    following = stop + 1
    # 1亿2000万, 3万5千: a lower scale goes on from where the higher one ended.
    if tokens.kinds[following] == "digits" and tokens.starts[following] == tokens.ends[stop]:
        rest = parse_digits(tokens, following)
        lower = tokens.values[following + 1] if tokens.kinds[following + 1] == "numeral" else ""
        low_power = _scale_power(lower) if lower else 0
        if rest is None or low_power is None or low_power >= power:
            raise tokens.refusal(_NO_NUMBER, stop - 1, following)
        end_power = rest[1] + low_power
        base = number.coefficient * 10 ** max(0, number.power - end_power)
        number.coefficient = base + rest[0]
        number.power = end_power
        number.stop = following + 1 + bool(lower)
