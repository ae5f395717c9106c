"""An exhibit as a citation: the producers of its data first, then our work.

Pandoc writes every bibliographic string, from CSL style files; nothing is pasted together here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence

from .. import __version__
from ..errors import AnalysisError
from ..paths import data_folder
from . import pandoc
from .bibliography import Item, sources_of
from .catalogue import Exhibit
from .styles import FILES, FOLDER, STYLES

TEAM = "The Jilin analysis team"
WORK = "Jilin analysis"
_UNTITLED = {"zh": "[无题]", "ja": "[無題]", "ko": "[제목 없음]"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_SENTENCE = re.compile(r".*?(?:[.!?](?=\s)|[。！？]|$)", re.DOTALL)


def cite(
    exhibit: Exhibit,
    style: str = "markdown",
    data: str | os.PathLike[str] | None = None,
    version: str = __version__,
) -> str:
    """Return the citation of an exhibit, ending in a line feed.

    Parameters
    ----------
    exhibit : Exhibit
        What is cited.
    style : str
        One of `STYLES`. `markdown` is a paragraph to paste: what the exhibit says, its caveat, the
        sources and our work. The other styles list the sources, then our work.
    data : path, optional
        The data folder whose `sources.json` describes the sources.
    version : str
        The version of our work that made the exhibit; empty if it is not known.

    Raises
    ------
    AnalysisError
        The style or a source is not known, or the bibliography cannot be read.
    """
    if style not in STYLES:
        raise AnalysisError(f"There is no style {style!r}; the styles are {', '.join(STYLES)}.")
    sources, work = sources_of(exhibit, data_folder(data)), describe(exhibit, version)
    if style == "csl-json":
        return json.dumps([*sources, work], ensure_ascii=False, indent=2) + "\n"
    items = [_fitted(item, style) for item in [*sources, work]]
    if style == "bibtex":
        return pandoc.run([(_write("bibtex"), pandoc.citing(items, "en-US"))])[0]
    said = [(("-f", "commonmark", "-t", "json"), exhibit.markdown)]
    asks_for_words = style == "markdown" and exhibit.kind == "statement"
    *entries, words = _rendered(items, style, said if asks_for_words else [])
    if style != "markdown":
        return _written("plain", [pandoc.paragraph(entry) for entry in entries])
    lead = words or pandoc.text(exhibit.caption)
    return _written("commonmark", [_paragraph(exhibit, lead, entries, sources)])


def describe(exhibit: Exhibit, version: str = __version__) -> Item:
    """Return our work, the exhibit, as a CSL item."""
    sentence = _FIRST_SENTENCE.match(exhibit.caption)
    title = sentence[0].strip().rstrip(".。") if sentence else exhibit.caption
    release = f", data release {exhibit.release}" if exhibit.release else ""
    item: Item = {
        "id": f"jilin-analysis-{exhibit.id}",
        "type": "dataset",
        "title": f"{title} ({exhibit.kind} {exhibit.id}{release})",
        "author": [{"literal": TEAM}],
        "publisher": WORK,
        "language": "en",
    }
    if version:
        item["version"] = version
    if _DAY.fullmatch(exhibit.released):
        item["issued"] = {"date-parts": [[int(part) for part in exhibit.released.split("-")]]}
    return item


def _fitted(item: Item, style: str) -> Item:
    """Say what an item says so that the style has a place for it."""
    fitted = {key: value for key, value in item.items() if key != "custom"}
    language = item.get("language", "en")[:2]
    is_ours = item.get("publisher") == WORK
    title = pandoc.text(item.get("title") or _UNTITLED.get(language, "[untitled]"))
    publisher = {"literal": item.get("publisher")}
    if publisher["literal"] and item.get("author", [publisher]) == [publisher]:
        # Who publishes without naming an author is the author, and is named once.
        fitted["author"] = [{"literal": fitted.pop("publisher")}]
    english = item.get("custom", {}).get("title-en")
    if english and style in ("markdown", "apa"):
        title += [{"t": "Space"}, pandoc.verbatim(pandoc.text(f"[{english}]"))]
    if style == "gbt7714" and "issued" not in item:
        # Left alone, the style would print the year of access for the year of publication.
        fitted["issued"] = {"literal": "日期不详" if language == "zh" else "n.d."}
    if is_ours and style in ("ieee", "gbt7714"):
        # These have no place for the version of a data set.
        fitted["publisher"] = f"{WORK} {item.get('version', '')}".strip()
    if style == "bibtex":
        fitted["note"] = _note(item)
        # Its entries have no name of a web site, but any may have a publisher.
        fitted.setdefault("publisher", item.get("container-title", ""))
    # Our titles are sentences and hold an id, so they keep their capitals in every style.
    fitted["title"] = pandoc.Inlines([pandoc.verbatim(title)] if is_ours else title)
    return {key: value for key, value in fitted.items() if value != ""}


def _note(item: Item) -> str:
    """Return what plain BibTeX has no field for."""
    day = "-".join(f"{part:02}" for part in item.get("accessed", {}).get("date-parts", [[]])[0])
    notes = [
        f"Version {item['version']}" if "version" in item else "",
        "" if "issued" in item else "n.d.",
        f"Accessed {day}" if day else "",
    ]
    return ", ".join(filter(None, notes))


def _rendered(
    items: Sequence[Item], style: str, also: Sequence[tuple[Sequence[str], str]]
) -> list[list[pandoc.Tree]]:
    """Return the entry of each item in order, then the inlines of the document asked for also."""
    # Every run lists all items, so that numbers and letters of years (2020a) agree among runs.
    # Only GB/T 7714 changes its words with the language of a source (等, et al.); the others are
    # styles of English texts, whose Chinese renderings (“2021, 一月 26”) nobody writes.
    locales = [
        "zh-CN" if style == "gbt7714" and item.get("language", "").startswith("zh") else "en-US"
        for item in items
    ]
    runs = sorted(set(locales))
    csl = ("--citeproc", "--csl", str(FOLDER / FILES[style]))
    outputs = pandoc.run(
        [((*_write("json"), *csl), pandoc.citing(items, locale)) for locale in runs] + [*also]
    )
    trees = [json.loads(output)["blocks"] for output in outputs]
    entries = {
        (locale, entry["c"][0][0]): entry["c"][1]
        for locale, blocks in zip(runs, trees, strict=False)
        for entry in blocks[0]["c"][1]
    }
    found = [entries[locale, f"ref-{i['id']}"] for locale, i in zip(locales, items, strict=True)]
    words = [block for blocks in trees[len(runs) :] for block in blocks]
    return [pandoc.plain_inlines(blocks) for blocks in [*found, words]]


def _paragraph(
    exhibit: Exhibit,
    lead: list[pandoc.Tree],
    entries: Sequence[list[pandoc.Tree]],
    sources: Sequence[Item],
) -> pandoc.Tree:
    *theirs, ours = entries
    inlines = [*lead, {"t": "Space"}, *pandoc.text(exhibit.caveat)]
    for number, (entry, source) in enumerate(zip(theirs, sources, strict=True)):
        opening = ("Source: " if len(theirs) == 1 else "Sources: ") if not number else "; "
        # Whoever cites a repost should know that it is one.
        is_repost = source.get("custom", {}).get("grade") == "repost"
        grade = pandoc.text(" [repost]") if is_repost else []
        space = [] if number else [{"t": "Space"}]
        inlines += [*space, *pandoc.text(opening), *_unclosed(entry), *grade]
    end = ". Cited from: " if theirs else " Cited from: "
    return pandoc.paragraph([*inlines, *pandoc.text(end), *ours])


def _unclosed(entry: list[pandoc.Tree]) -> list[pandoc.Tree]:
    """Return an entry without the full stop that closes it where no address follows."""
    *before, last = entry
    if last["t"] == "Str":
        last = last | {"c": last["c"].removesuffix(".")}
    return [*before, last]


def _write(form: str) -> tuple[str, ...]:
    return ("--sandbox", "-f", "json", "-t", form, "--wrap=none")


def _written(form: str, blocks: Sequence[pandoc.Tree]) -> str:
    return pandoc.run([(_write(form), pandoc.document(blocks))])[0]
