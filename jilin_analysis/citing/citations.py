"""Exhibits and single numbers as citations: the producers of the data, then our work.

Pandoc writes every bibliographic string, from CSL style files. What no style has a place for is
told after the entry in the same words in each: that a copy was read, the licence, the identifier.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from ..errors import AnalysisError
from ..showing.exhibit import Exhibit
from ..sources import date_of, name_of
from . import exports, pandoc
from .references import Item, cited, copy_of, turned
from .styles import FILES, FOLDER, SORTED, STYLES

FORMATS = {"text": "plain", "markdown": "commonmark", "html": "html", "in-text": "in_text"}
_Cited = tuple[Exhibit, list[Item]]  # with the works it rests on, and itself as the last


def cite(
    exhibits: Exhibit | Sequence[Exhibit],
    style: str = "markdown",
    form: str = "",
    ours_only: bool = False,
) -> str:
    """Return the citation of one or several exhibits, ending in a line feed.

    In `markdown` it is a paragraph to paste: what the exhibit says, its caveat, the sources and our
    work. In other styles it is one list of references, without repeats, in the order of the style.
    `form` is one of `FORMATS`; without it, Markdown for `markdown`, else plain text. With
    `ours_only` the sources are left to our work, which lists them.
    """
    if style not in STYLES:
        raise AnalysisError(f"There is no style {style!r}; the styles are {', '.join(STYLES)}.")
    pairs = _cited(exhibits, ours_only)
    if style not in FILES:
        in_text = form == "in-text"
        return f"{_in_tex(pairs)}\n" if in_text else exports.WRITERS[style](_merged(pairs))
    written = FORMATS[form or ("markdown" if style == "markdown" else "text")]
    (told,) = pandoc.run([_job(pairs, style, [written], ours_only)])
    return told[written]


def as_file(
    exhibits: Exhibit | Sequence[Exhibit],
    form: str,
    style: str = "apa",
    ours_only: bool = False,
) -> bytes:
    """Return the references as a file, `docx` or `rtf`; parameters are those of `cite`."""
    style = style if style in FILES else "apa"
    pairs = _cited(exhibits, ours_only)
    (told,) = pandoc.run([_job(pairs, style, ["json"], ours_only)])
    return pandoc.as_file(told["json"], form)


def copies(
    exhibits: Sequence[Exhibit], styles: Sequence[str] = STYLES
) -> dict[str, dict[str, dict[str, str]]]:
    """Return citations by exhibit, style and form, each by itself, as a page offers them.

    The forms are `text`, `html` (empty in a style that is for programs) and `in_text`.
    """
    from concurrent.futures import ThreadPoolExecutor

    pairs = [(one, cited(one)) for one in exhibits]
    forms = {"text": "plain", "html": "html", "in_text": "in_text"}

    def formatted(style: str) -> list[dict[str, str]]:
        if style in FILES:
            made = pandoc.run(_job([pair], style, list(forms.values())) for pair in pairs)
            return [{name: one[form].strip() for name, form in forms.items()} for one in made]
        write = exports.WRITERS[style]
        return [{"text": write(one[1]), "html": "", "in_text": _in_tex([one])} for one in pairs]

    # A style takes pandoc seconds on a page of exhibits, so they are written side by side.
    with ThreadPoolExecutor() as pool:
        told = dict(zip(styles, pool.map(formatted, styles), strict=True))
    return {one.id: {s: told[s][n] for s in styles} for n, one in enumerate(exhibits)}


def caption(exhibit: Exhibit, number: str = "") -> str:
    """Return what belongs under a figure or table in a report: what, whence, by whom, licence.

    `number` is such as `Figure 3`; without it, the kind stands there alone.
    """
    (*theirs, ours), work = cited(exhibit), exhibit.work
    whence = [*work.authors, date_of(ours)[:4], work.title, work.doi, ours.get("URL")]
    licence = ", ".join(filter(None, [work.licence, work.licence_url]))
    release = f", data release {exhibit.release}" if exhibit.release else ""
    words = [
        f"{number or exhibit.kind.capitalize()}. {exhibit.title}.",
        exhibit.caveat,
        f"From: {', '.join(filter(None, whence))} ({exhibit.kind} {exhibit.id}{release}).",
        f"Based on: {'; '.join(dict.fromkeys(map(_credit, theirs)))}." if theirs else "",
        f"Licence: {licence}." if licence else "",
        f"{exhibit.swhid}." if exhibit.swhid else "",
    ]
    return " ".join(filter(None, words))


def _credit(item: Item) -> str:
    named = ", ".join(map(name_of, item.get("author", ()))) or item["title"]
    copy = copy_of(item)
    return f"{named} ({date_of(item)[:4] or 'n.d.'}{', ' + copy[0].lower() if copy else ''})"


def _cited(exhibits: Exhibit | Sequence[Exhibit], ours_only: bool) -> list[_Cited]:
    exhibits = [exhibits] if isinstance(exhibits, Exhibit) else exhibits
    return [(one, cited(one)[-1 if ours_only else 0 :]) for one in exhibits]


def _in_tex(pairs: Sequence[_Cited]) -> str:
    return f"\\cite{{{','.join(exports.key_of(items[-1]) for _, items in pairs)}}}"


def _merged(pairs: Sequence[_Cited]) -> list[Item]:
    """Return all items without repeats, the sources before our works."""
    theirs = [item for _, items in pairs for item in items[:-1]]
    merged = {item["id"]: item for item in theirs}
    if any(item != merged[item["id"]] for item in theirs):
        raise AnalysisError("Two exhibits describe one source differently; cite each by itself.")
    return [*merged.values(), *{items[-1]["id"]: items[-1] for _, items in pairs}.values()]


def _job(
    pairs: Sequence[_Cited], style: str, forms: Sequence[str], ours_only: bool = False
) -> dict[str, Any]:
    """Return what `pandoc.lua` is to do."""
    items = _merged(pairs)
    if style in SORTED:
        items.sort(key=lambda item: _place(item, style))
    made = [_entry(item, style, ours_only) for item in items]
    told = []
    for one, (*theirs, ours) in pairs:
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
        "own": list(dict.fromkeys(items[-1]["id"] for _, items in pairs)),
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
