"""Ways through the graph of plain facts: what lies around an actor, and the shortest chains between two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

__all__ = ["distances", "shortest_chains"]

Adjacent = Callable[[int], Iterable[int]]
"""The numbers of the actors that facts tie an actor to, sorted."""


def distances(start: int, adjacent: Adjacent, depth: int) -> dict[int, int]:
    """How many facts each actor within ``depth`` is away from ``start``; ``start`` itself is 0.

    >>> distances(1, {1: [2], 2: [1, 3], 3: [2]}.__getitem__, 1)
    {1: 0, 2: 1}
    """
    found = {start: 0}
    frontier = [start]
    for distance in range(1, depth + 1):
        frontier = list(dict.fromkeys(n for actor in frontier for n in adjacent(actor) if n not in found))
        found.update(dict.fromkeys(frontier, distance))
    return found


def shortest_chains(start: int, end: int, adjacent: Adjacent, longest: int, limit: int) -> list[tuple[int, ...]]:
    """The shortest chains from ``start`` to ``end``, at most ``longest`` facts long and ``limit`` of them, sorted.

    >>> shortest_chains(1, 4, {1: [2, 3], 2: [1, 4], 3: [1, 4], 4: [2, 3]}.__getitem__, 3, 9)
    [(1, 2, 4), (1, 3, 4)]
    """
    if start == end:
        return [(start,)]
    sides = ({start: 0}, {end: 0})
    frontiers = ([start], [end])
    # From both ends, the smaller side first: a hub in the middle is then opened once instead of from all its spokes.
    while sum(max(side.values()) for side in sides) < longest:
        turn = 0 if len(frontiers[0]) <= len(frontiers[1]) else 1
        side, frontier = sides[turn], frontiers[turn]
        reached = list(dict.fromkeys(n for actor in frontier for n in adjacent(actor) if n not in side))
        if not reached:
            return []
        side.update(dict.fromkeys(reached, max(side.values()) + 1))
        frontier[:] = reached
        meeting = side.keys() & sides[1 - turn].keys()
        if meeting:
            return _chains(sides, sorted(meeting), adjacent, limit)
    return []


def _chains(
    sides: tuple[dict[int, int], dict[int, int]], meeting: list[int], adjacent: Adjacent, limit: int
) -> list[tuple[int, ...]]:
    """All shortest chains through the actors at which the two searches met."""
    length = min(sides[0][actor] + sides[1][actor] for actor in meeting)
    previous: dict[tuple[int, int], list[int]] = defaultdict(list)

    def back(actor: int, turn: int) -> list[int]:
        """Actors one step nearer to the end that a side started from."""
        side = sides[turn]
        if (actor, turn) not in previous:
            previous[actor, turn] = [n for n in adjacent(actor) if side.get(n, -1) == side[actor] - 1]
        return previous[actor, turn]

    def walks(actor: int, turn: int) -> Iterator[tuple[int, ...]]:
        if sides[turn][actor] == 0:
            yield (actor,)
            return
        for nearer in back(actor, turn):
            for walk in walks(nearer, turn):
                yield (*walk, actor)

    found: dict[tuple[int, ...], None] = {}
    for actor in meeting:
        if sides[0][actor] + sides[1][actor] != length:
            continue
        for first in walks(actor, 0):
            for second in walks(actor, 1):
                found[*first, *reversed(second[:-1])] = None
                if len(found) >= limit:
                    return sorted(found)
    return sorted(found)
