"""References for programs: BibTeX, BibLaTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence

from .references import Item, day_of, name_of, notes, turned

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces must balance in a field of BibTeX; named, they always do.
_TEX = {sign: f"\\{sign}" for sign in "&%$#_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}
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
            before, _, after = item["title"].rpartition(name)
            plain["title"] = f'{before}<span class="nocase">{name}</span>{after}'
            plain["archive_location"] = custom.get("swhid", "")
        made.append({key: value for key, value in plain.items() if value and key != "custom"})
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def bibtex(items: Sequence[Item]) -> str:
    """Return the items for BibTeX and its old styles, which print `howpublished`, not `url`."""

    def entry(item: Item) -> str:
        year, month, *_ = [*day_of(item).split("-"), "", ""]
        kind, *_ = _TYPES.get(item["type"], ("misc",))
        published, place = _publication(item), []
        if kind == "misc":
            place = [published.pop("organization"), published.pop("publisher")]
        place.append(rf"\url{{{_address(item)}}}" if "URL" in item else "")
        where = ", ".join(filter(None, place))
        accessed = day_of(item, "accessed")
        told = [
            f"Data release {item['version']}" if "version" in item else "",
            notes(item),
            f"Accessed {accessed}" if accessed else "",
            "" if year else "n.d.",
        ]
        note = [*map(escaped, told), where if kind != "misc" else ""]
        fields = {
            **_heading(item),
            **published,
            "howpublished": where if kind == "misc" else "",
            "doi": _address(item, "DOI"),
            "year": year,
            "note": ". ".join(filter(None, note)),
        }
        return _entry(kind, item, fields, f"month = {_MONTHS[int(month) - 1]}" if month else "")

    return _file("BibTeX", map(entry, items))


def biblatex(items: Sequence[Item]) -> str:
    """Return the items for BibLaTeX and biber."""

    def entry(item: Item) -> str:
        otherwise = "online" if "URL" in item else "misc"
        fields = {
            **_heading(item),
            **_publication(item),
            "date": day_of(item),
            "url": _address(item),
            "urldate": day_of(item, "accessed") if "URL" in item else "",
            "doi": _address(item, "DOI"),
            "version": escaped(item.get("version", "")),
            "langid": _LANGUAGES.get(item.get("language", "en")[:2], ""),
            "note": escaped(notes(item)),
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
            *(("AU", turned(person)) for person in item.get("author", ())),
            *(("ED", turned(person)) for person in item.get("editor", ())),
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


def _heading(item: Item) -> dict[str, str]:
    names = {key: _names(item, key) for key in ("author", "editor")}
    return names | {"title": f"{{{escaped(item['title'])}}}"}


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
        f"{{{escaped(name_of(one))}}}" if "literal" in one else escaped(turned(one))
        for one in item.get(key, ())
    )


def escaped(text: str) -> str:
    """Return plain text for LaTeX, in which every sign means itself."""
    paired = not re.search("[{}]", re.sub(r"\{[^{}]*\}", "", text))
    signs = _TEX | ({"{": r"\{", "}": r"\}"} if paired else {})
    return " ".join("".join(signs.get(sign, sign) for sign in text).split())


def _address(item: Item, key: str = "URL") -> str:
    """Return an address that TeX can read: braces and a percent sign end its argument."""
    return re.sub(r"[{}\\^\s]", lambda sign: f"%{ord(sign[0]):02X}", item.get(key, ""))
