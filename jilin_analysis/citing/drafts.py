"""Somebody's draft as plain sentences, each character with its place in the file it came from."""

from __future__ import annotations

import html
import json
import re
import sys
import zipfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from xml.parsers import expat

from ..errors import AnalysisError

_MOST_BYTES, _LONGEST = 16 * 2**20, 1_000
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_UNITS = {"percent": "%", "tonne": "t", "tonnes": "t", "kilo": "k", "mega": "M", "per": " per "}
_IGNORE = re.compile(r"(?:<!--|%|//)[ \t]{0,9}jilin:[ \t]{0,9}ignore\b")
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
# The border of a table's cell: no figure is read across it.
CELL = "|"

# What opens, what closes, what stands for it all. A search stops at the last that closes, and what
# is between signs has a length, so that no text takes more than linear time.
_BLOCKS = {
    ".md": [("<!--", "-->", " "), ("^```", "^```", "\n\n"), ("^~~~", "^~~~", "\n\n")],
    ".tex": [
        (rf"\\begin\{{{name}\}}", rf"\\end\{{{name}\}}", "\n\n")
        for name in ("verbatim", "lstlisting", "thebibliography", "equation", r"equation\*")
    ],
    ".html": [
        ("<!--", "-->", " "),
        *(
            (rf"<{tag}\b", rf"</{tag}\s*>", " ")
            for tag in ("script", "style", "pre", "code", "svg", "head")
        ),
    ],
}
_TAGS = [
    (r"</?(?:td|th)\b[^>]{0,2000}>", CELL),
    (
        r"</?(?:p|div|h[1-6]|li|ul|ol|tr|table|section|figure|figcaption|article|br)\b[^>]{0,2000}>",
        "\n\n",
    ),
    (r"</?[a-zA-Z][^>]{0,2000}>", ""),
]
_NO_WORDS = (
    r"\\(?:[a-z]{0,20}cite[a-z]{0,20}|label|[a-zA-Z]{0,20}ref|url|includegraphics|usepackage|input|"
    r"include|documentclass|bibliography(?:style)?|date|vspace|hspace|setlength)\*?"
    r"(?:\[[^\]]{0,300}\]){0,3}(?:\{[^}]{0,300}\}){1,3}"
)
_LINK = (
    r"\[([^\[\]\n]{1,500})\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,300}\)[^()\n]{0,300})?\)"
    r"|\[[^\]\n]{0,80}\])"
)
_UNIT_RANGE = (
    r"\\(?:qtyrange|SIrange)(?:\[[^\]]{0,80}\])?"
    r"\{([^}]{0,80})\}\{([^}]{0,80})\}\{([^}]{0,80})\}"
)
_EDITS = {
    ".md": [
        (r"\A---\n.*?\n---\n", " "),
        (r"`[^`\n]{1,300}`|<ref\b[^>]{0,300}>[^<]{0,2000}</ref>", " "),
        (r"!\[[^\]]{0,3000}\]\([^)\s]{0,2000}(?:\s[^)]{0,300})?\)", " "),
        (r"\[\^[^\]\s]{1,80}\]:?|\[@[^\]]{1,300}\]|^\[[^\]\n]{1,80}\]:[^\n]*", " "),
        (_LINK, r"\1"),
        (r"^[ \t]{0,9}\|?(?:[ \t]{0,9}:?-{2,99}:?[ \t]{0,9}\|){1,99}[ \t]{0,9}:?-{0,99}:?$", "\n"),
        (r"^[ \t]{0,9}\d{1,3}[.)](?=[ \t])", "-"),
        (r"^[ \t]{0,9}>", " "),
        (r"^[ \t]{0,9}[*+](?=[ \t])", "-"),
        (r"\*+|(?<!\w)_+|_+(?!\w)", ""),
        *_TAGS,
    ],
    ".tex": [
        (r"(?<!\\)%[^\n]*", ""),
        (r"\\(?:begin|end)\{[^}]{0,80}\}(?:\[[^\]]{0,80}\])?(?:\{[^}]{0,80}\})?", "\n\n"),
        (_NO_WORDS, " "),
        (_UNIT_RANGE, "range"),
        (r"\\(?:qty|SI)(?:\[[^\]]{0,80}\])?\{([^}]{0,80})\}\{([^}]{0,80})\}", "quantity"),
        (r"\\num(?:\[[^\]]{0,80}\])?\{([^}]{0,80})\}", r"\1"),
        (r"\\href\{[^}]{0,2000}\}\{([^}]{0,300})\}", r"\1"),
        (r"\{,\}", ","),
        (r"---?", "–"),
        (r"(?<!\\)&", CELL),
        (r"\\\\(?:\[[^\]]{0,80}\])?", "\n\n"),
        (r"~|\\[,;:! ]|\\q?quad\b", " "),
        (r"(?<!\\)\$", ""),
        (r"\\([%$&#_])", r"\1"),
        (r"\\(?:(?:sub)*section|paragraph|chapter|item|caption|title)\*?", "\n\n"),
        (r"\\[a-zA-Z]{1,40}\*?|[{}]", ""),
    ],
    ".html": _TAGS,
}
_PLAIN = [
    (r"\b(?:https?://|www\.|doi:)\S{1,2000}", " "),
    (r"\[\d{1,3}(?:[,–-] ?\d{1,3}){0,9}\]", " "),
]
_KEY_IN_MARKDOWN = (
    r"\[([^\[\]\n]{1,500})\]\([^()\s#]{0,500}#([\w-]{1,200}/[\w-]{1,200})[^)\n]{0,300}\)"
)
_KEY_IN_HTML = (
    r"<a\s[^>]{0,300}?href=[\"'][^\"'>#]{0,500}#([\w-]{1,200}/[\w-]{1,200})[\"'][^>]{0,300}>"
    r"([^<]{1,500})</a>"
)
_KINDS = {".htm": ".html", ".ltx": ".tex"}
_KINDS |= dict.fromkeys((".markdown", ".ipynb", ".qmd", ".rmd"), ".md")


@dataclass(slots=True)
class Draft:
    """A draft as text that can be read.

    Attributes
    ----------
    file : str
    text : str
        Without markup.
    at : list of int
        For each character of `text`, where it stood in `raw`.
    raw : str
        What the file says; of a .docx or .ipynb, its paragraphs or its cells of Markdown.
    links : list of tuple
        Where in `raw` words are a link to a key of ours (`#earnings-answer/unit-value`), and to
        which.
    ignored : list of tuple
        The parts of `raw` that the writer asked to leave alone.
    """

    file: str
    raw: str
    text: str = ""
    at: list[int] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    ignored: list[tuple[int, int]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of a character of `text`."""
        where = self.at[offset] if offset < len(self.at) else len(self.raw)
        if not self._starts:
            self._starts = [0, *accumulate(len(line) for line in self.raw.splitlines(True))]
        line = bisect_right(self._starts, where)
        column = where - self._starts[line - 1] + 1
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
            if closing[:1] in (".", "!", "?") and _ABBREVIATION.search(
                self.text[max(start, end - 12) : end]
            ):
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

    def edit(
        self, pattern: str, by: str | Callable[[re.Match[str]], str], closing: str = ""
    ) -> None:
        """Replace what matches; what is kept of it keeps its place.

        With `closing`, `pattern` is what opens, and all up to what closes is replaced.
        """
        flags = re.MULTILINE | re.DOTALL
        end = len(self.text)
        if closing:
            end = max((one.end() for one in re.finditer(closing, self.text, flags)), default=0)
            pattern = rf"{pattern}.*?{closing}"
        text: list[str] = []
        at: list[int] = []
        last = 0
        for found in re.compile(pattern, flags).finditer(self.text, 0, end):
            if found.end() == found.start():
                continue
            text.append(self.text[last : found.start()])
            at += self.at[last : found.start()]
            last = found.end()
            if by == r"\1":
                text.append(found[1])
                at += self.at[found.start(1) : found.end(1)]
            else:
                new = by(found) if callable(by) else by
                text.append(new)
                at += [self.at[found.start(1 if found.lastindex else 0)]] * len(new)
        self.text = "".join(text) + self.text[last:]
        self.at = at + self.at[last:]


def read_draft(name: str) -> Draft:
    """Return a draft by its name; `-` is standard input, read as Markdown.

    Raises
    ------
    AnalysisError
        It is not there, too large, or not what its ending says.
    """
    path = Path(name)
    suffix = ".md" if name == "-" else path.suffix.lower()
    try:
        if name == "-":
            content = sys.stdin.buffer.read(_MOST_BYTES + 1)
        elif not path.is_file():
            raise AnalysisError(f"There is no file {name}.")
        else:
            with path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
    except OSError as fault:
        raise AnalysisError(f"{name} cannot be read: {fault.strerror}.") from None
    if len(content) > _MOST_BYTES:
        raise AnalysisError(f"{name} is too large to be proofread (over 16 MB).")
    lines: list[int] = []
    if content.startswith(b"PK\x03\x04") or suffix == ".docx":
        raw, suffix = _word(name, path), ".txt"
        lines = [number // 2 + 1 for number in range(raw.count("\n") + 1)]
    else:
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            raw = content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            raise AnalysisError(f"{name} is not a text in UTF-8; save it as one.") from None
        if suffix == ".ipynb":
            raw, lines = _cells(name, raw)
    return prepare(name, raw, suffix, lines)


def prepare(name: str, raw: str, suffix: str, lines: list[int] | None = None) -> Draft:
    """Return a draft of this text, its markup taken off as its ending says."""
    draft = Draft(name, raw, raw, list(range(len(raw))), lines=lines or [])
    for found in _IGNORE.finditer(raw):
        begin = raw.rfind("\n", 0, found.start()) + 1
        end = raw.find("\n", found.end())
        end = len(raw) if end < 0 else end
        if not raw[begin : found.start()].strip():
            # Alone on its line, it is said of the paragraph that follows.
            blank = re.compile(r"\s*").match(raw, end)
            begin = blank.end() if blank else end
            stop = re.compile(r"\n[ \t]*\n").search(raw, begin)
            end = stop.start() if stop else len(raw)
        draft.ignored.append((begin, end))
    for found in re.finditer(_KEY_IN_MARKDOWN, raw):
        draft.links.append((found.start(1), found.end(1), found[2]))
    for found in re.finditer(_KEY_IN_HTML, raw):
        draft.links.append((found.start(2), found.end(2), found[1]))
    kind = _KINDS.get(suffix, suffix)
    if kind == ".md":
        # Mathematics is what stands between two dollars with a backslash or nothing but a number.
        dollars = r"(?<!\\)\$(?=[^$\n]{0,200}\\|[-+−\d.,]{1,20}\$)([^$\s][^$\n]{0,200}?)\$(?!\d)"
        draft.edit(dollars, _formula)
    for opening, closing, by in _BLOCKS.get(kind, ()):
        draft.edit(opening, by, closing)
    for pattern, by in [*_EDITS.get(kind, ()), *_PLAIN]:
        if by == "range":
            draft.edit(pattern, lambda m: f" {m[1]} to {m[2]} {_unit(m[3])}")
        elif by == "quantity":
            draft.edit(pattern, lambda m: f"{m[1]} {_unit(m[2])}")
        else:
            draft.edit(pattern, by)
    if kind in _EDITS:
        draft.edit(r"&(?:#\d{1,6}|#x[\da-fA-F]{1,5}|[a-zA-Z]{2,8});", lambda m: html.unescape(m[0]))
        draft.edit(r"\\([^\w\s])", r"\1")
    draft.edit("[\u00ad\u200b-\u200d\u2060\ufeff]", "")
    return draft


def _formula(found: re.Match[str]) -> str:
    return re.sub(r"\\,|[{}]", "", found[1]).replace(r"\%", "%")


def _unit(words: str) -> str:
    return "".join(_UNITS.get(word, word) for word in re.findall(r"[A-Za-z%]+", words))


def _word(name: str, path: Path) -> str:
    """Return the paragraphs of a .docx, a line each; a row of a table is one."""
    paragraphs: list[str] = []
    heard, rows = False, 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal heard, rows
        tag = tag.removeprefix(_WORD)
        rows += tag == "tr"
        if tag == "tr" or (tag == "p" and not rows):
            paragraphs.append("")
        elif paragraphs and tag in ("p", "tab", "br"):
            paragraphs[-1] += CELL if tag == "p" else " "
        heard = tag == "t"

    def stop(tag: str) -> None:
        nonlocal heard, rows
        heard = False
        rows -= tag == _WORD + "tr"

    def text(words: str) -> None:
        if heard and paragraphs:
            paragraphs[-1] += " ".join(words.splitlines())

    def refuse(*_: object) -> None:
        raise ValueError("it declares entities")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, stop
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    parser.buffer_text = True
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo("word/document.xml")
            if info.file_size > _MOST_BYTES:
                raise ValueError("it unpacks to over 16 MB")
            parser.Parse(archive.read(info), True)
    except Exception as fault:  # each packing has errors of its own
        raise AnalysisError(f"{name} is no document in the .docx format ({fault}).") from None
    return "\n\n".join(paragraphs)


def _cells(name: str, raw: str) -> tuple[str, list[int]]:
    """Return the Markdown of a notebook, and for each line its number in the notebook's file."""
    texts: list[str] = []
    lines: list[int] = []
    cursor = 0
    try:
        for cell in json.loads(raw)["cells"]:
            if cell["cell_type"] != "markdown":
                continue
            source = cell["source"]
            told = source if isinstance(source, list) else source.splitlines(True)
            for line in told:
                found = raw.find(json.dumps(line, ensure_ascii=False)[1:-1], cursor)
                cursor = found if found >= 0 else cursor
                lines.append(raw.count("\n", 0, cursor) + 1)
            texts.append("".join(told))
            lines.append(lines[-1] if lines else 1)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise AnalysisError(f"{name} is no Jupyter notebook of format 4.") from None
    return "\n\n".join(texts), lines
