"""Keep what README.md tells of the exhibits the same as the committed notebooks tell it."""

from __future__ import annotations

import re

from ..citing.catalogue import Exhibit, read_catalogue
from ..errors import AnalysisError
from ..paths import notebooks_folder
from ..plain import escape

PICTURE = ".github/figure.png"


def refresh_readme() -> None:
    """Write the computed parts of README.md, and its picture, from the committed notebooks."""
    root = notebooks_folder().parent
    catalogue = read_catalogue()
    readme = root / "README.md"
    text = rendered(readme.read_text(encoding="utf-8"), catalogue)
    readme.write_text(text, encoding="utf-8", newline="\n")
    (root / PICTURE).parent.mkdir(exist_ok=True)
    (root / PICTURE).write_bytes(figure_of(catalogue).png)


def figure_of(catalogue: dict[str, Exhibit]) -> Exhibit:
    """Return the figure of the front pages: the first one."""
    for one in catalogue.values():
        if one.kind == "figure":
            return one
    raise AnalysisError("README.md needs a figure, and no notebook shows one.")


def rendered(readme: str, catalogue: dict[str, Exhibit]) -> str:
    """Return the text of a README with its computed parts as the catalogue has them.

    A part stands between the comments `computed: NAME` and `end: NAME`.

    Raises
    ------
    AnalysisError
        If a part is missing from the text, or a figure from the catalogue.
    """
    figure = figure_of(catalogue)
    parts = {
        "figure": f"![{escape(figure.alt)}]({PICTURE})\n\n"
        f"*{escape(f'{figure.caption} {figure.caveat}'.strip())}* (`{figure.id}`)",
    }
    for name, part in parts.items():
        start, end = f"<!-- computed: {name} -->\n", f"<!-- end: {name} -->"
        pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
        if not pattern.search(readme):
            raise AnalysisError(f"README.md has lost the computed part {name!r}: {start.strip()}")
        whole = f"{start}{part}\n{end}"
        readme = pattern.sub(lambda _, whole=whole: whole, readme)  # type: ignore[misc]
    return readme
