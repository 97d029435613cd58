"""Names as people type them: of actors, relations and classes, in either language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from actorgraph.cli.output import note

if TYPE_CHECKING:
    from actorgraph.graph.answers import DocumentRef
    from actorgraph.graph.index import ActorRef
    from actorgraph.graph.lookup import Lookup

__all__ = ["as_text", "class_label", "class_name", "find_actor", "predicate_names", "title"]


def as_text(argument: str) -> str:
    """A word of the command line as text: bytes that are none in the locale's encoding become �."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def find_actor(lookup: Lookup, name: str, *, lang: str, type_: str = "") -> ActorRef:
    """The actor that a name most likely means; where it may mean others too, say so.

    :raises UsageError: if nobody bears the name; the error carries suggestions.
    :raises OntologyError: if the type is no class of actors.
    """
    name = as_text(name)
    types = [class_name(type_)] if type_ else []
    actor = lookup.find(name, types=types)
    others = [other for other in lookup.resolve(name, types=types).matches if other.iri != actor.iri]
    if others:
        from actorgraph.ontology.namespaces import contract

        meant = ", ".join(f"{other.name(lang)} ({contract(other.iri)})" for other in others[:5])
        note(f"{name!r} may also mean {meant}; here it is {actor.name(lang)} ({contract(actor.iri)}).")
    return actor


def predicate_names(names: Iterable[str]) -> list[str]:
    """Relations by their names in the ontology or their labels: ``develops``, ``研发``.

    :raises OntologyError: if there is no such relation; the error names the nearest.
    """
    from actorgraph.ontology.vocabulary import PROPERTIES, get_property

    labels = {
        label.casefold(): name for name, term in reversed(list(PROPERTIES.items())) for label in term.labels.values()
    }
    return [get_property(labels.get(name.casefold(), name)).name for name in names]


def class_name(name: str) -> str:
    """A class by its name in the ontology or its label: ``ChipMaker``, ``chip maker``, ``芯片公司``.

    :raises OntologyError: if there is no such class of actors; the error names the nearest.
    """
    from actorgraph.ontology.vocabulary import CORE_CLASSES, SUBCLASSES, TERMS, core_class

    known = [*CORE_CLASSES, *SUBCLASSES]
    labels = {label.casefold(): each for each in reversed(known) for label in TERMS[each].labels.values()}
    found = labels.get(name.casefold(), name)
    core_class(found)
    return found


def class_label(actor: ActorRef, lang: str) -> str:
    """What an actor is, in the reader's language: its finer class, else its core class."""
    from actorgraph.ontology.vocabulary import label

    return label(actor.subtype or actor.type, lang) if actor.type else ""


def title(document: DocumentRef) -> str:
    """What to call a document."""
    return document.title or document.source
