"""The words: read from `lexicon/`, one folder a language, at first use.

Each row is `kind,meaning,forms,why`: a kind of `Kind`, what the word means to it, the printed forms
parted by `|`, and, where a form stands twice, why this row wins.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from .kinds import K, S
from .text import translate

FOLDER: Final = Path(__file__).parent / "lexicon"
_SHARED: Final = "shared"
_LISTS: Final = ("decimal_mark", "ending", "plural", "singular", "before_minus")
Entry = tuple[str, Any]


class Lexicon:
    """The words of one choice of languages.

    Attributes
    ----------
    entries : dict
        From a folded form to its kind and meaning.
    table : dict
        From a word (the first letters of a form, or its first character) to its kind, its meaning,
        and the longer forms that begin so: their next two characters, and their lengths.
    digits, places : dict
        The numerals in characters, and the powers of ten of 十, 百, 千, 万, 亿.
    lists : dict
        Marks and endings by their name: `decimal_mark` parts a whole number from its decimals,
        `ending` makes a counted noun, `plural` and `singular` what may be one, and after
        `before_minus` a dash is a sign.
    """

    def __init__(self, rows: list[tuple[str, str, str, str]]) -> None:
        self.entries: dict[str, Entry] = {}
        self.digits: dict[str, Any] = {}
        self.places: dict[str, Any] = {}
        self.cased: dict[str, Entry] = {}
        self.lists: dict[str, tuple[str, ...]] = dict.fromkeys(_LISTS, ())
        reasons: dict[str, str] = {}
        entries = self.entries
        for name, meaning, forms, why in rows:
            if name in _LISTS:
                self.lists[name] += tuple(forms.split("|"))
                continue
            kind = getattr(K, name.upper())
            value = _MEANINGS[kind](meaning) if kind in _MEANINGS else meaning
            entry = (kind, value)
            for form in forms.split("|"):
                folded = translate(form)
                if folded != form and form.lower() != form and kind is K.CASED:
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
                if kind is K.HAN_DIGIT:
                    self.digits[folded] = value
                elif kind is K.HAN_PLACE:
                    self.places[folded] = value
                elif " " in folded:
                    entries.setdefault(folded.replace(" ", "-"), entry)
        ahead: dict[str, dict[str, set[int]]] = {}
        starts: set[str] = {"\n"}
        for form in entries:
            key = _KEY(form)
            first = key.group() if key else form[0]
            if not key:
                starts.add(first)
            if len(form) > len(first):
                begins = form[len(first) : len(first) + 2]
                ahead.setdefault(first, {}).setdefault(begins, set()).add(len(form))
        entries["\n"] = K.STOP, "\n"
        nothing: Entry = ("", None)
        self.table: dict[str, tuple[str, Any, dict[str, list[int]]]] = {}
        for form in {*entries, *ahead}:
            longer = {begins: sorted(n)[::-1] for begins, n in ahead.get(form, {}).items()}
            kind, value = entries.get(form, nothing)
            # What the words alone do not settle has its kind as value, and none as kind.
            unsettled = kind in (K.CASED, K.HAN_DIGIT, K.HAN_PLACE)
            self.table[form] = ("", kind, longer) if unsettled else (kind, value, longer)
        self.starts = "".join(sorted(starts))
        numerals = {*self.digits, *self.places}
        self.figures = {*numerals, *"0123456789"}
        self.numeric = {
            form
            for form, (kind, _) in entries.items()
            if kind is not K.STOP and _holds_numeral(form, numerals, entries)
        }
        self.glued = [f for f in entries if _GLUED(f) and entries[f][0] is K.CURRENCY]
        scales = (K.SCALE, K.LETTER, K.MINOR)
        self.scales = [f for f in entries if entries[f][0] in scales and f.isalpha()]
        self.prefixes = [f for f in entries if entries[f][0] is K.PREFIX]
        self.bounds = [
            f for f in entries if entries[f][0] in _BOUNDS and f.isascii() and f.isalpha()
        ]
        self.few = {f for f in entries if len(f) == 2 and entries[f][0] in S.BOUND}
        self.coded = [f for f in entries if _CODED(f)]

    def plural(self, word: str) -> bool:
        """Tell whether a word may be the plural of a unit that is not known."""
        plural, singular = self.lists["plural"], self.lists["singular"]
        return len(word) > 3 and word.endswith(plural) and not word.endswith(singular)


def _holds_numeral(form: str, numerals: set[str], entries: dict[str, Entry]) -> bool:
    """Tell whether a form holds a digit, a numeral in characters or a number word."""
    if not form.isascii():
        return any(char in numerals or char.isdigit() for char in form)
    if any(char.isdigit() for char in form):
        return True
    return (" " in form or "-" in form) and any(
        entries.get(word, (None,))[0] in _NUMBER_WORDS for word in re.split("[^a-z]+", form)
    )


_BOUNDS: Final = S.BOUND + K.YOY + K.MOM + K.QOQ
_NUMBER_WORDS: Final = (K.NUMBER, K.SCALE, K.ORDINAL, K.FRACTION)
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


_MEANINGS: Final[dict[str, Any]] = {
    **dict.fromkeys(K.CURRENCY + K.PREFIX, _currency),
    **dict.fromkeys(K.MINOR + K.MAJOR + K.PENNY, _minor),
    **dict.fromkeys(K.UNIT + K.SIZE + K.SCALED_UNIT + K.CASED, _unit),
    **dict.fromkeys(K.MULTIPLE + K.MAYBE_MULTIPLE + K.FRACTION + K.GLYPH, _parts),
    **dict.fromkeys(K.SCALE + K.PERCENT + K.POINTS + K.PERCENT_BEFORE + K.TENTHS_BEFORE, int),
    **dict.fromkeys(K.HAN_DIGIT + K.HAN_PLACE + K.NUMBER + K.ORDINAL + K.FOLD, int),
    K.LETTER: _letter,
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


def _described(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))


@cache
def languages() -> tuple[tuple[str, Callable[[str], object]], ...]:
    """Return the languages, and what finds a sign of each in a text, as `language.csv` says.

    The one that nothing has to show comes last: it is taken where no other is shown.
    """
    paths = sorted(FOLDER.glob("*/language.csv"))
    found = {path.parent.name: _described(path)["shown_by"] for path in paths}
    names = sorted(found, key=lambda name: not found[name])
    return tuple((name, re.compile(found[name]).search) for name in names)


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of a language, with those that are shared and those that it comes with."""
    also = _described(FOLDER / language / "language.csv")["with"]
    return Lexicon([row for folder in (_SHARED, *also.split(), language) for row in _rows(folder)])
