"""What a picture says of itself: the citation inside a PNG's text chunks or an SVG's Dublin Core.

Files come from anywhere, so reading is strict and bounded: a damaged or hostile file is an error,
never a guess. Pillow would do the reading of PNG, but takes longer to load than all of this.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from ..errors import AnalysisError

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_BYTES = 64 * 2**20
_MOST_TEXT = 2**20
_IDENTIFIER = re.compile(r"jilin-analysis:([a-z0-9-]+)@([0-9a-f]{64})")
# One source a line, or one after the other: "key: title, publisher, date; key: ...".
_BETWEEN_SOURCES = re.compile(r"\s*[\r\n]\s*|; (?=[a-z0-9-]+: )")
_DC = "http://purl.org/dc/elements/1.1/ "
_KEYS = {
    "Title": "title",
    "Author": "creator",
    "Copyright": "rights",
    "Date": "date",
    "Description": "description",
    "Identifier": "identifier",
    "Publisher": "publisher",
    "Relation": "relation",
    "Source": "source",
}


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


class _DamagedError(Exception):
    pass


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
        head = file.read(len(_PNG))
        try:
            if head == _PNG:
                said = _png_says(file)
            elif head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                file.seek(0)
                said = _svg_says(file)
            else:
                raise AnalysisError(f"{path} is neither a PNG nor an SVG file.")
        except _DamagedError as fault:
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


def _png_says(file: BinaryIO) -> dict[str, str]:
    said: dict[str, str] = {}
    room = _MOST_TEXT
    kind = b""
    while kind != b"IEND":
        first = not kind
        length, kind = struct.unpack(">I4s", _exactly(file, 8))
        if first and kind != b"IHDR":
            raise _DamagedError("its header is missing")
        is_text = kind in (b"tEXt", b"zTXt", b"iTXt")
        if is_text and length > room:
            raise _DamagedError("its texts are too long")
        body = _exactly(file, length)
        if zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(_exactly(file, 4)):
            raise _DamagedError(f"the checksum of a {kind.decode('latin-1')!r} chunk is wrong")
        if is_text:
            key, text = _chunk_text(kind, body, room)
            room -= len(text) + length
            if key in _KEYS:
                said.setdefault(_KEYS[key], text)
    return said


def _exactly(file: BinaryIO, length: int) -> bytes:
    # A false length asks for no more than the file has, and its size was checked before.
    body = file.read(length)
    if len(body) != length:
        raise _DamagedError("it ends too early")
    return body


def _chunk_text(kind: bytes, body: bytes, room: int) -> tuple[str, str]:
    keyword, _, rest = body.partition(b"\0")
    key = keyword.decode("latin-1")
    if kind == b"tEXt":
        return key, rest.decode("latin-1")
    if kind == b"zTXt":
        return key, _inflated(rest[1:], room).decode("latin-1")
    packed, rest = rest[:1] == b"\1", rest[2:]
    _, _, rest = rest.partition(b"\0")
    _, _, rest = rest.partition(b"\0")
    try:
        return key, (_inflated(rest, room) if packed else rest).decode("utf-8")
    except UnicodeDecodeError:
        raise _DamagedError(f"its text {key!r} is not UTF-8") from None


def _inflated(packed: bytes, room: int) -> bytes:
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(packed, room)
    except zlib.error:
        raise _DamagedError("a compressed text cannot be read") from None
    if not reader.eof:
        raise _DamagedError("a compressed text is too long or cut short")
    return text


def _svg_says(file: BinaryIO) -> dict[str, str]:
    parser = expat.ParserCreate(namespace_separator=" ")
    path: list[str] = []
    said: dict[str, list[str]] = {}
    root: list[str] = []
    room = _MOST_TEXT

    def start(name: str, _: dict[str, str]) -> None:
        if not path:
            root.append(name)
        path.append(name)
        if len(path) > 200:
            raise _DamagedError("its elements are nested too deeply")

    def text(part: str) -> None:
        # matplotlib wraps some elements' texts (creator, rights) once more, so the outermost
        # Dublin Core element names the text; the drawing's own texts have none around them.
        key = next((name for name in path if name.startswith(_DC)), None)
        nonlocal room
        if key is not None:
            room -= len(part)
            if room < 0:
                raise _DamagedError("its texts are too long")
            said.setdefault(key.removeprefix(_DC), []).append(part)

    def doctype(_: str, __: str | None, ___: str | None, internal: bool) -> None:
        # matplotlib names the public SVG DTD, which is never fetched; a DTD inside the file
        # serves only entities.
        if internal:
            raise _DamagedError("it declares entities of its own, which is refused")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.ParseFile(file)
    except expat.ExpatError as fault:
        raise _DamagedError(f"its XML cannot be read ({fault})") from None
    if root != ["http://www.w3.org/2000/svg svg"]:
        return {}
    return {key: "".join(parts).strip() for key, parts in said.items()}
