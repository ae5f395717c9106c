"""The reading site: executed notebooks → Sphinx sources → pages that need no network.

`pages/` holds what the site is made of: a Markdown file for each page that is no notebook,
fragments (HTML that a page calls by name), templates, style and scripts. Text from data reaches a
page through templates that escape it, and in no other way.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from ..citing import citations
from ..citing.catalogue import read_catalogue
from ..citing.numbers import Number, of_exhibit
from ..dataset import Dataset
from ..findings.words import capital
from ..folder import METRICS, REPORTED, Row, walk
from ..paths import shipped_data
from ..periods import as_iso, in_short, in_words, is_period
from ..showing.exhibit import Exhibit, Work
from ..showing.plain import escape
from ..sources import GRADES, Source, date_of, grade, origin, people, publisher
from . import sphinx
from .cells import page_of, title_of
from .html import safe_address, safe_markdown
from .run import is_of_period
from .search import write_index

PAGES = Path(__file__).with_name("pages")
# A page holds so many rows of a table; the rest is told, and stands in the data.
MOST_ROWS = 200
_MOST_NUMBERS = 60  # of one exhibit
_MOST_FACTS = 9  # reported, on the front page
_MOST_PERIODS = 3  # whose answers are on the front page
# What a reader may want to paste, in the order of the page.
_STYLES = ("apa", "chicago", "ieee", "gbt7714", "bibtex", "biblatex", "ris", "csl-json")


@dataclass(frozen=True)
class Shown:
    """An exhibit with what only the site knows of it."""

    exhibit: Exhibit
    label: str  # `Figure 3`, counted over all notebooks; statements have no number
    numbers: dict[str, Number]  # by key, each an anchor of the page; a curve has hundreds
    code: str  # that shows it, as HTML

    @property
    def address(self) -> str:
        """The page and the anchor."""
        return f"{self.exhibit.notebook}.html#{self.exhibit.id}"

    @property
    def premises(self) -> list[str]:
        """What its numbers suppose."""
        return list(dict.fromkeys(one.condition for one in self.numbers.values() if one.condition))

    @property
    def weakest(self) -> str:
        """The grade of the weakest source that it rests on."""
        grades = {grade(one) for one in self.exhibit.references} & set(GRADES)
        return max(grades, key=GRADES.index, default="")


class Site:
    """What all pages know, from executed notebooks and the checked data they were run on."""

    def __init__(self, executed: Path, dataset: Dataset) -> None:
        self.dataset = dataset
        self.folder = folder = dataset.folder
        self.work = work = Work.of(dataset.package)
        self.is_shipped = folder.path.resolve() == shipped_data().resolve()
        self.name = f"{work.entity}, {in_short(work.period)}"
        self.base = f"{work.homepage.rstrip('/')}/" if work.homepage else ""
        who = f"{', '.join(work.authors)} ({dataset.released[:4]})".strip()
        self.credit = ". ".join(filter(None, [who, work.title, work.licence]))
        self.notebooks = {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(executed.glob("*.ipynb"))
        }
        self.titles = {page: title_of(one) or _named(page) for page, one in self.notebooks.items()}
        catalogue = read_catalogue(executed)
        self.addresses = {f"#{name}": f"{e.notebook}.html#{name}" for name, e in catalogue.items()}
        self.addresses |= {f"{page}.ipynb": f"{page}.html" for page in self.notebooks}
        self.pages: dict[str, str] = {}
        self.shown: dict[str, Shown] = {}
        code: dict[str, str] = {}
        for page, notebook in self.notebooks.items():
            self.pages[page], shows = page_of(notebook, self.addresses, self.titles[page])
            code |= shows
        counts: Counter[str] = Counter()
        for name, one in catalogue.items():
            counts[one.kind] += 1
            number = "" if one.kind == "statement" else f" {counts[one.kind]}"
            label, numbers = one.kind.capitalize() + number, of_exhibit(one, folder, _MOST_NUMBERS)
            self.shown[name] = Shown(one, label, numbers, code.get(name, ""))
        figures = (one for one in self.shown.values() if one.exhibit.kind == "figure")
        self.picture = next(figures, None)
        self._read_tables()

    def _read_tables(self) -> None:
        focus = self.work.entity, self.work.period
        rests = {row for one in self.shown.values() for row in one.exhibit.rests_on}

        def rank(row: Row) -> tuple[bool, bool, bool]:
            other = (row["entity"], row["period"]) != focus
            return other, row["metric"] not in self.dataset.headline, row["id"] not in rests

        # The rows of `reported.csv`: those of the focus, what exhibits rest on, the others.
        self.facts = sorted(self.folder.tables[REPORTED], key=rank)
        self.own = [row for row in self.facts if not rank(row)[0]]
        others = (row for name, _, row in walk(self.folder) if name != REPORTED)
        self.rows = [row for row in others if row.get("id") in rests]
        # The ids that have an anchor on the page of figures.
        self.known = {row["id"] for row in [*self.facts[:MOST_ROWS], *self.rows[:MOST_ROWS]]}
        told = (one for one in self.dataset.reported.values() if one.id in self.known)
        self.standing = {one.id: one.standing for one in told}

    @property
    def lead(self) -> str:
        """How the front page begins: of the shipped data, as their first notebook does."""
        cells = next(iter(self.notebooks.values()))["cells"] if self.is_shipped else ()
        begins = (part for one in cells[:1] for part in "".join(one["source"]).split("\n\n"))
        otherwise = escape(str(self.dataset.package.get("description", "")))
        return next((p for p in begins if p.strip() and not p.startswith("#")), otherwise)

    @cached_property
    def answers(self) -> list[Shown]:
        """The first statement of each notebook."""
        said = [one for one in self.shown.values() if one.exhibit.kind == "statement"]
        return list({one.exhibit.notebook: one for one in reversed(said)}.values())[::-1]

    @property
    def earlier(self) -> list[Shown]:
        """Those of pages that are each of a period, but for the latest periods."""
        dated = [one for one in self.answers if is_of_period(one.exhibit.notebook)]
        return dated[:-_MOST_PERIODS]

    @cached_property
    def citations(self) -> dict[str, dict[str, dict[str, str]]]:
        """The citations of each exhibit by style; one call asks pandoc for all."""
        made = citations.copies([one.exhibit for one in self.shown.values()], _STYLES)
        for told in (told for styles in made.values() for told in styles.values()):
            # Pandoc's ids would stand on a page once a style.
            told["html"] = re.sub(r' id="[^"]*"', "", told["html"])
        return made

    @cached_property
    def json_ld(self) -> dict[str, Any]:
        """What search engines read of a page."""
        told: dict[str, Any] = {page: [] for page in self.pages}
        for one in self.shown.values():
            described = json.loads(self.render("fragments/exhibit.json", shown=one))
            told[one.exhibit.notebook].append(described)
        described = json.loads(self.render("fragments/dataset.json"))
        return told | {"index": {name: value for name, value in described.items() if value}}

    @property
    def open_questions(self) -> list[Row]:
        """The metrics of the focus of which something is not known."""
        metrics = {row["metric"]: row for row in self.folder.tables[METRICS]}
        own = dict.fromkeys(row["metric"] for row in self.own)
        return [metrics[name] for name in own if metrics[name]["not_known"]]

    @property
    def sources(self) -> list[Source]:
        """The works of the data, the best grade first, then by date."""
        return sorted(
            self.dataset.sources.values(),
            key=lambda one: (GRADES.index(grade(one)), date_of(one) or "9999", one["id"]),
        )

    @property
    def glossary(self) -> str:
        """The terms that the data use, of those that the glossary explains."""
        tables = self.folder.tables.values()
        used = {cell for rows in tables for row in rows for cell in row.values()}
        terms = (PAGES / "glossary.md").read_text(encoding="utf-8").split("\n## ")[1:]
        terms = [term for term in terms if any(term.split()[0] in cell for cell in used)]
        return "".join(f"\n### {term}" for term in terms)

    @property
    def settings(self) -> dict[str, Any]:
        """What `pages/conf.py` cannot know."""
        author, version = ", ".join(self.work.authors), html.escape(self.dataset.version)
        rights = self.dataset.released[:4], author, self.work.licence
        return {
            "author": author,
            "project_copyright": ", ".join(filter(None, rights)),
            "html_show_copyright": bool(author),
            "version": version,
            "release": version,
            "html_title": html.escape(self.name),
            "html_baseurl": self.base,
        }

    @property
    def labels(self) -> dict[str, tuple[str, str]]:
        """The page and the words of each exhibit, number and reported figure by its anchor."""
        labels = {name: (one.exhibit.notebook, one.label) for name, one in self.shown.items()}
        for one in self.shown.values():
            labels |= {key: (one.exhibit.notebook, key) for key in one.numbers}
        return labels | {name: ("figures", name) for name in self.known}

    @cached_property
    def descriptions(self) -> dict[str, str]:
        """What a page says in a sentence."""
        said = {one.exhibit.notebook: one.exhibit.caption for one in self.answers}
        index = str(self.dataset.package.get("description", self.work.title))
        return self.titles | said | {"index": index}

    def render(self, template: str, **given: Any) -> str:
        """Return what becomes of a template of this site, by its path in `pages/`."""
        return str(_templates().get_template(template).render(site=self, **given))

    def context(self, page: str, heading: str) -> dict[str, Any]:
        """Return what the template of a page is given."""
        words = self.descriptions.get(page, f"{heading}: {self.name}")
        described = json.dumps(self.json_ld.get(page), ensure_ascii=False, sort_keys=True)
        return {
            "site": self,
            "heading": heading,
            "words": words if len(words) <= 300 else words[:299] + "…",
            "address": f"{self.base}{page}.html" if self.base else "",
            "json_ld": described.replace("<", "\\u003c"),
        }


def _named(page: str) -> str:
    """Return a file name read as words."""
    return re.sub(r"^\d\d?-", "", page).replace("-", " ").capitalize()


def build_site(report: Path, dataset: Dataset, scratch: Path) -> None:
    """Build the site of a report that has its notebooks and exhibits already.

    The folder `scratch` to work in, on the same disk, is made here. A fault that Sphinx finds, such
    as a link that leads nowhere, is an AnalysisError.
    """
    site = Site(report / "notebooks", dataset)
    _write_sources(site, report, scratch)
    sphinx.build(site, PAGES, scratch)
    built = scratch / "built"
    (built / ".buildinfo").unlink()
    write_index(built, PAGES / "synonyms.csv")
    built.rename(report / "site")


def _write_sources(site: Site, report: Path, scratch: Path) -> None:
    """Write the pages into `source`, what they call into `made`, and `files` to lie beside them."""
    source, made, files = (scratch / name for name in ("source", "made", "files"))
    for folder in (source, made, files / "data"):
        folder.mkdir(parents=True)
    shutil.copytree(report / "notebooks", files / "notebooks")
    unread = shutil.ignore_patterns("*.md", "exhibits.json")
    shutil.copytree(report / "exhibits", files / "exhibits", ignore=unread)
    for page, text in site.pages.items():
        _write(source / f"{page}.ipynb", text)
    for name in site.folder.hashes:
        shutil.copyfile(site.folder.path / name, files / "data" / name)
    for name, one in site.shown.items():
        text = site.render("fragments/exhibit.html", shown=one, e=one.exhibit)
        _write(made / f"{name}.html", text)
    parts = {"exhibit", "picture", "glossary"} | ({"api"} if not site.is_shipped else set())
    for path in (*PAGES.glob("*.md"), *PAGES.glob("fragments/*.html")):
        if path.stem not in parts:
            place = made if path.suffix == ".html" else source
            _write(place / path.name, site.render(path.relative_to(PAGES).as_posix()))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=lambda name: str(name).endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "capital": capital,
        "caption": citations.caption,
        "date": date_of,
        "grade": grade,
        "iso": lambda period: as_iso(period) if is_period(period) else "",
        "in_words": in_words,
        "markdown": lambda text, *given: Markup(safe_markdown(text, *given)),
        # Text from data in a page's own Markdown: every character that could be markup is escaped.
        "md": escape,
        "named": _named,
        "origin": origin,
        "people": people,
        "pixels": _pixels,
        "publisher": publisher,
        "short": in_short,
        "web": safe_address,
    }
    environment.globals.update(most=MOST_ROWS, most_facts=_MOST_FACTS, most_numbers=_MOST_NUMBERS)
    return environment


def _pixels(svg: str) -> dict[str, int]:
    """Return the sides of a figure in CSS pixels, so that the page keeps its place free."""
    tag = re.search(r"<svg\b[^>]*>", svg)
    sides = re.findall(r'\b(width|height)="([\d.]+)pt"', tag[0] if tag else "")
    return {side: round(float(points) * 4 / 3) for side, points in sides}
