"""Pages on paper, as a browser prints them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.test_browser import opened


@pytest.mark.parametrize(
    ("path", "wide"),
    [("evidence/tables/moves/", 987), ("evidence/scorecard/", 658), ("evidence/sources/", 658), ("zh/evidence/data/", 658)],
)
def test_paper_has_all_columns_of_a_table(browser: Browser, address: str, path: str, wide: int) -> None:
    """On A4 as it stands, and where the table's page is turned as it lies; both less the margins."""
    page, _ = opened(browser, address + path, width=wide)
    page.emulate_media(media="print")
    ends = "(all) => all.filter((one) => one.getClientRects().length).map((one) => one.getBoundingClientRect().right)"
    assert max(page.locator("table").evaluate_all(ends)) <= wide
    turned = page.evaluate("getComputedStyle(document.body).page")
    assert turned == ("turned" if wide > 658 else "auto")
    page.context.close()


def test_paper_has_the_evidence_as_numbered_notes_for_whoever_opened_them(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address + "financials/", script=False)
    page.emulate_media(media="print")
    mark = "getComputedStyle(document.querySelector('.summary a.fig'), '::after').content"
    assert page.locator("#notes").is_hidden()
    assert page.evaluate(mark) == "none"
    page.emulate_media(media="screen")
    page.locator("#notes > summary").click()
    page.emulate_media(media="print")
    assert page.locator("#note-1").is_visible()
    assert page.evaluate(mark) == '" [1]"'
    assert page.locator(".filters, .sections").first.is_hidden()
    page.context.close()
