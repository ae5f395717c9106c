"""From tokens to figures: a number with its unit, before anything is said about its meaning."""

from __future__ import annotations

from typing import Final

from .compounds import COMPOUNDS, read_parts
from .figure import Figure, figure_of
from .malformed import (
    UNITS,
    check_figure,
    check_number,
    check_signs,
    is_several,
    skip_unreadable,
)
from .nouns import counted_noun, is_year, timed_span
from .numbers import Number, read_number
from .numerals_zh import DIGITS
from .tokens import Tokens

# Between two numbers of one list or range; the first may leave its unit to the last.
_CONNECTORS: Final = frozenset(("to", "dash", "and", "soft"))
# Before a colon these head a table: its unit is no figure.
_TABLE_HEADS: Final = frozenset(("unit", "units", "单位"))
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
    if index > 1 and kinds[index - 1] == "soft" and tokens.words(index - 2) in _TABLE_HEADS:
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
    figure = _with_unit(tokens, index, number, stop, kind)
    if figure is None and (
        (number.scale and kind in _AFTER_COUNT)
        or (kind in _CLOSES and _is_change(tokens, index, number))
    ):
        # The number of firms exceeded 3 million: what is counted was said before.
        figure = figure_of("level", number, index, stop, "count", 1, 0)
    if figure is None and (kind == "of" or _is_one_in(tokens, number)):
        figure = _part_of_whole(tokens, index, number, stop)
    if figure is None:
        return _without_unit(tokens, index, number, stop, figures, waiting)
    check_figure(tokens, figure)
    _take_sign(tokens, figure)
    _fill_waiting(tokens, figure, number, figures, waiting)
    if not _merge_parts(tokens, figure, figures):
        figures.append(figure)
    return figure.stop


def _with_unit(tokens: Tokens, index: int, number: Number, stop: int, kind: str) -> Figure | None:
    value = tokens.values[stop]
    if kind == "percent":
        return figure_of("percent", number, index, stop + 1, "ratio", 1, value)
    if kind == "points":
        return figure_of("points", number, index, stop + 1, "percentage_point", 1, value)
    if number.bare and (index == 0 or tokens.kinds[index - 1] != "bound"):
        # 亿元以上项目 and 千亿级产业 name a class by its size; 突破百亿 reports one.
        return None
    if kind == "currency":
        stop += 1
        if number.coefficient == 1 and tokens.words(stop)[:1] == "兑":
            return None  # 1美元兑6.7261元: the unit of a price, not an amount
        if tokens.kinds[stop] == "currency" and tokens.values[stop] == value:
            if tokens.words(stop) == tokens.words(stop - 1):
                raise tokens.refusal("the unit stands twice", stop - 1, stop)
            stop += 1
        return figure_of("level", number, index, stop, value, 1, 0)
    if kind == "unit":
        unit, factor, power = value
        return figure_of("level", number, index, stop + 1, unit, factor, power)
    if kind == "times":
        return figure_of("times", number, index, stop + 1, "ratio", 1, 0)
    if kind == "fold_after":
        return figure_of("fold", number, index, stop + 1, "ratio", 1, 0)
    if kind == "tenths" and not number.scale and number.coefficient <= 10:
        return _tenths(tokens, index, number, stop + 1)
    if kind == "span" and timed_span(tokens, index):
        return figure_of("level", number, index, stop + 1, value[0], 1, 0)
    if number.bare and kind in ("end", "stop", "soft", "close"):
        # 产值突破百亿: of money, the unit goes without saying.
        return figure_of("level", number, index, stop, "CNY", 1, 0)
    end = counted_noun(tokens, index, number, stop)
    if end is not None:
        return figure_of("level", number, index, end, "count", 1, 0)
    return None


def _is_one_in(tokens: Tokens, number: Number) -> bool:
    """Tell one in five from 30 in May."""
    if number.written != "number" or tokens.words(number.stop) != "in":
        return False
    return tokens.kinds[number.stop + 1] == "number"


def _is_change(tokens: Tokens, index: int, number: Number) -> bool:
    """Tell whether a bare number is how many more or fewer: an increase of 200."""
    kinds = tokens.kinds
    if number.written != "digits" or number.power < 0 or is_year(tokens.values[index]) or index < 1:
        return False
    before = kinds[index - 1]
    if before == "direction":
        return tokens.values[index - 1][1] == "verb" and tokens.words(index - 1).isascii()
    return before in ("of", "by") and kinds[index - 2] == "direction"


def _part_of_whole(tokens: Tokens, index: int, number: Number, stop: int) -> Figure | None:
    """Read 6 of the 34 key projects: a share, whose whole is no figure of its own."""
    place = stop + 1
    while tokens.kinds[place] == "particle":
        place += 1
    whole = read_number(tokens, place)
    if whole is None or whole.power or number.power or tokens.kinds[index - 1] == "label":
        return None
    end = counted_noun(tokens, place, whole, whole.stop)
    if end is None and place == stop + 1 and tokens.words(stop) == "of":
        return None
    if not 0 < number.coefficient <= whole.coefficient:
        return None
    figure = Figure("share", index, end or whole.stop, number.coefficient, 0)
    figure.make_share(number.coefficient, whole.coefficient, figure.stop)
    return figure


def _tenths(tokens: Tokens, index: int, number: Number, stop: int) -> Figure:
    """Read 三成, and 三成五: the last character counts hundredths."""
    more = tokens.values[stop] if tokens.kinds[stop] == "numeral" else ""
    if more in DIGITS and more and tokens.kinds[stop + 1] not in UNITS:
        number.coefficient = 10 * number.coefficient + DIGITS[more]
        return figure_of("percent", number, index, stop + 1, "ratio", 1, -2)
    return figure_of("percent", number, index, stop, "ratio", 1, -1)


def _is_part(tokens: Tokens, number: Number, whole: Figure, comma: int) -> bool:
    """Tell "of the 41 sectors, 25 grew", which counts the part without naming it again."""
    before = whole.first - 1
    if before > 0 and tokens.kinds[before] == "particle":
        before -= 1
    return (
        before >= 0
        and tokens.kinds[before] == "of"
        and whole.unit == "count"
        and whole.type == "level"
        and comma - whole.stop <= 2
        and tokens.kinds[number.stop] in ("word", "direction", "function")
        and number.power == whole.power == 0
        and 0 < number.coefficient <= whole.coefficient
    )


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
        if index == 0 or kinds[index - 1] in ("from", "direction", "by"):
            raise tokens.refusal("a range without its end", index, stop)
    if figures and kinds[index - 1] == "soft" and _is_part(tokens, number, figures[-1], index - 1):
        figures[-1].make_share(number.coefficient, figures[-1].coefficient, stop)
        return stop
    if kind in ("time", "years", "span") or kinds[index - 1] == "label":
        return stop
    if kind in _CONNECTORS or kind == "of" or kind == "from":
        if number.written == "digits" and is_year(tokens.values[index]):
            return stop
        figure = figure_of("bare", number, index, stop, "count", 1, 0)
        waiting.append(figure)
    return stop


def _take_sign(tokens: Tokens, figure: Figure) -> None:
    """Read a printed sign, unless the dash before the figure joins it to another word."""
    before = figure.first - 1
    kind = tokens.kinds[before] if before >= 0 else ""
    if kind not in ("dash", "plus") or not tokens.glued(figure.first):
        return
    check_signs(tokens, before)
    joined = (
        before
        and tokens.glued(before)
        and tokens.kinds[before - 1]
        not in ("open", "direction", "comparison", "soft", "reach", "particle", "currency")
    )
    if joined:
        return
    figure.first = before
    figure.sign = -1 if kind == "dash" and tokens.words(before) in "-−–" else 1
    figure.signed = True


def _fill_waiting(
    tokens: Tokens, figure: Figure, number: Number, figures: list[Figure], waiting: list[Figure]
) -> None:
    """Give the unit of `figure` to the numbers before it: 5 to 8 percent, 5.1、3.2个百分点."""
    if not waiting:
        return
    chain: list[Figure] = []
    first = figure.first
    while waiting:
        earlier = waiting.pop()
        between = tokens.kinds[earlier.stop : first]
        if not between or len(between) > 2 or not _CONNECTORS.issuperset(between):
            break
        if "soft" in between and tokens.words(first - 1) in ",，:" and len(between) == 1:
            # A comma parts list members only where an "and" closes the list.
            if not chain:
                break
        chain.append(earlier)
        first = earlier.first
    waiting.clear()
    for earlier in reversed(chain):
        earlier.filled = True
        earlier.type = figure.type
        earlier.unit = figure.unit
        earlier.factor = figure.factor
        earlier.power += figure.unit_power + (0 if earlier.scale else number.scale)
        figures.append(earlier)


def _merge_parts(tokens: Tokens, figure: Figure, figures: list[Figure]) -> bool:
    """Read "38 of 41" and 41个…中有16个 as one share; the whole is no figure of its own."""
    if not figures or figure.unit != "count":
        return False
    part = figures[-1]
    if part.unit != "count" or part.type != "level":
        return False
    gap = [k for k in tokens.kinds[part.stop : figure.first] if k != "particle"]
    before = figure.first - 1
    if tokens.kinds[before] in ("soft", "de", "reach"):
        before -= 1
    if tokens.kinds[before] == "of" and tokens.words(before)[0] in "中里":
        whole = part
        part = figure
    elif (gap == ["of"] and part.stop < figure.first - 1) or (
        gap == ["of"] and tokens.words(part.stop) != "of"
    ):
        whole = figure
    else:
        return False
    if not 0 < part.coefficient <= whole.coefficient or part.power or whole.power:
        return False
    figures[-1].make_share(part.coefficient, whole.coefficient, figure.stop)
    return True
