"""A report that was read can be read without a network, and is never taken for fresh."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.test_browser import _Quiet, _Server, browser  # noqa: F401 (the fixture)


class Host:
    """A plain server of a copy of the site, which can be taken down and up again at the same address."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.server: _Server | None = None
        self.port = 0

    def up(self) -> str:
        self.server = _Server(("127.0.0.1", self.port), partial(_Quiet, directory=str(self.site.parent)))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.port}/{self.site.name}/"

    def down(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@pytest.fixture
def host(real_site: Path, tmp_path: Path) -> Iterator[Host]:
    shutil.copytree(real_site, tmp_path / "report", ignore=shutil.ignore_patterns("*.png", "*.xlsx", "*.sqlite"))
    found = Host(tmp_path / "report")
    yield found
    found.down()


def notice(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body, '::before').content"))


@pytest.fixture
def read(browser: Browser, host: Host) -> Iterator[tuple[Page, str]]:  # noqa: F811
    """A browser that has read two pages, and the site's address."""
    address = host.up()
    page = browser.new_context().new_page()
    page.goto(f"{address}financials/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.goto(f"{address}zh/talent/")
    assert notice(page) == "none"
    yield page, address
    page.context.close()


def test_pages_that_were_read_open_without_a_network_and_say_so(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    host.down()
    page.goto(f"{address}zh/talent/")
    assert page.locator("h1").inner_text() == "人才"
    assert "离线副本" in notice(page)
    page.goto(f"{address}financials/")
    assert "Offline copy of " in notice(page)
    assert "Charter" in page.locator("h1").evaluate("(heading) => getComputedStyle(heading).fontFamily")


def test_a_page_that_was_not_read_says_that_there_is_no_network(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    host.down()
    page.goto(f"{address}technology/")
    assert "没有网络" in page.locator("body").inner_text()


def test_once_the_network_is_back_the_new_figure_stands_without_a_notice(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    host.down()
    page.goto(f"{address}financials/")
    path = host.site / "financials/index.html"
    path.write_text(path.read_text(encoding="utf-8").replace("<h1", "<p id='new'>revised</p><h1", 1), encoding="utf-8")
    host.up()
    page.goto(f"{address}financials/")
    assert page.locator("#new").inner_text() == "revised"
    assert notice(page) == "none"


def test_data_are_never_taken_from_the_store(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    assert page.evaluate(f"fetch('{address}evidence.json').then((answer) => answer.ok)")
    host.down()
    assert page.evaluate(f"fetch('{address}evidence.json', {{cache: 'no-store'}}).then(() => 'answered', () => 'failed')") == "failed"
