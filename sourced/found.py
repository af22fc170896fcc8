"""What helps to find the site: sitemap.xml with both languages and true dates, robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from sourced.language import LANGUAGES
from sourced.markup import Page, Report

_SITEMAP, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
_ALONE = ("/embed",)
"""Ends of the names of pages that are parts of others."""


def found_files(report: Report, pages: Iterable[Page]) -> dict[str, str]:
    """robots.txt, and sitemap.xml where the site's address is known: path below the site to content."""
    address = report.project.address
    lines = ["User-agent: *", "Allow: /"] + ([f"Sitemap: {address}sitemap.xml"] if address else [])
    files = {"robots.txt": "\n".join(lines) + "\n"}
    if address:
        files["sitemap.xml"] = _sitemap(report, [page for page in pages if not page.name.endswith(_ALONE)])
    return files


def _sitemap(report: Report, pages: Iterable[Page]) -> str:
    """Every page with its twin in the other language; dated by the tables that it rests on, undated if by none."""
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for page in sorted(pages, key=lambda page: (page.address, page.language.index)):
        url = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(url, f"{{{_SITEMAP}}}loc").text = _place(report, page, page.language.folder)
        if page.updated:
            ElementTree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = page.updated
        for language in LANGUAGES:
            link = {"rel": "alternate", "hreflang": language.tag, "href": _place(report, page, language.folder)}
            ElementTree.SubElement(url, f"{{{_XHTML}}}link", link)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _place(report: Report, page: Page, folder: str) -> str:
    return f"{report.project.address}{folder + '/' if folder else ''}{page.address}"
