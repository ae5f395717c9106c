"""What several test files need: settings that are nobody's own, and tiny notebooks."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from reports import build_site, run_here

from jilin_analysis.reporting import run, site

# A busy machine is no fault of the code; `make nightly` asks for more examples.
settings.register_profile(
    "any machine",
    settings.get_profile(settings.get_current_profile_name()),
    deadline=None,
    max_examples=int(os.environ.get("EXAMPLES", "20")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("any machine")

MakeNotebook = Callable[..., Path]
# A locale that knows no Chinese, in a Python that does not mend it.
PLAIN_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}

# A statement as a notebook shows it, without the package, so that it takes no time to make.
EXHIBIT = """
    from IPython.display import display
    told = dict(
        id={id!r}, kind="statement", caption="What was said.", alt="", caveat="No more than that.",
        rests_on=[], sources=[], derivation="Read.", data={data!r}, data_sha256={digest!r},
        title="What was said", short="", references=[], work={{}},
        release="1.0", released="2020-06-27",
    )
    shown = {{"text/markdown": "It **grew**.", "text/plain": "It grew."}}
    display(shown, raw=True, metadata={{"jilin_analysis": told}})
"""


@pytest.fixture(autouse=True)
def _own_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.delenv("JILIN_ANALYSIS_DATA", raising=False)
    cache = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


@pytest.fixture(scope="module", params=["here", pytest.param("apart", marks=pytest.mark.nightly)])
def kernels(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run real notebooks in this process and without Sphinx; by night in kernels, and with it.

    The imports of a kernel take seconds. By day test_report.py has it run small notebooks, and
    test_site.py has Sphinx print a sample.
    """
    with contextlib.ExitStack() as changed:
        if request.param == "here":
            changed.enter_context(mock.patch.object(run, "_run", run_here))
            changed.enter_context(mock.patch.object(site, "build_site", build_site))
        yield


@pytest.fixture
def make_notebook(tmp_path: Path) -> MakeNotebook:
    """Return a function that writes a notebook of the given code cells, without outputs."""
    return functools.partial(write_notebook, tmp_path / "notebooks")


def write_notebook(folder: Path, name: str, *cells: str) -> Path:
    folder.mkdir(exist_ok=True)
    notebook = run.nbformat.v4.new_notebook(
        cells=[
            run.nbformat.v4.new_code_cell(textwrap.dedent(cell).strip(), id=f"cell-{number}")
            for number, cell in enumerate(cells)
        ],
        metadata={
            "kernelspec": {
                "name": "python3",
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
            }
        },
    )
    path = folder / f"{name}.ipynb"
    run.nbformat.write(notebook, path)
    return path


def exhibit_cell(name: str, data: str = "figure\n1\n") -> str:
    """Return the code of a cell that shows one statement."""
    digest = hashlib.sha256(data.encode()).hexdigest()
    return EXHIBIT.format(id=name, data=data, digest=digest)


def mostly_by_night(cases: Iterable[str]) -> list[Any]:
    """Return cases for a test that takes long: each third for every day, all for the night."""
    night = pytest.mark.nightly
    return [
        pytest.param(case, marks=[night] * (number % 3 > 0)) for number, case in enumerate(cases)
    ]


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of tests that take minutes; `make nightly` asks for them."""
    config.addinivalue_line("markers", "nightly: takes minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests out unless they are asked for; begin with those that wait for kernels."""
    if not config.option.markexpr:
        long = [item for item in items if item.get_closest_marker("nightly")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    items.sort(key=lambda item: not item.nodeid.startswith(("notebooks/", "tests/rerun/")))
