"""The search index of the site: every section, exhibit and source with its words.

Sphinx's own index cuts text into words at spaces, so that it finds no part of a Chinese word, and
its excerpts have to be fetched, which no browser allows from a folder. This one holds the text
itself; the page's script looks for the reader's words anywhere in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import TypedDict

_HEADINGS = {"h1", "h2", "h3"}
# Tools repeat the caption as a citation, the front page repeats answers; code is not prose.
_LEFT_OUT = {"pre", "script", "style", "noscript", "nav"}
_LEFT_OUT_CLASSES = {
    "tools",
    "headerlink",
    "page-tools",
    "answers",
    "hide",
    "imprint-line",
    "anchor",
}
_VOID = {"br", "hr", "img", "input", "wbr", "col"}


class Entry(TypedDict):
    """A place a reader can be sent to."""

    page: str
    anchor: str
    title: str
    text: str


def write_index(site: Path, pages: Iterable[str], target: Path, synonyms: Path) -> None:
    """Write the index of the pages of a built site as a script that a page from disk can load."""
    entries = [entry for page in pages for entry in read_page(site / f"{page}.html")]
    groups = [line.split(",") for line in synonyms.read_text(encoding="utf-8").splitlines()]
    told = {"searchEntries": entries, "searchSynonyms": groups}
    script = "".join(f"window.{name}={_as_script(value)};\n" for name, value in told.items())
    target.write_text(script, encoding="utf-8", newline="\n")


def _as_script(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    # U+2028 and `</` would end a line or a script where none ends.
    return text.replace("</", "<\\/").replace("\u2028", " ").replace("\u2029", " ")


def read_page(path: Path) -> list[Entry]:
    """Return the sections of a built page, and what in it has an entry of its own, in order."""
    reader = _Reader(path.name)
    reader.feed(path.read_text(encoding="utf-8"))
    return [_tidy(entry) for entry in reader.entries if entry["title"].strip()]


def _tidy(entry: Entry) -> Entry:
    def fold(text: str) -> str:
        return re.sub(r"\s+([.,;:])", r"\1", " ".join(text.split()))

    return {**entry, "title": fold(entry["title"]), "text": fold(entry["text"])}


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.entries: list[Entry] = []
        self._open: list[tuple[str, str]] = []  # (tag, what it is to us)
        self._anchor = ""
        self._section: Entry | None = None
        self._entry: Entry | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = {name: value or "" for name, value in attrs}
        role = ""
        if tag == "article":
            role = "article"
        elif tag in _LEFT_OUT or _LEFT_OUT_CLASSES & set(given.get("class", "").split()):
            role = "left out"
        elif tag == "section":
            self._anchor = given.get("id", "")
        elif self._inside("article") and tag in _HEADINGS:
            role = "title"
            self._section = self._entry = self._start("" if tag == "h1" else self._anchor, "")
        elif self._inside("article") and "data-entry" in given:
            role = "entry"
            self._entry = self._start(given.get("id", ""), given["data-entry"])
        self._open.append((tag, role))

    def handle_endtag(self, tag: str) -> None:
        while any(tag == known for known, _ in self._open):
            last, role = self._open.pop()
            if role == "entry":
                self._entry = self._section
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._entry is not None and self._inside("article") and not self._inside("left out"):
            self._entry["title" if self._inside("title") else "text"] += data

    def _inside(self, role: str) -> bool:
        return any(known == role for _, known in self._open)

    def _start(self, anchor: str, title: str) -> Entry:
        entry: Entry = {"page": self.page, "anchor": anchor, "title": title, "text": ""}
        self.entries.append(entry)
        return entry
