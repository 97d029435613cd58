"""``actorgraph top``: the best connected actors."""

from __future__ import annotations

from pathlib import Path

import click
from actorgraph.cli.options import class_option, format_option, graph_option, language_option
from actorgraph.cli.output import ROW_FORMATS

__all__ = ["top"]


@click.command()
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most actors to print.")
@class_option
@graph_option
@language_option
@format_option(*ROW_FORMATS)
def top(limit: int, type_: str, graph: Path, lang: str, format: str) -> None:
    """List the actors that facts tie to most others.

    \b
    Example:
      actorgraph top
      actorgraph top --type ChipMaker --limit 5 --json
    """
    from actorgraph.cli.names import class_label, class_name
    from actorgraph.cli.output import write_rows
    from actorgraph.cli.wording import headings
    from actorgraph.graph.lookup import Lookup
    from actorgraph.ontology.namespaces import contract

    columns = ("name", "type", "connected", "facts", "mentions", "documents", "actor")
    with Lookup.open(graph) as lookup:
        actors = lookup.top(limit, class_name(type_) if type_ else "")
    rows = [
        (a.name(lang), class_label(a, lang), a.degree, a.facts, a.mentions, a.documents, contract(a.iri))
        for a in actors
    ]
    write_rows(format, columns, rows, headings=headings(columns, lang), items=[a.as_dict() for a in actors])
