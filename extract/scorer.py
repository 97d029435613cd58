"""The learned scorer of relations: for every pair of actors in a sentence, how probable each predicate is.

One logistic regression per predicate over sparse features of the masked sentence (words between, before and behind
the pair, what else stands between, which frames fired). Trained by ``python -m actorgraph.extract.train`` on the
project's marked text; at run time it is a table of weights and needs no library.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from actorgraph.extract.frames import Reading
from actorgraph.extract.lexicon import Entry
from actorgraph.extract.lexicon import load as loaded
from actorgraph.extract.masking import PLACEHOLDERS, Masked, Node, readable
from actorgraph.extract.statistics import ModelError
from actorgraph.extract.text import HAN
from actorgraph.ontology.vocabulary import CORE_PROPERTIES, PROPERTIES

__all__ = ["Pair", "Scorer", "known_tie", "pair_features", "pairs", "relations_model_path"]

_MAX_NODES = 8
_MAX_CHARS = 110

_LETTER = {"Company": "C", "Organization": "O", "Person": "N", "Product": "P", "Policy": "L", "Place": "G"}
_ADMITTED: dict[tuple[str, str], tuple[str, ...]] = {
    (s, o): tuple(p for p in CORE_PROPERTIES if PROPERTIES[p].admits(s, o)) for s in _LETTER for o in _LETTER
}
_PIECE = re.compile(rf"[{HAN}]|[A-Za-z]+|\d+|[{PLACEHOLDERS}]|[^\s]|\t")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes that may stand in a relation: positions in the masked text, subject and object. ``at`` equal: a list."""

    subject_at: int
    object_at: int
    subject: Node
    object: Node

    @property
    def predicates(self) -> tuple[str, ...]:
        """Predicates that the classes of the two admit, symmetric ones in text order only."""
        admitted = _ADMITTED[self.subject.type, self.object.type]
        if self.subject_at == self.object_at:
            return tuple(p for p in admitted if PROPERTIES[p].symmetric)
        if self.subject_at > self.object_at:
            return tuple(p for p in admitted if not PROPERTIES[p].symmetric)
        return admitted


def pairs(masked: Masked) -> Iterator[Pair]:
    """Every pair worth scoring: near enough, of classes that some predicate admits."""
    places = sorted(masked.at)
    for n, i in enumerate(places):
        first = masked.at[i]
        if len(first.actors) > 1 and any(PROPERTIES[p].symmetric for p in _ADMITTED[first.type, first.type]):
            yield Pair(i, i, first, first)
        for j in places[n + 1 : n + 1 + _MAX_NODES]:
            if j - i > _MAX_CHARS:
                break
            second = masked.at[j]
            if first.actors == second.actors:
                continue
            for pair in (Pair(i, j, first, second), Pair(j, i, second, first)):
                if pair.predicates:
                    yield pair


def _pieces(text: str) -> list[str]:
    return [m.group().casefold() if len(m.group()) > 1 else m.group() for m in _PIECE.finditer(text)]


def _grams(zone: str, words: Sequence[str], out: list[str]) -> None:
    for i, w in enumerate(words):
        out.append(f"{zone}{w}")
        if i:
            out.append(f"{zone}{words[i - 1]}{w}")
        if i > 1:
            out.append(f"{zone}{words[i - 2]}{words[i - 1]}{w}")


def pair_features(masked: Masked, pair: Pair, readings: Sequence[Reading]) -> list[str]:
    """The pair's features, once each. Placeholders are written as letters, so that the model file can be read."""
    text = masked.text
    i, j = sorted((pair.subject_at, pair.object_at))
    way = "=" if i == j else ">" if pair.subject_at < pair.object_at else "<"
    kind = _LETTER[pair.subject.type] + way + _LETTER[pair.object.type]
    between = _pieces(readable(text[i + 1 : j]))
    left = _pieces(readable(text[max(0, i - 14) : i]))[-7:]
    right = _pieces(readable(text[j + 1 : j + 20]))[:9]
    out: list[str] = ["", f"n{min(len(between), 12)}"]
    _grams("b", between, out)
    _grams("l", left[-4:], out)
    _grams("r", right[:6], out)
    out += ["B" + "".join(between)] if len(between) <= 8 else []
    out += [
        f"bs{''.join(between[:3])}",
        f"be{''.join(between[-3:])}",
        f"l1{''.join(left[-1:])}",
        f"r1{''.join(right[:1])}",
    ]
    out += [f"L{w}" for w in left] + [f"R{w}" for w in right]
    inner = [_LETTER[masked.at[k].type] for k in sorted(masked.at) if i < k < j]
    out.append("in" + "".join(inner[:5]))
    out.append(f"ni{min(len(inner), 4)}")
    out.append("how" + pair.subject.how[0] + pair.object.how[0])
    out.append(f"first{int(i == 0)}{int(not masked.at or i == min(masked.at))}")
    for mark in "，,：:（(；、\t":
        if mark in text[i + 1 : j]:
            out.append("m" + mark)
    if "\t" in text:
        out.append(f"cells{text.count(chr(9), i, j)}")
        out.append(f"cell{text.count(chr(9), 0, i)}")
    if len(pair.subject.actors) > 1:
        out.append("ls")
    if len(pair.object.actors) > 1:
        out.append("lo")
    typed = {kind + f for f in out}
    for r in readings:
        if r.subject is pair.subject and r.object is pair.object:
            typed.add("F" + r.frame.id)
            typed.add("P" + r.frame.predicate)
    typed.update(way + f for f in out if f[:1] in "bB")
    typed.add("bias")
    return sorted(typed)


def known_tie(subject: Entry | None, object_: Entry | None) -> str:
    """What the lexicon knows of the two: the object is of the subject, of somebody else, the other way round, or nothing.

    A feature, never a fact: that a chip is another firm's speaks against “develops” where a sentence merely names both.
    """
    if object_ is not None and object_.type == "Place":
        return (
            "tie-place"  # where a firm is from the text must say; its row's country would speak for every place named
        )
    if subject is None or object_ is None:
        return "tie?" + ("s" if subject else "") + ("o" if object_ else "")
    lexicon = loaded()
    of_object, of_subject = lexicon.owner(object_), lexicon.owner(subject)
    if of_object is not None and of_object.id == subject.id:
        return "tie-object"
    if of_subject is not None and of_subject.id == object_.id:
        return "tie-subject"
    if of_object is not None and of_object.of == subject.id:
        return "tie-object2"
    if of_object is None and of_subject is None:
        return "tie-none"
    return "tie-" + ("o" if of_object is not None else "") + ("s" if of_subject is not None else "") + "other"


def relations_model_path() -> Path:
    """Where the shipped weights lie."""
    return Path(str(resources.files("actorgraph.extract") / "models" / "relations.npz"))


class Scorer:
    """The trained weights.

    :raises ModelError: if the file is missing or damaged; the message names the command that rebuilds it.
    """

    def __init__(self, path: Path | None = None) -> None:
        path = path or relations_model_path()
        rebuild = "rebuild it with “python -m actorgraph.extract.train”"
        if not path.is_file():
            raise ModelError(f"The model file {path.name} is missing; {rebuild}.", path=str(path))
        try:
            with np.load(path, allow_pickle=False) as data:
                self.predicates: list[str] = bytes(data["predicates"]).decode("utf-8").split("\n")
                features = bytes(data["features"]).decode("utf-8").split("\n")
                self._starts: list[int] = data["starts"].tolist()
                self._columns: list[int] = data["columns"].tolist()
                self._values: list[float] = data["values"].tolist()
                self.scale = float(data["scale"])
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise ModelError(f"The model file {path.name} is damaged; {rebuild}.", path=str(path)) from error
        self._row = {feature: n for n, feature in enumerate(features)}
        self.index = {p: n for n, p in enumerate(self.predicates)}

    def sums(self, features: Sequence[str], start: Sequence[float] = ()) -> list[float]:
        """Log-odds of every predicate, on top of ``start``."""
        sums = list(start) or [0.0] * len(self.predicates)
        rows, starts, columns, values = self._row, self._starts, self._columns, self._values
        for feature in features:
            row = rows.get(feature)
            if row is not None:
                for k in range(starts[row], starts[row + 1]):
                    sums[columns[k]] += values[k]
        return sums

    def chances(self, sums: Sequence[float], predicates: Sequence[str]) -> dict[str, float]:
        """Probability 0…1 of each of the given predicates."""
        return {
            p: 1 / (1 + math.exp(-max(-30.0, min(30.0, self.scale * sums[self.index[p]]))))
            for p in predicates
            if p in self.index
        }
