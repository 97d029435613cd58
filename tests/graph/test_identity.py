"""Which entities of which records become one actor."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from actorgraph.graph.identity import EntitySummary, Identity, actor_iri, identify
from actorgraph.graph.names import normal_name
from actorgraph.ontology.namespaces import ACTOR
from hypothesis import given
from hypothesis import strategies as st


def entity(
    document: str, id_: str, name: str, type_: str = "Company", *, known: bool = False, mentions: int = 1, **labels: str
) -> EntitySummary:
    """Labels as ``zh="甲|乙"``; ``subtype`` among them is the subtype."""
    subtype = labels.pop("subtype", "")
    names = tuple((lang, tuple(value.split("|"))) for lang, value in sorted(labels.items()))
    return EntitySummary(document, id_, type_, subtype, name, names, known, mentions)


def groups(identity: Identity) -> set[frozenset[tuple[str, str]]]:
    by_iri: dict[str, set[tuple[str, str]]] = {}
    for key, actor in identity.actors.items():
        by_iri.setdefault(actor.iri, set()).add(key)
    return {frozenset(group) for group in by_iri.values()}


# (case, two entities of two documents, whether they are one)
PAIRS = [
    ("same name", entity("1", "a", "深言科技"), entity("2", "b", "深言科技"), True),
    ("legal form", entity("1", "a", "深言科技"), entity("2", "b", "深言科技有限公司"), True),
    ("English legal form", entity("1", "a", "Farnell Robotics"), entity("2", "b", "Farnell Robotics, Inc."), True),
    ("traditional", entity("1", "a", "聯影醫療"), entity("2", "b", "联影医疗"), True),
    (
        "by a shared label",
        entity("1", "a", "Kimi", en="Moonlit"),
        entity("2", "b", "月照", zh="月照", en="Moonlit"),
        True,
    ),
    ("width and case", entity("1", "a", "ＦＯＯ ＡＩ"), entity("2", "b", "foo ai"), True),
    ("another type", entity("1", "a", "豆包", "Product"), entity("2", "b", "豆包", "Company"), False),
    ("versions", entity("1", "a", "GPT-5", "Product"), entity("2", "b", "GPT-5.2", "Product"), False),
    ("steps", entity("1", "a", "昇腾910B", "Product"), entity("2", "b", "昇腾910C", "Product"), False),
    ("group and member", entity("1", "a", "联影集团"), entity("2", "b", "联影智能"), False),
    ("same sound", entity("1", "a", "李明", "Person"), entity("2", "b", "黎明", "Person"), False),
    ("same sound, firm", entity("1", "a", "百度"), entity("2", "b", "摆渡"), False),
    ("one letter apart", entity("1", "a", "Antropic"), entity("2", "b", "Anthropic"), False),
    ("a weak alias", entity("1", "a", "Foo Systems", en="FS"), entity("2", "b", "Bar Software", en="FS"), False),
    ("one lexicon id", entity("1", "x", "X", known=True), entity("2", "x", "别名", known=True), True),
    ("two lexicon ids", entity("1", "x", "同名", known=True), entity("2", "y", "同名", known=True), False),
    ("joins a known actor", entity("1", "baidu", "百度", known=True), entity("2", "u", "百度公司"), True),
    ("joins by a label", entity("1", "bd", "百度", known=True, en="Baidu"), entity("2", "u", "Baidu Inc."), True),
    (
        "known, other type",
        entity("1", "deepseek", "DeepSeek", known=True),
        entity("2", "u", "DeepSeek", "Product"),
        False,
    ),
]


@pytest.mark.parametrize(("case", "a", "b", "one"), PAIRS, ids=[case for case, *_ in PAIRS])
def test_pairs(case: str, a: EntitySummary, b: EntitySummary, one: bool) -> None:
    actors = identify([a, b]).actors
    assert (actors[a.document, a.entity] == actors[b.document, b.entity]) is one


def test_a_known_actor_keeps_its_iri_and_names() -> None:
    actor = identify(
        [entity("1", "baidu", "百度", known=True, en="Baidu"), entity("2", "u", "百度公司", mentions=99)]
    ).actors["2", "u"]
    assert actor.iri == ACTOR + "baidu"
    assert actor.known
    assert actor.names == (("en", "Baidu"), ("zh", "百度"))


def test_two_entities_of_a_document_are_not_made_one_by_a_short_form() -> None:
    found = identify(
        [
            entity("1", "a", "联影医疗", zh="联影"),
            entity("1", "b", "联影智能", zh="联影"),
            entity("2", "c", "联影智能", zh="联影"),
        ]
    )
    assert groups(found) == {frozenset({("1", "a")}), frozenset({("1", "b"), ("2", "c")})}


def test_a_known_actor_of_the_same_document_is_not_joined() -> None:
    found = identify([entity("1", "deepseek", "DeepSeek", known=True), entity("1", "u", "DeepSeek Inc")])
    assert len(groups(found)) == 2


def test_a_name_of_several_known_actors_joins_none_and_is_reported() -> None:
    found = identify(
        [
            entity("1", "apple", "Apple", known=True),
            entity("2", "apple-bank", "Apple Bank", known=True, en="Apple"),
            entity("3", "u", "Apple Inc."),
            entity("4", "v", "Apple Inc."),
        ]
    )
    assert found.contested == (("3", "u", ("apple", "apple-bank")), ("4", "v", ("apple", "apple-bank")))
    assert found.actors["3", "u"] == found.actors["4", "v"]
    assert not found.actors["3", "u"].known


def test_the_canonical_name_decides_before_aliases() -> None:
    found = identify(
        [
            entity("1", "k1", "Alpha Labs", known=True),
            entity("2", "k2", "Beta Works", known=True),
            entity("3", "u", "Alpha Labs", en="Beta Works"),
        ]
    )
    assert found.actors["3", "u"].iri == ACTOR + "k1"


def test_one_lexicon_id_has_one_type() -> None:
    found = identify(
        [
            entity("1", "x", "寒武", known=True),
            entity("2", "x", "寒武", known=True),
            entity("3", "x", "寒武", "Product", known=True),
        ]
    )
    assert found.actors["1", "x"].iri == ACTOR + "x"
    assert found.actors["3", "x"].iri == actor_iri("Product", "寒武")
    assert found.actors["3", "x"].type == "Product"


def test_names_and_subtype_by_majority() -> None:
    found = identify(
        [
            entity("1", "a", "Foo Robotics", mentions=2, subtype="RobotMaker"),
            entity("2", "b", "foo robotics", mentions=9, subtype="RobotMaker", zh="福机器人"),
            entity("3", "c", "FOO ROBOTICS", mentions=1, subtype="SoftwareFirm"),
        ]
    )
    actor = found.actors["1", "a"]
    assert actor.names == (("en", "foo robotics"), ("zh", "福机器人"))
    assert actor.subtype == "RobotMaker"


def test_a_legal_form_is_no_name_to_call_a_firm_by() -> None:
    found = identify(
        [
            entity("1", "nvidia", "NVIDIA", known=True, zh="英伟达公司|英伟达", en="NVIDIA Corporation|NVIDIA"),
            entity("2", "openai", "OpenAI", known=True, zh="OpenAI公司"),
            entity("3", "u", "深言科技有限公司", zh="深言科技有限公司"),
            entity("4", "law", "公司法", "Policy", zh="中国公司"),
        ]
    )
    assert found.actors["1", "nvidia"].names == (("en", "NVIDIA"), ("zh", "英伟达"))
    assert found.actors["2", "openai"].names == (("en", "OpenAI"),)
    assert found.actors["3", "u"].names == (("zh", "深言科技有限公司"),)
    assert found.actors["4", "law"].names == (("zh", "中国公司"),)


def test_the_iri_is_the_shortest_name() -> None:
    found = identify([entity("1", "a", "深言科技有限公司", mentions=9), entity("2", "b", "深言科技")])
    assert found.actors["1", "a"].iri == actor_iri("Company", "深言科技")


NAMES = st.sampled_from(
    [
        "百度",
        "百度公司",
        "Baidu",
        "Baidu Inc.",
        "GPT-5",
        "GPT-5.2",
        "联影",
        "联影集团",
        "联影智能",
        "X",
        "x ",
        "Ｘ",
        "AI",
    ]
)
SUMMARIES = st.lists(
    st.builds(
        EntitySummary,
        document=st.sampled_from("1234"),
        entity=st.sampled_from(["e1", "e2", "e3", "baidu"]),
        type=st.sampled_from(["Company", "Product"]),
        subtype=st.sampled_from(["", "Chip"]),
        name=NAMES,
        labels=st.lists(st.tuples(st.sampled_from(["en", "zh", "ja"]), st.tuples(NAMES)), max_size=2).map(tuple),
        known=st.booleans(),
        mentions=st.integers(1, 5),
    ),
    max_size=12,
    unique_by=lambda s: (s.document, s.entity),
)


@given(summaries=SUMMARIES, seed=st.integers())
def test_the_order_of_records_does_not_matter(summaries: list[EntitySummary], seed: int) -> None:
    shuffled = summaries[:]
    random.Random(seed).shuffle(shuffled)
    assert identify(shuffled) == identify(summaries)


@given(summaries=SUMMARIES)
def test_every_entity_is_an_actor_with_a_name_and_its_own_type(summaries: list[EntitySummary]) -> None:
    found = identify(summaries)
    assert found.actors.keys() == {(s.document, s.entity) for s in summaries}
    for s in summaries:
        actor = found.actors[s.document, s.entity]
        assert actor.type == s.type
        assert actor.names
        ox.NamedNode(actor.iri)


@given(summaries=SUMMARIES)
def test_same_type_and_normal_name_without_a_lexicon_id_share_an_iri(summaries: list[EntitySummary]) -> None:
    found = identify(summaries)
    loose = [s for s in summaries if not found.actors[s.document, s.entity].known]
    iris: dict[tuple[str, str], set[str]] = {}
    for s in loose:
        iris.setdefault((s.type, normal_name(s.name)), set()).add(found.actors[s.document, s.entity].iri)
    assert all(len(found_iris) == 1 for found_iris in iris.values())


TYPES = st.sampled_from(["Company", "Organization", "Person", "Product", "Policy", "Place"])


@given(st.tuples(TYPES, st.text(min_size=1)), st.tuples(TYPES, st.text(min_size=1)))
def test_iris_are_stable_and_injective(a: tuple[str, str], b: tuple[str, str]) -> None:
    same = (a[0], normal_name(a[1])) == (b[0], normal_name(b[1]))
    assert (actor_iri(*a) == actor_iri(*b)) is same


@given(TYPES, st.text())
def test_iris_are_iris(type_: str, name: str) -> None:
    assert ox.NamedNode(actor_iri(type_, name)).value.isascii()
