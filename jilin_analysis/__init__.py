"""Reported phrases in, honest citable numbers out.

``load_dataset`` gives a checked data folder to ask, ``load_metrics`` the same as one table,
``read`` finds the figures of any text. ``growth`` holds the arithmetic of growth rates, ``charts``
the charts, ``findings`` what may be said.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import charts, findings, growth, pictures
    from .dataset import Dataset, load_dataset, load_metrics
    from .errors import AnalysisError, DataError
    from .estimates import Estimate
    from .exhibits import show
    from .phrases import (
        NormalizationError,
        Quantity,
        Reading,
        find_quantities,
        normalize,
        read,
    )

__version__ = "2.0.0.dev0"

# Names are fetched when they are used, so that `jilin-analysis cite` need not wait for pandas.
_HOMES = {
    "AnalysisError": "errors",
    "DataError": "errors",
    "Dataset": "dataset",
    "Estimate": "estimates",
    "NormalizationError": "phrases",
    "Quantity": "phrases",
    "Reading": "phrases",
    "charts": "",
    "find_quantities": "phrases",
    "findings": "",
    "growth": "",
    "load_dataset": "dataset",
    "load_metrics": "dataset",
    "normalize": "phrases",
    "pictures": "",
    "read": "phrases",
    "show": "exhibits",
}
_RETIRED = {"load_record": "record"}

__all__ = [
    "AnalysisError",
    "DataError",
    "Dataset",
    "Estimate",
    "NormalizationError",
    "Quantity",
    "Reading",
    "charts",
    "find_quantities",
    "findings",
    "growth",
    "load_dataset",
    "load_metrics",
    "normalize",
    "pictures",
    "read",
    "show",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        home = _HOMES[name]
        return (
            getattr(import_module(f".{home}", __name__), name)
            if home
            else import_module(f".{name}", __name__)
        )
    if name in _RETIRED:
        return getattr(import_module(f".{_RETIRED[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
