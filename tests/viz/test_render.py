"""The page as a file: self-contained, escaped, the same twice."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from actorgraph.ontology.errors import UsageError
from actorgraph.viz.network import draw
from actorgraph.viz.render import Page, embedded_json, render
from actorgraph.viz.style import load_style
from hypothesis import given
from hypothesis import strategies as st

from .networks import actor, fact, network, page, quote

NVIDIA = actor("nvidia", en="NVIDIA", zh="英伟达", subtype="ChipMaker")
GROQ = actor("groq", en="Groq")
HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- <script>",
    "\"quoted\" & 'single'",
    "line\u2028separator \u202e right to left",
    "http://example.com/x.js",
    "\x00\x07 control",
]


class Elements(HTMLParser):
    """Elements with their attributes, and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in = tag
        if tag in ("script", "style"):
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in in ("script", "style"):
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data)

    def attribute(self, tag: str, name: str, value: str, wanted: str) -> str:
        (one,) = (a[wanted] for t, a in self.found if t == tag and a.get(name) == value)
        return one or ""


def example() -> Page:
    facts = [
        fact(NVIDIA, "acquires", GROQ, hedged=True, qualifiers=(("date", "2025-12"),)),
        fact(GROQ, "supplies", NVIDIA, finer=("foundryOf",), confidence=0.51239, evidence=2),
    ]
    quotes = {
        "supplies": (quote("为其代工", title="芯片", before="前", after="后"), quote("代工", title="芯片")),
        "acquires": (quote("NVIDIA plans to buy Groq", title="News", section="Deals"),),
    }
    found = network(facts)
    return page(found, [quotes[f.predicate] for f in draw(found).facts], subject="NVIDIA")


def data_of(html: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', html, flags=re.S)
    values: dict[str, Any] = json.loads(text)
    return values


def test_the_page_holds_no_address_and_asks_for_nothing() -> None:
    html = render(example())
    assert "://" not in html
    for tag, attributes in Elements(html).found:
        assert tag not in ("iframe", "object", "embed", "base", "img", "form"), tag
        for name in ("src", "srcset", "action", "data", "style", "onload", "onclick"):
            assert name not in attributes, (tag, name)
        assert (attributes.get("href") or "#").startswith(("#", "data:,")), (tag, attributes)
    assert "url(" not in html.split("<script", maxsplit=1)[0]
    assert "sourceMappingURL" not in html
    assert "@import" not in html


def test_the_policy_lets_in_what_is_there_and_nothing_else() -> None:
    elements = Elements(render(example()))
    policy = elements.attribute("meta", "http-equiv", "Content-Security-Policy", "content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.keys() == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy
    run = [text for tag, text in elements.texts if tag == "script" and not text.startswith("{")]
    styles = [text for tag, text in elements.texts if tag == "style"]
    for texts, directive in ((run, "script-src"), (styles, "style-src")):
        hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert rules[directive].split() == [f"'sha256-{digest}'" for digest in hashes]
    assert len(run) == 2


def test_the_data_are_the_facts_with_their_quotes() -> None:
    data = data_of(render(example(), lang="zh"))
    assert data["lang"] == "zh"
    assert [(a["iri"], a["names"]) for a in data["actors"]] == [
        ("actor:groq", {"en": "Groq"}),
        ("actor:nvidia", {"en": "NVIDIA", "zh": "英伟达"}),
    ]
    by_name = {f["p"]: f for f in data["facts"]}
    supplies, acquires = by_name["supplies"], by_name["acquires"]
    assert (supplies["s"], supplies["o"], supplies["f"], supplies["c"]) == (0, 1, ["foundryOf"], 0.5124)
    assert (acquires["h"], acquires["n"], acquires["q"]) == (True, False, [["date", "2025-12"]])
    assert data["documents"][supplies["w"][0]["d"]]["title"] == "芯片"
    assert [(w["b"], w["t"], w["a"]) for w in supplies["w"]] == [("前", "为其代工", "后"), ("", "代工", "")]
    assert data["sections"][acquires["w"][0]["s"]] == "Deals"
    assert [p["name"] for p in data["predicates"]] == ["supplies", "acquires", "foundryOf"]
    assert data["titles"] == {"en": "NVIDIA · Network of actors", "zh": "NVIDIA · 参与者关系网络"}
    assert [(e["from"], e["to"], e["facts"]) for e in data["vis"]["edges"]] == [(0, 1, [0, 1])]


def test_the_nodes_are_those_of_pyvis_with_positions_and_no_physics() -> None:
    one = example()
    vis = data_of(render(one))["vis"]
    assert [(n["x"], n["y"]) for n in vis["nodes"]] == list(one.positions)
    assert {n["shape"] for n in vis["nodes"]} == {"custom"}
    assert vis["options"]["physics"] == {"enabled": False}


def test_only_so_many_quotes_of_a_fact_are_shown_and_all_are_counted() -> None:
    most = load_style().quotes
    given = [tuple(quote(f"quote {n}") for n in range(most + 3))]
    one = data_of(render(page(network([fact(NVIDIA, "uses", GROQ)]), given)))["facts"][0]
    assert (len(one["w"]), one["e"]) == (most, most + 3)


def test_what_surrounds_a_quote_is_cut_between_words() -> None:
    around = [
        (
            quote("q", before="ondor Galaxy " + "很" * 60, after="短。"),
            quote("q", before="short ", after="长" * 60 + " cu"),
        )
    ]
    words = data_of(render(page(network([fact(NVIDIA, "uses", GROQ)]), around)))["facts"][0]["w"]
    assert [(w["b"], w["a"]) for w in words] == [("…Galaxy " + "很" * 60, "短。"), ("short ", "长" * 60 + "…")]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_from_a_document_becomes_markup(text: str) -> None:
    plain = Elements(render(page(network([fact(NVIDIA, "uses", GROQ)]), subject="x")))
    other = actor("other", en=text)
    spiked = fact(NVIDIA, "uses", other, qualifiers=(("role", text), (text, "x")))
    quotes = [(quote(text, title=text, section=text, before=text, after=text),)]
    html = render(page(network([spiked]), quotes, subject=text))
    elements = Elements(html)
    assert [tag for tag, _ in elements.found] == [tag for tag, _ in plain.found]
    assert "://" not in html
    data = data_of(html)
    assert text in [a["names"]["en"] for a in data["actors"]]
    assert data["facts"][0]["w"][0]["t"] == text


@given(st.text() | st.dictionaries(st.text(), st.floats(allow_nan=False, allow_infinity=False) | st.lists(st.text())))
def test_embedded_json_says_the_same_and_ends_nothing(value: object) -> None:
    text = embedded_json(value)
    assert json.loads(text) == value
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]|//", text)


def test_a_lone_surrogate_can_be_written() -> None:
    assert json.loads(embedded_json("\ud800").encode().decode()) == "\ud800"


def test_a_number_that_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        embedded_json(float("nan"))


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UsageError, match="no words in 'fr'"):
        render(example(), lang="fr")


def test_the_same_page_is_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys, hashlib\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "from networks import drawn_by_lot, page\n"
        "from actorgraph.viz.render import render\n"
        "print(hashlib.sha256(render(page(drawn_by_lot(120, 250))).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={"PYTHONHASHSEED": seed, "HOME": "/nonexistent"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert [len(run) for run in runs] == [65]


def test_the_library_keeps_its_licence_notice() -> None:
    html = render(example())
    assert "@license" in html
    assert "Apache 2.0 License" in html
