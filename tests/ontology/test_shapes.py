"""The shapes agree with the ontology; that each catches its error is tested in ``tests/graph/test_validation.py``."""

from __future__ import annotations

import pytest
import rdflib
from actorgraph.ontology.namespaces import AG, ontology_text
from actorgraph.ontology.vocabulary import CORE_CLASSES, CORE_PROPERTIES, PROPERTIES, SUBPROPERTIES, TERMS
from rdflib import Literal, URIRef
from rdflib.collection import Collection

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
AGSH = rdflib.Namespace("https://w3id.org/actorgraph/shapes#")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=ontology_text("shapes.ttl"), format="turtle")


def _classes(shapes: rdflib.Graph, node: rdflib.term.Node) -> list[str]:
    """The class that a shape asks for, or those of its ``sh:or``."""
    direct = [str(c).removeprefix(AG) for c in shapes.objects(node, SH["class"])]
    items = _list(shapes, node, SH["or"])
    return direct + [str(shapes.value(item, SH["class"])).removeprefix(AG) for item in items]


def _list(shapes: rdflib.Graph, node: rdflib.term.Node, predicate: URIRef) -> list[rdflib.term.Node]:
    head = shapes.value(node, predicate)
    return [] if head is None else list(Collection(shapes, head))


@pytest.mark.parametrize("name", [n for n in CORE_PROPERTIES if not PROPERTIES[n].same_class])
def test_domain_and_range_are_the_ontologys(name: str, shapes: rdflib.Graph) -> None:
    domain, range_ = AGSH[f"{name}Domain"], AGSH[f"{name}Range"]
    assert shapes.value(domain, SH.targetSubjectsOf) == shapes.value(range_, SH.targetSubjectsOf) == URIRef(AG + name)
    assert tuple(_classes(shapes, domain)) == PROPERTIES[name].domain
    assert shapes.value(range_, SH.path) == URIRef(AG + name)
    assert tuple(_classes(shapes, range_)) == PROPERTIES[name].range


@pytest.mark.parametrize("name", [n for n in CORE_PROPERTIES if PROPERTIES[n].same_class])
def test_ends_of_one_class_are_the_ontologys(name: str, shapes: rdflib.Graph) -> None:
    assert tuple(_classes(shapes, AGSH[f"{name}Ends"])) == PROPERTIES[name].domain == PROPERTIES[name].range


@pytest.mark.parametrize("name", [n for n in CORE_PROPERTIES if PROPERTIES[n].symmetric])
def test_symmetric_properties_have_a_symmetry_shape(name: str, shapes: rdflib.Graph) -> None:
    assert shapes.value(AGSH[f"{name}Symmetry"], SH.equals) == URIRef(AG + name)


def test_lists_of_the_shapes_are_complete(shapes: rdflib.Graph) -> None:
    lists = {
        "predicate": set(CORE_PROPERTIES),
        "finerPredicate": set(SUBPROPERTIES),
    }
    for path, expected in lists.items():
        iri = URIRef(AG + path if path == "finerPredicate" else str(rdflib.RDF.predicate))
        (shape,) = (s for s in shapes.subjects(SH.path, iri) if shapes.value(s, SH["in"]))
        assert {str(item).removeprefix(AG) for item in _list(shapes, shape, SH["in"])} == expected
    xone = _list(shapes, AGSH.ActorClass, SH.xone)
    assert {str(shapes.value(item, SH["class"])).removeprefix(AG) for item in xone} == set(CORE_CLASSES)


def test_every_term_in_the_shapes_is_in_the_ontology(shapes: rdflib.Graph) -> None:
    used = {str(node).removeprefix(AG) for triple in shapes for node in triple if str(node).startswith(AG)}
    assert len(used) > 60
    assert used <= set(TERMS)


def test_every_constraint_speaks_both_languages(shapes: rdflib.Graph) -> None:
    constrained = {
        s for s, p in shapes.subject_predicates() if p in (SH.minCount, SH["class"], SH["or"], SH.xone, SH["in"])
    }
    checked = 0
    for node in constrained:
        if shapes.value(predicate=rdflib.RDF.first, object=node) is not None:
            continue  # an alternative inside sh:or or sh:xone; the shape around it speaks
        if any(shapes.value(predicate=rdflib.RDF.first, object=s) for s in shapes.subjects(SH.property, node)):
            continue
        languages = {m.language for m in shapes.objects(node, SH.message) if isinstance(m, Literal)}
        assert languages == {"zh", "en"}, node
        checked += 1
    assert checked > 60


def test_only_shacl_core_is_used(shapes: rdflib.Graph) -> None:
    assert not any(p == SH.sparql for p in shapes.predicates())
