"""Properties that hold for any text: offsets lead back, order, nothing lost but marks."""

from __future__ import annotations

import re
import textwrap

from actorgraph.extract.documents import Block, Document, Offsets
from actorgraph.extract.readers import read_bytes, read_string
from hypothesis import assume, given
from hypothesis import strategies as st

PIECES = [
    *("甲公司", "发布了芯片", "。", "，", "：", "“", "”", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\f", "Acme ", "AI"),
    *(
        "# ",
        "## ",
        "- ",
        "* ",
        "1. ",
        "（1）",
        "一、",
        "第 1 章 ",
        "1.1 ",
        "a. ",
        "• ",
        "> ",
        "|",
        "|---|",
        "---",
        "```",
    ),
    *("`", "**", "*", "_", "==", "[", "](https://x.example)", "[[", "]]", "![", "<!--", "-->", "<br>", "\\", "&amp;"),
    *("\u200b", "\ufeff", "\u3000", "人 工 智 能", "com-", "pression", "[1] ", "[2] ", "参考文献\n", "表 1.1 对比\n"),
    *("目录\n", "...... 12", "\t3", "https://a.example/b", "2026年4月", "title: x", "Date: 2026-04-07\n"),
]
MARKED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)
ANY = st.one_of(st.text(min_size=1, max_size=300), MARKED)


def places(block: Block) -> list[int]:
    return list(block.offsets) if block.offsets is not None else list(range(block.start, block.start + len(block.text)))


def parse(text: str, markdown: bool | None) -> Document:
    assume(text.strip("\ufeff\u200b \t\r\n\f\v\u3000"))
    return read_string(text, "a", markdown=markdown)


@given(ANY, st.sampled_from([True, False, None]))
def test_every_character_leads_back_to_its_own(text: str, markdown: bool | None) -> None:
    document = parse(text, markdown)
    assert document.text == text
    for block in document.blocks:
        offsets = places(block)
        assert len(offsets) == len(block.text) > 0
        assert offsets[0] == block.start
        for char, offset in zip(block.text, offsets, strict=True):
            # A space may stand for other white space, a tag or a line end; a tab for the mark between cells.
            assert char == text[offset] or char in " \t"


@given(ANY, st.sampled_from([True, False]))
def test_blocks_are_in_order_and_do_not_overlap(text: str, markdown: bool) -> None:
    last = -1
    for block in parse(text, markdown).blocks:
        for offset in places(block):
            assert offset > last
            last = offset


@given(ANY)
def test_blocks_have_no_line_ends_and_no_space_around(text: str) -> None:
    for block in parse(text, None).blocks:
        assert not re.search(r"[\r\n\ufeff\u200b]", block.text)
        assert block.cells or block.text == block.text.strip()
        assert [block.text[a:b] for a, b in block.cells] == (block.text.split("\t") if block.cells else [])
        assert all(cell == cell.strip() for cell in block.text.split("\t")) or not block.cells


WORDS = st.lists(
    st.sampled_from(["甲公司", "发布", "Acme", "chip", "。", "，", ".", "：", " ", "\n", "\n\n", "\t", "\f"]),
    min_size=1,
)


@given(WORDS.map("".join))
def test_prose_loses_nothing(text: str) -> None:
    document = parse(text, None)
    kept = {offset for block in document.blocks for offset in places(block)}
    assert all(char.isspace() or offset in kept for offset, char in enumerate(text))


@given(MARKED)
def test_only_marks_are_lost(text: str) -> None:
    """Han characters and capitals stand in no mark but 一、 and what is a comment, an image or a field's name."""
    assume(not re.search(r"<!--|!\[|\]\(|\[\[|title|Date", text))
    document = parse(text, None)
    kept = {offset for block in document.blocks for offset in places(block)}
    lost = [
        char
        for offset, char in enumerate(text)
        if offset not in kept and re.match(r"[A-Z甲公司发布了芯片工智能]", char)
    ]
    assert lost == []


@given(MARKED)
def test_reading_is_deterministic_and_bytes_agree_with_strings(text: str) -> None:
    assume("\r" not in text)
    document = parse(text, None)
    assert read_string(text, "a") == document
    again = read_bytes(text.encode(), "a")
    assert (again.blocks, again.id) == (document.blocks, document.id)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20), st.data())
def test_offsets_are_a_sequence(lengths: list[int], data: st.DataObject) -> None:
    starts, sources, expected, at = [], [], [], 0
    for length in lengths:
        at += data.draw(st.integers(1, 4))
        starts.append(len(expected))
        sources.append(at)
        expected.extend(range(at, at + length))
        at += length
    offsets = Offsets(tuple(starts), tuple(sources), len(expected))
    assert list(offsets) == expected
    assert offsets[-1] == expected[-1]
    assert list(offsets[1:]) == expected[1:]
    assert len(offsets) == len(expected)


SENTENCES_EN = [
    "Acme Robotics opened its second factory in Lyon in March.",
    "The plant, which cost 120 million euros, builds arms for warehouses and hospitals.",
    "Its first customer is Beta Logistics; a trial with the city's university clinic begins in autumn.",
    "Analysts expect revenue to double within two years.",
]
SENTENCES_ZH = [
    "甲机器人公司三月在苏州启用了第二座工厂。",
    "该厂投资一亿二千万元，为仓储和医院生产机械臂，年产能约为三万台。",
    "首个客户是乙物流集团；与市大学附属医院的试点将在秋季开始，双方已经签署了为期三年的协议。",
    "分析人士预计，其收入将在两年内翻一番。",
]


@given(st.lists(st.sampled_from(SENTENCES_EN), min_size=3, max_size=12), st.integers(50, 100))
def test_wrapped_english_paragraphs_come_back_whole(sentences: list[str], width: int) -> None:
    paragraph = " ".join(sentences)
    wrapped = textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)
    assert "".join(block.text.replace(" ", "") for block in parse(wrapped, False).blocks) == paragraph.replace(" ", "")
    # A line end may fall on the end of a sentence; it never falls inside one.
    assert all(block.text[-1] in ".;" for block in parse(wrapped, False).blocks)


@given(st.lists(st.sampled_from(SENTENCES_ZH), min_size=3, max_size=12), st.integers(24, 48))
def test_wrapped_chinese_paragraphs_come_back_whole(sentences: list[str], width: int) -> None:
    paragraph = "".join(sentences)
    wrapped = "\n".join(paragraph[i : i + width] for i in range(0, len(paragraph), width))
    found = parse(wrapped, False).blocks
    assert "".join(block.text for block in found) == paragraph
    assert all(block.text[-1] in "。；" for block in found)
