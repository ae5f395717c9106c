"""A user's own sentence, chart and table are citable in a few lines, and credit the user."""

import json
import shutil
import sys
from dataclasses import dataclass, field

import pandas as pd
import pytest
from matplotlib.figure import Figure

from jilin_analysis import AnalysisError, load_dataset, pictures, show
from jilin_analysis.citing.citations import cite
from jilin_analysis.citing.numbers import of_exhibit
from jilin_analysis.citing.picture_metadata import identity_line, read_line
from jilin_analysis.estimates import Estimate
from jilin_analysis.paths import data_folder
from jilin_analysis.showing.exhibit import KEY, Exhibit

DATA = load_dataset()


@pytest.fixture
def shown(monkeypatch):
    """Return the exhibits that are shown, as a catalogue reads them, with their bundles."""
    found = []

    def display(bundle, raw, metadata):  # noqa: ARG001
        told = json.loads(json.dumps(metadata[KEY]))
        if "caption_of" not in told:
            found.append((Exhibit.from_metadata(told), bundle, metadata))

    monkeypatch.setattr("jilin_analysis.showing.show.display", display)
    return found


def test_a_sentence_a_chart_and_a_table_of_ones_own(shown):
    own = DATA.table[DATA.table["entity"] == DATA.entity].reset_index()
    rate = DATA.growth("output")
    figure = Figure()
    figure.subplots().bar(own["id"], own["value"])

    show(f"It rose by {float(rate):.0%}.", "my-sentence", rows={"output": rate})
    show(figure, "my-chart", rows=own[["id", "label", "value", "low", "high"]])
    show(own[["id", "label", "value"]], "my-table")

    (sentence, _, _), (chart, bundle, metadata), (table, _, _) = shown
    assert [one.kind for one in (sentence, chart, table)] == ["statement", "figure", "table"]
    assert sentence.sources == tuple(DATA.sources_of(sorted(rate.rests_on)))
    assert chart.title == "My chart"
    assert chart.alt.startswith("My chart. ")
    assert metadata["image/png"] == metadata["image/svg+xml"] == {"alt": chart.alt}
    assert bundle["image/svg+xml"].startswith("<?xml")
    assert table.rests_on == tuple(sorted(own["id"]))
    for one in (sentence, chart, table):
        assert cite(one, "apa").count("\n\n") == len(one.sources)
        assert of_exhibit(one)
    assert "my-sentence/output" in of_exhibit(sentence)


@dataclass
class Found:
    """A finding, as far as showing it asks."""

    name: str = "an-answer"
    title: str = "Earnings per exported tonne, Q1 2020"
    sentence: str = "Earnings per tonne fell."
    estimates: dict = field(default_factory=dict)
    premises: tuple = ("exports are tonnes", "both cover the same goods")
    caveat: str = "Prices and mix both move it."
    sources: tuple = ("jlgov-2020",)


def test_a_finding_is_shown_with_its_title_numbers_and_premises(shown):
    rate = DATA.growth("output")
    numbers = {"output": rate, "twice": rate * 2, "base": DATA.level("output-value") / (1 + rate)}
    show(Found(estimates=numbers))
    ((one, bundle, _),) = shown
    assert (one.id, one.title, one.caveat) == ("an-answer", Found.title, Found.caveat)
    assert bundle["text/markdown"] == "Earnings per tonne fell."
    told = of_exhibit(one)
    assert list(told) == ["an-answer/output", "an-answer/twice", "an-answer/base"]
    assert told["an-answer/output"].estimate.low == rate.low
    # What was reported supposes nothing; what was worked out does.
    conditions = [number.condition for number in told.values()]
    assert conditions == ["", *["exports are tonnes and both cover the same goods"] * 2]


def test_of_a_number_no_more_is_told_than_what_it_rests_on_has_in_common(shown):
    first, rate = DATA.level("output-value"), DATA.growth("output")
    later = DATA.level("output-value", period="2022-Q1")
    others = DATA.estimate("china-2020-q1-chemical-fiber-output")
    numbers = {"output-value": first, "last": later, "change": later / first - 1}
    show(numbers | {"base": first / (1 + rate), "china": others}, "my-numbers", dataset=DATA)
    told = shown[0][0].rows
    own, period = DATA.entity, DATA.period
    assert [(row["entity"], row["period"], row["metric"]) for row in told] == [
        (own, period, "output-value"),
        (own, "2022-Q1", "output-value"),
        (own, "", ""),
        (own, "", ""),
        ("China", period, "chemical-fiber-output"),
    ]


def test_where_nothing_can_be_told_nothing_is_shown(shown):
    show(Found(sentence=""))
    assert shown == []


def test_the_data_of_a_table_are_numbers_with_their_ends(shown):
    table = pd.DataFrame({"what": ["a", "b"], "rate": [DATA.growth("output"), Estimate.unknown()]})
    show(table, "my-table", dataset=DATA)
    ((one, bundle, _),) = shown
    assert one.data == "what,rate,rate_low,rate_high\na,0.1,0.095,0.105\nb,,,\n"
    assert one.rests_on == tuple(sorted(DATA.growth("output").rests_on))
    assert "nan" not in bundle["text/markdown"]


def test_no_cell_of_the_data_is_a_formula(shown):
    show(pd.DataFrame({"what": ["=1+1", "@x"], "value": [-1.5, 2]}), "my-table")
    assert shown[0][0].data == "what,value\n'=1+1,-1.5\n'@x,2\n"


def test_ones_own_data_credit_oneself(shown, tmp_path):
    folder = shutil.copytree(data_folder(), tmp_path / "mine")
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package |= {"title": "My figures", "contributors": [{"title": "Jane Doe"}]}
    package |= {"licenses": [{"name": "CC0-1.0"}], "homepage": "https://mine.example/"}
    path.write_text(json.dumps(package), encoding="utf-8")
    figure = Figure()
    show(figure, "my-chart", title="Mine", dataset=load_dataset(folder))
    ((one, bundle, _),) = shown
    for text in (cite(one, "apa"), bundle["image/svg+xml"]):
        assert "Jane Doe" in text
        assert "analysis team" not in text
        assert "CC BY" not in text
    assert "https://mine.example/#my-chart" in cite(one, "apa")


def test_a_screenshot_of_a_picture_leads_back(shown):
    show(Figure(), "my-chart", title="Mine")
    ((one, _, _),) = shown
    assert read_line(identity_line(one)) == ("my-chart", one.data_sha256[:8])


def test_a_name_that_cannot_be_cited_is_refused(shown):
    with pytest.raises(ValueError, match="cannot be an id"):
        show("x", "My answer")
    assert shown == []


def test_one_estimate_is_a_table_of_one_number(shown):
    show(DATA.growth("output"), "my-rate")
    ((one, bundle, _),) = shown
    assert one.data.splitlines()[1].startswith("my-rate,my rate,")
    assert "9.5 to" in bundle["text/markdown"]


@pytest.mark.parametrize("thing", [None, [1, 2], pd.Series([1.5]), DATA, 3, {"x": 3}])
def test_what_cannot_be_shown_is_refused_with_what_can(shown, thing):
    with pytest.raises(TypeError, match=r"(?i)expected .*Estimate.*found"):
        show(thing, "mine")
    assert shown == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"titel": "x"}, "no keyword 'titel'. Nearest: title"),
        ({"sources": ["nope"]}, "no source 'nope'"),
        ({"rests_on": "2020-q1-outptu"}, "Nearest: 2020-q1-output"),
    ],
)
def test_a_misspelt_word_names_the_nearest(shown, words, said):
    with pytest.raises(AnalysisError) as found:
        show("It grew.", "mine", **words)
    assert said in str(found.value)
    assert shown == []


def test_doubts_of_what_is_unknown_are_drawn():
    picture = pictures.doubts(
        DATA.at("2022-Q1"), "foreign-exchange-earnings", "direct-fiber-exports"
    )
    assert picture.figure


def test_what_is_compared_has_names():
    rate = DATA.growth("output")
    for wrong in ([rate], {"output": 0.1}, {}):
        with pytest.raises(TypeError, match="expected"):
            pictures.compare(DATA, wrong)
    with pytest.raises(AnalysisError, match="Nearest: title"):
        pictures.compare(DATA, {"output": rate}, titel="Mine")
    with pytest.raises(AnalysisError, match="no period"):
        pictures.compare(DATA, {"output": rate}, "spring")
    assert set(pictures.compare(DATA, {"output": rate}, "Q2 2021").rows["period"]) == {"2021-Q2"}


def test_the_pictures_are_listed_and_nothing_else():
    drawn = [name for name, one in vars(pictures).items() if name[0] != "_" and callable(one)]
    own = {name for name in drawn if vars(pictures)[name].__module__ == pictures.__name__}
    assert dir(pictures) == sorted(own)


def test_a_table_has_its_digits_in_full_and_nothing_for_what_is_missing(shown, monkeypatch):
    # A bare install has no tabulate, with which pandas would write it.
    monkeypatch.setitem(sys.modules, "tabulate", None)
    numbers = [7e8, 2.837e9, 0.1 + 0.2, 1234567.89, float("nan"), 1e15]
    show(pd.DataFrame({"what": [*"abcd", None, "中文|"], "value": numbers}), "my-table")
    assert shown[0][1]["text/markdown"].splitlines() == [
        "| what   | value                 |",
        "|:-------|:----------------------|",
        "| a      | 700,000,000           |",
        "| b      | 2,837,000,000         |",
        "| c      | 0.3                   |",
        "| d      | 1,234,567.89          |",
        "|        |                       |",
        "| 中文\\| | 1,000,000,000,000,000 |",
    ]
