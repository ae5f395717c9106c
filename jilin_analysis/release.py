"""Read a release: its sentences, figures marked, and rows for `reported.csv` from them."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from .console import complain, say
from .errors import AnalysisError
from .folder import (
    METRICS,
    PACKAGE,
    REPORTED,
    SERIES,
    SOURCES,
    Folder,
    Row,
    names_of,
    readable_folder,
)
from .periods import EXPECTED, fold, is_period
from .phrases import NormalizationError, Quantity, find_quantities, read, read_rank
from .sources import date_of

_CLAUSE = re.compile(
    r"[,;:](?=\s|[^\x00-\x7f])|[，；：。（）]|[()“”\"]|\s[–—-]\s|[.!?]$|(?<=\s)(?:and|but|while|which|that)(?=\s)"
)
_LINK = "to|from|of|for|with|as|or|on|in|versus|against"
_WORD = re.compile(rf"、|(?<=\s)(?:{_LINK})(?=\s)")
_DANGLING = re.compile(rf"^(?:{_LINK})\s|\s(?:{_LINK})$")
# A phrase that begins so has its subject in the clause before it.
_NO_SUBJECT = re.compile(
    r"(?:up|down|an? (?:increase|rise|fall|drop|decrease|decline|gain))\b"
    r"|(?:increas|ris|fall|declin|decreas)ing\b|同比|环比|比上|较上|增|升|降|下降|上升|减",
    re.IGNORECASE,
)
# What a change starts from: the level of another period.
_BASE = re.compile(
    r"\b(?:from|versus|vs\.?|against|compared (?:with|to))\s*$|(?:上年|去年)同期[^。；;]*$",
    re.IGNORECASE,
)
_CHANGES = ("growth", "points", "multiple")
_AGAINST = ("yoy", "qoq", "mom")
_EDGES = ' \t,;:，；：、。.()（）"“”-–—'


@dataclass(slots=True)
class Proposal:
    """A row for `reported.csv`, as far as the sentence tells it."""

    phrase: str
    kind: str
    comparison: str
    metric: str
    locator: str
    digest: str
    note: str = ""


@dataclass(slots=True)
class Release:
    """A text as read: its sentences with marks, the rows proposed, and what makes no row."""

    shown: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)


def document(name: str) -> str:
    """Return the text of a document by its name; `-` is standard input.

    Raises
    ------
    AnalysisError
        It cannot be read, or holds no text.
    """
    from .citing.drafts import read_draft
    from .citing.provenance import read_document

    suffix = Path(name).suffix.lower()
    if name == "-":
        return sys.stdin.read()
    if suffix in (".docx", ".html", ".htm", ".md"):
        return read_draft(name).text
    return _pdf(Path(name)) if suffix == ".pdf" else read_document(Path(name))


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
    # Lines end where the page does; a paragraph ends where a line ends its sentence.
    return re.sub(r"(?<![.!?:。！？：\n])[ \t]*\n(?!\s*\n)", " ", text)


def propose(text: str, metrics: Sequence[Row] = (), comparison: str = "") -> Release:
    """Return what a release says, a proposal for each figure and rank.

    Parameters
    ----------
    text : str
        The release; a line is a paragraph.
    metrics : sequence of dict
        Rows of `metrics.csv`, whose names are looked for.
    comparison : str
        What a change is against where its sentence does not say.
    """
    from .citing.provenance import sentence_at, sentence_hash

    found = Release()
    for paragraph in count(1):
        for number in count(1):
            locator = f"paragraph {paragraph}, sentence {number}"
            try:
                sentence = sentence_at(text, locator)
            except AnalysisError:
                break
            _sentence(found, sentence, metrics, comparison, (locator, sentence_hash(sentence)))
        if number == 1:
            return found
    return found


def _sentence(
    found: Release, text: str, metrics: Sequence[Row], comparison: str, place: tuple[str, str]
) -> None:
    reading = read(text)
    wanted: list[list[Quantity]] = []
    for one in reading.figures:
        ends = wanted and wanted[-1][-1].range == "low" and one.range == "high"
        wanted[-1:] = [[wanted[-1][0], one]] if ends else [*wanted[-1:], [one]]
    spans = [(many[0].span[0], many[-1].span[1]) for many in wanted]
    spans = [(start, end - (text[end - 1] == ".")) for start, end in spans]
    ranks = [(one.start, one.end) for one in reading.passed if one.kind == "rank"]
    said = {one.comparison for one in reading.figures} & set(_AGAINST)
    inherited = said.pop() if len(said) == 1 else ""
    marks = sorted([*spans, *ranks])
    for span, many in sorted([*zip(spans, wanted, strict=True), *((one, []) for one in ranks)]):
        phrase = _phrase(text, span, many, marks)
        base = many and many[0].kind == "level" and many[0].comparison not in _AGAINST
        base = base and bool(_BASE.search(text[: span[0]]))
        if base or not phrase:
            reason = "no clause of the sentence reads as this figure alone"
            reason = "what a change starts from, in another period" if base else reason
            found.refused.append(f"{place[0]}: {text[slice(*span)]}: {reason}")
            continue
        kind, unit = (many[0].kind, many[0].unit) if many else ("rank", "rank")
        against, note = (many[0].comparison or "") if many else "", ""
        if kind in _CHANGES and not against and (against := inherited or comparison):
            told = "is said of another figure of the sentence" if inherited else "is not said here"
            note = f"What it is compared with ({against}) {told}."
        if kind == "share" or against not in _AGAINST:
            against = ""
        if many and many[0].ambiguous:
            told = " or ".join(many[0].candidates)
            note = f"{note} Read as {many[0].candidates[0]}; the wording allows {told}.".strip()
        metric = _metric(text, phrase, metrics, unit, kind in _CHANGES)
        found.proposals.append(Proposal(phrase, kind, against, metric, *place, note))
    shown, last = "", 0
    for start, end in marks:
        shown, last = f"{shown}{text[last:start]}→{text[start:end]}←", end
    found.shown.append(f"{place[0]}: {shown}{text[last:]}")
    found.refused += [f"{place[0]}: {r.text}: {r.reason}. {r.mend}" for r in reading.refusals]
    found.passed += [f"{place[0]}: {p.text} ({p.kind})" for p in reading.passed if p.kind != "rank"]


def _phrase(
    text: str, span: tuple[int, int], wanted: list[Quantity], marks: list[tuple[int, int]]
) -> str:
    """Return the shortest clause that reads as this figure, its comparison in it if it can be."""
    others = [mark for mark in marks if mark != span]
    clauses = [(0, 0), (len(text), len(text)), *(one.span() for one in _CLAUSE.finditer(text))]
    words = [one.span() for one in _WORD.finditer(text)]
    words += [(span[0], span[0]), (span[1], span[1])]
    for edges in (clauses, [*clauses, *others], [*clauses, *others, *words]):
        starts = sorted({end for _, end in edges if end <= span[0]})
        stops = sorted({start for start, _ in edges if start >= span[1]})
        parts = {text[start:stop].strip(_EDGES) for start in starts[-8:] for stop in stops[:8]}
        parts |= {_DANGLING.sub("", part) for part in parts}
        near = sorted(filter(None, parts), key=lambda part: (len(part), part))
        good = [(part, told) for part in near if (told := _reads(part, wanted)) is not None]
        whole = [part for part, told in good if wanted and told == (wanted[0].comparison or "")]
        if good:
            return next(iter([*whole, *(part for part, _ in good)]))
    return ""


def _reads(part: str, wanted: list[Quantity]) -> str | None:
    """Return the comparison that a clause has where it reads as the figure; else None."""
    try:
        told = find_quantities(part) if wanted else [read_rank(part)]
    except NormalizationError:
        return None
    if wanted and [_size(one) for one in told] != [_size(one) for one in wanted]:
        return None
    return told[0].comparison or ""


def _size(one: Quantity) -> tuple[object, ...]:
    return one.kind, one.value, one.unit, one.bound, one.low, one.high, one.range


def _metric(text: str, phrase: str, metrics: Sequence[Row], unit: str, change: bool) -> str:
    """Return the metric named in the phrase; of a change, else the one of the clause before."""
    before = text[: text.index(phrase)].rstrip(_EDGES)
    before = before[max((one.end() for one in _CLAUSE.finditer(before)), default=0) :]
    inherits = change and _NO_SUBJECT.match(phrase)
    for words in (_plain(phrase), *([_plain(before)] if inherits else [])):
        named = [
            (words.rfind(plain) + len(plain), len(plain), -number, row)
            for number, row in enumerate(metrics)
            for name in names_of(row)
            if len(plain := _plain(name)) > 1 and plain in words
        ]
        # 'output' is not named where the words are 'output value'.
        fits = [
            one
            for one in named
            if (change or one[3]["unit"] in ("", unit))
            and (unit == "rank") == (one[3]["unit"] == "rank")
            and not any(
                end - size <= one[0] - one[1] and one[0] <= end and size > one[1]
                for end, size, *_ in named
            )
        ]
        if fits:
            return max(fits, key=lambda one: one[:3])[3]["metric"]
    return ""


def _plain(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())


def read_release(options: argparse.Namespace) -> int:
    """Run the command `read` and return its exit status."""
    folder = readable_folder(options.add) if options.add else None
    metrics = folder.tables[METRICS] if folder else readable_folder().tables[METRICS]
    found = propose(document(options.file), metrics, options.comparison)
    say("\n".join(found.shown))
    for number, one in enumerate(found.proposals, 1):
        cells = [one.kind, one.comparison, one.metric or "metric?", one.locator, one.digest[:12]]
        say(f"\n{number}. {one.phrase}\n   {' · '.join(filter(None, cells))}")
        if one.note:
            say(f"   {one.note}")
    for head, lines in (("Refused", found.refused), ("No figures", found.passed)):
        say("\n".join(["", f"{head}:", *(f"  {line}" for line in lines or ["none"])]))
    return _add(options, folder, found.proposals) if folder else 0


def _add(options: argparse.Namespace, folder: Folder, proposals: list[Proposal]) -> int:
    from .gate import examine

    focus = folder.package.get("focus", {})
    entity = options.entity or str(focus.get("entity", ""))
    period = fold(options.period or str(focus.get("period", "")))
    if not is_period(period):
        raise AnalysisError(f"{period!r} is no period. Give --period, {EXPECTED}.")
    source = _source(options, folder)
    known = {row["metric"] for row in folder.tables[METRICS]}
    if not options.yes and not (sys.stdin and sys.stdin.isatty() and options.file != "-"):
        raise AnalysisError("Nobody can be asked here. Give --yes, or run it in a terminal.")
    taken = {row["id"] for name in (REPORTED, SERIES) for row in folder.tables.get(name, ())}
    rows = []
    for number, one in enumerate(proposals, 1):
        metric = one.metric if options.yes else _asked(f"{number}. {one.phrase}", one.metric, known)
        if not metric:
            say(f"Not added: {one.phrase}{' (it names no known metric)' if options.yes else ''}")
            continue
        stem = f"{period}-{metric}{'-growth' if one.comparison else ''}"
        stem = stem.lower().replace("/", "-")
        name = next(n for k in count(1) if (n := f"{stem}-{k}" if k > 1 else stem) not in taken)
        taken.add(name)
        row = {"id": name, "entity": entity, "metric": metric, "period": period}
        row |= {
            "comparison": one.comparison,
            "as_reported": one.phrase,
            "source": options.source_id,
        }
        row |= {"locator": one.locator, "sentence_sha256": one.digest, "note": one.note}
        rows.append(row)
    if rows:
        _append(folder, rows)
        if source:
            _write_json(folder.path / SOURCES, [*folder.listed, source])
        _renew(folder)
    examined = examine(folder.path)
    for problem in examined.problems:
        complain(str(problem))
    holds = "" if examined.problems else " The folder holds what its contract asks for."
    say(f"{len(rows)} of {len(proposals)} rows were added to {folder.path / REPORTED}.{holds}")
    return 1 if examined.problems else 0


def _asked(words: str, metric: str, known: set[str]) -> str:
    while True:
        try:
            answer = input(f"{words}\n   add as {metric or '?'} [y, n, or a metric]: ").strip()
        except EOFError:
            return ""
        if answer == "n":
            return ""
        if answer == "y" and metric:
            return metric
        if answer in known:
            return answer
        say(f"   Not in {METRICS}: {', '.join(sorted(known))}")


def _source(options: argparse.Namespace, folder: Folder) -> dict[str, Any] | None:
    """Return the entry of a source that is new; None where the folder has it."""
    if not options.source_id:
        raise AnalysisError("Say whose words these are: --source-id, an id of sources.json or new.")
    if options.source_id in folder.sources:
        return None
    if not (options.title and options.grade):
        raise AnalysisError(f"{options.source_id} is a new source: give its --title and --grade.")
    entry: dict[str, Any] = {"id": options.source_id, "type": "webpage", "title": options.title}
    entry |= {"publisher": options.publisher} if options.publisher else {}
    entry |= {"URL": options.url} if options.url else {}
    if options.issued:
        entry["issued"] = {"raw": options.issued}
        if not (day := date_of(entry)):
            raise AnalysisError(f"{options.issued!r} is no date. Give one such as 2020-06-27.")
        entry["issued"] = {"date-parts": [[int(part) for part in day.split("-")]]}
    return entry | {"custom": {"grade": options.grade}}


def _append(folder: Folder, rows: list[Row]) -> None:
    """Add rows behind the last one, in the columns and line ends of the file."""
    path = folder.path / REPORTED
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise AnalysisError(f"{path} is not there as CSV in UTF-8; save it so first.") from None
    header = [cell.strip() for cell in next(csv.reader(io.StringIO(text)))]
    if not {"id", "as_reported"} <= set(header):
        raise AnalysisError(f"{path} does not separate its cells with commas; save it so first.")
    end = "\r\n" if "\r\n" in text else "\n"
    added = io.StringIO()
    out = csv.DictWriter(added, header, restval="", extrasaction="ignore", lineterminator=end)
    out.writerows(rows)
    if lacking := sorted({c for row in rows for c in row if row[c]} - set(header)):
        say(f"{REPORTED} has no column {', '.join(lacking)}: these cells are left out.")
    with path.open("ab") as file:
        file.write((("" if text.endswith("\n") else end) + added.getvalue()).encode())


def _renew(folder: Folder) -> None:
    """Write hash and size of the files that changed, where the descriptor states them."""
    stale = False
    for one in folder.package.get("resources", []):
        if one.get("path") in (REPORTED, SOURCES):
            raw = (folder.path / one["path"]).read_bytes()
            new = {"bytes": len(raw), "hash": f"sha256:{sha256(raw).hexdigest()}"}
            stale |= any(one.get(key, value) != value for key, value in new.items())
            one.update({key: value for key, value in new.items() if key in one})
    if stale:
        _write_json(folder.path / PACKAGE, folder.package)


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
