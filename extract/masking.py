"""Sentences as frames and the scorer see them: every mention one placeholder, coordinated mentions one node.

``英伟达的 Blackwell 由台积电和三星代工。`` becomes ``C的P由C代工。`` with nodes C=[英伟达], P=[Blackwell],
C=[台积电, 三星]; a placeholder is one private-use character, so that a regular expression can name it. Quote marks
around a mention, brackets without a mention and a second name in brackets are taken out. Pronouns and dropped subjects
become nodes too, filled with the actor they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from actorgraph.extract.documents import Kind
from actorgraph.extract.linking import Actor
from actorgraph.extract.spans import Proposal
from actorgraph.extract.text import HAN
from actorgraph.extract.view import Sentence, View

__all__ = ["CODES", "LETTERS", "Masked", "Node", "mask_sentence", "readable"]

CODES = {
    "Company": "\ue001",
    "Organization": "\ue002",
    "Person": "\ue003",
    "Product": "\ue004",
    "Policy": "\ue005",
    "Place": "\ue006",
}
"""Core class → its placeholder character."""

LETTERS = {"C": "\ue001", "O": "\ue002", "N": "\ue003", "P": "\ue004", "L": "\ue005", "G": "\ue006"}
"""The letters by which frames and training text name the classes."""

_NAMES = {code: letter for letter, code in LETTERS.items()}
PLACEHOLDERS = "\ue001-\ue006"


@dataclass(slots=True)
class Node:
    """One placeholder: the actors that stand there together, and where their mentions begin and end.

    :param how: ``named``, ``pronoun``, ``dropped`` (a clause without subject) or ``topic`` (whom the passage is about;
        marked off by ``‖``, so that no frame reads across it).
    """

    type: str
    actors: list[Actor]
    start: int
    end: int
    how: str = "named"


@dataclass(slots=True)
class Masked:
    """A sentence with its mentions masked.

    :param text: the masked sentence. :param at: position of each placeholder in ``text`` → its node.
    """

    text: str
    at: dict[int, Node]
    sentence: Sentence
    view: View

    @property
    def nodes(self) -> list[Node]:
        """Nodes in text order."""
        return [self.at[i] for i in sorted(self.at)]


@dataclass(slots=True)
class Anaphora:
    """Whom a pronoun or a dropped subject may stand for, as reading goes on.

    :param topic: whom the headings above name.
    :param last: the last actor of each class. :param subject: who stood first in the sentence before.
    """

    topic: Actor | None = None
    last: dict[str, Actor] = field(default_factory=dict)
    subject: Actor | None = None


_STRIP_BEFORE = re.compile(r"[《〈“「『‘\"'*]+$")
_STRIP_AFTER = re.compile(r"^[》〉”」』’\"'*®™]+")
_EMPTY_BRACKET = re.compile(rf"\s?[（(][^（）(){PLACEHOLDERS}]{{0,40}}[）)]")
_LIST_JOINT = re.compile(
    r"^\s*(?:、|，|,|/|和|与|及|以及|或|并|、?和|，?以及|，?及|,?\s?and|,?\s?or|&|,?\s?as well as)\s*$"
)
_HAN_ONLY_SPACE = re.compile(rf"(?<=[{HAN}，。；：、])\s+|\s+(?=[{HAN}，。；：、])")

_FIRM_PRONOUN = re.compile(
    r"(?:该|本|这家|此)(?:公司|企业|集团|厂商|机构|平台方|团队|校|院|行)|(?<![\u4e00-\u9fff])公司(?=[\u4e00-\u9fff])(?!名|史|法|治|债|总部|型|级|制)|"
    r"\b(?:[Tt]he|[Tt]his) (?:company|firm|startup|start-up|group|carmaker|chipmaker|lab|vendor|agency|regulator|ministry|university)\b(?!['’]s)"
)
_OWN_PRONOUN = re.compile(
    r"其(?![中他次余实它一二三])|\b[Ii]ts\b|\b(?:[Tt]he|[Tt]his) (?:company|firm|startup|group)['’]s\b|(?<![\u4e00-\u9fff])旗下"
)
_IT_PRONOUN = re.compile(
    r"(?:(?<=[，。；])|^)它(?!们)|(?:^|(?<=[.;,] ))(?:It|it)(?= (?:also |has |will |is |was |then |later |now )?[a-z]+)"
)
_HE_PRONOUN = re.compile(r"(?<![其吉])他(?!们|人|国|方)|她(?!们)|\b[Hh]e\b|\b[Ss]he\b|\b[Hh]is\b|\b[Hh]er\b")
_THING_PRONOUN = re.compile(
    r"(?:该|本|这一|这款|此)(?:款|项|套)?(?:大模型|模型|产品|系统|平台|芯片|架构|机器人|智能体|框架|协议|方案|应用|软件|工具|项目|引擎)|"
    r"\b(?:[Tt]he|[Tt]his) (?:model|chip|platform|system|robot|framework|tool|app|product|plugin|protocol|assistant)\b"
)
_ACT_PRONOUN = re.compile(
    r"(?:该|本|此|这一)(?:法案|法|条例|办法|规定|意见|规划|计划|方案|标准|文件|指南|宣言|战略|行动|决定)|"
    r"\b(?:[Tt]he|[Tt]his) (?:act|Act|law|bill|regulation|directive|order|plan|strategy|standard|rule|framework|code|declaration)\b"
)
_DROPPED = re.compile(
    r"^(?:[^，。；："
    + PLACEHOLDERS
    + r"]{0,18}，)?(?:(?:20\d\d\s?年[^，"
    + PLACEHOLDERS
    + r"]{0,8}，?|随后|此后|目前|同时|此外|还|并|又|先后|已|"
    r"近年来，?|近日，?|日前，?)*)(?:正式|率先|首次|自主|联合|成功|全面|陆续|深度|重磅|首批|独家|对外|积极|持续|进一步)*"
    r"(?:发布|推出|自研|研发|开发|打造|构建|搭建|上线|部署|采用|引入|引进|依托|基于|联合|携手|收购|投资|入股|与"
    + LETTERS["C"]
    + r"|建成|创新|提出|开源|"
    r"成立于|总部|旗下|拥有|通过|利用|运用|借助|接入|搭载|印发|出台|签署|形成|创建|发起|设立|凭借)"
)


def readable(text: str) -> str:
    """A masked text with letters for its placeholders, for messages and tests."""
    return "".join(_NAMES.get(c, c) for c in text)


def mask_sentence(
    view: View, sentence: Sentence, mentions: Sequence[tuple[Proposal, Actor]], anaphora: Anaphora
) -> Masked:
    """Mask one sentence. ``mentions`` are those that stand in it, in order; ``anaphora`` is read, not changed."""
    parts = _parts(view, sentence, mentions)
    parts = _with_pronouns(parts, anaphora)
    parts = _second_names(parts)
    row = view.blocks[sentence.block].kind is Kind.ROW
    parts = _coordinated(parts)
    text, at = _join(parts)
    if not row:
        text, at = _dropped_subject(text, at, sentence, anaphora)
    return Masked(text, at, sentence, view)


_Part = str | Node


def _parts(view: View, sentence: Sentence, mentions: Sequence[tuple[Proposal, Actor]]) -> list[_Part]:
    parts: list[_Part] = []
    at = sentence.start
    for p, actor in mentions:
        # A firm named at the head of its product's name (NVIDIA Jetson) comes first and ends inside it.
        parts.append(view.text[at : p.start])
        parts.append(Node(actor.type, [actor], max(at, p.start), p.end))
        at = max(at, p.end)
    parts.append(view.text[at : sentence.end])
    for i, part in enumerate(parts):
        if isinstance(part, str):
            text = _STRIP_BEFORE.sub("", part) if i + 1 < len(parts) else part
            text = _STRIP_AFTER.sub("", text) if i else text
            parts[i] = _HAN_ONLY_SPACE.sub("", _EMPTY_BRACKET.sub("", text)) if "\t" not in text else text
    return parts


def _with_pronouns(parts: list[_Part], anaphora: Anaphora) -> list[_Part]:
    """Pronouns inside the text parts become nodes, where somebody is there for them to mean."""
    out: list[_Part] = []
    before: dict[str, Actor] = dict(anaphora.last)
    subject = anaphora.subject or anaphora.topic
    seen_firm: Actor | None = None
    for part in parts:
        if isinstance(part, Node):
            out.append(part)
            before[part.type] = part.actors[-1]
            if part.type in ("Company", "Organization") and seen_firm is None:
                seen_firm = part.actors[0]
            continue
        at = 0
        for start, end, kind in _pronouns(part):
            if start < at:
                continue
            who = _antecedent(kind, before, seen_firm, subject, anaphora)
            if who is None:
                continue
            out.append(part[at:start])
            out.append(Node(who.type, [who], -1, -1, "pronoun"))
            if kind == "own":
                out.append("的")
            at = end
        out.append(part[at:])
    return out


def _pronouns(part: str) -> list[tuple[int, int, str]]:
    table = (
        ("firm", _FIRM_PRONOUN), ("own", _OWN_PRONOUN), ("it", _IT_PRONOUN), ("he", _HE_PRONOUN),
        ("thing", _THING_PRONOUN), ("act", _ACT_PRONOUN),
    )  # fmt: skip
    return sorted((m.start(), m.end(), kind) for kind, regex in table for m in regex.finditer(part))


def _antecedent(
    kind: str, before: dict[str, Actor], firm: Actor | None, subject: Actor | None, anaphora: Anaphora
) -> Actor | None:
    if kind in ("firm", "own"):
        if firm is not None:
            return firm
        if subject is not None and subject.type in ("Company", "Organization"):
            return subject
        topic = anaphora.topic
        if topic is not None and topic.type in ("Company", "Organization"):
            return topic
        return before.get("Company") if kind == "firm" else None
    if kind == "it":
        return subject
    wanted = {"he": "Person", "thing": "Product", "act": "Policy"}[kind]
    return before.get(wanted)


def _second_names(parts: list[_Part]) -> list[_Part]:
    """「英伟达（NVIDIA）」 is one node: a bracket that only repeats the actor before it is taken out."""
    out: list[_Part] = []
    i = 0
    while i < len(parts):
        part = parts[i]
        if (
            isinstance(part, Node)
            and i + 3 < len(parts)
            and isinstance(parts[i + 1], str)
            and isinstance(parts[i + 2], Node)
            and isinstance(parts[i + 3], str)
            and re.fullmatch(r"\s?[（(][^（）()]{0,12}", parts[i + 1])  # type: ignore[arg-type]
            and parts[i + 2].actors == part.actors  # type: ignore[union-attr]
            and (close := re.match(r"[^（）()]{0,4}[）)]", parts[i + 3]))  # type: ignore[arg-type]
        ):
            parts[i + 3] = _STRIP_AFTER.sub("", parts[i + 3][close.end() :])  # type: ignore[index]
            parts[i + 2] = part
            i += 2
            continue
        out.append(part)
        i += 1
    return out


_SHORT_ITEM = re.compile(r"^\s*、\s*[^、，。；：:,;\s]{1,10}\s*、\s*$")
_ALIKE = {"Organization": "Company"}
"""Firms and other bodies stand in one list; each member's own class decides what it can be subject or object of."""


def _coordinated(parts: list[_Part]) -> list[_Part]:
    """Mentions of one class with only list marks (or a short unknown item) between them become one node."""
    out: list[_Part] = []
    for part in parts:
        if isinstance(part, Node) and len(out) >= 2 and _continues(out, part):
            head = out[-2]
            out.pop()
            assert isinstance(head, Node)
            head.actors = [*head.actors, *[a for a in part.actors if a not in head.actors]]
            head.end = part.end
            continue
        out.append(part)
        _pass_by(out)
    return out


def _pass_by(out: list[_Part]) -> None:
    """A list goes on over an item that is only half known: 「腾讯、荷兰某银行、百度」 is one list of firms."""
    if len(out) < 5:
        return
    head, joint, odd, rest, node = out[-5:]
    if (
        isinstance(head, Node) and isinstance(odd, Node) and isinstance(node, Node)
        and isinstance(joint, str) and isinstance(rest, str)
        and odd.type == "Place" and joint.strip() == "、" and re.fullmatch(r"[^、，。；：:,;\s]{1,10}\s*、\s*", rest)
        and _ALIKE.get(head.type, head.type) == _ALIKE.get(node.type, node.type)
    ):  # fmt: skip
        head.actors = [*head.actors, *[a for a in node.actors if a not in head.actors]]
        head.end = node.end
        del out[-4:]


def _continues(out: list[_Part], node: Node) -> bool:
    """Whether a node goes on with the list that the node before it stands in."""
    joint, head = out[-1], out[-2]
    if not (isinstance(joint, str) and isinstance(head, Node)) or head.how != "named" or node.how != "named":
        return False
    if _ALIKE.get(head.type, head.type) != _ALIKE.get(node.type, node.type):
        return False
    if not (_LIST_JOINT.match(joint) or _SHORT_ITEM.match(joint)):
        return False
    # In 「GPT-5、DeepSeek V3、Claude 4」 the firm at the head of the second item makes only that item.
    bound = len(out) >= 5 and out[-3] == "" and isinstance(out[-4], Node) and out[-4].type == "Company"
    return not (bound and isinstance(out[-5], str) and out[-5].rstrip().endswith(("、", "，", ",", "和", "与")))


def _join(parts: list[_Part]) -> tuple[str, dict[int, Node]]:
    pieces: list[str] = []
    at: dict[int, Node] = {}
    length = 0
    for part in parts:
        if isinstance(part, Node):
            at[length] = part
            pieces.append(CODES[part.type])
            length += 1
        else:
            text = part
            if "\t" not in text and re.search(f"[{HAN}，。；：、]", text):
                # Spaces between Han characters and a placeholder carry no meaning; those of Latin words do.
                text = re.sub(rf"^ +(?=[{HAN}，。；：、（])|(?<=[{HAN}，。；：、）]) +$", "", text)
            pieces.append(text)
            length += len(text)
    return "".join(pieces), at


_CLAUSE = re.compile(r"[^，。；,;]*")


def _dropped_subject(
    text: str, at: dict[int, Node], sentence: Sentence, anaphora: Anaphora
) -> tuple[str, dict[int, Node]]:
    """A node in front for whom the sentence goes on about: a dropped subject, or at least the passage's topic."""
    who = anaphora.subject or anaphora.topic
    # Named again behind the first clause, the topic is still whom the sentence begins about.
    clause = _CLAUSE.match(text)
    soon = clause.end() if clause else len(text)
    if who is None or who.type in ("Place", "Policy") or any(who in n.actors for i, n in at.items() if i < soon):
        return text, at
    acting = who.type in ("Company", "Organization", "Person")
    how = "dropped" if acting and _DROPPED.match(text) else "topic"
    node = Node(who.type, [who], sentence.start, sentence.start, how)
    lead = CODES[who.type] + ("" if how == "dropped" else "‖")
    return lead + text, {0: node, **{i + len(lead): n for i, n in at.items()}}
