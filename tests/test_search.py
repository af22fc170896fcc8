"""What a reader finds by a search, in both languages: what is meant comes first, with its section and its figure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.serving import awaited
from tests.test_browser import opened

ENGLISH = [
    ("Kling", "revenue, Kling", "CNY 850 million"),
    ("可灵", "revenue, Kling", ""),
    ("可靈", "revenue, Kling", ""),
    ("klnig", "Kling", ""),
    ("Klng revenue", "revenue, Kling", "CNY"),
    ("R&D", "R&D expense, Kuaishou", "CNY 4.581 billion"),
    ("run rate", "annualised revenue run rate, Kling", "USD"),
    ("Zhang Di", "Zhang Di", ""),
    ("zhangdi", "Zhang Di", ""),
    ("张迪", "Zhang Di", ""),
    ("Gai Kun", "Gai Kun", ""),
    ("recomender", "recommender", ""),
    ("onerec", "OneRec", ""),
    ("3.4 billion", "R&D expense, Kuaishou", "Q2 2025: CNY 3.4 billion"),
    ("2025-Q3", "Kuaishou", "Q3 2025: "),
    ("Q3 2025 revenue", "revenue, Kling", "Q3 2025: over CNY 300 million"),
    ("2025Q3 revenue", "revenue, Kling", "Q3 2025: over CNY 300 million"),
    ("Q3/2025 revenue", "revenue, Kling", "Q3 2025: over CNY 300 million"),
    ("q3-2025 révenue", "revenue, Kling", "Q3 2025: over CNY 300 million"),
    ("3Q25 revenue", "revenue, Kling", "Q3 2025: over CNY 300 million"),
    ("revenue third quarter of 2025", "revenue, Kling", "Q3 2025: over CNY 300 million"),
    ("２０２５Ｑ３ revenue", "revenue, Kling", "Q3 2025: over CNY 300 million"),
    ("2025年第三季度", "", "Q3 2025: "),
    ("CNY 119.1 million", "fine, Kuaishou", "6 Feb 2026: CNY 119.1 million"),
    ("22 December 2025", "22 December 2025", ""),
    ("livestream attack", "attack", ""),
    ("contradicted", "", "contradicted"),
    ("not verifiable", "", "not verifiable"),
    ("scorecard", "Scorecard", ""),
    ("Kling 2.6", "Kling 2.6", ""),
    ("download csv", "Downloads", ""),
    ("licence", "Licences", ""),
    ("how to cite", "How to cite", ""),
]
CHINESE = [
    ("可灵", "营收 · 可灵", "8.5亿元"),
    ("Kling", "可灵", ""),
    ("研发", "研发开支 · 快手", "45.81亿元"),
    ("张迪", "张迪", ""),
    ("zhang di", "张迪", ""),
    ("盖坤", "盖坤", ""),
    ("R&D", "研发开支 · 快手", ""),
    ("run rate", "年化收入运行率 · 可灵", "美元"),
    ("onerec 推荐", "OneRec", ""),
    ("34亿", "研发开支 · 快手", "2025年Q2：34亿元"),
    ("2025年第三季度", "", "2025年Q3："),
    ("2025年三季度 营收", "营收 · 可灵", "2025年Q3：超过3亿元"),
    ("2025Q3 营收", "营收 · 可灵", "2025年Q3：超过3亿元"),
    ("Q3 2025 营收", "营收 · 可灵", "2025年Q3：超过3亿元"),
    ("2025年Q3 可灵 营收", "营收 · 可灵", "2025年Q3：超过3亿元"),
    ("可靈 營收", "营收 · 可灵", "8.5亿元"),
    ("ＫＬＩＮＧ", "可灵", ""),
    ("遭攻击", "直播间遭攻击", ""),
    ("与证据相反", "", "与证据相反"),
    ("可灵2.6", "可灵2.6", ""),
    ("月活", "月活跃用户", ""),
    ("罚款", "罚款 · 快手", "1.191亿元"),
    ("如何引用", "如何引用", ""),
]


@pytest.fixture(scope="module", params=["", "zh/"])
def asking(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[tuple[str, Page]]:
    """A page of each language with its search open."""
    page, wrong = opened(browser, address + request.param)
    page.keyboard.press("/")
    page.locator("dialog.search[open]").wait_for()
    yield request.param, page
    assert not wrong
    page.context.close()


def found(page: Page, query: str) -> list[str]:
    """The results of a query, best first: title, figure and section of each."""
    page.locator("dialog.search input").fill("")
    awaited(page, "document.querySelectorAll('.search li').length === 0")
    page.locator("dialog.search input").fill(query)
    awaited(page, "document.querySelector('.search .said').textContent !== ''")
    texts = "[...document.querySelectorAll('.search li a')].map((one) => [...one.children].map((part) => part.textContent).join(' | '))"
    return list(page.evaluate(texts))


def test_what_is_meant_is_among_the_first_three(asking: tuple[str, Page]) -> None:
    folder, page = asking
    missed = []
    for query, title, figure in CHINESE if folder else ENGLISH:
        first = found(page, query)[:3]
        missed += [(query, first)] if not any(title in one and figure in one for one in first) else []
        assert all(one.count(" | ") == 2 for one in first)
    assert missed == []


def test_the_result_leads_to_the_very_figure(asking: tuple[str, Page]) -> None:
    folder, page = asking
    found(page, "34亿" if folder else "3.4 billion")
    assert str(page.locator(".search li a").first.get_attribute("href")).endswith(
        "evidence/indicators/rd-expense/#rd-expense-kuaishou-2025-Q2"
    )


def test_a_search_without_a_result_says_so(asking: tuple[str, Page]) -> None:
    folder, page = asking
    assert found(page, "xyzzyq") == []
    assert page.locator(".search .said.none").inner_text() == ("没有找到" if folder else "Nothing found")


def test_it_opens_also_where_the_address_ends_in_a_broken_escape(browser: Browser, address: str) -> None:
    page, wrong = opened(browser, f"{address}#100%E0%A4")
    page.keyboard.press("/")
    page.locator("dialog.search[open]").wait_for()
    assert not wrong
    page.context.close()


@pytest.mark.parametrize("lost", ["search.js", "minisearch.js", "search-index.js"])
def test_a_search_that_could_not_be_loaded_comes_when_it_is_tried_again(browser: Browser, address: str, lost: str) -> None:
    page = browser.new_page(service_workers="block")
    page.route(f"**/{lost}", lambda route: route.abort())
    page.goto(address)
    page.keyboard.press("/")
    page.wait_for_timeout(300)
    if lost != "search.js":
        page.locator("dialog.search input").fill("Kling")
        awaited(page, "document.querySelector('.search .said').textContent.startsWith('The search could not be loaded')")
    page.unroute(f"**/{lost}")
    if lost == "search.js":
        page.locator("button.find").click()
        page.locator("dialog.search[open]").wait_for()
    page.locator("dialog.search input").fill("Kling AI")
    page.locator(".search li").first.wait_for()
    page.close()
