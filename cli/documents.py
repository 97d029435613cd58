"""``actorgraph documents``: what the graph was made from."""

from __future__ import annotations

from pathlib import Path

import click
from actorgraph.cli.options import format_option, graph_option, language_option
from actorgraph.cli.output import ROW_FORMATS

__all__ = ["documents"]


@click.command()
@graph_option
@language_option
@format_option(*ROW_FORMATS)
def documents(graph: Path, lang: str, format: str) -> None:
    """List the documents of the graph.

    \b
    Example:
      actorgraph documents
      actorgraph documents --format csv
    """
    from actorgraph.cli.output import write_rows
    from actorgraph.cli.wording import headings
    from actorgraph.graph.lookup import Lookup

    columns = ("title", "source", "language", "date", "characters", "actors")
    with Lookup.open(graph) as lookup:
        found = lookup.documents()
    rows = [(d.title, d.source, d.language, d.date, d.characters, d.actors) for d in found]
    write_rows(format, columns, rows, headings=headings(columns, lang), items=[d.as_dict() for d in found])
