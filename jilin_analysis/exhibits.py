"""Show a sentence, a chart or a table in a notebook, so that it can be cited from there."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pandas as pd
from IPython.display import Markdown, display

from . import __version__
from .estimates import Estimate, in_figures
from .exhibit import COLUMNS, KEY, PHONE, Exhibit, Work, slug
from .plain import csv_text, escape, unmark

if TYPE_CHECKING:
    from .citing.picture_metadata import Picture
    from .dataset import Dataset

_WORDS = {"figure": "Figure", "table": "Table"}
_MOST_ROWS = 60
Rows = pd.DataFrame | Mapping[str, Estimate]


def say(text: str) -> None:
    """Show a computed sentence that is not an exhibit of its own."""
    display(Markdown(text))


def show(thing: Any, name: str = "", *, dataset: Dataset | None = None, **words: Any) -> None:
    """Show something and put into the notebook's output all that is needed to cite it.

    Parameters
    ----------
    thing : Finding, str, Picture, matplotlib.figure.Figure, pandas.DataFrame, or dict of Estimate
        A finding or a sentence becomes a citable statement, a chart a figure, a data frame a table,
        and so do numbers by name. Of a finding that cannot be told, the reason is shown.
        Any object with such a `figure`, `table` or `sentence` will do; what else it has (`name`,
        `title`, `caption`, `alt`, `rows`, `caveat`, `derivation`, `premises`, `rests_on`,
        `sources`) is used where it is not given.
    name : str
        What it is cited by: small letters, digits, single hyphens.
    dataset : Dataset, optional
        Whose figures it rests on; without it, the data folder of the notebook.
    **words
        `title`, a short noun phrase for lists of references; `caption`; `alt`, what a chart shows;
        `caveat`; `derivation`; `premises`, what numbers in it suppose; `rows`, the numbers behind
        it, as a data frame or as estimates by key; `rests_on`, ids of reported figures, or
        estimates; `sources`, keys of `sources.json`. What is left out is derived.
    """
    Exhibits(dataset or _loaded())(thing, name, **words)


@cache
def _loaded() -> Dataset:
    from .dataset import load_dataset

    return load_dataset()


class Exhibits:
    """Exhibits that rest on one dataset.

    Each call shows one exhibit and puts its description into the metadata of the notebook's own
    output: the committed notebook is the catalogue.

    Parameters
    ----------
    dataset : Dataset
        Gives the sources, the data release and its date, and whom a citation credits.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    def __call__(self, thing: Any, name: str = "", **words: Any) -> None:
        """Show a finding, a sentence, a chart or a table; see `show`."""
        for key in ("title", "short", "caption", "alt", "caveat", "derivation", "premises"):
            words.setdefault(key, _told(thing, key, ""))
        rows = words.pop("rows", None)
        if rows is None:
            rows = _told(thing, "rows", _told(thing, "estimates", {}))
        words.setdefault("rests_on", _told(thing, "rests_on", ()))
        words.setdefault("sources", _told(thing, "sources", None))
        name = name or str(_told(thing, "name", ""))
        if isinstance(thing, Mapping):
            self._numbers(name, thing, words)
        elif isinstance(thing, pd.DataFrame):
            self._table(name, thing, rows, words)
        elif isinstance(thing, str) or hasattr(thing, "sentence"):
            text = thing if isinstance(thing, str) else thing.sentence
            if text:
                self._statement(name, text, rows, words)
            elif why_not := getattr(thing, "_repr_markdown_", str)():
                # A reason is no exhibit: there is nothing in it to cite.
                say(why_not)
        elif hasattr(thing, "table"):
            self._table(name, thing.table, rows, words)
        else:
            self._figure(name, thing, rows, words)

    def _statement(self, name: str, text: str, rows: Rows, words: dict[str, Any]) -> None:
        one = self._describe(name, "statement", rows, words | {"caption": unmark(text), "alt": ""})
        _display(one, {"text/markdown": text, "text/plain": one.caption})

    def _table(self, name: str, table: pd.DataFrame, rows: Rows, words: dict[str, Any]) -> None:
        index = table.index.names != [None]
        shown = table.reset_index() if index else table
        one = self._describe(name, "table", shown if not len(rows) else rows, words)
        if not len(shown):
            say("*There is nothing to show.*")
            return
        more = len(shown) - _MOST_ROWS
        cells = shown.head(_MOST_ROWS).map(lambda cell: escape(_cell(cell)))
        cells.columns = [escape(str(one).replace("_", " ")) for one in cells]
        text = cells.to_markdown(index=False, disable_numparse=True)
        if more > 0:
            text += f"\n\n*And {more:,} more rows, in the CSV.*"
        _display(one, {"text/markdown": text, "text/plain": f"Table {name}: {one.caption}"})
        _caption(one)

    def _numbers(self, name: str, numbers: Mapping[str, Estimate], words: dict[str, Any]) -> None:
        """Show numbers by name, each of which can be cited."""
        told = [(_label(key), in_figures(one)) for key, one in numbers.items()]
        shown = pd.DataFrame(told, columns=["number", "value (range from rounding)"])
        words["rests_on"] = [*_items(words["rests_on"]), *numbers.values()]
        self._table(name, shown, numbers, words)

    def _figure(self, name: str, thing: Any, rows: Rows, words: dict[str, Any]) -> None:
        from .charts import style

        draws = getattr(thing, "draw", None) if hasattr(thing, "paint") else None
        if draws and not thing.rows.reindex(columns=["value", "low", "high"]).notna().any(
            axis=None
        ):
            say("*Nothing is reported that could be drawn.*")
            return
        one = self._describe(name, "figure", rows, words)
        identity = identity_line(one)
        picture = self._picture_metadata(one)
        figure = draws(identity) if draws else getattr(thing, "figure", thing)
        svg = picture.in_svg(style.svg(figure, picture.svg_metadata()))
        png = style.png(figure, picture.png_metadata())
        bundle = {
            "image/svg+xml": svg,
            "image/png": base64.b64encode(png).decode("ascii"),
            "text/plain": f"Figure {name}: {one.alt}",
        }
        if draws:
            narrow = style.svg(draws(identity, width=style.PHONE), picture.svg_metadata())
            bundle[PHONE] = picture.in_svg(narrow)
        _display(one, bundle, {kind: {"alt": one.alt} for kind in ("image/svg+xml", "image/png")})
        _caption(one)

    def _describe(self, name: str, kind: str, rows: Rows, words: dict[str, Any]) -> Exhibit:
        data, package = self.dataset, self.dataset.package
        premises, named = words.pop("premises", ""), words.pop("rests_on", ())
        table = self._rows(rows, premises)
        ids = {str(row) for one in [*_items(named), *_estimates(rows)] for row in _ids(one)}
        if isinstance(rows, pd.DataFrame) and "id" in rows:
            ids |= {str(row) for row in rows["id"]} & set(data.table.index)
        sources = words.pop("sources", None)
        sources = data.sources_of(sorted(ids)) if sources is None else list(sources)
        text = csv_text(table)
        title = words.pop("title", "") or name.replace("-", " ").capitalize()
        caption = words.pop("caption", "") or f"{title}."
        return Exhibit.from_metadata(
            Exhibit(
                id=name,
                kind=kind,
                title=title,
                caption=caption,
                alt=words.pop("alt", "") or (_seen(caption, table) if kind == "figure" else ""),
                caveat=words.pop("caveat", ""),
                derivation=words.pop("derivation", ""),
                rests_on=tuple(sorted(ids)),
                sources=tuple(sources),
                references=tuple(data.sources[key] for key in sources),
                data=text,
                data_sha256=sha256(text.encode()).hexdigest(),
                release=data.version,
                released=data.released,
                work=Work.of(package),
                **words,
            ).to_metadata()
        )

    def _rows(self, rows: Rows, premises: str | Iterable[str]) -> pd.DataFrame:
        """Return the numbers behind an exhibit, each estimate as its value and its two ends."""
        supposed = premises if isinstance(premises, str) else "; ".join(premises)
        if not isinstance(rows, pd.DataFrame):
            told = [self._row(key, one, supposed) for key, one in rows.items()]
            return pd.DataFrame(told, columns=list(COLUMNS))
        columns: dict[str, Any] = {}
        for name, cells in rows.items():
            if any(isinstance(cell, Estimate) for cell in cells):
                ends = [_ends(cell) for cell in cells]
                columns |= {f"{name}{end}": [one[end] for one in ends] for end in _ENDS}
            else:
                columns[str(name)] = list(cells)
        if supposed and "premises" not in columns and "value" in columns:
            columns["premises"] = [supposed] * len(rows)
        return pd.DataFrame(columns)

    def _row(self, label: str, one: Estimate, premises: str) -> dict[str, Any]:
        """Return one number as a row, with no more told of it than what it rests on has in common.

        A figure as reported supposes nothing. A level that was worked out may be of another period.
        """
        table, key = self.dataset.table, slug(label)
        ids = [name for name in one.rests_on if name in table.index]
        named = table.loc[ids, ["entity", "metric", "period", "label"]]
        same = {
            name: "" if len(set(cells)) != 1 else cells.iloc[0] for name, cells in named.items()
        }
        reported = len(ids) == 1 and self.dataset.estimate(ids[0]) == one
        ends = _ends(one)
        return {
            "key": key,
            "label": same["label"] if reported and key == same["metric"] else _label(label),
            "entity": same["entity"],
            "metric": same["metric"] if reported else "",
            "period": same["period"] if reported or one.kind != "level" else "",
            "kind": one.kind,
            "unit": one.unit,
            "value": ends[""],
            "low": ends["_low"],
            "high": ends["_high"],
            "premises": "" if reported else premises,
            "note": "",
        }

    def _picture_metadata(self, one: Exhibit) -> Picture:
        from .citing.picture_metadata import Picture

        told, licence = one.work, one.work.licence
        return Picture.of(
            one,
            one.references,
            creator=", ".join(told.authors),
            work=f"{told.title}, made with jilin-analysis {__version__}",
            rights=f"{licence}; reported figures are credited to their sources".lstrip("; "),
            licence=told.licence_url,
        )


_ENDS = ("", "_low", "_high")


def _ends(cell: Any) -> dict[str, float | None]:
    """Return value and ends of an estimate; what is not known is an empty cell, not infinity."""
    if not isinstance(cell, Estimate):
        return dict.fromkeys(_ENDS) | {"": cell}
    value = None if cell.value is None else float(cell.value)
    ends = [float(end) if math.isfinite(end) else None for end in (cell.low, cell.high)]
    return dict(zip(_ENDS, [value, *ends], strict=True))


def identity_line(one: Exhibit) -> str:
    """Return what a picture says of itself, so that `cite` finds the way back from a screenshot."""
    from .citing.picture_metadata import identity_line

    return identity_line(one.id, one.data_sha256, one.release, licence=one.work.licence)


def _label(name: str) -> str:
    """Return what a number is called: its name, which may be a key."""
    return name.replace("-", " ") if name == slug(name) else name


def _told(thing: Any, key: str, otherwise: Any) -> Any:
    own = not isinstance(thing, str | pd.DataFrame) and not hasattr(thing, "savefig")
    return getattr(thing, key, otherwise) if own else otherwise


def _seen(caption: str, table: pd.DataFrame, most: int = 12) -> str:
    """Return what a chart shows, where nobody wrote it: its caption and the first of its rows."""
    name = next((one for one in ("label", "figure", "id") if one in table), "")
    if not name or "value" not in table:
        return caption
    rows = zip(table[name][:most], table["value"][:most], strict=True)
    more = f" and {len(table) - most} more" if len(table) > most else ""
    return f"{caption} {'; '.join(f'{label} {_cell(value)}' for label, value in rows)}{more}."


def _items(named: Any) -> list[Any]:
    return [named] if isinstance(named, str | Estimate) else list(named)


def _ids(one: Estimate | str) -> Iterable[str]:
    return one.rests_on if isinstance(one, Estimate) else [one]


def _estimates(rows: Rows) -> list[Estimate]:
    if isinstance(rows, pd.DataFrame):
        return [cell for _, cells in rows.items() for cell in cells if isinstance(cell, Estimate)]
    return list(rows.values())


def _cell(cell: Any) -> str:
    return f"{cell:,.6g}" if isinstance(cell, float) else str(cell)


def _display(one: Exhibit, bundle: dict[str, str], more: Mapping[str, Any] | None = None) -> None:
    display(bundle, raw=True, metadata={KEY: one.to_metadata(), **(more or {})})


def _caption(one: Exhibit) -> None:
    text = f"**{_WORDS[one.kind]}** `{one.id}`. {escape(one.caption)} {escape(one.caveat)}".strip()
    bundle = {"text/markdown": text, "text/plain": unmark(text)}
    display(bundle, raw=True, metadata={KEY: {"caption_of": one.id}})
