"""The page in a real Chromium: found, filtered, clicked, read; and nothing leaves it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from actorgraph.ontology.vocabulary import colour, label
from actorgraph.viz.render import render

from .networks import actor, drawn_by_lot, fact, network, page, quote

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="needs the Python package playwright")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SWITCHES = [
    "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
    # Chromium refuses to sandbox what root starts.
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]  # fmt: skip

NVIDIA = actor("nvidia", en="NVIDIA", zh="英伟达", subtype="ChipMaker")
TSMC = actor("tsmc", en="TSMC", zh="台积电", subtype="Foundry")
H20 = actor("h20", "Product", en="H20", subtype="Chip")
RULE = actor("rule", "Policy", en="Export rule", zh="出口规则")
GROQ = actor("groq", en="Groq")

Opener = Callable[..., Any]


def chips() -> str:
    facts = [
        fact(NVIDIA, "develops", H20, confidence=0.97),
        fact(TSMC, "supplies", NVIDIA, finer=("foundryOf",)),
        fact(RULE, "regulates", H20, confidence=0.4),
        fact(NVIDIA, "acquires", GROQ, hedged=True, qualifiers=(("date", "2025-12"),)),
        fact(NVIDIA, "investsIn", GROQ, negated=True),
    ]
    return render(page(network(facts, NVIDIA), subject="NVIDIA"))


def one_edge(name: str = "Other") -> str:
    """Two actors, whose edge is in the middle of the window."""
    other = actor("other", "Product", en=name)
    quotes = [(quote("Nvidia builds it", before="It is known that ", after=" since 2024."),)]
    return render(page(network([fact(NVIDIA, "develops", other)]), quotes))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium on the path")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    """Opens a page; at the end nothing may have gone wrong in it, nor have been asked for beside it."""
    requests: list[str] = []
    complaints: list[str] = []
    contexts: list[Any] = []

    def opener(html: str, *, width: int = 1200, height: int = 800, **settings: Any) -> Any:
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        viewport = {"width": width, "height": height}
        contexts.append(browser.new_context(viewport=viewport, reduced_motion="reduce", **settings))
        tab = contexts[-1].new_page()
        tab.on("request", lambda request: requests.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(file.as_uri())
        return tab

    yield opener
    for context in contexts:
        context.close()
    assert complaints == []
    assert requests == [(tmp_path / f"page{n}.html").as_uri() for n in range(len(contexts))]


def middle(tab: Any) -> tuple[float, float]:
    box = tab.locator("#network").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def search(tab: Any, text: str) -> None:
    tab.fill("#query", text)
    tab.press("#query", "Enter")


def title(tab: Any) -> str:
    return str(tab.inner_text("#panel-title"))


@pytest.mark.parametrize(
    ("typed", "found"), [("英伟达", "NVIDIA"), ("nvi", "NVIDIA"), ("台积", "TSMC"), ("Ｈ２０", "H20")]
)
def test_search_finds_an_actor_in_either_language_and_shows_it(open_page: Opener, typed: str, found: str) -> None:
    tab = open_page(chips())
    search(tab, typed)
    assert title(tab) == found
    assert tab.evaluate("document.activeElement.id") == "panel"


def test_search_says_when_there_is_none(open_page: Opener) -> None:
    tab = open_page(chips())
    tab.fill("#query", "nobody")
    assert tab.inner_text("#results") == "No actor has this name."
    tab.press("#query", "Enter")
    assert tab.locator("#panel").is_hidden()


def test_filters_hide_actors_and_facts_and_search_brings_them_back(open_page: Opener) -> None:
    tab = open_page(chips())
    figures = tab.locator("#figures")
    assert figures.inner_text() == "Actors: 5 · Facts: 4"
    tab.click("#types li:has-text('Company') input")
    assert figures.inner_text() == "Actors: 2 · Facts: 1"
    tab.fill("#query", "TSMC")
    assert "hidden by a filter" in tab.inner_text("#results")
    tab.press("#query", "Enter")
    assert title(tab) == "TSMC"
    assert figures.inner_text() == "Actors: 5 · Facts: 4"
    tab.click("#predicates li:has-text('develops') input")
    assert figures.inner_text() == "Actors: 5 · Facts: 3"
    tab.click("#no-predicates")
    assert figures.inner_text() == "Actors: 1 · Facts: 0", "who was asked for by name stays"
    tab.click("#all-predicates")
    tab.locator("#certainty").fill("95")
    assert figures.inner_text() == "Actors: 2 · Facts: 1"
    tab.click("#reset")
    assert figures.inner_text() == "Actors: 5 · Facts: 4"


def test_what_is_denied_is_hidden_until_asked_for_and_rumours_can_be_hidden(open_page: Opener) -> None:
    tab = open_page(chips())
    search(tab, "Groq")
    assert tab.locator("#panel .tag.warn").all_inner_texts() == ["planned, rumoured"]
    tab.click("#statements li:has-text('denied') input")
    assert sorted(tab.locator("#panel .tag.warn").all_inner_texts()) == ["denied", "planned, rumoured"]
    tab.click("#statements li:has-text('rumoured') input")
    assert tab.locator("#panel .tag.warn").all_inner_texts() == ["denied"]


def test_filter_by_document(open_page: Opener) -> None:
    facts = [fact(NVIDIA, "develops", H20), fact(TSMC, "supplies", NVIDIA)]
    quotes = [(quote("a", title="One"),), (quote("b", title="Two"),)]
    tab = open_page(render(page(network(facts), quotes)))
    tab.select_option("#document", label="Two")
    assert tab.inner_text("#figures") == "Actors: 2 · Facts: 1"


def test_a_click_on_a_line_shows_its_facts_with_their_words(open_page: Opener) -> None:
    tab = open_page(one_edge())
    tab.mouse.click(*middle(tab))
    assert tab.locator("#panel .fact").inner_text().split("\n") == ["NVIDIA", "develops", "Other"]
    quoted = tab.locator("#panel blockquote")
    assert quoted.is_visible()
    assert quoted.locator("mark").inner_text() == "Nvidia builds it"
    assert "It is known that Nvidia builds it since 2024." in quoted.inner_text().replace("\n", "")
    assert quoted.locator("footer").inner_text().split("\n") == ["Report, 2026-01-02", "Part 1 › Chips"]


def test_a_click_on_an_actor_shows_its_facts_and_one_on_nothing_closes_them(open_page: Opener) -> None:
    tab = open_page(render(page(network([], NVIDIA))))
    x, y = middle(tab)
    tab.mouse.click(x, y)
    assert title(tab) == "NVIDIA"
    assert "No fact is shown" in tab.inner_text("#panel")
    tab.mouse.click(x - 250, y + 200)
    assert tab.locator("#panel").is_hidden()


def test_the_actor_is_drawn_in_the_colour_of_its_type(open_page: Opener) -> None:
    tab = open_page(render(page(network([], RULE))))
    pixel = tab.evaluate(
        """() => {
            const canvas = document.querySelector("#network canvas");
            const [x, y] = [canvas.width / 2, canvas.height / 2];
            return [...canvas.getContext("2d").getImageData(x, y, 1, 1).data].slice(0, 3);
        }"""
    )
    assert "#" + "".join(f"{channel:02x}" for channel in pixel) == colour("Policy")


def test_names_are_text_whatever_they_say(open_page: Opener) -> None:
    name = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'>"
    tab = open_page(one_edge(name))
    search(tab, "script")
    assert title(tab) == name
    tab.click("#panel .actor")
    assert name in tab.locator("#panel .actor").all_inner_texts()
    assert tab.evaluate("typeof window.hacked") == "undefined"
    assert tab.locator("img").count() == 0


def test_the_policy_stops_what_would_leave_the_page(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(chips(), encoding="utf-8")
    tab = browser.new_page()
    tab.goto(file.as_uri())
    stopped = tab.evaluate(
        """() => new Promise((done) => {
            const stopped = [];
            document.addEventListener("securitypolicyviolation", (event) => {
                stopped.push(event.effectiveDirective);
                if (stopped.length === 3) done(stopped.sort());
            });
            fetch("http://127.0.0.1:9/").catch(() => {});
            document.body.append(Object.assign(new Image(), { src: "http://127.0.0.1:9/i.png" }));
            document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = 1" }));
        })"""
    )
    assert stopped == ["connect-src", "img-src", "script-src-elem"]
    assert tab.evaluate("typeof window.ran") == "undefined"
    tab.close()


def test_all_of_it_by_keyboard(open_page: Opener) -> None:
    tab = open_page(chips())
    tab.keyboard.press("/")
    tab.keyboard.type("s")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowUp")
    assert tab.get_attribute("#query", "aria-activedescendant") == "result-0"
    tab.keyboard.press("Enter")
    assert title(tab) == "TSMC"
    for _ in range(2):  # past the button that closes the panel, to the neighbour
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert title(tab) == "NVIDIA"
    tab.keyboard.press("Escape")
    assert tab.locator("#panel").is_hidden()
    assert tab.evaluate("document.activeElement.id") == "network"
    before = tab.screenshot()
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("+")
    assert tab.screenshot() != before


def test_quotes_open_and_close(open_page: Opener) -> None:
    facts = [fact(NVIDIA, "develops", actor(f"p{n}", "Product")) for n in range(8)]
    tab = open_page(render(page(network(facts, NVIDIA))))
    search(tab, "NVIDIA")
    quotes = tab.locator("#panel blockquote")
    assert quotes.count() == 8
    assert not quotes.first.is_visible()
    tab.click("text=Open all quotes")
    assert all(quotes.nth(n).is_visible() for n in range(8))
    tab.click("text=Close all quotes")
    assert not quotes.last.is_visible()


def test_both_languages_on_one_page(open_page: Opener) -> None:
    tab = open_page(chips())
    search(tab, "台积电")
    assert tab.inner_text("#panel .verb") == label("foundryOf")
    tab.click("#language")
    assert title(tab) == "台积电"
    assert tab.inner_text("#panel .verb") == label("foundryOf", "zh")
    assert tab.inner_text("h1") == "NVIDIA · 参与者关系网络"
    assert tab.inner_text("#figures") == "参与者：5 · 事实：4"
    assert tab.evaluate("document.documentElement.lang") == "zh-CN"
    assert "企业" in tab.inner_text("#types")


def test_a_narrow_window(open_page: Opener) -> None:
    tab = open_page(chips(), width=360, height=640)
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    assert tab.locator("#filters").is_hidden()
    tab.click("#filters-button")
    assert tab.locator("#filters").is_visible()
    tab.keyboard.press("Escape")
    assert tab.locator("#filters").is_hidden()
    search(tab, "TSMC")
    box = tab.locator("#panel").bounding_box()
    assert (box["x"], box["width"]) == (0, 360)
    assert box["y"] > 200, "the network stays in sight"
    assert tab.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dark_and_light(open_page: Opener, scheme: str) -> None:
    tab = open_page(chips(), color_scheme=scheme)
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")


def test_a_large_page_stands_still_and_can_be_searched(open_page: Opener) -> None:
    found = network(fact for fact in drawn_by_lot(900, 1800).facts if not fact.negated)
    tab = open_page(render(page(found)))
    assert tab.inner_text("#figures") == f"Actors: {len(found.actors):,} · Facts: {len(found.facts):,}"
    before = tab.locator("#stage").screenshot()
    tab.wait_for_timeout(400)
    assert tab.locator("#stage").screenshot() == before
    search(tab, "参与者17")
    assert title(tab) == "Actor 17"


def test_what_is_left_out_is_said(open_page: Opener) -> None:
    found = network([fact(NVIDIA, "develops", H20)], untied=1234)
    one = page(found)
    notes = [("untied", {"count": 1234}), ("capped", {"shown": 2, "found": 5678})]
    html = render(type(one)(one.network, one.positions, one.names, one.quotes, one.subject, notes))
    tab = open_page(html)
    assert tab.locator("#notes li").all_inner_texts() == [
        "Not shown, because no fact ties them to another: 1,234",
        "Shown, of 5,678 actors, those best connected: 2",
    ]
