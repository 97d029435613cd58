"""``actorgraph lexicon``: check, find, export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from actorgraph.extract import lexicon

from .conftest import OWN_LEXICON, Cli


def test_a_sound_lexicon_says_so(cli: Cli, work: Path) -> None:
    result = cli("lexicon", "check", "own.csv")
    assert (result.status, result.out) == (0, "Nothing found: 1 files, 1 actors.\n")


def test_findings_name_file_line_and_rule(cli: Cli, work: Path) -> None:
    (work / "bad.csv").write_text(OWN_LEXICON + "x,,,Xandra,,,,,\n", encoding="utf-8")
    result = cli("lexicon", "check", "bad.csv")
    assert result.status == 1
    assert result.out == "bad.csv:3: the row has no type; every lexicon row needs an id and a type. [row]\n"
    found = json.loads(cli("lexicon", "check", "bad.csv", "--json").out)
    assert found == [{"path": "bad.csv", "line": 3, "rule": "row", "id": "", "message": found[0]["message"]}]
    assert cli("lexicon", "check", "none.csv").status == 2


def test_actors_are_found_by_any_name(cli: Cli, work: Path) -> None:
    assert cli("lexicon", "find", "輝達").out.startswith("nvidia  Company · chip maker\n")
    assert cli("lexicon", "find", "nvidia", "--lang", "zh").out.startswith("nvidia  企业 · 芯片企业\n")
    assert json.loads(cli("lexicon", "find", "朗川", "--lexicon", "own.csv", "--json").out)[0]["id"] == "langchuan"
    unknown = cli("lexicon", "find", "朗川")
    assert unknown.status == 1
    assert "The lexicon has no actor '朗川'" in unknown.err


def test_an_export_can_be_read_back(cli: Cli, work: Path) -> None:
    assert cli("lexicon", "export", "own.csv", "--type", "Company", "--output", "all.csv").status == 0
    exported = {entry.id: entry for entry in lexicon.read_csv(work / "all.csv")}
    merged = lexicon.load((work / "own.csv",))
    assert exported == {i: e for i, e in merged.entries.items() if e.type == "Company"}
    assert "langchuan" in exported
    rows = list(csv.DictReader(io.StringIO(cli("lexicon", "export", "--type", "Foundry").out)))
    assert {row["subtype"] for row in rows} == {"Foundry"}
    assert [each["id"] for each in json.loads(cli("lexicon", "export", "--type", "Foundry", "--json").out)] == [
        row["id"] for row in rows
    ]


def test_alone_it_prints_help(cli: Cli) -> None:
    result = cli("lexicon")
    assert result.status == 0
    assert "Example:" in result.out
