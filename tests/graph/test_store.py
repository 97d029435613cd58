"""The graph folder: what is one, what is not, what survives."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from actorgraph.graph.generations import current, hold, next_generation, publish, sweep_generations
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.store import GraphFolder, Manifest, atomic_write
from actorgraph.ontology.errors import StoreError

from .records import chips, rules


@pytest.fixture
def folder(tmp_path: Path) -> GraphFolder:
    return GraphFolder.create(tmp_path / "graph")


def test_what_is_put_comes_back(folder: GraphFolder) -> None:
    record, text = chips().pair
    entry = folder.put(record, text, fingerprint="f")
    folder.write_manifest(Manifest({"a": entry}))
    opened = GraphFolder.open(folder.path)
    assert opened.manifest() == Manifest({"a": entry})
    assert opened.record(entry) == record
    assert opened.text(entry) == text
    assert [s.entity for s in opened.entities(entry)] == [e.id for e in record.entities]
    assert opened.complete(entry)
    assert (entry.title, entry.claims, entry.fingerprint) == ("芯片产业观察", 8, "f")


def test_entities_come_back_as_they_were_summarised(folder: GraphFolder) -> None:
    from actorgraph.graph.identity import summarise

    record, text = rules().pair
    entry = folder.put(record, text)
    assert folder.entities(entry) == [summarise(e, record.document.id) for e in record.entities]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = []
    for name in ("a", "b"):
        folder = GraphFolder.create(tmp_path / name)
        folder.put(*chips().pair)
        paths.append({p.relative_to(folder.path): p.read_bytes() for p in folder.path.rglob("*.gz")})
    assert paths[0] == paths[1]
    assert len(paths[0]) == 3


def _missing(path: Path) -> Path:
    return path / "nowhere"


def _plain(path: Path) -> Path:
    (path / "notes.txt").write_text("x", encoding="utf-8")
    return path


def _newer(path: Path) -> Path:
    (path / "actorgraph.toml").write_text("format = 99\n", encoding="utf-8")
    return path


def _broken(path: Path) -> Path:
    (path / "actorgraph.toml").write_text("format = = 1\n", encoding="utf-8")
    return path


def _file(path: Path) -> Path:
    (path / "f").write_text("x", encoding="utf-8")
    return path / "f"


NOT_OPENED = [
    (_missing, "There is no graph at .*nowhere; build one with: actorgraph build"),
    (_plain, "is not a graph folder"),
    (_newer, "was written in format 99, and this version reads format 1"),
    (_broken, "actorgraph.toml is damaged"),
    (_file, "is not a graph folder"),
]


@pytest.mark.parametrize(("make", "message"), NOT_OPENED, ids=[m.__name__ for m, _ in NOT_OPENED])
def test_what_is_not_a_graph_folder_is_not_opened(make: object, message: str, tmp_path: Path) -> None:
    assert callable(make)
    with pytest.raises(StoreError, match=message) as caught:
        GraphFolder.open(make(tmp_path))
    assert caught.value.path is not None


@pytest.mark.parametrize(
    ("make", "message"),
    [(_plain, "is neither empty nor a graph folder"), (_file, "is a file; name a folder"), (_newer, "format 99")],
)
def test_a_graph_is_not_made_on_top_of_something_else(make: object, message: str, tmp_path: Path) -> None:
    assert callable(make)
    path = make(tmp_path)
    with pytest.raises(StoreError, match=message):
        GraphFolder.create(path)


def test_creating_again_opens(folder: GraphFolder) -> None:
    assert GraphFolder.create(folder.path).path == folder.path


def test_a_graph_without_a_build_cannot_be_read(folder: GraphFolder) -> None:
    with pytest.raises(StoreError, match="holds nothing yet; fill it with: actorgraph build"), Lookup.open(folder):
        pass


@pytest.mark.parametrize("content", ["{", "[]", '{"sources": {"a": {"nonsense": 1}}}', "\x00"])
def test_a_damaged_manifest_is_named(folder: GraphFolder, content: str) -> None:
    (folder.path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match=r"manifest\.json is damaged"):
        folder.manifest()


DAMAGES = [b"", b"no gzip", gzip.compress(b"x" * 1000)[:-20], gzip.compress(b"another content")]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_entities_are_read_from_the_record(folder: GraphFolder, damage: bytes) -> None:
    entry = folder.put(*chips().pair)
    sound = folder.entities(entry)
    (folder.path / "entities" / f"{entry.record}.json.gz").write_bytes(damage)
    assert folder.entities(entry) == sound


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_is_named(folder: GraphFolder, damage: bytes) -> None:
    entry = folder.put(*chips().pair)
    path = folder.path / "records" / f"{entry.record}.json.gz"
    path.write_bytes(damage)
    with pytest.raises(StoreError, match="is missing or damaged; remove it and build the graph again") as caught:
        folder.record(entry)
    assert caught.value.path == str(path)


def test_a_missing_text_is_noticed(folder: GraphFolder) -> None:
    entry = folder.put(*chips().pair)
    (folder.path / "texts" / f"{entry.text}.txt.gz").unlink()
    assert not folder.complete(entry)
    with pytest.raises(StoreError, match="is missing or damaged"):
        folder.text(entry)


def test_sweeping_keeps_what_the_manifest_names(folder: GraphFolder) -> None:
    kept, dropped = folder.put(*chips().pair), folder.put(*rules().pair)
    (folder.path / "records" / ".half.json.gz.99.tmp").write_bytes(b"x")
    folder.sweep(Manifest({"a": kept}))
    assert folder.complete(kept)
    assert not folder.complete(dropped)
    assert sorted(p.name for p in (folder.path / "records").iterdir()) == [f"{kept.record}.json.gz"]


def test_of_several_sources_with_the_same_bytes_the_first_speaks(folder: GraphFolder) -> None:
    entry = folder.put(*chips().pair)
    other = folder.put(chips().record.model_copy(update={"claims": ()}), chips().text)
    assert entry.document == other.document
    assert Manifest({"b": other, "a": entry}).documents() == {entry.document: entry}


def test_a_second_writer_is_told_who_holds_the_lock(folder: GraphFolder) -> None:
    code = (
        "import sys; from actorgraph.graph.store import GraphFolder\n"
        "from actorgraph.ontology.errors import StoreError\n"
        "try:\n"
        "    with GraphFolder.open(sys.argv[1]).lock(): print('free')\n"
        "except StoreError as error: print(error.pid, error)\n"
    )
    with folder.lock():
        held = subprocess.run([sys.executable, "-c", code, folder.path], capture_output=True, text=True, check=True)
    freed = subprocess.run([sys.executable, "-c", code, folder.path], capture_output=True, text=True, check=True)
    assert (
        held.stdout
        == f"{os.getpid()} The graph {folder.path} is being written by process {os.getpid()}; wait until it ends.\n"
    )
    assert freed.stdout == "free\n"


def test_the_lock_of_a_killed_process_is_free(folder: GraphFolder) -> None:
    code = (
        "import sys, time; from actorgraph.graph.store import GraphFolder\n"
        "with GraphFolder.open(sys.argv[1]).lock():\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, folder.path], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match=f"written by process {process.pid}"), folder.lock():
        pass
    process.kill()
    process.wait()
    process.stdout.close()
    with folder.lock():
        pass


def test_atomic_write_leaves_the_old_file_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f"
    atomic_write(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        atomic_write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


def test_what_cannot_be_written_is_said(folder: GraphFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StoreError, match="cannot be written: No space left on device; make room or give access"):
        folder.put(*chips().pair)
    with pytest.raises(StoreError, match="cannot be written"):
        folder.write_manifest(Manifest())


def _generation(folder: GraphFolder) -> str:
    generation = next_generation(folder)
    generation.index.touch()
    publish(folder, generation)
    return generation.path.name


def test_a_generation_that_is_read_is_not_removed(folder: GraphFolder) -> None:
    first = _generation(folder)
    with hold(folder) as held:
        second = _generation(folder)
        sweep_generations(folder)
        assert held.path.name == first
        assert sorted(p.name for p in folder.store_path.iterdir()) == [first, second, "current"]
    sweep_generations(folder)
    assert sorted(p.name for p in folder.store_path.iterdir()) == [second, "current"]
    found = current(folder)
    assert found is not None
    assert found.path.name == second


def test_an_unfinished_generation_is_swept_away(folder: GraphFolder) -> None:
    _generation(folder)
    next_generation(folder)
    sweep_generations(folder)
    assert len([p for p in folder.store_path.iterdir() if p.is_dir()]) == 1


def test_a_pointer_to_nothing_is_no_generation(folder: GraphFolder) -> None:
    (folder.store_path / "current").write_text("00000009", encoding="ascii")
    assert current(folder) is None


def test_the_manifest_is_readable_text(folder: GraphFolder) -> None:
    entry = folder.put(*chips().pair)
    folder.write_manifest(Manifest({"docs/芯片.txt": entry}))
    text = (folder.path / "manifest.json").read_text(encoding="utf-8")
    assert "docs/芯片.txt" in text
    assert json.loads(text)["format"] == 1
