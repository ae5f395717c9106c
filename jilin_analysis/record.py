"""What is reported about one entity and period, ready to be asked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .descriptors import GRADES
from .errors import AnalysisError
from .estimates import Estimate, as_estimate
from .metrics import join_tables, read_checked
from .periods import in_short, overlap, span, year_before
from .phrases import Quantity
from .series import Series
from .tables import fingerprint
from .wording import listing

HEADLINE = ("output", "direct-fiber-exports", "foreign-exchange-earnings")


@dataclass(frozen=True)
class Record:
    """A checked data folder and its focus.

    A figure that nobody reported is an unknown `Estimate`, never an error: the arithmetic carries
    it through and the sentences say so.

    Attributes
    ----------
    table : pandas.DataFrame
        All reported figures, as `load_metrics` returns them, indexed by id.
    entity, period : str
        What the analysis is about (`focus` in `datapackage.json`).
    series : Series
        The reference series: exchange rates and lengths of quarters.
    """

    table: pd.DataFrame
    metrics: pd.DataFrame
    sources: dict[str, dict[str, Any]]
    entity: str
    period: str
    version: str
    released: str
    fingerprint: str
    quantities: dict[tuple[str, bool], Quantity]
    series: Series

    def find(
        self, metric: str, kind: str, entity: str | None = None, period: str | None = None
    ) -> str | None:
        """Return the id of a figure, from the best grade of source; None where there is none."""
        table = self.table
        rows = table[
            (table["metric"] == metric)
            & (table["kind"] == kind)
            & (table["entity"] == (entity or self.entity))
            & (table["period"] == (period or self.period))
            & table["comparison"].isin(["yoy"] if kind == "growth" else ["level", ""])
        ]
        ranked = sorted(rows.index, key=lambda row: GRADES.index(str(rows.loc[row, "grade"])))
        same = [row for row in ranked if rows.loc[row, "grade"] == rows.loc[ranked[0], "grade"]]
        if not all(self.estimate(same[0]).agrees_with(self.estimate(row)) for row in same):
            raise AnalysisError(
                f"{listing(same)} report one thing differently, from sources of one grade. Keep "
                "the one to be used, or tell them apart by metric or by the grade of the source."
            )
        return ranked[0] if ranked else None

    def growth(self, metric: str, entity: str | None = None, period: str | None = None) -> Estimate:
        """Return the reported growth year on year of a metric."""
        found = self.find(metric, "growth", entity, period)
        return self.estimate(found) if found else Estimate.unknown()

    def level(self, metric: str, entity: str | None = None, period: str | None = None) -> Estimate:
        """Return the reported level of a metric, in the metric's unit."""
        found = self.find(metric, "level", entity, period)
        unit = str(self.metrics["unit"].get(metric, ""))
        return self.estimate(found) if found else Estimate.unknown(unit)

    def figure(self, row: str) -> dict[str, Any]:
        """Return one reported figure with all its columns."""
        return {str(name): cell for name, cell in self.table.loc[row].items()}

    def estimate(self, row: str) -> Estimate:
        """Return one reported figure as an estimate that its bound and precision allow."""
        figure = self.figure(row)
        quantity = self.quantities[(figure["as_reported"], figure["measure"] == "rank")]
        return as_estimate(quantity, row)

    @property
    def base_period(self) -> str:
        """The same period a year before."""
        return year_before(self.period)

    def headline_metrics(self) -> list[str]:
        """Return the metrics of the three headline rates that the data describe."""
        return [metric for metric in HEADLINE if metric in self.metrics.index]

    def headline(self, among: pd.DataFrame | None = None) -> dict[str, Estimate]:
        """Return the three rates of the focus by label, or the last ones among some figures."""
        rates = {metric: self.growth(metric) for metric in HEADLINE}
        if among is not None:
            rows = {m: list(among.index[among["metric"] == m]) for m in HEADLINE}
            rates = {m: self.estimate(r[-1]) if r else Estimate.unknown() for m, r in rows.items()}
        labels = self.metrics["label"]
        return {str(labels.get(metric, metric)): rate for metric, rate in rates.items()}

    def without_unit(self) -> list[str]:
        """Return the labels of the headline metrics of which no unit is known."""
        about = self.metrics.loc[self.headline_metrics()]
        return list(about["label"][about["measure"] == "unknown"])

    def own_growth(self, after: str | None = None) -> pd.DataFrame:
        """Return the entity's growth rates year on year, or those of periods that end later."""
        table = self.table
        own = table[
            (table["entity"] == self.entity)
            & (table["kind"] == "growth")
            & (table["comparison"] == "yoy")
        ]
        if after is None:
            return own
        return own[[span(period)[1] > span(after)[1] for period in own["period"]]]

    def core(self) -> pd.DataFrame:
        """Return the figures of the core document: the one that the headline rates come from."""
        named = [self.find(metric, "growth") for metric in HEADLINE]
        sources = {self.table.loc[row, "source"] for row in named if row}
        return self.table[self.table["source"].isin(sources)]

    def comparators(self) -> list[str]:
        """Return the ids of others' growth rates in periods that overlap, from the highest."""
        others = self.table[
            (self.table["entity"] != self.entity)
            & (self.table["kind"] == "growth")
            & (self.table["comparison"] == "yoy")
            & self.table["period"].map(lambda period: overlap(period, self.period)).astype(bool)
        ]
        return list(others.sort_values("value", ascending=False, kind="stable").index)

    def label(self, row: str) -> str:
        """Return a label for one figure: entity, metric and period."""
        figure = self.figure(row)
        return f"{figure['entity']}: {figure['label']}, {in_short(figure['period'])}"

    def sources_of(self, rows: list[str]) -> list[str]:
        """Return the keys of the sources of these figures, best grade first, without repeats."""
        named = dict(self.table["source"].astype(str)) | self.series.sources
        keys = list(dict.fromkeys(named[row] for row in rows))
        return sorted(keys, key=lambda key: GRADES.index(self.sources[key]["custom"]["grade"]))


def load_record(data: str | os.PathLike[str] | None = None) -> Record:
    """Return the record of the data folder's focus: its entity and its period.

    Parameters and errors are those of `load_metrics`.
    """
    tables, quantities = read_checked(data)
    package, frames = tables.package, tables.frames
    return Record(
        table=join_tables(tables, quantities).set_index("id"),
        metrics=frames["metrics.csv"].set_index("metric"),
        sources={entry["id"]: entry for entry in tables.sources},
        entity=package["focus"]["entity"],
        period=package["focus"]["period"],
        version=str(package["version"]),
        released=str(package["created"])[:10],
        fingerprint=fingerprint(tables.folder),
        quantities=quantities,
        series=Series.of(frames["exchange-rates.csv"], frames["working-days.csv"]),
    )
