import json

import pytest
import sample_notebook as sample

from jilin_analysis.citing.catalogue import exhibits_in, read_catalogue, unknown
from jilin_analysis.errors import AnalysisError


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    return sample.write_all(tmp_path_factory.mktemp("notebooks"))


def test_the_catalogue_holds_every_exhibit_in_the_order_of_notebooks_and_cells(notebooks):
    catalogue = read_catalogue(notebooks)
    assert list(catalogue) == ["three-rates", "exports-rose", "all-rates"]
    assert [one.notebook for one in catalogue.values()] == ["01-first", "02-second", "02-second"]
    assert [one.kind for one in catalogue.values()] == ["figure", "statement", "table"]


def test_an_exhibit_is_what_the_notebook_shows(notebooks):
    told = sample.about("three-rates", "figure")
    [(_, exhibit)] = exhibits_in(notebooks / "01-first.ipynb")
    for key, value in told.items():
        found = getattr(exhibit, key)
        found = {"title": found.title} if key == "work" else found
        assert (list(found) if isinstance(found, tuple) else found) == value
    assert exhibit.png.startswith(b"\x89PNG\r\n\x1a\n")
    assert exhibit.svg.rstrip().endswith("</svg>")
    assert next(exhibits_in(notebooks / "02-second.ipynb"))[1].markdown == sample.SENTENCE


def test_a_text_stored_as_lines_is_the_same_text(tmp_path):
    told = sample.about("lines", "statement")
    shown = sample.output(told)
    shown["data"]["text/markdown"] = ["one\n", "two"]
    [(_, exhibit)] = exhibits_in(sample.write(tmp_path / "a.ipynb", shown))
    assert exhibit.markdown == "one\ntwo"


def test_an_id_used_twice_names_both_notebooks(tmp_path):
    shown = sample.output(sample.about("twice", "table"), text_markdown="x")
    sample.write(tmp_path / "01-a.ipynb", shown)
    sample.write(tmp_path / "02-b.ipynb", shown)
    with pytest.raises(AnalysisError, match=r"02-b.ipynb, cell 2: .*'twice'.* 01-a"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize("name", ["Three", "three_rates", "-a", "a-", "a--b", "", "a b", "../a", 7])
def test_a_malformed_id_is_named_with_its_place(tmp_path, name):
    path = sample.write(tmp_path / "a.ipynb", sample.output(sample.about(name, "table")))
    with pytest.raises(AnalysisError, match=r"a\.ipynb, cell 2: .*cannot be an id"):
        read_catalogue(path.parent)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "graph"}, "'graph' is no kind"),
        ({"data_sha256": "0" * 64}, "do not have the hash beside them; run the notebook again"),
        ({"caption": None}, "incomplete"),
        ({"sources": [1]}, "incomplete"),
        ({"sources": None}, "incomplete"),
        ({"title": None}, "incomplete"),
        ({"references": ["x"]}, "incomplete"),
        ({"references": []}, "incomplete"),
        ({"work": "x"}, "incomplete"),
        ({"work": {"authors": "Jane"}}, "incomplete"),
        ({"work": {"unheard": "of"}}, "incomplete"),
    ],
)
def test_wrong_metadata_are_named_with_their_place(tmp_path, changes, message):
    told = sample.about("wrong", "table") | changes
    path = sample.write(tmp_path / "a.ipynb", sample.output(told))
    with pytest.raises(AnalysisError, match=rf"a\.ipynb, cell 2: .*{message}"):
        list(exhibits_in(path))


@pytest.mark.parametrize("key", sorted(sample.about("x", "table")))
def test_missing_metadata_are_named_with_their_place(tmp_path, key):
    told = sample.about("wrong", "table")
    del told[key]
    path = sample.write(tmp_path / "a.ipynb", sample.output(told))
    with pytest.raises(AnalysisError, match=r"cell 2: .*(incomplete|cannot be an id|no kind)"):
        list(exhibits_in(path))


def test_a_damaged_picture_is_named_with_its_place(tmp_path):
    shown = sample.output(sample.about("wrong", "figure"), image_png="abc")
    with pytest.raises(AnalysisError, match=r"a\.ipynb, cell 2: .*damaged"):
        list(exhibits_in(sample.write(tmp_path / "a.ipynb", shown)))


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{}", json.dumps({"cells": [{}]}).encode(), b"[" * 100_000]
)
def test_a_file_that_is_no_notebook_says_so(tmp_path, content):
    (tmp_path / "a.ipynb").write_bytes(content)
    with pytest.raises(AnalysisError, match=r"a\.ipynb is not a Jupyter notebook"):
        read_catalogue(tmp_path)


def test_a_folder_that_is_not_there_says_so(tmp_path):
    with pytest.raises(AnalysisError, match="no folder of notebooks"):
        read_catalogue(tmp_path / "nowhere")


def test_a_small_part_of_an_id_in_any_case_leads_to_it():
    assert str(unknown("EE", ["three-rates", "exports-rose"])) == (
        "There is no exhibit 'EE'. Nearest: three-rates. 'jilin-analysis list' shows what is."
    )
