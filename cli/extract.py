"""``actorgraph extract``: files in, Records out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from actorgraph.cli.options import format_option, reading_options

if TYPE_CHECKING:
    from actorgraph.extract.corpus import Extracted, Task
    from actorgraph.extract.readers import Skipped
    from actorgraph.extract.settings import Settings

__all__ = ["extract"]

_STANDARD_INPUT = Path("-")


@click.command(short_help="Print what each file says, as Records.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--with-text", is_flag=True, help="Add the text that the record's ranges count in.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, metavar="N", help="Processes.")
@reading_options
@format_option("jsonl", "json")
def extract(files: tuple[Path, ...], with_text: bool, workers: int, settings: Settings, format: str) -> None:
    """Print what each file says as a Record: its actors with every mention, its facts with the words that state them.

    Records come in the order of the files; a .jsonl file gives one for each of its lines, {"id": …, "text": …}; - is
    standard input, text or such lines. A file that cannot be read is reported and the others are printed.

    \b
    Example:
      actorgraph extract docs/chips.md --format json
      actorgraph extract docs/chips.md docs/rules.md --layers lexicon,patterns --min-confidence 0.5
    """
    from actorgraph.cli.output import note
    from actorgraph.extract.corpus import Skipped, extract_tasks, sentence

    failed = False
    for result in extract_tasks(_tasks(files), settings, workers):
        if isinstance(result, Skipped):
            failed = True
            note(f"actorgraph: {sentence(result)}")
        else:
            click.echo(_shown(result, format, with_text))
    click.get_current_context().exit(2 if failed else 0)


def _shown(result: Extracted, format: str, with_text: bool) -> str:
    indent = 2 if format == "json" else None
    if not with_text:
        return result.record.to_json(indent=indent)
    values = result.record.as_dict() | {"text": result.text}
    return json.dumps(values, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))


def _tasks(files: tuple[Path, ...]) -> Iterator[Task | Skipped]:
    from actorgraph.extract.corpus import tasks_of

    for path in files:
        yield from _standard_input() if path == _STANDARD_INPUT else tasks_of(path)


def _standard_input() -> Iterator[Task | Skipped]:
    """The documents on standard input: one text, or JSON Lines."""
    from actorgraph.extract.corpus import Skipped, Task
    from actorgraph.extract.readers import read_bytes, read_lines
    from actorgraph.ontology.errors import DocumentError

    data = sys.stdin.buffer.read()
    failures: list[DocumentError] = []
    try:
        if not _is_jsonl(data):
            yield Task(_STANDARD_INPUT, "-", read_bytes(data, "-"))
            return
        for document in read_lines(data.split(b"\n"), "-", failures.append):
            yield from (Skipped(_STANDARD_INPUT, error.message) for error in failures)
            failures.clear()
            yield Task(_STANDARD_INPUT, document.source, document)
    except DocumentError as error:
        failures.append(error)
    yield from (Skipped(_STANDARD_INPUT, error.message) for error in failures)


def _is_jsonl(data: bytes) -> bool:
    """Whether the first line is an object with a text, as in a ``.jsonl`` file."""
    line = data.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    if not line.startswith(b"{"):
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and isinstance(value.get("text"), str)
