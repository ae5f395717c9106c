"""Other people's data: a folder of one's own in a few minutes, and a port that knows no fiber."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from folders import sound

from jilin_analysis import AnalysisError, load_dataset, pictures
from jilin_analysis.__main__ import main
from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.entering.starter import start
from jilin_analysis.gate import examine
from jilin_analysis.reporting.run import period_notebooks

PORT = Path(__file__).parents[1] / "data" / "port"
THIS_FIRM = re.compile(
    r"fiber|fibre|纤维|jilin chemical|government|quarter|2020|tow", re.IGNORECASE
)


@pytest.fixture(scope="module")
def report(kernels: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001
    out = tmp_path_factory.mktemp("port") / "report"
    assert main(["report", "--data", str(PORT), "--out", str(out), "--all-periods"]) == 0
    return out


def pages(report: Path) -> list[Path]:
    """Return the pages of the site that Sphinx printed, by night."""
    found = list((report / "site").glob("*.html"))
    return found if len(found) > 1 else []


def test_a_report_on_a_port_holds_no_word_of_this_firm(report: Path) -> None:
    for path in [*(report / "notebooks").glob("*.ipynb"), *(report / "exhibits").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        told = re.sub(r'"image/[^"]*": "[^"]*"|"[^"]*svg"[^\]]*\]', "", text)
        assert not THIS_FIRM.findall(re.sub(r"[A-Za-z0-9+/=]{60,}", "", told)), path.name
    # The page of sources explains what each grade means, governments among it.
    for path in set(pages(report)) - {report / "site" / "sources.html"}:
        text = re.sub(
            r"<script.*?</script>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.S
        )
        assert not THIS_FIRM.findall(text), path.name


def test_its_sentences_are_true_and_its_work_is_its_author_s(report: Path) -> None:
    found = read_catalogue(report / "notebooks")
    said = " ".join(one.caption.replace("\u00a0", " ") for one in found.values())
    assert "cargo throughput fell by 5.5 %" in said
    assert "operating revenue per tonne rose by 9.7 %" in said
    assert "half of 2024" in said
    for one in found.values():
        assert one.work.authors == ("Anna Example",)
        assert "jlgov-2020" not in one.sources


def test_a_superseded_figure_is_marked_where_it_is_listed(report: Path) -> None:
    record = pd.read_csv(report / "exhibits" / "record.csv", index_col="id")
    assert record["status"].to_dict()["y2023-cargo-old"] == "superseded"
    if pages(report):
        page = (report / "site" / "figures.html").read_text(encoding="utf-8")
        assert "(superseded by y2023-cargo-new)" in page


def test_every_period_has_a_page_of_its_own(report: Path) -> None:
    told = (report / "notebooks" / "2023-h1.ipynb").read_text(encoding="utf-8")
    assert re.search(r"233\.2\W+million", told)
    if pages(report):
        page = (report / "site" / "2023-h1.html").read_text(encoding="utf-8")
        assert "<h1>The first half of 2023" in page
        assert re.search(r"233\.2\W+million", page)
        assert ">2023 h1<" in (report / "site" / "index.html").read_text(encoding="utf-8")


def test_one_s_own_figures_are_cited_as_one_s_own(report: Path, capsys) -> None:
    picture = report / "exhibits" / "rates.png"
    assert main(["cite", str(picture), "--notebooks", str(report / "notebooks")]) == 0
    told = capsys.readouterr().out
    assert "current" in told
    assert "Anna Example" in told
    assert "Jilin" not in told


def test_what_is_asked_of_one_s_own_data_is_answered_from_them(report: Path, capsys) -> None:
    for place in ("exhibits", "site/exhibits") if pages(report) else ("exhibits",):
        assert main(["cite", str(report / place / "rates.png")]) == 0
        assert "Anna Example" in capsys.readouterr().out
    assert main(["export", "numbers", "--data", str(PORT)]) == 0
    out = capsys.readouterr().out
    assert "h1-cargo" in out
    assert not THIS_FIRM.findall(out)
    # An exhibit of the package, and one of the report.
    for name in ("three-rates", "rates"):
        assert main(["cite", name, "--data", str(PORT)]) == 2
        assert "--notebooks" in capsys.readouterr().err
    if pages(report):
        page = (report / "site" / "how-to-cite.html").read_text(encoding="utf-8")
        assert re.sub("<[^>]+>", "", page).count("--notebooks notebooks") == 3


def test_new_makes_a_folder_that_is_the_user_s_and_holds_no_figure(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "my data 我的"
    asked = ["--entity", "Example Port", "--period", "H1 2023", "--author", "Anna"]
    assert main(["new", str(folder), *asked]) == 0
    assert main(["check", "--data", str(folder)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert "read FILE --add FOLDER" in told[0]
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["contributors"] == [{"title": "Anna"}]
    assert package["focus"] == {"entity": "Example Port", "period": "2023-H1"}
    assert not [one for one in package["resources"] if {"hash", "bytes"} & set(one)]
    words = "".join(path.read_text("utf-8") for path in folder.glob("*.[cjm]*"))
    assert not re.search(r"fiber|Selection in this release", words)
    assert main(["new", str(folder), *asked]) == 1
    assert "not empty" in capsys.readouterr().err


def test_new_from_a_history_keeps_it_and_moves_the_focus(tmp_path: Path) -> None:
    start(tmp_path / "next", Path("data"), period="2022-Q1")
    found = load_dataset(tmp_path / "next")
    assert (found.period, len(found.table)) == ("2022-Q1", len(load_dataset().table))
    assert found.growth("sales-revenue").value is not None


def test_new_says_what_it_cannot_do(tmp_path: Path) -> None:
    told = {"entity": "Example Port", "period": "2023"}
    with pytest.raises(AnalysisError, match="is no period"):
        start(tmp_path / "one", **told | {"period": "soon"})
    with pytest.raises(AnalysisError, match="whom the figures are about"):
        start(tmp_path / "one", period="2023")
    (tmp_path / "file").touch()
    with pytest.raises(AnalysisError, match="cannot be made: Not a directory"):
        start(tmp_path / "file" / "data", **told)


@pytest.mark.nightly
def test_each_shipped_period_can_be_the_focus(tmp_path: Path) -> None:
    own = load_dataset().table
    entity = load_dataset().entity
    for number, period in enumerate(sorted(set(own["period"][own["entity"] == entity]))):
        start(tmp_path / str(number), Path("data"), period=period)
        assert examine(tmp_path / str(number))[0].problems == [], period


def test_a_folder_whose_figures_were_all_withdrawn_is_drawn_and_says_so(tmp_path):
    data = sound(tmp_path / "data")
    path = data / "reported.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.assign(status="withdrawn").to_csv(path, index=False, lineterminator="\n")
    picture = pictures.rates(load_dataset(data))
    assert len(picture.rows)
    assert "not reported" in picture.alt


# R3
def test_each_period_but_that_of_the_focus_has_a_notebook_of_its_own(tmp_path):
    port = load_dataset(PORT)
    names = [path.stem for path in period_notebooks(port, tmp_path)]
    assert "2023-h1" in names
    assert port.period.lower() not in names


# W1
def test_new_keeps_the_licence_and_the_title_that_are_named(tmp_path):
    asked = ["--entity", "A Port", "--period", "2023", "--title", "My port", "--licence", "CC0-1.0"]
    assert main(["new", str(tmp_path / "own"), *asked]) == 0
    package = json.loads((tmp_path / "own" / "datapackage.json").read_text("utf-8"))
    assert (package["title"], package["licenses"]) == ("My port", [{"name": "CC0-1.0"}])


# W2
def test_the_guide_tells_the_columns_of_each_table(tmp_path):
    start(tmp_path / "own", entity="A Port", period="2023")
    guide = (tmp_path / "own" / "README.md").read_text("utf-8")
    for name in ("reported", "metrics", "series"):
        assert f"## {name}.csv\n" in guide


# W3
def test_the_spreadsheet_offers_metrics_and_comparisons(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    start(tmp_path / "own", entity="A Port", period="2023")
    book = openpyxl.load_workbook(tmp_path / "own" / "spreadsheet" / "my-data.xlsx")
    rules = book["reported"].data_validations.dataValidation
    offered = {str(rule.sqref)[0]: rule.formula1 for rule in rules}
    assert offered["C"] == "metrics!$A$2:$A$500"
    assert offered["E"].startswith('"yoy,')
