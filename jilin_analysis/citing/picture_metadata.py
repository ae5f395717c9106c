"""What a picture of ours says of itself, and whether it is still true.

Pictures carry their exhibit's id, the hash of its data, title, alternative text, sources and
licence: in a PNG's text chunks or an SVG's Dublin Core, and as XMP. They come back from anywhere,
alone or inside a document. The identifier is looked for as it stands, in whatever file, and what
is told of an exhibit are the catalogue's words: those in the file may be anybody's.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .. import __version__
from ..errors import AnalysisError
from ..sources import Source, date_of, publisher

if TYPE_CHECKING:
    from ..showing.exhibit import Exhibit

_MOST_BYTES = 64 * 2**20
_XMP = "XML:com.adobe.xmp"
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF></x:xmpmeta>'
    '<?xpacket end="r"?>'
)
# XMP has texts by language, lists in order and lists without; what is not named here is one text.
_SHAPES = {
    **dict.fromkeys(
        ("dc:title", "dc:description", "dc:rights", "Iptc4xmpCore:AltTextAccessibility"),
        '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>',
    ),
    **dict.fromkeys(("dc:creator", "dc:date"), "<rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq>"),
    **dict.fromkeys(("dc:publisher", "dc:relation"), "<rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag>"),
}
_LICENCE = "xmpRights:WebStatement"
# What is told of a picture that no exhibit here vouches for.
_TOLD = {name: f"dc:{name}" for name in ("title", "description", "creator", "publisher", "date")}
_TOLD |= {"rights": "dc:rights", "licence": _LICENCE, "source": "dc:source"}
_IDENTIFIER = re.compile(rb"jilin-analysis:([a-z0-9-]{1,200})@([0-9a-f]{64})")
_LINE = re.compile(r"(?:jilin-analysis[\s:]+)?([a-z0-9-]+)(?:@|\s(?:.*[\s·])?)([0-9a-f]{8,64})\b.*")
# A picture inside a page, or in the outputs of a notebook.
_ENCODED = re.compile(rb'(?:data:image/[a-z+]+;base64,|"image/[a-z]+": ?\[?\s*")([\w+/=]+)')
_STATES = {
    "current": "its data are those of today's exhibit",
    "outdated": "its data have changed since; what is cited is today's exhibit, so export the "
    "figure again",
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
    return said | named | {_XMP: iTXt(_xmp(exhibit))}


def svg_metadata(exhibit: Exhibit) -> dict[str, str]:
    """Return what `savefig(metadata=...)` writes into an SVG; `with_xmp` adds the rest."""
    return core(exhibit) | {"Type": "StillImage"}


def with_xmp(svg: str, exhibit: Exhibit) -> str:
    """Return a drawing that has the metadata of `svg_metadata` with XMP beside them."""
    return svg.replace("</metadata>", f"{_xmp(exhibit)}</metadata>", 1)


def _xmp(exhibit: Exhibit) -> str:
    said = {f"dc:{name.lower()}": text for name, text in core(exhibit).items()}
    said |= {_LICENCE: exhibit.work.licence_url}
    said |= {"Iptc4xmpCore:AltTextAccessibility": said["dc:description"]}
    inside = "".join(
        f"<{name}>{_SHAPES.get(name, '{}').format(escape(text))}</{name}>"
        for name, text in said.items()
        if text
    )
    spaces = "".join(f' xmlns:{short}="{full}"' for short, full in _SPACES.items())
    return _PACKET.format(f'<rdf:Description rdf:about=""{spaces}>{inside}</rdf:Description>')


def identity_line(exhibit: Exhibit) -> str:
    """Return the small line at the foot of a picture; `read_line` reads it from a screenshot."""
    release = f"data {exhibit.release}" if exhibit.release else ""
    hashed, licence = exhibit.data_sha256[:8], exhibit.work.licence
    parts = [f"jilin-analysis {exhibit.id}", release, hashed, licence]
    return " · ".join(filter(None, map(_clean, parts)))


def read_line(words: str) -> tuple[str, str] | None:
    """Return the id and the digits of the hash that an identity line or its core names."""
    found = _LINE.fullmatch(" ".join(words.split()))
    return (found[1], found[2]) if found else None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of ours: whose it says it is, the digits of its data, what else it says."""

    id: str
    digits: str
    said: Mapping[str, str]

    def state(self, catalogue: Mapping[str, Exhibit]) -> str:
        """Return what became of it since it was exported, one of `_STATES`."""
        exhibit = catalogue.get(self.id)
        if exhibit is None:
            return "unknown"
        # An exhibit of other data may have the same id; it is another's work.
        title = exhibit.work.title
        if not self.said.get("publisher", title).startswith(title):
            return "unknown"
        return "current" if exhibit.data_sha256.startswith(self.digits) else "outdated"


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told of a file: the words, what of it can be cited, and whether all can."""

    text: str
    exhibits: tuple[Exhibit, ...]
    sound: bool


def tell(name: str, catalogue: Mapping[str, Exhibit]) -> Told:
    """Return what a file, or the identity line of a screenshot, shows and whether it is current.

    Raises
    ------
    AnalysisError
        The file is not there, too large or damaged, or nothing in it is ours.
    """
    path, line = Path(name), read_line(name)
    if line and not path.is_file():
        found: list[tuple[str, Picture | None]] = [("", Picture(*line, {}))]
    else:
        found = [(place, read(content)) for place, content in _parts(path)]
    # The same exhibit as PNG and as SVG is told once.
    groups: dict[tuple[str, str], list[tuple[str, Picture]]] = {}
    for place, one in found:
        if one:
            groups.setdefault((one.id, one.digits), []).append((place, one))
    if not groups and [place for place, _ in found] == [""]:
        raise AnalysisError(
            f"{path} is none of ours: it carries no citation of Jilin analysis. If a line at its "
            "foot has an exhibit and eight digits, cite these: 'three-rates 382d3c9a'."
        )
    if not groups:
        raise AnalysisError(f"{path} holds {len(found)} pictures, none of ours.")
    told = [_report(pictures, catalogue) for pictures in groups.values()]
    states = [pictures[0][1].state(catalogue) for pictures in groups.values()]
    others = [f"{place} is none of ours." for place, one in found if not one]
    if found[0][0]:
        count = f"{len(found) - len(others)} of {len(found)} pictures are ours"
        kinds = ", ".join(f"{states.count(kind)} {kind}" for kind in _STATES if kind in states)
        told.insert(0, f"{path.name}: {count}; exhibits: {kinds}.")
    told += ["\n".join(others)] if others else []
    pairs = zip(groups, states, strict=True)
    cited = dict.fromkeys(name for (name, _), state in pairs if state != "unknown")
    exhibits = tuple(catalogue[name] for name in cited)
    return Told("\n\n".join(told), exhibits, "unknown" not in states)


def _report(pictures: Sequence[tuple[str, Picture]], catalogue: Mapping[str, Exhibit]) -> str:
    one = pictures[0][1]
    state = one.state(catalogue)
    lines = [f"Status:  {state}: {_STATES[state]}", f"Exhibit: {one.id}"]
    if pictures[0][0]:
        lines.insert(0, f"In:      {', '.join(place for place, _ in pictures)}")
    if state == "unknown":
        said = [f"  {key}: {text}" for key, text in one.said.items()]
        return "\n".join([*lines, "The file says of itself, unproved:", *said])
    exhibit = catalogue[one.id]
    lines.append(f"Title:   {_clean(exhibit.caption)}")
    if state == "current" and exhibit.alt:
        lines.append(f"Alt text: {_clean(exhibit.alt)}")
    lines.append(f"Data:    sha256 {exhibit.data_sha256}")
    if state == "outdated":
        lines.append(f"Drawn from: sha256 {one.digits}")
    return "\n".join([*lines, f"Release: {exhibit.release} of {exhibit.released}"])


def read(content: bytes) -> Picture | None:
    """Return what a picture in any format says of itself; None where it is none of ours."""
    found = _IDENTIFIER.search(content)
    if not found:
        return None
    packet, said = content.partition(b"<x:xmpmeta")[2].partition(b"</x:xmpmeta>")[0], {}
    for name, key in _TOLD.items():
        text = packet.partition(f"<{key}>".encode())[2].partition(f"</{key}>".encode())[0]
        if text:
            plain = re.sub("<[^<>]*>", "", text.decode(errors="replace"))
            said[name] = _clean(html.unescape(plain))
    return Picture(found[1].decode(), found[2].decode(), said)


def _parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each picture in a file with its place; without one where the file is a picture."""
    if not path.is_file():
        raise AnalysisError(f"There is no file {path}.")
    if path.stat().st_size > _MOST_BYTES:
        raise AnalysisError(f"{path} is none of ours: our files are smaller than 64 MB.")
    data = path.read_bytes()
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"PK\x03\x04"):
        yield from _in_archive(path, data)
    elif path.suffix.lower() in (".html", ".htm", ".md", ".ipynb") or head.startswith(
        (b"{", b"<!doctype html", b"<html")
    ):
        if head.startswith(b"{"):
            data = data.replace(b'\\"', b'"').replace(b"\\n", b"\n")
        for number, found in enumerate(_ENCODED.finditer(data), 1):
            yield f"picture {number}", _decoded(found[1])
        for number, rest in enumerate(data.split(b"<svg")[1:], 1):
            yield f"drawing {number}", rest.partition(b"</svg>")[0]
    else:
        yield "", data


def _in_archive(path: Path, data: bytes) -> Iterator[tuple[str, bytes]]:
    room = 4 * _MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                name = _clean(entry.filename)
                if name.lower().endswith((".png", ".svg", ".jpg", ".jpeg", ".webp")):
                    # The size that is checked here is all that is ever unpacked.
                    room -= entry.file_size
                    if room < 0:
                        raise AnalysisError(f"{path} unpacks to more than is looked at.")
                    yield name, archive.read(entry)
    except AnalysisError:
        raise
    except Exception as fault:  # each packing has errors of its own
        raise AnalysisError(f"{path} is damaged ({fault}).") from None


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b"==")
    except binascii.Error:
        return b""


def _clean(text: str) -> str:
    """Return a text of any origin on one line, with what cannot be seen in it made visible."""
    folded = " ".join(text.split())
    if folded.isprintable():
        return folded
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in folded)


def _credit(source: Source) -> str:
    words = (source.get("title"), publisher(source), date_of(source) or "undated")
    return f"{source['id']}: {', '.join(str(word) for word in words if word)}"
