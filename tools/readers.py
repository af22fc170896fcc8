"""What readers do with mouse and keys, in any browser: each act says what of it did not come about."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.error import HTTPError

from playwright.sync_api import Error

from tools.published import REFUSED
from tools.windows import Window

WORDS = {"": "Kling", "zh/": "可灵"}
"""What is searched for, by the language's folder."""
HELP = """const one = (name) => document.querySelector(name), all = (name) => [...document.querySelectorAll(name)];
const seen = (element) => element?.getClientRects().length > 0;
"""
FIGURE = "article p a.fig[data-note]"


def found(window: Window, what: str) -> Any:
    """What is the case in the page."""
    return window.run(f"{HELP} return {what};")


def comes(window: Window, what: str) -> bool:
    """Whether something becomes true of the page, or of the next one, within five seconds."""
    for _ in range(100):
        with suppress(Error, RuntimeError, HTTPError):  # the page is just being left
            if found(window, f"Boolean({what})"):
                return True
        time.sleep(0.05)
    return False


@contextmanager
def refused(*ends: str) -> Iterator[None]:
    """The files whose addresses end so do not come."""
    REFUSED.update(ends)
    try:
        yield
    finally:
        REFUSED.difference_update(ends)


def searches(window: Window, home: str, word: str) -> Iterator[str]:
    """The search fails once at each of its files, comes all the same, and leads by the keys to a page."""
    window.open(home)
    with refused("assets/search.js"):
        window.click("button.find")
        if not comes(window, "one('.told').textContent === one('button.find').dataset.failed"):
            yield "says nothing where the search can't be loaded"
    with refused("search-index.js"):
        window.click("button.find")
        if not comes(window, "one('dialog.search[open] .said')?.textContent === one('button.find').dataset.failed"):
            yield "says nothing where the search's index can't be loaded"
    window.write(word)
    if not comes(window, "seen(one('dialog.search[open] li a'))"):
        yield f"does not find {word} after a failure"
        return
    window.press("ArrowDown")
    if not comes(window, "all('dialog.search li a')[1]?.getAttribute('aria-selected') === 'true'"):
        yield "chooses no result by the arrows"
    before = found(window, "location.href")
    window.press("Enter")
    if not comes(window, f"location.href !== {before!r}"):
        yield "is not led to a result by Enter"


def opens_cards(window: Window, home: str, _: str) -> Iterator[str]:
    """A figure's card comes by the mouse and by the keys, goes by Escape; a click leads to the figure's history."""
    window.open(f"{home}competition/")
    shown = "seen(one('#card')) && one('#card').textContent.trim().length > 20"
    window.hover(FIGURE)
    if not comes(window, shown):
        yield "shows no card where the mouse is"
    window.press("Escape")
    if not comes(window, "!seen(one('#card'))"):
        yield "does not close a card by Escape"
    window.run(f"document.querySelector({FIGURE!r}).focus()")
    if not comes(window, shown):
        yield "shows no card for what has the focus"
    window.press("Tab")
    if not comes(window, "one('#card').contains(document.activeElement)"):
        yield "does not go into a card by Tab"
    window.press("Escape")
    if not comes(window, f"document.activeElement === one({FIGURE!r}) && !seen(one('#card'))"):
        yield "does not come back from a card by Escape"
    window.click(FIGURE)
    if not comes(window, "location.pathname.includes('/evidence/')"):
        yield "is not led to a figure's history by a click"


def filters_claims(window: Window, home: str, _: str) -> Iterator[str]:
    """A filter leaves fewer claims, says how many, and stands in the address."""
    window.open(f"{home}evidence/article/")
    left = "all('.claim').filter(seen).length"
    many = found(window, left)
    window.click("#verdict-contradicted")
    if not comes(window, f"{left} > 0 && {left} < {many}"):
        yield "does not filter claims by a click"
    if not comes(window, f"location.search === '?verdict=contradicted' && one('.shown').textContent.includes({left})"):
        yield "does not say what is filtered"
    window.open(found(window, "location.href"))
    if not comes(window, f"document.readyState === 'complete' && {left} > 0 && {left} < {many}"):
        yield "loses a filter when the page is loaded again"


def sorts_tables(window: Window, home: str, _: str) -> Iterator[str]:
    """The table behind a chart is sorted by its heads."""
    window.open(f"{home}competition/")
    window.click(".chart .tools details > summary")
    window.click(".chart .tools th:nth-child(2) button")
    column = "all('.chart .tools table')[0]"
    if not comes(window, f"{column}.querySelector('th[aria-sort=ascending]')"):
        yield "does not sort a table"
    first = found(window, f"{column}.tBodies[0].rows[0].textContent")
    window.click(".chart .tools th:nth-child(2) button")
    if not comes(window, f"{column}.querySelector('th[aria-sort=descending]') && {column}.tBodies[0].rows[0].textContent !== {first!r}"):
        yield "does not turn a table's order round"


def explores(window: Window, home: str, _: str) -> Iterator[str]:
    """A chart is explored: a series left out, the address kept, the drawing put back by Escape."""
    window.open(f"{home}competition/")
    window.click("button.explore")
    if not comes(window, "seen(one('.live .plot svg'))"):
        yield "does not explore a chart"
        return
    rows = "all('.seen tbody tr').filter(seen).length"
    many = found(window, rows)
    window.click(".which .list input")
    if not comes(window, f"{rows} < {many} && location.search.includes('show=')"):
        yield "does not leave a series out of what is explored"
    window.press("Escape")
    if not comes(window, "!one('.live') && all('svg.drawing').some(seen)"):
        yield "does not put the drawing back by Escape"


def copies(window: Window, home: str, _: str) -> Iterator[str]:
    """The code to embed is copied, and the page's address."""
    window.open(f"{home}competition/")
    found(window, "one('.embed-code').closest('details').open = true")
    window.click(".chart .tools .copy")
    if not comes(window, "all('.copied').some((said) => said.textContent)"):
        yield "does not copy what is shared of a chart"
    window.click("button.share")
    if not comes(window, "one('.told').textContent"):
        yield "does not copy the page's address"


def changes_colours(window: Window, home: str, _: str) -> Iterator[str]:
    """The button changes the colours, and the next page has them too."""
    window.open(home)
    ground = "getComputedStyle(document.body).backgroundColor"
    before = found(window, ground)
    window.click("button.scheme")
    if not comes(window, f"{ground} !== {before!r}"):
        yield "does not change its colours"
    window.open(f"{home}competition/")
    if not comes(window, f"{ground} !== {before!r}"):
        yield "does not keep the colours chosen"
    window.click("button.scheme")


Act = Callable[[Window, str, str], Iterator[str]]
"""From a window, the overview's address in a language and a word to search for: what did not come about."""
ACTS: tuple[Act, ...] = (
    searches, opens_cards, filters_claims, sorts_tables, explores, copies, changes_colours,
)  # fmt: skip
