"""Texts with their readings written out: no change of what `read` says of them goes unseen."""

from __future__ import annotations

import ast
import csv
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from changes import EXAMPLES, FROZEN, frozen, load

from jilin_analysis import phrases
from jilin_analysis.phrases import find_quantities, meaning, read
from jilin_analysis.phrases.kinds import CODES, PAIRS, SETS, K, S, table
from jilin_analysis.phrases.lexicon import Lexicon, lexicon
from jilin_analysis.phrases.meaning import row_for, rows_of
from jilin_analysis.phrases.tokens import Tokens


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


FOLDER = Path(phrases.__file__).parent
SHAPES = {CODES[name] for row in table("patterns.csv") for name in row["shape"].split()}


@pytest.mark.parametrize("module", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_no_rule_holds_a_word_of_a_language(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            han = [char for char in node.value if "\u4e00" <= char <= "\u9fff"]
            assert node in docstrings or not han, (node.lineno, node.value)
        assert not (isinstance(node, ast.Import) and node.names[0].name.startswith("jilin"))
        if isinstance(node, ast.ImportFrom):
            assert node.level == 1 or node.module.split(".")[0] in sys.stdlib_module_names


def test_patterns_are_few_and_each_names_two_phrases() -> None:
    with (FOLDER / "patterns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) <= 60
    assert all(row["for"] and row["and_for"] for row in rows)


@pytest.mark.parametrize(
    "row",
    {row["for"]: row for shape in sorted(SHAPES) for row in rows_of(shape)[1].values()}.values(),
    ids=lambda row: row["for"],
)
def test_a_phrase_comes_to_the_pattern_that_names_it(
    row: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hits: list[dict[str, str]] = []

    def spy(shape: str, left: str, right: str) -> Any:
        found = row_for(shape, left, right)
        hits.append(found[0])
        return found

    monkeypatch.setattr(meaning, "row_for", spy)
    for phrase in (row["for"], row["and_for"]):
        hits.clear()
        meaning.decide.cache_clear()
        read(phrase)
        assert row in hits, phrase


def test_a_name_in_patterns_means_one_thing() -> None:
    names = [*CODES, *PAIRS, *SETS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("module", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_every_kind_that_a_rule_names_is_one(module: Path) -> None:
    for holder, name in re.findall(r"\b([KS])\.(\w+)", module.read_text("utf-8")):
        assert hasattr({"K": K, "S": S}[holder], name), name


def test_a_word_that_stands_twice_says_why() -> None:
    twice = [("unit", "tonne", "ton", ""), ("unit", "mu", "ton", "")]
    with pytest.raises(ValueError, match="stands twice"):
        Lexicon(twice)
    words = Lexicon([twice[0], (*twice[1][:3], "because")])
    assert words.entries["ton"][1] == ("mu", 1, 0)


FACTS = Path(__file__).parents[3] / "shared" / "context" / "facts_new.csv"
SCALES = {"percent": (-2, "ratio"), "percentage points": (-2, "percentage_point")}
SCALES |= {"tonnes": (0, "tonne"), "10 thousand tonnes": (4, "tonne")}
SCALES |= {"million tonnes": (6, "tonne")}


@pytest.mark.skipif(not FACTS.exists(), reason="the facts are not here")
def test_japanese_is_read_by_its_folder_alone() -> None:
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "N01" <= row["id"] <= "N19"]
    assert len(rows) == 19
    for row in rows:
        power, unit = SCALES[row["unit"]]
        value = Decimal(row["value"]).scaleb(power)
        found = [(q.value, q.unit) for q in find_quantities(row["as_reported"])]
        assert (value, unit) in found, row["id"]


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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_listed_word_is_found_in_a_text(language: str) -> None:
    written = "".join(path.read_text("utf-8").lower() for path in FOLDER.rglob("*.csv"))
    around = "{}", "x {} y", "x {} 5", "{}5", "5{}", "5元{} y", "的{}的"

    def is_found(form: str) -> bool:
        texts = (Tokens(frame.format(form)) for frame in around)
        return any(
            (place := one.text.find(form), place + len(form))
            in zip(one.starts, one.ends, strict=True)
            for one in texts
        )

    forms = [form for form in lexicon(language).entries if form.isprintable() and form in written]
    assert [form for form in forms if not is_found(form)] == []
