"""Exhibits and single numbers as citations: the producers of the data, then our work.

Pandoc writes every bibliographic string, from CSL style files. What no style has a place for is
told after the entry in the same words in each: that a copy was read, the licence, the identifier.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import AnalysisError
from ..showing.exhibit import Exhibit
from ..sources import date_of, name_of
from . import exports, pandoc
from .references import Item, cited, copy_of, turned
from .styles import FILES, FOLDER, SORTED, STYLES

FORMATS = {"text": "plain", "markdown": "commonmark", "html": "html", "in-text": "in_text"}
Path = str | os.PathLike[str]


def cite(
    exhibits: Exhibit | Sequence[Exhibit],
    style: str = "markdown",
    data: Path | None = None,
    form: str = "",
    ours_only: bool = False,
) -> str:
    """Return the citation of one or several exhibits, ending in a line feed.

    Parameters
    ----------
    exhibits : Exhibit or sequence of Exhibit
        What is cited. Several share one list of references, without repeats.
    style : str
        One of `STYLES`. `markdown` is a paragraph to paste: what the exhibit says, its caveat, the
        sources and our work. The other styles list the references in the order of the style.
    data : path, optional
        The data folder whose `sources.json` describes the sources, where the exhibit does not.
    form : str
        One of `FORMATS`; without it Markdown for `markdown`, else plain text. `in-text` is what
        stands in the running text: `(The Jilin analysis team, 2026)`, `[4]`.
    ours_only : bool
        Leave the sources to our work, which lists them.

    Raises
    ------
    AnalysisError
        The style or a source is not known, or the data folder cannot be read.
    """
    exhibits, lists = _cited(exhibits, style, data, ours_only)
    if style not in FILES and form == "in-text":
        return f"\\cite{{{','.join(exports.key_of(items[-1]) for items in lists)}}}\n"
    if style not in FILES:
        return exports.WRITERS[style](_merged(lists))
    written = FORMATS[form or ("markdown" if style == "markdown" else "text")]
    (told,) = pandoc.run([_job(exhibits, lists, style, [written], ours_only)])
    return told[written]


def as_file(
    exhibits: Exhibit | Sequence[Exhibit],
    form: str,
    style: str = "apa",
    data: Path | None = None,
    ours_only: bool = False,
) -> bytes:
    """Return the references as a file, `docx` or `rtf`; parameters are those of `cite`."""
    style = style if style in FILES else "apa"
    exhibits, lists = _cited(exhibits, style, data, ours_only)
    (told,) = pandoc.run([_job(exhibits, lists, style, ["json"], ours_only)])
    return pandoc.as_file(told["json"], form)


def copies(
    exhibits: Sequence[Exhibit], styles: Sequence[str] = STYLES, data: Path | None = None
) -> dict[str, dict[str, dict[str, str]]]:
    """Return citations by exhibit, style and form, each by itself, as a page offers them.

    The forms are `text`, `html` (empty in a style that is for programs) and `in_text`.
    """
    from concurrent.futures import ThreadPoolExecutor

    lists = {one.id: cited(one, data) for one in exhibits}
    forms = {"text": "plain", "html": "html", "in_text": "in_text"}

    def formatted(style: str) -> Iterator[dict[str, str]]:
        jobs = (_job([one], [lists[one.id]], style, list(forms.values())) for one in exhibits)
        return iter(pandoc.run(jobs))

    # A style takes pandoc seconds on a page of exhibits, so they are written side by side.
    ours = [style for style in styles if style in FILES]
    with ThreadPoolExecutor() as pool:
        told = dict(zip(ours, pool.map(formatted, ours), strict=True))

    def citation(one: Exhibit, style: str) -> dict[str, str]:
        if style in FILES:
            made = next(told[style])
            return {name: made[form].strip() for name, form in forms.items()}
        short = cite(one, style, data, "in-text").strip()
        return {"text": cite(one, style, data), "html": "", "in_text": short}

    return {one.id: {style: citation(one, style) for style in styles} for one in exhibits}


def caption(exhibit: Exhibit, number: str = "", data: Path | None = None) -> str:
    """Return what belongs under a figure or table in a report: what, whence, by whom, licence.

    Parameters
    ----------
    number : str
        Such as `Figure 3`; without it the kind alone.
    """
    *theirs, work = cited(exhibit, data)
    told = work.get("custom", {})
    authors = ", ".join(map(name_of, work.get("author", ())))
    whence = [authors, date_of(work)[:4], work.get("publisher"), work.get("DOI"), work.get("URL")]
    licence = ", ".join(filter(None, [told.get("licence"), told.get("licence-url")]))
    release = f", data release {exhibit.release}" if exhibit.release else ""
    words = [
        f"{number or exhibit.kind.capitalize()}. {exhibit.title}.",
        exhibit.caveat,
        f"From: {', '.join(filter(None, whence))} ({exhibit.kind} {exhibit.id}{release}).",
        f"Based on: {'; '.join(dict.fromkeys(map(_credit, theirs)))}." if theirs else "",
        f"Licence: {licence}." if licence else "",
        f"{told['swhid']}." if told.get("swhid") else "",
    ]
    return " ".join(filter(None, words))


def _credit(item: Item) -> str:
    named = ", ".join(map(name_of, item.get("author", ()))) or item["title"]
    copy = copy_of(item)
    return f"{named} ({date_of(item)[:4] or 'n.d.'}{', ' + copy[0].lower() if copy else ''})"


def _cited(
    exhibits: Exhibit | Sequence[Exhibit], style: str, data: Path | None, ours_only: bool
) -> tuple[list[Exhibit], list[list[Item]]]:
    if style not in STYLES:
        raise AnalysisError(f"There is no style {style!r}; the styles are {', '.join(STYLES)}.")
    exhibits = [exhibits] if isinstance(exhibits, Exhibit) else list(exhibits)
    lists = [cited(exhibit, data) for exhibit in exhibits]
    return exhibits, [items[-1:] for items in lists] if ours_only else lists


def _merged(lists: Sequence[Sequence[Item]]) -> list[Item]:
    """Return all items without repeats, the sources before our works."""
    items = {item["id"]: item for found in lists for item in found[:-1]}
    if len(items) < len({json.dumps(i, sort_keys=True) for f in lists for i in f[:-1]}):
        raise AnalysisError("Two exhibits describe one source differently; cite each by itself.")
    return [*items.values(), *{found[-1]["id"]: found[-1] for found in lists}.values()]


def _job(
    exhibits: Sequence[Exhibit],
    lists: Sequence[Sequence[Item]],
    style: str,
    forms: Sequence[str],
    ours_only: bool = False,
) -> dict[str, Any]:
    """Return what `pandoc.lua` is to do."""
    items = _merged(lists)
    if style in SORTED:
        items.sort(key=lambda item: _place(item, style))
    made = [_entry(item, style, ours_only) for item in items]
    told = []
    for one, (*theirs, ours) in zip(exhibits, lists, strict=True):
        markdown = "" if one.kind in ("figure", "table") else one.markdown
        told.append(
            {
                "words": markdown or one.caption,
                "markup": bool(markdown),
                "caveat": f" {one.caveat}".rstrip(),
                "theirs": [item["id"] for item in theirs],
                "ours": ours["id"],
            }
        )
    return {
        "csl": str(FOLDER / FILES[style]),
        "items": made,
        "own": list(dict.fromkeys(items[-1]["id"] for items in lists)),
        "languages": sorted({one["language"] for one in made}),
        "told": told if style == "markdown" else [],
        "forms": list(forms),
    }


def _place(item: Item, style: str) -> tuple[str, ...]:
    """Return what an alphabetical list is sorted by: names, day, title."""
    people, day = item.get("author") or item.get("editor") or (), date_of(item)
    names = [turned(one) for one in people]
    if style == "chicago":
        # Undated works come last, those of one year by title, and van Dyk under D.
        day = day[:4] or "n.d."
        names = [one.get("literal") or re.sub("^(?:[a-z]+ )+", "", turned(one)) for one in people]
    texts = ["; ".join(names) or item["title"], day, item["title"]]
    plain = (unicodedata.normalize("NFKD", text).casefold() for text in texts)
    return tuple("".join(c for c in text if c.isalnum() or c in " -") for text in plain)


def _entry(item: Item, style: str, ours_only: bool) -> dict[str, Any]:
    """Return an item so that the style has a place for all of it, and what is told after it."""
    fitted = {key: value for key, value in item.items() if key not in ("custom", "note", "title")}
    for key in fitted.keys() & {"issued", "accessed"}:
        fitted[key] = {"date-parts": [date_of(item, key).split("-")]}
    custom, copy, title = item.get("custom", {}), copy_of(item), item["title"]
    chinese = style.startswith("gbt7714")
    is_chinese = chinese and item.get("language", "").startswith("zh")
    remark = ""
    if "ours" in custom:
        # Most styles have no place for the version of a data set.
        if release := fitted.pop("version", ""):
            title = f"{title.removesuffix(')')}, data release {release})"
        licence = f" Licence: {custom['licence']}." if custom.get("licence") else ""
        swhid = f" {custom['swhid']}." if custom.get("swhid") else ""
        remark = licence + swhid + (" Sources: listed there." if ours_only else "")
    elif copy and FILES[style] == "apa.csl":
        fitted["genre"] = copy[0]
    elif copy:
        remark = f" [{copy[1] if is_chinese else copy[0].lower()}]"
    if chinese and "issued" not in item:
        # Left alone, the style would print the year of access for the year of publication.
        fitted["issued"] = {"literal": "日期不详" if is_chinese else "n.d."}
    words = [{"text": title, "verbatim": "ours" in custom}]
    english = custom.get("title-en")
    if isinstance(english, str) and english and not chinese:
        words += [{"text": " ", "verbatim": False}, {"text": f"[{english}]", "verbatim": True}]
    # Only GB/T 7714 changes its words with the language of a source (等, et al.); the others are
    # styles of English texts, whose Chinese renderings (“2021, 一月 26”) nobody writes.
    language = "zh-CN" if is_chinese else "en-US"
    return {"item": fitted, "title": words, "language": language, "remark": remark}
