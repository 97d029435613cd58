"""Training of the relation scorer (called by :mod:`actorgraph.extract.train`; needs scikit-learn)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actorgraph.extract import lexicon as lexicons
from actorgraph.extract.frames import read_frames
from actorgraph.extract.gazetteer import Gazetteer
from actorgraph.extract.lexicon import Entry
from actorgraph.extract.linking import Actor
from actorgraph.extract.marked import Marked, view_of
from actorgraph.extract.relate import masked_sentences
from actorgraph.extract.scorer import known_tie, pair_features, pairs
from actorgraph.extract.spans import Proposal, choose
from actorgraph.extract.view import View
from actorgraph.ontology.vocabulary import CORE_PROPERTIES, PROPERTIES

__all__ = ["Example", "cross_validate", "examples", "train_relations"]

_C = 0.6
"""Inverse strength of the penalty (not swept; cross-validation at this value gives precision 0.85, recall 0.57)."""


@dataclass(frozen=True, slots=True)
class Example:
    """A pair's features, the predicates its classes admit and those that the item states of it."""

    features: tuple[str, ...]
    admitted: tuple[str, ...]
    stated: frozenset[str]
    item: int
    key: tuple[str, str]


def examples(items: Sequence[Marked]) -> list[Example]:
    """Every pair of every sentence of the items. A denied statement still states its relation: denial is found apart."""
    out: list[Example] = []
    places = Gazetteer(lexicons.Lexicon(e for e in lexicons.load().entries.values() if e.type == "Place"))
    for number, item in enumerate(items):
        view, mentions = view_of(item)
        mentions += _unmarked_places(view, mentions, places)
        actors = list({a.key: a for _, a in mentions}.values())
        for actor in actors:
            actor.entry = _entry_of(actor)
        by_key = {a.key: a for a in actors}
        stated: dict[tuple[str, str], set[str]] = {}
        for r in item.relations:
            stated.setdefault((r.subject, r.object), set()).add(r.predicate)
            if PROPERTIES[r.predicate].symmetric:
                stated.setdefault((r.object, r.subject), set()).add(r.predicate)
        for masked, _ in masked_sentences(view, actors):
            readings = list(read_frames(masked))
            for pair in pairs(masked):
                features = tuple(pair_features(masked, pair, readings))
                same = pair.subject_at == pair.object_at
                members = [
                    (s.key, o.key)
                    for n, s in enumerate(pair.subject.actors)
                    for o in (pair.object.actors[n + 1 :] if same else pair.object.actors)
                    if s.key != o.key
                ]
                for key in members[:4]:
                    hit = frozenset(stated.get(key, ())) & set(pair.predicates)
                    s, o = by_key[key[0]], by_key[key[1]]
                    tie = known_tie(s.entry, o.entry)
                    more = (*features, tie, s.type[:3] + o.type[:3] + tie)
                    out.append(Example(more, pair.predicates, hit, number, key))
    return out


def _entry_of(actor: Actor) -> Entry | None:
    """The lexicon row that bears one of the actor's names, if just one of its type does."""
    found = {e.id: e for name in actor.names for e in lexicons.load().find(name) if e.type == actor.type}
    return next(iter(found.values())) if len(found) == 1 else None


def _unmarked_places(
    view: View, mentions: Sequence[tuple[Proposal, Actor]], places: Gazetteer
) -> list[tuple[Proposal, Actor]]:
    """Places that the annotators left unmarked because they stand in no relation: what the model must learn to pass by."""
    taken = [(p.start, p.end) for p, _ in mentions]
    out = []
    for p in choose(places.propose(view)):
        if all(p.end <= a or b <= p.start for a, b in taken):
            out.append((p, Actor(f"G:{p.start}", "Place", mentions=[p])))
    return out


def _matrix(data: Sequence[Example], vectorizer: Any, *, fit: bool) -> Any:
    rows = [[f for f in e.features if f != "bias"] for e in data]
    return vectorizer.fit_transform(rows) if fit else vectorizer.transform(rows)


def _vectorizer() -> Any:
    from sklearn.feature_extraction.text import CountVectorizer  # a training-time library

    return CountVectorizer(analyzer=lambda row: row, binary=True, min_df=2, dtype="float32")


def _fit(data: Sequence[Example], matrix: Any) -> dict[str, Any]:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    models = {}
    for predicate in CORE_PROPERTIES:
        rows = np.array([i for i, e in enumerate(data) if predicate in e.admitted])
        if not len(rows):
            continue
        y = np.array([predicate in data[i].stated for i in rows])
        if y.sum() < 3:
            continue
        model = LogisticRegression(C=_C, solver="liblinear", random_state=0)
        models[predicate] = model.fit(matrix[rows], y)
    return models


def train_relations(items: Sequence[Marked], out: Path, *, scale: float = 1.0) -> int:
    """Train and write the weights; returns how many pairs were seen."""
    data = examples(items)
    vectorizer = _vectorizer()
    models = _fit(data, _matrix(data, vectorizer, fit=True))
    names = vectorizer.get_feature_names_out()
    predicates = [p for p in CORE_PROPERTIES if p in models]
    weights: dict[str, list[float]] = {}
    for n, predicate in enumerate(predicates):
        model = models[predicate]
        for k in model.coef_[0].nonzero()[0]:
            value = round(float(model.coef_[0][k]), 3)
            if abs(value) >= 0.015:
                weights.setdefault(str(names[k]), []).extend((n, value))
    bias = {p: round(float(models[p].intercept_[0]), 3) for p in predicates}
    weights["bias"] = [x for n, p in enumerate(predicates) for x in (n, bias[p])]
    _write(out, predicates, weights, scale)
    return len(data)


def _write(out: Path, predicates: Sequence[str], weights: dict[str, list[float]], scale: float) -> None:
    """Weights as arrays (compressed sparse rows), which load ten times faster than JSON."""
    import numpy as np

    starts, columns, values = [0], [], []
    features = sorted(weights)
    for feature in features:
        row = weights[feature]
        columns += [int(n) for n in row[::2]]
        values += row[1::2]
        starts.append(len(columns))
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out,
        predicates=np.frombuffer("\n".join(predicates).encode("utf-8"), dtype=np.uint8),
        features=np.frombuffer("\n".join(features).encode("utf-8"), dtype=np.uint8),
        starts=np.array(starts, dtype=np.int32),
        columns=np.array(columns, dtype=np.uint8),
        values=np.array(values, dtype=np.float32),
        scale=np.array(scale),
    )


def cross_validate(items: Sequence[Marked], folds: int = 5) -> dict[str, Any]:
    """Precision, recall and F1 over pairs at probability 0.5, and a reliability table, on items held out."""
    import numpy as np

    data = examples(items)
    scored: list[tuple[float, bool]] = []
    for fold in range(folds):
        train = [e for e in data if e.item % folds != fold]
        test = [e for e in data if e.item % folds == fold]
        vectorizer = _vectorizer()
        models = _fit(train, _matrix(train, vectorizer, fit=True))
        matrix = _matrix(test, vectorizer, fit=False)
        for predicate, model in models.items():
            rows = np.array([i for i, e in enumerate(test) if predicate in e.admitted])
            if len(rows):
                p = model.predict_proba(matrix[rows])[:, 1]
                scored += [(float(x), predicate in test[i].stated) for x, i in zip(p, rows, strict=True)]
    tp = sum(y for p, y in scored if p >= 0.5)
    fp = sum(not y for p, y in scored if p >= 0.5)
    fn = sum(y for p, y in scored if p < 0.5)
    table = []
    for low in (0.1, 0.3, 0.5, 0.7, 0.9):
        inside = [y for p, y in scored if low <= p < low + 0.2]
        table.append((low, len(inside), sum(inside) / max(1, len(inside))))
    return {
        "precision": tp / max(1, tp + fp),
        "recall": tp / max(1, tp + fn),
        "tp": tp,
        "fp": fp,
        "fn": fn,
        "table": table,
    }
