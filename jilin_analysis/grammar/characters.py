"""Characters before words: refuse what no printed text holds, fold widths and scripts.

Every fold replaces one character by one, so that places in the folded text are places in the
original.
"""

from __future__ import annotations

import re
from typing import Final

from .refusal import NormalizationError

# Control characters, lone surrogates and bidirectional controls never print, so a figure around
# them does not say what it shows.
_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
# Joiners and replacement characters occur in copied text; inside a number they hide a digit.
_HIDDEN_IN_NUMBER: Final = re.compile(
    "[0-9０-９][\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufffd\u0300-\u036f]+[.,]?[0-9０-９%％]"
)
# A line ends anywhere; only a paragraph ends what is said of a figure.
_BLANK: Final = re.compile(r"[^\S \n]|\n(?!\s*\n)")
# In full-width setting the comma between digits is full-width too: ８，０００吨.
_WIDE_GROUPS: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
# Digits of other scripts, superscripts and circled digits glued to an ordinary one.
_FOREIGN_DIGITS: Final = re.compile(
    "[0-9０-９][\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u24ff\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]"
    "|[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]"
)

_TRADITIONAL: Final = (
    "増減億萬兩點個長減幅擴漲跌較約過達數餘噸項條臺輛戶間種類處筆張顆頃畝畝車產業資進貿額總營"
    "鎖銷歐韓幣鎊盧台換環與從佔佔佔倍壹貳參肆陸柒捌玖廠際請給實現歲號屆間縮緩軟窄滑萎雙翻"
    "單價門據極將僅遠標準櫃運價綠電級華維學體壓積節億貸負債虧損淨淨凈繼續續續紡織纖粘"
    "導緊緩縣鄉鎮區圍為爲於後來幾乎東廣塊圓國過頭隻雙艘對匹棟間張萬佔備擬預計際約仟佰拾團組織權"
    "貢獻趨縮緊減貶值繳稅費稅勞務農業廳別衝擊拖積與及飆銳驟躍擴張報購進儲採經採購鐵貨銀財關"
)
_SIMPLIFIED: Final = (
    "增减亿万两点个长减幅扩涨跌较约过达数余吨项条台辆户间种类处笔张颗顷亩亩车产业资进贸额总营"
    "锁销欧韩币镑卢台换环与从占占占倍壹贰叁肆陆柒捌玖厂际请给实现岁号届间缩缓软窄滑萎双翻"
    "单价门据极将仅远标准柜运价绿电级华维学体压积节亿贷负债亏损净净净继续续续纺织纤粘"
    "导紧缓县乡镇区围为为于后来几乎东广块元国过头只双艘对匹栋间张万占备拟预计际约仟佰拾团组织权"
    "贡献趋缩紧减贬值缴税费税劳务农业厅别冲击拖积与及飙锐骤跃扩张报购进储采经采购铁货银财关"
)
_FOLD: Final = {
    **dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True)),
    **{0xFF10 + n: str(n) for n in range(10)},
    **{ord(wide): narrow for wide, narrow in zip("％．＋－＄￥", "%.+-$¥", strict=True)},
    **{0xFF21 + n: chr(97 + n) for n in range(26)},
    **{0xFF41 + n: chr(97 + n) for n in range(26)},
    ord("\u2010"): "-",
    ord("\u2011"): "-",
    ord("\u2212"): "-",
    ord("’"): "'",
    **{n: chr(n + 32) for n in range(65, 91)},
}


def fold(text: str) -> str:
    """Return `text` in half-width, lower-case, simplified characters, place by place.

    Raises
    ------
    NormalizationError
        The text is blank, or holds characters that cannot stand in a printed figure.
    """
    if not text or text.isspace():
        raise NormalizationError("the text is empty", text)
    folded = text
    if not text.isprintable():
        _refuse(text, _FORBIDDEN, "a character that is never printed")
        folded = _BLANK.sub(" ", text)
    if text.isascii():
        return folded.lower()
    _refuse(text, _HIDDEN_IN_NUMBER, "an invisible character inside a number")
    _refuse(text, _FOREIGN_DIGITS, "digits of two scripts or a raised digit in a number")
    return _WIDE_GROUPS.sub(",", folded).translate(_FOLD)


def _refuse(text: str, pattern: re.Pattern[str], reason: str) -> None:
    if found := pattern.search(text):
        raise NormalizationError(reason, text, found.start(), found.end())
