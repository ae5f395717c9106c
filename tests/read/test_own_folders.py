"""Folders as people make them: what passes `check` gives true sentences, all else a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from folders import put, spoil, spoil_json, write

from jilin_analysis import load_dataset, load_metrics, pictures
from jilin_analysis.dataset import checked
from jilin_analysis.gate import examine, readings
from jilin_analysis.naming.names import is_plural

Rows = list[tuple[str, ...]]
OUTPUT = {"metric": "output", "label": "output", "measure": "volume", "unit": "tonne"}
REVENUE = {"metric": "revenue", "label": "sales revenue", "measure": "value", "unit": "CNY"}
USE = {"metric": "use", "label": "occupancy", "measure": "ratio", "unit": "ratio"}
EXPORTS = {"metric": "exports", "label": "direct exports", "measure": "volume", "unit": "tonne"}
WORTH = {"metric": "worth", "label": "output value", "measure": "value", "unit": "CNY"}
EARNED = {"metric": "earned", "label": "export earnings", "measure": "value", "unit": "USD"}
GUESTS = {"metric": "guests", "label": "arrivals", "measure": "unknown", "unit": ""}
SPENT = {"metric": "spent", "label": "spending", "measure": "unknown", "unit": ""}
_TEXTS = ("label_zh", "also_called", "price_basis", "part_of", "value_of", "volume_of", "not_known")


def folder(place: Path, metrics: list[dict[str, str]], rows: Rows) -> Path:
    """Make a folder of rows: metric, comparison, phrase, and perhaps source and status."""
    blank = dict.fromkeys(_TEXTS, "")
    write(place, "metrics.csv", [blank | {"definition": "As called"} | one for one in metrics])
    names = ("metric", "comparison", "as_reported", "source", "status")
    told = [dict(zip(names, (*row, *("a", "")[len(row) - 3 :]), strict=True)) for row in rows]
    about = {"entity": "Nord Works", "period": "2024-Q1", "locator": "p. 1"}
    write(place, "reported.csv", [{"id": f"r{n}"} | about | row for n, row in enumerate(told)])
    sources: list[dict[str, Any]] = [
        {"id": key, "type": "webpage", "title": f"Report {key}", "custom": {"grade": "press"}}
        for key in ("a", "b")
    ]
    sources[0] |= {"publisher": "The Gazette", "issued": {"date-parts": [[2024, 5, 2]]}}
    sources[1] |= {"author": [{"family": "Roe", "given": "Ann"}, {"literal": "The Board"}]}
    (place / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
    package = {
        "name": "own",
        "version": "1",
        "created": "2024-06-01",
        "focus": {"entity": "Nord Works", "period": "2024-Q1"},
        "resources": [{"name": "reported", "path": "reported.csv"}],
    }
    (place / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return place


def told(place: Path) -> str:
    """Return all that a reader sees, a line a thing."""
    judged, found = examine(place)
    assert not judged.problems, judged.problems
    assert len({*judged.notes}) == len(judged.notes)
    findings = [f"{one.sentence or one.why_not} {one.caveat}" for one in found]
    lines = [*judged.notes, *readings(checked(judged)), *findings]
    return "\n".join(lines).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("metrics", "rows", "words"),
    [
        (
            [OUTPUT | {"part_of": "output"}],
            [("output", "yoy", "up 3 percent")],
            "column part_of: found 'output'; expected another metric",
        ),
        (
            [GUESTS],
            [("guests", "", "3 tonnes"), ("guests", "", "5 million yuan", "b")],
            "expected a level in tonne, as the first one of guests is",
        ),
        (
            [OUTPUT | {"part_of": "exports"}, EXPORTS | {"part_of": "output"}],
            [("output", "yoy", "up 3 percent")],
            "not itself part_of exports",
        ),
        ([WORTH, OUTPUT], [("worth", "yoy", "output rose by 3 percent")], "names (output)"),
        ([WORTH, OUTPUT], [("output", "yoy", "output value rose by 3 percent")], "names (worth)"),
        (
            [EARNED, EXPORTS],
            [("exports", "yoy", "up 3 percent"), ("earned", "yoy", "exports rose by 3 percent")],
            "names (exports)",
        ),
        (
            [OUTPUT, WORTH | {"label_zh": "产值"}],
            [("output", "yoy", "产值同比增长3%")],
            "names (worth)",
        ),
    ],
)
def test_what_cannot_be_is_a_problem(tmp_path, metrics, rows, words):
    found = examine(folder(tmp_path, metrics, rows))[0].problems
    assert any(words in str(one) for one in found), found


@pytest.mark.parametrize(
    ("metrics", "rows", "words", "never"),
    [
        (  # halved is a fall by a half: one report, told twice
            [OUTPUT],
            [("output", "yoy", "output halved"), ("output", "yoy", "fell by 50 percent", "b")],
            "output fell by 50 %, according to The Gazette.",
            "disagree",
        ),
        (
            [OUTPUT],
            [("output", "yoy", "output halved"), ("output", "yoy", "fell by 49 percent", "b")],
            "Reports disagree, and all that they allow is used: a: output halved; b: fell",
            "twice",
        ),
        (  # of one source, the revised figure counts
            [OUTPUT],
            [("output", "yoy", "up 1 percent", "a", "preliminary"),
             ("output", "yoy", "up 1.4 percent", "a", "revised")],
            "output rose by 1.4 % (1.35 to 1.45), according to The Gazette.",
            "rose by 1 %",
        ),
        (  # nought at one end is a direction
            [OUTPUT, REVENUE | {"value_of": "output"}],
            [("output", "yoy", "up 5 percent"), ("revenue", "yoy", "up 4 percent")],
            "sales revenue per tonne fell by 1.0 % (0.0 to 1.9), if at all.",
            "up or down",
        ),
        ([USE], [("use", "yoy", "up 2.3 percentage points")], "rose by 2.3 percentage points", "?"),
        (  # the unit of a printed level is no supposition
            [GUESTS, SPENT | {"value_of": "guests"}],
            [("guests", "yoy", "up 3 percent"), ("spent", "yoy", "up 9 percent"),
             ("guests", "", "1.2 million visitors"), ("spent", "", "€40 million")],
            "make it 33.3 euros (31.6 to 35.3)",
            "spending is money",
        ),
        (  # what cannot be told is the change alone, and nothing is in yuan
            [GUESTS, SPENT | {"value_of": "guests"}],
            [("guests", "", "1.2 million visitors"), ("spent", "", "USD 40 million")],
            "spending per unit was 33.3 dollars (31.6 to 35.3)",
            "yuan",
        ),
        (  # what has parts is no count
            [GUESTS | {"label": "average stay"}],
            [("guests", "", "the average stay was 3.2 nights")],
            "is reported as “the average stay was 3.2 nights”",
            "stay was 3.2 (",
        ),
        (
            [OUTPUT, REVENUE | {"value_of": "output"}],
            [("output", "yoy", "up 5 percent"), ("revenue", "qoq", "up 4 percent")],
            "no growth rate of sales revenue year on year",
            "?",
        ),
        ([OUTPUT], [("output", "yoy", "up 5 percent", "b")], "to Ann Roe and The Board.", "?"),
        (  # what fell was more: a wide interval is told by its smaller end
            [OUTPUT],
            [("output", "yoy", "fell by up to 76.3 percent"), ("output", "", "772,100 tonnes")],
            "It was 772,000 to 3,259,000 tonnes a year before.",
            "700,000",
        ),
        (  # what is above the whole is no part of it
            [OUTPUT, EXPORTS | {"part_of": "output"}],
            [("output", "yoy", "up 3 percent"), ("exports", "yoy", "up 9 percent"),
             ("output", "", "3,011 tonnes"), ("exports", "", "3,512 tonnes")],
            "direct exports were above output, and cannot be part of it",
            "was multiplied",
        ),
        (  # a share of the level before is growth
            [OUTPUT],
            [("output", "yoy", "94.9 percent of the level a year earlier")],
            "output fell by 5.1 % (5.05 to 5.15)",
            "94.9 %",
        ),
        (  # a share of one thing is no figure of that thing
            [USE | {"label": "capacity utilization"}, OUTPUT | {"label": "capacity"}],
            [("use", "", "81.2 percent of capacity")],
            "capacity utilization was 81.2 %",
            "?",
        ),
        (
            [EXPORTS, EARNED],
            [("exports", "yoy", "up 1 percent"), ("earned", "yoy", "from exports: up 3 percent")],
            "export earnings rose by 3 %",
            "?",
        ),
        (  # the own noun, whatever it is of
            [OUTPUT, WORTH],
            [("worth", "yoy", "the value of output rose by 3 percent")],
            "output value rose by 3 %",
            "?",
        ),
        (  # a more general name, at the end of the own one
            [EXPORTS, EXPORTS | {"metric": "all", "label": "exports"}],
            [("exports", "yoy", "exports rose by 3 percent")],
            "direct exports rose by 3 %",
            "?",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_a_folder(tmp_path, metrics, rows, words, never):
    text = told(folder(tmp_path, metrics, rows))
    assert words in text, text
    assert never not in text, text


@pytest.mark.parametrize(
    ("phrases", "title"),
    [
        (["rose by nearly 3 percent"], "Output rose by at most 3\xa0%"),
        (["fell by up to 3 percent"], "Output fell by at most 3\xa0%"),
        (["was flat year on year"], "Output did not change"),
        (["up 1 percent", "was flat year on year"], "Output rose by 1\xa0%"),
        (["rose by 0.0 percent"], "Output changed by at most 0.05\xa0% either way"),
    ],
)
def test_a_chart_of_rates_is_headed_by_what_they_did(tmp_path, phrases, title):
    rows = [
        (metric, "yoy", phrase)
        for metric, phrase in zip(("output", "exports"), phrases, strict=False)
    ]
    data = load_dataset(folder(tmp_path, [OUTPUT, EXPORTS], rows))
    assert pictures.rates(data).headline == title


def test_of_as_many_like_periods_a_trend_takes_those_that_reach_the_latest(tmp_path):
    periods = ["2023-Q1", "2023-Q2", "2024-Q1", "2024-Q2", "2024-Q3"]
    rows = [("output", "", f"{n},123 tonnes") for n in range(1, 6)]
    place = folder(tmp_path, [OUTPUT], rows)
    dated = dict(zip(("r0", "r1", "r2", "r3", "r4"), periods, strict=True))
    spoil(place, lambda told: [row.update(period=dated[row["id"]]) for row in told])
    spoil_json(place, "sources.json", lambda told: told[0].update(issued={"raw": "2024-11-02"}))
    (trend,) = [one for one in examine(place)[1] if one.name == "output-trend"]
    assert trend.title == "Output, Q2 2023 to Q2 2024"
    assert "(4,122.5 to 4,123.5) at the end" in trend.sentence


def test_a_folder_of_profits_has_a_chart_of_nothing_known(tmp_path):
    profit = {"metric": "profit", "label": "net profit", "measure": "profit", "unit": "CNY"}
    data = load_dataset(folder(tmp_path, [profit], [("profit", "yoy", "up 3 percent")]))
    assert pictures.rates(data).headline == "None of the rates is reported"


def test_a_folder_of_ratios_has_a_series_of_them(tmp_path):
    data = load_dataset(folder(tmp_path, [USE], [("use", "", "occupancy of 71 percent")]))
    assert "Q1 2024 71\xa0%" in pictures.series(data).alt
    shown = [one.get_text() for one in pictures.series(data).figure.axes[0].texts]
    assert {"71\xa0%", "40\xa0%"} <= {*shown}


def test_the_ends_of_a_range_of_falls_are_in_order(tmp_path):
    table = load_metrics(folder(tmp_path, [OUTPUT], [("output", "yoy", "fell by 3 to 5 percent")]))
    assert list(table.loc["r0", ["low", "high"]]) == [-0.05, -0.03]


def test_rates_that_are_not_held_against_their_levels_are_counted(tmp_path):
    rows = [("output", "", "5.0 tonnes"), ("output", "yoy", "rose by 3 percent")] * 6
    place = folder(tmp_path, [OUTPUT], rows)

    def each_its_year(told):
        for n, row in enumerate(told):
            row["period"] = f"{2019 + n // 2}-Q1"

    spoil(place, each_its_year)
    fits = [one for one in examine(place)[1] if one.name.endswith("-fit")]
    assert len(fits) == 3
    assert all("2 earlier periods are not compared here." in one.caveat for one in fits)


def test_a_withdrawn_figure_is_no_figure_in_force_in_a_series(tmp_path):
    place = folder(tmp_path, [OUTPUT], [("output", "yoy", "rose by 3 percent")])
    shown = []
    for status in ("", "withdrawn"):
        spoil(place, put(0, status=status))
        picture = pictures.series(load_dataset(place))
        shown.append([one.get_text() for one in picture.figure.axes[0].texts])
    assert [" ".join(one).count("+3") for one in shown] == [1, 0]
    assert "[output, Q1 2024, withdrawn]" in readings(load_dataset(place))[0]
    assert "Orange: withdrawn." in picture.caption
    assert "output, Q1 2024 (withdrawn) +3" in picture.alt


def test_halved_is_drawn_as_a_fall_and_a_profit_by_its_level_alone(tmp_path):
    profit = {"metric": "profit", "label": "net profit", "measure": "profit", "unit": "CNY"}
    rows = [
        ("output", "yoy", "halved"),
        ("profit", "yoy", "loss widened by 40 percent"),
        ("profit", "", "net loss of 12 million yuan"),
    ]
    place = folder(tmp_path, [OUTPUT, profit], rows)
    data = load_dataset(place)
    assert pictures.rates(data).alt == "Output fell by 50\xa0%: Output −50\xa0%."
    assert pictures.rates(data).title == "Growth reported for Nord Works, Q1 2024"
    assert "net profit, Q1 2024 −12\xa0million\xa0yuan" in pictures.series(data).alt
    spoil(place, lambda told: told.append(told[0] | {"id": "x", "entity": "Sud Works"}))
    other = load_dataset(place)
    assert "Sud Works, Output −50" in pictures.rates(other).alt


@pytest.mark.parametrize(
    ("label", "plural"),
    [
        ("bits and pieces made", True),
        ("wages and salaries sold abroad", True),
        ("people employed", True),
        ("total registered vehicles", True),
        ("containers (weight)", True),
        ("sales of gas", True),
        ("TEUs", True),
        ("goods exports, yuan", True),
        ("natural gas sold abroad", False),
        ("men's clothing sold", False),
        ("value of exports", False),
        ("number of visitors", False),
        ("throughput of all berths", False),
        ("news", False),
        ("发电量", False),
    ],
)
def test_a_name_is_a_plural_by_its_noun(label, plural):
    assert is_plural(label) == plural


@pytest.mark.parametrize("rate", [[], [("output", "yoy", "up 3 percent")]], ids=["level", "both"])
def test_a_series_speaks_of_dashes_only_where_there_are_some(tmp_path, rate):
    place = folder(tmp_path, [OUTPUT], [("output", "", "5,123 tonnes"), *rate])
    picture = pictures.series(load_dataset(place))
    assert ("Dashed" in picture.caveat) == bool(rate)
    assert "unlike length" not in picture.caption


def test_a_series_says_that_growth_on_the_quarter_before_is_left_out(tmp_path):
    rows = [("output", "", "5,123 tonnes"), ("output", "qoq", "up 3 percent")]
    left = "Left out: growth on the quarter or the month before."
    for count, told in ((1, False), (2, True)):
        place = folder(tmp_path, [OUTPUT], rows[:count])
        assert (left in pictures.series(load_dataset(place)).caption) == told


def finding(place: Path, name: str) -> Any:
    return next(one for one in examine(place)[1] if one.name == name)


# V1
@pytest.mark.parametrize("status", ["", "revised"])
def test_of_one_source_a_preliminary_figure_gives_way(tmp_path, status):
    rows = [("output", "yoy", "up 1 percent", "a", "preliminary")]
    rows += [("output", "yoy", "up 1.4 percent", "a", status)]
    assert load_dataset(folder(tmp_path, [OUTPUT], rows)).growth("output").rests_on == {"r1"}


# F1
def test_metrics_that_a_sentence_has_no_room_for_are_counted(tmp_path):
    metrics = [OUTPUT | {"metric": f"m{n}", "label": f"thing {n}"} for n in range(14)]
    place = folder(tmp_path, metrics, [(f"m{n}", "yoy", f"up {n + 1} percent") for n in range(14)])
    assert finding(place, "reported-answer").caveat == "Not told here: thing 12 and thing 13."


# F3
def test_amounts_at_prices_that_are_not_known_are_supposed_to_be_at_like_ones(tmp_path):
    rows = [("worth", "yoy", "up 3 percent"), ("revenue", "yoy", "up 9 percent")]
    place = folder(tmp_path, [WORTH, REVENUE | {"part_of": "worth"}], rows)
    assert "both are at prices of one kind" in finding(place, "revenue-share").premises


# F5
def test_a_rate_at_prices_that_are_not_known_need_not_be_that_of_the_levels(tmp_path):
    rows = [("worth", "", "5.00 million yuan"), ("worth", "yoy", "up 3 percent")]
    place = folder(tmp_path, [WORTH], [*rows, ("worth", "", "4.80 million yuan")])
    spoil(place, put(2, period="2023-Q1"))
    assert "A rate at comparable prices need not" in finding(place, "worth-2024-q1-fit").caveat


# F7
def test_about_makes_a_caveat(tmp_path):
    place = folder(tmp_path, [OUTPUT], [("output", "yoy", "up about 3 percent")])
    assert "on output say “about”" in finding(place, "reported-answer").caveat


# F6
def test_a_trend_reaches_the_latest_even_where_another_began_later(tmp_path):
    place = folder(tmp_path, [OUTPUT], [("output", "", f"{n},123 tonnes") for n in range(1, 5)])
    for n, period in enumerate(("2022-Q1", "2022-Q2", "2023-Q2", "2024-Q1")):
        spoil(place, put(n, period=period))
    assert finding(place, "output-trend").title == "Output, Q1 2022 to Q1 2024"
