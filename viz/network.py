"""A network as it is drawn: numbered nodes, and one edge for all facts between two of them. Pure values, no HTML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

from actorgraph.graph.answers import Fact
from actorgraph.graph.index import ActorRef
from actorgraph.graph.network import FactNetwork
from actorgraph.ontology.errors import UsageError

__all__ = ["DEFAULT_LIMIT", "Edge", "Network", "Node", "draw"]

DEFAULT_LIMIT: Final = 3_000
"""Most nodes of a page. One of 3,000 nodes and 6,000 edges opens in 1.7 s and pans at 35 frames a second in headless
Chromium without a graphics card (two cores, other work on them), and a filter takes a second, which is long enough."""


@dataclass(frozen=True, slots=True)
class Node:
    """An actor in the picture.

    :param number: its place in :attr:`Network.nodes`.
    :param degree: nodes that facts of this picture, denied ones aside, tie it to.
    :param center: whether it was asked for by name.
    """

    number: int
    actor: ActorRef
    degree: int
    center: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """All facts between two nodes, whichever way round.

    :param source: number of a node, below ``target``. :param facts: places in :attr:`Network.facts`.
    """

    source: int
    target: int
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes, the centres first and then the best connected; facts in the ontology's order; edges by their ends.

    :param found: how many nodes there were before the cap. :param untied: see ``FactNetwork``.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    facts: tuple[Fact, ...]
    found: int
    untied: int = 0


def draw(found: FactNetwork, *, limit: int = DEFAULT_LIMIT) -> Network:
    """The network of a part of the graph.

    Of more actors than ``limit``, those are kept that were named, and around them, or around the best connected actor,
    the best connected of those tied to what is kept already; ``found`` says how many there were.

    :param limit: most nodes, at least 1.
    :raises UsageError: if the limit is below 1, or there is nothing to draw.
    """
    if limit < 1:
        raise UsageError(f"A page of at most {limit} actors shows nothing; give 1 or more.", value=str(limit))
    if not found.actors:
        raise UsageError("No fact fits, so there is nothing to draw; leave out a filter or name an actor.")
    centers = {actor.iri for actor in found.centers}
    ranked = _ranked(found.actors, centers, found.facts)
    kept = {actor.iri for actor in ranked} if len(ranked) <= limit else _core(ranked, found.facts, len(centers), limit)
    facts = tuple(fact for fact in found.facts if fact.subject.iri in kept and fact.object.iri in kept)
    tied = centers | {iri for fact in facts for iri in (fact.subject.iri, fact.object.iri)} or kept
    shown = _ranked((actor for actor in found.actors if actor.iri in tied), centers, facts)
    degrees = _degrees(facts)
    nodes = tuple(Node(n, actor, degrees.get(actor.iri, 0), actor.iri in centers) for n, actor in enumerate(shown))
    numbers = {node.actor.iri: node.number for node in nodes}
    return Network(nodes, _edges(facts, numbers), facts, len(found.actors), found.untied)


def _core(ranked: list[ActorRef], facts: Iterable[Fact], centers: int, limit: int) -> set[str]:
    """The IRIs of the first ``centers`` actors and of those that grow around them: each time the first in rank of those
    tied to one already kept, or if there is none, of all."""
    rank = {actor.iri: place for place, actor in enumerate(ranked)}
    others: dict[str, set[int]] = defaultdict(set)
    for fact in facts:
        others[fact.subject.iri].add(rank[fact.object.iri])
        others[fact.object.iri].add(rank[fact.subject.iri])
    kept: set[str] = set()
    # Places in rank that may come next; those behind all others are the starts of parts not tied to any before.
    waiting = [(0, place) for place in range(centers)] + [(2, place) for place in range(centers, len(ranked))]
    while len(kept) < limit:
        iri = ranked[heappop(waiting)[1]].iri
        if iri not in kept:
            kept.add(iri)
            for place in others[iri]:
                heappush(waiting, (1, place))
    return kept


def _ranked(actors: Iterable[ActorRef], centers: set[str], facts: Iterable[Fact]) -> list[ActorRef]:
    """Actors with the centres first, then by how many others the facts tie them to."""
    degrees = _degrees(facts)
    return sorted(actors, key=lambda a: (a.iri not in centers, -degrees.get(a.iri, 0), -a.mentions, a.iri))


def _degrees(facts: Iterable[Fact]) -> dict[str, int]:
    """IRI → how many others a fact that is not denied ties an actor to."""
    others: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if not fact.negated:
            others[fact.subject.iri].add(fact.object.iri)
            others[fact.object.iri].add(fact.subject.iri)
    return {iri: len(found) for iri, found in others.items()}


def _edges(facts: Iterable[Fact], numbers: dict[str, int]) -> tuple[Edge, ...]:
    between: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, fact in enumerate(facts):
        ends = sorted((numbers[fact.subject.iri], numbers[fact.object.iri]))
        between[ends[0], ends[1]].append(place)
    return tuple(Edge(*ends, tuple(places)) for ends, places in sorted(between.items()))
