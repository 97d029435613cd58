"""The reference page of the ontology, ``ontology/README.md``, made from ``actorgraph.ttl``.

``python -m actorgraph.ontology.reference`` writes the page; with ``--check`` it compares the page with the file and
exits with status 1 if they differ.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from actorgraph.ontology.namespaces import PREFIXES, contract
from actorgraph.ontology.vocabulary import (
    CORE_CLASSES,
    CORE_PROPERTIES,
    PROPERTIES,
    SUBCLASSES,
    SUBPROPERTIES,
    TERMS,
    Property,
    Term,
    colour,
)

__all__ = ["main", "reference_page"]

_INTRODUCTION = """# The ontology of actorgraph

*Made from `actorgraph.ttl` by `python -m actorgraph.ontology.reference`; do not edit.*

An actor of the graph has exactly one core class, and a finer one where the documents or the lexicon give it. Facts are
properties between actors: twenty core ones, and finer ones that each imply their core property. `shapes.ttl` says in
SHACL what every document's graph satisfies.
"""


def reference_page() -> str:
    """The page, in Markdown.

    >>> reference_page().splitlines()[0]
    '# The ontology of actorgraph'
    """
    lines = [_INTRODUCTION]
    head: tuple[str, ...] = ("class", "zh", "en", "means", "colour", "aligned with")
    lines += _section("Core classes", head, map(_class, CORE_CLASSES))
    head = ("class", "zh", "en", "means", "example", "aligned with")
    for core in CORE_CLASSES:
        if finer := [name for name, root in SUBCLASSES.items() if root == core]:
            lines += _section(f"Finer classes of {core}", head, map(_finer_class, finer))
    head = ("property", "zh", "en", "read backwards", "from → to", "says", "aligned with")
    lines += _section("Core properties", head, map(_property, CORE_PROPERTIES))
    lines += _section("Finer properties", ("property", "implies", *head[1:]), map(_finer_property, SUBPROPERTIES))
    shown = {"Actor", *CORE_CLASSES, *SUBCLASSES, *PROPERTIES}
    rest = [term for name, term in TERMS.items() if name not in shown]
    head = ("term", "kind", "zh", "en", "means", "aligned with")
    lines += _section("Claims, evidence, documents, figures, annotations", head, map(_other, rest))
    lines += _section("Prefixes", ("prefix", "namespace"), ((f"`{p}:`", f"<{iri}>") for p, iri in PREFIXES.items()))
    return "\n".join(lines)


def _section(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from map(_row, rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _means(term: Term) -> str:
    return f"{term.comment('zh')} {term.comment('en')}"


def _matches(term: Term) -> str:
    return ", ".join(f"{contract(iri)}" for _, iri in term.matches)


def _class(name: str) -> Sequence[str]:
    term = TERMS[name]
    return f"`{name}`", term.label("zh"), term.label("en"), _means(term), f"`{colour(name)}`", _matches(term)


def _finer_class(name: str) -> Sequence[str]:
    term = TERMS[name]
    above = "" if term.parents[0] in CORE_CLASSES else f" (⊂ `{term.parents[0]}`)"
    example = f"{term.example('zh')}; {term.example('en')}"
    return f"`{name}`{above}", term.label("zh"), term.label("en"), _means(term), example, _matches(term)


def _ends(term: Property) -> str:
    arrow = "↔" if term.symmetric else "→"
    ends = f"{'/'.join(term.domain)} {arrow} {'/'.join(term.range)}"
    return f"{ends}, both of one class" if term.same_class else ends


def _property(name: str) -> Sequence[str]:
    term = PROPERTIES[name]
    backwards = f"{term.inverse_label('zh')}; {term.inverse_label('en')}"
    return f"`{name}`", term.label("zh"), term.label("en"), backwards, _ends(term), _means(term), _matches(term)


def _finer_property(name: str) -> Sequence[str]:
    first, *rest = _property(name)
    return first, f"`{SUBPROPERTIES[name]}`", *rest


def _other(term: Term) -> Sequence[str]:
    return f"`{term.name}`", term.kind, term.label("zh"), term.label("en"), _means(term), _matches(term)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the page; the exit status."""
    options = list(sys.argv[1:] if arguments is None else arguments)
    path = Path(__file__).with_name("README.md")
    if options == ["--check"]:
        if path.is_file() and path.read_text(encoding="utf-8") == reference_page():
            return 0
        sys.stderr.write(f"{path} is not up to date; run: python -m actorgraph.ontology.reference\n")
        return 1
    if options:
        sys.stderr.write(f"Unknown option {options[0]!r}; give --check or none.\n")
        return 2
    path.write_text(reference_page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
