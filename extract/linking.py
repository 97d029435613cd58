"""Mentions to entities within one document: one actor, one entity, whatever it is called.

What makes two names one actor: the lexicon's row; equal spelling (width, case, script, quotes aside); an introduction
in the text (「X（以下简称：Y）」, “X (Y)”, X（Y） across languages); a legal name and its brand; a person's full name and
the surname that follows. Versions stay apart because their names differ in a digit or letter.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from actorgraph.extract.lexicon import Entry
from actorgraph.extract.spans import Proposal
from actorgraph.extract.text import has_han, name_key
from actorgraph.extract.view import View

__all__ = ["Actor", "Alias", "brand_of", "introductions", "link", "short_forms"]

_LEGAL_ZH = re.compile(r"(?:（集团）|\(集团\)|集团)?(?:股份有限公司|有限责任公司|有限公司|公司)$")
_LEGAL_EN = re.compile(
    r",?\s+(?:Inc|Corp|Corporation|Ltd|Limited|LLC|LLP|GmbH|AG|S\.A|SE|N\.V|PLC|plc|Co|Company|Holdings|Group)\.?$"
)
_PLACE_PREFIX = re.compile(
    r"^(?:中国|北京|上海|天津|重庆|广州|深圳|杭州|南京|苏州|成都|武汉|西安|合肥|长沙|郑州|青岛|济南|厦门|福州|宁波|无锡|常州|东莞|佛山|珠海|大连|"
    r"沈阳|长春|哈尔滨|昆明|贵阳|南宁|南昌|太原|石家庄|兰州|海口|嘉兴|绍兴|温州|烟台|芜湖|株洲|浙江|江苏|广东|山东|安徽|福建|四川|湖北|湖南|"
    r"河南|河北|陕西|江西|辽宁|吉林|黑龙江|贵州|云南|广西|山西|海南|甘肃|内蒙古|新疆|宁夏|青海|西藏|香港|澳门|台湾)(?:市|省)?"
)
_TRADE = re.compile(
    r"(?:信息技术|网络技术|智能科技|医疗科技|机器人科技|半导体科技|数字科技|生物科技|健康科技|电子科技|网络科技|信息科技|汽车科技|能源科技|"
    r"科技|技术|智能|信息|电子|医疗|半导体|微电子|机器人|网络|软件|数据|通信|生物|医药|汽车|能源|材料|装备|制造|工业|实业|控股|集团|股份)+$"
)


@dataclass(frozen=True, slots=True)
class Alias:
    """The document says that two names are one actor: ``start:end`` is the second name's range, if it is named there."""

    key: tuple[str, str]
    name: str
    start: int
    end: int
    rule: str


@dataclass
class Actor:
    """An entity in the making: its mentions and what is known of it."""

    key: str
    type: str
    subtype: str = ""
    entry: Entry | None = None
    mentions: list[Proposal] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)

    @property
    def first(self) -> int:
        """Where it is first named."""
        return min(m.start for m in self.mentions)


def actor_key(p: Proposal, text: str) -> str:
    """The key under which equal names meet: the lexicon id, or type and folded name."""
    if p.entry is not None:
        return "#" + p.entry.id
    return f"{p.type}:{name_key(p.name or text[p.start : p.end])}"


def brand_of(legal: str) -> str:
    """The brand in a firm's legal name, or the name itself.

    >>> brand_of("上海朗川智能科技（集团）有限公司"), brand_of("Kestrel Robotics, Inc.")
    ('朗川', 'Kestrel Robotics')
    """
    if not has_han(legal):
        return _LEGAL_EN.sub("", legal).rstrip(",")
    core = _LEGAL_ZH.sub("", legal)
    core = re.sub(r"[（(][^（）()]*[）)]", "", core)
    core = _PLACE_PREFIX.sub("", core) or core
    brand = _TRADE.sub("", core)
    return brand if len(brand) >= 2 else core


def short_forms(name: str, kind: str) -> list[str]:
    """Shorter names under which the document may go on to speak of the actor, surest first."""
    if kind == "Company":
        if not has_han(name):
            base = brand_of(name)
            return [base] if base != name and len(base) > 2 else []
        if _LEGAL_ZH.search(name) is None or len(name) < 6:
            return []
        core = re.sub(r"[（(][^（）()]*[）)]", "", _LEGAL_ZH.sub("", name))
        bare = _PLACE_PREFIX.sub("", core) or core
        brand = brand_of(name)
        trades = [bare[: len(brand) + 2]] if len(bare) > len(brand) + 2 else []
        return [f for f in dict.fromkeys([core, bare, *trades, brand]) if 2 <= len(f) < len(name)]
    if kind == "Person":
        if "·" in name:
            return [name.rsplit("·", 1)[1]]
        parts = name.split()
        if len(parts) >= 2 and not has_han(name) and len(parts[-1]) > 2:
            return [parts[-1]]
    return []


_SAYS_ALIAS = re.compile(
    r"\s?[（(]\s?(?:以下|下文|下)?(?:简称|合称|统称|称|英文名称?|英文简称|外文名|又称|又名|也称|原名|曾用名|前身为|原|即)(?:为)?\s?[：:]?\s?"
    r"[“「《\"‘']?(?P<alias>[^（）()“”「」《》\"，。；]{2,30}?)[”」》\"’']?\s?[）)]"
)
_ENGLISH_ALIAS = re.compile(
    r"\s?\((?:hereinafter|hereafter|also known as|aka|a\.k\.a\.|formerly|formerly known as|abbreviated as|or)?[, ]*"
    r"(?:the )?[“\"'‘](?P<alias>[A-Z][^“”\"()]{1,30}?)[,.]?[”\"'’]\)"
)
_PAREN = re.compile(r"\s?[”」》’]?\s?[（(]\s?(?P<alias>[^（）()\n。/]{2,48}?)\s?[）)]")
_STANDARD_TITLE = re.compile(r"\s?《(?P<alias>[^《》\n]{4,60})》")
_ACRONYM = re.compile(r"[A-Z][A-Za-z&]*[A-Z0-9][A-Za-z0-9&.-]*|[A-Z]{2,}")


def _acronym_of(short: str, full: str) -> bool:
    """Whether the letters of ``short`` begin the words of ``full`` in order (small words may be left out)."""
    if not short.isascii() or not (2 <= len(short) <= 10) or not short[0].isupper():
        return False
    words = [w for w in re.split(r"[\s\-/]+", full) if w]
    initials = "".join(w[0] for w in words).casefold()
    strict = "".join(w[0] for w in words if w[0].isupper()).casefold()
    letters = re.sub(r"[^A-Za-z]", "", short).casefold()
    return len(letters) >= 2 and letters in (initials, strict)


def introductions(view: View, chosen: Sequence[Proposal]) -> list[Alias]:
    """Second names that the document itself introduces, in text order."""
    text = view.text
    at = {p.start: p for p in chosen}
    out: list[Alias] = []
    for p in chosen:
        key = (p.type, actor_key(p, text))
        window = text[p.end : p.end + 64].split("\n", 1)[0]
        if (m := _SAYS_ALIAS.match(window)) or (m := _ENGLISH_ALIAS.match(window)):
            start = p.end + m.start("alias")
            out.append(Alias(key, m["alias"].strip(), start, start + len(m["alias"].rstrip()), "introduced"))
            continue
        if (m := _STANDARD_TITLE.match(window)) and p.type == "Policy":
            start = p.end + m.start("alias")
            out.append(Alias(key, m["alias"], start, start + len(m["alias"]), "standard"))
            continue
        m = _PAREN.match(window)
        if m is None:
            continue
        at_piece = p.end + m.start("alias")
        for piece in re.split(r"([，,；;、])", m["alias"]):
            out.extend(_bracketed(text[p.start : p.end], piece, at_piece, at, (p, key)))
            at_piece += len(piece)
    return out


def _bracketed(
    name: str, piece: str, start: int, at: dict[int, Proposal], outer: tuple[Proposal, tuple[str, str]]
) -> Iterator[Alias]:
    """The second name that one piece of a bracket gives, if it is one."""
    p, key = outer
    other = piece.strip(' “”"「」')
    if len(other) < 2:
        return
    start += piece.index(other)
    inside = at.get(start)
    if inside is not None and (inside.end != start + len(other) or inside.type != p.type):
        return
    if _same_by_form(name, other, inside, p):
        yield Alias(key, other, start, start + len(other), "apposition")


def _same_by_form(name: str, other: str, inside: Proposal | None, outer: Proposal) -> bool:
    """Whether 「name（other）」 gives a second name: across scripts, or an acronym of the first."""
    if inside is not None and inside.entry is not None and outer.entry is not None:
        return inside.entry.id == outer.entry.id
    if not re.search(r"[A-Za-z\u4e00-\u9fff]", other) or re.search(r"[。！？%$￥]", other):
        return False
    if _acronym_of(other, name) or _acronym_of(name, other):
        return True
    crossing = has_han(name) != has_han(other)
    if not crossing:
        return False
    if has_han(name):
        # Latin in brackets behind a Han name: a name starts with a capital and is no plain number or unit.
        return bool(re.match(r"[A-Z][\w .&'’:-]*$|[a-z]+[A-Z][\w.-]*$", other)) and len(other.split()) <= 6
    return inside is not None or (len(other) <= 12 and outer.type in ("Person", "Company", "Organization", "Policy"))


class _Union:
    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def find(self, key: str) -> str:
        while (up := self.parent.get(key, key)) != key:
            key = up
        return key

    def join(self, a: str, b: str) -> None:
        ra, rb = self.find(a), self.find(b)
        if ra == rb:
            return
        # The lexicon's key leads; else the one that sorts first, so that order does not matter.
        lead, other = sorted((ra, rb), key=lambda k: (not k.startswith("#"), k))
        self.parent[other] = lead


def link(view: View, chosen: Sequence[Proposal], aliases: Iterable[Alias] = ()) -> list[Actor]:
    """Group mentions into actors, in order of first mention."""
    text = view.text
    union = _Union()
    keys = {p: actor_key(p, text) for p in chosen}
    kinds: dict[str, str] = {keys[p]: p.type for p in chosen}
    for p in chosen:
        if p.refers:
            union.join(keys[p], p.refers)
    for alias in aliases:
        target = f"{alias.key[0]}:{name_key(alias.name)}"
        known = next((k for q, k in keys.items() if q.start == alias.start and q.end == alias.end), None)
        if known is None and target in kinds:
            known = target
        if known is not None and kinds.get(known) == alias.key[0] and not _two_rows(union, known, alias.key[1]):
            union.join(known, alias.key[1])
    _join_spelled(chosen, keys, union, text)
    _join_surnames(chosen, keys, union, text)
    _join_quoted(chosen, keys, union, text)
    _join_makers(chosen, keys, union, text)
    groups: dict[str, list[Proposal]] = defaultdict(list)
    for p in chosen:
        groups[union.find(keys[p])].append(p)
    actors = [_actor(key, group, text) for key, group in groups.items()]
    return sorted(actors, key=lambda a: (a.first, a.key))


def _join_spelled(chosen: Sequence[Proposal], keys: dict[Proposal, str], union: _Union, text: str) -> None:
    """A name that the lexicon explains in one place of the document means the same actor in every other."""
    explained: dict[str, set[str]] = defaultdict(set)
    for p in chosen:
        if p.entry is not None:
            explained[f"{p.type}:{name_key(p.name or text[p.start : p.end])}"].add(keys[p])
    for p in chosen:
        rows = explained.get(keys[p])
        if rows is not None and len(rows) == 1:
            union.join(keys[p], next(iter(rows)))


_HONORIFIC = re.compile(r"^(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sen|Rep|Gov|Judge|President|Chairman|CEO|Minister)\.?\s+")


def _join_surnames(chosen: Sequence[Proposal], keys: dict[Proposal, str], union: _Union, text: str) -> None:
    """“Dr. Kim” is the Kim named in full before; titles are no part of names."""
    bearer: dict[str, str] = {}
    whole: dict[str, str] = {}
    for p in sorted((p for p in chosen if p.type == "Person"), key=lambda p: p.start):
        name = _HONORIFIC.sub("", text[p.start : p.end])
        if " " in name:
            union.join(keys[p], whole.setdefault(name_key(name), keys[p]))
            bearer[name.rsplit(" ", 1)[1].casefold()] = keys[p]
        elif (owner := bearer.get(name.casefold())) is not None and not _two_rows(union, keys[p], owner):
            union.join(keys[p], owner)


def _join_quoted(chosen: Sequence[Proposal], keys: dict[Proposal, str], union: _Union, text: str) -> None:
    """“天工” and “天工”系统 are one, as long as only one such full name is in the document."""
    full: dict[str, dict[bool, set[str]]] = defaultdict(dict)
    for p in chosen:
        if p.rule.endswith("+head"):
            inner, head = re.split("[”」]", text[p.start + 1 : p.end])[:2]
            bare = len(head.strip()) <= 4
            full[f"{p.type}:{name_key(inner)}"].setdefault(bare, set()).add(keys[p])
    for inner_key, forms in full.items():
        # With several full names the plain one (“X”平台) is meant, never one of the others (“X”语音大模型).
        whole = sorted(forms.get(True, ())) or (sorted(forms[False]) if len(forms[False]) == 1 else [])
        for key in whole:
            if inner_key in keys.values():
                union.join(inner_key, key)


def _join_makers(chosen: Sequence[Proposal], keys: dict[Proposal, str], union: _Union, text: str) -> None:
    """“Google TPU v7” and “TPU v7” are one: a product's name with and without its maker's in front."""
    products: dict[str, str] = {}
    firms: set[str] = set()
    for p in chosen:
        name = p.name or text[p.start : p.end]
        if p.type == "Product":
            products.setdefault(name, keys[p])
        elif p.type in ("Company", "Organization"):
            firms.add(name)
    spelled = {name_key(name): key for name, key in products.items()}
    for name, key in products.items():
        for length in range(2, len(name) - 1):
            if name[:length] in firms and (name[length] == " " or has_han(name[length - 1])):
                bare = spelled.get(name_key(name[length:]))
                if bare is not None and not _two_rows(union, bare, key):
                    union.join(bare, key)


def _two_rows(union: _Union, a: str, b: str) -> bool:
    """Two different lexicon rows are never made one by what one document seems to say."""
    ra, rb = union.find(a), union.find(b)
    return ra != rb and ra.startswith("#") and rb.startswith("#")


def _actor(key: str, group: list[Proposal], text: str) -> Actor:
    weights: Counter[str] = Counter()
    for p in group:
        weights[p.type] += max(0.1, p.weight)  # type: ignore[assignment]
    entry = next((p.entry for p in group if p.entry is not None), None)
    kind = entry.type if entry is not None else max(sorted(weights), key=lambda t: weights[t])
    subtype = entry.subtype if entry is not None else next((p.subtype for p in group if p.subtype), "")
    actor = Actor(key, kind, subtype, entry, sorted(group, key=lambda p: p.start))
    actor.names.update(p.name or text[p.start : p.end] for p in group)
    return actor
