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

try:
    from prose import prose_of, read_prose
except ImportError:
    from rerun.prose import prose_of, read_prose

Notebook = dict[str, Any]

KEY = "jilin_analysis"
LONGEST, MEDIAN = 10, 4
ABSOLUTE = re.compile(
    r"(?<![\w.:/~-])/(?:home|root|Users|tmp|work|usr|var|opt|mnt|private|srv|etc|data)/"
    r"|\b[A-Za-z]:\\\\?\w"
)
MAGIC = re.compile(r"^\s*(?:[%!?]|.*\?$|.*\bget_ipython\b|\w+ = [%!])")


def faults(notebook: Notebook, stem: str = "") -> list[str]:
    """Return everything that is wrong with one notebook."""
    found = [(rule, what) for rule in RULES for what in rule(notebook)]
    found += [(says_what_was_read, what) for what in says_what_was_read(notebook, stem)]
    return [f"{rule.__name__.strip('_').replace('_', ' ')}: {what}" for rule, what in found]


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
    # nbval skips a cell that begins with %notmagic, and obeys tags and comments such as NBVAL_SKIP;
    # JupyterLab and the site hide cells by tags and metadata.
    for cell in notebook["cells"]:
        source, about = text_of(cell["source"]), cell.get("metadata", {})
        magic = cell["cell_type"] == "code" and any(map(MAGIC.match, source.splitlines()))
        if magic or "NBVAL" in source.upper():
            yield f"magic or switch in cell {cell['id']}"
        if about:
            yield f"metadata of cell {cell['id']}: {about}"
        if cell["cell_type"] == "raw" or "attachments" in cell:
            yield f"cell {cell['id']} is raw or has attachments"
        if cell["cell_type"] == "markdown" and re.search(r"<\w|!\[", source):
            yield f"markup or a picture in the text of cell {cell['id']}"


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


def takes_short_steps(notebook: Notebook) -> Iterator[str]:
    lengths = [len(text_of(cell["source"]).splitlines()) for cell in code_cells(notebook)]
    if max(lengths, default=0) > LONGEST:
        yield f"a code cell of {max(lengths)} lines, more than {LONGEST}"
    if lengths and statistics.median(lengths) > MEDIAN:
        yield f"code cells of {statistics.median(lengths)} lines in the median, more than {MEDIAN}"


def tells_its_story_in_order(notebook: Notebook) -> Iterator[str]:
    texts = [text_of(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown"]
    title, _, opening = texts[0].partition("\n") if texts else ("", "", "")
    if not (title.startswith("# ") and title.endswith("?") and opening.strip()):
        yield f"it does not begin with a question and a paragraph: {title!r}"
    shown = [about for about, _ in exhibits(notebook)]
    if not any(about["kind"] == "statement" and about["id"].endswith("-answer") for about in shown):
        yield "there is no statement whose id ends in -answer"
    last = next((text for text in texts if re.match(r"## What .* does not ", text)), "")
    if last.count("\n- ") < 2:
        yield "the section on what it does not show is missing, or has fewer than two points"


def says_what_was_read(notebook: Notebook, stem: str = "") -> Iterator[str]:
    """Prose that carries a claim was read by somebody: see prose.py."""
    if stem not in read_prose():
        return
    known, found = read_prose()[stem], dict(prose_of(notebook))
    for cell in known.keys() | found.keys():
        if known.get(cell) != found.get(cell):
            what = "changed" if cell in known and cell in found else "new or gone"
            yield f"cell {cell} is {what}: read it aloud, then run tests/rerun/prose.py"


def describes_its_exhibits(notebook: Notebook) -> Iterator[str]:
    for about, output in exhibits(notebook):
        name = about["id"]
        for key in ("title", "caption", "data", "release", "released"):
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
    takes_short_steps,
    tells_its_story_in_order,
    describes_its_exhibits,
    describes_its_pictures,
    captions_its_exhibits,
)
