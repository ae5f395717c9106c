"""The truth test: data folders made of known truths, and an oracle that decides each sentence.

Nothing here is taken from the package's findings, words or estimates. The generator knows for each
phrase that it writes in which interval the number must lie; the oracle reads a sentence by its own
patterns, works every number out again in fractions, over all corners, and says what is false.
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[1] / "data" / "next-quarter"
INF = float("inf")
_HUNDRED = Fraction(1, 100)


@dataclass(frozen=True)
class Range:
    """Where a number must lie: ends, whether they are excluded, and the printed middle."""

    low: Any
    high: Any
    middle: Fraction | None = None
    open_low: bool = False
    open_high: bool = False
    about: bool = False


@dataclass
class Metric:
    name: str
    label: str
    plural: bool
    measure: str
    unit: str
    basis: str = ""
    part_of: str = ""
    value_of: str = ""
    volume_of: str = ""


@dataclass
class Figure:
    name: str
    metric: str
    period: str
    comparison: str
    phrase: str
    truth: Range
    source: str
    status: str = ""
    two: bool = False


@dataclass
class Source:
    key: str
    publisher: str
    grade: str
    day: str


@dataclass
class World:
    seed: int
    entity: str
    period: str
    headline: list[str]
    metrics: dict[str, Metric] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    has_range: bool = False
    others: list[Figure] = field(default_factory=list)


# What the generator may say. Each phrase comes with the interval that it gives, as a rate.


def _digits(rng: random.Random, most: int) -> tuple[str, Fraction, Fraction]:
    places = rng.choice([0, 0, 1, 1, 2])
    number = Fraction(rng.randint(1, most * 10**places), 10**places)
    text = f"{float(number):.{places}f}"
    return text, number * _HUNDRED, Fraction(1, 2) * Fraction(1, 10**places) * _HUNDRED


def rate_phrase(rng: random.Random) -> tuple[str, Range, bool]:
    """Return words for a change, the interval of it, and whether they have two readings."""
    kind = rng.choice(
        [
            "printed",
            "printed",
            "printed",
            "printed",
            "fall",
            "fall",
            "fall",
            "bound",
            "bound",
            "bound",
            "multiple",
            "zero",
            "gone",
            "about",
            "range",
            "times",
        ]
    )
    big = rng.choice([9, 40, 40, 95, 300])
    n, value, half = _digits(rng, big)
    small, less, lesser = _digits(rng, 95)
    if kind == "zero":
        zeros = rng.choice(["0", "0.0"])
        edge = Fraction(1, 200) if zeros == "0" else Fraction(1, 2000)
        return f"rose by {zeros} percent", Range(-edge, edge, Fraction(0)), False
    if kind == "gone":
        return "fell by 100 percent", Range(Fraction(-1), Fraction(-199, 200), Fraction(-1)), False
    if kind == "multiple":
        words, to = rng.choice(
            [
                ("halved", Fraction(1, 2)),
                ("doubled", Fraction(2)),
                ("tripled", Fraction(3)),
                ("翻了一番", Fraction(2)),
                ("翻一番", Fraction(2)),
            ]
        )
        return words, Range(to - 1, to - 1, to - 1), False
    if kind == "times":
        times = Fraction(rng.randint(21, 95), 10)
        text = f"增长{float(times):.1f}倍"
        return text, Range(times - 1 - Fraction(1, 20), times + Fraction(1, 20)), True
    if kind == "about":
        return (
            f"rose by about {n} percent",
            Range(value - half, value + half, value, about=True),
            False,
        )
    if kind == "range":
        first = rng.randint(1, 40)
        last = first + rng.randint(1, 9)
        words = f"rose by {first} to {last} percent"
        return words, Range(Fraction(first, 100), Fraction(last, 100)), False
    if kind == "printed":
        words = rng.choice(
            [
                "rose by {} percent",
                "increased by {} percent",
                "was up {} percent",
                "up {}%",
                "增长{}%",
                "rose {} percent",
            ]
        )
        return words.format(n), Range(value - half, value + half, value), False
    if kind == "fall":
        words = rng.choice(
            [
                "fell by {} percent",
                "decreased by {} percent",
                "was down {} percent",
                "down {}%",
                "下降{}%",
                "减少{}%",
            ]
        )
        return (
            words.format(small),
            Range(max(Fraction(-1), -less - lesser), -less + lesser, -less),
            False,
        )
    words, way, more, strict = rng.choice(
        [
            ("rose by nearly {} percent", 1, False, False),
            ("rose by up to {} percent", 1, False, False),
            ("rose by almost {} percent", 1, False, False),
            ("rose by less than {} percent", 1, False, False),
            ("增长近{}%", 1, False, False),
            ("rose by more than {} percent", 1, True, True),
            ("rose by over {} percent", 1, True, True),
            ("rose by at least {} percent", 1, True, False),
            ("增长超过{}%", 1, True, True),
            ("fell by nearly {} percent", -1, False, False),
            ("fell by less than {} percent", -1, False, False),
            ("fell by up to {} percent", -1, False, False),
            ("fell by more than {} percent", -1, True, True),
            ("fell by at least {} percent", -1, True, False),
            ("下降逾{}%", -1, True, True),
        ]
    )
    if way > 0:
        there = (
            Range(value, INF, None, strict, True) if more else Range(Fraction(0), value, None, True)
        )
        return words.format(n), there, False
    low, high = (Fraction(-1), -less) if more else (-less, Fraction(0))
    return words.format(small), Range(low, high, None, False, True if not more else strict), False


_LEVELS = {
    "tonne": ["{} tonnes", "{}万吨"],
    "TEU": ["{} million TEU"],
    "count": ["{} units"],
    "CNY": ["{} million yuan", "{}亿元"],
    "USD": ["{} million dollars"],
    "EUR": ["{} million euros"],
}


def level_phrase(rng: random.Random, unit: str, loss: bool = False) -> tuple[str, Range]:
    form = rng.choice(_LEVELS[unit])
    if form in ("{} tonnes", "{} units"):
        number = 10 * rng.randint(20, 9000) + rng.randint(1, 9)
        exact = form == "{} units"
        value, half = Fraction(number), Fraction(0) if exact else Fraction(1, 2)
        if exact:
            half = Fraction(1, 2)
        text = f"{number:,}"
    else:
        tenths = 10 * rng.randint(2, 900) + rng.randint(1, 9)
        scale = {"万": 10**4, "亿": 10**8}.get(form[2:3], 10**6)
        value, half = Fraction(tenths, 10) * scale, Fraction(1, 20) * scale
        text = f"{tenths / 10:.1f}"
    words = form.format(text)
    if unit == "count":
        half = Fraction(0) if value < 100 or value % 10 else half
    if loss:
        return f"a net loss of {words}", Range(-value - half, -value + half, -value)
    if rng.random() < 0.15:
        way = rng.choice(["more than", "nearly"])
        if way == "more than" and "万" not in words and "亿" not in words:
            return f"more than {words}", Range(value, INF, None, True, True)
        if "万" not in words and "亿" not in words:
            return f"nearly {words}", Range(Fraction(0), value)
    return words, Range(value - half, value + half, value)


# Labels of each role, and whether they are plurals.
_WHOLES = [
    ("cargo throughput", False),
    ("paper output", False),
    ("nights sold", True),
    ("vehicle sales", True),
    ("throughput of all berths", False),
    ("发电量", False),
    ("overseas and home deliveries", True),
    ("production", False),
]
_PARTS = [
    ("container throughput", False),
    ("deliveries abroad", True),
    ("kraft paper output", False),
    ("sales of electric vehicles", True),
    ("风力发电量", False),
    ("nights of tour groups", True),
]
_VALUES = [
    ("revenue from containers", False),
    ("receipts", True),
    ("turnover", False),
    ("earnings abroad", True),
    ("销售额", False),
    ("shop takings", True),
]
_WEIGHTS = [("containers, weight", True), ("shipped weight", False), ("deliveries, number", True)]
_PROFITS = [("net profit", False), ("operating results", True), ("净利润", False)]
_RATIOS = [("berth utilization", False), ("occupancy", False)]
_ENTITIES = ["Port of Seaham", "Nord Paper", "某某电力公司", "Hotel Group Azure", "Ruritania"]
_PERIODS = [
    "2021-Q2",
    "2022-Q4",
    "2023-03",
    "2022-H1",
    "2021-H2",
    "2021",
    "2021-01/2021-09",
    "2021-04/2022-03",
    "2023-01",
]


def make(seed: int) -> World:
    """Return a world of known truths."""
    rng = random.Random(seed)
    world = World(seed, rng.choice(_ENTITIES), rng.choice(_PERIODS), [])
    for at in range(rng.choice([1, 1, 2, 3])):
        grade = rng.choice(["official", "press", "repost", "machine translation", "compilation"])
        day = rng.choice(["2024-05-01", "2024-06", "2025", ""])
        publisher = rng.choice(["Daily Gazette", "The Board"]) if at else "Daily Gazette"
        world.sources[f"s{at}"] = Source(f"s{at}", publisher, grade, day)
    quantity = rng.choice(["tonne", "TEU", "count"])
    money = rng.choice(["CNY", "USD", "EUR"])

    def add(
        name: str, labels: list[tuple[str, bool]], measure: str, unit: str, **more: str
    ) -> None:
        label, plural = rng.choice(labels)
        if rng.random() < 0.3:
            measure, unit = "unknown", rng.choice(["", "", unit])
        elif rng.random() < 0.25:
            unit = ""
        world.metrics[name] = Metric(name, label, plural, measure, unit, **more)

    all_money = rng.random() < 0.2
    kind, unit = ("value", money) if all_money else ("volume", quantity)
    if kind == "volume" and quantity == "count":
        kind = "count"
    basis = rng.choice(["", "current", "comparable", "unknown"])
    add("whole", _WHOLES, kind, unit, basis=basis if all_money else "")
    part_of = "whole" if rng.random() < 0.8 else ""
    part_unit = unit if rng.random() < 0.85 else rng.choice(["tonne", "TEU", "USD"])
    part_kind = (
        "value" if part_unit in ("CNY", "USD", "EUR") else kind if part_unit == unit else "volume"
    )
    add(
        "part",
        _PARTS,
        part_kind,
        part_unit,
        part_of=part_of,
        basis=rng.choice(["", "current", "comparable"]) if part_kind == "value" else "",
    )
    value_of = rng.choice(["part", "part", "whole", ""])
    add(
        "value",
        _VALUES,
        rng.choice(["value"] * 5 + ["profit", "volume"]),
        money,
        value_of=value_of,
        basis=rng.choice(["", "current", "comparable", "unknown"]),
    )
    if world.metrics["value"].measure == "volume":
        world.metrics["value"].unit = rng.choice(["", "tonne"])
    if rng.random() < 0.4:
        label, plural = rng.choice(_WEIGHTS)
        weight_unit = (
            world.metrics["part"].unit if _money(world.metrics["part"].unit) is False else "tonne"
        )
        world.metrics["weight"] = Metric(
            "weight", label, plural, "volume", weight_unit or "tonne", volume_of="part"
        )
    if rng.random() < 0.5:
        label, plural = rng.choice(_PROFITS)
        world.metrics["profit"] = Metric("profit", label, plural, "profit", money)
    if rng.random() < 0.2:
        label, plural = rng.choice(_RATIOS)
        world.metrics["use"] = Metric("use", label, plural, "ratio", "ratio")
    for metric in world.metrics.values():
        _figures(rng, world, metric)
    if not any(one.period == world.period for one in world.figures):
        _figure(rng, world, world.metrics["whole"], world.period, "yoy")
    told = [m for m in world.metrics if rng.random() < 0.8]
    world.headline = told if rng.random() < 0.6 else []
    _more(random.Random(seed + 10**6), world)
    return world


def _more(rng: random.Random, world: World) -> None:
    """Add what a source says again or too early, ratios, typed numbers, and what is of another."""
    for ratio in [m for m in world.metrics.values() if m.measure == "ratio"]:
        for period in (world.period, before(world.period)) if rng.random() < 0.7 else ():
            value, half = Fraction(rng.randint(400, 990), 1000), Fraction(1, 2000)
            phrase = f"stood at {float(100 * value):.1f} percent"
            about = (ratio.name, period, "", phrase, Range(value - half, value + half, value))
            world.figures.append(Figure(f"level-{len(world.figures)}", *about, "s0"))
        if "Q" in world.period and rng.random() < 0.5:
            value, half = Fraction(rng.randint(1, 99), 1000), Fraction(1, 2000)
            phrase = f"rose by {float(100 * value):.1f} percentage points quarter on quarter"
            truth = Range(value - half, value + half, value)
            about = (ratio.name, world.period, "qoq", phrase, truth)
            world.figures.append(Figure(f"points-{len(world.figures)}", *about, "s0"))
    for metric in world.metrics.values() if "Q" in world.period and rng.random() < 0.2 else ():
        if metric.measure in _PLAIN and rng.random() < 0.5:
            _figure(rng, world, metric, world.period, "qoq")
    if rng.random() < 0.2:
        rng.choice(list(world.sources.values())).day = f"{_months(world.period)[0]}-15"
    rates = [f for f in world.figures if f.comparison and world.metrics[f.metric].measure in _PLAIN]
    if rates and rng.random() < 0.3:
        first = rng.choice(rates)
        status = rng.choice([s for s in _AGES if s != first.status])
        phrase, truth, two = rate_phrase(rng)
        if not two and " to " not in phrase:
            again = (first.metric, first.period, first.comparison, phrase, truth, first.source)
            world.figures.append(Figure(f"again-{len(world.figures)}", *again, status))
    sources = sorted(set(world.sources) - {f.source for f in rates})
    if rates and sources and rng.random() < 0.5:
        first, value = rng.choice(rates), Fraction(rng.randint(-99, 300), 100)
        about = (first.metric, first.period, first.comparison, "", Range(value, value, value))
        world.figures.append(Figure(f"typed-{len(world.figures)}", *about, sources[0]))
    for metric in world.metrics.values() if rng.random() < 0.5 else ():
        if metric.measure in _PLAIN:
            phrase, truth, _ = rate_phrase(rng)
            about = (metric.name, world.period, "yoy", phrase, truth, "s0")
            world.others.append(Figure(f"other-{metric.name}", *about))


def _months(period: str) -> tuple[str, str]:
    """Return the first and the last month of a period."""
    year, length = period[:4], {"Q": 3, "H": 6}.get(period[5:6], 12)
    if "/" in period or (len(period) == 7 and period[5] not in "QH"):
        return period[:7], period[-7:]
    first = length * (int(period[6:] or 1) - 1) + 1
    return f"{year}-{first:02d}", f"{year}-{first + length - 1:02d}"


_PLAIN = ("volume", "value", "count", "unknown")
_AGES = ("preliminary", "", "revised")


def _money(unit: str) -> bool | None:
    return None if not unit else unit in ("CNY", "USD", "EUR", "GBP", "JPY")


def _figures(rng: random.Random, world: World, metric: Metric) -> None:
    if metric.measure == "ratio":
        places = rng.randint(1, 9)
        phrase = f"rose by {places}.5 percentage points"
        half = Fraction(1, 2000)
        world.figures.append(
            Figure(
                f"use-{len(world.figures)}",
                metric.name,
                world.period,
                "yoy",
                phrase,
                Range(
                    Fraction(places, 100) + Fraction(5, 1000) - half,
                    Fraction(places, 100) + Fraction(5, 1000) + half,
                    Fraction(places, 100) + Fraction(5, 1000),
                ),
                _any(rng, world),
            )
        )
        return
    if rng.random() < 0.8:
        month = re.fullmatch(r"\d{4}-\d\d", world.period)
        shorter = ["mom", "qoq"] if month else ["qoq"] * ("Q" in world.period)
        comparison = rng.choice(shorter or ["yoy"]) if rng.random() > 0.9 else "yoy"
        for _ in range(rng.choice([1, 1, 1, 2, 2, 3])):
            _figure(rng, world, metric, world.period, comparison)
    if metric.unit in _LEVELS and rng.random() < 0.5:
        _figure(rng, world, metric, world.period, "")
        if rng.random() < 0.5:
            _figure(rng, world, metric, before(world.period), "")
        if rng.random() < 0.3:
            _figure(rng, world, metric, before(before(world.period)), "")


def _any(rng: random.Random, world: World) -> str:
    return rng.choice(list(world.sources))


def _figure(rng: random.Random, world: World, metric: Metric, period: str, comparison: str) -> None:
    two = False
    source = _any(rng, world)
    status = rng.choice(["", "", "", "", "preliminary", "revised", "withdrawn"])
    taken = {(f.metric, f.period, f.comparison, f.source) for f in world.figures}
    if (metric.name, period, comparison, source) in taken:
        return
    if comparison:
        if metric.measure == "profit":
            n, value, half = _digits(rng, 300)
            words, way = rng.choice(
                [
                    ("rose by {} percent", 1),
                    ("loss widened by {} percent", 1),
                    ("fell by {} percent", -1),
                ]
            )
            phrase = words.format(n)
            truth = Range(way * value - half, way * value + half, way * value)
        else:
            phrase, truth, two = rate_phrase(rng)
        words = {"yoy": " year on year", "mom": " month on month", "qoq": " quarter on quarter"}
        if phrase.isascii() and (rng.random() < 0.5 or comparison != "yoy"):
            phrase += words[comparison]
        if phrase.startswith("rose by") and " to " in phrase:
            world.has_range = True
        if (
            phrase.isascii()
            and metric.label.isascii()
            and rng.random() < 0.5
            and ("rose" in phrase or "fell" in phrase)
        ):
            phrase = f"{metric.label.split(',')[0]} {phrase}"
    else:
        loss = metric.measure == "profit" and rng.random() < 0.4
        phrase, truth = level_phrase(rng, metric.unit, loss)
    name = f"{metric.name}-{len(world.figures)}"
    world.figures.append(
        Figure(name, metric.name, period, comparison, phrase, truth, source, status, two)
    )


def before(period: str) -> str:
    return re.sub(r"\d{4}", lambda m: str(int(m[0]) - 1), period)


def write(world: World, place: Path) -> Path:
    """Write a world as a data folder."""
    folder = Path(shutil.copytree(EXAMPLE, place))
    rows = [
        {
            "id": f.name,
            "entity": world.entity if f in world.figures else "Quite Another Firm",
            "metric": f.metric,
            "period": f.period,
            "comparison": f.comparison,
            "as_reported": f.phrase,
            "status": f.status,
            "source": f.source,
            "locator": "p. 1",
            "sentence_sha256": "",
            "note": "",
        }
        for f in [*world.figures, *world.others]
    ]
    _table(folder / "reported.csv", [row for row in rows if row["as_reported"]])
    typed = [
        {key: row[key] for key in ("id", "entity", "metric", "period", "comparison")}
        | {"value": f"{float(f.truth.low):.2f}", "low": "", "high": "", "unit": "ratio"}
        | {"source": f.source, "locator": "t. 1", "note": ""}
        for row, f in zip(rows, world.figures, strict=False)
        if not f.phrase
    ]
    if typed:
        _table(folder / "series.csv", typed)
    _table(
        folder / "metrics.csv",
        [
            {
                "metric": m.name,
                "label": m.label,
                "label_zh": "",
                "also_called": "",
                "measure": m.measure,
                "unit": m.unit,
                "price_basis": m.basis,
                "part_of": m.part_of,
                "value_of": m.value_of,
                "volume_of": m.volume_of,
                "definition": "As it is called",
                "not_known": "",
            }
            for m in world.metrics.values()
        ],
    )
    listed = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    listed = [one for one in listed if one["id"] in ("ecb-rates", "chinese-calendar")]
    for source in world.sources.values():
        entry: dict[str, Any] = {
            "id": source.key,
            "type": "webpage",
            "title": f"Report {source.key}",
            "publisher": source.publisher,
            "custom": {"grade": source.grade},
        }
        if source.day:
            entry["issued"] = {"date-parts": [[int(part) for part in source.day.split("-")]]}
        listed.append(entry)
    (folder / "sources.json").write_text(json.dumps(listed), encoding="utf-8")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["focus"] = {"entity": world.entity, "period": world.period}
    if world.headline:
        package["focus"]["metrics"] = world.headline
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def _table(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


# What is true of a world.

_GRADES = ["official", "press", "industry body", "compilation", "repost", "machine translation"]


def reports(world: World, metric: str, period: str, comparison: str) -> list[Figure]:
    return [
        f
        for f in world.figures
        if (f.metric, f.period, f.comparison) == (metric, period, comparison)
    ]


def is_early(world: World, one: Figure) -> bool:
    """Tell whether it came out before the last month of its time was over."""
    day, (_, last) = world.sources[one.source].day, _months(one.period)
    is_of_the_day = not one.comparison and day[:7] == one.period
    return len(day) == 10 and day[:7] <= last and not is_of_the_day


def in_force(world: World, told: list[Figure]) -> list[Figure]:
    """Return what answers: not withdrawn, and no newer report of one publisher or revision."""

    def newer(new: Figure, old: Figure) -> bool:
        if new.source == old.source:
            return new.status in _AGES and _AGES.index(new.status) > _AGES.index(old.status)
        a, b = world.sources[new.source], world.sources[old.source]
        later = bool(a.day and b.day) and b.day < a.day
        return (
            new.status != "withdrawn"
            and later
            and (a.publisher == b.publisher or new.status == "revised")
        )

    told = [f for f in told if f.status != "withdrawn"]
    kept = [f for f in told if not any(newer(n, f) for n in told) and not is_early(world, f)]
    return sorted(kept, key=lambda f: _GRADES.index(world.sources[f.source].grade))


def meet(a: Range, b: Range) -> bool:
    low, high = max(a.low, b.low), min(a.high, b.high)
    if low != high:
        return bool(low < high)
    printed = a.middle is not None and b.middle is not None and a.low < a.high and b.low < b.high
    excluded = any((low == r.low and r.open_low) or (low == r.high and r.open_high) for r in (a, b))
    return not excluded and not printed


def answer(
    world: World, metric: str, period: str, comparison: str
) -> tuple[Range | None, list[Figure], bool]:
    """Return the interval that the reports allow, who they are, and whether they disagree."""
    kept = in_force(world, reports(world, metric, period, comparison))
    if not kept:
        return None, [], False
    if all(meet(a.truth, b.truth) for a in kept for b in kept if a is not b):
        return kept[0].truth, kept[:1], False
    low, high = min(f.truth.low for f in kept), max(f.truth.high for f in kept)
    return (
        Range(
            low,
            high,
            None,
            all(f.truth.open_low for f in kept if f.truth.low == low),
            all(f.truth.open_high for f in kept if f.truth.high == high),
            any(f.truth.about for f in kept),
        ),
        kept,
        True,
    )


def divide(a: Range, b: Range, less: int = 1) -> Range | None:
    """Return (1 + a) / (1 + b) − less over all corners; None where it may be anything."""
    if b.middle == -1 or (b.low == b.high == -1):
        return None
    low = Fraction(0) if b.high == INF else (1 + a.low) / (1 + b.high)
    high = INF if a.high == INF or b.low == -1 else (1 + a.high) / (1 + b.low)
    middle = None
    if a.middle is not None and b.middle is not None:
        middle = (1 + a.middle) / (1 + b.middle) - less
    return Range(low - less, high - less if high != INF else INF, middle)


# The oracle: what a sentence claims.

_NUM = r"[+−]?\d[\d,]*(?:\.\d+)?"
_HOW = r"more than |at least |at most |less than |about "
_ENDS = rf"(?: \((?P<lo>{_NUM}) to (?P<hi>{_NUM})\))?"
_SIZE = rf"(?P<how>{_HOW})?(?P<a>{_NUM})(?: to (?P<b>{_NUM}))?"
_RATE = re.compile(
    rf"(?P<verb>rose|fell|changed|fell, stood still or rose|rose, stood still or fell) by "
    rf"(?P<how>{_HOW})?(?P<a>{_NUM})(?: to (?P<b>{_NUM}))? (?:%|percentage points)"
    rf"(?: \((?P<lo>{_NUM}) to (?P<hi>{_NUM})\))?(?P<either> either way)?"
)


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("−", "-").lstrip("+"))


def digit(text: str) -> Fraction:
    """Return one of the last digit that a number shows; noughts that end a whole one are none."""
    if "." in text or not text.strip("+−0,"):
        return Fraction(1, 10 ** len(text.partition(".")[2]))
    digits = text.replace(",", "")
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))


@dataclass
class Claim:
    """An interval that words claim, how finely it is printed, and the single figure, if any."""

    low: Any
    high: Any
    step: Fraction
    middle: Fraction | None = None
    fine: Fraction = Fraction(0)
    about: bool = False


def claimed_change(words: str) -> Claim | None:
    """Return what words such as `fell by 27.7 % (27.1 to 28.2)` claim of a rate."""
    if re.match(r"did not change\b", words):
        return Claim(Fraction(0), Fraction(0), Fraction(0), Fraction(0))
    if re.match(r"did not (fall|rise)\b", words):
        ends = (
            (Fraction(0), INF) if words.startswith("did not fall") else (Fraction(-1), Fraction(0))
        )
        return Claim(*ends, Fraction(0))
    if words.startswith("changed at a rate that the reports leave open"):
        return Claim(Fraction(-1), INF, Fraction(0))
    found = _RATE.match(words.replace("\u00a0", " "))
    if not found:
        return None
    a, b, how, verb = found["a"], found["b"], (found["how"] or "").strip(), found["verb"]
    step = digit(found["lo"] or a) * _HUNDRED
    first = number(a) * _HUNDRED
    last = number(b) * _HUNDRED if b else None
    if found["either"]:
        assert how == "at most"
        return Claim(-first, first, step, Fraction(0), step)
    if found["lo"]:
        low, high = sorted((number(found["lo"]) * _HUNDRED, number(found["hi"]) * _HUNDRED))
        claim = Claim(low, high, step, first, digit(a) * _HUNDRED)
    elif last is not None:
        claim = Claim(*sorted((first, last)), step, about=how == "about")
    elif how in ("more than", "at least"):
        claim = Claim(first, INF, step)
    elif how in ("at most", "less than"):
        claim = Claim(Fraction(0), first, step)
    elif how == "about":
        return Claim(
            first if verb != "fell" else -first,
            first if verb != "fell" else -first,
            step,
            first if verb != "fell" else -first,
            digit(a) * _HUNDRED,
            True,
        )
    else:
        claim = Claim(first, first, step, first, digit(a) * _HUNDRED)
    if verb == "fell, stood still or rose":
        return Claim(Fraction(-1), claim.high, step)
    if verb == "rose, stood still or fell":
        return Claim(-claim.high, INF, step)
    if verb == "fell":
        low = Fraction(-1) if claim.high == INF else -claim.high
        middle = None if claim.middle is None else -claim.middle
        return Claim(low, -claim.low, step, middle, claim.fine, claim.about)
    return claim


def judge_interval(claim: Claim, truth: Range, what: str) -> list[str]:
    """Return what is false of a claimed interval: too narrow, much too wide, a wrong middle."""
    faults = []
    if claim.about and claim.middle is not None:
        if truth.middle is None or not truth.about:
            faults.append(f"{what}: 'about' out of nowhere")
        elif abs(claim.middle - truth.middle) > claim.fine / 2:
            faults.append(f"{what}: about {claim.middle}, and it is {float(truth.middle)}")
        return faults
    if truth.about and not claim.about and claim.middle is None:
        faults.append(f"{what}: 'about' was lost")
    for end, of_claim, of_truth in (
        ("low", claim.low, truth.low),
        ("high", claim.high, truth.high),
    ):
        if of_claim == of_truth:
            continue
        if truth.low == truth.high and claim.low == claim.high == claim.middle:
            continue  # Exact, and rounded: the single figure is held below.
        outward = of_claim < of_truth if end == "low" else of_claim > of_truth
        if not outward:
            faults.append(f"{what}: {end} end {float(of_claim)} leaves out {float(of_truth)}")
        elif INF in (abs(of_claim), abs(of_truth)) or abs(of_claim - of_truth) > claim.step:
            faults.append(f"{what}: {end} end {float(of_claim)} is wider than {float(of_truth)}")
    if (claim.middle is None) != (truth.middle is None) and truth.low != truth.high:
        faults.append(f"{what}: a single figure is {claim.middle}, and it is {truth.middle}")
    elif claim.middle is not None and truth.middle is not None:
        if abs(claim.middle - truth.middle) <= claim.fine / 2:
            return faults
        faults.append(f"{what}: {float(claim.middle)}, and it is {float(truth.middle)}")
    return faults


_UNIT_WORDS = {"tonne": "tonne", "TEU": "TEU", "count": "unit"}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NTH = ["first", "second", "third", "fourth"]


def when(period: str) -> str:
    year = period[:4]
    if "/" in period:
        (y, m), (z, n) = (p.split("-") for p in period.split("/"))
        first = _MONTHS[int(m) - 1] + ("" if y == z else f" {y}")
        return f"{first} to {_MONTHS[int(n) - 1]} {z}"
    if "Q" in period:
        return f"the {_NTH[int(period[-1]) - 1]} quarter of {year}"
    if "H" in period:
        return f"the {_NTH[int(period[-1]) - 1]} half of {year}"
    return f"{_MONTHS[int(period[5:]) - 1]} {year}" if len(period) == 7 else year


def dashed(period: str) -> str:
    return when(period).replace(" to ", "–")


def kind_of_time(period: str) -> str:
    if "/" in period:
        return "months’"
    if "Q" in period:
        return "quarter’s"
    if "H" in period:
        return "half-year’s"
    return "month’s" if len(period) == 7 else "year’s"


def spoken(label: str) -> str:
    head, _, tail = label.partition(", ")
    return f"{head} ({tail})" if tail else label


def who(world: World, key: str) -> str:
    source = world.sources[key]
    if source.grade in ("repost", "machine translation"):
        return (
            f"a {source.grade} of {source.day[:4]}" if source.day else f"an undated {source.grade}"
        )
    return source.publisher


class Oracle:
    """Decides the findings of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults: list[str] = []
        self.checked = 0

    def fault(self, finding: Any, words: str) -> None:
        if "'about' was lost" in words and "say “about”" in finding.caveat:
            return
        told = finding.sentence or finding.why_not
        self.faults.append(f"seed {self.world.seed}, {finding.name}: {words}\n    {told}")

    def rate(self, metric: str) -> Range | None:
        found = answer(self.world, metric, self.world.period, "yoy")[0]
        return None if self.world.metrics[metric].measure in ("ratio",) else found

    def level(self, metric: str) -> Range | None:
        return answer(self.world, metric, self.world.period, "")[0]

    def all(self, findings: list[Any]) -> list[str]:
        names = [finding.name for finding in findings]
        for twice in {name for name in names if names.count(name) > 1}:
            self.faults.append(f"seed {self.world.seed}: {twice} stands twice")
        for finding in findings:
            self.generic(finding)
            self.reported_rates(finding)
            self.sourced(finding)
            ending = finding.name.rpartition("-")[2]
            kind = {
                "answer": self.reported,
                "share": self.share,
                "coverage": self.coverage,
                "base": self.base,
                "fit": self.fit,
                "trend": self.trend,
                "yuan": self.yuan,
                "day": self.daily,
                "value": self.unit_value,
            }[ending]
            kind(finding)
        self.complete({f.name: f for f in findings})
        return self.faults

    # What holds of every sentence.

    def generic(self, finding: Any) -> None:
        told = (finding.title, finding.sentence, finding.caveat, finding.why_not)
        text = " ".join(filter(None, told))
        plain = text.replace("\u00a0", " ")
        for word in ("fiber", "fibre", "tonne", "export", "government", "Jilin", "2020", "foreign"):
            data = (
                json.dumps(
                    [vars(m) for m in self.world.metrics.values()]
                    + [f.phrase + f.period + before(f.period) for f in self.world.figures]
                )
                + self.world.entity
                + before(self.world.period)
            )
            if word in plain and word not in data:
                self.fault(finding, f"{word} is of another firm")
        if re.search(r"nan|None|inf\b|not reported|Fraction|  |\.\.|,,|\( | ,|\?|; ;", plain):
            self.fault(finding, f"no prose: {plain}")
        if finding.sentence:
            if finding.why_not or str(finding.verdict) in ("cannot be told", "cannot be"):
                self.fault(finding, "a sentence, and a reason that there is none")
            if not finding.sentence.endswith(".") or not finding.sources:
                self.fault(finding, "no full stop or no source")
            if finding.sentence[0].islower() and self.world.entity.isascii():
                self.fault(finding, "no capital")
        elif not finding.why_not:
            self.fault(finding, "neither a sentence nor a reason")
        for premise in finding.premises:
            if premise not in finding.sentence:
                self.fault(finding, f"a premise is not told: {premise}")
        for metric in self.world.metrics.values():
            label = re.escape(spoken(metric.label))
            wrong = "is|was" if metric.plural else "are|were"
            # A name that is part of a list has the verb of the list.
            heads = r"(?:^|\. |If |, |; |that |and )"
            mine = re.search(rf"{heads}{label} ({wrong})\b", plain)
            if mine and f"and {spoken(metric.label)}" not in plain:
                self.fault(finding, f"number: {mine[0]}")
        self.checked += bool(finding.sentence)

    def reported_rates(self, finding: Any) -> None:
        """Hold every rate told of a metric, in the focus, against its phrases."""
        if finding.name.endswith(("fit", "trend")):
            return
        first = (
            finding.sentence if finding.name.endswith("answer") else finding.sentence.split(". ")[0]
        )
        for metric in self.world.metrics.values():
            label = re.escape(spoken(metric.label))
            for found in re.finditer(
                rf"(?<![\w]){label} ((?:rose|fell|changed|did not)\b.*)", first
            ):
                comparison = "yoy"
                if finding.name.endswith("answer"):
                    head = first[: found.start()]
                    spots = {
                        c: head.rfind(w)
                        for c, w in (
                            ("yoy", "year on year"),
                            ("mom", "month on month"),
                            ("qoq", "quarter on quarter"),
                        )
                    }
                    comparison = max(spots, key=lambda c: spots[c])
                truth = answer(self.world, metric.name, self.world.period, comparison)[0]
                longer = [
                    spoken(m.label)
                    for m in self.world.metrics.values()
                    if m is not metric and spoken(m.label).endswith(spoken(metric.label))
                ]
                end = found.start() + len(spoken(metric.label))
                if any(first[:end].endswith(one) for one in longer):
                    continue
                if re.match(r"(?:rose|fell) (?:at a|while|less)|did not change while", found[1]):
                    continue
                if (
                    any(
                        re.match(rf"{label} (?:rose|fell)", found[0]) and w in found[0][:80]
                        for w in (" while ",)
                    )
                    and " by " not in found[0][: len(label) + 12]
                ):
                    continue
                claim = claimed_change(found[1])
                if found[1].startswith("changed at a rate that the reports leave open"):
                    if not _any_rate(truth):
                        self.fault(finding, "something is known")
                    continue
                if claim is None:
                    if not re.match(r"(?:rose|fell)(?:[.,; (]|$)", found[1]):
                        self.fault(finding, f"cannot be read: {found[1][:60]}")
                    continue
                if truth is None:
                    self.fault(finding, f"nothing is known of {metric.label}")
                    continue
                for words in judge_interval(claim, truth, metric.label):
                    self.fault(finding, words)

    def sourced(self, finding: Any) -> None:
        """Hold the sources named against those of the figures."""
        if not finding.sentence:
            return
        used = self.used(finding)
        names = {who(self.world, f.source) for _, told in used for f in told}
        named = {
            who(self.world, key)
            for key in self.world.sources
            if re.search(
                rf"(?:according to|from|and|,) {re.escape(who(self.world, key))}",
                finding.sentence,
            )
        }
        if named != names:
            self.fault(finding, f"sources: {named} named, {names} meant")
        keys = {f.source for _, told in used for f in told}
        if not keys <= set(finding.sources):
            self.fault(finding, f"sources {finding.sources} lack one of {keys}")
        for (metric, period, comparison), _ in used:
            told = reports(self.world, metric, period, comparison)
            quoted = all(f"“{f.phrase}”" in finding.caveat for f in told if f.phrase)
            if len(told) > 1 and not quoted:
                self.fault(finding, f"other reports of {metric} are not told: {finding.caveat}")
            disagree = answer(self.world, metric, period, comparison)[2]
            label = spoken(self.world.metrics[metric].label)
            label += {"qoq": ", quarter on quarter,", "mom": ", month on month,"}.get(
                comparison, ""
            )
            what = "growth" if comparison else "level"
            said = f"Reports on the {what} of {label} disagree" in finding.caveat
            if disagree != said and not (
                self.world.metrics[metric].measure == "profit" and comparison
            ):
                self.fault(finding, f"disagreement on {metric} is {disagree}: {finding.caveat}")
            times = "twice" if len(told) == 2 else f"{len(told)} times"
            if len(told) > 1 and not said and f"{label} is reported {times}:" not in finding.caveat:
                self.fault(finding, f"{metric} is reported {times}: {finding.caveat}")
            for f in told:
                if f.status in ("withdrawn", "preliminary") and f.status not in finding.caveat:
                    self.fault(finding, f"{f.status} is not told: {finding.caveat}")
                early = len(told) > 1 and is_early(self.world, f) and f.status != "withdrawn"
                marks = re.search(rf"\(([^()]*)\), “{re.escape(f.phrase)}", finding.caveat)
                stands = ("said before the period ended", "superseded")
                if early and f.phrase and not (marks and marks[1].endswith(stands)):
                    self.fault(finding, f"that it came early is not told: {finding.caveat}")
            two = any(f.two for f in answer(self.world, metric, period, comparison)[1])
            if two and "two readings" not in finding.caveat:
                self.fault(finding, "two readings are not told")

    def used(self, finding: Any) -> list[tuple[tuple[str, str, str], list[Figure]]]:
        """Return the figures that a finding speaks of, by question."""
        if finding.name.endswith(("fit", "trend")):
            metric, first, last = self.ends(finding)
            keys = [(metric, first, ""), (metric, last, "")]
            keys += [(metric, last, "yoy")] if finding.name.endswith("fit") else []
            return [(k, answer(self.world, *k)[1]) for k in keys]
        found = []
        for metric in self.names(finding):
            keys = [(metric, self.world.period, "yoy")]
            if finding.name.endswith("answer"):
                keys = self.told(metric)
            elif "the levels reported" in finding.sentence:
                keys.append((metric, self.world.period, ""))
            elif self.is_of_levels(finding):
                keys = [(metric, self.world.period, "")]
            elif finding.name.endswith("base"):
                keys = self.of_base(finding)
                found += [(k, answer(self.world, *k)[1]) for k in keys if (k, None) not in found]
                return found
            found += [(k, answer(self.world, *k)[1]) for k in keys]
        return found

    def told(self, metric: str) -> list[tuple[str, str, str]]:
        """Return each change, or else the level; of a change in points the level too."""
        keys = [(metric, self.world.period, comparison) for comparison in ("yoy", "qoq", "mom")]
        found = [key for key in keys if in_force(self.world, reports(self.world, *key))]
        level = (metric, self.world.period, "")
        if not found or self.world.metrics[metric].measure == "ratio":
            found += [level] if in_force(self.world, reports(self.world, *level)) else []
        return found

    def ends(self, finding: Any) -> tuple[str, str, str]:
        """Return the metric of a fit or trend, with the periods of its two levels."""
        levels = [(f.metric, f.period) for f in self.world.figures if not f.comparison]
        for metric, period in levels:
            if finding.name == f"{metric}-{period.lower().replace('/', '-')}-fit":
                return metric, before(period), period
        metric = finding.name.removesuffix("-trend")
        periods = sorted({p for m, p in levels if m == metric and answer(self.world, m, p, "")[0]})
        return metric, periods[0], periods[-1]

    def names(self, finding: Any) -> list[str]:
        metrics = self.world.metrics
        name, _, ending = finding.name.rpartition("-")
        name = name.removesuffix("-unit").removesuffix("-in").removesuffix("-per")
        if ending == "answer":
            focus = [f.metric for f in self.world.figures if f.period == self.world.period]
            stated = self.world.headline if {*self.world.headline} & {*focus} else focus
            return list(dict.fromkeys(stated))
        one = metrics[name]
        if ending in ("share",):
            return [name, one.part_of]
        if ending in ("value", "coverage"):
            return [name, one.value_of]
        return [name]

    def of_base(self, finding: Any) -> list[tuple[str, str, str]]:
        of = finding.name.removesuffix("-base")
        key = next(k for k in finding.estimates if k.endswith("-level"))
        return [(of, self.world.period, "yoy"), (key.removesuffix("-level"), self.world.period, "")]

    def in_period(self, finding: Any) -> None:
        lead = f"For {self.world.entity} in {when(self.world.period)}, year on year, "
        if not finding.sentence.startswith(lead):
            self.fault(finding, f"not of {self.world.entity} in {when(self.world.period)}")

    # What each analysis may say.

    def reported(self, finding: Any) -> None:
        known = [key for m in self.names(finding) for key in self.told(m)]
        if bool(finding.sentence) != bool(known):
            self.fault(
                finding, "silent, though something is known" if known else "speaks of nothing"
            )
        if not finding.sentence:
            return
        if f"For {self.world.entity} in {when(self.world.period)}" not in finding.sentence:
            self.fault(finding, "not of the entity and period")
        for metric, _, comparison in known:
            about = self.world.metrics[metric]
            if spoken(about.label) not in finding.sentence:
                self.fault(finding, f"{about.label} is left out")
            if about.measure == "profit" and comparison:
                for f in in_force(
                    self.world, reports(self.world, *[metric, self.world.period, comparison])
                ):
                    if f"“{f.phrase}”" not in finding.sentence:
                        self.fault(finding, "a profit is not told in its words")
            truth = answer(self.world, metric, self.world.period, "")[0]
            if not comparison and about.measure == "ratio":
                moved = r"(?:rose|fell) by [^;]*? percentage points(?: \([^)]*\))? to"
                found = re.search(
                    rf"{re.escape(spoken(about.label))} (?:was|were|{moved}) {_SIZE} %{_ENDS}",
                    finding.sentence.replace("\u00a0", " "),
                )
                claim = plain_claim(found, _HUNDRED) if found else None
                assert truth is not None
                told = judge_interval(claim, truth, "ratio") if claim else ["no ratio is told"]
                for words in told:
                    self.fault(finding, words)
            elif not comparison:
                self.amounts(
                    finding, spoken(about.label) + (" were " if about.plural else " was "), truth
                )

    def amounts(self, finding: Any, lead: str, truth: Range | None) -> None:
        text = finding.sentence.replace("\u00a0", " ")
        # Not where it ends the name of another: paper output, of kraft paper output.
        own = re.search(rf"(?:^|and |[,;:.] ){re.escape(lead)}", text)
        at = own.end() - len(lead) if own else text.find(lead)
        if text[at + len(lead) :].startswith("of any amount") and _any_rate(truth, 0):
            return
        claim = claimed_amount(text[at + len(lead) :]) if at >= 0 else None
        if claim is None or truth is None:
            self.fault(finding, f"no amount after {lead!r}")
            return
        floor = Range(
            truth.low, truth.high, truth.middle, truth.open_low, truth.open_high, truth.about
        )
        for words in judge_interval(claim, floor, lead):
            self.fault(finding, words)

    def share(self, finding: Any) -> None:
        part, whole = (self.world.metrics[n] for n in self.names(finding))
        p, w = self.rate(part.name), self.rate(whole.name)
        here = [self.level(m.name) for m in (part, whole)]
        cannot = _unlike(part, whole) or _above(*here)
        index = None if p is None or w is None else divide(p, w)
        if self.by_levels(finding, cannot, _any_rate(index), *here):
            return
        assert p is not None
        assert w is not None
        self.in_period(finding)
        self.related(finding, part, p, whole, w)
        index = divide(p, w, 0)
        text = finding.sentence.replace("\u00a0", " ")
        found = re.search(
            rf"the share of {re.escape(spoken(part.label))} in {re.escape(spoken(whole.label))} "
            rf"(did not change|fell to nothing|was multiplied by {_SIZE}{_ENDS})",
            text,
        )
        if not found:
            self.fault(finding, "no word on the share")
            return
        assert index is not None
        claim = (
            Claim(Fraction(1), Fraction(1), Fraction(0), Fraction(1))
            if found[1] == "did not change"
            else (
                Claim(Fraction(0), Fraction(0), Fraction(0), Fraction(0))
                if found[1] == "fell to nothing"
                else plain_claim(found)
            )
        )
        about = p.about or w.about
        index = Range(index.low, index.high, index.middle, about=about)
        for words in judge_interval(claim, index, "share index"):
            self.fault(finding, words)
        self.premise(finding, "both are counted in one unit", not (part.unit and whole.unit))
        money = any(m.measure == "value" or _money(m.unit) for m in (part, whole)) and not any(
            _money(m.unit) is False or m.measure in ("volume", "count") for m in (part, whole)
        )
        settled = part.basis == whole.basis and part.basis in ("current", "comparable")
        both = all(m.measure == "value" or _money(m.unit) for m in (part, whole))
        if both:
            self.premise(finding, "both are at prices of one kind", money and not settled)
        if f"the same {kind_of_time(self.world.period)} " not in finding.sentence:
            self.fault(finding, "another kind of time")
        if "all the rest rose, whatever" in text and not (w.low >= 0 and _gap(p, w)[1] <= 0):
            self.fault(finding, "the rest need not have risen")
        if "all the rest fell, whatever" in text and not (w.high <= 0 and _gap(p, w)[0] >= 0):
            self.fault(finding, "the rest need not have fallen")
        found = re.search(
            rf"all the rest stood still is {_SIZE} %{_ENDS}"
            r": with less the rest (\w+), with more it (\w+)",
            text,
        )
        if found:
            if not ((p.low >= 0 and w.low >= 0) or (p.high <= 0 and w.high <= 0)):
                self.fault(finding, "signs differ, and no share does that")
                return
            if found.groups()[-2:] != (("rose", "fell") if p.low >= 0 else ("fell", "rose")):
                self.fault(finding, "the rest went the other way")
            a = (abs(w.low), abs(w.high))
            b = (abs(p.low), abs(p.high))
            low = Fraction(0) if max(b) == INF else min(a) / max(b)
            high = INF if min(b) == 0 or max(a) == INF else max(a) / min(b)
            middle = w.middle / p.middle if p.middle and w.middle is not None else None
            claim = plain_claim(found, _HUNDRED)
            for words in judge_interval(claim, Range(low, high, middle, about=about), "break-even"):
                self.fault(finding, words)

    def is_of_levels(self, finding: Any) -> bool:
        return finding.name.endswith(("-share", "-unit-value")) and (
            "year on year" not in finding.sentence
        )

    def by_levels(
        self, finding: Any, cannot: bool, unknown: bool, one: Range | None, other: Range | None
    ) -> bool:
        """Hold what is said of both levels and of their quotient; tell whether that is all."""
        made = None
        if one and other and not (_any_rate(one, 0) or _any_rate(other, 0)):
            low = Fraction(0) if other.high == INF else one.low / other.high
            high = INF if one.high == INF or other.low == 0 else one.high / other.low
            about = one.about or other.about
            middle = one.middle / other.middle if one.middle and other.middle else None
            made = Range(low, high, middle, about=about)
            made = None if _any_rate(made, 0) else made
        self.verdict(finding, cannot, unknown and made is None)
        if not finding.sentence:
            return True
        text, alone = finding.sentence.replace("\u00a0", " "), self.is_of_levels(finding)
        if alone != unknown or (not alone and ("the levels reported" in text) != bool(made)):
            self.fault(finding, "rates or levels are told wrongly")
        if made is None:
            return alone
        names = [self.world.metrics[name] for name in self.names(finding)]
        if alone and not text.startswith(f"For {self.world.entity} in {when(self.world.period)}, "):
            self.fault(finding, "not of the entity and period")
        if alone and "How it changed cannot be told: " not in finding.caveat:
            self.fault(finding, "the change is passed over")
        leads = [f"{spoken(m.label)} {'were' if m.plural else 'was'} " for m in names]
        if not alone:
            first = text.split("; the levels reported, ", 1)[1]
            size = re.match(r"(?:[^()]*?\([^)]*\)|.*?) and ", first)
            leads = ["; the levels reported, ", size[0] if size else "?"]
        for lead, truth in zip(leads, (one, other), strict=True):
            self.amounts(finding, lead, truth)
        what = f"the share of {spoken(names[0].label)} in {spoken(names[1].label)}"
        if finding.name.endswith("-unit-value"):
            counted = _UNIT_WORDS.get(self.counted(names[1]), "unit")
            what = f"{spoken(names[0].label)} per {counted}"
        last = text.rpartition(f"{what} was " if alone else ", make it ")[2]
        if alone and not re.search(rf"(?i)(?:, |\. ){re.escape(what)} was ", text):
            self.fault(finding, f"nothing is said of {what}")
        found = re.match(rf"{_SIZE} %{_ENDS}", last)
        claim = plain_claim(found, _HUNDRED) if found else claimed_amount(last)
        for words in judge_interval(claim, made, "quotient") if claim else ["no quotient"]:
            self.fault(finding, words)
        return alone

    def related(self, finding: Any, part: Metric, p: Range, whole: Metric, w: Range) -> None:
        one, other = spoken(part.label), spoken(whole.label)
        core = finding.sentence.split(", year on year, ", 1)[1]
        low, high = _gap(p, w)
        touch = p.middle is not None and w.middle is not None
        same = p.low == p.high == w.low == w.high
        way = "rose" if p.low > 0 else "fell"
        above = low > 0 or (low == 0 and (touch or _open(p.open_low, w.open_high)))
        below = high < 0 or (high == 0 and (touch or _open(p.open_high, w.open_low)))
        rules = [
            (f"{one} rose at a higher rate than {other}", above and _sign(p) == _sign(w) == 1),
            (f"{one} rose at a lower rate than {other}", below and _sign(p) == _sign(w) == 1),
            (f"{one} fell less than {other}", above and _sign(p) == _sign(w) == -1),
            (f"{one} fell at a higher rate than {other}", below and _sign(p) == _sign(w) == -1),
            (f"{one} rose while {other} fell", (_sign(p), _sign(w)) == (1, -1)),
            (f"{one} fell while {other} rose", (_sign(p), _sign(w)) == (-1, 1)),
            (f"the rate of {one} was above that of {other}", above),
            (f"the rate of {one} was below that of {other}", below),
            (f"the rates of {one} and {other} cannot be told apart", not above and not below),
            (f"{one} and {other} {way} at the same rate", same),
        ]
        held = [holds for words, holds in rules if core.startswith(words)]
        if held != [True]:
            self.fault(finding, f"{'false' if held else 'unheard'}: {core[:90]} ({p}, {w})")

    def unit_value(self, finding: Any) -> None:
        value, volume = (self.world.metrics[n] for n in self.names(finding))
        v, q = self.rate(value.name), self.rate(volume.name)
        index = None if v is None or q is None else divide(v, q)
        here = [self.level(m.name) for m in (value, volume)]
        if self.by_levels(finding, _priceless(value, volume), _any_rate(index), *here):
            return
        assert v is not None
        assert q is not None
        self.in_period(finding)
        unit = self.counted(volume)
        lead = f"{spoken(value.label)} per {_UNIT_WORDS.get(unit, 'unit')} "
        self.concluded(finding, lead, divide(v, q), v.about or q.about)
        self.money_premises(finding, value, volume)
        if ("one of mix alone" in finding.caveat) != (value.basis == "comparable"):
            self.fault(finding, "a price basis that is not declared")

    def concluded(self, finding: Any, lead: str, truth: Range | None, about: bool) -> None:
        last = finding.sentence.split(". ", 1)[-1]
        at = last.lower().find(lead.lower())
        claim = claimed_change(last[at + len(lead) :]) if at >= 0 else None
        if claim is None or truth is None:
            self.fault(finding, f"no conclusion after {lead!r}")
            return
        truth = Range(truth.low, truth.high, truth.middle, about=about)
        for words in judge_interval(claim, truth, lead):
            self.fault(finding, words)

    def money_premises(self, finding: Any, value: Metric, volume: Metric) -> None:
        are = "are" if volume.plural else "is"
        label = spoken(volume.label)
        unit = self.counted(volume)
        words = {"tonne": "tonnes", "count": "units"}.get(unit, unit)
        self.premise(finding, f"{label} {are} counted in {words}", bool(unit) and not volume.unit)
        self.premise(
            finding,
            f"{label} {are} measured as a quantity",
            not unit and volume.measure == "unknown",
        )
        are = "are" if value.plural else "is"
        self.premise(
            finding,
            f"{spoken(value.label)} {are} money",
            value.measure == "unknown" and not value.unit,
        )

    def counted(self, volume: Metric) -> str:
        weights = [m for m in self.world.metrics.values() if m.volume_of == volume.name]
        return volume.unit or (weights[0].unit if weights else "")

    def premise(self, finding: Any, words: str, wanted: bool) -> None:
        if (words in finding.premises) != wanted:
            self.fault(finding, f"premise {words!r} is {'missing' if wanted else 'not needed'}")

    def verdict(self, finding: Any, cannot: bool, unknown: bool) -> None:
        verdict = str(finding.verdict)
        if (verdict == "cannot be") != cannot:
            self.fault(finding, f"{verdict}, and {'it cannot be' if cannot else 'it can'}")
        elif not cannot and bool(finding.sentence) == unknown:
            self.fault(
                finding, "speaks of what is unknown" if unknown else "silent on what is known"
            )

    def coverage(self, finding: Any) -> None:
        value, volume = (self.world.metrics[n] for n in self.names(finding))
        v, q = self.rate(value.name), self.rate(volume.name)
        if not volume.part_of:
            self.fault(finding, "covers what is part of nothing")
        index = divide(v, q, 0) if v and q else None
        lower = index is not None and index.high < 1
        if str(finding.verdict) == "does not hold" and not (index and index.low >= 1):
            self.fault(finding, "it may hold")
        if bool(finding.sentence) != (lower and not _priceless(value, volume)):
            self.fault(finding, "speaks or is silent wrongly")
        if not finding.sentence or index is None or v is None or q is None:
            return
        self.in_period(finding)
        self.money_premises(finding, value, volume)
        text = finding.sentence.replace("\u00a0", " ")
        found = re.search(
            rf"brought more than {_SIZE} %{_ENDS} of",
            text,
        )
        if not found:
            self.fault(finding, "no share is told")
            return
        if found["lo"] or found["how"]:
            for words in judge_interval(
                plain_claim(found, _HUNDRED),
                Range(index.low, index.high, index.middle, about=v.about or q.about),
                "sure share",
            ):
                self.fault(finding, words)
        elif (
            not 0 <= number(found["a"]) * _HUNDRED - index.high <= Fraction(1, 1000)
            and index.low != index.high
        ):
            self.fault(finding, "the sure share is another")
        found = re.search(
            rf"; if (?:they|it) brought {_SIZE} %{_ENDS}",
            text,
        )
        if found:
            a, b = sorted((abs(v.low), abs(v.high))), sorted((abs(q.low), abs(q.high)))
            middle = v.middle / q.middle if v.middle is not None and q.middle else None
            for words in judge_interval(
                plain_claim(found, _HUNDRED),
                Range(a[0] / b[1], a[1] / b[0], middle, about=v.about or q.about),
                "no fall",
            ):
                self.fault(finding, words)

    def base(self, finding: Any) -> None:
        of = self.world.metrics[finding.name.removesuffix("-base")]
        if not finding.sentence:
            g = self.rate(of.name)
            volumes = [m.name for m in self.world.metrics.values() if m.volume_of == of.name]
            own = answer(self.world, of.name, self.world.period, "")[0]
            levels = [own] if own else []
            levels += [answer(self.world, n, self.world.period, "")[0] for n in volumes if not own]
            money = bool(volumes) and (of.measure == "value" or bool(_money(of.unit)))
            gone = g is not None and (
                (g.low == -1 and any(r and r.high == INF for r in levels))
                or (g.high == INF and any(r and r.high == INF for r in levels))
                or (g.low == -1 and g.high == INF)
                or any(r and r.low == 0 for r in levels)
                or g.middle == -1
                or (g.low == -1 and g.high == -1)
            )
            if str(finding.verdict) == "cannot be":
                if not (money or of.measure == "profit"):
                    self.fault(finding, "it can be")
            elif g is not None and any(levels) and not gone:
                self.fault(finding, "silent on what is known")
            return
        self.in_period(finding)
        (_, _, _), (volume, _, _) = self.of_base(finding)
        g, level = self.rate(of.name), answer(self.world, volume, self.world.period, "")[0]
        assert g is not None
        assert level is not None
        low = Fraction(0) if g.high == INF else level.low / (1 + g.high)
        high = INF if g.low == -1 or level.high == INF else level.high / (1 + g.low)
        middle = (
            level.middle / (1 + g.middle)
            if level.middle is not None and g.middle is not None
            else None
        )
        text = finding.sentence.replace("\u00a0", " ")
        found = re.search(
            r"(?:the level|it|they) (was|were) (.*) a year before\.$", text, re.IGNORECASE
        )
        claim = claimed_amount(found[2]) if found else None
        if claim is None:
            self.fault(finding, "no base is told")
            return
        for words in judge_interval(claim, Range(low, high, middle, about=g.about), "base"):
            self.fault(finding, words)
        value = of.measure == "value" or bool(_money(of.unit))
        self.premise(
            finding,
            "the rate and the level are at the same prices",
            value and of.basis != "current",
        )
        if volume != of.name and not any("measures the same thing" in p for p in finding.premises):
            self.fault(finding, "two metrics are taken for one")

    def fit(self, finding: Any) -> None:
        if not finding.sentence:
            return
        metric, earlier, period = self.ends(finding)
        level, base = (answer(self.world, metric, p, "")[0] for p in (period, earlier))
        g = answer(self.world, metric, period, "yoy")[0]
        if level is None or base is None or g is None:
            self.fault(finding, "a figure is not there")
            return
        of = f"The levels of {spoken(self.world.metrics[metric].label)} of {self.world.entity} in "
        if not finding.sentence.startswith(f"{of}{when(earlier)} and {when(period)} "):
            self.fault(finding, "another metric, entity or period")
        low = Fraction(0) if base.high == INF else level.low / base.high
        high = INF if level.high == INF or base.low <= 0 else level.high / base.low
        if self.world.metrics[metric].measure == "ratio":
            low, high = level.low - base.high + 1, level.high - base.low + 1
            if "percentage points" not in finding.sentence.replace("\u00a0", " "):
                self.fault(finding, "a change in points is none in percent")
        fits = meet(
            Range(low - 1, high - 1, None), Range(g.low, g.high, None, g.open_low, g.open_high)
        )
        if ("They agree" in finding.sentence) != fits:
            edge = low - 1 in (g.low, g.high) or high - 1 in (g.low, g.high)
            if not edge:
                self.fault(finding, f"fits: {fits}")
        if (str(finding.verdict) == "holds") != ("They agree" in finding.sentence):
            self.fault(finding, "verdict and sentence differ")

    def trend(self, finding: Any) -> None:
        if not finding.sentence:
            return
        name, first, last = self.ends(finding)
        metric = self.world.metrics[name]
        of = f"{spoken(metric.label)} of {self.world.entity} "
        lead = f"From {dashed(first)} to {dashed(last)}, {of}"
        if metric.measure != "profit" and not finding.sentence.startswith(lead):
            self.fault(finding, f"not from {first} to {last}")
            return
        a, b = (answer(self.world, metric.name, p, "")[0] for p in (first, last))
        assert a is not None
        assert b is not None
        were = " were " if metric.plural else " was "
        self.amounts(finding, were, a)
        joint = f" in {when(first)} and " if metric.measure == "profit" else " at the start and "
        self.amounts(finding, joint if joint in finding.sentence else " at the start and ", b)
        words = finding.sentence.split(f" of {self.world.entity} ", 1)[1]
        if not finding.sentence.startswith("From "):
            if metric.measure != "profit":
                self.fault(finding, "no profit, and no percentage")
            return
        claim = claimed_change(words)
        if claim is None:
            self.fault(finding, "cannot be read")
            return
        low = Fraction(0) if a.high == INF else b.low / a.high
        high = INF if b.high == INF or a.low <= 0 else b.high / a.low
        middle = b.middle / a.middle - 1 if a.middle is not None and b.middle is not None else None
        for fault in judge_interval(claim, Range(low - 1, high - 1, middle), "trend"):
            self.fault(finding, fault)

    def yuan(self, finding: Any) -> None:
        metric = self.world.metrics[finding.name.removesuffix("-in-yuan")]
        if not finding.sentence:
            return
        self.in_period(finding)
        if "CNY" not in {m.unit for m in self.world.metrics.values()}:
            self.fault(finding, "in yuan, and nothing else is")
        if metric.unit not in ("", "USD") or metric.measure not in ("value", "unknown"):
            self.fault(finding, "not in dollars")
        were = "were" if metric.plural else "was"
        self.premise(finding, f"{spoken(metric.label)} {were} recorded in dollars", not metric.unit)
        now, then = (_exchange(p) for p in (self.world.period, before(self.world.period)))
        g = self.rate(metric.name)
        assert g is not None
        low = (1 + g.low) * now.low / then.high - 1
        high = INF if g.high == INF else (1 + g.high) * now.high / then.low - 1
        middle = None if g.middle is None else (1 + g.middle) * now.middle / then.middle - 1
        last = finding.sentence.split(". ", 1)[-1].replace("If ", "")
        found = re.search(r"(?:they|it) ((?:rose|fell|changed|did not).*)", last, re.IGNORECASE)
        claim = claimed_change(found[1]) if found else None
        if claim is None or "in yuan" not in last.lower():
            self.fault(finding, "no rate in yuan")
            return
        for words in judge_interval(claim, Range(low, high, middle, about=g.about), "in yuan"):
            self.fault(finding, words)

    def daily(self, finding: Any) -> None:
        if not finding.sentence:
            return
        metric = self.world.metrics[finding.name.removesuffix("-per-day")]
        if metric.measure not in ("volume", "value", "count", "unknown"):
            self.fault(finding, "no quantity of a day")
        self.in_period(finding)
        g = self.rate(metric.name)
        assert g is not None
        text = finding.sentence
        for kind, column in (("calendar day", "calendar_days"), ("working day", "working_days")):
            found = re.search(rf"per {kind} (they|it) ((?:rose|fell|changed|did not).*)", text)
            now, then = (_days(p, column) for p in (self.world.period, before(self.world.period)))
            if not found:
                if now and then and now != then:
                    self.fault(finding, f"silent on the {kind}")
                continue
            if (found[1] == "they") != metric.plural:
                self.fault(finding, f"number: {found[1]}")
            claim = claimed_change(found[2])
            assert claim is not None
            k = Fraction(then, now)
            high = INF if g.high == INF else (1 + g.high) * k - 1
            middle = None if g.middle is None else (1 + g.middle) * k - 1
            for words in judge_interval(
                claim, Range((1 + g.low) * k - 1, high, middle, about=g.about), kind
            ):
                self.fault(finding, words)

    def complete(self, found: dict[str, Any]) -> None:
        """See that no analysis is left out that the world declares and tells."""
        for metric in self.world.metrics.values():
            for other, ending in ((metric.part_of, "share"), (metric.value_of, "unit-value")):
                levels = other and self.level(metric.name) and self.level(other)
                if other and (self.rate(metric.name) or self.rate(other) or levels):
                    if f"{metric.name}-{ending}" not in found:
                        self.faults.append(f"seed {self.world.seed}: no {metric.name}-{ending}")
                elif (
                    f"{metric.name}-{ending}" in found
                    and not reports(self.world, metric.name, self.world.period, "yoy")
                    and not reports(self.world, other, self.world.period, "yoy")
                    and not (self.level(metric.name) and self.level(other))
                ):
                    self.faults.append(f"seed {self.world.seed}: {metric.name}-{ending} of nothing")


def _open(one: bool, other: bool) -> bool:
    return one or other


def _gap(p: Range, w: Range) -> tuple[Any, Any]:
    low = -INF if w.high == INF else p.low - w.high
    high = INF if p.high == INF else p.high - w.low
    return low, high


def _any_rate(r: Range | None, floor: int = -1) -> bool:
    return r is None or (r.low <= floor and r.high == INF)


def _sign(r: Range) -> int | None:
    if r.low > 0 or (r.low == 0 and r.open_low):
        return 1
    if r.high < 0 or (r.high == 0 and r.open_high):
        return -1
    return None


def _above(part: Range | None, whole: Range | None) -> bool:
    if part is None or whole is None or part.low < whole.high:
        return False
    printed = part.middle is not None and whole.middle is not None
    return bool(part.low > whole.high or printed or part.open_low or whole.open_high)


def _unlike(part: Metric, whole: Metric) -> bool:
    both = (part, whole)
    if any(m.measure in ("profit", "ratio", "rank") for m in both):
        return True
    if part.unit and whole.unit and part.unit != whole.unit:
        return True
    if "unknown" not in (part.measure, whole.measure) and part.measure != whole.measure:
        return True
    bases = {m.basis for m in both} - {"", "unknown"}
    return len(bases) > 1


def _priceless(value: Metric, volume: Metric) -> bool:
    if volume.measure not in ("volume", "count", "unknown") or _money(volume.unit):
        return True
    if value.measure not in ("value", "unknown"):
        return True
    return _money(value.unit) is False


def plain_claim(found: re.Match[str], scale: Fraction = Fraction(1)) -> Claim:
    """Return the claim of a number with how, a, b, lo and hi."""
    how, a, b = (found["how"] or "").strip(), number(found["a"]) * scale, found["b"]
    step = digit(found["lo"] or found["a"]) * scale
    if found["lo"]:
        return Claim(
            number(found["lo"]) * scale,
            number(found["hi"]) * scale,
            step,
            a,
            digit(found["a"]) * scale,
            how == "about",
        )
    if b:
        return Claim(a, number(b) * scale, step, about=how == "about")
    if how in ("more than", "at least"):
        return Claim(a, INF, step)
    if how in ("at most", "less than"):
        return Claim(Fraction(0), a, step)
    return Claim(a, a, step, a, digit(found["a"]) * scale, how == "about")


def claimed_amount(text: str) -> Claim | None:
    """Return what words such as `13,560 tonnes (13,230 to 13,890)` claim."""
    found = re.match(
        rf"{_SIZE}(?: (?P<scale>million|billion|trillion))?"
        rf"(?: (?:tonnes|TEU|yuan|dollars|euros))?{_ENDS}",
        text,
    )
    if not found:
        return None
    scale = {
        "million": Fraction(10**6),
        "billion": Fraction(10**9),
        "trillion": Fraction(10**12),
    }.get(found["scale"], Fraction(1))
    claim = plain_claim(found, scale)
    if "." not in found["a"]:
        # Noughts that end a whole number need not be digits.
        digits = found["a"].replace(",", "")
        unit = scale * 10 ** (len(digits) - len(digits.rstrip("0")))
        claim.fine = max(claim.fine, unit)
        claim.step = claim.step if found["lo"] else max(claim.step, unit)
    if found["b"] and "." not in found["b"]:
        last = found["b"].replace(",", "")
        claim.step = max(claim.step, scale * 10 ** (len(last) - len(last.rstrip("0"))))
    if found["lo"]:
        ends = [found[e].replace(",", "") for e in ("lo", "hi")]
        if all("." not in e for e in ends):
            noughts = min(len(e) - len(e.rstrip("0")) for e in ends if e.strip("0"))
            claim.step = scale * 10**noughts
        fine = found["a"].replace(",", "")
        if "." not in fine:
            claim.fine = max(claim.fine, scale * 10 ** (len(fine) - len(fine.rstrip("0"))))
    return claim


def _rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _quarters(period: str) -> list[str] | None:
    year = period[:4]
    if "Q" in period:
        return [period]
    if "H" in period:
        return [f"{year}-Q{n}" for n in ((1, 2) if period.endswith("1") else (3, 4))]
    if len(period) == 4:
        return [f"{year}-Q{n}" for n in range(1, 5)]
    if "/" in period:
        (y, m), (z, n) = ((int(a) for a in p.split("-")) for p in period.split("/"))
        if m % 3 == 1 and n % 3 == 0:
            first, last = 4 * y + (m - 1) // 3, 4 * z + (n - 1) // 3
            return [f"{q // 4}-Q{q % 4 + 1}" for q in range(first, last + 1)]
    return None


def _exchange(period: str) -> Range:
    rows = {r["period"]: r for r in _rows("exchange-rates.csv")}
    told = [rows[q] for q in _quarters(period) or []]
    days = [int(r["days"]) for r in told]
    mean = sum(
        (d * Fraction(r["yuan_per_dollar"]) for d, r in zip(days, told, strict=True)), Fraction(0)
    ) / sum(days)
    half = Fraction(1, 200000)
    return Range(mean - half, mean + half, mean)


def _days(period: str, column: str) -> int:
    rows = {r["period"]: r for r in _rows("working-days.csv")}
    quarters = _quarters(period)
    if quarters is None or any(q not in rows for q in quarters):
        return 0
    return sum(int(rows[q][column]) for q in quarters)
