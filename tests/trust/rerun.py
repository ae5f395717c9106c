"""What `make test` does one by one or in kernels, done at once in this process.

Collected for mutants of the code only, each of which runs in a fork, over and over.
"""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
import seaborn  # noqa: F401 - loaded here, before the forks
import test_quantities
from integrity import code_cells, text_of
from nbformat.v4 import new_code_cell, new_notebook, new_output
from other_data import EXPECTED, FOLDERS, said

from jilin_analysis.places import DATA_VARIABLE, data_folder
from jilin_analysis.reporting.running import notebook_paths
from trust.notebooks import given, kept

PATHS = notebook_paths()
FAILED = [{"data": {"text/plain": "failed"}, "metadata": {}}]


def test_every_phrase_is_read_as_it_should_be() -> None:
    for record in test_quantities.READABLE:
        test_quantities.test_phrase_is_read_as_it_should_be(record)


def shown(path: Path, monkeypatch: pytest.MonkeyPatch, data: Path) -> list[list[object] | None]:
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.chdir(path.parent)
    monkeypatch.setenv(DATA_VARIABLE, str(data))
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    cells = code_cells(json.loads(path.read_text(encoding="utf-8")))
    return [given(shell, text_of(cell["source"])) for cell in cells]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_cells_give_the_stored_outputs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = code_cells(json.loads(path.read_text(encoding="utf-8")))
    assert shown(path, monkeypatch, data_folder().resolve()) == [kept(c["outputs"]) for c in cells]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", FOLDERS)
def test_other_data_give_the_expected_outputs(
    path: Path, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    FOLDERS[name](tmp_path / "data")
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))[name][path.stem]
    outputs = [
        new_output("display_data", **output)
        for cell in shown(path, monkeypatch, tmp_path / "data")
        for output in (FAILED if cell is None else cell)
    ]
    notebook = new_notebook(cells=[new_code_cell(outputs=outputs)])
    assert said(json.loads(nbformat.writes(notebook))) == expected
