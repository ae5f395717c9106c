"""Phrases made from the grammar are read back; arbitrary text never does anything but its part."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jilin_analysis.grammar.lexicon import LEXICON
from jilin_analysis.grammar.units import ROWS
from jilin_analysis.quantities import (
    NormalizationError,
    Quantity,
    find_quantities,
    normalize,
    read_rank,
)

SCALES = {
    form: meaning
    for kind, meaning, forms in ROWS
    if kind == "scale"
    for form in forms.split("|")
    if form.isascii()
}
MEASURES = [(*meaning, forms) for kind, meaning, forms in ROWS if kind == "unit"]
DIGITS = "零一二三四五六七八九"
VERBS = {"rose": 1, "fell": -1, "increased by": 1, "dropped by": -1, "up": 1, "down": -1}
VERBS_ZH = {"增长": 1, "下降": -1, "增加": 1, "减少": -1, "上涨": 1, "回落": -1}
BOUNDS = {"": "=", "more than ": ">", "nearly ": "<", "about ": "~", "at least ": ">="}
BOUNDS_ZH = {"": "=", "超过": ">", "近": "<", "约": "~", "不低于": ">=", "不超过": "<="}
COMPARISONS = {" year on year": "yoy", " from a month earlier": "mom", " since 2012": "other"}
COMPARISONS_ZH = {"同比": "yoy", "环比": "mom", "比2019年": "other", "": None}


@st.composite
def printed_number(draw: st.DrawFn) -> tuple[str, Decimal, Decimal]:
    """Return a number as printed, its value, and the unit of its last digit."""
    whole = draw(st.integers(1, 999_999))
    places = draw(st.integers(0, 3))
    part = draw(st.integers(0, 10**places - 1)) if places else 0
    grouped = f"{whole:,}" if draw(st.booleans()) else str(whole)
    tail = f".{part:0{places}d}" if places else ""
    return grouped + tail, Decimal(f"{whole}{tail}"), Decimal(1).scaleb(-places)


def chinese(number: int) -> str:
    """Write a number below 10 000 in characters."""
    if number == 0:
        return DIGITS[0]
    words, gap = "", False
    for power, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = number // 10**power % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return words.removeprefix("一") if words.startswith("一十") else words


def check(quantity: Quantity, value: Decimal, step: Decimal) -> None:
    assert quantity.value == value
    assert quantity.low == value - step / 2
    assert quantity.high == value + step / 2


@given(printed_number(), st.sampled_from(sorted(SCALES)), st.sampled_from(sorted(BOUNDS)))
def test_english_money(number: tuple[str, Decimal, Decimal], scale: str, bound: str) -> None:
    printed, value, step = number
    quantity = normalize(f"{bound}{printed} {scale} yuan")
    check(quantity, value.scaleb(SCALES[scale]), step.scaleb(SCALES[scale]))
    assert (quantity.unit, quantity.kind, quantity.bound) == ("CNY", "level", BOUNDS[bound])
    assert normalize(f"RMB{printed} {scale}").value == quantity.value


@given(
    printed_number(),
    st.sampled_from(sorted(VERBS)),
    st.sampled_from(sorted(BOUNDS)),
    st.sampled_from(sorted(COMPARISONS)),
    st.sampled_from([" percent", " per cent", "%", "-percent"]),
)
def test_english_growth(
    number: tuple[str, Decimal, Decimal], verb: str, bound: str, comparison: str, percent: str
) -> None:
    printed, value, step = number
    quantity = normalize(f"output {verb} {bound}{printed}{percent}{comparison}")
    check(quantity, VERBS[verb] * value.scaleb(-2), step.scaleb(-2))
    assert quantity.kind == "growth"
    assert quantity.bound == BOUNDS[bound]
    assert quantity.comparison == COMPARISONS[comparison]


@given(
    printed_number(),
    st.sampled_from(sorted(VERBS_ZH)),
    st.sampled_from(sorted(BOUNDS_ZH)),
    st.sampled_from(sorted(COMPARISONS_ZH)),
)
def test_chinese_growth(
    number: tuple[str, Decimal, Decimal], verb: str, bound: str, comparison: str
) -> None:
    printed, value, step = number
    quantity = normalize(f"产量{comparison}{verb}{bound}{printed}%")
    check(quantity, VERBS_ZH[verb] * value.scaleb(-2), step.scaleb(-2))
    assert (quantity.kind, quantity.bound) == ("growth", BOUNDS_ZH[bound])
    assert quantity.comparison == COMPARISONS_ZH[comparison]


@given(printed_number(), st.sampled_from([("万", 4), ("亿", 8), ("万亿", 12), ("百万", 6)]))
def test_chinese_money_in_any_width(
    number: tuple[str, Decimal, Decimal], scale: tuple[str, int]
) -> None:
    printed, value, step = number
    word, power = scale
    check(normalize(f"{printed}{word}元"), value.scaleb(power), step.scaleb(power))
    wide = printed.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,"})
    assert normalize(f"{wide}{word}元").value == value.scaleb(power)


@given(st.integers(2, 9999), st.sampled_from(["", "万", "亿"]))
def test_numerals_in_characters(number: int, scale: str) -> None:
    quantity = normalize(f"{chinese(number)}{scale}吨")
    assert quantity.value == number * 10 ** {"": 0, "万": 4, "亿": 8}[scale]
    assert quantity.low is not None
    assert quantity.low < quantity.value


@given(printed_number(), st.sampled_from(MEASURES))
def test_every_unit_in_every_form(
    number: tuple[str, Decimal, Decimal], row: tuple[str, int, int, str]
) -> None:
    printed, value, _ = number
    unit, factor, power, forms = row
    for form in forms.split("|"):
        if len(form) > 1 or not form.isascii():
            quantity = normalize(f"{printed} {form}")
            assert (quantity.unit, quantity.value) == (unit, value * factor * Decimal(10) ** power)


@given(st.integers(1, 60), st.integers(1, 60))
def test_part_of_whole(part: int, whole: int) -> None:
    if part <= whole:
        quantity = normalize(f"{part} of the {whole} key projects")
        assert (quantity.kind, quantity.low) == ("share", None)
        assert abs(quantity.value * whole - part) < Decimal("1e-20")


@given(printed_number(), printed_number())
def test_list_shares_what_is_said_once(
    one: tuple[str, Decimal, Decimal], two: tuple[str, Decimal, Decimal]
) -> None:
    text = f"fell {one[0]} percent and {two[0]} percent respectively from a year earlier"
    found = find_quantities(text)
    assert [q.value for q in found] == [-one[1].scaleb(-2), -two[1].scaleb(-2)]
    assert {q.comparison for q in found} == {"yoy"}


def promises(text: str) -> None:
    """Whatever the text, the readers return sound figures or raise their one error."""
    with contextlib.suppress(NormalizationError):
        assert read_rank(text).value >= 0
    try:
        found = find_quantities(text)
    except NormalizationError as error:
        assert 0 <= error.start <= error.end <= len(text)  # noqa: PT017 - both ways are sound
        str(error).encode()
        return
    end = 0
    for quantity in found:
        assert quantity.value.is_finite()
        assert quantity.kind in {"growth", "level", "share", "points", "multiple"}
        assert quantity.bound in {"=", ">", ">=", "<", "<=", "~"}
        assert (quantity.low is None) == (quantity.high is None)
        if quantity.low is not None:
            assert quantity.high is not None
            assert quantity.low < quantity.high
        assert text[slice(*quantity.span)] == quantity.text
        assert end <= quantity.span[0] < quantity.span[1]
        end = quantity.span[1]


@settings(max_examples=400)
@given(st.text(st.characters()))
def test_arbitrary_unicode(text: str) -> None:
    promises(text)


WORDS = sorted(LEXICON)
SCRAPS = [
    "12",
    "3.5",
    "1,000",
    "2020",
    "五",
    "三十",
    "万",
    "亿",
    " ",
    ", ",
    "。",
    "%",
    "-",
    "th",
    "e",
    "х",
]


@settings(max_examples=1500)
@given(
    st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(SCRAPS)), max_size=14),
    st.sampled_from(["", " "]),
)
def test_words_of_the_grammar_in_any_order(words: list[str], join: str) -> None:
    promises(join.join(words))


@pytest.mark.parametrize("word", ["nan", "NaN", "inf", "Infinity", "null"])
@pytest.mark.parametrize("unit", [" percent", "%", " yuan", " tons", " million yuan"])
def test_what_converters_take_for_numbers_is_none(word: str, unit: str) -> None:
    with pytest.raises(NormalizationError):
        find_quantities(word + unit)
