"""A report that was read can be read without a network, and is never taken for fresh."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

from tests.serving import Quiet, Server

HOSTILE = '["<body><script>document.title = 1</script><img src=x onerror=document.title=2>"]\n'
"""A cell that would be a program if it were taken for a page."""
STORED = """async () => {
    const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(stores.map((store) => store.keys()))).flat().map((request) => request.url);
}"""
"""The addresses in all stores."""
PUT = """async ([name, url, type, body]) => {
    const store = await caches.open(name || (await caches.keys())[0]);
    await store.put(url, new Response(body, { headers: { "Content-Type": type } }));
}"""
"""Puts an answer into a store, into the report's own if it has no name."""
KEPT = """async (url) => { while (!await caches.match(url)) await new Promise((done) => setTimeout(done, 50)); }"""
"""Waits until a page is in a store."""
IN_CHARGE = """() => new Promise((done) => {
    if (navigator.serviceWorker.controller) done();
    navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
})"""
"""Waits until a worker serves the page; in the page, where the policy does not keep Playwright from asking again."""
SETTLED = """async (version) => {
    const settled = async () => {
        const { active, installing, waiting } = await navigator.serviceWorker.ready;
        return !installing && !waiting && active.state === "activated" && (await caches.keys()).some((name) => name.endsWith(version));
    };
    while (!await settled()) await new Promise((done) => setTimeout(done, 50));
}"""
"""Waits until the worker of a version is at work and has cleared up."""


class Host:
    """A plain server of a copy of the site, which can be taken down and up again at the same address."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.server: Server | None = None
        self.port = 0

    def up(self) -> str:
        self.server = Server(("127.0.0.1", self.port), partial(Quiet, directory=str(self.site.parent)))
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
    """What stands above a copy, "" above a page that has just come."""
    return " ".join(page.locator("body > .offline").all_inner_texts())


@pytest.fixture
def read(browser: Browser, host: Host) -> Iterator[tuple[Page, str]]:
    """A browser that has read two pages, and the site's address."""
    address = host.up()
    page = browser.new_context().new_page()
    page.goto(f"{address}financials/")
    page.evaluate(IN_CHARGE)
    page.goto(f"{address}zh/talent/")
    assert not notice(page)
    for path in ("financials/", "zh/talent/"):
        page.evaluate(KEPT, address + path)
    yield page, address
    page.context.close()


def test_pages_that_were_read_open_without_a_network_and_say_so(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    host.down()
    page.goto(f"{address}zh/talent/")
    assert page.locator("h1").inner_text().startswith("人才")
    assert "离线副本" in notice(page)
    page.goto(f"{address}financials/")
    assert "Offline copy of " in notice(page)
    loaded = "document.fonts.ready.then((fonts) => [...fonts].filter((one) => one.status === 'loaded').map((one) => one.family))"
    assert {"Report Sans", "Report Serif"} <= set(page.evaluate(loaded))


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
    assert not notice(page)


def test_data_are_never_taken_from_the_store(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    assert page.evaluate(f"fetch('{address}evidence.json').then((answer) => answer.ok)")
    host.down()
    assert page.evaluate(f"fetch('{address}evidence.json', {{cache: 'no-store'}}).then(() => 'answered', () => 'failed')") == "failed"


@pytest.mark.parametrize("path", ["evidence.json", "llms.txt", "index.md", "data/sources.csv"])
def test_what_is_no_page_is_not_stored_and_never_comes_back_as_one(read: tuple[Page, str], host: Host, path: str) -> None:
    page, address = read
    assert (host.site / path).exists()
    (host.site / path).write_text(HOSTILE, encoding="utf-8")
    with suppress(Error):  # what Chromium doesn't show it downloads
        page.goto(address + path)
    page.goto(f"{address}financials/")
    assert address + path not in page.evaluate(STORED)
    host.down()
    answer = page.goto(address + path)
    assert answer
    assert (answer.status, page.title(), page.locator("img").count()) == (503, "Offline · 离线", 0)


def test_what_is_no_page_is_not_served_as_one_though_it_be_in_the_store(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    page.evaluate(PUT, ["", f"{address}evidence.json", "application/json", HOSTILE])
    host.down()
    answer = page.goto(f"{address}evidence.json")
    assert answer
    assert (answer.status, page.title()) == (503, "Offline · 离线")


def test_a_copy_and_its_looks_have_the_headers_that_they_came_with(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    came = page.goto(f"{address}financials/")
    host.down()
    looks = {}
    page.on("response", lambda answer: looks.update({answer.url.removeprefix(address): answer.headers.get("content-type", "")}))
    copy = page.goto(f"{address}financials/")
    assert came
    assert copy
    for name in ("content-type", "last-modified", "server"):
        assert copy.headers[name] == came.headers[name]
    assert copy.headers.get("content-length") != came.headers["content-length"]
    assert looks["assets/site.css"].startswith("text/css")
    assert "javascript" in looks["assets/site.js"]
    assert page.locator("body").get_attribute("data-offline")


def test_a_page_is_stored_once_whatever_is_asked_of_it(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    for query in ("?a=1", "?a=2", "?b#part"):
        page.goto(f"{address}financials/{query}")
    page.evaluate(KEPT, f"{address}financials/")
    assert [url for url in page.evaluate(STORED) if "/financials/" in url] == [f"{address}financials/"]
    host.down()
    page.goto(f"{address}financials/?a=3")
    assert "Offline copy of " in notice(page)


def test_another_site_s_store_at_the_same_origin_is_not_read(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    page.evaluate(PUT, ["another", f"{address}technology/", "text/html", "<h1>Another</h1>"])
    host.down()
    answer = page.goto(f"{address}technology/")
    assert answer
    assert answer.status == 503


def test_a_new_version_clears_away_its_own_older_stores_and_no_other_site_s(read: tuple[Page, str], host: Host) -> None:
    page, address = read
    (host.site.parent / "other").mkdir()
    for name in ("assets", "financials", "technology"):
        (host.site.parent / "other" / name).symlink_to(host.site / name)
    shutil.copy(host.site / "sw.js", host.site.parent / "other")
    other = address.replace("/report/", "/other/")
    page.goto(f"{other}financials/")
    page.evaluate(IN_CHARGE)
    page.goto(f"{other}technology/")
    worker = host.site / "sw.js"
    text, changed = re.subn(r"[0-9a-f]{12}(?=[`\"];)", "f" * 12, worker.read_text(encoding="utf-8"))
    worker.write_text(text, encoding="utf-8")
    assert changed == 1
    page.goto(f"{address}financials/")
    page.evaluate(SETTLED, "f" * 12)
    assert not [url for url in page.evaluate(STORED) if url == f"{address}zh/talent/"]
    host.down()
    page.goto(f"{other}technology/")
    assert "Offline copy of " in notice(page)


@pytest.fixture
def at_the_root(browser: Browser, real_site: Path, tmp_path: Path) -> Iterator[tuple[Page, str, Server]]:
    """A browser that has read a page of the site where it is at the root of its host, with another site in a folder below."""
    folder = tmp_path / "host"
    shutil.copytree(real_site, folder, ignore=shutil.ignore_patterns("*.png", "*.xlsx", "*.sqlite", "*.pdf"))
    (folder / "another").mkdir()
    (folder / "another/index.html").write_text("<!doctype html><html><body><h1>Another</h1></body></html>", encoding="utf-8")
    server = Server(("127.0.0.1", 0), partial(Dribbling, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page, address = browser.new_context().new_page(), f"http://127.0.0.1:{server.server_port}/"
    page.goto(f"{address}financials/")
    page.evaluate(IN_CHARGE)
    yield page, address, server
    page.context.close()
    server.shutdown()
    server.server_close()


class Dribbling(Quiet):
    """Sends the end of a page only when it may."""

    go_on = threading.Event()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send what a file holds, of one page the end later."""
        content = source.read()
        at = content.find(b"</main>") if self.path.startswith("/talent/") else -1
        outputfile.write(content[:at] if at >= 0 else content)
        if at >= 0:
            outputfile.flush()
            self.go_on.wait(20)
            outputfile.write(content[at:])


def test_a_site_in_a_folder_below_is_left_to_itself(at_the_root: tuple[Page, str, Server]) -> None:
    page, address, _ = at_the_root
    page.goto(f"{address}another/")
    page.goto(f"{address}zh/talent/")
    page.evaluate(KEPT, f"{address}zh/talent/")
    assert not [url for url in page.evaluate(STORED) if "another" in url]


def test_a_page_is_read_while_it_comes(at_the_root: tuple[Page, str, Server]) -> None:
    page, address, _ = at_the_root
    page.goto(f"{address}talent/", wait_until="commit")
    page.locator("h1", has_text="Talent").wait_for(timeout=10_000)
    Dribbling.go_on.set()
    page.evaluate(KEPT, f"{address}talent/")
