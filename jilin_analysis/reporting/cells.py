"""Executed notebooks as the sources of pages.

Exhibits become calls of fragments, other outputs are made safe, and code stands folded below what
it shows.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from ..showing.exhibit import KEY
from ..showing.plain import escape
from .html import coloured_code, readable, safe_markdown

# Longer than any fence that code may hold.
_FENCE = "`" * 20
Notebook = Mapping[str, Any]


def title_of(notebook: Notebook) -> str:
    """Return the first heading of a notebook; nothing where there is none."""
    texts = ("".join(one["source"]) for one in notebook["cells"] if one["cell_type"] == "markdown")
    found = re.search(r"^# +(.+)$", "\n".join(texts), re.MULTILINE)
    return found[1].strip() if found else ""


def page_of(
    notebook: Notebook, addresses: Mapping[str, str], name: str = ""
) -> tuple[str, dict[str, str]]:
    """Return the source of a notebook's page, and code as HTML by the last exhibit it shows.

    Code that shows nothing stands above the code that follows it, so that both are one fold.
    `addresses` are written in place of others; a notebook without a title gets `name`.
    """
    cells = [] if title_of(notebook) else [_markdown(f"# {escape(name)}")]
    code_of = {}
    code = ""
    for cell in [*notebook["cells"], _markdown("")]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            code = f"{code}\n\n{source}".strip()
            if not cell["outputs"]:
                continue
        values, shown = "", []
        plain: list[dict[str, Any]] = []
        for output in cell.get("outputs", ()):
            about, data = output.get("metadata", {}).get(KEY, {}), output.get("data", {})
            if "id" in about:
                shown.append(about["id"])
                cells.append(_markdown(f"```{{raw}} html\n:file: ../made/{about['id']}.html\n```"))
                plain = []
            elif output["output_type"] == "execute_result" and data.keys() == {"text/plain"}:
                # How Python writes a value is for those who read the code.
                values += f"<pre>{html.escape(''.join(data['text/plain']))}</pre>"
            elif "caption_of" not in about:
                if not plain:
                    cells.append({**cell, "outputs": plain, "metadata": {"tags": ["remove-input"]}})
                plain.append(_tamed(output, addresses))
        if code:
            fold = f"<summary>Code</summary>{coloured_code(code)}{values}"
            fold = f'<details class="code">{fold}</details>'
            if shown:
                code_of[shown[-1]] = fold
            else:
                cells.append(_markdown(f"{_FENCE}{{raw}} html\n{fold}\n{_FENCE}"))
        code = ""
        if cell["cell_type"] != "code":
            cells.append({**cell, "source": source})
    # Without ids, which are for the reader's copy: here one cell may have become several.
    cells = [{key: one for key, one in cell.items() if key != "id"} for cell in cells[:-1]]
    page = {**notebook, "nbformat": 4, "nbformat_minor": 4, "cells": cells}
    return json.dumps(page, ensure_ascii=False), code_of


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _tamed(output: dict[str, Any], addresses: Mapping[str, str]) -> dict[str, Any]:
    """Return an output with Markdown made safe and tables made readable."""
    data = output.get("data", {})
    if "text/markdown" in data:
        told = safe_markdown("".join(data["text/markdown"]), addresses)
    elif "<table" in (told := "".join(data.get("text/html", ""))):
        told = readable(told)
    else:
        return output
    return {**output, "data": {"text/html": f'<div class="said">{told}</div>'}}
