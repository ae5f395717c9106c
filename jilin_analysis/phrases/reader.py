"""The readers: a text in; a reading, its figures, or its one figure out."""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal
from typing import Final

from .assembly import Assembly
from .kinds import PASSED, K, S, pattern
from .meaning import interpret
from .numbers import Figure, is_year, read_number, value_of
from .reading import (
    REASONS,
    NormalizationError,
    Passed,
    Quantity,
    Reading,
    Refusal,
    UnreadableError,
)
from .text import never_printed
from .tokens import ENDS, Tokens

_RANK: Final = pattern(
    "number dash?ordinal|ordinal|digits ordinal_end|rank(?:digits|numeral)RANKED?"
).finditer
# What holds no numeral, and is most of a text: unlisted words and single marks.
_WORDLESS: Final = K.WORD + K.TEXT + K.COMMA + K.STOP + K.OPEN + K.CLOSE + K.PERCENT


def read(text: str) -> Reading:
    """Return every figure of a text, every refusal, and every numeral that is neither.

    Parameters
    ----------
    text : str
        A phrase or a text of any length, in the languages of the lexicon.

    Returns
    -------
    Reading
        Each numeral stands in exactly one of its three parts; a refusal costs no other figure.
    """
    assembly, figures, refusals = _read(text)
    tokens = assembly.tokens
    taken = sorted([q.span for q in figures] + [(r.start, r.end) for r in refusals])
    passed: list[Passed] = []
    for index in _numerals(tokens):
        start, end = tokens.starts[index], tokens.ends[index]
        if not _touches(taken, start, end):
            kind = assembly.named.get(index) or _name_of(tokens, index)
            passed.append(Passed(start, end, text[start:end], kind))
    return Reading(text, tuple(figures), tuple(refusals), tuple(passed))


def find_quantities(text: str) -> list[Quantity]:
    """Return every figure of a text, in order; dates, ranks, codes and names are none.

    Parameters
    ----------
    text : str
        A phrase or a text of any length.

    Returns
    -------
    list of Quantity
        Empty where the text holds no figure.

    Raises
    ------
    NormalizationError
        The text is empty, or something in it is refused; `read` keeps the rest.
    """
    _, figures, refusals = _read(text)
    for refusal in refusals:
        raise NormalizationError(refusal.reason, text, refusal.start, refusal.end)
    return figures


def normalize(phrase: str) -> Quantity:
    """Return the one figure of a phrase.

    Parameters
    ----------
    phrase : str
        A phrase that reports exactly one figure.

    Returns
    -------
    Quantity

    Raises
    ------
    NormalizationError
        Something in the phrase is refused, or it holds no figure, or more than one.
    """
    found = find_quantities(phrase)
    if not found:
        raise NormalizationError("no figure", phrase)
    if len(found) > 1:
        texts = ", ".join(f"“{quantity.text}”" for quantity in found[:4])
        reason = f"{len(found)} figures where one is expected ({texts})"
        raise NormalizationError(reason, phrase, found[1].span[0], found[1].span[1])
    return found[0]


def read_rank(text: str) -> Quantity:
    """Return the rank that an ordinal gives: ninth batch, 14th, 第九批.

    A rank is no figure, so the other readers pass it.

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
    tokens = Tokens(text)
    spans = [one.span() for one in _RANK("".join(tokens.kinds))]
    ended = K.DIGITS, K.ORDINAL_END
    found = [
        (first, stop)
        for first, stop in spans
        if tokens.glued(stop - 1) or (*tokens.kinds[first:stop],) != ended  # 14th, but not 14 st
    ]
    if len(found) != 1:
        reason = "no rank" if not found else f"{len(found)} ranks where one is expected"
        raise NormalizationError(reason, text)
    first, stop = found[0]
    try:
        value = _ordinal(tokens, first, stop)
    except UnreadableError as refusal:
        reason = REASONS[refusal.key]["reason"]
        raise NormalizationError(reason, text, *_place(tokens, refusal)) from None
    start, end = tokens.starts[first], tokens.ends[stop - 1]
    return Quantity(
        "rank", Decimal(value), "rank", "=", None, None, None, False, text[start:end], (start, end)
    )


def _ordinal(tokens: Tokens, first: int, stop: int) -> int:
    """Read ninth, twenty-first, 14th and 第九批."""
    kinds, values = tokens.kinds, tokens.values
    if kinds[stop - 1] is K.ORDINAL:
        tens = values[first] if kinds[first] is K.NUMBER else 0
        return int(values[stop - 1] + tens)
    number = read_number(tokens, first + (kinds[first] is K.RANK))
    if number is None or number.power < 0:
        raise UnreadableError("no_number", first, stop - 1)
    return int(number.size)


def _read(text: str) -> tuple[Assembly, list[Quantity], list[Refusal]]:
    """Return the figures and the refusals of a text in order, none of them over another."""
    tokens = Tokens(text)
    assembly = Assembly(tokens)
    assembly.refusals += interpret(tokens.codes, assembly.figures)
    figures = [_quantity(tokens, figure) for figure in assembly.figures]
    if not assembly.refusals and text.isprintable() and not text.isspace() and text:
        return assembly, figures, []
    found = [(*_place(tokens, one), one.key, one.word) for one in assembly.refusals]
    found += [(*place, "hidden", "") for place in never_printed(text)]
    if not text or text.isspace():
        found = [(0, len(text), "empty", "")]
    refusals: list[Refusal] = []
    for start, end, key, word in sorted(found):
        reason, mend = REASONS[key]["reason"].format(word), REASONS[key]["mend"]
        if refusals and start < refusals[-1].end:
            last = refusals.pop()
            start, end, reason = last.start, max(end, last.end), last.reason
            mend, key = last.mend, last.key
        refusals.append(Refusal(start, end, text[start:end], reason, mend, key))
    if refusals:
        places = [(refusal.start, refusal.end) for refusal in refusals]
        figures = [figure for figure in figures if not _touches(places, *figure.span)]
    return assembly, figures, refusals


def _place(tokens: Tokens, refusal: UnreadableError) -> tuple[int, int]:
    last = min(refusal.last, len(tokens.kinds) - ENDS - 1)
    return tokens.starts[refusal.first], max(tokens.ends[last], tokens.starts[refusal.first])


def _touches(places: list[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether one of some places, which stand in order and apart, touches another."""
    at = bisect_left(places, (end,))
    return at > 0 and places[at - 1][1] > start


def _quantity(tokens: Tokens, figure: Figure) -> Quantity:
    start, end = tokens.starts[figure.first], tokens.ends[figure.stop - 1]
    value, low, high = value_of(figure)
    quantity = object.__new__(Quantity)  # its own __init__ sets one frozen field after another
    told = {
        "kind": figure.kind, "value": value, "unit": figure.unit, "bound": figure.bound,
        "low": low, "high": high, "comparison": figure.comparison,
        "ambiguous": bool(figure.candidates), "text": tokens.original[start:end],
        "span": (start, end), "candidates": figure.candidates, "range": figure.range,
    }  # fmt: skip
    object.__setattr__(quantity, "__dict__", told)
    return quantity


def _numerals(tokens: Tokens) -> list[int]:
    """Return the tokens that hold a digit or a number word, in order."""
    text, starts, ends = tokens.text, tokens.starts, tokens.ends
    return [
        index
        for index, kind in enumerate(tokens.kinds[:-ENDS])
        if kind in S.NUMERIC
        or (
            kind not in _WORDLESS
            and any(words.numeral(text[starts[index] : ends[index]]) for words in tokens.lexicons)
        )
    ]


def _name_of(tokens: Tokens, index: int) -> str:
    """Say what a numeral is that is no figure: date, rank, code, name, class, word or number."""
    kinds = tokens.kinds
    kind, before, after = kinds[index], kinds[index - 1], kinds[index + 1]
    if kind not in K.DIGITS + K.NUMERAL + K.NUMBER:
        return PASSED[kind]
    if is_year(tokens.values[index]):
        return "date"
    if before in S.LABELS:
        return PASSED[before]
    if after in K.TIME + K.MONTH + K.SPAN:
        return "date"
    if after is K.CLASS:
        return "class"
    if kind is K.DIGITS and tokens.glued(index + 1) and after in S.NAMES + K.LETTER:
        return "code"
    return "number" if kind is K.DIGITS else "word"
