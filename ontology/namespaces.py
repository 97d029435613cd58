"""Namespaces and the prefix map, the only list of prefixes; CURIE ↔ IRI.

The prefixes are those that ``actorgraph.ttl`` declares, so that queries, exports and the ontology agree.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from actorgraph.ontology.errors import OntologyError

__all__ = [
    "ACTIVITY",
    "ACTOR",
    "AG",
    "CLAIM",
    "DERIVED_GRAPH",
    "DOCUMENT",
    "FIGURE",
    "PREFIXES",
    "TALLY",
    "contract",
    "expand",
    "local_name",
    "ontology_text",
]

AG: Final = "https://w3id.org/actorgraph/ontology#"
"""Namespace of the terms of the ontology."""
ACTOR: Final = "https://w3id.org/actorgraph/actor/"
"""Namespace of actors: a lexicon id, or ``<type>/<percent-encoded name>``."""
DOCUMENT: Final = "https://w3id.org/actorgraph/document/"
"""Namespace of documents; a document's IRI names its graph."""
CLAIM: Final = "https://w3id.org/actorgraph/claim/"
"""Namespace of claims."""
FIGURE: Final = "https://w3id.org/actorgraph/figure/"
"""Namespace of figures."""
TALLY: Final = "https://w3id.org/actorgraph/tally/"
"""Namespace of mention tallies."""
ACTIVITY: Final = "https://w3id.org/actorgraph/extraction/"
"""Namespace of extractions, the runs that read documents."""
DERIVED_GRAPH: Final = "https://w3id.org/actorgraph/graph/derived"
"""The graph of computed triples, which can be thrown away and computed again."""

_PREFIX = re.compile(r"^@prefix\s+([\w-]*):\s*<([^>]*)>\s*\.", re.MULTILINE)


@cache
def ontology_text(name: str = "actorgraph.ttl") -> str:
    """The text of one of the ontology's Turtle files: ``actorgraph.ttl`` or ``shapes.ttl``.

    >>> ontology_text().splitlines()[0]
    '# actorgraph ontology: the contract between extraction, storage, queries and views.'
    """
    # Beside this module rather than through importlib.resources, whose import alone takes as long as all else here.
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _prefixes() -> dict[str, str]:
    return dict(_PREFIX.findall(ontology_text())) | {"claim": CLAIM, "document": DOCUMENT, "figure": FIGURE}


PREFIXES: Final = MappingProxyType(_prefixes())
"""Prefix → namespace, in the order of the ontology file."""


def expand(curie: str) -> str:
    """The IRI of a CURIE; a bare name is one of the ontology's own terms.

    >>> expand("skos:prefLabel"), expand("develops")
    ('http://www.w3.org/2004/02/skos/core#prefLabel', 'https://w3id.org/actorgraph/ontology#develops')

    :raises OntologyError: if the prefix is not in the prefix map.
    """
    prefix, colon, local = curie.partition(":")
    if not colon:
        return AG + curie
    if prefix in PREFIXES:
        return PREFIXES[prefix] + local
    if not local.startswith("//"):
        raise OntologyError(f"The prefix '{prefix}:' is not known; use one of {', '.join(PREFIXES)}.", term=curie)
    return curie


def contract(iri: str) -> str:
    """The CURIE of an IRI, or the IRI itself where no prefix fits. The longest namespace wins.

    >>> contract("https://w3id.org/actorgraph/actor/nvidia")
    'actor:nvidia'
    """
    fitting = [(len(namespace), prefix) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def local_name(iri: str) -> str:
    """The part of an IRI after the last ``#`` or ``/``.

    >>> local_name("https://w3id.org/actorgraph/ontology#develops")
    'develops'
    """
    return re.split(r"[#/]", iri)[-1]
