"""What a text names: metrics and entities, and the times that its figures are of."""

from __future__ import annotations

import re
from types import SimpleNamespace

from ..paths import table


def forms(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of patterns, each whole: `{name}` stands for one above it."""
    known: dict[str, str] = {}
    rows = table(name)
    for row in rows:
        row["pattern"] = re.sub(r"\{([a-z_]+)\}", lambda one: known[one[1]], row["pattern"])
        known[row["name"]] = row["pattern"]
    return rows


def patterns(name: str) -> SimpleNamespace:
    """Return the patterns of a table by their names."""
    named = {row["name"]: row["pattern"] for row in forms(name)}
    return SimpleNamespace(**{name: re.compile(told) for name, told in named.items() if name})
