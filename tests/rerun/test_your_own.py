"""One's own release: read, proposed, added; a spreadsheet to work in; the tutorial of README."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from folders import SHARED

from jilin_analysis import AnalysisError, release, starter
from jilin_analysis.__main__ import main
from jilin_analysis.folder import METRICS, readable_folder
from jilin_analysis.gate import examine

ROOT = Path(__file__).parents[2]
SHIPPED = SHARED / "sources" / "jl-gov-2020-06-27.txt"
TEXT = "Second title\nIn the first quarter, output rose by 12 percent year on year, a record.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    starter.start(tmp_path / "own", entity="Some Works", period="2021-Q1")
    return tmp_path / "own"


@pytest.mark.skipif(not SHIPPED.exists(), reason="the release is not at hand")
def test_the_shipped_release_gives_its_eight_figures_and_two_ranks():
    found = release.propose(SHIPPED.read_text("utf-8"), readable_folder().tables[METRICS])
    kinds = [one.kind for one in found.proposals]
    assert (len(kinds), kinds.count("rank")) == (10, 2)
    assert not found.refused
    rows = readable_folder().tables["reported.csv"][:10]
    told = {(one.locator, one.digest) for one in found.proposals}
    assert told == {(row["locator"], row["sentence_sha256"]) for row in rows}
    rates = [one.metric for one in found.proposals if one.kind == "growth"]
    assert rates == ["output", "direct-fiber-exports", "foreign-exchange-earnings"]


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        ("销售收入51.3亿元,同比增长31%。", ["销售收入51.3亿元", "同比增长31%"]),
        ("Sales rose 5% to $3 million.", ["Sales rose 5%", "$3 million"]),
        ("Sales were 9 tonnes, up 5% from 8 tonnes.", ["Sales were 9 tonnes", "up 5%"]),
        ("It came ninth among the firms.", ["It came ninth among the firms"]),
    ],
)
def test_a_phrase_is_the_shortest_clause_that_reads_as_its_figure(sentence, phrases):
    assert [one.phrase for one in release.propose(sentence).proposals] == phrases


@pytest.mark.parametrize(
    ("sentence", "metrics"),
    [
        ("销售收入51.3亿元,同比增长31%。", ["sales-revenue", "sales-revenue"]),
        ("受益于产值增加,净利润同比增长31%。", [""]),
        ("The output value was 3 million yuan.", ["output-value"]),
    ],
)
def test_a_metric_is_named_by_the_words_of_its_own_clause(sentence, metrics):
    found = release.propose(sentence, readable_folder().tables[METRICS])
    assert [one.metric for one in found.proposals] == metrics


def test_the_level_that_a_change_starts_from_is_no_row():
    found = release.propose("Sales were 9 tonnes, up 5% from 8 tonnes.")
    assert "another period" in found.refused[0]


def test_rows_are_added_behind_the_others_and_hashes_renewed(folder, tmp_path, capsys):
    (tmp_path / "release.txt").write_text(TEXT, "utf-8")
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"][0] |= {"hash": "sha256:0", "bytes": 1}
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    before = (folder / "reported.csv").read_bytes()
    words = ["--source-id", "new-one", "--title", "T", "--grade", "press", "--issued", "2021-05-02"]
    told = [str(tmp_path / "release.txt"), "--add", str(folder), "--yes", *words]
    assert main(["read", *told]) == 0
    after = (folder / "reported.csv").read_bytes()
    assert after.startswith(before)
    assert b"2021-q1-output-growth,Some Works,output,2021-Q1,yoy,output rose by 12" in after
    stated = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"][0]
    assert (stated["bytes"], stated["hash"]) == (len(after), f"sha256:{sha256(after).hexdigest()}")
    assert "→12 percent←" in capsys.readouterr().out
    assert not examine(folder).problems


def test_a_pdf_without_text_is_refused_with_the_reason(tmp_path):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "scan.pdf")
    with pytest.raises(AnalysisError, match="scanned"):
        release.document(str(tmp_path / "scan.pdf"))


def test_the_spreadsheet_is_read_where_the_tables_are_absent(folder):
    pytest.importorskip("openpyxl")
    (folder / "spreadsheet" / "my-data.xlsx").rename(folder / "my-data.xlsx")
    for table in folder.glob("*.csv"):
        table.unlink()
    assert not examine(folder).problems


def test_the_tutorial_of_the_readme_runs(capsys):
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.search("<!-- tutorial -->(.*)<!-- end tutorial -->", text, re.DOTALL)
    if not found:
        pytest.skip("README has no tutorial")
    code, *told = re.findall(r"```(?:python|text)\n(.*?)```", found[1], re.DOTALL)
    exec(code, {})
    # Numbers are printed with no-break spaces, which editors of Markdown lose.
    assert capsys.readouterr().out.split() == " ".join(told).split()
