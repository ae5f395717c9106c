"""The finding of a chart as its title: one wording a verdict, and no more than intervals bear."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..wording import listing
from .numbers import Ends, ends, estimates, pct

_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_PARTS = ((1.0, "all"), (0.75, "three quarters"), (2 / 3, "two thirds"), (0.5, "half"))


def rates(rows: pd.DataFrame) -> str:
    """Return the title of `charts.bars.rates`, of the own rates."""
    own = rows["own"].astype(bool) if "own" in rows else pd.Series(True, rows.index)
    ours = dict(zip(rows.loc[own, "label"].astype(str), estimates(rows[own]), strict=True))
    known = [one for one in ours.values() if one.known]
    # An end that is excluded cannot be seen from the numbers.
    told = list(rows.loc[own, "way"]) if "way" in rows else [_way(one) for one in known]
    rose, fell, still = (sum(way == sign for way in told) for sign in (1, -1, 0))
    count = len(ours)
    if not known:
        return "None of the rates is reported"
    if len(known) < count:
        return f"Of {_count(count)} rates, {_count(len(known))} {_is(len(known))} reported"
    all_ = "The one rate" if count == 1 else "Both" if count == 2 else f"All {_count(count)}"
    if rose == count:
        return f"{all_} rose{_apart(ours, 1)}"
    if fell == count:
        return f"{all_} fell{_apart(ours, -1)}"
    unclear = count - rose - fell - still
    for some, words in ((still, "stood still"), (unclear, "may have risen or fallen")):
        if some == count:
            return f"{all_} {words}"
    verbs = ((rose, "rose"), (fell, "fell"), (still, "stood still"))
    parts = [f"{_count(n)} {verb}" for n, verb in verbs if n]
    parts += [f"of {_count(unclear)} the direction is open"] if unclear else []
    return f"Of {_count(count)} rates, {listing(parts)}"


def _way(one: Any) -> int | None:
    return 1 if one.low > 0 else -1 if one.high < 0 else 0 if one.low == one.high else None


def output(unit_value: Any, industry: Any = None) -> str:
    """Return the title of `charts.bars.output`, of the step that follows in each panel."""
    own, other = ends(unit_value), ends(industry)
    if not own.known:
        return "Output and its value: one report only"
    if own.low > 0:
        return "A unit of output was worth more"
    if own.high >= 0:
        return "Whether a unit of output was worth less cannot be told"
    beside = ""
    if other.high < 0 and math.isfinite(other.low + own.low):
        least, most = other.high / own.low, other.low / own.high
        if least >= 1.75 and most <= 2.25:
            beside = ", but the industry lost about twice as much"
        elif least > 1:
            beside = ", but the industry lost more"
        elif most < 1:
            beside = ", and the industry lost less"
    return f"A unit of output was worth less{beside}"


def exports_share(exports: Any, output: Any, brought: Sequence[Any] = ()) -> str:
    """Return the title of `charts.curves.exports_share`.

    `brought` is, for each scenario, what part of the growth came from exports (an estimate).
    """
    part, whole = ends(exports), ends(output)
    if not (part.known and whole.known):
        return "What exports brought to the growth is not known"
    if whole.low > 0 and whole.low > part.high:
        return "Everything else grew, too, whatever the share"
    if whole.high < 0 and whole.high < part.low:
        return "Everything else shrank, whatever the share"
    least = min((ends(one).low for one in brought), default=-math.inf)
    clue = {1: "the one clue", 2: "either clue"}.get(len(brought), "any clue")
    for size, words in _PARTS:
        # What rounds to a size but stays below it is "about" so much.
        if part.low > 0 and whole.low > 0 and least >= size - 0.005:
            about = "about " if least < size else ""
            more = "" if size == 1 else " or more"
            return f"On {clue}, exports brought {about}{words} of the growth{more}"
    verb, most = "", math.inf
    if part.low > 0 and whole.low > 0:
        verb, most = "grew", whole.high / part.low
    elif part.high < 0 and whole.high < 0:
        verb, most = "shrank", whole.low / part.high
    if most < 1:
        return f"The rest {verb} only if exports were under {pct(most, False, way=1)} of output"
    return "What everything else did depends on the share of exports"


def frontier(exports: Any, earnings: Any) -> str:
    """Return the title of `charts.curves.frontier`."""
    part, value = ends(exports), ends(earnings)
    if not (part.known and value.known):
        return "What a tonne earned cannot be told"
    if value.low > part.high:
        return "A tonne earned more, unless other earnings outgrew the total"
    if value.high < part.low:
        middle = (1 + value.anchor) / (1 + part.anchor)
        at = pct(middle, False, 0)
        return f"A tonne surely earned less only if direct exports were over about {at} of earnings"
    return "Whether a tonne earned less cannot be told"


def doubts(rows: pd.DataFrame, rounding: str) -> str:
    """Return the title of `charts.bars.doubts`; `rounding` is the question about rounding."""
    widths = {
        str(question): one.high - one.low if one.known else math.inf
        for question, one in zip(rows["question"], estimates(rows.assign(value=None)), strict=True)
    }
    own = widths.pop(rounding, 0.0)
    if not widths or own > max(widths.values()):
        return "Rounding is the largest doubt"
    if math.inf in widths.values():
        return "What was counted matters more than how it was rounded"
    return "Rounding is not the largest doubt"


def _apart(ours: dict[str, Ends], sign: int) -> str:
    """Name the rate that rose most, or fell least, where the intervals tell it from the others."""
    best = max(ours, key=lambda label: ours[label].anchor)
    others = [one for label, one in ours.items() if label != best]
    if not others or any(one.high >= ours[best].low for one in others):
        return ""
    label = best if best[1:2].isupper() else best[:1].lower() + best[1:]
    return f", {label} {'most' if sign > 0 else 'least'}"


def _count(number: int) -> str:
    return _WORDS[number].lower() if number < len(_WORDS) else f"{number:,}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
