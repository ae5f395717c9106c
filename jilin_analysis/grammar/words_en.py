"""English words of the grammar, as data: kind, then meaning, then the printed forms."""

from __future__ import annotations

from typing import Final

# Direction: (sign, word class). A verb tells of a change; a noun may also name a rate ("growth
# slowed to 5 percent"), an adjective stands after the figure ("5 percent higher than"). "pace" is
# for verbs that say how a rate or a gap changed; "rate" for those that tell a change only before a
# rate: "raised 3 billion yuan" reports an amount.
DIRECTIONS: Final[tuple[tuple[int, str, str], ...]] = (
    (1, "verb", "up|rose|risen|grew|grow|grows|grown|rises|increased|increases|climbed|jumped"),
    (1, "verb", "climbs|climbing|jumps|jumping|surged|surges|surging|soared|soaring|soars"),
    (1, "verb", "expanded|expand|expands|gained|gains|advanced|edged up|went up"),
    (
        1,
        "verb",
        "gone up|going up|goes up|go up|inched up|picked up|ticked up|rebounded|skyrocketed",
    ),
    (1, "verb", "raised|raise|raising|lifted|boosted|boosting|improved|improving|increasing"),
    (1, "verb", "expanding|gaining|advancing|edging up|inching up|rebounding|recovering|strengthening"),
    (1, "verb", "growing|rising|raises|pulled up|pushed up|drove up|driving up|moved up|shot up"),
    (1, "verb", "appreciated|strengthened|elevated|rocketed|leapt|leaped|swelled|bounced"),
    (1, "verb", "accelerating growth|ballooned|rallied"),
    (1, "rate", "added|adding|raised|raising|contributed|contributing|driving|drove"),
    (-1, "rate", "saved|saving|lost"),
    (-1, "verb", "down|fell|fallen|falls|falling|declined|declines|declining|decreased|decreases"),
    (-1, "verb", "decreasing|dropped|drops|dropping|slid|slumped|slumping|shrank|shrunk|shrinking"),
    (
        -1,
        "verb",
        "shrinks|contracted|contracting|contracts by|plunged|plunging|tumbled|sank|dipped",
    ),
    (-1, "verb", "slipped|edged down|went down|gone down|going down|goes down|go down|came down"),
    (-1, "verb", "inched down|ticked down|reduced|reducing|reduce|cut|cutting|cuts|lowered"),
    (-1, "verb", "lowering|lower by|pulled down|dragged down|pushed down|trimmed"),
    (-1, "verb", "edging down|inching down|plummeting|sliding|tumbling|slipping|dipping"),
    (-1, "verb", "depreciated|plummeted|nosedived|retreated|eroded|dived|sagged"),
    (-1, "verb", "shortened|shaved|slashed|minus|negative|fallen by|brought down"),
    (-1, "drag", "pulled down|dragged down|drag down|pull down|dragging down|pulling down"),
    (1, "pace", "widened|widening|deepened|widen"),
    (1, "pace", "enlarged|worsened|deepening"),
    (1, "speed", "accelerated|accelerating|accelerate|quickened|quickening|sped up|speeded up"),
    (1, "speed", "speeding up|picking up"),
    (-1, "speed", "slowed|slowing|slowed down|slowing down|slows|slow|moderated|moderating"),
    (-1, "speed", "decelerated|decelerating|weakening|weakened"),
    (-1, "pace", "narrowed|narrowing|eased|easing|narrow"),
    (-1, "pace", "softened|cooled|narrows"),
    (1, "noun", "growth|increase|rise|gain|jump|surge|expansion|growth rate|rate of growth"),
    (1, "noun", "upturn|hike|uptick|growth rates|increases of|leap|inflation|appreciation|climb"),
    (1, "noun", "rate of increase|pace of growth|increment of|rebound|uplift"),
    (-1, "noun", "decline|decrease|drop|fall|reduction|contraction|slump|plunge|dip|shrinkage"),
    (-1, "noun", "slide|rate of decline|downturn|depreciation|declines of|decreases of|tumble"),
    (-1, "noun", "slowdown|slippage|loss in value"),
    (1, "adj", "higher|faster|greater|quicker|larger|bigger|more than that|ahead|wider|longer"),
    (1, "adj", "more|heavier|stronger"),
    (-1, "adj", "lower|slower|less|smaller|fewer|narrower|shorter|weaker|off"),
)

# "reduced to 5" and "rose to 5" give where a figure stands; these say it in one word.
REACHES: Final = (
    "reached|reach|reaches|reaching|hit|hits|hitting|totaled|totalled|stood at|stands at"
)

BOUNDS: Final[dict[str, str]] = {
    ">": "over|more than|exceeding|exceeded|exceed|exceeds|above|surpassing|surpassed|surpasses"
    "|surpass|to top|topped|topping|tops|in excess of|upwards of|upward of"
    "|well over|just over|slightly over|slightly more than|slightly above|a little over"
    "|a little more than|far more than|beyond|well above|just above|passed|crossed"
    "|much more than|broke through|better than|fully more than|some more than|passing",
    ">=": "at least|no less than|not less than|no fewer than|not fewer than|not lower than"
    "|no lower than|a minimum of|minimum of|not below",
    "<": "nearly|almost|close to|less than|under|below|fewer than|just under|approaching|nearing"
    "|slightly less than|slightly below|well below|just below|just over half of"
    "|short of|approached|slightly under|near|well under|not quite",
    "<=": "up to|at most|no more than|not more than|not exceeding|within|as much as|not over"
    "|a maximum of|maximum of|no higher than|as many as|not exceed|no greater than|capped at",
    "~": "about|around|approximately|roughly|some|circa|approx.|approx|an estimated|estimated at"
    "|more or less|in the region of|nearly about|in the neighborhood of|or about",
}
BOUNDS_AFTER: Final[dict[str, str]] = {
    ">=": "or more|and above|or above|and over|or higher|or over|and more|and up|or greater",
    "<=": "or less|or below|and below|or fewer|or lower|and under|or under",
    "~": "or so|or thereabouts",
    ">": "plus|+",
}

COMPARISONS: Final[dict[str, str]] = {
    "yoy": "year on year|year over year|yoy|y o y|y/y|on year|year on year basis|on a yearly basis"
    "|on an annual basis|annually|year to year|yr on yr|over year",
    "mom": "month on month|month over month|mom|m o m|m/m|on month|month to month"
    "|on a monthly basis",
    "qoq": "quarter on quarter|quarter over quarter|qoq|q o q|q/q|on quarter|on a quarterly basis",
    "other": "since|two year average|average two year|at an average annual rate|at an annual rate|at an average rate|on average per year|average annual|annual average|on average annually",
}
REFERENCES: Final = (
    "than|from the level|from the level of|from the figure|from the rate|compared with|compared to|compare with|compared against|as compared to|as compared with"
    "|in comparison with|in comparison to|versus|vs|against|comparing with|from that of"
    "|relative to|over that of|from those of|when compared with"
)
# Words that also have other work to do: a comparison only where a period follows at once.
WEAK_REFERENCES: Final = "from|over|on|above|below"
PERIODS: Final[dict[str, str]] = {
    "yoy": "a year earlier|a year ago|last year|the previous year|previous year|one year earlier"
    "|one year ago|a year before|the year before|year ago level|the preceding year|preceding year"
    "|the same period last year|the same period|same period|a year prior|the prior year|prior year"
    "|the corresponding period|the year earlier|year earlier|the year ago period|same month|same quarter"
    "|the same month|the same quarter|12 months earlier|twelve months earlier|that of last year",
    "mom": "a month earlier|a month ago|last month|the previous month|previous month"
    "|one month earlier|the month before|the preceding month|the prior month|a month before",
    "qoq": "a quarter earlier|last quarter|the previous quarter|previous quarter|a quarter ago"
    "|the quarter before|the preceding quarter|the prior quarter|three months earlier",
    "other": "the end of last year|the end of the previous year|the beginning of the year"
    "|the start of the year|end of last year|the year's start|the previous two years|first quarter"
    "|the previous five years|five years ago|five years earlier|ten years ago|a decade ago"
    "|a decade earlier|two years ago|two years earlier|three years ago|three years earlier"
    "|the past decade|the past five years|the past ten years|the past three years|previous decade"
    "|the last five years|the last decade|past five years|past decade|past three years|past ten years",
}

SHARES: Final = (
    "account for|accounts for|accounted for|accounting for|share|shares of the|proportion|ratio|rate"
    "|percentage|constitute|constitutes|constituted|constituting|made up|make up|makes up"
    "|making up|represent|represents|represented|representing|comprise|comprised|comprises"
    "|comprising|stake|coverage|holds|held|holding|utilization|penetration|margin|portion"
    "|qualified|utilisation|accounted|occupying|occupied|takes up|took up|taking up|take up|market share"
)
# Rates that are quoted, not computed from parts: neither growth nor share.
QUOTED_RATES: Final = (
    "interest rate|interest rates|loan prime rate|lpr|reserve requirement ratio|rrr|repo rate"
    "|yield|yields|deposit rate|lending rate|policy rate|mortgage rate|coupon|mlf|benchmark rate"
    "|purchasing managers index|purchasing managers' index|pmi|tariff|tariffs|tax rate|duty|index"
)
CONTRIBUTIONS: Final = "contribution|contribution rate|contribution ratio"
LOSSES: Final = "net loss|net losses|loss|losses|net outflow|deficit of negative"
GAINS_NOT_LOSSES: Final = (
    "economic loss|economic losses|direct economic loss|direct economic losses"
)

MULTIPLES: Final[dict[str, tuple[int, int]]] = {
    "doubled": (2, 1),
    "doubling": (2, 1),
    "doubles": (2, 1),
    "double": (2, 1),
    "twice": (2, 1),
    "tripled": (3, 1),
    "tripling": (3, 1),
    "triples": (3, 1),
    "triple": (3, 1),
    "trebled": (3, 1),
    "thrice": (3, 1),
    "quadrupled": (4, 1),
    "quadrupling": (4, 1),
    "quadruple": (4, 1),
    "quintupled": (5, 1),
    "sextupled": (6, 1),
    "halved": (1, 2),
    "halving": (1, 2),
}

NUMBER_WORDS: Final[dict[str, int]] = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    w: 10 * n
    for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}

ORDINALS: Final[dict[str, int]] = {
    w: n
    for n, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
        " twentieth".split(),
        start=1,
    )
}

FRACTION_PARTS: Final[dict[str, int]] = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}

# After these a number is a name: Phase 1, No. 3, Top 500.
MONTHS: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|jan.|feb.|mar.|apr.|jun.|jul.|aug.|sep."
    "|sept.|oct.|nov.|dec."
)
LABELS: Final = (
    "no.|no|nos.|number|phase|top|fortune|article|articles|section|chapter|table|figure|fig.|page"
    "|pages|p.|pp.|route|room|building|version|model|series|class|tier|volume|vol.|vol|issue|step"
    "|agenda|vision|iso|gb|gb/t|iec|windows|boeing|airbus|csi|appendix|annex|chang'e|shenzhou"
    "|tel|telephone|phone|fax|zip|postcode|icp|copyright|id|code|line|grade|level|type|item|lot"
    "|gate|flight|part|unit|expressway|highway|zone|batch|round|day|year|district|plan|apartment"
    "|street|road|avenue|floor|tianzhou|tiangong|long march|formula|group|team|category|rule|ref"
    "|file|document|announcement|order|decree|tower|hall|booth|platform|age|aged|size|clause"
)
# After a number these make a time of it, never a figure.
TIMES_OF_DAY_AND_YEAR: Final = (
    "year|years|month|months|week|weeks|minute|minutes|second|seconds|decade|decades|century"
    "|centuries|o'clock|a.m.|p.m.|am|pm|years old|year old|working days|trading days"
    "|consecutive days|calendar days|quarter|quarters|anniversary|edition|session|plenary|day period"
    "|consecutive months|consecutive years|consecutive quarters|straight months|straight years"
)
# Fixed expressions that hold a number word and no figure.
NAMES: Final = (
    "two sessions|two centenary goals|belt and road|one belt one road|one country two systems"
    "|three gorges|three early|four olds|two-way|two wheeler|first tier|second hand|second child"
    "|one of|double digit|double digits|single digit|double reduction|half year|half yearly"
    "|first half|second half|latter half|other half|half hour|better half|eight-point|two sides"
    "|two thirds majority|no one|one by one|one another|day one|one stop|one off|zero covid"
    "|group of seven|group of twenty|big four|four seas|one hand|the other hand|one way|at one time"
    "|three rural|three-child|two mountains|double 11|double first class|double eleven|ten thousand"
    " villages|per capita|for one|double carbon|dual carbon|three represents|five one|triple play"
    "|high fives|double check|doubled down|doubling down|double down|on the double|double edged"
    "|made in china 2025|china 2030|agenda 2030"
)
FUNCTION_WORDS: Final = (
    "was|is|are|were|has|had|have|does|as|this|its|us|plus|thus|his|always|towards|besides|perhaps"
    "|will|would|for|in|with|at|during|through|who|where|while|when|but|after|before|if|per|each"
    "|worth|into|until|till|came|come|being|be|been|did|do|not|also|because|under way|across"
    "|among others|respectively|hours|that|which|via|against|between them|such|so|then|than ever"
)
PARTICLES: Final = "a|an|the|all|to be|total|nearly all|around the|its total|their|our|these|those"
OF_WORDS: Final = "of|out of|within|among|in every|from among"
CONJUNCTIONS: Final = "and|or|&|as well as|plus another"
