"""Which writings of a name match, and which stay apart."""

from __future__ import annotations

import pytest
from actorgraph.graph.names import is_strong, legal_stem, match_keys, name_key, normal_name, simplified
from hypothesis import given
from hypothesis import strategies as st

SAME = [
    ("臺積電", "台积电"),
    ("ＧＰＴ－４", "GPT-4"),
    ("GPT 4", "GPT4"),
    ("Open AI", "OpenAI"),
    ("萨姆·奥特曼", "萨姆奥特曼"),
    ("《人工智能法案》", "人工智能法案"),
    ("DeepSeek_V3", "deepseek-v3"),
    ("Hugging　Face", "hugging face"),
    ("国家“十五五”规划", "国家十五五规划"),
    ("GB 45438-2025", "GB45438-2025"),
]
APART = [
    ("GPT-5", "GPT-5.2"),
    ("GPT-5.2", "GPT-52"),
    ("GPT-5. 2", "GPT-52"),
    ("昇腾910B", "昇腾910C"),
    ("李明", "黎明"),
    ("张伟", "章伟"),
    ("百度", "摆渡"),
    ("联影集团", "联影智能"),
    ("C", "C++"),
    ("C#", "C++"),
    ("Llama 3.1 405B", "Llama 3.14 05B"),
    ("GB 45438-2025", "GB 4543-82025"),
    ("Claude 3 7", "Claude 37"),
]
STEMS = [
    ("百度公司", "百度"),
    ("百度在线网络技术（北京）有限公司", "百度在线网络技术北京"),
    ("深言科技股份有限公司", "深言科技"),
    ("NVIDIA Corporation", "nvidia"),
    ("Nvidia Corp.", "nvidia"),
    ("Farnell Robotics, Inc.", "farnellrobotics"),
    ("Alibaba Group Holding Limited", "alibabagroupholding"),
    ("Samsung Electronics Co., Ltd.", "samsungelectronics"),
    ("ASML Holding N.V.", "asmlholding"),
    ("SAP SE", "sap"),
    ("聯發科技股份有限公司", "联发科技"),
    ("联影集团", None),
    ("公司", None),
    ("X Corp", None),
    ("Visa", None),
    ("Tesco", None),
    ("Incorporated Minds", None),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_writings_of_one_name_match(a: str, b: str) -> None:
    assert name_key(a) == name_key(b)


@pytest.mark.parametrize(("a", "b"), APART)
def test_names_that_differ_stay_apart(a: str, b: str) -> None:
    assert name_key(a) != name_key(b)


@pytest.mark.parametrize(("name", "stem"), STEMS)
def test_legal_forms(name: str, stem: str | None) -> None:
    assert legal_stem(name) == stem


def test_only_companies_lose_their_legal_form() -> None:
    assert match_keys("百度公司", "Company") == ("百度公司", "百度")
    assert match_keys("百度公司", "Product") == ("百度公司",)


@pytest.mark.parametrize(
    ("name", "strong"),
    [("华为", True), ("华", False), ("AMD", True), ("X1", False), ("R1", False), ("R1-Zero", True), ("!!!", False)],
)
def test_strong_names(name: str, strong: bool) -> None:
    assert is_strong(name) is strong


def test_characters_without_a_simplified_form_stay() -> None:
    assert simplified("輝達 NVIDIA あ") == "辉达 NVIDIA あ"


@given(st.text())
def test_normal_names_are_normal(text: str) -> None:
    once = normal_name(text)
    assert normal_name(once) == once


@given(st.text(min_size=1).filter(str.strip))
def test_a_name_has_a_key(text: str) -> None:
    assert name_key(text)


@given(st.text(alphabet="ab12. -/+（)华為", min_size=1).filter(str.strip))
def test_spaces_around_and_case_never_matter(text: str) -> None:
    assert name_key(f"  {text.upper()} ") == name_key(text)
