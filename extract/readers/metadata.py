"""What a document says of itself: front matter, title, date, authors, language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from actorgraph.extract.documents import Block, Kind
from actorgraph.extract.readers.frontmatter import FrontMatter
from actorgraph.extract.text import HAN

__all__ = ["About", "describe", "find_date", "language_of"]

_SAMPLE = 1_000_000
_WINDOWS = 50
_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_RUN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u04ff]+")
_CHINESE_SHARE = 0.2

_TITLE_KEYS = ("title", "标题", "题目")
_DATE_KEYS = ("date", "published", "pubdate", "publish_date", "created", "日期", "发布日期", "发布时间")
_AUTHOR_KEYS = ("author", "authors", "by", "speaker", "作者")
_PUBLISHER_KEYS = ("publisher", "organization", "institution", "site", "发布机构", "出版社", "发布单位", "机构")
_TITLE_WORD = re.compile(
    r"(?:报告|白皮书|蓝皮书|绿皮书|指南|规划|意见|通知|办法|条例|年鉴|手册|综述|研究|方案|纲要|标准|"
    r"report|white ?paper|guide|handbook|review|outlook|overview|survey|plan|act|strategy|newsletter|digest)\W*\d*$",
    re.IGNORECASE,
)
_COVER_LINES = 15
_TITLE_COLUMNS = 120

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<{}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_YEAR = r"(?P<{}>(?:19|20)\d\d)"
_DIGITS = "〇零一二三四五六七八九十"
_DATE = re.compile(
    rf"(?<![\d./-]){_YEAR.format('y1')}\s*年\s*(?P<m1>\d{{1,2}})\s*月(?:\s*(?P<d1>\d{{1,2}})\s*[日号])?"
    rf"|(?P<y2>二[〇零○][{_DIGITS}○]{{2}})年(?P<m2>[{_DIGITS}]{{1,2}})月(?:(?P<d2>[{_DIGITS}]{{1,3}})日)?"
    rf"|(?<![\d./-]){_YEAR.format('y3')}[-/.](?P<m3>\d{{1,2}})(?:[-/.](?P<d3>\d{{1,2}}))?(?![\d/-]|\.\d)"
    rf"|(?<![\w]){_MONTH.format('m4')}\s+(?:(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?{_YEAR.format('y4')}(?!\d)"
    rf"|(?<![\w])(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('m5')},?\s+{_YEAR.format('y5')}(?!\d)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:date|published|updated|posted|released?|created|last modified|(?:发布|更新|印发|成文|出版)(?:日期|时间)?|"
    r"发表|日期|时间|撰写)(?:\s*(?:on|于))?\s*[:：]?\s*$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z][A-Za-z .,'’&/()-]{2,60}[,，–—-]\s*$")
_DATELINE_END = re.compile(r"\s*(?:\([A-Z][^()]{2,40}\)|/[A-Z][^/]{2,40}/)?\s*[-–—]{1,2}\s|\s*/PRNewswire/")
_BYLINE = 60
_DATE_LINES = 60
_PROSE = re.compile(r"[，。；！？]|\.\s")
_FLAT_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a document as a whole."""

    title: str
    language: str
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)


def language_of(text: str) -> str:
    """``zh`` where at least a fifth of the letters are Han, else ``en``.

    >>> language_of("华为 Ascend"), language_of("Huawei makes Ascend chips")
    ('zh', 'en')
    """
    if len(text) > _SAMPLE:
        step = len(text) // _WINDOWS
        text = "\n".join(text[i : i + _SAMPLE // _WINDOWS] for i in range(0, len(text), step))
    han = sum(match.end() - match.start() for match in _HAN_RUN.finditer(text))
    latin = sum(match.end() - match.start() for match in _LATIN_RUN.finditer(text))
    return "zh" if han and han >= _CHINESE_SHARE * (han + latin) else "en"


def describe(text: str, blocks: list[Block], front: FrontMatter, stem: str) -> About:
    """Title, language, date, authors and publisher of a document from its front matter, else from its first lines."""
    values = front.values
    authors = [name for key in _AUTHOR_KEYS for value in values.get(key, ()) for name in _names(value)]
    publisher = next((values[key][0] for key in _PUBLISHER_KEYS if values.get(key)), None)
    stated = (normalise(value) for key in _DATE_KEYS for value in values.get(key, ()))
    return About(
        title=next((values[key][0] for key in _TITLE_KEYS if values.get(key)), "") or _title(blocks) or stem,
        language=language_of(text),
        date=next((value for value in stated if value), None) or find_date(text[front.end : front.end + 60_000]),
        authors=tuple(dict.fromkeys(authors)),
        publisher=publisher,
        metadata={key: "; ".join(items) for key, items in values.items()},
    )


def _names(value: str) -> list[str]:
    return [name.strip() for name in re.split(r"[、,，;；]|\s+and\s+", value) if name.strip()]


def _title(blocks: list[Block]) -> str:
    """The first heading of level 1; else the cover line that names a kind of publication; else the first heading."""
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    first = next((block.text for block in headings if block.level == 1), "")
    cover: list[str] = []
    for block in blocks[:_COVER_LINES]:
        if block.kind not in (Kind.HEADING, Kind.PARAGRAPH) or len(block.text) > _TITLE_COLUMNS:
            break
        cover.append(block.text)
    named = next((line for line in cover if _TITLE_WORD.search(line)), "")
    if first and cover and first == cover[0]:
        return first
    if named:
        return named
    if headings:
        return first or headings[0].text
    return cover[0] if cover and not _PROSE.search(cover[0] + " ") else ""


def normalise(value: str) -> str | None:
    """The first date of a text in ISO form, to the precision it has; ``None`` where there is none.

    >>> normalise("April 7, 2026"), normalise("2026 年 4 月"), normalise("2026"), normalise("soon")
    ('2026-04-07', '2026-04', '2026', None)
    """
    match = _DATE.search(value)
    if match:
        return _iso(match)
    year = re.fullmatch(r"\s*((?:19|20)\d\d)\s*年?\s*", value)
    return year.group(1) if year else None


def _iso(match: re.Match[str]) -> str | None:
    groups = {key[0]: found for key, found in match.groupdict().items() if found}
    year, month, day = (_number(groups.get(part, "")) for part in "ymd")
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


def _number(value: str) -> int:
    if value.isdigit():
        return int(value)
    if value[:3].lower() in _MONTHS:
        return _MONTHS.index(value[:3].lower()) + 1
    digits = {char: n for n, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
    if len(value) == 4:
        return int("".join(str(digits[char]) for char in value)) if "十" not in value else 0
    if "十" in value:
        tens, _, ones = value.partition("十")
        return 10 * (digits.get(tens, 1) if tens else 1) + (digits.get(ones, 0) if ones else 0)
    return digits.get(value, 0)


def find_date(text: str) -> str | None:
    """The date of publication in a text's first lines: one that stands alone, in a byline or in a dateline.

    >>> find_date("Acme News\\nApril 7, 2026\\n\\nAcme opened a plant in May 2025.")
    '2026-04-07'
    >>> find_date("2026年4月，国务院印发了意见。")
    """
    for line in text.splitlines()[:_DATE_LINES]:
        found = _line_date(re.sub(r"[*_`\\]", "", line).strip())
        if found:
            return found
    return None


def _line_date(line: str) -> str | None:
    match = _DATE.search(line[:_FLAT_CHARACTERS])
    if match is None:
        return None
    before, after = line[: match.start()], line[match.end() :]
    short = len(line) <= _BYLINE and not _PROSE.search(line[: match.start()] + " " + after + " ")
    at_edge = not before.strip(" (（[|·-–—") or not after.strip(" )）]|·-–—.")
    labelled = _LABEL.search(before) is not None and len(before) <= _BYLINE
    dateline = _DATELINE.match(before) is not None and _DATELINE_END.match(after) is not None
    # A page whose line ends were lost: the date stands between spaces, as its own line did.
    flat = len(line) > _FLAT_CHARACTERS and after[:1] == before[-1:] == " " and before[-2:] not in ("于 ", "在 ")
    return _iso(match) if (short and at_edge) or labelled or dateline or flat else None
