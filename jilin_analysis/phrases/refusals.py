"""What cannot be read: the error of the strict readers, and one refusal of a reading."""

from __future__ import annotations

from typing import Final

_SHOWN: Final = 24


class NormalizationError(ValueError):
    """A text is malformed, or does not hold the one figure that was asked for.

    Parameters
    ----------
    reason : str
        What is wrong, in plain words.
    text : str
        The text that was read.
    start, end : int
        Where in `text` it is wrong, as a half-open range of characters.

    Attributes
    ----------
    reason, text, start, end
        As given. The message shows the place between two arrows, with its surroundings.
    """

    def __init__(self, reason: str, text: str, start: int = 0, end: int | None = None) -> None:
        self.reason = reason
        self.text = text
        self.start = start
        self.end = len(text) if end is None else end
        before = text[max(0, start - _SHOWN) : start]
        place = text[start : self.end]
        if len(place) > 2 * _SHOWN:
            place = f"{place[:_SHOWN]}…{place[-_SHOWN:]}"
        after = text[self.end : self.end + _SHOWN]
        # Control characters and lone surrogates are kept out of terminals and logs; ordinary
        # Chinese stays legible.
        shown = "".join(
            c if c.isprintable() else ascii(c)[1:-1] for c in f"{before}→{place}←{after}"
        )
        super().__init__(f"{reason} at {self.start}–{self.end}: “{shown}”")

    def __reduce__(self) -> tuple[object, ...]:
        """Travel whole between processes, as errors of parallel runs do."""
        return type(self), (self.reason, self.text, self.start, self.end)


class Unreadable(Exception):
    """Inside the reader: tokens `first` to `last` cannot be read, and why."""

    def __init__(self, reason: str, first: int, last: int, mend: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.first = first
        self.last = last
        self.mend = mend
