"""The reading site: executed notebooks → Sphinx sources → pages that need no network.

`pages/` holds what the site is made of: a Markdown file for each page that is no notebook,
fragments (HTML that a page calls by name), templates, style and scripts. Text from data reaches a
page through templates that escape it, and in no other way.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..citing import citations
from ..citing.catalogue import read_catalogue
from ..citing.numbers import Number, of_exhibit
from ..folder import METRICS, REPORTED, readable_folder
from ..paths import shipped_data
from ..periods import as_iso, in_short, in_words, is_period
from ..showing.exhibit import Exhibit, Work
from ..showing.plain import escape
from ..sources import GRADES, date_of, grade, origin, people, publisher
from ..vintages import standings
from . import sphinx
from .cells import page_of, title_of
from .html import safe_address, safe_markdown
from .run import is_of_period
from .search import write_index

PAGES = Path(__file__).with_name("pages")
# A page holds so many rows of a table; the rest is told, and stands in the data.
MOST_ROWS = 200
_MOST_NUMBERS = 60  # of one exhibit
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
    def caption(self) -> str:
        """What belongs under it elsewhere."""
        return citations.caption(self.exhibit, self.label)

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
    """What all pages know, from a folder of executed notebooks and the data they were run on."""

    def __init__(self, executed: Path, data: Path) -> None:
        self.folder = readable_folder(data)
        self.package = self.folder.package
        self.work = Work.of(self.package)
        self.is_shipped = data.resolve() == shipped_data().resolve()
        self.release = str(self.package.get("version", ""))
        self.released = str(self.package.get("created", ""))[:10]
        self.name = f"{self.work.entity}, {in_short(self.work.period)}"
        self.period = in_words(self.work.period)
        who = f"{', '.join(self.work.authors)} ({self.released[:4]})".strip()
        self.credit = ". ".join(filter(None, [who, self.work.title, self.work.licence]))
        # Pages.
        notebooks = {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(executed.glob("*.ipynb"))
        }
        # A file name read as words.
        self.short = {
            page: re.sub(r"^\d\d?-", "", page).replace("-", " ").capitalize() for page in notebooks
        }
        self.titles = {page: title_of(one) or self.short[page] for page, one in notebooks.items()}
        # Of the shipped data, how the first notebook begins.
        cells = next(iter(notebooks.values()))["cells"] if self.is_shipped else ()
        begins = (part for one in cells[:1] for part in "".join(one["source"]).split("\n\n"))
        otherwise = escape(str(self.package.get("description", "")))
        self.lead = next((p for p in begins if p.strip() and not p.startswith("#")), otherwise)
        # Exhibits.
        catalogue = read_catalogue(executed)
        self.addresses = {f"#{name}": f"{e.notebook}.html#{name}" for name, e in catalogue.items()}
        self.addresses |= {f"{page}.ipynb": f"{page}.html" for page in notebooks}
        self.pages: dict[str, str] = {}
        code: dict[str, str] = {}
        for page, notebook in notebooks.items():
            self.pages[page], shows = page_of(notebook, self.addresses, self.titles[page])
            code |= shows
        counts: Counter[str] = Counter()
        self.shown: dict[str, Shown] = {}
        for name, one in catalogue.items():
            counts[one.kind] += 1
            number = "" if one.kind == "statement" else f" {counts[one.kind]}"
            numbers = of_exhibit(one, self.folder, _MOST_NUMBERS)
            label = f"{one.kind.capitalize()}{number}"
            self.shown[name] = Shown(one, label, numbers, code.get(name, ""))
        # For the front page: the first figure, and the first statement of each notebook.
        shown = self.shown.values()
        self.picture = next((one for one in shown if one.exhibit.kind == "figure"), None)
        said = [one for one in shown if one.exhibit.kind == "statement"]
        answers = list({one.exhibit.notebook: one for one in reversed(said)}.values())[::-1]
        # Of pages that are each of a period, it leads to the earlier ones only.
        dated = [one for one in answers if is_of_period(one.exhibit.notebook)]
        self.earlier = dated[:-_MOST_PERIODS]
        self.answers = [one for one in answers if one not in self.earlier]
        self._read_tables()

    def _read_tables(self) -> None:
        tables = self.folder.tables
        focus = (self.work.entity, self.work.period)
        own = {row["id"] for row in tables[REPORTED] if (row["entity"], row["period"]) == focus}
        asked = dict.fromkeys(row["metric"] for row in tables[REPORTED] if row["id"] in own)
        stated = self.package["focus"].get("metrics", ())
        headline = stated if {*stated} & {*asked} else list(asked)[:3]
        rests = {row for one in self.shown.values() for row in one.exhibit.rests_on}

        def rank(row: Mapping[str, str]) -> tuple[bool, bool, bool]:
            return row["id"] not in own, row["metric"] not in headline, row["id"] not in rests

        # The rows of `reported.csv`: those of the focus, what exhibits rest on, the others.
        self.facts = sorted(tables[REPORTED], key=rank)
        self.headline = [r for r in self.facts if r["id"] in own and r["metric"] in headline]
        others = (row for name, rows in tables.items() if name != REPORTED for row in rows)
        self.rows = [row for row in others if row.get("id") in rests]
        shown = {row["id"] for row in self.facts[:MOST_ROWS]}
        self.standing = {one: told.words for one, told in standings(self.folder, shown).items()}
        # The ids that have an anchor on the page of figures.
        self.known = {row["id"] for row in [*self.facts[:MOST_ROWS], *self.rows[:MOST_ROWS]]}
        self.metrics = {row["metric"]: row for row in tables[METRICS]}
        found = (
            self.metrics[name]
            for name in dict.fromkeys(r["metric"] for r in self.facts if r["id"] in own)
        )
        self.open_questions = [one for one in found if one["not_known"]]
        # Tables whose columns the package describes.
        self.tables = [
            one
            for one in self.package.get("resources", ())
            if tables.get(str(one.get("path"))) and one.get("schema")
        ]
        # The terms that the data use, of those that the glossary explains.
        used = {cell for rows in tables.values() for row in rows for cell in row.values()}
        terms = (PAGES / "glossary.md").read_text(encoding="utf-8").split("\n## ")[1:]
        terms = [term for term in terms if any(term.split()[0] in cell for cell in used)]
        self.glossary = "".join(f"\n### {term}" for term in terms)

        def worth(source: dict[str, Any]) -> tuple[int, str, str]:
            place = [*GRADES, grade(source)].index(grade(source))
            return place, date_of(source) or "9999", source["id"]

        # The best grade first, then by date.
        self.sources = sorted(self.folder.sources.values(), key=worth)

    @cached_property
    def citations(self) -> dict[str, dict[str, dict[str, str]]]:
        """The citations of each exhibit by style; one call asks pandoc for all."""
        made = citations.copies([one.exhibit for one in self.shown.values()], _STYLES)
        for told in (told for styles in made.values() for told in styles.values()):
            # Pandoc's ids would stand on a page once a style.
            told["html"] = re.sub(r' id="[^"]*"', "", told["html"])
        return made

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
        said = {one.exhibit.notebook: one.exhibit.caption for one in self.answers + self.earlier}
        index = str(self.package.get("description", self.work.title))
        return self.titles | said | {"index": index}

    @cached_property
    def json_ld(self) -> dict[str, Any]:
        """What search engines read of a page."""
        exhibit, whole = (
            _templates().get_template(f"fragments/{n}.json") for n in ("exhibit", "dataset")
        )
        told: dict[str, Any] = {page: [] for page in self.pages}
        for one in self.shown.values():
            told[one.exhibit.notebook].append(json.loads(exhibit.render(site=self, shown=one)))
        described = json.loads(whole.render(site=self))
        return told | {"index": {name: value for name, value in described.items() if value}}


def build_site(executed: Path, out: Path, data: Path, scratch: Path) -> None:
    """Build the site of executed notebooks.

    The folder `scratch` to work in, on the disk of `out`, is made here. A fault that Sphinx finds,
    such as a link that leads nowhere, is an AnalysisError.
    """
    site = Site(executed, data)
    _write_sources(site, executed, scratch)
    built = scratch / "built"
    sphinx.build(site, PAGES, scratch, built)
    (built / ".buildinfo").unlink()
    read = sorted(path.stem for path in built.glob("*.html") if path.stem != "search")
    write_index(built, read, built / "_static" / "search-index.js", PAGES / "synonyms.csv")
    built.rename(out)


def _write_sources(site: Site, executed: Path, scratch: Path) -> None:
    """Write the pages into `source`, what they call into `made`, and `files` to lie beside them."""
    source, made, files = (scratch / name for name in ("source", "made", "files"))
    exhibits = files / "exhibits"
    for folder in (source, made, exhibits):
        folder.mkdir(parents=True)
    shutil.copytree(executed, files / "notebooks")
    for page, text in site.pages.items():
        _write(source / f"{page}.ipynb", text)
    for name in site.folder.hashes:
        (files / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site.folder.path / name, files / "data" / name)
    templates = _templates()
    exhibit = templates.get_template("fragments/exhibit.html")
    for name, one in site.shown.items():
        e = one.exhibit
        texts = {".csv": e.data.encode(), ".svg": e.svg.encode(), "-phone.svg": e.phone.encode()}
        for ending, content in (texts | {".png": e.png}).items():
            if content:
                (exhibits / f"{name}{ending}").write_bytes(content)
        _write(made / f"{name}.html", exhibit.render(site=site, shown=one, e=e))
    parts = {"exhibit", "picture", "glossary"} | ({"api"} if not site.is_shipped else set())
    for path in (*PAGES.glob("*.md"), *PAGES.glob("fragments/*.html")):
        if path.stem not in parts:
            template = templates.get_template(path.relative_to(PAGES).as_posix())
            place = made if path.suffix == ".html" else source
            _write(place / path.name, template.render(site=site))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


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
        "capital": lambda words: words[:1].upper() + words[1:],
        "date": date_of,
        "grade": grade,
        "iso": lambda period: as_iso(period) if is_period(period) else "",
        "markdown": lambda text, *given: Markup(safe_markdown(text, *given)),
        # Text from data in a page's own Markdown: every character that could be markup is escaped.
        "md": escape,
        "origin": origin,
        "people": people,
        "pixels": _pixels,
        "publisher": publisher,
        "short": in_short,
        "web": safe_address,
    }
    environment.globals |= {"most": MOST_ROWS, "most_numbers": _MOST_NUMBERS}
    return environment


def _pixels(svg: str) -> dict[str, int]:
    """Return the sides of a figure in CSS pixels, so that the page keeps its place free."""
    tag = re.search(r"<svg\b[^>]*>", svg)
    sides = re.findall(r'\b(width|height)="([\d.]+)pt"', tag[0] if tag else "")
    return {side: round(float(points) * 4 / 3) for side, points in sides}
