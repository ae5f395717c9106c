"""The commands `report` and `diff`; what they need is imported when they run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line; each sets `run`."""
    words = "Run the notebooks and write everything to read."
    one = commands.add_parser("report", help=words, description=words)
    one.set_defaults(run=_report)
    one.add_argument("--data", type=Path, metavar="FOLDER", help="a data folder of your own")
    one.add_argument("--out", type=Path, metavar="DIR", default=Path("build"), help="here: build")
    one.add_argument("--fresh", action="store_true", help="use no remembered results")
    words = "add a page for each period of the entity"
    one.add_argument("--all-periods", action="store_true", help=words)
    one.add_argument("--jobs", type=_count, metavar="N", help="notebooks run at the same time")

    words = "Say what changed between two data folders."
    one = commands.add_parser("diff", help=words, description=words)
    one.set_defaults(run=_diff)
    one.add_argument("old", type=Path, metavar="OLD")
    one.add_argument("new", type=Path, metavar="NEW")


def _report(options: argparse.Namespace) -> int:
    from .report import run_report

    run_report(options.data, options.out, options.fresh, options.jobs, options.all_periods)
    return 0


def _diff(options: argparse.Namespace) -> int:
    from ..console import say
    from .diff import compare

    for part in compare(options.old, options.new):
        say(f"{part}\n\n")
    return 0


def _count(word: str) -> int:
    if not word.isascii() or not word.isdigit() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 1 up")
    return int(word)
