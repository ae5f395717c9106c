"""A figure laid out in pixels: text that never overlaps, above and below it what it says."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any, Required, TypedDict

import numpy as np
from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke

from .fonts import HAN, LATIN, families, letters
from .style import EDGE, SIZE, WIDE, use

Box = tuple[float, float, float, float]
_ALIGN = {"right": "left", "center": "center", "left": "right"}
_HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# A blank that holds a number and its unit together is no place to break.
_WORDS = re.compile(
    rf"[（《「『]*(?:[{_HAN}]|[^ \t\n{_HAN}]+)[，。；：、）％！？」』》]*[ \t]*|\s+"
)


@cache
def wide(text: str, size: float = 14, weight: int = 400) -> float:
    """Return how many pixels a line of text is wide."""
    weight = 400 if _needs_han(text) else weight
    font = font_manager.FontProperties(family=families(), size=size, weight=weight)
    return float(_ruler().get_text_width_height_descent(text, font, False)[0])


def wrap(text: str, room: float, size: float, weight: int = 400, most: int = 99) -> list[str]:
    """Break a text into lines no wider than the room, at most so many; a cut ends in "…".

    Breaks stand at blanks, between Chinese characters though never before their closing marks,
    and inside a word only where it is wider than the room.
    """
    lines, used = [""], 0.0
    for word in (part for whole in _WORDS.findall(text) for part in _pieces(whole, room, size)):
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


def _balanced(title: str, room: float, lines: list[str]) -> list[str]:
    """Break a title into as many lines, of about the same length."""
    for part in range(60, 100, 4):
        tried = wrap(title, room * part / 100, SIZE["title"], 700, len(lines))
        if len(tried) == len(lines) and not tried[-1].endswith("…"):
            return tried
    return lines


def _pieces(word: str, room: float, size: float) -> Iterable[str]:
    most = max(1, int(room / size))
    if len(word) <= most or wide(word.rstrip(), size, 700) <= room:
        return [word]
    return [word[at : at + most] for at in range(0, len(word), most)]


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
    def fitting(
        cls, start: float, stop: float, labels: Iterable[tuple[float, str, float]], pad: float = 4
    ) -> Scale:
        """Return a scale from which no label runs out: each has a value, a side and a width."""
        labels = list(labels)
        low, high = min(at for at, *_ in labels), max(at for at, *_ in labels)
        span = high - low or 1e-9
        left = right = pad
        # Each round gives the labels the room that the round before denied them.
        for _ in range(12):
            slope = max(20.0, stop - start - left - right) / span
            left = max(pad, *(w - (at - low) * slope for at, s, w in labels if s != "right"), pad)
            right = max(pad, *(w - (high - at) * slope for at, s, w in labels if s != "left"), pad)
        return cls(low, low + span, start + left, max(stop - right, start + left + 20))


@dataclass
class Sheet:
    """A figure under way. Pixels count from the left edge and from the top of its body."""

    figure: Figure
    axes: Any
    colours: Mapping[str, str]
    width: int
    height: float
    boxes: list[Box] = field(default_factory=list)
    curves: list[Any] = field(default_factory=list)

    @property
    def phone(self) -> bool:
        """Whether the chart is drawn for a phone."""
        return self.width < 480

    def text(
        self, x: float, y: float, words: str, size: str = "label", *, weight: int = 400,
        tone: str = "ink", side: str = "right", halo: str = "", slant: bool = False,
    ) -> None:  # fmt: skip
        """Write a line to a side of a point; `halo` is the ground that hides lines behind it."""
        colour, han = self.colours[tone], _needs_han(words)
        effects: list[Any] = []
        if han and weight > 400:  # the Chinese font has one weight: an outline makes it bolder
            effects = [Stroke(linewidth=SIZE[size] / 26, foreground=colour), Normal()]
        self.axes.text(
            x, y, words, fontsize=SIZE[size], weight=400 if han else weight, color=colour,
            ha=_ALIGN[side], va="baseline", style="italic" if slant and not han else "normal",
            family=families() if han else LATIN, path_effects=effects or None, zorder=6,
        )  # fmt: skip
        left, top, right, bottom = box = self.box(x, y, words, size, weight, side)
        self.boxes.append(box)
        if halo:
            self.bars([(left - 2, top, right + 2, bottom)], halo, zorder=5.5)

    def box(
        self, x: float, y: float, words: str, size: str, weight: int = 400, side: str = "right"
    ) -> Box:
        """Return left, top, right and bottom of a line of text."""
        long, tall = wide(words, SIZE[size], weight), SIZE[size]
        left = x - {"right": 0.0, "center": long / 2, "left": long}[side]
        return left, y - 0.8 * tall, left + long, y + 0.26 * tall

    def is_free(
        self, box: Box, pad: float = 2, levels: Iterable[tuple[float, float, float]] = ()
    ) -> bool:
        """Tell whether a box holds no text yet, and no level line (left, right, height)."""
        left, top, right, bottom = box
        return not any(
            left < other[2] + pad
            and other[0] < right + pad
            and top < other[3]
            and other[1] < bottom
            for other in self.boxes
        ) and not any(
            start < right and left < stop and top < y < bottom for start, stop, y in levels
        )

    def say(self, words: str) -> None:
        """Say in the middle of the body why there is nothing to see."""
        self.bar(EDGE, self.width - EDGE, self.height / 2, 36, "veil")
        self.text(
            self.width / 2, self.height / 2 + 5, words, tone="soft", side="center", slant=True
        )

    def line(self, x: Any, y: Any, tone: str = "ink", lw: float = 1, **look: Any) -> None:
        """Draw a line through pixels."""
        look = {"solid_capstyle": "butt", "zorder": 2} | look
        self.axes.plot(x, y, color=self.colours[tone], lw=lw, **look)

    def dot(self, x: float, y: float, tone: str, size: float = 9, marker: str = "o") -> None:
        """Draw a dot with a rim of paper."""
        rim = {"mec": self.colours["paper"], "mew": 1.2} if marker == "o" else {"mew": 0}
        self.axes.plot([x], [y], marker, ms=size, color=self.colours[tone], zorder=5, **rim)

    def bar(self, left: float, right: float, y: float, tall: float, tone: str, **look: Any) -> None:
        """Draw a bar around a height."""
        look = {"lw": 0, "color": self.colours[tone], "zorder": 2} | look
        self.axes.barh(y, right - left, left=left, height=tall, **look)

    def bars(self, boxes: Sequence[Box], tone: str, **look: Any) -> None:
        """Draw many boxes at once."""
        corners = [[(x, y), (z, y), (z, w), (x, w)] for x, y, z, w in boxes]
        look = {"linewidths": 0, "zorder": 1} | look
        self.axes.add_collection(PolyCollection(corners, facecolors=self.colours[tone], **look))

    def strokes(self, lines: Sequence[Box], tone: str, lw: float, **look: Any) -> None:
        """Draw many lines at once, each from its first to its second point."""
        if lines:
            nothing = [math.nan] * len(lines)
            ends = np.array(lines).T
            xs, ys = np.array([[*ends[0::2], nothing], [*ends[1::2], nothing]]).transpose(0, 2, 1)
            self.line(xs.ravel(), ys.ravel(), tone, lw, **look)

    def note(
        self, at: tuple[float, float], lines: Sequence[str], area: tuple[float, ...], tone: str,
        *, weight: int = 600, leader: bool = True, lean: tuple[float, float] = (0, 0), gap: int = 8,
        where: Callable[[Any, Any], Any] | None = None,
    ) -> bool:  # fmt: skip
        """Write lines where nothing stands yet, as near to a point as can be, with a leader.

        `lean` says towards which side, `where` at which points the corners may lie; False where
        there is no room at all, and nothing is written.
        """
        long = max(wide(line, SIZE["note"], weight) for line in lines)
        tall, (x, y) = 17.0 * len(lines), at
        lefts, tops = np.meshgrid(
            np.arange(area[0] + 4, area[2] - long - 3, 4), np.arange(area[1] + 2, area[3] - tall, 4)
        )
        if not lefts.size:
            return False
        rights, bottoms = lefts + long, tops + tall
        free = np.ones_like(lefts, dtype=bool)
        if where:
            for corner in product((lefts, rights), (tops, bottoms)):
                free &= where(*corner)
        for start, head, stop, foot in self.boxes:
            beside = (rights + 6 < start) | (stop + 6 < lefts)
            free &= beside | (bottoms + 2 < head) | (foot + 2 < tops)
        for xs, ys in self.curves:
            for px, py in zip(xs, ys, strict=True):
                free &= (rights + 6 < px) | (px < lefts - 6) | (bottoms + 5 < py) | (py < tops - 5)
        away_x = np.maximum(np.maximum(lefts - x, x - rights), 0)
        away_y = np.maximum(np.maximum(tops - y, y - bottoms), 0)
        cost = np.abs(np.hypot(away_x, away_y) - gap) + 0.02 * np.abs((lefts + rights) / 2 - x)
        cost -= lean[0] * np.sign(lefts + long / 2 - x) * 20
        cost -= lean[1] * np.sign(tops + tall / 2 - y) * 20
        # A leader across another text costs as much as a way of 200 px.
        along = np.linspace(0, 1, 16)[:, None, None]
        xs = x + (np.clip(x, lefts, rights) - x) * along
        ys = y + (np.clip(y, tops, bottoms) - y) * along
        for start, head, stop, foot in self.boxes:
            inside = (xs > start - 2) & (xs < stop + 2) & (ys > head - 2) & (ys < foot + 2)
            cost += 200 * np.any(inside, axis=0)
        best = int(np.argmin(np.where(free, cost, np.inf)))
        if not free.flat[best]:
            return False
        left, top = float(lefts.flat[best]), float(tops.flat[best])
        for n, line in enumerate(lines):
            self.text(left, top + 13 + 17 * n, line, "note", weight=weight, tone=tone)
        if leader and np.hypot(away_x.flat[best], away_y.flat[best]) > 12:
            end = (min(max(x, left), left + long), min(max(y, top - 1), top + tall + 2))
            self.line((x, end[0]), (y, end[1]), tone, zorder=3)
            self.curves.append((np.linspace(x, end[0], 20), np.linspace(y, end[1], 20)))
        return True


class Words(TypedDict, total=False):
    """What every chart is told besides its figures.

    Attributes
    ----------
    title, subtitle, foot : str
        The finding; what, unit and period; premises, sources and identity.
    width : int
        640 for a page, 358 for a phone.
    dark : bool
        Whether the page is dark.
    """

    title: Required[str]
    subtitle: str
    foot: str
    width: int
    dark: bool


def sheet(height: float, words: Words, *left_out: tuple[int, str]) -> Sheet:
    """Return a figure that says its finding, what it shows and its sources around a body.

    What is left out (a number and a noun) is told first in the foot.
    """
    colours, width = use(dark=words.get("dark", False)), words.get("width", WIDE)
    title, subtitle, foot = words["title"], words.get("subtitle", ""), words.get("foot", "")
    for number, noun in reversed([*left_out]):
        nouns = noun if number == 1 else re.sub(r"(?<=\w)(?= of |$)", "s", noun, count=1)
        foot = f"{number:,} more {nouns} in the CSV. {foot}" if number else foot
    room = width - 2 * EDGE
    blocks = (
        (title, "title", 700, 24.0, "ink", 5),
        (subtitle, "sub", 400, 18.5, "soft", 7),
        (foot, "foot", 400, 16.0, "soft", 14),
    )
    cut = [wrap(text, room, SIZE[size], weight, most) for text, size, weight, *_, most in blocks]
    cut[0] = _balanced(title, room, cut[0])
    tall = [
        len(lines) * lead * any(lines) for lines, (*_, lead, _, _) in zip(cut, blocks, strict=True)
    ]
    over = 16 + tall[0] + 3 + tall[1] + 12
    total = over + height + 14 + tall[2] + 10
    figure = Figure(figsize=(width / 72, total / 72), dpi=72, facecolor=colours["paper"])
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(total - over, -over))
    axes.set_axis_off()
    made = Sheet(figure, axes, colours, width, height)
    starts = (16 - over, 16 + tall[0] + 3 - over, height + 14)
    for lines, (_, size, weight, lead, tone, _), start in zip(cut, blocks, starts, strict=True):
        for n, line in enumerate(lines if any(lines) else ()):
            made.text(EDGE, start + n * lead + 0.82 * lead, line, size, weight=weight, tone=tone)
    return made


def _needs_han(text: str) -> bool:
    return bool(letters(HAN)) and any(letter not in letters(LATIN) for letter in text)


@cache
def _ruler() -> Any:
    return RendererAgg(8, 8, 72)  # type: ignore[no-untyped-call]
