"""The Document: text with structure, and the exact characters of the source it came from.

Extraction reads *blocks*: headings, paragraphs, list items, table rows, references. A block's ``text`` is cleaned for
reading (lines broken by PDF extraction rejoined, ``com-pression`` healed, spaces between Han characters removed); its
``offsets`` lead every cleaned character back to the source, so that evidence always quotes the source as it stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import overload

__all__ = ["Block", "Document", "Kind", "Offsets"]


class Kind(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    META = "meta"
    """A front-matter value."""
    REFERENCE = "reference"
    """An entry of a reference list: a source, not prose; no facts are read from it."""
    CODE = "code"
    CONTENTS = "contents"
    """A line of a table of contents: it repeats a heading and a page number; not prose, and no section of its own."""


@dataclass(frozen=True, slots=True)
class Offsets(Sequence[int]):
    """Source offsets of a cleaned text, kept as runs of neighbours: a few numbers instead of one for each character.

    :param starts: where each run begins in the cleaned text, ascending, the first 0.
    :param sources: where each run begins in the source.
    :param length: number of cleaned characters.

    >>> list(Offsets((0, 3), (0, 4), 5))
    [0, 1, 2, 4, 5]
    """

    starts: tuple[int, ...]
    sources: tuple[int, ...]
    length: int

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(self.length)))
        at = index + self.length if index < 0 else index
        if not 0 <= at < self.length:
            raise IndexError(index)
        run = bisect_right(self.starts, at) - 1
        return self.sources[run] + at - self.starts[run]


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of text.

    :param text: cleaned text, no line breaks inside (cells of a row are joined by tabs).
    :param start: offset of the first character in the source.
    :param offsets: for each character of ``text`` its offset in the source; ``None`` when ``text`` is the source's own
        slice, so that offset ``i`` is ``start + i``.
    :param level: heading level from 1, or nesting depth of a list item; 0 elsewhere.
    :param section: headings above this block, outermost first (for a heading: without the heading itself).
    :param cells: for a row: (start, end) of each cell in ``text``.
    :param header: for a row: the texts of its table's header cells, if it has a header and is not itself the header.
    :param table: running number of the row's table in the document, or -1.
    :param lead: for an item: the paragraph that introduces its list, or empty. For a row: the table's caption.
    :param key: for front matter: the key the value stands under.
    """

    kind: Kind
    text: str
    start: int
    offsets: Sequence[int] | None = None
    level: int = 0
    section: tuple[str, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    header: tuple[str, ...] = ()
    table: int = -1
    lead: str = ""
    key: str = ""

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """The source range (end exclusive) of the cleaned range ``start:end``, which must not be empty.

        >>> Block(Kind.PARAGRAPH, "compression", 0, tuple([*range(3), *range(4, 12)])).source_range(0, 4)
        (0, 5)
        """
        if self.offsets is None:
            return self.start + start, self.start + end
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read.

    :param id: ``sha256:`` and the hash of the source's bytes.
    :param text: the decoded text exactly as it stands; all ranges of a Record count in it.
    :param language: ``zh`` or ``en``.
    """

    id: str
    source: str
    title: str
    language: str
    text: str
    blocks: tuple[Block, ...]
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
