"""The names index, read: who is called what, the plain facts, the documents and the figures of the whole graph.

Looking a name up is the first thing that every command does. A SQLite file opens in a millisecond and finds a key in
another; asking the store for all labels instead takes 20 ms at 12,000 names and grows with the graph. The index is made
from the store at the end of a build (see :mod:`actorgraph.graph.indexing`) and holds nothing that the store does not.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from actorgraph.ontology.errors import StoreError

__all__ = ["ALTERNATIVE", "PREFERRED", "STEM", "ActorRef", "DocumentRef", "NameIndex", "NameMatch"]

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
class DocumentRef:
    """A source document.

    :param id: ``sha256:`` and the hash of its bytes. :param actors: how many actors it names.
    """

    iri: str
    id: str
    title: str
    source: str
    language: str
    date: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    characters: int = 0
    actors: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"authors": list(self.authors)}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name in the index that fits a key: the actor, the name as written, its language and rank."""

    actor: ActorRef
    text: str
    language: str
    rank: int


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
        except sqlite3.Error as error:
            raise self._unreadable(error) from error
        self._rows("SELECT 1 FROM meta LIMIT 1")

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(
            f"The names index {self.path} cannot be read ({error}); remove it and build the graph again.",
            path=self.path,
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def meta(self, key: str) -> Any:
        """One of the figures that the build noted down; ``None`` if it did not."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", (key,))
        return json.loads(rows[0][0]) if rows else None

    def actor(self, iri: str) -> ActorRef | None:
        """The actor with an IRI."""
        rows = self._rows(f"SELECT {self._COLUMNS} FROM actor WHERE iri = ?", (iri,))
        return _ref(rows[0]) if rows else None

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
        return self._rows(query, (shortest, longest))

    def documents(self) -> list[DocumentRef]:
        """All documents, by source."""
        return [_document(row) for row in self._rows("SELECT * FROM document ORDER BY source, iri")]

    def document(self, iri: str) -> DocumentRef | None:
        """The document with an IRI."""
        rows = self._rows("SELECT * FROM document WHERE iri = ?", (iri,))
        return _document(rows[0]) if rows else None

    def number(self, iri: str) -> int | None:
        """The number of an actor in :meth:`adjacent`."""
        rows = self._rows("SELECT id FROM actor WHERE iri = ?", (iri,))
        return rows[0][0] if rows else None

    def adjacent(self, number: int, predicates: Iterable[str] = ()) -> list[int]:
        """The actors that plain facts tie an actor to, either way round, by number; optionally by some properties."""
        wanted = list(predicates)
        among = f"AND predicate IN ({','.join('?' * len(wanted))})" if wanted else ""
        query = f"""SELECT object FROM fact WHERE subject = ? {among}
            UNION SELECT subject FROM fact WHERE object = ? {among} ORDER BY 1"""
        return [row[0] for row in self._rows(query, (number, *wanted, number, *wanted))]

    def numbered(self, number: int) -> ActorRef:
        """The actor with a number."""
        return _ref(self._rows(f"SELECT {self._COLUMNS} FROM actor WHERE id = ?", (number,))[0])

    def names(self, iri: str) -> list[tuple[str, str, int]]:
        """(language, name, rank) of all names of an actor, preferred ones first."""
        query = """SELECT language, text, min(rank) FROM name
            WHERE actor = (SELECT id FROM actor WHERE iri = ?)
            GROUP BY language, text ORDER BY min(rank), language, text"""
        return self._rows(query, (iri,))

    def top(self, limit: int, types: Iterable[str] = ()) -> list[ActorRef]:
        """The actors with most neighbours, optionally of certain core or finer classes."""
        wanted = list(types)
        marks = ",".join("?" * len(wanted))
        where = f"WHERE type IN ({marks}) OR subtype IN ({marks})" if wanted else ""
        query = (
            f"SELECT {self._COLUMNS} FROM actor {where} ORDER BY degree DESC, facts DESC, mentions DESC, iri LIMIT ?"
        )
        return [_ref(row) for row in self._rows(query, (*wanted, *wanted, limit))]

    def counts(self) -> dict[str, Counter[str]]:
        """How many actors there are of each core and of each finer class."""
        found: dict[str, Counter[str]] = {"type": Counter(), "subtype": Counter()}
        for type_, subtype, count in self._rows("SELECT type, subtype, count(*) FROM actor GROUP BY 1, 2"):
            found["type"][type_] += count
            if subtype:
                found["subtype"][subtype] += count
        return found

    def _matches(self, where: str, values: tuple[str, ...], limit: int = -1) -> list[NameMatch]:
        query = f"""SELECT {self._COLUMNS}, name.text, name.language, name.rank
            FROM name JOIN actor ON actor.id = name.actor WHERE {where}
            ORDER BY name.rank, actor.degree DESC, actor.mentions DESC, actor.iri, name.text LIMIT ?"""
        rows = self._rows(query, (*values, limit))
        return [NameMatch(_ref(row), row[-3], row[-2], row[-1]) for row in rows]


def _ref(row: tuple[Any, ...]) -> ActorRef:
    iri, type_, subtype, zh, en, *counts = row[:9]
    names = tuple((lang, name) for lang, name in (("en", en), ("zh", zh)) if name)
    return ActorRef(iri, type_, subtype, names, *counts)


def _document(row: tuple[Any, ...]) -> DocumentRef:
    iri, identifier, title, source, language, date, publisher, authors, characters, actors = row
    names = tuple(json.loads(authors))
    return DocumentRef(iri, identifier, title, source, language, date, publisher, names, characters, actors)
