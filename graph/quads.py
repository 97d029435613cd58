"""A record and the identity of its entities become quads: pure, one named graph per document, no blank nodes.

What the document states is asserted as a plain triple (``actor:nvidia ag:develops actor:blackwell``), and described by
a claim node in the same graph. What it denies, or only calls planned, rumoured or possible, has the claim node alone.
One subject, property and object, stated or denied, is one claim per document, with as many evidences as the document
gives.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, TypeVar
from urllib.parse import quote

import pyoxigraph as ox
from actorgraph.extract.records import Claim, Entity, Evidence, Figure, Record
from actorgraph.graph.identity import Actor
from actorgraph.graph.names import language_of, tidy
from actorgraph.ontology.namespaces import ACTIVITY, CLAIM, DOCUMENT, FIGURE, TALLY, expand, ontology_text
from actorgraph.ontology.vocabulary import PROPERTIES, QUALIFIERS, superclasses

__all__ = ["claim_iri", "describe", "description_digest", "document_iri", "surface_forms"]

DESCRIPTION_VERSION: Final = 1
"""Raised with every change of what :func:`describe` says, so that stores made before are written anew."""

_Stated = TypeVar("_Stated", Claim, Figure)
_Observation = tuple[str, str, float, str, str | None, str | None]
"""What makes two figures one: actor, metric, value, unit, date, base."""

_MOMENT: Final = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?|-Q[1-4]|-H[12])?"
_DATE: Final = re.compile(rf"{_MOMENT}(?:/{_MOMENT})?", re.ASCII)
"""Dates that compare as text: a year, month, day, quarter or half-year, or two of them."""


def document_iri(document: str) -> str:
    """IRI of a document, which also names its graph.

    >>> document_iri("sha256:0a")
    'https://w3id.org/actorgraph/document/sha256:0a'
    """
    return DOCUMENT + quote(document, safe=":")


def claim_iri(document: str, subject: str, predicate: str, object_: str, *, negated: bool = False) -> str:
    """IRI of the claim of a document that states, or denies, a triple of IRIs."""
    parts = [document, subject, predicate, object_, "denied" if negated else "stated"]
    return CLAIM + _hash(parts)


def description_digest(record_digest: str, actors: Mapping[str, Actor]) -> str:
    """Hash of all that a document's graph is made from; equal hashes mean equal graphs."""
    identity = [[entity, a.iri, a.type, a.subtype, a.names] for entity, a in sorted(actors.items())]
    text = json.dumps([DESCRIPTION_VERSION, _ontology_hash(), record_digest, identity], ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


@cache
def _ontology_hash() -> str:
    """Classes and symmetric properties come from the ontology, so a graph made with another one is not up to date."""
    return hashlib.sha256(ontology_text().encode()).hexdigest()


def surface_forms(entity: Entity) -> list[tuple[str, str]]:
    """(language, name) of all that a record calls an entity: canonical name, labels, mentions as read.

    >>> from actorgraph.extract.records import Mention
    >>> mentions = (Mention(start=0, end=4, text="英伟 达", layer="lexicon"),)
    >>> surface_forms(Entity(id="n", type="Company", name="NVIDIA", mentions=mentions))
    [('en', 'NVIDIA'), ('zh', '英伟达')]
    """
    labels = {(lang, tidy(name)): None for lang, names in entity.labels.items() for name in names}
    forms = {(lang, name): None for lang, name in labels if name}
    given = {name for _, name in forms}
    for text in (entity.name, *(mention.text for mention in entity.mentions)):
        name = tidy(text)
        if name and name not in given:
            forms[language_of(name), name] = None
    return sorted(forms)


def describe(record: Record, actors: Mapping[str, Actor], digest: str = "") -> list[ox.Quad]:
    """The quads of one document, sorted.

    :param actors: entity id → actor, for every entity of the record.
    :param digest: see :func:`description_digest`; kept on the document's node.
    """
    graph = _Graph(record.document.id)
    _document(graph, record, digest)
    counts: Counter[str] = Counter()
    for entity in record.entities:
        _entity(graph, entity, actors[entity.id])
        counts[actors[entity.id].iri] += len(entity.mentions)
    for iri, count in counts.items():
        _tally(graph, iri, count)
    _claims(graph, record, actors)
    _figures(graph, record, actors)
    return graph.sorted()


def _claims(graph: _Graph, record: Record, actors: Mapping[str, Actor]) -> None:
    stated: dict[tuple[str, str, str, bool], list[Claim]] = defaultdict(list)
    for claim in record.claims:
        subject, object_ = actors[claim.subject].iri, actors[claim.object].iri
        if subject == object_:
            continue  # two entities of the record turned out to be one actor
        if PROPERTIES[claim.predicate].symmetric:
            subject, object_ = sorted((subject, object_))
        stated[subject, claim.predicate, object_, claim.negated].append(claim)
    for (subject, predicate, object_, negated), claims in stated.items():
        _claim(graph, _Triple(subject, predicate, object_, negated), claims)


def _figures(graph: _Graph, record: Record, actors: Mapping[str, Actor]) -> None:
    observed: dict[_Observation, list[Figure]] = defaultdict(list)
    for figure in record.figures:
        key = (actors[figure.actor].iri, figure.metric, figure.value, figure.unit, figure.date, figure.base)
        observed[key].append(figure)
    for key, figures in observed.items():
        _figure(graph, key, figures)


def _hash(parts: Iterable[object]) -> str:
    text = json.dumps([str(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _term(curie: str) -> ox.NamedNode:
    """A term of one of the vocabularies, by CURIE or by local name of our own."""
    return ox.NamedNode(expand(curie))


def _decimal(value: float) -> ox.Literal:
    """A probability as an ``xsd:decimal`` in canonical form, to four places."""
    text = format(Decimal(str(round(value, 4))).normalize(), "f")
    return ox.Literal(text, datatype=_term("xsd:decimal"))


class _Graph:
    """The named graph of one document, being filled."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.node = ox.NamedNode(document_iri(document))
        self.extraction = ox.NamedNode(ACTIVITY + quote(document, safe=":"))
        self._quads: list[ox.Quad] = []

    def add(self, subject: ox.NamedNode, curie: str, *objects: ox.NamedNode | ox.Literal | str | None) -> None:
        """Add a triple per object; ``None`` and empty strings add nothing."""
        predicate = _term(curie)
        for item in objects:
            if item is None or item == "":
                continue
            node = ox.Literal(item) if isinstance(item, str) else item
            self._quads.append(ox.Quad(subject, predicate, node, self.node))

    def sorted(self) -> list[ox.Quad]:
        written = {str(quad): quad for quad in self._quads}  # a quad's text sorts and compares faster than the quad
        return [written[line] for line in sorted(written)]


@dataclass(frozen=True, slots=True)
class _Triple:
    subject: str
    predicate: str
    object: str
    negated: bool


def _document(graph: _Graph, record: Record, digest: str) -> None:
    info = record.document
    graph.add(graph.node, "rdf:type", _term("Document"))
    graph.add(graph.node, "dcterms:identifier", info.id)
    graph.add(graph.node, "dcterms:title", ox.Literal(info.title, language=info.language))
    graph.add(graph.node, "dcterms:language", info.language)
    graph.add(graph.node, "dcterms:source", info.source)
    graph.add(graph.node, "dcterms:date", info.date)
    graph.add(graph.node, "dcterms:creator", *info.authors)
    graph.add(graph.node, "dcterms:publisher", info.publisher)
    graph.add(graph.node, "characters", ox.Literal(info.characters))
    graph.add(graph.node, "digest", digest)
    graph.add(graph.extraction, "rdf:type", _term("Extraction"))
    graph.add(graph.extraction, "prov:used", graph.node)


def _entity(graph: _Graph, entity: Entity, actor: Actor) -> None:
    node = ox.NamedNode(actor.iri)
    graph.add(node, "rdf:type", *(_term(name) for name in superclasses(actor.subtype or actor.type)))
    preferred = set(actor.names)
    graph.add(node, "skos:prefLabel", *(ox.Literal(name, language=lang) for lang, name in actor.names))
    others = [form for form in surface_forms(entity) if form not in preferred]
    graph.add(node, "skos:altLabel", *(ox.Literal(name, language=lang) for lang, name in others))
    graph.add(graph.node, "mentions", node)


def _tally(graph: _Graph, actor: str, count: int) -> None:
    tally = ox.NamedNode(TALLY + _hash([graph.document, actor]))
    graph.add(tally, "rdf:type", _term("MentionTally"))
    graph.add(tally, "about", ox.NamedNode(actor))
    graph.add(tally, "mentionCount", ox.Literal(count))
    graph.add(tally, "prov:wasDerivedFrom", graph.node)


def _claim(graph: _Graph, triple: _Triple, claims: list[Claim]) -> None:
    subject, object_ = ox.NamedNode(triple.subject), ox.NamedNode(triple.object)
    iri = claim_iri(graph.document, triple.subject, triple.predicate, triple.object, negated=triple.negated)
    node = ox.NamedNode(iri)
    stated = [claim for claim in claims if not claim.hedged]
    finer = {claim.subpredicate for claim in claims if claim.subpredicate}
    graph.add(node, "rdf:type", _term("Claim"))
    graph.add(node, "rdf:subject", subject)
    graph.add(node, "rdf:predicate", _term(triple.predicate))
    graph.add(node, "rdf:object", object_)
    graph.add(node, "finerPredicate", *(_term(name) for name in finer))
    graph.add(node, "negated", ox.Literal(triple.negated))
    graph.add(node, "hedged", ox.Literal(not stated))
    graph.add(node, "confidence", _decimal(max(claim.confidence for claim in stated or claims)))
    graph.add(node, "rule", *(claim.rule for claim in claims))
    graph.add(node, "prov:wasDerivedFrom", graph.node)
    graph.add(node, "prov:wasGeneratedBy", graph.extraction)
    for said in _by_place(claims).values():
        evidence = _evidence(graph, iri, said[0].evidence, max(claim.confidence for claim in said))
        graph.add(evidence, "rule", *(claim.rule for claim in said))
        graph.add(evidence, "hedged", ox.Literal(all(claim.hedged for claim in said)))
        for claim in said:
            _qualifiers(graph, (node, evidence), claim.qualifiers)
    if not triple.negated:
        for name in {triple.predicate if stated else "", *(claim.subpredicate for claim in stated)} - {""}:
            graph.add(subject, name, object_)
            if PROPERTIES[name].symmetric:
                graph.add(object_, name, subject)


def _by_place(items: Iterable[_Stated]) -> dict[tuple[int, int], list[_Stated]]:
    """Claims or figures by the range of their evidence."""
    places: dict[tuple[int, int], list[_Stated]] = defaultdict(list)
    for item in items:
        places[item.evidence.start, item.evidence.end].append(item)
    return places


def _evidence(graph: _Graph, owner: str, evidence: Evidence, confidence: float) -> ox.NamedNode:
    """A range of the document as a Web Annotation specific resource: by its words and by its position."""
    iri = f"{owner}/evidence/{evidence.start}-{evidence.end}"
    node, by_words, by_position = ox.NamedNode(iri), ox.NamedNode(iri + "/quote"), ox.NamedNode(iri + "/position")
    graph.add(ox.NamedNode(owner), "evidence", node)
    graph.add(node, "rdf:type", _term("Evidence"))
    graph.add(node, "confidence", _decimal(confidence))
    graph.add(node, "oa:hasSource", graph.node)
    graph.add(node, "oa:hasSelector", by_words, by_position)
    graph.add(by_words, "rdf:type", _term("oa:TextQuoteSelector"))
    graph.add(by_words, "oa:exact", evidence.text)
    graph.add(by_position, "rdf:type", _term("oa:TextPositionSelector"))
    graph.add(by_position, "oa:start", ox.Literal(evidence.start))
    graph.add(by_position, "oa:end", ox.Literal(evidence.end))
    if evidence.section:
        section = ox.NamedNode(f"{graph.node.value}/section/{_hash([evidence.section])}")
        graph.add(node, "section", section)
        graph.add(section, "rdf:type", _term("Section"))
        graph.add(section, "dcterms:title", evidence.section)
        graph.add(section, "dcterms:isPartOf", graph.node)
    return node


def _qualifiers(graph: _Graph, nodes: Iterable[ox.NamedNode], qualifiers: Mapping[str, str]) -> None:
    """Qualifiers on the claim, for short queries, and on the evidence, where they belong together.

    One without a property of its own, and a date in words, is kept as ``name=value``.
    """
    for name, value in qualifiers.items():
        own = name in QUALIFIERS and (name != "date" or _DATE.fullmatch(value))
        for node in nodes:
            if own:
                graph.add(node, name, value)
            else:
                graph.add(node, "qualifier", f"{name}={value}")


def _figure(graph: _Graph, key: _Observation, figures: list[Figure]) -> None:
    first = figures[0]
    iri = FIGURE + _hash([graph.document, *key])
    node = ox.NamedNode(iri)
    graph.add(node, "rdf:type", _term("Figure"))
    graph.add(node, "about", ox.NamedNode(key[0]))
    graph.add(node, "metric", first.metric)
    graph.add(node, "value", ox.Literal(first.value))
    graph.add(node, "unit", first.unit)
    _qualifiers(graph, [node], {"date": first.date} if first.date else {})
    graph.add(node, "base", first.base)
    graph.add(node, "words", *(figure.text for figure in figures))
    graph.add(node, "confidence", _decimal(max(figure.confidence for figure in figures)))
    graph.add(node, "prov:wasDerivedFrom", graph.node)
    for said in _by_place(figures).values():
        _evidence(graph, iri, said[0].evidence, max(figure.confidence for figure in said))
