"""Every figure in the notebooks' prose is one that the record or the notebook itself gives."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jilin_analysis.phrases import read

from jilin_analysis import load_dataset
from jilin_analysis.citing.catalogue import read_notebook
from jilin_analysis.paths import notebooks_folder

PATHS = sorted(notebooks_folder().glob("*.ipynb"))
Known = list[tuple[str, str, float, float]]


@cache
def reported() -> Known:
    table = load_dataset().table
    rows = zip(table.index, table["unit"], table["value"], table["low"], table["high"], strict=True)
    return [(str(key), unit, *ends(value, low, high)) for key, unit, value, low, high in rows]


def ends(value: Any, low: Any, high: Any) -> tuple[float, float]:
    told = [float(one) if one not in ("", None) else math.nan for one in (value, low, high)]
    low, high = (told[0] if math.isnan(end) else end for end in told[1:])
    return (-math.inf if math.isnan(low) else low), (math.inf if math.isnan(high) else high)


def derived(path: Path) -> Known:
    found = []
    for exhibit in read_notebook(path):
        for row in exhibit.rows:
            low, high = ends(row["value"], row.get("low", ""), row.get("high", ""))
            if row["value"] or (row.get("low") and row.get("high")):
                found.append((f"{exhibit.id}/{row['key']}", row["unit"], low, high))
    return found


def faults(text: str, known: Known) -> list[str]:
    """Return each figure of a text that no known figure agrees with, and the nearest."""
    wrong = []
    reading = read(re.sub(r"\]\([^)]*\)|[*_`\[\]]", " ", text))
    for refused in reading.refusals:
        wrong.append(f"{refused.text!r} cannot be read: {refused.reason}")
    for figure in reading.figures:
        low, high = (
            float(figure.value if end is None else end) for end in (figure.low, figure.high)
        )
        slack = 1e-9 * max(1.0, abs(high))
        signs = [1] if figure.kind in ("growth", "points", "level") else [1, -1]
        alike = [
            (key, sign * one, sign * other)
            for key, unit, one, other in known
            if unit == figure.unit or {unit, figure.unit} <= {"ratio", "percentage_point", "count"}
            for sign in signs
        ]
        if not any(min(a, b) <= high + slack and max(a, b) >= low - slack for _, a, b in alike):
            near = min(
                alike, key=lambda one: abs((one[1] + one[2]) / 2 - float(figure.value)), default=""
            )
            wrong.append(f"{text[max(0, figure.span[0] - 40) : figure.span[1]]!r}; nearest: {near}")
    return wrong


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
        ("03", "the rest of output fell by 1.4 percent", "the rest of output rose by 1.4 percent"),
        ("04", "fell by 18.8 percent in dollars", "fell by 18.8 percentage points in dollars"),
        ("04", "fell by 14.6 percent in dollars", "rose by 14.6 percent in dollars"),
        ("06", "to 31,700 yuan", "to 37,100 yuan"),
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
