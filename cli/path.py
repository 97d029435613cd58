"""``actorgraph path``: how two actors are tied to each other."""

from __future__ import annotations

from pathlib import Path

import click
from actorgraph.cli.options import graph_option, json_option, language_option

__all__ = ["path"]


@click.command(short_help="Show how two actors are tied to each other.")
@click.argument("start")
@click.argument("end")
@click.option("--longest", type=click.IntRange(min=1), default=6, show_default=True, help="Most facts in a chain.")
@click.option("--limit", type=click.IntRange(min=1), default=3, show_default=True, help="Most chains to print.")
@graph_option
@language_option
@json_option
def path(*, start: str, end: str, longest: int, limit: int, graph: Path, lang: str, as_json: bool) -> None:
    """Show the shortest chains of facts between two actors, with the words that state each.

    \b
    Example:
      actorgraph path TSMC AMD
      actorgraph path 台积电 黄仁勋 --limit 1 --json
    """
    from actorgraph.cli.cards import path_lines
    from actorgraph.cli.names import find_actor
    from actorgraph.cli.output import note, write_json
    from actorgraph.graph.lookup import Lookup

    with Lookup.open(graph) as lookup:
        ends = [find_actor(lookup, name, lang=lang) for name in (start, end)]
        if ends[0].iri == ends[1].iri:
            raise click.UsageError(f"{start!r} and {end!r} are the same actor, {ends[0].name(lang)}; name two.")
        paths = lookup.paths(ends[0], ends[1], longest, limit=limit)
        if as_json:
            values = [found.as_dict() for found in paths]
            for value, found in zip(values, paths, strict=True):
                for shown, step in zip(value["steps"], found.steps, strict=True):
                    for fact, stated in zip(shown, step, strict=True):
                        fact["quotes"] = [quote.as_dict() for quote in lookup.evidence(stated, context=0)]
            write_json(values)
        for number, found in enumerate(paths if not as_json else ()):
            click.echo("\n" * (number > 0), nl=False)
            click.echo("\n".join(path_lines(found, lang, lambda item: lookup.evidence(item, context=0))))
    if not paths:
        names = " and ".join(actor.name(lang) for actor in ends)
        note(f"No chain of at most {longest} facts ties {names}; allow longer ones with --longest.")
        click.get_current_context().exit(1)
