"""The names index: who is called what, and the figures of the whole graph, in a small SQLite file beside the store.

Looking a name up is the first thing that every command does. SQLite opens in a millisecond and finds a key in another;
asking the store for all labels instead takes 20 ms at 12,000 names and grows with the graph. The index is made from
the store at the end of a build and holds nothing that the store does not.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from actorgraph.graph.names import match_keys
from actorgraph.ontology.errors import StoreError
from actorgraph.ontology.namespaces import AG, expand
from actorgraph.ontology.vocabulary import CORE_CLASSES, SUBCLASSES, superclasses

if TYPE_CHECKING:
    import pyoxigraph as ox

__all__ = ["ActorRef", "NameIndex", "NameMatch", "collect", "write_index"]

_SCHEMA: Final = """
CREATE TABLE actor (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, type TEXT NOT NULL, subtype TEXT NOT NULL,
    zh TEXT NOT NULL, en TEXT NOT NULL,
    degree INTEGER NOT NULL, facts INTEGER NOT NULL, documents INTEGER NOT NULL, mentions INTEGER NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL, actor INTEGER NOT NULL REFERENCES actor (id), rank INTEGER NOT NULL,
    text TEXT NOT NULL, language TEXT NOT NULL
);
CREATE TABLE fact (subject INTEGER NOT NULL, predicate TEXT NOT NULL, object INTEGER NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_INDEXES: Final = """
CREATE INDEX name_key ON name (key);
CREATE INDEX name_actor ON name (actor);
CREATE INDEX fact_subject ON fact (subject, predicate, object);
CREATE INDEX fact_object ON fact (object, predicate, subject);
CREATE INDEX actor_degree ON actor (degree);
"""
PREFERRED, ALTERNATIVE, STEM = 0, 1, 2
"""Ranks of a name: preferred, alternative, without its legal form."""


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor as a list shows it.

    :param names: language → preferred name. :param degree: how many other actors facts tie it to.
    :param facts: distinct facts it takes part in. :param documents: documents that name it.
    :param mentions: how often they do.
    """

    iri: str
    type: str
    subtype: str
    names: tuple[tuple[str, str], ...]
    degree: int = 0
    facts: int = 0
    documents: int = 0
    mentions: int = 0

    def name(self, lang: str = "en") -> str:
        """The preferred name in a language, else in the other one, else the end of the IRI.

        >>> ActorRef("https://w3id.org/actorgraph/actor/smic", "Company", "", (("zh", "中芯国际"),)).name("en")
        '中芯国际'
        """
        names = dict(self.names)
        return names.get(lang) or next(iter(names.values()), "") or self.iri.rsplit("/", 1)[-1]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``."""
        counts = {name: getattr(self, name) for name in ("degree", "facts", "documents", "mentions")}
        return {"iri": self.iri, "type": self.type, "subtype": self.subtype, "names": dict(self.names)} | counts


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name in the index that fits a key: the actor, the name as written, its language and rank."""

    actor: ActorRef
    text: str
    language: str
    rank: int


@dataclass
class IndexEntry:
    """What is collected of one actor while the index is being made."""

    classes: set[str] = field(default_factory=set)
    preferred: dict[str, str] = field(default_factory=dict)
    alternative: set[tuple[str, str]] = field(default_factory=set)
    neighbours: set[str] = field(default_factory=set)
    facts: int = 0
    documents: int = 0
    mentions: int = 0

    def type(self) -> str:
        """The core class."""
        return min(self.classes & set(CORE_CLASSES), default="")

    def subtype(self) -> str:
        """The finest class below the core class, or empty."""
        finer = sorted(self.classes & set(SUBCLASSES), key=lambda name: (-len(superclasses(name)), name))
        return finer[0] if finer else ""


Facts = Iterable[tuple[str, str, str]]
"""Plain facts: (subject IRI, local name of a core or finer property, object IRI)."""


def collect(store: ox.Store, facts: Facts) -> dict[str, IndexEntry]:
    """Gather names, classes and counts of all actors of a store.

    :param facts: plain facts by core property, a symmetric one once.
    """
    from actorgraph.graph.terms import language, pairs, value  # noqa: PLC0415 - readers of the index need no store

    entries: dict[str, IndexEntry] = defaultdict(IndexEntry)
    classes = {AG + name: name for name in (*CORE_CLASSES, *SUBCLASSES)}
    for subject, class_ in pairs(store, expand("rdf:type")):
        if name := classes.get(value(class_)):
            entries[subject].classes.add(name)
    for subject, label in pairs(store, expand("skos:prefLabel")):
        entries[subject].preferred[language(label)] = value(label)
    for subject, label in pairs(store, expand("skos:altLabel")):
        entries[subject].alternative.add((language(label), value(label)))
    tallied = {subject: value(actor) for subject, actor in pairs(store, AG + "about")}
    for subject, count in pairs(store, AG + "mentionCount"):
        entry = entries[tallied[subject]]
        entry.documents += 1
        entry.mentions += int(value(count))
    for subject, _, object_ in facts:
        entries[subject].facts += 1
        entries[object_].facts += 1
        entries[subject].neighbours.add(object_)
        entries[object_].neighbours.add(subject)
    return dict(sorted(entries.items()))


def write_index(path: Path, entries: dict[str, IndexEntry], facts: Facts, meta: dict[str, Any]) -> None:
    """Write the index file.

    :param facts: plain facts, a symmetric one once, those of finer properties included.
    :raises StoreError: if it cannot be written.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO actor VALUES (?,?,?,?,?,?,?,?,?,?)", _actor_rows(entries))
            connection.executemany("INSERT INTO name VALUES (?,?,?,?,?)", _name_rows(entries))
            numbers = {iri: number for number, iri in enumerate(entries)}
            edges = ((numbers[subject], name, numbers[object_]) for subject, name, object_ in facts)
            connection.executemany("INSERT INTO fact VALUES (?,?,?)", edges)
            rows = [(key, json.dumps(value, ensure_ascii=False, sort_keys=True)) for key, value in meta.items()]
            connection.executemany("INSERT INTO meta VALUES (?,?)", rows)
            connection.execute("COMMIT")
            connection.executescript(_INDEXES)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"The names index {path} cannot be written: {error}; make room.", path=path) from error


def _actor_rows(entries: dict[str, IndexEntry]) -> Iterator[tuple[object, ...]]:
    for number, (iri, e) in enumerate(entries.items()):
        names = (e.preferred.get("zh", ""), e.preferred.get("en", ""))
        yield number, iri, e.type(), e.subtype(), *names, len(e.neighbours), e.facts, e.documents, e.mentions


def _name_rows(entries: dict[str, IndexEntry]) -> Iterator[tuple[str, int, int, str, str]]:
    for number, entry in enumerate(entries.values()):
        names = [(PREFERRED, lang, text) for lang, text in sorted(entry.preferred.items())]
        names += [(ALTERNATIVE, lang, text) for lang, text in sorted(entry.alternative)]
        for rank, lang, text in names:
            key, *stems = match_keys(text, entry.type())
            yield key, number, rank, text, lang
            for stem in stems:
                yield stem, number, STEM, text, lang


class NameIndex:
    """The index, open for reading.

    :raises StoreError: if the file is missing or damaged.
    """

    _COLUMNS: Final = "actor.iri, actor.type, subtype, zh, en, degree, facts, documents, mentions"

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            # The file never changes once its generation is published, so SQLite need not lock or look for a journal.
            self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            self._connection.execute("SELECT 1 FROM meta LIMIT 1")
        except sqlite3.Error as error:
            raise StoreError(
                f"The names index {path} cannot be read ({error}); build the graph again to make it anew.", path=path
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def meta(self, key: str) -> Any:
        """One of the figures that the build noted down; ``None`` if it did not."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def actor(self, iri: str) -> ActorRef | None:
        """The actor with an IRI."""
        row = self._connection.execute(f"SELECT {self._COLUMNS} FROM actor WHERE iri = ?", (iri,)).fetchone()
        return None if row is None else _ref(row)

    def actors(self, iris: Iterable[str]) -> dict[str, ActorRef]:
        """IRI → actor for those that the index has."""
        found = ((iri, self.actor(iri)) for iri in dict.fromkeys(iris))
        return {iri: ref for iri, ref in found if ref is not None}

    def by_key(self, keys: Iterable[str]) -> list[NameMatch]:
        """Names that match one of the keys: key by key, preferred names first, then the best connected actors."""
        found = []
        for key in keys:
            found += self._matches("name.key = ?", (key,))
        return found

    def by_prefix(self, key: str, limit: int) -> list[NameMatch]:
        """Names whose key begins with ``key``."""
        return self._matches("name.key >= ? AND name.key < ?", (key, key + "\U0010ffff"), limit)

    def by_part(self, key: str, limit: int) -> list[NameMatch]:
        """Names whose key contains ``key``."""
        return self._matches("instr(name.key, ?) > 0", (key,), limit)

    def keys(self, shortest: int, longest: int) -> list[tuple[str, int]]:
        """(key, actor number) of all names whose key has a length in the range."""
        query = "SELECT DISTINCT key, actor FROM name WHERE length(key) BETWEEN ? AND ?"
        return self._connection.execute(query, (shortest, longest)).fetchall()

    def number(self, iri: str) -> int | None:
        """The number of an actor in :meth:`adjacent`."""
        row = self._connection.execute("SELECT id FROM actor WHERE iri = ?", (iri,)).fetchone()
        return None if row is None else row[0]

    def adjacent(self, number: int, predicates: Iterable[str] = ()) -> list[int]:
        """The actors that plain facts tie an actor to, either way round, by number; optionally by some properties."""
        wanted = list(predicates)
        among = f"AND predicate IN ({','.join('?' * len(wanted))})" if wanted else ""
        query = f"""SELECT object FROM fact WHERE subject = ? {among}
            UNION SELECT subject FROM fact WHERE object = ? {among} ORDER BY 1"""
        return [row[0] for row in self._connection.execute(query, (number, *wanted, number, *wanted))]

    def numbered(self, number: int) -> ActorRef:
        """The actor with a number."""
        return _ref(self._connection.execute(f"SELECT {self._COLUMNS} FROM actor WHERE id = ?", (number,)).fetchone())

    def names(self, iri: str) -> list[tuple[str, str, int]]:
        """(language, name, rank) of all names of an actor, preferred ones first."""
        query = """SELECT language, text, min(rank) FROM name
            WHERE actor = (SELECT id FROM actor WHERE iri = ?)
            GROUP BY language, text ORDER BY min(rank), language, text"""
        return self._connection.execute(query, (iri,)).fetchall()

    def top(self, limit: int, types: Iterable[str] = ()) -> list[ActorRef]:
        """The actors with most neighbours, optionally of certain core or finer classes."""
        wanted = list(types)
        marks = ",".join("?" * len(wanted))
        where = f"WHERE type IN ({marks}) OR subtype IN ({marks})" if wanted else ""
        query = (
            f"SELECT {self._COLUMNS} FROM actor {where} ORDER BY degree DESC, facts DESC, mentions DESC, iri LIMIT ?"
        )
        return [_ref(row) for row in self._connection.execute(query, (*wanted, *wanted, limit))]

    def counts(self) -> dict[str, Counter[str]]:
        """How many actors there are of each core and of each finer class."""
        found: dict[str, Counter[str]] = {"type": Counter(), "subtype": Counter()}
        for type_, subtype, count in self._connection.execute(
            "SELECT type, subtype, count(*) FROM actor GROUP BY 1, 2"
        ):
            found["type"][type_] += count
            if subtype:
                found["subtype"][subtype] += count
        return found

    def _matches(self, where: str, values: tuple[str, ...], limit: int = -1) -> list[NameMatch]:
        query = f"""SELECT {self._COLUMNS}, name.text, name.language, name.rank
            FROM name JOIN actor ON actor.id = name.actor WHERE {where}
            ORDER BY name.rank, actor.degree DESC, actor.mentions DESC, actor.iri, name.text LIMIT ?"""
        rows = self._connection.execute(query, (*values, limit))
        return [NameMatch(_ref(row), row[-3], row[-2], row[-1]) for row in rows]


def _ref(row: tuple[Any, ...]) -> ActorRef:
    iri, type_, subtype, zh, en, *counts = row[:9]
    names = tuple((lang, name) for lang, name in (("en", en), ("zh", zh)) if name)
    return ActorRef(iri, type_, subtype, names, *counts)
