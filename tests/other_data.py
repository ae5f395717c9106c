"""What the notebooks say of other data: sentences that the committed data never call up.

Run as a program, this renews the expected texts; `make notebooks` does so. With a data folder, it
says what the notebooks show of it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from cells import shown

from jilin_analysis.reporting.running import notebook_paths
from jilin_analysis.starter import start

FAILED = [{"data": {"text/plain": "failed"}, "metadata": {}}]
EXPECTED = Path(__file__).parent / "data" / "other-data.json"
NEXT_QUARTER = Path(__file__).parent / "data" / "next-quarter"
AGREEING = (
    "2021-q2-output-value,Example Fiber Works,output-value,2021-Q2,yoy,"
    "output value fell by 4 percent year on year,made-up-2021,paragraph 3,,Made up for a test.\n"
)


def next_quarter(folder: Path) -> None:
    shutil.copytree(NEXT_QUARTER, folder)


def two_reports_that_agree(folder: Path) -> None:
    next_quarter(folder)
    with (folder / "reported.csv").open("a", encoding="utf-8", newline="") as table:
        table.write(AGREEING)


def nothing_left_open(folder: Path) -> None:
    """Say of every headline metric what it measures, and report each again a year later."""
    next_quarter(folder)
    metrics = folder / "metrics.csv"
    text = metrics.read_text(encoding="utf-8").replace(",unknown,,", ",volume,tonne,")
    metrics.write_text(text, encoding="utf-8", newline="\n")
    reported = folder / "reported.csv"
    rows = reported.read_text(encoding="utf-8").splitlines()
    again = [row.replace("2021-q2", "2022-q2").replace("2021-Q2", "2022-Q2") for row in rows[1:4]]
    reported.write_text("\n".join([*rows, *again]) + "\n", encoding="utf-8", newline="\n")


def one_figure(folder: Path) -> None:
    start(folder)
    package = folder / "datapackage.json"
    text = package.read_text(encoding="utf-8")
    text = re.sub(r"\d{4}-\d\d-\d\dT00:00:00Z", "2020-08-01T00:00:00Z", text)
    package.write_text(text, encoding="utf-8")


FOLDERS: dict[str, Callable[[Path], None]] = {
    "next quarter": next_quarter,
    "two reports that agree": two_reports_that_agree,
    "nothing left open": nothing_left_open,
    "one figure": one_figure,
}


def said(path: Path, folder: Path) -> list[list[str]]:
    """Return each output's text, to be read in a review, and the hash of the whole output."""
    return [
        [
            output["data"].get("text/markdown", output["data"]["text/plain"]),
            sha256(json.dumps(output, sort_keys=True).encode()).hexdigest(),
        ]
        for cell in shown(path, folder)
        for output in (FAILED if cell is None else cell)
    ]


def run_on(name: str, place: Path) -> dict[str, list[list[str]]]:
    """Run the notebooks on one of `FOLDERS`, made in `place`, in a process of their own."""
    folder = place / "data"
    FOLDERS[name](folder)
    command = [sys.executable, __file__, str(folder.resolve())]
    surroundings = os.environ | {"MPLBACKEND": "agg"}
    done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, check=True)
    told: dict[str, list[list[str]]] = json.loads(done.stdout)
    return told


def renew() -> None:
    """Write down what is said now."""
    renewed = {}
    for chosen in FOLDERS:
        with tempfile.TemporaryDirectory() as temporary:
            renewed[chosen] = run_on(chosen, Path(temporary))
    EXPECTED.write_text(
        json.dumps(renewed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps({path.stem: said(path, Path(sys.argv[1])) for path in notebook_paths()}))
    else:
        renew()
