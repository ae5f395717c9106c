"""The command `read`: show what a release says, and add the rows that somebody agrees to."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..console import complain, question, say
from ..errors import AnalysisError
from ..folder import (
    METRICS,
    PACKAGE,
    REPORTED,
    SERIES,
    SOURCES,
    Folder,
    Row,
    read_folder,
    readable_folder,
    schemas,
)
from ..naming.names import Named
from ..naming.times import fold
from ..periods import EXPECTED, is_period, start
from ..sources import GRADES, date_of

if TYPE_CHECKING:
    from .release import Proposal

_OF_A_SOURCE = ("title", "publisher", "grade", "issued", "url")
_EXPECTED = dict.fromkeys(_OF_A_SOURCE, "some text") | {
    "grade": f"one of {', '.join(GRADES)}",
    "issued": "a date such as 2020-06-27, on which the time it tells of had begun",
}
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COMPARISONS = ("yoy", "qoq", "mom")


def read_release(options: argparse.Namespace) -> int:
    """Run the command `read` and return its exit status."""
    from .documents import document
    from .release import propose

    folder = readable_folder(options.add) if options.add else None
    focus = folder.package.get("focus", {}) if folder else {}
    period = fold(options.period or str(focus.get("period", "")))
    if (folder or period) and not is_period(period):
        raise AnalysisError(f"{period!r} is no period. Give --period, {EXPECTED}.")
    text = document(options.file)
    known = folder.tables[METRICS] if folder else ()
    found = propose(text, known, options.comparison, period)
    say("\n".join(found.shown))
    for number, one in enumerate(found.proposals, 1):
        open_ = [f"{name}?" for name in one.lacks()]
        cells = [one.kind, one.comparison, one.metric, one.period, *open_, one.locator]
        say(f"\n{number}. {one.phrase}\n   {' · '.join(filter(None, [*cells, one.digest[:12]]))}")
        if one.note:
            say(f"   {one.note}")
    for head, lines in (("Refused", found.refused), ("No figures", found.passed)):
        say("\n".join(["", f"{head}:", *(f"  {line}" for line in lines or ["none"])]))
    if not folder:
        return 0
    if not options.yes and not (sys.stdin and sys.stdin.isatty() and options.file != "-"):
        raise AnalysisError("Nobody can be asked here. Give --yes, or run it in a terminal.")
    say("")
    entity = options.entity or str(focus.get("entity", ""))
    if not _names(text, entity):
        say(f"Note: the text does not name {entity}; the rows say that it is about it (--entity).")
    title = next((line.strip(" #") for line in text.splitlines() if line.strip(" #")), "")
    if len(title) > 120 or title[-1:] in (".", "。"):  # a sentence is no title
        title = f"{entity}, {period}"
    likely = {"title": title, "publisher": entity, "grade": "press"}
    source = _source(options, folder, likely, period)
    rows = _Rows(folder, entity, source["id"])
    rows.take(found.proposals, not options.yes)
    new = None if source["id"] in folder.sources else source
    return _write(folder, rows.rows, rows.new(), new)


def _names(text: str, entity: str) -> bool:
    """Tell whether a text has one of the words by which an entity is called."""
    words = re.findall(r"[^\W\d_]{3,}", entity.casefold()) or [entity.casefold()]
    return any(word[: 9 if word.isascii() else 4] in text.casefold() for word in words)


def _ask(question: str, otherwise: str = "") -> str:
    """Return an answer; where none is given, the one in square brackets."""
    try:
        answer = input(f"{question}{f' [{otherwise}]' if otherwise else ''} ").strip()
    except EOFError:
        raise AnalysisError("The answers ended, and nothing was added.") from None
    return answer or otherwise


def _ask_for(question: str, otherwise: str, fits: Callable[[str], object], expected: str) -> str:
    while not fits(answer := _ask(question, otherwise)):
        say(f"   {answer!r} is not {expected}.")
    return answer


def _source(
    options: argparse.Namespace, folder: Folder, likely: Row, period: str
) -> dict[str, Any]:
    """Return the entry of the source: the one named, or a new one, asked for where one can ask."""
    if options.source_id in folder.sources:
        return folder.sources[options.source_id]
    told = {name: getattr(options, name) for name in _OF_A_SOURCE}
    for name in [name for name, words in told.items() if words is None and not options.yes]:
        fits, otherwise = partial(_can_be, name, period), likely.get(name, "")
        told[name] = _ask_for(question("read", name), otherwise, fits, _EXPECTED[name])
    told["title"] = told["title"] or likely["title"]
    if told["grade"] not in GRADES:
        raise AnalysisError(f"Say what the source is: --grade, {_EXPECTED['grade']}.")
    if not _can_be("issued", period, told["issued"] or ""):
        raise AnalysisError(f"{told['issued']!r} is not {_EXPECTED['issued']}.")
    name = options.source_id or _free(_slug(f"release-{period}"), folder.sources)
    entry: dict[str, Any] = {"id": name, "type": "webpage", "title": told["title"]}
    entry |= {"publisher": told["publisher"]} if told["publisher"] else {}
    entry |= {"URL": told["url"]} if told["url"] else {}
    if told["issued"]:
        day = date_of({"issued": {"raw": told["issued"]}})
        entry["issued"] = {"date-parts": [[int(part) for part in day.split("-")]]}
    return entry | {"custom": {"grade": told["grade"]}}


def _can_be(name: str, period: str, words: str) -> bool:
    """Tell whether something can be said of a source, whose figures are of this period."""
    if name == "grade":
        return words in GRADES
    day = date_of({"issued": {"raw": words}})
    return name != "issued" or not words or (day != "" and day >= str(start(period))[: len(day)])


def _is_period(text: str) -> bool:
    return is_period(fold(text))


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")


def _free(stem: str, taken: Any) -> str:
    return next(name for k in count(1) if (name := f"{stem}-{k}" if k > 1 else stem) not in taken)


class _Rows:
    """The rows that are agreed to, and the metrics that are known with them."""

    def __init__(self, folder: Folder, entity: str, source: str) -> None:
        self.told = {"entity": entity, "source": source}
        tables = [folder.tables.get(name, ()) for name in (REPORTED, SERIES)]
        self.taken = {row["id"] for table in tables for row in table}
        self.there = {(row["sentence_sha256"], row["as_reported"]) for row in tables[0]}
        self.there |= {(f"{row['period']} {row['locator']}", row["note"]) for row in tables[1]}
        self.known = {row["metric"]: row for row in folder.tables[METRICS]}
        self.old = {*self.known}
        # Names that somebody gave to what a release calls so, and the phrase of each figure.
        self.names: dict[str, str] = {}
        self.given: dict[tuple[str, ...], str] = {}
        self.rows: list[Row] = []

    def take(self, proposals: Sequence[Proposal], asks: bool) -> None:
        """Take the proposals that leave nothing open, or that somebody agrees to."""
        for number, one in enumerate(proposals, 1):
            if {(one.digest, one.phrase), (f"{one.period} {one.locator}", one.note)} & self.there:
                say(f"Already there: {one.phrase}")
                continue
            if not (one.called or one.typed) and self.rows:
                same = self.rows[-1].get("sentence_sha256") == one.digest
                one = replace(one, called=self.rows[-1]["metric"] if same else "")
            agreed = self._agreed(number, one) if asks else one
            if agreed and (lacking := agreed.lacks()):
                say(f"Not added: {agreed.phrase} (not known: {', '.join(lacking)})")
            elif agreed:
                self._add(agreed)

    def new(self) -> dict[str, Row]:
        """Return the metrics that were not known."""
        return {name: row for name, row in self.known.items() if name not in self.old}

    def _add(self, one: Proposal) -> None:
        about = self.known.setdefault(one.metric, _metric(one))
        if about["unit"] == "" and one.metric not in self.old and not one.is_change:
            about |= {key: _metric(one)[key] for key in ("unit", "measure")}
        name = _free(
            _slug(f"{one.period}-{one.metric}{'-growth' if one.comparison else ''}"), self.taken
        )
        self.taken.add(name)
        self.given[self._key(one)] = one.phrase
        row = {"id": name, "metric": one.metric, "period": one.period, **self.told}
        row |= {"comparison": one.comparison, "locator": one.locator, "note": one.note}
        if one.typed:
            row |= {key: str(getattr(one.typed, key)) for key in ("value", "low", "high", "unit")}
        else:
            row |= {"as_reported": one.phrase, "sentence_sha256": one.digest}
        self.rows.append(row)

    def _key(self, one: Proposal) -> tuple[str, ...]:
        kind = one.kind if one.kind in ("growth", "points") else "level"
        return one.metric, one.period, one.comparison, kind

    def _clash(self, one: Proposal) -> str:
        """Return why a figure can be none of its metric; nothing where it can."""
        unit = self.known.get(one.metric, {"unit": one.unit})["unit"]
        ranks = unit != one.unit and "rank" in (unit, one.unit)
        if ranks or (unit not in ("", one.unit) and not one.is_change):
            return f"{one.metric} is in {unit or 'no ranks'}; this is in {one.unit}"
        if phrase := self.given.get(self._key(one)):
            return f"{one.metric} of {one.period} is there already: {phrase}"
        known = {one.metric: _metric(one), **self.known}
        told = [row for row in self.rows if "as_reported" in row]
        row = {"as_reported": "" if one.typed else one.phrase, "metric": one.metric, **self.told}
        other = Named(known.values(), told).metric(row)
        return other and f"its words name {other}, and not {one.metric}"

    def _agreed(self, number: int, one: Proposal) -> Proposal | None:
        """Ask about a proposal and return it complete; None where it is to be left out."""
        likely = one.metric or self.names.get(one.called, "") or _slug(one.called)
        if likely and self._clash(replace(one, metric=likely)):
            likely = ""
        say(f"{number}. {one.phrase}")
        while True:
            new = "" if likely in self.known else " (a new metric)"
            about = f"{likely}{new}, {one.period or 'period unknown'}? y, n, or its metric:"
            question = about if likely else "which metric? Its name, or n:"
            answer = _ask_for(
                f"   Add it as {question}",
                "y" if likely else "",
                _NAME.fullmatch,
                "a name such as sales-value",
            )
            metric = likely if answer == "y" else answer
            if answer == "n":
                return None
            near = get_close_matches(metric, self.known, 1, 0.8)
            if metric not in self.known and near:
                metric = near[0] if _ask(f"   Is it {near[0]}? y or n:", "n") == "y" else metric
            period = one.period or fold(_ask_for("   Which period?", "", _is_period, EXPECTED))
            told = replace(one, metric=metric, period=period)
            if "comparison" in told.lacks():
                question = "Against the year, the quarter or the month before? yoy, qoq, mom, or n:"
                known = {*_COMPARISONS, "n"}
                answer = _ask_for(f"   {question}", "", known.__contains__, "one of these")
                told = replace(told, comparison=answer)
            if answer == "n":
                return None
            if not (why := self._clash(told)):
                self.names[one.called or metric] = metric
                return told
            say(f"   {why}.")
            likely = ""


def _metric(one: Proposal) -> Row:
    """Return the row of a metric that was not known, as far as one figure tells."""
    from ..phrases import find_quantities

    unit = "" if one.is_change else one.unit
    named = {"": "unknown", "index": "unknown", "rank": "rank", "count": "count", "day": "count"}
    money = re.fullmatch("(?!TEU)[A-Z]{3}", unit)
    measure = "ratio" if "/" in unit or unit == "ratio" else "value" if money else "volume"
    if money and any(told.value < 0 for told in find_quantities(one.phrase)):
        measure = "profit"
    return {
        "metric": one.metric,
        "label": one.metric.replace("-", " "),
        "label_zh": "" if one.called.isascii() else one.called,
        "measure": named.get(unit, measure),
        "unit": unit,
    }


def _write(
    folder: Folder, rows: list[Row], metrics: dict[str, Row], source: dict[str, Any] | None
) -> int:
    """Add rows, metrics and source to the files; take back what the contract does not accept."""
    from ..contract import judge

    paths = [folder.path / name for name in (REPORTED, SERIES, METRICS, SOURCES, PACKAGE)]
    before = {path: path.read_bytes() if path.is_file() else None for path in paths}
    problems = there = judge(folder).problems
    known = {one for problem in problems for one in problem.each()}
    asked = len(rows)
    while rows:
        try:
            _put(folder, rows, metrics, source)
        except AnalysisError:
            _restore(before)
            raise
        after = read_folder(folder.path)
        problems = judge(after).problems
        new = [one for problem in problems for one in problem.each() if one not in known]
        if not new:
            break
        _restore(before)
        wrong = {(one.file, one.row): one for one in new}
        kept = []
        for name, own in _by_table(rows).items():
            numbers = after.numbers.get(name, [])[-len(own) :] if own else []
            for number, row in zip(numbers, own, strict=True):
                if (name, number) in wrong:
                    told = row.get("as_reported") or row["note"]
                    complain(f"Not added: {told}: expected {wrong[name, number].expected}.")
                else:
                    kept.append(row)
        if len(kept) == len(rows):
            raise AnalysisError("\n".join(["Nothing was added:", *map(str, new)]))
        rows, problems = kept, there
    added = "1 row was" if len(rows) == 1 else f"{len(rows)} rows were"
    say(f"{added} added to {folder.path}.")
    if rows:
        say(f"See how they are read:  jilin-analysis check --data {folder.path}")
    for problem in problems:
        complain(str(problem))
    return 1 if problems or len(rows) < asked else 0


def _by_table(rows: list[Row]) -> dict[str, list[Row]]:
    typed = [row for row in rows if "value" in row]
    return {REPORTED: [row for row in rows if "value" not in row], SERIES: typed}


def _put(
    folder: Folder, rows: list[Row], metrics: dict[str, Row], source: dict[str, Any] | None
) -> None:
    used = {row["metric"] for row in rows}
    _append(folder, METRICS, [row for name, row in metrics.items() if name in used])
    for name, own in _by_table(rows).items():
        _append(folder, name, own)
    if source:
        _rewrite(folder.path / SOURCES, lambda entries: entries.append(source))
    _rewrite(folder.path / PACKAGE, lambda package: _renew(package, folder))


def _restore(before: dict[Path, bytes | None]) -> None:
    for path, content in before.items():
        if content is not None:
            path.write_bytes(content)
        else:
            path.unlink(missing_ok=True)


def _append(folder: Folder, name: str, rows: list[Row]) -> None:
    """Add rows behind the last one, in the columns and line ends of the file."""
    path = folder.path / name
    if not rows:
        return
    if name == SERIES and not path.exists():
        path.write_text(",".join(one["name"] for one in schemas({})[SERIES]) + "\n", "utf-8")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise AnalysisError(f"{path} is not there as CSV in UTF-8; save it so first.") from None
    header = [cell.strip() for cell in next(csv.reader(io.StringIO(text)))]
    if len(header) < 2:
        raise AnalysisError(f"{path} does not separate its cells with commas; save it so first.")
    end = "\r\n" if "\r\n" in text else "\n"
    added = io.StringIO()
    out = csv.DictWriter(added, header, restval="", extrasaction="ignore", lineterminator=end)
    out.writerows(rows)
    if lacking := sorted({c for row in rows for c in row if row[c]} - set(header)):
        say(f"{name} has no column {', '.join(lacking)}: these cells are left out.")
    with path.open("ab") as file:
        file.write((("" if text.endswith("\n") else end) + added.getvalue()).encode())


def _rewrite(path: Path, change: Callable[[Any], None]) -> None:
    """Change a JSON file, in its own indentation and line ends."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise AnalysisError(f"{path} is not in UTF-8; save it so first.") from None
    content = json.loads(text)
    change(content)
    indent = re.search(r"\n([ \t]+)\S", text)
    told = json.dumps(content, ensure_ascii=False, indent=indent[1] if indent else None)
    told += text[len(text.rstrip()) :].replace("\r\n", "\n")
    path.write_bytes(told.replace("\n", "\r\n" if "\r\n" in text else "\n").encode())


def _renew(package: dict[str, Any], folder: Folder) -> None:
    """State hash and size of the files as they are now, where a descriptor states them."""
    for one in package.get("resources", []):
        path = folder.path / str(one.get("path", ""))
        if path.is_file():
            raw = path.read_bytes()
            now = {"hash": f"sha256:{sha256(raw).hexdigest()}", "bytes": len(raw)}
            one |= {key: value for key, value in now.items() if key in one}
