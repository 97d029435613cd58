"""Names made comparable: the normal form that IRIs are made of, and the keys under which names match.

Keys ignore what differs between two writings of one name: width, case, traditional or simplified characters, spaces,
most punctuation and, for companies, the legal form at the end. They keep what tells two names apart: digits, and any
separator between digits, so that ``GPT-5.2`` and ``GPT-52`` stay two.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache, lru_cache
from typing import Final

from actorgraph.ontology.errors import ActorgraphError

__all__ = [
    "has_han",
    "is_strong",
    "language_of",
    "legal_stem",
    "match_keys",
    "name_key",
    "normal_name",
    "simplified",
    "tidy",
]

_HAN: Final = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HAN_SPACE: Final = re.compile(r"(?<=[\u3007\u3400-\u9fff]) (?=[\u3007\u3400-\u9fff])")

# Spaces and punctuation; the plus and number signs tell names apart (C, C++, C#).
_SEPARATORS: Final = re.compile(r"(?:[^\w+#]|_)+")

# Suffixes that say in what legal form a firm exists, longest first. 集团 and 科技 are part of names and stay:
# 联影集团 and 联影智能 are two firms.
_LEGAL_ZH: Final = ("股份有限公司", "有限责任公司", "有限公司", "公司")
_LEGAL_EN: Final = re.compile(
    r"[\s,]+(?:co\.?,?\s*ltd|pte\.?\s*ltd|pty\.?\s*ltd|inc|incorporated|corp|corporation|company|co|ltd|limited|llc|llp"
    r"|l\.p|plc|p\.l\.c|ag|s\.a|sa|se|n\.v|nv|b\.v|bv|gmbh|k\.k|kk|s\.p\.a|spa|ab|asa|oyj|oy|a/s)\.?$"
)


def has_han(text: str) -> bool:
    """Whether the text has a Han character.

    >>> has_han("华为"), has_han("Huawei")
    (True, False)
    """
    return _HAN.search(text) is not None


def language_of(text: str) -> str:
    """Language tag for a name whose language nobody gave: ``zh`` if it has a Han character, else ``en``.

    >>> language_of("阿里 Qwen")
    'zh'
    """
    return "zh" if has_han(text) else "en"


def tidy(text: str) -> str:
    """A name as it is shown: white space runs as one space, and none between Han characters, as PDFs put it there.

    >>> tidy(" 英 伟\\n达 GPU  H20 ")
    '英伟达 GPU H20'
    """
    return _HAN_SPACE.sub("", " ".join(text.split()))


def normal_name(text: str) -> str:
    """The form that IRIs are made of: NFKC, case folded, white space runs as one space.

    >>> normal_name(" Ｏｐｅｎ\\u3000AI ")
    'open ai'
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


@cache
def _simplifying() -> dict[int, str]:
    """OpenCC's table of single characters, read from its data file: importing OpenCC's converter takes 30 ms more."""
    from importlib.util import find_spec  # noqa: PLC0415 - only for names with Han characters
    from pathlib import Path  # noqa: PLC0415

    spec = find_spec("opencc")
    if spec is None or spec.origin is None:
        raise ActorgraphError("The package opencc-python-reimplemented is missing; install actorgraph's dependencies.")
    table = Path(spec.origin).with_name("dictionary") / "TSCharacters.txt"
    pairs = (line.split() for line in table.read_text(encoding="utf-8").splitlines() if line)
    return {ord(traditional): options[0] for traditional, *options in pairs}


def simplified(text: str) -> str:
    """The text with each traditional character as its (first) simplified one; for match keys only.

    >>> simplified("臺積電")
    '台积电'
    """
    return text.translate(_simplifying()) if has_han(text) else text


def _separator(match: re.Match[str]) -> str:
    """What a run of spaces and punctuation contributes to a key: something between two digits, else its marks only."""
    text, run = match.string, match.group()
    if not (text[match.start() - 1 : match.start()].isdigit() and text[match.end() : match.end() + 1].isdigit()):
        return "" if run.isascii() else "".join(char for char in run if unicodedata.category(char).startswith("M"))
    return next((char for char in "./:" if char in run), "-")


@lru_cache(maxsize=1 << 16)
def name_key(text: str) -> str:
    """The key under which two writings of one name match; never empty for a text that is not blank.

    >>> name_key("臺積電"), name_key("ＧＰＴ－４"), name_key("GPT-5.2"), name_key("《人工智能法案》")
    ('台积电', 'gpt4', 'gpt5.2', '人工智能法案')
    """
    normal = simplified(normal_name(text))
    return _SEPARATORS.sub(_separator, normal) or normal


def legal_stem(text: str) -> str | None:
    """The key of a company's name without its legal form; ``None`` if it names none, or if too little would be left.

    >>> [legal_stem(name) for name in ("百度公司", "NVIDIA Corporation", "Alibaba Group Co., Ltd.", "联影集团")]
    ['百度', 'nvidia', 'alibabagroup', None]
    """
    normal = simplified(normal_name(text))
    stem = _LEGAL_EN.sub("", normal)
    if stem == normal:
        stem = next((normal.removesuffix(s).rstrip() for s in _LEGAL_ZH if normal.endswith(s)), normal)
    if stem == normal or not is_strong(stem):
        return None
    return name_key(stem)


@lru_cache(maxsize=1 << 16)
def is_strong(text: str) -> bool:
    """Whether a name alone can say which actor is meant: two Han characters, or three letters and digits.

    >>> [is_strong(name) for name in ("华为", "华", "AMD", "X1", "微软 R")]
    [True, False, True, False, True]
    """
    key = name_key(text)
    return len(_HAN.findall(key)) >= 2 or sum(char.isalnum() for char in key) >= 3


@lru_cache(maxsize=1 << 16)
def match_keys(text: str, type_: str) -> tuple[str, ...]:
    """The keys under which a name of an actor of a core class matches, the strictest first.

    >>> match_keys("百度公司", "Company")
    ('百度公司', '百度')
    """
    key = name_key(text)
    stem = legal_stem(text) if type_ == "Company" else None
    return (sys.intern(key),) if stem is None or stem == key else (sys.intern(key), sys.intern(stem))
