"""The notebooks' sentences for cases that the committed data do not show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from other_data import EXPECTED, FOLDERS, run_on


@pytest.mark.parametrize("name", FOLDERS)
def test_other_data_give_the_expected_sentences(name: str, tmp_path: Path) -> None:
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))[name]
    given = run_on(name, tmp_path)
    assert list(given) == list(expected)
    for notebook, outputs in given.items():
        assert len(outputs) == len(expected[notebook]), notebook
        for (text, digest), (old_text, old_digest) in zip(outputs, expected[notebook], strict=True):
            assert text == old_text, notebook
            assert digest == old_digest, f"{notebook}: a picture or a description of {text[:80]!r}"
