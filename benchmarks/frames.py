"""How often each frame is right on the marked training text: ``python benchmarks/frames.py [files] [--wrong ID]``.

A frame's reading is right when the item states that relation between those two actors (denied and hedged ones count:
whether a statement holds is decided elsewhere). Printed per frame: times fired, share right; per predicate and language:
precision, recall and F1 of all frames together, one decision per item, subject, predicate and object.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from actorgraph.extract.frames import Frame, Reading, load_frames, read_frames
from actorgraph.extract.marked import Marked, read_marked, view_of
from actorgraph.extract.masking import Masked, readable
from actorgraph.extract.relate import masked_sentences
from actorgraph.extract.text import has_han
from actorgraph.ontology.vocabulary import CORE_PROPERTIES, PROPERTIES

Triple = tuple[str, str, str]


@dataclass
class Score:
    """Decisions and statements of one kind."""

    read: int = 0
    right: int = 0
    stated: int = 0

    @property
    def precision(self) -> float:
        """Share of the readings that are right; 1 where nothing is read."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """Share of the statements that are read; 1 where nothing is stated."""
        return self.right / self.stated if self.stated else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass
class Outcome:
    """What the frames make of a set of items."""

    predicates: dict[tuple[str, str], Score] = field(default_factory=lambda: defaultdict(Score))
    frames: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    together: Score = field(default_factory=Score)
    """Only statements whose two actors stand in one sentence: more than these no frame can read."""
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    missed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def triple(subject: str, predicate: str, object_: str) -> Triple:
    """The relation's key; the two ends of a symmetric one in sorted order."""
    if PROPERTIES[predicate].symmetric:
        subject, object_ = sorted((subject, object_))
    return subject, predicate, object_


def triples(reading: Reading) -> Iterator[Triple]:
    """Every relation that a reading states, its members multiplied out as :mod:`actorgraph.extract.relate` does."""
    predicate = reading.frame.predicate
    if reading.subject is reading.object:
        members = reading.subject.actors
        pairs = [(a, b) for i, a in enumerate(members) for b in members[i + 1 :]]
    else:
        pairs = [(a, b) for a in reading.subject.actors for b in reading.object.actors]
    for a, b in pairs:
        if a.key != b.key and PROPERTIES[predicate].admits(a.type, b.type):
            yield triple(a.key, predicate, b.key)


def sentences(item: Marked) -> list[Masked]:
    """The item's sentences that name an actor, masked."""
    view, mentions = view_of(item)
    actors = list({id(actor): actor for _, actor in mentions}.values())
    return [masked for masked, _ in masked_sentences(view, actors)]


def read_item(masked_item: Sequence[Masked], frames: tuple[Frame, ...]) -> Iterator[tuple[Triple, str, str]]:
    """Relation, frame id and masked sentence of every reading in an item."""
    for masked in masked_item:
        for reading in read_frames(masked, frames):
            for key in triples(reading):
                yield key, reading.frame.id, readable(masked.text)


def stand_together(masked_item: Sequence[Masked], key: Triple) -> bool:
    """Whether some sentence holds both ends of a relation."""
    ends = {key[0], key[2]}
    return any(ends <= {actor.key for node in masked.nodes for actor in node.actors} for masked in masked_item)


def measure(items: Iterable[Marked], frames: tuple[Frame, ...]) -> Outcome:
    """Read every item with every frame and compare with what the item states."""
    out = Outcome()
    for item in items:
        language = "zh" if has_han(item.text) else "en"
        stated = {triple(r.subject, r.predicate, r.object) for r in item.relations}
        found: dict[Triple, set[str]] = defaultdict(set)
        masked_item = sentences(item)
        for key, frame, text in read_item(masked_item, frames):
            if frame not in found[key] and key not in stated:
                out.wrong[frame].append(f"{' '.join(key)} ← {text}")
            found[key].add(frame)
        for key, by in found.items():
            for frame in by:
                out.frames[frame].read += 1
                out.frames[frame].right += key in stated
            score = out.predicates[language, key[1]]
            score.read += 1
            score.right += key in stated
        for key in stated:
            out.predicates[language, key[1]].stated += 1
            out.together.stated += (together := stand_together(masked_item, key))
            out.together.right += together and key in found
            if key not in found:
                out.missed[key[1]].append(f"{language} {' '.join(key)} ← {item.text}")
    return out


def total(scores: Iterable[Score]) -> Score:
    """The sum of scores."""
    out = Score()
    for s in scores:
        out.read, out.right, out.stated = out.read + s.read, out.right + s.right, out.stated + s.stated
    return out


def report(out: Outcome, frames: tuple[Frame, ...]) -> Iterator[str]:
    """The lines to print."""
    yield f"{'frame':44} {'fired':>5} {'right':>6}"
    for frame in frames:
        score = out.frames.get(frame.id, Score())
        share = f"{score.precision:6.2f}" if score.read else "     –"
        weak = "  ← weak" if score.read >= 3 and score.precision < 0.7 else ""
        yield f"{frame.id:44} {score.read:5} {share}{weak}"
    yield ""
    yield f"{'predicate':18} {'lang':4} {'read':>5} {'stated':>6} {'P':>5} {'R':>5} {'F1':>5}"
    for predicate in CORE_PROPERTIES:
        for language in ("zh", "en"):
            s = out.predicates.get((language, predicate), Score())
            yield f"{predicate:18} {language:4} {s.read:5} {s.stated:6} {s.precision:5.2f} {s.recall:5.2f} {s.f1:5.2f}"
    for language in ("zh", "en", "all"):
        s = total(v for (lang, _), v in out.predicates.items() if language in (lang, "all"))
        yield f"{'all':18} {language:4} {s.read:5} {s.stated:6} {s.precision:5.2f} {s.recall:5.2f} {s.f1:5.2f}"
    t = out.together
    yield f"{t.stated} statements tie actors that stand in one sentence; the frames read {t.recall:.2f} of them"
    never = [f.id for f in frames if f.id not in out.frames]
    fired = Counter(f.predicate for f in frames)
    yield f"{len(frames)} frames ({', '.join(f'{p} {fired[p]}' for p in CORE_PROPERTIES)}); {len(never)} never fired"


def main(argv: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python benchmarks/frames.py", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="*", type=Path, help="files of marked text (default: the training text)")
    parser.add_argument("--wrong", metavar="ID", help="print the wrong readings of one frame, or of all, instead")
    parser.add_argument("--missed", metavar="PREDICATE", help="print the statements of a predicate that no frame read")
    args = parser.parse_args(argv)
    training = Path(str(resources.files("actorgraph.extract"))) / "training"
    files = args.files or sorted(training.glob("*.txt"))
    frames = load_frames()
    out = measure([item for path in files for item in read_marked(path)], frames)
    if args.wrong or args.missed:
        lines = [f"{i}: {line}" for i in sorted(out.wrong) if args.wrong in (i, "all") for line in out.wrong[i]]
        lines += [f"{p}: {x}" for p in sorted(out.missed) if args.missed in (p, "all") for x in out.missed[p]]
    else:
        lines = list(report(out, frames))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
