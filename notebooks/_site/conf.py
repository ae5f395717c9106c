"""Settings of the reading site; `jilin_analysis.site.build` copies this folder for Sphinx."""

import json
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from jilin_analysis.site.markup import mark_chinese, mend

HERE = Path(__file__).parent
ABOUT = json.loads((HERE / "about.json").read_text(encoding="utf-8"))

project = "Jilin analysis"
author = "The Jilin analysis team"
project_copyright = (
    f"{ABOUT['released'][:4]}, {author}. Our text, figures and compilation: {ABOUT['licence']}. "
    "Reported figures are credited to their sources"
)
version = release = ABOUT["release"]
language = "en"
extensions = ["myst_nb"]
exclude_patterns = ["fragments", "made", "files", "templates", "static"]
templates_path = ["templates"]
suppress_warnings = ["mystnb.unknown_mime_type"]

myst_enable_extensions = ["deflist", "attrs_inline", "attrs_block"]
myst_heading_anchors = 3
# The notebooks are published as they were run.
nb_execution_mode = "off"
nb_merge_streams = True

html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_extra_path = ["files"]
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
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
# Chinese fonts stand after the generic one, or their wide quotation marks would be in English text.
SANS = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, '
    'sans-serif, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", '
    '"Source Han Sans SC", "WenQuanYi Micro Hei"'
)
MONO = (
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", '
    'monospace, "Noto Sans Mono CJK SC"'
)
html_theme_options = {
    "light_css_variables": {
        "font-stack": SANS,
        "font-stack--headings": "var(--serif)",
        "font-stack--monospace": MONO,
        "color-brand-primary": "#0b5a78",
        "color-brand-content": "#0b5a78",
        "color-brand-visited": "#5b4a86",
        "color-background-primary": "#ffffff",
        "color-background-secondary": "#f7f6f3",
        "color-foreground-primary": "#1b1e22",
        "color-foreground-secondary": "#4d5359",
        "color-foreground-muted": "#5c6269",
        "color-background-border": "#dedbd3",
        "color-highlight-on-target": "#fdf6dc",
        "color-code-background": "#f7f6f3",
        "color-inline-code-background": "#f4f2ed",
    },
    "dark_css_variables": {
        "color-brand-primary": "#86c9e2",
        "color-brand-content": "#86c9e2",
        "color-brand-visited": "#c0b0ea",
        "color-background-primary": "#15181c",
        "color-background-secondary": "#1b1f24",
        "color-foreground-primary": "#e4e6e9",
        "color-foreground-secondary": "#b4bac1",
        "color-foreground-muted": "#a0a7af",
        "color-background-border": "#343a41",
        "color-highlight-on-target": "#33301c",
        "color-code-background": "#1b1f24",
        "color-inline-code-background": "#23282e",
    },
}


class Fragment(SphinxDirective):
    """Put in a piece of HTML made by `jilin_analysis.site.build`; an exhibit can be linked to."""

    required_arguments = 1

    def run(self):
        """Return the piece; make the id of an exhibit known to the links of all pages."""
        folder, _, name = self.arguments[0].rpartition("/")
        made = HERE / "made" / folder / f"{name}.html"
        if folder == "exhibits":
            label = ABOUT["labels"][name]
            domain = self.env.domains.standard_domain
            domain.labels[name] = (self.env.docname, name, label)
            domain.anonlabels[name] = (self.env.docname, name)
        return [nodes.raw("", made.read_text(encoding="utf-8"), format="html")]


def list_notebooks(app, docname, source):
    """Put the notebooks where the front page lists the pages."""
    if docname == app.config.root_doc:
        lines = [f"{name} <{page}>" for page, name in ABOUT["notebooks"].items()]
        source[0] = source[0].replace("@notebooks@", "\n".join(lines))


def drop_search(app):
    """Write no index of Sphinx's own."""
    # Sphinx's index finds no part of a Chinese word; see `jilin_analysis/search.py`.
    app.builder.search = False


def fill_page(app, page, _template, context, _doctree):
    """Give the templates what they ask for, and mend what Sphinx has made."""
    context["notebook"] = page if page in ABOUT["notebooks"] else None
    context["about"] = ABOUT
    context["body"] = mend(context.get("body", ""))
    context["toc"] = mark_chinese(context.get("toc", ""))
    # A heading needs a level, which a caption between two lists of links has not.
    context["furo_navigation_tree"] = mark_chinese(
        context["furo_navigation_tree"].replace(' role="heading"', "")
    )
    context["script_files"] = [
        script for script in context["script_files"] if "furo.js" in str(script.filename)
    ]
    if page == app.config.root_doc:
        dataset = json.dumps(ABOUT["dataset"], ensure_ascii=False, sort_keys=True)
        dataset = dataset.replace("<", "\\u003c")
        context["metatags"] += f'\n<script type="application/ld+json">{dataset}</script>'


def setup(app):
    """Tell Sphinx of all this."""
    app.add_directive("fragment", Fragment)
    app.connect("source-read", list_notebooks)
    app.connect("builder-inited", drop_search)
    app.connect("html-page-context", fill_page, priority=900)
    return {"parallel_read_safe": True}
