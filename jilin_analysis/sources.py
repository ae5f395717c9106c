"""The works that figures come from: CSL-JSON as Zotero, pandoc or a person writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from .errors import Problem

# From nearest the event to farthest from it; not from right to wrong.
GRADES = ("official", "press", "industry body", "compilation", "repost", "machine translation")
Source = dict[str, Any]

_WEB = re.compile(r"https?://[^\s<>\"']+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*|")
_RAW = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TEXTS = (
    *("publisher", "language", "note", "container-title", "DOI", "archive", "version"),
    *("publisher-place", "title-short", "abstract", "ISBN", "ISSN", "medium", "genre"),
)
_DATE = '{"date-parts": [[2020, 6, 27]]}, or with year and month, or the year alone'


def date_of(source: Source, when: str = "issued") -> str:
    """Return `issued` or `accessed` as far as it is known: `2020-06-27`, `2020-06`, `2020`, ``.

    Years written as text, as Zotero's users have them, are years.
    """
    try:
        told = source[when]
        parts = told["date-parts"][0] if "date-parts" in told else _raw(told.get("raw", ""))
        year, *rest = (int(part) for part in parts)
        date(*[year, *rest, 1, 1][:3])
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError):
        return ""
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest[:2])])


def _raw(text: str) -> list[str]:
    found = _RAW.fullmatch(text)
    return [part for part in found.groups() if part] if found else []


def person(told: Any) -> dict[str, str]:
    """Return a name as programs expect it; empty where there is none.

    Chinese, Japanese and Korean names are kept whole: a style would turn their parts round and put
    a full stop in.
    """
    named = told if isinstance(told, dict) else {}
    known = {key: text for key, text in named.items() if isinstance(text, str) and text.strip()}
    family, given = known.get("family", ""), known.get("given", "")
    if not ("literal" in known or _HAN.search(family + given)):
        return known if family else {"literal": given} if given else {}
    return {"literal": known.get("literal") or family + given}


def name_of(person: Mapping[str, str]) -> str:
    """Return a name as it is read: `刘勇`, `Jane Doe`, `The Gazette`."""
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return person.get("literal") or " ".join(person[part] for part in parts if part in person)


def people(source: Source) -> list[str]:
    """Return the authors by name."""
    return [name_of(one) for one in map(person, source.get("author", ())) if one]


def publisher(source: Source) -> str:
    """Return who published a work: its publisher, else where it stood, else its authors."""
    *most, last = people(source) or [""]
    authors = f"{', '.join(most)} and {last}" if most else last
    return str(source.get("publisher") or source.get("container-title") or authors)


def grade(source: Source) -> str:
    """Return the grade of the channel, one of `GRADES`."""
    return str(source.get("custom", {}).get("grade", ""))


def origin(source: Source) -> str:
    """Return who said its figures first, such as `self-reported`; empty where that is not known."""
    return str(source.get("custom", {}).get("origin", ""))


def check_sources(listed: list[Any]) -> Iterator[Problem]:
    """Yield every fault of the entries of `sources.json`."""
    seen: set[str] = set()
    for row, entry in enumerate(listed, 1):
        if not isinstance(entry, dict):
            yield Problem("sources.json", row, None, str(entry), "a CSL-JSON object")
            continue
        for key, found, expected in _faults(entry, seen):
            text = found if isinstance(found, str) or found is None else json.dumps(found)
            yield Problem("sources.json", row, key, text, expected)


def _faults(entry: Source, seen: set[str]) -> Iterator[tuple[str, Any, str]]:
    for key in ("id", "type", "title"):
        cell = entry.get(key)
        if not (isinstance(cell, str) and cell.strip()):
            yield key, cell, "some text"
        elif key == "id" and cell in seen:
            yield key, cell, "an id used once"
        elif key == "type" and not re.fullmatch(r"[a-z]+([-_][a-z]+)*", cell):
            yield key, cell, "a type of CSL, such as webpage"
        elif key == "id":
            seen.add(cell)
    for key in _TEXTS:
        if key in entry and not isinstance(entry[key], str):
            yield key, entry[key], "some text"
    language, address = entry.get("language"), entry.get("URL")
    if isinstance(language, str) and not _LANGUAGE.fullmatch(language):
        yield "language", language, "a language such as en or zh-CN"
    for key in ("author", "editor", "translator"):
        if not _are_names(entry.get(key, [])):
            yield key, entry[key], 'a list of {"family": "…", "given": "…"} or {"literal": "…"}'
    for when in ("issued", "accessed"):
        told, day = entry.get(when), date_of(entry, when)
        undated = isinstance(told, dict) and isinstance(told.get("literal"), str)
        if when in entry and not (undated or day):
            yield when, told, _DATE
        elif day[:4] > str(date.today().year):
            yield when, told, "a date that has come"
    if address and not (isinstance(address, str) and _WEB.fullmatch(address)):
        yield "URL", address, "a web address (http or https)"
    custom = entry.get("custom")
    custom = custom if isinstance(custom, dict) else {}
    if custom.get("grade") not in GRADES:
        yield "custom.grade", custom.get("grade"), f"one of {', '.join(GRADES)}"
    for key in ("origin", "note", "title-en"):
        if not isinstance(custom.get(key, ""), str):
            yield f"custom.{key}", custom[key], "some text"


def _are_names(told: Any) -> bool:
    return isinstance(told, list) and all(
        isinstance(one, dict)
        and all(isinstance(text, str) for text in one.values())
        and (one.get("literal") or one.get("family"))
        for one in told
    )
