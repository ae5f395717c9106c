"""Every figure in the notebooks' prose is one that the record or the notebook itself gives."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jilin_analysis import load_dataset
from jilin_analysis.citing.catalogue import exhibits_in
from jilin_analysis.citing.facts import readable
from jilin_analysis.estimates import as_estimate
from jilin_analysis.paths import notebooks_folder

PATHS = sorted(notebooks_folder().glob("*.ipynb"))
Known = list[tuple[str, str, list[float]]]


@cache
def reported() -> Known:
    table = load_dataset().table
    rows = zip(table.index, table["unit"], table["value"], table["low"], table["high"], strict=True)
    return [(str(key), unit, points(*ends)) for key, unit, *ends in rows]


def points(*ends: Any) -> list[float]:
    """Return the value of a known figure, or the ends of one that has none."""
    told = [float(one) if one not in ("", None) else math.nan for one in ends]
    return [one for one in (told[:1] if math.isfinite(told[0]) else told) if math.isfinite(one)]


def derived(path: Path) -> Known:
    return [
        (f"{one.id}/{row['key']}", row["unit"], points(row["value"], row["low"], row["high"]))
        for _, one in exhibits_in(path)
        for row in one.rows
        if "low" in row
    ]


def span(figure: Any) -> tuple[float, float]:
    """Return what a figure in prose may stand for: its printed digits, or a word's tenth part."""
    value = float(figure.value)
    if not re.search(r"\d", figure.text) and figure.unit == "ratio":
        low, high = sorted((0.9 * value, 1.1 * value))
    else:
        # Noughts at the end of a round number are no digits: 10,440 tonnes.
        one = as_estimate(replace(figure, bound="=", ambiguous=False))
        low, high = float(one.low) - 5e-4 * abs(value), float(one.high) + 5e-4 * abs(value)
    wide = {">": (0, 0.2), ">=": (0, 0.2), "<": (0.2, 0), "<=": (0.2, 0), "~": (0.1, 0.1)}
    under, over = wide.get(figure.bound, (0, 0))
    return low - under * abs(value), high + over * abs(value)


def faults(text: str, known: Known) -> list[str]:
    """Return each figure of a text that no known figure agrees with, and the nearest."""
    wrong = []
    figures, refusals = readable(re.sub(r"\]\([^)]*\)|[*_`\[\]]", " ", text))
    # Prose may leave out the unit that it has just named.
    for refused in (one for one in refusals if one.key != "no_unit"):
        wrong.append(f"{refused.text!r} cannot be read: {refused.reason}")
    for figure in figures:
        low, high = span(figure)
        either = figure.kind not in ("growth", "points", "level")
        alike = [
            (key, sign * one)
            for key, unit, told in known
            if fits(unit, figure)
            for one in told
            for sign in ((1, -1) if either else (1,))
        ]
        if not any(low <= one <= high for _, one in alike):
            near = min(alike, key=lambda one: abs(one[1] - float(figure.value)), default="nothing")
            wrong.append(f"{text[max(0, figure.span[0] - 40) : figure.span[1]]!r}; nearest: {near}")
    return wrong


def fits(unit: str, figure: Any) -> bool:
    if figure.kind == "points":
        return unit == "percentage_point"
    return unit.partition("/")[0] == figure.unit or {unit, figure.unit} <= {
        "ratio",
        "count",
        "index",
    }


def prose(path: Path) -> list[tuple[str, str]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [(c["id"], "".join(c["source"])) for c in cells if c["cell_type"] == "markdown"]


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_no_figure_stands_in_the_prose_that_nothing_bears(path: Path) -> None:
    known = [*reported(), *derived(path)]
    wrong = [f"{cell}: {fault}" for cell, text in prose(path) for fault in faults(text, known)]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize(
    ("stem", "right", "wrong"),
    [
        ("02", "worth 8.5 percent less", "worth 9.5 percent less"),
        ("03", "the rest fell by 1.4 percent", "the rest rose by 1.4 percent"),
        ("04", "by 18.8 percent in dollars", "by 18.8 percentage points in dollars"),
        ("04", "fell by 14.6 percent in dollars", "rose by 14.6 percent in dollars"),
        ("07", "some 31,700 yuan", "some 37,100 yuan"),
    ],
)
def test_a_wrong_digit_or_a_turned_verb_turns_it_red(stem: str, right: str, wrong: str) -> None:
    path = next(path for path in PATHS if path.stem.startswith(stem))
    known = [*reported(), *derived(path)]
    text = next(
        " ".join(text.split()) for _, text in prose(path) if right in " ".join(text.split())
    )
    assert not faults(text, known)
    assert faults(text.replace(right, wrong), known)
