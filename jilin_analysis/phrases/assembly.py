"""From tokens to figures and refusals: one reader for each kind of token that a figure begins with.

A reader takes the place where it stands and returns where to go on. What it cannot read it refuses
by raising `UnreadableError`, and the rest of the text is read all the same.
"""

from __future__ import annotations

from itertools import pairwise

from .checks import check_figure, check_number, take_sign
from .figure import BOUND, Figure, Shape, figure_of
from .kinds import K, S
from .lists import (
    fill,
    fraction_of,
    linked,
    mark_range,
    merge,
    part_of_whole,
    splits_unit,
    takes_part,
)
from .numbers import Number, is_year, parse_numeral, read_number
from .openers import OPENERS
from .reading import REASONS, UnreadableError
from .tokens import ENDS, Tokens
from .units import names_class, with_unit, year_before

# How far back the noun may stand that a bare number counts.
_NEAR = 6
# How far back "the number of" or the name of an index may stand.
_REACH = 30


class Assembly:
    """The figures of one text, and what in it is refused.

    Attributes
    ----------
    figures, refusals
        In the order of the text.
    named : dict
        What a numeral is that is no figure, by its token, where a reader knows.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.figures: list[Figure] = []
        self.refusals: list[UnreadableError] = []
        self.named: dict[int, str] = {}
        # Numbers still without a unit, in one list with each other.
        self.waiting: list[tuple[Figure, Number]] = []
        # The scale and the unit that the head of a table gives to its numbers.
        self.head: tuple[int, str] | None = None
        kinds, opener_of = tokens.kinds, _READERS.get
        size, index = len(kinds) - ENDS, 0
        while index < size:
            try:
                while index < size:
                    opener = opener_of(kinds[index])
                    index = index + 1 if opener is None else opener(self, index)
            except UnreadableError as refusal:
                index = self._refuse(refusal, index)
        self.settle_waiting()
        self.figures.sort(key=lambda figure: figure.first)

    def _refuse(self, refusal: UnreadableError, index: int) -> int:
        """Keep a refusal; where no unit claims that it is a figure, only name the numeral."""
        kinds, last = self.tokens.kinds, refusal.last
        if REASONS[refusal.key]["claimed_by"]:
            if self._is_vague(index):
                self.named[index] = "vague"
                return index + 1
            word = self.tokens.values[index]
            broken = kinds[index] is K.DIGITS and (",0" in word[:-2] or ",," in word)
            near = (kinds[last + 1], kinds[index - 1], *kinds[index + 1 : last + 1])
            alone = kinds[refusal.first - 1] is K.END and kinds[last + 1] is K.END
            claimed = any(kind in S.UNITS or kind is K.NUMERAL for kind in near) or alone or broken
            year, _, rest = word.partition(",") if kinds[index] is K.DIGITS else ("", "", "")
            dated = is_year(year) and "," not in rest and 0 < len(rest) < 3  # In 2019,20 percent
            if dated or not claimed:
                self.named[index] = "date" if dated else "number"
                return index + 1
        self.refusals.append(refusal)
        while self.figures and self.figures[-1].stop > refusal.first:
            self.figures.pop()
        while self.waiting and self.waiting[-1][0].stop > refusal.first:
            self.waiting.pop()
        return max(last, index) + 1

    def _is_vague(self, index: int) -> bool:
        """Tell 三四百 and 七八 (three or four hundred) and 数十 from a number."""
        tokens = self.tokens
        word = tokens.values[index]
        if tokens.kinds[index - 1] is K.SEVERAL and tokens.glued(index):
            if tokens.kinds[index] is not K.DIGITS or not word.strip("10"):
                return True
        if tokens.kinds[index] is not K.NUMERAL:
            return False
        if parse_numeral(tokens, tokens.values[index]) is not None:
            return False
        values = [tokens.words.digits.get(char, 0) for char in tokens.values[index]]
        run = len(values) > 2 and all(values)
        return not run and any(low > 0 and high - low in (1, 2) for low, high in pairwise(values))

    def _number(self, index: int) -> int:
        """Read the figure that begins with the numeral at `index`."""
        tokens, kinds = self.tokens, self.tokens.kinds
        if self.waiting and not linked(self, self.waiting[-1][0].stop, index):
            self.settle_waiting()
        if kinds[index] is not K.DIGITS or kinds[index - 1] is K.SEVERAL:
            if self._is_vague(index):
                self.named[index] = "vague"
                return index + 1
        number = read_number(tokens, index)
        if number is None:
            return index + 1
        if kinds[index - 1] is K.EVERY and kinds[number.stop] in S.COUNTED + K.UNIT:
            self.named[index] = "word"  # 每10股派发2.5元
            return number.stop
        check_number(self, index, number)
        stop = self._to_unit(index, number)
        kind = kinds[stop]
        if index in self.named:
            return stop
        if kind in K.PARTS_OF + K.SLASH:
            fraction = fraction_of(self, index, number, stop)
            if fraction is not None:
                self.figures.append(fraction)
                return fraction.stop
        if kind is K.GENERAL and kinds[stop + 1] in S.LINKS and splits_unit(self, stop):
            self.waiting.append((figure_of(Shape.BARE, number, index, stop + 1), number))
            return stop + 1
        figure = with_unit(self, index, number, stop, kind)
        if figure is None:
            return number.stop if index in self.named else self._bare(index, number, stop)
        if kind is K.CURRENCY and names_class(self, figure):
            self.named |= dict.fromkeys(range(index, figure.stop), "class")
            return figure.stop
        if K.ADJ_DOWN in kinds[stop : figure.stop]:
            figure.negate(index, figure.stop)  # 12 fewer stores
        elif kinds[number.stop] is K.CLOSE and not self.waiting:
            figure.negate(index - 1, figure.stop)
        return self.keep(figure, number)

    def _to_unit(self, index: int, number: Number) -> int:
        """Take in what may stand between a number and its unit; return where the unit stands."""
        tokens, kinds = self.tokens, self.tokens.kinds
        stop = number.stop
        if kinds[stop] not in S.BEFORE_UNIT:
            return stop
        stop += kinds[stop] is K.DASH and kinds[stop + 1] is K.HALF_AFTER
        if kinds[stop] is K.MORE:
            number.more = ">"  # 8000余辆
            stop += 1
        kind, after = kinds[stop], kinds[stop + 1]
        glued = tokens.glued(stop)
        if kind is K.LETTER and glued and after in S.LINKS and not number.scale:
            if kinds[stop + 2] in S.NUMERALS:  # 12.1M and 12.2M barrels
                number.scale_by(tokens.values[stop][0], stop + 1)
                stop += 1
        elif kind is K.GENERAL and after is K.MORE and kinds[stop + 2] is K.POINTS:
            number.more = ">"  # 2个多百分点
            stop += 2
        elif kind is K.HALF_AFTER and after in S.UNITS:
            number.add(5, number.power - 1)
            number.half = True
            stop += 1
        elif kind is K.CLOSE and after in K.PERCENT + K.POINTS and kinds[index - 1] is K.OPEN:
            stop += 1  # (2.4)%
        elif kind is K.DASH and glued and after in S.UNITS and tokens.glued(stop + 1):
            # A compound before a noun is hyphenated: a 6.8-percent contraction.
            if after in S.COUNTED + K.SPAN + K.SIZE:
                self.named[index] = "name"
                return stop + 2
            stop += 1
        elif kind is K.DASH and glued and after in K.TIME + K.MONTH:
            self.named[index] = "date"
            return stop + 2
        if kinds[stop] is K.DASH and kinds[stop + 1] is K.AFTER_OVER:
            number.more = ">"  # 150-plus companies
            return stop + 2
        if kinds[stop] is K.PLUS or (kinds[stop] in S.AFTERS and kinds[stop + 1] in S.UNITS):
            number.more = BOUND.get(kinds[stop], ">")  # 1,000+ stores, 1,000 or so stores
            return stop + 1
        return stop

    def keep(self, figure: Figure, number: Number) -> int:
        """Check and keep a figure; return where to go on."""
        kinds, glued = self.tokens.kinds, self.tokens.glued
        check_figure(self, figure)
        take_sign(self, figure)
        if kinds[figure.stop] is K.PLUS and glued(figure.stop) and not glued(figure.stop + 1):
            figure.bound, figure.stop = ">", figure.stop + 1  # 5%+
        if self.waiting:
            fill(self, figure, number)
        if not merge(self, figure):
            mark_range(self, figure)
            self.figures.append(figure)
            if kinds[figure.stop] is K.OPEN and figure.shape in (Shape.LEVEL, Shape.PERCENT):
                year_before(self, figure)
        return self.figures[-1].stop

    def _bare(self, index: int, number: Number, stop: int) -> int:
        """Say what a number without a unit is: a part, a member of a list, a count, or none."""
        tokens, kinds = self.tokens, self.tokens.kinds
        kind, after, before = kinds[stop], kinds[stop + 1], kinds[index - 1]
        if kind in S.LETTERED and tokens.glued(stop) and tokens.latin(stop):
            if number.scale and not tokens.latin(stop - 1):
                raise UnreadableError("unknown", index, stop)  # 3015亿XB
            return stop + 1
        if kind in K.OF + K.OF_WHOLE + K.IN:
            share = part_of_whole(self, index, number, stop)
            if share is not None:
                self.figures.append(share)
                return share.stop
        if takes_part(self, number, index, stop):
            return stop
        listed = before is K.SLASH and self.waiting  # 1.2/1.5/1.8亿元
        label = (before in S.LABELS and not listed) or (
            is_year(tokens.values[index]) and not number.scale
        )
        if kind is K.OPEN and kinds[stop + 2] is K.CLOSE and kinds[stop + 3] in K.PERCENT:
            self.waiting.append((figure_of(Shape.BARE, number, index, stop), number))
            return stop  # a margin of 5.7 (5.9) percent
        if kind in S.LINKS:
            if after is not K.END and not label:
                self.waiting.append((figure_of(Shape.BARE, number, index, stop), number))
                return stop
            begins = before in K.END + K.FROM + K.BY + K.FROM_WEAK or before in S.CHANGES
            if after is K.END and kind in K.TO + K.DASH + K.AND and begins:
                raise UnreadableError("range", index, stop)
        self.settle_waiting()
        return stop if label else self._settle(index, number, stop)

    def _settle(self, index: int, number: Number, stop: int) -> int:
        """Read a bare number where the words around it say what it counts."""
        tokens, kinds = self.tokens, self.tokens.kinds
        kind, before = kinds[stop], kinds[index - 1]
        digits = number.written is K.DIGITS
        unit = ""
        if before in K.UNIT + K.CASED and kinds[index - 2] not in S.NUMERALS + K.SCALE:
            raise UnreadableError("unit_before", index - 1, stop - 1)
        if before is K.CURRENCY:
            return stop  # what is left of an amount that was refused
        if before is K.FACTOR:
            figure = figure_of(Shape.MULTIPLE, number, index, stop)
            if self.says(index, S.VERBS, _NEAR) is K.VERB_DOWN:
                figure.parts = 10 ** max(0, -number.power), number.size
            return self.keep(figure, number)
        if self.head and self.head[1] and digits and kind not in K.TIME + K.CLASS:
            unit = self.head[1]
            number.scale_by(0 if number.scale else self.head[0], number.stop)
        elif (digits or number.scale) and kind in S.CLOSES:
            if not number.scale and self.says(index, K.INDEX):
                unit = "index"
            elif number.scale >= 3 and kind is not K.DASH:
                if before is K.WORD and sum(map(str.isupper, tokens.printed(index - 1, index))) > 1:
                    raise UnreadableError("unknown", index - 1, stop - 1)  # XYZ 75 billion
                unit = self._unit_said(index) or "count"
            elif digits and number.power >= 0:
                last = self.figures[-1] if self.figures else None
                to = before is K.TO and last and last.stop == index - 1 and last.unit == "count"
                changed = before in K.OF + K.BY and kinds[index - 2] in S.CHANGES
                changed = changed or (before in S.verb and kind in S.AFTER_CHANGE)
                # New orders totaled 4,567: what is counted was said before.
                named = before in K.BE + K.REACH + K.TO
                changed = changed or (named and bool(self.says(index, S.NOUNS, _NEAR)))
                if changed or to or self.says(index, K.COUNTING):
                    unit = "count"
                elif "," in tokens.values[index] and before in K.THAN + S.BASES:
                    unit = self._unit_said(index)  # 30,000 tonnes, against 28,000
                elif before is K.COMMA and kind in K.BOUND_OVER + K.BOUND_UNDER:
                    unit = self._unit_said(index)  # 300 dealers, 20 more than in 2019
        elif number.scale >= 3 and kind is K.WORD and not tokens.glued(stop):
            unit = "" if tokens.words.plural(tokens.values[stop]) else "count"
        if unit:
            return self.keep(figure_of(Shape.LEVEL, number, index, stop, unit), number)
        if digits:
            self._check_noun(index, number, stop)
        return max(stop, number.stop)

    def _unit_said(self, index: int) -> str:
        """Return the unit of "from 1.8 million": that of the figure it is compared with."""
        kinds = self.tokens.kinds
        if kinds[index - 1] in S.BASES + K.THAN + K.TO + K.PARTICLE + K.COMMA:
            for figure in reversed(self.figures[-3:]):
                if K.STOP in kinds[figure.stop : index]:
                    break
                if figure.shape is Shape.LEVEL:
                    return figure.unit
        return ""

    def settle_waiting(self) -> None:
        """Settle what waited for a unit that never came."""
        waiting, self.waiting = self.waiting, []
        for figure, number in waiting:
            try:
                self._settle(figure.first, number, figure.stop)
            except UnreadableError as refusal:
                self.refusals.append(refusal)

    def says(self, index: int, wanted: str, reach: int = _REACH) -> str:
        """Return which of some kinds stands nearest before a number in its sentence, if any."""
        kinds, values = self.tokens.kinds, self.tokens.values
        for place in range(index - 1, max(-1, index - reach), -1):
            if kinds[place] in wanted:
                return kinds[place]
            if kinds[place] is K.STOP and not values[place]:
                break
        return ""

    def _check_noun(self, index: int, number: Number, stop: int) -> None:
        """Refuse digits before a word that is no known unit: 3 bushels of it."""
        tokens, kinds = self.tokens, self.tokens.kinds
        kind = kinds[stop]
        if kinds[index - 1] in S.verb and kind in K.END + K.STOP + K.COMMA:
            raise UnreadableError("no_unit", index, stop - 1)
        if kind is K.WORD and not tokens.glued(stop):
            word = tokens.printed(stop, stop + 1)
            if word.islower() and tokens.words.plural(word):
                raise UnreadableError("unknown_noun", index, stop, word)
        if number.scale and kind in K.TEXT + K.ONE_WORD + K.NAME:
            raise UnreadableError("unknown", index, stop)


_READERS = {**OPENERS, **dict.fromkeys(S.NUMERALS, Assembly._number)}
