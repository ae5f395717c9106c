"""A data folder as it lies on the disk: the one module that opens its files.

It reads with csv and json alone, so that citing never waits for pandas. Files come as people save
them: what a spreadsheet did to one is undone where that loses nothing, and told.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from .errors import DataError, Problem
from .paths import data_folder, shipped_data

REPORTED, METRICS, SERIES = "reported.csv", "metrics.csv", "series.csv"
SOURCES, PACKAGE = "sources.json", "datapackage.json"
# Reference series serve conversions and calendar effects only; figures without words are rare.
OPTIONAL = ("exchange-rates.csv", "working-days.csv", SERIES)
_MOST_BYTES = 256 * 2**20
_MOST_DIGITS = 400
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_UNMARKED = (
    ("utf-8", ""),
    ("gb18030", "the encoding GBK"),
    ("cp1252", "the encoding Windows-1252"),
)
# Western text has a letter or sign beside those of ASCII here and there, never two in a row.
_NO_WESTERN = re.compile(r"[^\x00-\x7f]{2}|[^\x00-\x7fÀ-ÖØ-öø-ÿŒœŠšŽžŸ£€–—‘’“”…°±½¼¾×·§]")
# No page, picture or program takes these.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\(?:[bf]|u00(?:0[0-8be]|1\w))|[\x7f\ufffe\uffff]")
csv.field_size_limit(2**24)

Row = dict[str, str]


@dataclass(slots=True)
class Folder:
    """A data folder as read: rows of text, bibliography, descriptor, and what was found on the way.

    Attributes
    ----------
    path : pathlib.Path
    package : dict
        `datapackage.json`.
    sources : dict of str to dict
        The works of `sources.json` (CSL-JSON) by id, as written.
    tables : dict of str to list of dict
        The rows of each table by the name of its file; an absent column is a column of "".
    notes : list of str
        What was folded on reading, a line a file.
    problems : list of Problem
        What keeps a file from being read at all.
    numbers : dict of str to list of int
        The number of each of these rows in its file, as a spreadsheet shows it.
    listed : list
        The entries of `sources.json` as they stand, sound or not.
    hashes : dict of str to str
        SHA-256 of each file as it lies there.
    sheets : dict of str to str
        Where a table stands that is none of these files: `my-data.xlsx, sheet reported`.
    """

    path: Path
    package: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    listed: list[Any] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)

    def fault(self, file: str, *told: Any) -> None:
        """Note a problem: row, column, value, expected and mend, as far as there are any."""
        self.problems.append(Problem(self.sheets.get(file, file), *told))

    @property
    def fingerprint(self) -> str:
        """A SHA-256 over all files: it changes with any byte of the data."""
        lines = [f"{digest}  {name}\n" for name, digest in sorted(self.hashes.items())]
        return sha256("".join(lines).encode()).hexdigest()


@cache
def contract() -> dict[str, Any]:
    """Return the descriptor that every data folder is judged by: the one that is shipped."""
    return dict(json.loads((shipped_data() / PACKAGE).read_text(encoding="utf-8")))


def schemas(package: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the fields of each table by the name of its file.

    They are those of the shipped descriptor; a folder's own descriptor may name more columns, of
    text, and never takes a rule away.
    """
    fields = {
        resource["path"]: list(resource["schema"]["fields"])
        for resource in contract()["resources"]
        if "schema" in resource
    }
    stated = package.get("resources")
    for resource in stated if isinstance(stated, list) else []:
        try:
            names = dict.fromkeys(field["name"] for field in resource["schema"]["fields"])
            known = fields.get(str(resource["path"]), [])
        except (KeyError, TypeError):
            continue
        told = {one["name"] for one in known}
        own = (name for name in names if isinstance(name, str) and name not in told)
        known += [{"name": name, "type": "string"} for name in own]
    return fields


def read_folder(data: str | os.PathLike[str] | None = None, tables: bool = True) -> Folder:
    """Read every file of a data folder; what cannot be read is a problem, never an exception.

    Parameters
    ----------
    data : path, optional
        The folder; without it, the data that come with the package.
    tables : bool
        Whether more is wanted than the descriptor and the bibliography.
    """
    folder = Folder(data_folder(data))
    if not folder.path.is_dir():
        mend = "Start one with `jilin-analysis new FOLDER`."
        folder.fault(str(folder.path), None, None, None, "a data folder", mend)
        return folder
    package, listed = _json(folder, PACKAGE, dict), _json(folder, SOURCES, list)
    folder.package, folder.listed = package or {}, listed or []
    folder.sources = {
        entry["id"]: entry
        for entry in folder.listed
        if isinstance(entry, dict) and isinstance(entry.get("id"), str)
    }
    sheets = _sheets(folder) if tables else {}
    for name, fields in schemas(folder.package).items() if tables else ():
        lines = sheets.get(name) or _cells(folder, name, fields)
        folder.tables[name] = [] if lines is None else _table(folder, name, fields, lines)
    return folder


def readable_folder(data: str | os.PathLike[str] | None = None) -> Folder:
    """Return a folder whose files can all be read; raise `DataError` where one cannot."""
    folder = read_folder(data)
    if folder.problems:
        raise DataError(folder.problems)
    return folder


def _bytes(folder: Folder, name: str) -> bytes | None:
    path = folder.path / name
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            found, expected = "no plain file", "a file: it is not opened, since it may never end"
        elif about.st_size > _MOST_BYTES:
            found, expected = f"{about.st_size >> 20} MB", "a file of 256 MB at the most"
        else:
            raw = path.read_bytes()
            folder.hashes[name] = sha256(raw).hexdigest()
            return raw
        folder.fault(name, None, None, found, expected)
    except FileNotFoundError:
        if name not in OPTIONAL:
            folder.fault(name, None, None, None, "this file in the data folder")
    except OSError as error:
        folder.fault(name, None, None, str(error.strerror), "a readable file")
    return None


def _text(folder: Folder, name: str) -> str | None:
    """Return the content of a file as text with line feeds, whatever it was saved as."""
    raw = _bytes(folder, name)
    if raw is None:
        return None
    text, found = decoded(raw)
    if text is None:
        mend = "Save it as CSV UTF-8, or tell the spreadsheet which encoding to write."
        folder.fault(name, None, None, found, "a text in UTF-8", mend)
        return None
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        found = f"a control character (U+{ord(control[0]):04X})"
        folder.fault(name, line, None, found, "text that can be shown", "Delete it.")
        return None
    if "\r" in text:
        found = ", ".join(filter(None, (found, "the line ends of another system")))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found:
        folder.notes.append(f"{name} was saved with {found}; it is read all the same.")
    return text


def decoded(raw: bytes) -> tuple[str | None, str]:
    """Return the text and what is odd in its encoding; where it has none, what was found."""
    marked = [one for one in _MARKS if raw.startswith(one[0])]
    if not marked and raw.count(0) > len(raw) // 4:
        codec = "utf-16-be" if raw.startswith(b"\x00") else "utf-16-le"
        marked = [(b"", codec, "UTF-16 without a byte order mark")]
    for codec, words in [one[1:] for one in marked] or _UNMARKED:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        odd = codec == "cp1252" and bool(_NO_WESTERN.search(text))
        if codec == "gb18030":
            # Big5 decodes as GB 18030 too, but into characters that nobody uses.
            wide = [char for char in text if char > "\u2e7f"]
            used = sum(bool(char.encode("gb2312", "ignore")) for char in wide)
            odd = used < max(1, 0.9 * len(wide))
        if not odd:
            return text, words
    damaged = f"damaged text with {marked[0][2]}" if marked else ""
    return None, damaged or "none of UTF-8, UTF-16, GBK and Windows-1252 (Big5, perhaps)"


def _cells(folder: Folder, name: str, fields: list[dict[str, Any]]) -> list[list[str]] | None:
    text = _text(folder, name)
    if text is None:
        return None
    head = text.partition("\n")[0]
    comma = "," if "," in head else max(",;\t", key=head.count)
    if comma != ",":
        sign = "semicolons" if comma == ";" else "tabs"
        folder.notes.append(f"{name} separates its cells with {sign}; it is read all the same.")
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=comma, strict=True))
    except csv.Error as error:
        mend = "A quotation mark was opened and never closed, or stands in the middle of a cell."
        folder.fault(name, None, None, str(error), "a table of cells between commas", mend)
        return None
    # Where a comma separates no cells, it is that of a decimal.
    numbers = {one["name"] for one in fields if one["type"] != "string"}
    places = [at for at, column in enumerate(lines[0] if lines else ()) if column in numbers]
    for line in lines[1:] if comma != "," else ():
        for at in places:
            if at < len(line) and re.fullmatch(r"-?\d+,\d+", line[at].strip()):
                line[at] = line[at].replace(",", ".")
    return lines


def _sheets(folder: Folder) -> dict[str, list[list[str]]]:
    """Return the sheets of the folder's one spreadsheet that stand for tables without a CSV."""
    books = sorted(folder.path.glob("*.xlsx"))
    lacking = [n for n in schemas(folder.package) if not (folder.path / n).exists()]
    if len(books) != 1 or REPORTED not in lacking:
        return {}
    try:
        import openpyxl
    except ImportError:
        mend = "Install jilin-analysis[read], or save each sheet as CSV."
        found, expected = books[0].name, "a program that reads spreadsheets"
        folder.fault(REPORTED, None, None, found, expected, mend)
        return {}
    raw = _bytes(folder, books[0].name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw or b""), read_only=True, data_only=True)
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
        folder.fault(books[0].name, None, None, found, "a spreadsheet (.xlsx)")
        return {}
    folder.notes.append(f"The tables are read from {books[0].name}, a sheet each.")
    sheets = {f"{one.title.lower()}.csv": one for one in book}
    sheets = {name: sheet for name, sheet in sheets.items() if name in lacking}
    folder.sheets = {n: f"{books[0].name}, sheet {one.title}" for n, one in sheets.items()}
    return {
        name: [["" if c is None else str(c) for c in row] for row in sheet.values]
        for name, sheet in sheets.items()
    }


def _table(
    folder: Folder, name: str, fields: list[dict[str, Any]], lines: list[list[str]]
) -> list[Row]:
    """Return the rows of a table with every column of its schema; blank lines are left out."""
    filled = [(at, line) for at, line in enumerate(lines, 1) if any(map(str.strip, line))]
    names = [one["name"] for one in fields]
    if not filled:
        folder.fault(name, None, None, "an empty file", "a header and rows")
        return []
    (_, header), *rows = filled
    header = [cell.strip() for cell in header]
    header = [cell.lower() if cell.lower() in names else cell for cell in header]
    # A comma too many at the end of every line is no column.
    while not header[-1] and all(len(row) < len(header) or not row[-1] for _, row in rows):
        header = header[:-1]
        rows = [(at, row[: len(header)]) for at, row in rows]
    needed = [one["name"] for one in fields if one.get("constraints", {}).get("required")]
    for missing in [column for column in needed if column not in header]:
        folder.fault(name, 1, missing, None, "this column", f"The header is: {','.join(names)}")
    for extra in [column for column in header if column not in names]:
        expected = "no column but those of the contract"
        folder.fault(name, 1, extra, extra, expected, "Remove or rename it.")
    for twice in {column for column in header if header.count(column) > 1}:
        folder.fault(name, 1, twice, twice, "a column that stands once")
    table: list[Row] = []
    folder.numbers[name] = []
    widths = {len(row) for _, row in rows}
    if len(widths) == 1 and max(widths) > len(header):
        expected = f"the names of {max(widths)} columns, as each row has so many cells"
        mend = f"The header is: {','.join(names)}"
        folder.fault(name, filled[0][0], None, f"{len(header)} names", expected, mend)
        return table
    for number, row in rows:
        if len(row) != len(header):
            expected = f"as many cells in each row as in the header ({len(header)})"
            mend = "A comma within a cell needs quotation marks around the cell."
            if len(row) < len(header):
                mend = "A cell that is empty has its comma all the same."
            folder.fault(name, number, None, f"{len(row)} cells", expected, mend)
            continue
        told = dict(zip(header, map(str.strip, row), strict=True))
        _swallowed(folder, name, number, told)
        table.append({column: told.get(column, "") for column in names})
        folder.numbers[name].append(number)
    return table


def _swallowed(folder: Folder, name: str, number: int, row: Row) -> None:
    """See a quotation mark that was closed in a later row, so that the rows between vanished."""
    for column, cell in row.items():
        _, *more = cell.split("\n")
        prose = column in ("note", "definition", "not_known")
        if more and (not prose or any(line.count(",") >= len(row) - 1 for line in more)):
            expected = "one line: rows seem to have been swallowed by a quotation mark"
            mend = "Close the quotation mark in this cell, or double it."
            folder.fault(name, number, column, cell, expected, mend)
            return


def _json(folder: Folder, name: str, kind: type) -> Any:
    text = _text(folder, name)
    if text is None:
        return None
    expected, mend = "a JSON list of sources" if kind is list else "a JSON object", ""
    try:
        told = json.loads(text, object_pairs_hook=_once, parse_int=_integer)
        written = json.dumps(told, ensure_ascii=False)
        written.encode()
        if _ESCAPED.search(written):
            raise ValueError("a control character")
        if isinstance(told, kind) and told:
            return told
        found = type(told).__name__ if told else "nothing"
        expected = f"{expected}, with something in it"
    except RecursionError:
        found, expected = "too many brackets", "JSON that is not nested so deep"
    except json.JSONDecodeError as error:
        found, expected = f"{error.msg} at line {error.lineno}, column {error.colno}", "JSON"
    except UnicodeEncodeError:
        found = "half of a character (a lone surrogate, \\ud800 to \\udfff)"
        expected, mend = "text that can be written", "Delete it."
    except ValueError as error:
        found = str(error)
    folder.fault(name, None, None, found, expected, mend)
    return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return dict(pairs)


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def walk(folder: Folder) -> Iterator[tuple[str, int, Row]]:
    """Yield every row of every table with the name of its file and its number there."""
    for name, rows in folder.tables.items():
        for number, row in zip(folder.numbers.get(name, ()), rows, strict=True):
            yield name, number, row


def names_of(metric: Row) -> list[str]:
    """Return the names of a metric; what stands in a label behind a comma or bracket is no part."""
    told = [metric["label"], metric["label_zh"], *metric.get("also_called", "").split(";")]
    return list(dict.fromkeys(filter(None, (re.split(r"[,（(]", one)[0].strip() for one in told))))
