"""What a draft may be about: known figures, and the names of things and times in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..folder import METRICS, REPORTED, Folder, names_of
from ..periods import in_words
from .reader import simplified

if TYPE_CHECKING:
    from .catalogue import Exhibit

# People write of places in ways that no table of names has; these are the same for any data.
_PLACES = {
    "China": "China's|Chinese|中国|全国|我国|national|nationally|nationwide|the country",
    "Jilin province": "吉林省|全省|the province",
    "Jilin city": "吉林市|全市",
}
# What a sentence names to set it apart is not what its figure is about.
_NOT = re.compile(
    r"\b(?:not|nor|unlike|than|rather than|instead of)\s+(?:the\s|its\s)?$|不是|而非", re.I
)
_SMALL = {"of", "the", "in", "per", "a", "and", "at", "by", "for", "to", "if", "on", "direct"}
# Words before a name that are no part of it, folded.
_BEFORE = frozenset(
    re.findall(
        r"\S+",
        "the it their our thi that these those and or but while wherea a of in for by with if when "
        "saw see seen total overall said say reported also only such more whose quarter year then "
        "annual quarterly group firm company where so yet higher lower rising falling it'",
    )
)
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_ORDINAL |= {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "上": 1, "下": 2}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?<![\d.,])(?:19|20)\d\d(?![\d,.]*\d|\s?(?:[%％]|per\s?cent))"
_OF = r"(?:\s+of|,)?\s+(?:the\s+year\s+)?"
_TIME = re.compile(
    rf"(?P<date>\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+\d{{1,2}},\s+{_YEAR}|"
    rf"{_YEAR}-\d\d-\d\d|(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}日)|"
    rf"(?P<q>(?i:first|second|third|fourth|final|last))[\s-]quarter(?:{_OF}(?P<qy>{_YEAR}))?|"
    rf"\bQ(?P<q2>[1-4])(?:[\s/'’-]*(?P<qy2>{_YEAR}))?|(?P<qy3>{_YEAR})[\s/-]*Q(?P<q3>[1-4])|"
    rf"\b(?P<q4>[1-4])Q\s?(?P<qy4>{_YEAR})?|(?i:first)\s+three\s+months(?:{_OF}(?P<qy5>{_YEAR}))?|"
    rf"(?P<h>(?i:first|second))[\s-]half(?:{_OF}(?P<hy>{_YEAR}))?|\bH(?P<h2>[12])[\s/-]*(?P<hy2>{_YEAR})?|"
    rf"(?P<m>{_MONTH})(?:\s?(?:–|-|to|and|through)\s?(?P<m2>{_MONTH}))?(?:{_OF}|\s*)(?P<my>{_YEAR})|"
    rf"(?P<m3>{_MONTH})\s?(?:–|-|to|and|through)\s?(?P<m4>{_MONTH})|"
    rf"(?P<zy>{_YEAR})?(?:年|年的)?(?:第?(?P<zq>[一二三四首1-4])季度|(?P<zh>[上下])半年|"
    rf"前?(?P<zm>\d\d?)(?:\s?[-—–至到]\s?(?P<zm2>\d\d?))?个?月)|(?P<y>{_YEAR})年?"
)
_BASE = re.compile(
    r"(?:than|from|against|with|to|since|over|vs\.?|versus|before|比|较|相比|自|同)\s*"
    r"(?:in|the|that|those|of|level|same|period)*\s*(?:the\s)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A known figure: a row of `reported.csv` or of an exhibit's data.

    Attributes
    ----------
    key : str
        `2020-q1-output`, or `earnings-answer/unit-value`.
    name : str
        What it is called.
    entity, period : str
        Empty where an exhibit's row does not say.
    metric : str
        What was worked out is a metric of its own, called by its key.
    kind, unit, bound : str
        As `Quantity` has them; `kind` is empty where an exhibit's row does not say.
    value, low, high : float
    premises : str
        What must hold for it.
    source : str
        The work that reports it.
    release : str
        The data release it comes from.
    superseded : bool
        Another figure has taken its place.
    """

    key: str
    name: str
    entity: str
    metric: str
    period: str
    kind: str
    unit: str
    bound: str
    value: float
    low: float
    high: float
    premises: str = ""
    source: str = ""
    release: str = ""
    superseded: bool = False

    @property
    def derived(self) -> bool:
        """Whether it was worked out, not reported."""
        return "/" in self.key

    @property
    def shown(self) -> str:
        """The figure for a message: `28 % (27.5 to 28.5)`."""
        percent = self.unit in ("ratio", "percentage_point", "")
        size, sign = (100.0, " %") if percent else (1.0, f" {self.unit}")
        value, low, high = (f"{number * size:,.6g}" for number in (self.value, self.low, self.high))
        return f"{value}{sign}" + (f" ({low} to {high})" if low != high else "")

    @property
    def about(self) -> str:
        """What it is about: `output, the first quarter of 2020`."""
        when = in_words(self.period) if self.period else ""
        return ", ".join(filter(None, (self.name, when)))


def facts_of(
    folder: Folder, readings: Mapping[str, Any], exhibits: Iterable[Exhibit] = ()
) -> list[Fact]:
    """Return all known figures, the reported ones first."""
    labels = {row["metric"]: row["label"] for row in folder.tables.get(METRICS, [])}
    release = str(folder.package.get("version", ""))
    facts = []
    for row in folder.tables.get(REPORTED, []):
        found = readings.get(row["id"])
        if found is None or found.kind == "rank":
            continue
        value = float(found.value)
        low, high = (value if end is None else float(end) for end in (found.low, found.high))
        facts.append(
            Fact(
                row["id"],
                labels.get(row["metric"], row["metric"]),
                row["entity"],
                row["metric"],
                row["period"],
                found.kind,
                found.unit,
                found.bound,
                value,
                low,
                high,
                source=row["source"],
                release=release,
                superseded=row.get("status", "") == "withdrawn",
            )
        )
    reported = {(fact.value, fact.low, fact.high) for fact in facts}
    for exhibit in exhibits:
        for row in getattr(exhibit, "rows", ()):
            fact = _fact_of_row(exhibit, row, release)
            if fact and (fact.value, fact.low, fact.high) not in reported:
                facts.append(fact)
    return facts


def _fact_of_row(exhibit: Exhibit, row: Mapping[str, str], release: str) -> Fact | None:
    try:
        value = float(row["value"])
        low, high = (float(row.get(end) or value) for end in ("low", "high"))
    except (KeyError, ValueError):
        return None
    caveat = exhibit.caveat if re.match(r"Holds if|Suppose", exhibit.caveat) else ""
    key = row["key"] if "/" in row["key"] else f"{exhibit.id}/{row['key']}"
    return Fact(
        key,
        row.get("label") or row["key"],
        row.get("entity", ""),
        key,
        row.get("period", ""),
        row.get("kind", ""),
        row.get("unit", ""),
        "=",
        value,
        low,
        high,
        premises=row.get("premises") or caveat,
        release=release,
    )


# Where a name begins and ends, the metrics it may be of, and 2 for a full name, 1 for a part of one
# that stands alone (exports), 0 for one within another name (government revenue).
Name = tuple[int, int, set[str], int]


class Names:
    """The names by which metrics, entities and times are found in a sentence."""

    def __init__(self, folder: Folder, facts: Sequence[Fact]) -> None:
        self.weak: dict[str, set[str]] = {}
        self.full: dict[str, set[str]] = {}
        either: dict[str, set[str]] = {}
        for row in folder.tables.get(METRICS, []):
            names = names_of(row)
            names += [re.split(r" (?:in|of|with|for) ", name)[0] for name in names]
            for name in names:
                # Fiber exports are exports of fiber.
                turned = re.sub(r"^([\w -]+) (\w+)$", r"\2 of \1", name)
                self.full.setdefault(_folded(turned), set()).add(row["metric"])
                # 产量或产值: one of two, where no other metric is called so.
                for one in re.split(r"或| or ", name):
                    whole = self.full if one == name else either
                    whole.setdefault(_folded(one), set()).add(row["metric"])
                head = name[-2:] if len(name) > 2 and not name.isascii() else name.split()[-1]
                # “Growth” is what any metric may show.
                if head != "growth":
                    self.weak.setdefault(_folded(head), set()).add(row["metric"])
            self.full.setdefault(_folded(row["metric"].replace("-", " ")), set()).add(row["metric"])
        self.words: dict[str, set[str]] = {}
        for fact in facts:
            if fact.derived:
                # A label of one word, such as “more”, names nothing outside its exhibit.
                if " " in fact.name:
                    self.full.setdefault(_folded(fact.name), set()).add(fact.key)
                told = f"{fact.name} {fact.key.rpartition('/')[2]}"
                self.words[fact.key] = set(_folded(re.sub(r"\W+", " ", told)).split()) - _SMALL
        self.full = either | self.full
        self._metric = _pattern([*self.full, *self.weak])
        entities = {fact.entity for fact in facts if fact.entity}
        self.entities = {_folded(name): name for name in entities}
        for name in entities:
            short = name.rpartition(" ")[0]
            if short.count(" ") > 1 and short not in entities:
                self.entities[_folded(short)] = name
            for other in filter(None, _PLACES.get(name, "").split("|")):
                self.entities[_folded(other)] = name
        self._entity = _pattern(self.entities)

    def speaks_of(self, fact: Fact, text: str) -> bool:
        """Tell whether half of the words by which a derived figure is called are in a text."""
        words = self.words[fact.key]
        return 2 * len(words & set(_folded(re.sub(r"\W+", " ", text)).split())) >= len(words)

    def metrics_in(self, text: str) -> list[Name]:
        """Return the names of metrics in a text."""
        found = []
        for one in self._metric.finditer(simplified(text)):
            if _NOT.search(text, max(0, one.start() - 20), one.start()):
                continue
            name = _folded(one[0])
            strength = 2 if name in self.full else 1
            if strength == 1 and self._is_part(name, text[max(0, one.start() - 24) : one.start()]):
                strength = 0
            metrics = self.full.get(name) or self.weak[name]
            found.append((one.start(), one.end(), metrics, strength))
        return found

    def _is_part(self, name: str, before: str) -> bool:
        """Tell whether a weak name is the end of another name: government revenue, 人均收入."""
        word = re.search(r"([\w-]+)\s$|([\u4e00-\u9fff])$", before)
        if word is None or (word[2] and word[2] in "的其总和与及，"):
            return False
        own = " ".join(full for full in self.full if full.endswith(name)).split()
        return _folded(word[0].strip()) not in _BEFORE.union(own)

    def entities_in(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and entity for each name in a text."""
        found = self._entity.finditer(simplified(text))
        return [(one.start(), one.end(), self.entities[_folded(one[0])]) for one in found]


def _folded(name: str) -> str:
    words = re.split(r"[\s-]+", name.lower().replace("fibre", "fiber"))
    return " ".join(word.rstrip("s") for word in words)


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    latin = []
    for name in filter(str.isascii, ordered):
        words = [re.escape(w).replace("fiber", "fib(?:er|re)") + "s*" for w in name.split(" ")]
        latin.append(r"[\s-]+".join(words))
    chinese = [re.escape(name) for name in ordered if not name.isascii()]
    parts = [rf"\b(?:{'|'.join(latin)})\b" if latin else "", *chinese]
    return re.compile("|".join(filter(None, parts)) or r"(?!)", re.IGNORECASE)


def times_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and period of each time in a text; a missing year is `?`: `?-Q1`.

    Dates, and the times that something is compared with, are none.
    """
    for found in _TIME.finditer(text):
        told = {name: words for name, words in found.groupdict().items() if words}
        if "date" in told or not any(c.isdigit() or c.isalpha() for c in found[0]):
            continue
        spread = "m2" in told or "m4" in told
        if not spread and _BASE.search(text, max(0, found.start() - 40), found.start()):
            continue
        year = next(
            (told[n] for n in ("qy", "qy2", "qy3", "qy4", "qy5", "hy", "hy2") if n in told), ""
        )
        year = year or told.get("my") or told.get("zy") or told.get("y") or "?"
        quarter = next((told[n] for n in ("q", "q2", "q3", "q4", "zq") if n in told), "")
        half = next((told[n] for n in ("h", "h2", "zh") if n in told), "")
        first = told.get("m") or told.get("m3") or told.get("zm")
        last = told.get("m2") or told.get("m4") or told.get("zm2")
        if quarter or "three months" in found[0] or "three\nmonths" in found[0]:
            number = _ORDINAL.get(quarter.lower()) or int(quarter or 1)
            yield found.start(), found.end(), f"{year}-Q{number}"
        elif half:
            yield found.start(), found.end(), f"{year}-H{_ORDINAL.get(half.lower()) or int(half)}"
        elif first:
            months = [_month(name) for name in (first, last) if name]
            if found[0].startswith("前") and len(months) == 1:
                months = [1, *months]
            if all(1 <= month <= 12 for month in months):
                yield found.start(), found.end(), "/".join(f"{year}-{m:02d}" for m in months)
        else:
            yield found.start(), found.end(), year


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS.index(name[:3].lower()) + 1


def same_time(known: str, told: str) -> bool:
    """Tell whether a time in a text, perhaps without its year, is this period."""
    if not told.startswith("?"):
        return known == told
    return re.sub(r"\d{4}", "?", known) == told
