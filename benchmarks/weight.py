"""Bytes and requests of a page's first view, gzip over the wire, as a browser fetches them: `python benchmarks/weight.py [--write] [N]`.

Counts the page, its stylesheets with their fonts, scripts and icon after gzip -6, in both languages, and prints the N heaviest; ends with
1 if one exceeds the budget. `--write` renews the line in PUBLISHING.md that says what that comes to. Run it after
`make site`.
"""

from __future__ import annotations

import gzip
import re
import sys
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parent.parent
BUDGET = 150_000, 15
"""Bytes and requests that a first view may take."""
MONTH = 100e9
"""Bytes that GitHub Pages serves in a month."""
LINE = re.compile(r"(?<=<!-- weight -->\n).*(?=\n<!-- /weight -->)")
_LOADED = re.compile(r'<(?:link[^>]*rel="(?:stylesheet|icon|preload|manifest)"[^>]*href|script[^>]*src|img[^>]*src)="([^"]+)"')

_FONT = re.compile(r'url\("([^"]+\.woff2)"\)')


@cache
def _packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def _file(site: Path, page: Path, address: str) -> Path:
    """The file at an address on a page; one from the host on (404.html) may lie below a path that the site does not know."""
    path = Path(unquote(urlsplit(address).path))
    if not path.is_absolute():
        return (page.parent / path).resolve()
    ends = (site.joinpath(*path.parts[at:]) for at in range(1, len(path.parts)))
    return next((end for end in ends if end.is_file()), site.joinpath(*path.parts[1:]))


def first_view(site: Path, page: Path) -> tuple[int, int]:
    """Bytes over the wire and number of requests of a page's first view; raise FileNotFoundError for a missing part."""
    loaded = {_file(site, page, address) for address in _LOADED.findall(page.read_text(encoding="utf-8"))}
    sheets = [one for one in loaded if one.suffix == ".css"]
    fonts = {_file(site, sheet, address) for sheet in sheets for address in _FONT.findall(sheet.read_text(encoding="utf-8"))}
    parts = {page.resolve()} | loaded | fonts
    return sum(map(_packed, parts)), len(parts)


def weighed(site: Path) -> list[tuple[int, int, str]]:
    """Bytes, requests and path of every page's first view, heaviest first."""
    return sorted(((*first_view(site, page), page.relative_to(site).as_posix()) for page in site.rglob("*.html")), reverse=True)


def told(pages: list[tuple[int, int, str]]) -> str:
    """What the weight comes to, in words."""
    heaviest, overview = pages[0], next(one for one in pages if one[2] == "index.html")
    reads = [f"{MONTH / one[0] / 1e6:.1f} million" for one in (heaviest, overview)]
    return (
        f"The heaviest page's first view is {heaviest[0] / 1000:.0f} kB, the overview's {overview[0] / 1000:.0f} kB:"
        f" GitHub Pages' 100 GB a month serve {reads[0]} first views of the one or {reads[1]} of the other."
    )


def main() -> int:
    """Print the heaviest pages and what they come to; give 1 if one is over the budget."""
    pages = weighed(ROOT / "site")
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    for size, requests, page in pages[: (numbers or [15])[0]]:
        print(f"{size / 1000:8.1f} kB {requests:3} requests  {page}")
    print(told(pages))
    if "--write" in sys.argv:
        document = ROOT / "PUBLISHING.md"
        document.write_text(LINE.sub(told(pages), document.read_text(encoding="utf-8")), encoding="utf-8")
    over = [page for size, requests, page in pages if size > BUDGET[0] or requests > BUDGET[1]]
    print(f"over the budget: {', '.join(over)}" if over else f"every page is within {BUDGET[0] // 1000} kB and {BUDGET[1]} requests")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
