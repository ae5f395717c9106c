"""A checked data folder, asked: what was reported, by whom, how precisely."""

from __future__ import annotations

import math
import os
import pickle
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple, Self

import pandas as pd

from .contract import RELATIONS, judge
from .errors import AnalysisError, DataError, check_known
from .estimates import NOT_REPORTED, Estimate, hull
from .folder import METRICS, REPORTED, SERIES, Folder, Row, read_folder, walk
from .naming.times import fold
from .paths import CHECKED_VARIABLE, shipped_data
from .periods import EXPECTED, end, in_words, is_period, overlap, span, start, year_before
from .reported import ReportedFigure, reported_figures
from .sources import GRADES, date_of, grade

_NUMBERS = ("value", "low", "high")
_WORDLESS = {"as_reported": "", "status": "", "sentence_sha256": ""}
_CURRENCIES = {
    "USD": "yuan_per_dollar",
    "EUR": "yuan_per_euro",
    "JPY": "yuan_per_yen",
    "GBP": "yuan_per_pound",
}
# What a figure may be against; a level is against nothing.
_AGAINST = ("yoy", "mom", "qoq", "points", "points-mom", "points-qoq", "")
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
    folder : Folder
        Its files, as read.
    package : dict
        `datapackage.json`, which says in `focus` what the analysis is about.
    """

    folder: Folder = field(repr=False)
    package: dict[str, Any]

    @cached_property
    def table(self) -> pd.DataFrame:
        """All reported figures, as `load_metrics` returns them."""
        told, tables = self.reported.values(), self.folder.tables
        rows = [*tables[REPORTED], *(_WORDLESS | row for row in tables.get(SERIES, ()))]
        table = pd.DataFrame(rows, dtype="str").drop(columns=list(_NUMBERS), errors="ignore")
        for name in ("label", "label_zh", "measure"):
            table[name] = [one.metric[name] for one in told]
        # Figures of the same words share what was read, and its ends are worked out once.
        alike = {(id(one.read), one.measure): one for one in told}
        ends = {key: one.ends for key, one in alike.items()}
        table["kind"] = [one.kind for one in told]
        table[list(_NUMBERS)] = [ends[id(one.read), one.measure] for one in told]
        for name in ("unit", "bound", "ambiguous", "comparison", "against"):
            table[name] = [getattr(one, name) for one in told]
        for name, of in (("grade", grade), ("issued", date_of)):
            said_of = {key: of(source) for key, source in self.sources.items()}
            table[name] = [said_of[one.row["source"]] for one in told]
        for name, day in (("start", start), ("end", end)):
            days = {period: pd.Timestamp(day(period)) for period in set(table["period"])}
            table[name] = [days[period] for period in table["period"]]
        for name in ("gone", "in_force"):
            table[name] = [getattr(one, name) for one in told]
        return table.set_index("id")

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """The rows of `metrics.csv`, indexed by metric."""
        return pd.DataFrame(self.folder.tables[METRICS], dtype="str").set_index("metric")

    @property
    def sources(self) -> dict[str, dict[str, Any]]:
        """The works the figures come from (CSL-JSON) by id."""
        return self.folder.sources

    @property
    def fingerprint(self) -> str:
        """A SHA-256 that changes with any byte of the data."""
        return self.folder.fingerprint

    @cached_property
    def reported(self) -> dict[str, ReportedFigure]:
        """The reported figures by id: the rows of `table`, each with its words as read."""
        return {one.id: one for one in reported_figures(self.folder)}

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
        """The metrics that the analysis begins with: `focus.metrics`, if any has a figure here."""
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
    def _reports(self) -> dict[tuple[str, ...], list[ReportedFigure]]:
        """All reports of a figure, the best first, by what is asked for."""
        found = defaultdict(list)
        for one in self.reported.values():
            about = one.row["entity"], one.row["metric"], one.row["period"], one.against
            found[about].append(one)
        return {
            about: sorted(told, key=lambda one: (not one.in_force, GRADES.index(grade(one.source))))
            for about, told in found.items()
        }

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

        `against` is `yoy`, `mom`, `qoq` or `points`; empty for levels. Errors are as of `growth`.
        """
        check_known("comparison", against, _AGAINST)
        told = self.asked_of(metric).get(against, ())
        return [one for one in told if self._reports[self.entity, metric, one, against][0].in_force]

    @cached_property
    def source_of(self) -> dict[str, str]:
        """The source of each row of each table, by its id."""
        return {row["id"]: row["source"] for _, _, row in walk(self.folder) if "source" in row}

    def __repr__(self) -> str:
        """Return ten lines on what is here and how to ask for it."""
        own = self.table[self.table["entity"] == self.entity]
        names = [f"  {metric}: {self.label(metric)}" for metric in self.headline[:4]]
        sources = self.table["source"].nunique()
        return "\n".join(
            [
                f"{self.package.get('title', self.package['name'])}, data release {self.version}",
                f"about {self.entity} in {in_words(self.period)}; headline metrics:",
                *names,
                f"{len(self.table)} reported figures ({len(own)} of them on {self.entity})",
                f"of {len(self.metrics)} metrics, from {sources} source{'s' * (sources != 1)}",
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
        told = self.reports(metric, entity, period, comparison)
        found = [one.rate for one in told if one.in_force]
        if not found:
            unit = "ratio" if comparison else str(self.metrics.at[metric, "unit"])
            why = ", ".join(dict.fromkeys(one.gone for one in told))
            if comparison == "yoy" and self.reports(metric, entity, period, "points"):
                why = why or "reported in percentage points"
            return Estimate.unknown(unit, why or NOT_REPORTED)
        return hull(*found) if disagree(told) else found[0]

    def vintages(
        self,
        metric: str,
        entity: str | None = None,
        period: str | None = None,
        comparison: str = "yoy",
    ) -> pd.DataFrame:
        """Return every report of one figure, the best first; `in_force` tells which ones answer.

        A newer report supersedes an older one of the same publisher, or any where its status is
        `revised`; one without a date supersedes none. What is withdrawn answers nothing, nor what
        came out before its period had ended.
        Parameters and errors are those of `growth`; levels are of the comparison "".

        Returns
        -------
        pandas.DataFrame
            Rows of `table`, none where nobody reported it.
        """
        told = self.reports(metric, entity, period, comparison)
        return self.table.loc[[one.id for one in told]]

    def reports(
        self, metric: str, entity: str | None, period: str | None, comparison: str
    ) -> list[ReportedFigure]:
        """Return the reported figures that are the rows of `vintages`."""
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
        return dict.fromkeys([self.entity, *(one[0] for one in self._reports)])

    def _period(self, period: object) -> str:
        """Return a period as the data write it; an error where it is none."""
        told = str(period)
        told = told if is_period(told) else fold(told, self.package.get("fiscal_year"))
        if not is_period(told):
            raise AnalysisError(f"{period!r} is no period. Expected: {EXPECTED}.")
        return told

    def figure(self, row: str) -> dict[Any, Any]:
        """Return one reported figure with its id and all its columns."""
        return {"id": self._reported(row).id} | self.table.loc[row].to_dict()

    def estimate(self, row: str) -> Estimate:
        """Return one reported figure as an estimate that its bound and precision allow."""
        return self._reported(row).estimate

    def rate(self, row: str) -> Estimate:
        """Return a figure as what its kind is compared by: halved year on year is −50 %."""
        return self._reported(row).rate

    def _reported(self, row: str) -> ReportedFigure:
        check_known("figure", row, self.reported, "The index of the table has")
        return self.reported[row]

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
        """Return the mean price of a unit of a currency in yuan, in `CNY/USD` and the like.

        A half-year or year is the mean of its quarters or months, weighted by their days with a
        rate. Exact but for the printed digits of each; unknown where the data have no rate.

        Parameters
        ----------
        period : str
            Such as `2020-Q1`.
        currency : str
            `USD`, `EUR`, `JPY` or `GBP`.

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
        """Return the length of a period, exact, in the unit `day`; unknown where no data tell.

        Parameters
        ----------
        period : str
            Such as `2020-Q1`.
        kind : str
            `working_days` or `calendar_days`.

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
        rows, period = self.folder.tables.get(name, []), self._period(period)
        if same := [row for row in rows if row["period"] == period]:
            return same
        first, last = span(period)
        inside: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            begins, ends = span(row["period"])
            if first <= begins and ends <= last:
                inside[ends - begins + 1].append(row)
        made_up = (inside[n] for n in (3, 1) if n * len(inside[n]) == last - first + 1)
        return next(made_up, [])


def disagree(told: Iterable[ReportedFigure]) -> bool:
    """Tell whether no one number could be what all these report, as far as they are in force."""
    pairs = combinations((one.rate for one in told if one.in_force), 2)
    return not all(one.agrees_with(other) for one, other in pairs)


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
    if data is None and (place := os.environ.get(CHECKED_VARIABLE)):
        found: Dataset = pickle.loads(Path(place).read_bytes())
        return found
    return checked(judge(read_folder(data)))


def checked(folder: Folder) -> Dataset:
    """Return a folder that was judged as a dataset; raise `DataError` where it has problems."""
    if folder.problems:
        raise DataError(folder.problems)
    return Dataset(folder, folder.package)


def load_metrics(data: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return the reported figures: checked, read from their phrases, joined with their metrics.

    Parameters and errors are those of `load_dataset`.

    Returns
    -------
    pandas.DataFrame
        Indexed by `id`; one row per reported figure, in the order of `reported.csv`, with its
        columns and: `start`, `end` (first and last day of the period); `kind`, `value`, `low`,
        `high` (growth 0.77; money in whole yuan or dollars; mass in tonnes), `unit`, `bound`,
        `ambiguous`; `label`, `label_zh`, `measure` of the metric; `grade`, `issued` of the source;
        `gone`, why it does not answer, such as `superseded`; `in_force`, whether it does.
    """
    return load_dataset(data).table.drop(columns="against")
