"""What a chart shows, for those who do not see it: computed, and under 300 characters."""

from __future__ import annotations

import pandas as pd

from .numbers import estimates, said
from .over_time import amount_in_words

LONGEST = 299


def described(finding: str, rows: pd.DataFrame, unknown: str = "not reported") -> str:
    """Return the finding of a chart and its figures, as many as there is room for.

    Parameters
    ----------
    finding : str
        The title of the chart.
    rows : pandas.DataFrame
        `label`, `kind`, `unit`, `value`, `low`, `high`; an `entity` but the first is named.
    unknown : str
        What is said of a row without any number.
    """
    parts = []
    named = rows["entity"] if "entity" in rows else [""] * len(rows)
    for one, label, kind, unit, entity in zip(
        estimates(rows), rows["label"], rows["kind"], rows["unit"], named, strict=True
    ):
        whose = "" if entity == named[0] else f"{entity}, "
        level = amount_in_words(one, str(unit)) if kind == "level" else said(one, kind == "growth")
        parts.append(f"{whose}{label} {level if one.known else unknown}")
    text = f"{finding}: {parts[0]}" if parts else finding
    for n, part in enumerate(parts[1:], 1):
        more = f"; and {len(parts) - n} more in the table"
        if len(f"{text}; {part}{more if n < len(parts) - 1 else ''}.") > LONGEST:
            text += more
            break
        text += f"; {part}"
    return f"{text}." if len(text) < LONGEST else f"{text[: LONGEST - 1]}…"
