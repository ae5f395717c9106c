"""What a reader sees of the charts: nothing overlaps, nothing is cut in silence, bytes repeat."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from preview_charts import (
    EXPORTS,
    INF,
    LONG,
    QUARTERS,
    UNSAID,
    around,
    between,
    charts,
    record,
)  # fmt: skip

from jilin_analysis import Estimate, load_dataset, pictures
from jilin_analysis.charts import bars, over_time, sheet, style

CASES = {name: (draw, given) for name, draw, given in charts()}


@cache
def drawn(name: str, width: int = 640) -> Figure:
    draw, given = CASES[name]
    figure: Figure = draw(**given, width=width)
    FigureCanvasAgg(figure)
    return figure


def texts(name: str, width: int = 640) -> list[str]:
    return [text.get_text() for text in drawn(name, width).axes[0].texts]


@pytest.mark.parametrize(
    ("name", "width"),
    [
        # Each chart in one width here, and in the other by night.
        pytest.param(name, width, marks=[pytest.mark.nightly] * (number % 2 != (width < 640)))
        for number, name in enumerate(CASES)
        for width in (640, 358)
    ],
)
def test_no_text_lies_on_another_or_on_a_curve_or_leaves_the_picture(name: str, width: int) -> None:
    figure = drawn(name, width)
    tall, axes = figure.get_figheight() * 72, figure.axes[0]
    assert tall <= 2000
    assert figure.get_figwidth() * 72 == width
    boxes = [(text.get_text(), text.get_window_extent().padded(-0.5)) for text in axes.texts]
    for words, box in boxes:
        inside = min(box.x0, box.y0) >= 0 and box.x1 <= width and box.y1 <= tall
        assert inside, f"{words!r} leaves the picture"
        assert style.glyphs_missing(words) == set()
    for (one, box), (other, next_to) in itertools.combinations(boxes, 2):
        assert not box.overlaps(next_to), f"{one!r} overlaps {other!r}"
    curves = [line for line in axes.lines if len(line.get_xdata()) > 100]
    for (words, box), line in itertools.product(boxes, curves):
        points = line.get_transform().transform(line.get_xydata())
        assert not box.count_contains(points), f"{words!r} lies on a curve"
    fonts = {family for text in axes.texts for family in text.get_fontfamily()}
    assert fonts <= {style.LATIN, style.HAN}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("rates-many", r"\b5\d\d more rates in the CSV"),
        ("series-months", "8 more earlier periods in the CSV"),
        # Where amounts are of unlike lengths, they are those of an average month; no price is.
        ("series-mixed", "\nthousand tonnes a month\n"),
        ("series-mixed", "\nbillion yuan, for periods of unlike length\n"),
        ("series-quarters", "\nthousand tonnes, by quarter\n"),
        ("rates-none", "no rate is reported"),
        ("doubts-none", "no question is left open"),
        ("share-bound", "there is no curve"),
        ("series-none", "nothing reported"),
        # Bounds, ranges and the unknown are said as such; two decimals stay two.
        ("rates-hard", "at least \\+77\xa0%"),
        ("rates-hard", "at most \\+5\xa0%"),
        ("rates-hard", "\n0 to \\+28\xa0%\nnot reported\n"),
        ("rates-hard", "−12 to −8\xa0%"),
        ("rates-hard", "\\+23.45\xa0%"),
        ("rates-hard", "\\+8.60\xa0%"),
        ("doubts-hard", "no answer at all"),
        ("output-hard", "\nat least \\+50\xa0%"),
        # Thresholds are those of the review; a decimal interval is rounded outward.
        ("frontier", "above 72.3\xa0%\n\\(71.8 to 72.9\\)"),
        ("frontier", "above 36.4\xa0%\n\\(35.4 to 37.3\\)"),
        ("frontier", "all direct: −27.7\xa0%"),
        ("frontier-falls", "\nimpossible\n"),
        ("doubts", "−28.2 to −27.1\xa0%"),
        ("share", "no change at 13.0\xa0%"),
    ],
)  # fmt: skip
def test_a_chart_says(name: str, told: str) -> None:
    assert re.search(told, "\n".join(texts(name)))


def test_the_own_rates_and_others_both_keep_a_place() -> None:
    assert texts("rates-many").count("本行业，全国") == 1
    assert texts("rates-many").count("The firm") == 1


def test_a_gap_in_a_series_stays_a_gap_and_a_revision_is_a_step() -> None:
    """No line joins two periods: each is as wide as its own time."""
    axes = drawn("series-quarters").axes[0]
    quarter = (640 - 2 * 16 - 44) / 24
    lines = [one for one in axes.collections if one.get_linewidth()[:1] == [2.5]]
    ends = [path.vertices for one in lines for path in one.get_paths()]
    assert len(ends) == 3 * (2 * 21 + 5)
    assert all(right - left <= quarter + 1e-6 for (left, _), (right, _) in ends)
    steps = [one for one in axes.collections if one.get_linewidth()[:1] == [1.5]]
    ends = [path.vertices for one in steps for path in one.get_paths()]
    assert len(ends) == 3 * 5
    assert all(first == last for (first, _), (last, _) in ends)


def test_no_line_of_a_long_period_is_behind_what_fills_a_short_one() -> None:
    axes = drawn("series-mixed").axes[0]
    lines = [one.zorder for one in axes.collections if one.get_linewidth()[:1] == [2.5]]
    fills = [one.zorder for one in axes.collections if one.get_linewidth()[:1] == [1]]
    assert len(lines) > 6
    assert max(fills) < min(lines)


def test_characters_that_no_font_holds_are_told_in_the_picture() -> None:
    assert style.glyphs_missing("−27.7\u202f% → ▲ “x” 纤维直接出口（吨），長絲\n") == set()
    data = load_dataset(Path(__file__).parents[1] / "data" / "port")
    picture = pictures.rates(data)
    lost = replace(picture, numbers=picture.numbers.assign(label="한국"))
    for one, told in ((picture, False), (lost, True)):
        shown = " ".join(text.get_text() for text in one.figure.axes[0].texts)
        assert ("Characters without a font here: 2; see the CSV." in shown) is told
    figure = picture.figure
    figure.axes[0].texts[0].set_text("한국")
    # A warning for each of them would be an error here.
    assert style.png(figure)
    assert style.svg(figure)
    assert sheet.wide("한국") > 0


def test_a_line_breaks_at_no_blank_that_holds_a_number_and_its_unit_together() -> None:
    for room in range(40, 200, 5):
        lines = sheet.wrap("over 72\u202f% of 5\xa0kt，共3年。", room, 14)
        assert not [line for line in lines if line.startswith(("%", "kt", "，"))]


# By day the notebooks are compared, whose charts are easier.
@pytest.mark.nightly
def test_the_same_figures_give_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import preview_charts as p; from pathlib "
        "import Path; figure = p.bars.output(p.STEPS, title=p.LONG); path = Path(sys.argv[2]); "
        "(path / 'a.png').write_bytes(p.style.png(figure)); "
        "(path / 'a.svg').write_bytes(p.style.svg(figure).encode())"
    )
    here = str(Path(__file__).parent)
    other = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONPATH": os.pathsep.join(sys.path)}
    run = [sys.executable, "-W", "error", "-c", script, here, str(tmp_path)]
    subprocess.run(run, check=True, env=os.environ | other)
    draw, given = CASES["output-hard"]
    for dark in (True, False):
        figure = draw(given["panels"], title=LONG, dark=dark)
        turns = "prefers-color-scheme:dark" in style.svg(figure)
        assert turns is not dark  # a light picture turns dark by itself
    assert (tmp_path / "a.png").read_bytes() == style.png(figure)
    assert (tmp_path / "a.svg").read_text("utf-8") == style.svg(figure)


def test_ten_thousand_figures_stay_small_and_are_told() -> None:
    rows = record(QUARTERS)
    rows = pd.concat([rows.assign(metric=f"{n} " + rows["metric"]) for n in range(64)])
    assert len(rows) > 10_000
    figure = over_time.series(rows, title="Many", width=358)
    assert figure.get_figheight() * 72 <= 2000
    shown = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "more metrics in the CSV" in shown


def tonnes(*levels: int) -> dict[str, Estimate]:
    return {f"clue {n}": around(level, 0, "tonne", "level") for n, level in enumerate(levels)}


@pytest.mark.parametrize(
    ("clues", "said"),
    [
        (tonnes(60711), "On the one clue, exports brought all of the growth"),
        (tonnes(140_000), "On the one clue, exports brought three quarters of the growth or more"),
        (tonnes(60711, 143_500), "On either clue, exports brought about three quarters of the"),
        (tonnes(10**5, 2 * 10**5, 60711), "On any clue, exports brought half of the growth or"),
        (tonnes(10**6), "The share of direct fiber exports in output was multiplied by 1.609"),
        ({}, "The share of direct fiber exports in output was multiplied by 1.609"),
    ],
)
def test_a_title_claims_no_more_than_the_intervals_bear(
    clues: dict[str, Estimate], said: str
) -> None:
    assert pictures.exports_share(load_dataset(), clues).headline.startswith(said)


def test_a_title_names_whom_it_is_about_where_others_stand_beside() -> None:
    d = load_dataset()
    told = "Jilin Chemical Fiber Group: all are up; direct fiber exports rose by 77\xa0%"
    assert pictures.rates(d).headline == told
    told = "Output value per unit fell by 8.5\xa0% (premises below)"
    assert pictures.output(d).headline == told


def test_no_bar_bounds_what_is_open_both_ways_and_weak_sources_come_first() -> None:
    d, asked = load_dataset(), ("foreign-exchange-earnings", "direct-fiber-exports")
    shown = pictures.doubts(d, *asked).numbers
    known = [key for key, one in zip(shown["key"], shown["estimate"], strict=True) if one.known]
    assert known == ["currency", "rounding"]
    frontier = pictures.frontier(d, *asked)
    assert frontier.headline.endswith("(premises below)")
    assert frontier.caveat.startswith("If direct fiber exports are counted in tonnes and")
    assert pictures.rates(d).credit.startswith("Sources: jinchutou.com (repost); China Internet")


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([UNSAID, between(0, 0.001)], "What was counted matters more than how it was rounded"),
        ([between(-0.3, 0)], "Rounding is not the largest doubt"),
        ([between(0, 0.001)], "Rounding is the largest doubt"),
    ],
)
def test_the_largest_doubt_is_named(others: list[Estimate], said: str) -> None:
    assert pictures._largest(between(-0.28, -0.27), others) == said


LEVELS = pd.DataFrame(
    [
        ("output", "level", "A", around(2.84e9, 5e6, "CNY", "level")),
        ("output", "growth", "A", EXPORTS),
        ("share", "share", "A", around(0.145, 0.005, kind="share")),
    ],
    columns=["label", "kind", "entity", "estimate"],
)


@pytest.mark.parametrize(
    ("rows", "holds"),
    [
        (LEVELS, "It rose: output 2.84\xa0billion\xa0yuan; output +77\xa0%; share 14.5\xa0%."),
        (LEVELS.assign(entity=["A", "A", "B"]), "; B, share 14.5\xa0%."),
        (LEVELS.assign(estimate=UNSAID), "output no answer; output no"),
        (pd.concat([LEVELS] * 30), "; and 75 more."),
        (LEVELS.assign(label=LONG * 20), "…"),
        (LEVELS[:0], "It rose."),
    ],
)
def test_the_alternative_text_is_short_and_says_the_figures(rows: pd.DataFrame, holds: str) -> None:
    shown = pictures.Picture(
        "", "", "It rose", "", rows, frozenset(), lambda: Figure(), unknown="no answer"
    )
    assert holds in shown.alt
    assert len(shown.alt) < 300


def test_rates_of_one_s_own_choice_are_one_chart() -> None:
    d = load_dataset()
    rose = {"Revenue": d.growth("sales-revenue", period="2022-Q1")}
    rose["Tonnes sold"] = d.growth("fiber-sales-volume", period="2022-Q1")
    shown = pictures.compare(d, rose, "2022-Q1")
    assert shown.alt == "Growth compared, Q1 2022: Revenue +31\xa0%; Tonnes sold +14\xa0%."
    assert shown.rests_on == rose["Revenue"].rests_on | rose["Tonnes sold"].rests_on
    assert list(shown.rows["value"]) == [0.31, 0.14]
    assert pictures.compare(d, rose, headline="Mine").headline == "Mine"
    assert pictures.compare(d, rose, title="Mine").headline == "Mine"


def own_rates(**rates: Estimate) -> pd.DataFrame:
    rows = pd.DataFrame({"label": [*rates], "estimate": [*rates.values()]})
    return rows.assign(group="All", own=True)


# H3
def test_an_open_end_points_to_where_it_is_open() -> None:
    rows = own_rates(more=between(0.1, INF), less=between(-INF, -0.2))
    lines = bars.rates(rows, title="T").axes[0].lines
    ends = {one.get_marker(): one.get_xdata()[0] for one in lines if one.get_marker() in "<>"}
    assert ends["<"] < ends[">"]


# H2
def test_what_is_superseded_is_drawn_in_orange() -> None:
    rows = record(QUARTERS[:3]).assign(in_force=False)
    axes = over_time.series(rows, title="T").axes[0]
    lines = [one for one in axes.collections if one.get_linewidth()[:1] == [2.5]]
    assert {to_hex(one.get_edgecolor()[0]) for one in lines} == {style.LIGHT["warm"]}
