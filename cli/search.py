"""``actorgraph search``: actors whose names fit a text."""

from __future__ import annotations

from pathlib import Path

import click
from actorgraph.cli.options import class_option, format_option, graph_option, language_option
from actorgraph.cli.output import ROW_FORMATS

__all__ = ["search"]


@click.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most results to print.")
@class_option
@graph_option
@language_option
@format_option(*ROW_FORMATS)
def search(*, text: str, limit: int, type_: str, graph: Path, lang: str, format: str) -> None:
    """Search for actors whose names are, begin with, contain or resemble TEXT.

    \b
    Example:
      actorgraph search nvdia
      actorgraph search 昇腾 --type Product
    """
    from actorgraph.cli.names import as_text, class_label, class_name
    from actorgraph.cli.output import note, write_rows
    from actorgraph.cli.wording import headings
    from actorgraph.graph.lookup import Lookup
    from actorgraph.ontology.namespaces import contract

    columns = ("name", "type", "matched", "score", "connected", "facts", "mentions", "actor")
    text = as_text(text)
    with Lookup.open(graph) as lookup:
        hits = lookup.search(text, limit, types=[class_name(type_)] if type_ else [])
    rows = [
        (a.name(lang), class_label(a, lang), hit.name, hit.score, a.degree, a.facts, a.mentions, contract(a.iri))
        for hit, a in ((hit, hit.actor) for hit in hits)
    ]
    if rows or format != "table":
        write_rows(format, columns, rows, headings=headings(columns, lang), items=[hit.as_dict() for hit in hits])
    if not rows:
        note(f"Nobody in the graph has a name like {text!r}; try a shorter part of it.")
        click.get_current_context().exit(1)
