"""What the commands that ask the graph answer, on hand-made records."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from actorgraph.graph.builder import apply
from actorgraph.graph.store import GraphFolder
from actorgraph.graph.validation import Violation

from ..graph.records import Source
from .conftest import Cli

NAMES = ["NVIDIA", "nvidia", "英伟达", "輝達", "ＮＶＩＤＩＡ", "Nvidia Corporation", "actor:nvidia"]


@pytest.mark.parametrize("name", NAMES)
def test_an_actor_is_shown_by_any_of_its_names(ask: Cli, name: str) -> None:
    result = ask("show", name)
    assert result.status == 0
    assert result.out.splitlines()[:2] == ["NVIDIA  Company · chip maker", "actor:nvidia"]


def test_a_card_tells_facts_by_relation_and_sets_apart_what_is_none(ask: Cli) -> None:
    lines = ask("show", "NVIDIA").out.splitlines()
    groups = {line: number for number, line in enumerate(lines) if line and not line.startswith(" ")}
    stated = lines[groups["develops"] : groups["Planned, rumoured or possible"]]
    assert any("Blackwell  chip architecture · 2 quotes" in line for line in stated)
    assert not any("Groq" in line or "Cambricon" in line for line in stated)
    hedged = lines[groups["Planned, rumoured or possible"] : groups["Denied"]]
    assert any("NVIDIA acquires Groq" in line for line in hedged)
    assert any("NVIDIA invests in Cambricon" in line for line in lines[groups["Denied"] :])
    assert "supplied by" in groups  # from the object's side
    assert any("Farnell" in line and "2025-05 · for USD 20 million" in line for line in stated)
    assert any("Jensen Huang" in line and "as chief executive" in line for line in stated)


def test_a_card_speaks_the_readers_language(ask: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = ask("show", "NVIDIA", "--lang", "zh").out
    assert chosen.startswith("英伟达  企业 · 芯片企业")
    assert "2 处原文" in chosen
    assert "由其供应" in chosen
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert ask("show", "NVIDIA").out == chosen
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert ask("show", "NVIDIA").out.startswith("NVIDIA")


def test_evidence_is_quoted_with_document_and_section(ask: Cli) -> None:
    lines = [line.strip() for line in ask("show", "Blackwell", "--evidence").out.splitlines()]
    at = lines.index("“英伟达发布 Blackwell 架构”")
    assert lines[at + 1] == "— 芯片产业观察 › 第一章 芯片"


def test_a_figure_is_shown_in_its_own_words(ask: Cli) -> None:
    assert "parameters: 671,000,000,000  “参数量达 6,710 亿”" in ask("show", "DeepSeek-V3").out


def test_a_card_as_json_has_the_quotes_if_they_are_wanted(ask: Cli) -> None:
    card = json.loads(ask("show", "NVIDIA", "--json", "--evidence").out)
    assert card["actor"]["iri"].endswith("/nvidia")
    fact = next(f for f in card["out"] if f["predicate"] == "develops")
    assert {quote["text"] for quote in fact["quotes"]} == {"英伟达发布 Blackwell", "英伟达发布 Blackwell 架构"}
    assert "quotes" not in json.loads(ask("show", "NVIDIA", "--json").out)["out"][0]


UNKNOWN = [
    (["show", "Nvdia"], "did you mean NVIDIA?"),
    (["show", "查无此人"], "'查无此人'"),
    (["neighbors", "Nvdia"], "did you mean NVIDIA?"),
    (["path", "NVIDIA", "Huawie"], "did you mean Huawei?"),
    (["query", "suppliers", "--param", "firm=Nvdia"], "did you mean NVIDIA?"),
    (["search", "qqqqqqq"], "Nobody in the graph has a name like 'qqqqqqq'"),
    (["validate", "nothing.md"], "no document 'nothing.md'"),
]


@pytest.mark.parametrize(("arguments", "says"), UNKNOWN, ids=[" ".join(u[0]) for u in UNKNOWN])
def test_an_unknown_name_gets_suggestions_and_status_1(ask: Cli, arguments: list[str], says: str) -> None:
    result = ask(*arguments)
    assert result.status == 1
    assert result.out == ""
    assert says in result.err
    assert len(result.err.splitlines()) == 1


FILTERS = [
    (["neighbors", "NVIDIA", "--predicate", "develop"], "no property 'develop'; did you mean develops?"),
    (["top", "--type", "Compny"], "no class of actors 'Compny'; did you mean Company"),
    (["search", "NVIDIA", "--type", "chipmakr"], "did you mean ChipMaker"),
    (["show", "NVIDIA", "--type", "xyz"], "no class of actors 'xyz'"),
]


@pytest.mark.parametrize(("arguments", "says"), FILTERS, ids=[" ".join(f[0]) for f in FILTERS])
def test_an_unknown_term_in_a_filter_gets_the_nearest_and_status_2(ask: Cli, arguments: list[str], says: str) -> None:
    result = ask(*arguments)
    assert result.status == 2
    assert says in result.err


def test_a_name_that_several_bear_says_so(cli: Cli, tmp_path: Path) -> None:
    source = Source("a.txt", "Apollo uses Apollo Go. Apollo is based in Berlin.", "en")
    source.actor("apollo-firm", "Company", "Apollo", en="Apollo").actor(
        "go", "Product", "Apollo Go", en="Apollo Go|Apollo"
    )
    apply(GraphFolder.create(tmp_path / "g"), [source.pair])
    both = cli("show", "Apollo", "--graph", tmp_path / "g")
    assert both.status == 0
    assert both.out.startswith("Apollo  Company")
    assert both.err == "'Apollo' may also mean Apollo Go (actor:go); here it is Apollo (actor:apollo-firm).\n"
    one = cli("show", "Apollo", "--graph", tmp_path / "g", "--type", "product")
    assert one.out.startswith("Apollo Go  Product")
    assert one.err == ""


@pytest.mark.parametrize("predicate", ["develops", "研发", "Develops"])
def test_relations_are_filtered_by_name_or_label(ask: Cli, predicate: str) -> None:
    rows = list(
        csv.DictReader(io.StringIO(ask("neighbors", "NVIDIA", "--predicate", predicate, "--format", "csv").out))
    )
    assert {row["object"] for row in rows} == {"Blackwell", "H20"}
    assert {row["relation"] for row in rows} == {"develops"}


def test_neighbors_come_the_nearest_first(ask: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("neighbors", "Huawei", "--depth", "2", "--format", "csv").out)))
    away = [int(row["away"]) for row in rows]
    assert away == sorted(away)
    assert set(away) == {1, 2}
    around = json.loads(ask("neighbors", "Huawei", "--json").out)
    assert around["center"]["names"]["en"] == "Huawei"


def test_a_path_shows_the_chain_and_the_words_of_each_step(ask: Cli) -> None:
    result = ask("path", "TSMC", "AMD")
    assert result.status == 0
    assert result.out.splitlines()[0] == "TSMC — supplies → NVIDIA — competes with — AMD"
    assert "“英伟达与 AMD 长期竞争”" in result.out
    found = json.loads(ask("path", "TSMC", "AMD", "--json").out)
    assert found[0]["steps"][0][0]["quotes"][0]["text"] == "台积电为其代工"


NO_PATHS = [(("TSMC", "Groq"), 1, "No chain of at most 6 facts"), (("TSMC", "台积电"), 2, "are the same actor, TSMC")]


@pytest.mark.parametrize(("ends", "status", "says"), NO_PATHS)
def test_where_there_is_no_path_it_says_why(ask: Cli, ends: tuple[str, str], status: int, says: str) -> None:
    result = ask("path", *ends)
    assert result.status == status
    assert says in result.err


def test_search_finds_misspelt_and_partial_names(ask: Cli) -> None:
    best = {text: ask("search", text, "--format", "csv").out.splitlines()[1] for text in ("nvdia", "昇腾", "黄仁")}
    assert {text: line.split(",")[0] for text, line in best.items()} == {
        "nvdia": "NVIDIA",
        "昇腾": "Ascend 910C",
        "黄仁": "Jensen Huang",
    }


def test_top_is_ordered_and_filtered(ask: Cli) -> None:
    connected = [actor["degree"] for actor in json.loads(ask("top", "--json").out)]
    assert connected == sorted(connected, reverse=True)
    assert connected
    assert {a["subtype"] for a in json.loads(ask("top", "--type", "chip maker", "--json").out)} == {"ChipMaker"}
    assert len(ask("top", "--limit", "2", "--format", "jsonl").out.splitlines()) == 2


def test_stats_count_the_whole(ask: Cli) -> None:
    found = json.loads(ask("stats", "--json").out)
    assert found["documents"] == 3
    table = ask("stats").out
    assert "Documents" in table
    assert "文献" in ask("stats", "--lang", "zh").out


def test_documents_are_listed(ask: Cli) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("documents", "--format", "csv").out)))
    assert {row["source"] for row in rows} == {"docs/芯片.txt", "docs/rules.md", "docs/新闻.txt"}


def test_a_graph_that_conforms_says_so(ask: Cli) -> None:
    result = ask("validate", "rules.md")
    assert result.status == 0
    assert result.out == "The graph conforms: 1 documents, no violation.\n"


def test_a_violation_is_told_in_words_and_status_1(ask: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = Violation(
        document="https://w3id.org/actorgraph/document/x",
        focus_node="https://w3id.org/actorgraph/actor/nvidia",
        path="skos:prefLabel",
        component="MinCountConstraintComponent",
        shape="ActorShape",
        value="",
        messages=(("en", "An actor has a name."), ("zh", "参与者须有名称。")),
    )
    monkeypatch.setattr("actorgraph.graph.validation.validate", lambda *_: [planted])
    result = ask("validate", "--lang", "zh")
    assert result.status == 1
    assert "actor:nvidia skos:prefLabel: 参与者须有名称。 [MinCountConstraintComponent]" in result.out
    assert json.loads(ask("validate", "--json").out)[0]["component"] == "MinCountConstraintComponent"


def test_the_graph_may_be_named_by_the_environment(
    cli: Cli, asked_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACTORGRAPH_GRAPH", str(asked_graph))
    assert cli("stats").status == 0
    monkeypatch.delenv("ACTORGRAPH_GRAPH")
    assert cli("stats").status == 2


def test_bytes_that_are_no_text_are_a_name_nobody_bears(ask: Cli) -> None:
    assert ask("show", b"\xff\xfe".decode("utf-8", "surrogateescape")).status == 1
    assert ask("search", b"\xff\xfe".decode("utf-8", "surrogateescape")).status == 1
