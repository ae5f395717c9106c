"""A small notebook of our own kind, with pictures by the real matplotlib."""

import base64
import io
import json
from hashlib import sha256

SENTENCE = "Exports rose by *77 %* (76.5 to 77.5)."


def about(name, kind, **changes):
    data = changes.pop("data", "year,rate\n2020,0.77\n")
    return {
        "id": name,
        "kind": kind,
        "caption": f"What the {kind} {name} says of 吉林. A second sentence.",
        "alt": "A line that rises." if kind == "figure" else "",
        "caveat": "Printed to whole per cent; it says nothing of value.",
        "rests_on": ["a-fact"],
        "sources": ["gazette", "daily"],
        "derivation": "Read from the phrase.",
        "title": f"Short {name}",
        "short": "",
        "references": BIBLIOGRAPHY,
        "work": {"title": "Figures"},
        "data": data,
        "data_sha256": sha256(data.encode()).hexdigest(),
        "release": "2020.1",
        "released": "2026-11-24",
    } | changes


def pictures(told):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([1, 2])
    core = {
        "Title": told["caption"],
        "Description": told["alt"],
        "Identifier": f"jilin-analysis:{told['id']}@{told['data_sha256']}",
        "Relation": f"sha256:{told['data_sha256']}",
        "Date": told["released"],
        "Source": "gazette: A report, Gazette, 2020-06-27\ndaily: 产值; 报告, 日报, undated",
    }
    team, rights = "The Jilin analysis team", "CC BY 4.0 (图)"
    svg, png = io.StringIO(), io.BytesIO()
    more = {"Creator": team, "Publisher": "Jilin analysis 1.0.0", "Rights": rights}
    figure.savefig(svg, format="svg", metadata=core | more | {"Type": "StillImage"})
    chunks = core | {"Author": team, "Copyright": rights, "Software": None}
    figure.savefig(png, format="png", metadata=chunks)
    return svg.getvalue(), png.getvalue()


def output(told, **bundle):
    data = {kind.replace("_", "/", 1): text for kind, text in bundle.items()}
    return {"output_type": "display_data", "data": data, "metadata": {"jilin_analysis": told}}


def figure_output(told):
    svg, png = pictures(told)
    shown = output(told, image_png=base64.b64encode(png).decode(), text_plain="Figure")
    shown["data"]["image/svg+xml"] = svg
    return shown


def write(path, *outputs):
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "source": "x"}
    words = {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "Words."}
    cells = [words, cell | {"outputs": list(outputs)}]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return path


def write_all(folder):
    write(
        folder / "01-first.ipynb",
        figure_output(about("three-rates", "figure")),
        output({"caption_of": "three-rates"}, text_markdown="**Figure**"),
        {"output_type": "stream", "name": "stdout", "text": "no exhibit"},
    )
    write(
        folder / "02-second.ipynb",
        output(about("exports-rose", "statement"), text_markdown=SENTENCE),
        output(about("all-rates", "table"), text_markdown="| a |\n|---|\n| 1 |\n"),
    )
    return folder


BIBLIOGRAPHY = [
    {
        "id": "gazette",
        "type": "webpage",
        "title": "Jilin city: a report <b>on</b> *fibre*",
        "author": [{"literal": "The Gazette"}],
        "publisher": "The Gazette",
        "issued": {"date-parts": [[2020, 6, 27]]},
        "accessed": {"date-parts": [[2026, 11, 24]]},
        "URL": "http://example.org/report.html",
        "language": "en",
        "custom": {"grade": "official"},
    },
    {
        "id": "daily",
        "type": "webpage",
        "title": "产值突破200亿！这个“小目标”",
        "author": [{"literal": name} for name in ("刘勇", "王小明", "李雷", "韩梅梅")],
        "container-title": "吉林日报",
        "issued": {"date-parts": [[2021, 1, 26]]},
        "accessed": {"date-parts": [[2026, 11, 24]]},
        "URL": "http://example.org/zh.html",
        "language": "zh",
        "custom": {"grade": "press", "title-en": "Output above 20 billion"},
    },
    {
        "id": "nameless",
        "type": "webpage",
        "publisher": "示例网",
        "accessed": {"date-parts": [[2026, 11, 24]]},
        "URL": "http://example.org/x",
        "language": "zh",
        "custom": {"grade": "repost"},
    },
    {
        "id": "four",
        "type": "report",
        "title": "A report of four",
        "author": [{"literal": name} for name in ("Ann", "Bob", "Cid", "Dee")],
        "publisher": "The Press",
        "issued": {"date-parts": [[2019]]},
        "URL": "http://example.org/four",
        "language": "en",
    },
    {
        "id": "nikkei",
        "type": "webpage",
        "title": "炭素繊維の話",
        "author": [{"literal": "山田太郎"}],
        "issued": {"date-parts": [[2020, 5]]},
        "URL": "http://example.org/ja",
        "language": "ja",
    },
    {
        "id": "hankyung",
        "type": "webpage",
        "publisher": "한국경제",
        "URL": "http://example.org/ko",
        "language": "ko",
    },
]
