"""Small readings of RDF terms and of triple patterns over the union of a store's graphs."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

__all__ = ["language", "pairs", "value"]

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_UNION = ox.DefaultGraph()


def value(term: _Term) -> str:
    """The IRI, label or text of a term.

    >>> value(ox.Literal("华为", language="zh"))
    '华为'
    """
    return str(term) if isinstance(term, ox.Triple) else term.value


def language(term: _Term) -> str:
    """The language tag of a literal, or empty.

    >>> language(ox.Literal("华为", language="zh")), language(ox.Literal("x"))
    ('zh', '')
    """
    return (term.language or "") if isinstance(term, ox.Literal) else ""


def pairs(store: ox.Store, predicate: str) -> Iterator[tuple[str, _Term]]:
    """(subject IRI, object) of every triple with a predicate, each once."""
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, _UNION):
        yield value(quad.subject), quad.object
