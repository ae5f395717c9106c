"""What changed between two data folders, as a note to publish with a data release.

Reported figures come first, then what follows from them. No notebook is run.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from ..console import say
from ..dataset import load_dataset
from ..findings import Finding, all_findings
from ..folder import METRICS, REPORTED, SERIES, Folder, Row, readable_folder
from ..periods import in_short, is_period, span
from ..showing.plain import escape
from ..sources import date_of, grade, publisher

# Columns that have another name in the note, or none.
_NAMES = {"as_reported": "", "low": "low end", "high": "high end", "locator": "place"}
_NAMES |= {"said": "", "supposes": "supposing", "caveat": "with the caveat"}
_NAMES |= {"why_not": "not told, since"}
_OF_THE_PACKAGE = ("title", "licenses", "contributors", "homepage", "focus", "fiscal_year")
_MOST_ROWS = 4  # of one curve that are told one by one
_MOST_LINES = 200  # of a part


def run(options: argparse.Namespace) -> int:
    """Print the note on two data folders."""
    for part in compare(options.old, options.new):
        say(f"{part}\n\n")
    return 0


def compare(old: Path, new: Path) -> Iterator[str]:
    """Yield, as Markdown, what differs between two data folders, part by part."""
    before, after = readable_folder(old), readable_folder(new)
    was, now = (escape(one.package.get("version", "")) for one in (before, after))
    same = f"# Changes within data release {now}"
    yield same if was == now else f"# Data release {now}: what changed since {was}"
    figures = list(_figures(before, after)) or ["No change."]
    others = [*_tables(before, after), *_package(before, after)]
    for heading, lines in (
        ("Reported figures", figures),
        ("Metrics", list(_metrics(before, after))),
        ("Sources", list(_sources(before, after))),
        ("Other data", others),
        ("What follows", list(_findings(old, new))),
    ):
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES:] = [f"And {len(lines) - _MOST_LINES:,} more."]
        if lines:
            yield "\n".join([f"## {heading}\n", *(f"- {line}" for line in lines)])


def _changes(before: Mapping[str, Row], after: Mapping[str, Row]) -> Iterator[tuple[str, Row, Row]]:
    """Yield what is new, changed or gone, with the row before and the row after."""
    for name, row in after.items():
        if name not in before:
            yield "new", row, row
        elif before[name] != row:
            yield "changed", before[name], row
    for name, row in before.items():
        if name not in after:
            yield "gone", row, row


def _cells(one: Row, other: Row, but: Iterable[str] = ()) -> str:
    """Return the cells that changed, each in words."""
    told = (
        f"{_NAMES.get(key, key.replace('_', ' '))} "
        f"{_was(one.get(key, ''), other.get(key, ''))}".strip()
        for key in {**one, **other}
        if key not in but and one.get(key, "") != other.get(key, "")
    )
    return "; ".join(told)


def _was(one: str, other: str) -> str:
    was, now = (f"“{escape(side)}”" if side else "empty" for side in (one, other))
    return f"was {was}, is {now}"


def _figures(old: Folder, new: Folder) -> Iterator[str]:
    before, after = (
        {row["id"]: row for name in (REPORTED, SERIES) for row in one.tables.get(name, ())}
        for one in (old, new)
    )
    labels = {row["metric"]: row["label"] for one in (old, new) for row in one.tables[METRICS]}

    def named(row: Row, period: str = "") -> str:
        label = labels.get(row["metric"], row["metric"])
        period = period or _short(row["period"])
        return escape(f"{label[:1].upper()}{label[1:]}, {row['entity']}, {period}")

    def credited(row: Row) -> str:
        source = old.sources.get(row["source"]) or new.sources.get(row["source"], {})
        return escape(publisher(source) or row["source"])

    curves: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for kind, one, other in _changes(before, after):
        if kind == "changed":
            told = _cells(one, other, ("sentence_sha256",)) or "its proof of place changed"
            yield f"{named(other)}: {told} (`{other['id']}`)."
        else:
            curves[kind, other["entity"], other["metric"], other["comparison"]].append(other)
    for (kind, *_, comparison), rows in curves.items():
        if len(rows) <= _MOST_ROWS:
            for row in rows:
                yield f"{kind.capitalize()}: {named(row)}: {_said(row)} ({credited(row)})."
            continue
        periods = sorted((row["period"] for row in rows if is_period(row["period"])), key=span)
        reach = f"{_short(periods[0])} to {_short(periods[-1])}"
        what = f"{len(rows)} {'growth rates' if comparison else 'levels'}"
        by = ", ".join(sorted(set(map(credited, rows))))
        yield f"{kind.capitalize()}: {named(rows[0], reach)}: {what} ({by})."


def _short(period: str) -> str:
    return in_short(period) if is_period(period) else period


def _said(row: Row) -> str:
    if row.get("as_reported"):
        return f"“{escape(row['as_reported'])}”"
    ends = f" ({row.get('low', '')} to {row.get('high', '')})" if row.get("low") else ""
    return escape(f"{row.get('value', '')}{ends} {row.get('unit', '')}".strip())


def _metrics(old: Folder, new: Folder) -> Iterator[str]:
    tables = [{row["metric"]: row for row in one.tables[METRICS]} for one in (old, new)]
    return _listed(tables, lambda row: f"{escape(row['label'])} (`{escape(row['metric'])}`)")


def _sources(old: Folder, new: Folder) -> Iterator[str]:
    def named(row: Row) -> str:
        source = known[row["id"]]
        words = [publisher(source), str(source.get("title", "")), date_of(source) or "undated"]
        return f"{escape(', '.join(filter(None, words)))} ({grade(source)})"

    known = old.sources | new.sources
    tables = [
        {
            name: {key: _plainly(cell) for key, cell in one.items()}
            for name, one in side.sources.items()
        }
        for side in (old, new)
    ]
    return _listed(tables, named)


def _listed(tables: list[dict[str, Row]], named: Callable[[Row], str]) -> Iterator[str]:
    for kind, one, other in _changes(*tables):
        whole = f"{kind.capitalize()}: {named(other)}."
        yield f"{named(other)}: {_cells(one, other)}." if kind == "changed" else whole


def _tables(old: Folder, new: Folder) -> Iterator[str]:
    for name in dict.fromkeys([*old.tables, *new.tables]):
        if name not in (REPORTED, METRICS, SERIES):
            tables = [{row["id"]: row for row in one.tables.get(name, ())} for one in (old, new)]
            kinds = Counter(kind for kind, *_ in _changes(*tables))
            if told := ", ".join(f"{count} {kind}" for kind, count in kinds.items()):
                yield f"`{name}`, of {len(tables[1])} rows: {told}."


def _package(old: Folder, new: Folder) -> Iterator[str]:
    for key in _OF_THE_PACKAGE:
        one, other = ({key: _plainly(side.package.get(key))} for side in (old, new))
        if told := _cells(one, other):
            yield f"{told} (`datapackage.json`)."


def _plainly(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(_plainly(one) for one in value.values())
    return "; ".join(map(_plainly, value)) if isinstance(value, list) else str(value or "")


def _findings(old: Path, new: Path) -> Iterator[str]:
    # What was reported stands above already, phrase by phrase.
    _, *before = all_findings(load_dataset(old))
    _, *after = all_findings(load_dataset(new))
    tables = [{one.name: _of_finding(one) for one in side} for side in (before, after)]
    titles = {one.name: one.title for one in (*before, *after)}
    told = 0
    for kind, one, other in _changes(*tables):
        title = f"{escape(titles[other['id']])} (`{escape(other['id'])}`)"
        told += bool(other["said"])
        if other["said"] and (kind == "new" or not one["said"]):
            yield f"New: {title}: “{escape(other['said'])}”"
        elif kind == "gone" or (one["said"] and not other["said"]):
            why = escape(other["why_not"]) if kind == "changed" else ""
            yield f"Gone: {title}: {why}" if why else f"Gone: {title}."
        elif kind == "changed":
            yield f"{title}: {_cells(one, other)}"
    same = sum(bool(one.sentence) for one in after) - told
    if same > 0:
        yield f"{same} other statement{'s are' if same > 1 else ' is'} as before."


def _of_finding(one: Finding) -> Row:
    supposes = "; ".join(one.premises)
    said = {"said": one.sentence, "supposes": supposes, "caveat": one.caveat}
    return {"id": one.name, **said, "why_not": one.why_not}
