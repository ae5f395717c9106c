"""What a token can be: every kind, one line each.

A member's value is the one character that stands for it in the strings that patterns are matched
against; the lexicon names kinds by their member names in small letters.
"""

from __future__ import annotations

import csv
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final


class Kind(StrEnum):
    """Every kind of token. `_UP` and `_DOWN` are a pair: the same work with either sign."""

    @staticmethod
    def _generate_next_value_(_name: str, _start: int, count: int, _last: list[str]) -> str:
        return chr(0x4E00 + count)

    END = auto()  # the edge of the text
    WORD = auto()  # a word that the lexicon does not list
    TEXT = auto()  # other characters that it does not list
    # Numerals
    HAN_DIGIT = auto()  # 三: only inside the lexicon; in a text it is part of a NUMERAL
    HAN_PLACE = auto()  # 百, 万: likewise; a power of ten
    DIGITS = auto()  # 1,234.5
    NUMERAL = auto()  # 三千五百
    NUMBER = auto()  # twenty
    GLYPH = auto()  # ½: meaning part/whole
    ORDINAL = auto()  # ninth
    ORDINAL_END = auto()  # th
    FOLD = auto()  # ninefold
    FRACTION = auto()  # a third: meaning part/whole
    MULTIPLE = auto()  # doubled: meaning part/whole
    MAYBE_MULTIPLE = auto()  # double, twice: a multiple only where something is compared
    TURN = auto()  # 翻, which wants a number of 番
    CODE = auto()  # letters and digits in one: J7, COVID-19
    GLUED = auto()  # letters glued to a number with separators: XX5,400
    MOMENT = auto()  # a date, a time, a telephone number, by its shape
    STRANGE = auto()  # digits of other scripts, raised and circled ones
    HIDDEN = auto()  # a character that is never printed
    NAME = auto()  # a fixed expression; its numerals are no figures
    ONE_WORD = auto()  # a word that holds a numeral or a word of the grammar, and means neither
    NONNUMBER = auto()  # NaN, inf
    # Scales and units
    SCALE = auto()  # million: meaning a power of ten
    INDEX_POINTS = auto()  # points of an index
    LETTER = auto()  # m, k after money or before a unit: a power of ten [, the unit it is alone]
    PERCENT = auto()  # meaning a power of ten
    POINTS = auto()  # percentage points, basis points: a power of ten
    CURRENCY = auto()  # meaning unit [candidates]; with "-", a name that other currencies share
    PREFIX = auto()  # R: a currency only before a number with a scale
    MINOR = auto()  # pence, cents; won: only after a number. Unit, power [candidates]
    MAJOR = auto()  # MSEK: a currency with its scale, before or after a number. Unit, power
    PENNY = auto()  # p glued to a number: pence
    UNIT = auto()  # measures: canonical unit, factor, power
    SIZE = auto()  # a unit that, joined by a hyphen, names a thing: a 20-foot container
    SCALED_UNIT = auto()  # a unit only after 万 or 亿: 度
    PER = auto()  # /吨, per tonne: what a price is for
    PER_BEFORE = auto()  # 每吨, before the price
    COUNT = auto()  # what digits count
    THING = auto()  # what number words count too: production lines
    GENERAL = auto()  # 个, 项: after a small numeral only together with a noun
    COUNTING = auto()  # "the number of": what follows in digits is counted
    SPAN = auto()  # days, hours: a figure where something is measured by them
    TIMES = auto()  # 倍, x
    OCCASIONS = auto()  # times: a multiple, or how often
    FACTOR = auto()  # by a factor of: the bare number after it is a multiple
    TIMES_FOLD = auto()  # fold after a number
    TENTHS = auto()  # 成
    FAN = auto()  # 番
    CASED = auto()  # mt, which its capitals tell apart: million tonnes or metric tons
    UNKNOWN_UNIT = auto()  # a unit that is known to be ambiguous: refused, with its reason
    PERCENT_BEFORE = auto()  # 百分之: a power of ten
    TENTHS_BEFORE = auto()  # 十分之
    PARTS_OF = auto()  # 分之
    POINT = auto()  # a decimal point in words: 点, point
    HALF_AFTER = auto()  # 半 after a unit: 一成半
    HEAD = auto()  # "unit:", "in": heads a table, and its unit is no figure
    # Signs
    COMMA = auto()  # parts clauses and members of lists
    COLON = auto()
    STOP = auto()  # parts sentences
    OPEN = auto()  # opens brackets or quotation marks
    CLOSE = auto()
    DASH = auto()  # joins, or is a minus
    MINUS = auto()  # is a minus
    DOUBLE_DASH = auto()  # --: punctuation, and no sign
    PLUS = auto()
    PLUS_MINUS = auto()  # ±
    SLASH = auto()
    BROKEN_MARK = auto()  # a mark that parts digits and is no decimal mark here: · * | ' _
    # Small words
    PARTICLE = auto()  # may stand between a figure and the word that governs it
    FUNCTION = auto()  # is no noun, and nothing a number counts
    ARTICLE = auto()  # counts one before a scale or a unit: a million
    WILL = auto()  # will, to: before "double"
    BE = auto()  # was, stood at: what follows is measured
    BY = auto()
    TO = auto()
    FROM = auto()
    FROM_WEAK = auto()  # from, on: a base of comparison only where a period follows
    OF = auto()
    OF_WHOLE = auto()  # out of: the whole follows its part
    WHOLE_BEFORE = auto()  # 中有: the part follows its whole
    IN = auto()  # one in five
    DE = auto()  # 的
    AND = auto()
    OR = auto()  # or: the same change, told another way
    CLAUSE = auto()  # with, while: a new clause begins
    NEGATIVE = auto()  # minus, 负: a sign in a word
    EVERY = auto()  # 每: the number after it is what a rate is for
    EACH = auto()  # respectively, 分别
    # What a figure means
    VERB_UP, VERB_DOWN = auto(), auto()  # rose, 增长; fell, 下降
    YOY_VERB_UP, YOY_VERB_DOWN = auto(), auto()  # 年增: a direction and a comparison in one
    MOM_VERB_UP, MOM_VERB_DOWN = auto(), auto()
    SHORT_UP = auto()  # 增, 高: one character, and a direction only right before a figure
    SHORT_DOWN = auto()  # 减, 低
    NOUN_UP, NOUN_DOWN = auto(), auto()  # growth: also names a rate; decline
    ADJ_UP, ADJ_DOWN = auto(), auto()  # higher: after the figure; lower
    OF_ADJ_UP = auto()  # wider, faster: after a fall the sign turns
    OF_ADJ_DOWN = auto()  # narrower, slower
    RATE_UP, RATE_DOWN = auto(), auto()  # added, contributed: a change only of a rate; saved
    DRAG_UP, DRAG_DOWN = auto(), auto()  # pushed up; dragged down growth: whatever follows, a fall
    PACE_UP, PACE_DOWN = auto(), auto()  # widened: after a fall or a loss the sign turns; narrowed
    SPEED_UP, SPEED_DOWN = auto(), auto()  # accelerated: only a rate is fast; slowed
    INTO_UP, INTO_DOWN = auto(), auto()  # 增至: where it stands now; 降至
    LOSS_VERB_UP, LOSS_VERB_DOWN = auto(), auto()  # 增亏: a loss that grows; 减亏
    BEYOND_UP = auto()  # above: a bound, and where something stands ("rose above 50 percent")
    BEYOND_DOWN = auto()  # below
    EXCEEDS_UP, EXCEEDS_DOWN = (
        auto(),
        auto(),
    )  # 高于 before what is compared, a bound before a figure
    REACH = auto()  # reached, 达到
    LOSS = auto()  # net loss: an amount below zero
    DAMAGE = auto()  # economic loss: an amount
    SHARE = auto()  # accounts for, 占
    RATIO = auto()  # rate, ratio, margin: a percentage of it is a share
    LEVEL = auto()  # interest rate, PMI: neither growth nor share
    INDEX = auto()  # PMI, price index: its bare numbers are index points
    CONTRIBUTION = auto()  # contribution to growth: a share of it
    FLAT = auto()  # was flat, 持平: meaning bound
    TURNED = auto()  # 扭亏为盈: a turn without a number
    # Bounds
    BOUND_OVER = auto()  # more than
    BOUND_FROM = auto()  # at least
    BOUND_UNDER = auto()  # nearly, less than
    BOUND_UPTO = auto()  # no more than
    BOUND_ABOUT = auto()  # about
    AFTER_OVER = auto()  # 有余
    AFTER_FROM = auto()  # or more, 以上
    AFTER_UPTO = auto()  # or less, 以内
    AFTER_ABOUT = auto()  # or so, 左右
    MORE = auto()  # 多, 余 between number and unit
    SEVERAL = auto()  # 数, 几: no number
    # Comparison
    YOY = auto()  # year on year
    MOM = auto()  # month on month
    QOQ = auto()  # quarter on quarter
    ANNUAL = auto()  # annual: before a noun of change a comparison
    SINCE = auto()  # since, on average a year
    YEARS = auto()  # 年间: a span of years that a change is measured over
    THAN = auto()  # than, compared with
    LAST_YEAR = auto()  # a year earlier
    LAST_MONTH = auto()
    LAST_QUARTER = auto()
    OTHER_BASE = auto()  # the end of last year, the national average
    QUARTER = auto()  # 二季度: 环比 is of quarters
    # Dates, names, labels
    LABEL = auto()  # No., Phase: the number after it is a name
    MONTH = auto()
    YEAR_AGO = auto()  # a year, where the text names the year after it too
    YEAR = auto()  # four digits that are a year: only in the strings that patterns see
    TIME = auto()  # years, 月: the number before it is a time
    CLASS = auto()  # 级, 强: the number before it names a class
    RANK = auto()  # 第, 第九
    # What figures are, once read
    GREW, SHRANK = auto(), auto()  # growth upwards; downwards
    PART = auto()  # a share or a level in percent
    UP_POINTS, DOWN_POINTS = auto(), auto()
    AMOUNT = auto()  # a level
    CHANGE_UP, CHANGE_DOWN = auto(), auto()  # an amount more; less
    MANIFOLD = auto()  # a multiple


if TYPE_CHECKING:
    K = Kind
else:
    # The same names as plain strings: to look up a member of an enumeration takes five times
    # as long.
    K = type("K", (), {kind.name: kind.value for kind in Kind})


@cache
def _sets() -> dict[str, str]:
    with Path(__file__).with_name("sets.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["members"] for row in csv.DictReader(file)}


@cache
def group(name: str) -> str:
    """Return the codes of a kind, of both signs of a pair (`verb`), or of a set in `sets.csv`."""
    if members := _sets().get(name):
        return "".join(group(member) for member in members.split() if member != "^")
    if name.upper() in Kind.__members__:
        return str(getattr(K, name.upper()))
    stems = (name, "yoy_verb", "mom_verb") if name == "verb" else (name,)
    both = [f"{stem}_{sign}".upper() for stem in stems for sign in ("up", "down")]
    return "".join(getattr(K, name) for name in both if name in Kind.__members__)


class _Sets:
    """The kinds of a set of `sets.csv`, or of both signs of a pair, as one string: `S.UNITS`."""

    def __getattr__(self, name: str) -> str:
        found = group(name)
        setattr(self, name, found)
        return found


S: Final = _Sets()


def class_of(name: str) -> str:
    """Return the regular expression for a kind, a pair or a set; one that begins with = is one."""
    members = _sets().get(name, "")
    return (
        members[1:]
        if members.startswith("=")
        else f"[{members[:1] * members.startswith('^')}{group(name)}]"
    )
