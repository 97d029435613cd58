"""Canonical N-Quads lead back to the graph they were written from."""

from __future__ import annotations

import pyoxigraph as ox
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.serialization import canonical_lines, canonical_nquads


def test_lines_are_sorted_each_once_and_of_named_graphs(lookup: Lookup) -> None:
    lines = canonical_lines(lookup.store)
    assert lines == sorted(set(lines))
    assert len(lines) > 900
    assert all(line.endswith("> .") for line in lines)


def test_what_is_written_reads_back(lookup: Lookup) -> None:
    text = canonical_nquads(lookup.store)
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.N_QUADS)
    assert canonical_nquads(store) == text
    assert len(store) == len(text.splitlines())
