"""Executed notebooks as the sources of the site's pages.

Exhibits become calls of fragments, other outputs are made safe, and code stands folded below what
it shows. Which texts the fragments hold is the business of `fragments`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..citing.catalogue import KEY
from .markup import readable_table, safe_markdown


def title(notebook: Mapping[str, Any]) -> str:
    """Return the first heading of a notebook; nothing where there is none."""
    texts = ("".join(one["source"]) for one in notebook["cells"] if one["cell_type"] == "markdown")
    found = re.search(r"^# +(.+)$", "\n".join(texts), re.MULTILINE)
    return found[1].strip() if found else ""


def short_name(page: str) -> str:
    """Return what a page is called in a list: its file name, read as words."""
    return re.sub(r"^\d+-", "", page).replace("-", " ").capitalize()


def code_of(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Return the code of the cells that show exhibits, by the id of the last one of each cell."""
    code = {}
    for cell in _joined(notebook["cells"]):
        if cell["cell_type"] == "code" and (names := _exhibits_of(cell)):
            code[names[-1]] = cell["source"]
    return code


def page_source(notebook: Mapping[str, Any], addresses: Mapping[str, str]) -> str:
    """Return a notebook whose exhibits are calls of fragments, with code below what it shows."""
    cells = [part for cell in _joined(notebook["cells"]) for part in _split(cell, addresses)]
    # Ids are for the reader's copy of the notebook; here one cell may have become several.
    for cell in cells:
        cell.pop("id", None)
    page = {**notebook, "nbformat": 4, "nbformat_minor": 4, "cells": cells}
    return json.dumps(page, ensure_ascii=False)


def _exhibits_of(cell: Mapping[str, Any]) -> list[str]:
    told = (output.get("metadata", {}).get(KEY, {}) for output in cell["outputs"])
    return [about["id"] for about in told if "id" in about]


def _joined(cells: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Put code that shows nothing above the code that follows it, so that both are one fold."""
    waiting: dict[str, Any] | None = None
    for cell in cells:
        source = "".join(cell["source"])
        if waiting and cell["cell_type"] == "code":
            source = f"{waiting['source']}\n\n{source}"
        elif waiting:
            yield waiting
        waiting = {**cell, "source": source}
        if cell["cell_type"] != "code" or cell["outputs"]:
            yield waiting
            waiting = None
    if waiting:
        yield waiting


def _split(cell: dict[str, Any], addresses: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    if cell["cell_type"] != "code":
        yield cell
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
    if cell["source"].strip() and not _exhibits_of(cell):
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
