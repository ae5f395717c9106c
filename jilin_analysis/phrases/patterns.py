"""What a figure means, as an ordered table: the first row whose two sides match says it.

`left` is matched against the words before the figure, nearest first; `right` against those after
it, nearest first too. Both name kinds of tokens; `direction` stands for both of its signs, and the
sign of the one in round brackets is what a row may take over. Figures that are read already stand
in the words as what they turned out to be (`grew`, `part`, `amount`). Capitals are sets, listed
below. Each row names two phrases that it is for.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .figure import Shape
from .kinds import Kind

_PAIRS: Final = (
    "verb", "noun", "adj", "of_adj", "rate", "drag", "pace", "speed", "into", "loss_verb",
    "exceeds", "short",
)  # fmt: skip
_SETS: Final = {
    "BOUND": "bound_over bound_from bound_under bound_upto bound_about",
    "AFTER": "after_over after_from after_upto after_about more plus",
    "CMP": "yoy mom qoq since years",
    "PERIOD": "last_year last_month last_quarter other_base",
    "QUIET": "BOUND AFTER CMP particle article by of de plus dash each half_after open",
    "ROLE": "to from from_weak",
    "LINK": "and or comma dash to minus open",
    "FIGURE": "grew shrank part up_points down_points amount change_up change_down manifold",
    "RAW": "percent points unit times fraction multiple",
    "BREAK": "comma stop colon clause FIGURE",
    "MOVES": "verb noun rate drag pace speed into loss_verb exceeds",
    "SHARES": "share ratio level index contribution",
    "ANYDIR": "MOVES adj of_adj",
    # What may stand in a clause besides what is looked for
    "NEAR": "^ BREAK",
    "REST": "^ BREAK MOVES SHARES loss",
    "PLAIN": "^ BREAK MOVES SHARES loss be reach to from from_weak of",
    "SENTENCE": "^ stop",
}


def _members(name: str) -> str:
    """Return the codes of a set or a kind; `direction` pairs give both signs."""
    if name in _SETS:
        words = _SETS[name].split()
        return "".join(_members(word) for word in words if word != "^")
    if name in _PAIRS:
        names = [name, "yoy_verb", "mom_verb"] if name == "verb" else [name]
        return "".join(k for k in Kind if k.word.rpartition("_")[0] in names and k.word[-1] in "pn")
    return Kind[name.upper()]


def _translate(pattern: str) -> re.Pattern[str]:
    """Turn the names of a pattern into classes of codes."""

    def replace(found: re.Match[str]) -> str:
        name = found.group()
        negated = "^" if _SETS.get(name, "").startswith("^") else ""
        return f"[{negated}{_members(name)}]"

    return re.compile(re.sub("[A-Za-z_]+", replace, pattern).replace(" ", ""))


class Row(NamedTuple):
    """One line of the table.

    `sign` is a number, or the side whose bracketed word gives it: "left", "right", "-left",
    "-right". `kind` of an amount that changes is "change". `ambiguous` names the readings that are
    possible, where there are several; the one taken comes first.
    """

    shapes: str
    left: str
    right: str
    kind: str
    sign: int | str
    phrases: tuple[str, str]
    ambiguous: tuple[str, ...] = ()


# A list goes on to the right: 33.1 percent and 32.7 percent more.
_ON = "(?:QUIET*LINK QUIET*{})*(?:CMP|dash|particle|article|AFTER|each)*"
_OWN = _ON.format("percent")
_OWN_TIMES = _ON.format("times")
_OWN_POINTS = _ON.format("points")
TABLE: Final = (
    # Percentages
    Row("percent", "", f"{_OWN}(adj|of_adj)", "growth", "right",
        ("8 percent higher than the 2019 level", "31%減った")),
    Row("percent", "", "close NEAR{0,3}(adj)", "growth", "right",
        ("1~3月(17・3%)までの前年同期割れ", "(17.3%) lower")),
    Row("percent", "QUIET*de QUIET*NEAR*into", "", "share", 1,
        ("降至上年的60%", "减少到原来的三成")),
    Row("percent", "(?!QUIET*(?:verb|rate|drag|noun))", f"{_OWN}(noun)", "growth", "right",
        ("a 6.8-percent contraction in Q1", "a 5 percent drop")),
    Row("percent", "(?!NEAR*(?:verb|noun|rate))", f"{_OWN}loss", "growth", -1,
        ("a 15.1-percent loss in May", "a 3 percent loss")),
    Row("percent", "(?!NEAR*(?:MOVES|SHARES))",
        f"{_OWN}(verb|short)(?:of|article|de|stop|close|comma|and|or|RAW|end|function|to|in|from_weak|CMP|than|clause|by|particle|PERIOD)", "growth", "right",
        ("(1.8%增)", "a 25 percent cut")),
    Row("percent", "(?:QUIET)*to noun", "", "share", 1,
        ("a decrease to around 1.5% of GDP", "a rise to 12 percent")),
    Row("percent", "QUIET*(?:ROLE|into)REST*(?:into|verb|pace|speed)?REST*(noun)", "", "growth",
        "left", ("growth slowed to 6.0 percent", "the decline narrowed to 3.2 percent")),
    Row("percent", "QUIET*(?:into|ROLE)PLAIN*(grew|shrank)QUIET*(?:ROLE|into)", "", "growth", "left",
        ("growth slowed from 6.8 percent to 6.0 percent", "增速由6.8%回落到6.0%")),
    Row("percent", "QUIET*(?:into|ROLE(?:verb|pace|speed))PLAIN*(?:comma|and)?PLAIN*(grew|shrank)",
        "(?!of)", "growth", "left",
        ("rose 5.4 percent, up from 3.2 percent in May", "增长5.4%,比上月回落到3.2%")),
    Row("percent", "QUIET*(?:ROLE|into|speed)REST*speed", "", "growth", 1,
        ("exports accelerated to 9 percent", "增速加快到9%")),
    Row("percent", "QUIET*(?:ROLE|into)", "(?:REST{0,3})(noun)", "growth", "right",
        ("expects flat to 3% growth", "set a target of up to 5 percent growth")),
    Row("percent", "QUIET*(?:into|ROLE)(?:NEAR|FIGURE)*(?:level|index)", "", "level", 1,
        ("cut the interest rate to 3.95%", "利率下调至3.95%")),
    Row("percent", "QUIET*ROLE QUIET*part", "", "share", 1,
        ("rose from 5.4% to 9.4%", "比重由12%提高到15%")),
    Row("percent", "QUIET*(?:into|ROLE)", "", "share", 1,
        ("the deficit will fall to 2 percent of GDP", "将16%的税率降至13%")),
    Row("percent", "QUIET*(short)", "", "growth", "left", ("同比降5%", "环比增3%")),
    Row("percent", "REST*noun NEAR*contribution", "", "share", 1,
        ("the contribution to growth was 82.5 percent", "对增长的贡献率为82.5%")),
    Row("percent", "(?:QUIET*by REST*|REST*)(?:noun|verb)REST*(drag)", "", "growth", "left",
        ("dragged down growth by 3 percent", "拖累增长3%")),
    Row("percent", "QUIET*by REST*noun REST*(verb|pace)", "(?!of)", "growth", "left",
        ("cut growth by 5 percent", "reduced its increase by 3 percent")),
    Row("percent", "REST*(verb|pace)REST*loss", "", "growth", "left",
        ("losses widened by 40 percent", "亏损收窄40%"), ("of the loss", "of the result")),
    Row("percent", "REST*(verb|drag|noun|pace|speed|loss_verb)(?!QUIET*(?:contribution))",
        "(?!of)", "growth", "left", ("exports rose by 8 percent", "增长17.1%")),
    Row("percent", "QUIET*(verb|drag|noun|pace|speed)", "of", "growth", "left",
        ("an increase of 5 percent of late", "cut 5 percent of jobs")),
    Row("percent", "", f"{_OWN}(exceeds|bound_over|bound_under)(?!RAW|end)", "growth", "right",
        ("5 percent above last year", "33.1 percent and 32.7 percent more than last year")),
    Row("percent", "QUIET*clause QUIET*(verb)", "", "growth", "left",
        ("increased with 5 percent", "fell with 3 percent")),
    Row("percent", "QUIET*or QUIET*comma?(?:PLAIN|in|amount|to|comma)*?(change_up|change_down|grew|shrank)", "",
        "growth", "left", ("rose 4.6 million barrels, or 1 percent", "减少24亿元或44%")),
    Row("percent", "open(change_up|change_down)", "", "growth", "left",
        ("5 tonnes (7%) more than last year", "fell by 4 t (5%)")),
    Row("percent", "QUIET*be(?:rank|numeral|digits|time|quarter|month|name|in|article|particle|ordinal)*comma?(grew|shrank)",
        "", "growth", "left", ("第二季成长5.2%,第三季为4.8%", "grew 5 percent in May, was 4 percent in June")),
    Row("percent", "REST*(rate)", "(?!of)", "growth", "left",
        ("拉动增长9.1%", "contributed 5 percent")),
    Row("percent", "REST*(?:level|index)", "", "level", 1,
        ("the PMI was 52 percent", "贷款利率为4.2%")),
    Row("percent", "REST*(?:share|ratio|contribution)", "", "share", 1,
        ("accounting for nearly 60 percent of the total", "占比68.0%")),
    Row("percent", "", "of", "share", 1,
        ("40 percent of China's exported cars", "60 percent of the total")),
    Row("percent", "", "(?:AFTER|CMP)*(?:de)?(?:NEAR){0,4}(noun)", "growth", "right",
        ("a 94.6 percent year-on-year growth", "5 percent annual growth")),
    Row("percent", "", "AFTER?de REST{0,4}(verb|noun)", "growth", "right",
        ("仍保持20%以上的较快增长", "8%的增长")),
    Row("percent", "QUIET*comma QUIET*(grew|shrank)", "QUIET*(?:and|comma(?:and)?)QUIET*percent",
        "growth", "left", ("grew by 4.1 percent, 4.7 percent and 5.8 percent", "增长5%,8%和9%")),
    Row("percent", "QUIET*(?:and|dash|minus|open)QUIET*(?:comma QUIET*)?(grew|shrank)", "", "growth", "left",
        ("grew 178.2 percent and 20.7 percent", "分别增长0.83%和0.81%")),
    Row("percent", "QUIET*LINK QUIET*part", "", "share", 1,
        ("67.2% and 74.4% of capacity", "分别占67.2%、74.4%")),
    Row("percent", "PLAIN*(?:and PLAIN*|PLAIN comma)PLAIN*(grew|shrank)", "(?!of|de)", "growth", "left",
        ("imports grew 5 percent and exports 8 percent", "进口增长5%,出口8%")),
    Row("percent", "QUIET*de PERIOD", "", "share", 1, ("为去年同期的85%", "相当于上年的三成")),
    Row("percent", "(?:PLAIN|be|reach)*?(?:CMP|than)", "", "growth", 1,
        ("同比85%", "on year 5 percent"), ("growth", "index")),
    Row("percent", "", "(?:CMP|from_weak PERIOD)", "growth", 1,
        ("85.8% year-on-year", "5 percent from a year earlier"), ("growth", "index")),
    Row("percent", "", "", "share", 1, ("the rest came to 31%", "其余为31%")),
    # Percentage points
    Row("points", "", f"{_OWN_POINTS}(adj|of_adj)SENTENCE*noun_down", "points", "-right",
        ("0.4 percentage points faster than the decline", "0.5 point slower than the drop")),
    Row("points", "REST*(?:noun_down)", f"{_OWN_POINTS}(adj|of_adj)", "points", "-right",
        ("the decline was 1.4 percentage points narrower", "the drop was 2 points smaller")),
    Row("points", "PLAIN*comma?PLAIN*shrank", f"{_OWN_POINTS}(of_adj)", "points", "-right",
        ("down 3.3 percent, 1.4 points narrower", "fell 5 percent, 2 points faster")),
    Row("points", "", f"{_OWN_POINTS}(adj|of_adj)", "points", "right",
        ("6.8 percentage points higher than the overall rate", "8.8ポイント下がった")),
    Row("points", "QUIET*(short)REST*noun_down", "", "points", "-left",
        ("降幅比上月减0.5个百分点", "跌幅升2个百分点")),
    Row("points", "QUIET*(short)", "", "points", "left",
        ("比上月高0.5个百分点", "低2个百分点")),
    Row("points", "REST*(pace|speed|verb)REST*noun_down", "", "points", "-left",
        ("降幅比1-2月份收窄12.4个百分点", "the decline narrowed by 4.2 points")),
    Row("points", "REST*(pace|of_adj)PLAIN*comma?NEAR*?shrank", "", "points", "-left",
        ("下降30.0%,收窄9.4个百分点", "declined 15.8 percent, narrowing 4.7 points")),
    Row("points", "(?!QUIET*(?:verb|drag|pace|speed))", f"{_OWN_POINTS}(noun)", "points", "right",
        ("a 2-percentage-point rise", "a 25-basis-point reduction")),
    Row("points", "", f"{_OWN_POINTS}(verb)(?:of|in|article|stop|close|comma|and|end|to)", "points",
        "right", ("a 25-basis-point cut", "a 50 bps cut in the rate")),
    Row("points", "REST*noun REST*(exceeds)", "", "points", "left",
        ("低于全国平均增速1.5个百分点", "高于全省增速(16.8%)0.73个百分点")),
    Row("points", "(?:QUIET*by)?NEAR*?(?:noun|verb)REST*(drag)", "", "points", "left",
        ("dragged down growth by 0.3 percentage points", "拖累GDP增长0.3个百分点")),
    Row("points", "QUIET*by REST*noun REST*(verb)", "", "points", "left",
        ("pushed down growth by 2 points", "lifted growth by 0.3 points")),
    Row("points", "(?:REST|SHARES|loss)*(verb|drag|pace|speed|rate|exceeds|noun|into)", "", "points",
        "left", ("down 2.0 percentage points", "回落4.5、4.2个百分点")),
    Row("points", "", "(bound_over|bound_under|exceeds)(?!RAW|end)", "points", "right",
        ("2 percentage points above the average", "0.3 points below May")),
    Row("points", "QUIET*LINK QUIET*(up_points|down_points)", "", "points", "left",
        ("down 0.3 and 0.5 percentage points", "分别回落4.5个、4.2个百分点")),
    Row("points", "", "NEAR{0,4}(noun)", "points", "right",
        ("2 percentage points of growth", "0.5 point annual rise")),
    Row("points", "", "", "points", 1, ("高于全省平均(16.8%)0.73个百分点", "2 percentage points")),
    # Amounts: what changed by them, what is lost, what there is
    Row("level", "", "(adj|of_adj|exceeds|bound_over|bound_under)NEAR*?(?:than|PERIOD|CMP)", "change",
        "right", ("300 yuan higher than a year earlier", "200 more than last year")),
    Row("level", "", "(bound_over|bound_under)(?:in|particle|article|function|year|year_ago)", "change",
        "right", ("1.31 trillion yuan more than in 2022", "200 fewer than that of May")),
    Row("level", "QUIET*(loss_verb)", "", "change", "-left", ("减亏1.2亿元", "增亏3000万元")),
    Row("level", "(?:CMP|particle|BOUND|of|by|plus)*(pace)REST*loss", "", "change", "-left",
        ("亏损扩大1.2亿元", "losses narrowed by 5 million yuan")),
    Row("level", "(?:QUIET|rate)*(?:verb|pace)article", "", "level", 1,
        ("an expanded EUR 25m programme", "a reduced 5 million yuan")),
    Row("level", "QUIET*or QUIET*comma?(grew|shrank)", "", "change", "left",
        ("down 1.2 percent, or 38.5 points", "up 3.2% or $45/oz quarter-on-quarter")),
    Row("level", "(?:CMP|particle|article|BOUND|of|by|plus|each)*(verb|pace|drag|noun|short)", "", "change",
        "left", ("比上年末减少85万人", "an increase of 200")),
    Row("level", "(?:QUIET|text|one_word|name|thing|ratio|short|and)*(verb)", "", "change", "left",
        ("减轻企业负担1500多亿元", "压减钢铁产能3000万吨")),
    Row("level", "QUIET*by REST*(verb|pace|drag)", "", "change", "left",
        ("increased its fleet by 20 vessels", "cut costs by 5 million yuan")),
    Row("level", "QUIET*(?:and|dash|open)QUIET*(change_up|change_down)", "", "change", "left",
        ("分别增加5万吨和3万吨", "up 5 million and 3 million yuan")),
    Row("level", "QUIET*dash QUIET*amount(?:REST|to)*loss", "", "level", -1,
        ("亏损3,000万元至4,500万元", "a loss of $5 million to $6 million")),
    Row("level", "QUIET*(?:to|into)(?:REST|pace|verb)*loss", "", "level", -1,
        ("losses narrowed to 1.2 billion yuan", "亏损扩大至3亿元")),
    Row("level", "QUIET*colon?(?:year|year_ago|time|numeral|digits|word){0,3}open amount(?:REST|be|to)*loss", "",
        "level", -1, ("loss of £4.5m (2020: £3.2m)", "亏损1.4亿元(2024年:22亿元)")),
    Row("level", "(?:REST|into|reach|be|to|from|colon)*loss", "", "level", -1,
        ("a net loss of $546 million", "净亏损1.2亿元")),
    Row("level", "", "", "level", 1, ("88,900 tons of cargo", "利润总额162亿元")),
    # Multiples
    Row("times", "", f"{_OWN_TIMES}(?:(adj|of_adj)NEAR*than|(bound_over|bound_under)(?!RAW|end))", "growth", "right",
        ("3 times higher than in 2019", "2 times more than last year"), ("growth", "multiple")),
    Row("times", "(?:QUIET|reach|be)*(?:to|reach|be|de)", "", "multiple", 1,
        ("是2010年的2.2倍", "improved to 2.2 times")),
    Row("times", "REST*(verb|noun|pace)", "", "growth", "left",
        ("增长13.2倍", "increased by more than 16 times"), ("growth", "multiple")),
    Row("times", "", "", "multiple", 1, ("2.2倍", "3 times the 2015 level")),
    Row("fold", "", "NEAR{0,2}noun", "multiple", 1,
        ("a two-fold increase", "a 20-fold rise"), ("multiple", "growth")),
    Row("fold", "REST*(verb|noun)", "", "multiple", 1,
        ("increased ninefold", "up 1.4-fold"), ("multiple", "growth")),
    Row("fold", "", "", "multiple", 1, ("threefold", "40-fold")),
    Row("multiple", "", "", "multiple", 1, ("nearly tripled", "翻一番")),
    # Parts
    Row("fraction", "QUIET*(?:to|into)", "", "share", 1, ("减少到三分之一", "fell to a third of")),
    Row("fraction", "", "(adj|of_adj|bound_over|bound_under)", "growth", "right",
        ("one third fewer than last year", "a quarter more")),
    Row("fraction", "QUIET*by REST*(verb|pace)", "", "growth", "left",
        ("cut the number of forms by one third", "reduced the time it takes by a third")),
    Row("fraction", "QUIET*(verb|noun|pace)", "(?!of)", "growth", "left",
        ("条目减少一半", "fell by a third")),
    Row("fraction", "", "", "share", 1, ("half of the output", "占三分之一")),
    Row("share", "", "", "share", 1, ("6 of the 34 key projects", "41个行业中有16个")),
    Row("flat", "", "", "growth", 1, ("revenue was flat", "同比持平")),
)  # fmt: skip

COMPILED: Final[dict[Shape, list[tuple[re.Pattern[str], re.Pattern[str], Row]]]] = {}


def rows_of(shape: Shape) -> list[tuple[re.Pattern[str], re.Pattern[str], Row]]:
    """Return the rows for a shape of figure, their patterns compiled at first use."""
    if shape not in COMPILED:
        COMPILED[shape] = [
            (_translate(row.left), _translate(row.right), row)
            for row in TABLE
            if row.shapes == shape
        ]
    return COMPILED[shape]
