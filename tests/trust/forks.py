"""A pytest plugin that judges mutants: for each, a fork runs the tests that call what it changes.

The tests are collected once. They are first run as they are, in a child too, so that nothing that
the unchanged code made is left here (tests/trust/costs.py). A mutant's tests then run in a fork
until one fails: first those that saw its neighbours. What acts when the package is imported is
judged in a new process.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from trust.child import ACTIVE, Child, act
from trust.code import remember
from trust.costs import CALLS, NOTES, Test, calls, run_once

PROCESSES = 2
# Where that many seconds of tests see nothing, the longer ones are not run.
ENOUGH = float(os.environ.get("TRUST_SECONDS", "45"))
MEMORY = 8 << 30


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Judge the mutants in place of running the tests."""
    if session.testsfailed:
        sys.exit("the tests cannot be collected")
    keys = json.loads(Path("keys.json").read_text(encoding="utf-8"))
    at_import = calls(NOTES / "import")
    tests = run_once(session.items)
    gc.collect()
    gc.freeze()  # so that the forks share its memory
    control(tests)
    unseen = []
    for name, seen in judged(list(keys), tests):
        remember(keys[name], "tests" if seen else "nothing")
        if not seen and function_of(name) in at_import:
            unseen.append(name)
    for name in filter(anew, unseen):
        remember(keys[name], "tests")
    shutil.rmtree(NOTES)
    return True


def function_of(name: str) -> str:
    return name.partition("__mutmut_")[0]


def control(tests: list[Test]) -> None:
    """Make sure that the quick tests pass in a fork, in this order, where nothing is changed."""
    quick = [test for test in tests if test.cost() < 1]
    child = Child(until_one_fails("nothing", quick, sum(test.seconds for test in quick)))
    failed = child.wait()
    if failed or child.status:
        sys.exit(f"in a fork these fail by themselves: {failed or child.status}")


def judged(names: list[str], tests: list[Test]) -> Iterator[tuple[str, bool]]:
    """Yield each mutant, and whether it is seen."""
    sharp: dict[str, Counter[str]] = defaultdict(Counter)
    running: dict[int, tuple[str, Child]] = {}
    waiting = list(reversed(names))
    by_function: dict[str, list[Test]] = defaultdict(list)
    for test in tests:
        for function in test.calls:
            by_function[function].append(test)
    os.environ.pop(CALLS, None)
    begin, done = time.perf_counter(), 0
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            name = waiting.pop()
            function = function_of(name)
            chosen = choose(by_function[function], sharp[function], sharp[""])
            child = Child(until_one_fails(name, *chosen))
            running[child.pid] = name, child
        pid, status = os.wait()
        name, child = running.pop(pid)
        seen = child.end(status)
        sharp[function_of(name)].update(seen)
        sharp[""].update(seen)
        yield name, bool(seen or child.status)
        done += 1
        with Path("progress.log").open("a", encoding="utf-8") as log:
            spent = time.perf_counter() - begin
            print(f"{done}/{len(names)} {spent:.0f} s {name} {child.status} {seen}", file=log)


def choose(
    known: list[Test], here: Counter[str], anywhere: Counter[str]
) -> tuple[list[Test], float]:
    """Return the tests to run and how long they take when nothing is changed.

    Those that saw mutants of the function come first, then the others; in both, what sees most in
    the least time.
    """

    def place(test: Test) -> tuple[bool, float]:
        name = test.item.nodeid
        return not here[name], test.cost() / (here[name] or 1 + anywhere[name])

    chosen: list[Test] = []
    ready: set[str] = set()
    total = 0.0
    for test in sorted(known, key=place):
        if total + test.cost(ready) <= ENOUGH or not chosen:
            chosen.append(test)
            total += test.cost(ready)
            ready |= set(test.shared)
    return chosen, total


def until_one_fails(
    name: str, tests: list[Test], seconds: float
) -> Callable[[Callable[[str], None]], None]:
    def run(tell: Callable[[str], None]) -> None:
        act(name)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.alarm(int(20 + 4 * seconds))
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
    surroundings = os.environ | {ACTIVE: name}
    return bool(subprocess.run(command, env=surroundings, capture_output=True).returncode)
