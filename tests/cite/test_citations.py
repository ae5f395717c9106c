"""Citations in every style: who is credited, in which order, and what no style may lose."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
import sample_notebook as sample
from folders import sound, spoil_json

from jilin_analysis.__main__ import main
from jilin_analysis.citing import citations, pandoc
from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.citing.citations import as_file, caption, cite, copies
from jilin_analysis.citing.styles import FILES, STYLES
from jilin_analysis.errors import AnalysisError
from jilin_analysis.showing.exhibit import Exhibit, Work

DRAWN = ("apa", "chicago", "ieee", "gbt7714", "gbt7714-2015")
ALPHABETICAL = ("apa", "chicago")
TEAM = Work("Figures of Jilin", ("The Jilin analysis team",), "CC BY 4.0", "https://a.example/by")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    found = read_catalogue(sample.write_all(tmp_path_factory.mktemp("notebooks")))
    return {name: replace(one, work=TEAM) for name, one in found.items()}


@pytest.fixture(scope="module")
def figure(catalogue):
    return catalogue["three-rates"]


@pytest.fixture(scope="module")
def drawn(figure):
    return {style: cite(figure, style) for style in DRAWN}


def entries(text):
    return text.rstrip("\n").split("\n\n")


def resting_on(exhibit, *items):
    """Return an exhibit that carries these works and no others."""
    return replace(exhibit, sources=tuple(one["id"] for one in items), references=items)


@pytest.mark.parametrize("style", DRAWN)
def test_the_producers_are_named_and_our_work_with_release_licence_and_identifier(
    figure, drawn, style
):
    listed = entries(drawn[style])
    assert len(listed) == 3
    (ours,) = [entry for entry in listed if "jilin analysis team" in entry.lower()]
    named = "Short three-rates (figure three-rates, data release 2020.1)"
    assert named in ours
    assert "Figures of Jilin" in ours
    assert "2026" in ours
    assert f"Licence: CC BY 4.0. {figure.swhid}." in ours
    order = [entry for entry in listed if entry != ours]
    assert "the gazette" in order[0].lower()
    assert "刘勇" in order[1]
    if style not in ALPHABETICAL:
        assert listed[-1] == ours


def test_a_list_of_references_is_in_the_order_of_its_style(figure):
    sources = ("four", "daily", "gazette")
    said = {style: entries(cite(replace(figure, sources=sources), style)) for style in DRAWN}
    for style in ALPHABETICAL:
        assert [re.match(r"\w+", one)[0] for one in said[style]] == ["Ann", "The", "The", "刘勇"]
    for style in ("ieee", "gbt7714", "gbt7714-2015"):
        assert "a report of four" in said[style][0].lower()
        assert [one[:3] for one in said[style]] == ["[1]", "[2]", "[3]", "[4]"]


def test_letters_of_years_follow_the_order_of_the_list(figure):
    pages = [
        {"id": name, "type": "webpage", "title": title, "publisher": "P", "URL": f"http://p/{name}"}
        | {"issued": {"date-parts": [[2020, month, 1]]}, "language": "en"}
        for name, title, month in (("late", "A", 6), ("early", "B", 4))
    ]
    for style in ALPHABETICAL:
        text = cite(resting_on(figure, *pages), style)
        assert re.findall(r"2020([ab])", text) == ["a", "b"]


def test_a_chinese_source_in_each_style(drawn):
    chinese = {
        style: next(one for one in entries(text) if "刘勇" in one) for style, text in drawn.items()
    }
    address = "http://example.org/zh.html"
    assert chinese == {
        "apa": "刘勇, 王小明, 李雷, & 韩梅梅. (2021, January 26). 产值突破200亿！这个“小目标” "
        f"[Output above 20 billion]. 吉林日报. {address}",
        "chicago": "刘勇, 王小明, 李雷, and 韩梅梅. 2021. “产值突破200亿！这个‘小目标’ "
        f"[Output above 20 billion].” 吉林日报, January 26. {address}.",
        "ieee": "[2] 刘勇, 王小明, 李雷, and 韩梅梅, “产值突破200亿！这个‘小目标’ "
        "[Output above 20 billion],” 吉林日报. "
        f"Accessed: Nov. 24, 2026. [Online]. Available: {address}",
        "gbt7714": "[2] 刘勇，王小明，李雷，等. 产值突破200亿！这个“小目标”[EB/OL]. "
        f"（2021-01-26）[2026-11-24]. {address}.",
        "gbt7714-2015": "[2] 刘勇, 王小明, 李雷, 等. 产值突破200亿！这个“小目标”[EB/OL]. "
        f"(2021-01-26)[2026-11-24]. {address}.",
    }


def test_an_english_source_in_each_style(drawn):
    english = {
        style: next(one for one in entries(text) if "gazette" in one.lower())
        for style, text in drawn.items()
    }
    address = "http://example.org/report.html"
    assert english == {
        "apa": f"The Gazette. (2020, June 27). Jilin city: a report <b>on</b> *fibre*. {address}",
        "chicago": "The Gazette. 2020. “Jilin City: A Report <b>on</b> *Fibre*.” "
        f"June 27. {address}.",
        "ieee": "[1] The Gazette, “Jilin city: a report <b>on</b> *fibre*.” "
        f"Accessed: Nov. 24, 2026. [Online]. Available: {address}",
        "gbt7714": "[1] The Gazette. Jilin city: a report <b>on</b> *fibre*[EB/OL]. "
        f"（2020-06-27）[2026-11-24]. {address}.",
        "gbt7714-2015": "[1] THE GAZETTE. Jilin city: a report <b>on</b> *fibre*[EB/OL]. "
        f"(2020-06-27)[2026-11-24]. {address}.",
    }


PERSON = {
    "id": "liu",
    "type": "webpage",
    "title": "一份报告",
    "author": [{"family": "欧阳", "given": "明"}, {"family": "Doe", "given": "Jane"}],
    "URL": "http://example.org/liu",
    "issued": {"date-parts": [["2021", "3"]]},
    "language": "zh",
}


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("apa", "欧阳明, & Doe, J. (2021, March). 一份报告."),
        ("chicago", "欧阳明, and Jane Doe. 2021. “一份报告.”"),
        ("ieee", "[1] 欧阳明 and J. Doe, “一份报告.”"),
        ("gbt7714", "[1] 欧阳明，Doe J. 一份报告[EB/OL]. （2021-03）."),
        ("gbt7714-2015", "[1] 欧阳明, DOE J. 一份报告[EB/OL]. (2021-03)."),
        ("bibtex", "author = {{欧阳明} and Doe, Jane}"),
        ("ris", "AU  - 欧阳明\nAU  - Doe, Jane\n"),
    ],
)
def test_persons_are_named_as_persons_and_chinese_ones_whole(figure, style, said):
    assert said in cite(resting_on(figure, PERSON), style)


ODD = [
    {"author": [{"family": "Solo"}]},
    {"author": "Not a list"},
    {"author": [None, 3, {}]},
    {"language": None},
    {"language": 7, "publisher": ["x"]},
    {"issued": {"raw": "2020-06-27"}},
    {"issued": {"literal": "spring"}},
    {"issued": "2020"},
    {"custom": "no object", "title": None},
    {"type": None},
]


@pytest.mark.parametrize("style", STYLES)
def test_no_odd_entry_of_a_bibliography_ends_in_a_traceback(figure, style):
    page = {"type": "webpage", "title": "A page"}
    items = [page | {"id": f"odd{n}", "URL": f"http://{n}.odd"} | odd for n, odd in enumerate(ODD)]
    text = cite(resting_on(figure, *items), style)
    assert all(f"http://{n}.odd" in text for n in range(len(ODD)))


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("apa", "示例网. (n.d.). [无题] [Repost]. Retrieved November 24, 2026, from http"),
        (
            "chicago",
            "示例网. n.d. “[无题].” Accessed November 24, 2026. http://example.org/x. [rep",
        ),
        ("ieee", "[1] 示例网, “[无题].” Accessed: Nov. 24, 2026. [Online]. Available: http"),
        ("gbt7714", "[1] 示例网. [无题][EB/OL]. （日期不详）[2026-11-24]. http"),
        ("gbt7714-2015", "[1] 示例网. [无题][EB/OL]. (日期不详)[2026-11-24]. http"),
        ("bibtex", "note = {Repost. Accessed 2026-11-24. n.d.}"),
        ("biblatex", "urldate = {2026-11-24}"),
        ("ris", "Y2  - 2026/11/24/\nLA  - zh\nN1  - Repost\n"),
    ],
)
def test_an_undated_source_is_told_as_such_with_the_day_it_was_read(figure, style, said):
    assert said in cite(replace(figure, sources=("nameless",)), style)


def test_apa_says_retrieved_only_of_a_day(figure):
    undated = {"id": "x", "type": "webpage", "title": "A page", "publisher": "P", "URL": "http://a"}
    text = cite(resting_on(figure, undated), "apa")
    assert entries(text)[0] == "P. (n.d.). A page. http://a"


@pytest.mark.parametrize("style", STYLES)
def test_a_copy_is_called_one_in_every_style(figure, style):
    page = {"type": "webpage", "title": "页", "publisher": "P", "URL": "http://a"}
    one = page | {"id": "one", "language": "zh", "custom": {"grade": "repost"}}
    two = page | {"id": "two", "language": "en", "custom": {"grade": "machine translation"}}
    words = ("repost|转载", "machine translation")
    text = cite(resting_on(figure, one, two), style)
    assert all(re.search(word, text, re.IGNORECASE) for word in words)
    one["custom"] = two["custom"] = {"grade": "official"}
    text = cite(resting_on(figure, one, two), style)
    assert not any(re.search(word, text, re.IGNORECASE) for word in words)


@pytest.mark.parametrize(("style", "said"), [("gbt7714", "（n.d.）"), ("gbt7714-2015", "(n.d.)")])
def test_only_a_chinese_source_without_date_is_told_so_in_chinese(figure, style, said):
    page = {"type": "webpage", "title": "A page", "publisher": "P", "URL": "http://a"}
    pages = [page | {"id": "none"}, *(page | {"id": x, "language": x} for x in ("en", "ko"))]
    for number, text in enumerate(entries(cite(resting_on(figure, *pages), style))[:3], 1):
        assert text == f"[{number}] P. A page[EB/OL]. {said}. http://a."


@pytest.mark.parametrize("style", DRAWN)
def test_japanese_and_korean_sources_keep_their_script(figure, style):
    text = cite(replace(figure, sources=("nikkei", "hankyung")), style)
    for part in ("山田太郎", "炭素繊維の話", "한국경제", "[제목 없음]"):
        assert part in text


def test_several_exhibits_share_one_list_without_repeats(catalogue):
    pair = [catalogue["three-rates"], catalogue["exports-rose"]]
    for style in ("apa", "gbt7714"):
        listed = entries(cite(pair, style))
        assert len(listed) == 4
        assert sum("example.org/zh" in one for one in listed) == 1
    assert re.findall(r"\(2026([ab])\)", cite(pair, "apa")) == ["a", "b"]
    assert cite(pair, "apa", "in-text") == "(The Jilin analysis team, 2026b, 2026a)\n"
    assert cite(pair, "gbt7714", "in-text") == "[3,4]\n"
    keys = "exhibit-three-rates,exhibit-exports-rose"
    assert cite(pair, "biblatex", "in-text") == f"\\cite{{{keys}}}\n"


def test_our_work_alone_says_where_its_sources_are(figure):
    for style in ("apa", "ieee"):
        (ours,) = entries(cite(figure, style, ours_only=True))
        assert "three-rates" in ours
        assert ours.endswith("Sources: listed there.")


def test_a_citation_leads_to_address_and_doi_once_there_are(figure):
    found = replace(TEAM, homepage="https://jilin.example/", doi="10.1/abc")
    for style in STYLES:
        text = cite(replace(figure, sources=(), work=found), style)
        assert "10.1/abc" in text
        # A style that prints a DOI prints no address beside it.
        if style in ("gbt7714", "bibtex", "biblatex", "ris", "csl-json"):
            assert "https://jilin.example/#three-rates" in text
    only_home = replace(figure, sources=(), work=replace(found, doi=""))
    for style in ("apa", "chicago", "ieee"):
        assert "https://jilin.example/#three-rates" in cite(only_home, style)


def test_nobody_is_credited_but_whom_the_data_package_names(figure):
    mine = Work("My figures", ("Jane Doe", "李雷"), "CC0-1.0")
    for style in STYLES:
        text = cite(replace(figure, sources=(), work=mine), style)
        assert "My figures" in text
        assert "李雷" in text
        assert "analysis team" not in text.lower()
        assert "CC BY" not in text


def test_the_paragraph_of_a_statement_holds_all_that_a_reader_has_to_know(catalogue):
    text = cite(catalogue["exports-rose"])
    assert text.count("\n") == 1
    places = [
        text.index(part)
        for part in (
            sample.SENTENCE,
            "Printed to whole per cent; it says nothing of value.",
            "Sources: The Gazette. (2020, June 27).",
            "<http://example.org/report.html>",
            "刘勇",
            r"\[Output above 20 billion\]",
            "<http://example.org/zh.html>",
            "Cited from: The Jilin analysis team. (2026).",
            "exports-rose, data release 2020.1",
            "Licence: CC BY 4.0. swh:1:cnt:",
        )
    ]
    assert places == sorted(places)


def test_the_paragraph_of_a_figure_opens_with_its_caption(figure):
    assert cite(figure).startswith(f"{figure.caption} {figure.caveat} Sources: ")


def test_markup_in_data_is_text_in_the_paragraph(figure):
    hostile = replace(figure, caption="<script>x</script> [a](javascript:b) *c* | ` d. More.")
    text = cite(hostile)
    command = [str(pandoc.binary()), "-f", "commonmark", "-t", "json"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    tree = done.stdout.decode()
    assert "RawInline" not in tree
    assert "javascript:b" not in re.findall(r'"Link".*?\[("[^"]*")', tree)
    html = cite(hostile, form="html")
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_markup_in_a_statement_cannot_do_harm(catalogue):
    words = "It **rose** <img src=x onerror=y> [here](javascript:z) [there](https://a.example)."
    words += " *a <i>b</i>* **c <u>d</u>**"
    text = cite(replace(catalogue["exports-rose"], markdown=words))
    assert r"**rose** \<img src=x onerror=y\> here [there](https://a.example)." in text
    assert r"*a \<i\>b\</i\>* **c \<u\>d\</u\>**" in text


def test_what_is_copied_has_italics_and_links_and_says_the_same_plain(figure):
    copied = copies([figure], list(FILES))["three-rates"]
    assert list(copied) == list(FILES)
    for style, found in copied.items():
        assert '<a href="http://example.org/zh.html"' in found["html"]
        assert found["text"] == cite(figure, style, "text").strip()
        assert found["in_text"] == cite(figure, style, "in-text").strip()
    said = "<em>Jilin city: a report &lt;b&gt;on&lt;/b&gt; *fibre*</em>"
    assert said in copied["apa"]["html"]


def test_a_word_file_holds_the_list_with_italics_links_and_hanging_indents(figure):
    with ZipFile(BytesIO(as_file(figure, "docx", "apa"))) as parts:
        text = parts.read("word/document.xml").decode()
    assert text.count('w:val="Bibliography"') == 3
    assert "<w:i " in text or "<w:i/>" in text
    assert "<w:hyperlink " in text
    assert "刘勇" in text


def test_rich_text_is_a_whole_document(figure):
    assert as_file(figure, "rtf", "apa").startswith(rb"{\rtf1")


def test_a_caption_says_what_whence_by_whom_and_under_which_licence(figure):
    said = caption(replace(figure, sources=("gazette", "nameless")), "Figure 3")
    assert said == (
        "Figure 3. Short three-rates. Printed to whole per cent; it says nothing of value. "
        "From: The Jilin analysis team, 2026, Figures of Jilin (figure three-rates, data release "
        "2020.1). Based on: The Gazette (2020); 示例网 (n.d., repost). "
        f"Licence: CC BY 4.0, https://a.example/by. {figure.swhid}."
    )


def test_a_source_needs_no_address(figure):
    book = {key: value for key, value in sample.BIBLIOGRAPHY[3].items() if key != "URL"}
    text = cite(resting_on(figure, book), "apa")
    assert entries(text)[0] == "Ann, Bob, Cid, & Dee. (2019). A report of four. The Press."
    assert "The Press. Cited from: " in cite(resting_on(figure, book))


def test_without_sources_none_is_named(figure):
    text = cite(replace(figure, sources=()))
    assert "Source" not in text
    assert " Cited from: The Jilin analysis team." in text


def test_an_unknown_style_names_the_styles(figure):
    with pytest.raises(AnalysisError, match="markdown, apa, chicago, ieee, gbt7714, gbt7714-2015"):
        cite(figure, "harvard")


@pytest.mark.parametrize("style", STYLES)
def test_a_source_without_description_is_named(figure, style):
    with pytest.raises(AnalysisError, match=r"three-rates rests on 'nowhere', which sources.json"):
        cite(replace(figure, sources=("gazette", "nowhere")), style)


def test_a_figure_whose_source_is_not_described_ends_in_no_traceback(tmp_path, capsys):
    folder = sound(tmp_path)
    spoil_json(folder, "sources.json", list.clear)
    assert main(["cite", "2021-q2-output", "--data", str(folder)]) == 1
    assert "'made-up-2021', which sources.json does not describe" in capsys.readouterr().err


def test_one_id_for_two_works_is_an_error(catalogue):
    one = resting_on(catalogue["three-rates"], sample.BIBLIOGRAPHY[0])
    other = sample.BIBLIOGRAPHY[0] | {"title": "Another"}
    with pytest.raises(AnalysisError, match="one source differently"):
        cite([one, resting_on(catalogue["exports-rose"], other)], "apa")


def test_what_is_no_web_address_is_one_clear_error(figure):
    with pytest.raises(AnalysisError, match="'gazette' is no web"):
        cite(resting_on(figure, {"id": "gazette", "URL": "javascript:x"}), "apa")


def test_a_failing_pandoc_says_what_it_said():
    with pytest.raises(AnalysisError, match=r"pandoc failed: .*nonsense"):
        pandoc.as_file("{}", "nonsense")


def test_a_page_of_citations_starts_one_pandoc_a_style(catalogue, monkeypatch):
    started = []
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: started.append(a) or run(*a, **k))
    made = copies(list(catalogue.values()), DRAWN)
    assert [list(styles) for styles in made.values()] == [list(DRAWN)] * 3
    assert len(started) == len(DRAWN)
    assert copies([]) == {}


def _instead_of_pandoc(code, monkeypatch, tmp_path):
    program = tmp_path / "pandoc"
    program.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(pandoc, "binary", lambda: program)


def test_a_pandoc_that_does_not_answer_is_ended_and_named(monkeypatch, tmp_path):
    late = tmp_path / "late"
    code = f"import time; time.sleep(5); open({str(late)!r}, 'w').close()"
    _instead_of_pandoc(code, monkeypatch, tmp_path)
    monkeypatch.setattr(pandoc, "_PATIENCE", -0.9)
    with pytest.raises(AnalysisError) as caught:
        pandoc.run([{}])
    assert str(caught.value) == "pandoc did not answer within 0.1 seconds."
    assert not late.exists()


@pytest.mark.filterwarnings("error")
def test_a_pandoc_that_ends_before_it_has_read_says_why(monkeypatch, tmp_path):
    code = r"import os; os.write(2, b'\xff gone\n'); os._exit(1)"
    _instead_of_pandoc(code, monkeypatch, tmp_path)
    with pytest.raises(AnalysisError) as caught:
        pandoc.run([{"csl": "x" * 2**22}])
    assert str(caught.value) == "pandoc failed: \ufffd gone"


def test_styles_in_a_folder_with_a_chinese_name_are_found_in_any_locale(
    figure, monkeypatch, tmp_path
):
    usual = cite(figure, "apa")
    folder = shutil.copytree(citations.FOLDER, tmp_path / "样式")
    monkeypatch.setattr(citations, "FOLDER", folder)
    monkeypatch.setenv("LC_ALL", "C")
    assert cite(figure, "apa") == usual


def test_the_identifier_is_that_of_git(figure, tmp_path):
    if not shutil.which("git"):
        pytest.skip("git is not there to compare with")
    path = tmp_path / "data.csv"
    path.write_bytes(figure.data.encode())
    done = subprocess.run(["git", "hash-object", path], capture_output=True, check=True, text=True)
    assert figure.swhid == f"swh:1:cnt:{done.stdout.strip()}"


def test_metadata_come_back_as_they_went(figure):
    whole = resting_on(figure, *sample.BIBLIOGRAPHY[:2])
    shown = {"notebook": whole.notebook, "svg": whole.svg, "png": whole.png}
    told = json.loads(json.dumps(whole.to_metadata()))
    assert Exhibit.from_metadata(told, **shown) == whole


@pytest.mark.parametrize(
    "package",
    [
        {},
        {"title": 3, "licenses": "MIT", "contributors": [{"title": "A", "roles": 7}, 4]},
        {"contributors": {"title": "A"}, "identifiers": [None, {"type": "doi"}], "focus": []},
        {"licenses": [{"name": None}], "homepage": ["x"], "identifiers": {"type": "doi"}},
    ],
)
def test_a_malformed_data_package_costs_no_more_than_its_own_words(figure, package):
    text = cite(replace(figure, sources=(), references=(), work=Work.of({"title": "T"} | package)))
    assert "three-rates" in text


def test_a_doi_is_one_however_it_is_written():
    for value in ("10.5/z", "https://doi.org/10.5/z", "doi:10.5/z"):
        assert Work.of({"identifiers": [{"type": "doi", "value": value}]}).doi == "10.5/z"


def test_gbt7714_of_2025_differs_from_2015_as_published(figure):
    common = {"language": "zh", "issued": {"date-parts": [[2025, 3, 4]]}}
    names = {"author": [{"literal": "甲"}, {"family": "Doe", "given": "Jane-Ann"}]}
    article = {
        "id": "a",
        "type": "article-journal",
        "title": "文章",
        "container-title": "刊名",
        "volume": "3",
        "issue": "2",
        "page": "1-9",
        **names,
        **common,
    }
    table = {
        "id": "d",
        "type": "dataset",
        "title": "数据",
        "publisher": "库",
        "version": "1.2",
        "URL": "http://d.example",
        "accessed": {"date-parts": [[2026, 1, 2]]},
        **names | common,
    }
    both = resting_on(figure, article, table)
    new, old = (entries(cite(both, style)) for style in ("gbt7714", "gbt7714-2015"))
    assert new[:2] == [
        "[1] 甲，Doe J-A. 文章[J]. 刊名，2025，3（2）：1-9.",
        "[2] 甲，Doe J-A. 数据[DS/OL]. V1.2. 库（2025-03-04）[2026-01-02]. http://d.example.",
    ]
    assert old[0] == "[1] 甲, DOE J A. 文章[J]. 刊名, 2025, 3(2): 1-9."


# X1
def test_chicago_puts_an_undated_work_of_its_author_last(figure):
    page = {"type": "webpage", "publisher": "P", "URL": "http://a"}
    pages = [page | {"id": "none", "title": "A"}]
    pages += [page | {"id": "old", "title": "B", "issued": {"raw": "2019"}}]
    said = cite(resting_on(figure, *pages), "chicago")
    assert said.index("2019") < said.index("n.d.")


# X2, X4
def test_ris_names_editors_and_the_suffix_of_a_name(figure):
    people = {"author": [{"family": "Doe", "given": "Jo", "suffix": "Jr."}]}
    people |= {"editor": [{"family": "Roe", "given": "Al"}]}
    book = {"id": "b", "type": "book", "title": "B", **people}
    assert "AU  - Doe, Jr., Jo\nED  - Roe, Al\n" in cite(resting_on(figure, book), "ris")
