"""Every numeral of a text is a figure, a refusal, or named as no figure: here is the naming."""

from __future__ import annotations

from typing import Final

from .kinds import K, S
from .numbers import is_year
from .tokens import ENDS, Tokens

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


def numerals(tokens: Tokens) -> list[int]:
    """Return the tokens that hold a digit or a number word, in order."""
    text, starts, ends = tokens.text, tokens.starts, tokens.ends
    numeric = set().union(*(words.numeric for words in tokens.lexicons))
    return [
        index
        for index, kind in enumerate(tokens.kinds[:-ENDS])
        if kind in S.NUMERIC or " ".join(text[starts[index] : ends[index]].split()) in numeric
    ]


def name_of(tokens: Tokens, index: int) -> str:
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
