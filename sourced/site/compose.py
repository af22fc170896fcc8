"""The files of a site, in the order in which they are made: pages first, then all that is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sourced.findings import Finding
from sourced.outputs.assets import asset_files
from sourced.outputs.citation_files import citation_files
from sourced.outputs.evidence_index import evidence_files
from sourced.outputs.feed import atom
from sourced.outputs.redirects import redirects
from sourced.outputs.search_index import rows_found, search_files
from sourced.outputs.service_worker import service_worker
from sourced.outputs.sitemap import crawler_files
from sourced.outputs.social_cards import card_files
from sourced.pages.chart_frame import Drawings, chart_warnings
from sourced.pages.page import Page, is_part
from sourced.pages.render import make_pages
from sourced.pages.report import Report
from sourced.system.trees import Content, docs_of
from sourced.words.language import Language

Files = Mapping[str, str | bytes | Content]


@dataclass(frozen=True)
class Composed:
    """What the templates, charts and rows of a report come to before MkDocs."""

    files: dict[str, Content]
    """Path below build/docs to content: pages in Markdown, and all else that the site has."""
    linked: dict[str, str]
    """Of each page by its path below build/docs, the JSON-LD for its head."""
    titles: dict[str, str]
    """Of each page that the report has a template or a file for, by the same path, its title."""
    pages: list[Page]
    """All pages."""
    report: Report
    warnings: list[Finding]
    """What is doubtful of charts: drawings to be looked at, and those that no page shows."""

    def let_go(self) -> None:
        """Hold the Markdown of parts of long tables no longer, most of a large report: it is written, and MkDocs reads it there."""
        self.report.memo.let_go("page ")
        docs = docs_of(self.report.project).folder
        for page in self.pages:
            if is_part(page.name):
                page.whole = self.files[page.source] = Content(self.files[page.source].digest, (docs / page.source).read_bytes)


def compose(report: Report) -> Composed:
    """Every page and file of the report's site but for downloads and PDF; ReportError as `make_pages` raises it."""
    made = make_pages(report, _ahead_of_time)
    files: dict[str, Content] = {}
    for group in _groups(report, made.pages, made.drawings, files):
        files |= {path: one if isinstance(one, Content) else Content.of(one) for path, one in group.items()}
    linked = {page.source: page.linked for page in made.pages}
    return Composed(files, linked, made.titles, made.pages, report, list(chart_warnings(made.pages, made.drawings)))


def _groups(report: Report, pages: list[Page], drawings: Drawings, files: Mapping[str, Content]) -> Iterator[Files]:
    """Each kind of file by path below build/docs; `files` are those made so far."""
    root = report.root.code
    yield {page.source: page.content for page in pages}
    yield {f"{root}/{path}": text for path, text in evidence_files(report, pages).items()}
    yield dict(citation_files(report, pages))
    yield drawings.files(pages)
    yield card_files(report, pages, drawings)
    yield asset_files(report)
    yield {f"{root}/{path}": text for path, text in crawler_files(report, pages).items()}
    yield search_files(report, pages)
    yield redirects(report, {page.address for page in pages})
    yield {f"{language.code}/feed.xml": atom(report, language) for language in report.languages}
    yield {f"{root}/sw.js": service_worker(report, files)}


def _ahead_of_time(report: Report, drawings: Drawings, pages: list[Page], language: Language) -> None:
    """Of a language's pages, what will be asked for and takes long: made where the pages were, on a core of its own."""
    drawings.files(pages)
    rows_found(report, language)
