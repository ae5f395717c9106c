"""What a figure means: the ordered table of `patterns.csv`, whose first row that matches says it.

`left` is matched against the words before the figure, nearest first; `right` against those after
it, nearest first too. Both name kinds of tokens: `verb` stands for both of its signs, and one in
brackets gives its sign to a row that asks for it. Figures that are read already stand among the
words as what they turned out to be (`grew`, `part`, `amount`). Capitals are sets of `sets.csv`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .figure import Shape
from .kinds import class_of


class Row(NamedTuple):
    """One row: a figure of kind `kind` ("change" is an amount that changes), and its sign.

    `phrases` are the two that it is for; a test holds that they come to it.

    `sign` is "1", "-1", or the side whose bracketed word gives it, "-left" turned. `candidates` are
    the readings that are possible, where there are several; the one that is taken comes first.
    """

    left: re.Pattern[str]
    right: re.Pattern[str]
    kind: str
    sign: str
    candidates: tuple[str, ...]
    default: bool
    phrases: tuple[str, str]


def _compile(pattern: str, shape: str) -> re.Pattern[str]:
    for _ in range(2):  # a set may be a pattern of sets
        pattern = re.sub("[A-Za-z_]+", lambda found: _name(found.group(), shape), pattern)
    return re.compile(pattern.replace(" ", ""))


def _name(name: str, shape: str) -> str:
    return class_of(shape if name == "SELF" else name)


@cache
def rows_of(shape: Shape) -> list[Row]:
    """Return the rows for a shape of figure, their patterns compiled at first use."""
    with Path(__file__).with_name("patterns.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(
                _compile(row["left"], shape),
                _compile(row["right"], shape),
                row["kind"],
                row["sign"],
                tuple(filter(None, row["candidates"].split("|"))),
                not (row["left"] or row["right"]),
                (row["for"], row["and_for"]),
            )
            for row in csv.DictReader(file)
            if shape in row["shape"].split()
        ]


def row_for(shape: Shape, left: str, right: str) -> tuple[Row, re.Match[str], re.Match[str]]:
    """Return the first row whose two sides match, and their matches; the last matches all."""
    for row in rows_of(shape):
        one, two = row.left.match(left), row.right.match(right)
        if one is not None and two is not None:
            return row, one, two
    raise AssertionError(shape)
