"""What the words after a figure say of it, up to the next one: direction, comparison, share."""

from __future__ import annotations

from typing import Final

from .comparisons import COMPARING, comparison_at
from .tokens import Tokens

# Bounds before a figure, comparisons after one: 200 more than last year, 2 points above it.
_THAN: Final = {
    "above": 1,
    "over": 1,
    "more than": 1,
    "below": -1,
    "less than": -1,
    "fewer than": -1,
}


# After a fall these turn its sign: 1.4 percentage points narrower.
_OF_CHANGE: Final = frozenset(("narrower", "wider", "slower", "faster", "smaller", "larger"))


# After a figure these are nouns: a 25-basis-point cut.
_CUT: Final = frozenset(("cut", "cuts"))


# (1.8%增): after the figure, and before nothing else, a Chinese verb is a noun.
_CLOSES: Final = frozenset(("end", "stop", "soft", "close"))


class Following:
    """What stands after a figure, up to the next one."""

    adjective = 0  # sign of "higher", "lower" right after the figure
    noun = 0  # sign of "increase", "growth", 的增长 after the figure
    narrows = False  # it says how much faster or slower something changed
    own_noun = False  # it stands right after the figure: a 5 percent drop
    flip = False  # what it is compared with is a decline
    of = False  # a share of something named next
    share = ""
    comparison: str | None = None


def look_right(tokens: Tokens, start: int, stop: int) -> Following:
    """Read the words after the figure that ends at `start`, up to the next one at `stop`."""
    found = Following()
    kinds, values = tokens.kinds, tokens.values
    place = start
    linked = False  # Chinese modifiers are linked to their noun by 的
    referred = False  # something stands after it that it is compared with
    close = True  # nothing but year-on-year and the like stands between
    while place < stop:
        kind = kinds[place]
        if kind in ("soft", "stop", "and", "to"):
            break
        if kind == "direction":
            sign, word_class = values[place]
            chinese = not tokens.words(place)[0].isascii()
            if word_class == "adj":
                if place - start <= 2 and not found.adjective:
                    found.adjective = sign
                    found.narrows = tokens.words(place) in _OF_CHANGE
            elif (
                word_class == "noun"
                or (close and tokens.words(place) in _CUT)
                or (chinese and linked)
                or (chinese and place == start and kinds[place + 1] in _CLOSES)
            ):
                if found.adjective or referred:
                    found.flip = found.flip or sign < 0
                elif not found.of and not found.noun:
                    found.noun = sign
                    found.own_noun = close and not chinese
            elif not chinese or word_class != "than":
                break
        elif kind == "of":
            found.of = found.of or place == start
        elif kind == "de":
            linked = True
        elif kind == "share":
            if place - start <= 3 and values[place] == "share":
                found.share = "share"
        elif kind == "bound" and place == start and tokens.words(place) in _THAN:
            found.adjective = _THAN[tokens.words(place)]
            found.comparison = comparison_at(tokens, place, stop) or "other"
        if (
            kind in COMPARING
            and found.comparison is None
            and tokens.text[tokens.starts[place]].isascii()
        ):
            found.comparison = comparison_at(tokens, place, stop)
            referred = found.comparison is not None and kind != "comparison"
        close = close and kind in ("comparison", "dash", "particle")
        place += 1
    return found
