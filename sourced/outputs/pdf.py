"""The whole report as one PDF a language, made by Typst from the finished pages: contents, bookmarks, notes, tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, Final

from sourced.data.glyphs import boxed
from sourced.drawing.cache import installed
from sourced.drawing.engine import FONTS
from sourced.drawing.theme import FONT
from sourced.findings import Finding, ReportError
from sourced.outputs.elements import Element, article, taken_out
from sourced.outputs.endnotes import Endnote, Publisher, taken_notes
from sourced.outputs.typst import Typesetter, literal, targets
from sourced.pages.citations import absolute, issued
from sourced.pages.freshness import newest_figure
from sourced.pages.page import CLAIM_PAGES, Page, front_matter
from sourced.pages.report import Report
from sourced.project import OWN_TEMPLATES
from sourced.system.tracking import digest
from sourced.system.trees import Content
from sourced.words.language import Language

TEMPLATE = OWN_TEMPLATES / "book.typ"
_STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged so that it can be read aloud; Typst refuses what does not comply."""


def book_name(report: Report, language: Language) -> str:
    """Path of a language's book below the site."""
    return language.prefix + f"{report.figures.model.package.name}.pdf"


def books(report: Report, pages: list[Page], html: Callable[[str], bytes], drawings: Mapping[str, Content]) -> dict[str, bytes]:
    """The book of each language by its path below the site; none if the report is built without downloads.

    `html` gives a finished page by its path below the site, `drawings` the charts by path below build/docs. Raise
    ReportError with Typst's words for what it can't set.
    """
    if not report.downloads:
        return {}
    asked = {}
    for language in report.languages:
        chapters = in_book(report, pages, language)
        source = _source(report, chapters, {_path(page): html(_path(page)).decode() for page in chapters}, drawings)
        base = digest(source, installed("typst"), str(issued(report)))
        asked[f"book {language.code}"] = base, partial(typeset, source, issued(report))
    made = report.memo.recall_all(asked)
    return {book_name(report, language): made[f"book {language.code}"] for language in report.languages}


def in_book(report: Report, pages: list[Page], language: Language) -> list[Page]:
    """The pages of the book in the order of the navigation; of the claims the list, which has them all in brief."""
    own = {page.name: page for page in pages if page.language == language}
    found = []
    for path in _listed(report.navigation):
        name = path.removesuffix(".md")
        if name in own and (f"{name}/" == CLAIM_PAGES or front_matter(own[name]).get("book") != "False"):
            found.append(own[name])
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


def _source(report: Report, pages: list[Page], chapters: Mapping[str, str], drawings: Mapping[str, Content]) -> str:
    """The book in Typst: cover and contents, the pages, and at the end the notes of all of them."""
    language = pages[0].language
    articles = {path: article(text) for path, text in chapters.items()}
    names: dict[Endnote, str] = {}
    notes = {}
    for path, element in articles.items():
        numbered = taken_notes(element, language).items()
        notes[path] = {number: names.setdefault(note, str(len(names) + 1)) for number, note in numbered}
    known = {target for path, element in articles.items() for target in targets(path, element)}

    def drawing(chart: str) -> str:
        svg = report.theme.resolved(drawings[f"{language.code}/charts/{chart}.wide.svg"].read().decode())
        return svg.replace("<svg ", f'<svg font-family="{FONT}" ', 1)

    drawn: dict[str, str] = {}
    setters = {
        path: Typesetter(path, known, report.project.address, drawing, notes[path], "/" in page.name, drawn)
        for path, page in zip(articles, pages, strict=True)
    }
    front = _cover(articles[_path(pages[0])], setters[_path(pages[0])], front_matter(pages[0])["description"])
    parts = [setter.written(articles[path]) for path, setter in setters.items()]
    head = f"#show: book.with({', '.join(_given(report, pages[0]))}, cover: {front})"
    return "\n".join([TEMPLATE.read_text(encoding="utf-8"), head, *parts, _endnotes(names, language)])


def _given(report: Report, first: Page) -> list[str]:
    """What the template is told of the report, as Typst's named arguments."""
    package, language, day = report.figures.model.package, first.language, issued(report)
    head = {
        "title": package.report[language.code],
        "about": front_matter(first)["description"],
        "author": package.author[language.code],
        "day": language.word("theme.data_to", newest) if (newest := newest_figure(report, language)) else "",
        "address": absolute(report, language, ""),
        "language": language.code,
        "contents": language.word("contents"),
        "where-from": language.word("endnotes_hint"),
    }
    flags = {"dense": language.conventions.is_dense, "justified": language.conventions.justified}
    made = f"made: datetime(year: {day.year}, month: {day.month}, day: {day.day})"
    return [*(f"{key}: {literal(text)}" for key, text in head.items()), *(f"{key}: {str(one).lower()}" for key, one in flags.items()), made]


def _cover(article: Element, setter: Typesetter, about: str) -> str:
    """What the first page begins with, taken from it: its title, its one line (else `about`) and its tiles."""
    parts = [taken_out(article, tag, name) for tag, name in (("h1", ""), ("p", "deck"), ("ul", "tiles"))]
    title, deck, tiles = (setter.part(one) if one else "" for one in parts)
    return f"(title: [{title}], deck: {f'[{deck}]' if deck else _content(about)}, tiles: [{tiles}])"


def _endnotes(names: Mapping[Endnote, str], language: Language) -> str:
    """The notes of the book, in the order in which they are first needed."""
    if not names:
        return ""
    written = []
    for note, name in names.items():
        sources = f"#{literal(language.word('semicolon'))};".join(_published(one, language) for one in note.publishers)
        written.append(f"({literal(name)}, {literal(note.value)}, {literal(note.subject)}, [{sources}]),")
    word = language.word
    heads = "".join(f"{_content(text)}," for text in (word("columns.page"), word("columns.figure"), word("columns.source")))
    title, about = _content(word("endnotes")), _content(word("endnotes_about"))
    return f"\n#endnotes({title}, {about}, ({heads}), ({''.join(written)}))\n"


def _published(source: Publisher, language: Language) -> str:
    """A publisher with the dates of what it published, each a link: Example Times, 3 May 2024, 5 June 2024."""
    comma = language.word("comma")
    first, *more = source.published
    words = [(first.address, comma.join(filter(None, (source.name, first.when)))), *((one.address, one.when) for one in more if one.when)]
    return f"#{literal(comma)};".join(f"#link({literal(address)}, {literal(said)});" for address, said in words)


def _content(text: str) -> str:
    """A text as Typst's content."""
    return f"[#{literal(text)};]"


def typeset(source: str, day: date) -> bytes:
    """A book as PDF, a box for what no font has; ReportError if Typst can't set it or if the numbers of pages never settle."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    stamp = datetime.combine(day, time(), UTC)
    text = boxed(source).encode()
    try:
        made, warnings = typst.compile_with_warnings(text, font_paths=fonts, pdf_standards=_STANDARD, timestamp=stamp)
    except typst.TypstError as error:
        raise _unset(str(error)) from error
    if wrong := [warning.message for warning in warnings if "converge" in warning.message]:
        raise _unset(f"{wrong[0]}; page numbers would be wrong")
    return bytes(made)


def _unset(said: str) -> ReportError:
    found = f"can't be set as PDF; Typst says: {said}"
    fix = "correct the page whose words these are; or build without it: build --no-downloads"
    return ReportError([Finding("templates/pages", 0, "", found, fix)])
