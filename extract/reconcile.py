"""Reconciliation: choose among the layers' proposals, then read the document again with what it has established.

The second pass looks for every name that the first pass is sure of — full names, the short forms and second names the
document introduces — wherever it stands, so that a name established once holds for its weak mentions too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import ahocorasick

from actorgraph.extract.gazetteer import _stands_alone
from actorgraph.extract.linking import Alias, actor_key, introductions, short_forms
from actorgraph.extract.patterns import generic_words
from actorgraph.extract.spans import Proposal, choose, merge
from actorgraph.extract.text import fold, has_han, name_key
from actorgraph.extract.view import View

__all__ = ["reconcile"]

ESTABLISHED = 1.5
"""Log-odds from which a name is taken as established in the document and looked for everywhere in it."""

ALIAS_WEIGHT = 3.0

_SHORT_POLICY = re.compile(r"[《“](?P<name>(?:实施|若干|指导|行动)?(?:意见|办法|规定|条例|方案|规划|计划|通知|指南|纲要|法案|公约|宣言|法|标准|决定|措施|战略|建议))[》”]")


def reconcile(view: View, proposals: Sequence[Proposal]) -> tuple[list[Proposal], list[Alias]]:
    """The document's mentions in text order, and the second names it introduces."""
    proposals = _one_sense(view, [p for p in proposals if fold(view.text[p.start : p.end]) not in generic_words()])
    first = choose(proposals)
    aliases = introductions(view, first)
    again = list(_again(view, first, aliases))
    chosen = choose([*proposals, *again, *_short_titles(view, first)])
    return chosen, aliases


def _one_sense(view: View, proposals: Sequence[Proposal]) -> list[Proposal]:
    """One spelling has one type in a document, that for which most evidence speaks, unless both are well founded."""
    text = view.text
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for p in merge(proposals):
        votes[name_key(text[p.start : p.end])][p.type] += max(0.0, p.weight)  # type: ignore[assignment]
    out = []
    for p in proposals:
        vote = votes[name_key(text[p.start : p.end])]
        if len(vote) > 1:
            total = sum(vote.values())
            share = vote[p.type] / total if total else 0.0
            p = replace(p, weight=p.weight + 2.0 * (share - 0.5))  # noqa: PLW2901
        out.append(p)
    return out


def _again(view: View, chosen: Sequence[Proposal], aliases: Sequence[Alias]) -> Iterator[Proposal]:
    """Established names wherever else they stand."""
    text = view.text
    wanted: dict[str, Proposal] = {}
    weights: Counter[str] = Counter()
    for p in chosen:
        weights[actor_key(p, text)] += p.weight  # type: ignore[assignment]
    for p in chosen:
        key = actor_key(p, text)
        if weights[key] < ESTABLISHED or p.name:
            continue
        name = text[p.start : p.end]
        _want(wanted, name, replace(p, refers=key))
        for short in short_forms(name, p.type):
            _want(wanted, short, replace(p, refers=key, entry=None))
    for alias in aliases:
        source = next((p for p in chosen if actor_key(p, text) == alias.key[1]), None)
        if source is not None:
            _want(wanted, alias.name, replace(source, refers=alias.key[1], entry=None))
    automaton = ahocorasick.Automaton()
    for name, p in wanted.items():
        automaton.add_word(fold(name), (name, p))
    if not wanted:
        return
    automaton.make_automaton()
    for last, (name, p) in automaton.iter(fold(text)):
        start, end = last - len(name) + 1, last + 1
        form = text[start:end]
        if not _stands_alone(text, start, end) or (not has_han(form) and form != name):
            continue
        full = name_key(name) == name_key(text[p.start : p.end])
        weight = min(ALIAS_WEIGHT, p.weight) if full else ALIAS_WEIGHT - 1.0
        if p.type == "Person" and not full and start < p.start:
            continue  # a bare surname before its full name is somebody else's
        yield replace(p, start=start, end=end, layer="alias", rule="again" if full else "short", weight=weight)


def _want(wanted: dict[str, Proposal], name: str, p: Proposal) -> None:
    minimum = 2 if has_han(name) else 3
    if len(name) >= minimum and fold(name) not in generic_words():
        seen = wanted.get(name)
        if seen is None or p.weight > seen.weight:
            wanted[name] = p


def _short_titles(view: View, chosen: Sequence[Proposal]) -> Iterator[Proposal]:
    """《意见》, 《办法》: the last act named in full whose title ends so."""
    text = view.text
    acts = [p for p in chosen if p.type == "Policy" and p.end - p.start > 6]
    for m in _SHORT_POLICY.finditer(text):
        head = m["name"]
        before = [p for p in acts if p.end <= m.start() and re.sub(r"[（(].*$", "", text[p.start : p.end]).endswith(head)]
        if before:
            act = before[-1]
            start, end = m.span("name")
            yield Proposal(start, end, "Policy", "alias", "short-title", 4.5, act.subtype, refers=actor_key(act, text))
