"""One number to cite: a row of an exhibit (`earnings-answer/unit-value`) or a reported figure.

It is printed with its range, whose ends are rounded outward, and with what it supposes: whoever
quotes 27.7 % should not have to leave out that it holds only of tonnes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

from ..estimates import RATIO, as_estimate
from ..exhibit import Exhibit, Work
from ..folder import METRICS, REPORTED, Folder
from ..periods import in_words, is_period
from ..quantities import NormalizationError, normalize, read_rank
from .exports import escaped
from .references import completed, day_of, name_of, tidied

FORMS = ("text", "latex", "markdown", "zh", "footnote")
MINUS, SPACE = "\u2212", "\u00a0"
_FACTORS = ("index", "multiple")
# Unit in English, in siunitx and in Chinese.
_UNITS = {
    RATIO: ("%", r"\percent", "%"),
    "points": ("percentage points", "percentage~points", "个百分点"),
    "tonne": ("tonnes", r"\tonne", "吨"),
    "CNY": ("yuan", "yuan", "元"),
    "USD": ("dollars", "dollars", "美元"),
    "day": ("days", r"\day", "天"),
    "count": ("", "", ""),
    "rank": ("", "", ""),
}
_ENDS = ("at least {}", "at most {}", "more than {}", "less than {}")
_ENDS_ZH = ("至少{}", "至多{}", "超过{}", "不到{}")
_AGAINST = {"yoy": "year on year", "mom": "month on month", "qoq": "quarter on quarter"}
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SCALES_ZH = ((10**8, "亿"), (10**4, "万"))


class Digits(NamedTuple):
    """Value and ends as printed, empty where there are none, and what they are counted in."""

    value: str
    low: str
    high: str
    scale: str


@dataclass(frozen=True, slots=True)
class Number:
    """One number with its range and condition.

    Attributes
    ----------
    key : str
        What it is cited by.
    label, entity, metric, period, kind, unit : str
        What it is; empty where that is not told.
    value, low, high : Fraction or None
        The figure and the ends of its range.
    premises : str
        What it supposes, in words.
    exhibit : Exhibit
        What it is cited as; a reported figure is cited as an exhibit of its own.
    words : tuple of tuple
        The phrases it rests on: the words, their source by its key, and their place in it.
    against : str
        What a change is measured against, such as `year on year`.
    open_ends : bool
        Whether a lone end is itself excluded: *more than*, not *at least*.
    """

    key: str
    label: str
    entity: str
    metric: str
    period: str
    kind: str
    unit: str
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    premises: str
    exhibit: Exhibit = field(repr=False)
    words: tuple[tuple[str, str, str], ...] = ()
    against: str = ""
    open_ends: bool = False

    @property
    def digits(self) -> Digits:
        """Value and ends with the digits that the range allows, signed."""
        return self._digits(_SCALES)

    def _digits(self, scales: tuple[tuple[int, str], ...]) -> Digits:
        factor, scale = Fraction(1), ""
        if self.unit == RATIO and self.kind not in _FACTORS:
            factor = Fraction(100)
        elif self.unit in ("CNY", "USD"):
            size = max(abs(one) for one in (self.value, self.low, self.high, 0) if one is not None)
            factor, scale = next(
                ((Fraction(1, n), s) for n, s in scales if size >= n), (factor, "")
            )
        value, low, high = (
            None if one is None else one * factor for one in (self.value, self.low, self.high)
        )
        places = self._places(value, low, high)
        shown = _shown(value, places, round)
        if value is not None and not _printed(value, low, high) and "." in shown:
            # Noughts go where the figure has no more digits: they would claim a precision.
            exact = value == Fraction(shown.replace(",", ""))
            shown = shown.rstrip("0").rstrip(".") if exact else shown
        ends = (_shown(low, places, math.floor), _shown(high, places, math.ceil))
        return Digits(shown, *(("", "") if low == high else ends), scale)

    def _places(self, value: Fraction | None, low: Fraction | None, high: Fraction | None) -> int:
        """Return to how many decimals the value is printed."""
        width = None if low is None or high is None else high - low
        if not width:
            known = [_decimals(one) for one in (value, low, high) if one is not None]
            return min(max(known, default=0), 6)
        if value is not None and _printed(value, low, high):
            return _decimals(width)
        if self.unit != RATIO or self.kind in _FACTORS:
            return 1 - math.floor(math.log10(width))
        return 1 if width >= Fraction(1, 10) else 2

    def text(self, form: str = "text") -> str:
        """Return the number as one of `FORMS`: with its range and its condition."""
        return str(getattr(self, f"_{form}")())

    @property
    def condition(self) -> str:
        """What the number supposes, as a clause; empty where it supposes nothing."""
        one = [part.strip(" .") for part in self.premises.split(";")]
        return " and ".join(re.sub("^(if|supposing) ", "", part) for part in one if part)

    @property
    def sentence(self) -> str:
        """What was measured of whom and when, and the number; without a full stop."""
        what = ", ".join(filter(None, [_capital(self.label), self.entity, _when(self.period)]))
        against = f" {self.against}" if self.against else ""
        said = self._said(self.digits, "rose by", "fell by", "changed by")
        return f"{what}: {said}{against}" + (f", if {self.condition}" if self.condition else "")

    def bare(self) -> str:
        """Return the figure alone, signed: `−27.7 %`; its range where it has no middle."""
        digits, unit = self.digits, self._unit(0)
        value = digits.value or self._ends(digits.low, digits.high)
        return _typeset(_joined(value, digits.scale, unit))

    def range(self) -> str:
        """Return the range alone: `−28.2 to −27.2`; empty where there is no doubt."""
        digits = self.digits
        return _typeset(self._ends(digits.low, digits.high))

    def _text(self) -> str:
        said = self._said(self.digits, "rose by", "fell by", "changed by")
        return said + (f", if {self.condition}" if self.condition else "")

    def _said(self, digits: Digits, rose: str, fell: str, changed: str) -> str:
        verb, digits = self._turned(digits, rose, fell, changed)
        unit = self._unit(0)
        ends = self._ends(digits.low, digits.high)
        if not digits.value:
            return _typeset(f"{verb} {_joined(ends, digits.scale, unit)}".strip()) or "not reported"
        told = f"{verb} {_joined(digits.value, digits.scale, unit)}".strip()
        return _typeset(f"{told} ({ends})" if ends else told)

    def _turned(self, digits: Digits, *verbs: str) -> tuple[str, Digits]:
        """Return the verb of a change and digits without its sign; nothing of what is no change."""
        if self.kind not in ("growth", "points"):
            return "", digits
        ends = [one for one in (self.low, self.high, self.value) if one is not None]
        rose, fell, changed = verbs
        if ends and min(ends) >= 0 and self.low is not None:
            return rose, digits
        if ends and max(ends) <= 0 and self.high is not None:
            value, low, high = (one.removeprefix("-") for one in digits[:3])
            return fell, Digits(value, high, low, digits.scale)
        return changed, digits

    def _ends(
        self, low: str, high: str, both: str = "{} to {}", words: tuple[str, ...] = _ENDS
    ) -> str:
        least, most = words[2:] if self.open_ends else words[:2]
        if low and high:
            return both.format(low, high)
        return least.format(low) if low else most.format(high) if high else ""

    def _unit(self, language: int) -> str:
        if self.kind in _FACTORS:
            return ""
        unit = "points" if self.kind == "points" else self.unit
        return _UNITS.get(unit, (unit,) * 3)[language]

    def _latex(self) -> str:
        digits, unit = self.digits, self._unit(1)
        unit = "~".join(filter(None, (digits.scale, unit)))
        macro, unit = ("qty", f"{{{unit}}}") if unit else ("num", "")
        value, low, high = (one.replace(",", "") for one in digits[:3])
        ends = f"\\{macro}range{{{low}}}{{{high}}}{unit}"
        if not (low and high):
            low, high = (f"\\{macro}{{{end}}}{unit}" if end else "" for end in (low, high))
            ends = self._ends(low, high)
        if value:
            ends = f"\\{macro}{{{value}}}{unit}" + (f" ({ends})" if ends else "")
        return ends + (f", if {escaped(self.condition)}" if self.condition else "")

    def _markdown(self) -> str:
        condition = f"if {self.condition}" if self.condition else ""
        told = "; ".join(filter(None, [self.range(), condition])).replace('"', "'")
        hint = f' "{told}"' if told else ""
        return f"[{self.bare()}]({self.exhibit.work.homepage}#{self.key}{hint})"

    def _zh(self) -> str:
        verb, digits = self._turned(self._digits(_SCALES_ZH), "增长", "下降", "变动")
        unit = f"{digits.scale}{self._unit(2)}"
        value, low, high = (
            f"{one.replace(',', '').replace('-', MINUS)}{unit}" if one else "" for one in digits[:3]
        )
        ends = self._ends(low, high, "{}至{}", _ENDS_ZH)
        condition = f"，前提：{self.condition}" if self.condition else ""
        return verb + (f"{value}（{ends}）" if value and ends else value or ends) + condition

    def _footnote(self) -> str:
        one, known = self.exhibit, {item["id"]: item for item in self.exhibit.references}
        phrases = []
        for words, source, place in self.words:
            item = tidied(known[source]) if source in known else {}
            named = ", ".join(map(name_of, item.get("author", ()))) or source
            phrases.append(f"“{words}” ({named}, {day_of(item)[:4] or 'n.d.'}, {place})")
        told = [
            f"{self.sentence}.",
            one.caveat,
            one.derivation,
            f"Reported: {'; '.join(phrases)}." if phrases else "",
            f"{one.work.title}, data release {one.release}, {self.key}.",
            f"{one.swhid}." if one.swhid else "",
        ]
        return " ".join(filter(None, told))


def of_exhibit(exhibit: Exhibit, folder: Folder | None = None) -> dict[str, Number]:
    """Return the numbers of an exhibit by key; its data folder adds the phrases they rest on."""
    ours: dict[str, dict[str, str]] = {}
    if folder and exhibit.work.title in ("", Work.of(folder.package).title):
        exhibit = completed(exhibit, folder.path)
        ours = {row["id"]: row for row in folder.tables.get(REPORTED, ())}
    rows = [ours[name] for name in exhibit.rests_on if name in ours]
    words = tuple((row["as_reported"], row["source"], row["locator"]) for row in rows)
    found = {}
    for row in exhibit.rows:
        value, low, high = (_fraction(row.get(name, "")) for name in ("value", "low", "high"))
        if value is None and low is None and high is None:
            continue
        key = f"{exhibit.id}/{row['key']}"
        number = Number(
            key=key,
            **{name: row.get(name, "") for name in ("label", "entity", "metric", "period", "kind")},
            unit=row.get("unit") or RATIO,
            value=value,
            low=low,
            high=high,
            premises=row.get("premises", ""),
            exhibit=exhibit,
            words=words,
        )
        found[key] = _as_cited(number, replace(exhibit, id=key, kind="number", title=row["label"]))
    return found


def of_folder(folder: Folder, only: str = "") -> Iterator[tuple[str, Number]]:
    """Yield the reported figures of a data folder by id; what no reader can read is left out."""
    metrics = {row["metric"]: row for row in folder.tables.get(METRICS, ())}
    package = folder.package
    for row in folder.tables.get(REPORTED, ()):
        if only not in ("", row["id"]):
            continue
        about = metrics.get(row["metric"], {})
        try:
            ranked = about.get("measure") == "rank"
            quantity = (read_rank if ranked else normalize)(row["as_reported"])
        except NormalizationError:
            continue
        read, source = as_estimate(quantity, row["id"]), folder.sources.get(row["source"])
        label = about.get("label") or row["metric"]
        low, high = (None if math.isinf(end) else Fraction(end) for end in (read.low, read.high))
        bounded = low is None or high is None
        one = Exhibit(
            id=row["id"],
            kind="reported figure",
            title=f"{_capital(label)}, {row['entity']}, {_when(row['period'])}",
            caveat=row["note"],
            rests_on=(row["id"],),
            sources=(row["source"],),
            references=(source,) if source else (),
            release=str(package.get("version", "")),
            released=str(package.get("created", ""))[:10],
            work=Work.of(package),
        )
        number = Number(
            key=row["id"],
            **{name: row[name] for name in ("entity", "metric", "period")},
            label=label,
            kind=str(quantity.kind),
            unit=read.unit,
            value=None if bounded else read.value,
            low=low,
            high=high,
            premises="",
            exhibit=one,
            words=((row["as_reported"], row["source"], row["locator"]),),
            against=_AGAINST.get(row["comparison"], ""),
            open_ends=quantity.bound in ("<", ">"),
        )
        yield row["id"], _as_cited(number, one)


def _as_cited(number: Number, one: Exhibit) -> Number:
    said = f"{number.sentence}."
    phrases = "; ".join(f"“{words}” ({place})" for words, _, place in number.words)
    said += f" Reported: {phrases}." if one.kind == "reported figure" else ""
    plain = re.sub(r"([\\`*_\[\]<>#])", r"\\\1", said)
    return replace(number, exhibit=replace(one, caption=said, markdown=plain, svg="", png=b""))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _when(period: str) -> str:
    return in_words(period).removeprefix("the ") if is_period(period) else period


def _fraction(cell: str) -> Fraction | None:
    try:
        number = Decimal(cell)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


def _decimals(number: Fraction, most: int = 9) -> int:
    """Return how many decimals a number has."""
    return next((n for n in range(most) if not (number * 10**n) % 1), most)


def _printed(value: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    """Tell whether the range is half a unit of the last printed decimal either way."""
    if low is None or high is None or not high - low:
        return False
    places = _decimals(high - low)
    return (high - low) * 10**places == 1 and not (value * 10**places) % 1


def _shown(number: Fraction | None, places: int, rounded: Callable[[Fraction], int]) -> str:
    if number is None:
        return ""
    # An end that one more digit shows in full is shown in full.
    if rounded is not round and _decimals(number) == places + 1:
        places += 1
    step = Decimal(1).scaleb(-places)
    return f"{rounded(number / Fraction(step)) * step:,f}"


def _joined(*words: str) -> str:
    return SPACE.join(filter(None, words))


def _typeset(text: str) -> str:
    return re.sub(r"(?<![\w.])-(?=\d)", MINUS, text)
