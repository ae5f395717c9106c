"""The fonts of the charts: they come with packages, never from the machine, so bytes repeat."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from matplotlib import font_manager

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


@cache
def families() -> list[str]:
    """Make the fonts known to matplotlib; return the families in the order to draw from."""
    found: list[str] = []
    for family, package, file, weights, style in _FACES:
        path = _path(package, file)
        if path is None:
            continue
        for weight in weights:
            face = font_manager.FontEntry(
                fname=str(path), name=family, style=style, weight=weight, size="scalable"
            )
            font_manager.fontManager.ttflist.append(face)
        found += [family] if family not in found else []
    if LATIN not in found:  # another font would draw other bytes
        raise ModuleNotFoundError("The charts need the package font-source-sans-pro.")
    return found


@cache
def letters(family: str) -> frozenset[str]:
    """Return the characters that a family of ours holds; none where it is not installed."""
    path = next((_path(*face[1:3]) for face in _FACES if face[0] == family), None)
    return frozenset(map(chr, font_manager.get_font(path).get_charmap())) if path else frozenset()


def glyphs_missing(text: str) -> set[str]:
    """Return the characters of a text that a chart would draw as empty boxes.

    Examples
    --------
    >>> glyphs_missing("Output, +10 %")
    set()
    >>> sorted(glyphs_missing("한 → 국"))
    ['국', '한']
    """
    drawn = letters(LATIN) | letters(HAN) | {"\n"}
    return {letter for letter in text if letter not in drawn}


def _path(package: str, file: str) -> Path | None:
    # Not imported: the older of the two packages runs code that nobody needs.
    spec = importlib.util.find_spec(package)
    path = Path(spec.origin).parent / file if spec and spec.origin else None
    return path if path and path.is_file() else None
