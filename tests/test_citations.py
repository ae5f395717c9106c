import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
import sample_notebook as sample

from jilin_analysis import __version__
from jilin_analysis.citing import citations, pandoc
from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.citing.citations import STYLES, cite
from jilin_analysis.errors import AnalysisError

DRAWN = ("apa", "chicago", "ieee", "gbt7714")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return sample.write_bibliography(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    return read_catalogue(sample.write_all(tmp_path_factory.mktemp("notebooks")))


@pytest.fixture(scope="module")
def figure(catalogue):
    return catalogue["three-rates"]


def entries(text):
    return text.rstrip("\n").split("\n\n")


def read_back(text, form):
    command = [str(pandoc.binary()), "-f", form, "-t", "csljson"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return {item["id"]: item for item in json.loads(done.stdout)}


@pytest.mark.parametrize("style", DRAWN)
def test_the_producers_come_first_in_their_order_and_our_work_last(figure, data, style):
    listed = entries(cite(figure, style, data))
    assert len(listed) == 3
    assert "the gazette" in listed[0].lower()
    assert "刘勇" in listed[1]
    assert "jilin analysis team" in listed[2].lower()


@pytest.mark.parametrize("style", DRAWN)
def test_our_work_is_told_with_exhibit_release_and_version(figure, data, style):
    ours = entries(cite(figure, style, data))[-1]
    named = "What the figure three-rates says of 吉林 (figure three-rates, data release 2020.1)"
    assert named in ours
    assert __version__ in ours
    assert "2026" in ours
    assert "A second sentence" not in ours


def test_a_chinese_source_in_each_style(figure, data):
    chinese = {style: entries(cite(figure, style, data))[1] for style in DRAWN}
    address = "http://example.org/zh.html"
    assert chinese == {
        "apa": "刘勇, 王小明, 李雷, & 韩梅梅. (2021, January 26). 产值突破200亿！这个“小目标” "
        f"[Output above 20 billion]. 吉林日报. {address}",
        "chicago": "刘勇, 王小明, 李雷, and 韩梅梅. 2021. “产值突破200亿！这个‘小目标’.” "
        f"吉林日报, January 26. {address}.",
        "ieee": "[2] 刘勇, 王小明, 李雷, and 韩梅梅, “产值突破200亿！这个‘小目标’,” 吉林日报. "
        f"Accessed: Nov. 24, 2026. [Online]. Available: {address}",
        "gbt7714": "[2] 刘勇, 王小明, 李雷, 等. 产值突破200亿！这个“小目标”[EB/OL]. "
        f"(2021-01-26)[2026-11-24]. {address}.",
    }


def test_an_english_source_in_each_style(figure, data):
    english = {style: entries(cite(figure, style, data))[0] for style in DRAWN}
    address = "http://example.org/report.html"
    assert english == {
        "apa": f"The Gazette. (2020, June 27). Jilin city: a report <b>on</b> *fibre*. {address}",
        "chicago": "The Gazette. 2020. “Jilin City: A Report <b>on</b> *Fibre*.” "
        f"June 27. {address}.",
        "ieee": "[1] The Gazette, “Jilin city: a report <b>on</b> *fibre*.” "
        f"Accessed: Nov. 24, 2026. [Online]. Available: {address}",
        "gbt7714": "[1] THE GAZETTE. Jilin city: a report <b>on</b> *fibre*[EB/OL]. "
        f"(2020-06-27)[2026-11-24]. {address}.",
    }


def test_each_language_has_its_own_words_in_gbt7714(figure, data):
    both = replace(figure, sources=("four", "daily"))
    english, chinese, _ = entries(cite(both, "gbt7714", data))
    assert "ANN, BOB, CID, et al." in english
    assert "刘勇, 王小明, 李雷, 等." in chinese


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("apa", "示例网. (n.d.). [无题]."),
        ("chicago", "示例网. n.d. “[无题].” Accessed November"),
        ("ieee", "[1] 示例网, “[无题].” Accessed"),
        ("gbt7714", "[1] 示例网. [无题][EB/OL]. (日期不详)[2026-11-24]."),
        ("bibtex", "无题{]}}},\n  note = {n.d., Accessed 2026-11-24},\n  url"),
    ],
)
def test_an_undated_and_untitled_source_is_told_as_such(figure, data, style, said):
    text = cite(replace(figure, sources=("nameless",)), style, data)
    assert said in text


@pytest.mark.parametrize("language", ["en", "ko", None])
def test_only_a_chinese_source_without_date_is_told_so_in_chinese(figure, tmp_path, language):
    undated = {"id": "x", "type": "webpage", "title": "A page", "publisher": "P", "URL": "http://a"}
    sample.write_bibliography(tmp_path, [undated | ({"language": language} if language else {})])
    text = cite(replace(figure, sources=("x",)), "gbt7714", tmp_path)
    assert entries(text)[0] == "[1] P. A page[EB/OL]. (n.d.). http://a."


@pytest.mark.parametrize("style", DRAWN)
def test_japanese_and_korean_sources_keep_their_script(figure, data, style):
    japanese, korean, _ = entries(
        cite(replace(figure, sources=("nikkei", "hankyung")), style, data)
    )
    assert "山田太郎" in japanese
    assert "炭素繊維の話" in japanese
    assert "한국경제" in korean
    assert "[제목 없음]" in korean


def test_numbers_of_sources_run_through_both_languages(figure, data):
    all_of_them = replace(figure, sources=("daily", "gazette", "nameless", "four"))
    for style in ("ieee", "gbt7714"):
        numbers = re.findall(r"^\[(\d)\]", cite(all_of_them, style, data), re.MULTILINE)
        assert numbers == ["1", "2", "3", "4", "5"]


def test_the_paragraph_of_a_statement_holds_all_that_a_reader_has_to_know(catalogue, data):
    text = cite(catalogue["exports-rose"], data=data)
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
            f"(Version {__version__})",
        )
    ]
    assert places == sorted(places)


def test_the_paragraph_of_a_figure_opens_with_its_caption(figure, data):
    assert cite(figure, data=data).startswith(f"{figure.caption} {figure.caveat} Sources: ")


def test_a_repost_is_called_one(figure, data):
    text = cite(replace(figure, sources=("nameless",)), data=data)
    assert r"\[repost\]. Cited from:" in text
    assert "repost" not in cite(figure, data=data)


def test_markup_in_data_is_text_in_the_paragraph(figure, data):
    hostile = replace(figure, caption="<script>x</script> [a](javascript:b) *c* | ` d. More.")
    text = cite(hostile, data=data)
    command = [str(pandoc.binary()), "-f", "commonmark", "-t", "json"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    tree = done.stdout.decode()
    assert "RawInline" not in tree
    assert "javascript:b" not in re.findall(r'"Link".*?\[("[^"]*")', tree)
    plain = subprocess.run(
        [*command[:-1], "plain", "--wrap=none"],
        input=text.encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert hostile.caption in plain
    assert "Jilin city: a report <b>on</b> *fibre*" in plain


def test_markup_in_a_statement_cannot_do_harm(catalogue, data):
    words = "It **rose** <img src=x onerror=y> [here](javascript:z) [there](https://a.example)."
    words += " *a <i>b</i>* **c <u>d</u>**"
    text = cite(replace(catalogue["exports-rose"], markdown=words), data=data)
    assert r"**rose** \<img src=x onerror=y\> here [there](https://a.example)." in text
    assert r"*a \<i\>b\</i\>* **c \<u\>d\</u\>**" in text


def test_pandoc_reads_our_bibtex_back(figure, data):
    items = read_back(cite(figure, "bibtex", data), "bibtex")
    assert list(items) == ["gazette", "daily", "jilin-analysis-three-rates"]
    assert [name["literal"] for name in items["daily"]["author"]][:2] == ["刘勇", "王小明"]
    assert items["daily"]["title"] == "产值突破200亿！这个“小目标”"
    assert items["daily"]["publisher"] == "吉林日报"
    assert items["gazette"]["issued"]["date-parts"] == [[2020, 6]]
    ours = items["jilin-analysis-three-rates"]
    assert ours["note"] == f"Version {__version__}"
    assert "three-rates, data release 2020.1" in ours["title"]


def test_a_source_without_publisher_has_none_in_bibtex(figure, data):
    items = read_back(cite(replace(figure, sources=("nikkei",)), "bibtex", data), "bibtex")
    assert "publisher" not in items["nikkei"]


def test_a_source_needs_no_address(figure, tmp_path):
    book = {key: value for key, value in sample.BIBLIOGRAPHY[3].items() if key != "URL"}
    sample.write_bibliography(tmp_path, [book])
    text = cite(replace(figure, sources=("four",)), "apa", tmp_path)
    assert entries(text)[0] == "Ann, Bob, Cid, & Dee. (2019). A report of four. The Press."
    paragraph = cite(replace(figure, sources=("four", "four")), "markdown", tmp_path)
    assert "The Press; Ann, Bob" in paragraph
    assert "The Press. Cited from: " in paragraph


def test_a_quotation_that_is_not_closed_stays_as_it_is(figure, data):
    text = cite(replace(figure, caption="A “half of it."), "apa", data)
    assert "A “half of it (figure three-rates, data release 2020.1) (Version" in text


def test_pandoc_reads_our_csl_json_back(figure, data):
    text = cite(figure, "csl-json", data)
    assert json.loads(text)[:2] == sample.BIBLIOGRAPHY[:2]
    assert text.startswith('[\n  {\n    "id": ')
    items = read_back(text, "csljson")
    assert items["daily"]["title"] == "产值突破200亿！这个“小目标”"
    assert items["jilin-analysis-three-rates"]["version"] == __version__
    assert json.loads(text)[2]["type"] == "dataset"
    assert json.loads(text)[2]["language"] == "en"
    assert items["jilin-analysis-three-rates"]["issued"] == {"date-parts": [[2026, 11, 24]]}


def test_a_version_that_is_not_known_is_not_claimed(figure, data):
    for style in STYLES:
        text = cite(figure, style, data, version="")
        assert __version__ not in text
        assert "None" not in text


def test_without_sources_no_bibliography_is_needed(figure, tmp_path):
    text = cite(replace(figure, sources=()), data=tmp_path)
    assert "Source" not in text
    assert " Cited from: The Jilin analysis team." in text


def test_an_unknown_style_names_the_styles(figure, data):
    with pytest.raises(AnalysisError, match="markdown, apa, chicago, ieee, gbt7714, bibtex"):
        cite(figure, "harvard", data)


@pytest.mark.parametrize("style", STYLES)
def test_a_source_without_description_is_named(figure, data, style):
    with pytest.raises(AnalysisError, match=r"three-rates rests on 'nowhere', which .*sources"):
        cite(replace(figure, sources=("gazette", "nowhere")), style, data)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "is not there"),
        ("{", "not a bibliography"),
        ("[1]", "not a bibliography"),
        ('[{"title": "x"}]', "not a bibliography"),
        ('[{"id": "gazette", "URL": "javascript:x"}, {"id": "daily"}]', "'gazette' is no web"),
    ],
)
def test_an_unreadable_bibliography_is_one_clear_error(figure, tmp_path, content, message):
    if content is not None:
        (tmp_path / "sources.json").write_text(content, encoding="utf-8")
    with pytest.raises(AnalysisError, match=message):
        cite(figure, "apa", tmp_path)


def test_a_failing_pandoc_says_what_it_said():
    with pytest.raises(AnalysisError, match=r"pandoc failed: .*nonsense"):
        pandoc.run([(("-f", "nonsense"), "x")])


def test_a_pandoc_that_does_not_answer_is_ended_and_named(monkeypatch, tmp_path):
    late = tmp_path / "late"
    code = f"import time; time.sleep(5); open({str(late)!r}, 'w').close()"
    monkeypatch.setattr(pandoc, "binary", lambda: sys.executable)
    monkeypatch.setattr(pandoc, "_PATIENCE", 0.1)
    with pytest.raises(AnalysisError) as caught:
        pandoc.run([(("-c", code), "x")])
    assert str(caught.value) == "pandoc did not answer within 0.1 seconds."
    assert not late.exists()


@pytest.mark.filterwarnings("error")
def test_a_pandoc_that_ends_before_it_has_read_says_why(monkeypatch):
    code = r"import os; os.write(2, b'\xff gone\n'); os._exit(1)"
    monkeypatch.setattr(pandoc, "binary", lambda: sys.executable)
    with pytest.raises(AnalysisError) as caught:
        pandoc.run([(("-c", code), "x" * 2**22)])
    assert str(caught.value) == "pandoc failed: \ufffd gone"


def test_styles_in_a_folder_with_a_chinese_name_are_found_in_any_locale(
    figure, data, monkeypatch, tmp_path
):
    usual = cite(figure, "apa", data)
    folder = shutil.copytree(citations.FOLDER, tmp_path / "样式")
    monkeypatch.setattr(citations, "FOLDER", folder)
    monkeypatch.setenv("LC_ALL", "C")
    assert cite(figure, "apa", data) == usual
