"""The site, built once from a small sample whose every text tries to break out of its place."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import PLAIN_LOCALE
from folders import put, sound, spoil, spoil_json

from jilin_analysis.contract import judge
from jilin_analysis.dataset import Dataset
from jilin_analysis.folder import read_folder
from jilin_analysis.paths import notebooks_folder, shipped_data
from jilin_analysis.reporting import search
from jilin_analysis.reporting.cells import page_of, title_of
from jilin_analysis.reporting.html import readable, safe_address, safe_markdown
from jilin_analysis.reporting.report import write_exhibits
from jilin_analysis.reporting.run import is_of_period
from jilin_analysis.reporting.site import Shown, Site, build_site
from jilin_analysis.showing.exhibit import PHONE, Exhibit

HOSTILE = (
    "<script>alert(1)</script> ](javascript:alert(2) `x` {{ 9 * 'a' }} {% raw %} ``` \"onload='&lt;"
)
MARKDOWN = (
    "Fell by **27.7 %**. <script>alert(3)</script> [a](javascript:alert(4)) {{ 9 * 'a' }} "
    "![p](https://evil.example/p.png) [rates](#three-rates) <img src=x onerror=alert(5)>"
)
SOURCE = {
    "title": f"产值突破 {HOSTILE}",
    "publisher": HOSTILE,
    "language": "zh",
    "author": [{"family": HOSTILE, "given": "An"}],
    "URL": "https://example.org/a",
    "custom": {"title-en": HOSTILE, "note": HOSTILE},
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="150pt"><path d="M0 0"/></svg>'
NOTEBOOKS = notebooks_folder()
PNG = b"\x89PNG\r\n\x1a\n"


def exhibit(name, kind, shown, data="figure,value\na,1\n", **words):
    about = {
        "id": name,
        "kind": kind,
        "title": f"Caption of {name}",
        "short": "",
        "references": [{"id": "made-up-2021", "type": "webpage"} | SOURCE],
        "work": {"title": f"Sample {HOSTILE}"},
        "caption": f"Caption of {name}. {HOSTILE}",
        "alt": f"Alt of {name}. {HOSTILE}" if kind == "figure" else "",
        "caveat": f"Caveat. {HOSTILE}",
        "derivation": f"Derivation. {HOSTILE}",
        "rests_on": ["2021-q2-output"],
        "sources": ["made-up-2021"],
        "data": data,
        "data_sha256": sha256(data.encode()).hexdigest(),
        "release": "2020.1",
        "released": "2026-11-24",
    } | words
    output = {
        "output_type": "display_data",
        "data": shown,
        "metadata": {"jilin_analysis": about},
    }
    caption = {
        "output_type": "display_data",
        "data": {"text/markdown": "**Figure** THE NOTEBOOK'S OWN CAPTION"},
        "metadata": {"jilin_analysis": {"caption_of": name}},
    }
    return [output, caption]


def code(source, outputs):
    return {
        "cell_type": "code",
        "id": f"c{abs(hash(source)) % 10**6}",
        "metadata": {},
        "source": source,
        "execution_count": 1,
        "outputs": outputs,
    }


def result(text):
    told = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
    return told | {"data": {"text/plain": text}}


def prose(text):
    return {
        "cell_type": "markdown",
        "id": f"m{abs(hash(text)) % 10**6}",
        "metadata": {},
        "source": text,
    }


def save(folder, name, cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "cells": cells,
    }
    (folder / f"{name}.ipynb").write_text(
        json.dumps(notebook, ensure_ascii=False), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Return executed notebooks and a data folder; each text of both tries to break out."""
    folder = tmp_path_factory.mktemp("sample")
    executed = folder / "executed"
    executed.mkdir()
    picture = {"image/svg+xml": SVG, "image/png": base64.b64encode(PNG).decode()}
    narrow = picture | {PHONE: SVG.replace("300pt", "150pt")}
    said = {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": MARKDOWN}}
    table = f"| Metric | Words |\n|:--|--:|\n| 产值 | {HOSTILE.replace('|', '')} |\n"
    numbers = "key,label,value,low,high,kind,unit,premises\n"
    numbers += "rate,The rate,0.5,0.45,0.55,growth,ratio,if it is so\n"
    answer = exhibit("first-answer", "statement", {"text/markdown": MARKDOWN}, numbers)
    save(
        executed,
        "01-output",
        [
            prose(
                "# Did output grow?\n\n见 工业总产值. "
                "See [the rates](#first-picture), [a row](#first-answer/rate)."
            ),
            code("answer()", answer),
            code("table()", exhibit("phrases", "table", {"text/markdown": table})),
            code("say()", [said]),
        ],
    )
    save(
        executed,
        "02-rates",
        [
            prose("# Rates\n\nSee [](#phrases) and [what was printed](#2021-q2-output)."),
            code("prepare()", []),
            code("draw()", exhibit("first-picture", "figure", picture)),
            code("leftover()", [result("<7>")]),
            prose("## Again"),
            code(
                "both()",
                exhibit("other", "statement", {"text/markdown": ["It ", "fell."]}, short="Fell.")
                + exhibit("other-rates", "figure", narrow),
            ),
        ],
    )
    save(executed, "03-untitled", [prose("Words alone.")])
    data = sound(folder)
    spoil_json(data, "datapackage.json", hostile_package)
    spoil_json(data, "sources.json", hostile_source)
    spoil(data, lambda rows: rows[0].update(note=HOSTILE, locator=HOSTILE))
    spoil(
        data,
        lambda rows: [
            row.update(definition=HOSTILE, not_known=HOSTILE, label=row["label"] + " <b>")
            for row in rows
        ],
        "metrics.csv",
    )
    (folder / "outside.csv").write_text("secret", encoding="utf-8")
    return executed, data


def hostile_package(package):
    package |= {
        "title": f"Sample {HOSTILE}",
        "description": f"Described {HOSTILE}",
        "version": HOSTILE,
        "licenses": [{"name": f"CC {HOSTILE}", "path": "https://creativecommons.org/"}],
        "contributors": [{"title": f"The team {HOSTILE}"}],
        "homepage": "https://example.org/site",
    }
    package["resources"].append({"path": "../outside.csv"})


def hostile_source(sources):
    custom = sources[0]["custom"] | SOURCE["custom"]
    sources[0] |= SOURCE | {"custom": custom}


@pytest.fixture(scope="module")
def site(sample, tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    return built(*sample, folder)


def built(executed, data, place):
    """Return the site of a report in this place."""
    shutil.copytree(executed, place / "notebooks")
    write_exhibits(place)
    build_site(place, read(data), place / "scratch")
    return place / "site"


def read(data):
    """Return a folder as a dataset, whatever the contract says of the texts in it."""
    folder = judge(read_folder(data))
    return Dataset(folder, folder.package)


class Elements(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.all = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.all.append((tag, {name: value or "" for name, value in attrs}))

    def by_id(self, name):
        [found] = [(tag, attrs) for tag, attrs in self.all if attrs.get("id") == name]
        return found

    def values(self, tag, attribute):
        return [attrs[attribute] for one, attrs in self.all if one == tag and attribute in attrs]


def text_of(site, page):
    return (site / f"{page}.html").read_text(encoding="utf-8")


def words_of(html):
    class Text(HTMLParser):
        words = ""

        def handle_data(self, data):
            self.words += data

    text = Text()
    text.feed(html)
    return " ".join(text.words.split())


PAGES = {
    *("01-output", "02-rates", "03-untitled", "index", "search"),
    *("figures", "codebook", "sources", "how-to-cite"),
}


def test_there_is_a_page_for_each_notebook_and_each_matter(site):
    assert {path.stem for path in site.glob("*.html")} == PAGES
    assert "<h1>Untitled" in text_of(site, "03-untitled").replace("<h1>03-untitled", "<h1>Untitled")


# Nobody's text becomes markup.


def test_no_text_from_data_becomes_markup(site):
    ours = {"furo.js", "site.js", "search.js", "search-index.js", ""}
    for page in PAGES:
        elements = Elements(site / f"{page}.html")
        scripts = [attrs for tag, attrs in elements.all if tag == "script"]
        assert {attrs.get("src", "").split("?")[0].split("/")[-1] for attrs in scripts} <= ours, (
            page
        )
        kinds = [attrs.get("type") for attrs in scripts if "src" not in attrs]
        assert kinds.count(None) == 1, page
        assert set(kinds) <= {None, "application/ld+json"}, page
        for tag, attrs in elements.all:
            assert tag not in ("b", "iframe", "object", "base") or page in (
                "index",
                "how-to-cite",
                "codebook",
            ), tag
            assert not [name for name in attrs if name.startswith("on")], (page, tag, attrs)
            assert not attrs.get("href", "").strip().lower().startswith("javascript"), page


def test_hostile_text_is_shown_letter_by_letter(site):
    for page in PAGES - {"03-untitled", "search", "how-to-cite"}:
        words = words_of(text_of(site, page))
        assert "{{ 9 * 'a' }}" in words, page
        assert "<script>alert(1)</script> ](javascript:alert(2) `x`" in words, page
        assert "aaaaaaaaa" not in words, page


def test_every_page_is_locked(site):
    inside = re.compile(r"<script>(.*?)</script>", re.DOTALL)
    for page in PAGES:
        text = text_of(site, page)
        [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert "default-src 'none'" in policy
        [script] = inside.findall(text)
        assert base64.b64encode(sha256(script.encode()).digest()).decode() in policy
        assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
        assert '<meta name="referrer" content="no-referrer">' in text
        # The policy stands before whatever it rules.
        assert text.index("Content-Security-Policy") < text.index("<link")


def test_no_page_loads_anything_from_elsewhere(site):
    for page in PAGES:
        elements = Elements(site / f"{page}.html")
        loads = [*elements.values("img", "src"), *elements.values("script", "src")]
        links = [attrs for tag, attrs in elements.all if tag == "link"]
        kinds = ("stylesheet", "shortcut icon", "prefetch")
        loads += [attrs["href"] for attrs in links if attrs.get("rel") in kinds]
        assert loads
        assert not [url for url in loads if "//" in url], page
    for path in site.rglob("*.css"):
        css = path.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", css)


def test_data_outside_the_data_folder_stay_there(site):
    assert not list(site.rglob("outside.csv"))
    assert (site / "data/reported.csv").is_file()


# Exhibits.


def test_an_exhibit_its_numbers_and_each_reported_figure_have_an_address(site):
    first, second = Elements(site / "01-output.html"), Elements(site / "02-rates.html")
    assert first.by_id("first-answer")[0] == "div"
    assert first.by_id("phrases")[0] == "figure"
    assert first.by_id("first-answer/rate")[0] == "li"
    assert second.by_id("first-picture")[0] == "figure"
    assert Elements(site / "figures.html").by_id("2021-q2-output")[0] == "tr"
    assert 'href="02-rates.html#first-picture">' in text_of(site, "01-output")
    assert 'href="#first-answer/rate">' in text_of(site, "01-output")
    assert re.search(
        r'href="01-output.html#phrases">(<span[^>]*>)?Table 1', text_of(site, "02-rates")
    )
    assert 'href="figures.html#2021-q2-output">' in text_of(site, "02-rates")


def test_no_id_stands_twice(site):
    for page in PAGES:
        ids = [attrs["id"] for _, attrs in Elements(site / f"{page}.html").all if "id" in attrs]
        assert len(ids) == len(set(ids)), page


def test_figures_and_tables_are_numbered_over_all_pages_and_keep_their_place(site):
    number = r'<span class="number">(.*?)</span> (.*?)\.[ <]'
    assert re.findall(number, text_of(site, "01-output")) == [("Table 1", "Caption of phrases")]
    assert re.findall(number, text_of(site, "02-rates")) == [
        ("Figure 1", "Caption of first-picture"),
        ("Figure 2", "Caption of other-rates"),
    ]
    images = [attrs for tag, attrs in Elements(site / "02-rates.html").all if tag == "img"]
    assert [image["alt"] for image in images] == [
        f"Alt of first-picture. {HOSTILE}",
        f"Alt of other-rates. {HOSTILE}",
    ]
    assert {(image["width"], image["height"]) for image in images} == {("400", "200")}
    assert "THE NOTEBOOK" not in text_of(site, "02-rates")


def test_a_narrow_screen_gets_the_figure_that_was_drawn_for_it(site):
    (source,) = [attrs for tag, attrs in Elements(site / "02-rates.html").all if tag == "source"]
    assert source["srcset"] == "exhibits/other-rates-phone.svg"
    assert (source["width"], source["height"]) == ("200", "200")
    assert 'width="150pt"' in (site / source["srcset"]).read_text(encoding="utf-8")


def test_each_exhibit_has_one_control_with_all_that_it_takes_to_cite_it(site):
    text = text_of(site, "02-rates")
    folds = re.findall(r'<details class="tools"><summary>(.*?)</summary>', text)
    assert folds == ["Cite and data"] * 3
    figure = text.partition('id="first-picture"')[2].partition("</figure>")[0]
    names = re.findall(r"<dt>(.*?)</dt>", figure)
    assert {"APA", "Chicago", "IEEE", "GB/T 7714-2025", "In the text", "Caption"} <= set(names)
    assert {"BibTeX", "BibLaTeX", "CSL-JSON", "Files", "Derivation", "Data"} <= set(names)
    assert "swh:1:cnt:" in figure
    assert sha256(b"figure,value\na,1\n").hexdigest() in figure
    assert 'href="figures.html#2021-q2-output"' in figure
    assert "<em>" in figure


def test_code_is_folded_with_the_values_it_writes_below_what_it_shows_and_only_once(site):
    text = text_of(site, "02-rates")
    folds = re.findall(r'<details class="code">.*?</details>', text, re.DOTALL)
    assert [words_of(fold.replace("</summary>", " ")) for fold in folds] == [
        "Code prepare() draw()",
        "Code leftover() <7>",
        "Code both()",
    ]
    assert text.rindex(">both<") > text.index('id="other-rates"')


def test_the_files_of_an_exhibit_and_of_a_notebook_are_those_that_were_run(site, sample):
    assert (site / "exhibits/first-picture.svg").read_text(encoding="utf-8") == SVG
    assert (site / "exhibits/first-picture.png").read_bytes() == PNG
    assert (site / "exhibits/phrases.csv").read_bytes() == b"figure,value\na,1\n"
    links = Elements(site / "02-rates.html").values("a", "href")
    assert {f"exhibits/first-picture.{end}" for end in ("svg", "png", "csv")} <= set(links)
    for path in sample[0].glob("*.ipynb"):
        assert (site / "notebooks" / path.name).read_bytes() == path.read_bytes()


# The front page and the pages of reference.


def test_the_front_page_keeps_what_was_reported_apart_from_what_follows(site):
    text = text_of(site, "index")
    reported, follows = text.partition('id="reported"')[2].split('id="answers"')
    assert "output fell by 4 percent year on year" in reported
    assert "Fell by <strong>27.7 %</strong>" in follows
    assert "it is so" in words_of(follows)
    assert 'href="01-output.html#first-answer">Did output grow?' in follows
    assert '<div class="words"><p>Fell.</p></div>' in follows
    assert "It fell." not in follows
    assert 'src="exhibits/first-picture.svg"' in text
    assert f"Described {HOSTILE}"[:40] in words_of(text)


def test_the_front_page_tells_the_latest_periods_and_leads_to_the_others(sample, tmp_path):
    pages = ["01-output", *(f"{year}-q{n}" for year in range(2010, 2012) for n in (1, 2, 3, 4))]
    for page in pages:
        told = exhibit(f"{page}-reported", "statement", {"text/markdown": "It rose."})
        save(tmp_path, page, [prose(f"# On {page}"), code("show()", told)])
    site = Site(tmp_path, read(sample[1]))
    front = site.render("fragments/front.html")
    told, led_to = front.split("Earlier periods: 5")
    questions = re.findall('class="question"><a href="([^"]+).html#', told)
    assert questions == ["01-output", "2011-q2", "2011-q3", "2011-q4"]
    links = re.findall('<li><a href="([^"]+).html#[^"]+">On', led_to)
    assert links == ["2011-q1", "2010-q4", "2010-q3", "2010-q2", "2010-q1"]
    assert set(site.descriptions) == {*pages, "index"}


def test_the_front_page_tells_the_headline_that_the_dataset_has(sample, tmp_path):
    data = sound(tmp_path)
    spoil(data, lambda rows: rows.extend(rows[3] | {"id": f"more-{n}"} for n in range(9)))
    # Periods may be spelt as people do.
    spoil(data, lambda rows: [row.update(period="Q2 2021") for row in rows])
    site = Site(sample[0], read(data))
    front = site.render("fragments/front.html")
    own = site.dataset.table.query("period == '2021-Q2' and entity == @site.dataset.entity")
    assert set(own["metric"]) == set(site.dataset.headline)
    assert front.count("where it stands") == 9
    assert f">{len(own) - 9} more</a>" in front


def test_a_notebook_is_of_a_period_by_its_whole_name():
    names = ["2020", "2011-q2", "2020-01", "2020-01-2020-04", "2020-review", "2020-13", "01-output"]
    assert [is_of_period(name) for name in names] == [True] * 4 + [False] * 3


def test_the_front_page_of_the_shipped_data_begins_as_their_first_notebook_does():
    first = json.loads(min(NOTEBOOKS.glob("*.ipynb")).read_bytes())["cells"][0]["source"]
    assert Site(NOTEBOOKS, read(shipped_data())).lead == "".join(first).split("\n\n")[1]


def test_the_head_of_a_page_says_what_it_is(site):
    [described] = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', text_of(site, "index"), re.DOTALL
    )
    dataset = json.loads(described)
    assert dataset["@type"] == "Dataset"
    assert dataset["name"] == f"Sample {HOSTILE}"
    assert dataset["temporalCoverage"] == "2021-04/2021-06"
    assert dataset["url"] == "https://example.org/site"
    assert "https://example.org/a" in dataset["isBasedOn"]
    assert {"@id": "02-rates.html#first-picture"} in dataset["hasPart"]
    [reported] = [
        one for one in dataset["distribution"] if one["contentUrl"] == "data/reported.csv"
    ]
    assert reported["sha256"] == sha256((site / "data/reported.csv").read_bytes()).hexdigest()
    [told] = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', text_of(site, "02-rates"), re.DOTALL
    )
    picture = json.loads(told)[0]
    assert picture["identifier"][0] == "first-picture"
    assert "The team" in picture["creditText"]
    metas = [attrs for tag, attrs in Elements(site / "02-rates.html").all if tag == "meta"]
    named = {attrs.get("name") or attrs.get("property"): attrs.get("content") for attrs in metas}
    assert named["citation_author"] == f"The team {HOSTILE}"
    assert (
        named["og:url"] == named["citation_public_url"] == "https://example.org/site/02-rates.html"
    )
    assert named["description"].startswith("Caption of other.")
    assert named["citation_title"].startswith("Rates (")


def test_the_codebook_tells_every_metric_and_column(site, sample):
    words = words_of(text_of(site, "codebook"))
    for row in (sample[1] / "metrics.csv").read_text(encoding="utf-8").splitlines()[1:]:
        assert row.split(",")[0] in words
    assert "Not known:" in words
    assert "as_reported" in words


def test_the_sources_show_their_grade_and_who_uses_them(site):
    [source] = re.findall(r'<li id="made-up-2021".*?</li>', text_of(site, "sources"), re.DOTALL)
    assert '<span class="tag">' in source
    assert 'lang="zh"><a href="https://example.org/a">产值突破' in source
    assert '<a href="02-rates.html#first-picture">first-picture</a>' in source


def test_a_site_of_other_data_has_no_word_of_ours(site):
    pages = PAGES - {"how-to-cite", "sources"}
    for page in pages:
        words = words_of(text_of(site, page)).lower()
        for ours in ("jilin chemical", "government"):
            assert ours not in words, (page, ours)


@pytest.mark.nightly
def test_two_builds_are_the_same_bytes_in_any_locale(site, sample, tmp_path):
    again = tmp_path / "site"
    build = (
        "import pathlib, sys; sys.path[:0] = sys.argv[4:]; "
        "import test_site; test_site.built(*map(pathlib.Path, sys.argv[1:4]))"
    )
    tests = Path(__file__).parent, Path(__file__).parents[1]
    command = [sys.executable, "-c", build, *sample, tmp_path, *tests]
    subprocess.run(command, env=os.environ | PLAIN_LOCALE, check=True)
    files = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert files == {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    assert [f for f in files if (site / f).read_bytes() != (again / f).read_bytes()] == []


def test_long_data_make_no_long_page(sample, tmp_path):
    data = sound(tmp_path)
    more = [{"id": f"row-{n}", "metric": "output", "source": "made-up-2021"} for n in range(3000)]
    spoil(data, lambda rows: rows.extend(rows[0] | one | {"entity": "Other"} for one in more))
    site = Site(sample[0], read(data))
    assert site.facts[0]["id"] == "2021-q2-output"
    assert len(site.known) == 200


# Text of others.


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("![p](https://a.example/p.png)", '<p>!<a href="https://a.example/p.png">p</a></p>\n'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[a](#b)", '<p><a href="01-c.html#b">a</a></p>\n'),
    ],
)
def test_markdown_of_others_is_made_safe(text, html):
    assert safe_markdown(text, {"#b": "01-c.html#b"}) == html


def test_a_table_has_headers_on_both_sides_and_each_cell_the_name_of_its_column():
    html = safe_markdown("| | *B* | C |\n|:--|--:|--|\n| a | 1 | |\n", label="x")
    assert 'aria-labelledby="x"' in html
    assert '<table class="cards">' in html
    assert '<td style="text-align:left"></td>' in html
    assert 'scope="col" style="text-align:right"><em>B</em></th>' in html
    assert '<th scope="row" style="text-align:left">a</th>' in html
    assert 'data-label="B" style="text-align:right">1</td>' in html


def test_a_table_of_pandas_has_headers_on_both_sides():
    import pandas as pd

    index = pd.Index(["a"], name="id")
    html = readable(pd.DataFrame({"<b>": [1], '"': [2]}, index=index)._repr_html_())
    assert html.count("<div") == html.count("</div>") == 2
    assert '<th scope="col">id</th>\n<th scope="col">&lt;b&gt;</th>' in html
    assert '<th scope="row">a</th>' in html
    assert '<td data-label="&lt;b&gt;">1</td>' in html
    assert "<td data-label='\"'>2</td>" in html
    assert 'class="dataframe cards"' in html
    assert "<style" not in html
    assert "<td></td>\n<th" in readable(pd.DataFrame({"b": [1]}).to_html())
    two = readable(pd.DataFrame({("b", "x"): [1], ("b", "y"): [2]}, index=index).to_html())
    assert "data-label" not in two
    assert '<th scope="col">y</th>' in two


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//a.example", "a b", ""]
)
def test_only_addresses_of_the_web_are_links(address):
    assert safe_address(address) == ""
    assert safe_address("https://a.example/?q=1") == "https://a.example/?q=1"


# Pages out of notebooks.


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([code("# Not this", []), prose("Words\n#  This one \n\n# Nor this")], "This one"),
        ([prose("") | {"source": ["## Below\n", "# In ", "pieces"]}], "In pieces"),
        ([prose("Words # 1"), prose("#tag")], ""),
    ],
)
def test_a_page_has_the_first_heading_of_its_notebook_as_title(cells, said):
    assert title_of({"cells": cells}) == said


def test_a_cell_that_shows_two_exhibits_has_its_code_below_the_last():
    first, second = exhibit("a", "statement", {}), exhibit("b", "table", {})
    said = {"output_type": "stream", "name": "stdout", "text": "plain"}
    notebook = {
        "metadata": {},
        "cells": [code("one()", []), code("two()", [said, *first, *second])],
    }
    page, code_of = page_of(notebook, {}, "A title")
    assert {name: words_of(told) for name, told in code_of.items()} == {"b": "Codeone() two()"}
    cells = json.loads(page)["cells"]
    shown = [cell["outputs"] if cell["cell_type"] == "code" else cell["source"] for cell in cells]
    calls = [f"```{{raw}} html\n:file: ../made/{name}.html\n```" for name in "ab"]
    assert shown == ["# A title", [said], *calls]


# Search.


def test_the_index_leads_to_sections_and_exhibits(site):
    entries = search.read_page(site / "01-output.html")
    assert [one["anchor"] for one in entries] == ["", "first-answer", "phrases"]
    assert "工业总产值" in entries[0]["text"]
    # What stands after an exhibit belongs to the section again; citations and code are left out.
    assert entries[0]["text"].count("Fell by 27.7 %") == 1
    assert "answer()" not in json.dumps(entries)
    assert "SHA-256" not in json.dumps(entries)
    script = (site / "_static/search-index.js").read_text(encoding="utf-8")
    assert "</script" not in script
    first, second, _ = script.split(";\n")
    assert entries[1] in json.loads(first.removeprefix("window.searchEntries="))
    groups = json.loads(second.removeprefix("window.searchSynonyms="))
    assert ["output", "production", "产量", "产值"] in groups
    # What the site never speaks of has no other names there.
    assert ["acrylic", "acrylic fiber", "腈纶"] not in groups


def test_only_the_prose_of_a_page_is_searched(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        '<nav>menu</nav><h1>Not this</h1><p data-entry="Nor this">outside</p>'
        '<article><section id="top"><h1>One<a class="headerlink" href="#top">#</a></h1>'
        "<p>first<br>line <b>bold</b> , end</p><pre>code</pre><script>s</script><nav>n</nav>"
        '<div class="tools">left out</div><section id="second"><h2>Two</h2><p>open<li>item'
        '<div id="e" data-entry="Entry">in it<img alt="x"></div>after</section>'
        '<section id="untitled"><h2> </h2>lost</section></section></article>outside again',
        encoding="utf-8",
    )
    assert [tuple(one.values()) for one in search.read_page(path)] == [
        ("a.html", "", "One", "firstline bold, end"),
        ("a.html", "second", "Two", "openitemafter"),
        ("a.html", "e", "Entry", "in it"),
    ]


# R1
def test_an_undated_source_stands_last_of_its_grade_and_is_called_so(sample, tmp_path):
    data = sound(tmp_path)
    spoil_json(data, "sources.json", lambda s: s.append(s[0] | {"id": "a", "issued": {}}))
    spoil_json(data, "sources.json", lambda s: s[-1].pop("issued"))
    site = Site(sample[0], read(data))
    names = [one["id"] for one in site.sources]
    assert names.index("made-up-2021") < names.index("a")
    text = site.render("fragments/sources.html")
    assert "Example Fiber Works, undated" in text


# R2
def test_the_weakest_source_of_an_exhibit_is_named():
    works = tuple({"id": one, "custom": {"grade": one}} for one in ("official", "repost", "press"))
    assert Shown(Exhibit("x", "statement", references=works), "", {}, "").weakest == "repost"


# R4, R5
@pytest.mark.parametrize("page", ["front", "figures"])
def test_a_figure_that_no_longer_answers_is_marked_wherever_it_is_listed(sample, tmp_path, page):
    data = sound(tmp_path)
    spoil(data, put(0, status="withdrawn"))
    text = Site(sample[0], read(data)).render(f"fragments/{page}.html")
    assert "output fell by 4 percent year on year</q> (withdrawn)" in text


# R6
def test_the_caveat_of_a_statement_stands_beside_it(sample):
    site = Site(sample[0], read(sample[1]))
    shown = next(one for one in site.shown.values() if one.exhibit.kind == "statement")
    caveat = replace(shown.exhibit, caveat="No more than that.")
    told = replace(shown, exhibit=caveat)
    text = site.render("fragments/exhibit.html", shown=told, e=caveat)
    assert "<dt>Caveat</dt><dd>No more than that.</dd>" in text


# T14b
def test_a_column_of_pandas_is_headed_by_words():
    import pandas as pd

    assert ">as reported<" in readable(pd.DataFrame({"as_reported": [1]}).to_html())
