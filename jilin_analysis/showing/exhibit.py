"""One exhibit: what a notebook shows, with all that is needed to cite it and its rows one by one.

It travels in the metadata of the notebook's own output, so this is read without pandas.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
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
_LISTS = {"rests_on": str, "sources": str, "authors": str, "references": dict}
_LABELS = ("label", "figure", "key", "id")
_SHOWN = ("notebook", "svg", "phone", "png", "markdown")


class ExhibitError(ValueError):
    """Metadata that describe no exhibit; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Work:
    """The data package that an exhibit is part of: whom a citation credits, and where it leads.

    Empty is what the package does not say.
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
        These works as CSL-JSON.
    data, data_sha256 : str
        The figures behind it as CSV, and their hash.
    release, released, folder_sha256 : str
        Version and date of the data release, and the fingerprint of the data folder.
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
    folder_sha256: str = ""
    title: str = ""
    short: str = ""
    references: tuple[dict[str, Any], ...] = ()
    work: Work = field(default_factory=Work)
    notebook: str = ""
    svg: str = ""
    phone: str = ""
    png: bytes = b""
    markdown: str = ""

    @property
    def swhid(self) -> str:
        """The identifier of its data that needs no host (ISO/IEC 18670): the hash that git gives.

        Empty without data.
        """
        data = self.data.encode()
        return "swh:1:cnt:" + sha1(b"blob %d\0" % len(data) + data).hexdigest() if data else ""

    @property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The rows of its data that hold a number of their own, each with a `key`.

        Rows that were written without keys get them from what names them.
        """
        seen, found = Counter[str](), []
        for row in csv.DictReader(io.StringIO(self.data), restval=""):
            label = next((row[one] for one in _LABELS if row.get(one)), "")
            key = row.get("key") or slug(label)
            seen[key] += 1
            if key and any(row.get(one) for one in ("value", "low", "high")):
                key = key if seen[key] == 1 else f"{key}-{seen[key]}"
                found.append(row | {"key": key, "label": label})
        return tuple(found)

    def to_metadata(self) -> dict[str, Any]:
        """Return what the notebook's output carries; `from_metadata` reads it."""
        return {key: told for key, told in asdict(self).items() if key not in _SHOWN}

    @classmethod
    def from_metadata(cls, told: Mapping[str, Any], **shown: Any) -> Exhibit:
        """Return the exhibit that `to_metadata` described.

        Parameters
        ----------
        told : mapping
            The metadata.
        **shown
            `notebook`, `svg`, `phone`, `png`, `markdown`.

        Raises
        ------
        ExhibitError
            The metadata are incomplete, malformed, or not those of the data beside them.
        """
        name, kind = told.get("id"), told.get("kind")
        if not isinstance(name, str) or not _ID.fullmatch(name):
            raise ExhibitError(
                f"{name!r} cannot be an id; use lower-case letters, digits and single hyphens. "
                'What it is cited by is the second thing that `show` takes: show(…, "my-name").'
            )
        if kind not in KINDS:
            raise ExhibitError(f"{kind!r} is no kind of exhibit; kinds: {', '.join(KINDS)}.")
        # Notebooks that were run before it was told have no fingerprint.
        told, keys = {"folder_sha256": "", **told}, [one.name for one in fields(cls)]
        made = {key: _held(key, told.get(key)) for key in keys if key not in _SHOWN}
        if None in made.values() or not (
            {*made["sources"]} <= {one.get("id") for one in made["references"]}
        ):
            raise ExhibitError("the exhibit's metadata are incomplete; run the notebook again.")
        if sha256(made["data"].encode()).hexdigest() != made["data_sha256"]:
            raise ExhibitError(
                f"the data of {name!r} do not have the hash beside them; run the notebook again."
            )
        return cls(**made, **shown)


def slug(text: str) -> str:
    """Return words as a key: small letters of any script and digits, between single hyphens."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


def _held(key: str, value: Any) -> Any:
    """Return a part of the metadata as an exhibit holds it; None where it is not of its kind."""
    if key == "work":
        known = isinstance(value, dict) and value.keys() <= Work.__dataclass_fields__.keys()
        held: dict[str, Any] = {name: _held(name, value[name]) for name in value} if known else {}
        return Work(**held) if known and None not in held.values() else None
    if key in _LISTS:
        listed = isinstance(value, list | tuple)
        fits = listed and all(isinstance(one, _LISTS[key]) for one in value)
        return tuple(value) if fits else None
    return value if isinstance(value, str) else None


def _maps(items: Any) -> list[Mapping[str, Any]]:
    return [one for one in items if isinstance(one, Mapping)] if isinstance(items, list) else []


def _text(told: Mapping[str, Any], *keys: str) -> str:
    return next((told[key] for key in keys if isinstance(told.get(key), str)), "")
