"""The first edition's name for a data folder, kept for one release: use `load_dataset`."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from .dataset import Dataset, load_dataset
from .estimates import Estimate
from .periods import span

HEADLINE = ("output", "direct-fiber-exports", "foreign-exchange-earnings")


@dataclass(frozen=True)
class Record(Dataset):
    """A `Dataset` that answers to the names of the first edition too."""

    @property
    def series(self) -> Record:
        """The reference series, which the dataset answers for now."""
        return self

    def length(self, period: str, kind: str) -> Estimate:
        """Return the length of a period: `Dataset.days`."""
        return self.days(period, kind)

    def find(
        self, metric: str, kind: str, entity: str | None = None, period: str | None = None
    ) -> str | None:
        """Return the id of a figure; None where there is none."""
        if metric not in self.metrics.index:
            return None
        against = "yoy" if kind == "growth" else ""
        rows = self.vintages(metric, entity, period, against)
        return str(rows.index[0]) if len(rows) else None

    def growth(
        self,
        metric: str,
        entity: str | None = None,
        period: str | None = None,
        comparison: str = "yoy",
    ) -> Estimate:
        """Return the reported growth of a metric; unknown also where there is no such metric."""
        if metric not in self.metrics.index:
            return Estimate.unknown()
        return super().growth(metric, entity, period, comparison)

    def level(self, metric: str, entity: str | None = None, period: str | None = None) -> Estimate:
        """Return the reported level of a metric; unknown also where there is no such metric."""
        if metric not in self.metrics.index:
            return Estimate.unknown("ratio")
        return super().level(metric, entity, period)

    def headline_metrics(self) -> list[str]:
        """Return the metrics of the three headline rates that the data describe."""
        return [metric for metric in HEADLINE if metric in self.metrics.index]

    def own_growth(self, after: str | None = None) -> pd.DataFrame:
        """Return the entity's growth rates year on year, or those of periods that end later."""
        table = self.table
        own = table[(table["entity"] == self.entity) & (table["against"] == "yoy")]
        if after is None:
            return own
        return own[[span(period)[1] > span(after)[1] for period in own["period"]]]

    def headline_rates(self, among: pd.DataFrame | None = None) -> dict[str, Estimate]:
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

    def core(self) -> pd.DataFrame:
        """Return the figures of the core document: the one that the headline rates come from."""
        named = [self.find(metric, "growth") for metric in HEADLINE]
        sources = {self.table.loc[row, "source"] for row in named if row}
        return self.table[self.table["source"].isin(sources)]


def load_record(data: str | os.PathLike[str] | None = None) -> Record:
    """Return a data folder, checked. Parameters and errors are those of `load_dataset`."""
    warnings.warn(
        "load_record goes with the next release: use load_dataset.",
        DeprecationWarning,
        stacklevel=2,
    )
    found = load_dataset(data)
    told: dict[str, Any] = {one.name: getattr(found, one.name) for one in fields(found)}
    return Record(**told)
