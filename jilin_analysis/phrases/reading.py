"""What a reader gives: figures, refusals, numerals that are no figures; and the error it raises."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from .kinds import pattern, table

_SENTENCE_END: Final = re.compile(r"[。！？!?；;]+|\.(?=\s|$)|\n\s*\n")
_WORDS_BEFORE: Final = 80
_SHOWN: Final = 24
# Every reason for a refusal, with what to write instead.
REASONS: Final = {row["key"]: row for row in table("reasons.csv")}


def reasons(column: str) -> Callable[..., re.Match[str] | None]:
    """Return what matches where a reason of `reasons.csv` holds: the last group is its key."""
    found = [f"(?P<{key}>{row[column]})" for key, row in REASONS.items() if row[column]]
    return pattern("|".join(found)).match


@dataclass(frozen=True)
class Quantity:
    """One reported figure.

    Attributes
    ----------
    kind : str
        "growth", "level", "share", "points", "multiple" or "rank".
    value : Decimal
        In canonical units: growth 0.77, points 0.035, money in whole units, mass in tonnes.
        A fall and a loss are negative. "Flat" and 持平 are a growth of 0.
    unit : str
        "ratio", "percentage_point", a currency ("CNY"), a price ("CNY/tonne"), "tonne", "count",
        "index", "day", …
    bound : str
        "=", ">", ">=", "<", "<=" or "~", said of the size: a fall of more than 5 percent is −0.05
        and ">".
    low, high : Decimal or None
        The half-open range of what was rounded to the printed digits, in canonical units;
        None where nothing printed bounds it (doubled, 6 of 34, a third).
    comparison : str or None
        "yoy", "mom", "qoq" or "other" for a change, "level" for a level that is none; None where
        the text does not say.
    ambiguous : bool
        The wording has two honest readings (增长1.5倍, $5 of several countries).
    text : str
        The words of the figure, as printed.
    span : tuple of int
        Their place in the text.
    candidates : tuple of str
        Where `ambiguous`, the readings that are possible: units ("USD", "HKD"), or kinds
        ("growth", "index"). The one that was taken comes first.
    range : str
        "low" or "high" for the ends of a printed range (5% to 6%), which are two figures; else "".
    """

    kind: str
    value: Decimal
    unit: str
    bound: str
    low: Decimal | None
    high: Decimal | None
    comparison: str | None
    ambiguous: bool
    text: str
    span: tuple[int, int]
    candidates: tuple[str, ...] = ()
    range: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A place that cannot be read without guessing: why not, and what to write instead.

    `key` names the reason as `reasons.csv` does, for programs.
    """

    start: int
    end: int
    text: str
    reason: str
    mend: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """A numeral that is no figure.

    `kind` is "date", "rank", "code" (a number that labels something), "name" (a fixed expression),
    "class" (a size that names a class of things), "heading" (the unit of a table), "vague" (some
    tens), "word" (no quantity: two regions), "turn" (扭亏为盈), "mark" (a footnote) or
    "number" (bare, and nothing says what it measures).
    """

    start: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, with each of its numerals in exactly one of `figures`, `refusals` and `passed`."""

    text: str
    figures: tuple[Quantity, ...]
    refusals: tuple[Refusal, ...]
    passed: tuple[Passed, ...]

    def rows(self) -> list[dict[str, object]]:
        """Return the figures as plain records, as `pandas.DataFrame` takes them.

        Returns
        -------
        list of dict
            Each with `value`, `low`, `high` (float or None), `unit`, `kind`, `bound`, `comparison`,
            `ambiguous`, `sentence` (counted from 1), `before` (the words of the sentence that stand
            before the figure), `start`, `end` and `text`.
        """
        ends = [0, *(end.end() for end in _SENTENCE_END.finditer(self.text))]
        rows: list[dict[str, object]] = []
        for figure in self.figures:
            start, end = figure.span
            sentence = bisect_right(ends, start)
            begin = max(ends[sentence - 1], start - _WORDS_BEFORE)
            numbers = {name: getattr(figure, name) for name in ("value", "low", "high")}
            said = ("unit", "kind", "bound", "comparison", "ambiguous")
            rows.append(
                {name: None if one is None else float(one) for name, one in numbers.items()}
                | {name: getattr(figure, name) for name in said}
                | {"sentence": sentence, "before": self.text[begin:start].strip()}
                | {"start": start, "end": end, "text": figure.text}
            )
        return rows


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
        shown = f"{before}→{place}←{text[self.end : self.end + _SHOWN]}"
        # Control characters and lone surrogates are kept out of terminals; Chinese stays legible.
        if not shown.isprintable():
            shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown)
        super().__init__(f"{reason} at {self.start}–{self.end}: “{shown}”")

    def __reduce__(self) -> tuple[object, ...]:
        """Travel whole between processes, as errors of parallel runs do."""
        return type(self), (self.reason, self.text, self.start, self.end)


class UnreadableError(Exception):
    """Inside the reader: tokens `first` to `last` cannot be read; `key` is of `reasons.csv`."""

    def __init__(self, key: str, first: int, last: int, word: str = "") -> None:
        super().__init__(key)
        self.key, self.first, self.last, self.word = key, first, last, word
