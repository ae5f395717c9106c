"""Known answers, each with its derivation, and properties of the growth arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jilin_analysis import growth
from jilin_analysis.estimates import Estimate, combine, rests_on
from jilin_analysis.wording import change, describe, factor, rate, share

OUTPUT = Estimate.between("0.10", "0.095", "0.105", rests_on="output")
EXPORTS = Estimate.between("0.77", "0.765", "0.775", rests_on="exports")
EARNINGS = Estimate.between("0.28", "0.275", "0.285", rests_on="earnings")
VALUE = Estimate.between("0.006", "0.0055", "0.0065", rests_on="value")
WEIGHT = Estimate.between(24000, 23500, 24500, "tonne", rests_on="weight")
NBSP = "\u00a0"


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


def ends(one: Estimate, digits: int = 3) -> tuple[float, float, float]:
    assert one.value is not None
    low, high = float(one.low), float(one.high)
    return (round(float(one.value), digits), round(low, digits), round(high, digits))


def test_implied_unit_earnings():
    """1.28 / 1.77 − 1; lowest 1.275 / 1.775 − 1, highest 1.285 / 1.765 − 1."""
    found = growth.implied_unit_value(EARNINGS, EXPORTS)
    assert plain(describe(found)) == "27.7 % fall (27.2 to 28.2)"
    assert found.low == Fraction(1275, 1775) - 1
    assert found.high == Fraction(1285, 1765) - 1


def test_implied_base_of_exports():
    """24,000 t / 1.77; lowest 23,500 / 1.775, highest 24,500 / 1.765."""
    found = growth.implied_base_level(WEIGHT, EXPORTS)
    assert ends(found, 1) == (13559.3, 13239.4, 13881.0)
    assert plain(describe(found)) == "13,560 tonnes (13,240 to 13,880)"


def test_share_index_ceiling_and_break_even():
    """1.77 / 1.10; its inverse; and 10 / 77, where 1.10 = s × 1.77 + (1 − s)."""
    assert ends(growth.share_index(EXPORTS, OUTPUT)) == (1.609, 1.597, 1.621)
    assert plain(share(growth.ceiling_share(EXPORTS, OUTPUT))) == "62.1 % (61.7 to 62.6)"
    assert plain(share(growth.break_even_share(EXPORTS, OUTPUT))) == "13.0 % (12.3 to 13.7)"
    assert factor(growth.share_index(EXPORTS, OUTPUT)) == "1.61 (1.60 to 1.62)"


def test_output_value_per_unit_of_output():
    """1.006 / 1.10 − 1."""
    found = growth.implied_unit_value(VALUE, OUTPUT)
    assert plain(change(found)) == "fell by 8.5 % (8.1 to 9.0)"


@pytest.mark.parametrize(("days", "base", "answer"), [(91, 90, "8.8"), (59, 60, "11.9")])
def test_output_per_day(days, base, answer):
    """1.10 × 90 / 91 − 1, and 1.10 × 60 / 59 − 1."""
    found = growth.per_day(OUTPUT, Estimate.exact(days, "day"), Estimate.exact(base, "day"))
    assert plain(rate(found)).startswith(f"+{answer} %")


def test_earnings_in_yuan():
    """1.28 × 6.97965 / 6.74731 − 1, and 1.28 × 0.886 / 0.867 − 1."""
    daily = growth.implied_growth(
        Estimate.exact("6.97965", "CNY per USD"), Estimate.exact("6.74731", "CNY per USD")
    )
    assert plain(rate(growth.convert_currency(EARNINGS, daily))).startswith("+32.4 %")
    yuan, dollars = Estimate.exact("-0.114"), Estimate.exact("-0.133")
    customs = growth.relative_growth(yuan, dollars)
    assert ends(customs, 4)[0] == 0.0219
    assert plain(rate(growth.convert_currency(EARNINGS, customs))).startswith("+30.8 %")


def test_what_a_result_rests_on_is_carried_through():
    found = growth.contribution(growth.implied_unit_value(EARNINGS, EXPORTS), Estimate.exact("0.5"))
    assert found.rests_on == {"earnings", "exports"} == rests_on(EARNINGS, EXPORTS)


def test_a_missing_figure_makes_the_result_unknown_and_keeps_what_is_known_of_its_origin():
    found = growth.implied_unit_value(Estimate.unknown(), EXPORTS)
    assert not found.known
    assert found.rests_on == {"exports"}
    assert rate(found) == describe(found) == "not reported"
    assert growth.hull(EXPORTS, found).known is False


def test_break_even_is_unknown_where_no_share_has_that_effect():
    assert not growth.break_even_share(OUTPUT, EXPORTS).known
    assert not growth.break_even_share(Estimate.between(0, "-0.005", "0.005"), OUTPUT).known
    assert not growth.break_even_share(EXPORTS, Estimate.exact("-0.1")).known


def test_ceiling_is_at_most_all():
    falling = Estimate.between("-0.2", "-0.205", "-0.195")
    assert ends(growth.ceiling_share(falling, OUTPUT)) == (1, 1, 1)


def test_units_never_mix():
    with pytest.raises(ValueError, match="ratio"):
        growth.implied_unit_value(EARNINGS, WEIGHT)
    with pytest.raises(ValueError, match="cannot divide tonne by CNY"):
        growth.implied_growth(WEIGHT, Estimate.exact(1, "CNY"))
    with pytest.raises(ValueError, match="days"):
        growth.per_day(OUTPUT, Estimate.exact(91), Estimate.exact(90, "day"))
    with pytest.raises(ValueError, match="compare tonne with ratio"):
        WEIGHT.is_above(OUTPUT)
    with pytest.raises(ValueError, match="one unit"):
        growth.hull(WEIGHT, OUTPUT)
    with pytest.raises(ValueError, match="below -100 %"):
        growth.chain(Estimate.exact(-2))


OF_TWO_RATES = [
    growth.implied_unit_value,
    growth.relative_growth,
    growth.share_index,
    growth.ceiling_share,
    growth.break_even_share,
    growth.contribution,
    growth.convert_currency,
    growth.chain,
]


@pytest.mark.parametrize("formula", OF_TWO_RATES, ids=lambda formula: formula.__name__)
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (WEIGHT, r"^expected a growth rate or share \(ratio\), found tonne$"),
        (
            Estimate.between("-0.9", "-1.01", "-0.8"),
            "^a growth rate below -100 % has no meaning for a volume or value$",
        ),
    ],
    ids=["a weight", "a fall below nothing"],
)
def test_each_part_of_a_formula_must_be_a_rate(formula, wrong, message):
    for parts in ((wrong, OUTPUT), (OUTPUT, wrong)):
        with pytest.raises(ValueError, match=message):
            formula(*parts)


def test_each_rate_beside_a_level_must_be_one():
    days, half = Estimate.exact(90, "day"), Estimate.exact("0.5")
    for formula, parts in [
        (growth.implied_base_level, (WEIGHT, WEIGHT)),
        (growth.implied_level, (WEIGHT, WEIGHT)),
        (growth.undo, (WEIGHT,)),
        (growth.per_day, (WEIGHT, days, days)),
        (growth.rest_growth, (WEIGHT, OUTPUT, half)),
        (growth.rest_growth, (OUTPUT, WEIGHT, half)),
        (growth.rest_growth, (OUTPUT, EXPORTS, WEIGHT)),
    ]:
        with pytest.raises(ValueError, match="found tonne"):
            formula(*parts)


def test_a_fall_by_all_of_it_is_still_a_rate():
    assert growth.chain(Estimate.exact(-1), OUTPUT).value == -1


def test_a_value_outside_its_interval_is_refused():
    with pytest.raises(ValueError, match="does not lie"):
        Estimate.between(2, 0, 1)


def test_comparison_needs_intervals_that_do_not_overlap():
    assert EXPORTS.is_above(EARNINGS) is True
    assert EARNINGS.is_above(EXPORTS) is False
    near = Estimate.between("0.775", "0.77", "0.78")
    assert EXPORTS.is_above(near) is None
    assert EXPORTS.agrees_with(near)
    assert EXPORTS.is_above(0) is True
    assert Estimate.exact(0).is_above(0) is None
    touching = Estimate.between("0.78", "0.775", "0.785")
    assert touching.is_above(EXPORTS) is True
    assert Estimate.unknown().is_above(EXPORTS) is None


def test_hull_holds_every_reading():
    found = growth.hull(EARNINGS, EXPORTS)
    assert (found.value, found.low, found.high) == (EARNINGS.value, EARNINGS.low, EXPORTS.high)


rates = st.fractions(min_value=Fraction(-9, 10), max_value=5, max_denominator=10**4)
widths = st.fractions(min_value=0, max_value=Fraction(1, 20), max_denominator=10**4)
parts = st.fractions(min_value=0, max_value=1, max_denominator=1000)


@st.composite
def estimates(draw):
    """An estimate together with a true value inside its interval."""
    value, below, above = draw(rates), draw(widths), draw(widths)
    low, high = max(Fraction(-1), value - below), value + above
    truth = low + (high - low) * draw(parts)
    return Estimate(value, low, high), truth


FORMULAS = {
    "unit value": (growth.implied_unit_value, lambda v, q: (1 + v) / (1 + q) - 1),
    "share index": (growth.share_index, lambda p, w: (1 + p) / (1 + w)),
    "ceiling": (growth.ceiling_share, lambda p, w: min(Fraction(1), (1 + w) / (1 + p))),
    "chain": (growth.chain, lambda a, b: (1 + a) * (1 + b) - 1),
    "currency": (growth.convert_currency, lambda g, r: (1 + g) * (1 + r) - 1),
    "break-even": (growth.break_even_share, lambda p, w: w / p),
}


@pytest.mark.parametrize("name", FORMULAS)
@given(estimates(), estimates())
def test_the_true_value_lies_within_the_interval(name, one, other):
    ours, formula = FORMULAS[name]
    found = ours(one[0], other[0])
    if found.known:
        assert found.low <= formula(one[1], other[1]) <= found.high


@given(estimates(), estimates(), parts)
def test_the_rest_lies_within_its_interval(part, whole, base):
    assume(base < 1)
    found = growth.rest_growth(part[0], whole[0], Estimate.exact(base))
    true = (1 + whole[1] - base * (1 + part[1])) / (1 - base) - 1
    assert found.low <= true <= found.high


@given(estimates(), estimates())
def test_composing_and_undoing_a_rate_returns(one, other):
    both = growth.chain(one[0], other[0])
    back = growth.chain(both, growth.undo(other[0]))
    assume(back.known)
    assert back.value == one[0].value
    assert back.low <= one[0].low
    assert back.high >= one[0].high


@given(estimates())
def test_at_the_break_even_share_the_rest_stands_still(part):
    even = growth.break_even_share(part[0], OUTPUT)
    assume(even.known and even.high < 1)
    rest = growth.rest_growth(part[0], OUTPUT, even)
    assert rest.low <= 0 <= rest.high
    assert rest.value == 0


@given(estimates(), st.integers(min_value=1, max_value=10**9))
def test_level_and_base_lead_back(rate_, level):
    weight = Estimate.exact(level, "tonne")
    base = growth.implied_base_level(weight, rate_[0])
    assume(base.known)
    assert growth.implied_level(base, rate_[0]).value == level
    assert growth.implied_growth(weight, base).value == rate_[0].value


def test_no_operation_divides_by_nothing():
    gone = Estimate.exact(-1)
    assert not growth.implied_unit_value(EARNINGS, gone).known
    assert not growth.undo(gone).known
    assert not growth.rest_growth(EXPORTS, OUTPUT, Estimate.exact(1)).known
    assert not combine(lambda x: 1 / x, Estimate.between(1, 0, 2)).known
