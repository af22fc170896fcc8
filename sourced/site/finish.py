"""What only finished HTML can show: drawings set into pages, and checks of every link, anchor and numeral."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Final
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from sourced.findings import Finding
from sourced.words.prose import DIGIT

_DRAWING = re.compile(r'<img class="drawing" src="[^"]*" data-inline="([^"]+)" alt="([^"]*)"\s*/?>')
_SHOWN = "data, time, code, pre, svg, figure, table, nav, script, style, template"
"""Elements inside which a numeral is a figure with a key, part of a chart or table, or no prose at all."""
_FOREIGN = "meta, base, link, iframe, frame, frameset, object, embed, applet, portal, script:not([src]), set, animate, \
style, title:not(svg title), textarea, select, plaintext, xmp, noembed, noframes"
"""Elements that no page holds in its article: they lead away, take in what is elsewhere, run what stands in them, change a link or
swallow text."""
_ENDED = re.compile(r"</(article|main|body|html)\b", re.IGNORECASE)
"""The ends of what is around a page's text, each once in a page."""
_LEADING = ("href", "src", "action", "formaction", "xlink:href", "poster", "background", "cite", "ping", "data", "srcset")
_SCHEMES = {"", "http", "https", "mailto"}
"""What an address in an article may begin with."""
_KEYED = "[data-entity], [data-period], [data-verbatim], [data-claim], [data-row]"
"""Elements with an attribute that says which row the words are of."""


_WORDS = re.compile(r"(<(?:data|time|span class=\"name\") [^>]*>)([^<]+)(?=<)")
"""The words of a figure, a day or a name."""
_APART = re.compile(r"(?<=\b[A-Z]{3}) (?=\d)|(?<=\d\.) (?=[^\W\d_])|(?<=\d) (?=[^\W\d_]{2,12}\b|%)|(?<=[^\W\d_]) (?=\d(?:\.\d|\d{3})?$)")
"""Where a line must not end: CNY 3.65 billion, 29,15 Millionen, 4 %, Model 3.0, December 2025, 3. Mai."""
_COUNTED = re.compile(r"(<data [^>]*>[^<]*\d</data>(?:</a>)?) (?=[^\W\d_])")
"""A bare number, and the blank before what it counts: 41 gold medals."""
_SHORT: Final = 16
"""Signs of a figure up to which it stays in one line."""
_BIG = re.compile(r'(<(?:dd|p) class="big">.*?</(?:dd|p)>)', re.DOTALL)
"""Where figures are set too large to stay in one line."""


def drawings_in(text: str) -> list[str]:
    """The charts whose drawings are to be set into a page, as Markdown or as HTML."""
    return list(dict.fromkeys(match[1] for match in _DRAWING.finditer(text)))


def finished(text: str, svgs: Mapping[str, Mapping[str, str]], linked: str) -> str:
    """A page of MkDocs' with its drawings (by chart and size) in place of their pictures, its JSON-LD in its head, its figures unbroken."""
    parts = _BIG.split(text)
    parts[::2] = [_COUNTED.sub(r"\1&nbsp;", _WORDS.sub(_unbroken, part)) for part in parts[::2]]
    text = "".join(parts)
    drawn = _DRAWING.sub(lambda match: _drawing(svgs[match[1]], unescape(match[2])), text)
    return drawn.replace("</head>", f'<script type="application/ld+json">{linked}</script>\n</head>', 1) if linked else drawn


def _unbroken(match: re.Match[str]) -> str:
    """The words of a figure, a day or a name, of which no number is parted from its unit; a short figure is not parted at all."""
    words = match[2]
    short = match[1].startswith("<data") and len(words) <= _SHORT and words[:1].isdigit()
    return match[1] + (words.replace(" ", "&nbsp;") if short else _APART.sub("&nbsp;", words))


def _drawing(svgs: Mapping[str, str], words: str) -> str:
    """The wide and the narrow drawing of a chart; CSS shows one of them, with the same words for the ear."""
    return "".join(_named(svg, size, words) for size, svg in svgs.items())


def _named(svg: str, size: str, words: str) -> str:
    svg = re.sub(r' (?:xmlns:xlink="[^"]*"|xmlns="[^"]*"|version="1.1")', "", svg, count=3)
    return svg.replace('<svg class="marks"', f'<svg class="drawing {size}" role="img" aria-label="{escape(words)}"', 1)


@dataclass(frozen=True)
class Facts:
    """What the check of the whole site needs to know of a page."""

    ids: frozenset[str]
    links: tuple[Link, ...]
    problems: tuple[Finding, ...]
    """What is wrong with the page by itself."""


@dataclass(frozen=True)
class Link:
    """An address within the site, and where it leads: path from the site's root, anchor."""

    address: str
    path: str
    anchor: str


def facts_of(file: str, html: str) -> Facts:
    """Read a page; `file` is its path from the site's root."""
    page = LexborHTMLParser(html)
    ids = Counter(_values(page, "id", "[id]"))
    requests = [*_values(page, "href", 'link[href]:not([rel="canonical"], [rel="alternate"])'), *_values(page, "src", "[src]")]
    links = tuple(_links(file, dict.fromkeys([*_values(page, "href", "a[href]"), *requests])))
    twice = [name for name, times in ids.items() if times > 1]
    foreign = [*_ended(file, html), *_foreign(file, page)]
    loose = [] if foreign else _loose(file, page, html)  # behind what swallows the text all is loose
    problems = (*_problems(file, twice, dict.fromkeys(requests)), *foreign, *loose)
    return Facts(frozenset(ids), links, problems)


def _values(page: LexborHTMLParser, attribute: str, selector: str) -> list[str]:
    return [node.attributes.get(attribute) or "" for node in page.css(selector)]  # a selector takes xlink:href for href


def _problems(file: str, twice: Iterable[str], requests: Iterable[str]) -> Iterator[Finding]:
    for name in twice:
        yield Finding(file, 0, "", f'has two elements with the id "{name}"', "rename one")
    for address in requests:
        if urlsplit(address).scheme not in {"", "data"} or address.startswith("//"):
            yield Finding(file, 0, "", f"asks another host for {address}", "serve it from the site")


def _ended(file: str, html: str) -> Iterator[Finding]:
    """Ends of what is around a page's text that stand within it: what follows is no part of the text, and not looked at."""
    for name, times in Counter(match[1].lower() for match in _ENDED.finditer(html)).items():
        if times > 1:
            yield Finding(file, 0, "", f"ends its own text by </{name}>", "take it out")


def _foreign(file: str, page: LexborHTMLParser) -> Iterator[Finding]:
    """Elements and addresses that have no business in an article, in whatever spelling: the page is read as a browser reads it."""
    for node in page.css(f"article :is({_FOREIGN})"):
        yield Finding(file, 0, "", f"has the element <{node.tag}> in its text", "write words, links and pictures")
    for node in page.css("article a[href]"):
        address = node.attributes.get("href") or ""  # a selector takes xlink:href for href
        if found := _misspelt(address):
            yield Finding(file, 0, "", f"links to {address}, {found}", "copy the address anew from the browser")
    for node in page.css("article *"):
        for name, value in node.attributes.items():
            if name.startswith("on"):
                yield Finding(file, 0, "", f'runs a script of its own: {name}="{(value or "")[:60]}"', "scripts belong into docs/assets")
            elif name in _LEADING and value and _scheme(value) not in _SCHEMES:
                yield Finding(file, 0, "", f'links to "{value[:60]}"', "link to a page: https://…, mailto:…, or a file of the site")


def _misspelt(address: str) -> str:
    """What is wrong with an address on the web, "" if nothing is."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return "which is no web address"
    return "which holds a name or a password" if parts.scheme in ("http", "https") and parts.username is not None else ""


def _scheme(address: str) -> str:
    """What an address begins with, as browsers read it: without blanks and controls; "" if it is relative."""
    plain = re.sub(r"[\x00-\x20]+", "", address).lower()
    found = re.match(r"([a-z][a-z0-9+.-]*):", plain)
    return found[1] if found else ""


def _loose(file: str, page: LexborHTMLParser, html: str) -> Iterator[Finding]:
    """Numerals in the prose that come from no row; takes the page apart."""
    for node in page.css(f"article :is({_SHOWN}, {_KEYED})"):
        node.decompose()
    for article in page.css("article"):
        for text in filter(str.strip, article.text(separator="\n").splitlines()):
            if re.search(DIGIT, text):
                line = html[: html.find(escape(text.strip(), quote=False))].count("\n") + 1
                found = f'prints a numeral that is no figure: "{text.strip()[:80]}"'
                yield Finding(file, line, "", found, "print it with figure(), when() or name()")


def _links(file: str, addresses: Iterable[str]) -> Iterator[Link]:
    not_found = posixpath.basename(file) == "404.html"
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme or address.startswith("//") or (not_found and not address.startswith("#")):
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(parts.path))) if parts.path else file
        yield Link(address, path, unquote(parts.fragment))


def site_problems(pages: Mapping[str, Facts], files: Collection[str]) -> Iterator[Finding]:
    """What is wrong with pages, and links and anchors that lead nowhere; `files` are all paths of the site."""
    known = set(files)
    for file, facts in sorted(pages.items()):
        yield from facts.problems
        for link in facts.links:
            index = "index.html" if link.path == "." else f"{link.path}/index.html"
            target = index if index in known else link.path
            if target not in known:
                yield Finding(file, 0, "", f"links to {link.address}, which is not there", "correct the link")
            elif link.anchor and target in pages and link.anchor not in pages[target].ids:
                found = f"links to {link.address}, but that page has no such anchor"
                yield Finding(file, 0, "", found, "correct the link")
