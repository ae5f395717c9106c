"""Texts with their readings written out: no change of what `read` says of them goes unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from changes import EXAMPLES, FROZEN, frozen, load

from jilin_analysis.phrases import read


@pytest.mark.parametrize("record", load(FROZEN), ids=lambda r: r["text"][:40])
def test_text_is_read_as_written_out(record: dict[str, Any]) -> None:
    assert frozen(record["text"]) == record, "see `python tests/phrases/changes.py`"


def test_a_refusal_costs_no_other_figure() -> None:
    reading = read("Sales rose 5%, output was 1,00,0 tons, and 12 people left.")
    assert [q.text for q in reading.figures] == ["5%", "12 people"]
    assert [(r.text, r.reason) for r in reading.refusals] == [
        ("1,00,0", "separators that fit no number")
    ]
    assert reading.passed == ()


def test_rows_are_plain_records() -> None:
    rows = read("Output rose 5.2%. Exports fell 3% to 1.2 million tons.").rows()
    assert rows[2] == {
        "value": 1_200_000.0,
        "low": 1_150_000.0,
        "high": 1_250_000.0,
        "unit": "tonne",
        "kind": "level",
        "bound": "=",
        "comparison": "level",
        "ambiguous": False,
        "sentence": 2,
        "before": "Exports fell 3% to",
        "start": 37,
        "end": 53,
        "text": "1.2 million tons",
    }
    assert [row["sentence"] for row in rows] == [1, 2, 2]


def test_changes_tells_what_changed(tmp_path: Path) -> None:
    folder = tmp_path / "phrases"
    folder.mkdir()
    (folder / "changes.py").write_text(EXAMPLES.with_name("changes.py").read_text("utf-8"), "utf-8")
    record = {"text": "rose 5%", "figures": []}
    (folder / "examples.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    (folder / "frozen.jsonl").write_text("", "utf-8")
    package = {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(folder / "changes.py")]
    told = subprocess.run(command, env=package, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "examples.jsonl: 'rose 5%'" in told.stdout
    subprocess.run([*command, "--write"], env=package, check=True, capture_output=True)
    assert subprocess.run(command, env=package, check=False, capture_output=True).returncode == 0
