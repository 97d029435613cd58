"""Bytes to text: UTF-8, UTF-16 and GB18030, told apart by evidence; what is no text is refused."""

from __future__ import annotations

import codecs
import re

from actorgraph.extract.text import HAN
from actorgraph.ontology.errors import DocumentError

__all__ = ["decode"]

_SAMPLE = 65_536
"""Bytes that decide between encodings which all decode without an error."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.003
"""Share of control characters above which a text is binary data; text has none, terminal captures one in thousands."""
_FORMATS = [
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF file"),
]
_BOMS = [(codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")]
_BOMS += [(codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
_PLAUSIBLE = 0.85
"""Share of the characters that must be usual ones: Chinese texts tried in GB18030 reach 0.97 and more, other
encodings read as GB18030 stay below 0.6."""
_USUAL = re.compile(
    rf"[\t\n\r\x20-\x7e{HAN}\u00a0-\u00ff\u2010-\u2027\u2030-\u203b\u2190-\u21ff\u2460-\u24ff\u2500-\u25ff"
    r"\u3000-\u303f\u3040-\u30ff\uff01-\uff5e\uffe5]"
)
_HAN_RE = re.compile(f"[{HAN}]")


def decode(data: bytes, source: str) -> str:
    """The text of a file's bytes; line ends become ``\\n`` as ``Path.read_text`` makes them.

    A UTF-8 byte-order mark stays in the text (as ``read_text("utf-8")`` leaves it), one of UTF-16 does not.

    :raises DocumentError: if the bytes are empty, binary data, or text in an encoding that cannot be told.

    >>> decode("算力".encode("gb18030") * 8, "a.txt")[:2]
    '算力'
    """
    if not data.strip():
        raise DocumentError(f"{source} is empty; give a file that holds text.", path=source)
    for magic, name in _FORMATS:
        if data.startswith(magic):
            raise DocumentError(f"{source} is {name}, not text; convert it to UTF-8 text first.", path=source)
    text = _decoded(data, source)
    controls = len(_CONTROLS.findall(text[:_SAMPLE]))
    if controls > _MOST_CONTROLS * len(text[:_SAMPLE]):
        raise _binary(source)
    if not text.strip("\ufeff \t\r\n\f\u3000"):
        raise DocumentError(f"{source} is empty; give a file that holds text.", path=source)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, source: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _undecodable(source, encoding.upper(), error.start) from error
    if b"\0" not in data[:_SAMPLE]:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            failure = error
        best = _best(data, ["gb18030", "utf-16-le", "utf-16-be"])
        if best is None:
            raise _undecodable(source, "UTF-8", failure.start)
        return best
    best = _best(data, ["utf-16-le", "utf-16-be"])
    if best is None:
        raise _binary(source)
    return best


def _binary(source: str) -> DocumentError:
    return DocumentError(f"{source} holds binary data, not text; convert it to UTF-8 text first.", path=source)


def _undecodable(source: str, encoding: str, offset: int) -> DocumentError:
    return DocumentError(
        f"{source} cannot be decoded (byte {offset:,} is not {encoding}, and no other encoding fits); "
        "save it as UTF-8 and try again.",
        path=source,
        offset=offset,
    )


def _best(data: bytes, encodings: list[str]) -> str | None:
    """The text in the encoding that makes it most plausible, or ``None`` where none does."""
    scores = []
    for encoding in encodings:
        # A cut sample may end inside a character: only what comes before the cut is judged.
        sample = codecs.getincrementaldecoder(encoding)("strict")
        try:
            scores.append((_plausibility(sample.decode(data[:_SAMPLE])), encoding))
        except UnicodeDecodeError:
            continue
    for score, encoding in sorted(scores, reverse=True):
        if score < _PLAUSIBLE:
            return None
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _plausibility(text: str) -> float:
    """Share of usual characters; a Han character is usual when GB 2312 has it among its 3,755 frequent ones.

    A text of hardly any Han characters that was not UTF-8 gets 0: nothing then speaks for a Chinese encoding.
    """
    han = _HAN_RE.findall(text)
    frequent = sum(_is_frequent(char) for char in han)
    usual = len(_USUAL.findall(text)) - len(han)
    if han and frequent < 0.5 * len(han):
        return 0.0
    return (usual + frequent) / len(text) if text else 0.0


def _is_frequent(char: str) -> bool:
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
