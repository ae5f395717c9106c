"""What a picture of ours says of itself, and whether it is still true.

Pictures carry their exhibit's id, the hash of its data, title, alternative text, sources and
licence: in a PNG's text chunks or an SVG's Dublin Core, and as XMP. They come back from anywhere,
alone or inside a document. The identifier is looked for as it stands, in whatever file, and what
is told of an exhibit are the catalogue's words: those in the file may be anybody's.
"""

from __future__ import annotations

import base64
import html
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from .. import __version__
from ..errors import AnalysisError
from ..showing.exhibit import Exhibit
from ..sources import Source, date_of, publisher

_MOST_BYTES = 64 * 2**20
_PUBLISHER = re.compile(rb"<dc:publisher>\s*<rdf:Bag>\s*<rdf:li>([^<]*)")
_IDENTIFIER = re.compile(rb"jilin-analysis:([a-z0-9-]{1,200})@([0-9a-f]{64})")
_LINE = re.compile(r"(?:jilin-analysis[\s:]+)?([a-z0-9-]+)(?:@|\s(?:.*[\s·])?)([0-9a-f]{8,64})\b.*")
# A picture inside a page, or in the outputs of a notebook.
_ENCODED = re.compile(
    rb'(?:data:image/[a-z+]+;base64,|"image/[a-z]+": ?\[?\s*")((?:[A-Za-z\d+/]{4})*)'
)
_STATES = {
    "current": "its data are those of today's exhibit",
    "outdated": "its data have changed since; what is cited is today's exhibit, so export the "
    "figure again",
    "stale": "the data have changed since its report was made; run the report again",
    "unknown": "no exhibit here is it, so nothing that it says of itself can be proved; "
    "do not cite it",
}


def core(exhibit: Exhibit) -> dict[str, str]:
    """Return what the picture of an exhibit says of itself, by the names of Dublin Core."""
    work = exhibit.work
    said = {
        "Title": exhibit.caption,
        "Description": exhibit.alt,
        "Identifier": f"jilin-analysis:{exhibit.id}@{exhibit.data_sha256}",
        "Relation": f"sha256:{exhibit.data_sha256}",
        "Date": exhibit.released,
        "Source": "",
        "Creator": ", ".join(work.authors),
        "Publisher": f"{work.title}, made with jilin-analysis {__version__}",
        "Rights": f"{work.licence}; reported figures are credited to their sources".lstrip("; "),
    }
    told = {name: _clean(text) for name, text in said.items()}
    return told | {"Source": "\n".join(_clean(_credit(item)) for item in exhibit.references)}


def png_metadata(exhibit: Exhibit) -> dict[str, str | None]:
    """Return what `savefig(metadata=...)` writes into a PNG."""
    from PIL.PngImagePlugin import iTXt

    said = core(exhibit)
    named = {"Author": said.pop("Creator"), "Copyright": said.pop("Rights"), "Software": None}
    return said | named | {"XML:com.adobe.xmp": iTXt(_xmp(exhibit))}


def svg_metadata(exhibit: Exhibit) -> dict[str, str]:
    """Return what `savefig(metadata=...)` writes into an SVG; `with_xmp` adds the rest."""
    return core(exhibit) | {"Type": "StillImage"}


def with_xmp(svg: str, exhibit: Exhibit) -> str:
    """Return a drawing that has the metadata of `svg_metadata` with XMP beside them."""
    return svg.replace("</metadata>", f"{_xmp(exhibit)}</metadata>", 1)


def _xmp(exhibit: Exhibit) -> str:
    said = core(exhibit) | {"Licence": exhibit.work.licence_url}
    told = {name: escape(text) for name, text in said.items()}
    empty = [f"{{{name}}}" for name, text in said.items() if not text]
    lines = Path(__file__).with_name("picture.xmp").read_text(encoding="utf-8").splitlines()
    # A line for each element; one whose text is empty is left out.
    return "".join(one.format_map(told) for one in lines if not any(map(one.count, empty)))


def identity_line(exhibit: Exhibit) -> str:
    """Return the small line at the foot of a picture; `read_line` reads it from a screenshot."""
    release = f"data {exhibit.release}" if exhibit.release else ""
    parts = [exhibit.id, release, exhibit.data_sha256[:8], exhibit.work.licence]
    return " · ".join(filter(None, map(_clean, parts)))


def read_line(words: str) -> tuple[str, str] | None:
    """Return the id and the digits of the hash that an identity line or its core names."""
    found = _LINE.fullmatch(" ".join(words.split()))
    return (found[1], found[2]) if found else None


class Picture(NamedTuple):
    """A picture of ours: which it says it is, the digits of its data, and by whom."""

    id: str
    digits: str
    publisher: str = ""


class Told(NamedTuple):
    """What is to be told of a file: the words, what of it can be cited, and whether all can."""

    text: str
    exhibits: tuple[Exhibit, ...]
    sound: bool


def tell(name: str, catalogue: Mapping[str, Exhibit], stale: Collection[str] = ()) -> Told:
    """Return what a file, or the identity line of a screenshot, shows and whether it is current.

    `stale` are the exhibits that were made from other data than there are now.

    A file that is not there, too large or damaged, or holds nothing of ours, is an AnalysisError.
    """
    path, line = Path(name), read_line(name)
    if line and not path.is_file():
        found: list[tuple[str, Picture | None]] = [("", Picture(*line))]
    else:
        found = [(place, read(content)) for place, content in _parts(path)]
    # The same exhibit as PNG and as SVG is told once.
    places: dict[Picture | None, list[str]] = defaultdict(list)
    for place, one in found:
        places[one].append(place)
    others = places[None]
    states = {one: _state(one, catalogue.get(one.id), stale) for one in places if one}
    if not states and others == [""]:
        raise AnalysisError(
            f"{path} is none of ours: it carries no citation of Jilin analysis. If a line at its "
            "foot has an exhibit and eight digits, cite these: 'three-rates 382d3c9a'."
        )
    if not states:
        raise AnalysisError(f"{path} holds {len(found)} pictures, none of ours.")
    told = [_report(one, places[one], state, catalogue) for one, state in states.items()]
    if found[0][0]:
        count = f"{len(found) - len(others)} of {len(found)} pictures are ours"
        counts = Counter(states.values())
        kinds = ", ".join(f"{counts[kind]} {kind}" for kind in _STATES if counts[kind])
        told.insert(0, f"{path.name}: {count}; exhibits: {kinds}.")
    told += filter(None, ["\n".join(f"{place} is none of ours." for place in others)])
    cited = dict.fromkeys(one.id for one, state in states.items() if state != "unknown")
    shown = tuple(catalogue[name] for name in cited)
    return Told("\n\n".join(told), shown, "unknown" not in states.values())


def _state(one: Picture, exhibit: Exhibit | None, stale: Collection[str]) -> str:
    """Return what became of a picture since it was exported, one of `_STATES`."""
    # An exhibit of other data may have the same id; it is another's work.
    if not exhibit or (one.publisher and not one.publisher.startswith(exhibit.work.title)):
        return "unknown"
    if not exhibit.data_sha256.startswith(one.digits):
        return "outdated"
    return "stale" if one.id in stale else "current"


def _report(
    one: Picture, places: Sequence[str], state: str, catalogue: Mapping[str, Exhibit]
) -> str:
    lines = [
        f"In:      {', '.join(places)}" if places[0] else "",
        f"Status:  {state}: {_STATES[state]}",
        f"Exhibit: {one.id}",
    ]
    if state != "unknown":
        exhibit = catalogue[one.id]
        lines += [
            f"Title:   {_clean(exhibit.caption)}",
            f"Alt text: {_clean(exhibit.alt)}" if state == "current" and exhibit.alt else "",
            f"Data:    sha256 {exhibit.data_sha256}",
            f"Drawn from: sha256 {one.digits}" if state == "outdated" else "",
            f"Release: {exhibit.release} of {exhibit.released}",
        ]
    return "\n".join(filter(None, lines))


def read(content: bytes) -> Picture | None:
    """Return whose a picture in any format says it is; None where it is none of ours."""
    found = _IDENTIFIER.search(content)
    if not found:
        return None
    publisher = _PUBLISHER.search(content)
    named = html.unescape(publisher[1].decode(errors="replace")) if publisher else ""
    return Picture(found[1].decode(), found[2].decode(), named)


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each picture in a file with its place; without one where the file is a picture."""
    if not path.is_file():
        raise AnalysisError(f"There is no file {path}.")
    if path.stat().st_size > _MOST_BYTES:
        raise AnalysisError(f"{path} is none of ours: our files are smaller than 64 MB.")
    data = path.read_bytes()
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"PK\x03\x04"):
        yield from _in_archive(path)
    elif path.suffix.lower() in (".html", ".htm", ".md", ".ipynb") or head.startswith(
        (b"{", b"<!doctype html", b"<html")
    ):
        if head.startswith(b"{"):
            data = data.replace(b'\\"', b'"').replace(b"\\n", b"\n")
        for number, found in enumerate(_ENCODED.finditer(data), 1):
            yield f"picture {number}", base64.b64decode(found[1])
        for number, rest in enumerate(data.split(b"<svg")[1:], 1):
            yield f"drawing {number}", rest.partition(b"</svg>")[0]
    else:
        yield "", data


def _in_archive(path: Path) -> list[tuple[str, bytes]]:
    kinds = (".png", ".svg", ".jpg", ".jpeg", ".webp")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if one.filename.lower().endswith(kinds)]
            # The size that is checked here is all that is ever unpacked.
            if sum(one.file_size for one in entries) <= 4 * _MOST_BYTES:
                return [(_clean(one.filename), archive.read(one)) for one in entries]
    except Exception as fault:  # each packing has errors of its own
        raise AnalysisError(f"{path} is damaged ({fault}).") from None
    raise AnalysisError(f"{path} unpacks to more than is looked at.")


def _clean(text: str) -> str:
    """Return a text of any origin on one line, with what cannot be seen in it made visible."""
    folded = " ".join(text.split())
    if folded.isprintable():
        return folded
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in folded)


def _credit(source: Source) -> str:
    words = (source.get("title"), publisher(source), date_of(source) or "undated")
    return f"{source['id']}: {', '.join(str(word) for word in words if word)}"
