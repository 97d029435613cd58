"""``actorgraph validate``: whether the graph is as the ontology says."""

from __future__ import annotations

from pathlib import Path

import click
from actorgraph.cli.options import format_option, graph_option, language_option
from actorgraph.cli.output import ROW_FORMATS

__all__ = ["validate"]


@click.command(short_help="Check the graph against the ontology.")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@graph_option
@language_option
@format_option(*ROW_FORMATS)
def validate(documents: tuple[str, ...], graph: Path, lang: str, format: str) -> None:
    """Check the graph, or some of its documents, against the ontology's SHACL shapes.

    DOCUMENT is a file name, path, title or id, as `actorgraph documents` lists them.

    \b
    Example:
      actorgraph validate
      actorgraph validate chips.md
    """
    from actorgraph.cli.output import note, write_rows
    from actorgraph.cli.wording import say
    from actorgraph.graph.lookup import Lookup
    from actorgraph.graph.validation import validate as check
    from actorgraph.ontology.namespaces import contract

    with Lookup.open(graph) as lookup:
        chosen = [lookup.find_document(name) for name in documents] or lookup.documents()
        sources = {document.iri: document.source for document in chosen}
        violations = check(lookup.store, list(sources))
    rows = [
        (sources.get(v.document, v.document), contract(v.focus_node), v.path, v.component, v.value, v.message(lang))
        for v in violations
    ]
    if format != "table":
        columns = ("document", "focus_node", "path", "component", "value", "message")
        write_rows(format, columns, rows, items=[v.as_dict() for v in violations])
    for source, node, property_path, component, value, message in rows if format == "table" else ():
        found = f" ({value})" if value else ""
        click.echo(f"{source}: {' '.join(filter(None, (node, property_path)))}: {message}{found} [{component}]")
    if violations:
        note(say("violations", lang, n=len(violations), graph=graph))
        click.get_current_context().exit(1)
    if format == "table":
        click.echo(say("conforms", lang, n=len(sources)))
