"""The commands that find and cite: `list`, `cite`, `figure`, `export`, `proofread`.

Each imports what it alone needs when it runs.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import complain, say
from ..errors import AnalysisError, DataError, UnknownExhibitError
from ..folder import REPORTED, SERIES, read_folder, readable_folder
from ..showing.exhibit import Exhibit
from .catalogue import exhibits_of, of_one_work, read_catalogue, stale_of, unknown

if TYPE_CHECKING:
    from .numbers import Number

_KEY = re.compile(r"[\w-]+(/[\w-]+)?")


def complain_of(stale: Collection[str]) -> None:
    """Say which exhibits are stale, if any is."""
    if stale:
        names = ", ".join(sorted(stale)[:3]) + ", …" * (len(stale) > 3)
        complain(f"stale: the data have changed since the report with {names}; run it again.")


def _list(options: argparse.Namespace) -> int:
    catalogue = read_catalogue(options.notebooks)
    if options.exhibit:
        if options.exhibit not in catalogue:
            raise unknown(options.exhibit, catalogue)
        from .numbers import of_exhibit

        numbers = of_exhibit(catalogue[options.exhibit]).values()
        _columns([(one.key, one.text()) for one in numbers])
    elif catalogue:
        _columns([(one.id, one.kind, one.notebook, one.title) for one in catalogue.values()])
    else:
        complain("the notebooks hold no exhibit.")
    return 0


def _columns(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for *names, last in rows:
        padded = [name.ljust(width) for name, width in zip(names, widths, strict=False)]
        say("  ".join([*padded, last]))


def _number(name: str, catalogue: Mapping[str, Exhibit], data: Path | None) -> Number:
    """Return the number of a key, or of the id of a reported figure."""
    from .numbers import of_exhibit, of_folder

    folder = read_folder(data)
    if not folder.path.is_dir():
        raise DataError(folder.problems)
    whole, _, part = name.partition("/")
    one = catalogue.get(whole)
    numbers = of_exhibit(one, folder) if one and part else dict(of_folder(folder, name))
    if name not in numbers:
        keys = [row["id"] for table in (REPORTED, SERIES) for row in folder.tables.get(table, ())]
        if data and not catalogue:
            told = "Exhibits of a report of yours are known with --notebooks, its folder of them."
            raise UnknownExhibitError(f"There is no figure {name!r} in {data}. {told}")
        raise unknown(name, [*catalogue, *(numbers if one and part else keys)])
    return numbers[name]


def _cite(options: argparse.Namespace) -> int:
    data, name = options.data, options.names[0]
    catalogue = exhibits_of(data, options.notebooks)
    stale = stale_of(catalogue, data)
    if len(options.names) == 1 and (Path(name).is_file() or not _KEY.fullmatch(name)):
        from .picture_metadata import tell

        told = tell(name, catalogue, stale)
        beside = Path(name).parent.parent / "notebooks"
        if not (told.sound or options.notebooks) and beside.is_dir():
            # A picture of a report that is none of the package's.
            catalogue = read_catalogue(beside)
            told = tell(name, catalogue, stale_of(catalogue, data))
        # With a style asked for, standard output holds the citation alone and can go into a file.
        say(told.text + "\n\n", sys.stderr if options.style else sys.stdout)
        if told.exhibits:
            _say_citation(told.exhibits, options)
        return 0 if told.sound else 1
    complain_of({one.partition("/")[0] for one in options.names} & stale)
    asked = [catalogue.get(one) or _number(one, catalogue, data).exhibit for one in options.names]
    _say_citation(asked, options)
    return 0


def _say_citation(exhibits: Sequence[Exhibit], options: argparse.Namespace) -> None:
    from . import citations

    style, form = options.style, options.format
    if form == "docx" and not options.out:
        raise AnalysisError("A Word file cannot be printed; name one with --out FILE.docx.")
    content: str | bytes
    if options.caption:
        content = "\n\n".join(map(citations.caption, exhibits)) + "\n"
    elif options.in_text:
        content = citations.cite(exhibits, style or "apa", "in-text")
    elif form in ("docx", "rtf"):
        style = style or ("apa" if form == "docx" else "markdown")
        content = citations.as_file(exhibits, form, style, options.ours_only)
    else:
        content = citations.cite(exhibits, style or "markdown", form, options.ours_only)
    file = content.encode() if isinstance(content, str) else content
    if options.out:
        options.out.write_bytes(file)
    else:
        say(file.decode())


def _figure(options: argparse.Namespace) -> int:
    catalogue = exhibits_of(options.data, options.notebooks)
    if options.key in catalogue:
        keys = ", ".join(f"{options.key}/{row['key']}" for row in catalogue[options.key].rows)
        raise UnknownExhibitError(
            f"{options.key!r} is an exhibit; name one of its numbers: {keys}."
        )
    complain_of({options.key.partition("/")[0]} & stale_of(catalogue, options.data))
    say(_number(options.key, catalogue, options.data).text(options.form))
    return 0


def _export(options: argparse.Namespace) -> int:
    from .collection import FILES, changed, export
    from .numbers import of_exhibit, of_folder

    folder = readable_folder(options.data)
    exhibits, stale = of_one_work(folder, exhibits_of(options.data, options.notebooks))
    complain_of(stale)
    numbers = [number for one in exhibits for number in of_exhibit(one, folder).values()]
    text = export([*numbers, *dict(of_folder(folder)).values()], options.form)
    if not options.out:
        say(text)
        return 0
    path = options.out / FILES[options.form]
    if path.is_file() and changed(path.read_text(encoding="utf-8"), text):
        complain(f"the numbers in {path} have changed: look at each place that uses one.")
    options.out.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return 0
