"""Positions: nothing overlaps, the same twice, and those tied closely stand together."""

from __future__ import annotations

import math
import subprocess
import sys

import networkx as nx
import pytest
from actorgraph.viz.communities import communities
from actorgraph.viz.layout import lay_out
from actorgraph.viz.network import draw
from actorgraph.viz.packing import enclosing_radius, separate, sunflower
from hypothesis import given, settings
from hypothesis import strategies as st

from .networks import drawn_by_lot

Edges = list[tuple[int, int]]


def ties_of(edges: Edges) -> dict[tuple[int, int], float]:
    return {(min(pair), max(pair)): 1.0 for pair in edges if pair[0] != pair[1]}


def overlaps(positions: list[tuple[int, int]], radii: list[float], gap: float = 0) -> list[tuple[int, int]]:
    pairs = ((a, b) for b in range(len(radii)) for a in range(b))
    return [(a, b) for a, b in pairs if math.dist(positions[a], positions[b]) < radii[a] + radii[b] + gap]


SHAPES: dict[str, tuple[int, Edges]] = {
    "one": (1, []),
    "pair": (2, [(0, 1)]),
    "strangers": (40, []),
    "star": (150, [(0, n) for n in range(1, 150)]),
    "chain": (120, [(n, n + 1) for n in range(119)]),
    "clique": (30, [(a, b) for b in range(30) for a in range(b)]),
    "two cliques": (60, [(a + c, b + c) for c in (0, 30) for b in range(30) for a in range(b)] + [(0, 30)]),
    "large star": (700, [(0, n) for n in range(1, 700)]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_two_nodes_overlap(shape: str) -> None:
    count, edges = SHAPES[shape]
    radii = [5.0 + 29.0 * (n == 0) for n in range(count)]
    positions = lay_out(radii, ties_of(edges))
    assert len(positions) == count
    assert not overlaps(positions, radii, gap=8)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(5, 34), min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=80),
)
def test_no_two_nodes_of_any_network_overlap(radii: list[float], edges: Edges) -> None:
    ties = ties_of([pair for pair in edges if max(pair) < len(radii)])
    assert not overlaps(lay_out(radii, ties), radii, gap=8)


def test_nothing_needs_no_place() -> None:
    assert lay_out([], {}) == []


def test_a_large_network_in_communities() -> None:
    network = draw(drawn_by_lot(500, 900))
    ties = {(edge.source, edge.target): 1.0 for edge in network.edges}
    radii = [6.0] * len(network.nodes)
    positions = lay_out(radii, ties)
    assert not overlaps(positions, radii, gap=8)
    tied = sum(math.dist(positions[a], positions[b]) for a, b in ties) / len(ties)
    pairs = [(a, b) for b in range(0, len(radii), 7) for a in range(0, b, 7)]
    any_two = sum(math.dist(positions[a], positions[b]) for a, b in pairs) / len(pairs)
    assert tied < 0.6 * any_two, "those that are tied stand nearer to each other than any two"
    wide, high = (max(p[axis] for p in positions) - min(p[axis] for p in positions) for axis in (0, 1))
    assert wide > high, "screens are wide"


def test_the_layout_does_not_depend_on_the_process() -> None:
    code = (
        "from actorgraph.viz.layout import lay_out\n"
        "ties = {(n // 3, n): 1.0 for n in range(1, 200)} | {(n, n + 50): 2.0 for n in range(0, 150, 7)}\n"
        "print(lay_out([6.0] * 200, ties))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert "(" in runs.pop()


def test_two_cliques_are_two_communities() -> None:
    count, edges = SHAPES["two cliques"]
    adjacency: list[dict[int, float]] = [{} for _ in range(count)]
    for a, b in edges:
        adjacency[a][b] = adjacency[b][a] = 1.0
    assert communities(adjacency) == [list(range(30)), list(range(30, 60))]


def test_communities_are_as_good_as_those_of_networkx() -> None:
    graph = nx.Graph(ties_of([(f.source, f.target) for f in draw(drawn_by_lot(300, 600)).edges]).keys())
    graph = nx.convert_node_labels_to_integers(graph, ordering="sorted")
    ours = communities([dict.fromkeys(sorted(graph[node]), 1.0) for node in sorted(graph)])
    assert sorted(node for group in ours for node in group) == sorted(graph)
    theirs = nx.community.louvain_communities(graph, seed=1)
    assert nx.community.modularity(graph, ours) > nx.community.modularity(graph, theirs) - 0.03


@pytest.mark.parametrize("adjacency", [[], [{}], [{}, {}], [{1: 2.0}, {0: 2.0}]])
def test_communities_of_next_to_nothing(adjacency: list[dict[int, float]]) -> None:
    assert sorted(node for group in communities(adjacency) for node in group) == list(range(len(adjacency)))


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50), st.floats(1, 40)), max_size=30), st.floats(0.5, 20)
)
def test_circles_are_pushed_apart(circles: list[tuple[int, int, float]], gap: float) -> None:
    radii = [radius for _, _, radius in circles]
    placed = separate([(x, y) for x, y, _ in circles], radii, gap)
    for b in range(len(placed)):
        for a in range(b):
            assert math.dist(placed[a], placed[b]) >= radii[a] + radii[b] + gap - 1e-3


def test_circles_that_are_apart_stay_where_they_are() -> None:
    points = [(0.0, 0.0), (100.0, 0.0)]
    assert separate(points, [10, 10], 5) == points


def test_a_sunflower_is_even_and_an_enclosing_circle_holds_all() -> None:
    points = sunflower(200, 10)
    assert min(math.dist(points[a], points[b]) for b in range(200) for a in range(b)) > 9
    assert enclosing_radius([(3, 4), (0, 0)], [1, 2]) == 6
    assert enclosing_radius([], []) == 0
