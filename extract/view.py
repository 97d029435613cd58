"""The reading view of a document: one working text over its blocks, and the ways back to the source.

All layers count in the working text (the cleaned blocks joined by line breaks); only :func:`View.source` leads out.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from actorgraph.extract.documents import Block, Document, Kind
from actorgraph.extract.text import fold, sentences, squeeze

__all__ = ["READ_KINDS", "Sentence", "View"]

READ_KINDS = frozenset({Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.ROW, Kind.META})
"""Kinds of blocks that are read for actors; references and code are not prose about actors."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its range in the working text and the block it stands in."""

    start: int
    end: int
    block: int


@dataclass
class View:
    """A document laid out for reading.

    :param document: the document. :param blocks: those of its blocks that are read, in order.
    :param starts: where each block begins in the working text.
    """

    document: Document
    blocks: list[Block] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    text: str = ""

    @classmethod
    def of(cls, document: Document) -> View:
        """Lay out the blocks of a document that are read."""
        view = cls(document)
        parts: list[str] = []
        at = 0
        for block in document.blocks:
            if block.kind in READ_KINDS and block.text:
                view.blocks.append(block)
                view.starts.append(at)
                parts.append(block.text)
                at += len(block.text) + 1
        view.text = "\n".join(parts)
        return view

    def block_at(self, position: int) -> int:
        """Index of the block that holds a position of the working text."""
        return bisect_right(self.starts, position) - 1

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Source range of a non-empty working range that lies within one block."""
        index = self.block_at(start)
        base = self.starts[index]
        return self.blocks[index].source_range(start - base, end - base)

    @cached_property
    def folded(self) -> tuple[str, list[int] | None]:
        """The squeezed and folded working text, and each character's place in the working text (None: the same)."""
        squeezed, places = squeeze(self.text)
        return fold(squeezed), places

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Sentences in order. A table row is one sentence: its cells are read together."""
        out: list[Sentence] = []
        for index, block in enumerate(self.blocks):
            base = self.starts[index]
            if block.kind is Kind.ROW:
                out.append(Sentence(base, base + len(block.text), index))
            else:
                out.extend(Sentence(base + a, base + b, index) for a, b in sentences(block.text))
        return out

    def sentence_at(self, position: int) -> int:
        """Index of the sentence that holds, or last begins before, a position."""
        return max(0, bisect_right(self._sentence_starts, position) - 1)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.sentences]
