"""What a picture of ours says of itself, and whether it is still true.

Pictures carry their exhibit's id, the hash of its data, title, alternative text, sources and
licence: in a PNG's text chunks or an SVG's Dublin Core, and as XMP. Pictures come back from
anywhere, alone or inside a document, so what is read is bounded and never taken at its word.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from .. import __version__
from ..errors import AnalysisError
from ..sources import Source, date_of, publisher

if TYPE_CHECKING:
    from .catalogue import Exhibit

AUTHOR = "The Jilin analysis team"
RIGHTS = "CC BY 4.0; reported figures are credited to their sources"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_MOST_BYTES, _MOST_SVG, _MOST_TEXT = 64 * 2**20, 16 * 2**20, 2**20
_MOST_PIXELS, _MOST_READS, _MOST_PICTURES = 40_000_000, 20_000, 2_000
_XMP = "XML:com.adobe.xmp"
_SPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
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
# The names that PNG has for what Dublin Core calls otherwise.
_PNG_NAMES = {"author": "creator", "copyright": "rights"}
_IDENTIFIER = re.compile(r"jilin-analysis:([a-z0-9-]+)@([0-9a-f]{64})")
_LINE = re.compile(r"(?:jilin-analysis[\s:]+)?([a-z0-9-]+)(?:@|\s(?:.*[\s·])?)([0-9a-f]{8,64})\b.*")
# One source a line, as now, or one after the other, as in version 1.
_BETWEEN_SOURCES = re.compile(r"\s*[\r\n]\s*|; (?=[a-z0-9-]+: )")
_DATA_URI = re.compile(r"data:image/(?:png|jpeg|webp|svg\+xml)([;=\w-]{0,40}),([^\"'\s<>)\\]*)")


class _RefusedError(Exception):
    """A picture that is none of ours, damaged or hostile; the message follows the file's name."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One of our figures as a file, described by itself.

    Attributes
    ----------
    id, data_sha256 : str
        The exhibit it shows, and the hash of the data it was drawn from.
    title, description : str
        The exhibit's caption and its alternative text.
    creator, publisher, date, rights, licence : str
        `licence` is an address. Empty where the file says nothing.
    sources : tuple of str
        One line for each source, its key first.
    """

    id: str
    data_sha256: str
    title: str
    description: str
    creator: str = ""
    publisher: str = ""
    date: str = ""
    rights: str = ""
    licence: str = ""
    sources: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        exhibit: Exhibit,
        sources: Sequence[Source],
        *,
        creator: str = AUTHOR,
        work: str = f"Jilin analysis {__version__}",
        rights: str = RIGHTS,
        licence: str = LICENCE,
    ) -> Picture:
        """Return what the picture of an exhibit is to say; `sources` are its CSL items."""
        return cls(
            exhibit.id,
            exhibit.data_sha256,
            _clean(exhibit.caption),
            _clean(exhibit.alt),
            creator=_clean(creator),
            publisher=_clean(work),
            date=exhibit.released,
            rights=_clean(rights),
            licence=licence,
            sources=tuple(_clean(_credit(item)) for item in sources),
        )

    def png_metadata(self) -> dict[str, str | None]:
        """Return what `savefig(metadata=...)` writes into a PNG."""
        from PIL.PngImagePlugin import iTXt

        core = self._core()
        named = {"Author": core.pop("Creator"), "Copyright": core.pop("Rights"), "Software": None}
        return core | named | {_XMP: iTXt(self._xmp())}

    def svg_metadata(self) -> dict[str, str]:
        """Return what `savefig(metadata=...)` writes into an SVG; `in_svg` adds the rest."""
        return self._core() | {"Type": "StillImage"}

    def in_svg(self, svg: str) -> str:
        """Return a drawing that has the metadata of `svg_metadata` with XMP beside them."""
        return svg.replace("</metadata>", f"{self._xmp()}</metadata>", 1)

    def _core(self) -> dict[str, str]:
        return {
            "Title": self.title,
            "Description": self.description,
            "Identifier": f"jilin-analysis:{self.id}@{self.data_sha256}",
            "Relation": f"sha256:{self.data_sha256}",
            "Date": self.date,
            "Source": "\n".join(self.sources),
            "Creator": self.creator,
            "Publisher": self.publisher,
            "Rights": self.rights,
        }

    def _xmp(self) -> str:
        said = {f"dc:{name.lower()}": text for name, text in self._core().items()}
        said |= {"xmpRights:WebStatement": self.licence}
        said |= {"Iptc4xmpCore:AltTextAccessibility": self.description}
        inside = "".join(
            f"<{name}>{_SHAPES.get(name, '{}').format(escape(text))}</{name}>"
            for name, text in said.items()
            if text
        )
        spaces = "".join(f' xmlns:{short}="{full}"' for full, short in _SPACES.items())
        return _PACKET.format(f'<rdf:Description rdf:about=""{spaces}>{inside}</rdf:Description>')


def identity_line(
    name: str,
    data_sha256: str,
    release: str = "",
    sources: Sequence[Source] = (),
    licence: str = "CC BY 4.0",
) -> str:
    """Return the small line at the foot of a picture; `read_line` reads it from a screenshot."""
    credit = publisher(sources[0]) if sources else ""
    parts = [
        f"jilin-analysis {name}",
        f"data {release}" if release else "",
        data_sha256[:8],
        f"{credit} and others" if credit and len(sources) > 1 else credit,
        licence,
    ]
    return " · ".join(filter(None, map(_clean, parts)))


def read_line(words: str) -> tuple[str, str] | None:
    """Return the id and the digits of the hash that an identity line or its core names."""
    found = _LINE.fullmatch(" ".join(words.split()))
    return (found[1], found[2]) if found else None


def status(
    name: str, digits: str, catalogue: Mapping[str, Exhibit], title: str = "", alt: str = ""
) -> str:
    """Return what became of a picture since it was exported.

    `current`, `outdated` (its data have changed), `altered` (today's data under words that are not
    the exhibit's) or `unknown` (no exhibit of this id).
    """
    exhibit = catalogue.get(name)
    if exhibit is None:
        return "unknown"
    if not exhibit.data_sha256.startswith(digits):
        return "outdated"
    same = title in ("", _clean(exhibit.caption)) and alt in ("", _clean(exhibit.alt))
    return "current" if same else "altered"


_MEANING = {
    "current": "its data are those of today's exhibit",
    "outdated": "its data have changed since; what is cited is today's exhibit, so export the "
    "figure again",
    "altered": "it has the id and the data of an exhibit, but not its words; do not cite it, "
    "export the figure again",
    "unknown": "no exhibit here has this id, so nothing that it says of itself can be proved; "
    "do not cite it",
}


_SOUND = ("current", "outdated")


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
        ours = {Picture(*line, title="", description=""): [""]}
        others: list[str] = []
        is_document = False
    else:
        ours, others, is_document = pictures_in(path)
    # The same exhibit as PNG and as SVG is told once, unless the files say what is not proved.
    groups: dict[tuple[str, str, Picture | str], list[str]] = {}
    for picture, places in ours.items():
        state = status(
            picture.id, picture.data_sha256, catalogue, picture.title, picture.description
        )
        one = picture.data_sha256 if state in _SOUND else picture
        groups.setdefault((picture.id, state, one), []).extend(places)
    texts = [
        _report(key, state, one, catalogue.get(key), places)
        for (key, state, one), places in groups.items()
    ]
    states = [state for _, state, _ in groups]
    if is_document:
        count = sum(map(len, ours.values()))
        kinds = ", ".join(f"{states.count(kind)} {kind}" for kind in _MEANING if kind in states)
        head = (
            f"{path.name}: {count} of {count + len(others)} pictures are ours; exhibits: {kinds}."
        )
        texts = [head, *texts, *(["\n".join(others)] if others else [])]
    cited = dict.fromkeys(key for key, state, _ in groups if state in _SOUND)
    sound = all(state in _SOUND for state in states)
    return Told("\n\n".join(texts), tuple(catalogue[key] for key in cited), sound)


def _report(
    name: str, state: str, one: Picture | str, exhibit: Exhibit | None, places: Sequence[str]
) -> str:
    lines = [f"In:      {', '.join(places)}"] if any(places) else []
    lines += [f"Status:  {state}: {_MEANING[state]}", f"Exhibit: {name}"]
    if isinstance(one, Picture):
        fields = ("title", "description", "creator", "publisher", "date", "rights", "licence")
        said = [f"  {key}: {getattr(one, key)}" for key in fields if getattr(one, key)]
        sources = [f"  source: {source}" for source in one.sources]
        return "\n".join([*lines, "The file says of itself, unproved:", *said, *sources])
    assert exhibit is not None
    # Only the catalogue's own words: those in the file may have been written by anybody.
    lines.append(f"Title:   {_clean(exhibit.caption)}")
    if state == "current" and exhibit.alt:
        lines.append(f"Alt text: {_clean(exhibit.alt)}")
    lines.append(f"Data:    sha256 {exhibit.data_sha256}")
    if state == "outdated":
        lines.append(f"Drawn from: sha256 {one}")
    return "\n".join([*lines, f"Release: {exhibit.release} of {exhibit.released}"])


def read_picture(path: Path) -> Picture:
    """Return what one picture file of ours says of itself, whatever the file is called."""
    ours, _, is_document = pictures_in(path)
    if is_document:
        raise AnalysisError(f"{path} is a document, not a picture.")
    return next(iter(ours))


def pictures_in(path: Path) -> tuple[dict[Picture, list[str]], list[str], bool]:
    """Return our pictures in a file with their places, a line for each other, and its kind.

    The kind is true for a document that holds pictures: .docx, .pptx, .odt and the like, .html or
    .md with pictures inside, .ipynb.

    Raises
    ------
    AnalysisError
        The file is not there, too large or damaged, or nothing in it is ours.
    """
    if not path.is_file():
        raise AnalysisError(f"There is no file {path}.")
    if path.stat().st_size > _MOST_BYTES:
        raise AnalysisError(f"{path} is none of ours: our files are smaller than 64 MB.")
    data = path.read_bytes()
    found = _in_document(path.suffix.lower(), data)
    ours: dict[Picture, list[str]] = {}
    others: list[str] = []
    try:
        for number, (place, content) in enumerate(found or [(str(path), data)]):
            if number == _MOST_PICTURES:
                raise _RefusedError(f"holds over {_MOST_PICTURES:,} pictures, too many to look at")
            try:
                ours.setdefault(_read(content), []).append(place if found else "")
            except _RefusedError as fault:
                others.append(f"{place} {fault}.")
    except _RefusedError as fault:
        raise AnalysisError(f"{path} {fault}.") from None
    except zipfile.BadZipFile as fault:
        raise AnalysisError(f"{path} is damaged ({fault}).") from None
    if not ours:
        none = f"{path} holds {len(others)} pictures, none of ours."
        raise AnalysisError(none if found else others[0])
    return ours, others, found is not None


def _in_document(suffix: str, data: bytes) -> Iterator[tuple[str, bytes]] | None:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"PK\x03\x04"):
        return _in_archive(data)
    if head.startswith(b"{"):
        return _in_notebook(data)
    if suffix in (".html", ".htm", ".md") or head.startswith((b"<!doctype html", b"<html")):
        return _in_text(data.decode(errors="replace"))
    return None


def _in_archive(data: bytes) -> Iterator[tuple[str, bytes]]:
    room = 4 * _MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            name = _clean(entry.filename)
            if name.lower().endswith((".png", ".svg", ".jpg", ".jpeg", ".webp")):
                room -= entry.file_size
                if room < 0:
                    raise _RefusedError("unpacks to more than is looked at")
                try:
                    # The size that was just checked is all that is ever unpacked.
                    content = archive.read(entry)
                except Exception as fault:  # each packing has errors of its own
                    raise _RefusedError(f"is damaged: {name} cannot be unpacked") from fault
                yield name, content


def _in_text(text: str) -> Iterator[tuple[str, bytes]]:
    for number, found in enumerate(_DATA_URI.finditer(text), 1):
        yield f"picture {number}", _decoded(found[2], "base64" in found[1])
    opened = -1
    for number, mark in enumerate(re.finditer(r"<svg\b|</svg>", text), 1):
        if mark[0] == "<svg":
            opened = mark.start()
        elif opened >= 0:
            yield f"drawing {(number + 1) // 2}", text[opened : mark.end()].encode()
            opened = -1


def _in_notebook(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        cells = json.loads(data)["cells"]
        for number, cell in enumerate(cells, 1):
            shown = [output.get("data", {}) for output in cell.get("outputs", [])]
            for bundle in [*shown, *cell.get("attachments", {}).values()]:
                for kind, text in bundle.items():
                    if kind.startswith("image/"):
                        text = text if isinstance(text, str) else "".join(text)
                        is_drawing = kind == "image/svg+xml"
                        content = text.encode() if is_drawing else _decoded(text, True)
                        yield f"cell {number} ({kind})", content
            source = cell.get("source", "")
            for place, content in _in_text(source if isinstance(source, str) else "".join(source)):
                yield f"cell {number} ({place})", content
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _RefusedError("is no Jupyter notebook of format 4") from None


def _decoded(text: str, is_base64: bool) -> bytes:
    from urllib.parse import unquote_to_bytes

    packed = unquote_to_bytes(text)
    try:
        return base64.b64decode(packed) if is_base64 else packed
    except ValueError:
        return b""


def _read(data: bytes) -> Picture:
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"RIFF")):
        said = _raster_says(data)
    elif data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        if len(data) > _MOST_SVG:
            raise _RefusedError("is none of ours: our SVG files are smaller than 16 MB")
        said = _xml_says(data)
    else:
        raise _RefusedError("is neither a PNG nor an SVG file, nor a document that holds some")
    identifier = _IDENTIFIER.fullmatch(said.get("identifier", ""))
    if identifier is None or said.get("relation") != f"sha256:{identifier[2]}":
        raise _RefusedError(
            "is none of ours: it carries no citation of Jilin analysis. If a line at its foot has "
            "an exhibit and eight digits, cite these: 'three-rates 382d3c9a'"
        )
    sources = filter(None, _BETWEEN_SOURCES.split(said.get("source", "").strip()))
    return Picture(
        identifier[1],
        identifier[2],
        _clean(said.get("title", "")),
        _clean(said.get("AltTextAccessibility") or said.get("description", "")),
        date=_day(said.get("date", "")),
        licence=_clean(said.get("WebStatement", "")),
        sources=tuple(map(_clean, sources)),
        **{key: _clean(said.get(key, "")) for key in ("creator", "publisher", "rights")},
    )


class _Patient(io.BytesIO):
    """A file that is not read piece by piece for ever: five million empty chunks take no hold."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > _MOST_READS:
            raise _RefusedError("is damaged: it is made of too many pieces")
        return super().read(size)


def _raster_says(data: bytes) -> dict[str, str]:
    import warnings

    from PIL import Image, PngImagePlugin

    info: dict[Any, Any]
    try:
        with warnings.catch_warnings(action="ignore"):
            if data.startswith(b"\x89PNG"):
                image = PngImagePlugin.PngImageFile(_Patient(data))
                info = image.info
                image.verify()
                if "Identifier" not in info and image.width * image.height <= _MOST_PIXELS:
                    # Some programs write the texts behind the picture.
                    info = {**PngImagePlugin.PngImageFile(_Patient(data)).text, **info}
            else:
                info = Image.open(_Patient(data), formats=("JPEG", "WEBP")).info
    except _RefusedError:
        raise
    except Exception as fault:  # Pillow raises whatever its decoders stumble over
        raise _RefusedError(f"is damaged ({_clean(str(fault))}): export it again") from None
    texts = {str(key).lower(): text for key, text in info.items() if isinstance(text, str)}
    if sum(map(len, texts.values())) > _MOST_TEXT:
        raise _RefusedError("is damaged: its texts are too long")
    packet = info.get("xmp") or b""
    known = _xml_says(packet) if packet and len(packet) <= _MOST_TEXT else {}
    return known | {_PNG_NAMES.get(key, key): text for key, text in texts.items()}


def _xml_says(data: bytes) -> dict[str, str]:
    """Return the Dublin Core and XMP of an SVG or a packet; empty where the file is other XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    said: dict[str, str] = {}
    root, key = "", ""
    depth, ends, room = 0, 0, _MOST_TEXT

    def start(name: str, __: dict[str, str]) -> None:
        nonlocal root, key, depth, ends
        root = root or name
        depth += 1
        if depth > 200:
            raise _RefusedError("is damaged: its elements are nested too deeply")
        space, _, local = name.partition(" ")
        # The outermost element names the text, as matplotlib and XMP wrap some texts once more;
        # the first of a name counts. The drawing's own texts are not listened to.
        if not key and space in _SPACES and local not in said:
            key, ends = local, depth
            said[local] = ""
            parser.CharacterDataHandler = listen

    def end(_: str) -> None:
        nonlocal key, depth
        if key and depth == ends:
            key = ""
            parser.CharacterDataHandler = None
        depth -= 1

    def listen(part: str) -> None:
        nonlocal room
        room -= len(part)
        if room < 0:
            raise _RefusedError("is damaged: its texts are too long")
        said[key] += part

    def doctype(_: str, __: str | None, ___: str | None, internal: bool) -> None:
        # matplotlib names the public SVG DTD, which is never fetched; a DTD inside the file
        # serves only entities.
        if internal:
            raise _RefusedError("is damaged: it declares entities of its own, which is refused")

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        # All at once: fed in pieces, older expat reads a long comment again with each piece.
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise _RefusedError(f"is damaged: its XML cannot be read ({fault})") from None
    if root not in ("http://www.w3.org/2000/svg svg", "adobe:ns:meta/ xmpmeta"):
        return {}
    return {name: words.strip() for name, words in said.items()}


def _clean(text: str) -> str:
    """Return a text of any origin on one line, with what cannot be seen in it made visible."""
    folded = " ".join(text.split())
    if folded.isprintable():
        return folded
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in folded)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return f"{_clean(text)} (no date)" if text.strip() else ""


def _credit(source: Source) -> str:
    words = (source.get("title"), publisher(source), date_of(source) or "undated")
    return f"{source['id']}: {', '.join(str(word) for word in words if word)}"
