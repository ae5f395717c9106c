"""Time periods as the data write them: 2020, 2020-Q1, 2020-H1, 2020-01, 2020-01/2020-04."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

EXPECTED = "a period such as 2020, 2020-Q1, 2020-H1, 2020-01 or 2020-01/2020-04"
_MONTH = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
_PERIOD = re.compile(rf"(?:19|20)\d\d(?:-Q[1-4]|-H[12])?|{_MONTH}(?:/{_MONTH})?")
_LONG = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
_ORDINALS = ["first", "second", "third", "fourth"]


def is_period(text: str) -> bool:
    """Tell whether the text is a time period, with its months in order."""
    return bool(_PERIOD.fullmatch(text)) and ("/" not in text or text[:7] < text[8:])


@lru_cache(4096)
def span(period: str) -> tuple[int, int]:
    """Return the first and the last month of a period, counted from year nought."""
    year = 12 * int(period[:4])
    if "/" in period:
        first, last = period.split("/")
        return span(first)[0], span(last)[1]
    if period[5:6] in ("Q", "H"):
        length = 3 if period[5] == "Q" else 6
        first_month = year + length * (int(period[6]) - 1)
        return first_month, first_month + length - 1
    month = year + int(period[5:] or 1) - 1
    return month, month if len(period) == 7 else year + 11


def start(period: str) -> date:
    """Return the first day of a period."""
    year, month = divmod(span(period)[0], 12)
    return date(year, month + 1, 1)


def end(period: str) -> date:
    """Return the last day of a period."""
    year, month = divmod(span(period)[1], 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def days(period: str) -> int:
    """Return the number of calendar days in a period."""
    return (end(period) - start(period)).days + 1


def as_iso(period: str) -> str:
    """Return a period as an interval of ISO 8601, which knows no quarters: `2020-01/2020-03`."""
    if len(period) in (4, 7) and "Q" not in period and "H" not in period:
        return period
    return f"{start(period):%Y-%m}/{end(period):%Y-%m}"


def overlap(one: str, other: str) -> bool:
    """Tell whether two periods share a month."""
    (begins, ends), (begin, stop) = span(one), span(other)
    return begins <= stop and begin <= ends


def year_before(period: str) -> str:
    """Return the same period a year before: the base period of a growth rate year on year."""
    return re.sub(r"\d{4}", lambda year: f"{int(year[0]) - 1:04d}", period)


def noun(period: str) -> str:
    """Return what kind of time it is, for a sentence: `quarter`, `half-year`, `year`, `months`."""
    first, last = span(period)
    lengths = {1: "month", 3: "quarter", 6: "half-year", 12: "year"}
    return lengths.get(last - first + 1, "months") if "/" not in period else "months"


def in_words(period: str) -> str:
    """Return a period for a sentence: `the first quarter of 2020`, `January 2020`."""
    if period[5:6] in ("Q", "H"):
        part = "quarter" if period[5] == "Q" else "half"
        return f"the {_ORDINALS[int(period[6]) - 1]} {part} of {period[:4]}"
    return _months(period, 9, " to ")


def in_short(period: str) -> str:
    """Return a period for a label: `Q1 2020`, `Jan–Apr 2020`, `2020`."""
    return f"{period[5:]} {period[:4]}" if period[5:6] in ("Q", "H") else _months(period, 3, "–")


def _months(period: str, letters: int, to: str) -> str:
    if len(period) == 4:
        return period
    first, *last = (f"{_LONG[int(one[5:]) - 1][:letters]} {one[:4]}" for one in period.split("/"))
    return f"{first.removesuffix(f' {period[-7:-3]}')}{to}{last[0]}" if last else first
