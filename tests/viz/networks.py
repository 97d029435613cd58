"""Small hand-made networks of facts, and large ones drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Iterable

from actorgraph.graph.answers import DocumentRef, Fact, Quote
from actorgraph.graph.index import ActorRef
from actorgraph.graph.network import FactNetwork
from actorgraph.ontology.namespaces import ACTOR, CLAIM, DOCUMENT
from actorgraph.ontology.vocabulary import CORE_CLASSES, CORE_PROPERTIES
from actorgraph.viz.layout import lay_out
from actorgraph.viz.network import draw
from actorgraph.viz.render import Page
from actorgraph.viz.style import load_style


def actor(key: str, type_: str = "Company", *, subtype: str = "", mentions: int = 1, **names: str) -> ActorRef:
    """An actor whose names are given by language."""
    named = tuple(sorted((names or {"en": key.upper()}).items()))
    return ActorRef(ACTOR + key, type_, subtype, named, degree=1, facts=1, documents=1, mentions=mentions)


def fact(subject: ActorRef, predicate: str, object_: ActorRef, **more: object) -> Fact:
    """A fact with a claim of its own."""
    claim = f"{CLAIM}{subject.iri.removeprefix(ACTOR)}-{predicate}-{object_.iri.removeprefix(ACTOR)}"
    fields: dict[str, object] = {"confidence": 0.9, "claims": (claim,), "evidence": 1} | more
    return Fact(subject, predicate, object_, **fields)  # type: ignore[arg-type]


def network(facts: Iterable[Fact], *centers: ActorRef, **more: object) -> FactNetwork:
    """All the facts and their ends."""
    facts = tuple(facts)
    ends = {end.iri: end for one in facts for end in (one.subject, one.object)} | {c.iri: c for c in centers}
    return FactNetwork(tuple(centers), tuple(ends.values()), facts, **more)  # type: ignore[arg-type]


def quote(
    text: str, *, title: str = "Report", section: str = "Part 1 › Chips", before: str = "", after: str = ""
) -> Quote:
    """Words of a document."""
    document = DocumentRef(DOCUMENT + title, "sha256:0", title, f"docs/{title}.txt", "en", date="2026-01-02")
    return Quote(CLAIM + "0", document, section, 0, len(text), text, before, after, confidence=0.9)


def page(found: FactNetwork, quotes: Iterable[tuple[Quote, ...]] = (), *, subject: str = "") -> Page:
    """A page of a network, each fact with a quote of its own unless some are given."""
    drawn = draw(found)
    given = list(quotes) or [(quote(f"{f.subject.name()} {f.predicate} {f.object.name()}."),) for f in drawn.facts]
    sizes = [load_style().node.by_root(node.degree) for node in drawn.nodes]
    positions = lay_out(sizes, {(edge.source, edge.target): 1.0 for edge in drawn.edges})
    return Page(drawn, positions, [() for _ in drawn.nodes], given, {"en": subject, "zh": subject})


def drawn_by_lot(actors: int, facts: int, *, seed: int = 1) -> FactNetwork:
    """A network with hubs and with neighbourhoods, as networks of actors have them; the same for the same seed."""
    lot = random.Random(seed)
    everyone = [
        actor(f"a{n}", lot.choice(CORE_CLASSES), en=f"Actor {n}", zh=f"参与者{n}", mentions=lot.randrange(1, 50))
        for n in range(actors)
    ]
    stated: dict[tuple[int, int], Fact] = {}
    while len(stated) < facts:
        near = lot.random() < 0.75
        b = len(stated) % actors
        a = max(0, b - 1 - int(lot.expovariate(1 / 30))) if near else int(lot.random() ** 3 * actors)
        if a != b:
            stated[a, b] = fact(
                everyone[a], lot.choice(CORE_PROPERTIES), everyone[b],
                confidence=round(lot.random(), 3), hedged=lot.random() < 0.05, negated=lot.random() < 0.02,
            )  # fmt: skip
    return network(stated.values())
