"""The committed notebooks as a catalogue: every exhibit with its data, sources and pictures.

Nothing is run and pandas is not needed: what a notebook shows travels in its stored outputs.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import AnalysisError, UnknownExhibitError
from ..paths import notebooks_folder

KEY = "jilin_analysis"
KINDS = ("figure", "table", "statement")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEXTS = ("caption", "alt", "caveat", "derivation", "data", "data_sha256", "release", "released")
_LISTS = ("rests_on", "sources")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Something a reader may cite: a figure, a table or a statement.

    Attributes
    ----------
    id : str
        The name it is cited by, unique over all notebooks.
    kind : str
        `figure`, `table` or `statement`.
    notebook : str
        The file stem of the notebook that shows it.
    caption, alt, caveat, derivation : str
        Plain text.
    rests_on, sources : tuple of str
        Keys of reported facts and of works in the bibliography, most important first.
    data, data_sha256 : str
        The figures behind it as CSV, and their hash.
    release, released : str
        Version and date of the data release.
    svg, png, markdown
        What is shown; empty where the kind has none.
    """

    id: str
    kind: str
    notebook: str
    caption: str
    alt: str
    caveat: str
    rests_on: tuple[str, ...]
    sources: tuple[str, ...]
    derivation: str
    data: str
    data_sha256: str
    release: str
    released: str
    svg: str
    png: bytes
    markdown: str


def read_catalogue(folder: Path | None = None) -> dict[str, Exhibit]:
    """Return every exhibit of a folder of notebooks by id, in the order of notebooks and cells.

    Parameters
    ----------
    folder : pathlib.Path, optional
        The notebooks; without it, those that come with the package.

    Raises
    ------
    AnalysisError
        The folder or a notebook cannot be read, or an id is malformed or used twice.
    """
    folder = notebooks_folder() if folder is None else folder
    if not folder.is_dir():
        raise AnalysisError(f"There is no folder of notebooks at {folder}.")
    catalogue: dict[str, Exhibit] = {}
    for path in sorted(folder.glob("*.ipynb")):
        for place, exhibit in _exhibits(path):
            if exhibit.id in catalogue:
                raise AnalysisError(
                    f"{place}: the id {exhibit.id!r} is already used in "
                    f"{catalogue[exhibit.id].notebook}; give one of them another id."
                )
            catalogue[exhibit.id] = exhibit
    return catalogue


def unknown(name: str, known: list[str]) -> UnknownExhibitError:
    """Return the error of an id that none of the known ones is; it names the nearest."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), known, n=3, cutoff=0.4)
    near = near or [one for one in known if name.lower() in one][:3]
    hint = f" Nearest: {', '.join(near)}." if near else ""
    return UnknownExhibitError(
        f"There is no exhibit {name!r}.{hint} 'jilin-analysis list' shows all {len(known)}."
    )


def read_notebook(path: Path) -> list[Exhibit]:
    """Return the exhibits of one notebook, in the order of its cells."""
    return [exhibit for _, exhibit in _exhibits(path)]


def _exhibits(path: Path) -> Iterator[tuple[str, Exhibit]]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        outputs = [
            (f"{path.name}, cell {number}", output)
            for number, cell in enumerate(cells, 1)
            if cell["cell_type"] == "code"
            for output in cell["outputs"]
        ]
    except OSError as fault:
        raise AnalysisError(f"{path} cannot be read: {fault.strerror}.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise AnalysisError(f"{path} is not a Jupyter notebook of format 4.") from None
    for place, output in outputs:
        try:
            told = output.get("metadata", {}).get(KEY)
            # A caption's output carries our key too, but is not an exhibit of its own.
            if told is not None and "caption_of" not in told:
                yield place, _exhibit(place, path.stem, told, output["data"])
        except (KeyError, TypeError, AttributeError):
            raise AnalysisError(
                f"{place}: the exhibit's metadata are incomplete; run the notebook again."
            ) from None


def _exhibit(place: str, notebook: str, told: dict[str, Any], shown: dict[str, Any]) -> Exhibit:
    name, kind = told["id"], told["kind"]
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise AnalysisError(
            f"{place}: {name!r} cannot be an id; use lower-case letters, digits and single hyphens."
        )
    if kind not in KINDS:
        raise AnalysisError(f"{place}: {kind!r} is no kind of exhibit; kinds: {', '.join(KINDS)}.")
    texts = {key: told[key] for key in _TEXTS}
    lists = {key: told[key] for key in _LISTS}
    if not all(isinstance(text, str) for text in texts.values()) or not all(
        isinstance(item, str) for items in lists.values() for item in items
    ):
        raise TypeError
    if sha256(texts["data"].encode()).hexdigest() != texts["data_sha256"]:
        raise AnalysisError(
            f"{place}: the data of {name!r} do not have the hash beside them; "
            "run the notebook again."
        )
    return Exhibit(
        id=name,
        kind=kind,
        notebook=notebook,
        **texts,
        rests_on=tuple(lists["rests_on"]),
        sources=tuple(lists["sources"]),
        svg=_text(shown.get("image/svg+xml", "")),
        png=_picture(place, _text(shown.get("image/png", ""))),
        markdown=_text(shown.get("text/markdown", "")),
    )


def _text(value: str | list[str]) -> str:
    # The notebook format allows a text to be stored as a list of its lines.
    return value if isinstance(value, str) else "".join(value)


def _picture(place: str, encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded)
    except ValueError:
        raise AnalysisError(
            f"{place}: the stored PNG is damaged; run the notebook again."
        ) from None
