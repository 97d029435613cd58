"""Looking things up in a graph: actors by name, their facts with the words that state them, ways between them.

A look-up opens the names index and, when facts are asked for, the store; nothing else is imported, so that a whole
process that shows an actor takes a third of a second at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

from actorgraph.graph.answers import (
    Card,
    Fact,
    Hit,
    NameForm,
    Neighborhood,
    Path,
    Quote,
    Resolution,
    Stats,
)
from actorgraph.graph.generations import Generation, hold
from actorgraph.graph.index import PREFERRED, ActorRef, DocumentRef, NameIndex
from actorgraph.graph.names import has_han, legal_stem, name_key
from actorgraph.graph.store import GraphFolder
from actorgraph.graph.traversal import distances, shortest_chains
from actorgraph.ontology.errors import UsageError
from actorgraph.ontology.namespaces import ACTOR, PREFIXES, expand
from actorgraph.ontology.vocabulary import CORE_CLASSES, core_class, get_property, superclasses

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib
    from actorgraph.graph.reading import Reading

__all__ = ["Lookup"]

_SIMILAR: Final = 72.0
"""Least similarity in 0…100 (RapidFuzz ratio of match keys) of a suggestion. Tried on 12 misspellings of 4 to 10
letters (Nvdia, Antropic, Hauwei …): at 72 each is suggested first, and at 60 half of the suggestions are noise."""

_PATHS_WEIGHED: Final = 200
"""Shortest chains that are weighed against each other before the best are returned."""


class Lookup:
    """A graph, open for reading."""

    def __init__(self, folder: GraphFolder, generation: Generation) -> None:
        self.folder = folder
        self.generation = generation
        self.index = NameIndex(generation.index)

    @classmethod
    @contextmanager
    def open(cls, path: str | FilePath | GraphFolder) -> Iterator[Lookup]:
        """Open a graph folder for reading, on its state of now: a build that ends meanwhile does not show.

        :raises StoreError: if there is no graph, or it cannot be read.
        """
        folder = path if isinstance(path, GraphFolder) else GraphFolder.open(path)
        with hold(folder) as generation:
            lookup = cls(folder, generation)
            try:
                yield lookup
            finally:
                lookup.index.close()

    @cached_property
    def store(self) -> ox.Store:
        """The store, opened when first needed. Its default graph is the union of the named ones."""
        return self.generation.open()

    def dataset(self) -> rdflib.Dataset:
        """The graph as an rdflib ``Dataset``; see :func:`actorgraph.graph.rdf.dataset`."""
        from actorgraph.graph.rdf import dataset  # noqa: PLC0415 - rdflib takes 0.3 s to import

        return dataset(self.store)

    @cached_property
    def _reading(self) -> Reading:
        from actorgraph.graph.reading import Reading  # noqa: PLC0415 - resolving a name needs no store

        return Reading(self.store, self.index, self.folder)

    # -- names ---------------------------------------------------------------------------------------------------

    def resolve(self, name: str, *, types: Iterable[str] = ()) -> Resolution:
        """The actors that a name may mean as a person types it: in any case, width, spacing, script or legal form.

        :param name: a name in either language, a lexicon id, a CURIE (``actor:nvidia``) or an IRI.
        :param types: core or finer classes that the actor must be of.
        :raises OntologyError: if a type is no class of actors.
        """
        wanted = _classes(types)
        matches = [actor for actor in self._matches(name) if _is_of(actor, wanted)]
        if matches:
            return Resolution(name, tuple(matches))
        return Resolution(name, (), tuple(hit.actor for hit in self.search(name, 5, types=wanted)))

    def find(self, name: str, *, types: Iterable[str] = ()) -> ActorRef:
        """The actor that a name most likely means.

        :raises UsageError: if nobody bears the name; the error carries suggestions.
        """
        resolution = self.resolve(name, types=types)
        if resolution.matches:
            return resolution.matches[0]
        names = list(dict.fromkeys(actor.name("zh" if has_han(name) else "en") for actor in resolution.suggestions))
        hint = f"did you mean {', '.join(names)}?" if names else "search for a part of the name with: actorgraph search"
        raise UsageError(f"No actor in the graph is called {name!r}; {hint}", value=name, suggestions=names)

    def _matches(self, name: str) -> list[ActorRef]:
        found: dict[str, ActorRef] = {}
        for iri in _as_iris(name.strip()):
            if actor := self.index.actor(iri):
                found[iri] = actor
        keys = [key for key in (name_key(name), legal_stem(name)) if key]
        for match in self.index.by_key(keys):
            found.setdefault(match.actor.iri, match.actor)
        return list(found.values())

    def search(self, text: str, limit: int = 10, *, types: Iterable[str] = ()) -> list[Hit]:
        """Actors whose names are, begin with, contain or resemble a text, best first.

        Names of fewer than four Han characters are compared exactly and by their beginning or part only: at that
        length one different character makes another name.

        :param limit: most results, at least 1.
        :raises OntologyError: if a type is no class of actors.
        """
        key, wanted = name_key(text), _classes(types)
        if not key.strip():
            return []
        hits: dict[str, Hit] = {}
        ways = [(100.0, self.index.by_key([k for k in (key, legal_stem(text)) if k]))]
        ways += [(95.0, self.index.by_prefix(key, 50 * limit)), (90.0, self.index.by_part(key, 50 * limit))]
        for score, matches in ways:
            for match in matches:
                if _is_of(match.actor, wanted):
                    hits.setdefault(match.actor.iri, Hit(match.actor, match.text, score))
        if len(hits) < limit:
            for hit in self._similar(key):
                if _is_of(hit.actor, wanted):
                    hits.setdefault(hit.actor.iri, hit)
        return sorted(hits.values(), key=lambda h: (-h.score, -h.actor.degree, -h.actor.mentions, h.actor.iri))[:limit]

    def _similar(self, key: str) -> Iterator[Hit]:
        if len(key) < 4:
            return
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only when nothing fits exactly

        names = self.index.keys(len(key) - 2, len(key) + 3)
        close = process.extract(key, [name for name, _ in names], scorer=fuzz.ratio, score_cutoff=_SIMILAR, limit=50)
        for name, score, position in close:
            if has_han(name) and len(name) < 4:
                continue
            # Below every exact, prefix and part match, whatever the ratio.
            yield Hit(self.index.numbered(names[position][1]), name, round(min(score, 89.0), 1))

    # -- facts ---------------------------------------------------------------------------------------------------

    def card(self, actor: ActorRef) -> Card:
        """All about one actor."""
        facts = self.facts(actor)
        return Card(
            actor=actor,
            classes=superclasses(actor.subtype or actor.type) if actor.type else (),
            names=tuple(NameForm(text, lang, rank == PREFERRED) for lang, text, rank in self.index.names(actor.iri)),
            out=tuple(fact for fact in facts if fact.subject.iri == actor.iri),
            into=tuple(fact for fact in facts if fact.subject.iri != actor.iri),
            figures=tuple(self._reading.figures(actor.iri)),
            mentions=tuple(self._reading.mentions(actor.iri)),
        )

    def facts(self, actor: ActorRef, predicate: str | None = None) -> list[Fact]:
        """The facts that an actor takes part in, hedged and denied ones included, in the ontology's order.

        Of a symmetric fact the actor is the subject.

        :param predicate: only those with this core or finer property.
        :raises OntologyError: if there is no such property.
        """
        from actorgraph.graph.reading import order_facts  # noqa: PLC0415 - see _reading

        wanted = _predicates([predicate] if predicate else [])
        claims = [c for end in ("rdf:subject", "rdf:object") for c in self._reading.subjects(end, actor.iri)]
        facts = [_facing(fact, actor) for fact in self._reading.facts(claims) if _has(fact, wanted)]
        return order_facts(facts, center=actor.iri)

    def evidence(self, item: Fact | str, *, context: int = 120) -> list[Quote]:
        """The words that state a fact, by document.

        :param item: a fact, or the IRI of a claim or figure.
        :param context: characters to show before and after, within the paragraph; 0 for none.
        :raises StoreError: if a text that is to be shown is missing.
        """
        claims = [item] if isinstance(item, str) else list(item.claims)
        quotes = [quote for claim in claims for quote in self._reading.quotes(claim, context)]
        return sorted(quotes, key=lambda q: (q.document.date, q.document.title, q.document.iri, q.start, q.end))

    def documents(self) -> list[DocumentRef]:
        """All documents, by source."""
        return self.index.documents()

    def find_document(self, name: str) -> DocumentRef:
        """The document with a source path, file name, title, id or IRI.

        :raises UsageError: if there is none, or several fit; the error carries suggestions.
        """
        documents = self.documents()
        for fits in (
            [d for d in documents if name in (d.source, d.id, d.iri)],
            [d for d in documents if name in (d.title, FilePath(d.source).name, FilePath(d.source).stem)],
            [d for d in documents if name and name.casefold() in f"{d.source} {d.title} {d.id}".casefold()],
        ):
            if len(fits) == 1:
                return fits[0]
            if fits:
                sources = [d.source for d in fits]
                raise UsageError(
                    f"{name!r} may be {len(fits)} documents: {', '.join(sources[:5])}; name one of them by its path.",
                    value=name,
                    suggestions=sources,
                )
        raise UsageError(
            f"The graph has no document {name!r}; list them with: actorgraph status",
            value=name,
            suggestions=[d.source for d in documents[:5]],
        )

    def document_text(self, document: DocumentRef) -> str:
        """The decoded text of a document, in which ranges count.

        :raises StoreError: if it is missing or damaged.
        """
        return self._reading.text(document.id)

    def all_facts(self, *, document: DocumentRef | None = None, predicates: Iterable[str] = ()) -> list[Fact]:
        """Every fact of the graph, or of one document, hedged and denied ones included.

        :raises OntologyError: if there is no such property.
        """
        from actorgraph.graph.reading import order_facts  # noqa: PLC0415 - see _reading

        wanted = _predicates(predicates)
        claims = self._reading.subjects("rdf:type", expand("Claim"))
        if document is not None:
            of_document = set(self._reading.subjects("prov:wasDerivedFrom", document.iri))
            claims = [claim for claim in claims if claim in of_document]
        return order_facts(fact for fact in self._reading.facts(claims) if _has(fact, wanted))

    # -- ways ----------------------------------------------------------------------------------------------------

    def neighbors(self, actor: ActorRef, depth: int = 1, predicates: Iterable[str] = ()) -> Neighborhood:
        """The actors that stated facts tie to one, and the facts among all of them.

        :param depth: how many facts away, at least 1.
        :param predicates: walk and show only these core or finer properties; none means all.
        :raises OntologyError: if there is no such property.
        :raises UsageError: if the depth is below 1.
        """
        if depth < 1:
            raise UsageError(f"A depth of {depth} reaches nobody; give 1 or more.", value=str(depth))
        wanted = _predicates(predicates)
        number = self.index.number(actor.iri)
        if number is None:
            return Neighborhood(actor, (actor,), {actor.iri: 0}, ())
        around = distances(number, lambda n: self.index.adjacent(n, wanted), depth)
        found = {ref.iri: ref for ref in map(self.index.numbered, around)}
        away = {ref.iri: distance for ref, distance in zip(found.values(), around.values(), strict=True)}
        actors = sorted(found.values(), key=lambda a: (away[a.iri], -a.degree, a.iri))
        facts = [f for f in self._facts_among(found) if f.asserted and _has(f, wanted)]
        return Neighborhood(actor, tuple(actors), {a.iri: away[a.iri] for a in actors}, tuple(facts))

    def _facts_among(self, iris: Iterable[str]) -> list[Fact]:
        """Facts whose subject and object are both among the given actors."""
        from actorgraph.graph.reading import order_facts  # noqa: PLC0415 - see _reading

        among = set(iris)
        as_subject = {c for iri in among for c in self._reading.subjects("rdf:subject", iri)}
        as_object = {c for iri in among for c in self._reading.subjects("rdf:object", iri)}
        return order_facts(self._reading.facts(sorted(as_subject & as_object)))

    def paths(self, start: ActorRef, end: ActorRef, longest: int = 6, *, limit: int = 5) -> list[Path]:
        """The shortest chains of stated facts between two actors, the best attested first.

        :param longest: most facts in a chain, at least 1. :param limit: most chains to return.
        :raises UsageError: if start and end are one actor, or ``longest`` is below 1.
        """
        if start.iri == end.iri:
            raise UsageError(f"{start.name()!r} and {end.name()!r} are the same actor; name two.", value=start.iri)
        if longest < 1:
            raise UsageError(f"A chain of at most {longest} facts reaches nobody; give 1 or more.", value=str(longest))
        numbers = self.index.number(start.iri), self.index.number(end.iri)
        if numbers[0] is None or numbers[1] is None:
            return []
        chains = shortest_chains(numbers[0], numbers[1], self.index.adjacent, longest, _PATHS_WEIGHED)
        facts: dict[frozenset[str], list[Fact]] = defaultdict(list)
        for fact in self._facts_among({self.index.numbered(n).iri for chain in chains for n in chain}):
            if fact.asserted:
                facts[frozenset((fact.subject.iri, fact.object.iri))].append(fact)
        found = []
        for chain in chains:
            actors = tuple(self.index.numbered(n) for n in chain)
            found.append(Path(actors, tuple(tuple(facts[frozenset((a.iri, b.iri))]) for a, b in pairwise(actors))))
        return sorted(found, key=_weakness)[:limit]

    # -- the whole -----------------------------------------------------------------------------------------------

    def stats(self) -> Stats:
        """Figures of the whole graph, as the build noted them down."""
        counts = self.index.counts()
        types = {name: counts["type"][name] for name in CORE_CLASSES if counts["type"][name]}
        noted = {name: self.index.meta(name) for name in _NOTED}
        return Stats(actors=sum(types.values()), types=types, subtypes=dict(sorted(counts["subtype"].items())), **noted)

    def top(self, limit: int = 10, type_: str = "") -> list[ActorRef]:
        """The actors that facts tie to most others.

        :param type_: only of this core or finer class.
        :raises OntologyError: if it is no class of actors.
        """
        return self.index.top(limit, sorted(_classes([type_] if type_ else [])))


_NOTED: Final = (
    "documents", "characters", "languages", "facts", "claims", "hedged", "denied", "evidence", "figures", "triples",
)  # fmt: skip


def _weakness(path: Path) -> tuple[object, ...]:
    """Sort key of chains: surest weakest link first, then most evidence, then the least general actors between."""
    confidence = min(max(fact.confidence for fact in step) for step in path.steps)
    evidence = sum(fact.evidence for step in path.steps for fact in step)
    between = sum(actor.degree for actor in path.actors[1:-1])
    return -round(confidence, 4), -evidence, between, tuple(actor.iri for actor in path.actors)


def _facing(fact: Fact, actor: ActorRef) -> Fact:
    """A symmetric fact with the actor as its subject; others as they are."""
    if fact.object.iri == actor.iri and get_property(fact.predicate).symmetric:
        return replace(fact, subject=fact.object, object=fact.subject)
    return fact


def _as_iris(name: str) -> list[str]:
    """IRIs that a name may be: itself, a CURIE, or a lexicon id."""
    if "://" in name:
        return [name]
    prefix, colon, _ = name.partition(":")
    if colon and prefix in PREFIXES:
        return [expand(name)]
    return [ACTOR + name] if name and name.isascii() and " " not in name else []


def _classes(types: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(types)
    for name in wanted:
        core_class(name)
    return wanted


def _is_of(actor: ActorRef, classes: frozenset[str]) -> bool:
    """Whether an actor is of one of the classes; of none in particular, always."""
    return not classes or not classes.isdisjoint(superclasses(actor.subtype or actor.type) if actor.type else ())


def _predicates(names: Iterable[str]) -> frozenset[str]:
    return frozenset(get_property(name).name for name in names)


def _has(fact: Fact, predicates: frozenset[str]) -> bool:
    return not predicates or fact.predicate in predicates or not predicates.isdisjoint(fact.finer)
