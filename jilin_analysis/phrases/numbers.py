"""Figures as printed: a number, and the unit that it takes in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import pairwise
from typing import Final

from .kinds import K, S
from .reading import UnreadableError
from .tokens import Tokens

# The longest figure of any statistic is far shorter.
MAX_DIGITS: Final = 20
_GROUPED: Final = re.compile(
    r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.\d+)?|[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?"
).fullmatch
# 2,6 percent, 2,1 billion: no whole number is grouped so. In 12,34 tons a digit may be lost.
_DECIMAL_COMMA: Final = re.compile(r"\d{1,3},\d\d?").fullmatch
# Wide enough that no product or sum of a readable number is ever rounded.
_EXACT: Final = Context(prec=120)
_multiply, _add, _subtract = _EXACT.multiply, _EXACT.add, _EXACT.subtract
_TENS: Final = {n: Decimal(10**n) if n > 0 else Decimal(f"1E{n}") for n in range(-80, 81)}
_RATIO: Final = Context(prec=28)
BOUND: Final[dict[str, str]] = {
    **dict(zip(S.BOUND, (">", ">=", "<", "<=", "~"), strict=True)),
    **dict(zip(S.AFTERS, (">", ">=", "<=", "~"), strict=True)),
    **dict(zip(S.exceeds + S.beyond + S.adj, "><" * 3, strict=True)),
}


@dataclass(slots=True, eq=False)
class Figure:
    """A number, its unit, and its place among the tokens (`first` up to `stop`).

    The number is a whole coefficient and the power of ten of its last printed digit, so the
    precision of the print is never lost: 2.40 is (240, -2), 482 thousand is (482, 3). `shape` is
    the kind of what it is printed as: K.PERCENT, K.POINTS, K.UNIT for money, measures and counts,
    K.TIMES (3 times), K.FOLD, K.MULTIPLE (doubled), K.FRACTION (a third), K.PART (6 of 34),
    K.FLAT, or K.DIGITS while it waits for the unit of a later member of its list.
    """

    first: int
    stop: int
    coefficient: int = 0
    power: int = 0
    written: str = K.NUMBER  # or K.DIGITS, or K.NUMERAL
    shape: str = K.DIGITS
    unit: str = "ratio"
    unit_power: int = 0  # the power of ten of the unit, which `power` includes
    factor: int = 1  # the rest of the unit
    scale: int = 0  # the power of ten of the scale words, which `power` includes
    bare: bool = False  # a scale word alone (百亿): a size, and a figure only after a bound
    printed: bool = True  # a last digit is printed, so there is an interval; 百亿 and ½ print none
    sign: int = 1
    signed: bool = False
    filled: Figure | None = None  # the later figure with which its unit is printed
    bound: str = "="
    parts: tuple[int, int] | None = None
    candidates: tuple[str, ...] = ()
    kind: str = "level"  # as in `Quantity`, with `comparison`
    comparison: str | None = None
    range: str = ""  # "low" or "high" where it is one end of a printed range

    @property
    def size(self) -> Decimal:
        """The number with its scale, without its unit."""
        return exact(self.coefficient, self.power - self.unit_power)

    def scale_by(self, power: int, stop: int) -> None:
        """Take in a scale word, which ends before token `stop`."""
        self.power += power
        self.scale += power
        self.stop = stop

    def add(self, coefficient: int, power: int, *, printed: bool = True) -> None:
        """Add a number whose last digit stands lower."""
        low = min(self.power, power)
        self.coefficient *= 10 ** (self.power - low)
        self.coefficient += coefficient * 10 ** (power - low)
        self.power, self.printed = low, printed

    def measure(
        self, shape: str, stop: int, unit: str = "ratio", power: int = 0, factor: int = 1
    ) -> Figure:
        """Take in the unit, which ends before token `stop`."""
        self.shape, self.stop = shape, stop
        self.unit, self.unit_power, self.factor = unit, power, factor
        self.power += power
        return self

    def negate(self, first: int, stop: int) -> None:
        """Take in a printed minus sign, or the brackets that stand for one."""
        self.first, self.stop, self.sign, self.signed = first, stop, -1, True


def parts_of(shape: str, first: int, stop: int, part: int, whole: int) -> Figure:
    """Return the figure of a fraction or a multiple, which prints no digit to be rounded."""
    figure = Figure(first, stop, part)
    figure.shape, figure.parts = shape, (part, whole)
    return figure


def exact(coefficient: int, power: int) -> Decimal:
    """Return coefficient × 10 ** power, untouched by the caller's decimal context."""
    return _multiply(coefficient, _TENS[power])


def value_of(figure: Figure) -> tuple[Decimal, Decimal | None, Decimal | None]:
    """Return the value of a figure, and what was rounded to it: half a last digit either way."""
    if figure.parts is not None:
        part, whole = figure.parts
        return _RATIO.divide(Decimal(figure.sign * part), Decimal(whole)), None, None
    value = _multiply(figure.sign * figure.coefficient * figure.factor, _TENS[figure.power])
    if not figure.printed:
        return value, None, None
    half = _multiply(5 * figure.factor, _TENS[figure.power - 1])
    return value, _subtract(value, half), _add(value, half)


def is_year(word: object) -> bool:
    """Tell whether four digits are a year of the records that are read here."""
    return isinstance(word, str) and len(word) == 4 and word[:2] in "1920" and word.isdigit()


def power_of(tokens: Tokens, place: int) -> int:
    """Return the power of ten of a scale word, a scale letter or a minor coin."""
    value = tokens.values[place]
    return int(value if tokens.kinds[place] is K.SCALE else value[tokens.kinds[place] is K.MINOR])


def read_number(tokens: Tokens, index: int) -> Figure | None:
    """Read the number that begins at token `index`, with its scale words; None if none does.

    Raises `UnreadableError` where what stands there is no number, or a longer one than any is.
    """
    kind, word = tokens.kinds[index], tokens.values[index]
    if kind is K.DIGITS:
        coefficient, power = _digits(tokens, index)
        figure = Figure(index, index + 1, coefficient, power, kind)
    elif kind is K.NUMERAL:
        parsed = parse_numeral(tokens, word)
        if parsed is None:
            raise UnreadableError("no_number", index, index)
        figure = Figure(index, index + 1, *parsed, kind)
        figure.bare = tokens.words.places.get(word[0], 0) > 1
        figure.printed = not figure.bare
        figure.scale = parsed[1] if parsed[1] >= 4 else 0
    elif kind is K.NUMBER:
        return _words(tokens, index)
    elif kind is K.GLYPH:
        figure = Figure(index, index, written=K.DIGITS)
    else:
        return None
    stop = figure.stop
    if tokens.kinds[stop] is K.GLYPH and (stop == index or tokens.glued(stop)):
        part, whole, _ = tokens.values[stop]
        if part * 1000 % whole or figure.power < 0:
            raise UnreadableError("glyph", index, stop)
        figure.add(part * 1000 // whole, -3, printed=False)
        figure.stop = stop + 1
    if tokens.kinds[figure.stop] in S.BEFORE_SCALE:
        take_scales(tokens, figure)
    return figure


def _digits(tokens: Tokens, index: int) -> tuple[int, int]:
    """Read digits with their separators."""
    word: str = tokens.values[index]
    if "," in word or " " in word:
        ahead = index + 1 + (tokens.kinds[index + 1] is K.DASH)
        scaled = tokens.kinds[ahead] is K.SCALE
        if _DECIMAL_COMMA(word) and _is_decimal(tokens, index + 1):
            word = word.replace(",", ".")
        elif not _GROUPED(word) or (scaled and tokens.has_decimal_commas):
            raise UnreadableError("separators", index, index)
        word = word.replace(",", "").replace(" ", "")
    whole, _, part = word.partition(".")
    if word[:2] == "00" or "." in part:
        raise UnreadableError("separators", index, index)
    if len(whole) + len(part) > MAX_DIGITS:
        raise UnreadableError("long", index, index)
    return int(whole + part), -len(part)


def _is_decimal(tokens: Tokens, stop: int) -> bool:
    """Tell 2,6 percent and 2,1 billion from two cells of a table: 8,10 thousand tonnes."""
    kind = tokens.kinds[stop]
    return kind in K.PERCENT + K.POINTS or (kind is K.SCALE and tokens.values[stop] > 3)


def _words(tokens: Tokens, index: int) -> Figure:
    """Read a number in words: twenty-five, two thousand four hundred, one point two million."""
    kinds, values = tokens.kinds, tokens.values
    total = section = power = 0
    place, last = index, 99
    while kinds[place] in K.NUMBER + K.SCALE:
        value: int = values[place]
        if kinds[place] is K.NUMBER:
            tens = section % 100
            room = 100 if tens == 0 else 10 if tens >= 20 and tens % 10 == 0 else 0
            if section and not 0 < value < room:
                raise UnreadableError("side_by_side", index, place)
            section, power = section + value, 0
        elif value == 2 and 0 < section < 10:
            section, power = section * 100, 2
        elif value % 3 == 0 and section and value < last:
            total += section * int(10**value)
            section, last, power = 0, value, power + value
        else:
            break
        place += 1
        after = kinds[place + 1]
        # Twenty-five, one hundred and fifty, eight-million-ton: small words join the parts.
        if kinds[place] is K.DASH:
            place += after is K.SCALE or (after is K.NUMBER and section % 10 == 0 < section)
        elif after is K.NUMBER and kinds[place] is K.AND and section % 100 == 0 < section:
            place += kinds[place + 2] not in K.SCALE + K.NUMERAL
        elif after is K.NUMBER and kinds[place] is K.POINT and not total:
            figure = Figure(index, place + 1, section)  # digit by digit, then a scale
            while kinds[figure.stop] is K.NUMBER and values[figure.stop] < 10:
                figure.add(values[figure.stop], figure.power - 1)
                figure.stop += 1
            take_scales(tokens, figure)
            return figure
    figure = Figure(index, place, total + section)
    # The last printed digit is that of the lowest scale: 51 million, 2,400 to the hundred.
    while figure.power < power and figure.coefficient % 10 == 0:
        figure.coefficient //= 10
        figure.power += 1
    figure.scale = figure.power
    if kinds[place] is kinds[place - 1] is K.SCALE and not values[place - 1] <= 3 < values[place]:
        raise UnreadableError("scales", place - 1, place)
    if kinds[place] in K.SCALE + K.HALF_AFTER + K.DASH:
        take_scales(tokens, figure)
    return figure


def take_scales(tokens: Tokens, figure: Figure) -> None:
    """Take in the scale words after a number."""
    kinds, values, stop = tokens.kinds, tokens.values, figure.stop
    half = stop + (kinds[stop] is K.DASH)
    if kinds[half] is K.HALF_AFTER and kinds[half + 1] is K.SCALE:
        figure.add(5, figure.power - 1, printed=False)  # one and a half million
        stop = half + 1
    elif kinds[stop] is K.MORE:
        # 70多亿, 200多个亿: the bound stands before the scale.
        skipped = stop + 1 + (kinds[stop + 1] is K.GENERAL)
        if kinds[skipped] is K.NUMERAL:
            figure.bound, stop = ">", skipped
    elif kinds[stop] is K.GENERAL and kinds[stop + 1] is K.NUMERAL and tokens.glued(stop + 1):
        stop += scale_power(tokens, values[stop + 1]) in (8, 12)  # 3个亿
    elif kinds[stop] is K.DASH and kinds[stop + 1] is K.SCALE:
        stop += 1  # 8-million-ton: a compound is hyphenated throughout
    if kinds[stop] is K.SCALE:
        power: int = values[stop]
        figure.scale_by(power, stop + 1)
        if kinds[stop + 1] is K.SCALE:
            # "Hundred thousand" and "thousand billion" rise; nothing else is said.
            if not power <= 3 or values[stop + 1] <= power:
                raise UnreadableError("scales", stop, stop + 1)
            figure.scale_by(values[stop + 1], stop + 2)
        elif kinds[stop + 1] is K.DIGITS and kinds[stop + 2] is K.SCALE and figure.power == power:
            lower = read_number(tokens, stop + 1)  # 12 million 837 thousand
            whole = lower and kinds[lower.stop] not in K.AND + K.DIGITS + K.NUMBER
            if lower and whole and lower.scale < power and lower.size < 10**power:
                figure.add(lower.coefficient, lower.power)
                figure.stop = lower.stop
    elif kinds[stop] is K.NUMERAL and (figure.written is K.DIGITS or stop > figure.stop):
        _character_scale(tokens, figure, stop)


def _character_scale(tokens: Tokens, figure: Figure, index: int) -> None:
    """Take in 亿, 万亿, 多万 and a lower number after them: 1亿2000万, 3万5千, 1亿3千多万."""
    kinds, values = tokens.kinds, tokens.values
    power = scale_power(tokens, values[index])
    if power is None:
        raise UnreadableError("no_number", figure.stop - 1, index)
    stop = index + 1
    figure.scale_by(power, stop)
    if kinds[stop] is K.MORE and kinds[stop + 1] is K.NUMERAL:
        higher = scale_power(tokens, values[stop + 1])
        if higher and higher > power:  # 4万多亿, 3千多万
            figure.bound = ">"
            figure.scale_by(higher, stop + 2)
    # 1 万 3,000 人, 9 亿 4500 万支
    spaced = not tokens.glued(index) and kinds[stop + 1] in S.UNITS + K.NUMERAL
    if kinds[stop] is K.DIGITS and (tokens.glued(stop) or spaced):
        lower = read_number(tokens, stop)
        torn = lower is None or (kinds[lower.stop] is K.DIGITS and tokens.glued(lower.stop))
        if lower is None or torn or lower.scale >= power or lower.size >= 10**power:
            raise UnreadableError("no_number", index - 1, stop + 1)
        figure.add(lower.coefficient, lower.power)
        figure.stop = lower.stop
        figure.bound = max(figure.bound, lower.bound)  # ">" rather than "="


def parse_numeral(tokens: Tokens, word: str) -> tuple[int, int] | None:
    """Read a numeral as coefficient and power of its last digit: 三千五百 is (35, 2).

    Returns None where the characters make none: 三四, 亿万, 百十千.
    """
    if len(word) > MAX_DIGITS:
        return None
    digits, places = tokens.words.digits, tokens.words.places
    stem = word.rstrip("".join(places))
    mark = next((char for char in stem if char not in digits and char not in places), "\0")
    whole, point, part = stem.partition(mark)
    listed = all(char in digits for char in whole)
    if point or (listed and len(stem) > 2):
        # 四点三, 一点五亿, 三〇八二亿: digit by digit, then a scale.
        scale = scale_power(tokens, word[len(stem) :])
        value = _value(whole, digits, places) if not listed else 0
        if scale is None or value is None or not (point or scale) or {*part} - digits.keys():
            return None
        numeral = "".join(str(digits[char]) for char in whole * listed + part)
        return int(f"{value}{numeral}"), scale - len(part)
    value = _value(word, digits, places)
    if value is None:
        return None
    ends = word.rstrip("".join(char for char in places if places[char] > 1))
    power = sum(places[char] for char in word[len(ends) :])
    return value // 10**power, power


def _value(
    word: str, digits: dict[str, int], places: dict[str, int], *, leads: bool = True
) -> int | None:
    """Return the value of a whole number in characters, which its highest place parts in two."""
    power = max((places.get(char, 0) for char in word), default=0)
    if not power:
        values = [digits[char] for char in word]
        return None if any(values[:-1]) else sum(values)  # two digits side by side
    place = next(place for place, char in enumerate(word) if places.get(char) == power)
    before, after = word[:place], word[place + 1 :]
    # Only the first place may go without a digit (十五), and one below 万 has no more than one.
    size = _value(before, digits, places, leads=leads) if before else int(leads)
    rest = _value(after, digits, places, leads=False)
    if not size or (power < 4 and size > 9) or rest is None or rest >= 10**power:
        return None
    if power > 1 and len(after) == 1:
        rest *= 10 ** (power - 1)  # 两万五: a last digit without 零 counts the next lower place
    return size * int(10**power) + rest


def scale_power(tokens: Tokens, word: str) -> int | None:
    """Return the power of scale words alone (万亿, 百万, none at all); None for 亿万."""
    powers: list[int] = [tokens.words.places.get(char, 0) for char in word]
    if 0 in powers or len(powers) > 3 or any(low >= high for low, high in pairwise(powers)):
        return None
    return sum(powers)
