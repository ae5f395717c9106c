"""What a change of the reader changes: stored readings beside those of the working tree.

    python tests/phrases/changes.py [--write]

Prints each text whose reading is not the stored one, old and new, and exits with 1 if there is any;
with `--write` the new readings are stored. `examples.jsonl` holds phrases as the strict reader
takes them; `frozen.jsonl` holds texts with every refusal and every numeral that was passed.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from jilin_analysis.phrases import NormalizationError, Quantity, find_quantities, read

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples.jsonl"
FROZEN = HERE / "frozen.jsonl"
FIELDS = ("kind", "value", "unit", "bound", "low", "high", "comparison", "ambiguous")


def figure_record(quantity: Quantity) -> dict[str, Any]:
    """Return a figure as JSON keeps it; what is empty in most figures only where it is not."""
    record: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(quantity, name)
        record[name] = str(value) if isinstance(value, Decimal) else value
    if quantity.candidates:
        record["candidates"] = list(quantity.candidates)
    if quantity.range:
        record["range"] = quantity.range
    return record


def example(text: str) -> dict[str, Any]:
    """Return what the strict reader says of a phrase."""
    try:
        return {"text": text, "figures": [figure_record(q) for q in find_quantities(text)]}
    except NormalizationError as error:
        return {"text": text, "refusal": str(error)}


def frozen(text: str) -> dict[str, Any]:
    """Return all that `read` says of a text."""
    reading = read(text)
    return {
        "text": text,
        "figures": [{"text": q.text, **figure_record(q)} for q in reading.figures],
        "refusals": [[r.text, r.reason] for r in reading.refusals],
        "passed": [[p.text, p.kind] for p in reading.passed],
    }


def load(path: Path) -> list[dict[str, Any]]:
    """Return the stored readings."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _line(record: dict[str, Any]) -> str:
    """Return a record as one line; what UTF-8 cannot hold (a lone surrogate) is escaped."""
    line = json.dumps(record, ensure_ascii=False)
    return line if line.isprintable() else json.dumps(record)


def main(write: bool) -> int:
    """Compare, and store where asked."""
    changed = 0
    for path, reader in ((EXAMPLES, example), (FROZEN, frozen)):
        stored = load(path)
        now = [reader(record["text"]) for record in stored]
        for old, new in zip(stored, now, strict=True):
            if old != new:
                changed += 1
                print(f"{path.name}: {old['text']!r}")
                for name in new | old:
                    if old.get(name) != new.get(name):
                        print(f"  was {name} {json.dumps(old.get(name), ensure_ascii=False)}")
                        print(f"  now {name} {json.dumps(new.get(name), ensure_ascii=False)}")
        if write:
            path.write_text("".join(f"{_line(record)}\n" for record in now), "utf-8")
    print(f"{changed} readings changed")
    return int(changed > 0 and not write)


if __name__ == "__main__":
    sys.exit(main("--write" in sys.argv[1:]))
