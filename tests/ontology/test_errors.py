"""Errors carry their data."""

from __future__ import annotations

from pathlib import Path

import pytest
from actorgraph.ontology import errors

CASES = [
    (errors.DocumentError("m", path=Path("a.txt"), offset=3), {"path": "a.txt", "offset": 3}),
    (errors.RecordError("m", path="a.txt", field="claims[0]"), {"path": "a.txt", "field": "claims[0]"}),
    (errors.StoreError("m", path="g", iri="urn:x", pid=7), {"path": "g", "iri": "urn:x", "pid": 7}),
    (errors.QueryError("m", line=1, column=2, parameter="p"), {"line": 1, "column": 2, "parameter": "p"}),
    (errors.LexiconError("m", path="a.csv", line=4, field="type"), {"path": "a.csv", "line": 4, "field": "type"}),
    (errors.OntologyError("m", term="T", suggestions=["U"]), {"term": "T", "suggestions": ("U",)}),
    (errors.UsageError("m", value="v", suggestions=iter("ab")), {"value": "v", "suggestions": ("a", "b")}),
]


@pytest.mark.parametrize(("error", "data"), CASES, ids=[type(e).__name__ for e, _ in CASES])
def test_data_of_an_error(error: errors.ActorgraphError, data: dict[str, object]) -> None:
    assert {name: getattr(error, name) for name in data} == data
    assert str(error) == error.message == "m"


def test_every_error_is_one_of_ours_and_has_a_case() -> None:
    kinds = {getattr(errors, name) for name in errors.__all__}
    assert all(issubclass(kind, errors.ActorgraphError) for kind in kinds)
    assert kinds - {errors.ActorgraphError} == {type(error) for error, _ in CASES}
