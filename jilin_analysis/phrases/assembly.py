"""From tokens to figures and refusals: one reader for each kind of token that a figure begins with.

A reader takes the place where it stands and returns where to go on. What it cannot read it refuses
by raising `UnreadableError`, and the rest of the text is read all the same.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

from .checks import check_figure, check_number, take_sign
from .kinds import K, S, pattern
from .lists import fill, fraction_of, mark_range, merge, part_of_whole, takes_part
from .numbers import BOUND, Figure, is_year, parse_numeral, read_number, take_scales
from .openers import OPENERS
from .reading import REASONS, UnreadableError
from .tokens import ENDS, Tokens
from .units import far_noun, follow, names_class, with_unit

# How far back the noun may stand that a bare number counts, or behind it the plural.
_NEAR = 6
# How far back "the number of" or the name of an index may stand.
_REACH = 30
# 12 and 10 to Items; and what tells the middle of such a list from Table 3, 5 companies.
_LABELLED: Final = pattern("(?:and|or|to|dash|comma digits|digits)+(?:label|rank)").match
_LISTED: Final = pattern("(?:comma digits)*comma?(?:and|or|to|dash)digits").match
# What a number stands behind that may be a code in a list, a rank or "every ten".
_BEFORE_NAME: Final = S.JOIN + K.COMMA + K.END + K.STOP + K.EVERY
# From here on a bare number right after a noun counts it: 常住人口766579.
_MANY: Final = 10_000
# Years that are none of the records, but dates all the same.
_FIRST_YEAR, _LAST_YEAR = 1500, 1900
# Symbols of units, which before a number are letters of a name: GB 50016, L 141.
_SHORT: Final = 2
# What a figure may be in, beside which a number of millions is a count.
_UNMEASURED = "count", "ratio", "percentage_point"
# 12,500 and 12 500 are no year, name or note.
_PARTED: Final = re.compile(r"\d[, ]\d").search
# What was printed the year before, and the unit of both: a margin of 5.7 (-5.9) percent
_ASIDE: Final = pattern("open DASHES?digits close(?:percent|scale|unit)").match
# A unit behind its number: 469(万标箱)
_IN_BRACKETS: Final = pattern("open(?:scale|numeral)?(?:MEASURED|currency|percent)close").match
# What "including" means: a part of the figure before, in its unit.
_PART: Final = "its part"
# rose by 5 and imports by 3 percent: the unit stands behind the last of them
_LATER: Final = pattern(
    "(?:(?:and|comma)(?:OWNED|PARTICLE|worth|function|of|in){1,6}by digits)+(?:percent|points)"
).match
# the 54 seen in May: a word, and it is no noun
_TOLD: Final = pattern("(?:word|reach)CLOSES").match
# What parts a number from the unit of the figure before: another sentence, clause or subject.
_APART: Final = pattern(
    "stop|clause(?!CHANGES)|(?:comma|and)(?:(?!stop)IN_CLAUSE)*"
    "(?:NOUNS|counting|index|(?:word|RATES|worth)(?:(?!stop)IN_CLAUSE)*VERBS)"
).search
# a 15,000 (3%) rise
_CHANGED: Final = pattern("open digits percent close(?:verb|noun|adj)").match
# A unit, its power of ten and the rest of it, as `Figure.measure` takes them; or nothing.
Unit = tuple[Any, ...]
_COUNT: Final[Unit] = ("count",)


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
        enclosed = (
            kinds[stop] is K.OPEN and tokens.glued(stop) and not is_year(tokens.values[index])
        )
        if enclosed and _IN_BRACKETS(tokens.codes, stop):
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
        if kinds[stop] is K.CURRENCY and names_class(self, figure):
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
            if figure.scale and not tokens.latin(stop - 1):
                raise UnreadableError("unknown", index, stop)  # 3015亿XB
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
        return stop if label else self._settle(figure)

    def _settle(self, figure: Figure) -> int:
        """Read a bare number where the words around it say what it counts."""
        tokens, kinds, index, stop = self.tokens, self.tokens.kinds, figure.first, figure.stop
        kind, before = kinds[stop], kinds[index - 1]
        digits = figure.written is K.DIGITS or kind in S.BEYOND  # four more than
        unit: Unit = ()
        spelt = tokens.printed(index - 1, index).islower() and not tokens.hyphenless(index - 1)
        led = before in K.UNIT + K.CASED and kinds[index - 2] not in S.NUMERALS + K.SCALE
        if led and spelt and tokens.ends[index - 1] - tokens.starts[index - 1] > _SHORT:
            raise UnreadableError("unit_before", index - 1, stop - 1)
        if before is K.CURRENCY:
            return stop  # what is left of an amount that was refused
        if kind is K.CURRENCY and figure.scale:
            raise UnreadableError("unknown", index, stop - 1)  # 5 trillion RMB 814 billion
        if before is K.FACTOR:
            if kinds[self.nearest(index, S.VERBS)] is K.VERB_DOWN:
                figure.parts = figure.size.as_integer_ratio()[::-1]
            return self.keep(figure.measure(K.MULTIPLE, stop))
        later = _LATER(tokens.codes, stop) if before in K.BY and not figure.scale else None
        if later:
            last = later.end() - 1
            told = "percentage_point" if kinds[last] is K.POINTS else "ratio"
            return self.keep(figure.measure(kinds[last], stop, told, tokens.values[last]))
        if self.head and self.head[1] and digits and kind not in K.TIME + K.CLASS:
            unit = (self.head[1],)
            figure.scale_by(0 if figure.scale else self.head[0], stop)
        elif (digits or figure.scale) and (kind in S.CLOSES + S.adj or before is K.COUNTING):
            named = before is K.OPEN and figure.power == 0  # the price index (328)
            if not (figure.scale or named) and self.nearest(index, K.INDEX) >= 0:
                unit = ("index",)
            elif figure.scale >= 3 and not (kind is K.DASH and tokens.glued(stop)):
                lead = tokens.printed(index - 1, index)
                if before in K.WORD + K.THE and sum(map(str.isupper, lead)) > 1:
                    raise UnreadableError("unknown", index - 1, stop - 1)  # XYZ 75 billion
                unit = self.unit_of_scaled(figure)
            elif digits and figure.power >= 0:
                unit = self._unit_of_digits(figure)
        elif digits and not figure.scale and _TOLD(tokens.codes, stop):
            of = kinds[index - 1 - (before in S.DASHES)] in S.TOLD_OF
            word = tokens.printed(stop, stop + 1)
            if of and self.nearest(index, K.INDEX) >= 0 and not tokens.words.plural(word):
                unit = ("index",)  # the index was below the average of 54 seen in May
        elif figure.scale >= 3 and kind is K.WORD and not tokens.glued(stop):
            spelt = kinds[stop + 1] is K.CURRENCY and tokens.latin(stop + 1)
            if spelt or any(code in S.MEASURED + K.DASH for code in kinds[stop : stop + 4]):
                raise UnreadableError("unknown", index, stop)  # 32 billion seat-kilometres
            if sum(map(str.isupper, tokens.printed(stop, stop + 1))) > 1:
                raise UnreadableError("unknown", index, stop)  # 1.4 million CGTs
            unit = self.unit_of_scaled(figure)
        if unit:
            return self.keep(figure.measure(K.UNIT, stop, *unit))
        if digits:
            self._check_noun(figure)
        return stop

    def _unit_of_digits(self, figure: Figure) -> Unit:
        """Return what a bare whole number counts or measures, as was said before it."""
        kinds, index = self.tokens.kinds, figure.first
        kind, before = kinds[figure.stop], kinds[index - 1]
        last = self.figures[-1] if self.figures else None
        to = before is K.TO and last and last.stop == index - 1 and last.unit == "count"
        by = index - 1
        while kinds[by] in S.SMALL + S.BOUND and by > index - _NEAR:
            by -= 1
        verb = by - 1
        while kinds[by] in K.OF + K.BY and kinds[verb] in S.WHEN and verb > by - _NEAR:
            verb -= 1
        changed = kinds[by] in K.OF + K.BY and kinds[verb] in S.CHANGES
        changed = changed or (before in S.verb and kind in S.AFTER_CHANGE)
        changed = changed or bool(_CHANGED(self.tokens.codes, figure.stop))
        # New orders totaled 4,567: what is counted was said before.
        place = self.nearest(index, S.NOUNS, _NEAR)
        named = before in K.BE + K.REACH + K.TO and place >= 0
        named = named and (kinds[place] is K.THING or self.tokens.latin(place))
        named = named or (before is K.THING and figure.coefficient >= _MANY)
        counting = self.nearest(index, K.COUNTING)
        stated = before in K.BE and self.tokens.latin(counting)  # numbers rose 5% and were 7943
        if last and last.unit != "count" and last.first > counting and not stated:
            counting = -1  # 从业人数693万人,增速较1-9月回落: what it counts was said
        if changed or named or to or counting >= 0:
            return _COUNT
        # 30,000 tonnes, against 28,000; firms: 12,500; 300 dealers, 20 more than in 2019
        if _PARTED(str(self.tokens.values[index])):
            return self._unit_told(figure)
        said = (before is K.COMMA and kind in S.BEYOND) or self._is_part(index)
        said = said or (before in S.BASES and last is not None and last.unit == "count")
        return self.unit_said(index) if said else ()

    def _is_part(self, index: int) -> bool:
        """Tell whether a number is told as part or sum of one before: of which, including."""
        since = slice(self.figures[-2:][0].stop if self.figures else index, index)
        return _PART in self.tokens.values[since] or K.OF + K.CLAUSE in self.tokens.codes[since]

    def unit_of_scaled(self, figure: Figure) -> Unit:
        """Return what a bare number of millions counts or is worth."""
        kinds, index = self.tokens.kinds, figure.first
        unit = self._unit_told(figure)
        if unit or not index:
            return unit or _COUNT
        last = next((one for one in self.figures[::-1] if one.shape is K.UNIT), figure)
        measured = last.unit and last.unit not in _UNMEASURED
        measured = measured and K.STOP not in kinds[last.stop : index]
        # fell to 19 billion of an unknown money from 20 billion
        measured = measured or self._lost(index)
        # to 650 million from 616 million litres
        ahead = kinds[figure.stop + 1 : figure.stop + 5] if kinds[figure.stop] in S.BASES else ()
        measured = measured or any(kind in S.MEASURED + S.MONEY for kind in ahead)
        # What inflows come to, "1.02 billion in May", need not be a count.
        of_what = S.BARE + K.WORD + S.TIMING * (kinds[index - 1] in S.BEFORE_TOTAL)
        if measured or kinds[figure.stop] in of_what:
            raise UnreadableError("unknown", index, figure.stop - 1)
        return _COUNT

    def _unit_told(self, figure: Figure) -> Unit:
        """Return the unit that the figure before says, or the noun of what is counted or owned."""
        kinds, index = self.tokens.kinds, figure.first
        if unit := self.unit_said(index):
            return unit
        place = self.nearest(index, S.NOUNS + K.COUNTING + K.WORTH)
        for one in reversed(self.figures[-8:]):
            if one.stop > place and (one.first < place or one.unit not in _UNMEASURED):
                return ()
        if kinds[place] is K.WORTH:
            bare = figure.scale and kinds[figure.stop] in S.BARE + K.OPEN
            return (self.tokens.values[place],) if bare else ()
        near = place >= index - 2 or kinds[place] is K.COUNTING or self.tokens.latin(place)
        return _COUNT if place >= 0 and near else ()

    def unit_said(self, index: int) -> Unit:
        """Return the unit of "from 1.8 million": that of the figure it is compared with."""
        kinds = self.tokens.kinds
        place = index - 1 - (kinds[index - 1] is K.BY)
        while kinds[place] in S.BEFORE_SAID:
            place -= 1
        last = self.figures[-1] if self.figures else None
        listed = last and (
            last.stop == place
            or (kinds[place] is K.AND and kinds[last.first - 1] in S.AFTER_SAID + K.BY)
        )
        again = kinds[place] in K.AND + K.CLAUSE and kinds[index - 1] in S.CHANGES + K.BY
        told = kinds[index - 1] in S.PARTICLE or kinds[place] in S.AFTER_SAID
        part = self._is_part(index)
        if part or ((told or listed or again) and not self._lost(index)):
            for figure in reversed(self.figures[-3:]):
                if not part and _APART(self.tokens.codes, figure.stop, index):
                    break
                joined = kinds[figure.stop - 2] is K.DASH  # 300 bags of 60-kg
                if figure.shape is K.UNIT and not joined:
                    return figure.unit, figure.unit_power, figure.factor
        return ()

    def _lost(self, index: int) -> bool:
        """Tell whether a figure between the last one and this number was refused."""
        refused = self.refusals[-1].last if self.refusals else -1
        since = max(refused, self.figures[-1].stop if self.figures else 0)
        return refused >= since and K.STOP not in self.tokens.kinds[since:index]

    def settle_waiting(self) -> None:
        """Settle what waited for a unit that never came."""
        waiting, self.waiting = self.waiting, []
        for figure in waiting:
            try:
                self._settle(figure)
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

    def _check_noun(self, figure: Figure) -> None:
        """Refuse digits before a word that is no known unit: 3 bushels of it."""
        tokens, kinds, index, stop = self.tokens, self.tokens.kinds, figure.first, figure.stop
        kind, before = kinds[stop], index - 1
        while kinds[before] in S.SMALL + S.BOUND + S.SIGNS:
            before -= 1
        moved = kinds[before] in S.MOVED + S.STATED * (figure.power < 0)
        if kinds[index - 1] in S.BOUND:
            moved = tokens.text[tokens.starts[index - 1]].isalpha()  # "< 1 … 8" turns pages
        if kinds[before] in S.BASES + K.TO + K.BY:
            moved = self.nearest(before, S.MOVED + S.noun, _NEAR) >= 0
        ranged = kind is K.TO and kinds[before] in S.BASES  # rose from 6.1 to 6.8
        if (moved and (ranged or kind in S.ENDED)) or (kind in S.PRICES and not tokens.glued(stop)):
            raise UnreadableError("no_unit", index, stop - 1)
        named = kinds[index - 1] in K.END + K.STOP or self.is_named(index)
        if kinds[index - 1] is K.SLASH and tokens.glued(index) and kinds[index - 2] is K.DIGITS:
            return  # 26/11
        # A heading's 1.2 is none.
        led = kinds[index - 1] is K.COLON and not tokens.glued(index) and kind in S.ENDED
        if led and figure.power < 0:
            raise UnreadableError("no_unit", index, stop - 1)  # times: 0.61 (1.19)
        inner = figure.power < 0 and not named and kind in K.WORD + S.PARTICLE
        last = stop  # 75 tourist ski resorts
        while kinds[last] is kinds[last + 1] is K.WORD and last < stop + _NEAR:
            last += 1
        words = tokens.printed(stop, last + 1)
        common = filter(str.islower, words.split())
        plural = kind is K.WORD and any(map(tokens.words.plural, common))
        plural = plural and not (self.is_named(index) and figure.power < 0)  # Ubuntu 22.04 ships
        if (inner or plural) and not tokens.glued(stop):
            raise UnreadableError("unknown_noun", index, last, words)
        if figure.scale and kind in S.AFTER_SCALED:
            raise UnreadableError("unknown", index, stop)
        # 1-9月, the 50 mark, (12) and 53:47 are a date, a mark, a note and a score.
        said = [one.stop for one in self.figures[-1:]]
        said += [one.last + 1 for one in self.refusals[-1:] if one.key == "no_unit"]
        lost = said and K.STOP not in kinds[max(said) : index]
        named = kinds[index - 1] in S.NAMED_BY and (figure.power == 0 or tokens.glued(index))
        named = named or (kind is K.TO and kinds[stop + 2] in K.MONTH + K.TIME)  # 1至9月
        lost = lost and not named and kind not in S.NAMING  # (neg: 2.8) is lost
        if lost or (_PARTED(str(tokens.values[index])) and kind is not K.ORDINAL_END):
            raise UnreadableError("no_unit", index, stop - 1)


_READERS = {**OPENERS, **dict.fromkeys(S.NUMERALS, Assembly._number)}
