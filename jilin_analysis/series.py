"""Reference series by quarter: yuan per dollar, calendar days, working days."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .estimates import Estimate

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Series:
    """What the data folder's two reference series say of each quarter.

    Attributes
    ----------
    rates : dict of str to Decimal
        The mean yuan per dollar by period.
    days : dict of str to dict
        `calendar_days` and `working_days` by period.
    sources : dict of str to str
        The source's key by the id of a row.
    """

    rates: dict[str, Decimal]
    days: dict[str, dict[str, int]]
    sources: dict[str, str]

    @classmethod
    def of(cls, rates: pd.DataFrame, days: pd.DataFrame) -> Series:
        """Return the series that the tables hold."""
        return cls(
            rates={
                str(period): Decimal(str(rate))
                for period, rate in zip(rates["period"], rates["yuan_per_dollar"], strict=True)
            },
            days={
                str(period): {kind: int(row[kind]) for kind in ("calendar_days", "working_days")}
                for period, row in days.astype(str).set_index("period").iterrows()
            },
            sources={
                str(row): str(source)
                for table in (rates, days)
                for row, source in zip(table["id"], table["source"], strict=True)
            },
        )

    def exchange_rate(self, period: str) -> Estimate:
        """Return the mean yuan per dollar in a quarter; unknown where the series has none."""
        unit = "CNY per USD"
        if period not in self.rates:
            return Estimate.unknown(unit)
        mean = self.rates[period]
        half = Decimal(1).scaleb(int(mean.as_tuple().exponent)) / 2
        name = f"{period.lower()}-yuan-per-dollar"
        return Estimate.between(mean, mean - half, mean + half, unit, name)

    def length(self, period: str, kind: str) -> Estimate:
        """Return `calendar_days` or `working_days` in a quarter; unknown where there are none."""
        if period not in self.days:
            return Estimate.unknown("day")
        return Estimate.exact(self.days[period][kind], "day", f"{period.lower()}-days")
