"""Bad data: every fault at once, each with file, row, column, value, expectation and mend."""

from __future__ import annotations

import csv
import hashlib
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
from jilin_analysis.paths import data_folder

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
    assert any("row 1, column place" in fault and "Remove or rename" in fault for fault in found)


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
    assert "expected lines that end in LF" in found
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


SPREADSHEET = (
    " Mend: A spreadsheet may have changed it: format the column as text and type it again."
)
PERIOD = "expected a period such as 2020, 2020-Q1, 2020-H1, 2020-01 or 2020-01/2020-04."
ENTITY = "expected the entity that the notebooks are about, one of reported.csv."
ISSUED = 'expected {"date-parts": [[2020, 6, 27]]}, or with year and month, or the year alone.'
GRADE = "expected one of official, press, industry body, compilation, repost."


@pytest.mark.parametrize(
    ("row", "column", "value", "expected"),
    [
        (0, "id", "Not A Slug", "a name of small letters, digits and hyphens."),
        (1, "id", "2021-q2-output", "a name used once (it is in row 2 already)."),
        (0, "entity", " ", "some text."),
        (3, "metric", "nonsense", "a metric of metrics.csv."),
        (2, "source", "nobody", "the id of an entry in sources.json."),
        (2, "period", "Apr-21", PERIOD.removeprefix("expected ") + SPREADSHEET),
        (2, "comparison", "mom", "yoy, as the phrase itself says."),
        (3, "comparison", "yoy", "an empty cell, as the phrase itself says."),
        (
            2,
            "as_reported",
            "a fine quarter",
            "one reported figure (no figure at 0–14: “→a fine quarter←”).",
        ),
        (
            2,
            "as_reported",
            "down 150 percent year on year",
            "a fall of 100 percent at the most: a volume or value has no more to lose.",
        ),
        (
            3,
            "as_reported",
            "产值28亿元",
            "a level in tonne, the unit of direct-fiber-exports-weight in metrics.csv, not in CNY.",
        ),
        (2, "note", "#REF!", "plain text." + SPREADSHEET),
        (0, "sentence_sha256", "abc", "the SHA-256 of a sentence, or an empty cell."),
    ],
)
def test_one_bad_cell_is_one_fault_told_in_full(folder, row, column, value, expected):
    spoil(folder, put(row, column, value))
    place = f"reported.csv, row {row + 2}, column {column}"
    assert faults(folder) == [f"{place}: found {value!r}; expected {expected}"]


def test_a_rank_has_the_unit_that_its_metric_states(folder):
    spoil(folder, put(3, "as_reported", "the ninth batch"))
    spoil(folder, lambda rows: rows[5].update(measure="rank", unit="rank"), "metrics.csv")
    assert faults(folder) == []
    spoil(folder, put(5, "unit", "tonne"), "metrics.csv")
    (found,) = faults(folder)
    assert found.endswith(
        "found 'the ninth batch'; expected a level in tonne, the unit of "
        "direct-fiber-exports-weight in metrics.csv, not in rank."
    )


@pytest.mark.parametrize(
    ("name", "faulty"),
    [
        ("exchange-rates.csv", ["yuan_per_dollar"]),
        ("working-days.csv", ["calendar_days", "working_days"]),
    ],
)
def test_a_bad_row_of_a_reference_series_is_told_in_full(folder, name, faulty):
    spoil(folder, lambda rows: rows[1].update(dict.fromkeys(rows[1], "x y")), name)
    assert faults(folder) == [
        f"{name}, row 3, column period: found 'x y'; {PERIOD}{SPREADSHEET}",
        *(f"{name}, row 3, column {c}: found 'x y'; expected a number." for c in faulty),
        f"{name}, row 3, column source: found 'x y'; expected the id of an entry in sources.json.",
    ]


def test_a_bad_row_of_the_metrics_is_told_in_full(folder):
    change = {"metric": "Bad One", "label": "", "measure": "weight"}
    spoil(folder, lambda rows: rows[4].update(change), "metrics.csv")
    assert faults(folder) == [
        (
            "metrics.csv, row 6, column metric: found 'Bad One'; "
            "expected a name of small letters, digits and hyphens."
        ),
        "metrics.csv, row 6, column label: found ''; expected some text.",
        (
            "metrics.csv, row 6, column measure: found 'weight'; "
            "expected one of volume, value, capacity, count, rank, unknown."
        ),
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda s: s.append("text"), "row 4: found 'text'; expected a CSL-JSON object."),
        (
            lambda s: s.append(s[0]),
            "row 4, column id: found 'made-up-2021'; expected an id used once.",
        ),
        (lambda s: s[0].pop("title"), "row 1, column title; expected some text."),
        (lambda s: s[0].update(title=7), "row 1, column title: found '7'; expected some text."),
        (lambda s: s[1].update(type=" "), "row 2, column type: found ' '; expected some text."),
        (lambda s: s.append(s[0] | {"id": ""}), "row 4, column id: found ''; expected some text."),
        (
            lambda s: s[0].update(URL="ftp://x"),
            "row 1, column URL: found 'ftp://x'; expected a web address (http or https).",
        ),
        (lambda s: s[0].update(issued=5), f"row 1, column issued: found '5'; {ISSUED}"),
        (lambda s: s[0].update(issued="2020"), f"row 1, column issued: found '2020'; {ISSUED}"),
        (
            lambda s: s[0].update(issued={"date-parts": [[2020, 13]]}),
            f"""row 1, column issued: found '{{"date-parts": [[2020, 13]]}}'; {ISSUED}""",
        ),
        (
            lambda s: s[0]["custom"].update(grade="rumour"),
            f"row 1, column custom.grade: found 'rumour'; {GRADE}",
        ),
        (lambda s: s[0]["custom"].pop("grade"), f"row 1, column custom.grade; {GRADE}"),
        (lambda s: s[0].update(custom="press"), f"row 1, column custom.grade; {GRADE}"),
    ],
)
def test_a_fault_of_the_bibliography_is_told_in_full(folder, change, told):
    spoil_json(folder, "sources.json", change)
    assert faults(folder) == [f"sources.json, {told}"]


def test_sources_without_an_id_are_no_twins(folder):
    spoil_json(folder, "sources.json", lambda s: s.extend([{**s[0], "id": None}] * 2))
    assert faults(folder) == [
        f"sources.json, row {row}, column id; expected some text." for row in (4, 5)
    ]


def test_faults_after_an_entry_that_is_none_are_told_too(folder):
    spoil_json(folder, "sources.json", lambda s: (s.insert(0, 3), s[1].update(URL="x")))
    assert faults(folder) == [
        "sources.json, row 1: found '3'; expected a CSL-JSON object.",
        "sources.json, row 2, column URL: found 'x'; expected a web address (http or https).",
    ]


@pytest.mark.parametrize("parts", [[2020], [2020, 2], [2020, 2, 29]])
def test_a_source_is_dated_by_year_month_or_day(folder, parts):
    spoil_json(folder, "sources.json", lambda s: s[0].update(issued={"date-parts": [parts]}))
    assert faults(folder) == []


@pytest.mark.parametrize(
    "issued",
    [{}, {"date-parts": []}, {"date-parts": [2020]}, {"date-parts": [[]]}]
    + [{"date-parts": [parts]} for parts in ([2021, 2, 29], ["2020"], [2020, True], [2020.5])],
)
def test_a_date_that_is_none_is_refused(folder, issued):
    spoil_json(folder, "sources.json", lambda s: s[0].update(issued=issued))
    assert faults(folder) == [
        f"sources.json, row 1, column issued: found {json.dumps(issued)!r}; {ISSUED}"
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: p.pop("version"), ["version; expected some text."]),
        (lambda p: p.update(name=" "), ["name: found ' '; expected some text."]),
        (lambda p: p.update(version=[1]), ["version: found '[1]'; expected some text."]),
        (
            lambda p: p.update(created="soon"),
            ["created: found 'soon'; expected a date such as 2020-06-27."],
        ),
        (lambda p: p["focus"].update(entity="X"), [f"focus.entity: found 'X'; {ENTITY}"]),
        (lambda p: p["focus"].update(period="now"), [f"focus.period: found 'now'; {PERIOD}"]),
        (lambda p: p.pop("focus"), [f"focus.entity; {ENTITY}", f"focus.period; {PERIOD}"]),
        (
            lambda p: p.update(resources="none"),
            ["resources: found 'none'; expected a list of the files in this folder."],
        ),
        (lambda p: p.pop("resources"), ["resources; expected a list of the files in this folder."]),
        (
            lambda p: p["resources"][1].update(path="../x.csv"),
            ["resources.path: found '../x.csv'; expected the name of a file in this folder."],
        ),
        (
            lambda p: p.update(resources=[3]),
            ["resources.path: found ''; expected the name of a file in this folder."],
        ),
        (lambda p: p["resources"][1].update(path="away.csv", hash="sha256:0"), []),
    ],
)
def test_a_fault_of_the_descriptor_is_told_in_full(folder, change, told):
    spoil_json(folder, "datapackage.json", change)
    assert faults(folder) == [f"datapackage.json, column {fault}" for fault in told]


def test_a_file_that_differs_from_its_hash_is_told_with_the_hash_it_has(folder):
    found = f"sha256:{hashlib.sha256((folder / 'metrics.csv').read_bytes()).hexdigest()}"
    spoil_json(folder, "datapackage.json", lambda p: p["resources"][1].update(hash=found))
    assert faults(folder) == []
    spoil_json(folder, "datapackage.json", lambda p: p["resources"][1].update(hash="sha256:0"))
    assert faults(folder) == [
        (
            "datapackage.json, column resources.hash: found 'sha256:0'; "
            f"expected {found}, the hash of metrics.csv as it is now. "
            "Mend: If the change is meant, write this hash there and raise the version."
        )
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "sources.json",
            "{",
            (
                "found 'Expecting property name enclosed in double quotes at line 1, column 2'; "
                "expected JSON."
            ),
        ),
        ("sources.json", '"text"', "found 'str'; expected a JSON list of sources."),
        ("datapackage.json", "[[]]", "found 'list'; expected a JSON object."),
        (
            "sources.json",
            "[" * 100_000,
            "found 'too many brackets'; expected JSON that is not nested so deep.",
        ),
        ("working-days.csv", "\n", "found 'an empty file'; expected a header and rows."),
        (
            "working-days.csv",
            b"\xff\x81\xff",
            (
                "found 'no known encoding'; expected UTF-8 without a byte order mark. "
                "Mend: Write the file again."
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_full(folder, name, content, told):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert faults(folder) == [f"{name}: {told}"]


def test_a_file_that_is_not_there_or_a_folder_is_told_in_full(folder, tmp_path):
    (folder / "sources.json").unlink()
    (folder / "working-days.csv").unlink()
    (folder / "working-days.csv").mkdir()
    assert faults(folder) == [
        "working-days.csv: found 'Is a directory'; expected a readable file.",
        "sources.json; expected this file in the data folder.",
    ]
    nowhere = tmp_path / "nowhere"
    assert faults(nowhere) == [
        f"{nowhere}; expected a data folder. Mend: Start one with `jilin-analysis new FOLDER`."
    ]


def test_a_table_without_rows_is_told_in_full(folder):
    for name in ("metrics.csv", "working-days.csv"):
        header = (folder / name).read_text(encoding="utf-8").splitlines()[0]
        (folder / name).write_text(header + "\n", encoding="utf-8")
    found = faults(folder)
    assert found[0] == "metrics.csv, row 2: found 'no row'; expected at least one row."
    assert not [fault for fault in found if "working-days" in fault]


@pytest.mark.parametrize("rows", [[1], [1, 2, 3, 4, 5, 6], [2], [6]])
def test_a_comma_too_many_in_any_row_is_a_fault(folder, rows):
    path = folder / "reported.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    for row in rows:
        lines[row] += ", and more"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    first, *_ = faults(folder)
    assert first.startswith("reported.csv: found ")
    assert first.endswith(
        "; expected a comma-separated table with as many cells in each row as in the header."
    )


def test_words_that_a_spreadsheet_takes_for_nothing_stay_words(folder):
    spoil(folder, lambda rows: [row.update(note="NA", locator="null") for row in rows])
    table = load_metrics(folder)
    assert set(table["note"]) == {"NA"}
    assert set(table["locator"]) == {"null"}


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
