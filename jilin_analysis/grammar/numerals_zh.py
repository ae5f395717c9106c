"""Chinese numerals in characters, and the scale words 百, 千, 万, 亿 that also follow digits."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

DIGITS: Final[dict[str, int]] = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "两": 2,
}
# 十, 百 and 千 place a digit within a section; 万 and 亿 close the section.
_PLACES: Final[dict[str, int]] = {"十": 1, "百": 2, "千": 3, "拾": 1, "佰": 2, "仟": 3}
_SECTIONS: Final[dict[str, int]] = {"万": 4, "亿": 8}
SCALES: Final[dict[str, int]] = _PLACES | _SECTIONS
# 十 is a digit of a numeral (八十 is printed to the one); the others are scale words.
_ROUNDING: Final = {char: power for char, power in SCALES.items() if power > 1}


def parse_numeral(word: str) -> tuple[int, int] | None:
    """Read a numeral as coefficient and power of its last digit: 三千五百 is (35, 2).

    Returns None where the characters make none: 三四, 亿万, 百十千.
    """
    head, point, tail = word.partition("点")
    if point:
        return _parse_pointed(head, tail)
    value = _value(word)
    if value is None:
        return None
    power = 0
    for char in reversed(word):
        if char not in _ROUNDING:
            break
        power += _ROUNDING[char]
    return value // 10**power, power


def _value(word: str) -> int | None:
    total = section = 0
    digit: int | None = None
    place, closed = 4, 0
    for index, char in enumerate(word):
        if char in DIGITS:
            if digit:
                return None  # two digits side by side
            digit = DIGITS[char]
        elif char in _PLACES:
            # Places only fall within a section, and only its first may go without a digit (十五).
            if _PLACES[char] >= place or (section and not digit and digit != 0):
                return None
            place = _PLACES[char]
            section += (digit or 1) * 10**place
            digit = None
        else:
            section += digit or 0
            power = _SECTIONS[char]
            if index and not section and not (power > closed > 0):
                return None
            if closed and power > closed:
                total = (total + section) * 10**power  # 三万亿: 亿 counts the whole before it
            elif closed and power == closed:
                return None
            else:
                total += (section or 1) * 10**power
            section, digit, place, closed = 0, None, 4, power
    if digit and len(word) > 1 and word[-2] in _ROUNDING:
        # 两万五 is 25 000: a last digit without 零 counts the next lower place.
        digit *= 10 ** (_ROUNDING[word[-2]] - 1)
    return total + section + (digit or 0)


def _parse_pointed(head: str, tail: str) -> tuple[int, int] | None:
    """Read 四点三 and 一点五亿: after the point, digits one by one, then a scale."""
    fraction = tail.rstrip("".join(SCALES))
    scale = scale_power(tail[len(fraction) :]) if len(fraction) < len(tail) else 0
    whole = _value(head)
    if whole is None or scale is None or not all(c in DIGITS for c in fraction):
        return None
    digits = "".join(str(DIGITS[c]) for c in fraction)
    return int(f"{whole}{digits}"), scale - len(digits)


def scale_power(word: str) -> int | None:
    """Return the power of scale words alone (万亿, 百万); None where they make none (亿万)."""
    powers = [SCALES.get(char, 0) for char in word]
    if 0 in powers or len(powers) > 3 or any(low >= high for low, high in pairwise(powers)):
        return None
    return sum(powers)
