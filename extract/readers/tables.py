"""Tables of a text: runs of tab-separated or Markdown rows, their header, and rows parted by page breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actorgraph.extract.readers.lines import Line, Sign, columns

__all__ = ["Row", "is_table", "read_table"]

Span = tuple[int, int]

_TAB = re.compile(r"\t")
_PIPE = re.compile(r"(?<!\\)\|")
_NUMERIC = re.compile(r"[\d\s.,%％+\-–—~～:/$¥€]*$")
_WIDEST_HEADER = 60
"""A header cell names a column; one wider than this (in columns of a page) states something."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the source range of each cell, and whether it is (a repetition of) the header."""

    cells: tuple[Span, ...]
    is_header: bool


def is_table(lines: list[Line], i: int, captioned: bool) -> bool:
    """Whether a table begins at line ``i``: rows are at least two, or one below a caption."""
    line = lines[i]
    following = lines[i + 1] if i + 1 < len(lines) else None
    if line.sign in (Sign.TABS, Sign.PIPES):
        return captioned or line.sign is Sign.PIPES or (following is not None and following.sign is Sign.TABS)
    # A Markdown table may do without the outer bars.
    return following is not None and following.sign is Sign.RULER and not following.gap and "|" in line.text


def read_table(lines: list[Line], i: int) -> tuple[list[Row], int]:
    """The rows of the table that begins at line ``i``, and the index of the line after it.

    Rows parted by blank lines belong together while their number of cells stays the same; a repeated header is kept
    as a header row.
    """
    piped = lines[i].sign is not Sign.TABS
    separator = _PIPE if piped else _TAB
    first = _cells(lines[i], separator)
    ruled = i + 1 < len(lines) and lines[i + 1].sign is Sign.RULER
    rows = [first]
    texts = [lines[i].text]
    at = i + 1
    while at < len(lines):
        line = lines[at]
        if line.sign is Sign.RULER:
            at += 1
            continue
        if piped and (line.gap or "|" not in line.text or line.sign not in (Sign.PIPES, Sign.TEXT)):
            break
        if not piped and line.sign is not Sign.TABS:
            break
        cells = _cells(line, separator)
        if line.gap and len(cells) != len(first):
            break
        rows.append(cells)
        texts.append(line.text)
        at += 1
    header = ruled or (len(rows) > 1 and _is_header(first, lines[i], rows[1]))
    return [Row(cells, header and texts[k] == texts[0]) for k, cells in enumerate(rows)], at


def _cells(line: Line, separator: re.Pattern[str]) -> tuple[Span, ...]:
    """Source ranges of a line's cells, without the white space around them."""
    text = line.text
    begin, end = 0, len(text)
    if separator is _PIPE:
        begin += text.startswith("|")
        end -= len(text) > begin and text.endswith("|") and not text.endswith("\\|")
    cuts = [match.start() for match in separator.finditer(text, begin, end)]
    out = []
    for start, stop in zip([begin, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True):
        cell = text[start:stop]
        content = cell.strip()
        at = line.start + start + len(cell) - len(cell.lstrip()) if content else line.start + start
        out.append((at, at + len(content)))
    return tuple(out)


def _is_header(cells: tuple[Span, ...], line: Line, following: tuple[Span, ...]) -> bool:
    """Whether a first row that nothing marks as the header names columns: short cells, none empty, none a number."""
    texts = [line.text[start - line.start : end - line.start] for start, end in cells]
    if len(cells) < len(following):
        return False
    if any(columns(text) > _WIDEST_HEADER or text.endswith(("。", "；")) for text in texts):
        return False
    return all(text and not _NUMERIC.match(text) for text in texts[1:])
