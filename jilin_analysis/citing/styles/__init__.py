"""The citation styles: their names, and the CSL files of those that pandoc formats."""

from pathlib import Path

FOLDER = Path(__file__).parent
FILES = {
    "markdown": "apa.csl",
    "apa": "apa.csl",
    "chicago": "chicago-author-date.csl",
    "ieee": "ieee.csl",
    "gbt7714": "china-national-standard-gb-t-7714-2015-numeric.csl",
}
STYLES = (*FILES, "bibtex", "csl-json")
