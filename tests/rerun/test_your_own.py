"""One's own release: read, proposed, added; a spreadsheet to work in; the tutorial of README."""

from __future__ import annotations

import json
import re
import shlex
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from folders import SHARED, spoil_json

from jilin_analysis import AnalysisError, console, load_dataset
from jilin_analysis.__main__ import main
from jilin_analysis.entering import adding, documents, release, starter
from jilin_analysis.folder import METRICS, readable_folder
from jilin_analysis.gate import examine

ROOT = Path(__file__).parents[2]
SHIPPED = SHARED / "sources" / "jl-gov-2020-06-27.txt"
TEXT = "Second title\nIn the first quarter, output rose by 12 percent year on year, a record.\n"
METRIC = "output,output,产量,,volume,tonne,,,,,,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    starter.start(tmp_path / "own", entity="Some Works", period="2021-Q1")
    with (tmp_path / "own" / "metrics.csv").open("a", encoding="utf-8") as file:
        file.write(METRIC)
    return tmp_path / "own"


def add(folder: Path, text: str, *more: str) -> int:
    """Run `read --add` on a text and return its exit status."""
    (folder.parent / "release.txt").write_text(text, "utf-8")
    return main(["read", str(folder.parent / "release.txt"), "--add", str(folder), *more])


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch):
    """Sit at a terminal and answer, a line a question."""

    def given(*told: str) -> None:
        left = list(told)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda _: left.pop(0))

    return given


@pytest.mark.skipif(not SHIPPED.exists(), reason="the release is not at hand")
def test_the_shipped_release_gives_its_eight_figures_and_two_ranks():
    found = release.propose(SHIPPED.read_text("utf-8"), readable_folder().tables[METRICS])
    kinds = [one.kind for one in found.proposals]
    assert (len(kinds), kinds.count("rank")) == (10, 2)
    assert not found.refused
    rows = readable_folder().tables["reported.csv"][:10]
    told = {(one.locator, one.digest) for one in found.proposals}
    assert told == {(row["locator"], row["sentence_sha256"]) for row in rows}
    rates = [one.metric for one in found.proposals if one.kind == "growth"]
    assert rates == ["output", "direct-fiber-exports", "foreign-exchange-earnings"]


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        ("销售收入51.3亿元,同比增长31%。", ["销售收入51.3亿元", "同比增长31%"]),
        ("Sales rose 5% to $3 million.", ["Sales rose 5%", "$3 million"]),
        ("Sales were 9 tonnes, up 5% from 8 tonnes.", ["Sales were 9 tonnes", "up 5%"]),
        ("Sales of old and new cars rose 5%.", ["Sales of old and new cars rose 5%"]),
        ("Sales were 5 tonnes (t), and 3 in May.", ["Sales were 5 tonnes"]),
        ("It made $3 million or 9 cents a share.", ["It made $3 million", "9 cents a share"]),
        ("It came ninth among the firms.", ["It came ninth among the firms"]),
        ("It opened its second plant.", []),
    ],
)
def test_a_phrase_is_the_shortest_clause_that_reads_as_its_figure(sentence, phrases):
    assert [one.phrase for one in release.propose(sentence).proposals] == phrases


@pytest.mark.parametrize(
    ("sentence", "metrics"),
    [
        ("销售收入51.3亿元,同比增长31%。", ["sales-revenue", "sales-revenue"]),
        ("受益于产值增加,净利润同比增长31%。", [""]),
        ("The output value was 3 million yuan.", ["output-value"]),
        ("The group's output value rose by 4%.", ["output-value"]),
        ("Sales of carbon fibre grew by 4%.", ["carbon-fiber-sales-volume"]),
    ],
)
def test_a_metric_is_named_by_the_words_of_its_own_clause(sentence, metrics):
    found = release.propose(sentence, readable_folder().tables[METRICS])
    assert [one.metric for one in found.proposals] == metrics


# Each sentence with the rows it gives: figure, comparison and period, of a focus in 2021-Q2.
@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("In the first half of 2021, sales were 8 tonnes.", [("", "2021-H1")]),
        ("Sales in March were 8 tonnes.", [("", "2021-03")]),
        ("Sales in December were 8 tonnes.", [("", "")]),
        ("Sales were 8 tonnes. In 2020, sales were 5 tonnes.", [("", "2021-Q2"), ("", "2020")]),
        ("In 2020, sales were 5 tonnes. Exports were 3 tonnes.", [("", "2020"), ("", "")]),
        ("Sales were 5 tonnes in 2020. Exports were 3 tonnes.", [("", "2020"), ("", "")]),
        ("Sales rose 8% on the quarter to 3 tonnes.", [("qoq", "2021-Q2"), ("", "2021-Q2")]),
        ("In May 2021, as compared to April 2021, sales rose 8%.", [("mom", "2021-05")]),
        ("Sales rose 8% over the same period in 2020.", [("yoy", "2021-Q2")]),
        (
            "Sales fell 8% on the quarter and 4% on the year.",
            [("qoq", "2021-Q2"), ("yoy", "2021-Q2")],
        ),
        ("Sales fell 8% to 5 tonnes year on year.", [("yoy", "2021-Q2"), ("", "2021-Q2")]),
        ("Sales rose 8% and were 5 tonnes in June.", [("", "2021-Q2"), ("", "2021-06")]),
        (
            "前五个月销售量8万吨，同比增长5%。",
            [("", "2021-01/2021-05"), ("yoy", "2021-01/2021-05")],
        ),
        ("1-5月销售量8万吨。", [("", "2021-01/2021-05")]),
        ("The firm expects sales of 8 tonnes.", [("", "")]),
        ("Sales grew 8% from 5 tonnes in 2Q20.", [("yoy", "2021-Q2")]),
        (
            "Sales grew 8% to 9 tonnes (t) from 5 tonnes last year.",
            [("yoy", "2021-Q2"), ("", "2021-Q2")],
        ),
        ("Sales rose 8% compared with 5 tonnes in the 2020 period.", [("yoy", "2021-Q2")]),
        ("Excluding a sale in 2019, sales were 8 tonnes.", [("", "2021-Q2")]),
        ("Sales and exports rose by 8% and 5% on the year.", [("yoy", "2021-Q2")] * 2),
        ("Exports fell 2% on the year. Sales rose 8%.", [("yoy", "2021-Q2")] * 2),
        ("Exports fell 2% on the quarter.\nSales rose 8%.", [("qoq", "2021-Q2")] * 2),
        (
            "Sales rose 8% on the year.\nIn May, sales fell 2%.",
            [("yoy", "2021-Q2"), ("yoy", "2021-05")],
        ),
        (
            "Sales rose 8% on the quarter.\nIn May, they fell 2%.",
            [("qoq", "2021-Q2"), ("", "2021-05")],
        ),
        (
            "Sales rose 8% on the year and 2% on the quarter.\nExports fell 2%.",
            [("yoy", "2021-Q2"), ("qoq", "2021-Q2"), ("", "2021-Q2")],
        ),
        ("In the first three quarters of 2020, sales were 8 tonnes.", [("", "2020-01/2020-09")]),
        ("Sales were 8 tonnes in the quarter ended 31 March.", [("", "2021-Q1")]),
        ("Sales of the December quarter of 2020 were 8 tonnes.", [("", "2020-Q4")]),
        ("Sales were 8 tonnes in the year ended June 2020.", [("", "2019-07/2020-06")]),
        ("Sales of the third quarter of the fiscal year were 8 tonnes.", [("", "2021-Q2")]),
        (
            "Sales of the first fiscal quarter were 8 tonnes. The second quarter began well.",
            [("", "")],
        ),
        (
            "Sales were 8 tonnes, up 5% versus the year-ago quarter.",
            [("", "2021-Q2"), ("yoy", "2021-Q2")],
        ),
        ("Sales were 8 tonnes in 2019-20.", [("", "")]),
        ("Sales were 8 tonnes in April to December of 2019-20.", [("", "2019-04/2019-12")]),
        ("In 2020, sales rose 8%.", [("yoy", "2020")]),
        ("Sales were 8 tonnes compared with last year.", [("", "2021-Q2")]),
        (
            "Sold in May 2021:\nold cars: 8 tonnes;\nnew ones: 9 tonnes.\nWe had 4 tonnes.",
            [("", "2021-05"), ("", "2021-05"), ("", "2021-Q2")],
        ),
        ("Results of 1Q21\nSales were 8 tonnes.", [("", "2021-Q1")]),
        ("Sales rose 8% to 5 tonnes in May.", [("", "2021-05"), ("", "2021-05")]),
        ("Sales were 8 tonnes (of new cars) in May.", [("", "2021-05")]),
        ("In May, sales were 8 tonnes.\nWe had 4 tonnes.", [("", "2021-05"), ("", "")]),
        (
            "Sales of the fourth quarter ended June 26 were 8 tonnes.\nFourth-quarter costs: 3 t.",
            [("", "2021-Q2"), ("", "2021-Q2")],
        ),
        (
            "Sales rose 8% on the year and 2% on the quarter.\nIn May, they fell 2%.",
            [("yoy", "2021-Q2"), ("qoq", "2021-Q2"), ("yoy", "2021-05")],
        ),
        ("Sales rose 8% from those seen at the end of Q1.", [("qoq", "2021-Q2")]),
        (
            "Sales in April to June of 2021 were 8 tonnes.\nIn June, cumulative sales were 3 t.",
            [("", "2021-Q2"), ("", "2021-06")],
        ),
        ("Sales of January to June 2021 rose.\n累计销售量8万吨。", [("", "2021-H1")]),
        ("累计销售量8万吨。", [("", "")]),
        (
            "Sales rose 8% on the year to 5 tonnes last quarter.",
            [("yoy", "2021-Q2"), ("", "2021-Q2")],
        ),
        (
            "Sales were 5 tonnes last quarter, up 8% on the year.",
            [("", "2021-Q2"), ("yoy", "2021-Q2")],
        ),
        ("4月末，销售余额8万吨，比去年同期高5%。", [("", "2021-04"), ("yoy", "2021-04")]),
        (
            "Sales fell 5% as they dropped from 3 tonnes in Q2 2020 to 2 tonnes in Q2 2021.",
            [("yoy", "2021-Q2"), ("", "2021-Q2")],
        ),
        ("Sales were 8 tonnes (7 tonnes) in May.", [("", "2021-05")]),
        ("Sales rose 8% (4% in May) on the year.", [("yoy", "2021-Q2")]),
        (
            "Sales rose 8% on the year (5% in the preceding quarter).\nCosts rose 2%.",
            [("yoy", "2021-Q2")] * 2,
        ),
        ("For the six months, sales were 8 tonnes.", [("", "2021-H1")]),
        ("Sales for the quarter were 8 tonnes.", [("", "2021-Q2")]),
        ("In January-to-March, sales were 8 tonnes.", [("", "2021-Q1")]),
        ("分三大门类看，1-4月销售指数增长5%。", [("yoy", "2021-01/2021-04")]),
        # Between a comma and another figure, a time is of that one.
        ("净亏损2.4亿元，上年同期盈利3.7亿元。", [("", "2021-Q2")]),
        ("Sales were 9 tonnes, a year earlier 8 tonnes.", [("", "2021-Q2")]),
        # 环比 is against the period before, whatever its length.
        ("二季度利润环比下降4%，6月环比下降1%。", [("qoq", "2021-Q2"), ("mom", "2021-06")]),
        ("2020年半年度利润增长4%。", [("", "2020-H1")]),
    ],
)
def test_a_row_has_the_time_and_the_base_that_its_words_name(text, rows):
    found = release.propose(text, period="2021-Q2")
    assert [(one.comparison, one.period) for one in found.proposals] == rows


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Sales were 9 tonnes, up 5% from 8 tonnes.", "another period"),
        ("Sales were 8 tonnes in the year-ago period.", "another period"),
        ("Sales rose 8% compared with 2019.", "not the year"),
        ("Sales rose 8% on the same period of 2020 (5 tonnes).", "another period"),
        ("Sales fell 8% to 5 tonnes; 4% to 3 tonnes.", "nothing beside it says"),
        ("利润较上月下降4%。", "2021-Q2 is no month"),
        ("Sales were EUR 8 million ($9 million).", "once more, in another currency"),
        ("Sales rose 8% over the same period last year (5 tonnes).", "another period"),
        ("Sales were 9 tonnes, or 3 tonnes each, a year ago.", "another period"),
        ("Sales were EUR 9 million (EUR 8 million).", "as a rule of the time before"),
        ("Sales were 9 tonnes, compared to sales of 8 tonnes.", "another period"),
        ("Sales were 9 tonnes, rising from exports of 8 tonnes.", "another period"),
        ("Shares were up 3% in early trading.", "a price of shares"),
        ("Sales were 5 tonnes last quarter.", "another period"),
        ("Sales rose 5% on the prior-year period (Q2 2020: 5 tonnes).", "another period"),
        ("Gearing was 34% (16%).", "as a rule of the time before"),
        ("Sales passed the one-million-tonne line.", "names a class"),
        ("分三大门类看，销售量增长5%。", "the members of a group"),
    ],
)
def test_what_would_be_read_wrongly_is_refused_with_the_reason(text, why):
    assert why in release.propose(text, period="2021-Q2").refused[0]


@pytest.mark.parametrize(
    "text",
    [
        "Sales and exports rose by 8% and 5% respectively on the year.",
        "销量和出口同比分别增长8%和5%。",
    ],
)
def test_figures_told_apart_by_their_order_have_no_words_of_their_own(text):
    found = release.propose(text, period="2021-Q2").proposals
    assert [(one.phrase, one.metric, one.called) for one in found if not one.typed] == []


def test_rows_are_added_behind_the_others_and_hashes_renewed(folder, capsys):
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"][0] |= {"hash": "sha256:0", "bytes": 1}
    # Somebody's own way of writing JSON is kept.
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1), "utf-8")
    before = {name: (folder / name).read_text("utf-8") for name in ("reported.csv", "sources.json")}
    assert add(folder, TEXT, "--yes", "--grade", "press", "--issued", "2021-05-02") == 0
    raw = (folder / "reported.csv").read_bytes()
    assert raw.decode().startswith(before["reported.csv"])
    assert b"2021-q1-output-growth,Some Works,output,2021-Q1,yoy,output rose by 12" in raw
    kept = before["sources.json"].rstrip().removesuffix("]").rstrip()
    assert (folder / "sources.json").read_text("utf-8").startswith(kept + ",")
    package["resources"][0] |= {"hash": f"sha256:{sha256(raw).hexdigest()}", "bytes": len(raw)}
    assert (folder / "datapackage.json").read_text("utf-8") == json.dumps(package, indent=1)
    assert "→12 percent←" in capsys.readouterr().out
    assert not examine(folder)[0].problems


def test_a_change_as_an_amount_is_none_of_the_metric_that_changed():
    known = readable_folder().tables[METRICS]
    (one,) = release.propose("销售收入同比增加35亿元。", known, period="2021").proposals
    assert (one.metric, one.comparison) == ("", "")


def test_with_yes_nothing_is_added_that_leaves_something_open(folder, capsys):
    text = "Output rose by 12 percent on the year, and by 2 percent on the quarter. "
    text += "Sales were 3 tonnes. Output rose by 3 percent."
    assert add(folder, text, "--yes", "--grade", "press") == 0
    told = capsys.readouterr().out
    assert "Sales were 3 tonnes (not known: metric)" in told
    assert "Output rose by 3 percent (not known: comparison)" in told
    assert "1 row was added" in told


def test_a_text_that_does_not_name_whom_its_rows_are_about_is_told(folder, capsys):
    add(folder, "Sales of another firm were 3 tonnes.", "--yes", "--grade", "press")
    entity = readable_folder(folder).package["focus"]["entity"]
    assert f"the text does not name {entity}" in capsys.readouterr().out
    add(folder, f"Sales of {entity} were 3 tonnes.", "--yes", "--grade", "press")
    assert "does not name" not in capsys.readouterr().out


def test_a_base_that_is_named_by_its_year_is_a_year_before(folder):
    text = "Output rose by 12 percent compared with the first quarter of 2020."
    assert add(folder, text, "--yes", "--grade", "press") == 0
    assert not examine(folder)[0].problems
    assert load_dataset(folder).growth("output").value == Fraction(12, 100)
    # Of the year after it is another.
    other = (folder / "reported.csv").read_text("utf-8").replace("2021-Q1,yoy", "2022-Q1,yoy")
    (folder / "reported.csv").write_text(other, "utf-8")
    expected = [problem.expected for problem in examine(folder)[0].problems]
    assert "an empty cell, as the phrase itself says" in expected


def test_a_date_before_the_time_it_tells_of_is_asked_for_again(folder, answers, capsys):
    answers("", "", "rumour", "press", "2020-05-02", "2021-04", "", "y")
    assert add(folder, "Output rose by 12 percent on the year.") == 0
    told = capsys.readouterr().out
    assert "'rumour' is not one of official" in told
    assert "'2020-05-02' is not a date such as" in told
    source = readable_folder(folder).sources["release-2021-q1"]
    assert (source["issued"], source["title"]) == (
        {"date-parts": [[2021, 4]]},
        "Some Works, 2021-Q1",
    )
    assert add(folder, "Output rose.", "--yes", "--grade", "press", "--issued", "2020") == 1


def test_a_row_with_a_fault_that_another_has_already_is_told_by_its_own_words(folder, capsys):
    given = ("--yes", "--grade", "press", "--source-id", "news", "--issued")
    assert add(folder, "Output rose by 12 percent on the year.", *given, "2021-05-02") == 0
    spoil_json(folder, "sources.json", lambda told: told[-1].update(issued={"raw": "2020-05-02"}))
    capsys.readouterr()
    assert add(folder, "Output was 3 tonnes.", *given, "2021-05-02") == 1
    told = capsys.readouterr().err
    assert "Not added: Output was 3 tonnes: reported.csv, row 3, column period" in told
    assert "expected a period that had begun when news came out" in told
    assert "(also in" not in told


def test_a_period_that_was_guessed_wrong_is_answered_with_the_right_one(folder, answers, capsys):
    answers("", "", "press", "", "", "", "long ago", "first half of 2020", "")
    assert add(folder, "Sales were 3 tonnes. Output was 9 tonnes.") == 0
    rows = readable_folder(folder).tables["reported.csv"]
    assert [row["period"] for row in rows] == ["2021-Q1", "2020-H1"]
    assert "'long ago' is not a name" in capsys.readouterr().out


def test_a_name_that_cannot_be_is_asked_for_again(folder, answers, capsys):
    given = ("output", "mill-output", "output", "costs", "profit", "hams", "output-of-mutton")
    answers("", "", "press", "", "", "", *given)
    text = "Output was 3 tonnes. Iron was 2 tonnes. Costs were EUR 1 million. "
    text += "Net loans fell by EUR 2 million. Output of mutton was 9 tonnes."
    assert add(folder, text) == 0
    told = capsys.readouterr().out
    assert "expected one figure from one source (row 2 gives it already)" in told
    assert "expected a level in tonne, the unit of output in metrics.csv, not in EUR" in told
    assert "found 'hams'; expected the metric that the phrase names (output)" in told
    assert not examine(folder)[0].problems
    known = {row["metric"]: row["measure"] for row in readable_folder(folder).tables[METRICS]}
    assert (known["costs"], known["profit"]) == ("value", "profit")


# Each text with the status of its figures.
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Sales were 8 tonnes. All figures are preliminary.", ["preliminary"]),
        ("Sales were 8 tonnes.\nThe data for May 2021 are provisional.", [""]),
        ("In May 2021, sales were 8 tonnes. Data for May 2021 are provisional.", ["preliminary"]),
        ("Preliminary data of 2021\nSales were 8 tonnes.", ["preliminary"]),
        ("Sales, according to revised figures, were 8 tonnes.", ["revised"]),
        ("Sales were 8 tonnes, up 5% on the year, preliminary data show.", ["preliminary"] * 2),
        ("Sales were 8 tonnes. Growth was revised to 5% on the year.", ["", "revised"]),
        ("Sales rose 8% on the year. Preliminary results will be published in May.", [""]),
        ("Sales rose 8% on the year from the revised figures of 2020.", [""]),
        ("Sales were 8 tonnes under a preliminary agreement.", [""]),
        ("据初步统计，销售量8万吨。", ["preliminary"]),
        ("销售量8万吨。以上数据为初步核算数。", ["preliminary"]),
        ("修订后，销售量8万吨。", ["revised"]),
    ],
)
def test_a_row_has_the_status_that_words_give_its_figures(text, status):
    found = release.propose(text, period="2021-Q2").proposals
    assert [one.status for one in found] == status


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("Sales guidance for 2021 is unchanged at 8 tonnes.", [True]),
        ("The firm expects sales of 8 tonnes.", [True]),
        ("预计全年销售量8万吨。", [True]),
        ("Sales were 8 tonnes, 52% of the annual plan.", [False, False]),
        ("Sales beat their target of 8 tonnes.", [True]),
        ("Sales of 8 tonnes were above the target.", [False]),
        ("Sales from 12 projects were 8 tonnes.", [False]),
        ("销售量8万吨，完成全年目标的52%。", [False]),
    ],
)
def test_a_plan_is_told_from_what_was_held_against_one(text, planned):
    found = release.propose(text, period="2021-Q2").proposals
    assert [one.planned for one in found] == planned


def test_a_plan_is_added_by_nobody_and_a_row_of_one_is_a_fault(folder, answers, capsys):
    text = "Output was 3 tonnes. The target of 2021 is output of 9 tonnes."
    assert add(folder, text, "--yes", "--grade", "press") == 0
    assert "output of 9 tonnes (a forecast or a plan)" in capsys.readouterr().out
    # Somebody who says that it has happened is told that its words say otherwise.
    answers("y", "", "2021", "n")
    assert add(folder, text, "--source-id", "release-2021-q1") == 0
    assert "these words tell of a forecast or a plan. Mend: Leave" in capsys.readouterr().out
    assert len(readable_folder(folder).tables["reported.csv"]) == 1


def test_an_older_release_may_come_first(folder, answers, capsys):
    answers("", "", "press", "2020-04-30", "http", "https://example.org", "", "", "", "")
    text = "In the first quarter of 2020, output was 3 tonnes."
    assert add(folder, text) == 1
    told = capsys.readouterr()
    assert "'http' is not a web address" in told.out
    assert "1 row was added" in told.out
    assert "Mend: Add one, or name another. It has 2020-Q1." in told.err
    assert list(readable_folder(folder).sources)[-1] == "release-2020-q1"


def test_what_a_text_calls_a_metric_is_kept_with_its_name(folder, answers, capsys):
    text = "Make of goods was 3 tonnes. Sales of goods abroad rose 4% on the year."
    answers("", "", "press", "", "", "output", "exported")
    assert add(folder, text) == 0
    assert "output is also called: Make of goods (metrics.csv)" in capsys.readouterr().out
    rows = readable_folder(folder).tables[METRICS]
    assert [row["also_called"] for row in rows] == ["Make of goods", "Sales of goods abroad"]
    assert (folder / "metrics.csv").read_text("utf-8").count("\n") == 3
    found = release.propose("Make of goods was 5 tonnes.", rows).proposals
    assert [one.metric for one in found] == ["output"]


def test_a_unit_and_words_that_join_are_no_name_of_what_somebody_names(folder, answers):
    answers("", "", "press", "", "", "shipments", "losses")
    assert add(folder, "It shipped 5 tonnes, although just 2 tonnes were lost.") == 0
    rows = readable_folder(folder).tables[METRICS]
    assert [row["also_called"] for row in rows] == [""] * 3


def test_what_another_sentence_told_of_a_row_is_said_where_it_is_agreed_to(folder, answers, capsys):
    answers("", "", "press", "", "", "", "n")
    assert add(folder, "Output rose by 3 percent on the year. Exports fell by 2 percent.") == 0
    asked = capsys.readouterr().out.rpartition("Exports fell by 2 percent")[2]
    assert "What it is compared with (yoy) is said in another sentence." in asked


def test_what_is_left_over_may_be_negative_from_its_first_figure_on(tmp_path, answers):
    starter.start(tmp_path / "own", entity="Some Works", period="2021-Q1")
    answers("", "", "press", "", "", "", "operating-cash", "net-profit")
    text = "Trade surplus was EUR 3 million. 经营现金流量净额2亿元。净利润1亿元。"
    assert add(tmp_path / "own", text) == 0
    rows = readable_folder(tmp_path / "own").tables[METRICS]
    assert {row["measure"] for row in rows} == {"profit"}


def test_a_period_that_is_told_of_a_text_leaves_none_open():
    text = "In May, sales were 8 tonnes.\nWe had 4 tonnes. In December, we had 3 tonnes."
    found = release.propose(text, period="2021-Q2", told=True).proposals
    assert [one.period for one in found] == ["2021-05", "2021-Q2", ""]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("In July 2023 the region received 412,300 visitors.", "visitors"),
        ("Output in the second quarter of 2021 was 8 tonnes.", "Output"),
        ("Visits from abroad rose 8%.", "Visits from abroad"),
    ],
)
def test_no_time_and_no_verb_is_the_name_of_a_metric(text, called):
    assert [one.called for one in release.propose(text).proposals] == [called]


def test_a_text_of_another_encoding_is_read_and_told(tmp_path, capsys):
    for text, codec in (("Café sales were £5 million.", "cp1252"), ("销售量8万吨。", "gbk")):
        (tmp_path / "a.txt").write_bytes(text.encode(codec))
        assert documents.document(str(tmp_path / "a.txt")) == text
        assert "was saved with the encoding" in capsys.readouterr().err
    (tmp_path / "a.txt").write_bytes("銷售量八萬噸".encode("big5"))
    with pytest.raises(AnalysisError, match="not a text in UTF-8"):
        documents.document(str(tmp_path / "a.txt"))


def test_a_count_that_a_change_led_to_is_typed_into_the_series(folder, answers):
    answers("", "", "press", "", "", "visits", "visits", "")
    assert add(folder, "The number of visits rose by 5.2% on the year to 391,000.") == 0
    rows = readable_folder(folder).tables["series.csv"]
    assert [(row["value"], row["unit"]) for row in rows] == [("391000", "count")]
    assert not examine(folder)[0].problems


def test_a_figure_in_a_list_is_typed_into_the_series(tmp_path, answers):
    starter.start(tmp_path / "own", entity="Some Works", period="2021-Q1")
    answers("", "", "official", "2021-04-20", "", "iron-output", "steel-output")
    assert add(tmp_path / "own", "一季度，生铁、粗钢产量同比分别增长4.9%、14.3%。") == 0
    rows = readable_folder(tmp_path / "own").tables["series.csv"]
    told = [tuple(row[key] for key in ("metric", "comparison", "value", "low")) for row in rows]
    assert told == [
        ("iron-output", "yoy", "0.049", "0.0485"),
        ("steel-output", "yoy", "0.143", "0.1425"),
    ]
    assert not examine(tmp_path / "own")[0].problems


def test_a_release_that_is_read_again_adds_nothing(folder, capsys):
    for _ in range(2):
        assert add(folder, TEXT, "--yes", "--grade", "press") == 0
    assert "Already there: output rose by 12" in capsys.readouterr().out
    assert len(readable_folder(folder).tables["reported.csv"]) == 1
    assert "release-2021-q1-2" not in readable_folder(folder).sources


def test_what_the_contract_does_not_accept_is_taken_back(folder, capsys):
    text = "Output was 3 tonnes. Output was 5 tonnes."
    assert add(folder, text, "--yes", "--grade", "press") == 1
    told = capsys.readouterr().err
    assert "Output was 5 tonnes: reported.csv, row 3, column source: found" in told
    assert "expected one figure from one source (row 2 gives it already)" in told
    assert len(readable_folder(folder).tables["reported.csv"]) == 1
    assert not examine(folder)[0].problems


def test_a_new_metric_is_named_by_the_release_and_by_the_reader(tmp_path, answers):
    starter.start(tmp_path / "own", entity="Port of Nowhere", period="2021-H1")
    # Title, publisher, grade, day, address; then a figure each.
    answers("", "", "official", "2021-07-20", "", "", "y", "yoy", "berths", "n")
    text = (
        "Cargo throughput was 3 million tonnes, down 4%. It has 12 berths and sold EUR 5 million."
    )
    assert add(tmp_path / "own", text) == 0
    rows = readable_folder(tmp_path / "own").tables["reported.csv"]
    told = [(row["metric"], row["comparison"], row["source"]) for row in rows]
    name = "release-2021-h1"
    assert told == [
        ("cargo-throughput", "", name),
        ("cargo-throughput", "yoy", name),
        ("berths", "", name),
    ]
    metrics = readable_folder(tmp_path / "own").tables[METRICS]
    assert [(row["measure"], row["unit"]) for row in metrics] == [
        ("volume", "tonne"),
        ("count", "count"),
    ]
    assert not examine(tmp_path / "own")[0].problems


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'[{"id": "a"}]', b'[{"id": "a"}, {"id": "b"}]'),
        (b'[\r\n\t{\r\n\t\t"id": "a"\r\n\t}\r\n]\r\n', b'\r\n\t},\r\n\t{\r\n\t\t"id": "b"'),
    ],
)
def test_an_entry_is_written_as_the_others_are(tmp_path, before, after):
    (tmp_path / "sources.json").write_bytes(before)
    path = tmp_path / "sources.json"
    told = adding._rewritten(path, lambda entries: entries.append({"id": "b"})).encode()
    assert after in told
    assert b"\n\n" not in told


@pytest.mark.parametrize("name", ["release.txt", "release.html", "release.md"])
def test_a_release_of_any_form_proves_what_was_read_from_it(folder, name, capsys):
    text = "<p>News</p>\n<p>Output rose by 12 percent year on year.</p>\n"
    (folder.parent / name).write_text(text if "html" in name else re.sub("<.*?>", "", text))
    told = [str(folder.parent / name), "--add", str(folder), "--yes", "--grade", "press"]
    assert main(["read", *told]) == 0
    assert main(["check", "--data", str(folder), "--source", str(folder.parent / name)]) == 0
    out = capsys.readouterr().out
    assert "1 of 1 facts stand" in out
    assert "does not say who publishes these data (contributors)" in out


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Sales rose\nby 3 percent.\nA line", "Sales rose by 3 percent.\nA line"),
        ("Sales rose\nby 3:\n- wool\n- silk\n", "Sales rose by 3:\n- wool\n- silk\n"),
        ("A title\nSales rose.\n", "A title\nSales rose.\n"),
    ],
)
def test_lines_that_were_broken_to_fit_a_page_are_joined(tmp_path, text, read):
    (tmp_path / "release.txt").write_text(text, "utf-8")
    assert documents.document(str(tmp_path / "release.txt")) == read


def test_a_pdf_without_text_is_refused_with_the_reason(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "scan.pdf")
    with pytest.raises(AnalysisError, match="scanned"):
        documents.document(str(tmp_path / "scan.pdf"))


def test_the_spreadsheet_is_read_where_the_tables_are_absent(tmp_path):
    pytest.importorskip("openpyxl")
    folder = tmp_path / "own"
    starter.start(folder, Path("data"), period="2022-Q1")
    (folder / "spreadsheet" / "my-data.xlsx").rename(folder / "my-data.xlsx")
    for table in folder.glob("*.csv"):
        table.unlink()
    assert not examine(folder)[0].problems


def test_the_tutorial_of_the_readme_runs(capsys):
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.search("<!-- tutorial -->(.*)<!-- end tutorial -->", text, re.DOTALL)
    if not found:
        pytest.skip("README has no tutorial")
    code, *told = re.findall(r"```(?:python|text)\n(.*?)```", found[1], re.DOTALL)
    exec(code, {})
    # Numbers are printed with no-break spaces, which editors of Markdown lose.
    assert capsys.readouterr().out.split() == " ".join(told).split()


def test_a_notebook_of_one_s_own_is_short_and_never_overwritten(folder, capsys):
    told = ["notebook", "wharf", "--data", str(folder)]
    assert main(told) == 0
    cells = json.loads((folder / "wharf.ipynb").read_text("utf-8"))["cells"]
    assert len([line for line in cells[1]["source"].splitlines() if line]) <= 10
    assert main(told) == 1
    assert "is there already" in capsys.readouterr().err


@pytest.mark.usefixtures("kernels")
def test_a_folder_of_which_nothing_can_be_told_has_a_report(folder):
    row = "one,Some Works,output,2021-Q1,yoy,output rose by 3 percent,withdrawn,one,page 1,,\n"
    with (folder / "reported.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    source = {"id": "one", "type": "report", "title": "One", "custom": {"grade": "official"}}
    spoil_json(folder, "sources.json", lambda sources: sources.append(source))
    assert main(["check", "--data", str(folder)]) == 0
    assert main(["report", "--data", str(folder), "--out", str(folder.parent / "out")]) == 0
    shown = (folder.parent / "out" / "notebooks" / "my-analysis.ipynb").read_text("utf-8")
    assert "what One reported of output was withdrawn" in shown


@pytest.mark.usefixtures("kernels")
def test_the_walk_of_the_readme_runs_word_for_word(tmp_path, monkeypatch, answers, capsys):
    text = (ROOT / "README.md").read_text("utf-8")
    (walk,) = re.findall("<!-- walk -->(.*)<!-- end: walk -->", text, re.DOTALL)
    release_text, commands, *told = re.findall(r"```(?:text)?\n(.*?)```", walk, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("release.txt").write_text(release_text, "utf-8")
    typed = [shlex.split(line)[1:] for line in commands.splitlines()]
    assert [one[0] for one in typed] == ["new", "read", "check", "report"]

    # Whatever is asked gets Enter, and a change its base.
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        assert len(asked) < 20
        given = "yoy" if question.startswith("   Against") else ""
        print(question + given)
        return given

    answers()
    monkeypatch.setattr("builtins.input", answer)
    for one in typed:
        assert main(one) == 0, one
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line for block in told for line in block.splitlines() if line.split() not in said] == []
    assert Path("my-report/site/index.html").exists()


def test_messages_name_the_command_as_it_was_typed(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", [".venv/bin/jilin-analysis"])
    monkeypatch.setattr("shutil.which", lambda _: None)
    console.say("Try jilin-analysis check --data x; jilin-analysis is ours.")
    told = "Try .venv/bin/jilin-analysis check --data x; jilin-analysis is ours.\n"
    assert capsys.readouterr().out == told


# A1
def test_a_row_goes_behind_a_last_line_that_was_not_ended(folder):
    for text in (TEXT, "In 2020, output rose by 13 percent year on year.\n"):
        path = folder / "reported.csv"
        path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
        assert add(folder, text, "--yes", "--grade", "press") == 0
    assert len(readable_folder(folder).tables["reported.csv"]) == 2


# A2
def test_a_cell_without_a_column_is_left_out_and_told(folder, capsys):
    path = folder / "reported.csv"
    path.write_text(path.read_text("utf-8").replace(",note", ""), "utf-8")
    assert add(folder, TEXT.replace(" year on year", ""), "--yes", "--grade", "press",
               "--comparison", "yoy") == 0  # fmt: skip
    told = capsys.readouterr().out
    assert "reported.csv has no column note: these cells are left out." in told


# A3
def test_enter_keeps_a_metric_apart_from_one_of_nearly_its_name(folder, answers):
    answers("", "", "press", "2021-05-02", "", "outputs", "")
    assert add(folder, "It made 3 tonnes at Some Works.") == 0
    (row,) = readable_folder(folder).tables["reported.csv"]
    assert row["metric"] == "outputs"
