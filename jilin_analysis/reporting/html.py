"""Text that comes from data or from a notebook's output, made safe and readable as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# A page holds so many rows of a table; the rest is told, and stands in the exhibit's CSV.
MOST_ROWS = 200
# On a phone, a table of so many columns shows each row as a card.
_CARDS = 3
_BOX = '<div class="scroll" role="group" tabindex="0" {named}>{table}</div>'


def safe_address(text: str) -> str:
    """Return an address that a link may lead to, or nothing: data may hold any text."""
    return text if re.match(r"https?://[^\s]+$", text) else ""


def safe_markdown(
    text: str, links: Mapping[str, str] | None = None, label: str = "", most: int = MOST_ROWS
) -> str:
    """Return Markdown as HTML in which no HTML, script address or outside image survives.

    Parameters
    ----------
    text : str
        Markdown, with pipe tables.
    links : mapping, optional
        Addresses to write in place of others, such as `#three-rates` → `05-….html#three-rates`.
    label : str
        The id of the element that names a table in it.
    most : int
        How many rows of a table to show; how many are left out is told below it.
    """
    parser = _parser()
    tokens = parser.parse(text)
    tokens, left_out = _readable(tokens, most)
    for token in tokens:
        for child in token.children or ():
            href = child.attrGet("href")
            if isinstance(href, str):
                child.attrSet("href", (links or {}).get(href, href))
    html = str(parser.renderer.render(tokens, parser.options, {}))
    if "<table" in html:
        named = f'aria-labelledby="{label}"' if label else 'aria-label="Table"'
        opening = _BOX.format(named=named, table="").removesuffix("</div>")
        html = html.replace("<table", f"{opening}<table")
        html = html.replace("</table>", "</table></div>")
    if left_out:
        html += f'<p class="caveat">{left_out:,} more rows are in the CSV file.</p>'
    return html


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def _readable(tokens: Sequence[Token], most: int) -> tuple[list[Token], int]:
    """Give tables headers on both sides and each cell the name of its column; cut long ones."""
    kept: list[Token] = []
    heads: list[str] = []
    table = None
    body, rows, column, left_out = False, 0, 0, 0
    for number, token in enumerate(tokens):
        if token.type == "table_open":
            table, heads, rows = token, [], 0
        elif token.type in ("tbody_open", "tbody_close"):
            body = token.nesting == 1
        elif token.type == "tr_open":
            column, rows = 0, rows + body
            left_out += body and rows > most
        elif token.type == "th_open":
            words = tokens[number + 1].content
            heads.append("".join(c for c in words if c not in "*`\\"))
            if table and len(heads) == _CARDS:
                table.attrSet("class", "cards")
            token.tag, scope = ("th", "col") if words else ("td", "")
            tokens[number + 2].tag = token.tag
            if scope:
                token.attrSet("scope", scope)
        elif token.type == "td_open":
            if column == 0:
                token.tag = tokens[number + 2].tag = "th"
                token.attrSet("scope", "row")
            elif column < len(heads):
                token.attrSet("data-label", heads[column])
            column += 1
        if not (body and rows > most) or token.type == "tbody_close":
            kept.append(token)
    return kept, left_out


def pandas_table(table: str) -> str:
    """Return a table that pandas wrote with proper headers, in a box that takes the keyboard.

    The name of its index, which pandas writes below the other names, stands beside them.
    """
    found = re.search(r"<table.*</table>", table, re.DOTALL)
    head, _, rest = (found[0] if found else "").replace(' border="1"', "").partition("<tbody>")
    lines = [re.findall(r"<th\b[^>]*>(.*?)</th>", row, re.DOTALL) for row in head.split("</tr>")]
    names, index = lines[0], lines[1] if len(lines) > 1 else []
    if any(index[1:]) or len(index) not in (0, len(names)):  # names on several levels
        head = head.replace("<th></th>", "<td></td>").replace("<th>", '<th scope="col">')
    else:
        names[:1] = index[:1] or names[:1]
        names = [one.replace("_", " ") for one in names]
        told = (f'<th scope="col">{one}</th>' if one else "<td></td>" for one in names)
        kind = "dataframe cards" if len(names) >= _CARDS else "dataframe"
        head = f'<table class="{kind}"><thead><tr>{"".join(told)}</tr></thead>'
        rest = re.sub(r"<tr>.*?</tr>", partial(_labelled, names), rest, flags=re.DOTALL)
    rest = rest.replace("<th>", '<th scope="row">')
    return _BOX.format(named='aria-label="Table"', table=f"{head}<tbody>{rest}")


def _labelled(names: Sequence[str], row: re.Match[str]) -> str:
    """Give each cell of a row the name of its column."""
    columns = iter(one.replace('"', "&quot;") for one in names[row[0].count("<th>") :])
    return re.sub("<td>", lambda _: f'<td data-label="{next(columns, "")}">', row[0])


def coloured_code(code: str) -> str:
    """Return Python code as HTML in the classes of the site's colours."""
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

    return str(highlight(code, PythonLexer(), HtmlFormatter()))
