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
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import AnalysisError

Tree = dict[str, Any]
_SCRIPT = Path(__file__).with_suffix(".lua")
_API = [1, 23, 1]
_PATIENCE = 60.0
_WEB = re.compile("https?://")


@dataclass(frozen=True, slots=True)
class Job:
    """A text to be turned into another form, its citations perhaps written in a style."""

    text: str
    source: str = "json"
    form: str = "json"
    style: Path | None = None


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


def run(jobs: Iterable[Job]) -> dict[Job, str]:
    """Do all jobs in one pandoc: starting it costs more than most of them."""
    jobs = list(dict.fromkeys(jobs))
    lines = []
    for one in jobs:
        told = {"text": one.text, "from": one.source, "to": one.form}
        style = {"csl": str(one.style)} if one.style else {}
        lines.append(json.dumps(told | style) + "\n")
    done = _run(["lua", str(_SCRIPT)], "".join(lines), _PATIENCE + len(jobs)) if jobs else b""
    return dict(zip(jobs, map(json.loads, done.splitlines()), strict=True))


def _run(arguments: Sequence[str], text: str, patience: float) -> bytes:
    # In the C locale it could not open a style in a folder with a Chinese name.
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = [str(binary()), *arguments]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, env=env, timeout=patience
        )
    except subprocess.TimeoutExpired:
        raise AnalysisError(f"pandoc did not answer within {patience:g} seconds.") from None
    if done.returncode:
        said, *_ = done.stderr.decode(errors="replace").split("stack traceback:")
        raise AnalysisError(f"pandoc failed: {' '.join(said.split())}")
    return done.stdout


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


def written(blocks: Sequence[Tree], form: str) -> str:
    """Return blocks as `plain`, `commonmark` or `html`."""
    job = Job(document(blocks), form=form)
    return run([job])[job]


def whole(blocks: Sequence[Tree], form: str) -> bytes:
    """Return blocks as a file: `docx` or `rtf`."""
    arguments = ["--sandbox", "-f", "json", "-t", form, "-s", "-o", "-"]
    return _run(arguments, document(blocks), _PATIENCE)


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
