"""References for programs: BibTeX, BibLaTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from ..paths import table
from ..sources import date_of, name_of
from .references import Item, notes, turned

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
# What each type of CSL is in BibTeX, BibLaTeX and RIS, and what it calls the work that it is part
# of and the publisher; the last row is of all else, which is something online.
_TYPES = {row["csl"]: row for row in table("citing/types.csv")}
_ALIKE = {"volume": "volume", "number": "issue", "pages": "page", "edition": "edition"}
_RIS = {"TI": "title", "T2": "container-title", "VL": "volume", "IS": "issue", "SP": "page"}
_RIS |= {"PB": "publisher", "PY": "year", "DA": "day", "Y2": "seen", "ET": "version"}
_RIS |= {"LA": "language", "N1": "notes", "DO": "DOI", "UR": "URL", "ID": "id"}


def csl_json(items: Sequence[Item]) -> str:
    """Return the items as CSL-JSON, valid against the published schema.

    Our id stands in the title as `nocase`, which no style gives other capitals.
    """
    made = []
    for item in items:
        plain, custom = item | {"note": notes(item)}, item.get("custom", {})
        if name := custom.get("ours"):
            before, _, after = item["title"].rpartition(name)
            plain["title"] = f'{before}<span class="nocase">{name}</span>{after}'
            plain["archive_location"] = custom.get("swhid", "")
        made.append({key: value for key, value in plain.items() if value and key != "custom"})
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def bibtex(items: Sequence[Item]) -> str:
    """Return the items for BibTeX and its old styles, which print `howpublished`, not `url`."""

    def entry(item: Item) -> str:
        year, month, *_ = [*date_of(item).split("-"), "", ""]
        kind, seen = _kind(item)["bibtex"], date_of(item, "accessed")
        fields = _fields(item)
        place = [fields.pop("organization"), fields.pop("publisher")] if kind == "misc" else []
        place.append(rf"\url{{{_address(item)}}}" if "URL" in item else "")
        where = ", ".join(filter(None, place))
        told = [
            f"Data release {item['version']}" if "version" in item else "",
            notes(item),
            f"Accessed {seen}" if seen else "",
            "" if year else "n.d.",
        ]
        note = [*map(escaped, told), where if kind != "misc" else ""]
        fields |= {
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
        kind = _kind(item)["biblatex"] if item["type"] in _TYPES or "URL" in item else "misc"
        fields = _fields(item) | {
            "date": date_of(item),
            "url": _address(item),
            "urldate": date_of(item, "accessed") if "URL" in item else "",
            "doi": _address(item, "DOI"),
            "version": escaped(item.get("version", "")),
            "langid": _LANGUAGES.get(item.get("language", "en")[:2], ""),
            "note": escaped(notes(item)),
        }
        return _entry(kind, item, fields)

    return _file("BibLaTeX and biber", map(entry, items))


def ris(items: Sequence[Item]) -> str:
    """Return the items as RIS, for EndNote, Zotero, Mendeley and others."""
    lines = []
    for item in items:
        day, seen = (
            "/".join([*[*date.split("-"), "", ""][:3], ""]) if date else ""
            for date in (date_of(item), date_of(item, "accessed"))
        )
        told = item | {"year": day[:4], "day": day, "seen": seen, "notes": notes(item)}
        people = (("AU", "author"), ("ED", "editor"))
        fields = [("TY", _kind(item)["ris"])]
        fields += [(tag, turned(one)) for tag, key in people for one in item.get(key, ())]
        fields += [(tag, told.get(key, "")) for tag, key in _RIS.items()]
        lines += [f"{tag}  - {' '.join(text.split())}" for tag, text in fields if text]
        lines += ["ER  - ", ""]
    return "\n".join(lines)


WRITERS = {"bibtex": bibtex, "biblatex": biblatex, "ris": ris, "csl-json": csl_json}


def _kind(item: Item) -> dict[str, str]:
    return _TYPES.get(item["type"], _TYPES[""])


def _fields(item: Item) -> dict[str, str]:
    """Return the fields that BibTeX and BibLaTeX have in common."""
    kind = _kind(item)
    return {
        **{key: _names(item, key) for key in ("author", "editor")},
        "title": f"{{{escaped(item['title'])}}}",
        kind["whole"]: escaped(item.get("container-title", "")),
        kind["publisher"]: escaped(item.get("publisher", "")),
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
