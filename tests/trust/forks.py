"""A pytest plugin that judges mutants: for each, a fork runs the tests that call what it changes.

The tests are collected once. They are first run as they are, in a child too, so that nothing that
the unchanged code made is left here; that run tells which test calls which function, and how long
it takes. A mutant's tests then run in a fork until one fails: first those that saw its neighbours,
then the quick ones. What acts when the package is imported is judged in a new process.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sitecustomize
from _pytest.runner import runtestprotocol

ACTIVE, CALLS, CHOSEN = "MUTANT_UNDER_TEST", "TRUST_CALLS", "TRUST_CHOSEN"
PROCESSES = 2
# Where that many seconds of tests see nothing, the longer ones are not run.
ENOUGH = float(os.environ.get("TRUST_SECONDS", "30"))
MEMORY = 8 << 30


def act(name: str) -> None:
    """Let a mutant act, here and in processes that are started from here."""
    sitecustomize.active[0] = os.environ[ACTIVE] = name


if CHOSEN not in os.environ:
    notes = tempfile.mkdtemp(prefix="calls")
    os.environ[CALLS] = f"{notes}/import"
    act("stats")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Judge the mutants in place of running the tests."""
    if CHOSEN in os.environ:
        return None
    if session.testsfailed:
        sys.exit("the tests cannot be collected")
    names = json.loads(Path("names.json").read_text(encoding="utf-8"))
    at_import = calls(f"{notes}/import")
    tests = run_once(session.items)
    gc.collect()
    gc.freeze()  # so that the forks share its memory
    control(tests)
    seen = set(judged(names, tests))
    seen |= {n for n in names if n not in seen and function_of(n) in at_import and anew(n)}
    Path("seen.json").write_text(json.dumps(sorted(seen)), encoding="utf-8")
    shutil.rmtree(notes)
    return True


def function_of(name: str) -> str:
    return name.partition("__mutmut_")[0]


def calls(file: str) -> set[str]:
    path = Path(file)
    return set(path.read_text(encoding="utf-8").split()) if path.exists() else set()


@dataclass(frozen=True, eq=False)
class Test:
    """A test, what it calls, its seconds, and those of each fixture that it shares in its file."""

    item: pytest.Item
    calls: frozenset[str]
    seconds: float
    shared: dict[str, float]

    def cost(self, made: Collection[str] = ()) -> float:
        """Return its seconds where some fixtures are made already."""
        return self.seconds + sum(cost for name, cost in self.shared.items() if name not in made)


def pytest_runtest_setup(item: pytest.Item) -> None:
    note_in(item, "setup")


def pytest_runtest_call(item: pytest.Item) -> None:
    note_in(item, "call")


def note_in(item: pytest.Item, when: str) -> None:
    if os.environ.get(ACTIVE) == "stats":
        os.environ[CALLS] = f"{notes}/{number_of(item)}-{when}"


def number_of(item: pytest.Item) -> int:
    return item.session.items.index(item)


def run_once(items: list[pytest.Item]) -> list[Test]:
    """Run every test as it is."""

    def run(tell: Callable[[str], None]) -> None:
        for item, following in pairwise([*items, None]):
            reports = runtestprotocol(item, log=False, nextitem=following)
            seconds = [report.duration for report in reports]
            tell(json.dumps([seconds[0], sum(seconds[1:]), any(r.failed for r in reports)]))

    child = Child(run)
    told = [json.loads(line) for line in child.wait()]
    failed = [item.nodeid for item, (_, _, bad) in zip(items, told, strict=True) if bad]
    if failed:
        sys.exit("these tests fail to begin with:\n" + "\n".join(failed))
    costs: dict[str, float] = {}
    called: dict[str, set[str]] = {}
    found = []
    for item, (setup, seconds, _) in zip(items, told, strict=True):
        in_setup, in_call = (calls(f"{notes}/{number_of(item)}-{w}") for w in ("setup", "call"))
        names = shared(item)
        # The first test that shares a fixture has made it for the others too.
        first = [name for name in names if name not in costs]
        costs |= dict.fromkeys(first, setup / max(len(first), 1))
        called |= dict.fromkeys(first, in_setup)
        everything = in_setup.union(in_call, *(called[name] for name in names))
        own = seconds + (0 if first else setup)
        found.append(Test(item, frozenset(everything), own, {n: costs[n] for n in names}))
    return sorted(found, key=Test.cost)


def shared(item: pytest.Item) -> list[str]:
    """Return the fixtures that are made once for all tests of the file."""
    known = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    names = [name for name, made in known.items() if made[-1].scope in ("module", "class")]
    return [f"{item.location[0]}:{name}" for name in names]


def control(tests: list[Test]) -> None:
    """Make sure that the quick tests pass in a fork, in this order, where nothing is changed."""
    quick = [test for test in tests if test.cost() < 1]
    child = Child(until_one_fails("nothing", quick, sum(test.seconds for test in quick)))
    failed = child.wait()
    if failed or child.status:
        sys.exit(f"in a fork these fail by themselves: {failed or child.status}")


def judged(names: list[str], tests: list[Test]) -> Iterator[str]:
    """Yield each mutant that is seen."""
    sharp: dict[str, list[Test]] = defaultdict(list)
    running: dict[int, tuple[str, Child]] = {}
    waiting = list(reversed(names))
    by_function: dict[str, list[Test]] = defaultdict(list)
    by_name = {test.item.nodeid: test for test in tests}
    for test in tests:
        for function in test.calls:
            by_function[function].append(test)
    os.environ.pop(CALLS, None)
    begin, done = time.perf_counter(), 0
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            name = waiting.pop()
            function = function_of(name)
            child = Child(until_one_fails(name, *choose(by_function[function], sharp[function])))
            running[child.pid] = name, child
        pid, status = os.wait()
        name, child = running.pop(pid)
        seen = child.end(status)
        if seen:
            known = sharp[function_of(name)]
            known[:] = [by_name[seen[0]], *(t for t in known if t.item.nodeid != seen[0])]
        if seen or child.status:
            yield name
        done += 1
        with Path("progress.log").open("a", encoding="utf-8") as log:
            spent = time.perf_counter() - begin
            print(f"{done}/{len(names)} {spent:.0f} s {name} {child.status} {seen}", file=log)


def choose(known: list[Test], sharp: list[Test]) -> tuple[list[Test], float]:
    """Return the tests to run, in order, and how long they take when nothing is changed."""
    chosen: list[Test] = []
    made: set[str] = set()
    total = 0.0
    for test in known:
        if total + test.cost(made) <= ENOUGH or not chosen:
            chosen.append(test)
            total += test.cost(made)
            made |= set(test.shared)
    first = [test for test in sharp if test in chosen]
    return first + [test for test in chosen if test not in first], total


def until_one_fails(
    name: str, tests: list[Test], seconds: float
) -> Callable[[Callable[[str], None]], None]:
    def run(tell: Callable[[str], None]) -> None:
        act(name)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.alarm(int(60 + 10 * seconds))
        for item, following in pairwise([*(test.item for test in tests), None]):
            reports = runtestprotocol(item, log=False, nextitem=following)
            if any(report.failed for report in reports):
                tell(item.nodeid)
                os._exit(0)

    return run


def anew(name: str) -> bool:
    """Run the tests of the grammar in a new process, with the mutant acting from the start."""
    files = ["tests/test_quantities.py", "tests/test_readings.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files]
    surroundings = os.environ | {ACTIVE: name, CHOSEN: name}
    return bool(subprocess.run(command, env=surroundings, capture_output=True).returncode)


class Child:
    """Work in a fork: its process, how it ended, and what it told, line by line."""

    def __init__(self, work: Callable[[Callable[[str], None]], Any]) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="fork"))
        self.pid = os.fork()
        if not self.pid:
            try:
                self._work(work)
            except BaseException:
                os._exit(1)
            os._exit(0)

    def _work(self, work: Callable[[Callable[[str], None]], Any]) -> None:
        os.setpgid(0, 0)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.environ |= {"PYTEST_DEBUG_TEMPROOT": str(self.place), "TMPDIR": str(self.place)}
        tempfile.tempdir = None
        with (self.place / "told").open("w", encoding="utf-8") as told:
            work(lambda line: print(line, file=told, flush=True))

    def wait(self) -> list[str]:
        """Wait for the process to end, and return what was told."""
        return self.end(os.waitpid(self.pid, 0)[1])

    def end(self, status: int) -> list[str]:
        """Clear up after the process, and return what was told."""
        self.status = os.waitstatus_to_exitcode(status)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        told = self.place / "told"
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        shutil.rmtree(self.place, ignore_errors=True)
        return lines
