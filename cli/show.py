"""``actorgraph show``: the card of an actor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from actorgraph.cli.options import class_option, graph_option, json_option, language_option

if TYPE_CHECKING:
    from actorgraph.graph.answers import Card, Fact, Quote

__all__ = ["show"]


@click.command(short_help="Show an actor: its names and every fact about it.")
@click.argument("name")
@click.option("--evidence", is_flag=True, help="Quote the words that state each fact, with document and section.")
@class_option
@graph_option
@language_option
@json_option
def show(*, name: str, evidence: bool, type_: str, graph: Path, lang: str, as_json: bool) -> None:
    """Show an actor: what it is, all its names, and every fact about it.

    NAME may be in either language, in any case or script. Facts that are only planned or rumoured, and those that are
    denied, stand apart.

    \b
    Example:
      actorgraph show NVIDIA
      actorgraph show 英伟达 --evidence --lang zh
    """
    from actorgraph.cli.cards import card_lines
    from actorgraph.cli.names import find_actor
    from actorgraph.cli.output import write_json
    from actorgraph.graph.lookup import Lookup

    with Lookup.open(graph) as lookup:
        card = lookup.card(find_actor(lookup, name, lang=lang, type_=type_))

        def quotes(item: Fact | str) -> list[Quote]:
            return lookup.evidence(item, context=0)

        if as_json:
            write_json(_as_dict(card, quotes if evidence else None))
        else:
            click.echo("\n".join(card_lines(card, lang, quotes if evidence else None)))


def _as_dict(card: Card, quotes: Callable[[Fact | str], list[Quote]] | None) -> dict[str, Any]:
    """The card as plain values, each fact with its quotes if they are wanted."""
    values = card.as_dict()
    if quotes is not None:
        for key, facts in (("out", card.out), ("into", card.into)):
            for value, fact in zip(values[key], facts, strict=True):
                value["quotes"] = [quote.as_dict() for quote in quotes(fact)]
        for value, figure in zip(values["figures"], card.figures, strict=True):
            value["quotes"] = [quote.as_dict() for quote in quotes(figure.iri)]
    return values
