"""From figure and context to its meaning: kind, sign, comparison, ambiguity."""

from __future__ import annotations

from typing import Final

from .context import Cues, Following, bound_of, look_left, look_right
from .figure import Figure
from .tokens import Tokens

# After "times" these name the base: 3 times as much as, 3 times the 2015 level.
_COMPARED: Final = frozenset(("as", "that", "the", "those", "its", "of"))
_LINKS: Final = frozenset(("and", "soft", "dash", "to", "open"))
_CHAIN: Final = frozenset(
    ("and", "soft", "bound", "particle", "dash", "to", "function", "comparison", "by", "open")
)


class Meaning:
    """A figure with all that the text says of it."""

    __slots__ = ("ambiguous", "bound", "comparison", "cues", "figure", "kind", "sign")

    def __init__(self, figure: Figure, cues: Cues) -> None:
        self.figure = figure
        self.cues = cues
        self.kind = ""  # empty: no figure after all
        self.sign = figure.sign
        self.bound = figure.bound
        self.comparison: str | None = None
        self.ambiguous = False


def interpret(tokens: Tokens, figures: list[Figure]) -> list[Meaning]:
    """Return the meaning of every figure, in order; what turns out to be no figure is left out."""
    meanings: list[Meaning] = []
    floor = 0
    last = len(figures) - 1
    previous: Meaning | None = None
    for number, figure in enumerate(figures):
        cues = look_left(tokens, floor, figure.first)
        limit = figures[number + 1].first if number < last else len(tokens.kinds) - 2
        right = look_right(tokens, figure.stop, limit)
        chained = (
            previous is not None
            and not right.adjective
            and _is_chain(tokens.kinds[floor : figure.first])
        )
        if previous is not None:
            _inherit(tokens, cues, right, previous, figure, floor, chained)
        meaning = Meaning(figure, cues)
        _RULES[figure.type](tokens, meaning, cues, right)
        stated = cues.comparison or right.comparison
        if meaning.kind == "level" and meaning.comparison == "level":
            stated = "level"
        meaning.comparison = stated
        bound = bound_of(tokens, figure.first, figure.stop, floor)
        if bound and figure.bound == "=":
            meaning.bound = bound
        if meaning.kind:
            meanings.append(meaning)
            if chained and stated and stated != "level":
                _share_back(meanings, stated)
            previous = meaning
        floor = figure.stop
    return meanings


def _is_chain(gap: list[str]) -> bool:
    """Tell whether only a link of a list stands between two figures."""
    return _CHAIN.issuperset(gap) and not _LINKS.isdisjoint(gap)


def _inherit(
    tokens: Tokens,
    cues: Cues,
    right: Following,
    previous: Meaning,
    figure: Figure,
    floor: int,
    chained: bool,
) -> None:
    """Let the members of a list share what is said once: rose 5 and 8 percent, respectively."""
    given = previous.cues
    same = previous.figure.type == figure.type
    if chained:
        amount = figure.type == "level" and not previous.figure.filled
        if cues.role == "to" and (given.role in ("from", "weak_reference") or not same or amount):
            # From 5 to 8, up 5 percent to 300, by 50 to 300: where it stands now. What is left is
            # a range.
            if previous.figure.unit_power == -4:
                cues.share = cues.share or "level"
            cues.noun = cues.noun or given.noun
            cues.share = cues.share or given.share
            return
        cues.direction = cues.direction or given.direction
        cues.adjacent = cues.adjacent or given.adjacent
        cues.noun = cues.noun or given.noun
        cues.share = cues.share or given.share
        cues.role = given.role
        cues.loss = given.loss
        cues.comparison = cues.comparison or right.comparison or given.comparison
        return
    if cues.role == "weak_reference" and given.role == "to" and same:
        cues.noun = cues.noun or (previous.sign if previous.kind == "growth" else 0)
        cues.share = cues.share or given.share
        return
    if "stop" in tokens.kinds[floor : figure.first]:
        return
    if cues.role == "to" and given.role in ("from", "weak_reference"):
        cues.noun = cues.noun or given.noun
        cues.share = cues.share or given.share
    elif (
        figure.type == "percent"
        and same
        and previous.kind == "growth"
        and not cues.share
        and cues.role in ("to", "from", "weak_reference", "reach")
        and (given.noun or given.role in ("to", "from", "weak_reference"))
    ):
        # Growth was 16.0 percent in June, fell to 14.7 and stood at 12.8: rates of one thing.
        cues.noun = cues.noun or previous.sign
        if cues.role == "reach":
            cues.direction = (cues.noun, "noun")
    elif (
        same
        and figure.type == "percent"
        and previous.kind == "growth"
        and cues.direction is None
        and not cues.share
        and not (cues.role or right.noun or right.adjective or right.of)
    ):
        # Imports grew 5 percent and exports 8 percent: the verb is said once.
        cues.direction = given.direction
        cues.comparison = cues.comparison or right.comparison or given.comparison
    elif cues.direction and cues.direction[1] in ("pace", "speed") and not cues.noun:
        # Declined 15.8 percent, narrowing 4.7 points: it is the decline that narrows.
        cues.noun = previous.sign if previous.kind == "growth" else 0


def _share_back(meanings: list[Meaning], comparison: str) -> None:
    """Give a comparison said at the end of a list to the members before it."""
    for earlier in reversed(meanings[:-1][-4:]):
        if earlier.comparison is not None:
            return
        earlier.comparison = comparison


def _percent(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    figure = meaning.figure
    direction = cues.direction
    sign = 0
    if right.adjective:
        sign = right.adjective
    elif cues.role in ("to", "from", "weak_reference"):
        speed = direction is not None and direction[1] == "speed" and not cues.share
        # Where a rate stands after a change is a share, unless the rate is itself one of growth.
        sign = cues.noun or (0 if right.share else right.noun) or int(speed)
    elif direction and _governs(direction, cues) and (cues.adjacent or not right.of):
        sign = direction[0]
    elif right.noun and not right.share:
        sign = right.noun
    elif not cues.share and not right.of and not right.share:
        if cues.comparison or right.comparison or figure.signed:
            sign = 1
    if sign:
        meaning.kind = "growth"
        meaning.sign = sign * figure.sign
    else:
        meaning.kind = "level" if cues.share == "level" else "share"


def _governs(direction: tuple[int, str], cues: Cues) -> bool:
    """Tell whether the direction word, not a word for a share, is the nearer to the figure."""
    if cues.share == "contribution" and direction[1] == "noun":
        # The contribution to growth was 82.5 percent: a share of the growth.
        return False
    return not cues.share or cues.share_first


def _points(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "points"
    sign = right.adjective or (cues.direction[0] if cues.direction else 0) or right.noun or 1
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
    reaches = cues.role in ("to", "de", "reach", "from") or (direction and direction[1] == "to")
    if right.adjective and right.comparison:
        meaning.kind, meaning.ambiguous = "growth", True
    elif direction and not reaches:
        # Two honest readings: N times the base added, or N times the base reached.
        meaning.kind, meaning.ambiguous = "growth", True
        meaning.sign = direction[0]
    elif tokens.words(meaning.figure.stop - 1) == "倍":
        meaning.kind = "multiple"
        cues.comparison = cues.comparison or cues.base
    elif reaches or tokens.words(meaning.figure.stop).split(" ")[0] in _COMPARED:
        meaning.kind = "multiple"


def _fold(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "multiple"
    meaning.ambiguous = bool(cues.direction or right.noun)


def _multiple(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "multiple"


def _fraction(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "share"
    if cues.direction and cues.adjacent and cues.role not in ("to", "from", "weak_reference"):
        meaning.kind = "growth"
        meaning.sign = cues.direction[0]


def _share(tokens: Tokens, meaning: Meaning, cues: Cues, right: Following) -> None:
    meaning.kind = "share"


_RULES: Final = {
    "percent": _percent,
    "points": _points,
    "level": _level,
    "times": _times,
    "fold": _fold,
    "multiple": _multiple,
    "fraction": _fraction,
    "share": _share,
}
