"""The gate: whatever passes here runs. `check` asks it before `report`, `cite` and `diff` do."""

from __future__ import annotations

import os
from collections.abc import Iterator

from .contract import judge
from .dataset import Dataset, checked, disagree
from .errors import Problem, shown
from .findings import Finding, all_findings
from .findings.question import COMPARISONS
from .folder import REPORTED, Folder, read_folder
from .periods import in_short

_MOST = 40


def examine(data: str | os.PathLike[str] | None = None) -> tuple[Folder, list[Finding]]:
    """Judge a data folder and make every finding once, dry.

    Parameters
    ----------
    data : path, optional
        The folder; without it, the data that come with the package.

    Returns
    -------
    tuple of Folder and list of Finding
        The folder with its problems and notes, disagreements of sources among them; and every
        analysis, with its sentence or with the reason that there is none.
    """
    folder = judge(read_folder(data))
    if folder.problems:
        return folder, []
    try:
        dataset = checked(folder)
        folder.notes += _disagreements(dataset)
        return folder, all_findings(dataset)
    except Exception as fault:
        # A folder that breaks an analysis is told like any other, and never by a traceback.
        expected = "figures that the analyses can be made of"
        mend = "This is a fault of ours: please send us the folder."
        told = f"{type(fault).__name__}: {fault}"
        folder.problems.append(Problem(REPORTED, None, None, told, expected, mend))
        return folder, []


def readings(dataset: Dataset) -> list[str]:
    """Return how each phrase was read, those of the focus first, as lines of a table."""
    focus, told = (dataset.entity, dataset.period), dataset.reported.values()
    rows = sorted(told, key=lambda one: (one.row["entity"], one.row["period"]) != focus)
    lines = []
    for one in rows[:_MOST]:
        against = COMPARISONS[one.comparison][2:] if one.comparison in ("qoq", "mom") else ""
        where = one.metric["label"], in_short(one.row["period"])
        about = filter(None, (*where, against, one.gone))
        lines.append(f"  {shown(one.words)}  →  {one.rate!r}  [{', '.join(about)}]")
    more = len(rows) - _MOST
    return [*lines, f"  and {more} more, in load_metrics()"] if more > 0 else lines


def analyses(findings: list[Finding]) -> list[str]:
    """Return which analyses can be made, and why the others cannot."""
    lines = []
    for one in findings:
        what = one.title if one.sentence else f"{one.title}: {one.verdict}, {one.why_not}"
        lines.append(f"  {'yes' if one.sentence else 'no '}  {what}")
    return list(dict.fromkeys(lines))


def _disagreements(dataset: Dataset) -> Iterator[str]:
    """Yield where reports that are in force exclude each other."""
    for first in dataset.reported.values():
        told = [one for one in first.same if one.in_force and one.against == first.against]
        if told[:1] == [first] and disagree(told):
            said = "; ".join(f"{one.row['source']}: {one.words or one.estimate}" for one in told)
            yield f"Reports disagree, and all that they allow is used: {said}."
