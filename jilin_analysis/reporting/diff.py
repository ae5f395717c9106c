"""What changed between two data folders, as a note to publish with a data release.

Reported figures come first, then what follows from them. No notebook is run.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..console import say
from ..dataset import Dataset, checked
from ..findings import Finding
from ..findings.words import capital
from ..folder import METRICS, PACKAGE, REPORTED, SERIES, Folder, Row
from ..gate import examine
from ..periods import in_short, is_period, span
from ..reported import ReportedFigure
from ..showing.plain import escape
from ..sources import Source, date_of, grade, publisher

# Columns that have another name in the note, or none.
_NAMES = {"as_reported": "", "low": "low end", "high": "high end", "locator": "place"}
_NAMES |= {"sentence": "", "supposes": "supposing", "caveat": "with the caveat"}
_NAMES |= {"why_not": "not told, since"}
_OF_THE_PACKAGE = ("title", "licenses", "contributors", "homepage", "focus", "fiscal_year")
_MOST_ROWS = 4  # of one curve that are told one by one
_MOST_LINES = 200  # of a part


class _Entry(NamedTuple):
    """What may be new, changed or gone: what it is called and says, and its cells."""

    name: str
    cells: Row
    said: str = ""
    by: str = ""

    def called(self, key: str) -> str:
        period = self.cells.get("period", "")
        when = f", {in_short(period)}" if is_period(period) else ""
        return f"{self.name}{when} (`{escape(key)}`)"

    def whole(self, key: str = "") -> str:
        by = f" ({self.by})" if self.by else ""
        return ": ".join(filter(None, (self.called(key), self.said))) + by


def run(options: argparse.Namespace) -> int:
    """Print the note on two data folders."""
    for part in compare(options.old, options.new):
        say(f"{part}\n\n")
    return 0


def compare(old: Path, new: Path) -> Iterator[str]:
    """Yield, as Markdown, what differs between two data folders, part by part."""
    sides = [(checked(folder), found) for folder, found in map(examine, (old, new))]
    was, now = (escape(data.version) for data, _ in sides)
    within = f"# Changes within data release {now}"
    yield within if was == now else f"# Data release {now}: what changed since {was}"
    olds, news = (_parts(*side) for side in sides)
    for heading, after in news.items():
        lines = list(_changes(olds[heading], after))
        if heading == "Reported figures":
            lines = lines or ["No change."]
        elif heading == "Other data":
            lines = [*_tables(*(data.folder for data, _ in sides)), *lines]
        elif heading == "What follows":
            made = (key for key, one in after.items() if one.cells["sentence"])
            if same := sum(after[key] == olds[heading].get(key) for key in made):
                lines.append(f"{same} other statement{'s are' if same > 1 else ' is'} as before.")
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES:] = [f"And {len(lines) - _MOST_LINES:,} more."]
        if lines:
            ended = (one if one.endswith((".", ".”")) else f"{one}." for one in lines)
            yield "\n".join([f"## {heading}\n", *(f"- {one}" for one in ended)])


def _changes(before: dict[str, _Entry], after: dict[str, _Entry]) -> Iterator[str]:
    """Yield what changed, then what is new or gone, many rows of one curve in one line."""
    # What is called and says the same under another id is not new: its id changed.
    ids = {one.whole(): key for key, one in after.items() if key not in before}
    before = {k if k in after else ids.pop(one.whole(), k): one for k, one in before.items()}
    curves: dict[tuple[str, ...], list[tuple[str, _Entry]]] = defaultdict(list)
    for key in {**after, **before}:
        one, other = (side.get(key, _Entry("", {"sentence": ""})) for side in (before, after))
        # A statement that is not made has a reason instead.
        was, now = (side.cells.get("sentence") != "" for side in (one, other))
        if was != now:
            row = other if other.name else one
            curve = (row.cells.get(name, key) for name in ("entity", "metric", "comparison"))
            curves["New" if now else "Gone", *curve].append((key, row))
        elif one.name and other.name and one.cells != other.cells:
            yield f"{other.called(key)}: {_cells(one.cells, other.cells)}"
    for (kind, *_, comparison), rows in curves.items():
        if len(rows) <= _MOST_ROWS:
            yield from (f"{kind}: {row.whole(key)}" for key, row in rows)
            continue
        first, *_, last = sorted((row.cells["period"] for _, row in rows), key=span)
        what = f"{len(rows)} {'growth rates' if comparison else 'levels'}"
        by = ", ".join(sorted({row.by for _, row in rows}))
        reach = f"{in_short(first)} to {in_short(last)}"
        yield f"{kind}: {rows[0][1].name}, {reach}: {what} ({by})."


def _cells(one: Row, other: Row) -> str:
    """Return the cells that changed, each in words."""
    told = []
    for key in {**one, **other}:
        sides = one.get(key, ""), other.get(key, "")
        if sides[0] != sides[1] and key != "sentence_sha256":
            was, now = (f"“{escape(side)}”" if side else "empty" for side in sides)
            told.append(f"{_NAMES.get(key, key.replace('_', ' '))} was {was}, is {now}".strip())
    return "; ".join(told) or "its proof of place changed"


def _parts(dataset: Dataset, findings: list[Finding]) -> dict[str, dict[str, _Entry]]:
    """Return what may change, by the heading it is told under and its id."""

    def figure(one: ReportedFigure) -> _Entry:
        row, said = one.row, f"“{escape(one.words)}”"
        if not one.words:
            ends = f" ({row['low']} to {row['high']})" if row["low"] else ""
            said = escape(f"{row['value']}{ends} {row['unit']}".strip())
        name = escape(f"{capital(one.metric['label'])}, {row['entity']}")
        return _Entry(name, row, said, escape(publisher(one.source) or row["source"]))

    def source(one: Source) -> _Entry:
        told = publisher(one), str(one["title"]), date_of(one) or "undated", grade(one)
        name = escape(", ".join(filter(None, told)))
        return _Entry(name, {key: _plainly(cell) for key, cell in one.items()})

    def finding(one: Finding) -> _Entry:
        cells = {"id": one.name, "sentence": one.sentence, "supposes": "; ".join(one.premises)}
        cells |= {"caveat": one.caveat, "why_not": one.why_not}
        said = f"“{escape(one.sentence)}”" if one.sentence else escape(one.why_not)
        return _Entry(escape(one.title), cells, said)

    rows = dataset.folder.tables[METRICS]
    metrics = {row["metric"]: _Entry(escape(row["label"]), row) for row in rows}
    described = {key: _plainly(dataset.package.get(key)) for key in _OF_THE_PACKAGE}
    return {
        "Reported figures": {key: figure(one) for key, one in dataset.reported.items()},
        "Metrics": metrics,
        "Sources": {key: source(one) for key, one in dataset.sources.items()},
        "Other data": {PACKAGE: _Entry("The package", described)},
        # What was reported stands above already, phrase by phrase.
        "What follows": {one.name: finding(one) for one in findings[1:]},
    }


def _tables(old: Folder, new: Folder) -> Iterator[str]:
    for name in (one for one in new.tables if one not in (REPORTED, METRICS, SERIES)):
        was, now = ({row["id"]: row for row in one.tables[name]} for one in (old, new))
        if was != now:
            kinds = Counter(
                "new" if key not in was else "changed" if key in now else "gone"
                for key in {**now, **was}
                if was.get(key) != now.get(key)
            )
            told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
            yield f"`{name}`, of {len(now)} rows: {told}."


def _plainly(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(_plainly(one) for one in value.values())
    return "; ".join(map(_plainly, value)) if isinstance(value, list) else str(value or "")
