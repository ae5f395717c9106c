"""What proofreading remarks on a draft, as text, JSON or SARIF 2.1.0."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from .. import __version__
from ..paths import table

LEVELS = ("error", "warning", "check", "ok")
RULES = {row["rule"]: row for row in table("citing/rules.csv")}
VERDICTS = {
    "agrees": "agree",
    "differs": "differ",
    "condition-missing": "without their condition",
    "stale": "stale",
    "unreadable": "unreadable",
    "not-ours": "not ours",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of one figure of a draft, or of its sources."""

    file: str
    line: int  # from 1; in a .docx, the paragraph
    column: int
    text: str  # the words of the figure
    verdict: str  # one of `VERDICTS`; of sources, the rule
    level: str  # one of `LEVELS`
    rule: str  # one of `RULES`; empty where all is well
    key: str  # what it is held against: 2020-q1-output, earnings-answer/unit-value
    message: str


def as_text(remarks: Sequence[Remark]) -> str:
    """Return a line for each remark but those that agree, and what was read in all."""
    lines = [
        f"{one.file}:{one.line}:{one.column}  {one.level:<8} {one.rule or one.verdict:<18} "
        + one.message
        + (f" [{one.key}]" if one.key else "")
        for one in remarks
        if one.verdict != "agrees"
    ]
    counts = Counter(one.verdict for one in remarks)
    figures = sum(counts[verdict] for verdict in VERDICTS)
    told = [f"{counts[verdict]} {words}" for verdict, words in VERDICTS.items() if counts[verdict]]
    lines.append(
        f"{figures} figure{'' if figures == 1 else 's'} read: {', '.join(told) or 'none'}."
    )
    return "\n".join(lines)


def as_json(remarks: Sequence[Remark]) -> str:
    """Return a list of all remarks, those included that say that all is well."""
    return json.dumps([asdict(one) for one in remarks], ensure_ascii=False, indent=2)


def as_sarif(remarks: Sequence[Remark]) -> str:
    """Return the remarks that somebody should look at, for programs that review code."""
    rules = [
        {"id": name, "shortDescription": {"text": row["description"]}}
        for name, row in RULES.items()
    ]
    driver = {"name": "jilin-analysis proofread", "version": __version__, "rules": rules}
    results = [_result(one) for one in remarks if one.level != "ok"]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    sarif = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(sarif, ensure_ascii=False, indent=2)


def _result(remark: Remark) -> dict[str, object]:
    region = {"startLine": remark.line, "startColumn": remark.column}
    region |= {"endColumn": remark.column + len(remark.text)} if remark.text else {}
    # The same remark after lines were added above it is still the same remark.
    print_of = sha256("\0".join((remark.rule, remark.key, remark.text)).encode()).hexdigest()
    place = {"artifactLocation": {"uri": remark.file.replace("\\", "/")}, "region": region}
    return {
        "ruleId": remark.rule,
        "ruleIndex": list(RULES).index(remark.rule),
        "level": {"check": "note"}.get(remark.level, remark.level),
        "message": {"text": remark.message + (f" [{remark.key}]" if remark.key else "")},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"figure/v1": print_of},
    }
