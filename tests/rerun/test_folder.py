"""A folder is replaced whole or not at all, whatever happens between."""

from __future__ import annotations

from pathlib import Path

import pytest

from jilin_analysis.errors import AnalysisError
from jilin_analysis.reporting.report import MARK, replacing


def write(out: Path, text: str) -> None:
    with replacing(out) as new:
        (new / MARK).touch()
        (new / "text").write_text(text)


def test_a_new_one_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    for text in ("first", "second"):
        write(out, text)
        assert (out / "text").read_text() == text
        assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_failure_leaves_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "first")
    with pytest.raises(KeyError), replacing(out) as new:  # noqa: PT012
        (new / "text").write_text("half")
        raise KeyError
    assert (out / "text").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_a_killed_run_left_is_put_back_and_cleared(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, "first")
    left = tmp_path / ".out.unfinished"
    (left / "new").mkdir(parents=True)
    out.rename(left / "old")
    with pytest.raises(KeyError), replacing(out):
        raise KeyError
    assert (out / "text").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_where_the_new_one_cannot_go_the_old_one_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write(out, "first")
    rename = Path.rename

    def refuses(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuses)
    with pytest.raises(PermissionError):
        write(out, "second")
    assert (out / "text").read_text() == "first"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "letter").write_text("dear")
    (tmp_path / "a file").touch()
    for place in (tmp_path / "theirs", tmp_path / "a file", Path("/")):
        with pytest.raises(AnalysisError, match="--out"), replacing(place):
            pass
    assert (tmp_path / "theirs" / "letter").read_text() == "dear"
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", "ours")


def test_one_at_a_time(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with replacing(out), pytest.raises(AnalysisError, match="Another report"), replacing(out):
        pass
