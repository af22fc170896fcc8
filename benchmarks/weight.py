"""Bytes and requests of a page's first view, gzip over the wire, as a browser fetches them: `python benchmarks/weight.py`.

Counts the page, its stylesheets and scripts and their sizes after gzip -6, in both languages, heaviest first. Run it
after `make site`.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

SITE = Path(__file__).parent.parent / "site"
_LOADED = re.compile(r'<(?:link[^>]*rel="(?:stylesheet|icon|preload|manifest)"[^>]*href|script[^>]*src|img[^>]*src)="([^"]+)"')


def first_view(page: Path) -> tuple[int, int]:
    """Bytes over the wire and number of requests of a page's first view; raise FileNotFoundError for a missing part."""
    parts = {page} | {(page.parent / href.split("?")[0]).resolve() for href in _LOADED.findall(page.read_text(encoding="utf-8"))}
    return sum(len(gzip.compress(part.read_bytes(), 6)) for part in parts), len(parts)


def main() -> None:
    """Print the heaviest pages, then what GitHub Pages' 100 GB a month serve of the heaviest and of the overview."""
    pages = sorted(((*first_view(page), page.relative_to(SITE).as_posix()) for page in SITE.rglob("*.html")), reverse=True)
    for size, requests, page in pages[: int(sys.argv[1]) if len(sys.argv) > 1 else 15]:
        print(f"{size / 1000:8.1f} kB {requests:3} requests  {page}")
    for name, size in (("heaviest page", pages[0][0]), ("overview", first_view(SITE / "index.html")[0])):
        print(f"100 GB serve {100e9 / size / 1e6:.1f} million first views of the {name}")


if __name__ == "__main__":
    main()
