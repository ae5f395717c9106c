"""Sphinx, called directly; `pages/conf.py` has the settings that are the same for any data."""

from __future__ import annotations

import io
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import AnalysisError

if TYPE_CHECKING:
    from .site import Site

_LAST_WORDS = 15


def build(site: Site, pages: Path, scratch: Path) -> None:
    """Make pages in `built` of what lies in `source`, `made` and `files` of the folder `scratch`.

    A link finds the page and the words of its label; a page's template gets the context of its name
    and heading.
    """
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.console import strip_colors
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    def know_labels(_app: Any, env: Any) -> None:
        domain = env.domains.standard_domain
        for name, (page, words) in site.labels.items():
            domain.labels[name] = (page, name, words)
            domain.anonlabels[name] = (page, name)

    def fill_page(app: Any, page: str, _template: str, told: dict[str, Any], _: Any) -> None:
        titles, scripts = app.env.titles, told["script_files"]
        heading = nodes.unescape(titles[page].astext()) if page in titles else page
        ours = [one for one in scripts if "furo.js" in str(one.filename)]
        told |= site.context(page, heading) | {"script_files": ours}

    said, failed = io.StringIO(), 1
    places = (scratch / "source", pages, scratch / "built", scratch / "doctrees")
    settings = site.settings | {"html_extra_path": [str(scratch / "files")]}
    with warnings.catch_warnings(), patch_docutils(), docutils_namespace():
        warnings.simplefilter("ignore")
        try:
            app = Sphinx(*places, "html", settings, None, said, warningiserror=True)
            # An index of Sphinx's own finds no part of a Chinese word.
            app.builder.search = False
            app.connect("env-updated", know_labels)
            app.connect("html-page-context", fill_page, priority=900)
            app.build()
            failed = app.statuscode
        except Exception as fault:  # a page can stop it in many ways
            said.write(str(fault))
    if failed:
        words = strip_colors(said.getvalue()).replace(f"{places[0]}{os.sep}", "")
        last = "\n".join(f"  {line}" for line in words.strip().splitlines()[-_LAST_WORDS:])
        raise AnalysisError(f"The site was not built. Sphinx said:\n{last}")
