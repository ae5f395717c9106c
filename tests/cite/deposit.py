"""Write CITATION.cff and .zenodo.json from the data package, so that none of them says otherwise.

Usage: python tests/cite/deposit.py
"""

from __future__ import annotations

import json
from hashlib import sha1
from pathlib import Path
from typing import Any

from jilin_analysis import __version__

ROOT = Path(__file__).resolve().parents[2]
LICENCES = " The licence is that of the data; the code is under the MIT licence."
KEYWORDS = ["reproducible research", "growth rates", "interval arithmetic", "Jilin", "statistics"]


def package() -> dict[str, Any]:
    return json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))


def swhid_of(folder: Path) -> str:
    """Return the SWHID of a folder of plain files: the hash that git gives its tree."""
    entries = b""
    for path in sorted(folder.iterdir(), key=lambda one: one.name.encode()):
        content = path.read_bytes()
        blob = sha1(b"blob %d\0" % len(content) + content).digest()
        entries += b"100644 " + path.name.encode() + b"\0" + blob
    return "swh:1:dir:" + sha1(b"tree %d\0" % len(entries) + entries).hexdigest()


def citation() -> str:
    """Return CITATION.cff; a JSON string is a YAML string."""
    told, identifiers = package(), [("swh", swhid_of(ROOT / "data"), "the folder data/")]
    identifiers += [(i["type"], i["value"], "") for i in told.get("identifiers", ())]
    lines = [
        "# Written by tests/cite/deposit.py from data/datapackage.json.",
        "cff-version: 1.2.0",
        "message: >-",
        "  Cite a figure, a table, a statement or a single number with `jilin-analysis cite ID`,",
        "  which credits the producers of the data first. Cite the whole work as below.",
        "type: dataset",
        f"title: {_text(told['title'])}",
        f"abstract: {_text(told['description'] + LICENCES)}",
        "authors:",
        *(f"  - name: {_text(one['title'])}" for one in told["contributors"]),
        f"version: {_text(told['version'])}",
        f"date-released: {told['created'][:10]}",
        f"license: {told['licenses'][0]['name']}",
        *([f"url: {_text(told['homepage'])}"] if told.get("homepage") else []),
        "identifiers:",
    ]
    for kind, value, words in identifiers:
        lines += [f"  - type: {kind}", f"    value: {_text(value)}"]
        lines += [f"    description: {_text(words)}"] if words else []
    lines += ["keywords:", *(f"  - {word}" for word in KEYWORDS)]
    lines += ["references:", "  - type: software", "    title: jilin-analysis"]
    lines += [f"    version: {__version__}", "    license: MIT", "    authors:"]
    lines += [f"      - name: {_text(one['title'])}" for one in told["contributors"]]
    return "\n".join([*lines, ""])


def deposit() -> str:
    """Return .zenodo.json."""
    told = package()
    sources = json.loads((ROOT / "data/sources.json").read_text(encoding="utf-8"))
    derived = [
        {"identifier": one["URL"], "relation": "isDerivedFrom", "scheme": "url"}
        for one in sources
        if one.get("URL")
    ]
    whole = {
        "title": told["title"],
        "upload_type": "dataset",
        "description": told["description"],
        "creators": [{"name": one["title"]} for one in told["contributors"]],
        "version": told["version"],
        "publication_date": told["created"][:10],
        "license": told["licenses"][0]["name"].lower(),
        "access_right": "open",
        "language": "eng",
        "keywords": KEYWORDS,
        "related_identifiers": derived,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


FILES = {"CITATION.cff": citation, ".zenodo.json": deposit}

if __name__ == "__main__":
    for name, make in FILES.items():
        (ROOT / name).write_text(make(), encoding="utf-8", newline="\n")
