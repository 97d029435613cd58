"""What of a record is refused, and that it is reported."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from actorgraph.extract.records import Claim, DocumentInfo, Entity, Evidence, Figure, Mention, Record
from actorgraph.graph.admission import admit
from actorgraph.graph.identity import identify, summarise
from actorgraph.graph.quads import describe, document_iri
from actorgraph.graph.rdf import document_graph
from actorgraph.graph.validation import validate_graph
from actorgraph.ontology.errors import RecordError
from actorgraph.ontology.vocabulary import CORE_PROPERTIES, SUBPROPERTIES
from hypothesis import given, settings
from hypothesis import strategies as st

from .records import Source, all_sources

TEXT = "华为推出昇腾。华为与寒武纪竞争。"


def source() -> Source:
    s = Source("a.txt", TEXT)
    s.actor("huawei", "Company", "华为").actor("cambricon", "Company", "寒武纪")
    return s.actor("ascend", "Product", "昇腾", subtype="ChipArchitecture")


@pytest.mark.parametrize("index", range(3))
def test_sound_records_are_admitted_as_they_are(index: int) -> None:
    record, text = all_sources()[index].pair
    admission = admit(record, text)
    assert admission.record == record
    assert admission.rejections == ()


CLAIMS = [
    ("unknown", ("huawei", "makes", "ascend"), {}, "'makes' is not a core property"),
    ("finer as core", ("huawei", "manufactures", "ascend"), {}, "'manufactures' is not a core property"),
    ("dangling", ("huawei", "develops", "nobody"), {}, "develops without its subject or object"),
    ("itself", ("huawei", "competesWith", "huawei"), {}, "competesWith of an actor to itself"),
    ("range", ("huawei", "develops", "cambricon"), {}, "develops from Company to Company"),
    ("domain", ("ascend", "acquires", "huawei"), {}, "acquires from Product to Company"),
    ("two classes", ("huawei", "competesWith", "ascend"), {}, "competesWith from Company to Product"),
    ("confidence", ("huawei", "develops", "ascend"), {"confidence": 1.5}, "confidence 1.5 outside 0…1"),
    ("no rule", ("huawei", "develops", "ascend"), {"rule": ""}, "develops without the rule that read it"),
    ("not a number", ("huawei", "develops", "ascend"), {"confidence": float("nan")}, "confidence nan outside 0…1"),
]


@pytest.mark.parametrize(("claim", "more", "reason"), [case[1:] for case in CLAIMS], ids=[case[0] for case in CLAIMS])
def test_a_claim_is_refused_alone(claim: tuple[str, str, str], more: dict[str, Any], reason: str) -> None:
    s = source().claim("huawei", "develops", "ascend", "华为推出昇腾").claim(*claim, "华为与寒武纪竞争", **more)
    admission = admit(*s.pair)
    assert [c.predicate for c in admission.record.claims] == ["develops"]
    (rejection,) = admission.rejections
    assert (rejection.stage, rejection.reason) == ("graph", reason)
    assert TEXT[rejection.start : rejection.end] == rejection.text == "华为与寒武纪竞争"


def test_a_finer_property_that_does_not_refine_is_taken_off() -> None:
    s = source().claim("huawei", "develops", "ascend", "华为推出昇腾", subpredicate="foundryOf")
    admission = admit(*s.pair)
    assert [c.subpredicate for c in admission.record.claims] == [""]
    assert [r.reason for r in admission.rejections] == ["foundryOf does not refine develops"]


ENTITIES = [
    ("no core class", {"type": "Chip"}, "'Chip' is not a core class", False),
    ("subclass of another", {"subtype": "Law"}, "'Law' does not refine Product", True),
    ("no mention", {"mentions": ()}, "entity without a mention", False),
    ("no name", {"name": " "}, "entity without a name", False),
]


@pytest.mark.parametrize(("change", "reason", "kept"), [c[1:] for c in ENTITIES], ids=[c[0] for c in ENTITIES])
def test_an_entity_is_refused_with_its_claims(change: dict[str, object], reason: str, kept: bool) -> None:
    record = source().claim("huawei", "develops", "ascend", "华为推出昇腾").record
    entities = tuple(e.model_copy(update=change) if e.id == "ascend" else e for e in record.entities)
    admission = admit(record.model_copy(update={"entities": entities}), TEXT)
    assert ("ascend" in {e.id for e in admission.record.entities}) is kept
    assert len(admission.record.claims) == kept
    assert admission.rejections[0].reason == reason


@pytest.mark.parametrize(
    ("actor", "value", "reason"),
    [
        ("nobody", 1.0, "figure without its actor"),
        ("ascend", float("inf"), "value inf is not a number"),
        ("ascend", -1.0, "figure without its metric or words"),
    ],
)
def test_a_figure_is_refused_alone(actor: str, value: float, reason: str) -> None:
    s = (
        source()
        .figure("ascend", "share", 0.5, "", "华为推出昇腾")
        .figure(actor, "" if value < 0 else "share", value, "", "华为推出昇腾")
    )
    admission = admit(*s.pair)
    assert [f.value for f in admission.record.figures] == [0.5]
    assert [r.reason for r in admission.rejections] == [reason]


def _renamed(record: Record, **labels: tuple[str, ...]) -> Record:
    first, *rest = record.entities
    return record.model_copy(update={"entities": (first.model_copy(update={"labels": labels}), *rest)})


def _twice(record: Record) -> Record:
    return record.model_copy(update={"entities": (*record.entities, record.entities[0])})


def _misplaced(record: Record) -> Record:
    entity = Entity(id="x", type="Company", name="x", mentions=(Mention(start=1, end=3, text="华为", layer="l"),))
    return record.model_copy(update={"entities": (*record.entities, entity)})


def _with_id(record: Record, id_: str) -> Record:
    return record.model_copy(update={"document": record.document.model_copy(update={"id": id_})})


UNSOUND_IDS = ["id", "no hash", "range", "ids", "language", "surrogate"]
UNSOUND = [
    (lambda record: _with_id(record, "md5:1"), "has the document id 'md5:1'; it needs a source, and an id", "document"),
    (lambda record: _with_id(record, "sha256:"), "has the document id 'sha256:'", "document"),
    (_misplaced, "1 ranges of the record of 'a.txt' do not hold their words, the first at character 1", "1:3"),
    (_twice, "two entities with the id 'huawei'", "entities"),
    (lambda record: _renamed(record, **{"not a tag": ("x",)}), "uses 'not a tag' as a language", "labels"),
    (lambda record: _renamed(record, zh=("half \ud800",)), "The record of 'a.txt' cannot be written as UTF-8", None),
]


@pytest.mark.parametrize(
    ("change", "message", "field"), UNSOUND, ids=["id", "no hash", "range", "ids", "language", "surrogate"]
)
def test_an_unsound_record_is_refused_whole(change: object, message: str, field: str | None) -> None:
    assert callable(change)
    with pytest.raises(RecordError, match=message) as caught:
        admit(change(source().record), TEXT)
    assert (caught.value.path, caught.value.field) == ("a.txt", field)


def test_a_text_with_half_a_surrogate_is_refused() -> None:
    with pytest.raises(RecordError, match=r"The text of 'a\.txt' cannot be written as UTF-8"):
        admit(source().record, TEXT + "\ud800")


def test_evidence_without_words_is_refused() -> None:
    record = source().claim("huawei", "develops", "ascend", "华为推出昇腾").record
    empty = Evidence(start=3, end=3, text="")
    claims = (record.claims[0].model_copy(update={"evidence": empty}),)
    admission = admit(record.model_copy(update={"claims": claims}), TEXT)
    assert [r.reason for r in admission.rejections] == ["evidence without words"]


WORDS = st.sampled_from(["", " ", "甲", "A", "甲\nA", "\x00", "2025"])
CLASSES = st.sampled_from(["Company", "Organization", "Product", "Policy", "Place", "Person", "Film", ""])


@st.composite
def any_record(draw: st.DrawFn) -> Record:
    """A record that may break any rule but those of its ranges."""
    evidence = Evidence(start=0, end=2, text="甲A", section=draw(WORDS))
    entities = tuple(
        Entity(
            id=f"e{i}", type=draw(CLASSES), subtype=draw(st.sampled_from(["", "Chip", "ModelFamily", "Law"])),
            name=draw(WORDS), labels=draw(st.dictionaries(st.sampled_from(["zh", "en"]), st.tuples(WORDS, WORDS))),
            mentions=(Mention(start=0, end=1, text="甲", layer="l"),), known=draw(st.booleans()),
        )
        for i in range(3)
    )  # fmt: skip
    ends = st.sampled_from(["e0", "e1", "e2", "none"])
    claims = tuple(
        Claim(
            subject=draw(ends), predicate=draw(st.sampled_from([*CORE_PROPERTIES, "leads", ""])), object=draw(ends),
            subpredicate=draw(st.sampled_from(["", *SUBPROPERTIES])), confidence=draw(st.floats(-0.1, 1.1)),
            negated=draw(st.booleans()), hedged=draw(st.booleans()), rule=draw(WORDS), evidence=evidence,
            qualifiers=draw(st.dictionaries(st.sampled_from(["date", "role", "x"]), WORDS)),
        )
        for _ in range(draw(st.integers(0, 8)))
    )  # fmt: skip
    figure = Figure(actor=draw(ends), metric=draw(WORDS), value=draw(st.floats()), unit=draw(WORDS), text=draw(WORDS),
                    date=draw(st.none() | WORDS), confidence=draw(st.floats(0, 1)), evidence=evidence)  # fmt: skip
    info = DocumentInfo(id="sha256:0", source="a", title=draw(WORDS), language="zh", characters=2, date=draw(WORDS))
    return Record(document=info, entities=entities, claims=claims, figures=(figure,))


@settings(max_examples=40, deadline=None)
@given(any_record())
def test_whatever_is_admitted_conforms_to_the_shapes(record: Record) -> None:
    admitted = admit(record, "甲A").record
    identity = identify(summarise(e, admitted.document.id) for e in admitted.entities)
    store = ox.Store()
    store.extend(describe(admitted, identity.of(admitted.document.id)))
    assert validate_graph(document_graph(store, document_iri(admitted.document.id))) == []
