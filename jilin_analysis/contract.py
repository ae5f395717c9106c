"""The data contract: every rule that a data folder must keep, and how its phrases are read.

What a table schema can say (required, unique, pattern, enum, minimum, type, keys) is said once, in
`datapackage.json`, and read from there: in 0.02 s, where frictionless, which the tests hold beside
it, takes 2 s to load and judge. Here stands what a descriptor cannot say.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from statistics import median
from typing import Any

from .errors import Problem
from .folder import METRICS, PACKAGE, REPORTED, SERIES, Folder, Row, schemas, walk
from .naming.names import Named, alike, is_below, is_planned, plain
from .naming.times import LENGTHS, bases, fold
from .periods import EXPECTED, days, end, is_period, span, start
from .phrases import Quantity
from .reported import ReportedFigure, reported_figures
from .sources import check_sources, date_of

RELATIONS = ("part_of", "value_of", "volume_of")
_RATES, _DAYS = "exchange-rates.csv", "working-days.csv"
_DAMAGED = re.compile(r"[=@]|#(?:REF|NAME|VALUE|DIV|N/A|NUM|NULL)", re.IGNORECASE)
_AS_TEXT = "A spreadsheet may have changed it: format the column as text and type it again."
_SHOWN = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "a name of small letters, digits and hyphens",
    r"^([0-9a-f]{64})?$": "the SHA-256 of a sentence, or an empty cell",
}
_NUMBERS = {
    "number": (re.compile(r"-?\d+(\.\d+)?"), "a number"),
    "integer": (re.compile(r"-?\d+"), "a whole number"),
}
_IF_PROFIT = "Is it a profit? Then its measure in metrics.csv is 'profit'."
_TIMES_OF_A_NEIGHBOUR = 10

# Column, cell, what is expected there, and perhaps how to mend it.
Fault = tuple[str, str, str] | tuple[str, str, str, str]


def judge(folder: Folder) -> Folder:
    """Judge a folder by its descriptor, its bibliography, its tables and its phrases.

    It is the same folder, with what was found among its problems and notes.
    """
    if folder.path.is_dir():
        _fold_cells(folder)
        folder.problems += check_sources(folder.listed)
        folder.problems += _descriptor(folder)
        folder.problems += _gathered(folder, [*_cells(folder), *_tables(folder), *_rows(folder)])
        folder.notes = list(dict.fromkeys(folder.notes))
    return folder


def _fold_cells(folder: Folder) -> None:
    """Fold what people write for `yoy` and for a period, and say so."""
    fiscal = folder.package.get("fiscal_year")
    fiscal = fiscal if isinstance(fiscal, dict) else None
    folded: Counter[str] = Counter()
    for name, _, row in walk(folder):
        period, comparison = row.get("period", ""), row.get("comparison", "")
        read = period if not period or is_period(period) else fold(period, fiscal)
        if (read, comparison.lower()) != (period, comparison):
            row |= {"period": read, "comparison": comparison.lower()}
            folded[name] += 1
    for name, count in folded.items():
        cells = "1 row" if count == 1 else f"{count} rows"
        folder.notes.append(f"{name}: the period or comparison of {cells} is read as we write it.")


def _gathered(folder: Folder, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield each problem once, at its first row, with the other rows that have it too."""
    rows: dict[Problem, list[Any]] = defaultdict(list)
    for one in problems:
        rows[replace(one, row=None)].append(one.row)
    for one, (first, *others) in rows.items():
        yield replace(
            one, file=folder.sheets.get(one.file, one.file), row=first, also=tuple(others)
        )


# What the descriptor says of each column.


def _cells(folder: Folder) -> Iterator[Problem]:
    for name, fields in schemas(folder.package).items():
        for rule in fields:
            column, tests = rule["name"], list(_tests(rule))
            unique = rule.get("constraints", {}).get("unique")
            where: dict[str, list[int]] = defaultdict(list)
            for number, row in zip(folder.numbers.get(name, ()), folder.tables[name], strict=True):
                where[row[column]].append(number)
            for cell, rows in where.items():
                failed = ((told, mend) for test, told, mend in tests if not test(cell))
                if told := next(failed, None):
                    yield from (Problem(name, row, column, cell, *told) for row in rows)
                elif unique and cell and rows[1:]:
                    what = "name" if column in ("id", "metric") else column
                    expected = f"a {what} used once (it is in row {rows[0]} already)"
                    yield from (Problem(name, row, column, cell, expected) for row in rows[1:])


def _tests(rule: dict[str, Any]) -> Iterator[tuple[Callable[[str], object], str, str]]:
    """Yield what must hold of a cell of a column, what is expected, and the mend."""
    column, kind, limits = rule["name"], rule["type"], rule.get("constraints", {})
    if limits.get("required"):
        yield bool, "some text", ""
    if column == "period":
        yield lambda cell: not cell or is_period(cell), EXPECTED, _AS_TEXT
    elif pattern := limits.get("pattern"):
        mend = "" if column != "id" else "Write it in small letters, with hyphens for spaces."
        form = re.compile(f"^$|{pattern}")
        yield form.search, _SHOWN.get(pattern, f"text of the form {pattern}"), mend
    if listed := limits.get("enum"):
        words = ", ".join(filter(None, listed))
        optional = "" in listed or not limits.get("required")
        expected = f"{words}, or an empty cell" if optional else f"one of {words}"
        yield {"", *listed}.__contains__, expected, ""
    if kind in _NUMBERS:
        form, words = _NUMBERS[kind]
        least = limits.get("minimum", float("-inf"))
        yield lambda cell: not cell or form.fullmatch(cell), words, ""
        yield lambda cell: not cell or float(cell) >= least, f"{words} of {least} at the least", ""
    elif kind == "string" and column != "id":
        yield lambda cell: not _DAMAGED.match(cell), "plain text", _AS_TEXT


# The descriptor itself.


def _fits(told: Any, shape: Any) -> bool:
    """Tell whether a JSON value has a shape.

    A shape is a pattern of its whole text, a list with the shape of its items, a dict with those
    of some keys and, under "*", of all others, a range or tuple of values, or a type.
    """
    if isinstance(shape, str):
        return isinstance(told, str) and bool(re.fullmatch(shape, told))
    if isinstance(shape, list):
        return isinstance(told, list) and all(_fits(one, shape[0]) for one in told)
    if isinstance(shape, dict):
        free = shape.get("*", object)
        return isinstance(told, dict) and all(
            _fits(told.get(key), shape.get(key, free)) for key in {*told, *shape} - {"*"}
        )
    return told in shape if isinstance(shape, tuple | range) else isinstance(told, shape)


_ANY = r"(?s).*"
_ENTRY = {"*": _ANY, "roles": object}
_FIELD = {"*": _ANY, "name": _ANY, "constraints": dict | None}
_DAY = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T.*)?"
_SHAPES: dict[str, tuple[Any, str]] = {
    "name": (r"\S.*", "some text"),
    "title": (_ANY, "some text"),
    "description": (_ANY, "some text"),
    "headline": (_ANY, "one sentence, or nothing"),
    "version": (r"[\w.+-]{1,40}", "a version such as 2020.1"),
    "created": (_DAY, "a date such as 2020-06-27"),
    "homepage": (r"(?:https?://[^\s<>\"']+)?", "a web address, or nothing"),
    "licenses": ([_ENTRY], 'a list such as [{"name": "CC-BY-4.0", "path": "https://…"}]'),
    "contributors": ([_ENTRY], 'a list such as [{"title": "Your name"}]'),
    "identifiers": ([_ENTRY], 'a list such as [{"type": "doi", "value": "10.…"}]'),
    "keywords": ([_ANY], "a list of words"),
    "focus": (dict, 'an object such as {"entity": "…", "period": "2020-Q1"}'),
    "fiscal_year": (
        {"starts": range(1, 13), "named_by": ("start", "end")},
        'an object such as {"starts": 4, "named_by": "start"}',
    ),
    "resources": (list, "a list of the files in this folder"),
}
_NEEDED = ("name", "version", "created", "focus", "resources")


def _descriptor(folder: Folder) -> Iterator[Problem]:
    """Yield every fault of the descriptor."""
    package = folder.package
    if not package:
        return
    for key, (shape, expected) in _SHAPES.items():
        if (key in package or key in _NEEDED) and not _fits(package.get(key), shape):
            yield _fault(key, package.get(key), expected)
    focus, resources = package.get("focus"), package.get("resources")
    yield from _focus(folder, focus if isinstance(focus, dict) else {})
    for resource in resources if isinstance(resources, list) else []:
        yield from _resource(folder, resource if isinstance(resource, dict) else {})


def _fault(key: str, found: object, expected: str, mend: str = "") -> Problem:
    told = found if isinstance(found, str) or found is None else str(found)
    return Problem(PACKAGE, None, key, told, expected, mend)


def _focus(folder: Folder, focus: dict[str, Any]) -> Iterator[Problem]:
    rows = [*folder.tables.get(REPORTED, []), *folder.tables.get(SERIES, [])]
    if not rows and REPORTED in folder.numbers:
        mend = "Add those of a release: jilin-analysis read FILE --add FOLDER."
        yield Problem(REPORTED, 2, None, "no row", "a figure, here or in series.csv", mend)
        return
    entity, period = focus.get("entity"), focus.get("period")
    if not isinstance(entity, str) or entity not in {row["entity"] for row in rows}:
        expected = "the entity that the notebooks are about, one of reported.csv"
        yield _fault("focus.entity", entity, expected)
    periods = sorted({row["period"] for row in rows if row["entity"] == entity})
    if not isinstance(period, str) or not is_period(period):
        yield _fault("focus.period", period, EXPECTED)
    elif isinstance(entity, str) and period not in periods:
        expected = f"a period of which reported.csv has a figure of {entity}"
        mend = f"Add one, or name another. It has {', '.join(periods[:12])}." if periods else ""
        yield _fault("focus.period", period, expected, mend)
    for key, table, column in (("metrics", METRICS, "metric"), ("comparators", REPORTED, "id")):
        stated = focus.get(key, [])
        known = {row[column] for row in folder.tables.get(table, [])}
        for one in stated if isinstance(stated, list) else [{}]:
            if not isinstance(one, str) or one not in known:
                yield _fault(f"focus.{key}", one or stated, f"a list of {column}s of {table}")


def _resource(folder: Folder, resource: dict[str, Any]) -> Iterator[Problem]:
    path = resource.get("path", "")
    if not _fits(path, r"[\w-]+\.(?:csv|json)"):
        yield _fault("resources.path", path, "the name of a file in this folder")
        return
    schema = resource.get("schema") or {"fields": []}
    if not _fits(schema, {"fields": [_FIELD]}):
        expected = 'an object such as {"fields": [{"name": "note", "type": "string"}]}'
        yield _fault("resources.schema", schema, expected)
    stated, found = resource.get("hash", ""), folder.hashes.get(path)
    if stated and found and stated != f"sha256:{found}":
        size = (folder.path / path).stat().st_size
        mend = (
            f"If the change is meant, write this hash there, bytes {size}, and raise the version."
        )
        expected = f"sha256:{found}, the hash of {path} as it is now"
        yield _fault("resources.hash", stated, expected, mend)


# What no descriptor can say of a column, of a row, of a phrase.


def _tables(folder: Folder) -> Iterator[Problem]:
    """Yield rates far from the others of their column, and entities spelt nearly alike."""
    rates = [(number, row) for name, number, row in walk(folder) if name == _RATES]
    for column in [c for c in (rates[0][1] if rates else {}) if c.startswith("yuan_per_")]:
        cells = {number: row[column] for number, row in rates}
        told = {n: float(cell) for n, cell in cells.items() if re.fullmatch(r"\d+(\.\d+)?", cell)}
        usual = median(told.values()) if told else 0
        for number, rate in told.items():
            most = usual * _TIMES_OF_A_NEIGHBOUR
            if rate <= 0 or rate > most or rate * _TIMES_OF_A_NEIGHBOUR < usual:
                expected = f"a rate near the others of its column, about {usual:.6g}"
                mend = "Is the decimal point in its place, and is it not the inverse?"
                yield Problem(_RATES, number, column, cells[number], expected, mend)
    rows: dict[str, list[int]] = defaultdict(list)
    for name, number, row in walk(folder):
        if name == REPORTED:
            rows[row["entity"]].append(number)
    for one, another in alike(rows):
        rare, other = sorted((one, another), key=lambda name: (len(rows[name]), name != one))
        expected = f"{other!r}, as {len(rows[other])} other rows have it, or another name"
        yield Problem(REPORTED, rows[rare][0], "entity", rare, expected)


def _rows(folder: Folder) -> Iterator[Problem]:
    """Yield what is wrong in each row, held against its own cells and all the other rows."""
    metrics = {row["metric"]: row for row in folder.tables.get(METRICS, ())}
    named = Named(metrics.values(), folder.tables.get(REPORTED, ()))
    dates = cache(partial(_dates, folder))
    figures = {id(one.row): one for one in reported_figures(folder)}
    seen: dict[tuple[str, ...], Any] = {}
    for name, number, row in walk(folder):
        figure = figures.get(id(row))
        faults = [*_links(folder, name, row, metrics)]
        if figure and name == REPORTED:
            faults += _phrase(folder, number, figure, named, dates)
        elif figure:
            faults += _typed(row, figure.metric)
        elif name == _DAYS:
            faults += _lengths(row)
        faults += _twice(name, number, row, figure, seen.setdefault)
        yield from (Problem(name, number, *fault) for fault in faults)


def _links(folder: Folder, name: str, row: Row, metrics: dict[str, Row]) -> Iterator[Fault]:
    """Yield what refers to a row or source that is not there, and what leads back to itself."""
    for column in RELATIONS if name == METRICS else ("metric",):
        if row.get(column) and row[column] not in metrics:
            yield column, row[column], "a metric of metrics.csv"
    if folder.sources and row.get("source") and row["source"] not in folder.sources:
        yield "source", row["source"], "the id of an entry in sources.json"
    for column in RELATIONS if name == METRICS else ():
        passed = [row["metric"]]
        while (other := metrics.get(passed[-1], {}).get(column)) and other not in passed:
            passed.append(other)
        if other == row["metric"]:
            yield column, row[column], f"another metric, that is not itself {column} {other}"


def _twice(
    name: str, number: int, row: Row, figure: ReportedFigure | None, first: Callable[..., Any]
) -> Iterator[Fault]:
    """Yield what an earlier row has already, or has otherwise: `first` gives what came first."""
    own = row.get("id", "")
    if own and (other := first(("id", own), name)) != name:
        yield "id", own, f"an id of its own ({other} uses it already)"
    label, metric = row.get("label", ""), row.get("metric", "")
    if label and (other := first(("label", plain(label)), metric)) != metric:
        yield "label", label, f"a label of its own ({other} has it already)"
    if not figure or (name == REPORTED and not figure.read):
        return
    kind, unit = figure.kind, figure.unit
    same = [row[column] for column in ("entity", "metric", "period", "comparison", "source")]
    same += [figure.status, kind if kind in ("growth", "points") else "level"]
    table, line = first(("figure", *same), (name, number))
    if (table, line) != (name, number):
        place = f"row {line}" if table == name else f"{table}, row {line},"
        expected = f"one figure from one source ({place} gives it already)"
        mend = "Say which one is 'revised' or 'preliminary' in the column status."
        mend = mend if table == name else "Keep the words, and leave the typed number out."
        yield "source", row["source"], expected, mend
    # Levels of one metric in two units, where metrics.csv names none.
    column = "as_reported" if figure.words else "unit"
    is_level = not row["comparison"] and kind in ("level", "share")
    if is_level and unit and (other := first(("unit", metric), unit)) != unit:
        expected = f"a level in {other}, as the first one of {metric} is"
        yield column, row[column], expected, "Give each unit a metric of its own."


def _typed(row: Row, about: Row) -> Iterator[Fault]:
    """Yield what cannot be of a figure typed in `series.csv`."""
    least, unit = (-1, "ratio") if row["comparison"] else (0, about.get("unit", ""))
    ends = [row[end] or row["value"] for end in ("low", "value", "high")]
    told = [float(end) for end in ends if _NUMBERS["number"][0].fullmatch(end)]
    if told != sorted(told) or not (row["value"] or (row["low"] and row["high"])):
        yield "value", row["value"], "a value, or low and high, with low ≤ value ≤ high"
    if told and told[0] < least and about.get("measure") != "profit":
        expected = f"{least} or more, since this is no profit"
        yield "value", row["low"] or row["value"], expected, _IF_PROFIT
    if unit and row["unit"] != unit:
        expected = f"{unit}: a growth rate is a ratio, a level has the unit of its metric"
        yield "unit", row["unit"], expected


def _lengths(row: Row) -> Iterator[Fault]:
    """Yield days that a period does not have."""
    counted, worked, period = row["calendar_days"], row["working_days"], row["period"]
    if not is_period(period):
        return
    most = days(period)
    if counted.isdigit() and int(counted) != most:
        yield "calendar_days", counted, f"{most}, the days of {period}"
    if worked.isdigit() and not 0 < int(worked) <= most:
        yield "working_days", worked, f"a number from 1 to {most}, the days of {period}"


def _phrase(
    folder: Folder,
    number: int,
    figure: ReportedFigure,
    named: Named,
    dates: Callable[[str, str], tuple[str, str]],
) -> Iterator[Fault]:
    """Read the phrase of a row and hold it against the other cells of the row."""
    row, phrase = figure.row, figure.words
    if not figure.read:
        if phrase:
            mend = "Write the words of the figure as they are printed, such as 'up 23 percent'."
            yield "as_reported", phrase, f"one reported figure ({figure.refusal})", mend
        return
    first = figure.read[0]
    yield from _meaning(row, figure.metric, first)
    if other := named.metric(row):
        mend = "Correct the metric, or add the words to also_called in metrics.csv."
        yield "metric", row["metric"], f"the metric that the phrase names ({other})", mend
    if other := named.entity(row):
        yield "entity", row["entity"], f"the entity that the phrase names ({other})"
    period = row["period"]
    if is_period(period):
        # The 2033 of '2033 tonnes' is no year.
        if other := named.time(phrase.replace(first.text, " "), period):
            yield "period", period, f"the period that the phrase names ({other})"
        expected, note = dates(period, row["source"])
        if expected:
            yield "period", period, expected
        folder.notes += filter(None, [note])
    if first.ambiguous:
        folder.notes.append(
            f"{REPORTED}, row {number}: {phrase!r} may be {' or '.join(first.candidates)}; "
            f"it is taken as {figure.estimate}."
        )


def _meaning(row: Row, about: Row, found: Quantity) -> Iterator[Fault]:
    """Yield what a figure cannot be, by its metric and by what it is compared with."""
    phrase, comparison = row["as_reported"], row["comparison"]
    unit, gain = about.get("unit", ""), about.get("measure", "") == "profit"
    stated, cell = found.comparison or "", ("as_reported", phrase)
    if found.kind == "growth" and found.value < -1 and not gain:
        expected = "a fall of 100 percent at the most: a volume or value has no more to lose"
        yield *cell, expected, _IF_PROFIT
    if found.kind == "level" and found.value < 0 and not gain:
        yield *cell, "a level of nought or more, since this is no profit", _IF_PROFIT
    below = is_below(phrase) and not is_below(about.get("label", ""))
    if gain and below and found.kind == "level" and found.value > 0:
        expected = "a result with its sign: these words tell how far it lies below nought"
        mend = f"Type {-found.value:f} in {SERIES}, or give what they name a metric of its own."
        yield *cell, expected, mend
    if is_planned(phrase):
        mend = "Leave the row out; the note of another one can tell it."
        yield *cell, "what has happened: these words tell of a forecast or a plan", mend
    declared = f"a level in {unit}, the unit of {row['metric']} in metrics.csv, not"
    if found.kind in ("level", "rank") and unit and found.unit != unit:
        yield *cell, f"{declared} in {found.unit}"
    if found.kind == "share" and not comparison and unit not in ("", "ratio"):
        yield *cell, f"{declared} a share"
    length = {"yoy": "year", "qoq": "quarter", "mom": "month"}.get(comparison, "$^")
    of_the_level = rf"\bof (?:the|its|that|last|what)\b.*\b{length}"
    share = found.kind == "share" and comparison and unit != "ratio"
    if share and stated != comparison and not re.search(of_the_level, phrase):
        expected = "words that say whether this is growth or a share of the level before"
        mend = (
            "Write 'up 31 percent', as printed nearby, or '31 percent of the level a year before'."
        )
        yield *cell, expected, mend
    # 'Compared with 2018' is year on year of 2019.
    named = stated in ("other", "mom") and comparison in bases(phrase, row["period"])
    if comparison and stated and comparison != stated and not named:
        wanted = "an empty cell" if stated in ("level", "other") else stated
        yield "comparison", comparison, f"{wanted}, as the phrase itself says"
    first, last = span(row["period"]) if is_period(row["period"]) else (0, 0)
    if last - first >= LENGTHS.get(comparison or stated, math.inf):
        base = {"mom": "month", "qoq": "quarter"}[comparison or stated]
        expected = f"one that {row['period']} can have: it is longer than the {base} before"
        yield "comparison", comparison, expected, "Say in this column what it is against."
    if found.kind in ("growth", "points", "multiple") and not comparison and not stated:
        expected = "yoy, mom or qoq: the phrase is a change and does not say against what"
        yield "comparison", comparison, expected


def _dates(folder: Folder, period: str, source: str) -> tuple[str, str]:
    """Return what is expected of a period that begins after its source came out; or a note."""
    day, made = date_of(folder.sources.get(source, {})), str(folder.package.get("created", ""))[:10]
    if day and day[: len("2020-01")] < f"{start(period):%Y-%m}"[: len(day)]:
        return f"a period that had begun when {source} came out ({day})", ""
    if not day and made and made < start(period).isoformat():
        return f"a period that had begun when these data were made ({made})", ""
    if day and day < end(period).isoformat()[: len(day)]:
        return "", f"{source} came out on {day}, before the end of {period}"
    return "", ""
