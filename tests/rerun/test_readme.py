"""README tells what the notebooks tell, names what is there, and its code runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PLAIN_LOCALE

from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.errors import AnalysisError
from jilin_analysis.reporting.readme import PICTURE, figure_of, rendered

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_computed_parts_are_those_of_the_catalogue():
    catalogue = read_catalogue()
    assert rendered(README, catalogue) == README
    assert (ROOT / PICTURE).read_bytes() == figure_of(catalogue).png


def test_a_changed_caption_is_noticed_and_mended():
    caption = figure_of(read_catalogue()).caption
    stale = README.replace(caption, "It fell.")
    assert stale != README
    assert rendered(stale, read_catalogue()) == README


def test_a_lost_part_or_figure_is_named():
    with pytest.raises(AnalysisError, match="'figure'"):
        rendered(README.replace("<!-- computed: figure -->", ""), read_catalogue())
    with pytest.raises(AnalysisError, match="needs a figure"):
        rendered(README, {})


def test_a_readme_is_renewed_in_any_locale_with_its_picture(tmp_path):
    stale = README.replace(figure_of(read_catalogue()).caption, "It fell.")
    (tmp_path / "README.md").write_text(stale, encoding="utf-8", newline="\n")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    program = (
        "import sys; from pathlib import Path; from jilin_analysis.reporting import readme\n"
        "readme.notebooks_folder = lambda: Path(sys.argv[1])\n"
        "readme.refresh_readme()"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "notebooks")]
    subprocess.run(command, env=os.environ | PLAIN_LOCALE, check=True)
    assert (tmp_path / "README.md").read_bytes() == README.encode()
    assert (tmp_path / PICTURE).read_bytes() == (ROOT / PICTURE).read_bytes()


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


def test_the_first_python_example_runs_and_says_what_the_notebooks_say():
    code = re.findall(r"```python\n(.+?)```", README, re.DOTALL)[0]
    lines = code.replace("(1 + earnings)", "print((1 + earnings)").replace("- 1  #", "- 1)  #")
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
    assert (
        done.stdout.strip().replace("\N{NO-BREAK SPACE}", " ") == re.search(r"- 1  # (.+)", code)[1]
    )
