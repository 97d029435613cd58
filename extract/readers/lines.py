"""Lines and what their first characters say: headings, bullets, numbers, table rows, fences, reference entries."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from actorgraph.extract.text import HAN

__all__ = ["LIMIT", "LIST_MARKS", "Line", "Mark", "Sign", "columns", "is_closed", "is_markdown", "split_lines"]

LIMIT = 20_000
"""Longest paragraph in characters. What is longer (a file without line ends) is cut at sentence ends, so that no
step after this one meets a text whose size is not bounded."""


class Sign(Enum):
    """What a line's own characters show it to be."""

    TEXT = auto()
    ATX = auto()
    """A Markdown heading."""
    NUMBERED = auto()
    """A line that starts with a heading's or a list item's number."""
    BULLET = auto()
    ENTRY = auto()
    """``[1] …``: an entry of a reference list."""
    TABS = auto()
    PIPES = auto()
    RULER = auto()
    """The line below a Markdown table's header."""
    CODE = auto()
    URL = auto()
    """Nothing but an address."""


class Mark(Enum):
    """How a line is numbered; the value is its rank among headings (Markdown's own have 1 to 6)."""

    PART = 10
    CHAPTER = 11
    SECTION = 12
    DECIMAL = 13
    HAN = 20
    HAN_PAREN = 21
    NUMBER = 22
    PAREN = 23
    HALF = 24
    LETTER = 25
    CIRCLED = 26


LIST_MARKS = frozenset({Mark.HAN, Mark.HAN_PAREN, Mark.NUMBER, Mark.PAREN, Mark.HALF, Mark.LETTER, Mark.CIRCLED})
"""Numbers that open a list item as often as a heading."""

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HAN_DIGITS = "〇零一二三四五六七八九十百"
_UNITS = ("万", "亿", "倍", "%", "％", "元", "个百分点")
_MARKS = [
    (Mark.PART, rf"第\s*(?P<part>\d{{1,3}}|[{_HAN_DIGITS}]{{1,4}})\s*(?:部分|[部篇编卷])(?![{HAN}]*[，。])"),
    (Mark.PART, r"(?:Part|PART)\s+(?P<part_en>\d{1,3}|[IVXLC]{1,6}|One|Two|Three|Four|Five|Six)\b(?=\s*[:.—–-]|\s*$)"),
    (Mark.CHAPTER, rf"第\s*(?P<chapter>\d{{1,3}}|[{_HAN_DIGITS}]{{1,4}})\s*章"),
    (Mark.CHAPTER, r"(?:Chapter|CHAPTER)\s+(?P<chapter_en>\d{1,3}|[IVXLC]{1,6})\b"),
    (Mark.SECTION, rf"第\s*(?P<section>\d{{1,3}}|[{_HAN_DIGITS}]{{1,4}})\s*节"),
    (Mark.DECIMAL, r"(?P<decimal>(?:[1-9]|[12]\d|30)(?:[.．]\d{1,2}){1,4})(?:[.．、]|\s)?\s*(?![\d.．%％+–—-])"),
    (Mark.HAN, rf"(?P<han>[{_HAN_DIGITS}]{{1,3}})、\s*"),
    (Mark.HAN_PAREN, rf"[（(]\s*(?P<han_paren>[{_HAN_DIGITS}]{{1,3}})\s*[)）]、?\s*"),
    (Mark.NUMBER, r"(?P<number>\d{1,3})\\?(?:[.．](?![\da-z])|、)\s*"),
    (Mark.PAREN, r"[（(]\s*(?P<paren>\d{1,3})\s*[)）]\s*"),
    (Mark.HALF, r"(?P<half>\d{1,3})\\?[)）]\s*"),
    # `J. Smith` begins with an initial, not with a letter of a list.
    (Mark.LETTER, r"(?P<letter>[a-z])[.．]\s+(?=\S\S)"),
    (Mark.LETTER, rf"(?P<capital>[A-Z])[.．]\s*(?=[{HAN}])"),
    (Mark.LETTER, r"[（(]?(?P<bracketed>[a-zA-Z])[)）]\s*(?=\S\S)"),
    (Mark.CIRCLED, rf"(?P<circled>[{_CIRCLED}])\s*"),
]
_GROUPS = {name: mark for mark, pattern in _MARKS for name in re.findall(r"\?P<(\w+)>", pattern)}
_NUMBERED = re.compile("|".join(pattern for _, pattern in _MARKS))
_BULLET = re.compile(r"(?:[-*+–—]\s+|[•·●○■□◆◇▪▫▶►➢➤✓✔❖\uf06c\uf0b7\uf0d8\uf075]\s*)(?:\[[ xX]\]\s+)?")
_ENTRY = re.compile(r"(?:[-*+•]\s*)?(?:\[(?P<entry>\d{1,4})\]|［(?P<wide>\d{1,4})］)\s*(?=\S)|\[\^[^\]\s]+\]:\s*")
_ATX = re.compile(r"(#{1,6})\s+(?=\S)")
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
_RULE = re.compile(r"(?:[-*_=~#]\s*){3,}$|[─━—–=_]{3,}$")
_RULER = re.compile(r"\|?\s*:?-+:?\s*(?:[|\t]\s*:?-+:?\s*)*\|?$")
_URL = re.compile(r"<?(?:https?|ftp)://\S+>?$")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_DECORATION = "*_`~\"'”’』」）)】》〉] \t"
_ENDS = frozenset("。！？!?…；;：:")
_MARKDOWN = re.compile(
    r"^\s*---[ \t]*\n[\w-]+[ \t]*:|^\ufeff?\#{1,6}[ \t]+\S|^>[ \t]|^\s*(?:```|~~~)|^\s*\|(?:[ :]*-{2,}[ :]*\|)+|"
    r"\*\*[^*\s][^*\n]*\*\*|\[[^\[\]\n]+\]\((?:https?:|[#/.])|\[\[[^\[\]\n]+\]\]|`[^`\n]+`",
    re.MULTILINE,
)
_SAMPLE = 1_000_000


def is_markdown(text: str) -> bool:
    """Whether a text bears Markdown's marks: headings, bold words, links, code, tables, front matter.

    >>> is_markdown("**AI** is here"), is_markdown("2 * 3 = 6")
    (True, False)
    """
    return _MARKDOWN.search(text, 0, _SAMPLE) is not None


@dataclass(slots=True)
class Line:
    """One line that is not blank.

    :param start: offset of its first character after quote marks and white space; ``end``: after its last.
    :param text: the characters between the two.
    :param indent: width of the white space before it, in columns.
    :param gap: number of blank lines, rules and page breaks before it.
    :param body: offset at which the text after a bullet or number begins.
    :param number: the number itself, as it stands.
    :param sealed: a piece of an overlong line: never joined to its neighbours.
    :param hard: ends in a Markdown line break.
    """

    start: int
    end: int
    text: str
    indent: int = 0
    gap: int = 0
    sign: Sign = Sign.TEXT
    body: int = 0
    mark: Mark | None = None
    number: str = ""
    level: int = 0
    sealed: bool = False
    hard: bool = False

    @property
    def rank(self) -> int:
        """Rank among headings: the smaller, the further out."""
        if self.mark is None:
            return self.level
        depth = len(re.findall("[.．]", self.number)) - 1 if self.mark is Mark.DECIMAL else 0
        return self.mark.value + depth


def columns(text: str) -> int:
    """Width of a text in columns of a page: Chinese characters count two.

    >>> columns("AI 芯片")
    7
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def is_closed(text: str) -> bool:
    """Whether a text ends as a sentence does, quotes and marks after the full stop left aside.

    >>> is_closed("它说：“好。”"), is_closed("2025 年初"), is_closed("the end.**")
    (True, False, True)
    """
    tail = text[-12:].rstrip(_DECORATION)
    if not tail:
        return False
    if tail[-1] == ".":
        return not re.search(r"(?:^|[^A-Za-z])(?:[A-Z]|vs|No|Fig|Dr|Mr|Ms|al)\.$", tail)
    return tail[-1] in _ENDS


def split_lines(text: str, markdown: bool, start: int = 0) -> list[Line]:
    """The lines that are not blank, from ``start`` on, each with the sign of its first characters."""
    out: list[Line] = []
    gap, fence, offset = 1, "", start
    fences = _closed_fences(text, start) if markdown else frozenset()
    for raw in (text[start:] if start else text).splitlines(keepends=True):
        begin, offset = offset, offset + len(raw)
        content = raw.strip()
        if begin in fences:
            fence = "" if fence else content[:3]
            gap = 1
            continue
        at = begin + len(raw) - len(raw.lstrip())
        if content.startswith(">") and not fence and markdown:
            quote = _QUOTE.match(content, 0, 200)
            if quote:
                rest = content[quote.end() :]
                at += len(content) - len(rest.lstrip())
                content = rest.strip()
        page = raw.endswith(("\f", "\v"))
        if not content or (not fence and len(content) < 500 and _RULE.match(content)):
            if out and not gap and markdown and content[:3] in ("===", "---"):
                _underline(out[-1], content)
            gap += 1
            continue
        line = Line(at, at + len(content), content, indent=at - begin, gap=gap)
        line.hard = markdown and raw.rstrip("\r\n").endswith("  ")
        gap = int(page)
        if fence:
            line.sign, line.body = Sign.CODE, at
            out.append(line)
        elif len(content) > LIMIT:
            out.extend(_cut(line))
        else:
            _mark(line, markdown)
            out.append(line)
    return out


def _closed_fences(text: str, start: int) -> frozenset[int]:
    """Offsets of the lines that open and close code blocks; a fence that nothing closes is text."""
    out: set[int] = set()
    opening = -1
    kind = ""
    offset = start
    if "```" not in text and "~~~" not in text:
        return frozenset()
    for raw in text[start:].splitlines(keepends=True):
        content = raw.strip()
        fence = _FENCE.match(content) if content[:3] in ("```", "~~~") else None
        if fence and not kind:
            opening, kind = offset, fence.group(1)
        elif fence and content.startswith(kind):
            out |= {opening, offset}
            kind = ""
        offset += len(raw)
    return frozenset(out)


def _underline(line: Line, content: str) -> None:
    """A line underlined with ``===`` or ``---`` is a Markdown heading."""
    if line.sign is Sign.TEXT and not line.sealed and len(line.text) <= 120 and not is_closed(line.text):
        line.sign, line.level, line.body = Sign.ATX, 1 if content[0] == "=" else 2, line.start


def _cut(line: Line) -> list[Line]:
    """An overlong line as paragraphs of at most :data:`LIMIT` characters, cut at sentence ends where there are any."""
    out: list[Line] = []
    text = line.text
    start = 0
    while start < len(text):
        end = len(text)
        if end - start > LIMIT:
            window = text[start : start + LIMIT]
            cut = max(map(window.rfind, "。！？；!?")) + 1 or window.rfind(". ") + 1 or window.rfind(" ") + 1
            end = start + (cut or LIMIT)
        piece = text[start:end]
        content = piece.strip()
        if content:
            at = line.start + start + len(piece) - len(piece.lstrip())
            out.append(Line(at, at + len(content), content, gap=1, body=at, sealed=True))
        start = end
    return out


def _mark(line: Line, markdown: bool) -> None:
    """Set the line's sign, the place its own text begins, its number and level."""
    text = line.text
    line.body = line.start
    match: re.Match[str] | None
    if markdown and text[0] == "#" and (match := _ATX.match(text)):
        line.sign, line.level = Sign.ATX, len(match.group(1))
        line.end = line.start + len(text.rstrip("#").rstrip()) if text.endswith("#") else line.end
    elif _URL.match(text):
        line.sign = Sign.URL
        return
    elif "--" in text and ("|" in text or "\t" in text) and _RULER.match(text):
        line.sign = Sign.RULER
        return
    elif text[0] == "|" and text.count("|") > 1:
        line.sign = Sign.PIPES
        return
    elif match := _ENTRY.match(text):
        line.sign, line.number = Sign.ENTRY, match.group("entry") or match.group("wide") or ""
    elif (match := _BULLET.match(text)) and match.end() < len(text):
        line.sign = Sign.BULLET
    elif match := _NUMBERED.match(text, 2 if text.startswith("**") else 0):
        mark = _GROUPS[match.lastgroup or ""]
        untitled = match.end() == len(text) and mark not in (Mark.PART, Mark.CHAPTER, Mark.SECTION)
        if untitled or (mark is Mark.DECIMAL and text.startswith(_UNITS, match.end())):
            match = None
        else:
            line.sign, line.mark, line.number = Sign.NUMBERED, mark, match.group(match.lastgroup or 0)
    else:
        match = None
    if match is not None:
        # An entry keeps its number, by which the text refers to it.
        line.body = line.start + (
            text.index(line.number) - 1 if line.sign is Sign.ENTRY and line.number else match.end()
        )
    if "\t" in text[match.end() if match is not None else 0 :]:
        line.sign = Sign.TABS
