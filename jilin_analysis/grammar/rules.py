"""What a figure says, by its type: kind, sign, ambiguity."""

from __future__ import annotations

from typing import Final

from .context import Cues
from .figure import Figure
from .following import Following
from .tokens import Tokens

# After "times" these name the base: 3 times as much as, 3 times the 2015 level.
_COMPARED: Final = frozenset(("as", "that", "the", "those", "its", "of"))


class Meaning:
    """A figure with all that the text says of it."""

    kind = ""  # empty: no figure after all
    comparison: str | None = None
    ambiguous = False

    def __init__(self, figure: Figure, cues: Cues) -> None:
        self.figure = figure
        self.cues = cues
        self.sign = figure.sign
        self.bound = figure.bound


def _percent(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    figure = meaning.figure
    direction = cues.direction
    sign = 0
    if right.adjective:
        sign = right.adjective
    elif right.own_noun and not cues.adjacent:
        # Growth in exports offset a 3 percent decline in imports.
        sign = right.noun
    elif _is_left(cues):
        pass
    elif cues.role in ("to", "from", "weak_reference"):
        speed = direction is not None and direction[1] == "speed" and not cues.share
        # Where a rate stands after a change is a share, unless the rate is itself one of growth.
        sign = cues.noun or (0 if right.share else right.noun) or int(speed)
    elif (
        direction
        and _governs(direction, cues)
        and not (right.of and (direction[1] == "rate" or not cues.adjacent))
    ):
        sign = direction[0]
    elif right.noun and not right.share:
        sign = right.noun
    elif not cues.share and not right.of and not right.share and cues.role != "de":
        # 去年同期的85% is a part of what there was, no change.
        if cues.comparison or right.comparison or figure.signed:
            sign = 1
    if sign:
        meaning.kind = "growth"
        # "Fell by -5 percent" is a fall, told twice.
        meaning.sign = min(sign, figure.sign)
    elif cues.share or right.of or right.share or not _is_foreign(tokens, figure.stop):
        meaning.kind = "level" if cues.share == "level" else "share"


def _is_left(cues: Cues) -> bool:
    """Tell whether 降至上年的60% says what is left of something, not how it changed."""
    return cues.role == "de" and cues.direction is not None and cues.direction[1] == "to"


def _is_foreign(tokens: Tokens, index: int) -> bool:
    """Tell whether Korean or Japanese goes on: its grammar may say anything of the figure."""
    first = tokens.words(index)[:1]
    return "\u3040" <= first <= "\u30ff" or "\uac00" <= first <= "\ud7a3"


def _governs(direction: tuple[int, str], cues: Cues) -> bool:
    """Tell whether the direction word, not a word for a share, is the nearer to the figure."""
    if cues.share == "contribution" and direction[1] == "noun":
        # The contribution to growth was 82.5 percent: a share of the growth.
        return False
    return not cues.share or cues.share_first


def _points(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "points"
    sign = (
        right.adjective
        or (right.own_noun and right.noun)
        or (cues.direction[0] if cues.direction else 0)
        or right.noun
        or 1
    )
    noun_only = cues.direction is not None and cues.direction[1] == "noun"
    # A smaller decline is a rise of the rate, and a larger one a fall: 降幅收窄, 降幅扩大.
    if (cues.noun < 0 and (right.adjective or not noun_only)) or (right.flip and right.adjective):
        sign = -sign
    meaning.sign = sign * meaning.figure.sign


def _level(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "level"
    direction = cues.direction
    change = (
        direction is not None
        and direction[1] not in ("to", "rate", "than", "adj")
        and cues.role not in ("to", "from", "weak_reference", "de")
        and (cues.adjacent or cues.role == "by")
        and not (cues.role == "reach" and direction[1] != "noun")
    )
    if right.adjective and right.comparison:
        # 300 yuan higher than a year earlier.
        meaning.sign = right.adjective
    elif change and direction is not None:
        meaning.sign = direction[0] * meaning.figure.sign
    else:
        meaning.comparison = "level"
        if cues.loss:
            meaning.sign = -1


def _times(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    direction = cues.direction
    stop = (meaning.figure.filled or meaning.figure).stop
    reaches = cues.role in ("to", "de", "reach", "from") or (direction and direction[1] == "to")
    if right.adjective and right.comparison:
        meaning.kind, meaning.ambiguous = "growth", True
    elif direction and not reaches:
        # Two honest readings: N times the base added, or N times the base reached.
        meaning.kind, meaning.ambiguous = "growth", True
        meaning.sign = direction[0]
    elif tokens.words(stop - 1) == "倍":
        meaning.kind = "multiple"
        cues.comparison = cues.comparison or cues.base
    elif reaches or tokens.words(stop).split(" ")[0] in _COMPARED:
        meaning.kind = "multiple"


def _fold(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "multiple"
    meaning.ambiguous = bool(cues.direction or right.noun)


def _multiple(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "multiple"


def _fraction(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "share"
    stands = cues.role == "to" or _is_left(cues)
    if cues.direction and cues.adjacent and not stands:
        meaning.kind = "growth"
        meaning.sign = cues.direction[0]


def _share(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "share"


RULES: Final = {
    "percent": _percent,
    "points": _points,
    "level": _level,
    "times": _times,
    "fold": _fold,
    "multiple": _multiple,
    "fraction": _fraction,
    "share": _share,
}
