"""The reading site: executed notebooks → Sphinx sources → pages that need no network.

`pages/` holds what the site is made of: a Markdown file for each page that is no notebook,
fragments (HTML that a page calls by name), templates, style and scripts. Text from data reaches a
page through templates that escape it, and in no other way.
"""

from __future__ import annotations

import html
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ..citing.catalogue import read_catalogue
from ..citing.numbers import Number, of_exhibit
from ..errors import AnalysisError
from ..exhibit import KEY, Exhibit, Work
from ..folder import METRICS, REPORTED, Folder, readable_folder
from ..paths import shipped_data
from ..periods import as_iso, in_short, in_words, is_period
from ..plain import escape
from ..sources import GRADES, date_of, grade, origin, people, publisher
from . import memory, search
from .html import MOST_ROWS, coloured_code, pandas_table, safe_address, safe_markdown

if TYPE_CHECKING:
    from jinja2 import Environment

PAGES = Path(__file__).with_name("pages")
CITING = Path(__file__).parents[1] / "citing"
# Sphinx writes these for its own search and for other builders; no page of ours asks for them.
_UNUSED = (
    *(".buildinfo", "objects.inv", "_sources", "_static/*.map", "_static/*/*.map"),
    *("_static/basic.css", "_static/*.png", "_static/doctools.js", "_static/*_highlight.js"),
    *("_static/documentation_options.js", "_static/language_data.js", "_static/searchtools.js"),
)
# What a reader may want to paste, in the order of the page.
_STYLES = ("apa", "chicago", "ieee", "gbt7714", "bibtex", "biblatex", "ris", "csl-json")
_MEDIA_TYPES = {".csv": "text/csv", ".json": "application/json"}
_SVG_TAG = re.compile(r"<svg\b[^>]*>")
_SIDE = re.compile(r'\b(width|height)="([\d.]+)pt"')
# A curve has hundreds of numbers; a page lists so many, and the CSV holds them all.
_MOST_NUMBERS = 60
_LAST_WORDS = 15
# Longer than any fence that code may hold.
_FENCE = "`" * 20


@dataclass(frozen=True)
class Shown:
    """An exhibit with what only the site knows of it.

    Attributes
    ----------
    exhibit : Exhibit
    label : str
        `Figure 3`, counted over all notebooks; statements have no number.
    folder : Folder
        The data that it rests on.
    code : str
        The code that shows it.
    """

    exhibit: Exhibit
    label: str
    folder: Folder
    code: str

    @property
    def address(self) -> str:
        """The page and the anchor."""
        return f"{self.exhibit.notebook}.html#{self.exhibit.id}"

    @cached_property
    def numbers(self) -> dict[str, Number]:
        """Its numbers by key, each an anchor of the page."""
        return of_exhibit(self.exhibit, self.folder)

    @property
    def premises(self) -> list[str]:
        """What its numbers suppose."""
        return list(dict.fromkeys(one.condition for one in self.numbers.values() if one.condition))

    @property
    def caption(self) -> str:
        """What stands above it: a chart of ours says in the picture what it shows."""
        return f"{self.exhibit.title}." if self.exhibit.phone else self.exhibit.caption

    @property
    def is_dark_too(self) -> bool:
        """Whether a figure turns dark by itself."""
        return "prefers-color-scheme" in self.exhibit.svg

    @property
    def weakest(self) -> str:
        """The grade of the weakest source that it rests on."""
        grades = {grade(one) for one in self.exhibit.references} & set(GRADES)
        return max(grades, key=GRADES.index, default="")

    @property
    def size(self) -> dict[str, int]:
        """The size of a figure in CSS pixels, so that the page keeps its place free."""
        return _size(self.exhibit.svg)

    @property
    def narrow_size(self) -> dict[str, int]:
        """The size of the same figure for a narrow screen."""
        return _size(self.exhibit.phone)


def _size(svg: str) -> dict[str, int]:
    tag = _SVG_TAG.search(svg)
    sides = _SIDE.findall(tag[0]) if tag else []
    return {side: round(float(points) * 4 / 3) for side, points in sides}


class Site:
    """What all pages know.

    Parameters
    ----------
    executed : pathlib.Path
        The folder of the executed notebooks.
    data : pathlib.Path
        The data folder that they were run on.
    results : Memory
        Knows the citations that were made before.
    """

    def __init__(self, executed: Path, data: Path, results: memory.Memory) -> None:
        self.folder, self.results = readable_folder(data), results
        self.package = self.folder.package
        self.work = Work.of(self.package)
        self.notebooks = {
            path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(executed.glob("*.ipynb"))
        }
        if not self.notebooks:
            raise AnalysisError(f"{executed} holds no executed notebook to make a site of.")
        self.short = {page: short_name(page) for page in self.notebooks}
        self.titles = {page: title(one) or short_name(page) for page, one in self.notebooks.items()}
        self.shown = self._number(read_catalogue(executed))
        self.addresses = {f"#{name}": one.address for name, one in self.shown.items()}
        self.addresses |= {f"{page}.ipynb": f"{page}.html" for page in self.notebooks}
        self.is_shipped = data.resolve() == shipped_data().resolve()

    def _number(self, catalogue: Mapping[str, Exhibit]) -> dict[str, Shown]:
        code = {
            name: text for one in self.notebooks.values() for name, text in code_of(one).items()
        }
        counts: dict[str, int] = {}
        shown = {}
        for name, exhibit in catalogue.items():
            counts[exhibit.kind] = counts.get(exhibit.kind, 0) + 1
            number = "" if exhibit.kind == "statement" else f" {counts[exhibit.kind]}"
            label = exhibit.kind.capitalize() + number
            shown[name] = Shown(exhibit, label, self.folder, code.get(name, ""))
        return shown

    @property
    def name(self) -> str:
        """What the site is called: whom it is about, and when."""
        return f"{self.work.entity}, {in_short(self.work.period)}"

    @property
    def period(self) -> str:
        """The period that it is about, in words."""
        return in_words(self.work.period)

    @property
    def release(self) -> str:
        """The version of the data."""
        return str(self.package.get("version", ""))

    @property
    def released(self) -> str:
        """The day of that version."""
        return str(self.package.get("created", ""))[:10]

    @property
    def lead(self) -> str:
        """What the front page begins with: of the shipped data, how its first notebook begins."""
        cells = next(iter(self.notebooks.values()))["cells"] if self.is_shipped else ()
        text = "".join("".join(one["source"]) + "\n\n" for one in cells[:1])
        told = [part for part in text.split("\n\n") if part.strip() and part[0] != "#"]
        return told[0] if told else escape(str(self.package.get("description", "")))

    @property
    def answers(self) -> list[Shown]:
        """The first statement of each notebook: the answer to its question."""
        found: dict[str, Shown] = {}
        for one in self.shown.values():
            if one.exhibit.kind == "statement":
                found.setdefault(one.exhibit.notebook, one)
        return list(found.values())

    @property
    def picture(self) -> Shown | None:
        """The first figure, for the front page."""
        return next((one for one in self.shown.values() if one.exhibit.kind == "figure"), None)

    @cached_property
    def facts(self) -> list[dict[str, str]]:
        """The rows of `reported.csv`: those of the focus, what exhibits rest on, the others."""
        rests = {row for one in self.shown.values() for row in one.exhibit.rests_on}
        headline = self.package["focus"].get("metrics", [])

        def rank(row: dict[str, str]) -> tuple[bool, bool, bool]:
            return not self._is_own(row), row["metric"] not in headline, row["id"] not in rests

        return sorted(self.folder.tables[REPORTED], key=rank)

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of the other tables that exhibits rest on."""
        rests = {row for one in self.shown.values() for row in one.exhibit.rests_on}
        others = (rows for name, rows in self.folder.tables.items() if name != REPORTED)
        return [row for rows in others for row in rows if row.get("id") in rests]

    @cached_property
    def known(self) -> set[str]:
        """The ids that have an anchor on the page of figures."""
        return {row["id"] for row in [*self.facts[:MOST_ROWS], *self.rows[:MOST_ROWS]]}

    @property
    def headline(self) -> list[dict[str, str]]:
        """The rows that the analysis begins with."""
        own = [row for row in self.facts if self._is_own(row)]
        headline = (
            self.package["focus"].get("metrics")
            or list(dict.fromkeys(row["metric"] for row in own))[:3]
        )
        return [row for row in own if row["metric"] in headline]

    def _is_own(self, row: Mapping[str, str]) -> bool:
        return row["entity"] == self.work.entity and row["period"] == self.work.period

    @cached_property
    def metrics(self) -> dict[str, dict[str, str]]:
        """The rows of `metrics.csv` by metric."""
        return {row["metric"]: row for row in self.folder.tables[METRICS]}

    @property
    def open_questions(self) -> list[dict[str, str]]:
        """The metrics of the focus of which something is not known."""
        asked = {row["metric"]: None for row in self.facts if self._is_own(row)}
        found = (self.metrics[name] for name in asked if name in self.metrics)
        return [row for row in found if row["not_known"]]

    @property
    def tables(self) -> list[dict[str, Any]]:
        """The tables of the data package that have rows here, with what each column holds."""
        listed = [one for one in self.package.get("resources", []) if isinstance(one, dict)]
        return [
            one
            for one in listed
            if self.folder.tables.get(str(one.get("path"))) and one.get("schema")
        ]

    @property
    def glossary(self) -> str:
        """The terms that the data use, of those that the glossary explains."""
        text = (PAGES / "glossary.md").read_text(encoding="utf-8")
        used = {
            cell for rows in self.folder.tables.values() for row in rows for cell in row.values()
        }
        told = [part for part in text.split("\n## ")[1:] if any(part.split()[0] in c for c in used)]
        return "".join(f"\n### {part}" for part in told)

    @property
    def files(self) -> list[str]:
        """The files of the data package that a reader may take; none outside its folder."""
        listed = [
            str(one.get("path"))
            for one in self.package.get("resources", [])
            if isinstance(one, dict) and _is_inside(one.get("path"))
        ]
        named = dict.fromkeys(["datapackage.json", "sources.json", *listed])
        return [name for name in named if (self.folder.path / name).is_file()]

    @property
    def sources(self) -> list[dict[str, Any]]:
        """The sources, the best grade first, then by date."""

        def rank(source: dict[str, Any]) -> tuple[int, str, str]:
            place = GRADES.index(grade(source)) if grade(source) in GRADES else len(GRADES)
            return place, date_of(source) or "9999", source["id"]

        return sorted(self.folder.sources.values(), key=rank)

    @property
    def api(self) -> list[str]:
        """The public names of the package as Sphinx documents them."""
        import jilin_analysis

        told = []
        for name in dict.fromkeys((*jilin_analysis.__all__, "findings")):
            thing = getattr(jilin_analysis, name, None)
            if thing is not None:
                plain = "class" if isinstance(thing, type) else "function"
                kind = "module" if inspect.ismodule(thing) else plain
                members = "" if kind == "function" else "\n   :members:"
                told.append(f".. auto{kind}:: jilin_analysis.{name}{members}")
        return told

    @cached_property
    def citations(self) -> dict[str, dict[str, Any]]:
        """The citations of each exhibit by style, and its caption elsewhere."""
        from ..citing import citations

        code = memory.digest(json.dumps(memory.files(CITING)) + Path(__file__).read_text("utf-8"))
        told = {
            name: [code, one.label, one.exhibit.to_metadata(), self.folder.fingerprint]
            for name, one in self.shown.items()
        }
        keys = {name: memory.digest(json.dumps(one)) for name, one in told.items()}
        kept = {name: self.results.get(key) for name, key in keys.items()}
        made = {name: json.loads(text) for name, text in kept.items() if text}
        new = [one for name, one in self.shown.items() if name not in made]
        # One call asks for all: starting it costs more than what it writes.
        copies = citations.copies([one.exhibit for one in new], _STYLES, self.folder.path)
        for one in new:
            name = one.exhibit.id
            styles = {style: asdict(citation) for style, citation in copies[name].items()}
            for citation in styles.values():
                # Pandoc's ids would stand on a page once a style.
                citation["html"] = re.sub(r' id="[^"]*"', "", citation["html"])
            caption = citations.caption(one.exhibit, one.label, self.folder.path)
            made[name] = {"styles": styles, "caption": caption}
            self.results.put(keys[name], json.dumps(made[name]))
        return made

    def about(self) -> dict[str, Any]:
        """Return what `conf.py` asks for."""
        labels = {name: [one.exhibit.notebook, name, one.label] for name, one in self.shown.items()}
        for one in self.shown.values():
            labels |= {
                key: [one.exhibit.notebook, key, key] for key in list(one.numbers)[:_MOST_NUMBERS]
            }
        labels |= {name: ["figures", name, name] for name in self.known}
        described = self.described()
        return {
            "site": self.name,
            "labels": labels,
            "notebooks": self.short,
            "authors": list(self.work.authors),
            "homepage": self.work.homepage.rstrip("/"),
            "release": self.release,
            "released": self.released,
            "licence": self.work.licence,
            "descriptions": {page: self._description(page) for page in self.notebooks}
            | {"index": str(self.package.get("description", self.work.title))},
            "json_ld": {"index": described}
            | {page: [self._ld(o) for o in self._of(page)] for page in self.notebooks},
            "picture": f"exhibits/{self.picture.exhibit.id}.png" if self.picture else "",
        }

    def _of(self, page: str) -> list[Shown]:
        return [one for one in self.shown.values() if one.exhibit.notebook == page]

    def _description(self, page: str) -> str:
        said = [one.exhibit.caption for one in self._of(page) if one.exhibit.kind == "statement"]
        return said[0] if said else self.titles[page]

    def described(self) -> dict[str, Any]:
        """Return the description that search engines for data sets read."""
        package = self.package
        described = {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "name": self.work.title,
            "description": package.get("description", self.work.title),
            "version": self.release,
            "datePublished": self.released,
            "identifier": self.work.doi or f"{package.get('name')}@{self.release}",
            "url": self.work.homepage,
            "creator": [{"@type": "Organization", "name": name} for name in self.work.authors],
            "creditText": self._credit(),
            "keywords": package.get("keywords"),
            "license": self.work.licence_url,
            "isAccessibleForFree": True,
            "temporalCoverage": as_iso(self.work.period) if is_period(self.work.period) else "",
            "about": {"@type": "Organization", "name": self.work.entity},
            "variableMeasured": [
                self.metrics[name]["label"]
                for name in dict.fromkeys(row["metric"] for row in self.headline)
                if name in self.metrics
            ],
            "isBasedOn": [one["URL"] for one in self.sources if safe_address(one.get("URL", ""))],
            "distribution": [
                _download(f"data/{path}", kind, self.folder.hashes.get(path))
                for path in self.files
                if (kind := _MEDIA_TYPES.get(PurePosixPath(path).suffix))
            ],
            "hasPart": [{"@id": one.address} for one in self.shown.values()],
        }
        return {name: value for name, value in described.items() if value}

    def _credit(self) -> str:
        who = f"{', '.join(self.work.authors)} ({self.released[:4]})".strip()
        return ". ".join(filter(None, [who, self.work.title, self.work.licence]))

    def _ld(self, one: Shown) -> dict[str, Any]:
        e = one.exhibit
        is_figure = e.kind == "figure"
        place = {"contentUrl": f"exhibits/{e.id}.svg"} if is_figure else {"url": one.address}
        return place | {
            "@context": "https://schema.org/",
            "@type": "ImageObject" if is_figure else "Dataset",
            "@id": one.address,
            "identifier": [e.id, *filter(None, [e.swhid])],
            "name": e.title,
            "description": e.caption,
            "creditText": f"{self._credit()} ({e.kind} {e.id}, data release {e.release})",
            "license": self.work.licence_url,
            "distribution": _download(f"exhibits/{e.id}.csv", "text/csv", e.data_sha256),
        }


def _download(address: str, kind: str, sha256: str | None) -> dict[str, str | None]:
    told = {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind}
    return told | {"sha256": sha256}


def build_site(
    executed: Path, out: Path, data: Path, scratch: Path, results: memory.Memory | None = None
) -> None:
    """Build the site.

    Parameters
    ----------
    executed : pathlib.Path
        The folder of the executed notebooks.
    out : pathlib.Path
        The folder to make.
    data : pathlib.Path
        The data folder that the notebooks were run on.
    scratch : pathlib.Path
        A folder to work in, on the same disk; it is made here.
    results : Memory, optional
        Knows the citations that were made before.

    Raises
    ------
    AnalysisError
        If there is something at `out`, or Sphinx finds a fault, such as a link that leads nowhere.
    """
    if out.exists():
        raise AnalysisError(f"{out} is there already; the site is built into a new folder.")
    source, built = scratch / "source", scratch / "built"
    site = Site(executed, data, results or memory.Memory(None))
    _write_sources(site, executed, source)
    _run_sphinx(source, built)
    for pattern in _UNUSED:
        for path in built.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    read = sorted(path.stem for path in built.glob("*.html") if path.stem != "search")
    search.write_index(built, read, built / "_static" / "search-index.js", PAGES / "synonyms.csv")
    out.parent.mkdir(parents=True, exist_ok=True)
    built.rename(out)


def _write_sources(site: Site, executed: Path, source: Path) -> None:
    shutil.copytree(
        PAGES, source, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("__pycache__")
    )
    # What was copied from a read-only checkout is read-only too.
    for folder in (source, *source.rglob("*/")):
        folder.chmod(0o755)
    files = source / "files"
    for place in ("files/exhibits", "files/notebooks", "made"):
        (source / place).mkdir(parents=True)
    templates = _templates(source)
    links = site.addresses

    def fill(template: str, target: Path, **values: Any) -> None:
        _write(target, templates.get_template(template).render(site=site, **values))

    for page, notebook in site.notebooks.items():
        _write(source / f"{page}.ipynb", page_source(notebook, links, site.titles[page]))
        shutil.copyfile(executed / f"{page}.ipynb", files / "notebooks" / f"{page}.ipynb")
    for name, one in site.shown.items():
        e, folder = one.exhibit, files / "exhibits"
        (folder / f"{name}.csv").write_bytes(e.data.encode())
        if e.kind == "figure":
            (folder / f"{name}.svg").write_bytes(e.svg.encode())
            (folder / f"{name}.png").write_bytes(e.png)
            if e.phone:
                (folder / f"{name}-phone.svg").write_bytes(e.phone.encode())
        fill("fragments/exhibit.html", source / "made" / f"{name}.html", shown=one, e=e)
    for name in site.files:
        (files / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site.folder.path / name, files / "data" / name)
    for path in (*source.glob("*.md"), *source.glob("fragments/*.html")):
        if path.stem == "glossary" or (path.stem == "api" and not site.is_shipped):
            path.unlink()
        elif path.stem not in ("exhibit", "picture"):
            fragment = path.suffix == ".html"
            fill(
                path.relative_to(source).as_posix(),
                source / "made" / path.name if fragment else path,
            )
    _write(source / "about.json", json.dumps(site.about(), ensure_ascii=False, sort_keys=True))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _templates(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=lambda name: str(name).endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "capital": lambda words: words[:1].upper() + words[1:],
        "date": date_of,
        "coloured": lambda text: Markup(coloured_code(text)),
        "grade": grade,
        "markdown": lambda text, *given: Markup(safe_markdown(text, *given)),
        # Text from data in a page's own Markdown: every character that could be markup is escaped.
        "md": escape,
        "origin": origin,
        "people": people,
        "publisher": publisher,
        "short": in_short,
        "web": safe_address,
    }
    environment.globals |= {"most": MOST_ROWS, "most_numbers": _MOST_NUMBERS}
    return environment


def _run_sphinx(source: Path, built: Path) -> None:
    trees = built.with_name("doctrees")
    options = ["-W", "--keep-going", "-q", "--no-color", "-b", "html", "-d", str(trees)]
    command = [sys.executable, "-m", "sphinx", *options, str(source), str(built)]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        said = done.stderr.replace(f"{source}{os.sep}", "").strip().splitlines()
        last = "\n".join(f"  {line}" for line in said[-_LAST_WORDS:])
        raise AnalysisError(f"The site was not built. Sphinx said:\n{last}")


def _is_inside(path: object) -> bool:
    place = PurePosixPath(str(path))
    return isinstance(path, str) and not place.is_absolute() and ".." not in place.parts


# Executed notebooks as the sources of pages: exhibits become calls of fragments, other outputs are
# made safe, and code stands folded below what it shows.


def title(notebook: Mapping[str, Any]) -> str:
    """Return the first heading of a notebook; nothing where there is none."""
    texts = ("".join(one["source"]) for one in notebook["cells"] if one["cell_type"] == "markdown")
    found = re.search(r"^# +(.+)$", "\n".join(texts), re.MULTILINE)
    return found[1].strip() if found else ""


def short_name(page: str) -> str:
    """Return what a page is called in a list: its file name, read as words."""
    return re.sub(r"^\d\d?-", "", page).replace("-", " ").capitalize()


def code_of(notebook: Mapping[str, Any]) -> dict[str, str]:
    """Return the code of the cells that show exhibits, by the id of the last one of each cell."""
    return {
        names[-1]: cell["source"]
        for cell in _joined(notebook["cells"])
        if cell["cell_type"] == "code" and (names := _exhibits_of(cell))
    }


def page_source(notebook: Mapping[str, Any], addresses: Mapping[str, str], name: str = "") -> str:
    """Return a notebook whose exhibits are calls of fragments, with code below what it shows."""
    cells = [part for cell in _joined(notebook["cells"]) for part in _split(cell, addresses)]
    if not title(notebook):
        cells.insert(0, _markdown(f"# {escape(name)}"))
    # Ids are for the reader's copy of the notebook; here one cell may have become several.
    for cell in cells:
        cell.pop("id", None)
    page = {**notebook, "nbformat": 4, "nbformat_minor": 4, "cells": cells}
    return json.dumps(page, ensure_ascii=False)


def _exhibits_of(cell: Mapping[str, Any]) -> list[str]:
    told = (output.get("metadata", {}).get(KEY, {}) for output in cell["outputs"])
    return [about["id"] for about in told if "id" in about]


def _joined(cells: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Put code that shows nothing above the code that follows it, so that both are one fold."""
    waiting: dict[str, Any] | None = None
    for cell in cells:
        source = "".join(cell["source"])
        if waiting and cell["cell_type"] == "code":
            source = f"{waiting['source']}\n\n{source}"
        elif waiting:
            yield waiting
        waiting = {**cell, "source": source}
        if cell["cell_type"] != "code" or cell["outputs"]:
            yield waiting
            waiting = None
    if waiting:
        yield waiting


def _split(cell: dict[str, Any], addresses: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    if cell["cell_type"] != "code":
        yield cell
        return
    plain: list[dict[str, Any]] = []
    # How Python writes a value is for those who read the code.
    code, folds = coloured_code(cell["source"]), not _exhibits_of(cell)
    for output in cell["outputs"]:
        about, data = output.get("metadata", {}).get(KEY, {}), output.get("data", {})
        if folds and output["output_type"] == "execute_result" and data.keys() == {"text/plain"}:
            code += f"<pre>{html.escape(''.join(data['text/plain']))}</pre>"
        elif "id" in about:
            yield from _code(cell, plain)
            yield _markdown(f"```{{fragment}} {about['id']}\n```")
            plain = []
        elif "caption_of" not in about:
            plain.append(_tamed(output, addresses))
    yield from _code(cell, plain)
    if cell["source"].strip() and folds:
        fold = f'<details class="code"><summary>Code</summary>{code}</details>'
        yield _markdown(f"{_FENCE}{{raw}} html\n{fold}\n{_FENCE}")


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(cell: dict[str, Any], outputs: list[Any]) -> Iterator[dict[str, Any]]:
    if outputs:
        yield {**cell, "outputs": outputs, "metadata": {"tags": ["remove-input"]}}


def _tamed(output: dict[str, Any], addresses: Mapping[str, str]) -> dict[str, Any]:
    """Return an output with Markdown made safe and tables made readable."""
    data = output.get("data", {})
    if "text/markdown" in data:
        told = safe_markdown("".join(data["text/markdown"]), addresses)
    elif "<table" in (told := "".join(data.get("text/html", ""))):
        told = pandas_table(told)
    else:
        return output
    return {**output, "data": {"text/html": f'<div class="said">{told}</div>'}}
