"""Marked sentences: text with its actors marked in line and the relations it states, as people write it.

``[C1 华为]发布[P1 昇腾910C] ## C1 develops P1``: letters C company, O organization, N person, P product, L policy,
G place; a number names the actor within the line; relations follow ``##``, parted by ``;``, with a role in brackets and
``!neg`` or ``!hedged`` at the end. ``␉`` parts the cells of a table row. The training text and the examples of frames
are written in this form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actorgraph.extract.documents import Block, Document, Kind
from actorgraph.extract.linking import Actor
from actorgraph.extract.spans import Proposal
from actorgraph.extract.view import View
from actorgraph.ontology.errors import UsageError
from actorgraph.ontology.vocabulary import CORE_PROPERTIES

__all__ = ["TYPES", "Marked", "Relation", "parse", "read_marked", "view_of"]

TYPES = {"C": "Company", "O": "Organization", "N": "Person", "P": "Product", "L": "Policy", "G": "Place"}
_MARK = re.compile(r"\[([CONPLG])(\d+) ([^\[\]]+)\]")
_RELATION = re.compile(r"([CONPLG]\d+) (\w+) ([CONPLG]\d+)(?: \((.+)\))?((?: !neg| !hedged)*)")


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated relation between two marked actors, named by letter and number."""

    subject: str
    predicate: str
    object: str
    role: str = ""
    negated: bool = False
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """One parsed line: plain text, mentions as (start, end, id) and relations."""

    text: str
    mentions: tuple[tuple[int, int, str], ...]
    relations: tuple[Relation, ...]

    @property
    def row(self) -> bool:
        """Whether the line is a table row."""
        return "\t" in self.text


def parse(line: str, where: str = "marked text") -> Marked:
    """Read one marked line.

    :raises UsageError: for a broken mark or relation; the message names the place.

    >>> parse("[C1 华为]发布[P1 昇腾] ## C1 develops P1").mentions
    ((0, 2, 'C1'), (4, 6, 'P1'))
    """
    body, _, tail = line.rstrip("\n").partition(" ## ")
    text, mentions, at = "", [], 0
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        mentions.append((len(text), len(text) + len(mark[3]), mark[1] + mark[2]))
        text += mark[3]
        at = mark.end()
    text += body[at:]
    if "[" in text or "]" in text:
        raise UsageError(f"{where}: broken mark in “{line[:60]}”; write [C1 name] with a closing bracket.")
    ids = {i for _, _, i in mentions}
    relations = []
    for part in filter(None, (p.strip() for p in tail.split(";"))):
        m = _RELATION.fullmatch(part)
        if m is None or m[2] not in CORE_PROPERTIES or not {m[1], m[3]} <= ids:
            raise UsageError(f"{where}: broken relation “{part}”; write “C1 develops P1” with ids marked in the line.")
        relations.append(Relation(m[1], m[2], m[3], m[4] or "", "!neg" in m[5], "!hedged" in m[5]))
    return Marked(text.replace("␉", "\t"), tuple(mentions), tuple(relations))


def read_marked(path: Path) -> Iterator[Marked]:
    """Every line of a file of marked text.

    :raises UsageError: for a line that cannot be read, with file and line number.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield parse(line, f"{path.name}:{number}")


def view_of(item: Marked) -> tuple[View, list[tuple[Proposal, Actor]]]:
    """The item as a one-block document with its mentions, as the layers would have found them."""
    kind = Kind.ROW if item.row else Kind.PARAGRAPH
    cells: tuple[tuple[int, int], ...] = ()
    if item.row:
        ends, at = [], 0
        for cell in item.text.split("\t"):
            ends.append((at, at + len(cell)))
            at += len(cell) + 1
        cells = tuple(ends)
    block = Block(kind, item.text, 0, cells=cells)
    view = View.of(Document("", "", "", "zh", item.text, (block,)))
    actors: dict[str, Actor] = {}
    out: list[tuple[Proposal, Actor]] = []
    for start, end, ident in item.mentions:
        p = Proposal(start, end, TYPES[ident[0]], "marked", "", 5.0)
        actor = actors.setdefault(ident, Actor(ident, p.type))
        actor.mentions.append(p)
        actor.names[item.text[start:end]] += 1
        out.append((p, actor))
    return view, out
