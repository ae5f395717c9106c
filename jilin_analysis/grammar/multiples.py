"""Fractions and multiples: a third, 三分之一, 1/4, half a million, ninefold, doubled, 翻两番."""

from __future__ import annotations

from .figure import Figure, figure_of
from .measured import one_unit
from .numbers import Number, read_number
from .tokens import Tokens


def _parts(kind: str, first: int, stop: int, part: int, whole: int) -> Figure:
    figure = Figure(kind, first, stop, part, 0)
    figure.parts = (part, whole)
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
        before = tokens.kinds[index - 1]
        cued = tokens.kinds[other.stop] in ("of", "after", "more") or (
            before in ("de", "share", "bound", "by", "direction", "reach", "particle")
        )
        if not cued or not tokens.glued(stop) or not tokens.glued(stop + 1):
            return None
    if whole == 0:
        raise tokens.refusal("a fraction of nothing", index, stop + 1)
    return _parts("fraction", index, other.stop, part, whole)


def read_fold(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read ninefold, whose number is in the word."""
    figure = Figure("fold", index, index + 1, tokens.values[index], 0)
    figure.printed = False
    figures.append(figure)
    return index + 1


def read_multiple(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read doubled and 翻番; "double" and "twice" only where something is compared."""
    word = tokens.words(index)
    if word in ("double", "triple", "quadruple", "twice", "thrice", "doubling", "tripling"):
        before = tokens.kinds[index - 1]
        after = tokens.words(index + 1).split(" ")[0]
        if before not in ("bound", "to") and tokens.words(index - 1) != "will":
            if after not in ("the", "as", "that", "its", "from", "in", "this", "those"):
                return index + 1
        if tokens.kinds[index + 1] == "dash":
            return index + 1
    figures.append(_parts("multiple", index, index + 1, *tokens.values[index]))
    return index + 1


def read_turns(tokens: Tokens, index: int, figures: list[Figure]) -> int:
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


def read_fraction(tokens: Tokens, index: int, figures: list[Figure]) -> int:
    """Read half of, a third, 一半; "first half" and "a quarter" without "of" are times."""
    part, whole = tokens.values[index]
    before = tokens.kinds[index - 1]
    after = tokens.kinds[index + 1]
    word = tokens.words(index)
    unit = one_unit(tokens, index + 1)
    if unit is not None:
        kind = tokens.kinds[unit]
        figure = _parts(kind, index, unit + 1, part, whole * 10 ** -tokens.values[unit])
        figure.unit = "percentage_point" if kind == "points" else "ratio"
        figures.append(figure)
        return figure.stop
    if word == "half" and after == "particle" and tokens.kinds[index + 2] == "scale":
        # Half a million is a number, and its article belongs to it.
        number = Number(5, tokens.values[index + 2] - 1, index + 3, "number")
        return read_scaled(tokens, index, number, figures)
    if word == "半个":
        return index + 1  # 半个世纪 is no figure; 半个百分点 is read above
    of_change = before == "of" and tokens.kinds[index - 2] == "direction"
    clear = after == "of" or before in ("bound", "by", "share") or of_change
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


def read_scaled(tokens: Tokens, index: int, number: Number, figures: list[Figure]) -> int:
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
