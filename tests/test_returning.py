"""A reader who comes back: figures that have changed since are marked, on the device alone."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page

from tests.serving import awaited
from tests.test_browser import opened

STORE = "Object.keys(localStorage).filter((key) => key.startsWith('read:'))"


def visited(browser: Browser, address: str, folder: str = "") -> Page:
    """The page on finances after a first visit."""
    page, wrong = opened(browser, f"{address}{folder}financials/")
    awaited(page, f"{STORE}.length === 1")
    assert not wrong
    return page


def revised(page: Page) -> str:
    """Pretend that the last visit was on 12 November and that a figure was another then; come back, give its key."""
    (key,) = page.evaluate(STORE)
    seen = json.loads(page.evaluate("(key) => localStorage.getItem(key)", key))
    name = next(one for one in seen["figures"] if one.startswith("revenue.kling."))
    seen["figures"][name] = ["1", "CNY one"]
    seen["day"] = "2026-11-12"
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(seen)])
    page.reload()
    return str(name)


def test_a_first_visit_marks_nothing(browser: Browser, address: str) -> None:
    page = visited(browser, address)
    assert page.locator(".since, .fig.changed").count() == 0
    page.reload()
    assert page.locator(".since, .fig.changed").count() == 0
    page.context.close()


def test_a_figure_that_has_changed_is_marked_and_listed_until_it_is_seen(browser: Browser, address: str) -> None:
    page = visited(browser, address)
    name = revised(page)
    assert page.locator(".since summary").inner_text() == "Figures on this page that have changed since 12 November 2026: 1"
    assert page.locator(".fig.changed data").get_attribute("data-key") == name
    assert page.locator(".fig.changed .was").inner_text().strip() == "(before: CNY one)"
    page.locator(".since summary").click()
    assert "before: CNY one" in page.locator(".since li").inner_text()
    page.reload()
    assert page.locator(".since").count() == 1  # read, but not yet said to be seen
    page.get_by_role("button", name="Seen").click()
    assert page.locator(".since, .fig.changed, .was").count() == 0
    page.reload()
    assert page.locator(".since").count() == 0
    page.context.close()


def test_what_was_read_can_be_forgotten(browser: Browser, address: str) -> None:
    page = visited(browser, address)
    revised(page)
    page.get_by_role("button", name="Forget what I have read").click()
    assert page.evaluate(STORE) == []
    page.context.close()


def test_in_chinese_it_is_told_in_chinese(browser: Browser, address: str) -> None:
    page = visited(browser, address, "zh/")
    revised(page)
    assert page.locator(".since summary").inner_text() == "2026年11月12日以来，本页有变动的数字：1个"
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_list_neither_moves_the_page_nor_widens_it(browser: Browser, address: str, width: int) -> None:
    page = visited(browser, address)
    page.set_viewport_size({"width": width, "height": 900})
    before = page.evaluate("document.querySelector('h1').getBoundingClientRect().top")
    revised(page)
    assert page.evaluate("document.querySelector('h1').getBoundingClientRect().top") == before
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_a_term_is_explained_on_focus_and_closed_by_escape(browser: Browser, address: str) -> None:
    page, wrong = opened(browser, address + "technology/")
    term = page.locator("a.term").first
    term.focus()
    said = page.locator("#term-said")
    assert said.inner_text()
    assert term.get_attribute("aria-describedby") == "term-said"
    page.keyboard.press("Escape")
    assert not said.is_visible()
    assert not wrong
    page.context.close()


def test_without_the_script_a_term_is_a_link_with_its_explanation(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address + "technology/", script=False)
    term = page.locator("a.term").first
    assert term.get_attribute("title")
    term.click()
    page.wait_for_url("**/evidence/glossary/#*")
    page.context.close()
