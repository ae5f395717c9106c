"""What `read` proposes of a text, and what it rather refuses than guesses."""

from __future__ import annotations

import time

import pytest

from jilin_analysis.entering import release

HEAD = "Output in March rose 5% on the year, after a fall of 6% in January and February"


def rows(text: str, period: str) -> list[tuple[str, str]]:
    found = release.propose(text, period=period).proposals
    return [(one.comparison, one.period) for one in found]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        # What is named in a clause is of that clause; a semicolon leads back to the head.
        (
            "3月份，铁产量增长5%，1—2月份为下降6%；煤产量下降2%，1—2月份为下降3%；盐产量下降1%。",
            ["2021-03", "2021-01/2021-02"] * 2 + ["2021-03"],
        ),
        (
            "3月份，铁产量增长5%，1—2月份为下降6%；其中：下降2%。",
            ["2021-03", "2021-01/2021-02", "2021-03"],
        ),
        # Of two heads, neither.
        (
            "3月份，铁产量增长5%；1—2月份，煤产量下降3%；盐产量下降1%。",
            ["2021-03", "2021-01/2021-02", ""],
        ),
        # On the month before is of a month.
        (
            "In January-March, sales rose 9%. Output fell 2% on the previous month.",
            ["2021-Q1", "2021-03"],
        ),
        # What it comes after is told of another time.
        (f"{HEAD}; exports fell 2%.", ["2021-03", "2021-03"]),
        (f"{HEAD}; exports fell 2% and imports 3%.", ["2021-03", "2021-03", "2021-03"]),
        ("Sales rose 5% in February; exports fell 2%.", ["2021-02", "2021-02"]),
        (
            "Sales rose 5% in February and 6% in January; exports fell 2%.",
            ["2021-02", "2021-01", ""],
        ),
        # Behind a sentence on another time, one that names none is of the one or of the other.
        (
            "Sales were 5 tonnes. In January-March, sales were 9 tonnes. Stocks were 2 tonnes.",
            ["2021-03", "2021-Q1", ""],
        ),
        ("Over the first three months, sales were 9 tonnes.", ["2021-Q1"]),
        ("Between January and March, sales were 9 tonnes.", ["2021-Q1"]),
        ("Since the start of the year, 9 million tonnes have come in.", ["2021-Q1"]),
        (
            "Sales were EUR 9 million (Q1 2020: 7), and profit EUR 2 million.",
            ["2021-03", "2021-03"],
        ),
        ("前两个月，铁产量5万吨。", ["2021-01/2021-02"]),
        # A time in brackets is that of what stands before it.
        ("Sales (Q1 2020) were 8 tonnes.", ["2020-Q1"]),
        ("销量（1-2月）为5万吨。", ["2021-01/2021-02"]),
        # What is completed in a year is of that year; a mill that was is not.
        ("Homes completed in 2019 numbered 8,000.", ["2019"]),
        ("2019年竣工面积5万平方米。", ["2019"]),
        ("Net debt as at December 2019 was EUR 5 million.", ["2019-12"]),
        (
            "Sales rose to 8 tonnes, which were sold at home; exports rose to 9 tonnes.",
            ["2021-03", "2021-03"],
        ),
        ("单日最高销量5吨；3月销量8吨。", ["2021-03"]),
        # What is told by the way has its own time.
        ("The fee, which was last raised in May 2019, was EUR 3 million.", ["2021-03"]),
        ("The mill opened in May 2019 made 8 tonnes.", ["2021-03"]),
        ("2019年投产的二期产量8吨。", ["2021-03"]),
        ("Sales were twice those of May 2019, at 8 tonnes.", ["2021-03"]),
    ],
)
def test_a_time_named_in_a_clause_is_not_that_of_the_clauses_behind_it(text, periods):
    assert [period for _, period in rows(text, "2021-03")] == periods


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        (
            "Net profit was EUR 3 million against a loss of EUR 2 million.",
            ["Net profit was EUR 3 million"],
        ),
        (
            "Net profit was EUR 3 million, compared with net losses of EUR 2 million.",
            ["Net profit was EUR 3 million"],
        ),
        (
            "Profit was EUR 3 million versus the operating profit of EUR 2 million in 2020.",
            ["Profit was EUR 3 million"],
        ),
        (
            "Profit was EUR 3 million, up from a loss of EUR 2 million.",
            ["Profit was EUR 3 million"],
        ),
        ("Profit turned from growth of 5% to a fall of 3%.", ["a fall of 3%"]),
        ("Prices were stable after an increase of 5% in May.", []),
        ("Profit was EUR 3 million, after EUR 2 million in May.", ["Profit was EUR 3 million"]),
        ("After tax, profit was EUR 3 million.", ["profit was EUR 3 million"]),
        (
            "Income from sales of EUR 3 million was taxed.",
            ["Income from sales of EUR 3 million was taxed"],
        ),
        # The growth that a turn starts from.
        ("铁产量由增长5%转为下降6%。", ["转为下降6%"]),
        ("铁和煤产量由增长5%和4%转为下降6%和7%。", ["转为下降6%", "7%"]),
        ("由甲厂生产的铁5万吨，增长4%。", ["由甲厂生产的铁5万吨", "增长4%"]),
        ("平均工期由8.4天缩短至7.2天。", ["7.2天"]),
        (
            "We had 5 tonnes of tin and 4 tonnes of zinc, down from 7 tonnes and 6 tonnes in May.",
            ["We had 5 tonnes of tin", "4 tonnes of zinc"],
        ),
        (
            "It has 5,000 goats, up from 4,000 sheep and 3,000 goats in May.",
            ["It has 5,000 goats"],
        ),
        (
            "Sales rose from 5 tonnes to 6 tonnes and 7 tonnes were lent.",
            ["6 tonnes", "7 tonnes were lent"],
        ),
    ],
)
def test_what_a_figure_is_compared_with_is_no_row(text, phrases):
    assert [one.phrase for one in release.propose(text, period="2021-Q2").proposals] == phrases


@pytest.mark.parametrize(
    ("text", "comparisons"),
    [
        ("Prices rose 2% on the year. Rents rose 1%.", ["yoy", "yoy"]),
        ("Rents rose 1%. Prices rose 2% on the year.", ["", "yoy"]),
        ("Rents rose 1%.\nPrices rose 2% on the year.", ["", "yoy"]),
        ("Prices rose 2% on the year. In May alone, rents rose 1%.", ["yoy", ""]),
        ("Prices rose 2% on the year. Rents rose 1% after a strong April.", ["yoy", "mom"]),
        (
            "Prices rose 2% on the year. Rents fell 1% from the record high in April.",
            ["yoy", "mom"],
        ),
        ("Prices rose 2% on the year. Rents fell 1% from their peak.", ["yoy", ""]),
        ("Prices rose 2% on the year. Monthly rents rose 1%.", ["yoy", ""]),
        ("Prices rose 2% on the year, and in May alone rents rose 1%.", ["yoy", ""]),
        # Two in one text, of which one comes later.
        (
            "Prices rose 2% on the year. Rents rose 1%. Fees fell 1% on the month.",
            ["yoy", "", "mom"],
        ),
    ],
)
def test_a_base_is_lent_by_an_earlier_sentence_to_one_that_tells_none(text, comparisons):
    assert [one for one, _ in rows(text, "2021-05")] == comparisons


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "For the three months through September, sales rose 5% on the year.",
            [("yoy", "2021-Q3")],
        ),
        ("In the 9 months to September, sales rose 5% on the year.", [("yoy", "2021-01/2021-09")]),
        ("Sales in the 12 months to September were 8 tonnes.", [("", "2020-10/2021-09")]),
        # Of the twelve months, or of the last against a year before: both are said so.
        ("In the year to September, prices rose 5%.", []),
        ("Prices rose 5% in the 12 months to September.", []),
        ("In September, inflation stood at 9%. Sales were 8 tonnes.", [("", "2021-09")]),
        ("In August, inflation stood at 9%. Sales were 8 tonnes.", [("", "")]),
        ("In the year to September, prices rose 5%. Rents rose 4%.", [("", "")]),
        ("In the year to date, prices rose 5% on the year.", [("yoy", "2021-01/2021-09")]),
        ("In the year ended September, prices rose 5%.", [("yoy", "2020-10/2021-09")]),
    ],
)
def test_a_length_of_time_up_to_a_month_is_not_that_month(text, told):
    assert rows(text, "2021-09") == told


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Some 3 tonnes were shipped.", ""),
        ("It shipped 5 million tonnes, just 4 oz to Kiel, although 2 tonnes were lost.", ""),
        ("Rs 5 million was paid, and after 3 percent of all sales, Rs 4 million.", ""),
        ("It has 5 million goats.", "goats"),
        ("铁产量下降5%。", "铁产量"),
        ("Costs fell 5% and fees rose 4%.", "Costs fees"),
        ("Exports ranked third.", "Exports"),
        ("Mill output was 3 tonnes.", "Mill output"),
        ("The index was 103.", "index"),
        ("It had 5 oz per tonne.", ""),
        ("Debt of A$3 million was repaid.", "Debt"),
        ("Income taxes CHF 3 million.", "Income taxes"),
        ("The mill closed the year with EUR 3 million.", ""),
        ("甲公司共有员工5,000人。", "员工"),
        ("Steel accounted for 5% of exports.", "Steel"),
        ("The trade gap narrowed to EUR 3 million.", "trade gap"),
        ("Compared with Q1 2021, zinc exports fell 5%.", "zinc exports"),
        ("工业增加值同比增长5%。", "工业增加值"),
        ("甲港完成货物吞吐量5万吨。", "货物吞吐量"),
        ("固定资产投资（不含农户）同比增长5%。", "固定资产投资"),
        ("失业率为5%，与上月持平，比上年同月下降2个百分点。", "失业率 失业率"),
    ],
)
def test_words_that_join_or_count_name_no_metric(text, called):
    found = release.propose(text, period="2021-Q2").proposals
    assert found
    assert " ".join(filter(None, (one.called for one in found))) == called


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Core inflation stood at 9%.", "level of a rate"),
        ("Inflation slowed to 9% in May.", "level of a rate"),
        ("Costs decreased by $7/oz.", "decrease as an amount"),
        ("Stocks fell by 5 tonnes.", "decrease as an amount"),
        ("Peak demand was 9 million on 31 July.", "weeks or days"),
        ("From April to May, sales fell by 5%.", "from one month to the next"),
        ("Stocks were 9 tonnes, up by 5 tonnes since the launch in 2012.", "change as an amount"),
        ("It let 30 flats for more than EUR 3 million.", "price of what is counted"),
        ("It let 30 flats worth up to EUR 3 million.", "price of what is counted"),
        ("Made at a 7-million-tonne deposit.", "names a class"),
        ("A 7-million tonne deposit was found.", "names a class"),
    ],
)
def test_what_would_be_a_false_row_is_refused_with_the_reason(text, why):
    assert why in " ".join(release.propose(text, period="2021-05").refused)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Sales rose for the third month in a row.", []),
        ("It was the ninth consecutive month, and the second straight quarterly rise.", []),
        ("It was the first fall since 2013.", []),
        ("产量连续第三个月增长。", []),
        ("The port came third.", ["The port came third"]),
        ("Sales of goods above inflation rose 5%.", ["Sales of goods above inflation rose 5%"]),
        ("The growth rate was 5%.", ["The growth rate was 5%"]),
        ("It let 30 flats for more than EUR 3 million.", ["It let 30 flats"]),
        ("It shipped 8.5-million tonnes.", ["It shipped 8.5-million tonnes"]),
        (
            "Sales of EUR 5 million, for more than EUR 3 million.",
            ["Sales of EUR 5 million", "more than EUR 3 million"],
        ),
    ],
)
def test_a_count_of_months_is_no_rank_and_a_price_no_level(text, phrases):
    assert [one.phrase for one in release.propose(text, period="2021-05").proposals] == phrases


def test_a_share_is_not_said_to_be_what_a_change_starts_from():
    text = "Arrivals rose 5% on the year, compared with 39 per cent of all arrivals."
    (why,) = release.propose(text, period="2021-05").refused
    assert "a share" in why
    assert "change starts" not in why


@pytest.mark.parametrize(
    ("text", "period", "periods"),
    [
        (
            "From May to July sales were 5 tonnes, up 9% on the year.",
            "2021-07",
            ["2021-05/2021-07"] * 2,
        ),
        ("Sales from May through July 2021 were 5 tonnes.", "2021-08", ["2021-05/2021-07"]),
        ("In the half year to 30 June 2021 sales were 5 tonnes.", "2021-Q2", ["2021-H1"]),
        ("In the half-year ended 30 June 2021 sales were 5 tonnes.", "2021-Q2", ["2021-H1"]),
        ("Sales in the June 2021 quarter were 5 tonnes.", "2021-06", ["2021-Q2"]),
    ],
)
def test_a_time_is_as_long_as_its_words_say(text, period, periods):
    assert [found for _, found in rows(text, period)] == periods


def test_quarters_named_by_their_last_months_are_compared():
    text = (
        "Sales in the June 2021 quarter were 5% higher than in the March 2021 quarter"
        " and 9% higher than in the June 2020 quarter."
    )
    assert rows(text, "2021-Q2") == [("qoq", "2021-Q2"), ("yoy", "2021-Q2")]


@pytest.mark.parametrize("gap", [" respectively", ", respectively"])
def test_what_figures_told_respectively_are_of_is_asked(gap):
    text = f"Sales were 3 tonnes in July and 9 tonnes in the first half, down 4% and 6%{gap}."
    found = release.propose(text, period="2021-07").proposals
    assert [one.period for one in found] == ["2021-07", "2021-H1", "", ""]
    assert [one.typed is None for one in found] == [True, True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        # The end of a year is not the same time of it.
        "贷款余额比上年末增长8.2%。",
        "贷款余额较2020年末增长8.2%。",
        "Loans were 6% lower than at the end of last year.",
        # Six weeks are no period.
        "In the first six weeks of 2021, sales rose 2% on the year.",
    ],
)
def test_what_no_period_or_comparison_holds_is_no_row(text):
    assert rows(text, "2021-09") == []


@pytest.mark.parametrize("label", ["2020", "9M 2020", "Q2/2020", "H1/2020", "Q2 2020"])
def test_what_a_bracket_dates_otherwise_is_no_row(label):
    text = f"Net profit was EUR 5 million ({label}: EUR 4 million)."
    assert len(rows(text, "2021-Q2")) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A total of 187 vessels called.", ["vessels"]),
        # A part has not the name of the whole.
        ("Sales were EUR 9 million, of which EUR 4 million went abroad.", ["Sales", ""]),
    ],
)
def test_no_joining_word_and_no_whole_names_a_figure(text, names):
    assert [one.called for one in release.propose(text, period="2021-Q2").proposals] == names


def test_deadweight_tonnes_are_no_money():
    # They are not the amount before them once more, in another currency.
    found = release.propose("The fleet grew by EUR 5 million (9,000 DWT).", period="2021-Q2")
    assert not any("currency" in one for one in found.refused)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # A base that leads a sentence is that of all its changes.
        ("Compared with April 2021, sales fell 5% and costs rose 3%.", [("mom", "2021-05")] * 2),
        ("Sales were 9 tonnes (+5% vs. May 2020).", [("", "2021-05"), ("yoy", "2021-05")]),
        ("Sales were 9 tonnes (up 5% from a year ago).", [("", "2021-05"), ("yoy", "2021-05")]),
        ("Sales rose 5% (3% last year) on the year.", [("yoy", "2021-05")]),
        ("销量9万吨，比去年同期增加2万吨。", [("", "2021-05"), ("", "2021-05")]),
        ("销量为去年同期的1.4倍。", [("yoy", "2021-05")]),
        ("Compared with April, sales rose by 9%.", [("mom", "2021-05")]),
        # What a rate is compared with in points is not what it was worked out from.
        ("销量增长9%，比4月回落2个百分点。", [("", "2021-05"), ("mom", "2021-05")]),
        # A base whose own time is not told is no year, and nothing else is lent to it.
        (
            "In June, costs fell 2%. Sales fell 5% from May and rose 8% on the year.",
            [("", ""), ("", ""), ("yoy", "")],
        ),
    ],
)
def test_a_base_is_that_of_the_changes_beside_it(text, told):
    assert rows(text, "2021-05") == told


def test_shares_told_one_after_the_other_are_all_shares():
    text = "Steel accounted for 5% of exports, zinc for 3% and coal for 2%."
    found = release.propose(text, period="2021-05").proposals
    assert [one.kind for one in found] == ["share"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "Spending of EUR 3 million is planned.",
        "A mill costing EUR 3 million is to open.",
        "The town has budgeted spending of EUR 3 million.",
    ],
)
def test_what_is_to_be_is_a_plan(text):
    assert [one.planned for one in release.propose(text, period="2021-05").proposals] == [True]


def test_a_share_that_points_led_to_is_one():
    found = release.propose(
        "Punctuality rose 2.4 percentage points to 71%.", period="2021-05"
    ).proposals
    assert [one.kind for one in found] == ["points", "share"]


def test_a_quarter_by_its_number_alone_is_no_rank():
    text = "Use was 72% in the second quarter and 74% in the third."
    assert not any(one.kind == "rank" for one in release.propose(text).proposals)
    text = "In the second quarter it came third."
    assert [one.kind for one in release.propose(text).proposals] == ["rank"]


def test_a_noun_that_looks_like_a_verb_begins_a_subject():
    text = "Sales rose 3% and accounts receivable rose 5% on the year."
    assert [one.called for one in release.propose(text, period="2021-Q2").proposals] == [
        "Sales",
        "accounts receivable",
    ]


@pytest.mark.parametrize("word", ["peak ", "quarter ", "highest on "])
def test_a_long_text_takes_no_time(word):
    began = time.process_time()
    release.propose(f"Sales rose 3%, {word * 2_000}.", period="2021-Q2")
    assert time.process_time() - began < 3
