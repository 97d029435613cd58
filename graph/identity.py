"""Identity across documents: which entities of which records are one actor.

What the lexicon knows keeps its id everywhere. The others are one actor when they have the same core type and share a
strong name key (see :mod:`actorgraph.graph.names`); an unknown entity that bears a known actor's name joins it. Two
entities of one record are never made one through a shared short form: whoever read the document held them apart. The
result depends on the set of records alone, not on their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote

from actorgraph.extract.records import Entity
from actorgraph.graph.names import is_strong, language_of, legal_stem, match_keys, normal_name, tidy
from actorgraph.ontology.namespaces import ACTOR

__all__ = ["Actor", "EntitySummary", "Identity", "actor_iri", "identify", "summarise"]

PREFERRED_LANGUAGES: Final = ("zh", "en")
"""Languages in which an actor may have a preferred name; names in others are alternative ones."""


@dataclass(frozen=True, slots=True, order=True)
class EntitySummary:
    """What identity needs to know of one entity of one record.

    :param labels: (language, names best first), sorted by language.
    :param mentions: how often the document names the entity.
    """

    document: str
    entity: str
    type: str
    subtype: str
    name: str
    labels: tuple[tuple[str, tuple[str, ...]], ...]
    known: bool
    mentions: int

    def names(self) -> list[str]:
        """Canonical name and labels, each once, canonical name first."""
        return list(dict.fromkeys([self.name, *(name for _, names in self.labels for name in names)]))


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of the graph.

    :param names: language → preferred name, for ``zh`` and ``en`` where there is one; never empty.
    :param known: whether the lexicon knows it.
    """

    iri: str
    type: str
    subtype: str
    names: tuple[tuple[str, str], ...]
    known: bool


@dataclass(frozen=True)
class Identity:
    """The actors of a set of records.

    :param actors: (document id, entity id) → actor.
    :param contested: (document id, entity id, ids of lexicon actors) of unknown entities that bear the names of several
        lexicon actors and were therefore joined to none.
    """

    actors: Mapping[tuple[str, str], Actor]
    contested: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    @cached_property
    def _by_document(self) -> Mapping[str, Mapping[str, Actor]]:
        grouped: dict[str, dict[str, Actor]] = defaultdict(dict)
        for (document, entity), actor in self.actors.items():
            grouped[document][entity] = actor
        return grouped

    def of(self, document: str) -> Mapping[str, Actor]:
        """Entity id → actor for one document."""
        return self._by_document.get(document, {})


def summarise(entity: Entity, document: str) -> EntitySummary:
    """The summary of an entity of a record."""
    tidied = {lang: tuple(filter(None, map(tidy, names))) for lang, names in entity.labels.items()}
    return EntitySummary(
        document=document,
        entity=entity.id,
        type=entity.type,
        subtype=entity.subtype,
        name=tidy(entity.name),
        labels=tuple((lang, names) for lang, names in sorted(tidied.items()) if names),
        known=entity.known,
        mentions=len(entity.mentions),
    )


def actor_iri(type_: str, name: str) -> str:
    """IRI of an actor that the lexicon does not know; different for different (type, normal name).

    >>> actor_iri("Company", "Ｆｏｏ　 Robotics")
    'https://w3id.org/actorgraph/actor/company/foo%20robotics'
    """
    return f"{ACTOR}{type_.lower()}/{quote(normal_name(name), safe='')}"


def identify(entities: Iterable[EntitySummary]) -> Identity:
    """Decide which entities are one actor.

    >>> a = EntitySummary("d1", "x", "Company", "", "深言科技", (), False, 3)
    >>> b = EntitySummary("d2", "y", "Company", "", "深言科技有限公司", (), False, 1)
    >>> found = identify([b, a])
    >>> found.actors["d1", "x"] == found.actors["d2", "y"], found.actors["d2", "y"].names
    (True, (('zh', '深言科技'),))
    """
    summaries = sorted(entities)
    anchored, contested = _anchor(summaries)
    clusters: dict[str, list[EntitySummary]] = defaultdict(list)
    loose = []
    for summary in summaries:
        anchor = anchored.get((summary.document, summary.entity))
        if anchor is None:
            loose.append(summary)
        else:
            clusters[ACTOR + quote(anchor, safe="")].append(summary)
    for members in _clusters(loose, {key for claim in contested for key in claim.keys}):
        clusters[actor_iri(members[0].type, _iri_name(members))].extend(members)
    actors = {}
    for iri, members in clusters.items():
        actor = _actor(iri, members)
        actors.update({(s.document, s.entity): actor for s in members})
    return Identity(actors, tuple((c.summary.document, c.summary.entity, c.anchors) for c in contested))


@dataclass(frozen=True, slots=True)
class _Contested:
    """An unknown entity, the lexicon ids whose names it bears, and the keys that they share."""

    summary: EntitySummary
    anchors: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]


def _keys(type_: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """(type, match key) of each name strong enough to carry an identity."""
    found = [(type_, key) for name in names if is_strong(name) for key in match_keys(name, type_)]
    return list(dict.fromkeys(found))


def _known_types(summaries: list[EntitySummary]) -> dict[str, str]:
    """Lexicon id → core type: the one that most records give it, the first in the alphabet among equals.

    An entity that bears the id with another type is treated as unknown, so that an actor keeps exactly one core type.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for s in summaries:
        if s.known:
            votes[s.entity][s.type] += 1
    return {entity: min(count, key=lambda t: (-count[t], t)) for entity, count in votes.items()}


def _anchor(summaries: list[EntitySummary]) -> tuple[dict[tuple[str, str], str], list[_Contested]]:
    """Tie entities to lexicon ids: (document, entity) → id, and the entities that several ids could claim."""
    types = _known_types(summaries)
    anchored: dict[tuple[str, str], str] = {}
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    present: dict[str, set[str]] = defaultdict(set)
    rest = []
    for s in summaries:
        if not s.known or types[s.entity] != s.type:
            rest.append(s)
            continue
        anchored[s.document, s.entity] = s.entity
        present[s.document].add(s.entity)
        for key in _keys(s.type, s.names()):
            bearers[key].add(s.entity)
    contested = []
    for s in rest:
        # The canonical name decides where it names somebody; else the other names are asked.
        bearing = [key for key in _keys(s.type, [s.name]) if key in bearers]
        bearing = bearing or [key for key in _keys(s.type, s.names()) if key in bearers]
        claims = sorted({anchor for key in bearing for anchor in bearers[key]})
        if len(claims) > 1:
            contested.append(_Contested(s, tuple(claims), tuple(bearing)))
        elif claims and claims[0] not in present[s.document]:
            anchored[s.document, s.entity] = claims[0]
            present[s.document].add(claims[0])
    return anchored, contested


class _Clusters:
    """Disjoint sets of entities that know which documents they draw on."""

    def __init__(self, summaries: list[EntitySummary]) -> None:
        self.parent = list(range(len(summaries)))
        self.documents = [{s.document} for s in summaries]

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def unite(self, i: int, j: int, *, forced: bool = False) -> bool:
        """Unite two sets unless one document holds both apart; whether they are one now."""
        a, b = sorted((self.find(i), self.find(j)))
        if a == b:
            return True
        if not forced and not self.documents[a].isdisjoint(self.documents[b]):
            return False
        self.parent[b] = a
        self.documents[a] |= self.documents[b]
        return True


def _clusters(summaries: list[EntitySummary], blocked: set[tuple[str, str]]) -> list[list[EntitySummary]]:
    """Unknown entities grouped into actors. ``blocked`` keys, borne by several lexicon actors, decide nothing."""
    sets = _Clusters(summaries)
    same: dict[tuple[str, str], int] = {}
    for i, s in enumerate(summaries):
        # Same type and same normal name are the same IRI, hence one actor even inside one record.
        sets.unite(same.setdefault((s.type, normal_name(s.name)), i), i, forced=True)
    for names_of in (lambda s: [s.name], EntitySummary.names):  # canonical names bind before other names do
        bearers: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, s in enumerate(summaries):
            for key in _keys(s.type, names_of(s)):
                if key not in blocked:
                    bearers[key].append(i)
        for key in sorted(bearers):
            apart: list[int] = []
            for i in bearers[key]:
                if not any(sets.unite(j, i) for j in apart):
                    apart.append(i)
    grouped: dict[int, list[EntitySummary]] = defaultdict(list)
    for i, s in enumerate(summaries):
        grouped[sets.find(i)].append(s)
    return list(grouped.values())


def _iri_name(members: list[EntitySummary]) -> str:
    """The name in a cluster's IRI: the shortest canonical one, so that it changes only if a shorter one turns up."""
    return min((normal_name(s.name) for s in members), key=lambda name: (len(name), name))


def _preferred(summary: EntitySummary) -> dict[str, str]:
    """Language → the entity's best name in it. A firm's label that only spells out a legal form (``OpenAI公司``) is a
    name to find it by, not one to call it by, unless it is the canonical name."""
    best = {language_of(summary.name): summary.name}
    for lang, names in summary.labels:
        short = [n for n in names if n == summary.name or summary.type != "Company" or legal_stem(n) is None]
        if short and lang in PREFERRED_LANGUAGES:
            best[lang] = short[0]
    return best


def _actor(iri: str, members: list[EntitySummary]) -> Actor:
    known = [s for s in members if s.known and iri == ACTOR + quote(s.entity, safe="")]
    voters = known or members
    names: dict[str, Counter[str]] = defaultdict(Counter)
    subtypes: Counter[str] = Counter()
    for s in voters:
        if s.subtype:
            subtypes[s.subtype] += 1
        for lang, name in _preferred(s).items():
            names[lang][name] += max(1, s.mentions)
    return Actor(
        iri=iri,
        type=voters[0].type,
        subtype=min(subtypes, key=lambda t: (-subtypes[t], t), default=""),
        names=tuple((lang, min(c, key=lambda n: (-c[n], len(n), n))) for lang, c in sorted(names.items())),
        known=bool(known),
    )
