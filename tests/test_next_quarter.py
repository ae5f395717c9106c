"""README's section 'Add a quarter', done as a reader would, with growth of the other sign."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import PLAIN_LOCALE
from sample_notebook import about, output, write

from jilin_analysis import AnalysisError, load_record
from jilin_analysis.__main__ import main
from jilin_analysis.citing.catalogue import Exhibit, read_catalogue
from jilin_analysis.paths import data_folder
from jilin_analysis.reporting import running
from jilin_analysis.reporting.differences import compare
from jilin_analysis.starter import start

SECOND = Path(__file__).parent / "data" / "next-quarter"
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(2)) {{ 7 * 7 }} `y` $z$ | w"


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory):
    """Share with each test what is remembered, outside of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        yield


@pytest.fixture(scope="module")
def second(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("second") / "report"
    assert main(["report", "--data", str(SECOND), "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def exhibits(second) -> dict[str, Exhibit]:
    return read_catalogue(second / "notebooks")


def test_every_exhibit_is_there(exhibits, second):
    assert list(exhibits) == list(read_catalogue())
    assert (second / "site" / "index.html").is_file()
    assert json.loads((second / "exhibits" / "exhibits.json").read_text(encoding="utf-8"))


def test_the_sentences_turn_round(exhibits):
    assert "Example Fiber Works fell by 4 %" in plain(exhibits["output-answer"])
    assert "fell by 12.5 %" in plain(exhibits["exports-answer"])
    earnings = plain(exhibits["earnings-answer"])
    assert "rose by 3 %" in earnings
    assert "the earnings grew more than the exports" in earnings
    assert "earnings per tonne rose by 17.7 %" in earnings


def test_what_is_missing_is_told(exhibits):
    assert "No other report gives output value" in plain(exhibits["output-answer"])
    assert "quantity and price cannot be told apart" in plain(exhibits["output-answer"])
    assert "Jilin" not in "".join(one.caption + one.alt for one in exhibits.values())


def test_figures_and_sources_are_of_the_new_release(exhibits):
    assert "made-up-2021" in exhibits["three-rates"].sources
    assert "jlgov-2020" not in {key for one in exhibits.values() for key in one.sources}


def test_the_new_figures_can_be_cited(second, capsys):
    place = ["--notebooks", str(second / "notebooks"), "--data", str(SECOND)]
    assert main(["cite", "earnings-answer", *place]) == 0
    assert "A release that was made up for a test" in capsys.readouterr().out
    assert main(["cite", str(second / "exhibits" / "three-rates.png"), *place]) == 0
    assert "current" in capsys.readouterr().out


def test_differences_say_old_and_new(capsys):
    assert main(["diff", str(data_folder()), str(SECOND)]) == 0
    note = capsys.readouterr().out
    assert "from data release 2020.1 to 1" in note.replace("\\", "")
    assert "| 2021-q2-output | value | — | -0.04 |" in note.replace("\\", "")
    assert "`earnings-answer`" in note


def test_the_same_data_differ_in_nothing():
    note = compare(SECOND, SECOND)
    assert "None." in note
    assert "###" not in note


def test_one_changed_phrase_is_found_in_all_it_changes(tmp_path):
    other = tmp_path / "data"
    shutil.copytree(SECOND, other)
    path = other / "reported.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fell by 4 percent", "fell by 5 percent"), encoding="utf-8")
    note = compare(SECOND, other).replace("\\", "")
    assert "| 2021-q2-output | value | -0.04 | -0.05 |" in note
    for name in ("output-answer", "three-rates", "rest-of-output", "together-answer"):
        assert f"### `{name}`" in note
    assert "### `earnings-answer`" not in note


def test_a_note_tells_each_change_in_full(tmp_path, monkeypatch):
    other = tmp_path / "other"
    shutil.copytree(SECOND, other)
    path = other / "reported.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("fell by 4 percent", "fell by 5 percent"), encoding="utf-8")
    package = json.loads((other / "datapackage.json").read_text(encoding="utf-8"))
    (other / "datapackage.json").write_text(json.dumps(package | {"version": "2"}))
    old = [
        about("answer", "statement", caption="It *fell*.", data="figure,value\nx,1\n"),
        about("given-up", "statement"),
        about("same", "statement"),
        about("rates", "table", data="label,rate\nfirst,1\nlast,3\n"),
        about("same-too", "table"),
        about("unnamed", "table", data="share,low\n0,1\n"),
    ]
    new = [
        about("answer", "statement", caption="It rose.", data="figure,value\nx,2\n"),
        about("same", "statement"),
        about("rates", "table", caption="Other words.", data="label,rate\nlast,3\nnew|1,4\n"),
        about("same-too", "table", caption="Other words."),
        about("unnamed", "table", data="share,low\n0,1\n1,2\n"),
        about("added", "statement"),
    ]

    def ran(_: object, folder: Path, **__: object) -> dict[Path, str]:
        told = new if folder == other else old
        shown = [output(one, text_markdown=one["caption"]) for one in told]
        made = write(tmp_path / folder.name / "01-first.ipynb", *shown)
        return {made: made.read_text(encoding="utf-8")}

    monkeypatch.setattr(running, "run_notebooks", ran)
    note = compare(SECOND, other)
    assert note.splitlines() == [
        "# Changes from data release 1 to 2",
        "",
        "## Reported figures",
        "",
        "| figure | what | old | new |",
        "| ---|---|---|--- |",
        (
            r"| 2021-q2-output | as\_reported | output fell by 4 percent year on year "
            "| output fell by 5 percent year on year |"
        ),
        "| 2021-q2-output | value | -0.04 | -0.05 |",
        "",
        "## Exhibits",
        "",
        "### `answer`",
        "",
        r"- old: It \*fell\*.",
        "- new: It rose.",
        "",
        "| row | column | old | new |",
        "| ---|---|---|--- |",
        "| x | value | 1 | 2 |",
        "",
        "### `given-up`",
        "",
        "No longer shown.",
        "",
        "### `rates`",
        "",
        "| row | column | old | new |",
        "| ---|---|---|--- |",
        "| first | label | first | — |",
        "| first | rate | 1 | — |",
        r"| new\|1 | label | — | new\|1 |",
        r"| new\|1 | rate | — | 4 |",
        "",
        "### `unnamed`",
        "",
        "| row | column | old | new |",
        "| ---|---|---|--- |",
        "| 2 | share | — | 1 |",
        "| 2 | low | — | 2 |",
        "",
        "### `added`",
        "",
        "New.",
        "",
        "Unchanged: `same`, `same-too`.",
    ]
    assert note.endswith(".\n")


def test_a_note_needs_two_data_folders(tmp_path):
    with pytest.raises(AnalysisError, match=r"in the data:"):
        compare(SECOND, tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "slug"), [("My Data 我的 2", "my-data----2"), ("数据", "data"), ("q2.2021", "q2-2021")]
)
def test_new_names_the_data_by_their_folder_and_dates_them(tmp_path, capsys, name, slug):
    folder = tmp_path / "not there" / "yet" / name
    start(folder)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["name"] == slug
    assert package["version"] == "1"
    assert package["created"] == f"{date.today().isoformat()}T00:00:00Z"
    assert package["focus"] == {"entity": "Example Fiber Company", "period": "2020-Q2"}
    assert "contributors" not in package
    assert not [one for one in package["resources"] if {"hash", "bytes"} & set(one)]
    assert capsys.readouterr().out.splitlines() == [
        f"{folder} is ready. Read {folder / 'README.md'}, then add your rows to reported.csv.",
        f"Check them:   jilin-analysis check --data {folder}",
        f"See them:     jilin-analysis report --data {folder} --out {folder}-report",
    ]


def test_new_takes_over_what_every_analysis_shares_and_nothing_else(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    start(folder)
    sources = json.loads((folder / "sources.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in sources] == ["example-2020", "ecb-rates", "chinese-calendar"]
    for name in ("metrics.csv", "exchange-rates.csv", "working-days.csv"):
        assert (folder / name).read_bytes() == (data_folder() / name).read_bytes()
    assert len(list(folder.iterdir())) == 7
    guide = (folder / "README.md").read_text(encoding="utf-8")
    assert guide.startswith("# Your data\n\n1. In `datapackage.json`, name your data")
    assert (
        "## reported.csv\n\nOne row per reported figure, as reported. The value is read from the "
        "phrase by jilin_analysis; no number is typed beside it.\n\n"
        "| column | what goes in |\n|---|---|\n"
        "| `id` | The citable name of the figure |\n"
        "| `entity` | Whom the figure is about |\n"
    ) in guide
    assert "| `note` | What to know before using it |\n\n## metrics.csv\n\n" in guide
    assert "sources.json\n\n" not in guide


def test_new_writes_the_same_in_any_locale(tmp_path):
    start(tmp_path / "one" / "data")
    command = [sys.executable, "-m", "jilin_analysis", "new", str(tmp_path / "two" / "data")]
    subprocess.run(command, env=os.environ | PLAIN_LOCALE, check=True, capture_output=True)
    for path in (tmp_path / "one" / "data").iterdir():
        assert (tmp_path / "two" / "data" / path.name).read_bytes() == path.read_bytes()


def test_new_says_why_a_folder_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(AnalysisError) as caught:
        start(tmp_path / "file" / "data")
    assert str(caught.value) == (
        f"{tmp_path / 'file' / 'data'} cannot be made: Not a directory. Name another folder."
    )


def test_new_makes_a_folder_that_passes_and_reports(tmp_path, capsys):
    folder = tmp_path / "my data 我的"
    assert main(["new", str(folder)]) == 0
    assert main(["check", "--data", str(folder)]) == 0
    rows = list(csv.DictReader((folder / "reported.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 1
    guide = (folder / "README.md").read_text(encoding="utf-8")
    for column in rows[0]:
        assert f"| `{column}` |" in guide
    assert main(["report", "--data", str(folder), "--out", str(tmp_path / "out")]) == 0
    found = read_catalogue(tmp_path / "out" / "notebooks")
    assert "fell by 3.5 %" in plain(found["output-answer"])
    earnings = plain(found["earnings-answer"])
    assert "changed at a rate that is not reported" in earnings
    assert "cannot be worked out" in earnings
    for one in found.values():
        assert "None" not in one.caption
        assert "nan" not in one.caption
    capsys.readouterr()
    assert main(["new", str(folder)]) == 1
    assert "not empty" in capsys.readouterr().err


def test_text_from_data_is_never_markup(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(SECOND, folder)
    for name, columns in (("reported.csv", ["entity", "note"]), ("metrics.csv", ["label"])):
        path = folder / name
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for row in rows:
            row |= {column: f"{row[column]} {HOSTILE}" for column in columns}
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            out.writeheader()
            out.writerows(rows)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["focus"]["entity"] += f" {HOSTILE}"
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert load_record(folder).growth("output").known
    assert main(["report", "--data", str(folder), "--out", str(tmp_path / "out")]) == 0
    for page in (tmp_path / "out" / "site").glob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "<script>alert" not in html
        assert 'href="javascript:' not in html
        assert "49" not in html.split("{{")[0][-3:]
    shown = [
        output["data"].get("text/markdown", "")
        for path in (tmp_path / "out" / "notebooks").glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if "data" in output
    ]
    assert any("alert" in "".join(text) for text in shown)
    assert not any("<script" in "".join(text).replace("\\<", "") for text in shown)


def plain(exhibit: Exhibit) -> str:
    return exhibit.caption.replace("\u00a0", " ")
