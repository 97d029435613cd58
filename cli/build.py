"""``actorgraph build``, ``add`` and ``remove``: what the graph is made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from actorgraph.cli.options import graph_option, json_option, language_option, reading_options

if TYPE_CHECKING:
    from actorgraph.cli.building import BuildReport
    from actorgraph.extract.readers import Skipped
    from actorgraph.extract.settings import Settings

__all__ = ["add", "build", "remove"]

_LISTED = 10
"""Lines of a list before the rest is only counted."""


def _build_options(function: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option(
            "--workers", type=click.IntRange(min=1), metavar="N", help="Processes; by default what is worth it."
        ),
        click.option("--quiet", "-q", is_flag=True, help="Only say what could not be read, and the closing table."),
        graph_option,
        reading_options,
        language_option,
        json_option,
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.command(short_help="Build the graph of files and folders, or bring it up to date.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@_build_options
def build(paths: tuple[Path, ...], **options: Any) -> None:
    """Build the graph of the documents in files and folders, or bring it up to date.

    Folders are searched to any depth. Documents that have not changed cost nothing; those whose files are gone from a
    folder given are taken out; documents from elsewhere stay. Without PATH the seeds are built: our digests of the
    source documents, and the originals if they lie in seeds/originals.

    \b
    Example:
      actorgraph build docs
      actorgraph build docs --workers 2 --lexicon own.csv --min-confidence 0.5
    """
    _run(paths, prune=True, **options)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@_build_options
def add(paths: tuple[Path, ...], **options: Any) -> None:
    """Add documents to the graph, and take nothing out.

    \b
    Example:
      actorgraph add docs/chips.md
    """
    _run(paths, prune=False, **options)


def _run(
    paths: Sequence[Path],
    *,
    prune: bool,
    graph: Path,
    settings: Settings,
    workers: int | None,
    quiet: bool,
    lang: str,
    as_json: bool,
) -> None:
    from actorgraph.cli.building import build as bring_up_to_date
    from actorgraph.cli.output import note, write_json
    from actorgraph.cli.progress import progress_for

    progress = progress_for(lang, quiet=quiet)
    try:
        report = bring_up_to_date(graph, paths, settings, workers=workers or 0, prune=prune, progress=progress)
    finally:
        progress.close()
    for warning in report.warnings:
        note(warning)
    if as_json:
        write_json(report.as_dict())
    else:
        _print(report, lang)
    click.get_current_context().exit(report.status)


def _print(report: BuildReport, lang: str) -> None:
    from actorgraph.cli.output import write_table
    from actorgraph.cli.stats import stat_rows
    from actorgraph.cli.wording import headings, say

    counts = {name: len(getattr(report, name)) for name in ("added", "replaced", "removed", "unchanged")}
    seconds = f"{report.seconds:.1f}"
    click.echo(say("built", lang, graph=report.graph, total=report.stats.documents, seconds=seconds, **counts))
    click.echo()
    write_table(headings(("what", "count"), lang), stat_rows(report.stats, lang))
    _list("skipped", [*_reasons(report.failed), *_reasons(report.passed_over)], lang)
    _list("refused", [f"{reason}: {n:,}" for reason, n in report.refused], lang)
    _list("contested", [f"{entity}: {', '.join(ids)}" for _, entity, ids in report.contested], lang)


def _reasons(skipped: Sequence[Skipped]) -> list[str]:
    """What was skipped, by reason: a reason that several share is told once."""
    lines = []
    for reason, group in groupby(sorted(skipped, key=lambda each: each.reason), key=lambda each: each.reason):
        names = [str(each.path) for each in group]
        shown = reason.removeprefix(names[0]).lstrip(":, ")
        more = f" (+{len(names) - 3:,})" if len(names) > 3 else ""
        lines.append(f"{', '.join(names[:3])}{more}: {shown}")
    return lines


def _list(heading: str, lines: Sequence[str], lang: str) -> None:
    from actorgraph.cli.output import printable
    from actorgraph.cli.wording import say

    if lines:
        click.echo(f"\n{click.style(say(heading, lang), bold=True)}")
        for line in lines[:_LISTED]:
            click.echo(f"  {printable(line)}")
        if len(lines) > _LISTED:
            click.echo(f"  {say('and_more', lang, n=len(lines) - _LISTED)}")


@click.command(short_help="Take documents out of the graph.")
@click.argument("names", nargs=-1, required=True, metavar="PATH|ID...")
@graph_option
@json_option
def remove(names: tuple[str, ...], graph: Path, as_json: bool) -> None:
    """Take documents out of the graph, with every fact that no other document states.

    Each is named by its path, its folder, its file name, or its id (sha256:…, the first 8 digits suffice). The files
    themselves are left alone.

    \b
    Example:
      actorgraph remove chips.md
    """
    from actorgraph.cli.inventory import matching_sources
    from actorgraph.cli.output import write_json
    from actorgraph.graph.builder import apply
    from actorgraph.graph.store import GraphFolder

    folder = GraphFolder.open(graph)
    manifest = folder.manifest()
    sources = sorted({source for name in names for source in matching_sources(manifest, name, graph)})
    removed = apply(folder, removed=sources).removed
    if as_json:
        write_json({"graph": str(graph), "removed": removed})
    else:
        click.echo("\n".join(removed))
