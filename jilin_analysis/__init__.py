"""Reported phrases in, citable numbers out.

``load_dataset`` gives a checked data folder to ask, ``load_metrics`` the same as one table,
``read`` finds the figures of any text. ``growth`` holds the arithmetic of growth rates, ``charts``
the charts, ``findings`` what may be said.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import charts as charts
    from . import findings as findings
    from . import growth as growth
    from .dataset import Dataset as Dataset
    from .dataset import load_dataset as load_dataset
    from .dataset import load_metrics as load_metrics
    from .errors import AnalysisError as AnalysisError
    from .errors import DataError as DataError
    from .estimates import Estimate as Estimate
    from .phrases import NormalizationError as NormalizationError
    from .phrases import Quantity as Quantity
    from .phrases import Reading as Reading
    from .phrases import find_quantities as find_quantities
    from .phrases import normalize as normalize
    from .phrases import read as read
    from .showing import pictures as pictures
    from .showing.show import show as show

__version__ = "2.0.0"

# Names are fetched when they are used, so that `jilin-analysis cite` need not wait for pandas.
_HOMES = {
    "dataset": ("Dataset", "load_dataset", "load_metrics"),
    "errors": ("AnalysisError", "DataError"),
    "estimates": ("Estimate",),
    "phrases": (
        *("NormalizationError", "Quantity", "Reading"),
        *("find_quantities", "normalize", "read"),
    ),
    "showing.show": ("show",),
}
_MODULES = {name: name for name in ("charts", "findings", "growth")}
_MODULES["pictures"] = "showing.pictures"
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted([*_HOME, *_MODULES])


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f".{_MODULES[name]}", __name__)
    # Of the first edition, kept for one release.
    home = "record" if name == "load_record" else _HOME.get(name)
    if home:
        return getattr(import_module(f".{home}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
