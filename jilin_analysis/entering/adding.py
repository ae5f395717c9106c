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
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..console import complain, question, say
from ..contract import judge
from ..errors import AnalysisError, Problem
from ..estimates.digits import is_money
from ..folder import (
    METRICS,
    PACKAGE,
    REPORTED,
    SERIES,
    SOURCES,
    Folder,
    Row,
    names_of,
    readable_folder,
    schemas,
)
from ..naming import patterns
from ..naming.names import plain
from ..naming.times import fold
from ..periods import EXPECTED, is_period, start
from ..sources import check_sources, date_of

if TYPE_CHECKING:
    from .release import Proposal

_OF_A_SOURCE = ("title", "publisher", "grade", "issued", "url")
_ISSUED = "a date such as 2020-06-27, on which the time it tells of had begun"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_YES = re.compile(rf"(?!(?:y|yes)$){_NAME.pattern}")
_COMPARISONS = ("yoy", "qoq", "mom")
_YES, _NO = ("y", "yes"), ("n", "no")
_TYPED = ("value", "low", "high", "unit")
P = patterns("naming/names.csv")


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
    found = propose(text, known, options.comparison, period, told=bool(options.period))
    say("\n".join(found.shown))
    for number, one in enumerate(found.proposals, 1):
        open_ = [f"{name}?" for name in one.lacks()]
        cells = [one.kind, one.comparison, one.metric, one.period, one.status, *open_, one.locator]
        say(f"\n{number}. {one.phrase}\n   {' · '.join(filter(None, [*cells, one.digest[:12]]))}")
        if one.note:
            say(f"   {one.note}")
    for head, lines in (("Refused", found.refused), ("No figures", found.passed)):
        say("\n".join(["", f"{head}:", *(f"  {line}" for line in lines or ["none"])]))
    if not folder:
        return 0
    if not options.yes and not (sys.stdin and sys.stdin.isatty() and options.file != "-"):
        raise AnalysisError("Nobody can be asked here. Give --yes, or run it in a terminal.")
    for name in (REPORTED, METRICS):  # before somebody answers for nothing
        _read(folder, name)
    say("")
    entity = options.entity or str(focus.get("entity", ""))
    if not _names(text, entity):
        say(f"Note: the text does not name {entity}; the rows say that it is about it (--entity).")
    periods = [one.period for one in found.proposals if one.period]
    about = period if period in periods else max(periods, key=periods.count, default=period)
    title = next((line.strip(" #") for line in text.splitlines() if line.strip(" #")), "")
    if len(title) > 120 or title[-1:] in (".", "。"):  # a sentence is no title
        title = f"{entity}, {about}"
    likely = {"title": title, "publisher": entity, "grade": "press"}
    began = min(map(start, [*periods] or [period])).isoformat()
    name = _free(_slug(f"release-{about}"), folder.sources)
    source = _source(options, folder, likely, name, began)
    new = _Addition(folder, entity, source, period)
    new.take(found.proposals, not options.yes)
    return new.write()


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


def _ask_for(question: str, otherwise: str, misfit: Callable[[str], str]) -> str:
    """Ask until an answer fits: `misfit` tells what is expected instead, and else nothing."""
    while expected := misfit(answer := _ask(question, otherwise)):
        say(f"   {answer!r} is not {expected}.")
    return answer


def _unless(fits: Callable[[str], object], expected: str) -> Callable[[str], str]:
    return lambda answer: "" if fits(answer) else expected


def _source(
    options: argparse.Namespace, folder: Folder, likely: Row, name: str, began: str
) -> dict[str, Any]:
    """Return the entry of the source: the one named, or a new one, asked for where one can ask."""
    if options.source_id in folder.sources:
        return folder.sources[options.source_id]
    told = {"id": options.source_id or name}
    told |= {key: getattr(options, key) or "" for key in _OF_A_SOURCE}
    open_ = [key for key in _OF_A_SOURCE if getattr(options, key) is None]

    def misfit(key: str, words: str) -> str:
        return _misfits(_entry(told | {key: words}), began).get(key, "")

    for key in [] if options.yes else open_:
        told[key] = _ask_for(question("read", key), likely.get(key, ""), partial(misfit, key))
    told["title"] = told["title"] or likely["title"]
    if wrong := _misfits(_entry(told), began):
        lines = [f"--{key}: found {told.get(key, '')!r}; expected {wrong[key]}." for key in wrong]
        raise AnalysisError("\n".join(["Nothing was added.", *lines]))
    return _entry(told)


def _entry(told: Row) -> dict[str, Any]:
    entry = {"id": told["id"], "type": "webpage", "title": told["title"]}
    entry |= {"publisher": told["publisher"]} if told["publisher"] else {}
    entry |= {"URL": told["url"]} if told["url"] else {}
    issued: dict[str, Any] = {"raw": told["issued"]}
    if day := date_of({"issued": issued}):
        issued = {"date-parts": [[int(part) for part in day.split("-")]]}
    return (
        entry
        | ({"issued": issued} if told["issued"] else {})
        | {"custom": {"grade": told["grade"]}}
    )


def _misfits(entry: dict[str, Any], began: str) -> Row:
    """Return what is expected of a source where it is otherwise, by the argument that says it."""
    found = {
        str(one.column).lower().removeprefix("custom."): one.expected
        for one in check_sources([entry])
    }
    day = date_of(entry)
    if "issued" in found or (day and day < began[: len(day)]):
        found["issued"] = _ISSUED
    return found


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")


def _free(stem: str, taken: Any) -> str:
    return next(name for k in count(1) if (name := f"{stem}-{k}" if k > 1 else stem) not in taken)


class _Addition:
    """The proposals that are agreed to: judged in the folder as it would be, and written once."""

    def __init__(self, folder: Folder, entity: str, source: dict[str, Any], period: str) -> None:
        self.folder, self.source, self.period = folder, source, period
        self.told = {"entity": entity, "source": source["id"]}
        typed, phrases = folder.tables[SERIES], folder.tables[REPORTED]
        self.there = {(row["sentence_sha256"], row["as_reported"]) for row in phrases}
        self.there |= {(f"{row['period']} {row['locator']}", row["note"]) for row in typed}
        self.before = judge(replace(folder, problems=[], notes=[])).problems
        self.known = {one for problem in self.before for one in problem.each()}
        self.agreed: list[Proposal] = []
        # Names that somebody gave to what a release calls so.
        self.names: dict[str, str] = {}

    def take(self, proposals: Sequence[Proposal], asks: bool) -> None:
        """Take the proposals that leave nothing open, or that somebody agrees to."""
        for number, one in enumerate(proposals, 1):
            if {(one.digest, one.phrase), (f"{one.period} {one.locator}", one.note)} & self.there:
                say(f"Already there: {one.phrase}")
            elif agreed := self._asked(number, one) if asks else replace(one, called=""):
                why = f"not known: {', '.join(agreed.lacks())}" if agreed.lacks() else ""
                if why := "a forecast or a plan" if agreed.planned else why:
                    say(f"Not added: {agreed.phrase} ({why})")
                else:
                    self.agreed.append(agreed)

    def _asked(self, number: int, one: Proposal) -> Proposal | None:
        """Ask about a proposal and return it complete; None where it is to be left out."""
        say(f"{number}. {one.phrase}")
        if one.note:
            say(f"   {one.note}")
        if one.planned and _ask("   Has it happened? y or n:", "n") not in _YES:
            return None
        one = replace(one, planned=False)
        likely = self._likely(one)
        while (answer := self._answer(one, likely)) not in _NO:
            if is_period(period := fold(answer)):
                one, self.period = replace(one, period=period), period
                continue
            told = self._completed(one, likely if answer in _YES else answer)
            if told.comparison == "n":
                break
            if not (wrong := self._wrong(told)):
                self.names[one.called or told.metric] = told.metric
                return told
            say("\n".join(f"   {problem}" for problem in wrong))
            likely = ""
        return None

    def _known(self) -> set[str]:
        return {row["metric"] for row in self._with(self.agreed)[0].tables[METRICS]}

    def _likely(self, one: Proposal) -> str:
        """Return the metric that a proposal may be of; nothing where that would be wrong."""
        likely, last = one.metric or self.names.get(one.called, ""), self.agreed[-1:]
        likely = likely or _slug(one.called)
        if not (likely or one.typed) and last and last[0].digest == one.digest:
            likely = last[0].metric
        guess = replace(one, metric=likely)
        return "" if likely and not guess.lacks() and self._wrong(guess) else likely

    def _answer(self, one: Proposal, likely: str) -> str:
        """Ask whether a proposal is of a metric and a period: yes, no, or another of the two."""
        new = "" if likely in self._known() else " (a new metric)"
        about = ", ".join(filter(None, [one.period or "period unknown", one.status]))
        ask = f"   Add it as {likely}{new}, {about}? y, n, another metric or period:"
        if not likely:
            ask = f"   Add it as which metric, {about}? Its name, another period, or n:"
        form = _NAME if likely else _NO_YES
        fits = _unless(
            lambda words: form.fullmatch(words) or is_period(fold(words)),
            f"a name such as sales-value, nor {EXPECTED}",
        )
        return _ask_for(ask, "y" if likely else "", fits)

    def _completed(self, one: Proposal, metric: str) -> Proposal:
        """Ask for what a proposal of a metric leaves open; `n` where no comparison is right."""
        near = get_close_matches(metric, known := self._known(), 1, 0.8)
        if metric not in known and near:
            metric = near[0] if _ask(f"   Is it {near[0]}? y or n:", "n") in _YES else metric
        # What is known by the words that stand there needs no other name.
        told = replace(one, metric=metric, called=one.called * (metric != one.metric))
        if not one.period:
            fits = _unless(lambda words: is_period(fold(words)), EXPECTED)
            self.period = fold(_ask_for("   Which period?", self.period, fits))
            told = replace(told, period=self.period)
        if "comparison" in told.lacks():
            ask = "Against the year, the quarter or the month before? yoy, qoq, mom, or n:"
            fits = _unless({*_COMPARISONS, "n"}.__contains__, "one of these")
            told = replace(told, comparison=_ask_for(f"   {ask}", "", fits))
        return told

    def _wrong(self, one: Proposal) -> list[Problem]:
        """Return what would be wrong with this one beside those agreed to, whatever it is called.

        A name that is learned here would make its words right in any metric.
        """
        return self._judged([*self.agreed, one], learns=False)[1].get(len(self.agreed), [])

    def write(self) -> int:
        """Write the rows that the contract accepts, and return the exit status of the command."""
        asked = len(self.agreed)
        while (found := self._judged(self.agreed))[1]:
            for at, wrong in found[1].items():
                complain(f"Not added: {self.agreed[at].phrase}: {'; '.join(map(str, wrong))}")
            self.agreed = [one for at, one in enumerate(self.agreed) if at not in found[1]]
        trial, _, problems = found
        if rows := len(self.agreed):
            _write(self.folder, trial)
        say(f"{rows} {'row was' if rows == 1 else 'rows were'} added to {self.folder.path}.")
        if rows:
            say(f"See how they are read:  jilin-analysis check --data {self.folder.path}")
        # What is wrong with the folder and with no row that was added.
        for problem in problems if rows else self.before:
            complain(str(problem))
        return 1 if problems or rows < asked else 0

    def _judged(
        self, agreed: Sequence[Proposal], learns: bool = True
    ) -> tuple[Folder, dict[int, list[Problem]], list[Problem]]:
        """Return the folder with these, what is new and wrong with each, and what else is wrong."""
        trial, places = self._with(agreed, learns)
        problems = judge(trial).problems
        wrong: dict[int, list[Problem]] = {}
        for told in (one for problem in problems for one in problem.each()):
            place = told.file, told.row
            if told not in self.known and place in places:
                wrong.setdefault(places[place], []).append(told)
        return trial, wrong, problems

    def _with(
        self, agreed: Sequence[Proposal], learns: bool = True
    ) -> tuple[Folder, dict[tuple[str, int | None], int]]:
        """Return the folder with these, and where the rows of each stand."""
        tables = {name: [row | {} for row in rows] for name, rows in self.folder.tables.items()}
        numbers = {name: [*rows] for name, rows in self.folder.numbers.items()}
        places: dict[tuple[str, int | None], int] = {}
        metrics = {row["metric"]: row for row in tables[METRICS]}
        names = {plain(name) for row in metrics.values() for name in names_of(row)}
        taken = {row["id"] for name in (REPORTED, SERIES) for row in tables[name]}

        def add(at: int, name: str, row: Row) -> Row:
            told = numbers.setdefault(name, [])
            told.append(max(told, default=1) + 1)
            tables[name].append(dict.fromkeys(_columns(self.folder, name), "") | row)
            places[name, told[-1]] = at
            return tables[name][-1]

        for at, one in enumerate(agreed):
            about = metrics.get(one.metric) or add(at, METRICS, _metric(one))
            metrics[one.metric] = about
            is_new = about in tables[METRICS][len(self.folder.tables[METRICS]) :]
            if is_new and not (about["unit"] or one.is_change):
                about |= {key: _metric(one)[key] for key in ("unit", "measure")}
            names |= {plain(name) for name in names_of(about)}
            if learns and plain(one.called) not in {"", *names}:
                names.add(plain(one.called))
                also = filter(None, [about["also_called"], one.called])
                about["also_called"] = "; ".join(also)
            growth = "-growth" if one.comparison else ""
            name = _free(_slug(f"{one.period}-{one.metric}{growth}"), taken)
            taken.add(name)
            row = {"id": name, "metric": one.metric, "period": one.period, **self.told}
            row |= {"comparison": one.comparison, "locator": one.locator, "note": one.note}
            if one.typed:
                typed = {key: str(getattr(one.typed, key)) for key in _TYPED}
                add(at, SERIES, row | typed)
            else:
                cells = {"as_reported": one.phrase, "sentence_sha256": one.digest}
                add(at, REPORTED, row | cells | {"status": one.status})
        sources = self.folder.sources
        new = [] if self.source["id"] in sources else [self.source]
        return replace(
            self.folder,
            tables=tables,
            numbers=numbers,
            listed=[*self.folder.listed, *new],
            sources=sources | {self.source["id"]: self.source},
            hashes={},  # those of the files that are written will be others
            problems=[],
            notes=[],
        ), places


def _metric(one: Proposal) -> Row:
    """Return the row of a metric that was not known, as far as one figure tells."""
    from ..phrases import find_quantities

    unit = "" if one.is_change else one.unit
    named = {"": "unknown", "index": "unknown", "rank": "rank", "count": "count", "day": "count"}
    money = is_money(unit)
    measure = "ratio" if "/" in unit or unit == "ratio" else "value" if money else "volume"
    label = one.metric.replace("-", " ")
    is_result = P.result.search(label) or P.result.search(one.called)
    if money and (is_result or any(told.value < 0 for told in find_quantities(one.phrase))):
        measure = "profit"
    return {
        "metric": one.metric,
        "label": label,
        "label_zh": "" if one.called.isascii() else one.called,
        "measure": named.get(unit, measure),
        "unit": unit,
    }


def _columns(folder: Folder, name: str) -> list[str]:
    return [one["name"] for one in schemas(folder.package)[name]]


def _write(folder: Folder, told: Folder) -> None:
    """Write what `told` has beside the folder: all is made first, and nothing is read again."""
    made = {name: _table(folder, name, told) for name in (METRICS, SERIES, REPORTED)}
    made = {name: text for name, text in made.items() if text}
    new = told.listed[len(folder.listed) :]
    if new:
        made[SOURCES] = _rewritten(folder.path / SOURCES, lambda entries: entries.extend(new))
    made[PACKAGE] = _rewritten(folder.path / PACKAGE, lambda package: _renew(package, made))
    for name, text in made.items():
        (folder.path / name).write_bytes(text.encode())


def _read(folder: Folder, name: str) -> tuple[list[str], str]:
    """Return the lines of a table, one a row of cells, and what separates these."""
    path = folder.path / name
    if name == SERIES and not path.exists():
        return [",".join(_columns(folder, name)) + "\n"], ","
    try:
        text = io.StringIO(path.read_bytes().decode("utf-8"), newline="")
    except (OSError, UnicodeDecodeError):
        raise AnalysisError(f"{path} is not there as CSV in UTF-8; save it so first.") from None
    lines = list(text)
    comma = "," if "," in lines[0] else max(";\t", key=lines[0].count)
    rows = csv.reader(lines, delimiter=comma)
    ends = [0, *(rows.line_num for _ in rows)]
    return ["".join(lines[a:b]) for a, b in pairwise(ends)], comma


def _table(folder: Folder, name: str, told: Folder) -> str:
    """Return a table with its new rows behind the last, and those that changed in their place."""
    old, new = folder.tables[name], told.tables[name]
    if old == new:
        return ""
    lines, comma = _read(folder, name)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    head = next(csv.reader([lines[0].lstrip("\ufeff")], delimiter=comma))
    header = [cell.strip().lower() for cell in head]
    lines[-1] += "" if lines[-1].endswith("\n") else end
    for at, row in enumerate(new):
        if at < len(old) and row == old[at]:
            continue
        text = io.StringIO()
        out = csv.DictWriter(text, header, "", "ignore", delimiter=comma, lineterminator=end)
        out.writerow(row)
        place = folder.numbers[name][at] - 1 if at < len(old) else len(lines)
        lines[place : place + 1] = [text.getvalue()]
        if also := row.get("also_called", "") * (at < len(old)):
            say(f"{row['metric']} is also called: {also} ({name}).")
        if lacking := [cell for cell in row if row[cell] and cell not in header]:
            say(f"{name} has no column {', '.join(lacking)}: these cells are left out.")
    return "".join(lines)


def _rewritten(path: Path, change: Callable[[Any], object]) -> str:
    """Return a JSON file with a change, in its own indentation and line ends."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise AnalysisError(f"{path} is not in UTF-8; save it so first.") from None
    content = json.loads(text)
    change(content)
    indent = re.search(r"\n([ \t]+)\S", text)
    told = json.dumps(content, ensure_ascii=False, indent=indent[1] if indent else None)
    told += text[len(text.rstrip()) :].replace("\r\n", "\n")
    return told.replace("\n", "\r\n" if "\r\n" in text else "\n")


def _renew(package: dict[str, Any], made: dict[str, str]) -> None:
    """State hash and size of the files as they will be, where a descriptor states them."""
    for one in package.get("resources", []):
        if (text := made.get(str(one.get("path", "")))) is not None:
            raw = text.encode()
            now = {"hash": f"sha256:{sha256(raw).hexdigest()}", "bytes": len(raw)}
            one |= {key: value for key, value in now.items() if key in one}
