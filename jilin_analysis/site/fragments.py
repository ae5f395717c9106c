"""Exhibits as the site shows them: numbered, cited, and filled into a template.

A fragment is a file that a page's source calls by name (`{fragment}`, see `_site/conf.py`). Text
from data goes into fragments only through templates that escape it, never into Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..citing import citations
from ..citing.catalogue import Exhibit
from .markup import coloured_code, readable_table, safe_markdown

_WORDS = {"figure": "Figure", "table": "Table", "statement": "Statement"}
_SVG_TAG = re.compile(r"<svg\b[^>]*>")
_SIDE = re.compile(r'\b(width|height)="([\d.]+)pt"')
# What a reader may want to paste, by the name it goes by.
_STYLES = {"APA": "apa", "GB/T 7714": "gbt7714", "BibTeX": "bibtex"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An exhibit with what only the site knows of it.

    Attributes
    ----------
    exhibit : Exhibit
    label : str
        `Figure 3`, counted over all notebooks; statements have no number.
    """

    exhibit: Exhibit
    label: str

    @property
    def address(self) -> str:
        """The page and the anchor."""
        return f"{self.exhibit.notebook}.html#{self.exhibit.id}"


def number(catalogue: Mapping[str, Exhibit]) -> dict[str, Shown]:
    """Return the exhibits with their numbers, in the order of the catalogue."""
    counts = dict.fromkeys(_WORDS, 0)
    shown = {}
    for name, exhibit in catalogue.items():
        counts[exhibit.kind] += 1
        word = _WORDS[exhibit.kind]
        numbered = exhibit.kind != "statement"
        shown[name] = Shown(exhibit, f"{word} {counts[exhibit.kind]}" if numbered else word)
    return shown


def links(shown: Mapping[str, Shown], pages: Iterable[str]) -> dict[str, str]:
    """Return where links between notebooks lead on the site."""
    anchors = {f"#{name}": one.address for name, one in shown.items()}
    return anchors | {f"{page}.ipynb": f"{page}.html" for page in pages}


def cite(one: Shown, data: Path) -> list[tuple[str, str]]:
    """Return the citations of an exhibit, each with the name of its style."""
    made = ((name, citations.cite(one.exhibit, style, data)) for name, style in _STYLES.items())
    return [(name, text.strip()) for name, text in made]


def exhibit_values(
    one: Shown, addresses: Mapping[str, str], sources: Mapping[str, Any], code: str
) -> dict[str, Any]:
    """Return what the template of an exhibit is filled with."""
    exhibit = one.exhibit
    body = safe_markdown(exhibit.markdown, addresses)
    if exhibit.kind == "table":
        body = readable_table(body, f"{exhibit.id}-caption")
    return {
        "shown": one,
        "exhibit": exhibit,
        "body": Markup(body),
        "size": _size(exhibit.svg),
        "code": Markup(coloured_code(code)) if code else "",
        "sources": [(key, sources[key]["title"]) for key in exhibit.sources],
    }


def _size(svg: str) -> dict[str, int]:
    """Return the size of a figure in CSS pixels, so that the page keeps its place free."""
    tag = _SVG_TAG.search(svg)
    return (
        {side: round(float(points) * 4 / 3) for side, points in _SIDE.findall(tag[0])}
        if tag
        else {}
    )


def write_files(one: Shown, folder: Path) -> None:
    """Write the files that a reader may take from an exhibit."""
    exhibit = one.exhibit
    files = {"csv": exhibit.data.encode("utf-8")}
    if exhibit.kind == "figure":
        files |= {"svg": exhibit.svg.encode("utf-8"), "png": bytes(exhibit.png)}
    for ending, content in files.items():
        (folder / f"{exhibit.id}.{ending}").write_bytes(content)
