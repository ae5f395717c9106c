"""What a text names: metrics and entities, and the times that its figures are of."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from types import SimpleNamespace


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of patterns, each whole: `{name}` stands for one above it."""
    known: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        row["pattern"] = re.sub(r"\{([a-z_]+)\}", lambda one: known[one[1]], row["pattern"])
        known[row["name"]] = row["pattern"]
    return rows


def patterns(path: Path) -> SimpleNamespace:
    """Return the patterns of a table by their names."""
    named = {row["name"]: row["pattern"] for row in table(path)}
    return SimpleNamespace(**{name: re.compile(told) for name, told in named.items() if name})
