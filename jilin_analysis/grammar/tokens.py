"""A small tokenizer: longest known word first, then numbers, codes, and runs of other text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from .lexicon import LEXICON, Entry
from .numerals_zh import DIGITS, SCALES
from .refusal import NormalizationError

_HAN_DIGITS: Final = "".join(DIGITS)
_HAN_SCALES: Final = "".join(SCALES)


def _trie(words: Iterable[str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return root


def _pattern(node: dict[str, Any], last: str) -> str:
    """Return a pattern for the longest word below `node`; `last` is the character before it."""
    branches = [
        # A hyphen, spaces or a line break may part the words of an expression, no paragraph.
        ("(?: ++|-)" if char == " " else re.escape(char)) + _pattern(below, char)
        for char, below in node.items()
        if char
    ]
    ends = "" in node
    # An English word ends where its letters end, or "up" would be found in "upper".
    end = "(?![a-z])" if last.isascii() and last.isalpha() else ""
    if not branches:
        return end
    if ends and not end:
        return f"(?:{'|'.join(branches)})?"
    return f"(?:{'|'.join([*branches, end] if ends else branches)})"


def _compile() -> re.Pattern[str]:
    # A letter alone before a digit is a code (T3, A4), never a unit.
    words = [w for w in LEXICON if len(w) > 1 or not (w.isascii() and w.isalpha())]
    # Hyphenated twins are in the dictionary only; the pattern finds both from the spaced form.
    words = [w for w in words if not ("-" in w and w.replace("-", " ") in LEXICON)]
    trie = _trie(words)
    english = {c: n for c, n in trie.items() if c.isascii() and c.isalpha()}
    rest = {c: n for c, n in trie.items() if c not in english}
    single = "".join(re.escape(c) for c, n in rest.items() if list(n) == [""])
    starters = "".join(re.escape(c) for c in rest) + _HAN_DIGITS + _HAN_SCALES
    numbers = (
        # Most numbers, in one step: digits and separators, and nothing after them that could make
        # a date, a time, a telephone number or a spaced number.
        r"(?>\d(?:[\d,.]*\d)?)(?![-–—/:]| \d{3})",
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)",
        r"\d{1,2}:\d\d(?::\d\d)?(?!\d)",
        r"\d{4}[-–—]\d{1,2}(?![\d.,]*\d|%)(?=\b)(?! ?[a-z万亿%])",
        r"\d{2,4}-\d{3,4}-\d{4,8}(?!\d)",
        r"0\d{2,3}-\d{7,8}(?!\d)",
        r"\d+(?:-\d+){2,}",
        # Thousands parted by a space only where every group is whole: 12 500 but not "table 3 20".
        r"\d{1,3}(?: \d{3})+(?![\d.,]*\d)(?:\.\d+)?",
        r"\d(?:[\d,.]*\d)?",
    )
    # 十分, 百分之, 千瓦 begin with a numeral and are none: the run stops before such a word.
    numerals = (
        f"(?:[{_HAN_DIGITS}]|[十拾](?!分[^之])|[百佰](?!分[点之])|[千仟](?![瓦克米升卡伏])|[万亿]"
        f"|(?<=[{_HAN_DIGITS}十])点(?=[{_HAN_DIGITS}]))+"
    )
    # The engine skips an alternative fast where it begins with a plain character or class.
    alternatives = [
        " ",
        *(re.escape(c) + _pattern(n, c) for c, n in english.items()),
        # A word, or a code: COVID-19, J7, Q1-Q3.
        r"[a-z]++(?:[-–]?\d[a-z\d]*(?:[-.:/]\d+)*)?",
        *numbers,
        rf"[^\sa-z\d{starters}]+",
        *(re.escape(c) + _pattern(n, c) for c, n in rest.items() if c not in single),
        f"[{single}]",
        numerals,
        r"[\s\S]",
    ]
    return re.compile("|".join(alternatives))


_split: Final = _compile().findall


def _classify(word: str) -> Entry:
    """Name a token that the dictionary does not list."""
    first = word[0]
    if "a" <= first <= "z":
        if word.isalpha():
            return "word", word
        if any(c.isdigit() for c in word):
            return "code", word
        # The words of an expression, parted in a way the dictionary does not list.
        return LEXICON[" ".join(word.replace("-", " ").split())]
    if "0" <= first <= "9":
        return (
            "moment"
            if any(c in "-–—/:" for c in word) or (word.count(".") == 2 and _is_date(word))
            else "digits"
        ), word
    if first in DIGITS or first in SCALES:
        return "numeral", word
    return "text", word


def _is_date(word: str) -> bool:
    year, month, day = word.split(".")
    return len(year) == 4 and 0 < len(month) <= 2 and 0 < len(day) <= 2


class Tokens:
    """The tokens of one text, as four lists of one length, closed by two "end" tokens.

    So the place before the first token, which is that of the last, is an "end" too.

    Attributes
    ----------
    original, text : str
        As given, and folded.
    kinds : list of str
        What each token is: a kind of the lexicon, or one of the fallbacks above.
    values : list
        Its meaning: that of the lexicon, or the characters themselves.
    starts, ends : list of int
        Its place in the text.
    """

    __slots__ = ("ends", "kinds", "original", "starts", "text", "values")

    def __init__(self, original: str, text: str) -> None:
        self.original = original
        self.text = text
        self.kinds: list[str] = []
        self.values: list[Any] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        kinds, values = self.kinds.append, self.values.append
        starts, ends = self.starts.append, self.ends.append
        known = LEXICON.get
        start = 0
        for word in _split(text):
            end = start + len(word)
            if word != " ":
                kind, value = known(word) or _classify(word)
                kinds(kind)
                values(value)
                starts(start)
                ends(end)
            start = end
        for _ in range(2):
            kinds("end")
            values(None)
            starts(start)
            ends(start)

    def refusal(self, reason: str, first: int, last: int) -> NormalizationError:
        """Return the error that shows tokens `first` to `last` of the original text."""
        return NormalizationError(reason, self.original, self.starts[first], self.ends[last])

    def glued(self, index: int) -> bool:
        """Tell whether token `index` follows the one before it without a space; the first never."""
        return self.starts[index] == self.ends[index - 1]

    def words(self, index: int) -> str:
        """Return the folded characters of one token, its words one space apart."""
        words = self.text[self.starts[index] : self.ends[index]]
        return " ".join(words.split()) if "  " in words else words
