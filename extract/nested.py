"""What a name itself states: a place in an act's title, an act in another's title, a firm at the head of its unit's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from actorgraph.extract.lexicon import Entry
from actorgraph.extract.lexicon import load as loaded
from actorgraph.extract.linking import Actor
from actorgraph.extract.spans import Proposal
from actorgraph.extract.text import has_han, name_key
from actorgraph.extract.view import View

__all__ = ["Stated", "in_names"]

CONFIDENCE = {"jurisdiction": 0.9, "relatedPolicy": 0.85, "subsidiaryOf": 0.85, "memberOf": 0.8}
"""Set by hand, not measured: names state these nearly as surely as a frame does."""

_UNIT = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8})(?:厂|工厂|研究院|研究总院|设计院|总院|研究所|实验室|事业部|事业群|分公司|子公司|基地|团队|部门|中心|车间)$|"
    r"\s(?:Research|Labs?|Ventures|APAC|Asia|Europe|Japan|Korea|China|India|Foundry|Cloud Unit|Robotics)$"
)
_BODY = re.compile(r"[\u4e00-\u9fff]{2,14}(?:中心|实验室|研究院|研究所|委员会|工作组|办公室|学院|局|司|部)$")
_COUNTRY = {"中华人民共和国": "中国", "全国": "中国", "我国": "中国"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation that the name at ``mention`` states. ``place`` is set where the object is no actor of the document yet."""

    subject: Actor
    predicate: str
    object: Actor | None
    mention: Proposal
    place: Entry | None = None


def in_names(view: View, actors: Sequence[Actor]) -> Iterator[Stated]:
    """Relations stated inside names, in the order of the actors."""
    text = view.text
    by_name: dict[str, Actor] = {}
    for actor in actors:
        for name in actor.names:
            by_name.setdefault(name_key(name), actor)
    for actor in actors:
        first = min(actor.mentions, key=lambda p: (-(p.end - p.start), p.start))
        name = text[first.start : first.end]
        if actor.type == "Policy":
            yield from _in_title(actor, first, name, actors)
        elif actor.type in ("Company", "Organization"):
            yield from _in_unit(actor, first, name, by_name)


def _in_title(actor: Actor, mention: Proposal, name: str, actors: Sequence[Actor]) -> Iterator[Stated]:
    place = _leading_place(name)
    if place is not None:
        known = next((a for a in actors if a.entry is not None and a.entry.id == place.id), None)
        yield Stated(actor, "jurisdiction", known, mention, place)
    key = name_key(name)
    for other in actors:
        if other is actor or other.type != "Policy":
            continue
        inner = [k for n in other.names if len(k := name_key(n)) >= 4 and len(k) <= len(key) - 3]
        if any(k in key for k in inner) and not any(k == key for k in inner):
            yield Stated(actor, "relatedPolicy", other, mention)


def _leading_place(name: str) -> Entry | None:
    """The place or union that a title begins with: 上海市…措施, 中华人民共和国…法, EU AI Act, Japan's …"""
    title = name.lstrip("《“关于")
    for formal, plain in _COUNTRY.items():
        if title.startswith(formal):
            title = plain + title[len(formal) :]
    found: Entry | None = None
    for length in range(2, min(len(title), 16)):
        if not has_han(title) and title[length : length + 1] not in (" ", "'", "’"):
            continue
        for entry in loaded().find(title[:length]):
            union = entry.type == "Organization" and entry.id in ("eu", "un", "african-union", "asean")
            if (entry.type == "Place" or union) and title[:length] not in entry.weak:
                found = entry
    return found


def _in_unit(actor: Actor, mention: Proposal, name: str, by_name: dict[str, Actor]) -> Iterator[Stated]:
    for length in range(len(name) - 2, 1, -1):
        head, rest = name[:length], name[length:]
        if not has_han(name) and not rest.startswith(" "):
            continue
        owner = by_name.get(name_key(head))
        if owner is None or owner is actor:
            continue
        if actor.type == owner.type == "Company" and (_UNIT.fullmatch(rest) or _is_firm(rest, by_name, actor)):
            yield Stated(actor, "subsidiaryOf", owner, mention)
            return
        if actor.type == owner.type == "Organization" and _BODY.fullmatch(rest):
            yield Stated(actor, "memberOf", owner, mention)
            return


def _is_firm(rest: str, by_name: dict[str, Actor], actor: Actor) -> bool:
    """“Google DeepMind”: what follows the owner's name is itself a name of the unit."""
    return rest.startswith(" ") and by_name.get(name_key(rest)) is actor
