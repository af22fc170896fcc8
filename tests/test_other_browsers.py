"""Pages in Firefox, looked at as `make browsers` looks at all of them in every browser that can be had."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.browsers import CHECKS, WAIT
from tools.published import served
from tools.readers import ACTS, WORDS, Act
from tools.windows import Window, firefox, firefox_path

PAGES = ("", "competition/", "zh/competition/", "zh/evidence/article/")

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not firefox_path(), reason="no Firefox; run: sh tools/firefox.sh")]


@pytest.fixture(scope="module")
def address(real_site: Path) -> Iterator[str]:
    """The real site under a sub-path."""
    with served(real_site) as address:
        yield address


@contextlib.contextmanager
def opened(*, dark: bool) -> Iterator[Window]:
    """A window of Firefox, where it starts."""
    with contextlib.ExitStack() as stack:
        try:
            window = stack.enter_context(firefox(firefox_path() or "", dark=dark, width=1280))
        except OSError as error:
            pytest.skip(f"Firefox does not start here: {error}")
        yield window


@pytest.fixture(scope="module", params=[False, True], ids=["light", "dark"])
def window(request: pytest.FixtureRequest) -> Iterator[Window]:
    """A window of Firefox on a light and on a dark system."""
    with opened(dark=request.param) as window:
        yield window


@pytest.fixture(scope="module", params=WORDS, ids=["en", "zh"])
def reader(request: pytest.FixtureRequest, address: str) -> Iterator[tuple[Window, str, str]]:
    """A new window of Firefox, the overview's address in a language, and a word to search for."""
    with opened(dark=False) as window:
        yield window, address + request.param, WORDS[request.param]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_wrong_in_firefox(window: Window, address: str, page: str) -> None:
    known = len(window.errors())
    window.open(address + page)
    assert window.run("return document.title")
    assert [what for what, script in CHECKS.items() if window.run(WAIT + script)] == []
    assert window.errors()[known:] == []


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_what_a_reader_does_in_firefox_comes_about(reader: tuple[Window, str, str], act: Act) -> None:
    assert list(act(*reader)) == []
