"""Every number that can be cited, as files for LaTeX, Quarto and other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from .exports import escaped
from .numbers import Number
from .references import work_key

FILES = {"tex": "numbers.tex", "quarto": "_variables.yml", "json": "numbers.json"}
_HASH = re.compile(r"sha256\W+([0-9a-f]{64})\b")
_TEX = Path(__file__).with_name("numbers.tex")


def export(numbers: Sequence[Number], form: str) -> str:
    """Return all numbers as one file: `tex`, `quarto` or `json`; a hash of them stands in it."""
    told = {
        one.key: {
            "value": one.bare,
            "range": one.range,
            "condition": one.condition,
            "text": one.text(),
            "zh": one.text("zh"),
            "label": one.label,
            "release": one.exhibit.release,
            "swhid": one.exhibit.swhid,
        }
        for one in numbers
    }
    digest = sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    if form == "json":
        return _json({"sha256": digest, "numbers": told})
    if form == "quarto":
        nested: dict[str, Any] = {}
        for key, fields in told.items():
            whole, _, part = key.partition("/")
            nested.setdefault(whole, {}).update({part: fields} if part else fields)
        # JSON is YAML.
        head = "# {{< var numbers.EXHIBIT.KEY.text >}}, {{< var numbers.FIGURE.text >}}"
        return f"# numbers sha256 {digest}\n{head}\n{_json({'numbers': nested})}"
    lines = [f"% numbers sha256 {digest}", *_TEX.read_text(encoding="utf-8").splitlines()]
    lines.append(rf"\newcommand{{\numberof@hash}}{{{digest[:8]}}}")
    for one in numbers:
        value, ends = one.latex()
        fields = {
            "value": value,
            "range": ends,
            "condition": escaped(one.condition),
            "full": one.text("latex"),
            "cite": work_key(one.key, one.exhibit.work),
        }
        lines += [
            rf"\@namedef{{numberof@{name}@{one.key}}}{{{text}}}" for name, text in fields.items()
        ]
    return "\n".join([*lines, r"\makeatother", ""])


def changed(old: str, new: str) -> bool:
    """Tell whether a file that was exported before says other numbers than a new one."""
    one, other = _HASH.search(old), _HASH.search(new)
    return one is not None and other is not None and one[1] != other[1]


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
