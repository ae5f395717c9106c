"""A number is what its print allows: ends, signs, digits, and one figure used twice is one."""

from __future__ import annotations

import copy
import math
import operator
import pickle
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from jilin_analysis.estimates import (
    ORIGINS,
    Estimate,
    as_estimate,
    as_range,
    digits,
    hull,
    in_figures,
    rests_on,
)
from jilin_analysis.estimates.intervals import Range, outer
from jilin_analysis.phrases import normalize, read_rank

INF = math.inf
OUTPUT = Estimate.between("0.10", "0.095", "0.105", rests_on="output", kind="growth")
EXPORTS = Estimate.between("0.77", "0.765", "0.775", rests_on="exports", kind="growth")
EARNINGS = Estimate.between("0.28", "0.275", "0.285", rests_on="earnings", kind="growth")
WEIGHT = Estimate.between(24000, 23500, 24500, "tonne", rests_on="weight")
DAYS = Estimate.exact(91, "day")


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ").replace("\u2212", "-")


def read(phrase: str, row: str = "row", measure: str = "") -> Estimate:
    return as_estimate(normalize(phrase), row, measure)


def ends(one: Estimate) -> tuple[object, ...]:
    return one.value, one.low, one.high


# Arithmetic


def test_the_public_example_reads_as_the_readme_says():
    found = (1 + EARNINGS) / (1 + EXPORTS) - 1
    assert plain(repr(found)) == "-27.7 % (-28.2 to -27.1, from rounding)"
    assert ends(found) == (Fraction(-49, 177), Fraction(1275, 1775) - 1, Fraction(1285, 1765) - 1)
    assert found._repr_markdown_() == str(found)
    assert plain(found._repr_html_()) == "<span>-27.7 % (-28.2 to -27.1, from rounding)</span>"
    assert found.kind == "growth"
    assert found.rests_on == {"earnings", "exports"} == rests_on(EARNINGS, EXPORTS)


def test_a_figure_used_twice_is_one_figure():
    per_tonne = (1 + EARNINGS) / (1 + EXPORTS) - 1
    back = (1 + per_tonne) * (1 + EXPORTS) - 1
    assert ends(back) == ends(EARNINGS)
    assert plain(back) == "+28 % (+27.5 to +28.5, from rounding)"
    assert ends(EXPORTS - EXPORTS) == (0, 0, 0)
    assert ends(EXPORTS / EXPORTS) == (1, 1, 1)
    again = Estimate.between("0.77", "0.765", "0.775", rests_on="exports")
    assert ends(EXPORTS - again) == (0, 0, 0)
    odd = Estimate.between("0.766", "0.765", "0.775", rests_on="exports")
    assert (odd - EXPORTS).low < 0 < (odd - EXPORTS).high
    huge = Estimate.between(10**400, 10**399, 10**401, "tonne")
    assert (huge * 2).value == 2 * 10**400
    other = Estimate.between("0.77", "0.765", "0.775")
    assert ends(other - EXPORTS) == (0, Fraction(-1, 100), Fraction(1, 100))
    copy = replace(EXPORTS - OUTPUT, about=True)
    assert (copy - (EXPORTS - OUTPUT)).low < 0


def test_a_formula_that_is_not_simple_is_wider_and_never_false():
    square = EXPORTS * EXPORTS
    assert ends(square) == (Fraction(77, 100) ** 2, Fraction("0.765") ** 2, Fraction("0.775") ** 2)
    centred = Estimate.between(0, -1, 1)
    assert ends(centred * centred) == (0, -1, 1)
    many = [Estimate.between(1, 0, 2) for _ in range(12)]
    total = sum(many[1:], start=many[0])
    assert ends(total) == (12, 0, 24)
    assert (total - many[0]).low <= 0
    long = OUTPUT
    for _ in range(100):
        long = long + OUTPUT
    assert long.value == Fraction(101, 10)
    # It was too long to keep, or a thousand steps would be too deep to evaluate.
    assert (long - 100 * OUTPUT).low < OUTPUT.low


def test_numbers_of_all_sorts_are_taken_as_they_are_written():
    for ten in (10, 10.0, Fraction(10), Decimal(10)):
        assert ends(WEIGHT * ten) == ends(ten * WEIGHT) == (240000, 235000, 245000)
        assert ends(WEIGHT / ten) == (2400, 2350, 2450)
    assert (OUTPUT + 0.1).value == (Decimal("0.1") + OUTPUT).value == Fraction(1, 5)
    assert (1 - OUTPUT).value == Fraction(9, 10)
    assert (2 / (1 + OUTPUT)).value == Fraction(20, 11)
    assert (-OUTPUT).low == Fraction(-105, 1000)
    for wrong in ("1", None, [1]):
        with pytest.raises(TypeError):
            OUTPUT + wrong
    with pytest.raises(ValueError, match="no number"):
        OUTPUT + math.nan
    numpy = pytest.importorskip("numpy")
    assert (numpy.int64(2) * WEIGHT).value == (numpy.float64(2) * WEIGHT).value == 48000
    assert Estimate.exact(numpy.float32(0.1)).value == Fraction(1, 10)


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_a_copy_is_the_same_figure_and_no_other_is(copied):
    one, other = (Estimate(0.1, 0.05, 0.15) for _ in range(2))
    for told in (one, OUTPUT, one + 1):
        assert ends(copied(told) / told) == (1, 1, 1)
    assert ends(other / one) == (1, Fraction(1, 3), 3)


def test_what_it_rests_on_is_a_set_of_ids():
    one = Estimate(0.1, 0.05, 0.15, rests_on="abc")
    assert rests_on(one, Estimate.unknown(rests_on=["d"])) == {"abc", "d"}
    assert Estimate.exact(1).rests_on == frozenset()


def test_units_are_kept():
    yuan = Estimate.exact(31667, "CNY/tonne")
    assert ends(sum([WEIGHT, WEIGHT])) == (48000, 47000, 49000)
    points = Estimate.exact("0.01", kind="points")
    assert sum([points, points]).kind == "points"
    assert ends(0 - WEIGHT) == (-24000, -24500, -23500)
    assert WEIGHT > 0
    with pytest.raises(ValueError, match="cannot subtract tonne and ratio"):
        assert WEIGHT > 1
    assert (WEIGHT * 2).unit == (2 * WEIGHT).unit == (WEIGHT * OUTPUT).unit == "tonne"
    assert (WEIGHT / WEIGHT).unit == "ratio"
    assert (yuan * WEIGHT).unit == (WEIGHT * yuan).unit == "CNY"
    assert (yuan * WEIGHT / WEIGHT).unit == "CNY/tonne"
    assert (yuan * WEIGHT / yuan).unit == "tonne"
    assert (WEIGHT / DAYS).unit == "tonne/day"
    for wrong, message in [
        (lambda: WEIGHT + DAYS, "cannot add tonne and day"),
        (lambda: WEIGHT - 1, "cannot subtract tonne and ratio"),
        (lambda: WEIGHT * DAYS, "cannot multiply tonne by day"),
        (lambda: 1 / WEIGHT, "cannot divide ratio by tonne"),
        (lambda: yuan / DAYS, "cannot divide CNY/tonne by day"),
        (lambda: WEIGHT.is_above(DAYS), "cannot compare tonne with day"),
    ]:
        with pytest.raises(ValueError, match=message):
            wrong()


def test_kinds_follow_from_the_operation():
    index, share = (1 + EXPORTS) / (1 + OUTPUT), Estimate.exact("0.2", kind="share")
    assert index.kind == (WEIGHT / WEIGHT).kind == (1 / index).kind == "index"
    assert (index - 1).kind == "growth"
    assert (EXPORTS - OUTPUT).kind == (share * EXPORTS).kind == "points"
    assert (OUTPUT / EXPORTS).kind == (1 - share).kind == (share * index).kind == "share"
    assert (2 * OUTPUT).kind == "growth"
    assert WEIGHT.kind == (WEIGHT + WEIGHT).kind == (WEIGHT * share).kind == "level"


def test_the_result_tells_the_most_doubtful_of_its_origins_and_what_was_about():
    bound, about = read("增长超77%", "a"), read("rose by about 10 percent", "b")
    both = (1 + OUTPUT) / (1 + bound)
    assert both.origin == "from a bound"
    assert ((1 + OUTPUT) / (1 + about)).about
    assert not both.about
    assert (1 + read("同比增长12.3倍") - OUTPUT).ambiguous
    assert Estimate.exact(1).origin == ""
    assert (OUTPUT - OUTPUT).origin == ""


# Ends that are open, and limits


def test_one_open_end_leaves_the_other_known():
    more = read("增长超77%", "more")
    found = (1 + EARNINGS) / (1 + more) - 1
    assert ends(found) == (None, -1, Fraction(1285, 1770) - 1)
    assert (found.open_low, found.open_high) == (True, True)
    assert plain(found) == "at most -27.4 % (from a bound)"
    base = WEIGHT / (1 + more)
    assert ends(base) == (None, 0, Fraction(24500 * 100, 177))
    assert plain(in_figures(base)) == "at most 13,900 tonnes"
    index = (1 + more) / (1 + OUTPUT)
    assert ends(index) == (None, Fraction(1770, 1105), INF)
    assert plain(index) == "at least 1.601 (from a bound)"
    back = (1 + found) * (1 + more) - 1
    assert (back.low, back.high) == (EARNINGS.low, EARNINGS.high)
    assert (back.open_low, back.open_high) == (False, False)


def test_what_may_be_any_number_from_nothing_on_is_told_so():
    assert plain(Estimate(None, 0, INF, kind="share")) == "at least 0 % (from a bound)"
    assert (
        plain(Estimate(None, 0, INF, "USD", open_low=True)) == "more than 0 dollars (from a bound)"
    )


def test_an_end_is_open_only_where_it_is_never_reached():
    nearly = read("increased by nearly 28 percent", "n")
    assert ((1 + nearly).open_low, (1 + nearly).open_high) == (True, False)
    product = nearly * Estimate.exact(0)
    assert (product.low, product.high, product.open_low) == (0, 0, False)
    either = nearly * Estimate.between(1, 0, 2)
    assert (either.low, either.open_low) == (0, False)
    two = nearly + read("increased by nearly 5 percent", "m")
    assert (two.low, two.open_low, two.high, two.open_high) == (0, True, Fraction(33, 100), False)


def test_of_a_difference_each_end_is_open_where_its_parts_are():
    found = outer(operator.sub, Range(0, 1, False, False), Range(0, 1, True, False))
    assert found == Range(-1, 1, False, True)


def test_limits_where_two_ends_are_missing():
    above, more = Estimate(None, 1, INF), Estimate(None, 2, INF)
    assert (above / more).low == 0
    assert (above / more).high == INF
    assert (above - more).known is False
    assert ends(above + more) == (None, 3, INF)
    assert ends(above / (above + 1)) == (None, Fraction(1, 2), 1)
    assert ends(above / (above + more)) == (None, 0, 1)
    far = Estimate(None, 5, INF)
    assert ends(far / (far - 1)) == (None, 1, Fraction(5, 4))
    less = read("fell by less than 5 percent")
    assert ends(1 / less) == (None, -INF, -20)
    below = Estimate(None, -INF, -1)
    assert ends(below * more) == (None, -INF, -2)
    assert ends(1 / below) == (None, -1, 0)
    assert ends(0 * more) == (0, 0, 0)


def test_division_by_what_may_be_nothing_tells_so():
    for divisor in (
        Estimate.between(1, -1, 2),
        Estimate.exact(0),
        Estimate.between(0, 0, 1),
        1 + read("fell by 100 percent"),
    ):
        found = OUTPUT / divisor
        assert not found.known
        assert found.why == "it divides by a figure that may be nothing"
        assert found.rests_on >= {"output"}
    gone = (1 + EARNINGS) / (1 + read("fell by more than 5 percent")) - 1
    assert ends(gone) == (None, Fraction(1275, 950) - 1, INF)


def test_what_is_not_known_stays_so_and_says_why():
    missing = Estimate.unknown(why="no rate of exchange", rests_on=frozenset(["a"]))
    for found in (missing + 1, OUTPUT * missing, missing / OUTPUT, hull(OUTPUT, missing)):
        assert not found.known
        assert str(found) == found.why == "no rate of exchange"
        assert found.rests_on >= {"a"}
    assert missing.is_above(OUTPUT) is None
    assert missing.agrees_with(OUTPUT)


# Comparison


def test_order_is_told_where_it_is_certain_and_refused_elsewhere():
    assert EXPORTS > EARNINGS > 0
    assert 0 < OUTPUT < 0.5
    assert Decimal("0.105") >= OUTPUT
    assert Fraction("0.095") <= OUTPUT
    assert not OUTPUT > EXPORTS
    assert not OUTPUT >= EXPORTS
    near = Estimate.between("0.102", "0.1015", "0.1025")
    for unsure in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(ValueError, match=r"cannot be told"):
            unsure(OUTPUT, near)
    assert (OUTPUT < OUTPUT, OUTPUT <= OUTPUT) == (False, True)
    twice = 2 * OUTPUT
    assert twice > OUTPUT
    assert (1 + EARNINGS) / (1 + EXPORTS) < 1 + EARNINGS


def test_equality_tells_whether_two_are_written_alike():
    same = Estimate.between("0.10", "0.095", "0.105", rests_on="output", kind="growth")
    assert same == OUTPUT
    assert hash(same) == hash(OUTPUT)
    assert OUTPUT != EXPORTS
    assert pickle.loads(pickle.dumps(OUTPUT)) == OUTPUT


def test_comparison_in_three_answers():
    assert EXPORTS.is_above(EARNINGS) is True
    assert EARNINGS.is_above(EXPORTS) is False
    near = Estimate.between("0.775", "0.77", "0.78")
    assert EXPORTS.is_above(near) is None
    assert EXPORTS.agrees_with(near)
    assert EXPORTS.is_above(0) is True
    assert Estimate.exact(0).is_above(0) is None
    touching = Estimate.between("0.78", "0.775", "0.785")
    assert touching.is_above(EXPORTS) is True
    assert (touching * 2).is_above(EXPORTS * 2) is None
    assert touching.is_above(Fraction("0.775")) is None
    assert not touching.agrees_with(EXPORTS)
    assert (Estimate.exact("0.775") - EXPORTS).low == 0
    assert Estimate.exact("0.775").is_above(EXPORTS) is None
    assert read("increased by nearly 28 percent").is_above(0) is True
    assert read("fell by less than 5 percent").is_above(0) is False
    assert Estimate.between(0, 0, 1).is_above(0) is None
    assert read("增长超77%").is_above(Fraction("0.77")) is True


def test_float_is_the_single_figure_or_a_refusal():
    assert float(OUTPUT) == 0.1
    for without in (Estimate.unknown(), hull(OUTPUT, EXPORTS), read("增长超77%")):
        with pytest.raises(ValueError, match="no single figure"):
            float(without)


def test_a_number_s_format_is_that_of_the_single_figure_and_text_is_aligned():
    assert (f"{OUTPUT:.1%}", f"{WEIGHT:,.0f}", round(EXPORTS, 1)) == ("10.0%", "24,000", 0.8)
    assert (f"{OUTPUT}", f"{DAYS:>9}") == (str(OUTPUT), str(DAYS).rjust(9))
    for ask in (lambda one: f"{one:.2f}", round):
        with pytest.raises(ValueError, match="no single figure"):
            ask(hull(OUTPUT, EXPORTS))


def test_the_size_is_told_where_the_sign_is():
    fell = Estimate.between("-0.10", "-0.105", "-0.095")
    assert ends(abs(fell)) == ends(abs(OUTPUT)) == ends(OUTPUT)
    with pytest.raises(ValueError, match="cannot be told"):
        abs(Estimate(0, -0.05, 0.05))


def test_an_estimate_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="does not lie"):
        Estimate.between(2, 0, 1)
    with pytest.raises(ValueError, match="holds nothing"):
        Estimate(None, Fraction(2), Fraction(1))
    assert Estimate(0.1, 0.05, 0.15).low == Fraction(1, 20)


# From phrases


@pytest.mark.parametrize(
    ("phrase", "low", "high", "opens"),
    [
        ("increased by nearly 28 percent", "0", "0.28", (True, False)),
        ("增长近28%", "0", "0.28", (True, False)),
        ("fell by less than 5 percent", "-0.05", "0", (False, True)),
        ("fell by more than 5 percent", "-1", "-0.05", (False, True)),
        ("同比增长超77%", "0.77", INF, (True, True)),
        ("rose by at least 20 percent", "0.20", INF, (False, True)),
        ("rose by nearly 3 percentage points", "0", "0.03", (True, False)),
        ("exceeding 700 million yuan", "7e8", INF, (True, True)),
        ("近3万吨", "0", "30000", (False, False)),
        ("more than doubled", "2", INF, (True, True)),
        ("nearly doubled", "1", "2", (True, False)),
        ("more than halved", "0", "0.5", (False, True)),
        ("down nearly half", "-0.5", "0", (False, True)),
    ],
)
def test_the_verb_fixes_the_sign_of_a_bound(phrase, low, high, opens):
    found = read(phrase)
    assert (found.low, found.high) == (Fraction(low), high if high == INF else Fraction(high))
    assert (found.open_low, found.open_high) == opens
    assert found.value is None
    assert found.origin == "from a bound"


def test_a_profit_may_fall_by_more_than_all_of_it():
    assert read("fell by more than 5 percent", measure="profit").low == -INF
    assert read("profit fell by 112.5 percent", measure="profit").low == Fraction("-1.1255")
    assert read("fell by 100 percent").low == -1
    assert read("fell by 100 percent", measure="profit").low == Fraction("-1.005")
    assert read("net loss of 120 million yuan").high == -119_500_000


@pytest.mark.parametrize(
    ("phrase", "value", "low", "high"),
    [
        ("2.4万吨", 24000, 23500, 24500),
        ("exports of 24,000 tonnes", 24000, 23500, 24500),
        ("2.40万吨", 24000, 23950, 24050),
        ("2.40 million tonnes", 2_400_000, 2_395_000, 2_405_000),
        ("24,050 tonnes", 24050, 24045, 24055),
        ("24,051 tonnes", 24051, Fraction(48101, 2), Fraction(48103, 2)),
        ("24,000.0 tonnes", 24000, Fraction("23999.95"), Fraction("24000.05")),
        ("482 thousand tonnes", 482_000, 481_500, 482_500),
        ("20万吨", 200_000, 195_000, 205_000),
        ("31,000 households", 31_000, 30_500, 31_500),
        ("Two production lines", 2, 2, 2),
        ("20 production lines", 20, 20, 20),
        ("105 production lines", 105, 105, 105),
        ("四大纤维", 4, 4, 4),
        ("halved", Fraction(1, 2), Fraction(1, 2), Fraction(1, 2)),
        ("0 tonnes", 0, 0, Fraction(1, 2)),
        ("同比增长23.45%", Fraction("0.2345"), Fraction("0.23445"), Fraction("0.23455")),
        ("fell by 100 percent", -1, -1, Fraction("-0.995")),
    ],
)
def test_digits_count_where_they_are_shown(phrase, value, low, high):
    assert ends(read(phrase)) == (value, low, high)


def test_what_a_plant_was_built_for_has_no_interval():
    built = read("annual production of 8,000 tons", measure="capacity")
    assert ends(built) == (8000, 8000, 8000)
    assert plain(built) == "8,000 tonnes per year"
    assert plain(read("1.9 Mt of ore") / read("8 million tonnes a year", measure="capacity")) == (
        "0.238 years (0.231 to 0.244, from rounding)"
    )
    assert read("产能仍提高了13%", measure="capacity").low == Fraction("0.125")


def test_a_number_of_times_with_two_readings_is_any_of_both():
    found = read("同比增长12.3倍")
    assert ends(found) == (None, Fraction("11.25"), Fraction("12.35"))
    assert found.ambiguous
    assert plain(found) == "+1,125 to +1,235 % (from two readings)"
    assert ends(read("a 20-fold increase"))[1:] == (Fraction("19.5"), Fraction("21.5"))
    assert ends(read("增长1.5倍"))[1:] == (Fraction("0.45"), Fraction("1.55"))
    more = read("increased by more than 16 times")
    assert ends(more) == (None, 15, INF)
    nearly = read("消費品進口增長近一倍")
    assert (nearly.low, nearly.high, nearly.open_low) == (0, 1, True)


def test_a_printed_range_has_both_ends_and_no_middle():
    found = as_range(normalize("rose 80 percent"), normalize("rose 70 percent"), "range")
    assert ends(found) == (None, Fraction("0.7"), Fraction("0.8"))
    assert plain(found) == "+70 to +80 % (from a range)"
    assert found.rests_on == {"range"}
    again = as_range(normalize("rose 70 percent"), normalize("rose 80 percent"), "range")
    assert ends(found - again) == (0, 0, 0)
    fallen = as_range(normalize("fell 5 percent"), normalize("fell 6 percent"))
    assert ends(fallen) == (None, Fraction("-0.06"), Fraction("-0.05"))
    more = as_range(normalize("rose by more than 70 percent"), normalize("rose 80 percent"))
    assert (more.low, more.open_low, more.high) == (Fraction("0.7"), True, INF)


def test_a_hull_holds_every_reading_and_has_no_middle():
    found = hull(EARNINGS, EXPORTS)
    assert ends(found) == (None, EARNINGS.low, EXPORTS.high)
    assert found.origin == "over the readings"
    assert hull(EXPORTS, EXPORTS) is EXPORTS
    with pytest.raises(ValueError, match="one unit"):
        hull(WEIGHT, OUTPUT)
    nearly = read("increased by nearly 28 percent")
    assert hull(nearly, EXPORTS).open_low
    assert not hull(nearly, Estimate.exact(0)).open_low


# In figures


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (read("8.60%"), "8.60 % (8.595 to 8.605)"),
        (read("增长23.45%"), "+23.45 % (+23.445 to +23.455)"),
        (read("增长0.6%"), "+0.6 % (+0.55 to +0.65)"),
        (read("rose by about 10 percent"), "about +10 %"),
        (read("halved"), "0.5"),
        (as_estimate(read_rank("the ninth batch")), "9"),
        (read("rose 3.5 percentage points"), "+3.5 percentage points (+3.45 to +3.55)"),
        (read("产值28.37亿元"), "2.837 billion yuan (2.8365 to 2.8375)"),
        (read("0 tonnes"), "0 tonnes (0.0 to 0.5)"),
        (read("2.4万吨"), "24,000 tonnes (23,500 to 24,500)"),
        (read("fell by more than 5 percent"), "less than -5 %"),
        (read("increased by nearly 28 percent"), "0 to +28 %"),
        (read("近3万吨"), "at most 30,000 tonnes"),
        (WEIGHT / (1 + EXPORTS), "13,560 tonnes (13,230 to 13,890)"),
        ((1 + EXPORTS) / (1 + OUTPUT), "1.609 (1.597 to 1.622)"),
        (Estimate.between("1.116", "1.036", "1.205"), "+112 % (+103 to +121)"),
        (WEIGHT / DAYS, "264 tonnes per day (258 to 270)"),
        (Estimate.exact(1250, "tonne"), "1,250 tonnes"),
        (Estimate.between("52.1", "52.05", "52.15", "index"), "52.1 (52.05 to 52.15)"),
        (Estimate.exact(Fraction(1, 3)), "+33.3 %"),
        (Estimate(Fraction(5), -INF, Fraction(5), "day"), "at most 5 days"),
    ],
)
def test_figures_are_written_with_the_digits_they_bear(one, words):
    assert plain(in_figures(one)) == words


numbers = st.fractions(-(10**6), 10**6, max_denominator=10**4)
widths = st.fractions(0, 100, max_denominator=10**4)
fine = st.fractions(0, Fraction(1, 1000), max_denominator=10**7)
units = st.sampled_from(["ratio", "tonne", "CNY"])
kinds = st.sampled_from(["growth", "share", "index", "points"])


@given(numbers, widths | fine, units, kinds, st.sampled_from([0, Fraction(1, 2), None]))
@example(Fraction("0.2345"), Fraction("0.0001"), "ratio", "growth", Fraction(1, 2))
@example(Fraction(-49, 177), Fraction(1, 100), "ratio", "growth", Fraction(1, 2))
def test_printed_ends_hold_what_is_meant(low, width, unit, kind, middle):
    value = None if middle is None else low + width * Fraction(middle)
    one = Estimate(value, low, low + width, unit, kind=kind if unit == "ratio" else "level")
    form = digits.Form.of(one.value, one.low, one.high, unit, one.kind, True)
    assume(width)
    printed = [plain(shown).replace(",", "") for shown in (form.low(low), form.high(one.high))]
    assert Fraction(printed[0]) * form.scale <= one.low
    assert Fraction(printed[1]) * form.scale >= one.high
    # Rounded by no more than one step each, of which the width holds one at least; of a hull or a
    # level as narrow as that, the ends are exact.
    step = Fraction(10) ** form.end_step * form.scale
    assert one.low - Fraction(printed[0]) * form.scale < step
    assert Fraction(printed[1]) * form.scale - one.high < step
    assert step <= width or form.is_exact(one.low)


@pytest.mark.parametrize(
    ("number", "step", "shown"),
    [
        (Fraction(25, 100), -1, "0.3"),
        (Fraction(-25, 100), -1, "-0.3"),
        (Fraction(1, 1000), -1, "0.0"),
        (Fraction(12345), 2, "12,300"),
        (Fraction(12350), 2, "12,400"),
        (Fraction(10**30), 0, f"{10**30:,}"),
    ],
)
def test_numbers_are_written_without_floats(number, step, shown):
    assert plain(digits.write(number, step)) == shown


# Properties

parts = st.fractions(0, 1, max_denominator=50)
OPERATIONS = [operator.add, operator.sub, operator.mul, operator.truediv]


@st.composite
def truths(draw, endless=True):
    """An estimate, and a number that may be the true one."""
    low = draw(st.fractions(-3, 3, max_denominator=20))
    width = draw(st.fractions(0, 2, max_denominator=20))
    shape = draw(st.sampled_from(["closed", "open", "up", "down"] if endless else ["closed"]))
    true = low + width * draw(parts)
    if shape == "up":
        return Estimate(None, low, INF), true
    if shape == "down":
        return Estimate(None, -INF, low + width), true
    if shape == "open" and low < true < low + width:
        return Estimate(None, low, low + width, open_low=True, open_high=True), true
    # Of two that are printed and touch, one has the half between them: here both have.
    return Estimate(low + width / 2, low, low + width, origin="from a range"), true


def holds(one: Estimate, true: Fraction) -> bool:
    above = true > one.low if one.open_low else true >= one.low
    below = true < one.high if one.open_high else true <= one.high
    return above and below


@st.composite
def formulas(draw):
    """A formula over a few leaves, some of them used twice, and its true value."""
    leaves = draw(st.lists(truths(), min_size=1, max_size=3))
    one, true = draw(st.sampled_from(leaves))
    for _ in range(draw(st.integers(1, 5))):
        other, also = draw(st.sampled_from([*leaves, (1, Fraction(1)), (2, Fraction(2))]))
        operation = draw(st.sampled_from(OPERATIONS))
        if draw(st.booleans()):
            one, true, other, also = other, also, one, true
        if operation is operator.truediv and also == 0:
            continue
        one, true = operation(one, other), Fraction(operation(true, also))
    return one, true


@given(formulas())
def test_the_true_value_lies_within_the_interval_of_any_formula(pair):
    found, true = pair
    if isinstance(found, Estimate) and found.known:
        assert holds(found, true)


@given(truths(), truths())
def test_nothing_is_certain_that_is_not_so(one, other):
    above = one[0].is_above(other[0])
    assert above is not True or one[1] > other[1]
    assert above is not False or one[1] < other[1]
    if one[1] == other[1]:
        assert one[0].agrees_with(other[0])


@given(truths(endless=False), truths(endless=False), st.sampled_from(OPERATIONS), parts)
def test_a_wider_figure_never_makes_a_narrower_result(one, other, operation, more):
    first, second = one[0], other[0]
    wider = Estimate(first.value, first.low - more, first.high + more)
    found, wide = operation(first, second), operation(wider, second)
    assume(found.known)
    assert wide.low <= found.low
    assert wide.high >= found.high


@given(truths(), truths(), truths())
def test_corners_and_plain_interval_arithmetic_agree_where_nothing_is_used_twice(a, b, c):
    divisor = c[0]
    assume(not divisor.low <= 0 <= divisor.high)
    found = (a[0] + b[0]) / divisor
    ranges = [
        Range(one.low, one.high, one.open_low, one.open_high) for one in (a[0], b[0], divisor)
    ]
    plainly = outer(operator.truediv, outer(operator.add, *ranges[:2]), ranges[2])
    assert (found.low, found.high) == (plainly.low, plainly.high)


def test_origins_are_those_that_are_named():
    assert {read(text).origin for text in ("halved", "8.60%", "增长超77%", "增长1.5倍")} <= {
        "",
        *ORIGINS,
    }


# E5
@pytest.mark.parametrize(("count", "ends"), [(99, (99, 99)), (100, (50, 150)), (101, (101, 101))])
def test_a_count_is_exact_below_a_hundred_or_without_noughts(count, ends):
    found = as_estimate(normalize(f"{count} ships called"))
    assert (found.low, found.high) == ends
