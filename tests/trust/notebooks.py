"""Mutants of the notebooks: constants, outputs, alt texts, order, unrun cells, hiding magics."""

from __future__ import annotations

import ast
import copy
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cells import given, kept, new_shell
from integrity import KEY, code_cells, faults, text_of
from other_data import FOLDERS

from jilin_analysis.paths import DATA_VARIABLE, data_folder
from jilin_analysis.reporting.running import notebook_paths, run_notebooks
from trust.data import changed
from trust.results import Mutant

Change = tuple[str, str, Any]


def mutants(place: Path) -> Iterator[Mutant]:
    """Yield every mutant with its judge."""
    paths = notebook_paths()
    rerun = {
        path: json.loads(text)
        for path, text in run_notebooks(paths, data_folder().resolve()).items()
    }
    for name, make in FOLDERS.items():
        make(place / name)
    for path in paths:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if faults(notebook) or notebook != rerun[path]:
            sys.exit(f"{path.name} is not sound to begin with; run `make test` first.")
        for group, what, mutant in [*_stored(notebook), *_order(notebook)]:
            # The rerun gives the same for all of these: their sources are not changed, but for
            # the magics, which the integrity rules must see by themselves.
            seen = "integrity" if faults(mutant) else None
            if seen is None and mutant != rerun[path]:
                seen = "rerun"
            yield Mutant(group, f"{path.stem}: {what}", seen)
        yield from _constants(path, notebook, place)


def _stored(notebook: Any) -> Iterator[Change]:
    for number, cell in enumerate(notebook["cells"]):
        for index, output in enumerate(cell.get("outputs", ())):
            where = f"cell {cell['id']}, output {index + 1}"

            def edit(change: Callable[[Any], Any], number: int = number, index: int = index) -> Any:
                mutant = copy.deepcopy(notebook)
                change(mutant["cells"][number]["outputs"][index])
                return mutant

            for kind, value in output.get("data", {}).items():
                text = text_of(value)
                middle = len(text) // 2
                other = "B" if text[middle] != "B" else "C"
                new = text[:middle] + other + text[middle + 1 :]
                yield (
                    "stored output",
                    f"{where}, {kind}",
                    edit(lambda out, kind=kind, new=new: out["data"].update({kind: new})),
                )
                yield (
                    "stored output taken away",
                    f"{where}, {kind}",
                    edit(lambda out, kind=kind: out["data"].pop(kind)),
                )
            for kind, about in output.get("metadata", {}).items():
                if kind.startswith("image/"):
                    for alt in ("", about["alt"] + " more"):
                        change = {kind: {"alt": alt}}
                        yield (
                            "alt text",
                            f"{where}, {kind}, {alt[-8:]!r}",
                            edit(lambda out, change=change: out["metadata"].update(change)),
                        )
            told = output.get("metadata", {}).get(KEY, {})
            for key, value in told.items():
                new = [*value, "x"] if isinstance(value, list) else changed(value)
                yield (
                    "alt text" if key == "alt" else "description of an exhibit",
                    f"{where}, {key}",
                    edit(lambda out, key=key, new=new: out["metadata"][KEY].update({key: new})),
                )


def _order(notebook: Any) -> Iterator[Change]:
    places = [n for n, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
    for number, place in enumerate(places):
        name = f"cell {notebook['cells'][place]['id']}"
        unrun = copy.deepcopy(notebook)
        unrun["cells"][place].update(execution_count=None, outputs=[])
        yield "cell not run", name, unrun
        for magic in ("%notmagic\nraise ValueError\n", "%%capture\n", "!true\n"):
            hidden = copy.deepcopy(notebook)
            hidden["cells"][place]["source"] = magic + text_of(hidden["cells"][place]["source"])
            yield "magic that hides", f"{name}, {magic.split()[0]}", hidden
        if number:
            swapped = copy.deepcopy(notebook)
            one, other = swapped["cells"][places[number - 1]], swapped["cells"][place]
            one["execution_count"], other["execution_count"] = (
                other["execution_count"],
                one["execution_count"],
            )
            yield "execution order", name, swapped


def _constants(path: Path, notebook: Any, place: Path) -> Iterator[Mutant]:
    """Change each constant in the code, first on the committed data, then on other data."""
    os.chdir(path.parent)
    os.environ["MPLBACKEND"] = "agg"
    alive: set[tuple[int, int]] | None = None
    folders = {"rerun": data_folder().resolve(), **{name: place / name for name in FOLDERS}}
    for judge, folder in folders.items():
        os.environ[DATA_VARIABLE] = str(folder)
        survivors = {}
        for key, what, seen in _run_with_mutants(notebook, judge == "rerun", alive):
            if seen:
                label = judge if judge == "rerun" else "other data"
                yield Mutant("constant in code", f"{path.stem}: {what}", label)
            else:
                survivors[tuple(key)] = what
        alive = set(survivors)
        if not alive:
            break
    del os.environ[DATA_VARIABLE]
    for what in survivors.values():
        yield Mutant("constant in code", f"{path.stem}: {what}", None)


def _run_with_mutants(
    notebook: Any, stored: bool, only: set[tuple[int, int]] | None
) -> Iterator[tuple[tuple[int, int], str, bool]]:
    """Run a notebook cell by cell in a child, which forks before each cell for each mutant."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        with os.fdopen(write, "w", encoding="utf-8") as told:
            try:
                _tell_of_mutants(notebook, stored, only, told)
            except BaseException as problem:
                print(problem, file=sys.stderr)
                os._exit(1)
            told.flush()
            os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as told:
        for line in told:
            yield json.loads(line)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        sys.exit("the unchanged cells do not give the stored outputs")


def _tell_of_mutants(
    notebook: Any, stored: bool, only: set[tuple[int, int]] | None, told: Any
) -> None:
    warnings.simplefilter("ignore")
    shell = new_shell()
    cells = code_cells(notebook)
    sources = [text_of(cell["source"]) for cell in cells]
    if stored:
        expected: list[Any] = [kept(cell["outputs"]) for cell in cells]
    else:
        expected = _in_a_fork(lambda: [given(shell, source) for source in sources])
    for number, cell in enumerate(cells):
        for index, (what, source) in enumerate(_changed_constants(sources[number])):
            if only is not None and (number, index) not in only:
                continue
            texts = [source, *sources[number + 1 :]]

            def same(texts: list[str] = texts, number: int = number) -> bool:
                pairs = zip(texts, expected[number:], strict=True)
                return all(given(shell, text) == wanted for text, wanted in pairs)

            seen = not _in_a_fork(same)
            told.write(json.dumps([[number, index], f"cell {cell['id']}, {what}", seen]) + "\n")
            told.flush()
        if given(shell, sources[number]) != expected[number]:
            raise SystemExit(f"cell {cell['id']} does not give what it should")


def _in_a_fork(work: Callable[[], Any]) -> Any:
    """Do `work` in a copy of this process, which then ends; None where it ends badly."""
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(write, "w", encoding="utf-8") as told:
            json.dump(work(), told)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as told:
        answer = told.read()
    os.waitpid(pid, 0)
    return json.loads(answer) if answer else None


def _changed_constants(source: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(source)
    count = sum(_is_constant(node) for node in ast.walk(tree))
    for chosen in range(count):
        mutant = ast.parse(source)
        node = [node for node in ast.walk(mutant) if _is_constant(node)][chosen]
        assert isinstance(node, ast.Constant)
        old, node.value = node.value, changed(node.value)
        yield f"line {node.lineno}: {old!r}", ast.unparse(mutant)


def _is_constant(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is not None
