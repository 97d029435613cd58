"""The spaCy pipeline: built here and nowhere else, from :class:`~actorgraph.extract.settings.Settings`."""

from __future__ import annotations

from functools import lru_cache

import spacy
from actorgraph.extract import components  # noqa: F401 - registers the factories
from actorgraph.extract.settings import Settings
from spacy.language import Language

__all__ = ["build_pipeline"]

_CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "actorgraph.Tokenizer.v1"}}}


@lru_cache(maxsize=8)
def build_pipeline(language: str, settings: Settings) -> Language:
    """The pipeline for documents in ``zh`` or ``en``.

    Both languages run the same components, because documents of this field mix them; the language decides spaCy's
    defaults (stop words, a plugged-in pipeline's vocabulary).
    """
    nlp = spacy.blank(language, config=_CONFIG)
    # The limit guards spaCy's parser and NER against memory; our components are linear.
    nlp.max_length = 1_000_000_000
    if "lexicon" in settings.layers:
        nlp.add_pipe(
            "actorgraph_lexicon",
            config={
                "overlays": [str(p) for p in settings.lexicons],
                "without": settings.without_lexicon,
                "seed": settings.seed,
            },
        )
    if "patterns" in settings.layers:
        nlp.add_pipe("actorgraph_patterns")
    if "statistics" in settings.layers:
        nlp.add_pipe("actorgraph_statistics", config={"model": settings.model})
    nlp.add_pipe("actorgraph_reconcile")
    nlp.add_pipe("actorgraph_link")
    nlp.add_pipe("actorgraph_relate", config={"scored": "scorer" in settings.layers})
    return nlp
