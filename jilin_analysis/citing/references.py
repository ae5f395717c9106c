"""The works that a citation names, as CSL items: those that an exhibit rests on, and ours.

`sources.json` may come from Zotero or from a person, so what it says is tidied first; after that,
every style and every export is made from the same item.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import AnalysisError
from ..showing.exhibit import Exhibit, Work, slug
from ..sources import date_of, grade, person

Item = dict[str, Any]

UNTITLED = {"zh": "[无题]", "ja": "[無題]", "ko": "[제목 없음]"}
# Whoever cites a copy should know that it is one.
COPIES = {
    "repost": ("Repost", "转载"),
    "machine translation": ("Machine translation", "机器翻译"),
}
# Those of the published schema of CSL-JSON that a source may have, beside names and dates.
VARIABLES = (
    "id type abstract archive archive_location language container-title container-title-short DOI "
    "edition genre ISBN ISSN issue medium note number number-of-pages number-of-volumes page "
    "publisher publisher-place title title-short URL version volume collection-title "
    "collection-number keyword status source section"
)


def cited(exhibit: Exhibit) -> list[Item]:
    """Return the works that an exhibit rests on, in its order, then the exhibit itself."""
    known = {item.get("id"): item for item in exhibit.references}
    if lacking := [key for key in exhibit.sources if key not in known]:
        named = ", ".join(map(repr, lacking))
        raise AnalysisError(f"{exhibit.id} rests on {named}, which sources.json does not describe.")
    return [*(tidied(known[key]) for key in exhibit.sources), _ours(exhibit)]


def work_key(name: str, work: Work) -> str:
    """Return the key of an exhibit or a number: whom it is about, and its id."""
    whom = slug(work.entity)
    return f"{whom if whom.isascii() and whom else 'exhibit'}-{name.replace('/', '-')}"


def _ours(exhibit: Exhibit) -> Item:
    """Return an exhibit as a work of its own, part of its data package."""
    work, day = exhibit.work, date_of({"issued": {"raw": exhibit.released}})
    item: Item = {
        "id": work_key(exhibit.id, work),
        "type": "dataset",
        "title": f"{exhibit.title} ({exhibit.kind} {exhibit.id})",
        "author": [{"literal": name} for name in work.authors],
        "publisher": work.title,
        "version": exhibit.release,
        "URL": f"{work.homepage}#{exhibit.id}" if work.homepage else "",
        "DOI": work.doi,
        "language": "en",
        "custom": {
            "ours": exhibit.id,
            "swhid": exhibit.swhid,
            "licence": work.licence,
            "licence-url": work.licence_url,
        },
        "issued": _parts(day),
    }
    return {key: value for key, value in item.items() if value}


def tidied(item: Mapping[str, Any]) -> Item:
    """Return an item of anybody's with every field of the form that programs expect.

    Whoever publishes without naming an author is the author, and is named once.
    """
    texts = {key: text for key, text in item.items() if isinstance(text, str) and text.strip()}
    tidy: Item = {"id": "", "type": "document"}
    tidy |= {key: text for key, text in texts.items() if key in VARIABLES.split()}
    for key in ("author", "editor", "translator"):
        listed = item.get(key)
        named = map(person, listed if isinstance(listed, list) else ())
        tidy[key] = [one for one in named if one]
    tidy |= {key: _parts(date_of(dict(item), key)) for key in ("issued", "accessed")}
    tidy["custom"] = item.get("custom") if isinstance(item.get("custom"), dict) else None
    tidy = {key: value for key, value in tidy.items() if value}
    if not tidy.get("URL", "https://").startswith(("http://", "https://")):
        raise AnalysisError(f"sources.json: the URL of {tidy['id']!r} is no web address.")
    tidy.setdefault("title", UNTITLED.get(tidy.get("language", "en")[:2], "[untitled]"))
    publisher = [{"literal": tidy.get("publisher")}]
    if "publisher" in tidy and (tidy.get("author") or publisher) == publisher:
        tidy["author"] = [{"literal": tidy.pop("publisher")}]
    return tidy


def _parts(day: str) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def copy_of(item: Item) -> tuple[str, str] | None:
    """Return what kind of copy was read, in English and Chinese; None for the work itself."""
    return COPIES.get(grade(item))


def turned(person: Mapping[str, str]) -> str:
    """Return a name as it is listed: `Doe, Jane`."""
    if "literal" in person:
        return person["literal"]
    particles = [person.get("non-dropping-particle", ""), person["family"]]
    parts = [" ".join(filter(None, particles)), person.get("suffix", ""), person.get("given", "")]
    return ", ".join(filter(None, parts))


def notes(item: Item) -> str:
    """Return what most styles and programs have no field for."""
    custom, copy = item.get("custom", {}), copy_of(item)
    licence = f"Licence: {custom['licence']}" if custom.get("licence") else ""
    told = [copy[0] if copy else "", item.get("note", ""), custom.get("swhid", ""), licence]
    return ". ".join(filter(None, told))
