"""What of a record is refused, and that it is reported."""

from __future__ import annotations

from typing import Any

import pytest
from actorgraph.extract.records import Entity, Mention, Record
from actorgraph.graph.admission import admit
from actorgraph.ontology.errors import RecordError

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
    [("nobody", 1.0, "figure without its actor"), ("ascend", float("inf"), "value inf is not a number")],
)
def test_a_figure_is_refused_alone(actor: str, value: float, reason: str) -> None:
    s = source().figure("ascend", "share", 0.5, "", "华为推出昇腾").figure(actor, "share", value, "", "华为推出昇腾")
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


UNSOUND = [
    (_misplaced, "1 ranges of the record of 'a.txt' do not hold their words, the first at character 1", "1:3"),
    (_twice, "two entities with the id 'huawei'", "entities"),
    (lambda record: _renamed(record, **{"not a tag": ("x",)}), "uses 'not a tag' as a language", "labels"),
    (lambda record: _renamed(record, zh=("half \ud800",)), "The record of 'a.txt' cannot be written as UTF-8", None),
]


@pytest.mark.parametrize(("change", "message", "field"), UNSOUND, ids=["range", "ids", "language", "surrogate"])
def test_an_unsound_record_is_refused_whole(change: object, message: str, field: str | None) -> None:
    assert callable(change)
    with pytest.raises(RecordError, match=message) as caught:
        admit(change(source().record), TEXT)
    assert (caught.value.path, caught.value.field) == ("a.txt", field)


def test_a_text_with_half_a_surrogate_is_refused() -> None:
    with pytest.raises(RecordError, match=r"The text of 'a\.txt' cannot be written as UTF-8"):
        admit(source().record, TEXT + "\ud800")
