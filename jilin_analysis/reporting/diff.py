"""What changed between two data folders, as a note to publish with a data release.

Reported figures come first, then what follows from them. No notebook is run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..dataset import load_dataset
from ..findings import all_findings
from ..folder import METRICS, REPORTED, Folder, Row, readable_folder
from ..periods import in_short, is_period
from ..plain import escape
from ..sources import date_of, grade, publisher

_REPORTED = "reported-answer"
_COLUMNS = {
    "entity": "entity",
    "metric": "metric",
    "period": "period",
    "comparison": "comparison",
    "value": "value",
    "low": "low end",
    "high": "high end",
    "unit": "unit",
    "status": "status",
    "source": "source",
    "locator": "place",
    "note": "note",
}
_ABOUT = (
    "label",
    "measure",
    "unit",
    "definition",
    "not_known",
    "part_of",
    "value_of",
    "price_basis",
)


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
    yield _listed("Reported figures", _figures(before, after))
    if metrics := list(_metrics(before, after)):
        yield _listed("Metrics", metrics)
    if sources := list(_sources(before, after)):
        yield _listed("Sources", sources)
    yield _listed("What follows", _said(old, new))


def _listed(heading: str, lines: Iterator[str] | list[str]) -> str:
    return "\n\n".join([f"## {heading}", "\n".join(f"- {line}" for line in lines) or "No change."])


def _changes(
    tables: list[dict[str, Row]], tell: Callable[[Row], str]
) -> Iterator[tuple[Row, Row] | str]:
    """Yield pairs of rows that differ, and in words what is new or gone."""
    before, after = tables
    same = {tuple(sorted((row | {"id": ""}).items())): name for name, row in before.items()}
    renamed = {}
    for name, row in after.items():
        known = same.get(tuple(sorted((row | {"id": ""}).items())))
        if name not in before and known is not None and known not in after:
            renamed[known] = name
    for name in dict.fromkeys([*before, *after]):
        if name in renamed:
            yield f"Renamed: `{escape(name)}` is now `{escape(renamed[name])}`."
        elif name not in after:
            yield f"Gone: {tell(before[name])}"
        elif name not in before and name not in renamed.values():
            yield f"New: {tell(after[name])}"
        elif name in before and before[name] != after[name]:
            yield before[name], after[name]


def _figures(old: Folder, new: Folder) -> Iterator[str]:
    tables = [
        {row["id"]: row for name in (REPORTED, "series.csv") for row in one.tables.get(name, ())}
        for one in (old, new)
    ]
    labels = {row["metric"]: row["label"] for one in (old, new) for row in one.tables[METRICS]}

    def named(row: Row) -> str:
        period = in_short(row["period"]) if is_period(row["period"]) else row["period"]
        label = labels.get(row["metric"], row["metric"])
        return escape(f"{label[:1].upper()}{label[1:]}, {row['entity']}, {period}")

    def said(row: Row) -> str:
        return f"“{escape(row['as_reported'])}”" if row.get("as_reported") else escape(_number(row))

    def tell(row: Row) -> str:
        source = old.sources.get(row["source"]) or new.sources.get(row["source"], {})
        return f"{named(row)}: {said(row)} ({escape(publisher(source) or row['source'])})."

    for found in _changes(tables, tell):
        if isinstance(found, str):
            yield found
            continue
        one, other = found
        parts = [] if said(one) == said(other) else [f"was {said(one)}, is {said(other)}"]
        skipped = ("value", "low", "high", "unit") if parts else ()
        parts += _cells(one, other, [key for key in _COLUMNS if key not in skipped])
        said_now = "; ".join(parts) or "its proof of place changed"
        yield f"{named(other)}: {said_now} (`{other['id']}`)."


def _number(row: Row) -> str:
    ends = f" ({row.get('low', '')} to {row.get('high', '')})" if row.get("low") else ""
    return f"{row.get('value', '')}{ends} {row.get('unit', '')}".strip()


def _cells(one: Row, other: Row, columns: list[str]) -> list[str]:
    return [
        f"{_COLUMNS.get(key, key.replace('_', ' '))} was {escape(one.get(key) or '(empty)')}, "
        f"is {escape(other.get(key) or '(empty)')}"
        for key in columns
        if one.get(key, "") != other.get(key, "")
    ]


def _metrics(old: Folder, new: Folder) -> Iterator[str]:
    tables = [{row["metric"]: row for row in one.tables[METRICS]} for one in (old, new)]
    for found in _changes(tables, lambda row: f"{escape(row['label'])} (`{row['metric']}`)."):
        if isinstance(found, str):
            yield found
        elif parts := _cells(*found, list(_ABOUT)):
            yield f"`{found[1]['metric']}`: {'; '.join(parts)}."


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


def _said(old: Path, new: Path) -> Iterator[str]:
    # What was reported stands above already, phrase by phrase.
    before, after = (
        {one.name: one for one in all_findings(load_dataset(folder)) if one.name != _REPORTED}
        for folder in (old, new)
    )
    same = []
    for name in dict.fromkeys([*before, *after]):
        was, now = (side[name].sentence if name in side else "" for side in (before, after))
        if was == now:
            same += [f"`{escape(name)}`"] if was else []
            continue
        title = escape((after.get(name) or before[name]).title)
        if was and now:
            yield f"{title} (`{escape(name)}`): was “{escape(was)}”, is “{escape(now)}”"
        elif now:
            yield f"New: {title} (`{escape(name)}`): “{escape(now)}”"
        else:
            why = after[name].why_not if name in after else ""
            yield f"Gone: {title} (`{escape(name)}`){': ' + escape(why) if why else '.'}"
    if same:
        yield f"As before: {', '.join(same)}."
