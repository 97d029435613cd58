"""Positions computed beforehand, so that a page stands still when it opens.

Spring layouts are quadratic in the number of nodes, so a large network is first divided into communities; each is laid
out inside a circle of its own, the circles are packed by the ties between them, and each is turned so that its nodes
face those they are tied to elsewhere. No two nodes overlap. The same network gives the same positions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from actorgraph.viz.communities import communities
from actorgraph.viz.packing import Point, enclosing_radius, pack, separate, spiral_point, sunflower

__all__ = ["lay_out"]

_WHOLE: Final = 90
"""Nodes up to which a component is laid out as one piece; larger ones look like a ball of wool that way."""
_SPRING_MOST: Final = 500
"""Nodes up to which springs are simulated: 0.3 s at 500. Larger communities, stars mostly, are laid out as a disc."""
_ROUNDS: Final = 150
_AIR: Final = 1.5
"""Radius of a community's circle as a multiple of that of a disc of the same area as its nodes with their gaps."""
_GAP: Final = 14.0
"""Least space between two nodes, in the unit of their radii (a pixel at full size)."""
_CIRCLE_GAP: Final = 36.0
"""Least space between the circles of two communities."""
_SHORE: Final = 70.0
"""Space kept clear around the communities of a component, so that what is not tied to it does not lie among them."""
_STEP: Final = 9.0
"""Distance between the places that are tried for an island, next to the gaps small enough to waste no room."""
_FEW: Final = 60
"""Nodes below which a network is spread."""
_WIDE: Final = 1.4
"""Width of the whole by its height: screens are wide."""

Ties = Mapping[tuple[int, int], float]
"""Pairs of nodes, the lower number first, and how strongly they are tied."""


@dataclass(slots=True)
class _Island:
    """Nodes with their positions around the island's own middle, the radius that holds them, and the discs, each with
    its middle and radius, that keep others out."""

    nodes: list[int]
    points: list[Point]
    radius: float
    discs: list[tuple[Point, float]]


def lay_out(radii: Sequence[float], ties: Ties) -> list[tuple[int, int]]:
    """Positions for nodes of the given radii, in the same unit; the largest component is in the middle.

    >>> positions = lay_out([10, 6, 6], {(0, 1): 1.0, (0, 2): 1.0})
    >>> min(math.dist(positions[a], positions[b]) for a, b in ((0, 1), (0, 2), (1, 2))) > 20
    True
    """
    adjacency: list[dict[int, float]] = [{} for _ in radii]
    for (a, b), weight in sorted(ties.items()):
        adjacency[a][b] = adjacency[b][a] = weight
    islands = [_island(component, radii, adjacency) for component in _components(adjacency)]
    islands.sort(key=lambda island: (-island.radius, island.nodes))
    if islands:
        _lay_flat(islands[0])
    places = _around_the_middle(islands)
    # A few nodes alone on a page have room to stand further apart, so that names and edge labels fit between them.
    spread = math.sqrt(max(1.0, _FEW / max(1, len(radii))))
    found = [(0, 0)] * len(radii)
    for island, (x, y) in zip(islands, places, strict=True):
        for node, (dx, dy) in zip(island.nodes, island.points, strict=True):
            found[node] = (round(spread * (x + dx)), round(spread * (y + dy)))
    return found


def _lay_flat(island: _Island) -> None:
    """Turn an island so that it is wider than high, by the main axis of its points."""
    xx = sum(x * x - y * y for x, y in island.points)
    xy = sum(2 * x * y for x, y in island.points)
    angle = -math.atan2(xy, xx) / 2
    island.points = [_turn(point, angle) for point in island.points]
    island.discs = [(_turn(middle, angle), radius) for middle, radius in island.discs]


def _turn(point: Point, angle: float) -> Point:
    (x, y), sine, cosine = point, math.sin(angle), math.cos(angle)
    return x * cosine - y * sine, x * sine + y * cosine


def _components(adjacency: Sequence[Mapping[int, float]]) -> Iterator[list[int]]:
    seen: set[int] = set()
    for start in range(len(adjacency)):
        if start in seen:
            continue
        component = [start]
        seen.add(start)
        for node in component:
            for other in adjacency[node]:
                if other not in seen:
                    seen.add(other)
                    component.append(other)
        yield sorted(component)


def _island(nodes: list[int], radii: Sequence[float], adjacency: Sequence[Mapping[int, float]]) -> _Island:
    """A component, laid out as one piece if it is small, else by its communities."""
    if len(nodes) <= _WHOLE:
        return _disc(nodes, radii, adjacency)
    numbers = {node: n for n, node in enumerate(nodes)}
    groups = communities([{numbers[other]: w for other, w in adjacency[node].items()} for node in nodes])
    discs = [_disc([nodes[n] for n in group], radii, adjacency) for group in groups]
    home = {node: n for n, disc in enumerate(discs) for node in disc.nodes}
    links: list[dict[int, float]] = [{} for _ in discs]
    for node in nodes:
        for other, weight in adjacency[node].items():
            if home[other] != home[node]:
                links[home[node]][home[other]] = links[home[node]].get(home[other], 0.0) + weight
    start = sunflower(len(discs), 1.2 * math.sqrt(sum(disc.radius**2 for disc in discs) / len(discs)))
    middles = pack(_springs(links, start), [disc.radius for disc in discs], links, _CIRCLE_GAP)
    for n, disc in enumerate(discs):
        disc.points = _turned(disc, middles[n], [_outward(node, home, adjacency, middles) for node in disc.nodes])
    points = [(x + dx, y + dy) for disc, (x, y) in zip(discs, middles, strict=True) for dx, dy in disc.points]
    kept_clear = [(middle, disc.radius + _SHORE) for middle, disc in zip(middles, discs, strict=True)]
    return _centered([node for disc in discs for node in disc.nodes], points, radii, kept_clear)


def _disc(nodes: list[int], radii: Sequence[float], adjacency: Sequence[Mapping[int, float]]) -> _Island:
    """Nodes laid out inside one circle, the best connected towards its middle."""
    within = set(nodes)
    order = sorted(nodes, key=lambda node: (-sum(o in within for o in adjacency[node]), node))
    numbers = {node: n for n, node in enumerate(order)}
    sizes = [radii[node] for node in order]
    wanted = _AIR * math.sqrt(sum((size + _GAP) ** 2 for size in sizes))
    points = sunflower(len(order), wanted / math.sqrt(len(order)))
    if 2 < len(order) <= _SPRING_MOST:
        ties = [{numbers[o]: w for o, w in adjacency[node].items() if o in within} for node in order]
        points = _evened(_springs(ties, points), wanted)
    return _centered(order, separate(points, sizes, _GAP), radii)


def _evened(points: Sequence[Point], radius: float) -> list[Point]:
    """Points moved outwards or inwards, each half the way to where its rank by distance would have it on an evenly
    filled disc: springs crowd the middle and throw single nodes far out."""
    ranked = sorted(range(len(points)), key=lambda n: (math.hypot(*points[n]), n))
    evened = list(points)
    for rank, n in enumerate(ranked):
        distance = math.hypot(*points[n]) or 1.0
        factor = (distance + radius * math.sqrt(rank / len(points))) / 2 / distance
        evened[n] = (points[n][0] * factor, points[n][1] * factor)
    return evened


def _springs(links: Sequence[Mapping[int, float]], start: Sequence[Point]) -> list[Point]:
    """Points after a simulation of springs along the links, as widely spread as they were before it."""
    import rustworkx as rx  # noqa: PLC0415 - only drawing needs it

    if len(start) < 3:
        return list(start)
    wide = max(math.hypot(x, y) for x, y in start)
    graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(links)))
    graph.add_edges_from([(a, b, w) for a, ties in enumerate(links) for b, w in ties.items() if a < b])
    placed = rx.spring_layout(
        graph,
        pos={n: (x / wide, y / wide) for n, (x, y) in enumerate(start)},
        num_iter=_ROUNDS,
        weight_fn=lambda weight: 1 + math.log(max(weight, 1.0)),
        seed=1,
    )
    points: list[Point] = [(float(placed[n][0]), float(placed[n][1])) for n in range(len(links))]
    mx, my = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    reach = max(math.hypot(x - mx, y - my) for x, y in points) or 1.0
    return [((x - mx) * wide / reach, (y - my) * wide / reach) for x, y in points]


def _centered(
    nodes: list[int], points: Sequence[Point], radii: Sequence[float], discs: Sequence[tuple[Point, float]] = ()
) -> _Island:
    """An island around the middle of its extent; without discs of its own it is one."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    mx, my = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    moved = [(x - mx, y - my) for x, y in points]
    radius = enclosing_radius(moved, [radii[node] for node in nodes])
    kept_clear = [((x - mx, y - my), r) for (x, y), r in discs] or [((0.0, 0.0), radius)]
    return _Island(nodes, moved, radius, kept_clear)


def _outward(
    node: int, home: Mapping[int, int], adjacency: Sequence[Mapping[int, float]], middles: Sequence[Point]
) -> Point:
    """Sum of the directions in which a node's ties to other communities lead."""
    x, y = middles[home[node]]
    dx = dy = 0.0
    for other, weight in adjacency[node].items():
        ox, oy = middles[home[other]]
        distance = math.hypot(ox - x, oy - y)
        if distance:
            dx, dy = dx + weight * (ox - x) / distance, dy + weight * (oy - y) / distance
    return dx, dy


def _turned(disc: _Island, middle: Point, outward: Iterable[Point]) -> list[Point]:
    """A disc's points, turned so that they lie as far as can be in the directions in which their ties lead."""
    turn = along = 0.0
    for (x, y), (dx, dy) in zip(disc.points, outward, strict=True):
        along += x * dx + y * dy
        turn += x * dy - y * dx
    angle = math.atan2(turn, along)
    return [_turn(point, angle) for point in disc.points]


def _around_the_middle(islands: Sequence[_Island]) -> list[Point]:
    """Places for islands, the largest first: each as near to the middle as those before it leave room."""
    places: list[Point] = []
    taken: list[tuple[Point, float]] = []
    step = 0
    for n, island in enumerate(islands):
        # What the spiral has no room for it has no room for later: islands of one size go on where the last one ended.
        step = step if n and island.radius == islands[n - 1].radius else 0
        while True:
            x, y = spiral_point(step, _STEP)
            place = (x * _WIDE, y)
            if not taken or all(math.dist(place, p) >= island.radius + r + _CIRCLE_GAP for p, r in taken):
                break
            step += 1
        places.append(place)
        taken += [((place[0] + dx, place[1] + dy), radius) for (dx, dy), radius in island.discs]
    return places
