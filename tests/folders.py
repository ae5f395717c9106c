"""Data folders for tests: a sound one, spoilt in one place or made anew from a few rows."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parent / "data" / "next-quarter"
SHARED = Path(__file__).parents[2] / "shared"
Row = dict[str, str]


def sound(place: Path) -> Path:
    """Return a copy of the example folder, which has no hashes and may be spoilt."""
    return Path(shutil.copytree(EXAMPLE, place / "data"))


def spoil(folder: Path, change: Callable[[list[Row]], object], name: str = "reported.csv") -> None:
    """Change the rows of a table."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    write(folder, name, rows)


def write(folder: Path, name: str, rows: list[Row]) -> None:
    """Write a table; its header is every column that a row has."""
    header = list(dict.fromkeys(column for row in rows for column in row))
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, fieldnames=header, lineterminator="\n", restval="")
        out.writeheader()
        out.writerows(rows)


def spoil_json(folder: Path, name: str, change: Callable[[Any], object]) -> None:
    """Change `sources.json` or `datapackage.json`."""
    content = json.loads((folder / name).read_text(encoding="utf-8"))
    change(content)
    (folder / name).write_text(json.dumps(content), encoding="utf-8")


def put(row: int, **cells: str) -> Callable[[list[Row]], None]:
    """Return a change of some cells of one row, counted from nought."""
    return lambda rows: rows[row].update(cells)
