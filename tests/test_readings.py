"""No change of what the grammar reads goes unseen (tests/readings.py says of what)."""

from __future__ import annotations

import pytest
import readings

KNOWN = readings.recorded()
GROUPS = dict(readings.groups())


def test_every_group_is_recorded() -> None:
    assert list(KNOWN) == list(GROUPS)


@pytest.mark.parametrize("part", range(8))
def test_everything_is_read_as_before(part: int) -> None:
    changed = [
        name for name in list(GROUPS)[part::8] if readings.digest(GROUPS[name]) != KNOWN[name]
    ]
    assert not changed, (
        f"other readings than recorded in {len(changed)} groups; look at them with `python "
        "tests/readings.py NAME` before and after, then record them with `make notebooks`"
    )
