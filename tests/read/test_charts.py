"""What a reader sees of the charts: nothing overlaps, nothing is cut in silence, bytes repeat."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from preview_charts import (
    BOUNDS,
    BROUGHT,
    DOUBTS,
    EARNINGS,
    EXPORTS,
    FALLS,
    HUGE,
    LONG,
    LOST,
    MANY,
    OUTPUT,
    QUARTERS,
    RATES,
    UNKNOWN,
    around,
    charts,
    wave,
)

from jilin_analysis import load_dataset, pictures
from jilin_analysis.charts import alts, bars, over_time, sheet, style, titles
from jilin_analysis.charts.fonts import HAN, LATIN, glyphs_missing

CASES = {name: (draw, given) for name, draw, given in charts()}
LESS = "A tonne surely earned less only if direct exports were over about 72\u202f% of earnings"


def drawn(name: str, width: int = 640, dark: bool = False) -> Figure:
    draw, given = CASES[name]
    figure: Figure = draw(**given, width=width, dark=dark)
    FigureCanvasAgg(figure).draw()
    return figure


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("width", [640, 358])
@pytest.mark.parametrize("name", CASES)
def test_no_text_lies_on_another_or_on_a_curve_or_leaves_the_picture(name: str, width: int) -> None:
    figure = drawn(name, width)
    tall = figure.get_figheight() * 72
    assert tall <= 2000
    assert figure.get_figwidth() * 72 == width
    boxes = [(t.get_text(), t.get_window_extent().padded(-0.5)) for t in figure.axes[0].texts]
    for words, box in boxes:
        inside = min(box.x0, box.y0) >= 0 and box.x1 <= width and box.y1 <= tall
        assert inside, f"{words!r} leaves the picture"
    for (one, box), (other, next_to) in itertools.combinations(boxes, 2):
        assert not box.overlaps(next_to), f"{one!r} overlaps {other!r}"
    curves = [line for line in figure.axes[0].lines if len(line.get_xdata()) > 100]
    for words, box in boxes if name[0] in "34" else ():
        for line in curves:
            points = line.get_transform().transform(line.get_xydata())
            assert not box.count_contains(points), f"{words!r} lies on a curve"


def test_every_character_of_a_chart_is_in_a_font_that_a_package_brings() -> None:
    assert glyphs_missing("−27.7\u202f% → ▲ “x” 纤维直接出口（吨），長絲\n") == set()
    assert glyphs_missing("한국 +77 %") == {"한", "국"}
    for name in ("1-rates", "1-rates-zh", "1-test-long"):
        figure = drawn(name)
        assert not set().union(*map(glyphs_missing, texts(figure)))
        assert {family for t in figure.axes[0].texts for family in t.get_fontfamily()} <= {
            LATIN,
            HAN,
        }


def test_characters_that_no_font_holds_are_told_in_the_picture() -> None:
    data = load_dataset(Path(__file__).parents[1] / "data" / "port")
    picture = pictures.rates(data)
    assert "without a font" not in " ".join(texts(picture.figure))
    lost = replace(picture, rows=picture.rows.assign(label="한국"))
    assert "Characters without a font here: 2; see the CSV." in " ".join(texts(lost.figure))


def test_a_line_breaks_at_no_blank_that_holds_a_number_and_its_unit_together() -> None:
    for room in range(40, 200, 5):
        lines = sheet.wrap("over 72\u202f% of 5\xa0kt，共3年。", room, 14)
        assert not [line for line in lines if line.startswith(("%", "kt", "，"))]


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_same_figures_give_the_same_bytes_in_every_run(kind: str, tmp_path: Path) -> None:
    digests = []
    for seed in "12":
        path = tmp_path / f"{seed}.{kind}"
        script = (
            "import sys; sys.path.insert(0, sys.argv[1]); import preview_charts as p;"
            "draw, given = next(c[1:] for c in p.charts() if c[0] == '2-output');"
            "p.style.save(draw(**given), sys.argv[2])"
        )
        here = str(Path(__file__).parent)
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = [sys.executable, "-W", "error", "-c", script, here, str(path)]
        subprocess.run(run, check=True, env=environment)
        digests.append(hashlib.sha256(path.read_bytes()).hexdigest())
    assert digests[0] == digests[1]


def test_a_light_picture_turns_dark_by_itself(tmp_path: Path) -> None:
    style.save(drawn("5-doubts"), tmp_path / "light.svg")
    style.save(drawn("5-doubts", dark=True), tmp_path / "dark.svg")
    assert "prefers-color-scheme:dark" in (tmp_path / "light.svg").read_text("utf-8")
    assert "prefers-color-scheme" not in (tmp_path / "dark.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("1-test-many", " more rates in the CSV"),
        ("7-test-months", "308 more earlier periods in the CSV"),
        ("7-test-since", "more periods of another length in the CSV"),
        ("7-test-many", "22 more metrics in the CSV"),
    ],
)
def test_what_a_chart_leaves_out_is_told_in_it(name: str, told: str) -> None:
    assert told in " ".join(texts(drawn(name)))


def test_what_is_left_out_is_told_even_where_the_foot_is_too_long() -> None:
    figure = bars.rates(MANY, title="Many", foot=LONG * 40)
    assert any(re.match("9,98. more rates in the CSV", text) for text in texts(figure))


def test_the_own_rates_and_others_both_keep_a_place() -> None:
    shown = texts(drawn("1-test-many"))
    assert "The firm" in shown
    assert len([text for text in shown if text == "Same industry, China"]) == 1


def test_bounds_and_ranges_and_the_unknown_are_said_as_such() -> None:
    shown = texts(drawn("1-test-bounds"))
    for words in (">\u202f+77\u202f%", "<\u202f+5\u202f%", "0 to +28\u202f%", "not reported"):
        assert words in shown
    assert "−12 to −8\u202f%" in shown
    assert "+8.60\u202f%" in shown  # two decimals stay two
    assert "+23.45\u202f%" in shown


@pytest.mark.parametrize("name", [name for name in CASES if name.endswith(("-none", "-unknown"))])
def test_a_chart_of_nothing_says_so(name: str) -> None:
    shown = " ".join(texts(drawn(name)))
    assert any(
        words in shown
        for words in ("no rate is reported", "not reported", "not known", "no answer", "nothing")
    )


def test_thresholds_of_the_frontier_are_those_of_the_review() -> None:
    shown = texts(drawn("4-frontier"))
    assert "above 72.3\u202f%" in shown
    assert "above 36.4\u202f%" in shown
    assert {"(71.8 to 72.9\u202f%)", "(35.4 to 37.3\u202f%)"} <= set(shown)
    assert "all direct: −27.7\u202f%" in shown


def test_only_what_cannot_be_is_called_impossible() -> None:
    """Where the wedge is too small for the word, the word is left out, not moved."""
    assert "impossible" in texts(drawn("4-test-falls"))
    assert "impossible" not in texts(drawn("4-test-falls", 358))


def test_a_gap_in_a_series_stays_a_gap() -> None:
    """No line joins two periods: each is as wide as its own time."""
    axes = drawn("7-series").axes[0]
    quarter = (640 - 2 * 16 - 44) / 24
    drawn_once = [line.get_xdata() for line in axes.lines if line.get_linewidth() == 2.5]
    assert sum(len(line) for line in drawn_once) > 3 * 21 * 3
    for line in drawn_once:  # left, right, and a break after each
        assert np.isnan(line[2::3]).all()
        assert (line[1::3] - line[0::3] <= quarter + 1e-6).all()


def test_a_revised_figure_is_a_step_from_the_first_to_the_last() -> None:
    warm = style.LIGHT["warm"]
    lines = [line for line in drawn("7-series").axes[0].lines if line.get_color() == warm]
    upright = [line for line in lines if (line.get_xdata()[0::3] == line.get_xdata()[1::3]).all()]
    assert sum(len(line.get_xdata()) // 3 for line in upright) == 3 * 5


LEVELS = pd.DataFrame(
    [
        ("output", "level", "CNY", 2.84e9, 2.835e9, 2.845e9),
        ("output", "growth", "ratio", 0.77, 0.765, 0.775),
        ("share", "share", "ratio", 0.145, 0.14, 0.15),
    ],
    columns=["label", "kind", "unit", "value", "low", "high"],
)


def described(rows: pd.DataFrame) -> str:
    return alts.described("It rose", rows, "no answer")


def rise(low: float, high: float) -> tuple[float, float, float]:
    return ((low + high) / 2, low, high)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (titles.rates(RATES), "All three rose, direct fiber exports most"),
        (titles.rates(FALLS[:3]), "All three fell, foreign-exchange earnings least"),
        (titles.rates(BOUNDS), "Of four rates, three are reported"),
        (titles.rates(UNKNOWN), "None of the rates is reported"),
        (titles.rates(HUGE), "Of three rates, two rose and of one the direction is open"),
        (
            titles.output(*LOST),
            "A unit of output was worth less, but the industry lost about twice as much",
        ),
        (titles.output(LOST[0]), "A unit of output was worth less"),
        (
            titles.output(LOST[1], LOST[0]),
            "A unit of output was worth less, and the industry lost less",
        ),
        (titles.output(rise(0.01, 0.02)), "A unit of output was worth more"),
        (
            titles.output(rise(-0.01, 0.02)),
            "Whether a unit of output was worth less cannot be told",
        ),
        (titles.output(None), "Output and its value: one report only"),
        (
            titles.exports_share(EXPORTS, OUTPUT, BROUGHT),
            "On either clue, exports brought about three quarters of the growth or more",
        ),
        (
            titles.exports_share(EXPORTS, OUTPUT, [rise(0.76, 0.9)]),
            "On the one clue, exports brought three quarters of the growth or more",
        ),
        (
            titles.exports_share(EXPORTS, OUTPUT, [rise(0.7, 0.9)] * 3),
            "On any clue, exports brought two thirds of the growth or more",
        ),
        (
            titles.exports_share(EXPORTS, OUTPUT),
            "The rest grew only if exports were under 13.8\u202f% of output",
        ),
        (
            titles.exports_share(around(-0.3, 0.005), around(-0.12, 0.005)),
            "The rest shrank only if exports were under 42.4\u202f% of output",
        ),
        (
            titles.exports_share(EXPORTS, around(-0.12, 0.005)),
            "Everything else shrank, whatever the share",
        ),
        (
            titles.exports_share(around(0.05, 0.005), around(0.09, 0.005)),
            "Everything else grew, too, whatever the share",
        ),
        (
            titles.exports_share(OUTPUT, OUTPUT),
            "What everything else did depends on the share of exports",
        ),
        (titles.frontier(EXPORTS, EARNINGS), LESS),
        (
            titles.frontier(EARNINGS, EXPORTS),
            "A tonne earned more, unless other earnings outgrew the total",
        ),
        (titles.frontier(EARNINGS, EARNINGS), "Whether a tonne earned less cannot be told"),
        (
            titles.doubts(DOUBTS, "How was it rounded?"),
            "What was counted matters more than how it was rounded",
        ),
        (titles.doubts(DOUBTS[1:], "How was it rounded?"), "Rounding is not the largest doubt"),
        (titles.doubts(DOUBTS[4:], "How was it rounded?"), "Rounding is the largest doubt"),
    ],
)
def test_a_title_claims_no_more_than_the_intervals_bear(title: str, said: str) -> None:
    assert title == said


@pytest.mark.parametrize(
    ("alt", "holds"),
    [
        (
            described(LEVELS),
            "It rose: output 2.84 billion yuan; output +77\u202f%; share 14.5\u202f%.",
        ),
        (described(LEVELS.assign(entity=["A", "A", "B"])), "; B, share 14.5\u202f%."),
        (described(LEVELS.assign(value=None, low=None, high=None)), "output no answer; output no"),
        (described(pd.concat([LEVELS] * 30)), "more in the table."),
        (described(LEVELS.assign(label=LONG * 20)), "…"),
        (described(LEVELS[:0]), "It rose."),
    ],
)
def test_the_alternative_text_is_short_and_says_the_figures(alt: str, holds: str) -> None:
    assert holds in alt
    assert len(alt) < 300


def test_a_decimal_interval_is_rounded_outward() -> None:
    assert "−26.1 to −25.1\u202f%" in texts(drawn("5-doubts"))  # −25.193 is not cut to −25.2


@pytest.mark.parametrize("draw", [over_time.timeline, over_time.series])
def test_ten_thousand_figures_stay_small_and_are_told(draw: Callable[..., Any]) -> None:
    rows = pd.concat(
        [wave(QUARTERS).assign(metric=lambda t, n=n: f"{n} " + t["metric"]) for n in range(70)]
    )
    assert len(rows) > 10_000
    figure = draw(rows, title="Many", width=358)
    assert figure.get_figheight() * 72 <= 2000
    assert "more metrics in the CSV" in " ".join(texts(figure))
    with io.BytesIO() as file:
        figure.savefig(file, dpi=144)
        assert file.tell() < 400_000


def test_rates_of_one_s_own_choice_are_one_chart():
    d = load_dataset()
    rose = {"Revenue": d.growth("sales-revenue", period="2022-Q1")}
    rose["Tonnes sold"] = d.growth("fiber-sales-volume", period="2022-Q1")
    shown = pictures.compare(d, rose, "2022-Q1")
    assert shown.alt == "Both rose, revenue most: Revenue +31\u202f%; Tonnes sold +14\u202f%."
    assert shown.rests_on == rose["Revenue"].rests_on | rose["Tonnes sold"].rests_on
    assert list(shown.rows["value"]) == [0.31, 0.14]
    assert pictures.compare(d, rose, headline="Mine").headline == "Mine"
