"""The reading site: executed notebooks → Sphinx sources → pages that need no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..citing.catalogue import read_catalogue
from ..errors import AnalysisError
from ..paths import notebooks_folder
from . import background, fragments, pages, search
from .markup import safe_address, safe_markdown

if TYPE_CHECKING:
    from jinja2 import Environment

# Sphinx writes these for its own search and for other builders; no page of ours asks for them.
_UNUSED = (
    ".buildinfo",
    "objects.inv",
    "_sources",
    "_static/*.map",
    "_static/scripts/*.map",
    "_static/styles/*.map",
    "_static/basic.css",
    "_static/*.png",
    "_static/doctools.js",
    "_static/documentation_options.js",
    "_static/language_data.js",
    "_static/searchtools.js",
    "_static/sphinx_highlight.js",
)
_FRONT = ("lead", "answers", "unknown", "sources", "cite-work", "search")
_LAST_WORDS = 15


def build_site(executed: Path, out: Path, data: Path) -> None:
    """Build the site.

    Parameters
    ----------
    executed : pathlib.Path
        The folder of the executed notebooks.
    out : pathlib.Path
        The folder to make.
    data : pathlib.Path
        The data folder that the notebooks were run on.

    Raises
    ------
    AnalysisError
        If there is something at `out`, or Sphinx finds a fault, such as a link that leads nowhere.
    """
    if out.exists():
        raise AnalysisError(f"{out} is there already; the site is built into a new folder.")
    with tempfile.TemporaryDirectory(prefix="jilin-site-") as name:
        source, built = Path(name, "source"), Path(name, "built")
        _write_sources(executed, source, data)
        _run_sphinx(source, built)
        for pattern in _UNUSED:
            for path in built.glob(pattern):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        read = sorted(path.stem for path in built.glob("*.html") if path.stem != "search")
        search.write_index(built, read, built / "_static" / "search-index.js")
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(built, out)


def _notebooks(executed: Path) -> dict[str, Path]:
    found = {path.stem: path for path in sorted(executed.glob("*.ipynb"))}
    if not found:
        raise AnalysisError(f"{executed} holds no executed notebook to make a site of.")
    return found


def _write_sources(executed: Path, source: Path, data: Path) -> None:
    shutil.copytree(notebooks_folder() / "_site", source, copy_function=shutil.copyfile)
    # What was copied from a read-only checkout is read-only too.
    for folder in (source, *source.rglob("*/")):
        folder.chmod(0o755)
    files = source / "files"
    for place in ("files/exhibits", "files/notebooks", "made/exhibits"):
        (source / place).mkdir(parents=True)
    notebooks = _notebooks(executed)
    shown = fragments.number(read_catalogue(executed))
    addresses = fragments.links(shown, notebooks)
    known = background.read(data)
    templates = _templates(source / "fragments")

    def write(name: str, template: str, values: Mapping[str, Any]) -> None:
        text = templates.get_template(template).render(values)
        _write(source / "made" / f"{name}.html", text)

    titles: dict[str, str] = {}
    code: dict[str, str] = {}
    for page, path in notebooks.items():
        notebook = json.loads(path.read_text(encoding="utf-8"))
        titles[page] = pages.title(notebook) or page
        code |= pages.code_of(notebook)
        _write(source / f"{page}.ipynb", pages.page_source(notebook, addresses))
        shutil.copyfile(path, files / "notebooks" / path.name)
    # Most of the time goes into the citations, which another program writes.
    with ThreadPoolExecutor() as pool:
        cited = pool.map(partial(fragments.cite, data=data), shown.values())
        for (name, one), citations in zip(shown.items(), cited, strict=True):
            fragments.write_files(one, files / "exhibits")
            values = fragments.exhibit_values(one, addresses, known.sources, code.get(name, ""))
            write(f"exhibits/{name}", "exhibit.html", values | {"citations": citations})
    for name in known.files:
        (files / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data / name, files / "data" / name)
    front = {"known": known, "shown": shown, "addresses": addresses, "titles": titles}
    for name in _FRONT:
        write(name, f"{name}.html", front)
    about = {
        "labels": {name: one.label for name, one in shown.items()},
        "notebooks": {page: pages.short_name(page) for page in notebooks},
        "release": known.release,
        "released": known.released,
        "licence": known.licence,
        "dataset": known.json_ld(),
    }
    _write(source / "about.json", json.dumps(about, ensure_ascii=False, sort_keys=True))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _templates(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "date": background.date_of,
        "markdown": lambda text, links: Markup(safe_markdown(text, links)),
        "web": safe_address,
    }
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
