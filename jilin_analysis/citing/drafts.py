"""Somebody's draft as plain sentences, each character with its place in the file it came from."""

from __future__ import annotations

import html
import json
import re
import sys
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from xml.etree import ElementTree

from ..errors import AnalysisError
from ..paths import table

_MOST_BYTES, _LONGEST = 16 * 2**20, 1_000
_IGNORE = re.compile(r"(?:<!--|%|//)[ \t]{0,9}jilin:[ \t]{0,9}ignore\b")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|approx|ca|cf|vs|resp|incl|excl|Fig|No|Nos|Eq|Tab|Sec|p|pp|Mr|Ms|Mrs|Dr|St|Co|"
    r"Ltd|Inc|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)|(?<=\s)[A-Z])\.$"
)
_SENTENCE_END = re.compile(
    r"[.!?]+[\"”’)\]]*(?=\s|$)|[。！？；]+[”’）」]*|;(?=\s)|\n[ \t]*\n|"
    # A new line ends what stands before it where a sign opens it, or where no script wraps words.
    r"\n(?=[ \t]*(?:[-*+] |[^\w\s\"'“‘«(（《\[<$\\%&~+*=−–-]))|"
    r"(?<=[\u4e00-\u9fff％%）])\n(?=[\u4e00-\u9fff])"
)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The border of a table's cell: no figure is read across it.
CELL = "|"
# Words that are a link to a key of ours, in Markdown and in HTML.
_KEY = r"[^\"'>()\s#]{0,500}#(?P<key>[\w-]{1,200}/[\w-]{1,200})"
_KEYS = (
    rf"\[(?P<words>[^\[\]\n]{{1,500}})\]\({_KEY}[^)\n]{{0,300}}\)",
    rf"<a\s[^>]{{0,300}}?href=[\"']{_KEY}[\"'][^>]{{0,300}}>(?P<words>[^<]{{1,500}})</a>",
)
# The formats of `markup.csv` by the ending of a file; any other is plain text.
_FORMATS = {".html": "html", ".htm": "html", ".tex": "tex", ".ltx": "tex"}
_FORMATS |= dict.fromkeys((".md", ".markdown", ".ipynb", ".qmd", ".rmd"), "md")
_PARTS = re.compile(r"\\([1-9])|([^\\]+)")


@dataclass(slots=True)
class Draft:
    """A draft as text that can be read."""

    file: str
    raw: str  # what the file says; of a .docx or .ipynb, its paragraphs or cells of Markdown
    lines: list[int]  # of such a file, the number of each line of `raw` in it
    text: str = ""  # without markup
    at: list[int] = field(default_factory=list)  # where each character of `text` stood in `raw`
    # Parts of `raw`: words that are a link to a key of ours, and what is to be left alone.
    links: list[tuple[int, int, str]] = field(default_factory=list)
    ignored: list[tuple[int, int]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of a character of `raw`."""
        if not self._starts:
            self._starts = [0, *accumulate(len(line) for line in self.raw.splitlines(True))]
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        return (self.lines[min(line, len(self.lines)) - 1] if self.lines else line), column

    def key_at(self, start: int, stop: int) -> str:
        """Return the key that the words from `start` to `stop` of `text` are a link to."""
        first, last = self.at[start], self.at[stop - 1]
        return next((key for a, b, key in self.links if a <= first and last < b), "")

    def sentences(self) -> Iterator[tuple[int, int, bool]]:
        """Yield start and end of each sentence in `text`, and whether it opens a paragraph."""
        start, opens = 0, True
        ends = [(one.end(), one[0]) for one in _SENTENCE_END.finditer(self.text)]
        for end, closing in [*ends, (len(self.text), "")]:
            before = self.text[max(start, end - 12) : end]
            if closing[:1] in (".", "!", "?") and _ABBREVIATION.search(before):
                continue
            while self.text[start:end].strip():
                stop = min(end, start + _LONGEST)
                if stop < end:
                    # Without an end in sight, it ends somewhere, if it can outside a figure.
                    cuts = (self.text.rfind(sign, start + _LONGEST // 2, stop) for sign in ",， ")
                    stop = next((cut + 1 for cut in cuts if cut > 0), stop)
                yield start, stop, opens
                start, opens = stop, False
            start = end
            opens = opens or closing.count("\n") > 1

    def edit(self, opens: str, by: str, closes: str) -> None:
        """Put `by` for what `opens` matches; a group that it names keeps its place.

        With `closes`, all up to what closes is replaced, sought up to the last that does: no text
        takes more than linear time.
        """
        flags, end, last = re.MULTILINE | re.DOTALL, len(self.text), 0
        if closes:
            end = max((one.end() for one in re.finditer(closes, self.text, flags)), default=0)
            opens = rf"{opens}.*?{closes}"
        text: list[str] = []
        at: list[int] = []

        def keep(start: int, stop: int) -> None:
            text.append(self.text[start:stop])
            at.extend(self.at[start:stop])

        for found in re.compile(opens, flags).finditer(self.text, 0, end):
            keep(last, found.start())
            for group, words in _PARTS.findall(by):
                if group:
                    keep(*found.span(int(group)))
                    continue
                text.append(html.unescape(found[0]) if by == "&" else words)
                at += [self.at[found.start(1 if found.lastindex else 0)]] * len(text[-1])
            last = found.end()
        keep(last, len(self.text))
        self.text, self.at = "".join(text), at


def read_draft(name: str) -> Draft:
    """Return a draft by its name; `-` is standard input, read as Markdown.

    One that is not there, too large, or not what its ending says is an AnalysisError.
    """
    path = Path(name)
    suffix = ".md" if name == "-" else path.suffix.lower()
    if name != "-" and not path.is_file():
        raise AnalysisError(f"There is no file {name}.")
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as fault:
        raise AnalysisError(f"{name} cannot be read: {fault.strerror}.") from None
    if len(content) > _MOST_BYTES:
        raise AnalysisError(f"{name} is too large to be proofread (over 16 MB).")
    if content.startswith(b"PK\x03\x04") or suffix == ".docx":
        raw = _word(name, path)
        return prepare(name, raw, ".txt", [n // 2 + 1 for n in range(raw.count("\n") + 1)])
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        raw = content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise AnalysisError(f"{name} is not a text in UTF-8; save it as one.") from None
    return prepare(name, *(_cells(name, raw) if suffix == ".ipynb" else (raw, suffix)))


def prepare(name: str, raw: str, suffix: str, lines: list[int] | None = None) -> Draft:
    """Return a draft of this text, its markup taken off as its ending says."""
    draft = Draft(name, raw, lines or [], raw, list(range(len(raw))))
    for found in _IGNORE.finditer(raw):
        begin, end = raw.rfind("\n", 0, found.start()) + 1, raw.find("\n", found.end())
        end = len(raw) if end < 0 else end
        if not raw[begin : found.start()].strip():
            # Alone on its line, it is said of the paragraph that follows.
            begin = len(raw) - len(raw[end:].lstrip())
            stop = _PARAGRAPH_END.search(raw, begin)
            end = stop.start() if stop else len(raw)
        draft.ignored.append((begin, end))
    for found in (found for form in _KEYS for found in re.finditer(form, raw)):
        draft.links.append((*found.span("words"), found["key"]))
    for row in table("citing/markup.csv"):
        if _FORMATS.get(suffix, "txt") in row["in"].split():
            draft.edit(row["opens"], row["by"].replace("\\n", "\n"), row["closes"])
    return draft


def _word(name: str, path: Path) -> str:
    """Return the paragraphs of a .docx, a line each; a row of a table is one."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("word/document.xml").file_size > _MOST_BYTES:
                raise ValueError("it unpacks to over 16 MB")
            content = archive.read("word/document.xml")
        if b"<!DOCTYPE" in content or b"<\0!\0D" in content:
            raise ValueError("it declares entities")
        document = ElementTree.fromstring(content)
    except Exception as fault:  # each packing has errors of its own
        raise AnalysisError(f"{name} is no document in the .docx format ({fault}).") from None
    paragraphs: list[str] = []
    within = set[ElementTree.Element]()
    for one in document.iter():
        if one.tag in (f"{_W}tr", f"{_W}p") and one not in within:
            within |= {*one.iter()}
            row = CELL if one.tag == f"{_W}tr" else ""
            parts = one.iter(f"{_W}p") if row else [one]
            paragraphs.append(row + row.join(map(_words_of, parts)))
    return "\n\n".join(paragraphs)


def _words_of(paragraph: ElementTree.Element) -> str:
    gaps = (f"{_W}tab", f"{_W}br")
    return "".join(
        " " if one.tag in gaps else " ".join((one.text or "").splitlines())
        for one in paragraph.iter()
        if one.tag in (f"{_W}t", *gaps)
    )


def _cells(name: str, raw: str) -> tuple[str, str, list[int]]:
    """Return the Markdown of a notebook, and for each line its number in the notebook's file."""
    texts: list[str] = []
    lines: list[int] = []
    cursor = 0
    try:
        for cell in json.loads(raw)["cells"]:
            if cell["cell_type"] != "markdown":
                continue
            source = "".join(cell["source"])
            for line in source.splitlines(True):
                found = raw.find(json.dumps(line, ensure_ascii=False)[1:-1], cursor)
                cursor = found if found >= 0 else cursor
                lines.append(raw.count("\n", 0, cursor) + 1)
            texts.append(source)
            lines.append(lines[-1] if lines else 1)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise AnalysisError(f"{name} is no Jupyter notebook of format 4.") from None
    return "\n\n".join(texts), ".md", lines
