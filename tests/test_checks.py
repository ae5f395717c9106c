"""Bad data: every fault at once, each with file, row, column, value, expectation and mend."""

from __future__ import annotations

import csv
import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jilin_analysis import AnalysisError, DataError, load_metrics, load_record
from jilin_analysis.__main__ import main
from jilin_analysis.checks import check_data
from jilin_analysis.places import data_folder

EXAMPLE = Path(__file__).parent / "data" / "next-quarter"
Row = dict[str, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound data folder without hashes, to be spoilt."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "data"))


def spoil(folder: Path, change: Callable[[list[Row]], object], name: str = "reported.csv") -> None:
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def spoil_json(folder: Path, name: str, change: Callable[[object], object]) -> None:
    content = json.loads((folder / name).read_text(encoding="utf-8"))
    change(content)
    (folder / name).write_text(json.dumps(content), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    return [str(problem) for problem in check_data(folder)]


def put(row: int, column: str, value: str) -> Callable[[list[Row]], None]:
    return lambda rows: rows[row].__setitem__(column, value)


def test_the_shipped_data_and_the_example_are_sound(folder):
    assert faults(data_folder()) == []
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("row", "column", "value", "words"),
    [
        (0, "id", "Not A Slug", "small letters"),
        (1, "id", "2021-q2-output", "used once (it is in row 2 already)"),
        (0, "entity", " ", "some text"),
        (2, "metric", "nonsense", "a metric of metrics.csv"),
        (2, "source", "nobody", "an entry in sources.json"),
        (2, "period", "2021-Q5", "a period such as"),
        (2, "period", "Apr-21", "spreadsheet"),
        (2, "period", "2021/4/1", "spreadsheet"),
        (2, "comparison", "yearly", "yoy, mom, qoq, or an empty cell"),
        (2, "comparison", "mom", "yoy, as the phrase itself says"),
        (3, "comparison", "yoy", "an empty cell, as the phrase itself says"),
        (2, "as_reported", "a fine quarter", "one reported figure"),
        (2, "as_reported", "up 3 percent and 4 percent", "one reported figure"),
        (2, "as_reported", "10 per cent per cent", "one reported figure"),
        (3, "as_reported", "产值28亿元", "a level in tonne"),
        (2, "as_reported", '=HYPERLINK("x")', "plain text"),
        (2, "note", "#REF!", "plain text"),
        (0, "locator", "", "some text"),
        (0, "sentence_sha256", "abc", "SHA-256"),
    ],
)
def test_one_bad_cell_is_named_with_its_place(folder, row, column, value, words):
    spoil(folder, put(row, column, value))
    found = faults(folder)
    place = f"reported.csv, row {row + 2}, column {column}: found {value!r}"
    assert [fault for fault in found if fault.startswith(place) and words in fault], found


def test_all_faults_are_told_at_once(folder, capsys):
    spoil(folder, put(0, "period", "soon"))
    spoil(folder, put(1, "metric", "nonsense"))
    spoil(folder, put(2, "as_reported", "nothing to read"))
    spoil(folder, put(0, "measure", "weight"), "metrics.csv")
    with pytest.raises(DataError) as caught:
        load_metrics(folder)
    assert len(caught.value.problems) == 4
    assert str(caught.value).startswith("4 problems in the data:")
    assert main(["check", "--data", str(folder)]) == 1
    told = capsys.readouterr()
    for words in ("'soon'", "'nonsense'", "'nothing to read'", "'weight'"):
        assert words in told.err
    assert "contract" not in told.out


def test_columns_missing_and_extra(folder):
    text = (folder / "reported.csv").read_text(encoding="utf-8")
    (folder / "reported.csv").write_text(text.replace(",locator,", ",place,", 1), encoding="utf-8")
    found = faults(folder)
    assert any("row 1, column locator; expected this column" in fault for fault in found)
    assert any("column place" in fault and "Remove or rename" in fault for fault in found)


def test_a_row_with_too_many_cells(folder):
    with (folder / "reported.csv").open("a", encoding="utf-8") as file:
        file.write("a,b,c,d,e,f,g,h,i,j,k,l\n")
    assert any("as many cells in each row" in fault for fault in faults(folder))


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8-sig", "byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16 without a byte order mark"),
        ("gb18030", "GBK"),
    ],
)
def test_other_encodings_are_named_and_their_mend_works(folder, codec, named):
    path = folder / "reported.csv"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode(codec))
    (found,) = [fault for fault in check_data(folder) if "UTF-8" in fault.expected]
    assert named in str(found)
    command = shlex.split(found.mend.removeprefix("Convert with: "))
    subprocess.run([sys.executable, *command[1:]], cwd=folder, check=True)
    assert path.read_text(encoding="utf-8") == text
    assert faults(folder) == []


def test_bytes_that_are_no_text(folder):
    (folder / "reported.csv").write_bytes(b"\xff\x81\xff" * 20)
    assert any("reported.csv: found" in fault for fault in faults(folder))


def test_windows_line_ends(folder):
    path = folder / "reported.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (found,) = faults(folder)
    assert "CR LF" in found
    assert "sed" in found


@pytest.mark.parametrize("content", ["", "\n", "   \n"])
def test_an_empty_file(folder, content):
    (folder / "reported.csv").write_text(content)
    assert any("an empty file'; expected a header and rows" in fault for fault in faults(folder))


def test_a_header_alone(folder):
    path = folder / "reported.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert any("at least one row" in fault for fault in faults(folder))


def test_missing_files_and_folders(folder, tmp_path):
    (folder / "sources.json").unlink()
    assert any(fault.startswith("sources.json; expected this file") for fault in faults(folder))
    assert any("jilin-analysis new" in fault for fault in faults(tmp_path / "nowhere"))


def test_the_reference_series_may_be_missing(folder):
    (folder / "exchange-rates.csv").unlink()
    (folder / "working-days.csv").unlink()
    assert faults(folder) == []
    assert len(load_metrics(folder)) == 6


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("sources.json", lambda s: s[0].update(URL="javascript:alert(1)"), "a web address"),
        ("sources.json", lambda s: s[0].update(title=" "), "column title"),
        ("sources.json", lambda s: s[0]["custom"].update(grade="rumour"), "one of official"),
        ("sources.json", lambda s: s.append(s[0]), "an id used once"),
        ("sources.json", lambda s: s.append("text"), "a CSL-JSON object"),
        ("datapackage.json", lambda p: p.update(version=""), "column version"),
        ("datapackage.json", lambda p: p["focus"].update(entity="Nobody"), "focus.entity"),
        ("datapackage.json", lambda p: p["focus"].update(period="now"), "focus.period"),
        ("datapackage.json", lambda p: p["resources"][0].update(path="../x.csv"), "in this folder"),
        ("datapackage.json", lambda p: p["resources"][0].update(path="/etc/x.csv"), "this folder"),
        ("datapackage.json", lambda p: p["resources"][0].update(hash="sha256:0"), "as it is now"),
    ],
)
def test_descriptor_and_bibliography(folder, name, change, words):
    spoil_json(folder, name, change)
    assert any(name in fault and words in fault for fault in faults(folder)), faults(folder)


@pytest.mark.parametrize("name", ["sources.json", "datapackage.json"])
@pytest.mark.parametrize("text", ["{", '"text"', "[[]]", "3"])
def test_json_that_is_broken_or_something_else(folder, name, text):
    (folder / name).write_text(text)
    assert any(name in fault for fault in faults(folder))


def test_a_repeated_fault_is_told_once_with_its_count(folder):
    spoil(folder, lambda rows: [row.update(period="soon") for row in rows])
    (found,) = [fault for fault in faults(folder) if "'soon'" in fault]
    assert "row 2" in found
    assert "also in 5 more rows" in found


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("sources.json", lambda s: s[0].update(title={"a": 1}), "column title"),
        ("sources.json", lambda s: s[0].update(issued=5), "column issued"),
        ("sources.json", lambda s: s[0].update(issued={"date-parts": "x"}), "column issued"),
        ("sources.json", lambda s: s[0].update(issued={"date-parts": [[2020, 13]]}), "issued"),
        ("datapackage.json", lambda p: p.update(version=[1]), "column version: found '[1]'"),
        ("datapackage.json", lambda p: p.update(created="soon"), "a date such as"),
        ("datapackage.json", lambda p: p.update(focus={"entity": ["a"], "period": 7}), "focus"),
        ("datapackage.json", lambda p: p.update(focus=[1]), "focus.entity"),
        ("datapackage.json", lambda p: p.update(resources="none"), "a list of the files"),
        ("datapackage.json", lambda p: p.update(resources=[3]), "in this folder"),
    ],
)
def test_values_of_another_kind_are_named(folder, name, change, words):
    spoil_json(folder, name, change)
    assert any(name in fault and words in fault for fault in faults(folder)), faults(folder)


def test_brackets_without_end(folder):
    (folder / "sources.json").write_text("[" * 100_000)
    assert any("not nested so deep" in fault for fault in faults(folder))


def test_no_volume_falls_by_more_than_all_of_it(folder):
    spoil(folder, put(1, "as_reported", "down 150 percent year on year"))
    assert any("a fall of 100 percent at the most" in fault for fault in faults(folder))
    spoil(folder, put(1, "as_reported", "down 100 percent year on year"))
    assert faults(folder) == []
    exports = load_record(folder).growth("direct-fiber-exports")
    assert exports.low == exports.value == -1


def test_two_reports_that_disagree_are_not_chosen_between(folder):
    def add(rows: list[Row]) -> None:
        rows.append(rows[0] | {"id": "twin", "as_reported": "fell by 9 percent year on year"})

    spoil(folder, add)
    with pytest.raises(AnalysisError, match=r"2021-q2-output and twin report one thing"):
        load_record(folder).growth("output")
    spoil(folder, lambda rows: rows[-1].update(as_reported="output fell by 4 percent"))
    assert load_record(folder).growth("output").known


def test_a_report_of_bad_data_says_so_once(folder, tmp_path, capsys):
    spoil(folder, put(0, "period", "soon"))
    assert main(["report", "--data", str(folder), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.count("'soon'") == 1
    assert not (tmp_path / "out").exists()
    assert main(["report", "--out", "/"]) == 1
    assert "no folder for a report" in capsys.readouterr().err
