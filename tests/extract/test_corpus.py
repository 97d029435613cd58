"""The corpus driver: order, failures in their place, several processes, one that dies."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from actorgraph.extract import corpus
from actorgraph.extract.corpus import LONGEST_LINE, Extracted, Skipped, Task, extract_paths, extract_tasks, sentence
from actorgraph.extract.fingerprint import fingerprint
from actorgraph.extract.readers import read_string
from actorgraph.extract.settings import Settings
from actorgraph.ontology.errors import ActorgraphError, LexiconError

TEXTS = {
    "a.txt": "英伟达发布了Blackwell架构。",
    "b.txt": "",
    "c.txt": "OpenAI released GPT-5.",
    "d.jsonl": '{"id": "x", "text": "华为推出昇腾910C。"}\n{\n',
}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in (*TEXTS, "none.txt")]


def test_results_come_in_the_order_of_the_files_whatever_the_number_of_processes(files: list[Path]) -> None:
    results = list(extract_paths(files))
    kinds = [type(result).__name__ for result in results]
    assert kinds == ["Extracted", "Skipped", "Extracted", "Extracted", "Skipped", "Skipped"]
    records = [r.record for r in results if isinstance(r, Extracted)]
    assert [record.document.source for record in records] == [str(files[0]), str(files[2]), "x"]
    assert [r.path for r in results if isinstance(r, Skipped)] == [files[1], files[3], files[4]]
    assert list(extract_paths(files, workers=2)) == results


def test_tasks_are_not_walked_far_ahead() -> None:
    asked = 0

    def tasks() -> object:
        nonlocal asked
        for number in range(100):
            asked += 1
            yield Skipped(Path(f"{number}.txt"), "a reason")

    results = extract_tasks(tasks(), workers=2)  # type: ignore[arg-type]
    assert next(results) == Skipped(Path("0.txt"), "a reason")
    assert asked < 10
    assert len(list(results)) == 99


def test_a_source_may_be_given_another_name(files: list[Path]) -> None:
    result = next(extract_tasks([Task(files[0], "docs/甲.txt")]))
    assert isinstance(result, Extracted)
    assert result.record.document.source == "docs/甲.txt"


LENGTHS = [(LONGEST_LINE, Extracted), (LONGEST_LINE + 1, Skipped)]


@pytest.mark.parametrize(("length", "kind"), LENGTHS)
def test_lines_are_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch, length: int, kind: type) -> None:
    monkeypatch.setattr("actorgraph.extract.extractor.extract", lambda document, _: document)
    document = read_string("a" * length + "\n" + "b" * 10, "long.txt")
    assert isinstance(next(extract_tasks([Task(Path("long.txt"), "", document)])), kind)


def test_a_faulty_lexicon_stops_before_the_first_document(files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("id,type,en,zh\nx,,X,\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="no type"):
        next(extract_paths(files, Settings(lexicons=(tmp_path / "own.csv",))))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_missing_model_stops_the_run_in_one_sentence(files: list[Path], workers: int) -> None:
    with pytest.raises(ActorgraphError, match="model file none is missing"):
        list(extract_paths(files[:1], Settings(model="none"), workers))


class Deadly:
    """A document whose reading ends the process."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)


def test_a_process_that_dies_costs_its_document_only(files: list[Path]) -> None:
    deadly = Task(Path("deadly.txt"), "", Deadly())  # type: ignore[arg-type]
    tasks = [Task(files[0]), deadly, Task(files[2])]
    results = list(extract_tasks(tasks, workers=2))
    assert [type(r).__name__ for r in results] == ["Extracted", "Skipped", "Extracted"]
    assert "deadly.txt ended the process that was reading it" in sentence(results[1])  # type: ignore[arg-type]


def test_errors_travel_between_processes() -> None:
    error = ActorgraphError("A sentence.")
    assert pickle.loads(pickle.dumps(error)).message == "A sentence."


def test_what_is_skipped_is_told_in_one_sentence() -> None:
    assert sentence(Skipped(Path("a.txt"), "a.txt is empty.")) == "a.txt is empty."
    assert sentence(Skipped(Path("a.bin"), "no reader for .bin")) == "a.bin: no reader for .bin"


def test_the_fingerprint_changes_with_what_records_depend_on(tmp_path: Path) -> None:
    own, same, other = tmp_path / "own.csv", tmp_path / "elsewhere.csv", tmp_path / "other.csv"
    own.write_text("id,type,en,zh\nx,Company,X,\n", encoding="utf-8")
    same.write_bytes(own.read_bytes())
    other.write_text("id,type,en,zh\nx,Company,Y,\n", encoding="utf-8")
    plain, with_own = fingerprint(Settings()), fingerprint(Settings(lexicons=(own,)))
    assert plain == fingerprint(Settings())
    assert with_own == fingerprint(Settings(lexicons=(same,)))
    changed = [
        Settings(lexicons=(other,)), Settings(lexicons=(own, other)), Settings(lexicons=(other, own)),
        Settings(min_confidence=0.8), Settings(layers=("lexicon",)), Settings(seed=1),
    ]  # fmt: skip
    assert len({plain, with_own, *map(fingerprint, changed)}) == 8


def test_the_fingerprint_changes_with_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from actorgraph.extract import fingerprint as module

    def files(text: str) -> list[tuple[str, Path]]:
        (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
        return [("rules.yaml", tmp_path / "rules.yaml")]

    found = set()
    for text in ("a: 1", "a: 2"):
        monkeypatch.setattr(module, "_program_files", lambda text=text: files(text))
        found.add(fingerprint(Settings()))
    assert len(found) == 2


def test_the_program_is_what_extraction_reads() -> None:
    from actorgraph.extract.fingerprint import _program_files

    names = {name for name, _ in _program_files()}
    assert {"extractor.py", "frames/zh.yaml", "models/names.crfsuite", "readers/lines.py"} <= names
    assert not [name for name in names if name.startswith("training") or name.endswith(".pyc")]


def test_the_driver_is_spawn_safe() -> None:
    assert pickle.loads(pickle.dumps(corpus._work_afar)) is corpus._work_afar
