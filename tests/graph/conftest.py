"""A small graph that most tests only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from actorgraph.graph.builder import apply
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.store import GraphFolder

from .records import all_sources


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> GraphFolder:
    """The graph of the three hand-made documents; tests must not change it."""
    folder = GraphFolder.create(tmp_path_factory.mktemp("small") / ".actorgraph")
    apply(folder, [source.pair for source in all_sources()])
    return folder


@pytest.fixture
def lookup(small: GraphFolder) -> Iterator[Lookup]:
    """The small graph, open for reading."""
    with Lookup.open(small) as opened:
        yield opened
