"""Change every thing once and see whether anything notices: `make mutants`.

    python tests/rerun/mutants.py data          each cell and value of the data folder
    python tests/rerun/mutants.py notebooks     each output, alt text, tag and paragraph

A mutant of the data is judged with its hash renewed, as an author would: by `check`, then by the
seal of the release. A mutant of a notebook is judged by the rules of integrity.py, then by the
comparison with a rerun. What nothing notices is printed, and the exit status tells of it.
Mutants of the code are mutmut's own: `make mutants MODULE=jilin_analysis/growth.py`.
"""

from __future__ import annotations

import copy
import csv
import hashlib
import io
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from house.test_release import SEALS
from rerun.integrity import KEY, faults, text_of

from jilin_analysis.contract import judge
from jilin_analysis.folder import read_folder
from jilin_analysis.paths import notebooks_folder, shipped_data

Mutant = tuple[str, str, str | None]


def changed(value: Any) -> Any:
    """Return another value of the same kind: another digit, another word, the other truth."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    text = "" if value is None else str(value)
    for index in range(len(text) - 1, -1, -1):
        if text[index] in "0123456789":
            return text[:index] + str((int(text[index]) + 1) % 10) + text[index + 1 :]
    return text + "x"


def of_data() -> Iterator[Mutant]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(shipped_data(), Path(place) / "data"))
        for path in sorted(folder.glob("*.[cj]s*")):
            whole = path.read_bytes()
            changes = _cells if path.suffix == ".csv" else _values
            for what, content in changes(whole):
                path.write_bytes(content)
                if path.name != "datapackage.json":
                    _renew(folder, path.name)
                seen = "check" if judge(read_folder(folder)).problems else None
                seal = hashlib.sha256((folder / "datapackage.json").read_bytes()).hexdigest()
                yield path.name, what, seen or (None if seal in SEALS.values() else "seal")
                shutil.copy(shipped_data() / "datapackage.json", folder)
            path.write_bytes(whole)


def _cells(content: bytes) -> Iterator[tuple[str, bytes]]:
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    for number, row in enumerate(rows):
        for column, name in enumerate(rows[0]):
            mutant = copy.deepcopy(rows)
            mutant[number][column] = changed(row[column])
            text = io.StringIO(newline="")
            csv.writer(text, lineterminator="\n").writerows(mutant)
            yield f"row {number + 1}, {name}: {row[column]!r}", text.getvalue().encode()


def _values(content: bytes) -> Iterator[tuple[str, bytes]]:
    for path in _leaves(json.loads(content), ()):
        mutant = json.loads(content)
        inner = mutant
        for key in path[:-1]:
            inner = inner[key]
        old, inner[path[-1]] = inner[path[-1]], changed(inner[path[-1]])
        text = json.dumps(mutant, ensure_ascii=False, indent=2) + "\n"
        yield f"{'/'.join(map(str, path))}: {old!r}", text.encode()


def _leaves(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in inside:
        if isinstance(inner, dict | list):
            yield from _leaves(inner, (*path, key))
        else:
            yield (*path, key)


def _renew(folder: Path, name: str) -> None:
    package = json.loads((folder / "datapackage.json").read_bytes())
    content = (folder / name).read_bytes()
    for resource in package["resources"]:
        if resource["path"] == name:
            resource["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
            resource["bytes"] = len(content)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def of_notebooks() -> Iterator[Mutant]:
    for path in sorted(notebooks_folder().glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for what, mutant, source in _changes(notebook):
            seen = "integrity" if faults(mutant, path.stem) else None
            # A rerun starts from the sources, so it gives back any output that was changed.
            yield path.stem, what, seen or (None if source else "rerun")


def _changes(notebook: Any) -> Iterator[tuple[str, Any, bool]]:
    def change(place: list[Any], value: Any) -> Any:
        mutant = copy.deepcopy(notebook)
        inner = mutant["cells"]
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = value
        return mutant

    for number, cell in enumerate(notebook["cells"]):
        name, text = cell["id"], text_of(cell["source"])
        for tag in ("remove-cell", "hide-input", "raises-exception"):
            yield f"{name}: tag {tag}", change([number, "metadata"], {"tags": [tag]}), True
        without = copy.deepcopy(notebook)
        del without["cells"][number]
        yield f"{name}: deleted", without, True
        if cell["cell_type"] == "markdown":
            heading, _, rest = text.partition("\n")
            if rest:
                yield f"{name}: heading alone", change([number, "source"], heading), True
            yield f"{name}: another digit", change([number, "source"], changed(text)), True
            continue
        yield f"{name}: not run", change([number, "execution_count"], None), True
        hidden = f"%notmagic\nraise ValueError\n{text}"
        yield f"{name}: %notmagic", change([number, "source"], hidden), True
        for index, output in enumerate(cell["outputs"]):
            place = [number, "outputs", index]
            for kind, value in output.get("data", {}).items():
                new = changed(text_of(value))
                yield f"{name}: {kind}", change([*place, "data", kind], new), False
            for key, value in output.get("metadata", {}).get(KEY, {}).items():
                new = [*value, "x"] if isinstance(value, list) else changed(value)
                yield f"{name}: {key}", change([*place, "metadata", KEY, key], new), False


def main() -> int:
    kinds = {"data": of_data, "notebooks": of_notebooks}
    survived = 0
    for kind in sys.argv[1:] or kinds:
        counts: Counter[str] = Counter()
        for where, what, seen in kinds[kind]():
            counts[seen or "nothing"] += 1
            if seen is None:
                print(f"survived: {where}: {what}", file=sys.stderr)
        survived += counts["nothing"]
        print(f"{kind}: {counts.total()} mutants; seen by {dict(counts)}")
    return 1 if survived else 0


if __name__ == "__main__":
    raise SystemExit(main())
