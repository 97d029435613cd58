"""What commands print: tables for people, CSV, TSV, JSON and JSON Lines for programs. Data goes to standard output."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import click

__all__ = [
    "ROW_FORMATS",
    "display_width",
    "guard",
    "note",
    "pad",
    "printable",
    "write_json",
    "write_rows",
    "write_table",
]

ROW_FORMATS: Final = ("table", "csv", "tsv", "json", "jsonl")
"""Formats in which every list can be printed."""

Row = Sequence[object]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters by which a spreadsheet takes a text for a formula (OWASP, CSV injection), full-width ones too."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters by which a document's text could command the terminal or turn the direction of writing."""

_WIDEST: Final = 48
"""Columns after which a cell of a table that goes to a file or pipe is cut. A terminal's table is as wide as it is."""


def note(message: str) -> None:
    """Say something to the person at the terminal, apart from the data."""
    click.echo(message, err=True)


def write_json(value: object, *, indent: int | None = 2) -> None:
    """Print a value as JSON, characters outside ASCII as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def write_rows(
    format: str,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    headings: Sequence[str] | None = None,
    items: Iterable[Mapping[str, Any]] | None = None,
) -> None:
    """Print a list in one of :data:`ROW_FORMATS`.

    :param columns: names of the columns as programs read them.
    :param headings: what people read above them in a table; by default the names.
    :param items: what JSON prints for each row; by default the columns and their values.
    """
    rows = list(rows)
    if format in ("json", "jsonl"):
        values = (
            [dict(item) for item in items] if items is not None else [dict(zip(columns, r, strict=True)) for r in rows]
        )
        if format == "json":
            write_json(values)
        for value in values if format == "jsonl" else ():
            write_json(value, indent=None)
    elif format == "csv":
        _write_csv(columns, rows)
    elif format == "tsv":
        for row in (columns, *rows):
            click.echo("\t".join(_escape(guard(cell)) for cell in row))
    else:
        write_table(headings or columns, rows)


def guard(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe in front.

    >>> guard("=1+1"), guard(-3), guard("NVIDIA"), guard(None)
    ("'=1+1", '-3', 'NVIDIA', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return json.dumps(cell) if isinstance(cell, bool) else str(cell)


def _escape(cell: str) -> str:
    """A cell in one line and one column."""
    return cell.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n")


def _write_csv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    # Python 3.11 does not quote a lone carriage return, which readers take for the end of a row.
    writer.writerows([re.sub(r"\r\n?", "\n", guard(cell)) for cell in row] for row in (columns, *rows))
    click.echo(buffer.getvalue(), nl=False)


def printable(text: str) -> str:
    """A document's text as it may go to a terminal: in one line, without control characters.

    >>> printable("Evil\\x1b[2J\\n Corp")
    'Evil�[2J Corp'
    """
    return _CONTROL.sub("\ufffd", " ".join(text.split()))


def display_width(text: str) -> int:
    """How many columns of a terminal a text takes: two for each Chinese character, none for a combining mark.

    >>> display_width("NVIDIA"), display_width("英伟达")
    (6, 6)
    """
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def pad(text: str, width: int) -> str:
    """A text filled up with spaces to a width in columns."""
    return text + " " * max(0, width - display_width(text))


def _cut(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    text = text[: 2 * width]
    while display_width(text) > width - 1:
        text = text[:-1]
    return text + "…"


def write_table(headings: Sequence[str], rows: Iterable[Row]) -> None:
    """Print an aligned table; on a terminal one that is fitted to its width."""
    rows = list(rows)
    cells = [["" if cell is None else printable(_plain(cell)) for cell in row] for row in rows]
    numeric = [all(isinstance(row[i], int | float) or row[i] is None for row in rows) for i in range(len(headings))]
    if sys.stdout.isatty():
        _write_rich(headings, cells, numeric)
        return
    cells = [[_cut(cell, _WIDEST) for cell in row] for row in cells]
    widths = [max(map(display_width, column)) for column in zip(headings, *cells, strict=True)]
    for row in (headings, ["─" * width for width in widths], *cells):
        parts = [
            " " * (width - display_width(cell)) + cell if right else pad(cell, width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        click.echo("  ".join(parts).rstrip())


def _plain(cell: object) -> str:
    """A cell as people read it: numbers with their thousands parted."""
    if isinstance(cell, bool):
        return json.dumps(cell)
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _write_rich(headings: Sequence[str], cells: Sequence[Sequence[str]], numeric: Sequence[bool]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading, right in zip(headings, numeric, strict=True):
        table.add_column(Text(heading), justify="right" if right else "left", overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))  # Text, because rich would read [brackets] in a name as markup
    Console().print(table)
