"""The shipped data, as a table and as a record."""

from __future__ import annotations

import base64
import csv
import io
import json
import math
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

import jilin_analysis
from jilin_analysis import (
    NormalizationError,
    exhibits,
    load_metrics,
    load_record,
    normalize,
    reference,
)
from jilin_analysis.citing.pictures import read_picture
from jilin_analysis.estimates import as_estimate
from jilin_analysis.paths import data_folder
from jilin_analysis.tables import COLUMNS, fingerprint

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def metrics() -> pd.DataFrame:
    return load_metrics().set_index("id")


@pytest.fixture(scope="module")
def record():
    return load_record()


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


def test_chinese_levels_are_in_whole_units(metrics):
    assert metrics.loc["2020-q1-output-value", "value"] == 2_837_000_000
    assert metrics.loc["2020-q1-direct-fiber-exports-weight", "value"] == 24_000
    assert metrics.loc["2021-jan-nov-sales-revenue", "value"] == 14_800_000_000


def test_labels_are_joined_by_metric(metrics):
    expected = {"output": "output", "capacity": "capacity", "production-lines": "production lines"}
    for metric, label in expected.items():
        assert metrics.loc[metrics["metric"] == metric, "label"].str.startswith(label).all()


def test_no_number_is_typed_beside_a_phrase():
    header = (data_folder() / "reported.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert tuple(header) == COLUMNS["reported.csv"]
    assert not {"value", "low", "high", "unit"} & set(header)


def test_what_nobody_reported_is_unknown(record):
    assert not record.growth("output", period="1999").known
    assert not record.level("direct-fiber-exports-weight", entity="China").known
    assert record.level("direct-fiber-exports-weight", entity="China").unit == "tonne"
    assert not record.series.exchange_rate("1901-Q1").known
    assert record.series.exchange_rate("1901-Q1").unit == "CNY per USD"
    assert not record.series.length("1901-Q1", "working_days").known


def test_a_bound_opens_the_interval(record):
    found = record.estimate("2020-key-projects-increment")
    assert found.low == found.value == 700_000_000
    assert found.high == float("inf")


def test_the_better_graded_source_comes_first(record):
    rows = ["2020-q1-output-value", "2020-q1-output", "2020-q1-days"]
    assert record.sources_of(rows) == ["jlgov-2020", "chinese-calendar", "uscntv-2020"]


def test_comparators_are_others_in_the_same_months(record):
    found = record.table.loc[record.comparators()]
    assert record.entity not in set(found["entity"])
    assert len(found) == 10
    assert found["value"].is_monotonic_decreasing


@pytest.fixture
def other(tmp_path) -> Path:
    """A sound data folder without hashes, to be changed."""
    return Path(shutil.copytree(ROOT / "tests" / "data" / "next-quarter", tmp_path / "data"))


def test_a_rate_whose_metric_is_not_described_goes_by_its_name(other):
    for name in ("metrics.csv", "reported.csv"):
        lines = (other / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "foreign-exchange-earnings" not in line]
        (other / name).write_text("".join(kept), encoding="utf-8")
    record = load_record(other)
    assert list(record.headline()) == list(record.headline(record.own_growth()))
    assert {name: one.known for name, one in record.headline().items()} == {
        "output": True,
        "direct fiber exports": True,
        "foreign-exchange-earnings": False,
    }
    assert record.headline_metrics() == ["output", "direct-fiber-exports"]


def test_a_picture_credits_its_sources_with_what_is_known_of_them(other, tmp_path, monkeypatch):
    path = other / "sources.json"
    sources = json.loads(path.read_text(encoding="utf-8"))
    del sources[0]["publisher"]
    path.write_text(json.dumps(sources), encoding="utf-8")
    shown: list[dict[str, str]] = []
    monkeypatch.setattr(exhibits, "display", lambda bundle, **_: shown.append(bundle))
    exhibits.Exhibits(load_record(other)).figure(
        "a-figure",
        Figure(figsize=(1, 1)),
        pd.DataFrame({"figure": [1]}),
        caption="A caption.",
        alt="Nothing.",
        caveat="A caveat.",
        derivation="Made up.",
        rests_on=["2021-q2-output", "2021-q2-days", "2021-q2-yuan-per-dollar"],
    )
    (tmp_path / "a.svg").write_text(shown[0]["image/svg+xml"], encoding="utf-8")
    (tmp_path / "a.png").write_bytes(base64.b64decode(shown[0]["image/png"]))
    for name in ("a.svg", "a.png"):
        assert read_picture(tmp_path / name).sources == (
            "ecb-rates: Euro foreign exchange reference rates, European Central Bank, 2026-10-30",
            "made-up-2021: A release that was made up for a test, 2021-08-01",
            "chinese-calendar: chinesecalendar, LKI, undated",
        )


def test_a_table_shows_numbers_as_they_were_printed(other, monkeypatch):
    shown: list[dict[str, str]] = []
    monkeypatch.setattr(exhibits, "display", lambda bundle, **_: shown.append(bundle))
    exhibits.Exhibits(load_record(other)).table(
        "a-table",
        pd.DataFrame({"as reported": ["1.50", "8,000"]}),
        caption="A caption.",
        caveat="A caveat.",
        derivation="Made up.",
        rests_on=["2021-q2-output"],
    )
    cells = [line.strip("| ") for line in shown[0]["text/markdown"].splitlines()]
    assert [cell.replace("\\", "") for cell in cells[2:]] == ["1.50", "8,000"]


@pytest.mark.parametrize("name", reference.SERIES)
def test_the_reference_series_are_derived_again(name):
    rows = reference.SERIES[name]()
    text = io.StringIO()
    out = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    assert text.getvalue() == (data_folder() / f"{name}.csv").read_text(encoding="utf-8")


def test_the_fingerprint_sees_every_file(tmp_path):
    folder = data_folder()
    names = [*COLUMNS, "sources.json", "datapackage.json"]
    for name in names:
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    before = fingerprint(tmp_path)
    assert before == fingerprint(folder)
    for name in names:
        whole = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(whole.replace(b"a", b"b", 1))
        assert fingerprint(tmp_path) != before
        (tmp_path / name).write_bytes(whole)


def test_an_installed_copy_brings_data_and_notebooks():
    import tomllib

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


def test_public_names_are_all_there():
    for name in jilin_analysis.__all__:
        assert getattr(jilin_analysis, name).__name__ == name
        assert name in dir(jilin_analysis)
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = jilin_analysis.nothing_such
    with pytest.raises(NormalizationError):
        jilin_analysis.normalize("no figure at all")


@pytest.mark.parametrize(
    ("phrase", "low", "high"),
    [
        ("more than 5 tons", 5, math.inf),
        ("at least 5 tons", 5, math.inf),
        ("less than 5 tons", -math.inf, 5),
        ("at most 5 tons", -math.inf, 5),
        ("5 tons", Fraction("4.5"), Fraction("5.5")),
        ("rose by at least 5 percent", Fraction("0.05"), math.inf),
        ("fell by more than 90 percent", -1, Fraction("-0.9")),
        ("fell by at most 5 percent", Fraction("-0.05"), math.inf),
        ("fell by 100 percent", -1, Fraction("-0.995")),
        ("0.3 percentage points", Fraction("0.0025"), Fraction("0.0035")),
    ],
)
def test_a_bound_moves_the_figure_to_the_edge_of_what_is_possible(phrase, low, high):
    quantity = normalize(phrase)
    estimate = as_estimate(quantity, "a-row")
    assert (estimate.low, estimate.high) == (low, high)
    assert estimate.value == Fraction(quantity.value)
    assert estimate.unit == ("tonne" if "tons" in phrase else "ratio")
    assert estimate.rests_on == {"a-row"}
