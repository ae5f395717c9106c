"""English words that say what a figure means: bound, comparison, multiple.

A later row wins over an earlier one: the order is the grammar's decision which reading of a word
is the usual one in economic news.
"""

from __future__ import annotations

from typing import Final

from .entries import Row

ROWS: Final[tuple[Row, ...]] = (
    # Where a figure stands, said in one word.
    (
        "reach",
        None,
        "reached|reach|reaches|reaching|hit|hits|hitting|totaled|totalled|stood at|stands at",
    ),
    (
        "bound",
        ">",
        (
            "over|more than|exceeding|exceeded|exceed|exceeds|above|surpassing|surpassed"
            "|surpasses|surpass|to top|topped|topping|tops|in excess of|upwards of|upward of"
            "|well over|just over|slightly over|slightly more than|slightly above|a little over"
            "|a little more than|far more than|beyond|well above|just above|passed|crossed"
            "|much more than|broke through|better than|fully more than|some more than|passing"
        ),
    ),
    (
        "bound",
        ">=",
        (
            "at least|no less than|not less than|no fewer than|not fewer than|not lower than"
            "|no lower than|a minimum of|minimum of|not below"
        ),
    ),
    (
        "bound",
        "<",
        (
            "nearly|almost|close to|less than|under|below|fewer than|just under|approaching"
            "|nearing|slightly less than|slightly below|well below|just below|just over half of"
            "|short of|approached|slightly under|near|well under|not quite"
        ),
    ),
    (
        "bound",
        "<=",
        (
            "up to|at most|no more than|not more than|not exceeding|within|as much as|not over"
            "|a maximum of|maximum of|no higher than|as many as|not exceed|no greater than"
            "|capped at"
        ),
    ),
    (
        "bound",
        "~",
        (
            "about|around|approximately|roughly|some|circa|approx.|approx|an estimated"
            "|estimated at|more or less|in the region of|nearly about|in the neighborhood of"
            "|or about"
        ),
    ),
    # What a change is measured from, once "than", "from" or "over" says that it is.
    (
        "period",
        "yoy",
        (
            "a year earlier|a year ago|last year|the previous year|previous year"
            "|one year earlier|one year ago|a year before|the year before|year ago level"
            "|the preceding year|preceding year|the same period last year|the same period"
            "|same period|a year prior|the prior year|prior year|the corresponding period"
            "|the year earlier|year earlier|the year ago period|same month|same quarter"
            "|the same month|the same quarter|12 months earlier|twelve months earlier"
            "|that of last year"
        ),
    ),
    (
        "period",
        "mom",
        (
            "a month earlier|a month ago|last month|the previous month|previous month"
            "|one month earlier|the month before|the preceding month|the prior month"
            "|a month before"
        ),
    ),
    (
        "period",
        "qoq",
        (
            "a quarter earlier|last quarter|the previous quarter|previous quarter|a quarter ago"
            "|the quarter before|the preceding quarter|the prior quarter|three months earlier"
        ),
    ),
    (
        "period",
        "other",
        (
            "the end of last year|the end of the previous year|the beginning of the year"
            "|the start of the year|end of last year|the year's start|the previous two years"
            "|first quarter|the previous five years|five years ago|five years earlier"
            "|ten years ago|a decade ago|a decade earlier|two years ago|two years earlier"
            "|three years ago|three years earlier|the past decade|the past five years"
            "|the past ten years|the past three years|previous decade|the last five years"
            "|the last decade|past five years|past decade|past three years|past ten years"
        ),
    ),
    (
        "comparison",
        "yoy",
        (
            "year on year|year over year|yoy|y o y|y/y|on year|year on year basis"
            "|on a yearly basis|on an annual basis|on the year|annually|year to year|yr on yr"
            "|over year"
        ),
    ),
    (
        "comparison",
        "mom",
        (
            "month on month|month over month|mom|m o m|m/m|on month|month to month"
            "|on a monthly basis|on the month"
        ),
    ),
    (
        "comparison",
        "qoq",
        ("quarter on quarter|quarter over quarter|qoq|q o q|q/q|on quarter|on a quarterly basis"),
    ),
    (
        "comparison",
        "other",
        (
            "since|two year average|average two year|at an average annual rate|at an annual rate"
            "|at an average rate|on average per year|average annual|annual average"
            "|on average annually"
        ),
    ),
    (
        "reference",
        None,
        (
            "than|from the level|from the level of|from the figure|from the rate|compared with"
            "|compared to|compare with|compared against|as compared to|as compared with"
            "|in comparison with|in comparison to|versus|vs|against|comparing with|from that of"
            "|relative to|over that of|from those of|when compared with"
        ),
    ),
    (
        "after",
        ">=",
        "or more|and above|or above|and over|or higher|or over|and more|and up|or greater",
    ),
    ("after", "<=", "or less|or below|and below|or fewer|or lower|and under|or under"),
    ("after", "~", "or so|or thereabouts"),
    ("after", ">", "plus"),
    ("multiple", (2, 1), "doubled|doubling|doubles|double|twice"),
    ("multiple", (3, 1), "tripled|tripling|triples|triple|trebled|thrice"),
    ("multiple", (4, 1), "quadrupled|quadrupling|quadruple"),
    ("multiple", (5, 1), "quintupled"),
    ("multiple", (6, 1), "sextupled"),
    ("multiple", (1, 2), "halved|halving"),
    ("times", None, "times|x"),
    ("fold_after", None, "fold"),
    # What number converters accept and no newspaper prints.
    ("nonnumber", None, "nan|inf|infinity|null|nil"),
    # These also have other work to do: a comparison only where a period follows at once.
    ("weak_reference", None, "from|on"),
    ("by", None, "by"),
    ("to", None, "to"),
    ("from", None, "between"),
    ("of", None, "of|out of|within|among|in every|from among"),
    ("and", None, "and|or|as well as|plus another"),
)
