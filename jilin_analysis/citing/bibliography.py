"""The works that exhibits rest on, as the data folder's `sources.json` describes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..errors import AnalysisError
from .catalogue import Exhibit

Item = dict[str, Any]


def read_bibliography(data: Path) -> dict[str, Item]:
    """Return the works of `sources.json` by key."""
    path = data / "sources.json"
    try:
        items = {item["id"]: item for item in json.loads(path.read_text(encoding="utf-8"))}
    except FileNotFoundError:
        raise AnalysisError(f"{path} is not there; is {data} a data folder?") from None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise AnalysisError(f"{path} is not a bibliography in CSL-JSON: {fault!r}.") from None
    for key, item in items.items():
        if not item.get("URL", "https://").startswith(("http://", "https://")):
            raise AnalysisError(f"{path}: the URL of {key!r} is no web address.")
    return items


def sources_of(exhibit: Exhibit, data: Path) -> list[Item]:
    """Return the works that an exhibit rests on, in its order."""
    if not exhibit.sources:
        return []
    known = read_bibliography(data)
    if lacking := [key for key in exhibit.sources if key not in known]:
        raise AnalysisError(
            f"{exhibit.id} rests on {', '.join(map(repr, lacking))}, which {data / 'sources.json'} "
            "does not describe; add it there."
        )
    return [known[key] for key in exhibit.sources]
