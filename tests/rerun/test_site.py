"""The site, built once from a small sample whose every text tries to break out of its place."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from conftest import PLAIN_LOCALE

from jilin_analysis.errors import AnalysisError
from jilin_analysis.site import background, pages, search
from jilin_analysis.site.build import build_site
from jilin_analysis.site.markup import (
    mark_chinese,
    mend,
    readable_table,
    safe_address,
    safe_markdown,
)

HOSTILE = (
    "<script>alert(1)</script> ](javascript:alert(2) `x` {{ 9 * 'a' }} {% raw %} ``` \"onload='&lt;"
)
MARKDOWN = (
    "Fell by **27.7 %**. <script>alert(3)</script> [a](javascript:alert(4)) {{ 9 * 'a' }} "
    "![p](https://evil.example/p.png) [rates](#three-rates) <img src=x onerror=alert(5)>"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="150pt"><path d="M0 0"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n"


def exhibit(name, kind, shown, **words):
    data = "figure,value\na,1\n"
    about = {
        "id": name,
        "kind": kind,
        "caption": f"Caption of {name}. {HOSTILE}",
        "alt": f"Alt of {name}. {HOSTILE}" if kind == "figure" else "",
        "caveat": f"Caveat. {HOSTILE}",
        "derivation": f"Derivation. {HOSTILE}",
        "rests_on": ["2020-q1-output"],
        "sources": ["one"],
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
    folder = tmp_path_factory.mktemp("sample")
    executed, data = folder / "executed", folder / "data"
    executed.mkdir()
    data.mkdir()
    picture = {"image/svg+xml": SVG, "image/png": base64.b64encode(PNG).decode()}
    said = {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": MARKDOWN}}
    table = f"| Metric | Words |\n|:--|--:|\n| 产值 | {HOSTILE.replace('|', '')} |\n"
    save(
        executed,
        "01-output",
        [
            prose("# Did output grow?\n\n见 工业总产值. Look at [the rates](#three-rates)."),
            code("answer()", exhibit("output-answer", "statement", {"text/markdown": MARKDOWN})),
            code("table()", exhibit("phrases", "table", {"text/markdown": table})),
            code("say()", [said]),
        ],
    )
    save(
        executed,
        "02-rates",
        [
            prose("# Rates\n\nSee [](#phrases)."),
            code("prepare()", []),
            code("draw()", exhibit("three-rates", "figure", picture)),
            code("leftover()", []),
            prose("## Again"),
            code("again()", exhibit("other-rates", "figure", picture)),
        ],
    )
    package = {
        "name": "sample",
        "title": f"Sample {HOSTILE}",
        "version": "2020.1",
        "created": "2026-11-24T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "contributors": [{"title": "The team"}],
        "focus": {"entity": "Firm", "period": "2020-Q1"},
        "resources": [{"path": "reported.csv"}, {"path": "../../outside.csv"}],
    }
    sources = [
        {
            "id": "one",
            "type": "webpage",
            "title": f"产值突破 {HOSTILE}",
            "publisher": HOSTILE,
            "language": "zh",
            "URL": "https://example.org/a",
            "custom": {"grade": "press", "title-en": HOSTILE, "note": HOSTILE},
        }
    ]
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (data / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
    (data / "metrics.csv").write_text(
        f'metric,label,label_zh,not_known\noutput,output,产值,"{HOSTILE.replace(chr(34), "")}"\n',
        encoding="utf-8",
    )
    (data / "reported.csv").write_text(
        "id,entity,metric,period\n2020-q1-output,Firm,output,2020-Q1\n", encoding="utf-8"
    )
    (folder / "outside.csv").write_text("secret", encoding="utf-8")
    return executed, data


@pytest.fixture(scope="module")
def site(sample, tmp_path_factory):
    out = tmp_path_factory.mktemp("built") / "site"
    build_site(sample[0], out, sample[1])
    return out


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


def html_files(site):
    return sorted(site.glob("*.html"))


def test_there_is_a_page_for_each_notebook_and_each_matter(site):
    names = {path.stem for path in html_files(site)}
    assert names == {
        "01-output",
        "02-rates",
        "glossary",
        "how-to-cite",
        "index",
        "search",
        "sources",
    }


def test_the_id_of_an_exhibit_is_its_anchor(site):
    assert Elements(site / "01-output.html").by_id("output-answer")[0] == "div"
    assert Elements(site / "01-output.html").by_id("phrases")[0] == "figure"
    assert Elements(site / "02-rates.html").by_id("three-rates")[0] == "figure"


def test_figures_and_tables_are_numbered_each_for_themselves_over_all_pages(site):
    first = (site / "01-output.html").read_text(encoding="utf-8")
    second = (site / "02-rates.html").read_text(encoding="utf-8")
    number = r'<span class="number">(.*?)</span> (.*?)\. '
    assert re.findall(number, first) == [("Table 1", "Caption of phrases")]
    assert re.findall(number, second) == [
        ("Figure 1", "Caption of three-rates"),
        ("Figure 2", "Caption of other-rates"),
    ]
    assert "THE NOTEBOOK" not in first + second


def test_code_is_folded_below_what_it_shows_and_only_once(site):
    text = (site / "02-rates.html").read_text(encoding="utf-8")
    folds = re.findall(r"<details.*?</details>", text, re.DOTALL)
    words = [re.sub(r"<[^>]+>", "", fold.replace("</summary>", " ")) for fold in folds]
    code = [" ".join(word.split()) for word in words if word.strip().startswith("Code")]
    assert code == ["Code prepare() draw()", "Code leftover()", "Code again()"]


def test_links_between_notebooks_find_the_exhibit_and_its_number(site):
    first = (site / "01-output.html").read_text(encoding="utf-8")
    second = (site / "02-rates.html").read_text(encoding="utf-8")
    assert re.search(r'href="02-rates.html#three-rates">(<span[^>]*>)?the rates', first)
    # In a computed sentence and in a statement, too.
    assert first.count('<a href="02-rates.html#three-rates">rates</a>') == 2
    assert re.search(r'href="01-output.html#phrases">(<span[^>]*>)?Table 1', second)


def test_a_figure_keeps_its_alt_text_and_its_place(site):
    images = [attrs for tag, attrs in Elements(site / "02-rates.html").all if tag == "img"]
    assert [image["alt"] for image in images] == [
        f"Alt of three-rates. {HOSTILE}",
        f"Alt of other-rates. {HOSTILE}",
    ]
    assert {(image["width"], image["height"]) for image in images} == {("400", "200")}


def test_the_files_of_an_exhibit_are_those_of_the_notebook(site):
    assert (site / "exhibits/three-rates.svg").read_text(encoding="utf-8") == SVG
    assert (site / "exhibits/three-rates.png").read_bytes() == PNG
    assert (site / "exhibits/output-answer.csv").read_bytes() == b"figure,value\na,1\n"
    links = Elements(site / "02-rates.html").values("a", "href")
    assert {f"exhibits/three-rates.{end}" for end in ("svg", "png", "csv")} <= set(links)


def test_every_notebook_can_be_taken_as_it_was_run(site, sample):
    for path in sample[0].glob("*.ipynb"):
        assert (site / "notebooks" / path.name).read_bytes() == path.read_bytes()
        assert f"notebooks/{path.name}" in Elements(site / f"{path.stem}.html").values("a", "href")


def test_data_outside_the_data_folder_stay_there(site):
    assert {path.name for path in (site / "data").iterdir()} == {
        "datapackage.json",
        "reported.csv",
        "sources.json",
    }
    assert not list(site.rglob("outside.csv"))


def test_no_text_from_data_becomes_markup(site):
    for path in html_files(site):
        elements = Elements(path)
        scripts = [attrs for tag, attrs in elements.all if tag == "script"]
        theirs = {"_static/scripts/furo.js", "_static/site.js", "_static/search.js"}
        theirs |= {"_static/search-index.js", ""}
        assert {attrs.get("src", "").split("?")[0] for attrs in scripts} <= theirs, path.name
        # One that sets the theme, and the description of the data set on the front page.
        assert sum("src" not in attrs for attrs in scripts) == 1 + (path.stem == "index")
        for tag, attrs in elements.all:
            assert not [name for name in attrs if name.startswith("on")], (path.name, tag, attrs)
            assert not attrs.get("href", "").strip().lower().startswith("javascript"), path.name


def test_hostile_text_is_shown_letter_by_letter(site):
    class Text(HTMLParser):
        words = ""

        def handle_data(self, data):
            self.words += data

    for name in ("01-output", "02-rates", "index", "sources"):
        text = Text()
        text.feed((site / f"{name}.html").read_text(encoding="utf-8"))
        assert "{{ 9 * 'a' }}" in text.words, name
        assert "<script>alert(1)</script> ](javascript:alert(2) `x`" in text.words, name
        assert "aaaaaaaaa" not in text.words, name


def test_no_page_loads_anything_from_elsewhere(site):
    for path in html_files(site):
        elements = Elements(path)
        loads = [*elements.values("img", "src"), *elements.values("script", "src")]
        loads += [
            attrs["href"]
            for tag, attrs in elements.all
            if tag == "link" and attrs.get("rel") in ("stylesheet", "shortcut icon", "prefetch")
        ]
        assert loads
        assert not [url for url in loads if "//" in url], path.name
    for path in site.rglob("*.css"):
        assert not re.search(
            r"(url\(|@import)\s*[\"']?(https?:)?//", path.read_text(encoding="utf-8")
        )


def test_each_exhibit_has_its_citation_in_three_styles(site):
    text = (site / "02-rates.html").read_text(encoding="utf-8")
    [figure] = re.findall(
        r'<figure class="exhibit chart" id="three-rates".*?</figure>', text, re.DOTALL
    )
    citations = re.findall(r'class="cite-text[^>]*>(.*?)</div>', figure, re.DOTALL)
    assert len(citations) == 3
    assert all("three-rates" in citation for citation in citations)
    assert "@misc" in citations[2]


def test_the_front_page_says_the_answer_and_shows_the_figure(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    assert "Fell by <strong>27.7 %</strong>" in text
    assert 'href="01-output.html#output-answer">Worked out in “Did output grow?”' in text
    assert 'src="exhibits/three-rates.svg"' in text


def test_the_front_page_describes_the_data_set(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    [described] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    dataset = json.loads(described)
    kinds = {"datapackage.json": "json", "sources.json": "json", "reported.csv": "csv"}
    media = {"json": "application/json", "csv": "text/csv"}
    assert dataset == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"Sample {HOSTILE}",
        "description": f"Sample {HOSTILE}",
        "version": "2020.1",
        "datePublished": "2026-11-24",
        "identifier": "sample@2020.1",
        "creator": [{"@type": "Organization", "name": "The team"}],
        "license": ["https://creativecommons.org/licenses/by/4.0/"],
        "isAccessibleForFree": True,
        "temporalCoverage": "2020-01/2020-03",
        "about": {"@type": "Organization", "name": "Firm"},
        "isBasedOn": ["https://example.org/a"],
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"data/{name}",
                "encodingFormat": media[kind],
            }
            for name, kind in kinds.items()
        ],
    }


def test_the_front_page_says_what_is_not_known(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    [unknown] = re.findall(r'<dl class="unknown">(.*?)</dl>', text, re.DOTALL)
    assert '<dt>Output <span lang="zh">产值</span></dt>' in unknown
    assert unknown.count("<dd>") == 1


@pytest.fixture
def data(sample, tmp_path):
    return shutil.copytree(sample[1], tmp_path / "data")


def change_package(data, **changes):
    path = data / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8")) | changes
    package = {name: value for name, value in package.items() if value is not None}
    path.write_text(json.dumps(package), encoding="utf-8")


def test_a_data_set_is_described_by_what_is_known_of_it(data):
    change_package(
        data,
        description="What was reported.",
        keywords=["fiber"],
        contributors=None,
        licenses=[{"name": "CC-BY-4.0"}, {"name": "ODC-By-1.0", "path": "https://a.example/"}],
        focus={"entity": "Firm", "period": "2020"},
        resources=[],
    )
    sources = [{"id": "no-address"}, {"id": "one", "URL": "https://example.org/a"}]
    (data / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
    known = background.read(data)
    described = known.json_ld()
    assert known.licence == "CC-BY-4.0, ODC-By-1.0"
    assert described["description"] == "What was reported."
    assert described["keywords"] == ["fiber"]
    assert described["license"] == ["https://a.example/"]
    assert described["temporalCoverage"] == "2020"
    assert described["isBasedOn"] == ["https://example.org/a"]
    assert "creator" not in described


@pytest.mark.parametrize(
    ("period", "words", "interval"),
    [
        ("2020-Q1", "the first quarter of 2020", "2020-01/2020-03"),
        ("2020-Q2", "the second quarter of 2020", "2020-04/2020-06"),
        ("2020-Q3", "the third quarter of 2020", "2020-07/2020-09"),
        ("2021-Q4", "the fourth quarter of 2021", "2021-10/2021-12"),
        ("2020", "2020", "2020"),
        ("2020-Q5", "2020-Q5", "2020-Q5"),
    ],
)
def test_a_period_is_said_in_words_and_as_months(data, period, words, interval):
    change_package(data, focus={"entity": "Firm", "period": period})
    known = background.read(data)
    assert (known.period, known.interval) == (words, interval)


def test_open_questions_are_those_of_what_was_reported_of_the_entity_then(data):
    (data / "metrics.csv").write_text(
        "metric,label,label_zh,not_known\noutput,output,产值,Which prices\nknown,known,,\n"
        "exports,exports,,Which goods\nearnings,earnings,,Which rate\nshort,short\n",
        encoding="utf-8",
    )
    (data / "reported.csv").write_text(
        "id,entity,metric,period\n1,Firm,exports,2020-Q1\n2,Other,earnings,2020-Q1\n"
        "3,Firm,earnings,2019-Q1\n4,Firm,known,2020-Q1\n5,Firm,unlisted,2020-Q1\n"
        "6,Firm,output,2020-Q1\n7,Firm,exports,2020-Q1\n8,Firm,short,2020-Q1\n",
        encoding="utf-8",
    )
    assert [one["not_known"] for one in background.read(data).open_questions] == [
        "Which goods",
        "Which prices",
    ]


def test_the_best_sources_come_first_then_the_oldest(data):
    issued = {"issued": {"date-parts": [[2020, 6, 7]]}}
    sources = [
        {"id": "odd", "custom": {"grade": "rumour"}},
        {"id": "undated", "custom": {"grade": "press"}},
        {"id": "later", "custom": {"grade": "press"}, **issued},
        {"id": "b", "custom": {"grade": "press"}, "issued": {"date-parts": [[2020]]}},
        {"id": "a", "custom": {"grade": "press"}, "issued": {"date-parts": [[2020]]}},
        {"id": "best", "custom": {"grade": "official"}},
    ]
    (data / "sources.json").write_text(json.dumps(sources), encoding="utf-8")
    listed = background.read(data).graded_sources
    assert [(one["id"], background.date_of(one)) for one in listed] == [
        ("best", ""),
        ("a", "2020"),
        ("b", "2020"),
        ("later", "2020-06-07"),
        ("undated", ""),
        ("odd", ""),
    ]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("metrics.csv", None, "FileNotFoundError(2, 'No such file or directory')"),
        ("datapackage.json", '{"resources": []}', "KeyError('focus')"),
        ("sources.json", "[", "JSONDecodeError('Expecting value: line 1 column 2 (char 1)')"),
        ("reported.csv", "id,entity,metric\n1,Firm,output\n", "KeyError('period')"),
    ],
)
def test_data_that_cannot_be_read_are_told(data, name, content, fault):
    if content is None:
        (data / name).unlink()
    else:
        (data / name).write_text(content, encoding="utf-8")
    with pytest.raises(AnalysisError) as told:
        background.read(data)
    assert str(told.value) == f"{data} cannot be read: {fault}. Try `jilin-analysis check`."


@pytest.fixture(scope="module")
def plain_site(sample, tmp_path_factory):
    """Build a site of one notebook without a `#` heading, whose one cell shows two exhibits."""
    folder = tmp_path_factory.mktemp("plain")
    data = shutil.copytree(sample[1], folder / "data")
    deep = "more/deep/rates.csv"
    change_package(data, resources=[{"path": path} for path in (deep, "absent.csv", deep)])
    (data / deep).parent.mkdir(parents=True)
    (data / deep).write_bytes(b"rate\n1\n")
    (folder / "executed").mkdir()
    statement = exhibit("output-answer", "statement", {"text/markdown": ["It ", "fell."]})
    table = exhibit("phrases", "table", {"text/markdown": "| A | B |\n|:--|--:|\n| a | 1 |\n"})
    save(
        folder / "executed",
        "03-more-words",
        [prose("More\n====\n\nWords."), code("both()", statement + table)],
    )
    build_site(folder / "executed", folder / "new" / "site", data)
    return folder / "new" / "site"


def test_a_notebook_without_a_title_of_its_own_goes_by_its_name(plain_site):
    text = (plain_site / "index.html").read_text(encoding="utf-8")
    assert 'href="03-more-words.html#output-answer">Worked out in “03-more-words”</a>' in text
    assert 'href="03-more-words.html">More words</a>' in text
    assert "It fell." in text


def test_code_of_a_cell_with_two_exhibits_stands_below_the_last(plain_site):
    text = (plain_site / "03-more-words.html").read_text(encoding="utf-8")
    statement, table = text.split('<figure class="exhibit tabular" id="phrases"')
    assert 'id="output-answer"' in statement
    assert '<details class="code">' not in statement
    assert table.count('<details class="code"><summary>Code</summary>') == 1
    assert text.count("both") == 1


def test_data_keep_their_folders_and_what_is_not_there_is_left_out(plain_site):
    files = {path for path in (plain_site / "data").rglob("*") if path.is_file()}
    assert {path.relative_to(plain_site / "data").as_posix() for path in files} == {
        "datapackage.json",
        "more/deep/rates.csv",
        "sources.json",
    }
    assert (plain_site / "data/more/deep/rates.csv").read_bytes() == b"rate\n1\n"


def test_the_sources_show_their_grade_and_who_uses_them(site):
    text = (site / "sources.html").read_text(encoding="utf-8")
    [source] = re.findall(r'<li id="one".*?</li>', text, re.DOTALL)
    assert '<span class="grade">press</span>' in source
    assert '<cite lang="zh"><a href="https://example.org/a">产值突破' in source
    assert '<a href="02-rates.html#three-rates">three-rates</a>' in source
    assert "undated" in source


def test_two_builds_are_the_same_bytes_in_any_locale(site, sample, tmp_path):
    again = tmp_path / "site"
    build = (
        "import pathlib, sys; from jilin_analysis.site.build import build_site; "
        "build_site(*map(pathlib.Path, sys.argv[1:]))"
    )
    command = [sys.executable, "-c", build, sample[0], again, sample[1]]
    subprocess.run(command, env=os.environ | PLAIN_LOCALE, check=True)
    files = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert files == {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    assert [
        name for name in files if (site / name).read_bytes() != (again / name).read_bytes()
    ] == []


def test_the_index_leads_to_sections_and_exhibits(site):
    entries = search.read_page(site / "01-output.html")
    assert [(one["anchor"], one["title"].split(".")[0]) for one in entries] == [
        ("", "Did output grow?"),
        ("output-answer", "Statement output-answer"),
        ("phrases", "Table 1"),
    ]
    assert "工业总产值" in entries[0]["text"]
    # What stands after an exhibit belongs to the section again; citations and code are left out.
    assert entries[0]["text"].count("Fell by 27.7 %") == 1
    assert "answer()" not in json.dumps(entries)
    assert "SHA-256" not in json.dumps(entries)
    assert ("one", "sources.html") in {
        (one["anchor"], one["page"]) for one in search.read_page(site / "sources.html")
    }
    script = (site / "_static/search-index.js").read_text(encoding="utf-8")
    assert "</script" not in script
    listed = json.loads(script.removeprefix("window.searchEntries=").removesuffix(";\n"))
    assert entries[1] in listed


def test_the_index_is_one_script_on_one_line(tmp_path):
    (tmp_path / "a.html").write_text(
        "<article><h1>产值</h1>&lt;/script&gt;"
        '<p id="x\u2028y\u2029z" data-entry="T">b\u2028c</p></article>',
        encoding="utf-8",
    )
    search.write_index(tmp_path, ["a"], tmp_path / "index.js")
    assert (tmp_path / "index.js").read_bytes().decode("utf-8") == (
        'window.searchEntries=[{"anchor":"","page":"a.html","text":"<\\/script>","title":"产值"},'
        '{"anchor":"x y z","page":"a.html","text":"b c","title":"T"}];\n'
    )


def test_only_the_prose_of_a_page_is_searched(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        '<nav>menu</nav><h1>Not this</h1><p data-entry="Nor this">outside</p>'
        '<article><section id="top"><h1>One<a class="headerlink" href="#top">#</a></h1>'
        "<p>first<br>line <b>bold</b> , end</p>"
        "<pre>code</pre><script>s</script><style>s</style><noscript>n</noscript><nav>n</nav>"
        + "".join(
            f'<div class="a {name}">left out</div>'
            for name in ("tools", "page-tools", "answers", "hide")
        )
        + '<section id="second"><h2>Two</h2><p>open<li>item<div id="e" data-entry="Entry">in it'
        '<img alt="x"></div>after</section>'
        '<section id="third"><h3>Three</h3>3<section><h4>Four</h4></section></section>'
        '<section id="untitled"><h2> </h2>lost</section>'
        '<p data-entry="Nowhere">n</p></section></article>outside again',
        encoding="utf-8",
    )
    assert [tuple(one.values()) for one in search.read_page(path)] == [
        ("a.html", "", "One", "firstline bold, end"),
        ("a.html", "second", "Two", "openitemafter"),
        ("a.html", "e", "Entry", "in it"),
        ("a.html", "third", "Three", "3Four"),
        ("a.html", "", "Nowhere", "n"),
    ]


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ([code("# Not this", []), prose("Words\n#  This one \n\n# Nor this")], "This one"),
        ([prose("") | {"source": ["## Below\n", "# In ", "pieces"]}], "In pieces"),
        ([prose("Words # 1"), prose("#tag"), code("# Not this", [])], ""),
        ([prose("Words"), prose("# Later")], "Later"),
        ([], ""),
    ],
)
def test_a_page_has_the_first_heading_of_its_notebook_as_title(cells, title):
    assert pages.title({"cells": cells}) == title


@pytest.mark.parametrize(
    ("page", "name"),
    [("01-how-output-grew", "How output grew"), ("notes", "Notes"), ("a-1-b", "A 1 b")],
)
def test_a_page_goes_by_its_file_name_in_lists(page, name):
    assert pages.short_name(page) == name


def test_a_notebook_becomes_calls_of_exhibits_with_folded_code():
    said = {"output_type": "stream", "name": "stdout", "text": "plain"}
    table = {"text/html": ['<table border="1">', "<tbody></tbody></table>"]}
    framed = {"output_type": "display_data", "metadata": {}, "data": table}
    first, second = exhibit("a", "statement", {}), exhibit("b", "table", {})
    tagged = code("t()", [framed]) | {"metadata": {"tags": ["kept"], "editable": False}}
    notebook = {
        "metadata": {"a": 1},
        "nbformat": 4,
        "nbformat_minor": 5,
        "cells": [
            prose("Words"),
            code("one()", []),
            code("", []) | {"source": ["two", "()"]},
            code("three()", [said, *first, said, *second, said]),
            tagged,
            code("", [said]),
            code("before_words()", []),
            prose("End"),
            code("last()", []),
        ],
    }
    assert pages.code_of(notebook) == {"b": "one()\n\ntwo()\n\nthree()"}
    page = json.loads(pages.page_source(notebook, {}))
    cells = page.pop("cells")
    assert page == {"metadata": {"a": 1}, "nbformat": 4, "nbformat_minor": 4}
    assert not [cell for cell in cells if "id" in cell]

    def outline(cell):
        if cell["cell_type"] == "markdown":
            return cell["source"]
        [tag] = {"remove-input", "hide-input"} & set(cell["metadata"]["tags"])
        return (tag, cell["outputs"] or cell["source"])

    boxed = (
        '<div class="said"><div class="scroll" role="region" tabindex="0" aria-label="Table">'
        "<table><tbody></tbody></table></div></div>"
    )
    assert [outline(cell) for cell in cells] == [
        "Words",
        ("remove-input", [said]),
        "```{fragment} exhibits/a\n```",
        ("remove-input", [said]),
        "```{fragment} exhibits/b\n```",
        ("remove-input", [said]),
        ("remove-input", [framed | {"data": {"text/html": boxed}}]),
        ("hide-input", "t()"),
        ("remove-input", [said]),
        ("hide-input", "before_words()"),
        "End",
        ("hide-input", "last()"),
    ]
    [folded] = [cell for cell in cells if cell["source"] == "t()" and not cell["outputs"]]
    assert folded["metadata"] == {"tags": ["kept", "hide-input"], "editable": False}


@pytest.mark.parametrize(
    ("variable", "value", "letter"),
    [
        ("CI", "true", "é"),
        ("LC_ALL", "xx_XX.UTF-8", "é"),
        ("PYTHONIOENCODING", "latin-1", "\ufffd"),
    ],
)
def test_what_sphinx_says_last_is_told_plainly_in_any_environment(
    sample, tmp_path, monkeypatch, variable, value, letter
):
    monkeypatch.setenv(variable, value)
    (tmp_path / "executed").mkdir()
    links = " ".join(f"[a](#no-such-é-{number})" for number in range(1, 19))
    save(tmp_path / "executed", "01-output", [prose(f"# Output\n\n{links}")])
    with pytest.raises(AnalysisError) as told:
        build_site(tmp_path / "executed", tmp_path / "site", sample[1])
    first, *lines = str(told.value).splitlines()
    assert first == "The site was not built. Sphinx said:"
    assert [re.sub(r":\d+: .*: ", ": ", line) for line in lines] == [
        f"  01-output.ipynb: 'no-such-{letter}-{number}' [myst.xref_missing]"
        for number in range(4, 19)
    ]


def test_a_link_that_leads_nowhere_is_told(sample, tmp_path):
    executed = tmp_path / "executed"
    executed.mkdir()
    save(executed, "01-output", [prose("# Output\n\nSee [this](#no-such-figure).")])
    with pytest.raises(AnalysisError, match=r"01-output\.ipynb.*no-such-figure"):
        build_site(executed, tmp_path / "site", sample[1])
    assert not (tmp_path / "site").exists()


def test_nothing_is_built_over_something_else(sample, tmp_path):
    with pytest.raises(AnalysisError, match="is there already"):
        build_site(sample[0], tmp_path, sample[1])


def test_a_folder_without_notebooks_is_told(sample, tmp_path):
    with pytest.raises(AnalysisError, match="holds no executed notebook"):
        build_site(tmp_path, tmp_path / "site", sample[1])


def test_markdown_from_data_keeps_no_html_and_no_picture():
    html = safe_markdown("a <b>b</b> [c](javascript:d) ![e](https://f.example/g.png) `h`")
    assert "<b>" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<code>h</code>" in html


def test_a_table_has_headers_for_rows_and_columns():
    table = readable_table(safe_markdown("|  | B |\n|:--|--:|\n| one | 1 |\n"), "name")
    assert '<div class="scroll" role="region" tabindex="0" aria-labelledby="name">' in table
    assert '<th scope="col" style="text-align:right">B</th>' in table
    assert re.search(r'<th scope="row"[^>]*>one</th>', table)
    assert not re.search(r"<th[^>]*></th>", table)
    of_pandas = readable_table(
        '<table border="1"><thead><tr><th></th><th>B</th></tr></thead>'
        "<tbody><tr><th>one</th><td>1</td></tr></tbody></table>"
    )
    assert '<td></td><th scope="col">B</th>' in of_pandas
    assert '<tr><th scope="row">one</th><td>1</td></tr>' in of_pandas


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("工业总产值 rose", '<span lang="zh">工业总产值</span> rose'),
        ("出口2.4万吨，增长", '<span lang="zh">出口2.4万吨，增长</span>'),
        ("<pre>产值</pre> 产值", '<pre>产值</pre> <span lang="zh">产值</span>'),
        ('<cite lang="zh">产值</cite>', '<cite lang="zh">产值</cite>'),
        ('<img alt="产值"> a', '<img alt="产值"> a'),
        ('<img lang="zh"> 产值', '<img lang="zh"> <span lang="zh">产值</span>'),
        ("<svg/> 产值", '<svg/> <span lang="zh">产值</span>'),
    ],
)
def test_chinese_says_that_it_is_chinese(text, marked):
    assert mark_chinese(text) == marked


def test_code_takes_the_keyboard_and_its_fold_a_name():
    mended = mend('<summary aria-label="Toggle hidden content"><p>a</p></summary><pre>b</pre>')
    assert mended == '<summary>Code</summary><pre tabindex="0">b</pre>'


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "//a.example", "http://a b"]
)
def test_only_web_addresses_become_links(text):
    assert safe_address(text) == ""
    assert safe_address("https://example.org/a?b=c") == "https://example.org/a?b=c"
