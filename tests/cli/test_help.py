"""Help texts: every command explains itself and its example works; the reference page is what they say."""

from __future__ import annotations

import re
import shlex
import string
import tomllib
from pathlib import Path

import click
import pytest
from actorgraph.cli import reference, wording

from .conftest import Cli

COMMANDS = dict(reference.commands())
EXAMPLES = [(name, line) for name, context in COMMANDS.items() for line in reference.examples(context)]


def test_all_commands_are_found() -> None:
    assert len(COMMANDS) >= 21
    assert len(EXAMPLES) >= 30


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does_in_one_sentence_and_gives_an_example(name: str) -> None:
    context = COMMANDS[name]
    text = (context.command.help or "").strip()
    first = text.split("\n\n")[0]
    assert first.endswith(".")
    assert " " in first
    assert reference.examples(context), f"{name} has no example"
    for parameter in context.command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts} has no help"
    for line in reference.examples(context):
        assert line.startswith("actorgraph ")
        if name != "actorgraph":
            assert line.startswith(name)


@pytest.mark.parametrize("line", [line for _, line in EXAMPLES], ids=[line for _, line in EXAMPLES])
def test_an_example_works(cli: Cli, built: Path, line: str) -> None:
    result = cli(*shlex.split(line)[1:])
    assert result.status == 0, result.err
    assert result.out or "--output" in line


def test_the_reference_page_is_up_to_date() -> None:
    assert reference.generate() == reference.PAGE.read_text(encoding="utf-8")


def test_a_page_that_is_out_of_date_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "REFERENCE.md"
    monkeypatch.setattr(reference, "PAGE", page)
    assert reference.run(["--check"]) == 1
    assert reference.run([]) == 0
    assert reference.run(["--check"]) == 0
    page.write_text(page.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert reference.run(["--check"]) == 1
    assert "out of date" in capsys.readouterr().err


def test_all_words_are_in_both_languages_and_fill_in_the_same_values() -> None:
    table = tomllib.loads(Path(wording.__file__).with_name("wording.toml").read_text(encoding="utf-8"))
    assert len(table) > 60
    for key, words in table.items():
        assert words.keys() == {"en", "zh"}, key
        fields = {lang: {f for _, f, _, _ in string.Formatter().parse(text) if f} for lang, text in words.items()}
        assert fields["en"] == fields["zh"], key


def test_every_word_is_used_somewhere() -> None:
    folder = Path(wording.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    table = tomllib.loads((folder / "wording.toml").read_text(encoding="utf-8"))
    built = {"stat_", "state_", "n_", "one_"}  # keys that are put together from a name
    keys = [key for key in table if not any(key.startswith(beginning) for beginning in built)]
    unused = [key for key in keys if not re.search(f"[\"']{key}[\"']", source)]
    assert unused == []
