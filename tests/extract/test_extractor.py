"""What a Record promises: ranges hold their words, the same text gives the same record, identity is kept."""

import pytest
from actorgraph.extract.extractor import extract, extract_all
from actorgraph.extract.readers import read_string
from actorgraph.extract.records import Record
from actorgraph.extract.settings import Settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SNIPPETS = st.sampled_from(
    [
        "英伟达（NVIDIA）发布了 Blackwell 架构。",
        "OpenAI发布GPT-5。",
        "2025 年 12 月，国务院印发《关于深入实施“人工智能+”行动的意见》。",
        "北京朗川智能科技有限公司（以下简称：朗川智能）成立于2019年。朗川智能推出「天枢」大模型。",
        "Kestrel AI CEO Mira Solberg said the startup will buy Tandem Robotics.",
        "| 厂商 | 产品 |\n|---|---|\n| 华为 | 昇腾 910C |\n",
        "人 工 智 能 技 术 的 com-\npression 。",
        "\t\t\n\n",
        "𝒳😀\u200b\ufeff“”《》（）",
    ]
)
TEXTS = st.lists(st.one_of(SNIPPETS, st.text(max_size=40)), max_size=6).map("\n\n".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_every_range_holds_its_words(text: str) -> None:
    document = read_string(text, "t.md") if text.strip() else None
    if document is None:
        return
    record = extract(document)
    assert record.misplaced(document.text) == []
    assert Record.from_json(record.to_json()) == record
    ids = [e.id for e in record.entities]
    assert len(ids) == len(set(ids))
    assert {c.subject for c in record.claims} | {c.object for c in record.claims} <= set(ids)
    assert all(0 <= c.confidence <= 1 for c in record.claims)


def test_the_same_text_gives_the_same_record_alone_or_among_others() -> None:
    a = read_string("英伟达的 Blackwell 由台积电代工。", "a.txt")
    b = read_string("Meta acquired Manus in December 2025.", "b.txt")
    alone = [extract(a), extract(b)]
    assert list(extract_all([a, b, a])) == [*alone, alone[0]]


ONE_ACTOR = [
    ("英伟达（NVIDIA）表示，英伟达将扩产。Nvidia 股价上涨。", {"英伟达", "NVIDIA", "Nvidia"}),
    ("臺積電擴產。台积电与 TSMC 是同一家公司。", {"臺積電", "台积电", "TSMC"}),
    (
        "北京朗川智能科技有限公司（以下简称：朗川智能）宣布融资。朗川智能称将扩产。",
        {"北京朗川智能科技有限公司", "朗川智能"},
    ),
]


@pytest.mark.parametrize(("text", "names"), ONE_ACTOR)
def test_one_actor_is_one_entity(text: str, names: set[str]) -> None:
    record = extract(read_string(text, "t.txt"))
    holders = [e for e in record.entities if names & {m.text for m in e.mentions}]
    assert len(holders) == 1
    assert names <= {m.text for m in holders[0].mentions}


APART = [
    ("OpenAI 先后发布 GPT-5 和 GPT-5.2。", ("GPT-5", "GPT-5.2")),
    ("昇腾 910B 与昇腾 910C 均已量产，出自华为。", ("昇腾 910B", "昇腾 910C")),
    ("百度和华为同时发布财报。", ("百度", "华为")),
]


@pytest.mark.parametrize(("text", "names"), APART)
def test_different_actors_stay_apart(text: str, names: tuple[str, str]) -> None:
    record = extract(read_string(text, "t.txt"))
    holder = {m.text: e.id for e in record.entities for m in e.mentions}
    assert holder[names[0]] != holder[names[1]]


def test_a_place_stands_in_the_record_only_where_a_fact_needs_it() -> None:
    record = extract(read_string("论坛在上海举行，英伟达参加。", "t.txt"))
    assert "Place" not in {e.type for e in record.entities}


def test_refused_claims_are_counted() -> None:
    document = read_string("英伟达的 Blackwell 由台积电代工。", "t.txt")
    loose, strict = extract(document), extract(document, Settings(min_confidence=1.0))
    assert strict.claims == ()
    assert len(strict.rejections) == len(loose.claims) + len(loose.rejections)
