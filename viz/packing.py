"""Circles on a plane: pushing them apart until none touches another, and packing them closely around a middle."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

__all__ = ["Point", "enclosing_radius", "pack", "separate", "spiral_point", "sunflower"]

Point = tuple[float, float]

_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))
_ROUNDS: Final = 30
"""Rounds of pushing before the whole is spread a little; crowded communities of 300 nodes need 10 to 40."""
_SPREAD: Final = 1.08
_FLAT: Final = 1.6
"""How much more circles are drawn to the horizontal middle than to the vertical one: screens are wide."""


def spiral_point(number: int, spacing: float) -> Point:
    """The point with a number on a spiral whose points are evenly spread over the plane.

    :param spacing: about the distance between neighbouring points.
    """
    reach, angle = spacing * math.sqrt(number), number * _GOLDEN_ANGLE
    return reach * math.cos(angle), reach * math.sin(angle)


def sunflower(count: int, spacing: float = 1.0) -> list[Point]:
    """Points from the middle outwards, evenly spread over a disc, as the seeds of a sunflower.

    >>> [(round(x), round(y)) for x, y in sunflower(3, 10)]
    [(0, 0), (-7, 7), (1, -14)]
    """
    return [spiral_point(number, spacing) for number in range(count)]


def enclosing_radius(points: Sequence[Point], radii: Sequence[float]) -> float:
    """Radius of the circle around the origin that holds all circles."""
    return max((math.hypot(x, y) + r for (x, y), r in zip(points, radii, strict=True)), default=0.0)


def separate(points: Sequence[Point], radii: Sequence[float], gap: float) -> list[Point]:
    """Push circles apart until every two are at least ``gap`` from each other.

    >>> separate([(0, 0), (1, 0)], [5, 5], 2)
    [(-5.5, 0.0), (6.5, 0.0)]
    """
    placed = _apart_at_all(points)
    while True:
        for _ in range(_ROUNDS):
            if not _push(placed, radii, gap):
                return placed
        placed = [(x * _SPREAD, y * _SPREAD) for x, y in placed]


def _apart_at_all(points: Sequence[Point]) -> list[Point]:
    """The points, with a hair's breadth between those that coincide, so that there is a direction to push them in."""
    seen: dict[Point, int] = defaultdict(int)
    placed = []
    for x, y in points:
        n = seen[x, y]
        seen[x, y] += 1
        placed.append((x + 1e-3 * n * math.cos(n * _GOLDEN_ANGLE), y + 1e-3 * n * math.sin(n * _GOLDEN_ANGLE)))
    return placed


def _push(placed: list[Point], radii: Sequence[float], gap: float) -> bool:
    """Push every two circles that are too close half the way each; whether any were."""
    close = False
    for a, b in _close_pairs(placed, radii, gap):
        (ax, ay), (bx, by) = placed[a], placed[b]
        dx, dy = bx - ax, by - ay
        distance = math.hypot(dx, dy) or 1e-9
        missing = radii[a] + radii[b] + gap - distance
        if missing <= 1e-6:
            continue
        close = True
        # A thousandth more than needed, or pairs would near their distance for ever without reaching it.
        share = (missing / 2 + 1e-3 * gap) / distance if len(placed) > 2 else missing / 2 / distance
        placed[a] = (ax - dx * share, ay - dy * share)
        placed[b] = (bx + dx * share, by + dy * share)
    return close


def _close_pairs(placed: Sequence[Point], radii: Sequence[float], gap: float) -> Iterator[tuple[int, int]]:
    """Pairs of circles that may be too close, found through a grid of cells as wide as the widest pair."""
    width = 2 * max(radii, default=0.0) + gap or 1.0
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, (x, y) in enumerate(placed):
        cells[math.floor(x / width), math.floor(y / width)].append(n)
    for (column, row), here in cells.items():
        for place, a in enumerate(here):
            for b in here[place + 1 :]:
                yield a, b
        for there in ((column + 1, row), (column - 1, row + 1), (column, row + 1), (column + 1, row + 1)):
            for b in cells.get(there, ()):
                for a in here:
                    yield a, b


def pack(
    points: Sequence[Point], radii: Sequence[float], links: Sequence[Mapping[int, float]], gap: float
) -> list[Point]:
    """Draw circles together, linked ones towards each other and all towards the middle, without letting them touch.

    :param links: for each circle the circles it is tied to, with weights.
    """
    placed = list(points)
    for step in range(120):
        pull = 0.12 * (1 - step / 120)
        for n, ties in enumerate(links):
            weight = sum(ties.values())
            x, y = placed[n]
            tx = sum(placed[m][0] * w for m, w in ties.items()) / weight if weight else 0.0
            ty = sum(placed[m][1] * w for m, w in ties.items()) / weight if weight else 0.0
            placed[n] = (x + pull * (0.5 * tx - x), y + pull * (0.5 * ty - _FLAT * y))
        for _ in range(4):
            if not _push(placed, radii, gap):
                break
    return separate(placed, radii, gap)
