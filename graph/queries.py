"""SPARQL over a graph: read-only, with our prefixes bound, and the named queries of ``queries/*.rq``.

A query is read before it runs: an update, a call to another server or an unknown prefix is refused in one sentence.
Oxigraph itself would follow ``SERVICE`` out into the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
from actorgraph.graph.ordering import Ordering, UnorderableError, split_ordering
from actorgraph.ontology.errors import QueryError
from actorgraph.ontology.namespaces import PREFIXES, contract

if TYPE_CHECKING:
    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

__all__ = ["Answer", "bind", "check", "run", "typed"]

_UPDATES: Final = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_FORMS: Final = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])

# The few kinds of token in which a word could be mistaken for a keyword (SPARQL 1.1, section 19.8).
_TOKEN: Final = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<string>\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<prefixed>(?:\w[\w.-]*)?:(?:[\w:%.\\-]|[^\x00-\x7f])*)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<word>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_BOUND: Final = re.compile(r"\bBOUND\s*\(\s*$", re.IGNORECASE)
_CLOSING: Final = re.compile(r"\s*\)")
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_REASON: Final = re.compile(r"(?!Prefix not found)\b[A-Z][A-Za-z]*(?: [A-Za-z]+){2,}")

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WHOLE: Final = frozenset(
    _XSD + n for n in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_REAL: Final = frozenset(_XSD + name for name in ("decimal", "double", "float"))


@dataclass(frozen=True)
class Answer:
    """What a query answers.

    :param form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
    :param variables: names of a SELECT's columns, in the order of the query.
    :param rows: a SELECT's rows, a term or ``None`` for each variable.
    :param boolean: an ASK's answer. :param triples: a CONSTRUCT's or DESCRIBE's triples, sorted, each once.
    """

    form: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] = ()

    def values(self) -> Iterator[tuple[Any, ...]]:
        """Rows as Python values; see :func:`typed`."""
        for row in self.rows:
            yield tuple(typed(term) for term in row)

    def as_dict(self) -> dict[str, Any]:
        """The SPARQL 1.1 Query Results JSON Format of a SELECT or ASK; triples in N-Triples form otherwise.

        See https://www.w3.org/TR/sparql11-results-json/.
        """
        if self.form == "ASK":
            return {"head": {}, "boolean": self.boolean}
        if self.form == "SELECT":
            bindings = [
                {name: _binding(term) for name, term in zip(self.variables, row, strict=True) if term is not None}
                for row in self.rows
            ]
            return {"head": {"vars": list(self.variables)}, "results": {"bindings": bindings}}
        return {"triples": [f"{triple} ." for triple in self.triples]}

    def serialize(self, format: str = "ttl") -> str:
        """Triples as Turtle (``ttl``) with our prefixes, or as N-Triples (``nt``).

        :raises QueryError: if the answer holds no triples to write, or the format is neither.
        """
        if self.form not in ("CONSTRUCT", "DESCRIBE"):
            raise QueryError(f"A {self.form} answers no triples; use CONSTRUCT or DESCRIBE, or ask for another format.")
        formats = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES}
        if format not in formats:
            raise QueryError(f"Triples cannot be written as {format!r}; use ttl or nt.")
        used = {name: iri for name, iri in PREFIXES.items() if any(iri in str(triple) for triple in self.triples)}
        data = ox.serialize(self.triples, format=formats[format], prefixes=used if format == "ttl" else None)
        return (data or b"").decode()


def typed(term: Term | None) -> Any:
    """A term as a Python value: numbers and booleans as such, IRIs as CURIEs where a prefix fits, the rest as text.

    >>> typed(ox.Literal(3)), typed(ox.NamedNode("https://w3id.org/actorgraph/actor/smic")), typed(None)
    (3, 'actor:smic', None)
    """
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return contract(term.value)
    if isinstance(term, ox.Literal):
        kind = term.datatype.value
        if kind in _WHOLE:
            return int(term.value)
        if kind in _REAL:
            return float(term.value)
        return term.value == "true" if kind == _XSD + "boolean" else term.value
    return str(term)


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        more = {"xml:lang": term.language} if term.language else {}
        plain = term.language or term.datatype.value == _XSD + "string"
        return {"type": "literal", "value": term.value, **more} | ({} if plain else {"datatype": term.datatype.value})
    return {"type": "bnode", "value": str(term).removeprefix("_:")}


def run(store: ox.Store, query: str, *, bindings: Mapping[str, Term] | None = None) -> Answer:
    """Answer a read-only query over the union of all graphs, which ``GRAPH`` still tells apart.

    :param store: a store whose default graph holds the union, as every generation's does.
    :param bindings: variable name → term to put in its place.
    :raises QueryError: if the query is malformed, is an update, calls another server, or cannot be carried out.

    >>> run(ox.Store(), "SELECT ?s WHERE { ?s a ag:Company }").variables
    ('s',)
    """
    query = bind(query, bindings or {})
    form = check(query)
    try:
        if form == "SELECT" and (parts := split_ordering(query, _masked(query))):
            answer = _ordered(store, *parts)
            if answer is not None:
                return answer
        found = store.query(query, prefixes=dict(PREFIXES))
        if isinstance(found, ox.QueryBoolean):
            return Answer(form, boolean=bool(found))
        if isinstance(found, ox.QueryTriples):
            return Answer(form, triples=tuple(sorted(set(found), key=str)))
        names = _columns(query, [variable.value for variable in found.variables])
        return Answer(form, names, tuple(tuple(solution[name] for name in names) for solution in found))
    except SyntaxError as error:
        raise _syntax_error(query, str(error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"The query could not be carried out: {error}") from error


def _ordered(store: ox.Store, query: str, ordering: Ordering) -> Answer | None:
    """A SELECT's answer, sorted here; ``None`` where the store must sort it, or say what is wrong with the query."""
    try:
        found = store.query(query, prefixes=dict(PREFIXES))
    except SyntaxError:
        return None
    assert isinstance(found, ox.QuerySolutions)
    names = _columns(query, [variable.value for variable in found.variables])
    if not {name for name, _ in ordering.keys} <= set(names):
        return None
    try:
        rows = ordering.apply(names, (tuple(solution[name] for name in names) for solution in found))
    except UnorderableError:
        return None
    return Answer("SELECT", names, tuple(rows))


def _masked(query: str) -> str:
    """The query with its comments, strings and IRIs as blanks."""
    hidden = ("comment", "iri", "string")
    return _TOKEN.sub(lambda m: " " * len(m.group()) if m.lastgroup in hidden else m.group(), query)


def bind(query: str, bindings: Mapping[str, Term]) -> str:
    """A query with terms in place of variables, and ``BOUND`` of these variables true.

    Oxigraph's own substitution takes only variables that the query selects. Terms are written by Oxigraph, quoted and
    escaped, so that no value can change the query.

    >>> print(bind("ASK { ?s rdfs:label ?name FILTER(BOUND(?name)) }", {"name": ox.Literal('a" } DROP')}))
    ASK { ?s rdfs:label "a\\" } DROP" FILTER(true) }
    """
    parts: list[str] = []
    position = 0
    for token in _TOKEN.finditer(query):
        if token.lastgroup != "variable" or token.group()[1:] not in bindings:
            continue
        start, end, text = token.start(), token.end(), str(bindings[token.group()[1:]])
        bound, closing = _BOUND.search(query, position, start), _CLOSING.match(query, end)
        if bound and closing:
            start, end, text = bound.start(), closing.end(), "true"
        parts += [query[position:start], text]
        position = end
    return "".join(parts) + query[position:]


def check(query: str) -> str:
    """The form of a query that may run: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.

    >>> check("PREFIX x: <http://example.org/> SELECT * WHERE { ?s x:insert 'DELETE' } # DROP")
    'SELECT'

    :raises QueryError: if it is empty, is an update, calls another server, or uses an unknown prefix.
    """
    tokens = [m for m in _TOKEN.finditer(query) if m.lastgroup != "comment"]
    words = {m.group().upper() for m in tokens if m.lastgroup == "word"}
    form = ""
    for number, token in enumerate(tokens):
        word = token.group().upper() if token.lastgroup == "word" else ""
        if word in _UPDATES and not form:
            raise _error(query, token.start(), f"{word} would change the graph; queries only read, so use SELECT.")
        if word == "SERVICE":
            raise _error(query, token.start(), "SERVICE would call another server; ask about this graph only.")
        if word in _FORMS and not form:
            form = word
        if token.lastgroup == "iri" and not _ABSOLUTE.match(token.group()) and "BASE" not in words:
            raise _error(
                query, token.start(), f"{token.group()} is no full IRI; write it with its scheme, as <https:…>."
            )
        if token.lastgroup == "prefixed" and not token.group().startswith("_:"):
            declares = number > 0 and tokens[number - 1].group().upper() == "PREFIX"
            if not declares:
                _check_prefix(query, token, tokens)
    if not form:
        raise QueryError("There is no query to run; begin with SELECT, ASK, CONSTRUCT or DESCRIBE.", line=1, column=1)
    return form


def _check_prefix(query: str, token: re.Match[str], tokens: list[re.Match[str]]) -> None:
    prefix = token.group().partition(":")[0]
    declared = {b.group() for a, b in pairwise(tokens) if a.group().upper() == "PREFIX"}
    if prefix in PREFIXES or f"{prefix}:" in declared:
        return
    known = ", ".join(f"{name}:" for name in PREFIXES)
    raise _error(query, token.start(), f"the prefix {prefix}: is not declared; declare it, or use one of {known}.")


def _columns(query: str, names: list[str]) -> tuple[str, ...]:
    """A SELECT's columns; those of ``SELECT *``, which Oxigraph gives in no order, as the query first names them."""
    tokens = [m for m in _TOKEN.finditer(query) if m.lastgroup != "comment"]
    select = next((m for m in tokens if m.lastgroup == "word" and m.group().upper() == "SELECT"), None)
    if select is None or not re.match(r"\s*(?:(?:DISTINCT|REDUCED)\s*)?\*", query[select.end() :], re.IGNORECASE):
        return tuple(names)
    order = [m.group()[1:] for m in tokens if m.lastgroup == "variable"]
    return tuple(sorted(names, key=order.index))


def _position(query: str, offset: int) -> tuple[int, int]:
    before = query[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _error(query: str, offset: int, reason: str) -> QueryError:
    line, column = _position(query, offset)
    return QueryError(f"Line {line}, column {column}: {reason}", line=line, column=column)


def _syntax_error(query: str, message: str) -> QueryError:
    """Oxigraph's message as one sentence: the place, and the reason if it gives one among the tokens it expected."""
    place = _PLACE.match(message)
    if place is None:
        return QueryError(f"The query is malformed: {' '.join(message.split())}")
    line, column = int(place[1]), int(place[2])
    lines = query.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    near = f"near {rest[:30]!r}" if rest else "at its end"
    reason = _REASON.search(place[3])
    why = f" ({reason[0]})" if reason else ""
    return QueryError(f"Line {line}, column {column}: the query is malformed {near}{why}.", line=line, column=column)
