"""Start a data folder of one's own: the contract's files, one example row, a guide."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from .errors import AnalysisError
from .paths import data_folder

EXAMPLE = {
    "id": "2020-q2-output",
    "entity": "Example Fiber Company",
    "metric": "output",
    "period": "2020-Q2",
    "comparison": "yoy",
    "as_reported": "output fell by 3.5 percent year on year",
    "source": "example-2020",
    "locator": "paragraph 1, sentence 1",
    "sentence_sha256": "",
    "note": "An example: replace it by the first figure of your own release.",
}
SOURCE: dict[str, Any] = {
    "id": "example-2020",
    "type": "webpage",
    "title": "Replace this by the title of your source",
    "publisher": "Its publisher",
    "issued": {"date-parts": [[2020, 7, 31]]},
    "language": "en",
    "custom": {"grade": "press"},
}
# What every analysis of this kind shares: the vocabulary and the two reference series.
SHARED = ("metrics.csv", "exchange-rates.csv", "working-days.csv")


def start(folder: Path) -> None:
    """Make a data folder that passes `jilin-analysis check` and says how to fill it.

    Parameters
    ----------
    folder : pathlib.Path
        A folder that does not exist yet, or is empty.

    Raises
    ------
    AnalysisError
        If the folder holds anything: nothing is ever overwritten.
    """
    shipped = data_folder()
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise AnalysisError(f"{folder} is not empty. Name a folder that is not there yet.")
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = json.loads((shipped / "datapackage.json").read_text(encoding="utf-8"))
        files = {
            "datapackage.json": _json(_descriptor(descriptor, folder.resolve().name)),
            "reported.csv": _csv(EXAMPLE),
            "sources.json": _json([SOURCE, *_series_sources(shipped)]),
            "README.md": _guide(descriptor),
        }
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        for name in SHARED:
            shutil.copyfile(shipped / name, folder / name)
    except OSError as error:
        problem = f"{folder} cannot be made: {error.strerror or error}."
        raise AnalysisError(f"{problem} Name another folder.") from error
    print(f"{folder} is ready. Read {folder / 'README.md'}, then add your rows to reported.csv.")
    print(f"Check them:   jilin-analysis check --data {folder}")
    print(f"See them:     jilin-analysis report --data {folder} --out {folder}-report")


def _descriptor(shipped: dict[str, Any], name: str) -> dict[str, Any]:
    # A hash fixes data that are published; these are about to change.
    resources = [
        {key: value for key, value in resource.items() if key not in ("hash", "bytes")}
        for resource in shipped["resources"]
    ]
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-")
    own = {
        "name": slug or "data",
        "title": "Replace this by what your data are about",
        "description": "Reported figures, phrase by phrase, with source, locator and caveat.",
        "version": "1",
        "created": f"{date.today().isoformat()}T00:00:00Z",
        "focus": {"entity": EXAMPLE["entity"], "period": EXAMPLE["period"]},
        "resources": resources,
    }
    return {key: value for key, value in shipped.items() if key != "contributors"} | own


def _series_sources(shipped: Path) -> list[dict[str, Any]]:
    entries = json.loads((shipped / "sources.json").read_text(encoding="utf-8"))
    texts = ((shipped / name).read_text(encoding="utf-8") for name in SHARED[1:])
    used = {row["source"] for text in texts for row in csv.DictReader(text.splitlines())}
    return [entry for entry in entries if entry["id"] in used]


def _csv(row: dict[str, str]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return text.getvalue()


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _guide(descriptor: dict[str, Any]) -> str:
    tables = "\n\n".join(
        f"## {resource['path']}\n\n{resource['description']}\n\n| column | what goes in |\n"
        "|---|---|\n"
        + "\n".join(
            f"| `{field['name']}` | {field['description']} |"
            for field in resource["schema"]["fields"]
        )
        for resource in descriptor["resources"]
        if "schema" in resource
    )
    return f"""# Your data

1. In `datapackage.json`, name your data and set `focus`: the entity and the period that the
   notebooks are about. The entity must be spelled as in `reported.csv`.
2. In `sources.json`, add your source. `grade` is official, press, industry body, compilation or
   repost.
3. In `reported.csv`, add a row for each figure. Copy the words of the figure as they stand, in
   English or Chinese; type no number beside them. The notebooks ask for the metrics `output`,
   `direct-fiber-exports` and `foreign-exchange-earnings`, and use `output-value` and
   `direct-fiber-exports-weight` where there are any. What is missing is told as not reported.
4. Save as CSV in UTF-8. Then run `jilin-analysis check --data` with this folder.

{tables}
"""
