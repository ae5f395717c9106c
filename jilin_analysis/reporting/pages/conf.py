"""Settings of the reading site that are the same for any data; `sphinx` has the others."""

import base64
from hashlib import sha256

project = "Jilin analysis"
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
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
parts = ("brand", "search", "scroll-start", "navigation", "scroll-end")
html_sidebars = {"**": [f"sidebar/{part}.html" for part in parts]}

# The one script inside a page is the theme's, which sets light or dark before anything is drawn.
THEME_SCRIPT = """
      document.body.dataset.theme = localStorage.getItem("theme") || "auto";
    """
ALLOWED = base64.b64encode(sha256(THEME_SCRIPT.encode()).digest()).decode()
policy = (
    "default-src 'none'; base-uri 'none'; form-action 'self' file:; img-src 'self' file: data:; "
    f"style-src 'self' file: 'unsafe-inline'; script-src 'self' file: 'sha256-{ALLOWED}'; "
    "font-src 'self' file:"
)
html_context = {"policy": policy}
