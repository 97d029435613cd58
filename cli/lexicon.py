"""``actorgraph lexicon``: checking, searching and exporting the lexicon."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click
from actorgraph.cli.options import format_option, language_option
from actorgraph.cli.output import ROW_FORMATS

__all__ = ["check", "export", "find", "lexicon"]


@click.group(invoke_without_command=True)
@click.pass_context
def lexicon(ctx: click.Context) -> None:
    """Check, search and export the lexicon of known actors.

    A lexicon of your own is a CSV file with the columns id, type, subtype, en, zh, aliases, weak, context, of; several
    names in one cell are parted by |. Start from an export, edit it in a spreadsheet, and give it to build and extract
    with --lexicon.

    \b
    Example:
      actorgraph lexicon find 昇腾
      actorgraph lexicon check own.csv
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@lexicon.command(short_help="Check lexicon files.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@language_option
@format_option(*ROW_FORMATS)
def check(files: tuple[Path, ...], lang: str, format: str) -> None:
    """Check lexicon files, or the shipped ones: faulty rows, doubled ids, names that mean several actors.

    \b
    Example:
      actorgraph lexicon check own.csv
    """
    from actorgraph.cli.output import printable, write_rows
    from actorgraph.cli.wording import say
    from actorgraph.extract.lexicon import builtin_files, load
    from actorgraph.extract.lexicon_check import check as lint

    findings = lint(files)
    columns = ("path", "line", "rule", "id", "message")
    if format != "table":
        rows = [(f.path, f.line, f.rule, f.id, f.message) for f in findings]
        write_rows(format, columns, rows, items=[f.as_dict() for f in findings])
    else:
        for f in findings:
            click.echo(printable(f"{f.path}:{f.line}: {f.message} [{f.rule}]"))
    if findings:
        click.get_current_context().exit(2 if any(f.rule == "file" for f in findings) else 1)
    if format == "table":
        checked = list(files) or builtin_files()
        rows_in_all = len(load(checked, builtin=False))
        click.echo(say("lexicon_sound", lang, n=len(checked), rows=f"{rows_in_all:,}"))


@lexicon.command(short_help="Find the lexicon's rows that bear a name.")
@click.argument("name")
@click.option(
    "--lexicon",
    "lexicons",
    metavar="CSV",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A lexicon of your own, on top of ours; may be given several times.",
)
@language_option
@format_option(*ROW_FORMATS)
def find(name: str, lexicons: tuple[Path, ...], lang: str, format: str) -> None:
    """Find the lexicon's rows that bear a name, in whatever case, width or script.

    \b
    Example:
      actorgraph lexicon find 昇腾
      actorgraph lexicon find Apple --json
    """
    from dataclasses import asdict

    from actorgraph.cli.output import note, write_rows
    from actorgraph.extract.lexicon import COLUMNS, load
    from actorgraph.ontology.vocabulary import label

    known = load(lexicons)
    entries = [known.entries[name]] if name in known.entries else []
    entries += [entry for entry in known.find(name) if entry not in entries]
    if not entries:
        note(f"The lexicon has no actor {name!r}; add a row to a CSV file of your own and give it with --lexicon.")
        click.get_current_context().exit(1)
    rows = [_cells(asdict(entry)) for entry in entries]
    if format != "table":
        write_rows(format, COLUMNS, rows, items=[asdict(entry) for entry in entries])
        return
    for entry, row in zip(entries, rows, strict=True):
        kinds = " · ".join(label(each, lang) for each in (entry.type, entry.subtype) if each)
        click.echo(f"{click.style(entry.id, bold=True)}  {kinds}")
        for column, cell in zip(COLUMNS[3:], row[3:], strict=True):
            if cell:
                click.echo(f"  {column}: {cell}")


def _cells(values: dict[str, object]) -> tuple[str, ...]:
    """An entry's values as the cells of its row."""
    return tuple("|".join(value) if isinstance(value, tuple) else str(value) for value in values.values())


@lexicon.command(short_help="Print the lexicon as one CSV file.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--type", "type_", metavar="CLASS", default="", help="Only actors of this class.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
@format_option("csv", "json", "jsonl")
def export(files: tuple[Path, ...], type_: str, output: Path | None, format: str) -> None:
    """Print the lexicon as one CSV file: the shipped rows, and on top of them those of FILES.

    \b
    Example:
      actorgraph lexicon export --type Policy --output policies.csv
    """
    from dataclasses import asdict

    from actorgraph.cli.names import class_name
    from actorgraph.extract.lexicon import COLUMNS, load

    wanted = class_name(type_) if type_ else ""
    values = [asdict(e) for e in load(files).entries.values() if wanted in ("", e.type, e.subtype)]
    if format == "csv":
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        # Not guarded against formulas: the file is to be read back, and an apostrophe would become part of the name.
        writer.writerows([COLUMNS, *map(_cells, values)])
        text = buffer.getvalue()
    elif format == "json":
        text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
    else:
        text = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    if output is None:
        click.echo(text, nl=False)
    else:
        # With a BOM spreadsheets take a CSV file for UTF-8; the reader skips it.
        output.write_text(text, encoding="utf-8-sig" if format == "csv" else "utf-8")
