"""Relations: candidates from frames, tables and the learned scorer, weighed into claims with a confidence."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from actorgraph.extract.documents import Kind
from actorgraph.extract.frames import Reading, read_frames
from actorgraph.extract.lexicon import Entry
from actorgraph.extract.linking import Actor
from actorgraph.extract.masking import Anaphora, Masked, Node, mask_sentence
from actorgraph.extract.nested import CONFIDENCE, in_names
from actorgraph.extract.qualifiers import is_hedged, is_negated, qualifiers, role_before
from actorgraph.extract.scorer import Scorer, known_tie, pair_features, pairs
from actorgraph.extract.spans import Proposal
from actorgraph.extract.tables import read_row
from actorgraph.extract.view import Sentence, View
from actorgraph.ontology.vocabulary import PROPERTIES

__all__ = ["Candidate", "masked_sentences", "relate"]

FRAME_CONFIDENCE = 0.86
"""What one frame alone is worth: below the 0.94 that benchmarks/frames.py measures on the
marked training text the frames were tuned on, at the 0.85 to 0.88 of training files they had not seen."""

TABLE_CONFIDENCE = 0.88

_start = attrgetter("start")


@dataclass(slots=True)
class Candidate:
    """A possible claim between two actors in one sentence, with all that speaks for it."""

    subject: Actor
    predicate: str
    object: Actor
    start: int
    end: int
    rules: list[str] = field(default_factory=list)
    confidence: float = 0.0
    negated: bool = False
    hedged: bool = False
    subpredicate: str = ""
    qualifiers: dict[str, str] = field(default_factory=dict)


def masked_sentences(view: View, actors: Sequence[Actor]) -> Iterator[tuple[Masked, list[tuple[Proposal, Actor]]]]:
    """Every sentence that holds a mention, masked, with pronouns and dropped subjects filled in reading order."""
    by_sentence: dict[int, list[tuple[Proposal, Actor]]] = defaultdict(list)
    for actor in actors:
        for p in actor.mentions:
            by_sentence[view.sentence_at(p.start)].append((p, actor))
    topics = _topics(view, actors)
    anaphora = Anaphora()
    block = -1
    for index, sentence in enumerate(view.sentences):
        mentions = sorted(by_sentence.get(index, ()), key=lambda m: (m[0].start, m[0].end))
        mentions = [m for m in mentions if m[0].end <= sentence.end]
        if sentence.block != block:
            block = sentence.block
            anaphora.topic = topics.get(block)
            anaphora.subject = None
        if mentions:
            yield mask_sentence(view, sentence, mentions, anaphora), mentions
            _read_on(anaphora, mentions, sentence)


def _read_on(anaphora: Anaphora, mentions: Sequence[tuple[Proposal, Actor]], sentence: Sentence) -> None:
    for _, actor in mentions:
        anaphora.last[actor.type] = actor
    # Who stands early in its sentence is what the next one goes on about.
    lead = next((a for p, a in mentions if p.start - sentence.start <= 24 and a.type != "Place"), None)
    if lead is not None:
        anaphora.subject = lead


def _topics(view: View, actors: Sequence[Actor]) -> dict[int, Actor]:
    """The actor that the headings above a block name, by block: a case study's firm, an act's section."""
    named: dict[int, list[Actor]] = defaultdict(list)
    for actor in actors:
        for p in actor.mentions:
            index = view.block_at(p.start)
            if view.blocks[index].kind is Kind.HEADING and actor not in named[index]:
                named[index].append(actor)
    out: dict[int, Actor] = {}
    stack: list[tuple[int, Actor | None]] = []
    for index, block in enumerate(view.blocks):
        if block.kind is Kind.HEADING:
            while stack and stack[-1][0] >= block.level:
                stack.pop()
            here = named.get(index, [])
            firms = [a for a in here if a.type in ("Company", "Organization")] or here
            topic = firms[0] if len(firms) == 1 else None
            stack.append((block.level, topic))
        topic = next((a for _, a in reversed(stack) if a is not None), None)
        if topic is not None:
            out[index] = topic
    return out


def relate(view: View, actors: Sequence[Actor], scorer: Scorer | None = None) -> list[Candidate]:
    """All claims of a document, one per subject, predicate and object with its best evidence, in text order.

    With a scorer its probability is the confidence (frames are among its features); without one each frame counts as
    much as frames are right on average.
    """
    date = view.document.date
    best: dict[tuple[str, str, str], Candidate] = {}
    for masked, mentions in masked_sentences(view, actors):
        for candidate in _in_sentence(masked, mentions, date, scorer):
            key = _key(candidate)
            seen = best.get(key)
            if seen is None or candidate.confidence > seen.confidence:
                best[key] = candidate
    for candidate in _named(view, actors):
        key = _key(candidate)
        if key not in best or best[key].confidence < candidate.confidence:
            best[key] = candidate
    return sorted(best.values(), key=lambda c: (c.start, c.predicate, c.subject.key, c.object.key))


def _named(view: View, actors: Sequence[Actor]) -> Iterator[Candidate]:
    """Claims that names themselves state; a place in a title joins the document's actors for them."""
    places: dict[str, Actor] = {}
    for stated in in_names(view, actors):
        object_ = stated.object
        if object_ is None and stated.place is not None:
            entry, m = stated.place, stated.mention
            object_ = places.setdefault(entry.id, Actor("#" + entry.id, entry.type, entry.subtype, entry))
            mention = _place_mention(view, m, entry)
            object_.mentions.append(mention)
            object_.names[view.text[mention.start : mention.end]] += 1
        if object_ is None or not PROPERTIES[stated.predicate].admits(stated.subject.type, object_.type):
            continue
        sentence = view.sentences[view.sentence_at(stated.mention.start)]
        rule = [f"name.{stated.predicate}"]
        yield Candidate(
            stated.subject, stated.predicate, object_, sentence.start, sentence.end, rule, CONFIDENCE[stated.predicate]
        )


def _place_mention(view: View, title: Proposal, entry: Entry) -> Proposal:
    """Where in the title the place is named: the longest of its names that stands there, else the whole title."""
    name = view.text[title.start : title.end]
    inside = [n for n in (*entry.names, "中华人民共和国") if n in name]
    if not inside:
        return replace(title, type=entry.type, entry=entry)
    longest = max(inside, key=len)
    start = title.start + name.index(longest)
    return Proposal(start, start + len(longest), entry.type, "pattern", "title", 1.0, entry.subtype, entry)


def _key(c: Candidate) -> tuple[str, str, str]:
    if PROPERTIES[c.predicate].symmetric:
        a, b = sorted((c.subject.key, c.object.key))
        return c.predicate, a, b
    return c.predicate, c.subject.key, c.object.key


def _in_sentence(
    masked: Masked, mentions: Sequence[tuple[Proposal, Actor]], date: str | None, scorer: Scorer | None
) -> Iterator[Candidate]:
    found: dict[tuple[str, str, str], Candidate] = {}
    readings = list(read_frames(masked))
    for reading in readings:
        for candidate in _from_reading(masked, reading, date):
            _keep(found, candidate)
    if scorer is not None:
        for candidate in _scored(masked, readings, scorer, date):
            read = found.get(_key(candidate))
            if read is None:
                candidate.confidence = doubted(candidate.predicate, candidate.confidence)
                found[_key(candidate)] = candidate
            else:
                read.confidence = combined(read.confidence, candidate.confidence)
    view, sentence = masked.view, masked.sentence
    block = view.blocks[sentence.block]
    if block.kind is Kind.ROW:
        for row in read_row(block, view.starts[sentence.block], mentions):
            candidate = Candidate(row.subject, row.predicate, row.object, sentence.start, sentence.end, [row.rule])
            candidate.confidence = TABLE_CONFIDENCE
            _keep(found, candidate)
    yield from found.values()


DOUBT = 1.2
"""Log-odds by which the scorer alone is surer on new text than it should be (development passages)."""

MORE_DOUBT = {"headquarteredIn": 4.0, "supplies": 3.0}
"""The same for predicates that the training text makes the scorer see too often: places are marked there only where
they matter, and its annotators took more for supply (audits, listings) than the guide does."""


def doubted(predicate: str, chance: float) -> float:
    """Confidence of a statement that only the scorer sees."""
    odds = math.log(max(chance, 1e-6) / max(1 - chance, 1e-6))
    return 1 / (1 + math.exp(-(odds - MORE_DOUBT.get(predicate, DOUBT))))


def combined(frame: float, chance: float) -> float:
    """Confidence of a statement that a frame reads and the scorer has seen too.

    Frames hold on new kinds of text better than the scorer does, so the scorer moves their confidence, not sets it.
    """
    return frame + (1 - frame) * chance * 0.9 if chance >= 0.5 else frame * (0.62 + 0.76 * chance)


def _keep(found: dict[tuple[str, str, str], Candidate], candidate: Candidate) -> None:
    key = _key(candidate)
    seen = found.get(key)
    if seen is None:
        found[key] = candidate
        return
    if candidate.rules[0] not in seen.rules:
        # A second, differently built reading of the same words makes it surer, not twice as sure.
        seen.confidence = 1 - (1 - seen.confidence) * 0.6
        seen.rules.append(candidate.rules[0])


NOTICED = 0.1
"""Probability below which a scored pair is not even a candidate: most pairs of a sentence state nothing."""


def _scored(masked: Masked, readings: Sequence[Reading], scorer: Scorer, date: str | None) -> Iterator[Candidate]:
    for pair in pairs(masked):
        base = scorer.sums(pair_features(masked, pair, readings))
        # Nothing that the lexicon knows of the two can lift a pair that is this far down.
        if max(base, default=0.0) < _HOPELESS:
            continue
        first, last = sorted((pair.subject_at, pair.object_at))
        words = masked.text[first : last + 1]
        around = masked.text[max(0, first - 12) : last + 16]
        for s, o in _members(pair.subject, pair.object):
            if s.key == o.key:
                continue
            tie = known_tie(s.entry, o.entry)
            chances = scorer.chances(scorer.sums((tie, _kind(s) + _kind(o) + tie), base), pair.predicates)
            for predicate, chance in chances.items():
                if chance >= NOTICED and PROPERTIES[predicate].admits(s.type, o.type):
                    c = Candidate(s, predicate, o, masked.sentence.start, masked.sentence.end, ["scorer"], chance)
                    c.negated = is_negated(words)
                    c.hedged = is_hedged(around)
                    c.qualifiers = qualify(masked, c, around, date)
                    yield c


_HOPELESS = -5.0


def _kind(actor: Actor) -> str:
    return actor.type[:3]


def _members(subject: Node, object_: Node) -> Iterator[tuple[Actor, Actor]]:
    if subject is object_:
        members = subject.actors
        yield from ((a, b) for i, a in enumerate(members) for b in members[i + 1 :])
        return
    yield from ((a, b) for a in subject.actors for b in object_.actors if a is not b)


def _from_reading(masked: Masked, reading: Reading, date: str | None) -> Iterator[Candidate]:
    frame = reading.frame
    words = masked.text[reading.start : reading.end]
    around = masked.text[max(0, reading.start - 12) : reading.end + 4]
    for s, o in _members(reading.subject, reading.object):
        if s.key == o.key or not PROPERTIES[frame.predicate].admits(s.type, o.type):
            continue
        c = Candidate(s, frame.predicate, o, masked.sentence.start, masked.sentence.end, [frame.id])
        c.subpredicate = frame.subpredicate
        c.confidence = FRAME_CONFIDENCE
        c.confidence -= 0.08 * sum(n.how != "named" for n in (reading.subject, reading.object))
        c.negated = frame.negated or is_negated(words)
        c.hedged = frame.hedged or is_hedged(around)
        c.qualifiers = qualify(masked, c, words, date)
        yield c


def qualify(masked: Masked, c: Candidate, words: str, date: str | None) -> dict[str, str]:
    """Dates, amounts and roles of a candidate, from its sentence and the words of its reading."""
    sentence = masked.sentence
    text = masked.view.text[sentence.start : sentence.end]
    # Mentions are in text order: a frequent actor's are not walked through for each of its candidates.
    places = [
        a.mentions[i].start
        for a in (c.subject, c.object)
        if (i := bisect_left(a.mentions, sentence.start, key=_start)) < len(a.mentions)
    ]
    nearest = min((at for at in places if at < sentence.end), default=sentence.start)
    out = qualifiers(c.predicate, text, nearest - sentence.start, date)
    if c.predicate == "worksFor" and (role := role_before(words)):
        out["role"] = role
    return out
