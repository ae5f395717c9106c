"""A release of the data never changes under its number: readers cite it by that number."""

from __future__ import annotations

import json
from hashlib import sha256

from jilin_analysis.paths import data_folder

# The descriptor holds the hash of every other file, so its own hash seals the whole release. When
# data change, the version in data/datapackage.json changes too, and a line is added here.
SEALS = {
    "2020.1": "10dde96da32278f9b895d02332d1bb2f24dc46cb0f9813d2a03de6870a78116f",
    "2026.1": "b30e75be5e149c363402e76b6714d5553440fa2c840cd889b61d3093e33fa144",
}


def test_the_release_is_as_it_was_sealed() -> None:
    content = (data_folder() / "datapackage.json").read_bytes()
    package = json.loads(content)
    assert sha256(content).hexdigest() == SEALS[package["version"]]
    described = {resource["path"] for resource in package["resources"] if "hash" in resource}
    on_disk = {path.name for path in data_folder().iterdir() if path.suffix in {".csv", ".json"}}
    assert on_disk - described == {"datapackage.json"}
