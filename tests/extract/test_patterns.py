"""Every pattern row runs its own examples."""

import pytest
from actorgraph.extract.extractor import extract
from actorgraph.extract.patterns import load_patterns
from actorgraph.extract.readers import read_string
from actorgraph.extract.settings import Settings

YES = [(p, text, name) for p in load_patterns() for text, name in p.finds.items()]
NO = [(p, text) for p in load_patterns() for text in p.skips]


@pytest.mark.parametrize(("pattern", "text", "name"), YES, ids=lambda v: getattr(v, "id", None))
def test_a_row_finds_its_examples(pattern, text: str, name: str) -> None:
    assert name in [text[a:b] for a, b in pattern.find(text)]


@pytest.mark.parametrize(("pattern", "text"), NO, ids=lambda v: getattr(v, "id", None))
def test_a_row_leaves_its_counter_examples(pattern, text: str) -> None:
    assert [text[a:b] for a, b in pattern.find(text)] == []


def test_every_row_has_both() -> None:
    assert all(p.finds and p.skips for p in load_patterns())
    assert len({p.id for p in load_patterns()}) == len(load_patterns()) >= 20


VERSIONS = [
    ("思元 590/690 已量产", {"思元 590", "思元 690"}),
    ("GPT-7.3 Pro 与 GPT-7.3 mini", {"GPT-7.3 Pro", "GPT-7.3 mini"}),
    ("昇腾 970B、980C 同时亮相", {"昇腾 970B", "昇腾 980C"}),
]


@pytest.mark.parametrize(("text", "wanted"), VERSIONS)
def test_versions_grow_from_known_products(text: str, wanted: set[str]) -> None:
    record = extract(read_string(text, "t.txt"), Settings(layers=("lexicon", "patterns")))
    assert wanted <= {e.name for e in record.entities if e.type == "Product"} | {
        m.text for e in record.entities for m in e.mentions
    }
