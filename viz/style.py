"""How networks are drawn and worded: ``style.toml``, with the colours and names that the ontology gives."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from actorgraph.ontology.errors import OntologyError, UsageError
from actorgraph.ontology.vocabulary import CORE_CLASSES, LANGUAGES, colour, label

__all__ = ["LINES", "SHAPES", "Scale", "Style", "load_style"]

LINES: Final = ("asserted", "hedged", "denied")
"""Kinds of edges, by the surest of their facts."""

SHAPES: Final = ("circle", "square", "triangle", "triangle-down", "diamond", "hexagon")
"""Shapes that the page can draw."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How a size grows with a count: from ``smallest`` up to ``largest``, in pixels at full size."""

    smallest: float
    growth: float
    largest: float

    def by_root(self, count: int) -> float:
        """Size that grows with the root of a count, as areas do.

        >>> Scale(5, 2.5, 30).by_root(4)
        10.0
        """
        return round(min(self.largest, self.smallest + self.growth * math.sqrt(count)), 2)

    def by_doublings(self, count: int) -> float:
        """Size that grows by one step each time a count doubles; a count below 1 is as 1.

        >>> Scale(1, 1, 5).by_doublings(4)
        3.0
        """
        return round(min(self.largest, self.smallest + self.growth * math.log2(max(count, 1))), 2)


@dataclass(frozen=True, slots=True)
class Style:
    """All that a page's looks and words depend on.

    :param shapes: core class → one of :data:`SHAPES`. :param dashes: kind of edge → lengths drawn and blank, in pixels.
    :param quotes: most quotes shown of a fact. :param context: characters of text around a quote.
    :param certainty: least certainty, 0…1, of the facts that a page shows when it opens.
    :param themes: ``light`` and ``dark`` → role → ``#rrggbb``. :param words: language → key → wording.
    """

    node: Scale
    edge: Scale
    shapes: Mapping[str, str]
    dashes: Mapping[str, tuple[int, ...]]
    quotes: int
    context: int
    certainty: float
    themes: Mapping[str, Mapping[str, str]]
    words: Mapping[str, Mapping[str, str]]

    def word(self, key: str, lang: str, **values: object) -> str:
        """A wording in a language, with values put in.

        >>> load_style().word("untied", "en", count=3)
        'Not shown, because no fact ties them to another: 3'

        :raises UsageError: if the language is none of those there are.
        """
        if lang not in self.words:
            raise UsageError(
                f"There are no words in {lang!r}; choose {' or '.join(self.words)}.",
                value=lang,
                suggestions=tuple(self.words),
            )
        return self.words[lang][key].format(**values)

    def types(self) -> list[dict[str, Any]]:
        """The core classes in display order, as the page takes them: name, labels, colour, shape."""
        return [
            {"name": name, "labels": {lang: label(name, lang) for lang in LANGUAGES}}
            | {"colour": colour(name), "shape": self.shapes[name]}
            for name in CORE_CLASSES
        ]


@cache
def load_style(path: Path | None = None) -> Style:
    """Read a style file; the shipped one unless another is given.

    :raises OntologyError: if it names no shape for a core class, an unknown shape, or words in one language only.
    """
    data = tomllib.loads((path or Path(__file__).with_name("style.toml")).read_text(encoding="utf-8"))
    shapes = data["node"].pop("shape")
    for name in CORE_CLASSES:
        if shapes.get(name) not in SHAPES:
            raise OntologyError(
                f"The style has no shape for {name}; give it one of {', '.join(SHAPES)} under [node.shape].", term=name
            )
    dashes = {name: tuple(data["edge"].pop(name)) for name in LINES}
    words = {lang: dict(data["words"][lang]) for lang in LANGUAGES}
    for key in sorted(set().union(*words.values())):
        if missing := [lang for lang in LANGUAGES if key not in words[lang]]:
            raise OntologyError(f"The style has no words for '{key}' in {missing[0]}; add them.", term=key)
    return Style(
        node=Scale(**data["node"]),
        edge=Scale(**data["edge"]),
        shapes=shapes,
        dashes=dashes,
        themes=data["theme"],
        words=words,
        **data["page"],
    )
