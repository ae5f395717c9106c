"""The finding of a chart as its title: one wording a verdict, and no more than intervals bear."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from .estimates import Estimate
from .growth import break_even_share, rest_rose, share_index
from .wording import direction, listing, percent

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PARTS = ((1, "all"), (0.75, "three quarters"), (2 / 3, "two thirds"), (0.5, "half"))
_UNKNOWN = Estimate.unknown()


def rates(own: Mapping[str, Estimate]) -> str:
    """Return the title of `charts.rates`, from the own rates by what they are called."""
    known, count = [one for one in own.values() if one.known], len(own)
    if not known:
        return "None of the rates is reported"
    if len(known) < count:
        are = "is" if len(known) == 1 else "are"
        return f"Of {_count(count)} rates, {_count(len(known))} {are} reported"
    ways = Counter(direction(one) for one in known)
    verbs = {1: "rose", -1: "fell", 0: "stood still", None: "may have risen or fallen"}
    if len(ways) == 1:
        all_ = "The one rate" if count == 1 else "Both" if count == 2 else f"All {_count(count)}"
        way = next(iter(ways))
        return f"{all_} {verbs[way]}{_apart(own, way) if way else ''}"
    parts = [f"{_count(ways[way])} {verbs[way]}" for way in (1, -1, 0) if ways[way]]
    parts += [f"of {_count(ways[None])} the direction is open"] if ways[None] else []
    return f"Of {_count(count)} rates, {listing(parts)}"


def output(own: Estimate, other: Estimate = _UNKNOWN) -> str:
    """Return the title of `charts.output`, from what a unit was worth, here and elsewhere."""
    if not own.known:
        return "Output and its value: one report only"
    if own.low > 0:
        return "A unit of output was worth more"
    if own.high >= 0:
        return "Whether a unit of output was worth less cannot be told"
    beside = ""
    if other.known and other.high < 0:
        times = other / own
        if times.low >= 1.75 and times.high <= 2.25:
            beside = ", but the industry lost about twice as much"
        elif times.low > 1:
            beside = ", but the industry lost more"
        elif times.high < 1:
            beside = ", and the industry lost less"
    return f"A unit of output was worth less{beside}"


def exports_share(exports: Estimate, output: Estimate, brought: Sequence[Estimate] = ()) -> str:
    """Return the title of `charts.exports_share`.

    `brought` is, for each scenario, what part of the growth came from exports.
    """
    if not (exports.known and output.known):
        return "What exports brought to the growth is not known"
    if (rose := rest_rose(exports, output)) is not None:
        return f"Everything else {'grew, too' if rose else 'shrank'}, whatever the share"
    grew = exports.low > 0 and output.low > 0
    least = min((one.low for one in brought), default=-math.inf)
    clue = {1: "the one clue", 2: "either clue"}.get(len(brought), "any clue")
    # What rounds to a size but stays below it is "about" so much.
    if grew and (part := next((each for each in _PARTS if least >= each[0] - 0.005), None)):
        about, more = "about " * (least < part[0]), " or more" * (part[0] < 1)
        return f"On {clue}, exports brought {about}{part[1]} of the growth{more}"
    even = break_even_share(exports, output)
    if even.known and even.high < 1:
        most = percent(Fraction(math.ceil(1000 * even.high), 1000))
        return (
            f"The rest {'grew' if grew else 'shrank'} only if exports were under {most} of output"
        )
    return "What everything else did depends on the share of exports"


def frontier(exports: Estimate, earnings: Estimate) -> str:
    """Return the title of `charts.frontier`."""
    if not (exports.known and earnings.known):
        return "What a tonne earned cannot be told"
    more, at = earnings.is_above(exports), share_index(earnings, exports).value
    if more:
        return "A tonne earned more, unless other earnings outgrew the total"
    if more is None or at is None:
        return "Whether a tonne earned less cannot be told"
    over = percent(at, digits=0)
    return f"A tonne surely earned less only if direct exports were over about {over} of earnings"


def doubts(rounding: Estimate, others: Sequence[Estimate]) -> str:
    """Return the title of `charts.doubts`, from what the answers to each question leave open."""
    widths = [one.high - one.low for one in others]
    if rounding.high - rounding.low > max(widths, default=-1):
        return "Rounding is the largest doubt"
    if math.inf in widths:
        return "What was counted matters more than how it was rounded"
    return "Rounding is not the largest doubt"


def _apart(own: Mapping[str, Estimate], way: int) -> str:
    """Name the rate that rose most, or fell least, where the intervals tell it from the others."""
    for label, one in own.items():
        others = [other for name, other in own.items() if name != label]
        if others and all(one.is_above(other) for other in others):
            name = label if label[1:2].isupper() else label[:1].lower() + label[1:]
            return f", {name} {'most' if way > 0 else 'least'}"
    return ""


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else f"{number:,}"
