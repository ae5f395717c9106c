"""The charts hold what they are about, whatever the data say, and look alike on every machine."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.font_manager import FontProperties, findfont

from jilin_analysis.charts.canvas import canvas
from jilin_analysis.charts.implied import iso_earnings
from jilin_analysis.charts.reported import rates
from jilin_analysis.estimates import Estimate


@pytest.mark.parametrize(
    ("volume", "price"),
    [("-0.6", "-0.6"), ("2.5", "1.5"), ("0.1", "-0.1"), ("-0.85", "0.1"), ("0.1", "-0.9")],
)
def test_the_firm_stands_inside_the_chart_of_equal_earnings(volume, price):
    figure = iso_earnings(Estimate.exact(volume), Estimate.exact(price), Estimate.exact(0), [])
    [axes] = figure.axes
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    # A fall of all there was is the end of either axis.
    assert -1 < left < float(volume) < right
    assert -1 < bottom < float(price) < top
    # Nor is it lost in a corner of empty paper.
    assert top <= max(0.5, 1.5 * float(price))


def test_a_chart_of_no_rates_is_drawn_without_a_mark():
    [axes] = rates(pd.DataFrame(columns=["label", "value", "low", "high", "group"])).axes
    assert not axes.texts
    assert not any(len(lines.get_segments()) for lines in axes.findobj(LineCollection))
    assert not any(len(dots.get_offsets()) for dots in axes.findobj(PathCollection))


def test_dollar_signs_in_a_chart_are_no_formula():
    _, axes = canvas(1)
    assert not axes.set_title("US$5 and US$8").get_parse_math()


def test_charts_are_drawn_in_the_font_that_comes_with_matplotlib():
    canvas(1)
    found = findfont(FontProperties(), fallback_to_default=False)
    assert Path(found).name == "DejaVuSans.ttf"
