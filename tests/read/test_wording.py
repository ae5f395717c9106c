"""Sentences say what the interval bears, and turn round when the numbers do."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from jilin_analysis import growth, periods, wording
from jilin_analysis.estimates import Estimate, as_estimate, as_range, hull
from jilin_analysis.phrases import find_quantities, normalize
from jilin_analysis.showing.plain import escape, unmark
from jilin_analysis.wording import (
    amount,
    change,
    factor,
    listing,
    percent,
    rate,
    relate,
    share,
)


def told(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def read(phrase: str, row: str = "row", measure: str = "") -> Estimate:
    return as_estimate(normalize(phrase), row, measure)


RISE = Estimate.between("0.034", "0.0335", "0.0345")
FALL = Estimate.between("-0.034", "-0.0345", "-0.0335")
EITHER = Estimate.between("0.001", "-0.004", "0.006")
UNKNOWN = Estimate.unknown(why="no rate of exchange for these months")
EXPORTS, EARNINGS = read("rose by 77 percent", "x"), read("rose by 28 percent", "e")
OUTPUT = read("rose by 10 percent", "o")
UNIT_VALUE = growth.implied_unit_value(EARNINGS, EXPORTS)


# Changes


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("rose by 77 percent", "rose by 77 % (76.5 to 77.5)"),
        ("fell by 5 percent", "fell by 5 % (4.5 to 5.5)"),
        ("increased by nearly 28 percent", "rose by at most 28 %"),
        ("fell by less than 5 percent", "fell by at most 5 %"),
        ("fell by more than 5 percent", "fell by more than 5 %"),
        ("同比增长超77%", "rose by more than 77 %"),
        ("rose by at least 20 percent", "rose by at least 20 %"),
        ("rose by about 10 percent", "rose by about 10 %"),
        ("增长8.60%", "rose by 8.60 % (8.595 to 8.605)"),
        ("同比增长23.45%", "rose by 23.45 % (23.445 to 23.455)"),
        ("同比下降2.92%", "fell by 2.92 % (2.915 to 2.925)"),
        ("fell by 100 percent", "fell by 100 % (99.5 to 100.0)"),
        ("rose 3.5 percentage points", "rose by 3.5 percentage points (3.45 to 3.55)"),
        ("同比增长12.3倍", "rose by 1,125 to 1,235 %, as the words can be read in two ways"),
    ],
)
def test_a_sentence_says_what_the_phrase_bears(phrase, words):
    assert told(change(read(phrase))) == words


def test_what_follows_from_a_bound_is_told_as_a_bound():
    more, nearly = read("增长超77%", "m"), read("increased by nearly 28 percent", "n")
    assert told(change(growth.implied_unit_value(EARNINGS, more))) == "fell by at least 27.4 %"
    both = growth.implied_unit_value(nearly, EXPORTS)
    assert told(change(both)) == "fell by 27.4 to 43.7 %"
    less = growth.implied_unit_value(EARNINGS, read("fell by more than 5 percent", "f"))
    assert told(change(less)) == "rose by at least 34.2 %"
    over = growth.relative_growth(more, read("rose by 80 percent", "w"))
    assert told(change(over)) == "rose, stood still or fell by at most 2.0 %"
    under = growth.relative_growth(read("rose by 80 percent", "w"), more)
    assert told(change(under)) == "fell, stood still or rose by at most 2.0 %"
    unsure = growth.relative_growth(nearly, OUTPUT)
    assert told(change(unsure)).endswith("so the direction cannot be told")


def test_what_has_no_middle_is_told_by_its_ends():
    readings = hull(UNIT_VALUE, Estimate.between("-0.30091", "-0.3056", "-0.29619"))
    assert told(change(readings)) == "fell by 27.1 to 30.6 %"
    found = as_range(normalize("rose 70 percent"), normalize("rose 80 percent"))
    assert told(change(found)) == "rose by 70 to 80 %"
    either = hull(read("increased by nearly 28 percent"), EARNINGS)
    assert told(change(either)) == "rose by at most 28.5 %"
    fallen = as_range(normalize("fell 90 percent"), normalize("fell 100 percent"))
    assert told(change(fallen)) == "fell by 90 to 100 %"


def test_the_verb_follows_the_sign():
    assert told(change(RISE)) == "rose by 3.4 % (3.35 to 3.45)"
    assert told(change(FALL)) == "fell by 3.4 % (3.35 to 3.45)"
    unsure = "changed by +0.1 % (-0.4 to +0.6), so the direction cannot be told"
    assert told(change(EITHER)) == unsure
    assert change(Estimate.exact(0)) == "did not change"
    for still in (Estimate.between(0, "-0.005", 0), Estimate.between(0, 0, "1")):
        assert told(change(still)).startswith("changed by 0 %")
    for value, *ends, words in [
        (None, 0, math.inf, "did not fall"),
        (None, -1, 0, "did not rise"),
        (None, 0, "0.083", "rose by at most 8.3 %, if at all"),
        ("-0.01", "-0.02", 0, "fell by 1 % (0.0 to 2.0), if at all"),
    ]:
        number = None if value is None else Fraction(value)
        low, high = (one if isinstance(one, float) else Fraction(one) for one in ends)
        assert told(change(Estimate(number, low, high, origin="from a bound"))) == words


def test_the_first_bracket_of_an_exhibit_says_what_it_is():
    assert told(rate(EXPORTS, named=True)) == "+77 % (+76.5 to +77.5, from rounding)"
    assert told(share(Estimate.between("0.3", "0.25", "0.35"), named=True)).endswith("rounding)")
    assert told(factor(growth.share_index(EXPORTS, OUTPUT), named=True)).endswith("rounding)")
    assert told(amount(read("2.4万吨"), named=True)).endswith("24,500, from rounding)")


def test_multiples_are_told_as_what_they_are():
    ceiling = growth.ceiling_share(EXPORTS, OUTPUT)
    halved = read("halved")
    assert factor(halved) == rate(halved) == "0.5"
    for wrong in (lambda: change(halved), lambda: change(ceiling)):
        with pytest.raises(ValueError, match="expected a growth rate"):
            wrong()
    assert told(change(growth.growth_from_multiple(read("halved")))) == "fell by 50 %"
    more = growth.growth_from_multiple(read("more than doubled"))
    assert told(change(more)) == "rose by more than 100 %"


# What is not known


def test_of_what_is_not_known_there_is_no_sentence():
    for silent in (
        lambda: change(UNKNOWN),
        lambda: relate("exports", RISE, "output", UNKNOWN),
    ):
        with pytest.raises(ValueError, match="no rate of exchange for these months"):
            silent()


def test_a_box_says_why_it_is_empty():
    assert rate(UNKNOWN) == share(UNKNOWN) == factor(UNKNOWN) == UNKNOWN.why
    assert amount(Estimate.unknown("tonne")) == wording.NOT_REPORTED == "not reported"


# Two rates


FIVE, TWELVE = read("fell by 5 percent", "a"), read("fell by 12 percent", "b")


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (EXPORTS, OUTPUT, "exports rose at a higher rate than output"),
        (OUTPUT, EXPORTS, "exports rose at a lower rate than output"),
        (FIVE, TWELVE, "exports fell less than output"),
        (TWELVE, FIVE, "exports fell at a higher rate than output"),
        (EXPORTS, FIVE, "exports rose while output fell"),
        (FIVE, EXPORTS, "exports fell while output rose"),
        (EXPORTS, Estimate.exact(0), "exports rose while output did not change"),
        (Estimate.exact(0), Estimate.exact(0), "neither exports nor output changed"),
        (
            OUTPUT,
            read("rose by 10 percent", "p"),
            "the rates of exports and output cannot be told apart",
        ),
        (EITHER, EXPORTS, "the rate of exports was below that of output"),
        (EXPORTS, EITHER, "the rate of exports was above that of output"),
        (read("增长超77%"), OUTPUT, "exports rose at a higher rate than output"),
        (read("增长超5%"), OUTPUT, "the rates of exports and output cannot be told apart"),
        (read("fell by less than 5 percent"), TWELVE, "exports fell less than output"),
        (read("increased by nearly 28 percent"), FIVE, "exports rose while output fell"),
    ],
)
def test_two_rates_are_related_by_what_each_did(one, other, words):
    assert relate("exports", one, "output", other) == words


# Boxes


def test_noughts_are_printed_only_where_there_are_more_digits():
    assert told(percent(0.1)) == "10 %"
    assert told(percent(0.1, sign=True)) == "+10 %"
    assert told(percent(Fraction(1, 3))) == "33.3 %"
    assert told(percent(-0.204, digits=2)) == "-20.4 %"
    assert told(percent(Fraction(10, 77))) == "13.0 %"
    assert told(percent(0)) == "0 %"
    assert told(percent(12.5)) == "1,250 %"


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (
            Estimate.between(2837 * 10**6, 28365 * 10**5, 28375 * 10**5, "CNY"),
            "2.837 billion yuan (2.8365 to 2.8375)",
        ),
        (Estimate.between(24000, 23500, 24500, "tonne"), "24,000 tonnes (23,500 to 24,500)"),
        (read("exceeding 700 million yuan"), "more than 700 million yuan"),
        (read("近3万吨"), "at most 30,000 tonnes"),
        (read("net loss of 120 million yuan"), "-120 million yuan (-120.5 to -119.5)"),
        (Estimate.exact(91, "day"), "91 days"),
        (Estimate.exact(2, "count"), "2"),
        (Estimate.exact(Fraction(20, 3), "day"), "6.6667 days"),
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


def test_shares_factors_and_rates_in_boxes():
    ceiling = growth.ceiling_share(EXPORTS, OUTPUT)
    assert told(share(ceiling)) == "62.1 % (61.6 to 62.7)"
    assert told(factor(growth.share_index(EXPORTS, OUTPUT))) == "1.609 (1.597 to 1.622)"
    assert told(rate(FALL)) == "-3.4 % (-3.45 to -3.35)"


def test_small_words():
    assert [listing(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert listing(["a", "b"], "or") == "a or b"


numbers = st.fractions(Fraction(-1), 3, max_denominator=1000)


@drawn(
    numbers,
    numbers,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["from rounding", "from a bound"]),
)
def test_a_verb_is_used_only_where_every_number_has_its_sign(one, other, middle, opens, origin):
    low, high = min(one, other), max(one, other)
    opens = opens and low < high
    value = (low + high) / 2 if middle else None
    words = change(Estimate(value, low, high, open_low=opens, open_high=opens, origin=origin))
    inner = [low, high] if not opens else []
    inner += [low + (high - low) * Fraction(step, 7) for step in range(1, 7)]
    least = 0 if words.endswith("if at all") else Fraction(1, 10**9)
    if words.startswith("rose by"):
        assert all(number >= least for number in inner)
    elif words.startswith("fell by"):
        assert all(number <= -least for number in inner)
    elif words == "did not change":
        assert low == high == 0
    else:
        assert low <= 0 <= high


@st.composite
def rates(draw):
    """A rate, and a number that may be the true one."""
    low = draw(st.sampled_from([Fraction(-1, 10), Fraction(0), Fraction(1, 20), Fraction(1, 10)]))
    width = draw(st.sampled_from([Fraction(0), Fraction(1, 20), Fraction(1, 10)]))
    true = low + width * draw(st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1)]))
    if draw(st.booleans()):
        return Estimate(None, low, math.inf), true
    return Estimate(low, low, low + width), true


@drawn(rates(), rates())
def test_no_relation_is_told_that_may_be_false(one, other):
    (first, a), (second, b) = one, other
    words = relate("exports", first, "output", second)
    signs = {"rose": 1, "fell": -1, "did not change": 0}
    if " while " in words:
        told_of = [part.split(" ", 1)[1] for part in words.split(" while ")]
        assert [signs[part] for part in told_of] == [(x > 0) - (x < 0) for x in (a, b)]
    elif "neither" in words:
        assert a == b == 0
    elif "the same rate" in words:
        assert a == b
        assert ("rose" in words) is (a > 0)
    elif "cannot be told" not in words:
        above = any(word in words for word in ("rose at a higher", "fell less", "was above"))
        assert (a > b) is above
        assert a != b
        assert " rose " not in words or (a > 0 and b > 0)
        assert " fell " not in words or (a < 0 and b < 0)


# Periods, and markup in data


@pytest.mark.parametrize(
    ("period", "words", "short", "months"),
    [
        ("2020-Q1", "the first quarter of 2020", "Q1 2020", (0, 2)),
        ("2020-Q4", "the fourth quarter of 2020", "Q4 2020", (9, 11)),
        ("2020-H2", "the second half of 2020", "H2 2020", (6, 11)),
        ("2020", "2020", "2020", (0, 11)),
        ("2020-02", "February 2020", "Feb 2020", (1, 1)),
        ("2020-01/2020-04", "January to April 2020", "Jan–Apr 2020", (0, 3)),
        ("2020-11/2021-02", "November 2020 to February 2021", "Nov 2020–Feb 2021", (10, 13)),
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


# E3
@pytest.mark.parametrize("about", ["about ", ""])
def test_about_is_told_of_a_range_too(about):
    first, last = find_quantities(f"rose by {about}5 to 6 percent")
    assert told(change(as_range(first, last))) == f"rose by {about}5 to 6 %"


# E4
@pytest.mark.parametrize(
    ("size", "words"), [(10**6, "1 million"), (10**9, "1 billion"), (10**12, "1 trillion")]
)
def test_a_scale_begins_at_one_of_it(size, words):
    assert told(amount(Estimate.exact(size, "CNY"))) == f"{words} yuan"
