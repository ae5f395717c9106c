"""The figures of a sentence, read or refused: what proofreading needs of the reader of phrases."""

from __future__ import annotations

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


@lru_cache(maxsize=512)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence in order; a refusal loses nothing else."""
    return tuple(sorted(_figures(text), key=lambda one: one.start))


def simplified(text: str) -> str:
    """Return a text in simplified characters, place by place."""
    return text if text.isascii() else fold(text)


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
        yield Figure(*one.span, one.kind, one.unit, one.bound, value, low, high)
