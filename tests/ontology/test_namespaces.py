"""Prefixes: one list, and CURIEs that lead back to their IRIs."""

from __future__ import annotations

import pytest
import rdflib
from actorgraph.ontology.errors import OntologyError
from actorgraph.ontology.namespaces import AG, PREFIXES, contract, expand, local_name, ontology_text
from hypothesis import given
from hypothesis import strategies as st

CASES = [
    ("develops", AG + "develops"),
    ("ag:Company", AG + "Company"),
    ("rdf:type", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
    ("actor:company/x", "https://w3id.org/actorgraph/actor/company/x"),
    ("https://example.org/x", "https://example.org/x"),
]


@pytest.mark.parametrize(("curie", "iri"), CASES)
def test_expand(curie: str, iri: str) -> None:
    assert expand(curie) == iri


def test_an_unknown_prefix_is_refused() -> None:
    with pytest.raises(OntologyError, match="The prefix 'foo:' is not known; use one of ag, actor"):
        expand("foo:bar")


@pytest.mark.parametrize("iri", ["http://example.org/x", "urn:x", "", "https://w3id.org/actorgraph"])
def test_an_iri_without_a_prefix_stays(iri: str) -> None:
    assert contract(iri) == iri


@given(prefix=st.sampled_from(sorted(PREFIXES)), local=st.text(alphabet="abc123-./%", max_size=12))
def test_contract_undoes_expand(prefix: str, local: str) -> None:
    iri = PREFIXES[prefix] + local
    assert expand(contract(iri)) == iri


def test_prefixes_are_those_of_the_ontology_file() -> None:
    declared = dict(rdflib.Graph().parse(data=ontology_text(), format="turtle").namespaces())
    own = {"claim", "document", "figure"}
    assert {p: str(declared[p]) for p in PREFIXES if p not in own} == {
        p: iri for p, iri in PREFIXES.items() if p not in own
    }
    assert own < set(PREFIXES)


def test_shapes_use_the_same_prefixes() -> None:
    shapes = rdflib.Graph().parse(data=ontology_text("shapes.ttl"), format="turtle")
    declared = {p: str(iri) for p, iri in shapes.namespaces()}
    shared = PREFIXES.keys() & declared.keys()
    assert {"ag", "oa", "skos", "prov"} <= shared
    assert {p: declared[p] for p in shared} == {p: PREFIXES[p] for p in shared}


@pytest.mark.parametrize(("iri", "name"), [(AG + "uses", "uses"), ("http://x/y/z", "z"), ("http://x/y#z", "z")])
def test_local_name(iri: str, name: str) -> None:
    assert local_name(iri) == name
