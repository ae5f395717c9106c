"""The data contract: every rule that a data folder must keep, and the phrases it must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .descriptors import check_package, check_sources
from .errors import Problem
from .periods import EXPECTED, is_period
from .phrases import NormalizationError, Quantity, normalize, read_rank
from .tables import Tables, read_tables

MEASURES = ("volume", "value", "capacity", "count", "rank", "unknown")
COMPARISONS = ("", "yoy", "mom", "qoq")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHA256 = re.compile(r"[0-9a-f]{64}|")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DAMAGED = re.compile(r"[=@]|#(?:REF|NAME|VALUE|DIV|N/A|NUM|NULL)", re.IGNORECASE)
_AS_TEXT = "A spreadsheet may have changed it: format the column as text and type it again."


def check_data(folder: Path) -> list[Problem]:
    """Return every fault of a data folder, in the order of its files; an empty list is a pass."""
    tables = read_tables(folder)
    check_tables(tables)
    return tables.problems


def check_tables(tables: Tables) -> dict[tuple[str, bool], Quantity]:
    """Add the faults of the tables to `tables.problems` and return the phrases as read.

    Returns
    -------
    dict
        From (phrase, whether it is an ordinal) to its quantity, for each phrase that reads.
    """
    reported, metrics = tables.frames["reported.csv"], tables.frames["metrics.csv"]
    sources = {str(entry.get("id")) for entry in tables.sources if isinstance(entry, dict)}
    add = tables.problems.extend
    add(_damage(tables))
    add(_unique(reported, "reported.csv", "id"))
    add(_unique(metrics, "metrics.csv", "metric"))
    for file, frame in tables.frames.items():
        rules = _RULES[file] | ({"source": (sources.__contains__, _KNOWN)} if sources else {})
        for column in [column for column in frame.columns if column in rules]:
            test, expected = rules[column]
            mend = _AS_TEXT if column == "period" else ""
            add(_failing(frame[column], file, column, test, expected, mend))
    known = set(metrics["metric"])
    add(_failing(reported["metric"], "reported.csv", "metric", known.__contains__, _KNOWN_METRIC))
    add(check_sources(tables.sources))
    add(check_package(tables))
    return _read_phrases(tables, reported, metrics)


def _read_phrases(
    tables: Tables, reported: pd.DataFrame, metrics: pd.DataFrame
) -> dict[tuple[str, bool], Quantity]:
    units = dict(zip(metrics["metric"], metrics["unit"], strict=True))
    ranks = set(metrics["metric"][metrics["measure"] == "rank"])
    keys = ["metric", "as_reported", "comparison"]
    first = reported[keys].drop_duplicates()
    quantities: dict[tuple[str, bool], Quantity] = {}
    for index, metric, phrase, comparison in first.itertuples(name=None):
        place = ("reported.csv", int(index) + 2)
        key = (phrase, metric in ranks)
        try:
            found = quantities.get(key) or (read_rank if key[1] else normalize)(phrase)
        except NormalizationError as error:
            expected = f"one reported figure ({error})"
            tables.problems.append(Problem(*place, "as_reported", phrase, expected))
            continue
        quantities[key] = found
        if found.kind == "growth" and found.value < -1:
            expected = "a fall of 100 percent at the most: a volume or value has no more to lose"
            tables.problems.append(Problem(*place, "as_reported", phrase, expected))
        unit = units.get(metric, "")
        if found.kind in ("level", "rank") and unit and found.unit != unit:
            expected = (
                f"a level in {unit}, the unit of {metric} in metrics.csv, not in {found.unit}"
            )
            tables.problems.append(Problem(*place, "as_reported", phrase, expected))
        stated = found.comparison or ""
        if comparison and stated and comparison != stated:
            expected = (
                f"{stated if stated != 'level' else 'an empty cell'}, as the phrase itself says"
            )
            tables.problems.append(Problem(*place, "comparison", comparison, expected))
    return quantities


_KNOWN = "the id of an entry in sources.json"
_KNOWN_METRIC = "a metric of metrics.csv"
Rule = tuple[Callable[[str], object], str]
_SLUG_RULE: Rule = (_SLUG.fullmatch, "a name of small letters, digits and hyphens")
_FILLED: Rule = (str.strip, "some text")


_PERIOD_RULE: Rule = (is_period, EXPECTED)
_COUNT_RULE: Rule = (_NUMBER.fullmatch, "a number")
_RULES: dict[str, dict[str, Rule]] = {
    "reported.csv": {
        "id": _SLUG_RULE,
        "entity": _FILLED,
        "period": _PERIOD_RULE,
        "comparison": (COMPARISONS.__contains__, "yoy, mom, qoq, or an empty cell"),
        "locator": _FILLED,
        "sentence_sha256": (_SHA256.fullmatch, "the SHA-256 of a sentence, or an empty cell"),
    },
    "metrics.csv": {
        "metric": _SLUG_RULE,
        "label": _FILLED,
        "measure": (MEASURES.__contains__, f"one of {', '.join(MEASURES)}"),
    },
    "exchange-rates.csv": {"period": _PERIOD_RULE, "yuan_per_dollar": _COUNT_RULE},
    "working-days.csv": {
        "period": _PERIOD_RULE,
        "calendar_days": _COUNT_RULE,
        "working_days": _COUNT_RULE,
    },
}


def _failing(
    cells: pd.Series[Any], file: str, column: str, test: Callable[[str], object], *words: str
) -> Iterator[Problem]:
    """Yield one problem a distinct bad value, at the first row that has it."""
    # A column of categories holds few distinct values, so a million rows cost no more than ten.
    values = cells.cat.categories if isinstance(cells.dtype, pd.CategoricalDtype) else cells
    bad = dict.fromkeys(value for value in values.to_numpy(object) if not test(value))
    for value in bad:
        rows = np.flatnonzero((cells == value).to_numpy())
        expected = words[0] + (f" (also in {len(rows) - 1} more rows)" if len(rows) > 1 else "")
        yield Problem(file, int(rows[0]) + 2, column, value, expected, *words[1:])


def _unique(frame: pd.DataFrame, file: str, column: str) -> Iterator[Problem]:
    cells = frame[column]
    again = cells[cells.duplicated()]
    known = cells[cells.isin(set(again))].drop_duplicates()
    first = {value: int(str(index)) + 2 for index, value in known.items()}
    for index, value in again.items():
        expected = f"a name used once (it is in row {first[value]} already)"
        yield Problem(file, int(str(index)) + 2, column, value, expected)


def _damage(tables: Tables) -> Iterator[Problem]:
    for file, frame in tables.frames.items():
        # A name of letters and digits cannot hold a formula.
        for column in [c for c in frame.columns if _RULES[file].get(c) is not _SLUG_RULE]:
            yield from _failing(frame[column], file, column, _is_sound, "plain text", _AS_TEXT)


def _is_sound(cell: str) -> bool:
    return not _DAMAGED.match(cell)
