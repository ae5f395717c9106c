"""Pandoc, called directly: documents go in and come out as its own syntax tree.

Texts enter as plain strings of the tree, so no character of a title is ever read as markup.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import AnalysisError

Tree = dict[str, Any]
_API = [1, 23, 1]
_PATIENCE = 60
_BETWEEN = "\uf8ff\uf8fe\uf8ff"
_WEB = re.compile("https?://")


@cache
def binary() -> Path:
    """Return the pandoc that `pypandoc_binary` brings, found without importing that package."""
    spec = find_spec("pypandoc")
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder, "files", name)
        if path.is_file():
            return path
    raise AnalysisError("pandoc is missing: pip install 'jilin-analysis[cite]' brings it.")


def run(calls: Sequence[tuple[Sequence[str], str]]) -> list[bytes]:
    """Run pandoc once for each (arguments, input), all at the same time; return the outputs."""
    started = [
        subprocess.Popen(
            [binary(), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # In the C locale it could not open a style in a folder with a Chinese name.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        for arguments, _ in calls
    ]
    # Every process gets its whole input before the first is waited for.
    for process, (_, text) in zip(started, calls, strict=True):
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(text.encode())
        process.stdin = None
    return [_output(process) for process in started]


def _output(process: subprocess.Popen[bytes]) -> bytes:
    try:
        output, complaint = process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AnalysisError(f"pandoc did not answer within {_PATIENCE} seconds.") from None
    if process.returncode:
        raise AnalysisError(f"pandoc failed: {complaint.decode(errors='replace').strip()}")
    return output


def document(blocks: Sequence[Tree], **meta: Tree) -> str:
    """Return a document of these blocks and metadata as pandoc's JSON."""
    return json.dumps({"pandoc-api-version": _API, "meta": meta, "blocks": list(blocks)})


def text(words: str) -> list[Tree]:
    """Return words as inlines, their curly quotation marks as quotations.

    A style turns the marks of a quotation inside a quoted title; it can only do so when it knows
    them for a quotation.
    """
    outside, mark, rest = words.partition("“")
    inside, end, after = rest.partition("”")
    if not mark or not end or "“" in inside:
        return _plain(words)
    quoted = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, _plain(inside)]}
    return [*_plain(outside), quoted, *text(after)]


def _plain(words: str) -> list[Tree]:
    inlines: list[Tree] = []
    for number, word in enumerate(words.split(" ")):
        if number:
            inlines.append({"t": "Space"})
        if word:
            inlines.append({"t": "Str", "c": word})
    return inlines


def paragraph(inlines: Iterable[Tree]) -> Tree:
    """Return a paragraph."""
    return {"t": "Para", "c": list(inlines)}


def verbatim(inlines: list[Tree]) -> Tree:
    """Return inlines whose capitals no style may change."""
    return {"t": "Span", "c": [["", ["nocase"], []], inlines]}


@dataclass(frozen=True, slots=True)
class Inlines:
    """Formatted words as the value of a metadata field."""

    inlines: list[Tree]


def meta(value: Any) -> Tree:
    """Return a JSON value as metadata: strings as they stand, `Inlines` with their formatting."""
    if isinstance(value, Inlines):
        return {"t": "MetaInlines", "c": value.inlines}
    if isinstance(value, dict):
        return {"t": "MetaMap", "c": {key: meta(item) for key, item in value.items()}}
    if isinstance(value, list):
        return {"t": "MetaList", "c": [meta(item) for item in value]}
    return {"t": "MetaString", "c": str(value)}


def citing(references: Sequence[dict[str, Any]], own: int, language: str) -> str:
    """Return a document that cites all references in their order, the last `own` by themselves."""
    keys = [reference["id"] for reference in references]
    return document(
        [paragraph([_cite(some)]) for some in (keys[:-own], keys[-own:]) if some],
        lang=meta(language),
        references=meta(list(references)),
    )


def _cite(keys: Sequence[str]) -> Tree:
    return {"t": "Cite", "c": [[_citation(key) for key in keys], []]}


def listed(entries: Mapping[str, list[Tree]]) -> Tree:
    """Return entries as the list of references that pandoc gives hanging indents."""
    made = [
        {"t": "Div", "c": [[f"ref-{key}", ["csl-entry"], []], [paragraph(entry)]]}
        for key, entry in entries.items()
    ]
    classes = ["references", "csl-bib-body", "hanging-indent"]
    return {"t": "Div", "c": [["refs", classes, []], made]}


def to(form: str) -> tuple[str, ...]:
    """Return the arguments that turn pandoc's JSON into a form."""
    whole = ("-s",) if form == "rtf" else ()
    return ("--sandbox", "-f", "json", "-t", form, "--wrap=none", *whole)


def written(blocks: Sequence[Tree], form: str) -> str:
    """Return blocks as `plain`, `commonmark`, `html` or `rtf`."""
    return run([(to(form), document(blocks))])[0].decode()


def in_word(blocks: Sequence[Tree]) -> bytes:
    """Return blocks as a Word file."""
    return run([((*to("docx"), "-o", "-"), document(blocks))])[0]


def written_apart(pieces: Sequence[Sequence[Tree]], form: str) -> list[str]:
    """Return many pieces as texts, written in one go."""
    between = paragraph([{"t": "Str", "c": _BETWEEN}])
    blocks = [block for piece in pieces for block in (*piece, between)]
    whole = written(blocks, form) if blocks else ""
    return [part.strip() for part in re.split(f"(?:<p>)?{_BETWEEN}(?:</p>)?", whole)[:-1]]


def plain_inlines(blocks: Sequence[Tree]) -> list[Tree]:
    """Return the text of paragraphs as inlines that are safe to paste: no raw HTML, no scripts."""
    inlines: list[Tree] = []
    for block in blocks:
        if block["t"] == "Para":
            inlines += [*([{"t": "Space"}] if inlines else []), *_tidied(block["c"])]
    return inlines


def _tidied(inlines: Sequence[Tree]) -> list[Tree]:
    tidy: list[Tree] = []
    for inline in inlines:
        match inline:
            case {"t": "RawInline", "c": [_, words]}:
                tidy.append({"t": "Str", "c": words})
            case {"t": "Span" | "Cite", "c": [_, content]} | {"t": "Superscript", "c": content}:
                tidy += _tidied(content)
            case {"t": "Link", "c": [_, content, [address, _]]} if not _WEB.match(address):
                tidy += _tidied(content)
            case {"t": "Emph" | "Strong" as kind, "c": content}:
                tidy.append({"t": kind, "c": _tidied(content)})
            case _:
                tidy.append(inline)
    return tidy


def _citation(key: str) -> Tree:
    return {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
