"""From characters to tokens: the longest known word first, then numbers, codes and other text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property
from string import ascii_lowercase
from typing import Any, Final

from .kinds import CODES, K, S, pattern
from .lexicon import Lexicon, languages, lexicon
from .text import HIDDEN, fold

# What stands for a digit that is none of a number as printed here: of another script, raised,
# circled.
_STRANGE: Final = "\ufffe"
# 2019-20, whatever follows.
_SEASONS: Final = "|".join(f"{year}[-–—/]{(year + 1) % 100:02}" for year in range(1950, 2050))
# Dates, times, spans of years, telephone numbers; then numbers.
_MOMENTS: Final = (
    r"(?:\d{4}[-/]|(?:19|20)\d\d\.)\d{1,2}[-/.]\d{1,2}(?![\d%])",
    r"\d{1,2}(?:/\d{1,2}[/.]\d{4}|\.\d{1,2}\.(?:19|20)\d\d)(?![\d%])",
    r"\d{1,2}:\d\d(?::\d\d)?(?!\d)",
    r"(?:19|20)\d\d[-–—/](?:\d\d|(?:19|20)\d\d)(?![\d.,]*\d|%)(?=\b)(?! ?[a-zPLACES%])",
    r"(?:19|20)\d\d/(?:\d\d|(?:19|20)\d\d)(?![\d.,%])",
    rf"(?:{_SEASONS})(?![\d.,]*\d|%)",
    r"\d{1,3}°(?:\d{1,2}[′'](?:\d{1,2}(?:\.\d+)?[″\"])?)?",
    r"(?<=\+)\d{1,3}(?:[ -]\d{2,4})*[ -]\d{4}(?:[ -]\d+)*(?![\d%])",
    r"(?<=\+)\d{4}(?:[ -]\d{3}){2,}(?!\d)",
    r"\d{2,4}-\d{3,4}-\d{4,8}(?!\d)",
    r"0\d{2,3}-\d{7,8}(?!\d)",
    r"\d+(?:-\d+){2,}(?![.%])",
)
# Most numbers in one step: digits and separators, and nothing after them that could make a date, a
# time, a telephone number or a spaced number.
_NUMBER: Final = r"(?!\d+\.\d+\.)(?>\d(?:[\d,.]*\d)?)(?![-–—/:]|°\d| \d{3})"
# Thousands parted by a space only where every group is whole: 12 500 but not "table 3 20".
_SPACED: Final = r"\d{1,3}(?: \d{3})+(?![\d.,]*\d)(?:\.\d+)?|\d(?:[\d,.]*\d)?"
_CODE: Final = r"[a-z]++(?:[-–]?\d[a-z\d]*(?:[-.:/]\d[a-z\d]*|,\d{3}(?!\d))*)"
_GROUPS_OR_COINS: Final = r"\d{1,3}(?:,\d{3})+(?!,?\d)|\d+\.\d\d(?![\d.])"
_SHAPES: Final[dict[str | None, str]] = {
    **dict.fromkeys((None, "word"), K.WORD), "glued": K.GLUED, "code": K.CODE, "address": K.NAME,
    **dict.fromkeys(("digits", "spaced"), K.DIGITS), "moment": K.MOMENT,
    "text": K.TEXT, "strange": K.STRANGE, "hidden": K.HIDDEN,
}  # fmt: skip
_IS_YEAR: Final = re.compile(r"(?:19|20)\d\d").fullmatch
# The dot of U.S. and of Ltd. before a small letter ends no sentence.
_GOES_ON: Final = re.compile(r"\.(?<!\d.)(?:(?<=\b[A-Z].)(?!\s*$)|[A-Za-z]|\s+[a-z])").match
_BEHIND_NUMBER: Final = S.CMP + S.AFTER_PERCENT + S.MEASURED + K.SCALE + K.PER
# a seasonally adjusted 5 percent, a revised $3 million: what the words say is not how much
_NOTED: Final = pattern("article((?:word|one_word){1,3})(?=digits|BEFORE_AMOUNT)").finditer
_CHANGES: Final = S.verb + S.noun + S.pace + S.speed + K.PARTICLE
_DECIMAL_COMMA: Final = re.compile(r"(?<![\d,])\d{1,3},\d\d? ?%").search
_AS_VERB: Final = {K.NOUN_UP: K.VERB_UP, K.NOUN_DOWN: K.VERB_DOWN}
_AMOUNT: Final = re.compile(r"[\d$£€¥]").match
_CURRENCY: Final = re.compile(r" ?([a-z]*[^\w\s]?)").match
_ENDS_SEGMENT: Final = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_UNLISTED: Final[tuple[str, Any, dict[str, list[int]]]] = ("", None, {})
# Two letters side by side, between which no word ends.
_JOINED: Final = {one + other for one in ascii_lowercase for other in ascii_lowercase}
# END tokens behind the last, so that looking a few tokens ahead needs no care.
ENDS: Final = 12
_END_KINDS, _END_VALUES = (K.END,) * ENDS, (None,) * ENDS


@cache
def _splitter(language: str) -> tuple[Lexicon, Callable[[str, int], re.Match[str] | None]]:
    """Return the words of a language, and what matches a piece at a place of a text."""
    words = lexicon(language)
    starts, places = re.escape("".join(words.starts)), "".join(words.places)
    strange = _STRANGE + "".join(words.figures - words.table.keys() - {*"0123456789"})
    of = {
        "coded": words.forms("".join(CODES.values()), r"[a-z]+\d"),
        "glued": words.forms(K.CURRENCY, "[a-z]{2,}"),
        "bounds": words.forms(S.BOUND + K.YOY + K.MOM + K.QOQ + K.TO, "[a-z]+"),
        "prefixes": words.forms(K.PREFIX, ".+"),
        "prices": words.forms(K.PER, "[a-z][a-z ]+"),
        "led": words.led,
        # R35m; but R1T, whose letter is a unit too, is a name.
        "scales": [
            form
            for form in words.forms(K.SCALE + K.LETTER + K.MINOR, "[a-z]+")
            if words.entries[form][0] is not K.LETTER or not words.entries[form][1][1]
        ],
    }
    large = words.forms(K.SCALE, "[a-z]{2,}")  # XY1.91bn
    coded, glued, bounds, prefixes, prices, led, scales = ("|".join(forms) for forms in of.values())
    letters = (
        rf"(?:{coded})(?![a-z\d])",
        rf"(?:{glued})(?=[-−]?\d)",
        rf"(?:{bounds})(?=-\d)",
        # c5%, c10,000, P5.2 billion
        rf"(?<!\d)(?:{led})(?=\d[\d.,]*[ -]?(?:%|(?:{scales})(?![a-z\d])|(?:{prices})\b)|\d+,\d)",
        # R75.8bn, R5,400, N1490.22, N343 per litre
        rf"(?:{prefixes})(?=\d[\d.,]*[ -]?(?:{scales})(?![a-z\d])|{_GROUPS_OR_COINS})",
        rf"(?:{prefixes})(?=\d+ (?:{prices})\b)",
        rf"[a-z](?=\d+\.\d+(?:{scales})(?![a-z\d]))",
        rf"[a-z]{{2,}}+(?=\d[\d,]*(?:\.\d+)?(?:[{places}%]|(?:{'|'.join(large)})(?![a-z\d])))",
    )
    # What the lexicon does not list has its kind by its shape: the last group that matches.
    alternatives = (
        r"(?P<address>https?://[^\s,;，。；）)]+)",
        r"(?P<word>[a-z]++(?![-–]?\d))",
        f"(?=[a-z])(?:{'|'.join(letters)})",
        # Letters and digits in one: COVID-19, J7, Q1-Q3; with a group of three, a torn number.
        rf"(?P<glued>(?=[-–.:/a-z\d]*,\d{{3}}(?!\d)){_CODE})",
        rf"(?P<code>{_CODE})",
        f"(?P<digits>{_NUMBER})",
        f"(?P<moment>{'|'.join(_MOMENTS).replace('PLACES', places)})",
        f"(?P<spaced>{_SPACED})",
        rf"(?P<text>[^\sa-z\d{starts}{strange}{HIDDEN}]+)",
        rf"(?P<strange>[{strange}]+)",
        rf"(?P<hidden>{HIDDEN})",
        r"[\s\S]",
    )
    return words, re.compile("|".join(alternatives), re.ASCII).match


def _segments(text: str) -> list[tuple[str, int, int]]:
    """Part a text by language: sentence by sentence where several are shown."""
    *special, (usual, _) = languages()
    if text.isascii():
        return [(usual, 0, len(text))]
    shown = [(name, signs) for name, signs in special if signs(text)]
    if len(shown) < 2:
        return [(shown[0][0] if shown else usual, 0, len(text))]
    return [
        (next((n for n, signs in shown if signs(part.group())), shown[-1][0]), *part.span())
        for part in _ENDS_SEGMENT.finditer(text)
    ]


class Tokens:
    """The tokens of one text, closed by END tokens.

    So the place before the first token, which is that of the last, is an END too. `original` is the
    text as given and `text` folded. Of each token there is what it is (`kinds`, and as one string
    `codes`), its meaning in the lexicon or its characters (`values`), and its place in the text
    (`starts`, `ends`). `words` are those of the last language, `lexicons` those of all.
    """

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = text = fold(original)
        self.years: list[int] = []
        self.lexicons: list[Lexicon] = []
        self.kinds: list[str] = []
        self.values: list[Any] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        places = None
        if "  " in text:  # split as if no two spaces stood side by side
            places = [n for n, char in enumerate(text) if char != " " or text[n - 1 : n] != " "]
            text, original = ("".join(one[n] for n in places) for one in (text, original))
        for language, start, end in _segments(text):
            self._split(language, text[start:end], start, original)
        if places is not None:
            self.starts = [places[start] for start in self.starts]
            self.ends = [places[end - 1] + 1 for end in self.ends]
        if K.ARTICLE in self.kinds:
            for found in _NOTED("".join(self.kinds)):
                if self.original[self.starts[found.end(1) - 1]].islower():
                    self.kinds[slice(*found.span(1))] = K.PARTICLE * len(found[1])
        self.kinds += _END_KINDS
        self.values += _END_VALUES
        edges = (len(self.text),) * ENDS
        self.starts += edges
        self.ends += edges
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

    def _split(self, language: str, text: str, offset: int, original: str) -> None:
        words, split = _splitter(language)
        self.words = words
        if words not in self.lexicons:
            self.lexicons.append(words)
        for mark in words.lists["decimal_mark"]:
            text = re.sub(rf"(?<=\d){mark}(?=\d)", ".", text)
        if not (text.isascii() or words.plain.issuperset(text)):
            for char in set(text) - words.plain:
                if char.isnumeric() and not char.isalpha():
                    text = text.replace(char, _STRANGE)
                else:
                    words.plain.add(char)
        size, end = len(text), 0
        listed, known, entries, led = words.starts.get, words.table.get, words.entries, words.led
        word, full_stop, will = K.WORD, K.STOP, K.WILL  # looked up once, not for each token
        last = self.kinds[-1] if self.kinds else K.END
        kinds, values = self.kinds.append, self.values.append
        starts, ends = self.starts.append, self.ends.append
        while end < size:
            start, piece = end, text[end]
            if piece == " ":
                end += 1
                continue
            entry, found = listed(piece), None
            if entry is None and (found := split(text, start)):
                piece = found[0]
                entry = known(piece, _UNLISTED)
            kind, value, ahead = entry or _UNLISTED
            end += len(piece)
            if ahead and (
                lengths := ahead.get(text[end : end + 2]) or ahead.get(text[end : end + 1])
            ):
                if form := _longer(words, text, start, lengths):
                    kind, value = entries[form]
                    end = start + len(form)
                    if form[-1] == "." and form[:-1] in entries:
                        # The dot of "$8bn. Sales" ends the sentence, that of "8 bn. USD" does not.
                        after = original[offset + end : offset + end + 3].strip()[:1]
                        named = _CURRENCY(text, end)
                        money = named and entries.get(named[1], (K.END,))[0] in S.MONEY
                        begins = after.isupper() or (after.isdigit() and kind in _BEHIND_NUMBER)
                        if not after or (begins and not money):
                            end -= 1
                            kind, value = entries[form[:-1]]
            if not kind:
                if value is None:
                    kind, value = _SHAPES[found.lastgroup] if found else K.TEXT, piece
                    if kind is K.DIGITS and len(piece) == 4 and _IS_YEAR(piece):
                        self.years.append(len(self.kinds))
                elif value is K.CASED:
                    form = original[offset + start : offset + end]
                    kind, value = words.cased.get(form, entries[piece])
                else:
                    end = _numeral_end(words, text, start)
                    kind, value = K.NUMERAL, text[start:end]
            if kind is word:
                if last in _CHANGES and words.adverb(piece):
                    kind = K.PARTICLE  # fell sharply
            elif kind is full_stop:
                if piece == "." and _GOES_ON(original, offset + start):
                    kind = K.TEXT
            elif last is will and kind in _AS_VERB:
                kind = _AS_VERB[kind]  # will fall
            if piece in led and end - start == len(piece) and _AMOUNT(text, end):
                kind, value = led[piece]
            last = kind
            kinds(kind)
            values(value)
            starts(offset + start)
            ends(offset + end)

    @cached_property
    def has_decimal_commas(self) -> bool:
        """Whether a percentage of the text has a decimal comma, as 47,652 billion may have too."""
        return _DECIMAL_COMMA(self.text) is not None

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


def _longer(words: Lexicon, text: str, start: int, lengths: list[int]) -> str:
    """Return the longest known word of some length that begins at a place, or nothing."""
    entries, digits, places = words.entries, words.figures, words.places
    for length in lengths:
        end = start + length
        form = text[start:end]
        if form in entries and len(form) == length and text[end - 1 : end + 1] not in _JOINED:
            kind = entries[form][0]
            if kind in S.TIMED and text[max(0, start - 2) : start].rstrip()[-1:] in words.figures:
                continue  # 2019年增长
            before = text[start - 1 : start]
            if kind is K.NAME and (before == "-" or (before in digits and form[0] in places)):
                continue  # thirty-one of, 5万国际标准箱
            if kind in S.into and text[end - 1 : end + 1] in words.few:
                continue  # 增长至少5%
            return form
    return ""


def _numeral_end(words: Lexicon, text: str, start: int) -> int:
    """Return where a numeral in characters ends: before a unit that begins with one (千瓦)."""
    entries, digits, places = words.entries, words.digits, words.places
    for place in range(start + 1, len(text)):
        char, before = text[place], text[place - 1]
        if char in digits or char in places:
            ahead = words.table[char][2]
            longer = ahead.get(text[place + 1 : place + 3])
            for length in longer or ahead.get(text[place + 1 : place + 2]) or ():
                if entries.get(text[place : place + length], (K.TEXT,))[0] in S.ENDS_NUMERAL:
                    return place
        elif entries.get(char, ("",))[0] is not K.POINT or not (
            (before in digits or places.get(before) == 1) and text[place + 1 : place + 2] in digits
        ):
            return place
    return len(text)
