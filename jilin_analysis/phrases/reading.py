"""What a reader gives: figures, refusals, and numerals that are no figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

__all__ = ["Passed", "Quantity", "Reading", "Refusal"]

_SENTENCE_END: Final = re.compile(r"[。！？!?；;]+|\.(?=\s|$)|\n\s*\n")
_WORDS_BEFORE: Final = 80


@dataclass(frozen=True, slots=True)
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
    """A place that cannot be read without guessing: why not, and what to write instead."""

    start: int
    end: int
    text: str
    reason: str
    mend: str


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
        ends = [end.end() for end in _SENTENCE_END.finditer(self.text)]
        rows: list[dict[str, object]] = []
        sentence = 0
        for figure in self.figures:
            start, end = figure.span
            while sentence < len(ends) and ends[sentence] <= start:
                sentence += 1
            begin = ends[sentence - 1] if sentence else 0
            figures = {
                name: None if (bound := getattr(figure, name)) is None else float(bound)
                for name in ("value", "low", "high")
            }
            fields = ("unit", "kind", "bound", "comparison", "ambiguous")
            rows.append(
                {
                    **figures,
                    **{name: getattr(figure, name) for name in fields},
                    "sentence": sentence + 1,
                    "before": self.text[max(begin, start - _WORDS_BEFORE) : start].strip(),
                    "start": start,
                    "end": end,
                    "text": figure.text,
                }
            )
        return rows
