"""From figure and context to its meaning: kind, sign, comparison, ambiguity."""

from __future__ import annotations

from .bounds import bound_of
from .context import look_left
from .coordination import inherit, is_chain, share_back
from .figure import Figure
from .following import look_right
from .rules import RULES, Meaning
from .tokens import Tokens


def interpret(tokens: Tokens, figures: list[Figure]) -> list[Meaning]:
    """Return the meaning of every figure, in order; what turns out to be no figure is left out."""
    meanings: list[Meaning] = []
    floor = 0
    limits = [figure.first for figure in figures[1:]] + [len(tokens.kinds) - 2]
    limit_of = dict(zip(figures, limits, strict=True))
    previous: Meaning | None = None
    read: Figure | None = None
    for figure in figures:
        cues = look_left(tokens, floor, figure.first)
        # What is said of "two to three times" stands behind both, and is read once.
        unit = figure.filled or figure
        if unit is not read:
            read = unit
            right = look_right(tokens, unit.stop, limit_of[unit])
        chained = (
            previous is not None
            and not right.adjective
            and not (right.own_noun and not previous.figure.filled)
            and is_chain(tokens.kinds[floor : figure.first])
        )
        if previous is not None:
            inherit(tokens, cues, right, previous, figure, floor, chained)
        meaning = Meaning(figure, cues)
        RULES[figure.type](tokens, meaning, cues, right)
        stated = cues.comparison or right.comparison
        if previous is not None and tokens.kinds[floor] == "comparison" and cues.direction:
            # Up 8.3 percent year on year but down 2.1 percent month on month: each has its own.
            stated = right.comparison or cues.comparison
        if cues.pair:
            stated = cues.pair[0]
        if meaning.kind == "level" and meaning.comparison == "level":
            stated = "level"
        meaning.comparison = stated
        bound = bound_of(tokens, figure.first, figure.stop, floor)
        if bound and figure.bound == "=":
            meaning.bound = bound
        if meaning.kind:
            meanings.append(meaning)
            if chained and stated and stated != "level":
                share_back(meanings, stated)
            previous = meaning
        floor = figure.stop
    return meanings
