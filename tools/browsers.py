"""One page of each kind in the browsers that readers have: `make browsers` says what fails, and leaves build/browsers/index.html.

    python -m tools.browsers [BROWSER …] [PAGE …]

Browsers: chromium (the system's), chromium-92, chromium-107, chromium-119, firefox, webkit; all that are here, without one named.
Pages as "zh/financials/", the overview as "/". Each browser shows them in both schemes, in a window of a desk and in one of
390 px, or the narrowest it has; then readers' acts are done in them, by mouse and keys (`tools/readers.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tools import windows
from tools.published import SITE, chromium, kinds, served
from tools.readers import ACTS, WORDS
from tools.shots import album

ROOT = Path(__file__).parent.parent
SHOTS = ROOT / "build" / "browsers"
WIDTHS = (390, 1280)
NAMES = ("chromium-92", "chromium-107", "chromium-119", "chromium", "firefox", "webkit")
WAIT = """const until = async (what) => { for (let turn = 0; turn < 100; turn += 1) {
    const found = what(); if (found) return found; await new Promise((done) => setTimeout(done, 50)); } return null; };
const one = (name) => document.querySelector(name), all = (name) => [...document.querySelectorAll(name)];
const seen = (element) => element.getClientRects().length > 0;
const ground = (element) => getComputedStyle(element).backgroundColor;
const clear = (colour) => colour === "transparent" || /, 0\\)$/.test(colour);
"""
CHECKS = {
    "scrolls sideways": "return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;",
    "has marks without a colour": """return all('svg.drawing [fill^="var("]').filter(seen)
        .some((mark) => getComputedStyle(mark).fill === "none" || clear(getComputedStyle(mark).fill));""",
    "shows a card that has no ground": """const figure = one("main a.fig[data-note]"); if (!figure) return false;
        figure.focus(); const card = await until(() => one(".card:not([hidden])"));
        const bad = !card || clear(ground(card)) || ground(card) !== ground(document.body);
        figure.blur(); document.body.click(); return bad;""",
    "does not find by its search": """const button = one("button.find"); if (!button) return false;
        button.click(); const dialog = await until(() => one("dialog.search[open]")); if (!dialog) return true;
        const input = dialog.querySelector("input"); input.value = "Kling"; input.dispatchEvent(new Event("input"));
        const found = await until(() => dialog.querySelector("li a")), bad = !found || clear(ground(dialog));
        dialog.close(); return bad;""",
    "does not filter": """const filter = all(".filters input[type=radio]").find((input) => !input.checked); if (!filter) return false;
        const shown = () => all(".claim").filter(seen).length, before = shown(); filter.click();
        await new Promise((done) => setTimeout(done, 200)); const after = shown(); filter.closest("form").reset();
        filter.closest("form").dispatchEvent(new Event("change", { bubbles: true })); return !(after > 0 && after < before);""",
    "hides what a link leads to behind its filters": """const bar = one(".filters"), heading = all("article h2[id]").pop();
        if (!bar || !heading) return false;
        location.hash = heading.id; await new Promise((done) => setTimeout(done, 1200));
        const top = heading.getBoundingClientRect().top, end = bar.getBoundingClientRect().bottom;
        scrollTo(0, 0); return getComputedStyle(bar).position === "sticky" && top < end - 1 && top > 0;""",
    "offers to explore what can't be": """const button = all("button.explore").find(seen); if (!button) return false;
        button.click(); const live = await until(() => one(".live .plot svg")); const bad = !live;
        button.click(); return bad;""",
}
"""What is wrong, by what finds it in the page."""

Opened = Callable[..., AbstractContextManager[windows.Window]]


def browsers(playwright: Playwright, named: list[str]) -> Iterator[tuple[str, Opened]]:
    """The browsers that are here, or of these the named."""
    old = {name: ROOT / "build/old-chromium" / name.partition("-")[2] for name in NAMES if "-" in name}
    here = {name: str(path) for name, path in old.items() if path.exists()} | {"chromium": chromium()}
    ways: dict[str, Opened] = {name: partial(windows.chromium, playwright, path) for name, path in here.items()}
    for name, path, way in (("firefox", windows.firefox_path(), windows.firefox), ("webkit", windows.webkit_path(), windows.webkit)):
        if path:
            ways[name] = partial(way, path)
    for name in named or NAMES:
        if name in ways:
            yield name, ways[name]
        else:
            sys.stdout.write(f"{name}: left out, it is not installed\n")


def looked_at(name: str, way: Opened, address: str, pages: list[str]) -> tuple[list[str], list[tuple[str, str, str]]]:
    """What is wrong in a browser, and page, way of looking and file of each picture."""
    wrong, made = [], []
    for dark in (False, True):
        for width in WIDTHS:
            with way(dark=dark, width=width) as window:
                for page in pages:
                    look = f"{name} {width} {'dark' if dark else 'light'}"
                    known = len(window.errors())
                    window.open(address + page)
                    file = f"{page.strip('/').replace('/', '-') or 'overview'}-{look.replace(' ', '-')}.png"
                    window.picture(SHOTS / file)
                    made.append((page, look, file))
                    wrong += [f"{look} /{page}: {what}" for what, script in CHECKS.items() if window.run(WAIT + script)]
                    wrong += [f"{look} /{page}: {error}" for error in window.errors()[known:]]
    return wrong, made


def acted(name: str, way: Opened, address: str) -> list[str]:
    """What readers' acts do not bring about in a browser, in each language."""
    wrong = []
    for folder, word in WORDS.items():
        with way(dark=False, width=1280) as window:
            wrong += [f"{name} /{folder}: {what}" for act in ACTS for what in act(window, address + folder, word)]
    return wrong


def main() -> int:
    """Look at the pages in all browsers; say how many findings there are."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    named = [one for one in sys.argv[1:] if one in NAMES]
    pages = [one.removeprefix("/") for one in sys.argv[1:] if one not in NAMES] or [*kinds(SITE), "404.html"]
    wrong: list[str] = []
    made: list[tuple[str, str, str]] = []
    with served(SITE) as address, sync_playwright() as playwright:
        for name, way in browsers(playwright, named):
            found, shots = looked_at(name, way, address, pages)
            found += acted(name, way, address)
            sys.stdout.write("".join(f"{one}\n" for one in found) or f"{name}: nothing wrong on {len(pages)} pages\n")
            sys.stdout.flush()
            wrong += found
            made += shots
    (SHOTS / "index.html").write_text(album(sorted(made, key=lambda one: pages.index(one[0]))), encoding="utf-8")
    sys.stdout.write(f"{len(made)} pictures: open {SHOTS / 'index.html'}\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
