"""Document in, Record out: a pure function of the text and the settings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from actorgraph.extract.documents import Document
from actorgraph.extract.linking import Actor
from actorgraph.extract.pipeline import build_pipeline
from actorgraph.extract.records import Claim, DocumentInfo, Entity, Evidence, Mention, Record, Rejection
from actorgraph.extract.relate import Candidate
from actorgraph.extract.settings import Settings
from actorgraph.extract.text import has_han, name_key
from actorgraph.extract.view import View
from spacy.tokens import Doc

__all__ = ["extract", "extract_all"]


def extract(document: Document, settings: Settings | None = None) -> Record:
    """All that one document says.

    >>> from actorgraph.extract.readers import read_string
    >>> record = extract(read_string("英伟达发布了Blackwell架构。", "note.txt"))
    >>> [(c.subject, c.predicate, c.object) for c in record.claims]
    [('nvidia', 'develops', 'nvidia-blackwell')]
    """
    return next(extract_all([document], settings))


def extract_all(documents: Iterable[Document], settings: Settings | None = None) -> Iterator[Record]:
    """Records of many documents, in order, streamed through the spaCy pipeline."""
    settings = settings or Settings()
    for document in documents:
        nlp = build_pipeline(document.language, settings)
        view = View.of(document)
        doc = nlp.make_doc(view.text)
        doc._.view = view
        yield from (_record(view, done, settings) for done in nlp.pipe([doc]))


def _record(view: View, doc: Doc, settings: Settings) -> Record:
    document = view.document
    actors: list[Actor] = list(doc._.actors)
    candidates: list[Candidate] = list(doc._.candidates)
    kept = [c for c in candidates if c.confidence >= settings.min_confidence]
    refused = [c for c in candidates if c.confidence < settings.min_confidence]
    used = {a.key for c in kept for a in (c.subject, c.object)}
    # Places and unions that only a title names come with the claims.
    known = {a.key for a in actors}
    actors += {a.key: a for c in kept for a in (c.subject, c.object) if a.key not in known}.values()
    actors.sort(key=lambda a: (a.first, a.key))
    # A place is no actor of its own: it stands in the record where a fact needs it.
    actors = [a for a in actors if a.type != "Place" or a.key in used]
    ids = _ids(actors)
    return Record(
        document=DocumentInfo(
            id=document.id,
            source=document.source,
            title=document.title,
            language=document.language,
            characters=len(document.text),
            date=document.date,
            authors=document.authors,
            publisher=document.publisher,
        ),
        entities=tuple(_entity(view, a, ids[a.key]) for a in actors),
        claims=tuple(_claim(view, c, ids) for c in kept),
        rejections=tuple(_rejection(view, c) for c in refused),
    )


def _ids(actors: Iterable[Actor]) -> dict[str, str]:
    """Entity ids unique in the record: the lexicon's, or a slug of type and name."""
    out: dict[str, str] = {}
    taken: set[str] = set()
    for actor in actors:
        base = actor.entry.id if actor.entry else f"{actor.type.lower()}:{name_key(_name(actor)) or 'unnamed'}"
        ident, n = base, 2
        while ident in taken:
            ident, n = f"{base}~{n}", n + 1
        taken.add(ident)
        out[actor.key] = ident
    return out


def _name(actor: Actor) -> str:
    """The best name: the lexicon's, else the most frequent; among equals the longer."""
    if actor.entry is not None:
        return actor.entry.zh if actor.entry.zh and not actor.entry.en else actor.entry.en or actor.entry.zh
    return max(actor.names, key=lambda n: (min(actor.names[n], 3), len(n), n))


def _labels(actor: Actor) -> dict[str, tuple[str, ...]]:
    labels: dict[str, list[str]] = {}
    if actor.entry is not None:
        labels = {tag: list(names) for tag, names in actor.entry.labels.items()}
    for name, _ in sorted(Counter(actor.names).items(), key=lambda kv: (-kv[1], kv[0])):
        tag = "zh" if has_han(name) else "en"
        if name not in labels.setdefault(tag, []):
            labels[tag].append(name)
    return {tag: tuple(names) for tag, names in sorted(labels.items())}


def _entity(view: View, actor: Actor, ident: str) -> Entity:
    mentions = []
    for p in actor.mentions:
        start, end = view.source(p.start, p.end)
        mentions.append(Mention(start=start, end=end, text=view.document.text[start:end], layer=p.layer))
    return Entity(
        id=ident,
        type=actor.type,
        subtype=actor.subtype,
        name=_name(actor),
        labels=_labels(actor),
        mentions=tuple(mentions),
        known=actor.entry is not None,
    )


_MAX_EVIDENCE = 400
"""Longer sentences are quoted around the two actors only."""


def _evidence(view: View, c: Candidate) -> Evidence:
    first, last = c.start, c.end
    if last - first > _MAX_EVIDENCE:
        spots = sorted(p.start for a in (c.subject, c.object) for p in a.mentions if first <= p.start < last)
        centre = spots[0] if spots else first
        first, last = max(first, centre - 120), min(last, max(spots[-1:] or [centre]) + 120)
        last = min(last, first + 2 * _MAX_EVIDENCE)
    start, end = view.source(first, last)
    section = " › ".join(view.blocks[view.block_at(c.start)].section)
    return Evidence(start=start, end=end, text=view.document.text[start:end], section=re.sub(r"\s+", " ", section))


def _claim(view: View, c: Candidate, ids: dict[str, str]) -> Claim:
    return Claim(
        subject=ids[c.subject.key],
        predicate=c.predicate,
        object=ids[c.object.key],
        subpredicate=c.subpredicate,
        confidence=round(c.confidence, 4),
        negated=c.negated,
        hedged=c.hedged,
        qualifiers=dict(sorted(c.qualifiers.items())),
        rule="+".join(sorted(c.rules)),
        evidence=_evidence(view, c),
    )


def _rejection(view: View, c: Candidate) -> Rejection:
    evidence = _evidence(view, c)
    return Rejection(
        stage="relate",
        reason=f"{c.predicate} below min_confidence",
        text=evidence.text,
        start=evidence.start,
        end=evidence.end,
    )
