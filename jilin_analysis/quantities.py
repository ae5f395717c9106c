"""Read any reported figure, in English or Chinese: phrase in, `Quantity` out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .grammar.characters import fold
from .grammar.figures import assemble
from .grammar.meaning import interpret
from .grammar.numbers import exact, interval, ratio
from .grammar.ranks import read_ordinal
from .grammar.refusal import NormalizationError
from .grammar.rules import Meaning
from .grammar.tokens import Tokens

__all__ = ["NormalizationError", "Quantity", "find_quantities", "normalize", "read_rank"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One reported figure.

    Attributes
    ----------
    kind : str
        "growth", "level", "share", "points", "multiple" or "rank".
    value : Decimal
        In canonical units: growth 0.77, points 0.035, money in whole units, mass in tonnes.
        A fall and a loss are negative.
    unit : str
        "ratio", "percentage_point", a currency ("CNY", "USD"), "tonne", "count", "day", …
    bound : str
        "=", ">", ">=", "<", "<=" or "~", said of the size: a fall of more than 5 percent is −0.05
        and ">".
    low, high : Decimal or None
        The half-open range of what was rounded to the printed digits, in canonical units;
        None where nothing printed bounds it (doubled, 6 of 34, a third).
    comparison : str or None
        "yoy", "mom", "qoq" or "other" for a change, "level" for a level that is none; None where
        the text does not say.
    ambiguous : bool
        The wording has two honest readings (增长1.5倍, a ninefold increase).
    text : str
        The words of the figure, as printed.
    span : tuple of int
        Their place in the text.
    """

    kind: str
    value: Decimal
    unit: str
    bound: str
    low: Decimal | None
    high: Decimal | None
    comparison: str | None
    ambiguous: bool
    text: str
    span: tuple[int, int]


def find_quantities(text: str) -> list[Quantity]:
    """Return every figure of a text, in order; dates, ranks, codes and names are none.

    Parameters
    ----------
    text : str
        A phrase or a text of any length, English or Chinese, simplified or traditional.

    Returns
    -------
    list of Quantity
        Empty where the text holds no figure.

    Raises
    ------
    NormalizationError
        The text is empty, or a figure in it is malformed.
    """
    tokens = Tokens(text, fold(text))
    figures = assemble(tokens)
    if not figures:
        return []
    return [_quantity(tokens, meaning) for meaning in interpret(tokens, figures)]


def normalize(text: str) -> Quantity:
    """Return the one figure of a phrase.

    Parameters
    ----------
    text : str
        A phrase that reports exactly one figure.

    Returns
    -------
    Quantity

    Raises
    ------
    NormalizationError
        The phrase is malformed, or holds no figure, or more than one.
    """
    found = find_quantities(text)
    if not found:
        raise NormalizationError("no figure", text)
    if len(found) > 1:
        raise NormalizationError(f"{len(found)} figures where one is expected", text)
    return found[0]


def read_rank(text: str) -> Quantity:
    """Return the rank that an ordinal gives: ninth batch, 14th, 第九批.

    A rank is no figure, so the other readers pass over it in silence.

    Parameters
    ----------
    text : str
        A phrase with exactly one ordinal.

    Returns
    -------
    Quantity
        Of kind "rank" and unit "rank"; exact, so without `low` and `high`.

    Raises
    ------
    NormalizationError
        The phrase is malformed, or holds no ordinal, or more than one.
    """
    tokens = Tokens(text, fold(text))
    rank, first, stop = read_ordinal(tokens)
    start, end = tokens.starts[first], tokens.ends[stop - 1]
    return Quantity(
        "rank", Decimal(rank), "rank", "=", None, None, None, False, text[start:end], (start, end)
    )


def _quantity(tokens: Tokens, meaning: Meaning) -> Quantity:
    figure = meaning.figure
    sign = meaning.sign
    low: Decimal | None = None
    high: Decimal | None = None
    if figure.parts is not None:
        value = ratio(sign * figure.parts[0], figure.parts[1])
    else:
        coefficient = sign * figure.coefficient * figure.factor
        value = exact(coefficient, figure.power)
        if figure.printed:
            low, high = interval(value, figure.factor, figure.power)
    start, end = tokens.starts[figure.first], tokens.ends[figure.stop - 1]
    return Quantity(
        meaning.kind,
        value,
        figure.unit,
        meaning.bound,
        low,
        high,
        meaning.comparison,
        meaning.ambiguous,
        tokens.original[start:end],
        (start, end),
    )
