"""Bad data: every fault at once, each with file, row, column, value, expectation and mend."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest
from folders import SHARED, put, sound, spoil, spoil_json, write

from jilin_analysis import DataError, load_dataset, load_metrics
from jilin_analysis.__main__ import main
from jilin_analysis.contract import judge
from jilin_analysis.folder import read_folder, readable_folder
from jilin_analysis.naming.times import fold
from jilin_analysis.paths import shipped_data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sound(tmp_path)


def faults(folder: Path) -> list[str]:
    return [str(problem) for problem in judge(read_folder(folder)).problems]


def notes(folder: Path) -> str:
    return "\n".join(judge(read_folder(folder)).notes)


def test_the_shipped_data_and_the_example_are_sound(folder):
    assert faults(shipped_data()) == []
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("row", "cells", "words"),
    [
        (0, {"id": "Not A Slug"}, "small letters, digits and hyphens. Mend: Write it in small"),
        (1, {"id": "2021-q2-output"}, "a name used once (it is in row 2 already)"),
        (0, {"entity": " "}, "expected some text"),
        (2, {"metric": "nonsense"}, "a metric of metrics.csv"),
        (2, {"source": "nobody"}, "the id of an entry in sources.json"),
        (2, {"period": "2021-Q5"}, "a period such as"),
        (2, {"period": "Apr-21"}, "spreadsheet"),
        (2, {"comparison": "yearly"}, "yoy, mom, qoq, or an empty cell"),
        (2, {"comparison": "mom"}, "expected yoy, as the phrase itself says"),
        (
            5,
            {"comparison": "qoq", "period": "2021-H1", "as_reported": "down 1.2 percent"},
            "found 'qoq'; expected one that 2021-H1 can have: it is longer than the quarter before",
        ),
        (3, {"comparison": "yoy"}, "expected an empty cell, as the phrase itself says"),
        (2, {"as_reported": "a fine quarter"}, "one reported figure"),
        (2, {"as_reported": "up 3 percent and 4 percent"}, "one reported figure"),
        (2, {"as_reported": "31%"}, "say whether this is growth or a share"),
        (2, {"as_reported": "0.23"}, "Write the words of the figure"),
        (3, {"as_reported": "产值28亿元"}, "a level in tonne, the unit of"),
        (2, {"as_reported": "down 150 percent year on year"}, "100 percent at the most"),
        (3, {"as_reported": "minus 3 tonnes"}, "no profit. Mend: Is it a profit? Then its measure"),
        (3, {"as_reported": "the target is 3 tonnes"}, "a forecast or a plan. Mend: Leave"),
        (2, {"as_reported": "output is expected to rise 3 percent"}, "a forecast or a plan"),
        (2, {"as_reported": '=HYPERLINK("x")'}, "plain text"),
        (2, {"note": "#REF!"}, "plain text"),
        (0, {"locator": ""}, "expected some text"),
        (0, {"sentence_sha256": "abc"}, "the SHA-256 of a sentence"),
        (0, {"period": "2021-Q3"}, "the period that the phrase names (second quarter of 2021)"),
        (0, {"period": "2019-Q2"}, "the period that the phrase names (second quarter of 2021)"),
    ],
)
def test_one_bad_cell_is_named_with_its_place(folder, row, cells, words):
    extra = {"as_reported": "output in the second quarter of 2021 fell by 3 percent year on year"}
    if set(cells) == {"period"} and row == 0:
        cells |= extra
    spoil(folder, put(row, **cells))
    (column, value), *_ = cells.items()
    place = f"reported.csv, row {row + 2}, column {column}: found {value.strip()!r}"
    found = faults(folder)
    assert [fault for fault in found if fault.startswith(place) and words in fault], found


@pytest.mark.parametrize(
    ("name", "row", "cells", "words"),
    [
        ("metrics.csv", 0, {"measure": "weight"}, "one of volume, value, profit"),
        ("metrics.csv", 1, {"label": "Output "}, "a label of its own"),
        ("metrics.csv", 1, {"part_of": "nothing"}, "a metric of metrics.csv"),
        ("exchange-rates.csv", 5, {"yuan_per_dollar": "6979650"}, "Is the decimal point"),
        ("exchange-rates.csv", 5, {"yuan_per_dollar": "0.1433"}, "not the inverse"),
        ("exchange-rates.csv", 5, {"yuan_per_dollar": "0"}, "a rate near the others"),
        ("exchange-rates.csv", 5, {"yuan_per_dollar": "x y"}, "a number"),
        ("exchange-rates.csv", 5, {"period": "2015-Q1"}, "a period used once"),
        ("exchange-rates.csv", 5, {"id": ""}, "some text"),
        ("exchange-rates.csv", 5, {"id": "2021-q2-output"}, "an id of its own"),
        ("working-days.csv", 5, {"working_days": "99"}, "a number from 1 to"),
        ("working-days.csv", 5, {"working_days": "58.5"}, "a whole number"),
        ("working-days.csv", 5, {"calendar_days": "60"}, "the days of 2016-Q2"),
        ("working-days.csv", 5, {"period": "2015-Q1"}, "a period used once"),
    ],
)
def test_values_that_cannot_be_are_seen(folder, name, row, cells, words):
    spoil(folder, put(row, **cells), name)
    found = faults(folder)
    assert [f for f in found if f.startswith(f"{name}, row {row + 2}") and words in f], found


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"value": "5", "low": "6", "high": "7"}, "column value: found '5'; expected a value, or"),
        ({"low": "6"}, "a value, or low and high"),
        ({"value": "-3"}, "found '-3'; expected 0 or more, since this is no profit"),
        ({"value": "-1.5", "comparison": "yoy"}, "found '-1.5'; expected -1 or more"),
        ({"value": "0.5", "comparison": "yoy", "unit": "tonne"}, "expected ratio: a growth rate"),
        ({"value": "5", "unit": "CNY"}, "column unit: found 'CNY'; expected tonne: a growth rate"),
    ],
)
def test_a_typed_figure_that_cannot_be_is_seen(folder, cells, words):
    row = read_folder(folder).tables["reported.csv"][3]
    about = {name: row[name] for name in ("entity", "metric", "source", "locator")}
    unit = "ratio" if "comparison" in cells else "tonne"
    blank = dict.fromkeys(("comparison", "value", "low", "high", "note"), "")
    typed = {"id": "typed", "period": "2021-Q3", "unit": unit, **blank, **about, **cells}
    write(folder, "series.csv", [typed])
    found = faults(folder)
    assert [one for one in found if one.startswith("series.csv, row 2") and words in one], found


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("sources.json", lambda s: s[0].update(URL="javascript:alert(1)"), "a web address"),
        ("sources.json", lambda s: s[0].update(title=" "), "column title"),
        ("sources.json", lambda s: s[0].update(title={"a": 1}), "column title"),
        ("sources.json", lambda s: s[0].update(language=None), "column language"),
        ("sources.json", lambda s: s[0].update(author=[{"given": "An"}]), "column author"),
        ("sources.json", lambda s: s[0].update(author="An Author"), "column author"),
        ("sources.json", lambda s: s[0].update(publisher=["x"]), "column publisher"),
        ("sources.json", lambda s: s[0].update(issued=5), "column issued"),
        ("sources.json", lambda s: s[0].update(issued={"date-parts": [[2020, 13]]}), "issued"),
        ("sources.json", lambda s: s[0].update(issued={"date-parts": [[3020]]}), "has come"),
        ("sources.json", lambda s: s[0]["custom"].update(grade="rumour"), "one of official"),
        ("sources.json", lambda s: s.append(s[0]), "an id used once"),
        ("sources.json", lambda s: s.append("text"), "a CSL-JSON object"),
        ("sources.json", lambda s: s[0].update(note=10**450), "451 digits"),
        ("sources.json", lambda s: s[0].update(note="\ud800"), "half of a character"),
        ("sources.json", lambda s: s[0].update(note="\x07"), "a control character"),
        ("sources.json", lambda s: s[0].update(issued={"date-parts": [[10**30]]}), "issued"),
        ("sources.json", lambda s: s.clear(), "with something in it"),
        ("datapackage.json", lambda p: p.clear(), "with something in it"),
        ("datapackage.json", lambda p: p.update(version="<script>x</script>"), "column version"),
        ("datapackage.json", lambda p: p.update(created="2099-99-99"), "a date such as"),
        ("datapackage.json", lambda p: p.update(title=["x"]), "column title"),
        ("datapackage.json", lambda p: p.update(licenses="CC"), "column licenses"),
        ("datapackage.json", lambda p: p.update(contributors=[{"title": 1}]), "contributors"),
        ("datapackage.json", lambda p: p.update(homepage="javascript:x"), "column homepage"),
        ("datapackage.json", lambda p: p["focus"].update(entity="Nobody"), "focus.entity"),
        ("datapackage.json", lambda p: p["focus"].update(period="now"), "focus.period"),
        ("datapackage.json", lambda p: p["focus"].update(period="2031-Q1"), "It has 2021-Q2"),
        ("datapackage.json", lambda p: p["focus"].update(metrics=["x"]), "focus.metrics"),
        ("datapackage.json", lambda p: p["focus"].update(metrics="output"), "focus.metrics"),
        ("datapackage.json", lambda p: p["focus"].update(comparators=["x"]), "focus.comparators"),
        ("datapackage.json", lambda p: p["focus"].update(comparators=5), "focus.comparators"),
        ("datapackage.json", lambda p: p.update(keywords=[1]), "a list of words"),
        ("datapackage.json", lambda p: p["resources"][0].update(schema=[1]), "resources.schema"),
        (
            "datapackage.json",
            lambda p: p["resources"][0].update(schema={"fields": [{"name": ["x"]}]}),
            "resources.schema",
        ),
        ("datapackage.json", lambda p: p.update(focus=[1]), "focus.entity"),
        ("datapackage.json", lambda p: p.update(resources="none"), "a list of the files"),
        ("datapackage.json", lambda p: p["resources"][0].update(path="../x.csv"), "in this folder"),
        ("datapackage.json", lambda p: p["resources"][0].update(hash="sha256:0"), "as it is now"),
    ],
)
def test_descriptor_and_bibliography(folder, name, change, words):
    spoil_json(folder, name, change)
    found = faults(folder)
    assert any(name in fault and words in fault for fault in found), found


def test_a_bibliography_as_zotero_writes_it_is_sound(folder):
    entry = {
        "author": [{"family": "Author", "given": "An"}],
        "issued": {"date-parts": [["2021", 7]]},
        "accessed": {"date-parts": [["2026", "11", "24"]]},
    }
    spoil_json(folder, "sources.json", lambda s: (s[0].update(entry), s[0].pop("publisher")))
    assert faults(folder) == []
    assert load_metrics(folder)["issued"].iloc[0] == "2021-07"


def test_all_faults_are_told_at_once_and_nothing_else(folder, capsys):
    spoil(folder, put(0, period="soon"))
    spoil(folder, put(1, metric="nonsense"))
    spoil(folder, put(2, as_reported="nothing to read"))
    spoil(folder, put(0, measure="weight"), "metrics.csv")
    with pytest.raises(DataError) as caught:
        load_metrics(folder)
    assert len(caught.value.problems) == 4
    assert str(caught.value).startswith("4 problems in the data:")
    assert main(["check", "--data", str(folder)]) == 1
    told = capsys.readouterr()
    for words in ("'soon'", "'nonsense'", "'nothing to read'", "'weight'"):
        assert words in told.err
    assert "contract" not in told.out


def test_a_repeated_fault_is_told_once_with_its_rows(folder):
    spoil(folder, lambda rows: [row.update(period="soon") for row in rows])
    (found,) = [fault for fault in faults(folder) if "'soon'" in fault]
    assert "row 2" in found
    assert "(also in rows 3, 4, 5, 6, 7)" in found
    spoil(folder, lambda rows: [rows.append(rows[0] | {"id": f"n{n}"}) for n in range(9)])
    (found,) = [fault for fault in faults(folder) if "'soon'" in fault]
    assert "(also in rows 3, 4, 5, 6, 7, 8 and 8 more)" in found


@pytest.mark.parametrize(
    ("save", "told"),
    [
        (lambda t: t.encode("utf-8-sig"), "a byte order mark"),
        (lambda t: t.encode("utf-16"), "UTF-16"),
        (lambda t: t.encode("utf-16-be"), "UTF-16 without a byte order mark"),
        (lambda t: t.encode("gb18030"), "GBK"),
        (lambda t: t.replace("\n", "\r\n").encode(), "line ends"),
        (lambda t: t.replace("\n", "\r").encode(), "line ends"),
    ],
)
def test_files_as_people_save_them_are_read_and_told(folder, save, told):
    before = load_metrics(folder)
    path = folder / "reported.csv"
    path.write_bytes(save(path.read_text(encoding="utf-8")))
    assert faults(folder) == []
    assert told in notes(folder)
    assert load_metrics(folder).equals(before)


@pytest.mark.parametrize("comma", [";", "\t"])
def test_other_separators_and_blank_rows_are_read(folder, comma):
    before = load_metrics(folder)
    with (folder / "reported.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (folder / "reported.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=comma).writerows([*rows, [""] * len(rows[0]), []])
    assert faults(folder) == []
    assert load_metrics(folder).equals(before)


def test_decimal_commas_and_capitals_of_a_spreadsheet_are_read(folder):
    before = load_dataset(folder).exchange_rate("2021-Q2")
    path = folder / "exchange-rates.csv"
    text = path.read_text(encoding="utf-8").replace(",", ";").replace(".", ",")
    path.write_text(text.replace("period;", "Period;", 1), encoding="utf-8")
    assert faults(folder) == []
    assert load_dataset(folder).exchange_rate("2021-Q2") == before


@pytest.mark.parametrize(
    ("spelt", "period"),
    [
        ("q1/2022", "2022-Q1"),
        ("2022 H2", "2022-H2"),
        ("MAY 2022", "2022-05"),
        ("mar. 2022", "2022-03"),
        ("2022年03月", "2022-03"),
        ("2022年一季度", "2022-Q1"),
        ("Jan-Apr 2022", "2022-01/2022-04"),
        ("3Q2021", "2021-Q3"),
        *(
            (told, told)
            for told in ("FY2024", "FY24", "2021/22", "Apr-21", "12 June 2020", "1/2022", "Q1")
        ),
    ],
)
def test_periods_are_read_as_people_write_them(spelt, period):
    assert fold(spelt) == period


def test_spelt_periods_comparisons_and_fiscal_years_are_folded(folder):
    spoil(folder, put(1, period="Q2 2021", comparison="YoY"))
    spoil(folder, put(3, period="FY2021", entity="Another Works"))
    fiscal = {"starts": 4, "named_by": "end"}
    assert any("'FY2021'" in fault for fault in faults(folder))
    spoil_json(folder, "datapackage.json", lambda p: p.update(fiscal_year=fiscal))
    table = load_metrics(folder)
    assert list(table["period"].iloc[[1, 3]]) == ["2021-Q2", "2020-04/2021-03"]
    assert "is read as we write it" in notes(folder)


def test_the_chinese_word_for_the_period_before_is_of_a_quarter_too(folder):
    spoil(folder, put(4, as_reported="产量环比增长4.2%", comparison="qoq"))
    assert judge(read_folder(folder)).problems == []
    spoil(folder, put(4, comparison=""))
    (problem,) = judge(read_folder(folder)).problems
    assert "longer than the month before" in str(problem)


def test_a_number_with_a_unit_names_no_year(folder):
    spoil(folder, put(3, as_reported="direct exports were 1933 tonnes"))
    assert faults(folder) == []


def test_a_book_of_sheets_stands_for_the_tables(folder):
    openpyxl = pytest.importorskip("openpyxl")
    before = load_metrics(folder)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("reported", "metrics"):
        sheet = book.create_sheet(name.title())
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                sheet.append(row)
        (folder / f"{name}.csv").unlink()
    book.save(folder / "my data.xlsx")
    assert faults(folder) == []
    assert load_metrics(folder).equals(before)
    # What is wrong is told of where it stands.
    book["Reported"]["B2"] = ""
    book["Metrics"]["A3"] = "A B"
    book.save(folder / "my data.xlsx")
    found = faults(folder)
    assert any(
        one.startswith("my data.xlsx, sheet Reported, row 2, column entity") for one in found
    )
    assert any(one.startswith("my data.xlsx, sheet Metrics, row 3, column") for one in found)


def test_western_text_is_read_and_chinese_in_big5_is_not(folder):
    path = folder / "reported.csv"
    text = path.read_text(encoding="utf-8")
    note = "Café, £5 – a “naïve” note"
    spoil(folder, put(0, note=note))
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252", "replace"))
    assert "Windows-1252" in notes(folder)
    assert read_folder(folder).tables["reported.csv"][0]["note"] == note
    path.write_bytes((text + "一筆").encode("big5", "replace"))
    assert any("Big5, perhaps" in fault for fault in faults(folder))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t.replace(",note", "", 1), "row 1: found '9 names'; expected the names of 10"),
        (lambda t: t.rstrip().rpartition(",")[0], "Mend: A cell that is empty has its comma"),
        (lambda t: t.rstrip() + ",3", "Mend: A comma within a cell needs quotation marks"),
    ],
)
def test_rows_and_headers_of_another_length(folder, change, told):
    path = folder / "reported.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert any("reported.csv" in fault and told in fault for fault in faults(folder))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"   \n", "an empty file"),
        (b"\xff\x81\xff" * 20, "a text in UTF-8"),
        ("臺灣的纖維出口，單位：萬噸".encode("big5") * 3, "Big5"),
        (b"id,entity\n2020\x00,x\n", "row 2: found 'a control character (U+0000)'"),
        (b"id,entity\n2020\x1b[31m,x\n", "row 2: found 'a control character (U+001B)'"),
    ],
)
def test_files_that_cannot_be_read(folder, content, words):
    (folder / "reported.csv").write_bytes(content)
    assert any("reported.csv" in fault and words in fault for fault in faults(folder))


@pytest.mark.parametrize("text", ["{", '"text"', "3", "null", "[" * 100_000, '[{"id":1,"id":2}]'])
@pytest.mark.parametrize("name", ["sources.json", "datapackage.json"])
def test_json_that_is_broken_or_something_else(folder, name, text):
    (folder / name).write_text(text)
    assert any(name in fault for fault in faults(folder))


def test_a_pipe_is_never_waited_for(folder):
    (folder / "reported.csv").unlink()
    os.mkfifo(folder / "reported.csv")
    assert any("no plain file" in fault for fault in faults(folder))


def test_missing_files_columns_and_folders(folder, tmp_path):
    text = (folder / "reported.csv").read_text(encoding="utf-8")
    (folder / "reported.csv").write_text(text.replace(",locator,", ",place,", 1), encoding="utf-8")
    (folder / "sources.json").unlink()
    found = faults(folder)
    assert any("row 1, column locator; expected this column" in fault for fault in found)
    assert any("row 1, column place" in fault and "Remove or rename" in fault for fault in found)
    assert any(fault.startswith("sources.json; expected this file") for fault in found)
    assert any("jilin-analysis new" in fault for fault in faults(tmp_path / "nowhere"))


def test_the_reference_series_and_empty_columns_may_be_missing(folder):
    (folder / "exchange-rates.csv").unlink()
    (folder / "working-days.csv").unlink()
    spoil(folder, lambda rows: [row.pop("note") for row in rows])
    assert faults(folder) == []
    assert len(load_metrics(folder)) == 6


def test_a_row_with_too_many_cells_and_rows_that_a_quotation_mark_swallowed(folder):
    path = folder / "reported.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "a,b,c,d,e,f,g,h,i,j,k,l,m\n", encoding="utf-8")
    assert any("row 8" in f and "as many cells in each row" in f for f in faults(folder))
    first, second, third, *rest = text.splitlines()
    second = second.replace(",paragraph", ',"paragraph', 1)
    third = third.replace(",paragraph", ',paragraph"', 1)
    path.write_text("\n".join([first, second, third, *rest]) + "\n", encoding="utf-8")
    assert any("quotation mark" in fault for fault in faults(folder))


@pytest.mark.parametrize(
    "name",
    [
        "Example Fiber Wroks",
        "example fiber works",
        "Example  Fiber Works",
        "Exаmple Fiber Works",
    ],
)
def test_an_entity_spelt_nearly_as_another_is_seen(folder, name):
    spoil(folder, put(1, entity=name))
    assert any("column entity" in fault and "as 4 other rows" in fault for fault in faults(folder))


def test_entities_that_differ_by_a_number_or_a_short_word_are_two(folder):
    for one, other in (("Plant 1", "Plant 2"), ("Works A", "Works B"), ("North Sea", "South Sea")):
        spoil(
            folder,
            lambda rows, a=one, b=other: (rows[1].update(entity=a), rows[2].update(entity=b)),
        )
        assert faults(folder) == []


def test_a_phrase_that_names_another_metric_is_seen(folder):
    rows: list[dict[str, str]] = []
    spoil(folder, rows.extend)
    wrong = next(i for i, row in enumerate(rows) if row["metric"] == "output")
    spoil(
        folder, put(wrong, as_reported="foreign exchange earnings fell by 3 percent year on year")
    )
    assert any("the phrase names (foreign-exchange-earnings)" in f for f in faults(folder))
    spoil(folder, put(wrong, as_reported="output value fell by 3 percent year on year"))
    assert any("the phrase names (output-value)" in fault for fault in faults(folder))


def test_one_source_gives_one_figure_once_unless_it_says_which_is_newer(folder):
    twin = {"id": "twin", "as_reported": "fell by 9 percent year on year"}
    spoil(folder, lambda rows: rows.append(rows[0] | twin))
    assert any("one figure from one source (row 2" in fault for fault in faults(folder))
    spoil(folder, lambda rows: rows[-1].update(status="preliminary"))
    assert faults(folder) == []


def test_a_source_is_not_older_than_what_it_reports(folder):
    spoil_json(folder, "sources.json", lambda s: s[0].update(issued={"date-parts": [[2021, 2]]}))
    assert any("had begun when" in fault for fault in faults(folder))
    spoil_json(folder, "sources.json", lambda s: s[0].update(issued={"date-parts": [[2021, 5]]}))
    assert ["2021-q3" in fault or "'2021-Q3'" in fault for fault in faults(folder)] == [True]
    assert "before the end of 2021-Q2" in notes(folder)


def test_a_second_copy_of_a_quarter_never_wins_in_silence(folder):
    for name in ("exchange-rates.csv", "working-days.csv"):
        spoil(folder, lambda rows: rows.append(rows[3] | {"id": "again"}), name)
    assert sum("a period used once" in fault for fault in faults(folder)) == 2


def test_what_frictionless_refuses_check_refuses(folder):
    frictionless = pytest.importorskip("frictionless")
    package = str(shutil.copytree(shipped_data(), folder.parent / "shipped") / "datapackage.json")
    shipped = Path(package).parent
    assert frictionless.validate(package).valid
    spoil_json(
        shipped,
        "datapackage.json",
        lambda p: [(r.pop("hash", 0), r.pop("bytes", 0)) for r in p["resources"]],
    )
    for name, *rows in [
        ("reported.csv", {"id": "2020-q1-output"}, {"comparison": "yearly"}),
        ("metrics.csv", {"measure": "weight"}),
        ("exchange-rates.csv", {"yuan_per_dollar": "x"}, {"period": "2020-Q1"}),
        ("working-days.csv", {"working_days": "58.5"}),
    ]:
        for row, cells in enumerate(rows):
            spoil(shipped, put(row, **cells), name)
        refused = frictionless.validate(package).flatten(["rowNumber", "fieldName"])
        told = faults(shipped)
        assert len(refused) >= len(rows)
        for row, column in refused:
            assert any(f"{name}, row {row}" in f and (column or "") in f for f in told), (
                row,
                column,
            )
        shutil.copy(shipped_data() / name, shipped / name)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reviews are not here")
def test_the_folders_of_the_reviews_are_judged():
    refused = {}
    for place in sorted((SHARED / "review" / "folders").glob("s*")):
        refused[place.name] = faults(place)
    assert {name for name, found in refused.items() if found} <= {"s10-year2027", "s4-range"}
    assert load_dataset(SHARED / "review" / "folders" / "s1-falls").growth("output").high < 0


# L1
def test_a_fall_that_is_typed_with_a_decimal_comma_is_read(folder):
    head = "id;entity;metric;period;comparison;value;low;high;unit;source;locator;note\n"
    row = "t;Example Fiber Works;output;2020-Q2;yoy;-0,04;-0,045;-0,035;ratio;made-up-2021;p. 1;\n"
    (folder / "series.csv").write_text(head + row, encoding="utf-8")
    assert faults(folder) == []
    assert float(load_dataset(folder).growth("output", period="2020-Q2").low) == -0.045


# L2
def test_rows_that_a_quotation_mark_in_a_note_swallowed_are_seen(folder):
    path = folder / "reported.csv"
    head, first, second, *rest = path.read_text(encoding="utf-8").splitlines()
    first, second = f'{first.rsplit(",", 1)[0]},"open', f'{second.rsplit(",", 1)[0]},shut"'
    path.write_text("\n".join([head, first, second, *rest]) + "\n", encoding="utf-8")
    assert any("swallowed by a quotation mark" in fault for fault in faults(folder))


# C2
def test_a_figure_that_stands_twice_is_mended_by_its_status(folder):
    spoil(folder, lambda rows: rows.append(rows[0] | {"id": "twin"}))
    (fault,) = faults(folder)
    assert "Mend: Say which one is 'revised' or 'preliminary'" in fault


# L5
def test_a_comma_too_many_at_the_end_of_each_line_is_no_column(folder):
    path = folder / "reported.csv"
    path.write_text(path.read_text("utf-8").replace("\n", ",\n"), "utf-8")
    assert faults(folder) == []


# L6
def test_a_column_that_the_descriptor_names_is_kept(folder):
    schema = {"fields": [{"name": "typist"}]}
    spoil_json(folder, "datapackage.json", lambda p: p["resources"][0].update(schema=schema))
    spoil(folder, put(0, typist="Ann"))
    assert load_metrics(folder).at["2021-q2-output", "typist"] == "Ann"


# T4b
@pytest.mark.parametrize(("comma", "sign"), [(";", "semicolons"), ("\t", "tabs")])
def test_the_sign_between_cells_is_told(folder, comma, sign):
    path = folder / "working-days.csv"
    path.write_text(path.read_text("utf-8").replace(",", comma), "utf-8")
    assert f"working-days.csv separates its cells with {sign}" in notes(folder)


@pytest.mark.parametrize(
    ("words", "told"), [("a deficit of 3 tonnes", True), ("a loss of 3 tonnes", False)]
)
def test_a_deficit_of_a_result_is_not_above_nought(folder, words, told):
    row = readable_folder(folder).tables["reported.csv"][3]
    metrics = [one["metric"] for one in readable_folder(folder).tables["metrics.csv"]]
    spoil(folder, put(metrics.index(row["metric"]), measure="profit"), "metrics.csv")
    spoil(folder, put(3, as_reported=words))
    found = [one for one in faults(folder) if "lies below nought" in one]
    assert bool(found) is told
    assert all("Mend: Type -3 in series.csv" in one for one in found)
