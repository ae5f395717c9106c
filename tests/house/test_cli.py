"""The command line: what each command says, and that nobody ever meets a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from folders import SHARED, put, sound, spoil

import jilin_analysis
from jilin_analysis import console
from jilin_analysis.__main__ import main
from jilin_analysis.errors import DataError, Problem
from jilin_analysis.paths import shipped_data

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "list",
    "cite",
    "figure",
    "export",
    "proofread",
    "check",
    "new",
    "notebook",
    "read",
    "report",
    "diff",
)


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jilin_analysis", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | settings
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def helped(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stop:
        main([*arguments, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


def test_every_command_is_listed_with_a_sentence(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    listed = dict(re.findall(r"^    ([a-z]+) +([A-Z].+\.)$", helped(capsys), re.MULTILINE))
    assert set(COMMANDS) <= set(listed)
    for command in listed:
        told = helped(capsys, command)
        assert listed[command] in told
        assert f"usage: jilin-analysis {command}" in told


@pytest.mark.parametrize(
    "arguments", [[], ["cite"], ["cite", "x", "--style", "harvard"], ["draw"], ["diff", "x"]]
)
def test_wrong_usage_exits_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage: jilin-analysis" in capsys.readouterr().err


def test_list_and_cite_use_the_committed_notebooks(capsys):
    assert main(["list"]) == 0
    listed = capsys.readouterr().out
    assert re.search(r"^earnings-answer +statement +04-", listed, re.MULTILINE)
    assert main(["figure", "earnings-answer/unit-value"]) == 0
    assert "27.7" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "near"), [("three-rate", "three-rates"), ("Earnings-Answer", "earnings-answer")]
)
def test_an_unknown_id_names_the_nearest(capsys, name, near):
    assert main(["cite", name]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert near in shown.err


def test_check_ends_with_the_readings_and_the_analyses(capsys):
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert "the direct export of fiber increased by 77 percent  →  +77" in told
    assert "  yes  Foreign-exchange earnings per tonne" in told
    assert told.endswith("holds what its contract asks for.\n")


def test_check_prints_every_problem_and_fails(tmp_path, capsys):
    folder = sound(tmp_path)
    spoil(folder, put(0, period="soon"))
    spoil(folder, put(1, metric="nonsense"))
    assert main(["check", "--data", str(folder)]) == 1
    shown = capsys.readouterr()
    assert shown.err.count("jilin-analysis: reported.csv, row") == 2
    assert "Analyses" not in shown.out


@pytest.mark.skipif(not SHARED.is_dir(), reason="the release is not here")
def test_check_proves_the_facts_against_the_release(tmp_path, capsys):
    release = SHARED / "sources" / "jl-gov-2020-06-27.txt"
    assert main(["check", "--source", str(release)]) == 0
    assert "10 of 10 facts stand in" in capsys.readouterr().out
    text = release.read_text(encoding="utf-8").replace("by 77 percent", "by 78 percent")
    (tmp_path / "other.txt").write_text(text, encoding="utf-8")
    assert main(["check", "--source", str(tmp_path / "other.txt")]) == 1
    assert "2020-q1-direct-fiber-exports" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("failure", "status", "words"),
    [
        (PermissionError(13, "Permission denied", "x.csv"), 1, "x.csv cannot be used: Permission"),
        (OSError(28, "No space left on device"), 1, "a file cannot be used: No space left"),
        (DataError([Problem("a.csv", 2, "id", "x", "y")]), 1, "1 problem in the data:\n"),
        (ModuleNotFoundError(name="furo"), 1, "furo is not installed, which this command needs"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_a_command_that_is_stopped_says_why(capsys, monkeypatch, failure, status, words):
    def stopped(_: object) -> None:
        raise failure

    monkeypatch.setattr("jilin_analysis.gate.examine", stopped)
    assert main(["check"]) == status
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "2>&-", "| head -1", "> /dev/full"])
def test_a_closed_or_full_output_ends_without_a_traceback(closed):
    script = f"{sys.executable} -m jilin_analysis list {closed}"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {script}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    if closed in ("2>&-",):
        assert done.returncode == 0
    if "full" in closed:
        assert done.returncode == 1


def test_citing_waits_for_nothing_heavy():
    code = (
        "import sys\nfrom jilin_analysis.__main__ import main\n"
        "main(['figure', 'output-answer/unit-value'])\n"
        "print(*sorted({'pandas', 'numpy', 'matplotlib', 'IPython', 'sphinx'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == ""


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\r", "\x7f", "\x9f", "\u202e", "\u2069"])
def test_each_sign_that_could_drive_the_terminal_is_made_visible(sign, capsys):
    console.say(f"a{sign}b")
    assert capsys.readouterr().out == f"a{ascii(sign)[1:-1]}b\n"


@pytest.mark.parametrize("text", ["tab\tand line\nend", "吉林", "a\u00a0b", "\u202f"])
def test_each_other_sign_is_printed_as_it_is(text, capsys):
    console.say(text)
    assert capsys.readouterr().out == text + "\n"


def test_chinese_comes_out_in_a_plain_locale():
    asked = ["figure", "earnings-answer/unit-value", "--as", "zh"]
    done = run(*asked, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert "下降" in done.stdout


def test_the_version_is_told_once_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == jilin_analysis.__version__
    assert run("--version").stdout == f"jilin-analysis {project['version']}\n"


def test_a_folder_that_is_none_is_one_clear_error(capsys, tmp_path):
    for command in ("check", "report"):
        assert main([command, "--data", str(tmp_path / "nowhere")]) == 1
        assert "nowhere" in capsys.readouterr().err
    assert shipped_data().is_dir()
