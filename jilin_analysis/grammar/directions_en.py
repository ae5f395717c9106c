"""English words of direction: their sign, and their class, which says what they can govern."""

from __future__ import annotations

from typing import Final

from .entries import Row

ROWS: Final[tuple[Row, ...]] = (
    # A verb tells of a change.
    (
        "direction",
        (1, "verb"),
        (
            "up|rose|risen|grew|grow|grows|grown|rises|increased|increases|climbed|jumped|climbs"
            "|climbing|jumps|jumping|surged|surges|surging|soared|soaring|soars|expanded|expand"
            "|expands|gained|gains|advanced|edged up|went up|gone up|going up|goes up|go up"
            "|inched up|picked up|ticked up|rebounded|skyrocketed|raised|raise|raising|lifted"
            "|boosted|boosting|improved|improving|increasing|expanding|gaining|advancing"
            "|edging up|inching up|rebounding|recovering|strengthening|growing|rising|raises"
            "|pulled up|pushed up|drove up|driving up|moved up|shot up|appreciated|strengthened"
            "|elevated|rocketed|leapt|leaped|swelled|bounced|accelerating growth|ballooned"
            "|rallied"
        ),
    ),
    # These tell a change only of a rate: "raised 3 billion yuan" reports an amount.
    (
        "direction",
        (1, "rate"),
        "added|adding|raised|raising|contributed|contributing|driving|drove",
    ),
    ("direction", (-1, "rate"), "saved|saving|lost"),
    (
        "direction",
        (-1, "verb"),
        (
            "down|fell|fallen|falls|falling|declined|declines|declining|decreased|decreases"
            "|decreasing|dropped|drops|dropping|slid|slumped|slumping|shrank|shrunk|shrinking"
            "|shrinks|contracted|contracting|contracts by|plunged|plunging|tumbled|sank|dipped"
            "|slipped|edged down|went down|gone down|going down|goes down|go down|came down"
            "|inched down|ticked down|reduced|reducing|reduce|cut|cutting|cuts|lowered|lowering"
            "|lower by|pulled down|dragged down|pushed down|trimmed|edging down|inching down"
            "|plummeting|sliding|tumbling|slipping|dipping|depreciated|plummeted|nosedived"
            "|retreated|shed|eroded|dived|sagged|shortened|shaved|slashed|minus|negative|fallen by"
            "|brought down"
        ),
    ),
    # Whatever these govern, the whole is a fall: dragged down growth by 0.3 points.
    (
        "direction",
        (-1, "drag"),
        "pulled down|dragged down|drag down|pull down|dragging down|pulling down",
    ),
    # A rate or a gap widens or narrows; after "decline" the sign turns.
    ("direction", (1, "pace"), "widened|widening|deepened|widen|enlarged|worsened|deepening"),
    # Only a rate can be slow or fast, so what it slowed to is one of growth.
    (
        "direction",
        (1, "speed"),
        (
            "accelerated|accelerating|accelerate|quickened|quickening|sped up|speeded up"
            "|speeding up|picking up"
        ),
    ),
    (
        "direction",
        (-1, "speed"),
        (
            "slowed|slowing|slowed down|slowing down|slows|slow|moderated|moderating|decelerated"
            "|decelerating|weakening|weakened"
        ),
    ),
    ("direction", (-1, "pace"), "narrowed|narrowing|eased|easing|narrow|softened|cooled|narrows"),
    # A noun may also name a rate: growth slowed to 5 percent.
    (
        "direction",
        (1, "noun"),
        (
            "growth|increase|rise|gain|jump|surge|expansion|growth rate|rate of growth|upturn"
            "|hike|uptick|growth rates|increases of|leap|inflation|appreciation|climb"
            "|rate of increase|pace of growth|increment of|rebound|uplift|cagr"
            "|compound annual growth rate"
        ),
    ),
    (
        "direction",
        (-1, "noun"),
        (
            "decline|decrease|drop|fall|reduction|contraction|slump|plunge|dip|shrinkage|slide"
            "|rate of decline|downturn|depreciation|declines of|decreases of|tumble|slowdown"
            "|slippage|loss in value|negative growth"
        ),
    ),
    # An adjective stands after the figure: 5 percent higher than last year.
    (
        "direction",
        (1, "adj"),
        (
            "higher|faster|greater|quicker|larger|bigger|more than that|ahead|wider|longer|more"
            "|heavier|stronger"
        ),
    ),
    (
        "direction",
        (-1, "adj"),
        "lower|cheaper|slower|less|smaller|fewer|narrower|shorter|weaker|off",
    ),
)
