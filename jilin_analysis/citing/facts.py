"""Known figures that a draft may be about: reported, or worked out from what was reported."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..digits import SPACE
from ..estimates import RATIO, Estimate, as_estimate, in_figures
from ..folder import METRICS, REPORTED, SERIES, Folder
from ..periods import in_words

if TYPE_CHECKING:
    from .catalogue import Exhibit


_LIMITS = {">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most ", "~": "about "}


@dataclass(frozen=True, slots=True)
class Fact:
    """A known figure: a row of `reported.csv` or of an exhibit's data.

    Attributes
    ----------
    key : str
        `2020-q1-output`, or `earnings-answer/unit-value`.
    name : str
        What it is called.
    entity, period : str
        Empty where an exhibit's row does not say.
    metric : str
        What was worked out is a metric of its own, called by its key.
    kind, unit, bound : str
        As `Quantity` has them; `kind` is empty where an exhibit's row does not say.
    value, low, high : float
    premises : str
        What must hold for it.
    source : str
        The work that reports it.
    release : str
        The data release it comes from.
    superseded : bool
        Another figure has taken its place.
    """

    key: str
    name: str
    entity: str
    metric: str
    period: str
    kind: str
    unit: str
    bound: str
    value: float
    low: float
    high: float
    premises: str = ""
    source: str = ""
    release: str = ""
    superseded: bool = False
    base: frozenset[str] = frozenset()
    measured: str = ""

    @property
    def derived(self) -> bool:
        """Whether it was worked out, not reported."""
        return "/" in self.key

    @property
    def shown(self) -> str:
        """The figure for a message: `28 % (27.5 to 28.5)`."""
        value, low, high = (Fraction(str(end)) for end in (self.value, self.low, self.high))
        unit = RATIO if self.unit in ("", "percentage_point") else self.unit
        # What can be read in two ways has no middle.
        middle = value if low == high or low < value < high else None
        said = in_figures(Estimate(middle, low, high, unit, kind=self.kind), signed=False)
        return _LIMITS.get(self.bound, "") + said.replace(SPACE, " ")

    @property
    def about(self) -> str:
        """What it is about: `output of Example Works, the first quarter of 2020`."""
        whose = f"{self.name} of {self.entity}" if self.entity else self.name
        return ", ".join(filter(None, (whose, in_words(self.period) if self.period else "")))


def facts_of(
    folder: Folder, readings: Mapping[str, Any], exhibits: Iterable[Exhibit] = ()
) -> list[Fact]:
    """Return all known figures, the reported ones first."""
    metrics = {row["metric"]: row for row in folder.tables.get(METRICS, [])}
    release = str(folder.package.get("version", ""))
    facts = []
    for row in (*folder.tables.get(REPORTED, []), *folder.tables.get(SERIES, [])):
        found, about = readings.get(row["id"]), metrics.get(row["metric"], {})
        ends = _ends(row)
        kind = "growth" if row["comparison"] else "" if row.get("unit") == "ratio" else "level"
        unit, bound = row.get("unit", ""), "="
        if found and found.kind != "rank":
            value, one = float(found.value), as_estimate(found, row["id"], about.get("measure", ""))
            low, high = (float(end) if math.isfinite(end) else value for end in (one.low, one.high))
            ends = value, low, high
            kind, unit, bound = found.kind, found.unit, found.bound
        if ends:
            facts.append(
                Fact(
                    row["id"],
                    about.get("label", row["metric"]),
                    row["entity"],
                    row["metric"],
                    row["period"],
                    kind,
                    unit,
                    bound,
                    *ends,
                    source=row["source"],
                    release=release,
                    superseded=row.get("status", "") == "withdrawn",
                    measured=about.get("unit", ""),
                )
            )
    reported = {(fact.value, fact.low, fact.high) for fact in facts}
    for exhibit in exhibits:
        rows = getattr(exhibit, "rows", ())
        base = frozenset(name for row in rows for name in (row.get("metric"), row["key"]))
        caveat = exhibit.caveat if re.match(r"Holds if|Suppose", exhibit.caveat) else ""
        for row in rows:
            key = row["key"] if "/" in row["key"] else f"{exhibit.id}/{row['key']}"
            if (ends := _ends(row)) and ends not in reported:
                facts.append(
                    Fact(
                        key,
                        row.get("label") or row["key"],
                        row.get("entity", ""),
                        key,
                        row.get("period", ""),
                        row.get("kind", ""),
                        row.get("unit", ""),
                        "=",
                        *ends,
                        premises=row.get("premises") or caveat,
                        release=release,
                        base=base,
                    )
                )
    return facts


def _ends(row: Mapping[str, str]) -> tuple[float, float, float] | None:
    try:
        value = float(row["value"])
        return value, float(row.get("low") or value), float(row.get("high") or value)
    except (KeyError, ValueError):
        return None
