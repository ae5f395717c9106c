"""Every number that can be cited, as files for LaTeX, Quarto and other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from hashlib import sha256

from .exports import escaped
from .numbers import Number

FILES = {"tex": "jilin.tex", "quarto": "_variables.yml", "json": "numbers.json"}
_HASH = re.compile(r"numbers sha256 ([0-9a-f]{64})|\"sha256\": \"([0-9a-f]{64})\"")
_TEX = r"""% \jilin{KEY}: the number; \jilinrange{KEY}: its range; \jilinfull{KEY}: all of it;
% \jilincondition{KEY}: what it supposes; \jilincite{KEY}: its citation (cite KEY --style bibtex).
% \jilinexpect{HASH} in the preamble warns when the numbers are no longer those of that hash.
% Needs \usepackage{siunitx}.
\makeatletter
\newcommand{\jilin@get}[2]{\ifcsname jilin@#1@#2\endcsname\csname jilin@#1@#2\endcsname
  \else\PackageError{jilin}{There is no number `#2'}{}\fi}
\newcommand{\jilin}[1]{\jilin@get{value}{#1}}
\newcommand{\jilinrange}[1]{\jilin@get{range}{#1}}
\newcommand{\jilincondition}[1]{\jilin@get{condition}{#1}}
\newcommand{\jilinfull}[1]{\jilin@get{full}{#1}}
\newcommand{\jilincite}[1]{\cite{\jilin@get{cite}{#1}}}
\newcommand{\jilinexpect}[1]{\edef\jilin@one{#1}\ifx\jilin@one\jilin@hash\else
  \PackageWarning{jilin}{The numbers have changed since this was written: look at each again}\fi}
"""


def records(numbers: Iterable[Number]) -> dict[str, dict[str, str]]:
    """Return what each number says, by key."""
    return {
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


def export(numbers: Iterable[Number], form: str) -> str:
    """Return all numbers as one file: `tex`, `quarto` or `json`; its hash stands in it."""
    numbers = list(numbers)
    told = records(numbers)
    digest = fingerprint(told)
    if form == "json":
        whole = {"sha256": digest, "numbers": told}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    if form == "quarto":
        return _quarto(told, digest)
    lines = [f"% numbers sha256 {digest}", _TEX + rf"\newcommand{{\jilin@hash}}{{{digest[:8]}}}"]
    for one in numbers:
        value, ends = one.latex()
        fields = {
            "value": value,
            "range": ends,
            "condition": escaped(one.condition),
            "full": one.text("latex"),
            "cite": f"jilin-analysis-{one.key.replace('/', '-')}",
        }
        lines += [
            rf"\@namedef{{jilin@{name}@{one.key}}}{{{text}}}" for name, text in fields.items()
        ]
    return "\n".join([*lines, r"\makeatother", ""])


def fingerprint(told: dict[str, dict[str, str]]) -> str:
    """Return a hash of all that the numbers say, whatever file they stand in."""
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def changed(old: str, new: str) -> bool:
    """Tell whether a file that was exported before says other numbers than a new one."""
    one, other = _HASH.search(old), _HASH.search(new)
    return bool(one and other) and one.groups() != other.groups()  # type: ignore[union-attr]


def _quarto(told: dict[str, dict[str, str]], digest: str) -> str:
    lines = [
        f"# numbers sha256 {digest}",
        "# {{< var jilin.EXHIBIT.KEY.text >}}, {{< var jilin.FIGURE.text >}}",
    ]
    lines.append("jilin:")
    last = ""
    for key, fields in sorted(told.items()):
        whole, _, part = key.partition("/")
        if part and whole != last:
            lines.append(f"  {json.dumps(whole)}:")
        last, indent = whole, "    " if part else "  "
        lines.append(f"{indent}{json.dumps(part or whole, ensure_ascii=False)}:")
        # A JSON string is a YAML string.
        lines += [f"{indent}  {n}: {json.dumps(t, ensure_ascii=False)}" for n, t in fields.items()]
    return "\n".join([*lines, ""])
