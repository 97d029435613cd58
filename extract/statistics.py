"""Layer 3: a small sequence model for names never seen before.

A linear-chain CRF (python-crfsuite) over tokens — a Han character, a Latin word, a number — with n-gram, shape, affix
and look-ahead features, and with what the lexicon and the patterns propose as further features. In training the
proposals are dropped at random, so that the model works with much lexicon, little or none. The model is trained by
``python -m actorgraph.extract.train`` on the project's own marked text, with names substituted, so that it learns
contexts and shapes rather than names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import pycrfsuite
import rjieba
from actorgraph.extract.patterns import generic_words
from actorgraph.extract.spans import Proposal
from actorgraph.extract.text import HAN, fold, has_han
from actorgraph.extract.view import View
from actorgraph.ontology.errors import ActorgraphError

__all__ = ["LABEL_TYPES", "ModelError", "Recognizer", "Token", "common_words", "features", "model_path", "tokens"]

LABEL_TYPES = ("Company", "Organization", "Person", "Product", "Policy")

_TOKEN = re.compile(rf"[{HAN}]|[A-Za-zÀ-ɏ0-9]+(?:\.\d+)*|[^\s]")
_LOWER = re.compile(r"(?<![A-Za-z0-9.-])[a-z]{2,14}(?![A-Za-z0-9-])")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
# Words that close a name and say what it is; the model sees how far ahead the next one stands.
_HEADS = {
    "c": "公司|集团|科技|股份|控股|资本|银行|证券|半导体|微电子|汽车|药业|医药|制药|电子|智能|机器人|网络|信息|软件|能源|重工|钢铁|航空|保险|基金|创投|工厂",
    "o": "大学|学院|研究院|研究所|实验室|医院|委员会|协会|学会|联盟|基金会|总局|管理局|监管局|部|厅|局|委|办|中心|政府|法院|联合会|社区|组织|议会|国会|理事会",
    "p": "大模型|模型|智能体|机器人|芯片|处理器|加速器|引擎|架构|系统|平台|中台|助手|框架|协议|软件|应用|数据集|基准|服务器|集群|浏览器|手机|眼镜|系列|数据库|工具|产线|知识库|驾驶舱|版",
    "l": "法案|法|条例|办法|规定|意见|规划|计划|方案|指南|标准|行动|战略|宣言|公约|规范|倡议|指令|框架|准则|原则|工程|措施|通知|纲要|细则|专项",
}
_HEAD_RE = re.compile("|".join(f"(?P<{k}>{v})" for k, v in _HEADS.items()))
_LATIN_HEADS = {
    **dict.fromkeys(["inc", "corp", "ltd", "llc", "gmbh", "plc", "technologies", "semiconductor", "robotics", "labs", "capital", "ventures", "systems", "group", "holdings", "bank", "motors"], "c"),
    **dict.fromkeys(["university", "institute", "foundation", "commission", "agency", "association", "alliance", "council", "committee", "hospital", "ministry", "department", "court", "parliament", "community", "consortium", "authority"], "o"),
    **dict.fromkeys(["model", "models", "chip", "chips", "platform", "framework", "assistant", "agent", "robot", "app", "plugin", "engine", "architecture", "series", "family", "accelerator", "gpu"], "p"),
    **dict.fromkeys(["act", "bill", "regulation", "directive", "law", "order", "strategy", "plan", "framework", "declaration", "convention", "guidelines", "principles", "initiative", "rule"], "l"),
}  # fmt: skip


class ModelError(ActorgraphError):
    """The model file is missing or damaged; ``path`` says which."""

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a sentence with its range in the text."""

    text: str
    start: int
    end: int


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Tokens of ``text[start:end]``; white space separates and is no token."""
    return [
        Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]


@lru_cache(maxsize=1 << 16)
def _word(text: str) -> str:
    return fold(text)[:14]


@lru_cache(maxsize=1 << 16)
def _shape(word: str) -> str:
    if len(word) == 1:
        if re.match(f"[{HAN}]", word):
            return "H"
        if not word.isalnum():
            return word
    out = ""
    for c in word[:14]:
        s = "X" if c.isupper() else "x" if c.islower() else "9" if c.isdigit() else "."
        if not out.endswith(s):
            out += s
    return out + ("1" if len(word) == 1 else "")


def features(text: str, toks: Sequence[Token], hints: Sequence[str], common: Container[str] = ()) -> list[list[str]]:
    """Features of each token of a sentence.

    :param hints: for each token what the other layers propose there (``l:B-Company`` …), joined by spaces, or empty.
    :param common: words that the document also writes in lower case, hence hardly names.
    """
    segments = _segments(text, toks)
    latin = [t.text for t in toks if t.text[0].isalpha() and t.text.isascii()]
    title = len(latin) > 3 and sum(w[0].isupper() for w in latin) > 0.7 * len(latin)
    words = [_word(t.text) for t in toks]
    shapes = [_shape(t.text) for t in toks]
    heads = _ahead(text, toks)
    gap = [i > 0 and toks[i].start > toks[i - 1].end for i in range(len(toks))]
    pad_w = ["<<", "<", *words, ">", ">>"]
    pad_s = ["<<", "<", *shapes, ">", ">>"]
    out: list[list[str]] = []
    for i, word in enumerate(words):
        a, b, c, d, e = pad_w[i : i + 5]
        p, q, r, s, t = pad_s[i : i + 5]
        row = [
            "b", "w=" + c, "w-1=" + b, "w+1=" + d, "w-2=" + a, "w+2=" + e, "w-1,0=" + b + c, "w0,1=" + c + d,
            "w-2,-1=" + a + b, "w1,2=" + d + e, "w-1,0,1=" + b + c + d, "s=" + r, "s-1,0=" + q + r, "s0,1=" + r + s,
            "s-1,0,1=" + q + r + s, "s-2..2=" + p + q + r + s + t, "h=" + heads[i],
        ]  # fmt: skip
        if gap[i]:
            row.append("gap")
        if segments[i]:
            row.append("j=" + segments[i])
            row.append("j0,1=" + segments[i] + (segments[i + 1] if i + 1 < len(toks) else ">"))
            row.append("j-1,0=" + (segments[i - 1] if i else "<") + segments[i])
        elif r != "H" and len(word) > 1 and word in common:
            row.append("low" + r)
        if r[0] == "X":
            row.append(("title" if title else "prose") + ("0" if i == 0 else "") + r)
        if len(word) > 2 and r != "H":
            row += ["p3=" + word[:3], "x3=" + word[-3:]]
        elif c in _SURNAMES:
            row += ["sur", "sur+" + s + t, "w-1=" + b + "|sur"]
        if hints[i]:
            row.extend("g=" + h for h in hints[i].split(" "))
        if i and hints[i - 1]:
            row.extend("g-1=" + h for h in hints[i - 1].split(" "))
        if i + 1 < len(toks) and hints[i + 1]:
            row.extend("g+1=" + h for h in hints[i + 1].split(" "))
        out.append(row)
    return out


def _segments(text: str, toks: Sequence[Token]) -> list[str]:
    """For each Han token its place in its dictionary word and that word's part of speech: unknown names fall apart.

    The dictionary is jieba's, through its Rust binding; only its words are used, not its guesses at names.
    """
    out = [""] * len(toks)
    if not toks or not has_han(text[toks[0].start : toks[-1].end]):
        return out
    index = {t.start: i for i, t in enumerate(toks)}
    at = toks[0].start
    for word, tag in rjieba.tag(fold(text[at : toks[-1].end]), False):
        i = index.get(at)
        if i is not None and "\u3400" <= word[0] <= "\u9fff":
            if len(word) == 1:
                out[i] = "S" + tag
            else:
                for k in range(len(word)):
                    place = "B" if k == 0 else "E" if k == len(word) - 1 else "M"
                    if i + k < len(toks):
                        out[i + k] = f"{place}{min(len(word), 4)}{tag}"
        at += len(word)
    return out


def common_words(text: str) -> frozenset[str]:
    """Words that stand in lower case somewhere in the text."""
    return frozenset(_LOWER.findall(text))


def _ahead(text: str, toks: Sequence[Token]) -> list[str]:
    """For each token which kind of closing word comes next in the same run, and how far away it ends."""
    out = [""] * len(toks)
    ends: dict[int, str] = {}
    starts: dict[int, str] = {}
    if toks:
        for m in _HEAD_RE.finditer(text, toks[0].start, toks[-1].end):
            kind = m.lastgroup or ""
            ends[m.end()] = kind
            starts[m.start()] = kind
    nearest, distance = "", 0
    for i in range(len(toks) - 1, -1, -1):
        t = toks[i]
        kind = ends.get(t.end) or _LATIN_HEADS.get(t.text.casefold(), "")
        if kind:
            nearest, distance = kind, 0
        elif t.text in '，。；：、！？,;:（）()《》“”"\t' or (t.text == "的"):
            nearest = ""
        if nearest and distance <= 9:
            out[i] = f"{nearest}{min(distance, 6)}" + ("!" if t.start in starts else "")
        distance += 1
    return out


def hints_of(toks: Sequence[Token], proposals: Iterable[Proposal]) -> list[str]:
    """What other layers propose at each token: layer, whether weak, position in the name, type."""
    marks: list[list[str]] = [[] for _ in toks]
    index = {t.start: i for i, t in enumerate(toks)}
    for p in proposals:
        i = index.get(p.start)
        if i is None:
            continue
        tag = p.layer[0] + ("w" if p.rule == "weak" and p.weight < 2 else "")
        first = True
        while i < len(toks) and toks[i].start < p.end:
            marks[i].append(f"{tag}:{'B' if first else 'I'}-{p.type[:3]}")
            first = False
            i += 1
    return [" ".join(sorted(set(m))) for m in marks]


def model_path() -> Path:
    """Where the shipped model lies."""
    return Path(str(resources.files("actorgraph.extract") / "models" / "names.crfsuite"))


class Recognizer:
    """The trained model, ready to propose names.

    :raises ModelError: if the model is missing or damaged; the message names the command that rebuilds it.
    """

    def __init__(self, path: Path | None = None) -> None:
        path = path or model_path()
        rebuild = "rebuild it with “python -m actorgraph.extract.train”"
        if not path.is_file():
            raise ModelError(f"The model file {path.name} is missing; {rebuild}.", path=str(path))
        self.tagger = pycrfsuite.Tagger()
        try:
            if not path.read_bytes()[:4] == b"lCRF":
                raise ValueError(path.name)
            self.tagger.open(str(path))
        except (ValueError, RuntimeError) as error:
            raise ModelError(f"The model file {path.name} is damaged; {rebuild}.", path=str(path)) from error
        words = path.with_suffix(".words.txt")
        self.common = frozenset(words.read_text(encoding="utf-8").split()) if words.is_file() else frozenset()

    def propose(self, view: View, found: Sequence[Proposal]) -> list[Proposal]:
        """Names that the model sees, weighted by the log-odds of their least sure token."""
        by_sentence: dict[int, list[Proposal]] = {}
        for p in found:
            by_sentence.setdefault(view.sentence_at(p.start), []).append(p)
        out: list[Proposal] = []
        common = common_words(view.text) | self.common
        for index, sentence in enumerate(view.sentences):
            toks = tokens(view.text, sentence.start, sentence.end)
            if not toks:
                continue
            others = by_sentence.get(index, ())
            hints = hints_of(toks, others)
            for piece in _pieces(len(toks)):
                self.tagger.set(features(view.text, toks[piece], hints[piece], common))
                out.extend(self._names(view, toks[piece]))
                if others:
                    out.extend(self._judged(toks[piece], others))
        return out

    def _names(self, view: View, toks: Sequence[Token]) -> Iterator[Proposal]:
        """Names on the model's best path."""
        labels = self.tagger.tag()
        for first, last, kind in spans_of(labels):
            sure = min(self.tagger.marginal(labels[k], k) for k in range(first, last))
            start, end = toks[first].start, toks[last - 1].end
            if "\n" in view.text[start:end] or fold(view.text[start:end]) in generic_words():
                continue
            doubt = DOUBT + (ORDINARY if kind == "Company" and _ordinary(view.text[start:end]) else 0.0)
            yield Proposal(start, end, kind, "statistics", "crf", _logit(sure) - doubt)

    def _judged(self, toks: Sequence[Token], others: Sequence[Proposal]) -> Iterator[Proposal]:
        """What the model thinks of the other layers' proposals: its evidence, for or against, joins theirs."""
        index = {t.start: i for i, t in enumerate(toks)}
        for p in {(p.start, p.end, p.type): p for p in others}.values():
            i = index.get(p.start)
            # A version behind a known product's name is the lexicon's and the grammar's to judge.
            if i is None or p.type not in LABEL_TYPES or p.rule == "version":
                continue
            sure = self.tagger.marginal("B-" + p.type, i)
            i += 1
            while i < len(toks) and toks[i].start < p.end:
                sure = min(sure, self.tagger.marginal("I-" + p.type, i))
                i += 1
            yield Proposal(p.start, p.end, p.type, "statistics", "judge", max(_AGAINST, _logit(sure)))


DOUBT = 3.0
"""Log-odds by which the model is surer of its own names on new text than it should be."""

ORDINARY = 1.5
"""Further doubt about a firm's name that is made of dictionary words only (智慧资本, 深度信息)."""

_AGAINST = -3.5
"""The most that the model may say against another layer's name: a sure lexicon name outweighs it."""


def _ordinary(name: str) -> bool:
    """Whether a Han name falls into dictionary words of two characters and more: brands as a rule do not."""
    words = rjieba.cut(fold(name), False)
    return (
        has_han(name)
        and not name.endswith("公司")
        and all(len(w) > 1 and w.isalpha() and not w.isascii() for w in words)
    )


def _logit(p: float) -> float:
    p = min(max(p, 0.007), 0.993)
    return math.log(p / (1 - p))


_PIECE = 400
"""Tokens tagged at once: a sentence without a full stop (a 50 MB line) must not take quadratic time or memory."""


def _pieces(n: int) -> Iterator[slice]:
    for at in range(0, n, _PIECE):
        yield slice(at, min(n, at + _PIECE))


def spans_of(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Runs of B-/I- labels as (first, end, type); an I without its B begins a name too."""
    start, kind = -1, ""
    for i, label in enumerate([*labels, "O"]):
        tag, _, name = label.partition("-")
        if start >= 0 and (tag != "I" or name != kind):
            yield start, i, kind
            start = -1
        if tag == "B" or (tag == "I" and start < 0):
            start, kind = i, name
