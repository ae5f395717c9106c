"""Executed notebooks as the pages of the site: exhibits become fragments of HTML, the rest stays.

A fragment is a file that a page's source calls by name (`{fragment}`, see `_site/conf.py`). Text
from data goes into fragments only through templates that escape it, never into Markdown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from . import citations
from .catalogue import Exhibit
from .markup import coloured_code, readable_table, safe_markdown

KEY = "jilin_analysis"
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


def code_of(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Return the code of the cells that show exhibits, by the id of the last one of each cell."""
    code = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and (names := _exhibits_of(cell)):
            code[names[-1]] = "".join(cell["source"])
    return code


def _exhibits_of(cell: Mapping[str, Any]) -> list[str]:
    told = (output.get("metadata", {}).get(KEY, {}) for output in cell["outputs"])
    return [about["id"] for about in told if "id" in about]


def exhibit_values(
    one: Shown, addresses: Mapping[str, str], sources: Mapping[str, Any], code: str
) -> dict[str, Any]:
    """Return what the template of an exhibit is filled with."""
    exhibit = one.exhibit
    body = "" if exhibit.kind == "figure" else safe_markdown(exhibit.markdown, addresses)
    if exhibit.kind == "table":
        body = readable_table(body, f"{exhibit.id}-caption")
    return {
        "shown": one,
        "exhibit": exhibit,
        "body": Markup(body),
        "size": _size(exhibit.svg),
        "code": Markup(coloured_code(code)) if code else "",
        "sources": [(key, sources.get(key, {}).get("title", key)) for key in exhibit.sources],
    }


def _size(svg: str) -> dict[str, int]:
    """Return the size of a figure in CSS pixels, so that the page keeps its place free."""
    tag = _SVG_TAG.search(svg)
    return (
        {side: round(float(points) * 4 / 3) for side, points in _SIDE.findall(tag[0])}
        if tag
        else {}
    )


def short_name(page: str) -> str:
    """Return what a page is called in a list: its file name, read as words."""
    return re.sub(r"^\d+-", "", page).replace("-", " ").capitalize()


def title(notebook: Mapping[str, Any]) -> str:
    """Return the first heading of a notebook; nothing where there is none."""
    texts = ("".join(one["source"]) for one in notebook["cells"] if one["cell_type"] == "markdown")
    found = re.search(r"^# +(.+)$", "\n".join(texts), re.MULTILINE)
    return found[1].strip() if found else ""


def page_source(notebook: Mapping[str, Any], addresses: Mapping[str, str]) -> str:
    """Return a notebook whose exhibits are calls of fragments, with code below what it shows."""
    cells = [part for cell in notebook["cells"] for part in _split(cell, addresses)]
    # Ids are for the reader's copy of the notebook; here one cell may have become several.
    for cell in cells:
        cell.pop("id", None)
    page = {**notebook, "nbformat": 4, "nbformat_minor": 4, "cells": cells}
    return json.dumps(page, ensure_ascii=False, sort_keys=True)


def _split(cell: dict[str, Any], addresses: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    if cell["cell_type"] != "code":
        yield dict(cell)
        return
    plain: list[dict[str, Any]] = []
    for output in cell["outputs"]:
        about = output.get("metadata", {}).get(KEY, {})
        if "id" in about:
            yield from _code(cell, plain, "remove-input")
            yield _fragment(about["id"])
            plain = []
        elif "caption_of" not in about:
            plain.append(_tamed(output, addresses))
    yield from _code(cell, plain, "remove-input")
    if "".join(cell["source"]).strip() and not _exhibits_of(cell):
        tags = [*cell["metadata"].get("tags", []), "hide-input"]
        yield {**cell, "outputs": [], "metadata": {**cell["metadata"], "tags": tags}}


def _code(cell: dict[str, Any], outputs: list[Any], tag: str) -> Iterator[dict[str, Any]]:
    if outputs:
        yield {**cell, "outputs": outputs, "metadata": {"tags": [tag]}}


def _fragment(name: str) -> dict[str, Any]:
    return {
        "cell_type": "markdown",
        "metadata": {},
        "source": f"```{{fragment}} exhibits/{name}\n```",
    }


def _tamed(output: dict[str, Any], addresses: Mapping[str, str]) -> dict[str, Any]:
    """Return an output with Markdown made safe and tables made readable."""
    data = output.get("data", {})
    if "text/markdown" in data:
        html = safe_markdown("".join(data["text/markdown"]), addresses)
        if "<table>" in html:
            html = readable_table(html)
    elif "<table" in (html := "".join(data.get("text/html", ""))):
        html = readable_table(html)
    else:
        return output
    return {**output, "data": {"text/html": f'<div class="said">{html}</div>'}}


def write_files(one: Shown, folder: Path) -> None:
    """Write the files that a reader may take from an exhibit."""
    exhibit = one.exhibit
    files = {"csv": exhibit.data.encode("utf-8")}
    if exhibit.kind == "figure":
        files |= {"svg": exhibit.svg.encode("utf-8"), "png": bytes(exhibit.png)}
    for ending, content in files.items():
        (folder / f"{exhibit.id}.{ending}").write_bytes(content)
