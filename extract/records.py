"""What extraction hands over: the Record, all that one document says.

A :class:`Record` is a plain, frozen value. ``extract`` produces nothing else and ``graph`` takes nothing else, so a
record can be printed, stored, compared and sent between machines. The invariant that makes every fact checkable:
``text[mention.start:mention.end] == mention.text`` for every mention and every evidence, where ``text`` is the source
document's decoded text exactly as it stands (offsets count Unicode characters, end exclusive).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Claim", "DocumentInfo", "Entity", "Evidence", "Figure", "Mention", "Record", "Rejection"]


class _Value(BaseModel):
    """A frozen value; an unknown field is an error rather than a silent loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentInfo(_Value):
    """Identity of one document.

    :param id: ``sha256:`` and the hash of the source's bytes.
    :param source: path or address the document was read from, as given by the caller.
    :param language: ``zh`` or ``en``: the language most of its text is in.
    :param characters: length of the decoded text.
    :param date: ISO date (``2026``, ``2026-04`` or ``2026-04-07``) where the document states one, else ``None``.
    """

    id: str
    source: str
    title: str
    language: str
    characters: int
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None


class Mention(_Value):
    """One place where an entity is named; ``layer`` says who found it (lexicon, pattern, statistics, alias …)."""

    start: int
    end: int
    text: str
    layer: str


class Evidence(_Value):
    """The words that state a claim. ``section`` is the path of headings above them, joined by `` › ``."""

    start: int
    end: int
    text: str
    section: str = ""


class Entity(_Value):
    """One actor, whatever the languages and short forms it is named by.

    :param id: the lexicon's id where the lexicon knows the actor, else a slug unique in this record.
    :param type: one of the ontology's core classes (``Company`` … ``Place``).
    :param subtype: a subclass of that class, or empty.
    :param name: the best canonical name.
    :param labels: language tag → names that the lexicon or the document gives in that language, best first.
    :param known: whether ``id`` is a lexicon id, hence the same actor in every document.
    """

    id: str
    type: str
    subtype: str = ""
    name: str
    labels: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    mentions: tuple[Mention, ...]
    known: bool = False


class Claim(_Value):
    """One statement between two entities of the same record.

    :param subject: entity id.
    :param predicate: local name of a core property of the ontology (``develops`` …).
    :param object: entity id.
    :param subpredicate: local name of a finer property, or empty.
    :param confidence: calibrated probability in 0…1 that the text states this.
    :param negated: the text denies it. :param hedged: planned, rumoured or possible.
    :param qualifiers: ``date``, ``role``, ``amount``, ``share``, ``status`` … as normalised strings.
    :param rule: id of the frame, table rule or model that read it.
    """

    subject: str
    predicate: str
    object: str
    subpredicate: str = ""
    confidence: float
    negated: bool = False
    hedged: bool = False
    qualifiers: dict[str, str] = Field(default_factory=dict)
    rule: str
    evidence: Evidence


class Figure(_Value):
    """A number that the text states of an actor: an observation with metric, value, unit, date and comparison base.

    :param value: normalised decimal number, multiples resolved (``1.2 亿`` is ``120000000``).
    :param text: the figure's own words, e.g. ``6,710 亿参数``.
    """

    actor: str
    metric: str
    value: float
    unit: str
    text: str
    date: str | None = None
    base: str | None = None
    confidence: float
    evidence: Evidence


class Rejection(_Value):
    """Something a layer proposed and the program refused: counted and reported, never dropped in silence."""

    stage: str
    reason: str
    text: str
    start: int
    end: int


class Record(_Value):
    """All that one document says."""

    document: DocumentInfo
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    rejections: tuple[Rejection, ...] = ()

    def ranges(self) -> Iterator[Mention | Evidence]:
        """Every range of the record that claims to hold certain words."""
        for entity in self.entities:
            yield from entity.mentions
        for claim in self.claims:
            yield claim.evidence
        for figure in self.figures:
            yield figure.evidence

    def misplaced(self, text: str) -> list[Mention | Evidence]:
        """Ranges that do not hold their words in ``text``; empty for a sound record."""
        return [r for r in self.ranges() if text[r.start : r.end] != r.text]

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON with characters outside ASCII left as they are.

        >>> info = DocumentInfo(id="sha256:0", source="a.txt", title="甲", language="zh", characters=1)
        >>> Record.from_json(Record(document=info).to_json()) == Record(document=info)
        True
        """
        return self.model_dump_json(indent=indent, exclude_defaults=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Record:
        """Read a record back.

        :raises pydantic.ValidationError: if the text is not a record.
        """
        return cls.model_validate_json(text)

    def as_dict(self) -> dict[str, Any]:
        """The record as plain Python values, ready for ``json.dumps``."""
        return self.model_dump(mode="json")
