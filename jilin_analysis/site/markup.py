"""Text that comes from data or from a notebook's output, made safe and readable as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE = rf"\u3000-\u303f\uff00-\uffef{_HAN}"
# A run keeps its Chinese punctuation, its figures, and what it quotes itself.
_HAN_RUN = re.compile(
    rf"[《（]?[{_HAN}](?:[{_WIDE}]|“[{_WIDE}]+”|‘[{_WIDE}]+’|[·0-9.,%-]+(?=[{_WIDE}]))*"
)
_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_UNTOUCHED = {"pre", "script", "style", "svg", "textarea", "title"}
_VOID = {"br", "hr", "img", "input", "meta", "link", "wbr", "col"}
_ROW_HEAD = re.compile(r"(<tr>\s*)<td( style=\"[^\"]*\")?>(.*?)</td>", re.DOTALL)
_EMPTY_HEAD = re.compile(r"<th([^>]*)>\s*</th>")
_PANDAS_STYLE = re.compile(r"<style scoped>.*?</style>", re.DOTALL)
_SUMMARY = re.compile(r'<summary aria-label="[^"]*">.*?</summary>', re.DOTALL)


def safe_address(text: str) -> str:
    """Return an address that a link may lead to, or nothing: data may hold any text."""
    return text if re.match(r"https?://[^\s]+$", text) else ""


def safe_markdown(text: str, links: Mapping[str, str] | None = None) -> str:
    """Return Markdown as HTML in which no HTML, script address or outside image survives.

    Parameters
    ----------
    text : str
        Markdown, with pipe tables.
    links : mapping, optional
        Addresses to write in place of others, such as `#three-rates` → `05-….html#three-rates`.
    """
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        for child in token.children or ():
            href = child.attrGet("href")
            if isinstance(href, str):
                child.attrSet("href", (links or {}).get(href, href))
    return str(parser.renderer.render(tokens, parser.options, {}))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def readable_table(table: str, label: str | None = None) -> str:
    """Return an HTML table with proper headers, in a box that scrolls and takes the keyboard.

    Parameters
    ----------
    table : str
        Safe HTML holding one table, as from `safe_markdown` or pandas.
    label : str, optional
        The id of the element that names the table; without it the box is called `Table`.
    """
    body = _PANDAS_STYLE.sub("", table).replace(' border="1"', "")
    body = _EMPTY_HEAD.sub(r"<td\1></td>", body).replace("<th>", '<th scope="col">')
    body = body.replace("<th style", '<th scope="col" style')
    head, found, rest = body.partition("<tbody>")
    rest = rest.replace('<th scope="col">', '<th scope="row">')
    rest = _ROW_HEAD.sub(r'\1<th scope="row"\2>\3</th>', rest)
    named = f'aria-labelledby="{label}"' if label else 'aria-label="Table"'
    return f'<div class="scroll" role="region" tabindex="0" {named}>{head}{found}{rest}</div>'


def coloured_code(code: str) -> str:
    """Return Python code as HTML in the classes of the site's colours."""
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

    return str(highlight(code, PythonLexer(), HtmlFormatter()))


def mend(body: str) -> str:
    """Mend what Sphinx and MyST-NB leave hard to use in the body of a page.

    Blocks of code take the keyboard, since they may scroll; the fold over a code cell says what is
    in it; Chinese says that it is Chinese, which chooses its font and its voice.
    """
    body = body.replace("<pre>", '<pre tabindex="0">')
    body = _SUMMARY.sub("<summary>Code</summary>", body)
    body = body.replace(' role="list"', "")
    return mark_chinese(body)


def mark_chinese(html: str) -> str:
    """Wrap Chinese outside code, and outside what has a language of its own, in `lang="zh"`."""
    return _outside_markup(html, lambda text: _HAN_RUN.sub(r'<span lang="zh">\g<0></span>', text))


def _outside_markup(html: str, change: Callable[[str], str]) -> str:
    parts: list[str] = []
    closed: list[str] = []  # the elements open now whose text stays as it is
    for part in _TAG.split(html):
        name = re.match(r"</?([a-zA-Z0-9]+)", part)
        if name is None:
            parts.append(part if closed or part.startswith("<!--") else change(part))
            continue
        parts.append(part)
        tag = name[1].lower()
        if part.startswith("</"):
            if closed and closed[-1] == tag:
                closed.pop()
        elif tag in _VOID or part.endswith("/>"):
            continue
        # Inside an untouched element every namesake is counted, so that the right end is found.
        elif tag in _UNTOUCHED or " lang=" in part or (closed and closed[-1] == tag):
            closed.append(tag)
    return "".join(parts)
