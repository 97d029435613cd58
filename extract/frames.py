"""Frames: how a sentence states a relation, one row of data each (``frames/*.yaml``).

A frame is a pattern over masked text (see :mod:`actorgraph.extract.masking`). Beside regular expressions it knows

``{s:CO}``   the subject: a node of class C(ompany) or O(rganization); likewise N person, P product, L policy, G place
``{o:P+}``   the object, here a run of nodes with little between them ·  ``{x}`` any other node ·  ``{pair:CO}`` a coordinated node whose members stand in the relation
``~8``       up to 8 characters without node or clause mark ·  ``≈20`` the same but commas allowed ·  ``…30`` nodes too
``{NAME}``   a word list of the file's ``macros``
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import yaml
from actorgraph.extract.masking import LETTERS, PLACEHOLDERS, Masked, Node
from actorgraph.ontology.errors import UsageError
from actorgraph.ontology.vocabulary import CORE_PROPERTIES

YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C loader where PyYAML has it: the same values, ten times faster."""

__all__ = ["Frame", "Reading", "compile_pattern", "load_frames", "read_frames"]

_FILES = ("zh.yaml", "en.yaml", "layout.yaml", "topic.yaml")


@dataclass(frozen=True)
class Frame:
    """One way to state a relation.

    :param yes: marked sentences it must read as their notes say. :param no: marked sentences it must not read.
    :param hedged: whether the wording is a plan or a rumour. :param negated: whether it denies.
    """

    id: str
    predicate: str
    source: str
    subpredicate: str = ""
    hedged: bool = False
    negated: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    needs: tuple[frozenset[str], ...] = ()
    """Placeholders of which each set must be met in a sentence, or the frame cannot fire: most sentences end here."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern, compiled when it is first needed: most short texts need few frames."""
        return re.compile(self.source)


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame met in a sentence: the nodes it ties, and the masked range that states it."""

    frame: Frame
    subject: Node
    object: Node
    start: int
    end: int


_SLOT = re.compile(r"\{(s|o|pair):([CONPLG]+)(\+?)\}|\{x\}|([~≈…])(\d+)")


def compile_pattern(source: str, macros: dict[str, str]) -> str:
    """The regular expression of a frame's pattern, as text."""
    for _ in range(3):  # macros may use macros
        for name, value in macros.items():
            source = source.replace("{" + name + "}", f"(?:{value})")

    def slot(match: re.Match[str]) -> str:
        if match[1]:
            chars = "".join(LETTERS[c] for c in match[2])
            run = f"(?:[^。；！？‖\\t等]{{0,12}}?[{chars}])*" if match[3] else ""
            return f"(?P<{match[1]}>[{chars}]{run})"
        if match[4]:
            inner = {
                "~": f"[^{PLACEHOLDERS}，。；：！？,;:‖\\t]",
                "≈": f"[^{PLACEHOLDERS}。；！？‖\\t]",
                "…": "[^。；！？‖\\t]",
            }[match[4]]
            return f"{inner}{{0,{match[5]}}}?"
        return f"[{PLACEHOLDERS}]"

    return _SLOT.sub(slot, source)


@cache
def load_frames() -> tuple[Frame, ...]:
    """All frames, in file order.

    :raises UsageError: for a row without id or with an unknown predicate. Patterns compile when first needed; the tests
        compile them all.
    """
    out: list[Frame] = []
    for name in _FILES:
        source = resources.files("actorgraph.extract") / "frames" / name
        data = yaml.load(source.read_text(encoding="utf-8"), Loader=YamlLoader)
        out.extend(_frame(row, data.get("macros", {}), name) for row in data["frames"])
    return tuple(out)


def _frame(row: dict[str, Any], macros: dict[str, str], where: str) -> Frame:
    if row.get("predicate") not in CORE_PROPERTIES or not row.get("id"):
        raise UsageError(f"frames/{where}: the row {row.get('id')} needs an id and a predicate of the ontology.")
    return Frame(
        row["id"],
        row["predicate"],
        compile_pattern(row["pattern"], macros),
        row.get("subpredicate", ""),
        bool(row.get("hedged", False)),
        bool(row.get("negated", False)),
        tuple(row.get("yes", ())),
        tuple(row.get("no", ())),
        tuple(frozenset(LETTERS[c] for c in m[2]) for m in _SLOT.finditer(row["pattern"]) if m[1]),
    )


@cache
def _possible(present: frozenset[str]) -> tuple[Frame, ...]:
    """The frames that can fire where just these placeholders are."""
    return tuple(f for f in load_frames() if not any(present.isdisjoint(need) for need in f.needs))


def read_frames(masked: Masked, frames: tuple[Frame, ...] | None = None) -> Iterator[Reading]:
    """Every reading of every frame in one masked sentence, overlapping ones included."""
    if not masked.at:
        return
    present = frozenset(masked.text[i] for i in masked.at)
    for frame in _possible(present) if frames is None else frames:
        at = 0
        while (match := frame.regex.search(masked.text, at)) is not None:
            groups = match.groupdict()
            if groups.get("pair") is not None:
                node = masked.at[match.start("pair")]
                if len(node.actors) > 1:
                    yield Reading(frame, node, node, match.start(), match.end())
                at = match.start("pair") + 1
                continue
            s, o = match.start("s"), match.start("o")
            for i in _nodes_in(masked, match, "s"):
                for j in _nodes_in(masked, match, "o"):
                    yield Reading(frame, masked.at[i], masked.at[j], match.start(), match.end())
            # Go on behind the first node, so that one subject may serve several objects.
            at = min(s, o) + 1 if min(s, o) >= match.start() else match.end()


def _nodes_in(masked: Masked, match: re.Match[str], group: str) -> list[int]:
    """Positions of the nodes that a slot covers: one, or all of the first one's kind where the slot is a run."""
    start, end = match.span(group)
    if end == start + 1:
        return [start]
    kinds = {"Company", "Organization"} if masked.at[start].type != "Product" else {"Product"}
    return [i for i in sorted(masked.at) if start <= i < end and masked.at[i].type in kinds]
