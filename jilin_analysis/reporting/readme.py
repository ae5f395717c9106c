"""Keep what README.md tells of the exhibits the same as the committed notebooks tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ..citing.catalogue import Exhibit, read_catalogue
from ..errors import AnalysisError
from ..paths import notebooks_folder
from ..plain import escape

ANSWERS = ("output-answer", "exports-answer", "earnings-answer")
FIGURE = "three-rates"
PICTURE = f"notebooks/{FIGURE}.png"


def refresh_readme() -> None:
    """Write the computed parts of README.md, and its picture, from the committed notebooks."""
    root = notebooks_folder().parent
    catalogue = read_catalogue()
    readme = root / "README.md"
    text = rendered(readme.read_text(encoding="utf-8"), catalogue)
    readme.write_text(text, encoding="utf-8", newline="\n")
    Path(root / PICTURE).write_bytes(catalogue[FIGURE].png)


def rendered(readme: str, catalogue: dict[str, Exhibit]) -> str:
    """Return the text of a README with its computed parts as the catalogue has them.

    A part stands between the comments `computed: NAME` and `end: NAME`.

    Raises
    ------
    AnalysisError
        If a part is missing from the text, or an exhibit from the catalogue.
    """
    missing = [name for name in (*ANSWERS, FIGURE) if name not in catalogue]
    if missing:
        raise AnalysisError(f"README.md needs exhibits that no notebook shows: {missing}")
    figure = catalogue[FIGURE]
    parts = {
        "answers": "\n".join(f"- {catalogue[name].markdown} (`{name}`)" for name in ANSWERS),
        "figure": f"![{escape(figure.alt)}]({PICTURE})\n\n"
        f"*{escape(figure.caption)} {escape(figure.caveat)}* (`{FIGURE}`)",
        "exhibits": _exhibits(catalogue.values()),
    }
    for name, part in parts.items():
        start, end = f"<!-- computed: {name} -->\n", f"<!-- end: {name} -->"
        pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
        if not pattern.search(readme):
            raise AnalysisError(f"README.md has lost the computed part {name!r}: {start.strip()}")
        whole = f"{start}{part}\n{end}"
        readme = pattern.sub(lambda _, whole=whole: whole, readme)  # type: ignore[misc]
    return readme


def _exhibits(exhibits: Iterable[Exhibit]) -> str:
    rows = [
        f"| `{one.id}` | {one.kind} | [{one.notebook[:2]}](notebooks/{one.notebook}.ipynb) | "
        f"{escape(one.caption if one.kind != 'statement' else one.derivation)} |"
        for one in exhibits
    ]
    return "\n".join(["| id | kind | notebook | what it shows |", "|---|---|---|---|", *rows])
