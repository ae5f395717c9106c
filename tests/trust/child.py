"""Work in a fork, in which one mutant may act."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sitecustomize

ACTIVE = "MUTANT_UNDER_TEST"


def act(name: str) -> None:
    """Let a mutant act, here and in processes that are started from here."""
    sitecustomize.active[0] = os.environ[ACTIVE] = name


class Child:
    """Work in a fork: its process, how it ended, and what it told, line by line."""

    def __init__(self, work: Callable[[Callable[[str], None]], Any]) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="fork"))
        self.pid = os.fork()
        if not self.pid:
            try:
                self._work(work)
            except BaseException:
                os._exit(1)
            os._exit(0)

    def _work(self, work: Callable[[Callable[[str], None]], Any]) -> None:
        os.setpgid(0, 0)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        os.environ |= {"PYTEST_DEBUG_TEMPROOT": str(self.place), "TMPDIR": str(self.place)}
        tempfile.tempdir = None
        with (self.place / "told").open("w", encoding="utf-8") as told:
            work(lambda line: print(line, file=told, flush=True))

    def wait(self) -> list[str]:
        """Wait for the process to end, and return what was told."""
        return self.end(os.waitpid(self.pid, 0)[1])

    def end(self, status: int) -> list[str]:
        """Clear up after the process, and return what was told."""
        self.status = os.waitstatus_to_exitcode(status)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        told = self.place / "told"
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        shutil.rmtree(self.place, ignore_errors=True)
        return lines
