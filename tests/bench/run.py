"""Measure speed side by side with peers in the same run, and write tests/bench/RESULTS.md."""

from __future__ import annotations

import ast
import csv
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
PHRASES = [
    "output rose by 3.4 percent year on year",
    "exports fell 12.5% from a year earlier to 1.2 million tons",
    "a total investment of 5.6 billion yuan ($0.8 billion)",
    "同比增长7.2%，比上月回落0.3个百分点",
    "实现销售收入148亿元，下降4.1%",
    "产量2.4万吨，占全国的三成以上",
]
PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
NOTE = """
`load_metrics` judges the folder by its whole contract, every row of it, and looks at each phrase,
period, source and name once: the rows here are those of the shipped data again and again, each
round of other entities, so phrases repeat. Where each row has words of its own, reading takes what
`find_quantities` does. `read_csv` only parses. Before the second edition `load_metrics` checked
less, and took 0.06 s for 10,000 rows.
"""
Row = tuple[str, str, str, str]


def seconds(*command: str, runs: int = 5) -> float:
    """Return the median of whole-process times, after one run that is not counted."""
    return median(lambda: start(*command), runs)


def median(work: Callable[[], object], runs: int) -> float:
    """Return the median time of `work`, after one run that is not counted."""
    times = []
    for _ in range(runs + 1):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times[1:])


def start(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def python(code: str) -> tuple[str, str, str]:
    return sys.executable, "-c", code


def processes() -> list[Row]:
    pandas, ours = seconds(*python("import pandas")), seconds(*python("import jilin_analysis"))
    rows = [
        (
            "`import jilin_analysis` against `import pandas`",
            f"{ours:.3f} s",
            f"{pandas:.3f} s",
            "1.1",
        )
    ]
    for words in (["list"], ["cite", "earnings-answer"]):
        taken = seconds(sys.executable, "-m", "jilin_analysis", *words)
        rows.append((f"`jilin-analysis {' '.join(words)}`, cold", f"{taken:.2f} s", "", "0.5 s"))
    return rows


def phrases() -> list[Row]:
    from jilin_analysis import find_quantities

    best = 0.0
    for _ in range(5):
        begin, count = time.perf_counter(), 0
        while time.perf_counter() - begin < 1:
            for phrase in PHRASES:
                find_quantities(phrase)
            count += len(PHRASES)
        best = max(best, count / (time.perf_counter() - begin))
    rows = [("`find_quantities`, phrases a second", f"{best:,.0f}", "", "20,000 or more")]
    for size in (100_000, 1_500_000):
        text = "。".join(PHRASES * (size // len("。".join(PHRASES)) + 1))[:size] + "。"
        begin = time.perf_counter()
        find_quantities(text)
        taken = f"{time.perf_counter() - begin:.2f} s"
        rows.append((f"`find_quantities`, {size:,} characters", taken, "", f"{size // 100_000} s"))
    return rows


def tables() -> list[Row]:
    found = []
    with tempfile.TemporaryDirectory() as place:
        for count in (100, 10_000, 100_000):
            folder = Path(place) / str(count)
            shutil.copytree(ROOT / "data", folder)
            repeat(folder, count)
            read = (
                f"import time, pandas, jilin_analysis as j; j.load_metrics; d = {str(folder)!r}\n"
            )
            clock = "b = time.perf_counter(); {}; print(time.perf_counter() - b); " + PEAK
            ours, peak = run(read + clock.format("j.load_metrics(d)"))
            peer, _ = run(read + clock.format("pandas.read_csv(d + '/reported.csv')"))
            what = f"`load_metrics` of {count:,} rows against `read_csv`, peak {peak:.0f} MB"
            found.append((what, f"{ours:.2f} s", f"{peer:.2f} s", ""))
    return found


def repeat(folder: Path, count: int) -> None:
    """Make `reported.csv` long, each round of other entities, and leave the hashes out."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource.pop("hash")
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    rows = list(csv.DictReader((folder / "reported.csv").read_text(encoding="utf-8").splitlines()))
    with (folder / "reported.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        for number in range(count):
            turn, row = number // len(rows), rows[number % len(rows)]
            other = {name: f"{row[name]}-{turn}" for name in ("id", "entity")} if turn else {}
            out.writerow(row | other)


def run(code: str) -> tuple[float, float]:
    done = subprocess.run(python(code), capture_output=True, text=True, check=True)
    taken, peak = done.stdout.split()
    return float(taken), float(peak)


def reports() -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_CACHE_HOME"] = f"{place}/cache"
        command = (sys.executable, "-m", "jilin_analysis", "report", "--out", f"{place}/build")
        fresh = seconds(*command, "--fresh", runs=2)
        warm = seconds(*command, runs=2)
    return [
        ("`jilin-analysis report --fresh`", f"{fresh:.1f} s", "", "30 s"),
        ("`jilin-analysis report`, nothing changed", f"{warm:.1f} s", "", "30 s"),
    ]


def notebook_checks() -> list[Row]:
    """Time the notebook check of `make test`, its floor and two peers, two notebooks at a time."""
    check = ("make", "-s", "notebook-outputs")
    nbmake = (sys.executable, "-m", "pytest", "-q", "-n", "2", "-W", "ignore", "--nbmake")
    papermill = (sys.executable, "-m", "papermill", "--log-level", "ERROR", "--no-progress-bar")
    notebooks = sorted(ROOT.glob("notebooks/*.ipynb"))
    with tempfile.TemporaryDirectory() as place:
        for notebook in notebooks:
            bare = imports_only(nbformat.read(notebook, 4))
            nbformat.write(bare, Path(place, notebook.name))
        ours = seconds(*check, runs=3)
        floor = seconds(*check, f"NOTEBOOKS={place}", runs=3)

        def run_all() -> None:
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(lambda path: start(*papermill, str(path), os.devnull), notebooks))

        peers = [
            ("nbmake", seconds(*nbmake, "notebooks", runs=3)),
            ("papermill", median(run_all, runs=3)),
        ]
    what = "notebook check of `make test` against"
    rows = [(f"{what} kernels and imports alone", f"{ours:.1f} s", f"{floor:.1f} s", "1.3")]
    return rows + [
        (f"{what} {name}", f"{ours:.1f} s", f"{took:.1f} s", "1") for name, took in peers
    ]


def imports_only(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook with nothing left in its code cells but their imports."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            lines = ast.parse(cell.source).body
            cell.source = "\n".join(
                ast.unparse(line) for line in lines if isinstance(line, ast.Import | ast.ImportFrom)
            )
            cell.outputs = []
    return notebook


def main() -> None:
    # A peak counts what this process held when it started the other: phrases come later.
    rows = [*processes(), *tables(), *phrases(), *notebook_checks(), *reports()]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    (ROOT / "tests/bench/RESULTS.md").write_text(
        "# Speed\n\nWritten by `make bench`: medians of whole processes, ours and a peer in one "
        f"run, on {len(os.sched_getaffinity(0))} processors.\n\n"
        f"| What | Ours | Peer | Bar |\n|---|---|---|---|\n{table}\n{NOTE}",
        encoding="utf-8",
    )
    print(table)


if __name__ == "__main__":
    main()
