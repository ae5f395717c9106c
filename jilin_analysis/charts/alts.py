"""What a chart shows, for those who do not see it: computed, and under 300 characters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ..periods import in_short, span
from .numbers import ends, estimates, pct, said
from .over_time import amount_in_words
from .titles import like_pair, reported_levels

LONGEST = 299


def rates(rows: pd.DataFrame) -> str:
    """Describe `rates`: each own rate, then the range of each group."""
    own = rows["own"].astype(bool) if "own" in rows else pd.Series(True, rows.index)
    parts = [
        f"{label} {said(one)}"
        for label, one in zip(rows.loc[own, "label"], estimates(rows[own]), strict=True)
    ]
    others = rows[~own]
    for group, members in others.groupby("group", sort=False) if "group" in rows else ():
        known = sorted((one for one in estimates(members) if one.known), key=lambda one: one.anchor)
        if len(known) == 1:
            parts.append(f"{group} {said(known[0])}")
        elif known:
            parts.append(f"{group} {said(known[0])} to {said(known[-1])} ({len(known)} rates)")
    return _short("Growth rates: ", parts)


def output(panels: Mapping[str, Sequence[tuple[str, str, Any]]]) -> str:
    """Describe `output`: the steps of each panel."""
    parts = []
    for heading, steps in panels.items():
        told = ", ".join(f"{label.lower()} {said(growth)}" for label, _, growth in steps)
        parts.append(f"{heading}: {told}")
    return _short("Two rates that multiply to a third. ", parts)


def exports_share(
    exports: Any, output: Any, anchors: Sequence[tuple[str, Any, Any]] = ()
) -> str:  # fmt: skip
    """Describe `exports_share`: how the rest moves, where it stood still, and the scenarios."""
    part, whole = ends(exports), ends(output)
    if not (part.drawn and whole.drawn):
        return "No curve: a rate is not known."
    falls = part.anchor > whole.anchor
    parts = [f"the larger the share of exports, the {'less' if falls else 'more'} the rest grew"]
    if part.anchor and 0 < whole.anchor / part.anchor < 1:
        parts.append(f"no change at {pct(whole.anchor / part.anchor, False)}")
    parts += [f"share {said(share, False)}: rest {said(rest)}" for _, share, rest in anchors]
    return _short("Growth of the rest of output by share: ", parts)


def frontier(exports: Any, earnings: Any, unit: str = "tonne") -> str:
    """Describe `frontier`: its thresholds and its end."""
    part, value = ends(exports), ends(earnings)
    if not (part.drawn and value.drawn) or part.anchor <= -1:
        return "No curve: a rate is not known."
    end = (1 + value.anchor) / (1 + part.anchor)
    parts = [f"the most a {unit} can have earned falls as direct exports’ part of earnings rises"]
    if 0 < end < 1:
        parts.append(f"it is below the year before from {pct(end, False)}")
    if part.anchor and 0 < value.anchor / part.anchor < 1:
        at = pct(value.anchor / part.anchor, False)
        parts.append(f"with other earnings unchanged, no change at {at}")
    parts.append(f"{pct(end - 1)} at 100\u202f%")
    return _short("", parts)


def doubts(rows: pd.DataFrame) -> str:
    """Describe `doubts`: each question and its range, the widest first."""
    told = [*zip(rows["question"].astype(str), estimates(rows.assign(value=None)), strict=True)]
    told.sort(key=lambda each: each[1].low - each[1].high)
    parts = [f"{q} {said(one) if one.known else 'no answer'}" for q, one in told]
    return _short("How far each open question moves the answer: ", parts)


def over_time(rows: pd.DataFrame) -> str:
    """Describe `timeline` and `series`: two levels of like periods, and how many there are."""
    parts = []
    for metric, own in rows.groupby("metric", sort=False):
        levels = reported_levels(own, str(metric))
        shown = like_pair(levels) or tuple(sorted(levels, key=span)[-1:])
        told = [f"{in_short(period)} {amount_in_words(levels[period], own)}" for period in shown]
        growths = sum(one.known for one in estimates(own[own["kind"].eq("growth")]))
        counts = [f"{len(levels)} level{'s' * (len(levels) != 1)} reported"]
        counts += [f"{growths} rate{'s' * (growths != 1)}"] if growths else []
        parts.append(f"{metric}: {', '.join([*told, *counts])}")
    return _short("", parts)


def _short(start: str, parts: Sequence[str]) -> str:
    """Join clauses up to the limit; say how many are left out."""
    if not parts:
        return (start + "nothing is reported.")[:LONGEST]
    text = start + parts[0]
    for n, part in enumerate(parts[1:], 1):
        more = f"; and {len(parts) - n} more in the table"
        room = LONGEST - len(more) if n < len(parts) - 1 else LONGEST - 1
        if len(text) + 2 + len(part) > room:
            text += more
            break
        text += "; " + part
    text = text[: LONGEST - 1] + "…" if len(text) > LONGEST - 1 else text
    return text[:1].upper() + text[1:] + ("" if text.endswith("…") else ".")
