"""Time periods as the data write them: 2020, 2020-Q1, 2020-H1, 2020-01, 2020-01/2020-04."""

from __future__ import annotations

import re

EXPECTED = "a period such as 2020, 2020-Q1, 2020-H1, 2020-01 or 2020-01/2020-04"
_MONTH = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
_PERIOD = re.compile(rf"(?:19|20)\d\d(?:-Q[1-4]|-H[12])?|{_MONTH}(?:/{_MONTH})?")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ORDINALS = ["first", "second", "third", "fourth"]


def is_period(text: str) -> bool:
    """Tell whether the text is a time period, with its months in order."""
    if not _PERIOD.fullmatch(text):
        return False
    first, last = span(text)
    return "/" not in text or first < last


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
    if len(period) == 7:
        return year + int(period[5:7]) - 1, year + int(period[5:7]) - 1
    return year, year + 11


def overlap(one: str, other: str) -> bool:
    """Tell whether two periods share a month."""
    (start, end), (begin, stop) = span(one), span(other)
    return start <= stop and begin <= end


def year_before(period: str) -> str:
    """Return the same period a year before: the base period of a growth rate year on year."""
    return re.sub(r"\d{4}", lambda year: f"{int(year[0]) - 1:04d}", period)


def in_words(period: str) -> str:
    """Return a period for a sentence: `the first quarter of 2020`, `January` as `Jan 2020`."""
    if period[5:6] == "Q":
        return f"the {_ORDINALS[int(period[6]) - 1]} quarter of {period[:4]}"
    if period[5:6] == "H":
        return f"the {_ORDINALS[int(period[6]) - 1]} half of {period[:4]}"
    return in_short(period)


def in_short(period: str) -> str:
    """Return a period for a label: `Q1 2020`, `Jan–Apr 2020`, `2020`."""
    if period[5:6] in ("Q", "H"):
        return f"{period[5:]} {period[:4]}"
    if "/" in period:
        first, last = period.split("/")
        months = [_MONTHS[int(month[5:]) - 1] for month in (first, last)]
        if first[:4] == last[:4]:
            return f"{'–'.join(months)} {last[:4]}"
        return f"{months[0]} {first[:4]}–{months[1]} {last[:4]}"
    return period if len(period) == 4 else f"{_MONTHS[int(period[5:]) - 1]} {period[:4]}"
