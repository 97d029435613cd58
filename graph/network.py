"""A part of the graph, or all of it, as a network: actors, the facts among them, and the words that state each.

What is hedged or denied is part of a network, marked as such: a view shows it apart or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from actorgraph.graph.answers import DocumentRef, Fact, Quote
from actorgraph.graph.index import PREFERRED, ActorRef
from actorgraph.graph.lookup import Lookup
from actorgraph.ontology.errors import UsageError
from actorgraph.ontology.vocabulary import CORE_CLASSES, CORE_PROPERTIES, core_class, get_property, superclasses

__all__ = ["FactNetwork", "Selection", "alternative_names", "fact_quotes", "select_network"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which part of a graph to see.

    :param names: actors to look around; none means the whole graph.
    :param depth: how many facts away from them, at least 1.
    :param predicates: only facts with these core or finer properties; none means all.
    :param types: only actors of these core or finer classes, and the named ones; none means all.
    :param document: only what the document with this source path, file name, title or id states; empty means all.
    """

    names: tuple[str, ...] = ()
    depth: int = 1
    predicates: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    document: str = ""


@dataclass(frozen=True, slots=True)
class FactNetwork:
    """Actors and the facts among them.

    :param centers: the actors that were named, in the order given.
    :param actors: all actors, the centres first, then the best connected.
    :param facts: facts between them in the ontology's order, hedged and denied ones included; of a symmetric one the
        subject is the actor whose IRI comes first.
    :param document: the document that the network is limited to.
    :param untied: actors of the graph that fit the types and that no chosen fact ties to another; 0 if the network is
        one around named actors or of one document.
    """

    centers: tuple[ActorRef, ...]
    actors: tuple[ActorRef, ...]
    facts: tuple[Fact, ...]
    document: DocumentRef | None = None
    untied: int = 0


FactsOf = Callable[[ActorRef], Iterable[Fact]]
"""The facts that an actor takes part in."""


def select_network(lookup: Lookup, selection: Selection) -> FactNetwork:
    """The part of a graph that a selection names.

    :raises UsageError: if a name or document is unknown, or the depth is below 1.
    :raises OntologyError: if a class or property is unknown.
    """
    if selection.depth < 1:
        raise UsageError(f"A depth of {selection.depth} reaches nobody; give 1 or more.", value=str(selection.depth))
    for name in selection.predicates:
        get_property(name)
    for name in selection.types:
        core_class(name)
    centers = tuple({actor.iri: actor for actor in map(lookup.find, selection.names)}.values())
    document = lookup.find_document(selection.document) if selection.document else None
    if centers:
        facts = _around(centers, _facts_of(lookup, document), selection)
        return FactNetwork(centers, _actors(facts, centers), facts, document)
    found = lookup.all_facts(document=document, predicates=selection.predicates)
    facts = tuple(
        _upright(fact) for fact in found if all(_is_of(end, selection.types) for end in (fact.subject, fact.object))
    )
    actors = _actors(facts)
    untied = 0 if document else _count(lookup, selection.types) - len(actors)
    return FactNetwork((), actors, facts, document, untied)


def fact_quotes(
    lookup: Lookup, facts: Iterable[Fact], *, document: DocumentRef | None = None, context: int = 60
) -> list[tuple[Quote, ...]]:
    """The words that state each fact, in the order of the facts.

    :param document: only the words of this document. :param context: characters before and after, within a paragraph.
    :raises StoreError: if a text that is to be shown is missing.
    """
    quotes = (lookup.evidence(fact, context=context) for fact in facts)
    return [tuple(q for q in found if document is None or q.document.iri == document.iri) for found in quotes]


def alternative_names(lookup: Lookup, actor: ActorRef) -> tuple[str, ...]:
    """All names of an actor but its preferred ones, sorted."""
    return tuple(sorted({text for _, text, rank in lookup.index.names(actor.iri) if rank != PREFERRED}))


def _facts_of(lookup: Lookup, document: DocumentRef | None) -> FactsOf:
    if document is None:
        return lookup.facts
    by_actor: dict[str, list[Fact]] = defaultdict(list)
    for fact in lookup.all_facts(document=document):
        by_actor[fact.subject.iri].append(fact)
        by_actor[fact.object.iri].append(fact)
    return lambda actor: by_actor[actor.iri]


def _around(centers: tuple[ActorRef, ...], facts_of: FactsOf, selection: Selection) -> tuple[Fact, ...]:
    """The facts among the actors around the centres. A denied fact shows its other end and leads no further."""
    walked = {actor.iri for actor in centers}
    shown = set(walked)
    facts: dict[tuple[str, ...], Fact] = {}
    frontier = list(centers)
    # The last round reads the facts of the outermost actors, for those among themselves, and reaches nobody new.
    for distance in range(selection.depth + 1):
        onward: dict[str, ActorRef] = {}
        for actor in frontier:
            for fact in facts_of(actor):
                if not _has(fact, selection.predicates):
                    continue
                facts.setdefault(fact.claims, _upright(fact))
                other = fact.object if fact.subject.iri == actor.iri else fact.subject
                if distance < selection.depth and _is_of(other, selection.types):
                    shown.add(other.iri)
                    if not fact.negated and other.iri not in walked:
                        onward[other.iri] = other
        walked |= onward.keys()
        frontier = list(onward.values())
    return _ordered(fact for fact in facts.values() if {fact.subject.iri, fact.object.iri} <= shown)


def _ordered(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    places = {name: place for place, name in enumerate(CORE_PROPERTIES)}
    return tuple(sorted(facts, key=lambda fact: (places[fact.predicate], fact.key)))


def _upright(fact: Fact) -> Fact:
    """A symmetric fact with its ends in the order of their IRIs; others as they are."""
    if get_property(fact.predicate).symmetric and fact.object.iri < fact.subject.iri:
        return replace(fact, subject=fact.object, object=fact.subject)
    return fact


def _actors(facts: Iterable[Fact], centers: tuple[ActorRef, ...] = ()) -> tuple[ActorRef, ...]:
    first = {actor.iri: actor for actor in centers}
    found = {end.iri: end for fact in facts for end in (fact.subject, fact.object) if end.iri not in first}
    return (*centers, *sorted(found.values(), key=lambda actor: (-actor.degree, -actor.mentions, actor.iri)))


def _has(fact: Fact, predicates: tuple[str, ...]) -> bool:
    return not predicates or fact.predicate in predicates or not set(predicates).isdisjoint(fact.finer)


def _is_of(actor: ActorRef, types: tuple[str, ...]) -> bool:
    return not types or bool(actor.type and not set(types).isdisjoint(superclasses(actor.subtype or actor.type)))


def _count(lookup: Lookup, types: tuple[str, ...]) -> int:
    """How many actors of the graph are of one of the classes."""
    counts = lookup.index.counts()
    wanted = set(types) or set(CORE_CLASSES)
    finer = {name for name in counts["subtype"] if core_class(name) not in wanted and wanted & set(superclasses(name))}
    return sum(counts["type"][name] for name in wanted) + sum(counts["subtype"][name] for name in finer)
