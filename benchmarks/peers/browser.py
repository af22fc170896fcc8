"""What a reader gets of a built site, and when an author sees what was saved: measured in Chromium."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, Request, sync_playwright
from playwright.sync_api import Error as BrowserError

from benchmarks.peers.generator import INSTALLED, MODULES, Generator, environment
from benchmarks.peers.texts import SHOWN
from benchmarks.processes import CommandError
from tools.published import BASE, chromium, served

LEAST: Final = 200, 100
"""A drawing that is no smaller, in pixels, is a chart."""
WAIT: Final = 60.0
"""Seconds that a preview may take to start, or to show what was saved."""
SETTLED: Final = 2.0
"""Seconds for which a preview is left alone between two saves."""
_SHOWS: Final = """(said) => ["textContent", "innerText"].every(
    (words) => (document.body?.[words] ?? "").replace(/\\s+/g, " ").includes(said))"""
"""Whether words are shown; a page is laid out to say so only once it has them, as asking would hold up its loading."""
_FLAGS: Final = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-background-networking"])
        yield started
        started.close()


def first_view(started: Browser, site: Path) -> dict[str, float]:
    """Bytes over the wire and requests of the first page's first view, charts that it shows, and those without script."""
    with served(site) as address:
        context = started.new_context(service_workers="block")
        page, seen = context.new_page(), list[Request]()
        page.on("requestfinished", lambda one: seen.append(one))  # noqa: PLW0108 (Playwright marks the function)
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(1000)
        weights = [one.sizes() for one in seen]
        size = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in weights)
        found = {"first view, kB": round(size / 1000, 1), "first view, requests": len(seen), "charts shown": charts_on(page)}
        context.close()
        context = started.new_context(java_script_enabled=False)
        plain = context.new_page()
        plain.goto(address, wait_until="networkidle")
        found["charts shown without script"] = charts_on(plain)
        context.close()
    return found


def charts_on(page: Page) -> int:
    """How many drawings of a chart's size are visible on a page."""
    boxes = [one.bounding_box() for one in page.locator("main :is(svg, img, canvas)").all() if one.is_visible()]
    return sum(1 for box in boxes if box and box["width"] >= LEAST[0] and box["height"] >= LEAST[1])


def lighthouse(site: Path) -> float:
    """Lighthouse's score for the performance of the first page on its slow phone."""
    with served(site) as address:
        options = ["--quiet", "--output=json", "--only-categories=performance", f"--chrome-flags={_FLAGS}"]
        command = [str(MODULES / ".bin/lighthouse"), address, *options]
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, check=False, env=environment() | {"CHROME_PATH": chromium()}, cwd=INSTALLED
        )
    if done.returncode:
        raise CommandError(done.stderr[-2000:])
    return round(100 * float(json.loads(done.stdout)["categories"]["performance"]["score"]))


def saved_to_shown(started: Browser, generator: Generator, folder: Path, save: Callable[[int], None], values: list[int]) -> list[float]:
    """Seconds from saving each value until the preview shows it in the browser, the first value as a warm-up."""
    with _preview(generator, folder) as port:
        page, times = started.new_page(), list[float]()
        _open(page, port)
        for value in values:
            time.sleep(SETTLED)
            begun = time.perf_counter()
            save(value)
            _until_shown(page, SHOWN.format(value), begun)
            times.append(round(time.perf_counter() - begun, 3))
        page.close()
    return times[1:]


def _until_shown(page: Page, said: str, begun: float) -> None:
    """Wait until words stand on the page, through its reloads."""
    while time.perf_counter() - begun < WAIT:
        with contextlib.suppress(BrowserError):
            if page.evaluate(_SHOWS, said):
                return
        time.sleep(0.01)
    raise CommandError(f'the preview does not show "{said}" within {WAIT:g} s')


def _open(page: Page, port: int) -> None:
    """Open the first page of a preview as soon as it answers: at the root, or below the path of the site."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < WAIT:
        with contextlib.suppress(BrowserError):
            for path in ("/", BASE):
                page.goto(f"http://127.0.0.1:{port}{path}")
                page.wait_for_timeout(1000)
                if page.evaluate(_SHOWS, SHOWN.format("")):
                    return
        time.sleep(0.1)
    raise CommandError(f"the preview does not answer within {WAIT:g} s")


@contextlib.contextmanager
def _preview(generator: Generator, folder: Path) -> Iterator[int]:
    """Run a generator's preview; give its port."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    command = [word.format(port=port) for word in generator.serve]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=folder, env=environment(), start_new_session=True, **quiet)  # type: ignore[call-overload]  # noqa: S603
    try:
        yield port
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
