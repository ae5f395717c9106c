"""Every exhibit of the committed notebooks can be cited in every style, with all its sources."""

import re

import pytest

from jilin_analysis.citing.catalogue import read_catalogue, retired
from jilin_analysis.citing.citations import caption, cite
from jilin_analysis.citing.numbers import of_exhibit
from jilin_analysis.citing.styles import STYLES
from jilin_analysis.folder import read_folder

CATALOGUE = read_catalogue()


def test_the_notebooks_hold_every_kind_of_exhibit():
    assert {one.kind for one in CATALOGUE.values()} == {"figure", "table", "statement"}


def test_most_exhibits_rest_on_sources_and_hold_numbers():
    assert sum(bool(one.sources) for one in CATALOGUE.values()) > len(CATALOGUE) / 2
    assert sum(bool(of_exhibit(one)) for one in CATALOGUE.values()) > len(CATALOGUE) / 2


@pytest.mark.parametrize("style", STYLES)
def test_all_exhibits_are_cited_with_all_their_sources(style):
    text = cite(list(CATALOGUE.values()), style)
    for name, exhibit in CATALOGUE.items():
        # An address is the one string that no style changes.
        assert len(exhibit.references) == len(exhibit.sources)
        assert all(one["URL"] in text for one in exhibit.references)
        assert name in text


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_caption_names_everybody_and_the_licence(name):
    exhibit = CATALOGUE[name]
    said = caption(exhibit)
    for part in (name, exhibit.release, *exhibit.work.authors, "Licence: CC BY 4.0", "swh:1:cnt:"):
        assert part in said


@pytest.mark.parametrize(("old", "instead"), retired().items())
def test_what_took_the_place_of_a_retired_name_is_there(old, instead):
    known = CATALOGUE.keys() | {row["id"] for row in read_folder().tables["reported.csv"]}
    assert old not in known
    assert set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+|doubts|frontier", instead)) <= known
