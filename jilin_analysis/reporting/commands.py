"""The commands `report` and `diff`; what they need is imported when they run."""

from __future__ import annotations

import argparse


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
