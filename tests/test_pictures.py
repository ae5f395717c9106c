import json
import shutil
import struct
import subprocess
import zlib
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
import sample_notebook as sample
from PIL import Image

from jilin_analysis.citing import embedded, lineage
from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.citing.pictures import read_picture
from jilin_analysis.errors import AnalysisError

TOLD = sample.about("three-rates", "figure")
SOURCES = ("gazette: A report, Gazette, 2020-06-27", "daily: 产值; 报告, 日报, undated")


@pytest.fixture(scope="module")
def drawn():
    return sample.pictures(TOLD)


@pytest.fixture
def files(tmp_path, drawn):
    svg, png = drawn
    (tmp_path / "a.svg").write_text(svg, encoding="utf-8")
    (tmp_path / "a.png").write_bytes(png)
    return tmp_path


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunk(png, added):
    return png[:33] + added + png[33:]


@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_a_picture_says_what_it_is_also_under_another_name(files, name):
    renamed = (files / name).rename(files / "download (1)")
    picture = read_picture(renamed)
    assert picture.id == "three-rates"
    assert picture.data_sha256 == TOLD["data_sha256"]
    assert picture.title == TOLD["caption"]
    assert picture.description == TOLD["alt"]
    assert picture.creator == "The Jilin analysis team"
    assert picture.rights == "CC BY 4.0 (图)"
    assert picture.date == "2026-11-24"
    assert picture.sources == SOURCES


def test_sources_in_one_line_are_told_apart(files, drawn):
    svg = drawn[0].replace("2020-06-27\ndaily:", "2020-06-27; daily:")
    assert svg != drawn[0]
    (files / "b.svg").write_text(svg, encoding="utf-8")
    assert read_picture(files / "b.svg").sources == SOURCES


def test_an_svg_names_the_version_that_drew_it(files):
    assert read_picture(files / "a.svg").publisher == "Jilin analysis 1.0.0"


def test_pillow_reads_the_same_from_the_png(files):
    with Image.open(files / "a.png") as image:
        texts = image.text
    picture = read_picture(files / "a.png")
    assert texts["Title"] == picture.title
    assert texts["Copyright"] == picture.rights
    assert texts["Identifier"] == f"jilin-analysis:{picture.id}@{picture.data_sha256}"


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_reads_the_same_from_both(files):
    keys = {"a.png": ("Title", "Identifier"), "a.svg": ("WorkTitle", "WorkIdentifier")}
    for name, (title, identifier) in keys.items():
        command = ["exiftool", "-json", name]
        done = subprocess.run(command, cwd=files, capture_output=True, check=True)
        (told,) = json.loads(done.stdout)
        picture = read_picture(files / name)
        assert told[title] == picture.title
        assert told[identifier] == f"jilin-analysis:{picture.id}@{picture.data_sha256}"


def test_an_xml_parser_reads_the_same_from_the_svg(files):
    dc = {"dc": "http://purl.org/dc/elements/1.1/"}
    tree = ElementTree.parse(files / "a.svg")
    picture = read_picture(files / "a.svg")
    assert tree.find(".//dc:title", dc).text == picture.title
    assert tree.find(".//dc:relation", dc).text == f"sha256:{picture.data_sha256}"
    assert tree.find(".//dc:rights//dc:title", dc).text == picture.rights


def test_compressed_texts_are_read(files, drawn):
    packed = zlib.compress("标题".encode())
    added = chunk(b"iTXt", b"Title\0\1\0\0\0" + packed)
    added += chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"Someone"))
    (files / "b.png").write_bytes(with_chunk(drawn[1], added))
    assert read_picture(files / "b.png").title == "标题"
    assert read_picture(files / "b.png").creator == "Someone"


@pytest.mark.parametrize("at", [8, 20, 40, 200, -30, -1])
def test_a_truncated_png_is_damaged(files, drawn, at):
    (files / "b.png").write_bytes(drawn[1][:at])
    with pytest.raises(AnalysisError, match="is damaged: it ends too early"):
        read_picture(files / "b.png")


def test_a_changed_byte_of_a_png_is_found(files, drawn):
    changed = drawn[1].replace(b"Identifier\0jilin-analysis:t", b"Identifier\0jilin-analysis:s")
    assert changed != drawn[1]
    (files / "b.png").write_bytes(changed)
    with pytest.raises(AnalysisError, match="is damaged: the checksum"):
        read_picture(files / "b.png")


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (chunk(b"tEXt", b"Title\0" + bytes(2**20)), "damaged: its texts are too long. "),
        (chunk(b"zTXt", b"Title\0\0" + zlib.compress(bytes(2**22))), "too long or cut short"),
        (chunk(b"zTXt", b"Title\0\0" + zlib.compress(bytes(999))[:-5]), "too long or cut short"),
        (chunk(b"zTXt", b"Title\0\0nonsense"), "cannot be read"),
        (chunk(b"iTXt", b"Title\0\0\0\0\0\xff"), "not UTF-8"),
        (chunk(b"zTXt", b"Title\0\0" + zlib.compress(bytes(2**19))) * 3, "too long"),
        (b"\xff\xff\xff\xffIDAT", "ends too early"),
    ],
)
def test_a_hostile_png_is_refused(files, drawn, added, message):
    (files / "b.png").write_bytes(with_chunk(drawn[1], added))
    with pytest.raises(AnalysisError, match=message):
        read_picture(files / "b.png")


def test_a_png_has_its_header_first(files, drawn):
    (files / "b.png").write_bytes(drawn[1][:8] + drawn[1][33:])
    with pytest.raises(AnalysisError, match="header is missing"):
        read_picture(files / "b.png")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("</svg>", "", "XML cannot be read"),
        (
            '"-//W3C//DTD SVG 1.1//EN"\n  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"',
            '"a" "b" [<!ENTITY x "y">]',
            "declares entities",
        ),
        ("<metadata>", "<g>" * 300 + "<metadata>", "nested too deeply"),
        ("A line that rises.", "x" * (2**20 + 1), "damaged: its texts are too long. "),
    ],
)
def test_a_damaged_or_hostile_svg_is_refused(files, drawn, old, new, message):
    changed = drawn[0].replace(old, new)
    assert changed != drawn[0]
    (files / "b.svg").write_text(changed, encoding="utf-8")
    with pytest.raises(AnalysisError, match=message):
        read_picture(files / "b.svg")


def test_texts_of_an_svg_may_be_a_mebibyte_long():
    def said(length):
        names = 'xmlns="http://www.w3.org/2000/svg" xmlns:d="http://purl.org/dc/elements/1.1/"'
        svg = f"<svg {names}><d:title>{'x' * length}</d:title></svg>"
        return embedded.svg_says(BytesIO(svg.encode()))

    assert said(2**20) == {"title": "x" * 2**20}
    with pytest.raises(embedded.DamagedError, match="too long"):
        said(2**20 + 1)


def test_a_picture_of_somebody_else_is_none_of_ours(files):
    Image.new("RGB", (2, 2)).save(files / "b.png")
    (files / "b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (files / "b.html").write_text("<html><p>x</p></html>", encoding="utf-8")
    for name in ("b.png", "b.svg", "b.html"):
        with pytest.raises(AnalysisError, match="none of ours"):
            read_picture(files / name)


def test_an_identifier_and_a_hash_that_disagree_are_none_of_ours(files, drawn):
    changed = drawn[0].replace(f"sha256:{TOLD['data_sha256']}", f"sha256:{'0' * 64}")
    assert changed != drawn[0]
    (files / "b.svg").write_text(changed, encoding="utf-8")
    with pytest.raises(AnalysisError, match="none of ours"):
        read_picture(files / "b.svg")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7", b"\xff\xd8\xff\xe0"])
def test_another_kind_of_file_says_so(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(AnalysisError, match="neither a PNG nor an SVG"):
        read_picture(tmp_path / "a.png")


def test_a_huge_file_is_not_read(tmp_path, drawn):
    with (tmp_path / "a.png").open("wb") as file:
        file.write(drawn[1])
        file.truncate(2**27)
    with pytest.raises(AnalysisError, match="smaller than 64 MB"):
        read_picture(tmp_path / "a.png")


@pytest.mark.parametrize("name", ["nowhere.png", "."])
def test_a_file_that_is_not_there_says_so(tmp_path, name):
    with pytest.raises(AnalysisError, match="There is no file"):
        read_picture(tmp_path / name)


def test_a_picture_is_current_outdated_or_unknown(files):
    def found(*outputs):
        sample.write(files / "notebooks" / "01.ipynb", *outputs)
        catalogue = read_catalogue(files / "notebooks")
        picture = read_picture(files / "a.png")
        return lineage.status(picture, catalogue), lineage.report(picture, catalogue)

    status, report = found(sample.output(TOLD))
    assert status == "current"
    assert report == "\n".join(
        [
            "Exhibit: three-rates",
            f"Title:   {TOLD['caption']}",
            "Shows:   A line that rises.",
            "By:      The Jilin analysis team",
            "Date:    2026-11-24",
            "Rights:  CC BY 4.0 (图)",
            f"Data:    sha256 {TOLD['data_sha256']}",
            *(f"Source:  {source}" for source in SOURCES),
            "Status:  current: its data are those of today's exhibit",
        ]
    )
    later = sample.about("three-rates", "figure", data="year,rate\n2020,0.78\n")
    status, report = found(sample.output(later))
    assert status == "outdated"
    assert "export the figure again" in report
    status, report = found(sample.output(sample.about("another", "figure")))
    assert status == "unknown"
    assert all(source in report for source in SOURCES)


def test_a_report_passes_over_what_the_picture_does_not_say(files):
    picture = replace(read_picture(files / "a.svg"), title="", date="", rights="", sources=())
    assert lineage.report(picture, {}).splitlines() == [
        "Exhibit: three-rates",
        "Shows:   A line that rises.",
        "By:      The Jilin analysis team, Jilin analysis 1.0.0",
        f"Data:    sha256 {TOLD['data_sha256']}",
        (
            "Status:  unknown: no exhibit here has this id; what follows is what the file says of "
            "itself"
        ),
    ]
    assert lineage.as_exhibit(picture).caveat == ""
    assert lineage.as_exhibit(picture).data == ""


def test_a_file_of_64_megabytes_is_still_read(files):
    with (files / "a.png").open("r+b") as file:
        file.truncate(64 * 2**20)
    assert read_picture(files / "a.png").id == "three-rates"
    with (files / "a.png").open("r+b") as file:
        file.truncate(64 * 2**20 + 1)
    with pytest.raises(AnalysisError, match="smaller than 64 MB"):
        read_picture(files / "a.png")


@pytest.mark.parametrize("before", ["\ufeff", " \t\r\n", "<!-- a comment -->"])
def test_an_svg_may_open_with_what_does_not_count(files, drawn, before):
    _, _, drawing = drawn[0].partition("?>")
    (files / "b.svg").write_text(before + drawing, encoding="utf-8")
    assert read_picture(files / "b.svg").id == "three-rates"
