"""The words: read from `lexicon/`, one folder a language, at first use.

Each row is `kind,meaning,forms,why`: a kind of `Kind`, what the word means to it, the printed forms
parted by `|`, and, where a form stands twice, why this row wins.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from .kinds import Kind
from .text import translate

FOLDER: Final = Path(__file__).parent / "lexicon"
_SHARED: Final = "shared"
Entry = tuple[Kind, Any]


class Lexicon:
    """The words of one choice of languages.

    Attributes
    ----------
    entries : dict
        From a folded form to its kind and meaning.
    lengths : dict
        From the first letters of a form (its first character, where that is no Latin letter) to the
        lengths of the longer forms that begin so, longest first.
    digits, places : dict
        The numerals in characters, and the powers of ten of 十, 百, 千, 万, 亿.
    decimal_marks : str
        Characters that part a whole number from its decimals, besides the full stop.
    """

    def __init__(self, rows: list[tuple[str, str, str, str]]) -> None:
        self.entries: dict[str, Entry] = {}
        self.digits: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.cased: dict[str, Entry] = {}
        self.decimal_marks = ""
        self.endings: tuple[str, ...] = ()
        self.signed = ""
        self.plurals: tuple[str, ...] = ()
        self.singulars: tuple[str, ...] = ()
        reasons: dict[str, str] = {}
        entries = self.entries
        for name, meaning, forms, why in rows:
            if name == "decimal_mark":
                self.decimal_marks += forms
                continue
            if name == "ending":
                self.endings += tuple(forms.split("|"))
                continue
            if name == "plural":
                self.plurals += tuple(forms.split("|"))
                continue
            if name == "singular":
                self.singulars += tuple(forms.split("|"))
                continue
            if name == "before_minus":
                self.signed += forms
                continue
            kind = Kind[name.upper()]
            value = _MEANINGS[kind](meaning) if kind in _MEANINGS else meaning
            entry = (kind, value)
            for form in forms.split("|"):
                folded = translate(form)
                if folded != form and form.lower() != form and kind is Kind.CASED:
                    self.cased[form] = entry
                    continue
                known = entries.get(folded)
                if known is not None and known != entry:
                    if bool(why) == bool(reasons.get(folded)):
                        raise ValueError(f"{form!r} stands twice, as {known} and as {entry}")
                    if not why:
                        continue
                if why:
                    reasons[folded] = why
                entries[folded] = entry
                if kind is Kind.HAN_DIGIT:
                    self.digits[folded] = value
                elif kind is Kind.HAN_PLACE:
                    self.places[folded] = value
                elif " " in folded:
                    entries.setdefault(folded.replace(" ", "-"), entry)
        lengths: dict[str, set[int]] = {}
        starts: set[str] = set()
        for form in entries:
            key = _KEY(form)
            first = key.group() if key else form[0]
            if not key:
                starts.add(first)
            if len(form) > len(first):
                lengths.setdefault(first, set()).add(len(form))
        self.entries["\n"] = Kind.STOP, "\n"
        starts.add("\n")
        for form in (*self.digits, *self.places, *self.cased):
            lengths.setdefault(translate(form), set())
        self.lengths = {k: tuple(sorted(v, reverse=True)) for k, v in lengths.items()}
        self.starts = "".join(sorted(starts))
        numerals = {*self.digits, *self.places}
        self.figures = {*numerals, *"0123456789"}
        self.numeric = {
            form
            for form, (kind, _) in entries.items()
            if kind is not Kind.STOP and _holds_numeral(form, numerals, entries)
        }
        self.glued = [f for f in entries if _GLUED(f) and entries[f][0] is Kind.CURRENCY]
        scales = (Kind.SCALE, Kind.LETTER)
        self.scales = [f for f in entries if entries[f][0] in scales and f.isalpha()]
        self.prefixes = [f for f in entries if entries[f][0] is Kind.PREFIX]
        self.coded = [f for f in entries if _CODED(f)]

    def plural(self, word: str) -> bool:
        """Tell whether a word may be the plural of a unit that is not known."""
        return len(word) > 3 and word.endswith(self.plurals) and not word.endswith(self.singulars)


def _holds_numeral(form: str, numerals: set[str], entries: dict[str, Entry]) -> bool:
    """Tell whether a form holds a digit, a numeral in characters or a number word."""
    if not form.isascii():
        return any(char in numerals or char.isdigit() for char in form)
    if any(char.isdigit() for char in form):
        return True
    return (" " in form or "-" in form) and any(
        entries.get(word, (None,))[0] in _NUMBER_WORDS for word in re.split("[^a-z]+", form)
    )


_NUMBER_WORDS: Final = (Kind.NUMBER, Kind.SCALE, Kind.ORDINAL, Kind.FRACTION)
_KEY: Final = re.compile("[a-z]+").match
_GLUED: Final = re.compile("[a-z]{2,4}").fullmatch
_CODED: Final = re.compile(r"[a-z]+\d").fullmatch


def _currency(text: str) -> tuple[str, tuple[str, ...]]:
    unit, *others = text.split()
    if others == ["-"]:
        return unit, ("",)  # 元, which is also said of other currencies
    return unit, (unit, *others) if others else ()


def _minor(text: str) -> tuple[str, int, tuple[str, ...]]:
    unit, power, *others = text.split()
    return unit, int(power), (unit, *others) if others else ()


def _unit(text: str) -> tuple[str, int, int]:
    unit, _, size = text.rpartition(" ")
    if not unit or not size[0].isdigit():
        return text, 1, 0
    factor, _, power = size.partition("e")
    return unit, int(factor), int(power)


def _letter(text: str) -> tuple[int, str]:
    power, _, unit = text.partition(" ")
    return int(power), unit


def _parts(text: str) -> tuple[int, int, bool]:
    """Read 1/2, and "1/2 more" for more than a half."""
    parts, _, more = text.partition(" ")
    part, _, whole = parts.partition("/")
    return int(part), int(whole), bool(more)


_MEANINGS: Final[dict[Kind, Any]] = {
    Kind.CURRENCY: _currency,
    Kind.PREFIX: _currency,
    Kind.MINOR: _minor,
    Kind.PENNY: _minor,
    Kind.UNIT: _unit,
    Kind.SCALED_UNIT: _unit,
    Kind.CASED: _unit,
    Kind.LETTER: _letter,
    **dict.fromkeys((Kind.MULTIPLE, Kind.MAYBE_MULTIPLE, Kind.FRACTION, Kind.GLYPH), _parts),
    **dict.fromkeys(
        (
            Kind.SCALE,
            Kind.PERCENT,
            Kind.POINTS,
            Kind.PERCENT_BEFORE,
            Kind.TENTHS_BEFORE,
            Kind.HAN_DIGIT,
            Kind.HAN_PLACE,
            Kind.NUMBER,
            Kind.ORDINAL,
            Kind.FOLD,
        ),
        int,
    ),
}


def _rows(folder: str) -> list[tuple[str, str, str, str]]:
    rows: list[tuple[str, str, str, str]] = []
    for path in sorted((FOLDER / folder).glob("*.csv")):
        if path.stem == "language":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            next(reader)
            rows += [(kind, meaning, forms, why) for kind, meaning, forms, why in reader]
    return rows


@cache
def languages() -> tuple[tuple[str, re.Pattern[str] | None, str], ...]:
    """Return what each folder's `language.csv` says: its name, what shows it, what comes with it.

    A language that nothing has to show is the one that is taken where no other is shown.
    """
    found: list[tuple[str, re.Pattern[str] | None, str]] = []
    for path in sorted(FOLDER.glob("*/language.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                shown = re.compile(row["shown_by"]) if row["shown_by"] else None
                found.append((path.parent.name, shown, row["with"]))
    return tuple(sorted(found, key=lambda language: language[1] is None))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of a language, with those that are shared and those that it comes with."""
    also = next(others for name, _, others in languages() if name == language)
    rows = _rows(_SHARED)
    for folder in (*also.split(), language):
        rows += _rows(folder)
    return Lexicon(rows)
