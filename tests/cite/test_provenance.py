from hashlib import sha256

import pytest

from jilin_analysis.citing.provenance import (
    prove,
    read_document,
    read_facts,
    sentence_at,
    sentence_hash,
)
from jilin_analysis.errors import AnalysisError

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
    }
    return row | changes


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


def test_the_hash_is_that_of_the_folded_sentence_in_utf8():
    expected = sha256("纤维 直接出口2.4万吨！".encode()).hexdigest()
    assert sentence_hash("\t纤维 \n 直接出口2.4万吨！ ") == expected


def test_facts_that_stand_are_proved_and_rows_without_a_hash_are_passed_over():
    rows = [
        fact("rose by  77 percent", "paragraph 3, sentence 2"),
        fact("2.4万吨", "paragraph 4, sentence 2"),
        fact("nowhere", "somewhere", sentence="", sentence_sha256=""),
    ]
    proof = prove(rows, DOCUMENT)
    assert proof.faults == ()
    assert proof.asked == 2
    assert proof.holds


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (fact("rose by 78 percent", "paragraph 3, sentence 2"), "rose by 78 percent"),
        (fact("2.4", "paragraph 3, sentence 1", sentence="Another."), "SHA-256"),
        (fact("2.4", "paragraph 9, sentence 1", sentence="x"), "4 paragraphs"),
        (fact("2.4", "last paragraph", sentence="x"), "cannot be followed"),
        (fact("", "paragraph 3, sentence 1"), "expected the words"),
    ],
)
def test_a_fact_that_does_not_stand_is_named(row, expected):
    proof = prove([row, fact("2.4万吨", "paragraph 4, sentence 2")], DOCUMENT)
    assert not proof.holds
    assert [fault.id for fault in proof.faults] == ["a-fact"]
    assert expected in str(proof.faults[0])
    assert row["locator"] in str(proof.faults[0])


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
    ],
)
def test_a_fault_is_one_line_with_place_expectation_and_what_is_there(row, line):
    (fault,) = prove([row], DOCUMENT).faults
    assert str(fault) == f"a-fact ({row['locator']}): {line}"


@pytest.mark.parametrize(("length", "shown"), [(160, "x" * 160), (161, "x" * 159 + "…")])
def test_a_long_sentence_is_cut_in_what_is_said_of_it(length, shown):
    (fault,) = prove([fact("y", "paragraph 1, sentence 1", sentence="y")], "x" * length).faults
    assert fault.found == f"the sentence there is {shown!r}"


def test_a_hash_may_be_written_in_capitals():
    row = fact("77 percent", "paragraph 3, sentence 2")
    assert prove([row | {"sentence_sha256": f" {row['sentence_sha256'].upper()} "}], DOCUMENT).holds


def test_one_changed_character_of_the_document_is_found():
    rows = [fact("77 percent", "paragraph 3, sentence 2")]
    assert prove(rows, DOCUMENT).holds
    assert not prove(rows, DOCUMENT.replace("Exports", "Export")).holds


def test_nothing_to_prove_is_no_proof():
    assert not prove([], DOCUMENT).holds


def test_facts_are_read_as_written(tmp_path):
    (tmp_path / "reported.csv").write_text(
        'id,as_reported,locator,sentence_sha256\na,"28.37亿元, 同比",p,\n', encoding="utf-8"
    )
    assert read_facts(tmp_path)[0]["as_reported"] == "28.37亿元, 同比"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is not there"),
        (b"id,locator\na,b\n", "lacks the columns as_reported, sentence_sha256"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_an_unreadable_table_is_one_clear_error(tmp_path, content, message):
    if content is not None:
        (tmp_path / "reported.csv").write_bytes(content)
    with pytest.raises(AnalysisError, match=message):
        read_facts(tmp_path)


def test_a_document_of_16_megabytes_is_still_read(tmp_path):
    path = tmp_path / "held.txt"
    path.write_bytes(b"x" * (16 * 2**20))
    assert len(read_document(path)) == 16 * 2**20
    path.write_bytes(b"x" * (16 * 2**20 + 1))
    with pytest.raises(AnalysisError) as caught:
        read_document(path)
    assert str(caught.value) == f"{path} is too large for a text document (over 16 MB)."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "is not a text file in UTF-8; save it as one."),
        (None, "cannot be read: No such file or directory."),
    ],
)
def test_a_document_that_cannot_be_read_says_why(tmp_path, content, message):
    path = tmp_path / "held.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AnalysisError) as caught:
        read_document(path)
    assert str(caught.value) == f"{path} {message}"
