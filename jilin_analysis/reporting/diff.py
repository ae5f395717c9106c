"""What changed between two data folders: reported figures, and what the notebooks make of them."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..citing.catalogue import Exhibit, read_catalogue
from ..dataset import load_metrics
from ..errors import AnalysisError
from ..plain import escape

NOTHING = "—"
Cells = Mapping[tuple[str, str], str]


def compare(old: Path, new: Path) -> str:
    """Return, as Markdown, which figures and exhibits differ between two data folders.

    Parameters
    ----------
    old, new : pathlib.Path
        Data folders that pass `jilin-analysis check`.

    Returns
    -------
    str
        A data-release note: reported figures, then each exhibit with old and new values.

    Raises
    ------
    DataError
        With every problem of a folder that does not keep the contract.
    """
    reported = _changes(*(_reported(folder) for folder in (old, new)))
    before, after = (_exhibits(folder) for folder in (old, new))
    parts = [f"# Changes from data release {_version(old)} to {_version(new)}"]
    parts += ["## Reported figures", _table(reported, "figure", "what")]
    parts += ["## Exhibits"]
    same = []
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name), after.get(name)
        lines = _exhibit_changes(one, other)
        if lines:
            parts += [f"### `{name}`", *lines]
        else:
            same.append(f"`{name}`")
    parts.append(f"Unchanged: {', '.join(same)}." if same else "No exhibit is unchanged.")
    return "\n\n".join(parts) + "\n"


def _exhibit_changes(one: Exhibit | None, other: Exhibit | None) -> list[str]:
    if one is None or other is None:
        return ["New." if one is None else "No longer shown."]
    lines = []
    if one.kind == "statement" and one.caption != other.caption:
        lines += [f"- old: {escape(one.caption)}\n- new: {escape(other.caption)}"]
    changes = _changes(_cells(one.data), _cells(other.data))
    return [*lines, _table(changes, "row", "column")] if changes else lines


def _changes(old: Cells, new: Cells) -> list[tuple[str, str, str, str]]:
    keys = dict.fromkeys([*old, *new])
    pairs = ((key, old.get(key, NOTHING), new.get(key, NOTHING)) for key in keys)
    return [(*key, before, after) for key, before, after in pairs if before != after]


def _table(changes: Iterable[tuple[str, str, str, str]], *names: str) -> str:
    rows = [" | ".join(map(escape, change)) for change in changes]
    if not rows:
        return "None."
    head = [" | ".join([*names, "old", "new"]), "|".join(["---"] * 4)]
    return "\n".join(f"| {row} |" for row in [*head, *rows])


def _reported(folder: Path) -> Cells:
    table = load_metrics(folder)
    told = ("entity", "metric", "period", "as_reported", "value", "unit", "bound", "source", "note")
    return {(row, name): _shown(table.at[row, name]) for row in table.index for name in told}


def _shown(value: object) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _cells(data: str) -> Cells:
    header, *rows = csv.reader(io.StringIO(data)) if data else [[]]
    named = header[:1] in (["figure"], ["label"], ["row"], ["Statement"], ["As reported"])
    names = [row[0] for row in rows] if named else []
    # A row is known by its name where that is its own, so that a row put in before does not count.
    places = names if len(set(names)) == len(rows) else [str(n) for n in range(1, len(rows) + 1)]
    return {
        (place, column): cell
        for place, row in zip(places, rows, strict=True)
        for column, cell in zip(header, row, strict=True)
    }


def _exhibits(folder: Path) -> dict[str, Exhibit]:
    from .memory import Memory, cache_folder
    from .running import notebook_paths, run_notebooks

    paths = notebook_paths()
    texts = run_notebooks(paths, folder.resolve(), memory=Memory(cache_folder()))
    with tempfile.TemporaryDirectory() as place:
        for path, text in texts.items():
            (Path(place) / path.name).write_text(text, encoding="utf-8")
        return read_catalogue(Path(place))


def _version(folder: Path) -> str:
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        return escape(package["version"])
    except (OSError, ValueError, KeyError) as error:
        raise AnalysisError(f"{folder} is no data folder: {error}") from error
