"""The rows behind exhibits: estimates, rates and facts as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import pandas as pd

from . import growth
from .estimates import Estimate
from .periods import in_short
from .record import Record
from .wording import amount, percent, rate, share


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
        figure = record.figure(row)
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


def level_rows(record: Record, own: pd.DataFrame) -> pd.DataFrame:
    """Return the periods with both a level and a rate, and the base level that they imply."""
    rows = []
    for metric, period in zip(own["metric"], own["period"], strict=True):
        level, rate_ = record.level(metric, period=period), record.growth(metric, period=period)
        if level.known:
            rows.append(
                {
                    "Metric": record.metrics["label"][metric],
                    "Period": in_short(period),
                    "Level": amount(level),
                    "Growth": rate(rate_),
                    "Implied base": amount(growth.implied_base_level(level, rate_)),
                }
            )
    return pd.DataFrame(rows, columns=["Metric", "Period", "Level", "Growth", "Implied base"])


def grid_rows(record: Record, own: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str], list[str]]:
    """Return the entity's rates as cells of a grid, its rows by label, and its years."""
    cells = pd.DataFrame(
        [
            {
                "row": metric,
                "column": period[:4],
                "span": in_short(period).rsplit(" ", 1)[0] if len(period) > 4 else "Year",
                "growth": percent(value, sign=True),
            }
            for metric, period, value in zip(
                own["metric"], own["period"], own["value"], strict=True
            )
        ],
        columns=["row", "column", "span", "growth"],
    )
    metrics = dict.fromkeys([*record.headline_metrics(), *cells["row"]])
    labels = {metric: str(record.metrics["label"][metric]).capitalize() for metric in metrics}
    first = int(record.period[:4])
    last = max([first, *cells["column"].astype(int)])
    return cells, labels, [str(year) for year in range(first, last + 1)]


def rest_rows(part: Estimate, whole: Estimate, ceiling: Estimate) -> pd.DataFrame:
    """Return the growth of everything but the part, for base shares from nothing to the ceiling."""
    end = min(Fraction(9, 10), ceiling.value or Fraction(9, 10))
    shares = [Estimate.exact(end * step / 60) for step in range(61)]
    rest = [growth.rest_growth(part, whole, share) for share in shares]
    names = [f"{float(one.value or 0):.4f}" for one in shares]
    rows = estimate_rows(dict(zip(names, rest, strict=True))).drop(columns="unit")
    return rows.rename(columns={"figure": "share"}).astype(float).dropna()


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
