"""Figures that do not begin with their number: $5, 百分之五, 翻两番, doubled, a third."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .figure import Figure, figure_of
from .malformed import check_lone_unit
from .numbers import Number, read_number
from .tokens import Tokens


def _parts(kind: str, first: int, stop: int, part: int, whole: int) -> Figure:
    figure = Figure(kind, first, stop, part, 0)
    figure.parts = (part, whole)
    figure.printed = False
    return figure


def read_parts(tokens: Tokens, index: int, number: Number, stop: int, kind: str) -> Figure | None:
    """Read 三分之一 and 1/4; a slash between other numbers is a date or a code."""
    other = read_number(tokens, stop + 1)
    if other is None or number.power < 0 or other.power < 0:
        return None
    first, second = (c * 10**p for c, p in ((n.coefficient, n.power) for n in (number, other)))
    if kind == "parts_of":
        part, whole = second, first
    else:
        part, whole = first, second
        cued = tokens.kinds[other.stop] in ("of", "after", "more") or (
            index > 0
            and tokens.kinds[index - 1]
            in ("de", "share", "bound", "by", "direction", "reach", "particle")
        )
        if not cued or not tokens.glued(stop) or not tokens.glued(stop + 1):
            return None
    if whole == 0:
        raise tokens.refusal("a fraction of nothing", index, stop + 1)
    return _parts("fraction", index, other.stop, part, whole)


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
        if kinds[stop] == "scale" and (
            index == 0 or kinds[index - 1] in ("by", "of", "to", "bound")
        ):
            raise tokens.refusal("a currency and a scale without a number", index, stop)
        if tokens.words(index) == "元" and index and kinds[index - 1] == "bound":
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
    if kinds[end] == "more" or (kinds[end] == "after" and tokens.words(end) == "+"):
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


def _read_fold(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    figure = Figure("fold", index, index + 1, tokens.values[index], 0)
    figure.printed = False
    figures.append(figure)
    return index + 1


def _read_multiple(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read doubled and 翻番; "double" and "twice" only where something is compared."""
    word = tokens.words(index)
    if word in ("double", "triple", "quadruple", "twice", "thrice", "doubling", "tripling"):
        before = tokens.kinds[index - 1] if index else ""
        after = tokens.words(index + 1).split(" ")[0]
        if before not in ("bound", "to") and tokens.words(index - 1) != "will":
            if after not in ("the", "as", "that", "its", "from", "in", "this", "those"):
                return index + 1
        if tokens.kinds[index + 1] == "dash":
            return index + 1
    figures.append(_parts("multiple", index, index + 1, *tokens.values[index]))
    return index + 1


def _read_turns(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read 翻两番: each 番 doubles, so two of them quadruple."""
    place = index + 1
    bound = ""
    while tokens.kinds[place] in ("particle", "bound", "text") and place < index + 4:
        bound = tokens.values[place] if tokens.kinds[place] == "bound" else bound
        place += 1
    number = read_number(tokens, place)
    if number is None or tokens.kinds[number.stop] != "fan" or number.coefficient > 9:
        return index + 1
    stop = number.stop + 1
    figure = _parts("multiple", index, stop, 2**number.coefficient, 1)
    if tokens.kinds[stop] == "more":
        bound, figure.stop = ">", stop + 1
    figure.bound = bound or "="
    figures.append(figure)
    return figure.stop


def _read_fraction(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read half of, a third, 一半; "first half" and "a quarter" without "of" are times."""
    part, whole = tokens.values[index]
    before = tokens.kinds[index - 1] if index else ""
    after = tokens.kinds[index + 1]
    word = tokens.words(index)
    if word == "half" and after == "particle" and tokens.kinds[index + 2] == "scale":
        # Half a million is a number, and its article belongs to it.
        number = Number(5, tokens.values[index + 2] - 1, index + 3, "number")
        return _read_scaled(tokens, index, number, figures)
    clear = after == "of" or before in ("bound", "by", "share")
    if word in ("half", "a quarter", "one quarter", "a third") and not clear:
        if not (word == "half" and tokens.words(index + 1) in ("the", "its")):
            return index + 1
    if before == "ordinal" or after == "dash" or before == "label":
        return index + 1
    figure = _parts("fraction", index, index + 1, part, whole)
    if word == "过半":
        figure.bound = ">"
    figures.append(figure)
    return index + 1


def _read_scaled(tokens: Tokens, index: int, number: Number, figures: list[Figure]) -> int:
    """Read the unit of a number that an article makes of a scale word."""
    stop = number.stop
    kind, value = tokens.kinds[stop], tokens.values[stop]
    if kind == "currency":
        figures.append(figure_of("level", number, index, stop + 1, value, 1, 0))
    elif kind == "unit":
        figures.append(figure_of("level", number, index, stop + 1, *value))
    elif kind == "count":
        figures.append(figure_of("level", number, index, stop + 1, "count", 1, 0))
    else:
        return stop
    return stop + 1


def _read_scale(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read "a billion yuan": the article counts one; without it, a number is missing."""
    if index and tokens.words(index - 1) in ("a", "an"):
        number = Number(1, tokens.values[index], index + 1, "number")
        return _read_scaled(tokens, index - 1, number, figures)
    return check_lone_unit(tokens, index)


def _read_lone_unit(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    return check_lone_unit(tokens, index)


Reader = Callable[[Tokens, int, list[Figure]], int]
COMPOUNDS: Final[dict[str, Reader]] = {
    "currency": _read_currency,
    "percent_before": _read_percent_before,
    "nonnumber": _read_nonnumber,
    "fold": _read_fold,
    "multiple": _read_multiple,
    "turn": _read_turns,
    "fraction": _read_fraction,
    "scale": _read_scale,
    "percent": _read_lone_unit,
    "points": _read_lone_unit,
    "times": _read_lone_unit,
}
