"""The committed notebooks as they lie there; outputs.py compares them with a rerun."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from integrity import exhibits, faults

from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.paths import data_folder, notebooks_folder
from jilin_analysis.reporting.run import nbformat, text_of

PATHS = sorted(notebooks_folder().glob("*.ipynb"))
NAMES = [path.stem for path in PATHS]


def test_the_questions_are_there() -> None:
    assert [name[:3] for name in NAMES] == ["01-", "02-", "03-", "04-", "05-", "06-", "07-"]


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_nothing_is_wrong_that_nbval_does_not_see(path: Path) -> None:
    text = path.read_bytes().decode()
    found = faults(json.loads(text), path.stem)
    assert not found, "\n".join(["", *found])
    usual = text_of(nbformat.reads(text, as_version=4)) == text
    assert usual, "it is saved in another form; `make notebooks` writes the usual one"


def test_every_exhibit_has_a_name_of_its_own_and_known_sources() -> None:
    catalogue = read_catalogue()
    shown = [about["id"] for path in PATHS for about, _ in exhibits(json.loads(path.read_bytes()))]
    assert sorted(catalogue) == sorted(shown)
    data = data_folder()
    works = {work["id"] for work in json.loads((data / "sources.json").read_bytes())}
    package = json.loads((data / "datapackage.json").read_bytes())
    rows: set[str] = set()
    for table in data.glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as lines:
            rows |= {row["id"] for row in csv.DictReader(lines) if "id" in row}
    for exhibit in catalogue.values():
        assert set(exhibit.sources) <= works, exhibit.id
        assert set(exhibit.rests_on) <= rows, exhibit.id
        assert exhibit.release == package["version"], exhibit.id
        assert exhibit.released == package["created"][:10], exhibit.id
