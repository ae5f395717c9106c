"""What changed between two data folders, as a note to publish with a data release.

Reported figures come first, then what follows from them. No notebook is run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ..dataset import load_dataset
from ..findings import all_findings
from ..folder import METRICS, PACKAGE, REPORTED, SERIES, Folder, Row, readable_folder
from ..periods import in_short, is_period, span
from ..plain import escape
from ..sources import date_of, grade, publisher

_REPORTED = "reported-answer"
# Cells that have a name of their own in the note; those of a number are told together.
_COLUMNS = {"low": "low end", "high": "high end", "locator": "place"}
_NUMBER = ("value", "low", "high", "unit")
_OF_A_FIGURE = ("entity", "metric", "period", "comparison", "status", "source", "locator", "note")
_OF_THE_PACKAGE = ("title", "licenses", "contributors", "homepage", "focus", "fiscal_year")
_MOST_ROWS = 4  # of one curve that are told one by one
_MOST_LINES = 200  # of a part
_LONG = 120


def compare(old: Path, new: Path) -> Iterator[str]:
    """Yield, as Markdown, what differs between two data folders, part by part.

    Parameters
    ----------
    old, new : pathlib.Path
        Data folders that pass `jilin-analysis check`.

    Raises
    ------
    DataError
        With every problem of a folder that cannot be read.
    """
    before, after = readable_folder(old), readable_folder(new)
    releases = [str(one.package.get("version", "")) for one in (before, after)]
    if releases[0] == releases[1]:
        yield f"# Changes within data release {escape(releases[0])}"
    else:
        yield f"# Data release {escape(releases[1])}: what changed since {escape(releases[0])}"
    yield _listed("Reported figures", list(_figures(before, after)) or ["No change."])
    for heading, lines in (
        ("Metrics", _metrics(before, after)),
        ("Sources", _sources(before, after)),
        ("Other tables", _other_tables(before, after)),
        ("The package", _package(before, after)),
    ):
        if told := list(lines):
            yield _listed(heading, told)
    yield _listed("What follows", list(_said(old, new)))


def _listed(heading: str, lines: list[str]) -> str:
    more = len(lines) - _MOST_LINES
    if more > 0:
        lines = [*lines[:_MOST_LINES], f"And {more:,} more."]
    return "\n\n".join([f"## {heading}", "\n".join(f"- {line}" for line in lines)])


def _changes(before: dict[str, Row], after: dict[str, Row]) -> Iterator[tuple[str, Row, Row]]:
    """Yield what is new, gone, renamed or changed, with the row before and the row after."""

    def content(row: Row) -> tuple[str, ...]:
        return tuple(cell for key, cell in sorted(row.items()) if key not in ("id", "metric_id"))

    gone = {content(row): name for name, row in before.items() if name not in after}
    renamed = {
        name: gone[content(row)]
        for name, row in after.items()
        if name not in before and content(row) in gone
    }
    for name in dict.fromkeys([*before, *after]):
        if name in renamed:
            yield "renamed", before[renamed[name]], after[name]
        elif name not in before:
            yield "new", after[name], after[name]
        elif name not in after:
            if name not in renamed.values():
                yield "gone", before[name], before[name]
        elif before[name] != after[name]:
            yield "changed", before[name], after[name]


def _figures(old: Folder, new: Folder) -> Iterator[str]:
    tables = [
        {row["id"]: row for name in (REPORTED, SERIES) for row in one.tables.get(name, ())}
        for one in (old, new)
    ]
    labels = {row["metric"]: row["label"] for one in (old, new) for row in one.tables[METRICS]}

    def named(row: Row, period: str = "") -> str:
        period = period or _short(row["period"])
        label = labels.get(row["metric"], row["metric"])
        return escape(f"{label[:1].upper()}{label[1:]}, {row['entity']}, {period}")

    def credited(row: Row) -> str:
        source = old.sources.get(row["source"]) or new.sources.get(row["source"], {})
        return escape(publisher(source) or row["source"])

    curves: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for kind, one, other in _changes(*tables):
        if kind in ("new", "gone"):
            curve = (kind, other["entity"], other["metric"], other["comparison"])
            curves[curve].append(other)
        elif kind == "renamed":
            yield f"Renamed: `{escape(one['id'])}` is now `{escape(other['id'])}`."
        else:
            said = [_said_of(one), _said_of(other)]
            parts = [f"was {said[0]}, is {said[1]}"] if said[0] != said[1] else []
            parts += _cells(one, other, _OF_A_FIGURE)
            told = "; ".join(parts) or "its proof of place changed"
            yield f"{named(other)}: {told} (`{other['id']}`)."
    for (kind, *_), rows in curves.items():
        if len(rows) <= _MOST_ROWS:
            for row in rows:
                yield f"{kind.capitalize()}: {named(row)}: {_said_of(row)} ({credited(row)})."
            continue
        periods = sorted({row["period"] for row in rows if is_period(row["period"])}, key=span)
        reach = f"{_short(periods[0])} to {_short(periods[-1])}"
        by = ", ".join(sorted({credited(row) for row in rows}))
        what = "growth rates" if rows[0]["comparison"] else "levels"
        yield f"{kind.capitalize()}: {named(rows[0], reach)}: {len(rows)} {what} ({by})."


def _short(period: str) -> str:
    return in_short(period) if is_period(period) else period


def _said_of(row: Row) -> str:
    if row.get("as_reported"):
        return f"“{escape(row['as_reported'])}”"
    ends = f" ({row.get('low', '')} to {row.get('high', '')})" if row.get("low") else ""
    return escape(f"{row.get('value', '')}{ends} {row.get('unit', '')}".strip())


def _cells(one: Row, other: Row, columns: tuple[str, ...]) -> list[str]:
    return [
        f"{_COLUMNS.get(key, key.replace('_', ' '))} {_was(one.get(key, ''), other.get(key, ''))}"
        for key in columns
        if one.get(key, "") != other.get(key, "")
    ]


def _was(one: str, other: str) -> str:
    """Return a change in words; of long texts, what differs and a few words around it."""
    if one and other and max(len(one), len(other)) > _LONG:
        words = one.split(), other.split()
        starts = _shared(*words)
        ends = _shared(*(side[starts:][::-1] for side in words))
        one, other = (_around(side, starts, len(side) - ends) for side in words)
    was, now = (f"“{escape(side)}”" if side else "empty" for side in (one, other))
    return f"was {was}, is {now}"


def _shared(one: list[str], other: list[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _around(words: list[str], first: int, last: int, near: int = 3) -> str:
    told = " ".join(words[max(first - near, 0) : last + near])
    return f"{'… ' * (first > near)}{told}{' …' * (last + near < len(words))}"


def _metrics(old: Folder, new: Folder) -> Iterator[str]:
    tables = [{row["metric"]: row for row in one.tables[METRICS]} for one in (old, new)]
    for kind, one, other in _changes(*tables):
        name = f"`{escape(other['metric'])}`"
        if kind == "changed":
            yield f"{name}: {'; '.join(_cells(one, other, tuple(other)))}."
        else:
            yield f"{kind.capitalize()}: {escape(other['label'])} ({name})."


def _sources(old: Folder, new: Folder) -> Iterator[str]:
    for name in dict.fromkeys([*old.sources, *new.sources]):
        one, other = old.sources.get(name), new.sources.get(name)
        source = other or one or {}
        words = [publisher(source), str(source.get("title", "")), date_of(source) or "undated"]
        about = escape(", ".join(filter(None, words)))
        if one is None or other is None:
            yield f"{'New' if one is None else 'No longer used'}: {about} ({grade(source)})."
        elif one != other:
            keys = [key for key in {**one, **other} if one.get(key) != other.get(key)]
            yield f"{about}: {', '.join(sorted(map(escape, keys)))} changed."


def _other_tables(old: Folder, new: Folder) -> Iterator[str]:
    for name in dict.fromkeys([*old.tables, *new.tables]):
        if name in (REPORTED, METRICS, SERIES):
            continue
        tables = [{row["id"]: row for row in one.tables.get(name, ())} for one in (old, new)]
        kinds = [kind for kind, *_ in _changes(*tables)]
        if kinds:
            told = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
            yield f"`{name}`, of {len(tables[1])} rows: {', '.join(told)}."


def _package(old: Folder, new: Folder) -> Iterator[str]:
    for key in _OF_THE_PACKAGE:
        one, other = (_plainly(side.package.get(key)) for side in (old, new))
        if one != other:
            yield f"{key.replace('_', ' ')} {_was(one, other)} (`{PACKAGE}`)."


def _plainly(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(_plainly(one) for one in value.values())
    return "; ".join(map(_plainly, value)) if isinstance(value, list) else str(value or "")


def _said(old: Path, new: Path) -> Iterator[str]:
    # What was reported stands above already, phrase by phrase.
    before, after = (
        {one.name: one for one in all_findings(load_dataset(folder)) if one.name != _REPORTED}
        for folder in (old, new)
    )
    same = 0
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name), after.get(name)
        found = other or one
        if found is None:
            continue
        title = f"{escape(found.title)} (`{escape(name)}`)"
        was, now = (side.sentence if side else "" for side in (one, other))
        if not was and now:
            yield f"New: {title}: “{escape(now)}”"
        elif was and not now:
            why = other.why_not if other else ""
            yield f"Gone: {title}{': ' + escape(why) if why else '.'}"
        elif one and other and one != other:
            sides = [
                {
                    "": side.sentence,
                    "supposing": "; ".join(side.premises),
                    "with the caveat": side.caveat,
                    "not told, since": side.why_not,
                }
                for side in (one, other)
            ]
            if parts := [
                f"{key} {_was(sides[0][key], sides[1][key])}".strip()
                for key in sides[0]
                if sides[0][key] != sides[1][key]
            ]:
                yield f"{title}: {'; '.join(parts)}"
            else:
                same += bool(now)
        else:
            same += bool(now)
    if same:
        yield f"{same} other statement{'s are' if same > 1 else ' is'} as before."
