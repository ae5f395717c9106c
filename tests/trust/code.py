"""Mutants of the code: mutmut changes each function in every way it knows, one at a time.

mutmut makes the mutants and lets one of them act at a time. Judging is done here, since its own
runner collects every test again for each mutant: mypy is asked once about all of them, then the
tests that call the changed function are run in a fork for each (tests/trust/forks.py).

To judge all takes hours on two processors, so a share is drawn by a hash of each mutant; the
variable MUTANTS_SHARE says how much (1 is all). Each verdict is a line in .venv/var/mutants.jsonl
as soon as it is known, so a run that was stopped goes on where it was. Verdicts on functions that
have not changed are taken from there, since tests only get more; what survived is judged again.
"""

from __future__ import annotations

import ast
import csv
import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trust.results import Mutant

ROOT = Path(__file__).parents[2]
PACKAGE = "jilin_analysis"
SHARE = float(os.environ.get("MUTANTS_SHARE", "0.13"))
# Tests were written for those that survived of the first so many; those after them speak for all.
TUNED = 0.125
MEMORY = Path(os.environ.get("TRUST_MEMORY", ROOT / ".venv" / "var" / "mutants.jsonl"))
SEEN = ("types", "tests")
KEY = 20
EXPLAINED = Path(__file__).with_name("explained.csv")
# Two attributes of one class in two copies of one function: an error of the copying.
NOT_OF_THE_MUTANT = {"no-redef"}
# In each process below, kernels and command lines included: tells which functions it calls, and
# looks once for the mutant that is to act, not at every call.
IN_EVERY_PROCESS = """
import os
import sys
from mutmut.mutation import trampoline

active = [os.environ.get("MUTANT_UNDER_TEST", "")]
if sys.orig_argv[1:3] == ["-m", "jilin_analysis"]:
    active = [active[0].replace("jilin_analysis.__main__.", "__main__.")]
seen = set()

def note(name, caller=None):
    if name.startswith("__main__."):
        name = "jilin_analysis." + name
    file = os.environ.get("TRUST_CALLS")
    if file and (file, name) not in seen:
        seen.add((file, name))
        try:
            with open(file, "a", encoding="utf-8") as calls:
                calls.write(name + "\\n")
        except OSError:
            pass  # a test of a full disk

trampoline.get_mutant_under_test = lambda: active[0]
trampoline.record_trampoline_hit = note
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What a mutant changes, in words, and a key that is the same as long as its function is."""

    what: str
    key: str


def mutants(place: Path) -> Iterator[Mutant]:
    """Yield every mutant with its judge, and the reason where there is none."""
    tree = place / "tree"
    made = make_tree(tree)
    changes = {name: one for name, one in made.items() if int(one.key, 16) < SHARE * 16**KEY}
    known = remembered()
    if any(change.key not in known for change in changes.values()):
        _ask_types(tree, made)
        known = remembered()
    # By their hashes, so that those which are judged first are a fair sample of all.
    asked = sorted(
        (known[change.key] == "nothing", change.key, name)
        for name, change in changes.items()
        if known[change.key] not in SEEN
    )
    _ask_tests(tree, {name: key for _, key, name in asked})
    known = remembered()
    with EXPLAINED.open(encoding="utf-8", newline="") as file:
        why = {(row["function"], row["change"]): row["why"] for row in csv.DictReader(file)}
    for name, change in changes.items():
        function = readable(name)
        reason = why.get((function, change.what), "")
        module = function.partition(".")[0]
        judge = known[change.key]
        seen_by = judge if judge in SEEN else None
        fresh = int(change.key, 16) >= TUNED * 16**KEY
        yield Mutant(module, f"`{function}`: `{change.what}`", seen_by, reason, fresh)


def remembered() -> dict[str, str]:
    """Return the last verdict on each mutant that was ever judged, by its key.

    It is "types" or "tests" where these saw it, "not types" until the tests are asked, and then
    "nothing".
    """
    if not MEMORY.exists():
        return {}
    return dict(map(json.loads, MEMORY.read_text(encoding="utf-8").splitlines()))


def remember(key: str, verdict: str) -> None:
    """Write down a verdict."""
    with MEMORY.open("a", encoding="utf-8") as memory:
        print(json.dumps([key, verdict]), file=memory)


def about() -> str:
    """Return which mutants were judged."""
    if SHARE >= 1:
        return "All mutants that mutmut makes of the package."
    return f"{SHARE:.1%} of the mutants that mutmut makes of the package, drawn by a hash of each."


def readable(name: str) -> str:
    """Return the function of a mutant by module and the name that it has in the code."""
    module, _, mangled = name.partition("__mutmut_")[0].rpartition(".")
    function = mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    return f"{module}.{function}".removeprefix(f"{PACKAGE}.")


def make_tree(tree: Path) -> dict[str, Change]:
    """Copy the checkout with all mutants in it, and return what each of them changes."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.format_utils import get_mutant_name

    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    found: dict[str, Change] = {}
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = Path(name)
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tree / path)
        if path.parts[0] == PACKAGE and path.suffix == ".py":
            mutated = mutate_file_contents(name, (ROOT / path).read_text(encoding="utf-8"))
            (tree / path).write_text(mutated.code, encoding="utf-8")
            changes = dict(_changes(mutated.code))
            found |= {get_mutant_name(path, one): changes[one] for one in mutated.mutant_names}
    (tree / "sitecustomize.py").write_text(IN_EVERY_PROCESS, encoding="utf-8")
    return found


def _changes(code: str) -> Iterator[tuple[str, Change]]:
    """Yield the name of each mutant in the code, and the lines in which it differs."""
    lines = code.splitlines()
    functions = {
        node.name: lines[node.lineno : node.end_lineno] for node in _functions(ast.parse(code))
    }
    for name, new in functions.items():
        stem, _, number = name.rpartition("__mutmut_")
        if number != "orig":
            old = functions[f"{stem}__mutmut_orig"]
            differ = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
            before, after = (
                " ".join(line[1:].strip() for line in differ if line[0] == sign) for sign in "-+"
            )
            key = hashlib.sha256("\n".join([stem, *old, "→", *new]).encode()).hexdigest()[:KEY]
            yield name, Change(f"{before} → {after}", key)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "__mutmut_" in node.name:
            yield node


def _ask_types(tree: Path, made: dict[str, Change]) -> None:
    """Ask mypy once about all mutants, as each is a function of its own in the tree.

    Files whose mutants are all known stand there unchanged meanwhile, which saves most of the time.
    """
    known = remembered()
    mutated = {}
    for file in sorted((tree / PACKAGE).rglob("*.py")):
        module = (
            str(file.relative_to(tree).with_suffix("")).replace("/", ".").removesuffix(".__init__")
        )
        if all(c.key in known for name, c in made.items() if name.rpartition(".")[0] == module):
            mutated[file] = file.read_text(encoding="utf-8")
            shutil.copy(ROOT / file.relative_to(tree), file)
    command = [sys.executable, "-m", "mypy", "--output", "json", "--no-warn-unused-ignores"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    errors = defaultdict(list)
    for error in map(json.loads, done.stdout.splitlines()):
        if error["severity"] == "error" and error["code"] not in NOT_OF_THE_MUTANT:
            errors[error["file"]].append(error["line"])
    seen = set()
    for path, lines in errors.items():
        module = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        for node in _functions(ast.parse((tree / path).read_text(encoding="utf-8"))):
            if any(node.lineno <= line <= (node.end_lineno or 0) for line in lines):
                if node.name.endswith("_orig"):
                    sys.exit(f"mypy is not content with {path} to begin with")
                seen.add(f"{module}.{node.name}")
    for file, text in mutated.items():
        file.write_text(text, encoding="utf-8")
    for name, change in made.items():
        if name in seen:
            remember(change.key, "types")
        elif change.key not in known:
            remember(change.key, "not types")


def _ask_tests(tree: Path, keys: dict[str, str]) -> None:
    """Run the tests that call each changed function, until one of them fails."""
    (tree / "keys.json").write_text(json.dumps(keys), encoding="utf-8")
    surroundings = os.environ | {
        "CI": "true",  # hypothesis then tries the same examples each time
        "MPLBACKEND": "agg",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([str(tree), str(tree / "tests")]),
        "PYTHONSAFEPATH": "1",
        "TRUST_MEMORY": str(MEMORY),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-p", "trust.costs", "-p", "trust.forks"]
    # What these do in kernels or one by one, rerun.py does at once. What is timed fails by chance.
    for replaced in ("tests/test_notebooks.py", "tests/test_other_data.py"):
        command += ["--ignore", replaced]
    command += [
        "-k",
        "not linear and not test_phrase_is_read",
        "-o",
        "python_files=test_*.py rerun.py",
        "tests",
    ]
    if subprocess.run(command, cwd=tree, env=surroundings, check=False).returncode:
        sys.exit("the tests could not judge")
