"""What is around the text of the real site, in a real Chromium: fonts, masthead, sections, contents, cards of evidence."""

from __future__ import annotations

import base64
import re
from collections import deque
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.conftest import ROOT

WIDTHS = (320, 390, 768, 1180, 1280, 1920, 2560)
BOX = "(one) => { const box = one.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom]; }"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Pages that are closed again."""
    opener = Opener(browser)
    yield opener
    for context in browser.contexts:
        context.close()


class Opener:
    """Opens a page at a width; below 640 px by touch."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def __call__(self, url: str, width: int = 1280, *, script: bool = True) -> Page:
        context = self._browser.new_context(
            viewport={"width": width, "height": 800}, has_touch=width < 640, java_script_enabled=script, permissions=["clipboard-read"]
        )
        page = context.new_page()
        page.goto(url)
        page.wait_for_load_state("networkidle")
        return page


def box(one: Locator) -> list[float]:
    """Left, top, right and bottom of an element in the window."""
    edges: list[float] = one.evaluate(BOX)
    return edges


@pytest.mark.parametrize("path", ["", "financials/", "evidence/scorecard/", "evidence/indicators/revenue/", "zh/competition/"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_width_needs_sideways_scroll_and_text_keeps_its_measure(opened: Opener, address: str, path: str, width: int) -> None:
    page = opened(address + path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.evaluate("[...document.querySelectorAll('article > p')].map((one) => one.offsetWidth / 16)")
    assert max(sizes) <= 38
    assert page.evaluate("document.querySelector('article').offsetWidth / 16") <= 60


@pytest.mark.parametrize(("path", "families"), [("", {"Report Sans", "Report Serif"}), ("zh/", {"Report Sans Han"})])
def test_the_fonts_are_the_site_s_own_and_nothing_shifts_when_they_come(
    browser: Browser, address: str, path: str, families: set[str]
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(
        "window.shifted = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert families <= set(page.evaluate("[...document.fonts].filter((one) => one.status === 'loaded').map((one) => one.family)"))
    assert page.evaluate("window.shifted") < 0.01
    page.close()


@pytest.mark.parametrize("text", ["Kling, Q3 2025: over CNY 300 million", "0123456789 %.,->", "WAVE Type Tokyo"])
def test_drawings_are_set_in_a_face_as_wide_as_the_one_they_are_measured_with(browser: Browser, text: str) -> None:
    sheet = (ROOT / "sourced/assets/site.css").read_text(encoding="utf-8")
    (adjust,) = re.findall(r'"Report Sans"; src: url\("fonts/sans.woff2"\).*? size-adjust: ([\d.]+%)', sheet)
    fonts = [
        base64.b64encode((ROOT / file).read_bytes()).decode()
        for file in ("sourced/fonts/chart-sans.otf", "sourced/assets/fonts/sans.woff2")
    ]
    page = browser.new_page()
    measured, shown = page.evaluate(
        """async ([fonts, adjust, text]) => {
            const bytes = (one) => Uint8Array.from(atob(one), (each) => each.charCodeAt(0)).buffer;
            for (const [place, font] of fonts.entries()) {
                const face = new FontFace(`F${place}`, bytes(font), place ? { sizeAdjust: adjust } : {});
                document.fonts.add(await face.load());
            }
            const context = document.createElement("canvas").getContext("2d");
            return fonts.map((_, place) => { context.font = `120px F${place}`; return context.measureText(text).width; });
        }""",
        [fonts, adjust, text],
    )
    assert shown == pytest.approx(measured, rel=0.01)
    page.close()


@pytest.mark.parametrize(
    ("path", "section", "beside"),
    [
        ("", "Overview", None),
        ("talent/", "Talent", None),
        ("evidence/sources/", "Evidence", "Sources"),
        ("evidence/article/financials/", "Evidence", "The article, checked"),
        ("evidence/indicators/revenue/", "Evidence", None),
        ("evidence/tables/moves/", "Evidence", None),
        ("charts/timeline/", "Evidence", None),
    ],
)
def test_the_sections_show_where_one_is(opened: Opener, address: str, path: str, section: str, beside: str | None) -> None:
    page = opened(address + path)
    assert page.locator(".sections [aria-current]").all_inner_texts() == [section]
    assert page.locator(".sub [aria-current]").all_inner_texts() == ([beside] if beside else [])
    page.evaluate("scrollTo(0, 600)")
    assert box(page.locator(".sections"))[1] == 0


def test_the_chosen_section_is_in_sight_on_a_phone(opened: Opener, address: str) -> None:
    chosen = opened(address + "evidence/sources/", 390).locator(".sections [aria-current]")
    assert box(chosen)[0] >= 0
    assert box(chosen)[2] <= 390


@pytest.mark.parametrize("script", [True, False])
def test_contents_stand_beside_the_text_or_open_above_it(opened: Opener, address: str, script: bool) -> None:
    wide, phone = opened(address + "financials/", 1280, script=script), opened(address + "financials/", 390, script=script)
    assert wide.locator(".toc a").count() == phone.locator(".contents a").count() > 2
    assert wide.locator(".contents").is_hidden()
    assert phone.locator(".toc").is_hidden()
    phone.locator(".contents summary").click()
    phone.locator(".contents a").nth(1).click()
    assert phone.url.endswith(phone.locator(".contents a").nth(1).get_attribute("href") or "?")


def test_contents_say_where_one_reads(opened: Opener, address: str) -> None:
    page = opened(address + "financials/")
    for at in (1, 2):
        page.locator(".toc a").nth(at).click()
        page.locator(f".toc li:nth-child({at + 1}) a[aria-current=location]").wait_for()
        assert page.locator(".toc [aria-current]").count() == 1


@pytest.mark.parametrize(("path", "said"), [("", "Link copied"), ("zh/talent/", "链接已复制")])
def test_the_link_is_copied_and_a_word_says_so(opened: Opener, address: str, path: str, said: str) -> None:
    page = opened(address + path)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("button.share").click()
    page.locator("[role=status]", has_text=said).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("link[rel=canonical]").get_attribute("href")


def test_without_the_script_no_button_is_offered(opened: Opener, address: str) -> None:
    page = opened(address, script=False)
    assert not [one for one in page.locator(".top button").all() if one.is_visible()]
    assert page.locator("a.language").is_visible()


@pytest.mark.parametrize("path", ["financials/", "zh/financials/"])
def test_evidence_stands_in_the_margin_beside_its_line(opened: Opener, address: str, path: str) -> None:
    page = opened(address + path)
    figure, card = page.locator("article > p a.fig[data-note]").first, page.locator("#card")
    figure.scroll_into_view_if_needed()
    figure.focus()
    card.wait_for()
    text = box(figure.locator("xpath=ancestor::p"))
    assert box(card)[0] >= text[2]
    assert box(card)[1] <= box(figure)[3]
    assert box(card)[2] <= 1280


@pytest.mark.parametrize("at", [0, 3, 6])
def test_evidence_is_a_sheet_on_a_phone_and_leaves_the_line_in_sight(opened: Opener, address: str, at: int) -> None:
    page = opened(address + "financials/", 390)
    figure, card = page.locator("article > p a.fig[data-note]").nth(at), page.locator("#card")
    figure.evaluate("(one) => scrollTo({ top: scrollY + one.getBoundingClientRect().bottom - innerHeight + 4, behavior: 'instant' })")
    figure.tap()
    card.wait_for()
    assert box(card)[::2] == [0, 390]
    assert box(card)[3] == 800
    assert box(figure)[3] <= box(card)[1]
    card.locator(".close").tap()
    assert card.is_hidden()


def test_evidence_of_a_figure_reached_before_the_page_is_whole_is_shown_once_it_is(browser: Browser, address: str) -> None:
    context = browser.new_context(service_workers="block")
    page, held = context.new_page(), deque[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/reader*.js", hold)  # what a page waits for before it is whole
    page.goto(address + "financials/", wait_until="commit")
    figure = page.locator("article > p a.fig[data-note]").first
    figure.focus()
    expect(page.locator("#card")).to_have_count(0)
    held.pop().continue_()
    expect(page.locator("#card")).to_be_visible()
    expect(figure).to_have_attribute("aria-describedby", "card")
    context.close()


@pytest.mark.parametrize("width", [768, 1280])
def test_the_keyboard_goes_into_the_evidence_and_back(opened: Opener, address: str, width: int) -> None:
    page = opened(address + "financials/", width)
    figures, card = page.locator("article > p a.fig[data-note]"), page.locator("#card")
    figures.first.focus()
    card.wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#card') !== null")
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert figures.first.evaluate("(one) => one === document.activeElement")
    figures.nth(1).focus()
    card.wait_for()
    for _ in range(card.locator("a").count() + 1):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#card') === null")
    assert not figures.nth(1).evaluate("(one) => one === document.activeElement")


def test_all_grades_look_alike_and_titles_have_no_mark(opened: Opener, address: str) -> None:
    page = opened(address + "financials/")
    look = "(all) => [...new Set(all.map((one) => getComputedStyle(one).textDecoration))]"
    assert len(page.locator("article > p a.fig").evaluate_all(look)) == 1
    for place in ("h1 a.fig", ".chart-title a.fig", ".big a.fig"):
        assert all(one.startswith("none") for one in opened(address).locator(place).evaluate_all(look))
    assert page.locator("article .key").count() == 1
