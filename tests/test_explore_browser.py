"""A reader explores a chart in a real Chromium: chooses, sees the table follow, shares the address, and puts the drawing back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.languages import CHINESE
from tests.serving import awaited
from tests.test_browser import opened

ROWS = "[...document.querySelectorAll('.seen tbody tr')].filter((row) => !row.hidden).map((row) => row.dataset.key)"
MARKS = ".plot [aria-roledescription][aria-label]"


@pytest.fixture(scope="module")
def chart(real_site: Path) -> str:
    """The name of a chart over time of several series whose figures can be set against the first."""
    for path in sorted((real_site / "charts").glob("*.explore.json")):
        (first, *others) = json.loads(path.read_text(encoding="utf-8"))["panels"]
        if first["relative"] and len(first["series"]) > 1 and not others:
            return path.name.removesuffix(".explore.json")
    pytest.fail("no chart of the report can be explored over time")


def explored(browser: Browser, url: str, *, width: int = 1280) -> tuple[Page, list[str]]:
    """A page whose chart is being explored, and what went wrong."""
    page, wrong = opened(browser, url, width=width)
    if "explore=" not in url:
        page.locator("button.explore").click()
    page.locator(".plot svg").first.wait_for(state="visible")
    return page, wrong


@pytest.mark.parametrize("language", ["", "zh/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_runtime_comes_when_asked_for_and_escape_puts_the_drawing_back(
    browser: Browser, address: str, chart: str, language: str, width: int
) -> None:
    page, wrong = explored(browser, f"{address}{language}charts/{chart}/", width=width)
    assert page.evaluate("performance.getEntriesByType('resource').some((one) => one.name.endsWith('assets/vega.js'))")
    assert page.locator("svg.drawing.wide").is_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("button.explore").press("Escape")
    assert page.locator(".live").count() == 0
    assert page.locator("svg.drawing:visible").count() == 1
    assert page.url == f"{address}{language}charts/{chart}/"
    assert not wrong
    page.context.close()


def test_the_table_and_the_drawing_hold_what_is_chosen_and_reset_brings_all_back(browser: Browser, address: str, chart: str) -> None:
    page, wrong = explored(browser, f"{address}charts/{chart}/")
    every = page.evaluate(ROWS)
    page.locator(".which input").first.uncheck()
    awaited(page, f"({ROWS}).length < {len(every)}")
    left = page.evaluate(ROWS)
    assert page.locator(MARKS).count() == len(left)
    assert page.locator(".counted").inner_text() == f"{len(left)} of {len(every)} figures shown"
    page.locator(".reset").click()
    awaited(page, f"({ROWS}).length === {len(every)}")
    assert not wrong
    page.context.close()


def test_figures_are_set_against_the_first_of_the_span(browser: Browser, address: str, chart: str) -> None:
    page, wrong = explored(browser, f"{address}charts/{chart}/")
    page.locator(".span select").first.select_option(index=1)
    page.locator("input[value=index]").check()
    page.locator(".seen tbody tr:not([hidden]) td.relative").first.wait_for()
    shown = page.locator(".seen tbody tr:not([hidden]) td.relative").all_inner_texts()
    assert shown.count("100") >= 1
    assert "(100)" in (page.locator(MARKS).first.get_attribute("aria-label") or "")
    assert not wrong
    page.context.close()


def test_the_address_keeps_the_choice_and_so_do_link_and_code(browser: Browser, address: str, chart: str) -> None:
    page, _ = explored(browser, f"{address}charts/{chart}/")
    page.locator(".which input").first.uncheck()
    page.locator("input[value=change]").check()
    page.wait_for_url("**as=change")
    shared, rows = page.url, page.evaluate(ROWS)
    assert page.locator(".permalink").get_attribute("href") == shared
    assert f"/embed/?explore={chart}&amp;" in page.locator(".embed-code").inner_text()
    page.context.close()
    page, wrong = explored(browser, shared)
    assert page.evaluate(ROWS) == rows
    assert not page.locator(".which input").first.is_checked()
    page.goto(shared.replace(f"{chart}/?", f"{chart}/embed/?"))
    page.locator(".plot svg").wait_for(state="visible")
    assert page.locator(MARKS).count() == len(rows)
    assert not wrong
    page.context.close()


def test_marks_say_their_words_on_hover_and_by_the_arrow_keys(browser: Browser, address: str, chart: str) -> None:
    page, wrong = explored(browser, f"{address}zh/charts/{chart}/")
    mark = page.locator(MARKS).nth(1)
    mark.hover()
    assert page.locator(".tip").inner_text() == mark.get_attribute("aria-label")
    page.locator(".plot svg").focus()
    page.keyboard.press("Home")
    assert page.locator(".tip").inner_text() == page.locator(MARKS).first.get_attribute("aria-label")
    assert {one.get_attribute("aria-roledescription") for one in page.locator(".plot [aria-roledescription]").all()} == {
        CHINESE.word("mark")
    }
    assert not wrong
    page.context.close()


def test_words_of_the_explored_chart_have_the_font_of_the_page(browser: Browser, address: str, chart: str) -> None:
    page, _ = explored(browser, f"{address}zh/charts/{chart}/")
    fonts = page.evaluate("[...document.querySelectorAll('.plot svg text')].map((one) => getComputedStyle(one).fontFamily)")
    assert set(fonts) == {page.evaluate("getComputedStyle(document.querySelector('.plots')).fontFamily")}
    page.context.close()


@pytest.mark.parametrize("path", ["charts/", "zh/charts/"])
def test_axe_finds_nothing_while_a_chart_is_explored(browser: Browser, address: str, chart: str, path: str) -> None:
    for kind in ("", "embed/"):
        context = browser.new_context(bypass_csp=True, color_scheme="dark" if kind else "light")
        page = context.new_page()
        page.goto(f"{address}{path}{chart}/{kind}?explore={chart}")
        page.locator(".plot svg").first.wait_for(state="visible")
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert not [(one["id"], one["nodes"][0]["html"][:120]) for one in found]
        context.close()


def test_the_drawing_stays_if_the_runtime_does_not_come(browser: Browser, address: str, chart: str) -> None:
    page = browser.new_page(service_workers="block")  # it would fetch the runtime itself
    page.route("**/vega.js", lambda route: route.abort())
    page.goto(f"{address}charts/{chart}/")
    page.locator("button.explore").click()
    page.wait_for_timeout(300)
    assert page.locator("svg.drawing.wide").is_visible()
    page.close()


def test_it_is_not_offered_from_disk_offline_or_without_script(browser: Browser, address: str, real_site: Path, chart: str) -> None:
    page, _ = opened(browser, f"{address}charts/{chart}/")
    assert page.locator("button.explore").is_visible()
    page.context.set_offline(True)
    page.locator("button.explore").wait_for(state="hidden")
    page.context.close()
    page, _ = opened(browser, f"{address}charts/{chart}/", script=False)
    assert page.locator("button.explore").is_hidden()
    page.goto(f"file://{real_site}/charts/{chart}/index.html")
    page.context.close()
    page = browser.new_page()
    page.goto(f"file://{real_site}/charts/{chart}/index.html")
    assert page.locator("button.explore").is_hidden()
    page.close()
