"""The part of a graph that a view shows."""

from __future__ import annotations

import pytest
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.network import FactNetwork, Selection, alternative_names, fact_quotes, select_network
from actorgraph.ontology.errors import OntologyError, UsageError


def names(found: FactNetwork) -> set[str]:
    return {actor.name("en") for actor in found.actors}


def statements(found: FactNetwork) -> set[tuple[str, str, str]]:
    return {(fact.subject.name("en"), fact.predicate, fact.object.name("en")) for fact in found.facts}


def test_the_whole_graph_holds_every_fact_and_counts_who_has_none(lookup: Lookup) -> None:
    found = select_network(lookup, Selection())
    assert {fact.key for fact in found.facts} == {fact.key for fact in lookup.all_facts()}
    assert found.centers == ()
    assert len(found.actors) + found.untied == lookup.stats().actors
    assert found.actors[0].name("en") == "NVIDIA"


@pytest.mark.parametrize("name", ["英伟达", "NVIDIA", "nvidia corp."])
def test_around_an_actor_are_its_neighbours_and_the_facts_among_them(lookup: Lookup, name: str) -> None:
    found = select_network(lookup, Selection(names=(name,)))
    assert [center.name("en") for center in found.centers] == ["NVIDIA"]
    assert found.actors[0] == found.centers[0]
    assert {"TSMC", "AMD", "Blackwell", "H20", "Santa Clara"} <= names(found)
    assert "European Parliament" not in names(found)
    assert ("Farnell Robotics Inc.", "uses", "H20") in statements(found), "a fact between two neighbours"
    assert found.untied == 0


def test_what_is_rumoured_or_denied_is_shown_and_a_denial_leads_no_further(lookup: Lookup) -> None:
    found = select_network(lookup, Selection(names=("Cambricon",), depth=3))
    assert names(found) == {"Cambricon", "NVIDIA"}
    assert [fact.negated for fact in found.facts] == [True]
    groq = select_network(lookup, Selection(names=("Groq",), depth=2))
    assert "TSMC" in names(groq), "a rumour does lead further"
    assert [fact.hedged for fact in groq.facts if fact.predicate == "acquires"] == [True]


def test_depth_counts_facts(lookup: Lookup) -> None:
    near = select_network(lookup, Selection(names=("European Parliament",)))
    far = select_network(lookup, Selection(names=("European Parliament",), depth=2))
    assert names(near) == {"European Parliament", "AI Act"}
    assert names(far) == names(near) | {"European Union", "Code of Practice"}


def test_filters_by_property_type_and_document(lookup: Lookup) -> None:
    finer = select_network(lookup, Selection(predicates=("manufactures",)))
    assert statements(finer) == {("SMIC", "develops", "Ascend 910C")}
    companies = select_network(lookup, Selection(types=("Company",)))
    assert {actor.type for actor in companies.actors} == {"Company"}
    assert len(companies.actors) + companies.untied == lookup.stats().types["Company"]
    makers = select_network(lookup, Selection(names=("TSMC",), types=("ChipMaker",)))
    assert names(makers) == {"TSMC", "NVIDIA"}
    rules = select_network(lookup, Selection(document="rules.md"))
    assert rules.document is not None
    assert "TSMC" not in names(rules)
    both = select_network(lookup, Selection(names=("NVIDIA",), document="rules.md"))
    assert "AMD" not in names(both)
    assert "H20" in names(both)


def test_a_finer_class_alone_counts_its_actors(lookup: Lookup) -> None:
    found = select_network(lookup, Selection(types=("AIModel",)))
    assert len(found.actors) + found.untied == lookup.stats().subtypes["AIModel"]


def test_symmetric_facts_stand_one_way_whoever_is_asked(lookup: Lookup) -> None:
    seen = {
        fact.key
        for name in ("NVIDIA", "AMD")
        for fact in select_network(lookup, Selection(names=(name,))).facts
        if fact.predicate == "competesWith" and "AMD" in (fact.subject.name("en"), fact.object.name("en"))
    }
    assert len(seen) == 1


def test_an_actor_named_twice_is_one_center_and_one_without_facts_stands_alone(lookup: Lookup) -> None:
    assert len(select_network(lookup, Selection(names=("英伟达", "NVIDIA"))).centers) == 1
    alone = select_network(lookup, Selection(names=("Groq",), predicates=("develops",)))
    assert (names(alone), alone.facts) == ({"Groq"}, ())


@pytest.mark.parametrize(
    ("selection", "error"),
    [
        (Selection(names=("Nvdia",)), UsageError),
        (Selection(names=("NVIDIA",), depth=0), UsageError),
        (Selection(document="no such"), UsageError),
        (Selection(predicates=("develop",)), OntologyError),
        (Selection(types=("Compny",)), OntologyError),
    ],
)
def test_what_cannot_be_selected(lookup: Lookup, selection: Selection, error: type[Exception]) -> None:
    with pytest.raises(error):
        select_network(lookup, selection)


def test_quotes_and_names(lookup: Lookup) -> None:
    found = select_network(lookup, Selection(names=("Blackwell",)))
    (quotes,) = fact_quotes(lookup, found.facts)
    assert [quote.text for quote in quotes] == ["英伟达发布 Blackwell 架构", "英伟达发布 Blackwell"]
    report = lookup.find_document("芯片.txt")
    (only,) = fact_quotes(lookup, found.facts, document=report)
    assert [quote.text for quote in only] == ["英伟达发布 Blackwell 架构"]
    assert "NVIDIA Corporation" in alternative_names(lookup, lookup.find("NVIDIA"))
    assert "英伟达" not in alternative_names(lookup, lookup.find("NVIDIA"))
