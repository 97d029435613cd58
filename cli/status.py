"""``actorgraph status``: whether the graph is up to date with its documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from actorgraph.cli.options import format_option, graph_option, language_option, reading_options
from actorgraph.cli.output import ROW_FORMATS

if TYPE_CHECKING:
    from actorgraph.extract.settings import Settings

__all__ = ["status"]


@click.command(short_help="Say of each document whether it is up to date.")
@graph_option
@reading_options
@language_option
@format_option(*ROW_FORMATS)
def status(graph: Path, settings: Settings, lang: str, format: str) -> None:
    """Say of each document of the graph whether it is up to date with its file.

    A document that was read with another version of the program, another lexicon or other settings is read again by
    the next build; give the options here that you build with.

    \b
    Example:
      actorgraph status
      actorgraph status --json
    """
    from actorgraph.cli.inventory import state
    from actorgraph.cli.output import write_rows
    from actorgraph.cli.wording import headings, say
    from actorgraph.extract.fingerprint import fingerprint
    from actorgraph.graph.store import GraphFolder

    manifest = GraphFolder.open(graph).manifest()
    mark = fingerprint(settings)
    columns = ("source", "state", "language", "characters", "actors", "claims")
    rows = []
    for source, entry in manifest.sources.items():
        found = state(source, manifest, graph, mark)
        shown = say(f"state_{found}", lang) if format == "table" else found
        rows.append((source, shown, entry.language, entry.characters, entry.entities, entry.claims))
    items = [
        dict(zip(columns, row, strict=True)) | {"title": entry.title, "document": entry.document}
        for row, entry in zip(rows, manifest.sources.values(), strict=True)
    ]
    write_rows(format, columns, rows, headings=headings(columns, lang), items=items)
