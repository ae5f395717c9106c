"""Documents: read as text, cut into sentences, and held against the facts that cite them.

The repository holds no copy of the documents, only the locator of each fact and the SHA-256 of its
sentence. Whoever holds a document can prove the facts against it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from ..console import complain
from ..errors import AnalysisError, shown
from ..folder import METRICS, REPORTED, Folder, Row, decoded, names_of
from ..naming.names import MetricNames, plain

_MOST_SHOWN = 160
_LOCATOR = re.compile(r"paragraph ([1-9][0-9]*), sentence ([1-9][0-9]*)")
_LINE_END = re.compile(r"\r\n|\r|\n")
# A full stop inside a number (2.4), behind an abbreviation or before a small letter ends nothing;
# a Chinese one always ends a sentence.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|No|vs)\.)(?<!\bSept\.)"
    r"(?<!\b(?:Mrs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.)\s+(?![a-z])|(?<=[。！？])"
)


def document(name: str) -> str:
    """Return the text of a document by its name; `-` is standard input.

    Raises
    ------
    AnalysisError
        It cannot be read, or holds no text.
    """
    from ..citing.drafts import prepare, read_draft

    suffix = Path(name).suffix.lower()
    if suffix == ".pdf":
        return _unwrapped(_pdf(Path(name)))
    if name == "-":
        text = sys.stdin.read()
    else:
        path, raw, found = Path(name), None, ""
        if path.is_file() and suffix != ".docx":
            raw, found = decoded(path.read_bytes())
        if raw and found.startswith("the encoding"):
            complain(f"{name} was saved with {found}; it is read all the same.")
            draft = prepare(name, raw.replace("\r\n", "\n"), suffix)
        else:
            draft = read_draft(name)
        text = draft.text if suffix in (".docx", ".html", ".htm", ".md") else draft.raw
    # Where a line breaks within a sentence, all lines were broken to fit a page.
    return _unwrapped(text) if re.search(r"[A-Za-z,)%]\n[a-z]|[A-Za-z,)]\n\d", text) else text


def _unwrapped(text: str) -> str:
    """Join the lines of a page, up to a blank one, the end of a sentence, or an item of a list."""
    return re.sub(r"(?<![.!?:。！？：\n])[ \t]*\n(?!\s*(?:\n|\Z|[-*•#|]))", " ", text)


def _pdf(path: Path) -> str:
    try:
        from pypdf import PdfReader
    except ImportError:
        raise AnalysisError("A PDF file is read with jilin-analysis[read]: install it.") from None
    try:
        pages = [page.extract_text() for page in PdfReader(path).pages]
    except Exception as fault:  # a damaged file fails in many ways
        raise AnalysisError(f"{path} cannot be read as PDF: {fault}.") from None
    text = "\n".join(pages)
    if not text.strip():
        problem = f"{path} holds pictures of pages and no text: it seems to be scanned."
        raise AnalysisError(f"{problem} Run it through text recognition (OCR), and proofread it.")
    return text


@lru_cache(2)
def paragraphs(text: str) -> list[list[str]]:
    """Return the sentences of each paragraph, white space folded.

    Paragraphs are the non-blank lines, the title included. A sentence ends after `.`, `!` or `?`
    before white space or the end, unless an abbreviation or a small letter stands there, and after
    `。`, `！` or `？` wherever they stand.
    """
    return [
        [part.strip() for part in _SENTENCE_END.split(line) if part.strip()]
        for line in map(_folded, _LINE_END.split(text))
        if line
    ]


def sentence_at(text: str, locator: str) -> str:
    """Return the sentence at a locator such as `paragraph 3, sentence 2`, counted from 1."""
    place = _LOCATOR.fullmatch(locator)
    if place is None:
        raise AnalysisError(
            f"The locator {locator!r} cannot be followed; write it as 'paragraph 3, sentence 2'."
        )
    paragraph, sentence = (int(number) for number in place.groups())
    told = paragraphs(text)
    if paragraph > len(told):
        raise AnalysisError(f"the document has {_count(len(told), 'paragraph')}")
    sentences = told[paragraph - 1]
    if sentence > len(sentences):
        raise AnalysisError(f"paragraph {paragraph} has {_count(len(sentences), 'sentence')}")
    return sentences[sentence - 1]


def sentence_hash(sentence: str) -> str:
    """Return the SHA-256 (hex) of a sentence, white space folded, in UTF-8."""
    return sha256(_folded(sentence).encode()).hexdigest()


def prove(folder: Folder, document: str) -> tuple[int, list[str]]:
    """Prove that every fact with a sentence hash stands at its locator in a document.

    The document is the source of which most rows stand in it. Each row of that source has to stand
    there, in words that name its metric and no other; a row that stands there and names another
    source is a fault. Other sources' rows, and rows without a hash, are passed over.

    Returns
    -------
    tuple of int and list of str
        How many facts were to be proved, and a line for each that does not hold.
    """
    rows = [row for row in folder.tables.get(REPORTED, []) if row["sentence_sha256"].strip()]
    names = MetricNames(folder.tables.get(METRICS, []))
    faults = [list(_faults(row, document, names)) for row in rows]
    standing = Counter(row["source"] for row, wrong in zip(rows, faults, strict=True) if not wrong)
    source = max(standing, key=standing.__getitem__, default="")
    asked, lines = 0, []
    for row, wrong in zip(rows, faults, strict=True):
        if source not in ("", row["source"]):
            if wrong:
                continue
            expected = f"the source {source!r}, as the other facts of this document"
            wrong = [f"expected {expected}; found {row['source']!r}"]
        asked += 1
        lines += [f"{row['id']} ({row['locator']}): {one}" for one in wrong]
    return asked, lines


def _faults(row: Row, text: str, names: MetricNames) -> Iterator[str]:
    phrase, digest = _folded(row["as_reported"]), row["sentence_sha256"].strip().lower()
    try:
        sentence = sentence_at(text, row["locator"])
    except AnalysisError as missing:
        yield f"expected a sentence holding {phrase!r} at this place; {missing}"
        return
    there, found = shown(sentence, _MOST_SHOWN), sentence_hash(sentence)
    if not phrase or phrase not in sentence:
        yield f"expected the words {phrase!r}; the sentence there is {there!r}"
    elif found != digest:
        expected = f"expected the sentence with the SHA-256 {digest[:12]}…"
        yield f"{expected}; the one there has {found[:12]}…: {there!r}"
    else:
        nearest = _nearest(sentence, phrase, row, names)
        if nearest:
            yield f"expected words that name {row['metric']!r}; those nearest name {nearest!r}"


def _nearest(sentence: str, phrase: str, row: Row, names: MetricNames) -> str:
    """Return the name of another metric in the phrase, else that of the last one before it."""
    start = sentence.index(phrase)
    until = sentence[: start + len(phrase)]
    found = [one for one in names.within(until) if one.whole]
    within = [one for one in found if one.start >= start]
    if not found or any(one.metrics.get(row["metric"]) == 1 for one in within or found[-1:]):
        return ""
    last = found[-1]
    name, rest = plain(until[last.start : last.stop]), plain(until[last.start :])
    # 'output value increment' is more than 'output value', whatever its label goes on to say.
    ours = map(plain, names_of(names.rows.get(row["metric"], {"label": "", "label_zh": ""})))
    longer = any(name < one and rest[: len(name) + 1] == one[: len(name) + 1] for one in ours)
    return "" if longer else until[last.start : last.stop]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
