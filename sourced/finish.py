"""What only finished HTML can show: drawings set into pages, and checks of every link, anchor and numeral."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from sourced.findings import Finding, ReportError
from sourced.language import LANGUAGES

_DRAWING = re.compile(r'<img class="drawing" src="[^"]*" data-inline="([^"]+)" alt="([^"]*)"\s*/?>')
_SHOWN = {"data", "time", "code", "pre", "svg", "figure", "table", "nav", "script", "style", "template"}
"""Elements inside which a numeral is a figure with a key, part of a chart or table, or no prose at all."""
_KEYED = {"data-entity", "data-period", "data-verbatim", "data-claim", "data-row"}
"""Attributes that say which row the words are of."""
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def finish(site: Path, markdown: Path) -> None:
    """Set the drawings into the pages of `site`, then check them all.

    Raise ReportError for links and anchors that lead nowhere, requests to other hosts, and numerals in prose that are
    no figure.
    """
    for language in LANGUAGES:
        _set_drawings(site / language.folder, markdown / language.code / "charts", language.folder == "")
    _set_linked_data(site)
    findings = list(site_problems(site))
    if findings:
        raise ReportError(findings)


def _set_drawings(site: Path, charts: Path, is_root: bool) -> None:
    others = {site / language.folder for language in LANGUAGES if language.folder} if is_root else set()
    for path in sorted(site.rglob("*.html")):
        if others & set(path.parents):
            continue
        text = path.read_text(encoding="utf-8")
        drawn = _DRAWING.sub(lambda match: _drawing(charts, match[1], unescape(match[2])), text)
        if drawn != text:
            path.write_text(drawn, encoding="utf-8")


def _set_linked_data(site: Path) -> None:
    """Each page's JSON-LD, which MkDocs has carried along beside it, into its head; the files themselves go."""
    for path in sorted(site.rglob("*.jsonld")):
        page = (path.parent if path.stem == "index" else path.with_suffix("")) / "index.html"
        text = page.read_text(encoding="utf-8")
        data = path.read_text(encoding="utf-8")
        page.write_text(text.replace("</head>", f'<script type="application/ld+json">{data}</script>\n</head>', 1), encoding="utf-8")
        path.unlink()


def _drawing(charts: Path, chart: str, words: str) -> str:
    """The wide and the narrow drawing of a chart; CSS shows one of them, with the same words for the ear."""
    return "".join(_named((charts / f"{chart}.{size}.svg").read_text(encoding="utf-8"), size, words) for size in ("wide", "narrow"))


def _named(svg: str, size: str, words: str) -> str:
    svg = re.sub(r' (?:xmlns:xlink="[^"]*"|xmlns="[^"]*"|version="1.1")', "", svg, count=3)
    return re.sub(
        r'<svg class="marks" width="\d+" height="\d+"', f'<svg class="drawing {size}" role="img" aria-label="{escape(words)}"', svg, count=1
    )


class _Page(HTMLParser):
    """Ids, addresses and loose numerals of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.twice: list[str] = []
        self.links: list[tuple[int, str]] = []
        self.requests: list[tuple[int, str]] = []
        self.loose: list[tuple[int, str]] = []
        self.language = ""
        self._open: list[tuple[str, bool]] = []
        self._article = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if name := given.get("id"):
            if name in self.ids:
                self.twice.append(name)
            self.ids.add(name)
        if tag == "html":
            self.language = given.get("lang", "")
        line = self.getpos()[0]
        if tag == "a" and "href" in given:
            self.links.append((line, given["href"]))
        elif tag == "link" and given.get("rel") not in {"canonical", "alternate"} and "href" in given:
            self.requests.append((line, given["href"]))
        if "src" in given:
            self.requests.append((line, given["src"]))
        if tag not in _VOID:
            keyed = tag in _SHOWN or bool(_KEYED & given.keys())
            self._open.append((tag, keyed))
            self._article += tag == "article"

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, _ = self._open.pop()
            self._article -= name == "article"
            if name == tag:
                break

    def handle_data(self, text: str) -> None:
        if self._article and re.search(r"\d", text) and not any(keyed for _, keyed in self._open):
            self.loose.append((self.getpos()[0], text.strip()))


def site_problems(site: Path) -> Iterator[Finding]:
    """Links, anchors, requests, doubled ids and loose numerals of every page below `site`."""
    pages: dict[Path, _Page] = {}
    for path in sorted(site.rglob("*.html")):
        pages[path] = _Page()
        pages[path].feed(path.read_text(encoding="utf-8"))
    for path, page in pages.items():
        file = path.relative_to(site).as_posix()
        for name in page.twice:
            yield Finding(file, 0, "", f'has two elements with the id "{name}"', "rename one")
        for line, text in page.loose:
            yield Finding(file, line, "", f'prints a numeral that is no figure: "{text[:80]}"', "print it with figure(), when() or name()")
        yield from _address_problems(site, path, page, pages)


def _address_problems(site: Path, path: Path, page: _Page, pages: dict[Path, _Page]) -> Iterator[Finding]:
    file = path.relative_to(site).as_posix()
    for line, address in _unique(page.requests):
        if urlsplit(address).scheme not in {"", "data"} or address.startswith("//"):
            yield Finding(file, line, "", f"asks another host for {address}", "serve it from the site")
    not_found = path.name == "404.html"
    for line, address in _unique(page.links + page.requests):
        parts = urlsplit(address)
        if parts.scheme or address.startswith("//") or (not_found and not address.startswith("#")):
            continue
        plain, anchor = urldefrag(address)
        target = (path.parent / unquote(urlsplit(plain).path)).resolve() if plain else path
        if target.is_dir():
            target = target / "index.html"
        if not target.is_file():
            yield Finding(file, line, "", f"links to {address}, which is not there", "correct the link")
        elif anchor and target in pages and unquote(anchor) not in pages[target].ids:
            yield Finding(file, line, "", f"links to {address}, but that page has no such anchor", "correct the link")


def _unique(addresses: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    first: dict[str, int] = {}
    for line, address in addresses:
        first.setdefault(address, line)
    return [(line, address) for address, line in first.items()]
