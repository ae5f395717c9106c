"""Known answers, each with its derivation, and properties of the growth arithmetic.

The exact fractions were worked out apart from this code, over all corners of all intervals.
"""

from __future__ import annotations

import math
from fractions import Fraction
from types import FunctionType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jilin_analysis import growth
from jilin_analysis.estimates import Estimate, as_estimate, of_kind
from jilin_analysis.phrases import normalize


def printed(value: str, place: str, row: str, unit: str = "ratio") -> Estimate:
    """A figure printed to a place (0.01, 1000 …): half of it either way."""
    middle, half = Fraction(value), Fraction(place) / 2
    return Estimate.between(middle, middle - half, middle + half, unit, row)


def rate(value: str, row: str = "", place: str = "0.01") -> Estimate:
    return printed(value, place, row)


def read(phrase: str, row: str = "row") -> Estimate:
    return as_estimate(normalize(phrase), row)


OUTPUT = rate("0.10", "output")
EXPORTS = rate("0.77", "exports")
EARNINGS = rate("0.28", "earnings")
VALUE = rate("0.006", "value", "0.001")
WEIGHT = printed("24000", "1000", "weight", "tonne")


def shown(one: Estimate, digits: int = 4, times: int = 1) -> tuple[float, ...]:
    """Value and ends to the nearest, as the recomputation gives them."""
    assert one.value is not None
    return tuple(round(float(end) * times, digits) for end in (one.value, one.low, one.high))


def is_close(one: Estimate, exact: str, low: str, high: str, times: int = 1) -> bool:
    """Tell whether the value is exact, and each end agrees to all digits that are given."""
    assert one.value == Fraction(exact)
    return all(
        abs(Fraction(given) - times * Fraction(end)) * 2 <= Fraction(10) ** -decimals(given)
        for given, end in ((low, one.low), (high, one.high))
    )


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


# The answers of the recomputation, by its items


def test_what_the_three_rates_force():
    """1.77/1.28, its inverse, and 28/77."""
    assert is_close(growth.share_index(EXPORTS, EARNINGS), "177/128", "1.3735", "1.3922")
    ceiling = growth.ceiling_share(EXPORTS, EARNINGS)
    assert is_close(ceiling, "128/177", "71.8310", "72.8045", 100)
    even = growth.break_even_share(EXPORTS, EARNINGS)
    assert is_close(even, "4/11", "35.4839", "37.2549", 100)
    assert growth.marginal_value(EARNINGS, EXPORTS).value == Fraction(4, 11)
    marginal = growth.marginal_value(VALUE, OUTPUT)
    assert is_close(marginal, "3/50", "5.2381", "6.8421", 100)
    assert (ceiling.kind, even.kind, marginal.kind) == ("share", "share", "share")


def province() -> Estimate:
    """January to April less April: 124,000 − 21,100 t."""
    return printed("124000", "1000", "four", "tonne") - printed("21100", "100", "april", "tonne")


def sales() -> Estimate:
    """162,000 t / 1.14."""
    later = printed("162000", "1000", "later", "tonne")
    return growth.implied_base_level(later, rate("0.14", "grown"))


@pytest.mark.parametrize(
    ("volume", "answers"),
    [
        (
            province,
            {
                "volume": ("102900", "102350", "103450", 1),
                "end": ("80/343", "22.7163", "23.9375", 100),
                "start": ("8800/60711", "14.0137", "14.9863", 100),
                "rest": ("-7049/519110", "-2.2814", "-0.4426", 100),
                "contribution": ("968/8673", "10.7812", "11.5490", 100),
                "of the growth": ("9680/8673", "103.6161", "120.4681", 100),
            },
        ),
        (
            sales,
            {
                "volume": ("2700000/19", "141048", "143172", 1),
                "end": ("38/225", "16.4138", "17.3700", 100),
                "start": ("836/7965", "10.1257", "10.8747", 100),
                "rest": ("7639/356450", "1.3389", "2.9410", 100),
                "contribution": ("16093/199125", "7.7901", "8.3804", 100),
                "of the growth": ("32186/39825", "74.8687", "87.4164", 100),
            },
        ),
    ],
    ids=["province", "sales"],
)
def test_the_share_from_the_record(volume, answers):
    """Exports and output enter repeatedly: the ends are those of all corners."""
    found = {"volume": volume()}
    found["end"] = WEIGHT / found["volume"]
    found["start"] = growth.base_share(found["end"], EXPORTS, OUTPUT)
    found["rest"] = growth.rest_growth(EXPORTS, OUTPUT, found["start"])
    found["contribution"] = growth.contribution(EXPORTS, found["start"])
    found["of the growth"] = found["contribution"] / OUTPUT
    for name, answer in answers.items():
        assert is_close(found[name], *answer), name
    assert found["contribution"].kind == "points"


def test_the_volume_at_which_the_rest_stood_still():
    """24,000 × (0.77/0.10) × 1.10/1.77."""
    found = growth.break_even_level(WEIGHT, EXPORTS, OUTPUT)
    assert is_close(found, "6776000/59", "107191", "123299")
    assert found.unit == "tonne"
    none = growth.break_even_level(WEIGHT, OUTPUT, EXPORTS)
    assert not none.known
    assert (none.unit, "whatever the share" in none.why) == ("tonne", True)


def test_output_at_a_share():
    """24,000/1.77/share × 1.10."""
    for part, answer in [
        ("0.05", ("17600000/59", "289944", "306771")),
        ("0.30", ("8800000/177", "48324", "51128")),
    ]:
        base = growth.implied_base_level(WEIGHT, EXPORTS) / Estimate.exact(part)
        assert is_close(growth.implied_level(base, OUTPUT), *answer)


def test_which_fibers():
    """15,600 t, +20.4 %: 795,600/301; 24,000 − 24,000/1.77 = 616,000/59."""
    nation = printed("15600", "100", "nation", "tonne")
    more = nation - growth.implied_base_level(nation, rate("0.204", "grown", "0.001"))
    assert is_close(more, "795600/301", "2629.35", "2657.06")
    own = WEIGHT - growth.implied_base_level(WEIGHT, EXPORTS)
    assert is_close(own, "616000/59", "10185.6", "10697.2")
    assert is_close(own / more, "463540/117351", "3.8334", "4.0684")
    assert is_close(nation * Fraction(91, 60), "23660", "23584", "23736")


def test_beside_the_trade():
    filament, fiber = rate("0.204", "a", "0.001"), rate("-0.077", "b", "0.001")
    assert is_close(growth.share_index(EXPORTS, filament), "885/602", "1.4653", "1.4749")
    assert is_close(growth.share_index(EXPORTS, fiber), "1770/923", "1.9112", "1.9241")
    nation = growth.implied_unit_value(rate("-0.188", "c", "0.001"), fiber)
    assert is_close(nation, "-111/923", "-12.1278", "-11.9241", 100)
    own = growth.implied_unit_value(EARNINGS, EXPORTS)
    against = growth.relative_growth(own, nation)
    assert is_close(against, "-6395/35931", "-18.4442", "-17.1473", 100)
    output = growth.relative_growth(OUTPUT, rate("-0.10", "d"))
    assert is_close(output, "2/9", "20.9945", "23.4637", 100)


def test_revenue_per_tonne_of_the_industry():
    months = growth.implied_unit_value(
        rate("-0.1996", "a", "0.0001"), rate("-0.0497", "b", "0.0001")
    )
    assert is_close(months, "-1499/9503", "-15.7837", "-15.7643", 100)
    narrowed = [
        of_kind("points", rate(*one))
        for one in (("0.054", "c", "0.001"), ("0.0499", "d", "0.0001"))
    ]
    revenue = rate("-0.1996", "a", "0.0001") - narrowed[0]
    output = rate("-0.0497", "b", "0.0001") - narrowed[1]
    assert is_close(revenue, "-634/2500", "-25.415", "-25.305", 100)
    assert is_close(output, "-249/2500", "-9.97", "-9.95", 100)
    quarter = growth.implied_unit_value(revenue, output)
    assert is_close(quarter, "-385/2251", "-17.1738", "-17.0332", 100)


def test_consistency_of_the_record():
    """In units of 100 million yuan; 2021's revenue enters both Decembers."""
    hundred = "0.1"
    back = growth.implied_base_level(printed("210.3", hundred, "2022", "CNY"), rate("0.31", "r22"))
    assert is_close(back, "21030/131", "159.886", "161.188")
    revenue = printed("160.5", hundred, "2021", "CNY")
    before = growth.implied_base_level(revenue, rate("0.37", "r21"))
    assert is_close(before, "16050/137", "116.691", "117.619")
    months, grown = printed("148", "1", "eleven", "CNY"), rate("0.44", "r11")
    december = revenue - months
    assert is_close(december, "25/2", "11.95", "13.05")
    year_before = before - growth.implied_base_level(months, grown)
    assert is_close(year_before, "17725/1233", "13.2066", "15.5429")
    fall = growth.implied_growth(december, year_before)
    assert is_close(fall, "-185/1418", "-19.1345", "-6.6268", 100)
    base = growth.implied_base_level(printed("40.4", hundred, "q22", "CNY"), rate("0.23", "rq22"))
    assert is_close(base, "4040/123", "32.6721", "33.0204")
    start = printed("28.37", "0.01", "q20", "CNY")
    year = growth.implied_growth(base, start)
    assert is_close(year, "55049/348951", "15.1438", "16.4125", 100)
    index = (1 + VALUE) * (1 + year) * 100
    assert is_close(index, "40642400/348951", "115.777", "117.169")
    two = growth.implied_growth(printed("40.4", hundred, "q22", "CNY"), start)
    assert is_close(two, "1203/2837", "42.2026", "42.6053", 100)
    assert is_close((1 + VALUE) * (1 + two) * 100, "10160600/70925", "142.985", "143.532")


def test_unit_values_where_the_units_are_known():
    tonnes = printed("162000", "1000", "tonnes", "tonne")
    yuan = printed("5130000000", "10000000", "yuan", "CNY")
    quarter = growth.implied_unit_value(rate("0.31", "value"), rate("0.14", "volume"))
    assert is_close(quarter, "17/114", "13.9738", "15.8590", 100)
    year = growth.implied_unit_value(rate("0.163", "a", "0.001"), rate("0.087", "b", "0.001"))
    assert is_close(year, "76/1087", "6.8966", "7.0870", 100)
    price = yuan / tonnes
    assert is_close(price, "95000/3", "31538", "31796")
    assert price.unit == "CNY/tonne"
    assert is_close(growth.implied_base_level(price, quarter), "3610000/131", "27221", "27897")


def test_rest_of_the_year():
    """(1.037 − s × 1.006)/(1 − s) − 1, the share exact; both ends with the roundings."""
    year = rate("0.037", "year", "0.001")
    found = [growth.rest_growth(VALUE, year, Estimate.exact(s)) for s in ("0.23", "0.27")]
    assert is_close(found[0], "1781/38500", "4.5461", "4.7058", 100)
    assert is_close(found[1], "1769/36500", "4.7596", "4.9336", 100)
    middle = growth.rest_growth(VALUE, year, Estimate.between("0.25", "0.23", "0.27"))
    assert is_close(middle, "71/1500", "4.5461", "4.9336", 100)


def test_the_shipped_answers():
    """1.28/1.77 − 1, 24,000/1.77, 1.77/1.10, its inverse, 10/77 and 1.006/1.10 − 1."""
    unit_value = growth.implied_unit_value(EARNINGS, EXPORTS)
    assert is_close(unit_value, "-49/177", "-28.1690", "-27.1955", 100)
    assert shown(growth.implied_base_level(WEIGHT, EXPORTS), 1) == (13559.3, 13239.4, 13881.0)
    assert shown(growth.share_index(EXPORTS, OUTPUT), 3) == (1.609, 1.597, 1.621)
    assert shown(growth.ceiling_share(EXPORTS, OUTPUT), 3) == (0.621, 0.617, 0.626)
    assert shown(growth.break_even_share(EXPORTS, OUTPUT), 3) == (0.13, 0.123, 0.137)
    assert shown(growth.implied_unit_value(VALUE, OUTPUT), 3, 100) == (-8.545, -9.005, -8.082)


@pytest.mark.parametrize(("days", "base", "answer"), [(91, 90, 8.791), (59, 60, 11.864)])
def test_output_per_day(days, base, answer):
    """1.10 × 90 / 91 − 1, and 1.10 × 60 / 59 − 1."""
    found = growth.per_day(OUTPUT, Estimate.exact(days, "day"), Estimate.exact(base, "day"))
    assert shown(found, 3, 100)[0] == answer


def test_earnings_in_yuan():
    """1.28 × 6.97965 / 6.74731 − 1, and 1.28 × 0.886 / 0.867 − 1."""
    unit = "CNY per USD"
    daily = growth.implied_growth(Estimate.exact("6.97965", unit), Estimate.exact("6.74731", unit))
    assert shown(growth.convert_currency(EARNINGS, daily), 3, 100) == (32.408, 31.89, 32.925)
    customs = growth.relative_growth(rate("-0.114", "yuan", "0.001"), rate("-0.133", "$", "0.001"))
    assert is_close(customs, "19/867", "2.075", "2.308", 100)
    assert shown(growth.convert_currency(EARNINGS, customs), 3, 100)[0] == 30.805
    there = growth.convert_currency(growth.implied_unit_value(EARNINGS, EXPORTS), customs)
    back = growth.convert_currency(there, growth.inverse_rate(customs))
    assert (back.low, back.high) == (Fraction(1275, 1775) - 1, Fraction(1285, 1765) - 1)


# Dependency


def test_what_is_led_back_has_its_printed_interval():
    unit_value = growth.implied_unit_value(EARNINGS, EXPORTS)
    back = growth.chain(unit_value, EXPORTS)
    assert (back.value, back.low, back.high) == (EARNINGS.value, EARNINGS.low, EARNINGS.high)
    base = growth.implied_base_level(WEIGHT, EXPORTS)
    again = growth.implied_level(base, EXPORTS)
    assert (again.value, again.low, again.high) == (WEIGHT.value, WEIGHT.low, WEIGHT.high)
    rate_back = growth.implied_growth(WEIGHT, base)
    assert (rate_back.low, rate_back.high) == (EXPORTS.low, EXPORTS.high)
    even = growth.break_even_share(EXPORTS, OUTPUT)
    rest = growth.rest_growth(EXPORTS, OUTPUT, even)
    assert (rest.value, rest.low, rest.high) == (0, 0, 0)


# Multiples, bounds, refusals


@pytest.mark.parametrize(
    ("phrase", "low", "high"),
    [
        ("doubled", "1", "1"),
        ("halved", "-0.5", "-0.5"),
        ("more than doubled", "1", math.inf),
        ("94.9 percent of the level a year earlier", "-0.0515", "-0.0505"),
        ("1.5 times that of a year earlier", "0.45", "0.55"),
    ],
)
def test_multiples_and_shares_of_the_base_are_growth(phrase, low, high):
    found = growth.growth_from_multiple(read(phrase))
    assert found.kind == "growth"
    assert found.low == Fraction(low)
    assert found.high == (high if high == math.inf else Fraction(high))


def test_bounds_go_through_every_formula():
    more = read("增长超77%", "more")
    assert growth.implied_unit_value(EARNINGS, more).high == Fraction(1285, 1770) - 1
    assert growth.implied_base_level(WEIGHT, more).high == Fraction(2450000, 177)
    assert growth.share_index(more, OUTPUT).low == Fraction(1770, 1105)
    assert growth.ceiling_share(more, OUTPUT).high == Fraction(1105, 1770)
    assert growth.ceiling_share(more, OUTPUT).open_high
    assert growth.break_even_share(more, OUTPUT).high == Fraction("0.105") / Fraction("0.77")
    assert growth.chain(more, OUTPUT).low == Fraction("1.77") * Fraction("1.095") - 1
    share = Estimate.exact("0.1")
    assert growth.contribution(more, share).low == Fraction("0.077")
    assert growth.rest_growth(more, OUTPUT, share).high == (1105 - 177) / Fraction(900) - 1
    assert growth.inverse_rate(more).high == Fraction(100, 177) - 1
    nearly = growth.implied_unit_value(read("increased by nearly 28 percent", "n"), EXPORTS)
    assert (nearly.low, nearly.high) == (Fraction(1000, 1775) - 1, Fraction(1280, 1765) - 1)


def test_a_missing_figure_makes_the_result_unknown_and_keeps_its_origin_and_reason():
    missing = Estimate.unknown(why="the rate of exchange is not in the record")
    found = growth.implied_unit_value(missing, EXPORTS)
    assert not found.known
    assert found.rests_on == {"exports"}
    assert found.why == missing.why
    assert growth.hull(EXPORTS, found).known is False
    assert growth.break_even_share(missing, OUTPUT).why == missing.why
    assert growth.implied_growth(WEIGHT, Estimate.unknown("tonne")).why == "not reported"


@pytest.mark.parametrize(
    ("part", "whole", "why"),
    [
        ("0.30", "-0.12", "the rest fell, whatever the share"),
        ("0.05", "0.09", "the rest rose, whatever the share"),
        ("-0.30", "-0.60", "the rest fell, whatever the share"),
        ("0.10", "0.10", "cannot be told"),
        ("0.00", "0.00", "cannot be told"),
    ],
)
def test_a_share_that_does_not_exist_is_no_gap_in_the_record(part, whole, why):
    found = growth.break_even_share(rate(part, "part"), rate(whole, "whole"))
    assert not found.known
    assert why in found.why
    assert found.rests_on == {"part", "whole"}


def test_what_the_rest_did_whatever_the_share():
    assert growth.rest_rose(rate("0.05"), rate("0.09")) is True
    assert growth.rest_rose(rate("-0.05"), rate("0.09")) is True
    assert growth.rest_rose(rate("0.30"), rate("-0.12")) is False
    assert growth.rest_rose(EXPORTS, OUTPUT) is None
    assert growth.rest_rose(rate("-0.30"), rate("-0.12")) is None
    assert growth.rest_rose(Estimate.unknown(), OUTPUT) is None
    assert growth.rest_rose(rate("0.09"), rate("0.09")) is None


def test_ceiling_is_at_most_all_unless_asked():
    falling = rate("-0.2")
    capped = growth.ceiling_share(falling, OUTPUT)
    assert (capped.value, capped.low, capped.high) == (1, 1, 1)
    free = growth.ceiling_share(falling, OUTPUT, capped=False)
    assert free.value == Fraction(110, 80)


def test_no_percentage_across_a_negative_base():
    def level(text: str) -> Estimate:
        return printed(text, "1", "", "CNY")

    for base in ("-50", "0", "0.3"):
        for end in ("30", "-30", "-80"):
            found = growth.implied_growth(level(end), level(base))
            assert not found.known
            assert "negative or nothing" in found.why
    assert growth.implied_growth(level("-30"), level("50")).value == Fraction(-8, 5)
    none = growth.implied_growth(WEIGHT, read("0 tonnes"))
    assert "negative or nothing" in none.why


def test_units_never_mix():
    with pytest.raises(ValueError, match="ratio"):
        growth.implied_unit_value(EARNINGS, WEIGHT)
    with pytest.raises(ValueError, match="cannot divide tonne by CNY"):
        growth.implied_growth(WEIGHT, Estimate.exact(1, "CNY"))
    with pytest.raises(ValueError, match="days"):
        growth.per_day(OUTPUT, Estimate.exact(91), Estimate.exact(90, "day"))
    with pytest.raises(ValueError, match="one unit"):
        growth.hull(WEIGHT, OUTPUT)
    with pytest.raises(ValueError, match="below -100 %"):
        growth.chain(Estimate.exact(-2))


OF_TWO_RATES = [
    growth.implied_unit_value,
    growth.relative_growth,
    growth.marginal_value,
    growth.share_index,
    growth.ceiling_share,
    growth.break_even_share,
    growth.rest_rose,
    growth.contribution,
    growth.log_share,
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
        (growth.inverse_rate, (WEIGHT,)),
        (growth.growth_from_multiple, (WEIGHT,)),
        (growth.per_day, (WEIGHT, days, days)),
        (growth.break_even_level, (WEIGHT, WEIGHT, OUTPUT)),
        (growth.base_share, (WEIGHT, EXPORTS, OUTPUT)),
        (growth.rest_growth, (WEIGHT, OUTPUT, half)),
        (growth.rest_growth, (OUTPUT, WEIGHT, half)),
        (growth.rest_growth, (OUTPUT, EXPORTS, WEIGHT)),
    ]:
        with pytest.raises(ValueError, match="found tonne"):
            formula(*parts)


def test_factors_share_the_growth_of_their_product_on_a_logarithmic_scale():
    sold, brought = rate("0.14", "sold", "0.01"), rate("0.31", "brought", "0.01")
    part = growth.log_share(sold, brought)
    assert (part.kind, part.rests_on) == ("share", {"sold", "brought"})
    # ln 1.14 / ln 1.31, ln 1.135 / ln 1.315 and ln 1.145 / ln 1.305
    ends = [float(one) for one in (part.value or 0, part.low, part.high)]
    assert ends == pytest.approx([0.485241, 0.462439, 0.508652], abs=1e-6)
    rest = growth.log_share(growth.relative_growth(brought, sold), brought)
    assert part.value is not None
    assert rest.value is not None
    assert float(part.value + rest.value) == pytest.approx(1)
    assert not growth.log_share(sold, Estimate.between(0, "-0.01", "0.01")).known


def test_a_multiple_is_not_taken_for_a_rate():
    with pytest.raises(ValueError, match=r"found 0\.5, which is of kind index.*growth_from_mult"):
        growth.implied_unit_value(read("halved"), EXPORTS)
    with pytest.raises(ValueError, match="of kind share"):
        growth.chain(Estimate.exact("0.2", kind="share"))
    share = Estimate.exact("0.2", "tonne") / Estimate.exact(1, "tonne")
    assert growth.contribution(OUTPUT, share).value == Fraction("0.02")


def test_a_fall_by_all_of_it_is_still_a_rate():
    assert growth.chain(Estimate.exact(-1), OUTPUT).value == -1


def test_no_operation_divides_by_nothing():
    gone = Estimate.exact(-1)
    for found in (
        growth.implied_unit_value(EARNINGS, gone),
        growth.inverse_rate(gone),
        growth.rest_growth(EXPORTS, OUTPUT, Estimate.exact(1)),
        growth.implied_base_level(WEIGHT, read("fell by 100 percent")),
        growth.marginal_value(EXPORTS, rate("0.00")),
    ):
        assert not found.known
        assert "may be nothing" in found.why


# Properties

rates = st.fractions(min_value=Fraction(-9, 10), max_value=5, max_denominator=10**4)
widths = st.fractions(min_value=0, max_value=Fraction(1, 20), max_denominator=10**4)
parts = st.fractions(min_value=0, max_value=1, max_denominator=1000)


@st.composite
def estimates(draw):
    """An estimate, perhaps without a second end, and a true value inside its interval."""
    value, below, above = draw(rates), draw(widths), draw(widths)
    low, high = max(Fraction(-1), value - below), value + above
    truth = low + (high - low) * draw(parts)
    if draw(st.booleans()):
        return Estimate(value, low, high), truth
    return Estimate(None, low, math.inf), truth


FORMULAS = {
    "unit value": (growth.implied_unit_value, lambda v, q: (1 + v) / (1 + q) - 1),
    "share index": (growth.share_index, lambda p, w: (1 + p) / (1 + w)),
    "ceiling": (growth.ceiling_share, lambda p, w: min(Fraction(1), (1 + w) / (1 + p))),
    "chain": (growth.chain, lambda a, b: (1 + a) * (1 + b) - 1),
    "currency": (growth.convert_currency, lambda g, r: (1 + g) * (1 + r) - 1),
    "break-even": (growth.break_even_share, lambda p, w: w / p),
    "marginal value": (growth.marginal_value, lambda v, q: v / q),
}


@given(estimates(), estimates())
def test_the_true_value_lies_within_the_interval(one, other):
    for name, (ours, formula) in FORMULAS.items():
        found = ours(one[0], other[0])
        divisor = {"break-even": one[1], "marginal value": other[1]}.get(name, 1)
        if found.known and divisor:
            assert found.low <= formula(one[1], other[1]) <= found.high, name


@given(estimates(), estimates(), parts)
def test_the_rest_lies_within_its_interval(part, whole, base):
    assume(base < 1)
    found = growth.rest_growth(part[0], whole[0], Estimate.exact(base))
    true = (1 + whole[1] - base * (1 + part[1])) / (1 - base) - 1
    assert found.low <= true <= found.high
    rose = growth.rest_rose(part[0], whole[0])
    assert rose is None or (true > 0) is rose


@given(estimates(), parts, parts)
def test_a_contribution_lies_within_its_interval(part, one, other):
    low, high = sorted((one, other))
    found = growth.contribution(part[0], Estimate(None, low, high))
    assert found.low <= part[1] * one <= found.high


@pytest.mark.parametrize(
    "share",
    [
        printed("5", "0.01", "five"),
        printed("-0.5", "0.01", "below"),
        EXPORTS - EARNINGS,
        growth.chain(OUTPUT),
    ],
)
def test_what_cannot_be_a_share_is_refused(share):
    for ask in (growth.rest_growth, lambda p, w, s: growth.base_share(s, p, w)):
        with pytest.raises(ValueError, match="expected a share"):
            ask(EXPORTS, OUTPUT, share)
    with pytest.raises(ValueError, match="expected a share"):
        growth.contribution(EXPORTS, share)


def test_what_may_be_a_share_is_taken():
    level = printed("1000", "10", "a", "tonne") / printed("1000", "10", "b", "tonne")
    assert level.low < 1 < level.high
    for share in (level, Estimate.unknown(), Estimate.exact("0.4", kind="share")):
        assert growth.contribution(EXPORTS, share).known is share.known


def test_a_number_without_its_interval_is_refused_with_what_to_write():
    for ask in (
        lambda: growth.implied_unit_value(0.28, 0.77),
        lambda: growth.implied_base_level(24000, EXPORTS),
        lambda: growth.per_day(EXPORTS, 59, 58),
        lambda: growth.hull(0.1, 0.2),
    ):
        with pytest.raises(
            TypeError, match=r"expected an Estimate, found [\d.]+: `Estimate\.exact`"
        ):
            ask()


def test_the_arithmetic_lists_all_its_functions_and_nothing_else():
    own = [name for name, one in vars(growth).items() if isinstance(one, FunctionType)]
    said = {name for name in own if vars(growth)[name].__module__ == growth.__name__}
    assert dir(growth) == sorted({one for one in said if one[0] != "_"} | {"hull"})


def test_a_parameter_is_tested_and_told_by_its_name():
    share = of_kind("share", rate("0.3"))
    assert growth.contribution(base_share=share, part=OUTPUT).value == Fraction(3, 100)
    with pytest.raises(ValueError, match="expected a growth rate"):
        growth.contribution(base_share=OUTPUT, part=share)
    for name in set(growth.__all__) - {"hull"}:
        assert "Parameters\n" in str(getattr(growth, name).__doc__), name


@given(estimates(), estimates())
def test_composing_and_undoing_a_rate_returns(one, other):
    assume(other[0].low > -1)
    back = growth.chain(growth.chain(one[0], other[0]), growth.inverse_rate(other[0]))
    assert (back.low, back.high) == (one[0].low, one[0].high)
    if other[0].value is not None:
        assert back.value == one[0].value


@given(estimates(), st.integers(min_value=1, max_value=10**9))
def test_level_and_base_lead_back(rate_, level):
    weight = Estimate.exact(level, "tonne")
    assume(rate_[0].low > -1)
    base = growth.implied_base_level(weight, rate_[0])
    assert growth.implied_level(base, rate_[0]).value == level
    assert growth.implied_growth(weight, base).low == rate_[0].low


# G1
def test_a_ceiling_of_all_is_not_excluded():
    whole = Estimate(None, Fraction(1, 10), math.inf, open_low=True)
    found = growth.ceiling_share(Estimate.exact("0.05"), whole)
    assert (found.low, found.high, found.open_low) == (1, 1, False)


# G3
def test_the_rest_fell_too_where_the_part_fell_no_more_than_the_whole():
    part, whole = Estimate.between("-0.05", "-0.1", "0"), Estimate.between("-0.15", "-0.2", "-0.1")
    assert growth.rest_rose(part, whole) is False
