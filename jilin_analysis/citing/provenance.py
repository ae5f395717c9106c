"""Proof that every reported fact stands where `data/reported.csv` says it stands.

The repository holds no copy of the documents, only the locator of each fact and the SHA-256 of its
sentence. Whoever holds a document can prove the facts against it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..errors import AnalysisError

_MOST_BYTES = 16 * 2**20
_LOCATOR = re.compile(r"paragraph ([1-9][0-9]*), sentence ([1-9][0-9]*)")
_LINE_END = re.compile(r"\r\n|\r|\n")
# A full stop inside a number (2.4) ends nothing; a Chinese one always ends a sentence.
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fact that does not stand in the document, and what was expected of it."""

    id: str
    locator: str
    expected: str
    found: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.id} ({self.locator}): expected {self.expected}; {self.found}"


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome of proving facts against a document.

    Attributes
    ----------
    asked : int
        How many facts carry a sentence hash and so were to be proved.
    faults : tuple of Fault
        Those that do not hold.
    """

    asked: int
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether there was something to prove and all of it is proved."""
        return self.asked > 0 and not self.faults


def sentence_hash(sentence: str) -> str:
    """Return the SHA-256 (hex) of a sentence, white space folded, in UTF-8."""
    return sha256(_folded(sentence).encode()).hexdigest()


def sentence_at(text: str, locator: str) -> str:
    """Return the sentence at a locator, white space folded.

    Parameters
    ----------
    text : str
        The document. Its paragraphs are its non-blank lines, counted from 1, the title included.
    locator : str
        `paragraph P, sentence S`. A sentence ends after `.`, `!` or `?` before white space or the
        end of the paragraph, and after `。`, `！` or `？` wherever they stand.

    Raises
    ------
    AnalysisError
        The locator is malformed, or the document has no such place.
    """
    place = _LOCATOR.fullmatch(locator)
    if place is None:
        raise AnalysisError(
            f"The locator {locator!r} cannot be followed; write it as 'paragraph 3, sentence 2'."
        )
    paragraph, sentence = (int(number) for number in place.groups())
    paragraphs = [line for line in map(_folded, _LINE_END.split(text)) if line]
    if paragraph > len(paragraphs):
        raise AnalysisError(f"the document has {_count(len(paragraphs), 'paragraph')}")
    sentences = [part for part in _SENTENCE_END.split(paragraphs[paragraph - 1]) if part.strip()]
    if sentence > len(sentences):
        raise AnalysisError(f"paragraph {paragraph} has {_count(len(sentences), 'sentence')}")
    return sentences[sentence - 1].strip()


def prove(rows: Iterable[Mapping[str, str]], document_text: str) -> Proof:
    """Prove that every fact with a sentence hash stands at its locator in the document.

    Parameters
    ----------
    rows : iterable of mapping
        Rows of `reported.csv`. Those without a sentence hash rest on documents that nobody is
        asked to hold, and are passed over.
    document_text : str
        The document.

    Returns
    -------
    Proof
    """
    core = [row for row in rows if row["sentence_sha256"].strip()]
    faults = (_fault(row, document_text) for row in core)
    return Proof(len(core), tuple(fault for fault in faults if fault is not None))


def read_facts(data: Path) -> list[dict[str, str]]:
    """Return the rows of `reported.csv` as they are written."""
    path = data / "reported.csv"
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, restval=""))
    except FileNotFoundError:
        raise AnalysisError(f"{path} is not there; is {data} a data folder?") from None
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise AnalysisError(f"{path} cannot be read: {fault}.") from None
    needed = {"id", "as_reported", "locator", "sentence_sha256"}
    if rows and (lacking := needed - rows[0].keys()):
        raise AnalysisError(f"{path} lacks the columns {', '.join(sorted(lacking))}.")
    return rows


def read_document(path: Path) -> str:
    """Return the text of a document that somebody holds."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise AnalysisError(f"{path} is too large for a text document (over 16 MB).")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise AnalysisError(f"{path} is not a text file in UTF-8; save it as one.") from None
    except OSError as fault:
        raise AnalysisError(f"{path} cannot be read: {fault.strerror}.") from None


def _fault(row: Mapping[str, str], text: str) -> Fault | None:
    def fault(expected: str, found: str) -> Fault:
        return Fault(row["id"], row["locator"], expected, found)

    phrase, digest = _folded(row["as_reported"]), row["sentence_sha256"].strip().lower()
    try:
        sentence = sentence_at(text, row["locator"])
    except AnalysisError as missing:
        return fault(f"a sentence holding {phrase!r} at this place", str(missing))
    if not phrase or phrase not in sentence:
        return fault(f"the words {phrase!r}", f"the sentence there is {_short(sentence)!r}")
    if sentence_hash(sentence) != digest:
        return fault(
            f"the sentence with the SHA-256 {digest[:12]}…",
            f"the one there has {sentence_hash(sentence)[:12]}…: {_short(sentence)!r}",
        )
    return None


def _folded(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
