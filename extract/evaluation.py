"""Evaluation against annotated passages: what was found, what was missed, and why.

The gold format is that of the annotation guide: a JSON file per passage with ``entities`` (id, type, name, aliases) and
``relations`` (s, p, o, evidence, role, negated). An actor of the gold and one of the record are matched one to one by
shared surface forms, most shared first, then same type, then by id; relations are compared through that match.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from actorgraph.extract.records import Entity, Record
from actorgraph.ontology.errors import UsageError
from actorgraph.ontology.vocabulary import CORE_CLASSES, CORE_PROPERTIES, PROPERTIES

__all__ = ["Count", "Gold", "GoldEntity", "GoldRelation", "Scores", "evaluate", "evaluate_all", "read_gold"]

_COUNTED = tuple(c for c in CORE_CLASSES if c != "Place")
_TYPES = {c.lower(): c for c in CORE_CLASSES}
_IGNORED = re.compile(r"[\s《》“”\"'‘’「」『』·•,，.。()（）\-–—_]+")


def _norm(name: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name).casefold())


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An annotated actor with every form by which the passage names it."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """An annotated relation."""

    subject: str
    predicate: str
    object: str
    evidence: str
    negated: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated passage."""

    name: str
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]


def read_gold(path: Path, text: str | None = None) -> Gold:
    """Read one annotated passage.

    :param text: the passage; given, every alias and every quoted evidence must stand in it.
    :raises UsageError: for a file that is not gold, an unknown type or predicate, a relation to an unknown id, or words
        that do not stand in the passage.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        entities = tuple(_entity(e, path) for e in data["entities"])
        ids = {e.id for e in entities}
        relations = tuple(_relation(r, ids, path) for r in data["relations"])
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); check the path.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path}: not an annotated passage ({error}); see the annotation guide for its form."
        ) from error
    if text is not None:
        for e in entities:
            for alias in e.aliases:
                if alias not in text:
                    raise UsageError(
                        f"{path}: “{alias}” ({e.id}) does not stand in the passage; copy aliases verbatim."
                    )
    return Gold(path.stem, entities, relations)


def _entity(row: Mapping[str, Any], path: Path) -> GoldEntity:
    kind = _TYPES.get(str(row["type"]).lower())
    if kind is None:
        raise UsageError(f"{path}: unknown type “{row['type']}” of {row['id']}; use one of {', '.join(_TYPES)}.")
    return GoldEntity(row["id"], kind, row["name"], tuple(row["aliases"]))


def _relation(row: Mapping[str, Any], ids: set[str], path: Path) -> GoldRelation:
    if row["p"] not in CORE_PROPERTIES:
        raise UsageError(f"{path}: unknown predicate “{row['p']}”; use one of {', '.join(CORE_PROPERTIES)}.")
    for end in (row["s"], row["o"]):
        if end not in ids:
            raise UsageError(f"{path}: a relation names “{end}”, which is no entity of the passage.")
    return GoldRelation(
        row["s"], row["p"], row["o"], row.get("evidence", ""), bool(row.get("negated")), row.get("role", "")
    )


@dataclass(slots=True)
class Count:
    """Right, wrongly found and missed."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """Share 0…1 of what was found that is right."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share 0…1 of what is there that was found."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def add(self, other: Count) -> None:
        """Add another count."""
        self.tp += other.tp
        self.fp += other.fp
        self.fn += other.fn

    def as_dict(self) -> dict[str, float]:
        """Figures rounded to four places, and the counts."""
        return {
            "P": round(self.precision, 4),
            "R": round(self.recall, 4),
            "F1": round(self.f1, 4),
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
        }


@dataclass(slots=True)
class Scores:
    """All figures of one or many passages."""

    typed: Count = field(default_factory=Count)
    untyped: Count = field(default_factory=Count)
    mentions: Count = field(default_factory=Count)
    relations: Count = field(default_factory=Count)
    pairs: Count = field(default_factory=Count)
    by_type: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_predicate: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_rule: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    merges: int = 0
    splits: int = 0
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)
    calibration: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, other: Scores) -> None:
        """Add the figures of another passage."""
        for name in ("typed", "untyped", "mentions", "relations", "pairs"):
            getattr(self, name).add(getattr(other, name))
        for name in ("by_type", "by_predicate", "by_rule"):
            for key, count in getattr(other, name).items():
                getattr(self, name)[key].add(count)
        self.merges += other.merges
        self.splits += other.splits
        self.errors += other.errors
        self.calibration += other.calibration


def _match(gold: Gold, entities: Sequence[Entity]) -> dict[str, str]:
    """Gold id → entity id."""
    index: dict[str, set[str]] = defaultdict(set)
    kinds = {g.id: g.type for g in gold.entities}
    for g in gold.entities:
        for form in {_norm(a) for a in (g.name, *g.aliases)} - {""}:
            index[form].add(g.id)
    ranked = []
    for e in entities:
        forms = {_norm(f) for f in (e.name, *(m.text for m in e.mentions))} - {""}
        shared = Counter(g for form in forms for g in index.get(form, ()))
        ranked += [(-n, kinds[g] != e.type, g, e.id) for g, n in shared.items()]
    out: dict[str, str] = {}
    used: set[str] = set()
    for _, _, g_id, e_id in sorted(ranked):
        if g_id not in out and e_id not in used:
            out[g_id] = e_id
            used.add(e_id)
    return out


def evaluate(gold: Gold, record: Record) -> Scores:
    """Compare one record with its gold."""
    scores = Scores()
    entities = [e for e in record.entities if e.mentions]
    match = _match(gold, entities)
    _score_entities(gold, entities, match, scores)
    _score_identity(gold, entities, scores)
    _score_relations(gold, record, match, scores)
    return scores


def _score_entities(gold: Gold, entities: Sequence[Entity], match: Mapping[str, str], scores: Scores) -> None:
    by_id = {e.id: e for e in entities}
    back = {e: g for g, e in match.items()}
    kinds = {g.id: g.type for g in gold.entities}
    for g in gold.entities:
        if g.type not in _COUNTED:
            continue
        found = by_id.get(match.get(g.id, ""))
        right = found is not None and found.type == g.type
        scores.untyped.add(Count(tp=found is not None, fn=found is None))
        scores.typed.add(Count(tp=right, fn=not right))
        scores.by_type[g.type].add(Count(tp=right, fn=not right))
        if found is None:
            scores.errors.append((gold.name, "missed entity", g.type, g.name))
        elif not right:
            scores.errors.append((gold.name, "wrong type", g.type, f"{g.name} read as {found.type}"))
        forms = {_norm(a) for a in g.aliases}
        seen = {_norm(m.text) for m in found.mentions} if found is not None else set()
        scores.mentions.add(Count(tp=len(forms & seen), fp=len(seen - forms), fn=len(forms - seen)))
    for e in entities:
        if e.type not in _COUNTED:
            continue
        g_id = back.get(e.id)
        if g_id is None:
            scores.untyped.add(Count(fp=1))
            scores.errors.append((gold.name, "spurious entity", e.type, e.name))
        if g_id is None or kinds[g_id] != e.type:
            scores.typed.add(Count(fp=1))
            scores.by_type[e.type].add(Count(fp=1))


def _score_identity(gold: Gold, entities: Sequence[Entity], scores: Scores) -> None:
    """Wrong merges (one entity, several gold actors) and splits (one gold actor, several entities)."""
    owner: dict[str, str] = {}
    for g in gold.entities:
        for a in g.aliases:
            owner.setdefault(_norm(a), g.id)
    splits: dict[str, set[str]] = defaultdict(set)
    for e in entities:
        owners = {owner[n] for m in e.mentions if (n := _norm(m.text)) in owner}
        scores.merges += max(0, len(owners) - 1)
        for g_id in owners:
            splits[g_id].add(e.id)
    scores.splits += sum(len(s) - 1 for s in splits.values())


def _key(s: str, p: str, o: str) -> tuple[str, str, str]:
    return (p, *sorted((s, o))) if PROPERTIES[p].symmetric else (p, s, o)  # type: ignore[return-value]


def _score_relations(gold: Gold, record: Record, match: Mapping[str, str], scores: Scores) -> None:
    back = {e: g for g, e in match.items()}
    names = {g.id: g.name for g in gold.entities}
    own = {e.id: e.name for e in record.entities}
    wanted = {_key(r.subject, r.predicate, r.object): r for r in gold.relations if not r.negated}
    found: dict[tuple[str, str, str], Any] = {}
    for c in record.claims:
        if not c.negated:
            found.setdefault(
                _key(back.get(c.subject, "?" + c.subject), c.predicate, back.get(c.object, "?" + c.object)), c
            )
    for key, r in wanted.items():
        hit = key in found
        for count in (scores.relations, scores.by_predicate[r.predicate]):
            count.add(Count(tp=hit, fn=not hit))
        if not hit:
            words = f"{names[r.subject]} → {names[r.object]} | {r.evidence}"
            scores.errors.append((gold.name, "missed relation", r.predicate, words))
    for key, c in found.items():
        right = key in wanted
        scores.calibration.append((c.confidence, right))
        for rule in c.rule.split("+"):
            scores.by_rule[rule].add(Count(tp=right, fp=not right))
        if not right:
            for count in (scores.relations, scores.by_predicate[c.predicate]):
                count.add(Count(fp=1))
            words = f"{own[c.subject]} → {own[c.object]} | {c.confidence:.2f} {c.rule} | {c.evidence.text[:120]}"
            scores.errors.append((gold.name, "spurious relation", c.predicate, words))
    gold_pairs = {frozenset(k[1:]) for k in wanted}
    own_pairs = {frozenset(k[1:]) for k in found}
    scores.pairs.add(Count(len(gold_pairs & own_pairs), len(own_pairs - gold_pairs), len(gold_pairs - own_pairs)))


def evaluate_all(golds: Iterable[Gold], records: Iterable[Record]) -> Iterator[tuple[Gold, Scores]]:
    """Compare passage by passage, in order."""
    for gold, record in zip(golds, records, strict=True):
        yield gold, evaluate(gold, record)
