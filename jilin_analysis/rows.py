"""The rows behind exhibits: estimates, rates and facts as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from .estimates import Estimate
from .record import Record
from .wording import amount, rate, share


def estimate_rows(figures: Mapping[str, Estimate]) -> pd.DataFrame:
    """Return named estimates as a table: figure, value, low, high, unit."""
    rows = [
        {
            "figure": name,
            "value": None if one.value is None else float(one.value),
            "low": float(one.low),
            "high": float(one.high),
            "unit": one.unit,
        }
        for name, one in figures.items()
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "unit"])


def rate_rows(rates: Iterable[tuple[str, Estimate, str]]) -> pd.DataFrame:
    """Return label, estimate and group of each rate as the table that `rates` draws."""
    rows = [
        {
            "label": label,
            "value": None if one.value is None else float(one.value),
            "low": float(one.low),
            "high": float(one.high),
            "group": group,
        }
        for label, one, group in rates
    ]
    return pd.DataFrame(rows, columns=["label", "value", "low", "high", "group"])


def fact_rows(record: Record, ids: Iterable[str]) -> pd.DataFrame:
    """Return reported figures as a table for reading: words, meaning, bound, open questions."""
    rows = []
    for row in ids:
        figure = record.table.loc[row]
        rows.append(
            {
                "As reported": figure["as_reported"],
                "What": figure["label"],
                "As read": _as_read(figure["kind"], record.estimate(row)),
                "Bound": _BOUNDS[figure["bound"]],
                "Left open": figure["note"],
            }
        )
    return pd.DataFrame(rows, columns=["As reported", "What", "As read", "Bound", "Left open"])


_BOUNDS = {
    "=": "the figure",
    ">": "a lower limit",
    ">=": "a lower limit",
    "<": "an upper limit",
    "<=": "an upper limit",
    "~": "about",
}


def _as_read(kind: str, one: Estimate) -> str:
    if kind == "rank":
        return f"number {one.value} in order"
    if kind == "share":
        return share(one)
    return amount(one) if kind == "level" else rate(one)
