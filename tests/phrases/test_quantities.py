"""The reader of figures against phrases with their right answers, and its promises one by one."""

from __future__ import annotations

import contextlib
import decimal
import itertools
import pickle
import re
import time
from dataclasses import FrozenInstanceError
from decimal import Decimal
from typing import Any

import pytest
from changes import EXAMPLES, figure_record, load
from conftest import mostly_by_night

from jilin_analysis.phrases import NormalizationError, find_quantities, normalize, read, read_rank

RECORDS = load(EXAMPLES)
READABLE = [r for r in RECORDS if "figures" in r]
MALFORMED = [(r["text"], r["refusal"]) for r in RECORDS if "refusal" in r]

RELEASE = """
The project (Phase I) has an annual production of 8,000 tons. Up to now, 6 of the 34 key projects
have generated an increment, with a total increase of exceeding 700 million yuan. The park applied
for the ninth batch of the national bases, making it the second national-level base, and several
projects are "three-early" projects. The sales volume of four major fibers has reached the expected
level. In the first quarter, the output increased by 10 percent year on year, the direct export of
fiber increased by 77 percent, and the foreign exchange earnings through export increased by 28
percent. Two production lines have been put into operation in the first phase of the project.
"""


def reading(text: str) -> list[dict[str, Any]] | str:
    """Return the figures of a text, or why it is refused."""
    try:
        return [figure_record(one) for one in find_quantities(text)]
    except NormalizationError as refusal:
        return str(refusal)


# The table has 1,600 rows: one test, which names every row that is read otherwise.
@pytest.mark.parametrize("space", [" ", "  ", "\t", "\n", " \r\n    "], ids=ascii)
def test_phrase_is_read_as_it_should_be_with_words_any_space_apart(space: str) -> None:
    wrong = []
    for record in READABLE:
        # A space between digits parts their groups, and only one does.
        text = re.sub(r"(?<![0-9]) | (?![0-9])", lambda _: space, record["text"])
        if (found := reading(text)) != record["figures"]:
            wrong.append(f"{text!r} is read as {found}, not as {record['figures']}")
    assert READABLE
    assert not wrong, "\n".join(["", *wrong])


AROUND = [
    "Meanwhile, {}", "The report says that {}", "{} according to official figures",
    "{} while costs rose", "{}; costs were stable", "据统计，{}", "{}，主要受出口带动",
]  # fmt: skip


@pytest.mark.parametrize("around", AROUND, ids=ascii)
def test_what_stands_around_a_phrase_changes_none_of_its_figures(around: str) -> None:
    wrong, tried = [], 0
    for record in READABLE:
        text = record["text"].rstrip(". 。")
        # What is no clause, such as "of 200 firms surveyed", changes with the words before it.
        clause = re.match("[A-Z][a-z]+ [a-z]" if around.isascii() else "[\u4e00-\u9fff]{2}", text)
        if clause and text.isascii() == around.isascii():
            tried += 1
            if (found := reading(around.format(text))) != record["figures"]:
                wrong.append(f"{text!r} is read as {found}, not as {record['figures']}")
    assert tried > 100
    assert not wrong, "\n".join(["", *wrong])


VERBS = (
    r"\b(rose|fell|grew|dropped|declined|increased|decreased|climbed)(?= (?:by|from|to|\d|[$€£]))"
)


@pytest.mark.parametrize(
    "how", [" sharply", " again", " in May", " (without metals)", " last year"]
)
def test_what_stands_between_verb_and_figure_changes_no_figure(how: str) -> None:
    wrong, tried = [], 0
    # Between "fell" and "by -77%", or "rose" and "were flat", such words say something else.
    plain = [one for one in READABLE if not re.search("-77|flat", one["text"])]
    for record in plain:
        text, found = re.subn(VERBS, rf"\1{how}", record["text"])
        tried += found
        told = reading(text) if found else record["figures"]
        # "Fell last year" may say against what.
        alike = [{**one, "comparison": None} for one in told] if isinstance(told, list) else told
        if alike != [{**one, "comparison": None} for one in record["figures"]]:
            wrong.append(f"{text!r} is read as {told}, not as {record['figures']}")
    assert tried > 100
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("stop", [". ", "; ", "。"], ids=ascii)
def test_two_sentences_are_read_as_each_alone(stop: str) -> None:
    """Nothing of a figure, its unit or what it is compared with, passes a full stop."""
    clause = re.compile("[A-Z][a-z]+ [a-z]" if stop.isascii() else "[\u4e00-\u9fff]{2}").match
    # The head of a table holds for all that follows, and a penny is one of the money told before.
    told = [
        (r["text"].rstrip(". 。"), r["figures"])
        for r in READABLE
        if clause(r["text"]) and not re.search("单位|[千万]元 |penny", r["text"])
    ]
    wrong = []
    for (one, figures), (other, others) in itertools.pairwise(told):
        if (found := reading(f"{one}{stop}{other}")) != [*figures, *others]:
            wrong.append(f"{one}{stop}{other} is read as {found}, not as {figures} and {others}")
    assert len(told) > 100
    assert not wrong, "\n".join(["", *wrong])


def test_malformed_text_is_refused_with_its_reason_and_place() -> None:
    read = [(text, reading(text), told) for text, told in MALFORMED]
    wrong = [f"{text!r}: {found}, not {told}" for text, found, told in read if found != told]
    assert MALFORMED
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("text", ["", " ", "\n\t", "9" * 400 + " yuan", "9" * 5000, "\ud800 10%"])
def test_empty_endless_and_unprintable_text_is_refused(text: str) -> None:
    with pytest.raises(NormalizationError):
        find_quantities(text)


def test_release_gives_exactly_its_figures() -> None:
    found = [(q.kind, str(q.value), q.unit, q.bound) for q in find_quantities(RELEASE)]
    assert found == [
        ("level", "8000", "tonne", "="),
        ("share", "0.1764705882352941176470588235", "ratio", "="),
        ("level", "700000000", "CNY", ">"),
        ("level", "4", "count", "="),
        ("growth", "0.10", "ratio", "="),
        ("growth", "0.77", "ratio", "="),
        ("growth", "0.28", "ratio", "="),
        ("level", "2", "count", "="),
    ]


def test_span_holds_the_printed_words() -> None:
    text = "進出口　１．３億元，增長13.2倍 (US$ 4.38 trillion)"
    found = find_quantities(text)
    assert [quantity.text for quantity in found] == ["１．３億元", "13.2倍", "US$ 4.38 trillion"]
    for quantity in found:
        start, end = quantity.span
        assert text[start:end] == quantity.text


def test_interval_is_half_a_unit_of_the_last_printed_digit() -> None:
    assert normalize("2.4万吨").low == 23500
    assert normalize("2.40万吨").low == 23950
    assert (normalize("fell 3%").low, normalize("fell 3%").high) == (
        Decimal("-0.035"),
        Decimal("-0.025"),
    )


def test_decimal_context_of_the_caller_changes_nothing() -> None:
    text = "1,234,567.89 yuan, up 12.345 percent, 7 of 23 plants"
    expected = find_quantities(text)
    with decimal.localcontext(prec=3, rounding=decimal.ROUND_UP):
        assert find_quantities(text) == expected


def test_normalize_wants_one_figure() -> None:
    assert normalize("increased by 77 percent").value == Decimal("0.77")
    with pytest.raises(NormalizationError, match="no figure"):
        normalize("in the first quarter of 2020")
    with pytest.raises(NormalizationError, match="2 figures"):
        normalize("rose 5 percent to 3 million tons")


def test_error_shows_the_place() -> None:
    with pytest.raises(NormalizationError) as refusal:
        find_quantities("output of 1,00,0 tons last year")
    error = refusal.value
    assert error.text[error.start : error.end] == "1,00,0"
    assert "→1,00,0←" in str(error)
    assert isinstance(error, ValueError)


def test_error_survives_pickling() -> None:
    with pytest.raises(NormalizationError) as refusal:
        find_quantities("5%%")
    copy = pickle.loads(pickle.dumps(refusal.value))
    assert (str(copy), copy.start) == (str(refusal.value), refusal.value.start)


def test_quantity_does_not_change() -> None:
    quantity = normalize("8,000 tons")
    with pytest.raises(FrozenInstanceError):
        quantity.value = Decimal(1)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("ninth batch", 9),
        ("the 1st batch", 1),
        ("2nd phase", 2),
        ("3rd place", 3),
        ("第一百零五届", 105),
        ("第二万三千届", 23_000),
        ("the second national-level base", 2),
        ("the 14th session", 14),
        ("the 1,200th train", 1200),
        ("twenty-first century", 21),
        ("第九批", 9),
        ("第十五届", 15),
        ("第3届进博会", 3),
    ],
)
def test_rank_is_read_on_request_only(text: str, rank: int) -> None:
    assert find_quantities(text) == []
    quantity = read_rank(text)
    assert (quantity.kind, quantity.unit, quantity.value) == ("rank", "rank", rank)


@pytest.mark.parametrize(
    "text", ["10 percent", "first and second", "第", "", "the 3.2th", "the 12,00th", "the 1.0th"]
)
def test_text_without_one_rank_is_refused(text: str) -> None:
    with pytest.raises(NormalizationError):
        read_rank(text)


TRAPS = [
    "rose 5.3 percent year on year to 1.2 trillion yuan, ",
    "实现利润总额39038.1亿元,同比增长17.1%。",
    "(", "from ", "1,", "1.", "9 ", "1-", "the ", "up ", "5% and ", "5、", "百", "一", "增长",
    "of the ", "6 of the ", "1 000 ", "-", "year on ", "比", "翻了", "5 new ", "than ", "5 to ",
    "1 and ", "year-", "x-", "同比5个", "5个中有", "5%\n", "1..", "同比", "a ", "1/", "三分之",
]  # fmt: skip


@pytest.mark.parametrize("unit", mostly_by_night(TRAPS))
def test_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length] + " end"
        begin = time.process_time()
        with contextlib.suppress(NormalizationError):
            find_quantities(text)
        return time.process_time() - begin

    # Twice as long takes twice the time; four times would be quadratic. A busy machine spoils one
    # measurement or another, so one good pair of several is enough.
    assert any(seconds(20_000) < 3.2 * seconds(10_000) + 0.02 for _ in range(8))


@pytest.mark.parametrize("found", [None, 3, float("nan"), b"rose 5%"])
def test_what_is_no_text_is_refused_as_such(found: Any) -> None:
    for ask in (normalize, find_quantities, read, read_rank):
        with pytest.raises(TypeError, match=f"expected text, found {type(found).__name__}"):
            ask(found)


# Q1
@pytest.mark.parametrize(
    ("text", "said"), [("二季度产量环比增长5%", "qoq"), ("二季度6月产量环比增长5%", "mom")]
)
def test_the_period_before_is_that_of_the_month_where_one_is_named(text, said):
    assert [one.comparison for one in find_quantities(text)] == [said]
