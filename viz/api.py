"""What the command line and the explorer call: a graph and a selection in, a page out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from actorgraph.graph.index import ActorRef
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.network import FactNetwork, Selection, alternative_names, fact_quotes, select_network
from actorgraph.ontology.errors import StoreError
from actorgraph.ontology.vocabulary import LANGUAGES
from actorgraph.viz.layout import lay_out
from actorgraph.viz.network import DEFAULT_LIMIT, Network, draw
from actorgraph.viz.render import Page, render
from actorgraph.viz.style import Style, load_style

__all__ = ["PageReport", "make_page", "write_page"]

_NAMED: Final = 3
"""Actors that a page's title names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class PageReport:
    """What a page shows, and where it is.

    :param notes: sentences about what is not shown, in the page's language. :param bytes: size of the file.
    """

    path: str
    actors: int
    facts: int
    edges: int
    bytes: int
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``."""
        return asdict(self) | {"notes": list(self.notes)}


def write_page(
    lookup: Lookup,
    output: str | Path,
    selection: Selection | None = None,
    *,
    lang: str = "en",
    limit: int = DEFAULT_LIMIT,
) -> PageReport:
    """Write a graph, or the part of it that is selected, as one self-contained HTML file.

    :param output: the file to write; one that is there is replaced, and stays as it was if anything goes wrong.
    :param selection: the part to show; the whole graph without it.
    :param lang: language that the page opens in, ``zh`` or ``en``.
    :param limit: most actors shown, at least 1.
    :raises UsageError: if a name, document or language is unknown, or nothing fits.
    :raises OntologyError: if a class or property is unknown.
    :raises StoreError: if the file cannot be written.
    """
    style, path = load_style(), Path(output)
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file for the page.", path=path)
    page = make_page(lookup, selection or Selection(), limit=limit, style=style)
    data = render(page, lang=lang, style=style).encode()
    _replace(path, data)
    notes = tuple(style.word(key, lang, **values) for key, values in page.notes)
    network = page.network
    return PageReport(str(path), len(network.nodes), len(network.facts), len(network.edges), len(data), notes)


def make_page(lookup: Lookup, selection: Selection, *, limit: int = DEFAULT_LIMIT, style: Style | None = None) -> Page:
    """All that a page shows of a graph: the network, laid out, with its names and quotes.

    :raises UsageError: if a name or document is unknown, or nothing fits.
    :raises OntologyError: if a class or property is unknown.
    """
    style = style or load_style()
    found = select_network(lookup, selection)
    network = draw(found, limit=limit)
    ties = {(edge.source, edge.target): float(len(edge.facts)) for edge in network.edges}
    positions = lay_out([style.node.by_root(node.degree) for node in network.nodes], ties)
    return Page(
        network=network,
        positions=positions,
        names=[alternative_names(lookup, node.actor) for node in network.nodes],
        quotes=fact_quotes(lookup, network.facts, document=found.document, context=style.context),
        subject={lang: _subject(found, lang) for lang in LANGUAGES},
        notes=_notes(network),
    )


def _subject(found: FactNetwork, lang: str) -> str:
    """What a page is about: the actors named, or the document, or nothing in particular."""
    if not found.centers:
        return found.document.title if found.document else ""
    names = [_short(actor, lang) for actor in found.centers[:_NAMED]]
    more = len(found.centers) - len(names)
    return ("、" if lang == "zh" else ", ").join(names) + (f" +{more}" if more else "")


def _short(actor: ActorRef, lang: str) -> str:
    name = actor.name(lang)
    return name if len(name) <= 40 else f"{name[:39]}…"


def _notes(network: Network) -> list[tuple[str, Mapping[str, int]]]:
    notes: list[tuple[str, Mapping[str, int]]] = []
    if network.found > len(network.nodes):
        notes.append(("capped", {"shown": len(network.nodes), "found": network.found}))
    if network.untied > 0:
        notes.append(("untied", {"count": network.untied}))
    return notes


def _replace(path: Path, data: bytes) -> None:
    """Write a file aside and rename it into place."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise StoreError(f"The page {path} cannot be written: {reason}; name another file.", path=path) from error
