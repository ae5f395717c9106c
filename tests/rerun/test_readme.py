"""README tells what the notebooks tell, names what is there, and its code runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from refresh import PICTURE, first_figure, with_figure

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_computed_part_is_that_of_the_first_figure_and_a_stale_one_is_mended():
    figure = first_figure(ROOT / "notebooks")
    assert (ROOT / PICTURE).read_bytes() == figure.png
    stale = README.replace(figure.caption, "It fell.")
    assert stale != README
    assert with_figure(stale, figure) == README


def test_each_question_stands_over_its_notebook():
    import nbformat

    rows = re.findall(r"^\| (.+\?) \| \[(\d\d)\]\((notebooks/.+?)\) \|", README, re.MULTILINE)
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert [ROOT / path for _, _, path in rows] == paths
    for question, _, path in rows:
        first = nbformat.read(ROOT / path, 4).cells[0].source
        assert first.splitlines()[0] == f"# {question}"


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_commands_are_those_of_the_tools():
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in re.findall(r"`?make ([a-z]+)", README):
        if name not in ("on",):
            assert re.search(rf"^{name}:", targets, re.MULTILINE), name
    done = subprocess.run(
        [sys.executable, "-m", "jilin_analysis", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    for name in re.findall(r"bin/jilin-analysis ([a-z]+)", README):
        assert f"    {name} " in done.stdout


def test_the_first_python_example_runs_and_says_what_the_notebooks_say(capsys):
    code = re.findall(r"```python\n(.+?)```", README, re.DOTALL)[0]
    lines = code.replace("(1 + earnings)", "print((1 + earnings)").replace("- 1  #", "- 1)  #")
    exec(lines, {})
    said = capsys.readouterr().out.strip().replace("\N{NO-BREAK SPACE}", " ")
    assert said == re.search(r"- 1  # (.+)", code)[1]
