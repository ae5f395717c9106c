"""From tokens to figures and refusals: one reader for each kind of token that a figure begins with.

A reader takes the place where it stands and returns where to go on. What it cannot read it refuses
by raising `Unreadable`, and the rest of the text is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .counting import counted, is_timed
from .figure import BOUNDS, Figure, Shape, figure_of, parts_of
from .kinds import Kind
from .numbers import Number, is_year, parse_numeral, read_number
from .refusals import Unreadable
from .tokens import Tokens

K = Kind
NUMERALS: Final = (K.DIGITS, K.NUMERAL, K.NUMBER, K.GLYPH)
MEASURES: Final = (
    K.PERCENT, K.POINTS, K.CURRENCY, K.MINOR, K.UNIT, K.SCALED_UNIT, K.CASED, K.SCALE,
    K.UNKNOWN_UNIT,
)  # fmt: skip
UNITS: Final = (*MEASURES, K.COUNT, K.THING, K.GENERAL, K.SPAN, K.TIMES, K.OCCASIONS, K.TIMES_FOLD)
LINKS: Final = (K.TO, K.DASH, K.AND, K.OR, K.COMMA, K.MINUS)
DIRECTIONS: Final = (
    K.VERB_UP, K.VERB_DOWN, K.NOUN_UP, K.NOUN_DOWN, K.RATE_UP, K.RATE_DOWN, K.PACE_UP,
    K.PACE_DOWN, K.SPEED_UP, K.SPEED_DOWN, K.DRAG_DOWN, K.DRAG_UP, K.LOSS_VERB_UP,
    K.LOSS_VERB_DOWN, K.SHORT_UP, K.SHORT_DOWN, K.ADJ_UP, K.ADJ_DOWN, K.OF_ADJ_UP, K.OF_ADJ_DOWN,
)  # fmt: skip
COMPARISONS: Final = (K.YOY, K.MOM, K.QOQ, K.SINCE)
BOUND_BEFORE: Final = (
    K.BOUND_OVER, K.BOUND_FROM, K.BOUND_UNDER, K.BOUND_UPTO, K.BOUND_ABOUT, K.EXCEEDS_UP, K.EXCEEDS_DOWN,
)  # fmt: skip
AFTERS: Final = (K.AFTER_OVER, K.AFTER_FROM, K.AFTER_UPTO, K.AFTER_ABOUT)
_INTO: Final = (K.INTO_UP, K.INTO_DOWN)
# After these a dash is a sign, also without a space between.
_BEFORE_SIGN: Final = (
    *DIRECTIONS, *COMPARISONS, *BOUND_BEFORE, *_INTO, K.OPEN, K.COMMA, K.COLON, K.AND, K.TO, K.BE,
    K.REACH, K.PARTICLE, K.CURRENCY, K.EACH, K.END, K.STOP, K.OF, K.BY, K.FROM, K.SHARE, K.RATIO,
    K.SLASH, K.LOSS,
)  # fmt: skip
# Before a bracket these say that it holds the figure itself, and so that it is a sign.
_BEFORE_BRACKET: Final = (
    *_INTO, K.BE, K.REACH, K.OF, K.TO, K.FROM, K.BY, K.END, K.STOP, K.COLON, K.PARTICLE, K.AND,
)  # fmt: skip
_CLOSES: Final = (
    *COMPARISONS, *BOUND_BEFORE, *AFTERS, K.END, K.COMMA, K.COLON, K.STOP, K.CLOSE, K.THAN,
    K.FROM_WEAK, K.AND, K.FUNCTION, K.BE, K.PARTICLE, K.EACH, K.VERB_UP, K.VERB_DOWN, K.IN, K.BY,
    K.TO, K.OPEN, K.FROM, K.LAST_YEAR, K.OTHER_BASE, K.ARTICLE, K.INTO_UP, K.INTO_DOWN, K.OF,
    K.DASH,
)  # fmt: skip
_AFTER_CHANGE: Final = (*COMPARISONS, K.THAN, K.FROM, K.FROM_WEAK, K.TO, K.BOUND_OVER)
_AFTER_TIMES: Final = (
    K.ADJ_UP, K.ADJ_DOWN, K.OF_ADJ_UP, K.OF_ADJ_DOWN, K.BOUND_OVER, K.BOUND_UPTO, K.PARTICLE,
    K.ARTICLE, K.OF, K.LAST_YEAR, K.THAN, K.FUNCTION, *COMPARISONS,
)  # fmt: skip
_LOST_AFTER: Final = (*DIRECTIONS, *BOUND_BEFORE, K.END, K.BY, K.TO, K.FROM, K.DASH, K.MINUS,
                      K.DOUBLE_DASH, K.PLUS, K.NONNUMBER)  # fmt: skip


# Kana and Hangul: their grammar may say anything of a figure.
_FOREIGN: Final = re.compile("[\u3040-\u30ff\uac00-\ud7a3]").match


_LONGEST_CODE: Final = 4


class Assembly:
    """The figures of one text, and what in it is refused."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.figures: list[Figure] = []
        self.refusals: list[Unreadable] = []
        self.named: dict[int, str] = {}  # what a numeral is that is no figure, where a reader knows
        self.waiting: list[
            tuple[Figure, Number]
        ] = []  # numbers still without a unit, in one list with each other
        self.head: tuple[int, str] | None = None  # scale and unit that the head of a table gives
        kinds = tokens.kinds
        readers = _READERS
        size = len(kinds) - 4
        index = 0
        while index < size:
            reader = readers.get(kinds[index])
            if reader is None:
                index += 1
                continue
            try:
                index = reader(self, index)
            except Unreadable as refusal:
                index = self._refused(refusal, index)
        if self.waiting:
            self._settle_waiting()
        if any(a.first > b.first for a, b in zip(self.figures, self.figures[1:], strict=False)):
            self.figures.sort(key=lambda figure: figure.first)

    def _refused(self, refusal: Unreadable, index: int) -> int:
        """Keep a refusal; where no unit claims that it is a figure, only name the numeral."""
        kinds, tokens = self.tokens.kinds, self.tokens
        last = refusal.last
        if refusal.mend == "":
            near = (kinds[last + 1], kinds[index - 1], *kinds[index + 1 : last + 1])
            claims = any(k in UNITS or k is K.NUMERAL for k in near) or (
                kinds[refusal.first - 1] is K.END and kinds[last + 1] is K.END
            )
            word = tokens.values[index]
            broken = isinstance(word, str) and (",0" in word[:-2] or ",," in word)
            if kinds[index] is K.NUMERAL and self._vague(index):
                self.named[index] = "vague"
                return index + 1
            if not claims and not broken:
                self.named[index] = "number"
                return index + 1
            if kinds[index] is K.DIGITS:
                year, _, rest = word.partition(",")
                if is_year(year) and "," not in rest and 0 < len(rest) < 3:
                    self.named[index] = "date"  # In 2019,20 percent: a comma without its space
                    return index + 1
        self.refusals.append(refusal)
        while self.figures and self.figures[-1].stop > refusal.first:
            self.figures.pop()
        while self.waiting and self.waiting[-1][0].stop > refusal.first:
            self.waiting.pop()
        return max(last, index) + 1

    def _vague(self, index: int) -> bool:
        """Tell 三四百 and 七八 (three or four hundred) and 数十 from a broken numeral."""
        tokens = self.tokens
        if tokens.kinds[index - 1] is K.SEVERAL and tokens.glued(index):
            return True
        digits = tokens.words.digits
        values = [digits.get(char, 0) for char in tokens.values[index]]
        pairs = zip(values, values[1:], strict=False)
        return any(0 < low and high - low in (1, 2) for low, high in pairs)

    # Numbers that stand before their unit

    def plain(self, index: int) -> int:
        """Read the figure that begins with the numeral at `index`."""
        tokens = self.tokens
        kinds = tokens.kinds
        if self.waiting:
            between = kinds[self.waiting[-1][0].stop : index]
            if len(between) > 3 or not all(k in _LINKING for k in between):
                self._settle_waiting()
        if kinds[index - 1] is K.SEVERAL and tokens.glued(index):
            self.named[index] = "vague"
            return index + 1
        if kinds[index] is K.NUMERAL and parse_numeral(tokens, tokens.values[index]) is None:
            if self._vague(index):
                self.named[index] = "vague"
                return index + 1
        number = read_number(tokens, index)
        if number is None:
            return index + 1
        if kinds[index - 1] is K.EVERY and kinds[number.stop] in (K.COUNT, K.THING, K.GENERAL):
            self.named[index] = "word"  # 每10股派发2.5元
            return number.stop
        self._check_before(index, number)
        stop = number.stop
        kind = kinds[stop]
        if kind is K.MORE:
            # 8000余辆: the bound stands between number and unit.
            number.more = True
            stop += 1
            kind = kinds[stop]
        if kind is K.LETTER and tokens.glued(stop) and kinds[stop + 1] in LINKS:
            if kinds[stop + 2] in NUMERALS and not number.scale:
                number.scale_by(tokens.values[stop][0], stop + 1)  # 12.1M and 12.2M barrels
                stop += 1
                kind = kinds[stop]
        if kind is K.GENERAL and kinds[stop + 1] is K.MORE and kinds[stop + 2] is K.POINTS:
            number.more = True  # 2个多百分点
            stop += 2
            kind = K.POINTS
        if kind is K.HALF_AFTER and kinds[stop + 1] in UNITS:
            number.add(5, number.power - 1) if not number.scale else number.add(5, number.power - 1)
            number.half = True
            stop += 1
            kind = kinds[stop]
        if kind is K.DASH and kinds[stop + 1] in UNITS and tokens.glued(stop):
            if tokens.glued(stop + 1):
                # A compound before a noun is hyphenated: a 6.8-percent contraction.
                if kinds[stop + 1] in (K.COUNT, K.THING, K.SPAN, K.GENERAL):
                    self.named[index] = "name"
                    return stop + 2
                stop += 1
                kind = kinds[stop]
        if kind is K.DASH and kinds[stop + 1] in (K.TIME, K.MONTH) and tokens.glued(stop):
            self.named[index] = "date"
            return stop + 2
        if (
            kind is K.PLUS
            or (kind is K.DASH and kinds[stop + 1] is K.AFTER_OVER)
            or (kind is K.AFTER_OVER and kinds[stop + 1] in UNITS)
        ):
            # 1,000+ stores, 150-plus companies
            number.more = True
            stop += 2 if kind is K.DASH else 1
            kind = kinds[stop]
        if kind is K.PARTS_OF or kind is K.SLASH:
            fraction = self._fraction_of(index, number, stop)
            if fraction is not None:
                self.figures.append(fraction)
                return fraction.stop
        if kind is K.GENERAL and kinds[stop + 1] in LINKS and self._splits_unit(stop):
            self.waiting.append((figure_of(Shape.BARE, number, index, stop + 1), number))
            return stop + 1
        figure = self._with_unit(index, number, stop, kind)
        if figure is None:
            return self._without_unit(index, number, stop)
        return self._keep(figure, number)

    def _keep(self, figure: Figure, number: Number) -> int:
        """Check and keep a figure; return where to go on."""
        self._check_after(figure)
        self._take_sign(figure)
        if self.waiting:
            self._fill(figure, number)
        if figure.unit != "count" or not self.figures or not self._merge(figure):
            self._range(figure)
            self.figures.append(figure)
        return self.figures[-1].stop

    def _range(self, figure: Figure) -> None:
        """Mark the two ends of a printed range: 5% to 6%, between 3 and 5 million."""
        if not self.figures:
            return
        lower = self.figures[-1]
        between = self.tokens.kinds[lower.stop : figure.first]
        if len(between) == 1 and lower.unit == figure.unit and lower.shape is figure.shape:
            before = self.tokens.kinds[lower.first - 1]
            moved = before is K.BY or before in DIRECTIONS
            if figure.shape is Shape.LEVEL and moved and between[0] is K.TO:
                return
            if between[0] is K.DASH or (between[0] is K.TO and before not in (K.FROM, K.FROM_WEAK)):
                lower.range, figure.range = "low", "high"

    def _with_unit(self, index: int, number: Number, stop: int, kind: Kind) -> Figure | None:
        """Return the figure that a number makes with the unit at token `stop`, if one stands there."""
        tokens = self.tokens
        kinds = tokens.kinds
        value = tokens.values[stop]
        if kind is K.PERCENT:
            return figure_of(Shape.PERCENT, number, index, stop + 1, "ratio", 1, value)
        if kind is K.POINTS:
            return self._points(number, index, stop, value)
        if kind is K.OF:
            place = stop + 1 + (kinds[stop + 1] in (K.ARTICLE, K.NUMBER))
            if kinds[place] is K.POINTS:  # fell 0.6 of a percentage point
                return self._points(number, index, place, tokens.values[place])
        if number.bare and kinds[index - 1] not in (*BOUND_BEFORE, K.PARTICLE):
            # 亿元以上项目 and 千亿级产业 name a class by its size; 突破百亿 reports one.
            self.named[index] = "class"
            if kind is K.CURRENCY and kinds[stop + 1] is K.NUMERAL and tokens.glued(stop + 1):
                raise Unreadable("scale words without a number", index, stop + 1)
            if kind is K.CURRENCY and kinds[stop + 1] is K.DIGITS:
                self.head = (number.power, value[0])
                self.named[index] = "heading"
            return None
        if number.bare and kind is K.CURRENCY and kinds[stop + 1] is K.THING:
            self.named[index] = "class"  # 超亿元企业
            return None
        if kind is K.CURRENCY or kind is K.MINOR:
            return self._money(index, number, stop, kind)
        if kind is K.UNIT or kind is K.CASED or (kind is K.SCALED_UNIT and number.scale >= 4):
            return self._measure(index, number, stop, kind)
        if kind is K.PENNY and tokens.glued(stop):
            unit, power, _ = value
            figure = figure_of(Shape.LEVEL, number, index, stop + 1, unit, 1, power)
            return self._per(figure)
        if kind in (K.INDEX_POINTS, K.POINT) and number.written is K.DIGITS:
            if self._says(index, K.INDEX):
                return figure_of(Shape.LEVEL, number, index, stop + 1, "index")
            if kind is K.INDEX_POINTS:
                raise Unreadable(
                    "points of an index, or percentage points", index, stop, "Say which points."
                )
        if kind is K.LETTER:
            return self._letter(index, number, stop)
        if kind is K.TIMES:
            if tokens.glued(stop) and kinds[stop + 1] is K.DIGITS:
                self.named[index] = "code"  # 7×24
                return None
            return figure_of(Shape.TIMES, number, index, stop + 1)
        if kind is K.OCCASIONS:
            return self._times(index, number, stop)
        if kind is K.TIMES_FOLD:
            return figure_of(Shape.FOLD, number, index, stop + 1)
        if kind is K.TENTHS and not number.scale and number.size <= 10:
            return self._tenths(index, number, stop + 1)
        if kind is K.SPAN and is_timed(tokens, index):
            return figure_of(Shape.LEVEL, number, index, stop + 1, value)
        if kind is K.UNKNOWN_UNIT:
            word = tokens.printed(stop, stop + 1)
            raise Unreadable(
                f"“{word}”: {value}", index, stop, "Name the unit so that only one is meant."
            )
        if number.bare and kind in (K.END, K.STOP, K.COMMA, K.CLOSE):
            # 产值突破百亿: of money, the unit goes without saying.
            return figure_of(Shape.LEVEL, number, index, stop, "CNY")
        end = counted(tokens, index, number, stop)
        if end is not None:
            return figure_of(Shape.LEVEL, number, index, end, "count")
        return None

    def _times(self, index: int, number: Number, stop: int) -> Figure | None:
        """Read "3 times the 2015 level"; "visited three times" is how often."""
        kinds = self.tokens.kinds
        before, after = kinds[index - 1], kinds[stop + 1]
        compared = after in _AFTER_TIMES or before in (*BOUND_BEFORE, K.TO, K.BY, K.BE, K.REACH)
        moved = before in DIRECTIONS
        if moved and not compared and number.written is not K.DIGITS:
            raise Unreadable(
                "times may say how often or how much", index, stop, "Write a multiple or a rate."
            )
        if compared or moved or number.power < 0:
            return figure_of(Shape.TIMES, number, index, stop + 1)
        self.named[index] = "word"
        return None

    def _points(self, number: Number, index: int, stop: int, power: int) -> Figure:
        return figure_of(Shape.POINTS, number, index, stop + 1, "percentage_point", 1, power)

    def _money(self, index: int, number: Number, stop: int, kind: Kind) -> Figure | None:
        """Read an amount whose currency follows: 5 million yuan, 28 cents, 22684元/吨."""
        tokens = self.tokens
        kinds = tokens.kinds
        if kind is K.MINOR:
            unit, power, candidates = tokens.values[stop]
        else:
            (unit, candidates), power = tokens.values[stop], 0
        ahead = stop + 1 + (kinds[stop + 1] in (K.DASH, K.MINUS) and tokens.glued(stop + 2))
        if kinds[ahead] is K.DIGITS and not tokens.glued(stop):
            short = tokens.ends[stop] - tokens.starts[stop] <= _LONGEST_CODE
            if tokens.glued(stop + 1) or short:
                return None  # In 2019 $5 million: the currency belongs to what follows
        if candidates == ("",):
            candidates = ()
        stop += 1
        if number.coefficient == 1 and kinds[stop] is K.RATE:
            return None
        if kinds[stop] is K.CURRENCY and tokens.values[stop][0] == unit:
            if self._same(stop, stop - 1):
                raise Unreadable("the unit stands twice", stop - 1, stop, "Print the unit once.")
            stop += 1
        figure = figure_of(Shape.LEVEL, number, index, stop, unit, 1, power)
        figure.candidates = candidates
        return self._per(self._headed(figure))

    def _headed(self, figure: Figure) -> Figure:
        """Apply the scale that the head of a table gives to money that prints none."""
        if self.head and not figure.scale and not figure.unit_power:
            figure.power += self.head[0]
        return figure

    def _per(self, figure: Figure) -> Figure:
        """Give a price its denominator: 元/吨, yuan per tonne; 每吨…元."""
        kinds, values = self.tokens.kinds, self.tokens.values
        if kinds[figure.stop] in (K.RATE, K.RATE_BEFORE):
            figure.unit += "/" + values[figure.stop]
            self._share_rate(figure)
            figure.stop += 1
            if kinds[figure.stop] in (K.RATE, K.RATE_BEFORE) and figure.unit.count("/") < 2:
                figure.unit += "/" + values[figure.stop]
                figure.stop += 1
            return figure
        place = figure.first - 1
        while place >= 0 and figure.first - place < 9:
            kind = kinds[place]
            if kind is K.RATE_BEFORE:
                figure.unit += "/" + values[place]
                break
            if kind in (K.COMMA, K.STOP, K.PERCENT, K.END, K.OPEN, K.CLOSE):
                break
            if kind is K.CURRENCY and self.figures and self.figures[-1].unit.count("/"):
                if self.figures[-1].unit.startswith(figure.unit + "/"):
                    figure.unit = self.figures[-1].unit
                break
            place -= 1
        return figure

    def _share_rate(self, figure: Figure) -> None:
        """Give a denominator that a list says once to its other members."""
        kinds = self.tokens.kinds
        first, unit = figure.first, figure.unit.partition("/")[0]
        for earlier in reversed(self.figures[-4:]):
            between = kinds[earlier.stop : first]
            if earlier.unit != unit or len(between) > 3 or not all(k in _LINKING for k in between):
                break
            earlier.unit = figure.unit
            first = earlier.first

    def _measure(self, index: int, number: Number, stop: int, kind: Kind) -> Figure | None:
        tokens = self.tokens
        unit, factor, power = tokens.values[stop]
        if kind is K.CASED and power == 0 and not number.scale and number.size < 1000:
            raise Unreadable(
                f"“{tokens.printed(stop, stop + 1)}” may be metric tons or million tonnes",
                index, stop, "Write out the unit.",
            )  # fmt: skip
        figure = figure_of(Shape.LEVEL, number, index, stop + 1, unit, factor, power)
        if tokens.kinds[stop + 1] is K.RATE:
            figure.unit += "/" + tokens.values[stop + 1]
            figure.stop += 1
        return figure

    def _letter(self, index: int, number: Number, stop: int) -> Figure | None:
        """Read 12m tonnes and 24k units: the letter is a scale where a unit follows it."""
        tokens = self.tokens
        kinds = tokens.kinds
        power, alone = tokens.values[stop]
        if not tokens.glued(stop) and kinds[stop + 1] not in MEASURES:
            if alone and tokens.original[tokens.starts[stop]].islower():
                return figure_of(Shape.LEVEL, number, index, stop + 1, alone)
            return None
        following = kinds[stop + 1]
        first = number.stop
        if not number.scale and following is not K.SCALE:
            number.scale_by(power, stop + 1)
            figure = None
            if following in UNITS or kinds[stop + 2] in (K.COUNT, K.THING):
                figure = self._with_unit(index, number, stop + 1, following)
            if figure is not None:
                return figure
            number.power -= power
            number.scale -= power
            number.stop = first
            if self.head and self.head[1]:
                return None
        if alone:
            return figure_of(Shape.LEVEL, number, index, stop + 1, alone)
        if following in (K.CODE, K.WORD):
            return None
        word = tokens.printed(stop, stop + 1)
        raise Unreadable(
            f"“{word}” may be a scale or a unit, and none follows it", index, stop,
            "Write out scale and unit.",
        )  # fmt: skip

    def _tenths(self, index: int, number: Number, stop: int) -> Figure:
        """Read 三成, 三成五 and 一成半: the last character counts hundredths."""
        tokens = self.tokens
        kinds = tokens.kinds
        more = tokens.values[stop] if kinds[stop] is K.NUMERAL else ""
        digit = tokens.words.digits.get(more)
        if digit is not None and kinds[stop + 1] not in UNITS:
            number.add(digit, number.power - 1)
            return figure_of(Shape.PERCENT, number, index, stop + 1, "ratio", 1, -1)
        figure = figure_of(Shape.PERCENT, number, index, stop, "ratio", 1, -1)
        if kinds[stop] is K.HALF_AFTER:
            figure.coefficient = 10 * figure.coefficient + 5
            figure.power -= 1
            figure.printed = False
            figure.stop += 1
        return figure

    def _without_unit(self, index: int, number: Number, stop: int) -> int:
        """Say what a number without a unit is: a count, a part, a member of a list, or no figure."""
        tokens = self.tokens
        kinds, values = tokens.kinds, tokens.values
        if index in self.named:
            return number.stop
        kind = kinds[stop]
        before = kinds[index - 1]
        year = number.written is K.DIGITS and is_year(values[index]) and not number.scale
        if kind in (K.CODE, K.WORD, K.LETTER) and tokens.glued(stop):
            return stop + 1
        label = before in (K.LABEL, K.MONTH, K.MOMENT, K.SLASH, K.CODE, K.RANK)
        if kind in (K.OF, K.OF_WHOLE, K.IN):
            share = self._part_of_whole(index, number, stop)
            if share is not None:
                self.figures.append(share)
                return share.stop
        if self.figures and before is K.COMMA and self._is_part(number, self.figures[-1], index):
            whole = self.figures[-1]
            whole.make_share(number.coefficient, whole.coefficient, whole.first, stop)
            return stop
        if kind in (K.TO, K.DASH, K.AND) and kinds[stop + 1] is K.END:
            if before in (K.END, K.FROM, K.BY, K.FROM_WEAK) or before in DIRECTIONS:
                raise Unreadable("a range without its end", index, stop, "Print both ends.")
        if kind in LINKS and not label and not year and kinds[stop + 1] is not K.END:
            self.waiting.append((figure_of(Shape.BARE, number, index, stop), number))
            return stop
        return self._settle(index, number, stop, label=label or year)

    def _settle(self, index: int, number: Number, stop: int, *, label: bool) -> int:
        """Read a bare number where the words around it say what it counts."""
        tokens = self.tokens
        kinds = tokens.kinds
        kind, before = kinds[stop], kinds[index - 1]
        digits = number.written is K.DIGITS
        figure: Figure | None = None
        if kinds[index - 1] in (K.UNIT, K.CASED) and kinds[index - 2] not in (*NUMERALS, K.SCALE):
            raise Unreadable(
                "a unit that stands before its number", index - 1, stop - 1, "Print it after."
            )
        if not label and self.head is not None and digits and self.head[1]:
            if kind not in (K.TIME, K.CLASS):
                figure = figure_of(Shape.LEVEL, number, index, stop, self.head[1])
                figure.power += self.head[0] if not number.scale else 0
        elif not label and (digits or number.scale) and kind in _CLOSES:
            if self._says(index, K.INDEX) and not number.scale:
                figure = figure_of(Shape.LEVEL, number, index, stop, "index")
            elif (number.scale >= 3 and kind is not K.DASH) or self._is_change(index, number):
                figure = figure_of(Shape.LEVEL, number, index, stop, "count")
            elif number.power >= 0 and self._says(index, K.COUNTING):
                figure = figure_of(Shape.LEVEL, number, index, stop, "count")
        elif not label and number.scale >= 3 and kind is K.WORD and not tokens.glued(stop):
            if not tokens.words.plural(tokens.values[stop]):
                figure = figure_of(Shape.LEVEL, number, index, stop, "count")
        if figure is None:
            self._check_unknown(index, number, stop, label=label)
            return max(stop, number.stop)
        return self._keep(figure, number)

    def _settle_waiting(self) -> None:
        """Settle what waited for a unit that never came."""
        waiting, self.waiting = self.waiting, []
        for figure, number in waiting:
            try:
                self._settle(figure.first, number, figure.stop, label=False)
            except Unreadable as refusal:
                self.refusals.append(refusal)

    def _says(self, index: int, wanted: Kind) -> bool:
        """Tell whether a word of a kind stands before a number in its clause."""
        kinds = self.tokens.kinds
        place = index - 1
        while place >= 0 and index - place < 30:
            if kinds[place] is wanted:
                return True
            if kinds[place] in (K.STOP, K.END):
                return False
            place -= 1
        return False

    def _is_change(self, index: int, number: Number) -> bool:
        """Tell whether a bare number is how many more or fewer: an increase of 200."""
        kinds = self.tokens.kinds
        if number.written is not K.DIGITS or number.power < 0:
            return False
        before = kinds[index - 1]
        if before in (K.VERB_UP, K.VERB_DOWN):
            return kinds[number.stop] in _AFTER_CHANGE
        return before in (K.OF, K.BY) and kinds[index - 2] in DIRECTIONS

    def _check_unknown(self, index: int, number: Number, stop: int, *, label: bool) -> None:
        """Refuse digits before a word that is no known unit: 3 bushels of it."""
        tokens = self.tokens
        kinds = tokens.kinds
        if label or number.written is not K.DIGITS:
            return
        if kinds[index - 1] in (K.VERB_UP, K.VERB_DOWN) and kinds[stop] in (K.END, K.STOP, K.COMMA):
            if not is_year(tokens.values[index]):
                reason = "a number without a unit"
                raise Unreadable(reason, index, stop - 1, "Name the unit.")
        if kinds[stop] is K.WORD and not tokens.glued(stop):
            word = tokens.printed(stop, stop + 1)
            plural = word[-1:] == word[-1:].lower() and word.islower()
            if plural and tokens.words.plural(word):
                raise Unreadable(
                    f"“{word}” is no unit or counted noun that is known", index, stop,
                    "Add it to the lexicon, or write a unit that is in it.",
                )  # fmt: skip
        if number.scale and kinds[stop] in (K.TEXT, K.ONE_WORD, K.NAME):
            raise Unreadable(
                "a number whose unit is not known", index, stop,
                "Name the unit, or add the noun to the lexicon.",
            )  # fmt: skip

    # Lists and parts

    def _splits_unit(self, place: int) -> bool:
        """Tell the 个 in 0.3个、0.5个和1.2个百分点 from a count: it belongs to the unit."""
        kinds = self.tokens.kinds
        for _ in range(5):
            if kinds[place] is not K.GENERAL or kinds[place + 1] not in LINKS:
                break
            try:
                number = read_number(self.tokens, place + 2)
            except Unreadable:
                return False
            if number is None:
                return False
            place = number.stop
        return kinds[place] is K.POINTS

    def _fill(self, figure: Figure, number: Number) -> None:
        """Give the unit of `figure` to the numbers before it: 5 to 8 percent, 5.1、3.2个百分点."""
        tokens, waiting = self.tokens, self.waiting
        chain: list[Figure] = []
        first = figure.first
        ended = False
        while waiting:
            earlier, own = waiting.pop()
            between = tokens.kinds[earlier.stop : first]
            if not between or len(between) > 3 or not all(k in _LINKING for k in between):
                waiting.append((earlier, own))
                break
            if len(between) == 1 and between[0] is K.COMMA and not chain and not ended:
                waiting.append((earlier, own))
                break  # a comma parts list members only where an "and" closes the list
            ended = ended or K.AND in between
            chain.append(earlier)
            first = earlier.first
        if waiting:
            self._settle_waiting()
        for earlier in reversed(chain):
            earlier.filled = figure
            earlier.shape = figure.shape
            earlier.unit = figure.unit
            earlier.factor = figure.factor
            earlier.candidates = figure.candidates
            earlier.power += figure.unit_power + (0 if earlier.scale else number.scale)
            link = tokens.kinds[earlier.stop]
            if link in (K.DASH, K.TO) and len(chain) == 1:
                if tokens.kinds[earlier.first - 1] is not K.FROM:
                    earlier.range, figure.range = "low", "high"
            elif link is K.AND and tokens.kinds[earlier.first - 1] is K.FROM:
                earlier.range, figure.range = "low", "high"
            self._take_sign(earlier)
            self.figures.append(earlier)

    def _part_of_whole(self, index: int, number: Number, stop: int) -> Figure | None:
        """Read 6 of the 34 key projects: a share, whose whole is no figure of its own."""
        tokens = self.tokens
        kinds = tokens.kinds
        place = stop + 1
        if kinds[stop] is K.IN and (number.written is not K.NUMBER or kinds[place] is not K.NUMBER):
            return None
        while kinds[place] in (K.PARTICLE, K.ARTICLE):
            place += 1
        if kinds[place] not in NUMERALS or kinds[index - 1] in (K.LABEL, K.MONTH):
            return None
        whole = read_number(tokens, place)
        if whole is None or whole.power or number.power:
            return None
        end = counted(tokens, place, whole, whole.stop)
        if end is None and place == stop + 1 and kinds[stop] is K.OF:
            return None
        if not 0 < number.coefficient <= whole.coefficient:
            return None
        figure = Figure(Shape.SHARE, index, stop, number.coefficient, 0)
        figure.make_share(number.coefficient, whole.coefficient, index, end or whole.stop)
        return figure

    def _is_part(self, number: Number, whole: Figure, index: int) -> bool:
        """Tell "of the 41 sectors, 25 grew", which counts the part without naming it again."""
        kinds = self.tokens.kinds
        before = whole.first - 1
        while before > 0 and kinds[before] in (K.PARTICLE, K.ARTICLE):
            before -= 1
        return (
            before >= 0
            and kinds[before] is K.OF
            and whole.unit == "count"
            and whole.shape is Shape.LEVEL
            and index - whole.stop <= 7
            and self.tokens.kinds[number.stop] not in UNITS
            and number.power == whole.power == 0
            and 0 < number.coefficient <= whole.coefficient
        )

    def _merge(self, figure: Figure) -> bool:
        """Read "38 of 41" and 41个…中有16个 as one share; the whole is no figure of its own."""
        part = self.figures[-1]
        if part.unit != "count" or part.shape is not Shape.LEVEL:
            return False
        kinds = self.tokens.kinds
        gap = [k for k in kinds[part.stop : figure.first] if k not in (K.PARTICLE, K.ARTICLE)]
        before = figure.first - 1
        if kinds[before] in (K.COMMA, K.DE, K.REACH, K.BE, K.PARTICLE):
            before -= 1
        if kinds[before] is K.WHOLE_BEFORE:
            whole, part = part, figure
        elif gap == [K.OF] and part.stop < figure.first - 1:
            # "38 plants of 41 firms" is no share; of the 41 is.
            whole = figure
        elif gap == [K.OF_WHOLE]:
            whole = figure
        else:
            return False
        if not 0 < part.coefficient <= whole.coefficient or part.power or whole.power:
            return False
        first = min(part.first, whole.first)
        self.figures[-1].make_share(part.coefficient, whole.coefficient, first, figure.stop)
        return True

    def _fraction_of(self, index: int, number: Number, stop: int) -> Figure | None:
        """Read 三分之一 and 1/4; a slash between other numbers is a date or a code."""
        tokens = self.tokens
        kinds = tokens.kinds
        if kinds[stop + 1] not in NUMERALS:
            if kinds[stop] is K.PARTS_OF:
                raise Unreadable("a fraction without its parts", index, stop, "Print both parts.")
            return None
        other = read_number(tokens, stop + 1)
        if other is None or number.power < 0 or other.power < 0:
            return None
        if kinds[stop] is K.PARTS_OF:
            part, whole = other.size, number.size
        else:
            part, whole = number.size, other.size
            if kinds[other.stop] in MEASURES and tokens.glued(stop) and tokens.glued(stop + 1):
                if not (is_year(tokens.values[index]) or kinds[index - 1] in UNITS):
                    raise Unreadable("a slash between digits", index, other.stop, "Use a dot.")
            if whole == 0 and kinds[other.stop] is K.OF:
                raise Unreadable("a fraction of nothing", index, stop + 1, "Print both parts.")
            cued = kinds[other.stop] is K.OF or kinds[index - 1] in (
                *BOUND_BEFORE, *DIRECTIONS, K.DE, K.SHARE, K.BY, K.REACH, K.PARTICLE, K.BE,
            )  # fmt: skip
            if not cued or not tokens.glued(stop) or not tokens.glued(stop + 1) or part >= whole:
                return None
        if whole == 0:
            raise Unreadable("a fraction of nothing", index, stop + 1, "Print both parts.")
        return parts_of(Shape.FRACTION, index, other.stop, part, whole)

    # What makes a figure unreadable

    def _check_before(self, index: int, number: Number) -> None:
        """Refuse what stands between a numeral and its unit and belongs to neither."""
        tokens = self.tokens
        kinds, stop = tokens.kinds, number.stop
        kind = kinds[stop]
        printed = tokens.text
        if kinds[index - 1] is K.STOP and tokens.glued(index) and not tokens.glued(index - 1):
            if kind in MEASURES and printed[tokens.starts[index] - 1] == ".":
                raise Unreadable("a decimal point without its digits", index - 1, stop, "0.5")
        if kind is K.HIDDEN:
            raise Unreadable(
                "an invisible character inside a number", index, stop + tokens.glued(stop + 1),
                "Delete it.",
            )  # fmt: skip
        if kind is K.STRANGE and tokens.glued(stop):
            raise Unreadable(
                "digits of two scripts or a raised digit in a number", index, stop, "Use 0 to 9."
            )
        if kind is K.BROKEN_MARK or (
            kind is K.TEXT and tokens.ends[stop] - tokens.starts[stop] == 1
        ):
            if kinds[stop + 1] is K.DIGITS and tokens.glued(stop) and tokens.glued(stop + 1):
                claims = kinds[stop + 2] in UNITS or kinds[index - 1] is K.CURRENCY
                if claims or tokens.glued(stop + 2) is False and kinds[stop + 2] is K.WORD:
                    raise Unreadable("separators that fit no number", index, stop + 1, "Use a dot.")
        elif kind is K.POINT:
            if kinds[stop + 1] in (K.POINT, K.NUMERAL, K.PERCENT, K.CURRENCY, K.UNIT):
                reason = "a decimal point without its digits"
                raise Unreadable(reason, index, stop + 1, "Print the decimals.")
        elif kind in (K.CODE, K.WORD, K.GLUED) and tokens.glued(stop):
            after = kinds[stop + 1]
            signed = after in (K.DASH, K.PLUS, K.MINUS) and tokens.glued(stop + 1)
            claims = kinds[index - 1] is K.CURRENCY or after in UNITS
            if number.written is K.DIGITS and (
                (signed and kinds[stop + 2] is K.DIGITS and len(tokens.values[stop]) == 1)
                or (claims and (kind is not K.WORD or len(tokens.values[stop]) == 1))
            ):
                reason = "digits and letters that make no number"
                raise Unreadable(reason, index, stop, "Write the number out.")
        elif kind in NUMERALS and not number.scale:
            self._check_neighbour(index, number)
        elif kind in (K.STOP, K.COMMA) and kinds[stop + 1] is K.PERCENT and tokens.glued(stop):
            if tokens.starts[stop + 1] - tokens.ends[stop] < 2:
                reason = "a separator without its digits"
                raise Unreadable(reason, index, stop + 1, "Delete it.")

    def _check_neighbour(self, index: int, number: Number) -> None:
        """Refuse two numerals side by side before one unit: 五5%, 3 4 percent."""
        tokens = self.tokens
        kinds, stop = tokens.kinds, number.stop
        if kinds[stop + 1] not in MEASURES or kinds[index - 1] in (K.LABEL, K.MOMENT, K.MONTH):
            return
        if number.written is K.DIGITS and is_year(tokens.values[index]):
            return
        same = kinds[stop] is number.written
        if tokens.glued(stop) or (same and tokens.starts[stop] - tokens.ends[stop - 1] == 1):
            reason = "two numbers before one unit"
            raise Unreadable(reason, index, stop + 1, "Part them, or print one.")

    def _check_after(self, figure: Figure) -> None:
        """Refuse a unit said twice, a range without its end, and figures run together."""
        tokens = self.tokens
        kinds, stop = tokens.kinds, figure.stop
        kind = kinds[stop]
        if kind is K.TEXT and "\u3040" <= tokens.text[tokens.starts[stop]] <= "\ud7a3":
            if _FOREIGN(tokens.text[tokens.starts[stop]]):
                reason = "words of a language that is not in the lexicon"
                raise Unreadable(reason, figure.first, stop - 1, "Translate it.")
        if kind in (K.TO, K.DASH, K.AND):
            if kinds[stop + 1] is K.END and (
                kind is not K.AND or kinds[figure.first - 1] is K.FROM
            ):
                raise Unreadable("a range without its end", figure.first, stop, "Print both ends.")
        elif kind is K.UNIT or kind is K.CURRENCY:
            if kinds[stop - 1] is kind and tokens.values[stop] == tokens.values[stop - 1]:
                raise Unreadable("the unit stands twice", stop - 1, stop, "Print the unit once.")
        elif kind is K.DIGITS and figure.shape is Shape.PERCENT:
            if kinds[stop + 1] is K.PERCENT and tokens.glued(stop):
                reason = "two figures run together"
                raise Unreadable(reason, figure.first, stop + 1, "Part them by a space.")
        elif kind is K.STRANGE and tokens.glued(stop) and figure.shape is Shape.PERCENT:
            pass  # a raised footnote mark

    def _take_sign(self, figure: Figure) -> None:
        """Read a printed sign, unless the dash before the figure joins it to another word."""
        tokens = self.tokens
        kinds = tokens.kinds
        before = figure.first - 1
        kind = kinds[before]
        if kind is K.OPEN:
            self._bracketed(figure)
            return
        if kind is K.NEGATIVE:
            figure.first, figure.sign, figure.signed = before, -1, True
            return
        if kind not in (K.DASH, K.MINUS, K.PLUS, K.DOUBLE_DASH):
            return
        if not tokens.glued(figure.first) and kinds[before - 1] is not K.OPEN:
            return
        if kind is K.DOUBLE_DASH:
            if not tokens.glued(before) or kinds[before - 1] in DIRECTIONS:
                reason = "two signs before one number"
                raise Unreadable(reason, before, figure.stop - 1, "Print one sign.")
            return
        glued = tokens.glued(before)
        if glued and kinds[before - 1] in (K.DASH, K.PLUS, K.MINUS):
            if kind is not K.DASH or tokens.values[before] == tokens.values[before - 1]:
                reason = "two signs before one number"
                raise Unreadable(reason, before - 1, figure.stop - 1, "Print one sign.")
            return
        if glued:
            # 5000万元-7000万元 is a range.
            if self.figures and self.figures[-1].stop == before:
                return
            if self.waiting and self.waiting[-1][0].stop == before:
                return
            if kind is not K.MINUS and kinds[before - 1] not in _BEFORE_SIGN:
                if not self._is_sign(figure):
                    return
        elif self.figures and self.figures[-1].stop == before and kind is K.DASH:
            return  # 20 % -40 %
        char = tokens.text[tokens.starts[before]]
        if kind is K.DASH and char not in "-–‑":
            return
        figure.first = before
        figure.sign = 1 if kind is K.PLUS else -1
        figure.signed = True

    def _is_sign(self, figure: Figure) -> bool:
        """Tell whether what is glued to a Chinese word is a sign: these have no hyphens."""
        tokens = self.tokens
        before = figure.first - 2
        last = tokens.text[tokens.ends[before] - 1]
        if last.isascii():
            return False
        if figure.shape in (Shape.PERCENT, Shape.POINTS):
            return tokens.kinds[before] is not K.NUMERAL
        return tokens.kinds[before] in (K.RATIO, K.LOSS, K.ONE_WORD) or last in tokens.words.signed

    def _bracketed(self, figure: Figure) -> None:
        """Read (12.8%) and ($1.2 million) as accountants print what is below zero."""
        tokens = self.tokens
        kinds = tokens.kinds
        before = figure.first - 1
        if kinds[figure.stop] is not K.CLOSE or not tokens.glued(figure.stop):
            return
        if tokens.text[tokens.starts[before]] != "(":
            return
        lead = kinds[before - 1]
        if lead in _BEFORE_BRACKET and figure.bound == "=" and not figure.signed:
            if lead is K.END and kinds[figure.stop + 1] is not K.END and self.figures:
                return
            figure.first, figure.stop = before, figure.stop + 1
            figure.sign, figure.signed = -1, True

    # Figures that begin with something else

    def currency(self, index: int) -> int:
        """Read RMB52.86 billion, $5-6 billion, EUR 105.8 (83.4) million, -$1.2 million."""
        tokens = self.tokens
        kinds = tokens.kinds
        unit, candidates = tokens.values[index]
        if candidates == ("",):
            candidates = ()
        stop = index + 1
        if kinds[stop] is K.CURRENCY and tokens.values[stop][0] == unit:
            if tokens.glued(stop) and tokens.values[stop] == tokens.values[index]:
                raise Unreadable("the unit stands twice", index, stop, "Print the unit once.")
            stop += 1
        bound = "="
        if kinds[stop] in BOUND_BEFORE and kinds[stop + 1] in (K.DIGITS, K.NUMERAL):
            bound = BOUNDS[kinds[stop]]  # 人民币约100亿元
            stop += 1
        elif kinds[stop] is K.PARTICLE and kinds[stop + 1] is K.DIGITS:
            stop += 1
        sign = 1
        if kinds[stop] in (K.DASH, K.MINUS) and kinds[stop + 1] is K.DIGITS:
            if tokens.glued(stop + 1):
                sign = -1
                stop += 1
        inner = kinds[stop] is K.OPEN and kinds[stop + 1] is K.DIGITS
        if inner and tokens.glued(stop + 1):
            sign = -1
            stop += 1
        elif kinds[stop] is K.BROKEN_MARK and kinds[stop + 1] is K.DIGITS and tokens.glued(stop):
            if set(tokens.values[stop + 1]) == {"0"}:  # RMB'000
                self.head = (len(tokens.values[stop + 1]), unit)
                self.named[stop + 1] = "heading"
                return stop + 2
        if kinds[stop] not in (K.DIGITS, K.NUMERAL, K.GLYPH):
            return self._no_amount(index, stop)
        number = read_number(tokens, stop)
        if number is None or number.bare:
            return index + 1
        self._check_before(stop, number)
        end = number.stop
        closed = sign < 0 and inner and kinds[end] is K.CLOSE
        if closed:
            end += 1
        second: Number | None = None
        second_first = 0
        if kinds[end] is K.OPEN and kinds[end + 1] is K.DIGITS and not number.scale:
            # EUR 105.8 (83.4) million: the amount of the year before stands in brackets.
            second = read_number(tokens, end + 1)
            if second is not None and kinds[second.stop] is K.CLOSE:
                if kinds[second.stop + 1] in (K.SCALE, K.LETTER) and not second.scale:
                    second_first, end = end, second.stop + 1
                else:
                    second = None
            else:
                second = None
        power = 0
        if kinds[end] is K.PLUS and kinds[end + 1] in (K.SCALE, K.LETTER):
            number.more = True  # $15+ million
            end += 1
        if not number.scale or second:
            if kinds[end] is K.LETTER:
                power = tokens.values[end][0]
                end += 1
            elif kinds[end] is K.SCALE:
                power = tokens.values[end]
                end += 1
            elif kinds[end] is K.NUMERAL and closed:
                raise Unreadable("brackets inside a number", index, end, "Use a minus sign.")
        figure = figure_of(Shape.LEVEL, number, index, end, unit)
        figure.candidates = candidates
        figure.power += power
        figure.scale += power
        figure.sign, figure.signed = sign, sign < 0
        if bound != "=":
            figure.bound = bound
        if kinds[end] is K.MORE or (kinds[end] is K.PLUS and tokens.glued(end)):
            figure.bound = ">"
            end += 1
        if kinds[end] is K.CURRENCY and not self._begins_amount(end):
            other, names = tokens.values[end]
            if other != unit and names != ("",):
                # 人民币100亿美元: the unit corrects a slip, or says which dollars
                figure.unit, figure.candidates = other, names
            end += 1
            twice = self._same(index, end - 1) or (
                kinds[end] is K.CURRENCY and not self._begins_amount(end)
            )
            if twice:
                raise Unreadable("the unit stands twice", index, end - 1, "Print it once.")
        figure.stop = end
        self._take_money_sign(figure)
        figure = self._per(self._headed(figure))
        if second is not None:
            figure.stop = second_first
            figure.filled = None
            other_figure = figure_of(Shape.LEVEL, second, second_first, end, unit)
            other_figure.power += power
            other_figure.scale = power
            other_figure.candidates = candidates
            self.figures += [figure, other_figure]
            return end
        self._check_after(figure)
        self._range(figure)
        if figure.range == "high" and figure.scale:
            lower = self.figures[-1]
            own = figure.power - figure.scale
            low = min(lower.power, own)
            if not lower.scale and (
                lower.coefficient * 10 ** (lower.power - low)
                < figure.coefficient * 10 ** (own - low)
            ):
                lower.power += figure.scale  # $20-$25 million
                lower.scale = figure.scale
        self.figures.append(figure)
        return self._upper(figure, number)

    def _same(self, one: int, other: int) -> bool:
        """Tell whether two tokens are printed alike."""
        text, starts, ends = self.tokens.text, self.tokens.starts, self.tokens.ends
        return text[starts[one] : ends[one]] == text[starts[other] : ends[other]]

    def _begins_amount(self, place: int) -> bool:
        """Tell whether a currency word belongs to the number after it: EUR250m USD332m."""
        kinds = self.tokens.kinds
        after = place + 1 + (kinds[place + 1] in (K.DASH, K.MINUS))
        return kinds[place] is K.CURRENCY and kinds[after] is K.DIGITS

    def _no_amount(self, index: int, stop: int) -> int:
        """Name a currency without a number: a heading, a word, or an amount that lost it."""
        tokens = self.tokens
        kinds = tokens.kinds
        before = kinds[index - 1]
        if kinds[stop] is K.SCALE:
            if kinds[stop + 1] in (K.CLOSE, K.DIGITS, K.COLON):
                self.head = (tokens.values[stop], tokens.values[index][0])
                self.named[stop] = "heading"
                return stop + 1
            if before in (*BOUND_BEFORE, K.END, K.BY, K.OF, K.TO):
                raise Unreadable(
                    "a currency and a scale without a number", index, stop, "Print the number."
                )
        if before in BOUND_BEFORE and tokens.glued(index) and kinds[stop] not in NUMERALS:
            raise Unreadable("a unit without its number", index, index, "Print the number.")
        return index + 1

    def _take_money_sign(self, figure: Figure) -> None:
        """Read the sign before a currency: -$1.2 million, ($1.2 million)."""
        tokens = self.tokens
        kinds = tokens.kinds
        before = figure.first - 1
        if kinds[before] is K.OPEN:
            if not figure.signed:
                self._bracketed(figure)
        elif kinds[before] in (K.DASH, K.MINUS, K.DOUBLE_DASH, K.PLUS, K.NEGATIVE):
            if figure.signed and kinds[before] not in (K.DASH, K.NEGATIVE):
                reason = "two signs before one number"
                raise Unreadable(reason, before, figure.stop - 1, "Print one sign.")
            if not figure.signed:
                self._take_sign(figure)

    def _upper(self, figure: Figure, number: Number) -> int:
        """Read the second end of $5-6 billion, whose currency is said once."""
        tokens = self.tokens
        kinds = tokens.kinds
        end = figure.stop
        if kinds[end] not in (K.DASH, K.TO, K.MINUS) or kinds[end + 1] is not K.DIGITS:
            return end
        upper = read_number(tokens, end + 1)
        if (
            upper is None
            or kinds[upper.stop] in (*UNITS, K.CODE, K.WORD)
            or is_year(tokens.values[end + 1])
        ):
            return end
        stop = upper.stop
        if not upper.scale and kinds[stop] is K.LETTER:
            upper.scale_by(tokens.values[stop][0], stop + 1)
            stop += 1
        if not number.scale and not figure.scale:
            figure.power += upper.scale
        second = figure_of(Shape.LEVEL, upper, end + 1, stop, figure.unit)
        second.candidates = figure.candidates
        if not upper.scale and figure.scale and upper.size < 10**6:
            second.power += figure.scale
            second.scale = figure.scale
        figure.range, second.range = "low", "high"
        self.figures.append(self._per(second))
        if "/" in second.unit and "/" not in figure.unit:
            figure.unit = second.unit
        return second.stop

    def signed_minor(self, index: int) -> int:
        """Pass over a minor unit without a number."""
        return index + 1

    def percent_before(self, index: int) -> int:
        """Read 百分之八十六, which says the unit before the number."""
        tokens = self.tokens
        kinds = tokens.kinds
        stop = index + 1
        if kinds[stop] in (K.SEVERAL, K.MORE):
            self.named[index] = "vague"
            return stop
        number = read_number(tokens, stop) if kinds[stop] in NUMERALS else None
        if number is None:
            reason = "a percent marker without a number"
            raise Unreadable(reason, index, stop if kinds[stop] is not K.END else index, "百分之五")
        end = number.stop
        power = tokens.values[index]
        figure = figure_of(Shape.PERCENT, number, index, end, "ratio", 1, power)
        if number.bare and number.power == 2:
            # 百分之百 is said of the whole, to the percent.
            figure.coefficient, figure.power, figure.printed = 100, power, True
        if kinds[end] in (K.PERCENT, K.PERCENT_BEFORE, K.POINTS) or (
            number.bare and number.power > 2
        ):
            raise Unreadable("two percent markers for one number", index, end, "Print one.")
        if kinds[end] is K.MORE:
            figure.bound = ">"
            figure.stop += 1
        self._take_sign(figure)
        self.figures.append(figure)
        return figure.stop

    def nonnumber(self, index: int) -> int:
        """Refuse NaN percent and inf yuan, which some converters take for numbers."""
        if self.tokens.kinds[index + 1] in (*UNITS, K.END):
            last = index + (self.tokens.kinds[index + 1] is not K.END)
            raise Unreadable("not a number", index, last, "Print the number.")
        return index + 1

    def scale(self, index: int) -> int:
        """Read "a billion yuan": the article counts one; without it, a number is missing."""
        tokens = self.tokens
        kinds = tokens.kinds
        before, after = kinds[index - 1], kinds[index + 1]
        if before is K.ARTICLE:
            number = Number(1, tokens.values[index], index + 1, K.NUMBER)
            number.scale = tokens.values[index]
            if kinds[index + 1] is K.SCALE and tokens.values[index + 1] > number.power <= 3:
                number.scale_by(tokens.values[index + 1], index + 2)
            return self._scaled(index - 1, number)
        if before in (K.OPEN, K.END, K.STOP, K.IN, K.HEAD) and self._heading(index):
            return index + 1
        lost = before in (*BOUND_BEFORE, K.END, K.BY, K.TO) or (
            before is K.OF and kinds[index - 2] in DIRECTIONS
        )
        if lost and after in (K.CURRENCY, K.UNIT, K.PERCENT):
            if before is not K.END or kinds[index + 2] is K.END:
                raise Unreadable("a unit without its number", index, index, "Print the number.")
        return index + 1

    def _heading(self, index: int) -> bool:
        """Read (in thousands of yuan) and (in millions), which scale the money of a table."""
        tokens = self.tokens
        kinds = tokens.kinds
        lead = index - 1
        if kinds[lead] not in (K.IN, K.HEAD):
            return False
        if kinds[lead] is K.IN and kinds[lead - 1] not in (K.OPEN, K.END, K.STOP, K.CURRENCY):
            return False
        place = index + 1 + (kinds[index + 1] is K.OF)
        unit = ""
        if kinds[place] is K.CURRENCY:
            unit = tokens.values[place][0]
            place += 1
        if kinds[place] not in (K.CLOSE, K.COMMA, K.COLON, K.STOP, K.END, K.DIGITS):
            return False
        self.head = (tokens.values[index], unit)
        self.named[index] = "heading"
        return True

    def table_head(self, index: int) -> int:
        """Read 单位:万元, whose unit is no figure but that of what follows."""
        tokens = self.tokens
        kinds = tokens.kinds
        place = index + 1
        while kinds[place] in (K.COLON, K.OPEN) and place < index + 3:
            place += 1
        power, unit = 0, ""
        scaled = place
        if kinds[place] in (K.NUMERAL, K.DIGITS):
            number = read_number(tokens, place)
            if number is None or not (
                number.bare or number.size == 10 ** len(str(number.size)[1:])
            ):
                return index + 1
            power = len(str(number.size)) - 1
            place = number.stop
        elif kinds[place] is K.CURRENCY and kinds[place + 1] is K.SCALE:
            unit, power = tokens.values[place][0], tokens.values[place + 1]
            scaled = place + 1
            place += 2
        elif kinds[place] is K.SCALE:
            power = tokens.values[place]
            place += 1 + (kinds[place + 1] is K.OF)
        if kinds[place] is K.CURRENCY:
            unit = tokens.values[place][0]
        elif kinds[place] is K.UNIT:
            unit, factor, add = tokens.values[place]
            if factor != 1:
                return place
            power += add
        elif not unit:
            return place if place > index + 1 else index + 1
        self.head = (power, unit)
        self.named[scaled] = "heading"
        return place + 1

    def stop(self, index: int) -> int:
        """End a table's heading with its paragraph."""
        if self.head and self.tokens.values[index] == "\n":
            self.head = None
        return index + 1

    def points(self, index: int) -> int:
        """Read "rose a percentage point": the article counts one; "a fraction of a point" not."""
        tokens = self.tokens
        kinds = tokens.kinds
        before = kinds[index - 2]
        change = before is K.OF and kinds[index - 3] in (K.NOUN_UP, K.NOUN_DOWN)
        if kinds[index - 1] is K.ARTICLE and (
            change or before in DIRECTIONS or before is K.BY or before in BOUND_BEFORE
        ):
            number = Number(1, 0, index, K.NUMBER)
            self.figures.append(self._points(number, index - 1, index, tokens.values[index]))
            return index + 1
        return self.lone_unit(index)

    def lone_unit(self, index: int) -> int:
        """Refuse a unit that has lost its number; a label such as (%) never had one."""
        kinds = self.tokens.kinds
        before = kinds[index - 1]
        reason = "a unit without its number"
        if kinds[index] is K.TIMES:
            if before not in (K.VERB_UP, K.VERB_DOWN) or kinds[index + 1] not in (
                K.END, K.COMMA, K.STOP,
            ):  # fmt: skip
                return index + 1
        elif before in (K.PERCENT, K.POINTS):
            raise Unreadable("the unit stands twice", index - 1, index, "Print the unit once.")
        elif before is K.OF:
            if kinds[index - 2] not in DIRECTIONS:
                return index + 1
        elif before is K.AND:
            if kinds[index - 2] not in NUMERALS:
                return index + 1
        elif before not in _LOST_AFTER:
            return index + 1
        raise Unreadable(reason, index, index, "Print the number.")

    def fold(self, index: int) -> int:
        """Read ninefold, whose number is in the word."""
        figure = Figure(Shape.FOLD, index, index + 1, self.tokens.values[index], 0)
        figure.printed = False
        self.figures.append(figure)
        return index + 1

    def multiple(self, index: int) -> int:
        """Read doubled and 翻番."""
        kinds = self.tokens.kinds
        part, whole, _ = self.tokens.values[index]
        if kinds[index + 1] is K.DASH:
            return index + 1
        self.figures.append(parts_of(Shape.MULTIPLE, index, index + 1, part, whole))
        return index + 1

    def maybe_multiple(self, index: int) -> int:
        """Read "double" and "twice" only where something is compared."""
        kinds = self.tokens.kinds
        before, after = kinds[index - 1], kinds[index + 1]
        if before in (*BOUND_BEFORE, K.TO, K.WILL) or after in (
            K.PARTICLE, K.ARTICLE, K.FUNCTION, K.IN, K.THAN, K.FROM_WEAK, K.LAST_YEAR,
        ):  # fmt: skip
            return self.multiple(index)
        return index + 1

    def turns(self, index: int) -> int:
        """Read 翻两番: each 番 doubles, so two of them quadruple."""
        tokens = self.tokens
        kinds = tokens.kinds
        place = index + 1
        bound = "="
        while kinds[place] in (K.PARTICLE, *BOUND_BEFORE, K.TEXT) and place < index + 4:
            bound = BOUNDS.get(kinds[place], bound)
            place += 1
        number = read_number(tokens, place) if kinds[place] in NUMERALS else None
        if number is None or kinds[number.stop] is not K.FAN or not 0 < number.size <= 9:
            return index + 1
        if number.power < 0:
            return index + 1
        stop = number.stop + 1
        figure = parts_of(Shape.MULTIPLE, index, stop, 2**number.size, 1)
        if kinds[stop] is K.MORE:
            bound, figure.stop = ">", stop + 1
        figure.bound = bound
        self.figures.append(figure)
        return figure.stop

    def fraction(self, index: int) -> int:
        """Read half of, a third, 一半; "first half" and "a quarter" without "of" are times."""
        tokens = self.tokens
        kinds = tokens.kinds
        part, whole, more = tokens.values[index]
        before, after = kinds[index - 1], kinds[index + 1]
        unit = index + 1 + (after is K.OF)
        unit += kinds[unit] in (K.ARTICLE, K.NUMBER) and kinds[unit + 1] in (K.PERCENT, K.POINTS)
        if kinds[unit] in (K.PERCENT, K.POINTS) and (unit > index + 1 or kinds[unit] is K.POINTS):
            power = -tokens.values[unit]
            figure = parts_of(Shape.FRACTION, index, unit + 1, part, whole * 10**power)
            figure.shape = Shape.POINTS if kinds[unit] is K.POINTS else Shape.PERCENT
            figure.unit = "percentage_point" if kinds[unit] is K.POINTS else "ratio"
            self.figures.append(figure)
            return figure.stop
        scale = index + 1 + (after in (K.PARTICLE, K.ARTICLE))
        if kinds[scale] is K.SCALE and part * 1000 % whole == 0 and whole == 2:
            # Half a million is a number, and its article belongs to it.
            power = tokens.values[scale]
            number = Number(5, power - 1, scale + 1, K.NUMBER)
            number.scale = power
            return self._scaled(index, number)
        of_change = before is K.OF and kinds[index - 2] in DIRECTIONS
        clear = after is K.OF or before in (*BOUND_BEFORE, K.BY, K.SHARE, K.RATIO) or of_change
        if whole in (2, 3, 4) and part == 1 and not clear and not self._is_han(index):
            compared = after in (K.ADJ_UP, K.ADJ_DOWN, K.BOUND_OVER, K.BOUND_UNDER) or (
                whole == 2 and after is K.PARTICLE
            )
            if not compared:
                return index + 1
        if before in (K.ORDINAL, K.LABEL) or after is K.DASH:
            return index + 1
        figure = parts_of(Shape.FRACTION, index, index + 1, part, whole)
        if more:
            figure.bound = ">"
        self.figures.append(figure)
        return index + 1

    def _is_han(self, index: int) -> bool:
        return self.tokens.text[self.tokens.starts[index]] >= "\u2e80"

    def half_points(self, index: int) -> int:
        """Read 半个百分点."""
        tokens = self.tokens
        if tokens.kinds[index + 1] is K.POINTS and tokens.kinds[index - 1] not in NUMERALS:
            power = tokens.values[index + 1]
            whole = 2 * 10**-power
            figure = parts_of(Shape.POINTS, index, index + 2, 1, whole)
            figure.unit = "percentage_point"
            self.figures.append(figure)
            return index + 2
        return index + 1

    def _scaled(self, index: int, number: Number) -> int:
        """Read the unit of a number that an article makes of a scale word."""
        kind = self.tokens.kinds[number.stop]
        figure = self._with_unit(index, number, number.stop, kind)
        if figure is None:
            return number.stop
        return self._keep(figure, number)

    def prefix(self, index: int) -> int:
        """Read R75.8bn: the letter is a currency where a scale follows the number."""
        if self.tokens.kinds[index + 1] is K.DIGITS and self.tokens.glued(index + 1):
            return self.currency(index)
        return index + 1

    def unknown_unit(self, index: int) -> int:
        """Refuse a currency that is not known and stands before its amount: kr 3.4 billion."""
        tokens = self.tokens
        if tokens.kinds[index + 1] is K.DIGITS and tokens.kinds[index - 1] not in NUMERALS:
            last = index + 1 + (tokens.kinds[index + 2] is K.SCALE)
            word = tokens.printed(index, index + 1)
            reason = f"“{word}”: {tokens.values[index]}"
            raise Unreadable(reason, index, last, "Use the ISO code of the currency.")
        return index + 1

    def glued(self, index: int) -> int:
        """Refuse letters glued to a grouped number before a scale or a unit: XX5,400 million."""
        kinds = self.tokens.kinds
        after = index + 1
        if kinds[after] in (*UNITS, K.NUMERAL, K.LETTER):
            raise Unreadable(
                "letters glued to a number that are no currency", index, after,
                "Name the currency by its ISO code.",
            )  # fmt: skip
        return index + 1

    def code(self, index: int) -> int:
        """Pass over a code; refuse one that a scale and a currency follow: XX5 million."""
        kinds = self.tokens.kinds
        if kinds[index + 1] is K.SCALE and kinds[index + 2] is K.CURRENCY:
            raise Unreadable(
                "letters glued to a number that are no currency", index, index + 2,
                "Name the currency by its ISO code.",
            )  # fmt: skip
        return index + 1

    def strange(self, index: int) -> int:
        """Refuse digits that are none here, where a unit or a number touches them."""
        kinds = self.tokens.kinds
        after = kinds[index + 1]
        glued = self.tokens.glued(index + 1)
        if after in MEASURES or (after is K.TIMES) or (after in NUMERALS and glued):
            reason = "digits of two scripts or a raised digit in a number"
            raise Unreadable(reason, index, index + 1, "Use 0 to 9.")
        return index + 1

    def flat(self, index: int) -> int:
        """Read "was flat year on year" and 同比持平 as no change.

        Of a rate, or compared with nothing, it is passed.
        """
        kinds = self.tokens.kinds
        place = index - 1
        compared = kinds[index + 1] in (*COMPARISONS, K.LAST_YEAR, K.FROM_WEAK, K.THAN, K.TO)
        while place >= 0 and index - place < 20 and kinds[place] not in (K.STOP, K.END):
            if kinds[place] in (K.NOUN_UP, K.NOUN_DOWN, K.RATIO, K.LEVEL, K.SHARE):
                compared = False
                break
            compared = compared or kinds[place] in (*COMPARISONS, K.LAST_YEAR)
            place -= 1
        if not compared:
            self.named[index] = "turn"
            return index + 1
        figure = Figure(Shape.FLAT, index, index + 1, 0, 0)
        figure.printed = False
        figure.bound = self.tokens.values[index] or "="
        self.figures.append(figure)
        return index + 1

    def turned(self, index: int) -> int:
        """Name 扭亏为盈: a turn has no number."""
        self.named[index] = "turn"
        return index + 1


_LINKING: Final = (*LINKS, *BOUND_BEFORE, K.PARTICLE)
Reader = Callable[[Assembly, int], int]
_READERS: Final[dict[Kind, Reader]] = {
    **dict.fromkeys(NUMERALS, Assembly.plain),
    K.CURRENCY: Assembly.currency,
    K.PERCENT_BEFORE: Assembly.percent_before,
    K.TENTHS_BEFORE: Assembly.percent_before,
    K.NONNUMBER: Assembly.nonnumber,
    K.SCALE: Assembly.scale,
    K.HEAD: Assembly.table_head,
    K.STOP: Assembly.stop,
    K.POINTS: Assembly.points,
    K.PERCENT: Assembly.lone_unit,
    K.TIMES: Assembly.lone_unit,
    K.FOLD: Assembly.fold,
    K.MULTIPLE: Assembly.multiple,
    K.MAYBE_MULTIPLE: Assembly.maybe_multiple,
    K.TURN: Assembly.turns,
    K.FRACTION: Assembly.fraction,
    K.HALF_AFTER: Assembly.half_points,
    K.PREFIX: Assembly.prefix,
    K.UNKNOWN_UNIT: Assembly.unknown_unit,
    K.GLUED: Assembly.glued,
    K.CODE: Assembly.code,
    K.STRANGE: Assembly.strange,
    K.FLAT: Assembly.flat,
    K.TURNED: Assembly.turned,
}
