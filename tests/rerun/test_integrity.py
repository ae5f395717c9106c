"""Every rule of integrity.py sees the harm that it is there for."""

from __future__ import annotations

import base64
import copy
import io
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from integrity import KEY, RULES, faults
from outputs import differences
from PIL import Image
from prose import prose_of

Harm = Callable[[Any], object]


def cell(number: int, kind: str, source: str, *outputs: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": source,
    }
    return made | ({"execution_count": 0, "outputs": list(outputs)} if kind == "code" else {})


def shown(data: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def described(name: str, kind: str, alt: str = "") -> dict[str, Any]:
    told = dict.fromkeys(
        ("title", "caption", "caveat", "derivation", "release", "released"), "words"
    )
    data = {"data": "a\n1\n", "data_sha256": sha256(b"a\n1\n").hexdigest()}
    return {"id": name, "kind": kind, "alt": alt, "sources": ["one"], **told, **data}


def good() -> dict[str, Any]:
    picture = io.BytesIO()
    Image.new("RGB", (200, 100)).save(picture, "PNG")
    pictures = {
        "image/png": base64.b64encode(picture.getvalue()).decode(),
        "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "text/plain": "Figure a-figure: A line.",
    }
    alts = {kind: {"alt": "A line."} for kind in ("image/png", "image/svg+xml")}
    answer = {"text/markdown": "It grew.", "text/plain": "It grew."}
    caption = {"text/markdown": "**Figure** `a-figure`."}
    cells = [
        cell(0, "markdown", "# Did it grow?\n\nIt is said to have."),
        cell(1, "code", "answer()", shown(answer, {KEY: described("an-answer", "statement")})),
        cell(
            2,
            "code",
            "draw()",
            shown(pictures, {KEY: described("a-figure", "figure", "A line.")} | alts),
            shown(caption, {KEY: {"caption_of": "a-figure"}}),
        ),
        cell(3, "markdown", "## What this does not show\n\n- Much.\n- More."),
        cell(4, "code", "1 + 1"),
    ]
    for count, code in enumerate((c for c in cells if c["cell_type"] == "code"), 1):
        code["execution_count"] = count
    return {
        "cells": cells,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def source(number: int, text: str) -> Harm:
    return lambda notebook: notebook["cells"][number].update(source=text)


def output(of: int, number: int, *keys: str, to: Any) -> Harm:
    def harm(notebook: Any) -> None:
        place = notebook["cells"][of]["outputs"][number]
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = to

    return harm


def more_output(extra: dict[str, Any]) -> Harm:
    return lambda notebook: notebook["cells"][1]["outputs"].append(extra)


HARMS: dict[str, list[Harm]] = {
    "follows the format": [
        lambda notebook: notebook["cells"][0].pop("metadata"),
        lambda notebook: notebook.update(nbformat_minor=4) or notebook["cells"].clear(),
    ],
    "runs anywhere": [
        lambda notebook: notebook["metadata"]["kernelspec"].update(name="conda-env-mine"),
        lambda notebook: notebook["metadata"].update(
            language_info={"name": "python", "version": "3.11.7"}
        ),
    ],
    "was run in order": [
        lambda notebook: notebook["cells"][1].update(execution_count=None),
        lambda notebook: notebook["cells"][1].update(execution_count=7),
        lambda notebook: notebook["cells"].insert(1, notebook["cells"].pop(2)),
        more_output(
            {"output_type": "execute_result", "execution_count": 9, "data": {}, "metadata": {}}
        ),
    ],
    "has no empty cell": [source(2, " \n"), source(3, "")],
    "has no hidden switch": [
        source(1, "%notmagic\nraise ValueError"),
        source(1, "!true"),
        source(1, "files = !ls"),
        source(1, "answer?"),
        source(1, "# NBVAL_SKIP\nanswer()"),
        lambda notebook: notebook["cells"][1]["metadata"].update(tags=["nbval-skip"]),
        lambda notebook: notebook["cells"][3]["metadata"].update(tags=["remove-cell"]),
        lambda notebook: notebook["cells"][1]["metadata"].update(jupyter={"outputs_hidden": True}),
        lambda notebook: notebook["cells"][3].update(attachments={}),
        lambda notebook: notebook["cells"][0].update(cell_type="raw"),
        source(3, "## What this does not show\n\n<script>x</script>\n- a\n- b"),
        source(0, "# Did it grow?\n\n![far](https://example.org/x.png)"),
    ],
    "is free of noise": [
        more_output({"output_type": "stream", "name": "stderr", "text": "Warning"}),
        more_output({"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []}),
    ],
    "names no absolute path": [
        source(1, "open('/home/me/data.csv')"),
        source(1, "open(r'C:\\data.csv')"),
        output(1, 0, "data", "text/plain", to="<Axes at /tmp/x>"),
    ],
    "takes short steps": [
        source(2, "\n".join(["a = 1"] * 11)),
        lambda notebook: [
            notebook["cells"][n].update(source="\n".join(["a = 1"] * 5)) for n in (1, 2, 4)
        ],
    ],
    "tells its story in order": [
        source(0, "# It grew\n\nBy much."),
        source(0, "# Did it grow?"),
        source(3, "## The end\n\n- a\n- b"),
        source(3, "## What this does not show\n\n- Much."),
        output(1, 0, "metadata", KEY, "id", to="a-rise"),
        output(1, 0, "metadata", to={}),
    ],
    "describes its exhibits": [
        output(1, 0, "metadata", KEY, "caption", to=""),
        output(1, 0, "metadata", KEY, "title", to=""),
        output(1, 0, "metadata", KEY, "data", to="a\n2\n"),
        output(1, 0, "data", "text/markdown", to=""),
        lambda notebook: notebook["cells"][2]["outputs"][0]["data"].pop("image/png"),
    ],
    "describes its pictures": [
        output(2, 0, "metadata", "image/png", to={}),
        output(2, 0, "metadata", "image/svg+xml", "alt", to="A circle."),
        output(2, 0, "metadata", KEY, "alt", to=""),
        output(2, 0, "data", "image/png", to="junk"),
        output(2, 0, "data", "image/svg+xml", to="<svg"),
        output(2, 0, "data", "image/svg+xml", to="<html/>"),
        more_output(shown({"image/png": "AAAA"}, {"image/png": {"alt": "A line."}})),
    ],
    "captions its exhibits": [
        lambda notebook: notebook["cells"][2]["outputs"].pop(),
        output(2, 1, "metadata", KEY, "caption_of", to="another"),
        output(2, 1, "data", "text/markdown", to="A caption."),
    ],
}


def test_a_good_notebook_has_no_fault() -> None:
    assert faults(good()) == []


def test_prose_that_nobody_read_again_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    read = {"one": dict(prose_of(good()))}
    monkeypatch.setattr("integrity.read_prose", lambda: read)
    assert faults(good(), "one") == []
    turned, without = good(), good()
    turned["cells"][0]["source"] = "# Did it grow?\n\nIt is said to have not."
    del without["cells"][2:4]
    assert "read it aloud" in "".join(faults(turned, "one"))
    said = "".join(faults(without, "one"))
    assert all(f"{cell} is new or gone" in said for cell in ("cell-2", "cell-3"))


def test_every_rule_has_its_harm() -> None:
    assert set(HARMS) == {rule.__name__.replace("_", " ") for rule in RULES}


@pytest.mark.parametrize(
    ("rule", "number"), [(rule, n) for rule, harms in HARMS.items() for n in range(len(harms))]
)
def test_harm_is_seen(rule: str, number: int) -> None:
    notebook = copy.deepcopy(good())
    HARMS[rule][number](notebook)
    assert rule in {fault.split(":")[0] for fault in faults(notebook)}


def test_whatever_an_output_shows_otherwise_is_seen() -> None:
    assert not list(differences(good(), good()))
    changes = {
        "data, image/png": output(2, 0, "data", "image/png", to="another"),
        f"metadata, {KEY}, alt": output(2, 0, "metadata", KEY, "alt", to="Another."),
        f"metadata, {KEY}, more": output(2, 0, "metadata", KEY, "more", to=""),
    }
    for place, change in changes.items():
        changed = good()
        change(changed)
        kept, new = (notebook["cells"][2]["outputs"] for notebook in (good(), changed))
        assert list(differences(kept, new)) == [f"output 1, {place}"]
    assert list(differences(kept, kept + kept)) == ["output 3", "output 4"]
