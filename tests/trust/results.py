"""What became of the mutants, as a table in RESULTS.md."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """# Mutants: everything changed once, and what noticed

Written by `make mutants`. What nothing notices is listed.
"""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where, what, which check noticed it first (None if none did), and why none.

    It is `fresh` where no test was written for what survives.
    """

    group: str
    what: str
    seen_by: str | None
    why: str = ""
    fresh: bool = False


def write_results(kind: str, mutants: list[Mutant], about: str = "") -> None:
    """Replace the section of `kind` in RESULTS.md; `about` stands above its table."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else HEAD
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    sections[kind] = "\n" + (about and f"{about}\n\n") + _section(mutants) + "\n"
    body = "\n".join(f"## {name}\n{sections[name].rstrip()}\n" for name in sorted(sections))
    RESULTS.write_text(f"{HEAD}\n{body}", encoding="utf-8", newline="\n")


def _section(mutants: list[Mutant]) -> str:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant in mutants:
        groups[mutant.group][mutant.seen_by or "nothing"] += 1
    judges = sorted({judge for counts in groups.values() for judge in counts} - {"nothing"})
    columns = ["What was changed", "Mutants", *(f"Seen by {j}" for j in judges), "Survived", "Seen"]
    lines = ["| " + " | ".join(columns) + " |", "|---" + "|--:" * (len(columns) - 1) + "|"]
    total: Counter[str] = Counter()
    for group, counts in [*groups.items(), ("**All**", total)]:
        number = sum(counts.values())
        if group != "**All**":
            total.update(counts)
        cells = [number, *(counts[judge] for judge in judges), counts["nothing"]]
        share = f"{(number - counts['nothing']) / number:.1%}"
        lines.append(f"| {group} | " + " | ".join(map(str, cells)) + f" | {share} |")
    if fresh := [mutant for mutant in mutants if mutant.fresh]:
        seen = sum(mutant.seen_by is not None for mutant in fresh)
        lines += ["", f"Of the {len(fresh)} for which no test was written, {seen} are seen: "]
        lines[-1] += f"{seen / len(fresh):.1%}."
    survivors = [mutant for mutant in mutants if mutant.seen_by is None]
    if survivors:
        lines += ["", "Survivors:", ""]
        lines += [f"- {one.group}: {one.what}{one.why and ' — '}{one.why}" for one in survivors]
    return "\n".join(lines)
