"""Lines to blocks: which lines belong together, under which headings they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from actorgraph.extract.documents import Block, Kind
from actorgraph.extract.readers.contents import find_contents
from actorgraph.extract.readers.headings import REFERENCES, Sections, find_headings, is_caption
from actorgraph.extract.readers.inline import Cleaner
from actorgraph.extract.readers.lines import LIMIT, LIST_MARKS, Line, Mark, Sign, columns, is_closed
from actorgraph.extract.readers.tables import is_table, read_table
from actorgraph.extract.text import HAN

__all__ = ["build_blocks"]

_DEEPEST_CHAPTER = Mark.HAN.value
_NARROWEST, _WIDEST = 40, 200
"""Lines of a page that was wrapped are this wide, in columns; wider ones are paragraphs of their own."""
_PAGE_COLUMNS = 76
"""A paragraph that a page break parted had filled a line at least: 80 columns and more in the blue book, while list
items and verses without a full stop, which must not swallow the next paragraph, stay below 70."""
_OPENER = re.compile(
    r"(?:因此|所以|然而|但是|不过|此外|同时|另外|总之|综上|其中|首先|其次|再次|最后|例如|比如|换言之|换句话说|事实上|"
    r"总体来看|由此可见|在此背景下|第[一二三四五六七八九十][，、])(?=[^\w]|\w{0,6}，)|[一二三四五六七八九十]是"
)
"""How a new paragraph begins."""
_OPEN_END = re.compile(r"[，、,（(《“‘]$|[A-Za-z][-\u00ad]$")
_OPEN_START = re.compile(r"[，。；、）)》,;.!?！？:：]|”[，。；、]?")
_LABEL = re.compile(r"[^，。；\s]{1,16}[:：]")
_NUMBER_SOON = 12
"""How many lines ahead the next entry of a reference list is looked for."""


# 「合作伙伴有：甲、乙、丙、丁」 ends without a full stop and is complete all the same.
_ENUMERATION = re.compile(r"[:：][^:：。；]*(?:、[^:：。；、]*){3,}$")


@dataclass(slots=True)
class _Pending:
    """A block still being read."""

    kind: Kind
    spans: list[tuple[int, int]]
    last: Line
    level: int = 0
    lead: str = ""
    length: int = 0
    labelled: bool = False
    """Whether it opens with a label and a colon, as the paragraphs beside it then do."""


@dataclass(slots=True)
class _Reader:
    lines: list[Line]
    cleaner: Cleaner
    headings: dict[int, int]
    contents: frozenset[int]
    blocks: list[Block] = field(default_factory=list)
    sections: Sections = field(default_factory=Sections)
    pending: _Pending | None = None
    references: int = 0
    """Rank of the heading of the reference list being read; 0: none; -1: a list without a heading."""
    bracketed: bool = False
    """Whether the entries of that list begin with ``[1]``, so that a line without goes on with its entry."""
    caption: str = ""
    intro: str = ""
    tables: int = 0
    nesting: list[tuple[int, object]] = field(default_factory=list)
    after_heading: bool = False
    run_end: int = -1
    run_width: int = 0
    run_closed: bool = False
    run_wrapped: bool = False

    def read(self) -> list[Block]:
        i = 0
        while i < len(self.lines):
            line = self.lines[i]
            if i in self.contents:
                self._emit_line(Kind.CONTENTS, line.start, line)
            elif (i in self.headings and self._enter(i)) or self._read_reference(i):
                pass  # read by the condition itself
            elif line.sign is Sign.CODE:
                self._emit_line(Kind.CODE, line.start, line)
            elif is_table(self.lines, i, bool(self.caption)):
                i = self._read_table(i)
                continue
            elif line.sign is Sign.BULLET or (line.sign is Sign.NUMBERED and line.mark in LIST_MARKS):
                self._start_item(line)
            else:
                self._read_text(i)
            i += 1
        self._flush()
        return self.blocks

    # Blocks

    def _flush(self) -> None:
        pending, self.pending = self.pending, None
        if pending is None:
            return
        cleaned = self.cleaner.clean(pending.spans)
        if cleaned is not None:
            text, start, offsets = cleaned
            level, lead = pending.level, pending.lead
            block = Block(pending.kind, text, start, offsets, level, self.sections.path, lead=lead)
            self.blocks.append(block)
            self.after_heading = False

    def _emit_line(self, kind: Kind, start: int, line: Line, level: int = 0) -> str:
        """Add a block of one line; its text, empty where nothing but marks stands there."""
        self._flush()
        self.caption = ""
        cleaned = self.cleaner.clean([(start, line.end)])
        if cleaned is None:
            return ""
        text, at, offsets = cleaned
        self.blocks.append(Block(kind, text, at, offsets, level, self.sections.path))
        self.after_heading = False
        return text

    def _start(self, kind: Kind, start: int, line: Line, level: int = 0, lead: str = "") -> None:
        self._flush()
        labelled = _LABEL.match(line.text[start - line.start :].lstrip("*_")) is not None
        self.pending = _Pending(kind, [(start, line.end)], line, level, lead, line.end - start, labelled)
        self.caption = ""

    def _extend(self, line: Line) -> None:
        assert self.pending is not None
        self.pending.spans.append((line.start, line.end))
        self.pending.length += line.end - line.start
        self.pending.last = line

    # Headings

    def _enter(self, i: int) -> bool:
        """Open the section of a heading; ``False`` where the line is an entry of a reference list after all."""
        line, rank = self.lines[i], self.headings[i]
        if self.references > 0 and rank >= _DEEPEST_CHAPTER:
            return False
        self._flush()
        start = line.body if line.sign is Sign.ATX else line.start
        cleaned = self.cleaner.clean([(start, line.end)])
        if cleaned is None:
            return True
        text, at, offsets = cleaned
        inside = line.sign is Sign.ATX and 0 < self.references < rank
        if not inside:
            self.references = rank if REFERENCES.match(text) else 0
            self.bracketed = False
        depth = self.sections.enter(text, rank, line, self.after_heading)
        path = self.sections.path[:-1]
        self.blocks.append(Block(Kind.HEADING, text, at, offsets, depth, path))
        self.after_heading = True
        self.caption = self.intro = ""
        self.nesting.clear()
        return True

    # References

    def _read_reference(self, i: int) -> bool:
        """Read a line of a reference list; ``False`` where the line is none."""
        line = self.lines[i]
        if line.sign is Sign.URL:
            if self.pending is not None and self.pending.kind is Kind.REFERENCE and self.references and not line.gap:
                self._start_or_extend(line, self.pending.last.sign is not Sign.URL)
            else:
                self._start(Kind.REFERENCE, _entry_start(line), line)
            return True
        if line.sign is Sign.ENTRY and (not line.number or self.references or self._numbers_on(i)):
            self.references = self.references or -1 if line.number else self.references
            self.bracketed = bool(line.number)
            self._start(Kind.REFERENCE, _entry_start(line), line)
            return True
        if self.references < 0 and line.gap:
            self.references = 0
        if not self.references or line.sign is Sign.CODE:
            return False
        marked = line.sign is Sign.BULLET or line.mark in LIST_MARKS
        self._start_or_extend(line, not marked and (not line.gap or self.bracketed))
        return True

    def _start_or_extend(self, line: Line, joined: bool) -> None:
        pending = self.pending
        if joined and pending is not None and pending.kind is Kind.REFERENCE and pending.length < LIMIT:
            self._extend(line)
        else:
            self._start(Kind.REFERENCE, _entry_start(line), line)

    def _numbers_on(self, i: int) -> bool:
        """Whether entry ``[1]`` is followed by ``[2]``: a list of references, not a bracket at a line's start."""
        wanted = str(int(self.lines[i].number) + 1)
        return any(line.sign is Sign.ENTRY and line.number == wanted for line in self.lines[i + 1 : i + _NUMBER_SOON])

    # Tables

    def _read_table(self, i: int) -> int:
        self._flush()
        lead = self.caption
        if not lead and self.blocks and self.blocks[-1].kind is Kind.PARAGRAPH:
            before = self.blocks[-1].text
            lead = before if before.endswith(("：", ":")) else ""
        rows, after = read_table(self.lines, i)
        header: tuple[str, ...] = ()
        for row in rows:
            cleaned = self.cleaner.clean_cells(list(row.cells))
            if cleaned is None:
                continue
            (text, start, offsets), cells = cleaned
            named = () if row.is_header else header
            path, table = self.sections.path, self.tables
            block = Block(Kind.ROW, text, start, offsets, 0, path, cells, named, table, lead)
            self.blocks.append(block)
            if row.is_header:
                header = tuple(text[a:b] for a, b in cells)
        self.tables += 1
        self.caption = ""
        self.after_heading = False
        return after

    # Lists

    def _start_item(self, line: Line) -> None:
        before = self.pending
        self._flush()
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind is not Kind.ITEM:
            self.nesting.clear()
            self.intro = ""
            if last is not None and last.kind is Kind.PARAGRAPH:
                adjacent = before is not None and not line.gap
                self.intro = last.text if adjacent or last.text.endswith(("：", ":")) else ""
        kind: object = line.mark or line.sign
        while self.nesting and self.nesting[-1][0] > line.indent:
            self.nesting.pop()
        for depth, entry in enumerate(self.nesting):
            if entry == (line.indent, kind):
                del self.nesting[depth:]
                break
        self.nesting.append((line.indent, kind))
        self._start(Kind.ITEM, line.body, line, len(self.nesting), self.intro)

    # Prose

    def _read_text(self, i: int) -> None:
        line = self.lines[i]
        if is_caption(line):
            self.caption = self._emit_line(Kind.PARAGRAPH, line.start, line)
            return
        if self.pending is not None and self.pending.kind in (Kind.PARAGRAPH, Kind.ITEM) and self._continues(i):
            self._extend(line)
        else:
            self._start(Kind.PARAGRAPH, line.start, line)

    def _continues(self, i: int) -> bool:
        """Whether line ``i`` goes on with the sentence or the wrapped paragraph before it."""
        pending, line = self.pending, self.lines[i]
        assert pending is not None
        last = pending.last
        if last.sealed or line.sealed or pending.length + len(line.text) > LIMIT or last.sign is Sign.TABS:
            return False
        evident = self._evident(last.text, line.text)
        if not line.gap:
            return evident or (not last.hard and self._is_full(i))
        if is_closed(last.text) or (pending.labelled and _LABEL.match(line.text.lstrip("*_"))):
            return False
        if evident:
            return True
        if last.hard or line.gap > 2 or columns(last.text[-_PAGE_COLUMNS:]) < _PAGE_COLUMNS or _OPENER.match(line.text):
            return False
        if _ENUMERATION.search(last.text):
            return False
        end, start = last.text.rstrip("*_`")[-1:], line.text.lstrip("*_`")[:1]
        return bool(end) and end.isalnum() and "://" not in last.text[-200:] and not start.isupper()

    @staticmethod
    def _evident(before: str, after: str) -> bool:
        """Whether two texts are parts of one sentence beyond doubt: a comma or hyphen between, a small letter after."""
        if _OPEN_END.search(before[-3:]) or _OPEN_START.match(after):
            return True
        return before[-1].isalnum() and after[0].islower() and after[0].isascii()

    def _is_full(self, i: int) -> bool:
        """Whether the line before ``i`` is as wide as its page, so that its end is the page's, not the paragraph's."""
        if i > self.run_end:
            self._measure(i)
        before, line = self.lines[i - 1], self.lines[i]
        if is_closed(before.text) and (not self.run_wrapped or _LABEL.match(line.text.lstrip("*_"))):
            return False
        if not (_NARROWEST if not self.run_closed else 12) <= self.run_width <= _WIDEST:
            return False
        han = re.match(f"[{HAN}]", line.text)
        word = 2 if han else len(line.text.split(maxsplit=1)[0]) + 1
        return columns(before.text) + before.indent + max(word, 4) >= self.run_width * 0.95

    def _measure(self, i: int) -> None:
        """Width of the widest line among those that follow each other without a gap around line ``i``."""
        first = i
        while first > 0 and not self.lines[first].gap:
            first -= 1
        end = i
        while end + 1 < len(self.lines) and not self.lines[end + 1].gap:
            end += 1
        run = self.lines[first : end + 1]
        self.run_end = end
        self.run_width = max(columns(line.text) + line.indent for line in run)
        self.run_closed = self.lines[end].text[-1] in "。.！？!?"
        self.run_wrapped = len(run) > 2 and 2 * sum(is_closed(line.text) for line in run[:-1]) < len(run) - 1


def _entry_start(line: Line) -> int:
    """Where an entry of a reference list begins: after a bullet, at its number."""
    return line.body if line.sign in (Sign.BULLET, Sign.ENTRY) else line.start


def build_blocks(lines: list[Line], cleaner: Cleaner) -> list[Block]:
    """The blocks of a document in order, from its lines."""
    contents = find_contents(lines)
    return _Reader(lines, cleaner, find_headings(lines, contents), contents).read()
