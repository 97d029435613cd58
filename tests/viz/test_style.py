"""The style file is complete, in both languages, and legible."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from actorgraph.ontology.errors import OntologyError, UsageError
from actorgraph.ontology.vocabulary import CORE_CLASSES, LANGUAGES, QUALIFIERS
from actorgraph.viz import style as module
from actorgraph.viz.style import LINES, SHAPES, Scale, load_style

STYLE = load_style()
TEMPLATES = Path(module.__file__).parent / "templates"
TEXT = Path(module.__file__).with_name("style.toml").read_text(encoding="utf-8")


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""

    def luminance(colour: str) -> float:
        channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_type_has_a_shape_of_its_own_that_the_page_can_draw() -> None:
    shapes = [described["shape"] for described in STYLE.types()]
    assert sorted(shapes) == sorted(SHAPES)
    assert [described["name"] for described in STYLE.types()] == list(CORE_CLASSES)
    drawing = (TEMPLATES / "drawing.js").read_text(encoding="utf-8")
    corners = drawing[drawing.index("const CORNERS") : drawing.index("function tracePath")]
    for shape in set(SHAPES) - {"circle"}:
        assert re.search(rf'["\s]{shape}"?: polygon', corners), shape


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_told_from_their_ground(theme: str) -> None:
    roles = STYLE.themes[theme]
    for ground in (roles["background"], roles["surface"]):
        for described in STYLE.types():
            assert contrast(described["colour"], ground) >= 3, described["name"]
        for role in ("text", "muted", "accent"):
            assert contrast(roles[role], ground) >= 4.5, role
    assert contrast(roles["text"], roles["mark"]) >= 4.5


def test_both_themes_and_languages_say_the_same() -> None:
    assert STYLE.themes["light"].keys() == STYLE.themes["dark"].keys()
    assert set(STYLE.words) == set(LANGUAGES)
    for key, wording in STYLE.words["en"].items():
        assert sorted(re.findall(r"{\w+}", wording)) == sorted(re.findall(r"{\w+}", STYLE.words["zh"][key])), key


def test_every_wording_is_used_and_every_one_used_is_there() -> None:
    sources = "".join(p.read_text(encoding="utf-8") for p in sorted(TEMPLATES.iterdir()) if p.suffix != ".css")
    asked = set(re.findall(r'word\("(\w+)"', sources))
    asked |= set(re.findall(r'data-(?:word|label|placeholder)="(\w+)"', sources)) | set(
        re.findall(r"words\.(\w+)", sources)
    )
    asked |= {name for found in re.findall(r'word\([^"]*\? "(\w+)" : "(\w+)"', sources) for name in found}
    asked |= {"title", "capped", "untied"} | set(QUALIFIERS) | set(LINES) - {"asserted"}
    assert asked == set(STYLE.words["en"])


def test_scales() -> None:
    scale = Scale(5, 2.4, 34)
    assert [scale.by_root(count) for count in (0, 1, 4, 1000)] == [5, 7.4, 9.8, 34]
    assert [Scale(1, 0.9, 5).by_doublings(count) for count in (0, 1, 2, 1000)] == [1, 1, 1.9, 5]


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UsageError, match="There are no words in 'fr'") as caught:
        STYLE.word("title", "fr")
    assert set(caught.value.suggestions) == {"zh", "en"}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('Person = "triangle"', "", "no shape for Person"),
        ('Person = "triangle"', 'Person = "blob"', "no shape for Person"),
        ('close = "关闭"', "", "no words for 'close' in zh"),
    ],
)
def test_a_style_that_lacks_something_says_what(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert old in TEXT
    file = tmp_path / "style.toml"
    file.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(OntologyError, match=complaint):
        load_style(file)
