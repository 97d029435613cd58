"""Tables of contents: lines that repeat a heading and its page number."""

from __future__ import annotations

import re

from actorgraph.extract.readers.lines import Line, Sign

__all__ = ["find_contents"]

_TITLE = re.compile(r"(?:目\s*录|contents|table of contents)[:：]?$", re.IGNORECASE)
_LEADERS = re.compile(r".{1,160}?\s*(?:[.．·⋯_]{4,}|…{2,})\s*(?P<page>\d{1,4}|[ivxl]{1,6})$")
_TABBED = re.compile(r"[^\t]{1,160}\t+(?P<page>\d{1,4})$")
_LINKED = re.compile(r"(?:[-*+]|\d{1,3}\.)\s+\[[^\[\]]+\]\(#[^()\s]*\)$")
_LONGEST = 200


def _page(line: Line) -> int | None:
    """The page number at the end of a line of a table of contents, 0 for one that has none, else ``None``."""
    if len(line.text) > _LONGEST:
        return None
    match = _LEADERS.match(line.text) or _TABBED.match(line.text)
    if match:
        return int(match.group("page")) if match.group("page").isdigit() else 0
    return 0 if line.sign is Sign.BULLET and _LINKED.match(line.text) else None


def find_contents(lines: list[Line]) -> frozenset[int]:
    """Indices of the lines of tables of contents.

    A line with dot leaders is one by itself; lines with a tab before the number (which a table may have too) are
    where their numbers never fall and a title such as 目录 stands above or most of them begin as headings do.
    """
    out: set[int] = set()
    i = 0
    while i < len(lines):
        run = []
        page = _page(lines[i])
        lowest = 0
        while page == 0 or (page is not None and page >= lowest):
            run.append(i)
            lowest = page or lowest
            i += 1
            page = _page(lines[i]) if i < len(lines) else None
        if run and (len(run) > 2 or _LEADERS.match(lines[run[0]].text)) and _is_contents(lines, run):
            out.update(run)
        i += not run
    return frozenset(out)


def _is_contents(lines: list[Line], run: list[int]) -> bool:
    marked = sum(
        lines[i].mark is not None or lines[i].sign is Sign.BULLET or _LEADERS.match(lines[i].text) is not None
        for i in run
    )
    titled = run[0] > 0 and _TITLE.match(lines[run[0] - 1].text) is not None
    return titled or marked * 2 >= len(run)
