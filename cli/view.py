"""``actorgraph view``: the graph, or a part of it, as a page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from actorgraph.cli.options import graph_option, json_option, language_option, predicate_option
from actorgraph.cli.output import note, write_json

__all__ = ["view"]

_WORDS: Final = {
    "en": {
        "written": "{path} (actors: {actors:,}, facts: {facts:,}, {size:,} kB) needs no other file and no network.",
        "open": "Open it in a browser: {address}",
        "no_browser": "No browser could be started here; open the address above yourself.",
    },
    "zh": {
        "written": "{path}（参与者：{actors:,}，事实：{facts:,}，{size:,} kB），无需其他文件或网络。",
        "open": "用浏览器打开：{address}",
        "no_browser": "此处无法启动浏览器，请自行打开上面的地址。",
    },
}


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--depth", type=click.IntRange(1), metavar="N", help="How many facts away from the named actors. [default: 1]"
)
@predicate_option
@click.option(
    "--type", "types", metavar="CLASS", multiple=True, help="Only actors of this class; may be given several times."
)
@click.option("--document", metavar="NAME", default="", help="Only what this document states: its path, title or id.")
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help="Most actors shown; the best connected stay. [default: 3000]"
)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default="actorgraph.html",
    show_default=True,
    help="Where to write the page.",
)
@click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
@graph_option
@language_option
@json_option
def view(
    *,
    names: tuple[str, ...],
    depth: int | None,
    predicates: tuple[str, ...],
    types: tuple[str, ...],
    document: str,
    limit: int | None,
    output: Path,
    open_page: bool,
    graph: Path,
    lang: str,
    as_json: bool,
) -> None:
    """Draw the graph, or the actors around one, as a page for the browser.

    The page is one file that needs no network. In it you find actors, filter by type, relation, certainty and
    document, and read the words behind each actor and each line. Without NAME the whole graph is drawn.

    \b
    Example:
      actorgraph view --output graph.html
      actorgraph view NVIDIA --depth 2 --predicate develops --output nvidia.html
    """
    from actorgraph.cli.names import class_name, find_actor, predicate_names
    from actorgraph.graph.lookup import Lookup
    from actorgraph.graph.network import Selection
    from actorgraph.viz.api import write_page
    from actorgraph.viz.network import DEFAULT_LIMIT

    if depth is not None and not names:
        raise click.UsageError("--depth counts from named actors; name one, or leave it out.")
    with Lookup.open(graph) as lookup:
        selection = Selection(
            names=tuple(find_actor(lookup, name, lang=lang).iri for name in names),
            depth=depth or 1,
            predicates=tuple(predicate_names(predicates)),
            types=tuple(map(class_name, types)),
            document=document,
        )
        report = write_page(lookup, output, selection, lang=lang, limit=limit or DEFAULT_LIMIT)
    if as_json:
        write_json(report.as_dict())
    else:
        words = _WORDS[lang]
        size = max(1, round(report.bytes / 1000))
        click.echo(words["written"].format(path=report.path, actors=report.actors, facts=report.facts, size=size))
        for sentence in report.notes:
            click.echo(sentence)
        click.echo(words["open"].format(address=output.resolve().as_uri()))
    if open_page:
        import webbrowser

        if not webbrowser.open(output.resolve().as_uri()):
            note(_WORDS[lang]["no_browser"])
