"""The real site in a real Chromium, both languages: nothing fails, nothing leaves the host, nothing overflows."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

PAGES = [
    "", "financials/", "talent/", "competition/", "technology/", "evidence/", "evidence/article/", "evidence/forecasts/",
    "evidence/scorecard/", "evidence/sources/", "evidence/data/", "evidence/updates/", "evidence/glossary/",
    "evidence/method/", "evidence/about/", "evidence/tables/moves/",
    "charts/timeline/",
]  # fmt: skip
EVERY = [f"{folder}{page}" for folder in ("", "zh/") for page in PAGES]
WITH_CHARTS = [f"{folder}{page}" for folder in ("", "zh/") for page in PAGES[:5]]
CUT_OFF = """[...document.querySelectorAll('svg.drawing text')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.left < 0 || box.right > document.documentElement.clientWidth);
}).map((one) => one.textContent)"""
"""Labels of drawings that leave the page."""


def opened(browser: Browser, url: str, *, width: int = 1280, scheme: str = "light", script: bool = True) -> tuple[Page, list[str]]:
    """A page, and what went wrong while it loaded: console messages, failed requests, requests to other hosts."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light", java_script_enabled=script
    )
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}") if request.failure != "net::ERR_ABORTED" else None)
    page.on("response", lambda response: wrong.append(f"{response.status}: {response.url}") if response.status >= 400 else None)
    page.on("request", lambda request: wrong.append(f"elsewhere: {request.url}") if "127.0.0.1" not in request.url else None)
    page.goto(url)
    page.wait_for_load_state("load")
    return page, wrong


@pytest.mark.parametrize("path", EVERY)
def test_a_page_loads_without_a_complaint(browser: Browser, address: str, path: str) -> None:
    page, wrong = opened(browser, address + path)
    assert not wrong
    assert page.title()
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == ("zh-Hans" if path.startswith("zh/") else "en")
    page.context.close()


@pytest.mark.parametrize("path", EVERY)
def test_a_phone_needs_no_sideways_scroll(browser: Browser, address: str, path: str) -> None:
    page, _ = opened(browser, address + path, width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


@pytest.mark.parametrize("path", WITH_CHARTS)
@pytest.mark.parametrize("width", [390, 1280])
def test_every_chart_shows_without_javascript(browser: Browser, address: str, path: str, width: int) -> None:
    page, wrong = opened(browser, address + path, width=width, script=False)
    charts = page.locator("figure.chart")
    assert charts.count() >= 1
    for chart in charts.all():
        drawn = [box for svg in chart.locator("svg").all() if svg.is_visible() and (box := svg.bounding_box())]
        assert len(drawn) == 1
        assert drawn[0]["width"] > 250
        assert drawn[0]["height"] > 60
        words = chart.locator("svg").first.get_attribute("aria-label") or ""
        assert len(words) > 40, words
    assert not page.evaluate(CUT_OFF)
    assert not wrong
    page.context.close()


@pytest.mark.parametrize("path", ["", "talent/", "evidence/article/", "charts/timeline/", "zh/", "zh/talent/", "zh/evidence/article/"])
def test_the_switcher_stays_on_the_page(browser: Browser, address: str, path: str) -> None:
    page, _ = opened(browser, address + path)
    page.locator("a.language").click()
    other = path.removeprefix("zh/") if path.startswith("zh/") else f"zh/{path}"
    assert page.url == address + other
    page.context.close()


def test_the_scheme_follows_the_system_and_the_button(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.locator("button.scheme").click()
    light = page.evaluate(ground)
    assert light != dark
    page.goto(address + "financials/")
    assert page.evaluate(ground) == light
    page.context.close()


def test_a_figure_leads_to_its_row_and_on_to_its_source(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address + "financials/", script=False)
    page.locator("article p a.fig").first.click()
    page.wait_for_url("**/evidence/**#*")
    row = page.locator(f"[id='{page.url.partition('#')[2]}']")
    row.wait_for(state="visible")
    row.locator("a.src").first.click()
    page.wait_for_url("**/evidence/sources/#*")
    page.locator(f"[id='{page.url.partition('#')[2]}'] a[rel=external]").wait_for(state="visible")
    page.context.close()


def test_a_figure_shows_its_evidence_on_hover_focus_and_tap(browser: Browser, address: str) -> None:
    page, wrong = opened(browser, address + "financials/")
    card, figure = page.locator("#card"), page.locator(".summary a.fig").first
    figure.hover()
    card.wait_for(state="visible")
    assert "Revenue, Kling, Q2 2026" in card.inner_text()
    assert card.locator("a[rel=external]").count() >= 1
    page.keyboard.press("Escape")
    assert card.is_hidden()
    page.locator(".summary a.fig").nth(1).focus()
    card.wait_for(state="visible")
    assert page.locator(".summary a.fig").nth(1).get_attribute("aria-describedby") == "card"
    page.context.close()
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address + "zh/financials/")
    page.locator(".summary a.fig").first.tap()
    page.locator("#card").wait_for(state="visible")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.url == address + "zh/financials/"
    page.locator(".summary a.fig").first.tap()
    page.wait_for_url("**/evidence/indicators/**")
    context.close()
    assert not wrong


def test_a_figure_in_a_table_shows_its_row(browser: Browser, address: str) -> None:
    page, wrong = opened(browser, address + "evidence/scorecard/")
    page.locator(".scorecard a.fig").first.focus()
    page.locator("#card").wait_for(state="visible")
    assert page.locator("#card p").count() > 2
    assert not wrong
    page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_claims_can_be_filtered_with_and_without_the_script(browser: Browser, address: str, script: bool) -> None:
    page, _ = opened(browser, address + "evidence/article/", script=script)
    every = page.locator(".claim").count()
    page.locator("#verdict-corroborated").check()
    page.locator("#section-financials").check()
    left = [claim for claim in page.locator(".claim").all() if claim.is_visible()]
    assert 0 < len(left) < every
    assert {(one.get_attribute("data-section"), one.get_attribute("data-verdict")) for one in left} == {("financials", "corroborated")}
    assert page.locator("h2#talent").is_hidden()
    if script:
        assert page.locator(".filters .shown").inner_text() == f"{len(left)} of {every} claims shown"
        assert page.url.endswith("?section=financials&verdict=corroborated")
    page.context.close()


def test_a_chart_says_its_marks_by_keyboard_and_by_mouse(browser: Browser, address: str) -> None:
    page, wrong = opened(browser, address + "financials/")
    drawing, tip = page.locator("#chart-kling-business svg.wide"), page.locator(".tip")
    drawing.focus()
    page.keyboard.press("ArrowRight")
    assert tip.inner_text() == "Kling, Q1 2025: over CNY 150 million"
    page.keyboard.press("End")
    assert tip.inner_text() == "Kling, Q2 2026: over CNY 850 million"
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    drawing.locator("[aria-roledescription=mark]").nth(1).hover()
    assert tip.inner_text() == "Kling, Q2 2025: over CNY 250 million"
    assert not wrong
    page.context.close()


def test_a_chart_stands_on_a_page_of_its_own(browser: Browser, address: str) -> None:
    page, wrong = opened(browser, address + "zh/financials/")
    frame = page.locator("#chart-kling-business")
    frame.locator("summary", has_text="分享").click()
    frame.locator(".permalink").click()
    page.wait_for_url(address + "zh/charts/kling-business/")
    page.locator("svg.drawing.wide").wait_for(state="visible")
    assert not wrong
    page.context.close()


def test_no_runtime_comes_before_a_reader_asks(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address + "financials/")
    names = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert not [name for name in names if "vega" in name]
    assert len(names) <= 6
    page.context.close()


AXE = [(path, "light") for path in (*EVERY, "charts/price-quality/embed/", "zh/evidence/indicators/revenue/")] + [
    (path, "dark") for path in ("", "financials/", "zh/evidence/forecasts/", "charts/price-quality/")
]


@pytest.mark.parametrize(("path", "scheme"), AXE)
def test_axe_finds_nothing(browser: Browser, address: str, path: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
    )
    page = context.new_page()
    page.goto(address + path)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"][:120]) for one in found]
    context.close()


def test_the_table_behind_a_chart_can_be_sorted(browser: Browser, address: str) -> None:
    page, wrong = opened(browser, address + "charts/price-quality/")
    page.locator(".tools summary").first.click()
    head = page.locator(".tools th", has_text="Value")
    shown = "[...document.querySelectorAll('.tools tbody tr')].map((row) => +row.querySelector('data').value)"
    for order in ("ascending", "descending"):
        head.locator("button").click()
        values = page.evaluate(shown)
        assert head.get_attribute("aria-sort") == order
        assert values == sorted(values, reverse=order == "descending")
    assert not wrong
    page.context.close()


def test_the_search_comes_only_when_asked_for_and_goes_by_keyboard(browser: Browser, address: str) -> None:
    page, wrong = opened(browser, f"{address}zh/financials/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.wait_for_timeout(200)
    assert not {"search.js", "minisearch.js", "search-index.js"} & set(asked)
    page.keyboard.press("Control+k")
    page.locator("dialog.search[open]").wait_for()
    page.keyboard.insert_text("研发开支")
    page.locator(".search li").nth(1).wait_for()
    assert {"search.js", "minisearch.js", "search-index.js"} <= set(asked)
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("ArrowDown")
    assert page.locator(".search li a").nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.locator("dialog.search").get_attribute("open") is None
    page.locator("button.find").click()
    page.locator(".search li").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/indicators/**")
    assert not wrong
    page.context.close()


def test_the_site_on_disk_leads_from_page_to_page_switches_and_searches(browser: Browser, real_site: Path) -> None:
    page, wrong = browser.new_page(), list[str]()
    # a font on disk can't be asked for ahead of the stylesheet; it comes all the same
    page.on("console", lambda one: wrong.append(one.text) if ".woff2" not in one.text + one.location["url"] else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((real_site / "index.html").as_uri())
    page.locator("nav.sections a").nth(1).click()
    page.wait_for_url("**/financials/index.html")
    assert page.evaluate("document.fonts.ready.then((fonts) => fonts.check('1rem \"Report Sans\"'))")
    page.locator("button.scheme").click()
    page.locator("a.language").click()
    page.wait_for_url("**/zh/financials/index.html")
    page.locator("article p a.fig").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh/evidence/indicators/*/index.html#*")
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("可灵")
    page.locator(".search li").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html#*")
    page.locator("h1").wait_for()
    assert not wrong
    page.close()


def test_a_missing_page_is_shown_in_the_site_s_own_clothes_and_leads_on(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("response", lambda response: asked.append(f"{response.status} {urlsplit(response.url).path}"))
    page.goto(f"{address}no/such/page/")
    assert "没有这个页面" in page.locator("h1").inner_text()
    assert [one for one in asked if not one.startswith("200")] == ["404 /some-repo/no/such/page/"]
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("Kling")
    page.locator(".search li a").first.click()
    page.wait_for_url(f"{address}**/#*")
    page.goto(f"{address}no/such/page/")
    page.locator("main a[href$='/zh/']").click()
    page.wait_for_url(f"{address}zh/")
    page.close()


@pytest.mark.parametrize(
    "path", ["charts/price-quality/embed/", "zh/charts/price-quality/", "evidence/indicators/revenue/", "zh/evidence/article/lead/"]
)
def test_other_kinds_of_pages_load_without_a_complaint(browser: Browser, address: str, path: str) -> None:
    page, wrong = opened(browser, address + path)
    assert not wrong
    page.context.close()


def test_nothing_is_stored_but_what_was_read_and_what_a_reader_chose(browser: Browser, address: str) -> None:
    page, _ = opened(browser, f"{address}financials/")
    assert page.context.cookies() == []
    read = ["read:/some-repo/financials/"]
    assert page.evaluate("Object.keys(localStorage)") == read
    assert page.evaluate("sessionStorage.length") == 0
    page.locator("button.scheme").click()
    assert page.evaluate("Object.keys(localStorage).sort()") == [*read, "scheme"]
    page.context.close()


def test_the_policy_forbids_what_an_injected_script_would_do(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    inject = "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.run = 1' }))"
    assert page.evaluate(f"{inject}; window.run === undefined")
    assert page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')") == "refused"
    assert all("Content Security Policy" in one for one in said)
    assert len(said) >= 2
    page.context.close()


def test_a_page_prints_its_notes_once_they_are_open(browser: Browser, address: str) -> None:
    page, _ = opened(browser, f"{address}zh/financials/")
    closed = _on_paper(page)
    assert 2 <= closed[0] <= 8
    assert "营收·可灵·2026年第一季度" not in closed[1]
    assert not re.search(r"\[\d+\]", closed[1])
    page.locator("details.notes > summary").click()
    whole = _on_paper(page)
    assert "营收·可灵·2026年第一季度" in whole[1]
    assert "[1]" in whole[1]
    assert "搜索" not in closed[1] + whole[1]
    page.context.close()


def _on_paper(page: Page) -> tuple[int, str]:
    """How many pages a page is printed on, and what they say."""
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = unicodedata.normalize("NFKC", "".join(one.extract_text() for one in printed.pages))
    return len(printed.pages), text.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("kind", ["CSV", "SVG", "PNG", "JSON"])
def test_a_chart_s_file_comes_as_a_download(browser: Browser, address: str, kind: str) -> None:
    page, _ = opened(browser, f"{address}zh/charts/kling-business/")
    link = page.locator(".tools a[download]", has_text=kind).first
    link.locator("xpath=ancestor::details[1]/summary").click()
    with page.expect_download() as wanted:
        link.click()
    name = wanted.value.suggested_filename
    assert name.endswith(f".{kind.lower()}")
    assert Path(wanted.value.path()).stat().st_size > 300
    page.context.close()
