"""What only finished HTML can show: drawings set into pages, and checks of every link, anchor and numeral."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from sourced.findings import Finding

_DRAWING = re.compile(r'<img class="drawing" src="[^"]*" data-inline="([^"]+)" alt="([^"]*)"\s*/?>')
_SHOWN = {"data", "time", "code", "pre", "svg", "figure", "table", "nav", "script", "style", "template"}
"""Elements inside which a numeral is a figure with a key, part of a chart or table, or no prose at all."""
_KEYED = {"data-entity", "data-period", "data-verbatim", "data-claim", "data-row"}
"""Attributes that say which row the words are of."""
_SHAPES = re.compile(r"</?(?:path|rect|line|text|g)\b[^>]*>")
"""Parts of drawings, of which there are thousands and which have neither ids nor links."""
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def drawings_in(text: str) -> list[str]:
    """The charts whose drawings are to be set into a page, as Markdown or as HTML."""
    return list(dict.fromkeys(match[1] for match in _DRAWING.finditer(text)))


def finished(text: str, svgs: Mapping[str, Mapping[str, str]], linked: str) -> str:
    """A page of MkDocs' with its drawings (by chart and size) in place of their pictures, and its JSON-LD in its head."""
    drawn = _DRAWING.sub(lambda match: _drawing(svgs[match[1]], unescape(match[2])), text)
    return drawn.replace("</head>", f'<script type="application/ld+json">{linked}</script>\n</head>', 1) if linked else drawn


def _drawing(svgs: Mapping[str, str], words: str) -> str:
    """The wide and the narrow drawing of a chart; CSS shows one of them, with the same words for the ear."""
    return "".join(_named(svg, size, words) for size, svg in svgs.items())


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


@dataclass(frozen=True)
class Facts:
    """What the check of the whole site needs to know of a page."""

    ids: frozenset[str]
    links: tuple[Link, ...]
    problems: tuple[Finding, ...]
    """What is wrong with the page by itself."""


@dataclass(frozen=True)
class Link:
    """An address within the site, where it leads (path from the site's root, anchor), and where it stands."""

    line: int
    address: str
    path: str
    anchor: str


def facts_of(file: str, html: str) -> Facts:
    """Read a page; `file` is its path from the site's root."""
    page = _Page()
    page.feed(_SHAPES.sub("", html))
    return Facts(frozenset(page.ids), tuple(_links(file, page)), tuple(_problems(file, page)))


def _problems(file: str, page: _Page) -> Iterator[Finding]:
    for name in page.twice:
        yield Finding(file, 0, "", f'has two elements with the id "{name}"', "rename one")
    for line, text in page.loose:
        yield Finding(file, line, "", f'prints a numeral that is no figure: "{text[:80]}"', "print it with figure(), when() or name()")
    for line, address in _unique(page.requests):
        if urlsplit(address).scheme not in {"", "data"} or address.startswith("//"):
            yield Finding(file, line, "", f"asks another host for {address}", "serve it from the site")


def _links(file: str, page: _Page) -> Iterator[Link]:
    not_found = posixpath.basename(file) == "404.html"
    for line, address in _unique(page.links + page.requests):
        parts = urlsplit(address)
        if parts.scheme or address.startswith("//") or (not_found and not address.startswith("#")):
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(parts.path))) if parts.path else file
        yield Link(line, address, path, unquote(parts.fragment))


def site_problems(pages: Mapping[str, Facts], files: Collection[str]) -> Iterator[Finding]:
    """What is wrong with pages, and links and anchors that lead nowhere; `files` are all paths of the site."""
    known = set(files)
    for file, facts in sorted(pages.items()):
        yield from facts.problems
        for link in facts.links:
            index = "index.html" if link.path == "." else f"{link.path}/index.html"
            target = index if index in known else link.path
            if target not in known:
                yield Finding(file, link.line, "", f"links to {link.address}, which is not there", "correct the link")
            elif link.anchor and target in pages and link.anchor not in pages[target].ids:
                yield Finding(file, link.line, "", f"links to {link.address}, but that page has no such anchor", "correct the link")


def _unique(addresses: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    first: dict[str, int] = {}
    for line, address in addresses:
        first.setdefault(address, line)
    return [(line, address) for address, line in first.items()]
