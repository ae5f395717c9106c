"""What the front page and the sources page say, read from the data: no fact is typed there."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import AnalysisError
from ..sources import GRADES

_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MEDIA_TYPES = {".csv": "text/csv", ".json": "application/json"}
_ORDINALS = ("first", "second", "third", "fourth")


@dataclass(frozen=True, slots=True)
class Background:
    """The data package, its sources, and what its metrics leave open."""

    package: dict[str, Any]
    sources: dict[str, dict[str, Any]]
    open_questions: tuple[dict[str, str], ...]

    @property
    def entity(self) -> str:
        """Whom the data are about."""
        return str(self.package["focus"]["entity"])

    @property
    def period(self) -> str:
        """The period the data are about, in words."""
        code = str(self.package["focus"]["period"])
        quarter = _QUARTER.fullmatch(code)
        return f"the {_ORDINALS[int(quarter[2]) - 1]} quarter of {quarter[1]}" if quarter else code

    @property
    def interval(self) -> str:
        """The period as an interval of ISO 8601, which knows no quarters."""
        code = str(self.package["focus"]["period"])
        if not (quarter := _QUARTER.fullmatch(code)):
            return code
        year, last = quarter[1], 3 * int(quarter[2])
        return f"{year}-{last - 2:02d}/{year}-{last:02d}"

    @property
    def release(self) -> str:
        """The version of the data."""
        return str(self.package["version"])

    @property
    def released(self) -> str:
        """The day of that version."""
        return str(self.package["created"])[:10]

    @property
    def licence(self) -> str:
        """The name of the licence of the data."""
        return ", ".join(str(one.get("name", "")) for one in self.package.get("licenses", []))

    @property
    def files(self) -> list[str]:
        """The files of the data package that a reader may take."""
        listed = [one["path"] for one in self.package["resources"]]
        named = ["datapackage.json", "sources.json", *filter(_is_inside, listed)]
        return list(dict.fromkeys(named))

    @property
    def graded_sources(self) -> list[dict[str, Any]]:
        """The sources, the best grade first, then by date."""

        def rank(source: dict[str, Any]) -> tuple[int, str, str]:
            grade = source["custom"]["grade"]
            place = GRADES.index(grade) if grade in GRADES else len(GRADES)
            return place, date_of(source) or "9999", source["id"]

        return sorted(self.sources.values(), key=rank)

    def json_ld(self) -> dict[str, Any]:
        """Return the description that search engines for data sets read."""
        package = self.package
        licences = [one["path"] for one in package.get("licenses", []) if "path" in one]
        makers = package.get("contributors", [])
        described = {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "name": package["title"],
            "description": package.get("description", package["title"]),
            "version": self.release,
            "datePublished": self.released,
            "identifier": f"{package['name']}@{self.release}",
            "creator": [{"@type": "Organization", "name": one["title"]} for one in makers],
            "keywords": package.get("keywords"),
            "license": licences,
            "isAccessibleForFree": True,
            "temporalCoverage": self.interval,
            "about": {"@type": "Organization", "name": package["focus"]["entity"]},
            "isBasedOn": [one["URL"] for one in self.sources.values() if "URL" in one],
            "distribution": [
                {"@type": "DataDownload", "contentUrl": f"data/{path}", "encodingFormat": kind}
                for path in self.files
                for kind in [_MEDIA_TYPES.get(PurePosixPath(path).suffix)]
                if kind
            ],
        }
        return {name: value for name, value in described.items() if value}


def date_of(source: dict[str, Any]) -> str:
    """Return the date of a source as far as it is known, such as `2020-06-27`; else nothing."""
    parts = source.get("issued", {}).get("date-parts", [[]])[0]
    return "-".join(f"{part:02d}" for part in parts)


def read(data: Path) -> Background:
    """Read what the prose pages need from a data folder."""
    try:
        package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
        listed = json.loads((data / "sources.json").read_text(encoding="utf-8"))
        metrics = {row["metric"]: row for row in _rows(data / "metrics.csv")}
        package["resources"] = [
            one for one in package["resources"] if (data / str(one["path"])).is_file()
        ]
        focus = package["focus"]
        asked = [
            row["metric"]
            for row in _rows(data / "reported.csv")
            if row["entity"] == focus["entity"] and row["period"] == focus["period"]
        ]
    except (OSError, ValueError, KeyError) as fault:
        raise AnalysisError(
            f"{data} cannot be read: {fault!r}. Try `jilin-analysis check`."
        ) from None
    found = (metrics[name] for name in dict.fromkeys(asked) if name in metrics)
    open_questions = tuple(row for row in found if row["not_known"])
    return Background(package, {one["id"]: one for one in listed}, open_questions)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, restval=""))


def _is_inside(path: object) -> bool:
    place = PurePosixPath(str(path))
    return isinstance(path, str) and not place.is_absolute() and ".." not in place.parts
