"""Run the committed notebooks and keep their new outputs, and README's figure: `make notebooks`."""

from __future__ import annotations

from pathlib import Path

from jilin_analysis.citing.catalogue import Exhibit, read_catalogue
from jilin_analysis.dataset import load_dataset
from jilin_analysis.paths import notebooks_folder, shipped_data
from jilin_analysis.reporting.run import run_notebooks
from jilin_analysis.showing.plain import escape

PICTURE = ".github/figure.png"
START, END = "<!-- computed: figure -->\n", "<!-- end: figure -->"


def refresh_notebooks(folder: Path) -> None:
    """Run notebooks on the shipped data and write their new outputs into them."""
    paths = sorted(folder.glob("*.ipynb"))
    for path, text in run_notebooks(paths, load_dataset(shipped_data())).items():
        if path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{path.name}: changed")


def refresh_readme(root: Path) -> None:
    """Write the first figure of the notebooks, with its caption, into README.md."""
    figure = first_figure(root / "notebooks")
    text = with_figure((root / "README.md").read_text(encoding="utf-8"), figure)
    (root / "README.md").write_text(text, encoding="utf-8", newline="\n")
    (root / PICTURE).write_bytes(figure.png)


def first_figure(folder: Path) -> Exhibit:
    return next(one for one in read_catalogue(folder).values() if one.kind == "figure")


def with_figure(readme: str, figure: Exhibit) -> str:
    """Return the text of a README with its computed part as the figure has it."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    assert end, f"README.md has lost its computed part, from {START.strip()} to {END}"
    said = escape(f"{figure.caption} {figure.caveat}".strip())
    picture = f"![{escape(figure.alt)}]({PICTURE})\n\n*{said}* (`{figure.id}`)\n"
    return f"{before}{start}{picture}{end}{after}"


if __name__ == "__main__":
    refresh_notebooks(notebooks_folder())
    refresh_readme(notebooks_folder().parent)
