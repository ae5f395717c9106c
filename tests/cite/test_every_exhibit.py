"""Every exhibit of the committed notebooks can be cited, and every picture of one answers."""

import pytest
from jilin_analysis.citing.bibliography import read_bibliography

from jilin_analysis.citing import lineage
from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.citing.citations import STYLES, cite
from jilin_analysis.citing.pictures import read_picture
from jilin_analysis.paths import data_folder

CATALOGUE = read_catalogue()
FIGURES = [name for name, exhibit in CATALOGUE.items() if exhibit.kind == "figure"]


def test_the_notebooks_hold_every_kind_of_exhibit():
    assert {one.kind for one in CATALOGUE.values()} == {"figure", "table", "statement"}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", CATALOGUE)
def test_every_exhibit_is_cited_with_all_its_sources_before_us(name, style):
    exhibit, known = CATALOGUE[name], read_bibliography(data_folder())
    text = cite(exhibit, style)
    # An address is the one string that no style changes.
    addresses = [known[key]["URL"] for key in exhibit.sources]
    assert addresses
    assert all(address in text for address in addresses)
    ours = text.rindex(f"{name}, data release {exhibit.release}")
    assert max(text.rindex(address) for address in addresses) < ours


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_answers_for_itself_under_any_name(name, form, tmp_path):
    exhibit = CATALOGUE[name]
    path = tmp_path / "image (3).tmp"
    path.write_bytes(exhibit.png if form == "png" else exhibit.svg.encode())
    picture = read_picture(path)
    assert picture.id == name
    assert lineage.status(picture, CATALOGUE) == "current"
    assert picture.title == exhibit.caption
    assert [source.split(":")[0] for source in picture.sources] == list(exhibit.sources)
