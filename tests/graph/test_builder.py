"""Builds: incremental, whole or not at all, the same whatever the order."""

from __future__ import annotations

import itertools
import random
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from actorgraph.extract.records import Record
from actorgraph.graph import builder
from actorgraph.graph.builder import Changes, apply
from actorgraph.graph.generations import current
from actorgraph.graph.lookup import Lookup
from actorgraph.graph.serialization import canonical_nquads
from actorgraph.graph.store import GraphFolder
from actorgraph.ontology.errors import StoreError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .records import Source, all_sources, chips, news, rules


@pytest.fixture
def folder(tmp_path: Path) -> GraphFolder:
    return GraphFolder.create(tmp_path / "graph")


def dump(folder: GraphFolder) -> str:
    with Lookup.open(folder) as lookup:
        return canonical_nquads(lookup.store)


def generation(folder: GraphFolder) -> str:
    found = current(folder)
    assert found is not None
    return found.path.name


def pairs(*sources: Source) -> list[tuple[Record, str]]:
    return [source.pair for source in sources]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = GraphFolder.create(tmp_path_factory.mktemp("reference") / "graph")
    apply(folder, pairs(*all_sources()))
    return dump(folder)


def test_a_first_build_reports_what_it_did(folder: GraphFolder) -> None:
    changes = apply(folder, pairs(*all_sources()))
    assert changes.added == ("docs/rules.md", "docs/新闻.txt", "docs/芯片.txt")
    assert len(changes.written) == 3
    assert (changes.replaced, changes.removed, changes.unchanged, changes.refused) == ((), (), (), ())


def test_a_second_build_changes_nothing(folder: GraphFolder, reference: str) -> None:
    apply(folder, pairs(*all_sources()))
    before = generation(folder)
    changes = apply(folder, pairs(*all_sources()))
    assert changes == Changes(unchanged=("docs/rules.md", "docs/新闻.txt", "docs/芯片.txt"))
    assert generation(folder) == before
    assert dump(folder) == reference


def test_nothing_at_all_is_an_empty_graph(folder: GraphFolder) -> None:
    apply(folder)
    with Lookup.open(folder) as lookup:
        assert lookup.stats().documents == lookup.stats().actors == 0
        assert canonical_nquads(lookup.store) == ""


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_one_by_one_in_any_order_ends_in_the_same_bytes(
    order: tuple[int, ...], folder: GraphFolder, reference: str
) -> None:
    sources = all_sources()
    for index in order:
        apply(folder, pairs(sources[index]))
    assert dump(folder) == reference


def _union(store: ox.Store) -> tuple[list[str], list[str]]:
    """The triples of the named graphs, each once, and those of the default graph as they come."""
    default = ox.DefaultGraph()
    named = {str(q.triple) for q in store.quads_for_pattern(None, None, None, None) if q.graph_name != default}
    return sorted(named), sorted(str(q.triple) for q in store.quads_for_pattern(None, None, None, default))


def check_union(folder: GraphFolder) -> None:
    with Lookup.open(folder) as lookup:
        named, default = _union(lookup.store)
        assert default == named


STEPS = st.lists(st.tuples(st.booleans(), st.sets(st.integers(0, 2), min_size=1)), min_size=1, max_size=5)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, threshold=st.sampled_from([0.0, 2.0]))
def test_any_history_ends_as_a_fresh_build_of_what_is_there(
    steps: list[tuple[bool, set[int]]], threshold: float, tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """``threshold`` makes every build load afresh, or amend a copy of the store."""
    monkeypatch.setattr(builder, "_AFRESH_ABOVE", threshold)
    sources = all_sources()
    folder = GraphFolder.create(tmp_path_factory.mktemp("history") / "graph")
    there: set[int] = set()
    for adds, indices in steps:
        chosen = [sources[i] for i in sorted(indices)]
        if adds:
            apply(folder, pairs(*chosen))
            there |= indices
        else:
            apply(folder, removed=[s.name for s in chosen])
            there -= indices
    fresh = GraphFolder.create(tmp_path_factory.mktemp("fresh") / "graph")
    apply(fresh, pairs(*(sources[i] for i in there)))
    assert dump(folder) == dump(fresh)
    check_union(folder)


def test_removal_retracts_facts_and_keeps_shared_ones(folder: GraphFolder) -> None:
    apply(folder, pairs(*all_sources()))
    changes = apply(folder, removed=["docs/芯片.txt", "docs/none.txt"])
    assert changes.removed == ("docs/芯片.txt",)
    with Lookup.open(folder) as lookup:
        nvidia = lookup.find("NVIDIA")
        facts = {(f.predicate, f.object.name()): f.evidence for f in lookup.card(nvidia).out}
        assert facts["develops", "Blackwell"] == 1, "still stated by the news"
        assert not lookup.resolve("Groq").matches
        assert not lookup.resolve("中芯国际").matches
    check_union(folder)


def test_a_changed_record_replaces_its_facts(folder: GraphFolder) -> None:
    apply(folder, pairs(chips()))
    changed = chips().record.model_copy(update={"claims": chips().record.claims[:1]})
    changes = apply(folder, [(changed, chips().text)])
    assert changes.replaced == ("docs/芯片.txt",)
    with Lookup.open(folder) as lookup:
        assert lookup.stats().claims == 1


def test_identity_found_later_rewrites_what_it_touches_and_nothing_else(folder: GraphFolder) -> None:
    apply(folder, pairs(rules(), chips()))
    with Lookup.open(folder) as lookup:
        assert lookup.find("Farnell Robotics").iri.endswith("farnell%20robotics%20inc.")
    changes = apply(folder, pairs(news()))
    assert set(changes.written) == {rules().record.document.id, news().record.document.id}
    with Lookup.open(folder) as lookup:
        farnell = lookup.find("Farnell Robotics Inc")
        assert farnell.iri.endswith("company/farnell%20robotics")
        assert farnell.documents == 2


def test_two_files_with_the_same_bytes_are_one_document(folder: GraphFolder) -> None:
    record, text = chips().pair
    copy = record.model_copy(update={"document": record.document.model_copy(update={"source": "docs/copy.txt"})})
    apply(folder, [(record, text), (copy, text)])
    with Lookup.open(folder) as lookup:
        assert [d.source for d in lookup.documents()] == ["docs/copy.txt"]
    apply(folder, removed=["docs/copy.txt"])
    with Lookup.open(folder) as lookup:
        assert [d.source for d in lookup.documents()] == ["docs/芯片.txt"]
    apply(folder, removed=["docs/芯片.txt"])
    with Lookup.open(folder) as lookup:
        assert lookup.documents() == []


def test_a_refused_record_costs_itself_alone(folder: GraphFolder) -> None:
    record, text = chips().pair
    changes = apply(folder, [(record, "another text"), *pairs(rules())])
    assert changes.added == ("docs/rules.md",)
    assert [r.source for r in changes.refused] == ["docs/芯片.txt"]
    assert "do not hold their words" in changes.refused[0].reason
    assert apply(folder, [(record, text)]).added == ("docs/芯片.txt",)


def test_a_refused_record_leaves_the_one_before(folder: GraphFolder, reference: str) -> None:
    apply(folder, pairs(*all_sources()))
    changes = apply(folder, [(chips().record, "another text")])
    assert [r.source for r in changes.refused] == ["docs/芯片.txt"]
    assert changes.replaced == changes.unchanged == ()
    assert dump(folder) == reference


def test_refused_claims_are_reported(folder: GraphFolder) -> None:
    source = chips().claim("huawei", "acquires", "ascend-910c", "华为推出昇腾 910C")
    changes = apply(folder, pairs(source))
    assert [r.reason for r in changes.rejections["docs/芯片.txt"]] == ["acquires from Company to Product"]


def test_the_fingerprint_is_kept(folder: GraphFolder) -> None:
    apply(folder, pairs(chips()), fingerprint="lexicon 7")
    assert folder.manifest().sources["docs/芯片.txt"].fingerprint == "lexicon 7"


def test_readers_keep_their_state_while_a_build_ends(folder: GraphFolder) -> None:
    apply(folder, pairs(chips()))
    with Lookup.open(folder) as before:
        apply(folder, pairs(rules(), news()))
        assert before.stats().documents == 1
        assert len(before.all_facts()) == 8
        with Lookup.open(folder) as after:
            assert after.stats().documents == 3
        assert before.find("Groq").name() == "Groq"
        assert len(before.card(before.find("英伟达")).out) == 4
    apply(folder, removed=["docs/rules.md"])
    assert len([p for p in folder.store_path.iterdir() if p.is_dir()]) == 1


def test_what_was_extracted_before_an_error_is_kept(folder: GraphFolder) -> None:
    def stream() -> Iterator[tuple[Record, str]]:
        yield chips().pair
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply(folder, stream())
    assert list(folder.manifest().sources) == ["docs/芯片.txt"]
    apply(folder)
    with Lookup.open(folder) as lookup:
        assert lookup.stats().documents == 1


def test_a_lost_or_damaged_store_is_made_again_from_the_records(folder: GraphFolder, reference: str) -> None:
    apply(folder, pairs(*all_sources()))
    shutil.rmtree(folder.store_path)
    folder.store_path.mkdir()
    apply(folder)
    assert dump(folder) == reference
    for file in (folder.store_path / generation(folder) / "quads").iterdir():
        file.write_bytes(b"damaged")
    apply(folder)
    assert dump(folder) == reference


@pytest.mark.parametrize("suffix", [".sst", "MANIFEST", "CURRENT", ".log"])
def test_a_store_damaged_inside_is_made_again(suffix: str, folder: GraphFolder, reference: str) -> None:
    apply(folder, pairs(*all_sources()))
    files = [p for p in (folder.store_path / generation(folder) / "quads").iterdir() if suffix in p.name]
    assert files
    for file in files:
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 3] + b"\xff" * (len(data) // 3) + data[2 * (len(data) // 3) :])
    apply(folder, pairs(Source("more.txt", "甲公司成立。").actor("a", "Company", "甲公司")))
    apply(folder, removed=["more.txt"])
    assert dump(folder) == reference


def test_reading_a_damaged_store_is_an_error_in_words(folder: GraphFolder) -> None:
    apply(folder, pairs(*all_sources()))
    for file in (folder.store_path / generation(folder) / "quads").glob("*.sst"):
        file.write_bytes(file.read_bytes()[:64] + b"\xff" * 4096)
    with (
        pytest.raises(StoreError, match="build the graph again to make it anew"),
        Lookup.open(folder) as lookup,
    ):
        lookup.card(lookup.find("NVIDIA"))


def test_a_damaged_index_is_an_error_in_words(folder: GraphFolder, reference: str) -> None:
    apply(folder, pairs(*all_sources()))
    index = folder.store_path / generation(folder) / "index.sqlite"
    for damage in (b"no database", index.read_bytes()[:4096] + b"\xff" * 8192):
        index.write_bytes(damage)
        with (
            pytest.raises(StoreError, match=r"cannot be read .*; remove it and build the graph again"),
            Lookup.open(folder) as lookup,
        ):
            lookup.find("NVIDIA")
    index.unlink()
    apply(folder)
    assert dump(folder) == reference


def test_a_full_disk_leaves_the_graph_as_it_was(folder: GraphFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    apply(folder, pairs(chips()))
    before = dump(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(builder, "_complete", full)
    with pytest.raises(StoreError, match=r"No space left on device.*what was built before still stands"):
        apply(folder, pairs(rules()))
    assert dump(folder) == before
    monkeypatch.undo()
    assert len(apply(folder).written) == 1


KILLED = textwrap.dedent(
    """
    import importlib.util, os, signal, sys
    from actorgraph.graph import builder, generations, store
    from actorgraph.extract.records import Record

    where, path, *files = sys.argv[1:]
    target = {
        "put": (store.GraphFolder, "put"), "manifest": (store.GraphFolder, "write_manifest"),
        "loaded": (builder, "_complete"), "before-publish": (builder, "publish"),
        "index": (builder, "write_index"), "sweep": (builder, "sweep_generations"),
    }[where]
    original = getattr(*target)
    def die(*args, **kwargs):
        if where == "put":
            original(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(*target, die)
    folder = store.GraphFolder.open(path)
    pairs = []
    for file in files:
        text, _, record = open(file, encoding="utf-8").read().partition("\\x00")
        pairs.append((Record.from_json(record), text))
    builder.apply(folder, pairs)
    """
)


@pytest.mark.parametrize("where", ["put", "manifest", "loaded", "index", "before-publish", "sweep"])
def test_a_killed_build_is_finished_by_the_next(
    where: str, folder: GraphFolder, tmp_path: Path, reference: str
) -> None:
    apply(folder, pairs(chips()))
    files = []
    for number, source in enumerate((rules(), news())):
        file = tmp_path / str(number)
        file.write_text(f"{source.text}\x00{source.record.to_json()}", encoding="utf-8")
        files.append(str(file))
    before = dump(folder)
    run = subprocess.run([sys.executable, "-c", KILLED, where, folder.path, *files], check=False)
    assert run.returncode == -signal.SIGKILL
    assert dump(folder) == before, "readers still see the whole of the old graph"
    apply(folder, pairs(rules(), news()))
    assert dump(folder) == reference
    assert list(folder.path.rglob("*.tmp")) == []


def test_many_small_changes_keep_the_union_right(folder: GraphFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "_AFRESH_ABOVE", 2.0)
    rng = random.Random(5)
    record, text = chips().pair
    apply(folder, pairs(rules(), news()))
    for _ in range(6):
        claims = tuple(c for c in record.claims if rng.random() < 0.5)
        apply(folder, [(record.model_copy(update={"claims": claims}), text)])
        check_union(folder)
