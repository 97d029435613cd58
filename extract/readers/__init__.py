"""Readers: files, bytes and strings to Documents.

`files` turns one source into a Document, `corpus` finds files and reads collections. Below them, in the order of the
work: `encoding` (bytes to text), `frontmatter`, `lines` (what each line's first characters say), `contents`,
`headings`, `tables`, `structure` (lines to blocks), `inline` (cleaning with offsets), `metadata` (title, date …).
"""

from actorgraph.extract.readers.corpus import JSONL_SUFFIXES, Skipped, discover, read_all, read_jsonl, read_lines
from actorgraph.extract.readers.files import LARGEST, SUFFIXES, read, read_bytes, read_string

__all__ = [
    "JSONL_SUFFIXES",
    "LARGEST",
    "SUFFIXES",
    "Skipped",
    "discover",
    "read",
    "read_all",
    "read_bytes",
    "read_jsonl",
    "read_lines",
    "read_string",
]
