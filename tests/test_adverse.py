"""The real site where a browser, a host or a network refuses something, and where a reader's window or keyboard is another."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from sourced.outputs.search_index import MOST_BYTES
from sourced.project import RUNTIME
from tests.serving import awaited
from tests.test_browser import opened

Opened = Callable[..., Page]
SCRIPTS = [path for path in sorted(RUNTIME.parent.rglob("*.js")) if 'event.key === "Enter"' in path.read_text(encoding="utf-8")]
"""Scripts in which Enter takes what is chosen."""
DENIED = {
    "storage": "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})",
    "no storage": "Object.defineProperty(window, 'localStorage', {value: null})",
    "room": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
    "workers": "Object.defineProperty(navigator, 'serviceWorker', {get() { throw new DOMException('no', 'SecurityError') }})",
    "registering": "Object.defineProperty(navigator, 'serviceWorker', {value: {register() { throw new DOMException('no') }}})",
}  # fmt: skip
NO_CLIPBOARD = """Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => Promise.reject(new Error('no'))}});
Document.prototype.execCommand = () => false;"""
LOGIN = "<!doctype html><title>Log in to this network</title>"
SEEN = """(element) => {
    const box = element.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    return box.height > 0 && box.top >= 0 && box.left >= 0 && box.bottom <= clientHeight && box.right <= clientWidth;
}"""


@pytest.fixture
def window(browser: Browser) -> Opened:
    """Opens an address in a window of its own, with nothing in between and what is asked for done before all scripts."""

    def open_(url: str, *, before: str = "", **given: object) -> Page:
        page = browser.new_context(**{"service_workers": "block", "viewport": {"width": 1280, "height": 900}, **given}).new_page()  # type: ignore[arg-type]
        if before:
            page.context.add_init_script(before)
        page.goto(url)
        return page

    return open_


@pytest.mark.parametrize("path", ["financials/", "charts/price-quality/embed/"])
def test_a_frame_that_is_shut_in_has_all_that_needs_nothing_kept(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    frame = f'<iframe sandbox="allow-scripts" width=900 height=700 src="{address}{path}"></iframe>'
    page.route("**/holder", lambda route: route.fulfill(content_type="text/html", body=frame))
    page.goto(f"{address}holder")
    drawing = page.frame_locator("iframe").locator("svg.drawing.wide").first
    drawing.press("End")
    assert page.frame_locator("iframe").locator(".tip").inner_text()
    assert not wrong
    page.close()


@pytest.mark.parametrize("denied", DENIED)
def test_what_a_browser_denies_takes_nothing_else_away(browser: Browser, address: str, denied: str) -> None:
    page, wrong = opened(browser, f"{address}financials/")
    page.context.add_init_script(DENIED[denied])
    page.reload()
    page.locator("button.scheme").click()
    assert page.evaluate("document.documentElement.dataset.scheme") == "dark"
    assert page.locator("a.term[title]").count() == 0  # terms are explained by the script
    page.keyboard.press("/")
    page.locator("dialog.search[open]").wait_for()
    assert not wrong
    page.context.close()


@pytest.mark.parametrize("kept", ["5", "[]", '{"day": 1}', '{"day": "2026-01-01", "figures": null}', '{"day": "soon", "figures": FIGURES}'])
def test_what_others_wrote_into_the_browsers_store_is_as_if_nothing_had_been_read(browser: Browser, address: str, kept: str) -> None:
    page, wrong = opened(browser, f"{address}financials/")
    key = f"read:{urlsplit(address).path}financials/"
    figures = json.loads(page.evaluate("(key) => localStorage.getItem(key)", key))["figures"]
    name = next(iter(figures))
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, kept.replace("FIGURES", json.dumps({name: ["0", "x"]}))])
    page.reload()
    assert page.locator("a.term[title]").count() == 0
    assert page.locator(".since").count() == 0
    assert not wrong
    page.context.close()


@pytest.mark.parametrize(
    ("lost", "selector"),
    [("search.js", "button.find"), ("explore.js", "button.explore"), ("vega.js", "button.explore"), ("*.explore.json", "button.explore")],
)
@pytest.mark.parametrize("instead", ["", LOGIN])
def test_what_did_not_come_is_told_where_it_is_seen_and_comes_when_asked_for_again(
    window: Opened, address: str, lost: str, selector: str, instead: str
) -> None:
    page = window(f"{address}zh/financials/")
    page.route(f"**/{lost}", lambda route: route.fulfill(body=instead, content_type="text/html") if instead else route.abort())
    button = page.locator(selector).first
    button.click()
    told = page.locator(".told")
    awaited(page, "document.querySelector('.told').textContent.includes('未能加载')")
    assert told.get_attribute("role") == "status"
    assert told.evaluate(SEEN)
    page.unroute(f"**/{lost}")
    button.click()
    page.locator("dialog.search[open], .live .plot svg").first.wait_for()
    page.context.close()


@pytest.mark.parametrize("status", [0, 503])
def test_evidence_that_did_not_come_comes_at_the_next_look(window: Opened, address: str, status: int) -> None:
    page = window(f"{address}evidence/scorecard/")
    figure = page.locator(".scorecard a.fig:not([data-note])").first
    page.route("**/evidence/**", lambda route: route.fulfill(status=status, body="<h1>Busy</h1>") if status else route.abort())
    with page.expect_event("requestfinished" if status else "requestfailed"):
        figure.focus()
    page.wait_for_timeout(200)
    assert page.locator("#card").is_hidden()
    page.unroute("**/evidence/**")
    figure.hover()
    page.locator("#card").wait_for()
    assert page.locator("#card p").count() > 2
    page.context.close()


def test_the_parts_of_a_long_list_that_did_not_come_are_asked_for_again(window: Opened, address: str, real_site: Path) -> None:
    listed = (real_site / "search-index.js").read_text(encoding="utf-8")
    assert len(listed) < MOST_BYTES
    head, _, rows = listed.partition("window.searched=[\n")
    lines = rows.removesuffix("\n];\n").split(",\n")
    last = next(line for line in reversed(lines) if "arena" in line.lower())
    first = f'window.later=["rest.js"];\n{head}window.searched=[\n' + ",\n".join(line for line in lines if line != last) + "\n];\n"
    page = window(address)

    def script(body: str) -> Callable[[Route], None]:
        return lambda route: route.fulfill(body=body, content_type="text/javascript")

    page.route("**/search-index.js", script(first))
    page.route("**/rest.js", lambda route: route.abort())
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("Kling")
    page.locator(".search li").first.wait_for()
    page.unroute("**/rest.js")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.route("**/rest.js", script(f'window.variants+="";\nwindow.searched.push(\n{last}\n);\n'))
    page.locator("dialog.search input").fill("arena")
    awaited(page, "window.searched.length === " + str(len(lines)))
    assert asked == ["rest.js"]
    page.context.close()


def test_an_explored_chart_is_there_once_however_often_it_was_asked_for(window: Opened, address: str) -> None:
    page = window(f"{address}financials/")

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/explore.js", late)
    button = page.locator("button.explore").first
    button.dblclick()
    page.locator(".live .plot svg").first.wait_for()
    page.wait_for_timeout(300)
    assert page.locator(".live").count() == 1
    button.click()
    assert page.locator(".live").count() == 0
    assert page.locator("#chart-kling-business svg.drawing.wide").is_visible()
    page.context.close()


def test_a_span_whose_ends_are_the_wrong_way_round_is_the_span_between_them(window: Opened, address: str, real_site: Path) -> None:
    for path in sorted((real_site / "charts").glob("*.explore.json")):
        explored = json.loads(path.read_text(encoding="utf-8"))
        if len(explored["periods"]) > 3 and explored["panels"][0]["relative"]:
            break
    name, (first, *_), (last, *_) = path.name.removesuffix(".explore.json"), explored["periods"][0], explored["periods"][-1]
    page = window(f"{address}charts/{name}/?explore={name}&from={last}&to={first}")
    page.locator(".live .plot svg").first.wait_for()
    every = sum(len(panel["rows"]) for panel in explored["panels"])
    assert page.locator(".counted").inner_text() == f"{every} of {every} figures shown"
    page.context.close()


def test_what_could_not_be_copied_is_selected_and_said(window: Opened, address: str) -> None:
    page = window(f"{address}charts/price-quality/", before=NO_CLIPBOARD)
    page.locator("summary", has_text="Share").click()
    page.locator("button.copy[data-of^=code-]").click()
    awaited(page, "document.querySelector('.told').textContent.includes('did not copy')")
    assert str(page.evaluate("getSelection().toString()")).startswith("<iframe")
    page.locator("button.share").click()
    awaited(page, "document.querySelector('.told').textContent.includes('address bar')")
    assert page.locator(".told").evaluate(SEEN)
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_that_the_link_was_copied_is_said_where_it_is_seen(window: Opened, address: str, width: int) -> None:
    page = window(f"{address}financials/", viewport={"width": width, "height": 600}, permissions=["clipboard-write"])
    page.locator("button.share").click()
    awaited(page, "document.querySelector('.told').textContent === 'Link copied'")
    assert page.locator(".told").evaluate(SEEN)
    page.context.close()


@pytest.mark.parametrize("key", ["Enter", "ArrowDown"])
def test_keys_that_choose_among_what_pinyin_may_mean_choose_no_result(window: Opened, address: str, key: str) -> None:
    page = window(f"{address}zh/")
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("可灵")
    page.locator(".search li").nth(1).wait_for()
    page.evaluate("""(key) => document.querySelector("dialog.search input").dispatchEvent(
        new KeyboardEvent("keydown", {key, isComposing: true, keyCode: 229, bubbles: true, cancelable: true}))""", key)  # fmt: skip
    page.wait_for_timeout(200)
    assert page.url == f"{address}zh/"
    assert page.locator(".search li a").first.get_attribute("aria-selected") == "true"
    page.context.close()


def test_escape_that_ends_what_pinyin_may_mean_ends_no_exploring(window: Opened, address: str) -> None:
    page = window(f"{address}financials/")
    page.locator("button.explore").first.click()
    page.locator(".live .plot svg").first.wait_for()
    page.locator(".live").evaluate("""(live) => live.dispatchEvent(
        new KeyboardEvent("keydown", {key: "Escape", isComposing: true, keyCode: 229, bubbles: true}))""")  # fmt: skip
    assert page.locator(".live").count() == 1
    page.context.close()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_who_chooses_by_keys_leaves_a_method_of_input_its_own(path: Path) -> None:
    assert "isComposing" in path.read_text(encoding="utf-8")


def test_the_search_opens_with_capitals_locked_too(window: Opened, address: str) -> None:
    page = window(address)
    page.evaluate('document.dispatchEvent(new KeyboardEvent("keydown", {key: "K", ctrlKey: true, bubbles: true}))')
    page.locator("dialog.search[open]").wait_for()
    page.context.close()


@pytest.mark.parametrize("before", ["", "/"])
def test_what_else_an_address_says_stays_when_claims_are_filtered(window: Opened, address: str, before: str) -> None:
    host, _, rest = address.partition("/some-repo/")
    page = window(f"{host}{before}/some-repo/{rest}evidence/article/?from=a-letter&verdict=true#talent")
    page.locator("#verdict-corroborated").check()
    assert re.fullmatch(r"\d+ of \d+ claims shown", page.locator(".filters .shown").inner_text())
    assert page.url.endswith(f"{before}/some-repo/{rest}evidence/article/?from=a-letter&verdict=corroborated#talent")
    page.locator("#verdict-all").check()
    assert page.url.endswith("/evidence/article/?from=a-letter#talent")
    page.context.close()


def test_light_or_dark_is_chosen_in_all_windows_at_once(window: Opened, address: str) -> None:
    page = window(f"{address}financials/")
    other = page.context.new_page()
    other.goto(f"{address}talent/")
    other.locator("button.scheme").click()
    awaited(page, "document.documentElement.dataset.scheme === 'dark'")
    assert page.locator("button.scheme").get_attribute("title") == other.locator("button.scheme").get_attribute("title")
    page.context.close()


@pytest.mark.parametrize("size", [(640, 360), (844, 390), (1024, 500)])
def test_a_low_window_is_not_filled_by_what_stays_in_it(window: Opened, address: str, size: tuple[int, int]) -> None:
    width, height = size
    page = window(f"{address}evidence/article/", viewport={"width": width, "height": height})
    page.evaluate("scrollTo({top: 3000, behavior: 'instant'})")
    bars = "[...document.querySelectorAll('body *')].filter((one) => ['sticky', 'fixed'].includes(getComputedStyle(one).position))"
    ends = f"{bars}.filter((one) => !one.closest('.side')).map((one) => one.getBoundingClientRect().bottom)"
    left = page.evaluate(f"{ends}.filter((one) => one < innerHeight / 2)")
    assert max(left) < height / 5
    page.context.close()


@pytest.mark.parametrize("path", ["evidence/article/", "zh/evidence/article/"])
def test_what_has_the_focus_is_behind_no_bar(window: Opened, address: str, path: str) -> None:
    page = window(address + path, reduced_motion="reduce")
    page.evaluate("[...document.querySelectorAll('.claim a')].pop().focus()")
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate("""() => {
            const one = document.activeElement, [box] = one.getClientRects();
            const at = document.elementFromPoint(box.left + 2, box.top + box.height / 2);
            return one.closest("#card") || one.contains(at) || at.closest("#card") ? "" : one.textContent;
        }""")  # fmt: skip
        assert not hidden
    page.context.close()


@pytest.mark.parametrize(
    "path", ["", "evidence/article/", "evidence/indicators/revenue/", "zh/evidence/indicators/revenue/", "financials/"]
)
def test_text_twice_as_large_needs_no_sideways_scroll(window: Opened, address: str, path: str) -> None:
    page = window(address + path, viewport={"width": 390, "height": 800}, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


@pytest.mark.parametrize("path", ["", "zh/", "evidence/forecasts/"])
def test_links_of_notes_are_far_enough_apart(window: Opened, address: str, path: str) -> None:
    page = window(address + path)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    near = page.evaluate("""() => [...document.querySelectorAll(".notes li li")].filter((one) => {
        const next = one.nextElementSibling, box = (of) => of.querySelector("a").getBoundingClientRect();
        return next && box(next).top + box(next).height / 2 - box(one).top - box(one).height / 2 < 24;
    }).map((one) => one.textContent)""")  # fmt: skip
    assert not near
    page.context.close()


@pytest.mark.parametrize("path", ["financials/", "evidence/article/", "evidence/scorecard/", "evidence/indicators/revenue/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_in_a_language_that_is_written_from_the_right_begins_there(browser: Browser, address: str, path: str, width: int) -> None:
    page = browser.new_context(service_workers="block", viewport={"width": width, "height": 800}).new_page()

    def turned(route: Route) -> None:
        came = route.fetch()
        route.fulfill(response=came, body=came.text().replace('<html lang="en"', '<html lang="ar" dir="rtl"', 1))

    page.route(f"**/{path}", turned)
    page.goto(address + path)
    root, brand = "document.documentElement", page.locator(".brand").bounding_box()
    assert page.evaluate(f"[{root}.dir, {root}.scrollWidth]") == ["rtl", width]
    assert brand
    assert brand["x"] + brand["width"] > width - 60
    page.context.close()


@pytest.mark.parametrize("path", ["", "financials/", "evidence/", "evidence/glossary/", "evidence/indicators/revenue/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_very_long_word_makes_no_page_wider(window: Opened, address: str, path: str, width: int) -> None:
    page = window(address + path, viewport={"width": width, "height": 800})
    page.evaluate("""() => {
        const long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(2);
        const places = ["h1", "h2", ".brand span", ".data-to", ".sub a", ".toc a", ".onward a", ".tile p", ".keys dt", ".keys .small",
            ".counts th", "article p", "article li", "dt", "dd", ".bottom p", "summary", ".chart-title", ".chart-source"];
        for (const one of document.querySelectorAll(places)) one.append(long);
    }""")  # fmt: skip
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
