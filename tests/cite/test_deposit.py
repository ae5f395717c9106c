"""What repositories and reference managers read of the whole work agrees with the data package."""

import json
import shutil
import subprocess

import deposit
import pytest

from jilin_analysis.citing.citations import cite
from jilin_analysis.showing.exhibit import Exhibit, Work

MEND = "run: python tests/cite/deposit.py"


@pytest.mark.parametrize("name", deposit.FILES)
def test_the_files_are_in_step_with_the_data_package(name):
    made = deposit.FILES[name]()
    assert (deposit.ROOT / name).read_text(encoding="utf-8") == made, MEND


def test_the_work_has_one_title_everywhere():
    title = deposit.package()["title"]
    exhibit = Exhibit("an-answer", "statement", work=Work.of(deposit.package()))
    assert title in cite(exhibit, "csl-json")
    assert json.dumps(title, ensure_ascii=False) in deposit.citation()
    assert json.loads(deposit.deposit())["title"] == title


def test_the_identifier_of_a_folder_is_that_of_git(tmp_path):
    if not shutil.which("git"):
        pytest.skip("git is not there to compare with")
    (tmp_path / "data").mkdir()
    for name, text in {"a.csv": "a\n1\n", "a-b.csv": "", "Z.md": "吉林"}.items():
        (tmp_path / "data" / name).write_text(text, encoding="utf-8")

    def git(*words):
        command = ["git", "-C", str(tmp_path), *words]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()

    git("init", "-q")
    git("add", "-A")
    assert deposit.swhid_of(tmp_path / "data") == f"swh:1:dir:{git('write-tree', '--prefix=data/')}"


def test_the_deposit_names_every_source_with_an_address():
    told = json.loads(deposit.deposit())["related_identifiers"]
    sources = json.loads((deposit.ROOT / "data/sources.json").read_text(encoding="utf-8"))
    assert [one["identifier"] for one in told] == [one["URL"] for one in sources if "URL" in one]
