"""Layer 2: how names are built and introduced, as rows of data (``patterns/*.yaml``) with one reader.

Besides the rows, one mechanism is code because it grows from what the lexicon found: a known product followed by a
version is another product (GPT-5 → GPT-5.2 Pro; 昇腾 → 昇腾 960).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

import yaml
from actorgraph.extract.spans import Proposal
from actorgraph.extract.text import fold, has_han
from actorgraph.extract.view import View

__all__ = ["Pattern", "Patterns", "generic_words", "load_patterns", "versions"]

_FILES = ("zh.yaml", "en.yaml")
YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C loader where PyYAML has it: the same values, ten times faster."""


@dataclass(frozen=True)
class Pattern:
    """One row: what a name of this type looks like.

    :param trim: whether words of the clause in front of the name are to be cut off.
    """

    id: str
    type: str
    weight: float
    regex: re.Pattern[str]
    subtype: str = ""
    trim: bool = False
    finds: dict[str, str] = field(default_factory=dict)
    skips: tuple[str, ...] = ()

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Ranges of the names that this row sees in a text."""
        for match in self.regex.finditer(text):
            group = next(g for g in ("name", "name2") if g == "name2" or match.group(g) is not None)
            start, end = match.span(group)
            if self.trim:
                start += _lead_in(text[start:end])
            name = text[start:end]
            if len(name) < 2 or "\n" in name or fold(name) in generic_words() or _vague(name):
                continue
            yield start, end


@cache
def generic_words() -> frozenset[str]:
    """Folded words that look like names and are none (techniques, generic nouns, measures)."""
    source = resources.files("actorgraph.extract") / "patterns" / "generic.txt"
    lines = source.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


# Verbs and particles that a run of Han characters may carry in front of a name with a legal or trade suffix.
_LEAD_IN = re.compile(
    r".*?(?:收购|入股|参股|控股|投资了|成立|设立|组建|携手|联合|发布|推出|采用|包括|例如|譬如|作为|根据|来自|隶属于|隶属|旗下|通过|依托|基于|"
    r"成为|邀请|委托|起诉|指控|批准|要求|宣布|入选|加入|进入|选择|支持|服务于|服务|位于|年|月|日|个|家|名为|即|如|据|经|约|由|助力|建设|打造|"
    r"任职|担任|毕业|就读|开发|研发|承担|牵头|主导|合作|前往|落户|落地|签约|交付|部署|引入|使用|应用|构建|建立|共建|以及|还有|前|原|时任)"
)
_VAGUE = re.compile(
    r"^(?:一|二|两|三|四|五|六|七|八|九|十|百|千|各|多|某|本|该|这|那|每|全|其|其他|许多|众多|部分|知名|顶尖|著名|国内|国外|海外|重点|主要|"
    r"相关|有关|所属|上述|大型|小型|新型|综合|三甲|民营|公立|高等|专门|基层|县级|市级|省级|地方|国家级|传统|先进|首个|首家|当地|同级)"
    r"[\u4e00-\u9fff]{0,4}$"
)


def _lead_in(name: str) -> int:
    """How many characters in front of the name belong to the clause, not to the name."""
    at = 0
    while (match := _LEAD_IN.match(name, at)) and len(name) - match.end() >= 4:
        at = match.end()
    return at


def _vague(name: str) -> bool:
    return _VAGUE.match(name) is not None and len(name) <= 6


def _compile(row: dict[str, Any], macros: dict[str, str]) -> Pattern:
    source = row["pattern"]
    for _ in range(3):  # a macro may use another
        for name, value in macros.items():
            source = source.replace("{" + name + "}", value)
    return Pattern(
        id=row["id"],
        type=row["type"],
        weight=float(row["weight"]),
        regex=re.compile(source),
        subtype=row.get("subtype", ""),
        trim=bool(row.get("trim", False)),
        finds=dict(row.get("finds", {})),
        skips=tuple(row.get("skips", ())),
    )


@cache
def load_patterns() -> tuple[Pattern, ...]:
    """All rows, compiled, in file order."""
    out: list[Pattern] = []
    for name in _FILES:
        data = yaml.load(
            (resources.files("actorgraph.extract") / "patterns" / name).read_text(encoding="utf-8"), Loader=YamlLoader
        )
        out.extend(_compile(row, data["macros"]) for row in data["patterns"])
    return tuple(out)


# What may follow a known product's name as its version: numbers, size and edition words.
_EDITION = (
    r"(?:Pro|Max|Ultra|Mini|mini|Nano|nano|Lite|Plus|Turbo|Flash|Preview|Instant|Thinking|Instruct|Chat|Base|Coder|Code|"
    r"Codex|Vision|VL|Omni|Audio|Image|Video|Math|Air|Next|Large|Medium|Small|High|Deep Think|Deep Research|Opus|Sonnet|Haiku|"
    r"Reasoning|Reasoner|Exp|Speciale|Distill|\d{1,4}(?:\.\d+)?[BbMm](?:-A\d+[Bb])?)"
)
_TAIL = re.compile(
    rf"(?:[ -]?[vV]?\d{{1,4}}(?:\.\d+)*[A-Za-z]{{0,3}}\d?|[ -]?[A-Z]\d{{1,4}}[A-Za-z]?|-?[Vv]\d+(?:\.\d+)*|(?=[ -]{_EDITION}))"
    rf"(?:[ -]{_EDITION})*(?:[ -]\d+(?:\.\d+)*(?=\s|[^\w.%]|$))?"
)
_UNIT_AFTER = re.compile(
    r"\s?(?:[%％年月日个颗台款倍亿万元美块张片层种项家名位人次组路核篇代期米]|GPUs?\b|[TGMk]B\b|[Ww]att|nm\b|percent|million|billion|users|x\b)"
)
_VERSION_WEIGHT = 3.0
_VERSIONED = frozenset({"Product"})


def versions(view: View, found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Products named by a found product's name and a version behind it."""
    text = view.text
    for p in found:
        if p.type not in _VERSIONED:
            continue
        match = _TAIL.match(text, p.end)
        if match is None or match.end() == p.end or "\n" in match.group():
            continue
        weight = p.weight
        if p.rule == "weak" and p.weight < _VERSION_WEIGHT:
            # The version itself speaks for an ambiguous name, unless it could be a caption's number (Figure 3).
            if match.group()[0] != "-" and not has_han(text[p.start : p.end]):
                continue
            weight = _VERSION_WEIGHT
        end = match.end()
        tail = match.group().strip(" -")
        if _UNIT_AFTER.match(text, end) and not re.search(r"[A-Za-z.]", tail):
            continue
        # Four bare digits are a year, not a version (GPT 2025 年).
        if re.fullmatch(r"(?:19|20)\d\d", tail) or (end < len(text) and re.match(r"[A-Za-z0-9]", text[end])):
            continue
        yield Proposal(p.start, end, "Product", "pattern", "version", weight + 0.6, p.subtype)
        yield from _more_versions(text, replace(p, weight=weight), end)


_NEXT_VERSION = re.compile(
    r"\s?[/、和与及]\s?(?P<tail>(?:[A-Z]?\d{2,4}[A-Za-z]{0,2}|[A-Z]\d{1,3})(?:\s(?:Pro|Max|Ultra|Mini))?)(?![A-Za-z0-9.%％年月日个颗台款倍亿万])"
)
_STEM = re.compile(r"^(?P<stem>.*?[^\dA-Z])(?P<last>[A-Z]{0,3}\d[\w.]*)$")


def _more_versions(text: str, p: Proposal, end: int) -> Iterator[Proposal]:
    """The further numbers of a list: 思元 590/690, BR100/105, 昇腾 910B、910C."""
    full = _STEM.match(text[p.start : end])
    while full is not None and (match := _NEXT_VERSION.match(text, end)):
        tail, last = match["tail"], full["last"]
        letters = re.match(r"[A-Z]*", last)
        prefix = letters.group() if letters and tail[0].isdigit() and not last[0].isdigit() else ""
        start, end = match.span("tail")
        name = full["stem"] + prefix + tail
        yield Proposal(start, end, "Product", "pattern", "version", p.weight, p.subtype, name=name)


class Patterns:
    """All rows of layer 2, applied to a document."""

    def __init__(self, patterns: Iterable[Pattern] | None = None) -> None:
        self.patterns = tuple(load_patterns() if patterns is None else patterns)

    def propose(self, view: View, found: Iterable[Proposal] = ()) -> list[Proposal]:
        """Proposals of every row, and the versions of products that ``found`` names."""
        out = [
            Proposal(start, end, p.type, "pattern", p.id, p.weight, p.subtype)
            for p in self.patterns
            for start, end in p.find(view.text)
        ]
        out.extend(versions(view, found))
        return out
