"""``actorgraph view``: a page, where it is, and how to open it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from actorgraph.cli.view import view
from actorgraph.graph.builder import apply
from actorgraph.graph.store import GraphFolder
from actorgraph.ontology.errors import OntologyError, StoreError, UsageError
from click.testing import CliRunner, Result

from ..graph.records import all_sources


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = GraphFolder.create(tmp_path_factory.mktemp("view") / ".actorgraph")
    apply(folder, [source.pair for source in all_sources()])
    return folder.path


def run(graph: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(view, [*map(str, arguments), "--graph", str(graph)])


@pytest.mark.parametrize(
    ("lang", "sentences"), [("en", ["actors: ", "Open it in a browser: "]), ("zh", ["参与者：", "用浏览器打开："])]
)
def test_says_where_the_page_is_and_how_to_open_it(
    graph: Path, tmp_path: Path, lang: str, sentences: list[str]
) -> None:
    file = tmp_path / "page.html"
    result = run(graph, "--lang", lang, "-o", file)
    assert (result.exit_code, result.exception) == (0, None)
    assert all(sentence in result.stdout for sentence in sentences)
    assert result.stdout.startswith(str(file))
    assert file.as_uri() in result.stdout
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_as_json(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    result = run(graph, "英伟达", "--depth", "2", "--predicate", "develops", "--json", "-o", file)
    in_chinese = run(graph, "NVIDIA", "--depth", "2", "--predicate", "研发", "--json", "-o", file)
    assert in_chinese.stdout == result.stdout
    report = json.loads(result.stdout)
    assert report["path"] == str(file)
    assert report["facts"] == 2
    assert report["actors"] == 3


def test_the_browser_is_opened_when_asked(graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def browser(address: str) -> bool:
        opened.append(address)
        return len(opened) == 1

    monkeypatch.setattr("webbrowser.open", browser)
    file = tmp_path / "page.html"
    assert "No browser" not in run(graph, "NVIDIA", "--open", "--lang", "en", "-o", file).output
    assert "No browser could be started" in run(graph, "NVIDIA", "--open", "--lang", "en", "-o", file).stderr
    assert opened == [file.as_uri()] * 2


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (["Nvdia"], UsageError, "did you mean NVIDIA"),
        (["NVIDIA", "--predicate", "develop"], OntologyError, "did you mean develops"),
        (["--type", "Compny"], OntologyError, "did you mean Company"),
        (["--document", "none"], UsageError, "has no document 'none'"),
        (["--type", "Person", "--predicate", "acquires"], UsageError, "nothing to draw"),
        (["-o", "none/page.html"], StoreError, "cannot be written"),
    ],
)
def test_what_cannot_be_shown(
    *, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], error: type, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(graph, *arguments)
    assert isinstance(result.exception, error)
    assert words in str(result.exception)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--depth", "2"], ["NVIDIA", "--depth", "0"], ["--limit", "0"]])
def test_usage(graph: Path, arguments: list[str]) -> None:
    assert run(graph, *arguments).exit_code == 2
