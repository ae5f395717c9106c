"""The commands that find and cite: `list`, `cite`, `figure`, `export`.

Each imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..console import complain, say
from ..errors import AnalysisError, UnknownExhibitError
from .styles import STYLES

if TYPE_CHECKING:
    from ..exhibit import Exhibit
    from ..folder import Folder
    from .numbers import Number

_KEY = re.compile(r"[\w-]+(/[\w-]+)?")
_FORMATS = ("text", "markdown", "html", "rtf", "docx")
_FORMS = ("text", "latex", "markdown", "zh", "footnote")
_HEAVY = {"data", "svg", "png", "markdown", "references"}


def add_commands(commands: Any) -> None:
    """Add the commands to the command line, each with its handler in `run`.

    Parameters
    ----------
    commands
        What `ArgumentParser.add_subparsers` returns.
    """

    def command(name: str, run: Any, words: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        words = "the notebooks to read; without it, those of the package"
        made.add_argument("--notebooks", type=Path, metavar="DIR", help=words)
        return made

    data = "the data folder they come from; without it, the one of the package"

    one = command("list", _list, "List what can be cited: every exhibit, or the numbers of one.")
    one.add_argument("exhibit", metavar="ID", nargs="?", help="list the numbers of this exhibit")
    one.add_argument("--json", action="store_true", help="for programs, with all that is known")

    words = "Cite exhibits, single numbers, or the exhibit that a picture shows."
    one = command("cite", _cite, words)
    words = "an id of 'list', a number such as earnings-answer/unit-value, or a file of ours"
    one.add_argument("names", metavar="ID|KEY|FILE", nargs="+", help=words)
    one.add_argument("--data", type=Path, metavar="FOLDER", help=data)
    one.add_argument("--style", choices=STYLES, help="without it: a paragraph in Markdown")
    words = "rich text to paste, or a file (docx needs --out); without it, plain"
    one.add_argument("--format", choices=_FORMATS, default="", help=words)
    one.add_argument("--in-text", action="store_true", help="what stands in the running text")
    words = "what belongs under a figure: source, licence, identifier"
    one.add_argument("--caption", action="store_true", help=words)
    words = "our work alone, which lists its sources"
    one.add_argument("--ours-only", action="store_true", help=words)
    one.add_argument("--out", type=Path, metavar="FILE", help="write it there")

    one = command("figure", _figure, "Print one number with its range and its condition.")
    words = "a number such as earnings-answer/unit-value, or the id of a reported figure"
    one.add_argument("key", metavar="KEY", help=words)
    one.add_argument("--as", dest="form", choices=_FORMS, default="text", help="here: text")
    one.add_argument("--data", type=Path, metavar="FOLDER", help=data)

    one = command("export", _export, "Write all numbers into one file, for LaTeX or Quarto.")
    one.add_argument("what", choices=["numbers"])
    one.add_argument("--as", dest="form", choices=["tex", "quarto", "json"], default="json")
    one.add_argument("--data", type=Path, metavar="FOLDER", help=data)
    words = "write the file there, and say whether its numbers have changed"
    one.add_argument("--out", type=Path, metavar="DIR", help=words)

    one = command("proofread", _proofread, "Hold every figure of a draft against the record.")
    words = "Markdown, TeX, text, HTML, .docx or .ipynb; - is standard input"
    one.add_argument("drafts", nargs="+", metavar="DRAFT", help=words)
    one.add_argument("--data", type=Path, metavar="FOLDER", help=data)
    one.add_argument("--format", choices=("text", "json", "sarif"), default="text")
    words = "the least level that makes the exit status 1; here: error"
    levels = ("error", "warning", "check")
    one.add_argument("--fail-on", choices=levels, default="error", help=words)
    words = "an earlier data folder: what is right only there is stale; may be given again"
    one.add_argument("--older", action="append", default=[], type=Path, metavar="OLD", help=words)


def _proofread(options: argparse.Namespace) -> int:
    from .proofread import run

    return run(options)


def _list(options: argparse.Namespace) -> int:
    from .catalogue import read_catalogue, unknown

    catalogue = read_catalogue(options.notebooks)
    if options.exhibit and options.exhibit not in catalogue:
        raise unknown(options.exhibit, catalogue)
    if options.exhibit:
        from .numbers import of_exhibit

        numbers = of_exhibit(catalogue[options.exhibit]).values()
        _columns([(one.key, one.text()) for one in numbers])
        return 0
    if options.json:
        told = [one.to_metadata() | {"notebook": one.notebook} for one in catalogue.values()]
        known = [{key: value for key, value in one.items() if key not in _HEAVY} for one in told]
        say(json.dumps(known, ensure_ascii=False, indent=2))
        return 0
    if not catalogue:
        complain("the notebooks hold no exhibit.")
    _columns([(one.id, one.kind, one.notebook, one.title) for one in catalogue.values()])
    return 0


def _columns(rows: list[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for *names, last in rows:
        padded = [name.ljust(width) for name, width in zip(names, widths, strict=False)]
        say("  ".join([*padded, last]))


def find(name: str, catalogue: Mapping[str, Exhibit], data: Path | None = None) -> Number | None:
    """Return the number of a key; None where there is none."""
    from .numbers import of_exhibit, of_folder

    whole, _, part = name.partition("/")
    folder = _folder(data)
    if not part:
        return dict(of_folder(folder, name)).get(name)
    return of_exhibit(catalogue[whole], folder).get(name) if whole in catalogue else None


def _folder(data: Path | None) -> Folder:
    from ..errors import DataError
    from ..folder import read_folder

    folder = read_folder(data)
    if not folder.path.is_dir():
        raise DataError(folder.problems)
    return folder


def _unknown(name: str, catalogue: Mapping[str, Exhibit], data: Path | None) -> UnknownExhibitError:
    from ..folder import REPORTED, SERIES
    from .catalogue import unknown

    tables = _folder(data).tables
    keys = [row["id"] for table in (REPORTED, SERIES) for row in tables.get(table, ())]
    if one := catalogue.get(name.partition("/")[0]):
        keys = [f"{one.id}/{row['key']}" for row in one.rows]
    return unknown(name, [*catalogue, *keys])


def _cite(options: argparse.Namespace) -> int:
    from .catalogue import read_catalogue

    catalogue, data = read_catalogue(options.notebooks), options.data
    if len(options.names) == 1 and _is_picture(options.names[0]):
        return _cite_picture(options, catalogue)
    found = []
    for name in options.names:
        if name in catalogue:
            found.append(catalogue[name])
        elif number := find(name, catalogue, data):
            found.append(number.exhibit)
        else:
            raise _unknown(name, catalogue, data)
    _say_citation(found, options)
    return 0


def _say_citation(exhibits: list[Exhibit], options: argparse.Namespace) -> None:
    from . import citations

    data, style, ours_only = options.data, options.style, options.ours_only
    if options.format == "docx" and not options.out:
        raise AnalysisError("A Word file cannot be printed; name one with --out FILE.docx.")
    if options.format == "docx":
        file = citations.as_file(exhibits, "docx", style or "apa", data, ours_only)
        options.out.write_bytes(file)
        return
    if options.caption:
        text = "\n\n".join(citations.caption(one, data=data) for one in exhibits)
    elif options.in_text:
        text = citations.in_text(exhibits, style or "apa", data)
    elif options.format == "rtf":
        text = citations.as_file(exhibits, "rtf", style or "markdown", data, ours_only).decode()
    else:
        text = citations.cite(exhibits, style or "markdown", data, options.format, ours_only)
    if options.out:
        options.out.write_text(f"{text.rstrip()}\n", encoding="utf-8", newline="\n")
    else:
        say(text)


def _is_picture(name: str) -> bool:
    return Path(name).is_file() or not _KEY.fullmatch(name)


def _cite_picture(options: argparse.Namespace, catalogue: Mapping[str, Exhibit]) -> int:
    from .picture_metadata import tell

    told = tell(options.names[0], catalogue)
    # With a style asked for, standard output holds the citation alone and can go into a file.
    say(told.text + "\n\n", sys.stderr if options.style else sys.stdout)
    if told.exhibits:
        _say_citation(list(told.exhibits), options)
    return 0 if told.sound else 1


def _figure(options: argparse.Namespace) -> int:
    from .catalogue import read_catalogue

    catalogue = read_catalogue(options.notebooks)
    number = find(options.key, catalogue, options.data)
    if number is None and options.key in catalogue:
        keys = ", ".join(f"{options.key}/{row['key']}" for row in catalogue[options.key].rows)
        raise AnalysisError(f"{options.key!r} is an exhibit; name one of its numbers: {keys}.")
    if number is None:
        raise _unknown(options.key, catalogue, options.data)
    say(number.text(options.form))
    return 0


def _export(options: argparse.Namespace) -> int:
    from ..folder import readable_folder
    from .catalogue import read_catalogue
    from .collection import FILES, changed, export
    from .numbers import of_exhibit, of_folder

    folder = readable_folder(options.data)
    numbers = [
        number
        for exhibit in read_catalogue(options.notebooks).values()
        for number in of_exhibit(exhibit, folder).values()
    ]
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
