"""The data contract: every rule that a data folder must keep, and how its phrases are read.

What a table schema can say (required, unique, pattern, enum, minimum, type, keys) is said once, in
`datapackage.json`, and read from there: in 0.02 s, where frictionless, which the tests hold beside
it, takes 2 s to load and judge. Here stands what a descriptor cannot say.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from .errors import Problem
from .folder import METRICS, PACKAGE, REPORTED, SERIES, Folder, Row, schemas, walk
from .names import Named, alike, plain
from .periods import EXPECTED, days, end, is_period, start
from .phrases import NormalizationError, Quantity, find_quantities, normalize, read_rank
from .sources import check_sources, date_of
from .times import contradicts, fold

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


def judge(folder: Folder) -> Judgement:
    """Judge a folder by its descriptor, its bibliography, its tables and its phrases."""
    found = Judgement(folder, list(folder.problems), list(folder.notes))
    if not folder.path.is_dir():
        return found
    _fold_cells(found)
    for name, fields in schemas(folder.package).items():
        for rule in fields:
            found.problems += _column(folder, name, rule)
    found.problems += check_sources(folder.listed)
    found.problems += _links(folder)
    if folder.package:
        found.problems += _package(folder)
    found.problems += _typed_values(folder)
    found.problems += _exchange_rates(folder)
    found.problems += _names(folder)
    found.problems += _phrases(found)
    found.problems += _one_unit(found)
    return found


def _fold_cells(found: Judgement) -> None:
    """Fold what people write for `yoy` and for a period, and say so."""
    fiscal = found.folder.package.get("fiscal_year")
    folded: Counter[str] = Counter()
    for name, _, row in walk(found.folder):
        written = row.get("period", ""), row.get("comparison", "")
        read = written[0], written[1].lower()
        if read[0] and not is_period(read[0]):
            read = fold(read[0], fiscal if isinstance(fiscal, dict) else None), read[1]
        if read != written:
            row |= dict(zip(("period", "comparison"), read, strict=True))
            folded[name] += 1
    for name, count in folded.items():
        cells = "1 row" if count == 1 else f"{count} rows"
        found.notes.append(f"{name}: the period or comparison of {cells} is read as we write it.")


# What the descriptor says.


def _column(folder: Folder, name: str, rule: dict[str, Any]) -> Iterator[Problem]:
    column, limits = rule["name"], rule.get("constraints", {})
    where: dict[str, list[int]] = defaultdict(list)
    for number, row in zip(folder.numbers.get(name, ()), folder.tables[name], strict=True):
        where[row[column]].append(number)
    blank = {"": where.pop("")} if "" in where else {}
    tests: list[Test] = [(blank, lambda _: not limits.get("required"), "some text", "")]
    tests += [(where, *test) for test in _tests(column, rule["type"], limits)]
    for cells, test, expected, mend in tests:
        for cell in [cell for cell in cells if not test(cell)]:
            rows = cells.pop(cell)
            more = f" (also in {len(rows) - 1} more rows)" if len(rows) > 1 else ""
            yield Problem(name, rows[0], column, cell, expected + more, mend)
    for cell, (first, *others) in where.items() if limits.get("unique") else ():
        what = "name" if column in ("id", "metric") else column
        for again in others:
            expected = f"a {what} used once (it is in row {first} already)"
            yield Problem(name, again, column, cell, expected)


Test = tuple[dict[str, list[int]], Callable[[str], object], str, str]


def _tests(
    column: str, kind: str, limits: dict[str, Any]
) -> Iterator[tuple[Callable[[str], object], str, str]]:
    """Yield what must hold of a cell that is not empty, what is expected, and the mend."""
    if column == "period":
        yield is_period, EXPECTED, _AS_TEXT
    elif pattern := limits.get("pattern"):
        mend = "" if column != "id" else "Write it in small letters, with hyphens for spaces."
        yield re.compile(pattern).search, _SHOWN.get(pattern, f"text of the form {pattern}"), mend
    if listed := limits.get("enum"):
        words = ", ".join(filter(None, listed))
        optional = "" in listed or not limits.get("required")
        yield (
            listed.__contains__,
            f"{words}, or an empty cell" if optional else f"one of {words}",
            "",
        )
    if kind in _NUMBERS:
        form, words = _NUMBERS[kind]
        least = limits.get("minimum", float("-inf"))
        yield form.fullmatch, words, ""
        yield lambda cell: float(cell) >= least, f"{words} of {least} at the least", ""
    elif kind == "string" and column != "id":
        yield lambda cell: not _DAMAGED.match(cell), "plain text", _AS_TEXT


def _links(folder: Folder) -> Iterator[Problem]:
    """Yield what refers to a row or source that is not there, and ids that two tables use."""
    metrics = {row["metric"]: row for row in folder.tables.get(METRICS, ())}
    homes: dict[str, str] = {}
    told: set[tuple[str, str, str]] = set()
    for name, number, row in walk(folder):
        known: dict[str, tuple[dict[str, Any], str]] = dict.fromkeys(
            RELATIONS if name == METRICS else ("metric",), (metrics, "a metric of metrics.csv")
        )
        if folder.sources:
            known["source"] = (folder.sources, "the id of an entry in sources.json")
        for column, (there, expected) in known.items():
            cell = row.get(column)
            if cell and cell not in there and (name, column, cell) not in told:
                told.add((name, column, cell))
                yield Problem(name, number, column, cell, expected)
        for column in RELATIONS if name == METRICS else ():
            # A relation of a metric to itself, or that leads back to it.
            passed = [row["metric"]]
            while (other := metrics.get(passed[-1], {}).get(column)) and other not in passed:
                passed.append(other)
            if other == row["metric"]:
                expected = f"another metric, that is not itself {column} {row['metric']}"
                yield Problem(METRICS, number, column, row[column], expected)
        if (own := row.get("id", "")) and homes.setdefault(own, name) != name:
            yield Problem(
                name, number, "id", own, f"an id of its own ({homes[own]} uses it already)"
            )


# The descriptor itself.


def _text(form: str = r"(?s).*") -> Callable[[Any], bool]:
    return lambda told: isinstance(told, str) and bool(re.fullmatch(form, told))


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda told: isinstance(told, kind)


def _entry(told: Any, free: str = "roles") -> bool:
    return isinstance(told, dict) and all(isinstance(told[key], str) for key in told if key != free)


def _field(told: Any) -> bool:
    rules = told.get("constraints", {}) if _entry(told, "constraints") and "name" in told else None
    return isinstance(rules, dict) and isinstance(rules.get("enum", []), list)


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


def _fault(key: str, found: object, expected: str, mend: str = "") -> Problem:
    told = found if isinstance(found, str) or found is None else str(found)
    return Problem(PACKAGE, None, key, told, expected, mend)


def _package(folder: Folder) -> Iterator[Problem]:
    """Yield every fault of the descriptor."""
    package = folder.package
    for key, (sound, expected) in _SOUND.items():
        if (key in package or key in _NEEDED) and not sound(package.get(key)):
            yield _fault(key, package.get(key), expected)
    focus, resources = package.get("focus"), package.get("resources")
    yield from _focus(folder, focus if isinstance(focus, dict) else {})
    for resource in resources if isinstance(resources, list) else []:
        yield from _resource(folder, resource if isinstance(resource, dict) else {})


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
        mend = f"It has {', '.join(periods[:12])}." if periods else ""
        yield _fault("focus.period", period, expected, mend)
    listed = [
        ("metrics", METRICS, "metric", "a list of metrics of metrics.csv"),
        ("comparators", REPORTED, "id", "a list of ids of reported.csv"),
    ]
    for key, table, column, expected in listed:
        stated = focus.get(key, [])
        known = {row[column] for row in folder.tables.get(table, [])}
        for one in stated if isinstance(stated, list) else [{}]:
            if not isinstance(one, str) or one not in known:
                yield _fault(f"focus.{key}", one or stated, expected)


def _resource(folder: Folder, resource: dict[str, Any]) -> Iterator[Problem]:
    path = resource.get("path", "")
    if not (isinstance(path, str) and re.fullmatch(r"[\w-]+\.(?:csv|json)", path)):
        yield _fault("resources.path", path, "the name of a file in this folder")
        return
    fields = resource.get("schema") or {"fields": []}
    fields = fields.get("fields") if isinstance(fields, dict) else None
    if not _list(_field)(fields):
        expected = 'an object such as {"fields": [{"name": "note", "type": "string"}]}'
        yield _fault("resources.schema", resource["schema"], expected)
    stated, found = resource.get("hash", ""), folder.hashes.get(path)
    if stated and found and stated != f"sha256:{found}":
        size = (folder.path / path).stat().st_size
        mend = (
            f"If the change is meant, write this hash there, bytes {size}, and raise the version."
        )
        expected = f"sha256:{found}, the hash of {path} as it is now"
        yield _fault("resources.hash", stated, expected, mend)


# What no descriptor can say of cells.


def _typed_values(folder: Folder) -> Iterator[Problem]:
    metrics = {row["metric"]: row for row in folder.tables.get(METRICS, ())}
    for name, number, row in walk(folder):
        period, faults = row.get("period", ""), []
        if name == SERIES:
            about, is_rate = metrics.get(row["metric"], {}), bool(row["comparison"])
            ends = [row[end] or row["value"] for end in ("low", "value", "high")]
            told = [float(end) for end in ends if _NUMBERS["number"][0].fullmatch(end)]
            least = -1 if is_rate else 0
            unit = "ratio" if is_rate else about.get("unit", "")
            if told != sorted(told) or not (row["value"] or (row["low"] and row["high"])):
                expected = "a value, or low and high, with low ≤ value ≤ high"
                faults.append(("value", row["value"], expected))
            if told and told[0] < least and about.get("measure") != "profit":
                expected = f"{least} or more, since this is no profit"
                faults.append(("value", row["low"] or row["value"], expected))
            if unit and row["unit"] != unit:
                expected = f"{unit}: a growth rate is a ratio, a level has the unit of its metric"
                faults.append(("unit", row["unit"], expected))
        if name == _DAYS and is_period(period):
            counted, worked, most = row["calendar_days"], row["working_days"], days(period)
            if counted.isdigit() and int(counted) != most:
                faults.append(("calendar_days", counted, f"{most}, the days of {period}"))
            if worked.isdigit() and not 0 < int(worked) <= most:
                expected = f"a number from 1 to {most}, the days of {period}"
                faults.append(("working_days", worked, expected))
        yield from (Problem(name, number, *fault) for fault in faults)


def _exchange_rates(folder: Folder) -> Iterator[Problem]:
    """Yield rates that are far from the others of their column."""
    rows = folder.tables.get(_RATES, [])
    for column in [c for c in (rows[0] if rows else {}) if c.startswith("yuan_per_")]:
        rates = [
            (number, row[column], float(row[column]))
            for number, row in zip(folder.numbers[_RATES], rows, strict=True)
            if re.fullmatch(r"\d+(\.\d+)?", row[column])
        ]
        usual = median([rate for *_, rate in rates]) if rates else 0
        for number, cell, rate in rates:
            most = usual * _TIMES_OF_A_NEIGHBOUR
            if rate <= 0 or rate > most or rate * _TIMES_OF_A_NEIGHBOUR < usual:
                expected = f"a rate near the others of its column, about {usual:.6g}"
                mend = "Is the decimal point in its place, and is it not the inverse?"
                yield Problem(_RATES, number, column, cell, expected, mend)


def _names(folder: Folder) -> Iterator[Problem]:
    """Yield labels that stand twice, and entities spelt nearly alike."""
    labels: dict[str, str] = {}
    rows: dict[str, list[int]] = defaultdict(list)
    for name, number, row in walk(folder):
        if name == REPORTED:
            rows[row["entity"]].append(number)
        if name == METRICS and row["label"]:
            first = labels.setdefault(plain(row["label"]), row["metric"])
            if first != row["metric"]:
                expected = f"a label of its own ({first} has it already)"
                yield Problem(name, number, "label", row["label"], expected)
    for one, another in alike(rows):
        rare, other = sorted((one, another), key=lambda name: (len(rows[name]), name != one))
        expected = f"{other!r}, as {len(rows[other])} other rows have it, or another name"
        yield Problem(REPORTED, rows[rare][0], "entity", rare, expected)


# What the phrases say.

Fault = tuple[str, str, str, str]


def _phrases(found: Judgement) -> list[Problem]:
    """Read the phrase of every row and hold it against the other cells of the row."""
    folder = found.folder
    metrics = {row["metric"]: row for row in folder.tables.get(METRICS, ())}
    named = Named(metrics.values(), folder.tables.get(REPORTED, ()))
    read: dict[tuple[str, bool], list[Quantity] | NormalizationError] = {}
    once: dict[tuple[str, ...], tuple[str, int]] = {}
    faults: dict[tuple[str, str, str], Problem] = {}
    for name, number, row in walk(folder):
        if name not in (REPORTED, SERIES):
            continue
        told: list[Fault] = []
        if name == REPORTED:
            about = metrics.get(row["metric"], {})
            phrase, rank = row["as_reported"], about.get("measure") == "rank"
            if (phrase, rank) not in read:
                read[phrase, rank] = _figure(phrase, rank)
            reading = read[phrase, rank]
            if isinstance(reading, NormalizationError):
                expected = f"one reported figure ({reading})"
                mend = "Write the words of the figure as they are printed, such as 'up 23 percent'."
                new = Problem(name, number, "as_reported", phrase, expected, mend)
                if phrase:
                    faults.setdefault(("as_reported", phrase, ""), new)
                continue
            quantity = found.readings[row["id"]] = reading[0]
            if len(reading) > 1:
                found.range_ends[row["id"]] = reading[1]
            told += _reading_faults(row, about, quantity)
            told += _other_names(row, named)
            # The 2033 of '2033 tonnes' is no year.
            words = phrase.replace(quantity.text, " ")
            told += _time_faults(folder, row, words, found.notes)
            if quantity.ambiguous:
                found.notes.append(
                    f"{name}, row {number}: {phrase!r} can be read in two ways; "
                    f"it is read as {quantity.kind} {float(quantity.value):g} {quantity.unit}."
                )
        for column, cell, expected, mend in told:
            new = Problem(name, number, column, cell, expected, mend)
            faults.setdefault((column, cell, expected), new)
        if again := _given_already(found, name, number, row, once):
            faults["source", row["id"], ""] = again
    return list(faults.values())


def _figure(phrase: str, rank: bool) -> list[Quantity] | NormalizationError:
    """Return the figure of a phrase, or why there is none; of a printed range, both ends."""
    try:
        if rank:
            return [read_rank(phrase)]
        found = find_quantities(phrase)
        return found if [one.range for one in found] == ["low", "high"] else [normalize(phrase)]
    except NormalizationError as error:
        return error


def _given_already(
    found: Judgement, name: str, number: int, row: Row, once: dict[tuple[str, ...], tuple[str, int]]
) -> Problem | None:
    """Return the fault of a figure that one source gives twice, in one table or in two."""
    quantity = found.readings.get(row["id"])
    kind = quantity.kind if quantity else "growth" if row["comparison"] else "level"
    about = ("entity", "metric", "period", "comparison", "source")
    same = (*(row[column] for column in about), row.get("status", ""))
    same = (*same, kind if kind in ("growth", "points") else "level")
    table, first = once.setdefault(same, (name, number))
    if (table, first) == (name, number):
        return None
    place = f"row {first}" if table == name else f"{table}, row {first},"
    expected = f"one figure from one source ({place} gives it already)"
    mend = "Say which one is 'revised' or 'preliminary' in the column status."
    mend = mend if table == name else "Keep the words, and leave the typed number out."
    return Problem(name, number, "source", row["source"], expected, mend)


def _one_unit(found: Judgement) -> Iterator[Problem]:
    """Yield levels of one metric in two units, where metrics.csv names none."""
    first: dict[str, str] = {}
    for name, number, row in walk(found.folder):
        if name not in (REPORTED, SERIES) or row["comparison"]:
            continue
        quantity, column, unit = found.readings.get(row["id"]), "unit", row.get("unit", "")
        if name == REPORTED:
            levels = quantity and quantity.kind in ("level", "share")
            column, unit = "as_reported", str(quantity.unit) if quantity and levels else ""
        if unit and first.setdefault(row["metric"], unit) != unit:
            expected = f"a level in {first[row['metric']]}, as the first one of {row['metric']} is"
            mend = "Give each unit a metric of its own."
            yield Problem(name, number, column, row[column], expected, mend)


def _reading_faults(row: Row, about: Row, found: Quantity) -> Iterator[Fault]:
    phrase, comparison = row["as_reported"], row["comparison"]
    unit, gain = about.get("unit", ""), about.get("measure", "") == "profit"
    stated = found.comparison or ""

    def fault(expected: str, mend: str = "") -> Fault:
        return "as_reported", phrase, expected, mend

    if found.kind == "growth" and found.value < -1 and not gain:
        yield fault(
            "a fall of 100 percent at the most: a volume or value has no more to lose",
            "Is it a profit? Then its measure in metrics.csv is 'profit'.",
        )
    if found.kind == "level" and found.value < 0 and not gain:
        yield fault("a level of nought or more, since this is no profit")
    declared = f"a level in {unit}, the unit of {row['metric']} in metrics.csv, not"
    if found.kind in ("level", "rank") and unit and found.unit != unit:
        yield fault(f"{declared} in {found.unit}")
    if found.kind == "share" and not comparison and unit not in ("", "ratio"):
        yield fault(f"{declared} a share")
    says = found.comparison == comparison or _of_the_level(phrase, comparison)
    if found.kind == "share" and comparison and unit != "ratio" and not says:
        yield fault(
            "words that say whether this is growth or a share of the level before",
            "Write 'up 31 percent', as printed nearby, or '31 percent of the level a year before'.",
        )
    if comparison and stated and comparison != stated:
        wanted = "an empty cell" if stated in ("level", "other") else stated
        yield "comparison", comparison, f"{wanted}, as the phrase itself says", ""
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


def _time_faults(folder: Folder, row: Row, words: str, notes: list[str]) -> Iterator[Fault]:
    period = row["period"]
    if not is_period(period):
        return
    if other := contradicts(words, period):
        yield "period", period, f"the period that the phrase names ({other})", ""
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
