"""Sorting here gives what sorting in the store gives."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from actorgraph.graph import queries
from actorgraph.graph.ordering import Ordering, split_ordering
from actorgraph.graph.queries import run
from hypothesis import given
from hypothesis import strategies as st

from .test_queries import REFUSED

EX = "http://example.org/"
XSD_ = "http://www.w3.org/2001/XMLSchema#"


def number(value: str, kind: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD_ + kind))


IRIS = st.sampled_from("abcABC").map(lambda c: ox.NamedNode(EX + c))
NUMBERS = st.one_of(
    st.integers(-5, 5).map(lambda n: number(str(n), "integer")),
    st.decimals(-3, 3, places=1).map(lambda d: number(f"{d:.1f}", "decimal")),
    st.sampled_from(["1.5", "-2", "0", "1e2"]).map(lambda d: number(d, "double")),
)
STRINGS = st.text("abAB华é1 ", max_size=3).map(ox.Literal)
TRUTHS = st.booleans().map(ox.Literal)
# Literals of different kinds in one column are in no order that SPARQL defines.
COLUMNS = st.sampled_from([NUMBERS, STRINGS, TRUTHS])
TABLES = st.tuples(COLUMNS, COLUMNS).flatmap(
    lambda columns: st.lists(st.tuples(IRIS | columns[0], st.none() | IRIS | columns[1]), max_size=12)
)


def store_of(table: list[tuple[ox.NamedNode | ox.Literal, ox.NamedNode | ox.Literal | None]]) -> ox.Store:
    store = ox.Store()
    for line, row in enumerate(table):
        for name, term in zip("ab", row, strict=True):
            if term is not None:
                store.add(ox.Quad(ox.NamedNode(f"{EX}row{line}"), ox.NamedNode(EX + name), term, ox.DefaultGraph()))
    return store


ROWS = f"SELECT ?row ?a ?b WHERE {{ ?row <{EX}a> ?a OPTIONAL {{ ?row <{EX}b> ?b }} }}"


@given(table=TABLES, first=st.sampled_from(["?a", "DESC(?a)", "asc( ?a )"]), second=st.sampled_from(["?b", "DESC(?b)"]))
def test_rows_come_in_the_stores_order(
    table: list[tuple[ox.NamedNode | ox.Literal, ox.NamedNode | ox.Literal | None]], first: str, second: str
) -> None:
    store = store_of(table)
    query = f"{ROWS} ORDER BY {first} {second} ?row"
    names = ("row", "a", "b")
    expected = [tuple(solution[name] for name in names) for solution in store.query(query)]  # type: ignore[union-attr]
    assert list(run(store, query).rows) == expected


@given(table=TABLES, limit=st.integers(0, 5), offset=st.integers(0, 5), swap=st.booleans())
def test_a_slice_is_cut_from_the_sorted_rows(
    table: list[tuple[ox.NamedNode | ox.Literal, ox.NamedNode | ox.Literal | None]],
    limit: int,
    offset: int,
    swap: bool,
) -> None:
    store = store_of(table)
    every = run(store, f"{ROWS} ORDER BY ?a ?row").rows
    cut = f"OFFSET {offset} LIMIT {limit}" if swap else f"LIMIT {limit}\nOFFSET {offset}"
    assert run(store, f"{ROWS} ORDER BY ?a ?row {cut}").rows == every[offset : offset + limit]


SPLIT = [
    ("SELECT ?a { ?a ?b ?c } ORDER BY ?a", Ordering((("a", False),))),
    ("SELECT ?a { ?a ?b ?c } GROUP BY ?a order by desc(?a) $b limit 5", Ordering((("a", True), ("b", False)), 0, 5)),
    ("SELECT ?a { ?a ?b ?c } ORDER BY ?a OFFSET 2 LIMIT 3 ", Ordering((("a", False),), 2, 3)),
    ("SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 1 LIMIT 2", None),
    ("SELECT ?a { ?a ?b ?c } ORDER BY STRLEN(?a)", None),
    ("SELECT ?a { ?a ?b ?c } ORDER BY (?a + 1)", None),
    ("SELECT ?a { ?a ?b ?c } ORDER BY ?a VALUES ?a { 1 }", None),
    ("SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 1 } }", None),
    ("SELECT ?a { ?a ?b '} ORDER BY ?a' }", None),
    ("SELECT ?a { ?a ?b ?c } # } ORDER BY ?a", None),
    ("SELECT ?a { ?a ?b ?c } LIMIT 3", None),
]


@pytest.mark.parametrize(("query", "ordering"), SPLIT)
def test_which_queries_are_sorted_here(query: str, ordering: Ordering | None) -> None:
    parts = split_ordering(query, queries._masked(query))
    assert (parts[1] if parts else None) == ordering
    if parts:
        assert query.startswith(parts[0])
        assert "ORDER" not in parts[0].upper()


LEFT_TO_THE_STORE = [
    "SELECT ?row { ?row <http://example.org/a> ?a } ORDER BY ?a",
    "SELECT ?row ?d { ?row <http://example.org/a> ?a "
    "BIND(STRDT('2025-01-01T00:00:00Z', <http://www.w3.org/2001/XMLSchema#dateTime>) AS ?d) } ORDER BY ?d ?row",
]


@pytest.mark.parametrize("query", LEFT_TO_THE_STORE, ids=["unselected", "date"])
def test_what_cannot_be_sorted_here_is_left_to_the_store(query: str) -> None:
    store = store_of([(ox.Literal(2), None), (ox.Literal(1), None)])
    assert len(run(store, query).rows) == 2


@pytest.mark.parametrize(("query", "line", "column", "words"), REFUSED[12:16])
def test_errors_are_those_of_the_whole_query(query: str, line: int, column: int | None, words: str) -> None:
    from actorgraph.ontology.errors import QueryError

    with pytest.raises(QueryError) as caught:
        run(ox.Store(), query + "\nORDER BY ?a")
    assert caught.value.line is not None
    assert caught.value.line >= line
