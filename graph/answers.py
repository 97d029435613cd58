"""What a look-up answers: frozen values that print as JSON through ``as_dict``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from actorgraph.graph.index import ActorRef, DocumentRef

__all__ = [
    "Card",
    "DocumentRef",
    "Fact",
    "FigureFact",
    "Hit",
    "NameForm",
    "Neighborhood",
    "Path",
    "Quote",
    "Resolution",
    "Stats",
]


def _plain(value: Any) -> Any:
    if hasattr(value, "as_dict"):
        return value.as_dict()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


class _Answer:
    """Gives ``as_dict`` to the dataclasses below."""

    __slots__ = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Fact(_Answer):
    """One statement, as all documents together make it.

    :param predicate: core property. :param finer: finer properties that some document gives.
    :param confidence: the highest of any document that states it outright, in 0…1.
    :param negated: it is denied. :param hedged: every document only calls it planned, rumoured or possible.
    :param qualifiers: (name, value), sorted. :param claims: IRIs of the claims, one per document.
    :param evidence: how many ranges of text state it. :param documents: IRIs of the documents that do.
    """

    subject: ActorRef
    predicate: str
    object: ActorRef
    finer: tuple[str, ...] = ()
    confidence: float = 0.0
    negated: bool = False
    hedged: bool = False
    qualifiers: tuple[tuple[str, str], ...] = ()
    claims: tuple[str, ...] = ()
    evidence: int = 0
    documents: tuple[str, ...] = ()

    @property
    def asserted(self) -> bool:
        """Whether it counts as a fact: stated, not denied, not only rumoured."""
        return not self.negated and not self.hedged

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What makes it this statement and no other."""
        return self.subject.iri, self.predicate, self.object.iri, self.negated


@dataclass(frozen=True, slots=True)
class FigureFact(_Answer):
    """A number that a document states of an actor. ``iri`` names it where its evidence is asked for."""

    iri: str
    actor: ActorRef
    metric: str
    value: float
    unit: str
    words: tuple[str, ...]
    date: str
    base: str
    confidence: float
    document: str


@dataclass(frozen=True, slots=True)
class Quote(_Answer):
    """The words that state something, in their place.

    :param claim: IRI of the claim or figure. :param section: headings above, joined by `` › ``.
    :param start: first character in the document's text. :param end: the one after the last.
    :param before: the text before the words, to the paragraph's begin or the asked length. :param after: likewise.
    """

    claim: str
    document: DocumentRef
    section: str
    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""
    confidence: float = 0.0
    hedged: bool = False
    rules: tuple[str, ...] = ()
    qualifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NameForm(_Answer):
    """One of an actor's names, its language, and whether it is the preferred one in it."""

    text: str
    language: str
    preferred: bool


@dataclass(frozen=True, slots=True)
class Card(_Answer):
    """All about one actor.

    :param classes: its classes, the finest first. :param out: facts with the actor as subject, by property in the
        ontology's order, best attested first. :param into: those with it as object.
    :param mentions: (document, how often it names the actor), most often first.
    """

    actor: ActorRef
    classes: tuple[str, ...]
    names: tuple[NameForm, ...]
    out: tuple[Fact, ...]
    into: tuple[Fact, ...]
    figures: tuple[FigureFact, ...]
    mentions: tuple[tuple[DocumentRef, int], ...]


@dataclass(frozen=True, slots=True)
class Resolution(_Answer):
    """What a typed name means.

    :param matches: actors that bear the name, the likeliest first.
    :param suggestions: where none does, who may be meant.
    """

    query: str
    matches: tuple[ActorRef, ...]
    suggestions: tuple[ActorRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit(_Answer):
    """A result of a search: the actor, the name that fits, how well in 0…100."""

    actor: ActorRef
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Neighborhood(_Answer):
    """Actors around one, and the facts among them.

    :param distances: IRI → how many facts away; the centre is 0.
    """

    center: ActorRef
    actors: tuple[ActorRef, ...]
    distances: dict[str, int]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Path(_Answer):
    """A chain of actors; ``steps[i]`` are the facts that tie ``actors[i]`` to ``actors[i + 1]``, either way round."""

    actors: tuple[ActorRef, ...]
    steps: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True, slots=True)
class Stats(_Answer):
    """Figures of the whole graph.

    :param types: core class → number of actors. :param subtypes: finer class → number of actors.
    :param facts: core property → number of distinct facts. :param claims: claims of all documents, the hedged and the
        denied among them counted apart. :param triples: distinct triples in the union of all graphs.
    """

    documents: int
    characters: int
    languages: dict[str, int]
    actors: int
    types: dict[str, int]
    subtypes: dict[str, int]
    facts: dict[str, int]
    claims: int
    hedged: int
    denied: int
    evidence: int
    figures: int
    triples: int
