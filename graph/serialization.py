"""Canonical N-Quads: one line a quad, sorted, so that two graphs are equal when their bytes are.

There are no blank nodes in a graph of ours, so sorting is all that canonical form needs (RDF Dataset Canonicalization,
https://www.w3.org/TR/rdf-canon/, section 4.4, with no blank node to label).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["canonical_lines", "canonical_nquads"]


def canonical_lines(store: ox.Store) -> list[str]:
    """The named graphs of a store as sorted N-Quads lines, without line ends. The union in its default graph, which
    repeats them, is left out."""
    import pyoxigraph as ox  # noqa: PLC0415 - only exports need it

    graphs = sorted((graph for graph in store.named_graphs()), key=str)
    dumps = ((graph, store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph)) for graph in graphs)
    return sorted(_lines((graph, dump or b"") for graph, dump in dumps))


def _lines(dumps: Iterable[tuple[object, bytes]]) -> Iterator[str]:
    for graph, dump in dumps:
        for line in dump.decode().split("\n"):
            if line:
                yield f"{line.removesuffix(' .')} {graph} ."


def canonical_nquads(store: ox.Store) -> str:
    """The named graphs of a store as canonical N-Quads.

    >>> import pyoxigraph as ox
    >>> store, node = ox.Store(), ox.NamedNode("https://example.org/a")
    >>> store.add(ox.Quad(node, node, ox.Literal("甲"), node))
    >>> print(canonical_nquads(store), end="")
    <https://example.org/a> <https://example.org/a> "甲" <https://example.org/a> .
    """
    return "".join(f"{line}\n" for line in canonical_lines(store))
