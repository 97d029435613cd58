"""``actorgraph stats``: figures of the whole graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from actorgraph.cli.options import graph_option, json_option, language_option

if TYPE_CHECKING:
    from actorgraph.graph.answers import Stats

__all__ = ["stat_rows", "stats"]


@click.command(short_help="Count what the graph holds.")
@graph_option
@language_option
@json_option
def stats(graph: Path, lang: str, as_json: bool) -> None:
    """Count what the graph holds: documents, actors by class, facts by relation.

    \b
    Example:
      actorgraph stats
      actorgraph stats --json
    """
    from actorgraph.cli.output import write_json, write_table
    from actorgraph.cli.wording import headings
    from actorgraph.graph.lookup import Lookup

    with Lookup.open(graph) as lookup:
        found = lookup.stats()
    if as_json:
        write_json(found.as_dict())
    else:
        write_table(headings(("what", "count"), lang), stat_rows(found, lang))


def stat_rows(found: Stats, lang: str) -> list[tuple[str, int]]:
    """The figures of a graph with what each counts; details are indented below their sum."""
    from actorgraph.cli.wording import say
    from actorgraph.ontology.vocabulary import get_property, label

    rows = [(say("stat_documents", lang), found.documents), (say("stat_characters", lang), found.characters)]
    rows.append((say("stat_actors", lang), found.actors))
    rows += [(f"· {label(name, lang)}", count) for name, count in found.types.items()]
    rows.append((say("stat_facts", lang), sum(found.facts.values())))
    rows += [(f"· {get_property(name).label(lang)}", count) for name, count in found.facts.items()]
    rows.append((say("stat_claims", lang), found.claims))
    rows += [(f"· {say('stat_hedged', lang)}", found.hedged), (f"· {say('stat_denied', lang)}", found.denied)]
    rows += [(say(f"stat_{name}", lang), getattr(found, name)) for name in ("evidence", "figures", "triples")]
    return rows
