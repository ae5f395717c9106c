"""The data folder, asked: the shipped release, vintages, relations, reference series."""

from __future__ import annotations

import csv
import io
import math
import pickle
import shutil
import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
import reference
from folders import put, sound, spoil, spoil_json

import jilin_analysis
from jilin_analysis import (
    AnalysisError,
    DataError,
    findings,
    load_dataset,
    load_metrics,
    pictures,
)
from jilin_analysis.folder import read_folder
from jilin_analysis.paths import shipped_data

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def metrics() -> pd.DataFrame:
    return load_metrics()


@pytest.fixture(scope="module")
def dataset():
    return load_dataset()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sound(tmp_path)


def test_the_three_rates_come_from_their_phrases(metrics):
    rates = {
        "2020-q1-output": (0.10, 0.095, 0.105),
        "2020-q1-direct-fiber-exports": (0.77, 0.765, 0.775),
        "2020-q1-foreign-exchange-earnings": (0.28, 0.275, 0.285),
    }
    for row, expected in rates.items():
        found = metrics.loc[row]
        assert tuple(found[["value", "low", "high"]]) == expected
        assert (found["kind"], found["unit"], found["comparison"]) == ("growth", "ratio", "yoy")
        assert (found["grade"], found["measure"]) == ("official", "unknown")


def test_every_quantified_fact_of_the_release_has_a_row(metrics):
    core = metrics[metrics["source"] == "jlgov-2020"]
    assert sorted(core["value"]) == sorted([8000, 6 / 34, 7e8, 9, 2, 2, 4, 0.10, 0.77, 0.28])
    assert (core["sentence_sha256"].str.len() == 64).all()
    assert metrics.loc["2020-key-projects-increment", "bound"] == ">"


def test_a_row_has_the_ends_of_its_estimate(metrics, dataset):
    assert list(metrics.loc["2020-production-lines", ["low", "high"]]) == [2, 2]
    exceeding = metrics.loc["2020-key-projects-increment", ["low", "high"]]
    assert exceeding["low"] == 7e8
    assert exceeding.isna()["high"]
    for row in metrics.index[~metrics["ambiguous"].astype(bool)]:
        one = dataset.estimate(row)
        for told, end in zip(metrics.loc[row, ["low", "high"]], (one.low, one.high), strict=True):
            assert told == pytest.approx(float(end)) or not math.isfinite(end)


def test_levels_are_in_whole_units_and_periods_are_dates(metrics):
    assert metrics.loc["2020-q1-output-value", "value"] == 2_837_000_000
    assert metrics.loc["2020-q1-direct-fiber-exports-weight", "value"] == 24_000
    assert metrics.loc["2021-jan-nov-sales-revenue", "value"] == 14_800_000_000
    span = metrics.loc["2020-q1-output", ["start", "end"]]
    assert list(span) == [pd.Timestamp("2020-01-01"), pd.Timestamp("2020-03-31")]


def test_no_number_is_typed_beside_a_phrase():
    header = (shipped_data() / "reported.csv").read_text(encoding="utf-8").splitlines()[0]
    assert not {"value", "low", "high", "unit"} & set(header.split(","))


def test_a_dataset_says_in_ten_lines_what_it_is(dataset):
    assert len(repr(dataset).splitlines()) <= 10
    for words in ("Jilin Chemical Fiber Group", "the first quarter of 2020", ".growth('output')"):
        assert words in repr(dataset)
    # Those of the rates are no sources of figures.
    assert f"from {dataset.table['source'].nunique()} sources" in repr(dataset)
    with pytest.raises(AnalysisError, match="'FY24' is no period"):
        dataset.level("output", period="FY24")


def test_the_headline_is_what_the_data_name(dataset, folder):
    assert dataset.headline == ("output", "direct-fiber-exports", "foreign-exchange-earnings")
    assert load_dataset(folder).headline[0] == "output"
    own = load_dataset(folder).headline
    # A metric of which the period has a figure; another of which it has none.
    for stated, headline in (("direct-fiber-exports-weight", None), ("output-value", own)):
        spoil_json(folder, "datapackage.json", lambda p, s=stated: p["focus"].update(metrics=[s]))
        assert load_dataset(folder).headline == (headline or (stated,))


def test_another_period_begins_with_what_is_reported_of_it(dataset):
    said = findings.reported(dataset.at("2022-Q1")).sentence.replace("\u00a0", " ")
    assert "sales revenue rose by 31 %" in said
    assert len(pictures.rates(dataset.at("2022-Q1")).rows) == 3


def test_what_nobody_reported_is_unknown_and_a_misspelt_name_an_error(dataset):
    assert not dataset.growth("output", period="1999").known
    assert not dataset.level("direct-fiber-exports-weight", entity="China").known
    assert dataset.level("direct-fiber-exports-weight", entity="China").unit == "tonne"
    with pytest.raises(AnalysisError, match=r"no metric 'outptu'\. Nearest: output"):
        dataset.growth("outptu")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda d: d.growth(None), "no metric None"),
        (lambda d: d.growth(["output"]), "no metric"),
        (lambda d: d.asked_of("outptu"), "Nearest: output"),
        (lambda d: d.growth("output", period="nonsense"), "'nonsense' is no period. Expected:"),
        (lambda d: d.level("output", period=""), "'' is no period"),
        (lambda d: d.days("2020-04/2020-01"), "is no period"),
        (lambda d: d.exchange_rate(None), "None is no period"),
        (lambda d: d.at("x"), "'x' is no period"),
        (lambda d: d.growth("output", comparison="YoY"), "no comparison 'YoY'. Nearest: yoy"),
        (lambda d: d.growth("output", comparison=None), "no comparison None"),
        (lambda d: d.periods("output", "year"), "no comparison 'year'"),
        (
            lambda d: d.growth("output", "Jilin Chemical Fibre Group"),
            "Nearest: Jilin Chemical Fiber",
        ),
        (lambda d: d.vintages("output", entity=""), "no entity ''"),
        (lambda d: d.exchange_rate("2020", "usd"), "no currency 'usd'. Nearest: USD"),
        (lambda d: d.exchange_rate("2020", "CHF"), "Known: 'USD', 'EUR'"),
        (lambda d: d.days("2020", "workdays"), "Nearest: working_days"),
        (
            lambda d: d.figure("2020-q1-outputs"),
            "no figure '2020-q1-outputs'. Nearest: 2020-q1-output",
        ),
        (lambda d: d.rate("bogus"), "no figure 'bogus'"),
        (lambda d: d.sources_of(["bogus"]), "no figure 'bogus'"),
        (lambda d: d.related("share_of", "output"), "no relation 'share_of'"),
    ],
)
def test_what_the_data_cannot_hold_is_an_error_that_says_what_they_do(dataset, asked, said):
    with pytest.raises(AnalysisError) as found:
        asked(dataset)
    assert said in str(found.value)


@pytest.mark.parametrize("written", ["Q1 2020", "2020Q1", "2020-q1", "first quarter of 2020"])
def test_a_period_is_asked_for_as_people_write_it(dataset, written):
    assert dataset.growth("output", period=written) == dataset.growth("output")
    assert dataset.days(written) == dataset.days("2020-Q1")
    assert dataset.exchange_rate(written) == dataset.exchange_rate("2020-Q1")
    assert dataset.at("2022").at(written).period == "2020-Q1"


def test_what_the_data_could_hold_and_do_not_is_not_reported(dataset):
    for told in (
        dataset.growth("output", period="2031-Q1"),
        dataset.growth("output", period=2031),
        dataset.growth("output", entity="China"),
        dataset.growth("output", comparison="mom"),
        dataset.days("1999-Q1"),
        dataset.exchange_rate("1999-Q1"),
    ):
        assert (told.known, told.why) == (False, "not reported")


def test_the_sources_of_one_figure_are_asked_by_its_id(dataset):
    assert dataset.sources_of("2020-q1-output") == dataset.sources_of(["2020-q1-output"])


def test_a_name_that_is_empty_is_not_the_shipped_data():
    for load in (load_dataset, load_metrics):
        with pytest.raises(AnalysisError, match="name of the data folder is empty"):
            load("")


def test_a_dataset_and_its_errors_travel_between_processes(dataset, tmp_path):
    assert (dataset == load_dataset()) is False
    assert {dataset: 1}[dataset] == 1
    dataset.asked_of("output")
    copy = pickle.loads(pickle.dumps(dataset))
    assert copy.asked_of("output") == dataset.asked_of("output")
    with pytest.raises(DataError) as found:
        load_dataset(tmp_path)
    again = pickle.loads(pickle.dumps(found.value))
    assert (str(again), again.problems) == (str(found.value), found.value.problems)


def test_relations_are_declared_in_the_data(dataset, folder):
    assert load_dataset(folder).related("value_of", "output") == ["output-value"]
    spoil_json(folder, "datapackage.json", lambda p: p["focus"].update(metrics=["output"]))
    assert load_dataset(folder).relations == ()
    declared = {(one.kind, one.one, one.other) for one in dataset.relations}
    assert ("part_of", "direct-fiber-exports", "output") in declared
    assert ("value_of", "foreign-exchange-earnings", "direct-fiber-exports") in declared
    assert dataset.related("value_of", "output") == ["output-value"]


def test_the_better_graded_source_comes_first(dataset):
    rows = ["2020-q1-output-value", "2020-q1-output", "2020-q1-days"]
    assert dataset.sources_of(rows) == ["jlgov-2020", "chinese-calendar", "uscntv-2020"]


def test_comparators_are_others_in_the_same_months(dataset):
    found = dataset.table.loc[dataset.comparators()]
    assert dataset.entity not in set(found["entity"])
    assert found["value"].is_monotonic_decreasing


def test_halves_and_years_are_means_and_sums_of_their_quarters(dataset):
    rate = dataset.exchange_rate("2020-Q1")
    assert (rate.value, rate.unit) == (Fraction("6.97965"), "CNY/USD")
    year = dataset.exchange_rate("2020")
    quarters = [dataset.exchange_rate(f"2020-Q{n}").value for n in range(1, 5)]
    assert min(quarters) < year.value < max(quarters)
    assert year.rests_on == {"2020-yuan-per-dollar"}
    assert dataset.days("2020", "calendar_days").value == 366
    assert not dataset.exchange_rate("1901-Q1").known
    assert float(dataset.exchange_rate("2020-Q1", "EUR").value) == pytest.approx(7.69, abs=0.05)
    assert not dataset.days("2020-01/2020-04").known


def again(folder: Path, phrase: str, issued: str, status: str = "", publisher: str = "") -> None:
    """Report the first figure of the folder once more, from a source of its own."""

    def entry(sources):
        parts = [[int(part) for part in issued.split("-")]] if issued else None
        new = sources[0] | {"id": "again", "publisher": publisher or sources[0]["publisher"]}
        new.pop("issued")
        sources.append(new | ({"issued": {"date-parts": parts}} if parts else {}))

    spoil_json(folder, "sources.json", entry)
    row = {"id": "again-row", "as_reported": phrase, "source": "again", "status": status}
    spoil(folder, lambda rows: rows.append(rows[0] | row))


@pytest.mark.parametrize(
    ("issued", "status", "publisher", "answers"),
    [
        ("2021-12", "", "", ["again-row"]),
        ("2021-07", "", "", ["2021-q2-output"]),
        ("2021-12", "revised", "Another paper", ["again-row"]),
        ("2021-12", "", "Another paper", ["2021-q2-output", "again-row"]),
        ("", "revised", "", ["2021-q2-output", "again-row"]),
        ("2021-12", "withdrawn", "", ["2021-q2-output"]),
    ],
)
def test_a_newer_figure_supersedes_only_where_it_may(folder, issued, status, publisher, answers):
    again(folder, "output fell by 9 percent year on year", issued, status, publisher)
    found = load_dataset(folder)
    rows = found.vintages("output")
    assert sorted(rows.index[rows["in_force"]]) == answers
    assert len(rows) == 2
    growth = found.growth("output")
    assert growth.rests_on == set(answers)
    if len(answers) == 2:
        assert (growth.low, growth.high) == (Fraction("-0.095"), Fraction("-0.035"))
    else:
        assert growth.value in (Fraction("-0.09"), Fraction("-0.04"))


def test_reports_that_agree_answer_with_the_best_graded(folder):
    again(folder, "output fell by 4.1 percent year on year", "2021-12", publisher="A paper")
    assert load_dataset(folder).growth("output").rests_on == {"2021-q2-output"}


@pytest.mark.parametrize("name", reference.SERIES)
def test_the_reference_series_are_derived_again(name):
    rows = reference.SERIES[name]()
    text = io.StringIO()
    out = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    assert text.getvalue() == (shipped_data() / f"{name}.csv").read_text(encoding="utf-8")


def test_the_fingerprint_sees_every_file(tmp_path):
    folder = Path(shutil.copytree(shipped_data(), tmp_path / "data"))
    before = read_folder(folder).fingerprint
    assert before == read_folder().fingerprint
    for path in folder.glob("*.[cj]s*"):
        whole = path.read_bytes()
        path.write_bytes(whole + b"\n")
        assert read_folder(folder).fingerprint != before
        path.write_bytes(whole)


def test_an_installed_copy_brings_data_and_notebooks():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    shared = build["targets"]["wheel"]["force-include"]
    assert shared == {name: f"jilin_analysis/_share/{name}" for name in ("data", "notebooks")}


def test_the_import_waits_for_nothing():
    code = (
        "import sys, jilin_analysis\n"
        "loud = {'pandas', 'numpy', 'matplotlib', 'seaborn', 'IPython'} & set(sys.modules)\n"
        "print(*sorted(loud))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, [])


def test_the_public_names_are_all_there_and_nothing_else():
    assert dir(jilin_analysis) == sorted(jilin_analysis.__all__)
    for name in jilin_analysis.__all__:
        assert getattr(jilin_analysis, name) is not None
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = jilin_analysis.nothing_such


def test_levels_of_a_quarter_are_asked_apart_from_changes(folder):
    spoil(folder, put(1, as_reported="direct exports halved", comparison="yoy"))
    found = load_dataset(folder)
    assert found.level("direct-fiber-exports-weight").value == 18_000
    assert found.growth("direct-fiber-exports").value == Fraction("-0.5")


def test_the_first_editions_name_still_loads_the_data_and_answers_as_it_did():
    from jilin_analysis import load_record

    with pytest.warns(DeprecationWarning, match="use load_dataset"):
        record = load_record()
    rates = record.headline_rates()
    assert [round(float(one.value), 2) for one in rates.values()] == [0.1, 0.77, 0.28]
    assert set(record.own_growth()["entity"]) == {record.entity}
