"""What a person who types a name gets to see."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from actorgraph.graph.builder import apply
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.store import GraphFolder
from actorgraph.ontology.errors import OntologyError, StoreError, UsageError
from actorgraph.ontology.namespaces import ACTOR
from actorgraph.ontology.vocabulary import CORE_PROPERTIES

from .records import Source, all_sources

RESOLVED = [
    ("NVIDIA", "nvidia"),
    ("nvidia", "nvidia"),
    ("Nvidia Corp.", "nvidia"),
    ("NVIDIA Corporation", "nvidia"),
    ("ＮＶＩＤＩＡ", "nvidia"),
    ("  英伟达 ", "nvidia"),
    ("英 伟 达", "nvidia"),
    ("輝達", "nvidia"),
    ("actor:nvidia", "nvidia"),
    (ACTOR + "nvidia", "nvidia"),
    ("台積電", "tsmc"),
    ("华为技术有限公司", "huawei"),
    ("昇腾910c", "ascend-910c"),
    ("ascend 910 C", "ascend-910c"),
    ("《人工智能法案》", "eu-ai-act"),
    ("EU AI act", "eu-ai-act"),
    ("gpt5", "product/gpt-5"),
    ("GPT-5.2", "product/gpt-5.2"),
    ("farnell robotics inc", "company/farnell%20robotics"),
    ("actor:company/farnell%20robotics", "company/farnell%20robotics"),
    ("jensen huang", "jensen-huang"),
]


@pytest.mark.parametrize(("typed", "actor"), RESOLVED)
def test_names_resolve_as_a_person_types_them(typed: str, actor: str, lookup: Lookup) -> None:
    assert lookup.find(typed).iri == ACTOR + actor


SUGGESTED = [
    ("Nvdia", "NVIDIA"),
    ("Hauwei", "Huawei"),
    ("Jensen Hung", "Jensen Huang"),
    ("European Parlament", "European Parliament"),
    ("中芯", "中芯国际"),
    ("台积", "台积电"),
    ("中心国际", "中芯国际"),
    ("Farnell", "Farnell Robotics Inc."),
    ("Robotics", "Farnell Robotics Inc."),
]


@pytest.mark.parametrize(("typed", "name"), SUGGESTED)
def test_an_unknown_name_gets_suggestions(typed: str, name: str, lookup: Lookup) -> None:
    with pytest.raises(UsageError, match=f"No actor in the graph is called {typed!r}; did you mean ") as caught:
        lookup.find(typed)
    assert caught.value.suggestions[0] == name


@pytest.mark.parametrize("typed", ["华威", "Qualcomm", "", "   ", "?", "actor:none", "寒武"[::-1]])
def test_a_short_or_distant_name_gets_none(typed: str, lookup: Lookup) -> None:
    resolution = lookup.resolve(typed)
    assert (resolution.matches, resolution.suggestions) == ((), ())
    with pytest.raises(UsageError, match="search for a part of the name"):
        lookup.find(typed)


def test_types_narrow_a_name(lookup: Lookup) -> None:
    assert lookup.resolve("H20", types=["Chip"]).matches
    assert lookup.resolve("H20", types=["Product"]).matches
    assert not lookup.resolve("H20", types=["Company"]).matches
    with pytest.raises(OntologyError, match="no class of actors 'Firm'"):
        lookup.resolve("H20", types=["Firm"])


@pytest.fixture
def homonyms(tmp_path: Path) -> GraphFolder:
    s = Source("a.txt", "百川公司推出百川。百川公司与甲方合作。百川基金成立。")
    s.actor("firm", "Company", "百川公司", "百川", known=False).actor("p", "Product", "百川", known=False)
    s.actor("fund", "Organization", "百川", known=False).actor("x", "Company", "甲方", known=False)
    s.claim("firm", "develops", "p", "百川公司推出百川").claim("firm", "partnersWith", "x", "百川公司与甲方合作")
    folder = GraphFolder.create(tmp_path / "graph")
    apply(folder, [s.pair])
    return folder


def test_a_name_of_several_actors_gives_all_the_best_connected_first(homonyms: GraphFolder) -> None:
    with Lookup.open(homonyms) as lookup:
        resolution = lookup.resolve("百川")
        assert [a.type for a in resolution.matches] == ["Product", "Organization", "Company"]
        assert [a.degree for a in resolution.matches] == [1, 0, 2], "a preferred name goes before an alternative one"
        assert [a.type for a in lookup.resolve("百川", types=["Company"]).matches] == ["Company"]


def facts_of(lookup: Lookup, name: str) -> list[tuple[str, str, str, str]]:
    card = lookup.card(lookup.find(name))
    status = {(True, False): "denied", (False, True): "hedged", (False, False): ""}
    return [
        (f.subject.name(), f.predicate, f.object.name(), status[f.negated, f.hedged]) for f in (*card.out, *card.into)
    ]


def test_a_card_lists_facts_in_the_ontologys_order(lookup: Lookup) -> None:
    assert facts_of(lookup, "英伟达") == [
        ("NVIDIA", "develops", "Blackwell", ""),
        ("NVIDIA", "develops", "H20", ""),
        ("NVIDIA", "competesWith", "Farnell Robotics Inc.", ""),
        ("NVIDIA", "competesWith", "AMD", ""),
        ("NVIDIA", "investsIn", "Farnell Robotics Inc.", ""),
        ("NVIDIA", "investsIn", "Cambricon", "denied"),
        ("NVIDIA", "acquires", "Groq", "hedged"),
        ("NVIDIA", "headquarteredIn", "Santa Clara", ""),
        ("TSMC", "supplies", "NVIDIA", ""),
        ("Jensen Huang", "worksFor", "NVIDIA", ""),
    ]


def test_a_card_names_and_counts(lookup: Lookup) -> None:
    card = lookup.card(lookup.find("nvidia"))
    assert card.classes == ("ChipMaker", "Company")
    assert [(n.language, n.text, n.preferred) for n in card.names] == [
        ("en", "NVIDIA", True), ("zh", "英伟达", True), ("en", "NVIDIA Corporation", False),
        ("en", "Nvidia", False), ("zh", "輝達", False), ("zh", "辉达", False),
    ]  # fmt: skip
    assert [(d.title, n) for d, n in card.mentions] == [("Rules and people", 5), ("一周要闻", 3), ("芯片产业观察", 3)]
    assert (card.actor.degree, card.actor.facts, card.actor.documents, card.actor.mentions) == (7, 8, 3, 11)


def test_a_fact_joins_what_documents_say(lookup: Lookup) -> None:
    nvidia = lookup.find("NVIDIA")
    (blackwell, *_) = lookup.facts(nvidia, "develops")
    assert (blackwell.evidence, len(blackwell.claims), len(blackwell.documents)) == (2, 2, 2)
    assert blackwell.confidence == 0.97
    stakes = [f for f in lookup.facts(nvidia, "investsIn") if f.asserted]
    assert stakes[0].qualifiers == (("amount", "USD 20 million"), ("date", "2025-05"), ("round", "A"))


@pytest.mark.parametrize(
    ("predicate", "count"), [("worksFor", 1), ("leads", 1), ("foundryOf", 1), ("supplies", 1), ("advises", 0)]
)
def test_facts_of_a_core_or_finer_property(predicate: str, count: int, lookup: Lookup) -> None:
    assert len(lookup.facts(lookup.find("NVIDIA"), predicate)) == count


def test_an_unknown_property_is_refused(lookup: Lookup) -> None:
    with pytest.raises(OntologyError, match="no property 'develop'; did you mean develops"):
        lookup.facts(lookup.find("NVIDIA"), "develop")


def test_evidence_shows_words_in_their_place(lookup: Lookup) -> None:
    (fact, *_) = lookup.facts(lookup.find("NVIDIA"), "develops")
    first, second = lookup.evidence(fact)
    assert (first.document.title, first.section, first.text) == (
        "芯片产业观察",
        "第一章 芯片",
        "英伟达发布 Blackwell 架构",
    )
    assert first.before == ""
    assert first.after.startswith("，台积电为其代工。")
    assert first.after.endswith("中芯国际制造。"), "up to the paragraph's end"
    assert second.document.date == "2026-01-05"
    text = lookup.document_text(first.document)
    assert text[first.start : first.end] == first.text
    assert lookup.evidence(fact, context=3)[0].after == "，台积"
    assert lookup.evidence(fact, context=0)[0].after == ""


def test_evidence_of_a_figure(lookup: Lookup) -> None:
    (figure,) = lookup.card(lookup.find("DeepSeek-V3")).figures
    assert (figure.metric, figure.value, figure.words) == ("parameters", 671e9, ("参数量达 6,710 亿",))
    assert [q.text for q in lookup.evidence(figure.iri)] == ["参数量达 6,710 亿"]


def test_evidence_of_nothing_is_nothing(lookup: Lookup) -> None:
    assert lookup.evidence("https://w3id.org/actorgraph/claim/none") == []


def test_a_missing_text_is_said_where_it_is_needed(tmp_path: Path) -> None:
    folder = GraphFolder.create(tmp_path / "graph")
    apply(folder, [s.pair for s in all_sources()])
    for file in (folder.path / "texts").iterdir():
        file.unlink()
    with Lookup.open(folder) as lookup:
        (fact, *_) = lookup.facts(lookup.find("NVIDIA"), "develops")
        assert len(lookup.evidence(fact, context=0)) == 2
        with pytest.raises(StoreError, match="is missing or damaged"):
            lookup.evidence(fact)


NEIGHBORS = [
    ("Blackwell", 1, (), ["Blackwell", "NVIDIA"]),
    ("AMD", 1, (), ["AMD", "NVIDIA"]),
    ("Groq", 3, (), ["Groq"]),
    ("中芯国际", 2, (), ["SMIC", "Ascend 910C", "DeepSeek-V3", "Huawei"]),
    ("NVIDIA", 1, ("worksFor", "develops"), ["NVIDIA", "H20", "Blackwell", "Jensen Huang"]),
    ("NVIDIA", 1, ("leads",), ["NVIDIA", "Jensen Huang"]),
]


@pytest.mark.parametrize(("name", "depth", "predicates", "names"), NEIGHBORS)
def test_neighbors(name: str, depth: int, predicates: tuple[str, ...], names: list[str], lookup: Lookup) -> None:
    around = lookup.neighbors(lookup.find(name), depth, predicates)
    assert [actor.name() for actor in around.actors] == names
    assert list(around.distances) == [actor.iri for actor in around.actors]
    assert all(fact.asserted for fact in around.facts)
    ends = {end for fact in around.facts for end in (fact.subject.iri, fact.object.iri)}
    assert ends | {around.center.iri} == set(around.distances)


def test_neighbors_at_no_depth_are_refused(lookup: Lookup) -> None:
    with pytest.raises(UsageError, match="A depth of 0 reaches nobody"):
        lookup.neighbors(lookup.find("NVIDIA"), 0)


PATHS = [
    ("Huawei", "DeepSeek-V3", ["Huawei develops Ascend 910C", "DeepSeek-V3 basedOn Ascend 910C"]),
    ("DeepSeek-V3", "Huawei", ["DeepSeek-V3 basedOn Ascend 910C", "Huawei develops Ascend 910C"]),
    ("TSMC", "export rule", ["TSMC supplies NVIDIA", "NVIDIA develops H20", "export rule regulates H20"]),
    ("NVIDIA", "Groq", []),
    ("NVIDIA", "EU", []),
]


@pytest.mark.parametrize(("start", "end", "chain"), PATHS)
def test_paths(start: str, end: str, chain: list[str], lookup: Lookup) -> None:
    paths = lookup.paths(lookup.find(start), lookup.find(end))
    if not chain:
        assert paths == []
        return
    (path,) = paths
    assert [f"{f.subject.name()} {f.predicate} {f.object.name()}" for step in path.steps for f in step] == chain
    assert [path.actors[0].name(), path.actors[-1].name()] == [start, end]
    assert all(lookup.evidence(f, context=0) for step in path.steps for f in step)


def test_paths_are_no_longer_than_asked_and_the_surest_come_first(lookup: Lookup) -> None:
    tsmc, rule = lookup.find("TSMC"), lookup.find("export rule")
    assert lookup.paths(tsmc, rule, 2) == []
    farnell = lookup.find("Farnell Robotics")
    both = lookup.paths(lookup.find("Jensen Huang"), lookup.find("H20"))
    assert [len(p.steps) for p in both] == [2]
    assert len(lookup.paths(farnell, lookup.find("Santa Clara"))[0].steps[0]) == 2, "parallel facts are one step"


@pytest.mark.parametrize(
    ("end", "longest", "message"), [("英伟达", 6, "are the same actor; name two"), ("TSMC", 0, "at most 0 facts")]
)
def test_paths_that_make_no_sense_are_refused(end: str, longest: int, message: str, lookup: Lookup) -> None:
    with pytest.raises(UsageError, match=message):
        lookup.paths(lookup.find("NVIDIA"), lookup.find(end), longest)


SEARCHES = [
    ("nvidia", ["NVIDIA"], 100.0),
    ("gpt", ["GPT-5", "GPT-5.2"], 95.0),
    ("robot", ["Farnell Robotics Inc."], 90.0),
    ("法案", ["AI Act"], 90.0),
    ("Blackwel", ["Blackwell"], 95.0),
    ("Blakwell", ["Blackwell"], None),
]


@pytest.mark.parametrize(("text", "names", "score"), SEARCHES)
def test_search(text: str, names: list[str], score: float | None, lookup: Lookup) -> None:
    hits = lookup.search(text)
    assert [hit.actor.name() for hit in hits][: len(names)] == names
    assert score is None or hits[0].score == score
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_search_is_limited(lookup: Lookup) -> None:
    assert len(lookup.search("a", 3)) == 3


def test_stats_agree_with_the_store(lookup: Lookup) -> None:
    from actorgraph.graph.queries import run

    stats = lookup.stats()

    def count(pattern: str) -> int:
        (row,) = run(lookup.store, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}").values()
        return int(row[0])

    assert stats.documents == count("?x a ag:Document") == 3
    assert stats.claims == count("?x a ag:Claim") == 23
    assert (stats.hedged, stats.denied, stats.figures) == (1, 1, 1)
    assert stats.evidence == count("?x a ag:Evidence")
    assert stats.triples == count("?s ?p ?o")
    assert {name: count(f"?x a ag:{name}") for name in stats.types} == stats.types
    assert stats.actors == sum(stats.types.values())
    assert {n: count(f"?s ag:{n} ?o") for n in CORE_PROPERTIES if n != "competesWith" and n in stats.facts} == {
        n: c for n, c in stats.facts.items() if n != "competesWith"
    }
    assert count("?s ag:competesWith ?o") == 2 * stats.facts["competesWith"]
    assert stats.characters == sum(d.characters for d in lookup.documents())


def test_top(lookup: Lookup) -> None:
    assert [a.name() for a in lookup.top(2)] == ["NVIDIA", "Ascend 910C"]
    assert [a.name() for a in lookup.top(5, "Policy")] == ["AI Act", "Code of Practice", "export rule"]
    assert [a.name() for a in lookup.top(5, "Foundry")] == ["TSMC", "SMIC"]
    with pytest.raises(OntologyError, match="no class of actors"):
        lookup.top(5, "Film")


def test_documents(lookup: Lookup) -> None:
    found = [(d.source, d.title, d.language, d.date, d.actors) for d in lookup.documents()]
    assert found == [
        ("docs/rules.md", "Rules and people", "en", "2025-06-01", 10),
        ("docs/新闻.txt", "一周要闻", "zh", "2026-01-05", 7),
        ("docs/芯片.txt", "芯片产业观察", "zh", "2025-12", 10),
    ]


@pytest.mark.parametrize("name", ["docs/rules.md", "rules.md", "rules", "Rules and people", "RULES AND"])
def test_a_document_is_found_by_path_name_or_title(name: str, lookup: Lookup) -> None:
    assert lookup.find_document(name).source == "docs/rules.md"


@pytest.mark.parametrize(
    ("name", "message"),
    [("nothing", "has no document 'nothing'"), ("docs/", "'docs/' may be 3 documents: docs/rules.md")],
)
def test_a_document_that_is_none_or_several_is_refused(name: str, message: str, lookup: Lookup) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        lookup.find_document(name)


def test_all_facts_and_those_of_a_document(lookup: Lookup) -> None:
    assert len(lookup.all_facts()) == 21
    assert len(lookup.all_facts(document=lookup.find_document("rules"))) == 10
    assert {f.predicate for f in lookup.all_facts(predicates=["acquires"])} == {"acquires"}


def test_answers_are_plain_json(lookup: Lookup) -> None:
    nvidia = lookup.find("NVIDIA")
    answers = [
        lookup.card(nvidia), lookup.neighbors(nvidia), lookup.stats(), lookup.resolve("Nvdia"), lookup.search("gpt")[0],
        lookup.paths(nvidia, lookup.find("TSMC"))[0], lookup.evidence(lookup.facts(nvidia)[0])[0],
    ]  # fmt: skip
    for answer in answers:
        data = answer.as_dict()
        assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    assert lookup.card(nvidia).as_dict()["actor"]["names"] == {"en": "NVIDIA", "zh": "英伟达"}
