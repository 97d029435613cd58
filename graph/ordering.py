"""``ORDER BY`` done here rather than in the store.

Oxigraph's store on disk keeps names apart from the triples and reads both names from disk whenever a sort compares
two: sorting 118,000 rows by two columns of IRIs takes it 14 s, of which the query itself is half a second. Where a
query sorts its whole answer by columns that it selects, the clause is therefore taken off and its work done on the
rows as they come, keeping only as many as ``LIMIT`` asks for.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cmp_to_key
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

__all__ = ["Ordering", "UnorderableError", "split_ordering"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]

_CONDITION: Final = r"(?:(?:ASC|DESC)\s*\(\s*[?$]\w+\s*\)|[?$]\w+)\s*"
_TAIL: Final = re.compile(
    rf"\bORDER\s+BY\s+(?P<conditions>(?:{_CONDITION})+)(?P<slice>(?:(?:LIMIT|OFFSET)\s+\d+\s*)*)\Z", re.IGNORECASE
)
_KEY: Final = re.compile(r"(?:(ASC|DESC)\s*\(\s*)?[?$](\w+)", re.IGNORECASE)
_SLICE: Final = re.compile(r"(LIMIT|OFFSET)\s+(\d+)", re.IGNORECASE)

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WHOLE: Final = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
_NUMBERS: Final = frozenset(_XSD + name for name in ("decimal", "double", "float", *_WHOLE))


class UnorderableError(Exception):
    """A value whose place among the others is the store's to decide: a date with a time zone and the like."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """The end of a query: sort keys as (variable, descending), and which slice of the rows is wanted."""

    keys: tuple[tuple[str, bool], ...]
    offset: int = 0
    limit: int | None = None

    def apply(self, variables: Sequence[str], rows: Iterable[Row]) -> list[Row]:
        """The rows sorted and cut as the query asks. Rows equal in all keys keep the order in which they come.

        :raises UnorderableError: if a key holds a value that only the store can compare.
        """
        places = [(variables.index(name), descending) for name, descending in self.keys]

        def key(row: Row) -> tuple[Any, ...]:
            return tuple(_descending(_rank(row[i])) if down else _rank(row[i]) for i, down in places)

        if self.limit is None:
            return list(islice(sorted(rows, key=key), self.offset, None))
        wanted = self.offset + self.limit
        return heapq.nsmallest(wanted, rows, key=key)[self.offset :]


def split_ordering(query: str, masked: str) -> tuple[str, Ordering] | None:
    """A query without its closing ``ORDER BY`` and slice, and what these ask for; ``None`` if it has none of the kind.

    :param masked: the query with comments, strings and IRIs blanked out, character for character.

    >>> text = "SELECT ?a WHERE { ?a ?b ?c } ORDER BY DESC(?a) LIMIT 3"
    >>> split_ordering(text, text)
    ('SELECT ?a WHERE { ?a ?b ?c } ', Ordering(keys=(('a', True),), offset=0, limit=3))
    """
    end = masked.rfind("}") + 1
    tail = _TAIL.search(masked, end)
    if tail is None:
        return None
    keys = tuple((name, way.upper() == "DESC") for way, name in _KEY.findall(tail["conditions"]))
    slices = _SLICE.findall(tail["slice"])
    cuts = {word.upper(): int(number) for word, number in slices}
    if len(cuts) < len(slices):
        return None  # LIMIT twice: the store will say what is wrong
    return query[: tail.start()], Ordering(keys, cuts.get("OFFSET", 0), cuts.get("LIMIT"))


def _rank(term: Term | None) -> tuple[Any, ...]:
    """Sort key of a term: unbound, blank nodes, IRIs, literals (SPARQL 1.1, section 15.1)."""
    if term is None:
        return (0,)
    if isinstance(term, ox.BlankNode):
        return (1, term.value)
    if isinstance(term, ox.NamedNode):
        return (2, term.value)
    if isinstance(term, ox.Literal):
        return (3, *_literal(term))
    raise UnorderableError


def _literal(literal: ox.Literal) -> tuple[Any, ...]:
    if literal.language:
        return (2, literal.value, literal.language)
    kind = literal.datatype.value
    if kind == _XSD + "string":
        return (0, literal.value)
    if kind == _XSD + "boolean":
        return (3, literal.value in ("true", "1"))
    if kind not in _NUMBERS:
        raise UnorderableError
    try:
        number = Decimal(literal.value)
    except InvalidOperation:
        raise UnorderableError from None
    if number.is_nan():
        raise UnorderableError
    return (1, number)


_descending: Callable[[tuple[Any, ...]], Any] = cmp_to_key(lambda a, b: (a < b) - (a > b))
