"""The readers: a text in; a reading, its figures, or its one figure out."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from .assembly import Assembly
from .figure import Figure
from .kinds import K, S
from .meaning import Meaning, interpret
from .numbers import exact, interval, is_year, ratio, read_number
from .reading import Passed, Quantity, Reading, Refusal
from .refusals import NormalizationError, UnreadableError, reasons
from .text import never_printed
from .tokens import ENDS, Tokens

# What a numeral is that is no figure: by its own kind, or by the label before it.
_ALWAYS: Final[dict[str, str]] = {
    **dict.fromkeys(S.NUMERIC, "word"),
    **dict.fromkeys((K.CODE, K.GLUED), "code"),
    **dict.fromkeys((K.FLAT, K.TURNED), "turn"),
    K.ORDINAL: "rank",
    K.MOMENT: "date",
    K.STRANGE: "mark",
    K.GLYPH: "number",
    K.NAME: "name",
}
_LABELLED: Final[dict[str, str]] = {
    **dict.fromkeys(S.LABELS, "code"),
    **dict.fromkeys((K.MONTH, K.MOMENT), "date"),
    K.RANK: "rank",
}


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
    if not text or text.isspace():
        empty = Refusal(0, len(text), text, **_reason("empty"))
        return Reading(text, (), (empty,), ())
    tokens = Tokens(text)
    assembly = Assembly(tokens)
    refusals = _refusals(tokens, assembly.refusals)
    figures = tuple(
        quantity
        for quantity in (_quantity(tokens, m) for m in interpret(tokens, assembly.figures))
        if not _overlaps(refusals, *quantity.span)
    )
    taken = sorted([q.span for q in figures] + [(r.start, r.end) for r in refusals])
    passed: list[Passed] = []
    place = 0
    for index in _numerals(tokens):
        start, end = tokens.starts[index], tokens.ends[index]
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        if place == len(taken) or taken[place][0] >= end:
            kind = assembly.named.get(index) or _name_of(tokens, index)
            passed.append(Passed(start, end, text[start:end], kind))
    return Reading(text, figures, refusals, tuple(passed))


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
    if not text or text.isspace():
        raise NormalizationError(_reason("empty")["reason"], text)
    tokens = Tokens(text)
    if not text.isprintable():
        for start, end in never_printed(text):
            raise NormalizationError(_reason("hidden")["reason"], text, start, end)
    assembly = Assembly(tokens)
    for refusal in assembly.refusals:
        raise NormalizationError(refusal.reason, text, *_place(tokens, refusal))
    if not assembly.figures:
        return []
    return [_quantity(tokens, meaning) for meaning in interpret(tokens, assembly.figures)]


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
    if not text or text.isspace():
        raise NormalizationError(_reason("empty")["reason"], text)
    tokens = Tokens(text)
    found: list[tuple[int, int, int]] = []
    index = 0
    while index < len(tokens.kinds) - ENDS:
        try:
            rank = _ordinal(tokens, index)
        except UnreadableError as refusal:
            raise NormalizationError(refusal.reason, text, *_place(tokens, refusal)) from None
        if rank:
            found.append((rank[0], index, rank[1]))
        index = rank[1] if rank else index + 1
    if len(found) != 1:
        reason = "no rank" if not found else f"{len(found)} ranks where one is expected"
        raise NormalizationError(reason, text)
    value, first, stop = found[0]
    start, end = tokens.starts[first], tokens.ends[stop - 1]
    return Quantity(
        "rank", Decimal(value), "rank", "=", None, None, None, False, text[start:end], (start, end)
    )


def _ordinal(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read ninth, twenty-first, 14th and 第九批: the rank, and where it ends."""
    kinds, values = tokens.kinds, tokens.values
    kind = kinds[index]
    if kind is K.ORDINAL:
        return values[index], index + 1
    if kind is K.NUMBER:
        after = index + 1 + (kinds[index + 1] is K.DASH)
        if kinds[after] is K.ORDINAL and values[index] >= 20:
            return values[index] + values[after], after + 1
    if kind is K.DIGITS and kinds[index + 1] is K.ORDINAL_END and tokens.glued(index + 1):
        number = read_number(tokens, index)
        if number is not None and not number.power:
            return number.coefficient, index + 2
    if kind is K.RANK and kinds[index + 1] in (K.DIGITS, K.NUMERAL):
        number = read_number(tokens, index + 1)
        if number is None or number.power < 0:
            return None
        measured = kinds[number.stop] in (K.TIME, K.COUNT, K.GENERAL, K.CLASS)
        return number.size, number.stop + measured
    return None


def _place(tokens: Tokens, refusal: UnreadableError) -> tuple[int, int]:
    last = min(refusal.last, len(tokens.kinds) - ENDS - 1)
    return tokens.starts[refusal.first], max(tokens.ends[last], tokens.starts[refusal.first])


def _refusals(tokens: Tokens, found: list[UnreadableError]) -> tuple[Refusal, ...]:
    """Return the refusals in order, none of them over another."""
    text = tokens.original
    places = [(*_place(tokens, r), r.reason, r.mend) for r in found]
    hidden = _reason("hidden")
    places += [(*p, hidden["reason"], hidden["mend"]) for p in never_printed(text)]
    kept: list[Refusal] = []
    for start, end, reason, mend in sorted(places):
        if kept and start < kept[-1].end:
            last = kept.pop()
            end = max(end, last.end)
            kept.append(Refusal(last.start, end, text[last.start : end], last.reason, last.mend))
        else:
            kept.append(Refusal(start, end, text[start:end], reason, mend))
    return tuple(kept)


def _reason(key: str) -> dict[str, str]:
    return {name: reasons()[key][name] for name in ("reason", "mend")}


def _overlaps(refusals: tuple[Refusal, ...], start: int, end: int) -> bool:
    return any(refusal.start < end and start < refusal.end for refusal in refusals)


def _quantity(tokens: Tokens, meaning: Meaning) -> Quantity:
    figure: Figure = meaning.figure
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
    candidates = meaning.candidates or figure.candidates
    return Quantity(
        meaning.kind,
        value,
        figure.unit,
        meaning.bound,
        low,
        high,
        meaning.comparison,
        bool(candidates),
        tokens.original[start:end],
        (start, end),
        candidates,
        figure.range,
    )


def _numerals(tokens: Tokens) -> list[int]:
    """Return the tokens that hold a digit or a number word, in order."""
    text, starts, ends = tokens.text, tokens.starts, tokens.ends
    numeric = set().union(*(words.numeric for words in tokens.lexicons))
    return [
        index
        for index, kind in enumerate(tokens.kinds[:-ENDS])
        if kind in S.NUMERIC or " ".join(text[starts[index] : ends[index]].split()) in numeric
    ]


def _name_of(tokens: Tokens, index: int) -> str:
    """Say what a numeral is that is no figure: date, rank, code, name, class, word or number."""
    kinds = tokens.kinds
    kind, before, after = kinds[index], kinds[index - 1], kinds[index + 1]
    if kind not in K.DIGITS + K.NUMERAL + K.NUMBER:
        return _ALWAYS.get(kind, "word")
    if is_year(tokens.values[index]):
        return "date"
    if before in S.LABELS:
        return _LABELLED[before]
    if after in K.TIME + K.MONTH + K.SPAN:
        return "date"
    if after is K.CLASS:
        return "class"
    if kind is K.DIGITS and tokens.glued(index + 1) and after in K.WORD + K.CODE + K.LETTER:
        return "code"
    return "number" if kind is K.DIGITS else "word"
