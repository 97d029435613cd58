"""Tables: what a column holds, and what a row therefore states.

A header cell says what stands below it (厂商, Model, 发布机构 …). Two columns together imply a relation: a firm's
column and a product's column state that the firm makes the product. Which words mean which column, and which columns
imply what, is data: ``tables.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml
from actorgraph.extract.documents import Block, Kind
from actorgraph.extract.linking import Actor
from actorgraph.extract.patterns import generic_words
from actorgraph.extract.spans import Proposal
from actorgraph.extract.text import fold
from actorgraph.extract.view import View
from actorgraph.ontology.vocabulary import PROPERTIES

__all__ = ["RowReading", "column_kinds", "columns", "read_row"]

# What a front-matter key says of its values; the list of keys is that of common note-taking and publishing tools.
_META_KEYS = {
    "Person": {
        "people",
        "persons",
        "person",
        "speaker",
        "speakers",
        "guest",
        "guests",
        "author",
        "authors",
        "host",
        "人物",
        "作者",
        "嘉宾",
    },
    "Company": {"companies", "company", "firms", "公司", "企业"},
    "Organization": {"organizations", "organisations", "institutions", "机构", "组织"},
    "Product": {"products", "models", "tools", "product", "model", "产品", "模型"},
}
_NAME_CELL = re.compile(r"[^\t\n，。；;！？%￥$]{2,32}")
_SPLIT = re.compile(r"\s*(?:、|/|；|;|，|,\s)\s*")


@dataclass(frozen=True)
class _Tables:
    kinds: dict[str, tuple[str, re.Pattern[str]]]
    implies: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RowReading:
    """What a row states of two actors in its cells."""

    subject: Actor
    predicate: str
    object: Actor
    rule: str


@cache
def _tables() -> _Tables:
    data = yaml.safe_load((resources.files("actorgraph.extract") / "tables.yaml").read_text(encoding="utf-8"))
    kinds = {
        name: (row.get("type", ""), re.compile(row["header"], re.IGNORECASE)) for name, row in data["columns"].items()
    }
    return _Tables(kinds, tuple((r["subject"], r["predicate"], r["object"]) for r in data["implies"]))


def column_kinds(header: Sequence[str]) -> list[str]:
    """The kind of each column (``maker``, ``product`` …) or an empty string, from the header's words.

    >>> column_kinds(["厂商", "产品型号", "备注"])
    ['maker', 'product', '']
    """
    out = []
    for cell in header:
        words = cell.strip().strip("*")
        out.append(
            next((k for k, (_, regex) in _tables().kinds.items() if len(words) <= 24 and regex.search(words)), "")
        )
    return out


def columns(view: View) -> Iterator[Proposal]:
    """Cells that a header calls a firm, product, policy, person … and that look like names."""
    for index, block in enumerate(view.blocks):
        base = view.starts[index]
        if block.kind is Kind.META:
            kind = next(
                (
                    t
                    for t, words in _META_KEYS.items()
                    if any(w in words for w in re.split(r"[\s_-]+", block.key.casefold()))
                ),
                "",
            )
            if kind and _NAME_CELL.fullmatch(block.text) and fold(block.text) not in generic_words():
                yield Proposal(base, base + len(block.text), kind, "pattern", "front-matter", 2.6)
            continue
        if block.kind is not Kind.ROW or not block.header:
            continue
        for (start, end), kind in zip(block.cells, column_kinds(block.header), strict=False):
            type_ = _tables().kinds[kind][0] if kind else ""
            if not type_:
                continue
            yield from _cell(block.text, start, end, base, type_)


def _cell(text: str, start: int, end: int, base: int, type_: str) -> Iterator[Proposal]:
    cell = text[start:end]
    at = 0
    parts = []
    for m in [*_SPLIT.finditer(cell), None]:
        stop = m.start() if m else len(cell)
        parts.append((at, stop))
        at = m.end() if m else stop
    if len(parts) > 6:
        return
    for a, b in parts:
        name = re.sub(r"\s*[（(][^（）()]*[）)]$", "", cell[a:b])
        lead = len(name) - len(name.lstrip(" 《“"))
        name = name.strip(" 《》“”*")
        if _NAME_CELL.fullmatch(name) and fold(name) not in generic_words() and not name.isdigit() and len(name) <= 24:
            yield Proposal(
                base + start + a + lead, base + start + a + lead + len(name), type_, "pattern", "column", 1.6
            )


def read_row(block: Block, base: int, mentions: Sequence[tuple[Proposal, Actor]]) -> Iterator[RowReading]:
    """Relations between actors of one row, by its header; ``mentions`` are the row's, in order."""
    if not block.header:
        return
    kinds = column_kinds(block.header)
    cells: dict[str, list[Actor]] = {}
    for (start, end), kind in zip(block.cells, kinds, strict=False):
        inside = [a for p, a in mentions if base + start <= p.start and p.end <= base + end]
        # A cell in prose is read by the frames; a cell of names is the row's entry in its column.
        if kind and inside and _share_named(block.text[start:end], mentions, base + start, base + end) >= 0.5:
            cells.setdefault(kind, []).extend(inside)
    for subject, predicate, object_ in _tables().implies:
        for s in cells.get(subject, ()):
            for o in cells.get(object_, ()):
                if s is not o and _admits(predicate, s, o):
                    yield RowReading(s, predicate, o, f"table.{subject}-{object_}")


def _share_named(cell: str, mentions: Sequence[tuple[Proposal, Actor]], start: int, end: int) -> float:
    covered = sum(p.end - p.start for p, _ in mentions if start <= p.start and p.end <= end)
    return covered / max(1, len(re.sub(r"[\s、，,/（）()《》“”;；]", "", cell)))


def _admits(predicate: str, s: Actor, o: Actor) -> bool:
    return PROPERTIES[predicate].admits(s.type, o.type)
