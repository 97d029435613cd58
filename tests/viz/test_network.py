"""Facts become nodes and edges."""

from __future__ import annotations

import pytest
from actorgraph.ontology.errors import UsageError
from actorgraph.viz.network import Network, draw

from .networks import actor, drawn_by_lot, fact, network

A, B, C, D = (actor(key) for key in "abcd")


def shown(drawn: Network) -> list[str]:
    return [node.actor.name() for node in drawn.nodes]


def test_all_facts_between_two_actors_are_one_edge_whichever_way_round() -> None:
    drawn = draw(network([fact(A, "develops", B), fact(B, "uses", A), fact(A, "supplies", C)]))
    assert shown(drawn) == ["A", "B", "C"]
    assert [(e.source, e.target, len(e.facts)) for e in drawn.edges] == [(0, 1, 2), (0, 2, 1)]
    for edge in drawn.edges:
        for place in edge.facts:
            ends = {drawn.facts[place].subject, drawn.facts[place].object}
            assert ends == {drawn.nodes[edge.source].actor, drawn.nodes[edge.target].actor}


def test_those_asked_for_come_first_then_the_best_connected() -> None:
    drawn = draw(network([fact(A, "uses", B), fact(B, "uses", C), fact(C, "uses", D), fact(B, "uses", D)], D))
    assert shown(drawn) == ["D", "B", "C", "A"]
    assert [node.center for node in drawn.nodes] == [True, False, False, False]
    assert [node.degree for node in drawn.nodes] == [2, 3, 2, 1]


def test_a_denied_fact_ties_nobody_but_is_there() -> None:
    drawn = draw(network([fact(A, "uses", B, negated=True)]))
    assert [node.degree for node in drawn.nodes] == [0, 0]
    assert len(drawn.edges) == 1


def test_a_cap_keeps_those_asked_for_and_the_best_connected_and_says_how_many_there_were() -> None:
    facts = [fact(A, "uses", B), fact(A, "uses", C), fact(B, "uses", C), fact(C, "uses", D)]
    drawn = draw(network(facts, D), limit=3)
    assert shown(drawn) == ["D", "C", "A"]
    assert drawn.found == 4
    assert all(node.degree for node in drawn.nodes)


@pytest.mark.parametrize(("limit", "kept"), [(1, ["A"]), (2, ["A", "LEAF0"]), (6, 6), (7, 6), (8, 8)])
def test_a_cap_keeps_what_hangs_together(limit: int, kept: list[str] | int) -> None:
    star = [fact(A, "uses", actor(f"leaf{n}")) for n in range(5)]
    drawn = draw(network([fact(B, "uses", C), *star]), limit=limit)
    assert (shown(drawn) if isinstance(kept, list) else len(shown(drawn))) == kept
    assert drawn.found == 8


def test_an_actor_asked_for_stands_alone() -> None:
    drawn = draw(network([], A))
    assert (shown(drawn), drawn.edges) == (["A"], ())


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(UsageError, match="nothing to draw"):
        draw(network([]))
    with pytest.raises(UsageError, match="give 1 or more"):
        draw(network([], A), limit=0)


def test_the_order_of_facts_and_actors_does_not_matter_to_nodes() -> None:
    found = drawn_by_lot(60, 120)
    turned = network(reversed(found.facts))
    assert draw(found).nodes == draw(turned).nodes
