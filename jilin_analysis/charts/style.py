"""One style for every chart: one point is one pixel, and each width is a drawing of its own.

The fonts come with packages, never from the machine, so the same figures give the same bytes.
"""

from __future__ import annotations

import importlib.util
import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import matplotlib as mpl
import seaborn as sns
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.text import Text

WIDE, PHONE, EDGE = 640, 358, 16
# Contrast on paper is at least 5.6 in the light and 7.3 in the dark palette.
LIGHT = {
    "paper": "#ffffff", "ink": "#1d2a33", "soft": "#566570", "grid": "#dfe5e9", "own": "#0b65a3",
    "warm": "#a53c09", "other": "#5c6973", "pale": "#d5e5f1", "veil": "#eef1f3",
}  # fmt: skip
DARK = {
    "paper": "#14181b", "ink": "#e9eef1", "soft": "#a3b0b9", "grid": "#333d44", "own": "#6cb8ee",
    "warm": "#f39a62", "other": "#9aa8b2", "pale": "#1d3d55", "veil": "#20272c",
}  # fmt: skip
SIZE = {"title": 20.0, "sub": 14.0, "label": 14.0, "note": 13.0, "axis": 12.5, "foot": 12.0}
# Names of our own, so that another version of the same font on the machine is never drawn.
LATIN, HAN = "Jilin Latin", "Jilin Han"
# Both under the SIL Open Font License: Source Sans Pro, a plain dependency, and Noto Sans SC,
# which the extra `fonts` brings. The second has one weight only (see `Sheet.text`).
_FACES = (
    (LATIN, "font_source_sans_pro", "files/SourceSansPro-Regular.ttf", (400,), "normal"),
    (LATIN, "font_source_sans_pro", "files/SourceSansPro-Semibold.ttf", (600,), "normal"),
    (LATIN, "font_source_sans_pro", "files/SourceSansPro-Bold.ttf", (700,), "normal"),
    (LATIN, "font_source_sans_pro", "files/SourceSansPro-It.ttf", (400,), "italic"),
    (HAN, "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf", (400, 600, 700), "normal"),
)
_LOOK = mpl.rc_params_from_file(Path(__file__).with_name("house.mplstyle"), False, False)


def use(*, dark: bool = False) -> dict[str, str]:
    """Set the house style for seaborn and matplotlib, also for one's own charts.

    Returns
    -------
    dict of str to str
        The colours by name.
    """
    colours = DARK if dark else LIGHT
    grounds = dict.fromkeys(("axes.facecolor", "figure.facecolor"), colours["paper"])
    inks = dict.fromkeys(("text.color", "axes.labelcolor"), colours["ink"])
    softs = dict.fromkeys(("xtick.color", "ytick.color", "axes.edgecolor"), colours["soft"])
    palette = [colours[name] for name in ("own", "warm", "other")]
    look = _LOOK | {"font.family": [*letters()]} | grounds | inks | softs
    sns.set_theme(style="white", palette=palette, rc=look)
    return colours


@cache
def letters() -> dict[str, frozenset[str]]:
    """Make the fonts known to matplotlib; return the characters of each family to draw from."""
    found: dict[str, Path] = {}
    for family, package, file, weights, style in _FACES:
        # Not imported: the older of the two packages runs code that nobody needs.
        spec = importlib.util.find_spec(package)
        path = Path(spec.origin).parent / file if spec and spec.origin else Path()
        for weight in weights if path.is_file() else ():
            face = font_manager.FontEntry(
                fname=str(path), name=family, style=style, weight=weight, size="scalable"
            )
            font_manager.fontManager.ttflist.append(face)
            found.setdefault(family, path)
    if LATIN not in found:  # another font would draw other bytes
        raise ModuleNotFoundError("The charts need the package font-source-sans-pro.")
    charmaps = {family: font_manager.get_font(path).get_charmap() for family, path in found.items()}
    return {family: frozenset(map(chr, charmap)) for family, charmap in charmaps.items()}


def glyphs_missing(text: str) -> set[str]:
    """Return the characters of a text that a chart would draw as empty boxes.

    Examples
    --------
    >>> glyphs_missing("Output, +10 %")
    set()
    >>> sorted(glyphs_missing("한 → 국"))
    ['국', '한']
    """
    return {*text}.difference("\n", *letters().values())


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Matplotlib from warning of letters without a glyph: the picture itself says it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")
        yield


@quiet()
def png(figure: Figure, metadata: Mapping[str, str | None] | None = None) -> bytes:
    """Return a chart as PNG, two dots a pixel; the same bytes in every run."""
    file, named = io.BytesIO(), {"Software": None} | dict(metadata or {})
    figure.savefig(file, format="png", dpi=144, metadata=named, facecolor=figure.get_facecolor())
    return file.getvalue()


@quiet()
def svg(figure: Figure, metadata: Mapping[str, str | None] | None = None) -> str:
    """Return a chart as SVG; the same bytes in every run.

    A light one whose texts are all in our colours turns dark by itself where the reader's page is.
    """
    file, named = io.StringIO(), {"Date": None, "Creator": "jilin-analysis"} | dict(metadata or {})
    with mpl.rc_context(_LOOK.find_all("^svg")):
        figure.savefig(file, format="svg", metadata=named, facecolor=figure.get_facecolor())
    parts = [figure.get_facecolor(), *(one.get_color() for one in figure.findobj(Text))]
    if not {mpl.colors.to_hex(part) for part in parts} <= {*LIGHT.values()}:
        return file.getvalue()
    # Colours stand in `style`, but for the ground of a hatching.
    rules = "".join(
        f'[style*="{part}: {LIGHT[name]}"],[{part}="{LIGHT[name]}"]'
        f"{{{part}:{DARK[name]}!important}}"
        for name in LIGHT
        for part in ("fill", "stroke")
    )
    style = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    return file.getvalue().replace("<defs>", style + "\n <defs>", 1)
