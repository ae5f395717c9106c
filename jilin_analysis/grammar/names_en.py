"""English words that make a name, a date or a label of a number, and so no figure."""

from __future__ import annotations

from typing import Final

from .entries import Row

ROWS: Final[tuple[Row, ...]] = (
    # Fixed expressions that hold a number word.
    (
        "name",
        None,
        (
            "two sessions|two centenary goals|belt and road|one belt one road"
            "|one country two systems|three gorges|three early|four olds|two-way|two wheeler"
            "|first tier|second hand|second child|one of|double digit|double digits|single digit"
            "|double reduction|half year|half yearly|first half|second half|latter half"
            "|other half|half hour|better half|eight-point|two sides|two thirds majority|no one"
            "|one by one|one another|day one|one stop|one off|zero covid|group of seven"
            "|group of twenty|big four|four seas|one hand|the other hand|one way|at one time"
            "|three rural|three-child|two mountains|double 11|double first class|double eleven"
            "|ten thousand villages|per capita|for one|double carbon|dual carbon"
            "|three represents|five one|triple play|high fives|double check|doubled down"
            "|doubling down|double down|on the double|double edged|made in china 2025|china 2030"
            "|agenda 2030"
        ),
    ),
    # No noun, and so nothing that a number before it counts.
    (
        "function",
        None,
        (
            "was|is|are|were|has|had|have|does|as|this|its|us|plus|thus|his|always|towards"
            "|besides|perhaps|will|would|for|in|with|at|during|through|who|where|while|when|but"
            "|after|before|if|per|each|worth|into|until|till|came|come|being|be|been|did|do|not"
            "|also|because|under way|across|among others|respectively|hours|that|which|via"
            "|against|between them|such|so|then|than ever"
        ),
    ),
    # What may stand between a figure and the word that governs it.
    (
        "particle",
        None,
        "a|an|the|all|to be|total|nearly all|around the|its total|their|our|these|those",
    ),
    # After these a number is a name: Phase 1, No. 3, Top 500.
    (
        "label",
        None,
        (
            "no.|no|nos.|number|phase|top|fortune|article|articles|section|chapter|table|figure"
            "|fig.|page|pages|p.|pp.|route|room|building|version|model|series|class|tier|volume"
            "|vol.|vol|issue|step|agenda|vision|iso|gb|gb/t|iec|windows|boeing|airbus|csi"
            "|appendix|annex|chang'e|shenzhou|tel|telephone|phone|fax|zip|postcode|icp|copyright"
            "|id|code|line|grade|level|type|item|lot|gate|flight|part|unit|expressway|highway"
            "|zone|batch|round|day|year|district|plan|apartment|street|road|avenue|floor"
            "|tianzhou|tiangong|long march|formula|group|team|category|rule|ref|file|document"
            "|announcement|order|decree|tower|hall|booth|platform|age|aged|size|clause"
        ),
    ),
    (
        "label",
        "month",
        (
            "january|february|march|april|may|june|july|august|september|october|november"
            "|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|jan.|feb.|mar.|apr.|jun."
            "|jul.|aug.|sep.|sept.|oct.|nov.|dec."
        ),
    ),
    # After a number these make a time of it.
    (
        "time",
        None,
        (
            "year|years|month|months|week|weeks|minute|minutes|second|seconds|decade|decades"
            "|century|centuries|o'clock|a.m.|p.m.|am|pm|years old|year old|working days"
            "|trading days|consecutive days|calendar days|quarter|quarters|anniversary|edition"
            "|session|plenary|day period|consecutive months|consecutive years"
            "|consecutive quarters|straight months|straight years"
        ),
    ),
)
