"""An actor's card and chains of facts as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import click
from actorgraph.cli.names import class_label, title
from actorgraph.cli.output import display_width, pad, printable
from actorgraph.cli.wording import quantity, say
from actorgraph.graph.answers import Card, Fact, FigureFact, Path, Quote
from actorgraph.ontology.namespaces import contract
from actorgraph.ontology.vocabulary import get_property, label

__all__ = ["card_lines", "fact_sentence", "path_lines", "quote_lines"]

Quotes = Callable[[Fact | str], Sequence[Quote]]
"""The quotes of a fact, or of the claim or figure with an IRI."""

_NAME_WIDTH = 36
"""Columns up to which the names of a group of facts are aligned."""


def _bold(text: str) -> str:
    return click.style(text, bold=True)


def _dim(text: str) -> str:
    return click.style(text, dim=True)


def card_lines(card: Card, lang: str, quotes: Quotes | None = None) -> Iterator[str]:
    """The card of an actor.

    :param quotes: gives the evidence to print below each fact; ``None`` to print none.
    """
    actor = card.actor
    name = printable(actor.name(lang))
    kinds = " · ".join(label(each, lang) for each in reversed(card.classes))
    yield f"{_bold(name)}  {kinds}".rstrip()
    yield _dim(contract(actor.iri))
    others = [printable(form.text) for form in card.names if form.text != actor.name(lang)]
    if others:
        yield f"{say('names', lang)}: {' | '.join(dict.fromkeys(others))}"
    if card.mentions:
        places = (f"{printable(title(d))} ({quantity(n, 'mention', lang)})" for d, n in card.mentions)
        yield f"{say('named_in', lang)}: {'; '.join(places)}"
    facts = [*card.out, *card.into]
    if not facts:
        yield say("no_facts", lang)
    for outward, group in ((True, card.out), (False, card.into)):
        stated = (fact for fact in group if fact.asserted)
        for predicate, alike in groupby(stated, key=lambda fact: fact.predicate):
            relation = get_property(predicate)
            yield ""
            yield _bold(relation.label(lang) if outward else relation.inverse_label(lang))
            yield from _group(list(alike), actor.iri, lang, quotes)
    yield from _apart("hedged", [f for f in facts if f.hedged and not f.negated], lang, quotes)
    yield from _apart("denied", [f for f in facts if f.negated], lang, quotes)
    if card.figures:
        yield ""
        yield _bold(say("figures", lang))
        for figure in card.figures:
            yield f"  {_figure(figure, lang)}"
            yield from quote_lines(quotes(figure.iri), lang) if quotes else ()


def _group(facts: Sequence[Fact], center: str, lang: str, quotes: Quotes | None) -> Iterator[str]:
    """Facts of one relation, the other actors' names one below the other."""
    others = [fact.object if fact.subject.iri == center else fact.subject for fact in facts]
    names = [printable(other.name(lang)) for other in others]
    width = min(_NAME_WIDTH, max(map(display_width, names)))
    for fact, other, name in zip(facts, others, names, strict=True):
        yield f"  {pad(name, width)}  {_dim(' · '.join([class_label(other, lang), *_details(fact, lang)]))}"
        yield from quote_lines(quotes(fact), lang) if quotes else ()


def _apart(heading: str, facts: Sequence[Fact], lang: str, quotes: Quotes | None) -> Iterator[str]:
    """Statements that are no facts, each in full."""
    if not facts:
        return
    yield ""
    yield _bold(say(heading, lang))
    for fact in facts:
        yield f"  {fact_sentence(fact, lang)}  {_dim(' · '.join(_details(fact, lang)))}"
        yield from quote_lines(quotes(fact), lang) if quotes else ()


def fact_sentence(fact: Fact, lang: str) -> str:
    """A fact as a short sentence: ``NVIDIA acquires Groq``."""
    relation = get_property(fact.predicate).label(lang)
    return f"{printable(fact.subject.name(lang))} {relation} {printable(fact.object.name(lang))}"


def _details(fact: Fact, lang: str) -> list[str]:
    """Finer relations, dates, roles and amounts, and how many quotes there are."""
    finer = [get_property(name).label(lang) for name in fact.finer]
    return [*finer, *_qualifiers(fact.qualifiers, lang), quantity(fact.evidence, "quote", lang)]


def _qualifiers(pairs: Iterable[tuple[str, str]], lang: str) -> list[str]:
    """Qualifiers, the values of one kind together and the date first: ``2025-05``, ``for USD 20 million``."""
    found = []
    for name, group in groupby(sorted(pairs, key=lambda pair: (pair[0] != "date", pair)), key=lambda pair: pair[0]):
        value = " / ".join(printable(text) for _, text in group)
        known = name in ("role", "amount", "share", "status")
        found.append(value if name == "date" else say(name, lang, value=value) if known else f"{name}: {value}")
    return found


def _figure(figure: FigureFact, lang: str) -> str:
    words = " / ".join(f"“{printable(text)}”" for text in figure.words)
    unit = f" {printable(figure.unit)}" if figure.unit else ""
    base = say("base", lang, value=printable(figure.base)) if figure.base else ""
    details = [text for text in (figure.date, base, words) if text]
    return f"{printable(figure.metric)}: {figure.value:,.15g}{unit}  {_dim(' · '.join(details))}".rstrip()


def quote_lines(quotes: Iterable[Quote], lang: str) -> Iterator[str]:
    """Quotes with the document and section they stand in; what a document only calls possible is marked."""
    for quote in quotes:
        place = " › ".join(filter(None, (printable(title(quote.document)), printable(quote.section))))
        hedged = f" [{say('hedged', lang)}]" if quote.hedged else ""
        yield f"      “{printable(quote.text)}”"
        yield f"      {_dim(f'— {place}{hedged}')}"


def path_lines(path: Path, lang: str, quotes: Quotes) -> Iterator[str]:
    """A chain of facts: the whole in one line, then each step with the words that state it."""
    chain = printable(path.actors[0].name(lang))
    for (start, end), step in zip(pairwise(path.actors), path.steps, strict=True):
        relation = get_property(step[0].predicate)
        onward, backward = step[0].subject.iri == start.iri, step[0].object.iri == start.iri
        left = "←" if backward and not relation.symmetric else "—"
        right = "→" if onward and not relation.symmetric else "—"
        chain += f" {left} {relation.label(lang)} {right} {printable(end.name(lang))}"
    yield _bold(chain)
    for step in path.steps:
        for fact in step:
            yield f"  {fact_sentence(fact, lang)}  {_dim(' · '.join(_details(fact, lang)))}"
            yield from quote_lines(quotes(fact), lang)
