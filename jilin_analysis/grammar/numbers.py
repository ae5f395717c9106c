"""Numbers of both languages, as printed: a whole coefficient and a power of ten.

The power is that of the last printed digit, so the precision of the print is never lost:
2.40 is (240, -2), 482 thousand is (482, 3). Integers keep all arithmetic exact.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Final

from .numerals_zh import parse_numeral, scale_power
from .tokens import Tokens

# The longest figure of any statistic is far shorter.
MAX_DIGITS: Final = 20
_TOO_LONG: Final = f"a number of more than {MAX_DIGITS} digits"
_NO_NUMBER: Final = "characters that make no number"
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:[, ]\d{3})+(?:\.\d+)?").fullmatch
_THOUSAND: Final = 3
# Wide enough that no product or sum of a readable number is ever rounded.
_EXACT: Final = Context(prec=120)
_multiply, _add, _subtract = _EXACT.multiply, _EXACT.add, _EXACT.subtract
_TENS: Final = {n: Decimal(10**n) if n > 0 else Decimal(f"1E{n}") for n in range(-60, 61)}
_RATIO: Final = Context(prec=28)


class Number:
    """A number as read: `coefficient` × 10 ** `power`, ending before token `stop`."""

    scale = 0  # the power that its scale words add
    more = False  # 多 or 余 stands inside it
    bare = False  # a scale word alone (百亿): a size, and a figure only after a bound

    def __init__(self, coefficient: int, power: int, stop: int, written: str) -> None:
        self.coefficient = coefficient
        self.power = power
        self.stop = stop
        self.written = written  # "digits", "numeral" or "number": how it was printed

    def scale_by(self, power: int, stop: int) -> None:
        """Take in a scale word, which ends before token `stop`."""
        self.power += power
        self.scale += power
        self.stop = stop


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


def read_number(tokens: Tokens, index: int) -> Number | None:
    """Read the number that begins at token `index`, with its scale words.

    Returns None where no number begins there, or where its characters make none.

    Raises
    ------
    NormalizationError
        The number has more digits than any statistic, or scale words that cannot follow each other.
    """
    kind = tokens.kinds[index]
    if kind == "digits":
        parsed = _parse_digits(tokens, index)
    elif kind == "numeral":
        _check_length(tokens, index)
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


def _check_length(tokens: Tokens, index: int) -> None:
    if len(tokens.values[index]) > MAX_DIGITS:
        raise tokens.refusal(_TOO_LONG, index, index)


def _parse_digits(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read digits with their separators; None where the separators fit no grouping."""
    word: str = tokens.values[index]
    if word.startswith("00"):
        return None  # what is left of 5, 000
    if not word.isdigit():
        if "," in word or " " in word:
            if not _GROUPED(word):
                return None
            word = word.replace(",", "").replace(" ", "")
        whole, _, part = word.partition(".")
        if "." in part:
            return None
        _check_length(tokens, index)
        return int(whole + part), -len(part)
    _check_length(tokens, index)
    return int(word), 0


def _read_words(tokens: Tokens, index: int) -> Number:
    """Read an English number in words: two, twenty-five, two hundred thousand."""
    kinds, values = tokens.kinds, tokens.values
    value: int = values[index]
    stop = index + 1
    if value >= 20:
        ones = stop + (kinds[stop] == "dash")
        if kinds[ones] == "number" and values[ones] < 10:
            value += values[ones]
            stop = ones + 1
    number = Number(value, 0, stop, "number")
    _read_scales(tokens, number)
    return number


def _read_scales(tokens: Tokens, number: Number) -> None:
    kinds = tokens.kinds
    stop = number.stop
    kind = kinds[stop]
    split = stop + (kind == "more")
    if kind == "more" and kinds[stop + 1] == "numeral":
        # 70多亿: the bound stands before the scale.
        number.more = True
        stop += 1
        kind = "numeral"
    elif kinds[split] == "count" and tokens.words(split + 1) in ("亿", "万亿"):
        # 3个亿, 200多个亿
        number.more = kind == "more"
        stop = split + 1
        kind = "numeral"
    elif kind == "dash" and kinds[stop + 1] == "scale":
        # 8-million-ton: a compound is hyphenated throughout.
        stop += 1
        kind = "scale"
    if kind == "scale":
        _read_english_scale(tokens, number, stop)
    elif kind == "numeral" and (number.written == "digits" or stop > number.stop):
        _read_chinese_scale(tokens, number, stop)


def _read_english_scale(tokens: Tokens, number: Number, index: int) -> None:
    power: int = tokens.values[index]
    number.scale_by(power, index + 1)
    if tokens.kinds[index + 1] == "scale":
        # "Hundred thousand" and "thousand billion" rise; nothing else is said.
        following: int = tokens.values[index + 1]
        if following <= power or power > _THOUSAND:
            raise tokens.refusal("scale words that make no number", index, index + 1)
        number.scale_by(following, index + 2)


def _read_chinese_scale(tokens: Tokens, number: Number, index: int) -> None:
    kinds, values = tokens.kinds, tokens.values
    power = scale_power(values[index])
    if power is None:
        raise tokens.refusal(_NO_NUMBER, index - 1, index)
    number.scale_by(power, index + 1)
    following = index + 1
    if kinds[following] != "digits" or not tokens.glued(following):
        return
    # 1亿2000万, 3万5千: a lower scale goes on from where the higher one ended.
    rest = _parse_digits(tokens, following)
    lower = values[following + 1] if kinds[following + 1] == "numeral" else ""
    low_power = scale_power(lower) if lower else 0
    if rest is None or low_power is None or low_power >= power:
        raise tokens.refusal(_NO_NUMBER, index - 1, following)
    last = rest[1] + low_power
    number.coefficient *= 10 ** max(0, number.power - last)
    number.coefficient += rest[0]
    number.power = last
    number.stop = following + 1 + bool(lower)
