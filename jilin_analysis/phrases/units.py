"""A number with its unit: percent, money, measures, counted things, 三成, 突破百亿."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .bare import unit_of_scaled, unit_said
from .kinds import K, S, pattern
from .numbers import BOUND, Figure, is_year, power_of, read_number
from .reading import UnreadableError
from .text import translate

if TYPE_CHECKING:
    from .assembly import Assembly

# ISO codes and signs, which stand on either side of a number; words stand behind it.
LONGEST_CODE: Final = 4
# Below this, "mt" may be millions of tonnes.
_METRIC_TONS: Final = 1000
# From here on, "Mt" may be metric tons in a headline.
_NO_MILLIONS: Final = 100_000
# Words between a number and its unit (dry metric tonnes), and its noun (newly built stations).
_MOST_WORDS, _MOST_BETWEEN = 3, 6
# How far before a price 每吨 may stand.
_REACH: Final = 14
# From here on a whole number in brackets is an amount and no note; sooner after MSEK, or
# where it is at most twice or half the other.
_NO_NOTE: Final = 100, 10
# How many times as large an amount may be as that of the year before it in brackets.
_ALIKE: Final = 5
# From here on the end of a range needs no scale: $5 million to 6,000,000.
_UNSCALED: Final = 10**6
# Digits of the longest number that may have its scale in a letter.
_LONGEST: Final = 9
# From here on a number of days or hours is no date.
_NO_DATE: Final = 1000
# The largest number in words that is no count of everything: two regions, but fifty regions.
_FEW: Final = 12
# 1000万人次以上的机场有38个
_CLASS_OF: Final = pattern(
    "after_from de (?:OPEN_NOUNS|PARTICLE|thing|name){1,8}(?:digits|numeral)(?:count|general)"
).match
_CLASS: Final = pattern("(text{0,2}after_from|after_upto)?(?:OPEN_NOUNS|PARTICLE){0,3}thing").match
far_noun: Final = pattern("(?=OPEN_NOUNS)BEFORE_NOUN{0,8}?thing").match
# (2022: 463), (Q1/2014: 463), (third quarter of 2014: 463)
_LABELLED: Final = pattern(
    "open(?:year|year_ago|code|quarter|name|of|month|last_year){1,4}(?:colon|(?<=code))"
).match


def with_unit(a: Assembly, figure: Figure, stop: int) -> Figure | None:
    """Give a number the unit at token `stop`, and return it, if one stands there."""
    tokens, kinds, index = a.tokens, a.tokens.kinds, figure.first
    kind, value = kinds[stop], tokens.values[stop]
    before, after = kinds[index - 1], kinds[stop + 1]
    if kind is K.PERCENT:
        if before is K.MONTH and is_year(tokens.values[index]):
            return None  # the May 2009 percent change
        return figure.measure(kind, stop + 1, power=value)
    if kind is K.OF:  # fell 0.6 of a percentage point
        point = stop + 1 + (after in K.ARTICLE + K.NUMBER)
        if kinds[point] is K.POINTS:
            stop, kind, value = point, K.POINTS, tokens.values[point]
    if kind is K.POINTS:
        if before is K.LABEL and tokens.latin(index - 1):
            return None  # chapter 7 pp.
        return figure.measure(kind, stop + 1, "percentage_point", value)
    if figure.bare and _is_class(a, figure, stop):
        return None
    if kind in S.SYMBOLS and tokens.glued(stop) and _is_code(a, figure, stop):
        a.named[index] = "code"
        return None
    if kind in S.MONEY or (kind is K.PENNY and (tokens.glued(stop) or after is K.PER)):
        return _money(a, figure, stop)
    if kind in S.MEASURED or (kind is K.SCALED_UNIT and figure.scale >= 4):
        unit, factor, power = value
        power = a.short.get(tokens.printed(stop, stop + 1), power) if a.short else power
        size, cased = figure.size, kind is K.CASED and not (figure.scale or a.short)
        if cased and (size >= _NO_MILLIONS if power else size < _METRIC_TONS):
            raise UnreadableError("cased", index, stop, tokens.printed(stop, stop + 1))
        if kind is K.CASED and figure.scale >= power:
            power = 0  # 17 million mt/y are metric tons
        if kinds[stop + 1 : stop + 4] == [K.OPEN, K.CASED, K.CLOSE]:
            a.short[tokens.printed(stop + 2, stop + 3)] = figure.scale  # million tonnes (mt)
        if after in K.DASH + K.SLASH and tokens.glued(stop + 1) and tokens.glued(stop + 2):
            per_many = kinds[stop + 1] is K.SLASH and kinds[stop + 2] is K.DIGITS
            per_many = per_many and kinds[stop + 3] in S.MEASURED
            if kinds[stop + 2] in S.COMPOUNDS or per_many:
                raise UnreadableError("unknown", index, stop + 2)  # 5 tonne-hours, 5 l/100km
        if after is K.PER:
            unit, stop = f"{unit}/{tokens.values[stop + 1]}", stop + 1
        return figure.measure(K.UNIT, stop + 1, unit, power, factor)
    other = K.OR * bool(a.figures or a.waiting)
    spoken = before in S.CHANGES + S.BOUND + K.BY + other  # by one point
    if kind in S.INDEXED and (spoken or figure.written is K.DIGITS):
        said = kinds[a.nearest(index, S.RATES + K.INDEX)]
        if said is K.INDEX:
            return figure.measure(K.UNIT, stop + 1, "index")
        rated = said is not K.END and a.nearest(index, K.INDEX) < 0
        if rated and (kind is K.INDEX_POINTS or tokens.latin(stop)):
            return figure.measure(K.POINTS, stop + 1, "percentage_point", -2)  # load factor
        if kind is K.INDEX_POINTS or figure.power < 0:
            raise UnreadableError("index", index, stop)
    if kind is K.LETTER:
        return _letter(a, figure, stop)
    if kind is K.TIMES:
        if tokens.glued(stop) and after is K.DIGITS:
            a.named[index] = "code"  # 7×24
            return None
        return figure.measure(K.TIMES, stop + 1)
    if kind is K.OCCASIONS:
        # "3 times the 2015 level" is a multiple; "visited three times" is how often.
        weekly = after is K.ARTICLE and kinds[stop + 2] in K.TIME + K.SPAN
        compared = (after in S.AFTER_TIMES and not weekly) or before in S.BEFORE_TIMES
        changed = before in S.CHANGES
        if changed and not compared and figure.written is not K.DIGITS:
            raise UnreadableError("occasions", index, stop)
        if compared or changed or figure.power < 0:
            return figure.measure(K.TIMES, stop + 1)
        a.named[index] = "word"
        return None
    if kind is K.TIMES_FOLD:
        return figure.measure(K.FOLD, stop + 1)
    if kind is K.TENTHS and not figure.scale and figure.size <= 10:
        return _tenths(a, figure, stop + 1)
    if kind is K.TIME and figure.power == -len("2022") and is_year(f"{figure.coefficient}"[-4:]):
        a.named[index] = "date"  # 1.2022年: an item of a list
        return None
    if kind is K.GENERAL and figure.power < 0 and not figure.scale and before in K.END + K.STOP:
        raise UnreadableError("unknown", index, stop)  # 1.41个: likewise
    listed = a.waiting and before in S.DASHES + K.AND + K.TO
    lower = a.waiting[-1].first if listed else index  # 16-20 days, between 16 and 20 days
    lower -= kinds[lower - 1] in S.BASES + S.PARTICLE  # 增加了7天
    spanned = kinds[lower - 1] in S.MEASURING or after in K.PER + K.EVERY + S.adj + S.of_adj
    spanned |= before in S.BASES and kinds[index - 2] in S.VERBS and after is not K.FUNCTION
    spanned = spanned or (kind is K.SPAN and a.nearest(index, K.COUNTING, _MOST_WORDS) >= 0)
    spanned = kind is K.SPAN and (spanned or figure.size >= _NO_DATE)
    split = value and figure.power < 0 and kind in K.TIME + K.CLASS + K.SPAN  # 5.2 months
    # the median age has risen by four years
    grown = kind is K.TIME and value and before is K.BY and kinds[index - 2] in S.verb
    if spanned or grown or (split and figure.size < _NO_DATE):
        # 存货周转天数为16.9天 is a figure; the first 16 days are a date
        return figure.measure(K.UNIT, stop + 1, value)
    if kind is K.UNKNOWN_UNIT:
        word = f"{tokens.printed(stop, stop + 1)}”: “{value}"
        raise UnreadableError("ambiguous", index, stop, word)
    if figure.bare and kind in S.CLOSED:
        return figure.measure(K.UNIT, stop, *unit_of_scaled(a, figure))  # 产值突破百亿
    if end := counted(a, figure, stop):
        return figure.measure(K.UNIT, end, "count")
    unit = stop
    while kinds[unit] in K.WORD + S.adj and unit < stop + _MOST_WORDS:
        unit += 1
    if unit > stop and kinds[unit] is K.UNIT and not tokens.glued(stop):
        if not is_year(tokens.values[index]) or figure.scale:  # 3.2 million dry tonnes
            return with_unit(a, figure, unit)
    return None


def _is_code(a: Assembly, figure: Figure, stop: int) -> bool:
    """Tell rule 2.07C, section 184C, the 1846T and 3M from amounts in one letter."""
    tokens, kinds, index = a.tokens, a.tokens.kinds, figure.first
    letters = tokens.printed(stop, stop + 1)
    if figure.scale or not letters.isupper() or len(letters) > len("HA"):
        return False
    if kinds[index - 1] is K.LABEL or (kinds[stop] is K.PENNY and kinds[stop + 1] is not K.PER):
        return True
    long = len(str(tokens.values[index])) > _LONGEST
    if kinds[stop] is not K.LETTER:
        return False
    alone = bool(tokens.values[stop][1]) or len(str(tokens.values[index])) == 1
    return long or (alone and kinds[index - 1] not in S.LEADING and kinds[stop + 1] not in S.UNITS)


def names_class(a: Assembly, figure: Figure) -> bool:
    """Tell 超10亿元的项目, 500万元以上项目 and 10亿元项目3个, which name a class by its size."""
    if a.tokens.kinds[figure.stop - 1] is not K.CURRENCY:
        return _CLASS_OF(a.tokens.codes, figure.stop) is not None
    named = _CLASS(a.tokens.codes, figure.stop)
    if named is None or a.tokens.values[named.end() - 1]:
        return False
    before, after = a.tokens.kinds[figure.first - 1], a.tokens.kinds[named.end()]
    return bool(named[1]) or before in K.BOUND_OVER + K.BOUND_FROM or after is K.DIGITS


def _is_class(a: Assembly, figure: Figure, stop: int) -> bool:
    """Tell 亿元以上项目 and 超亿元企业, which name a class by its size, from 突破百亿."""
    tokens, kinds, index = a.tokens, a.tokens.kinds, figure.first
    money, after = kinds[stop] is K.CURRENCY, kinds[stop + 1]
    if kinds[index - 1] is K.BROKEN_MARK and tokens.text[tokens.starts[index - 1]] in "*_":
        raise UnreadableError("lone_unit", index - 1, stop)  # **亿元
    if kinds[index - 1] in S.BOUNDS + S.PARTICLE and not (money and after is K.THING):
        return False
    a.named[index] = "class"
    if money and after is K.NUMERAL and tokens.glued(stop + 1):
        raise UnreadableError("scale_only", index, stop + 1)
    if money and after is K.DIGITS:
        a.head = (figure.power, tokens.values[stop][0])
        a.named[index] = "heading"
    return True


def _money(a: Assembly, figure: Figure, stop: int) -> Figure | None:
    """Read an amount whose currency follows: 5 million yuan, 28 cents, 22684元/吨."""
    tokens, kinds = a.tokens, a.tokens.kinds
    unit, *power, candidates = tokens.values[stop]
    ahead = stop + 1 + (kinds[stop + 1] in S.DASHES and tokens.glued(stop + 2))
    # 5 trillion RMB 8 billion USD
    behind = kinds[ahead + 1 + (kinds[ahead + 1] is K.SCALE)] in S.MONEY
    if kinds[ahead] is K.DIGITS and not (tokens.glued(stop) or behind):
        if tokens.glued(stop + 1) or tokens.ends[stop] - tokens.starts[stop] <= LONGEST_CODE:
            return None  # In 2019 $5 million: the currency belongs to what follows
    stop += 1
    if kinds[stop] is K.CURRENCY and tokens.values[stop][0] == unit:
        if tokens.same(stop, stop - 1):
            raise UnreadableError("twice", stop - 1, stop)
        stop += 1
    elif kinds[stop] is K.CURRENCY and kinds[stop + 1] not in S.NUMERALS + K.SCALE:
        raise UnreadableError("twice", stop - 1, stop)  # 40 million yuan dollars
    figure.candidates = tuple(filter(None, candidates))
    said = a.figures[-1].unit.partition("/")[0] if a.figures else ""
    led = (one for one in reversed(a.figures[-4:]) if kinds[one.first] is K.CURRENCY)
    if candidates == ("",) and (money := next(led, None)):
        ended = kinds[money.stop - 1] is K.CURRENCY or a.linked(money.stop, figure.first)
        if ended and K.STOP not in kinds[money.stop : figure.first]:
            unit = money.unit.partition("/")[0]  # 新台币3149至3306元, 每股盈余3元
    if (power or said == "lb") and said in figure.candidates:
        unit, figure.candidates = said, a.figures[-1].candidates  # 7 Australian cents, and 6
    return priced(a, figure.measure(K.UNIT, stop, unit, *power))


def priced(a: Assembly, figure: Figure) -> Figure:
    """Give money the scale of its table, and a price its denominator: 元/吨, per tonne; 每吨…元."""
    tokens, kinds, values = a.tokens, a.tokens.kinds, a.tokens.values
    if kinds[figure.stop] is K.LOSS and kinds[figure.stop + 1] is K.PER:
        figure.negate(figure.first, figure.stop + 1)  # $0.05 loss per share
    if a.head and not figure.scale and not figure.unit_power:
        figure.power += a.head[0]
    if kinds[figure.stop] in S.PRICES:
        unit, first = figure.unit, figure.first
        while kinds[figure.stop] in S.PRICES and figure.unit.count("/") < 2:
            figure.unit += "/" + values[figure.stop]
            figure.stop += 1
        joined = kinds[figure.stop] is K.DASH and tokens.glued(figure.stop)
        if joined and tokens.glued(figure.stop + 1) and kinds[figure.stop + 1] in S.COMPOUNDS:
            raise UnreadableError("unknown", figure.first, figure.stop + 1)  # per tonne-mile
        for earlier in reversed(a.figures[-4:]):  # said once of a whole list
            between = kinds[earlier.stop : first]
            apart = K.OR in between or K.OPEN in between or earlier.scale != figure.scale
            if earlier.unit != unit or apart or not a.linked(earlier.stop, first):
                break  # $45.2M, or $0.67 per share
            earlier.unit, first = figure.unit, earlier.first
        return figure
    named = figure.stop + 1
    if kinds[figure.stop] in S.adj + K.CLOSE and kinds[named] in S.PRICES:
        figure.unit += "/" + values[named]  # $8 more per kg
        last = a.figures[-1] if a.figures else figure
        if last.stop == figure.first - 1 and "/" not in last.unit:
            last.unit += "/" + values[named]  # $8 (€7) per kg
    per = kinds[figure.stop] is K.EVERY and kinds[named] in S.LETTERED + S.NUMERALS
    slashed = kinds[figure.stop] is K.SLASH and kinds[named] in S.LETTERED
    if per or (slashed and tokens.glued(named)):
        if kinds[named] is not K.UNIT or values[named][1:] != (1, 0):
            raise UnreadableError("unknown", figure.first, named)  # 2,150美元/XYZ, $40 per glimp
        figure.unit += "/" + values[named][0]
        figure.stop = named + 1
        return figure
    place = a.nearest(figure.first, S.BEFORE_PRICE, _REACH)
    if kinds[place] is K.PER_BEFORE:
        figure.unit += "/" + values[place]
    elif kinds[place] is K.EVERY and (several := read_number(tokens, place + 1)):
        one = tokens.printed(place, place + 1) + tokens.printed(several.stop, several.stop + 1)
        kind, per = tokens.words.entries.get(translate(one), (K.END, ""))
        if kind is K.PER_BEFORE:
            figure.unit += f"/{several.size:f} {per}"  # 每50公斤131元
    elif a.figures and a.figures[-1].unit.startswith(figure.unit + "/"):
        last = a.figures[-1]  # $8 a ton, from $7; $8 a ton ($7)
        if K.STOP in kinds[last.stop : figure.first]:
            return figure
        based = last.stop == place and kinds[figure.first - 1] in S.BASES + K.THAN + K.OPEN
        if (based or kinds[place] is K.CURRENCY) and bool(last.scale) == bool(figure.scale):
            figure.unit = last.unit
    return figure


def follow(a: Assembly, figure: Figure) -> int:
    """Give its unit to a number after it, and return where to go on.

    EUR 105.8 (83.4) million, SEK 412 M (389), 468 stores (2022: 463): that of the year before.
    $5-6 billion: the end of a range whose currency is said once.
    """
    tokens, kinds, stop = a.tokens, a.tokens.kinds, figure.stop
    aside = kinds[stop] is K.OPEN
    ranged = kinds[stop] is not K.OPEN and kinds[figure.first] in S.BEFORE_AMOUNT
    label = _LABELLED(tokens.codes, stop)
    first = label.end() if label else stop + 1
    bound = BOUND.get(kinds[first], "=") if aside else "="
    first += bound != "="
    negative = aside and kinds[first] in S.DASHES
    positive = aside and kinds[first] is K.PLUS and kinds[first + 3] in S.SCALES  # (+540) million
    first += negative or positive
    again = kinds[first + 1] in S.PRICES and figure.unit.endswith(f"/{tokens.values[first + 1]}")
    closed = aside and kinds[first + 1 + again] is K.CLOSE
    if not (closed or ranged) or kinds[first] is not K.DIGITS or is_year(tokens.values[first]):
        return stop
    second = read_number(tokens, first)
    own = figure.power - figure.scale - figure.unit_power
    if second is None or (aside and second.power != own):
        return stop
    if ranged and kinds[second.stop] in (S.UNITS if second.scale else S.UNITS + S.NAMES):
        return stop
    # A note has no decimals, no "per" and no "about".
    noted = aside and second.power == 0 and not (label or again or bound != "=")
    end = second.stop + aside * (1 + again)
    if kinds[end] in S.SCALES and not (figure.scale or second.scale):
        for one in (figure, second):
            one.scale_by(power_of(tokens, end), one.stop)
        end, noted = end + 1, False
    elif not figure.scale:
        figure.scale_by(second.scale, stop)
    elif not second.scale and second.size < _UNSCALED:
        second.scale_by(figure.scale, second.stop)
    apart = not figure.size <= _ALIKE * second.size <= _ALIKE * _ALIKE * figure.size
    alike = figure.size <= 2 * second.size <= 4 * figure.size
    least = _NO_NOTE[alike or kinds[figure.first] is K.MAJOR]
    if noted and not negative and (second.coefficient < least or apart):
        if figure.scale and tokens.printed(stop, first) == "(":
            raise UnreadableError("no_unit", stop, second.stop)  # EUR 19 million (5)
        return stop
    second.measure(figure.shape, end, figure.unit, figure.unit_power, figure.factor)
    second.candidates, second.bound = figure.candidates, bound
    if negative:
        second.negate(stop, end)
    if aside:
        second.first = stop
    else:
        figure.range, second.range = "low", "high"
    figure.unit = priced(a, second).unit
    a.figures.append(second)
    return second.stop


def _letter(a: Assembly, figure: Figure, stop: int) -> Figure | None:
    """Read 12m tonnes and 24k units: the letter is a scale where a unit follows it."""
    tokens, kinds, index = a.tokens, a.tokens.kinds, figure.first
    power, alone = tokens.values[stop]
    following = kinds[stop + 1]
    if not tokens.glued(stop) and following not in S.MEASURES:
        small = tokens.original[tokens.starts[stop]].islower()
        return figure.measure(K.UNIT, stop + 1, alone) if alone and small else None
    unit = following in S.UNITS or kinds[stop + 2] in S.NOUNS
    unit = unit or (following is K.LETTER and tokens.values[stop + 1][1])  # 1.9m t
    if unit and not figure.scale and following is not K.SCALE:
        end = figure.stop
        figure.scale_by(power, stop + 1)
        if with_unit(a, figure, stop + 1):
            return figure
        figure.scale_by(-power, end)
    whole = figure.power >= 0  # 12K碳纤维 is a name, "12.5m kgXS" is none
    named = whole and not alone and following in S.NAMES
    if named or (a.head and a.head[1] and not figure.scale):
        return None
    if alone:
        if following is K.PER:  # 3.6t per hectare
            return figure.measure(K.UNIT, stop + 2, f"{alone}/{tokens.values[stop + 1]}")
        return figure.measure(K.UNIT, stop + 1, alone)
    based = kinds[index - 1] in S.BASES + K.THAN and following is not K.END
    if based and (said := unit_said(a, index)):
        figure.scale_by(power, stop + 1)  # 50m tonnes, versus 47m a year ago
        return figure.measure(K.UNIT, stop + 1, *said)
    if whole and following not in K.END + S.LINKS and tokens.hyphenless(stop + 1):
        a.named[index] = "name"
        return None
    raise UnreadableError("letter", index, stop, tokens.printed(stop, stop + 1))


def _tenths(a: Assembly, figure: Figure, stop: int) -> Figure:
    """Read 三成, 三成五 and 一成半: the last character counts hundredths."""
    tokens, kinds = a.tokens, a.tokens.kinds
    one = tokens.values[stop] if kinds[stop] in K.NUMERAL + K.DIGITS else ""
    digit = int(one) if one in {*"123456789"} else tokens.words.digits.get(one)
    if digit is not None and kinds[stop + 1] not in S.UNITS:
        figure.add(digit, figure.power - 1)
        stop += 1
    elif kinds[stop] is K.HALF_AFTER:
        figure.add(5, figure.power - 1, printed=False)
        stop += 1
    return figure.measure(K.PERCENT, stop, power=-1)


def counted(a: Assembly, figure: Figure, stop: int) -> int:
    """Return where the counted noun after a number ends, or 0 where nothing is counted."""
    tokens, kinds, kind = a.tokens, a.tokens.kinds, a.tokens.kinds[stop]
    if kinds[figure.first - 1] in S.LABELS:
        return 0
    if figure.power < 0 and not figure.scale and a.is_named(figure.first):
        return 0  # Ubuntu 22.04 ships
    digits = figure.written is K.DIGITS
    few = not (digits or figure.scale) and figure.size <= _FEW
    if few and (figure.size == 1 or kinds[figure.first - 1] is K.THE):
        return 0  # 一个 and "one company" are articles; "the four firms" are known
    if kind is K.OF and kinds[stop + 1] is K.CLAUSE:
        return stop  # eight mines, six of which
    latin = kind is K.DIGITS or tokens.latin(stop)
    if digits and is_year(tokens.values[figure.first]) and not figure.scale:
        if latin or kind not in K.COUNT + K.GENERAL:
            return 0  # in 2020 companies
    if kind is K.GENERAL:
        return stop + 1 if not few or _noun(a, stop + 1, K.THING, 3) else 0
    if kind in K.COUNT + K.COUNTING and not (few and latin):
        return stop + 1
    if kind is K.CLASS and tokens.values[stop] and figure.scale >= 4:
        return stop + 1  # 1.2亿次
    characters = figure.written is K.NUMERAL and not figure.scale
    if kind is K.THING:
        return 0 if characters else stop + 1
    if not latin:
        far = far_noun(tokens.codes, stop) if figure.scale >= 4 else None
        return far.end() if far else 0  # 60万无电地区人口
    if kind is K.OF and kinds[stop + 1] is K.THE and kinds[stop + 2] not in S.NUMERALS:
        stop += 2 * digits  # 900 of its shops
    if kind in K.AND + K.OR:
        return 0  # by 6 and orders by 2 percent
    if characters or (tokens.glued(stop) and kind is not K.DASH):
        return 0  # 5G, 3D: letters glued to a number make a name of both
    return _noun(a, stop, K.THING if few else S.NOUNS, _MOST_BETWEEN)


def _noun(a: Assembly, stop: int, wanted: str, most: int) -> int:
    """Return where the first counted noun within `most` tokens ends, or 0."""
    tokens, kinds = a.tokens, a.tokens.kinds
    endings = tokens.words.lists["ending"]
    place = stop
    while place <= stop + most:
        kind = kinds[place]
        if kind in wanted:
            return place + 1
        if kind is K.WORD and K.COUNT in wanted and tokens.values[place].endswith(endings):
            if kinds[place + 1] not in S.NOUNS:
                return place + 1
        if kind is K.DIGITS and kinds[place + 1] in K.WORD + K.LETTER:
            # 5,600 5G base stations: a name among the adjectives.
            if not tokens.glued(place + 1):
                return 0
            place += 1
        elif kind is K.DIGITS and K.DASH in kinds[place + 1 : place + 3]:
            if kinds[place + 1] not in S.MEASURED and kinds[place + 2] not in S.MEASURED:
                return 0
            place += 2  # 60-kg bags, 60kg-bags
        elif kind is K.CODE and K.AND in kinds[stop:place]:
            return 0  # 737-800 and A320 jets
        elif kind is K.COMMA:
            # large, medium and small plants: only between adjectives
            if place == stop or kinds[place + 1] is not K.WORD:
                return 0
        elif kind not in S.BETWEEN and not (kinds[place - 1] is K.DASH and place > stop):
            return 0
        place += 1
    return 0
