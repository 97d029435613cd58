"""The names index, written: collected from a store at the end of a build."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from actorgraph.graph.index import ALTERNATIVE, PREFERRED, STEM, DocumentRef
from actorgraph.graph.names import match_keys
from actorgraph.graph.terms import language, pairs, value
from actorgraph.ontology.errors import StoreError
from actorgraph.ontology.namespaces import AG, expand
from actorgraph.ontology.vocabulary import CORE_CLASSES, SUBCLASSES, superclasses

__all__ = ["IndexContent", "IndexEntry", "collect", "write_index"]

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
CREATE TABLE document (
    iri TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL, language TEXT NOT NULL,
    date TEXT NOT NULL, publisher TEXT NOT NULL, authors TEXT NOT NULL, characters INTEGER NOT NULL,
    actors INTEGER NOT NULL
);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_INDEXES: Final = """
CREATE INDEX name_key ON name (key);
CREATE INDEX name_actor ON name (actor);
CREATE INDEX fact_subject ON fact (subject, predicate, object);
CREATE INDEX fact_object ON fact (object, predicate, subject);
CREATE INDEX actor_degree ON actor (degree);
"""


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


@dataclass(frozen=True, slots=True)
class IndexContent:
    """All that an index file holds.

    :param entries: IRI → actor, sorted. :param facts: plain facts, a symmetric one once, finer properties included.
    :param meta: figures of the whole graph.
    """

    entries: dict[str, IndexEntry]
    facts: Facts
    documents: Iterable[DocumentRef]
    meta: dict[str, Any]


def write_index(path: Path, content: IndexContent) -> None:
    """Write the index file.
    :raises StoreError: if it cannot be written.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
            connection.execute("BEGIN")
            for table, rows in _rows(content).items():
                if rows:
                    marks = ",".join("?" * len(rows[0]))
                    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            connection.execute("COMMIT")
            connection.executescript(_INDEXES)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError(f"The names index {path} cannot be written: {error}; make room.", path=path) from error


def _rows(content: IndexContent) -> dict[str, list[tuple[object, ...]]]:
    numbers = {iri: number for number, iri in enumerate(content.entries)}
    return {
        "actor": list(_actor_rows(content.entries)),
        "name": list(_name_rows(content.entries)),
        "fact": [(numbers[subject], name, numbers[object_]) for subject, name, object_ in content.facts],
        "document": [_document_row(document) for document in content.documents],
        "meta": [(key, json.dumps(value, ensure_ascii=False, sort_keys=True)) for key, value in content.meta.items()],
    }


def _document_row(document: DocumentRef) -> tuple[object, ...]:
    values = document.as_dict() | {"authors": json.dumps(document.authors, ensure_ascii=False)}
    return tuple(values.values())


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
