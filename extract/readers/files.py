"""Files, bytes and strings to Documents; one reader for each kind of file, found by its suffix."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from actorgraph.extract.documents import Document
from actorgraph.extract.readers.encoding import decode
from actorgraph.extract.readers.frontmatter import read_front_matter
from actorgraph.extract.readers.inline import Cleaner, hide_comments
from actorgraph.extract.readers.lines import is_markdown, split_lines
from actorgraph.extract.readers.metadata import describe
from actorgraph.extract.readers.structure import build_blocks
from actorgraph.ontology.errors import DocumentError

__all__ = ["LARGEST", "SUFFIXES", "load", "read", "read_bytes", "read_string"]

LARGEST = 256 * 1024 * 1024
"""Largest text file that is read, in bytes."""

Reader = Callable[[bytes, str], Document]


def read_string(text: str, source: str, *, markdown: bool | None = None) -> Document:
    """A Document from decoded text; all its offsets count in exactly this text.

    :param source: what to call the text: a path, an address.
    :param markdown: whether Markdown's marks are marks; by default found out from the text.
    :raises DocumentError: if the text is empty or holds surrogates, which no encoding can write.

    >>> document = read_string("# 算力\\n\\n**英伟达**发布了\\n新芯片。", "a.md")
    >>> document.title, [block.text for block in document.blocks]
    ('算力', ['算力', '英伟达发布了新芯片。'])
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"{source} holds half a character (a surrogate) at {error.start:,}; write the text anew as UTF-8.",
            path=source,
            offset=error.start,
        ) from error
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000"):
        raise DocumentError(f"{source} is empty; give one that holds text.", path=source)
    return _document(text, source, data, is_markdown(text) if markdown is None else markdown)


def read_bytes(data: bytes, source: str, suffix: str = ".txt") -> Document:
    """A Document from a file's bytes, read as a file with this suffix is.

    :raises DocumentError: if the bytes are empty, binary, not decodable, or there is no reader for the suffix.
    """
    reader = _READERS.get(suffix.lower())
    if reader is None:
        raise DocumentError(
            f"{source}: there is no reader for {suffix or 'files without a suffix'}; "
            f"give one of {', '.join(SUFFIXES)}, or convert it to text.",
            path=source,
        )
    if len(data) > LARGEST:
        raise _too_large(source)
    return reader(data, source)


def read(path: Path | str) -> Document:
    """Read one file.

    :raises DocumentError: if the file is missing, unreadable, empty, too large, binary, or not decodable.
    """
    path = Path(path)
    return read_bytes(load(path), str(path), path.suffix or ".txt")


def load(path: Path) -> bytes:
    """A file's bytes.

    :raises DocumentError: if there is no such file, it cannot be read, or it is larger than :data:`LARGEST`.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise DocumentError(f"{name} does not exist (any more); check the path.", path=name) from error
    except IsADirectoryError as error:
        raise DocumentError(f"{name} is a folder, not a file; give the files in it.", path=name) from error
    except PermissionError as error:
        raise DocumentError(f"{name} may not be read; change its permissions.", path=name) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{name} cannot be read: {reason}; check the path and the disk.", path=name) from error
    if len(data) > LARGEST:
        raise _too_large(name)
    return data


def _too_large(source: str) -> DocumentError:
    limit = LARGEST // (1024 * 1024)
    return DocumentError(f"{source} is larger than {limit} MB; split it into smaller files.", path=source)


def _document(text: str, source: str, data: bytes, markdown: bool) -> Document:
    visible = hide_comments(text)
    cleaner = Cleaner(visible, markdown)
    front = read_front_matter(visible, cleaner)
    blocks = build_blocks(split_lines(visible, markdown, front.end), cleaner)
    about = describe(visible, blocks, front, Path(source).stem or source)
    return Document(
        id=f"sha256:{hashlib.sha256(data).hexdigest()}",
        source=source,
        title=about.title,
        language=about.language,
        text=text,
        blocks=(*front.blocks, *blocks),
        date=about.date,
        authors=about.authors,
        publisher=about.publisher,
        metadata=about.metadata,
    )


def _read_text(data: bytes, source: str) -> Document:
    text = decode(data, source)
    return _document(text, source, data, is_markdown(text))


def _read_markdown(data: bytes, source: str) -> Document:
    return _document(decode(data, source), source, data, True)


_READERS: dict[str, Reader] = {
    ".markdown": _read_markdown,
    ".md": _read_markdown,
    ".text": _read_text,
    ".txt": _read_text,
}

SUFFIXES = tuple(sorted(_READERS))
"""Suffixes of the files that :func:`read` reads."""
