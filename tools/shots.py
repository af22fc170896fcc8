"""Pictures of the built site to leaf through: `make shots` writes build/shots/, open its index.html.

    python -m tools.shots [PAGE …]

One page of each kind (or the pages named, as "zh/financials/"), in each language: on a phone and on a desk, light and
dark; the sections and the overview also very narrow, very wide, with forced colours, without JavaScript and on paper.
"""

from __future__ import annotations

import sys
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tools.published import SITE, chromium, kinds, served

SHOTS = Path(__file__).parent.parent / "build" / "shots"
USUAL: dict[str, dict[str, Any]] = {
    f"{width} {scheme}": {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    for width in (390, 1280)
    for scheme in ("light", "dark")
}
BESIDES: dict[str, dict[str, Any]] = {
    "320 (1280 at 400%)": {"viewport": {"width": 320, "height": 256}},
    "2560": {"viewport": {"width": 2560, "height": 1440}},
    "forced colours": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active", "color_scheme": "dark"},
    "no script": {"viewport": {"width": 390, "height": 900}, "java_script_enabled": False},
    "paper": {"viewport": {"width": 794, "height": 1123}},
}
"""What a browser is told, by the words under the picture."""


IMAGE = '<img src="{}" alt="" loading="lazy">'
STYLE = (
    "body{font:1rem sans-serif}div{display:flex;gap:1rem;overflow-x:auto}figure{margin:0}"
    "img{height:32rem;max-width:48rem;object-fit:cover;object-position:top;border:1px solid #999}"
)


def taken(browser: Browser, address: str, pages: list[str]) -> list[tuple[str, str, str]]:
    """Page, way of looking and file of each picture, and for paper of each PDF."""
    made = []
    for path in pages:
        ways = USUAL if path.count("/") > 1 + path.startswith("zh/") else USUAL | BESIDES
        for number, (way, options) in enumerate(ways.items()):
            context = browser.new_context(**options)
            page = context.new_page()
            page.goto(address + path)
            name = f"{path.strip('/').replace('/', '-') or 'overview'}-{number}{'.pdf' if way == 'paper' else '.png'}"
            if way == "paper":
                page.pdf(path=SHOTS / name, format="A4", margin={"top": "18mm", "right": "18mm", "bottom": "18mm", "left": "18mm"})
            else:
                page.screenshot(path=SHOTS / name, full_page=True, animations="disabled")
            context.close()
            made.append((path, way, name))
    return made


def album(made: list[tuple[str, str, str]]) -> str:
    """The page to leaf through: a row of pictures for each page."""
    rows = []
    for path, shots in groupby(made, key=lambda one: one[0]):
        pictures = "".join(
            f'<figure><a href="{name}">{"PDF" if name.endswith(".pdf") else IMAGE.format(name)}</a><figcaption>{way}</figcaption></figure>'
            for _, way, name in shots
        )
        rows.append(f"<h2>{escape(path or '/')}</h2>\n<div>{pictures}</div>\n")
    head = f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Pages as they look</title><style>{STYLE}</style>\n'
    return head + "".join(rows)


def main() -> None:
    """Take the pictures and write the page that shows them."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    with served(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-background-networking"])
        made = taken(browser, address, sys.argv[1:] or kinds(SITE))
        browser.close()
    (SHOTS / "index.html").write_text(album(made), encoding="utf-8")
    sys.stdout.write(f"{len(made)} pictures: open {SHOTS / 'index.html'}\n")


if __name__ == "__main__":
    main()
