"""Charts with direct labels, made for a phone, safe for colour-blind eyes."""

from .implied import iso_earnings, rest_of_output
from .reported import rates, record_grid

__all__ = ["iso_earnings", "rates", "record_grid", "rest_of_output"]
