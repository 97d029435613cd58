"""The graph of the three hand-made documents, as tests of views read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from actorgraph.graph.builder import apply
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.store import GraphFolder

from ..graph.records import all_sources


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> GraphFolder:
    """A graph on disk; tests must not change it."""
    folder = GraphFolder.create(tmp_path_factory.mktemp("views") / ".actorgraph")
    apply(folder, [source.pair for source in all_sources()])
    return folder


@pytest.fixture
def lookup(small: GraphFolder) -> Iterator[Lookup]:
    """The graph, open for reading."""
    with Lookup.open(small) as opened:
        yield opened
