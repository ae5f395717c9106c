"""What the members of a list share, because it is said once: rose 5 and 8 percent, respectively."""

from __future__ import annotations

from typing import Final

from .context import Cues
from .figure import Figure
from .following import Following
from .rules import Meaning
from .tokens import Tokens

_LINKS: Final = frozenset(("and", "soft", "dash", "to", "open"))
_CHAIN: Final = frozenset(
    ("and", "soft", "bound", "particle", "dash", "to", "function", "comparison", "by", "open")
)


def is_chain(gap: list[str]) -> bool:
    """Tell whether only a link of a list stands between two figures."""
    return _CHAIN.issuperset(gap) and not _LINKS.isdisjoint(gap)


def inherit(
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
            cues.loss = given.loss and amount
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
        cues.pair = given.pair[1:]
        cues.loss = given.loss
        cues.comparison = cues.comparison or right.comparison or given.comparison
        return
    if cues.role == "weak_reference" and given.role == "to" and same:
        cues.noun = cues.noun or (previous.sign if previous.kind == "growth" else 0)
        cues.share = cues.share or given.share
        return
    if "stop" in tokens.kinds[floor : figure.first]:
        return
    if tokens.words(floor) == "、" and not right.comparison:
        # 同比分别增长8.5%、下降3.2%
        cues.comparison = cues.comparison or given.comparison
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
        and cues.role in ("", "by")
        and not (right.noun or right.adjective or right.of)
    ):
        # Imports grew 5 percent and exports 8 percent: the verb is said once. What growth slowed
        # to is growth, and so is the figure beside it.
        slowed = given.direction and given.direction[1] in ("pace", "speed")
        cues.direction = (previous.sign, "noun") if slowed else given.direction
        cues.comparison = cues.comparison or right.comparison or given.comparison
    elif not cues.noun and (
        right.narrows or (cues.direction and cues.direction[1] in ("pace", "speed"))
    ):
        # Declined 15.8 percent, narrowing 4.7 points: it is the decline that narrows.
        cues.noun = previous.sign if previous.kind == "growth" else 0


def share_back(meanings: list[Meaning], comparison: str) -> None:
    """Give a comparison said at the end of a list to the members before it."""
    for earlier in reversed(meanings[:-1][-4:]):
        if earlier.comparison is not None:
            return
        earlier.comparison = comparison
