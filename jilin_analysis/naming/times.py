"""The periods that a sentence names: what its figures cover, and what they are compared with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from ..periods import span
from . import forms, patterns

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMES = (
    "first second third fourth five six seven eight nine ten eleven",
    "one two three four",
    "一 二 三 四 五 六 七 八 九 十 十一",
    "上 下",
    ". 两",
    "opening . . closing",
    ". . . final",
)
_NUMBER = {word: n for names in _NAMES for n, word in enumerate(names.split(), 1)}
_UNITS = {
    "month": 1, "three months": 3, "quarter": 3, "six months": 6, "half": 6, "half year": 6,
    "half-year": 6, "nine months": 9, "twelve months": 12, "year": 12,
    **{f"{n} months": n for n in (3, 6, 9, 12)},
    "三个月": 3, "六个月": 6, "九个月": 9, "十二个月": 12, "年度": 12,
}  # fmt: skip
# Each form has the months of its unit: `n` is the number of one unit, `to` of the last of many,
# from the first or from `n` (of the year `since`) on; `fiscal` names a year that need not begin in
# January. The first that fits a place is taken; `notes` alone write some.
_TABLE = "naming/times.csv"
P = patterns(_TABLE)
# How many months a period has whose change is against the one before.
LENGTHS = {"mom": 1, "qoq": 3}
# Words for a base that is counted from the period itself.
AGO: dict[str, re.Pattern[str]] = {"yoy": P.yoy, "qoq": P.qoq, "mom": P.mom}


class Mention(NamedTuple):
    """A period as a text names it: its place, its first month, its length, and what it is for.

    `year` is None where the text names none, and 0 where it names a year that is not the
    calendar's. `first` counts from 0 for January, below it into the year before.
    `length` is 0 for the year to date.
    """

    start: int
    stop: int
    year: int | None
    first: int
    length: int
    is_base: bool


@cache
def _compiled(notes: bool, ascii_only: bool) -> list[tuple[re.Pattern[str], int]]:
    """Return the forms to look for, in order; not before they are, for they take a while."""
    told = [row for row in forms(_TABLE) if row["months"] and (notes or not row["notes"])]
    return [
        (re.compile(row["pattern"], re.IGNORECASE), int(row["months"]))
        for row in told
        if not (ascii_only and row["pattern"].startswith(P.zh.pattern))
    ]


def mentions(
    text: str, notes: bool = False, fiscal_year: Mapping[str, Any] | None = None
) -> list[Mention]:
    """Return the periods that a sentence names, from left to right.

    `fiscal_year` is that of a package: `starts`, the number of its first month, and `named_by`,
    `start` or `end`: the calendar year that names it. Without it, no FY2024 can be told.
    """
    found: list[Mention] = []
    for form, months in _compiled(notes, text.isascii()):
        for one in form.finditer(text):
            if any(one.start() < other.stop and other.start < one.end() for other in found):
                continue
            told = one.groupdict()
            last = _number(told["to"]) if told.get("to") else 0
            first = _number(told.get("n") or told.get("q") or "") or 1
            if unit := told.get("unit"):
                first = last + 1 - _UNITS[unit.lower()]
            years = ("year", "fiscal", "since", "until")
            year, fiscal, since, until = (_year(told.get(name)) for name in years)
            if "since" in told:
                first -= 12 * ((year or 0) - since if since else last < first)
            count = (last or first) - first + 1
            if count < 1 or (fiscal and until and (until - fiscal) % 100 != 1):
                continue
            if year and P.fiscal.match(text, one.end()) and (months != 1 or last <= 6):
                year = 0
            if fiscal:
                year, first, count = _fiscal(fiscal, bool(until), fiscal_year)
            before, after = text[: one.start()], text[one.end() :]
            base = bool(
                P.base.search(before) or P.zh_base.match(after) or P.year_base.match(one[0])
            )
            if told.get("to") and P.spans.search(before):
                base = False  # from January to August
            place = (one.start(), one.end(), year, (first - 1) * months, count * months)
            found.append(Mention(*place, bool(base)))
    return sorted(found)


def _year(digits: str | None) -> int | None:
    year = int(digits) if digits else None
    return year + 2000 if year is not None and year < 100 else year  # 2Q21


def _fiscal(year: int, first: bool, fiscal_year: Mapping[str, Any] | None) -> tuple[int, int, int]:
    """Return year, first month and length of FY2024, or of 2024/25, of which 2024 is the first."""
    starts = int(fiscal_year["starts"]) if fiscal_year else 1
    if not fiscal_year or (first and starts == 1):
        return 0, 1, 12
    before = not first and fiscal_year.get("named_by") == "end" and starts > 1
    return year - before, starts, 12


def _number(word: str) -> int:
    word = word.casefold()
    if word[:3] in _MONTHS:
        return _MONTHS.index(word[:3]) + 1
    return int(word) if word.isdigit() else _NUMBER.get(word, 0)


def resolve(one: Mention, focus: str) -> str:
    """Return a mention as a period; empty where its year cannot be told.

    Without a year it is of the year in which `focus` ends, and then no later than its end.
    """
    last = span(focus)[1] if focus else None
    if one.year == 0 or (one.year is None and last is None):
        return ""
    year = one.year if one.year is not None else (last or 0) // 12
    begins = 12 * year + one.first
    ends = begins + one.length - 1 if one.length else last or 0
    if one.year is None and last is not None and ends > last:
        return ""
    if focus and span(focus) == (begins, ends):
        return focus
    return _period(begins, ends)


def _period(begins: int, ends: int) -> str:
    (year, first), length = divmod(begins, 12), ends - begins + 1
    if length == 12 and first == 0:
        return str(year)
    for months, letter in ((3, "Q"), (6, "H")):
        if length == months and first % months == 0:
            return f"{year}-{letter}{first // months + 1}"
    names = [f"{month // 12}-{month % 12 + 1:02d}" for month in (begins, ends)]
    return "/".join(dict.fromkeys(names))


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
    plain = re.sub(r"(?<=\w)(?!(?<=\d{4})/\d)[\s,./]+(?=\w)", " ", text).title()
    told = mentions(plain, True, fiscal_year)
    if len(told) == 1 and told[0].year and told[0].length and told[0][:2] == (0, len(plain)):
        return resolve(told[0], "")
    return text


def contradicts(phrase: str, period: str) -> str:
    """Return the words of a phrase that name another time than the period; else nothing.

    A year is another one where it is neither in the period nor the year before it, which phrases
    name as the base. A quarter is another one where the period is a quarter and not that one.
    """
    first, last = span(period)
    for one in mentions(phrase, notes=True):
        year = one.year or last // 12
        quarter = "Q" in period and one.length == 3 and not one.is_base
        if not first // 12 - 1 <= year <= last // 12 or (quarter and one.first != first % 12):
            return phrase[one.start : one.stop]
    return ""


def against(period: str, base: Mention) -> str:
    """Return what a change is against, where its base is this one: yoy, qoq, mom or nothing."""
    first, last = span(period)
    length = last - first + 1
    if base.year == 0:
        return ""
    if base.year is not None and base.length == 12:
        return "yoy" if base.year == first // 12 - 1 else ""
    if base.length != length:
        return ""
    months = first % 12 - base.first + (12 * (first // 12 - base.year) if base.year else 0)
    # Without a year it is the last such time before.
    months = months if base.year else (months % 12 or 12)
    before = next((name for name, own in LENGTHS.items() if own == length), "")
    return {12: "yoy", length: before}.get(months, "")


def bases(phrase: str, period: str) -> set[str]:
    """Return what a phrase may compare a figure of this period with: yoy, qoq, mom."""
    named = {against(period, one) for one in mentions(phrase) if one.is_base}
    first, last = span(period) if period else (1, 0)
    if P.before.search(phrase):
        named |= {one for one, length in LENGTHS.items() if length == last - first + 1}
    return named - {""} | ago(phrase)


def ago(words: str) -> set[str]:
    """Return what words compare with that name a base counted back from now: yoy, qoq, mom."""
    return {name for name, pattern in AGO.items() if pattern.search(words)}
