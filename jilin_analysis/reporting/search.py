"""The search index of the site: every section, exhibit and source with its words.

Sphinx's own index cuts text into words at spaces, so that it finds no part of a Chinese word, and
its excerpts have to be fetched, which no browser allows from a folder. This one holds the text
itself; the page's script looks for the reader's words anywhere in it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

# Tools repeat the caption as a citation, the front page repeats answers; code is not prose.
_LEFT_OUT = "pre, script, style, noscript, nav, .tools, .headerlink, .page-tools, .answers"
_LEFT_OUT += ", .hide, .imprint-line, .anchor"


def write_index(site: Path, synonyms: Path) -> None:
    """Write the index of the pages of a built site as a script that a page from disk can load."""
    pages = sorted(site.glob("*.html"), key=lambda path: path.stem)
    entries = [entry for page in pages if page.stem != "search" for entry in read_page(page)]
    groups = [line.split(",") for line in synonyms.read_text(encoding="utf-8").splitlines()]
    # What a site never speaks of has no other names there.
    words = " ".join(one["text"] for one in entries).lower()
    groups = [group for group in groups if any(word in words for word in group)]
    written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
    script = f"window.searchEntries={written(entries)};\nwindow.searchSynonyms={written(groups)};\n"
    # U+2028 and `</` would end a line or a script where none ends.
    script = script.replace("</", "<\\/").replace("\u2028", " ").replace("\u2029", " ")
    (site / "_static" / "search-index.js").write_text(script, encoding="utf-8", newline="\n")


def read_page(path: Path) -> list[dict[str, str]]:
    """Return the sections of a built page, and what in it has an entry of its own, in order."""
    from bs4 import BeautifulSoup

    article: Any = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").article
    for one in article.select(_LEFT_OUT):
        one.decompose()
    entries = []
    # From the last to the first, each is taken out of what it stands in.
    for one in reversed(article.select("h1, h2, h3, [data-entry]")):
        title, whole = one.get("data-entry"), one
        if title is None:
            whole = one.parent
            title = one.extract().get_text()
        anchor = "" if one.name == "h1" else whole.get("id", "")
        text = whole.extract().get_text()
        if title.strip():
            told = {"title": _folded(title), "text": _folded(text)}
            entries.append({"page": path.name, "anchor": anchor, **told})
    return entries[::-1]


def _folded(text: str) -> str:
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(text.split()))
