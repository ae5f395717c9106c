"""The names of metrics and entities: found in texts, and held against the rows of phrases."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations
from typing import NamedTuple

from ..folder import Row, names_of
from . import patterns
from .times import contradicts

_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХаеорсухіј", "ABEKMHOPCTXaeopcyxij")
_NO_DIGIT = re.compile(r"\D")
_SIGNS = re.compile(r"[\W_]+")
P = patterns("naming/names.csv")
_ENDS = ("ings", "ing", "ed", "ly", "s")
# Words that are put for one another in the names of what is measured.
_SAME = {"fibre": "fiber", "currency": "exchange", "hard": "foreign", "earnings": "earn"}
_SAME |= {"economy": "gdp", "produced": "production", "sold": "sale", "selling": "sale"}
_SAME |= dict.fromkeys(("abroad", "overseas", "shipments"), "export")
# A name has no more words, and one of which less is named is not meant.
_LONGEST, _LEAST = 8, 0.3


def plain(name: str) -> str:
    """Return a name without case, spaces, signs and letters that look like others."""
    folded = unicodedata.normalize("NFKC", name).translate(_LOOK_ALIKE).casefold()
    return _SIGNS.sub("", folded)


def head(label: str) -> str:
    """Return the noun that a name is of: `exports` of `direct fiber exports, weight`."""
    return str(P.after_noun.sub("", P.cut.split(label.strip())[0]).rpartition(" ")[2])


def is_plural(label: str) -> bool:
    """Tell whether the name of a metric is a plural: `direct fiber exports, weight`."""
    noun = head(label)
    singular = P.singular.fullmatch(noun)
    return bool(P.plural.fullmatch(noun) or (noun.endswith("s") and not singular))


def is_planned(text: str) -> bool:
    """Tell whether words speak of a forecast or a plan, and not of what was held against one."""
    return bool(P.planned.search(P.met.sub("", text)))


def is_below(text: str) -> bool:
    """Tell whether words name what lies below nought, such as a deficit."""
    return bool(P.below.search(text))


class _Lookup:
    """Strings, each found in a text wherever it stands."""

    def __init__(self, strings: Iterable[str]) -> None:
        self.strings = {one for one in strings if len(one) > 1}
        self.lengths: dict[str, set[int]] = defaultdict(set)
        for one in self.strings:
            self.lengths[one[:2]].add(len(one))

    def within(self, text: str) -> Iterator[tuple[int, str]]:
        for at in range(len(text) - 1):
            for length in self.lengths.get(text[at : at + 2], ()):
                if text[at : at + length] in self.strings:
                    yield at, text[at : at + length]


class Name(NamedTuple):
    """Where a metric is named in a text, and how much of each one's name it is (whole: 1)."""

    start: int
    stop: int
    words: frozenset[str]
    metrics: Mapping[str, float]

    @property
    def whole(self) -> bool:
        """Whether it is the whole name of one."""
        return max(self.metrics.values()) == 1


class MetricNames:
    """The names that metrics go by.

    Latin names are told by their stems in any order, side by side: exports of fiber, fiber exports.
    Others are told as they stand, or by what they begin or end with.

    Parameters
    ----------
    rows : iterable of dict
        Rows of `metrics.csv`.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self.named: dict[frozenset[str], set[str]] = defaultdict(set)
        self._having: dict[str, set[frozenset[str]]] = defaultdict(set)
        self._parts: dict[str, dict[str, float]] = defaultdict(dict)
        self.rows = {row["metric"]: row for row in rows}
        for row in self.rows.values():
            for name in names_of(row):
                words = frozenset(word for word, *_ in _stems(name) if word.isalpha())
                if name.isascii():
                    self.named[words].add(row["metric"])
                    for word in words:
                        self._having[word].add(words)
                    continue
                parts = [name[at:] for at in range(len(name) - 1)]
                parts += [name[:end] for end in range(3, len(name) - 1)]
                # 产量或产值: one of two, where no other metric is called so.
                either = [(one, 0.9) for one in name.split("或") if one != name]
                for part, much in [*((one, len(one) / len(name)) for one in parts), *either]:
                    told = self._parts[part]
                    told[row["metric"]] = max(told.get(row["metric"], 0), much)
        self._signs = _Lookup(self._parts)
        self._known: dict[frozenset[str], tuple[int, float, Mapping[str, float]]] = {}

    def within(self, text: str) -> list[Name]:
        """Return the names in a text from left to right; none overlaps another."""
        found: list[Name] = []
        taken = set[int]()
        signs = () if text.isascii() else self._signs.within(text)
        for _, _, start, sign in sorted(
            ((max(self._parts[sign].values()) == 1, len(sign), at, sign) for at, sign in signs),
            reverse=True,
        ):
            if taken.isdisjoint(range(start, start + len(sign))):
                taken |= {*range(start, start + len(sign))}
                found.append(Name(start, start + len(sign), frozenset((sign,)), self._parts[sign]))
        run: list[tuple[str, int, int]] = []
        for stem in [*_stems(text), ("", 0, 0)]:
            if stem[0] in self._having:
                run.append(stem)
            elif run:
                found += self._parted(run)
                run = []
        return sorted(found, key=lambda one: one.start)

    def _parted(self, run: Sequence[tuple[str, int, int]]) -> list[Name]:
        """Return the names in a row of words: a whole one of most words, and those beside it."""
        if not run:
            return []
        windows = [
            (*self._alike(frozenset(word for word, *_ in run[begin:end])), begin, end)
            for begin in range(len(run))
            for end in range(begin + 1, min(len(run), begin + _LONGEST) + 1)
        ]
        _, alike, metrics, begin, end = max(
            windows, key=lambda one: (one[1] == 1, one[0], one[1], one[3] - one[4], one[3])
        )
        words = frozenset(word for word, *_ in run[begin:end])
        found = Name(run[begin][1], run[end - 1][2], words, metrics)
        return [
            *self._parted(run[:begin]),
            *[found] * (alike >= _LEAST),
            *self._parted(run[end:]),
        ]

    def _alike(self, words: frozenset[str]) -> tuple[int, float, Mapping[str, float]]:
        """Return how many words of a name these are at most, and how much of which name."""
        if words not in self._known:
            best: dict[str, float] = {}
            most = 0, 0.0
            for name in {name for word in words for name in self._having[word]}:
                alike = len(words & name), len(words & name) / len(words | name)
                most = max(most, alike)
                for metric in self.named[name]:
                    best[metric] = max(best.get(metric, 0.0), alike[1])
            self._known[words] = (*most, best)
        return self._known[words]


@lru_cache(4096)
def _stem(word: str) -> str:
    word = word.lower().replace("’", "'").removesuffix("'s")
    word = _SAME.get(word, word)
    ending = next((end for end in _ENDS if word.endswith(end) and len(word) - len(end) > 3), "")
    word = word.removesuffix(ending) if not word.endswith("ss") else word
    return _SAME.get(word, word)


def _stems(text: str) -> list[tuple[str, int, int]]:
    """Return the stems of a text with their places; signs that part clauses are stems as well."""
    found = [(_stem(one[0]), one.start(), one.end()) for one in P.word.finditer(text)]
    return [one for one in found if not P.small.fullmatch(one[0])]


class Named:
    """What the phrases of a folder name, metric, entity and time, beside what their rows say.

    Parameters
    ----------
    metrics, rows : list of dict
        Rows of `metrics.csv` and of `reported.csv`.
    """

    def __init__(self, metrics: Collection[Row], rows: Collection[Row]) -> None:
        self.names = MetricNames(metrics)
        self.called = {row["metric"]: [one.casefold() for one in names_of(row)] for row in metrics}
        self.heads = {metric: {*map(head, names)} for metric, names in self.called.items()}
        # Rows repeat entities, words and periods, and each is looked at once.
        self.plain, self.time = cache(plain), cache(contradicts)
        self.within = cache(self._within)
        self.entities = {self.plain(row["entity"]): row["entity"] for row in rows}
        self.words: dict[str, list[frozenset[str]]] = defaultdict(list)
        for words, told in self.names.named.items():
            for metric in told:
                self.words[metric].append(words)
        self.reported = {(row["entity"], row["metric"]) for row in rows}
        lookup = _Lookup(name for name in self.entities if len(name) > 3)
        self.whom = cache(lambda phrase: sorted({one for _, one in lookup.within(phrase)}))

    def entity(self, row: Row) -> str:
        """Return another entity, where the phrase names it and not the row's own; else nothing."""
        phrase, mine = self.plain(row["as_reported"]), self.plain(row["entity"])
        found = () if mine in phrase else self.whom(phrase)
        return next((self.entities[one] for one in found if one not in mine), "")

    def _within(self, phrase: str) -> tuple[str, list[Name]]:
        text = P.not_measured.sub("", phrase.casefold())
        return text, self.names.within(text)

    def metric(self, row: Row) -> str:
        """Return another metric, where the phrase has its whole name and not the row's own.

        A name of the same noun, such as exports beside direct exports, is put for both.
        """
        metric, own = row["metric"], self.called.get(row["metric"], [])
        text, found = self.within(row["as_reported"])
        if not own or any(one.metrics.get(metric) == 1 for one in found):
            return ""
        words = {word for one in found for word in one.words}
        mine = max((len(key & words) for key in self.words[metric]), default=0)
        for one in (one for one in found if len(one.words) >= mine):
            told = text[one.start : one.stop]
            if head(told) in self.heads[metric] or any(name.endswith(told) for name in own):
                continue
            # The noun alone is put for what is reported of the same entity.
            noun = not P.no_noun.fullmatch(told)
            others = [
                other
                for other, part in one.metrics.items()
                if part == 1
                or (noun and told in self.heads[other] and (row["entity"], other) in self.reported)
            ]
            if others:
                return min(others, key=lambda other: (-one.metrics[other], other))
        return ""


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names that differ by spelling alone: case, spaces, one letter."""
    told = {name: plain(name) for name in names}
    # Two such names are one after a letter of each is left out; Plant 1 and Plant 2 are two.
    near: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, text in told.items():
        digits = _NO_DIGIT.sub("", text)
        for left_out in {text, *(text[:n] + text[n + 1 :] for n in range(len(text)))}:
            near[left_out, digits].append(name)
    pairs = (pair for group in near.values() for pair in combinations(sorted(group), 2))
    for one, other in dict.fromkeys(pairs):
        words = zip(one.split(), other.split(), strict=False)
        differing = [min(map(len, pair)) for pair in words if pair[0] != pair[1]]
        # North Sea and South Sea, Works A and Works B are two.
        short = one.isascii() and len(differing) == 1 and differing[0] < 4
        if told[one] == told[other] or not (short or len(told[one]) < 6):
            yield one, other
