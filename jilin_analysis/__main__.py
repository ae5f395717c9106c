"""The command line: `jilin-analysis`.

Each command imports what it needs when it runs, so that citing never waits for pandas.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import __version__
from .citing.styles import STYLES
from .console import complain, say, set_up
from .errors import AnalysisError
from .reporting.commands import add_commands

Run = Callable[[argparse.Namespace], int]

_HEAVY = {"data", "svg", "png", "markdown"}
_FOLDERS = {
    "data": ("FOLDER", "a data folder of your own"),
    "notebooks": ("DIR", "the notebooks to read; without it, those of the package"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    set_up()
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except AnalysisError as failure:
        complain(str(failure))
        return failure.exit_code
    except BrokenPipeError:
        # The reader has seen enough. The stream is replaced, or its flush at exit would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as failure:
        complain(f"{failure.filename or 'a file'} cannot be used: {failure.strerror}.")
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _list(options: argparse.Namespace) -> int:
    from dataclasses import fields

    from .citing.catalogue import Exhibit, read_catalogue

    catalogue = read_catalogue(options.notebooks)
    if options.json:
        names = [field.name for field in fields(Exhibit) if field.name not in _HEAVY]
        known = [{name: getattr(one, name) for name in names} for one in catalogue.values()]
        say(json.dumps(known, ensure_ascii=False, indent=2))
        return 0
    if not catalogue:
        complain("the notebooks hold no exhibit.")
    rows = [(one.id, one.kind, one.notebook, one.caption) for one in catalogue.values()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for *names, caption in rows:
        padded = [name.ljust(width) for name, width in zip(names, widths, strict=False)]
        say("  ".join([*padded, caption]))
    return 0


def _cite(options: argparse.Namespace) -> int:
    from .citing.catalogue import read_catalogue, unknown
    from .citing.citations import cite

    catalogue = read_catalogue(options.notebooks)
    style = options.style or "markdown"
    name = options.exhibit
    if name in catalogue:
        say(cite(catalogue[name], style, options.data))
        return 0
    if not _names_a_file(name):
        raise unknown(name, list(catalogue))
    from .citing import lineage
    from .citing.pictures import read_picture

    picture = read_picture(Path(name))
    # With a style asked for, standard output holds the citation alone and can go into a file.
    stream = sys.stderr if options.style else sys.stdout
    say(lineage.report(picture, catalogue) + "\n\n", stream)
    if picture.id in catalogue:
        say(cite(catalogue[picture.id], style, options.data))
    else:
        version = picture.publisher.rpartition(" ")[2]
        say(cite(lineage.as_exhibit(picture), style, options.data, version))
    return 0


def _names_a_file(name: str) -> bool:
    return Path(name).is_file() or Path(name).name != name or "." in name


def _check(options: argparse.Namespace) -> int:
    from .gate import examine

    found = examine(options.data)
    data = found.judgement.folder.path
    for problem in found.problems:
        complain(str(problem))
    for note in found.notes:
        say(f"Note: {note}")
    if not found.problems:
        say("\n".join(["As reported, and as read:", *found.readings(), "", "Analyses:"]))
        say("\n".join([*found.analyses(), "", f"{data} holds what its contract asks for."]))
    proved = options.source is None or _prove(data, options.source)
    return 0 if proved and not found.problems else 1


def _prove(data: Path, document: Path) -> bool:
    from .citing.provenance import prove, read_document, read_facts

    proof = prove(read_facts(data), read_document(document))
    for fault in proof.faults:
        complain(str(fault))
    say(f"{proof.asked - len(proof.faults)} of {proof.asked} facts stand in {document}.")
    return proof.holds


def _new(options: argparse.Namespace) -> int:
    from .starter import start

    start(options.folder)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jilin-analysis",
        description="Reported phrases in, honest citable numbers out.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Run, words: str, *options: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        for option in options:
            made.add_argument(
                f"--{option}", type=Path, metavar=_FOLDERS[option][0], help=_FOLDERS[option][1]
            )
        return made

    one = command("list", _list, "List every exhibit that can be cited.", "notebooks")
    one.add_argument("--json", action="store_true", help="for programs, with all that is known")

    words = "Cite an exhibit, or the one that a PNG or SVG file shows."
    one = command("cite", _cite, words, "notebooks", "data")
    one.add_argument("exhibit", metavar="ID|FILE", help="an id of 'list', or a file of ours")
    one.add_argument("--style", choices=STYLES, help="without it: a paragraph in Markdown")

    one = command("check", _check, "Check the data folder against its contract.", "data")
    words = "also prove that every core fact stands in this document"
    one.add_argument("--source", type=Path, metavar="FILE", help=words)

    one = command("new", _new, "Start a data folder of your own.")
    one.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is not there yet")

    add_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
