"""The figures of a sentence, read or refused: what proofreading needs of the reader of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..grammar.characters import fold
from ..quantities import NormalizationError, find_quantities


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


# The verb right before a figure settles its sign, whatever follows it.
_FELL = re.compile(
    r"(?:fell|dropped|declined|decreased|shrank|down|下降|减少|回落)\s*(?:by|了)?\s*$", re.I
)


@lru_cache(maxsize=512)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence in order; a refusal loses nothing else."""
    return tuple(_figures(text, 0))


def simplified(text: str) -> str:
    """Return a text in simplified characters, place by place."""
    try:
        return text if text.isascii() else fold(text)
    except NormalizationError:
        return text


def _figures(text: str, start: int) -> Iterator[Figure]:
    if not text.strip():
        return
    try:
        found = find_quantities(text)
    except NormalizationError as fault:
        cut = re.search(r"[,，、;；]\s|[，、；]|\s(?:and|but)\s", text)
        if cut:
            yield from _figures(text[: cut.end()], start)
            yield from _figures(text[cut.end() :], start + cut.end())
            return
        number = re.search(r"[-+−]?\d[\d.,]*\s*[%％]?", text)
        if number:
            reason = str(fault).partition(" at ")[0]
            yield Figure(start + number.start(), start + number.end(), refusal=reason)
        return
    for one in found:
        value = float(one.value)
        margin = 0.03 * abs(value) if one.low is None and one.unit == "ratio" else 0.0
        low, high = (value + sign * margin for sign in (-1, 1))
        if one.low is not None and one.high is not None:
            low, high = float(one.low), float(one.high)
        if one.kind == "growth" and value > 0 and _FELL.search(text, 0, one.span[0]):
            value, low, high = -value, -high, -low
        yield Figure(
            start + one.span[0],
            start + one.span[1],
            one.kind,
            one.unit,
            one.bound,
            value,
            low,
            high,
        )
