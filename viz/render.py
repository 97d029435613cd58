"""A network with positions and quotes becomes one HTML file that needs nothing else: no network, no second file.

pyvis describes the network for vis-network and brings that library along. Its own page template is not used: even
with in-line resources it loads a style sheet and a script from a server, and it puts labels into markup. The template
here carries a policy that forbids every request, and all that came from a document reaches the page as JSON, which the
page's script shows as text. The same network gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from actorgraph.graph.answers import Quote
from actorgraph.ontology.namespaces import contract
from actorgraph.ontology.vocabulary import LANGUAGES, PROPERTIES, label
from actorgraph.viz.network import Network
from actorgraph.viz.style import Style, load_style

__all__ = ["Page", "embedded_json", "render"]

_SCRIPTS: Final = ("model.js", "drawing.js", "view.js", "panel.js", "search.js", "main.js")
"""The page's own scripts, in the order in which they are joined into one."""

_LIBRARY: Final = "templates/lib/vis-9.1.2/vis-network.min.js"
"""vis-network as pyvis ships it."""

_LARGE: Final = 2_500
"""Edges above which they are not drawn while the picture moves, nor does it glide. Measured in headless Chromium
without a graphics card: 6,000 edges pan at 10 frames a second, and at 28 when left out; 1,900 at 54 either way."""

_WIDTHS: Final = 64
"""Facts of an edge up to which its width is told apart; style.toml's largest width is reached long before."""


@dataclass(frozen=True, slots=True)
class Page:
    """All that a page shows.

    :param positions: for each node its place. :param names: for each node its further names, for the search.
    :param quotes: for each fact the words that state it; only as many as the style says are shown.
    :param subject: what the page is about, by language; empty for the whole graph.
    :param notes: sentences about what is not shown: (key of a wording, values).
    """

    network: Network
    positions: Sequence[tuple[int, int]]
    names: Sequence[tuple[str, ...]]
    quotes: Sequence[Sequence[Quote]]
    subject: Mapping[str, str]
    notes: Sequence[tuple[str, Mapping[str, int]]] = ()


def render(page: Page, *, lang: str = "en", style: Style | None = None) -> str:
    """The page as HTML.

    :param lang: language that it opens in, ``zh`` or ``en``; a button on it changes to the other.
    :raises UsageError: if there is no such language.
    """
    import jinja2  # noqa: PLC0415 - comes with pyvis, and reading a graph does not need it
    import markupsafe  # noqa: PLC0415 - comes with jinja2

    style = style or load_style()
    titles = {language: _title(page, style, language) for language in {**style.words, lang: None}}
    css, script, library = _css(style), _script(), _library()
    data = _data(page, style, lang) | {"titles": titles}
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    html = environment.from_string(_template("page.html.jinja")).render(
        lang=lang,
        # A title that is an address is one for readers alone.
        title=markupsafe.Markup(str(markupsafe.escape(titles[lang])).replace("//", "/&#47;")),
        words=style.words[lang],
        policy=_policy(scripts=(library, script), styles=(css,)),
        css=css,
        data=embedded_json(data),
        library=library,
        script=script,
    )
    return str(html)


def embedded_json(value: object) -> str:
    r"""JSON that can stand in a script element: nothing in it ends the element, opens a comment or is an address.

    >>> embedded_json("</script><!-- http://x")
    '"\\u003c\\/script\\u003e\\u003c!-- http:\\/\\/x"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    escapes = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029", "/": "\\/"}
    # A lone surrogate cannot be written as UTF-8; JSON can name it.
    text = re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)
    return re.sub("[<>&/\u2028\u2029]", lambda found: escapes[found[0]], text)


def _title(page: Page, style: Style, lang: str) -> str:
    about = page.subject.get(lang, "")
    return f"{about} · {style.word('title', lang)}" if about else style.word("title", lang)


def _data(page: Page, style: Style, lang: str) -> dict[str, Any]:
    """All values of the page, ready for JSON."""
    network = page.network
    documents = sorted(
        {quote.document.iri: quote.document for quotes in page.quotes for quote in quotes}.values(),
        key=lambda document: (document.date, document.title, document.iri),
    )
    sections = sorted({quote.section for quotes in page.quotes for quote in quotes})
    return {
        "lang": lang,
        "actors": [_actor(network, number, page.names[number]) for number in range(len(network.nodes))],
        "facts": _facts(page, style, {d.iri: n for n, d in enumerate(documents)}, sections),
        "documents": [{"title": d.title, "date": d.date, "source": Path(d.source).name} for d in documents],
        "sections": sections,
        "types": style.types(),
        "classes": {name: _labels(name) for name in sorted(_class_names(network))},
        "predicates": _predicates(network),
        "words": style.words,
        "dashes": style.dashes,
        "widths": [style.edge.by_doublings(count) for count in range(1, _WIDTHS + 1)],
        "certainty": round(100 * style.certainty),
        "notes": [{"key": key, "values": dict(values)} for key, values in page.notes],
        "vis": _vis(page, style, lang),
    }


def _actor(network: Network, number: int, names: Sequence[str]) -> dict[str, Any]:
    node = network.nodes[number]
    actor = node.actor
    return {
        "iri": contract(actor.iri),
        "type": actor.type,
        "subtype": actor.subtype,
        "names": dict(actor.names),
        "also": list(names),
        "mentions": actor.mentions,
        "documents": actor.documents,
        "center": node.center,
    }


def _facts(page: Page, style: Style, documents: Mapping[str, int], sections: Sequence[str]) -> list[dict[str, Any]]:
    """Facts by short keys, for there are thousands: subject, object, property, finer ones, certainty, hedged, negated,
    qualifiers, documents, number of evidences, words (document, section, before, text, after)."""
    numbers = {node.actor.iri: node.number for node in page.network.nodes}
    places = {section: place for place, section in enumerate(sections)}
    return [
        {
            "s": numbers[fact.subject.iri],
            "o": numbers[fact.object.iri],
            "p": fact.predicate,
            "f": list(fact.finer),
            "c": round(fact.confidence, 4),
            "h": fact.hedged,
            "n": fact.negated,
            "q": [list(pair) for pair in fact.qualifiers],
            "d": sorted({documents[quote.document.iri] for quote in quotes}),
            "e": len(quotes),
            "w": [
                {"d": documents[q.document.iri], "s": places[q.section], "t": q.text} | _around(q, style.context)
                for q in quotes[: style.quotes]
            ],
        }
        for fact, quotes in zip(page.network.facts, page.quotes, strict=True)
    ]


def _around(quote: Quote, context: int) -> dict[str, str]:
    """The text before and after a quote; where it was cut, up to the next whole word and with an ellipsis."""
    before, after = quote.before, quote.after
    if len(before) >= context:
        before = "…" + re.sub("^[A-Za-z0-9]+", "", before).lstrip()
    if len(after) >= context:
        after = re.sub("[A-Za-z0-9]+$", "", after).rstrip() + "…"
    return {"b": before, "a": after}


def _labels(term: str) -> dict[str, str]:
    return {lang: label(term, lang) for lang in LANGUAGES}


def _class_names(network: Network) -> set[str]:
    return {name for node in network.nodes for name in (node.actor.type, node.actor.subtype) if name}


def _predicates(network: Network) -> list[dict[str, Any]]:
    """The properties that the facts have, finer ones with their core property as ``parent``."""
    used = {name for fact in network.facts for name in (fact.predicate, *fact.finer)}
    return [
        {
            "name": name,
            "parent": PROPERTIES[name].parent or "",
            "symmetric": PROPERTIES[name].symmetric,
            "labels": _labels(name),
            "inverse": {lang: PROPERTIES[name].inverse_label(lang) for lang in LANGUAGES},
        }
        for name in PROPERTIES
        if name in used
    ]


def _vis(page: Page, style: Style, lang: str) -> dict[str, Any]:
    """Nodes, edges and options as vis-network takes them, put together by pyvis."""
    from pyvis.network import Network as VisNetwork  # noqa: PLC0415 - imports IPython, half a second

    vis = VisNetwork(directed=True)
    vis.set_options(json.dumps(_options(len(page.network.edges))))
    for node, (x, y) in zip(page.network.nodes, page.positions, strict=True):
        name, size = node.actor.name(lang), style.node.by_root(node.degree)
        vis.add_node(node.number, label=name, shape="custom", group=node.actor.type, size=size, x=x, y=y)
    for number, edge in enumerate(page.network.edges):
        vis.add_edge(edge.source, edge.target, id=number, facts=list(edge.facts))
    nodes, edges, _heading, _height, _width, options = vis.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _options(edges: int) -> dict[str, Any]:
    """How vis-network is to behave: nothing moves by itself."""
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"shape": "custom"},
        "edges": {"smooth": False, "selectionWidth": 0, "arrowStrikethrough": False},
        "interaction": {
            "hover": False,
            "selectConnectedEdges": False,
            "multiselect": False,
            "hideEdgesOnDrag": edges > _LARGE,
            "hideEdgesOnZoom": edges > _LARGE,
            "keyboard": False,
            "zoomSpeed": 0.6,
        },
    }


def _css(style: Style) -> str:
    def variables(theme: str) -> str:
        return "".join(f"--{role}: {colour}; " for role, colour in style.themes[theme].items())

    dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {variables('dark')}}} }}"
    return f":root {{ color-scheme: light dark; {variables('light')}}}\n{dark}\n{_template('page.css')}"


@cache
def _template(name: str) -> str:
    return resources.files("actorgraph.viz").joinpath("templates", name).read_text(encoding="utf-8")


def _script() -> str:
    """The page's scripts as one, in a scope of its own."""
    return "(() => {\n" + '"use strict";\n' + "\n".join(map(_template, _SCRIPTS)) + "})();\n"


@cache
def _library() -> str:
    """vis-network without a single address: in its licence notice and its strings the slashes are escaped, which
    leaves the strings what they are, and the line that names its source map goes."""
    text = resources.files("pyvis").joinpath(_LIBRARY).read_text(encoding="utf-8").replace("\r\n", "\n")
    return re.sub(r"\n?//# sourceMappingURL=.*", "", text).replace("://", ":\\/\\/")


def _policy(*, scripts: Sequence[str], styles: Sequence[str]) -> str:
    """A content security policy that lets in these very scripts and styles and nothing else, from nowhere."""

    def hashes(texts: Sequence[str]) -> str:
        digests = (hashlib.sha256(text.encode()).digest() for text in texts)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
