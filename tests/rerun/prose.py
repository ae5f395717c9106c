"""The notebooks as somebody last read them: every cell, and a hash for each cell of text.

No test can know that a sentence was turned round or a chart left out. So such a change fails until
its author has read it again and run this program, which shows what changed and stores it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

STORED = Path(__file__).with_name("prose.json")
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def prose_of(notebook: Any) -> Iterator[tuple[str, str]]:
    """Yield each cell of text with its hash, and of each other cell that it is there."""
    for cell in notebook["cells"]:
        text, kind = "".join(cell["source"]), cell["cell_type"]
        hashed = sha256(text.encode()).hexdigest()[:16]
        yield cell["id"], hashed if kind == "markdown" else kind


@cache
def read_prose() -> dict[str, dict[str, str]]:
    """Return the stored hashes by notebook and cell."""
    return dict(json.loads(STORED.read_text(encoding="utf-8"))) if STORED.exists() else {}


def main() -> None:
    found: dict[str, dict[str, str]] = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = dict(prose_of(notebook))
        for cell in notebook["cells"]:
            stored = read_prose().get(path.stem, {}).get(cell["id"])
            if cell["id"] in found[path.stem] and stored != found[path.stem][cell["id"]]:
                print(f"{path.stem}, {cell['id']}:\n{''.join(cell['source'])}\n")
    STORED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
