"""Many documents at once: the files below given paths, and JSON Lines files with one document a line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from actorgraph.extract.documents import Document
from actorgraph.extract.readers.files import SUFFIXES, read, read_string
from actorgraph.extract.readers.metadata import normalise
from actorgraph.ontology.errors import DocumentError

__all__ = ["JSONL_SUFFIXES", "Skipped", "discover", "read_all", "read_jsonl", "read_lines"]

JSONL_SUFFIXES = (".jsonl", ".ndjson")
"""Suffixes of files that hold one document a line."""

OnError = Callable[[DocumentError], None]


class Skipped(NamedTuple):
    """A file or folder that is not read, and why."""

    path: Path
    reason: str


def discover(paths: Iterable[Path | str]) -> tuple[list[Path], list[Skipped]]:
    """The files to read below the given files and folders, and what was passed over.

    Folders are searched to any depth, their files come in sorted order; the order of ``paths`` is kept and a file that
    is met twice is read once. A file that is named itself is taken whatever it is called: reading it then says
    whether it can be read. Hidden files and folders, links to folders and files without a reader are skipped.
    """
    files: list[Path] = []
    skipped: list[Skipped] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            _search(path, files, skipped)
        elif path.exists():
            files.append(path)
        else:
            skipped.append(Skipped(path, "does not exist"))
    unique = {os.path.realpath(path): path for path in reversed(files)}
    taken = {id(path) for path in unique.values()}
    return [path for path in files if id(path) in taken], skipped


def _search(folder: Path, files: list[Path], skipped: list[Skipped]) -> None:
    def unreadable(error: OSError) -> None:
        skipped.append(Skipped(Path(error.filename or folder), f"cannot be opened: {error.strerror or error}"))

    for root, folders, names in os.walk(folder, onerror=unreadable):
        at = Path(root)
        for name in sorted(folders):
            if name.startswith("."):
                skipped.append(Skipped(at / name, "hidden folder"))
            elif (at / name).is_symlink():
                skipped.append(Skipped(at / name, "link to a folder"))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = at / name
            suffix = path.suffix.lower()
            if name.startswith("."):
                skipped.append(Skipped(path, "hidden file"))
            elif suffix in SUFFIXES or suffix in JSONL_SUFFIXES:
                files.append(path)
            else:
                skipped.append(Skipped(path, f"no reader for {suffix or 'files without a suffix'}"))


def read_all(path: Path | str, on_error: OnError | None = None) -> Iterator[Document]:
    """The documents of one file: those of its lines for JSON Lines, else the one it is.

    :param on_error: called with each error in place of raising it, see :func:`read_jsonl`.
    """
    if Path(path).suffix.lower() in JSONL_SUFFIXES:
        yield from read_jsonl(path, on_error)
        return
    try:
        document = read(path)
    except DocumentError as error:
        if on_error is None:
            raise
        on_error(error)
    else:
        yield document


def read_jsonl(path: Path | str, on_error: OnError | None = None) -> Iterator[Document]:
    """The documents of a file that holds one JSON object ``{"id": …, "text": …}`` a line, one at a time.

    A document's source is its ``id``; ``title``, ``date``, ``author`` and ``publisher`` are taken over where given.

    :param on_error: called with the error of a line that holds no document, reading goes on; by default it is raised.
    :raises DocumentError: if the file cannot be read, or a line holds no such object.
    """
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            yield from read_lines(file, name, on_error)
    except OSError as error:
        failure = DocumentError(f"{name} cannot be read: {error.strerror or error}; check the path.", path=name)
        if on_error is None:
            raise failure from error
        on_error(failure)


def read_lines(lines: Iterable[bytes], name: str, on_error: OnError | None = None) -> Iterator[Document]:
    """The documents of lines that hold one JSON object each; see :func:`read_jsonl`.

    :param name: what to call the lines' source in messages, and documents without an ``id``: ``name:line``.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            document = _parse(line, name, number)
        except DocumentError as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            yield document


def _parse(line: bytes, name: str, number: int) -> Document:
    try:
        value: Any = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{name}, line {number:,} is not JSON; write one object a line.", path=name) from error
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise DocumentError(f'{name}, line {number:,} has no "text"; write {{"id": …, "text": …}}.', path=name)
    given = value.get("id")
    source = str(given) if isinstance(given, str | int) and str(given) else f"{name}:{number}"
    document = read_string(value["text"], source)
    authors = value.get("authors") or value.get("author") or ()
    return replace(
        document,
        title=str(value.get("title") or document.title),
        date=normalise(str(value.get("date") or "")) or document.date,
        authors=(authors,) if isinstance(authors, str) else tuple(map(str, authors)) or document.authors,
        publisher=str(value["publisher"]) if value.get("publisher") else document.publisher,
    )
