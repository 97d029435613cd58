"""SPARQL: what is answered, what is refused and in what words, and the named queries."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.named_queries import KINDS, NamedQuery, get_query, named_queries, run_named
from actorgraph.graph.queries import Answer, bind, check, run
from actorgraph.graph.store import GraphFolder
from actorgraph.ontology.errors import OntologyError, QueryError, UsageError
from hypothesis import given
from hypothesis import strategies as st

REFUSED = [
    ("", 1, 1, "There is no query to run; begin with SELECT, ASK, CONSTRUCT or DESCRIBE."),
    ("# only a comment", 1, 1, "There is no query to run"),
    ("SELEC * {}", 1, 1, "There is no query to run"),
    ("INSERT DATA { actor:a ag:uses actor:b }", 1, 1, "INSERT would change the graph; queries only read"),
    ("# x\n delete where { ?s ?p ?o }", 2, 2, "DELETE would change the graph"),
    ("PREFIX a: <http://a/>\nDROP ALL", 2, 1, "DROP would change the graph"),
    ("LOAD <file:///etc/passwd>", 1, 1, "LOAD would change the graph"),
    ("WITH <http://a/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", 1, 1, "WITH would change the graph"),
    ("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", 1, 12, "SERVICE would call another server"),
    ("ASK { service silent <http://a/> { ?s ?p ?o } }", 1, 7, "SERVICE would call another server"),
    ("SELECT ?x\nWHERE { ?x foo:bar ?y }", 2, 12, "the prefix foo: is not declared"),
    ("SELECT * { ?s ?p <relative> }", 1, 18, "<relative> is no full IRI"),
    ("SELECT * WHERE { ?s ?p", 1, 23, "the query is malformed at its end"),
    ("SELECT ?x\nWHERE { ?x ag:uses ?y }\nLIMIT many", 3, 7, "the query is malformed near 'many'"),
    ("SELECT ?a ?a { ?a ?b ?c }", 1, 26, "(Duplicated variable name in SELECT)"),
    ("SELECT (SUM(?y) AS ?n) ?z { ?y ?p ?z }", 1, 39, "(The SELECT contains a variable that is unbound)"),
    ("SELECT * { ?s ?p 'open }", 1, None, "the query is malformed"),
    ("SELECT * { FILTER(ag:unknown(1)) }", None, None, "could not be carried out"),
]


@pytest.mark.parametrize(("query", "line", "column", "words"), REFUSED, ids=range(len(REFUSED)))
def test_refused_queries_say_where_and_why_in_one_sentence(
    query: str, line: int | None, column: int | None, words: str, lookup: Lookup
) -> None:
    with pytest.raises(QueryError, match=re.escape(words)) as caught:
        run(lookup.store, query)
    assert caught.value.line == line
    assert column is None or caught.value.column == column
    assert "\n" not in caught.value.message


FORMS = [
    ("SELECT * { ?s ?p ?o }", "SELECT"),
    ("ask {}", "ASK"),
    ("PREFIX insert: <http://example.org/> SELECT * { ?s insert:delete 'DROP', \"LOAD\", '''CLEAR''' }", "SELECT"),
    ("BASE <http://example.org/> CONSTRUCT { ?s a <x> } WHERE { ?s ?service ?with }", "CONSTRUCT"),
    ("DESCRIBE actor:nvidia # INSERT", "DESCRIBE"),
    ("SELECT ?insert { ?insert ag:uses <http://example.org/#SERVICE> }", "SELECT"),
]


@pytest.mark.parametrize(("query", "form"), FORMS)
def test_words_of_updates_inside_names_and_strings_do_no_harm(query: str, form: str) -> None:
    assert check(query) == form


def test_a_first_query_is_one_line(lookup: Lookup) -> None:
    answer = run(lookup.store, "SELECT ?product WHERE { actor:nvidia ag:develops ?product } ORDER BY ?product")
    assert list(answer.values()) == [("actor:blackwell",), ("actor:h20",)]


def test_a_fact_of_two_documents_counts_once_in_the_union_and_twice_by_graph(lookup: Lookup) -> None:
    pattern = "actor:nvidia ag:develops actor:blackwell"
    assert list(run(lookup.store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").values()) == [(1,)]
    assert list(run(lookup.store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ {pattern} }} }}").values()) == [(2,)]


def test_ask(lookup: Lookup) -> None:
    assert run(lookup.store, "ASK { actor:nvidia ag:acquires actor:groq }").boolean is False, "only rumoured"
    answer = run(lookup.store, "ASK { ?c rdf:object actor:groq ; ag:hedged true }")
    assert answer.boolean is True
    assert answer.as_dict() == {"head": {}, "boolean": True}


def test_values_are_typed(lookup: Lookup) -> None:
    answer = run(
        lookup.store,
        "SELECT ?n ?c ?h ?name ?none { ?x rdf:subject actor:smic ; ag:confidence ?c ; ag:hedged ?h . "
        "actor:smic ag:degree ?n ; skos:prefLabel ?name . FILTER(LANG(?name) = 'zh') OPTIONAL { ?x ag:amount ?none } }",
    )
    assert list(answer.values()) == [(1, 0.8, False, "中芯国际", None)]


def test_columns_of_select_star_come_as_the_query_names_them(lookup: Lookup) -> None:
    answer = run(lookup.store, "SELECT DISTINCT * { ?z ag:develops ?a . ?m ?b ?z } LIMIT 1")
    assert answer.variables == ("z", "a", "m", "b")


def test_results_in_the_w3c_json_format(lookup: Lookup) -> None:
    answer = run(lookup.store, "SELECT ?x ?n ?d ?no { BIND(actor:smic AS ?x) ?x skos:prefLabel ?n ; ag:degree ?d }")
    found = json.loads(json.dumps(answer.as_dict()))
    assert found["head"] == {"vars": ["x", "n", "d", "no"]}
    assert {
        "x": {"type": "uri", "value": "https://w3id.org/actorgraph/actor/smic"},
        "n": {"type": "literal", "value": "中芯国际", "xml:lang": "zh"},
        "d": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
    } in found["results"]["bindings"]


def test_triples_are_written_with_our_prefixes(lookup: Lookup) -> None:
    answer = run(lookup.store, "CONSTRUCT { ?a ag:develops ?b } WHERE { ?a ag:develops ?b }")
    turtle = answer.serialize("ttl")
    assert "@prefix actor: <https://w3id.org/actorgraph/actor/> ." in turtle
    assert "actor:huawei ag:develops actor:ascend-910c ." in turtle
    lines = answer.serialize("nt").splitlines()
    assert lines == sorted(set(lines))
    assert {str(q.triple) for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)} == {str(t) for t in answer.triples}


@pytest.mark.parametrize(
    ("query", "format_", "message"),
    [("ASK {}", "ttl", "A ASK answers no triples"), ("DESCRIBE actor:smic", "rtf", "cannot be written as 'rtf'")],
)
def test_what_cannot_be_written_is_refused(query: str, format_: str, message: str, lookup: Lookup) -> None:
    with pytest.raises(QueryError, match=message):
        run(lookup.store, query).serialize(format_)


@given(st.text())
def test_no_value_changes_a_query(value: str) -> None:
    store = ox.Store()
    name = ox.NamedNode("http://example.org/name")
    store.add(ox.Quad(name, name, ox.Literal(value), ox.DefaultGraph()))
    store.add(ox.Quad(name, name, ox.Literal(value + "x"), ox.DefaultGraph()))
    query = 'SELECT ?s ("?value" AS ?c) { ?s ?p ?o FILTER(BOUND(?value) && ?o = ?value) } # ?value'
    answer = run(store, query, bindings={"value": ox.Literal(value)})
    assert list(answer.values()) == [("http://example.org/name", "?value")]


def test_bind_leaves_other_variables() -> None:
    assert bind("ASK { ?s ?p $s ?sx bound( ?s ) }", {"s": ox.Literal(1)}).count("?sx") == 1
    assert "true" in bind("ASK { FILTER(bound( ?s )) }", {"s": ox.Literal(1)})
    assert bind("ASK { FILTER(BOUND(?s)) }", {}) == "ASK { FILTER(BOUND(?s)) }"


# -- named queries -------------------------------------------------------------------------------------------------

EVERY = list(named_queries().values())


def test_there_are_enough_named_queries() -> None:
    assert len(EVERY) >= 14


@pytest.mark.parametrize("query", EVERY, ids=[q.name for q in EVERY])
def test_a_named_query_says_what_it_is(query: NamedQuery) -> None:
    for texts in (query.titles, query.descriptions, *(p.labels for p in query.parameters)):
        assert set(texts) == {"en", "zh"}
        assert all(text.strip() for text in texts.values())
    assert query.description("en").endswith(".")
    assert query.description("zh").endswith("。")
    variables = set(re.findall(r"[?$](\w+)", query.text))
    for parameter in query.parameters:
        assert parameter.kind in KINDS
        assert parameter.name in variables
        head = query.text.partition("WHERE")[0]
        assert not re.search(rf"\?{parameter.name}\b", head), "a parameter is a term when the query runs"
    assert json.loads(json.dumps(query.as_dict()))["name"] == query.name


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("query", EVERY, ids=[q.name for q in EVERY])
def test_a_named_query_runs_with_and_without_its_optional_parameters(
    query: NamedQuery, lang: str, lookup: Lookup
) -> None:
    stand_in = {"阿里巴巴": "英伟达"}  # an example may name an actor that the small graph lacks
    examples = {p.name: stand_in.get(p.example, p.example) for p in query.parameters}
    required = {p.name: examples[p.name] for p in query.parameters if p.required}
    for arguments in (examples, required):
        answer = run_named(lookup, query.name, arguments, lang=lang)
        rows = list(answer.values())
        assert len(rows) == len(set(rows)), "each row once"
        assert answer == run_named(lookup, query.name, arguments, lang=lang)


def table(answer: Answer, *columns: str) -> list[tuple[object, ...]]:
    places = [answer.variables.index(name) for name in columns]
    return [tuple(row[place] for place in places) for row in answer.values()]


Case = tuple[str, dict[str, str], str, tuple[str, ...], list[tuple[object, ...]]]

ANSWERS: list[Case] = [
    ("suppliers", {"firm": "英伟达"}, "zh", ("supplierName", "ways", "documents"), [("台积电", "foundryOf", 1)]),
    ("suppliers", {"firm": "TSMC"}, "zh", ("supplierName",), []),
    (
        "competitors", {"actor": "nvidia"}, "en", ("oneName", "otherName"),
        [("AMD", "NVIDIA"), ("Farnell Robotics Inc.", "NVIDIA")],
    ),
    ("competitors", {"actor": "Huawei"}, "en", ("oneName",), []),
    (
        "policies", {"issuer": "European Parliament", "year": "2024"}, "zh", ("policyName", "class", "dates"),
        [("人工智能法案", "Regulation", "2024")],
    ),
    ("policies", {"year": "2023"}, "zh", ("policyName",), []),
    ("products", {"maker": "SMIC"}, "en", ("productName", "class", "ways"), [("Ascend 910C", "Chip", "manufactures")]),
    ("products", {"maker": "nvidia"}, "en", ("productName", "documents"), [("Blackwell", 2), ("H20", 1)]),
    ("people", {"employer": "NVIDIA"}, "zh", ("personName", "roles"), [("黄仁勋", "chief executive")]),
    (
        "chips", {"model": "DeepSeek-V3"}, "en", ("chipName", "makerName"),
        [("Ascend 910C", "Huawei"), ("Ascend 910C", "SMIC")],
    ),
    ("chips", {"model": "GPT-5"}, "en", ("chipName",), []),
    ("most-connected", {"class": "Policy"}, "en", ("actorName", "degree"), [
        ("AI Act", 3), ("Code of Practice", 1), ("export rule", 1)]),
    (
        "related-policies", {"policy": "AI Act"}, "en", ("oneName", "relation", "otherName"),
        [("Code of Practice", "implements", "AI Act")],
    ),
    (
        "investments", {"actor": "英伟达"}, "en", ("what", "targetName", "amount", "date", "rumoured"),
        [
            ("acquires", "Groq", None, None, True),
            ("investsIn", "Farnell Robotics Inc.", None, None, False),
            ("investsIn", "Farnell Robotics Inc.", "USD 20 million", "2025-05", False),
        ],
    ),
    ("users", {"product": "H20"}, "en", ("userName",), [("Farnell Robotics Inc.",)]),
    ("headquarters", {"place": "圣克拉拉"}, "en", ("actorName",), [("NVIDIA",)]),
    ("headquarters", {}, "zh", ("seatName", "actorName"), [("圣克拉拉", "英伟达")]),
    (
        "unconfirmed", {}, "en", ("what", "objectName", "denied", "quote"),
        [
            ("acquires", "Groq", False, "据传英伟达计划收购 Groq"),
            ("investsIn", "Cambricon", True, "公司否认投资寒武纪"),
        ],
    ),
    (
        "document-facts", {"document": "新闻.txt"}, "en", ("start", "what", "quote"),
        [
            (10, "investsIn", "再度投資 Farnell Robotics"),
            (32, "develops", "英伟达发布 Blackwell"),
            (57, "successorOf", "GPT-5.2 后继于 GPT-5"),
            (75, "develops", "两者均由 OpenAI 研发"),
            (75, "develops", "两者均由 OpenAI 研发"),
        ],
    ),
    ("figures", {"actor": "deepseek-v3"}, "en", ("metric", "value", "title"), [("parameters", 671e9, "芯片产业观察")]),
    ("family", {"product": "GPT-5"}, "en", ("oneName", "relation", "otherName"), [("GPT-5.2", "successorOf", "GPT-5")]),
    ("regulated", {"target": "H20"}, "en", ("policyName", "how"), [("export rule", "restricts")]),
    ("contradictions", {}, "en", ("subject",), []),
    ("timeline", {"actor": "NVIDIA"}, "en", ("date", "what"), [("2025-05", "investsIn")]),
]  # fmt: skip


@pytest.mark.parametrize("case", ANSWERS, ids=[f"{n}-{i}" for i, (n, *_) in enumerate(ANSWERS)])
def test_what_named_queries_answer(case: Case, lookup: Lookup) -> None:
    name, arguments, lang, columns, rows = case
    assert table(run_named(lookup, name, arguments, lang=lang), *columns) == rows


def test_the_supply_chain_is_a_network(lookup: Lookup) -> None:
    turtle = run_named(lookup, "supply-chain", {"firm": "NVIDIA"}).serialize()
    assert "ag:supplies actor:nvidia" in turtle


WRONG = [
    ("suppliers", {}, QueryError, "The query 'suppliers' needs the firm; give for instance firm=NVIDIA"),
    ("suppliers", {"frim": "x"}, QueryError, "The query 'suppliers' has no parameter 'frim'; it takes firm."),
    ("contradictions", {"x": "y"}, QueryError, "has no parameter 'x'; it takes none"),
    ("supplier", {}, QueryError, "There is no query named 'supplier'; there are: chips,"),
    ("suppliers", {"firm": "Nvdia"}, UsageError, "did you mean NVIDIA"),
    ("most-connected", {"class": "Compny"}, OntologyError, "no class of actors 'Compny'"),
    ("document-facts", {"document": "x.pdf"}, UsageError, "has no document 'x.pdf'"),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "message"), WRONG)
def test_wrong_arguments_are_refused(
    name: str, arguments: dict[str, str], kind: type[Exception], message: str, lookup: Lookup
) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        run_named(lookup, name, arguments)


def test_a_value_cannot_break_out_of_a_named_query(lookup: Lookup) -> None:
    answer = run_named(lookup, "policies", {"year": '2024") } DROP ALL #'})
    assert answer.rows == ()


def test_get_query_gives_the_text(small: GraphFolder) -> None:
    assert get_query("suppliers").text.startswith("SELECT")
