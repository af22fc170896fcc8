"""What helps to find the site: sitemap.xml with all languages and true dates, robots.txt, llms.txt."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from sourced.outputs.evidence_index import MOST
from sourced.pages.page import Page, front_matter
from sourced.pages.report import Report
from sourced.words.language import Language

_SITEMAP, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
_ALONE = ("/embed",)
"""Ends of the names of pages that are parts of others."""


def crawler_files(report: Report, pages: Iterable[Page]) -> dict[str, str]:
    """robots.txt, llms.txt, and sitemap.xml where the site's address is known: path below the site to content."""
    address, listed = report.project.address, list(pages)
    lines = ["User-agent: *", "Allow: /"] + ([f"Sitemap: {address}sitemap.xml"] if address else [])
    files = {"robots.txt": "\n".join(lines) + "\n", "llms.txt": _outline(report, listed)}
    if address:
        files["sitemap.xml"] = _sitemap(report, [page for page in listed if not page.name.endswith(_ALONE)])
    return files


def _outline(report: Report, pages: list[Page]) -> str:
    """The report for language models (llmstxt.org): what it is, where its figures are as data, and its pages."""
    package, address = report.figures.model.package, report.project.address
    about = next(
        (front_matter(page).get("description", "") for page in pages if page.name == "index"), package.description[report.root.code]
    )
    lines = [f"# {package.report[report.root.code]}", "", f"> {about}", ""]
    lines += [f"Every figure names its rows and sources. {_places_of_languages(report)}Licence: {package.licence}", ""]
    in_parts = len(report.figures.model.observed) > MOST
    lines += [
        "## Data",
        "",
        f"- [evidence.json]({address}evidence.json): every figure of the site with its rows and sources"
        + ("; observations in the files that it names under `parts`" if in_parts else ""),
        f"- [The data package]({address}data/datapackage.yaml): tables with their schemas",
    ]
    if report.downloads:
        lines.append(f"- [The data package as a zip]({address}data/package.zip): the same with its tables")
        lines.append(
            f"- [An indicator as JSON]({address}data/indicators/{next(iter(report.figures.model.by_indicator), '')}.json): an example"
        )
    for language in report.languages:
        lines += ["", f"## {language.name}", ""]
        own = [page for page in pages if page.language == language and page.is_own]
        for page in sorted(own, key=lambda page: page.address):
            place = _place(report, page, language) + ("index.md" if report.downloads else "")
            lines.append(f"- [{page.title}]({place}): {front_matter(page)['description']}")
    return "\n".join(lines) + "\n"


def _places_of_languages(report: Report) -> str:
    """Where which language stands: English below the root, Chinese below zh/; "" where there is one."""
    first, *others = report.languages
    places = [f"{first.english_name} below the root", *(f"{one.english_name} below {one.prefix}" for one in others)]
    return f"{', '.join(places)}. " if others else ""


def _sitemap(report: Report, pages: Iterable[Page]) -> str:
    """Every page with its twin in the other language; dated by the tables that it rests on, undated if by none."""
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for page in sorted(pages, key=lambda page: (page.address, report.languages.index(page.language))):
        url = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(url, f"{{{_SITEMAP}}}loc").text = _place(report, page, page.language)
        if page.updated:
            ElementTree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = page.updated
        if len(report.languages) == 1:
            continue
        for language in report.languages:
            link = {"rel": "alternate", "hreflang": language.tag, "href": _place(report, page, language)}
            ElementTree.SubElement(url, f"{{{_XHTML}}}link", link)
        default = {"rel": "alternate", "hreflang": "x-default", "href": _place(report, page, report.root)}
        ElementTree.SubElement(url, f"{{{_XHTML}}}link", default)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _place(report: Report, page: Page, language: Language) -> str:
    return f"{report.project.address}{language.prefix}{page.address}"
