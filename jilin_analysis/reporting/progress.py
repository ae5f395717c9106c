"""Show which notebooks are running: a bar on a terminal, plain lines anywhere else."""

from __future__ import annotations

import sys


class Progress:
    """Progress of a run, on standard error.

    Parameters
    ----------
    total : int
        How many steps there are in all.
    """

    def __init__(self, total: int) -> None:
        from tqdm import tqdm

        self._running: list[str] = []
        self._bar = tqdm(
            total=total,
            file=sys.stderr,
            disable=not sys.stderr.isatty(),
            dynamic_ncols=True,
            leave=False,
            bar_format="{percentage:3.0f}% {bar:20} {elapsed} {desc}",
        )

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()

    def start(self, name: str) -> None:
        """Say that work on `name` has begun."""
        self._running.append(name)
        if self._bar.disable:
            self.note(name, "started")
        self._show()

    def step(self, steps: int = 1) -> None:
        """Count steps that are done."""
        self._bar.update(steps)

    def end(self, name: str, how: str) -> None:
        """Say how work on `name` has ended."""
        self._running.remove(name)
        self.note(name, how)
        self._show()

    def note(self, name: str, what: str) -> None:
        """Say something about `name` that takes no time."""
        self._bar.write(f"{name}: {what}", file=sys.stderr)

    def _show(self) -> None:
        self._bar.set_description_str(", ".join(self._running))
