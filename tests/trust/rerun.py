"""What `make test` does one by one or in kernels, done at once in this process.

Collected for mutants of the code only, each of which runs in a fork, over and over.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import seaborn  # noqa: F401 - loaded here, before the forks
import test_quantities
from cells import kept, shown
from integrity import code_cells
from other_data import EXPECTED, FOLDERS, said

from jilin_analysis.paths import data_folder
from jilin_analysis.reporting.running import notebook_paths

PATHS = notebook_paths()


def test_every_phrase_is_read_as_it_should_be() -> None:
    for record in test_quantities.READABLE:
        test_quantities.test_phrase_is_read_as_it_should_be(record)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_cells_give_the_stored_outputs(path: Path) -> None:
    cells = code_cells(json.loads(path.read_text(encoding="utf-8")))
    assert shown(path, data_folder().resolve()) == [kept(cell["outputs"]) for cell in cells]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", FOLDERS)
def test_other_data_give_the_expected_outputs(path: Path, name: str, tmp_path: Path) -> None:
    FOLDERS[name](tmp_path / "data")
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))[name][path.stem]
    assert said(path, tmp_path / "data") == expected
