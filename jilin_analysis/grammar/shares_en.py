"""English words that say what a percentage is, where it is no growth: a share, a level, a loss."""

from __future__ import annotations

from typing import Final

from .entries import Row

ROWS: Final[tuple[Row, ...]] = (
    # What a percentage is, where it is no growth.
    (
        "share",
        "share",
        (
            "account for|accounts for|accounted for|accounting for|share|shares of the"
            "|proportion|ratio|rate|percentage|constitute|constitutes|constituted|constituting"
            "|made up|make up|makes up|making up|represent|represents|represented|representing"
            "|comprise|comprised|comprises|comprising|stake|coverage|holds|held|holding"
            "|utilization|penetration|margin|portion|qualified|utilisation|accounted|occupying"
            "|occupied|takes up|took up|taking up|take up|market share"
        ),
    ),
    # Rates that are quoted, not computed from parts: neither growth nor share.
    (
        "share",
        "level",
        (
            "interest rate|interest rates|loan prime rate|lpr|reserve requirement ratio|rrr"
            "|repo rate|yield|yields|deposit rate|lending rate|policy rate|mortgage rate|coupon"
            "|mlf|benchmark rate|purchasing managers index|purchasing managers' index|pmi|tariff"
            "|tariffs|tax rate|duty|index"
        ),
    ),
    # A contribution to growth is a share of it.
    ("share", "contribution", "contribution|contribution rate|contribution ratio"),
    ("loss", True, "net loss|net losses|loss|losses|net outflow|deficit of negative"),
    # What a flood destroys is an amount, not a negative profit.
    ("loss", False, "economic loss|economic losses|direct economic loss|direct economic losses"),
)
