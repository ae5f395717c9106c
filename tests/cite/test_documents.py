from hashlib import sha256
from pathlib import Path

import pytest

from jilin_analysis.entering import documents
from jilin_analysis.entering.documents import sentence_at, sentence_hash
from jilin_analysis.errors import AnalysisError
from jilin_analysis.folder import METRICS, REPORTED, Folder

DOCUMENT = (
    "A mill and its yarn: a report\r\n"
    "\r\n"
    "2020-06-27    Gazette\r\n"
    "  Sales rose by 2.4 percent.  Exports  rose by\u00a077 percent! Did earnings?   \r\n"
    "产值28.37亿元，同比增长0.6%。纤维直接出口2.4万吨！为什么？很简单\n"
)


def fact(phrase, locator, sentence=None, **changes):
    sentence = sentence_at(DOCUMENT, locator) if sentence is None else sentence
    row = {
        "id": "a-fact",
        "as_reported": phrase,
        "locator": locator,
        "sentence_sha256": sentence_hash(sentence),
        "metric": "sales",
        "source": "gazette",
    }
    return row | changes


def metric(name, label, label_zh="", also_called=""):
    return {"metric": name, "label": label, "label_zh": label_zh, "also_called": also_called}


METRICS_OF_THE_MILL = [
    metric("sales", "mill sales", "销售"),
    metric("output-value", "output value", "产值"),
    metric("output-value-increment", "output value increment of key projects"),
    metric("output", "output"),
    metric(
        "exports", "fiber exports, weight", "纤维直接出口（吨）", "Exports; direct export of fiber"
    ),
]


def prove(rows, document, metrics=()):
    return documents.prove(Folder(Path(), tables={REPORTED: rows, METRICS: metrics}), document)


@pytest.mark.parametrize(
    ("locator", "sentence"),
    [
        ("paragraph 1, sentence 1", "A mill and its yarn: a report"),
        ("paragraph 2, sentence 1", "2020-06-27 Gazette"),
        ("paragraph 3, sentence 1", "Sales rose by 2.4 percent."),
        ("paragraph 3, sentence 2", "Exports rose by 77 percent!"),
        ("paragraph 3, sentence 3", "Did earnings?"),
        ("paragraph 4, sentence 1", "产值28.37亿元，同比增长0.6%。"),
        ("paragraph 4, sentence 2", "纤维直接出口2.4万吨！"),
        ("paragraph 4, sentence 4", "很简单"),
    ],
)
def test_a_locator_leads_to_its_sentence(locator, sentence):
    assert sentence_at(DOCUMENT, locator) == sentence


@pytest.mark.parametrize(
    ("locator", "message"),
    [
        ("paragraph 5, sentence 1", "4 paragraphs"),
        ("paragraph 1, sentence 2", "paragraph 1 has 1 sentence"),
        ("paragraph 0, sentence 1", "cannot be followed"),
        ("last paragraph", "cannot be followed"),
        ("", "cannot be followed"),
    ],
)
def test_a_locator_that_leads_nowhere_says_so(locator, message):
    with pytest.raises(AnalysisError, match=message):
        sentence_at(DOCUMENT, locator)


@pytest.mark.parametrize(
    "text",
    ["In the quarter ended Sept. 27 sales rose.", "Widget Inc. sold 3 t.", "The U.S. Army paid."],
)
def test_an_abbreviation_ends_no_sentence(text):
    assert documents.paragraphs(f"{text} It rained.") == [[text, "It rained."]]


def test_the_hash_is_that_of_the_folded_sentence_in_utf8():
    expected = sha256("纤维 直接出口2.4万吨！".encode()).hexdigest()
    assert sentence_hash("\t纤维 \n 直接出口2.4万吨！ ") == expected


def test_facts_that_stand_are_proved_and_rows_without_a_hash_are_passed_over():
    rows = [
        fact("rose by  77 percent", "paragraph 3, sentence 2"),
        fact("2.4万吨", "paragraph 4, sentence 2"),
        fact("nowhere", "somewhere", sentence="", sentence_sha256=""),
    ]
    assert prove(rows, DOCUMENT) == (2, [])


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (
            fact("rose by  78 percent", "paragraph 3, sentence 2"),
            (
                "expected the words 'rose by 78 percent'; "
                "the sentence there is 'Exports rose by 77 percent!'"
            ),
        ),
        (
            fact("2.4", "paragraph 3, sentence 1", sentence="Another."),
            (
                f"expected the sentence with the SHA-256 {sentence_hash('Another.')[:12]}…; the "
                f"one there has {sentence_hash('Sales rose by 2.4 percent.')[:12]}…: "
                "'Sales rose by 2.4 percent.'"
            ),
        ),
        (
            fact("2.4", "paragraph 1, sentence 2", sentence="x"),
            "expected a sentence holding '2.4' at this place; paragraph 1 has 1 sentence",
        ),
        (
            fact("", "paragraph 3, sentence 3"),
            "expected the words ''; the sentence there is 'Did earnings?'",
        ),
    ],
)
def test_a_fault_is_one_line_with_place_expectation_and_what_is_there(row, line):
    asked, (fault,) = prove([row, fact("2.4万吨", "paragraph 4, sentence 2")], DOCUMENT)
    assert asked == 2
    assert fault == f"a-fact ({row['locator']}): {line}"


@pytest.mark.parametrize(("length", "shown"), [(160, "x" * 160), (161, "x" * 159 + "…")])
def test_a_long_sentence_is_cut_in_what_is_said_of_it(length, shown):
    _, (fault,) = prove([fact("y", "paragraph 1, sentence 1", sentence="y")], "x" * length)
    assert fault.endswith(f"; the sentence there is {shown!r}")


def test_a_hash_may_be_written_in_capitals():
    row = fact("77 percent", "paragraph 3, sentence 2")
    row |= {"sentence_sha256": f" {row['sentence_sha256'].upper()} "}
    assert prove([row], DOCUMENT) == (1, [])


def test_one_changed_character_of_the_document_is_found():
    rows = [fact("77 percent", "paragraph 3, sentence 2")]
    assert prove(rows, DOCUMENT) == (1, [])
    assert prove(rows, DOCUMENT.replace("Exports", "Export"))[1]


REPORT = (
    "The output increased by 10 percent, the direct export of fiber by 77 percent, and sales rose "
    "28 percent. An output value increment exceeding 7 million yuan was seen. It rose by 5 percent."
)


@pytest.mark.parametrize(
    ("name", "phrase", "sentence", "found"),
    [
        ("output", "by 77 percent", 1, "direct export of fiber"),
        ("output", "direct export of fiber by 77 percent", 1, "direct export of fiber"),
        ("exports", "output increased by 10 percent", 1, "output"),
        ("output-value", "output increased by 10 percent", 1, "output"),
        ("output-value", "exceeding 7 million yuan", 2, None),
        ("output-value-increment", "exceeding 7 million yuan", 2, None),
        ("output", "increased by 10 percent", 1, None),
        ("exports", "by 77 percent", 1, None),
        ("sales", "It rose by 5 percent", 3, None),
        ("unheard-of", "increased by 10 percent", 1, "output"),
    ],
)
def test_words_that_name_another_metric_are_seen(name, phrase, sentence, found):
    locator = f"paragraph 1, sentence {sentence}"
    row = fact(phrase, locator, sentence_at(REPORT, locator), metric=name)
    expected = f"expected words that name {name!r}; those nearest name {found!r}"
    faults = [f"a-fact ({locator}): {expected}"] if found else []
    assert prove([row], REPORT, METRICS_OF_THE_MILL) == (1, faults)


def test_chinese_words_that_name_another_metric_are_seen():
    phrase, locator = "同比增长0.6%", "paragraph 4, sentence 1"
    right = [fact(phrase, locator, metric="output-value")]
    assert prove(right, DOCUMENT, METRICS_OF_THE_MILL) == (1, [])
    _, (fault,) = prove([fact(phrase, locator)], DOCUMENT, METRICS_OF_THE_MILL)
    assert fault.endswith("those nearest name '产值'")


def test_a_fact_credited_to_another_source_than_the_document_is_seen():
    rows = [fact("77 percent", "paragraph 3, sentence 2") | {"id": f"fact-{n}"} for n in range(3)]
    rows[0]["source"] = "daily"
    _, (fault,) = prove(rows, DOCUMENT)
    assert fault == (
        "fact-0 (paragraph 3, sentence 2): expected the source 'gazette', "
        "as the other facts of this document; found 'daily'"
    )


def test_the_rows_of_other_documents_are_passed_over():
    here = [fact("77 percent", "paragraph 3, sentence 2") | {"id": f"fact-{n}"} for n in range(2)]
    far = fact("8 percent", "paragraph 9, sentence 1", "It fell by 8 percent.", source="daily")
    assert prove([*here, far], DOCUMENT) == (2, [])
