"""Front matter: YAML between ``---`` lines, or ``Date: …`` lines at the head of a note."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from actorgraph.extract.documents import Block, Kind
from actorgraph.extract.readers.inline import Cleaner

__all__ = ["FrontMatter", "read_front_matter"]

_YAML = re.compile(r"\s*---[ \t]*\n(?P<body>(?:.*\n){0,400}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_KEY = re.compile(r"[ \t]*(?P<key>\w[\w -]{0,40}?)[ \t]*[:：](?!//)[ \t]*(?P<value>.*)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>\S.*)")
_HEAD_KEYS = re.compile(
    r"(?:title|date|authors?|by|tags?|source|url|link|publisher|published|created|updated|categor(?:y|ies)|keywords|"
    r"lang|language|aliases|status|标题|日期|作者|来源|时间|标签|链接|关键词|发布(?:日期|时间|机构|单位))",
    re.IGNORECASE,
)
_FLOW_ITEM = re.compile(r"""\s*(?:"[^"]*"|'[^']*'|[^,"'\s][^,]*)""")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Keys and values at a document's head.

    :param values: key in lower case → its values. :param blocks: one for each value. :param end: offset at which
        the text begins.
    """

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    end: int = 0


def read_front_matter(text: str, cleaner: Cleaner) -> FrontMatter:
    """The front matter of a text, empty where it has none.

    >>> text = "---\\ntitle: 算力\\ntags: [a, b]\\n---\\nText"
    >>> read_front_matter(text, Cleaner(text, True)).values
    {'title': ('算力',), 'tags': ('a', 'b')}
    """
    match = _YAML.match(text)
    if match and (not match.group("body").strip() or _KEY.match(match.group("body").lstrip("\n"))):
        spans = _scan(text, match.start("body"), match.end("body"))
        end = match.end()
    else:
        spans, end = _head_lines(text)
    values: dict[str, list[str]] = {}
    blocks = []
    for key, start, stop in spans:
        values.setdefault(key.lower(), [])
        cleaned = cleaner.clean([(start, stop)])
        if cleaned is None:
            continue
        value, at, offsets = cleaned
        values[key.lower()].append(value)
        blocks.append(Block(Kind.META, value, at, offsets, key=key))
    return FrontMatter({key: tuple(found) for key, found in values.items()}, tuple(blocks), end)


def _head_lines(text: str) -> tuple[list[tuple[str, int, int]], int]:
    """``Key: value`` lines with known keys that open a text without ``---``."""
    spans: list[tuple[str, int, int]] = []
    offset = 0
    for raw in text[:5000].splitlines(keepends=True):
        match = _KEY.match(raw)
        if raw.strip(" \t\r\n\ufeff") or spans:
            if match is None or not _HEAD_KEYS.fullmatch(match.group("key")):
                break
            spans.append((match.group("key"), offset + match.start("value"), offset + len(raw.rstrip())))
        offset += len(raw)
    return (spans, offset) if spans else ([], 0)


def _scan(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """(key, start, end) of every value of a YAML mapping, list items and flow lists taken apart, quotes left out."""
    out: list[tuple[str, int, int]] = []
    key = ""
    offset = start
    for raw in text[start:end].splitlines(keepends=True):
        line = raw.rstrip()
        item = _ITEM.match(line)
        pair = None if item else _KEY.match(line)
        found = item or pair
        if pair:
            key = pair.group("key")
        if found:
            span = (offset + found.start("value"), offset + found.end("value"))
        else:
            span = (offset + len(line) - len(line.lstrip()), offset + len(line))
        out.extend((key, a, b) for a, b in _values(text, *span))
        offset += len(raw)
    return out


def _values(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Ranges of the scalars of one YAML value: itself without quotes, or the items of ``[a, b]``."""
    raw = text[start:end]
    value = raw.strip()
    start += len(raw) - len(raw.lstrip())
    if not value or value in ("|", ">", "|-", ">-", "|+", ">+", "null", "~"):
        return []
    if value[0] == "[" and value[-1] == "]" and not value.startswith("[["):
        inner = [m.span() for m in _FLOW_ITEM.finditer(value, 1, len(value) - 1)]
        return [span for a, b in inner for span in _values(text, start + a, start + b)]
    end = start + len(value)
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return [(start + 1, end - 1)]
    return [(start, end)]
