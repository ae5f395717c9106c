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


@dataclass(frozen=True, eq=False)
class Record(Dataset):
    """A `Dataset` that answers to the names of the first edition too."""

    @property
    def series(self) -> Record:
        """The reference series, which the dataset answers for now."""
        return self

    def length(self, period: str, kind: str) -> Estimate:
        """Return the length of a period: `Dataset.days`."""
        return self.days(period, kind)

    def find(self, metric: str, kind: str, *where: str | None) -> str | None:
        """Return the id of a figure, of an entity and a period; None where there is none."""
        if metric not in self.metrics.index:
            return None
        entity, period, *_ = [*where, None, None]
        rows = self.vintages(metric, entity, period, "yoy" if kind == "growth" else "")
        return str(rows.index[0]) if len(rows) else None

    def _in_force(self, metric: str, *about: Any, **words: Any) -> Estimate:
        """Return the reported growth or level; unknown also where there is no such metric."""
        known = metric in self.metrics.index
        return super()._in_force(metric, *about, **words) if known else Estimate.unknown()

    def headline_metrics(self) -> list[str]:
        """Return the metrics of the three headline rates that the data describe."""
        return [metric for metric in HEADLINE if metric in self.metrics.index]

    def own_growth(self, after: str | None = None) -> pd.DataFrame:
        """Return the entity's growth rates year on year, or those of periods that end later."""
        own = self.table[(self.table["entity"] == self.entity) & (self.table["against"] == "yoy")]
        ends = span(after)[1] if after else None
        return own[[not ends or span(period)[1] > ends for period in own["period"]]]

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
        named = filter(None, (self.find(metric, "growth") for metric in HEADLINE))
        return self.table[self.table["source"].isin(set(self.table.loc[[*named], "source"]))]


def load_record(data: str | os.PathLike[str] | None = None) -> Record:
    """Return a data folder, checked. Parameters and errors are those of `load_dataset`."""
    words = "load_record goes with the next release: use load_dataset."
    warnings.warn(words, DeprecationWarning, stacklevel=2)
    found = load_dataset(data)
    return Record(**{one.name: getattr(found, one.name) for one in fields(found)})
