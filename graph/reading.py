"""Reading claims, figures, evidence and documents back out of a store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
from actorgraph.graph.answers import Fact, FigureFact, Quote
from actorgraph.graph.index import ActorRef, DocumentRef, NameIndex
from actorgraph.graph.terms import value
from actorgraph.ontology.errors import StoreError
from actorgraph.ontology.namespaces import expand, local_name
from actorgraph.ontology.vocabulary import CORE_PROPERTIES, QUALIFIERS

if TYPE_CHECKING:
    from actorgraph.graph.store import GraphFolder

__all__ = ["Reading", "order_facts"]

_UNION: Final = ox.DefaultGraph()
_ORDER: Final = {name: number for number, name in enumerate(CORE_PROPERTIES)}

Node = Mapping[str, list[str]]
"""Predicate IRI → objects as strings."""


@cache
def _node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))


def order_facts(facts: Iterable[Fact], *, center: str = "") -> list[Fact]:
    """Facts by property in the ontology's order, then asserted before hedged before denied, then the best attested."""

    def key(fact: Fact) -> tuple[object, ...]:
        other = fact.object if fact.subject.iri == center else fact.subject
        return (
            _ORDER.get(fact.predicate, len(_ORDER)), fact.negated, fact.hedged, -fact.evidence, -fact.confidence,
            -other.degree, fact.subject.iri, fact.object.iri,
        )  # fmt: skip

    return sorted(facts, key=key)


class Reading:
    """A store and its names index, as facts and quotes."""

    def __init__(self, store: ox.Store, index: NameIndex, folder: GraphFolder) -> None:
        self.store = store
        self.index = index
        self.folder = folder
        self._actors: dict[str, ActorRef] = {}
        self._documents: dict[str, DocumentRef] = {}
        self._texts: dict[str, str] = {}

    def node(self, iri: str) -> Node:
        """All that the union of the graphs says of a node."""
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self._quads(ox.NamedNode(iri), None, None):
            found[quad.predicate.value].append(value(quad.object))
        return found

    def subjects(self, curie: str, object_: str) -> list[str]:
        """Nodes that have a property with an object, sorted."""
        return sorted(value(quad.subject) for quad in self._quads(None, _node(curie), ox.NamedNode(object_)))

    def _quads(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, object_: ox.NamedNode | None
    ) -> list[ox.Quad]:
        try:
            return list(self.store.quads_for_pattern(subject, predicate, object_, _UNION))
        except (OSError, RuntimeError) as error:
            raise StoreError(
                f"The store of {self.folder.path} cannot be read ({error}); build the graph again to make it anew.",
                path=self.folder.path,
            ) from error

    def actor(self, iri: str) -> ActorRef:
        """An actor by IRI; one without a name in the index is shown by its IRI."""
        if iri not in self._actors:
            self._actors[iri] = self.index.actor(iri) or ActorRef(iri, "", "", ())
        return self._actors[iri]

    def facts(self, claims: Iterable[str]) -> list[Fact]:
        """Claims, by IRI, put together across documents."""
        groups: dict[tuple[str, str, str, bool], list[tuple[str, Node]]] = defaultdict(list)
        for iri in dict.fromkeys(claims):
            node = self.node(iri)
            key = (
                one(node, "rdf:subject"), local_name(one(node, "rdf:predicate")), one(node, "rdf:object"),
                one(node, "negated") == "true",
            )  # fmt: skip
            groups[key].append((iri, node))
        return [self._fact(key, sorted(group)) for key, group in groups.items()]

    def _fact(self, key: tuple[str, str, str, bool], group: list[tuple[str, Node]]) -> Fact:
        nodes = [node for _, node in group]
        outright = [node for node in nodes if one(node, "hedged") != "true"]
        return Fact(
            subject=self.actor(key[0]),
            predicate=key[1],
            object=self.actor(key[2]),
            finer=tuple(sorted({local_name(iri) for node in nodes for iri in many(node, "finerPredicate")})),
            confidence=max(float(one(node, "confidence")) for node in outright or nodes),
            negated=key[3],
            hedged=not outright,
            qualifiers=tuple(sorted({pair for node in nodes for pair in qualifiers(node)})),
            claims=tuple(iri for iri, _ in group),
            evidence=sum(len(many(node, "evidence")) for node in nodes),
            documents=tuple(sorted({one(node, "prov:wasDerivedFrom") for node in nodes})),
        )

    def figures(self, actor: str) -> list[FigureFact]:
        """Figures of an actor, by metric and date."""
        found = []
        for iri in self.subjects("about", actor):
            node = self.node(iri)
            if not many(node, "metric"):
                continue
            found.append(
                FigureFact(
                    iri=iri,
                    actor=self.actor(actor),
                    metric=one(node, "metric"),
                    value=float(one(node, "value")),
                    unit=one(node, "unit"),
                    words=tuple(sorted(many(node, "words"))),
                    date=one(node, "date"),
                    base=one(node, "base"),
                    confidence=float(one(node, "confidence")),
                    document=one(node, "prov:wasDerivedFrom"),
                )
            )
        return sorted(found, key=lambda f: (f.metric, f.date, f.value, f.iri))

    def mentions(self, actor: str) -> list[tuple[DocumentRef, int]]:
        """Documents that name an actor and how often, most often first."""
        found = []
        for iri in self.subjects("about", actor):
            node = self.node(iri)
            if many(node, "mentionCount"):
                found.append((self.document(one(node, "prov:wasDerivedFrom")), int(one(node, "mentionCount"))))
        return sorted(found, key=lambda pair: (-pair[1], pair[0].title, pair[0].iri))

    def document(self, iri: str) -> DocumentRef:
        """A document by IRI; one that the index does not have is shown by its IRI."""
        if iri not in self._documents:
            self._documents[iri] = self.index.document(iri) or DocumentRef(iri, "", iri, "", "")
        return self._documents[iri]

    def quotes(self, claim: str, context: int) -> list[Quote]:
        """The evidence of a claim or figure, in the order of the text, with up to ``context`` characters around."""
        node = self.node(claim)
        if not node:
            return []
        document = self.document(one(node, "prov:wasDerivedFrom"))
        found = [self._quote(claim, document, iri, context) for iri in many(node, "evidence")]
        return sorted(found, key=lambda quote: (quote.start, quote.end))

    def _quote(self, claim: str, document: DocumentRef, iri: str, context: int) -> Quote:
        node = self.node(iri)
        selectors: dict[str, list[str]] = {}
        for selector in many(node, "oa:hasSelector"):
            selectors |= self.node(selector)
        start, end = int(one(selectors, "oa:start")), int(one(selectors, "oa:end"))
        section = one(node, "section")
        before, after = self._surroundings(document, start, end, context)
        return Quote(
            claim=claim,
            document=document,
            section=one(self.node(section), "dcterms:title") if section else "",
            start=start,
            end=end,
            text=one(selectors, "oa:exact"),
            before=before,
            after=after,
            confidence=float(one(node, "confidence")),
            hedged=one(node, "hedged") == "true",
            rules=tuple(sorted(many(node, "rule"))),
            qualifiers=tuple(sorted(qualifiers(node))),
        )

    def _surroundings(self, document: DocumentRef, start: int, end: int, context: int) -> tuple[str, str]:
        if context <= 0:
            return "", ""
        text = self.text(document.id)
        before, after = text[max(0, start - context) : start], text[end : end + context]
        return before.rpartition("\n\n")[2], after.partition("\n\n")[0]

    def text(self, document: str) -> str:
        """The decoded text of a document, by its id.

        :raises StoreError: if it is missing or damaged.
        """
        if document not in self._texts:
            self._texts[document] = self.folder.text(self.folder.manifest().documents()[document])
        return self._texts[document]


def many(node: Node, curie: str) -> list[str]:
    """The objects of a property of a node."""
    return node.get(expand(curie), [])


def one(node: Node, curie: str) -> str:
    """The only object of a property of a node, the first in the alphabet of several, or empty."""
    return min(node.get(expand(curie), []), default="")


def qualifiers(node: Node) -> list[tuple[str, str]]:
    """(name, value) of a claim's or an evidence's qualifiers."""
    found = [(name, text) for name in QUALIFIERS for text in many(node, name)]
    for text in many(node, "qualifier"):
        name, _, rest = text.partition("=")
        found.append((name, rest))
    return found
