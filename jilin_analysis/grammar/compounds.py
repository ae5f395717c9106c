"""Figures that do not begin with their number: $5, 百分之五, 翻两番, a billion yuan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .figure import Figure, figure_of
from .malformed import check_lone_unit
from .multiples import read_fold, read_fraction, read_multiple, read_scaled, read_turns
from .numbers import Number, read_number
from .tokens import Tokens


def _read_currency(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read RMB52.86 billion and $5-6 billion; a currency word without a number is a name."""
    kinds = tokens.kinds
    unit = tokens.values[index]
    stop = index + 1
    bound = "="
    if kinds[stop] == "currency" and tokens.words(stop) == tokens.words(index):
        raise tokens.refusal("the unit stands twice", index, stop)
    if kinds[stop] in ("bound", "particle") and kinds[stop + 1] == "digits":
        # 人民币约100亿元: the bound may stand inside.
        stop += 1
    number = read_number(tokens, stop)
    if number is None or kinds[stop] == "number":
        if kinds[stop] == "digits":
            raise tokens.refusal("separators that fit no number", stop, stop)
        if kinds[stop] == "scale" and kinds[index - 1] in ("end", "by", "of", "to", "bound"):
            raise tokens.refusal("a currency and a scale without a number", index, stop)
        if tokens.words(index) == "元" and kinds[index - 1] == "bound":
            raise tokens.refusal("a unit without its number", index, index)
        return index + 1
    if number.bare:
        return index + 1
    figure = figure_of("level", number, index, number.stop, unit, 1, 0)
    if stop > index + 1 and kinds[stop - 1] == "bound":
        figure.bound = tokens.values[stop - 1]
    else:
        figure.bound = bound
    end = number.stop
    if not number.scale and tokens.words(end) in ("m", "b", "t", "k") and tokens.glued(end):
        power = {"k": 3, "m": 6, "b": 9, "t": 12}[tokens.words(end)]
        figure.power += power
        end += 1
    if kinds[end] == "more" or (kinds[end] == "plus" and tokens.glued(end)):
        figure.bound = ">"
        end += 1
    if kinds[end] == "currency" and tokens.values[end] in (unit, "USD"):
        # 人民币100亿元, US$5 billion dollars; where 美元 follows 人民币, the unit corrects a slip.
        figure.unit = tokens.values[end]
        end += 1
        if kinds[end] == "currency" or tokens.words(index) == tokens.words(end - 1):
            raise tokens.refusal("the unit stands twice", index, end)
    figure.stop = end
    figures.append(figure)
    if kinds[end] in ("dash", "to") and kinds[end + 1] == "digits":
        upper = read_number(tokens, end + 1)
        if upper is not None and kinds[upper.stop] not in (
            "percent",
            "points",
            "unit",
            "count",
            "currency",
        ):
            if not number.scale:
                figure.power += upper.scale
            second = figure_of("level", upper, end + 1, upper.stop, unit, 1, 0)
            figures.append(second)
            return upper.stop
    return end


def _read_percent_before(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read 百分之八十六, which says the unit before the number."""
    stop = index + 1
    number = read_number(tokens, stop)
    if number is None:
        if tokens.words(stop)[:1] in ("几", "多"):
            return stop
        raise tokens.refusal("a percent marker without a number", index, stop)
    end = number.stop
    power = tokens.values[index]
    figure = figure_of("percent", number, index, end, "ratio", 1, power)
    if number.bare and number.power == 2:
        # 百分之百 is said of the whole, to the percent.
        figure.coefficient, figure.power, figure.printed = 100, power, True
    if tokens.kinds[end] in ("percent", "percent_before", "points") or (
        number.bare and number.power > 2
    ):
        raise tokens.refusal("two percent markers for one number", index, end)
    if tokens.kinds[end] == "more":
        figure.bound = ">"
        figure.stop += 1
    figures.append(figure)
    return figure.stop


def _read_nonnumber(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Refuse NaN percent and inf yuan, which some converters take for numbers."""
    after = tokens.kinds[index + 1]
    if after in ("percent", "points", "currency", "unit", "scale", "count", "times", "end"):
        raise tokens.refusal("not a number", index, index + 1)
    return index + 1


def _read_scale(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read "a billion yuan": the article counts one; without it, a number is missing."""
    if tokens.words(index - 1) in ("a", "an"):
        number = Number(1, tokens.values[index], index + 1, "number")
        return read_scaled(tokens, index - 1, number, figures)
    return check_lone_unit(tokens, index)


def _read_points(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read "rose a percentage point": the article counts one; "a fraction of a point" does not."""
    before = tokens.kinds[index - 2]
    change = before == "of" and tokens.kinds[index - 3] == "direction"
    change = change and tokens.values[index - 3][1] == "noun"
    if tokens.words(index - 1) == "a" and (change or before in ("direction", "by", "bound")):
        number, power = Number(1, 0, index, "number"), tokens.values[index]
        first, unit = index - 1, "percentage_point"
        figures.append(figure_of("points", number, first, index + 1, unit, 1, power))
        return index + 1
    return check_lone_unit(tokens, index)


def _read_lone_unit(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    return check_lone_unit(tokens, index)


Reader = Callable[[Tokens, int, list[Figure]], int]
COMPOUNDS: Final[dict[str, Reader]] = {
    "currency": _read_currency,
    "percent_before": _read_percent_before,
    "nonnumber": _read_nonnumber,
    "fold": read_fold,
    "multiple": read_multiple,
    "turn": read_turns,
    "fraction": read_fraction,
    "scale": _read_scale,
    "percent": _read_lone_unit,
    "points": _read_points,
    "times": _read_lone_unit,
}
