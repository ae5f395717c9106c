"""Every chart: those of the shipped release, and hard cases. As a program: FOLDER [NAME]."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from jilin_analysis import Estimate, load_dataset, pictures
from jilin_analysis.charts import bars, curves, over_time, style

INF, UNSAID = math.inf, Estimate.unknown()
LONG = "规模以上工业企业化学纤维制造业主营业务收入（按可比价格计算，含子公司及其境外直接投资企业）"
FIRM, OTHERS = "The firm", "本行业，全国"
QUARTERS = [f"{2019 + n // 4}-Q{n % 4 + 1}" for n in range(24)]
MONTHS = [f"{2014 + n // 12}-{n % 12 + 1:02d}" for n in range(120)]
Draw = Callable[..., Any]


def around(middle: float, half: float = 0, unit: str = "ratio", kind: str = "growth") -> Estimate:
    value, error = Fraction(str(middle)), Fraction(str(half))
    return Estimate.between(value, value - error, value + error, unit, kind=kind)


def between(low: float, high: float) -> Estimate:
    ends = (end if math.isinf(end) else Fraction(str(end)) for end in (low, high))
    return Estimate(None, *ends, kind="growth")


def table(*rows: tuple[str, str, Estimate]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["group", "label", "estimate"])
    return frame.assign(own=frame["group"] == FIRM)


EXPORTS, EARNINGS, OUTPUT = around(0.77, 0.005), around(0.28, 0.005), around(0.1, 0.005)
FALLS = table(
    (FIRM, "Direct fiber exports", around(-0.30, 0.005)), (FIRM, "Output", around(-0.12, 0.005)),
    (FIRM, "Foreign-exchange earnings", around(-0.05, 0.005)),
)  # fmt: skip
HARD = table(
    (FIRM, "Direct fiber exports", between(0.77, INF)), (FIRM, LONG + LONG, between(0, 0.28)),
    (FIRM, "Investment", UNSAID), (FIRM, "Orders (less than)", between(-INF, 0.05)),
    (OTHERS, "Fiber output", between(-0.12, -0.08)), (OTHERS, "纤维", around(-0.077, 0.0005)),
    (OTHERS, "Fiber prices", between(-0.05, 0)), (OTHERS, "Fiber stocks", between(-INF, -0.3)),
    (OTHERS, "Yarn", around(0.2345, 0.00005)), (OTHERS, "Cloth", around(0.086, 0.00005)),
    (OTHERS, "A plant that closed", around(-1)), (OTHERS, "Yarn, again", around(0, 0.005)),
)  # fmt: skip
HUGE = table((FIRM, "Carbon fiber", around(24, 0.005)), (FIRM, "Sales", around(12.5, 0.005)))
MANY = pd.concat([HARD.assign(label=LONG), *[HARD] * 50], ignore_index=True)
STEPS = {
    LONG: [(LONG, LONG, around(0.77, 0.2)), ("Value", "", UNSAID), ("产值", "", between(0.5, INF))],
    "Its rival": [("Tonnage", "", around(-0.3, 0.005)), ("Fees", "follows", around(0.357, 0.017)),
                  ("Fees", "second report", around(-0.05, 0.005))],
    "Its twin": [("Tonnage", "", around(-1)), ("Fees", "follows", around(-0.5, 0.01)),
                 ("Fees", "", around(11.5, 0.005))],
}  # fmt: skip
DOUBTS = pd.DataFrame(
    [(LONG + "？", LONG, between(-0.2, INF)), ("Which quarter?", "as printed", between(0.1, 24)),
     ("How was it rounded?", "", between(0.1, 0.1)), ("Tonnes or money?", "", UNSAID)],
    columns=["question", "readings", "estimate"],
)  # fmt: skip
CLOSE = [(LONG, around(at, 0.004, kind="share"), around(rest, 0.01))
         for at, rest in ((0.12, 0.013), (0.13, 0), (0.14, -0.01))]  # fmt: skip
PAIRS = {
    "falls": (around(-0.3, 0.005), around(-0.12, 0.005)), "bound": (between(0.77, INF), OUTPUT),
    "huge": (around(24), around(12.5)), "swapped": (OUTPUT, EXPORTS),
}  # fmt: skip


def record(periods: list[str], gaps: tuple[int, ...] = (), size: float = 1.0) -> pd.DataFrame:
    """Three metrics over many periods, with gaps and, for one period in five, an older vintage."""
    made: list[tuple[Any, ...]] = []
    metrics = (
        ("Output value", "CNY", 10**9),
        ("Sales", "CNY", 12 * 10**8),
        ("纤维", "tonne", 40000),
    )
    for metric, unit, base in metrics:
        for n, period in enumerate(periods):
            if n in gaps:
                continue
            level = size * base * round(1 + 0.03 * n + 0.12 * math.sin(n * 1.9), 4)
            rate = around(round(size * (0.12 + 0.2 * math.sin(n * 1.3)), 3), 0.03)
            found = [("level", around(level, abs(level) / 50, unit, "level"), "2026-01-01")]
            found.append(("growth", rate, "2026-01-01"))
            if n % 5 == 2:
                old = around(level * 0.93, abs(level) / 50, unit, "level")
                found.append(("level", old, "2025-01-01"))
            made += [(metric, period, n == 0, *each) for each in found]
    table = pd.DataFrame(
        made, columns=["metric", "period", "implied", "kind", "estimate", "issued"]
    )
    return table.assign(in_force=table["issued"] > "2025-01-01")


FALLING = record(QUARTERS[:6], size=-1)


def charts() -> Iterator[tuple[str, Draw, dict[str, Any]]]:
    """Name, function and what it needs but width and dark."""
    told = load_dataset()
    rates = ("foreign-exchange-earnings", "direct-fiber-exports")
    clue = {"made as much as the province": around(60711, 2000, "tonne", "level")}
    shipped = {
        "rates": pictures.rates(told), "output": pictures.output(told),
        "share": pictures.exports_share(told, clue), "frontier": pictures.frontier(told, *rates),
        "doubts": pictures.doubts(told, *rates), "series": pictures.series(told),
    }  # fmt: skip
    for name, picture in shipped.items():
        yield name, picture.draw, {}
    words = {"title": "All three fell, earnings least", "subtitle": "Test", "foot": "Source: none"}
    much = {"title": LONG * 6, "subtitle": LONG * 9, "foot": LONG * 20}
    for name, rows in {"hard": HARD, "huge": HUGE, "none": HARD[:0]}.items():
        yield f"rates-{name}", bars.rates, {"rows": rows} | words
    yield "rates-many", bars.rates, {"rows": MANY} | much
    yield "output-hard", bars.output, {"panels": STEPS} | words
    yield "doubts-hard", bars.doubts, {"rows": DOUBTS, "first": around(0.1)} | words
    yield "doubts-none", bars.doubts, {"rows": DOUBTS[:0], "first": UNSAID} | words
    for name, (one, other) in PAIRS.items():
        yield f"share-{name}", curves.exports_share, {"exports": one, "output": other} | words
        yield f"frontier-{name}", curves.frontier, {"exports": one, "earnings": other} | words
    close = {"exports": EXPORTS, "output": OUTPUT, "amount": 24.0, "anchors": CLOSE}
    yield "share-close", curves.exports_share, close | words
    mixed = pd.concat([record(["2020"], size=9), record([*QUARTERS[:2], "2020-01"])])
    mixed = mixed.assign(adds_up=mixed["metric"] != "Sales")
    for name, rows in {"months": record(MONTHS), "quarters": record(QUARTERS, (5, 6, 13)),
                       "none": record([]), "falls": FALLING, "mixed": mixed}.items():  # fmt: skip
        yield f"series-{name}", over_time.series, {"rows": rows} | words


def main(folder: str, only: str = "") -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for name, draw, given in charts():
        for width in (style.WIDE, style.PHONE) if only in name else ():
            for dark in (False, True):
                figure = draw(**given, width=width, dark=dark)
                path = out / f"{name}-{width}{'-dark' if dark else ''}.png"
                path.write_bytes(style.png(figure))


if __name__ == "__main__":
    main(*sys.argv[1:])
