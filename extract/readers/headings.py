"""Which lines are headings, and the path of headings above each block."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from actorgraph.extract.readers.lines import LIST_MARKS, Line, Mark, Sign, columns, is_closed
from actorgraph.extract.text import HAN

__all__ = ["REFERENCES", "Sections", "find_headings", "is_caption"]

_WIDEST = 92
"""A heading fits on one line of a page; the widest in the blue book takes 70 columns."""
_UNNUMBERED = 30
_PART_TITLE = re.compile(rf"[{HAN}]{{1,6}}篇$")
_MATTER = re.compile(
    r"(?:(?P<book>序\s?言?|前\s?言|目\s?录|后\s?记|编后记|附\s?录.{0,24}|致\s?谢|Preface|Foreword|Contents|"
    r"Table of Contents|Acknowledge?ments?|Appendix.{0,40}|Appendices)|"
    r"引言|导言|摘\s?要|执行摘要|内容提要|结\s?语|结束语|Abstract|Executive Summary|Introduction|Conclusions?|"
    r"About [A-Z].{1,40})[:：]?$",
    re.IGNORECASE,
)
"""Usual titles of a document's parts; those under ``book`` stand beside the parts of a book, not in one."""
REFERENCES = re.compile(
    r"(?:(?:本章|主要)?(?:参考(?:文献|资料|书目)|引用文献)(?:与注释)?|尾\s?注|参考链接|"
    r"References?(?: and notes)?|Bibliography|Works cited|Literature|Endnotes|Footnotes|Further reading)[:：]?$",
    re.IGNORECASE,
)
"""The heading of a reference list, as a cleaned text."""
_REFERENCE_RANK = Mark.SECTION.value
_CAPTION = re.compile(
    r"\**(?:图表|附?[表图])\s*(?:\d+|[一二三四五六七八九十]+|[A-Z])(?:[.．\-–]\s?\d+)*(?![\d.]*[%％万亿])\**[\s:：“《]*\S|"
    r"\**(?:Table|Figure|Fig\.|Exhibit|Chart)\s+(?:\d+|[A-Z]|[IVX]+)(?:[.\-–]\d+)*\**\s*(?:[:：.|—–-]|\s)\s*\S"
)
_BOLD = re.compile(r"(\*\*|__)(?=\S)[^*_\n]+(?<=\S)\1[:：]?$")
_MARKUP = re.compile(r"[*_`]{1,3}|\\(?=\W)")
_DATE = re.compile(r"[\d\s.\-/年月日:：]+$|(?:19|20)\d\d\s?[-/年.]\s?\d{1,2}(?!\d)")
_SPOKEN = re.compile(
    r"(?:因为|所以|但|而|如果|比如|例如|换句话说|因此|同理|其中|以下|以上|请|我|你|这|那|它|他|她|当|看|是|不|"
    r"(?:so|but|and|or|if|because|yes|no|thus|this|that|these|here|note|thanks|dear|hello|hi|by|we|you|i)\b)",
    re.IGNORECASE,
)
"""How sentences begin and headings do not."""
_FIELD = re.compile(
    r"(?:(?:副|执行)?主编|编委|统筹|参编|作者|编者|编辑|责任编辑|记者|撰文|供稿|文|图|来源|出处|译者?|联系人|电话|地址|"
    r"邮箱|网址|官网|日期|时间|地点|关键词|authors?|editors?|source|contact|e-?mail|tel|phone|date|address|website|"
    r"keywords|location|time|from|to|cc|subject)\s*[:：]",
    re.IGNORECASE,
)
"""Labels of a byline or an address."""


def is_caption(line: Line) -> bool:
    """Whether the line names a table or figure: ``表 5.1 …``, ``Table 2: …``."""
    return (
        line.sign is Sign.TEXT
        and len(line.text) <= 120
        and not line.text.endswith(("。", "；", "，", ";", ","))
        and _CAPTION.match(line.text) is not None
    )


def plain(text: str) -> str:
    """A short line without the marks around it, for comparison with known words."""
    return _MARKUP.sub("", text).strip()


def find_headings(lines: list[Line], contents: frozenset[int]) -> dict[int, int]:
    """Index → rank of the lines that are headings. A line of a table of contents (``contents``) is none.

    Numbered lines count as headings where they are short, stand alone and are not part of a list. Where a document
    has Markdown headings, ``1.`` and ``(1)`` open list items only, and a line without number or mark is text.
    """
    atx = any(line.sign is Sign.ATX for line in lines)
    out: dict[int, int] = {}
    for i, line in enumerate(lines):
        if i in contents or line.sealed:
            continue
        if line.sign is Sign.ATX:
            out[i] = line.level
        elif line.sign is Sign.NUMBERED and _is_numbered_heading(lines, i, out, atx):
            out[i] = line.rank
        elif line.sign is Sign.TEXT:
            rank = _unnumbered_rank(lines, i, out, atx)
            if rank:
                out[i] = rank
    for run in _crowds(lines, out):
        for i in run:
            del out[i]
    return out


def _is_numbered_heading(lines: list[Line], i: int, found: dict[int, int], atx: bool) -> bool:
    line = lines[i]
    following = lines[i + 1] if i + 1 < len(lines) else None
    if not _is_short(line.text) or line.text.endswith((",", ";")):
        return False
    if line.mark not in LIST_MARKS:
        return _is_chapter(lines, i, i - 1 in found)
    if line.text.endswith((":", "：")):
        if columns(line.text) > 24 or following is None or not following.gap:
            return False
    elif is_closed(line.text):
        return False
    if atx and line.mark not in (Mark.HAN, Mark.HAN_PAREN):
        return False
    if not (line.gap or i - 1 in found) or following is None or not (following.gap or _opens(line, following)):
        return False
    return not _in_list(lines, i, found)


def _is_chapter(lines: list[Line], i: int, after_heading: bool) -> bool:
    """Whether a line that begins as ``第 5 章`` or ``5.1`` does is a heading rather than the start of a sentence."""
    line = lines[i]
    title = line.text[line.body - line.start :]
    if is_closed(line.text) and line.text[-1] not in "？?！!":
        return False
    if not line.gap and (i > 0 and _is_open(lines[i - 1], after_heading)):
        return False
    return line.mark is not Mark.DECIMAL or not (title[0].islower() or ("，" in title and not line.gap))


def _opens(line: Line, following: Line) -> bool:
    """Whether a numbered line without a gap after it still opens a part: the next is deeper or plainly a paragraph."""
    if following.sign is Sign.NUMBERED:
        return following.mark is not line.mark
    return following.sign is Sign.TEXT and len(following.text) > 2 * len(line.text) and is_closed(following.text)


def _in_list(lines: list[Line], i: int, found: dict[int, int]) -> bool:
    """Whether the nearest lines before or after are the same list's: same kind of number, nothing between."""
    mark = lines[i].mark
    if i + 1 < len(lines) and lines[i + 1].mark is mark:
        return True
    return i > 0 and lines[i - 1].mark is mark and i - 1 not in found


def _is_short(text: str) -> bool:
    return len(text) <= _WIDEST and columns(text) <= _WIDEST and "。" not in text and text.count("，") <= 2


def _unnumbered_rank(lines: list[Line], i: int, found: dict[int, int], atx: bool) -> int:
    """Rank of a heading that bears no number, or 0: a short line alone between blank lines, without a full stop."""
    line = lines[i]
    following = lines[i + 1] if i + 1 < len(lines) else None
    if not _is_short(line.text) or not line.gap or is_caption(line):
        return 0
    title = plain(line.text)
    if REFERENCES.match(title):
        return _REFERENCE_RANK
    if following is None or (is_closed(line.text) and not _MATTER.match(title)):
        return 0
    matter = _MATTER.match(title)
    if not atx and (matter or _PART_TITLE.match(title)):
        return Mark.CHAPTER.value if matter and not matter.group("book") else Mark.PART.value
    bold = _BOLD.match(line.text) is not None
    if atx and not bold:
        return 0
    if not (following.gap or bold) or (i > 0 and _is_open(lines[i - 1], i - 1 in found)):
        return 0
    return _UNNUMBERED if _is_title(title) and _is_introduced(line, following) else 0


def _is_introduced(line: Line, following: Line) -> bool:
    """Whether what follows a short line is what a heading stands above: a heading, a list, a longer paragraph."""
    if following.sign in (Sign.TABS, Sign.PIPES):
        return False
    if following.sign is not Sign.TEXT or is_caption(following):
        return True
    if _is_short(following.text) and not is_closed(following.text):
        return not _DATE.match(following.text)  # perhaps a heading below this one
    return following.text.endswith(("：", ":")) or columns(following.text) > 1.2 * columns(line.text)


def _is_open(previous: Line, heading: bool) -> bool:
    """Whether the paragraph before has not come to an end, so that a short line after it belongs to it."""
    if heading or previous.sign not in (Sign.TEXT, Sign.BULLET, Sign.NUMBERED) or is_caption(previous):
        return False
    tail = previous.text[-60:]
    return columns(tail) >= 60 and not is_closed(tail) and tail[-1] not in ")）”》>』」"


def _is_title(title: str) -> bool:
    words = title.split()
    if not title or title[-1] in "，、,.。—-=/|" or re.search("https?:|www[.]|@", title) or _DATE.search(title):
        return False
    if _SPOKEN.match(title) or _FIELD.match(title):
        return False
    if re.search(f"[{HAN}]", title):
        return columns(title) <= 72 and not re.search("[，；]", title) and title.count("、") <= 2
    return len(words) <= 14 and (title[0].isupper() or title[0].isdigit()) and any(c.isalpha() for c in title)


def _crowds(lines: list[Line], found: dict[int, int]) -> list[list[int]]:
    """Runs of three and more headings without number or mark: a cover page or a list of names, no headings."""
    out: list[list[int]] = []
    run: list[int] = []
    for i in sorted(found):
        if found[i] != _UNNUMBERED:
            continue
        if run and run[-1] == i - 1:
            run.append(i)
        else:
            run = [i]
            out.append(run)
    return [run for run in out if len(run) > 2]


@dataclass(slots=True)
class _Open:
    title: str
    rank: int
    mark: Mark | None
    number: str


@dataclass(slots=True)
class Sections:
    """The headings above the place that is being read."""

    stack: list[_Open] = field(default_factory=list)
    path: tuple[str, ...] = ()
    _parents: dict[Mark, tuple[str, list[_Open]]] = field(default_factory=dict)

    def enter(self, title: str, rank: int, line: Line, direct: bool) -> int:
        """Open the section of a heading and return its depth, from 1.

        :param direct: whether it follows another heading with nothing between.
        """
        if rank == _UNNUMBERED:
            self._place_unnumbered(title, direct)
        else:
            self._place(rank, line)
        self.stack.append(_Open(title, rank, line.mark, line.number))
        self.path = tuple(entry.title for entry in self.stack)
        return line.level if line.sign is Sign.ATX else len(self.stack)

    def _place(self, rank: int, line: Line) -> None:
        before = self._parents.get(line.mark) if line.mark in LIST_MARKS and line.mark is not None else None
        if before is not None and _follows(line.number, before[0]):
            # `3.` belongs where `2.` stood, whatever unnumbered headings came between.
            self.stack = list(before[1])
        else:
            while self.stack and self.stack[-1].rank >= rank and self.stack[-1].rank != _UNNUMBERED:
                self.stack.pop()
            if rank < Mark.HAN.value:
                while self.stack and self.stack[-1].rank >= rank:
                    self.stack.pop()
        if line.mark in LIST_MARKS and line.mark is not None:
            self._parents[line.mark] = (line.number, list(self.stack))
        else:
            self._parents.clear()

    def _place_unnumbered(self, title: str, direct: bool) -> None:
        """Beside the last heading of the same shape, else below a heading just opened, else beside the last such."""
        shape = _shape(title)
        ranks = [entry.rank for entry in self.stack]
        for depth, entry in enumerate(self.stack):
            if entry.rank == _UNNUMBERED and shape and _shape(entry.title) == shape:
                del self.stack[depth:]
                return
        if direct or _UNNUMBERED not in ranks:
            return
        last = max(depth for depth, rank in enumerate(ranks) if rank == _UNNUMBERED)
        del self.stack[last:]


def _shape(title: str) -> str:
    """What headings of one series share: the words before their number. ``场景 2：…`` → ``场景``."""
    match = re.match(r"(\D{2,20}?)\s*(?:\d+|[一二三四五六七八九十]+)\s*[:：]", title)
    return match.group(1) if match else ""


def _follows(number: str, previous: str) -> bool:
    if number.isdigit() and previous.isdigit():
        return int(number) == int(previous) + 1
    order = "一二三四五六七八九十"
    if number in order and previous in order:
        return order.index(number) == order.index(previous) + 1
    return len(number) == len(previous) == 1 and ord(number) == ord(previous) + 1
