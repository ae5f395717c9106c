"""One dictionary from printed word to (kind, meaning), built from the tables of words.

Where two tables hold a word, the later line here wins: the order below is the grammar's decision
which reading is the usual one in economic news.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from . import units as u
from . import words_en as en
from . import words_zh as zh

Entry = tuple[str, Any]


def _build() -> dict[str, Entry]:
    lexicon: dict[str, Entry] = {}

    def add(kind: str, meaning: Any, forms: str | Iterable[str]) -> None:
        for form in forms.split("|") if isinstance(forms, str) else forms:
            lexicon[form] = (kind, meaning)
            if " " in form:
                lexicon[form.replace(" ", "-")] = (kind, meaning)

    add("name", None, en.NAMES)
    add("name", None, zh.NAMES)
    add("function", None, en.FUNCTION_WORDS)
    add("particle", None, en.PARTICLES)
    add("particle", None, zh.PARTICLES)
    add("reach", None, en.REACHES)
    add("reach", None, "达到|为|实现")
    add("label", None, en.LABELS)
    add("label", None, zh.LABELS)
    add("label", "month", en.MONTHS)
    for table in (en.BOUNDS, zh.BOUNDS):
        for bound, forms in table.items():
            add("bound", bound, forms)
    for sign, word_class, forms in (*en.DIRECTIONS, *zh.DIRECTIONS):
        add("direction", (sign, word_class), forms)
    for sign, forms in zh.DIRECTIONS_TO:
        add("direction", (sign, "to"), forms)
    for table in (en.PERIODS, zh.PERIODS):
        for comparison, forms in table.items():
            add("period", comparison, forms)
    for table in (en.COMPARISONS, zh.COMPARISONS):
        for comparison, forms in table.items():
            add("comparison", comparison, forms)
    add("reference", None, en.REFERENCES)
    add("reference", None, zh.REFERENCES)
    add("share", "share", (*en.SHARES.split("|"), *zh.SHARES.split("|")))
    add("share", "level", (*en.QUOTED_RATES.split("|"), *zh.QUOTED_RATES.split("|")))
    add("share", "contribution", en.CONTRIBUTIONS)
    add("loss", True, (*en.LOSSES.split("|"), *zh.LOSSES.split("|")))
    add("loss", False, en.GAINS_NOT_LOSSES)
    for table in (en.BOUNDS_AFTER, zh.BOUNDS_AFTER):
        for bound, forms in table.items():
            add("after", bound, forms)
    # 多 after a numeral is a bound (70多亿), before one a direction (比上年多200元).
    add("more", (1, "verb"), "多")
    add("more", None, "余|来|几")
    for word, parts in (*en.MULTIPLES.items(), *zh.MULTIPLES.items()):
        add("multiple", parts, word)
    for word, parts in zh.FRACTIONS.items():
        add("fraction", parts, word)
    add("fraction", (1, 2), "half|one half|a half")
    for part, whole in en.FRACTION_PARTS.items():
        add("ordinal", whole, part) if part in en.ORDINALS else None
        for word in ("a", "one") if part != "half" else ():
            add("fraction", (1, whole), f"{word} {part}")
        for count, word in enumerate(("two", "three", "four", "five"), start=2):
            if count < whole:
                add("fraction", (count, whole), f"{word} {part}s")
    for word, rank in en.ORDINALS.items():
        add("ordinal", rank, word)
    for word, value in en.NUMBER_WORDS.items():
        add("number", value, word)
        if 2 <= value:
            add("fold", value, (f"{word}fold", f"{word} fold"))
    for scale, power in u.SCALES.items():
        add("scale", power, scale)
    add("count", None, (*u.COUNTED_EN.split("|"), *u.COUNTED_ZH.split("|")))
    add("time", None, en.TIMES_OF_DAY_AND_YEAR)
    add("time", None, zh.TIME_UNITS)
    add("years", None, zh.SPANS_OF_YEARS)
    for unit, mult, power, forms in u.MEASURES:
        add("unit", (unit, mult, power), forms)
    for unit, forms in u.SPANS:
        add("span", (unit, 1, 0), forms)
    for code, forms in u.CURRENCIES.items():
        add("currency", code, forms)
    add("percent", -2, u.PERCENT)
    add("percent", -3, u.PER_MILLE)
    add("percent_before", -2, "百分之")
    add("percent_before", -3, "千分之")
    add("percent_before", -1, "十分之")
    add("parts_of", None, "分之")
    add("tenths", None, "成")
    add("points", -2, u.POINTS)
    add("points", -4, u.BASIS_POINTS)
    add("times", None, "times|x|倍")
    add("fold_after", None, "fold")
    add("fan", None, "番")
    add("turn", None, "翻")
    add("nonnumber", None, "nan|inf|infinity|null|nil|∞")
    add("weak_reference", None, "from|on")
    add("by", None, "by")
    add("to", None, "to|到|至")
    add("from", None, "between|从|由|自|介于")
    add("of", None, en.OF_WORDS)
    add("of", None, zh.OF_WORDS)
    add("and", None, en.CONJUNCTIONS)
    add("and", None, zh.CONJUNCTIONS)
    add("annual", None, zh.ANNUAL)
    add("de", None, "的|之")
    add("dash", None, "-|–|—|~|～|−|--|——|到至|—")
    add("plus", None, "+")
    add("soft", None, ",|，|:|：")
    add("stop", None, ".|。|;|；|!|！|?|？|\n|…")
    add("open", None, '(|（|[|【|“|"|《|「')
    add("close", None, ")|）|]|】|”|》|」")
    add("slash", None, "/")
    add("point", None, "点")
    return lexicon


LEXICON: Final = _build()
# 高于 and 低于 are directions before what is compared, and bounds before a figure.
BOUND_WORDS: Final = frozenset("|".join(zh.BOUNDS.values()).split("|"))
