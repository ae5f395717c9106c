"""Time periods as the data write them: 2020, 2020-Q1, 2020-H1, 2020-01, 2020-01/2020-04."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

EXPECTED = "a period such as 2020, 2020-Q1, 2020-H1, 2020-01 or 2020-01/2020-04"
_MONTH = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])"
_PERIOD = re.compile(rf"(?:19|20)\d\d(?:-Q[1-4]|-H[12])?|{_MONTH}(?:/{_MONTH})?")
_LONG = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
_MONTHS = [month[:3] for month in _LONG]
_ORDINALS = ["first", "second", "third", "fourth"]
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PART = r"(?P<part>[QqHh][1-4])"
_NAME = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
# How people write what the data call 2022-Q1, 2022-03 or 2022-23.
_SPELT = [
    re.compile(rf"{_PART}[\s,/-]*{_YEAR}"),
    re.compile(rf"{_YEAR}[\s,/-]*{_PART}"),
    re.compile(rf"{_NAME}[\s,-]*{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_YEAR}年(?:(?P<digit>1[0-2]|0?[1-9])月|第?(?P<quarter>[一二三四1-4])季度)"),
]
_FISCAL = re.compile(rf"FY\s?{_YEAR}(?:[-/]\d\d)?", re.IGNORECASE)


def is_period(text: str) -> bool:
    """Tell whether the text is a time period, with its months in order."""
    return bool(_PERIOD.fullmatch(text)) and ("/" not in text or text[:7] < text[8:])


def fold(text: str, fiscal_year: Mapping[str, Any] | None = None) -> str:
    """Return a period as the data write it, from how people do: `Q1 2022`, `Mar 2022`, `FY2024`.

    Parameters
    ----------
    text : str
        A cell; what is no known spelling comes back as it is.
    fiscal_year : mapping, optional
        The package's `fiscal_year`: `starts`, the number of the first month, and `named_by`,
        `start` or `end`: the calendar year that names it.
    """
    text = " ".join(text.split())
    for pattern in _SPELT:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            if parts.get("part"):
                return f"{parts['year']}-{parts['part'].upper()}"
            if parts.get("month"):
                return f"{parts['year']}-{_MONTHS.index(parts['month'].title()) + 1:02d}"
            if parts.get("digit"):
                return f"{parts['year']}-{int(parts['digit']):02d}"
            return f"{parts['year']}-Q{'一二三四1234'.index(parts['quarter']) % 4 + 1}"
    if (found := _FISCAL.fullmatch(text)) and fiscal_year:
        starts = int(fiscal_year["starts"])
        year = int(found["year"]) - (fiscal_year.get("named_by") == "end" and starts > 1)
        return f"{year}-{starts:02d}/{year + (starts > 1)}-{(starts + 10) % 12 + 1:02d}"
    return text


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
    if len(period) == 4:
        return period
    first, *last = (f"{_LONG[int(month[5:]) - 1]} {month[:4]}" for month in period.split("/"))
    return f"{first.removesuffix(f' {period[-7:-3]}')} to {last[0]}" if last else first


def in_short(period: str) -> str:
    """Return a period for a label: `Q1 2020`, `Jan–Apr 2020`, `2020`."""
    if period[5:6] in ("Q", "H"):
        return f"{period[5:]} {period[:4]}"
    if len(period) == 4:
        return period
    first, *last = (f"{_MONTHS[int(month[5:]) - 1]} {month[:4]}" for month in period.split("/"))
    return f"{first.removesuffix(f' {period[-7:-3]}')}–{last[0]}" if last else first


_NAMED_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]*\d|\s?[%％])")
_NAMED_QUARTER = re.compile(
    r"\b(first|second|third|fourth)[\s-]quarter\b|\bQ([1-4])\b|第?([一二三四])季度|\b([1-4])Q\b",
    re.IGNORECASE,
)


def contradicts(phrase: str, period: str) -> str:
    """Return the words of a phrase that name another time than the period; else nothing.

    A year is another one where it is neither in the period nor the year before it, which phrases
    name as the base. A quarter is another one where the period is a quarter and not that one.
    """
    years = {month // 12 for month in span(period)}
    for found in _NAMED_YEAR.finditer(phrase):
        year = int(found[1])
        if not min(years) - 1 <= year <= max(years):
            return found[0]
    if "Q" in period:
        for found in _NAMED_QUARTER.finditer(phrase):
            name = next(filter(None, found.groups()))
            number = name if name.isdigit() else str("一二三四".find(name) + 1)
            if number == "0":
                number = str(_ORDINALS.index(name.lower()) + 1)
            if number != period[6]:
                return found[0]
    return ""
