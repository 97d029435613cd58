"""What a record becomes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from actorgraph.extract.records import Claim, DocumentInfo, Entity, Evidence, Figure, Mention, Record
from actorgraph.graph.identity import Actor, identify, summarise
from actorgraph.graph.quads import claim_iri, describe, description_digest, document_iri, surface_forms
from actorgraph.graph.serialization import canonical_lines
from actorgraph.graph.terms import value
from actorgraph.ontology.namespaces import ACTOR, AG, expand
from hypothesis import given
from hypothesis import strategies as st

from .records import Source, chips, news, rules


def actors_of(record: Record) -> dict[str, Actor]:
    identity = identify(summarise(e, record.document.id) for e in record.entities)
    return dict(identity.of(record.document.id))


def quads_of(source: Source) -> list[ox.Quad]:
    return describe(source.record, actors_of(source.record))


def has(quads: list[ox.Quad], subject: str, predicate: str, object_: str) -> bool:
    triple = (ox.NamedNode(expand(subject)), ox.NamedNode(expand(predicate)), ox.NamedNode(expand(object_)))
    return any((q.subject, q.predicate, q.object) == triple for q in quads)


def values(quads: list[ox.Quad], subject: str, predicate: str) -> list[str]:
    node, prop = ox.NamedNode(subject), ox.NamedNode(expand(predicate))
    objects = [q.object for q in quads if q.subject == node and q.predicate == prop]
    return sorted(map(value, objects))


PLAIN = [
    (chips, "actor:nvidia", "develops", "actor:blackwell", True),
    (chips, "actor:tsmc", "supplies", "actor:nvidia", True),
    (chips, "actor:tsmc", "foundryOf", "actor:nvidia", True),
    (chips, "actor:nvidia", "supplies", "actor:tsmc", False),
    (chips, "actor:nvidia", "competesWith", "actor:amd", True),
    (chips, "actor:amd", "competesWith", "actor:nvidia", True),
    (chips, "actor:nvidia", "acquires", "actor:groq", False),
    (chips, "actor:nvidia", "investsIn", "actor:cambricon", False),
    (rules, "actor:eu-ai-act", "adoptedBy", "actor:european-parliament", True),
    (rules, "actor:eu-ai-act", "issuedBy", "actor:european-parliament", True),
    (rules, "actor:jensen-huang", "leads", "actor:nvidia", True),
    (news, "actor:product/gpt-5.2", "successorOf", "actor:product/gpt-5", True),
    (chips, "actor:nvidia", "rdf:type", "ag:Company", True),
    (chips, "actor:nvidia", "rdf:type", "ag:ChipMaker", True),
]


@pytest.mark.parametrize(("make", "subject", "predicate", "object_", "asserted"), PLAIN)
def test_plain_triples(make: object, subject: str, predicate: str, object_: str, asserted: bool) -> None:
    assert callable(make)
    assert has(quads_of(make()), subject, predicate, object_) is asserted


def claim_node(source: Source, subject: str, predicate: str, object_: str, *, negated: bool = False) -> str:
    document = source.record.document.id
    return claim_iri(document, ACTOR + subject, predicate, ACTOR + object_, negated=negated)


def test_a_claim_node_says_all_of_a_claim() -> None:
    source = rules()
    quads = quads_of(source)
    iri = claim_node(source, "nvidia", "investsIn", "company/farnell%20robotics%20inc.")
    expected = {
        "rdf:type": [AG + "Claim"],
        "rdf:subject": [ACTOR + "nvidia"],
        "rdf:predicate": [AG + "investsIn"],
        "rdf:object": [ACTOR + "company/farnell%20robotics%20inc."],
        "confidence": ["0.9"],
        "negated": ["false"],
        "hedged": ["false"],
        "rule": ["frame:test"],
        "amount": ["USD 20 million"],
        "date": ["2025-05"],
        "qualifier": ["round=A"],
        "prov:wasDerivedFrom": [document_iri(source.record.document.id)],
    }
    assert {name: values(quads, iri, name) for name in expected} == expected
    (evidence,) = values(quads, iri, "evidence")
    assert values(quads, evidence, "date") == ["2025-05"]


DATES = ["2025", "2025-12", "2025-12-03", "2025-Q3", "2025-H1", "2025/2027", "2025-01/2025-Q2"]
WORDS = ["soon", "2025-13", "FY26", "25", "2025-12-03T00:00", "2025/", "二〇二五"]


@pytest.mark.parametrize(("date", "kept"), [(d, "date") for d in DATES] + [(w, "qualifier") for w in WORDS])
def test_only_dates_are_dates(date: str, kept: str) -> None:
    s = Source("a.txt", "甲公司开发乙。").actor("a", "Company", "甲公司").actor("b", "Product", "乙")
    s.claim("a", "develops", "b", "甲公司开发乙", qualifiers={"date": date})
    s.figure("b", "price", 1, "元", "乙", date=date)
    quads = quads_of(s)
    claim = claim_node(s, "a", "develops", "b")
    (figure,) = {value(q.subject) for q in quads if q.predicate.value == AG + "metric"}
    for node in (claim, figure):
        none: dict[str, list[str]] = {"date": [], "qualifier": []}
        expected = none | {kept: [date if kept == "date" else f"date={date}"]}
        assert {name: values(quads, node, name) for name in expected} == expected


def test_evidence_holds_words_and_position() -> None:
    source = chips()
    quads = quads_of(source)
    (evidence,) = values(quads, claim_node(source, "nvidia", "develops", "blackwell"), "evidence")
    selectors = values(quads, evidence, "oa:hasSelector")
    kinds = {values(quads, s, "rdf:type")[0].rsplit("#")[-1]: s for s in selectors}
    assert values(quads, kinds["TextQuoteSelector"], "oa:exact") == ["英伟达发布 Blackwell 架构"]
    start, end = (int(values(quads, kinds["TextPositionSelector"], f"oa:{n}")[0]) for n in ("start", "end"))
    assert source.text[start:end] == "英伟达发布 Blackwell 架构"
    (section,) = values(quads, evidence, "section")
    assert values(quads, section, "dcterms:title") == ["第一章 芯片"]


STATUS = [("acquires", "groq", False, ("false", "true")), ("investsIn", "cambricon", True, ("true", "false"))]


@pytest.mark.parametrize(("predicate", "object_", "negated", "flags"), STATUS, ids=["hedged", "denied"])
def test_hedged_and_denied_claims_are_kept_as_such(
    predicate: str, object_: str, negated: bool, flags: tuple[str, str]
) -> None:
    source = chips()
    quads = quads_of(source)
    iri = claim_node(source, "nvidia", predicate, object_, negated=negated)
    assert (values(quads, iri, "negated")[0], values(quads, iri, "hedged")[0]) == flags


def test_one_statement_made_twice_is_one_claim_with_two_evidences() -> None:
    s = Source("a.txt", "甲公司开发乙。据传甲公司将开发乙。甲公司否认开发乙。")
    s.actor("a", "Company", "甲公司").actor("b", "Product", "乙")
    s.claim("a", "develops", "b", "甲公司开发乙", confidence=0.7, rule="r1")
    s.claim("a", "develops", "b", "据传甲公司将开发乙", confidence=0.99, rule="r2", hedged=True)
    s.claim("a", "develops", "b", "甲公司否认开发乙", confidence=0.6, rule="r3", negated=True)
    quads = quads_of(s)
    stated, denied = (claim_node(s, "a", "develops", "b", negated=n) for n in (False, True))
    assert len(values(quads, stated, "evidence")) == 2
    assert values(quads, stated, "hedged") == ["false"]
    assert values(quads, stated, "confidence") == ["0.7"], "that of the outright statement"
    assert values(quads, stated, "rule") == ["r1", "r2"]
    assert len(values(quads, denied, "evidence")) == 1
    assert has(quads, "actor:a", "develops", "actor:b")


def test_one_range_read_by_two_rules_is_one_evidence() -> None:
    s = Source("a.txt", "甲公司开发乙。").actor("a", "Company", "甲公司").actor("b", "Product", "乙")
    for rule, confidence in (("r1", 0.5), ("r2", 0.8)):
        s.claim("a", "develops", "b", "甲公司开发乙", rule=rule, confidence=confidence)
    quads = quads_of(s)
    (evidence,) = values(quads, claim_node(s, "a", "develops", "b"), "evidence")
    assert values(quads, evidence, "rule") == ["r1", "r2"]
    assert values(quads, evidence, "confidence") == ["0.8"]


def test_a_symmetric_claim_is_one_whichever_way_it_is_said() -> None:
    s = (
        Source("a.txt", "甲公司与乙公司合作。乙公司与甲公司合作。")
        .actor("a", "Company", "甲公司")
        .actor("b", "Company", "乙公司")
    )
    s.claim("a", "partnersWith", "b", "甲公司与乙公司合作").claim("b", "partnersWith", "a", "乙公司与甲公司合作")
    quads = quads_of(s)
    claims = {q.subject for q in quads if q.predicate.value == expand("rdf:predicate")}
    assert len(claims) == 1
    assert has(quads, "actor:a", "partnersWith", "actor:b")
    assert has(quads, "actor:b", "partnersWith", "actor:a")


def test_two_entities_that_are_one_actor_state_nothing_of_each_other() -> None:
    record = chips().record
    same = Actor(ACTOR + "one", "Company", "", (("en", "One"),), True)
    actors = actors_of(record) | {"nvidia": same, "amd": same}
    assert not has(describe(record, actors), "actor:one", "competesWith", "actor:one")


def test_labels_and_tally() -> None:
    source = news()
    quads = quads_of(source)
    assert values(quads, ACTOR + "nvidia", "skos:prefLabel") == ["NVIDIA", "英伟达"]
    assert values(quads, ACTOR + "nvidia", "skos:altLabel") == ["輝達", "辉达"]
    about = [q.subject for q in quads if q.predicate.value == AG + "about" and value(q.object) == ACTOR + "nvidia"]
    (tally,) = map(value, about)
    assert values(quads, tally, "mentionCount") == ["3"]


def test_a_figure_is_an_observation() -> None:
    source = chips().figure("deepseek-v3", "parameters", 671e9, "", "6,710 亿", confidence=0.5)
    quads = quads_of(source)
    (figure,) = {
        q.subject.value for q in quads if q.predicate.value == AG + "metric" and isinstance(q.subject, ox.NamedNode)
    }
    assert values(quads, figure, "about") == [ACTOR + "deepseek-v3"]
    assert [float(v) for v in values(quads, figure, "value")] == [671e9]
    assert values(quads, figure, "words") == ["6,710 亿", "参数量达 6,710 亿"]
    assert len(values(quads, figure, "evidence")) == 2


@pytest.mark.parametrize("make", [chips, rules, news])
def test_quads_are_sorted_each_once_of_one_graph_without_blank_nodes(make: object) -> None:
    assert callable(make)
    source: Source = make()
    quads = quads_of(source)
    lines = [str(q) for q in quads]
    assert lines == sorted(set(lines))
    assert {q.graph_name for q in quads} == {ox.NamedNode(document_iri(source.record.document.id))}
    assert not any(isinstance(term, ox.BlankNode) for q in quads for term in (q.subject, q.object))
    assert quads_of(make()) == quads


def test_the_digest_changes_with_record_and_identity() -> None:
    actors = actors_of(chips().record)
    digest = description_digest("r", actors)
    assert digest == description_digest("r", dict(reversed(actors.items())))
    other = Actor(ACTOR + "x", "Company", "", (("en", "X"),), False)
    assert len({digest, description_digest("s", actors), description_digest("r", actors | {"nvidia": other})}) == 3


def test_surface_forms_of_a_pdf_lose_their_spaces() -> None:
    mentions = tuple(Mention(start=0, end=len(t), text=t, layer="l") for t in ("英 伟\n达", "NVIDIA\n Corp", " "))
    entity = Entity(id="n", type="Company", name="NVIDIA", labels={"ja": ("エヌビディア",)}, mentions=mentions)
    assert surface_forms(entity) == [("en", "NVIDIA"), ("en", "NVIDIA Corp"), ("ja", "エヌビディア"), ("zh", "英伟达")]


TEXTS = st.text(min_size=1, max_size=30).filter(str.strip)
FLOATS = st.floats(0, 1)


@st.composite
def documents(draw: st.DrawFn) -> Record:
    """A record of a document made of any characters at all."""
    names = draw(st.tuples(TEXTS, TEXTS))
    title, rule, unit, quote = (draw(TEXTS) for _ in range(4))
    entities = tuple(
        Entity(
            id=f"e{i}", type=type_, name=name, labels={"zh": (name,)} if draw(st.booleans()) else {},
            mentions=(Mention(start=0, end=len(name), text=name, layer=rule),), known=draw(st.booleans()),
        )
        for i, (name, type_) in enumerate(zip(names, ("Company", "Product"), strict=True))
    )  # fmt: skip
    evidence = Evidence(start=0, end=len(quote), text=quote, section=draw(st.text(max_size=8)))
    qualifiers = draw(st.dictionaries(st.sampled_from(["date", "role", "x y"]), TEXTS))
    claim = Claim(subject="e0", predicate="develops", object="e1", confidence=draw(FLOATS), hedged=draw(st.booleans()),
                  negated=draw(st.booleans()), qualifiers=qualifiers, rule=rule, evidence=evidence)  # fmt: skip
    number = draw(st.floats(allow_nan=False, allow_infinity=False))
    figure = Figure(actor="e1", metric=title, value=number, unit=unit, text=quote, confidence=0.5, evidence=evidence)
    info = DocumentInfo(id="sha256:" + draw(TEXTS), source=title, title=title, language="zh", characters=1)
    return Record(document=info, entities=entities, claims=(claim,), figures=(figure,))


@given(documents())
def test_quads_survive_the_store(record: Record) -> None:
    quads = describe(record, actors_of(record))
    store = ox.Store()
    store.extend(quads)
    assert canonical_lines(store) == sorted(f"{quad} ." for quad in quads)


@given(documents())
def test_records_survive_json(record: Record) -> None:
    assert Record.from_json(record.to_json()) == record
