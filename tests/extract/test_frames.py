"""Every frame against its own examples, and the frames together against what they must cover."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from actorgraph.extract import frames as frames_module
from actorgraph.extract.frames import Frame, Reading, compile_pattern, load_frames, read_frames
from actorgraph.extract.linking import Actor
from actorgraph.extract.marked import Marked, parse, view_of
from actorgraph.extract.masking import LETTERS
from actorgraph.extract.relate import masked_sentences
from actorgraph.extract.text import has_han
from actorgraph.ontology.errors import UsageError
from actorgraph.ontology.vocabulary import CORE_PROPERTIES, PROPERTIES, SUBPROPERTIES

Triple = tuple[str, str, str]

YES = [pytest.param(frame, line, id=f"{frame.id}-{n}") for frame in load_frames() for n, line in enumerate(frame.yes)]
NO = [pytest.param(frame, line, id=f"{frame.id}-{n}") for frame in load_frames() for n, line in enumerate(frame.no)]


def readings(item: Marked, *frames: Frame) -> Iterator[Reading]:
    view, mentions = view_of(item)
    actors = list({id(actor): actor for _, actor in mentions}.values())
    for masked, _ in masked_sentences(view, actors):
        yield from read_frames(masked, frames)


def triple(subject: str, predicate: str, object_: str) -> Triple:
    if PROPERTIES[predicate].symmetric:
        subject, object_ = sorted((subject, object_))
    return subject, predicate, object_


def pairs(reading: Reading) -> Iterator[tuple[Actor, Actor]]:
    if reading.subject is reading.object:
        members = reading.subject.actors
        yield from ((a, b) for i, a in enumerate(members) for b in members[i + 1 :])
    else:
        yield from ((a, b) for a in reading.subject.actors for b in reading.object.actors if a is not b)


def triples(item: Marked, *frames: Frame) -> set[Triple]:
    """What the frames read in an item, lists multiplied out and ends of the wrong class left out."""
    out = set()
    for reading in readings(item, *frames):
        predicate = reading.frame.predicate
        out |= {
            triple(a.key, predicate, b.key)
            for a, b in pairs(reading)
            if a.key != b.key and PROPERTIES[predicate].admits(a.type, b.type)
        }
    return out


def stated(item: Marked) -> set[Triple]:
    return {triple(r.subject, r.predicate, r.object) for r in item.relations}


@pytest.mark.parametrize(("frame", "line"), YES)
def test_a_frame_reads_its_yes(frame: Frame, line: str) -> None:
    item = parse(line, frame.id)
    read = triples(item, frame)
    assert read & stated(item), f"{frame.id} does not read “{line}”"
    assert read <= stated(item), f"{frame.id} reads in “{line}” what is not stated there"


@pytest.mark.parametrize(("frame", "line"), NO)
def test_a_frame_does_not_read_its_no(frame: Frame, line: str) -> None:
    item = parse(line, frame.id)
    assert triples(item, frame) <= stated(item), f"{frame.id} reads “{line}”"


@pytest.mark.parametrize("frame", [frame for frame in load_frames() if frame.hedged], ids=lambda frame: frame.id)
def test_a_hedged_frame_reads_what_its_examples_call_hedged(frame: Frame) -> None:
    for line in frame.yes:
        item = parse(line)
        hedged = {triple(r.subject, r.predicate, r.object) for r in item.relations if r.hedged}
        assert triples(item, frame) <= hedged


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("predicate", CORE_PROPERTIES)
def test_every_predicate_has_frames_in_both_languages(predicate: str, language: str) -> None:
    of_it = {
        f.id for f in load_frames() if f.predicate == predicate for line in f.yes if has_han(line) == (language == "zh")
    }
    assert len(of_it) >= 3


def test_every_frame_has_two_differently_worded_yes_and_a_no() -> None:
    lacking = [f.id for f in load_frames() if len(set(f.yes)) < 2 or not f.no]
    assert lacking == []


def test_there_are_frames_enough_and_their_ids_are_unique() -> None:
    counts = Counter(f.id for f in load_frames())
    assert len(counts) >= 150
    assert [i for i, n in counts.items() if n > 1] == []


def test_ids_name_file_and_predicate() -> None:
    for frame in load_frames():
        source, predicate, name = frame.id.split(".")
        assert source in ("zh", "en", "layout", "topic")
        assert name
        if source != "topic":
            assert predicate == frame.predicate


def test_every_pattern_compiles_and_ties_two_ends() -> None:
    for frame in load_frames():
        slots = set(frame.regex.groupindex)
        assert slots in ({"s", "o"}, {"pair"}), frame.id


def test_macros_are_all_known() -> None:
    """A macro misspelt would stay in the pattern as literal braces and never match."""
    for frame in load_frames():
        assert re.search(r"\{[A-Za-z]", frame.source) is None, frame.id


def test_finer_predicates_belong_to_the_frame_s_predicate() -> None:
    for frame in load_frames():
        if frame.subpredicate:
            assert SUBPROPERTIES[frame.subpredicate] == frame.predicate, frame.id


def test_slots_hold_only_classes_that_the_predicate_admits() -> None:
    """At least one class of each slot can stand there; else the frame could never state anything."""
    names = {code: name for name, code in LETTERS.items()}
    kinds = {"C": "Company", "O": "Organization", "N": "Person", "P": "Product", "L": "Policy", "G": "Place"}
    for frame in load_frames():
        for group, allowed in (("s", PROPERTIES[frame.predicate].domain), ("o", PROPERTIES[frame.predicate].range)):
            if group not in frame.regex.groupindex:
                assert "pair" in frame.regex.groupindex, frame.id
                continue
            start = frame.regex.pattern.index(f"(?P<{group}>[")
            chars = frame.regex.pattern[start + 7 : frame.regex.pattern.index("]", start)]
            assert any(kinds[names[c]] in allowed for c in chars), frame.id


def test_one_subject_serves_a_list_of_objects() -> None:
    item = parse("[C1 朗川科技]发布了[P1 天枢2.0]、[P2 天璇]和[P3 玉衡]。")
    assert triples(item, *load_frames()) == {("C1", "develops", p) for p in ("P1", "P2", "P3")}


def test_compile_pattern_expands_slots_gaps_and_nested_macros() -> None:
    regex = re.compile(compile_pattern("{s:CO}~4{MAKE}{o:P}", {"MAKE": "发布|{SHIP}", "SHIP": "交付"}))
    text = f"{LETTERS['O']}昨天交付{LETTERS['P']}"
    match = regex.search(text)
    assert match is not None
    assert (match.start("s"), match.start("o")) == (0, len(text) - 1)
    assert regex.search(f"{LETTERS['O']}昨天，交付{LETTERS['P']}") is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("- {predicate: develops, pattern: '{s:C}{o:P}'}", "needs an id"),
        ("- {id: zh.x, predicate: creates, pattern: '{s:C}{o:P}'}", "zh.x needs an id and a predicate"),
    ],
)
def test_a_bad_row_is_refused_by_name(row: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    for source in (Path(str(resources.files("actorgraph.extract"))) / "frames").glob("*.yaml"):
        (folder / source.name).write_text("frames: []\n", encoding="utf-8")
    (folder / "zh.yaml").write_text(f"macros: {{}}\nframes:\n  {row}\n", encoding="utf-8")
    monkeypatch.setattr(frames_module.resources, "files", lambda _: tmp_path)
    with pytest.raises(UsageError, match=message) as caught:
        load_frames.__wrapped__()
    assert "frames/zh.yaml" in str(caught.value)
