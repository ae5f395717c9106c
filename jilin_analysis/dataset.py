"""A checked data folder, asked: what was reported, by whom, how precisely."""

from __future__ import annotations

import math
import operator
import os
import pickle
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import pandas as pd

from .contract import RELATIONS, Judgement, judge
from .errors import AnalysisError, DataError, check_known
from .estimates import Estimate, as_estimate, floats, hull
from .folder import METRICS, REPORTED, SERIES, Row, read_folder
from .growth import growth_from_multiple
from .naming.times import fold
from .paths import CHECKED_VARIABLE, shipped_data
from .periods import EXPECTED, end, in_words, is_period, overlap, span, start, year_before
from .sources import GRADES, date_of, grade
from .vintages import base_of, in_force

if TYPE_CHECKING:
    from .phrases import Quantity

_NUMBERS = ("value", "low", "high")
_CURRENCIES = {
    "USD": "yuan_per_dollar",
    "EUR": "yuan_per_euro",
    "JPY": "yuan_per_yen",
    "GBP": "yuan_per_pound",
}
# What a figure may be against; a level is against nothing.
_AGAINST = ("yoy", "mom", "qoq", "points", "")
_DAYS = ("working_days", "calendar_days")


class Relation(NamedTuple):
    """What `metrics.csv` declares: `one` is the part, value or volume (`kind`) of `other`."""

    kind: str
    one: str
    other: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """A data folder that keeps the contract.

    Attributes
    ----------
    entity, period : str
        What the analysis is about: `focus` in `datapackage.json`.
    headline : tuple of str
        The metrics that the analysis begins with: `focus.metrics`, or those of the focus where none
        of them has a figure.
    table : pandas.DataFrame
        All reported figures, as `load_metrics` returns them.
    metrics : pandas.DataFrame
        `metrics.csv`, indexed by metric.
    sources : dict of str to dict
        The works the figures come from (CSL-JSON) by id.
    package : dict
        `datapackage.json`.
    fingerprint : str
        A SHA-256 that changes with any byte of the data.
    notes : tuple of str
        What `check` tells beside problems.
    """

    table: pd.DataFrame
    metrics: pd.DataFrame
    sources: dict[str, dict[str, Any]]
    package: dict[str, Any]
    fingerprint: str
    notes: tuple[str, ...] = ()
    readings: dict[str, Quantity | Estimate] = field(default_factory=dict, repr=False)
    range_ends: dict[str, Quantity] = field(default_factory=dict, repr=False)
    reference: dict[str, list[Row]] = field(default_factory=dict, repr=False)

    def at(self, period: str) -> Self:
        """Return the same data with another period in focus.

        Raises
        ------
        AnalysisError
            It is no period, in any spelling that the cells of the data may have.
        """
        focus = self.package["focus"] | {"period": self._period(period)}
        return replace(self, package=self.package | {"focus": focus})

    @property
    def entity(self) -> str:
        """Whom the analysis is about."""
        return str(self.package["focus"]["entity"])

    @property
    def period(self) -> str:
        """The period the analysis is about, such as `2020-Q1`."""
        return str(self.package["focus"]["period"])

    @property
    def base_period(self) -> str:
        """The same period a year before."""
        return year_before(self.period)

    @property
    def version(self) -> str:
        """The data release."""
        return str(self.package["version"])

    @property
    def released(self) -> str:
        """The day of the data release, such as `2026-11-26`."""
        return str(self.package["created"])[:10]

    @cached_property
    def headline(self) -> tuple[str, ...]:
        """The metrics that the analysis begins with: those stated, if any has a figure here."""
        stated = self.package["focus"].get("metrics", ())
        here = (self.entity, self.period)
        told = tuple(dict.fromkeys(key[1] for key in self._reports if key[::2] == here))
        return tuple(stated) if {*stated} & {*told} else told

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """What `metrics.csv` declares between metrics.

        Folders of the first edition could declare nothing: what was in the code then is taken from
        the shipped metrics, for those that have the same name.
        """
        own: dict[Any, Any] = self.metrics[list(RELATIONS)].to_dict("index")
        stated = any(any(row.values()) for row in own.values())
        if not stated and "metrics" not in self.package["focus"]:
            shipped = {row["metric"]: row for row in read_folder(shipped_data()).tables[METRICS]}
            own = {name: shipped.get(name, row) for name, row in own.items()}
        return tuple(
            Relation(kind, str(name), row[kind])
            for kind in RELATIONS
            for name, row in own.items()
            if row[kind] in own
        )

    @cached_property
    def _reports(self) -> dict[tuple[str, ...], list[str]]:
        """The ids of all reports of a figure, the best first, by what is asked for."""
        found = defaultdict(list)
        columns = ["entity", "metric", "period", "against", "in_force", "grade"]
        for row, *key, answers, grade_ in self.table[columns].itertuples():
            found[tuple(key)].append((not answers, GRADES.index(grade_), row))
        best = operator.itemgetter(0, 1)
        return {key: [row for *_, row in sorted(rows, key=best)] for key, rows in found.items()}

    @cached_property
    def _asked(self) -> dict[str, dict[str, list[str]]]:
        """The periods of the figures of the entity, by metric and what they are against."""
        found: dict[str, dict[str, list[str]]] = {}
        for who, metric, period, against in sorted(self._reports, key=lambda key: span(key[2])):
            if who == self.entity:
                found.setdefault(metric, {}).setdefault(against, []).append(period)
        return found

    def asked_of(self, metric: str) -> dict[str, list[str]]:
        """Return the periods of which there are figures, by what they are against."""
        self._known(metric)
        return self._asked.get(metric, {})

    def periods(self, metric: str, against: str) -> list[str]:
        """Return the periods, in order, for which a figure is in force.

        Parameters
        ----------
        metric : str
            An id of `metrics`.
        against : str
            `yoy`, `mom`, `qoq` or `points`; empty for levels.

        Raises
        ------
        AnalysisError
            There is no such metric or comparison; the message names the nearest.
        """
        check_known("comparison", against, _AGAINST)
        told = self.asked_of(metric).get(against, ())
        best = {one: self.reports(metric, None, one, against)[0] for one in told}
        return [one for one, row in best.items() if self.figure(row)["in_force"]]

    @cached_property
    def source_of(self) -> dict[str, str]:
        """The source of each row of each table, by its id."""
        tables = ((row["id"], row["source"]) for rows in self.reference.values() for row in rows)
        return dict(zip(self.table.index, self.table["source"], strict=True)) | dict(tables)

    def __repr__(self) -> str:
        """Return ten lines on what is here and how to ask for it."""
        own = self.table[self.table["entity"] == self.entity]
        names = [f"  {metric}: {self.label(metric)}" for metric in self.headline[:4]]
        return "\n".join(
            [
                f"{self.package.get('title', self.package['name'])}, data release {self.version}",
                f"about {self.entity} in {in_words(self.period)}; headline metrics:",
                *names,
                f"{len(self.table)} reported figures ({len(own)} of them on {self.entity})",
                f"of {len(self.metrics)} metrics, from {len(self.sources)} sources",
                f"ask: .growth({self.headline[0]!r}), .level(…), .table.loc[…], .metrics, .sources",
            ]
        )

    def growth(
        self,
        metric: str,
        entity: str | None = None,
        period: str | None = None,
        comparison: str = "yoy",
    ) -> Estimate:
        """Return the growth rate that is in force for a metric.

        Parameters
        ----------
        metric : str
            An id of `metrics`.
        entity, period : str, optional
            Without them, those of the focus. A period is read as in the data: `Q1 2020` too.
        comparison : str
            `yoy`, `mom` or `qoq`.

        Returns
        -------
        Estimate
            A ratio (0.77 for +77 %). Unknown where nobody reported it. Where reports disagree and
            none supersedes the others, all that they allow: an interval without a middle.

        Raises
        ------
        AnalysisError
            There is no such metric, entity, period or comparison; the message names the nearest.
        """
        return self._in_force(metric, entity, period, comparison)

    def level(self, metric: str, entity: str | None = None, period: str | None = None) -> Estimate:
        """Return the level that is in force for a metric.

        Parameters and errors are those of `growth`.

        Returns
        -------
        Estimate
            In the metric's unit: whole yuan or dollars, tonnes. Unknown or without a middle as
            there.
        """
        return self._in_force(metric, entity, period, "")

    def _in_force(
        self, metric: str, entity: str | None, period: str | None, comparison: str
    ) -> Estimate:
        rows = self.reports(metric, entity, period, comparison)
        found = [self.rate(row) for row in rows if self.figure(row)["in_force"]]
        if not found:
            return Estimate.unknown("ratio" if comparison else str(self.metrics.at[metric, "unit"]))
        return found[0] if _agree(found) else hull(*found)

    def disagree(self, rows: Iterable[str]) -> bool:
        """Tell whether no one number could be what all these rows report."""
        return not _agree([self.rate(row) for row in rows])

    def vintages(
        self,
        metric: str,
        entity: str | None = None,
        period: str | None = None,
        comparison: str = "yoy",
    ) -> pd.DataFrame:
        """Return every report of one figure, the best first; `in_force` tells which ones answer.

        A newer report supersedes an older one of the same publisher, or any where its status is
        `revised`; one without a date supersedes none. What is withdrawn answers nothing.
        Parameters and errors are those of `growth`; levels are of the comparison "".

        Returns
        -------
        pandas.DataFrame
            Rows of `table`, none where nobody reported it.
        """
        return self.table.loc[self.reports(metric, entity, period, comparison)]

    def reports(
        self, metric: str, entity: str | None, period: str | None, comparison: str
    ) -> list[str]:
        """Return the ids of the rows that `vintages` returns."""
        entity = self.entity if entity is None else entity
        period = self.period if period is None else self._period(period)
        self._known(metric)
        check_known("entity", entity, self._entities, "The column `entity` of the table has")
        check_known("comparison", comparison, _AGAINST)
        return self._reports.get((entity, metric, period, comparison), [])

    def _known(self, metric: str) -> None:
        check_known("metric", metric, self.metrics.index, "metrics.csv describes")

    @cached_property
    def _entities(self) -> dict[str, None]:
        return dict.fromkeys([self.entity, *self.table["entity"]])

    def _period(self, period: object) -> str:
        """Return a period as the data write it; an error where it is none."""
        told = str(period)
        told = told if is_period(told) else fold(told, self.package.get("fiscal_year"))
        if not is_period(told):
            raise AnalysisError(f"{period!r} is no period. Expected: {EXPECTED}.")
        return told

    @cached_property
    def _rows(self) -> dict[str, dict[Any, Any]]:
        """The rows of the table, which pandas would take a thousand times as long to find."""
        cells = {name: told.to_numpy(object) for name, told in self.table.reset_index().items()}
        rows = (dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True))
        return {row["id"]: row for row in rows}

    @cached_property
    def _estimates(self) -> dict[str, Estimate]:
        return {}

    def figure(self, row: str) -> dict[str, Any]:
        """Return one reported figure with its id and all its columns."""
        check_known("figure", row, self._rows, "The index of the table has")
        return dict(self._rows[row])

    def estimate(self, row: str) -> Estimate:
        """Return one reported figure as an estimate that its bound and precision allow."""
        if row not in self._estimates:
            measure = self.figure(row)["measure"]
            made = _estimate(self.readings[row], self.range_ends.get(row), row, measure)
            self._estimates[row] = made
        return self._estimates[row]

    def rate(self, row: str) -> Estimate:
        """Return a figure as what its kind is compared by: halved year on year is −50 %."""
        found = self.estimate(row)
        change = self.figure(row)["against"] in ("yoy", "mom", "qoq")
        return growth_from_multiple(found) if change and found.kind != "growth" else found

    def label(self, metric: str) -> str:
        """Return the name of a metric in English, such as `direct fiber exports`."""
        self._known(metric)
        return str(self.metrics.at[metric, "label"])

    def related(self, kind: str, metric: str) -> list[str]:
        """Return the metrics that are part, value or volume of a metric."""
        check_known("relation", kind, RELATIONS)
        self._known(metric)
        return [one.one for one in self.relations if (one.kind, one.other) == (kind, metric)]

    def comparators(self) -> list[str]:
        """Return the ids of others' growth rates in periods that overlap, from the highest."""
        table = self.table[self.table["entity"] != self.entity]
        table = table[(table["against"] == "yoy") & table["in_force"]]
        table = table[table["measure"] != "profit"]
        rows = [str(row) for row, one in table["period"].items() if overlap(str(one), self.period)]
        values = {row: self.rate(row).value for row in rows}
        return sorted(rows, key=lambda row: math.inf if (v := values[row]) is None else -v)

    def sources_of(self, rows: Iterable[str]) -> list[str]:
        """Return the keys of the sources of these figures, best grade first, without repeats."""
        rows = [rows] if isinstance(rows, str) else list(rows)
        for row in rows:
            check_known("figure", row, self.source_of, "The tables have")
        keys = dict.fromkeys(self.source_of[row] for row in rows)
        return sorted(keys, key=lambda key: GRADES.index(grade(self.sources[key])))

    def exchange_rate(self, period: str, currency: str = "USD") -> Estimate:
        """Return the mean price of a unit of a currency in yuan.

        A half-year or year is the mean of its quarters or months, weighted by their days with a
        rate. Exact but for the printed digits of each.

        Parameters
        ----------
        period : str
            Such as `2020-Q1`.
        currency : str
            `USD`, `EUR`, `JPY` or `GBP`.

        Returns
        -------
        Estimate
            In `CNY/USD` and the like; unknown where the data have no rate of that time.

        Raises
        ------
        AnalysisError
            It is no period, or none of these currencies.
        """
        check_known("currency", currency, _CURRENCIES)
        column, unit = _CURRENCIES[currency], f"CNY/{currency}"
        rows = [row for row in self._whole("exchange-rates.csv", period) if row.get(column)]
        if not rows:
            return Estimate.unknown(unit)
        days, mean, half = Fraction(sum(int(row["days"]) for row in rows)), Fraction(0), Fraction(0)
        for row in rows:
            share = int(row["days"]) / days
            mean += share * Fraction(row[column])
            half += share / 2 / 10 ** len(row[column].partition(".")[2])
        ids = frozenset(row["id"] for row in rows)
        return Estimate(mean, mean - half, mean + half, unit, ids)

    def days(self, period: str, kind: str = "working_days") -> Estimate:
        """Return the length of a period.

        Parameters
        ----------
        period : str
            Such as `2020-Q1`.
        kind : str
            `working_days` or `calendar_days`.

        Returns
        -------
        Estimate
            Exact, in the unit `day`; unknown where the data do not tell.

        Raises
        ------
        AnalysisError
            It is no period, or neither of these kinds.
        """
        check_known("kind of days", kind, _DAYS)
        rows = self._whole("working-days.csv", period)
        if not rows:
            return Estimate.unknown("day")
        total = Fraction(sum(int(row[kind]) for row in rows))
        return Estimate(total, total, total, "day", frozenset(row["id"] for row in rows))

    def _whole(self, name: str, period: str) -> list[Row]:
        """Return the row of a period, or the rows that make it up without gap; else none."""
        rows, period = self.reference.get(name, []), self._period(period)
        if same := [row for row in rows if row["period"] == period]:
            return same
        first, last = span(period)
        parts = [(row, *span(row["period"])) for row in rows]
        for length in (3, 1):
            inside = [
                row
                for row, begins, ends in parts
                if first <= begins and ends <= last and ends - begins + 1 == length
            ]
            if inside and length * len(inside) == last - first + 1:
                return inside
        return []


def _agree(found: Sequence[Estimate]) -> bool:
    return all(one.agrees_with(other) for one, other in combinations(found, 2))


def load_dataset(data: str | os.PathLike[str] | None = None) -> Dataset:
    """Return a data folder, checked.

    Parameters
    ----------
    data : path, optional
        The folder; without it, the data that come with the package.

    Raises
    ------
    DataError
        With every problem found in the folder, by file, row, column, value and expectation.
    """
    if data is None and (checked := os.environ.get(CHECKED_VARIABLE)):
        found: Dataset = pickle.loads(Path(checked).read_bytes())
        return found
    judged = judge(read_folder(data))
    if judged.problems:
        raise DataError(judged.problems)
    return from_judgement(judged)


def from_judgement(found: Judgement) -> Dataset:
    """Return a folder that was judged without a problem."""
    folder = found.folder
    typed = {row["id"]: _typed(row) for row in folder.tables.get(SERIES, ())}
    readings: dict[str, Quantity | Estimate] = {**found.readings, **typed}
    others = (name for name, rows in folder.tables.items() if rows)
    return Dataset(
        table=_joined(found, readings),
        metrics=pd.DataFrame(folder.tables[METRICS], dtype="str").set_index("metric"),
        sources=folder.sources,
        package=folder.package,
        fingerprint=folder.fingerprint,
        notes=tuple(found.notes),
        readings=readings,
        range_ends=found.range_ends,
        reference={one: folder.tables[one] for one in others if one not in (REPORTED, METRICS)},
    )


def load_metrics(data: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return the reported figures: checked, read from their phrases, joined with their metrics.

    Parameters
    ----------
    data : path, optional
        The data folder; without it, the data that come with the package.

    Returns
    -------
    pandas.DataFrame
        Indexed by `id`; one row per reported figure, in the order of `reported.csv`, with its
        columns and: `start`, `end` (first and last day of the period); `kind`, `value`, `low`,
        `high` (growth 0.77; money in whole yuan or dollars; mass in tonnes), `unit`, `bound`,
        `ambiguous`; `label`, `label_zh`, `measure` of the metric; `grade`, `issued` of the source;
        `in_force`, whether no other report supersedes it.

    Raises
    ------
    DataError
        With every problem found in the folder, by file, row, column, value and expectation.
    """
    return load_dataset(data).table.drop(columns="against")


def _joined(found: Judgement, readings: Mapping[str, Quantity | Estimate]) -> pd.DataFrame:
    tables, sources = found.folder.tables, found.folder.sources
    rows = [*tables[REPORTED], *(_WORDLESS | row for row in tables.get(SERIES, ()))]
    figures: list[Any] = [readings[row["id"]] for row in rows]
    about = {row["metric"]: row for row in tables[METRICS]}
    table = pd.DataFrame(rows, dtype="str").drop(columns=list(_NUMBERS), errors="ignore")
    for name in ("label", "label_zh", "measure"):
        table[name] = [about[row["metric"]][name] for row in rows]
    table["kind"] = [one.kind for one in figures]
    lasts = [found.range_ends.get(row["id"]) for row in rows]
    measures = (about[row["metric"]]["measure"] for row in rows)
    told = list(zip(figures, lasts, measures, strict=True))
    # Rows of the same words share a reading, and its ends are worked out once.
    known = {(id(one), id(last), measure): (one, last, measure) for one, last, measure in told}
    ends = {key: _ends(*one) for key, one in known.items()}
    table[list(_NUMBERS)] = [ends[id(one), id(last), measure] for one, last, measure in told]
    table["unit"] = [one.unit for one in figures]
    table["bound"] = [getattr(one, "bound", "=") for one in figures]
    table["ambiguous"] = [one.ambiguous for one in figures]
    said = [getattr(one, "comparison", "") or "" for one in figures]
    table["comparison"] = [row["comparison"] or one for one, row in zip(said, rows, strict=True)]
    table["against"] = list(map(base_of, table["kind"], table["comparison"]))
    for name, of in (("grade", grade), ("issued", date_of)):
        said_of = {key: of(sources[key]) for key in {row["source"] for row in rows}}
        table[name] = [said_of[row["source"]] for row in rows]
    for name, day in (("start", start), ("end", end)):
        days = {period: pd.Timestamp(day(period)) for period in {row["period"] for row in rows}}
        table[name] = [days[row["period"]] for row in rows]
    table["in_force"] = in_force(rows, table["against"].tolist(), sources)
    return table.set_index("id")


_WORDLESS = {"as_reported": "", "status": "", "sentence_sha256": ""}


def _typed(row: Row) -> Estimate:
    """Return what was typed in `series.csv`: its ends are what is typed."""
    value, low, high = (row[name] or row["value"] for name in _NUMBERS)
    kind, ids = "growth" if row["comparison"] else "level", frozenset([row["id"]])
    middle = Fraction(value) if value else None
    return Estimate(middle, Fraction(low), Fraction(high), row["unit"], ids, kind)


def _estimate(
    one: Quantity | Estimate, last: Quantity | None, row: str = "", measure: str = ""
) -> Estimate:
    """Return a reading, or both ends of a printed range, as an estimate."""
    if isinstance(one, Estimate):
        return one
    return as_estimate(one, row, measure, last)


def _ends(one: Quantity | Estimate, last: Quantity | None, measure: str) -> list[float]:
    """Return value and ends of a figure; nan where it has none.

    The ends are those of its estimate, save of a number of times that can be read in two ways.
    """
    told = one if one.ambiguous and not last else _estimate(one, last, measure=measure)
    return floats(None if last else one.value, told.low, told.high)
