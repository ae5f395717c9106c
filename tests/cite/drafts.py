"""Drafts of our own with marks that say which figures are right, wrong or not ours."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from jilin_analysis.citing.drafts import read_draft

_MARK = re.compile(r"\{([=!?])([^{}|]*)(?:\|([a-z-]+))?\}")
_PARAGRAPH = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:r><w:t>{}</w:t></w:r></w:p>"
)


@dataclass
class Mark:
    """`{=28 %}` is right, `{!27 %|value-differs}` wrong, `{?5 %}` not ours.

    In TeX, whose braces are its own, a mark follows its figure: `{=}`, `{!value-differs}`.
    """

    sign: str
    start: int
    stop: int
    rule: str


def marked(text):
    """Return the text without marks, and the marks with their places in it."""
    marks, plain, last = [], "", 0
    for found in _MARK.finditer(text):
        plain += text[last : found.start()]
        sign, words, rule = found.groups()
        follows = not words or (sign == "!" and rule is None)
        start = len(plain) - 45 if follows else len(plain)
        plain += "" if follows else words
        marks.append(Mark(sign, start, len(plain), rule or (words if sign == "!" else "")))
        last = found.end()
    return plain + text[last:], marks


def write(path, text):
    if path.suffix == ".docx":
        body = "".join(_PARAGRAPH.format(line) for line in text.splitlines())
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", f"<w:body xmlns:w='x'>{body}</w:body>")
    else:
        path.write_text(text, encoding="utf-8")
    return path


def measured(proofreader, folder, source):
    """Return for every mark of every draft the finding on it, and findings without a mark."""
    told, stray = [], []
    for section in re.split(r"^=== ", source, flags=re.MULTILINE)[1:]:
        name, _, text = section.partition("\n")
        plain, marks = marked(text)
        draft = read_draft(str(write(Path(folder) / name, plain)))
        findings = [one for one in proofreader.read(draft) if one.text]
        starts = [0]
        for line in plain.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        placed = [(starts[one.line - 1] + one.column - 1, one) for one in findings]
        taken = set()
        for mark in marks:
            fits = [
                (at, one)
                for at, one in placed
                if at < mark.stop and mark.start < at + max(len(one.text), 3)
            ]
            found = fits[-1] if fits else None
            if found:
                taken.add(id(found[1]))
            told.append((name, plain[max(mark.start, 0) : mark.stop], mark, found and found[1]))
        stray += [(name, one) for _, one in placed if id(one) not in taken]
    return told, stray
