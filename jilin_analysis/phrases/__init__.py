"""Read any reported figure: phrase in, `Quantity` out; every numeral of a text accounted for.

`README.md` beside this file is the map. The words are data in `lexicon/`.
"""

from __future__ import annotations

from .reader import find_quantities, normalize, read, read_rank
from .reading import NormalizationError, Passed, Quantity, Reading, Refusal

__all__ = [
    "NormalizationError",
    "Passed",
    "Quantity",
    "Reading",
    "Refusal",
    "find_quantities",
    "normalize",
    "read",
    "read_rank",
]
