"""One dictionary from printed word to (kind, meaning), built from the tables of words."""

from __future__ import annotations

from typing import Any, Final

from . import directions_en, names_en, names_zh, numbers_en, shares_en, units, words_en, words_zh
from .entries import Row

Entry = tuple[str, Any]

_SIGNS: Final[tuple[Row, ...]] = (
    ("dash", None, "-|–|—|~|～|−|--|——"),
    ("plus", None, "+"),
    ("and", None, "&"),
    ("soft", None, ",|，|:|："),
    ("stop", None, "\n|.|。|;|；|!|！|?|？|…"),
    ("open", None, '(|（|[|【|“|"|《|「'),
    ("close", None, ")|）|]|】|”|》|」"),
    ("slash", None, "/"),
    ("nonnumber", None, "∞"),
    ("bound", ">", ">|＞"),
    ("bound", ">=", "≥|≧|>="),
    ("bound", "<", "<|＜"),
    ("bound", "<=", "≤|≦|<="),
    ("bound", "~", "≈"),
)
# A later table wins over an earlier one, as a later row does within a table.
_TABLES: Final = (
    names_en.ROWS,
    names_zh.ROWS,
    directions_en.ROWS,
    words_en.ROWS,
    shares_en.ROWS,
    words_zh.ROWS,
    numbers_en.ROWS,
    units.ROWS,
    _SIGNS,
)


def _build() -> dict[str, Entry]:
    lexicon: dict[str, Entry] = {}
    for table in _TABLES:
        for kind, meaning, forms in table:
            for form in forms.split("|"):
                lexicon[form] = (kind, meaning)
                if " " in form:
                    lexicon[form.replace(" ", "-")] = (kind, meaning)
    return lexicon


LEXICON: Final = _build()
# 高于 and 低于 are directions before what is compared, and bounds before a figure.
BOUND_WORDS: Final = frozenset(
    form for kind, _, forms in words_zh.ROWS if kind == "bound" for form in forms.split("|")
)
