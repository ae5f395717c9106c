"""A plugin of pytest: nbval passes over pictures and metadata; here every output is compared whole.

With what integrity.py asks of order and form, a rerun then changes no byte of a notebook.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import zip_longest
from typing import Any

import pytest
from nbval.plugin import IPyNbCell


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Compare what a cell of a notebook shows when nbval runs it with what the notebook holds."""
    yield
    if isinstance(item, IPyNbCell):
        places = list(differences(item.cell.outputs, item.test_outputs))
        mend = "`make notebooks` renews the outputs"
        assert not places, f"{item.nodeid} shows something else: {', '.join(places)}; {mend}"


def differences(kept: Any, new: Any, place: str = "output") -> Iterator[str]:
    """Yield the place of each difference."""
    if isinstance(kept, dict) and isinstance(new, dict):
        for key in {**kept, **new}:
            # nbval does not count the cells that it runs; integrity.py does.
            if key != "execution_count":
                yield from differences(kept.get(key, ...), new.get(key, ...), f"{place}, {key}")
    elif isinstance(kept, list) and isinstance(new, list):
        for number, pair in enumerate(zip_longest(kept, new), 1):
            yield from differences(*pair, f"{place} {number}")
    elif kept != new:
        yield place
