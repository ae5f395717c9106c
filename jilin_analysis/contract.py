"""The data contract: every rule that a data folder must keep, and how its phrases are read.

What a table schema can say (required, unique, pattern, enum, minimum, type, keys) is said once, in
`datapackage.json`, and read from there: in 0.02 s, where frictionless, which the tests hold beside
it, takes 2 s to load and judge. Here stands what a descriptor cannot say.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from .errors import DataError, Problem
from .folder import (
    METRICS,
    PACKAGE,
    REPORTED,
    SERIES,
    Folder,
    Row,
    read_folder,
    schemas,
    walk,
)
from .names import Named, alike, plain
from .periods import EXPECTED, contradicts, days, end, fold, is_period, start
from .phrases import NormalizationError, Quantity, find_quantities, normalize, read_rank
from .sources import GRADES, check_sources, date_of

__all__ = ["GRADES", "Judgement", "check_folder", "checked_folder", "judge", "read_folder"]

_DAMAGED = re.compile(r"[=@]|#(?:REF|NAME|VALUE|DIV|N/A|NUM|NULL)", re.IGNORECASE)
RELATIONS = ("part_of", "value_of", "volume_of")
_AS_TEXT = "A spreadsheet may have changed it: format the column as text and type it again."
_SLUG = "a name of small letters, digits and hyphens"
_SHOWN = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": _SLUG,
    r"^([0-9a-f]{64})?$": "the SHA-256 of a sentence, or an empty cell",
}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TIMES_OF_A_NEIGHBOUR = 10


@dataclass(slots=True)
class Judgement:
    """A data folder with what is wrong in it, what is worth knowing, and its phrases as read.

    Attributes
    ----------
    folder : Folder
    problems : list of Problem
        What keeps the folder from being used.
    notes : list of str
        What a careful person would like to be told; it keeps nothing from running.
    readings : dict of str to Quantity
        Each figure by the id of its row.
    range_ends : dict of str to Quantity
        The upper end of what was printed as a range, by the id of its row.
    """

    folder: Folder
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    readings: dict[str, Quantity] = field(default_factory=dict)
    range_ends: dict[str, Quantity] = field(default_factory=dict)


def check_folder(data: str | os.PathLike[str] | None = None) -> list[Problem]:
    """Return every fault of a data folder, in the order of its files; an empty list is a pass."""
    return judge(read_folder(data)).problems


def checked_folder(data: str | os.PathLike[str] | None = None) -> Judgement:
    """Return a folder that keeps the contract; raise `DataError` with every fault otherwise."""
    found = judge(read_folder(data))
    if found.problems:
        raise DataError(found.problems)
    return found


def judge(folder: Folder) -> Judgement:
    """Judge a folder by its descriptor, its bibliography, its tables and its phrases."""
    found = Judgement(folder, list(folder.problems), list(folder.notes))
    if not folder.path.is_dir():
        return found
    _fold_cells(found)
    rules = schemas(folder.package)
    for name, fields in rules.items():
        for rule in fields:
            found.problems += _column(folder, name, rule)
    found.problems += check_sources(folder.listed)
    found.problems += _links(folder)
    found.problems += _package(folder)
    found.problems += _reference_values(folder)
    found.problems += _names(folder)
    _phrases(found)
    found.problems += _one_unit(found)
    return found


def _fold_cells(found: Judgement) -> None:
    """Fold what people write for `yoy` and for a period, and say so."""
    fiscal = found.folder.package.get("fiscal_year")
    folded: Counter[str] = Counter()
    for name, _, row in walk(found.folder):
        period, comparison = row.get("period", ""), row.get("comparison", "")
        if period and not is_period(period):
            row["period"] = fold(period, fiscal if isinstance(fiscal, dict) else None)
        if comparison != comparison.lower():
            row["comparison"] = comparison.lower()
        folded[name] += (period, comparison) != (row.get("period", ""), row.get("comparison", ""))
    for name, count in folded.items():
        if count:
            cells = "1 row" if count == 1 else f"{count} rows"
            found.notes.append(
                f"{name}: the period or comparison of {cells} is read as we write it."
            )


# What the descriptor says.


def _column(folder: Folder, name: str, rule: dict[str, Any]) -> Iterator[Problem]:
    column, constraints = rule["name"], rule.get("constraints", {})
    where: dict[str, list[int]] = defaultdict(list)
    for number, row in zip(folder.numbers.get(name, ()), folder.tables[name], strict=True):
        where[row[column]].append(number)
    for test, expected, mend in _tests(column, rule, constraints):
        for cell in [cell for cell in where if not test(cell)]:
            rows = where[cell]
            more = f" (also in {len(rows) - 1} more rows)" if len(rows) > 1 else ""
            yield Problem(name, rows[0], column, cell, expected + more, mend)
            del where[cell]
    if constraints.get("unique"):
        for cell, rows in where.items():
            for again in rows[1:]:
                expected = f"a {column} used once (it is in row {rows[0]} already)"
                if column in ("id", "metric"):
                    expected = f"a name used once (it is in row {rows[0]} already)"
                yield Problem(name, again, column, cell, expected)


Test = tuple[Callable[[str], object], str, str]


def _tests(column: str, rule: dict[str, Any], constraints: dict[str, Any]) -> Iterator[Test]:
    required = constraints.get("required", False)
    if required:
        yield (lambda cell: cell), "some text", ""

    def asked(test: Callable[[str], object]) -> Callable[[str], object]:
        return lambda cell: not cell or test(cell)

    if column == "period":
        yield asked(is_period), EXPECTED, _AS_TEXT
    elif pattern := constraints.get("pattern"):
        mend = "" if column != "id" else "Write it in small letters, with hyphens for spaces."
        yield re.compile(pattern).search, _SHOWN.get(pattern, f"text of the form {pattern}"), mend
    if listed := constraints.get("enum"):
        shown = [one for one in listed if one]
        empty = ", or an empty cell" if "" in listed or not required else ""
        words = f"{', '.join(shown)}{empty}" if empty else f"one of {', '.join(shown)}"
        yield asked(listed.__contains__), words, ""
    if rule["type"] in ("number", "integer"):
        words = {"number": "a number", "integer": "a whole number"}[rule["type"]]
        least = constraints.get("minimum")
        number = _NUMBER if rule["type"] == "number" else re.compile(r"-?\d+")
        yield asked(number.fullmatch), words, ""
        if least is not None:
            expected = f"{words} of {least} at the least"
            yield (
                asked(lambda cell: not number.fullmatch(cell) or float(cell) >= least),
                expected,
                "",
            )
    elif rule["type"] == "string" and column != "id":
        yield asked(lambda cell: not _DAMAGED.match(cell)), "plain text", _AS_TEXT


def _links(folder: Folder) -> Iterator[Problem]:
    """Yield what refers to a row or source that is not there, and ids that two tables use."""
    metrics = {row["metric"]: row for row in folder.tables.get(METRICS, ())}
    homes: dict[str, str] = {}
    told: set[tuple[str, str, str]] = set()
    for name, number, row in walk(folder):
        for column in [column for column in ("metric", *RELATIONS) if row.get(column)]:
            own = name == METRICS and column == "metric"
            cell = row[column]
            if not own and cell not in metrics and (name, column, cell) not in told:
                told.add((name, column, cell))
                yield Problem(name, number, column, cell, "a metric of metrics.csv")
        if name == METRICS:
            yield from _circles(number, row, metrics)
        key = row.get("source", "")
        missing = key and folder.sources and key not in folder.sources
        if missing and (name, "source", key) not in told:
            told.add((name, "source", key))
            yield Problem(name, number, "source", key, "the id of an entry in sources.json")
        if (own_id := row.get("id", "")) and homes.setdefault(own_id, name) != name:
            expected = f"an id of its own ({homes[own_id]} uses it already)"
            yield Problem(name, number, "id", own_id, expected)


def _circles(number: int, row: Row, metrics: dict[str, Row]) -> Iterator[Problem]:
    """Yield a relation of a metric to itself, or that leads back to it."""
    for column in RELATIONS:
        passed = [row["metric"]]
        while (other := metrics.get(passed[-1], {}).get(column)) and other not in passed:
            passed.append(other)
        if other == row["metric"]:
            expected = f"another metric, that is not itself {column} {row['metric']}"
            yield Problem(METRICS, number, column, row[column], expected)


def _text(form: str = r"(?s).*") -> Callable[[Any], bool]:
    return lambda told: isinstance(told, str) and bool(re.fullmatch(form, told))


def _entry(told: Any, free: str = "roles") -> bool:
    return isinstance(told, dict) and all(isinstance(told[key], str) for key in told if key != free)


def _field(told: Any) -> bool:
    rules = told.get("constraints", {}) if _entry(told, "constraints") and "name" in told else None
    return isinstance(rules, dict) and isinstance(rules.get("enum", []), list)


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda told: isinstance(told, kind)


def _list(sound: Callable[[Any], bool] = _entry) -> Callable[[Any], bool]:
    return lambda told: isinstance(told, list) and all(map(sound, told))


def _fiscal(told: Any) -> bool:
    named = isinstance(told, dict) and told.get("named_by") in ("start", "end")
    return named and told.get("starts") in range(1, 13)


_DAY = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T.*)?"
_SOUND: dict[str, tuple[Callable[[Any], bool], str]] = {
    "name": (_text(r"\S.*"), "some text"),
    "title": (_text(), "some text"),
    "description": (_text(), "some text"),
    "headline": (_text(), "one sentence, or nothing"),
    "version": (_text(r"[\w.+-]{1,40}"), "a version such as 2020.1"),
    "created": (_text(_DAY), "a date such as 2020-06-27"),
    "homepage": (_text(r"(?:https?://[^\s<>\"']+)?"), "a web address, or nothing"),
    "licenses": (_list(), 'a list such as [{"name": "CC-BY-4.0", "path": "https://…"}]'),
    "contributors": (_list(), 'a list such as [{"title": "Your name"}]'),
    "identifiers": (_list(), 'a list such as [{"type": "doi", "value": "10.…"}]'),
    "keywords": (_list(_text()), "a list of words"),
    "focus": (_is(dict), 'an object such as {"entity": "…", "period": "2020-Q1"}'),
    "fiscal_year": (_fiscal, 'an object such as {"starts": 4, "named_by": "start"}'),
    "resources": (_is(list), "a list of the files in this folder"),
}
_NEEDED = ("name", "version", "created", "focus", "resources")


def _package(folder: Folder) -> Iterator[Problem]:
    """Yield every fault of the descriptor."""
    package = folder.package

    def fault(key: str, found: object, expected: str, mend: str = "") -> Problem:
        told = found if isinstance(found, str) or found is None else str(found)
        return Problem(PACKAGE, None, key, told, expected, mend)

    for key, (sound, expected) in _SOUND.items() if package else ():
        if (key in package or key in _NEEDED) and not sound(package.get(key)):
            yield fault(key, package.get(key), expected)
    if package:
        focus, resources = package.get("focus"), package.get("resources")
        yield from _focus(folder, focus if isinstance(focus, dict) else {}, fault)
        for resource in resources if isinstance(resources, list) else []:
            yield from _resource(folder, resource if isinstance(resource, dict) else {}, fault)


def _focus(
    folder: Folder, focus: dict[str, Any], fault: Callable[..., Problem]
) -> Iterator[Problem]:
    rows = [*folder.tables.get(REPORTED, []), *folder.tables.get(SERIES, [])]
    entity, period = focus.get("entity"), focus.get("period")
    if not rows and REPORTED in folder.numbers:
        mend = "Add those of a release: jilin-analysis read FILE --add FOLDER."
        yield Problem(REPORTED, 2, None, "no row", "a figure, here or in series.csv", mend)
        return
    if not isinstance(entity, str) or entity not in {row["entity"] for row in rows}:
        expected = "the entity that the notebooks are about, one of reported.csv"
        yield fault("focus.entity", entity, expected)
    if not isinstance(period, str) or not is_period(period):
        yield fault("focus.period", period, EXPECTED)
    elif isinstance(entity, str) and not any(
        (row["entity"], row["period"]) == (entity, period) for row in rows
    ):
        periods = sorted({row["period"] for row in rows if row["entity"] == entity})
        expected = f"a period of which reported.csv has a figure of {entity}"
        mend = f"It has {', '.join(periods[:12])}." if periods else ""
        yield fault("focus.period", period, expected, mend)
    listed = [
        ("metrics", METRICS, "metric", "a list of metrics of metrics.csv"),
        ("comparators", REPORTED, "id", "a list of ids of reported.csv"),
    ]
    for key, table, column, expected in listed:
        stated = focus.get(key, [])
        known = {row[column] for row in folder.tables.get(table, [])}
        for one in stated if isinstance(stated, list) else [{}]:
            if not isinstance(one, str) or one not in known:
                yield fault(f"focus.{key}", one or stated, expected)


def _resource(
    folder: Folder, resource: dict[str, Any], fault: Callable[..., Problem]
) -> Iterator[Problem]:
    path = resource.get("path", "")
    if not (isinstance(path, str) and re.fullmatch(r"[\w-]+\.(?:csv|json)", path)):
        yield fault("resources.path", path, "the name of a file in this folder")
        return
    fields = resource.get("schema") or {"fields": []}
    fields = fields.get("fields") if isinstance(fields, dict) else None
    if not _list(_field)(fields):
        expected = 'an object such as {"fields": [{"name": "note", "type": "string"}]}'
        yield fault("resources.schema", resource["schema"], expected)
    stated, found = resource.get("hash", ""), folder.hashes.get(path)
    if stated and found and stated != f"sha256:{found}":
        size = (folder.path / path).stat().st_size
        mend = (
            f"If the change is meant, write this hash there, bytes {size}, and raise the version."
        )
        expected = f"sha256:{found}, the hash of {path} as it is now"
        yield fault("resources.hash", stated, expected, mend)


# What no descriptor can say.


def _reference_values(folder: Folder) -> Iterator[Problem]:
    metrics = folder.tables.get(METRICS, ())
    units = {row["metric"]: row["unit"] for row in metrics}
    measures = {row["metric"]: row["measure"] for row in metrics}
    for name, number, row in walk(folder):
        period = row.get("period", "")
        if name == SERIES:
            ends = [row[end] or row["value"] for end in ("low", "value", "high")]
            told = [float(end) for end in ends if _NUMBER.fullmatch(end)]
            if told != sorted(told) or not (row["value"] or (row["low"] and row["high"])):
                expected = "a value, or low and high, with low ≤ value ≤ high"
                yield Problem(name, number, "value", row["value"], expected)
            least = -1 if row["comparison"] else 0
            if told and told[0] < least and measures.get(row["metric"]) != "profit":
                expected = f"{least} or more, since this is no profit"
                yield Problem(name, number, "value", row["low"] or row["value"], expected)
            unit = "ratio" if row["comparison"] else units.get(row["metric"], "")
            if unit and row["unit"] != unit:
                expected = f"{unit}: a growth rate is a ratio, a level has the unit of its metric"
                yield Problem(name, number, "unit", row["unit"], expected)
        if name == "working-days.csv" and is_period(period):
            counted, worked = row["calendar_days"], row["working_days"]
            if counted.isdigit() and int(counted) != days(period):
                expected = f"{days(period)}, the days of {period}"
                yield Problem(name, number, "calendar_days", counted, expected)
            if worked.isdigit() and not 0 < int(worked) <= days(period):
                expected = f"a number from 1 to {days(period)}, the days of {period}"
                yield Problem(name, number, "working_days", worked, expected)
    rates = folder.tables.get("exchange-rates.csv", [])
    for column in [c for c in (rates[0] if rates else {}) if c.startswith("yuan_per_")]:
        told_rates = [
            (number, row[column], float(row[column]))
            for number, row in zip(folder.numbers["exchange-rates.csv"], rates, strict=True)
            if re.fullmatch(r"\d+(\.\d+)?", row[column])
        ]
        usual = median([rate for *_, rate in told_rates]) if told_rates else 0
        for number, cell, rate in told_rates:
            most = usual * _TIMES_OF_A_NEIGHBOUR
            if rate <= 0 or rate > most or rate * _TIMES_OF_A_NEIGHBOUR < usual:
                expected = f"a rate near the others of its column, about {usual:.6g}"
                mend = "Is the decimal point in its place, and is it not the inverse?"
                yield Problem("exchange-rates.csv", number, column, cell, expected, mend)


def _names(folder: Folder) -> Iterator[Problem]:
    """Yield labels that stand twice, and entities spelt nearly alike."""
    seen: dict[str, str] = {}
    for name, number, row in walk(folder):
        if name == METRICS and row["label"]:
            first = seen.setdefault(plain(row["label"]), row["metric"])
            if first != row["metric"]:
                expected = f"a label of its own ({first} has it already)"
                yield Problem(name, number, "label", row["label"], expected)
    entities = Counter(row["entity"] for row in folder.tables.get(REPORTED, ()))
    first_rows: dict[str, int] = {}
    for name, number, row in walk(folder):
        if name == REPORTED:
            first_rows.setdefault(row["entity"], number)
    for one, another in alike(entities):
        rare, other = sorted((one, another), key=lambda name: (entities[name], name != one))
        expected = f"{other!r}, as {entities[other]} other rows have it, or another name"
        yield Problem(REPORTED, first_rows[rare], "entity", rare, expected)


def _phrases(found: Judgement) -> None:
    """Read the phrase of every row and hold it against the other cells of the row."""
    folder = found.folder
    metrics = {row["metric"]: row for row in folder.tables.get(METRICS, ())}
    named = Named(metrics.values(), folder.tables.get(REPORTED, ()))
    read: dict[tuple[str, bool], list[Quantity] | NormalizationError] = {}
    once: dict[tuple[str, ...], tuple[str, int]] = {}
    faults: dict[tuple[str, str, str], Problem] = {}
    for name, number, row in walk(folder):
        if name == SERIES:
            _stands_once(found, name, number, row | {"status": ""}, once, faults)
        if name != REPORTED:
            continue
        about = metrics.get(row["metric"], {})
        rank = about.get("measure") == "rank"
        key = (row["as_reported"], rank)
        if key not in read:
            try:
                read[key] = _figure(row["as_reported"], rank)
            except NormalizationError as error:
                read[key] = error
        reading = read[key]
        if isinstance(reading, NormalizationError):
            new = (
                Problem(
                    name,
                    number,
                    "as_reported",
                    row["as_reported"],
                    f"one reported figure ({reading})",
                    "Write the words of the figure as they are printed, such as 'up 23 percent'.",
                )
                if row["as_reported"]
                else None
            )
            if new:
                faults.setdefault(("as_reported", row["as_reported"], ""), new)
            continue
        quantity = found.readings[row["id"]] = reading[0]
        if len(reading) > 1:
            found.range_ends[row["id"]] = reading[1]
        for column, cell, expected, mend in [
            *_reading_faults(row, about, quantity),
            *_other_names(row, named),
            *_time_faults(folder, row, found.notes),
        ]:
            new = Problem(name, number, column, cell, expected, mend)
            faults.setdefault((column, cell, expected), new)
        _stands_once(found, name, number, row, once, faults)
        if quantity.ambiguous:
            found.notes.append(
                f"{name}, row {number}: {row['as_reported']!r} can be read in two ways; "
                f"it is read as {quantity.kind} {float(quantity.value):g} {quantity.unit}."
            )
    found.problems += faults.values()


def _stands_once(
    found: Judgement,
    name: str,
    number: int,
    row: Row,
    once: dict[tuple[str, ...], tuple[str, int]],
    faults: dict[tuple[str, str, str], Problem],
) -> None:
    """See a figure that one source gives twice, in one table or in two."""
    quantity = found.readings.get(row["id"])
    kind = quantity.kind if quantity else "growth" if row["comparison"] else "level"
    about = ("entity", "metric", "period", "comparison", "source", "status")
    same = (*(row[column] for column in about), kind if kind in ("growth", "points") else "level")
    table, first = once.setdefault(same, (name, number))
    if (table, first) != (name, number):
        place = f"row {first}" if table == name else f"{table}, row {first},"
        expected = f"one figure from one source ({place} gives it already)"
        mend = "Say which one is 'revised' or 'preliminary' in the column status."
        mend = mend if table == name else "Keep the words, and leave the typed number out."
        faults[("source", row["id"], "")] = Problem(
            name, number, "source", row["source"], expected, mend
        )


def _one_unit(found: Judgement) -> Iterator[Problem]:
    """Yield levels of one metric in two units, where metrics.csv names none."""
    first: dict[str, str] = {}
    for name, number, row in walk(found.folder):
        quantity = found.readings.get(row.get("id", "")) if name == REPORTED else None
        unit = row["unit"] if name == SERIES and not row["comparison"] else ""
        if quantity and quantity.kind in ("level", "share") and not row["comparison"]:
            unit = str(quantity.unit)
        if unit and first.setdefault(row["metric"], unit) != unit:
            expected = f"a level in {first[row['metric']]}, as the first one of {row['metric']} is"
            mend = "Give each unit a metric of its own."
            column = "as_reported" if name == REPORTED else "unit"
            yield Problem(name, number, column, row[column], expected, mend)


def _figure(phrase: str, rank: bool) -> list[Quantity]:
    """Return the figure of a phrase; of a printed range, both ends."""
    if rank:
        return [read_rank(phrase)]
    found = find_quantities(phrase)
    return found if [one.range for one in found] == ["low", "high"] else [normalize(phrase)]


Fault = tuple[str, str, str, str]


def _reading_faults(row: Row, about: Row, found: Quantity) -> Iterator[Fault]:
    phrase, comparison = row["as_reported"], row["comparison"]
    measure, unit = about.get("measure", ""), about.get("unit", "")
    gain = measure == "profit"
    if found.kind == "growth" and found.value < -1 and not gain:
        expected = "a fall of 100 percent at the most: a volume or value has no more to lose"
        mend = "Is it a profit? Then its measure in metrics.csv is 'profit'."
        yield "as_reported", phrase, expected, mend
    if found.kind == "level" and found.value < 0 and not gain:
        yield "as_reported", phrase, "a level of nought or more, since this is no profit", ""
    if found.kind in ("level", "rank") and unit and found.unit != unit:
        expected = (
            f"a level in {unit}, the unit of {row['metric']} in metrics.csv, not in {found.unit}"
        )
        yield "as_reported", phrase, expected, ""
    if found.kind == "share" and not comparison and unit not in ("", "ratio"):
        expected = f"a level in {unit}, the unit of {row['metric']} in metrics.csv, not a share"
        yield "as_reported", phrase, expected, ""
    says = found.comparison == comparison or _of_the_level(phrase, comparison)
    if found.kind == "share" and comparison and unit != "ratio" and not says:
        expected = "words that say whether this is growth or a share of the level before"
        mend = (
            "Write 'up 31 percent', as printed nearby, or '31 percent of the level a year before'."
        )
        yield "as_reported", phrase, expected, mend
    stated = found.comparison or ""
    if comparison and stated and comparison != stated:
        if stated in ("level", "other"):
            expected = "an empty cell, as the phrase itself says"
        else:
            expected = f"{stated}, as the phrase itself says"
        yield "comparison", comparison, expected, ""
    if found.kind in ("growth", "points", "multiple") and not comparison and not stated:
        expected = "yoy, mom or qoq: the phrase is a change and does not say against what"
        yield "comparison", comparison, expected, ""


def _of_the_level(phrase: str, comparison: str) -> bool:
    """Tell whether a share is said to be one of the level before: `of the level a year earlier`."""
    length = {"yoy": "year", "qoq": "quarter", "mom": "month"}.get(comparison, "$^")
    return bool(re.search(rf"\bof (?:the|its|that|last|what)\b.*\b{length}", phrase))


def _other_names(row: Row, named: Named) -> Iterator[Fault]:
    """Yield another metric's or entity's name where the phrase has none of the row's own."""
    if other := named.metric(row):
        mend = "Correct the metric, or add the words to also_called in metrics.csv."
        yield "metric", row["metric"], f"the metric that the phrase names ({other})", mend
    if other := named.entity(row):
        yield "entity", row["entity"], f"the entity that the phrase names ({other})", ""


def _time_faults(folder: Folder, row: Row, notes: list[str]) -> Iterator[Fault]:
    period = row["period"]
    if not is_period(period):
        return
    if words := contradicts(row["as_reported"], period):
        expected = f"the period that the phrase names ({words})"
        yield "period", period, expected, ""
    day = date_of(folder.sources.get(row["source"], {}))
    made = str(folder.package.get("created", ""))[:10]
    if day and day[: len("2020-01")] < f"{start(period):%Y-%m}"[: len(day)]:
        expected = f"a period that had begun when {row['source']} came out ({day})"
        yield "period", period, expected, ""
    elif not day and made and made < start(period).isoformat():
        yield "period", period, f"a period that had begun when these data were made ({made})", ""
    elif day and day < end(period).isoformat()[: len(day)]:
        note = f"{row['source']} came out on {day}, before the end of {period}"
        if note not in notes:
            notes.append(note)
