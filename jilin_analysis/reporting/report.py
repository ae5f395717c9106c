"""Run every notebook and write what they show: executed notebooks, exhibits, site."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from ..contract import check_folder
from ..errors import AnalysisError, DataError
from ..paths import data_folder
from .memory import Memory, cache_folder
from .replacing import replacing
from .running import notebook_paths, run_notebooks


def run_report(
    data: Path | None = None,
    out: Path = Path("build"),
    fresh: bool = False,
    jobs: int | None = None,
) -> None:
    """Run the notebooks and replace `out` by what they give, whole or not at all.

    Parameters
    ----------
    data : pathlib.Path, optional
        A data folder of one's own.
    out : pathlib.Path
        The folder to write; its parent is written too while the report runs.
    fresh : bool
        Run also the notebooks whose result is remembered.
    jobs : int, optional
        How many notebooks to run at once; the default is one for each processor.

    Raises
    ------
    DataError
        With every problem of the data folder.
    AnalysisError
        If a notebook fails, another report is writing `out`, `out` is not a report, or the disk
        refuses. The previous report then stays as it was.
    """
    data = data_folder(data).resolve()
    # Said once here, and not once by each notebook.
    if problems := check_folder(data):
        raise DataError(problems)
    paths = notebook_paths()
    try:
        with replacing(out) as new:
            executed = run_notebooks(paths, data, jobs, Memory(cache_folder()), fresh)
            _write(new / "notebooks", {path.name: executed[path] for path in paths})
            count = _write_exhibits(new)
            from ..site.build import build_site

            build_site(new / "notebooks", new / "site", data)
    except OSError as problem:
        place = f" ({problem.filename})" if problem.filename else ""
        raise AnalysisError(
            f"The report could not be written: {problem.strerror or problem}{place}.\n"
            f"What was in {out} before is untouched. Make room or give another folder with --out."
        ) from problem
    out = out.resolve()
    print(f"{out}")
    print(f"  notebooks/  {len(paths)} notebooks, run in order from top to bottom")
    print(f"  exhibits/   {count} exhibits, each with the data behind it; list in exhibits.json")
    print("  site/       everything to read")
    print(f"Open {(out / 'site' / 'index.html').as_uri()}")


def _write(folder: Path, files: dict[str, str | bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def _write_exhibits(new: Path) -> int:
    from ..citing.catalogue import read_catalogue

    catalogue = read_catalogue(new / "notebooks")
    files: dict[str, str | bytes] = {}
    entries = []
    for exhibit in catalogue.values():
        files[f"{exhibit.id}.csv"] = exhibit.data
        if exhibit.kind == "figure":
            files[f"{exhibit.id}.svg"] = exhibit.svg
            files[f"{exhibit.id}.png"] = exhibit.png
        else:
            files[f"{exhibit.id}.md"] = exhibit.markdown + "\n"
        entries.append(
            {
                field.name: getattr(exhibit, field.name)
                for field in fields(exhibit)
                if field.name not in ("svg", "png")
            }
        )
    files["exhibits.json"] = json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
    _write(new / "exhibits", files)
    return len(entries)
