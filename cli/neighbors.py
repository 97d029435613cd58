"""``actorgraph neighbors``: who is tied to an actor, and how."""

from __future__ import annotations

from pathlib import Path

import click
from actorgraph.cli.options import format_option, graph_option, language_option, predicate_option
from actorgraph.cli.output import ROW_FORMATS

__all__ = ["neighbors"]


@click.command()
@click.argument("name")
@click.option("--depth", type=click.IntRange(min=1), default=1, show_default=True, help="How many facts away to go.")
@predicate_option
@graph_option
@language_option
@format_option(*ROW_FORMATS)
def neighbors(*, name: str, depth: int, predicates: tuple[str, ...], graph: Path, lang: str, format: str) -> None:
    """List the facts around an actor, the nearest first.

    \b
    Example:
      actorgraph neighbors NVIDIA
      actorgraph neighbors 英伟达 --depth 2 --predicate develops --predicate supplies
    """
    from actorgraph.cli.names import find_actor, predicate_names
    from actorgraph.cli.output import write_json, write_rows
    from actorgraph.cli.wording import headings
    from actorgraph.graph.lookup import Lookup
    from actorgraph.ontology.vocabulary import get_property

    columns = ("away", "subject", "relation", "object", "quotes")
    with Lookup.open(graph) as lookup:
        around = lookup.neighbors(find_actor(lookup, name, lang=lang), depth, predicate_names(predicates))
    if format == "json":
        write_json(around.as_dict())
        return
    far = around.distances
    facts = sorted(around.facts, key=lambda fact: max(far[fact.subject.iri], far[fact.object.iri]))
    rows = [
        (
            max(far[fact.subject.iri], far[fact.object.iri]),
            fact.subject.name(lang),
            get_property(fact.predicate).label(lang),
            fact.object.name(lang),
            fact.evidence,
        )
        for fact in facts
    ]
    write_rows(format, columns, rows, headings=headings(columns, lang), items=[fact.as_dict() for fact in facts])
