"""One number to cite: a row of an exhibit (`earnings-answer/unit-value`) or a reported figure.

It is printed with its range and with what it supposes: whoever quotes 27.7 % should not have to
leave out that it holds of tonnes only. `wording` writes it; here its words become LaTeX or Chinese.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from ..estimates import RATIO, Estimate, in_figures
from ..estimates.digits import MINUS, SPACE
from ..folder import METRICS, REPORTED, Folder
from ..paths import table
from ..periods import in_words, is_period
from ..showing.exhibit import Exhibit, Work
from ..sources import date_of, name_of
from ..wording import change
from .exports import escaped
from .references import tidied

if TYPE_CHECKING:
    from ..reported import ReportedFigure

FORMS = ("text", "latex", "markdown", "zh", "footnote")
_AGAINST = {"yoy": "year on year", "mom": "month on month", "qoq": "quarter on quarter"}
_NUMBER = rf"[{MINUS}+]?[\d,]+(?:\.\d+)?"
# What `wording` writes of an estimate, part by part.
_SAID = re.compile(
    r"(?P<verb>rose by |fell by )?"
    r"(?P<limit>about |more than |less than |at least |at most |up to )?"
    rf"(?P<value>{_NUMBER})(?: to (?P<last>{_NUMBER}))?"
    rf"(?:{SPACE}(?P<scale>million|billion|trillion)\b)?{SPACE}?(?P<unit>[^(,]*?)"
    rf"(?: \((?P<low>{_NUMBER}) to (?P<high>{_NUMBER})\))?(?P<doubt>, as the words .*)?"
)
_SIUNITX = {"%": r"\percent", "tonnes": r"\tonne", "days": r"\day"}
_POWERS = {"million": 6, "billion": 9, "trillion": 12}


@dataclass(frozen=True, slots=True)
class Number:
    """One number with its range and condition; empty is what is not told."""

    key: str  # what it is cited by
    label: str
    estimate: Estimate
    premises: str  # what it supposes, in words, between semicolons
    exhibit: Exhibit = field(repr=False)  # what it is cited as
    # The phrases it rests on: the words, their source by its key, and their place in it.
    words: tuple[tuple[str, str, str], ...] = ()
    against: str = ""  # year on year, where it is a change
    names_zh: Mapping[str, str] = field(default_factory=dict, repr=False)  # of metrics
    standing: str = ""  # of a reported figure that is not simply in force: `withdrawn`

    @property
    def condition(self) -> str:
        """What the number supposes, as a clause."""
        return " and ".join(self._premises())

    @property
    def said(self) -> str:
        """The number in words: `fell by 27.7 % (27.1 to 28.2)`."""
        changes = self.estimate.kind in ("growth", "points")
        return change(self.estimate) if changes else in_figures(self.estimate, signed=False)

    @property
    def sentence(self) -> str:
        """What was measured of whom and when, and the number; without a full stop."""
        against = f" {self.against}" if self.against else ""
        return f"{self.exhibit.title}: {self.said}{against}{self._supposed()}"

    @property
    def bare(self) -> str:
        """The figure alone, signed: `−27.7 %`; its limit or range where it has no middle."""
        return in_figures(self.estimate, signed=False).partition(" (")[0]

    @property
    def range(self) -> str:
        """The range alone: `−28.2 to −27.1`; empty where the figure is exact or says it itself."""
        return in_figures(self.estimate, signed=False).partition(" (")[2].removesuffix(")")

    def text(self, form: str = "text") -> str:
        """Return the number as one of `FORMS`: with its range and its condition."""
        return self.said + self._if() if form == "text" else str(getattr(self, f"_{form}")())

    def latex(self) -> tuple[str, str]:
        """Return figure and range for siunitx."""
        told = _SAID.fullmatch(in_figures(self.estimate, signed=False))
        if not told:
            return escaped(self.bare), escaped(self.range)
        unit = "~".join(filter(None, [told["scale"], told["unit"]])).replace(SPACE, "~")
        unit = _SIUNITX.get(unit, unit if "~" in unit else escaped(unit))
        macro, unit = ("qty", f"{{{unit}}}") if unit else ("num", "")

        def one(*names: str) -> str:
            told_of = [told[name].replace(",", "").replace(MINUS, "-") for name in names]
            many = "range" * (len(names) - 1)
            return f"\\{macro}{many}{''.join(f'{{{number}}}' for number in told_of)}{unit}"

        value = one("value", "last") if told["last"] else one("value")
        return (told["limit"] or "") + value, one("low", "high") if told["low"] else ""

    def _premises(self) -> list[str]:
        return [part for one in self.premises.split(";") if (part := one.strip(" ."))]

    def _if(self) -> str:
        return (f", {self.standing}" if self.standing else "") + self._supposed()

    def _supposed(self) -> str:
        return f", if {self.condition}" if self.condition else ""

    def _latex(self) -> str:
        value, ends = self.latex()
        return f"{value}{f' ({ends})' if ends else ''}{escaped(self._if())}"

    def _markdown(self) -> str:
        told = "; ".join(filter(None, [self.range, self._if().removeprefix(", ")]))
        hint = ' "' + told.replace('"', "'") + '"' if told else ""
        return f"[{self.bare}]({self.exhibit.work.homepage}#{self.key}{hint})"

    def _zh(self) -> str:
        condition = f"，前提：{self._condition_zh()}" if self.condition else ""
        if self.standing:
            how, _, others = self.standing.partition(" by ")
            condition = f"，{_chinese('standing')[how].format(others)}{condition}"
        told = _SAID.fullmatch(self.said)
        if not told:
            return self.said + condition
        chinese, power = _chinese("word"), _POWERS.get(told["scale"], 0)
        unit = chinese.get(told["unit"], told["unit"])
        value, last, low, high = (
            _in_chinese(told[name], power, unit) for name in ("value", "last", "low", "high")
        )
        said = ((told[part] or "").strip() for part in ("verb", "limit"))
        opening = "".join(chinese.get(words, "") for words in said)
        ends = f"（{low}至{high}）" if low else ""
        doubt = "（原文可有两种读法）" if told["doubt"] else ""
        return f"{opening}{value}{f'至{last}' if last else ''}{ends}{doubt}{condition}"

    def _condition_zh(self) -> str:
        """Return the condition in Chinese; as it is where there are no Chinese words for it."""
        said = "；".join(self._premises())
        for form, words in _chinese("premise").items():
            said = re.sub(rf"(?<![^；]){form}(?![^；])", words, said)
        for name in sorted(self.names_zh, key=len, reverse=True):
            said = said.replace(name, self.names_zh[name])
        return self.condition if re.search("[A-Za-z]", said) else said

    def _footnote(self) -> str:
        one, known = self.exhibit, {item["id"]: item for item in self.exhibit.references}
        phrases = []
        for words, source, place in self.words:
            item = tidied(known[source]) if source in known else {}
            named = ", ".join(map(name_of, item.get("author", ()))) or source
            where = f"{named}, {date_of(item)[:4] or 'n.d.'}, {place}"
            phrases.append(f"“{words}” ({where})" if words else where)
        told = [
            f"{self.sentence}.",
            one.caveat,
            one.derivation,
            f"Reported: {'; '.join(phrases)}." if phrases else "",
            f"{one.work.title}, data release {one.release}, {self.key}.",
            f"{one.swhid}." if one.swhid else "",
        ]
        return " ".join(filter(None, told))

    def as_cited(self) -> Number:
        """Return the number whose exhibit is cited as this number alone."""
        said = f"{self.sentence}."
        if self.exhibit.kind == "reported figure":
            quoted = (f"“{words}” ({place})" if words else place for words, _, place in self.words)
            said = f"{said} Reported: {'; '.join(quoted)}."
        plain = re.sub(r"([\\`*_\[\]<>#])", r"\\\1", said)
        return replace(
            self, exhibit=replace(self.exhibit, caption=said, markdown=plain, svg="", png=b"")
        )


def of_exhibit(
    exhibit: Exhibit, folder: Folder | None = None, most: int | None = None
) -> dict[str, Number]:
    """Return the first numbers of an exhibit by key; its folder adds the phrases they rest on."""
    ours: dict[str, dict[str, str]] = {}
    metrics = folder.tables.get(METRICS, ()) if folder else ()
    chinese = {row["label"]: row["label_zh"] for row in metrics if row["label_zh"]}
    if folder and exhibit.work.title == Work.of(folder.package).title:
        ours = {row["id"]: row for row in folder.tables.get(REPORTED, ())}
    rows = [ours[name] for name in exhibit.rests_on if name in ours]
    words = tuple((row["as_reported"], row["source"], row["locator"]) for row in rows)
    found = {}
    for row in exhibit.rows[:most]:
        value, low, high = (_fraction(row.get(name, "")) for name in ("value", "low", "high"))
        if value is low is high is None:
            continue
        ends = (-math.inf if low is None else low, math.inf if high is None else high)
        told = Estimate(value, *ends, row.get("unit") or RATIO, kind=row.get("kind", ""))
        key, label, premises = f"{exhibit.id}/{row['key']}", row["label"], row.get("premises", "")
        one = replace(exhibit, id=key, kind="number", title=f"{exhibit.title}: {label}")
        number = Number(key, label, told, premises, one, words, names_zh=chinese)
        found[key] = number.as_cited()
    return found


def of_folder(folder: Folder, only: str = "") -> Iterator[tuple[str, Number]]:
    """Yield the reported figures of a data folder by id; what cannot be read is left out."""
    # The reader of phrases takes longer to load than all of this.
    from ..reported import reported_figures

    for one in reported_figures(folder):
        if only in ("", one.id) and (number := _of_figure(one, folder)):
            yield one.id, number.as_cited()


def _of_figure(one: ReportedFigure, folder: Folder) -> Number | None:
    try:
        told = one.rate
    except (ValueError, KeyError):
        return None
    told = replace(told, unit="count") if told.unit == "rank" else told
    row, label = one.row, one.metric.get("label") or one.row["metric"]
    others = ", ".join(other.id for other in one.others)
    beside = f" Also reported: {others}." if others else ""
    period = row["period"]
    when = in_words(period).removeprefix("the ") if is_period(period) else period
    named = label[:1].upper() + label[1:], row["entity"], when, one.standing
    exhibit = Exhibit(
        id=one.id,
        kind="reported figure",
        title=", ".join(filter(None, named)),
        caveat=f"{row['note']}{beside}".strip(),
        rests_on=(one.id,),
        sources=(row["source"],),
        references=(one.source,) if one.source else (),
        release=str(folder.package.get("version", "")),
        released=str(folder.package.get("created", ""))[:10],
        work=Work.of(folder.package),
    )
    words = ((one.words, row["source"], row["locator"]),)
    against = _AGAINST.get(one.comparison, "")
    return Number(one.id, label, told, "", exhibit, words, against, standing=one.standing)


def _fraction(cell: str) -> Fraction | None:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


@cache
def _chinese(kind: str) -> dict[str, str]:
    """Return the Chinese of what is written of an estimate: its words, or what it supposes."""
    rows = table("citing/chinese.csv")
    return {row["english"]: row["chinese"] for row in rows if row["kind"] == kind}


def _in_chinese(printed: str | None, power: int, unit: str) -> str:
    """Return a number with its unit, large ones counted in 亿 and 万 where the unit is money."""
    if not printed:
        return ""
    number = Decimal(printed.replace(",", "").replace(MINUS, "-")).scaleb(power)
    size, word = 0, ""
    if unit.startswith(("元", "美元")):
        scales = ((8, "亿"), (4, "万"), (0, ""))
        size, word = next((one for one in scales if abs(number) >= 10 ** one[0]), (0, ""))
    shown = f"{number.scaleb(-size):f}"
    # Moving the point adds no digits.
    shown = shown.rstrip("0").rstrip(".") if "." in shown and "." not in printed else shown
    return f"{shown.replace('-', MINUS)}{word}{unit}"
