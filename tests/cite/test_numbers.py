"""Single numbers: their keys, their forms, and the files that carry them into a report."""

import json
import re
import shutil
import subprocess
from dataclasses import asdict, replace
from hashlib import sha256

import pytest
import sample_notebook as sample
from folders import put, sound, spoil

from jilin_analysis.__main__ import _parser, main
from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.citing.collection import changed, export
from jilin_analysis.citing.numbers import FORMS, of_exhibit, of_folder
from jilin_analysis.citing.references import work_key
from jilin_analysis.console import named
from jilin_analysis.errors import AnalysisError, UnknownExhibitError
from jilin_analysis.folder import read_folder
from jilin_analysis.showing.exhibit import Exhibit, Work

FOLDER = read_folder()
# Rows as a table of one's own has them, without keys.
DATA = """\
figure,value,low,high,unit
earnings,0.28,0.275,0.285,ratio
implied unit value,-0.276836158192,-0.281690140845,-0.271954674221,ratio
"""
RESTS_ON = ["2020-q1-direct-fiber-exports", "2020-q1-foreign-exchange-earnings"]


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    answer = sample.about("earnings-answer", "statement", data=DATA, rests_on=RESTS_ON)
    about = {
        "title": "Earnings",
        "sources": ["jlgov-2020"],
        "work": asdict(Work.of(FOLDER.package)),
    }
    answer |= about | {"references": [FOLDER.sources["jlgov-2020"]]}
    words = sample.about("what-holds", "table", data="Statement,Holds\nIt rose,yes\n", sources=[])
    words["work"] = about["work"]
    shown = [sample.output(told, text_markdown="x") for told in (answer, words)]
    sample.write(folder / "01-answers.ipynb", *shown)
    return folder


@pytest.fixture(scope="module")
def catalogue(notebooks):
    return read_catalogue(notebooks)


@pytest.fixture
def run(notebooks):
    def command(*words):
        options = _parser(words).parse_args([*words, "--notebooks", str(notebooks)])
        return named(options.run)(options)

    return command


HEAD = "key,label,entity,metric,period,kind,unit,value,low,high,premises,note\n"


def exhibit_of(*rows):
    data = HEAD + "".join(f"{row}\n" for row in rows)
    digest = sha256(data.encode()).hexdigest()
    work = Work("Figures", ("A team",), homepage="https://a.example/")
    return Exhibit("an-answer", "statement", data=data, data_sha256=digest, work=work, title="T")


def number_of(kind, unit, value, low, high, premises=""):
    row = f"one,One,Firm,,2020-Q1,{kind},{unit},{value},{low},{high},{premises},"
    return of_exhibit(exhibit_of(row))["an-answer/one"]


FALL = ("growth", "ratio", "-0.276836158192", "-0.281690140845", "-0.271954674221")
IF = "exports are tonnes; both cover the same goods"


SAID = """
growth ratio -0.276836158192 -0.281690140845 -0.271954674221 | fell by 27.7 % (27.1 to 28.2) | 下降27.7%（27.1%至28.2%）
growth ratio 0.77 0.765 0.775 | rose by 77 % (76.5 to 77.5) | 增长77%（76.5%至77.5%）
growth ratio ? 0.77 ? | rose by at least 77 % | 增长至少77%
share ratio 0.6215 0.6168 0.6261 | 62.2 % (61.6 to 62.7) | 62.2%（61.6%至62.7%）
level tonne 24000 23500 24500 | 24,000 tonnes (23,500 to 24,500) | 24000吨（23500吨至24500吨）
level CNY 2.84e9 2.835e9 2.845e9 | 2.84 billion yuan (2.835 to 2.845) | 28.4亿元（28.35亿元至28.45亿元）
level CNY 7e8 7e8 7e8 | 700 million yuan | 7亿元
index ratio 1.609 1.597 1.622 | 1.609 (1.597 to 1.622) | 1.609（1.597至1.622）
"""  # noqa: E501


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_a_number_is_said_with_its_range(line):
    cells, *said = (part.strip() for part in line.split("|"))
    number = number_of(*cells.replace("?", "").split(" "))
    assert [number.text(form).replace("\u00a0", " ") for form in ("text", "zh")] == said


@pytest.mark.parametrize("form", FORMS)
def test_no_form_leaves_out_the_condition(form):
    assert "exports are tonnes and both cover the same goods" in number_of(*FALL, IF).text(form)


def test_a_number_in_latex_and_as_a_link():
    number = number_of(*FALL, IF)
    assert number.text("latex") == (
        r"\qty{-27.7}{\percent} (\qtyrange{-28.2}{-27.1}{\percent}), "
        "if exports are tonnes and both cover the same goods"
    )
    assert number.text("markdown").replace("\u00a0", " ") == (
        "[−27.7 %](https://a.example/#an-answer/one "
        '"−28.2 to −27.1; if exports are tonnes and both cover the same goods")'
    )
    level = number_of("level", "CNY", "2840000000", "2835000000", "2845000000")
    assert level.text("latex").startswith(r"\qty{2.84}{billion~yuan} (")


def test_every_number_of_the_package_has_every_form(catalogue):
    numbers = dict(of_folder(FOLDER))
    tables = (FOLDER.tables["reported.csv"], FOLDER.tables["series.csv"])
    assert set(numbers) == {row["id"] for table in tables for row in table}
    for exhibit in catalogue.values():
        numbers |= of_exhibit(exhibit, FOLDER)
    for key, number in numbers.items():
        for form in FORMS:
            said = number.text(form)
            assert re.search(r"\d", said), key
        assert re.search(r"[a-zA-Z]", re.sub(r"\\\w+|siunitx", "", number.text("zh"))) is None, key


def test_rows_without_keys_are_named_by_what_they_are(catalogue):
    assert "earnings-answer/implied-unit-value" in of_exhibit(catalogue["earnings-answer"])
    twice = exhibit_of(*["x,One,,,,share,ratio,0.1,0.1,0.1,,"] * 2)
    assert list(of_exhibit(twice)) == ["an-answer/x", "an-answer/x-2"]


def test_rows_that_say_nothing_are_no_numbers(catalogue):
    assert of_exhibit(exhibit_of("x,One,,,,growth,ratio,,,,,")) == {}
    assert of_exhibit(replace(catalogue["what-holds"])) == {}


def test_a_footnote_names_phrase_source_place_release_and_identifier(catalogue):
    said = of_exhibit(catalogue["earnings-answer"], FOLDER)
    text = said["earnings-answer/implied-unit-value"].text("footnote")
    for part in ("by 77 percent”", "JL.gov, 2020, paragraph 8, sentence 4", "data release "):
        assert part in text
    assert catalogue["earnings-answer"].swhid in text


def test_one_number_can_be_cited(capsys, run):
    assert run("cite", "2020-q1-output") == 0
    said = capsys.readouterr().out
    assert said.startswith("Output, Jilin Chemical Fiber Group, first quarter of 2020: rose by 10")
    for part in ("year on year", "JL.gov. (2020, June 27)", "reported figure 2020-q1-output"):
        assert part in said
    assert run("cite", "earnings-answer/implied-unit-value", "--style", "apa") == 0
    assert "(number earnings-answer/implied-unit-value, data release" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("2020-q1-outptu", "Nearest: 2020-q1-output"),
        ("earnings-answer/unit-valeu", "Nearest: earnings-answer/implied-unit-value"),
        ("earnings-anser", "Nearest: earnings-answer"),
        ("nowhere/unit-value", "There is no number 'nowhere/unit-value'"),
    ],
)
@pytest.mark.parametrize("command", ["cite", "figure"])
def test_an_unknown_name_leads_to_the_nearest(command, name, near, run):
    with pytest.raises(UnknownExhibitError, match=near):
        run(command, name)


def test_a_retired_name_leads_to_what_took_its_place(tmp_path, monkeypatch, run):
    from jilin_analysis.citing import catalogue

    path = tmp_path / "retired.csv"
    path.write_text("id,instead\nold-answer,Cite new-answer: it says the same of more periods.\n")
    monkeypatch.setattr(catalogue, "RETIRED", path)
    with pytest.raises(UnknownExhibitError, match=r"'old-answer' is retired\. Cite new-answer"):
        run("cite", "old-answer")


def test_what_is_retired_is_no_longer_shown():
    from jilin_analysis.citing.catalogue import retired

    assert not retired().keys() & read_catalogue().keys()


def test_the_numbers_of_an_exhibit_are_listed_by_key(capsys, run):
    assert run("list", "earnings-answer") == 0
    assert "earnings-answer/implied-unit-value  −27.7" in capsys.readouterr().out


def test_a_newer_file_of_numbers_says_that_they_have_changed(tmp_path, capsys, run):
    for form, name in (
        ("tex", "numbers.tex"),
        ("quarto", "_variables.yml"),
        ("json", "numbers.json"),
    ):
        assert run("export", "numbers", "--as", form, "--out", str(tmp_path)) == 0
        assert run("export", "numbers", "--as", form, "--out", str(tmp_path)) == 0
        assert capsys.readouterr().err == ""
        path = tmp_path / name
        path.write_text(re.sub("sha256(.*?)[0-9a-f]{8}", r"sha256\g<1>00000000", path.read_text()))
        assert run("export", "numbers", "--as", form, "--out", str(tmp_path)) == 0
        assert "have changed" in capsys.readouterr().err


def test_json_and_quarto_hold_the_same_numbers():
    numbers = [number_of(*FALL, IF), *dict(of_folder(FOLDER, "2020-q1-output")).values()]
    told = json.loads(export(numbers, "json"))
    assert told["numbers"]["an-answer/one"]["condition"].startswith("exports are tonnes")
    yaml = pytest.importorskip("yaml")
    variables = yaml.safe_load(export(numbers, "quarto"))["numbers"]
    assert variables["an-answer"]["one"] == told["numbers"]["an-answer/one"]
    assert variables["2020-q1-output"] == told["numbers"]["2020-q1-output"]
    assert not changed(export(numbers, "json"), export(numbers, "json"))
    assert changed(export(numbers, "json"), export(numbers[:1], "json"))


def test_latex_reads_the_file_of_numbers(tmp_path):
    xelatex = shutil.which("xelatex")
    if not xelatex:
        pytest.skip("XeLaTeX is not installed")
    numbers = [number_of(*FALL, IF), *dict(of_folder(FOLDER)).values()]
    (tmp_path / "numbers.tex").write_text(export(numbers, "tex"), encoding="utf-8")
    uses = "\n\n".join(
        rf"\numberof{{{one.key}}} \rangeof{{{one.key}}} \fullof{{{one.key}}}" for one in numbers
    )
    source = r"\documentclass{article}\usepackage{siunitx}\input{numbers}\expectnumbers{00000000}"
    source += rf"\begin{{document}}{uses}\end{{document}}"
    (tmp_path / "a.tex").write_text(source, encoding="utf-8")
    command = [xelatex, "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    if "File `siunitx.sty' not found" in done.stdout:
        pytest.skip("siunitx is not installed")
    assert done.returncode == 0, done.stdout[-2000:]
    assert "numbers have changed" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("figure 2021-sales-revenue", "16.05 billion yuan (16.045 to 16.055)"),
        (
            "figure earnings-answer",
            "'earnings-answer' is an exhibit; name one of its numbers: e",
        ),
        ("figure 2020-q1-output --data nowhere", "nowhere; expected a data folder"),
        ("cite 2020-q1-output --data nowhere", "nowhere; expected a data folder"),
    ],
)
def test_what_cannot_be_meant_is_answered_with_what_can(capsys, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    main(words.split())
    out, err = capsys.readouterr()
    assert told in (out + err).replace("\xa0", " ")


def test_what_a_number_supposes_is_told_in_chinese():
    numbers = {}
    for exhibit in read_catalogue().values():
        numbers |= of_exhibit(exhibit, FOLDER)
    supposing = {key: one.text("zh") for key, one in numbers.items() if one.condition}
    assert supposing["earnings-in-yuan/in-yuan"] == (
        "增长32.4%（31.8%至33.0%），前提：出口创汇以美元记账"
    )
    assert [key for key, said in supposing.items() if re.search("[a-zA-Z]", said)] == []
    odd = replace(numbers["earnings-in-yuan/in-yuan"], premises="it rains; output is money")
    assert odd.text("zh").endswith("，前提：it rains and output is money")


def test_a_printed_range_and_a_number_of_times_can_be_cited(tmp_path):
    folder = sound(tmp_path)
    spoil(folder, put(0, as_reported="output fell by 9 to 11 percent"))
    spoil(folder, put(1, as_reported="direct exports doubled", comparison="yoy"))
    numbers = dict(of_folder(read_folder(folder)))
    said = [numbers[f"2021-q2-{one}"].sentence for one in ("output", "direct-fiber-exports")]
    assert [one.partition(": ")[2].replace("\xa0", " ") for one in said] == [
        "fell by 9 to 11 % year on year",
        "rose by 100 % year on year",
    ]


def test_a_figure_that_no_longer_answers_says_so_in_every_form(tmp_path):
    folder = sound(tmp_path)
    newer = {"id": "newer", "as_reported": "output fell by 5 percent", "status": "revised"}
    spoil(folder, lambda rows: rows.append(rows[0] | newer))
    spoil(folder, put(1, status="withdrawn"))
    numbers = dict(of_folder(read_folder(folder)))
    old, gone, new = (
        numbers[one] for one in ("2021-q2-output", "2021-q2-direct-fiber-exports", "newer")
    )
    for form in FORMS:
        assert {"zh": "已被newer取代"}.get(form, "superseded by newer") in old.text(form)
        assert {"zh": "已撤回"}.get(form, "withdrawn") in gone.text(form)
    assert "superseded by newer" in old.exhibit.title
    assert "Also reported: 2021-q2-output." in new.exhibit.caveat
    assert ", " not in numbers["2021-q2-foreign-exchange-earnings"].text()


# N1, N2
def test_doubts_and_limits_stand_in_every_language(tmp_path):
    folder = sound(tmp_path)
    spoil(folder, put(0, as_reported="同比增长12.3倍"))
    spoil(folder, put(1, as_reported="direct exports rose by more than 77 percent"))
    numbers = dict(of_folder(read_folder(folder)))
    assert "（原文可有两种读法）" in numbers["2021-q2-output"].text("zh")
    limit = numbers["2021-q2-direct-fiber-exports"].text("latex")
    assert limit == r"more than \qty{77}{\percent}"


# N3, N4
def test_what_a_number_supposes_breaks_neither_markdown_nor_tex():
    number = number_of(*FALL, '"""R&D"" is 5% of it"')
    assert number.text("markdown").count('"') == 2
    assert r"R\&D" in export([number], "tex")
    assert "R&D" not in export([number], "tex")


# X3
def test_creators_alone_are_credited_where_roles_are_told():
    people = [{"title": "Ann", "roles": ["creator"]}, {"title": "Ben", "roles": ["translator"]}]
    assert Work.of({"contributors": people}).authors == ("Ann",)


def test_notebooks_of_another_work_are_not_mixed_in(tmp_path):
    sample.write(tmp_path / "a.ipynb", sample.output(sample.about("an-answer", "table")))
    draft = tmp_path / "a.md"
    draft.write_text("Sales rose by 4 percent.", encoding="utf-8")
    for words in (["export", "numbers"], ["proofread", str(draft)]):
        options = _parser(words).parse_args([*words, "--notebooks", str(tmp_path)])
        with pytest.raises(AnalysisError, match=r"are of “Figures”.*with --data"):
            named(options.run)(options)


def test_an_exhibit_of_data_that_have_changed_since_is_stale(tmp_path, capsys):
    folder = sound(tmp_path)
    title = Work.of(read_folder(folder).package).title
    made = {"folder_sha256": read_folder(folder).fingerprint, "work": {"title": title}}
    picture = sample.figure_output(sample.about("three-rates", "figure", data=DATA, **made))
    sample.write(tmp_path / "notebooks" / "a.ipynb", picture)
    with_data = ["--data", str(folder), "--notebooks", str(tmp_path / "notebooks")]
    line = f"three-rates {picture['metadata']['jilin_analysis']['data_sha256']}"
    asked = ["export", "numbers"], ["cite", "three-rates"], ["figure", "three-rates/earnings"]
    for change, stale in ((None, False), (put(0, note="Read again."), True)):
        spoil(folder, change) if change else None
        for words in asked:
            assert main([*words, *with_data]) == 0
            told = capsys.readouterr()
            assert ("stale: the data have changed" in told.err) == stale
            assert words[0] != "export" or ("three-rates/earnings" in told.out) != stale
        assert main(["cite", line, *with_data]) == 0
        assert f"Status:  {'stale' if stale else 'current'}" in capsys.readouterr().out


def test_a_key_for_latex_names_whom_it_is_about():
    one = exhibit_of("one,One,Firm,,2020-Q1,growth,ratio,0.1,,,,")
    for entity, key in (
        ("Sound Ferries", "sound-ferries-an-answer"),
        ("渡轮", "exhibit-an-answer"),
    ):
        assert work_key(one.id, replace(one.work, entity=entity)) == key
