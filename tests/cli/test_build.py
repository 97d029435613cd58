"""Builds: what is read, what is read again, what is taken out, and what is told about it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from actorgraph.cli.sources import collection, gather, locate, source_name
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.serialization import canonical_nquads

from .conftest import Cli


def report(cli: Cli, *arguments: str | Path) -> dict[str, list[str]]:
    """What a quiet build says it did."""
    result = cli(*arguments, "--quiet", "--json")
    assert result.status == 0, result.err
    found: dict[str, list[str]] = json.loads(result.out)
    return found


def nquads(graph: Path) -> str:
    with Lookup.open(graph) as lookup:
        return canonical_nquads(lookup.store)


def test_a_build_tells_each_document_and_closes_with_a_table(cli: Cli, work: Path) -> None:
    (work / "docs" / "photo.png").touch()
    (work / "docs" / "README.md").write_text("About this folder.", encoding="utf-8")
    result = cli("build", "docs")
    assert result.status == 0
    said = [line.split(":")[0] for line in result.err.splitlines()]
    assert said == ["docs/chips.md", "docs/rules.md", "writing the graph"]
    assert result.out.startswith(".actorgraph: 2 documents (2 new, 0 changed, 0 removed, 0 unchanged) in ")
    assert "· develops" in result.out
    assert "docs/photo.png: no reader for .png" in result.out
    assert "docs/README.md: describes its folder; name it if it is to be read" in result.out
    with Lookup.open(work / ".actorgraph") as lookup:
        blackwell = {fact.object.name("en") for fact in lookup.facts(lookup.find("英伟达"), "develops")}
    assert any("Blackwell" in name for name in blackwell)


def test_the_closing_table_speaks_the_readers_language(cli: Cli, built: Path) -> None:
    result = cli("build", "docs", "--lang", "zh")
    assert "文献 2 篇（新增 0，更新 0，移除 0，未变 2）" in result.out
    assert "研发" in result.out


def test_what_has_not_changed_is_not_read_again(cli: Cli, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (built / ".actorgraph" / "manifest.json").stat().st_mtime_ns
    monkeypatch.setattr("actorgraph.cli.building.extract_tasks", lambda *_: pytest.fail("a document was read again"))
    done = report(cli, "build", "docs")
    assert done["unchanged"] == ["docs/chips.md", "docs/rules.md"]
    assert (built / ".actorgraph" / "manifest.json").stat().st_mtime_ns == before


def test_changed_new_and_vanished_documents_are_brought_up_to_date(cli: Cli, built: Path) -> None:
    (built / "docs" / "chips.md").write_text("华为推出昇腾910C芯片。\n", encoding="utf-8")
    (built / "docs" / "rules.md").unlink()
    (built / "docs" / "news.md").write_text("OpenAI released GPT-5.\n", encoding="utf-8")
    states = {r["source"]: r["state"] for r in json.loads(cli("status", "--json").out)}
    assert states == {"docs/chips.md": "changed", "docs/rules.md": "missing"}
    done = report(cli, "build", "docs")
    assert (done["added"], done["replaced"], done["removed"]) == (
        ["docs/news.md"],
        ["docs/chips.md"],
        ["docs/rules.md"],
    )
    assert cli("show", "AMD").status == 1
    assert "up to date" in cli("status").out


def test_add_takes_nothing_out_and_build_leaves_other_places_alone(cli: Cli, built: Path) -> None:
    (built / "docs" / "rules.md").unlink()
    (built / "more").mkdir()
    (built / "more" / "news.md").write_text("OpenAI released GPT-5.\n", encoding="utf-8")
    assert report(cli, "add", "more", "docs")["removed"] == []
    assert report(cli, "build", "more")["removed"] == []
    assert report(cli, "build", "docs")["removed"] == ["docs/rules.md"]
    with Lookup.open(built / ".actorgraph") as lookup:
        assert [d.source for d in lookup.documents()] == ["docs/chips.md", "more/news.md"]


REMOVED = [("rules.md", ["docs/rules.md"]), ("docs/rules.md", ["docs/rules.md"]), ("rules", ["docs/rules.md"])]
REMOVED += [("docs", ["docs/chips.md", "docs/rules.md"]), ("芯片观察", ["docs/chips.md"])]


@pytest.mark.parametrize(("name", "gone"), REMOVED, ids=[r[0] for r in REMOVED])
def test_documents_are_removed_by_any_of_their_names(cli: Cli, built: Path, name: str, gone: list[str]) -> None:
    result = cli("remove", name)
    assert result.status == 0
    assert result.out.splitlines() == gone
    assert (built / "docs" / "rules.md").exists()
    assert json.loads(cli("stats", "--json").out)["documents"] == 2 - len(gone)


def test_documents_are_removed_by_id(cli: Cli, built: Path) -> None:
    digest = hashlib.sha256((built / "docs" / "rules.md").read_bytes()).hexdigest()
    assert json.loads(cli("remove", f"sha256:{digest}", "--json").out)["removed"] == ["docs/rules.md"]
    chips = hashlib.sha256((built / "docs" / "chips.md").read_bytes()).hexdigest()
    assert cli("remove", chips[:8]).out == "docs/chips.md\n"


def test_of_several_names_none_is_removed_if_one_is_unknown(cli: Cli, built: Path) -> None:
    result = cli("remove", "rules.md", "docs/chip.md")
    assert result.status == 1
    assert "did you mean docs/chips.md" in result.err
    assert json.loads(cli("stats", "--json").out)["documents"] == 2


def test_adding_again_what_was_removed_gives_the_same_graph(cli: Cli, built: Path) -> None:
    before = nquads(built / ".actorgraph")
    cli("remove", "rules.md")
    assert nquads(built / ".actorgraph") != before
    report(cli, "add", "docs")
    assert nquads(built / ".actorgraph") == before


def test_a_lexicon_of_ones_own_makes_the_documents_be_read_again(cli: Cli, built: Path) -> None:
    (built / "docs" / "own.md").write_text("朗川科技发布了新模型。\n", encoding="utf-8")
    report(cli, "build", "docs")
    done = report(cli, "build", "docs", "--lexicon", "own.csv")
    assert {*done["replaced"], *done["unchanged"]} == {"docs/chips.md", "docs/own.md", "docs/rules.md"}
    assert "actor:langchuan" in cli("show", "Langchuan").out
    assert "read with another version or setting" in cli("status").out
    assert "another" not in cli("status", "--lexicon", "own.csv").out


def test_any_number_of_processes_makes_the_same_graph(cli: Cli, built: Path) -> None:
    report(cli, "build", "docs", "--graph", "two/.actorgraph", "--workers", "2")
    one, two = nquads(built / ".actorgraph"), nquads(built / "two" / ".actorgraph")
    assert two == one
    assert one


def test_facts_below_a_probability_are_refused_and_counted(cli: Cli, work: Path) -> None:
    result = cli("build", "docs", "--quiet", "--min-confidence", "1")
    assert result.status == 0
    assert "Refused of what was read" in result.out
    assert "below min_confidence" in result.out


def test_the_lines_of_a_jsonl_file_are_documents(cli: Cli, work: Path) -> None:
    lines = [
        {"id": "a", "text": "英伟达发布了Blackwell架构。", "title": "甲"},
        {"id": "b", "text": "OpenAI released GPT-5."},
    ]
    news = work / "docs" / "news.jsonl"

    def write() -> None:
        news.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    write()
    assert report(cli, "build", news)["added"] == ["docs/news.jsonl#a", "docs/news.jsonl#b"]
    assert report(cli, "build", "docs")["unchanged"] == ["docs/news.jsonl#a", "docs/news.jsonl#b"]
    lines[0]["title"] = "乙"
    write()
    assert report(cli, "build", "docs")["replaced"] == ["docs/news.jsonl#a"]
    del lines[1]
    write()
    assert report(cli, "build", "docs")["removed"] == ["docs/news.jsonl#b"]
    assert cli("remove", "news.jsonl").out == "docs/news.jsonl#a\n"


def test_a_faulty_line_costs_itself_and_takes_nothing_out(cli: Cli, work: Path) -> None:
    news = work / "news.jsonl"
    news.write_text(
        '{"id": "a", "text": "OpenAI released GPT-5."}\n{"id": "b", "text": "NVIDIA is a firm."}\n', encoding="utf-8"
    )
    report(cli, "build", ".")
    news.write_text(
        '{"id": "a", "text": "OpenAI released GPT-5."}\n{"id": "a", "text": "x"}\nnot json\n', encoding="utf-8"
    )
    result = cli("build", ".", "--quiet", "--json")
    assert result.status == 1
    done = json.loads(result.out)
    assert [failure["reason"].split(";")[0] for failure in done["failed"]] == [
        "news.jsonl has two lines with the id 'a'",
        "news.jsonl, line 3 is not JSON",
    ]
    assert done["removed"] == []


def test_the_graphs_own_files_are_never_read(cli: Cli, work: Path) -> None:
    report(cli, "build", "docs", "--graph", "docs/graph")
    again = report(cli, "build", "docs", "--graph", "docs/graph")
    assert again["added"] == []
    assert again["passed_over"] == []


def seeds(folder: Path) -> Path:
    """A folder of seeds with a manifest, one original that is right and one that is not."""
    originals = folder / "seeds" / "originals"
    originals.mkdir(parents=True)
    (folder / "seeds" / "README.md").write_text("About the seeds.", encoding="utf-8")
    (folder / "seeds" / "000.md").write_text("英伟达发布了Blackwell架构。", encoding="utf-8")
    for name in ("000.txt", "001.txt", "own.txt"):
        (originals / name).write_text(f"OpenAI released GPT-5. {name}", encoding="utf-8")
    digest = hashlib.sha256((originals / "000.txt").read_bytes()).hexdigest()
    entries = [("000.txt", digest), ("001.txt", "0" * 64)]
    manifest = "".join(f'[[document]]\nfile = "{name}"\nsha256 = "{sum_}"\n' for name, sum_ in entries)
    (folder / "seeds" / "manifest.toml").write_text(manifest, encoding="utf-8")
    return folder / "seeds"


def test_the_seeds_of_the_working_folder_are_built_by_default(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds(tmp_path)
    monkeypatch.chdir(tmp_path)
    result = cli("build", "--quiet", "--json")
    done = json.loads(result.out)
    assert result.status == 0
    assert done["added"] == [
        f"seeds/{n}" for n in ("000.md", "originals/000.txt", "originals/001.txt", "originals/own.txt")
    ]
    assert [each["path"] for each in done["passed_over"]] == ["seeds/README.md"]
    assert [warning.split(" (")[0].split(";")[0] for warning in done["warnings"]] == [
        "seeds/originals/001.txt is not the original that seeds/manifest.toml describes",
        "seeds/originals/own.txt is not listed in seeds/manifest.toml",
    ]
    assert done["warnings"][0] in result.err


def test_a_damaged_manifest_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (seeds(tmp_path) / "manifest.toml").write_text("[[document", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = gather([], Path(".actorgraph"))
    assert len(found.inputs) == 4
    assert "seeds/manifest.toml cannot be read" in found.warnings[0]


def test_elsewhere_the_packaged_seeds_are_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = gather([], Path(".actorgraph"))
    digests = [each.source for each in found.inputs if "originals" not in each.source]
    assert len(digests) == 5
    assert all(source.startswith("seeds/00") for source in digests)
    assert not any("manifest" in str(each.path) for each in found.passed_over)


def test_a_file_has_one_name_wherever_the_program_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "project" / "docs").mkdir(parents=True)
    file = tmp_path / "project" / "docs" / "a.md"
    file.touch()
    graph = tmp_path / "project" / ".actorgraph"
    names = set()
    for place, given in (
        ("project", "docs/a.md"),
        ("project/docs", "a.md"),
        (".", "./project//docs/a.md"),
        (".", str(file)),
    ):
        monkeypatch.chdir(tmp_path / place)
        names.add(source_name(Path(given), graph))
        assert locate(source_name(Path(given), graph), graph) == file
    assert names == {"docs/a.md"}
    monkeypatch.chdir(tmp_path / "project")
    assert source_name(Path("docs/a.md"), Path("/elsewhere/.actorgraph")) == "docs/a.md"
    assert source_name(Path("../b.md"), graph) == "../b.md"


def test_a_line_of_a_collection_is_told_from_a_file() -> None:
    assert collection("a.jsonl#x#y") == ("a.jsonl", "x#y")
    assert collection("a.NDJSON#1") == ("a.NDJSON", "1")
    assert collection("a#b.txt") is None


def test_a_terminal_gets_a_bar(cli: Cli, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (work / "docs" / "empty.txt").touch()
    monkeypatch.setattr("actorgraph.cli.progress.sys.stderr.isatty", lambda: True, raising=False)
    result = cli("build", "docs")
    assert result.status == 1
    assert "docs/empty.txt is empty" in result.err
    assert "docs/chips.md:" not in result.err
    assert result.out.startswith(".actorgraph: 2 documents")


def test_a_file_named_in_bytes_that_are_no_text_is_read(cli: Cli, work: Path) -> None:
    strange = work / "docs" / b"\xff.md".decode("utf-8", "surrogateescape")
    shutil.copy(work / "docs" / "rules.md", strange)
    (work / "docs" / "rules.md").unlink()
    assert report(cli, "build", "docs")["added"] == ["docs/?.md", "docs/chips.md"]
