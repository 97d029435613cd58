"""The lexicon: what a row means, what a faulty row says, and what the text around a name decides."""

from pathlib import Path

import pytest
from actorgraph.extract import lexicon
from actorgraph.extract.gazetteer import Gazetteer
from actorgraph.extract.lexicon import Entry, Lexicon
from actorgraph.extract.readers import read_string
from actorgraph.extract.view import View
from actorgraph.ontology.errors import LexiconError

HEADER = "id,type,subtype,en,zh,aliases,weak,context,of\n"

FAULTY = [
    (HEADER + "x,,,X Corp,,,,,\n", "no type"),
    (HEADER + ",Company,,X Corp,,,,,\n", "no id"),
    (HEADER + "x,Firm,,X Corp,,,,,\n", "unknown type"),
    (HEADER + "x,Company,Chip,X Corp,,,,,\n", "not a subtype"),
    (HEADER + "x,Company,,,,,,,\n", "no name"),
    (HEADER + "x,Company,,X, Corp,,,,,,\n", "more cells"),
    ("id,type,name\nx,Company,X\n", "lacks the column"),
    ("id,type,en,zh,colour\nx,Company,X,,red\n", "unknown column"),
]


@pytest.mark.parametrize(("text", "says"), FAULTY)
def test_a_faulty_row_says_what_and_where(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=says) as caught:
        list(lexicon.read_csv(path))
    assert "own.csv" in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_spreadsheets_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes((HEADER + "langchuan,Company,,Langchuan,朗川科技,朗川,,,\n").encode(encoding))
    assert [e.zh for e in lexicon.read_csv(path)] == ["朗川科技"]


def test_a_users_row_wins_over_ours(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "nvidia,Company,ChipMaker,NVIDIA,英伟达,绿厂,,,\n", encoding="utf-8")
    merged = lexicon.load((path,))
    assert merged.entries["nvidia"].aliases == ("绿厂",)
    assert [e.id for e in merged.find("绿厂")] == ["nvidia"]


def test_the_shipped_lexicon_is_large_and_finds_by_any_spelling() -> None:
    shipped = lexicon.load()
    assert len(shipped) >= 10_000
    for name in ("英伟达", "NVIDIA", "nvidia", "ＮＶＩＤＩＡ"):
        assert "nvidia" in [e.id for e in shipped.find(name)]
    assert "tsmc" in [e.id for e in shipped.find("臺積電")]


def test_leaving_out_rows_is_repeatable() -> None:
    entries = [Entry(f"e{i}", "Company", en=f"Firm {i}") for i in range(100)]
    full = Lexicon(entries)
    assert len(full.without(0.5, 1)) == 50
    assert set(full.without(0.5, 1).entries) == set(full.without(0.5, 1).entries)
    assert set(full.without(0.5, 1).entries) != set(full.without(0.5, 2).entries)


OWN = Lexicon(
    [
        Entry(
            "apple",
            "Company",
            en="Apple",
            zh="苹果",
            aliases=("苹果公司",),
            weak=("Apple", "苹果"),
            context=("iPhone", "库克"),
        ),
        Entry("openai", "Company", en="OpenAI"),
        Entry("gpt-5", "Product", "AIModel", en="GPT-5", of="openai"),
        Entry("tsmc", "Company", en="TSMC", zh="台积电"),
        Entry("meta", "Company", en="Meta", weak=("Meta",), context=("Facebook", "Llama")),
        Entry("ascend-910c", "Product", "Chip", zh="昇腾910C"),
    ]
)

FOUND = [
    ("OpenAI发布GPT-5", ["openai", "gpt-5"]),
    ("臺積電與ＯｐｅｎＡＩ合作", ["openai", "tsmc"]),
    ("苹果发布了新的 iPhone", ["apple"]),
    ("Meta released Llama on Facebook", ["meta"]),
    ("昇腾 910C 量产", ["ascend-910c"]),
    ("the gpt 5 launch", ["gpt-5"]),
]

NOT_FOUND = [
    "他每天吃一个苹果和两个梨",
    "a meta analysis of results",
    "GPT-5.2 is newer",
    "visit https://openai.com/blog or mail tsmc@openai.org",
    "MyOpenAIClone",
]


def _strong(text: str) -> list[str]:
    view = View.of(read_string(text, "t.txt"))
    hits = Gazetteer(OWN).propose(view)
    return sorted({p.entry.id for p in hits if p.entry and p.weight > 0})


@pytest.mark.parametrize(("text", "wanted"), FOUND)
def test_names_found(text: str, wanted: list[str]) -> None:
    assert _strong(text) == sorted(wanted)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_names_not_found(text: str) -> None:
    assert _strong(text) == []
