"""The shape of the tables of words."""

from __future__ import annotations

from typing import Any

# Kind, meaning, and the printed forms, parted by bars.
Row = tuple[str, Any, str]
