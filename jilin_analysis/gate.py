"""The gate: whatever passes here runs. `check` asks it before `report`, `cite` and `diff` do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .contract import Judgement, judge
from .dataset import Dataset, from_judgement
from .errors import Problem, shown
from .findings import Finding, all_findings
from .folder import REPORTED, read_folder
from .periods import in_short
from .vintages import gone

_MOST = 40


@dataclass(frozen=True, slots=True)
class Examination:
    """A data folder as `check` found it.

    Attributes
    ----------
    judgement : Judgement
        Problems and notes.
    dataset : Dataset or None
        None where there are problems.
    findings : list of Finding
        Every analysis, with its sentence or with the reason that there is none.
    """

    judgement: Judgement
    dataset: Dataset | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """What keeps the folder from being used."""
        return self.judgement.problems

    @property
    def notes(self) -> list[str]:
        """What is worth knowing, disagreements of sources among it."""
        return [*self.judgement.notes, *(_disagreements(self.dataset) if self.dataset else ())]

    def readings(self) -> list[str]:
        """Return how each phrase was read, those of the focus first, as lines of a table."""
        if self.dataset is None:
            return []
        table: Any = self.dataset.table
        own = (table["entity"] == self.dataset.entity) & (table["period"] == self.dataset.period)
        rows = [str(row) for row in [*table.index[own], *table.index[~own]]]
        lines = []
        for row in rows[:_MOST]:
            one = table.loc[row]
            about = (
                one["label"],
                in_short(str(one["period"])),
                gone(one["in_force"], one["status"]),
            )
            lines.append(
                f"  {shown(one['as_reported'])}  →  {self.dataset.rate(row)!r}"
                f"  [{', '.join(filter(None, about))}]"
            )
        more = len(rows) - _MOST
        return [*lines, f"  and {more} more, in load_metrics()"] if more > 0 else lines

    def analyses(self) -> list[str]:
        """Return which analyses can be made, and why the others cannot."""
        lines = []
        for one in self.findings:
            what = one.title if one.sentence else f"{one.title}: {one.verdict}, {one.why_not}"
            lines.append(f"  {'yes' if one.sentence else 'no '}  {what}")
        return list(dict.fromkeys(lines))


def examine(data: str | os.PathLike[str] | None = None) -> Examination:
    """Judge a data folder and make every finding once, dry.

    Parameters
    ----------
    data : path, optional
        The folder; without it, the data that come with the package.
    """
    found = judge(read_folder(data))
    if found.problems:
        return Examination(found)
    try:
        dataset = from_judgement(found)
        return Examination(found, dataset, all_findings(dataset))
    except Exception as fault:
        # A folder that breaks an analysis is told like any other, and never by a traceback.
        expected = "figures that the analyses can be made of"
        mend = "This is a fault of ours: please send us the folder."
        told = f"{type(fault).__name__}: {fault}"
        found.problems.append(Problem(REPORTED, None, None, told, expected, mend))
        return Examination(found)


def _disagreements(dataset: Dataset) -> Iterator[str]:
    """Yield where reports that are in force exclude each other."""
    table: Any = dataset.table[dataset.table["in_force"]]
    keys = ["entity", "metric", "period", "against"]
    again = table[table.duplicated(keys, keep=False)]
    for _, rows in again.groupby(keys, sort=False):
        if dataset.disagree(rows.index):
            told = "; ".join(
                f"{rows.at[row, 'source']}: {rows.at[row, 'as_reported'] or dataset.estimate(row)}"
                for row in rows.index
            )
            yield f"Reports disagree, and all that they allow is used: {told}."
