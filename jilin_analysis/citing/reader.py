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


_MOST_REFUSALS = 20


@lru_cache(maxsize=512)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence in order; a refusal loses nothing else."""
    return tuple(sorted(_figures(text), key=lambda one: one.start))


def simplified(text: str) -> str:
    """Return a text in simplified characters, place by place."""
    try:
        return text if text.isascii() else fold(text)
    except NormalizationError:
        return text


def _figures(text: str) -> Iterator[Figure]:
    for _ in range(_MOST_REFUSALS):
        try:
            found = find_quantities(text) if text.strip() else []
            break
        except NormalizationError as fault:
            start, stop = fault.start, fault.end
            if start >= stop:
                start, stop = 0, len(text)
            yield Figure(start, stop, refusal=fault.reason)
            # What cannot be read is put out of sight, and the rest read again.
            text = text[:start] + "_" * (stop - start) + text[stop:]
    else:
        yield Figure(0, len(text), refusal="too much of it cannot be read")
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
            one.span[0],
            one.span[1],
            one.kind,
            one.unit,
            one.bound,
            value,
            low,
            high,
        )
