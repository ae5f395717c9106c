import base64
import io
import json
import shutil
import struct
import subprocess
import time
import zipfile
import zlib
from dataclasses import replace
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
import sample_notebook as sample
from matplotlib.figure import Figure
from PIL import Image

from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.citing.picture_metadata import (
    Picture,
    identity_line,
    read_line,
    read_picture,
    tell,
)
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
    plain = chunk(b"tEXt", b"Title\0" + b"x")
    png = drawn[1][:-12] + chunk(b"iTXt", b"Title\0\1\0\0\0" + packed) + drawn[1][-12:]
    (files / "b.png").write_bytes(with_chunk(png, plain))
    assert read_picture(files / "b.png").id == "three-rates"


@pytest.mark.parametrize("at", [8, 20, 40, 200, -30, -9])
def test_a_truncated_png_is_damaged(files, drawn, at):
    (files / "b.png").write_bytes(drawn[1][:at])
    with pytest.raises(AnalysisError, match=r"is damaged \("):
        read_picture(files / "b.png")


def test_a_changed_byte_of_a_png_is_found(files, drawn):
    changed = drawn[1].replace(b"Identifier\0jilin-analysis:t", b"Identifier\0jilin-analysis:s")
    assert changed != drawn[1]
    (files / "b.png").write_bytes(changed)
    with pytest.raises(AnalysisError, match=r"is damaged .*checksum"):
        read_picture(files / "b.png")


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (chunk(b"tEXt", b"Other\0" + bytes(2**20)), "damaged: its texts are too long"),
        (chunk(b"zTXt", b"Title\0\0" + zlib.compress(bytes(2**22))), "Decompressed data too large"),
        (chunk(b"tEXt", b"Title\0x") * 30_000, "made of too many pieces"),
        (chunk(b"abCd", b"") * 30_000, "made of too many pieces"),
        (b"\xff\xff\xff\xffIDAT", "is damaged"),
    ],
)
def test_a_hostile_png_is_refused(files, drawn, added, message):
    (files / "b.png").write_bytes(with_chunk(drawn[1], added))
    with pytest.raises(AnalysisError, match=message):
        read_picture(files / "b.png")


def test_a_png_has_its_header_first(files, drawn):
    (files / "b.png").write_bytes(drawn[1][:8] + drawn[1][33:])
    with pytest.raises(AnalysisError, match="is damaged"):
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
        ("A line that rises.", "x" * (2**20 + 1), "damaged: its texts are too long."),
    ],
)
def test_a_damaged_or_hostile_svg_is_refused(files, drawn, old, new, message):
    changed = drawn[0].replace(old, new)
    assert changed != drawn[0]
    (files / "b.svg").write_text(changed, encoding="utf-8")
    with pytest.raises(AnalysisError, match=message):
        read_picture(files / "b.svg")


@pytest.mark.parametrize(
    ("added", "closed"),
    [
        ("<!--" + "x" * 2**23, "-->"),
        ("<g>" * 190 + "\n" * 2**23, "</g>" * 190),
        ("<g/>" * 2**20, ""),
        ('<g a="' + "x" * 2**23, '"/>'),
    ],
)
def test_a_large_svg_is_read_in_linear_time(files, drawn, added, closed):
    (files / "b.svg").write_text(drawn[0].replace("</svg>", f"{added}{closed}</svg>"))
    start = time.process_time()
    assert read_picture(files / "b.svg").id == "three-rates"
    assert time.process_time() - start < 4


def test_an_svg_of_over_16_megabytes_is_none_of_ours(files, drawn):
    (files / "b.svg").write_text(drawn[0] + "\n" * 2**24)
    with pytest.raises(AnalysisError, match="smaller than 16 MB"):
        read_picture(files / "b.svg")


@pytest.mark.parametrize("encoding", ["no-such-enc", "utf-7", "gb18030", "idna", "hex"])
def test_an_encoding_that_cannot_be_read_is_one_clear_error(files, drawn, encoding):
    (files / "b.svg").write_text(drawn[0].replace("utf-8", encoding, 1))
    with pytest.raises(AnalysisError, match="is damaged: its XML cannot be read"):
        read_picture(files / "b.svg")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_an_svg_in_utf_16_is_read(files, drawn, encoding):
    (files / "b.svg").write_bytes(drawn[0].replace("utf-8", "utf-16", 1).encode(encoding))
    assert read_picture(files / "b.svg").title == TOLD["caption"]


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


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"%PDF-1.7"])
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


@pytest.fixture
def found(files):
    """Return a function that tells of a file or words, beside a catalogue of one exhibit."""

    def told(name, **changes):
        shown = sample.output(sample.about(changes.pop("id", "three-rates"), "figure", **changes))
        sample.write(files / "notebooks" / "01.ipynb", shown)
        catalogue = read_catalogue(files / "notebooks")
        return tell(str(files / name) if (files / name).is_file() else name, catalogue)

    return told


def test_a_current_picture_is_told_in_the_exhibits_words(found):
    told = found("a.png")
    assert told.text == "\n".join(
        [
            "Status:  current: its data are those of today's exhibit",
            "Exhibit: three-rates",
            f"Title:   {TOLD['caption']}",
            "Alt text: A line that rises.",
            f"Data:    sha256 {TOLD['data_sha256']}",
            "Release: 2020.1 of 2026-11-24",
        ]
    )
    assert told.sound
    assert [one.id for one in told.exhibits] == ["three-rates"]


def test_an_outdated_picture_leads_to_todays_exhibit_without_its_alt_text(found):
    told = found("a.svg", data="year,rate\n2020,0.78\n")
    assert told.text.startswith("Status:  outdated: ")
    assert "export the figure again" in told.text
    assert f"Drawn from: sha256 {TOLD['data_sha256']}" in told.text
    assert "Alt text" not in told.text
    assert told.sound
    assert [one.id for one in told.exhibits] == ["three-rates"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"id": "another"}, "unknown"),
        ({"caption": "Another title."}, "altered"),
        ({"alt": "A line that falls."}, "altered"),
    ],
)
@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_what_cannot_be_proved_is_never_cited(found, name, changes, status):
    told = found(name, **changes)
    assert told.text.startswith(f"Status:  {status}: ")
    assert "do not cite it" in told.text.splitlines()[0]
    assert "The file says of itself, unproved:" in told.text
    assert f"  title: {TOLD['caption']}" in told.text
    assert all(f"  source: {source}" in told.text for source in SOURCES)
    assert told.exhibits == ()
    assert not told.sound


def test_a_text_can_neither_drive_a_terminal_nor_start_a_line(files, drawn, found):
    changed = drawn[0].replace(TOLD["caption"], "A\n# heading\u202egpj\u200b")
    changed = changed.replace("2026-11-24", "2020-13-45")
    (files / "b.svg").write_text(changed, encoding="utf-8")
    picture = read_picture(files / "b.svg")
    assert picture.title == "A # heading\\u202egpj\\u200b"
    assert picture.date == "2020-13-45 (no date)"
    assert "  date: 2020-13-45 (no date)" in found("b.svg").text


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
    told = found(words.format(TOLD["data_sha256"]))
    assert told.text.startswith(f"Status:  {status}: ")
    assert told.sound == (status != "unknown")


@pytest.mark.parametrize("words", ["three-rates", "three-rates abc", "three-rates 0000000g", ""])
def test_other_words_are_no_line_of_a_screenshot(words):
    assert read_line(words) is None


def test_the_identity_line_says_who_what_when_and_under_which_licence():
    line = identity_line("three-rates", "b66c2034ffff", "2020.1", sample.BIBLIOGRAPHY)
    assert line == (
        "jilin-analysis three-rates · data 2020.1 · b66c2034 · The Gazette and others · CC BY 4.0"
    )
    assert read_line(line) == ("three-rates", "b66c2034")
    one = identity_line("a", "b66c2034", sources=[{"id": "x", "author": [{"family": "Li"}]}])
    assert one == "jilin-analysis a · b66c2034 · Li · CC BY 4.0"


def described():
    exhibit = SimpleNamespace(**TOLD | {"caption": 'A <b> & "c" 吉林', "alt": "A line </metadata>"})
    picture = Picture.of(exhibit, sample.BIBLIOGRAPHY)
    figure = Figure(figsize=(2, 1))
    svg, png = io.StringIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata=picture.svg_metadata())
    figure.savefig(png, format="png", metadata=picture.png_metadata())
    return picture, {"c.svg": picture.in_svg(svg.getvalue()).encode(), "c.png": png.getvalue()}


def test_what_is_written_is_read_again(files):
    picture, written = described()
    assert picture.sources[:2] == (
        "gazette: Jilin city: a report <b>on</b> *fibre*, The Gazette, 2020-06-27",
        "daily: 产值突破200亿！这个“小目标”, 吉林日报, 2021-01-26",
    )
    assert picture.sources[2] == "nameless: 示例网, undated"
    for name, content in written.items():
        (files / name).write_bytes(content)
        assert read_picture(files / name) == picture


def test_xmp_alone_says_the_same(files):
    picture, written = described()
    with Image.open(io.BytesIO(written["c.png"])) as image:
        packet = image.info["xmp"]
        image.convert("RGB").save(files / "c.jpg", xmp=packet)
    assert replace(read_picture(files / "c.jpg"), sources=()) == replace(picture, sources=())
    tree = ElementTree.fromstring(packet)
    iptc = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility"
    assert "".join(tree.find(f".//{iptc}").itertext()) == picture.description
    rights = "{http://ns.adobe.com/xap/1.0/rights/}WebStatement"
    assert tree.find(f".//{rights}").text == "https://creativecommons.org/licenses/by/4.0/"


def zipped(path, **entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)


def foreign():
    made = io.BytesIO()
    Image.new("RGB", (2, 2)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize("name", ["a.docx", "a.pptx", "a.odt", "a"])
def test_each_picture_of_a_document_is_told(files, drawn, found, name):
    unknown = drawn[0].replace("three-rates@", "two-rates@")
    zipped(
        files / name,
        word__document_xml="<w/>",
        word__media__image1_png=drawn[1],
        word__media__image2_png=foreign(),
        word__media__image3_svg=unknown,
        word__media__image4_svg=drawn[0],
        word__media__image5_png=drawn[1][:100],
    )
    told = found(name)
    head, current, unproved, others = told.text.split("\n\n")
    assert head == f"{name}: 3 of 5 pictures are ours; exhibits: 1 current, 1 unknown."
    assert current.startswith(
        "In:      word/media/image1.png, word/media/image4.svg\nStatus:  current"
    )
    assert "Alt text: A line that rises." in current
    assert unproved.startswith("In:      word/media/image3.svg\nStatus:  unknown")
    assert others.splitlines()[0].startswith("word/media/image2.png is none of ours")
    assert others.splitlines()[1].startswith("word/media/image5.png is damaged")
    assert not told.sound
    assert [one.id for one in told.exhibits] == ["three-rates"]


def test_pictures_inside_a_page_are_told(files, drawn, found):
    uri = "data:image/png;base64," + base64.b64encode(drawn[1]).decode()
    drawing = drawn[0][drawn[0].index("<svg") :]
    page = f'<html><svg class="icon"><path/></svg><img src="{uri}"><p>{drawing}</p></html>'
    (files / "a.html").write_text(page, encoding="utf-8")
    told = found("a.html")
    assert told.text.startswith("a.html: 2 of 3 pictures are ours; exhibits: 1 current.")
    assert "In:      picture 1, drawing 2\n" in told.text
    (files / "a.md").write_text(f"![]({uri})\n")
    assert found("a.md").sound


def test_pictures_of_a_notebook_are_told(files, drawn, found):
    encoded = base64.b64encode(drawn[1]).decode()
    path = sample.write(files / "x.ipynb", sample.figure_output(TOLD))
    book = json.loads(path.read_text())
    book["cells"][0]["attachments"] = {"image.png": {"image/png": [encoded]}}
    book["cells"].append({"cell_type": "markdown", "source": [f"![](data:image/png,{encoded})"]})
    path.write_text(json.dumps(book))
    told = found("x.ipynb")
    assert told.text.startswith("x.ipynb: 3 of 4 pictures are ours; exhibits: 1 current.")
    assert "In:      cell 1 (image/png), cell 2 (image/png), cell 2 (image/svg+xml)" in told.text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.docx", b"PK\x03\x04nonsense", r"is damaged \(File is not a zip file\)"),
        ("a.html", b"<html><p>no picture</p></html>", "holds 0 pictures, none of ours"),
        ("a.html", b"<svg>" * 100_000, "holds 0 pictures, none of ours"),
        ("a.html", b"data:image/png;base64,a " * 3000, "too many"),
        ("a.ipynb", b'{"cells": [7]}', "is no Jupyter notebook of format 4"),
        ("a.ipynb", b'{"cells": ' + b"[" * 100_000, "is no Jupyter notebook of format 4"),
    ],
)
def test_a_document_without_pictures_of_ours_says_so(files, name, content, message):
    (files / name).write_bytes(content)
    with pytest.raises(AnalysisError, match=message):
        tell(str(files / name), {})


def test_a_document_that_unpacks_to_too_much_is_refused(files):
    zipped(files / "a.docx", **{f"media__{n}_png": bytes(2**25) for n in range(9)})
    with pytest.raises(AnalysisError, match="unpacks to more than is looked at"):
        tell(str(files / "a.docx"), {})


@pytest.mark.parametrize("old", [b"image1.png", b"\x89PNG"])
def test_an_archive_that_is_damaged_says_so(files, drawn, old):
    with zipfile.ZipFile(files / "a.docx", "w") as archive:
        archive.writestr("image1.png", drawn[1])
    damaged = (files / "a.docx").read_bytes().replace(old, b"x" * len(old), 1)
    (files / "a.docx").write_bytes(damaged)
    with pytest.raises(AnalysisError, match="is damaged"):
        tell(str(files / "a.docx"), {})


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
