"""A figure laid out in pixels: text that never overlaps, above and below it what it says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Any, Required, TypedDict

import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import Normal, Stroke

from ..estimates import Estimate, in_figures
from ..wording import percent
from .style import EDGE, HAN, LATIN, SIZE, WIDE, letters, quiet, use

Box = tuple[float, float, float, float]
_RULER: Any = RendererAgg(8, 8, 72)  # type: ignore[no-untyped-call]
_HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# A blank that holds a number and its unit together is no place to break.
_WORDS = re.compile(
    rf"[（《「『]*(?:[{_HAN}]|[^ \t\n{_HAN}]+)[，。；：、）％！？」』》]*[ \t]*|\s+"
)
# Where a text may lie about a point: with an edge beyond it on one side at least.
_SHIFTS = (0, -0.5, 0.5, -1, 1)
_WAYS = [(x, y) for x in _SHIFTS for y in _SHIFTS if 1 in (abs(x), abs(y))]


class Words(TypedDict, total=False):
    """What every chart is told besides its figures; a page is 640 pixels wide, a phone 358."""

    title: Required[str]  # the finding
    subtitle: str  # what, unit and period
    foot: str  # premises, sources and identity
    width: int
    dark: bool


def ends(one: Estimate) -> tuple[float, float]:
    """Return both ends, or infinity."""
    return float(one.low), float(one.high)


def anchor(one: Estimate) -> float:
    """Return the one number to draw or to sort by: the value, or the end that is known."""
    known = (end for end in (one.value, *ends(one)) if end is not None and math.isfinite(end))
    return float(next(known, -math.inf))


def said(one: Estimate) -> str:
    """Return what a label says: the figure as in a sentence, without its interval."""
    return in_figures(one).partition(" (")[0]


def steps(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two ends, at most so many."""
    size = max(10.0 ** math.floor(math.log10(max(high - low, 1e-9))), 1e-3)
    for step in (size * part for part in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            return [round(n * step, 12) for n in range(first, last + 1)]
    return []


def tick(ratio: float, sign: bool = True) -> str:
    """Return the label of a tick; nought needs no unit."""
    return percent(ratio, sign, 2) if ratio else "0"


@cache
@quiet()
def wide(text: str, size: float = 14, weight: int = 400) -> float:
    """Return how many pixels a line of text is wide."""
    weight = 400 if _needs_han(text) else weight
    font = font_manager.FontProperties(family=[*letters()], size=size, weight=weight)
    return float(_RULER.get_text_width_height_descent(text, font, False)[0])


def wrap(text: str, room: float, size: float, weight: int = 400, most: int = 99) -> list[str]:
    """Break a text into lines no wider than the room, at most so many; a cut ends in "…".

    Breaks stand at blanks, between Chinese characters though never before their closing marks,
    and inside a word only where it is wider than the room.
    """
    lines, used = [""], 0.0
    words = (
        [one] if wide(one.rstrip(), size, weight) <= room else one for one in _WORDS.findall(text)
    )
    for word in (part for parts in words for part in parts):
        if lines[-1] and used + wide(word.rstrip(), size, weight) > room:
            if len(lines) == most:
                while wide(lines[-1].rstrip() + "…", size, weight) > room:
                    lines[-1] = lines[-1][:-1]
                lines[-1] += "…"
                break
            lines.append("")
            used = 0.0
        word = word if lines[-1] else word.lstrip()
        lines[-1] += word
        used += wide(word, size, weight)
    return [line.rstrip() for line in lines]


@dataclass(frozen=True)
class Scale:
    """From values to pixels: `low` lies at `start`, `high` at `stop`."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: Any) -> Any:
        """Return the pixel of a value, or of each value of an array."""
        slope = (self.stop - self.start) / (self.high - self.low)
        return self.start + (np.clip(value, -1e12, 1e12) - self.low) * slope

    @classmethod
    def fitting(cls, start: float, stop: float, labels: Iterable[tuple[float, float]]) -> Scale:
        """Return a scale from which no label runs out.

        Each label has a value and a width, which is negative where it stands to the left.
        """
        labels = list(labels)
        low, high = min(at for at, _ in labels), max(at for at, _ in labels)
        span = high - low or 1e-9
        left = right = 8.0
        # Each round gives the labels the room that the round before denied them.
        for _ in range(12):
            slope = max(20.0, stop - start - left - right) / span
            left = max(8.0, *(-room - (at - low) * slope for at, room in labels))
            right = max(8.0, *(room - (high - at) * slope for at, room in labels))
        return cls(low, low + span, start + left, max(stop - right, start + left + 20))


class Sheet:
    """A figure under way. Pixels count from the left edge and from the top of its body."""

    def __init__(self, words: Words) -> None:
        self.words, self.width = words, words.get("width", WIDE)
        self.phone, self.colours = self.width < 480, use(dark=words.get("dark", False))
        self.figure = Figure(facecolor=self.colours["paper"])
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1), xlim=(0, self.width))
        self.axes.set_axis_off()
        self.boxes: list[Box] = []

    def done(self, height: float, left_out: Mapping[str, int] = {}) -> Figure:
        """Close the body at a height; write title and foot, which begins with what is left out."""
        room = self.width - 2 * EDGE
        told = [f"{number:,} more {noun.format(s='s' * (number > 1))} in the CSV."
                for noun, number in left_out.items() if number > 0]  # fmt: skip
        title = _balanced(self.words["title"], room, 5)
        under = wrap(self.words.get("subtitle", ""), room, SIZE["sub"], most=7)
        foot = wrap(" ".join([*told, self.words.get("foot", "")]), room, SIZE["foot"], most=14)
        over = 31 + 24.0 * len(title) + 18.5 * len(under) * any(under)
        bottom = height + 24 + 16 * len(foot) * any(foot)
        for lines, size, top, lead, weight, tone in (
            (title, "title", 16 - over, 24, 700, "ink"),
            (under, "sub", 19 - over + 24 * len(title), 18.5, 400, "soft"),
            (foot, "foot", height + 14, 16, 400, "soft"),
        ):
            for n, line in enumerate(filter(None, lines)):
                self.text(EDGE, top + (n + 0.82) * lead, line, size, weight=weight, tone=tone)
        self.figure.set_size_inches(self.width / 72, (over + bottom) / 72)
        self.axes.set_ylim(bottom, -over)
        return self.figure

    def nothing(self, words: str) -> Figure:
        """Close a figure that has nothing to show, and say why."""
        self.fill([(EDGE, 4, self.width - EDGE, 40)], "veil")
        self.text(self.width / 2, 27, words, tone="soft", side="center", slant=True)
        return self.done(44)

    def text(
        self, x: float, y: float, words: str, size: str = "label", *, weight: int = 400,
        tone: str = "ink", side: str = "right", slant: bool = False, halo: bool = False,
    ) -> None:  # fmt: skip
        """Write a line to a side of a point; a halo hides the lines behind it."""
        colour, han = self.colours[tone], _needs_han(words)
        # The Chinese font has one weight: an outline makes it bolder.
        bold = [Stroke(linewidth=SIZE[size] / 26, foreground=colour), Normal()]
        self.axes.text(
            x, y, words, fontsize=SIZE[size], weight=400 if han else weight, color=colour,
            ha={"right": "left", "left": "right"}.get(side, side), va="baseline", zorder=6,
            style="italic" if slant and not han else "normal",
            path_effects=bold if han and weight > 400 else None,
        )  # fmt: skip
        self.boxes.append(self.box(x, y, words, size, weight, side))
        if halo:
            self.fill(self.boxes[-1:], "paper", zorder=5.5)

    def box(
        self, x: float, y: float, words: str, size: str, weight: int = 400, side: str = "right"
    ) -> Box:
        """Return left, top, right and bottom of a line of text."""
        long, tall = wide(words, SIZE[size], weight), SIZE[size]
        left = x - {"right": 0.0, "center": long / 2, "left": long}[side]
        return left, y - 0.8 * tall, left + long, y + 0.26 * tall

    def is_free(self, box: Box, pad: float = 2) -> bool:
        """Tell whether a box holds no text and no curve yet."""
        left, top, right, bottom = box
        return not any(
            left < stop + pad and start < right + pad and top < foot and head < bottom
            for start, head, stop, foot in self.boxes
        )

    def place(
        self, at: tuple[float, float], lines: Sequence[str], tone: str, *, weight: int = 600,
        lean: tuple[float, float] = (0, -1), ways: Sequence[tuple[float, float]] = (),
        gaps: Sequence[float] = (4, 14, 24, 38, 52), leader: bool = False,
    ) -> bool:  # fmt: skip
        """Write lines where nothing stands yet, near a point; tell whether there was room.

        `ways` are the sides to try in turn; without them all are tried, what `lean` points at
        first.
        """
        long = max(wide(line, SIZE["note"], weight) for line in lines)
        tall, (x, y) = 17.0 * len(lines) - 2, at
        tried = ways or sorted(_WAYS, key=lambda way: math.dist(way, lean))
        for gap, (across, down) in product(gaps, tried):
            left = x + across * (gap + long / 2) - long / 2
            left = min(max(left, EDGE), self.width - EDGE - long)
            top = y + down * (gap + tall / 2) - tall / 2
            if not self.is_free((left, top, left + long, top + tall), 3):
                continue
            for n, line in enumerate(lines):
                self.text(left, top + 12 + 17 * n, line, "note", weight=weight, tone=tone)
            if leader and gap > 10:
                end = min(max(x, left), left + long), min(max(y, top), top + tall)
                self.line((x, end[0]), (y, end[1]), tone, zorder=3)
                self.avoid(np.linspace(x, end[0], 9), np.linspace(y, end[1], 9))
            return True
        return False

    def avoid(self, xs: Any, ys: Any, pad: float = 3) -> None:
        """Keep texts off a curve."""
        for (x, y), (next_x, next_y) in pairwise(zip(xs, ys, strict=True)):
            top, bottom = min(y, next_y) - pad, max(y, next_y) + pad
            self.boxes.append((min(x, next_x), top, max(x, next_x), bottom))

    def fill(self, boxes: Sequence[Box], tone: str, **look: Any) -> None:
        """Fill boxes."""
        corners = [[(x, y), (z, y), (z, w), (x, w)] for x, y, z, w in boxes]
        look = {"linewidths": 0, "zorder": 1, "facecolors": self.colours[tone], **look}
        self.axes.add_collection(PolyCollection(corners, **look), autolim=False)

    def line(self, x: Any, y: Any, tone: str = "ink", lw: float = 1, **look: Any) -> None:
        """Draw a line through pixels."""
        look = {"solid_capstyle": "butt", "zorder": 2, **look}
        self.axes.add_artist(Line2D(x, y, color=self.colours[tone], lw=lw, **look))

    def dot(self, x: float, y: float, tone: str, size: float = 9, marker: str = "o") -> None:
        """Draw a dot with a rim of paper, or an arrow."""
        rim = {"mec": self.colours["paper"], "mew": 1.2 * (marker == "o"), "zorder": 5}
        self.axes.plot([x], [y], marker, ms=size, color=self.colours[tone], **rim)

    def marks_across(
        self, marks: Iterable[tuple[float, Sequence[str]]], y: float, reach: Sequence[float] = ()
    ) -> None:
        """Write the labels of a horizontal axis where they have room, each with its line."""
        for x, lines in marks:
            half = max(wide(line, SIZE["axis"]) for line in lines) / 2
            middle = min(max(x, EDGE + half), self.width - EDGE - half)
            if self.is_free((middle - half, y - 10, middle + half, y + 4), 8):
                nought = lines[0] == "0"
                self.line(
                    (x, x)[: len(reach)], reach, "ink" if nought else "grid", zorder=1 + nought
                )
                for n, line in enumerate(lines):
                    self.text(middle, y + 16 * n, line, "axis", tone="soft", side="center")

    def marks_up(self, marks: Iterable[tuple[float, str]], left: float, right: float) -> None:
        """Write the labels of a vertical axis in the margin, each with a line; nought is ink."""
        for y, words in marks:
            nought = words == "0"
            self.line((left, right), (y, y), "ink" if nought else "grid", zorder=0.5 + 3 * nought)
            if self.is_free(self.box(left - 7, y + 4.4, words, "axis", side="left")):
                self.text(left - 7, y + 4.4, words, "axis", tone="soft", side="left")


def _balanced(title: str, room: float, most: int) -> list[str]:
    """Break a title into as few lines as there need be, of about the same length."""
    lines = wrap(title, room, SIZE["title"], 700, most)
    tried = (wrap(title, room * n / 25, SIZE["title"], 700, len(lines)) for n in range(15, 25))
    return next((one for one in tried if "…" not in one[-1][-1:]), lines)


def _needs_han(text: str) -> bool:
    return HAN in letters() and not letters()[LATIN].issuperset(text)
