"""Exhibits and single numbers as citations: the producers of the data, then our work.

Pandoc writes every bibliographic string, from CSL style files. What no style has a place for is
told after the entry in the same words in each: that a copy was read, the licence, the identifier.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import AnalysisError
from ..exhibit import Exhibit
from . import exports, pandoc
from .references import Item, cited, copy_of, day_of, name_of
from .styles import FILES, FOLDER, STYLES

FORMATS = {"text": "plain", "markdown": "commonmark", "html": "html"}
Path = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as it goes on a clipboard or into a file.

    Attributes
    ----------
    text, html : str
        The list of references, plain and rich.
    in_text : str
        What stands in the running text, such as `(The Jilin analysis team, 2026)`.
    """

    text: str
    html: str
    in_text: str


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
        One of `FORMATS`, or `rtf`; without it Markdown for `markdown`, else plain text.
    ours_only : bool
        Leave the sources to our work, which lists them.

    Raises
    ------
    AnalysisError
        The style or a source is not known, or the data folder cannot be read.
    """
    exhibits, lists = _cited(exhibits, style, data, ours_only)
    if style not in FILES:
        return exports.WRITERS[style](_merged(lists))
    blocks, _ = _made(exhibits, lists, style, ours_only)
    if form == "rtf":
        return pandoc.whole(blocks, form).decode()
    return pandoc.written(blocks, FORMATS[form or ("markdown" if style == "markdown" else "text")])


def cite_in_word(
    exhibits: Exhibit | Sequence[Exhibit],
    style: str = "apa",
    data: Path | None = None,
    ours_only: bool = False,
) -> bytes:
    """Return the references as a Word file; parameters are those of `cite`."""
    style = style if style in FILES else "apa"
    exhibits, lists = _cited(exhibits, style, data, ours_only)
    return pandoc.whole(_made(exhibits, lists, style, ours_only)[0], "docx")


def in_text(
    exhibits: Exhibit | Sequence[Exhibit], style: str = "apa", data: Path | None = None
) -> str:
    """Return what stands in the running text: `(The Jilin analysis team, 2026)`, `[4]`."""
    exhibits, lists = _cited(exhibits, style, data, False)
    if style not in FILES:
        return f"\\cite{{{','.join(exports.key_of(items[-1]) for items in lists)}}}"
    _, inlines = _made(exhibits, lists, style, False)
    return pandoc.written([pandoc.paragraph(inlines)], "plain").strip()


def _cited(
    exhibits: Exhibit | Sequence[Exhibit], style: str, data: Path | None, ours_only: bool
) -> tuple[list[Exhibit], list[list[Item]]]:
    if style not in STYLES:
        raise AnalysisError(f"There is no style {style!r}; the styles are {', '.join(STYLES)}.")
    exhibits = [exhibits] if isinstance(exhibits, Exhibit) else list(exhibits)
    lists = [cited(exhibit, data) for exhibit in exhibits]
    return exhibits, [items[-1:] for items in lists] if ours_only else lists


def copies(
    exhibits: Sequence[Exhibit], styles: Sequence[str] = STYLES, data: Path | None = None
) -> dict[str, dict[str, Citation]]:
    """Return citations by exhibit and style, each by itself, as a page offers them to be copied."""
    drafts = {
        (one.id, style): _Draft([one], [items], style)
        for one, items in ((one, cited(one, data)) for one in exhibits)
        for style in styles
        if style in FILES
    }
    trees = pandoc.run(job for draft in drafts.values() for job in draft.jobs)
    pieces = {}
    for key, draft in drafts.items():
        blocks, cite_as = draft.made(trees)
        listed, short = (pandoc.document(x) for x in (blocks, [pandoc.paragraph(cite_as)]))
        forms = ((listed, "plain"), (listed, "html"), (short, "plain"))
        pieces[key] = [pandoc.Job(text, form=form) for text, form in forms]
    texts = pandoc.run(job for jobs in pieces.values() for job in jobs)
    found = {key: Citation(*(texts[job].strip() for job in jobs)) for key, jobs in pieces.items()}
    return {
        one.id: {
            style: found.get((one.id, style))
            or Citation(cite(one, style, data), "", in_text(one, style, data))
            for style in styles
        }
        for one in exhibits
    }


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
    whence = [authors, day_of(work)[:4], work.get("publisher"), work.get("DOI"), work.get("URL")]
    licence = ", ".join(filter(None, [told.get("licence"), told.get("licence-url")]))
    release = f", data release {exhibit.release}" if exhibit.release else ""
    words = [
        f"{number or exhibit.kind.capitalize()}. {exhibit.title}.",
        exhibit.caveat,
        f"From: {', '.join(filter(None, whence))} ({exhibit.kind} {exhibit.id}{release}).",
        f"Based on: {'; '.join(dict.fromkeys(map(_credit, theirs)))}." if theirs else "",
        f"Licence: {licence}." if licence else "",
        f"{told['swhid']}." if "swhid" in told else "",
    ]
    return " ".join(filter(None, words))


def _credit(item: Item) -> str:
    named = ", ".join(map(name_of, item.get("author", ()))) or item["title"]
    copy = copy_of(item)
    return f"{named} ({day_of(item)[:4] or 'n.d.'}{', ' + copy[0].lower() if copy else ''})"


def _merged(lists: Sequence[Sequence[Item]]) -> list[Item]:
    """Return all items without repeats, the sources before our works."""
    items = {item["id"]: item for found in lists for item in found[:-1]}
    if len(items) < len({json.dumps(i, sort_keys=True) for f in lists for i in f[:-1]}):
        raise AnalysisError("Two exhibits describe one source differently; cite each by itself.")
    return [*items.values(), *{found[-1]["id"]: found[-1] for found in lists}.values()]


def _made(
    exhibits: Sequence[Exhibit], lists: Sequence[Sequence[Item]], style: str, ours_only: bool
) -> tuple[list[pandoc.Tree], list[pandoc.Tree]]:
    """Return the references as blocks, and what stands in the running text."""
    draft = _Draft(exhibits, lists, style, ours_only)
    return draft.made(pandoc.run(draft.jobs))


@dataclass(slots=True)
class _Draft:
    """A list of references before pandoc has written its entries."""

    exhibits: Sequence[Exhibit]
    lists: Sequence[Sequence[Item]]
    style: str
    ours_only: bool = False
    items: list[Item] = field(init=False)
    locales: dict[str, str] = field(init=False)
    runs: dict[str, pandoc.Job] = field(init=False)
    words: list[pandoc.Job] = field(init=False)

    def __post_init__(self) -> None:
        # Every run lists all items, so that numbers and letters of years (2020a) agree among runs.
        # Only GB/T 7714 changes its words with the language of a source (等, et al.); the others
        # are styles of English texts, whose Chinese renderings (“2021, 一月 26”) nobody writes.
        chinese = self.style.startswith("gbt7714")
        self.items = _merged(self.lists)
        self.locales = {
            item["id"]: "zh-CN" if chinese and item.get("language", "")[:2] == "zh" else "en-US"
            for item in self.items
        }
        csl, own = FOLDER / FILES[self.style], len(self.exhibits)
        fitted = [_fitted(item, self.style) for item in self.items]
        self.runs = {
            locale: pandoc.Job(pandoc.citing(fitted, own, locale), style=csl)
            for locale in sorted(set(self.locales.values()))
        }
        told = self.exhibits if self.style == "markdown" else ()
        self.words = [pandoc.Job(_words(one), "commonmark") for one in told]

    @property
    def jobs(self) -> list[pandoc.Job]:
        """What pandoc is to do first."""
        return [*self.runs.values(), *self.words]

    def made(self, done: Mapping[pandoc.Job, str]) -> tuple[list[pandoc.Tree], list[pandoc.Tree]]:
        """Return the references as blocks, and what stands in the running text."""
        trees = {locale: json.loads(done[job])["blocks"] for locale, job in self.runs.items()}
        made: dict[tuple[str, str], list[pandoc.Tree]] = {}
        for locale, blocks in trees.items():
            for entry in blocks[-1]["c"][1]:
                inlines = pandoc.plain_inlines(entry["c"][1])
                made[locale, entry["c"][0][0].removeprefix("ref-")] = inlines
        first, *_ = trees
        by_id = {item["id"]: item for item in self.items}
        listed = pandoc.text(" Sources: listed there.") if self.ours_only else []
        entries = {}
        for key in (key for locale, key in made if locale == first):
            item, entry = by_id[key], made[self.locales[key], key]
            if not {"accessed", "issued"} & item.keys():
                entry = _without_retrieved(entry)
            entries[key] = [*entry, *_remarks(item, self.style), *listed]
        cite_as = pandoc.plain_inlines(trees[first][-2:-1])
        if self.style != "markdown":
            return [pandoc.listed(entries)], cite_as
        words = [pandoc.plain_inlines(json.loads(done[job])["blocks"]) for job in self.words]
        told = zip(self.exhibits, words, self.lists, strict=True)
        return [pandoc.paragraph(_told(*one, entries)) for one in told], cite_as


def _words(exhibit: Exhibit) -> str:
    return "" if exhibit.kind in ("figure", "table") else exhibit.markdown


def _fitted(item: Item, style: str) -> Item:
    """Say what an item says so that the style has a place for it."""
    fitted = {key: value for key, value in item.items() if key not in ("custom", "note")}
    custom, language = item.get("custom", {}), item.get("language", "en")[:2]
    is_ours, title = "ours" in custom, item["title"]
    if is_ours and (release := fitted.pop("version", "")):
        # Most styles have no place for the version of a data set.
        title = f"{title.removesuffix(')')}, data release {release})"
    inlines = pandoc.text(title)
    english = custom.get("title-en")
    if isinstance(english, str) and english and not style.startswith("gbt7714"):
        inlines += [{"t": "Space"}, pandoc.verbatim(pandoc.text(f"[{english}]"))]
    copy = copy_of(item)
    if copy and FILES[style] == "apa.csl":
        fitted["genre"] = copy[0]
    if style.startswith("gbt7714") and "issued" not in item:
        # Left alone, the style would print the year of access for the year of publication.
        fitted["issued"] = {"literal": "日期不详" if language == "zh" else "n.d."}
    # Our titles hold an id, so they keep their capitals in every style.
    fitted["title"] = pandoc.Inlines([pandoc.verbatim(inlines)] if is_ours else inlines)
    return fitted


def _remarks(item: Item, style: str) -> list[pandoc.Tree]:
    """Return what follows an entry because its style has no place for it."""
    copy, custom = copy_of(item), item.get("custom", {})
    if "ours" in custom:
        licence = custom.get("licence", "")
        words = [f"Licence: {licence}." if licence else "", f"{custom.get('swhid', '')}."]
        return pandoc.text(" " + " ".join(word for word in words if len(word) > 1))
    if not copy or FILES[style] == "apa.csl":
        return []
    chinese = style.startswith("gbt7714") and item.get("language", "").startswith("zh")
    return pandoc.text(f" [{copy[1] if chinese else copy[0].lower()}]")


def _without_retrieved(entry: list[pandoc.Tree]) -> list[pandoc.Tree]:
    """Drop APA's “Retrieved” where no day follows: it is no sentence."""
    return [
        one
        for one, after in zip(entry, [*entry[1:], {}], strict=True)
        if one.get("c") != "Retrieved"
        and not (one["t"] == "Space" and after.get("c") == "Retrieved")
    ]


def _told(
    exhibit: Exhibit,
    words: list[pandoc.Tree],
    items: Sequence[Item],
    entries: dict[str, list[pandoc.Tree]],
) -> list[pandoc.Tree]:
    *theirs, ours = items
    inlines = [
        *(words or pandoc.text(exhibit.caption)),
        *pandoc.text(f" {exhibit.caveat}".rstrip()),
    ]
    for number, item in enumerate(theirs):
        opening = (" Source: " if len(theirs) == 1 else " Sources: ") if not number else "; "
        inlines += [*pandoc.text(opening), *_unclosed(entries[item["id"]])]
    end = ". Cited from: " if theirs else " Cited from: "
    return [*inlines, *pandoc.text(end), *entries[ours["id"]]]


def _unclosed(entry: list[pandoc.Tree]) -> list[pandoc.Tree]:
    """Return an entry without the full stop that closes it where no address follows."""
    *before, last = entry
    if last["t"] == "Str":
        last = last | {"c": last["c"].removesuffix(".")}
    return [*before, last]
