"""Pictures say whose they are, in words that other programs read, and `cite` finds the way back."""

import base64
import io
import json
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import sample_notebook as sample
from matplotlib.figure import Figure
from PIL import Image

from jilin_analysis.__main__ import main
from jilin_analysis.citing import picture_metadata
from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.citing.picture_metadata import (
    core,
    identity_line,
    png_metadata,
    read,
    read_line,
    svg_metadata,
    tell,
    with_xmp,
)
from jilin_analysis.errors import AnalysisError
from jilin_analysis.showing.exhibit import Exhibit, Work

TOLD = sample.about("three-rates", "figure", caption='A <b> & "c" 吉林.', alt="A </metadata> line.")
HASH = TOLD["data_sha256"]
ONE = replace(
    Exhibit.from_metadata(TOLD),
    references=tuple(sample.BIBLIOGRAPHY[:3]),
    work=Work("Figures", ("Jane Doe",), "CC BY 4.0", "https://a.example/by"),
)
SAID = {
    "title": TOLD["caption"],
    "description": TOLD["alt"],
    "rights": "CC BY 4.0; reported figures are credited to their sources",
    "licence": "https://a.example/by",
}


@pytest.fixture(scope="module")
def drawn():
    """Return the files of one picture, by name."""
    svg, png, jpg = io.StringIO(), io.BytesIO(), io.BytesIO()
    figure = Figure(figsize=(2, 1))
    figure.savefig(svg, format="svg", metadata=svg_metadata(ONE))
    figure.savefig(png, format="png", metadata=png_metadata(ONE))
    with Image.open(io.BytesIO(png.getvalue())) as image:
        image.convert("RGB").save(jpg, "JPEG", xmp=image.info["xmp"])
    drawing = with_xmp(svg.getvalue(), ONE).encode()
    return {"a.svg": drawing, "a.png": png.getvalue(), "a.jpg": jpg.getvalue()}


@pytest.fixture
def files(tmp_path, drawn):
    for name, content in drawn.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def found(files):
    """Return a function that tells of a file or words, beside a catalogue of one exhibit."""

    def told(name, **changes):
        shown = sample.output(TOLD | changes)
        sample.write(files / "notebooks" / "01.ipynb", shown)
        path = files / name if name else files
        return tell(str(path) if path.is_file() else name, read_catalogue(files / "notebooks"))

    return told


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.jpg"])
def test_a_picture_says_what_it_is_also_under_another_name(files, found, name):
    picture = read((files / name).read_bytes())
    assert (picture.id, picture.digits) == ("three-rates", HASH)
    assert picture.publisher == core(ONE)["Publisher"]
    (files / name).rename(files / "download (1)")
    assert found("download (1)").text.startswith("Status:  current: ")


def test_a_picture_of_version_1_is_found_by_its_identifier():
    for content in sample.pictures(TOLD):
        picture = read(content.encode() if isinstance(content, str) else content)
        assert picture == ("three-rates", HASH, "")


def test_pillow_reads_the_same_from_the_png(files):
    with Image.open(files / "a.png") as image:
        texts = image.text
    assert texts["Title"] == SAID["title"]
    assert texts["Copyright"] == SAID["rights"]
    assert texts["Identifier"] == f"jilin-analysis:three-rates@{HASH}"


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_reads_the_same_from_all(files):
    keys = {"a.png": ("Title", "Identifier"), "a.svg": ("WorkTitle", "WorkIdentifier")}
    for name, (title, identifier) in (keys | {"a.jpg": ("Title", "Identifier")}).items():
        done = subprocess.run(
            ["exiftool", "-json", name], cwd=files, capture_output=True, check=True
        )
        (told,) = json.loads(done.stdout)
        assert told[title] == SAID["title"]
        assert told[identifier] == f"jilin-analysis:three-rates@{HASH}"


def test_an_xml_parser_reads_the_same_from_the_svg(files):
    tree = ElementTree.parse(files / "a.svg")
    dc, iptc = "{http://purl.org/dc/elements/1.1/}", "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
    assert tree.find(f".//{dc}title").text == SAID["title"]
    assert tree.find(f".//{dc}relation").text == f"sha256:{HASH}"
    assert tree.find(f".//{dc}rights//{dc}title").text == SAID["rights"]
    alternative = tree.find(f".//{iptc}AltTextAccessibility")
    assert "".join(alternative.itertext()) == SAID["description"]
    rights = "{http://ns.adobe.com/xap/1.0/rights/}WebStatement"
    assert tree.find(f".//{rights}").text == SAID["licence"]


def test_a_current_picture_is_told_in_the_exhibits_words(found):
    told = found("a.png")
    assert told.text == "\n".join(
        [
            "Status:  current: its data are those of today's exhibit",
            "Exhibit: three-rates",
            f"Title:   {TOLD['caption']}",
            f"Alt text: {TOLD['alt']}",
            f"Data:    sha256 {HASH}",
            "Release: 2020.1 of 2026-11-24",
        ]
    )
    assert told.sound
    assert [one.id for one in told.exhibits] == ["three-rates"]


def test_an_outdated_picture_leads_to_todays_exhibit_without_its_alt_text(found):
    other = sample.about("three-rates", "figure", data="year,rate\n2020,0.78\n")
    told = found("a.svg", data=other["data"], data_sha256=other["data_sha256"])
    assert told.text.startswith("Status:  outdated: ")
    assert "export the figure again" in told.text
    assert f"Drawn from: sha256 {HASH}" in told.text
    assert "Alt text" not in told.text
    assert told.sound
    assert [one.id for one in told.exhibits] == ["three-rates"]


@pytest.mark.parametrize("changes", [{"id": "another"}, {"work": {"title": "Another's figures"}}])
@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_what_cannot_be_proved_is_never_cited(found, name, changes):
    told = found(name, **changes)
    assert told.text.startswith("Status:  unknown: ")
    assert "do not cite it" in told.text.splitlines()[0]
    assert told.exhibits == ()
    assert not told.sound


def test_a_text_can_neither_drive_a_terminal_nor_start_a_line():
    odd = replace(ONE, caption="A\n# head\u202egpj\u200b")
    assert core(odd)["Title"] == "A # head\\u202egpj\\u200b"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("three-rates {0:.8}", "current"),
        ("  jilin-analysis three-rates ·  data 2020.1 · {0:.8} · Gazette · CC BY 4.0 ", "current"),
        ("jilin-analysis:three-rates@{0}", "current"),
        ("three-rates 00000000", "outdated"),
        ("two-rates {0:.8}", "unknown"),
    ],
)
def test_the_line_of_a_screenshot_leads_back(found, words, status):
    told = found(words.format(HASH))
    assert told.text.startswith(f"Status:  {status}: ")
    assert told.sound == (status != "unknown")


@pytest.mark.parametrize("words", ["three-rates", "three-rates abc", "three-rates 0000000g", ""])
def test_other_words_are_no_line_of_a_screenshot(words):
    assert read_line(words) is None


def test_the_identity_line_says_who_what_when_and_under_which_licence():
    line = identity_line(ONE)
    assert line == f"three-rates · data 2020.1 · {HASH[:8]} · CC BY 4.0"
    assert read_line(line) == ("three-rates", HASH[:8])


def zipped(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.odt", "a"])
def test_each_picture_of_a_document_is_told(files, drawn, found, name):
    other = drawn["a.svg"].replace(b"three-rates@", b"two-rates@")
    contents = {
        "1.png": drawn["a.png"],
        "2.png": b"\x89PNG",
        "3.svg": other,
        "4.svg": drawn["a.svg"],
    }
    media = {f"word/media/image{key}": content for key, content in contents.items()}
    zipped(files / name, {"word/document.xml": "<w/>"} | media)
    told = found(name)
    head, current, unproved, others = told.text.split("\n\n")
    assert head == f"{name}: 3 of 4 pictures are ours; exhibits: 1 current, 1 unknown."
    places = "word/media/image1.png, word/media/image4.svg"
    assert current.startswith(f"In:      {places}\nStatus:  current")
    assert f"Alt text: {TOLD['alt']}" in current
    assert unproved.startswith("In:      word/media/image3.svg\nStatus:  unknown")
    assert others == "word/media/image2.png is none of ours."
    assert not told.sound
    assert [one.id for one in told.exhibits] == ["three-rates"]


def test_pictures_inside_a_page_are_told(files, drawn, found):
    uri = "data:image/png;base64," + base64.b64encode(drawn["a.png"]).decode()
    page = f'<html><svg class="icon"><path/></svg><img src="{uri}"><p>'.encode()
    (files / "a.html").write_bytes(page + drawn["a.svg"])
    told = found("a.html")
    assert told.text.startswith("a.html: 2 of 3 pictures are ours; exhibits: 1 current.")
    assert "In:      picture 1, drawing 2\n" in told.text
    (files / "a.md").write_text(f"![]({uri})\n")
    assert found("a.md").sound


def test_pictures_of_a_notebook_are_told(files, drawn, found):
    encoded = base64.b64encode(drawn["a.png"]).decode()
    shown = sample.output(TOLD, image_png=f"{encoded}\n")
    shown["data"]["image/svg+xml"] = drawn["a.svg"].decode().splitlines(keepends=True)
    path = sample.write(files / "x.ipynb", shown)
    book = json.loads(path.read_text())
    book["cells"][0]["attachments"] = {"image.png": {"image/png": [encoded]}}
    path.write_text(json.dumps(book, ensure_ascii=False, indent=1))
    told = found("x.ipynb")
    assert told.text.startswith("x.ipynb: 3 of 3 pictures are ours; exhibits: 1 current.")
    assert "In:      picture 1, picture 2, drawing 1" in told.text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("b.png", b"\x89PNG", "is none of ours: it carries no citation of Jilin analysis"),
        ("b.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "is none of ours"),
        ("b", b"", "is none of ours"),
        ("b.docx", b"PK\x03\x04nonsense", r"is damaged \(File is not a zip file\)"),
        ("b.html", b"<html><p>no picture</p></html>", "holds 0 pictures, none of ours"),
        ("b.html", b"<svg>" * 100_000, "holds 100000 pictures, none of ours"),
        ("b.html", b"data:image/png;base64,a " * 3000, "holds 3000 pictures, none of ours"),
        ("b.ipynb", b'{"cells": ' + b"[" * 100_000, "holds 0 pictures, none of ours"),
        ("b.svg", b"<x:xmpmeta><dc:title>" * 2**20, "is none of ours"),
        ("nowhere/b.png", None, "There is no file"),
        (".", None, "There is no file"),
    ],
)
def test_what_is_none_of_ours_says_so_in_linear_time(tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    start = time.process_time()
    with pytest.raises(AnalysisError, match=message):
        tell(str(tmp_path / name), {})
    assert time.process_time() - start < 4


def test_what_is_too_large_is_not_read(files, monkeypatch):
    monkeypatch.setattr(picture_metadata, "_MOST_BYTES", 2**20)
    zipped(files / "a.docx", {f"media/{n}.png": bytes(2**19) for n in range(9)})
    with pytest.raises(AnalysisError, match="unpacks to more than is looked at"):
        tell(str(files / "a.docx"), {})
    (files / "a.png").write_bytes(bytes(2**20 + 1))
    with pytest.raises(AnalysisError, match="smaller than 64 MB"):
        tell(str(files / "a.png"), {})


@pytest.mark.parametrize("old", [b"image1.png", b"\x89PNG"])
def test_an_archive_that_is_damaged_says_so(files, drawn, old):
    with zipfile.ZipFile(files / "a.docx", "w") as archive:
        archive.writestr("image1.png", drawn["a.png"])
    damaged = (files / "a.docx").read_bytes().replace(old, b"x" * len(old), 1)
    (files / "a.docx").write_bytes(damaged)
    with pytest.raises(AnalysisError, match="is damaged"):
        tell(str(files / "a.docx"), {})


# K1
def test_with_a_style_the_citation_alone_goes_to_standard_output(capsys):
    picture = Path(__file__).parents[2] / ".github" / "figure.png"
    assert main(["cite", str(picture), "--style", "apa"]) == 0
    out, err = capsys.readouterr()
    assert "three-rates" in out
    assert "Status:" in err
    assert "Status:" not in out


# K2
def test_a_picture_that_no_exhibit_proves_ends_with_1(tmp_path, capsys):
    image = (Path(__file__).parents[2] / ".github" / "figure.png").read_bytes()
    (tmp_path / "x.png").write_bytes(
        image.replace(b"jilin-analysis:three", b"jilin-analysis:threx")
    )
    assert main(["cite", str(tmp_path / "x.png")]) == 1
    assert "unknown" in capsys.readouterr().out


# K4
def test_what_stands_in_the_text_is_apa_where_no_style_is_named(capsys):
    assert main(["cite", "three-rates", "--in-text"]) == 0
    assert capsys.readouterr().out == "(The Jilin analysis team, 2026)\n"
