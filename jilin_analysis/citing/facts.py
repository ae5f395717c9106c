"""Known figures, reported or worked out, and how a figure of a draft stands to one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import permutations

from ..estimates import RATIO, Estimate, in_figures
from ..estimates.digits import SPACE
from ..folder import Folder
from ..naming import patterns
from ..periods import in_words, span
from ..phrases import Quantity, Reading, Refusal, read
from ..phrases.text import fold
from ..reported import EARLY, reported_figures
from ..showing.exhibit import Exhibit

# Kinds that texts put for one another.
_ALIKE = ({"growth", "share", "points"}, {"multiple", "index"}, {"level"})
SHORT_OF_A_YEAR = {"qoq": "quarter on quarter", "mom": "month on month"}
_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five"}
# How drafts say what stands around a figure; `_` stands for each name.
P = patterns("citing/patterns.csv")
TO = "to"  # the bound of a printed range, which has no middle
_LIMITS = {">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most ", "~": "about "}


@dataclass(frozen=True, slots=True)
class Fact:
    """A known figure: a row of `reported.csv` or of an exhibit's data."""

    key: str  # 2020-q1-output, or earnings-answer/unit-value
    name: str
    # Empty where an exhibit's row does not say. What was worked out is a metric of its own.
    entity: str
    metric: str
    period: str
    kind: str
    unit: str
    bound: str
    value: float
    low: float
    high: float
    premises: str = ""  # what must hold for it
    source: str = ""
    release: str = ""
    gone: str = ""  # `withdrawn`, `superseded by` another, or of an `earlier` release
    base: frozenset[str] = frozenset()  # the metrics that it was worked out from
    measured: str = ""  # the unit of its metric
    measure: str = ""  # and what its metric measures, as metrics.csv says
    against: str = ""  # yoy, qoq or mom, where it is a change
    since: str = ""  # the period that it is a change from, where that is years before

    @property
    def derived(self) -> bool:
        """Whether it was worked out, not reported."""
        return "/" in self.key

    @property
    def worked_out(self) -> bool:
        """Whether it is of a metric of its own; a change between two levels is of theirs."""
        return self.metric == self.key

    @property
    def shown(self) -> str:
        """The figure for a message: `28 % (27.5 to 28.5)`."""
        value, low, high = (Fraction(str(end)) for end in (self.value, self.low, self.high))
        unit = RATIO if self.unit in ("", "percentage_point") else self.unit
        # What can be read in two ways has no middle.
        middle = value if low == high or low < value < high else None
        said = in_figures(Estimate(middle, low, high, unit, kind=self.kind), signed=False)
        return _LIMITS.get(self.bound, "") + said.replace(SPACE, " ")

    @property
    def told(self) -> str:
        """The figure with its way in words: `a rise of 28 % (27.5 to 28.5)`."""
        if self.kind != "growth" or self.value == 0:
            return self.shown
        ends = sorted((abs(self.low), abs(self.high)))
        size = replace(self, value=abs(self.value), low=ends[0], high=ends[1])
        return f"a {'rise' if self.value > 0 else 'fall'} of {size.shown}"

    @property
    def about(self) -> str:
        """What it is about: `output of Example Works, the first quarter of 2020`."""
        whose = f"{self.name} of {self.entity}" if self.entity else self.name
        when = in_words(self.period) if self.period else ""
        return ", ".join(filter(None, (whose, when, self.over)))

    @property
    def over(self) -> str:
        """Over what time it is a change, if not a year: `over two years, from 2020`."""
        if not self.since:
            return SHORT_OF_A_YEAR.get(self.against, "")
        years = _years(self.since, self.period)
        return f"over {_COUNTS.get(years, years)} years, from {in_words(self.since)}"


def facts_of(folder: Folder, exhibits: Iterable[Exhibit] = ()) -> list[Fact]:
    """Return all known figures of a folder that was judged, the reported ones first."""
    release = str(folder.package.get("version", ""))
    facts = []
    for one in reported_figures(folder):
        row, kind, ends = one.row, one.kind, _ends(one.row)
        if one.read and kind != "rank":
            value, found = float(one.read[0].value), one.estimate
            low, high = (
                float(end) if math.isfinite(end) else value for end in (found.low, found.high)
            )
            ends = value, low, high
        elif row.get("unit") == "ratio" and not row["comparison"]:
            kind = ""
        if ends:
            name, bound = one.metric.get("label", row["metric"]), TO if one.is_range else one.bound
            about = one.id, name, row["entity"], row["metric"], row["period"]
            fact = Fact(*about, kind, one.unit, bound, *ends, release=release)
            # A plan is held as it was told; it is not out of date.
            gone = one.standing if one.gone not in ("", EARLY) else ""
            measured = one.metric.get("unit", "")
            fact = replace(fact, source=row["source"], gone=gone, measured=measured)
            measure = one.metric.get("measure", "")
            facts.append(replace(fact, measure=measure, against=one.comparison))
    known = {fact.key: fact for fact in facts}
    reported = {(fact.value, fact.low, fact.high) for fact in facts}
    for exhibit in exhibits:
        rests_on = [known[one] for one in exhibit.rests_on if one in known]
        base = frozenset(one.metric for one in rests_on)
        caveat = exhibit.caveat if re.match(r"Holds if|Suppose", exhibit.caveat) else ""
        for row in exhibit.rows:
            key = row["key"] if "/" in row["key"] else f"{exhibit.id}/{row['key']}"
            if (ends := _ends(row)) and ends not in reported:
                entity, period, kind, unit = (
                    row.get(name, "") for name in ("entity", "period", "kind", "unit")
                )
                name = row.get("label") or row["key"]
                fact = Fact(key, name, entity, key, period, kind, unit, "=", *ends, base=base)
                premises = row.get("premises") or caveat
                fact = replace(fact, release=release, premises=premises)
                facts.append(_of_levels(fact, rests_on))
    return facts


def _of_levels(fact: Fact, rests_on: Sequence[Fact]) -> Fact:
    """Return what was worked out as the change of the metric that it is, over its years.

    It is one where two levels of its entity come to it, a year or years apart.
    """
    own = [one for one in rests_on if one.kind == "level" and one.entity == fact.entity]
    for first, last in permutations(own, 2) if fact.kind == "growth" else ():
        same = first.metric == last.metric and first.value and "" < first.period < last.period
        years = _years(first.period, last.period) if same else 0
        if years and math.isclose(last.value / first.value - 1, fact.value, rel_tol=1e-6):
            if years == 1:
                changed = replace(fact, metric=last.metric, against="yoy")
                return replace(changed, name=last.name, period=last.period, measure=last.measure)
            named = f"change in {last.name}"
            return replace(fact, name=named, period=last.period, since=first.period)
    return fact


def _years(first: str, last: str) -> int:
    """Return how many years lie between two periods; 0 where they are no same times of a year."""
    (begin, end), (then, stop) = span(first), span(last)
    apart = then - begin
    return apart // 12 if apart == stop - end and apart % 12 == 0 else 0


def _ends(row: Mapping[str, str]) -> tuple[float, float, float] | None:
    try:
        value = float(row["value"])
        return value, float(row.get("low") or value), float(row.get("high") or value)
    except (KeyError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence from `start` to `stop`.

    One that cannot be read has a `refusal`, and as its kind the key of that.
    """

    start: int
    stop: int
    kind: str = ""
    unit: str = ""
    bound: str = "="
    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    refusal: str = ""
    range: tuple[float, float] | None = None  # both ends, of which this is one
    near: bool = False  # nearly or almost so much, which says more than less than it
    against: str = ""  # yoy, qoq or mom, where its words say so; of no change, "level"

    @property
    def is_increment(self) -> bool:
        """Whether it is an amount by which something rose or fell."""
        return self.kind == "level" and self.against != "level"

    @property
    def is_exact(self) -> bool:
        """Whether it has three digits or more, which nobody hits upon by chance."""
        return self.high - self.low < abs(self.value) / 99


def readable(text: str) -> tuple[list[Quantity], list[Refusal]]:
    """Return the figures of a text and what cannot be read.

    A percentage without direction is among the figures: known ones say whether it rose or fell. So
    is a number that goes on with the unit of the one before: exports by 77 percent, earnings by 28.
    """
    reading = read(text)
    whole, at = _completed(text, reading)
    reading = read(whole) if len(whole) > len(text) else reading
    figures = [replace(one, span=(at[one.span[0]], at[one.span[1]])) for one in reading.figures]
    refused = [replace(one, start=at[one.start], end=at[one.end]) for one in reading.refusals]
    for one in [one for one in refused if one.key == "direction"]:
        for share in read(f"a share of {one.text}").figures[:1]:
            figures.append(replace(share, span=(one.start, one.end)))
            refused.remove(one)
    return figures, refused


def _completed(text: str, reading: Reading) -> tuple[str, list[int]]:
    """Return a text with the units that lists leave out, and where each character of it stood."""
    bare = [(one.end, one.start, "") for one in reading.refusals if one.key == "no_unit"]
    told = [(*one.span[::-1], _unit_of(one)) for one in reading.figures]
    whole, at, last, unit = "", list[int](), 0, "-"
    for end, start, own in sorted(bare + told):
        goes_on = unit != "-" and P.goes_on.search(text, max(0, start - 9), start)
        unit = own or (unit if goes_on else "-")
        if not own and goes_on:
            whole, at = whole + text[last:end] + unit, [*at, *range(last, end), *[end] * len(unit)]
            last = end
    return whole + text[last:], [*at, *range(last, len(text) + 1)]


def _unit_of(one: Quantity) -> str:
    """Return the unit that may be left out after a figure: of a multiple or an amount, none."""
    printed = re.search(r"[%％]|per ?cent", one.text)
    return "-" if not printed else " percentage points" if one.kind == "points" else " percent"


@lru_cache(maxsize=512)
def read_figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence in order; a refusal loses nothing else."""
    figures, refused = readable(text)
    found = [Figure(one.start, one.end, one.key, refusal=one.reason) for one in refused]
    for one in figures:
        value = float(one.value)
        # Where nothing printed bounds it: doubled, a third, 6 of 34.
        margin = abs(value) * 0.03 if one.unit == "ratio" else 0.0
        low = value - margin if one.low is None else float(one.low)
        high = value + margin if one.high is None else float(one.high)
        # A tenth, 一成: nobody means it to the digit.
        to_the_digit = one.bound != "=" or re.search(r"\d|percent|百分之", one.text)
        bound = one.bound if to_the_digit else "~"
        told = Figure(*one.span, one.kind, one.unit, bound, value, low, high)
        near = bool(P.nearly.search(text, max(0, one.span[0] - 20), one.span[0]))
        found.append(replace(told, against=one.comparison or "", near=near))
        if one.range == "high":
            lower = found[-2]
            ends = sorted((lower.value, value))
            found[-2:] = [replace(each, range=(ends[0], ends[1])) for each in found[-2:]]
    return tuple(sorted(found, key=lambda one: one.start))


def simplified(text: str) -> str:
    """Return a text in simplified characters, place by place."""
    return text if text.isascii() else fold(text)


def of_one_kind(fact: Fact, kind: str, unit: str) -> bool:
    """Tell whether a figure of a kind and a unit may be this fact."""
    ratios = ("ratio", "percentage_point")
    if (unit, fact.unit) == ("ounce", "troy ounce"):
        unit = fact.unit  # whoever writes of gold leaves the troy out
    if unit not in ratios:
        # Where a tonne is named, yuan are yuan per tonne.
        units = (fact.unit, fact.unit.partition("/")[0]) if fact.derived else (fact.unit,)
        return unit in units and fact.kind in ("", "level")
    # What a finding gives as a ratio below one, texts give as a share.
    part = fact.derived and fact.kind == "index" and 0 < fact.value < 1
    kinds = {kind, "share" if part else fact.kind or kind}
    return fact.unit in (*ratios, "") and any(kinds <= alike for alike in _ALIKE)


def _last_digit(number: float) -> float:
    """Return what one is worth in the last place that is no nought: 100 of 1,200."""
    return 10.0 ** int(Decimal(f"{number:.12g}").normalize().as_tuple().exponent)


def compare(figure: Figure, fact: Fact, way: int = 0) -> str:
    """Return how a figure stands to a fact of its kind.

    `same`; `within` (less exact, or inside the range); or one of `remarks.RULES`. `way` is 1 where
    the words around the figure tell of a rise, -1 of a fall.
    """
    value, low, high = figure.value, figure.low, figure.high
    growth = fact.kind == "growth" and figure.kind in ("share", "growth")
    if "points" in (fact.kind, figure.kind) and fact.kind != figure.kind:
        rule = "percent-not-points" if fact.kind == "points" else "points-not-percent"
        least, most = sorted((abs(low), abs(high)))
        return rule if least <= abs(fact.value) <= most else "value-differs"
    share_of_a_fall = figure.kind == "share" and not way and fact.value < 0
    turned = figure.kind == "share" and growth and value > 0 and (way < 0 or share_of_a_fall)
    if turned:
        value, low, high = -value, -high, -low
    small = 1e-9 * max(1.0, abs(value))
    if fact.bound == TO:
        ends = sorted(-end if turned else end for end in figure.range or ())
        told = zip(ends, (fact.low, fact.high), strict=False)
        if ends and all(abs(a - b) <= small for a, b in told):
            return "same"
        if not ends and fact.low - small <= value <= fact.high + small:
            return "precision-added"
        opposite = growth and -fact.high - small <= value <= small - fact.low
        return "direction-turned" if opposite else "value-differs"
    equal = abs(fact.value - value) <= small
    if equal and figure.kind == "level" and figure.bound == fact.bound:
        # Noughts at the end of an amount are not digits that somebody added.
        return "same"
    if fact.derived and figure.kind == "level" and fact.low <= value <= fact.high:
        # Nor are they of one that was worked out and rounded.
        half = _last_digit(value) / 2
        low, high = min(low, value - half), max(high, value + half)
    # What can be read in two ways has a wide range, and was printed as exactly all the same.
    printed = 2 * min(fact.value - fact.low, fact.high - fact.value)
    finer = not fact.derived and high - low < 0.99 * printed
    if equal or figure.bound in ("=", "~"):
        margin = 0.05 * abs(value) * (figure.bound == "~")
        if low - margin - small <= fact.value <= high + margin + small:
            if figure.bound.strip("=~") != fact.bound.strip("=~") and not fact.derived:
                return "bound-added"
            return "precision-added" if finer and figure.bound == "=" else "same"
        if low - margin < fact.high - small and fact.low + small < high + margin:
            return "precision-added" if finer else "within"
    elif value * fact.value > 0:
        said, least, most = abs(value), *sorted((abs(fact.low), abs(fact.high)))
        less = figure.bound.startswith("<")
        # More than 5 billion is less than 6, and nearly 16.5 more than 16.4; a third is rough.
        step = said if high - low > 0.05 * said else _last_digit(said)
        fits = said <= least <= min(1.2 * said, said + step)
        if (max(0.9 * said, said - step) <= most <= said) if less else fits:
            return "same"
        if abs(fact.value - value) < 0.1 * said:
            return "same" if fact.derived and low <= fact.value <= high else "bound-added"
        loose = not (figure.near or fact.derived)  # what is worked out may be a limit itself
        if loose and (most <= said if less else said <= least):
            return "bound-added"  # true, and far from it
    signed = growth or (fact.kind or "level") == figure.kind != "share"
    opposite = signed and -high - small <= fact.value <= small - low
    return "direction-turned" if opposite else "value-differs"
