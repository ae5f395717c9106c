"""Text that comes from data or from a notebook's output, made safe and readable as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# On a phone, a table of so many columns shows each row as a card.
_CARDS = 3


def safe_address(text: str) -> str:
    """Return an address that a link may lead to, or nothing: data may hold any text."""
    return text if re.match(r"https?://[^\s]+$", text) else ""


def safe_markdown(text: str, links: Mapping[str, str] | None = None, label: str = "") -> str:
    """Return Markdown as HTML in which no HTML, script address or outside image survives.

    `links` are addresses to write in place of others, such as `#three-rates` →
    `05-….html#three-rates`; `label` is the id of the element that names a table in it.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return readable(parser.render(text), links, label)


def readable(html: str, links: Mapping[str, str] | None = None, label: str = "") -> str:
    """Return HTML whose tables have headers on both sides, in a box that takes the keyboard."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a", href=True):
        address = str(link["href"])
        link["href"] = (links or {}).get(address, address)
    for table in soup.find_all("table"):
        _put_headers(table)
        box = table.wrap(soup.new_tag("div"))
        named = {"aria-labelledby": label} if label else {"aria-label": "Table"}
        box.attrs = {"class": "scroll", "role": "group", "tabindex": "0", **named}
    for style in soup.find_all("style"):
        style.decompose()
    return str(soup)


def _put_headers(table: Any) -> None:
    first, *more = table.thead.find_all("tr")
    if more and not any(cell.get_text() for cell in more[0].find_all("th")[1:]):
        # pandas writes the name of its index below the other names.
        first.th.string = more.pop().extract().th.get_text()
    for cell in table.thead.find_all("th"):
        words = cell.get_text()
        if "dataframe" in table.get("class", ()):
            cell.string = words.replace("_", " ")
        cell.name = "th" if words else "td"
        cell.attrs |= {"scope": "col"} if words else {}
    names = [] if more else [cell.get_text() for cell in first.find_all(["th", "td"])]
    if len(names) >= _CARDS:
        table["class"] = [*table.get("class", ()), "cards"]
    for row in table.tbody.find_all("tr") if table.tbody else ():
        for number, cell in enumerate(row.find_all(["th", "td"])):
            if number == 0 or cell.name == "th":
                cell.name, cell["scope"] = "th", "row"
            elif number < len(names):
                cell["data-label"] = names[number]


def coloured_code(code: str) -> str:
    """Return Python code as HTML in the classes of the site's colours."""
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

    return str(highlight(code, PythonLexer(), HtmlFormatter()))
