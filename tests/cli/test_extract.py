"""``actorgraph extract``: Records in the order of the files, whatever one of them holds."""

from __future__ import annotations

import json
from pathlib import Path

from actorgraph.extract.records import Record

from .conftest import DOCUMENTS, Cli


def records(out: str) -> list[Record]:
    return [Record.from_json(line) for line in out.splitlines()]


def test_a_record_per_file_in_the_order_given(cli: Cli, work: Path) -> None:
    result = cli("extract", "docs/rules.md", "docs/chips.md", "docs/rules.md")
    assert result.status == 0
    found = records(result.out)
    assert [record.document.source for record in found] == ["docs/rules.md", "docs/chips.md", "docs/rules.md"]
    for record in found:
        assert record.misplaced(DOCUMENTS[Path(record.document.source).name]) == []
        assert "nvidia" in {entity.id for entity in record.entities}


def test_the_form_of_a_record(cli: Cli, work: Path) -> None:
    value = json.loads(cli("extract", "docs/chips.md", "--format", "json").out)
    assert {"document", "entities", "claims"} <= value.keys()
    assert {"id", "source", "title", "language", "characters"} <= value["document"].keys()
    assert {"start", "end", "text", "layer"} == value["entities"][0]["mentions"][0].keys()
    assert value == json.loads(cli("extract", "docs/chips.md", "--json").out)
    with_text = json.loads(cli("extract", "docs/chips.md", "--with-text").out)
    assert with_text.pop("text") == DOCUMENTS["chips.md"]
    assert with_text == value


def test_standard_input_is_a_document(cli: Cli, work: Path) -> None:
    result = cli("extract", "docs/rules.md", "-", stdin="英伟达发布了Blackwell架构。".encode())
    assert result.status == 0
    assert [record.document.source for record in records(result.out)] == ["docs/rules.md", "-"]
    assert "nvidia" in {entity.id for entity in records(result.out)[1].entities}


LINES = '{"id": "a", "text": "英伟达发布了Blackwell架构。"}\n\n{"id": 7, "text": "OpenAI released GPT-5."}\n'


def test_json_lines_give_a_record_each(cli: Cli, work: Path) -> None:
    (work / "news.jsonl").write_text(LINES, encoding="utf-8")
    from_file, from_input = cli("extract", "news.jsonl"), cli("extract", "-", stdin=LINES.encode())
    assert from_file.status == from_input.status == 0
    assert from_file.out == from_input.out
    assert [record.document.source for record in records(from_file.out)] == ["a", "7"]


def test_a_bad_file_is_reported_and_the_others_are_printed(cli: Cli, work: Path) -> None:
    (work / "empty.txt").touch()
    (work / "news.jsonl").write_text(LINES + "not json\n", encoding="utf-8")
    files = ["docs/chips.md", "empty.txt", "missing.txt", "news.jsonl", "docs", "docs/rules.md"]
    result = cli("extract", *files)
    assert result.status == 2
    assert [r.document.source for r in records(result.out)] == ["docs/chips.md", "a", "7", "docs/rules.md"]
    assert result.err.splitlines() == [
        "actorgraph: empty.txt is empty; give a file that holds text.",
        "actorgraph: missing.txt does not exist (any more); check the path.",
        "actorgraph: news.jsonl, line 4 is not JSON; write one object a line.",
        "actorgraph: docs is a folder, not a file; give the files in it.",
    ]


def test_layers_can_be_switched_off(cli: Cli, work: Path) -> None:
    found = records(cli("extract", "docs/chips.md", "--layers", "patterns").out)[0]
    assert not any(mention.layer == "lexicon" for entity in found.entities for mention in entity.mentions)


def test_a_lexicon_of_ones_own_is_read(cli: Cli, work: Path) -> None:
    (work / "a.txt").write_text("朗川科技发布了新模型。", encoding="utf-8")
    found = records(cli("extract", "a.txt", "--lexicon", "own.csv").out)[0]
    assert [entity.subtype for entity in found.entities if entity.id == "langchuan"] == ["SoftwareFirm"]


def test_claims_below_the_confidence_asked_for_are_refused(cli: Cli, work: Path) -> None:
    record = records(cli("extract", "docs/chips.md", "--min-confidence", "1").out)[0]
    assert not [claim for claim in record.claims if claim.confidence < 1]
    assert record.rejections
