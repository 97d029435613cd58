"""Checking a graph against the shapes of ``ontology/shapes.ttl``, document by document, with pySHACL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from actorgraph.graph.rdf import document_graph
from actorgraph.ontology.errors import StoreError
from actorgraph.ontology.namespaces import contract, expand, local_name, ontology_text

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

__all__ = ["Violation", "validate", "validate_graph"]

_SH: Final = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A result of validation, named as in SHACL (https://www.w3.org/TR/shacl/#results-validation-result).

    :param document: IRI of the document, or empty.
    :param shape: local name of the shape in ``shapes.ttl``. :param focus_node: IRI of the node at fault.
    :param path: the property path as CURIEs, empty for the node itself.
    :param component: local name of the constraint component, e.g. ``MinCountConstraintComponent``.
    :param value: the value at fault, or empty. :param messages: (language, what ought to be).
    """

    document: str
    focus_node: str
    path: str
    component: str
    shape: str
    value: str
    messages: tuple[tuple[str, str], ...]

    def message(self, lang: str = "en") -> str:
        """What ought to be, in ``zh`` or ``en``."""
        found = dict(self.messages)
        return found.get(lang) or found.get("en", self.component)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``."""
        return {
            "document": self.document,
            "focus_node": self.focus_node,
            "path": self.path,
            "component": self.component,
            "shape": self.shape,
            "value": self.value,
            "message": dict(self.messages),
        }


def validate(store: ox.Store, documents: Iterable[str] | None = None) -> list[Violation]:
    """Check the graphs of documents against the shapes.

    :param documents: IRIs of documents; ``None`` for all.
    :returns: violations, sorted; empty if the graph conforms.
    :raises StoreError: if one of the documents is not in the store.
    """
    import pyoxigraph as ox  # noqa: PLC0415 - only validation needs it here

    if documents is None:
        kind, union = ox.NamedNode(expand("rdf:type")), ox.DefaultGraph()
        found = store.quads_for_pattern(None, kind, ox.NamedNode(expand("Document")), union)
        documents = [quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)]
    violations = []
    for iri in sorted(documents):
        if not store.contains_named_graph(ox.NamedNode(iri)):
            raise StoreError(f"The graph has no document {iri}; list them with: actorgraph status", iri=iri)
        violations += validate_graph(document_graph(store, iri), document=iri)
    return sorted(violations)


def validate_graph(graph: rdflib.Graph, *, document: str = "") -> list[Violation]:
    """Check one graph of rdflib's against the shapes.

    :param document: what to note down as the violations' document.
    :returns: violations, sorted; empty if the graph conforms.
    """
    from pyshacl import validate as shacl_validate  # noqa: PLC0415 - takes half a second to import
    from rdflib import URIRef  # noqa: PLC0415

    conforms, report, _ = shacl_validate(graph, shacl_graph=_shapes(), inference="none", advanced=False)
    if conforms:
        return []
    results = report.subjects(URIRef(expand("rdf:type")), URIRef(_SH + "ValidationResult"))
    # Results of shapes nested in another's sh:or or sh:property are details of that one's.
    details = set(report.objects(None, URIRef(_SH + "detail")))
    return sorted(_violation(report, result, document) for result in results if result not in details)


@cache
def _shapes() -> rdflib.Graph:
    import rdflib  # noqa: PLC0415 - as above

    return rdflib.Graph().parse(data=ontology_text("shapes.ttl"), format="turtle")


def _violation(report: rdflib.Graph, result: rdflib.term.Node, document: str) -> Violation:
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415 - as above

    def objects(name: str) -> list[rdflib.term.Node]:
        return list(report.objects(result, URIRef(_SH + name)))

    def first(name: str) -> str:
        values = [str(node) for node in objects(name) if not isinstance(node, BNode)]
        return min(values, default="")

    path = objects("resultPath")
    messages = [(node.language or "en", str(node)) for node in objects("resultMessage") if isinstance(node, Literal)]
    return Violation(
        document=document,
        focus_node=first("focusNode"),
        path=_path(report, path[0]) if path else "",
        component=first("sourceConstraintComponent").removeprefix(_SH),
        shape=local_name(first("sourceShape")),
        value=first("value"),
        messages=tuple(sorted(messages)),
    )


def _path(report: rdflib.Graph, node: rdflib.term.Node) -> str:
    """A property path in SPARQL's notation: an IRI as a CURIE, ``^`` an inverse, ``/`` a sequence."""
    from rdflib import URIRef  # noqa: PLC0415 - as above
    from rdflib.collection import Collection  # noqa: PLC0415

    if isinstance(node, URIRef):
        return contract(str(node))
    inverse = report.value(node, URIRef(_SH + "inversePath"))
    if inverse is not None:
        return "^" + _path(report, inverse)
    return "/".join(_path(report, item) for item in Collection(report, node))
