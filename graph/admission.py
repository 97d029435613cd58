"""What of a record may enter the graph: the last check before description.

A record whose ranges do not hold their words, or that cannot be written as UTF-8, is refused as a whole: its evidence
could not be shown. A single entity or claim that the ontology does not admit is refused alone. Both are reported.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from actorgraph.extract.records import Claim, Entity, Evidence, Figure, Mention, Record, Rejection
from actorgraph.ontology.errors import RecordError
from actorgraph.ontology.vocabulary import CORE_CLASSES, PROPERTIES, SUBCLASSES

__all__ = ["Admission", "admit"]

STAGE: Final = "graph"
_LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Admission:
    """A record as admitted, and what of it was refused."""

    record: Record
    rejections: tuple[Rejection, ...]


def admit(record: Record, text: str) -> Admission:
    """Check a record against its text and the ontology.

    :param text: the decoded text that the record's ranges count in.
    :raises RecordError: if the document has no proper id, a range does not hold its words, an entity id occurs twice, a
        language tag is malformed, or the record or text cannot be written as UTF-8.
    """
    _check(record, text)
    rejections: list[Rejection] = []
    entities = {e.id: e for e in _entities(record, rejections)}
    claims = []
    for claim in record.claims:
        if reason := _objection(claim, entities):
            rejections.append(_rejection(reason, claim.evidence))
        elif claim.subpredicate and not _refines(claim):
            rejections.append(_rejection(f"{claim.subpredicate} does not refine {claim.predicate}", claim.evidence))
            claims.append(claim.model_copy(update={"subpredicate": ""}))
        else:
            claims.append(claim)
    figures = []
    for figure in record.figures:
        if reason := _figure_objection(figure, entities):
            rejections.append(_rejection(reason, figure.evidence))
        else:
            figures.append(figure)
    admitted = {"entities": tuple(entities.values()), "claims": tuple(claims), "figures": tuple(figures)}
    return Admission(record.model_copy(update=admitted), tuple(rejections))


def _check(record: Record, text: str) -> None:
    source = record.document.source
    if not source or not record.document.id.removeprefix("sha256:") or not record.document.id.startswith("sha256:"):
        raise RecordError(
            f"The record of {source!r} has the document id {record.document.id!r}; it needs a source, and an id that "
            "is sha256: and the hash of the source's bytes.",
            path=source,
            field="document",
        )
    for what, write in (("text", text.encode), ("record", record.to_json)):
        try:
            write()
        except ValueError as error:  # UnicodeEncodeError, or pydantic's own
            raise RecordError(
                f"The {what} of {source!r} cannot be written as UTF-8: it holds half a surrogate pair; decode it anew.",
                path=source,
            ) from error
    if wrong := record.misplaced(text):
        raise RecordError(
            f"{len(wrong)} ranges of the record of {source!r} do not hold their words, the first at character "
            f"{wrong[0].start}; extract the document again with the text that is stored.",
            path=source,
            field=f"{wrong[0].start}:{wrong[0].end}",
        )
    twice = [entity for entity, count in Counter(e.id for e in record.entities).items() if count > 1]
    if twice:
        raise RecordError(
            f"The record of {source!r} has two entities with the id {twice[0]!r}; ids must be unique in a record.",
            path=source,
            field="entities",
        )
    tags = {record.document.language} | {lang for e in record.entities for lang in e.labels}
    if malformed := sorted(tag for tag in tags if not _LANGUAGE_TAG.fullmatch(tag)):
        raise RecordError(
            f"The record of {source!r} uses {malformed[0]!r} as a language; use a tag such as zh or en.",
            path=source,
            field="labels",
        )


def _entities(record: Record, rejections: list[Rejection]) -> Iterator[Entity]:
    for entity in record.entities:
        if not entity.mentions:
            rejections.append(
                Rejection(stage=STAGE, reason="entity without a mention", text=entity.name, start=0, end=0)
            )
        elif not entity.name.strip():
            rejections.append(_rejection("entity without a name", entity.mentions[0]))
        elif entity.type not in CORE_CLASSES:
            rejections.append(_rejection(f"{entity.type!r} is not a core class", entity.mentions[0]))
        elif entity.subtype and SUBCLASSES.get(entity.subtype) != entity.type:
            rejections.append(_rejection(f"{entity.subtype!r} does not refine {entity.type}", entity.mentions[0]))
            yield entity.model_copy(update={"subtype": ""})
        else:
            yield entity


def _objection(claim: Claim, entities: dict[str, Entity]) -> str | None:
    subject, object_ = entities.get(claim.subject), entities.get(claim.object)
    prop = PROPERTIES.get(claim.predicate)
    if prop is None or prop.parent is not None:
        return f"{claim.predicate!r} is not a core property"
    if subject is None or object_ is None:
        return f"{claim.predicate} without its subject or object"
    if subject is object_:
        return f"{claim.predicate} of an actor to itself"
    if not prop.admits(subject.type, object_.type):
        return f"{claim.predicate} from {subject.type} to {object_.type}"
    if not claim.rule:
        return f"{claim.predicate} without the rule that read it"
    return _doubt(claim)


def _figure_objection(figure: Figure, entities: dict[str, Entity]) -> str | None:
    if figure.actor not in entities:
        return "figure without its actor"
    if not math.isfinite(figure.value):
        return f"value {figure.value} is not a number"
    if not figure.metric or not figure.text:
        return "figure without its metric or words"
    return _doubt(figure)


def _doubt(stated: Claim | Figure) -> str | None:
    if not 0 <= stated.confidence <= 1:
        return f"confidence {stated.confidence} outside 0…1"
    if not stated.evidence.text:
        return "evidence without words"
    return None


def _refines(claim: Claim) -> bool:
    finer = PROPERTIES.get(claim.subpredicate)
    return finer is not None and finer.parent == claim.predicate


def _rejection(reason: str, place: Evidence | Mention) -> Rejection:
    return Rejection(stage=STAGE, reason=reason, text=place.text, start=place.start, end=place.end)
