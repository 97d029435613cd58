"""The digests in ``seeds/`` as real inputs: what they state of themselves, their tables, no marks left over."""

from __future__ import annotations

from pathlib import Path

import pytest
from actorgraph.extract.documents import Kind
from actorgraph.extract.readers import read

SEEDS = sorted(path for path in (Path(__file__).parents[2] / "seeds").glob("[0-9]*.md"))


def test_there_are_seeds() -> None:
    assert len(SEEDS) >= 5


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_digest_reads_whole(path: Path) -> None:
    document = read(path)
    stated = {block.key: block.text for block in document.blocks if block.kind is Kind.META}
    assert document.text == path.read_text(encoding="utf-8")
    assert (document.title, document.language) == (stated["title"], stated["language"])
    assert (document.date or "").startswith("202")
    assert not [b.text for b in document.blocks if b.kind is not Kind.CODE and ("**" in b.text or "](" in b.text)]
    rows = [block for block in document.blocks if block.kind is Kind.ROW]
    assert all(len(row.cells) == len(row.header) for row in rows if row.header)
    assert sum(not row.header for row in rows) == len({row.table for row in rows})
    assert all(b.section or b.kind is not Kind.PARAGRAPH for b in document.blocks)
    for block in document.blocks:
        start, end = block.source_range(0, len(block.text))
        assert block.text.split()[0][0] == document.text[start]
        assert block.text[-1] == document.text[end - 1]
