"""Run every notebook and write what they show: executed notebooks, exhibits, site.

A report is written whole or not at all. It holds the hash of all that it was made of, so that it is
not made twice for nothing.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from ..console import say
from ..errors import AnalysisError
from ..paths import data_folder, notebooks_folder

MARK = ".jilin-analysis-report"
_ABOUT = (
    "A report of jilin-analysis, which may replace this folder. Do not keep files of yours here."
)


def run_report(options: argparse.Namespace) -> int:
    """Run the notebooks and replace the report in `out` by what they give, whole or not at all.

    Where nothing has changed since it was written, it stays as it is.

    Raises
    ------
    DataError
        With every problem of the data folder.
    AnalysisError
        If a notebook fails, another report is writing `out`, `out` is not a report, or the disk
        refuses. The previous report then stays as it was.
    """
    data, out = data_folder(options.data).resolve(), Path(options.out).resolve()
    if not data.is_dir():
        raise AnalysisError(f"There is no data folder {data}. Give an existing one with --data.")
    try:
        # The notebooks for other data are in the package, which is read anyway.
        inputs = fingerprint(data, notebooks_folder()) + "+" * options.all_periods
        if options.fresh or not _is_whole(out, inputs):
            _make(data, out, inputs, options.all_periods)
        else:
            say("Nothing has changed since this report was written.", sys.stderr)
    except OSError as problem:
        place = f" ({problem.filename})" if problem.filename else ""
        raise AnalysisError(
            f"The report could not be written: {problem.strerror or problem}{place}.\n"
            f"What was in {out} before is untouched. Make room, or give another folder: with "
            "--out for the report, in TMPDIR for temporary files."
        ) from problem
    notebooks, exhibits = [*out.glob("notebooks/*.ipynb")], [*out.glob("exhibits/*.csv")]
    say(f"{out}")
    say(f"  notebooks/  {len(notebooks)} notebooks, run in order from top to bottom")
    say(f"  exhibits/   {len(exhibits)} exhibits, each with its data; list in exhibits.json")
    say("  site/       everything to read")
    say(f"Open {(out / 'site' / 'index.html').as_uri()}")
    return 0


def _make(data: Path, out: Path, inputs: str, all_periods: bool) -> None:
    from ..dataset import checked
    from ..gate import examine
    from . import run, site

    # Said once here, and not once by each notebook.
    dataset = checked(examine(data)[0])
    paths = run.notebook_paths(data)
    with replacing(out) as new, TemporaryDirectory() as made:
        paths += run.period_notebooks(dataset, Path(made)) if all_periods else []
        executed = run.run_notebooks(paths, dataset)
        _write(new / "notebooks", {path.name: text for path, text in executed.items()})
        write_exhibits(new)
        site.build_site(new, dataset, new.with_name("scratch"))
        mark = {"about": _ABOUT, "inputs": inputs, "files": hashes(new)}
        _write(new, {MARK: json.dumps(mark, ensure_ascii=False, indent=1) + "\n"})


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Lend an empty folder to write in, and put it in the place of `out` if all goes well.

    It lies beside `out`, so on the same disk, and goes into its place by renaming. A program that
    is killed leaves `out` as it was or as it was meant to become. Only between the two renames
    there is none: the next run then puts the old one back. It also clears what was left.

    Raises
    ------
    AnalysisError
        If `out` is something else than a report, or if another run is writing it.
    """
    from filelock import FileLock, Timeout

    is_empty = out.is_dir() and not any(out.iterdir())
    if out.exists() and not is_empty and not (out / MARK).is_file():
        raise AnalysisError(
            f"{out} was not written by a report, so it is left alone. "
            "Give a new or an empty folder with --out."
        )
    work = out.with_name(f".{out.name}.unfinished")
    work.mkdir(parents=True, exist_ok=True)
    new, old, lock = work / "new", work / "old", FileLock(work / "lock")
    try:
        # Another report may end in the moment in which we ask.
        lock.acquire(timeout=0.2)
    except Timeout:
        raise AnalysisError(
            f"Another report is being written into {out}. "
            "Wait until it has ended, or give another folder with --out."
        ) from None
    try:
        if old.exists() and not out.exists():
            old.rename(out)
        for left in (new, old, work / "scratch"):
            shutil.rmtree(left, ignore_errors=True)
        new.mkdir()
        yield new
        if out.exists():
            out.rename(old)
        new.rename(out)
    finally:
        if old.exists() and not out.exists():
            old.rename(out)
        # The lock file goes while it is held; who waits for it notices that, and asks again.
        shutil.rmtree(work, ignore_errors=True)
        lock.release()


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each plain file in a folder by its name there; a pipe is never read."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def fingerprint(*folders: Path) -> str:
    """Return a hash of the package, of what is installed beside it, and of some folders."""
    installed = {name.name for place in sys.path for name in Path(place or ".").glob("*.dist-info")}
    about = [platform.python_version(), platform.machine(), sorted(installed)]
    whole = json.dumps([about, *map(hashes, (Path(__file__).parents[1], *folders))])
    return sha256(whole.encode()).hexdigest()


def _is_whole(out: Path, inputs: str) -> bool:
    """Tell whether a report was made of just this, and is as it was written."""
    try:
        told = json.loads((out / MARK).read_bytes())
        files = {name: one for name, one in hashes(out).items() if name != MARK}
        return bool(told["inputs"] == inputs and told["files"] == files)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def write_exhibits(report: Path) -> None:
    """Write the files of each exhibit that the notebooks of a report show, and their list."""
    from ..citing.catalogue import read_catalogue

    files: dict[str, str | bytes] = {}
    entries = []
    for name, one in read_catalogue(report / "notebooks").items():
        files[f"{name}.csv"] = one.data
        if one.kind == "figure":
            files |= {f"{name}.svg": one.svg, f"{name}.png": one.png}
            files |= {f"{name}-phone.svg": one.phone} if one.phone else {}
        else:
            files[f"{name}.md"] = one.markdown + "\n"
        entries.append(one.to_metadata() | {"notebook": one.notebook, "markdown": one.markdown})
    files["exhibits.json"] = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    _write(report / "exhibits", files)
