"""What a picture says of itself, in a PNG's text chunks or an SVG's Dublin Core.

Files come from anywhere, so reading is strict and bounded: a damaged or hostile file is an error,
never a guess. Pillow would do the reading of PNG, but takes longer to load than all of this.
"""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO
from xml.parsers import expat

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_TEXT = 2**20
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


class DamagedError(Exception):
    """A file that is cut short, altered or hostile; the message says how."""


def png_says(file: BinaryIO) -> dict[str, str]:
    """Return the texts of a PNG, its signature read already, by what they are about."""
    said: dict[str, str] = {}
    room = _MOST_TEXT
    kind = b""
    while kind != b"IEND":
        first = not kind
        length, kind = struct.unpack(">I4s", _exactly(file, 8))
        if first and kind != b"IHDR":
            raise DamagedError("its header is missing")
        is_text = kind in (b"tEXt", b"zTXt", b"iTXt")
        if is_text and length > room:
            raise DamagedError("its texts are too long")
        body = _exactly(file, length)
        if zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(_exactly(file, 4)):
            raise DamagedError(f"the checksum of a {kind.decode('latin-1')!r} chunk is wrong")
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
        raise DamagedError("it ends too early")
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
        raise DamagedError(f"its text {key!r} is not UTF-8") from None


def _inflated(packed: bytes, room: int) -> bytes:
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(packed, room)
    except zlib.error:
        raise DamagedError("a compressed text cannot be read") from None
    if not reader.eof:
        raise DamagedError("a compressed text is too long or cut short")
    return text


def svg_says(file: BinaryIO) -> dict[str, str]:
    """Return the Dublin Core of an SVG; empty where the file is other XML."""
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
            raise DamagedError("its elements are nested too deeply")

    def text(part: str) -> None:
        # matplotlib wraps some elements' texts (creator, rights) once more, so the outermost
        # Dublin Core element names the text; the drawing's own texts have none around them.
        key = next((name for name in path if name.startswith(_DC)), None)
        nonlocal room
        if key is not None:
            room -= len(part)
            if room < 0:
                raise DamagedError("its texts are too long")
            said.setdefault(key.removeprefix(_DC), []).append(part)

    def doctype(_: str, __: str | None, ___: str | None, internal: bool) -> None:
        # matplotlib names the public SVG DTD, which is never fetched; a DTD inside the file
        # serves only entities.
        if internal:
            raise DamagedError("it declares entities of its own, which is refused")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.ParseFile(file)
    except expat.ExpatError as fault:
        raise DamagedError(f"its XML cannot be read ({fault})") from None
    if root != ["http://www.w3.org/2000/svg svg"]:
        return {}
    return {key: "".join(parts).strip() for key, parts in said.items()}
