"""The reference page is what the ontology makes of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from actorgraph.ontology import reference
from actorgraph.ontology.vocabulary import PROPERTIES, TERMS


def test_the_page_is_up_to_date() -> None:
    assert reference.main(["--check"]) == 0, "run: python -m actorgraph.ontology.reference"


def test_the_page_names_every_term() -> None:
    page = reference.reference_page()
    assert [name for name in TERMS if f"`{name}`" not in page and name != "Actor"] == []
    assert PROPERTIES["develops"].comment("zh") in page
    assert PROPERTIES["develops"].inverse_label("zh") in page


def test_check_notices_a_page_that_is_not(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(reference, "reference_page", lambda: "something else")
    assert reference.main(["--check"]) == 1
    assert "is not up to date" in capsys.readouterr().err


def test_write_then_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "__file__", str(tmp_path / "reference.py"))
    assert reference.main(["--check"]) == 1
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0


def test_an_unknown_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert reference.main(["--chekc"]) == 2
    assert "Unknown option '--chekc'" in capsys.readouterr().err
