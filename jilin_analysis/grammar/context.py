"""What the words before a figure say of it: direction, comparison, share.

Figures part the text into gaps. Each gap is read once for the figure after it and once for the
figure before it, so the work grows with the length of the text and no faster.
"""

from __future__ import annotations

from typing import Final

from .comparisons import has_comparison, last_comparison, paired_comparison
from .lexicon import BOUND_WORDS
from .tokens import Tokens

_TRANSPARENT: Final = frozenset(
    ("particle", "by", "of", "de", "bound", "plus", "dash", "comparison")
)
_ROLES: Final = frozenset(("by", "to", "from", "weak_reference", "reach", "de"))


class Cues:
    """What stands before a figure in its clause."""

    direction: tuple[int, str] | None = None
    adjacent = False  # nothing but prepositions and bounds after the direction word
    noun = 0  # sign of the rate noun that is the subject: 1 growth, -1 decline
    role = ""  # by, to, from, reach or de, right before the figure
    share = ""  # what the figure is a rate of: share, level or contribution
    share_first = False  # a direction word follows: the share rose
    loss = False
    comparison: str | None = None
    pair: tuple[str, ...] = ()  # 同比、环比分别: one for each figure that follows
    base: str | None = None  # the period that a multiple is a multiple of


def look_left(tokens: Tokens, start: int, stop: int) -> Cues:
    """Read the words from token `start` up to the figure at `stop`, nearest first."""
    cues = Cues()
    kinds, values = tokens.kinds, tokens.values
    adjacent = True
    compared = False
    place = stop
    while place > start:
        place -= 1
        kind = kinds[place]
        if kind == "direction":
            sign, word_class = values[place]
            if word_class == "noun":
                if not cues.noun:
                    cues.noun = sign
                if cues.direction is None:
                    cues.direction = values[place]
                    cues.adjacent = adjacent
            elif word_class == "drag":
                # 拖累增长0.3个百分点: whatever follows, the whole is a fall.
                cues.direction = values[place]
                cues.adjacent = adjacent
                break
            elif (
                cues.direction is None
                or (word_class == "than" and cues.direction[1] == "noun")
                or (cues.role == "by" and cues.direction[1] == "noun")
            ) and word_class != "adj":
                if word_class == "than":
                    if place == stop - 1 and tokens.words(place) in BOUND_WORDS:
                        continue
                    compared = True
                cues.direction = values[place]
                cues.adjacent = adjacent
                if word_class == "to" and not cues.role:
                    cues.role = "to"
            adjacent = False
        elif kind == "more" and values[place] and cues.direction is None and adjacent:
            cues.direction = values[place]
            cues.adjacent = True
        elif kind == "stop":
            break
        elif kind == "soft":
            # A new clause: what stands before the comma says at most what is compared with what.
            compared = compared or has_comparison(kinds, start, place)
            break
        elif kind in _ROLES:
            if adjacent and not cues.role:
                cues.role = kind
            if kind != "by" and kind != "de":
                adjacent = adjacent and kind == "reach"
        elif kind == "share":
            if not cues.share and not _is_pace(tokens, place):
                cues.share = values[place]
                cues.share_first = cues.direction is not None
            adjacent = False
        elif kind == "loss":
            cues.loss = values[place] and (cues.direction is None or cues.role == "to")
            adjacent = False
        elif kind == "turn":
            cues.direction = (1, "verb")
        elif (
            kind == "comparison"
            or kind == "reference"
            or kind == "weak_reference"
            or kind == "years"
        ):
            compared = True
        elif kind == "digits" or kind == "period":
            # 是2015年的3.2倍, 去年同期的两倍: the base of a multiple is named before it.
            if cues.role == "de" and adjacent and cues.base is None:
                cues.base = values[place] if kind == "period" else "other"
        elif kind not in _TRANSPARENT and kind != "time":
            adjacent = False
    if compared:
        cues.comparison = last_comparison(tokens, start, stop)
        cues.pair = paired_comparison(tokens, start, stop)
        said = tokens.text[tokens.starts[start] : tokens.starts[stop]]
        if cues.comparison == "mom" and "季度" in said and "月" not in said:
            cues.comparison = "qoq"  # 二季度环比
    return cues


def _is_pace(tokens: Tokens, place: int) -> bool:
    """Tell "grew at an average rate of" from the rate of something."""
    if tokens.words(place) != "rate":
        return False
    return any(tokens.words(near) == "at" for near in range(max(0, place - 4), place))
