"""Reported figures: each row of a data folder as read, and how it stands to others of the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property

from .estimates import Estimate, as_estimate, as_range, floats
from .folder import METRICS, REPORTED, SERIES, Folder, Row
from .growth import growth_from_multiple
from .periods import end
from .phrases import NormalizationError, Quantity, find_quantities, normalize, read_rank
from .sources import Source, date_of, publisher

# Of one source, by what it says itself.
_AGE = ("preliminary", "", "revised")
EARLY = "said before the period ended"
_CHANGES = ("growth", "multiple", "share")


@dataclass(eq=False)
class ReportedFigure:
    """A row of `reported.csv` or `series.csv`, read when it is asked.

    Attributes
    ----------
    row : dict of str to str
    metric : dict of str to str
        The row of its metric in `metrics.csv`; empty where that is not described.
    source : dict
        Its work in `sources.json`; empty where that is not listed.
    same : list of ReportedFigure
        All figures of its entity, metric and period, itself too.
    """

    row: Row
    metric: Row
    source: Source
    same: list[ReportedFigure] = field(default_factory=list, repr=False)

    @property
    def id(self) -> str:
        """The id of its row."""
        return self.row["id"]

    @property
    def measure(self) -> str:
        """What its metric is, where that is described."""
        return self.metric.get("measure", "")

    @property
    def status(self) -> str:
        """What its source says of it: `preliminary`, `revised`, `withdrawn`, or nothing."""
        return self.row.get("status", "")

    @property
    def words(self) -> str:
        """The phrase; nothing of a typed number."""
        return self.row.get("as_reported", "")

    @cached_property
    def read(self) -> list[Quantity]:
        """What the words say: of a range both ends; nothing where they are not one figure."""
        return _read(self.words, self.measure == "rank")[0] if self.words else []

    @property
    def refusal(self) -> NormalizationError | None:
        """Why the words are not one figure."""
        return _read(self.words, self.measure == "rank")[1] if self.words else None

    @property
    def is_range(self) -> bool:
        """Whether both ends are printed, and no middle."""
        return len(self.read) > 1

    @property
    def kind(self) -> str:
        """What it is by its words, or by the column it is typed in."""
        typed = "growth" if self.row["comparison"] else "level"
        return self.read[0].kind if self.read else typed

    @property
    def unit(self) -> str:
        """Its unit, as read or as typed."""
        return self.read[0].unit if self.read else self.row["unit"]

    @property
    def bound(self) -> str:
        """`=`, or what its words say instead."""
        return self.read[0].bound if self.read else "="

    @property
    def ambiguous(self) -> bool:
        """Whether its words have two honest readings."""
        return bool(self.read) and self.read[0].ambiguous

    @property
    def comparison(self) -> str:
        """What it is compared with, by its row or else its words."""
        return self.row["comparison"] or (self.read and self.read[0].comparison) or ""

    @cached_property
    def against(self) -> str:
        """The same as far as asking for it goes: a level is against nothing."""
        if self.kind == "points":
            return "points" if self.comparison == "yoy" else f"points-{self.comparison}"
        return self.comparison if self.kind in _CHANGES and self.comparison != "level" else ""

    @cached_property
    def estimate(self) -> Estimate:
        """The figure as its bound and precision allow; of a typed one, the ends as typed."""
        if self.is_range:
            return as_range(self.read[0], self.read[1], self.id, self.measure)
        if self.read:
            return as_estimate(self.read[0], self.id, self.measure)
        if self.refusal:
            raise self.refusal
        value, low, high = (self.row[end] or self.row["value"] for end in ("value", "low", "high"))
        middle, ids = Fraction(value) if value else None, frozenset([self.id])
        return Estimate(middle, Fraction(low), Fraction(high), self.unit, ids, self.kind)

    @property
    def rate(self) -> Estimate:
        """The same as what its kind is compared by: halved year on year is −50 %."""
        found, change = self.estimate, self.against in ("yoy", "mom", "qoq")
        return growth_from_multiple(found) if change and found.kind != "growth" else found

    @property
    def ends(self) -> list[float]:
        """Value and ends as a table has them; nan where there is none.

        The ends are those of the estimate, save of a number of times that can be read in two ways.
        """
        told = self.read[0] if self.ambiguous and not self.is_range else self.estimate
        value = self.read[0].value if self.read else told.value
        return floats(None if self.is_range else value, told.low, told.high)

    @property
    def others(self) -> list[ReportedFigure]:
        """All other reports of this figure."""
        return [one for one in self.same if one is not self and one.against == self.against]

    @cached_property
    def gone(self) -> str:
        """Why it does not answer; nothing where it does.

        It is withdrawn, or superseded by another report, or it came out before its time had ended:
        then it is a plan, a forecast or a part, and not what happened.
        """
        if self.status == "withdrawn":
            return "withdrawn"
        if any(self._yields(one) for one in self.others if one.status != "withdrawn"):
            return "superseded"
        return EARLY if self._is_early else ""

    @property
    def in_force(self) -> bool:
        """Whether it answers."""
        return not self.gone

    @property
    def _is_early(self) -> bool:
        """Whether it came out before its time had ended; a level may be one of that day."""
        day, period = date_of(self.source), self.row["period"]
        is_of_the_day = not self.against and day[: len("2020-01")] == period
        return "" < day < end(period).isoformat()[: len(day)] and not is_of_the_day

    def _yields(self, new: ReportedFigure) -> bool:
        if new.row["source"] == self.row["source"]:
            return _AGE.index(new.status) > _AGE.index(self.status)
        newer = "" < date_of(self.source) < date_of(new.source)
        same = publisher(new.source) == publisher(self.source)
        return newer and (same or new.status == "revised")

    @property
    def standing(self) -> str:
        """How it stands: `withdrawn`, `superseded by r8`, `revised`; nothing of a plain report."""
        by = (one.id for one in self.others if one.gone in ("", EARLY))
        how = f"superseded by {' and '.join(by)}" if self.gone == "superseded" else self.gone
        return how or self.status


@cache
def _read(words: str, rank: bool) -> tuple[list[Quantity], NormalizationError | None]:
    try:
        found = [read_rank(words)] if rank else find_quantities(words)
        if not rank and [one.range for one in found] != ["low", "high"]:
            found = [normalize(words)]
    except NormalizationError as error:
        return [], error
    return found, None


def reported_figures(folder: Folder) -> list[ReportedFigure]:
    """Return the reported figures of a folder in the order of their rows."""
    tables, sources = folder.tables, folder.sources
    metrics = {row["metric"]: row for row in tables.get(METRICS, ())}
    found = [
        ReportedFigure(row, metrics.get(row["metric"], {}), sources.get(row["source"], {}))
        for row in (*tables.get(REPORTED, ()), *tables.get(SERIES, ()))
    ]
    same: dict[tuple[str, ...], list[ReportedFigure]] = defaultdict(list)
    for one in found:
        one.same = same[one.row["entity"], one.row["metric"], one.row["period"]]
        one.same.append(one)
    return found
