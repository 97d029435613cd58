"""The lexicon's linter: each rule finds its planted fault, and nothing in a sound file."""

from __future__ import annotations

from pathlib import Path

import pytest
from actorgraph.extract.lexicon_check import RULES, check

HEADER = "id,type,subtype,en,zh,aliases,weak,context,of\n"
SOUND = "quillmark,Company,SoftwareFirm,Quillmark,奎墨科技,Quillmark Inc.,奎墨,软件|大模型,\n"

PLANTED = [
    ("row", "x,,,Xandrel,,,,,\n", "no type", 3),
    ("row", "x,Firm,,Xandrel,,,,,\n", "unknown type", 3),
    ("row", "x,Company,Chip,Xandrel,,,,,\n", "not a subtype of Company", 3),
    ("row", "x,Person,Chip,Xandrel,,,,,\n", "leave the cell empty", 3),
    ("row", "x,Company,,,,,,,\n", "no name", 3),
    ("row", "x,Company,,Xandrel,,,,,,,\n", "more cells than columns", 3),
    ("duplicate-id", "quillmark,Company,,Xandrel,,,,,\n", "own.csv:2", 3),
    ("repeated-name", "x,Company,,Xandrel,,Xandrel,,,\n", "“Xandrel” is given twice", 3),
    ("repeated-name", "x,Company,,Xandrel,,Xandrel Co,Xandrel Co,chip,\n", "“Xandrel Co” is given twice", 3),
    ("ambiguous-name", "x,Company,,Quillmark,,,,,\n", "also means quillmark", 3),
    ("ambiguous-name", "x,Company,,NVIDIA,,,,,\n", "also means nvidia", 3),
    ("weak-without-context", "x,Company,,Xandrel,,,Dreln,,\n", "nothing decides what Dreln means", 3),
    ("short-name", "x,Company,,Xandrel,,X,,,\n", "“X” is one character long", 3),
    ("unknown-related", "x,Product,,Xandrel,,,,,nobody-at-all\n", "“nobody-at-all” under of", 3),
]


@pytest.mark.parametrize(("rule", "row", "says", "line"), PLANTED, ids=[f"{p[0]}-{p[2]}" for p in PLANTED])
def test_a_planted_fault_is_found_alone(tmp_path: Path, rule: str, row: str, says: str, line: int) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + SOUND + row, encoding="utf-8")
    findings = check([path])
    assert [(finding.rule, finding.line, finding.path) for finding in findings] == [(rule, line, str(path))]
    assert says in findings[0].message


def test_every_rule_has_a_planted_fault() -> None:
    assert {p[0] for p in PLANTED} | {"file"} == set(RULES)


FILES = [("id,type,name\nx,Company,X\n", "lacks the column en"), ("id,type,en,zh,colour\n", "unknown column “colour”")]


@pytest.mark.parametrize(("text", "says"), FILES)
def test_a_faulty_header_is_a_finding_and_other_files_are_still_checked(tmp_path: Path, text: str, says: str) -> None:
    bad, faulty = tmp_path / "a.csv", tmp_path / "b.csv"
    bad.write_text(text, encoding="utf-8")
    faulty.write_text(HEADER + "x,,,Xandrel,,,,,\n", encoding="utf-8")
    findings = check([bad, faulty, tmp_path / "none.csv"])
    assert [finding.rule for finding in findings] == ["file", "row", "file"]
    assert says in findings[0].message


def test_a_sound_file_has_no_findings(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + SOUND, encoding="utf-8")
    assert check([path]) == []


def test_a_row_that_replaces_one_of_ours_is_no_duplicate(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "nvidia,Company,ChipMaker,NVIDIA,英伟达,,,,\n", encoding="utf-8")
    assert check([path]) == []


def test_both_rows_under_weak_are_no_finding(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = "a,Company,,Orvane Labs,,,Orvane,chip,\nb,Product,,Orvane Engine,,,Orvane,software,\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    assert check([path]) == []


def test_the_shipped_files_have_no_faulty_rows() -> None:
    assert [finding for finding in check() if finding.rule in ("file", "row")] == []
