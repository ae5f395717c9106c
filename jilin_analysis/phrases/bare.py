"""What a bare number counts or measures, by the words around it; and where it lost its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from .kinds import K, S, pattern
from .numbers import Figure, is_year
from .reading import UnreadableError

if TYPE_CHECKING:
    from .assembly import Assembly

# How far back the noun may stand that a bare number counts, or behind it the plural.
_NEAR = 6
# From here on a bare number right after a noun counts it: 常住人口766579.
_MANY: Final = 10_000
# From here on a number behind a verb measures something, unless it is a year.
_LARGE: Final = 1000
# Symbols of units, which before a number are letters of a name: GB 50016, L 141.
_SHORT: Final = 2
# Letters before an amount that may be money: sales of Bt 4 million.
_CODE: Final = 4
# What a figure may be in, beside which a number of millions is a count.
_UNMEASURED = "count", "ratio", "percentage_point"
# 12,500 and 12 500 are no year, name or note.
_PARTED: Final = re.compile(r"\d[, ]\d").search
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


def settle(a: Assembly, figure: Figure) -> int:
    """Read a bare number where the words around it say what it counts."""
    tokens, kinds, index, stop = a.tokens, a.tokens.kinds, figure.first, figure.stop
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
        if kinds[a.nearest(index, S.VERBS)] is K.VERB_DOWN:
            figure.parts = figure.size.as_integer_ratio()[::-1]
        return a.keep(figure.measure(K.MULTIPLE, stop))
    later = _LATER(tokens.codes, stop) if before in K.BY and not figure.scale else None
    if later:
        last = later.end() - 1
        told = "percentage_point" if kinds[last] is K.POINTS else "ratio"
        return a.keep(figure.measure(kinds[last], stop, told, tokens.values[last]))
    if a.head and a.head[1] and digits and kind not in K.TIME + K.CLASS:
        unit = (a.head[1],)
        figure.scale_by(0 if figure.scale else a.head[0], stop)
    elif (digits or figure.scale) and (kind in S.CLOSES + S.adj or before is K.COUNTING):
        named = before is K.OPEN and figure.power == 0  # the price index (328)
        if not (figure.scale or named) and a.nearest(index, K.INDEX) >= 0:
            unit = ("index",)
        elif figure.scale >= 3 and not (kind is K.DASH and tokens.glued(stop)):
            lead = tokens.printed(index - 1, index)
            glued = tokens.latin(index - 1) and tokens.glued(index)  # L4.5bn
            code = lead[:1].isupper() and lead.isalpha() and len(lead) <= _CODE
            code = code and kinds[index - 2] in S.MEANT + S.BASES
            if glued or code or (before in K.WORD + K.THE and sum(map(str.isupper, lead)) > 1):
                raise UnreadableError("unknown", index - 1, stop - 1)  # XYZ 75 billion
            unit = unit_of_scaled(a, figure)
        elif digits and figure.power >= 0:
            unit = _unit_of_digits(a, figure)
    elif digits and not figure.scale and _TOLD(tokens.codes, stop):
        of = kinds[index - 1 - (before in S.DASHES)] in S.TOLD_OF
        word = tokens.printed(stop, stop + 1)
        if of and a.nearest(index, K.INDEX) >= 0 and not tokens.words.plural(word):
            unit = ("index",)  # the index was below the average of 54 seen in May
    elif figure.scale >= 3 and kind is K.WORD and not tokens.glued(stop):
        spelt = kinds[stop + 1] is K.CURRENCY and tokens.latin(stop + 1)
        if spelt or any(code in S.MEASURED + K.DASH for code in kinds[stop : stop + 4]):
            raise UnreadableError("unknown", index, stop)  # 32 billion seat-kilometres
        word = tokens.printed(stop, stop + 1)
        if sum(map(str.isupper, word)) > 1:
            raise UnreadableError("unknown", index, stop)  # 1.4 million CGTs
        if tokens.words.plural(word):
            raise UnreadableError("unknown_noun", index, stop, word)
        unit = unit_of_scaled(a, figure)
    if unit:
        return a.keep(figure.measure(K.UNIT, stop, *unit))
    if digits:
        _check_noun(a, figure)
    return stop


def _unit_of_digits(a: Assembly, figure: Figure) -> Unit:
    """Return what a bare whole number counts or measures, as was said before it."""
    kinds, index = a.tokens.kinds, figure.first
    kind, before = kinds[figure.stop], kinds[index - 1]
    last = a.figures[-1] if a.figures else None
    to = before is K.TO and last and last.stop == index - 1 and last.unit == "count"
    by = index - 1
    while kinds[by] in S.SMALL + S.BOUND and by > index - _NEAR:
        by -= 1
    verb = by - 1
    while kinds[by] in K.OF + K.BY and kinds[verb] in S.WHEN and verb > by - _NEAR:
        verb -= 1
    changed = kinds[by] in K.OF + K.BY and kinds[verb] in S.CHANGES
    changed = changed or (before in S.verb and kind in S.AFTER_CHANGE)
    changed = changed or bool(_CHANGED(a.tokens.codes, figure.stop))
    # New orders totaled 4,567: what is counted was said before.
    place = a.nearest(index, S.NOUNS, _NEAR)
    named = before in K.BE + K.REACH + K.TO and place >= 0
    named = named and (kinds[place] is K.THING or a.tokens.latin(place))
    named = named or (before is K.THING and figure.coefficient >= _MANY)
    counting = a.nearest(index, K.COUNTING)
    stated = before in K.BE and a.tokens.latin(counting)  # numbers rose 5% and were 7943
    if last and last.unit != "count" and last.first > counting and not stated:
        counting = -1  # 从业人数693万人,增速较1-9月回落: what it counts was said
    if changed or named or to or counting >= 0:
        return _COUNT
    # 30,000 tonnes, against 28,000; firms: 12,500; 300 dealers, 20 more than in 2019
    if _PARTED(str(a.tokens.values[index])):
        return _unit_told(a, figure)
    said = (before is K.COMMA and kind in S.BEYOND) or _is_part(a, index)
    said = said or (before in S.BASES and last is not None and last.unit == "count")
    return unit_said(a, index) if said else ()


def unit_of_scaled(a: Assembly, figure: Figure) -> Unit:
    """Return what a bare number of millions counts or is worth."""
    kinds, index = a.tokens.kinds, figure.first
    unit = _unit_told(a, figure)
    if unit or (not index and kinds[figure.stop] is not K.WORD):
        return unit or _COUNT
    last = next((one for one in a.figures[::-1] if one.shape is K.UNIT), figure)
    measured = last.unit and last.unit not in _UNMEASURED
    measured = measured and K.STOP not in kinds[last.stop : index]
    # fell to 19 billion of an unknown money from 20 billion
    measured = measured or _lost(a, index)
    # to 650 million from 616 million litres
    ahead = kinds[figure.stop + 1 : figure.stop + 5] if kinds[figure.stop] in S.BASES else ()
    measured = measured or any(kind in S.MEASURED + S.MONEY for kind in ahead)
    # What inflows come to, "1.02 billion in May", need not be a count.
    of_what = S.BARE + K.WORD + S.TIMING * (kinds[index - 1] in S.BEFORE_TOTAL)
    if measured or kinds[figure.stop] in of_what:
        raise UnreadableError("unknown", index, figure.stop - 1)
    return _COUNT


def _unit_told(a: Assembly, figure: Figure) -> Unit:
    """Return the unit that the figure before says, or the noun of what is counted or owned."""
    kinds, index = a.tokens.kinds, figure.first
    if unit := unit_said(a, index):
        return unit
    place = a.nearest(index, S.NOUNS + K.COUNTING + K.WORTH)
    for one in reversed(a.figures[-8:]):
        if one.stop > place and (one.first < place or one.unit not in _UNMEASURED):
            return ()
    if kinds[place] is K.WORTH:
        bare = figure.scale and kinds[figure.stop] in S.BARE + K.OPEN
        return (a.tokens.values[place],) if bare else ()
    near = place >= index - 2 or kinds[place] is K.COUNTING or a.tokens.latin(place)
    return _COUNT if place >= 0 and near else ()


def unit_said(a: Assembly, index: int) -> Unit:
    """Return the unit of "from 1.8 million": that of the figure it is compared with."""
    kinds = a.tokens.kinds
    place = index - 1 - (kinds[index - 1] is K.BY)
    while kinds[place] in S.BEFORE_SAID:
        place -= 1
    last = a.figures[-1] if a.figures else None
    listed = last and (
        last.stop == place
        or (kinds[place] is K.AND and kinds[last.first - 1] in S.AFTER_SAID + K.BY)
    )
    again = kinds[place] in K.AND + K.CLAUSE and kinds[index - 1] in S.CHANGES + K.BY
    told = kinds[index - 1] in S.PARTICLE or kinds[place] in S.AFTER_SAID
    part = _is_part(a, index)
    if part or ((told or listed or again) and not _lost(a, index)):
        for figure in reversed(a.figures[-3:]):
            if not part and _APART(a.tokens.codes, figure.stop, index):
                break
            joined = kinds[figure.stop - 2] is K.DASH  # 300 bags of 60-kg
            if figure.shape is K.UNIT and not joined:
                return figure.unit, figure.unit_power, figure.factor
    return ()


def _is_part(a: Assembly, index: int) -> bool:
    """Tell whether a number is told as part or sum of one before: of which, including."""
    since = slice(a.figures[-2:][0].stop if a.figures else index, index)
    return _PART in a.tokens.values[since] or K.OF + K.CLAUSE in a.tokens.codes[since]


def _lost(a: Assembly, index: int) -> bool:
    """Tell whether a figure between the last one and this number was refused."""
    refused = a.refusals[-1].last if a.refusals else -1
    since = max(refused, a.figures[-1].stop if a.figures else 0)
    return refused >= since and K.STOP not in a.tokens.kinds[since:index]


def measures(a: Assembly, figure: Figure) -> bool:
    """Tell whether a number behind a verb can hardly be a name: a decimal, or a large one."""
    year = is_year(a.tokens.values[figure.first])
    return figure.power < 0 or (figure.size >= _LARGE and not year)


def _check_noun(a: Assembly, figure: Figure) -> None:
    """Refuse digits before a word that is no known unit: 3 bushels of it."""
    tokens, kinds, index, stop = a.tokens, a.tokens.kinds, figure.first, figure.stop
    kind, before = kinds[stop], index - 1
    while kinds[before] in S.SMALL + S.BOUND + S.SIGNS:
        before -= 1
    moved = kinds[before] in S.MOVED + S.STATED * (figure.power < 0)
    if kinds[index - 1] in S.BOUND:
        moved = tokens.text[tokens.starts[index - 1]].isalpha()  # "< 1 … 8" turns pages
    if kinds[before] in S.BASES + K.TO + K.BY:
        moved = a.nearest(before, S.MOVED + S.noun, _NEAR) >= 0
    ranged = kind is K.TO and kinds[before] in S.BASES  # rose from 6.1 to 6.8
    ranged = ranged or (figure.power < 0 and kind in K.LETTER + K.PREFIX)  # to 5.2 US gallons
    stated = moved or kinds[before] in S.STATED
    if stated and measures(a, figure) and kind is K.TEXT and tokens.glued(stop):
        raise UnreadableError("unknown", index, stop)  # 产量达到5.2石
    if (moved and (ranged or kind in S.ENDED)) or (kind in S.PRICES and not tokens.glued(stop)):
        raise UnreadableError("no_unit", index, stop - 1)
    named = kinds[index - 1] in K.END + K.STOP or a.is_named(index)
    if kinds[index - 1] is K.SLASH and tokens.glued(index) and kinds[index - 2] is K.DIGITS:
        return  # 26/11
    # A heading's 1.2 is none.
    led = kinds[index - 1] is K.COLON and not tokens.glued(index) and kind in S.ENDED
    if led and figure.power < 0:
        raise UnreadableError("no_unit", index, stop - 1)  # times: 0.61 (1.19)
    inner = figure.power < 0 and not named and kind in K.WORD + S.PARTICLE + K.LETTER
    last = stop  # 75 tourist ski resorts
    while kinds[last] is kinds[last + 1] is K.WORD and last < stop + _NEAR:
        last += 1
    words = tokens.printed(stop, last + 1)
    common = filter(str.islower, words.split())
    plural = kind is K.WORD and any(map(tokens.words.plural, common))
    plural = plural and not (a.is_named(index) and figure.power < 0)  # Ubuntu 22.04 ships
    if (inner or plural) and not tokens.glued(stop):
        raise UnreadableError("unknown_noun", index, last, words)
    if figure.scale and kind in S.AFTER_SCALED:
        raise UnreadableError("unknown", index, stop)
    # 1-9月, the 50 mark, (12) and 53:47 are a date, a mark, a note and a score.
    said = [one.stop for one in a.figures[-1:]]
    said += [one.last + 1 for one in a.refusals[-1:] if one.key == "no_unit"]
    lost = said and K.STOP not in kinds[max(said) : index]
    named = kinds[index - 1] in S.NAMED_BY and (figure.power == 0 or tokens.glued(index))
    named = named or (kind is K.TO and kinds[stop + 2] in K.MONTH + K.TIME)  # 1至9月
    lost = lost and not named and kind not in S.NAMING  # (neg: 2.8) is lost
    if lost or (_PARTED(str(tokens.values[index])) and kind is not K.ORDINAL_END):
        raise UnreadableError("no_unit", index, stop - 1)
