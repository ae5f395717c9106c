"""The committed notebooks as a catalogue: every exhibit with its data, sources and pictures.

Nothing is run and pandas is not needed: what a notebook shows travels in its stored outputs.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from ..errors import AnalysisError, UnknownExhibitError, nearest
from ..folder import Folder, read_folder
from ..paths import data_folder, notebooks_folder, shipped_data, table
from ..showing.exhibit import KEY, PHONE, Exhibit, ExhibitError, Work

RETIRED = Path(__file__).with_name("retired.csv")


def read_catalogue(folder: Path | None = None) -> dict[str, Exhibit]:
    """Return every exhibit of a folder of notebooks by id, in the order of notebooks and cells.

    Without a folder they are the notebooks that come with the package. What cannot be read, and an
    id that is malformed or used twice, is an AnalysisError.
    """
    folder = notebooks_folder() if folder is None else folder
    if not folder.is_dir():
        raise AnalysisError(f"There is no folder of notebooks at {folder}.")
    catalogue: dict[str, Exhibit] = {}
    for path in sorted(folder.glob("*.ipynb")):
        for place, exhibit in exhibits_in(path):
            if exhibit.id in catalogue:
                raise AnalysisError(
                    f"{place}: the id {exhibit.id!r} is already used in "
                    f"{catalogue[exhibit.id].notebook}; give one of them another id."
                )
            catalogue[exhibit.id] = exhibit
    return catalogue


def exhibits_of(data: Path | None, notebooks: Path | None) -> dict[str, Exhibit]:
    """Return the exhibits made from some data: with other data than ours, those of `notebooks`."""
    return read_catalogue(notebooks) if notebooks or _is_shipped(data) else {}


def _is_shipped(data: Path | None) -> bool:
    return data_folder(data).resolve() == shipped_data().resolve()


def stale_of(
    catalogue: Mapping[str, Exhibit], data: Path | None, folder: Folder | None = None
) -> set[str]:
    """Return the ids of exhibits that were made from other data than their folder holds now.

    The data that come with the package never change, so they are not read for it; others are read
    where there is something to hold against them, and `folder` is not those as read already.
    """
    if not catalogue or _is_shipped(data):
        return set()
    now = ("", (folder or read_folder(data)).fingerprint)
    return {name for name, one in catalogue.items() if one.folder_sha256 not in now}


def of_one_work(folder: Folder, catalogue: Mapping[str, Exhibit]) -> tuple[list[Exhibit], set[str]]:
    """Return the exhibits that were made from a folder as it is now, and the ids of stale ones.

    Those of another work are an AnalysisError.
    """
    title = Work.of(folder.package).title
    if others := {one.work.title for one in catalogue.values()} - {title}:
        told = f"The notebooks are of “{others.pop()}”, the data are of “{title}”"
        raise AnalysisError(f"{told}: name the notebooks' own data folder with --data.")
    stale = stale_of(catalogue, folder.path, folder)
    return [one for name, one in catalogue.items() if name not in stale], stale


def unknown(name: str, known: Collection[str]) -> UnknownExhibitError:
    """Return the error of a name that nothing known has: what took its place, or the nearest."""
    if name in (took := retired()):
        return UnknownExhibitError(f"{name!r} is retired. {took[name]}")
    whole = name.partition("/")[0]
    listed = f"jilin-analysis list {whole}" if whole in known else "jilin-analysis list"
    what, hint = "number" if "/" in name else "exhibit", nearest(name, known)
    return UnknownExhibitError(f"There is no {what} {name!r}.{hint} '{listed}' shows what is.")


def retired() -> dict[str, str]:
    """Return what took the place of each id or key that no notebook shows any more."""
    return {row["id"]: row["instead"] for row in table(RETIRED)}


def exhibits_in(path: Path) -> Iterator[tuple[str, Exhibit]]:
    """Yield the exhibits of one notebook, each with its place, in the order of its cells."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        outputs = [
            (f"{path.name}, cell {number}", output)
            for number, cell in enumerate(cells, 1)
            if cell["cell_type"] == "code"
            for output in cell["outputs"]
        ]
    except OSError as fault:
        raise AnalysisError(f"{path} cannot be read: {fault.strerror}.") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise AnalysisError(f"{path} is not a Jupyter notebook of format 4.") from None
    for place, output in outputs:
        try:
            told = output.get("metadata", {}).get(KEY)
            # A caption's output carries our key too, but is not an exhibit of its own.
            if told is None or "caption_of" in told:
                continue
            # The notebook format allows a text to be stored as a list of its lines.
            shown = {
                kind: text if isinstance(text, str) else "".join(text)
                for kind, text in output["data"].items()
            }
            exhibit = Exhibit.from_metadata(
                told,
                notebook=path.stem,
                svg=shown.get("image/svg+xml", ""),
                phone=shown.get(PHONE, ""),
                png=base64.b64decode(shown.get("image/png", "")),
                markdown=shown.get("text/markdown", ""),
            )
        except ExhibitError as fault:
            raise AnalysisError(f"{place}: {fault}") from None
        except (KeyError, TypeError, AttributeError, binascii.Error):
            told = "the exhibit is incomplete or damaged; run the notebook again."
            raise AnalysisError(f"{place}: {told}") from None
        yield place, exhibit
