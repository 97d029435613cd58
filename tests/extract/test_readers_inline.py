"""Cleaning inside a block: what is removed, what stays, and where each character came from."""

from __future__ import annotations

import pytest
from actorgraph.extract.readers.inline import Cleaner, hide_comments


def cleaned(text: str, *, markdown: bool = True) -> str:
    spans, offset = [], 0
    for line in text.split("\n"):
        spans.append((offset, offset + len(line)))
        offset += len(line) + 1
    found = Cleaner(text, markdown).clean(spans)
    if found is None:
        return ""
    result, start, offsets = found
    places = list(offsets) if offsets is not None else list(range(start, start + len(result)))
    for char, place in zip(result, places, strict=True):
        assert char == text[place] or (char == " " and (text[place].isspace() or text[place] in "<&"))
    assert places == sorted(set(places))
    return result


MARKDOWN = [
    ("**华为**发布了昇腾 910C。", "华为发布了昇腾 910C。"),
    ("该系统**产业标杆：**构建了链条", "该系统产业标杆：构建了链条"),
    ("*Acme* and _Beta_ and __Gamma__", "Acme and Beta and Gamma"),
    ("***both***", "both"),
    ("snake_case_name stays, 5*3*2 too", "snake_case_name stays, 5*3*2 too"),
    ("the Q* project", "the Q* project"),
    ("x**2 + 2**10", "x2 + 2**10"),
    ("`pip install vllm` runs", "pip install vllm runs"),
    ("``a`b`` c", "``a`b`` c"),
    ("==重点== and ~~old~~", "重点 and old"),
    ("a == b and c ~~ d", "a == b and c ~~ d"),
    ("见[官网](https://example.org/a_(b))。", "见官网。"),
    ("[**Acme** report](#top) out", "Acme report out"),
    ('[Acme](https://a.example "title") out', "Acme out"),
    ("模型[R](2025)", "模型[R](2025)"),
    ("[1] and [EB/OL].(2025)", "[1] and [EB/OL].(2025)"),
    ("[[英伟达]]与[[companies/openai|OpenAI]]", "英伟达与OpenAI"),
    ("![logo](a.png) Acme ![[b.png]]", "Acme"),
    ("[![badge](a.svg)](https://x.example) Acme", "Acme"),
    ("Acme[^1] said[^note]", "Acme said"),
    ("<https://acme.example/x>", "https://acme.example/x"),
    (r"售价 \$2 万，python\_xxt，1\. 甲", "售价 $2 万，python_xxt，1. 甲"),
    (r"\*not bold\*", "*not bold*"),
    ("R&amp;D&nbsp;center", "R&D center"),
    ("A<br>B<sup>2</sup>", "A B2"),
    ("x < y > z <not a tag>", "x < y > z <not a tag>"),
    ("**  **", ""),
]


@pytest.mark.parametrize(("text", "expected"), MARKDOWN)
def test_markdown_marks_are_left_out(text: str, expected: str) -> None:
    assert cleaned(text) == expected


PLAIN = [
    ("**a** `b` [c](https://d.example)", "**a** `b` [c](https://d.example)"),
    ("C:\\new_dir", "C:\\new_dir"),
    ("甲\u3000乙", "甲乙"),
    ("算力\u3000芯片", "算力 芯片"),
    ("a \t b", "a b"),
    ("Deep\u200bSeek\ufeff V3\u00ad", "DeepSeek V3"),
    ("ＧＰＴ－４发布", "ＧＰＴ－４发布"),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_plain_text_keeps_its_characters(text: str, expected: str) -> None:
    assert cleaned(text, markdown=False) == expected


BROKEN = [
    ("人 工 智 能产业", "人工智 能产业"),
    ("人 工 智 能", "人工智能"),
    ("目 录", "目录"),
    ("2026 年 5 月 发布", "2026 年 5 月 发布"),
    ("负责人 李明远 表示", "负责人 李明远 表示"),
    ("采用 I VRS 系统", "采用 IVRS 系统"),
    ("方案 A GPU 集群与 GPU 服务器", "方案 A GPU 集群与 GPU 服务器"),
    ("systematic com-pression of links", "systematic compression of links"),
    ("defin-ing intent-origina-tion", "defining intent-origination"),
    ("state-of-the-art, real-world, GPT-5, agent-to-agent", "state-of-the-art, real-world, GPT-5, agent-to-agent"),
    ("data-driven self-replication co-governance", "data-driven self-replication co-governance"),
    ("a prop-agate and to propagate", "a propagate and to propagate"),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_words_broken_by_pdf_extraction_are_healed(text: str, expected: str) -> None:
    assert cleaned(text) == expected


JOINS = [
    ("英伟达发布了\n新芯片", "英伟达发布了新芯片"),
    ("Acme released\na new chip", "Acme released a new chip"),
    ("使用 GPU\n训练", "使用 GPU训练"),
    ("the com-\npression of", "the compression of"),
    ("an infor-\nmation centre", "an information centre"),
    ("a third-\nparty tool", "a third-party tool"),
    ("state-of-\nthe-art", "state-of-the-art"),
    ("the GPT-\n5 model", "the GPT-5 model"),
    ("Qwen-\nMax", "Qwen-Max"),
    ("low-latency and low-\nlatency", "low-latency and low-latency"),
    ("soft\u00ad\nware", "software"),
    ("value—\nfirst energy", "value—first energy"),
]


@pytest.mark.parametrize(("text", "expected"), JOINS)
def test_lines_are_joined_as_their_language_writes(text: str, expected: str) -> None:
    assert cleaned(text) == expected


def test_cells_are_joined_by_tabs_that_stand_for_the_separators() -> None:
    text = "| **甲** | | b |"
    found = Cleaner(text, True).clean_cells([(2, 7), (9, 9), (12, 13)])
    assert found is not None
    (row, start, offsets), cells = found
    assert row == "甲\t\tb"
    assert [row[a:b] for a, b in cells] == ["甲", "", "b"]
    assert start == 4
    assert offsets is not None
    assert list(offsets) == [4, 7, 9, 12]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<!-- x\ny -->b", "a      \n     b"),
        ("\ufeffa", " a"),
        ("<!-- open", "<!-- open"),
        ("<!--><!---->x", "            x"),
    ],
)
def test_comments_and_marks_of_byte_order_are_blanked(text: str, expected: str) -> None:
    assert hide_comments(text) == expected
    assert len(hide_comments(text)) == len(text)
