"""Every exhibit of the committed notebooks can be cited in every style, with all its sources."""

import pytest

from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.citing.citations import caption, cite
from jilin_analysis.citing.references import completed
from jilin_analysis.citing.styles import STYLES

CATALOGUE = {name: completed(one) for name, one in read_catalogue().items()}


def test_the_notebooks_hold_every_kind_of_exhibit():
    assert {one.kind for one in CATALOGUE.values()} == {"figure", "table", "statement"}


@pytest.mark.parametrize("style", STYLES)
def test_all_exhibits_are_cited_with_all_their_sources(style):
    text = cite(list(CATALOGUE.values()), style)
    for name, exhibit in CATALOGUE.items():
        # An address is the one string that no style changes.
        assert exhibit.references
        assert all(one["URL"] in text for one in exhibit.references)
        assert name in text


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_caption_names_everybody_and_the_licence(name):
    exhibit = CATALOGUE[name]
    said = caption(exhibit)
    for part in (name, exhibit.release, *exhibit.work.authors, "Licence: CC BY 4.0", "swh:1:cnt:"):
        assert part in said
