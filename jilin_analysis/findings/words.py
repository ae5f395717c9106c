"""Words of a finding for a number, a unit and a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..dataset import Dataset
from ..estimates import Estimate, rests_on
from ..sources import date_of, grade, publisher
from ..wording import UNSURE, change, factor, listing, percent

_UNITS = {"count": "unit", "CNY": "yuan", "USD": "dollar", "EUR": "euro", "GBP": "pound"}
_PLURALS = {"CNY": "yuan", "JPY": "yen", "mu": "mu"}
_WEAK = ("repost", "machine translation")


def capital(words: str) -> str:
    """Return words with a capital at their head."""
    return words[:1].upper() + words[1:]


def moved(found: Estimate) -> str:
    """Return what a reported or computed rate did, in words that hold for its whole interval."""
    if is_open(found):
        return "changed at a rate that the reports leave open"
    two = " (by words that can be read in two ways)" if found.ambiguous else ""
    if found.value == 0 < found.high and found.low == -found.high:
        return f"changed by at most {percent(found.high, digits=4)} either way{two}"
    return change(replace(found, ambiguous=False)).removesuffix(UNSURE) + two


def concluded(found: Estimate) -> str:
    """Return the same at the end of a sentence, with a word on a direction that is not known."""
    words = moved(found)
    unsure = words.startswith("changed by") and "either" not in words
    return f"{words}, up or down" if unsure else words


def multiplied(index: Estimate) -> str:
    """Return what became of a number, by its index: `was multiplied by 1.6`."""
    if index.value == 1 and index.low == index.high:
        return "did not change"
    return "fell to nothing" if index.high == 0 else f"was multiplied by {factor(index)}"


def is_open(found: Estimate) -> bool:
    """Tell whether a number may be anything that such a number can be."""
    floor = 0 if found.kind in ("level", "index", "share") else -1
    return not found.known or (found.low <= floor and isinstance(found.high, float))


def singular(unit: str) -> str:
    """Return a unit in words: `tonne`, `dollar`."""
    return _UNITS.get(unit, unit.replace("_", " ")) or "unit"


def plural(unit: str) -> str:
    """Return the same of many: `tonnes`, `yuan`."""
    words = singular(unit)
    return _PLURALS.get(unit) or (words if words != words.lower() else f"{words}s")


def attributed(dataset: Dataset, *estimates: Estimate) -> str:
    """Return who reported the figures, weak sources by their weakness: `an undated repost`."""
    return reporters(dataset, sorted(rests_on(*estimates)))


def reporters(dataset: Dataset, rows: Iterable[str]) -> str:
    """Return the same of reported figures by their ids."""
    keys = dataset.sources_of(rows)
    return listing(dict.fromkeys(named(dataset.sources[key]) for key in keys))


def named(source: dict[str, object]) -> str:
    """Return what a source is called in a sentence: its publisher, or its weakness."""
    day = date_of(source)
    if (weak := grade(source)) in _WEAK:
        return f"a {weak} of {day[:4]}" if day else f"an undated {weak}"
    return publisher(source) or str(source["title"])
