"""The citation styles: their names, and the CSL files of those that pandoc formats."""

from pathlib import Path

FOLDER = Path(__file__).parent
FILES = {
    "markdown": "apa.csl",
    "apa": "apa.csl",
    "chicago": "chicago-author-date.csl",
    "ieee": "ieee.csl",
    "gbt7714": "gb-t-7714-2025-numeric.csl",
    "gbt7714-2015": "china-national-standard-gb-t-7714-2015-numeric.csl",
}
# Those whose lists are alphabetical.
SORTED = ("markdown", "apa", "chicago")
STYLES = (*FILES, "bibtex", "biblatex", "ris", "csl-json")
