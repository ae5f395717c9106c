"""What a number counts: the noun or measure word after it, and what makes a name of it instead."""

from __future__ import annotations

from typing import Final

from .kinds import K, S
from .numbers import Number, is_year
from .tokens import Tokens

# Words between a number and its noun: 5 newly built railway stations.
_MOST_BETWEEN: Final = 6
# How far behind 60万无电地区人口 the noun may stand.
_FAR: Final = 9
# The largest number in words that is no count of everything: two regions, but fifty regions.
_FEW: Final = 12


def counted(tokens: Tokens, index: int, number: Number, stop: int) -> int | None:
    """Return where the counted noun after a number ends, or None where nothing is counted."""
    kinds = tokens.kinds
    if kinds[index - 1] in S.LABELS:
        return None
    kind = kinds[stop]
    size = number.size if number.power >= 0 else 0
    few = number.written is not K.DIGITS and size <= _FEW and not number.scale
    if few and size == 1:
        return None  # 一个 and "one company" are articles
    latin = kind is K.DIGITS or tokens.latin(stop)
    if number.written is K.DIGITS and is_year(tokens.values[index]) and not number.scale:
        if latin or kind not in K.COUNT + K.GENERAL:
            return None  # in 2020 companies
    if kind is K.GENERAL:
        return stop + 1 if not few or _noun(tokens, stop + 1, K.THING, 3) else None
    if kind is K.COUNT and not (few and latin):
        return stop + 1
    if kind is K.THING:
        return stop + 1 if number.written is not K.NUMERAL or number.scale else None
    if not latin:
        if number.scale >= 4 and kind in S.OPEN_NOUNS:
            for place in range(stop, stop + _FAR):
                if kinds[place] is K.THING:
                    return place + 1
                if kinds[place] in S.CLAUSE_ENDS:
                    break
        return None
    if (tokens.glued(stop) and kind is not K.DASH) or (
        number.written is K.NUMERAL and not number.scale
    ):
        return None  # 5G, 3D: letters glued to a number make a name of both
    return _noun(tokens, stop, K.THING if few else S.NOUNS, _MOST_BETWEEN)


def _noun(tokens: Tokens, stop: int, wanted: str, most: int) -> int | None:
    """Return where the first counted noun within `most` tokens ends."""
    kinds, endings = tokens.kinds, tokens.words.lists["ending"]
    place = stop
    while place <= stop + most:
        kind = kinds[place]
        if kind in wanted:
            return place + 1
        if kind is K.WORD and K.COUNT in wanted and tokens.values[place].endswith(endings):
            if kinds[place + 1] not in S.NOUNS:
                return place + 1
        if kind is K.DIGITS and kinds[place + 1] in K.WORD + K.LETTER:
            # 5,600 5G base stations: a name among the adjectives.
            if not tokens.glued(place + 1):
                return None
            place += 1
        elif (
            kind is K.DIGITS
            and K.DASH in kinds[place + 1 : place + 3]
            and (kinds[place + 1] in S.MEASURED or kinds[place + 2] in S.MEASURED)
        ):
            place += 2  # 60-kg bags, 60kg-bags
        elif kind is K.CODE and K.AND in kinds[stop:place]:
            return None  # 737-800 and A320 jets
        elif kind is K.COMMA:
            # large, medium and small plants: only between adjectives
            if place == stop or kinds[place + 1] is not K.WORD:
                return None
        elif kind not in S.BETWEEN and not (kinds[place - 1] is K.DASH and place > stop):
            return None
        place += 1
    return None
