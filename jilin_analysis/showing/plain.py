"""Make text from data harmless where it goes out: in Markdown and in spreadsheets."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|$~&^@])")
_FORMULA = re.compile(r"[=+\-@\t\r]")


def escape(text: object) -> str:
    """Return text from data with everything that Markdown would take as markup made plain."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text).split()))


def csv_text(data: pd.DataFrame) -> str:
    """Return a table as CSV in which no text cell can act as a spreadsheet formula."""
    safe = data.map(
        lambda cell: "'" + cell if isinstance(cell, str) and _FORMULA.match(cell) else cell
    )
    return str(safe.to_csv(index=False, lineterminator="\n", float_format="%.12g"))


def markdown_table(table: pd.DataFrame) -> str:
    """Return a table of texts in Markdown, its columns padded so that it reads as text too."""
    padded, rule = [], "|"
    for name, cells in table.items():
        column = [str(name), *cells]
        width = max(_width(column[0]) + 2, *map(_width, column))
        padded.append([cell + " " * (width - _width(cell)) for cell in column])
        rule += f":{'-' * (width + 1)}|"
    head, *rows = (f"| {' | '.join(row)} |" for row in zip(*padded, strict=True))
    return "\n".join([head, rule, *rows])


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


def unmark(markdown: str) -> str:
    """Return Markdown of our own making as plain text."""
    return re.sub(r"\\([^\w\s])", r"\1", re.sub(r"(?<!\\)[*`]", "", markdown))
