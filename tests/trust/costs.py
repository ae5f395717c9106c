"""A pytest plugin that takes down which functions each test calls, and how long it takes."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from trust.child import ACTIVE, Child, act

CALLS = "TRUST_CALLS"
SHARED = ("module", "class")
NOTES = Path(tempfile.mkdtemp(prefix="calls"))
STATS = "stats"

# From here on every function that is called is noted (IN_EVERY_PROCESS in tests/trust/code.py).
os.environ[CALLS] = str(NOTES / "import")
act(STATS)
made: dict[str, float] = {}


@dataclass(frozen=True, eq=False)
class Test:
    """A test, what it calls, its seconds, and those of each fixture that it shares in its file."""

    item: pytest.Item
    calls: frozenset[str]
    seconds: float
    shared: dict[str, float]

    def cost(self, ready: Collection[str] = ()) -> float:
        """Return its seconds where some fixtures are made already."""
        return self.seconds + sum(cost for name, cost in self.shared.items() if name not in ready)


def pytest_runtest_setup(item: pytest.Item) -> None:
    note_in(item, "setup")


def pytest_runtest_call(item: pytest.Item) -> None:
    note_in(item, "call")


def note_in(item: pytest.Item, when: str) -> None:
    if os.environ[ACTIVE] == STATS:
        os.environ[CALLS] = str(notes_of(item, when))


def notes_of(item: pytest.Item, when: str) -> Path:
    return NOTES / f"{item.session.items.index(item)}-{when}"


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """Take down the seconds of what is made once for all tests of a file."""
    begin = time.perf_counter()
    try:
        return (yield)
    finally:
        if fixturedef.scope in SHARED:
            made[in_file(request.node, fixturedef.argname)] = time.perf_counter() - begin


def in_file(node: pytest.Item, fixture: str) -> str:
    return f"{node.nodeid.partition('::')[0]}:{fixture}"


def run_once(items: list[pytest.Item]) -> list[Test]:
    """Run every test as it is, and return them with the quick ones first."""

    def run(tell: Callable[[str], None]) -> None:
        for item, following in pairwise([*items, None]):
            made.clear()
            reports = runtestprotocol(item, log=False, nextitem=following)
            seconds = sum(report.duration for report in reports) - sum(made.values())
            tell(json.dumps([seconds, made, any(report.failed for report in reports)]))

    child = Child(run)
    told = [json.loads(line) for line in child.wait()]
    failed = [item.nodeid for item, (_, _, bad) in zip(items, told, strict=True) if bad]
    if failed:
        sys.exit("these tests fail to begin with:\n" + "\n".join(failed))
    costs: dict[str, float] = {}
    called: dict[str, set[str]] = {}
    found = []
    for item, (seconds, first, _) in zip(items, told, strict=True):
        in_setup, in_call = (calls(notes_of(item, when)) for when in ("setup", "call"))
        # The first test that shares a fixture has made it for the others too.
        costs |= first
        called |= dict.fromkeys(first, in_setup)
        names = shared(item)
        everything = in_setup.union(in_call, *(called[name] for name in names))
        found.append(Test(item, frozenset(everything), seconds, {n: costs[n] for n in names}))
    return sorted(found, key=Test.cost)


def shared(item: pytest.Item) -> list[str]:
    """Return the fixtures that are made once for all tests of the file."""
    known = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    return [in_file(item, name) for name, found in known.items() if found[-1].scope in SHARED]


def calls(notes: Path) -> set[str]:
    """Return the functions that were noted in one file."""
    return set(notes.read_text(encoding="utf-8").split()) if notes.exists() else set()
