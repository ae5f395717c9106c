"""Read the data folder as text, and say which file or encoding is not what it should be."""

from __future__ import annotations

import codecs
import io
import json
import warnings
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from .errors import Problem

COLUMNS: dict[str, tuple[str, ...]] = {
    "reported.csv": (
        "id",
        "entity",
        "metric",
        "period",
        "comparison",
        "as_reported",
        "source",
        "locator",
        "sentence_sha256",
        "note",
    ),
    "metrics.csv": ("metric", "label", "label_zh", "measure", "unit", "definition", "not_known"),
    "exchange-rates.csv": ("id", "period", "yuan_per_dollar", "days", "source"),
    "working-days.csv": ("id", "period", "calendar_days", "working_days", "source"),
}
# The reference series are needed only for conversions and calendar effects.
OPTIONAL = ("exchange-rates.csv", "working-days.csv")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 without a byte order mark",
    "utf-16-be": "UTF-16 without a byte order mark",
    "gb18030": "GBK (GB 18030)",
}
_PIECE = 1 << 20


@dataclass(slots=True)
class Tables:
    """The data folder as read: text tables, bibliography, descriptor, and the faults so far."""

    folder: Path
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    sources: list[Any] = field(default_factory=list)
    package: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_tables(folder: Path) -> Tables:
    """Read every file of a data folder; faults are collected, never raised.

    Parameters
    ----------
    folder : pathlib.Path
        A folder with the files that `COLUMNS` names, `sources.json` and `datapackage.json`.
    """
    tables = Tables(folder)
    tables.frames = {name: pd.DataFrame(columns=list(names)) for name, names in COLUMNS.items()}
    if not folder.is_dir():
        mend = "Start one with `jilin-analysis new FOLDER`."
        tables.problems.append(Problem(str(folder), None, None, None, "a data folder", mend))
        return tables
    for name, columns in COLUMNS.items():
        frame = _read_csv(tables, name, columns)
        if frame is not None:
            tables.frames[name] = frame
    sources, package = (_read_json(tables, name) for name in ("sources.json", "datapackage.json"))
    for name, found, kind in (("sources.json", sources, list), ("datapackage.json", package, dict)):
        if found is not None and not isinstance(found, kind):
            expected = "a JSON list of sources" if kind is list else "a JSON object"
            tables.problems.append(Problem(name, None, None, type(found).__name__, expected))
    tables.sources = sources if isinstance(sources, list) else []
    tables.package = package if isinstance(package, dict) else {}
    return tables


def fingerprint(folder: Path) -> str:
    """Return a SHA-256 over all files of the data folder: it changes with any byte of the data."""
    names = [*COLUMNS, "datapackage.json", "sources.json"]
    files = [folder / name for name in sorted(names) if (folder / name).is_file()]
    lines = [f"{sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    return sha256("".join(lines).encode()).hexdigest()


def _read_bytes(tables: Tables, name: str) -> bytes | None:
    """Return the content of a file as UTF-8 without a byte order mark, whatever it came in."""
    try:
        raw = (tables.folder / name).read_bytes()
    except FileNotFoundError:
        if name not in OPTIONAL:
            tables.problems.append(Problem(name, None, None, None, "this file in the data folder"))
        return None
    except OSError as error:
        tables.problems.append(Problem(name, None, None, str(error.strerror), "a readable file"))
        return None
    codec = _codec(raw)
    if codec != "utf-8":
        found = _NAMES.get(codec, "no known encoding")
        tables.problems.append(_encoding(name, found, codec))
        return raw.decode(codec, errors="replace").encode() if codec else None
    if b"\r" in raw:
        mend = f"Convert with: sed -i 's/\\r$//' {name}"
        expected = "lines that end in LF"
        tables.problems.append(Problem(name, None, None, "line ends CR LF", expected, mend))
    return raw


def _codec(raw: bytes) -> str:
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return codec
    if b"\x00" in raw:
        # The zero comes first where the high byte of an ASCII letter does.
        return "utf-16-be" if raw.startswith(b"\x00") else "utf-16-le"
    return next((codec for codec in ("utf-8", "gb18030") if _decodes(raw, codec)), "")


def _decodes(raw: bytes, codec: str) -> bool:
    # Piece by piece: the text of a large file is several times its bytes.
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for start in range(0, len(raw), _PIECE):
            decoder.decode(raw[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(name: str, found: str, codec: str) -> Problem:
    python = f"p.write_text(p.read_text('{codec}'), 'utf-8')"
    mend = f"Convert with: python -c \"import pathlib; p = pathlib.Path('{name}'); {python}\""
    expected = "UTF-8 without a byte order mark"
    return Problem(name, None, None, found, expected, mend if codec else "Write the file again.")


def _read_csv(tables: Tables, name: str, columns: tuple[str, ...]) -> pd.DataFrame | None:
    raw = _read_bytes(tables, name)
    if raw is None:
        return None
    if not raw[:_PIECE].strip():
        tables.problems.append(Problem(name, None, None, "an empty file", "a header and rows"))
        return None
    try:
        # It only warns where the first row has more cells than the header, and drops them.
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(io.BytesIO(raw), dtype="str", na_filter=False, index_col=False)
    except (pd.errors.ParserError, pd.errors.ParserWarning, ValueError) as error:
        expected = "a comma-separated table with as many cells in each row as in the header"
        tables.problems.append(Problem(name, None, None, str(error).strip(), expected))
        return None
    header = [str(column) for column in frame.columns]
    for missing in [column for column in columns if column not in header]:
        mend = f"The header is: {','.join(columns)}"
        tables.problems.append(Problem(name, 1, missing, None, "this column", mend))
    for extra in [column for column in header if column not in columns]:
        expected = "no column but those of the contract"
        tables.problems.append(Problem(name, 1, extra, extra, expected, "Remove or rename it."))
    if not set(columns) <= set(header):
        return None
    if frame.empty and name not in OPTIONAL:
        tables.problems.append(Problem(name, 2, None, "no row", "at least one row"))
    # A million rows repeat few words: as categories they are small, and each is checked once.
    return frame[list(columns)].astype(dict.fromkeys(columns[1:], "category"))


def _read_json(tables: Tables, name: str) -> Any:
    raw = _read_bytes(tables, name)
    if raw is None:
        return None
    try:
        return json.loads(raw)
    except RecursionError:
        expected = "JSON that is not nested so deep"
        tables.problems.append(Problem(name, None, None, "too many brackets", expected))
        return None
    except json.JSONDecodeError as error:
        place = f"{error.msg} at line {error.lineno}, column {error.colno}"
        tables.problems.append(Problem(name, None, None, place, "JSON"))
        return None
