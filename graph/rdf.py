"""The graph as rdflib sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actorgraph.ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

__all__ = ["dataset", "document_graph"]


def dataset(store: ox.Store) -> rdflib.Dataset:
    """An rdflib ``Dataset`` over a store, through oxrdflib: queries are answered by Oxigraph.

    Its default graph is the union of the named graphs, each triple once; do not ask for ``default_union``, which would
    count a triple once per graph. Over a store opened for reading it can be read only.

    >>> import pyoxigraph
    >>> len(dataset(pyoxigraph.Store()))
    0
    """
    # rdflib takes 0.3 s to import; only those who ask for it pay.
    import rdflib  # noqa: PLC0415
    from oxrdflib import OxigraphStore  # noqa: PLC0415

    class ReadableStore(OxigraphStore):
        def add_graph(self, graph: rdflib.Graph) -> None:
            """Nothing: rdflib asks for it even where a graph is only to be read, and Oxigraph keeps no empty graphs."""

    data = rdflib.Dataset(store=ReadableStore(store=store))
    for prefix, namespace in PREFIXES.items():
        data.bind(prefix, namespace, replace=True)
    return data


def document_graph(store: ox.Store, iri: str) -> rdflib.Graph:
    """A copy of one named graph in rdflib's own memory store, which pySHACL reads far faster than Oxigraph's."""
    import pyoxigraph as ox  # noqa: PLC0415 - as above
    import rdflib  # noqa: PLC0415

    graph = rdflib.Graph()
    graph.parse(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(iri)), format="ox-nt")
    return graph
