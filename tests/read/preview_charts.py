# ruff: noqa: E501 (what charts say is long)
"""Draw every chart with the figures of the reviews, and hard cases: FOLDER [NAME]."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from jilin_analysis.charts import bars, curves, over_time, style, titles

INF = math.inf
FIRM, PRODUCT = "The firm", "Same product, China"
INDUSTRY, ALL = "Same industry, China", "Everyone"
Draw = Callable[..., Any]


def around(value: float | Fraction, half: float | Fraction) -> tuple[float, float, float]:
    return float(value), float(value - half), float(value + half)


def table(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Rows of group, label, value, low, high."""
    frame = pd.DataFrame(rows, columns=["group", "label", "value", "low", "high"])
    return frame.assign(own=frame["group"].isin([FIRM, "本企业"]))


ONE, TENTH, HUNDREDTH = Fraction(5, 1000), Fraction(5, 10000), Fraction(5, 100000)
X, E, Q, V = (Fraction(n, 1000) for n in (770, 280, 100, 6))
EXPORTS, EARNINGS, OUTPUT = (around(rate, ONE) for rate in (X, E, Q))
RATES = table([
    (FIRM, "Direct fiber exports", *EXPORTS),
    (FIRM, "Foreign-exchange earnings", *EARNINGS),
    (FIRM, "Output", *OUTPUT),
    (PRODUCT, "Rayon filament exports, tonnes, Jan–Feb", *around(Fraction(204, 1000), TENTH)),
    (INDUSTRY, "Chemical fiber output, tonnes", *around(Fraction(-10, 100), ONE)),
    (INDUSTRY, "Chemical fiber exports, tonnes, Jan–Apr", *around(Fraction(-77, 1000), TENTH)),
    (INDUSTRY, "Chemical fiber exports, dollars, Jan–Apr", *around(Fraction(-188, 1000), TENTH)),
    (INDUSTRY, "Textile exports, dollars", *around(Fraction(-146, 1000), TENTH)),
    (ALL, "Industrial value added, China", *around(Fraction(-84, 1000), TENTH)),
    (ALL, "GDP, Jilin province", *around(Fraction(-66, 1000), TENTH)),
    (ALL, "Goods exports, China, yuan", *around(Fraction(-114, 1000), TENTH)),
    (ALL, "Goods exports, China, dollars", *around(Fraction(-133, 1000), TENTH)),
])  # fmt: skip
CHINESE = dict(zip(
    [*RATES["label"], FIRM, PRODUCT, INDUSTRY, ALL],
    ["纤维直接出口", "出口创汇", "产量或产值", "人造丝出口（吨），1至2月", "化学纤维产量（吨）", "化纤出口（吨），1至4月", "化纤出口额（美元），1至4月", "纺织品出口额（美元）", "规模以上工业增加值，全国", "地区生产总值，吉林省", "货物出口额，全国（人民币）", "货物出口额，全国（美元）", "本企业", "同类产品，全国", "同行业，全国", "总体"],
    strict=True,
))  # fmt: skip
LONG = "规模以上工业企业化学纤维制造业主营业务收入（按可比价格计算，含子公司及其境外直接投资企业）"
BOUNDS = table([
    (FIRM, "Direct fiber exports", None, .77, INF), (FIRM, "Foreign-exchange earnings", None, 0, .28),
    (FIRM, "Output", None, None, None), (FIRM, "Orders (less than)", None, -INF, .05),
    (INDUSTRY, "Fiber output", None, -.12, -.08), (INDUSTRY, "Fiber exports", *around(-.077, .0005)),
    (INDUSTRY, "Fiber prices", None, -.05, 0), (INDUSTRY, "Fiber stocks", None, -INF, -.3),
    (INDUSTRY, "Yarn", *around(.23455, .00005)), (INDUSTRY, "Cloth", *around(.086, .00005)),
])  # fmt: skip
FALLS = table([
    (FIRM, "Direct fiber exports", *around(-.30, .005)), (FIRM, "Output", *around(-.12, .005)),
    (FIRM, "Foreign-exchange earnings", *around(-.05, .005)), (FIRM, "Investment", None, None, None),
    (INDUSTRY, "A plant that closed", -1, -1, -1),
])  # fmt: skip
HUGE = table([
    (FIRM, "Carbon fiber exports", *around(24, .005)), (FIRM, "Sales", *around(12.5, .005)),
    (FIRM, "Output", 0, -.005, .005), (ALL, "GDP", *around(-.068, .0005)),
])  # fmt: skip
UNKNOWN = table([(FIRM, name, None, None, None) for name in ("Exports", "Earnings", "Output")])
MANY = table([
    ([FIRM, PRODUCT, INDUSTRY, ALL][n % 4], f"Comparator {n} with a name of some length and more words",
     *around(.9 * math.sin(n * 1.7), .0005))
    for n in range(10_000)
])  # fmt: skip
PREMISES = (
    "Tonnes, money and value added are unlike things: read direction and order, not distance. "
    "Sources: JL.gov; China Chemical Fibers Association; customs; statistics bureaus. "
    "Jilin analysis 2.0, data of 2020-06-27, rates-beside-others"
)
PER_UNIT = (
    float((1 + V) / (1 + Q) - 1),
    float(Fraction(10055, 10950) - 1),
    float(Fraction(10065, 11050) - 1),
)
PER_UNIT = (PER_UNIT[0], min(PER_UNIT[1:]), max(PER_UNIT[1:]))
STEPS = {
    "Jilin Chemical Fiber Group, Q1 2020": [
        ("Output", "one report", OUTPUT), ("Value per unit", "follows", (-.08545, -.09005, -.08082)),
        ("Output value", "second report", around(V, TENTH)),
    ],
    "Chinese chemical fiber industry, Q1 2020": [
        ("Output", "tonnes", (-.0996, -.0997, -.0995)),
        ("Revenue per tonne", "follows", (None, -.171738, -.168670)),
        ("Revenue", "sold, not made", (-.2536, -.25415, -.25305)),
    ],
}  # fmt: skip
STEPS["Chinese chemical fiber industry, Q1 2020"][1] = (
    "Revenue per tonne", "follows", (-.171035, -.171738, -.170332))  # fmt: skip
STEPS_FALL = {"A port, 2026-H1": [
    ("Tonnage", "one report", around(-.30, .005)), ("Fees per tonne", "follows", (.357, .34, .374)),
    ("Fees", "second report", around(-.05, .005)),
], "Its rival": [("Tonnage", "", (-1, -1, -1)), ("Fees per tonne", "follows", None),
    ("Fees", "at least", (None, .5, INF))], "Its twin": [("Tonnage", "one report", around(24, .005)),
    ("Fees per tonne", "follows", (-.5, -.51, -.49)), ("Fees", "", around(11.5, .005))]}  # fmt: skip
DOUBTS = pd.DataFrame([
    ("Are exports tonnes or money?", "if money, there is no tonne", None, None),
    ("What part was direct?", "direct exports 100 or 72 % of earnings", -49 / 177, 0.0),
    ("In which currency?", "yuan or dollars, for each year", -.30091, -.25193),
    ("Which exchange rate?", "customs’ or the day’s", -.26099, -.25193),
    ("How was it rounded?", "to the whole percent", -.28169, -.27195),
], columns=["question", "readings", "low", "high"])  # fmt: skip
ANCHORS = [
    ("Made as much as it sold a year later", (836 / 7965, .101257, .108747),
     (7639 / 356450, .013389, .029410)),
    ("Made as much as the province", (8800 / 60711, .140137, .149863),
     (-7049 / 519110, -.022814, -.004426)),
]  # fmt: skip
DOUBTS_HARD = pd.DataFrame([
    (LONG + "？", LONG, -.2, INF), ("Which of two quarters?", "as printed", .1, 24.0), ("Rounding", "", .1, .1),
], columns=["question", "readings", "low", "high"])  # fmt: skip


def record(metric: str, unit: str, *found: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows of period, level, half a unit of it, growth and half a unit of it."""
    made = []
    for period, level, half, growth, half_growth, *implied in found:
        about = {"metric": metric, "period": period, "implied": bool(implied), "issued": None}
        for kind, value, error, of in (
            ("level", level, half, unit),
            ("growth", growth, half_growth, "ratio"),
        ):
            if value is not None:
                ends = dict(zip(("value", "low", "high"), around(value, error), strict=True))
                made.append(about | {"kind": kind, "unit": of} | ends)
    return made


SINCE = pd.DataFrame([
    *record("Output value", "CNY", ("2019-Q1", 2.82008e9, 2e6, None, 0, 1), ("2020-Q1", 2.837e9, 5e5, .006, .0005),
            ("2020", None, 0, .037, .0005), ("2021-Q1", 3.2846e9, 17e6, None, 0, 1),
            ("2021", 13.192e9, 57e6, None, 0, 1), ("2022-Q1", 4.04e9, 5e6, .23, .005),
            ("2022", 16.49e9, 5e6, .25, .005), ("2024-01", 1.4623e9, 12e6, None, 0, 1),
            ("2025-01", 1.55e9, 5e6, .06, .005)),
    *record("Sales revenue", "CNY", ("2020-01/2020-11", 10.278e9, 7e7, None, 0, 1),
            ("2021-Q1", 3.916e9, 2e7, None, 0, 1), ("2021-01/2021-11", 14.8e9, 5e7, .44, .005),
            ("2021", 16.05e9, 5e6, .37, .005), ("2022-Q1", 5.13e9, 5e6, .31, .005),
            ("2022", 21.03e9, 5e6, .31, .005), ("2024", None, 0, .163, .0005)),
    *record("Fiber sales", "tonne", ("2021-Q1", 142105, 1062, None, 0, 1), ("2022-Q1", 162000, 500, .14, .005),
            ("2024", None, 0, .087, .0005)),
])  # fmt: skip
QUARTERS = [f"{2019 + n // 4}-Q{n % 4 + 1}" for n in range(24)]
MONTHS = [f"{1990 + n // 12}-{n % 12 + 1:02d}" for n in range(420)]


def wave(periods: list[str], gaps: tuple[int, ...] = (), size: float = 1.0) -> pd.DataFrame:
    """Three metrics over many periods, with gaps and, for one period in five, an older vintage."""
    made: list[dict[str, Any]] = []
    for metric, unit, base in (
        ("Output value", "CNY", 1e9),
        ("Sales revenue", "CNY", 1.2e9),
        ("Fiber sales", "tonne", 4e4),
    ):
        for n, period in enumerate(periods):
            if n in gaps:
                continue
            level = size * base * (1 + 0.03 * n + 0.12 * math.sin(n * 1.9))
            rows = record(
                metric,
                unit,
                (period, level, abs(level) * 0.02, size * (0.12 + 0.2 * math.sin(n * 1.3)), 0.03),
            )
            made += [row | {"issued": "2026-01-01"} for row in rows]
            if n % 5 == 2:
                old = record(metric, unit, (period, level * 0.93, abs(level) * 0.02, None, 0))
                made += [row | {"issued": "2025-01-01"} for row in old]
    return pd.DataFrame(made)


PROFIT = pd.DataFrame([
    *record("Profit", "CNY", *((q, 1e8 * math.sin(n), 5e6, None, 0) for n, q in enumerate(QUARTERS[:8]))),
    *record("Nothing at all", "CNY"),
    *record("A rate only", "", *((q, None, 0, -1 + .01 * n, .005) for n, q in enumerate(QUARTERS[:3]))),
])  # fmt: skip


# What part of the growth exports brought on each clue, and what a unit lost: firm, industry.
BROUGHT = ((0.808186, 0.748687, 0.874164), (1.116107, 1.036161, 1.204681))
LOST = ((-0.08545, -0.09005, -0.08082), (-0.171035, -0.171738, -0.170332))


def charts() -> Iterator[tuple[str, Draw, dict[str, Any]]]:
    """Name, function and what it needs but width and dark."""
    words = {
        "title": titles.rates(RATES),
        "subtitle": "Growth on the year before, first quarter of 2020 unless a span is named.",
        "foot": PREMISES,
    }
    short = {"title": "All three fell, earnings least", "subtitle": "Test", "foot": "Source: none"}
    yield "1-rates", bars.rates, {"rows": RATES} | words
    chinese = RATES.replace({"group": CHINESE, "label": CHINESE})
    yield "1-rates-zh", bars.rates, {
        "rows": chinese, "title": "行业下滑，该企业却在增长，出口增幅最大",
        "subtitle": "同比增长率，2020年第一季度，另注月份者除外。数值的舍入误差小于圆点。",
        "foot": "吨数、金额与增加值不可直接比较：请看方向与次序，勿比较距离。来源：JL.gov；中国化学纤维工业协会；海关；统计局",
    }  # fmt: skip
    yield "1-test-bounds", bars.rates, {"rows": BOUNDS} | short
    yield "1-test-falls", bars.rates, {"rows": FALLS} | short
    yield "1-test-huge", bars.rates, {"rows": HUGE} | short
    yield "1-test-unknown", bars.rates, {"rows": UNKNOWN} | short
    yield "1-test-one", bars.rates, {"rows": RATES.head(1)} | short
    yield "1-test-none", bars.rates, {"rows": RATES.head(0)} | short
    yield "1-test-many", bars.rates, {"rows": MANY} | short
    yield "1-test-long", bars.rates, {
        "rows": RATES.assign(label=LONG + LONG), "title": LONG * 6, "subtitle": LONG * 9, "foot": LONG * 20,
    }  # fmt: skip
    yield "2-output", bars.output, {
        "panels": STEPS,
        "title": titles.output(*LOST),
        "subtitle": "Change on the year before. On this ratio scale the first two bars add up to the third.",
        "foot": "Supposing that the firm’s output is a quantity and both reports cover the same firms. Whether "
        "its output value is at current prices is not stated. Sources: JL.gov; uscntv.cn; China Chemical Fibers "
        "Association",
    }  # fmt: skip
    yield "2-test-falls", bars.output, {"panels": STEPS_FALL} | short
    rough = {
        "A firm": [
            (LONG, LONG, (0.77, 0.57, 0.97)),
            ("Value", "", None),
            ("产值", "产值", (0.05, -0.2, 0.3)),
        ]
    }
    yield "2-test-rough", bars.output, {"panels": rough} | short
    yield "3-exports-share", curves.exports_share, {
        "exports": EXPORTS, "output": OUTPUT, "anchors": ANCHORS, "amount": 24.0,
        "title": titles.exports_share(EXPORTS, OUTPUT, BROUGHT),
        "subtitle": "Growth of output not exported directly, first quarter of 2020, by the share of exports in "
        "the output of a year before (below: the output in 2020 that this means, thousand tonnes).",
        "foot": "Orange: two scenarios, no bounds. Province is not group, sales are not output. Pale band: "
        "rounding. Sources: JL.gov; uscntv.cn; hgnews; statistics bureau",
    }  # fmt: skip
    pairs = {
        "falls": (around(-.3, .005), around(-.12, .005)), "opposed": (EXPORTS, around(-.12, .005)),
        "gone": (-1.0, around(-.12, .005)), "bound": ((None, .77, INF), OUTPUT), "huge": (24.0, 12.5),
        "unknown": (None, OUTPUT), "close": (around(.09, .005), around(.085, .005)),
        "flat": (around(.05, .005), (0, -.005, .005)), "apart": (around(.05, .005), around(.5, .005)),
    }  # fmt: skip
    pairs["closed"] = (EXPORTS, (-1.0, -1, -0.8))
    for name, (one, other) in pairs.items():
        yield f"3-test-{name}", curves.exports_share, {"exports": one, "output": other} | short
    yield "3-test-anchors", curves.exports_share, {
        "exports": EXPORTS, "output": OUTPUT, "amount": 24.0,
        "anchors": [(LONG, (at, at - .004, at + .004), (r, r - .01, r + .01)) for at, r in
                    ((.12, .013), (.13, 0), (.14, -.01))],
    } | short  # fmt: skip
    yield "4-frontier", curves.frontier, {
        "exports": EXPORTS, "earnings": EARNINGS,
        "title": titles.frontier(EXPORTS, EARNINGS),
        "subtitle": "What a tonne exported can have earned, change on Q1 2019, by the part of direct exports in "
        "the foreign-exchange earnings of Q1 2019.",
        "foot": "If exports are counted in tonnes. Below the dashed line other earnings grew; between the lines "
        "they shrank. In brackets: from rounding. Source: JL.gov",
    }  # fmt: skip
    pairs |= {"swapped": (EARNINGS, EXPORTS), "mixed": (around(.3, .005), around(-.2, .005)),
              "deep": (around(-.4, .005), around(-.6, .005)),
              "still": (0.0, around(-.01, .0005)), "tiny": (around(7178, .2), around(8.2, .0005))}  # fmt: skip
    for name, (one, other) in pairs.items():
        yield f"4-test-{name}", curves.frontier, {"exports": one, "earnings": other} | short
    yield "5-doubts", bars.doubts, {
        "rows": DOUBTS, "first": around(Fraction(-49, 177), ONE),
        "title": titles.doubts(DOUBTS, "How was it rounded?"),
        "subtitle": "Change in earnings per tonne exported, Q1 2020 on Q1 2019. Each bar turns one open "
        "question; the line is the first reading, −27.7\u202f%.",
        "foot": "If exports are counted in tonnes and earnings are those of direct exports, in dollars. "
        "Sources: JL.gov; ECB reference rates",
    }  # fmt: skip
    yield "5-test-hard", bars.doubts, {"rows": DOUBTS_HARD, "first": None} | short
    yield "5-test-none", bars.doubts, {"rows": DOUBTS.head(1), "first": None} | short

    yield "6-timeline", over_time.timeline, {
        "rows": SINCE, "title": "Output value rose by 42.4\u202f% from Q1 2020 to Q1 2022",
        "subtitle": "Average month of each reported period, Jilin Chemical Fiber Group; percentages: growth on "
        "the year before. Grey: nothing found.",
        "foot": "Dashed: worked back from a later level and its growth rate. A percentage at the foot: a rate "
        "without a level. Sources: uscntv.cn; hgnews; dizo; cnjiwang; songhuajiang; myhuiren",
    }  # fmt: skip
    yield "6-test-quarters", over_time.timeline, {"rows": wave(QUARTERS, (5, 6, 13))} | short
    yield "6-test-months", over_time.timeline, {"rows": wave(MONTHS)} | short
    yield "6-test-profit", over_time.timeline, {"rows": PROFIT} | short
    yield "6-test-none", over_time.timeline, {"rows": SINCE.head(0)} | short
    yield "7-series", over_time.series, {
        "rows": wave(QUARTERS, (5, 6, 13)), "title": "Levels, rates, gaps and vintages",
        "subtitle": "Level, and growth on the year before, by quarter. Pale: rounding. Orange: first printed, "
        "later revised. Grey: nothing found.", "foot": "Figures made up to test the chart",
    }  # fmt: skip
    yield "7-test-months", over_time.series, {"rows": wave(MONTHS)} | short
    yield "7-test-falls", over_time.series, {"rows": wave(QUARTERS[:6], size=-1)} | short
    yield "7-test-profit", over_time.series, {"rows": PROFIT} | short
    yield "7-test-one", over_time.series, {"rows": SINCE.iloc[1:3]} | short
    yield "7-test-since", over_time.series, {"rows": SINCE} | short
    yield "7-test-none", over_time.series, {"rows": SINCE.head(0)} | short
    many = pd.concat(
        [
            wave(QUARTERS).assign(metric=lambda t, n=n: t["metric"] + f" {n}" + LONG)
            for n in range(9)
        ]
    )
    yield "7-test-many", over_time.series, {"rows": many} | short
    yield "6-test-many", over_time.timeline, {"rows": many} | short


def main(folder: str, only: str = "") -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for name, draw, given in charts():
        if only not in name:
            continue
        for width, tail in ((style.WIDE, ""), (style.PHONE, "-phone")):
            for dark in (False, True):
                figure = draw(**given, width=width, dark=dark)
                stem = f"{out}/{name}{tail}{'-dark' if dark else ''}"
                for kind in (".png", ".svg"):
                    style.save(figure, stem + kind)


if __name__ == "__main__":
    main(*sys.argv[1:])
