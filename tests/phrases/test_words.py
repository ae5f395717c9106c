"""No word before a number takes a digit of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from jilin_analysis import phrases
from jilin_analysis.phrases import read

LEXICON = Path(phrases.__file__).parent / "lexicon" / "en"


@pytest.mark.parametrize("name", ["bounds", "words", "comparisons", "shares", "names", "directions"])
def test_a_word_before_a_number_leaves_it_whole(name: str) -> None:
    with (LEXICON / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        forms = [form for row in csv.DictReader(lines) for form in row["forms"].split("|")]
    assert forms
    for form in forms:
        for printed in ("13", "27.5", "1,150"):
            found = read(f"sales of {form} {printed} tonnes").figures
            values = {abs(float(one.value)) for one in found if one.unit == "tonne"}
            assert values <= {float(printed.replace(",", ""))}, (form, printed, found)
