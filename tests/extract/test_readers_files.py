"""Files: encodings, bad input, folders, JSON Lines."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from actorgraph.extract.documents import Kind
from actorgraph.extract.readers import (
    SUFFIXES,
    Skipped,
    discover,
    files,
    read,
    read_all,
    read_bytes,
    read_jsonl,
    read_string,
)
from actorgraph.ontology.errors import DocumentError

ZH = "# 芯片产业观察\n\n甲公司在上海发布了新一代训练芯片，乙公司随后宣布采用。\n\n二者的合作将持续三年。\n"
EN = "# Chip watch\n\nAcme released a new accelerator in Lyon; Beta adopts it. The café’s naïve plan failed.\n"

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [ZH, EN * 3], ids=["zh", "en"])
def test_encodings(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    document = read(path)
    assert document.text.removeprefix("\ufeff") == text
    assert document.blocks[0].text == text.splitlines()[0].removeprefix("# ")
    assert not any("\ufeff" in block.text for block in document.blocks)


@pytest.mark.parametrize(
    "data", [ZH.encode(), ZH.encode("utf-8-sig"), b"a\r\nb\rc\n\r\nd", "甲\u2028乙\x0c丙".encode()]
)
def test_the_text_is_what_read_text_gives(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    document = read(path)
    assert document.text == path.read_text(encoding="utf-8")
    assert document.id == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert document.source == str(path)


def test_markdown_by_suffix_and_by_content() -> None:
    assert read_bytes(b"a * b and `c`", "a.md", ".md").blocks[0].text == "a * b and c"
    assert read_bytes("见**甲**文".encode(), "a.txt").blocks[0].text == "见甲文"
    assert read_string("a `b` c", "a", markdown=False).blocks[0].text == "a `b` c"


BAD = [
    (b"", ".txt", "is empty; give a file that holds text"),
    (b" \n\t\r\n", ".txt", "is empty"),
    (b"\xef\xbb\xbf", ".txt", "is empty"),
    ("\u3000\n".encode(), ".txt", "is empty"),
    (b"%PDF-1.7\n...", ".txt", "is a PDF file, not text; convert it"),
    (b"PK\x03\x04xxxx", ".txt", "is a ZIP archive or an Office file"),
    (b"\x89PNG\r\n\x1a\n", ".md", "is a PNG image"),
    (bytes(range(256)) * 8, ".txt", "holds binary data, not text"),
    (b"text with \x00\x01\x02 in it", ".txt", "holds binary data"),
    ("café résumé naïve ".encode("latin-1") * 5, ".txt", "cannot be decoded (byte 3 is not UTF-8"),
    ("這是一份繁體中文的報告，說明晶片產業。".encode("big5") * 5, ".txt", "cannot be decoded"),
    (b"\xff\xfea\x00b", ".txt", "cannot be decoded"),
    (b"ok", ".xyz", "there is no reader for .xyz; give one of .markdown, .md, .text, .txt"),
]


@pytest.mark.parametrize(("data", "suffix", "message"), BAD)
def test_bad_bytes_end_in_one_sentence(data: bytes, suffix: str, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "in/a.txt", suffix)
    assert message in str(caught.value)
    assert str(caught.value).startswith("in/a.txt")
    assert "\n" not in str(caught.value)
    assert caught.value.path == "in/a.txt"


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"gone\.txt does not exist \(any more\); check the path\.") as caught:
        read(tmp_path / "gone.txt")
    assert caught.value.path == str(tmp_path / "gone.txt")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is a folder, not a file; give the files in it"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(DocumentError, match="may not be read; change its permissions"):
        read(path)


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(DocumentError, match="may not be read"):
        read(tmp_path / "a.txt")


def test_a_path_no_file_can_have() -> None:
    with pytest.raises(DocumentError, match="cannot be read: "):
        read("a\0b.txt")


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1024 * 1024)
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    with pytest.raises(DocumentError, match="is larger than 1 MB; split it into smaller files"):
        read(path)


def test_half_a_character() -> None:
    with pytest.raises(DocumentError, match="half a character") as caught:
        read_string("ab\ud800", "a")
    assert caught.value.offset == 2


def test_an_empty_string() -> None:
    with pytest.raises(DocumentError, match="a is empty"):
        read_string(" \n\u200b", "a")


def test_discover_searches_folders_in_order(tmp_path: Path) -> None:
    for name in ["b.md", "a.TXT", "sub/c.txt", "sub/d.jsonl", "x.pdf", "LICENSE", ".git/e.txt", ".f.txt"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("text", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    found, skipped = discover([tmp_path / "b.md", tmp_path, tmp_path / "x.pdf", tmp_path / "none"])
    names = [str(path.relative_to(tmp_path)) for path in found]
    assert names == ["b.md", "a.TXT", "sub/c.txt", "sub/d.jsonl", "x.pdf"]
    assert skipped == [
        Skipped(tmp_path / ".git", "hidden folder"),
        Skipped(tmp_path / "loop", "link to a folder"),
        Skipped(tmp_path / ".f.txt", "hidden file"),
        Skipped(tmp_path / "LICENSE", "no reader for files without a suffix"),
        Skipped(tmp_path / "x.pdf", "no reader for .pdf"),
        Skipped(tmp_path / "none", "does not exist"),
    ]


def test_discover_in_an_empty_folder(tmp_path: Path) -> None:
    assert discover([tmp_path]) == ([], [])


def test_suffixes_are_those_that_are_read(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        path = tmp_path / f"a{suffix}"
        path.write_text(ZH, encoding="utf-8")
        assert read(path).title == "芯片产业观察"


def lines(path: Path, *values: object) -> Path:
    path.write_text("\n".join(v if isinstance(v, str) else json.dumps(v) for v in values), encoding="utf-8")
    return path


def test_jsonl_gives_one_document_a_line(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {
            "id": "doc-1",
            "text": "甲公司发布了芯片。\r\n第二行。",
            "date": "2026-04-07",
            "author": "李明",
            "title": "快讯",
        },
        "",
        {"text": "Acme opened a plant."},
    )
    first, second = read_jsonl(path)
    assert (first.source, first.title, first.date, first.authors) == ("doc-1", "快讯", "2026-04-07", ("李明",))
    assert first.text == "甲公司发布了芯片。\r\n第二行。"
    assert second.source == f"{path}:3"
    assert [document.id for document in read_all(path)] == [first.id, second.id]


BAD_LINES = [
    ("{not json", "line 2 is not JSON; write one object a line"),
    ('["a"]', 'line 2 has no "text"'),
    ('{"id": "x"}', 'line 2 has no "text"'),
    ('{"text": 5}', 'line 2 has no "text"'),
    ('{"id": "x", "text": " "}', "x is empty"),
    ('{"id": "x", "text": "a\\ud800"}', "x holds half a character"),
    ("[" * 100_000, "line 2 is not JSON"),
]


@pytest.mark.parametrize(("bad", "message"), BAD_LINES)
def test_a_bad_line_costs_that_line_alone(tmp_path: Path, bad: str, message: str) -> None:
    path = lines(tmp_path / "a.jsonl", {"id": "1", "text": "one"}, bad, {"id": "3", "text": "three"})
    with pytest.raises(DocumentError) as caught:
        list(read_jsonl(path))
    assert message in str(caught.value)
    errors: list[DocumentError] = []
    assert [document.source for document in read_jsonl(path, errors.append)] == ["1", "3"]
    assert [str(error) for error in errors] == [str(caught.value)]


def test_a_missing_jsonl_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read: No such file"):
        list(read_jsonl(tmp_path / "none.jsonl"))
    errors: list[DocumentError] = []
    assert list(read_all(tmp_path / "none.txt", errors.append)) == []
    assert len(errors) == 1


def test_a_reference_list_and_prose_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{ZH}\n## 参考文献\n\n[1] 甲. 报告. 2025.\n", encoding="utf-8")
    assert [block.kind for block in read(path).blocks] == [
        Kind.HEADING,
        Kind.PARAGRAPH,
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.REFERENCE,
    ]
