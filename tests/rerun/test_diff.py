"""The note on what changed: figures first, each change once, in words that can be published."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from folders import put, sound, spoil, spoil_json, write

from jilin_analysis import gate
from jilin_analysis.__main__ import main
from jilin_analysis.findings import all_findings
from jilin_analysis.reporting import diff

Change = Callable[[Path], object]


@pytest.fixture
def note(tmp_path: Path) -> Callable[..., str]:
    """Return the note on a change of the example folder."""

    def made(*changes: Change) -> str:
        place = tmp_path / str(len(changes))
        old, new = sound(place / "old"), sound(place / "new")
        for change in changes:
            change(new)
        return "\n\n".join(diff.compare(old, new)).replace("\u00a0", " ")

    return made


def rows(*changes: Callable[[list[dict[str, str]]], object], table: str = "reported.csv") -> Change:
    return lambda folder: [spoil(folder, one, table) for one in changes]


def package(change: Callable[[dict[str, object]], object]) -> Change:
    return lambda folder: spoil_json(folder, "datapackage.json", change)


def curve(count: int) -> Change:
    """Return a change that adds levels of so many quarters."""
    return rows(
        lambda table: table.extend(
            table[3] | {"id": f"level-{n}", "period": f"{2010 + n // 4}-Q{n % 4 + 1}"}
            for n in range(count)
        )
    )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            rows(put(0, as_reported="output fell by 5 percent year on year")),
            (
                "Q2 2021 (`2021-q2-output`): was “output fell by 4 percent year on year”, "
                "is “output fell by 5 percent year on year”."
            ),
        ),
        (
            rows(put(0, note="Mind the gap.")),
            (
                "- Output, Example Fiber Works, Q2 2021 (`2021-q2-output`): "
                "note was “Made up for a test.”, is “Mind the gap.”"
            ),
        ),
        (
            rows(lambda table: table.pop(3)),
            (
                "- Gone: Direct fiber exports, weight, Example Fiber Works, Q2 2021 "
                "(`2021-q2-weight`): “纤维直接出口1.8万吨” (Example Fiber Works)."
            ),
        ),
        (
            rows(put(3, id="weight", note="Mind the gap.")),
            (
                "Q2 2021 (`weight`): id was “2021-q2-weight”, is “weight”; "
                "note was “Made up for a test.”, is “Mind the gap.”"
            ),
        ),
        (
            curve(24),
            (
                "- New: Direct fiber exports, weight, Example Fiber Works, Q1 2010 to Q4 2015: "
                "24 levels (Example Fiber Works)."
            ),
        ),
        (
            rows(put(0, not_known="Nothing."), table="metrics.csv"),
            "at which prices, of which products”, is “Nothing.”",
        ),
        (
            rows(put(0, yuan_per_dollar="6.5"), table="exchange-rates.csv"),
            "rows: 1 changed.",
        ),
        (
            package(lambda told: told.update(licenses=[{"name": "CC0-1.0"}])),
            "is “CC0-1.0”.",
        ),
        (
            lambda folder: spoil_json(
                folder, "sources.json", lambda told: told[0].update(title="New")
            ),
            "press (`made-up-2021`): title was “A release that was made up for a test”, is “New”.",
        ),
    ],
)
def test_each_change_is_one_line(note, change: Change, line: str) -> None:
    told = note(change).splitlines()
    assert [one for one in told if one.endswith(line)], "\n".join(told)
    head = told[: told.index("## What follows")]
    assert len([one for one in head if one.startswith("- ")]) in (1, 2)
    assert len([one for one in head if one.startswith("- ") and one != "- No change."]) == 1


def test_figures_stand_first_and_sentences_follow(note) -> None:
    told = note(rows(put(0, as_reported="output rose by 4 percent year on year")))
    assert told.index("## Reported figures") < told.index("## What follows")
    follows = told[told.index("## What follows") :]
    assert "(`direct-fiber-exports-share`): was “" in follows
    assert "0.911" in follows
    assert "0.841" in follows
    assert follows.rstrip().endswith("as before.")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("supposing", {"premises": ("the moon is new",)}),
        ("with the caveat", {"caveat": "Mind the gap."}),
    ],
)
def test_what_a_statement_supposes_and_does_not_show_is_told(note, monkeypatch, field, change):
    asked: list[int] = []

    def findings(dataset):
        asked.append(1)
        found = all_findings(dataset)
        told = next(n for n, one in enumerate(found) if one.sentence and n)
        if len(asked) == 2:
            found[told] = replace(found[told], **change)
        return found

    monkeypatch.setattr(gate, "all_findings", findings)
    follows = note().split("## What follows")[1].strip().splitlines()
    assert f": {field} was " in follows[0]
    assert len(follows) == 2


def test_a_statement_that_is_no_longer_made_says_why(note) -> None:
    follows = note(rows(lambda table: table.pop(3))).split("## What follows")[1]
    assert "the data hold no level of direct fiber exports" in follows
    assert follows.count("- Gone: ") == 1


def test_of_two_rows_that_say_the_same_one_was_renamed_and_one_is_gone() -> None:
    before = {key: diff._Entry("Output", {"id": key}, "“5 tonnes”") for key in ("a", "b")}
    after = {"c": diff._Entry("Output", {"id": "c"}, "“5 tonnes”")}
    told = ["Output (`c`): id was “a”, is “c”", "Gone: Output (`b`): “5 tonnes”"]
    assert list(diff._changes(before, after)) == told


def test_the_note_is_headed_by_its_release(note) -> None:
    assert note().startswith("# Changes within data release ")
    told = note(package(lambda one: one.update(version="9.1")))
    assert told.startswith("# Data release 9.1: what changed since ")


def test_a_folder_that_cannot_be_read_is_told_and_no_traceback(tmp_path: Path, capsys) -> None:
    assert main(["diff", str(sound(tmp_path)), str(tmp_path / "none")]) == 1
    assert "expected a data folder" in capsys.readouterr().err


# D1
def test_a_typed_figure_is_told_with_its_range(note):
    row = {"id": "t", "entity": "Example Fiber Works", "metric": "output", "period": "2020-Q2"}
    row |= {"comparison": "yoy", "value": "0.04", "low": "0.035", "high": "0.045", "unit": "ratio"}
    row |= {"source": "made-up-2021", "locator": "p. 1", "note": ""}
    told = note(lambda new: write(new, "series.csv", [row]))
    assert r"Q2 2020 (`t`): 0.04 \(0.035 to 0.045\) ratio (Example Fiber Works)." in told


# D2
def test_why_a_statement_is_gone_is_told(note):
    told = note(rows(put(0, status="withdrawn")))
    assert re.search(r"- Gone: .*`direct-fiber-exports-share`\): .*was withdrawn", told)


# D3
def test_lines_that_are_not_told_are_counted(note):
    more = [{"id": f"n{n}", "entity": f"Works no. {n}"} for n in range(203)]
    told = note(rows(lambda table: table.extend(table[0] | one for one in more)))
    assert "\n- And 3 more.\n" in told
