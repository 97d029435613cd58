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
from actorgraph.extract.gazetteer import stands_alone
from actorgraph.extract.lexicon import Entry
from actorgraph.extract.lexicon import load as loaded
from actorgraph.extract.linking import Alias, actor_key, introductions, short_forms
from actorgraph.extract.patterns import generic_words
from actorgraph.extract.spans import Proposal, choose, merge
from actorgraph.extract.text import fold, has_han, name_key
from actorgraph.extract.view import View

__all__ = ["reconcile"]

ESTABLISHED = 1.5
"""Log-odds from which a name is taken as established in the document and looked for everywhere in it."""

ALIAS_WEIGHT = 3.0

_SHORT_POLICY = re.compile(
    r"[《“](?P<name>(?:实施|若干|指导|行动)?(?:意见|办法|规定|条例|方案|规划|计划|通知|指南|纲要|法案|公约|宣言|法|标准|决定|措施|战略|建议))[》”]"
)


def reconcile(view: View, proposals: Sequence[Proposal]) -> tuple[list[Proposal], list[Alias]]:
    """The document's mentions in text order, and the second names it introduces."""
    proposals = _one_sense(view, [p for p in proposals if fold(view.text[p.start : p.end]) not in generic_words()])
    proposals = _repeated(view, proposals)
    first = choose(proposals)
    proposals = [*proposals, *_like_neighbours(view, first, proposals)]
    first = choose(proposals)
    aliases = introductions(view, first)
    again = list(_again(view, first, aliases))
    chosen = choose([*proposals, *again, *_short_titles(view, first)])
    chosen = _quoted_heads(view, chosen)
    return sorted([*chosen, *_makers(view, chosen)], key=lambda p: (p.start, p.end)), aliases


_HEAD_NOUN = re.compile(
    r"[”」](?:[\u4e00-\u9fffA-Za-z0-9 ]{0,8}?)(?:大语言模型|大模型|模型|智能体|机器人|芯片|处理器|引擎|架构|操作系统|系统|平台|中台|助手|框架|协议|软件|应用|"
    r"数据集|服务器|驾驶舱|知识库|备案库|数据库|装配岛|产线|生产线|解决方案|方案|套件|工具|空间站|大脑|体系)"
)


def _quoted_heads(view: View, chosen: Sequence[Proposal]) -> list[Proposal]:
    """A product named in quotation marks bears the noun behind them too: 「元智」语音大模型 is not 「元智」影像大模型."""
    text = view.text
    out: list[Proposal] = []
    for i, p in enumerate(chosen):
        if p.type == "Product" and p.entry is None and text[p.start - 1 : p.start] in ("“", "「"):
            m = _HEAD_NOUN.match(text, p.end)
            following = chosen[i + 1].start if i + 1 < len(chosen) else len(text)
            if m and m.end() <= following and "\n" not in m.group():
                p = replace(p, start=p.start - 1, end=m.end(), refers="", rule=p.rule + "+head")  # noqa: PLW2901
        out.append(p)
    return out


def _makers(view: View, chosen: Sequence[Proposal]) -> Iterator[Proposal]:
    """The firm that a product's name begins with is named too: NVIDIA in “NVIDIA Jetson”, 华为 in 「华为昇腾」."""
    text = view.text
    firms: dict[str, Proposal] = {}
    products = {text[p.start : p.end] for p in chosen if p.type == "Product"}
    for p in chosen:
        if p.type in _MAKER_TYPES and p.layer in ("lexicon", "alias") and p.entry is not None:
            firms.setdefault(text[p.start : p.end], p)
    for p in chosen:
        if p.type != "Product":
            continue
        name = text[p.start : p.end]
        firm, entry = _maker_in(name, p, firms)
        if firm and firm not in products and not _ONLY_VERSION.match(name[len(firm) :]):
            yield Proposal(p.start, p.start + len(firm), entry.type, "alias", "maker", 3.0, entry.subtype, entry)


def _maker_in(name: str, p: Proposal, firms: dict[str, Proposal]) -> tuple[str, Entry]:
    """The firm's name at the head of a product's, and its lexicon row; an empty name where there is none."""
    for length in range(min(len(name) - 2, 16), 1, -1):
        rest = name[length:]
        if not (rest[0] == " " or has_han(name[length - 1])):
            continue
        firm = firms.get(name[:length])
        if firm is not None and firm.entry is not None and (p.entry is None or p.entry.of == firm.entry.id):
            return name[:length], firm.entry
        if p.entry is not None and p.entry.of:
            maker = loaded().entries.get(p.entry.of)
            if maker is not None and maker.type in _MAKER_TYPES and name[:length] in maker.names:
                return name[:length], maker
        elif p.entry is None:
            known = [e for e in loaded().find(name[:length]) if name[:length] not in e.weak]
            if len(known) == 1 and known[0].type == "Company":
                return name[:length], known[0]
    return "", _NOBODY


_MAKER_TYPES = ("Company", "Organization")
_ONLY_VERSION = re.compile(r"\s*[vV]?\d")
"""Midjourney V7, DeepSeek V3: the firm's name is the product's own, not a maker's in front of it."""

_NOBODY = Entry("", "Company")


REPEATED = 1.5
"""What it adds to a name seen by the model alone that it sees the same name elsewhere in the document: on the
development passages 7 in 10 such names are right, of those seen once 2 in 10."""


def _repeated(view: View, proposals: Sequence[Proposal]) -> list[Proposal]:
    text = view.text
    seen = Counter((p.type, name_key(text[p.start : p.end])) for p in proposals if p.rule == "crf")
    return [
        replace(p, weight=p.weight + REPEATED)
        if p.rule == "crf" and seen[p.type, name_key(text[p.start : p.end])] > 1
        else p
        for p in proposals
    ]


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


_BETWEEN = re.compile(r"\s*(?:、|，|,|/|和|与|及|以及|,?\s?and|&)\s*")
LIKE_NEIGHBOURS = 1.6


def _like_neighbours(view: View, chosen: Sequence[Proposal], proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """In a list of firms a name that may be a firm or its product is the firm; in a list of products, the product."""
    text = view.text
    kinds: dict[tuple[int, int], set[str]] = defaultdict(set)
    for p in proposals:
        if p.weight > -1:
            kinds[p.start, p.end].add(p.type)
    for i, p in enumerate(chosen):
        options = kinds[p.start, p.end]
        if len(options) < 2:
            continue
        votes: Counter[str] = Counter()
        for j in (i - 2, i - 1, i + 1, i + 2):
            if 0 <= j < len(chosen):
                a, b = sorted((p, chosen[j]), key=lambda q: q.start)
                if len(gap := text[a.end : b.start]) <= 24 and (_BETWEEN.fullmatch(gap) or gap.count("、") >= 1):
                    votes[chosen[j].type] += 1
        for kind, n in sorted(votes.items()):
            if kind in options:
                same = next(q for q in proposals if (q.start, q.end, q.type) == (p.start, p.end, kind))
                yield replace(same, layer="context", rule="list", weight=LIKE_NEIGHBOURS * n)


def _again(view: View, chosen: Sequence[Proposal], aliases: Sequence[Alias]) -> Iterator[Proposal]:
    """Established names wherever else they stand."""
    text = view.text
    wanted: dict[str, Proposal] = {}
    weights: Counter[str] = Counter()
    for p in chosen:
        weights[actor_key(p, text)] += p.weight  # type: ignore[assignment]
    introduced = {alias.key[1] for alias in aliases if alias.rule == "introduced"}
    for p in chosen:
        key = actor_key(p, text)
        if weights[key] < ESTABLISHED or p.name:
            continue
        name = text[p.start : p.end]
        _want(wanted, name, replace(p, refers=key))
        for short in () if key in introduced else short_forms(name, p.type):
            if loaded().find(short):
                continue  # the short form of somebody else, for all the lexicon knows
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
        if not stands_alone(text, start, end) or (not has_han(form) and form != name):
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
        before = [
            p
            for p in acts
            if p.end <= m.start() and re.sub(r"[（(].*$", "", text[p.start : p.end]).replace("的", "").endswith(head)
        ]
        if before:
            act = before[-1]
            start, end = m.span("name")
            yield Proposal(start, end, "Policy", "alias", "short-title", 4.5, act.subtype, refers=actor_key(act, text))
