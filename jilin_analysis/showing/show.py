"""Show a sentence, a chart or a table in a notebook, so that it can be cited from there."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

import pandas as pd
from IPython.display import Markdown, display

from ..dataset import Dataset, load_dataset
from ..errors import check_known
from ..estimates import Estimate, floats, in_figures, only_estimates
from .exhibit import COLUMNS, KEY, PHONE, Exhibit, Work, slug
from .plain import csv_text, escape, markdown_table, unmark

_MOST_ROWS, _MOST_TOLD = 60, 12
_ENDS = ("", "_low", "_high")
_WORDS = (
    *("title", "short", "caption", "alt", "caveat", "derivation", "premises"),
    *("rows", "rests_on", "sources"),
)
Rows = pd.DataFrame | Mapping[str, Estimate]
_loaded = cache(load_dataset)


def show(thing: Any, name: str = "", *, dataset: Dataset | None = None, **words: Any) -> None:
    """Show something and put into the notebook's output all that is needed to cite it.

    Parameters
    ----------
    thing : Finding, str, Picture, Figure of matplotlib, pandas.DataFrame, Estimate or dict of them
        A finding or a sentence becomes a citable statement, a chart a figure, a data frame a table,
        and so do numbers by name. Of a finding that cannot be told, the reason is shown.
        What else it has (`name`, `title`, `caption`, `alt`, `rows`, `caveat`, `derivation`,
        `premises`, `rests_on`, `sources`) is used where it is not given.
    name : str
        What it is cited by: small letters, digits, single hyphens.
    dataset : Dataset, optional
        Whose figures it rests on; without it, the data folder of the notebook.
    **words
        `title`, a short noun phrase for lists of references; `caption`; `alt`, what a chart shows;
        `caveat`; `derivation`; `premises`, what numbers in it suppose; `rows`, the numbers behind
        it, as a data frame or as estimates by key; `rests_on`, ids of reported figures, or
        estimates; `sources`, keys of `sources.json`. What is left out is derived.

    Raises
    ------
    AnalysisError
        A keyword, a source or an id of a figure is not known; the message names the nearest.
    TypeError
        Nothing of that type can be shown.
    ValueError
        The name cannot be cited.
    """
    if isinstance(thing, Estimate):
        thing = {words.get("title") or name: thing}
    for word in words:
        check_known("keyword", word, _WORDS)
    data = dataset or _loaded()
    plain = isinstance(thing, str | pd.DataFrame | Mapping) or hasattr(thing, "savefig")
    has = () if plain else [key for key in ("name", "estimates", *_WORDS) if hasattr(thing, key)]
    about = {key: getattr(thing, key) for key in has} | words
    own, estimates, rows = (about.pop(key, None) for key in ("name", "estimates", "rows"))
    rows = (estimates or {}) if rows is None else rows
    about |= {"id": name or own or "", "premises": about.get("premises", "")}
    if isinstance(thing, Mapping):
        only_estimates(*thing.values())
        told = [(_label(key), in_figures(one)) for key, one in thing.items()]
        table = pd.DataFrame(told, columns=["what", "value (range from rounding)"])
        _show_table(data, table, thing, about)
    elif isinstance(thing, pd.DataFrame):
        _show_table(data, thing, rows, about)
    elif isinstance(thing, str) or hasattr(thing, "sentence"):
        text = thing if isinstance(thing, str) else thing.sentence
        if text:
            about |= {"kind": "statement", "caption": unmark(text), "alt": ""}
            one = _described(data, rows, about)
            _display(one, {"text/markdown": text, "text/plain": one.caption})
        elif why_not := getattr(thing, "_repr_markdown_", str)():
            # A reason is no exhibit: there is nothing in it to cite.
            display(Markdown(why_not))
    elif hasattr(thing, "paint") or hasattr(getattr(thing, "figure", thing), "savefig"):
        _show_figure(data, thing, rows, about)
    else:
        raise TypeError(
            "expected a finding, a sentence, a chart, a data frame, an Estimate, or a dict of "
            f"estimates by name; found {type(thing).__name__}"
        )


def _show_table(data: Dataset, table: pd.DataFrame, rows: Rows, about: dict[str, Any]) -> None:
    shown = table if table.index.names == [None] else table.reset_index()
    one = _described(data, rows if len(rows) else shown, about | {"kind": "table"})
    if shown.empty:
        display(Markdown("*There is nothing to show.*"))
        return
    cells = shown.head(_MOST_ROWS).map(lambda cell: escape(_cell(cell)))
    cells.columns = [escape(str(column).replace("_", " ")) for column in cells]
    text = markdown_table(cells)
    if len(shown) > _MOST_ROWS:
        text += f"\n\n*And {len(shown) - _MOST_ROWS:,} more rows, in the CSV.*"
    _display(one, {"text/markdown": text, "text/plain": f"Table {one.id}: {one.caption}"})


def _show_figure(data: Dataset, thing: Any, rows: Rows, about: dict[str, Any]) -> None:
    from ..charts import style
    from ..citing import picture_metadata

    draws = getattr(thing, "draw", None) if hasattr(thing, "paint") else None
    if draws and not thing.rows[["value", "low", "high"]].notna().any(axis=None):
        display(Markdown("*The data hold nothing that this chart could show.*"))
        return
    one = _described(data, rows, about | {"kind": "figure"})
    identity = picture_metadata.identity_line(one)
    figure = draws(identity) if draws else getattr(thing, "figure", thing)

    def svg(drawn: Any) -> str:
        said = picture_metadata.svg_metadata(one)
        return picture_metadata.with_xmp(style.svg(drawn, said), one)

    png = style.png(figure, picture_metadata.png_metadata(one))
    bundle = {
        "image/svg+xml": svg(figure),
        "image/png": base64.b64encode(png).decode("ascii"),
        "text/plain": f"Figure {one.id}: {one.alt}",
    }
    if draws:
        bundle[PHONE] = svg(draws(identity, width=style.PHONE))
    _display(one, bundle)


def _described(data: Dataset, rows: Rows, about: dict[str, Any]) -> Exhibit:
    """Return what is shown as an exhibit; what nobody said of it is derived."""
    named, sources = about.pop("rests_on", ()), about.pop("sources", None)
    table = _table(data, rows, about.pop("premises"))
    cells = [c for _, column in rows.items() for c in _items(column)]
    leaves = [*_items(named), *(cell for cell in cells if isinstance(cell, Estimate))]
    ids = {str(row) for one in leaves for row in getattr(one, "rests_on", [one])}
    if isinstance(rows, pd.DataFrame) and "id" in rows:
        ids |= {str(row) for row in rows["id"]} & set(data.table.index)
    sources = data.sources_of(sorted(ids)) if sources is None else list(sources)
    for key in sources:
        check_known("source", key, data.sources, "sources.json has")
    text = csv_text(table)
    title = about.get("title") or about["id"].replace("-", " ").capitalize()
    caption = about.get("caption") or f"{title}."
    alt = about.get("alt") or (_seen(caption, table) if about["kind"] == "figure" else "")
    told = about | {
        "title": title,
        "caption": caption,
        "alt": alt,
        "rests_on": tuple(sorted(ids)),
        "sources": tuple(sources),
        "references": tuple(data.sources[key] for key in sources),
        "data": text,
        "data_sha256": sha256(text.encode()).hexdigest(),
        "release": data.version,
        "released": data.released,
        "folder_sha256": data.fingerprint,
        "work": Work.of(data.package),
    }
    return Exhibit.from_metadata(Exhibit(**told).to_metadata())


def _table(data: Dataset, rows: Rows, premises: Any) -> pd.DataFrame:
    """Return the numbers behind an exhibit, each estimate as its value and its two ends."""
    supposed = premises if isinstance(premises, str) else "; ".join(premises)
    if not isinstance(rows, pd.DataFrame):
        told = [_row(data, key, one, supposed) for key, one in rows.items()]
        return pd.DataFrame(told, columns=list(COLUMNS))
    columns: dict[str, Any] = {}
    for name, cells in rows.items():
        if any(isinstance(cell, Estimate) for cell in cells):
            ends = zip(*map(_ends, cells), strict=True)
            columns |= {f"{name}{end}": list(one) for end, one in zip(_ENDS, ends, strict=True)}
        else:
            columns[str(name)] = list(cells)
    if supposed and "premises" not in columns and "value" in columns:
        columns["premises"] = [supposed] * len(rows)
    return pd.DataFrame(columns)


def _row(data: Dataset, label: str, one: Estimate, premises: str) -> tuple[Any, ...]:
    """Return one number as a row of `COLUMNS`, with what all that it rests on has in common.

    A figure as reported supposes nothing. A level that was worked out may be of another period.
    """
    key, ids = slug(label), [name for name in one.rests_on if name in data.table.index]
    rows = [data.figure(name) for name in ids]
    told = {name: {row[name] for row in rows} for name in ("entity", "metric", "period", "label")}
    same = {name: cells.pop() if len(cells) == 1 else "" for name, cells in told.items()}
    reported = len(ids) == 1 and data.estimate(ids[0]) == one
    name = same["label"] if reported and key == same["metric"] else _label(label)
    metric = same["metric"] if reported else ""
    period = same["period"] if reported or one.kind != "level" else ""
    about = (key, name, same["entity"], metric, period, one.kind, one.unit)
    return *about, *_ends(one), "" if reported else premises, ""


def _ends(cell: Any) -> list[Any]:
    """Return value and ends of an estimate; what is not known is an empty cell, not infinity."""
    if isinstance(cell, Estimate):
        return floats(cell.value, cell.low, cell.high)
    return [cell, None, None]


def _label(name: str) -> str:
    """Return what a number is called: its name, which may be a key."""
    return name.replace("-", " ") if name == slug(name) else name


def _seen(caption: str, table: pd.DataFrame) -> str:
    """Return what a chart shows, where nobody wrote it: its caption and the first of its rows."""
    name = next((one for one in ("label", "figure", "id") if one in table), "")
    if not name or "value" not in table:
        return caption
    rows = zip(table[name][:_MOST_TOLD], table["value"][:_MOST_TOLD], strict=True)
    more = f" and {len(table) - _MOST_TOLD} more" if len(table) > _MOST_TOLD else ""
    told = "; ".join(f"{label} {_cell(value) or 'no single figure'}" for label, value in rows)
    return f"{caption} {told}{more}."


def _items(named: Any) -> list[Any]:
    return [named] if isinstance(named, str | Estimate) else list(named)


def _cell(cell: Any) -> str:
    """Return a cell with the digits that the CSV has; what is missing is empty."""
    if pd.api.types.is_scalar(cell) and pd.isna(cell):
        return ""
    return f"{Decimal(f'{cell:.12g}'):,f}" if isinstance(cell, float) else str(cell)


def _display(one: Exhibit, bundle: dict[str, str]) -> None:
    """Show an exhibit, its pictures with what they show; below a chart or a table, its caption."""
    alts = {kind: {"alt": one.alt} for kind in bundle if kind.startswith("image/")}
    display(bundle, raw=True, metadata={KEY: one.to_metadata()} | alts)
    if one.kind != "statement":
        words = f"{escape(one.caption)} {escape(one.caveat)}".strip()
        text = f"**{one.kind.capitalize()}** `{one.id}`. {words}"
        caption = {"text/markdown": text, "text/plain": unmark(text)}
        display(caption, raw=True, metadata={KEY: {"caption_of": one.id}})
