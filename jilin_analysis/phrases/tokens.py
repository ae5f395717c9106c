"""From characters to tokens: the longest known word first, then numbers, codes and other text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Final

from .kinds import K, S
from .lexicon import Entry, Lexicon, languages, lexicon
from .text import HIDDEN, fold

# Digits that are none of a number as printed here: of other scripts, raised, lowered, circled.
STRANGE: Final = (
    "²³¹\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef"
    "\u0b66-\u0b6f\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0de6-\u0def\u0e50-\u0e59"
    "\u0ed0-\u0ed9\u0f20-\u0f29\u1040-\u1049\u1090-\u1099\u1369-\u1371\u17e0-\u17e9\u1810-\u1819"
    "\u1946-\u194f\u19d0-\u19da\u1a80-\u1a89\u1a90-\u1a99\u1b50-\u1b59\u1bb0-\u1bb9\u1c40-\u1c49"
    "\u1c50-\u1c59\u2070\u2074-\u2079\u2080-\u2089\u2150-\u218b\u2460-\u249b\u24ea-\u24ff"
    "\u2776-\u2793\u3021-\u3029\u3038-\u303a\u3192-\u3195\u3220-\u3229\u3280-\u3289\u3248-\u324f"
    "\u3251-\u325f\u32b1-\u32bf\ua620-\ua629\ua8d0-\ua8d9\ua900-\ua909\ua9d0-\ua9d9\ua9f0-\ua9f9"
    "\uaa50-\uaa59\uabf0-\uabf9\U00010000-\U000323af"
)
_SHAPES: Final = (
    # Most numbers, in one step: digits and separators, and nothing after them that could make a
    # date, a time, a telephone number or a spaced number.
    r"(?>\d(?:[\d,.]*\d)?)(?![-–—/:]| \d{3})",
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d%])",
    r"\d{1,2}[/.]\d{1,2}[/.]\d{4}(?![\d%])",
    r"\d{1,2}:\d\d(?::\d\d)?(?!\d)",
    r"(?:19|20)\d\d[-–—/](?:\d\d|(?:19|20)\d\d)(?![\d.,]*\d|%)(?=\b)(?! ?[a-zPLACES%])",
    r"(?:19|20)\d\d/(?:\d\d|(?:19|20)\d\d)(?![\d.,%])",
    r"\d{2,4}-\d{3,4}-\d{4,8}(?!\d)",
    r"0\d{2,3}-\d{7,8}(?!\d)",
    r"\d+(?:-\d+){2,}(?![.%])",
    # Thousands parted by a space only where every group is whole: 12 500 but not "table 3 20".
    r"\d{1,3}(?: \d{3})+(?![\d.,]*\d)(?:\.\d+)?",
    r"\d(?:[\d,.]*\d)?",
)
_IS_MOMENT: Final = re.compile(
    r"\d+[-–—/:].*|(?:19|20)\d\d\.\d{1,2}\.\d{1,2}|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d"
).fullmatch
_UNLISTED: Final[tuple[str, Any, dict[str, list[int]]]] = ("", None, {})
_IS_YEAR: Final = re.compile(r"(?:19|20)\d\d").fullmatch
_NOT_AFTER_NUMERAL: Final = (
    K.YOY_VERB_UP, K.YOY_VERB_DOWN, K.MOM_VERB_UP, K.MOM_VERB_DOWN,
)  # fmt: skip
# END tokens behind the last, so that looking a few tokens ahead needs no care.
ENDS: Final = 12
_END_KINDS: Final = (K.END,) * ENDS
_END_VALUES: Final = (None,) * ENDS
_STOPS_NUMERAL: Final = (K.UNIT, K.POINTS, K.PERCENT_BEFORE, K.SPAN, K.THING)


def _compile(words: Lexicon) -> Callable[[str], list[str]]:
    starts = "".join(re.escape(c) for c in words.starts)
    glued, scales, bounds, prefixes, coded = (
        "|".join(sorted(map(re.escape, forms), key=len, reverse=True))
        for forms in (words.glued, words.scales, words.bounds, words.prefixes, words.coded)
    )
    places = "".join(words.places)
    letters = (
        rf"(?:{coded})(?![a-z\d])",
        rf"(?:{glued})(?=[-−]?\d)",
        rf"(?:{bounds})(?=-\d)",
        rf"(?:{prefixes})(?=\d[\d.,]* ?(?:{scales})(?![a-z\d])|\d{{1,3}}(?:,\d{{3}})+(?![,\d]))",
        rf"[a-z]{{3,}}+(?=\d[\d,]*(?:\.\d+)?[{places}%])",
        # Letters and digits in one: COVID-19, J7, Q1-Q3; with a group of three, a torn number.
        r"[a-z]++(?:[-–]?\d[a-z\d]*(?:[-.:/]\d[a-z\d]*|,\d{3}(?!\d))*)",
    )
    alternatives = (
        " ",
        r"[a-z]++(?![-–]?\d)",
        f"(?=[a-z])(?:{'|'.join(letters)})",
        rf"(?=\d)(?:{'|'.join(_SHAPES).replace('PLACES', places)})",
        f"[{starts}]",
        rf"[^\sa-z\d{starts}{STRANGE}{HIDDEN}]+",
        rf"[{STRANGE}]+",
        r"[\s\S]",
    )
    return re.compile("|".join(alternatives), re.ASCII).findall


@cache
def _splitter(language: str) -> tuple[Lexicon, Callable[[str], list[str]]]:
    words = lexicon(language)
    return words, _compile(words)


_ENDS_SEGMENT: Final = re.compile(r"[^。；！？\n]*[。；！？\n]?")


def _segments(text: str) -> list[tuple[str, int, int]]:
    """Part a text by language: sentence by sentence where several are shown."""
    *special, (usual, _) = languages()
    shown = [] if text.isascii() else [(n, signs) for n, signs in special if signs(text)]
    if len(shown) < 2:
        return [(shown[0][0] if shown else usual, 0, len(text))]
    found: list[tuple[str, int, int]] = []
    for part in _ENDS_SEGMENT.finditer(text):
        name = next((n for n, signs in shown if signs(part.group())), shown[-1][0])
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1], part.end())
        elif part.group():
            found.append((name, part.start(), part.end()))
    return found


class Tokens:
    """The tokens of one text, closed by END tokens.

    So the place before the first token, which is that of the last, is an END too.

    Attributes
    ----------
    original, text : str
        As given, and folded.
    kinds : list of str
        What each token is.
    values : list
        Its meaning: that of the lexicon, or the characters themselves.
    starts, ends : list of int
        Its place in the text.
    codes : str
        The kinds as one string, a character each.
    """

    __slots__ = (
        "codes",
        "ends",
        "kinds",
        "lexicons",
        "original",
        "starts",
        "text",
        "values",
        "words",
        "years",
    )

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = fold(original)
        self.kinds: list[str] = []
        self.values: list[Any] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.years: list[int] = []
        self.lexicons: list[Lexicon] = []
        if "  " in self.text:
            self._split_spaced()
        else:
            for language, start, end in _segments(self.text):
                self._split(language, self.text[start:end], start, original)
        size = len(original)
        self.kinds += _END_KINDS
        self.values += _END_VALUES
        self.starts += (size,) * ENDS
        self.ends += (size,) * ENDS
        self.codes = "".join(self._dated() if self.years else self.kinds)

    def _dated(self) -> list[str]:
        """Return the kinds with each year marked, and whether the year after it is named too."""
        codes, values = list(self.kinds), self.values
        for number, place in enumerate(self.years):
            near = self.years[max(0, number - 3) : number + 4]
            following = str(int(values[place]) + 1)
            followed = any(values[other] == following for other in near)
            codes[place] = K.YEAR_AGO if followed else K.YEAR
        return codes

    def _split_spaced(self) -> None:
        """Split as if no two spaces stood side by side, and put the places right afterwards."""
        spaced = self.text
        places = [n for n, char in enumerate(spaced) if char != " " or spaced[n - 1 : n] != " "]
        text = "".join(spaced[place] for place in places)
        original = "".join(self.original[place] for place in places)
        places.append(len(spaced))
        for language, start, end in _segments(text):
            self._split(language, text[start:end], start, original)
        self.starts = [places[start] for start in self.starts]
        self.ends = [places[end - 1] + 1 for end in self.ends]

    def _split(self, language: str, text: str, offset: int, original: str) -> None:
        words, split = _splitter(language)
        self.words = words
        if words not in self.lexicons:
            self.lexicons.append(words)
        for mark in words.lists["decimal_mark"]:
            text = re.sub(rf"(?<=\d){mark}(?=\d)", ".", text)
        kinds, values = self.kinds.append, self.values.append
        starts, ends = self.starts.append, self.ends.append
        known, unlisted = words.table.get, _UNLISTED
        start = skip = 0
        for piece in split(text):
            end = start + len(piece)
            if piece == " " or start < skip:
                if start < skip < end:  # Chang'e-3: what the longer word has left of a piece
                    self._split(language, text[skip:end], offset + skip, original)
                start = end
                continue
            kind, value, ahead = known(piece, unlisted)
            printed = end
            if ahead:
                found = None
                if lengths := ahead.get(text[end : end + 2]):
                    found = self._longest(text, start, lengths)
                if found is None and (lengths := ahead.get(text[end : end + 1])):
                    found = self._longest(text, start, lengths)
                if found is not None:
                    (kind, value), printed = found
                    if text[printed - 1] == "." and text[start : printed - 1] in words.entries:
                        # The dot of "$8bn. Sales" ends the sentence.
                        after = original[offset + printed : offset + printed + 3].strip()[:1]
                        printed -= not after or after.isupper()
                    skip = printed
            if not kind:
                if value is None:
                    kind, value = _classify(piece)
                    if kind is K.DIGITS and len(piece) == 4 and _IS_YEAR(piece):
                        self.years.append(len(self.kinds))
                elif value is K.CASED:
                    form = original[offset + start : offset + printed]
                    kind, value = words.cased.get(form, words.entries[piece])
                else:
                    printed = skip = self._numeral_end(text, start, words)
                    kind, value = K.NUMERAL, text[start:printed]
            kinds(kind)
            values(value)
            starts(offset + start)
            ends(offset + printed)
            start = end

    def _longest(self, text: str, start: int, lengths: list[int]) -> tuple[Entry, int] | None:
        """Return the longest known word of some length that begins at a place, and its end."""
        words = self.words
        for length in lengths:
            form = text[start : start + length]
            entry = words.entries.get(form)
            if entry is not None and len(form) == length:
                after = text[start + length : start + length + 1]
                if entry[0] in _NOT_AFTER_NUMERAL and text[start - 1 : start] in words.figures:
                    continue  # 2019年增长
                if (
                    entry[0] in S.into
                    and text[start + length - 1 : start + length + 1] in words.few
                ):
                    continue  # 增长至少5%
                if not ("a" <= after <= "z" and "a" <= form[-1] <= "z"):
                    return entry, start + length
        return None

    @staticmethod
    def _numeral_end(text: str, start: int, words: Lexicon) -> int:
        """Return where a numeral in characters ends: before a unit that begins with one (千瓦)."""
        entries, digits, places = words.entries, words.digits, words.places
        place = start + 1
        while place < len(text):
            char = text[place]
            if char in digits or char in places:
                ahead = words.table[char][2]
                longer = ahead.get(text[place + 1 : place + 3], [])
                for length in longer + ahead.get(text[place + 1 : place + 2], []):
                    if entries.get(text[place : place + length], ("",))[0] in _STOPS_NUMERAL:
                        return place
            elif not (
                entries.get(char, (None,))[0] is K.POINT
                and (text[place - 1] in digits or places.get(text[place - 1]) == 1)
                and text[place + 1 : place + 2] in digits
                and place + 1 < len(text)
            ):
                return place
            place += 1
        return place

    def glued(self, index: int) -> bool:
        """Tell whether token `index` follows the one before it without a space; the first never."""
        return self.starts[index] == self.ends[index - 1]

    def latin(self, index: int) -> bool:
        """Tell whether token `index` begins with a Latin letter."""
        return "a" <= self.text[self.starts[index] : self.starts[index] + 1] <= "z"

    def hyphenless(self, index: int) -> bool:
        """Tell whether token `index` ends in a script that joins no words by hyphens."""
        return self.text[self.ends[index] - 1] >= "\u2e80"

    def same(self, one: int, other: int) -> bool:
        """Tell whether two tokens are printed alike."""
        text, starts, ends = self.text, self.starts, self.ends
        return text[starts[one] : ends[one]] == text[starts[other] : ends[other]]

    def printed(self, first: int, stop: int) -> str:
        """Return tokens `first` up to `stop` as printed."""
        return self.original[self.starts[first] : self.ends[stop - 1]]


@lru_cache(maxsize=16384)
def _classify(piece: str) -> Entry:
    """Name a piece that the lexicon does not list."""
    first = piece[0]
    if "a" <= first <= "z":
        if piece.isalpha():
            return K.WORD, piece
        return (K.GLUED if "," in piece else K.CODE), piece
    if "0" <= first <= "9":
        return (K.MOMENT if _IS_MOMENT(piece) else K.DIGITS), piece
    if first == HIDDEN:
        return K.HIDDEN, piece
    if _strange(first):
        return K.STRANGE, piece
    return K.TEXT, piece


_strange: Final = re.compile(f"[{STRANGE}]").match
