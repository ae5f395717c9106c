"""Mutants of the data: each cell of each table, each value of each JSON file, one at a time."""

from __future__ import annotations

import copy
import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from test_release import SEALS

from jilin_analysis.checks import check_data
from jilin_analysis.errors import AnalysisError
from jilin_analysis.paths import data_folder
from jilin_analysis.reporting.running import notebook_paths, run_notebooks
from trust.results import Mutant


def mutants(place: Path) -> Iterator[Mutant]:
    """Yield every mutant with its judge."""
    committed = {path.name: path.read_bytes() for path in data_folder().iterdir() if path.is_file()}
    folder = place / "data"
    shutil.copytree(data_folder(), folder)
    expected = {path: path.read_text(encoding="utf-8") for path in notebook_paths()}
    for name in sorted(committed):
        changes = _cells if name.endswith(".csv") else _values if name.endswith(".json") else None
        for what, content in changes(committed[name]) if changes else ():
            (folder / name).write_bytes(content)
            seen = _judge(folder, expected)
            if seen == "frictionless" and name != "datapackage.json":
                # The hash sees everything; how far the rules see by themselves is worth knowing
                # too, since an author who changes a table renews its hash.
                _renew_hash(folder, name, content)
                seen = "check" if _check(folder) else "frictionless"
                (folder / "datapackage.json").write_bytes(committed["datapackage.json"])
            yield Mutant(f"`{name}`", what, seen)
        (folder / name).write_bytes(committed[name])


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
    whole = json.loads(content)
    for path in _leaves(whole, ()):
        mutant = copy.deepcopy(whole)
        inner = mutant
        for key in path[:-1]:
            inner = inner[key]
        old = inner[path[-1]]
        inner[path[-1]] = changed(old)
        text = json.dumps(mutant, ensure_ascii=False, indent=2) + "\n"
        yield f"{'/'.join(map(str, path))}: {old!r}", text.encode()


def _leaves(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield path


def _renew_hash(folder: Path, name: str, content: bytes) -> None:
    package = json.loads((folder / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        if resource["path"] == name:
            resource["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
            resource["bytes"] = len(content)
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def _judge(folder: Path, expected: dict[Path, str]) -> str | None:
    import frictionless

    try:
        if not frictionless.validate(str(folder / "datapackage.json")).valid:
            return "frictionless"
    except frictionless.FrictionlessException:
        return "frictionless"
    if _check(folder):
        return "check"
    content = (folder / "datapackage.json").read_bytes()
    if hashlib.sha256(content).hexdigest() not in SEALS.values():
        return "seal"
    try:
        rerun = run_notebooks(list(expected), folder)
    except AnalysisError:
        return "notebooks"
    return "notebooks" if rerun != expected else None


def _check(folder: Path) -> bool:
    try:
        return bool(check_data(folder))
    except AnalysisError:
        return True
