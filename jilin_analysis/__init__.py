"""Reported phrases in, honest citable numbers out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import AnalysisError, DataError
    from .estimates import Estimate
    from .metrics import load_metrics
    from .phrases import NormalizationError, Quantity, find_quantities, normalize
    from .record import Record, load_record

__version__ = "1.0.0"

_HOME = {
    "AnalysisError": "errors",
    "DataError": "errors",
    "Estimate": "estimates",
    "NormalizationError": "phrases",
    "Quantity": "phrases",
    "Record": "record",
    "find_quantities": "phrases",
    "load_metrics": "metrics",
    "load_record": "record",
    "normalize": "phrases",
}

__all__ = [
    "AnalysisError",
    "DataError",
    "Estimate",
    "NormalizationError",
    "Quantity",
    "Record",
    "find_quantities",
    "load_metrics",
    "load_record",
    "normalize",
]


def __getattr__(name: str) -> Any:
    # Names are fetched when they are used, so that `jilin-analysis cite` need not wait for pandas.
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
