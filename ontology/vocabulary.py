"""The terms of the ontology as Python values, read from ``actorgraph.ttl`` and never typed twice.

Parsing is done with pyoxigraph (some 3 ms for the whole file), so that a look-up does not pay for importing rdflib.

>>> CORE_CLASSES
('Company', 'Organization', 'Person', 'Product', 'Policy', 'Place')
>>> PROPERTIES["develops"].range
('Product',)
>>> label("develops", "zh")
'研发'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox
from actorgraph.ontology.errors import OntologyError
from actorgraph.ontology.namespaces import AG, ontology_text

__all__ = [
    "CLASSES",
    "CORE_CLASSES",
    "CORE_PROPERTIES",
    "LANGUAGES",
    "PROPERTIES",
    "QUALIFIERS",
    "SUBCLASSES",
    "SUBPROPERTIES",
    "TERMS",
    "Property",
    "Term",
    "colour",
    "core_class",
    "get_property",
    "label",
    "superclasses",
]

LANGUAGES: Final = ("zh", "en")
"""The languages in which every term has a label and a comment."""

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or annotation of the ontology.

    :param name: local name, e.g. ``Company``. :param kind: ``Class``, ``ObjectProperty``, ``DatatypeProperty`` or
        ``AnnotationProperty``.
    :param parents: local names of the ontology's own terms that this one refines.
    :param matches: IRIs of terms of other vocabularies, as (relation, IRI).
    :param order: place among its siblings.
    """

    name: str
    kind: str
    labels: Mapping[str, str]
    comments: Mapping[str, str]
    examples: Mapping[str, str]
    parents: tuple[str, ...] = ()
    matches: tuple[tuple[str, str], ...] = ()
    order: int = 0

    @property
    def iri(self) -> str:
        """The term's IRI."""
        return AG + self.name

    def label(self, lang: str = "en") -> str:
        """The label in ``zh`` or ``en``; English for any other language."""
        return self.labels.get(lang, self.labels["en"])

    def comment(self, lang: str = "en") -> str:
        """The definition in ``zh`` or ``en``; English for any other language."""
        return self.comments.get(lang, self.comments["en"])

    def example(self, lang: str = "en") -> str:
        """An example in ``zh`` or ``en``; English for any other language."""
        return self.examples.get(lang, self.examples["en"])


@dataclass(frozen=True, slots=True)
class Property(Term):
    """A property between two actors.

    :param domain: core classes that its subject may have. :param range: core classes that its object may have.
    :param symmetric: whether it holds both ways.
    :param same_class: whether subject and object must be of one core class.
    :param parent: for a finer property its core property, else ``None``.
    """

    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    symmetric: bool = False
    same_class: bool = False
    inverse_labels: Mapping[str, str] = field(default_factory=dict)
    parent: str | None = None

    def inverse_label(self, lang: str = "en") -> str:
        """How the property reads from its object's side (``developed by``, ``由其研发``)."""
        return self.inverse_labels.get(lang, self.inverse_labels["en"])

    def admits(self, subject: str, object_: str) -> bool:
        """Whether an actor of core class ``subject`` may stand in this property to one of core class ``object_``.

        >>> PROPERTIES["competesWith"].admits("Company", "Product"), PROPERTIES["develops"].admits("Person", "Product")
        (False, True)
        """
        return subject in self.domain and object_ in self.range and (not self.same_class or subject == object_)


_Index = dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]]


def _index(text: str) -> _Index:
    """Subject (an IRI, or a blank node's label) → predicate IRI → objects."""
    index: _Index = {}
    for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
        subject, predicate = quad.subject, quad.predicate.value
        key = subject.value if isinstance(subject, (ox.NamedNode, ox.BlankNode)) else str(subject)
        index.setdefault(key, {}).setdefault(predicate, []).append(quad.object)
    return index


def _values(index: _Index, subject: str, predicate: str) -> list[str]:
    """Objects as strings: IRIs, labels of blank nodes, texts of literals."""
    nodes = index.get(subject, {}).get(predicate, [])
    return [str(node) if isinstance(node, ox.Triple) else node.value for node in nodes]


def _by_language(index: _Index, subject: str, predicate: str) -> Mapping[str, str]:
    nodes = index.get(subject, {}).get(predicate, [])
    return {node.language: node.value for node in nodes if isinstance(node, ox.Literal) and node.language}


def _members(index: _Index, subject: str, predicate: str) -> tuple[str, ...]:
    """Local names of a class or of the members of an ``owl:unionOf`` list."""
    names: list[str] = []
    for iri in _values(index, subject, predicate):
        if iri.startswith(AG):
            names.append(iri.removeprefix(AG))
            continue
        node = next(iter(_values(index, iri, _OWL + "unionOf")), _RDF + "nil")
        while node != _RDF + "nil":
            names.append(_values(index, node, _RDF + "first")[0].removeprefix(AG))
            node = _values(index, node, _RDF + "rest")[0]
    return tuple(names)


def _matches(index: _Index, subject: str) -> tuple[tuple[str, str], ...]:
    relations = [_RDFS + "subClassOf", _RDFS + "subPropertyOf"]
    relations += [_SKOS + name for name in ("exactMatch", "closeMatch", "relatedMatch")]
    found = [(r.rsplit("#", 1)[1], iri) for r in relations for iri in _values(index, subject, r)]
    return tuple((relation, iri) for relation, iri in found if not iri.startswith((AG, _RDF + "nil")))


def _term(index: _Index, iri: str) -> Term:
    above = _values(index, iri, _RDFS + "subClassOf") + _values(index, iri, _RDFS + "subPropertyOf")
    return Term(
        name=iri.removeprefix(AG),
        kind=_values(index, iri, _RDF + "type")[0].removeprefix(_OWL),
        labels=_by_language(index, iri, _RDFS + "label"),
        comments=_by_language(index, iri, _RDFS + "comment"),
        examples=_by_language(index, iri, _SKOS + "example"),
        parents=tuple(p.removeprefix(AG) for p in above if p.startswith(AG)),
        matches=_matches(index, iri),
        order=int(next(iter(_values(index, iri, AG + "displayOrder")), "0")),
    )


def _property(index: _Index, term: Term) -> Property:
    return Property(
        **{name: getattr(term, name) for name in Term.__dataclass_fields__},
        domain=_members(index, term.iri, _RDFS + "domain"),
        range=_members(index, term.iri, _RDFS + "range"),
        symmetric=_OWL + "SymmetricProperty" in _values(index, term.iri, _RDF + "type"),
        same_class=_values(index, term.iri, AG + "sameCoreClass") == ["true"],
        inverse_labels=_by_language(index, term.iri, AG + "inverseLabel"),
        parent=term.parents[0] if term.parents else None,
    )


def _ordered(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: (term.order, term.name))


def _load(text: str) -> tuple[dict[str, Term], dict[str, str]]:
    """All terms by name, in the order of the file, and the colours of the classes that have one."""
    index = _index(text)
    terms: dict[str, Term] = {}
    for iri in [iri for iri in index if iri.startswith(AG)]:
        term = _term(index, iri)
        terms[term.name] = _property(index, term) if _values(index, iri, AG + "inverseLabel") else term
    colours = {name: _values(index, AG + name, AG + "colour") for name in terms}
    return terms, {name: found[0] for name, found in colours.items() if found}


def _root(terms: Mapping[str, Term], name: str) -> str | None:
    """The core class that a class refines, itself included; ``None`` for classes of other things than actors."""
    while "Actor" not in terms[name].parents:
        if not terms[name].parents:
            return None
        name = terms[name].parents[0]
    return name


_terms, _colours = _load(ontology_text())
_classes = [name for name, term in _terms.items() if term.kind == "Class"]
_properties = {name: term for name, term in _terms.items() if isinstance(term, Property)}
_core = _ordered(p for p in _properties.values() if p.parent is None)
_finer = [t for core in _core for t in _ordered(p for p in _properties.values() if p.parent == core.name)]

TERMS: Final[Mapping[str, Term]] = MappingProxyType(_terms)
"""Every term of the ontology by local name, in the order of the file."""

CLASSES: Final[tuple[str, ...]] = tuple(_classes)
"""Local names of all classes, those of claims, evidence and documents included."""

CORE_CLASSES: Final[tuple[str, ...]] = tuple(
    term.name for term in _ordered(_terms[name] for name in _classes) if "Actor" in term.parents
)
"""The six classes of which every actor has exactly one, in display order."""

SUBCLASSES: Final[Mapping[str, str]] = MappingProxyType(
    {name: root for name in _classes if (root := _root(_terms, name)) and root != name}
)
"""Finer class → its core class, in the order of the file."""

PROPERTIES: Final[Mapping[str, Property]] = MappingProxyType({t.name: _properties[t.name] for t in [*_core, *_finer]})
"""All properties between actors: the core ones in display order, then the finer ones grouped by core property."""

CORE_PROPERTIES: Final[tuple[str, ...]] = tuple(term.name for term in _core)
"""The core properties, in display order."""

SUBPROPERTIES: Final[Mapping[str, str]] = MappingProxyType({t.name: _properties[t.name].parent or "" for t in _finer})
"""Finer property → its core property."""

QUALIFIERS: Final[tuple[str, ...]] = ("date", "role", "amount", "share", "status")
"""Qualifiers of a claim that have a property of their own; others are kept under ``qualifier``."""


def core_class(name: str) -> str:
    """The core class of a class.

    >>> core_class("ModelFamily"), core_class("Company")
    ('Product', 'Company')

    :raises OntologyError: if the name is no class of actors.
    """
    if name in CORE_CLASSES:
        return name
    if name in SUBCLASSES:
        return SUBCLASSES[name]
    raise _unknown(name, [*CORE_CLASSES, *SUBCLASSES], "class of actors")


def superclasses(name: str) -> tuple[str, ...]:
    """The class and all that it refines, up to its core class.

    >>> superclasses("ModelFamily")
    ('ModelFamily', 'AIModel', 'Product')

    :raises OntologyError: if the name is no class of actors.
    """
    chain = [name]
    root = core_class(name)
    while chain[-1] != root:
        chain.append(TERMS[chain[-1]].parents[0])
    return tuple(chain)


def get_property(name: str) -> Property:
    """A property by its local name, an error with suggestions where there is none.

    >>> get_property("foundryOf").parent
    'supplies'

    :raises OntologyError: if there is no such property.
    """
    if name not in PROPERTIES:
        raise _unknown(name, PROPERTIES, "property")
    return PROPERTIES[name]


def label(term: str, lang: str = "en") -> str:
    """The label of a term in ``zh`` or ``en``.

    >>> label("GovernmentBody", "zh"), label("GovernmentBody")
    ('政府机构', 'government body')

    :raises OntologyError: if there is no such term.
    """
    if term not in TERMS:
        raise _unknown(term, TERMS, "term")
    return TERMS[term].label(lang)


def colour(name: str) -> str:
    """Display colour of a class of actors, ``#rrggbb``; a finer class has its core class's.

    >>> colour("Foundry") == colour("Company")
    True

    :raises OntologyError: if the name is no class of actors.
    """
    return _colours[core_class(name)]


def _unknown(name: str, known: Iterable[str], kind: str) -> OntologyError:
    import difflib  # noqa: PLC0415 - only on the way to an error

    lower = {k.lower(): k for k in known}
    close = [lower[match] for match in difflib.get_close_matches(name.lower(), lower, n=3, cutoff=0.6)]
    hint = f"did you mean {' or '.join(close)}?" if close else "see ontology/README.md for what there is."
    return OntologyError(f"The ontology has no {kind} '{name}'; {hint}", term=name, suggestions=close)
