"""Pandoc, called directly; `pandoc.lua` says what it is to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import AnalysisError

_SCRIPT = Path(__file__).with_suffix(".lua")
_PATIENCE = 60.0


@cache
def binary() -> Path:
    """Return the pandoc that `pypandoc_binary` brings, found without importing that package."""
    spec = find_spec("pypandoc")
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    if spec and spec.origin and (path := Path(spec.origin).with_name("files") / name).is_file():
        return path
    raise AnalysisError("pandoc is missing: pip install 'jilin-analysis[cite]' brings it.")


def run(jobs: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Do all jobs in one pandoc: starting it costs more than most of them."""
    lines = [json.dumps(job) + "\n" for job in jobs]
    if not lines:
        return []
    done = _run(["lua", str(_SCRIPT)], "".join(lines), _PATIENCE + len(lines))
    return [json.loads(line) for line in done.splitlines()]


def as_file(document: str, form: str) -> bytes:
    """Return a document in pandoc's JSON as a file of its own: `docx` or `rtf`."""
    return _run(["--sandbox", "-f", "json", "-t", form, "-s", "-o", "-"], document, _PATIENCE)


def _run(arguments: Sequence[str], text: str, patience: float) -> bytes:
    # In the C locale it could not open a style in a folder with a Chinese name.
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = [str(binary()), *arguments]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, env=env, timeout=patience
        )
    except subprocess.TimeoutExpired:
        raise AnalysisError(f"pandoc did not answer within {patience:g} seconds.") from None
    if done.returncode:
        said, *_ = done.stderr.decode(errors="replace").split("stack traceback:")
        raise AnalysisError(f"pandoc failed: {' '.join(said.split())}")
    return done.stdout
