"""The page 404 of a site built without its address: styled and with links that lead on, wherever the site lies."""

from __future__ import annotations

import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sourced.project import Project
from sourced.site.build import build
from sourced.site.not_found import self_contained
from tests.conftest import TINY, copy_report, shared
from tests.serving import served

MISSING = ["no-such-page", "no/such/page/", "zh/evidence/no-such/page.html"]
STYLED = "getComputedStyle(document.querySelector('header.top')).display === 'flex'"


def _build(folder: Path) -> None:
    project = copy_report(TINY, folder)
    (project.theme / "404.html").unlink()  # the generator's own is looked at
    build(project, downloads=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in two languages, built without its address."""
    return Project(shared(tmp_path_factory, "without-address", _build)).site


@pytest.fixture(scope="module")
def host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A plain host with the site below a path."""
    root = tmp_path_factory.mktemp("host")
    (root / "some-repo").symlink_to(site)
    with served(root) as host:
        yield f"{host}some-repo/"


def lost_at(browser: Browser, address: str, *, script: bool = True) -> tuple[Page, list[str]]:
    """The page at an address where there is none, and what the browser says of its policy and its scripts."""
    page, wrong = browser.new_context(java_script_enabled=script).new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(address)
    return page, wrong


@pytest.mark.parametrize("path", MISSING)
def test_below_a_path_it_finds_the_site_s_root_at_any_depth(browser: Browser, host: str, path: str) -> None:
    page, wrong = lost_at(browser, host + path)
    page.wait_for_selector("button.scheme:not([hidden])")
    assert page.evaluate(STYLED)
    assert [link.evaluate("one => one.href") for link in page.locator("main a").all()] == [host, f"{host}zh/"]
    page.locator("main a").last.click()
    page.wait_for_url(f"{host}zh/")
    assert page.locator("main h1").count() == 1
    assert wrong == []
    page.context.close()


def test_it_is_styled_without_scripts_too(browser: Browser, host: str) -> None:
    page, wrong = lost_at(browser, f"{host}no/such/page/", script=False)
    assert page.locator("header.top").evaluate("one => getComputedStyle(one).display") == "flex"
    assert wrong == []
    page.context.close()


def test_from_disk_it_is_styled_and_leads_on(browser: Browser, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, copy := tmp_path / "a site")
    page, wrong = lost_at(browser, (copy / "404.html").as_uri())
    page.wait_for_selector("button.scheme:not([hidden])")
    assert page.evaluate(STYLED)
    page.locator("main a").last.click()
    page.wait_for_url((copy / "zh/index.html").as_uri())
    assert wrong == []
    page.context.close()


def test_its_policy_names_what_stands_in_it_and_nothing_else() -> None:
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'\">"
    page = f'{policy}<link rel="stylesheet" href="/assets/site.css"><body></body>'
    made = self_contained(page, '@font-face { src: url("fonts/one.woff2") } p::after { content: "</style>" }')
    for kind, element in (("script-src", "script"), ("style-src", "style")):
        (text,) = re.findall(f"<{element}>(.*?)</{element}>", made, re.DOTALL)
        assert f"{kind} 'self' 'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in made
    assert "fonts/" not in made
    assert made.count("</style>") == 1


def test_a_page_of_the_report_s_own_making_is_left_as_it_is() -> None:
    assert self_contained("<h1>Gone</h1>", "p { color: red }") == "<h1>Gone</h1>"
