"""Exhibits read back from notebooks, and cited."""

from __future__ import annotations

import csv
from pathlib import Path


def table(path: str | Path) -> list[dict[str, str]]:
    """Return the rows of a table that stands beside the code."""
    with (Path(__file__).parent / path).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
