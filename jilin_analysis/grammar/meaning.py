"""From figure and context to its meaning: kind, sign, comparison, ambiguity."""

from __future__ import annotations

from .bounds import bound_of
from .context import look_left, look_right
from .coordination import inherit, is_chain, share_back
from .figure import Figure
from .rules import RULES, Meaning
from .tokens import Tokens


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
            and is_chain(tokens.kinds[floor : figure.first])
        )
        if previous is not None:
            inherit(tokens, cues, right, previous, figure, floor, chained)
        meaning = Meaning(figure, cues)
        RULES[figure.type](tokens, meaning, cues, right)
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
                share_back(meanings, stated)
            previous = meaning
        floor = figure.stop
    return meanings
