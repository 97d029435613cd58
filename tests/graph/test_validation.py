"""Each shape catches its error: at the right node and path, by the right constraint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from actorgraph.graph.builder import apply
from actorgraph.graph.generations import current
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.quads import claim_iri
from actorgraph.graph.rdf import dataset, document_graph
from actorgraph.graph.store import GraphFolder
from actorgraph.graph.validation import Violation, validate, validate_graph
from actorgraph.ontology.errors import StoreError
from actorgraph.ontology.namespaces import ACTOR, AG, expand, local_name, ontology_text
from actorgraph.ontology.vocabulary import CORE_PROPERTIES, PROPERTIES
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, SKOS

from .records import chips

# Not imported by its name: pytest looks every name of a test module up, and this namespace warns of unknown ones.
DECIMAL, DOUBLE, INTEGER = rdflib.XSD.decimal, rdflib.XSD.double, rdflib.XSD.integer


def ag(name: str) -> URIRef:
    return URIRef(expand(name))


def actor(name: str) -> URIRef:
    return URIRef(ACTOR + name)


@pytest.fixture(scope="module")
def sound(small: GraphFolder) -> rdflib.Graph:
    with Lookup.open(small) as lookup:
        return document_graph(lookup.store, lookup.find_document("芯片").iri)


DOCUMENT = "https://w3id.org/actorgraph/document/" + chips().record.document.id
CLAIM = URIRef(claim_iri(chips().record.document.id, ACTOR + "huawei", "develops", ACTOR + "ascend-910c"))


def test_a_built_graph_conforms(small: GraphFolder) -> None:
    with Lookup.open(small) as lookup:
        assert validate(lookup.store) == []


def node_of(graph: rdflib.Graph, kind: str) -> URIRef:
    return min(URIRef(str(s)) for s in graph.subjects(RDF.type, ag(kind)))


def remove(graph: rdflib.Graph, node: URIRef, *predicates: str) -> URIRef:
    for predicate in predicates:
        graph.remove((node, ag(predicate), None))
    return node


def replace(graph: rdflib.Graph, node: URIRef, predicate: str, *objects: rdflib.term.Identifier) -> URIRef:
    remove(graph, node, predicate)
    for object_ in objects:
        graph.add((node, ag(predicate), object_))
    return node


def evidence(graph: rdflib.Graph) -> URIRef:
    return URIRef(str(graph.value(CLAIM, ag("evidence"))))


def selector(graph: rdflib.Graph, kind: str) -> URIRef:
    found = [s for s in graph.objects(evidence(graph), ag("oa:hasSelector")) if (s, RDF.type, ag(kind)) in graph]
    return URIRef(str(found[0]))


def number(value: str, kind: URIRef = DECIMAL) -> Literal:
    return Literal(value, datatype=kind)


def untyped(graph: rdflib.Graph) -> URIRef:
    """Groq, of whom nothing is asserted, without a type."""
    graph.remove((actor("groq"), RDF.type, None))
    return actor("groq")


Plant = Callable[[rdflib.Graph], URIRef]

# (what is planted, at which node and path it is found, by which component)
PLANTED: list[tuple[str, Plant, str, str]] = [
    ("an actor of no class", untyped, "", "Xone"),
    ("an actor of two classes",
     lambda g: replace(g, actor("groq"), "rdf:type", ag("Company"), ag("Person")), "", "Xone"),
    ("an actor without a name", lambda g: remove(g, actor("groq"), "skos:prefLabel"), "skos:prefLabel", "MinCount"),
    ("two names in a language",
     lambda g: replace(g, actor("groq"), "skos:prefLabel", Literal("a", "en"), Literal("b", "en")),
     "skos:prefLabel", "UniqueLang"),
    ("a name without a language",
     lambda g: replace(g, actor("groq"), "skos:prefLabel", Literal("Groq")), "skos:prefLabel", "Datatype"),
    ("an empty alternative name",
     lambda g: replace(g, actor("groq"), "skos:altLabel", Literal("", "en")), "skos:altLabel", "MinLength"),
    ("a claim without a subject", lambda g: remove(g, CLAIM, "rdf:subject"), "rdf:subject", "MinCount"),
    ("a claim of two objects",
     lambda g: replace(g, CLAIM, "rdf:object", actor("groq"), actor("amd")), "rdf:object", "MaxCount"),
    ("a claim of an unknown property",
     lambda g: replace(g, CLAIM, "rdf:predicate", ag("likes")), "rdf:predicate", "In"),
    ("an unknown finer property",
     lambda g: replace(g, CLAIM, "finerPredicate", ag("likes")), "ag:finerPredicate", "In"),
    ("too sure a claim", lambda g: replace(g, CLAIM, "confidence", number("1.1")), "ag:confidence", "MaxInclusive"),
    ("a claim below zero", lambda g: replace(g, CLAIM, "confidence", number("-0.1")), "ag:confidence", "MinInclusive"),
    ("a confidence of another type",
     lambda g: replace(g, CLAIM, "confidence", number("0.5", DOUBLE)), "ag:confidence", "Datatype"),
    ("a claim that does not say if denied", lambda g: remove(g, CLAIM, "negated"), "ag:negated", "MinCount"),
    ("a claim both hedged and not",
     lambda g: replace(g, CLAIM, "hedged", Literal(True), Literal(False)), "ag:hedged", "MaxCount"),
    ("a claim without a rule", lambda g: remove(g, CLAIM, "rule"), "ag:rule", "MinCount"),
    ("a claim without evidence", lambda g: remove(g, CLAIM, "evidence"), "ag:evidence", "MinCount"),
    ("evidence that is none", lambda g: replace(g, CLAIM, "evidence", actor("groq")), "ag:evidence", "Class"),
    ("a date in words", lambda g: replace(g, CLAIM, "date", Literal("soon")), "ag:date", "Pattern"),
    ("a figure of a date in words",
     lambda g: replace(g, node_of(g, "Figure"), "date", Literal("2025-13")), "ag:date", "Pattern"),
    ("a claim from nowhere", lambda g: remove(g, CLAIM, "prov:wasDerivedFrom"), "prov:wasDerivedFrom", "MinCount"),
    ("a claim that nothing made",
     lambda g: remove(g, CLAIM, "prov:wasGeneratedBy"), "prov:wasGeneratedBy", "MinCount"),
    ("evidence of no document", lambda g: remove(g, evidence(g), "oa:hasSource"), "oa:hasSource", "MinCount"),
    ("evidence without confidence", lambda g: remove(g, evidence(g), "confidence"), "ag:confidence", "MinCount"),
    ("evidence in no section of ours",
     lambda g: replace(g, evidence(g), "section", actor("groq")), "ag:section", "Class"),
    ("an end before the start",
     lambda g: replace(g, selector(g, "oa:TextPositionSelector"), "oa:start", number("9999", INTEGER)),
     "oa:start", "LessThan"),
    ("a document without a title", lambda g: remove(g, URIRef(DOCUMENT), "dcterms:title"), "dcterms:title", "MinCount"),
    ("a document with another id",
     lambda g: replace(g, URIRef(DOCUMENT), "dcterms:identifier", Literal("md5:1")), "dcterms:identifier", "Pattern"),
    ("a document without a language",
     lambda g: remove(g, URIRef(DOCUMENT), "dcterms:language"), "dcterms:language", "MinCount"),
    ("a document without a source",
     lambda g: remove(g, URIRef(DOCUMENT), "dcterms:source"), "dcterms:source", "MinCount"),
    ("a document of negative length",
     lambda g: replace(g, URIRef(DOCUMENT), "characters", number("-1", INTEGER)), "ag:characters", "MinInclusive"),
    ("a section without a title",
     lambda g: remove(g, node_of(g, "Section"), "dcterms:title"), "dcterms:title", "MinCount"),
    ("a section of nothing",
     lambda g: remove(g, node_of(g, "Section"), "dcterms:isPartOf"), "dcterms:isPartOf", "MinCount"),
    ("a figure of nobody", lambda g: remove(g, node_of(g, "Figure"), "about"), "ag:about", "MinCount"),
    ("a figure without a metric", lambda g: remove(g, node_of(g, "Figure"), "metric"), "ag:metric", "MinCount"),
    ("a figure in words",
     lambda g: replace(g, node_of(g, "Figure"), "value", Literal("many")), "ag:value", "Datatype"),
    ("a figure without words", lambda g: remove(g, node_of(g, "Figure"), "words"), "ag:words", "MinCount"),
    ("a figure without evidence", lambda g: remove(g, node_of(g, "Figure"), "evidence"), "ag:evidence", "MinCount"),
    ("a figure without confidence",
     lambda g: remove(g, node_of(g, "Figure"), "confidence"), "ag:confidence", "MinCount"),
    ("a figure from nowhere",
     lambda g: remove(g, node_of(g, "Figure"), "prov:wasDerivedFrom"), "prov:wasDerivedFrom", "MinCount"),
    ("a tally of nobody", lambda g: remove(g, node_of(g, "MentionTally"), "about"), "ag:about", "MinCount"),
    ("a tally of none",
     lambda g: replace(g, node_of(g, "MentionTally"), "mentionCount", number("0", INTEGER)),
     "ag:mentionCount", "MinInclusive"),
    ("half a symmetric fact",
     lambda g: remove(g, actor("amd"), "competesWith") and actor("nvidia"), "^ag:competesWith", "Equals"),
]  # fmt: skip


def check(graph: rdflib.Graph, focus: URIRef, path: str, component: str) -> Violation:
    (violation,) = validate_graph(graph)
    found = (violation.focus_node, violation.path, violation.component)
    assert found == (str(focus), path, f"{component}ConstraintComponent")
    assert violation.message("zh") != violation.message("en")
    return violation


@pytest.mark.parametrize(("plant", "path", "component"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_a_planted_error_is_found(plant: Plant, path: str, component: str, sound: rdflib.Graph) -> None:
    graph = rdflib.Graph() + sound
    focus = plant(graph)
    check(graph, focus, path, component)


def test_missing_words_and_positions_are_found(sound: rdflib.Graph) -> None:
    cases = [("oa:TextQuoteSelector", "oa:exact"), ("oa:TextPositionSelector", "oa:end")]
    for kind, predicate in cases:
        graph = rdflib.Graph() + sound
        remove(graph, selector(graph, kind), predicate)
        paths = {(v.focus_node, v.path, v.component) for v in validate_graph(graph)}
        assert (str(evidence(graph)), f"oa:hasSelector/{predicate}", "MinCountConstraintComponent") in paths


def other_than(classes: tuple[str, ...]) -> str:
    return next(name for name in ("Place", "Person", "Policy", "Organization") if name not in classes)


def tiny(name: str, subject: str, object_: str) -> rdflib.Graph:
    """One fact between two new actors of given classes."""
    graph = rdflib.Graph()
    for iri, class_ in ((actor("s"), subject), (actor("o"), object_)):
        graph.add((iri, RDF.type, ag(class_)))
        graph.add((iri, SKOS.prefLabel, Literal(str(iri), "en")))
    ends = [(actor("s"), actor("o"))] + ([(actor("o"), actor("s"))] if PROPERTIES[name].symmetric else [])
    for a, b in ends:
        graph.add((a, ag(name), b))
    return graph


ONE_WAY = [name for name in CORE_PROPERTIES if not PROPERTIES[name].symmetric]


@pytest.mark.parametrize("name", CORE_PROPERTIES)
def test_facts_that_the_ontology_admits_conform(name: str) -> None:
    prop = PROPERTIES[name]
    pairs = [(s, o) for s in prop.domain for o in prop.range if prop.admits(s, o)]
    assert pairs
    for subject, object_ in pairs:
        assert validate_graph(tiny(name, subject, object_)) == []


@pytest.mark.parametrize("name", ONE_WAY)
def test_a_wrong_subject_is_found(name: str) -> None:
    prop = PROPERTIES[name]
    component = "Class" if len(prop.domain) == 1 else "Or"
    check(tiny(name, other_than(prop.domain), prop.range[0]), actor("s"), "", component)


@pytest.mark.parametrize("name", ONE_WAY)
def test_a_wrong_object_is_found(name: str) -> None:
    prop = PROPERTIES[name]
    component = "Class" if len(prop.range) == 1 else "Or"
    found = check(tiny(name, prop.domain[0], other_than(prop.range)), actor("s"), f"ag:{name}", component)
    assert found.value == str(actor("o"))


def renamed(graph: rdflib.Graph, number: int) -> rdflib.Graph:
    """A copy whose own nodes differ from those of every other copy."""
    copy = rdflib.Graph()
    for triple in graph:
        nodes = [
            URIRef(f"{node}/{number}")
            if isinstance(node, URIRef) and "actorgraph/" in node and AG not in node
            else node
            for node in triple
        ]
        copy.add((nodes[0], nodes[1], nodes[2]))
    return copy


def test_no_shape_is_without_a_planted_error(sound: rdflib.Graph) -> None:
    every = rdflib.Graph()
    for number, (_, plant, _, _) in enumerate(PLANTED):
        graph = rdflib.Graph() + sound
        plant(graph)
        every += renamed(graph, number)
    for number, name in enumerate(CORE_PROPERTIES, start=len(PLANTED)):
        prop = PROPERTIES[name]
        every += renamed(tiny(name, other_than(prop.domain), prop.range[0]), 2 * number)
        every += renamed(tiny(name, prop.domain[0], other_than(prop.range)), 2 * number + 1)
    graph = rdflib.Graph() + sound
    for kind, predicate in (("oa:TextQuoteSelector", "oa:exact"), ("oa:TextPositionSelector", "oa:end")):
        remove(graph, selector(graph, kind), predicate)
    remove(graph, selector(graph, "oa:TextPositionSelector"), "oa:start")
    graph.add((actor("nvidia"), ag("partnersWith"), actor("amd")))
    every += renamed(graph, -1)
    shapes = rdflib.Graph().parse(data=ontology_text("shapes.ttl"), format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    named = {local_name(str(s)) for kind in (sh.NodeShape, sh.PropertyShape) for s in shapes.subjects(RDF.type, kind)}
    assert len(named) > 75
    assert named - {violation.shape for violation in validate_graph(every)} == set()


def test_wrong_ends_of_symmetric_facts_are_found() -> None:
    rivals = validate_graph(tiny("competesWith", "Company", "Product"))
    assert [(v.focus_node, v.component) for v in rivals] == [
        (str(actor("o")), "OrConstraintComponent"),
        (str(actor("s")), "OrConstraintComponent"),
    ]
    partners = validate_graph(tiny("partnersWith", "Company", "Product"))
    assert [(v.focus_node, v.path) for v in partners] == [(str(actor("o")), ""), (str(actor("s")), "ag:partnersWith")]


def test_violations_name_their_document_and_come_sorted(tmp_path: Path) -> None:
    folder = GraphFolder.create(tmp_path / "graph")
    apply(folder, [chips().pair])
    generation = current(folder)
    assert generation is not None
    store = ox.Store(str(generation.quads))
    graph = ox.NamedNode(DOCUMENT)
    for value in ("soon", "later"):
        store.add(ox.Quad(ox.NamedNode(CLAIM), ox.NamedNode(AG + "date"), ox.Literal(value), graph))
    violations = validate(store)
    found = [(v.document, v.path, v.shape, v.value) for v in violations]
    assert found == [(DOCUMENT, "ag:date", "Claim-date", value) for value in ("later", "soon")]
    assert violations[0].as_dict()["message"]["zh"] == "日期须写作年、年月或年月日，季度或半年。"
    assert validate(store, [DOCUMENT]) == violations
    with pytest.raises(StoreError, match="The graph has no document urn:x"):
        validate(store, ["urn:x"])


def test_rdflib_sees_the_union_and_the_graphs(small: GraphFolder) -> None:
    with Lookup.open(small) as lookup:
        data = dataset(lookup.store)
        (row,) = data.query("SELECT (COUNT(*) AS ?n) { actor:nvidia ag:develops actor:blackwell }")
        assert isinstance(row, rdflib.query.ResultRow)
        assert int(row[0]) == 1
        assert len(data) == lookup.stats().triples
        names = {str(graph.identifier) for graph in data.graphs()}
        assert {d.iri for d in lookup.documents()} < names
        assert (actor("smic"), ag("develops"), actor("ascend-910c")) in data.graph(URIRef(DOCUMENT))
        assert AG in {str(iri) for _, iri in data.namespaces()}
