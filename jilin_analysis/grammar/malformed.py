"""What makes a figure unreadable: each refusal says what is wrong and where.

Digits without a unit may be anything (a list, a version, an address) and are passed over; with a
unit they claim to be a figure, and then they have to be a whole one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from .figure import Figure
from .nouns import is_year
from .numbers import Number
from .tokens import Tokens

UNITS: Final = frozenset(
    ("percent", "points", "currency", "unit", "scale", "count", "span", "fold_after", "times")
)
METRIC: Final = UNITS - {"count", "times", "fold_after"}
_NUMERALS: Final = frozenset(("digits", "numeral", "number"))
_NEIGHBOURS: Final = "零一二三四五六七八九"


def skip_unreadable(tokens: Tokens, index: int) -> int:
    """Pass over what makes no number, unless a unit says that it should; return where to go on."""
    word = tokens.values[index]
    after = tokens.kinds[index + 1]
    if tokens.kinds[index] == "digits":
        first, _, rest = word.partition(",")
        if is_year(first) and "," not in rest and len(rest) != 3:
            # In 2019,20 percent: a comma without its space.
            return index + 1
        alone = index == 0 and after == "end"
        if after in UNITS or after == "numeral" or alone or ",0" in word[:-2] or ",," in word:
            raise tokens.refusal("separators that fit no number", index, index)
    elif after in METRIC and not (_is_vague(word) or is_several(tokens, index)):
        raise tokens.refusal("characters that make no number", index, index + 1)
    return index + 1


def is_several(tokens: Tokens, index: int) -> bool:
    """Tell 数十亿 and 几百 (some tens of 亿, some hundreds), which name no number."""
    if tokens.kinds[index] != "numeral" or not tokens.glued(index):
        return False
    return tokens.values[index][0] in "十百千万亿" and tokens.words(index - 1)[-1] in "数几"


def _is_vague(word: str) -> bool:
    """Tell 三四百 and 七八 (three or four hundred, seven or eight) from a broken numeral."""
    word = word.replace("两", "二")
    return "三五" in word or any(
        _NEIGHBOURS.find(b) - _NEIGHBOURS.find(a) == 1 and a in _NEIGHBOURS[1:]
        for a, b in pairwise(word)
    )


def check_number(tokens: Tokens, index: int, number: Number) -> None:
    """Refuse what stands between a numeral and its unit and belongs to neither."""
    kinds, stop = tokens.kinds, number.stop
    kind = kinds[stop]
    if kind in METRIC and tokens.words(index - 1) == ".":
        if tokens.glued(index) and not tokens.glued(index - 1):
            raise tokens.refusal("a decimal point without its digits", index - 1, stop)
    elif kind == "text" and tokens.words(stop) in ("_", "'", "^") and kinds[stop + 1] == "digits":
        if tokens.glued(stop) and tokens.glued(stop + 1):
            raise tokens.refusal("separators that fit no number", index, stop + 1)
    elif kind == "point":
        if kinds[stop + 1] in ("point", "numeral", "percent", "currency", "unit"):
            raise tokens.refusal("a decimal point without its digits", index, stop + 1)
    elif kind == "code" or kind == "word":
        if tokens.glued(stop) and number.written == "digits":
            word = tokens.words(stop)
            signed = word == "e" and kinds[stop + 1] in ("dash", "plus")
            power_of_ten = word[0] == "e" and (signed or word[1:].lstrip("-").isdigit())
            if power_of_ten or ((kind == "code" or len(word) == 1) and kinds[stop + 1] in METRIC):
                raise tokens.refusal("digits and letters that make no number", index, stop)
    elif kind == "number" and number.written == "number" and kinds[index + 1] == "scale":
        # Two thousand four hundred tons: two numbers added up are more than is read here.
        raise tokens.refusal("a number in too many words", index, stop)
    elif kind in _NUMERALS and not number.scale:
        _check_neighbour(tokens, index, number)
    elif kind in ("stop", "soft"):
        if (
            kinds[stop + 1] == "percent"
            and tokens.glued(stop)
            and tokens.starts[stop + 1] - tokens.ends[stop] < 2
        ):
            raise tokens.refusal("a separator without its digits", index, stop + 1)


def _check_neighbour(tokens: Tokens, index: int, number: Number) -> None:
    """Refuse two numerals side by side before one unit: 五5%, 3 4 percent."""
    stop = number.stop
    unit = tokens.kinds[stop + 1]
    if unit not in METRIC or tokens.kinds[index - 1] in ("label", "moment"):
        return
    same = tokens.kinds[stop] == number.written
    if number.written == "digits" and is_year(tokens.values[index]):
        return
    if tokens.glued(stop) or (same and tokens.starts[stop] - tokens.ends[stop - 1] == 1):
        raise tokens.refusal("two numbers before one unit", index, stop + 1)


def check_figure(tokens: Tokens, figure: Figure) -> None:
    """Refuse a unit said twice, a range without its end, and figures run together."""
    kinds, stop = tokens.kinds, figure.stop
    kind = kinds[stop]
    if kind == "to" or kind == "dash" or kind == "and":
        if kinds[stop + 1] == "end":
            if kind != "and" or kinds[figure.first - 1] == "from":
                raise tokens.refusal("a range without its end", figure.first, stop)
    elif kind == "unit" or kind == "currency":
        if tokens.words(stop) == tokens.words(stop - 1):
            raise tokens.refusal("the unit stands twice", stop - 1, stop)
    elif kind == "digits" and figure.type == "percent":
        if kinds[stop + 1] == "percent" and tokens.glued(stop):
            raise tokens.refusal("two figures run together", figure.first, stop + 1)


def check_signs(tokens: Tokens, sign: int) -> None:
    """Refuse --5% and +-5%; a doubled dash between words is punctuation."""
    word = tokens.words(sign)
    before = sign - 1
    if word == "--":
        if not tokens.glued(sign) or tokens.kinds[before] == "direction":
            raise tokens.refusal("two signs before one number", sign, sign + 1)
    elif tokens.kinds[before] in ("dash", "plus") and tokens.glued(sign):
        if word in "+-" and tokens.words(before) in "+-":
            raise tokens.refusal("two signs before one number", before, sign + 1)


def check_lone_unit(tokens: Tokens, index: int) -> int:
    """Refuse a unit that has lost its number; a label such as (%) never had one.

    Returns where to go on.
    """
    kinds, word = tokens.kinds, tokens.words(index)
    before = kinds[index - 1]
    after = kinds[index + 1]
    if kinds[index] == "scale":
        lost = before in ("end", "by", "to", "bound") or (
            before == "of" and kinds[index - 2] == "direction"
        )
        if (
            not lost
            or after not in ("currency", "unit", "percent")
            or (before == "end" and kinds[index + 2] != "end")
        ):
            return index + 1
    elif kinds[index] == "times":
        if before != "direction" or word != "倍" or after not in ("end", "soft", "stop"):
            return index + 1
    elif before in ("percent", "points"):
        raise tokens.refusal("the unit stands twice", index - 1, index)
    elif before == "of":
        if kinds[index - 2] != "direction":
            return index + 1
    elif before == "and":
        if index < 2 or kinds[index - 2] not in _NUMERALS:
            return index + 1
    elif before not in _LOST_AFTER:
        return index + 1
    raise tokens.refusal("a unit without its number", index, index)


_LOST_AFTER: Final = frozenset(
    ("end", "by", "to", "from", "bound", "direction", "dash", "plus", "nonnumber")
)
