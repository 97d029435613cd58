"""What a document says of itself: front matter, title, date, authors, language."""

from __future__ import annotations

import pytest
from actorgraph.extract.documents import Kind
from actorgraph.extract.readers import read_string
from actorgraph.extract.readers.metadata import find_date, language_of, normalise

FRONT = """---
title: "加速：AI 的未来"
author:
  - "[[@zhang]]"
  - 李明
date: '2025-11-05'
publisher: 甲研究院
tags: [chips, "a, b"]
guest: ''
summary: >
  第一行
  第二行
source: https://a.example/x?y=1
---
### 开场

正文在这里，说的是芯片。
"""


def test_front_matter() -> None:
    document = read_string(FRONT, "a.md")
    assert (document.title, document.date, document.publisher) == ("加速：AI 的未来", "2025-11-05", "甲研究院")
    assert document.authors == ("@zhang", "李明")
    meta = [(block.key, block.text) for block in document.blocks if block.kind is Kind.META]
    assert meta == [
        ("title", "加速：AI 的未来"),
        ("author", "@zhang"),
        ("author", "李明"),
        ("date", "2025-11-05"),
        ("publisher", "甲研究院"),
        ("tags", "chips"),
        ("tags", "a, b"),
        ("summary", "第一行"),
        ("summary", "第二行"),
        ("source", "https://a.example/x?y=1"),
    ]
    for block in document.blocks:
        assert block.source_range(0, 1)[0] == document.text.index(block.text[0], block.start)
    assert document.metadata["guest"] == ""
    assert document.blocks[-1].text == "正文在这里，说的是芯片。"


def test_head_lines_without_rules() -> None:
    document = read_string("Date: 2025-11-07\nTags: [[ai]] [[macro]]\n\n# 终局\n\n正文。", "a.txt")
    assert document.date == "2025-11-07"
    assert [(b.kind, b.text) for b in document.blocks][:3] == [
        (Kind.META, "2025-11-07"),
        (Kind.META, "ai macro"),
        (Kind.HEADING, "终局"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nAcme opened a plant in Lyon. It is large.\n\n---\n\nBeta followed suit.",
        "Note: Acme opened a plant in Lyon. It is large.",
        "价格：甲公司上调了价格，幅度不大，影响有限。",
        "---\ntitle: never closed\n\nAcme opened a plant.",
    ],
)
def test_what_is_no_front_matter(text: str) -> None:
    assert all(block.kind is not Kind.META for block in read_string(text, "a.md").blocks)


TITLES = [
    ("# 主标题\n\n正文是一句完整的话。", "主标题"),
    ("### 小标题\n\n正文是一句完整的话。\n\n# 主标题\n\n正文。", "主标题"),
    (
        "某某大学\n\n某某学院\n\n2026 人工智能行业发展蓝皮书\n\n研究团队\n\n2026年4月\n\n正文在后面，这里只有一句话。",
        "2026 人工智能行业发展蓝皮书",
    ),
    ("Acme Opens Plant\n\nAcme said on Tuesday that it had opened a new plant in Lyon, France.", "Acme Opens Plant"),
    ("正文直接开始，没有任何标题，所以用文件名作为标题。", "my-note"),
    ("第 3 章 数据\n\n3.1 采集\n\n正文是一句完整的话，长度也足够。", "第 3 章 数据"),
]


@pytest.mark.parametrize(("text", "expected"), TITLES)
def test_titles(text: str, expected: str) -> None:
    assert read_string(text, "in/my-note.txt").title == expected


DATES = [
    ("某学院\n\n2026年4月\n\n正文。", "2026-04"),
    ("标题\n2026 年 4 月 7 日\n正文", "2026-04-07"),
    ("二〇二六年四月十五日", "2026-04-15"),
    ("发布时间：2025-11-07 10:30", "2025-11-07"),
    ("**张三** @zhang 2025-02-17", "2025-02-17"),
    ("By Jane Doe | April 7, 2026", "2026-04-07"),
    ("7 April 2026", "2026-04-07"),
    ("Published: Sept. 3rd, 2025 in Lyon", "2025-09-03"),
    ("April 2026", "2026-04"),
    ("LYON, France, April 7, 2026 (NEWSWIRE) -- Acme today announced a chip that it says is fast.", "2026-04-07"),
    ("某某白皮书 联合发布 甲中心 2026 年 5 月 执行摘要 " + "正文很长，没有换行。" * 60, "2026-05"),
    ("2026年4月，国务院印发了意见，要求加快发展。", None),
    ("Acme opened a plant in May 2025 and another one in June 2025, the company said.", None),
    ("版本 2025.13.40", None),
    ("2025-2026 年的趋势", None),
    ("May 2025 be better.", None),
    ("标题\n" + "正文一行。\n" * 70 + "2026年4月", None),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates(text: str, expected: str | None) -> None:
    assert find_date(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2025-11-05", "2025-11-05"), ("2026/4", "2026-04"), ("2026", "2026"), ("2025-02-30", None), ("soon", None)],
)
def test_stated_dates_are_normalised(value: str, expected: str | None) -> None:
    assert normalise(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华为发布了昇腾芯片", "zh"),
        ("DeepSeek 发布并开源了 DeepSeek-V3", "zh"),
        ("Acme (甲公司) opened a large plant in Lyon last year", "en"),
        ("2025 — 100 %", "en"),
        ("算" * 500_000 + "x" * 4_000_000, "en"),
        ("算" * 2_000_000 + "x" * 4_000_000, "zh"),
    ],
)
def test_language(text: str, expected: str) -> None:
    assert language_of(text) == expected
