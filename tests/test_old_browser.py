"""The real site in a Chromium of 2022, which knows neither light-dark() nor color-mix(): every colour is there all the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from charts.theme import PALETTE
from tools.published import served
from tools.readers import ACTS, WORDS, Act
from tools.windows import Window, chromium

OLD = Path(__file__).parent.parent / "build/old-chromium/107"
MARKS = """[...document.querySelectorAll('svg.drawing [fill^="var("]')].map(
    (one) => [one.getAttribute('fill').slice(6, -1), getComputedStyle(one).fill]
)"""
"""The marks of all drawings: the name of a colour, and the colour it has."""

pytestmark = pytest.mark.skipif(not os.access(OLD, os.X_OK), reason="no old Chromium; run: sh tools/old_chromium.sh")


@pytest.fixture(scope="module")
def address(real_site: Path) -> Iterator[str]:
    """The real site under a sub-path."""
    with served(real_site) as address:
        yield address


@pytest.fixture(scope="module")
def old(playwright: Playwright) -> Iterator[Browser]:
    """The old browser, which is one that the site's plain colours are for."""
    browser = playwright.chromium.launch(executable_path=OLD, args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    assert not page.evaluate("CSS.supports('color', 'light-dark(#000, #fff)')")
    assert not page.evaluate("CSS.supports('color', 'color-mix(in srgb, #000, #fff)')")
    yield browser
    browser.close()


@pytest.fixture(scope="module", params=WORDS, ids=["en", "zh"])
def reader(request: pytest.FixtureRequest, playwright: Playwright, address: str) -> Iterator[tuple[Window, str, str]]:
    """A new window of the old browser, the overview's address in a language, and a word to search for."""
    with chromium(playwright, str(OLD), dark=False, width=1280) as window:
        yield window, address + request.param, WORDS[request.param]


def colour(name: str, *, dark: bool) -> str:
    """A colour of the palette as a browser computes it."""
    red, green, blue = bytes.fromhex(PALETTE[name][dark].removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


def opened(old: Browser, url: str, *, dark: bool) -> Page:
    """A page on a light or a dark system."""
    page = old.new_page(color_scheme="dark" if dark else "light", viewport={"width": 1280, "height": 900})
    page.goto(url)
    return page


def look(page: Page, selector: str) -> tuple[str, str]:
    """Ground and ink of an element."""
    style = "(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
    ground, ink = page.locator(selector).first.evaluate(style)
    return ground, ink


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["competition/", "zh/competition/"])
def test_a_page_its_charts_and_its_cards_have_the_colours_of_the_system_and_then_those_chosen(
    old: Browser, address: str, path: str, dark: bool
) -> None:
    page = opened(old, address + path, dark=dark)
    for shown in (dark, not dark):
        marks = page.evaluate(MARKS)
        assert len(marks) > 50
        assert not [name for name, found in marks if found != colour(name, dark=shown)]
        page.locator("main a.fig").first.focus()
        for selector in ("body", ".card"):
            assert look(page, selector) == (colour("paper", dark=shown), colour("ink", dark=shown))
        page.locator("button.scheme").click()
    page.close()


@pytest.mark.parametrize("path", ["404.html", "charts/timeline/embed/", "zh/charts/timeline/embed/"])
def test_other_frames_follow_the_system(old: Browser, address: str, path: str) -> None:
    for dark in (False, True):
        page = opened(old, address + path, dark=dark)
        assert look(page, "body") == (colour("paper", dark=dark), colour("ink", dark=dark))
        page.close()


def test_what_is_printed_is_light(old: Browser, address: str) -> None:
    page = opened(old, address + "competition/", dark=True)
    page.locator("button.scheme").click(click_count=2)
    assert page.locator("html").get_attribute("data-scheme") == "dark"
    page.emulate_media(media="print", color_scheme="dark")
    assert look(page, "body") == ("rgb(255, 255, 255)", colour("ink", dark=False))
    assert not [name for name, found in page.evaluate(MARKS) if found != colour(name, dark=False)]
    page.close()


def test_the_readers_own_colours_still_come_first(old: Browser, address: str) -> None:
    page = opened(old, address + "competition/", dark=True)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--rule').trim()") == "CanvasText"
    page.close()


def test_what_was_chosen_is_seen_without_mixed_colours(old: Browser, address: str) -> None:
    page = opened(old, address + "evidence/article/", dark=False)
    page.goto(f"{page.url}#{page.locator('.claim[id]').nth(3).get_attribute('id')}")
    style = page.locator(".claim:target").evaluate("(one) => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineColor]")
    assert style == ["solid", colour("accent", dark=False)]
    page.close()


def test_claims_are_filtered_where_css_can_not_ask_what_holds_something(old: Browser, address: str) -> None:
    page = opened(old, address + "evidence/article/", dark=False)
    page.evaluate("CSS.supports = () => false; document.head.querySelector('link[rel=stylesheet]').sheet.disabled = true")
    page.locator("#verdict-contradicted").check()
    kept = "(all) => all.filter((one) => one.style.display !== 'none').map((one) => one.dataset.verdict)"
    shown = page.locator(".claim").evaluate_all(kept)
    assert set(shown) == {"contradicted"}
    page.close()


def test_marks_of_a_scale_without_steps_have_steps(old: Browser, gallery_site: Path) -> None:
    with served(gallery_site) as address:
        page = opened(old, f"{address}charts/heat-map/", dark=False)
        marks = page.locator('svg.drawing.wide [aria-roledescription="mark"][aria-label]')
        colours = marks.evaluate_all("(all) => new Set(all.map((one) => getComputedStyle(one).fill)).size")
        black = marks.evaluate_all("(all) => all.filter((one) => getComputedStyle(one).fill === 'rgb(0, 0, 0)').length")
        assert (colours > 2, black) == (True, 0)
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_what_a_reader_does_comes_about(reader: tuple[Window, str, str], act: Act) -> None:
    assert list(act(*reader)) == []
