"""Every numeral of a text is a figure, a refusal, or named as no figure: here is the naming."""

from __future__ import annotations

from typing import Final

from .kinds import Kind
from .numbers import is_year
from .tokens import Tokens

K = Kind
NUMERIC: Final = frozenset(
    (
        K.DIGITS, K.NUMERAL, K.NUMBER, K.GLYPH, K.ORDINAL, K.FOLD, K.FRACTION, K.MULTIPLE,
        K.MAYBE_MULTIPLE, K.CODE, K.GLUED, K.MOMENT, K.STRANGE, K.SCALE, K.PERCENT_BEFORE,
        K.TENTHS_BEFORE, K.FLAT, K.TURNED,
    )
)  # fmt: skip
_ALWAYS: Final = {
    K.ORDINAL: "rank", K.CODE: "code", K.GLUED: "code", K.MOMENT: "date", K.STRANGE: "mark",
    K.SCALE: "word", K.PERCENT_BEFORE: "word", K.TENTHS_BEFORE: "word", K.FLAT: "turn",
    K.TURNED: "turn", K.FRACTION: "word", K.MULTIPLE: "word", K.MAYBE_MULTIPLE: "word",
    K.FOLD: "word", K.GLYPH: "number",
}  # fmt: skip
_DATE_AFTER: Final = (K.TIME, K.MONTH, K.SPAN)
_LABELS: Final = {K.LABEL: "code", K.MONTH: "date", K.RANK: "rank", K.CODE: "code",
                  K.MOMENT: "date"}  # fmt: skip


def numerals(tokens: Tokens) -> list[int]:
    """Return the tokens that hold a digit or a number word, in order."""
    kinds = tokens.kinds
    numeric = tokens.words.numeric
    text = tokens.text
    found = []
    for index in range(len(kinds) - 4):
        kind = kinds[index]
        if kind in NUMERIC or text[tokens.starts[index] : tokens.ends[index]] in numeric:
            found.append(index)
    return found


def name_of(tokens: Tokens, index: int) -> str:
    """Say what a numeral is that is no figure: date, rank, code, name, class, word or number."""
    kinds = tokens.kinds
    kind = kinds[index]
    if kind in _ALWAYS:
        return _ALWAYS[kind]
    if kind not in (K.DIGITS, K.NUMERAL, K.NUMBER):
        return "name" if kind is K.NAME else "word"
    before, after = kinds[index - 1], kinds[index + 1]
    if is_year(tokens.values[index]):
        return "date"
    if before in _LABELS:
        return _LABELS[before]
    if after in _DATE_AFTER:
        return "date"
    if after is K.CLASS:
        return "class"
    if kind is K.DIGITS and tokens.glued(index + 1) and after in (K.WORD, K.CODE, K.LETTER):
        return "code"
    return "number" if kind is K.DIGITS else "word"
