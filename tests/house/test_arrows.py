"""The house: which module may ask which, and what lies where."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "jilin_analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, at its top or when it runs, types included."""
    name = name_of(path)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) + 1 - node.level]
            whole = ".".join([*base, *filter(None, [node.module])]) if node.level else node.module
            assert whole is not None
            yield whole
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def asked(door: str) -> set[str]:
    """Return all that the modules behind a door import."""
    own = [path for path in MODULES if f"{name_of(path)}.".startswith(f"jilin_analysis.{door}.")]
    assert own, door
    return {one for path in own for one in imports(path)}


def test_phrases_know_the_standard_library_and_nothing_else():
    known = sys.stdlib_module_names | {"jilin_analysis.phrases"}
    for one in asked("phrases"):
        assert one.split(".")[0] in known or one.startswith("jilin_analysis.phrases"), one


@pytest.mark.parametrize(
    ("door", "never"),
    [
        ("estimates", "wording"),
        ("growth", "wording"),
        ("citing", "reporting"),
        ("citing", "entering"),
        ("citing", "showing.pictures"),
        ("citing", "showing.show"),
        ("folder", "contract"),
        ("contract", "dataset"),
        ("dataset", "findings"),
        ("findings", "charts"),
        ("findings", "showing"),
        ("charts", "dataset"),
        ("charts", "showing"),
        ("entering", "dataset"),
        ("entering", "showing"),
        ("entering", "reporting"),
        ("naming", "contract"),
        ("naming", "dataset"),
        ("showing", "entering"),
        ("showing", "reporting"),
    ],
)
def test_arrows_that_must_never_be(door, never):
    assert not [one for one in asked(door) if f"{one}.".startswith(f"jilin_analysis.{never}.")]


@pytest.mark.parametrize("behind", ["charts", "citing", "entering", "reporting", "showing"])
def test_the_helper_in_front_asks_none_of_the_doors_that_ask_it(behind):
    # The face and the command line lead to every door.
    helper = [one for one in PACKAGE.glob("*.py") if one.stem not in ("__init__", "__main__")]
    asked = {one for path in helper for one in imports(path)}
    assert asked
    assert not [one for one in asked if f"{one}.".startswith(f"jilin_analysis.{behind}.")]


def test_no_module_names_a_notebook():
    names = [path.stem for path in (ROOT / "notebooks").glob("*.ipynb")]
    assert names
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text], path


def test_one_module_opens_the_data_folder():
    files = (
        "reported.csv",
        "metrics.csv",
        "sources.json",
        "exchange-rates.csv",
        "working-days.csv",
    )
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute | ast.Name)
            and getattr(node.func, "attr", getattr(node.func, "id", ""))
            in ("open", "read_text", "read_bytes", "read_csv")
        ]
        opened = [text for text in map(ast.unparse, calls) if any(file in text for file in files)]
        assert not opened or path.name == "folder.py", (path, opened)


def test_jupyterlab_lists_notebooks_and_nothing_else():
    tracked = subprocess.run(
        ["git", "ls-files", "notebooks"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert all(name.endswith(".ipynb") and name.count("/") == 1 for name in tracked), tracked


def test_the_top_level_is_as_ordered():
    tracked = subprocess.run(
        ["git", "ls-tree", "--name-only", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    ordered = {"pyproject.toml", "README.md", "notebooks", "jilin_analysis", "data", "tests"}
    by_convention = {
        *(".ci", ".gitattributes", ".github", ".gitignore", ".pre-commit-config.yaml"),
        *("CHANGELOG.md", "CITATION.cff", "LICENSE", "Makefile", "requirements.lock"),
        ".zenodo.json",
    }
    assert ordered <= set(tracked) <= ordered | by_convention
