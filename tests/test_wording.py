"""Sentences say what the interval bears, and turn round when the numbers do."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from jilin_analysis import periods
from jilin_analysis.estimates import Estimate
from jilin_analysis.plain import escape, unmark
from jilin_analysis.wording import (
    amount,
    change,
    compare,
    describe,
    given,
    listing,
    percent,
    pick,
    plural,
    rate,
)


def told(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


RISE = Estimate.between("0.034", "0.0335", "0.0345")
FALL = Estimate.between("-0.034", "-0.0345", "-0.0335")
EITHER = Estimate.between("0.001", "-0.004", "0.006")
AT_LEAST = Estimate(Fraction(7 * 10**8), Fraction(7 * 10**8), math.inf, "CNY")
AT_MOST = Estimate(Fraction(5), -math.inf, Fraction(5), "day")


def test_the_verb_follows_the_sign():
    assert told(change(RISE)) == "rose by 3.4 % (3.35 to 3.45)"
    assert told(change(FALL)) == "fell by 3.4 % (3.35 to 3.45)"
    assert "direction cannot be told" in change(EITHER)
    assert "not reported" in change(Estimate.unknown())


def test_the_noun_follows_the_sign():
    assert told(describe(RISE)) == told(str(RISE)) == "3.4 % rise (3.35 to 3.45)"
    assert told(describe(FALL)) == "3.4 % fall (3.35 to 3.45)"
    assert told(describe(EITHER)) == "+0.1 % (-0.4 to +0.6) change"
    fine = Estimate.between("0.0344", "0.0342", "0.0346")
    assert told(describe(fine)) == "3.44 % rise (3.42 to 3.46)"


def test_what_stands_still_neither_rises_nor_falls():
    for still in (Estimate.exact(0), Estimate.between(0, "-0.005", 0), Estimate.between(0, 0, "1")):
        assert told(change(still)).startswith("changed by 0 %")
        assert told(describe(still)).endswith(" change")
    assert told(describe(Estimate.exact(0))) == "0 % change"


def test_a_fall_is_told_with_its_interval_turned_round():
    at_least = Estimate(Fraction(-1, 5), -math.inf, Fraction(-1, 5))
    at_most = Estimate(Fraction(-1, 5), Fraction(-1, 5), Fraction(0))
    assert told(change(at_least)) == "fell by 20 % at the least"
    assert told(describe(at_least)) == "20 % fall at the least"
    assert told(change(at_most, fell="shrank")) == "shrank by 20 % (0.0 to 20.0)"


def test_noughts_are_printed_only_where_there_are_more_digits():
    assert told(percent(0.1)) == "10 %"
    assert told(percent(0.1, sign=True)) == "+10 %"
    assert told(percent(Fraction(1, 3))) == "33.3 %"
    assert told(percent(-0.204, digits=2)) == "-20.4 %"
    assert told(percent(Fraction(10, 77))) == "13.0 %"
    assert told(percent(0)) == "0 %"


def test_an_interval_narrower_than_the_digits_is_not_printed():
    assert told(rate(Estimate.between("0.03443", "0.034429", "0.034431"))) == "+3.44 %"
    narrow_fall = Estimate.between("-0.03443", "-0.034431", "-0.034429")
    assert told(describe(narrow_fall)) == "3.44 % fall"


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (
            Estimate.between(2837 * 10**6, 28365 * 10**5, 28375 * 10**5, "CNY"),
            "2.837 billion yuan (2.8365 to 2.8375)",
        ),
        (Estimate.between(24000, 23500, 24500, "tonne"), "24,000 tonnes (23,500 to 24,500)"),
        (AT_LEAST, "more than 700 million yuan"),
        (AT_MOST, "less than 5 days"),
        (Estimate.exact(91, "day"), "91 days"),
        (Estimate.exact(2, "count"), "2"),
        (Estimate.exact(Fraction(20, 3), "day"), "6.66667 days"),
        (Estimate.exact(12_345_678, "tonne"), "12,345,678 tonnes"),
        (Estimate.unknown("tonne"), "not reported"),
        (Estimate.exact("6.97965", "CNY per USD"), "6.97965 CNY per USD"),
        (
            Estimate.between(8 * 10**12, 75 * 10**11, 85 * 10**11, "USD"),
            "8 trillion dollars (7.5 to 8.5)",
        ),
    ],
)
def test_amounts(level, words):
    assert told(amount(level)) == words


def test_comparison_in_words():
    assert compare(RISE, FALL) == "more than"
    assert compare(FALL, RISE) == "less than"
    assert compare(RISE, RISE) == "not distinguishably from"
    assert compare(RISE, Estimate.unknown()) == "not comparably with"


def test_small_words():
    assert [pick(holds, "y", "n", "u") for holds in (True, False, None)] == ["y", "n", "u"]
    assert [listing(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert listing(["a", "b"], "or") == "a or b"
    assert given(RISE, "told", "silent") == "told"
    assert given(Estimate.unknown(), "told", "silent") == "silent"
    assert [plural(n, "rate") for n in (0, 1, 2)] == ["no rates", "1 rate", "2 rates"]


@pytest.mark.parametrize(
    ("period", "words", "short", "months"),
    [
        ("2020-Q1", "the first quarter of 2020", "Q1 2020", (0, 2)),
        ("2020-Q4", "the fourth quarter of 2020", "Q4 2020", (9, 11)),
        ("2020-H2", "the second half of 2020", "H2 2020", (6, 11)),
        ("2020", "2020", "2020", (0, 11)),
        ("2020-02", "Feb 2020", "Feb 2020", (1, 1)),
        ("2020-01/2020-04", "Jan–Apr 2020", "Jan–Apr 2020", (0, 3)),
        ("2020-11/2021-02", "Nov 2020–Feb 2021", "Nov 2020–Feb 2021", (10, 13)),
    ],
)
def test_periods(period, words, short, months):
    assert periods.is_period(period)
    assert (periods.in_words(period), periods.in_short(period)) == (words, short)
    assert tuple(month - 2020 * 12 for month in periods.span(period)) == months


@pytest.mark.parametrize(
    "text", ["", "2020-Q5", "2020Q1", "20-Q1", "2020-13", "2020-04/2020-01", "2020-H3", "2020/1/1"]
)
def test_what_is_no_period(text):
    assert not periods.is_period(text)


def test_neighbours_in_time():
    assert periods.year_before("2020-01/2020-04") == "2019-01/2019-04"
    assert periods.overlap("2020-Q1", "2020-03")
    assert not periods.overlap("2020-Q1", "2020-Q2")
    assert periods.overlap("2020", "2020-Q3")


def test_markup_in_data_is_made_plain():
    hostile = "<script>x</script> [a](javascript:b) **c** `d` $e$ | f\ng"
    shown = escape(hostile)
    assert "\n" not in shown
    for mark in "<[*`$|":
        assert f"\\{mark}" in shown
        assert shown.count(mark) == shown.count(f"\\{mark}")
    assert unmark(shown) == hostile.replace("\n", " ")
