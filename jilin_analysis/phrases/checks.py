"""What makes a figure unreadable, and what is a sign: looked for beside each number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .kinds import K, S, pattern
from .numbers import Figure
from .reading import UnreadableError, reasons

if TYPE_CHECKING:
    from .assembly import Assembly

# a negative margin of 3 percent, negative price/mix of 1.9 %
_MOST_NAMED: Final = 5
_OF_NEGATIVE: Final = pattern("(?:NAMES|SHARES|noun|worth|one_word|count|slash)+negative").match
# Kana and Hangul: their grammar may say anything of a figure.
_FOREIGN: Final = re.compile("[\u3040-\u30ff\uac00-\ud7a3]").match
_GROUP: Final = re.compile(r"\d{3}(?!\d)").match
# 12:5 tonnes, 1?4 tonnes, 2[...]6 tonnes, 3/.5 percent, a letter for a digit; and 6%.2
_EDGE_BEFORE: Final = re.compile(
    r"(?:(?<![A-Za-z\d])\d{1,2}[:?]|\d\[[^\]\d]*\]|\d/\.|(?<!\S)(?!c\.)[a-z]\.)\Z"
).search
_EDGE_BEHIND: Final = re.compile(r"(?<=[%％])\.\d").match
_EDGE_REACH: Final = 12
_TORN: Final = reasons("after_number")
# Tokens after which a bracket that was opened stays open.
_MOST_INSIDE: Final = 40
# One character alone is a mark, or a letter.
_SINGLE: Final = {K.TEXT: K.BROKEN_MARK, K.WORD: K.LETTER}


def check_number(a: Assembly, figure: Figure) -> None:
    """Refuse what stands between a numeral and its unit and belongs to neither.

    `after_number` in `reasons.csv` sees the token before the number, the last of the number and
    those after it; ~ stands before each that is glued to the one before.
    """
    tokens, kinds, index, stop = a.tokens, a.tokens.kinds, figure.first, figure.stop
    before, lead = kinds[index - 1], kinds[index - 2]
    if before is K.COMMA:
        glued = tokens.glued(index)
        if lead is K.DIGITS and tokens.glued(index - 1) and _GROUP(str(tokens.values[index])):
            torn = kinds[index - 3] in S.MEANT + S.BOUND and kinds[stop] in S.MEASURES
            if glued or torn or (tokens.hyphenless(index - 3) and kinds[stop] in S.UNITS):
                # 63，485.28, 218, 510 tonnes, 销量63, 485辆
                raise UnreadableError("separators", index - 2, index)
        if glued and kinds[index] is K.DIGITS and not tokens.glued(index - 1):
            if tokens.text[tokens.starts[index - 1]] == ",":
                raise UnreadableError("separator", index - 1, stop - 1)  # of ,500 million
    elif before is lead is K.OPEN and tokens.glued(index - 1):
        if kinds[index : index + _MOST_INSIDE].count(K.CLOSE) < len("()"):
            raise UnreadableError("brackets", index - 2, stop)  # ((3.4) million
    if kinds[stop] in S.HARMLESS and before is not K.STOP:
        return
    if before is K.STOP and tokens.glued(index):
        begins = not tokens.glued(index - 1) or lead in S.SIGNS + K.OPEN
        measured = kinds[stop + (kinds[stop] is K.CLOSE)] in S.MEASURES
        if begins and measured and tokens.text[tokens.starts[index] - 1] == ".":
            raise UnreadableError("point", index - 1, stop)
    seen = before + tokens.codes[stop - 1]
    for place in range(stop, stop + 5):
        single = tokens.ends[place] - tokens.starts[place] == 1
        kind = _SINGLE.get(kinds[place], kinds[place]) if single else kinds[place]
        seen += "~" * tokens.glued(place) + kind
    if found := _TORN(seen):
        last = stop - 3 + len(found[0].replace("~", ""))
        raise UnreadableError(str(found.lastgroup), index, last)


def check_figure(a: Assembly, figure: Figure) -> None:
    """Refuse a unit said twice, a range without its end, and figures run together."""
    tokens, kinds, stop = a.tokens, a.tokens.kinds, figure.stop
    kind, after = kinds[stop], kinds[stop + 1]
    _check_edges(a, figure)
    if kind not in S.TROUBLE:
        return
    if kind is K.TEXT and _FOREIGN(tokens.text[tokens.starts[stop]]):
        raise UnreadableError("foreign", figure.first, stop - 1)
    if kind in K.TO + K.DASH + K.AND and after is K.END:
        if kind is not K.AND or kinds[figure.first - 1] is K.FROM:
            raise UnreadableError("range", figure.first, stop)
    if kind is kinds[stop - 1] is K.UNIT:
        if tokens.values[stop] == tokens.values[stop - 1]:
            raise UnreadableError("twice", stop - 1, stop)
        raise UnreadableError("unknown", figure.first, stop)  # 5 tons yards
    if figure.shape is K.PERCENT:
        if kind in K.NUMERAL + K.SCALE and after is K.CURRENCY:
            raise UnreadableError("together", figure.first, stop + 1)  # 5 percent亿元
        if kind is K.CURRENCY and tokens.glued(stop):
            raise UnreadableError("together", figure.first, stop)  # 3亿%元
    if kind is K.SLASH and after is K.CURRENCY and kinds[stop + 2] in S.PRICES:
        raise UnreadableError("twice", figure.first, stop + 1)  # 8 yuan/dollars per tonne
    if kind is K.DIGITS and figure.shape is after is K.PERCENT and tokens.glued(stop):
        raise UnreadableError("together", figure.first, stop + 1)


def _check_edges(a: Assembly, figure: Figure) -> None:
    """Refuse what is torn at the edge of a figure, and a second currency in front of it."""
    tokens, before, stop = a.tokens, figure.first - 1, figure.stop
    start, end = tokens.starts[figure.first], tokens.ends[stop - 1]
    if _EDGE_BEFORE(tokens.text, max(0, start - _EDGE_REACH), start):
        raise UnreadableError("separators", before, stop - 1)
    if _EDGE_BEHIND(tokens.text, end):
        raise UnreadableError("separators", figure.first, stop)
    if tokens.kinds[before] is tokens.kinds[before + 1] is K.CURRENCY and tokens.glued(before + 1):
        if tokens.values[before] != tokens.values[before + 1]:
            raise UnreadableError("twice", before, stop - 1)  # €¥20亿


def take_sign(a: Assembly, figure: Figure) -> None:
    """Read a printed sign, unless the dash before the figure joins it to another word."""
    tokens, kinds = a.tokens, a.tokens.kinds
    before = figure.first - 1
    kind, lead = kinds[before], kinds[before - 1]
    if kind is K.OPEN:
        _take_brackets(a, figure)
    elif kind is K.CLOSE:  # (-)0.5%
        if lead in S.DASHES and kinds[before - 2] is K.OPEN and tokens.glued(figure.first):
            figure.negate(before - 2, figure.stop)
    elif kind is K.NEGATIVE:
        figure.negate(before, figure.stop)
    elif kind is K.AFTER_OVER and lead is K.OPEN and figure.shape is K.PERCENT:
        figure.first, figure.signed = before, True  # (plus 12 percent)
    elif kind is K.OF:
        if _OF_NEGATIVE(tokens.codes[max(0, before - _MOST_NAMED) : before][::-1]):
            figure.negate(figure.first, figure.stop)
    elif kind is K.PLUS_MINUS:
        raise UnreadableError("either", before, figure.stop - 1)
    # 同比 - 17.7%, the effect was – 6 %
    apart = (lead in S.CMP and tokens.hyphenless(before - 1)) or lead is K.BE
    if kind not in S.SIGNS or not (tokens.glued(figure.first) or lead is K.OPEN or apart):
        return
    glued, doubled = tokens.glued(before), kind is K.DOUBLE_DASH
    torn = doubled and (not glued or lead in S.CHANGES)
    if torn or (figure.signed and kind is not K.DASH):
        raise UnreadableError("signs", before, figure.stop - 1)
    if doubled:
        return
    if glued and lead in S.DASHES + K.PLUS:
        if kind is not K.DASH or tokens.values[before] == tokens.values[before - 1]:
            raise UnreadableError("signs", before - 1, figure.stop - 1)
        return
    last = a.waiting[-1] if a.waiting else a.figures[-1] if a.figures else None
    if last is not None and last.stop == before:
        if glued or (kind is K.DASH and last.size <= figure.size):
            return  # 5000万元-7000万元 is a range
    if glued and kind is not K.MINUS and lead not in S.BEFORE_SIGN and not _is_sign(a, figure):
        return
    printed = tokens.text[tokens.starts[before]]
    if figure.signed or (kind is K.DASH and printed not in "-–‑"):
        figure.bound = "~" if printed == "~" else figure.bound
        return
    if glued and kind is K.DASH and not tokens.hyphenless(before - 1) and lead in S.BOUND + K.TO:
        return  # a near-5% rise
    if kind is K.PLUS:
        figure.first, figure.signed = before, True
    else:
        figure.negate(before, figure.stop)


def _is_sign(a: Assembly, figure: Figure) -> bool:
    """Tell whether what is glued to a Chinese word is a sign: these have no hyphens."""
    tokens = a.tokens
    before = figure.first - 2
    if not tokens.hyphenless(before):
        return False
    last = tokens.text[tokens.ends[before] - 1]
    if figure.shape in K.PERCENT + K.POINTS:
        return tokens.kinds[before] is not K.NUMERAL
    if last in tokens.words.lists["before_minus"]:
        return True
    return tokens.kinds[before] in K.RATIO + K.LOSS + K.ONE_WORD


def _take_brackets(a: Assembly, figure: Figure) -> None:
    """Read (12.8%) and ($1.2 million) as accountants print what is below zero."""
    tokens, kinds = a.tokens, a.tokens.kinds
    before = figure.first - 1
    lead = kinds[before - 1]
    if figure.signed or figure.bound != "=" or lead not in S.BEFORE_BRACKET:
        return
    closed = kinds[figure.stop] is K.CLOSE and tokens.glued(figure.stop)
    rest = kinds[figure.stop : figure.stop + _MOST_INSIDE]
    if tokens.text[tokens.starts[before]] == "(" and K.CLOSE not in rest and lead in S.MEANT:
        raise UnreadableError("brackets", before, figure.stop - 1)  # growth was (5.2%
    if not closed or tokens.text[tokens.starts[before]] != "(":
        return
    if lead is K.END and kinds[figure.stop + 1] is not K.END and a.figures:
        return
    figure.negate(before, figure.stop + 1)
