"""Tables, CSV, TSV and JSON: aligned for people, safe for spreadsheets, exact for programs."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re

import pytest
from actorgraph.cli.output import display_width, guard, pad, printable, write_rows
from hypothesis import given
from hypothesis import strategies as st

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠x", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_no_cell_is_a_formula(capsys: pytest.CaptureFixture[str], text: str, format: str) -> None:
    write_rows(format, ("name", "other"), [(text, 1)])
    out = capsys.readouterr().out
    cells = csv.reader(io.StringIO(out, newline="")) if format == "csv" else csv.reader(out.split("\n"), delimiter="\t")
    rows = list(cells)
    assert rows[1][0].startswith("'")


def test_numbers_are_numbers() -> None:
    assert [guard(cell) for cell in (-3, -0.5, 1e21, True, None, "a-b", "")] == [
        "-3", "-0.5", "1e+21", "true", "", "a-b", "",
    ]  # fmt: skip


@given(st.lists(st.tuples(st.text(), st.integers()), max_size=5))
def test_tsv_has_a_line_per_row_and_csv_gives_the_cells_back(rows: list[tuple[str, int]]) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as tsv:
        write_rows("tsv", ("a", "b"), rows)
    assert [line.count("\t") for line in tsv.getvalue().split("\n")[:-1]] == [1] * (len(rows) + 1)
    with contextlib.redirect_stdout(io.StringIO()) as table:
        write_rows("csv", ("a", "b"), rows)
    read = list(csv.reader(io.StringIO(table.getvalue(), newline="")))
    assert read[1:] == [[re.sub("\r\n?", "\n", guard(text)), str(number)] for text, number in rows]


def test_json_and_jsonl_give_items_or_columns(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows("json", ("a",), [("甲",)])
    assert json.loads(capsys.readouterr().out) == [{"a": "甲"}]
    write_rows("jsonl", ("a",), [("甲",), ("乙",)], items=[{"b": 1}, {"b": 2}])
    assert capsys.readouterr().out == '{"b": 1}\n{"b": 2}\n'


def test_a_table_is_aligned_in_columns_of_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows("table", ("name", "n"), [("英伟达", 12), ("AMD", 1234), ("x" * 90, None)])
    head, rule, *rows = capsys.readouterr().out.splitlines()
    assert [display_width(line) for line in (rule, rows[0], rows[1])] == [display_width(head)] * 3
    assert rows[1].endswith("1,234")
    assert rows[2].endswith("…")


def test_a_terminal_gets_a_fitted_table_and_no_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actorgraph.cli.output.sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    write_rows("table", ("name", "n"), [("[red]Acme[/red]", 1)])
    assert "[red]Acme[/red]" in capsys.readouterr().out


@given(st.text())
def test_nothing_of_a_document_commands_the_terminal(text: str) -> None:
    shown = printable(text)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)
    assert "\u202e" not in shown


@pytest.mark.parametrize(("text", "width"), [("NVIDIA", 6), ("英伟达", 6), ("ＧＰＴ", 6), ("e\u0301", 1), ("", 0)])
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width
    assert display_width(pad(text, 8)) == 8
