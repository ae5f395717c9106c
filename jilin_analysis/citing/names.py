"""The names of metrics, entities and times in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..folder import METRICS, Folder, names_of
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
_COUNTS = re.findall(r"\S+", "one two three four five six seven eight nine ten eleven")
_NUMBERS = {word: number for number, word in enumerate(_COUNTS, 1)}
_NUMBERS |= {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "": 1}
_NUMBERS |= {"一": 1, "二": 2, "三": 3, "四": 4, "首": 1, "上": 1, "下": 2}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?<![\d.,])(?:19|20)\d\d(?![\d,.]*\d|\s?(?:[%％]|per\s?cent))"
_OF_YEAR = rf"(?:(?:\s+of|,)?\s+(?:the\s+year\s+)?(?P<y>{_YEAR}))?"
_SHORT = rf"(?:\s?(?P<y>{_YEAR})|'?(?P<yy>\d\d)\b(?!\s?[.,%％]))?"
_ZH_YEAR = rf"(?:(?P<y>{_YEAR})年?的?)?"
_TO = r"\s?(?:–|-|to|and|through)\s?"
# How times are written, by what they name; of two at one place the first counts.
_TIMES = [
    (kind, re.compile(pattern, 0 if kind in ("", "months") else re.IGNORECASE))
    for kind, pattern in (
        ("", rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s+\d{{1,2}},\s+{_YEAR}"),
        ("", rf"{_YEAR}-\d\d-\d\d|(?:{_YEAR}年)?\d{{1,2}}月\d{{1,2}}日"),
        ("since", rf"first\s+(?P<n>{'|'.join(_COUNTS)})\s+months{_OF_YEAR}"),
        ("since", r"\b(?P<n>\d\d?)(?-i:M)(?:20)?(?P<yy>\d\d)\b"),
        ("since", rf"{_ZH_YEAR}前(?P<n>\d\d?)个?月"),
        ("nine", rf"(?:first\s+three\s+quarters|the nine months){_OF_YEAR}"),
        ("nine", rf"{_ZH_YEAR}前三季度"),
        ("Q", rf"(?P<n>first|second|third|fourth|final|last)[\s-]quarter{_OF_YEAR}"),
        ("Q", rf"\bQ(?P<n>[1-4])(?:(?:[\s/'’-]*|\s+of\s+)(?P<y>{_YEAR})|[/'’](?P<yy>\d\d)\b)?"),
        ("Q", rf"(?P<y>{_YEAR})[\s/-]*Q(?P<n>[1-4])"),
        ("Q", rf"\b(?P<n>[1-4])Q{_SHORT}"),
        ("Q", rf"{_ZH_YEAR}第?(?P<n>[一二三四首1-4])季度"),
        ("H", rf"(?:(?P<n>first|second)[\s-]|the )half(?:[\s-]year)?{_OF_YEAR}"),
        ("H", rf"\bH(?P<n>[12])(?:[\s/-]*(?P<y>{_YEAR}))?\b|\b(?P<k>[12])H(?P<yy>\d\d)?\b"),
        ("H", rf"{_ZH_YEAR}(?P<n>[上下])半年"),
        (
            "months",
            rf"(?P<m>{_MONTH})(?:{_TO}(?P<m2>{_MONTH}))?(?:(?:\s+of|,)?\s+|\s*)(?P<y>{_YEAR})",
        ),
        ("months", rf"(?P<m>{_MONTH}){_TO}(?P<m2>{_MONTH})"),
        ("months", rf"{_ZH_YEAR}(?P<m>\d\d?)(?:\s?[-—–至到]\s?(?P<m2>\d\d?))?月"),
        ("year", rf"\b[FC]Y\s?'?(?P<yy>\d\d)\b|(?P<y>{_YEAR})年?"),
        ("year", rf"the\s+(?:whole|full|entire)\s+year{_OF_YEAR}|全年"),
    )
]
_BASE = re.compile(
    r"(?:than|from|against|with|to|since|over|on|vs\.?|versus|before|比|较|相比|自|同)\s*"
    r"(?:in|the|that|those|of|level|same|period)*\s*(?:the\s)?\s*$",
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
                # A label of one word, such as “more”, names nothing outside its exhibit.
                if not about and len([word for word in _key(fact.name) if len(word) > 2]) > 1:
                    self.full.setdefault(_key(fact.name), set()).add(fact.key)
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


_SPANS = {(1, 3): "Q1", (4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4", (1, 6): "H1", (7, 12): "H2"}


def is_other_time(text: str, start: int, stop: int) -> bool:
    """Tell whether a time is one compared with, or still to come: not that of what it follows."""
    before = text[max(0, start - 40) : start]
    return bool(_AIM.search(before)) or bool(_WHEN.match(text, stop))


def times_in(text: str) -> list[Place]:
    """Return start, end and period of each time in a text; a missing year is `?`: `?-Q1`.

    Dates, and the times that something is compared with, are none.
    """
    places: dict[int, Place] = {}
    taken = set[int]()
    for kind, pattern in _TIMES:
        for found in pattern.finditer(text):
            start, stop = found.span()
            if taken.isdisjoint(range(start, stop)):
                taken |= {*range(start, stop)}
                period = _period(kind, found.groupdict(""))
                base = "/" not in period and "to" not in found[0] and _is_base(text, start)
                if period and (not base or _WHEN.match(text, stop)):
                    places[start] = (start, stop, period)
    return [places[start] for start in sorted(places)]


def _period(kind: str, told: dict[str, str]) -> str:
    number = (told.get("n") or told.get("k") or "").lower()
    count = int(number) if number.isdigit() else _NUMBERS[number]
    short = told.get("yy", "")
    year = told.get("y") or (f"20{short}" if short else "?")
    months = [_month(told[name]) for name in ("m", "m2") if told.get(name)]
    if kind in ("since", "nine"):
        months = [1, 9 if kind == "nine" else count]
    if months and all(1 <= month <= 12 for month in months):
        named = _SPANS.get((months[0], months[-1]), "")
        return f"{year}-{named}" if named else "/".join(f"{year}-{m:02d}" for m in months)
    return year if kind == "year" else f"{year}-{kind}{count}" if kind in ("Q", "H") else ""


def _is_base(text: str, start: int) -> bool:
    return bool(_BASE.search(text, max(0, start - 40), start))


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS.index(name[:3].lower()) + 1


def same_time(known: str, told: str) -> bool:
    """Tell whether a time in a text, perhaps without its year, is this period."""
    if not told.startswith("?"):
        return known == told
    return re.sub(r"\d{4}", "?", known) == told
