"""Charts with direct labels, made for a phone, safe for colour-blind eyes."""

from .bars import doubts, output, rates
from .curves import exports_share, frontier
from .over_time import series

__all__ = ["doubts", "exports_share", "frontier", "output", "rates", "series"]
