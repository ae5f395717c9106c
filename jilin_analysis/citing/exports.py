"""References for programs: BibTeX, BibLaTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape as html

from .references import Item, day_of, name_of, notes

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces must balance in a field of BibTeX; named, they always do.
_TEX = {sign: f"\\{sign}" for sign in "&%$#_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}
# Those of the published schema of CSL-JSON that a source may have.
_VARIABLES = re.findall(
    r"\S+",
    """
    id type author editor translator issued accessed abstract archive archive_location
    language container-title container-title-short DOI edition genre ISBN ISSN issue medium
    note number number-of-pages number-of-volumes page publisher publisher-place title
    title-short URL version volume collection-title collection-number keyword status source
    section
    """,
)
_LANGUAGES = {"en": "english", "zh": "chinese", "ja": "japanese", "ko": "korean", "de": "german"}
# What each type of CSL is in BibTeX, BibLaTeX and RIS; all else is something online.
_TYPES = {
    "article-journal": ("article", "article", "JOUR"),
    "article-magazine": ("article", "article", "MGZN"),
    "article-newspaper": ("article", "article", "NEWS"),
    "book": ("book", "book", "BOOK"),
    "chapter": ("incollection", "incollection", "CHAP"),
    "dataset": ("misc", "dataset", "DATA"),
    "paper-conference": ("inproceedings", "inproceedings", "CONF"),
    "report": ("techreport", "report", "RPRT"),
    "thesis": ("phdthesis", "thesis", "THES"),
}
_ALIKE = {"volume": "volume", "number": "issue", "pages": "page", "edition": "edition"}


def csl_json(items: Sequence[Item]) -> str:
    """Return the items as CSL-JSON, valid against the published schema.

    Our id stands in the title as `nocase`, which no style gives other capitals.
    """
    made = []
    for item in items:
        plain = item | ({"note": told} if (told := notes(item)) else {})
        custom = item.get("custom", {})
        if name := custom.get("ours"):
            plain["title"] = _nocase(item["title"], name)
            plain["archive_location"] = custom.get("swhid", "")
        made.append({key: value for key, value in plain.items() if value and key in _VARIABLES})
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _nocase(title: str, name: str) -> str:
    before, found, after = title.rpartition(name)
    return (
        f'{html(before, quote=False)}<span class="nocase">{found}</span>{html(after, quote=False)}'
    )


def bibtex(items: Sequence[Item]) -> str:
    """Return the items for BibTeX and its old styles, which print `howpublished`, not `url`."""

    def entry(item: Item) -> str:
        year, month, *_ = [*day_of(item).split("-"), "", ""]
        kind, *_ = _TYPES.get(item["type"], ("misc",))
        accessed = day_of(item, "accessed")
        told = [notes(item), f"Accessed {accessed}" if accessed else "", "" if year else "n.d."]
        release = f"Data release {item['version']}" if "version" in item else ""
        where = [f"\\url{{{_url(item)}}}"] if "URL" in item else []
        published = _publication(item)
        if kind == "misc":
            where = [*filter(None, map(published.pop, ("organization", "publisher"))), *where]
        fields = {
            "author": _names(item, "author"),
            "editor": _names(item, "editor"),
            "title": f"{{{escaped(item['title'])}}}",
            **published,
            "howpublished": ", ".join(where),
            "doi": _url(item, "DOI"),
            "year": year,
            "note": ". ".join(escaped(text) for text in [release, *told] if text),
        }
        if kind != "misc":
            fields["note"] = ". ".join(filter(None, [fields["note"], fields.pop("howpublished")]))
        return _entry(kind, item, fields, f"month = {_MONTHS[int(month) - 1]}" if month else "")

    return _file("BibTeX", map(entry, items))


def biblatex(items: Sequence[Item]) -> str:
    """Return the items for BibLaTeX and biber."""

    def entry(item: Item) -> str:
        otherwise = "online" if "URL" in item else "misc"
        told = [escaped(text) for text in [notes(item)] if text]
        fields = {
            "author": _names(item, "author"),
            "editor": _names(item, "editor"),
            "title": f"{{{escaped(item['title'])}}}",
            **_publication(item),
            "date": day_of(item),
            "url": _url(item),
            "urldate": day_of(item, "accessed") if "URL" in item else "",
            "doi": _url(item, "DOI"),
            "version": escaped(item.get("version", "")),
            "langid": _LANGUAGES.get(item.get("language", "en")[:2], ""),
            "note": ". ".join(told),
        }
        return _entry(_TYPES.get(item["type"], ("", otherwise))[1], item, fields)

    return _file("BibLaTeX and biber", map(entry, items))


def ris(items: Sequence[Item]) -> str:
    """Return the items as RIS, for EndNote, Zotero, Mendeley and others."""
    lines = []
    for item in items:
        date, seen = day_of(item), day_of(item, "accessed")
        parts = [*date.split("-"), "", ""][:3]
        fields = [
            ("TY", _TYPES.get(item["type"], ("", "", "ELEC"))[2]),
            *(("AU", _turned(person)) for person in item.get("author", ())),
            *(("ED", _turned(person)) for person in item.get("editor", ())),
            ("TI", item["title"]),
            ("T2", item.get("container-title", "")),
            ("VL", item.get("volume", "")),
            ("IS", item.get("issue", "")),
            ("SP", item.get("page", "")),
            ("PB", item.get("publisher", "")),
            ("PY", parts[0]),
            ("DA", "/".join([*parts, ""]) if date else ""),
            ("Y2", "/".join([*[*seen.split("-"), "", ""][:3], ""]) if seen else ""),
            ("ET", item.get("version", "")),
            ("LA", item.get("language", "")),
            ("N1", notes(item)),
            ("DO", item.get("DOI", "")),
            ("UR", item.get("URL", "")),
            ("ID", item["id"]),
        ]
        lines += [f"{tag}  - {' '.join(text.split())}" for tag, text in fields if text]
        lines += ["ER  - ", ""]
    return "\n".join(lines)


WRITERS: dict[str, Callable[[Sequence[Item]], str]] = {
    "bibtex": bibtex,
    "biblatex": biblatex,
    "ris": ris,
    "csl-json": csl_json,
}


def _publication(item: Item) -> dict[str, str]:
    kind = _TYPES.get(item["type"], ("misc",))[0]
    where = "booktitle" if kind.startswith("in") else "journal"
    where = where if kind.startswith(("in", "article")) else "organization"
    place = {"techreport": "institution", "phdthesis": "school"}.get(kind, "publisher")
    return {
        where: escaped(item.get("container-title", "")),
        place: escaped(item.get("publisher", "")),
        **{field: escaped(item.get(key, "")) for field, key in _ALIKE.items()},
    }


def _file(program: str, entries: Iterable[str]) -> str:
    head = f"% For {program}. Compile with XeLaTeX or LuaLaTeX: pdfLaTeX cannot print Chinese.\n"
    return head + "\n".join(["", *entries])


def _entry(kind: str, item: Item, fields: dict[str, str], *bare: str) -> str:
    told = [f"{name} = {{{text}}}" for name, text in fields.items() if text]
    return ",\n  ".join([f"@{kind}{{{key_of(item)}", *told, *filter(None, bare)]) + "\n}\n"


def key_of(item: Item) -> str:
    r"""Return the key of an item for `\cite`."""
    return re.sub(r"[^\w:.-]+", "-", item["id"], flags=re.ASCII)


def _names(item: Item, key: str) -> str:
    return " and ".join(
        f"{{{escaped(name_of(one))}}}" if "literal" in one else escaped(_turned(one))
        for one in item.get(key, ())
    )


def _turned(person: dict[str, str]) -> str:
    if "literal" in person:
        return person["literal"]
    particles = [person.get("non-dropping-particle", ""), person["family"]]
    parts = [" ".join(filter(None, particles)), person.get("suffix", ""), person.get("given", "")]
    return ", ".join(filter(None, parts))


def escaped(text: str) -> str:
    """Return plain text for LaTeX, in which every sign means itself."""
    paired = not re.search("[{}]", re.sub(r"\{[^{}]*\}", "", text))
    signs = _TEX | ({"{": r"\{", "}": r"\}"} if paired else {})
    return " ".join("".join(signs.get(sign, sign) for sign in text).split())


def _url(item: Item, key: str = "URL") -> str:
    """Return an address that TeX can read: braces and a percent sign end its argument."""
    return re.sub(r"[{}\\^\s]", lambda sign: f"%{ord(sign[0]):02X}", item.get(key, ""))
