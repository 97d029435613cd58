"""Lines to blocks: headings and their path, lists, tables, references, contents, and paragraphs put together again."""

from __future__ import annotations

import pytest
from actorgraph.extract.documents import Block, Kind
from actorgraph.extract.readers import read_string


def blocks(text: str, *, markdown: bool | None = None) -> list[Block]:
    return list(read_string(text, "a.txt", markdown=markdown).blocks)


def of_kind(text: str, kind: Kind) -> list[str]:
    return [block.text for block in blocks(text) if block.kind is kind]


BODY_ZH = "本公司在上海建设了一座新的智算中心，并计划在明年投入使用，服务华东地区的企业客户。"
BODY_EN = "The company built a new data centre in Lyon last year and plans to open it to customers soon."

HEADINGS = [
    (f"第 5 章 AI 芯片：价值重构\n\n{BODY_ZH}", [("第 5 章 AI 芯片：价值重构", 1)]),
    (f"5.1 算力芯片\n\n5.1.2 市场格局\n\n{BODY_ZH}", [("5.1 算力芯片", 1), ("5.1.2 市场格局", 2)]),
    (f"一、产业概况\n\n（一）芯片\n\n{BODY_ZH}", [("一、产业概况", 1), ("（一）芯片", 2)]),
    (f"1. 定位与图景\n\n(1) 第一阶段\n\n{BODY_ZH}", [("1. 定位与图景", 1), ("(1) 第一阶段", 2)]),
    (f"1) 创业公司\n\na. 硬件路线\n\n{BODY_ZH}", [("1) 创业公司", 1), ("a. 硬件路线", 2)]),
    (f"# 标题 #\n\n## 小节\n{BODY_ZH}", [("标题", 1), ("小节", 2)]),
    (f"标题\n=====\n\n小节\n---\n{BODY_ZH}\n\n# 又一", [("标题", 1), ("小节", 2), ("又一", 1)]),
    (f"Chapter 3 Compute\n\n3.1 Chips\n\n{BODY_EN}", [("Chapter 3 Compute", 1), ("3.1 Chips", 2)]),
    (f"Key findings\n\n{BODY_EN}", [("Key findings", 1)]),
    (f"{BODY_ZH}\n\n推广价值\n\n{BODY_ZH}", [("推广价值", 1)]),
    (f"**重点领域**\n\n{BODY_ZH}", [("重点领域", 1)]),
]


@pytest.mark.parametrize(("text", "expected"), HEADINGS)
def test_headings(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(b.text, b.level) for b in blocks(text) if b.kind is Kind.HEADING] == expected


NO_HEADINGS = [
    "1. 芯片厂商，它们是上游。\n2. 云厂商，它们是中游。\n",
    "1. Chip makers\n2. Cloud providers\n3. Labs\n",
    "（1）门槛很低\n\n（2）规模效应加剧\n\n（3）自动化程度高\n",
    "3.5 万亿美元的市场正在形成。",
    f"{BODY_ZH[:-1]}，详情可参见本报告\n第 3 章 的相关说明",
    "Chapter 3 covers this.",
    f"{BODY_ZH}\n\n请自行判断\n\n{BODY_ZH}",
    "作者：张远\n\n" + BODY_ZH,
    "2026年4月\n\n" + BODY_ZH,
    "甲乙大学\n\n丙丁学院\n\n研究团队\n\n" + BODY_ZH,
    "He said so.\n\n" + BODY_EN,
    "https://acme.example/x\n\n" + BODY_EN,
    "We built this\n\n" + BODY_EN,
    "表 1.1 厂商对比\n\n" + BODY_ZH,
]


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_no_headings(text: str) -> None:
    assert of_kind(text, Kind.HEADING) == []


def test_sections_return_to_the_series_they_belong_to() -> None:
    case = [
        "7.1 案例：甲公司",
        "AI 场景 1：质检",
        "行业痛点",
        BODY_ZH,
        "解决方案",
        "1. 平台",
        BODY_ZH,
        "2. 模型",
        BODY_ZH,
    ]
    rest = ["推广价值", BODY_ZH, "AI 场景 2：物流", "行业痛点", BODY_ZH, "7.2 案例：乙公司", BODY_ZH]
    text = "\n\n".join(["第 7 章 产业", *case, *rest])
    paths = [b.section for b in blocks(text) if b.kind is Kind.PARAGRAPH]
    first = ("第 7 章 产业", "7.1 案例：甲公司", "AI 场景 1：质检")
    assert paths == [
        (*first, "行业痛点"),
        (*first, "解决方案", "1. 平台"),
        (*first, "解决方案", "2. 模型"),
        (*first, "推广价值"),
        ("第 7 章 产业", "7.1 案例：甲公司", "AI 场景 2：物流", "行业痛点"),
        ("第 7 章 产业", "7.2 案例：乙公司"),
    ]


def test_a_number_goes_on_where_its_predecessor_stood() -> None:
    text = "\n\n".join(["1.1 引言", "1. 概览", BODY_ZH, "时空智能", BODY_ZH, "2. 挑战", BODY_ZH])
    assert [b.section for b in blocks(text) if b.kind is Kind.PARAGRAPH] == [
        ("1.1 引言", "1. 概览"),
        ("1.1 引言", "1. 概览", "时空智能"),
        ("1.1 引言", "2. 挑战"),
    ]


LISTS = [
    ("- 甲\n- 乙\n", [("甲", 1), ("乙", 1)]),
    ("* a\n  * b\n    * c\n* d", [("a", 1), ("b", 2), ("c", 3), ("d", 1)]),
    ("•Kimi Code（月之暗面）：终端\n\n•通义灵码：插件", [("Kimi Code（月之暗面）：终端", 1), ("通义灵码：插件", 1)]),
    ("1. a\n2. b\n   - c\n3. d", [("a", 1), ("b", 1), ("c", 2), ("d", 1)]),
    ("A) north\nB) south", [("north", 1), ("south", 1)]),
    ("J. Smith left.\n\n360.cn grew.\n\n2024. It fell.", []),
    ("① 甲\n② 乙", [("甲", 1), ("乙", 1)]),
    ("- [x] done\n- [ ] open", [("done", 1), ("open", 1)]),
    ("> - quoted\n> - item", [("quoted", 1), ("item", 1)]),
    (
        "1\\. 甲的做法是先行一步。\n2\\. 乙的做法是后发制人。",
        [("甲的做法是先行一步。", 1), ("乙的做法是后发制人。", 1)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_lists(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(b.text, b.level) for b in blocks(text, markdown=True) if b.kind is Kind.ITEM] == expected


def test_the_paragraph_before_a_list_introduces_its_items() -> None:
    found = blocks("合作伙伴包括：\n\n- 甲公司\n- 乙公司\n\n其他说明在下文给出，不属于上面的清单内容。\n\n- 丙公司\n")
    assert [(b.text, b.lead) for b in found if b.kind is Kind.ITEM] == [
        ("甲公司", "合作伙伴包括："),
        ("乙公司", "合作伙伴包括："),
        ("丙公司", ""),
    ]


JOINED = [
    (
        "本报告分析了全球人工智能产业的最新进展，认为模型能力\n仍在提升。",
        ["本报告分析了全球人工智能产业的最新进展，认为模型能力仍在提升。"],
    ),
    (
        "Acme said on Tuesday that its new\naccelerator will ship this year.",
        ["Acme said on Tuesday that its new accelerator will ship this year."],
    ),
    ("甲公司发布了\n新的芯片。", ["甲公司发布了新的芯片。"]),
    (
        "该集团在江苏建成了一座面向大模型训练的智能算力中心，部署了上万张国产加速卡，并为周边城市的科研机构\n\n提供服务。",
        [
            "该集团在江苏建成了一座面向大模型训练的智能算力中心，部署了上万张国产加速卡，并为周边城市的科研机构提供服务。"
        ],
    ),
    ("The board, after a long debate that had lasted for days, agreed that the\n\nmerger should go ahead.", 1),
    ("第一行很短\n第二行的文字要长得多，它自成一段，讲的是另一件事情，与上一行没有关系。", 2),
    ("Short line\n" + BODY_EN, 2),
    (f"{BODY_ZH}\n\n{BODY_ZH}", 2),
    (
        "高敏捷：面向复杂供需场景的快速精准计划，支持不同交付类型的柔性模拟并满足客户的个性化定制需求\n\n高智能：最优排产。",
        2,
    ),
    ("目标：\n而是一场：\n", 2),
]


@pytest.mark.parametrize(("text", "expected"), JOINED)
def test_broken_sentences_are_joined_and_paragraphs_are_not(text: str, expected: list[str] | int) -> None:
    found = of_kind(text, Kind.PARAGRAPH)
    assert len(found) == expected if isinstance(expected, int) else found == expected


def test_a_wrapped_item_goes_on_after_a_page_break() -> None:
    text = (
        "- 传统级：系统中没有智能架构的定义，各个模块之间没有任何协同，数据的管理方式仍然是手动离线模\n\n式，运维靠人。"
    )
    assert of_kind(text, Kind.ITEM)[0].endswith("仍然是手动离线模式，运维靠人。")


def test_tab_separated_tables_keep_header_caption_and_rows_across_page_breaks() -> None:
    header = "厂商\t产品\t阶段\n"
    rows = f"{header}甲公司\tX1\t量产\n\n{header}乙公司\tY2\t试产\n\n丙公司\t\t规划\n\n"
    text = f"表 5.1 芯片厂商\n\n{rows}{BODY_ZH}"
    found = [b for b in blocks(text) if b.kind is Kind.ROW]
    assert [b.text for b in found] == [
        "厂商\t产品\t阶段",
        "甲公司\tX1\t量产",
        "厂商\t产品\t阶段",
        "乙公司\tY2\t试产",
        "丙公司\t\t规划",
    ]
    assert [b.header for b in found] == [(), ("厂商", "产品", "阶段"), (), *[("厂商", "产品", "阶段")] * 2]
    assert {b.lead for b in found} == {"表 5.1 芯片厂商"}
    assert {b.table for b in found} == {0}
    assert [found[1].text[a:b] for a, b in found[1].cells] == ["甲公司", "X1", "量产"]


def test_markdown_tables() -> None:
    barred = "| Maker | **Chip** |\n|---|:-:|\n| Acme | A\\|1 |\n| Beta |  |\n"
    text = f"Table 2: Chips\n\n{barred}\nfree | form\n--- | ---\nc | d\n"
    rows = [b for b in blocks(text) if b.kind is Kind.ROW]
    assert [(b.text, b.header, b.table, b.lead) for b in rows] == [
        ("Maker\tChip", (), 0, "Table 2: Chips"),
        ("Acme\tA|1", ("Maker", "Chip"), 0, "Table 2: Chips"),
        ("Beta\t", ("Maker", "Chip"), 0, "Table 2: Chips"),
        ("free\tform", (), 1, ""),
        ("c\td", ("free", "form"), 1, ""),
    ]


def test_a_table_without_a_header_has_none() -> None:
    rows = [b for b in blocks("2024\t12\n2025\t15\n") if b.kind is Kind.ROW]
    assert [b.header for b in rows] == [(), ()]


def test_one_line_with_a_tab_is_no_table() -> None:
    assert of_kind("联系人\t李明\n\n" + BODY_ZH, Kind.ROW) == []


FIRST, SECOND = "甲.报告（2025）[R].2025.", "Beta Research.Market\nOutlook[R].2026."
REFERENCES = [
    f"参考文献\n\n[1]{FIRST}\n\n[2]Beta Research.Market\n\nOutlook[R].2026.\n\n第 2 章 模型\n\n{BODY_ZH}",
    f"本章参考资料\n\n- [1]{FIRST}\n- [2]{SECOND}\n\n第2章模型\n\n{BODY_ZH}",
    f"{BODY_ZH}\n\n[1] {FIRST}\n[2] {SECOND}\n\n# 模型\n\n{BODY_ZH}",
    f"## References\n\n1. {FIRST}\n2. {SECOND}\n\n## Model\n\n{BODY_ZH}",
    f"{BODY_ZH}\n\n[^1]: {FIRST}\n[^2]: Beta Research.Market Outlook[R].2026.\n\n{BODY_ZH}",
]


@pytest.mark.parametrize("text", REFERENCES)
def test_reference_lists_are_kept_apart_from_the_prose(text: str) -> None:
    found = of_kind(text, Kind.REFERENCE)
    assert len(found) == 2
    assert found[0].endswith("甲.报告（2025）[R].2025.")
    assert found[1].replace(" ", "").endswith("BetaResearch.MarketOutlook[R].2026.")
    assert blocks(text)[-1].kind is Kind.PARAGRAPH


def test_addresses_alone_on_a_line_are_references() -> None:
    first = "## First\nhttps://a.example/1\nhttps://a.example/2\n"
    text = f"# References\n{first}## Second\n<https://b.example>\n\n# Next\n{BODY_EN}"
    assert of_kind(text, Kind.REFERENCE) == ["https://a.example/1", "https://a.example/2", "https://b.example"]


def test_a_bracketed_number_at_a_line_start_is_no_reference() -> None:
    assert of_kind("[1] is the only bracket here and the sentence goes on.", Kind.REFERENCE) == []


CONTENTS = [
    "目录\n\n序言\t1\n第 1 章 应用\t2\n1.1 软件\t2\n",
    "1.1 数据中心.....\t52\n1.2 能源 ........ 53\n2 结论……… 60\n",
    "Contents\n\nPreface\t1\nChips\t4\nModels\t9\n",
    "- [One](#one)\n- [Two](#two)\n- [Three](#three)\n",
]


@pytest.mark.parametrize("text", CONTENTS)
def test_tables_of_contents(text: str) -> None:
    found = blocks(f"{text}\n{BODY_ZH}", markdown=True)
    assert sum(block.kind is Kind.CONTENTS for block in found) == 3
    assert found[-1].kind is Kind.PARAGRAPH


def test_a_table_of_figures_is_no_table_of_contents() -> None:
    assert of_kind("厂商\t2024\n甲公司\t12\n乙公司\t15\n丙公司\t20\n", Kind.CONTENTS) == []


def test_code_is_kept_apart() -> None:
    found = blocks(f"{BODY_EN}\n\n```python\n# not a heading\nx = 1\n```\n\n{BODY_EN}")
    assert [b.text for b in found if b.kind is Kind.CODE] == ["# not a heading", "x = 1"]
    assert [b.kind for b in found if b.kind is Kind.HEADING] == []


def test_a_fence_that_nothing_closes_is_text() -> None:
    assert BODY_EN in of_kind(f"```\n{BODY_EN}\n", Kind.PARAGRAPH)[-1]


def test_quotes_rules_and_comments_leave_no_marks() -> None:
    text = f"> {BODY_EN}\n> \n> Second.\n\n---\n\n***\n<!-- hidden\nnote -->\nThird."
    assert of_kind(text, Kind.PARAGRAPH) == [BODY_EN, "Second.", "Third."]


def test_an_overlong_line_is_cut_at_sentence_ends() -> None:
    found = blocks("甲公司发布了新的大模型产品。" * 4000)
    assert len(found) > 1
    assert all(len(block.text) <= 20_000 and block.text.endswith("。") for block in found)
    assert "".join(block.text for block in found) == "甲公司发布了新的大模型产品。" * 4000


def test_line_ends_of_all_kinds() -> None:
    assert of_kind("# 甲\r\n\r\n乙乙乙乙。\r\r丙丙丙丙。\f丁丁丁丁。", Kind.PARAGRAPH) == [
        "乙乙乙乙。",
        "丙丙丙丙。",
        "丁丁丁丁。",
    ]
