"""The layers as spaCy components: a tokenizer for mixed Chinese and English, and one factory per step.

A document travels as one ``Doc`` whose text is the working text of its :class:`~actorgraph.extract.view.View`:

=====================  ==========================================  =============================
component              reads                                       writes
=====================  ==========================================  =============================
actorgraph_lexicon     ``doc._.view``                              ``doc._.proposals``
actorgraph_patterns    ``doc._.view``, ``doc._.proposals``         ``doc._.proposals``
actorgraph_statistics  ``doc._.view``, ``doc._.proposals``         ``doc._.proposals``
actorgraph_reconcile   ``doc._.view``, ``doc._.proposals``         ``doc._.mentions``, ``doc._.aliases``
actorgraph_link        ``doc._.mentions``, ``doc._.aliases``       ``doc._.actors``, ``doc.spans["actors"]``
actorgraph_relate      ``doc._.actors``                            ``doc._.candidates``
=====================  ==========================================  =============================
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from actorgraph.extract import lexicon as lexicons
from actorgraph.extract.gazetteer import Gazetteer
from actorgraph.extract.linking import link
from actorgraph.extract.patterns import Patterns
from actorgraph.extract.reconcile import reconcile
from actorgraph.extract.relate import relate
from actorgraph.extract.scorer import Scorer
from actorgraph.extract.statistics import Recognizer
from actorgraph.extract.tables import columns
from actorgraph.extract.text import HAN
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

__all__ = [
    "ActorTokenizer",
    "make_lexicon",
    "make_link",
    "make_patterns",
    "make_reconcile",
    "make_relate",
    "make_statistics",
    "make_tokenizer",
    "register_extensions",
]

_TOKEN = re.compile(rf"[{HAN}]|[A-Za-zÀ-ɏ0-9]+(?:\.\d+)*|\s+|.")


class ActorTokenizer:
    """One token per Han character, Latin word, number or other character; spaces belong to the token before them."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize; the document's text is exactly ``text``."""
        words: list[str] = []
        spaces: list[bool] = []
        for token in _TOKEN.findall(text):
            if token == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


@registry.tokenizers("actorgraph.Tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], ActorTokenizer]:
    """The tokenizer, for ``spacy.blank(lang, config=…)``."""
    return lambda nlp: ActorTokenizer(nlp.vocab)


def register_extensions() -> None:
    """Declare the ``Doc`` attributes that the components hand on; harmless when called again."""
    for name, default in (
        ("view", None),
        ("proposals", ()),
        ("mentions", ()),
        ("aliases", ()),
        ("actors", ()),
        ("candidates", ()),
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


register_extensions()


class _Lexicon:
    def __init__(self, overlays: list[str], without: float, seed: int) -> None:
        lexicon = lexicons.load(tuple(Path(p) for p in overlays))
        self.gazetteer = Gazetteer(lexicon.without(without, seed) if without else lexicon)

    def __call__(self, doc: Doc) -> Doc:
        doc._.proposals = [*doc._.proposals, *self.gazetteer.propose(doc._.view)]
        return doc


class _Patterns:
    def __init__(self) -> None:
        self.patterns = Patterns()

    def __call__(self, doc: Doc) -> Doc:
        found = list(doc._.proposals)
        doc._.proposals = [*found, *self.patterns.propose(doc._.view, found), *columns(doc._.view)]
        return doc


class _Statistics:
    def __init__(self, model: str) -> None:
        self.recognizer = Recognizer(Path(model) if model else None)

    def __call__(self, doc: Doc) -> Doc:
        found = list(doc._.proposals)
        doc._.proposals = [*found, *self.recognizer.propose(doc._.view, found)]
        return doc


def _reconcile(doc: Doc) -> Doc:
    doc._.mentions, doc._.aliases = reconcile(doc._.view, doc._.proposals)
    return doc


def _link(doc: Doc) -> Doc:
    doc._.actors = link(doc._.view, doc._.mentions, doc._.aliases)
    spans: list[Span] = []
    for actor in doc._.actors:
        for p in actor.mentions:
            span = doc.char_span(p.start, p.end, label=actor.type, alignment_mode="expand")
            if span is not None:
                spans.append(span)
    doc.spans["actors"] = sorted(spans, key=lambda s: (s.start, s.end))
    return doc


class _Relate:
    def __init__(self, scored: bool, model: str) -> None:
        self.scorer = Scorer(Path(model) if model else None) if scored else None

    def __call__(self, doc: Doc) -> Doc:
        doc._.candidates = relate(doc._.view, doc._.actors, self.scorer)
        return doc


@Language.factory(
    "actorgraph_lexicon",
    default_config={"overlays": [], "without": 0.0, "seed": 0},
    requires=["doc._.view"],
    assigns=["doc._.proposals"],
)
def make_lexicon(nlp: Language, name: str, overlays: list[str], without: float, seed: int) -> Callable[[Doc], Doc]:
    """Layer 1: names of the lexicon."""
    return _Lexicon(overlays, without, seed)


@Language.factory("actorgraph_patterns", requires=["doc._.view"], assigns=["doc._.proposals"])
def make_patterns(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Layer 2: how names are built and introduced."""
    return _Patterns()


@Language.factory(
    "actorgraph_statistics",
    default_config={"model": ""},
    requires=["doc._.view", "doc._.proposals"],
    assigns=["doc._.proposals"],
)
def make_statistics(nlp: Language, name: str, model: str) -> Callable[[Doc], Doc]:
    """Layer 3: names never seen, by the trained model (``model``: a path other than the shipped one)."""
    return _Statistics(model)


@Language.factory(
    "actorgraph_reconcile", requires=["doc._.view", "doc._.proposals"], assigns=["doc._.mentions", "doc._.aliases"]
)
def make_reconcile(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Choose among overlapping proposals, then read the whole document again with the names it has established."""
    return _reconcile


@Language.factory(
    "actorgraph_link",
    requires=["doc._.mentions", "doc._.aliases"],
    assigns=["doc._.actors", "doc.spans"],
)
def make_link(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Mentions to actors."""
    return _link


@Language.factory(
    "actorgraph_relate",
    default_config={"scored": True, "model": ""},
    requires=["doc._.actors"],
    assigns=["doc._.candidates"],
)
def make_relate(nlp: Language, name: str, scored: bool, model: str) -> Callable[[Doc], Doc]:
    """Relations between the actors, by frames and tables, and by the learned scorer where ``scored``."""
    return _Relate(scored, model)
