"""From a graph to a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.network import Selection
from actorgraph.ontology.errors import StoreError, UsageError
from actorgraph.viz.api import make_page, write_page


def test_a_page_is_written_and_reported(lookup: Lookup, tmp_path: Path) -> None:
    file = tmp_path / "图.html"
    report = write_page(lookup, file, lang="zh")
    assert report.path == str(file)
    assert report.bytes == file.stat().st_size
    assert (report.actors, report.facts) == (len(make_page(lookup, Selection()).network.nodes), report.facts)
    assert report.facts == len(lookup.all_facts())
    assert list(tmp_path.iterdir()) == [file], "nothing is left beside it"
    assert report.as_dict()["notes"] == list(report.notes)


def test_the_same_graph_gives_the_same_bytes(lookup: Lookup, tmp_path: Path) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    write_page(lookup, one)
    write_page(lookup, two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("selection", "en", "zh"),
    [
        (Selection(), "", ""),
        (Selection(names=("NVIDIA",)), "NVIDIA", "英伟达"),
        (Selection(names=("NVIDIA", "AMD", "Groq", "TSMC")), "NVIDIA, AMD, Groq +1", "英伟达、超威半导体、Groq +1"),
        (Selection(document="rules.md"), "Rules and people", "Rules and people"),
    ],
)
def test_a_page_says_what_it_is_about(lookup: Lookup, selection: Selection, en: str, zh: str) -> None:
    assert make_page(lookup, selection).subject == {"en": en, "zh": zh}


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Shown, of 4 actors, those best connected: 3"), ("zh", "共 4 个参与者，显示联系最多的 3 个")],
)
def test_what_is_left_out_is_said(lookup: Lookup, tmp_path: Path, lang: str, words: str) -> None:
    report = write_page(lookup, tmp_path / "p.html", Selection(names=("AI Act",)), lang=lang, limit=3)
    assert report.actors == 3
    assert report.notes == (words,)


def test_what_is_there_stays_if_the_page_cannot_be_made(lookup: Lookup, tmp_path: Path) -> None:
    file = tmp_path / "p.html"
    file.write_text("before", encoding="utf-8")
    with pytest.raises(UsageError, match="nothing to draw"):
        write_page(lookup, file, Selection(types=("Person",), predicates=("acquires",)))
    with pytest.raises(UsageError, match="choose zh or en"):
        write_page(lookup, file, lang="fr")
    assert file.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_where_a_page_cannot_be_written(lookup: Lookup, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder; name a file"):
        write_page(lookup, tmp_path)
    with pytest.raises(StoreError, match="cannot be written") as caught:
        write_page(lookup, tmp_path / "none" / "p.html")
    assert caught.value.path == str(tmp_path / "none" / "p.html")
