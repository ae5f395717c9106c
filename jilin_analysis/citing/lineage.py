"""What became of a figure since it was exported: is it current, outdated, or unknown here."""

from __future__ import annotations

from collections.abc import Mapping

from .catalogue import Exhibit
from .pictures import Picture


def status(picture: Picture, catalogue: Mapping[str, Exhibit]) -> str:
    """Return `current`, `outdated` or `unknown`, by the hash of the data behind the figure."""
    exhibit = catalogue.get(picture.id)
    if exhibit is None:
        return "unknown"
    return "current" if exhibit.data_sha256 == picture.data_sha256 else "outdated"


def report(picture: Picture, catalogue: Mapping[str, Exhibit]) -> str:
    """Return what a picture is, where it comes from and whether its data have changed."""
    found = status(picture, catalogue)
    meaning = {
        "current": "its data are those of today's exhibit",
        "outdated": "its data have changed since; the citation below is that of today's exhibit, "
        "so export the figure again",
        "unknown": "no exhibit here has this id; what follows is what the file says of itself",
    }
    lines = [
        f"Exhibit: {picture.id}",
        f"Title:   {picture.title}",
        f"Shows:   {picture.description}",
        f"By:      {', '.join(filter(None, (picture.creator, picture.publisher)))}",
        f"Date:    {picture.date}",
        f"Rights:  {picture.rights}",
        f"Data:    sha256 {picture.data_sha256}",
        *(f"Source:  {source}" for source in picture.sources),
        f"Status:  {found}: {meaning[found]}",
    ]
    return "\n".join(line for line in lines if not line.endswith(" "))


def as_exhibit(picture: Picture) -> Exhibit:
    """Return an exhibit that no catalogue here holds, as far as its picture describes it."""
    sources = "; ".join(picture.sources)
    return Exhibit(
        id=picture.id,
        kind="figure",
        notebook="",
        caption=picture.title,
        alt=picture.description,
        caveat=f"Sources as the file names them: {sources}." if sources else "",
        rests_on=(),
        sources=(),
        derivation="",
        data="",
        data_sha256=picture.data_sha256,
        release="",
        released=picture.date,
        svg="",
        png=b"",
        markdown="",
    )
