"""The data contract beside the tables: the bibliography and the package descriptor."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from .errors import Problem
from .periods import EXPECTED, is_period
from .tables import Tables

GRADES = ("official", "press", "industry body", "compilation", "repost")


def check_sources(sources: list[Any]) -> Iterator[Problem]:
    """Yield every fault of the bibliography."""
    seen: set[str] = set()
    for row, entry in enumerate(sources, 1):
        if not isinstance(entry, dict):
            yield Problem("sources.json", row, None, str(entry), "a CSL-JSON object")
            continue
        for key in ("id", "type", "title"):
            cell = entry.get(key)
            if not (isinstance(cell, str) and cell.strip()):
                yield Problem("sources.json", row, key, _text(cell), "some text")
        if "issued" in entry and not _is_date(entry["issued"]):
            expected = '{"date-parts": [[2020, 6, 27]]}, or with year and month, or the year alone'
            yield Problem("sources.json", row, "issued", _text(entry["issued"]), expected)
        name = entry.get("id")
        if isinstance(name, str) and name.strip():
            if name in seen:
                yield Problem("sources.json", row, "id", name, "an id used once")
            seen.add(name)
        address = str(entry.get("URL", ""))
        if address and not re.match(r"https?://[^\s<>\"']+$", address):
            yield Problem("sources.json", row, "URL", address, "a web address (http or https)")
        custom = entry.get("custom")
        grade = custom.get("grade") if isinstance(custom, dict) else None
        if grade not in GRADES:
            expected = f"one of {', '.join(GRADES)}"
            yield Problem("sources.json", row, "custom.grade", _text(grade), expected)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) or value is None else json.dumps(value)


def _is_date(issued: object) -> bool:
    dates = issued.get("date-parts") if isinstance(issued, dict) else None
    if not (isinstance(dates, list) and dates and isinstance(dates[0], list)):
        return False
    parts = dates[0]
    if not (parts and all(type(part) is int for part in parts)):
        return False
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


_PACKAGE: dict[str, tuple[Callable[[str], object], str]] = {
    "name": (str.strip, "some text"),
    "version": (str.strip, "some text"),
    "created": (re.compile(r"\d{4}-\d\d-\d\d(T.*)?").fullmatch, "a date such as 2020-06-27"),
}


def check_package(tables: Tables) -> Iterator[Problem]:
    """Yield every fault of the data package's descriptor."""
    package = tables.package
    if not package:
        return
    for key, (test, expected) in _PACKAGE.items():
        stated_text = package.get(key)
        if not (isinstance(stated_text, str) and test(stated_text)):
            yield Problem("datapackage.json", None, key, _text(stated_text), expected)
    stated = package.get("focus")
    focus: dict[str, Any] = stated if isinstance(stated, dict) else {}
    entity, period = _text(focus.get("entity")), _text(focus.get("period"))
    if entity not in set(tables.frames["reported.csv"]["entity"]):
        expected = "the entity that the notebooks are about, one of reported.csv"
        yield Problem("datapackage.json", None, "focus.entity", entity, expected)
    if not is_period(period or ""):
        yield Problem("datapackage.json", None, "focus.period", period, EXPECTED)
    resources = package.get("resources")
    if not isinstance(resources, list):
        expected = "a list of the files in this folder"
        yield Problem("datapackage.json", None, "resources", _text(resources), expected)
        return
    for resource in resources:
        yield from _check_resource(tables.folder, resource if isinstance(resource, dict) else {})


def _check_resource(folder: Path, resource: dict[str, Any]) -> Iterator[Problem]:
    path = str(resource.get("path", ""))
    if not re.fullmatch(r"[\w-]+\.(?:csv|json)", path):
        expected = "the name of a file in this folder"
        yield Problem("datapackage.json", None, "resources.path", path, expected)
        return
    stated = str(resource.get("hash", ""))
    if stated and (folder / path).is_file():
        found = f"sha256:{sha256((folder / path).read_bytes()).hexdigest()}"
        if found != stated:
            mend = "If the change is meant, write this hash there and raise the version."
            expected = f"{found}, the hash of {path} as it is now"
            yield Problem("datapackage.json", None, "resources.hash", stated, expected, mend)
