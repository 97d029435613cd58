"""What can go wrong, by cause.

    ActorgraphError
    ├── DocumentError    a source cannot be read (path)
    ├── RecordError      a record does not say what a record must say (path, field)
    ├── StoreError       a graph folder cannot be opened, read or written (path)
    ├── QueryError       a query is refused or malformed (line, column)
    ├── LexiconError     a lexicon row is not usable (path, line)
    ├── OntologyError    a term is unknown or the ontology is not sound (term)
    └── UsageError       what was asked for cannot be done (value, suggestions)

Each takes one sentence that says what was wrong and what to do, and carries its data as attributes, so that a caller
need not read the sentence to know the place.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = [
    "ActorgraphError",
    "DocumentError",
    "LexiconError",
    "OntologyError",
    "QueryError",
    "RecordError",
    "StoreError",
    "UsageError",
]


class ActorgraphError(Exception):
    """Anything that this program refuses.

    :param message: one sentence: what was wrong and what to do.

    >>> str(ActorgraphError("The file is empty; give one that holds text."))
    'The file is empty; give one that holds text.'
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DocumentError(ActorgraphError):
    """A source document cannot be read.

    :param path: the file or address, where there is one.
    :param offset: byte or character at which reading failed, where known.

    >>> DocumentError("a.txt is empty.", path="a.txt").path
    'a.txt'
    """

    def __init__(self, message: str, *, path: str | Path | None = None, offset: int | None = None) -> None:
        super().__init__(message)
        self.path = None if path is None else str(path)
        self.offset = offset


class RecordError(ActorgraphError):
    """A record is not sound: a field is missing, a reference leads nowhere, a range does not hold its words.

    :param path: the file the record came from, or the document's source.
    :param field: the part of the record at fault, as a path such as ``claims[3].object``.

    >>> RecordError("claims[3].object names no entity.", field="claims[3].object").field
    'claims[3].object'
    """

    def __init__(self, message: str, *, path: str | Path | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.path = None if path is None else str(path)
        self.field = field


class StoreError(ActorgraphError):
    """A graph folder cannot be opened, read or written.

    :param path: the folder or the file in it.
    :param iri: the graph or resource at fault, where there is one.
    :param pid: the process that holds the folder's lock, where that is the reason.

    >>> StoreError("/tmp is not a graph folder.", path="/tmp").path
    '/tmp'
    """

    def __init__(
        self, message: str, *, path: str | Path | None = None, iri: str | None = None, pid: int | None = None
    ) -> None:
        super().__init__(message)
        self.path = None if path is None else str(path)
        self.iri = iri
        self.pid = pid


class QueryError(ActorgraphError):
    """A query is malformed, refused, or lacks a parameter.

    :param line: line of the fault in the query, from 1. :param column: column, from 1.
    :param parameter: name of the parameter at fault, where there is one.

    >>> QueryError("Line 2, column 7: expected a variable.", line=2, column=7).line
    2
    """

    def __init__(
        self, message: str, *, line: int | None = None, column: int | None = None, parameter: str | None = None
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.parameter = parameter


class LexiconError(ActorgraphError):
    """A lexicon file or one of its rows is not usable.

    :param path: the file. :param line: line of the row in it, from 1 (the header). :param field: the column at fault.

    >>> LexiconError("my.csv, line 4: the type is missing.", path="my.csv", line=4, field="type").line
    4
    """

    def __init__(
        self,
        message: str,
        *,
        path: str | Path | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message)
        self.path = None if path is None else str(path)
        self.line = line
        self.field = field


class OntologyError(ActorgraphError):
    """A term is not in the ontology, or the ontology file itself is not sound.

    :param term: local name or IRI of the term. :param suggestions: known terms that look alike, best first.

    >>> OntologyError("The ontology has no class 'Compny'.", term="Compny", suggestions=["Company"]).suggestions
    ('Company',)
    """

    def __init__(self, message: str, *, term: str | None = None, suggestions: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.term = term
        self.suggestions = tuple(suggestions)


class UsageError(ActorgraphError):
    """What was asked for cannot be done: an unknown name, a value outside its range.

    :param value: what was given. :param suggestions: what may have been meant, best first.

    >>> UsageError("No actor is called 'Nvdia'.", value="Nvdia", suggestions=["NVIDIA"]).suggestions
    ('NVIDIA',)
    """

    def __init__(self, message: str, *, value: str | None = None, suggestions: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.value = value
        self.suggestions = tuple(suggestions)
