"""Shortest chains, against networkx."""

from __future__ import annotations

import networkx
from actorgraph.graph.traversal import distances, shortest_chains
from hypothesis import given
from hypothesis import strategies as st

EDGES = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda e: e[0] != e[1]), max_size=25)


def graph_of(edges: set[tuple[int, int]]) -> networkx.Graph:
    graph = networkx.Graph(sorted(edges))
    graph.add_nodes_from(range(10))
    return graph


@given(edges=EDGES, start=st.integers(0, 9), end=st.integers(0, 9), longest=st.integers(1, 6))
def test_shortest_chains(edges: set[tuple[int, int]], start: int, end: int, longest: int) -> None:
    graph = graph_of(edges)
    found = shortest_chains(start, end, lambda n: sorted(graph[n]), longest, 1000)
    expected: list[tuple[int, ...]] = []
    if networkx.has_path(graph, start, end) and networkx.shortest_path_length(graph, start, end) <= longest:
        expected = sorted(map(tuple, networkx.all_shortest_paths(graph, start, end)))
    assert found == expected


@given(edges=EDGES, start=st.integers(0, 9), end=st.integers(0, 9), limit=st.integers(1, 3))
def test_a_limit_cuts_the_list_only(edges: set[tuple[int, int]], start: int, end: int, limit: int) -> None:
    graph = graph_of(edges)
    every = shortest_chains(start, end, lambda n: sorted(graph[n]), 9, 1000)
    some = shortest_chains(start, end, lambda n: sorted(graph[n]), 9, limit)
    assert len(some) == min(limit, len(every))
    assert set(some) <= set(every)


@given(edges=EDGES, start=st.integers(0, 9), depth=st.integers(1, 4))
def test_distances(edges: set[tuple[int, int]], start: int, depth: int) -> None:
    graph = graph_of(edges)
    expected = networkx.single_source_shortest_path_length(graph, start, cutoff=depth)
    assert distances(start, lambda n: sorted(graph[n]), depth) == dict(expected)
