"""From tokens to figures: a number with its unit, before anything is said about its meaning."""

from __future__ import annotations

from typing import Final

from .compounds import COMPOUNDS
from .figure import Figure, figure_of
from .lists import (
    CONNECTORS,
    fill_waiting,
    is_one_in,
    is_part,
    merge_parts,
    part_of_whole,
    splits_unit,
)
from .malformed import (
    UNITS,
    check_figure,
    check_number,
    check_signs,
    is_several,
    skip_unreadable,
)
from .measured import with_unit
from .multiples import read_parts
from .nouns import is_year
from .numbers import Number, read_number
from .tokens import Tokens

# Before a colon these head a table: its unit is no figure.
_TABLE_HEADS: Final = frozenset(("unit", "units", "单位"))
# After these a dash is a sign, also without a space between.
_BEFORE_SIGN: Final = frozenset(
    ("open", "direction", "comparison", "soft", "and", "to", "reach", "particle", "currency")
)
# The last characters of what may be below zero: 净利润-3.5亿元, but not 长春-5亿元.
_MAY_BE_NEGATIVE: Final = frozenset("润利益额流")
# What may follow a bare absolute change.
_CLOSES: Final = frozenset(
    ("end", "soft", "stop", "close", "comparison", "reference", "weak_reference", "and", "bound")
)


_AFTER_COUNT: Final = (_CLOSES | {"function", "particle"}) - {"and"}


def assemble(tokens: Tokens) -> list[Figure]:
    """Return every figure of the text, in order.

    Raises
    ------
    NormalizationError
        A figure is malformed.
    """
    kinds = tokens.kinds
    compound = COMPOUNDS.get
    figures: list[Figure] = []
    waiting: list[Figure] = []  # numbers still without a unit, in one list with each other
    index = 0
    while (kind := kinds[index]) != "end":
        if kind == "digits" or kind == "numeral" or kind == "number":
            index = _read_plain(tokens, index, figures, waiting)
        else:
            reader = compound(kind)
            index = reader(tokens, index, figures) if reader else index + 1
    return figures


def _read_plain(tokens: Tokens, index: int, figures: list[Figure], waiting: list[Figure]) -> int:
    """Read the figure that begins with the numeral at `index`; return where to go on."""
    kinds = tokens.kinds
    number = read_number(tokens, index)
    if number is None or is_several(tokens, index):
        return skip_unreadable(tokens, index)
    check_number(tokens, index, number)
    if kinds[index - 1] == "soft" and tokens.words(index - 2) in _TABLE_HEADS:
        return number.stop
    stop = number.stop
    kind = kinds[stop]
    if kind == "more":
        # 8000余辆: the bound stands between number and unit.
        number.more = True
        stop += 1
        kind = kinds[stop]
    if (
        kind == "dash"
        and kinds[stop + 1] in UNITS
        and tokens.glued(stop)
        and tokens.glued(stop + 1)
    ):
        # A compound before a noun is hyphenated: a 6.8-percent contraction, an 8-million-ton plant.
        if kinds[stop + 1] in ("count", "span"):
            return stop + 1
        stop += 1
        kind = kinds[stop]
    if kind == "plus" or (kind == "dash" and tokens.words(stop + 1) == "plus"):
        # 1,000+ stores, 150-plus companies
        number.more = True
        stop += 1 if kind == "plus" else 2
        kind = kinds[stop]
    if kind in ("parts_of", "slash"):
        fraction = read_parts(tokens, index, number, stop, kind)
        if fraction is not None:
            figures.append(fraction)
            return fraction.stop
    if kind == "count" and splits_unit(tokens, stop):
        waiting.append(figure_of("bare", number, index, stop + 1))
        return stop + 1
    figure = with_unit(tokens, index, number, stop, kind)
    if figure is None and (
        (number.scale and kind in _AFTER_COUNT)
        or (kind in _CLOSES and _is_change(tokens, index, number))
    ):
        # The number of firms exceeded 3 million: what is counted was said before.
        figure = figure_of("level", number, index, stop, "count", 1, 0)
    if figure is None and (kind == "of" or is_one_in(tokens, number)):
        figure = part_of_whole(tokens, index, number, stop)
    if figure is None:
        return _without_unit(tokens, index, number, stop, figures, waiting)
    check_figure(tokens, figure)
    _take_sign(tokens, figure, figures)
    if waiting:
        fill_waiting(tokens, figure, number, figures, waiting)
    if figure.unit != "count" or not figures or not merge_parts(tokens, figure, figures):
        figures.append(figure)
    return figure.stop


def _is_change(tokens: Tokens, index: int, number: Number) -> bool:
    """Tell whether a bare number is how many more or fewer: an increase of 200."""
    kinds = tokens.kinds
    if number.written != "digits" or number.power < 0 or is_year(tokens.values[index]):
        return False
    before = kinds[index - 1]
    if before == "direction":
        return tokens.values[index - 1][1] == "verb" and tokens.words(index - 1).isascii()
    return before in ("of", "by") and kinds[index - 2] == "direction"


def _without_unit(
    tokens: Tokens,
    index: int,
    number: Number,
    stop: int,
    figures: list[Figure],
    waiting: list[Figure],
) -> int:
    """Keep a number that may take its unit from the next one; read a bare absolute change."""
    kinds = tokens.kinds
    kind = kinds[stop]
    if kind in ("code", "word") and tokens.glued(stop):
        return stop + 1
    if kind in ("to", "dash", "and") and kinds[stop + 1] == "end":
        if kinds[index - 1] in ("end", "from", "direction", "by"):
            raise tokens.refusal("a range without its end", index, stop)
    if figures and kinds[index - 1] == "soft" and is_part(tokens, number, figures[-1], index - 1):
        figures[-1].make_share(number.coefficient, figures[-1].coefficient, stop)
        return stop
    is_date = number.written == "digits" and is_year(tokens.values[index])
    if kind in CONNECTORS and kinds[index - 1] != "label" and not is_date:
        waiting.append(figure_of("bare", number, index, stop))
    return stop


def _take_sign(tokens: Tokens, figure: Figure, figures: list[Figure]) -> None:
    """Read a printed sign, unless the dash before the figure joins it to another word."""
    before = figure.first - 1
    kind = tokens.kinds[before]
    if kind not in ("dash", "plus") or not tokens.glued(figure.first):
        return
    check_signs(tokens, before)
    if tokens.glued(before):
        # 5000万元-7000万元 is a range.
        if figures and figures[-1].stop == before:
            return
        if tokens.kinds[before - 1] not in _BEFORE_SIGN and not _is_sign(tokens, figure):
            return
    figure.first = before
    figure.sign = -1 if kind == "dash" and tokens.words(before) in "-−–" else 1
    figure.signed = True


def _is_sign(tokens: Tokens, figure: Figure) -> bool:
    """Tell whether what is glued to a Chinese word is a sign: these have no hyphens (出口-3.5%)."""
    word = tokens.words(figure.first - 2)
    if word.isascii() or tokens.words(figure.first - 1) not in "-−+":
        return False
    if figure.type in ("percent", "points"):
        return tokens.kinds[figure.first - 2] != "numeral"
    return word[-1] in _MAY_BE_NEGATIVE
