"""The words: read from `lexicon/`, one folder a language, at first use.

Each row is `kind,meaning,forms,why`: a kind of `kinds.csv`, what the word means to it, the printed
forms parted by `|`, and, where a form stands twice, why this row wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from .kinds import CODES, K, S, table
from .text import translate

FOLDER: Final = Path(__file__).parent / "lexicon"
# Marks and endings: what parts a whole number from its decimals, makes a counted noun, may be the
# plural of one or is none, makes an adverb or does not, and after which a dash is a sign.
_LISTS: Final = (
    "decimal_mark",
    "ending",
    "plural",
    "singular",
    "adverb",
    "no_adverb",
    "before_minus",
)
_KEY: Final = re.compile("[a-z]+|[0-9]+").match
_SPLIT: Final = re.compile("[a-z0-9]").match
Entry = tuple[str, Any]


class Lexicon:
    """The words of one choice of languages.

    `entries` leads from a folded form to its kind and meaning, `table` from a word (the first
    letters or digits of a form, or its first character) to kind, meaning and the longer forms that
    begin so: their lengths, the longest first, by their next two characters, or by the one left.
    `led` are letters that mean something else right before a number: c5%, P5 billion.
    `starts` has those of one character that is a piece by itself. `digits` and `places` are the
    numerals in characters, and the powers of ten among them; `lists` are marks and endings by name.
    """

    def __init__(self, rows: list[tuple[str, str, str, str]]) -> None:
        self.entries: dict[str, Entry] = {}
        self.cased: dict[str, Entry] = {}
        self.led: dict[str, Entry] = {}
        self.lists: dict[str, tuple[str, ...]] = dict.fromkeys(_LISTS, ())
        reasoned: set[str] = set()
        for name, meaning, forms, why in rows:
            if name in _LISTS:
                self.lists[name] += tuple(forms.split("|"))
                continue
            if name == "led":
                kind, _, meaning = meaning.partition(" ")
                entry = CODES[kind], _meaning(CODES[kind], meaning)
                self.led |= dict.fromkeys(forms.split("|"), entry)
                continue
            entry = CODES[name], _meaning(CODES[name], meaning)
            for form in forms.split("|"):
                if entry[0] is K.CASED and form != form.lower():
                    self.cased[form] = entry
                    continue
                folded = translate(form)
                known = self.entries.get(folded, entry)
                if known != entry and bool(why) == (folded in reasoned):
                    raise ValueError(f"{form!r} stands twice, as {known} and as {entry}")
                if known == entry or why:
                    self.entries[folded] = entry
                    reasoned |= {folded} if why else set()
        entries = self.entries
        self.digits, self.places = (
            {form: value for form, (of, value) in entries.items() if of is kind}
            for kind in (K.HAN_DIGIT, K.HAN_PLACE)
        )
        for form in [form for form in entries if " " in form]:
            entries.setdefault(form.replace(" ", "-"), entries[form])
        ahead: dict[str, dict[str, set[int]]] = {}
        for form in entries:
            key = _KEY(form)
            first = key.group() if key else form[0]
            longer = ahead.setdefault(first, {})
            if len(form) > len(first):
                longer.setdefault(form[len(first) : len(first) + 2], set()).add(len(form))
        entries["\n"] = K.STOP, "\n"
        self.table: dict[str, tuple[str, Any, dict[str, list[int]]]] = {}
        for form in {*entries, *ahead}:
            longer = ahead.get(form, {})
            lengths = {
                begins: sorted(found | longer.get(begins[0], set()), reverse=True)
                for begins, found in longer.items()
            }
            kind, value = entries.get(form, ("", None))
            # What the words alone do not settle has its kind as value, and none as kind.
            unsettled = kind in (K.CASED, K.HAN_DIGIT, K.HAN_PLACE)
            self.table[form] = ("", kind, lengths) if unsettled else (kind, value, lengths)
        self.starts = {first: self.table[first] for first in (*ahead, "\n") if not _SPLIT(first)}
        numeric = {c for c in {*"".join(entries)} if c.isnumeric() and not c.isalpha()}
        self.figures = {*self.digits, *self.places, *numeric, *"0123456789"}
        self.plain = {*self.figures}  # characters that are no digits of another script
        self.few = {f for f in entries if len(f) == 2 and entries[f][0] in S.BOUND}
        words = "|".join(self.forms(K.NUMBER + K.SCALE + K.ORDINAL + K.FRACTION, "[a-z]+"))
        self.numeral = re.compile(
            rf"[\d{''.join(self.figures)}]|(?<!/)\b(?:{words or '(?!)'})\b"
        ).search

    def forms(self, kinds: str, shape: str) -> list[str]:
        """Return the forms of some kinds and of a printed shape, the longest first."""
        fits = re.compile(shape).fullmatch
        found = [form for form, (kind, _) in self.entries.items() if kind in kinds and fits(form)]
        return sorted(found, key=len, reverse=True)

    def plural(self, word: str) -> bool:
        """Tell whether a word may be the plural of a unit that is not known."""
        plural, singular = self.lists["plural"], self.lists["singular"]
        return len(word) > 3 and word.endswith(plural) and not word.endswith(singular)

    def adverb(self, word: str) -> bool:
        """Tell whether a word is an adverb by its ending: sharply, but not supply."""
        return word.endswith(self.lists["adverb"]) and not word.endswith(self.lists["no_adverb"])


def _meaning(kind: str, text: str) -> Any:
    """Read what a word means: a power, a unit with its size, a currency with those it may be."""
    first, *rest = text.split() or [""]
    if kind in K.CURRENCY + K.PREFIX + K.MINOR + K.MAJOR + K.PENNY:
        power = [] if kind in K.CURRENCY + K.PREFIX else [int(rest.pop(0))]
        if rest == ["-"]:
            return first, ("",)  # 元, which is also said of other currencies
        return first, *power, (first, *rest) if rest else ()
    if kind in K.UNIT + K.SIZE + K.SCALED_UNIT + K.CASED:
        ((unit, factor, size),) = _UNIT(text)
        return unit, int(factor or 1), int(size or 0)
    if kind in K.MULTIPLE + K.MAYBE_MULTIPLE + K.FRACTION + K.GLYPH:
        part, _, whole = first.partition("/")
        return int(part), int(whole), bool(rest)  # "1/2 more" is more than a half
    if kind is K.LETTER:
        return int(first), " ".join(rest)
    return int(text) if kind in S.POWERS else text


_UNIT: Final = re.compile(r"^(.+?)(?: (\d+)(?:e(-?\d+))?)?$").findall


@cache
def languages() -> tuple[tuple[str, Callable[[str], object]], ...]:
    """Return the languages, and what finds a sign of each in a text, as `language.csv` says.

    The one that nothing has to show comes last: it is taken where no other is shown.
    """
    paths = sorted(FOLDER.glob("*/language.csv"))
    found = {path.parent.name: table(path)[0]["shown_by"] for path in paths}
    names = sorted(found, key=lambda name: not found[name])
    return tuple((name, re.compile(found[name]).search) for name in names)


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words of a language, with those that are shared and those that it comes with."""
    also = table(FOLDER / language / "language.csv")[0]["with"]
    folders = [FOLDER / name for name in ("shared", *also.split(), language)]
    paths = [path for folder in folders for path in sorted(folder.glob("*.csv"))]
    rows = [row for path in paths if path.stem != "language" for row in table(path)]
    return Lexicon([(row["kind"], row["meaning"], row["forms"], row["why"]) for row in rows])
