"""Cleaning inside a block: what stands in the source in, what a reader should see out, each character with its offset.

Removed are Markdown's marks, invisible characters, spaces inside letter-spaced words and the hyphens and line ends at
which PDF extraction broke words. Nothing is ever put in but a space where the source has white space, a tag or a line
end, so that ``text[i]`` equals the source at ``offsets[i]`` everywhere else.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise

from actorgraph.extract.documents import Offsets
from actorgraph.extract.text import HAN

__all__ = ["Cleaned", "Cleaner", "hide_comments"]

Cleaned = tuple[str, int, Offsets | None]
"""Cleaned text, source offset of its first character, offsets (``None`` where the text is the source's own slice)."""

_VOCABULARY_CHARACTERS = 2_000_000
"""How much of a text is searched for words that prove a broken word; more would only cost time."""

_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
_SPACES = r"\s{2,}|[^\S\x20]"
_LETTER_SPACED = rf"(?<![{HAN}][{HAN}])(?<=[{HAN}])\s(?=[{HAN}](?![{HAN}]))"
_SPLIT_CAPITALS = rf"(?<=[{HAN}（(，。、\s][A-Z])\x20(?=[A-Z]{{2,5}}(?:[{HAN}）)，。、]|\s[{HAN}]))"
_HYPHEN = r"(?<=[a-z]{2})-(?=[a-z]{2})"
_PLAIN = rf"""
  (?P<invisible>[{_INVISIBLE}]+)
| (?P<spaced>{_LETTER_SPACED})
| (?P<capitals>{_SPLIT_CAPITALS})
| (?P<space>{_SPACES})
| (?P<hyphen>{_HYPHEN})
"""
_TARGET = r"\((?=[^()\s]*[\#/.]|\)|[a-z]+:)(?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)"
_TAGS = r"a|abbr|b|big|blockquote|br|center|cite|code|details|div|em|figure|font|hr|i|img|kbd|mark|p|small|span|strong"
_MARKDOWN = rf"""
  (?P<escape>\\[!-/:-@\[-`{{-~])
| (?P<code>(?<!`)(?P<ticks>`{{1,3}})(?P<verbatim>[^`\n]+)(?P=ticks)(?!`))
| (?P<image>\[!\[[^\[\]\n]*\]{_TARGET}\]{_TARGET}|!\[[^\[\]\n]*\]{_TARGET}|!\[\[[^\[\]\n]*\]\])
| (?P<wiki>\[\[(?:[^\[\]|\n]+\|)?(?P<page>[^\[\]|\n]+)\]\])
| (?P<note>\[\^[^\[\]\s]+\])
| (?P<link>\[(?P<label>(?:[^\[\]\\\n]|\\.)+)\]{_TARGET})
| (?P<address><(?P<url>(?:https?|mailto|ftp):[^<>\s]+)>)
| (?P<tag></?(?:{_TAGS}|s|strike|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|ol|li)(?:\s[^<>]*)?/?>)
| (?P<entity>&(?:amp;|nbsp;))
| (?P<bold>(?<!\d)\*\*+|\*\*+(?!\d))
| (?P<emphasis>(?<![A-Za-z0-9*])\*(?=[^\s*])(?P<stressed>[^*\n]+)(?<=\S)\*(?![A-Za-z0-9*]))
| (?P<underline>(?<!\w)(?P<bars>__?)(?=[^\s_])(?P<underlined>(?:[^_\n]|(?<=\w)_(?=\w))+)(?<=[^\s_])(?P=bars)(?!\w))
| (?P<marked>(?P<pair>==|~~)(?=[^\s=~])(?P<highlighted>[^=~\n]+)(?<=\S)(?P=pair))
"""
_INNER = {
    "code": "verbatim",
    "wiki": "page",
    "link": "label",
    "address": "url",
    "emphasis": "stressed",
    "underline": "underlined",
    "marked": "highlighted",
}
_PLAIN_RE = re.compile(rf"(?=[\s{_INVISIBLE}-])(?:{_PLAIN})", re.VERBOSE)
_MARKDOWN_RE = re.compile(rf"(?=[\\`!\[<&*_=~\s{_INVISIBLE}-])(?:{_MARKDOWN}|{_PLAIN})", re.VERBOSE)
_WORD_RE = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_TAIL_RE = re.compile(r"[A-Za-z-]*\Z")
_HEAD_RE = re.compile(r"[A-Za-z]+")


@cache
def _hyphens() -> dict[str, frozenset[str]]:
    """The word parts of ``hyphens.toml``."""
    table = tomllib.loads((resources.files(__package__) / "hyphens.toml").read_text(encoding="utf-8"))
    return {key: frozenset(parts) for key, parts in table.items()}


def hide_comments(text: str) -> str:
    """The text with HTML comments and a leading byte-order mark blanked; length and line ends stay.

    >>> hide_comments("a<!-- b -->c")
    'a          c'
    """
    if text.startswith("\ufeff"):
        text = " " + text[1:]
    parts: list[str] = []
    last = 0
    while (start := text.find("<!--", last)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += text[last:start], re.sub(r"[^\r\n]", " ", text[start : end + 3])
        last = end + 3
    return "".join([*parts, text[last:]]) if last else text


class _Output:
    """Collects pieces of the source; neighbours in the source become one run."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.sources: list[int] = []
        self.length = 0
        self.expected = -1
        self.blank = True  # whether the text so far ends in a space (or is empty)

    def add(self, piece: str, source: int) -> None:
        """Append a piece whose first character stands at ``source``; no second space after a space."""
        if piece[0] == " " and self.blank:
            piece, source = piece[1:], source + 1
        if not piece:
            return
        if source != self.expected:
            self.starts.append(self.length)
            self.sources.append(source)
        self.parts.append(piece)
        self.length += len(piece)
        self.expected = source + len(piece)
        self.blank = piece[-1] == " "

    def append(self, cleaned: Cleaned) -> None:
        """Append a text that was cleaned by itself."""
        text, source, offsets = cleaned
        if offsets is None:
            self.add(text, source)
            return
        for index, start in enumerate(offsets.starts):
            end = offsets.starts[index + 1] if index + 1 < len(offsets.starts) else len(text)
            self.add(text[start:end], offsets.sources[index])

    def finish(self) -> Cleaned | None:
        """The collected text without white space around it, or ``None`` where nothing is left."""
        text = "".join(self.parts).rstrip()
        if not text:
            return None
        if len(self.starts) == 1:
            return text, self.sources[0], None
        runs = [(a, b) for a, b in zip(self.starts, self.sources, strict=True) if a < len(text)]
        offsets = Offsets(tuple(a for a, _ in runs), tuple(b for _, b in runs), len(text))
        return text, self.sources[0], offsets if len(runs) > 1 else None


class Cleaner:
    """Cleans ranges of one source text.

    :param text: the source, comments hidden.
    :param markdown: whether Markdown's marks are marks.

    >>> Cleaner("a **bold** word", True).clean([(0, 15)])
    ('a bold word', 0, Offsets(starts=(0, 2, 6), sources=(0, 4, 10), length=11))
    """

    def __init__(self, text: str, markdown: bool) -> None:
        self._text = text
        self._pattern = _MARKDOWN_RE if markdown else _PLAIN_RE

    @cached_property
    def _words(self) -> Counter[str]:
        """How often the text has each Latin word, in lower case; hyphenated ones whole and in pairs of parts."""
        words: Counter[str] = Counter()
        for word in _WORD_RE.findall(self._text[:_VOCABULARY_CHARACTERS]):
            low = word.lower()
            words[low] += 1
            if "-" in low:
                parts = low.split("-")
                # The outer parts of `intent-origina-tion` may be halves of a word and prove nothing.
                words.update([*parts[1:-1], *(f"{a}-{b}" for a, b in pairwise(parts))])
        return words

    def clean(self, spans: list[tuple[int, int]]) -> Cleaned | None:
        """The cleaned text of source ranges that belong together, one for each line.

        :returns: ``None`` where nothing but marks and white space stands there.
        """
        out = _Output()
        for index, (start, end) in enumerate(spans):
            stop = end
            if index + 1 < len(spans):
                stop, space = self._join(start, end, spans[index + 1][0])
            self._emit(out, start, stop, self._pattern)
            if index + 1 < len(spans) and space:
                out.add(" ", end)
        return out.finish()

    def clean_cells(self, cells: list[tuple[int, int]]) -> tuple[Cleaned, tuple[tuple[int, int], ...]] | None:
        """The cleaned cells of a table row joined by tabs, and the range of each in the joined text.

        A tab stands for the mark that follows the cell in the source. :returns: ``None`` for a row of empty cells.
        """
        out = _Output()
        ranges: list[tuple[int, int]] = []
        for index, (start, end) in enumerate(cells):
            if index:
                out.add("\t", cells[index - 1][1])
            cleaned = self.clean([(start, end)])
            begin = out.length
            if cleaned is not None:
                out.append(cleaned)
            ranges.append((begin, out.length))
        text = "".join(out.parts)
        if not text.strip():
            return None
        offsets = Offsets(tuple(out.starts), tuple(out.sources), len(text)) if len(out.starts) > 1 else None
        return (text, out.sources[0], offsets), tuple(ranges)

    def _emit(self, out: _Output, start: int, end: int, pattern: re.Pattern[str]) -> None:
        text = self._text
        last = start
        for match in pattern.finditer(text, start, end):
            name = match.lastgroup or ""
            # `lastgroup` names the outermost group that closed last: the alternative itself.
            at, after = match.span()
            if name in ("hyphen", "capitals") and not self._broken(name, at):
                continue
            if at > last:
                out.add(text[last:at], last)
            last = after
            if name == "escape":
                out.add(text[at + 1], at + 1)
            elif name in _INNER:
                inside = match.span(_INNER[name])
                self._emit(out, *inside, _PLAIN_RE if name in ("code", "address") else pattern)
            elif name == "entity" and match.group() == "&amp;":
                out.add("&", at)
            elif name in ("space", "entity") or (name == "tag" and text.startswith("<br", at)):
                out.add(" ", at)
        if end > last:
            out.add(text[last:end], last)

    def _broken(self, name: str, at: int) -> bool:
        """Whether the mark at ``at`` inside a line parts one word: ``com-pression``, ``I VRS``."""
        text = self._text
        tail = _TAIL_RE.search(text, max(0, at - 40), at)
        head = _HEAD_RE.match(text, at + 1)
        if tail is None or head is None:
            return False
        left, right = tail.group().rpartition("-")[2].lower(), head.group().lower()
        if name == "capitals":
            return left + right in self._words or self._words[right] == 1
        if text[head.end() : head.end() + 1] == "-":
            return False
        return left + right in self._words or right in _hyphens()["word_ends"]

    def _join(self, start: int, end: int, following: int) -> tuple[int, bool]:
        """How a line is joined to the next: where the line stops being read, and whether a space parts them."""
        text = self._text
        before, after = text[end - 1], text[following]
        if before == "\u00ad":
            return end - 1, False
        if before in "-‐" and end - start > 1 and text[end - 2].isalnum():
            return (end - 1 if self._hyphenated(end - 1, following) else end), False
        return end, _is_spaced(before) and _is_spaced(after)

    def _hyphenated(self, hyphen: int, following: int) -> bool:
        """Whether the hyphen at a line's end only marks the break, so that the word is written without it."""
        text = self._text
        tail = _TAIL_RE.search(text, max(0, hyphen - 40), hyphen)
        head = _HEAD_RE.match(text, following)
        if tail is None or head is None or not text[hyphen - 1].islower() or not text[following].islower():
            return False
        left, right = tail.group().lower(), head.group().lower()
        if left + right in self._words or right in _hyphens()["word_ends"]:
            return True
        if "-" in left or text[head.end() : head.end() + 1] == "-" or f"{left}-{right}" in self._words:
            return False
        return len(left) > 1 and left not in _hyphens()["compound_starts"] and right not in _hyphens()["compound_ends"]


def _is_spaced(char: str) -> bool:
    """Whether a line end beside the character stands for a space: between Latin words, not beside Chinese."""
    return char < "\u2e80" and char not in "“‘" and not "\u2010" <= char <= "\u2015"
