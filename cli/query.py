"""``actorgraph query`` and ``actorgraph queries``: SPARQL, and the questions that have a name."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from actorgraph.cli.names import as_text
from actorgraph.cli.options import format_option, graph_option, language_option
from actorgraph.cli.output import ROW_FORMATS, note, write_json, write_rows
from actorgraph.ontology.errors import QueryError

if TYPE_CHECKING:
    from actorgraph.graph.named_queries import NamedQuery
    from actorgraph.graph.queries import Answer

__all__ = ["queries", "query"]

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
"""A text of this form is no query: every query has a space or a brace."""


@click.command()
@click.argument("text", required=False)
@click.option("--file", "file", type=click.Path(path_type=Path), metavar="FILE", help="Read the query from a file.")
@click.option("--named", metavar="NAME", help="Ask a named query; `actorgraph queries` lists them.")
@click.option("--param", "params", metavar="NAME=VALUE", multiple=True, help="A named query's parameter.")
@graph_option
@language_option
@format_option("auto", *ROW_FORMATS, "ttl")
def query(
    *,
    text: str | None,
    file: Path | None,
    named: str | None,
    params: tuple[str, ...],
    graph: Path,
    lang: str,
    format: str,
) -> None:
    """Ask the graph in SPARQL, or ask one of the named queries.

    TEXT is a query (SELECT, ASK, CONSTRUCT or DESCRIBE), the name of a named query, or - for standard input. The
    prefixes ag:, actor:, rdf:, rdfs:, skos:, prov:, oa:, dcterms: and schema: are bound. By default rows are printed
    as a table and triples as Turtle.

    \b
    Example:
      actorgraph query "SELECT ?maker WHERE { ?maker ag:develops ?chip . ?chip a ag:Chip }"
      actorgraph query suppliers --param firm=NVIDIA --format csv
      actorgraph query "DESCRIBE actor:nvidia" --format ttl
    """
    from actorgraph.graph.lookup import Lookup

    if sum(given is not None for given in (text, file, named)) != 1:
        raise click.UsageError("Give one query: its text, its name, or its --file.")
    if text is not None and text != "-" and _NAME.fullmatch(text):
        named = text
    arguments = dict(_parameter(param) for param in params)
    if named is None and arguments:
        raise click.UsageError("Parameters belong to a named query; write values into the text of your own.")
    sparql = "" if named is not None else _text(text, file)
    with Lookup.open(graph) as lookup:
        if named is not None:
            from actorgraph.graph.named_queries import run_named

            answer = run_named(lookup, named, arguments, lang=lang)
        else:
            from actorgraph.graph.queries import run

            answer = run(lookup.store, sparql)
    _print(answer, format, lang)


def _parameter(param: str) -> tuple[str, str]:
    name, equals, value = param.partition("=")
    if not equals or not name.strip():
        raise click.UsageError(f"{param!r} is no parameter; write it as NAME=VALUE.")
    return name.strip(), as_text(value)


def _text(text: str | None, file: Path | None) -> str:
    """The query: as given, from a file, or from standard input."""
    try:
        if file is not None:
            return file.read_text(encoding="utf-8-sig")
        if text == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig")
    except OSError as error:
        raise QueryError(f"{file} cannot be read ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{file or 'Standard input'} is not UTF-8 text; save the query as UTF-8.") from error
    return as_text(text or "")


def _print(answer: Answer, format: str, lang: str) -> None:
    from actorgraph.cli.wording import say

    triples = answer.form in ("CONSTRUCT", "DESCRIBE")
    if format == "auto":
        format = "ttl" if triples else "table"
    if format == "ttl":
        click.echo(answer.serialize("ttl"), nl=False)
    elif format == "json":
        write_json(answer.as_dict())
    elif answer.form == "ASK":
        write_rows(format, ("answer",), [(answer.boolean,)])
    elif triples:
        rows = [tuple(_cell(term, format) for term in (t.subject, t.predicate, t.object)) for t in answer.triples]
        write_rows(format, ("subject", "predicate", "object"), rows)
    else:
        rows = [tuple(_cell(term, format) for term in row) for row in answer.rows]
        if rows or format != "table":
            write_rows(format, answer.variables, rows)
        else:
            note(say("no_rows", lang))


def _cell(term: object, format: str) -> object:
    """A term as a cell: IRIs short for people, in full for programs."""
    from actorgraph.graph.queries import typed

    if format != "table" and term is not None and type(term).__name__ == "NamedNode":
        return str(term)[1:-1]
    return typed(term)  # type: ignore[arg-type]


@click.command(short_help="List the named queries.")
@language_option
@format_option(*ROW_FORMATS)
def queries(lang: str, format: str) -> None:
    """List the named queries, what each answers and what it needs to be told.

    \b
    Example:
      actorgraph queries
      actorgraph queries --lang zh --json
    """
    from actorgraph.graph.named_queries import named_queries

    known = list(named_queries().values())
    if format == "table":
        click.echo("\n\n".join(_described(each, lang) for each in known))
        return
    columns = ("name", "title", "description", "parameters")
    rows = [(q.name, q.title(lang), q.description(lang), " ".join(p.name for p in q.parameters)) for q in known]
    write_rows(format, columns, rows, items=[q.as_dict() for q in known])


def _described(named: NamedQuery, lang: str) -> str:
    from actorgraph.cli.wording import say

    lines = [f"{click.style(named.name, bold=True)}  {named.title(lang)}", f"  {named.description(lang)}"]
    for parameter in named.parameters:
        example = say("for_instance", lang, value=f"{parameter.name}={parameter.example}")
        optional = "" if parameter.required else f"; {say('optional', lang)}"
        lines.append(f"  --param {parameter.name}=…  {parameter.label(lang)} ({example}{optional})")
    return "\n".join(lines)
