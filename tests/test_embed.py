"""A chart on somebody else's page: the code, the words it carries, its colours, its width, and its height told to the page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ADDRESS

CODE = re.compile(r'<code class="embed-code"[^>]*>(.*?)</code>', re.DOTALL)


def code_of(site: Path, path: str) -> str:
    """The code that a chart's page offers."""
    found = CODE.search((site / path / "index.html").read_text(encoding="utf-8"))
    assert found
    return unescape(found[1])


def test_the_code_has_the_whole_address_where_the_site_knows_its_own(real_site: Path) -> None:
    assert f'src="{ADDRESS}zh/charts/price-quality/embed/"' in code_of(real_site, "zh/charts/price-quality")


def test_else_it_says_that_it_needs_one(tiny_site: Path, real_site: Path) -> None:
    said = "does not know its address"
    assert 'src="charts/rain-by-station/embed/"' in code_of(tiny_site, "charts/rain-by-station")
    assert said in (tiny_site / "charts/rain-by-station/index.html").read_text(encoding="utf-8")
    assert said not in (real_site / "charts/price-quality/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["", "zh/"])
@pytest.mark.parametrize("width", [320, 768, 1200])
def test_a_frame_takes_the_height_that_it_needs_and_fills_its_width(
    browser: Browser, address: str, real_site: Path, language: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}robots.txt")
    code = code_of(real_site, f"{language}charts/price-quality").replace(ADDRESS, address).replace('height="', 'height="1')
    page.set_content(f'<body style="margin:0">{code}')
    page.wait_for_function("() => document.querySelector('iframe').height < 1000")
    inside = page.frames[1]
    inside.wait_for_load_state("load")
    page.wait_for_timeout(200)
    assert inside.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight - innerHeight]") == [width, 0]
    assert inside.evaluate("document.querySelector('svg.drawing:not([hidden])').getBoundingClientRect().width") <= width
    page.close()


@pytest.mark.parametrize(("theme", "scheme"), [("dark", "light"), ("light", "dark")])
def test_the_address_of_a_frame_may_ask_for_light_or_dark(browser: Browser, address: str, theme: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}charts/price-quality/embed/?theme={theme}")
    bright = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0] > 128")
    assert bright == (theme == "light")
    page.goto(f"{address}charts/price-quality/?theme={theme}")
    assert page.locator("html").get_attribute("data-scheme") is None
    page.close()


def test_a_frame_carries_note_sources_date_report_and_address(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}charts/price-quality/")
    note = " ".join(page.locator(".chart-note").inner_text().split())  # blanks that may not be broken at included
    page.goto(f"{address}charts/price-quality/embed/")
    said = " ".join(page.locator("figure").inner_text().split())
    for words in (
        note,
        "Sources: ",
        "Kuaishou AI: fast, but steady?",
        "Data as of ",
        f"{ADDRESS.removeprefix('https://')}charts/price-quality/",
    ):
        assert words in said
    page.close()


def test_a_button_copies_the_code_and_says_so(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}charts/price-quality/")
    page.locator("summary", has_text="Share").click()
    page.locator("button.copy[data-of^=code]").click()
    page.locator(".copied", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".embed-code").inner_text()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", ["", "zh/"])
def test_the_tools_of_a_chart_stand_in_one_row_that_stays_when_one_is_opened(
    browser: Browser, address: str, width: int, language: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}{language}charts/price-quality/")
    places = """[...document.querySelectorAll('figure .tools > details > summary, figure .tools > .explore')].map((one) => {
        const box = one.getBoundingClientRect(), tools = one.closest('.tools').getBoundingClientRect();
        return [Math.round(box.left), Math.round((box.top + box.bottom) / 2 - tools.top)];
    })"""
    before = page.evaluate(places)
    assert max(top for _, top in before) - min(top for _, top in before) <= 4
    for number in range(page.locator("figure .tools > details").count()):
        page.locator("figure .tools > details > summary").nth(number).click()
        assert page.evaluate(places) == before
    page.close()
