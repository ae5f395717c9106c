"""Which of several reports of one figure answers for it, and how the others stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from .contract import read_words
from .folder import METRICS, REPORTED, SERIES, Folder, Row
from .sources import date_of, publisher

# Of one source, by what it says itself.
_AGE = ("preliminary", "", "revised")
_CHANGES = ("growth", "multiple", "share")


class Standing(NamedTuple):
    """How a report stands: `withdrawn`, `superseded by r8`, `revised`; and the other reports."""

    words: str
    others: tuple[str, ...]


def base_of(kind: str, comparison: str) -> str:
    """Return what a figure is compared with, as far as asking for it goes: of a level, nothing."""
    if kind == "points":
        return kind
    return comparison if kind in _CHANGES and comparison != "level" else ""


def gone(in_force: bool, status: str) -> str:
    """Say in a word why a report does not answer; nothing where it does."""
    return "" if in_force else status if status == "withdrawn" else "superseded"


def in_force(rows: list[Row], bases: Iterable[str], sources: Mapping[str, Any]) -> list[bool]:
    """Tell of each row whether no other report of the same figure supersedes it."""
    same: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    keys = [
        (row["entity"], row["metric"], row["period"], base)
        for row, base in zip(rows, bases, strict=True)
    ]
    for key, row in zip(keys, rows, strict=True):
        if row["status"] != "withdrawn":
            same[key].append(row)

    def supersedes(new: Row, old: Row) -> bool:
        if new["source"] == old["source"]:
            return _AGE.index(new["status"]) > _AGE.index(old["status"])
        one, other = sources[new["source"]], sources[old["source"]]
        newer = "" < date_of(other) < date_of(one)
        return newer and (publisher(one) == publisher(other) or new["status"] == "revised")

    return [
        row["status"] != "withdrawn"
        and not any(supersedes(new, row) for new in same[key] if new is not row)
        for key, row in zip(keys, rows, strict=True)
    ]


def standings(folder: Folder, wanted: Collection[str]) -> dict[str, Standing]:
    """Return how the reports with these ids stand; a plain and only report is left out."""
    tables = folder.tables
    rows = [{"status": "", "as_reported": ""} | row for row in tables.get(REPORTED, ())]
    rows += [{"status": "", "as_reported": ""} | row for row in tables.get(SERIES, ())]
    ranks = {row["metric"] for row in tables.get(METRICS, ()) if row.get("measure") == "rank"}
    about = {id(row): (row["entity"], row["metric"], row["period"]) for row in rows}
    asked = {about[id(row)] for row in rows if row["id"] in wanted}
    same: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if (key := about[id(row)]) in asked and row["source"] in folder.sources:
            same[(*key, _against(row, row["metric"] in ranks))].append(row)
    found = {}
    for (*_, base), reports in same.items():
        told = in_force(reports, [base] * len(reports), folder.sources)
        answering = [row["id"] for row, answers in zip(reports, told, strict=True) if answers]
        for row, answers in zip(reports, told, strict=True):
            words = row["status"]
            if not answers and words != "withdrawn":
                words = f"superseded by {' and '.join(answering)}"
            others = tuple(one["id"] for one in reports if one is not row)
            if row["id"] in wanted and (words or others):
                found[row["id"]] = Standing(words, others)
    return found


def _against(row: Row, is_rank: bool) -> str:
    read = read_words(row["as_reported"], is_rank) if row["as_reported"] else None
    if not isinstance(read, list):
        return row["comparison"]
    return base_of(read[0].kind, row["comparison"] or read[0].comparison or "")
