"""A picture of ours as a file: which exhibit it shows, of which data, from which sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import AnalysisError
from .embedded import PNG_SIGNATURE, DamagedError, png_says, svg_says

_MOST_BYTES = 64 * 2**20
_IDENTIFIER = re.compile(r"jilin-analysis:([a-z0-9-]+)@([0-9a-f]{64})")
# One source a line, or one after the other: "key: title, publisher, date; key: ...".
_BETWEEN_SOURCES = re.compile(r"\s*[\r\n]\s*|; (?=[a-z0-9-]+: )")


@dataclass(frozen=True, slots=True)
class Picture:
    """One of our figures as a file, described by itself.

    Attributes
    ----------
    id, data_sha256 : str
        The exhibit it shows, and the hash of the data it was drawn from.
    title, creator, publisher, date, rights, description : str
        As embedded; empty where the file says nothing.
    sources : tuple of str
        One line for each source.
    """

    id: str
    data_sha256: str
    title: str
    creator: str
    publisher: str
    date: str
    rights: str
    description: str
    sources: tuple[str, ...]


def read_picture(path: Path) -> Picture:
    """Return what a PNG or SVG file of ours says of itself, whatever the file is called.

    Raises
    ------
    AnalysisError
        The file is not there, too large, damaged, or none of ours.
    """
    if not path.is_file():
        raise AnalysisError(f"There is no file {path}.")
    if path.stat().st_size > _MOST_BYTES:
        raise AnalysisError(f"{path} is none of ours: our figures are smaller than 64 MB.")
    with path.open("rb") as file:
        head = file.read(len(PNG_SIGNATURE))
        try:
            if head == PNG_SIGNATURE:
                said = png_says(file)
            elif head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                file.seek(0)
                said = svg_says(file)
            else:
                raise AnalysisError(f"{path} is neither a PNG nor an SVG file.")
        except DamagedError as fault:
            raise AnalysisError(f"{path} is damaged: {fault}. Export the figure again.") from None
    identifier = _IDENTIFIER.fullmatch(said.get("identifier", ""))
    if identifier is None or said.get("relation") != f"sha256:{identifier[2]}":
        raise AnalysisError(f"{path} is none of ours: it carries no citation of Jilin analysis.")
    return Picture(
        id=identifier[1],
        data_sha256=identifier[2],
        sources=tuple(filter(None, _BETWEEN_SOURCES.split(said.get("source", "").strip()))),
        **{
            key: said.get(key, "")
            for key in ("title", "creator", "publisher", "date", "rights", "description")
        },
    )
