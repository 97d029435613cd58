"""The group of commands: exit statuses, one sentence per error, quick start, closed pipes, interruption."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import click
import pytest
from actorgraph.cli import main as group
from actorgraph.ontology.errors import ActorgraphError, StoreError, UsageError

from .conftest import Cli

RUN = [sys.executable, "-c", "from actorgraph.cli.main import run; run()"]
HEAVY = {"spacy", "rdflib", "oxrdflib", "pyvis", "pyshacl", "networkx", "rustworkx", "pydantic", "rich", "ahocorasick"}


def test_the_version_is_printed(cli: Cli) -> None:
    result = cli("--version")
    assert result.status == 0
    assert result.out.startswith("actorgraph 0.")


def test_alone_it_prints_help(cli: Cli) -> None:
    result = cli()
    assert result.status == 0
    assert "Example:" in result.out
    assert all(name in result.out for name in group.COMMANDS)


USAGE = [
    (["shwo", "NVIDIA"], "There is no command 'shwo'; did you mean show?"),
    (["qqqqq"], "There is no command 'qqqqq'."),
    (["show"], "Missing argument 'NAME'."),
    (["show", "NVIDIA", "--depth", "2"], "No such option"),
    (["top", "--limit", "0"], "0 is not in the range"),
    (["top", "--format", "xml"], "'xml' is not one of"),
    (["neighbors", "NVIDIA", "--depth", "0"], "0 is not in the range"),
    (["show", "NVIDIA", "--lang", "fr"], "'fr' is not one of"),
    (["extract", "a.txt", "--layers", "magic"], "There is no layer 'magic'; the layers are lexicon"),
    (["extract", "a.txt", "--min-confidence", "2"], "not in the range"),
    (["query"], "Give one query"),
    (["query", "SELECT * {}", "--named", "suppliers"], "Give one query"),
    (["query", "suppliers", "--param", "firm"], "'firm' is no parameter; write it as NAME=VALUE."),
    (["query", "SELECT * { ?s ?p ?o }", "--param", "a=b"], "Parameters belong to a named query"),
    (["add"], "Missing argument"),
]


@pytest.mark.parametrize(("arguments", "says"), USAGE, ids=[" ".join(u[0]) for u in USAGE])
def test_wrong_usage_is_one_sentence_and_status_2(cli: Cli, arguments: list[str], says: str) -> None:
    result = cli(*arguments)
    assert result.status == 2
    assert result.out == ""
    assert says in result.err
    assert "--help)" in result.err
    assert len(result.err.splitlines()) == 1


ERRORS = [
    (UsageError("Nobody is called so."), 1, "actorgraph: Nobody is called so.\n"),
    (StoreError("No graph."), 2, "actorgraph: No graph.\n"),
    (ActorgraphError("A model is missing."), 2, "actorgraph: A model is missing.\n"),
    (
        PermissionError(13, "Permission denied", "x"),
        2,
        "actorgraph: x: Permission denied; check the path and the disk.\n",
    ),
    (OSError(28, "No space left on device"), 2, "actorgraph: No space left on device; check the path and the disk.\n"),
    (KeyboardInterrupt(), 130, ""),
]


@pytest.mark.parametrize(("error", "status", "says"), ERRORS, ids=[type(e[0]).__name__ + str(e[1]) for e in ERRORS])
def test_an_error_has_its_status(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, says: str
) -> None:
    @click.command()
    def failing() -> None:
        raise error

    monkeypatch.setattr(group.LazyGroup, "get_command", lambda *_: failing)
    result = cli("stats")
    assert result.status == status
    assert result.err.strip() == says.strip()


def test_an_unforeseen_error_is_not_hidden(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    def failing() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(group.LazyGroup, "get_command", lambda *_: failing)
    with pytest.raises(ZeroDivisionError):
        cli("stats")


READS = [
    ["show", "NVIDIA", "--evidence"],
    ["search", "NVIDIA"],
    ["neighbors", "NVIDIA", "--depth", "2"],
    ["path", "TSMC", "AMD"],
    ["top"],
    ["stats"],
    ["documents"],
    ["query", "SELECT ?s { ?s a ag:Company }"],
    ["query", "suppliers", "--param", "firm=NVIDIA"],
    ["queries"],
    ["--help"],
]


@pytest.mark.parametrize("arguments", READS, ids=[r[0] for r in READS])
def test_a_command_that_reads_imports_nothing_heavy(asked_graph: Path, arguments: list[str]) -> None:
    where = ["--graph", str(asked_graph)] if arguments[0] not in ("queries", "--help") else []
    code = f"""
        import sys
        from actorgraph.cli.main import execute
        status = execute({[*arguments, *where]!r})
        print(status, *sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert run.stderr == "0\n"
    assert run.stdout


def test_a_reader_that_leaves_early_is_no_error(asked_graph: Path) -> None:
    # Buffered, as output to a pipe is unless the environment says otherwise.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    query = "SELECT * WHERE { ?s ?p ?o . ?a ?b ?c } LIMIT 20000"
    command = [*RUN, "query", query, "--format", "csv", "--graph", str(asked_graph)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_output_to_a_pipe_is_utf8_whatever_the_locale(asked_graph: Path) -> None:
    environment = os.environ | {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    command = [*RUN, "show", "NVIDIA", "--graph", str(asked_graph)]
    run = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert "英伟达" in run.stdout.decode("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_an_interrupted_build_keeps_what_it_has_read_and_the_next_one_goes_on(work: Path) -> None:
    # More than reading the first one takes, so that the interruption comes in the middle.
    text = (work / "docs" / "chips.md").read_text(encoding="utf-8")
    for number in range(200):
        (work / "docs" / f"z{number:03d}.md").write_text(
            f"{text}\n{number}\n" + "英伟达发布了新芯片。" * 40, encoding="utf-8"
        )
    with subprocess.Popen(
        [*RUN, "build", "docs"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait() == 130
    assert first.startswith("docs/chips.md")
    assert "Traceback" not in rest
    run = subprocess.run([*RUN, "status", "--format", "csv"], capture_output=True, text=True, check=True)
    assert "docs/chips.md,current" in run.stdout
    assert len(run.stdout.splitlines()) < 200
