"""From tokens to figures and refusals: one reader for each kind of token that a figure begins with.

A reader takes the place where it stands and returns where to go on. What it cannot read it refuses
by raising `UnreadableError`, and the rest of the text is read all the same.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from .bare import measures, settle
from .checks import check_figure, check_number, take_sign
from .kinds import K, S, pattern
from .lists import fill, fraction_of, mark_range, merge, part_of_whole, takes_part
from .numbers import BOUND, Figure, is_year, parse_numeral, read_number, take_scales
from .openers import OPENERS
from .reading import REASONS, UnreadableError
from .tokens import ENDS, Tokens
from .units import far_noun, follow, names_class, with_unit

# How far back "the number of" or the name of an index may stand.
_REACH = 30
# 12 and 10 to Items; and what tells the middle of such a list from Table 3, 5 companies.
_LABELLED: Final = pattern("(?:and|or|to|dash|comma digits|digits)+(?:label|rank)").match
_LISTED: Final = pattern("(?:comma digits)*comma?(?:and|or|to|dash)digits").match
# What a number stands behind that may be a code in a list, a rank or "every ten".
_BEFORE_NAME: Final = S.JOIN + K.COMMA + K.END + K.STOP + K.EVERY
# Years that are none of the records, but dates all the same.
_FIRST_YEAR, _LAST_YEAR = 1500, 1900
# From here on a number is hardly that of a table.
_NO_NUMBER: Final = 100
# What was printed the year before, and the unit of both: a margin of 5.7 (-5.9) percent
_ASIDE: Final = pattern("open DASHES?digits close(?:percent|scale|unit)").match
# A unit behind its number: 469(万标箱)
_IN_BRACKETS: Final = pattern("open(?:scale|numeral)?(?:MEASURED|currency|percent)close").match


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
        self.waiting: list[Figure] = []
        # The scale and the unit that the head of a table gives to its numbers.
        self.head: tuple[int, str] | None = None
        # The power of ten that a text gives to a short unit: million tonnes (mt).
        self.short: dict[str, int] = {}
        done = 0
        for index, kind in enumerate(tokens.kinds[:-ENDS]):
            if kind in _READERS and index >= done:
                try:
                    done = _READERS[kind](self, index)
                except UnreadableError as refusal:
                    done = self._refuse(refusal, index)
        self.settle_waiting()
        self.figures.sort(key=lambda figure: figure.first)

    def _refuse(self, refusal: UnreadableError, index: int) -> int:
        """Keep a refusal; where no unit claims that it is a figure, only name the numeral."""
        kinds, last = self.tokens.kinds, refusal.last
        if REASONS[refusal.key]["claimed_by"]:
            word = self.tokens.values[index] if kinds[index] is K.DIGITS else ""
            broken = ",0" in word[:-2] or ",," in word
            near = (kinds[last + 1], kinds[index - 1], *kinds[index + 1 : last + 1])
            near += tuple(kinds[last + 2 : last + 4]) * (kinds[last + 1] is K.OF)  # 0,3 of a point
            alone = kinds[refusal.first - 1] is kinds[last + 1] is K.END
            claims = S.UNITS + K.NUMERAL + K.LETTER + K.PREFIX
            claimed = any(kind in claims for kind in near) or alone or broken
            year, _, rest = word.partition(",")
            dated = is_year(year) and "," not in rest and 0 < len(rest) < 3  # In 2019,20 percent
            if dated or not claimed:
                self.named[index] = "date" if dated else "number"
                return index + 1
        self.refusals.append(refusal)
        for read in (self.figures, self.waiting):
            while read and read[-1].stop > refusal.first:
                read.pop()
        return max(last, index) + 1

    def _is_vague(self, index: int) -> bool:
        """Tell 三四百 and 七八 (three or four hundred) and 数十 from a number."""
        tokens = self.tokens
        kind, word = tokens.kinds[index], tokens.values[index]
        if tokens.kinds[index - 1] is K.SEVERAL and tokens.glued(index):
            if kind is not K.DIGITS or not word.strip("10"):
                return True
        if kind is not K.NUMERAL or parse_numeral(tokens, word) is not None:
            return False
        values = [tokens.words.digits.get(char, 0) for char in word]
        run = len(values) > 2 and all(values)
        return not run and any(low > 0 and high - low in (1, 2) for low, high in pairwise(values))

    def _number(self, index: int) -> int:
        """Read the figure that begins with the numeral at `index`."""
        tokens, kinds = self.tokens, self.tokens.kinds
        noted = kinds[index - 1] is K.PERCENT is not kinds[index + 1] and tokens.glued(index)
        if noted and kinds[index - 2] is K.DIGITS:
            self.named[index] = "mark"  # 5.1%1 bears a note
            return index + 1
        if kinds[index] is not K.DIGITS or kinds[index - 1] is K.SEVERAL:
            if self._is_vague(index):
                self.named[index] = "vague"
                return index + 1
        figure = read_number(tokens, index)
        if figure is None:
            return index + 1
        if kinds[index - 1] in _BEFORE_NAME and (name := self._code_or_rank(figure)):
            self.named[index] = name
            return figure.stop
        check_number(self, figure)
        return self.measured(figure)

    def _code_or_rank(self, figure: Figure) -> str:
        """Return what a number is by what stands around it: one of a list of codes, a rank."""
        tokens, kinds, index, stop = self.tokens, self.tokens.kinds, figure.first, figure.stop
        before = kinds[index - 1]
        if before in S.JOIN + K.COMMA and kinds[index - 2] is K.DIGITS is kinds[index]:
            listed = before is not K.COMMA or _LISTED(tokens.codes, stop)
            labelled = listed and _LABELLED(tokens.codes[max(0, index - _REACH) : index][::-1])
            code = kinds[stop] not in S.MEASURES + S.SCALES and not is_year(tokens.values[index])
            if labelled and code:
                return "code"  # items 10 to 12 and 14 apply, Boeing 747 and 767 jets
        joined = kinds[stop] is K.AND and tokens.glued(stop) and tokens.glued(stop + 1)
        if joined and before in K.END + K.STOP and not figure.power and figure.size < 100:
            return "rank"  # 1、已有199个项目
        uncounted = before is K.EVERY and kinds[stop] not in S.UNCOUNTED
        return "word" if uncounted else ""  # 每10股派发2.5元

    def measured(self, figure: Figure) -> int:
        """Read the unit of a number, and what else makes a figure of it; return where to go on."""
        tokens, kinds, index = self.tokens, self.tokens.kinds, figure.first
        stop = figure.stop
        # Table 5(million yuan) has a number, and 2020(万吨) a year.
        small = figure.power >= 0 and figure.size < _NO_NUMBER
        enclosed = kinds[stop] is K.OPEN and not (small or is_year(tokens.values[index]))
        if enclosed and tokens.glued(stop) and _IN_BRACKETS(tokens.codes, stop):
            figure.stop = stop + 1  # 469(万标箱)
            take_scales(tokens, figure)
            with_unit(self, figure, figure.stop)
            figure.stop += 1
            return self.keep(figure)
        if kinds[stop] in S.BEFORE_UNIT:
            stop = self._to_unit(figure)
            if index in self.named:
                return stop
        if kinds[stop] in S.OVER and (part := fraction_of(self, figure, stop)):
            self.figures.append(part)
            return part.stop
        closed = kinds[figure.stop] is K.CLOSE
        if not with_unit(self, figure, stop):
            return figure.stop if index in self.named else self._bare(figure, stop)
        if figure.shape is K.UNIT and names_class(self, figure):
            self.named |= dict.fromkeys(range(index, figure.stop), "class")
            return figure.stop
        if figure.shape is K.UNIT and K.ADJ_DOWN in kinds[stop : figure.stop]:
            figure.negate(index, figure.stop)  # 12 fewer stores
        elif closed and not self.waiting:
            figure.negate(index - 1, figure.stop)  # (2.4)%
        return self.keep(figure)

    def _to_unit(self, figure: Figure) -> int:
        """Take in what may stand between a number and its unit; return where the unit stands."""
        tokens, kinds, index, stop = self.tokens, self.tokens.kinds, figure.first, figure.stop
        stop += kinds[stop] is K.DASH and kinds[stop + 1] is K.HALF_AFTER
        if kinds[stop] is K.MORE:
            figure.bound = ">"  # 8000余辆
            stop += 1
        kind, after = kinds[stop], kinds[stop + 1]
        glued = tokens.glued(stop)
        if kind is K.GENERAL and after is K.MORE and kinds[stop + 2] is K.POINTS:
            figure.bound = ">"  # 2个多百分点
            stop += 2
        elif kind is K.HALF_AFTER and after in S.UNITS:
            figure.add(5, figure.power - 1, printed=False)
            stop += 1
        elif (
            kind is K.CLOSE and after in K.PERCENT + K.POINTS and K.OPEN in kinds[index - 2 : index]
        ):
            stop += 1
        elif kind is K.CLOSE and after in K.SCALE + K.UNIT and self.waiting:
            figure.stop = stop + 1  # to 95 (93) million tonnes
            take_scales(tokens, figure)
            stop = figure.stop
        elif kind is K.DASH and glued and after in S.DASHED and tokens.glued(stop + 1):
            if tokens.printed(stop, stop + 1) in "~～":
                raise UnreadableError("range", index, stop + 1)  # 3万~吨
            # A compound before a noun is hyphenated: a 6.8-percent contraction.
            if after in S.COUNTED + K.SPAN + K.SIZE:
                self.named[index] = "name"
                return stop + 2
            stop += 1
        elif kind is K.DASH and glued and after in K.TIME + K.MONTH:
            if figure.power >= 0:
                self.named[index] = "date"
                return stop + 2
            stop += 1  # a 3.2-month supply
        if kinds[stop] is K.DASH and kinds[stop + 1] is K.AFTER_OVER:
            stop += 1  # 150-plus companies
        far = figure.scale >= 4 and kinds[stop] in S.AFTERS and far_noun(tokens.codes, stop + 1)
        if (
            far
            or kinds[stop] in K.PLUS + K.AFTER_OVER
            or (kinds[stop] in S.AFTERS and kinds[stop + 1] in S.UNITS)
        ):
            figure.bound = BOUND.get(kinds[stop], ">")  # 1,000+ stores, 1,000 or so stores
            stop += 1
        return stop

    def keep(self, figure: Figure) -> int:
        """Check and keep a figure; return where to go on."""
        kinds, glued, per = self.tokens.kinds, self.tokens.glued, figure.stop + 1
        if kinds[per - 1] is K.SLASH and kinds[per] is K.UNIT and figure.shape is K.UNIT:
            if self.tokens.values[per][1:] == (1, 0):  # 3.2 t / ha
                figure.unit, figure.stop = f"{figure.unit}/{self.tokens.values[per][0]}", per + 1
        check_figure(self, figure)
        if kinds[figure.first - 1] in S.SIGNLIKE:
            take_sign(self, figure)
        if kinds[figure.stop] is K.PLUS and glued(figure.stop) and not glued(figure.stop + 1):
            figure.bound, figure.stop = ">", figure.stop + 1  # 5%+
        if self.waiting or figure.shape is K.POINTS:
            fill(self, figure)
        if self.figures:
            if merge(self, figure):
                return figure.stop
            mark_range(self, figure)
        self.figures.append(figure)
        return follow(self, figure) if kinds[figure.stop] in S.BEFORE_FOLLOWER else figure.stop

    def _bare(self, figure: Figure, stop: int) -> int:
        """Say what a number without a unit is: a part, a member of a list, a count, or none."""
        tokens, kinds, index = self.tokens, self.tokens.kinds, figure.first
        kind, after, before = kinds[stop], kinds[stop + 1], kinds[index - 1]
        if kind is K.SCALE or (kind is K.NUMERAL and kinds[stop - 1] is K.SCALE):
            raise UnreadableError("scales", index, stop)  # 12 thousand million thousand
        if kind in S.LETTERED and tokens.glued(stop) and tokens.latin(stop):
            moved = before in S.MOVED + S.STATED and kind is not K.CODE and measures(self, figure)
            if (figure.scale and not tokens.latin(stop - 1)) or moved:
                raise UnreadableError("unknown", index, stop)  # 3015亿XB, 增加5.2XB
            return stop + 1
        if kind in K.OF + K.OF_WHOLE + K.IN:
            if share := part_of_whole(self, figure, stop):
                self.figures.append(share)
                return share.stop
        if takes_part(self, figure, stop):
            return stop
        listed = before is K.SLASH and self.waiting  # 1.2/1.5/1.8亿元
        year = is_year(tokens.values[index]) and not figure.scale
        if before is K.IN and not figure.power and _FIRST_YEAR < figure.size < _LAST_YEAR:
            year, self.named[index] = True, "date"  # in 1887
        dated = before in S.LABELS and not (before is K.MONTH and figure.power < 0)  # in May 5.1
        label = year or (dated and not listed)
        if _ASIDE(tokens.codes, stop) or (kind in S.LINKS and after is not K.END and not label):
            figure.stop = stop  # a margin of 5.7 (5.9) percent
            self.waiting.append(figure)
            return stop
        if after is K.END and kind in K.TO + K.DASH + K.AND and before in S.BEFORE_RANGE:
            raise UnreadableError("range", index, stop)
        self.settle_waiting()
        figure.stop = stop
        return stop if label else settle(self, figure)

    def settle_waiting(self) -> None:
        """Settle what waited for a unit that never came."""
        waiting, self.waiting = self.waiting, []
        for figure in waiting:
            try:
                settle(self, figure)
            except UnreadableError as refusal:
                self.refusals.append(refusal)

    def nearest(self, index: int, wanted: str, reach: int = _REACH) -> int:
        """Return where the nearest of some kinds stands before a number in its sentence, or -1."""
        kinds, values = self.tokens.kinds, self.tokens.values
        for place in range(index - 1, max(-1, index - reach), -1):
            if kinds[place] in wanted:
                return place
            if kinds[place] is K.STOP and not values[place]:
                break
        return -1

    def is_named(self, index: int) -> bool:
        """Tell whether a capital word stands before a number, which may be part of a name."""
        kind, word = self.tokens.kinds[index - 1], self.tokens.printed(index - 1, index)
        return kind in S.NAMES and word[0].isupper()

    def linked(self, first: int, stop: int) -> bool:
        """Tell whether only a link of a list stands between two places."""
        between = self.tokens.kinds[first:stop]
        return 0 < len(between) <= 3 and all(kind in S.LINKING for kind in between)


_READERS = {**OPENERS, **dict.fromkeys(S.NUMERALS, Assembly._number)}
