import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import sample_notebook as sample

import jilin_analysis
from jilin_analysis.__main__ import main
from jilin_analysis.citing.provenance import sentence_hash
from jilin_analysis.citing.styles import STYLES
from jilin_analysis.errors import DataError, Problem

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    sample.write_all(folder / "notebooks")
    sample.write_bibliography(folder / "data")
    svg, png = sample.pictures(sample.about("three-rates", "figure"))
    (folder / "renamed.png").write_bytes(png)
    (folder / "renamed.svg").write_text(svg, encoding="utf-8")
    (folder / "damaged.png").write_bytes(png[:-20])
    return folder


def run(place, *arguments, **environment):
    command = [sys.executable, "-m", "jilin_analysis", *map(str, arguments)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        command, cwd=place, env=surroundings, capture_output=True, encoding="utf-8", check=False
    )


def test_list_shows_every_exhibit_with_kind_notebook_and_caption(place, capsys):
    assert main(["list", "--notebooks", str(place / "notebooks")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["three-rates", "figure", "01-first"],
        ["exports-rose", "statement", "02-second"],
        ["all-rates", "table", "02-second"],
    ]
    assert lines[0].endswith("What the figure three-rates says of 吉林. A second sentence.")


def test_the_columns_of_a_list_stand_below_each_other(place, capsys):
    assert main(["list", "--notebooks", str(place / "notebooks")]) == 0
    assert capsys.readouterr().out == (
        "three-rates   figure     01-first   "
        "What the figure three-rates says of 吉林. A second sentence.\n"
        "exports-rose  statement  02-second  "
        "What the statement exports-rose says of 吉林. A second sentence.\n"
        "all-rates     table      02-second  "
        "What the table all-rates says of 吉林. A second sentence.\n"
    )


def test_list_for_programs_is_json(place, capsys):
    assert main(["list", "--json", "--notebooks", str(place / "notebooks")]) == 0
    shown = capsys.readouterr().out
    assert '"caption": "What the figure three-rates says of 吉林. ' in shown
    listed = json.loads(shown)
    told = sample.about("three-rates", "figure")
    del told["data"]
    assert listed[0] == told | {"notebook": "01-first"}
    assert len(listed) == 3


def test_list_says_so_when_there_is_nothing(tmp_path, capsys):
    assert main(["list", "--notebooks", str(tmp_path)]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "jilin-analysis: the notebooks hold no exhibit.\n")


def cite(place, *arguments):
    folders = ["--notebooks", str(place / "notebooks"), "--data", str(place / "data")]
    return main(["cite", *map(str, arguments), *folders])


def test_cite_prints_the_citation(place, capsys):
    assert cite(place, "exports-rose") == 0
    shown = capsys.readouterr()
    assert shown.out.startswith(sample.SENTENCE)
    assert shown.err == ""


@pytest.mark.parametrize(
    ("name", "near"),
    [("three-rate", "three-rates"), ("Exports-Rose", "exports-rose"), ("rates", "all-rates")],
)
def test_an_unknown_id_names_the_nearest(place, capsys, name, near):
    assert cite(place, name) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"no exhibit '{name}'. Nearest: " in shown.err
    assert near in shown.err


def test_an_id_like_no_other_points_to_the_list(place, capsys):
    assert cite(place, "zzz") == 2
    message = capsys.readouterr().err
    assert "Nearest" not in message
    assert "'jilin-analysis list' shows all 3" in message


@pytest.mark.parametrize("name", ["renamed.png", "renamed.svg"])
def test_cite_of_a_picture_says_what_it_is_then_cites(place, capsys, name):
    assert cite(place, place / name) == 0
    shown = capsys.readouterr().out
    about, _, citation = shown.partition("\n\n")
    assert "Exhibit: three-rates" in about
    assert "Source:  daily: 产值; 报告, 日报, undated" in about
    assert "Status:  current" in about
    assert citation.startswith("What the figure three-rates says")
    assert "Cited from:" in citation


def test_with_a_style_standard_output_holds_the_citation_alone(place, capsys):
    assert cite(place, place / "renamed.png", "--style", "csl-json") == 0
    shown = capsys.readouterr()
    assert len(json.loads(shown.out)) == 3
    assert "Status:  current" in shown.err


@pytest.mark.parametrize("style", ["markdown", "gbt7714", "bibtex"])
def test_a_picture_that_the_catalogue_does_not_know_is_cited_by_itself(place, capsys, style):
    empty = place / "empty"
    empty.mkdir(exist_ok=True)
    arguments = ["cite", str(place / "renamed.svg"), "--notebooks", str(empty), "--style", style]
    assert main(arguments) == 0
    shown = capsys.readouterr()
    assert "Status:  unknown" in shown.err
    assert "Source:  gazette: A report, Gazette, 2020-06-27" in shown.err
    assert "(figure three-rates)" in shown.out
    assert "2026" in shown.out
    version = "[DS]. Jilin analysis 1.0.0" if style == "gbt7714" else "Version 1.0.0"
    assert version in shown.out
    assert ("Sources as the file names them: gazette" in shown.out) == (style == "markdown")


@pytest.mark.parametrize("name", ["damaged.png", "data/sources.json", "nowhere.png", "a/b"])
def test_a_file_that_is_no_picture_of_ours_is_one_clear_error(place, capsys, name):
    assert cite(place, place / name) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("jilin-analysis: ")
    assert shown.err.count("\n") == 1


@pytest.mark.parametrize("name", ["nowhere.png", "nowhere/at-all"])
def test_a_name_that_looks_like_a_file_is_no_unknown_id(place, capsys, monkeypatch, name):
    monkeypatch.chdir(place)
    assert cite(place, name) == 1
    path = Path(name)
    assert capsys.readouterr() == ("", f"jilin-analysis: There is no file {path}.\n")


def test_a_picture_may_be_called_like_an_id(place, capsys, monkeypatch, tmp_path):
    (tmp_path / "my-picture").write_bytes((place / "renamed.png").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert cite(place, "my-picture") == 0
    assert capsys.readouterr().out.startswith("Exhibit: three-rates\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["cite"], ["cite", "x", "--style", "harvard"], ["draw"], ["report", "--jobs", "0"]],
)
def test_wrong_usage_exits_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage: jilin-analysis" in capsys.readouterr().err


USAGE = {
    "list": "[--notebooks DIR] [--json]",
    "cite": f"[--notebooks DIR] [--data FOLDER] [--style {{{','.join(STYLES)}}}] ID|FILE",
    "check": "[--data FOLDER] [--source FILE]",
    "report": "[--data FOLDER] [--out DIR] [--fresh] [--jobs N]",
    "new": "FOLDER",
    "diff": "OLD NEW",
}
COMMANDS = tuple(USAGE)


def helped(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        main([*arguments, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_in_a_sentence_what_it_does(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    _, sentence, _ = helped(capsys, command).split("\n\n", 2)
    assert re.fullmatch(r"[A-Z][a-z]+ .+\.", sentence)
    listed = re.findall(r"^    (\w+) +(.+)$", helped(capsys), re.MULTILINE)
    assert (command, sentence) in listed
    assert tuple(name for name, _ in listed) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_names_what_it_takes(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    usage, _, _ = helped(capsys, command).partition("\n")
    assert usage == f"usage: jilin-analysis {command} [-h] {USAGE[command]}"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_option_says_what_it_is_for(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    _, _, options = helped(capsys, command).partition("\noptions:\n")
    told = re.split(r"\n(?=  -)", options.strip())
    assert [option for option in told if not re.search(r"\S\s{2,}\S", option.strip())] == []


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"jilin-analysis {jilin_analysis.__version__}\n"


@pytest.mark.parametrize("word", ["0", "-1", "1.5", "two", "²", "٣"])
def test_a_number_of_jobs_that_is_none_is_named(word, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["report", f"--jobs={word}"])
    assert stop.value.code == 2
    assert f"argument --jobs: {word!r} is not a number from 1 up" in capsys.readouterr().err


def stand_in(monkeypatch, module, **functions):
    # What a command hands its work to has tests of its own.
    monkeypatch.setitem(sys.modules, f"jilin_analysis.{module}", SimpleNamespace(**functions))


DOCUMENT = "A report\n\nExports rose by 77 percent. 产值28.37亿元。"
HEAD = sentence_hash("A report")
FACTS = (
    "id,as_reported,locator,sentence_sha256\n"
    f'a,rose by 77 percent,"paragraph 2, sentence 1",{sentence_hash("Exports rose by 77 percent.")}'
    "\n"
    f'b,产值28.37亿元,"paragraph 2, sentence 2",{sentence_hash("产值28.37亿元。")}\n'
)


@pytest.fixture
def facts(tmp_path, monkeypatch):
    (tmp_path / "reported.csv").write_text(FACTS, encoding="utf-8")
    (tmp_path / "held.txt").write_text(DOCUMENT, encoding="utf-8")
    stand_in(monkeypatch, "checks", check_data=lambda _: [])
    return tmp_path


def check(facts):
    return main(["check", "--data", str(facts), "--source", str(facts / "held.txt")])


def test_check_proves_the_facts_against_a_document(facts, capsys):
    assert check(facts) == 0
    assert f"2 of 2 facts stand in {facts / 'held.txt'}." in capsys.readouterr().out


def test_check_names_each_fact_that_does_not_stand(facts, capsys):
    (facts / "held.txt").write_text(DOCUMENT.replace("77", "78"), encoding="utf-8")
    assert check(facts) == 1
    shown = capsys.readouterr()
    assert "1 of 2 facts stand" in shown.out
    assert "a (paragraph 2, sentence 1): expected the words 'rose by 77 percent'" in shown.err
    assert "产值" not in shown.err


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_document_that_cannot_be_read_is_one_clear_error(facts, capsys, content):
    (facts / "held.txt").unlink()
    if content is not None:
        (facts / "held.txt").write_bytes(content)
    assert check(facts) == 1
    assert "held.txt" in capsys.readouterr().err


def test_a_document_may_open_with_a_byte_order_mark(facts, capsys):
    first = FACTS.splitlines()[0] + f'\na,A report,"paragraph 1, sentence 1",{HEAD}\n'
    (facts / "reported.csv").write_text(first, encoding="utf-8")
    (facts / "held.txt").write_text(DOCUMENT, encoding="utf-8-sig")
    assert check(facts) == 0
    assert "1 of 1 facts stand" in capsys.readouterr().out


def test_a_huge_document_is_not_read(facts, capsys):
    with (facts / "held.txt").open("r+b") as file:
        file.truncate(2**25)
    assert check(facts) == 1
    assert "held.txt is too large" in capsys.readouterr().err


def test_a_name_that_the_system_refuses_is_one_clear_error(place, capsys):
    assert cite(place, "x" * 300 + ".png") == 1
    shown = capsys.readouterr()
    assert shown.err.startswith("jilin-analysis: xxx")
    assert shown.err.count("\n") == 1


def test_check_prints_every_problem_of_the_data(facts, capsys, monkeypatch):
    problems = [Problem("reported.csv", row, "period", "x", "a period") for row in (2, 3)]
    stand_in(monkeypatch, "checks", check_data=lambda _: problems)
    assert main(["check", "--data", str(facts)]) == 1
    shown = capsys.readouterr()
    assert [line for line in shown.err.splitlines() if "reported.csv, row" in line] == [
        f"jilin-analysis: {problem}" for problem in problems
    ]
    assert "holds what" not in shown.out


def test_report_passes_its_options_on(monkeypatch, tmp_path):
    calls = []
    stand_in(monkeypatch, "reporting.report", run_report=lambda *given: calls.append(given))
    assert main(["report"]) == 0
    assert main(["report", "--out", "o", "--data", str(tmp_path), "--fresh", "--jobs", "3"]) == 0
    assert calls == [(None, Path("build"), False, None), (tmp_path, Path("o"), True, 3)]


def test_new_and_diff_pass_their_folders_on(monkeypatch, capsys):
    started = []
    stand_in(monkeypatch, "starter", start=started.append)
    stand_in(monkeypatch, "reporting.differences", compare=lambda a, b: f"{a} -> {b}")
    assert main(["new", "mine"]) == 0
    assert main(["diff", "old", "new"]) == 0
    assert started == [Path("mine")]
    assert capsys.readouterr().out == "old -> new\n"


def test_a_check_without_problems_says_so(facts, capsys):
    assert main(["check", "--data", str(facts)]) == 0
    assert capsys.readouterr() == (f"{facts} holds what its contract asks for.\n", "")


@pytest.mark.parametrize(
    ("failure", "status", "message"),
    [
        (PermissionError(13, "Permission denied", "x.csv"), 1, "x.csv cannot be used: Permission"),
        (OSError(28, "No space left on device"), 1, "a file cannot be used: No space left"),
        (DataError([Problem("x.csv", 2, None, None, "more")]), 1, "1 problem in the data:\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_a_command_that_is_stopped_says_why(monkeypatch, capsys, failure, status, message):
    def stopped(*_):
        raise failure

    stand_in(monkeypatch, "starter", start=stopped)
    assert main(["new", "mine"]) == status
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"jilin-analysis: {message}" if message else "")
    assert bool(shown.err) == bool(message)


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("a.csv", None, None, None, "a header"), "a.csv; expected a header."),
        (
            Problem("a.csv", 2, "year", "", "a year", "Write it."),
            "a.csv, row 2, column year: found ''; expected a year. Mend: Write it.",
        ),
        (
            Problem("a.csv", 0, None, "x" * 80, "less"),
            f"a.csv, row 0: found '{'x' * 80}'; expected less.",
        ),
        (
            Problem("a.csv", None, "year", "x" * 81, "less"),
            f"a.csv, column year: found '{'x' * 79}…'; expected less.",
        ),
    ],
)
def test_a_problem_is_one_line_with_place_value_and_expectation(problem, line):
    assert str(problem) == line
    assert str(DataError([problem])) == f"1 problem in the data:\n  {line}"
    assert str(DataError([problem] * 2)) == f"2 problems in the data:\n  {line}\n  {line}"


def test_the_package_has_the_names_it_promises_and_no_others():
    for name in jilin_analysis.__all__:
        assert getattr(jilin_analysis, name).__name__ == name
        assert name in dir(jilin_analysis)
    with pytest.raises(AttributeError) as caught:
        _ = jilin_analysis.nothing_such
    assert str(caught.value) == "module 'jilin_analysis' has no attribute 'nothing_such'"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp936"])
def test_chinese_comes_out_in_any_locale(place, encoding):
    shown = run(place, "list", "--notebooks", "notebooks", LC_ALL="C", PYTHONIOENCODING=encoding)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "says of 吉林" in shown.stdout


def test_an_argument_of_broken_bytes_is_an_unknown_id(place):
    command = [sys.executable, "-m", "jilin_analysis", "cite", b"\xff\xe5", "--notebooks"]
    done = subprocess.run([*command, "notebooks"], cwd=place, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_reader_who_leaves_early_is_no_error(place):
    command = [sys.executable, "-u", "-m", "jilin_analysis", "list", "--notebooks", "notebooks"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, cwd=place, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_texts_cannot_drive_the_terminal(tmp_path, capsys):
    told = sample.about("loud", "table", caption="\x1b[31mred\u202e\x07")
    sample.write(tmp_path / "a.ipynb", sample.output(told))
    assert main(["list", "--notebooks", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert r"\x1b[31mred\u202e\x07" in shown


@pytest.mark.parametrize("sign", "\x00\x08\x0b\r\x1f\x7f\x9f\u202a\u202e\u2066\u2069")
def test_each_sign_that_could_drive_the_terminal_is_made_visible(sign, monkeypatch, capsys):
    stand_in(monkeypatch, "reporting.differences", compare=lambda *_: f"a{sign}b\n\n")
    assert main(["diff", "old", "new"]) == 0
    assert capsys.readouterr().out == f"a{ascii(sign)[1:-1]}b\n\n"


@pytest.mark.parametrize("sign", "\t\n ~\xa0\u2029\u202f\u2065\u206a吉")
def test_each_other_sign_is_printed_as_it_is(sign, monkeypatch, capsys):
    stand_in(monkeypatch, "reporting.differences", compare=lambda *_: f"a{sign}b")
    assert main(["diff", "old", "new"]) == 0
    assert capsys.readouterr().out == f"a{sign}b\n"


@pytest.mark.parametrize("command", ["list", "cite"])
def test_neither_listing_nor_citing_waits_for_heavy_packages(place, command):
    code = (
        "import sys; from jilin_analysis.__main__ import main; status = main(sys.argv[1:]);"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'PIL', 'pypandoc', 'nbformat'};"
        "sys.exit(status or ', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    arguments = [command, *(["three-rates"] if command == "cite" else [])]
    arguments += ["--notebooks", "notebooks", *(["--data", "data"] if command == "cite" else [])]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_work_is_cited_as_it_is_packaged():
    import tomllib

    import yaml

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == project["version"]
    assert cited["license"] == project["license"]
    assert cited["title"] == f"Jilin analysis: {project['description']}"
    assert cited["keywords"] == project["keywords"]
    assert [one["name"] for one in cited["authors"]] == [a["name"] for a in project["authors"]]
    assert date.fromisoformat(str(cited["date-released"])).isoformat() == package["created"][:10]
    (licence,) = package["licenses"]
    words = (ROOT / "data" / "LICENSE.md").read_text(encoding="utf-8")
    assert licence["title"] in words
    assert licence["path"] in words
