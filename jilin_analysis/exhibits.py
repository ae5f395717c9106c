"""Show a figure, a table or a statement in a notebook, so that it can be cited from there."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pandas as pd
from IPython.display import Markdown, display

from . import __version__
from .estimates import Estimate
from .plain import csv_text, escape, unmark
from .record import Record
from .rows import estimate_rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

AUTHOR = "The Jilin analysis team"
RIGHTS = "CC BY 4.0; reported figures are credited to their sources"
KEY = "jilin_analysis"
_PNG_DPI = 220


def say(text: str) -> None:
    """Show a computed sentence that is not an exhibit of its own."""
    display(Markdown(text))


class Exhibits:
    """Exhibits that rest on one record of reported figures.

    Each call shows one exhibit and puts its description into the metadata of the notebook's own
    output: the committed notebook is the catalogue.

    Parameters
    ----------
    record : Record
        Gives the sources, the data release and its date.
    """

    def __init__(self, record: Record) -> None:
        self.record = record

    def statement(
        self, name: str, text: str, figures: Mapping[str, Estimate], *, caveat: str, derivation: str
    ) -> None:
        """Show one or two computed sentences; `figures` names the estimates they rest on."""
        about = self._describe(
            name,
            "statement",
            caption=unmark(text),
            alt="",
            caveat=caveat,
            derivation=derivation,
            data=estimate_rows(figures),
            rests_on=figures.values(),
        )
        bundle = {"text/markdown": text, "text/plain": about["caption"]}
        display(bundle, raw=True, metadata={KEY: about})

    def table(
        self,
        name: str,
        data: pd.DataFrame,
        *,
        caption: str,
        caveat: str,
        derivation: str,
        rests_on: Iterable[Estimate | str],
    ) -> None:
        """Show a table of text cells."""
        about = self._describe(
            name,
            "table",
            caption=caption,
            alt="",
            caveat=caveat,
            derivation=derivation,
            data=data,
            rests_on=rests_on,
        )
        shown = data.map(escape).to_markdown(index=False, disable_numparse=True)
        bundle = {"text/markdown": shown, "text/plain": f"Table {name}: {caption}"}
        display(bundle, raw=True, metadata={KEY: about})
        self._caption("Table", about)

    def figure(
        self,
        name: str,
        figure: Figure,
        data: pd.DataFrame,
        *,
        caption: str,
        alt: str,
        caveat: str,
        derivation: str,
        rests_on: Iterable[Estimate | str],
    ) -> None:
        """Show a matplotlib figure as SVG and PNG, each with its own description inside."""
        about = self._describe(
            name,
            "figure",
            caption=caption,
            alt=alt,
            caveat=caveat,
            derivation=derivation,
            data=data,
            rests_on=rests_on,
        )
        svg, png = self._draw(figure, about)
        bundle = {
            "image/svg+xml": svg,
            "image/png": base64.b64encode(png).decode("ascii"),
            "text/plain": f"Figure {name}: {alt}",
        }
        kinds = {kind: {"alt": alt} for kind in ("image/svg+xml", "image/png")}
        display(bundle, raw=True, metadata={KEY: about} | kinds)
        self._caption("Figure", about)

    def _describe(
        self,
        name: str,
        kind: str,
        *,
        data: pd.DataFrame,
        rests_on: Iterable[Estimate | str],
        **words: str,
    ) -> dict[str, Any]:
        text = csv_text(data)
        named = (item.rests_on if isinstance(item, Estimate) else [item] for item in rests_on)
        rows = sorted({row for rows in named for row in rows})
        return {
            "id": name,
            "kind": kind,
            **words,
            "rests_on": rows,
            "sources": self.record.sources_of(rows),
            "data": text,
            "data_sha256": sha256(text.encode("utf-8")).hexdigest(),
            "release": self.record.version,
            "released": self.record.released,
        }

    def _caption(self, word: str, about: dict[str, Any]) -> None:
        text = f"**{word}** `{about['id']}`. {escape(about['caption'])} {escape(about['caveat'])}"
        bundle = {"text/markdown": text, "text/plain": unmark(text)}
        display(bundle, raw=True, metadata={KEY: {"caption_of": about["id"]}})

    def _draw(self, figure: Figure, about: dict[str, Any]) -> tuple[str, bytes]:
        import matplotlib as mpl

        core = {
            "Title": about["caption"],
            "Description": about["alt"],
            "Identifier": f"jilin-analysis:{about['id']}@{about['data_sha256']}",
            "Relation": f"sha256:{about['data_sha256']}",
            "Date": about["released"],
            "Source": "; ".join(self._credit(key) for key in about["sources"]),
        }
        svg, png = io.StringIO(), io.BytesIO()
        described = core | {
            "Creator": AUTHOR,
            "Publisher": f"Jilin analysis {__version__}",
            "Rights": RIGHTS,
            "Type": "StillImage",
        }
        # The salt makes the ids inside the picture, and so its bytes, the same in every run.
        with mpl.rc_context({"svg.hashsalt": about["id"], "svg.fonttype": "path"}):
            figure.savefig(svg, format="svg", metadata=described, transparent=True)
        chunks = core | {
            "Author": AUTHOR,
            "Copyright": RIGHTS,
            "Software": None,
        }
        figure.savefig(png, format="png", dpi=_PNG_DPI, metadata=chunks, facecolor="white")
        return svg.getvalue(), png.getvalue()

    def _credit(self, key: str) -> str:
        source = self.record.sources[key]
        parts = source.get("issued", {}).get("date-parts", [[]])[0]
        date = "-".join(f"{part:02d}" for part in parts) or "undated"
        words = (source["title"], source.get("publisher"), date)
        return f"{key}: {', '.join(str(word) for word in words if word)}"
