"""The periods that a sentence names: what its figures cover, and what they are compared with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from .periods import span

_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d.,]*\d)"
_OF = rf"(?:(?:\speriod)?,?[\s-]+(?:of\s+|in\s+)?(?:the\s+year\s+)?{_YEAR})?"
_ZH = rf"(?:{_YEAR}年)?"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|(?-i:May)|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
# '12 June' is a day, and 'may' a verb.
_MONTH = rf"(?<!\d\s)(?<!\d-)\b{_NAME}\b(?!\s\d\d?\b)"
_DIGITS = r"(?:1[0-2]|0?[1-9])"
_NAMES = (
    "first second third fourth five six seven eight nine ten eleven",
    "one two three four",
    "一 二 三 四 五 六 七 八 九 十 十一",
    "上 下",
)
_NUMBER = {word: n for names in _NAMES for n, word in enumerate(names.split(), 1)}
_COUNT = f"{'|'.join(sorted(_NUMBER, key=len, reverse=True))}|{_DIGITS}"
_UNITS = {
    "three months": 3, "quarter": 3, "six months": 6, "half": 6, "nine months": 9,
    "twelve months": 12, "year": 12,
}  # fmt: skip
_ENDED = rf"(?P<unit>{'|'.join(_UNITS)})\s(?:that\s)?end(?:ed|ing)\s(?:on\s)?(?:\d\d?\s)?"
# Each form with the months of its unit: `n` is the number of one unit, `to` of the last of many,
# from the first or from `n` on. The first form that fits a place is taken.
_FORMS = [
    (rf"\b{_ENDED}(?P<to>{_NAME})\b(?:\s\d\d?\b)?(?:,?\s{_YEAR})?", 1),
    (rf"(?P<to>{_MONTH})\s(?P<unit>quarter)\b{_OF}", 1),
    (rf"(?P<n>{_MONTH})[\s-]?(?:[-–—]|to|through)[\s-]?(?P<to>{_MONTH}){_OF}", 1),
    (rf"{_ZH}(?P<n>{_DIGITS})月?\s?[-–—~至到]\s?(?P<to>{_DIGITS})月份?(?!\d)", 1),
    (rf"{_ZH}前(?P<to>{_COUNT})个?月", 1),
    (rf"{_ZH}前(?P<to>[二三])个?季度", 3),
    (rf"\bfirst\s(?P<to>two|three)[\s-]quarters?\b{_OF}", 3),
    (rf"\b{_YEAR}[\s-]?Q(?P<n>[1-4])\b", 3),
    (rf"\b{_YEAR}[\s-]?H(?P<n>[12])\b", 6),
    (
        rf"\b(?:(?P<n>first|second|third|fourth)[\s-](?:fiscal[\s-])?quarter|Q(?P<q>[1-4]))\b{_OF}",
        3,
    ),
    (rf"{_ZH}第?(?P<n>[一二三四1-4])季度?", 3),
    (r"\b(?P<n>[1-4])Q(?:\s?(?P<year>(?:20)?\d\d))?\b", 3),
    (r"\b(?P<n>[12])H(?:\s?(?P<year>(?:20)?\d\d))?\b", 6),
    (rf"\b(?:(?P<n>first|second)[\s-]half|H(?P<q>[12]))\b{_OF}", 6),
    (rf"{_ZH}(?P<n>[上下])半年", 6),
    (rf"\bfirst\s(?P<to>{_COUNT})[\s-]months?\b{_OF}", 1),
    (r"\byear[\s-]to[\s-]date\b|\bso far this year\b|今年以来", 0),
    (rf"(?P<n>{_MONTH}){_OF}", 1),
    (rf"{_ZH}(?P<n>{_DIGITS})月份?(?!\d)", 1),
    (rf"\b(?:full|whole|entire)[\s-]year\b{_OF}|全年", 12),
    (rf"\b(?:in|for|during|of|to|with|than|from|over|against|versus)\s{_YEAR}", 12),
    (rf"\bthe\s{_YEAR}\s(?:period|quarter|half|year)\b", 12),
    (rf"{_YEAR}年(?:全年|度)?(?!\d)", 12),
]
# '2015-16': what ends in its first calendar year is known, and nothing else.
_FISCAL = re.compile(r"[-–/](?:20)?\d\d(?!\d)")
_FISCAL_NAME = re.compile(rf"FY\s?{_YEAR}(?:[-/]\d\d)?", re.IGNORECASE)
# What notes and tables write besides.
_NOTES = [
    # A day is no period.
    (rf"\b\d\d?(?:st|nd|rd|th)?\s{_NAME}\.?,?\s{_YEAR}", 0),
    (rf"\b{_NAME}\.?\s\d\d?,\s{_YEAR}", 0),
    (rf"\b{_YEAR}-\d\d-\d\d\b", 0),
    (rf"{_ZH}\d\d?月\d\d?日", 0),
    (rf"(?P<n>{_MONTH})\.?\s?(?:and|&)\s?(?P<to>{_MONTH})\.?{_OF}", 1),
    (r"\b(?P<to>9)M\s?(?P<year>(?:20)?\d\d)\b", 1),
    (r"\bQ(?P<n>[1-4])[/'’](?P<year>\d\d)\b", 3),
    (rf"\bthe half(?:[\s-]year)?{_OF}", 6),
    (r"\b[FC]Y\s?'?(?P<year>(?:20)?\d\d)\b", 12),
    (rf"(?<![\d.,]){_YEAR}(?!\s?(?:[%％]|per\s?cent))年?", 12),
]
_LINK = (
    r"than|compar(?:ed|ison) (?:to|with)|versus|vs\.?|against|over|above|below|from|since|after"
    r"|until|till|before|following|by|on|to"
)
_FILL = (
    r"in|at|the|its|that|those|seen|end|of|for|during|same|corresponding|comparable|equivalent|levels?|figures?"
    r"|period|month|quarter|half|year|average|whole|full"
)
_BASE = re.compile(
    rf"\b(?:{_LINK})(?:\s+(?:{_FILL}))*\s*$"
    r"|\b(?:same|corresponding|comparable|prior|previous)\s\w+(?:\s(?:of|in))?\s*$|\blevels? of\s*$"
    r"|[比较与自从]$",
    re.IGNORECASE,
)
_YEAR_BASE = re.compile(r"(?:to|with|than|from|over|against|versus)\b", re.IGNORECASE)
_ZH_BASE = re.compile(r"年?(?:同期|初|相比)")
# How many months a period has whose change is against the one before.
LENGTHS = {"mom": 1, "qoq": 3}
# Words for a base that is counted from the period itself.
AGO = {
    name: re.compile(
        rf"\b{unit}s?[ -](?:ago|earlier|before)\b"
        rf"|\b(?:last|previous|prior|preceding)[ -](?:fiscal |financial )?{unit}|{chinese}",
        re.IGNORECASE,
    )
    for name, unit, chinese in (
        ("yoy", "year", r"去年|上年|\b(?:last|previous|prior) fiscal\b"),
        ("qoq", "quarter", "上季|上一?个?季"),
        ("mom", "month", "上月|上个月"),
    )
}


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
    forms = [*_NOTES[:-1], *_FORMS, *_NOTES[-1:]] if notes else _FORMS
    forms = [one for one in forms if not (ascii_only and one[0].startswith(_ZH))]
    return [(re.compile(form, re.IGNORECASE), months) for form, months in forms]


def mentions(text: str, notes: bool = False) -> list[Mention]:
    """Return the periods that a sentence names, from left to right."""
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
            count = (last or first) - first + 1
            if count < 1:
                continue
            year = int(told["year"]) if told.get("year") else None
            year = year + 2000 if year is not None and year < 100 else year  # 2Q21
            if year and _FISCAL.match(text, one.end()) and (months != 1 or last <= 6):
                year = 0
            before, after = text[: one.start()], text[one.end() :]
            base = bool(_BASE.search(before) or _ZH_BASE.match(after) or _YEAR_BASE.match(one[0]))
            place = (one.start(), one.end(), year, (first - 1) * months, count * months)
            found.append(Mention(*place, base))
    return sorted(found)


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
    if found := _FISCAL_NAME.fullmatch(text):
        if not fiscal_year:
            return text
        starts = int(fiscal_year["starts"])
        year = int(found["year"]) - (fiscal_year.get("named_by") == "end" and starts > 1)
        return _period(begins := 12 * year + starts - 1, begins + 11)
    plain = re.sub(r"(?<=\w)[\s,./]+(?=\w)", " ", text).title()
    told = mentions(plain, notes=True)
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
    return named - {""} | ago(phrase)


def ago(words: str) -> set[str]:
    """Return what words compare with that name a base counted back from now: yoy, qoq, mom."""
    return {name for name, pattern in AGO.items() if pattern.search(words)}
