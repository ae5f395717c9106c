"""Every sentence on generated data folders is true, by an oracle that shares no code with it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
import truth
from conftest import mostly_by_night

from jilin_analysis import findings, growth, load_dataset
from jilin_analysis.estimates import Estimate
from jilin_analysis.findings import question, words
from jilin_analysis.gate import examine
from jilin_analysis.reported import ReportedFigure

NUMERAL = re.compile(r"(?<![QH\d.,])\d(?:[\d,.]*\d)?")
YEAR = re.compile(r"(?:19|20)\d\d")


def faults_of(seed: int, place: Path) -> tuple[list[str], int]:
    """Return what is false in the findings of one world, and how many sentences there were."""
    world = truth.make(seed)
    folder, found = examine(truth.write(world, place / str(seed)))
    if folder.problems:
        told = "; ".join(map(str, folder.problems))
        return ([] if world.has_range else [f"seed {seed}: {told}"]), 0
    oracle = truth.Oracle(world)
    return [*oracle.all(found), *faults_of_shorts(found)], oracle.checked


def faults_of_shorts(found: list[findings.Finding]) -> list[str]:
    """Return the short forms that are long, tell two numbers, or one that their sentence lacks."""
    faults = []
    for one in found:
        shown, said = (NUMERAL.findall(text) for text in (one.short, one.sentence))
        figures = [numeral for numeral in shown if not YEAR.fullmatch(numeral)]
        most = 2 if " to " in one.short and not one.name.endswith("trend") else 1
        if len(one.short.split()) > 15 or len(figures) > most or not {*shown} <= {*said}:
            faults.append(f"{one.name}: {one.short!r} for {one.sentence!r}")
    return faults


def falsehoods(seeds: range, place: Path) -> tuple[list[str], int]:
    told = [faults_of(seed, place) for seed in seeds]
    return [fault for faults, _ in told for fault in faults], sum(count for _, count in told)


def test_no_sentence_on_forty_folders_is_false(tmp_path):
    faults, sentences = falsehoods(range(40), tmp_path)
    assert faults == [], "\n".join(faults)
    assert sentences > 100


@pytest.mark.parametrize("folder", ["data", "tests/data/port", "tests/data/next-quarter"])
def test_each_answer_has_a_short_form_with_one_number(folder):
    found = [one for one in findings.all_findings(load_dataset(folder)) if one.sentence]
    assert found[0].short
    assert faults_of_shorts(found) == []


@pytest.mark.nightly
def test_no_sentence_on_two_thousand_folders_is_false(tmp_path):
    faults, _ = falsehoods(range(40, 2040), tmp_path)
    assert faults == [], "\n".join(faults[:20])


def _turned(name: str, _one: Estimate, other_name: str, _other: Estimate) -> str:
    return f"{name} rose at a lower rate than {other_name}"


def _upside_down(value: Estimate, volume: Estimate) -> Estimate:
    return growth.relative_growth(volume, value)


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "a fall is told as a rise": (
        words,
        "change",
        lambda found, change=words.change: change(found).replace("fell", "rose"),
    ),
    "the lower rate is told as the higher": (findings, "relate", _turned),
    "the quotient is upside down": (growth, "implied_unit_value", _upside_down),
    "money is taken for granted": (question.Metric, "no_value", lambda *_: ""),
    "any two metrics may be compared": (findings, "_unlike", lambda *_: ""),
    "a weak source is told as any other": (words, "_WEAK", ("rumour",)),
    "who reported it is not told": (question.Question, "by", lambda *_: ""),
    "other reports are not told": (question, "other_reports", lambda *_: ""),
    "the rest always rises": (growth, "rest_rose", lambda *_: True),
    "a plan is told as what happened": (ReportedFigure, "_is_early", False),
    "levels are told the wrong way round": (
        question.Question,
        "_quotient",
        lambda asked, told=question.Question._quotient: (
            (found := told(asked)) and (found[0][::-1], *found[1:])
        ),
    ),
    "every month is a quarter": (findings, "noun", lambda _: "quarter"),
    "a profit is told as a volume": (
        question.Metric,
        "measure",
        property(
            lambda one, told=question.Metric.measure.fget: told(one).replace("profit", "volume")
        ),
    ),
}


@pytest.mark.parametrize("mutant", mostly_by_night(MUTANTS))
def test_a_sentence_broken_on_purpose_is_seen(mutant, tmp_path, monkeypatch):
    monkeypatch.setattr(*MUTANTS[mutant])
    seen = (faults_of(seed, tmp_path)[0] for seed in itertools.islice(itertools.count(), 60))
    assert any(seen)
