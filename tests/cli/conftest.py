"""A small corpus, graphs made of it, and the command line as a function."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from actorgraph.cli.main import execute
from actorgraph.graph.builder import apply
from actorgraph.graph.store import GraphFolder

from ..graph.records import all_sources

CHIPS = """---
title: 芯片观察
date: 2026-03-01
---
# 芯片

英伟达发布了Blackwell架构。台积电为英伟达代工芯片。华为推出昇腾910C芯片。

黄仁勋是英伟达首席执行官。
"""
RULES = """# Rules and people

NVIDIA competes with AMD. OpenAI released GPT-5. Jensen Huang is the chief executive of NVIDIA.

The European Parliament adopted the EU AI Act in 2024.
"""
DOCUMENTS = {"chips.md": CHIPS, "rules.md": RULES}
OWN_LEXICON = (
    "id,type,subtype,en,zh,aliases,weak,context,of\nlangchuan,Company,SoftwareFirm,Langchuan,朗川科技,,朗川,大模型,\n"
)


class Result(NamedTuple):
    """What a command did."""

    status: int
    out: str
    err: str


Cli = Callable[..., Result]


def write_corpus(folder: Path) -> None:
    (folder / "docs").mkdir()
    for name, text in DOCUMENTS.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    (folder / "own.csv").write_text(OWN_LEXICON, encoding="utf-8")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command in this process: its exit status, standard output and standard error."""
    for name in ("LC_ALL", "LC_MESSAGES", "ACTORGRAPH_GRAPH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def call(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        status = execute([str(argument) for argument in arguments])
        return Result(status, *capsys.readouterr())

    return call


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with the small corpus in ``docs`` and a lexicon ``own.csv``."""
    write_corpus(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def corpus_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small corpus with its graph built; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder)
    assert execute(["build", str(folder / "docs"), "--graph", str(folder / ".actorgraph"), "--quiet"]) == 0
    return folder


@pytest.fixture
def built(corpus_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the small corpus, and its graph in ``.actorgraph``."""
    shutil.copytree(corpus_graph, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def asked_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of three hand-made records, with hedged and denied statements; only to be read."""
    folder = GraphFolder.create(tmp_path_factory.mktemp("asked") / ".actorgraph")
    apply(folder, [source.pair for source in all_sources()])
    return folder.path


@pytest.fixture
def ask(cli: Cli, asked_graph: Path) -> Cli:
    """Run a command on the graph of hand-made records."""
    return lambda *arguments, stdin=b"": cli(*arguments, "--graph", asked_graph, stdin=stdin)
