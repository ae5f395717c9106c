"""The names of metrics and entities: found in phrases, and held against their rows."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from .folder import Row, names_of

_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХаеорсухіј", "ABEKMHOPCTXaeopcyxij")
# Behind one of these a name is told more exactly: sales of cars, goods sold, deliveries abroad.
_CUT = re.compile(r"\s*[,(（]| (?:of|in|among|at|for|from|per|by|to|on|with|that|through)\b")
_AFTER_NOUN = re.compile(r"(?: (?:abroad|overseas|sold|made|built|held|\w{3,}ed))+$")
# Where the subject of a clause ends, and what is no part of what a figure is of.
_PREPOSITION = re.compile(
    r"\b(?:of|in|at|for|from|per|by|to|on|with|than|against|through|under)\b|\d"
)
_BASE = re.compile(r"(?:[%％]|per ?cent|share|proportion) of .*|占.*")
# What many names end with says nothing of what is measured.
_NO_HEADS = {
    *("value", "volume", "weight", "number", "amount", "total", "level", "rate", "share", "index"),
    *("change", "growth", "increment", "ratio", "phase", "group", "year", "quarter", "month"),
}
_NO_AMOUNTS = ("capacity", "ratio", "rank")
_PLURALS = {"people", "men", "women", "children", "cattle", "sheep", "police"}
_SINGULARS = {"gas", "news", "business", "biogas", "atlas", "canvas", "lens", "bias", "chaos"}


def plain(name: str) -> str:
    """Return a name without case, spaces, signs and letters that look like others."""
    folded = unicodedata.normalize("NFKC", name).translate(_LOOK_ALIKE).casefold()
    return "".join(c for c in folded if c.isalnum())


def head(label: str) -> str:
    """Return the noun that a name is of: `exports` of `direct fiber exports, weight`."""
    return _AFTER_NOUN.sub("", _CUT.split(label.strip())[0]).rpartition(" ")[2]


def is_plural(label: str) -> bool:
    """Tell whether the name of a metric is a plural: `direct fiber exports, weight`."""
    noun = head(label)
    singular = noun.casefold() in _SINGULARS or noun.endswith(("ss", "is", "us"))
    return noun.casefold() in _PLURALS or (noun.endswith("s") and not singular)


class _Names:
    """Names, each found in a text wherever it stands."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = {name for name in names if len(name) > 1}
        self.lengths: dict[str, set[int]] = defaultdict(set)
        for name in self.names:
            self.lengths[name[:2]].add(len(name))

    def within(self, text: str) -> set[str]:
        places = range(len(text) - 1)
        return self.names & {
            text[at : at + n] for at in places for n in self.lengths.get(text[at : at + 2], ())
        }


class Named:
    """What the phrases of a folder name, metric and entity, beside what their rows say.

    Parameters
    ----------
    metrics, rows : list of dict
        Rows of `metrics.csv` and of `reported.csv`.
    """

    def __init__(self, metrics: Collection[Row], rows: Collection[Row]) -> None:
        self.called = {row["metric"]: _called(row) for row in metrics}
        self.heads = {metric: {head(one) for one in told} for metric, told in self.called.items()}
        self.owners: dict[str, list[str]] = defaultdict(list)
        for metric, told in self.called.items():
            for one in {plain(name) for name in told}:
                self.owners[one].append(metric)
        self.metrics = _Names(self.owners)
        self.entities = {plain(row["entity"]): row["entity"] for row in rows}
        vague = {row["metric"] for row in metrics if row["measure"] in _NO_AMOUNTS}
        # What is measured of an entity, by the nouns of its names.
        self.measured: dict[tuple[str, str], str] = {}
        for entity, metric in sorted({(row["entity"], row["metric"]) for row in rows}):
            for noun in () if metric in vague else self.heads.get(metric, set()) - _NO_HEADS:
                self.measured.setdefault((entity, noun), metric)
        self.whom = _Names(name for name in self.entities if len(name) > 3)

    def entity(self, row: Row) -> str:
        """Return another entity, where the phrase names it and not the row's own; else nothing."""
        phrase, mine = plain(row["as_reported"]), plain(row["entity"])
        if mine in phrase:
            return ""
        return next(
            (self.entities[one] for one in sorted(self.whom.within(phrase)) if one not in mine), ""
        )

    def metric(self, row: Row) -> str:
        """Return another metric, where the phrase has its name and none of the row's own.

        A name that ends one of the row's own names is more general, such as exports than direct
        exports, and texts use it for both. One that begins it, such as output in output value, and
        the bare noun of another name, such as exports, count as the subject of a clause. A short
        name is met by chance, save at the beginning of a phrase.
        """
        metric, text = row["metric"], _BASE.sub("", row["as_reported"].casefold())
        if metric not in self.called:
            return ""
        heads = [_PREPOSITION.split(clause)[0] for clause in re.split(r"[,;，；：。]", text)]
        subjects, words = plain(" ".join(heads)), set(re.findall(r"\w+", " ".join(heads)))
        phrase, called = plain(text), self.called[metric]
        own = {plain(one) for name in called for one in (name, _CUT.split(name)[0], head(name))}
        found = self.metrics.within(phrase)
        mine = own & found | set(re.findall(r"\w+", text)) & self.heads[metric]
        others = [
            (len(name), other)
            for name in found - own
            if (len(name) > (3 if name.isascii() else 2) or phrase.startswith(name))
            and not any(one.endswith(name) for one in own)
            and (name in subjects or not any(name in one for one in own))
            and (not mine or any(one in name for one in mine))
            for other in self.owners[name]
        ]
        if others or mine:
            return max(others, default=(0, ""))[1]
        told = (self.measured.get((row["entity"], word)) for word in sorted(words))
        return next(filter(None, told), "")


def _called(about: Row) -> set[str]:
    """Return the names of a metric as text may have them; a qualifier is no part of them."""
    told = [about["label"], about["label_zh"], *about.get("also_called", "").split(";")]
    told += [name for one in names_of(about) for name in re.split(r"或| or ", one)]
    return {name.strip().casefold() for name in told if len(plain(name)) > 1}


def alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names that differ by spelling alone."""
    near: dict[str, list[str]] = defaultdict(list)
    for name in names:
        # Two such names are one after a letter of each is left out.
        told = plain(name)
        for left_out in {told, *(told[:n] + told[n + 1 :] for n in range(len(told)))}:
            near[left_out].append(name)
    for one, other in {pair for group in near.values() for pair in combinations(sorted(group), 2)}:
        if _nearly(one, other):
            yield one, other


def _nearly(one: str, other: str) -> bool:
    """Tell whether two names differ by case, spaces or one letter of a long word."""
    a, b = plain(one), plain(other)
    if a == b:
        return True
    words, others = one.split(), other.split()
    if len(words) == len(others):
        differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
        if len(differing) == 1 and min(map(len, differing[0])) < 4 and one.isascii():
            return False
    if len(a) < 6 or re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return max(len(a), len(b)) - sum(block.size for block in blocks) <= 1
