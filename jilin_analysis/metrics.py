"""The data folder as one checked table of reported figures."""

from __future__ import annotations

import math
import os
from typing import Any

import pandas as pd

from .checks import check_tables
from .errors import DataError
from .places import data_folder
from .phrases import Quantity
from .tables import Tables, read_tables

_FIELDS = ("kind", "unit", "bound", "ambiguous")
_NUMBERS = ("value", "low", "high")


def load_metrics(data: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return the reported figures: checked, read from their phrases, joined with their metrics.

    Parameters
    ----------
    data : path, optional
        The data folder; without it, the data that come with the package.

    Returns
    -------
    pandas.DataFrame
        One row per reported figure, in the order of `reported.csv`, with its columns and: `kind`,
        `value`, `low`, `high` (growth 0.77; money in whole yuan or dollars; mass in tonnes),
        `unit`, `bound`, `comparison`, `ambiguous`; `label`, `label_zh`, `measure` of the
        metric; `grade` of the source.

    Raises
    ------
    DataError
        With every problem found in the folder, by file, row, column, value and expectation.
    """
    return join_tables(*read_checked(data))


def read_checked(data: str | os.PathLike[str] | None) -> tuple[Tables, dict[Any, Quantity]]:
    """Return the tables of a data folder and its phrases; raise `DataError` on any fault."""
    tables = read_tables(data_folder(data))
    quantities = check_tables(tables)
    if tables.problems:
        raise DataError(tables.problems)
    return tables, quantities


def join_tables(tables: Tables, quantities: dict[Any, Quantity]) -> pd.DataFrame:
    """Return the table of `load_metrics` from its parts."""
    frame = tables.frames["reported.csv"]
    metrics = tables.frames["metrics.csv"]
    joined = {
        name: frame["metric"].map(dict(zip(metrics["metric"], metrics[name], strict=True)))
        for name in ("label", "label_zh", "measure")
    }
    ranks = joined["measure"] == "rank"
    # Each phrase was read once; the rows only look it up by the code of its category.
    phrases = frame["as_reported"].astype("category")
    columns: dict[str, Any] = {}
    for name in (*_FIELDS, *_NUMBERS, "comparison"):
        kinds = [
            [_cell(quantities.get((phrase, rank)), name) for phrase in phrases.cat.categories]
            for rank in (False, True)
        ]
        plain, ordinal = (pd.Series(kind, dtype=_dtype(name)) for kind in kinds)
        codes = phrases.cat.codes.to_numpy()
        taken = plain.take(codes).set_axis(frame.index)
        columns[name] = taken.where(~ranks, ordinal.take(codes).set_axis(frame.index))
    stated = columns.pop("comparison")
    comparison = frame["comparison"].astype("str").where(stated == "", stated).astype("category")
    grades = {entry["id"]: entry["custom"]["grade"] for entry in tables.sources}
    grade = frame["source"].map(grades).astype("category")
    return frame.assign(**joined, **columns, comparison=comparison, grade=grade)


def _cell(quantity: Quantity | None, name: str) -> Any:
    found = getattr(quantity, name, None)
    if name in _NUMBERS:
        return math.nan if found is None else float(found)
    if name == "ambiguous":
        return bool(found)
    return "" if found is None else str(found)


def _dtype(name: str) -> str:
    return "float64" if name in _NUMBERS else "bool" if name == "ambiguous" else "str"
