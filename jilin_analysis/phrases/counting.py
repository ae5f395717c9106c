"""What a number counts: the noun or measure word after it, and what makes a name of it instead."""

from __future__ import annotations

from typing import Final

from .kinds import Kind
from .numbers import Number, is_year
from .tokens import Tokens

# Words between a number and its noun: 5 newly built railway stations.
_MOST_BETWEEN: Final = 6
# The largest number in words that is no count of everything: two regions, but fifty regions.
_FEW: Final = 12
_BETWEEN: Final = (
    Kind.WORD,
    Kind.ONE_WORD,
    Kind.NAME,
    Kind.TEXT,
    Kind.DASH,
    Kind.AND,
    Kind.ADJ_UP,
    Kind.OF_ADJ_UP,
    Kind.BROKEN_MARK,
    Kind.CODE,
    Kind.DE,
    Kind.LEVEL,
    Kind.RATIO,
    Kind.LABEL,
    Kind.SHARE,
    Kind.LOSS,
    Kind.COMMA,
)
_NOUNS: Final = (Kind.COUNT, Kind.THING)
_OPEN_NOUNS: Final = (Kind.TEXT, Kind.NAME, Kind.ONE_WORD, Kind.CLASS, Kind.DE, Kind.ADJ_UP)
_FAR: Final = 9
_CLAUSE_ENDS: Final = (
    Kind.COMMA,
    Kind.STOP,
    Kind.END,
    Kind.COLON,
    Kind.OPEN,
    Kind.DIGITS,
    Kind.NUMERAL,
    Kind.CURRENCY,
)


def counted(tokens: Tokens, index: int, number: Number, stop: int) -> int | None:
    """Return where the counted noun after a number ends, or None where nothing is counted."""
    kinds = tokens.kinds
    if kinds[index - 1] in (Kind.LABEL, Kind.MONTH, Kind.MOMENT, Kind.SLASH, Kind.CODE, Kind.RANK):
        return None
    kind = kinds[stop]
    size = number.size if number.power >= 0 else 0
    few = number.written is not Kind.DIGITS and size <= _FEW and not number.scale
    one = few and size == 1
    if number.written is Kind.DIGITS and is_year(tokens.values[index]) and not number.scale:
        if kind is Kind.COUNT and not tokens.glued(stop):
            return None  # in 2020 companies
        if kind not in (Kind.COUNT, Kind.GENERAL):
            return None
    if one:
        return None  # 一个 and "one company" are articles
    if kind is Kind.GENERAL:
        if not few:
            return stop + 1
        noun = _noun(tokens, stop + 1, (Kind.THING,), 3)
        return stop + 1 if noun else None
    if kind is Kind.COUNT and not (few and _is_latin(tokens, stop)):
        return stop + 1
    if kind is Kind.THING:
        return stop + 1 if number.written is not Kind.NUMERAL or number.scale else None
    if number.scale >= 4 and kind in _OPEN_NOUNS and not _is_latin(tokens, stop):
        place = stop  # 60万无电地区人口: the noun stands at the end of its attributes
        while place < stop + _FAR and kinds[place] not in _CLAUSE_ENDS:
            if kinds[place] is Kind.THING:
                return place + 1
            place += 1
        return None
    if tokens.glued(stop) and kind is not Kind.DASH and _is_latin(tokens, stop):
        return None  # 5G, 3D: letters glued to a number make a name of both
    if not _is_latin(tokens, stop) or (number.written is Kind.NUMERAL and not number.scale):
        return None
    return _noun(tokens, stop, (Kind.THING,) if few else _NOUNS, _MOST_BETWEEN)


def _is_latin(tokens: Tokens, place: int) -> bool:
    char = tokens.text[tokens.starts[place] : tokens.starts[place] + 1]
    return "a" <= char <= "z"


def _noun(tokens: Tokens, stop: int, wanted: tuple[Kind, ...], most: int) -> int | None:
    """Return where the first counted noun within `most` tokens ends."""
    kinds = tokens.kinds
    endings = tokens.words.endings
    place = stop
    while place <= stop + most:
        kind = kinds[place]
        if kind in wanted:
            return place + 1
        if kind is Kind.WORD and Kind.COUNT in wanted and tokens.values[place].endswith(endings):
            if kinds[place + 1] not in _NOUNS:
                return place + 1
        if kind is Kind.DIGITS and kinds[place + 1] in (Kind.WORD, Kind.LETTER):
            # 5,600 5G base stations: a name among the adjectives.
            if not tokens.glued(place + 1):
                return None
            place += 1
        elif kind is Kind.COMMA:
            # large, medium and small plants: only between adjectives
            if place == stop or kinds[place + 1] is not Kind.WORD:
                return None
        elif kind not in _BETWEEN and not (kinds[place - 1] is Kind.DASH and place > stop):
            return None
        place += 1
    return None


def is_timed(tokens: Tokens, index: int) -> bool:
    """Tell 存货周转天数为16.9天 (a figure) from the first 16 days (a date)."""
    if tokens.kinds[index] is Kind.DIGITS and "." in tokens.values[index]:
        return True
    return tokens.kinds[index - 1] in _MEASURING


_MEASURING: Final = (
    Kind.BY,
    Kind.OF,
    Kind.TO,
    Kind.VERB_UP,
    Kind.VERB_DOWN,
    Kind.INTO_UP,
    Kind.INTO_DOWN,
    Kind.REACH,
    Kind.BE,
    Kind.BOUND_OVER,
    Kind.BOUND_FROM,
    Kind.BOUND_UNDER,
    Kind.BOUND_UPTO,
    Kind.BOUND_ABOUT,
)
