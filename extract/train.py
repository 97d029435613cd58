"""Train the statistical layers from the project's own marked text: ``python -m actorgraph.extract.train``.

Reproducible: fixed seeds, files in name order. ``extract/training/*.txt`` is the text (see
:mod:`actorgraph.extract.marked`); names in it are exchanged for others of their kind before the model sees them.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

import pycrfsuite
from actorgraph.extract import lexicon as lexicons
from actorgraph.extract.documents import Block, Document, Kind
from actorgraph.extract.gazetteer import Gazetteer
from actorgraph.extract.generate import invent
from actorgraph.extract.marked import TYPES, Marked, read_marked
from actorgraph.extract.patterns import Patterns
from actorgraph.extract.spans import Proposal
from actorgraph.extract.statistics import LABEL_TYPES, Token, common_words, features, hints_of, model_path, tokens
from actorgraph.extract.text import has_han
from actorgraph.extract.train_relations import train_relations
from actorgraph.extract.view import View

__all__ = ["main", "substituted", "train_names", "training_items"]

_SEED = 20261122
_COPIES = 3
"""Versions of each item with other names (the shipped model was trained with three; other counts were
not compared)."""

_BATCH = 40


def training_files() -> list[Path]:
    """The files of marked text, in name order."""
    folder = Path(str(resources.files("actorgraph.extract"))) / "training"
    return sorted(folder.glob("*.txt"))


def training_items(files: Sequence[Path] | None = None) -> list[Marked]:
    """Every marked item of the training text."""
    return [item for path in (training_files() if files is None else files) for item in read_marked(path)]


class Names:
    """Names to put in place of marked ones: the lexicon's, the training text's own, and invented ones."""

    def __init__(self, items: Sequence[Marked], lexicon: lexicons.Lexicon) -> None:
        self.pool: dict[tuple[str, bool], list[str]] = {(letter, zh): [] for letter in TYPES for zh in (True, False)}
        letters = {name: letter for letter, name in TYPES.items()}
        for entry in lexicon.entries.values():
            for name in (entry.en, entry.zh, *entry.aliases):
                if name and name not in entry.weak:
                    self.pool[letters[entry.type], has_han(name)].append(name)
        self.own: dict[tuple[str, bool], list[str]] = {key: [] for key in self.pool}
        for item in items:
            for start, end, ident in item.mentions:
                name = item.text[start:end]
                self.own[ident[0], has_han(name)].append(name)

    def other(self, rng: random.Random, letter: str, *, zh: bool, long: bool) -> str:
        """A name of the same kind, script and rough length."""
        for _ in range(6):
            r = rng.random()
            if letter == "G" or r < 0.3:
                source = self.pool[letter, zh] or self.own[letter, zh]
                name = rng.choice(source) if source else invent(rng, letter if letter != "G" else "O", zh=zh)
            elif r < 0.5 and self.own[letter, zh]:
                name = rng.choice(self.own[letter, zh])
            else:
                name = invent(rng, letter, zh=zh)
            if long == _long(name):
                return name
        return name


def _long(name: str) -> bool:
    return len(name) > (8 if has_han(name) else 24)


def substituted(item: Marked, names: Names, rng: random.Random) -> Marked:
    """The item with about three in four of its names exchanged; an actor with several names keeps them."""
    forms: dict[str, set[str]] = {}
    for start, end, ident in item.mentions:
        forms.setdefault(ident, set()).add(item.text[start:end])
    english = not has_han(item.text)
    new: dict[str, str] = {}
    for ident, surface in sorted(forms.items()):
        if len(surface) == 1 and rng.random() < 0.75:
            old = next(iter(surface))
            zh = has_han(old) if rng.random() < 0.8 or english else not has_han(old)
            new[ident] = names.other(rng, ident[0], zh=zh and not english, long=_long(old))
    text, mentions, at = "", [], 0
    for start, end, ident in item.mentions:
        text += item.text[at:start]
        name = new.get(ident, item.text[start:end])
        mentions.append((len(text), len(text) + len(name), ident))
        text += name
        at = end
    return Marked(text + item.text[at:], tuple(mentions), item.relations)


def _labels(toks: Sequence[Token], mentions: Sequence[tuple[int, int, str]], base: int) -> list[str]:
    labels = ["O"] * len(toks)
    for start, end, ident in mentions:
        kind = TYPES[ident[0]]
        if kind not in LABEL_TYPES:
            continue
        inside = [i for i, t in enumerate(toks) if t.start < base + end and t.end > base + start]
        for n, i in enumerate(inside):
            labels[i] = ("B-" if n == 0 else "I-") + kind
    return labels


def _batch_view(items: Sequence[Marked]) -> View:
    blocks, at = [], 0
    for item in items:
        kind = Kind.ROW if item.row else Kind.PARAGRAPH
        blocks.append(Block(kind, item.text, at))
        at += len(item.text) + 1
    return View.of(Document("", "", "", "zh", "\n".join(i.text for i in items), tuple(blocks)))


class Hinter:
    """Runs the other layers over batches of items, as the model will meet them, with names missing at random."""

    def __init__(self, lexicon: lexicons.Lexicon, common: frozenset[str]) -> None:
        self.common = common
        self.gazetteer = Gazetteer(lexicon)
        self.patterns = Patterns()

    def examples(self, items: Sequence[Marked], rng: random.Random) -> Iterator[tuple[list[list[str]], list[str]]]:
        """Feature rows and labels of each sentence."""
        for at in range(0, len(items), _BATCH):
            batch = items[at : at + _BATCH]
            view = _batch_view(batch)
            found = self.gazetteer.propose(view)
            missing = rng.choice((0.0, 0.3, 0.5, 1.0))
            gone = {p.entry.id for p in found if p.entry is not None and rng.random() < missing}
            found = [p for p in found if p.entry is None or p.entry.id not in gone]
            found += self.patterns.propose(view, found)
            yield from _examples(view, batch, found, self.common)


def _examples(
    view: View, batch: Sequence[Marked], found: Sequence[Proposal], common: frozenset[str]
) -> Iterator[tuple[list[list[str]], list[str]]]:
    by_sentence: dict[int, list[Proposal]] = {}
    for p in found:
        by_sentence.setdefault(view.sentence_at(p.start), []).append(p)
    for index, sentence in enumerate(view.sentences):
        toks = tokens(view.text, sentence.start, sentence.end)
        hints = hints_of(toks, by_sentence.get(index, ()))
        base = view.starts[sentence.block]
        yield features(view.text, toks, hints, common), _labels(toks, batch[sentence.block].mentions, base)


def train_names(items: Sequence[Marked], out: Path, *, copies: int = _COPIES, iterations: int = 70) -> int:
    """Train the name model and write it to ``out``; returns the number of sentences it saw."""
    rng = random.Random(_SEED)
    lexicon = lexicons.load()
    names = Names(items, lexicon)
    counts = Counter(word for item in items for word in set(_plain_words(item)))
    common = frozenset(word for word, n in counts.items() if n > 1)
    hinter = Hinter(lexicon, common)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": 0.08,
            "c2": 0.02,
            "max_iterations": iterations,
            "feature.minfreq": 2,
            "feature.possible_transitions": False,
        }
    )
    count = 0
    for copy in range(1 + copies):
        version = list(items) if copy == 0 else [substituted(item, names, rng) for item in items]
        rng.shuffle(version)
        for rows, labels in hinter.examples(version, rng):
            trainer.append(rows, labels)
            count += 1
    out.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(out))
    out.with_suffix(".words.txt").write_text("\n".join(sorted(common)) + "\n", encoding="utf-8")
    return count


def _plain_words(item: Marked) -> frozenset[str]:
    """Lower-case words of an item outside its names."""
    text = list(item.text)
    for start, end, _ in item.mentions:
        text[start:end] = " " * (end - start)
    return common_words("".join(text))


def main(argv: Sequence[str] | None = None) -> int:
    """Command line: train and write the shipped models."""
    parser = argparse.ArgumentParser(prog="python -m actorgraph.extract.train", description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=model_path(), help="where the name model is written")
    parser.add_argument("--copies", type=int, default=_COPIES)
    parser.add_argument("--iterations", type=int, default=70)
    args = parser.parse_args(argv)
    items = training_items()
    count = train_names(items, args.out, copies=args.copies, iterations=args.iterations)
    sys.stderr.write(f"names: {len(items)} items, {count} sentences, {args.out.stat().st_size / 1e6:.1f} MB\n")
    weights = args.out.with_name("relations.npz")
    pairs = train_relations(items, weights)
    sys.stderr.write(f"relations: {pairs} pairs, {weights.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
