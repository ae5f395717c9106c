"""Run every notebook and write what they show: executed notebooks, exhibits, site."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..console import say
from ..errors import AnalysisError, DataError
from ..paths import data_folder, notebooks_folder
from . import memory
from .folder import MARK, check_ours, replacing

_ABOUT = (
    "A report of jilin-analysis, which may replace this folder. Do not keep files of yours here."
)
_HEAVY = ("svg", "png", "phone")


def run_report(
    data: Path | None = None,
    out: Path = Path("build"),
    fresh: bool = False,
    jobs: int | None = None,
    all_periods: bool = False,
) -> None:
    """Run the notebooks and replace `out` by what they give, whole or not at all.

    Where nothing has changed since `out` was written, it stays as it is.

    Parameters
    ----------
    data : pathlib.Path, optional
        A data folder of one's own.
    out : pathlib.Path
        The folder to write; its parent is written too while the report runs.
    fresh : bool
        Make everything anew, also what is remembered.
    jobs : int, optional
        How many notebooks to run at once; the default is one for each processor.
    all_periods : bool
        Add a page for each period of the entity.

    Raises
    ------
    DataError
        With every problem of the data folder.
    AnalysisError
        If a notebook fails, another report is writing `out`, `out` is not a report, or the disk
        refuses. The previous report then stays as it was.
    """
    data, out = data_folder(data).resolve(), Path(out).resolve()
    if not data.is_dir():
        raise AnalysisError(f"There is no data folder {data}. Give an existing one with --data.")
    try:
        check_ours(out)
        # The notebooks for other data are in the package, which is read anyway.
        inputs = memory.fingerprint(data, notebooks_folder()) + "+" * all_periods
        old = _read_mark(out)
        if fresh or old.get("inputs") != inputs or memory.files(out) != old["files"]:
            with _ending():
                _make(data, out, fresh, jobs, inputs, old, all_periods)
        else:
            say("Nothing has changed since this report was written.", sys.stderr)
    except OSError as problem:
        place = f" ({problem.filename})" if problem.filename else ""
        raise AnalysisError(
            f"The report could not be written: {problem.strerror or problem}{place}.\n"
            f"What was in {out} before is untouched. Make room or give another folder with --out."
        ) from problem
    count = {
        name: len(list((out / name).glob(f"*.{end}")))
        for name, end in (("notebooks", "ipynb"), ("exhibits", "csv"))
    }
    say(f"{out}")
    say(f"  notebooks/  {count['notebooks']} notebooks, run in order from top to bottom")
    say(f"  exhibits/   {count['exhibits']} exhibits, each with its data; list in exhibits.json")
    say("  site/       everything to read")
    say(f"Open {(out / 'site' / 'index.html').as_uri()}")


def _make(
    data: Path,
    out: Path,
    fresh: bool,
    jobs: int | None,
    inputs: str,
    old: dict[str, Any],
    all_periods: bool,
) -> None:
    from ..gate import examine
    from .run import notebook_paths, period_notebooks, run_notebooks

    # Said once here, and not once by each notebook.
    if problems := examine(data).problems:
        raise DataError(problems)
    paths, results = notebook_paths(data), memory.users_memory()
    with replacing(out) as new, TemporaryDirectory() as made:
        paths += period_notebooks(data, Path(made)) if all_periods else []
        executed = run_notebooks(paths, data, jobs, results, fresh)
        _write(new / "notebooks", {path.name: executed[path] for path in paths})
        _write_exhibits(new)
        site = memory.fingerprint(data, new / "notebooks")
        if not fresh and old.get("site") == site and _is_whole(out / "site", old["files"]):
            shutil.copytree(out / "site", new / "site")
        else:
            from .site import build_site

            build_site(new / "notebooks", new / "site", data, new.with_name("scratch"), results)
        mark = {"about": _ABOUT, "inputs": inputs, "site": site, "files": memory.files(new)}
        _write(new, {MARK: json.dumps(mark, indent=1) + "\n"})
    results.tidy()


def _read_mark(out: Path) -> dict[str, Any]:
    try:
        told = json.loads((out / MARK).read_text(encoding="utf-8"))
        return {**told, "files": told["files"] | {MARK: memory.digest((out / MARK).read_bytes())}}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _is_whole(site: Path, listed: dict[str, str]) -> bool:
    start = "site/"
    kept = {name.removeprefix(start): one for name, one in listed.items() if name.startswith(start)}
    return site.is_dir() and memory.files(site) == kept


@contextlib.contextmanager
def _ending() -> Iterator[None]:
    """End in order when the system asks for it, so that nothing is left behind."""
    ended: list[int] = []

    def end(number: int, _: object) -> None:
        ended.append(128 + number)
        raise SystemExit(ended[0])

    names = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    try:
        # What is ignored, as by nohup, stays ignored.
        asked = [one for one in names if signal.getsignal(one) is not signal.SIG_IGN]
        before = {one: signal.signal(one, end) for one in asked}
    except ValueError:
        # Only the main thread may ask for this.
        before = {}
    try:
        yield
    except Exception:
        # What ends because a kernel was ended first is no fault of a notebook.
        if ended:
            raise SystemExit(ended[0]) from None
        raise
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _write(folder: Path, files: dict[str, str | bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def _write_exhibits(new: Path) -> None:
    from ..citing.catalogue import read_catalogue

    files: dict[str, str | bytes] = {}
    entries = []
    for exhibit in read_catalogue(new / "notebooks").values():
        files[f"{exhibit.id}.csv"] = exhibit.data
        if exhibit.kind == "figure":
            files |= {f"{exhibit.id}.svg": exhibit.svg, f"{exhibit.id}.png": exhibit.png}
        else:
            files[f"{exhibit.id}.md"] = exhibit.markdown + "\n"
        told = {one.name: getattr(exhibit, one.name) for one in fields(exhibit)}
        told["work"] = exhibit.to_metadata()["work"]
        entries.append({name: value for name, value in told.items() if name not in _HEAVY})
    files["exhibits.json"] = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    _write(new / "exhibits", files)
