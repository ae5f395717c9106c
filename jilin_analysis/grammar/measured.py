"""A number with its unit: percent, money, measures, counted things, 三成, 突破百亿."""

from __future__ import annotations

from .figure import Figure, figure_of
from .malformed import UNITS
from .nouns import counted_noun, timed_span
from .numbers import Number
from .numerals_zh import DIGITS
from .tokens import Tokens


def with_unit(tokens: Tokens, index: int, number: Number, stop: int, kind: str) -> Figure | None:
    """Return the figure that a number makes with the unit at token `stop`, if one stands there."""
    value = tokens.values[stop]
    if kind == "percent":
        return figure_of("percent", number, index, stop + 1, "ratio", 1, value)
    if kind == "points":
        return figure_of("points", number, index, stop + 1, "percentage_point", 1, value)
    unit = one_unit(tokens, stop) if kind == "of" else None
    if unit is not None and tokens.kinds[unit] == "points":
        # Fell 0.6 of a percentage point.
        value = tokens.values[unit]
        return figure_of("points", number, index, unit + 1, "percentage_point", 1, value)
    if number.bare and tokens.kinds[index - 1] != "bound":
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
        if tokens.original[tokens.starts[stop] : tokens.ends[stop]] == "Mt":
            power += 6  # a million of mt
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


def one_unit(tokens: Tokens, place: int) -> int | None:
    """Return where the unit stands in "half a percentage point" and "a third of one percent"."""
    place += tokens.kinds[place] == "of"
    if tokens.words(place) in ("a", "one") and tokens.kinds[place + 1] in ("percent", "points"):
        return place + 1
    return place if tokens.kinds[place] == "points" else None


def _tenths(tokens: Tokens, index: int, number: Number, stop: int) -> Figure:
    """Read 三成, and 三成五: the last character counts hundredths."""
    more = tokens.values[stop] if tokens.kinds[stop] == "numeral" else ""
    if more in DIGITS and more and tokens.kinds[stop + 1] not in UNITS:
        number.coefficient = 10 * number.coefficient + DIGITS[more]
        return figure_of("percent", number, index, stop + 1, "ratio", 1, -2)
    return figure_of("percent", number, index, stop, "ratio", 1, -1)
