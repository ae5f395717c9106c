"""English number words: cardinals, ordinals, fractions, folds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .entries import Row

_ONES: Final = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen"
)
_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_RANKED: Final = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    "|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
)
ORDINALS: Final = {word: rank for rank, word in enumerate(_RANKED.split("|"), start=1)}
_PARTS: Final = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7}
_MORE_PARTS: Final = {"eighth": 8, "ninth": 9, "tenth": 10}


def _rows() -> Iterator[Row]:
    yield "fraction", (1, 2), "half|one half|a half"
    for part, whole in (_PARTS | _MORE_PARTS).items():
        yield "fraction", (1, whole), f"a {part}|one {part}"
        for count, word in enumerate(("two", "three", "four", "five"), start=2):
            if count < whole:
                yield "fraction", (count, whole), f"{word} {part}s"
    for word, rank in ORDINALS.items():
        yield "ordinal", rank, word
    cardinals = [
        *enumerate(_ONES.split("|")),
        *((10 * tens, word) for tens, word in enumerate(_TENS.split("|"), start=2)),
    ]
    for value, word in cardinals:
        yield "number", value, word
        if value >= 2:
            yield "fold", value, f"{word}fold|{word} fold"


ROWS: Final[tuple[Row, ...]] = tuple(_rows())
