"""The real site as it is published, under /some-repo/: every link and anchor, every head, every file is what it says it is."""

from __future__ import annotations

import csv
import html
import io
import json
import posixpath
import re
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import duckdb
import pytest
from frictionless import Package
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.conftest import ADDRESS

ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
SCHEMA = {  # https://schema.org: the properties in use, of each type or of what it is a kind of
    "Report": "@id headline name description url inLanguage author dateModified datePublished license image isBasedOn isPartOf",
    "Article": "@id headline name description url inLanguage author dateModified datePublished license image isPartOf",
    "WebSite": "@id name url inLanguage",
    "Organization": "name url",
    "Dataset": "@id name description url identifier creator license inLanguage datePublished dateModified isAccessibleForFree keywords "
    "temporalCoverage variableMeasured distribution isPartOf",
    "DataDownload": "name encodingFormat contentUrl",
    "ClaimReview": "url claimReviewed itemReviewed author inLanguage datePublished reviewRating",
    "Claim": "appearance author datePublished",
    "Person": "name url",
    "Rating": "ratingValue bestRating worstRating alternateName",
}


@dataclass
class Seen(HTMLParser):
    """What a page leads to, and what its head says."""

    text: str
    ids: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    properties: dict[str, str] = field(default_factory=dict)
    hreflang: dict[str, str] = field(default_factory=dict)
    switcher: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(re.sub(r"</?(?:path|rect|line|text|g)\b[^>]*>", "", self.text))
        self.title = html.unescape(re.findall(r"<title>(.*?)</title>", self.text)[0])

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.ids.add(given.get("id", ""))
        self.links |= {given[name] for name in ("href", "src", "data-script", "data-engine", "data-index", "data-home") if name in given}
        if tag == "meta" and (name := given.get("name") or given.get("property") or given.get("http-equiv")):
            self.properties[name] = given["content"]
        if tag == "link" and given["rel"] == "canonical":
            self.properties["canonical"] = given["href"]
        if tag == "link" and "hreflang" in given:
            self.hreflang[given["hreflang"]] = given["href"]
        if given.get("class") == "language":
            self.switcher = given["href"]


@pytest.fixture(scope="module")
def pages(real_site: Path) -> dict[str, Seen]:
    """Every page by its address from the root."""
    found = {path.relative_to(real_site).as_posix(): Seen(path.read_text(encoding="utf-8")) for path in sorted(real_site.rglob("*.html"))}
    return {path.removesuffix("index.html"): seen for path, seen in found.items()}


@pytest.fixture(scope="module")
def main(pages: dict[str, Seen]) -> dict[str, Seen]:
    """The pages that are for searchers: not those to embed, nor the page 404."""
    return {path: seen for path, seen in pages.items() if not path.endswith(("embed/", "404.html"))}


def target(path: str, link: str) -> tuple[str, str] | None:
    """Where a link of a page leads within the site, and to which anchor; None for other sites and for data."""
    link = f"/some-repo/{link.removeprefix(ADDRESS)}" if link.startswith(ADDRESS) else link
    parts = urlsplit(link)
    if parts.scheme or link.startswith("//"):
        return None
    here = f"/some-repo/{path}"
    place = posixpath.normpath(posixpath.join(posixpath.dirname(here), parts.path)) if parts.path else here
    slash = "/" if parts.path.endswith(("/", "/.", "..")) or parts.path in (".", "..") else ""
    return place.rstrip("/") + slash if parts.path else here, unquote(parts.fragment)


def test_a_plain_server_has_every_link_and_anchor_and_leads_to_every_page(pages: dict[str, Seen], address: str) -> None:
    wanted: dict[str, set[tuple[str, str]]] = {}
    for path, seen in pages.items():
        for link in seen.links:
            if found := target(path, link):
                wanted.setdefault(found[0], set()).add((path, found[1]))
    assert len(wanted) > 1000
    host = address.removesuffix("/some-repo/")
    for place, asked in wanted.items():
        assert place.startswith("/some-repo/"), (place, sorted(asked)[:3])
        with urlopen(host + place) as answer:  # noqa: S310 (our own server; raises for 404)
            assert answer.url == host + place, f"{min(asked)[0]} needs a redirect to reach {answer.url}"
        anchors = {anchor for _, anchor in asked if anchor}
        page = place.removeprefix("/some-repo/").removesuffix("index.html")
        assert not anchors or page in pages, place
        assert not anchors - (pages[page].ids if page in pages else set()), place
    reached = {place.removeprefix("/some-repo/") for place in wanted}
    assert {page for page in pages if page not in reached and not page.endswith(("embed/", "404.html"))} == set()


def test_the_switcher_of_every_page_leads_to_its_twin_and_back(pages: dict[str, Seen]) -> None:
    for path, seen in pages.items():
        if seen.switcher and path != "404.html":
            other = path.removeprefix("zh/") if path.startswith("zh/") else f"zh/{path}"
            assert target(path, seen.switcher) == (f"/some-repo/{other}", ""), path
            assert f'<html lang="{"en" if path.startswith("zh/") else "zh-Hans"}"' in pages[other].text


def test_every_page_forbids_what_it_does_not_need(pages: dict[str, Seen]) -> None:
    for path, seen in pages.items():
        assert seen.properties["Content-Security-Policy"].startswith(POLICY), path
        assert seen.properties["referrer"] == "strict-origin-when-cross-origin", path
        scripts = re.findall(r"<script(?: [^>]*)?>(?!</script>)", seen.text)
        assert set(scripts) <= {'<script type="application/ld+json">'}, path
        assert not re.search(r"<[^>]+ (?:style|on\w+)=", seen.text), path


def test_titles_and_descriptions_tell_pages_apart(main: dict[str, Seen]) -> None:
    descriptions = {path: seen.properties["description"] for path, seen in main.items()}
    assert len({seen.title for seen in main.values()}) == len(main)
    assert len(set(descriptions.values())) == len(main)
    for path, text in descriptions.items():
        assert "&" not in html.unescape(text).replace("R&D", ""), path
        if not path.removeprefix("zh/").startswith(("charts/", "evidence/indicators/", "evidence/tables/")):
            width = sum(2 if ord(one) > 0x2E80 else 1 for one in text)  # a Chinese character says as much as two letters
            assert 50 <= width <= 160, (path, text)


def test_heads_name_whole_addresses_of_page_twin_and_card(main: dict[str, Seen], real_site: Path) -> None:
    for path, seen in main.items():
        own = path.removeprefix("zh/")
        assert seen.properties["canonical"] == seen.properties["og:url"] == ADDRESS + path
        assert seen.hreflang == {"en": ADDRESS + own, "zh-Hans": f"{ADDRESS}zh/{own}", "x-default": ADDRESS + own}
        assert {"og:title", "og:description", "og:type", "og:site_name", "og:locale", "twitter:card"} <= seen.properties.keys()
        if card := seen.properties.get("og:image", ""):
            png = (real_site / card.removeprefix(ADDRESS)).read_bytes()
            assert struct.unpack(">8s8xII", png[:24]) == (b"\x89PNG\r\n\x1a\n", 1200, 630), card
    assert all("og:image" in seen.properties for path, seen in main.items() if "/indicators/" not in path and "/tables/" not in path)


def test_linked_data_use_only_words_of_schema_org(main: dict[str, Seen]) -> None:
    for path, seen in main.items():
        (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', seen.text)
        things = [json.loads(text)["@graph"]]
        while things:
            thing = things.pop()
            if isinstance(thing, dict):
                things += thing.values()
                known = SCHEMA[thing["@type"]].split() if "@type" in thing else ["@id"]
                assert not thing.keys() - {"@type", *known}, path
                assert all(value.startswith(("http", "urn:")) for name, value in thing.items() if name in ("@id", "url", "contentUrl")), (
                    path
                )
            elif isinstance(thing, list):
                things += thing


def test_what_finds_the_pages_names_all_of_them(main: dict[str, Seen], real_site: Path) -> None:
    urls = ElementTree.parse(real_site / "sitemap.xml").getroot().findall(f"{MAP}url")  # noqa: S314 (our own)
    assert sorted(one.findtext(f"{MAP}loc") or "" for one in urls) == sorted(ADDRESS + path for path in main)
    dates = [date for one in urls if (date := one.findtext(f"{MAP}lastmod"))]
    assert len(dates) > len(urls) * 0.9
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)
    assert (real_site / "robots.txt").read_text(encoding="utf-8").splitlines()[-1] == f"Sitemap: {ADDRESS}sitemap.xml"
    outline = (real_site / "llms.txt").read_text(encoding="utf-8")
    assert re.match(r"# .+\n\n> .+\n\n", outline)
    links = re.findall(r"^- \[[^\]]+\]\((\S+)\)", outline, re.MULTILINE)
    assert len(links) > 30
    assert all((real_site / link.removeprefix(ADDRESS)).is_file() for link in links)


@pytest.mark.parametrize("folder", ["", "zh/"])
def test_a_feed_is_announced_and_is_atom(pages: dict[str, Seen], real_site: Path, folder: str) -> None:
    assert 'type="application/atom+xml" href="./feed.xml"' in pages[folder].text.replace('href="feed.xml"', 'href="./feed.xml"')
    feed = ElementTree.parse(real_site / folder / "feed.xml").getroot()  # noqa: S314 (our own)
    assert feed.tag == f"{ATOM}feed"
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        assert all(one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert {one.attrib["rel"] for one in feed.findall(f"{ATOM}link")} == {"self", "alternate"}


def test_the_page_for_what_is_missing_speaks_both_languages_and_leads_on_from_any_depth(pages: dict[str, Seen]) -> None:
    seen = pages["404.html"]
    assert "There is no such page" in seen.text
    assert '<p lang="zh-Hans">' in seen.text
    assert all(link.startswith(("/some-repo/", "#")) for link in seen.links)


def test_every_page_is_there_as_markdown(main: dict[str, Seen], real_site: Path) -> None:
    for path in main:
        text = (real_site / path / "index.md").read_text(encoding="utf-8")
        assert text.startswith("# "), path
        assert not re.search(r"</?(?:span|div|data|time|td|p)\b", text), path


def is_csv(path: Path) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1


def is_json(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    if path.name.endswith(".explore.json"):
        assert content["panels"], path
    elif path.parent.name == "charts":
        assert content["$schema"].startswith("https://vega.github.io/schema/vega-lite/"), path


def is_zip(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None


def is_workbook(path: Path) -> None:
    assert "sources" in load_workbook(path, read_only=True).sheetnames


def is_database(path: Path) -> None:
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def is_pdf(path: Path) -> None:
    book = PdfReader(path)
    assert 25 < len(book.pages) <= 60
    assert book.outline
    assert "/StructTreeRoot" in book.root_object


def is_citation(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"@\w+\{[\w-]+,\n", text)
    assert text.count("{") == text.count("}")


def is_xml(path: Path) -> None:
    ElementTree.parse(path)  # noqa: S314 (our own)


def is_picture(path: Path) -> None:
    assert path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def is_parquet(path: Path) -> None:
    assert duckdb.read_parquet(str(path)).fetchall()


KINDS: dict[str, Callable[[Path], None]] = {
    ".csv": is_csv,
    ".json": is_json,
    ".zip": is_zip,
    ".xlsx": is_workbook,
    ".sqlite": is_database,
    ".pdf": is_pdf,
    ".bib": is_citation,
    ".svg": is_xml,
    ".xml": is_xml,
    ".png": is_picture,
    ".parquet": is_parquet,
}


@pytest.mark.parametrize("ending", KINDS)
def test_every_file_to_take_away_parses_as_what_it_claims_to_be(real_site: Path, ending: str) -> None:
    found = sorted(real_site.rglob(f"*{ending}"))
    assert found
    for path in found:
        KINDS[ending](path)


def test_the_zip_is_a_valid_data_package(real_site: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(real_site / "data/package.zip") as archive:
        archive.extractall(tmp_path)
    (descriptor,) = tmp_path.glob("*/datapackage.yaml")
    report = Package(str(descriptor)).validate()
    assert report.valid, report.flatten(["type", "message"])[:3]


def test_every_indicator_and_section_has_its_address_in_json(pages: dict[str, Seen], real_site: Path) -> None:
    names = {path.split("/")[-2] for path in pages if path.startswith("evidence/indicators/")}
    assert names == {path.stem for path in (real_site / "data/indicators").glob("*.json")}
    said = pages["evidence/data/"].text
    assert "data/indicators/NAME.json" in said
    assert "data/sections/NAME.json" in said
