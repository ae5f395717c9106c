"""Ordinals: the one thing that is a number, is no figure, and is sometimes asked for."""

from __future__ import annotations

from .numbers import read_number
from .numbers_en import ORDINALS
from .refusal import NormalizationError
from .tokens import Tokens


def read_ordinal(tokens: Tokens) -> tuple[int, int, int]:
    """Return the rank in a text, with the tokens it covers (first, and one past the last).

    Raises
    ------
    NormalizationError
        The text holds no ordinal, or more than one.
    """
    found: list[tuple[int, int, int]] = []
    kinds = tokens.kinds
    index = 0
    while kinds[index] != "end":
        rank = _english(tokens, index) or _chinese(tokens, index)
        if rank:
            found.append((rank[0], index, rank[1]))
            index = rank[1]
        else:
            index += 1
    if len(found) != 1:
        reason = "no rank" if not found else f"{len(found)} ranks where one is expected"
        raise NormalizationError(reason, tokens.original)
    return found[0]


def _english(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read ninth, twenty-first and 14th."""
    kinds, values = tokens.kinds, tokens.values
    # By the word, not by its kind: second is a time elsewhere.
    if rank := ORDINALS.get(tokens.words(index)):
        return rank, index + 1
    after = index + 1 + (kinds[index + 1] == "dash")
    if kinds[index] == "number" and kinds[after] == "ordinal" and values[index] >= 20:
        return values[index] + values[after], after + 1
    if kinds[index] == "digits" and tokens.glued(index + 1):
        number = read_number(tokens, index)
        if tokens.words(index + 1) in ("st", "nd", "rd", "th") and number and not number.power:
            return number.coefficient, index + 2
    return None


def _chinese(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read 第九批 and 第3届: the measure word belongs to the rank."""
    if tokens.words(index) != "第":
        return None
    number = read_number(tokens, index + 1)
    if number is None or number.power < 0:
        return None
    stop = number.stop + (tokens.kinds[number.stop] in ("time", "count"))
    return number.coefficient * 10**number.power, stop
