"""Settings of the reading site, which `jilin_analysis.reporting.site` builds."""

import base64
import json
import os
import sys
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes

# MyST-NB needs jsonschema, which does without this grammar and saves 1.6 s: see `run.py`.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
SITE = Path(os.environ["JILIN_SITE"])
ABOUT = json.loads((SITE / "about.json").read_text(encoding="utf-8"))

project = "Jilin analysis"
author = ", ".join(ABOUT["authors"])
project_copyright = ", ".join(filter(None, [ABOUT["released"][:4], author, ABOUT["licence"]]))
version = release = escape(ABOUT["release"])
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
templates_path = ["templates"]
# A docstring is read as it is: what it lacks for Sphinx is no fault of a report.
suppress_warnings = ["mystnb.unknown_mime_type", "docutils", "autodoc"]
autodoc_typehints = "none"
napoleon_use_ivar = True

myst_enable_extensions = ["deflist", "attrs_inline", "attrs_block"]
myst_heading_anchors = 3
# The notebooks are published as they were run.
nb_execution_mode = "off"
nb_merge_streams = True

html_theme = "furo"
html_title = escape(ABOUT["site"])
html_baseurl = f"{ABOUT['homepage']}/" if ABOUT["homepage"] else ""
html_static_path = ["static"]
html_extra_path = [str(SITE / "files")]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
html_sidebars = {
    "**": [
        *("sidebar/brand.html", "sidebar/search.html", "sidebar/scroll-start.html"),
        *("sidebar/navigation.html", "sidebar/scroll-end.html"),
    ]
}

# The one script inside a page is the theme's, which sets light or dark before anything is drawn.
THEME_SCRIPT = """
      document.body.dataset.theme = localStorage.getItem("theme") || "auto";
    """
ALLOWED = base64.b64encode(sha256(THEME_SCRIPT.encode()).digest()).decode()
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'self' file:; img-src 'self' file: data:; "
    f"style-src 'self' file: 'unsafe-inline'; script-src 'self' file: 'sha256-{ALLOWED}'; "
    "font-src 'self' file:"
)


def know_labels(_app: Any, env: Any) -> None:
    """Make exhibits, their numbers and the reported figures known to the links of all pages."""
    domain = env.domains.standard_domain
    for name, (page, anchor, words) in ABOUT["labels"].items():
        domain.labels[name] = (page, anchor, words)
        domain.anonlabels[name] = (page, anchor)


def drop_search(app: Any) -> None:
    """Write no index of Sphinx's own, which finds no part of a Chinese word."""
    app.builder.search = False


def fill_page(app: Any, page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Give `templates/page.html` what it asks for."""
    titles = app.env.titles
    heading = nodes.unescape(titles[page].astext()) if page in titles else page
    words = ABOUT["descriptions"].get(page, f"{heading}: {ABOUT['site']}")
    described = json.dumps(ABOUT["json_ld"].get(page), ensure_ascii=False, sort_keys=True)
    context |= {
        "about": ABOUT,
        "baseurl": html_baseurl,
        "policy": POLICY,
        "heading": heading,
        "words": words if len(words) <= 300 else words[:299] + "…",
        "address": f"{html_baseurl}{page}.html" if html_baseurl else "",
        "json_ld": described.replace("<", "\\u003c"),
        "script_files": [one for one in context["script_files"] if "furo.js" in str(one.filename)],
    }


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx of all this."""
    app.connect("builder-inited", drop_search)
    app.connect("env-updated", know_labels)
    app.connect("html-page-context", fill_page, priority=900)
    return {"parallel_read_safe": True}
