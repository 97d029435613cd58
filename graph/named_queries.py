"""The named queries: SPARQL files whose header comment says in TOML what they answer and what they need.

    # title = { en = "Suppliers of a firm", zh = "企业的供应商" }
    # description = { en = "…", zh = "…" }
    #
    # [[parameter]]
    # name = "firm"                       the variable that it takes the place of
    # kind = "actor"                      actor, class, property, document or text
    # required = true
    # example = "NVIDIA"
    # label = { en = "the firm", zh = "企业" }

A parameter's value takes its variable's place as a term, so nothing that is typed can change the query. ``?lang`` is
``zh`` or ``en``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from actorgraph.ontology.errors import QueryError

if TYPE_CHECKING:
    import pyoxigraph as ox
    from actorgraph.graph.lookup import Lookup
    from actorgraph.graph.queries import Answer

__all__ = ["NamedQuery", "Parameter", "get_query", "named_queries", "run_named"]

KINDS: Final = ("actor", "class", "document", "property", "text")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a named query needs to be told.

    :param name: the variable.
    :param kind: what its value is: ``actor``, ``class``, ``document``, ``property`` or ``text``.
    """

    name: str
    kind: str
    required: bool
    example: str
    labels: Mapping[str, str]

    def label(self, lang: str = "en") -> str:
        """What to call it in ``zh`` or ``en``."""
        return self.labels.get(lang, self.labels["en"])


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of ``queries/*.rq``."""

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str

    def title(self, lang: str = "en") -> str:
        """Its title in ``zh`` or ``en``."""
        return self.titles.get(lang, self.titles["en"])

    def description(self, lang: str = "en") -> str:
        """What it answers, in one sentence, in ``zh`` or ``en``."""
        return self.descriptions.get(lang, self.descriptions["en"])

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``."""
        parameters = [
            {"name": p.name, "kind": p.kind, "required": p.required, "example": p.example, "label": dict(p.labels)}
            for p in self.parameters
        ]
        return {
            "name": self.name,
            "title": dict(self.titles),
            "description": dict(self.descriptions),
            "parameters": parameters,
            "text": self.text,
        }


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """All named queries by name, in the order of the alphabet.

    >>> "suppliers" in named_queries()
    True
    """
    files = sorted(Path(__file__).with_name("queries").glob("*.rq"))
    return {file.stem: _read(file.stem, file.read_text(encoding="utf-8")) for file in files}


def get_query(name: str) -> NamedQuery:
    """A named query.

    :raises QueryError: if there is none of that name.
    """
    if name not in named_queries():
        raise QueryError(f"There is no query named {name!r}; there are: {', '.join(named_queries())}.")
    return named_queries()[name]


def _read(name: str, text: str) -> NamedQuery:
    import tomllib  # noqa: PLC0415 - only when a named query is asked for

    header, _, body = text.partition("\n\n")
    data = tomllib.loads("\n".join(line.removeprefix("#").strip() for line in header.splitlines()))
    parameters = tuple(
        Parameter(p["name"], p["kind"], p["required"], p["example"], p["label"]) for p in data.get("parameter", ())
    )
    return NamedQuery(name, data["title"], data["description"], parameters, body)


def run_named(lookup: Lookup, name: str, arguments: Mapping[str, str], *, lang: str = "en") -> Answer:
    """Answer a named query.

    :param arguments: parameter name → value as a person types it: an actor's name in either language, a class, …
    :param lang: ``zh`` or ``en``, the language of names in the answer.
    :raises QueryError: if there is no such query, a parameter is unknown, missing, or names no document.
    :raises UsageError: if an argument names no actor. :raises OntologyError: if it names no class or property.
    """
    import pyoxigraph as ox  # noqa: PLC0415 - listing the queries does not need it
    from actorgraph.graph.queries import run  # noqa: PLC0415

    query = get_query(name)
    known = {parameter.name for parameter in query.parameters}
    if unknown := sorted(arguments.keys() - known):
        takes = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
        raise QueryError(f"The query {name!r} has no parameter {unknown[0]!r}; {takes}.", parameter=unknown[0])
    bindings: dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {"lang": ox.Literal(lang)}
    for parameter in query.parameters:
        if parameter.name in arguments:
            bindings[parameter.name] = _term(lookup, parameter, arguments[parameter.name])
        elif parameter.required:
            raise QueryError(
                f"The query {name!r} needs {parameter.label()}; give for instance {parameter.name}={parameter.example}",
                parameter=parameter.name,
            )
    return run(lookup.store, query.text, bindings=bindings)


def _term(lookup: Lookup, parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
    import pyoxigraph as ox  # noqa: PLC0415 - see run_named
    from actorgraph.ontology.namespaces import AG  # noqa: PLC0415
    from actorgraph.ontology.vocabulary import core_class, get_property  # noqa: PLC0415

    match parameter.kind:
        case "actor":
            return ox.NamedNode(lookup.find(value).iri)
        case "class":
            core_class(value)
            return ox.NamedNode(AG + value)
        case "property":
            return ox.NamedNode(get_property(value).iri)
        case "document":
            return ox.NamedNode(lookup.find_document(value).iri)
        case _:
            return ox.Literal(value)
