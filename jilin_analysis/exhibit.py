"""One exhibit: what a notebook shows, with all that is needed to cite it and its rows one by one.

It travels in the metadata of the notebook's own output, so this is read without pandas.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha1, sha256
from typing import Any

KEY = "jilin_analysis"
# The same chart, drawn for a phone: notebooks show the wide one, the site takes which fits.
PHONE = "application/vnd.jilin-analysis.phone+svg"
KINDS = ("figure", "table", "statement")
COLUMNS = (
    *("key", "label", "entity", "metric", "period", "kind", "unit"),
    *("value", "low", "high", "premises", "note"),
)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FIRST_SENTENCE = re.compile(r".*?(?:[.!?](?=\s)|[。！？]|$)", re.DOTALL)
_TEXTS = ("caption", "alt", "caveat", "derivation", "data", "data_sha256", "release", "released")
# What version 1 did not carry.
_LATER = {"title": "", "short": "", "references": [], "work": {}}
_LISTS = {"rests_on": str, "sources": str, "references": dict}
_LABELS = ("label", "figure", "key", "id")
_SHOWN = ("notebook", "svg", "phone", "png", "markdown")


class ExhibitError(ValueError):
    """Metadata that describe no exhibit; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Work:
    """The data package that an exhibit is part of: whom a citation credits, and where it leads.

    Attributes
    ----------
    title : str
        Empty where the exhibit was shown before notebooks carried this.
    authors : tuple of str
    licence, licence_url, homepage, doi : str
        Empty where the package says nothing.
    entity, period : str
        What the package is about.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    licence: str = ""
    licence_url: str = ""
    homepage: str = ""
    doi: str = ""
    entity: str = ""
    period: str = ""

    @classmethod
    def of(cls, package: Mapping[str, Any]) -> Work:
        """Return what a `datapackage.json` says of itself; what is malformed is left out."""
        licence = next(iter(_maps(package.get("licenses"))), {})
        known = _maps(package.get("identifiers"))
        focus = next(iter(_maps([package.get("focus")])), {})
        people = _maps(package.get("contributors"))
        creators = [one for one in people if "creator" in str(one.get("roles", one.get("role")))]
        named = [_text(one, "title", "name") for one in creators or people]
        doi = next((_text(one, "value") for one in known if one.get("type") == "doi"), "")
        name = _text(licence, "name", "title")
        return cls(
            title=_text(package, "title", "name"),
            authors=tuple(filter(None, named)),
            licence=re.sub(r"^CC-([A-Z-]+)-(\d\.\d)$", r"CC \1 \2", name),
            licence_url=_text(licence, "path"),
            homepage=_text(package, "homepage"),
            doi=re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE),
            entity=_text(focus, "entity"),
            period=_text(focus, "period"),
        )


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Something a reader may cite: a figure, a table or a statement.

    Attributes
    ----------
    id : str
        The name it is cited by, unique over all notebooks.
    kind : str
        `figure`, `table` or `statement`.
    title : str
        A short noun phrase: what a list of references calls it.
    short : str
        What a statement says at a glance, without premises; empty where it has no such form.
    caption, alt, caveat, derivation : str
        Plain text.
    rests_on, sources : tuple of str
        Keys of reported facts and of works in the bibliography, most important first.
    references : tuple of dict
        These works as CSL-JSON; empty where the exhibit was shown before notebooks carried them.
    data, data_sha256 : str
        The figures behind it as CSV, and their hash.
    release, released : str
        Version and date of the data release.
    work : Work
        The data package that it comes from.
    notebook : str
        The file stem of the notebook that shows it.
    svg, phone, png, markdown
        What is shown; empty where the kind has none. `phone` is the figure for a narrow screen.
    """

    id: str
    kind: str
    caption: str = ""
    alt: str = ""
    caveat: str = ""
    derivation: str = ""
    rests_on: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    data: str = ""
    data_sha256: str = ""
    release: str = ""
    released: str = ""
    title: str = ""
    short: str = ""
    references: tuple[dict[str, Any], ...] = ()
    work: Work = field(default_factory=Work)
    notebook: str = ""
    svg: str = ""
    phone: str = ""
    png: bytes = b""
    markdown: str = ""

    def __post_init__(self) -> None:
        """Give what was shown without a title the first sentence of its caption."""
        if not self.title:
            first = _FIRST_SENTENCE.match(self.caption)
            object.__setattr__(self, "title", first[0].strip().rstrip(".。") if first else self.id)

    @property
    def swhid(self) -> str:
        """The identifier of its data that needs no host (ISO/IEC 18670); empty without data."""
        return swhid(self.data.encode()) if self.data else ""

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The rows of its data that hold a number of their own, each with a `key`.

        Rows that were written without keys get them from what names them.
        """
        return tuple(_keyed(csv.DictReader(io.StringIO(self.data), restval="")))

    def to_metadata(self) -> dict[str, Any]:
        """Return what the notebook's output carries; `from_metadata` reads it."""
        return {key: value for key, value in asdict(self).items() if key not in _SHOWN}

    @classmethod
    def from_metadata(cls, told: Mapping[str, Any], **shown: Any) -> Exhibit:
        """Return the exhibit that metadata describe, of this version or of version 1.

        Parameters
        ----------
        told : mapping
            What `to_metadata` returned.
        **shown
            `notebook`, `svg`, `phone`, `png`, `markdown`.

        Raises
        ------
        ExhibitError
            The metadata are incomplete, malformed, or not those of the data beside them.
        """
        name, kind, told = told.get("id"), told.get("kind"), {**_LATER, **told}
        if not isinstance(name, str) or not _ID.fullmatch(name):
            raise ExhibitError(
                f"{name!r} cannot be an id; use lower-case letters, digits and single hyphens."
            )
        if kind not in KINDS:
            raise ExhibitError(f"{kind!r} is no kind of exhibit; kinds: {', '.join(KINDS)}.")
        texts: dict[str, Any] = {key: told.get(key) for key in (*_TEXTS, "title", "short")}
        lists: dict[str, Any] = {key: told.get(key) for key in _LISTS}
        work = told["work"] if isinstance(told["work"], dict) else {"unheard": "of"}
        words = [text for key, text in work.items() if key != "authors"]
        if not (
            all(isinstance(text, str) for text in (*texts.values(), *words))
            and all(_all(kind, lists[key]) for key, kind in _LISTS.items())
            and work.keys() <= Work.__dataclass_fields__.keys()
            and _all(str, work.get("authors", []))
        ):
            raise ExhibitError("the exhibit's metadata are incomplete; run the notebook again.")
        if sha256(texts["data"].encode()).hexdigest() != texts["data_sha256"]:
            raise ExhibitError(
                f"the data of {name!r} do not have the hash beside them; run the notebook again."
            )
        made = texts | {key: tuple(items) for key, items in lists.items()} | shown
        authors = tuple(work.get("authors", ()))
        return cls(id=name, kind=kind, work=Work(**work | {"authors": authors}), **made)


def swhid(content: bytes) -> str:
    """Return the SWHID of a content: the hash that `git hash-object` gives it."""
    return "swh:1:cnt:" + sha1(b"blob %d\0" % len(content) + content).hexdigest()


def slug(text: str) -> str:
    """Return words as a key: small letters of any script and digits, between single hyphens."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


def _keyed(rows: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    seen: dict[str, int] = {}
    for row in rows:
        if "value" not in row:
            return
        label = next((row[one] for one in _LABELS if row.get(one)), "")
        key = row.get("key") or slug(label)
        seen[key] = seen.get(key, 0) + 1
        if key:
            key = key if seen[key] == 1 else f"{key}-{seen[key]}"
            yield row | {"key": key, "label": label}


def _all(kind: type, items: Any) -> bool:
    return isinstance(items, list | tuple) and all(isinstance(item, kind) for item in items)


def _maps(items: Any) -> list[Mapping[str, Any]]:
    return [one for one in items if isinstance(one, Mapping)] if isinstance(items, list) else []


def _text(told: Mapping[str, Any], *keys: str) -> str:
    return next((told[key] for key in keys if isinstance(told.get(key), str)), "")
