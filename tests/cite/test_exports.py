"""What is exported, held against the programs that read it, as far as they are installed."""

import json
import re
import shutil
import subprocess
from dataclasses import replace

import pytest
import sample_notebook as sample

from jilin_analysis.citing import pandoc
from jilin_analysis.citing.citations import cite
from jilin_analysis.showing.exhibit import Exhibit, Work

HARD = "50% of {A} & B_c: what's \\new ~ #1? 100 $ ^"
SOURCES = (
    *sample.BIBLIOGRAPHY,
    {
        "id": "an article/2021",
        "type": "article-journal",
        "title": HARD,
        "author": [
            {"family": "Müller", "given": "Jane", "non-dropping-particle": "von"},
            {"family": "欧阳", "given": "明"},
        ],
        "container-title": "A Journal",
        "volume": "3",
        "page": "1-9",
        "DOI": "10.1000/a_b%2F(c)",
        "URL": "https://x.example/a_b%20c?d=1&e=2#f",
        "issued": {"date-parts": [[2021, 3, 4]]},
        "accessed": {"date-parts": [[2026, 11, 24]]},
        "language": "en",
        "citation-key": "mine",
        "custom": {"grade": "repost"},
    },
)
EXHIBIT = Exhibit(
    id="three-rates",
    kind="figure",
    title="Three rates of Jilin",
    sources=tuple(one["id"] for one in SOURCES),
    references=SOURCES,
    data="a\n1\n",
    release="2020.1",
    released="2026-11-24",
    work=Work("Figures", ("A team",), "CC BY 4.0", homepage="https://a.example/", doi="10.5/z"),
)
EXPORTS = {"bibtex": "bibtex", "biblatex": "biblatex", "ris": "ris", "csl-json": "csljson"}


def pandocs():
    found = {"bundled": str(pandoc.binary())}
    if system := shutil.which("pandoc"):
        found["system"] = system
    return [pytest.param(path, id=name) for name, path in found.items()]


@pytest.mark.parametrize("program", pandocs())
@pytest.mark.parametrize(("style", "form"), EXPORTS.items())
def test_pandoc_reads_every_export(program, style, form):
    known = subprocess.run([program, "--list-input-formats"], capture_output=True, check=True)
    if form not in known.stdout.decode().split():
        pytest.skip(f"this pandoc does not read {form}")
    text = cite(EXHIBIT, style)
    command = [program, "-f", form, "-t", "csljson"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    assert done.stderr == b""
    read = json.loads(done.stdout)
    assert len(read) == len(SOURCES) + 1
    titles = [one.get("title", "").replace("’", "'") for one in read]
    assert HARD in titles
    assert "产值突破200亿！这个“小目标”" in titles
    article = read[titles.index(HARD)]
    assert article["DOI"] == "10.1000/a_b%2F(c)"
    assert [one.get("family", one.get("literal")) for one in article["author"]][-1] == "欧阳明"
    assert article["issued"]["date-parts"][0][0] == 2021
    if style in ("biblatex", "csl-json"):
        assert article["issued"] == {"date-parts": [[2021, 3, 4]]}
        assert article["accessed"] == {"date-parts": [[2026, 11, 24]]}
    (ours,) = [one for one in read if "three-rates" in one["title"]]
    assert ours["DOI"] == "10.5/z"
    if style != "bibtex":
        assert ours["URL"] == "https://a.example/#three-rates"


@pytest.mark.parametrize("case", ["title-case", "sentence-case"])
def test_no_style_changes_the_id_in_csl_json(case, tmp_path):
    style = {"title-case": "chicago-author-date", "sentence-case": "ieee"}[case]
    (tmp_path / "a.json").write_text(cite(EXHIBIT, "csl-json"), encoding="utf-8")
    from jilin_analysis.citing.styles import FOLDER

    command = [str(pandoc.binary()), "--citeproc", "--bibliography", "a.json", "-t", "plain"]
    command += ["--csl", str(FOLDER / f"{style}.csl")]
    done = subprocess.run(
        command, input=b"@exhibit-three-rates", capture_output=True, check=True, cwd=tmp_path
    )
    assert "figure three-rates" in " ".join(done.stdout.decode().split()).replace(
        "Figure", "figure"
    )


# The names of https://github.com/citation-style-language/schema, csl-data.json.
VARIABLES = """
    id type author editor translator issued accessed abstract archive archive_location language
    container-title container-title-short DOI edition genre ISBN ISSN issue medium note number
    number-of-pages number-of-volumes page publisher publisher-place title title-short URL version
    volume collection-title collection-number keyword status source section
"""


def test_csl_json_has_nothing_that_the_published_schema_does_not_name():
    for item in json.loads(cite(EXHIBIT, "csl-json")):
        assert set(item) <= set(VARIABLES.split())
        for name in item.get("author", ()):
            assert set(name) <= {"family", "given", "non-dropping-particle", "literal"}
        for date in (item[key] for key in ("issued", "accessed") if key in item):
            assert set(date) == {"date-parts"}
            assert all(isinstance(part, int) for part in date["date-parts"][0])


def test_csl_json_names_the_authors_that_the_styles_print():
    items = json.loads(cite(EXHIBIT, "csl-json"))
    assert all(item.get("author") for item in items)
    nameless = next(item for item in items if item["id"] == "nameless")
    assert nameless["author"] == [{"literal": "示例网"}]
    assert "publisher" not in nameless
    assert nameless["note"] == "Repost"


def test_bibtex_prints_the_address_once_and_months_by_name():
    text = cite(EXHIBIT, "bibtex")
    assert "textquotesingle" not in text
    assert r"howpublished = {吉林日报, \url{http://example.org/zh.html}}" in text
    assert "\n  url = " not in text
    assert re.findall(r"month = (\S+)", text) == ["jun", "jan", "may", "mar", "nov"]
    assert text.startswith("% For BibTeX. Compile with XeLaTeX or LuaLaTeX")


def test_biblatex_has_types_dates_versions_and_languages():
    text = cite(EXHIBIT, "biblatex")
    assert re.findall(r"@(\w+){", text) == [*["online"] * 3, "report", *["online"] * 2, "article", "dataset"]  # fmt: skip  # noqa: E501
    for field in ("date = {2020-06-27}", "urldate = {2026-11-24}", "version = {2020.1}"):
        assert field in text
    assert re.findall(r"langid = {(\w+)}", text)[:2] == ["english", "chinese"]


def test_braces_that_do_not_pair_cannot_end_a_field():
    item = SOURCES[0] | {"title": "a } b { c"}
    odd = replace(EXHIBIT, references=(item,), sources=(item["id"],))
    text = cite(odd, "bibtex")
    plain = re.sub(r"\\[{}]", "", text)
    assert plain.count("{") == plain.count("}")
    assert r"a \textbraceright{} b \textbraceleft{} c" in text


def latex(tmp_path, *programs):
    if lacking := [name for name in programs if not shutil.which(name)]:
        pytest.skip(f"{', '.join(lacking)} not installed")

    def run(*words):
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False)
        return done.stdout.decode(errors="replace")

    return run


TEX = r"\documentclass{{article}}{0}\begin{{document}}\nocite{{*}}{1}\end{{document}}"


def test_biber_reads_biblatex_without_a_warning(tmp_path):
    run = latex(tmp_path, "biber", "xelatex")
    (tmp_path / "refs.bib").write_text(cite(EXHIBIT, "biblatex"), encoding="utf-8")
    head = r"\usepackage[style=authoryear]{biblatex}\addbibresource{refs.bib}"
    (tmp_path / "a.tex").write_text(TEX.format(head, r"\printbibliography"), encoding="utf-8")
    if "biblatex.sty' not found" in run("xelatex", "-interaction=nonstopmode", "a"):
        pytest.skip("biblatex is not installed")
    said = run("biber", "a")
    assert "INFO - Output to a.bbl" in said
    assert "WARN" not in said
    assert "ERROR" not in said
    compiled = run("xelatex", "-interaction=nonstopmode", "-halt-on-error", "a")
    assert "Output written" in compiled


# alpha cuts its labels after three bytes, and so through Chinese letters; that is BibTeX's fault.
@pytest.mark.parametrize("style", ["plain", "unsrt", "abbrv"])
def test_bibtex_reads_bibtex_and_xelatex_prints_its_addresses(tmp_path, style):
    run = latex(tmp_path, "bibtex", "xelatex")
    (tmp_path / "refs.bib").write_text(cite(EXHIBIT, "bibtex"), encoding="utf-8")
    body = rf"\bibliographystyle{{{style}}}\bibliography{{refs}}"
    (tmp_path / "a.tex").write_text(TEX.format(r"\usepackage{url}", body), encoding="utf-8")
    run("xelatex", "-interaction=nonstopmode", "a")
    said = run("bibtex", "a")
    assert "Warning" not in said
    assert "error" not in said
    printed = (tmp_path / "a.bbl").read_text(encoding="utf-8")
    assert r"\url{https://a.example/#three-rates}" in "".join(printed.split("\n  "))
    assert "Output written" in run("xelatex", "-interaction=nonstopmode", "-halt-on-error", "a")


@pytest.mark.parametrize("style", EXPORTS)
def test_citation_js_reads_every_export(style):
    script = (
        "const {Cite}=require('@citation-js/core');require('@citation-js/plugin-bibtex');"
        "require('@citation-js/plugin-ris');"
        "console.log(JSON.stringify(new Cite(require('fs').readFileSync(0,'utf8')).data))"
    )
    node = shutil.which("node")
    if (
        not node
        or subprocess.run([node, "-e", script], input=b"[]", capture_output=True).returncode
    ):
        pytest.skip("citation-js is not installed (NODE_PATH)")
    done = subprocess.run(
        [node, "-e", script], input=cite(EXHIBIT, style).encode(), capture_output=True, check=True
    )
    read = json.loads(done.stdout)
    assert len(read) == len(SOURCES) + 1
    assert HARD in [one.get("title") for one in read]
    assert any("three-rates" in one.get("title", "") for one in read)
