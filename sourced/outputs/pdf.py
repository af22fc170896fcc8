"""The whole report as one PDF a language, made by Typst from the finished pages: contents, bookmarks, notes, tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from functools import partial
from importlib.metadata import version
from typing import Any, Final

from sourced.drawing.engine import FONTS
from sourced.drawing.theme import FONT
from sourced.findings import Finding, ReportError
from sourced.outputs.typst import Typesetter, article, literal, targets
from sourced.pages.citations import absolute, issued
from sourced.pages.page import CLAIM_PAGES, Page, front_matter
from sourced.pages.report import Report
from sourced.periods import Period
from sourced.project import OWN_TEMPLATES
from sourced.system.tracking import digest
from sourced.words.language import Language

TEMPLATE = OWN_TEMPLATES / "book.typ"
_STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged so that it can be read aloud; Typst refuses what does not comply."""


def book_name(report: Report, language: Language) -> str:
    """Path of a language's book below the site."""
    return language.prefix + f"{report.figures.model.package.name}.pdf"


def books(report: Report, pages: list[Page], html: Mapping[str, bytes], drawings: Mapping[str, bytes]) -> dict[str, bytes]:
    """The book of each language by its path below the site; none if the report is built without downloads.

    `html` has the finished pages by path below the site, `drawings` the charts by path below build/docs. Raise
    ReportError with Typst's words for what it can't set.
    """
    if not report.downloads:
        return {}
    made = {}
    for language in report.languages:
        chapters = in_book(report, pages, language)
        source = _source(report, chapters, {_path(page): html[_path(page)].decode() for page in chapters}, drawings)
        base = digest(source, version("typst"), str(issued(report)))
        made[book_name(report, language)] = report.memo.recall(f"book {language.code}", base, partial(_set, source, issued(report)))
    return made


def in_book(report: Report, pages: list[Page], language: Language) -> list[Page]:
    """The pages of the book in the order of the navigation, each part of the claims where their list stands."""
    from mkdocs.utils.yaml import yaml_load

    with (report.project.root / "mkdocs.yml").open(encoding="utf-8") as file:
        order = list(_listed(yaml_load(file).get("nav", [])))
    own = {page.name: page for page in pages if page.language == language}
    parts = [name for name in own if name.startswith(CLAIM_PAGES)]
    found = []
    for path in order:
        name = path.removesuffix(".md")
        if name in own and front_matter(own[name]).get("book") != "False":
            found.append(own[name])
        if f"{name}/" == CLAIM_PAGES:
            found += [own[part] for part in parts]
    return found


def _listed(nav: Any) -> Iterator[str]:
    """The files that a navigation names, in its order."""
    if isinstance(nav, str):
        yield nav
    for item in nav if isinstance(nav, list) else nav.values() if isinstance(nav, dict) else ():
        yield from _listed(item)


def _path(page: Page) -> str:
    """Where a page stands below the site."""
    return page.language.prefix + f"{page.address}index.html"


def _source(report: Report, pages: list[Page], chapters: Mapping[str, str], drawings: Mapping[str, bytes]) -> str:
    """The book in Typst."""
    package, language = report.figures.model.package, pages[0].language
    articles = {path: article(text) for path, text in chapters.items()}
    known = {target for path, element in articles.items() for target in targets(path, element)}

    def drawing(chart: str) -> str:
        svg = report.theme.resolved(drawings[f"{language.code}/charts/{chart}.wide.svg"].decode())
        return svg.replace("<svg ", f'<svg font-family="{FONT}" ', 1)

    day = issued(report)
    head = {
        "title": package.report[language.code],
        "about": front_matter(pages[0])["description"],
        "author": package.author[language.code],
        "day": language.period(Period.parse(day.isoformat())),
        "version": language.word("version", report.past.commits[0].hash[:10]) if report.past.commits else "",
        "address": absolute(report, language, ""),
        "language": language.code,
        "contents": language.word("contents"),
    }
    given = ", ".join(f"{name}: {literal(text)}" for name, text in head.items())
    given += f", dense: {str(language.conventions.is_dense).lower()}, justified: {str(language.conventions.justified).lower()}"
    made = f"made: datetime(year: {day.year}, month: {day.month}, day: {day.day})"
    parts = [Typesetter(path, known, report.project.address, drawing).written(element) for path, element in articles.items()]
    return f"{TEMPLATE.read_text(encoding='utf-8')}\n#show: book.with({given}, {made})\n" + "\n".join(parts)


def _set(source: str, day: Any) -> bytes:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    stamp = datetime.combine(day, time(), UTC)
    try:
        return bytes(typst.compile(source.encode(), font_paths=fonts, pdf_standards=_STANDARD, timestamp=stamp))
    except typst.TypstError as error:
        fix = "correct the page or the template"
        raise ReportError([Finding("sourced/templates/book.typ", 0, "", f"Typst says: {error}", fix)]) from error
