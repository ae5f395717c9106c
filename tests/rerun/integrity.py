"""What must hold of a committed notebook and what nbval cannot see.

Each rule looks at the notebook as JSON and yields what is wrong, so that the tests and the mutants
ask the same questions. Most rules exist because nbval passes a notebook that breaks them.
"""

from __future__ import annotations

import base64
import io
import re
import statistics
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import nbformat
from PIL import Image

Notebook = dict[str, Any]

KEY = "jilin_analysis"
LONGEST, MEDIAN = 15, 6
TYPED = re.compile(
    r"\d[\d.,  ]*(?:%|％|(?:percent|per cent|percentage|points|tonnes?|tons?|yuan|RMB|CNY|USD|"
    r"dollars?|thousand|million|billion|trillion|times)\b|[万亿吨元倍成])|[$¥€£]\s?\d|百分之",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(
    r"(?<![\w.:/~-])/(?:home|root|Users|tmp|work|usr|var|opt|mnt|private|srv|etc|data)/"
    r"|\b[A-Za-z]:\\\\?\w"
)
MAGIC = re.compile(r"^\s*(?:[%!?]|.*\?$|.*\bget_ipython\b|\w+ = [%!])")


def faults(notebook: Notebook) -> list[str]:
    """Return everything that is wrong with one notebook."""
    return [
        f"{rule.__name__.strip('_').replace('_', ' ')}: {what}"
        for rule in RULES
        for what in rule(notebook)
    ]


def text_of(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(value)


def code_cells(notebook: Notebook) -> list[Any]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def exhibits(notebook: Notebook) -> list[tuple[dict[str, Any], Any]]:
    """Return the description and the output of every exhibit, in order."""
    found = ((output.get("metadata", {}).get(KEY, {}), output) for output in outputs(notebook))
    return [(about, output) for about, output in found if "id" in about]


def outputs(notebook: Notebook) -> Iterator[Any]:
    for cell in code_cells(notebook):
        yield from cell["outputs"]


def follows_the_format(notebook: Notebook) -> Iterator[str]:
    try:
        nbformat.validate(nbformat.from_dict(notebook))
    except nbformat.ValidationError as problem:
        yield str(problem).splitlines()[0]
    if (notebook["nbformat"], notebook["nbformat_minor"]) != (4, 5):
        yield "not of format 4.5"


def runs_anywhere(notebook: Notebook) -> Iterator[str]:
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        yield "the kernel is not python3"
    if "version" in notebook["metadata"].get("language_info", {}):
        yield "the version of one Python is recorded"


def was_run_in_order(notebook: Notebook) -> Iterator[str]:
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts {counts}"
    for cell in code_cells(notebook):
        for output in cell["outputs"]:
            if output.get("execution_count", cell["execution_count"]) != cell["execution_count"]:
                yield f"cell {cell['id']} holds the output of another run"


def has_no_empty_cell(notebook: Notebook) -> Iterator[str]:
    for cell in notebook["cells"]:
        if not text_of(cell["source"]).strip():
            yield f"cell {cell['id']}"


def has_no_hidden_switch(notebook: Notebook) -> Iterator[str]:
    # nbval skips a cell that begins with %notmagic, and obeys tags and comments such as NBVAL_SKIP.
    for cell in code_cells(notebook):
        source = text_of(cell["source"])
        if any(MAGIC.match(line) for line in source.splitlines()) or "NBVAL" in source.upper():
            yield f"magic or switch in cell {cell['id']}"
        if cell["metadata"].get("tags"):
            yield f"tags on cell {cell['id']}: {cell['metadata']['tags']}"


def is_free_of_noise(notebook: Notebook) -> Iterator[str]:
    for output in outputs(notebook):
        if output["output_type"] == "error":
            yield f"an error: {output['ename']}"
        if output.get("name") == "stderr":
            yield f"a warning: {text_of(output['text'])[:80]}"


def names_no_absolute_path(notebook: Notebook) -> Iterator[str]:
    texts = [text_of(cell["source"]) for cell in notebook["cells"]]
    for output in outputs(notebook):
        texts += [text_of(output.get("text", ""))]
        texts += [
            text_of(value)
            for kind, value in output.get("data", {}).items()
            if kind.startswith("text/")
        ]
    for text in texts:
        if found := ABSOLUTE.search(text):
            yield text[found.start() : found.end() + 20]


def types_no_statistic(notebook: Notebook) -> Iterator[str]:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for found in TYPED.finditer(text_of(cell["source"])):
                yield f"{found.group()!r} in cell {cell['id']}; compute it and show it"


def takes_short_steps(notebook: Notebook) -> Iterator[str]:
    lengths = [len(text_of(cell["source"]).splitlines()) for cell in code_cells(notebook)]
    if max(lengths, default=0) > LONGEST:
        yield f"a code cell of {max(lengths)} lines, more than {LONGEST}"
    if lengths and statistics.median(lengths) > MEDIAN:
        yield f"code cells of {statistics.median(lengths)} lines in the median, more than {MEDIAN}"


def tells_its_story_in_order(notebook: Notebook) -> Iterator[str]:
    cells = notebook["cells"]
    first = text_of(cells[0]["source"]).splitlines()[0] if cells else ""
    if not (first.startswith("# ") and first.endswith("?")):
        yield f"the title is no question: {first!r}"
    shown = [about for about, _ in exhibits(notebook)]
    if not shown or shown[0]["kind"] != "statement" or not shown[0]["id"].endswith("-answer"):
        yield "the first exhibit is not a statement whose id ends in -answer"
    if not any(about["kind"] == "figure" for about in shown):
        yield "there is no figure"
    if not any(
        text_of(cell["source"]).startswith("## What this does not show")
        or "\n## What this does not show" in text_of(cell["source"])
        for cell in cells
        if cell["cell_type"] == "markdown"
    ):
        yield "the section 'What this does not show' is missing"
    code = code_cells(notebook)
    if not code or not re.search(r"^\s*assert\b", text_of(code[-1]["source"]), re.MULTILINE):
        yield "the last code cell asserts nothing"


def describes_its_exhibits(notebook: Notebook) -> Iterator[str]:
    for about, output in exhibits(notebook):
        name = about["id"]
        for key in ("caption", "caveat", "derivation", "data", "release", "released", "sources"):
            if not about.get(key):
                yield f"{name} has no {key}"
        if sha256(about["data"].encode()).hexdigest() != about["data_sha256"]:
            yield f"the data of {name} do not have the hash beside them"
        needed = ["image/svg+xml", "image/png"] if about["kind"] == "figure" else ["text/markdown"]
        for kind in [*needed, "text/plain"]:
            if not output["data"].get(kind):
                yield f"{name} has no {kind}"


def describes_its_pictures(notebook: Notebook) -> Iterator[str]:
    for output in outputs(notebook):
        about = output.get("metadata", {}).get(KEY, {})
        for kind in output.get("data", {}):
            if not kind.startswith("image/"):
                continue
            if about.get("kind") != "figure":
                yield f"a picture that is no exhibit ({kind})"
                continue
            alt = output["metadata"].get(kind, {}).get("alt")
            if not about["alt"].strip() or alt != about["alt"]:
                yield f"{about['id']}: the alt text of {kind} is {alt!r}"
    for about, output in exhibits(notebook):
        if about["kind"] == "figure":
            yield from _pictures(about["id"], output["data"])


def _pictures(name: str, data: Mapping[str, Any]) -> Iterator[str]:
    try:
        with Image.open(io.BytesIO(base64.b64decode(text_of(data["image/png"])))) as picture:
            picture.load()
            if picture.format != "PNG" or min(picture.size) < 100:
                yield f"{name}: the PNG is a {picture.format} of {picture.size}"
    except Exception as problem:
        yield f"{name}: the PNG cannot be read: {problem}"
    try:
        root = ElementTree.fromstring(text_of(data["image/svg+xml"]))
        if root.tag != "{http://www.w3.org/2000/svg}svg":
            yield f"{name}: the SVG is a {root.tag}"
    except Exception as problem:
        yield f"{name}: the SVG cannot be read: {problem}"


def captions_its_exhibits(notebook: Notebook) -> Iterator[str]:
    for cell in code_cells(notebook):
        told = [output.get("metadata", {}).get(KEY, {}) for output in cell["outputs"]]
        for number, about in enumerate(told):
            if about.get("kind") not in ("figure", "table"):
                continue
            after = cell["outputs"][number + 1 : number + 2]
            text = text_of(after[0].get("data", {}).get("text/markdown", "")) if after else ""
            if not after or told[number + 1].get("caption_of") != about["id"]:
                yield f"{about['id']} is not followed by its caption"
            elif f"`{about['id']}`" not in text:
                yield f"the caption of {about['id']} does not name it"


RULES = (
    follows_the_format,
    runs_anywhere,
    was_run_in_order,
    has_no_empty_cell,
    has_no_hidden_switch,
    is_free_of_noise,
    names_no_absolute_path,
    types_no_statistic,
    takes_short_steps,
    tells_its_story_in_order,
    describes_its_exhibits,
    describes_its_pictures,
    captions_its_exhibits,
)
