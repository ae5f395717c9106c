"""The command line: `jilin-analysis`, with the commands of `commands.toml`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from . import __version__
from .console import commands, complain, named, say, set_up
from .errors import AnalysisError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    set_up()
    signal.signal(signal.SIGTERM, _stop)
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser(arguments).parse_args(arguments)
    try:
        # Each command is imported when it runs, so that citing never waits for pandas.
        status: int = named(options.run)(options)
        if sys.stdout:
            sys.stdout.flush()
    except AnalysisError as failure:
        complain(str(failure))
        return failure.exit_code
    except ModuleNotFoundError as absent:
        if (absent.name or "").startswith("jilin_analysis"):
            raise
        extra = "pip install 'jilin-analysis[report]'"
        complain(f"{absent.name} is not installed, which this command needs: {extra} brings it.")
        return 1
    except BrokenPipeError:
        # The reader has seen enough.
        _replace_output()
        return 141
    except OSError as failure:
        try:
            sys.stdout.flush()
        except OSError:
            _replace_output()
        complain(f"{failure.filename or 'a file'} cannot be used: {failure.strerror}.")
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _replace_output() -> None:
    # The flush at exit would complain of a stream that takes nothing.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop(_number: int, _frame: FrameType | None) -> None:
    # What clears up after Control-C clears up after this too.
    raise KeyboardInterrupt


def _check(options: argparse.Namespace) -> int:
    from .dataset import checked
    from .gate import analyses, examine, readings

    folder, findings = examine(options.data)
    for problem in folder.problems:
        complain(str(problem))
    package, notes = folder.package, [*folder.notes]
    asked = {"contributors": "who publishes these data", "licenses": "under which licence they are"}
    for key, words in asked.items():
        if package and not package.get(key):
            notes.append(f"datapackage.json does not say {words} ({key}).")
    for one in package.get("licenses", []) if not folder.problems else []:
        name = str(one.get("name", ""))
        if not one.get("path") and not any(map(str.isdigit, name)):
            mend = "Name one such as CC-BY-4.0, or give its address (path)."
            notes.append(f"datapackage.json: the licence {name!r} cannot be looked up. {mend}")
    for note in notes:
        say(f"Note: {note}")
    if not folder.problems:
        read, held = readings(checked(folder)), f"{folder.path} holds what its contract asks for."
        say("\n".join(["As reported, and as read:", *read, "", "Analyses:"]))
        say("\n".join([*analyses(findings), "", held]))
    proved = options.source is None or _prove(folder, options.source)
    return 0 if proved and not folder.problems else 1


def _prove(folder: Any, document: Path) -> bool:
    from .entering import documents

    asked, faults = documents.prove(folder, documents.document(str(document)))
    for fault in faults:
        complain(fault)
    say(f"{asked - len(faults)} of {asked} facts stand in {document}.")
    return asked > 0 and not faults


class _Help(argparse.HelpFormatter):
    """Help that keeps the name of each command and its sentence on one line."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self._action_max_length = 14


# What is written otherwise in `commands.toml` than argparse takes it.
_READ = {"choices": named, "type": {"path": Path}.__getitem__}


def _parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jilin-analysis",
        description="Reported phrases in, citable numbers out.",
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    known = parser.add_subparsers(required=True, metavar="COMMAND")
    for command, told in commands().items():
        one = known.add_parser(command, help=told["help"], description=told["help"])
        one.set_defaults(run=told["run"])
        # The choices of another command may take a while to load.
        names = [key for key in told if key not in ("run", "help") and command in asked]
        for argument in names:
            about = told[argument]
            about = commands()[about][argument] if isinstance(about, str) else about
            made = {key: _READ[key](about[key]) for key in about.keys() & _READ.keys()}
            one.add_argument(argument, **about | made)
    return parser


if __name__ == "__main__":
    sys.exit(main())
