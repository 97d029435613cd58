"""Match keys, sentences: tables of cases in both languages and properties over all of Unicode."""

from itertools import pairwise

import pytest
from actorgraph.extract.text import fold, name_key, sentences, squeeze
from hypothesis import given
from hypothesis import strategies as st

SAME = [
    ("臺積電", "台积电"),
    ("ＧＰＴ－４", "gpt-4"),
    ("GPT-5", "GPT 5"),
    ("《人工智能法案》", "人工智能法案"),
    ("S.K. Hynix", "SK Hynix"),
    ("昇腾 910C", "昇腾910C"),
    ("“十五五”规划", "十五五规划"),
]

APART = [
    ("GPT-5", "GPT-5.2"),
    ("GPT-5.2", "GPT-52"),
    ("昇腾910B", "昇腾910C"),
    ("李明", "黎明"),
    ("张伟", "章伟"),
    ("百度", "摆渡"),
    ("联影集团", "联影智能"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_spellings_of_one_name_share_a_key(a: str, b: str) -> None:
    assert name_key(a) == name_key(b)


@pytest.mark.parametrize(("a", "b"), APART)
def test_different_names_keep_different_keys(a: str, b: str) -> None:
    assert name_key(a) != name_key(b)


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_squeezed_text_leads_back(text: str) -> None:
    short, places = squeeze(text)
    if places is None:
        assert short == text
    else:
        assert [text[i] for i in places] == list(short)


SENTENCES = [
    ("英伟达发布了新芯片。台积电代工！", ["英伟达发布了新芯片。", "台积电代工！"]),
    ("他说：“我们会继续。”随后离开。", ["他说：“我们会继续。”", "随后离开。"]),
    ("Dr. Kim joined Acme Inc. in May. He left in June.", ["Dr. Kim joined Acme Inc. in May.", "He left in June."]),
    ("Version 5.2 runs on U.S. servers. It is fast.", ["Version 5.2 runs on U.S. servers.", "It is fast."]),
    ("没有句号的一行", ["没有句号的一行"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), SENTENCES)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == wanted


@given(st.text(max_size=300))
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    ranges = sentences(text)
    assert all(a < b for a, b in ranges)
    assert all(x[1] <= y[0] for x, y in pairwise(ranges))
    covered = "".join(text[a:b] for a, b in ranges)
    assert "".join(covered.split()) == "".join(text.split())
