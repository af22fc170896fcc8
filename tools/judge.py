"""The built site as others judge it: the Nu HTML checker over all of it, axe and Lighthouse over one page of each kind.

    python -m tools.judge [PAGE …]

Prints what Nu and axe find and a table of Lighthouse's scores on its slow phone, and ends with 1 if anything is wrong.
With pages ("zh/financials/"), axe and Lighthouse look at those alone. `make inspect` installs what it needs: Node, Java
and a Chromium must be there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import sync_playwright

from tools.published import SITE, chromium, kinds, served

TOOLS = Path(__file__).parent.parent / "build" / "inspect" / "node_modules"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TRIES = 3
"""A busy machine makes a page look slow, never fast: the best of so many runs counts."""
LCP_MS = 1500
EXPECTED = {
    r"Resource violates Content Security Policy .* blocked by .(script|style)-src.": "read from disk, 'self' is no host",
    r"Inline script violates Content Security Policy": "JSON-LD is data, which the policy does not govern",
    r"CSS: .paint-order.: Property .paint-order. doesn.t exist": "it does",
}
"""What Nu says without reason, and why that is so."""


def nu() -> Iterator[str]:
    """What the Nu HTML checker finds in all pages, drawings and stylesheets."""
    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    for kind in ("html", "svg", "css"):
        options = [f"--skip-non-{kind}", "--no-langdetect", "--exit-zero-always", "--stdout", "--format", "json"]
        done = subprocess.run(["java", "-jar", jar, *options, SITE], capture_output=True, text=True, check=True)  # noqa: S603, S607
        for one in json.loads(done.stdout)["messages"]:
            if not any(re.match(pattern, one["message"]) for pattern in EXPECTED):
                yield f"Nu: {one['url'].removeprefix(SITE.as_uri())}:{one.get('lastLine', '')}: {one['message']}"


def axe(address: str, pages: list[str]) -> Iterator[str]:
    """What axe finds in pages, light and dark, on a phone and on a desk."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width in (390, 1280):
                size = {"width": width, "height": 900}
                page = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True).new_page()  # type: ignore[arg-type]
                for path in pages:
                    page.goto(address + path)
                    for one in Axe().run(page).response["violations"]:
                        yield f"axe: {path or '/'} {scheme} {width}: {one['id']}: {one['nodes'][0]['html'][:160]}"
        browser.close()


def lighthouse(url: str) -> dict[str, Any]:
    """Lighthouse's report of a page."""
    flags = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
    options = ["--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
    environment = os.environ | {"CHROME_PATH": chromium()}
    done = subprocess.run([TOOLS / ".bin" / "lighthouse", url, *options], capture_output=True, text=True, check=True, env=environment)  # noqa: S603
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def line(report: dict[str, Any]) -> tuple[str, list[str]]:
    """A report's scores as a line of the table, and what is wrong."""
    audits = report["audits"]
    scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}
    lcp, cls = (audits[name].get("numericValue", 0) for name in ("largest-contentful-paint", "cumulative-layout-shift"))
    weight, elements = audits["total-byte-weight"].get("numericValue", 0), len(audits["network-requests"]["details"]["items"])
    wrong = [f"{name} {scores[name]}" for name in CATEGORIES if scores[name] < 100]
    for name in CATEGORIES[1:]:
        wrong += [one["id"] for one in report["categories"][name]["auditRefs"] if audits[one["id"]]["score"] not in {1, None}]
    wrong += [f"LCP {lcp / 1000:.2f} s"] * (lcp >= LCP_MS) + [f"CLS {cls:.3f}"] * (cls > 0)
    shown = "".join(f"{score:5}" for score in scores.values())
    return f"{shown} {lcp / 1000:6.2f} {cls:7.3f} {weight / 1000:7.1f} {elements:4}", wrong


def main() -> int:
    """Print all that is found; give 1 if that is anything."""
    if missing := [name for name in ("java", "node") if not shutil.which(name)]:
        sys.stderr.write(f"missing: {', '.join(missing)}\n")
        return 1
    found = 0
    pages = sys.argv[1:] or [*kinds(SITE), "404.html"]
    with served(SITE) as address:
        for one in chain(nu(), axe(address, pages)):
            found += 1
            print(one, flush=True)
        print("perf a11y best  seo  LCP s     CLS      kB  requests")
        for path in pages:
            for _ in range(TRIES):
                shown, wrong = line(lighthouse(address + path))
                if not wrong:
                    break
            found += len(wrong)
            print(f"{shown}  {path or '/'}  {', '.join(wrong)}", flush=True)
    print(f"{found} found" if found else "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
