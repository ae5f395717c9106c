"""The site, built once from a small sample whose every text tries to break out of its place."""

from __future__ import annotations

import base64
import json
import re
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from jilin_analysis.errors import AnalysisError
from jilin_analysis.site import search
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
    assert dataset["@type"] == "Dataset"
    assert dataset["name"] == f"Sample {HOSTILE}"
    assert dataset["version"] == "2020.1"
    assert dataset["datePublished"] == "2026-11-24"
    assert dataset["temporalCoverage"] == "2020-01/2020-03"
    assert dataset["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert dataset["creator"] == [{"@type": "Organization", "name": "The team"}]
    assert dataset["isBasedOn"] == ["https://example.org/a"]
    offered = [one["contentUrl"] for one in dataset["distribution"]]
    assert offered == ["data/datapackage.json", "data/sources.json", "data/reported.csv"]


def test_the_sources_show_their_grade_and_who_uses_them(site):
    text = (site / "sources.html").read_text(encoding="utf-8")
    [source] = re.findall(r'<li id="one".*?</li>', text, re.DOTALL)
    assert '<span class="grade">press</span>' in source
    assert '<cite lang="zh"><a href="https://example.org/a">产值突破' in source
    assert '<a href="02-rates.html#three-rates">three-rates</a>' in source
    assert "undated" in source


def test_two_builds_are_the_same_bytes(site, sample, tmp_path):
    again = tmp_path / "site"
    build_site(sample[0], again, sample[1])
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


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("工业总产值 rose", '<span lang="zh">工业总产值</span> rose'),
        ("出口2.4万吨，增长", '<span lang="zh">出口2.4万吨，增长</span>'),
        ("<pre>产值</pre> 产值", '<pre>产值</pre> <span lang="zh">产值</span>'),
        ('<cite lang="zh">产值</cite>', '<cite lang="zh">产值</cite>'),
        ('<img alt="产值"> a', '<img alt="产值"> a'),
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
