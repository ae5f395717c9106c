"""Phrases made from the grammar are read back; arbitrary text never does anything but its part."""

from __future__ import annotations

import contextlib
import csv
import itertools
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jilin_analysis.phrases import (
    NormalizationError,
    Quantity,
    find_quantities,
    normalize,
    read,
    read_rank,
)
from jilin_analysis.phrases.kinds import K
from jilin_analysis.phrases.lexicon import FOLDER, lexicon
from jilin_analysis.phrases.text import translate

LEXICONS = [lexicon("zh"), lexicon("ja")]
ENTRIES = {**LEXICONS[1].entries, **LEXICONS[0].entries}
SCALES = {form: meaning for form, (kind, meaning) in ENTRIES.items() if kind is K.SCALE}
MEASURES = [
    (*meaning, form) for form, (kind, meaning) in LEXICONS[0].entries.items() if kind is K.UNIT
]
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


@given(
    printed_number(),
    st.sampled_from(sorted(form for form in SCALES if len(form) > 2)),
    st.sampled_from(sorted(BOUNDS)),
)
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


def test_every_unit_in_every_form() -> None:
    wrong = []
    for unit, factor, power, form in MEASURES:
        told = (unit, Decimal("12345.6") * factor * Decimal(10) ** power)
        read = [(one.unit, one.value) for one in find_quantities(f"12,345.6 {form}")]
        if read != [told]:
            wrong.append(f"{form}: read as {read}, not as {told}")
    assert len(MEASURES) > 1000
    assert not wrong, "\n".join(["", *wrong])


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
    """Whatever the text, its numerals are accounted for, and the strict readers agree."""
    reading = read(text)
    places = [q.span for q in reading.figures]
    places += [(part.start, part.end) for part in (*reading.refusals, *reading.passed)]
    places.sort()
    for (_, end), (start, _) in itertools.pairwise(places):
        assert end <= start, (text, places)
    for place, char in enumerate(text):
        if char.isdigit() or translate(char) in HAN:
            assert sum(start <= place < end for start, end in places) == 1, (text, place)
    for word in NUMBER_WORDS(text.translate(NARROW)):
        assert sum(start < word.end() and word.start() < end for start, end in places) == 1, (
            text, word.group(),
        )  # fmt: skip
    for quantity in reading.figures:
        sound(text, quantity)
    for refusal in reading.refusals:
        assert refusal.reason
        assert refusal.mend
        assert text[refusal.start : refusal.end] == refusal.text
    reading.rows()
    with contextlib.suppress(NormalizationError):
        assert read_rank(text).value >= 0
    if reading.refusals:
        with pytest.raises(NormalizationError) as error:
            find_quantities(text)
        assert 0 <= error.value.start <= error.value.end <= len(text)
        str(error.value).encode()
    else:
        assert tuple(find_quantities(text)) == reading.figures


def sound(text: str, quantity: Quantity) -> None:
    assert quantity.value.is_finite()
    assert quantity.kind in {"growth", "level", "share", "points", "multiple"}
    assert quantity.bound in {"=", ">", ">=", "<", "<=", "~"}
    assert (quantity.low is None) == (quantity.high is None)
    if quantity.low is not None:
        assert quantity.high is not None
        assert quantity.low < quantity.high
    assert text[slice(*quantity.span)] == quantity.text
    assert quantity.ambiguous == bool(quantity.candidates)


HAN = "".join(LEXICONS[0].digits) + "".join(LEXICONS[0].places)
NARROW = {**{0xFF21 + n: 65 + n for n in range(26)}, **{0xFF41 + n: 97 + n for n in range(26)}}
NUMBER_WORDS = re.compile(
    r"(?<![^\W\d_])(?:"
    + "|".join(
        form for form, (kind, _) in ENTRIES.items()
        if kind is K.NUMBER or (kind is K.SCALE and len(form) > 4 and form.isalpha())
    )
    + r")(?![^\W\d_]|[-–]?\d)",
    re.ASCII | re.IGNORECASE,
).finditer  # fmt: skip


@settings(max_examples=5 * settings.default.max_examples)
@given(st.text(st.characters()))
def test_arbitrary_unicode(text: str) -> None:
    promises(text)


WORDS = sorted(ENTRIES)
SCRAPS = ["12", "3.5", "1,000", "2020", "五", "三十", "万", "亿", " ", ", ", "。", "%", "-", "th"]
SCRAPS += ["e", "х"]


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
with (FOLDER / "fold.csv").open(encoding="utf-8", newline="") as file:
    FOLDS = next(csv.DictReader(file))
TRADITIONAL = str.maketrans(FOLDS["folded"], FOLDS["printed"])
PRINTS = [
    str,
    str.upper,
    str.title,
    lambda t: t.translate(WIDE),
    lambda t: t.translate(TRADITIONAL),
]


@settings(max_examples=15 * settings.default.max_examples)
@given(
    st.lists(
        st.tuples(st.sampled_from([*WORDS, *SCRAPS * 40]), st.sampled_from(PRINTS)), max_size=14
    ),
    st.sampled_from(["", " ", "\u3000", "\u202f", "  ", "\n"]),
)
def test_words_of_the_grammar_in_any_order_and_print(
    words: list[tuple[str, Callable[[str], str]]], join: str
) -> None:
    promises(join.join(printed(word) for word, printed in words))


ALPHABETS = "019.,-–−/%()+~ $¥€aemnktpоеα٣९½²①Ⅳ０９％．，\u200b\u00a0\u202f\u3000円トン"
ALPHABETS += "一三十百万億萬兩〇元倍成点個多零"


@settings(max_examples=15 * settings.default.max_examples)
@given(st.text(st.sampled_from(ALPHABETS), max_size=24))
def test_characters_of_many_alphabets(text: str) -> None:
    promises(text)


PARALLEL = Path(__file__).parents[3] / "shared" / "parallel" / "work-reports-dev.tsv"


@pytest.mark.skipif(not PARALLEL.exists(), reason="the parallel sentences are not here")
def test_every_numeral_of_the_parallel_sentences_is_accounted_for() -> None:
    with PARALLEL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    for _, chinese_text, english_text in rows:
        promises(chinese_text)
        promises(english_text)


@pytest.mark.parametrize("word", ["nan", "NaN", "inf", "Infinity", "null"])
@pytest.mark.parametrize("unit", [" percent", "%", " yuan", " tons", " million yuan"])
def test_what_converters_take_for_numbers_is_none(word: str, unit: str) -> None:
    with pytest.raises(NormalizationError):
        find_quantities(word + unit)


@pytest.mark.parametrize(
    "name", ["bounds", "words", "comparisons", "shares", "names", "directions"]
)
def test_a_word_before_a_number_leaves_it_whole(name: str) -> None:
    with (FOLDER / "en" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        forms = [form for row in csv.DictReader(lines) for form in row["forms"].split("|")]
    assert forms
    for form in forms:
        for printed in ("13", "27.5", "1,150"):
            found = read(f"sales of {form} {printed} tonnes").figures
            values = {abs(float(one.value)) for one in found if one.unit == "tonne"}
            assert values <= {float(printed.replace(",", ""))}, (form, printed, found)


def forms(language: str, name: str, kind: str) -> list[tuple[str, str]]:
    """Return the kinds and forms of a file of words whose kind begins so."""
    with (FOLDER / language / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"].startswith(kind)]
    return [(row["kind"], form) for row in rows for form in row["forms"].split("|")]


SAID = {"bound_over": ">", "bound_from": ">=", "bound_under": "<", "bound_upto": "<="}
# "Fell short of" is a word of its own: a bound.
SHORT = {f"{verb} short of" for verb in ("fell", "fallen", "falls", "falling", "fall")}
NONSENSE = {"up to top", "up to within", *SHORT}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("bound", sorted({**SAID, "bound_about": "~"}))
@pytest.mark.parametrize("step", [7, pytest.param(1, marks=pytest.mark.nightly)])
def test_every_direction_stands_before_every_bound(language: str, bound: str, step: int) -> None:
    sentence = "exports {} {} 12.3 percent" if language == "en" else "占比{}{}12.3%"
    pairs = itertools.product(
        forms(language, "directions", "verb") + forms(language, "directions", "into"),
        forms(language, "bounds", bound),
    )
    for (kind, verb), (_, words) in itertools.islice(pairs, 0, None, step):
        if f"{verb} {words}" in NONSENSE or not (verb.isascii() or language == "zh"):
            continue
        (found,) = find_quantities(sentence.format(verb, words))
        down = kind == "verb_down"
        assert found.value == Decimal("-0.123" if down else "0.123"), found
        assert found.kind == ("share" if kind.startswith("into") else "growth"), found
        assert found.bound == SAID.get(bound, "~"), found
