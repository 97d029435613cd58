"""SPARQL and the named queries on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from .conftest import Cli

MAKERS = "SELECT ?maker ?chip WHERE { ?maker ag:develops ?chip . ?chip a ag:ChipArchitecture } ORDER BY ?maker"
NVIDIA = "https://w3id.org/actorgraph/actor/nvidia"


def test_rows_come_as_a_table_with_short_iris(ask: Cli) -> None:
    lines = ask("query", MAKERS).out.splitlines()
    assert lines[0].split() == ["maker", "chip"]
    assert lines[2].split() == ["actor:nvidia", "actor:blackwell"]


FORMATS = [
    ("csv", lambda out: next(csv.DictReader(io.StringIO(out)))["maker"] == NVIDIA),
    ("tsv", lambda out: out.splitlines()[1].split("\t")[0] == NVIDIA),
    ("json", lambda out: json.loads(out)["results"]["bindings"][0]["maker"] == {"type": "uri", "value": NVIDIA}),
    ("jsonl", lambda out: json.loads(out.splitlines()[0])["maker"] == NVIDIA),
]


@pytest.mark.parametrize(("format", "holds"), FORMATS, ids=[f[0] for f in FORMATS])
def test_programs_get_full_iris(ask: Cli, format: str, holds: object) -> None:
    assert callable(holds)
    assert holds(ask("query", MAKERS, "--format", format).out)


def test_a_query_comes_from_a_file_or_standard_input(ask: Cli, tmp_path: Path) -> None:
    given = ask("query", MAKERS).out
    (tmp_path / "q.rq").write_text(MAKERS, encoding="utf-8-sig")
    assert ask("query", "--file", tmp_path / "q.rq").out == given
    assert ask("query", "-", stdin=MAKERS.encode()).out == given


def test_ask_answers_true_or_false(ask: Cli) -> None:
    assert ask("query", "ASK { actor:nvidia ag:develops actor:blackwell }").out.split()[-1] == "true"
    assert json.loads(ask("query", "ASK { actor:nvidia ag:develops actor:smic }", "--json").out)["boolean"] is False


def test_triples_come_as_turtle(ask: Cli) -> None:
    turtle = ask("query", "CONSTRUCT { ?a ag:develops ?b } WHERE { ?a ag:develops ?b }").out
    assert "actor:nvidia ag:develops" in turtle
    assert ask("query", "DESCRIBE actor:groq").out.startswith("@prefix")
    rows = list(csv.DictReader(io.StringIO(ask("query", "DESCRIBE actor:groq", "--format", "csv").out)))
    assert {row["subject"] for row in rows} == {"https://w3id.org/actorgraph/actor/groq"}


@pytest.mark.parametrize("way", [["suppliers"], ["--named", "suppliers"]])
def test_a_named_query_takes_parameters_as_people_type_them(ask: Cli, way: list[str]) -> None:
    out = ask("query", *way, "--param", "firm=英伟达").out
    assert "TSMC" in out
    assert "台积电" in ask("query", *way, "--param", "firm=NVIDIA", "--lang", "zh").out


def test_no_rows_are_said_and_no_error(ask: Cli) -> None:
    result = ask("query", "SELECT ?x { ?x a ag:Drug }")
    assert (result.status, result.out, result.err) == (0, "", "No rows.\n")
    assert ask("query", "SELECT ?x { ?x a ag:Drug }", "--format", "csv").out == "x\n"


WRONG = [
    (["SELECT ?x WHERE { ?x a }"], "Line 1, column"),
    (["SELECT ?x WHERE { ?x nope:a ?y }"], "the prefix nope: is not declared"),
    (["INSERT DATA { actor:a ag:develops actor:b }"], "INSERT would change the graph"),
    (["DELETE WHERE { ?s ?p ?o }"], "DELETE would change the graph"),
    (["SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }"], "SERVICE would call another server"),
    ([""], "There is no query to run"),
    (["nosuchquery"], "no query named 'nosuchquery'; there are: "),
    (["suppliers"], "needs the firm; give for instance firm=NVIDIA"),
    (["suppliers", "--param", "form=NVIDIA"], "has no parameter 'form'; it takes firm."),
    (["SELECT ?x { ?x a ag:Company }", "--format", "ttl"], "A SELECT answers no triples"),
    (["--file", "nothing.rq"], "nothing.rq cannot be read (No such file or directory)"),
]


@pytest.mark.parametrize(("arguments", "says"), WRONG, ids=[w[0][0][:30] or "empty" for w in WRONG])
def test_a_wrong_query_is_one_sentence_and_status_2(ask: Cli, arguments: list[str], says: str) -> None:
    result = ask("query", *arguments)
    assert result.status == 2
    assert result.out == ""
    assert says in result.err
    assert len(result.err.splitlines()) == 1
    assert ask("stats").status == 0


def test_a_file_that_is_no_text_is_refused(ask: Cli, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"\xff\xfe\x00")
    result = ask("query", "--file", tmp_path / "q.rq")
    assert result.status == 2
    assert "is not UTF-8 text" in result.err


def test_the_named_queries_are_listed_with_what_they_need(cli: Cli) -> None:
    listed = cli("queries")
    assert listed.status == 0
    assert "--param firm=…  the firm (for instance firm=NVIDIA)" in listed.out
    assert "企业的供应商" in cli("queries", "--lang", "zh").out
    assert {"name", "title", "description", "parameters", "text"} <= json.loads(cli("queries", "--json").out)[0].keys()
    assert len(cli("queries", "--format", "jsonl").out.splitlines()) >= 14
