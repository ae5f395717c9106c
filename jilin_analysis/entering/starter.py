"""Start a data folder of one's own: the contract's files, a guide, a notebook."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from ..console import question, say
from ..errors import AnalysisError
from ..folder import (
    METRICS,
    PACKAGE,
    REPORTED,
    SERIES,
    SOURCES,
    Folder,
    contract,
    readable_folder,
    schemas,
)
from ..naming.times import fold
from ..periods import EXPECTED, is_period
from ..sources import GRADES

RATES = "exchange-rates.csv"
_ASKED = ("entity", "period", "title", "author", "licence")
_NOTEBOOK = """from jilin_analysis import findings, load_dataset, pictures, show

d = load_dataset()
found = findings.all_findings(d)
told = [one for one in found if one.sentence] or found
own = d.table[(d.table["entity"] == d.entity) & (d.table["period"] == d.period)]
show(told[-1], "{name}-answer")
show(pictures.rates(d), "{name}-chart")
show(own[["label", "as_reported", "status", "source"]], "{name}-table")"""


def _new(options: argparse.Namespace) -> int:
    told = {name: getattr(options, name) for name in _ASKED}
    if sys.stdin and sys.stdin.isatty():
        for name in [name for name, value in told.items() if value is None]:
            told[name] = input(f"{question('new', name)} ").strip()
    start(options.folder, options.history, **{name: value or "" for name, value in told.items()})
    return 0


def _start_notebook(options: argparse.Namespace) -> int:
    path = options.data / f"{options.name.removesuffix('.ipynb')}.ipynb"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
        raise AnalysisError(f"{path.stem!r} is no name. Give one such as wharf or cost-of-fiber.")
    if path.exists():
        raise AnalysisError(f"{path} is there already. Give another name.")
    path.write_text(_notebook(path.stem), encoding="utf-8", newline="\n")
    say(f"{path} is ready. Open it:  make lab DATA={options.data}")
    return 0


def start(folder: Path, history: Path | None = None, **told: str) -> None:
    """Make a data folder that passes `check` and says how to fill it.

    Parameters
    ----------
    folder : pathlib.Path
        A folder that does not exist yet, or is empty.
    history : pathlib.Path, optional
        A data folder whose figures, metrics and sources are kept; the focus moves.
    **told : str
        `entity`, `period`, `title`, `author`, `licence`; what is left out is not claimed.

    Raises
    ------
    AnalysisError
        If the folder holds anything: nothing is ever overwritten. Or the period is none.
    """
    old = readable_folder(history)
    given = dict.fromkeys(_ASKED, "") | told
    if history and not given["entity"]:
        given["entity"] = str(old.package["focus"]["entity"])
    if not given["entity"]:
        raise AnalysisError("Say whom the figures are about: --entity, such as 'Example Works'.")
    given["period"] = fold(given["period"])
    if not is_period(given["period"]):
        raise AnalysisError(f"{given['period']!r} is no period. Give --period, {EXPECTED}.")
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise AnalysisError(f"{folder} is not empty. Name a folder that is not there yet.")
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in _files(old, history is not None, folder.resolve().name, given).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        _spreadsheet(folder)
    except OSError as error:
        problem = f"{folder} cannot be made: {error.strerror or error}."
        raise AnalysisError(f"{problem} Name another folder.") from error
    say(f"{folder} is ready; {folder / 'README.md'} says what goes where.")
    say(f"Add a release:  jilin-analysis read FILE --add {folder}")
    say(f"Check it:       jilin-analysis check --data {folder}")
    say(f"See it:         jilin-analysis report --data {folder} --out {folder}-report")


def _files(old: Folder, keeps: bool, name: str, given: dict[str, str]) -> dict[str, str]:
    tables = {key: rows for key, rows in old.tables.items() if rows}
    sources = list(old.sources.values())
    if not keeps:
        # Exchange rates are of use to anybody; working days are those of one country.
        tables = {REPORTED: [], METRICS: [], RATES: tables[RATES]}
        used = {row["source"] for rows in tables.values() for row in rows}
        sources = [one for one in sources if one["id"] in used]
    return {
        PACKAGE: _json(_package(tables, name, given)),
        SOURCES: _json(sources),
        **{key: _csv(_columns(key), rows) for key, rows in tables.items()},
        "README.md": _guide(tables),
        "my-analysis.ipynb": _notebook("my-analysis"),
    }


def _columns(table: str) -> list[str]:
    return [one["name"] for one in schemas({})[table]]


def _spreadsheet(folder: Path) -> None:
    """Write the tables once more as a spreadsheet with drop-downs, where openpyxl is installed."""
    try:
        from openpyxl import Workbook
        from openpyxl.worksheet.datavalidation import DataValidation
    except ImportError:
        return
    book = Workbook()
    book.remove(book.worksheets[0])
    rules = {one["path"]: one["schema"]["fields"] for one in contract()["resources"][:3]}
    for path in sorted(folder.glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        lines += [[""] * len(lines[0])] * (500 - len(lines))
        for number, line in enumerate(lines, 1):
            for column, text in enumerate(line, 1):
                cell = sheet.cell(number, column, text or None)
                # As text: a spreadsheet makes dates of periods.
                cell.data_type, cell.number_format = ("s" if text else "n"), "@"
        limits = {one["name"]: one.get("constraints", {}) for one in rules.get(path.name, ())}
        for column, name in enumerate(lines[0], 1):
            listed = f'"{",".join(filter(None, limits.get(name, {}).get("enum", ())))}"'
            if name == "metric" and path.name != METRICS:
                listed = "metrics!$A$2:$A$500"
            if listed != '""':
                rule = DataValidation(type="list", formula1=listed, allow_blank=True)
                sheet.add_data_validation(rule)
                letter = sheet.cell(1, column).column_letter
                rule.add(f"{letter}2:{letter}{len(lines)}")
    (folder / "spreadsheet").mkdir()
    book.save(folder / "spreadsheet" / "my-data.xlsx")


def _package(tables: dict[str, Any], name: str, given: dict[str, str]) -> dict[str, Any]:
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-")
    # A hash fixes data that are published; these are about to change.
    resources = [
        {key: value for key, value in one.items() if key not in ("hash", "bytes")}
        | {"description": one["description"].split(". ")[0]}
        for one in contract()["resources"]
        if one["path"] in tables or one["path"] == SOURCES
    ]
    return {
        "$schema": contract()["$schema"],
        "name": slug or "data",
        "title": given["title"] or f"Reported figures on {given['entity']}",
        "version": "1",
        "created": f"{date.today().isoformat()}T00:00:00Z",
        "homepage": "",
        "licenses": [{"name": given["licence"]}] if given["licence"] else [],
        "contributors": [{"title": given["author"]}] if given["author"] else [],
        "focus": {"entity": given["entity"], "period": given["period"]},
        "resources": resources,
    }


def _csv(columns: list[str], rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _notebook(name: str) -> str:
    title = name.replace("-", " ").capitalize()
    words = "One sentence, one chart and one table."
    return notebook(f"# {title}\n\n{words}", _NOTEBOOK.format(name=name))


def notebook(words: str, *code: str) -> str:
    """Return a notebook, as its file has it, of some words and cells of code."""
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    blank: dict[str, Any] = {"execution_count": None, "metadata": {}, "outputs": []}
    cells = [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": words},
        *(
            {"cell_type": "code", "id": f"code-{number}", **blank, "source": text}
            for number, text in enumerate(code, 1)
        ),
    ]
    return _json({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


def _guide(tables: dict[str, Any]) -> str:
    parts = [
        f"## {one['path']}\n\n| column | what goes in |\n|---|---|\n"
        + "\n".join(f"| `{f['name']}` | {f['description']} |" for f in one["schema"]["fields"])
        for one in contract()["resources"]
        if "schema" in one and (one["path"] in tables or one["path"] == SERIES)
    ]
    guide = Path(__file__).with_name("guide.md").read_text(encoding="utf-8")
    return guide.format(grades=", ".join(GRADES), columns="\n\n".join(parts))
