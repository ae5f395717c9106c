"""Where data and notebooks are: beside the package in a checkout, inside it when installed.

And the tables of words that stand beside the code.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

from .errors import AnalysisError

DATA_VARIABLE = "JILIN_ANALYSIS_DATA"
# Where a report keeps these data for its kernels, checked once for all.
CHECKED_VARIABLE = "JILIN_ANALYSIS_CHECKED"
_PACKAGE = Path(__file__).resolve().parent


def data_folder(data: str | os.PathLike[str] | None = None) -> Path:
    """Return the data folder.

    Parameters
    ----------
    data : path, optional
        A folder of one's own. Without it, the environment variable `JILIN_ANALYSIS_DATA` is asked
        (`jilin-analysis report --data` sets it for the notebooks' kernels), then the data that come
        with the package.

    Raises
    ------
    AnalysisError
        The name is empty, as of a variable that was never set: these are not the shipped data.
    """
    if data == "":
        raise AnalysisError(
            "The name of the data folder is empty: leave it out for the shipped data."
        )
    chosen = os.environ.get(DATA_VARIABLE) if data is None else data
    return Path(chosen) if chosen else shipped_data()


def shipped_data() -> Path:
    """Return the data folder that comes with the package."""
    return _shipped("data")


def notebooks_folder() -> Path:
    """Return the folder of the committed notebooks."""
    return _shipped("notebooks")


def _shipped(name: str) -> Path:
    installed = _PACKAGE / "_share" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def table(name: str | Path) -> list[dict[str, str]]:
    """Return the rows of a table of the package, such as `citing/words.csv`."""
    with (_PACKAGE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
