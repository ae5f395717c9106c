"""The figures of a sentence, read or refused: what proofreading needs of the reader of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..phrases import read
from ..phrases.text import fold


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence from `start` to `stop`; with `refusal`, one that cannot be read."""

    start: int
    stop: int
    kind: str = ""
    unit: str = ""
    bound: str = "="
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    refusal: str = ""


# What the names of metrics and firms are made of, where the reader of phrases knows no need of it.
_SIMPLE = str.maketrans(
    "創匯銷產業總團纖維營際價開銀繊維實現額貿", "创汇销产业总团纤维营际价开银纤维实现额贸"
)
# The verb right before a figure settles its sign, whatever follows it.
_FELL = re.compile(
    r"(?:fell|dropped|declined|decreased|shrank|down|下降|减少|回落)\s*(?:by|了)?\s*$", re.I
)


@lru_cache(maxsize=512)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence in order; a refusal loses nothing else."""
    return tuple(sorted(_figures(text), key=lambda one: one.start))


def simplified(text: str) -> str:
    """Return a text in simplified characters, place by place."""
    return text if text.isascii() else fold(text).translate(_SIMPLE)


def _figures(text: str) -> Iterator[Figure]:
    reading = read(text)
    for refused in reading.refusals:
        yield Figure(refused.start, refused.end, refusal=refused.reason)
    for one in reading.figures:
        value = float(one.value)
        # Where nothing printed bounds it: doubled, a third, 6 of 34.
        margin = abs(value) * 0.03 if one.unit == "ratio" else 0.0
        low = value - margin if one.low is None else float(one.low)
        high = value + margin if one.high is None else float(one.high)
        if one.kind == "growth" and value > 0 and _FELL.search(text, 0, one.span[0]):
            value, low, high = -value, -high, -low
        start, stop = one.span
        if value < 0 and text[start] in "+＋":
            value, low, high = -value, -high, -low
        # The full stop of a sentence is no part of “percent.”.
        stop -= text[:stop].endswith(("percent.", "per cent."))
        yield Figure(start, stop, one.kind, one.unit, one.bound, value, low, high)
