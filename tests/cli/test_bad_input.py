"""Bad input: one clear sentence, a fitting status, no traceback, and nothing lost of what was built."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from actorgraph.extract.corpus import LONGEST_LINE

from .conftest import Cli

RUN = [sys.executable, "-c", "from actorgraph.cli.main import run; run()"]


def empty(folder: Path) -> None:
    (folder / "bad.txt").touch()


def blank(folder: Path) -> None:
    (folder / "bad.txt").write_text(" \n\n\t\n", encoding="utf-8")


def binary(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 8)


def dangling(folder: Path) -> None:
    (folder / "bad.txt").symlink_to(folder / "nowhere.txt")


def endless(folder: Path) -> None:
    (folder / "bad.txt").write_text("芯片" * LONGEST_LINE, encoding="utf-8")


FILES = [
    (empty, "bad.txt is empty; give a file that holds text."),
    (blank, "bad.txt is empty; give a file that holds text."),
    (binary, "bad.txt holds binary data, not text; convert it to UTF-8 text first."),
    (endless, "bad.txt has a line of 2,000,000 characters, and running text is read in lines of at most 1,000,000; "
     "break it into paragraphs."),
]  # fmt: skip


@pytest.mark.parametrize(("make", "says"), FILES, ids=[f[0].__name__ for f in FILES])
def test_a_bad_file_costs_itself(cli: Cli, built: Path, make: Callable[[Path], None], says: str) -> None:
    make(built / "docs")
    named = cli("extract", "docs/bad.txt")
    assert (named.status, named.out, named.err) == (2, "", f"actorgraph: docs/{says}\n")
    found = cli("build", "docs", "--quiet", "--json")
    assert (found.status, found.err) == (1, f"docs/{says}\n")
    assert json.loads(found.out)["unchanged"] == ["docs/chips.md", "docs/rules.md"]
    assert cli("build", "docs/bad.txt", "--quiet").status == 2
    assert cli("show", "NVIDIA").status == 0


def test_a_file_that_was_read_before_and_is_bad_now_keeps_its_facts(cli: Cli, built: Path) -> None:
    (built / "docs" / "rules.md").write_bytes(b"")
    assert cli("build", "docs", "--quiet").status == 1
    assert cli("show", "AMD").status == 0
    assert "changed since" in cli("status").out


def test_a_file_that_vanishes_before_it_is_read_costs_itself(
    cli: Cli, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from actorgraph.extract import corpus

    def vanishing(path: Path) -> bytes:
        if path.name == "rules.md":
            path.unlink()
        return load(path)

    load = corpus.load
    monkeypatch.setattr(corpus, "load", vanishing)
    result = cli("build", "docs", "--quiet", "--json")
    assert result.status == 1
    assert result.err == "docs/rules.md does not exist (any more); check the path.\n"
    assert json.loads(result.out)["added"] == ["docs/chips.md"]


def test_a_fault_of_the_program_costs_one_document_and_is_called_so(
    cli: Cli, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from actorgraph.extract import extractor

    def faulty(document: object, settings: object) -> object:
        if "rules" in document.source:  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return extract(document, settings)  # type: ignore[arg-type]

    extract = extractor.extract
    monkeypatch.setattr(extractor, "extract", faulty)
    result = cli("build", "docs", "--quiet", "--json")
    assert result.status == 1
    assert "fault in this program (RecursionError: too deep); please report it." in result.err
    assert json.loads(result.out)["added"] == ["docs/chips.md"]


PLACES = [
    (
        ["build", "pictures"],
        "pictures holds no file to read (1 passed over: no reader for .png); give files that end in",
    ),
    (["build", "nowhere"], "nowhere does not exist; check the path."),
    (["add", "nowhere"], "nowhere does not exist; check the path."),
    (["build", "docs", "--graph", "docs"], "docs is neither empty nor a graph folder"),
    (["build", "docs", "--graph", "own.csv"], "own.csv is a file; name a folder for the graph."),
    (["show", "NVIDIA", "--graph", "docs"], "docs is not a graph folder"),
    (["status", "--graph", "docs"], "docs is not a graph folder"),
    (["remove", "a.md", "--graph", "docs"], "docs is not a graph folder"),
    (["show", "NVIDIA", "--graph", "nowhere"], "There is no graph at nowhere; build one with: actorgraph build"),
    (["query", "ASK { ?s ?p ?o }", "--graph", "own.csv"], "own.csv is not a graph folder"),
    (["build", "docs", "--lexicon", "typeless.csv"], "typeless.csv:2: the row has no type"),
    (["extract", "docs/chips.md", "--lexicon", "typeless.csv"], "typeless.csv:2: the row has no type"),
    (
        ["extract", "docs/chips.md", "--workers", "2", "--lexicon", "typeless.csv"],
        "typeless.csv:2: the row has no type",
    ),
    (["build", "docs", "--lexicon", "nowhere.csv"], "nowhere.csv: cannot be read (No such file or directory)"),
    (["lexicon", "find", "x", "--lexicon", "typeless.csv"], "typeless.csv:2: the row has no type"),
    (["extract", "own.csv"], "own.csv: there is no reader for .csv"),
    (["query", "SELECT WHERE"], "Line 1, column"),
    (["query", "CLEAR ALL"], "CLEAR would change the graph"),
    (["neighbors", "NVIDIA", "--predicate", "suplies"], "no property 'suplies'; did you mean supplies"),
]


@pytest.mark.parametrize(("arguments", "says"), PLACES, ids=[" ".join(p[0]) for p in PLACES])
def test_one_sentence_and_nothing_lost(cli: Cli, built: Path, arguments: list[str], says: str) -> None:
    (built / "pictures").mkdir()
    (built / "pictures" / "a.png").touch()
    (built / "typeless.csv").write_text("id,type,en,zh\nx,,Xandra,\n", encoding="utf-8")
    result = cli(*arguments)
    assert result.status == 2
    assert result.out == ""
    assert says in result.err
    assert len(result.err.splitlines()) == 1
    assert cli("show", "NVIDIA").status == 0
    assert cli("build", "docs", "--quiet").out.startswith(".actorgraph: 2 documents (0 new, 0 changed, 0 removed, 2 un")


def test_what_cannot_be_read_leaves_no_empty_graph_behind(cli: Cli, work: Path) -> None:
    assert cli("build", "nowhere").status == 2
    assert not (work / ".actorgraph").exists()


def test_a_dangling_link_is_reported(cli: Cli, built: Path) -> None:
    dangling(built / "docs")
    result = cli("build", "docs", "--quiet")
    assert result.status == 1
    assert "docs/bad.txt does not exist (any more)" in result.err


@pytest.mark.parametrize("character", ["a", "芯", "1"])
def test_a_line_of_50_mb_is_refused_quickly_and_in_little_memory(tmp_path: Path, character: str) -> None:
    line = tmp_path / "line.txt"
    line.write_text(character * (50_000_000 // len(character.encode())), encoding="utf-8")
    gigabyte = 1 << 30

    def limit() -> None:
        # Of what the file takes in memory decoded, eight times; and seconds of the processor, not of the clock.
        resource.setrlimit(resource.RLIMIT_DATA, (gigabyte, gigabyte))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    run = subprocess.run([*RUN, "extract", line], capture_output=True, text=True, preexec_fn=limit, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith(f"actorgraph: {line} has a line of ")
    assert len(run.stderr.splitlines()) == 1


def test_no_traceback_reaches_a_user(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)))
    run = subprocess.run([*RUN, "build", "bad.txt"], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert run.stderr.startswith("bad.txt holds binary data")
