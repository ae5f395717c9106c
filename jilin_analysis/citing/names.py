"""The names of metrics, entities and times in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..folder import METRICS, Folder, names_of
from ..times import mentions
from .facts import Fact
from .reader import simplified

# Where a name stands, and what it names.
Place = tuple[int, int, str]
# People write of places in ways that no table of names has; these are the same for any data.
_PLACES = {
    "China": "China's|Chinese|中国|全国|我国|national|nationally|nationwide|the country|the nation",
    "Jilin province": "吉林省|全省|the province",
    "Jilin city": "吉林市|全市",
}
# What a sentence names to set it apart is not what its figure is about.
_NOT = re.compile(
    r"\b(?:not|nor|unlike|than|rather than|instead of)\s+(?:the\s|its\s)?$|不是|而非", re.I
)
_SMALL = frozenset(
    re.findall(r"\S+", "of the a an its their his our this that from through for made")
)
# Words that are put for one another in the names of what is measured.
_SAME = {
    "fibre": "fiber",
    "currency": "exchange",
    "hard": "foreign",
    "earnings": "earn",
    "sold": "sale",
    "selling": "sale",
    "abroad": "export",
    "overseas": "export",
    "shipments": "export",
    "economy": "gdp",
    "produced": "production",
    "direct": "direct",
}
# What any metric may show is no part of a name that may stand for it.
_ANYTHING = {"growth", "rate", "ratio", "level"}
_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*|[^\sA-Za-z]|\n\s*\n")
_ENDS = ("ings", "ing", "ed", "ly", "s")
# Words before a name that are no part of it, by their stems.
_BEFORE = frozenset(
    re.findall(
        r"\S+",
        "the it their our thi that these those and or but while wherea a of in for by with if when "
        "saw see seen total overall said say report also only such more whose quarter year then "
        "annual quarter group firm company where so yet higher lower ris fall it'",
    )
)
# What is worked out from figures, by the words that name it; who works it out has no label for it.
_ASPECTS = {
    "tonne unit": r"\bper\s(?:exported\s)?(?:tonne|ton|unit)|\bunit\s(?:value|price)s?|"
    r"\b(?:a|each|every|one)\s(?:exported\s)?(?:tonne|ton|unit)\b|每(?:一)?吨|单位|单价|吨均",
    "working": r"\b(?:working|business|work)[\s-]days?|工作日",
    "calendar": r"\bcalendar[\s-]days?|日历日|日历天|每天|每日",
    "yuan": r"\bin (?:yuan|RMB|renminbi)|(?:折(?:合)?(?:算)?(?:成|为)?|按|以)人民币|人民币计",
    "share ceiling even": r"\bshare\b(?!\s+price)|占比|比重|份额",
}
_YEAR = r"(?<![\d.,])(?:19|20)\d\d(?![\d,.]*\d|\s?(?:[%％]|per\s?cent))"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+\d{{1,2}},\s+{_YEAR}|"
    rf"{_YEAR}-\d\d-\d\d|(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}日"
)
# What notes and tables write, besides what `times` reads in sentences: the last month of a time
# that begins with a year. The year alone comes last.
_NOTED: list[tuple[re.Pattern[str], int]] = [
    (re.compile(form), months)
    for form, months in (
        (rf"\bJan[a-z]*\.?\s?(?:and|&)\s?Feb[a-z]*\.?(?:\s(?P<y>{_YEAR}))?", 2),
        (r"\bQ1[/'’](?P<yy>\d\d)\b", 3),
        (rf"(?i:the half)(?:[\s-]year)?(?:\s(?:of\s)?(?P<y>{_YEAR}))?", 6),
        (r"\b9M(?:20)?(?P<yy>\d\d)\b|(?i:first three quarters)", 9),
        (r"\b[FC]Y\s?'?(?P<yy>\d\d)\b", 12),
        (rf"(?P<y>{_YEAR})年?", 12),
    )
]
_BASE = re.compile(
    r"(?:than|from|against|with|to|since|over|on|vs\.?|versus|before|比|较|相比|自|同)\s*"
    r"(?:in|the|that|those|of|level|same|period)*\s*(?:the\s)?\s*"
    r"(?=$|(?:19|20)\d\d)",
    re.IGNORECASE,
)
_WHEN = re.compile(r",?\s+when\b")
_AIM = re.compile(r"(?:\b(?:by|until)\s+(?:the\s+end\s+of\s+)?|到|力争|至)$", re.IGNORECASE)


class Name(NamedTuple):
    """Where the name of a metric stands in a sentence, and what it may be of.

    `strength` is 2 for a full name, 1 for a part of one that stands alone (exports), 0 for one
    within another name (government revenue); `loosely`, what it is the part of.
    """

    start: int
    stop: int
    metrics: set[str]
    strength: int
    loosely: set[str]
    words: tuple[str, ...] = ()


class Names:
    """The names by which metrics, entities and times are found in a sentence.

    Latin names are told by their stems in any order, side by side: exports of fiber, fiber exports.
    """

    def __init__(self, folder: Folder, facts: Sequence[Fact], focus: str) -> None:
        self.full: dict[tuple[str, ...], set[str]] = {}
        self.weak: dict[tuple[str, ...], set[str]] = {}
        either: dict[tuple[str, ...], set[str]] = {}
        for row in folder.tables.get(METRICS, []):
            self.full.setdefault(_key(row["metric"].replace("-", " ")), set()).add(row["metric"])
            for name in names_of(row):
                # 产量或产值: one of two, where no other metric is called so.
                for one in re.split(r"或| or ", name):
                    whole = self.full if one == name else either
                    whole.setdefault(_key(one), set()).add(row["metric"])
                head = name[-2:] if len(name) > 2 and not name.isascii() else name.split()[-1]
                before, of, _ = re.split(r"(, | (?:of|in|with|for|by|to) |$)", name, maxsplit=1)
                product = name.removesuffix(head).strip(" ,")
                # A part of a name may stand for it: exports, or viscose staple.
                named = len(_key(product)) > 1 if name.isascii() else len(product) > 3
                for part in {before} if of else {head, product if named else head} - _ANYTHING:
                    self.weak.setdefault(_key(part), set()).add(row["metric"])
        self.words: dict[str, set[str]] = {}
        self.aspects: dict[re.Pattern[str], list[str]] = {
            re.compile(words, re.IGNORECASE): [] for words in _ASPECTS.values()
        }
        for fact in facts:
            if fact.derived:
                told = f"{fact.name} {fact.key.rpartition('/')[2]}"
                self.words[fact.key] = set(_key(told)) - {"in", "per", "if", "at"}
                words = set(re.findall(r"\w+", told.lower()))
                about = [
                    keys
                    for keys, names in zip(self.aspects.values(), _ASPECTS, strict=True)
                    if words & {*names.split()}
                ]
                for keys in about[:1]:
                    keys.append(fact.key)
        self.full = either | self.full
        self._longest = max((len(key) for key in self.full), default=0)
        self._bags = {frozenset(key): key for key in self.full if len(key) > 1}
        self._own: dict[tuple[str, ...], set[str]] = {}
        self._wider: dict[tuple[str, ...], set[str]] = {}
        self._ours = {word for key in self.full for word in key}
        signs = sorted(
            {key[0] for key in (*self.full, *self.weak) if not key[0].isascii()},
            key=len,
            reverse=True,
        )
        # At each place the longest, for one name may begin within another: 全年产值.
        self._chinese = re.compile(f"(?=({'|'.join(map(re.escape, signs)) or '(?!)'}))")
        entities = {fact.entity for fact in facts if fact.entity}
        self.entities = {_folded(name): name for name in entities}
        for name in entities:
            short, _, last = name.rpartition(" ")
            if short not in entities and (short.count(" ") > 1 or last == "province"):
                self.entities[_folded(short)] = name
            if " of " in name:
                self.entities[_folded(f"the {name.partition(' of ')[0]}")] = name
            for other in filter(None, _PLACES.get(name, "").split("|")):
                self.entities[_folded(other)] = name
        # A keyword in another script that names no metric is what the focus is called there.
        keywords = folder.package.get("keywords")
        for word in keywords if focus and isinstance(keywords, list) else ():
            name = simplified(str(word))
            if not name.isascii() and not any(name in key[0] for key in self.full):
                self.entities[_folded(name)] = focus
        self._entity = _pattern(self.entities)

    def speaks_of(self, fact: Fact, text: str) -> bool:
        """Tell whether half of the words by which a derived figure is called are in a text."""
        for aspect, keys in self.aspects.items():
            if fact.key in keys:
                return bool(aspect.search(text))
        words = self.words[fact.key]
        return 2 * len(words & {word for word, *_ in _stems(text)}) >= len(words) > 0

    def metrics_in(self, text: str) -> list[Name]:
        """Return the names of metrics in a text, the longest where they overlap."""
        text = simplified(text)
        chinese = self._chinese.finditer(text)
        found: list[tuple[tuple[int, ...], tuple[str, ...]]] = [
            ((-1, 0, one.start(1) - one.end(1), -one.start(1)), (one[1],)) for one in chinese
        ]
        stems = _stems(text)
        for at in range(len(stems)):
            run: list[str] = []
            for word, _, stop in stems[at : at + self._longest + 1]:
                if word not in self._ours:
                    break
                run.append(word)
                key, start = tuple(run), stems[at][1]
                key = key if key in self.full else self._bags.get(frozenset(run), key)
                if len(key) == len(run) and (key in self.full or key in self.weak):
                    found.append(((-len(run), key != tuple(run), start - stop, -start), key))
        taken, names = set[int](), []
        # The most words first, then those in the order of the name, then the longest.
        for (_, _, length, start), key in sorted(found):
            start, stop = -start, -start - length
            if taken.isdisjoint(range(start, stop)):
                taken |= {*range(start, stop)}
                if _NOT.search(text, max(0, start - 20), start):
                    continue
                full, weak = self.full.get(key, set()), self.weak.get(key, set())
                before = text[max(0, start - 24) : start]
                part = len(key) == 1 and not full and self._is_part(key, before)
                strength = 2 if full else 0 if part else 1
                names.append(Name(start, stop, full or weak, strength, weak, key))
        return sorted(names)

    def wider(self, words: tuple[str, ...]) -> set[str]:
        """Return the metrics in whose names these words stand."""
        if words not in self._wider:
            longer = (self.full[key] for key in self.full if {*key} > {*words})
            self._wider[words] = self.weak.get(words, set()).union(*longer)
        return self._wider[words]

    def completed(self, text: str, begin: int, name: Name) -> set[str]:
        """Return what a name means with words that stand apart from it.

        A clause from `begin` goes on with another thing: capacity for rayon, for acrylic. A
        Chinese name may have its first part before: 碳纤维产业实现产值.
        """
        words, last = name.words, name.words[-1]
        if not last.isascii():
            before = simplified(text[: name.start])
            longer = (key for key in self.full if key[0].endswith(last) and key[0] != last)
            found = (self.full[key] for key in longer if key[0].removesuffix(last) in before)
            return set().union(*found)
        run = [word for word, *_ in _stems(text[begin:]) if word in self._ours]
        heads = {words[:n] for n in range(1, len(words) + 1)} | {words[-1:]}
        for head in sorted(heads, key=len, reverse=True):
            for at in range(len(run)):
                key = self._bags.get(frozenset((*run[at:], *head)))
                if key and not {*head} & {*run}:
                    return self.full[key]
        return set()

    def _is_part(self, name: tuple[str, ...], before: str) -> bool:
        """Tell whether a weak name is the end of another name: government revenue, 人均收入."""
        word = re.search(r"([\w-]+)\s$|([\u4e00-\u9fff])$", before)
        if word is None or (word[2] and word[2] in "的其总和与及，"):
            return False
        if name not in self._own:
            own = {part for full in self.full if full[-1].endswith(name[-1]) for part in full}
            self._own[name] = own | {*"".join(own)} | _BEFORE
        return (word[2] or _stem(word[1])) not in self._own[name]

    def entities_in(self, text: str) -> list[Place]:
        """Return start, end and entity for each name in a text."""
        found = self._entity.finditer(simplified(text))
        return [(one.start(), one.end(), self.entities[_folded(one[0])]) for one in found]


@lru_cache(4096)
def _stem(word: str) -> str:
    word = word.lower().replace("’", "'").removesuffix("'s")
    word = _SAME.get(word, word)
    ending = next((end for end in _ENDS if word.endswith(end) and len(word) - len(end) > 3), "")
    word = word.removesuffix(ending) if not word.endswith("ss") else word
    return _SAME.get(word, word)


def _stems(text: str) -> list[tuple[str, int, int]]:
    """Return the stems of a text with their places; signs that part clauses are stems as well."""
    found = [
        (_stem(part), one.start() + at, one.start() + at + len(part))
        for one in _WORD.finditer(text)
        for at, part in _parts(one[0])
    ]
    return [one for one in found if one[0] not in _SMALL]


def _parts(word: str) -> Iterator[tuple[int, str]]:
    at = 0
    for part in word.split("-"):
        if part:
            yield at, part
        at += len(part) + 1


def _key(name: str) -> tuple[str, ...]:
    """Return a name as it is looked up: its stems, or a Chinese name whole."""
    if not name.isascii():
        return (simplified(name),)
    return tuple(word for word, *_ in _stems(name) if word.isalpha()) or (name,)


def _folded(name: str) -> str:
    words = re.split(r"[\s-]+", name.lower().replace("fibre", "fiber"))
    return " ".join(word.rstrip("s") for word in words)


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    latin = []
    for name in filter(str.isascii, ordered):
        words = [re.escape(w).replace("fiber", "fib(?:er|re)") + "s*" for w in name.split(" ")]
        # Jilin may be a province; Jilin Carbon is somebody else.
        alone = "" if " " in name else r"(?!\s+(?-i:[A-Z]))"
        latin.append(r"[\s-]+".join(words) + alone)
    chinese = [re.escape(name) for name in ordered if not name.isascii()]
    parts = [rf"\b(?:{'|'.join(latin)})\b" if latin else "", *chinese]
    return re.compile("|".join(filter(None, parts)) or r"(?!)", re.IGNORECASE)


def is_other_time(text: str, start: int, stop: int) -> bool:
    """Tell whether a time is one compared with, or still to come: not that of what it follows."""
    before = text[max(0, start - 40) : start]
    return bool(_AIM.search(before)) or bool(_WHEN.match(text, stop))


def times_in(text: str) -> list[Place]:
    """Return start, end and period of each time in a text; a missing year is `?`: `?-Q1`.

    Dates, and the times that something is compared with, are none.
    """
    taken = [one.span() for one in _DATE.finditer(text)]
    found: list[Place] = []

    def free(start: int, stop: int) -> bool:
        fits = all(stop <= a or b <= start for a, b in taken)
        taken.extend([(start, stop)] * fits)
        return fits

    def note(forms: Sequence[tuple[re.Pattern[str], int]]) -> None:
        for form, months in forms:
            for one in form.finditer(text):
                if free(*one.span()):
                    told = one.groupdict()
                    year = told.get("y") or (f"20{told['yy']}" if told.get("yy") else "?")
                    if not _is_base(text, one.start(), one.end()):
                        found.append((*one.span(), _period(year, 0, months)))

    note(_NOTED[:-1])
    for one in mentions(text):
        words = text[one.start : one.stop]
        # “They wrote in June” tells no time of a figure.
        dated = one.year or one.length > 1 or not words.isascii()
        if one.length and dated and free(one.start, one.stop):
            spread = one.length not in (1, 3, 6, 12) or bool(re.search(r"to|[-–—至到]", words))
            if spread or not _is_base(text, one.start, one.stop):
                year = str(one.year or "?")
                found.append((one.start, one.stop, _period(year, one.first, one.length)))
    note(_NOTED[-1:])
    return sorted(found)


def _is_base(text: str, start: int, stop: int) -> bool:
    base = _BASE.search(text, max(0, start - 40), start) or _BASE.match(text, start)
    return bool(base) and not _WHEN.match(text, stop)


def _period(year: str, first: int, length: int) -> str:
    if length == 12:
        return year
    for months, letter in ((3, "Q"), (6, "H")):
        if length == months and first % months == 0:
            return f"{year}-{letter}{first // months + 1}"
    ends = dict.fromkeys((first + 1, first + length))
    return "/".join(f"{year}-{month:02d}" for month in ends)


def same_time(known: str, told: str) -> bool:
    """Tell whether a time in a text, perhaps without its year, is this period."""
    if not told.startswith("?"):
        return known == told
    return re.sub(r"\d{4}", "?", known) == told
