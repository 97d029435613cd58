"""What qualifies a statement: dates, roles, amounts and shares near it; whether it is denied or only planned."""

from __future__ import annotations

import re

__all__ = ["dates", "is_hedged", "is_negated", "qualifiers", "role_before"]

_HEDGED = re.compile(
    r"拟|计划(?:于|在|将|部署|投资|收购|推出|发布)|或将|有望|可能|预计|据传|传闻|据悉将|被爆|考虑|探讨|洽谈|意向|筹备|正在谈判|将于|即将|"
    r"\b(?:plans? to|planning to|planned|expected to|is set to|are set to|reportedly|rumou?red|may|might|could|would|in talks|considering|"
    r"intends? to|aims? to|proposed to|is said to|will)\b"
)
_NEGATED = re.compile(
    r"并未|并非|没有|未(?:获|能|曾|与|在|向|正式)|不再|不会|否认|拒绝|从未|无意|尚未|终止|取消|叫停|"
    r"\b(?:not|never|no longer|denied|denies|deny|declined to|refus(?:ed|es)|without|won't|isn't|wasn't|didn't|doesn't|hasn't|cancel(?:l)?ed|"
    r"abandoned|rejected|scrapped)\b"
)
_DATE_ZH = re.compile(
    r"((?:19|20)\d\d)\s?年(?:\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?|(?:第)?([一二三四])季度|([上下])半年|(底|末|初))?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<m>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_DATE_EN = re.compile(rf"\b{_MONTH}\.?(?:\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?)?\s(?P<y>(?:19|20)\d\d)\b")
_DATE_DOT = re.compile(r"(?<![\d.])((?:19|20)\d\d)[.\-/](1[0-2]|0?[1-9])(?:[.\-/](3[01]|[12]\d|0?[1-9]))?(?![\d.])")
_YEAR = re.compile(r"\b(?:in|since|by|from)\s((?:19|20)\d\d)\b")
_RELATIVE = {"今年": 0, "去年": -1, "前年": -2, "明年": 1, "this year": 0, "last year": -1, "next year": 1}


def _zh(m: re.Match[str]) -> str:
    year, month, day, quarter, half, edge = m.groups()
    if month:
        return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    if quarter:
        return f"{year}-Q{'一二三四'.index(quarter) + 1}"
    if half:
        return f"{year}-H{1 if half == '上' else 2}"
    return f"{year}-12" if edge in ("底", "末") else f"{year}-01" if edge == "初" else year


def dates(text: str, document_date: str | None = None) -> list[tuple[int, str]]:
    """Dates with their places, as ISO (``2025``, ``2025-12``, ``2025-12-03``), quarters ``2025-Q2``, halves ``2025-H1``.

    “今年” and “last year” count from the document's own date, and are left out where it has none.

    >>> dates("2025 年 12 月收购；去年发布", "2026-04")
    [(0, '2025-12'), (13, '2025')]
    """
    found = [(m.start(), _zh(m)) for m in _DATE_ZH.finditer(text)]
    for m in _DATE_EN.finditer(text):
        month = _MONTHS.index(m["m"][:3].casefold()) + 1
        found.append((m.start(), f"{m['y']}-{month:02d}" + (f"-{int(m['d']):02d}" if m["d"] else "")))
    for m in _DATE_DOT.finditer(text):
        found.append((m.start(), f"{m[1]}-{int(m[2]):02d}" + (f"-{int(m[3]):02d}" if m[3] else "")))
    found.extend((m.start(1), m[1]) for m in _YEAR.finditer(text))
    if document_date and document_date[:4].isdigit():
        year = int(document_date[:4])
        for word, shift in _RELATIVE.items():
            found.extend((m.start(), str(year + shift)) for m in re.finditer(word, text, re.IGNORECASE))
    return sorted(set(found))


_AMOUNT = re.compile(
    r"(?:[$€£¥￥]|US\$)\s?\d[\d,]*(?:\.\d+)?\s?(?:billion|million|trillion|[BMTbmk]n?\b)?|"
    r"\d[\d,]*(?:\.\d+)?\s?(?:余|多)?(?:万亿|千亿|百亿|十亿|亿|千万|百万|万)?\s?(?:元人民币|人民币|美元|欧元|港元|英镑|日元|韩元|元)(?!器)|"
    r"\d[\d,]*(?:\.\d+)?\s?(?:billion|million|trillion)\s(?:dollars|euros|yuan|yen|won|pounds)"
)
_SHARE = re.compile(
    r"\d+(?:\.\d+)?\s?[%％](?=的?(?:股权|股份|股|份额|stake|of))|\d+(?:\.\d+)?(?:%| per ?cent| percent) (?:stake|share|interest)"
)
_MONEY_PREDICATES = frozenset({"acquires", "investsIn", "supplies", "partnersWith"})


def qualifiers(predicate: str, text: str, at: int, document_date: str | None = None) -> dict[str, str]:
    """Qualifiers that stand nearest to position ``at`` of a statement's sentence."""
    out: dict[str, str] = {}
    found = dates(text, document_date)
    if found:
        out["date"] = min(found, key=lambda d: (abs(d[0] - at), d[0]))[1]
    if predicate in _MONEY_PREDICATES:
        if amounts := list(_AMOUNT.finditer(text)):
            out["amount"] = min(amounts, key=lambda m: (abs(m.start() - at), m.start())).group().strip()
        if share := _SHARE.search(text):
            out["share"] = share.group().strip()
    return out


def is_hedged(text: str) -> bool:
    """Whether the words between and around two actors make the statement a plan, a possibility or a rumour."""
    return _HEDGED.search(text) is not None


def is_negated(text: str) -> bool:
    """Whether the words between two actors deny the statement."""
    return _NEGATED.search(text) is not None


_ROLE = re.compile(
    r"(?:联合创始人|创始人|首席[\u4e00-\u9fff]{1,5}[官家师]|(?:副|执行|名誉)?(?:董事长|总经理|总裁|院长|校长|所长|主任|部长|局长|秘书长|理事长|会长|主席|总监)|"
    r"CEO|CTO|CFO|COO|CIO|CMO|院士|教授|研究员|科学家|工程师|负责人|专家|分析师|总统|总理|首相|发言人|合伙人|"
    r"\b(?:co-?founder|founder|chief [a-z]+(?: officer)?|president|vice president|chair(?:man|woman)?|director|professor|analyst|researcher|"
    r"engineer|head of [\w ]{2,30}|secretary(?:-general)?|minister|commissioner|partner|SVP|EVP|VP|CEO|CTO|CFO|COO)\b)",
    re.IGNORECASE,
)


def role_before(text: str) -> str:
    """The role named in the words between a firm and a person, or an empty string.

    >>> role_before("的开源业务总经理"), role_before(", chief scientist of ")
    ('开源业务总经理', 'chief scientist')
    """
    m = None
    for m in _ROLE.finditer(text):  # noqa: B007 - the last role named is the person's
        pass
    if m is None:
        return ""
    start = m.start()
    if re.match(r"[\u4e00-\u9fffA-Z]", m.group()):
        lead = re.search(r"[\u4e00-\u9fffA-Za-z&]{0,14}$", text[:start])
        if lead and not re.search(r"[a-z] *$", lead.group()):
            start = lead.start() + (1 if lead.group().startswith("的") else 0)
    return text[start : m.end()].strip(" 的,，")
