"""What the grammar reads in the neighbourhood of every known phrase, and of every word it knows.

The right answers in data/phrases.jsonl say how figures must be read. This says how everything
around them is read, right or refused, so that no change of the grammar goes unseen: whoever makes
one looks at the groups that differ. Run as a program, this renews the record; with a group's name,
it prints what is read there.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from jilin_analysis.grammar.lexicon import LEXICON
from jilin_analysis.quantities import NormalizationError, find_quantities, read_rank

DATA = Path(__file__).parent / "data"
T = TypeVar("T")
RECORD = DATA / "readings.tsv"
_PIECE = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_FRAMES_EN = ("{} 5.2 percent", "rose {} 5 percent", "5 {} of it", "3 {} 4 percent", "5 {} 7 tons")
_FRAMES_ZH = ("{}5.2%", "增长{}5%", "5{}左右", "3{}4%", "产量{}5万吨", "比上年{}5个百分点")
# The sorts of figures, often enough among the sorts of words for most texts to hold one.
_FIGURES = "5|12.3|1,200|2019|0.5|2020年|-3|5.2%|30 percent|1.5亿|三|十二|2-3|1/3|4.5"
# Stands in a phrase for each of its pieces in turn: one word of each sort that the grammar joins.
_OTHERS_EN = ("to", "of", "by", "percent", "tons", "1.5 million", "times", "from", "-", "up", "the")
_OTHERS_ZH = ("至", "的", "为", "%", "吨", "1.5亿", "倍", "比", "-", "降", "同比", "年")
# One text a line: each told the grammar from one with a fault put into it, where nothing else did.
TOLD_APART = DATA / "told-apart.txt"


def groups() -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each group and its texts."""
    for phrase in _known():
        yield phrase, list(dict.fromkeys(_around(phrase)))
    forms: dict[str, list[str]] = {}
    for form, (kind, meaning) in LEXICON.items():
        forms.setdefault(f"{kind} {meaning}", []).append(form)
    yield "texts that told grammars apart", TOLD_APART.read_text(encoding="utf-8").splitlines()
    for number in range(400):
        yield f"words by chance, {number}", list(_made(number))
    for number in range(400):
        yield f"phrases changed by chance, {number}", list(_changed(number))
    for name, words in forms.items():
        yield name, [text for number, word in enumerate(words) for text in _framed(word, number)]


def _around(phrase: str) -> Iterator[str]:
    pieces = _PIECE.findall(phrase)
    others = _OTHERS_EN if phrase.isascii() else _OTHERS_ZH
    yield phrase
    for place, piece in enumerate(pieces):
        before, after = "".join(pieces[:place]), "".join(pieces[place + 1 :])
        yield before + after
        if not piece.isspace():
            yield f"{before}{piece} {piece}{after}"
            yield before + others[(place * 5 + len(phrase)) % len(others)] + after


def _made(number: int) -> Iterator[str]:
    """Put words together by chance, each sort of word as likely as any other."""
    one = _Chance(number)
    sorts = _sorts(english=number % 2 == 0)
    for _ in range(20):
        chosen = [one.of(one.of(sorts)) for _ in range(3 + one.below(5))]
        yield (one.of((" ", " ", "")) if number % 2 == 0 else "").join(chosen)


def _changed(number: int) -> Iterator[str]:
    """Change known phrases in one to three places; join half of them to the end of another."""
    one = _Chance(number)
    english = number % 2 == 0
    sorts = _sorts(english=english)
    phrases = _phrases(english=english)
    for _ in range(25):
        pieces = list(one.of(phrases))
        if one.below(2):
            other = one.of(phrases)
            pieces[one.below(len(pieces)) :] = other[one.below(len(other)) :]
        for _ in range(1 + one.below(3)):
            place = one.below(len(pieces) + 1)
            word = [one.of(one.of(sorts)), " "][: 1 + english]
            pieces[place : place + one.of((0, 1, 1))] = one.of((word, word, []))
        yield "".join(pieces)


class _Chance(random.Random):
    """Draws that are the same on every Python."""

    def below(self, number: int) -> int:
        return int(self.random() * number)

    def of(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]


@cache
def _phrases(*, english: bool) -> list[list[str]]:
    """Return the pieces of the known phrases, other than the longest, in one language."""
    return [
        _PIECE.findall(text) for text in _known() if text.isascii() == english and len(text) < 160
    ]


@cache
def _known() -> list[str]:
    lines = (DATA / "phrases.jsonl").read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["text"] for line in lines))


@cache
def _sorts(*, english: bool) -> list[list[str]]:
    """Return the words of the grammar in one language, and some figures, by sort."""
    sorts = {f"figure {n}": [text] for n, text in enumerate(2 * _FIGURES.split("|"))}
    for form, (kind, _) in LEXICON.items():
        sorts.setdefault(kind, []).append(form)
    fitting = [[word for word in words if word.isascii() == english] for words in sorts.values()]
    return [words for words in fitting if words]


def _framed(word: str, number: int) -> Iterator[str]:
    """Put the first words of a row into each frame, the others into one or two in turn."""
    frames = _FRAMES_EN if word.isascii() else _FRAMES_ZH
    chosen = frames if number < 2 else (frames[number % len(frames)], frames[-1 - number % 3])
    for frame in chosen:
        yield frame.format(word)


def read(text: str) -> str:
    """Return what is read in a text, or where and why it is refused."""
    try:
        return repr(find_quantities(text) or read_rank(text))
    except NormalizationError as error:
        return f"{error.start}-{error.end} {error}"


def digest(texts: list[str]) -> str:
    """Return a hash of all that is read in the texts of one group."""
    return sha256("\n".join(map(read, texts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def recorded() -> dict[str, str]:
    """Return the recorded hash of each group by the group's name."""
    lines = RECORD.read_text(encoding="utf-8").splitlines()
    return {json.loads(name): known for known, name in (line.split("\t") for line in lines)}


if __name__ == "__main__":
    if sys.argv[1:]:
        for text in dict(groups())[sys.argv[1]]:
            print(f"{text!r}\n{read(text)}\n")
    else:
        RECORD.write_text(
            "".join(f"{digest(t)}\t{json.dumps(n, ensure_ascii=True)}\n" for n, t in groups()),
            encoding="utf-8",
            newline="\n",
        )
