"""Match keys and sentence boundaries; every function keeps offsets into the text it was given.

Folding maps one character to one character (width, case, traditional to simplified), so that a match in folded text
has the same range in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

__all__ = ["HAN", "fold", "has_han", "is_latin_word", "name_key", "sentences", "squeeze"]

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_HAN_RE = re.compile(f"[{HAN}]")
_HAN_SPACE = re.compile(f"(?<=[{HAN}])[ \u00a0\u3000]+|[ \u00a0\u3000]+(?=[{HAN}])|[“”‘’「」『』]")
_DASHES = {"–", "—", "‐", "‑", "−", "－"}
_QUOTES = {"’": "'", "‘": "'", "“": '"', "”": '"'}
_KEY_DROP = re.compile(r"[\s《》〈〉“”\"'‘’「」『』·•・,，.。()（）\[\]【】\-–—_™®©:：/、&]+")


@cache
def _simplified() -> dict[str, str]:
    """Traditional → simplified for single characters, from OpenCC's table (match keys only, never for display)."""
    table = resources.files("opencc") / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {old: new.split(" ")[0] for old, new in pairs if len(old) == 1}


class _FoldTable(dict[int, str]):
    """Filled character by character as texts are met: most of Unicode is never seen."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        wide = unicodedata.normalize("NFKC", char)
        out = wide if len(wide) == 1 else char
        if out in _DASHES:
            out = "-"
        out = _QUOTES.get(out, out)
        low = out.casefold()
        out = low if len(low) == 1 else out
        out = _simplified().get(out, out)
        self[code] = out
        return out


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """Width, case, dashes and traditional characters folded; the length never changes.

    >>> fold("ＧＰＴ－４ 臺積電")
    'gpt-4 台积电'
    """
    return text.translate(_FOLD)


def squeeze(text: str) -> tuple[str, list[int] | None]:
    """Text without quotation marks and the spaces that touch a Han character, and where each character came from.

    “人工智能+”行动 and 人工智能+行动 are one title. The list is ``None`` where nothing was removed.

    >>> squeeze("昇腾 910C 与 H20")
    ('昇腾910C与H20', [0, 1, 3, 4, 5, 6, 8, 10, 11, 12])
    """
    spans = [m.span() for m in _HAN_SPACE.finditer(text)]
    if not spans:
        return text, None
    keep: list[int] = []
    last = 0
    for start, end in spans:
        keep.extend(range(last, start))
        last = end
    keep.extend(range(last, len(text)))
    return "".join([text[i] for i in keep]), keep


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """The key by which two spellings of one name are the same: folded, without spaces, quotes and joining marks.

    The decimal point of a version stays: GPT-5.2 and GPT-52 are two names.

    >>> name_key("《人工智能法案》") == name_key("人工智能法案"), name_key("GPT-5.2")
    (True, 'gpt5.2')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = "".join(_simplified().get(c, c) for c in folded)
    folded = re.sub(r"(?<=\d)\.(?=\d)", "\0", folded)
    return _KEY_DROP.sub("", folded).replace("\0", ".")


def has_han(text: str) -> bool:
    """Whether any Han character stands in the text."""
    return _HAN_RE.search(text) is not None


def is_latin_word(text: str) -> bool:
    """Whether the text is one word of ASCII letters.

    >>> is_latin_word("Apple"), is_latin_word("GPT-5")
    (True, False)
    """
    return text.isascii() and text.isalpha()


_CLOSERS = "”’」』》〉）)\"'】*"
_END_ZH = re.compile(rf"[。！？；!?;…]+[{_CLOSERS}]*|\n+")
# An English full stop ends a sentence when a space and an upper-case letter, a digit or a quote follow,
# and what stands before it is neither an initial nor a usual abbreviation.
_END_EN = re.compile(
    rf"\.[{_CLOSERS}]*\s+(?=[A-Z0-9“\"'‘(《「【{HAN}])|\.[{_CLOSERS}]*$|(?<=[{HAN}])\.[{_CLOSERS}]*(?=\D|$)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Inc|Corp|Co|Ltd|Jr|Sr|vs|No|Nos|Art|Sec|Fig|Vol|approx|est|Gen|Sen|Rep|Gov|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.K|U\.N|e\.g|i\.e|et al|a\.m|p\.m))$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Ranges of the sentences of one block, in order, without the white space around them.

    >>> [ "甲发布了乙。丙呢？"[a:b] for a, b in sentences("甲发布了乙。丙呢？") ]
    ['甲发布了乙。', '丙呢？']
    >>> len(sentences("Dr. Kim joined Acme Inc. in May. He left."))
    2
    """
    ends = [m.end() for m in _END_ZH.finditer(text)]
    for match in _END_EN.finditer(text):
        if not _ABBREVIATION.search(text, max(0, match.start() - 12), match.start()):
            ends.append(match.end())
    out: list[tuple[int, int]] = []
    last = 0
    for end in [*sorted(set(ends)), len(text)]:
        start = last
        while start < end and text[start].isspace():
            start += 1
        stop = end
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        out.extend(_cut(text, start, stop))
        last = end
    return out


LONGEST_SENTENCE = 500
"""Characters after which a sentence without an end is cut at a lesser mark. All that is read of a sentence lies within
110 characters of an actor, and time grows with the square of its length: a 20,000-character line full of actors takes
minutes uncut."""

_LESSER_MARK = re.compile(r"[，；：、,;:]\s*|\s+")


def _cut(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """A sentence's range, in pieces of at most :data:`LONGEST_SENTENCE` characters; nothing for an empty one."""
    while stop - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        cut = max((m.end() for m in _LESSER_MARK.finditer(text, limit - 200, limit)), default=limit)
        yield start, cut
        start = cut
    if start < stop:
        yield start, stop
